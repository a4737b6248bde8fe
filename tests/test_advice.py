"""Advice on a text: what it cites, what it quotes, and which words judge. Never marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import Case, open_case
from casestudy.advice import (
    CHECKS,
    SHOWN,
    Wanted,
    advise,
    announced,
    citations_in,
    judging_words,
    misquoted,
    uncited,
    wanted,
)
from casestudy.page import asked, questions
from casestudy.quizfile import read_quiz
from casestudy.quizzes import Item, public_digest
from casestudy.seedfile import read_catalogue, read_document
from casestudy.widgets.quiz import quiz_script
from tests.conftest import GAZETTE, HERALD

if TYPE_CHECKING:
    from pathlib import Path

    from casestudy.documents import Document
    from casestudy.quizzes import Quiz
    from tests.pages import Desk

Documents = dict[str, "Document"]

ESSAY = """\
# Discuss and write

## essay
kind: written
words: 6
cites: 2
documents: 2
advice: quotations, citations, sentences, words

Who closed the bridge?

- says who speaks

### Answer: the mayor

She did.

> The mayor closed the old bridge
> -- gazette
"""

TEXT = (
    "The mayor says “Nobody may cross it” (gazette ¶1). Clearly a brutal step, says the town "
    "“voted to repair a bridge” (herald ¶9). Nobody asked what it would cost."
)


@pytest.fixture
def documents(noted_course: Path) -> Documents:
    """Return the two invented papers."""
    entries = read_catalogue(noted_course).entries
    return {name: read_document(noted_course, entry) for name, entry in entries.items()}


def essay(documents: Documents, old: str = "", new: str = "") -> tuple[Quiz, str]:
    """Return the quiz of an essay with a line changed, and what is wrong with it."""
    assert old in ESSAY
    file = "notebooks/quizzes/01-the-bridge.md"
    quiz, slips = read_quiz(ESSAY.replace(old, new, 1), file, "01-the-bridge", documents)
    return quiz, " ".join(map(str, slips))


# ── citations ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is so (gazette ¶1).", [("gazette", (1,), True)]),
        ("It is so (Gazette ¶ 1–2).", [("gazette", (1, 2), True)]),
        ("As The Gazette, par. 2 says", [("gazette", (2,), True)]),
        ("gazette §3 and herald paragraph 1", [("gazette", (3,), True), ("herald", (1,), True)]),
        ("(gazette ¶1, ¶2; herald ¶1)", [("gazette", (1,), True), ("gazette", (2,), True),
                                        ("herald", (1,), True)]),
        ("(gazette ¶1, 3)", [("gazette", (1,), True), ("gazette", (3,), True)]),
        ("(gazette ¶9)", [("gazette", (9,), False)]),
        ("(gazette ¶2–1)", [("gazette", (2,), False)]),
        ("(gazette, heading)", [("gazette", (), True)]),
        ("(gazete ¶1)", [("", (), False)]),
        ("In the gazette 3 people said", []),
        ("a gazette-like ¶", []),
        ("", []),
    ],
)  # fmt: skip
def test_citations_are_found(documents: Documents, text: str, found: list[Any]) -> None:
    """However they are typed; what leads nowhere is found too."""
    said = [(each.document, each.numbers, each.stands) for each in citations_in(text, documents)]
    assert said == found


def test_a_citation_as_the_reader_copies_it_is_found(documents: Documents) -> None:
    """Every passage of every document can be cited by its own citation."""
    for document in documents.values():
        for passage in document.passages:
            (found,) = citations_in(f"So it is ({passage.citation}).", documents)
            assert (found.document, found.stands) == (document.id, True)


@given(st.text(alphabet='gazetthrld ¶§0123456789–,;()"“”«».\n', max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever is typed, there is advice and no error."""
    documents = PAPERS
    for each in citations_in(text, documents):
        assert 0 <= each.start < each.end <= len(text)
    lines = advise(text, Wanted(1, 1, CHECKS), documents, ["gaze"])
    assert [line.name for line in lines] == ["cites", "documents", *CHECKS]


# ── quotations ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "She says “Nobody may cross it” (gazette ¶1).",
        'She says "nobody may cross it."',
        "“The mayor […] closed the old bridge”",
        "«two cracks» (gazette ¶2)",
        "It says “nobody may cross it”. Elsewhere more is told (herald ¶1).",
    ],
)
def test_what_stands_there_is_not_named(documents: Documents, text: str) -> None:
    """Marks, capitals, stops and words left out do not matter, nor what is cited for more."""
    assert list(misquoted(text, documents)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "“The major closed the old bridge”",
            "The nearest words are “The mayor closed the old bridge” (gazette ¶1).",
        ),
        ("“sheep graze on green hills today”", "stands in no document."),
        ("“Nobody may cross it” (gazette ¶2)", "stands in gazette ¶1, herald ¶2; you cite"),
    ],
)
def test_what_stands_elsewhere_or_nowhere_is_named(
    documents: Documents, text: str, said: str
) -> None:
    """With the nearest words, or the place where they stand."""
    ((_, told),) = misquoted(text, documents)
    assert said in told


# ── sentences and words ──────────────────────────────────────────────────────────────────────


def test_a_citation_after_the_full_stop_belongs_to_its_sentence(documents: Documents) -> None:
    """And not to the next one."""
    text = "The mayor closed it at once. (gazette ¶1) The town was angry at her. Why was that so?"
    assert uncited(text, documents) == (("The town was angry at her.",), 2)


def test_judging_words_of_others_are_not_ours() -> None:
    """Inside quotation marks they stand as they are; outside each is told once."""
    text = "A “brutal” step. Brutal, says she, and brutal it was; of  course."
    assert judging_words(text, ["brutal", "of course"]) == ("Brutal", "of  course")
    assert judging_words("brutality", ["brutal"]) == ()
    assert judging_words("anything", []) == ()


# ── the card ─────────────────────────────────────────────────────────────────────────────────


def test_a_card_asks_for_a_form(documents: Documents) -> None:
    """Its fields are read, and what will be looked at is said above the text."""
    quiz, slips = essay(documents)
    assert slips == ""
    assert wanted(quiz.items[0]) == Wanted(2, 2, CHECKS)
    said = announced(quiz.items[0], documents)
    assert said.startswith("Cite 2 passages or more, of 2 documents or more, each like this: (gaz")
    assert said.endswith("there are no points.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cites: 2", "cites: two", "'cites: two' cannot be read: write a whole number from 1"),
        ("cites: 2", "cites: 1", "1 citations cannot name 2 documents: write 'cites: 2' or more"),
        ("documents: 2", "documents: 3", "asks for more than the 2 there are: write 2 or less"),
        ("sentences, words", "sentence", "no advice on 'sentence': did you mean 'sentences'"),
        ("words\n\nWho", "words, words\n\nWho", "names one thing twice"),
        ("kind: written", "kind: opinion", "the kind 'opinion' has no field 'cites'"),
    ],
)
def test_a_slip_in_a_card_is_named(documents: Documents, old: str, new: str, said: str) -> None:
    """With its cure."""
    assert said in essay(documents, old, new)[1]


def test_a_card_that_asks_nothing_is_sent_as_before(documents: Documents) -> None:
    """No script, no sentence and no value comes with it."""
    plain, _ = essay(documents, "cites: 2\ndocuments: 2\nadvice: quotations, citations, sentences, "
                     "words\n")  # fmt: skip
    (sent,) = map(asked, questions("bridge", plain, documents))
    assert sent["ask"] == "Write at least 6 words."
    assert not set(sent) & {"advice", "form"}
    assert "advice" not in quiz_script(plain.items)
    assert "advice" in quiz_script(essay(documents)[0].items)


def test_the_rubric_can_change_without_losing_texts(documents: Documents) -> None:
    """An essay is still an answer to its question when it is to cite one passage more."""
    one, two = (essay(documents, "cites: 2", f"cites: {count}")[0].items[0] for count in (2, 3))
    assert public_digest(one) == public_digest(two)


# ── a text that is kept ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def case(noted_course: Path) -> Case:
    """Return a case whose quiz is the essay, and which has words that judge."""
    (noted_course / "notebooks/quizzes/01-the-bridge.md").write_text(ESSAY, encoding="utf-8")
    with (noted_course / "notebooks/course.toml").open("a", encoding="utf-8") as file:
        file.write('judging = ["clearly", "brutal"]\n')
    return open_case(noted_course)


def test_a_kept_text_is_told_its_form(case: Case) -> None:
    """What the program can count is ticked, what it cannot is left to the writer."""
    quiz = case.quiz("01-the-bridge")
    outcome = quiz.answer("essay", TEXT)
    advice = quiz.page("essay")["outcome"]["advice"]
    assert (outcome.state, outcome.points) == ("recorded", 0.0)
    assert [line["met"] for line in advice["lines"]] == [False, False, False, False, None, False]
    notes = " ".join(note for line in advice["lines"] for note in line["notes"])
    for words in (
        "voted to repair the bridge",
        "herald ends with",
        "Clearly",
        "what it would cost",
    ):
        assert words in notes


def test_a_better_text_is_told_so(case: Case) -> None:
    """Each line then says what is in order."""
    quiz = case.quiz("01-the-bridge")
    quiz.answer("essay", "She says “nobody may cross it” (gazette ¶1). So wrote she (herald ¶2).")
    lines = quiz.page("essay")["outcome"]["advice"]["lines"]
    assert [(line["met"], line["notes"]) for line in lines] == [(True, [])] * 6


def test_a_text_that_is_too_short_gets_no_advice(case: Case) -> None:
    """It was not kept."""
    quiz = case.quiz("01-the-bridge")
    quiz.answer("essay", "Too short.")
    assert "advice" not in quiz.page("essay")["outcome"]


def test_advice_is_there_the_next_day(case: Case) -> None:
    """A text that is brought back has its advice."""
    case.quiz("01-the-bridge").answer("essay", TEXT)
    assert case.quiz("01-the-bridge").page("essay")["outcome"]["advice"]["lines"]


def test_advice_is_told_in_a_terminal(case: Case) -> None:
    """After the text is kept, line by line, and before it what will be looked at."""
    lines = iter([TEXT, "", "A"])
    told: list[str] = []
    case.quiz("01-the-bridge").play(lambda _: next(lines), told.append)
    said = " ".join(" ".join(told).split())
    assert "When you keep your text, the program looks at its form" in said
    assert "[look again] Passages cited: 1 of at least 2." in said
    assert "[yours to judge] Sentences without a citation" in said


def test_a_stored_page_says_what_will_be_checked(case: Case) -> None:
    """Without a kernel, on paper, and in the transcript."""
    bundle = case.quiz("01-the-bridge")._repr_mimebundle_()
    for kind in ("text/plain", "text/html"):
        assert "Cite 2 passages or more" in " ".join(bundle[kind].split())


def test_many_notes_are_counted(documents: Documents) -> None:
    """A long list is cut, and says how many more there are."""
    text = " ".join(f"gazette ¶{number}" for number in range(50, 60))
    (line,) = advise(text, Wanted(on=("citations",)), documents)
    assert len(line.notes) == SHOWN + 1
    assert line.notes[-1] == f"and {10 - SHOWN} more"


def test_other_kinds_have_no_form() -> None:
    """Nothing is asked of them."""
    assert not wanted(Item("a", "opinion", "", "q.md", 1, ("?",)))


def _papers() -> Documents:
    from casestudy.documents import Document  # noqa: PLC0415 - for a test with drawn texts
    from casestudy.seedfile import cut  # noqa: PLC0415 - the same

    texts = {"gazette": GAZETTE, "herald": HERALD}
    return {name: Document(name, "", text, cut(name, text, {})) for name, text in texts.items()}


PAPERS = _papers()


# ── on the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_advice_below_the_checklist(case: Case, desk: Desk) -> None:
    """Each line has its sign and, for who hears it, its word; it stays while one writes on."""
    quiz = case.quiz("01-the-bridge")
    told = quiz.widget.get_state()
    before = {name: told[name] for name in ("asked", "state")}
    page = desk.show(told["_esm"], before, styles=("quiz",)).page
    assert page.locator(".cs-form li").count() == 0
    quiz.answer("essay", TEXT)
    desk.hand(state=quiz.widget.state)
    lines = page.locator(".cs-form > ul > li")
    assert lines.count() == 6
    assert " ".join(lines.nth(0).inner_text().split()) == (
        "→ look again: Passages cited: 1 of at least 2."
    )
    assert page.locator(".cs-form").get_attribute("aria-live") == "polite"
    page.locator("textarea").press_sequentially(" More.")
    assert lines.count() == 6
    assert desk.complaints == []

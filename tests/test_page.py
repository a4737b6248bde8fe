"""What the page is told of every kind of question, before and after a try."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.documents import Document, Passage
from casestudy.feedback import steps
from casestudy.page import _ASKED, _TOLD, evidence, question, questions, sample
from casestudy.progress import Progress
from casestudy.quizfile import read_quiz
from casestudy.quizzes import Item, Option, Quiz
from casestudy.responses import control
from casestudy.transcript import text_of
from casestudy.widgets.quiz import QuizView
from tests.bridge import CARDS, FREE, KEYS, QUIZ, WRONG, every_kind, opened, seen, send
from tests.pages import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BIRDS = {
    "when-closed": ("Woodpecker", "Kingfisher", "Nuthatch", "heron", "stork", "took the day"),
    "who-acted": ("Goldfinch", "Chaffinch", "Bullfinch"),
    "who-paid": ("Sandpiper", "Oystercatcher", "Turnstone"),
    "how-many": ("Redshank", "Greenshank", "Dunlin", '"2"'),
    "which-year": ("Whimbrel", "Curlew", '"2024"'),
    "in-order": ("Skylark", "Woodlark", "Pipit"),
    "who-did-it": ("Wagtail", "Dipper"),
    "words-and-deeds": ("Wren", "Dunnock"),
    "prove-cracks": ("Nightingale", "Redstart", "Robin", "the finding"),
    "best-claim": ("Whinchat", "Stonechat"),
    "label-clauses": ("Wheatear", "Blackbird", "Fieldfare"),
    "what-to-do": ("Redwing", "Mistle thrush", "crane"),
}
"""Words that only the key, the feedback and the help of an item have."""

NAMES = {
    "id",
    "kind",
    "number",
    "legend",
    "stem",
    "quotations",
    "attempt",
    "note",
    "control",
    "ask",
    "scored",
    "many",
    "options",
    "columns",
    "unit",
    "sample",
    "source",
    "words",
    "draft",
    "ticked",
    "response",
    "confidence",
    "help",
    "next_help",
    "outcome",
}
"""What the page is told of an item."""


@pytest.fixture
def quiz(course: Path) -> QuizView:
    """Return a quiz with an item of every kind."""
    return opened(every_kind(course))


@pytest.fixture
def student(course: Path, tmp_path: Path) -> QuizView:
    """Return a quiz of a student's edition: no key, no feedback."""
    case = open_case(every_kind(course))
    items = case.cards("notebooks/quizzes", QUIZ).items
    return QuizView(
        Quiz(QUIZ, tuple(map(bare, items))),
        case="bridge",
        edition="student",
        documents=case.documents,
        progress=Progress(tmp_path / "a", tmp_path / "b"),
    )


def bare(item: Item) -> Item:
    """Return an item as a student's edition has it: number and date list no values."""
    options = tuple(
        Option(option.text, key=False, line=option.line)
        for option in item.options
        if item.kind not in {"number", "date", "mark"}
    )
    if item.kind == "annotate":  # its clauses are found in the text in every edition
        options = tuple(
            replace(new, evidence=old.evidence[:1])
            for new, old in zip(options, item.options, strict=True)
        )
    fields = tuple(field for field in item.fields if field[0] != "otherwise")
    if item.kind == "match":
        fields = (*fields[:-1], ("also", "The mayor, The baker, The engineer"))
    return replace(item, options=options, fields=fields, models=(), hints=item.hints[:1])


def shown(value: object) -> str:
    """Return what the page is told, as it is sent."""
    return json.dumps(value, ensure_ascii=False)


def pages(quiz: QuizView) -> list[dict[str, Any]]:
    """Return what the page knows of each item."""
    return [seen(quiz, item.id) for item in quiz.quiz.items]


def marked(feedback: dict[str, Any]) -> list[str]:
    """Return the marked words of an entry."""
    return [cut[0] for each in feedback["evidence"] for cut in each["segments"] if cut[1]]


@pytest.mark.parametrize("item", [*KEYS, *FREE])
def test_the_page_is_told_the_same_of_every_kind(quiz: QuizView, item: str) -> None:
    """Each item has all names, before and after an answer."""
    before = quiz.page(item)
    quiz.answer(item, {**KEYS, **FREE}[item])
    assert set(before) == set(quiz.page(item)) == NAMES


@pytest.mark.parametrize(
    ("item", "named", "ask"),
    [
        ("when-closed", "choice", ""),
        ("who-acted", "choice", "One or more answers may be right."),
        (
            "who-paid",
            "choice",
            "True, false or not stated? Hold the sentence against this document: The Gazette.",
        ),
        ("how-many", "text", "Write a number of cracks."),
        ("which-year", "text", "Write a year, such as 2001."),
        ("in-order", "order", "Put all of them in order."),
        ("who-did-it", "rows", "Choose one for each line."),
        ("words-and-deeds", "rows", "Choose a value for each cell."),
        ("prove-cracks", "marking", "Mark the words in gazette."),
        (
            "best-claim",
            "marking",
            "Choose a claim, then mark the words in gazette that prove it.",
        ),
        ("label-clauses", "rows", "Choose a label for each clause of gazette ¶1-3."),
        ("what-to-do", "writing", "Write at least 5 words."),
        ("who-should-pay", "choice", "No answer is right or wrong here."),
        ("your-bridge", "writing", "No answer is right or wrong here."),
    ],
)
def test_each_kind_has_its_control(quiz: QuizView, item: str, named: str, ask: str) -> None:
    """Each kind is answered with one of six controls, and the page says how."""
    assert (quiz.page(item)["control"], quiz.page(item)["ask"]) == (named, ask)


def test_a_statement_names_its_documents_and_never_by_an_id(noted_course: Path) -> None:
    """Several are named by publisher or title; where all are meant, they are counted."""
    case = open_case(every_kind(noted_course))
    item = next(each for each in case.quizzes[QUIZ].items if each.id == "who-paid")
    three = {**case.documents, "third": case.documents["gazette"]}
    both = replace(item, about=("gazette", "herald"))
    ask = question(both, both.options, three, (1, 1))["ask"]
    assert ask.endswith("these documents: The Gazette; Zoe Nunez and the bridge.")
    assert question(both, both.options, case.documents, (1, 1))["ask"].endswith("all 2 documents.")


@given(st.lists(st.integers(8, 220), min_size=1, max_size=30), st.data())
def test_of_a_long_paragraph_whole_sentences_around_the_words_are_seen(
    lengths: list[int], data: st.DataObject
) -> None:
    """What is left out is all there; the words are never cut, nor a quotation beside them."""
    told = [f"“B{'e' * size}. Ce.” " if size % 5 == 0 else f"A{'b' * size}. " for size in lengths]
    text = "".join(told).strip()
    passage = Passage("gazette", 0, len(text), text, number=1)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("gazette", "The bridge", text, (passage,))
    words = Passage("gazette", start, end, text[start:end], number=1)
    seen = evidence({"gazette": document}, words)
    inside = "".join(cut for cut, _ in seen["segments"])
    assert seen.get("before", "") + inside + seen.get("after", "") == text
    assert [cut for cut, mark in seen["segments"] if mark] == [text[start:end]]
    assert inside.count("“") == inside.count("”") or inside == text
    assert ("before" in seen) <= (len(text) - len(inside) >= 200)


def test_a_short_paragraph_is_seen_whole(quiz: QuizView) -> None:
    """Where little would be left out, nothing is."""
    quiz.answer("when-closed", "On Friday")
    (passage,) = quiz.page("when-closed")["outcome"]["feedback"][0]["evidence"]
    assert {"before", "after"}.isdisjoint(passage)


def test_only_several_may_be_chosen_where_several_are_right(quiz: QuizView) -> None:
    """The page offers more than one choice for one kind alone."""
    many = [page["id"] for page in pages(quiz) if page["many"]]
    assert many == ["who-acted"]


def test_what_is_never_scored_says_so(quiz: QuizView) -> None:
    """Written answers and opinions are not checked."""
    free = [page["id"] for page in pages(quiz) if not page["scored"]]
    assert free == list(FREE)


def test_rows_come_with_what_can_be_chosen(quiz: QuizView) -> None:
    """A match has one column without a name, a table its columns, clauses their labels."""
    columns = {page["id"]: page["columns"] for page in pages(quiz)}
    assert columns["who-did-it"] == [
        {"name": "", "choices": ["The baker", "The engineer", "The mayor"]}
    ]
    assert [column["name"] for column in columns["words-and-deeds"]] == ["speech", "deed"]
    assert columns["label-clauses"][0]["choices"] == ["deed", "finding", "speech"]


def test_the_rows_of_an_order_are_never_shown_in_order(quiz: QuizView) -> None:
    """The shown order is not the key."""
    rows = [option["segments"][0][0] for option in quiz.page("in-order")["options"]]
    assert sorted(rows) == sorted(map(str, KEYS["in-order"]))  # type: ignore[call-overload]
    assert rows != KEYS["in-order"]


def test_words_are_marked_in_a_text_with_sentences(quiz: QuizView) -> None:
    """Where words are marked, the page has the text, its rights and its sentences."""
    source = quiz.page("prove-cracks")["source"]
    document = open_case(quiz._progress.folder.parents[1] / "course").documents["gazette"]  # type: ignore[union-attr]  # noqa: SLF001
    assert source["rights"] == document.rights
    for passage in source["passages"]:
        end = passage["start"] + len(passage["text"])
        assert document.text[passage["start"] : end] == passage["text"]
        assert passage["sentences"]
    first = source["passages"][1]["sentences"][0]
    assert document.text[slice(*first)] == "The mayor closed the old bridge on Monday."


def test_clauses_come_with_their_paragraphs_alone(quiz: QuizView) -> None:
    """Clauses are labelled, not marked: their paragraphs need no sentences."""
    passages = quiz.page("label-clauses")["source"]["passages"]
    assert [(each["number"], each["sentences"]) for each in passages] == [(1, []), (2, [])]


def test_a_stored_page_needs_no_sentences(course: Path) -> None:
    """Without a living page, nothing looks for sentences."""
    case = open_case(every_kind(course))
    quiz = case.cards("notebooks/quizzes", QUIZ)
    sources = [page["source"] for page in questions("bridge", quiz, case.documents)]
    assert not [
        each for source in sources if source for each in source["passages"] if each["sentences"]
    ]


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_the_sample_of_a_date_is_never_the_key(precision: str) -> None:
    """A date shows how it may be written, by a date that the card does not have."""
    first = Item("a", "date", "", "q.md", 1, ("?",), fields=(("precision", precision),))
    key = Option(sample(first), key=True, line=3)
    second = sample(replace(first, options=(key,)))
    assert sample(first) != second
    assert question(first, (), {}, (1, 1))["sample"] == sample(first)


def test_before_an_answer_the_page_holds_nothing_of_the_key(quiz: QuizView) -> None:
    """No key, feedback, model answer, mistake or help is told before an answer."""
    state = shown(quiz.widget.get_state())
    assert [bird for birds in BIRDS.values() for bird in birds if bird in state] == []
    assert "Look in" not in state


@pytest.mark.parametrize("item", [*KEYS, *FREE])
def test_the_page_knows_of_an_item_what_the_kernel_knows(quiz: QuizView, item: str) -> None:
    """What is left out on the way is filled in again, before and after an answer."""
    for _ in range(2):
        known, whole = seen(quiz, item), quiz.page(item)
        assert known == {name: value for name, value in whole.items() if name != "kind"}
        quiz.answer(item, {**KEYS, **FREE}[item])


def test_kernel_and_page_leave_out_the_same() -> None:
    """What is usual on one side is usual on the other."""
    script = (STATIC / "quiz.js").read_text(encoding="utf-8")
    usual = script.partition("const USUAL = ")[2].partition(";")[0]
    said = json.loads(re.sub(r",\s*}", "}", re.sub(r"(\w+): ", r'"\1": ', usual)))
    made = {"id", "options"}  # by the page, whatever comes
    assert said == {k: v for k, v in {**_ASKED, **_TOLD}.items() if k not in made}


def test_an_answer_sends_nothing_that_was_sent_before(quiz: QuizView) -> None:
    """Questions, texts to mark in and strings go out once, however often one answers."""
    first = quiz.widget.asked
    quiz.answer("prove-cracks", KEYS["prove-cracks"])
    quiz.answer("when-closed", "On Friday")
    assert quiz.widget.asked is first
    state = shown(quiz.widget.state)
    assert "Mark the words" not in state
    assert "Check answer" not in state


@pytest.mark.parametrize("item", [*KEYS, *FREE])
def test_an_answer_opens_its_own_item_alone(quiz: QuizView, item: str) -> None:
    """After an answer, and with all help, nothing of another item's key is told."""
    quiz.answer(item, {**KEYS, **FREE}[item])
    quiz.show(item)
    others = [bird for name, birds in BIRDS.items() if name != item for bird in birds]
    state = shown(quiz.widget.get_state())
    assert [bird for bird in others if bird in state] == []


@pytest.mark.parametrize("item", KEYS)
def test_a_wrong_answer_does_not_give_the_key_away(quiz: QuizView, item: str) -> None:
    """A wrong try is told of itself alone: no key, no model, no row that is not right."""
    quiz.answer(item, WRONG[item])
    page = quiz.page(item)
    assert not page["outcome"]["finished"]
    assert not any(each["right"] for each in page["outcome"]["feedback"])
    assert not any(row["key"] for row in page["outcome"]["rows"])


@pytest.mark.parametrize("item", KEYS)
def test_the_key_brings_all_feedback(quiz: QuizView, item: str) -> None:
    """Once an item is correct, all that its card says of options and rows is told."""
    quiz.answer(item, KEYS[item])
    page = quiz.page(item)
    assert (page["outcome"]["state"], page["outcome"]["finished"]) == ("correct", True)
    birds = [bird for bird in BIRDS[item] if bird[0].isupper() and bird not in {"Dunlin", "Curlew"}]
    assert [bird for bird in birds if bird not in shown(page) and bird != "Robin"] == []


@pytest.mark.parametrize("item", KEYS)
def test_opening_the_answer_brings_all_feedback(quiz: QuizView, item: str) -> None:
    """Whoever opens the answer sees the key, and that it is the answer and not a success."""
    quiz.answer(item, WRONG[item])
    quiz.show(item)
    outcome = quiz.page(item)["outcome"]
    assert (outcome["heading"], outcome["finished"]) == ("The answer", True)
    assert any(each["right"] for each in outcome["feedback"]) or all(
        row["key"] for row in outcome["rows"]
    )


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ("in-order", ["place 1", "place 2", "place 3"]),
        ("who-did-it", ["The mayor", "The baker"]),
        ("words-and-deeds", ["speech: spoke; deed: closed it", "speech: asked; deed: none"]),
        ("label-clauses", ["deed", "finding", "speech"]),
    ],
)
def test_the_key_of_rows_is_said_in_words(quiz: QuizView, item: str, key: list[str]) -> None:
    """Each row says what is right for it, once that may be seen."""
    quiz.answer(item, KEYS[item])
    rows = quiz.page(item)["outcome"]["rows"]
    assert sorted(row["key"] for row in rows) == sorted(key)
    said = "In its place" if item == "in-order" else "Right"
    assert [row["verdict"] for row in rows] == [said] * len(key)


def test_rows_say_what_became_of_each(quiz: QuizView) -> None:
    """A row is right, not right, or left open."""
    quiz.answer("label-clauses", {"A": "deed", "B": "speech"})
    rows = quiz.page("label-clauses")["outcome"]["rows"]
    assert [row["right"] for row in rows] == [True, False, None]
    assert [row["verdict"] for row in rows] == ["Right", "Not right", "Left open"]


def test_a_row_of_which_a_part_is_right_says_how_much(quiz: QuizView) -> None:
    """Two cells of which one is right are neither right nor like none."""
    quiz.answer("words-and-deeds", {"The mayor": ("spoke", "none"), "The baker": ("spoke", "none")})
    mayor, baker = quiz.page("words-and-deeds")["outcome"]["rows"]
    assert (mayor["right"], mayor["part"], mayor["verdict"]) == (False, True, "1 of 2 right")
    assert baker["verdict"] == "1 of 2 right"
    quiz.answer("words-and-deeds", {"The mayor": ("asked", "none")})
    mayor, baker = quiz.page("words-and-deeds")["outcome"]["rows"]
    assert (mayor["verdict"], "part" in mayor, baker["verdict"]) == (
        "Not right",
        False,
        "Left open",
    )


def test_rows_in_order_are_told_of_in_the_order_given(quiz: QuizView) -> None:
    """A row is in its place or not, and feedback follows the rows as the learner put them."""
    given = ["Two cracks were found", "The bridge was closed", "The repair was decided"]
    quiz.answer("in-order", given)
    rows = {row["letter"]: row["verdict"] for row in quiz.page("in-order")["outcome"]["rows"]}
    assert sorted(rows.values()) == ["In its place", "Not in its place", "Not in its place"]
    quiz.show("in-order")
    told = quiz.page("in-order")["outcome"]["feedback"]
    assert [text_of(each["segments"]) for each in told] == given


def test_help_of_rows_shows_the_passages_that_are_still_needed(quiz: QuizView) -> None:
    """A row that is right needs no passage any more."""
    quiz.answer("who-did-it", WRONG["who-did-it"])
    quiz.hint("who-did-it")
    quiz.hint("who-did-it")
    both = marked(quiz.page("who-did-it")["help"][1])
    quiz.answer("who-did-it", {"closed the bridge": "The mayor"})
    left = marked(quiz.page("who-did-it")["help"][1])
    assert len(both) == 2
    assert left == both[1:]


def test_rows_of_an_order_are_told_as_they_are_shown(quiz: QuizView) -> None:
    """What became of a row stands under the letter that it is shown with."""
    rows = ["Two cracks were found", "The bridge was closed", "The repair was decided"]
    quiz.answer("in-order", rows)
    page = quiz.page("in-order")
    texts = {each["letter"]: each["segments"][0][0] for each in page["options"]}
    right = [texts[row["letter"]] for row in page["outcome"]["rows"] if row["right"]]
    assert right == ["The repair was decided"]
    assert [texts[each["letter"]] for each in page["outcome"]["feedback"]] == right


def test_the_labels_are_compared_with_the_key_after_every_try(quiz: QuizView) -> None:
    """Labels have their agreement, as a sentence and as a table."""
    quiz.answer("label-clauses", {"A": "deed", "B": "speech", "C": "speech"})
    found = quiz.page("label-clauses")["outcome"]["agreement"]
    assert found["sentence"].startswith("Your labels and those of the key agree on 67 %")
    assert found["labels"] == ["deed", "finding", "speech"]
    assert found["table"] == [[1, 0, 0], [0, 0, 0], [0, 1, 1]]
    assert quiz.page("who-did-it")["outcome"] is None


def test_one_label_for_all_has_no_kappa(quiz: QuizView) -> None:
    """Where chance cannot be told from agreement, no kappa is told."""
    quiz.answer("label-clauses", {"A": "deed"})
    found = quiz.page("label-clauses")["outcome"]["agreement"]
    assert found["sentence"].endswith("there is no kappa.")


def test_a_reading_mistake_is_named(quiz: QuizView) -> None:
    """A wrong option says which reading mistake it stands for; others say none."""
    quiz.answer("when-closed", "On Friday")
    (entry,) = quiz.page("when-closed")["outcome"]["feedback"]
    assert entry["mistake"] == (
        "Reading mistake: took the day of the vote for the day of the deed."
    )
    quiz.answer("when-closed", "The text does not say")
    assert quiz.page("when-closed")["outcome"]["feedback"][0]["mistake"] == ""


@pytest.mark.parametrize(
    ("item", "response", "bird"),
    [
        ("how-many", "7", "Dunlin"),
        ("which-year", "1999", "Curlew"),
        ("prove-cracks", "asked who would pay", "Robin"),
    ],
)
def test_what_the_card_does_not_name_has_its_own_feedback(
    quiz: QuizView, item: str, response: str, bird: str
) -> None:
    """A value or a place that no option names is told what `otherwise` says, until it is right."""
    quiz.answer(item, response)
    assert bird in shown(quiz.page(item)["outcome"]["feedback"])
    quiz.answer(item, KEYS[item])
    assert bird not in shown(quiz.page(item)["outcome"]["feedback"])


def test_a_number_is_told_with_its_unit(quiz: QuizView) -> None:
    """The feedback of a number names its unit."""
    quiz.answer("how-many", "1")
    assert quiz.page("how-many")["outcome"]["feedback"][0]["segments"] == [("1 cracks", "")]


@pytest.mark.parametrize(
    ("item", "response"),
    [
        ("prove-cracks", "found two"),
        ("best-claim", ("The letter was not read.", "did not read")),
    ],
)
def test_words_found_in_part_are_still_to_be_found(
    quiz: QuizView, item: str, response: object
) -> None:
    """A partly right mark is told so, and the passage stays closed until it is right."""
    assert quiz.answer(item, response).state == "partly"
    (entry,) = quiz.page(item)["outcome"]["feedback"]
    assert (entry["verdict"], entry["right"], entry["evidence"]) == ("Partly right", False, [])
    quiz.answer(item, KEYS[item])
    assert all(each["evidence"] for each in quiz.page(item)["outcome"]["feedback"])


def test_model_answers_open_once_something_is_written(quiz: QuizView) -> None:
    """A short text opens nothing; a longer one brings the model answers with their words."""
    quiz.answer("what-to-do", "Read it.")
    outcome = quiz.page("what-to-do")["outcome"]
    assert (outcome["state"], outcome["models"]) == ("not attempted", [])
    quiz.answer("what-to-do", FREE["what-to-do"])
    models = quiz.page("what-to-do")["outcome"]["models"]
    assert [model["title"] for model in models] == ["repair it", "leave it"]
    assert [marked(model) for model in models] == [
        ["found two cracks in it"],
        ["“Nobody may cross it,”"],
    ]


def test_help_opens_in_three_steps(quiz: QuizView) -> None:
    """First where to look, then the passage, then the answer; each is named before it opens."""
    quiz.answer("when-closed", "On Friday")
    names = []
    for _ in range(3):
        names.append(quiz.page("when-closed")["next_help"])
        quiz.hint("when-closed")
    assert names == ["Where to look", "Show the passage", "Show the answer"]
    page = quiz.page("when-closed")
    assert [step["title"] for step in page["help"]] == ["Where to look", "The passage"]
    assert ["heron" in shown(page["help"][0]), "stork" in shown(page["help"][1])] == [True, True]
    assert marked(page["help"][1]) == ["closed the old bridge on Monday"]
    assert (page["next_help"], page["outcome"]["finished"]) == ("", True)


def test_a_card_without_hints_says_where_to_look(quiz: QuizView) -> None:
    """Where a card has no hint, the first step names the paragraph of the key alone."""
    quiz.answer("prove-cracks", WRONG["prove-cracks"])
    assert quiz.hint("prove-cracks") == "Look in gazette ¶2."


@pytest.mark.parametrize("item", ["prove-cracks", "best-claim"])
def test_help_leaves_the_words_to_be_found(quiz: QuizView, item: str) -> None:
    """Where words are to be marked, help shows their paragraph without a mark."""
    quiz.answer(item, WRONG[item])
    quiz.hint(item)
    quiz.hint(item)
    step = quiz.page(item)["help"][1]
    assert step["evidence"]
    assert marked(step) == []


@pytest.mark.parametrize("item", KEYS)
def test_no_help_opens_before_a_try(quiz: QuizView, item: str) -> None:
    """Help is offered after a try, and a skipped item was not tried."""
    assert quiz.page(item)["next_help"] == ""
    quiz.skip(item)
    assert quiz.page(item)["next_help"] == ""
    with pytest.raises(CaseError, match=f"Help for '{item}' opens after a try. Answer it first"):
        quiz.hint(item)
    assert quiz.page(item)["help"] == []


@pytest.mark.parametrize("item", KEYS)
def test_no_help_is_left_once_it_is_right(quiz: QuizView, item: str) -> None:
    """Once an item is correct, all is told and no help is offered."""
    quiz.answer(item, KEYS[item])
    assert quiz.page(item)["next_help"] == quiz.hint(item) == ""


def test_the_hints_of_a_written_answer_open_at_any_time(quiz: QuizView) -> None:
    """What has no key has nothing to give away: its hints open before a try."""
    assert quiz.page("what-to-do")["next_help"] == "Where to begin"
    assert quiz.hint("what-to-do") == "Begin with the letter, says the crane."
    assert quiz.page("what-to-do")["next_help"] == quiz.hint("what-to-do") == ""


def test_the_last_step_of_help_is_the_answer(quiz: QuizView) -> None:
    """The third step returns the key in words and opens the outcome."""
    quiz.answer("who-did-it", WRONG["who-did-it"])
    quiz.hint("who-did-it")
    quiz.hint("who-did-it")
    assert quiz.hint("who-did-it").splitlines() == [
        "closed the bridge -> The mayor",
        "asked about the money -> The baker",
    ]


def test_showing_the_answer_opens_all_help(quiz: QuizView) -> None:
    """`show` opens every step up to the answer."""
    quiz.answer("how-many", "7")
    assert quiz.show("how-many") == ("2",)
    assert [step["title"] for step in quiz.page("how-many")["help"]] == [
        "Where to look",
        "The passage",
    ]


@pytest.mark.parametrize("item", [*KEYS, *FREE])
def test_a_student_is_told_that_the_answer_is_kept(student: QuizView, item: str) -> None:
    """Without keys every answer is recorded, and nothing is said of right and wrong."""
    student.answer(item, {**KEYS, **FREE}[item])
    page = student.page(item)
    assert (page["scored"], page["outcome"]["state"]) == (False, "recorded")
    assert page["outcome"]["feedback"] == page["outcome"]["rows"] == []
    assert page["outcome"]["agreement"] is None
    assert student.show(item) == ()


def test_a_student_has_the_first_hint_alone(student: QuizView) -> None:
    """A student's edition has one step of help, after a try."""
    assert student.page("when-closed")["next_help"] == ""
    student.answer("when-closed", "On Friday")
    assert student.hint("when-closed") == "Look at the first paragraph, says the heron."
    assert student.page("when-closed")["next_help"] == ""
    assert steps(student.quiz.items[3]) == ()


def test_every_kind_is_in_the_quiz(quiz: QuizView) -> None:
    """The quiz of these tests has all thirteen kinds and all six controls."""
    assert len({item.kind for item in quiz.quiz.items}) == 13
    assert len({control(item) for item in quiz.quiz.items}) == 6


def cards_of(root: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every card file: those of the course, and the sample."""
    for folder in ("notebooks/quizzes", "exercises/keys", "tests/cards"):
        for path in sorted((root / folder).glob("*.md")):
            if path.name != "bridge.md":
                yield path.stem, path.read_text(encoding="utf-8")


def test_no_card_of_the_course_gives_its_key_away(root: Path, tmp_path: Path) -> None:
    """What the page holds of each card before an answer has none of its feedback and help."""
    case = open_case(root)
    for name, source in cards_of(root):
        file = f"quizzes/{name}.md"
        quiz, _ = read_quiz(source, file, name, case.documents, mistakes=case.course.mistakes)
        view = QuizView(
            quiz,
            case=case.id,
            edition="open",
            documents=case.documents,
            progress=Progress(tmp_path / "a", tmp_path / "b"),
            mistakes=case.course.mistakes,
        )
        state = str(view.widget.get_state(["asked", "state"]))
        for item in quiz.items:
            texts = [text for option in item.options for text in option.feedback]
            texts += [text for model in item.models for text in model.paragraphs]
            texts += [text for step in steps(item) for text in step.paragraphs]
            texts += [item.field("otherwise") or "Look in"]
            assert not [text for text in texts if text in state]


def test_a_message_without_an_item_is_left_out(quiz: QuizView) -> None:
    """The page shows the same after a message that makes no sense."""
    before = quiz.page("how-many")
    assert send(quiz, do="answer", item="how-many", response={"A": []}) == before


def test_the_cards_of_these_tests_are_in_order(course: Path) -> None:
    """The invented cards are read without a complaint."""
    case = open_case(every_kind(course))
    read = read_quiz(CARDS, "q.md", QUIZ, case.documents, mistakes=case.course.mistakes)
    assert read[1] == ()

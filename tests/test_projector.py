"""The quiz for a class: what it counts, when it reveals, and what it never writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.errors import UnknownNameError
from casestudy.hands import MOST, counted, shift
from casestudy.page import questions
from casestudy.quizfile import read_quiz
from casestudy.quizzes import Item, Option, Quiz
from casestudy.widgets.projector import ProjectorView
from tests.bridge import CARDS as BRIDGE
from tests.bridge import QUIZ, every_kind
from tests.test_readme import blocks

if TYPE_CHECKING:
    from casestudy.case import Case

ROOT = Path(__file__).parents[1]
CARDS = (Path(__file__).parent / "cards" / "every-kind.md").read_text(encoding="utf-8")
BIRDS = re.compile(r"\b([A-Z][a-z]+(?: [a-z]+)?): ")
"""In the cards of the tiny course, all that is said of an answer begins with a bird."""

WHAT = (("A", "On Friday"), ("B", "On Monday"))
ITEM = Item("when-closed", "single", "", "q.md", 1, ("When?",))

deep = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from("AB"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def view(course: Path) -> ProjectorView:
    """Return the quiz of every kind, for the class."""
    return open_case(every_kind(course)).quiz(QUIZ, projector=True)


def tell(view: ProjectorView, **message: object) -> None:
    """Hand the widget a message as its page does."""
    seq = view.widget.state["seq"] + 1
    view.widget._handle_custom_msg({"seq": seq, **message}, [])  # noqa: SLF001 - the only way in


def sent(view: ProjectorView) -> str:
    """Return all that the page was sent, as the JSON that it is."""
    return json.dumps([view.widget.asked, view.widget.state], ensure_ascii=False)


def shown(view: ProjectorView, item: str) -> dict[str, Any]:
    """Return what the page is told of an item."""
    pairs = zip(view.widget.asked["items"], view.widget.state["items"], strict=True)
    return next({**asked, **told} for asked, told in pairs if asked["id"] == told["id"] == item)


def revealed(view: ProjectorView, item: str) -> dict[str, Any]:
    """Reveal an item, and return what its page shows then."""
    view.reveal(item)
    told: dict[str, Any] = shown(view, item)["reveal"]
    return told


def marked(told: object) -> set[str]:
    """Return the words that are marked anywhere in what a page is told."""
    if isinstance(told, dict):
        return set().union(*map(marked, told.values()))
    if isinstance(told, list | tuple):
        own = {told[0]} if len(told) == 2 and told[1] == "mark" else set()
        return own.union(*map(marked, told))
    return set()


# ── what is held back ────────────────────────────────────────────────────────────────────────


def test_no_answer_is_on_the_page_before_it_is_revealed(view: ProjectorView) -> None:
    """No feedback, no passage of a key, no model answer: not even hidden."""
    state = sent(view)
    birds = BIRDS.findall(BRIDGE)
    assert len(birds) > 20
    assert [bird for bird in birds if f"{bird}: " in state] == []
    assert marked([view.widget.asked, view.widget.state]) == set()
    assert all(each["reveal"] is None for each in view.widget.state["items"])


def test_no_answer_of_the_real_cards_is_on_the_page_before(root: Path) -> None:
    """No line of feedback and no quoted passage of a card of every kind, in any step before."""
    case = open_case(root)
    quiz, complaints = read_quiz(CARDS, "q.md", "every-kind", case.documents)
    assert not complaints
    view = ProjectorView(quiz, case="x", documents=case.documents, progress=case._progress)  # noqa: SLF001
    for item in quiz.items:
        for step in ("first", "discuss", "second"):
            if step in dict(shown(view, item.id)["stages"]):
                view.go(item.id, step)
    state = sent(view)
    for item in quiz.items:
        for option in item.options:
            hidden = [*option.feedback, *(passage.text for passage in option.evidence)]
            own = {each.text for each in item.options}
            assert [words for words in hidden if words in state and words not in own] == []
        assert all(words not in state for model in item.models for words in model.paragraphs)
        assert not any(hint in state for hint in item.hints)
        if item.kind in {"number", "date", "mark"}:
            assert not any(f'"{option.text}"' in state for option in item.options)
    assert "mark" not in re.findall(r'", "(\w+)"\]', state)


def test_the_questions_are_made_once(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a notebook stores is made of the pages that the view has already."""
    made: list[str] = []

    def counted_questions(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - as it is called
        made.append(given[0])
        return questions(*given, **more)

    monkeypatch.setattr("casestudy.widgets.projector.questions", counted_questions)
    view = open_case(every_kind(course)).quiz(QUIZ, projector=True)
    assert view._repr_mimebundle_() == view._repr_mimebundle_()
    assert made == ["bridge"]


def test_only_what_was_revealed_is_on_the_page(view: ProjectorView) -> None:
    """The answers of the other questions stay where they are."""
    view.reveal("when-closed")
    state = sent(view)
    assert "Kingfisher" in state
    assert "Goldfinch" not in state


def test_it_is_revealed_by_a_message_too_and_stays_so(view: ProjectorView) -> None:
    """Back at the vote, to correct a number, it is still there for the page to show again."""
    tell(view, do="go", item="when-closed", stage="reveal")
    tell(view, do="go", item="when-closed", stage="first")
    assert shown(view, "when-closed")["reveal"] is not None
    assert shown(view, "when-closed")["stage"] == "first"
    assert view.widget.state["at"] == "when-closed"


# ── what is revealed ─────────────────────────────────────────────────────────────────────────


def test_the_key_comes_with_its_feedback_and_its_words_marked(view: ProjectorView) -> None:
    """So do the others, with the reading mistake that they stand for."""
    told = revealed(view, "when-closed")
    right = [each for each in told["answers"] if each["right"]]
    assert [each["paragraphs"] for each in right] == [
        [[("Kingfisher: the first sentence names the day.", "")]]
    ]
    assert "closed the old bridge on Monday" in marked(right)
    assert any(each["mistake"] for each in told["answers"])


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ("in-order", ["place 1", "place 2", "place 3"]),
        ("who-did-it", ["The mayor", "The baker"]),
        ("words-and-deeds", ["speech: spoke; deed: closed it", "speech: asked; deed: none"]),
        ("label-clauses", ["deed", "finding", "speech"]),
    ],
)
def test_rows_are_revealed_in_words_and_in_their_order(
    view: ProjectorView, item: str, keys: list[str]
) -> None:
    """An order stands as it is right, the others as on the card."""
    assert [each["key"] for each in revealed(view, item)["answers"]] == keys


def test_a_written_question_ends_in_its_model_answers(view: ProjectorView) -> None:
    """It has no votes."""
    told = revealed(view, "what-to-do")
    assert [each["title"] for each in told["models"]] == ["repair it", "leave it"]
    assert shown(view, "what-to-do")["fields"] == []


def test_an_open_opinion_has_nothing_to_reveal(view: ProjectorView) -> None:
    """It is talked about, and that is all."""
    with pytest.raises(UnknownNameError, match="write one of 'discuss'"):
        view.reveal("your-bridge")


def test_reveal_returns_what_is_right(view: ProjectorView) -> None:
    """As it would be answered."""
    assert view.reveal("when-closed") == ("On Monday",)
    assert view.reveal("who-should-pay") == ()


def test_a_student_edition_shows_the_votes_and_no_key(course: Path) -> None:
    """Where the key is not there, the last step is the result; what is right cannot be asked."""
    options = (Option("On Monday", key=False, line=3), Option("On Friday", key=False, line=4))
    items = (
        Item("when", "single", "", "q.md", 1, ("When?",), options=options),
        Item("how-many", "number", "", "q.md", 5, ("How many?",)),
    )
    case = open_case(course)
    quiz = Quiz("q", items)
    view = ProjectorView(quiz, case="x", documents=case.documents, progress=case._progress)  # noqa: SLF001
    assert dict(shown(view, "when")["stages"])["reveal"] == "Result"
    assert [name for name, _ in shown(view, "how-many")["stages"]] == ["discuss"]
    assert revealed(view, "when")["answers"] == []


# ── what is counted ──────────────────────────────────────────────────────────────────────────


def letters(view: ProjectorView, item: str) -> dict[str, str]:
    """Return the letters of an item's options, by text."""
    return {row.text: row.letter for row in view.counts.rows if row.item == item}


def test_the_shift_is_said_and_shown_by_option(view: ProjectorView) -> None:
    """Numbers and words for each option, and a sentence for the key."""
    view.count("when-closed", "first", {"On Monday": 12, "On Friday": 18})
    view.count("when-closed", "second", {"On Monday": 19, "On Friday": 11})
    told = revealed(view, "when-closed")["shift"]
    rows = {row["letter"]: row for row in told["rows"]}
    row = rows[letters(view, "when-closed")["On Monday"]]
    assert (row["before"], row["after"], row["text"], row["change"]) == (12, 19, "12 → 19", "+7")
    assert told["most"] == 30
    assert told["sentences"] == [
        "From 12 of 30 right to 19 of 30 right.",
        "7 more hands for the key.",
    ]


def test_a_correction_after_the_answer_changes_the_shift(view: ProjectorView) -> None:
    """What is revealed is worked out anew with each number."""
    view.count("how-many", "first", 3)
    assert revealed(view, "how-many")["shift"]["sentences"] == [
        "3 had it right. There was no second vote."
    ]
    view.count("how-many", "second", 9)
    assert shown(view, "how-many")["reveal"]["shift"]["sentences"] == ["From 3 right to 9 right."]


def test_several_hands_of_one_person_are_not_called_persons(view: ProjectorView) -> None:
    """Where several answers are right, hands say nothing of how many people are right."""
    view.count("who-acted", "first", {"A": 20, "B": 25, "C": 3})
    told = revealed(view, "who-acted")["shift"]
    assert told["sentences"] == ["Whoever found several answers right raised a hand for each."]
    assert told["most"] == 25


def test_an_opinion_is_voted_on_twice_and_has_no_key(view: ProjectorView) -> None:
    """The sentence speaks of hands and of the largest change."""
    view.count("who-should-pay", "first", {"A": 10, "B": 20})
    view.count("who-should-pay", "second", {"A": 16, "B": 14})
    told = revealed(view, "who-should-pay")
    assert told["answers"] == []
    assert told["shift"]["sentences"] == [
        "30 hands before the discussion, 30 after it.",
        "The largest change is at A: from 10 to 16.",
    ]
    assert dict(shown(view, "who-should-pay")["stages"])["reveal"] == "Result"


@given(
    st.dictionaries(st.sampled_from("AB"), st.integers(0, MOST)),
    st.dictionaries(st.sampled_from("AB"), st.integers(0, MOST)),
)
def test_every_shift_can_be_said_and_fits_its_bars(
    first: dict[str, int], second: dict[str, int]
) -> None:
    """Whatever was counted, no bar is longer than the longest, and the sentence has the sums."""
    told = shift(ITEM, WHAT, ["B"], first, second)
    numbers = [row[name] or 0 for row in told["rows"] for name in ("before", "after")]
    assert max(numbers) <= told["most"]
    if first and second:
        assert f"of {sum(first.values())} right to" in told["sentences"][0]
    assert all(told["sentences"])


@given(st.dictionaries(st.sampled_from("AB"), st.none() | st.integers(0, MOST)))
def test_a_count_that_was_given_is_kept_as_given(given_counts: dict[str, int | None]) -> None:
    """Letters or texts, in any case; None is no count."""
    kept = {letter: count for letter, count in given_counts.items() if count is not None}
    assert counted(WHAT, given_counts) == kept
    texts = {dict(WHAT)[letter].upper(): count for letter, count in given_counts.items()}
    assert counted(WHAT, texts) == kept


@given(given_counts=deep)
def test_what_is_no_count_is_refused_in_a_sentence(given_counts: object) -> None:
    """Anything a page or a person may send is counts, or a `CaseError` that says what to write."""
    try:
        kept = counted(WHAT, given_counts)
    except CaseError as error:
        assert str(error).endswith((".", "?", "'"))  # noqa: PT017 - any of its sentences
    else:
        assert all(type(each) is int and 0 <= each <= MOST for each in kept.values())


@pytest.mark.parametrize(
    ("item", "vote", "counts", "said"),
    [
        ("when-close", "first", {}, "did you mean 'when-closed'?"),
        ("when-closed", "third", {}, "write one of 'first', 'second'"),
        ("when-closed", "first", {"D": 1}, "write one of 'A', 'B', 'C'"),
        ("when-closed", "first", {"A": -1}, "-1 for A is no number of hands."),
        ("when-closed", "first", {"A": 10_000}, "Write a whole number from 0 to 9999."),
        ("when-closed", "first", {"A": True}, "True for A is no number of hands."),
        ("when-closed", "first", 12, "Write the hands for each letter, such as {'A': 12, 'B': 8}."),
    ],
)
def test_a_slip_in_code_is_named_with_its_cure(
    view: ProjectorView, item: str, vote: str, counts: object, said: str
) -> None:
    """One plain sentence or two, and nothing has changed."""
    before = repr(view.counts)
    with pytest.raises(CaseError) as caught:
        view.count(item, vote, counts)
    assert said in str(caught.value)
    assert repr(view.counts) == before


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    message=st.fixed_dictionaries(
        {"do": st.sampled_from(["go", "count"]), "item": deep | st.just("when-closed")},
        optional={
            "stage": deep | st.sampled_from(["first", "discuss"]),
            "vote": deep | st.just("first"),
            "counts": deep | st.dictionaries(st.sampled_from("AB"), deep),
            "seq": deep,
            "retry": deep,
        },
    )
)
def test_a_hostile_message_breaks_nothing(view: ProjectorView, message: dict[str, Any]) -> None:
    """It is refused, or it is a count: nothing else gets in, and nothing is revealed."""
    tell(view, **message)
    rows = [count for row in view.counts.rows for count in (row.before, row.after)]
    assert all(each is None or (type(each) is int and 0 <= each <= MOST) for each in rows)
    assert all(each["reveal"] is None for each in view.widget.state["items"])
    assert view.widget.state["at"] in {each["id"] for each in view.widget.state["items"]}


@pytest.mark.parametrize(
    "message",
    [
        {"do": "count", "item": "when-closed", "vote": "first", "counts": {"A": 1, "B": "2"}},
        {"do": "count", "item": "when-closed", "vote": "first", "counts": {"A": 1, "Z": 2}},
        {"do": "count", "item": "when-closed", "vote": "first"},
        {"do": "go", "item": "when-closed", "stage": "everything"},
        {"do": "reveal", "item": "when-closed"},
    ],
)
def test_a_message_that_is_wrong_in_one_place_changes_nothing(
    view: ProjectorView, message: dict[str, object]
) -> None:
    """Not even the part of it that would make sense."""
    before = {**view.widget.state, "seq": None}
    tell(view, **message)
    assert {**view.widget.state, "seq": None} == before


def test_the_counts_are_a_text_and_a_table(view: ProjectorView) -> None:
    """To be noted down; what was not counted is missing, not 0."""
    view.count("when-closed", "first", {"On Monday": 12})
    view.count("how-many", "second", 4)
    letter = letters(view, "when-closed")["On Monday"]
    lines = repr(view.counts).splitlines()
    assert f"  {letter}  On Monday: 12 → –" in lines
    assert "  have it right: – → 4" in lines
    table = view.counts.table().set_index(["item", "text"])
    assert table.loc[("when-closed", "On Monday"), "before"] == 12
    assert table["after"].isna().sum() == len(table) - 1


# ── a class leaves no trace ──────────────────────────────────────────────────────────────────


def test_nothing_is_written_to_anybodys_progress(view: ProjectorView, course: Path) -> None:
    """Votes, answers that were shown, steps: no line anywhere."""
    view.count("when-closed", "first", {"A": 3})
    for item in view.widget.state["items"]:
        tell(view, do="go", item=item["id"], stage="reveal")
    assert list((course.parent / "answers").rglob("*.jsonl")) == []
    assert open_case(course).progress.record.lessons[0].answered == 0


def test_the_page_says_nothing_of_the_teachers_own_record(view: ProjectorView) -> None:
    """Neither folder nor notices stand before a class."""
    assert not {"privacy", "notices"} & set(view.widget.state)


def test_run_again_it_starts_afresh(view: ProjectorView, course: Path) -> None:
    """Nothing is kept from one run of the cell to the next."""
    view.count("when-closed", "first", {"A": 3})
    again = open_case(course).quiz(QUIZ, projector=True)
    assert {row.before for row in again.counts.rows} == {None}


# ── what a notebook stores ───────────────────────────────────────────────────────────────────


def test_a_stored_lesson_has_the_quiz_and_says_that_it_is_for_the_class(course: Path) -> None:
    """Transcript and seal are those of the quiz, whatever was counted and revealed."""
    case: Case = open_case(every_kind(course))
    view = case.quiz(QUIZ, projector=True)
    before = view._repr_mimebundle_()
    view.count("when-closed", "first", {"A": 3})
    view.reveal("when-closed")
    assert view._repr_mimebundle_() == before
    usual = case.quiz(QUIZ)._repr_mimebundle_()
    assert before["text/plain"].startswith("For the class, on the projector")
    assert before["text/plain"].endswith(usual["text/plain"])
    assert before["text/html"].endswith(usual["text/html"])
    assert "For the class, on the projector" in before["text/html"]


def test_opinions_that_are_reopened_can_be_shown_to_the_class(course: Path) -> None:
    """Both of what `case.quiz` can do go together."""
    view = open_case(every_kind(course)).quiz(QUIZ, reopen="05-the-vote", projector=True)
    assert [item["id"] for item in view.widget.state["items"]] == ["who-should-pay", "your-bridge"]


def test_the_page_for_teachers_runs(root: Path) -> None:
    """Its code is true of the course as it is."""
    names: dict[str, Any] = {"case": open_case(root)}
    for code in blocks(root / "docs" / "in-class.md", "python"):
        exec(code, names)  # noqa: S102 - our own page
    assert names["quiz"].counts.rows[0].before == 12

"""A living quiz of every kind: what it keeps, brings back, skips, drafts and reopens."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.dates import in_words
from casestudy.progress import Progress
from tests.bridge import FREE, KEYS, QUIZ, WRONG, every_kind, opened, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casestudy.widgets.quiz import QuizView

ALL = {**KEYS, **FREE}
MARKED = {"prove-cracks": "found two cracks in it", "best-claim": KEYS["best-claim"]}

deep = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from("ABC"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
messages = st.fixed_dictionaries(
    {
        "do": st.sampled_from(["answer", "help", "skip", "draft"]),
        "item": st.sampled_from([*ALL, "nothing"]),
    },
    optional={
        "response": deep
        | st.fixed_dictionaries(
            {
                "letter": deep,
                "document": deep | st.just("gazette"),
                "start": deep,
                "end": deep,
            }
        ),
        "confidence": deep,
        "seconds": deep,
        "text": deep,
        "ticked": deep,
        "seq": deep,
        "retry": deep,
    },
)


@pytest.fixture
def folder(course: Path) -> Path:
    """Return the tiny course with a quiz of every kind."""
    return every_kind(course)


@pytest.fixture
def quiz(folder: Path) -> QuizView:
    """Return that quiz."""
    return opened(folder)


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return what is written down of the learner."""
    paths = sorted((folder.parent / "answers").rglob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]


def rewrite(folder: Path, file: str, change: Callable[[str], str]) -> None:
    """Change a file of the course."""
    path = folder / file
    before = path.read_text(encoding="utf-8")
    assert change(before) != before
    path.write_bytes(change(before).encode())


def reprint(folder: Path, change: Callable[[str], str]) -> None:
    """Change the document, and the hash that the catalogue has of it."""
    from hashlib import sha256  # noqa: PLC0415 - only here

    rewrite(folder, "seeds/gazette.txt", change)
    digest = sha256((folder / "seeds" / "gazette.txt").read_bytes()).hexdigest()
    rewrite(folder, "seeds/catalogue.toml", lambda text: re.sub(r"[0-9a-f]{64}", digest, text))


@pytest.mark.parametrize("item", ALL)
def test_every_kind_comes_back(folder: Path, item: str) -> None:
    """After a restart, an item shows the last answer with its outcome, whatever its kind."""
    first = opened(folder)
    first.answer(item, ALL[item])
    assert opened(folder).page(item) == first.page(item)
    assert opened(folder).widget.state["progress"] == first.widget.state["progress"]


@pytest.mark.parametrize("item", WRONG)
def test_every_kind_comes_back_opened(folder: Path, item: str) -> None:
    """After a restart, an answer that was opened is open, with the response that was given."""
    first = opened(folder)
    first.answer(item, WRONG[item])
    first.show(item)
    assert opened(folder).page(item) == first.page(item)


def test_help_that_was_open_before_the_last_try_comes_back(folder: Path) -> None:
    """After a restart, the steps are open that were when it was last answered."""
    first = opened(folder)
    first.answer("when-closed", "On Friday")
    first.hint("when-closed")
    first.answer("when-closed", "The text does not say")
    assert opened(folder).page("when-closed") == first.page("when-closed")
    assert len(first.page("when-closed")["help"]) == 1


@pytest.mark.parametrize("item", MARKED)
def test_marked_words_come_back_where_they_stand_now(folder: Path, item: str) -> None:
    """Where the document was changed around them, marked words are found again."""
    first = opened(folder)
    first.answer(item, MARKED[item])
    before = first.page(item)["response"]
    reprint(folder, lambda text: text.replace("The mayor", "In May, the mayor", 1))
    page = opened(folder).page(item)
    assert page["outcome"]["state"] == "correct"
    assert page["response"]["start"] == before["start"] + len("In May, ")


@pytest.mark.parametrize("item", MARKED)
def test_marked_words_that_are_gone_ask_for_a_new_answer(folder: Path, item: str) -> None:
    """Where marked words are no longer in the document, no outcome is shown for them."""
    words = ("The engineer Zoë Núñez", "her letter")
    answer = words[0] if item == "prove-cracks" else ("The letter was not read.", words[0])
    opened(folder).answer(item, answer)
    reprint(folder, lambda text: text.replace(words[0], "An engineer of the town, Ada Rose,"))
    page = opened(folder).page(item)
    assert page["note"].startswith("This question has changed since you answered it.")
    assert (page["outcome"], page["response"]) == (None, None)


@pytest.mark.parametrize(
    ("item", "old", "new"),
    [
        ("how-many", "unit: cracks", "unit: holes"),
        ("which-year", "precision: year", "precision: month"),
        ("who-did-it", "also: The engineer", "also: The council"),
        ("words-and-deeds", "asked, kept silent", "asked, sang"),
        ("in-order", "3. The repair was decided", "3. A repair was decided"),
        ("label-clauses", "labels: deed, finding, speech", "labels: deed, finding, speech, guess"),
        ("what-to-do", "words: 5", "words: 50"),
        ("who-should-pay", "- The town", "- The towns"),
    ],
)
def test_a_question_that_changed_asks_for_a_new_answer(
    folder: Path, item: str, old: str, new: str
) -> None:
    """What one must know to answer is part of the question: where it changes, it is asked anew."""
    opened(folder).answer(item, ALL[item])
    rewrite(
        folder,
        f"notebooks/quizzes/{QUIZ}.md",
        lambda text: (
            text.replace(old, new).replace("[x] 2024", "[x] May 2024")
            if "month" in new
            else text.replace(old, new)
        ),
    )
    page = opened(folder).page(item)
    assert page["note"].startswith("This question has changed since you answered it.")
    assert page["outcome"] is None


def test_an_item_is_skipped(quiz: QuizView, folder: Path) -> None:
    """A skipped item says so, is written down, and is no answer."""
    assert quiz.skip("how-many").state == "skipped"
    page = quiz.page("how-many")
    assert (page["attempt"], page["response"]) == (0, None)
    assert page["outcome"]["text"].startswith("You skipped this question. You can answer it")
    assert quiz.widget.state["progress"]["answered"] == 0
    assert [(line["outcome"], line["response"]) for line in lines(folder)] == [("skipped", [])]


def test_a_skipped_item_comes_back_skipped(folder: Path) -> None:
    """After a restart, a skipped item is still skipped."""
    first = opened(folder)
    first.skip("how-many")
    assert opened(folder).page("how-many") == first.page("how-many")


def test_a_skipped_item_can_be_answered(folder: Path) -> None:
    """A skipped item is answered like any other, and the answer is what comes back."""
    first = opened(folder)
    first.skip("how-many")
    first.answer("how-many", "2")
    page = opened(folder).page("how-many")
    assert (page["attempt"], page["outcome"]["state"]) == (1, "correct")


def test_skipping_twice_is_skipping_once(quiz: QuizView, folder: Path) -> None:
    """An item that is skipped already is not written down again."""
    quiz.skip("how-many")
    quiz.skip("how-many")
    assert len(lines(folder)) == 1


def test_an_answered_item_is_not_skipped(quiz: QuizView) -> None:
    """Whoever has answered has nothing to skip, and keeps the outcome."""
    quiz.answer("how-many", "1")
    with pytest.raises(CaseError, match=r"'how-many' has been answered: there is nothing to skip"):
        quiz.skip("how-many")
    assert send(quiz, do="skip", item="how-many")["outcome"]["state"] == "incorrect"


@pytest.mark.parametrize("sure", ["guess", "fairly", "sure"])
def test_confidence_is_kept_with_the_answer(quiz: QuizView, folder: Path, sure: str) -> None:
    """How sure the learner was is written down, shown, and comes back."""
    assert quiz.page("when-closed")["confidence"] == {"chosen": ""}
    message = {"do": "answer", "item": "when-closed", "response": ["A"], "confidence": sure}
    assert send(quiz, **message)["confidence"] == {"chosen": sure}
    assert lines(folder)[0]["confidence"] == sure
    assert opened(folder).page("when-closed")["confidence"] == {"chosen": sure}


def test_confidence_is_asked_for_where_the_card_says_so(quiz: QuizView, folder: Path) -> None:
    """An item that does not ask keeps nothing of it."""
    assert quiz.page("how-many")["confidence"] is None
    quiz.answer("how-many", "2", confidence="sure")
    assert lines(folder)[0]["confidence"] == ""


def test_an_unknown_confidence_is_refused(quiz: QuizView) -> None:
    """A confidence of another name brings those that there are, and nothing is answered."""
    with pytest.raises(CaseError, match="no confidence 'shure': did you mean 'sure'"):
        quiz.answer("when-closed", "A", confidence="shure")
    assert quiz.page("when-closed")["outcome"] is None


def test_confidence_may_be_left_open(quiz: QuizView) -> None:
    """No confidence, however the page says it, is none."""
    told = {"do": "answer", "item": "when-closed", "response": "On Monday", "confidence": None}
    assert send(quiz, **told)["outcome"]["state"] == "correct"


@pytest.mark.parametrize("item", ["what-to-do", "your-bridge"])
def test_a_draft_comes_back(folder: Path, item: str) -> None:
    """What is being written is there after a restart, without being an answer."""
    quiz = opened(folder)
    send(quiz, do="draft", item=item, text="One more w")
    page = opened(folder).page(item)
    assert (page["draft"], page["response"], page["outcome"]) == ("One more w", None, None)
    assert lines(folder) == []


def test_ticked_lines_come_back_with_the_draft(folder: Path) -> None:
    """Lines of the checklist that are ticked are kept with the draft."""
    send(opened(folder), do="draft", item="what-to-do", text="One", ticked=["B"])
    assert opened(folder).page("what-to-do")["ticked"] == ["B"]


def test_an_answer_is_the_newest_draft(folder: Path) -> None:
    """After an answer, the draft is the answer; writing on makes a newer one."""
    quiz = opened(folder)
    send(quiz, do="draft", item="what-to-do", text="One")
    quiz.answer("what-to-do", FREE["what-to-do"])
    answered = opened(folder).page("what-to-do")
    assert answered["draft"] == answered["response"]["text"]
    assert answered["ticked"] == ["A"]
    send(quiz, do="draft", item="what-to-do", text="Two")
    later = opened(folder).page("what-to-do")
    assert (later["draft"], later["response"]) == ("Two", answered["response"])


def test_a_text_that_is_too_short_is_kept_as_a_draft(folder: Path) -> None:
    """What is not yet an answer is not lost."""
    opened(folder).answer("what-to-do", "Read it.")
    page = opened(folder).page("what-to-do")
    assert (page["draft"], page["outcome"]) == ("Read it.", None)


def test_there_is_no_draft_of_a_choice(quiz: QuizView) -> None:
    """An item that is not answered by writing has no draft."""
    with pytest.raises(CaseError, match="'when-closed' is not answered by writing"):
        quiz.draft("when-closed", "On M")


def test_half_a_character_in_an_answer_is_written_down(quiz: QuizView, folder: Path) -> None:
    """A text that no file can hold is kept as nearly as one can."""
    quiz.answer("your-bridge", "a\ud800b")
    assert lines(folder)[0]["response"] == ["a�b"]
    assert opened(folder).page("your-bridge")["response"]["text"] == "a�b"


def test_opinions_are_reopened_with_their_answers(folder: Path) -> None:
    """A later lesson shows the opinions that name it, what was answered and on which day."""
    opened(folder).answer("who-should-pay", "The town")
    view = open_case(folder).quiz(QUIZ, reopen="05-the-vote")
    today = in_words(datetime.now(UTC).astimezone().date())
    assert [item.id for item in view.quiz.items] == ["who-should-pay", "your-bridge"]
    notes = [view.page(item.id)["note"] for item in view.quiz.items]
    assert notes == [f"You answered this on {today}.", "You have not answered this yet."]
    assert view.page("who-should-pay")["outcome"]["state"] == "recorded"


def test_a_reopened_opinion_is_answered_anew(folder: Path) -> None:
    """Whoever thinks otherwise now answers again, under the same quiz."""
    view = open_case(folder).quiz(QUIZ, reopen="05-the-vote")
    view.answer("your-bridge", "None.")
    assert view.page("your-bridge")["note"].startswith("You answered this on")
    assert opened(folder).page("your-bridge")["response"]["text"] == "None."


def test_a_lesson_that_reopens_nothing_is_refused(folder: Path) -> None:
    """A lesson that no card names is refused with those that are named."""
    with pytest.raises(CaseError, match=f"no opinion of '{QUIZ}' reopened in '05': write one of"):
        open_case(folder).quiz(QUIZ, reopen="05")


def test_what_a_reopened_quiz_stores_does_not_depend_on_the_learner(folder: Path) -> None:
    """Transcript and page of reopened opinions are the same for whoever answered."""
    before = open_case(folder).quiz(QUIZ, reopen="05-the-vote")._repr_mimebundle_()
    opened(folder).answer("who-should-pay", "The town")
    after = open_case(folder).quiz(QUIZ, reopen="05-the-vote")._repr_mimebundle_()
    assert after == before


def test_answers_are_kept_under_the_card_file_of_the_item(quiz: QuizView, folder: Path) -> None:
    """An attempt names the quiz that its item stands in, also in a quiz of several files."""
    from casestudy.quizzes import Quiz  # noqa: PLC0415 - only here
    from casestudy.widgets.quiz import QuizView  # noqa: PLC0415 - the same

    case = open_case(folder)
    one, two = case.cards("notebooks/quizzes", "01-the-bridge").items[-1], quiz.quiz.items[3]
    mixed = Quiz("mixed", (one, two))
    answers = folder.parent / "answers" / "learner"

    def view() -> QuizView:
        return QuizView(
            mixed,
            case="bridge",
            edition="open",
            documents=case.documents,
            progress=Progress(answers, answers),
        )

    first = view()
    first.answer("who-paid", "not stated")
    first.answer("how-many", "2")
    assert [line["quiz"] for line in lines(folder)] == ["01-the-bridge", QUIZ]
    assert view().page("how-many") == first.page("how-many")
    assert view().page("who-paid") == first.page("who-paid")


def test_what_is_stored_does_not_depend_on_the_learner(quiz: QuizView) -> None:
    """Transcript and page of every kind are the same before and after answers and help."""
    before = quiz._repr_mimebundle_()
    for item, response in {**WRONG, **FREE}.items():
        quiz.answer(item, response)
        quiz.hint(item)
    assert quiz._repr_mimebundle_() == before


def test_a_confidence_that_was_tampered_with_is_left_out(folder: Path) -> None:
    """A line of the file that says something else of confidence is read without it."""
    opened(folder).answer("when-closed", "On Monday", confidence="sure")
    (path,) = (folder.parent / "answers").rglob("*.jsonl")
    path.write_text(path.read_text().replace('"sure"', '"<b>"'), encoding="utf-8")
    assert opened(folder).page("when-closed")["confidence"] == {"chosen": ""}


def test_an_attempt_without_a_sound_time_reopens_without_a_day(folder: Path) -> None:
    """Where a line's time makes no sense, no day is told."""
    opened(folder).answer("who-should-pay", "The town")
    (path,) = (folder.parent / "answers").rglob("*.jsonl")
    path.write_text(
        re.sub(r'"time": "[^"]*"', '"time": "once"', path.read_text()), encoding="utf-8"
    )
    view = open_case(folder).quiz(QUIZ, reopen="05-the-vote")
    assert view.page("who-should-pay")["note"] == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(messages)
def test_no_message_breaks_a_quiz_of_any_kind(quiz: QuizView, message: dict[str, Any]) -> None:
    """Whatever the page sends of any kind, nothing is raised and the state can be sent."""
    quiz._told(quiz.widget, message, [])  # noqa: SLF001 - `_handle_custom_msg` hides what it raises
    json.dumps(quiz.widget.state, allow_nan=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(list(ALL)), deep)
def test_a_refused_message_changes_nothing(quiz: QuizView, item: str, response: object) -> None:
    """A response that makes no sense leaves every item as it was."""
    before = quiz.widget.state["items"]
    try:
        quiz.answer(item, response)
    except CaseError:
        assert quiz.widget.state["items"] == before

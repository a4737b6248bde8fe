"""A quiz in a terminal: every kind asked, helped, skipped and answered in lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.grading import key_response
from casestudy.page import questions
from casestudy.progress import Progress
from casestudy.quizfile import read_quiz
from casestudy.quizzes import Quiz, shown_order
from casestudy.responses import wire
from casestudy.widgets.quiz import QuizView
from tests.bridge import every_kind, opened, seen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from casestudy.quizzes import Item

CONFIDENT = "sure"


class Terminal:
    """A terminal: lines that will be typed, and what was shown."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.prompts: list[str] = []
        self.shown: list[str] = []

    def ask(self, prompt: str) -> str:
        """Show a prompt and return the next line; the input ends after the last."""
        self.prompts.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def tell(self, text: str) -> None:
        """Show a text."""
        self.shown.append(text)

    @property
    def text(self) -> str:
        """All that was shown."""
        return "\n".join(self.shown)


def play(quiz: QuizView, *lines: str) -> Terminal:
    """Play a quiz by typing some lines."""
    terminal = Terminal(lines)
    quiz.play(terminal.ask, terminal.tell)
    return terminal


def typed(item: Item, options: Sequence[Any], key: Any, page: dict[str, Any]) -> list[str]:  # noqa: ANN401 - as the page holds it
    """Return the lines that a person types to give the key."""
    match page["control"]:
        case "choice":
            lines = [" ".join(key or ["a"])]
        case "text":
            lines = [key]
        case "order":
            lines = ["".join(key)]
        case "rows":
            numbers = {
                row: " ".join(
                    str(column["choices"].index(value) + 1)
                    for column, value in zip(page["columns"], values, strict=True)
                )
                for row, values in key.items()
            }
            lines = [" ".join(row + number for row, number in numbers.items())]
        case "marking":
            held = [option for option in options if option.key]
            lines = [*([key["letter"]] if item.kind == "claim" else []), held[0].evidence[0].text]
        case _:
            words = ["word " * 40, "word " * 40, ""]
            lines = [*words, *(["a, b"] if page["options"] else [])]
    return [*lines, CONFIDENT] if page["confidence"] else lines


def script(case: str, quiz: Quiz, documents: Any) -> list[str]:  # noqa: ANN401 - a mapping
    """Return all lines that answer a quiz rightly."""
    lines = []
    for item, page in zip(quiz.items, questions(case, quiz, documents), strict=True):
        options = shown_order(case, item.quiz, item)
        key = wire(item, options, documents, key_response(item))
        lines += typed(item, options, key, page)
    return lines


@pytest.fixture
def quiz(course: Path) -> QuizView:
    """Return a quiz with an item of every kind."""
    return opened(every_kind(course))


@pytest.fixture
def sampled(root: Path, tmp_path: Path) -> QuizView:
    """Return the sample with a card of every kind, with the documents of the course."""
    case = open_case(root)
    source = (root / "tests" / "cards" / "every-kind.md").read_text(encoding="utf-8")
    quiz, _ = read_quiz(source, "every-kind.md", "every-kind", case.documents)
    return QuizView(
        quiz,
        case=case.id,
        edition="open",
        documents=case.documents,
        progress=Progress(tmp_path / "a", tmp_path / "b"),
    )


def only(quiz: QuizView, item: str) -> QuizView:
    """Return a quiz of one item."""
    items = tuple(each for each in quiz.quiz.items if each.id == item)
    place = quiz._place  # noqa: SLF001 - the view of one item has no other use
    return QuizView(
        Quiz(quiz.quiz.id, items),
        case=place.case,
        edition=place.edition,
        documents=place.documents,
        progress=quiz._progress,  # noqa: SLF001 - the same
        mistakes=place.mistakes,
    )


@pytest.mark.parametrize("name", ["quiz", "sampled"])
def test_every_kind_is_answered_in_lines(name: str, request: pytest.FixtureRequest) -> None:
    """Typing the key of each item answers every one of them, scored or kept."""
    view: QuizView = request.getfixturevalue(name)
    place = view._place  # noqa: SLF001 - case and documents
    terminal = play(view, *script(place.case, view.quiz, place.documents))
    states = {item.id: seen(view, item.id)["outcome"]["state"] for item in view.quiz.items}
    assert set(states.values()) == {"correct", "recorded"}
    assert terminal.lines == []
    assert terminal.shown[-1] == "That was the last question."


def test_questions_are_shown_as_in_the_transcript(quiz: QuizView) -> None:
    """A terminal shows each question as the transcript has it."""
    terminal = play(quiz)
    assert terminal.shown[2] in repr(quiz)
    assert terminal.shown[2].startswith("1. when-closed (one answer)")


def test_an_outcome_comes_with_feedback_and_passage(quiz: QuizView) -> None:
    """After an answer its outcome, its feedback, its mistake and its words are shown."""
    terminal = play(only(quiz, "when-closed"), "on friday", "")
    assert "Not right yet. Look at the words again." in terminal.text
    said = " ".join(terminal.text.split())
    assert "Woodpecker: that is the day of the vote. Reading mistake: took" in said
    assert "      | On Friday the council voted (gazette ¶3)" in terminal.text


def test_an_item_is_asked_again_until_it_is_right(quiz: QuizView) -> None:
    """After a wrong answer the same item is asked; after the right one, no more."""
    terminal = play(only(quiz, "how-many"), "1", "7", "2")
    assert terminal.prompts == ["Answer: "] * 3
    assert terminal.shown[-1] == "That was the last question."


def test_help_opens_step_by_step(quiz: QuizView) -> None:
    """`help` shows where to look, then the passage, then the answer, and the item is over."""
    terminal = play(only(quiz, "how-many"), "help", "1", "help", "HELP", " help ")
    assert "No help is open now: it opens after a try." in terminal.text
    assert "Where to look\n   Look in gazette ¶2." in terminal.text
    assert "The passage\n   found two cracks in it (gazette ¶2)" in terminal.text
    assert "The answer. You opened the answer." in terminal.text
    assert terminal.shown[-1] == "That was the last question."


def test_an_item_is_skipped(quiz: QuizView) -> None:
    """`skip` goes on to the next question and says so in what is kept."""
    view = only(quiz, "how-many")
    play(view, "skip")
    assert view.page("how-many")["outcome"]["state"] == "skipped"


def test_a_tried_item_is_left_as_it_is(quiz: QuizView) -> None:
    """`skip` after a try goes on, and the try counts."""
    view = only(quiz, "how-many")
    terminal = play(view, "1", "skip")
    assert view.page("how-many")["outcome"]["state"] == "incorrect"
    assert terminal.shown[-1] == "That was the last question."


def test_a_quiz_is_quit(quiz: QuizView) -> None:
    """`quit` ends at once."""
    terminal = play(quiz, "quit", "never typed")
    assert terminal.lines == ["never typed"]
    assert terminal.shown[-1] == "The quiz ends here. Your answers are kept."


def test_the_end_of_the_input_is_quitting(quiz: QuizView) -> None:
    """Where nothing more can be typed, the quiz ends without an error."""
    assert play(quiz).shown[-1] == "The quiz ends here. Your answers are kept."


def test_interrupting_is_quitting(quiz: QuizView) -> None:
    """Ctrl+C ends the quiz without an error."""
    terminal = Terminal([])

    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    quiz.play(interrupt, terminal.tell)
    assert terminal.shown[-1] == "The quiz ends here. Your answers are kept."


@pytest.mark.parametrize(
    ("item", "line", "sentence"),
    [
        ("who-acted", "The major", "There is no option of 'who-acted' 'The major': did you mean"),
        ("in-order", "A B", "does not name each row of 'in-order' once."),
        ("who-did-it", "A9", "There is no choice 9. Write a number from 1 to 3, or -."),
        ("who-did-it", "the mayor", "“the mayor” cannot be read. Write each letter"),
        ("who-did-it", "A1 A2", "The row A is there twice. Write it once."),
        ("who-did-it", "C1", "There is no row of 'who-did-it' 'C'"),
        ("words-and-deeds", "A1 B2", "“A1 B2” cannot be read."),
        ("prove-cracks", "found three cracks", "'found three cracks' is not in gazette"),
        ("how-many", "many", "“many” cannot be read as a number."),
    ],
)
def test_a_line_that_makes_no_sense_is_answered_with_a_sentence(
    quiz: QuizView, item: str, line: str, sentence: str
) -> None:
    """What cannot be read is said, and the question is asked again."""
    terminal = play(only(quiz, item), line, "quit")
    assert sentence in terminal.text.replace("\n   ", " ")
    assert quiz.page(item)["attempt"] == 0


@pytest.mark.parametrize("line", ["a c", "AC", "A, C", "The mayor"])
def test_letters_may_be_typed_in_any_way(quiz: QuizView, line: str) -> None:
    """Letters stand apart or together, and an option may be named by its text."""
    view = only(quiz, "who-acted")
    play(view, line)
    assert view.page("who-acted")["attempt"] == 1


def test_cells_may_be_left_open(quiz: QuizView) -> None:
    """A hyphen leaves a cell open."""
    view = only(quiz, "words-and-deeds")
    play(view, "a 1 - b 2 3")
    rows = view.page("words-and-deeds")["outcome"]["rows"]
    assert [row["right"] for row in rows] == [None, True]


def test_a_text_may_have_several_lines(quiz: QuizView) -> None:
    """A text ends with an empty line; from its second line on, no word is a command."""
    view = only(quiz, "your-bridge")
    play(view, "The one behind the mill.", "help", "")
    assert view.page("your-bridge")["response"]["text"] == "The one behind the mill.\nhelp"


def test_a_short_text_is_asked_for_again(quiz: QuizView) -> None:
    """A text below the words asked for is told how many are missing, and no model is shown."""
    terminal = play(only(quiz, "what-to-do"), "Read it.", "", "", "quit")
    assert "You have written 2 of at least 5 words." in terminal.text
    assert "Model answer" not in terminal.text


def test_model_answers_are_shown_with_their_words(quiz: QuizView) -> None:
    """Once a text is kept, the model answers are shown."""
    terminal = play(only(quiz, "what-to-do"), "The council should read it.", "", "a")
    assert "Model answer: repair it. Redwing: the cracks are there." in terminal.text
    assert "      | “Nobody may cross it,” (gazette ¶1)" in terminal.text


def test_confidence_is_asked_where_the_card_says_so(quiz: QuizView) -> None:
    """How sure one is, is typed after the answer; an unknown word is refused with those known."""
    view = only(quiz, "when-closed")
    terminal = play(view, "on monday", "very", "on monday", "fairly")
    assert "There is no confidence 'very'" in terminal.text
    assert view.page("when-closed")["confidence"] == {"chosen": "fairly"}


def test_labels_are_told_their_agreement(quiz: QuizView) -> None:
    """After clauses are labelled, the agreement with the key is shown."""
    terminal = play(only(quiz, "label-clauses"), "A1 B3", "quit")
    assert "agree on" in terminal.text
    assert "B  Not right" in terminal.text
    assert "C  Left open" in terminal.text


def test_what_is_finished_is_shown_and_not_asked(quiz: QuizView) -> None:
    """An item that was answered rightly before is shown with its outcome, and passed."""
    quiz.answer("how-many", "2")
    terminal = play(only(quiz, "how-many"))
    assert terminal.prompts == []
    assert "Correct. The words support it." in terminal.text


def test_what_is_answered_in_a_terminal_is_kept(quiz: QuizView, course: Path) -> None:
    """A terminal's answers come back in a notebook."""
    play(only(quiz, "how-many"), "2")
    assert opened(course).page("how-many")["outcome"]["state"] == "correct"

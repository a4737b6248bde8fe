"""A quiz with a card of every kind about the tiny course, for tests of what a page is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from casestudy import open_case
from casestudy.page import restored

if TYPE_CHECKING:
    from casestudy.widgets.quiz import QuizView

CARDS = Path(__file__).with_name("cards").joinpath("bridge.md").read_text(encoding="utf-8")
QUIZ = "02-every-kind"
MISTAKES = '\n[mistakes]\nday = "took the day of the vote for the day of the deed"\n'

KEYS: dict[str, object] = {
    "when-closed": "On Monday",
    "who-acted": ["The mayor", "The council"],
    "who-paid": "not stated",
    "how-many": "2",
    "which-year": "2024",
    "in-order": ["The bridge was closed", "Two cracks were found", "The repair was decided"],
    "who-did-it": {"closed the bridge": "The mayor", "asked about the money": "The baker"},
    "words-and-deeds": {"The mayor": ("spoke", "closed it"), "The baker": ("asked", "none")},
    "prove-cracks": "found two cracks in it",
    "best-claim": ("The letter was not read.", "The council did not read her letter"),
    "label-clauses": {
        "closed the old bridge on Monday": "deed",
        "found two cracks in it": "finding",
        "“Nobody may cross it,” she said": "speech",
    },
}
"""The key of each item that has one, as a person writes it."""

WRONG: dict[str, object] = {
    "when-closed": "On Friday",
    "who-acted": ["The baker"],
    "who-paid": "true",
    "how-many": "1 cracks",
    "which-year": "2023",
    "in-order": ["The repair was decided", "The bridge was closed", "Two cracks were found"],
    "who-did-it": {"closed the bridge": "The engineer"},
    "words-and-deeds": {"The mayor": ("asked", "none")},
    "prove-cracks": "closed the old bridge on Monday",
    "best-claim": ("The letter was lost.", "did not read her letter"),
    "label-clauses": {"found two cracks in it": "speech"},
}
"""A response to each of them that is worth nothing."""

FREE: dict[str, object] = {
    "what-to-do": {"text": "The council should read the letter.", "ticked": ["names a deed"]},
    "who-should-pay": "The town",
    "your-bridge": "The one behind the mill.",
}
"""A response to each item that is never scored."""


def every_kind(course: Path) -> Path:
    """Add the quiz to a course, and the reading mistakes that it names."""
    (course / "notebooks" / "quizzes" / f"{QUIZ}.md").write_text(CARDS, encoding="utf-8")
    with (course / "notebooks" / "course.toml").open("a", encoding="utf-8") as file:
        file.write(MISTAKES)
    return course


def opened(course: Path) -> QuizView:
    """Return the quiz, opened anew, as after a restart."""
    return open_case(course).quiz(QUIZ)


def seen(quiz: QuizView, item: str) -> dict[str, Any]:
    """Return what the page knows of an item: what it was sent at first, and last."""
    sent, done = quiz.widget.asked["items"], quiz.widget.state["items"]
    place = next(place for place, each in enumerate(sent) if each["id"] == item)
    return restored(sent[place], (place + 1, len(sent)), done[place])


def send(quiz: QuizView, **message: Any) -> dict[str, Any]:  # noqa: ANN401 - as a page sends it
    """Hand the widget a message as its page does, and return what it shows of the item then."""
    seq = quiz.widget.state["seq"] + 1
    quiz.widget._handle_custom_msg({**message, "seq": seq}, [])  # noqa: SLF001 - the only way in
    return quiz.page(message["item"])

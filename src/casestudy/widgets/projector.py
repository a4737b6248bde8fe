"""The quiz on a projector: one question for the whole class, two votes, then the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import traitlets

from casestudy.errors import UnknownNameError
from casestudy.feedback import keys, outcome_shown
from casestudy.grading import grade
from casestudy.hands import RIGHT, VOTES, Hands, Row, counted, shift, voted
from casestudy.html import box, quiz_bundle
from casestudy.page import lettered, questions, scored, title
from casestudy.quizzes import Outcome, shown_order
from casestudy.strings import PROJECTOR, say
from casestudy.transcript import choices_line
from casestudy.widgets.view import Page, View, script, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casestudy.documents import Document
    from casestudy.progress import Progress
    from casestudy.quizzes import Item, Option, Quiz

__all__ = ["ProjectorView"]

_READ_BACK = (
    "id",
    "number",
    "legend",
    "control",
    "many",
    "ask",
    "stem",
    "options",
    "columns",
    "unit",
    "sample",
    "words",
)
"""What a stored page takes from the widget: what is asked, not what was counted."""


class _Page(Page):
    """The page for a class: what is asked is sent once, what is done with it at every change."""

    _esm = script("projector")
    _css = style("projector")
    asked: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quiz stands: what the view needs to know of its case."""

    case: str
    documents: Mapping[str, Document]
    mistakes: Mapping[str, str]


@dataclass(slots=True)
class _Board:
    """One item before the class.

    Parameters
    ----------
    item, options
        The item, and its options in the order shown.
    page : dict
        What every page shows of it before it is answered.
    asked : dict
        What this page is told of it before anything is revealed.
    what : tuple of (str, str)
        What hands can be raised for.
    stages : tuple of str
        The steps that it goes through.
    stage : str
        The step that it is at.
    votes : dict
        The hands counted, by vote and letter.
    revealed : bool
        Whether the class has seen the answer.
    """

    item: Item
    options: tuple[Option, ...]
    page: dict[str, Any]
    asked: dict[str, Any]
    what: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    stage: str
    votes: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in VOTES})
    revealed: bool = False


class ProjectorView(View):
    """A quiz for a class: shown large, one question at a time, with two votes by show of hands.

    Made by ``case.quiz(..., projector=True)``. Nothing is written anywhere: counts are kept until
    the cell is run again, and nobody's progress is touched. No answer reaches the living page
    before it is revealed.

    Parameters
    ----------
    quiz : Quiz
        The quiz.
    case : str
        The case's id.
    documents : mapping of str to Document
        The case's documents.
    progress : Progress
        The teacher's own record, which is left as it is.
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.
    """

    def __init__(
        self,
        quiz: Quiz,
        *,
        case: str,
        documents: Mapping[str, Document],
        progress: Progress,
        mistakes: Mapping[str, str] | None = None,
    ) -> None:
        self.quiz = quiz
        self._place = _Place(case, documents, mistakes or {})
        pages = questions(case, quiz, documents)
        self._boards = {
            item.id: _board(case, item, page) for item, page in zip(quiz.items, pages, strict=True)
        }
        self._at = quiz.items[0].id if quiz.items else ""
        super().__init__(
            _Page,
            progress,
            {
                "go": lambda told: self.go(told["item"], told.get("stage") or ""),
                "count": lambda told: self.count(told["item"], told["vote"], told["counts"]),
            },
            asked={
                "title": say("projector title", title=title(quiz)),
                "strings": PROJECTOR,
                "items": [board.asked for board in self._boards.values()],
            },
        )

    @property
    def counts(self) -> Hands:
        """The hands counted so far, with a table, to be noted down."""
        return Hands(
            tuple(
                Row(
                    board.item.id,
                    "" if letter == RIGHT else letter,
                    text or say("projector right"),
                    *(board.votes[vote].get(letter) for vote in VOTES),
                )
                for board in self._boards.values()
                for letter, text in board.what
            )
        )

    def count(self, item: str, vote: str, counts: object) -> None:
        """Keep how many hands were raised in a vote; what was counted in it before is replaced.

        Parameters
        ----------
        item : str
            The item's id.
        vote : str
            ``"first"`` or ``"second"``: before or after the discussion.
        counts : object
            A dict of shown letters or texts with numbers from 0 to 9999, None for one that was
            not counted; where there is nothing to choose, the number of those who have it right.

        Raises
        ------
        CaseError
            Where the item, the vote or a letter is not known, or a number is none of hands.
        """
        board = self._board(item)
        if vote not in VOTES:
            raise UnknownNameError("vote", vote, VOTES)
        board.votes[vote] = counted(board.what, counts)
        self._send()

    def go(self, item: str, stage: str = "") -> None:
        """Show an item, at one of its steps; the step ``"reveal"`` is `reveal`.

        Parameters
        ----------
        item : str
            The item's id.
        stage : str
            ``"first"``, ``"discuss"``, ``"second"`` or ``"reveal"``; empty for where it was left.

        Raises
        ------
        UnknownNameError
            Where the item, or such a step of it, is not known.
        """
        board = self._board(item)
        if stage and stage not in board.stages:
            raise UnknownNameError(f"step of '{item}'", stage, board.stages)
        board.stage = stage or board.stage
        board.revealed |= board.stage == "reveal"
        self._at = item
        self._send()

    def reveal(self, item: str) -> tuple[str, ...]:
        """Show an item's answer, feedback and passages, with the shift of the votes.

        Returns
        -------
        tuple of str
            The response that is right; empty where there is none.

        Raises
        ------
        UnknownNameError
            Where there is no such item, or it has nothing to be revealed.
        """
        self.go(item, "reveal")
        return keys(self._boards[item].item)

    def _board(self, name: str) -> _Board:
        if name not in self._boards:
            raise UnknownNameError("item", name, self._boards)
        return self._boards[name]

    def _whole(self) -> dict[str, Any]:
        """Return all that the page shows; it says nothing of the teacher's own record."""
        return {"seq": self._seq, **self._state()}

    def _state(self) -> dict[str, Any]:
        return {"at": self._at, "items": [self._shown(each) for each in self._boards.values()]}

    def _shown(self, board: _Board) -> dict[str, Any]:
        return {
            "id": board.item.id,
            "stage": board.stage,
            "counts": {vote: dict(numbers) for vote, numbers in board.votes.items()},
            "reveal": _revealed(board, self._place) if board.revealed else None,
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the quiz as every notebook stores it, and that it is for the class."""
        case, documents = self._place.case, self._place.documents
        held = [{name: page[name] for name in _READ_BACK} for page in self.widget.asked["items"]]
        boards = self._boards.values()
        shown = [{**board.page, **seen} for board, seen in zip(boards, held, strict=True)]
        bundle = quiz_bundle(case, self.quiz, documents, shown, mistakes=self._place.mistakes)
        said = say("projector stored")
        head = box("cs-static", [f"<p><em>{escape(said)}</em></p>"])
        return {
            "text/plain": f"{said}\n\n{bundle['text/plain']}",
            "text/html": f"{head}\n{bundle['text/html']}",
        }


def _board(case: str, item: Item, page: Mapping[str, Any]) -> _Board:
    """Return an item as the class first sees it."""
    options = shown_order(case, item.quiz, item)
    what = voted(item, options)
    stages = _stages(item, what)
    asked = {
        **{name: page[name] for name in (*_READ_BACK, "kind", "quotations")},
        "fields": [letter for letter, _ in what],
        "lead": say("checklist") if item.kind == "written" and page["options"] else "",
        "choices": [choices_line(column) for column in page["columns"]],
        "stages": [[name, _label(item, name)] for name in stages],
    }
    return _Board(item, options, dict(page), asked, what, stages, stages[0])


def _stages(item: Item, what: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the steps of an item: two votes where there is something to vote on."""
    if what:
        return ("first", "discuss", "second", "reveal")
    return ("discuss", "reveal") if item.models else ("discuss",)


def _label(item: Item, stage: str) -> str:
    """Return what a step is called; where there is no key, the last one is the result alone."""
    if stage == "reveal" and not scored(item):
        return say("projector models" if item.models else "projector result")
    return say(f"projector {stage}")


def _revealed(board: _Board, place: _Place) -> dict[str, Any]:
    """Return what the class is shown at last: the answer with its passages, and the shift."""
    item, right = board.item, keys(board.item)
    outcome = grade(item, right) if right else Outcome("recorded", "recorded")
    told = outcome_shown(item, outcome, board.options, place.documents, mistakes=place.mistakes)
    rows = {row["letter"]: row["key"] for row in told["rows"]}
    answers = [{**each, "key": rows.get(each["letter"], "")} for each in told["feedback"]]
    if item.kind == "order":
        places = {option.text: number for number, option in enumerate(item.options)}
        named = {letter: places[option.text] for letter, option in lettered(item, board.options)}
        answers.sort(key=lambda each: named[each["letter"]])
    letters = [each["letter"] for each in answers if each["right"] and each["letter"]]
    return {
        "answers": answers,
        "models": told["models"],
        "shift": shift(item, board.what, letters, *(board.votes[vote] for vote in VOTES)),
    }

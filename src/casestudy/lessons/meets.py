"""Where a course meets the disagreements of its case: shown to a class, or in a question."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError, Complaint
from casestudy.lessons.notebook import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casestudy.documents import Passage
    from casestudy.lessons.bank import Shelf
    from casestudy.notes import Disagreement, Notes
    from casestudy.quizzes import Item

__all__ = ["WAYS", "meeting", "meets_complaints", "rested_on", "shown_in"]

WAYS = ("questions", "shown")
"""How a lesson can meet a disagreement: with questions, or by showing it only."""

_TWO = 2


def shown_in(source: str, disagreements: Notes[Disagreement]) -> set[str]:
    """Return the ids of the disagreements that a cell compares, or shows on a board.

    What a cell asks for in another way than with plain words is not understood, and left out.

    Examples
    --------
    >>> from casestudy.notes import Disagreement, Notes
    >>> def note(name, weight):
    ...     return Disagreement(name, name, (), "f.md", 3, "conflict", weight, *[()] * 5)
    >>> notes = Notes(Disagreement, (note("d-who", 3), note("d-when", 1)))
    >>> shown_in("case.compare('when')", notes), shown_in("case.board(weight=3)", notes)
    ({'d-when'}, {'d-who'})
    """
    found = (_asked(call, disagreements) for call in _calls(source))
    return {note.id for notes in found for note in notes}


@lru_cache(maxsize=256)
def _calls(source: str) -> tuple[ast.Call, ...]:
    try:
        tree = parsed(source)
    except SyntaxError:
        return ()
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _asked(call: ast.Call, disagreements: Notes[Disagreement]) -> Iterable[Disagreement]:
    does = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    words = [each.value for each in call.args if isinstance(each, ast.Constant)]
    named: dict[str, Any] = {
        each.arg: each.value.value
        for each in call.keywords
        if each.arg and isinstance(each.value, ast.Constant)
    }
    plain = len(words) == len(call.args) and len(named) == len(call.keywords)
    if does not in {"compare", "board"} or not plain or (does == "compare" and not words):
        return ()
    try:
        return disagreements(*map(str, words), **named)
    except CaseError:
        return ()  # the cell says so itself when it runs


def meeting(note: Disagreement, shelf: Shelf, disagreements: Notes[Disagreement]) -> str:
    """Return how a lesson meets a disagreement: one of `WAYS`, or an empty text for not at all.

    A question meets it if it rests on words that the note quotes, from two documents if the note
    has as many.
    """
    if any(_rests(item, note) for item in shelf.items):
        return WAYS[0]
    sources = (cell.source for cell in shelf.lesson.code)
    return WAYS[1] if any(note.id in shown_in(each, disagreements) for each in sources) else ""


def _rests(item: Item, note: Disagreement) -> bool:
    ours = tuple(rested_on(item))
    touched = {each.document for each in note.passages if _touched(each, ours)}
    return len(touched) >= min(_TWO, len(note.documents))


def rested_on(item: Item) -> Iterator[Passage]:
    """Yield every passage that a question quotes, in its stem, its answers and its models."""
    yield from item.quotations
    yield from (each for option in item.options for each in option.evidence)
    yield from (each for model in item.models for each in model.evidence)


def _touched(passage: Passage, others: Sequence[Passage]) -> bool:
    return any(
        each.document == passage.document and each.start < passage.end and passage.start < each.end
        for each in others
    )


def meets_complaints(
    weight: int, disagreements: Notes[Disagreement], shelves: Sequence[Shelf]
) -> Iterator[Complaint]:
    """Yield a complaint for each disagreement of a weight that no lesson meets.

    Parameters
    ----------
    weight : int
        From which weight on they must be met; 0 for none.
    disagreements : Notes of Disagreement
        All of them.
    shelves : sequence of Shelf
        The lessons with their questions.
    """
    for note in disagreements if weight else ():
        if note.weight >= weight and not any(meeting(note, one, disagreements) for one in shelves):
            wrong = f"it has the weight {note.weight}, and no lesson meets it"
            name = note.id.removeprefix("d-")
            cure = f"write a cell with case.compare('{name}'), or a question on its passages"
            yield Complaint(note.file, note.line, f"note '{note.id}'", wrong, cure)

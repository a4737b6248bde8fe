"""What an exercise sheet must be: from watching to working alone, and without its solutions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from casestudy.errors import Complaint
from casestudy.inline import plain
from casestudy.lessons.notebook import joined
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.lessons.bank import Shelf
    from casestudy.lessons.lesson import Cell
    from casestudy.quizzes import Item

__all__ = ["LEAST", "MODELS", "MOST", "STEPS", "secrets_of", "sheet_complaints"]

STEPS = ("Worked examples", "Half done", "On your own", "Write", "Keep")
"""The parts of a sheet, in their order. Others, such as texts to read, may stand between them."""

LEAST, MOST = 30, 45
"""Minutes that a sheet takes alone."""

MODELS = 2
"""Model answers that open after a text was written."""

_WORDS = 5
"""Words from which on a sentence is told from one that stands somewhere else by chance."""

_TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def sheet_complaints(sheets: Sequence[Shelf], lessons: Mapping[str, Shelf]) -> Iterator[Complaint]:
    """Yield what is wrong with exercise sheets, and which lessons have none.

    Parameters
    ----------
    sheets : sequence of Shelf
        The sheets with their questions.
    lessons : mapping of str to Shelf
        The lessons with theirs, by name.
    """
    for sheet in sheets:
        lesson = lessons.get(sheet.lesson.name)
        if lesson is None:
            wrong = f"there is no lesson '{sheet.lesson.name}'"
            yield sheet.lesson.complaint(None, wrong, "name the sheet like its lesson")
        yield from _steps(sheet)
        yield from _minutes(sheet)
        yield from _written(sheet)
        yield from _given_away(sheet)
        if lesson and sheet.quiz:
            yield from _met(sheet, lesson)
            yield from _again(sheet, lesson)
    done = {sheet.lesson.name for sheet in sheets}
    for name in [*lessons][1:] if sheets else ():  # the first lesson only opens the file
        if name not in done:
            wrong = f"it has no exercise sheet exercises/{name}.ipynb"
            yield lessons[name].lesson.complaint(None, wrong, "write one", "advice")


def _steps(sheet: Shelf) -> Iterator[Complaint]:
    """Complain of steps that are missing or stand in another order."""
    titles = [part.title for part in sheet.lesson.parts]
    for step in (each for each in STEPS if each not in titles):
        yield sheet.lesson.complaint(None, f"it has no part '{step}'", f"write '## {step} …'")
    there = [title for title in titles if title in STEPS]
    for before, after in pairwise(there):
        if STEPS.index(after) <= STEPS.index(before):
            cure = f"the order is: {', '.join(STEPS)}"
            yield sheet.lesson.complaint(None, f"'{after}' stands after '{before}'", cure)


def _minutes(sheet: Shelf) -> Iterator[Complaint]:
    minutes = sheet.lesson.minutes
    if not LEAST <= minutes <= MOST:
        wrong = f"its parts take {minutes} minutes, and a sheet takes {LEAST} to {MOST}"
        yield sheet.lesson.complaint(None, wrong, "change the minutes behind '·' in its headings")


def _written(sheet: Shelf) -> Iterator[Complaint]:
    """Complain of texts that cannot be compared with two others."""
    texts = [item for item in sheet.items if item.kind == "written"]
    for item in texts:
        count = len(item.models)
        if count < MODELS:
            wrong = f"it has {count} model answer{'' if count == 1 else 's'}"
            yield _about(item, wrong, "write two, so that neither looks like the only one")
        if not item.options:
            yield _about(item, "it has no checklist", "write a line '- …' for each thing to check")
    if sheet.quiz and not texts:
        cure = "write a card with 'kind: written'"
        yield Complaint(sheet.file, 0, "", "nothing is written in it", cure)


def _met(sheet: Shelf, lesson: Shelf) -> Iterator[Complaint]:
    """Complain of objectives of the lesson that the sheet does not come back to."""
    numbers = {item.objective for item in sheet.items}
    for number, objective in enumerate(lesson.lesson.objectives, 1):
        if number not in numbers:
            wrong = f"objective {number} ('{objective.rstrip(';.')}') is met by no item"
            cure = f"write 'objective: {number}' in a card that practises it"
            yield Complaint(sheet.file, 0, "", wrong, cure)


def _again(sheet: Shelf, lesson: Shelf) -> Iterator[Complaint]:
    """Complain of questions that the lesson asks already."""
    asked = {_stem(item): item for item in lesson.items}
    for item in sheet.items:
        if other := asked.get(_stem(item)):
            wrong = f"the lesson asks the same ({other.file}:{other.line})"
            yield _about(item, wrong, "ask something new on the same objective")


def _stem(item: Item) -> str:
    return fold(plain(" ".join(item.stem)))


def secrets_of(items: Sequence[Item]) -> Iterator[tuple[Item, str]]:
    """Yield each sentence of feedback, model answers and hints, which opens only after a try.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> item = Item("a", "opinion", "", "q.md", 1, ("?",), hints=("Think of all the neighbours.",))
    >>> [words for _, words in secrets_of([item])]
    ['Think of all the neighbours.']
    """
    for item in items:
        texts = [*item.hints, *(line for option in item.options for line in option.feedback)]
        texts += [line for model in item.models for line in model.paragraphs]
        for text in texts:
            yield from ((item, each) for each in re.split(r"(?<=[.?!])\s+", plain(text)))


def _given_away(sheet: Shelf) -> Iterator[Complaint]:
    """Complain of cells in which a sentence stands that is a part of a solution."""
    shown = [(cell, fold(text)) for cell in sheet.lesson.cells for text in _seen(cell)]
    everything = "\n".join(text for _, text in shown)
    for item, sentence in secrets_of(sheet.items):
        wanted = fold(sentence)
        if len(sentence.split()) < _WORDS or wanted not in everything:
            continue
        for cell in dict.fromkeys(cell.place for cell, text in shown if wanted in text):
            wrong = f"'{sentence}' stands in it, and belongs to the solution of '{item.id}'"
            cure = f"run: casestudy refresh {sheet.lesson.path}, or take it out of the text"
            yield sheet.lesson.complaint(sheet.lesson.cells[cell - 1], wrong, cure)


def _seen(cell: Cell) -> Iterator[str]:
    """Yield the texts of a cell and of what is stored of it."""
    yield cell.source if cell.code else " ".join(block.text for block in cell.blocks)
    for out in cell.outputs:
        for kind, text in out.get("data", {}).items():
            if kind.startswith("text/"):
                yield _TAG.sub("", joined(text))


def _about(item: Item, wrong: str, cure: str) -> Complaint:
    return Complaint(item.file, item.line, f"item '{item.id}'", wrong, cure)

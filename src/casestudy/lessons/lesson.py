"""A lesson as its author built it: cells, parts with their minutes, objectives, boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casestudy.errors import Complaint
from casestudy.lessons.markdown import Block, blocks
from casestudy.lessons.notebook import joined, lesson_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PARTS", "Cell", "Lesson", "Part", "lesson_of", "part_of"]

PARTS = (
    "The question",
    "Before you read",
    "Read",
    "Check",
    "Work with the evidence",
    "Discuss and write",
    "Exit check",
    "Key points",
    "Next",
)
"""The parts of a lesson in their order; the last two may go on after a comma."""

OBJECTIVES, LAST = PARTS[0], PARTS[-1]
"""The part that lists what one will be able to do, and the part that takes no minutes."""

_MINUTES = re.compile(r"\s*·\s*([0-9]+)\s+minutes?\s*$")
_ID = re.compile(r'^[ \t]*"id": "([^"\n]*)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a notebook.

    Parameters
    ----------
    place, line : int
        Its place in the notebook, from 1, and the line of the file at which it is named.
    code : bool
        Whether it is program code; otherwise it is Markdown.
    source : str
        What stands in it.
    blocks : tuple of Block
        The blocks of a Markdown cell.
    metadata : mapping
        As in the file.
    outputs : tuple of mapping
        What is stored of a code cell.
    """

    place: int
    line: int
    code: bool
    source: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a lesson: an H2 and what follows it.

    Parameters
    ----------
    heading : str
        The heading as written.
    title : str
        The heading without its minutes.
    minutes : int or None
        The minutes it takes; None where the heading does not say.
    line : int
        The line of the heading in its text.
    cell : Cell or None
        The cell it stands in; None on a teaching page.
    """

    heading: str
    title: str
    minutes: int | None
    line: int
    cell: Cell | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson, or an exercise sheet.

    Parameters
    ----------
    path : str
        The notebook, relative to the course.
    cells : tuple of Cell
        Its cells.
    """

    path: str
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The lesson's name; its sheet has the same."""
        return lesson_name(self.path)

    @property
    def is_sheet(self) -> bool:
        """Whether it is an exercise sheet."""
        return self.path.startswith("exercises/")

    @cached_property
    def texts(self) -> tuple[tuple[Cell, Block], ...]:
        """The blocks of all Markdown cells, each with its cell."""
        return tuple((cell, block) for cell in self.cells for block in cell.blocks)

    @cached_property
    def code(self) -> tuple[Cell, ...]:
        """The code cells."""
        return tuple(cell for cell in self.cells if cell.code)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts, in the order of the notebook."""
        return tuple(part_of(block, cell) for cell, block in self.texts if block.level == 2)  # noqa: PLR2004 - an H2

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        """What one will be able to do: the numbered list in the first part."""
        return tuple(block.text for _, block in self._within(OBJECTIVES) if block.numbered)

    @property
    def minutes(self) -> int:
        """The minutes of all parts."""
        return sum(part.minutes or 0 for part in self.parts)

    def _within(self, title: str) -> Iterator[tuple[Cell, Block]]:
        """Yield the blocks under a heading, until the next one of its depth."""
        inside = False
        for cell, block in self.texts:
            if block.level in {1, 2}:
                inside = block.level == 2 and part_of(block).title == title  # noqa: PLR2004 - an H2
            elif inside:
                yield cell, block

    def complaint(
        self,
        cell: Cell | None,
        wrong: str,
        cure: str,
        sort: str = "error",
    ) -> Complaint:
        """Return a complaint about a cell, or about the whole notebook."""
        line, subject = (cell.line, f"cell {cell.place}") if cell else (0, "")
        return Complaint(self.path, line, subject, wrong, cure, sort)


def lesson_of(path: str, source: str, notebook: Mapping[str, Any]) -> Lesson:
    """Return a notebook as a lesson.

    Parameters
    ----------
    path : str
        The notebook, relative to the course.
    source : str
        The text of the file, for the lines of its cells.
    notebook : mapping
        The same as values.
    """
    lines: dict[str, int] = {}
    line, done = 1, 0
    for found in _ID.finditer(source):
        line += source.count("\n", done, found.start())
        lines[found[1]], done = line, found.start()
    return Lesson(
        path,
        tuple(
            _cell(place, lines.get(str(cell.get("id")), 0), cell)
            for place, cell in enumerate(notebook["cells"], 1)
        ),
    )


def _cell(place: int, line: int, cell: Mapping[str, Any]) -> Cell:
    source = joined(cell["source"])
    kind = cell["cell_type"]
    return Cell(
        place,
        line,
        kind == "code",
        source,
        blocks(source) if kind == "markdown" else (),
        cell["metadata"],
        tuple(cell.get("outputs") or ()),
    )


def part_of(heading: Block, cell: Cell | None = None) -> Part:
    """Return the part that a heading begins.

    Examples
    --------
    >>> part = part_of(blocks("## Exit check · 5 minutes")[0])
    >>> part.title, part.minutes
    ('Exit check', 5)
    """
    found = _MINUTES.search(heading.text)
    title = heading.text[: found.start()] if found else heading.text
    return Part(heading.text, title.strip(), int(found[1]) if found else None, heading.line, cell)

"""What a lesson says of itself at its top: its title, and what one will be able to do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.inline import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Heading", "read_heading"]

_ENTRY = re.compile(r"([0-9]{1,3})[.)]\s+(.+)")
_ENDS = " .;,"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a lesson and its objectives.

    Parameters
    ----------
    title : str
        The lesson's H1, or its name where it has none.
    objectives : tuple of str
        In the order of their numbers, from 1.
    """

    title: str
    objectives: tuple[str, ...] = ()

    def objective(self, number: int) -> str:
        """Return an objective by its number; an empty text where the lesson does not say it.

        Examples
        --------
        >>> Heading("The bridge", ("say who closed it",)).objective(1)
        'say who closed it'
        """
        return self.objectives[number - 1] if 0 < number <= len(self.objectives) else ""


def read_heading(folder: Path, lesson: str) -> Heading:
    """Read the top of a lesson: its H1, and the first numbered list of its Markdown cells.

    A lesson that is not there or cannot be read is called by its name: what a learner keeps in
    the folder is no reason to stop.
    """
    try:
        said: Any = json.loads((folder / "notebooks" / f"{lesson}.ipynb").read_bytes())
        cells = ["".join(cell["source"]) for cell in said["cells"] if _is_text(cell)]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return Heading(lesson)
    titles = (line[2:].strip() for cell in cells for line in cell.split("\n") if line[:2] == "# ")
    lists = filter(None, (tuple(_numbered(cell)) for cell in cells))
    return Heading(plain(next(titles, lesson)), next(lists, ()))


def _is_text(cell: dict[str, Any]) -> bool:
    return bool(cell["cell_type"] == "markdown")


def _numbered(cell: str) -> Iterator[str]:
    """Yield the entries of a cell's first numbered list, which counts from 1."""
    number = 0
    for line in cell.split("\n"):
        found = _ENTRY.fullmatch(line.strip())
        if found and int(found[1]) == number + 1:
            number += 1
            yield plain(found[2]).rstrip(_ENDS)
        elif number and line.strip():
            return

"""Charts: plain functions that draw notes, each with a sentence that says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.charts.bars import heard, shares
from casestudy.charts.matrix import reactions
from casestudy.charts.paper import SIZES, Chart
from casestudy.charts.themes import THEMES, style
from casestudy.charts.timelines import timeline
from casestudy.coursefile import sides
from casestudy.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casestudy.coursefile import Party
    from casestudy.documents import Document
    from casestudy.notefile import Book

__all__ = [
    "CHARTS",
    "SIZES",
    "THEMES",
    "Chart",
    "draw",
    "heard",
    "reactions",
    "shares",
    "style",
    "timeline",
]

CHARTS = ("timeline", "shares", "reactions")
"""The charts that a case has."""


def draw(
    name: str,
    book: Book,
    documents: Mapping[str, Document],
    parties: Sequence[Party],
    *,
    theme: str = "light",
    size: str = "page",
) -> Chart:
    """Draw a chart of a case.

    Parameters
    ----------
    name : str
        One of `CHARTS`.
    book : Book
        The notes.
    documents : mapping of str to Document
        The documents, by id.
    parties : sequence of Party
        The parties of the course.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.
    size : str
        ``"page"``, or ``"wall"`` for type that a class can read from the last row.

    Raises
    ------
    UnknownNameError
        Where there is no such chart, theme or size.
    CaseError
        Where there is nothing to draw.
    """
    known = sides(parties)
    if name == "timeline":
        return timeline(book.events, parties, sides=known, theme=theme, size=size)
    if name == "shares":
        return shares(heard(book.statements, documents, known), parties, theme=theme, size=size)
    if name == "reactions":
        return reactions(book.reactions, parties, sides=known, theme=theme, size=size)
    raise UnknownNameError("chart", name, CHARTS)

"""Charts: plain functions that draw notes, each with a sentence that says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.charts.bars import heard, shares
from casestudy.charts.matrix import reactions
from casestudy.charts.paper import Chart
from casestudy.charts.themes import THEMES, style
from casestudy.charts.timelines import timeline
from casestudy.coursefile import sides
from casestudy.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casestudy.coursefile import Party
    from casestudy.documents import Document
    from casestudy.notefile import Book

__all__ = ["CHARTS", "THEMES", "Chart", "draw", "heard", "reactions", "shares", "style", "timeline"]

CHARTS = ("timeline", "shares", "reactions")
"""The charts that a case has."""


def draw(
    name: str,
    book: Book,
    documents: Mapping[str, Document],
    parties: Sequence[Party],
    *,
    theme: str = "light",
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

    Raises
    ------
    UnknownNameError
        Where there is no such chart or theme.
    CaseError
        Where there is nothing to draw.
    """
    known = sides(parties)
    if name == "timeline":
        return timeline(book.events, parties, sides=known, theme=theme)
    if name == "shares":
        return shares(heard(book.statements, documents, known), parties, theme=theme)
    if name == "reactions":
        return reactions(book.reactions, parties, sides=known, theme=theme)
    raise UnknownNameError("chart", name, CHARTS)

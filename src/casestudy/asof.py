"""A case as it could be known on a day: what had happened by then, and what was published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from casestudy.dates import SAMPLES, in_words, read_date, read_published
from casestudy.errors import CaseError
from casestudy.notes import (
    Disagreement,
    Event,
    Note,
    Notes,
    Reaction,
    Statement,
    in_time,
    page,
    tabulate,
)
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pandas import DataFrame

    from casestudy.charts.paper import Chart
    from casestudy.documents import Document
    from casestudy.notefile import Book
    from casestudy.notes import Claim

__all__ = ["AsOf", "read_day"]

_AnyNote = TypeVar("_AnyNote", bound=Note)


def read_day(when: str | date) -> date:
    """Return the day that somebody means; of a month or a year, the last.

    Raises
    ------
    CaseError
        Where the words are no date.

    Examples
    --------
    >>> read_day("2024-04-04") == read_day("4 April 2024")
    True
    """
    if isinstance(when, date):
        return when
    try:
        return date.fromisoformat(when)
    except (TypeError, ValueError):
        found = read_date(str(when))
        if found:
            return found.latest
        raise CaseError(
            f"'{when}' is no date. Write it like '2024-04-05' or '{SAMPLES['day']}'."
        ) from None


@dataclass(frozen=True, slots=True, repr=False)
class AsOf:
    """A case on a day: notes dated later are left out, and so is what was published later.

    Events, statements and reactions stand in the order of time. A note counts by the latest day
    that it may be of: what perhaps had not happened is left out, and so is what has no date.
    Documents, claims and disagreements are closed as long as no document had been published;
    afterwards there are those that rest on published documents only.

    Parameters
    ----------
    day : datetime.date
        The day; it is over.
    book : Book
        All notes of the case.
    all_documents : mapping of str to Document
        All documents of the case.
    draw : callable
        What draws events as a timeline, as `casestudy.charts.timeline` does.
    """

    day: date
    book: Book
    all_documents: Mapping[str, Document]
    draw: Callable[..., Chart]

    @property
    def events(self) -> Notes[Event]:
        """Events of that day and before."""
        return self._before(self.book.events)

    @property
    def statements(self) -> Notes[Statement]:
        """Statements of that day and before."""
        return self._before(self.book.statements)

    @property
    def reactions(self) -> Notes[Reaction]:
        """Reactions of that day and before."""
        return self._before(self.book.reactions)

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that had been published.

        Raises
        ------
        CaseError
            Where none had.
        """
        return MappingProxyType(self._published("documents"))

    @property
    def claims(self) -> Notes[Claim]:
        """Claims that rest on published documents only; closed as long as there are none."""
        return self._readable(self.book.claims, "claims")

    @property
    def disagreements(self) -> Notes[Disagreement]:
        """Disagreements of published documents; closed as long as there are none."""
        return self._readable(self.book.disagreements, "disagreements")

    def timeline(
        self, *names: str, theme: str = "light", size: str = "page", **wanted: object
    ) -> Chart:
        """Draw the events of that day and before.

        Parameters
        ----------
        theme, size : str
            As for the case's own timeline.
        *names : str
            Ids or titles of events; all of them, if none is given.
        **wanted : object
            Values that select events, as in `events`.

        Raises
        ------
        CaseError
            Where there is no such event by that day.
        """
        return self.draw(self.events(*names, **wanted), theme=theme, size=size)

    def table(self) -> DataFrame:
        """Return its events, statements and reactions as a table, one row each."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return what had happened by that day: how many notes, and the events."""
        sorts = (self.events, self.statements, self.reactions)
        names = ("events", "statements", "reactions")
        counts = ", ".join(f"{name} {len(each)}" for name, each in zip(names, sorts, strict=True))
        return f"{say('as of', date=in_words(self.day), counts=counts)}\n{self.events!r}"

    def _repr_html_(self) -> str:
        return page(self)

    def _before(self, notes: Notes[_AnyNote]) -> Notes[_AnyNote]:
        found = notes.where(lambda note: _is_by(note, self.day))
        return replace(found, notes=in_time(found))

    def _readable(self, notes: Notes[_AnyNote], what: str) -> Notes[_AnyNote]:
        published = self._published(what)
        return notes.where(lambda note: _sources(note) <= published.keys())

    def _published(self, what: str) -> dict[str, Document]:
        """Return the documents that surely had been published, or say that none had."""
        found = {
            name: document
            for name, document in self.all_documents.items()
            if (dated := read_published(document.published)) and dated.latest <= self.day
        }
        if not found:
            raise CaseError(say("closed", date=in_words(self.day), first=self._first(), what=what))
        return found

    def _first(self) -> str:
        dates = (read_published(each.published) for each in self.all_documents.values())
        return in_words(min((each.earliest for each in dates if each), default=self.day))


def _sources(note: Note) -> set[str]:
    """Return the documents that a note speaks of, silent ones too."""
    silent = note.silent if isinstance(note, Disagreement) else ()
    return {*note.documents, *silent}


def _is_by(note: Note, day: date) -> bool:
    dated: Any = note
    return dated.date is not None and dated.date.latest <= day

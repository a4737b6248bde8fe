"""Which passages are read: of one document, or of two side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import CaseError
from casestudy.html import reading_bundle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casestudy.documents import Document, Passage

__all__ = ["Reading", "bundle", "choose", "select"]

_NUMBERS = re.compile(r"\s*¶?\s*(\d{1,18})\s*(?:[-–]\s*¶?\s*(\d{1,18})\s*)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """Passages of one document, to be shown with ¶ numbers, source and rights notice.

    Parameters
    ----------
    document : Document
        Where the passages stand.
    passages : tuple of Passage
        What is shown, in order.
    """

    document: Document
    passages: tuple[Passage, ...]

    def shows(self, start: int, end: int) -> bool:
        """Tell whether a span begins and ends in what is shown, and nothing between is left out.

        Examples
        --------
        >>> from casestudy.documents import Document, Passage
        >>> one, two = Passage("d", 0, 3, "One"), Passage("d", 4, 7, "Two")
        >>> document = Document("d", "", "One Two", (one, two))
        >>> Reading(document, (one, two)).shows(1, 6), Reading(document, (one,)).shows(1, 6)
        (True, False)
        """
        covered = [each for each in self.passages if each.start < end and start < each.end]
        if not covered or start < covered[0].start or end > covered[-1].end:
            return False
        there = [each for each in self.document.passages if each.start < end and start < each.end]
        return len(covered) == len(there)


def choose(
    documents: Mapping[str, Document], name: str, *, beside: str = "", only: str = ""
) -> tuple[Reading, ...]:
    """Return what is read of a document, and all of the one beside it.

    Parameters
    ----------
    documents : mapping of str to Document
        The documents.
    name, beside : str
        The ids; an empty one for no document beside it.
    only : str
        What of the first document, as for `select`.

    Raises
    ------
    CaseError
        Where a document, a heading or a number is not there, or both documents are the same.
    """
    if name == beside:
        message = f"'{name}' is asked for beside itself. Name another document in 'beside'."
        raise CaseError(message)
    first = documents[name]
    readings = (Reading(first, select(first, only)),)
    if not beside:
        return readings
    return (*readings, Reading(documents[beside], documents[beside].passages))


def bundle(readings: Sequence[Reading]) -> dict[str, str]:
    """Return what a notebook stores of them: text and page."""
    return reading_bundle([(each.document, each.passages) for each in readings])


def select(document: Document, only: str) -> tuple[Passage, ...]:
    """Return the passages of a document that a heading or ¶ numbers name.

    Parameters
    ----------
    document : Document
        The document.
    only : str
        A heading, or ¶ numbers such as ``"3-5, 12"``; empty for the whole document.

    Raises
    ------
    CaseError
        Where the heading or a number is not there, or a range runs backwards.
    """
    if not only.strip():
        return document.passages
    ranges = [_NUMBERS.fullmatch(part) for part in only.split(",")]
    if not all(ranges):
        return document.section(only)
    last = max((passage.number or 0 for passage in document.passages), default=0)
    wanted: set[int] = set()
    for found in ranges:
        first, end = int(found[1]), int(found[2] or found[1])  # type: ignore[index]
        if not 1 <= first <= end <= last:
            message = f"{document.id} has no '{only}'. Its paragraphs are ¶1 to ¶{last}."
            raise CaseError(message)
        wanted |= set(range(first, end + 1))
    return tuple(passage for passage in document.passages if passage.number in wanted)

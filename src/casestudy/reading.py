"""Passages of a document to read on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import CaseError
from casestudy.html import reading_bundle

if TYPE_CHECKING:
    from casestudy.documents import Document, Passage

__all__ = ["Reading", "select"]

_NUMBERS = re.compile(r"\s*¶?\s*(\d{1,18})\s*(?:[-–]\s*¶?\s*(\d{1,18})\s*)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """Passages of one document, shown with ¶ numbers, source and rights notice.

    Parameters
    ----------
    document : Document
        Where the passages stand.
    passages : tuple of Passage
        What is shown, in order.
    """

    document: Document
    passages: tuple[Passage, ...]

    def __repr__(self) -> str:
        """Return the passages as plain text, a line each."""
        return self._repr_mimebundle_()["text/plain"]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return reading_bundle(self.document, self.passages)


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

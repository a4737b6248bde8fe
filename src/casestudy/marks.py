"""Words that a learner marked: how they are kept, and where they stand now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from casestudy.anchors import anchor
from casestudy.lines import Mark, Quoted

if TYPE_CHECKING:
    from casestudy.documents import Document, Passage

__all__ = ["Marked", "moved", "new_mark", "new_quoted", "place"]

_Held = TypeVar("_Held", Mark, Quoted)

_AROUND = 32
"""Letters kept on each side of marked words, as in the W3C Web Annotation model."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage that a learner marked.

    Parameters
    ----------
    id : str
        The mark's name.
    passage : Passage
        The words, and where they stand.
    label : str
        What the learner calls them.
    """

    id: str
    passage: Passage
    label: str

    def __str__(self) -> str:
        """Return the label, the words and where they stand."""
        return f"{self.label}: {self.passage}"


def new_mark(
    case: str, document: Document, span: tuple[int, int], *, label: str, name: str
) -> Mark:
    """Return the record of some words of a document.

    Parameters
    ----------
    case : str
        The case's id.
    document : Document
        Where the words stand.
    span : (int, int)
        Where, half-open, in code points.
    label, name : str
        What the learner calls them, and the mark's own name.
    """
    mark = Mark(case, document.id, "", *span, words="", label=label, id=name)
    return moved(mark, document, document.span(*span))


def new_quoted(document: Document, passage: Passage) -> Quoted:
    """Return the record of a passage that an entry of a dossier rests on."""
    empty = Quoted(document.id, "", passage.start, passage.end, words="")
    return moved(empty, document, passage)


def moved(mark: _Held, document: Document, passage: Passage) -> _Held:
    """Return marked or collected words as they would be kept now, at a passage of their text."""
    return replace(
        mark,
        sha256=document.sha256,
        start=passage.start,
        end=passage.end,
        words=passage.text,
        prefix=document.text[max(0, passage.start - _AROUND) : passage.start],
        suffix=document.text[passage.end : passage.end + _AROUND],
    )


def place(mark: Mark | Quoted, document: Document) -> Passage | None:
    """Return where marked or collected words stand now, also where the document has changed since.

    Returns
    -------
    Passage or None
        None where the words are gone, or stand in several places that cannot be told apart: no
        mark is moved to words that the learner may not have meant.

    Examples
    --------
    >>> from casestudy.documents import Document, Passage
    >>> old, new = "It fell. Zoë Núñez left.", "At night it fell. Zoë Núñez left."
    >>> gazette = Document("gazette", "", old, (Passage("gazette", 0, 24, old),), sha256="1")
    >>> mark = new_mark("bridge", gazette, (9, 18), label="seen", name="m-1")
    >>> later = Document("gazette", "", new, (Passage("gazette", 0, 33, new),), sha256="2")
    >>> found = place(mark, later)
    >>> found.text, found.start
    ('Zoë Núñez', 18)
    """
    if mark.sha256 == document.sha256 and document.text[mark.start : mark.end] == mark.words:
        return document.span(mark.start, mark.end)
    for prefix, suffix in (
        (mark.prefix, mark.suffix),
        (mark.prefix, ""),
        ("", mark.suffix),
        ("",) * 2,
    ):
        found = anchor(document.text, mark.words, prefix=prefix, suffix=suffix)
        if found.span and found.state in {"exact", "normalised"}:
            return document.span(*found.span)
    return None

"""A document, its passages, and the quote that finds one."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from casestudy.anchors import anchor
from casestudy.errors import CaseError, did_you_mean
from casestudy.strings import say
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from casestudy.anchors import Anchor

__all__ = [
    "NUMBERED",
    "Document",
    "Kind",
    "Passage",
    "QuoteError",
    "Segment",
    "gaps",
    "notices",
    "segments",
]

Kind = Literal[
    "paragraph",
    "heading",
    "caption",
    "infobox item",
    "list item",
    "byline",
    "furniture",
    "rights line",
]

NUMBERED: tuple[Kind, ...] = ("paragraph", "list item", "caption", "infobox item")
"""The kinds that ¶ numbers run over."""

Segment = tuple[str, str]
"""A stretch of text and its mark: ``""``, ``"em"``, ``"strong"`` or ``"mark"``."""

_GAP = "[…]"
_LEFT_OUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


class QuoteError(CaseError):
    """Words that do not select exactly one passage.

    Parameters
    ----------
    wrong : str
        What is wrong, without a full stop.
    cure : str
        What to do, without a full stop.
    proposal : Passage or None
        The one passage that is so alike that the words seem to have moved there.
    score : float
        How much it is alike, as `casestudy.anchors.Anchor` counts; 0.0 without a proposal.
    instead : str
        The words to quote for the proposal: on one line, with ``[…]`` where the quote has it.
    """

    def __init__(
        self,
        wrong: str,
        cure: str,
        *,
        proposal: Passage | None = None,
        score: float = 0.0,
        instead: str = "",
    ) -> None:
        self.wrong, self.cure = wrong, cure
        self.proposal, self.score, self.instead = proposal, score, instead
        super().__init__(f"{wrong}: {cure}.")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document.

    Parameters
    ----------
    document : str
        The document's id.
    start, end : int
        Span in the document's text, half-open, in code points.
    text : str
        Exactly ``document.text[start:end]``.
    kind : Kind
        What the stretch is, or what it begins in.
    number : int or None
        Its ¶ number; None for kinds that are not numbered.
    last : int or None
        The ¶ number in which it ends, where that is another.
    level : int
        Depth of a heading, from 1; 0 for everything else.
    """

    document: str
    start: int
    end: int
    text: str
    kind: Kind = "paragraph"
    number: int | None = None
    last: int | None = None
    level: int = 0

    @property
    def citation(self) -> str:
        """The document's id and the ¶ number, or the kind where there is no number.

        Examples
        --------
        >>> Passage("gazette", 0, 2, "It", number=4).citation
        'gazette ¶4'
        """
        if self.number is None:
            return f"{self.document}, {self.kind}"
        last = f"–{self.last}" if self.last and self.last != self.number else ""
        return f"{self.document} ¶{self.number}{last}"

    def __str__(self) -> str:
        """Return the words and where they stand."""
        return f"{self.text} ({self.citation})"


@dataclass(frozen=True, slots=True)
class Document:
    """One published text, untouched, with what is known about it.

    Parameters
    ----------
    id, title : str
        Its short name, and its title as printed, empty where none is.
    text : str
        The text, byte for byte as in its seed file.
    passages : tuple of Passage
        Paragraphs, headings and so on, in order, without overlap.
    publisher, byline : str
        As printed; empty where none is.
    published, published_how : str
        The date or range of dates, and how it is known.
    kind, rights : str
        What sort of text it is, and its rights notice.
    file, sha256 : str
        Its seed file and the hash that the catalogue gives.
    """

    id: str
    title: str
    text: str
    passages: tuple[Passage, ...]
    publisher: str = ""
    byline: str = ""
    published: str = ""
    published_how: str = ""
    kind: str = ""
    rights: str = ""
    file: str = ""
    sha256: str = ""

    @property
    def source(self) -> str:
        """Who published it and when, for a line under a passage.

        A date that the document does not print is called an estimate.
        """
        stated = self.published_how.startswith("stated") or not self.published_how
        when = self.published if stated else say("estimate", published=self.published)
        return ", ".join(filter(None, (self.publisher or self.title or self.kind, when)))

    def passage_at(self, place: int) -> Passage:
        """Return the passage in which a place of the text stands, or the nearest before it."""
        after = bisect_right(self.passages, place, key=_start)
        return self.passages[max(0, after - 1)]

    def span(self, start: int, end: int) -> Passage:
        """Return any span of the text as a passage.

        Raises
        ------
        CaseError
            Where the span is empty or not inside the text.
        """
        if not 0 <= start < end <= len(self.text):
            message = f"{self.id} has no span {start} to {end}. It has {len(self.text)} characters."
            raise CaseError(message)
        if not self.passages:
            return Passage(self.id, start, end, self.text[start:end])
        first, last = self.passage_at(start), self.passage_at(end - 1)
        return Passage(
            self.id, start, end, self.text[start:end], first.kind, first.number, last.number
        )

    def quote(self, words: str, *, prefix: str = "", suffix: str = "") -> Passage:
        """Find the one passage that some words select.

        Parameters
        ----------
        words : str
            The words, as they stand in the document. Curly or straight quotation marks, dashes,
            spaces, case and accents do not matter. ``[…]`` stands for words left out within one
            paragraph.
        prefix, suffix : str
            Words right before and right after, to tell two places apart (as in the W3C Web
            Annotation model, https://www.w3.org/TR/annotation-model/#text-quote-selector).

        Returns
        -------
        Passage
            Its `text` is always exactly ``document.text[start:end]``.

        Raises
        ------
        QuoteError
            Where the words are not in the document (with the nearest passage and the words that
            differ), or stand in it more than once (with the places).
        """
        parts = _parts(words)
        found = self._anchors(parts, prefix, suffix)
        for part, each in zip(parts, found, strict=True):
            if each.state not in {"exact", "normalised"}:
                around = " with the words asked for around it" if prefix or suffix else ""
                raise self._refusal(part, around, each, found)
        return self._whole(words, found)

    def _anchors(self, parts: Sequence[str], prefix: str, suffix: str) -> list[Anchor]:
        """Anchor each part; what stands around a quote stands before its first and after its last.

        Examples
        --------
        >>> Document("d", "D", "It is so.", ())._anchors(["it", "so"], "", ".")[1].span
        (6, 8)
        """
        last = len(parts) - 1
        return [
            anchor(
                self.text,
                part,
                prefix="" if place else prefix,
                suffix="" if place < last else suffix,
            )
            for place, part in enumerate(parts)
        ]

    def _whole(self, words: str, found: Sequence[Anchor]) -> Passage:
        """Return the passage from the first part of a quote to its last."""
        spans = [each.spans[0] for each in found]
        start, end = spans[0][0], spans[-1][1]
        if any(left[1] > right[0] for left, right in pairwise(spans)):
            raise QuoteError(
                f"the parts of '{words}' stand in another order in {self.id}",
                "quote them in the order of the document",
            )
        if len(spans) > 1 and self.passages and self.passage_at(start) != self.passage_at(end - 1):
            raise QuoteError(
                f"the parts of '{words}' stand in two paragraphs of {self.id}",
                "make two quotations of them",
            )
        return self.span(start, end)

    def section(self, heading: str) -> tuple[Passage, ...]:
        """Return the passages under a heading, up to the next heading of the same depth.

        Raises
        ------
        CaseError
            Where the document has no such heading.
        """
        headings = [passage for passage in self.passages if passage.kind == "heading"]
        for passage in headings:
            if fold(passage.text) == fold(heading):
                later = self.passages[self.passages.index(passage) :]
                stop = next(
                    (
                        place
                        for place, each in enumerate(later[1:], 1)
                        if each.kind == "heading" and each.level <= passage.level
                    ),
                    len(later),
                )
                return later[:stop]
        known = did_you_mean(heading, (passage.text for passage in headings))
        message = f"{self.id} has no heading '{heading}'{': ' + known if known else ''}"
        raise CaseError(message.rstrip("?.") + ("?" if message.endswith("?") else "."))

    def _refusal(
        self, words: str, around: str, found: Anchor, parts: Sequence[Anchor]
    ) -> QuoteError:
        """Return what to say of words that select no passage, or more than one."""
        places = ", ".join(self.span(*span).citation for span in found.spans[:5])
        if found.state == "ambiguous" and found.score == 1:
            wrong = f"'{words}' stands {len(found.spans)} times in {self.id} ({places})"
            return QuoteError(wrong, "quote more words")
        wrong = f"'{words}' is not in {self.id}{around}"
        if found.state == "ambiguous":
            wrong += f", and {len(found.spans)} places are equally near ({places})"
            return QuoteError(wrong, "copy the words from the text")
        if not found.spans:
            return QuoteError(wrong, "copy words from the text")
        passage = self.span(*found.spans[0])
        wrong += f"; the nearest words are '{passage.text}' ({passage.citation})"
        wrong += _difference(found.missing, found.instead)
        return self._proposing(QuoteError(wrong, "copy the words from the text"), parts)

    def _proposing(self, error: QuoteError, parts: Sequence[Anchor]) -> QuoteError:
        """Add to an error the passage to which a quote has moved, if each part is there once."""
        if all(each.span for each in parts):
            with suppress(QuoteError):
                passage = self._whole("", parts)
                texts = (" ".join(self.text[slice(*each.spans[0])].split()) for each in parts)
                instead = f" {_GAP} ".join(texts)
                if self.quote(instead) == passage:
                    error.proposal, error.instead = passage, instead
                    error.score = min(each.score for each in parts)
        return error


def _start(passage: Passage) -> int:
    return passage.start


def _parts(words: str) -> list[str]:
    parts = [part.strip() for part in _LEFT_OUT.split(words)]
    if not all(fold(part) for part in parts):
        raise QuoteError(f"'{words}' has no words to look for", "quote the words of the document")
    return parts


def _difference(missing: Sequence[str], instead: Sequence[str]) -> str:
    sides = []
    if missing:
        sides.append(f"'{' '.join(missing)}' is not there")
    if instead:
        sides.append(f"'{' '.join(instead)}' is")
    return f" ({', '.join(sides)})" if sides else ""


def gaps(document: Document, passages: Sequence[Passage]) -> frozenset[int]:
    """Return where each passage begins before which others were left out.

    Examples
    --------
    >>> a, b, c = (Passage("d", place, place + 1, text) for place, text in enumerate("abc"))
    >>> gaps(Document("d", "", "abc", (a, b, c)), (a, c))
    frozenset({2})
    """
    places = {passage.start: place for place, passage in enumerate(document.passages)}
    return frozenset(
        after.start
        for before, after in pairwise(passages)
        if places[after.start] > places[before.start] + 1
    )


def notices(documents: Mapping[str, Document], shown: Collection[str]) -> tuple[str, ...]:
    """Return the rights notices of the documents whose words are shown, in the case's order.

    Examples
    --------
    >>> gazette = Document("gazette", "", "", (), rights="All rights reserved.")
    >>> notices({"gazette": gazette}, {"gazette"})
    ('gazette: All rights reserved.',)
    """
    return tuple(
        say("rights", document=name, rights=documents[name].rights)
        for name in documents
        if name in shown
    )


def segments(document: Document, passage: Passage) -> tuple[Segment, ...]:
    """Cut the paragraphs around a passage so that its words can be marked.

    Returns
    -------
    tuple of Segment
        Together exactly the text from the start of the first paragraph to the end of the last.

    Examples
    --------
    >>> one = Passage("d", 0, 9, "It is so.")
    >>> segments(Document("d", "D", "It is so.", (one,)), Passage("d", 3, 5, "is"))
    (('It ', ''), ('is', 'mark'), (' so.', ''))
    """
    start = min(passage.start, document.passage_at(passage.start).start)
    end = max(passage.end, document.passage_at(passage.end - 1).end)
    cuts = (
        (document.text[start : passage.start], ""),
        (passage.text, "mark"),
        (document.text[passage.end : end], ""),
    )
    return tuple(cut for cut in cuts if cut[0])

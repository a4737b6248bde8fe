"""A document, its passages, and the quote that finds one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from casestudy.errors import CaseError, did_you_mean
from casestudy.strings import say
from casestudy.text import fold, folded, words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NUMBERED", "Document", "Kind", "Passage", "QuoteError", "Segment", "segments"]

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

_LEFT_OUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


class QuoteError(CaseError):
    """Words that do not select exactly one passage.

    Parameters
    ----------
    wrong : str
        What is wrong, without a full stop.
    cure : str
        What to do, without a full stop.
    """

    def __init__(self, wrong: str, cure: str) -> None:
        self.wrong, self.cure = wrong, cure
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
        Its short name, and its title as printed (or a description where none is printed).
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
        return ", ".join(filter(None, (self.publisher or self.title, when)))

    def passage_at(self, place: int) -> Passage:
        """Return the passage in which a place of the text stands, or the nearest before it."""
        before = [passage for passage in self.passages if passage.start <= place]
        return before[-1] if before else self.passages[0]

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
        first, *later = _parts(words)
        # what stands around a quote stands before its first part and after its last
        ends = [self._one(first, prefix, "" if later else suffix)]
        ends += [self._one(part, "", "") for part in later[:-1]]
        ends += [self._one(part, "", suffix) for part in later[-1:]]
        start, end = ends[0][0], ends[-1][1]
        if any(left[1] > right[0] for left, right in pairwise(ends)):
            raise QuoteError(
                f"the parts of '{words}' stand in another order in {self.id}",
                "quote them in the order of the document",
            )
        passage = self.span(start, end)
        if len(ends) > 1 and self.passages and self.passage_at(start) != self.passage_at(end - 1):
            raise QuoteError(
                f"the parts of '{words}' stand in two paragraphs of {self.id}",
                "make two quotations of them",
            )
        return passage

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

    def _one(self, words: str, prefix: str, suffix: str) -> tuple[int, int]:
        """Return the span of the one place where the words stand: exact first, then folded."""
        for spans in (_exact(self.text, words), folded(self.text).find(words)):
            kept = [span for span in spans if _between(self.text, span, prefix, suffix)]
            if len(kept) == 1:
                return kept[0]
            if len(kept) > 1:
                places = ", ".join(self.span(*span).citation for span in kept[:5])
                raise QuoteError(
                    f"'{words}' stands {len(kept)} times in {self.id} ({places})",
                    "quote more words",
                )
        raise self._not_found(words, prefix, suffix)

    def _not_found(self, words: str, prefix: str, suffix: str) -> QuoteError:
        around = " with the words asked for around it" if prefix or suffix else ""
        near = nearest(self.text, words)
        if near is None:
            return QuoteError(f"'{words}' is not in {self.id}{around}", "copy words from the text")
        span, missing, instead = near
        passage = self.span(*span)
        differ = _difference(missing, instead)
        return QuoteError(
            f"'{words}' is not in {self.id}{around}; the nearest words are"
            f" '{passage.text}' ({passage.citation}){differ}",
            "copy the words from the text",
        )


def _parts(words: str) -> list[str]:
    parts = [part.strip() for part in _LEFT_OUT.split(words)]
    if not all(fold(part) for part in parts):
        raise QuoteError(f"'{words}' has no words to look for", "quote the words of the document")
    return parts


def _exact(text: str, words: str) -> list[tuple[int, int]]:
    found, place = [], text.find(words)
    while place >= 0:
        found.append((place, place + len(words)))
        place = text.find(words, place + 1)
    return found


def _between(text: str, span: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Tell whether a span stands between some words; without such words, any span does."""
    before = not prefix or fold(text[: span[0]]).endswith(fold(prefix))
    return before and (not suffix or fold(text[span[1] :]).startswith(fold(suffix)))


def _difference(missing: Sequence[str], instead: Sequence[str]) -> str:
    sides = []
    if missing:
        sides.append(f"'{' '.join(missing)}' is not there")
    if instead:
        sides.append(f"'{' '.join(instead)}' is")
    return f" ({', '.join(sides)})" if sides else ""


def nearest(
    text: str, wanted: str
) -> tuple[tuple[int, int], tuple[str, ...], tuple[str, ...]] | None:
    """Return the stretch of a text that shares most words with some others.

    Parameters
    ----------
    text, wanted : str
        Where to look, and for what.

    Returns
    -------
    tuple or None
        The span; the words wanted that are not in it; the words that it has instead. None where
        the text shares no word.

    Examples
    --------
    >>> nearest("The council closed the bridge at night.", "council crossed the bridge")
    ((4, 29), ('crossed',), ('closed',))
    """
    there, sought = words(text), [word for word, _, _ in words(wanted)]
    width = len(sought)
    if not there or not sought:
        return None
    best, best_score = 0, 0
    for place in range(max(1, len(there) - width + 1)):
        window = Counter(word for word, _, _ in there[place : place + width])
        score = (window & Counter(sought)).total()
        if score > best_score:
            best, best_score = place, score
    if not best_score:
        return None
    window_words = [word for word, _, _ in there[best : best + width]]
    changes = [
        change
        for change in SequenceMatcher(None, sought, window_words, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    missing = tuple(word for _, a, b, _, _ in changes for word in sought[a:b])
    instead = tuple(word for _, _, _, a, b in changes for word in window_words[a:b])
    last = there[min(best + width, len(there)) - 1]
    return (there[best][1], last[2]), missing, instead


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

"""The reader that lives in a page: texts with layers, notes, and what the learner marks."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import traitlets

from casestudy.documents import gaps
from casestudy.dossier import collect, spans
from casestudy.errors import CaseError, UnknownNameError
from casestudy.layers import layered
from casestudy.marks import Marked, moved, new_mark, place
from casestudy.reading import bundle
from casestudy.responses import trimmed
from casestudy.sentences import sentences
from casestudy.strings import LABELS, READER, say
from casestudy.widgets.view import Page, View, script, style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.notefile import Book
    from casestudy.progress import Mark, Progress
    from casestudy.reading import Reading

__all__ = ["ReaderView"]

_LONGEST = 80
"""Letters of the longest label that a learner may write; the page has a field as long."""


class _Page(Page):
    """The page of a reader: what never changes is not sent again with every mark."""

    _esm = script("reader")
    _css = style("reader")
    reading: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    apparatus: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)


class ReaderView(View):
    """Texts in a notebook, to read and to mark; words can be marked without a page too.

    Made by ``case.read(...)``.

    Parameters
    ----------
    readings : sequence of Reading
        What is shown: passages of one document or of two.
    case : str
        The case's id.
    documents : mapping of str to Document
        The case's documents.
    book : Book or None
        The notes; None where the course has none.
    notice : str
        Why no notes lie over the text, where the course has some.
    progress : Progress
        What the learner marked before, and where it goes.
    marking : bool
        Whether the page offers to mark.
    labels : sequence of str
        What marked words may be called; empty for whatever the learner writes.
    """

    widget: _Page

    def __init__(
        self,
        readings: Sequence[Reading],
        *,
        case: str,
        documents: Mapping[str, Document],
        book: Book | None,
        progress: Progress,
        notice: str = "",
        marking: bool = True,
        labels: Sequence[str] = LABELS,
        holders: Sequence[str] = (),
    ) -> None:
        self.readings = tuple(readings)
        self.labels = _labels(labels)
        self._case, self._documents, self._notice = case, documents, notice
        self._shown = {each.document.id: each for each in self.readings}
        self._placed: dict[Mark, Passage | None] = {}
        self._before: list[Mark] = []
        self._layered = partial(layered, self.readings, documents, book, holders)
        reading = {
            "strings": READER,
            "texts": [_text(each) for each in self.readings],
            "labels": list(self.labels),
            "marking": bool(marking),
        }
        does = {
            "mark": lambda told: self._mark(
                told["text"], _number(told["start"]), _number(told["end"]), told["label"]
            ),
            "relabel": lambda told: self.relabel(told["id"], told["label"]),
            "unmark": lambda told: self.unmark(told["id"]),
            "undo": lambda _: self.undo(),
            "collect": lambda told: self.collect(
                told["text"], _number(told["start"]), _number(told["end"])
            ),
        }
        super().__init__(_Page, progress, does if marking else {}, reading=reading)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages shown of the first document."""
        return self.readings[0].passages

    @property
    def marks(self) -> tuple[Marked, ...]:
        """What the learner marked in the passages shown, in their order."""
        return tuple(self._standing())

    def mark(self, words: str, *, label: str, document: str = "") -> Marked:
        """Mark some words: the same path as on the page.

        Parameters
        ----------
        words : str
            The words, as for `Document.quote`.
        label : str
            What to call them.
        document : str
            The document's id; the first one shown if not given.

        Raises
        ------
        CaseError
            Where the words are not there once, or not shown, or the label is not known.
        """
        name = document or self.readings[0].document.id
        found = self._document(name).quote(words)
        return self._mark(name, found.start, found.end, label)

    def relabel(self, mark: str, label: str) -> Marked:
        """Give a mark another label.

        Raises
        ------
        CaseError
            Where there is no such mark, or the label is not known.
        """
        held, passage = self._held(mark)
        called = self._label(label)
        if called != held.label:
            now = moved(held, self._document(held.document), passage)
            self._keep(replace(now, label=called), before=held)
        return Marked(held.id, passage, called)

    def unmark(self, mark: str) -> None:
        """Take a mark away.

        Raises
        ------
        CaseError
            Where there is no such mark.
        """
        held, _ = self._held(mark)
        self._keep(replace(held, removed=True), before=held)

    def undo(self) -> None:
        """Take back the last change made in this reader; where there is none, nothing happens."""
        if self._before:
            self._progress.add(self._before.pop())
            self._send()

    def collect(self, document: str, start: int, end: int) -> Passage:
        """Put words into the learner's dossier: the same path as on the page.

        Parameters
        ----------
        document : str
            The document's id.
        start, end : int
            Where the words stand, half-open, in code points.

        Raises
        ------
        CaseError
            Where there are no words, or some of them are not shown.
        """
        text = self._document(document)
        passage = trimmed(text, start, end)
        if not self._shown[document].shows(passage.start, passage.end):
            raise CaseError(say("gap"))
        collect(self._progress, self._case, self._documents, [passage])
        self._send()
        return passage

    def complete(self) -> None:
        """Send what stands around the texts: layers, notes, links, and where sentences end.

        It takes longer than sending the texts, which can be read in the meantime.
        """
        if self.widget.apparatus:
            return
        marked = self._shown.items() if self.widget.reading["marking"] else ()
        told = {"sentences": {name: _sentences(each) for name, each in marked}}
        self.widget.apparatus = self._layered() | told

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        self.complete()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(self.readings)

    def _state(self) -> dict[str, Any]:
        return {
            "privacy": self._progress.privacy_of_marks,
            "notices": [*filter(None, [self._notice]), *self._progress.notices, *self._lost()],
            "marks": [_mark(each) for each in self._standing()],
            "can_undo": bool(self._before),
            "collected": spans(self._progress, self._case, self._documents),
        }

    def _mark(self, name: str, start: int, end: int, label: object) -> Marked:
        document, called = self._document(name), self._label(label)
        passage = trimmed(document, start, end)
        if not self._shown[name].shows(passage.start, passage.end):
            raise CaseError(say("gap"))
        for each in self._standing():
            if each.passage == passage and each.label == called:
                return each
        span = passage.start, passage.end
        mark = new_mark(self._case, document, span, label=called, name=f"m-{secrets.token_hex(4)}")
        self._keep(mark, before=replace(mark, removed=True))
        return Marked(mark.id, passage, called)

    def _keep(self, mark: Mark, *, before: Mark) -> None:
        """Write a mark down, and what would undo it up; only then anything is shown."""
        self._progress.add(mark)
        self._before.append(before)
        self._send()

    def _standing(self) -> Iterator[Marked]:
        """Yield the marks of the passages shown: all of each document, in their order."""
        for name, reading in self._shown.items():
            found = [(each, self._place(each)) for each in self._progress.marks(self._case, name)]
            placed = [
                Marked(mark.id, passage, mark.label)
                for mark, passage in found
                if passage and reading.shows(passage.start, passage.end)
            ]
            yield from sorted(placed, key=lambda each: (each.passage.start, each.passage.end))

    def _lost(self) -> Iterator[str]:
        """Yield a sentence for each document in which marked words are not found any more."""
        for name in self._shown:
            held = self._progress.marks(self._case, name)
            count = sum(self._place(each) is None for each in held)
            if count:
                yield say("marks lost", count=count, document=name)

    def _place(self, mark: Mark) -> Passage | None:
        if mark not in self._placed:
            self._placed[mark] = place(mark, self._document(mark.document))
        return self._placed[mark]

    def _held(self, name: str) -> tuple[Mark, Passage]:
        standing = {each.id: each.passage for each in self._standing()}
        if name not in standing:
            raise UnknownNameError("mark", name, standing)
        held = (each for shown in self._shown for each in self._progress.marks(self._case, shown))
        return next(each for each in held if each.id == name), standing[name]

    def _document(self, name: str) -> Document:
        if name not in self._shown:
            raise UnknownNameError("text in this reader", name, self._shown)
        return self._shown[name].document

    def _label(self, label: object) -> str:
        called = label.strip() if isinstance(label, str) else ""
        if not 0 < len(called) <= _LONGEST or not called.isprintable():
            message = f"{label!r} is no label. Write a word or a few."
            raise CaseError(message)
        if self.labels and called not in self.labels:
            raise UnknownNameError("label", called, self.labels)
        return called


def _labels(labels: Sequence[str]) -> tuple[str, ...]:
    given = (labels,) if isinstance(labels, str) else tuple(labels)
    for each in given:
        if not isinstance(each, str) or not each.strip() or len(each) > _LONGEST:
            message = f"{each!r} is no label. Write labels as ('seen', 'said')."
            raise CaseError(message)
    return tuple(dict.fromkeys(each.strip() for each in given))


def _text(reading: Reading) -> dict[str, Any]:
    document = reading.document
    after_gap = gaps(document, reading.passages)
    return {
        "id": document.id,
        "title": document.title,
        "source": f"{document.id} · {document.source}",
        "rights": document.rights,
        "passages": [_passage(each, gap=each.start in after_gap) for each in reading.passages],
    }


def _passage(passage: Passage, *, gap: bool) -> dict[str, Any]:
    """Return what the page is told of a passage; what is rare only where it is so."""
    told: dict[str, Any] = {
        "number": passage.number,
        "kind": passage.kind,
        "citation": passage.citation,
        "start": passage.start,
        "text": passage.text,
    }
    rare = {"gap": say("left out") if gap else "", "level": passage.level}
    return told | {name: each for name, each in rare.items() if each}


def _sentences(reading: Reading) -> list[list[tuple[int, int]]]:
    """Return the sentences of each passage, as spans of the document."""
    return [
        [(each.start + start, each.start + end) for start, end in sentences(each.text)]
        for each in reading.passages
    ]


def _mark(marked: Marked) -> dict[str, Any]:
    passage = marked.passage
    return {
        "id": marked.id,
        "text": passage.document,
        "start": passage.start,
        "end": passage.end,
        "citation": passage.citation,
        "words": passage.text,
        "label": marked.label,
    }


def _number(said: object) -> int:
    if type(said) is not int:
        message = f"{said!r} is no place in a text. Send a whole number."
        raise CaseError(message)
    return said

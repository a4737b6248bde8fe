"""What may be shown in a text: layers of highlights, the notes they open, and links to another."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from casestudy.mentions import mentions
from casestudy.notes import VALUES, Claim, Disagreement, Person, Statement, details, paragraphs
from casestudy.reuse import formulae_of, reuse
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.notefile import Book
    from casestudy.notes import Note, Notes
    from casestudy.reading import Reading
    from casestudy.reuse import Overlap

    _Fixed = Mapping[str, tuple[str, ...]]

__all__ = ["layered"]

_LAYERS = ("people", "statements", "claims", "disagreements", "shared")
_STYLES = 8
"""Looks that a page can tell apart."""
_FIXED = {"people": VALUES["kind"], "disagreements": VALUES["relation"]}
"""Layers whose values are known before anything is read."""
_HIDDEN = frozenset({"kind", "group", "relation"})
"""Fields that a note's heading says, or that serve the note files alone."""
_NAMING = frozenset({"about", "rebuts", "via", "silent"})


class _Found(NamedTuple):
    """A stretch of a document that a layer says something of."""

    layer: str
    value: str
    name: str
    document: str
    start: int
    end: int
    label: str
    note: str


_Notes = dict[str, dict[str, Any]]


def layered(
    readings: Sequence[Reading],
    documents: Mapping[str, Document],
    book: Book | None,
    holders: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what the page of a reader is told besides the texts.

    Parameters
    ----------
    readings : sequence of Reading
        What is shown.
    documents : mapping of str to Document
        All documents of the case, for passages that they share.
    book : Book or None
        The notes; None where the course has none.
    holders : sequence of str
        Ids of those whose claims look the same in every text, in the order of the course.

    Returns
    -------
    dict
        ``layers``, ``spans``, ``notes`` and ``links``, ready for JSON. Spans are cut to the
        passages shown, notes are those that a span opens, and no layer is switched on.
    """
    pairs = _pairs({each.document.id for each in readings}, documents, book)
    found = [*_noted(readings, book), *_copied(pairs)]
    cut = {each.document.id: _Cutter(each.passages) for each in readings}
    pieces = (piece for each in found if each.document in cut for piece in cut[each.document](each))
    spans = _gathered(sorted(pieces, key=lambda each: (each.start, -each.end)))
    notes = {note.id: note for note in book.notes} if book else {}
    told = {**_shared_notes(pairs), **_note_pages({span.note for span in spans}, notes)}
    return {
        "layers": _layers(spans, {**_FIXED, "claims": tuple(holders)}),
        "spans": [_span(each) for each in spans],
        "notes": {span.note: told[span.note] for span in spans},
        "links": _links(readings, pairs, book, cut) if len(readings) > 1 else [],
    }


# ── what the notes say ───────────────────────────────────────────────────────────────────────


def _noted(readings: Iterable[Reading], book: Book | None) -> Iterator[_Found]:
    if book is None:
        return
    for each in readings:
        yield from _mentioned(each.document, book.people)
    yield from _of("statements", book.statements)
    yield from _of("claims", book.claims)
    yield from _of("disagreements", book.disagreements)


def _mentioned(document: Document, people: Notes[Person]) -> Iterator[_Found]:
    labels = {each.id: say("label mention", title=each.title, kind=each.kind) for each in people}
    kinds = {each.id: each.kind for each in people}
    for each in mentions(document, people):
        kind, label = kinds[each.name], labels[each.name]
        yield _Found(
            "people", kind, kind.capitalize(), document.id, each.start, each.end, label, each.name
        )


def _of(layer: str, notes: Iterable[Note]) -> Iterator[_Found]:
    for note in notes:
        value, name, label = _value(note)
        for each in note.passages:
            yield _Found(layer, value, name, each.document, each.start, each.end, label, note.id)


def _value(note: Note) -> tuple[str, str, str]:
    """Return in which value of its layer a note stands: id, name, and the label of its words."""
    match note:
        case Statement(mode="scare"):
            name = say("scare")
            return "scare", name, say("label statement", speaker=name, title=note.title)
        case Statement(speaker=None):
            name = note.role or say("no speaker")
            return "", say("no speaker"), say("label statement", speaker=name, title=note.title)
        case Statement(speaker=Person() as speaker):
            label = say("label statement", speaker=speaker.title, title=note.title)
            return speaker.id, speaker.title, label
        case Claim(holder=holder):
            label = say("label claim", holder=holder.title, title=note.title)
            return holder.id, holder.title, label
        case Disagreement(relation=relation):
            name = relation.capitalize()
            return relation, name, say("label disagreement", relation=name, title=note.title)
        case _:
            return "", "", note.title


# ── what the documents share ─────────────────────────────────────────────────────────────────

_Pair = tuple["Passage", "Passage", int]
"""Where shared words stand here and there, and how many they are."""

_Pairs = dict[tuple[str, str], list[_Pair]]


def _pairs(shown: Collection[str], documents: Mapping[str, Document], book: Book | None) -> _Pairs:
    """Return what each document shown shares with each other one; formulae are left out."""
    names = formulae_of(book.people) if book else ()
    pairs: _Pairs = {}
    for overlap in _overlaps(tuple(documents.values()), names):
        one, two = overlap.one, overlap.two
        told = [each for each in overlap.passages if not each.formula]
        pairs[one, two] = [(each.one, each.two, each.words) for each in told]
        pairs[two, one] = [(each.two, each.one, each.words) for each in told]
    return {(one, two): pairs[one, two] for one, two in pairs if one in shown}


@lru_cache(maxsize=4)
def _overlaps(documents: tuple[Document, ...], names: tuple[str, ...]) -> tuple[Overlap, ...]:
    # the shorter of two texts is the one that is walked through
    ordered = sorted(documents, key=lambda each: len(each.text))
    return tuple(reuse(ordered, formulae=names))


def _copied(pairs: _Pairs) -> Iterator[_Found]:
    for (one, two), passages in pairs.items():
        for number, (here, _, words) in enumerate(passages, 1):
            label = say("label shared", words=words, document=two)
            yield _Found(
                "shared", two, two, one, here.start, here.end, label, _name(one, two, number)
            )


def _name(one: str, two: str, number: int) -> str:
    return f"shared:{one}:{two}:{number}"  # no id of a note has a colon


def _shared_notes(pairs: _Pairs) -> _Notes:
    return {
        _name(one, two, number): {
            "title": say("shared title", document=two),
            "kind": say("shared kind"),
            "paragraphs": [[[say("shared text", words=words), ""]]],
            "accounts": [_account(two, "", [there])],
        }
        for (one, two), passages in pairs.items()
        for number, (_, there, words) in enumerate(passages, 1)
    }


# ── what the page is told ────────────────────────────────────────────────────────────────────


class _Cutter:
    """Cuts stretches of a document to the passages shown of it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._starts = [each.start for each in passages]

    def __call__(self, found: _Found) -> Iterator[_Found]:
        """Yield what is shown of a stretch, a piece for each passage."""
        for start, end in self.pieces(found.start, found.end):
            whole = (start, end) == (found.start, found.end)
            yield found if whole else found._replace(start=start, end=end)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what is shown of a span."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for place in range(first, len(self._passages)):
            passage = self._passages[place]
            if passage.start >= end:
                return
            if start < passage.end:
                yield max(start, passage.start), min(end, passage.end)


def _gathered(spans: Sequence[_Found]) -> list[_Found]:
    """Put the rare values of a layer under one, where it has more than there are looks."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (layer, value), number in Counter((each.layer, each.value) for each in spans).items():
        counts[layer][value] = number
    kept = {
        layer: {
            value for value, _ in few.most_common(_STYLES if len(few) <= _STYLES else _STYLES - 1)
        }
        for layer, few in counts.items()
    }
    others = say("other values")
    return [
        each if each.value in kept[each.layer] else each._replace(value="others", name=others)
        for each in spans
    ]


def _layers(spans: Sequence[_Found], fixed: _Fixed) -> list[dict[str, Any]]:
    names: dict[str, dict[str, str]] = defaultdict(dict)  # by layer and value, as they stand
    for each in spans:
        names[each.layer][each.value] = each.name
    return [
        {
            "id": layer,
            "name": say(f"layer {layer}"),
            "on": False,
            "values": _values(names[layer], fixed.get(layer, ())),
        }
        for layer in _LAYERS
        if layer in names
    ]


def _values(names: Mapping[str, str], fixed: Sequence[str]) -> list[dict[str, Any]]:
    """Return the values that occur; those of a fixed list look the same in every excerpt."""
    others = [value for value in names if value not in fixed]
    looks = {value: place for place, value in enumerate((*fixed, *others)) if value in names}
    last = sorted(looks, key=lambda value: (value == "others", looks[value]))
    return [{"id": value, "name": names[value], "style": looks[value] % _STYLES} for value in last]


def _span(found: _Found) -> dict[str, Any]:
    return {
        "text": found.document,
        "start": found.start,
        "end": found.end,
        "layer": found.layer,
        "value": found.value,
        "label": found.label,
        "note": found.note,
    }


def _note_pages(wanted: Iterable[str], notes: Mapping[str, Note]) -> _Notes:
    return {name: _note_page(notes[name], notes) for name in wanted if name in notes}


def _note_page(note: Note, notes: Mapping[str, Note]) -> dict[str, Any]:
    fields = (each for each in details(note) if each[0] not in _HIDDEN)
    told = [(name, _named(words, notes) if name in _NAMING else words) for name, words in fields]
    return {
        "title": note.title,
        "kind": _kind(note),
        "paragraphs": [
            [[f"{name}: ", "strong"], [words, ""]] if name else [[words, ""]]
            for name, words in (*told, *paragraphs(note))
        ],
        "accounts": [_account(each.document, each.text, each.passages) for each in note.accounts],
    }


def _kind(note: Note) -> str:
    match note:
        case Person(kind=kind):
            return kind.capitalize()
        case Disagreement(relation=relation):
            return f"{type(note).__name__} ({relation})"
        case _:
            return type(note).__name__


def _named(words: str, notes: Mapping[str, Note]) -> str:
    """Return a list of ids as titles; what is no id stays as it is."""
    titles = (notes[each].title if each in notes else each for each in words.split(", "))
    return ", ".join(titles)


def _account(document: str, text: str, passages: Iterable[Passage]) -> dict[str, Any]:
    return {
        "document": document,
        "text": text,
        "evidence": [
            {
                "citation": each.citation,
                "text": each.document,
                "start": each.start,
                "end": each.end,
                "words": each.text,
            }
            for each in passages
        ],
    }


# ── links between two texts ──────────────────────────────────────────────────────────────────


def _links(
    readings: Sequence[Reading],
    pairs: _Pairs,
    book: Book | None,
    cut: Mapping[str, _Cutter],
) -> list[dict[str, Any]]:
    """Return what belongs together in two texts: shared words, and disagreements of both."""
    one, two = (each.document.id for each in readings)
    found: list[tuple[str, str, Iterable[Passage]]] = [
        ("shared", say("link shared", words=words), (here, there))
        for here, there, words in pairs[one, two]
    ]
    disagreements = book.disagreements if book else ()
    found += [("conflict", _value(note)[2], note.passages) for note in disagreements]
    links = [(kind, label, list(_ends(passages, cut))) for kind, label, passages in found]
    return [
        {"label": label, "kind": kind, "ends": ends}
        for kind, label, ends in links
        if {name for name, _, _ in ends} == {one, two}
    ]


def _ends(passages: Iterable[Passage], cut: Mapping[str, _Cutter]) -> Iterator[list[Any]]:
    for each in passages:
        if each.document in cut:
            pieces = cut[each.document].pieces(each.start, each.end)
            yield from ([each.document, start, end] for start, end in pieces)

"""A dossier: claims that a learner collects, each with its passages, arranged for an argument."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from casestudy.documents import Passage, QuoteError
from casestudy.drawings import ROLES
from casestudy.errors import CaseError, UnknownNameError
from casestudy.lines import Entry, Quoted
from casestudy.marks import new_quoted, place
from casestudy.strings import say
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.progress import Progress

__all__ = [
    "JOINS",
    "LONGEST",
    "MOST",
    "QUIZ",
    "ROLES",
    "SECTIONS",
    "Branch",
    "Dossier",
    "Held",
    "Piece",
    "between",
    "branches",
    "cited",
    "collect",
    "find",
    "gathered",
    "passage_of",
    "read",
    "spans",
]

SECTIONS = ("introduction", "for", "against", "reply", "conclusion")
"""The parts of an essay, in their order."""

JOINS = ("supports", "answers")
"""What one entry may do to another."""

QUIZ = "dossier"
"""Where drafts of sentences are kept: as those of a quiz of this name."""

LONGEST, MOST = 2000, 20
"""Letters of the longest claim, and passages of one entry at most."""

_DEEPEST = 40
"""Links below each other in one argument; what is further down begins an argument of its own."""

_CITED = re.compile(
    r"\s*\(?\s*(?P<name>[a-z0-9-]+)\s*¶\s*(?P<first>\d{1,9})"
    r"(?:\s*[-–]\s*¶?\s*(?P<last>\d{1,9}))?\s*\)?\s*"
)
_NAMED = re.compile(r"\s*(?P<name>[a-z0-9-]+)\s*:\s*(?P<words>\S.*)", re.DOTALL)


# ── values ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Held:
    """Words that an entry rests on, and where they stand now.

    Parameters
    ----------
    quoted : Quoted
        The words as they were collected.
    passage : Passage or None
        Where they stand now; None where the document has changed and they cannot be found.
    """

    quoted: Quoted
    passage: Passage | None

    @property
    def words(self) -> str:
        """The words as they stand now, or as they were collected; on one line."""
        return " ".join((self.passage.text if self.passage else self.quoted.words).split())

    @property
    def citation(self) -> str:
        """The document and the ¶ number, or that the words are not found any more."""
        if self.passage:
            return self.passage.citation
        return say("dossier lost", document=self.quoted.document)


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry of a dossier as it is now.

    Parameters
    ----------
    entry : Entry
        Its last line.
    number : int
        Its number in the dossier, from 1; 0 for one that was removed.
    passages : tuple of Held
        What it rests on.
    joins : tuple of (str, str)
        What it does to which other entries of the dossier: one of `JOINS`, and an id.
    earlier : tuple of str
        Sentences that it had before, the newest first.
    """

    entry: Entry
    number: int
    passages: tuple[Held, ...]
    joins: tuple[tuple[str, str], ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The entry's own name."""
        return self.entry.id

    @property
    def claim(self) -> str:
        """The learner's own sentence; empty where it is still to be written."""
        return self.entry.claim

    @property
    def citations(self) -> str:
        """Where its passages stand, in one line."""
        return "; ".join(dict.fromkeys(held.citation for held in self.passages))

    @property
    def sentence(self) -> str:
        """The claim, or that it is still to be written."""
        return " ".join(self.claim.split()) or say("dossier unwritten")

    def __str__(self) -> str:
        """Return number, sentence and citations."""
        cited = f" ({self.citations})" if self.passages else ""
        return f"{self.number}. {self.sentence}{cited}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a learner collected of a case.

    Parameters
    ----------
    title : str
        The case's title.
    pieces, removed : tuple of Piece
        The entries in their order, and those that were taken out.
    documents : mapping of str to Document
        The documents.
    """

    title: str
    pieces: tuple[Piece, ...]
    removed: tuple[Piece, ...]
    documents: Mapping[str, Document]

    @property
    def cited(self) -> dict[str, list[Held]]:
        """The passages by document, in the order of the case and of each text, each once."""
        return cited(self.pieces, self.documents)

    def section(self, name: str) -> tuple[Piece, ...]:
        """Return the entries that stand in a part of the essay; an empty name for in none."""
        return tuple(each for each in self.pieces if each.entry.section == name)

    def numbered(self, name: str) -> Piece:
        """Return the entry of an id."""
        return next(each for each in self.pieces if each.id == name)


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry in an argument with what is joined to it.

    Parameters
    ----------
    piece : Piece
        The entry.
    how : str
        What it does to the entry above it: one of `JOINS`; empty for the first of an argument.
    branches : tuple of Branch
        What is joined to it.
    """

    piece: Piece
    how: str
    branches: tuple[Branch, ...]

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Branch]]:
        """Yield this branch and all below it, each with its depth."""
        yield depth, self
        for each in self.branches:
            yield from each.walk(depth + 1)


# ── from lines to a dossier ──────────────────────────────────────────────────────────────────


def gathered(title: str, lines: Iterable[Entry], documents: Mapping[str, Document]) -> Dossier:
    """Return what the lines of a dossier add up to.

    Parameters
    ----------
    title : str
        The case's title.
    lines : iterable of Entry
        Every line, the oldest of each entry first.
    documents : mapping of str to Document
        The documents as they are now.
    """
    by_id: dict[str, list[Entry]] = {}
    for line in map(_understood, lines):
        by_id.setdefault(line.id, []).append(line)
    last = sorted((each[-1] for each in by_id.values()), key=lambda each: (each.place, each.id))
    there = [each for each in last if not each.removed]
    known = {each.id for each in there}

    def piece(entry: Entry, number: int) -> Piece:
        held = tuple(_held(each, documents) for each in entry.passages)
        joins = tuple(_joined(entry, known))
        return Piece(entry, number, held, joins, _earlier(by_id[entry.id]))

    return Dossier(
        title,
        tuple(piece(each, number) for number, each in enumerate(there, 1)),
        tuple(piece(each, 0) for each in last if each.removed),
        documents,
    )


def _understood(entry: Entry) -> Entry:
    """Return an entry without a role or part of the essay that nobody here knows."""
    role = entry.role if entry.role in ROLES else ""
    return replace(entry, role=role, section=entry.section if entry.section in SECTIONS else "")


def _held(quoted: Quoted, documents: Mapping[str, Document]) -> Held:
    document = read(documents, quoted.document)
    return Held(quoted, place(quoted, document) if document else None)


def read(documents: Mapping[str, Document], name: str) -> Document | None:
    """Return a document; None where it is gone or broken, for what was collected outlives it.

    Examples
    --------
    >>> read({}, "gazette") is None
    True
    """
    with suppress(CaseError, KeyError):
        return documents[name]
    return None


def _joined(entry: Entry, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the joins to entries that are there; one to a removed entry waits for it."""
    for join in dict.fromkeys(entry.joins):
        how, _, other = join.partition(" ")
        if how in JOINS and other in known and other != entry.id:
            yield how, other


def _earlier(lines: Sequence[Entry]) -> tuple[str, ...]:
    claims = dict.fromkeys(line.claim for line in reversed(lines) if line.claim.strip())
    return tuple(claim for claim in claims if claim != lines[-1].claim)


def cited(pieces: Iterable[Piece], documents: Mapping[str, Document]) -> dict[str, list[Held]]:
    """Return the passages of some entries by document, each once, in the order of the text."""
    order = {name: number for number, name in enumerate(documents)}
    found = sorted(
        {held for piece in pieces for held in piece.passages},
        key=lambda held: (
            order.get(held.quoted.document, len(order)),
            held.quoted.document,
            held.passage.start if held.passage else -1,
            held.words,
        ),
    )
    return {name: list(each) for name, each in groupby(found, lambda held: held.quoted.document)}


def branches(dossier: Dossier) -> tuple[Branch, ...]:
    """Return the arguments of a dossier: what is joined to nothing, with what is joined to it.

    An entry that is joined to several stands under each, and what is joined to it where it stands
    first: else a few dozen entries, each joined to all before it, would fill any page. Where
    entries are joined in a circle, the first of them begins it.
    """
    joined: dict[str, list[tuple[str, Piece]]] = {}
    for piece in dossier.pieces:
        for how, other in piece.joins:
            joined.setdefault(other, []).append((how, piece))
    seen: set[str] = set()

    def branch(piece: Piece, how: str, above: frozenset[str]) -> Branch:
        whole = piece.id not in seen and len(above) < _DEEPEST
        seen.update([piece.id] if whole else [])
        inside = above | {piece.id}
        below = (each for each in joined.get(piece.id, ()) if whole and each[1].id not in inside)
        return Branch(piece, how, tuple(branch(each, how, inside) for how, each in below))

    circles = [piece for piece in dossier.pieces if piece.joins]
    first = (*(each for each in dossier.pieces if not each.joins), *circles)
    return tuple(branch(each, "", frozenset()) for each in first if each.id not in seen)


# ── collecting ───────────────────────────────────────────────────────────────────────────────


def collect(
    progress: Progress,
    case: str,
    documents: Mapping[str, Document],
    passages: Sequence[Passage],
    claim: str = "",
) -> tuple[Entry, bool]:
    """Put a claim and its passages into a learner's dossier.

    Parameters
    ----------
    progress : Progress
        Where it is kept.
    case : str
        The case's id.
    documents : mapping of str to Document
        The documents.
    passages : sequence of Passage
        What the claim rests on.
    claim : str
        The learner's own sentence; empty where it is still to be written.

    Returns
    -------
    (Entry, bool)
        The entry, and whether it is new: the same claim with the same passages is collected once,
        and comes back where it was removed. Passages without a sentence are not collected again
        where an entry rests on them already.
    """
    progress.refresh()
    dossier = gathered("", progress.entries(case), documents)
    wanted = {(each.document, each.start, each.end) for each in passages}
    for piece in (*dossier.pieces, *dossier.removed):
        spans = {
            (held.passage.document, held.passage.start, held.passage.end)
            for held in piece.passages
            if held.passage
        }
        same = piece.claim == claim and wanted == spans
        if same and piece.entry.removed:
            return progress.add(replace(piece.entry, removed=False)), True
        if same or (not claim and not piece.entry.removed and wanted and wanted <= spans):
            return piece.entry, False
    last = max((each.place for each in progress.entries(case)), default=0.0)
    quoted = tuple(new_quoted(documents[each.document], each) for each in passages)
    entry = Entry(case, f"e-{secrets.token_hex(4)}", claim, quoted, place=float(int(last) + 1))
    return progress.add(entry), True


def spans(progress: Progress, case: str, documents: Mapping[str, Document]) -> list[str]:
    """Return what a learner has collected, so that a page knows it again.

    Returns
    -------
    list of str
        Document, start and end of each passage as one text, such as ``"gazette 3 17"``.
    """
    dossier = gathered("", progress.entries(case), documents)
    held = (each for piece in dossier.pieces for each in piece.passages)
    found = (each.passage for each in held if each.passage)
    return sorted({f"{each.document} {each.start} {each.end}" for each in found})


def passage_of(said: object, documents: Mapping[str, Document]) -> Passage:
    """Return the passage that a page means by such a text.

    Raises
    ------
    CaseError
        Where it means none.
    """
    name, start, end = (*str(said).split(" "), "", "", "")[:3]
    if name not in documents or not (start.isdecimal() and end.isdecimal()):
        raise CaseError(say("dossier no passage", given=repr(said)[:80]))
    return documents[name].span(int(start), int(end))


def between(places: Sequence[float], at: int) -> float | None:
    """Return a place between two others, so that what moves there stands at `at` among them.

    Parameters
    ----------
    places : sequence of float
        The places of all others, in order.
    at : int
        How many of them stand before it.

    Returns
    -------
    float or None
        None where no number is left between two of them: then all need new ones.

    Examples
    --------
    >>> between([1.0, 2.0], 1), between([1.0, 2.0], 0), between([1.0, 2.0], 2), between([], 0)
    (1.5, 0.0, 3.0, 1.0)
    >>> between([1.0, 1.0], 1) is None
    True
    """
    if not places:
        return 1.0
    if at <= 0:
        return places[0] - 1
    if at >= len(places):
        return places[-1] + 1
    low, high = places[at - 1], places[at]
    middle = low + (high - low) / 2
    return middle if low < middle < high else None


# ── from what a person writes to passages ────────────────────────────────────────────────────


def find(given: object, documents: Mapping[str, Document]) -> tuple[Passage, ...]:
    """Return the passages that a person means.

    Parameters
    ----------
    given : object
        A passage, something that has passages (a note, a mark), a citation such as ``"gazette
        ¶2"``, words that stand in one document, or words after its name: ``"gazette: the words"``.
    documents : mapping of str to Document
        The documents.

    Raises
    ------
    CaseError
        Where it selects no passage, or more than one.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> one = Passage("gazette", 0, 9, "It is so.", number=1)
    >>> texts = {"gazette": Document("gazette", "", "It is so.", (one,))}
    >>> [each.citation for each in (*find("gazette ¶1", texts), *find("is so", texts))]
    ['gazette ¶1', 'gazette ¶1']
    """
    if isinstance(given, Passage):
        return (_own(given, documents),)
    held = getattr(given, "passages", None) or getattr(given, "passage", None)
    if isinstance(held, Passage):
        return (_own(held, documents),)
    if isinstance(held, tuple | list) and all(isinstance(each, Passage) for each in held):
        return tuple(_own(each, documents) for each in held)
    if not isinstance(given, str) or not given.strip():
        raise CaseError(say("dossier no passage", given=repr(given)[:80]))
    if (found := _CITED.fullmatch(given)) and found["name"] in documents:
        return _paragraphs(documents[found["name"]], int(found["first"]), found["last"])
    if found := _CITED.fullmatch(given):
        raise UnknownNameError("document", found["name"], documents)
    if (found := _NAMED.fullmatch(given)) and found["name"] in documents:
        return (documents[found["name"]].quote(found["words"]),)
    return (_quoted(given, documents),)


def _own(passage: Passage, documents: Mapping[str, Document]) -> Passage:
    """Return a passage as its document has it; one that is not of this case is refused."""
    document = documents[passage.document]
    if document.text[passage.start : passage.end] != passage.text:
        return document.quote(passage.text)
    return document.span(passage.start, passage.end)


def _paragraphs(document: Document, first: int, last: str | None) -> tuple[Passage, ...]:
    end = int(last or first)
    found = [each for each in document.passages if first <= (each.number or 0) <= end]
    if not found:
        most = max((each.number or 0 for each in document.passages), default=0)
        raise CaseError(say("dossier no paragraph", document=document.id, number=first, most=most))
    return tuple(document.span(each.start, each.end) for each in found)


def _quoted(words: str, documents: Mapping[str, Document]) -> Passage:
    """Return the one passage of all documents that has some words."""
    found: list[Passage] = []
    refused: list[tuple[bool, float, QuoteError]] = []
    for document in documents.values():
        try:
            found.append(document.quote(words))
        except QuoteError as error:
            refused.append((fold(words) in fold(document.text), error.score, error))
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(each.citation for each in found)
        raise CaseError(say("dossier several", words=words, places=places, first=found[0].document))
    # words that stand twice in one text, or have changed a little, are worth a word about them
    near = max(refused, key=lambda each: each[:2], default=None)
    if near and any(near[:2]):
        raise near[2]
    raise CaseError(say("dossier nowhere", words=words))

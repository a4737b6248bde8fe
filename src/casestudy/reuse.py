"""Passages that two documents share word for word, so that copies are not taken for witnesses."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import TYPE_CHECKING, NamedTuple

from casestudy.notes import page, tabulate
from casestudy.strings import say
from casestudy.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pandas import DataFrame

    from casestudy.documents import Document, Passage
    from casestudy.notes import Person

__all__ = ["LEAST", "Overlap", "Reuse", "Shared", "formulae_of", "overlap", "reuse", "shared"]

LEAST = 8
"""Words of the shortest shared passage: eight words in a row hardly stand twice by chance."""

_BESIDE = 4  # with fewer words beside it, a formula is all that is shared


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that stand in two documents alike, but for case, accents and punctuation.

    Parameters
    ----------
    one, two : Passage
        Where they stand in each.
    words : int
        How many.
    formula : bool
        Whether they are hardly more than a name that everybody writes so, such as a treaty's.
    """

    one: Passage
    two: Passage
    words: int
    formula: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Overlap:
    """What two documents share.

    Parameters
    ----------
    one, two : str
        The ids of the documents.
    passages : tuple of Shared
        From left to right in the first document, formulae among them.
    words : tuple of (int, int)
        The words of each document that stand in shared passages, formulae left out.
    shares : tuple of (float, float)
        The same as shares of all words of each document, from 0 to 1.
    """

    one: str
    two: str
    passages: tuple[Shared, ...]
    words: tuple[int, int]
    shares: tuple[float, float]

    def table(self) -> DataFrame:
        """Return the shared passages as a table; `casestudy.tables.table` has its columns."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return a heading and the passages, the formulae last."""
        told = [each for each in self.passages if not each.formula]
        formulae = [each for each in self.passages if each.formula]
        lines = [_heading(self, len(told)), *map(_line, told)]
        if formulae:
            lines += [f"  {say('reuse formulae')}", *map(_line, formulae)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self)


@dataclass(frozen=True, slots=True, repr=False)
class Reuse:
    """What the documents of a case share, pair by pair."""

    pairs: tuple[Overlap, ...]

    def __iter__(self) -> Iterator[Overlap]:
        """Iterate over the pairs."""
        return iter(self.pairs)

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.pairs)

    def table(self) -> DataFrame:
        """Return all shared passages as a table; `casestudy.tables.table` has its columns."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return the pairs that share something, and a line on those that do not."""
        sharing = [repr(pair) for pair in self.pairs if pair.passages]
        others = len(self.pairs) - len(sharing)
        name = "reuse others one" if others == 1 else "reuse others"
        rest = [say(name, count=others)] if others else []
        return "\n".join([*sharing, *rest]) or say("reuse nothing")

    def _repr_html_(self) -> str:
        return page(self)


def _heading(pair: Overlap, passages: int) -> str:
    left, right = (round(100 * share) for share in pair.shares)
    name = "reuse pair one" if passages == 1 else "reuse pair"
    return say(name, one=pair.one, two=pair.two, count=passages, left=left, right=right)


def _line(each: Shared) -> str:
    shown = " ".join(each.one.text.split())
    one, two = each.one.citation, each.two.citation
    return f"  {say('reuse line', words=each.words, one=one, two=two, shown=shown)}"


class _Text(NamedTuple):
    """A document with its words, their spans, and where each run of the least length begins."""

    document: Document
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    places: dict[tuple[str, ...], list[int]]


class _Run(NamedTuple):
    """So many words, from a place in each of two lists of words."""

    one: int
    two: int
    length: int


def formulae_of(people: Iterable[Person]) -> tuple[str, ...]:
    """Return the names of instruments, which all texts write alike.

    Examples
    --------
    >>> from casestudy.notes import Person
    >>> act = Person("act", "Bridge Act", (), "", 1, "instrument", ("Bridge Act", "the Act"))
    >>> mayor = Person("mayor", "Zoë Núñez", (), "", 9, "person", ("Zoë Núñez",))
    >>> formulae_of([act, mayor])
    ('Bridge Act', 'the Act')
    """
    return tuple(form for each in people if each.kind == "instrument" for form in each.forms)


def shared(
    one: Document, two: Document, *, formulae: Collection[str] = (), least: int = LEAST
) -> tuple[Shared, ...]:
    """Return every passage that two documents share, from left to right in the first.

    Parameters
    ----------
    one, two : Document
        What to compare.
    formulae : collection of str
        Names that everybody writes alike, such as those of treaties. A passage that has fewer than
        three words beside them is set apart.
    least : int
        Words of the shortest passage.

    Returns
    -------
    tuple of Shared
        Each as long as can be. Words that stand twice in a document are told twice.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> gazette = Document("gazette", "", "On Monday Zoë Núñez closed the old bridge at last.", ())
    >>> ledger = Document("ledger", "", "It says: Zoe Nunez closed the old bridge, at night.", ())
    >>> [(each.words, each.one.text) for each in shared(gazette, ledger, least=5)]
    [(7, 'Zoë Núñez closed the old bridge at')]
    """
    return _shared(_text(one, least), _text(two, least), tuple(formulae), least)


def overlap(
    one: Document, two: Document, *, formulae: Collection[str] = (), least: int = LEAST
) -> Overlap:
    """Return what two documents share, with the share of each document.

    Parameters are those of `shared`.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> gazette = Document("gazette", "", "She closed the old bridge.", ())
    >>> overlap(gazette, Document("ledger", "", "Who closed the old bridge?", ()), least=4)
    gazette and ledger: 1 shared passage, 80 % of the words of gazette, 80 % of ledger
      4 words (gazette, paragraph; ledger, paragraph): closed the old bridge
    """
    return _overlap(_text(one, least), _text(two, least), tuple(formulae), least)


def reuse(
    documents: Iterable[Document], *, formulae: Collection[str] = (), least: int = LEAST
) -> Reuse:
    """Compare each document with each other one.

    Parameters are those of `shared`.

    Examples
    --------
    >>> reuse([])
    There are no two documents to compare.
    """
    texts = [_text(document, least) for document in documents]
    names = tuple(formulae)
    return Reuse(tuple(_overlap(one, two, names, least) for one, two in combinations(texts, 2)))


def _text(document: Document, least: int) -> _Text:
    found = words(document.text)
    plain = tuple(word for word, _, _ in found)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(plain) - least + 1):
        places[plain[place : place + least]].append(place)
    return _Text(document, plain, tuple((start, end) for _, start, end in found), dict(places))


def _overlap(one: _Text, two: _Text, formulae: Sequence[str], least: int) -> Overlap:
    passages = _shared(one, two, formulae, least)
    told = [each for each in passages if not each.formula]
    counts = _covered(one, (each.one for each in told)), _covered(two, (each.two for each in told))
    return Overlap(
        one.document.id,
        two.document.id,
        passages,
        counts,
        (counts[0] / max(1, len(one.words)), counts[1] / max(1, len(two.words))),
    )


def _covered(text: _Text, passages: Iterable[Passage]) -> int:
    """Return how many words of a text stand in some passages; each counts once."""
    spans = sorted((each.start, each.end) for each in passages)
    starts = [start for start, _ in spans]
    # the furthest end of all spans that begin up to here: a word before it stands in one of them
    ends = list(accumulate((end for _, end in spans), max))
    places = ((bisect_right(starts, start), end) for start, end in text.spans)
    return sum(bool(place) and end <= ends[place - 1] for place, end in places)


def _shared(one: _Text, two: _Text, formulae: Sequence[str], least: int) -> tuple[Shared, ...]:
    names = [[word for word, _, _ in words(each)] for each in formulae]
    return tuple(
        Shared(
            _passage(one, run.one, run.length),
            _passage(two, run.two, run.length),
            run.length,
            _is_formula(one.words[run.one : run.one + run.length], names),
        )
        for run in _runs(one, two, least)
    )


def _passage(text: _Text, place: int, length: int) -> Passage:
    return text.document.span(text.spans[place][0], text.spans[place + length - 1][1])


def _runs(one: _Text, two: _Text, least: int) -> Iterator[_Run]:
    """Yield every run of equal words that is as long as can be."""
    for place in range(len(one.words) - least + 1):
        for other in two.places.get(one.words[place : place + least], ()):
            begun = place and other and one.words[place - 1] == two.words[other - 1]
            if not begun:
                yield _Run(place, other, least + _alike(one, two, place + least, other + least))


def _alike(one: _Text, two: _Text, place: int, other: int) -> int:
    """Return how many words are equal from two places on."""
    most = min(len(one.words) - place, len(two.words) - other)
    differing = (at for at in range(most) if one.words[place + at] != two.words[other + at])
    return next(differing, most)


def _is_formula(run: Sequence[str], names: Iterable[Sequence[str]]) -> bool:
    """Tell whether a run is made of names, of which one may be cut at either end."""
    named: set[int] = set()
    for name in names:
        for place in range(1 - len(name), len(run)):
            inside = range(max(0, place), min(len(run), place + len(name)))
            whole = 2 * len(inside) >= len(name)
            if whole and all(run[at] == name[at - place] for at in inside):
                named.update(inside)
    return bool(named) and len(run) - len(named) < _BESIDE

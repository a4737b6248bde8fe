"""Names that texts seem to have, from their capitals alone: a proposal for a person to prune."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import CaseError
from casestudy.mentions import mentions
from casestudy.notes import Person
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document

__all__ = ["Proposal", "as_cards", "proposals"]

MOST = 60
"""How many names are proposed: a longer list is not read."""

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = "January February March April May June July August September October November December"
_NO_NAMES = frozenset(fold(word) for word in f"{_DAYS} {_MONTHS} I".split())

_WORD = re.compile(
    r"[^\W\d_]+(?:[.](?=\w)|['’‑-](?![sS]\b))?(?:[^\W\d_]+(?:[-‑'’](?![sS]\b)\w+)*)?"
)
_JOINING = frozenset(("of", "de", "del", "der", "di", "du", "da", "la", "van", "von", "y", "e"))
_ENDS = frozenset(".!?:;…·•|")
_OPENING = frozenset("“„\"‘'«‹([{—–-*_")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that may be one.

    Parameters
    ----------
    name : str
        Its form of several words that is written most often.
    forms : tuple of str
        All its forms, that one first.
    counts : tuple of (str, int)
        How often it stands in each document that has it, in the order of the documents.
    """

    name: str
    forms: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How often it stands in all documents together."""
        return sum(count for _, count in self.counts)


def proposals(documents: Iterable[Document]) -> tuple[Proposal, ...]:
    """Return the names that documents seem to have, the most frequent first.

    Words with a capital that does not come from the beginning of a sentence, one after the other,
    are taken for a name; days and months are not. A shorter form belongs to the longer name that
    ends with it, where there is only one, and no ``of`` stands between. Who is named once,
    by a single word, is left out.

    Parameters
    ----------
    documents : iterable of Document
        The documents.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> text = "It was Zoë Núñez. She, Núñez, and the Ferry Company wrote."
    >>> for each in proposals([Document("gazette", "", text, ())]):
    ...     print(each.forms, each.total)
    ('Zoë Núñez', 'Núñez') 2
    ('Ferry Company',) 1
    """
    texts = tuple(documents)
    spelt = _spellings(name for each in texts for name in _names(each))
    people = [
        Person(key, forms[0], (), "", 0, "person", tuple(forms))
        for key, forms in _grouped(spelt).items()
    ]
    found = {document.id: Counter[str]() for document in texts}
    for document in texts:
        found[document.id].update(each.name for each in mentions(document, people))
    listed = [_proposal(person, found) for person in people]
    kept = [each for each in listed if each.total > 1 or (each.total and " " in each.name)]
    return tuple(sorted(kept, key=lambda each: (-each.total, fold(each.name)))[:MOST])


def _proposal(person: Person, found: Mapping[str, Counter[str]]) -> Proposal:
    counts = ((name, count[person.id]) for name, count in found.items())
    return Proposal(person.title, person.forms, tuple(each for each in counts if each[1]))


def _spellings(names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return the most frequent spelling of each name with its count, by its folded form."""
    spelt: dict[str, Counter[str]] = {}
    for name in names:
        spelt.setdefault(fold(name), Counter())[name] += 1
    ranked = {key: sorted(counts.items(), key=_rank) for key, counts in sorted(spelt.items())}
    return {key: found[0] for key, found in ranked.items()}


def _rank(spelling: tuple[str, int]) -> tuple[int, str]:
    return -spelling[1], spelling[0]


def _grouped(spelt: Mapping[str, tuple[str, int]]) -> dict[str, list[str]]:
    """Return the forms of each name, the one to call it by first."""
    owner: dict[str, str] = {}
    groups: dict[str, list[tuple[str, int]]] = {}
    for key in sorted(spelt, key=lambda key: (-len(key), key)):
        longer = {owner[each] for each in owner if _is_end(key, each)}
        owner[key] = longer.pop() if len(longer) == 1 else key
        groups.setdefault(owner[key], []).append(spelt[key])
    return {key: _ordered(forms) for key, forms in groups.items()}


def _is_end(short: str, long: str) -> bool:
    """Tell whether a name may be the end of a longer one.

    Examples
    --------
    >>> _is_end("rose", "ada rose"), _is_end("brackwater", "bank of brackwater")
    (True, False)
    """
    before = long.removesuffix(f" {short}")
    return before != long and before.rpartition(" ")[2] not in _JOINING


def _ordered(forms: Iterable[tuple[str, int]]) -> list[str]:
    """Return forms with the one first that has several words and is written most often."""
    ranked = sorted(forms, key=lambda form: (" " not in form[0], -form[1], len(form[0])))
    return [form for form, _ in ranked]


# ── capitals ─────────────────────────────────────────────────────────────────────────────────


def _names(document: Document) -> Iterator[str]:
    """Yield what looks like a name in the running text of a document."""
    lines = [each.text for each in document.passages if each.kind != "heading"]
    for line in lines if document.passages else document.text.splitlines():
        yield from _in_line(line)


def _in_line(line: str) -> Iterator[str]:
    """Yield each run of capitalised words that no sentence begins with.

    Examples
    --------
    >>> list(_in_line("Yesterday Ada Rose of the Bank of Brackwater saw Zoë. On Monday too."))
    ['Ada Rose', 'Bank of Brackwater', 'Zoë']
    """
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(line):
        if run and line[run[-1].end() : word.start()].strip(" \u00a0"):
            yield from _closed(run)
            run = []
        named = _is_capital(word[0]) and not _begins(line, word.start())
        if named or (run and word[0] in _JOINING):
            run.append(word)
        else:
            yield from _closed(run)
            run = []
    yield from _closed(run)


def _closed(run: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield the name of a run, without the small words at its end."""
    words = [word[0] for word in run]
    while words and not _is_capital(words[-1]):
        words.pop()
    if words and not _NO_NAMES.intersection(map(fold, words)):
        yield " ".join(words)


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _begins(line: str, place: int) -> bool:
    """Tell whether a sentence, a quotation or a bracket begins at a place of a line."""
    before = line[:place].rstrip(" \u00a0")
    return not before or before[-1] in _ENDS or before[-1] in _OPENING


# ── cards ────────────────────────────────────────────────────────────────────────────────────


def as_cards(found: Iterable[Proposal], documents: Mapping[str, Document]) -> str:
    """Return proposals as cards of `people.md` that lack only their kind.

    Each has an account for each document that names it, with the words around its first mention.
    """
    return "\n".join(_card(place, each, documents) for place, each in enumerate(found, 1))


def _card(place: int, proposal: Proposal, documents: Mapping[str, Document]) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", fold(proposal.name)).strip("-") or f"name-{place}"
    person = Person(name, proposal.name, (), "", 0, "person", proposal.forms)
    accounts = [
        f"- [{each}] {_often(count)}\n\n    > {words}\n    > -- {each}\n"
        for each, count in proposal.counts
        if (words := _around(documents[each], person))
    ]
    forms = " | ".join(proposal.forms)
    head = f"## {name}\nkind:\nforms: {forms}\n\n{proposal.name}\n"
    return "\n".join((head, *accounts))


def _often(count: int) -> str:
    return "named once" if count == 1 else f"named {count} times"


def _around(document: Document, person: Person) -> str:
    """Return the words around the first mention: as few as stand there only, and six at least."""
    first = mentions(document, [person])[0]
    passage = document.passage_at(first.start)
    spaces = [found.span() for found in re.finditer(r"\s+", passage.text)]
    starts = [passage.start, *(passage.start + end for _, end in spaces)]
    ends = [*(passage.start + start for start, _ in spaces), passage.end]
    begin = max(place for place, start in enumerate(starts) if start <= first.start)
    for more in range(_BESIDE, len(starts) + _BESIDE):
        last = min(begin + more, len(ends) - 1)
        words = document.text[starts[max(0, begin - 1)] : ends[last]]
        if _is_there_once(document, words):
            return words
    return ""


_BESIDE = 5
"""Words quoted after a name, where there are so many."""


def _is_there_once(document: Document, words: str) -> bool:
    try:
        return document.quote(words).text == words
    except CaseError:
        return False

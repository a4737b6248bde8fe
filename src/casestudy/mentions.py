"""Names found in the documents, and words with the line they stand in.

A name is found where one of its forms stands as whole words. The longest form wins. Accents,
quotation marks, dashes and spaces make no difference, and a possessive ``’s`` is not part of the
mention. Capitals do: a form that begins with one is found only where one stands, so that a name
that is also a word is not found in the word; a form in capitals alone is found only in capitals.
No mention runs over the end of a line. Somebody who is called by a role only is not guessed, and
neither is a form that two people share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, overload

from casestudy.errors import CaseError, did_you_mean
from casestudy.notes import page, tabulate
from casestudy.text import fold, folded, whole, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pandas import DataFrame

    from casestudy.documents import Document, Passage
    from casestudy.notes import Person

__all__ = ["Gazetteer", "Hit", "Hits", "Mention", "Mentions", "find", "gazetteer", "mentions"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a name stands.

    Parameters
    ----------
    document : str
        The document's id.
    start, end : int
        Span in the document's text, half-open, in code points.
    text : str
        Exactly ``document.text[start:end]``, without a possessive.
    name : str
        The id of the person.
    """

    document: str
    start: int
    end: int
    text: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Mentions(Sequence[Mention]):
    """Mentions in the order of the documents.

    Parameters
    ----------
    mentions : tuple of Mention
        The mentions.

    Examples
    --------
    >>> Mentions((Mention("gazette", 4, 9, "Núñez", "mayor"),) * 2)
    mayor  gazette 2
    """

    mentions: tuple[Mention, ...]

    @overload
    def __getitem__(self, place: int) -> Mention: ...

    @overload
    def __getitem__(self, place: slice) -> Mentions: ...

    def __getitem__(self, place: int | slice) -> Mention | Mentions:
        """Return the mention of a place, or the mentions of a slice."""
        found = self.mentions[place]
        return found if isinstance(found, Mention) else Mentions(found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.mentions)

    def counts(self) -> dict[str, Counter[str]]:
        """Return how often each name stands in each document, names in order of their ids."""
        found: dict[str, Counter[str]] = {name: Counter() for name in sorted(self._ids())}
        for mention in self.mentions:
            found[mention.name][mention.document] += 1
        return found

    def table(self) -> DataFrame:
        """Return the mentions as a pandas table, one row each."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return a line for each name: how often it stands in each document."""
        if not self.mentions:
            return "No mention."
        width = max(map(len, self._ids()))
        return "\n".join(
            f"{name:{width}}  {', '.join(f'{each} {number}' for each, number in found.items())}"
            for name, found in self.counts().items()
        )

    def _repr_html_(self) -> str:
        return page(self)

    def _ids(self) -> set[str]:
        return {mention.name for mention in self.mentions}


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words looked for stand, in the line around it.

    Parameters
    ----------
    passage : Passage
        The words as the document has them.
    before, after : str
        What stands around them in their paragraph, cut between words.
    """

    passage: Passage
    before: str
    after: str

    @property
    def document(self) -> str:
        """The document's id."""
        return self.passage.document

    @property
    def citation(self) -> str:
        """The document's id and the ¶ number."""
        return self.passage.citation

    @property
    def context(self) -> str:
        """The words in their line."""
        return f"{self.before}{self.passage.text}{self.after}"

    def __str__(self) -> str:
        """Return where the words stand, and the line with the words marked."""
        return f"{self.citation}  {self.before}«{self.passage.text}»{self.after}"


@dataclass(frozen=True, slots=True, repr=False)
class Hits(Sequence[Hit]):
    """What was found of some words, document by document.

    Parameters
    ----------
    words : str
        What was looked for.
    hits : tuple of Hit
        What was found.
    advice : str
        Where nothing was found: what could have been meant.
    """

    words: str
    hits: tuple[Hit, ...]
    advice: str = ""

    @overload
    def __getitem__(self, place: int) -> Hit: ...

    @overload
    def __getitem__(self, place: slice) -> Hits: ...

    def __getitem__(self, place: int | slice) -> Hit | Hits:
        """Return the hit of a place, or the hits of a slice."""
        found = self.hits[place]
        return found if isinstance(found, Hit) else Hits(self.words, found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.hits)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents in which the words stand."""
        return tuple(dict.fromkeys(hit.document for hit in self.hits))

    @property
    def summary(self) -> str:
        """What was found, in a sentence."""
        if not self.hits:
            return (
                f"'{self.words}' stands in no document{': ' + self.advice if self.advice else '.'}"
            )
        places = f"{len(self.hits)} place{'s' if len(self.hits) > 1 else ''}"
        documents = f"{len(self.documents)} document{'s' if len(self.documents) > 1 else ''}"
        return f"'{self.words}' stands in {documents}, in {places}."

    def table(self) -> DataFrame:
        """Return the hits as a pandas table, one row each."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return a line for each hit, under the name of its document."""
        lines = [self.summary]
        for name in self.documents:
            lines += ["", name]
            found = [hit for hit in self.hits if hit.document == name]
            lines += [f"  {str(hit).removeprefix(name).lstrip(', ')}" for hit in found]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All forms of all names, ready to be looked for at once.

    Parameters
    ----------
    forms : mapping of str to tuple of (str, str)
        Per folded form, each form as written with the id of the one it names.
    pattern : re.Pattern
        Finds any folded form in a folded text, the longest first.
    """

    forms: Mapping[str, tuple[tuple[str, str], ...]]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the span of each mention in a text, and the id of the one it names."""
        view = folded(text)
        place = 0
        while match := self.pattern.search(view.text, place):
            start = match.start()
            place = start + 1
            for form in self._within(match.group()):
                span = view.span(start, start + len(form))
                names = self._names(form, text[span[0] : span[1]]) if span else ()
                if span and names:
                    place = start + len(form)
                    if len(names) == 1:
                        yield (*span, names[0])
                    break

    def _within(self, found: str) -> Iterator[str]:
        """Yield the folded forms that a stretch begins with, the longest first."""
        yield found
        for end in range(len(found) - 1, 0, -1):
            if found[:end] in self.forms and not (found[end - 1] + found[end]).isalnum():
                yield found[:end]

    def _names(self, form: str, text: str) -> list[str]:
        return [name for written, name in self.forms[form] if _stands(written, text)]


def mentions(document: Document, people: Iterable[Person]) -> tuple[Mention, ...]:
    """Return every place of a document where a name stands, in order and without overlap.

    Parameters
    ----------
    document : Document
        The document.
    people : iterable of Person
        Whose names are looked for.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> from casestudy.notes import Person
    >>> mayor = Person("mayor", "Zoë Núñez", (), "p.md", 3, "person", ("Zoë Núñez", "Núñez"))
    >>> gazette = Document("gazette", "", "Zoe Nunez spoke; Núñez’s word held.", ())
    >>> [mention.text for mention in mentions(gazette, [mayor])]
    ['Zoe Nunez', 'Núñez']
    """
    text = document.text
    return tuple(
        Mention(document.id, start, end, text[start:end], name)
        for start, end, name in gazetteer(people).find(text)
    )


def find(documents: Mapping[str, Document], wanted: str, people: Iterable[Person]) -> Hits:
    """Return every place where somebody is named, or where some words stand.

    Parameters
    ----------
    documents : mapping of str to Document
        Where to look.
    wanted : str
        An id or any form of a name, for all mentions of who is called so; any other words, for
        the places where they stand whole. Accents, capitals and typography do not matter.
    people : iterable of Person
        Who may be meant.

    Raises
    ------
    CaseError
        Where there are no words to look for.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> gazette = Document("gazette", "", "The vote was on Friday.", ())
    >>> find({"gazette": gazette}, "VOTE", [])[0].context
    'The vote was on Friday.'
    """
    if not fold(wanted):
        raise CaseError("There is nothing to look for. Write a name or other words of the texts.")
    known = tuple(people)
    named = {person.id for person in known if fold(wanted) in _called(person)}
    hits = tuple(
        _hit(document, start, end)
        for document in documents.values()
        for start, end in _places(document, fold(wanted), named, known)
    )
    return Hits(wanted, hits, "" if hits else _advice(documents, wanted, known))


def _called(person: Person) -> set[str]:
    return {fold(name) for name in (person.id, person.title, *person.forms)}


def _places(
    document: Document, wanted: str, named: set[str], people: tuple[Person, ...]
) -> Iterator[tuple[int, int]]:
    if named:
        found = mentions(document, people)
        yield from ((each.start, each.end) for each in found if each.name in named)
        return
    view = folded(document.text)
    for place in whole(wanted, view.text):
        span = view.span(place, place + len(wanted))
        if span:
            yield span


def _hit(document: Document, start: int, end: int) -> Hit:
    passage = document.span(start, end)
    around = document.passage_at(start) if document.passages else None
    first = min(around.start, start) if around else 0
    last = max(around.end, end) if around else len(document.text)
    return Hit(passage, _tail(document.text[first:start]), _head(document.text[end:last]))


_AROUND = 60
"""Characters on either side of a hit."""


def _tail(text: str) -> str:
    """Return the end of a text, cut between words."""
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + " …"


def _advice(documents: Mapping[str, Document], wanted: str, people: Iterable[Person]) -> str:
    """Return what the words may have meant: a name, or a word of the documents."""
    read = (words(document.text) for document in documents.values())
    used = {word.removesuffix("'s") for found in read for word, _, _ in found}
    near = did_you_mean(fold(wanted), used.union(*map(_called, people)))
    return near if near.startswith("did") else ""


def gazetteer(people: Iterable[Person]) -> Gazetteer:
    """Return the forms of all names as one compiled pattern, made once for the same names."""
    return _gazetteer(tuple((person.id, (person.title, *person.forms)) for person in people))


@lru_cache(maxsize=8)
def _gazetteer(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Gazetteer:
    forms: dict[str, list[tuple[str, str]]] = {}
    for name, written in names:
        for form in dict.fromkeys(written):
            if fold(form):
                forms.setdefault(fold(form), []).append((form, name))
    pattern = rf"(?<!\w){_factored(forms)}(?!\w)" if forms else r"(?!)"
    return Gazetteer({form: tuple(found) for form, found in forms.items()}, re.compile(pattern))


def _stands(form: str, text: str) -> bool:
    """Tell whether a text has the capitals of a form, and stands on one line.

    Examples
    --------
    >>> _stands("Rose", "ROSE"), _stands("Rose", "rose"), _stands("WHO", "Who")
    (True, False, False)
    """
    if "\n" in text or "\r" in text:
        return False
    if len(form) > 1 and form.isupper():
        return text.isupper()
    return not form[0].isupper() or text[0].isupper()


def _factored(words: Iterable[str]) -> str:
    """Return a pattern that shares the beginnings of words, and prefers the longest.

    Examples
    --------
    >>> _factored(["rose", "rosemary", "ross"])
    '(?:ros(?:e(?:mary)?|s))'
    """
    trie: dict[str, object] = {}
    for word in words:
        node = trie
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = {}
    return f"(?:{_pattern(trie)})"


def _pattern(node: dict[str, object]) -> str:
    """Return the pattern of what may follow in a trie, whose key ``""`` ends a word."""
    run = ""
    while len(node) == 1 and "" not in node:  # letter by letter, a long name would go too deep
        ((letter, node),) = node.items()  # type: ignore[assignment]
        run += re.escape(letter)
    branches = [
        re.escape(letter) + _pattern(rest)  # type: ignore[arg-type]
        for letter, rest in node.items()
        if letter
    ]
    if not branches:
        return run
    return f"{run}(?:{'|'.join(branches)}){'?' if '' in node else ''}"

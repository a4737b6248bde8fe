"""Notes: what we say about passages, as values, and the one sequence that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from casestudy.errors import CaseError, UnknownNameError
from casestudy.text import fold, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pandas import DataFrame

    from casestudy.dates import Date
    from casestudy.documents import Passage

__all__ = [
    "HEAVIEST",
    "VALUES",
    "Account",
    "Claim",
    "Disagreement",
    "Event",
    "Note",
    "Notes",
    "Person",
    "Reaction",
    "Statement",
    "Term",
    "citations",
    "details",
    "in_time",
    "page",
    "paragraphs",
    "tabulate",
]

VALUES: dict[str, tuple[str, ...]] = {
    "kind": ("person", "state", "organisation", "place", "court", "instrument"),
    "status": ("stated", "inferred", "disputed"),
    "mode": ("direct", "reported", "scare"),
    "words": (
        "condemns",
        "regrets",
        "rejects",
        "recalls a principle",
        "calls for observance",
        "calls for dialogue",
        "expresses concern",
        "expresses solidarity",
    ),
    "relation": ("conflict", "variant", "translation", "silence", "dependence"),
    "weight": ("1", "2", "3"),
}
"""Fields that have one of a few values, and these values."""

HEAVIEST = int(VALUES["weight"][-1])
"""The weight of a disagreement on which most hangs."""


@singledispatch
def page(value: object) -> str:
    """Return a value as HTML. How each type is drawn, `casestudy.notespage` says.

    Floors above teach this function and `tabulate` their types, so that a note shows itself
    without an import that points up.
    """
    return f"<pre>{escape(repr(value))}</pre>"


@singledispatch
def tabulate(value: object) -> DataFrame:
    """Return a value as a pandas table. How, `casestudy.tables` says.

    Raises
    ------
    CaseError
        Where nothing is known of tables, because no case was opened.
    """
    raise CaseError(f"There is no table of {type(value).__name__}. Ask an open case for its notes.")


@dataclass(frozen=True, slots=True)
class Account:
    """What one document says, in our words, with the passages that carry it."""

    document: str
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """What every note has.

    Parameters
    ----------
    id, title : str
        Its name, and what it is about.
    accounts : tuple of Account
        What each document says.
    file : str
        The note file, relative to the course.
    line : int
        Its line there.
    more : tuple of str
        Paragraphs between title and accounts.
    """

    id: str
    title: str
    accounts: tuple[Account, ...]
    file: str
    line: int
    more: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages that carry the note."""
        return tuple(passage for account in self.accounts for passage in account.passages)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that it has an account of, in the order of the note."""
        return tuple(dict.fromkeys(account.document for account in self.accounts))

    def __repr__(self) -> str:
        """Return the note as text: title, fields, and each account with its words."""
        return "\n".join(_described(self))

    def _repr_html_(self) -> str:
        return page(self)


@dataclass(frozen=True, slots=True, repr=False)
class Person(Note):
    """Somebody or something with a name: a person, state, organisation, place, court, instrument.

    Parameters
    ----------
    kind : str
        Which of these.
    forms : tuple of str
        Every form of the name in the documents; the title is one.
    """

    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Event(Note):
    """Something that happened.

    Parameters
    ----------
    date : Date
        When, as exactly as it is known.
    time : str
        The time of day as the documents give it; empty where none does.
    status : str
        ``stated``, ``inferred`` or ``disputed``.
    involves : tuple of str
        Ids of people: first who takes the step, where somebody does.
    """

    date: Date
    time: str
    status: str
    involves: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Statement(Note):
    """Something that a document quotes or reports.

    Parameters
    ----------
    mode : str
        ``direct``, ``reported``, or ``scare`` for quotation marks around nobody's utterance.
    speaker : Person or None
        Who said it; None where only a role is named, or nobody.
    role, venue, via : str
        The speaker's role as the text gives it, where it was said, and who relays it.
    date : Date or None
        When it was said.
    group : str
        Shared by wordings of one utterance; empty where there is one wording.
    """

    mode: str
    speaker: Person | None
    role: str
    venue: str
    via: str
    date: Date | None
    group: str


@dataclass(frozen=True, slots=True, repr=False)
class Claim(Note):
    """A statement used as an argument.

    Parameters
    ----------
    holder : Person
        Who asserts it.
    norm : str
        The rule it rests on, as a document names it.
    fact : str
        What it takes to have happened.
    rebuts : tuple of str
        Ids of the claims that it answers.
    """

    holder: Person
    norm: str
    fact: str
    rebuts: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Reaction(Note):
    """What a state or an organisation said and did afterwards.

    Parameters
    ----------
    actor : Person
        Who reacted.
    date : Date or None
        When.
    words, deeds : tuple of str
        What was said, in the terms of the note file, and what was done.
    instruments : tuple of str
        Ids of the instruments that it names.
    """

    actor: Person
    date: Date | None
    words: tuple[str, ...]
    deeds: tuple[str, ...]
    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Disagreement(Note):
    """Where documents conflict, vary, translate differently, keep silent or depend on each other.

    Parameters
    ----------
    relation : str
        ``conflict``, ``variant``, ``translation``, ``silence`` or ``dependence``.
    weight : int
        1 to 3: how much hangs on it.
    about, silent : tuple of str
        Ids of what it touches, and of the documents that keep silent.
    absent : tuple of str
        Words that do not occur in the silent documents.
    may_conclude, cannot_conclude : tuple of str
        Paragraphs: what may and what may not be concluded.
    grounds : tuple of Passage
        The passages quoted under these paragraphs.
    """

    relation: str
    weight: int
    about: tuple[str, ...]
    silent: tuple[str, ...]
    absent: tuple[str, ...]
    may_conclude: tuple[str, ...]
    cannot_conclude: tuple[str, ...]
    grounds: tuple[Passage, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True, repr=False)
class Term(Note):
    """A term of the glossary.

    Parameters
    ----------
    spanish : str
        The Spanish legal term; empty where there is none.
    forms : tuple of str
        The term as the documents have it.
    explanation : str
        What it means, in plain words.
    """

    spanish: str
    forms: tuple[str, ...]
    explanation: str


# ── the sequence ─────────────────────────────────────────────────────────────────────────────

T_co = TypeVar("T_co", bound=Note, covariant=True)

_HIDDEN = frozenset({"accounts", "file", "line", "more", "grounds"})
_NAMING = frozenset({"speaker", "via", "holder", "actor", "involves", "about", "instruments"})
"""Fields whose values are people: these may be asked for by any form of the name."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Notes(Sequence[T_co], Generic[T_co]):
    """Notes of one sort, the same sequence for all of them.

    They stand in the order of their file, and events in the order of time.

    Parameters
    ----------
    sort : type
        The sort of note.
    notes : tuple of Note
        The notes.
    people : tuple of Person
        Whose names may be used to ask for notes.
    whole : tuple of Note, optional
        Of what these are a selection; the notes themselves if not given.

    Examples
    --------
    >>> names = ("Zoë Núñez", "Núñez")
    >>> mayor = Person("mayor", "Zoë Núñez", (), "people.md", 3, "person", names)
    >>> bridge = Person("bridge", "Old Bridge", (), "people.md", 9, "place", ("Old Bridge",))
    >>> people = Notes(Person, (mayor, bridge), (mayor, bridge))
    >>> people["mayor"] is people[0]
    True
    >>> people("old bridge", "nunez")
    bridge  Old Bridge
    mayor   Zoë Núñez
    >>> people(kind="place")
    bridge  Old Bridge
    >>> people(kind="plaice")
    Traceback (most recent call last):
    casestudy.errors.UnknownNameError: There is no kind 'plaice': did you mean 'place'?
    >>> claim = Claim("c-safe", "It is safe.", (), "claims.md", 3, mayor, "", "", ())
    >>> Notes(Claim, (claim,), (mayor, bridge))(holder="nunez")
    c-safe  It is safe.
    """

    sort: type[T_co]
    notes: tuple[T_co, ...]
    people: tuple[Person, ...] = ()
    whole: tuple[T_co, ...] | None = None

    @overload
    def __getitem__(self, wanted: int | str) -> T_co: ...

    @overload
    def __getitem__(self, wanted: slice) -> Notes[T_co]: ...

    def __getitem__(self, wanted: int | str | slice) -> T_co | Notes[T_co]:
        """Return the note of a place or an id, or the notes of a slice."""
        if isinstance(wanted, slice):
            return self._of(self.notes[wanted])
        if isinstance(wanted, str):
            for note in self.notes:
                if note.id == wanted:
                    return note
            raise UnknownNameError(self._noun, wanted, (note.id for note in self.notes))
        return self.notes[wanted]

    def __len__(self) -> int:
        """Return how many notes there are."""
        return len(self.notes)

    def __iter__(self) -> Iterator[T_co]:
        """Iterate over the notes."""
        return iter(self.notes)

    def __contains__(self, wanted: object) -> bool:
        """Tell whether a note, or an id, is among them."""
        return wanted in self.notes or any(note.id == wanted for note in self.notes)

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same notes in the same order."""
        return isinstance(other, Notes) and self.notes == other.notes

    def __hash__(self) -> int:
        """Return a hash of the notes."""
        return hash(self.notes)

    def __call__(self, *names: str | Note, **wanted: object) -> Notes[T_co]:
        """Return the notes that are called so, or whose fields have some values, or both.

        Parameters
        ----------
        *names : str or Note
            Notes in the order in which they are wanted, each by its id, with or without the letter
            before its first hyphen, by its title, or by any form of a name or a term. Accents and
            capitals do not matter. A form that several have stands for all of these.
        **wanted : object
            Field names with a value each. A person is named by id or by any form of the name;
            accents and capitals do not matter. A field that holds several things matches if one
            of them is it; None asks for the notes in which a field is empty. Besides the fields,
            ``document`` asks for an account of that document.

        Returns
        -------
        selection : Notes
            Those for which everything asked is true.

        Raises
        ------
        UnknownNameError
            Where nothing is called so, there is no such field, or nothing has such a value.
        """
        found = (note for name in names for note in self._called(name))
        kept = tuple(dict.fromkeys(found)) if names else self.notes
        for name, value in wanted.items():
            named = self._named(name, value)
            kept = tuple(note for note in kept if named & self._values(note, name))
        return self._of(kept)

    def where(self, keep: Callable[[T_co], bool]) -> Notes[T_co]:
        """Return the notes of which something is true."""
        return self._of(tuple(note for note in self.notes if keep(note)))

    def table(self) -> DataFrame:
        """Return the notes as a pandas table, one row each."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return a line for each note: id, date if it has one, title, and where its words stand.

        Of a term there is the meaning in place of where it stands.
        """
        if not self.notes:
            return f"No {self._noun}."
        width = max(len(note.id) for note in self.notes)
        lines = (f"{note.id:{width}}  {_dated(note)}{_summed_up(note)}" for note in self.notes)
        return "\n".join(line.rstrip() for line in lines)

    def _repr_html_(self) -> str:
        return page(self)

    @property
    def _noun(self) -> str:
        return self.sort.__name__.lower()

    def _of(self, notes: tuple[T_co, ...]) -> Notes[T_co]:
        return Notes(self.sort, notes, self.people, self._whole)

    def _called(self, name: str | Note) -> list[T_co]:
        """Return the notes that are called so; one that is not in the selection is left out."""
        word = name.id if isinstance(name, Note) else str(name)
        by_id = [note for note in self._whole if note.id == word]
        found = by_id or [note for note in self._whole if fold(word) in _callings(note)]
        if not found:
            offered = {form for note in self._whole for form in (note.id, *_forms(note))}
            raise UnknownNameError(self._noun, word, offered)
        return [note for note in found if note in self.notes]

    def _named(self, name: str, value: object) -> frozenset[str]:
        """Return the folded names of what is asked for, or refuse what nothing is called."""
        known = [each.name for each in fields(self.sort) if each.name not in _HIDDEN]
        if name not in (*known, "document"):
            raise UnknownNameError("field", name, (*known, "document"))
        if value in {None, "none"}:
            return frozenset({""})
        word = value.id if isinstance(value, Note) else str(value)
        named = frozenset({fold(word)})
        if named & self._known(name):
            return named
        if named & self._vocabulary(name):
            return frozenset()  # it exists, and no note has it
        raise UnknownNameError(name, word, self._offered(name))

    def _known(self, name: str) -> frozenset[str]:
        """Return the folded names of all values that the field has in any note."""
        return frozenset().union(*(self._values(note, name) for note in self._whole))

    def _vocabulary(self, name: str) -> frozenset[str]:
        """Return the folded names that the field might have, and perhaps has in no note."""
        people = self.people if name in _NAMING else ()
        words = frozenset(fold(word) for word in VALUES.get(name, ()))
        return words.union(*map(_names, people))

    def _values(self, note: Note, name: str) -> frozenset[str]:
        """Return every folded name by which the value of a note's field may be asked for."""
        people = {person.id: person for person in self.people} if name in _NAMING else {}
        return frozenset().union(*(_askings(each, people) for each in _each(note, name) or (None,)))

    def _offered(self, name: str) -> set[str]:
        """Return what could have been meant."""
        used = {str(each) for note in self._whole for each in _each(note, name) if each}
        if name in _NAMING:
            return {form for person in self.people for form in (person.id, *person.forms)}
        return {*VALUES.get(name, ()), *used}

    @property
    def _whole(self) -> tuple[T_co, ...]:
        return self.notes if self.whole is None else self.whole


def _each(note: Note, name: str) -> tuple[object, ...]:
    value = note.documents if name == "document" else getattr(note, name)
    return value if isinstance(value, tuple) else (value,)


def _askings(value: object, people: Mapping[str, Person]) -> frozenset[str]:
    """Return every folded name by which one value may be asked for."""
    if isinstance(value, Person):
        return _names(value)
    if str(value) in people:
        return _names(people[str(value)])
    return frozenset({fold("" if value is None else str(value))})


def _forms(note: Note) -> tuple[str, ...]:
    """Return what a note is called besides its id."""
    spanish = (note.spanish,) if isinstance(note, Term) and note.spanish else ()
    forms = note.forms if isinstance(note, (Person, Term)) else ()
    return (note.title, *forms, *spanish)


def _callings(note: Note) -> frozenset[str]:
    """Return every folded name of a note, with its id without the letter of its sort."""
    letter, _, rest = note.id.partition("-")
    short = rest if len(letter) == 1 and rest else note.id
    return frozenset(map(fold, (note.id, short, *_forms(note))))


def _names(person: Person) -> frozenset[str]:
    return frozenset(map(fold, (person.id, person.title, *person.forms)))


# ── order ────────────────────────────────────────────────────────────────────────────────────


def in_time(notes: Iterable[T_co]) -> tuple[T_co, ...]:
    """Return notes in the order of time; those of one date as they came, those without one last.

    Examples
    --------
    >>> from casestudy.dates import read_date
    >>> def event(id, date):
    ...     return Event(id, id, (), "events.md", 3, read_date(date), "", "stated", ())
    >>> found = [event("open", "3 May 2024"), event("vote", "2024"), event("shut", "3 May 2024")]
    >>> [note.id for note in in_time(found)]
    ['vote', 'open', 'shut']
    """
    return tuple(sorted(notes, key=_when))


def _when(note: Note) -> tuple[date, date]:
    dated: Date | None = getattr(note, "date", None)
    return (dated.earliest, dated.latest) if dated else (date.max, date.max)


# ── text ─────────────────────────────────────────────────────────────────────────────────────


def citations(passages: Iterable[Passage]) -> str:
    """Return where some passages stand, each document named once.

    Examples
    --------
    >>> from casestudy.documents import Passage
    >>> citations([Passage("gazette", 0, 2, "It", number=number) for number in (4, 7)])
    'gazette ¶4, ¶7'
    """
    places: dict[str, dict[str, None]] = {}
    for passage in passages:
        place = passage.citation.removeprefix(passage.document).lstrip(", ")
        places.setdefault(passage.document, {})[place] = None
    return "; ".join(f"{name} {', '.join(found)}" for name, found in places.items())


def details(note: Note) -> list[tuple[str, str]]:
    """Return the fields of a note that are not empty, as names and words.

    Examples
    --------
    >>> details(Person("mayor", "Zoë Núñez", (), "people.md", 3, "person", ("Zoë Núñez",)))
    [('kind', 'person'), ('forms', 'Zoë Núñez')]
    """
    names = [each.name for each in fields(note) if each.name not in {*_HIDDEN, *_APART}]
    shown = ((name, _each(note, name)) for name in names)
    worded = ((name, ", ".join(_word(each) for each in values)) for name, values in shown)
    return [(name.replace("_", " "), words) for name, words in worded if words]


_APART = frozenset({"id", "title", "explanation", "may_conclude", "cannot_conclude"})


def paragraphs(note: Note) -> list[tuple[str, str]]:
    """Return the longer texts of a note, each with its label; the first may have none."""
    found = [("", text) for text in note.more]
    if isinstance(note, Term):
        found.append(("", note.explanation))
    if isinstance(note, Disagreement):
        found += [("May conclude", text) for text in note.may_conclude]
        found += [("Cannot conclude", text) for text in note.cannot_conclude]
    return found


def _word(value: object) -> str:
    if isinstance(value, Person):
        return value.title
    return "" if value is None else str(value)


def _described(note: Note) -> Iterator[str]:
    yield from wrapped(f"{note.id}: {note.title}", "")
    for name, words in (*details(note), *paragraphs(note)):
        yield from wrapped(f"{name}: {words}" if name else words, "  ")
    for passage in note.grounds if isinstance(note, Disagreement) else ():
        yield from wrapped(f"{passage.text} ({passage.citation})", "    | ")
    for account in note.accounts:
        yield from wrapped(f"{account.document}: {account.text}", "  ")
        for passage in account.passages:
            yield from wrapped(f"{passage.text} ({passage.citation})", "    | ")


def _summed_up(note: Note) -> str:
    if isinstance(note, Term):
        spanish = f" ({note.spanish})" if note.spanish else ""
        return f"{note.title}{spanish}: {note.explanation}"
    return f"{note.title}  {citations(note.passages)}"


def _dated(note: Note) -> str:
    """Return the date of a note that has one, with a colon."""
    when = getattr(note, "date", None)
    return f"{when.text}: " if when else ""

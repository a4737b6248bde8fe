"""The reader of `seeds/notes/`: cards to notes, every quote found and every name known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from casestudy.cards import read_cards
from casestudy.dates import SAMPLES, read_date, read_typed
from casestudy.documents import QuoteError
from casestudy.errors import Complaint, did_you_mean
from casestudy.inline import plain
from casestudy.mentions import mentions
from casestudy.notes import (
    VALUES,
    Account,
    Claim,
    Disagreement,
    Event,
    Note,
    Notes,
    Person,
    Reaction,
    Statement,
    Term,
    in_time,
)
from casestudy.seedfile import read_text
from casestudy.text import fold, occurs, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from casestudy.cards import Answer, Card, Field, Quote
    from casestudy.dates import Date
    from casestudy.documents import Document, Passage

__all__ = ["FOLDER", "SORTS", "Book", "note_sources", "note_stamps", "read_notes"]

FOLDER = "seeds/notes"
"""Where a course keeps its notes."""


@dataclass(frozen=True, slots=True)
class Book:
    """All notes of a course.

    Parameters
    ----------
    people, events, statements, claims, reactions, disagreements, glossary : Notes
        One for each file of the folder.
    """

    people: Notes[Person]
    events: Notes[Event]
    statements: Notes[Statement]
    claims: Notes[Claim]
    reactions: Notes[Reaction]
    disagreements: Notes[Disagreement]
    glossary: Notes[Term]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note, file after file."""
        return tuple(note for name in SORTS for note in getattr(self, name))


@dataclass(frozen=True, slots=True)
class _Sort:
    """What a sort of note demands.

    Parameters
    ----------
    sort : type
        The value that it becomes.
    needs, may : tuple of str
        Fields that must and that may be there.
    read : callable
        Makes the value of a card; it refuses what only this sort has, and returns None where the
        value cannot be made.
    paragraphs : int
        How many paragraphs there are at least; the first is the title.
    """

    sort: type[Note]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    read: Callable[[_Desk, _Head], Note | None]
    paragraphs: int = 1


_Head = tuple[str, str, tuple[Account, ...], str, int]
"""What every note begins with: id, title, accounts, file, line."""


@dataclass(slots=True)
class _Desk:
    """A card while it is checked, what it may name, and what was found wrong so far."""

    card: Card
    sort: _Sort
    documents: Mapping[str, Document]
    people: Mapping[str, Person]
    ids: Mapping[str, str]
    complaints: list[Complaint]

    def refuse(self, line: int, wrong: str, cure: str) -> None:
        self.complaints.append(
            Complaint(self.card.file, line, f"note '{self.card.id}'", wrong, cure)
        )

    def field(self, name: str) -> Field | None:
        return next((each for each in self.card.fields if each.name == name), None)

    def value(self, name: str) -> str:
        found = self.field(name)
        return found.value if found else ""

    def line(self, name: str) -> int:
        found = self.field(name)
        return found.line if found else self.card.line


def note_sources(course: Path) -> dict[str, str]:
    """Return the text of each note file that a course has, by its name without ``.md``.

    Raises
    ------
    CourseError
        Where one cannot be read or is not UTF-8.
    """
    return {
        name: read_text(course, _path(name)) for name in SORTS if (course / _path(name)).is_file()
    }


def note_stamps(course: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of each note file: where they differ, the files changed."""
    stats = ((path.name, path.stat()) for path in sorted((course / FOLDER).glob("*.md")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def read_notes(
    sources: Mapping[str, str], documents: Mapping[str, Document]
) -> tuple[Book, tuple[Complaint, ...]]:
    r"""Read all note files, and say everything that is wrong with them at once.

    Parameters
    ----------
    sources : mapping of str to str
        The text of each file, by its name without ``.md``, such as ``people``. One without words
        has no notes.
    documents : mapping of str to Document
        The documents that notes quote.

    Returns
    -------
    book : Book
        The notes as far as they could be read; where there are complaints, use it only to find
        more of them.
    complaints : tuple of Complaint
        In the order of files and lines.

    Examples
    --------
    >>> lines = ["## mayor", "kind: preson", "forms: Núñez", "", "Zoë Núñez"]
    >>> _, complaints = read_notes({"people": "\n".join(lines)}, {})
    >>> print(next(each for each in complaints if "preson" in each.wrong))
    seeds/notes/people.md:2: note 'mayor': 'kind: preson' is not known: did you mean 'person'?
    """
    return _read(tuple(sources.items()), tuple(documents.items()))


@lru_cache(maxsize=1)  # a check asks twice: for what is wrong, and for what is there
def _read(
    texts: tuple[tuple[str, str], ...], known: tuple[tuple[str, Document], ...]
) -> tuple[Book, tuple[Complaint, ...]]:
    sources, documents = dict(texts), dict(known)
    cards, complaints = _cards(sources)
    ids = _ids(cards)
    people: dict[str, Person] = {}
    notes: dict[str, tuple[Note, ...]] = {}
    for name, sort in SORTS.items():
        found = [
            _note(_Desk(card, sort, documents, people, ids, complaints), broken=broken)
            for card, broken in cards[name]
        ]
        notes[name] = tuple(note for note in found if note)
        people |= {note.id: note for note in notes[name] if isinstance(note, Person)}
    book = _book(notes, people)
    complaints += _about_people(book.people, documents)
    complaints += _about_groups(book.statements)
    complaints += _about_rebuttals(book.claims)
    return book, tuple(sorted(set(complaints)))


def _book(notes: Mapping[str, tuple[Note, ...]], people: Mapping[str, Person]) -> Book:
    named = tuple(people.values())
    ordered = {**notes, "events": in_time(notes["events"])}
    found = {name: Notes(SORTS[name].sort, ordered[name], named) for name in SORTS}
    return Book(**found)  # type: ignore[arg-type]  # SORTS has the fields of Book, in its sorts


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.md"


# ── cards ────────────────────────────────────────────────────────────────────────────────────


def _cards(
    sources: Mapping[str, str],
) -> tuple[dict[str, list[tuple[Card, bool]]], list[Complaint]]:
    """Return the cards of each file, each with whether a slip stands in it, and the slips."""
    cards: dict[str, list[tuple[Card, bool]]] = {name: [] for name in SORTS}
    complaints: list[Complaint] = []
    for name, sort in SORTS.items():
        if name not in sources:
            complaints.append(Complaint(_path(name), 0, "", "the file is missing", "write it"))
            continue
        if not sources[name].removeprefix("\ufeff").strip():
            continue  # there is nothing to say yet
        names = (*sort.needs, *sort.may)
        found, slips = read_cards(
            sources[name], _path(name), names=names, noun="note", first=names[0]
        )
        broken = _broken(found, slips)
        cards[name] = [(card, card.line in broken) for card in found]
        complaints += slips
    complaints += _repeated(card for found in cards.values() for card, _ in found)
    return cards, complaints


def _broken(cards: Iterable[Card], slips: Iterable[Complaint]) -> set[int]:
    """Return the lines of the cards with a slip: their form would be judged wrongly."""
    starts = [card.line for card in cards]
    lines = [slip.line for slip in slips if slip.subject]
    return {max((start for start in starts if start <= line), default=0) for line in lines}


def _repeated(cards: Iterable[Card]) -> Iterator[Complaint]:
    """Complain of ids that another file has; within a file the reader of cards does."""
    first: dict[str, Card] = {}
    for card in cards:
        other = first.setdefault(card.id, card)
        if other.file != card.file:
            wrong = f"the id '{card.id}' is already that of {other.file}:{other.line}"
            yield Complaint(card.file, card.line, f"note '{card.id}'", wrong, "give each its own")


def _ids(cards: Mapping[str, Iterable[tuple[Card, bool]]]) -> dict[str, str]:
    """Return the file that each id belongs to."""
    ids: dict[str, str] = {}
    for name, found in cards.items():
        for card, _ in found:
            ids.setdefault(card.id, name)
    return ids


# ── one note ─────────────────────────────────────────────────────────────────────────────────


def _note(desk: _Desk, *, broken: bool) -> Note | None:
    card = desk.card
    _check_fields(desk)
    accounts = tuple(
        account for answer in card.answers if (account := _account(desk, answer, broken=broken))
    )
    if not broken:
        _check_body(desk)
    title = plain(card.stem[0]) if card.stem else card.id
    note = desk.sort.read(desk, (card.id, title, accounts, card.file, card.line))
    more = tuple(map(plain, card.stem[desk.sort.paragraphs :]))
    return replace(note, more=more) if note and more else note


def _check_fields(desk: _Desk) -> None:
    known = (*desk.sort.needs, *desk.sort.may)
    seen: set[str] = set()
    for each in desk.card.fields:
        if each.name not in known:
            wrong = f"the field '{each.name}' is not known"
            desk.refuse(each.line, wrong, _offer(each.name, known))
        elif each.name in seen:
            desk.refuse(each.line, f"the field '{each.name}' is there twice", "leave one")
        seen.add(each.name)
    if not desk.card.fields:
        return  # the reader of cards has said so
    for name in desk.sort.needs:
        if name not in seen:
            cure = f"write '{name}: …' under '## {desk.card.id}'"
            if name in VALUES:
                cure += f"; it is one of {', '.join(map(repr, sorted(VALUES[name])))}"
            desk.refuse(desk.card.line, f"the field '{name}' is missing", cure)


def _check_body(desk: _Desk) -> None:
    card = desk.card
    if not card.stem:
        desk.refuse(card.line, "the note has no title", "write it under the fields, on one line")
    elif len(card.stem) < desk.sort.paragraphs:
        desk.refuse(card.line, "the note explains nothing", "write a paragraph under its title")
    if card.quotes:
        wrong = "a quotation stands under no account"
        desk.refuse(card.quotes[0].line, wrong, "put it under a line '- [document] …'")
    if card.table:
        desk.refuse(card.table.line, "a note has no table", "delete it, or write it as accounts")
    if not card.answers:
        cure = "write '- [document] what it says', and the words quoted under it"
        desk.refuse(card.line, "the note rests on no passage", cure)
    if card.listing == "numbered":
        desk.refuse(card.answers[0].line, "accounts are not numbered", _ACCOUNT)
    for model in card.models if desk.sort.sort is not Disagreement else ():
        desk.refuse(model.line, f"'### {model.title}' has no place in this file", "delete it")


_ACCOUNT = "write '- [document] what it says'"
_DOCUMENT = re.compile(r"\[([^\]]*)\]\s*(.*)")


def _account(desk: _Desk, answer: Answer, *, broken: bool) -> Account | None:
    """Return what a line says of a document, and refuse what it lacks."""
    found = _DOCUMENT.fullmatch(answer.text)
    if answer.box is not None or not found:
        if not broken:
            wrong = f"'{shortened(answer.text)}' does not begin with a document"
            desk.refuse(answer.line, wrong, _ACCOUNT)
        return None
    name, text = found[1], plain(found[2])
    if name not in desk.documents:
        wrong = f"there is no document '{name}'"
        desk.refuse(answer.line, wrong, _offer(name, desk.documents))
    elif not text:
        desk.refuse(answer.line, f"nothing is said of '{name}'", _ACCOUNT)
    if answer.feedback and not broken:
        wrong = f"'{shortened(answer.feedback[0])}' is a paragraph under an account"
        desk.refuse(answer.line, wrong, "say it in the account's own line")
    if not answer.quotes and not broken:
        desk.refuse(answer.line, f"the account of '{name}' quotes no words", _quote_cure(name))
    for quote in answer.quotes:
        # an unknown name is no name for a quotation to follow
        if quote.document != name and name in desk.documents:
            wrong = f"the words are from '{quote.document}', the account from '{name}'"
            desk.refuse(quote.end, wrong, f"write '> -- {name}', or give each its own account")
    return Account(name, text, _passages(desk, answer.quotes))


def _quote_cure(name: str) -> str:
    return f"write '> words' under it, indented by 4 spaces, and '> -- {name}' in the next line"


def _passages(desk: _Desk, quotes: Iterable[Quote]) -> tuple[Passage, ...]:
    found = (_passage(desk, quote) for quote in quotes)
    return tuple(passage for passage in found if passage)


def _passage(desk: _Desk, quote: Quote) -> Passage | None:
    if quote.document not in desk.documents:
        wrong = f"there is no document '{quote.document}'"
        desk.refuse(quote.end, wrong, _offer(quote.document, desk.documents))
        return None
    try:
        return desk.documents[quote.document].quote(quote.words)
    except QuoteError as error:
        desk.refuse(quote.line, error.wrong, error.cure)
        return None


# ── fields ───────────────────────────────────────────────────────────────────────────────────


def _one_of(desk: _Desk, name: str) -> str:
    """Return the value of a field that has one of a few, and refuse any other."""
    value = desk.value(name)
    if value and value not in VALUES[name]:
        wrong = f"'{name}: {value}' is not known"
        desk.refuse(desk.line(name), wrong, _offer(value, VALUES[name]))
    return value


def _some_of(desk: _Desk, name: str) -> tuple[str, ...]:
    """Return the values of a field that has some of a few; ``none`` stands alone."""
    values = _list(desk.value(name))
    known = (*VALUES[name], "none")
    for each in values:
        if each not in known:
            wrong = f"'{each}' is not known in '{name}'"
            desk.refuse(desk.line(name), wrong, _offer(each, known))
    if "none" in values and len(values) > 1:
        desk.refuse(desk.line(name), f"'{name}' says none, and yet some", "leave one of the two")
    return tuple(each for each in values if each != "none")


def _date(desk: _Desk) -> Date | None:
    value = desk.value("date")
    found = read_date(value)
    if value and not found:
        desk.refuse(desk.line("date"), f"'date: {value}' cannot be read", _dated(value))
    return found


_IN_FORM = re.compile(r"[0-9]{1,2} [A-Z][a-z]{2,} [0-9]{4}")


def _dated(value: str) -> str:
    """Return how a date is written; one in another form is written out."""
    readings = read_typed(value)
    if readings:
        return "write " + " or ".join(f"'{each}'" for each in readings)
    if all(_IN_FORM.fullmatch(each) for each in value.split(" to ")):
        return "write days that the calendar has, the earlier one first"
    samples = ", ".join(f"'{each}'" for each in SAMPLES.values())
    return f"write it like one of {samples}"


def _person(desk: _Desk, name: str) -> Person | None:
    value = desk.value(name)
    return desk.people.get(value) if value and _known(desk, name, value, ("people",)) else None


def _ids_in(desk: _Desk, name: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids that a field names, and refuse those that no note of some files has."""
    values = _list(desk.value(name))
    for each in values:
        _known(desk, name, each, files)
    return tuple(dict.fromkeys(values))


def _known(desk: _Desk, name: str, value: str, files: tuple[str, ...]) -> bool:
    if desk.ids.get(value) in files:
        return True
    known = [each for each, file in desk.ids.items() if file in files]
    called = [
        person.id
        for person in desk.people.values()
        if fold(value) in map(fold, (person.title, *person.forms))
    ]
    places = " or ".join(f"{file}.md" for file in files)
    cure = f"write '{called[0]}'" if called and "people" in files else _offer(value, known)
    desk.refuse(
        desk.line(name), f"'{name}' names '{value}', which is no id of {places}", cure or "add it"
    )
    return False


def _documents_in(desk: _Desk, name: str) -> tuple[str, ...]:
    values = _list(desk.value(name))
    for each in values:
        if each not in desk.documents:
            wrong = f"there is no document '{each}'"
            desk.refuse(desk.line(name), wrong, _offer(each, desk.documents))
    return tuple(values)


def _forms(desk: _Desk, value: str) -> tuple[str, ...]:
    """Return the forms of a name or a term, and refuse those that no document has."""
    written = _list(value, "|")
    for each in written:
        if not any(occurs(each, document.text) for document in desk.documents.values()):
            wrong = f"the form '{each}' occurs in no document"
            cure = "write it as the documents do, or delete it"
            parted = f"write '{' | '.join(_list(each))}'" if "," in each else cure
            desk.refuse(desk.line("forms"), wrong, parted)
    return tuple(dict.fromkeys(written))


def _list(value: str, mark: str = ",") -> list[str]:
    return [each.strip() for each in value.split(mark) if each.strip()]


def _offer(word: str, known: Iterable[str]) -> str:
    return did_you_mean(word, known) or "write it as it is in the course"


# ── what each sort has of its own ────────────────────────────────────────────────────────────


def _read_person(desk: _Desk, head: _Head) -> Person:
    forms = dict.fromkeys((head[1], *_forms(desk, desk.value("forms") or head[1])))
    return Person(*head, kind=_one_of(desk, "kind"), forms=tuple(forms))


def _read_event(desk: _Desk, head: _Head) -> Event | None:
    date, status = _date(desk), _one_of(desk, "status")
    involves = _ids_in(desk, "involves", ("people",))
    if date is None:
        return None
    return Event(*head, date=date, time=desk.value("time"), status=status, involves=involves)


def _read_statement(desk: _Desk, head: _Head) -> Statement:
    group = desk.value("group")
    if group and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", group):
        wrong = f"'group: {group}' is no id"
        desk.refuse(desk.line("group"), wrong, "write small letters, digits and hyphens")
    return Statement(
        *head,
        mode=_one_of(desk, "mode"),
        speaker=_person(desk, "speaker"),
        role=desk.value("role"),
        venue=desk.value("venue"),
        via=desk.value("via"),
        date=_date(desk),
        group=group,
    )


def _read_claim(desk: _Desk, head: _Head) -> Claim | None:
    holder, norm = _person(desk, "holder"), desk.value("norm")
    rebuts = _ids_in(desk, "rebuts", ("claims",))
    cited = [account.document for account in head[2] if account.document in desk.documents]
    if norm and not any(occurs(norm, desk.documents[name].text) for name in cited):
        wrong = f"the norm '{norm}' is not in {' or '.join(dict.fromkeys(cited)) or 'a document'}"
        desk.refuse(desk.line("norm"), wrong, "write it as a document of the claim names it")
    if holder is None:
        return None
    return Claim(*head, holder=holder, norm=norm, fact=desk.value("fact"), rebuts=rebuts)


def _read_reaction(desk: _Desk, head: _Head) -> Reaction | None:
    actor, date, words = _person(desk, "actor"), _date(desk), _some_of(desk, "words")
    instruments = _ids_in(desk, "instruments", ("people",))
    deeds = tuple(each for each in _list(desk.value("deeds"), ";") if each != "none")
    if actor is None:
        return None
    return Reaction(
        *head, actor=actor, date=date, words=words, deeds=deeds, instruments=instruments
    )


def _read_disagreement(desk: _Desk, head: _Head) -> Disagreement:
    weight = _one_of(desk, "weight")
    conclusions = {title: _conclusion(desk, title) for title in ("May conclude", "Cannot conclude")}
    grounds = [each for model in desk.card.models for each in _passages(desk, model.quotes)]
    silent, absent = _silence(desk)
    return Disagreement(
        *head,
        relation=_one_of(desk, "relation"),
        weight=int(weight) if weight in VALUES["weight"] else 0,
        about=_ids_in(desk, "about", ("people", "events")),
        silent=silent,
        absent=absent,
        may_conclude=conclusions["May conclude"],
        cannot_conclude=conclusions["Cannot conclude"],
        grounds=tuple(grounds),
    )


def _conclusion(desk: _Desk, title: str) -> tuple[str, ...]:
    models = [model for model in desk.card.models if model.title == title]
    text = tuple(plain(each) for model in models for each in model.paragraphs)
    if not text:
        cure = f"write a line '### {title}' and a paragraph under it, at the end of the note"
        desk.refuse(models[0].line if models else desk.card.line, f"'{title}' says nothing", cure)
    for model in models[1:]:
        desk.refuse(model.line, f"'### {title}' is there twice", "make one of both")
    return text


def _silence(desk: _Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the silent documents and the words that are absent, and refuse those that occur."""
    silent, absent = _documents_in(desk, "silent"), tuple(_list(desk.value("absent")))
    for one, other in (("silent", "absent"), ("absent", "silent")):
        if desk.field(one) and not desk.field(other):
            wrong = f"'{one}' is there without '{other}'"
            desk.refuse(desk.line(one), wrong, f"write '{other}: …' as well")
    if desk.value("relation") == "silence" and not (silent or absent):
        wrong = "a silence names no document that keeps silent"
        desk.refuse(desk.line("relation"), wrong, "write 'silent: document' and 'absent: words'")
    for name in (each for each in silent if each in desk.documents):
        for words in absent:
            if occurs(words, desk.documents[name].text):
                wrong = f"'{words}' occurs in {name}, which is said to be silent"
                desk.refuse(desk.line("absent"), wrong, "choose words that are absent")
    return silent, absent


def _read_term(desk: _Desk, head: _Head) -> Term:
    text = plain(desk.card.stem[1]) if len(desk.card.stem) > 1 else ""
    if len(text.split()) > _EXPLAINED:
        wrong = f"the explanation has {len(text.split())} words"
        desk.refuse(desk.card.line, wrong, f"say it in {_EXPLAINED}, in plain words")
    return Term(
        *head,
        spanish=desk.value("spanish"),
        forms=_forms(desk, desk.value("forms")),
        explanation=text,
    )


_EXPLAINED = 40


SORTS: dict[str, _Sort] = {
    "people": _Sort(Person, ("kind",), ("forms",), _read_person),
    "events": _Sort(Event, ("date", "status"), ("time", "involves"), _read_event),
    "statements": _Sort(
        Statement,
        ("mode",),
        ("speaker", "role", "venue", "via", "date", "group"),
        _read_statement,
    ),
    "claims": _Sort(Claim, ("holder",), ("norm", "fact", "rebuts"), _read_claim),
    "reactions": _Sort(
        Reaction, ("actor", "words"), ("date", "deeds", "instruments"), _read_reaction
    ),
    "disagreements": _Sort(
        Disagreement,
        ("relation", "weight"),
        ("about", "absent", "silent"),
        _read_disagreement,
    ),
    "glossary": _Sort(Term, ("forms",), ("spanish",), _read_term, paragraphs=2),
}
"""What each sort of note demands, by its file's name: the one place to look."""


# ── what is wrong between notes ──────────────────────────────────────────────────────────────


def _about_people(
    people: Iterable[Person], documents: Mapping[str, Document]
) -> Iterator[Complaint]:
    """Complain of a form that two people share, and of documents that no account tells of."""
    owners: dict[str, Person] = {}
    for person in people:
        for form in person.forms:
            other = owners.setdefault(fold(form), person)
            if other is not person:
                wrong = f"the form '{form}' is also one of '{other.id}'"
                cure = "write a longer form that only one of the two has, and delete this one"
                yield _of(person, wrong, cure)
    named = {person.id: person for person in people}
    for name, document in documents.items():
        first = {each.name: each for each in reversed(mentions(document, named.values()))}
        for found in first.values():
            if name not in named[found.name].documents:
                place = document.span(found.start, found.end).citation
                wrong = f"'{found.text}' stands in {place}, and no account tells of it there"
                cure = f"write '- [{name}] …' with its words"
                # a text that was just added is not yet told of, and can be read all the same
                yield _of(named[found.name], wrong, cure, sort="advice")


def _about_groups(statements: Iterable[Statement]) -> Iterator[Complaint]:
    """Complain of groups with a single member."""
    groups = [statement.group for statement in statements]
    for statement in statements:
        if statement.group and groups.count(statement.group) == 1:
            wrong = f"no other statement is of the group '{statement.group}'"
            near = did_you_mean(statement.group, {*groups} - {statement.group, ""})
            cure = "delete 'group', or give it to the other wordings"
            yield _of(statement, wrong, near if near.startswith("did") else cure)


def _about_rebuttals(claims: Notes[Claim]) -> Iterator[Complaint]:
    """Complain of claims that rebut one of their own holder."""
    holders = {claim.id: claim.holder.id for claim in claims}
    for claim in claims:
        for each in claim.rebuts:
            if holders.get(each) == claim.holder.id:
                wrong = f"it rebuts '{each}', which the same holder asserts"
                yield _of(claim, wrong, "name a claim of somebody else")


def _of(note: Note, wrong: str, cure: str, sort: str = "error") -> Complaint:
    return Complaint(note.file, note.line, f"note '{note.id}'", wrong, cure, sort)

"""Tables: notes, mentions, hits and shared passages as pandas tables, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.asof import AsOf
from casestudy.mentions import Hit, Hits, Mention, Mentions
from casestudy.notes import Account, Note, Notes, citations, tabulate
from casestudy.notespage import Comparison
from casestudy.reuse import Overlap, Reuse, Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pandas import DataFrame

__all__ = ["COLUMNS", "Column", "table"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name, dtype, meaning : str
        What it is called, what pandas keeps it as, and what stands in it.
    value : callable
        Takes a note and returns what stands in its row.
    """

    name: str
    dtype: str
    meaning: str
    value: Callable[[Any], object]


def _text(name: str, meaning: str, value: Callable[[Any], object] | None = None) -> Column:
    return Column(name, "string", meaning, value or (lambda note: getattr(note, name)))


def _list(name: str, meaning: str, between: str = "; ") -> Column:
    return _text(name, meaning, lambda note: between.join(getattr(note, name)))


def _number(name: str, meaning: str) -> Column:
    return Column(name, "int64", meaning, lambda note: getattr(note, name))


def _person(name: str, meaning: str) -> Column:
    def title(note: object) -> str:
        person = getattr(note, name)
        return person.title if person else ""

    return _text(name, meaning, title)


def _day(name: str, meaning: str) -> Column:
    def day(note: Any) -> object:  # noqa: ANN401 - whatever has a date
        return getattr(note.date, name) if note.date else None

    return Column(name, "datetime64[s]", meaning, day)


def _written(note: Any) -> str:  # noqa: ANN401 - whatever has a date
    return str(note.date.text) if note.date else ""


_ID = _text("id", "the note's id, the table's index")
_TITLE = _text("title", "what it is about")
_DATES = (
    _text("date", "the date as written; empty where there is none", _written),
    _day("earliest", "the first day that it may have been"),
    _day("latest", "the last day that it may have been"),
)
_SOURCES = (
    _list("documents", "the documents that tell of it, by id"),
    _text("citations", "where its words stand", lambda note: citations(note.passages)),
)
_SPAN = (
    _number("start", "where it begins in the document's text, in code points"),
    _number("end", "where it ends, half-open"),
)


def _words(meaning: str, between: str) -> Column:
    return _text("words", meaning, lambda note: between.join(each.text for each in note.passages))


COLUMNS: dict[str, tuple[Column, ...]] = {
    "Person": (
        _ID,
        _TITLE,
        _text("kind", "person, state, organisation, place, court or instrument"),
        _list("forms", "every form of the name", " | "),
        *_SOURCES,
    ),
    "Event": (
        _ID,
        _TITLE,
        *_DATES,
        _text("precision", "day, month, year or range", lambda note: note.date.precision),
        _text("time", "the time of day as the documents give it"),
        _text("status", "stated, inferred or disputed"),
        _list("involves", "ids of people"),
        *_SOURCES,
    ),
    "Statement": (
        _ID,
        _TITLE,
        _text("mode", "direct, reported or scare"),
        _person("speaker", "who said it; empty where nobody is named"),
        _text("role", "the speaker's role as the text gives it"),
        _text("venue", "where it was said"),
        _text("via", "who relays it"),
        *_DATES,
        _text("group", "shared by wordings of one utterance"),
        _words("the words", " / "),
        *_SOURCES,
    ),
    "Claim": (
        _ID,
        _TITLE,
        _person("holder", "who asserts it"),
        _text("norm", "the rule it rests on, as a document names it"),
        _text("fact", "what it takes to have happened"),
        _list("rebuts", "ids of the claims that it answers"),
        *_SOURCES,
    ),
    "Reaction": (
        _ID,
        _TITLE,
        _person("actor", "who reacted"),
        _text("kind", "what the actor is, such as state", lambda note: note.actor.kind),
        *_DATES,
        _list("words", "what was said, in the terms of the notes"),
        _list("deeds", "what was done"),
        _list("instruments", "ids of the instruments named"),
        *_SOURCES,
    ),
    "Disagreement": (
        _ID,
        _TITLE,
        _text("relation", "conflict, variant, translation, silence or dependence"),
        _number("weight", "1 to 3: how much hangs on it"),
        _list("about", "ids of what it touches"),
        _list("silent", "ids of the documents that keep silent"),
        _list("absent", "words that do not occur in these"),
        _list("may_conclude", "what may be concluded", "\n"),
        _list("cannot_conclude", "what may not be concluded", "\n"),
        *_SOURCES,
    ),
    "Term": (
        _ID,
        _TITLE,
        _text("spanish", "the Spanish term; empty where there is none"),
        _list("forms", "the term as the documents have it", " | "),
        _text("explanation", "what it means, in plain words"),
        *_SOURCES,
    ),
    "Mention": (
        _text("document", "the document's id"),
        *_SPAN,
        _text("text", "the name as it stands there"),
        _text("name", "the id of the person"),
    ),
    "Hit": (
        _text("document", "the document's id"),
        Column("start", "int64", _SPAN[0].meaning, lambda hit: hit.passage.start),
        Column("end", "int64", _SPAN[1].meaning, lambda hit: hit.passage.end),
        _text("text", "the words as they stand there", lambda hit: hit.passage.text),
        _text("context", "the words in their line"),
        _text("citation", "the document's id and the ¶ number"),
    ),
    "Shared": (
        _text("one", "a document's id", lambda shared: shared.one.document),
        _text("two", "the other document's id", lambda shared: shared.two.document),
        _number("words", "how many words they share here"),
        Column("formula", "bool", "whether it is a formula", lambda shared: shared.formula),
        _text("text", "the words as the one has them", lambda shared: shared.one.text),
        _text("other", "the words as the other has them", lambda shared: shared.two.text),
        _text(
            "citations",
            "where they stand in both",
            lambda shared: citations((shared.one, shared.two)),
        ),
    ),
    "Account": (
        _text("document", "the document's id"),
        _text("text", "what it says, in our words"),
        _words("its own words", " … "),
        _text("citations", "where they stand", lambda account: citations(account.passages)),
    ),
    "Place": (
        _text("person", "who it is, or the number of the seat"),
        _number("group", "the group, from 1"),
        _text("role", "what the person is there"),
        _text("side", "the party that is argued for; empty for none"),
        _text("then", "the party after the sides have changed; empty for none"),
    ),
    "Note": (
        _ID,
        _text("sort", "event, statement or reaction", lambda note: type(note).__name__.lower()),
        _TITLE,
        *_DATES,
        *_SOURCES,
    ),
}
"""The columns of each table, by the type of what stands in a row."""


def table(values: Iterable[object], sort: type | None = None) -> DataFrame:
    """Return values as a pandas table, one row each, in their order.

    Parameters
    ----------
    values : iterable
        Notes of one sort, mentions, hits, shared passages, or whatever else has columns below.
    sort : type, optional
        What they are. If not given, it is known from the values.

    Returns
    -------
    pandas.DataFrame
        A note's id is the index; the others are counted from 0. In a notebook, no text is cut.
        Without values it has the same columns. Texts are empty where there is nothing, and a
        date is NaT. The columns are:

    Raises
    ------
    TypeError
        Where there is no value and no sort, or none that has a table.

    Examples
    --------
    >>> from casestudy.mentions import Mention
    >>> table([Mention("gazette", 4, 9, "Núñez", "mayor")])
      document  start  end   text   name
    0  gazette      4    9  Núñez  mayor
    """
    from casestudy.frame import Frame  # noqa: PLC0415 - heavy, and only for tables

    values = tuple(values)
    name = (sort or type(next(iter(values), None))).__name__
    if name not in COLUMNS:
        message = f"There is no table of {name}. There are tables of {', '.join(COLUMNS)}."
        raise TypeError(message)
    columns = COLUMNS[name]
    found = {each.name: [each.value(value) for value in values] for each in columns}
    frame = Frame(found).astype({each.name: each.dtype for each in columns})
    return frame.set_index("id") if columns[0] is _ID else frame


def _documented() -> str:
    """Return the columns of every table, for the docstring: written once, in `COLUMNS`."""
    lines: list[str] = []
    for name, columns in COLUMNS.items():
        lines += [f"        {name}"]
        lines += [f"            {each.name} ({each.dtype}) : {each.meaning}" for each in columns]
    return "\n".join(lines)


if table.__doc__:  # nothing is documented where Python was told to leave docstrings out
    table.__doc__ = table.__doc__.replace(
        "The columns are:\n", f"The columns are:\n\n{_documented()}\n"
    )


@tabulate.register(Notes)
def _notes(notes: Notes[Any]) -> DataFrame:
    return table(notes, notes.sort)


@tabulate.register(Mentions)
def _mentions(mentions: Mentions) -> DataFrame:
    return table(mentions, Mention)


@tabulate.register(Hits)
def _hits(hits: Hits) -> DataFrame:
    return table(hits, Hit)


@tabulate.register(Overlap)
def _overlap(overlap: Overlap) -> DataFrame:
    return table(overlap.passages, Shared)


@tabulate.register(Reuse)
def _reuse(reuse: Reuse) -> DataFrame:
    return table([each for pair in reuse for each in pair.passages], Shared)


@tabulate.register(Comparison)
def _comparison(comparison: Comparison) -> DataFrame:
    return table(comparison.disagreement.accounts, Account)


@tabulate.register(AsOf)
def _as_of(view: AsOf) -> DataFrame:
    return table([*view.events, *view.statements, *view.reactions], Note)

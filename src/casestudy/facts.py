"""Agreed and contested facts, made of the notes: what independent texts tell, and what not."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from casestudy.board import arranged, board_sheet, card, entry, note_name, weighed
from casestudy.html import box, rights
from casestudy.notes import (
    HEAVIEST,
    Disagreement,
    Event,
    citations,
    page,
    tabulate,
)
from casestudy.notespage import account_lines
from casestudy.strings import say
from casestudy.text import wrapped
from casestudy.witnesses import joined, witnesses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pandas import DataFrame

    from casestudy.documents import Document, Passage

__all__ = ["LEAST", "Fact", "Facts", "facts"]

LEAST = 2
"""Independent witnesses from which on an event is agreed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with the independent witnesses that tell of it.

    Parameters
    ----------
    event : Event
        The note.
    witnesses : tuple of tuple of str
        One for each independent witness: the documents that are one.
    contested : tuple of Disagreement
        The conflicts and heavy variants about it.
    """

    event: Event
    witnesses: tuple[tuple[str, ...], ...]
    contested: tuple[Disagreement, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that tell of it."""
        return self.event.passages


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What is agreed in a case and what is contested. Made by ``case.facts()``.

    Nothing in it is typed by hand: it is worked out from events, disagreements and shared
    passages. It holds no key.

    Parameters
    ----------
    agreed : tuple of Fact
        Events that two or more independent witnesses tell of, without a conflict about them.
    partly : tuple of Fact
        Events that as many tell of, each with the conflicts about it: that it happened is agreed.
    disputed : tuple of Fact
        Events that their notes call disputed, however many tell of them.
    single : tuple of Fact
        Other events that one witness alone tells of. They are neither agreed nor contested.
    contested : tuple of Disagreement
        Conflicts, and variants of the greatest weight, the heaviest first.
    documents : mapping of str to Document
        The documents, for their rights notices.
    """

    agreed: tuple[Fact, ...]
    partly: tuple[Fact, ...]
    disputed: tuple[Fact, ...]
    single: tuple[Fact, ...]
    contested: tuple[Disagreement, ...]
    documents: Mapping[str, Document]

    def table(self) -> DataFrame:
        """Return events and contested points as a table, one row each."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return the lists as an outline, each line with where its words stand."""
        return "\n".join(_outline(self))

    def _repr_html_(self) -> str:
        return page(self)


def facts(
    events: Iterable[Event],
    disagreements: Iterable[Disagreement],
    documents: Mapping[str, Document],
    *,
    formulae: Collection[str] = (),
) -> Facts:
    """Work out what is agreed and what is contested.

    Parameters
    ----------
    events, disagreements : iterable of note
        The notes of the case.
    documents : mapping of str to Document
        The documents.
    formulae : collection of str
        Names that everybody writes alike, as for `casestudy.reuse.shared`.

    Notes
    -----
    An event is agreed where at least `LEAST` independent witnesses tell of it
    (`casestudy.witnesses.witnesses`) and no conflict names it in ``about``. Where one does, the
    event is agreed in part: the conflict may be about who, how or when. What a note calls disputed
    is never agreed, and has a list of its own: each event is in one list. A heavy variant does not
    undo an agreement, since both may be true; it stands beside the event and among what is
    contested.
    """
    notes = tuple(disagreements)
    pairs = joined(tuple(documents.values()), notes, formulae=formulae)
    contested = tuple(note for note in notes if _is_contested(note))
    found = [
        Fact(event, witnesses(event, pairs), tuple(n for n in contested if event.id in n.about))
        for event in events
    ]
    return Facts(
        **{name: tuple(f for f in found if _standing(f) == name) for name in _STANDINGS},
        contested=tuple(sorted(arranged(contested), key=lambda note: -note.weight)),
        documents=documents,
    )


def _is_contested(note: Disagreement) -> bool:
    return note.relation == "conflict" or (note.relation == "variant" and note.weight == HEAVIEST)


_STANDINGS = ("agreed", "partly", "disputed", "single")


def _standing(fact: Fact) -> str:
    """Return in which list an event stands."""
    if fact.event.status == "disputed":
        return "disputed"
    if len(fact.witnesses) < LEAST:
        return "single"
    return "partly" if any(note.relation == "conflict" for note in fact.contested) else "agreed"


# ── text ─────────────────────────────────────────────────────────────────────────────────────

_LISTS = ("agreed", "partly", "disputed", "contested", "single")


def _outline(found: Facts) -> Iterator[str]:
    for name in _LISTS:
        each = getattr(found, name)
        yield from wrapped(f"{say(f'facts {name}')} ({len(each)})")
        yield from wrapped(say(f"facts {name} how", least=LEAST))
        for one in each:
            yield from _line(one)
        yield ""
    yield from wrapped(say("facts independent"))


def _line(one: Fact | Disagreement) -> Iterator[str]:
    if isinstance(one, Disagreement):
        yield from entry(one.title, f"{_kind(one)} · {citations(one.passages)}")
        return
    event = one.event
    rest = f"{_told(one)} · {citations(one.passages)}"
    yield from entry(f"{_when(event)}: {event.title}", rest)
    for note in one.contested:
        yield from entry(f"  {say('facts but', title=note.title)}", "")


def _kind(note: Disagreement) -> str:
    return f"{say(f'relation {note.relation}')}, {weighed(note)}"


def _when(event: Event) -> str:
    """Return the date of an event, with how it is known where the texts do not state it."""
    return say(f"dated {event.status}", date=event.date.text)


def _told(fact: Fact) -> str:
    """Return how many witnesses there are, and which documents count as one."""
    count = len(fact.witnesses)
    said = say("witness") if count == 1 else say("witnesses", count=count)
    same = [group for group in fact.witnesses if len(group) > 1]
    joint = (say("one witness", documents=" and ".join(group)) for group in same)
    return " · ".join((said, *joint))


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────


@page.register(Facts)
def _facts_page(found: Facts) -> str:
    parts: list[str] = []
    for name in _LISTS:
        each = getattr(found, name)
        parts.append(f"<h3>{escape(say(f'facts {name}'))} <small>({len(each)})</small></h3>")
        parts.append(f"<p>{escape(say(f'facts {name} how', least=LEAST))}</p>")
        inner = [card(one) if isinstance(one, Disagreement) else _fact(one) for one in each]
        lines = box("cs-lines", inner)
        # what one witness alone tells is long, and no part of an agreed record
        closed = f"<details><summary>{escape(say('facts open'))}</summary>{lines}</details>"
        parts.append(closed if name == "single" and inner else lines)
    parts.append(f"<p><small>{escape(say('facts independent'))}</small></p>")
    return board_sheet([*parts, rights(_shown(found), found.documents)])


def _shown(found: Facts) -> set[str]:
    told = (fact for name in _STANDINGS for fact in getattr(found, name))
    passages = [each for fact in told for each in fact.passages]
    passages += [each for note in found.contested for each in (*note.passages, *note.grounds)]
    return {passage.document for passage in passages}


def _fact(fact: Fact) -> str:
    event = fact.event
    seen = (
        f"{escape(_when(event))} · <strong>{escape(event.title)}</strong> "
        f"<small>{escape(f'{_told(fact)} · {citations(fact.passages)}')}</small>"
    )
    return f"<details><summary>{seen}</summary>{''.join(_inside(fact))}</details>"


def _inside(fact: Fact) -> Iterator[str]:
    yield from (f"<p>{escape(text)}</p>" for text in fact.event.more)
    yield from account_lines(fact.event)
    for note in fact.contested:
        yield f"<p><em>{escape(say('facts but', title=note.title))}</em></p>"
    yield f'<p class="cs-small">{escape(note_name(fact.event))}</p>'


# ── table ────────────────────────────────────────────────────────────────────────────────────


@tabulate.register(Facts)
def _facts_table(found: Facts) -> DataFrame:
    from casestudy.frame import Frame  # noqa: PLC0415 - heavy, and only for tables

    rows = [row for name in _LISTS for one in getattr(found, name) for row in [_row(name, one)]]
    return Frame(rows, columns=list(_COLUMNS)).astype(_COLUMNS).set_index("id")


_COLUMNS = {
    "id": "string",
    "standing": "string",
    "title": "string",
    "date": "string",
    "witnesses": "int64",
    "documents": "string",
    "contested": "string",
    "citations": "string",
}
"""The columns of the table; ``contested`` has the ids of what is contested about an event."""


def _row(standing: str, one: Fact | Disagreement) -> Sequence[object]:
    if isinstance(one, Disagreement):
        told = "; ".join(one.documents)
        return (one.id, standing, one.title, "", 0, told, "", citations(one.passages))
    event = one.event
    about = "; ".join(note.id for note in one.contested)
    told = "; ".join(" = ".join(group) for group in one.witnesses)
    count = len(one.witnesses)
    places = citations(one.passages)
    return (event.id, standing, event.title, event.date.text, count, told, about, places)

"""Disagreements as cards on a board, grouped by how the documents stand to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, overload

from casestudy.html import box, quotation, rights
from casestudy.notes import (
    HEAVIEST,
    VALUES,
    Disagreement,
    citations,
    page,
    tabulate,
)
from casestudy.notespage import Comparison, paragraph_lines, sheet, silence
from casestudy.strings import say
from casestudy.tables import table
from casestudy.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pandas import DataFrame

    from casestudy.documents import Document
    from casestudy.notes import Note

__all__ = ["Board", "arranged", "board_sheet", "card", "entry", "note_name", "weighed"]


@dataclass(frozen=True, slots=True, repr=False)
class Board(Sequence[Disagreement]):
    """Disagreements as cards, those of one relation together, the heaviest first.

    Made by ``case.board(...)``. Nothing on it is a key: it says what the note file says.

    Parameters
    ----------
    cards : tuple of Disagreement
        The notes, in the order of the board.
    documents : mapping of str to Document
        The documents, for their rights notices.
    """

    cards: tuple[Disagreement, ...]
    documents: Mapping[str, Document]

    @property
    def groups(self) -> dict[str, tuple[Disagreement, ...]]:
        """The cards of each relation that has some, in the order in which relations are named."""
        return {
            relation: found
            for relation in VALUES["relation"]
            if (found := tuple(note for note in self.cards if note.relation == relation))
        }

    def table(self) -> DataFrame:
        """Return the disagreements as a table, one row each, in the order of the board."""
        return tabulate(self)

    @overload
    def __getitem__(self, place: int) -> Disagreement: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Disagreement, ...]: ...

    def __getitem__(self, place: int | slice) -> Disagreement | tuple[Disagreement, ...]:
        """Return the card of a place, or those of a slice."""
        return self.cards[place]

    def __len__(self) -> int:
        """Return how many cards there are."""
        return len(self.cards)

    def __repr__(self) -> str:
        """Return an outline: each relation, and under it title, weight and places of a card."""
        return "\n".join(_outline(self))

    def _repr_html_(self) -> str:
        return page(self)


def arranged(notes: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """Return disagreements in the order of a board: by relation, the heaviest first.

    Those of one relation and weight stay in the order in which they came.

    Examples
    --------
    >>> def note(name, relation, weight):
    ...     return Disagreement(name, name, (), "f.md", 3, relation, weight, (), (), (), (), ())
    >>> notes = note("a", "silence", 3), note("b", "conflict", 1), note("c", "conflict", 2)
    >>> [each.id for each in arranged(notes)]
    ['c', 'b', 'a']
    """
    relations = VALUES["relation"]
    known = (note for note in notes if note.relation in relations)
    return tuple(sorted(known, key=lambda note: (relations.index(note.relation), -note.weight)))


# ── text ─────────────────────────────────────────────────────────────────────────────────────


def _outline(board: Board) -> Iterator[str]:
    yield say("board count", count=len(board)) if len(board) != 1 else say("board count one")
    for relation, notes in board.groups.items():
        yield ""
        yield f"{say(f'relation {relation}')} ({len(notes)})"
        yield from wrapped(say(f"relation {relation} means"))
        for note in notes:
            yield from entry(
                f"{note.id}: {note.title}", f"{weighed(note)} · {citations(note.passages)}"
            )


def entry(head: str, rest: str) -> Iterator[str]:
    """Yield an entry of an outline: its head, and below it, further in, the rest."""
    yield from wrapped(head, "  ", "    ")
    yield from wrapped(rest, "      ")


def weighed(note: Disagreement) -> str:
    """Return the weight of a disagreement in words, beside the greatest that there is."""
    return say("weight", weight=note.weight, most=HEAVIEST)


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────


@page.register(Board)
def _board_page(board: Board) -> str:
    parts = [f"<p>{escape(next(_outline(board)))}</p>"]
    for relation, notes in board.groups.items():
        name = escape(say(f"relation {relation}"))
        parts.append(f"<h3>{name} <small>({len(notes)})</small></h3>")
        parts.append(f"<p>{escape(say(f'relation {relation} means'))}</p>")
        parts.append(box("cs-cards", [card(note) for note in notes]))
    shown = {each.document for note in board for each in (*note.passages, *note.grounds)}
    return board_sheet([*parts, rights(shown, board.documents)])


def board_sheet(parts: Iterable[str]) -> str:
    """Return parts of a page as one block, with the style of notes and of cards."""
    return sheet(parts, _style(), "cs-board")


@cache
def _style() -> str:
    """Return the style sheet of cards, which comes after that of all pages."""
    return files("casestudy").joinpath("static", "board.css").read_text(encoding="utf-8")


def card(note: Disagreement) -> str:
    """Return a disagreement as a closed card.

    Closed, it shows title, weight and documents; open, each document's words and what may and
    what may not be concluded.
    """
    dots = "●" * note.weight + "○" * (HEAVIEST - note.weight)
    told = f"{weighed(note)} · {', '.join(Comparison(note, {}).columns)}"
    seen = (
        f"<strong>{escape(note.title)}</strong> "
        f'<small><span aria-hidden="true">{dots}</span> {escape(told)}</small>'
    )
    return f"<details><summary>{seen}</summary>{''.join(_inside(note))}</details>"


def _inside(note: Disagreement) -> Iterator[str]:
    for name, accounts in Comparison(note, {}).columns.items():
        said = (*silence(note, name), *(account.text for account in accounts))
        yield f"<p><strong>{escape(name)}:</strong> {escape(' '.join(said))}</p>"
        yield from (quotation(each) for account in accounts for each in account.passages)
    yield from paragraph_lines(note)
    yield from map(quotation, note.grounds)
    yield f'<p class="cs-small">{escape(note_name(note))}</p>'


def note_name(note: Note) -> str:
    """Return the name by which code asks for a note, as it is shown in small print."""
    return f"id: {note.id}"


@tabulate.register(Board)
def _board_table(board: Board) -> DataFrame:
    return table(board.cards, Disagreement)

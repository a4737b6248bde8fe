"""Cards without their keys: what a student's edition holds of a card file."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import TYPE_CHECKING

from casestudy.cards import read_cards
from casestudy.quizfile import FIELDS
from casestudy.quizzes import choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casestudy.cards import Card, Field, Quote, Table
    from casestudy.quizzes import Item, Option, Quiz

__all__ = ["PRIVATE", "PUBLIC", "bare_cards", "stored_order"]

PUBLIC = frozenset(
    (
        *("kind", "objective", "difficulty", "minutes", "points", "confidence"),
        *("in", "unit", "precision", "labels", "scale", "draw", "reopen"),
        *("words", "cites", "documents", "advice"),  # of a text, counted before anybody reads it
    )
)
"""Fields that every edition has as they are written: what is asked, and how."""

PRIVATE = frozenset(
    (
        "absent",  # words that show that "not stated" is right
        "about",  # where to look, unless the page says it with the question
        "also",  # beside it, the right sides of the rows would be told by what is missing
        "credit",
        "hint",  # the first step of help stays; later ones say too much
        "otherwise",
        "reuse",  # that a right side belongs to two rows
        "shuffle",
        "tolerance",
    )
)
"""Fields that a student's edition has not, or not as they are written. A test sees to it that each
field of a card is in one of the two lists."""

_SHUFFLED = ("single", "multiple", "claim", "order")
_VALUES = ("number", "date", "mark")
"""Kinds whose answers are the key: none of them is listed."""


def bare_cards(source: str, file: str, quiz: Quiz) -> str:
    r"""Return a card file as students get it: what is asked, and nothing that answers it.

    Left out are boxes that are ticked, values, right sides, filled cells, feedback, quotations
    that an answer rests on, model answers and all hints but the first. What can be chosen in a
    match stands in ``also``, in alphabetical order.

    Parameters
    ----------
    source, file : str
        The card file, with its keys.
    quiz : Quiz
        What was read of it.

    Examples
    --------
    >>> from casestudy.quizfile import read_quiz
    >>> lines = ["# Check", "", "## day", "kind: number", "tolerance: 1", "", "How many days?", ""]
    >>> source = "\n".join([*lines, "- [x] 3"])
    >>> quiz, _ = read_quiz(source, "q.md", "q", {}, edition="student")
    >>> print(bare_cards(source, "q.md", quiz).replace("\n\n", "\n"), end="")
    # Check
    ## day
    kind: number
    How many days?
    """
    cards, _ = read_cards(source, file, names=FIELDS, noun="item")
    items = {item.id: item for item in quiz.items}
    secrets = _secrets(source, cards)
    blocks: list[str] = []
    part = ""
    for card in cards:
        blocks += [f"# {card.part}"] if card.part != part else []
        part = card.part
        blocks += _card(card, items[card.id], secrets[card.id])
    return "\n\n".join(blocks) + "\n"


def _secrets(source: str, cards: Sequence[Card]) -> dict[str, str]:
    """Return the text of each card, which its students never see."""
    lines = source.removeprefix("\ufeff").splitlines()
    ends = [*(card.line - 1 for card in cards[1:]), len(lines)]
    return {
        card.id: "\n".join(lines[card.line - 1 : end])
        for card, end in zip(cards, ends, strict=True)
    }


def _card(card: Card, item: Item, secret: str) -> Iterator[str]:
    yield "\n".join((f"## {card.id}", *_fields(card, item)))
    yield from card.stem
    if card.quotes:
        yield "\n".join(map(_quote, card.quotes))
    if card.table:
        yield _table(card.table)
    if lines := list(_lines(item, secret)):
        yield "\n".join(lines)


def _fields(card: Card, item: Item) -> Iterator[str]:
    first = next((each for each in card.fields if each.name == "hint"), None)
    for each in card.fields:
        if each.name in PUBLIC or each is first or _is_said(each, item):
            yield f"{each.name}: {each.value}"
    if item.kind == "match":
        yield f"also: {_listed(choices(item)[0][1])}"
    if item.kind in _SHUFFLED:
        yield "shuffle: no"  # they are stored as they are to be shown


def _is_said(field: Field, item: Item) -> bool:
    """Tell whether the page says a field with the question."""
    return field.name == "about" and item.kind == "true-false"


def _listed(values: Sequence[str]) -> str:
    return (" | " if any("," in value for value in values) else ", ").join(values)


def _quote(quote: Quote) -> str:
    return f"> {quote.words}\n> -- {quote.document}"


def _table(table: Table) -> str:
    """Return a table with its rows' names and nothing in its cells."""
    rows = [table.header, ("---",) * len(table.header)]
    rows += [(row[0], *("" for _ in row[1:])) for row in table.rows]
    return "\n".join(
        "|" + "|".join(f" {cell.replace('|', chr(92) + '|')} " for cell in row) + "|"
        for row in rows
    )


def _lines(item: Item, secret: str) -> Iterator[str]:
    if item.kind in _VALUES or item.kind == "grid":
        return
    boxed = item.kind in {"single", "multiple", "true-false", "claim"}
    for place, option in enumerate(stored_order(item, secret), 1):
        bullet = f"{place}." if item.kind == "order" else "- [ ]" if boxed else "-"
        yield f"{bullet} {option.text}"


def stored_order(item: Item, secret: str) -> tuple[Option, ...]:
    """Return the options in the order in which a student's edition stores and shows them.

    The order of `casestudy.quizzes.shown_order` can be turned back into that of the card file by
    whoever knows the names, and there the rows of an order stand in the right one. This one cannot
    be turned back without the words that students do not have. It is the same at each release of
    the same card.

    Parameters
    ----------
    item : Item
        The item with its key.
    secret : str
        The text of its card.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> rows = tuple(Option(name, False, 3) for name in "abc")
    >>> item = Item("steps", "order", "", "q.md", 1, ("?",), options=rows)
    >>> shown = stored_order(item, "feedback")
    >>> sorted(option.text for option in shown), shown == rows
    (['a', 'b', 'c'], False)
    """
    if item.kind not in _SHUFFLED or not item.shuffle:
        return item.options
    turns = (
        tuple(sorted(item.options, key=lambda option: _drawn(f"{secret}|{turn}|{option.text}")))
        for turn in count()
    )
    return next(shown for shown in turns if item.kind != "order" or shown != item.options)


def _drawn(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

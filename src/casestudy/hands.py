"""Hands that a class raises: what can be counted of an item, and how the counts shifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError, UnknownNameError
from casestudy.inline import plain
from casestudy.page import lettered, scored
from casestudy.responses import control
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame

    from casestudy.quizzes import Item, Option

__all__ = ["MOST", "RIGHT", "VOTES", "Hands", "Row", "counted", "shift", "voted"]

MOST = 9999
"""No class has more hands."""

RIGHT = "right"
"""What is counted of an item that has no options to vote on: who has it right."""

VOTES = ("first", "second")
"""The vote before the discussion, and the one after it."""

Count = dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """What was counted of one option in both votes.

    Parameters
    ----------
    item : str
        The item's id.
    letter, text : str
        The option as shown; for an item without options, no letter and "right".
    before, after : int or None
        Hands in the first and in the second vote; None where none were counted.
    """

    item: str
    letter: str
    text: str
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Hands:
    """What a class was counted to think, question by question, to be noted down.

    Parameters
    ----------
    rows : tuple of Row
        A row for each option that can be voted on.

    Examples
    --------
    >>> Hands((Row("when-closed", "B", "On Monday", 12, 19),))
    when-closed
      B  On Monday: 12 → 19
    """

    rows: tuple[Row, ...]

    def table(self) -> DataFrame:
        """Return a row for each option as a pandas table.

        Returns
        -------
        pandas.DataFrame
            Columns ``item``, ``letter``, ``text``, ``before`` and ``after``, which are counts of
            hands; missing where none were counted.
        """
        from casestudy.frame import Frame  # noqa: PLC0415 - heavy, and only for tables

        names = tuple(Row.__dataclass_fields__)
        frame = Frame([[getattr(row, name) for name in names] for row in self.rows], columns=names)
        return frame.astype({"before": "Int64", "after": "Int64"})

    def __repr__(self) -> str:
        lines: list[str] = []
        for place, row in enumerate(self.rows):
            if not place or self.rows[place - 1].item != row.item:
                lines.append(row.item)
            name = f"{row.letter}  {row.text}".strip()
            lines.append(f"  {name}: {_arrow(row.before, row.after)}")
        return "\n".join(lines)


def voted(item: Item, options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    """Return what hands can be raised for: letters with their options, or who has it right.

    Parameters
    ----------
    item : Item
        The item.
    options : sequence of Option
        Its options in the order shown.

    Returns
    -------
    tuple of (str, str)
        Empty where nothing can be chosen and nothing is right or wrong.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> item = Item("n", "number", "", "q.md", 1, ("How many?",), options=(Option("3", True, 2),))
    >>> voted(item, item.options)
    (('right', ''),)
    >>> voted(Item("why", "written", "", "q.md", 1, ("Why?",)), ())
    ()
    """
    if control(item) == "choice" or item.kind == "claim":
        return tuple((letter, plain(option.text)) for letter, option in lettered(item, options))
    return ((RIGHT, ""),) if scored(item) else ()


def counted(what: Sequence[tuple[str, str]], given: object) -> Count:
    """Return hand counts by letter, from what a page sends or a person writes in code.

    Parameters
    ----------
    what : sequence of (str, str)
        What hands can be raised for, as `voted` has it.
    given : object
        A dict of letters or texts with numbers, None for one that was not counted; or a number,
        where only who has it right is counted.

    Raises
    ------
    CaseError
        Where a letter is not known, or a number is none of hands.

    Examples
    --------
    >>> counted((("A", "On Friday"), ("B", "On Monday")), {"A": 3, "on monday": 9})
    {'A': 3, 'B': 9}
    """
    if not isinstance(given, dict):
        if [letter for letter, _ in what] != [RIGHT]:
            raise CaseError(say("projector no dict"))
        given = {RIGHT: given}
    names = {text.casefold(): letter for letter, text in reversed(what) if text}
    names |= {letter.casefold(): letter for letter, _ in what}
    found = {}
    for name, number in given.items():
        if not isinstance(name, str) or name.casefold() not in names:
            raise UnknownNameError("option", name, [letter for letter, _ in what])
        if number is None:
            continue
        if type(number) is not int or not 0 <= number <= MOST:
            raise CaseError(say("projector no count", value=number, letter=name, most=MOST))
        found[names[name.casefold()]] = number
    return {letter: found[letter] for letter, _ in what if letter in found}


def shift(
    item: Item,
    what: Sequence[tuple[str, str]],
    keys: Sequence[str],
    first: Mapping[str, int],
    second: Mapping[str, int],
) -> dict[str, Any]:
    """Return how the votes shifted, in numbers and in words.

    Parameters
    ----------
    item : Item
        The item.
    what : sequence of (str, str)
        What hands could be raised for.
    keys : sequence of str
        The letters that are right; empty where nothing is.
    first, second : mapping of str to int
        The hands before and after the discussion.

    Returns
    -------
    dict
        ``rows``, each with its letter, both counts (None in a vote that was not taken), the words
        and the change; ``most``, which the longest bar stands for; ``sentences``.
    """
    rows = [
        {"letter": letter, "before": _in(first, letter), "after": _in(second, letter)}
        for letter, _ in what
    ]
    for row in rows:
        row["text"] = _arrow(row["before"], row["after"]) if first or second else ""
        row["change"] = _change(row["before"], row["after"])
    most = max(sum(first.values()), sum(second.values()), 1)
    if item.kind == "multiple" or [letter for letter, _ in what] == [RIGHT]:
        most = max([*first.values(), *second.values(), 1])
    return {"rows": rows, "most": most, "sentences": _sentences(item, what, keys, first, second)}


def _in(vote: Mapping[str, int], letter: str) -> Any:  # noqa: ANN401 - JSON
    """Return the hands for an option: none of a vote that was taken, None of one that was not."""
    return vote.get(letter, 0) if vote else None


def _arrow(before: int | None, after: int | None) -> str:
    numbers = (str(each) if each is not None else "–" for each in (before, after))
    return " → ".join(numbers)


def _change(before: int | None, after: int | None) -> str:
    """Return the change with its sign; nothing where there is none to speak of."""
    if before is None or after is None:
        return ""
    return f"{after - before:+d}".replace("-", "−") if after != before else "±0"


def _sentences(
    item: Item,
    what: Sequence[tuple[str, str]],
    keys: Sequence[str],
    first: Mapping[str, int],
    second: Mapping[str, int],
) -> list[str]:
    """Say what the numbers show, and no more: how many hands, not whose."""
    if not what:
        return []
    if not first and not second:
        return [say("projector none counted")]
    if item.kind == "multiple":
        return [say("projector many")]
    if [letter for letter, _ in what] == [RIGHT]:
        return _right(first, second)
    if len(keys) != 1:
        return _opinion(what, first, second)
    return _keyed(keys[0], first, second)


def _right(first: Mapping[str, int], second: Mapping[str, int]) -> list[str]:
    if not first or not second:
        name = "projector right first" if first else "projector right second"
        return [say(name, right=(first or second)[RIGHT])]
    return [say("projector right both", before=first[RIGHT], after=second[RIGHT])]


def _keyed(key: str, first: Mapping[str, int], second: Mapping[str, int]) -> list[str]:
    if not first or not second:
        vote = first or second
        name = "projector only first" if first else "projector only second"
        return [say(name, right=vote.get(key, 0), total=sum(vote.values()))]
    before, after = first.get(key, 0), second.get(key, 0)
    said = say(
        "projector shift",
        before=before,
        first=sum(first.values()),
        after=after,
        second=sum(second.values()),
    )
    return [said, _moved(after - before)]


def _moved(hands: int) -> str:
    if not hands:
        return say("projector as many")
    many = "" if abs(hands) == 1 else " hands"
    return say(f"projector {'more' if hands > 0 else 'fewer'}{many}", count=abs(hands))


def _opinion(
    what: Sequence[tuple[str, str]], first: Mapping[str, int], second: Mapping[str, int]
) -> list[str]:
    """Say how many hands there were, and which option changed most."""
    if not first or not second:
        name = "projector opinion first" if first else "projector opinion second"
        return [say(name, count=sum((first or second).values()))]
    said = say("projector opinion", before=sum(first.values()), after=sum(second.values()))
    changes = {letter: second.get(letter, 0) - first.get(letter, 0) for letter, _ in what}
    largest = max(changes, key=lambda letter: abs(changes[letter]))
    if not changes[largest]:
        return [said, say("projector unchanged")]
    before, after = first.get(largest, 0), second.get(largest, 0)
    return [said, say("projector largest", letter=largest, before=before, after=after)]

"""Who plays what in a debate: drawn by a seed, balanced, the same on every computer."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError, did_you_mean
from casestudy.text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["MOST", "Form", "Place", "drawn", "read_forms", "seated", "wrong_forms"]

MOST = 500
"""People who can be seated at once."""

_LEAST = 2
"""People of a class, and of a group."""

_SIDES = 2
"""Sides of a debate."""

_LONGEST = 120
"""Letters of a name."""

_KEYS = ("sides", "size", "each", "no_side", "swap")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of debate: its sides, and the roles of one group.

    Parameters
    ----------
    name : str
        What it is asked for by.
    sides : tuple of (str, str)
        The two parties that are argued for.
    size : int
        How many people a group has, about.
    each : tuple of str
        Roles on each side, the first needed first; the last is repeated in a larger group.
    no_side : tuple of str
        Roles of nobody's side, such as a bench's.
    swap : bool
        Whether the sides change after a while, and each speaks for the other.
    """

    name: str
    sides: tuple[str, str]
    size: int
    each: tuple[str, ...]
    no_side: tuple[str, ...] = ()
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place.

    Parameters
    ----------
    person : str
        The name, or the number of a seat.
    group : int
        The group, from 1.
    role : str
        What the person is there.
    side, then : str
        The party that is argued for, and the one after the sides have changed; empty for none.
    """

    person: str
    group: int
    role: str
    side: str = ""
    then: str = ""


# ── the course file ──────────────────────────────────────────────────────────────────────────


def wrong_forms(told: object, parties: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield subject, fault and cure of what cannot be understood of ``[roles]``.

    Parameters
    ----------
    told : object
        What stands there.
    parties : sequence of str
        The names of the parties, which sides must be.

    Examples
    --------
    >>> told = {"debate": {"sides": ["the town", "the mill"], "size": 4, "each": ["speaker"]}}
    >>> list(wrong_forms(told, ["the town", "the mills"]))
    [("the roles of 'debate'", "there is no party 'the mill'", "did you mean 'the mills'?")]
    """
    if not isinstance(told, dict):
        yield "", f"roles = {told!r} is not understood", _SAMPLE
        return
    for name, form in told.items():
        subject = f"the roles of '{name}'"
        if not isinstance(form, dict):
            yield subject, f"{name} = {form!r} is not understood", _SAMPLE
            continue
        for wrong, cure in _wrong_form(form, parties):
            yield subject, wrong, cure


_SAMPLE = 'write [roles.debate], then sides = ["…", "…"], size = 4 and each = ["speaker"]'


def _wrong_form(form: Mapping[str, Any], parties: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in form:
        if key not in _KEYS:
            yield f"'{key}' is not known", did_you_mean(key, _KEYS)
    sides = form.get("sides", [])
    if not _is_texts(sides) or not len(sides) == len(set(sides)) == _SIDES:
        yield "sides does not name two parties", 'write sides = ["…", "…"]'
    else:
        for side in (each for each in sides if each not in parties):
            near = did_you_mean(side, parties)
            yield f"there is no party '{side}'", near or "write it under [parties]"
    size = form.get("size")
    if type(size) is not int or not _LEAST <= size <= MOST:  # TOML's true is an int for Python
        yield f"size is no number of people from {_LEAST} to {MOST}", "write size = 4"
    if not _is_texts(form.get("each")) or not form["each"]:
        yield "each does not list the roles of a side", 'write each = ["speaker"]'
    if not _is_texts(form.get("no_side", [])):
        yield "no_side is no list of roles", 'write no_side = ["judge"]'
    if type(form.get("swap", False)) is not bool:
        yield "swap is neither true nor false", "write swap = true"


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def read_forms(told: Mapping[str, Any]) -> tuple[Form, ...]:
    """Return the forms of debate of a course file in which nothing is wrong."""
    return tuple(
        Form(
            name,
            (each["sides"][0], each["sides"][1]),
            each["size"],
            tuple(each["each"]),
            tuple(each.get("no_side", ())),
            each.get("swap", False),
        )
        for name, each in told.items()
    )


# ── the draw ─────────────────────────────────────────────────────────────────────────────────


def seated(people: object) -> tuple[str, ...]:
    """Return who is to be seated: names, or numbers for so many seats.

    Raises
    ------
    CaseError
        Where it is no number from 2 and no list of names.

    Examples
    --------
    >>> seated(3), seated(["Zoë Núñez", " Ada   Rose"])
    (('1', '2', '3'), ('Zoë Núñez', 'Ada Rose'))
    """
    if type(people) is int:
        names = tuple(map(str, range(1, min(people, MOST + 1) + 1)))
    elif isinstance(people, list | tuple) and all(isinstance(each, str) for each in people):
        names = tuple(unicodedata.normalize("NFC", " ".join(each.split())) for each in people)
        names = tuple(filter(None, names))
    else:
        raise CaseError(f"{shortened(repr(people))} is no class. {_PEOPLE}")
    if not _LEAST <= len(names) <= MOST:
        raise CaseError(
            f"{shortened(repr(people))} is no class of {_LEAST} to {MOST} people. {_PEOPLE}"
        )
    long = next((each for each in names if len(each) > _LONGEST), "")
    if long:
        raise CaseError(
            f"The name '{shortened(long)}' has more than {_LONGEST} letters. Shorten it."
        )
    return names


_PEOPLE = 'Write how many there are, such as 24, or a list of names, such as ["Ana", "Luis"].'


def drawn(form: Form, people: Sequence[str], seed: object, case: str = "") -> tuple[Place, ...]:
    """Return everybody's place, group after group.

    Parameters
    ----------
    form : Form
        The form of debate.
    people : sequence of str
        Who is there; the order of the list does not matter.
    seed : object
        A number or a text. Another seed gives another draw.
    case : str
        The case's id.

    Notes
    -----
    People are put in the order of the SHA-256 of case, form, seed and name, which is the same on
    every computer and in every version of Python. Groups differ by one person at most. The sides
    of a group have as many people where somebody can sit on no side; where nobody can, they differ
    by one at most, in turn to this side and to that.

    Examples
    --------
    >>> form = Form("debate", ("the town", "the mill"), 4, ("speaker",), swap=True)
    >>> places = drawn(form, ("Ana", "Luis", "Zoë", "Ada"), seed=1)
    >>> sorted(place.side for place in places)
    ['the mill', 'the mill', 'the town', 'the town']
    >>> drawn(form, ("Ada", "Zoë", "Luis", "Ana"), seed=1) == places
    True
    """
    counted: Counter[str] = Counter()
    keyed = []
    for name in people:
        counted[name] += 1  # two people may have one name
        key = f"{case}|{form.name}|{seed}|{name}|{counted[name]}"
        keyed.append((hashlib.sha256(key.encode()).digest(), name))
    order = [name for _, name in sorted(keyed)]
    return tuple(_grouped(form, order))


def _grouped(form: Form, order: Sequence[str]) -> Iterator[Place]:
    total = len(order)
    groups = max(1, min(round(total / form.size), total // _LEAST))
    begin, odd = 0, 0
    for number in range(groups):
        size = total // groups + (number < total % groups)
        seats, odd = _seats(form, size, odd)
        names = order[begin : begin + size]
        placed = sorted(zip(names, seats, strict=True), key=lambda each: _row(each[1][1]))
        for name, (role, side) in placed:
            other = form.sides[1 - side] if form.swap and side is not None else ""
            here = "" if side is None else form.sides[side]
            yield Place(name, number + 1, role, here, other)
        begin += size


def _row(side: int | None) -> int:
    """Return in which row those of a side stand: nobody's first."""
    return 0 if side is None else side + 1


def _seats(form: Form, size: int, odd: int) -> tuple[list[tuple[str, int | None]], int]:
    """Return the roles of a group with their sides, and which side takes the next odd person.

    The roles on both sides come in pairs, and after each pair one without a side.
    """
    seats: list[tuple[str, int | None]] = []
    pairs = 0
    free = list(form.no_side)
    while len(seats) < size:
        left = size - len(seats)
        if left >= _SIDES:
            role = form.each[min(pairs, len(form.each) - 1)]
            seats += [(role, 0), (role, 1)]
            pairs += 1
            if free and left > _SIDES:
                seats.append((free.pop(0), None))
        elif form.no_side:
            seats.append((free[0] if free else form.no_side[-1], None))
        else:
            seats.append((form.each[min(pairs, len(form.each) - 1)], odd))
            odd = 1 - odd
    return seats, odd

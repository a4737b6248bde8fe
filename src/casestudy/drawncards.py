"""The drawings of cards: what a learner filled in as a map or a chart, and the key beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casestudy.agreement import agreement
from casestudy.drawings import CLAIM, ROLES, ArgumentMap, Box, Branch, Coding, Line, Mark, Scale
from casestudy.inline import plain
from casestudy.notes import citations
from casestudy.quizzes import cells, choices
from casestudy.strings import say
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casestudy.quizzes import Item, Option

    Filled = Sequence[Sequence[str]]

__all__ = ["drawn", "drawn_key"]


def drawn(item: Item, response: tuple[str, ...], *, done: bool) -> tuple[ArgumentMap | Coding, ...]:
    """Return what a response looks like, as the card's ``draw`` asks; nothing where it does not.

    Parameters
    ----------
    item : Item
        A grid.
    response : tuple of str
        The texts that a response is kept as.
    done : bool
        Whether there is nothing more to try. Only then, the key is drawn too. Before, a chart
        says how far the two agree, as labels of clauses do, and not where.

    Returns
    -------
    tuple of ArgumentMap or Coding
        The second of two maps, and the second coder of a chart, are the key.
    """
    filled = cells(item, response)
    if not item.field("draw") or not any(value for values in filled for value in values):
        return ()
    if item.field("draw") == "chart":
        return (_chart(item, filled, done=done and item.keyed),)
    mine, key = _map(item, filled, say("map yours")), drawn_key(item)
    if not done or not key:
        return (mine,)
    if replace(mine, title="") == replace(key[0], title=""):
        return (replace(mine, title=say("map same")),)
    return (mine, *key)


def drawn_key(item: Item) -> tuple[ArgumentMap | Coding, ...]:
    """Return the drawing of the key alone; nothing without one, as in a student edition."""
    key = _key(item)
    match item.field("draw") if item.keyed else "":
        case "map":
            return (_map(item, key, say("map key")),)
        case "chart":
            coder = say("coding second")
            scales = tuple(_scale(item, place, (key,)) for place in range(len(choices(item))))
            return (Coding(say("coding key"), (coder,), scales),)
    return ()


def _key(item: Item) -> Filled:
    return [option.pair for option in item.options]


# ── a map ────────────────────────────────────────────────────────────────────────────────────


def _map(item: Item, filled: Filled, title: str) -> ArgumentMap:
    """Draw rows that say what each statement is, and to which argument it belongs."""
    rows = list(zip(item.options, filled, strict=True))
    placed = [(option, role, name) for option, (role, name) in rows if role and name]
    names = [name for name in choices(item)[1][1] if _boxes(placed, name)]
    return ArgumentMap(
        title,
        tuple(_branch(plain(name), _boxes(placed, name)) for name in names),
        open=tuple(plain(each.text) for each, (role, name) in rows if _is_open(role, name)),
        aside=tuple(plain(each.text) for each, (role, _) in rows if role and not _known(role)),
    )


def _known(role: str) -> str:
    """Return the role that a value of the first scale names; empty for any other value."""
    return fold(plain(role)) if fold(plain(role)) in ROLES else ""


def _is_open(role: str, name: str) -> bool:
    return not role or bool(_known(role) and not name)


def _boxes(placed: Sequence[tuple[Option, str, str]], wanted: str) -> list[Box]:
    return [_box(option, role) for option, role, name in placed if name == wanted and _known(role)]


def _box(option: Option, role: str) -> Box:
    joint = ROLES[_known(role)]
    label = say(f"map {joint}", role=plain(role)) if joint else plain(role)
    return Box(_known(role), label, plain(option.text), citations(option.evidence), joint)


def _branch(name: str, boxes: Sequence[Box]) -> Branch:
    """Put what supports the claim before what answers it, each in the order of the roles."""
    order = list(ROLES)
    joined = sorted((box for box in boxes if box.joint), key=lambda box: order.index(box.role))
    return Branch(name, tuple(box for box in boxes if box.role == CLAIM), tuple(joined))


# ── a chart ──────────────────────────────────────────────────────────────────────────────────


def _chart(item: Item, filled: Filled, *, done: bool) -> Coding:
    """Draw the learner's coding, and the key beside it once there is nothing more to try."""
    coders: tuple[Filled, ...] = (filled, _key(item)) if done else (filled,)
    names = (say("coding you"), say("coding second"))[: len(coders)]
    scales = tuple(
        replace(_scale(item, place, coders), sentence=_agreement(item, place, filled))
        for place in range(len(choices(item)))
    )
    return Coding(say("coding both" if done else "coding yours"), names, scales)


def _scale(item: Item, place: int, coders: Sequence[Filled]) -> Scale:
    """Return one scale with the rows under each value, and those that were left open last."""
    name, values = choices(item)[place]
    columns = [[values[place] for values in coder] for coder in coders]
    wanted = (*values, *([""] if any("" in column for column in columns) else []))
    return Scale(
        plain(name),
        tuple(
            Line(
                plain(value) or say("coding open"),
                tuple(tuple(_marks(item, value, columns, each)) for each in range(len(columns))),
            )
            for value in wanted
        ),
    )


def _marks(item: Item, value: str, columns: Sequence[Sequence[str]], coder: int) -> Iterator[Mark]:
    """Yield the rows to which a coder gave a value; at the key, what the learner said instead."""
    for place, option in enumerate(item.options):
        if columns[coder][place] == value:
            mine = columns[0][place]
            other = say("coding instead", value=plain(mine) or say("coding open"))
            yield Mark(plain(option.text), other if coder and mine != value else "")


def _agreement(item: Item, place: int, filled: Filled) -> str:
    """Say how far the learner agrees with the key on a scale; open rows do not count."""
    if not item.keyed:
        return ""
    _, values = choices(item)[place]
    both = [
        (mine[place], option.pair[place])
        for mine, option in zip(filled, item.options, strict=True)
        if mine[place]
    ]
    if not both:
        return say("coding agreement none")
    found = agreement([one for one, _ in both], [two for _, two in both], values)
    sentence = "coding agreement" if found.kappa is not None else "coding agreement one"
    return say(
        sentence,
        same=sum(one == two for one, two in both),
        total=len(both),
        percent=f"{found.percent:.0f}",
        kappa=f"{found.kappa or 0:.2f}".replace("-", "−"),
    )

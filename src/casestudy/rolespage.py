"""Roles in a debate as a table: on the page, as text, and for pandas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, overload

from casestudy.notes import page, tabulate
from casestudy.notespage import sheet
from casestudy.roles import Place
from casestudy.strings import say
from casestudy.tables import table
from casestudy.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

    from casestudy.roles import Form

__all__ = ["Roles"]


@dataclass(frozen=True, slots=True, repr=False)
class Roles(Sequence[Place]):
    """Who plays what: a table that can be drawn again from its seed.

    Made by ``case.roles(...)``. It holds no key.

    Parameters
    ----------
    form : Form
        The form of debate.
    seed : str
        What it was drawn with.
    places : tuple of Place
        Everybody's place, group after group.
    """

    form: Form
    seed: str
    places: tuple[Place, ...]

    def table(self) -> DataFrame:
        """Return the places as a table, one row each."""
        return tabulate(self)

    @overload
    def __getitem__(self, place: int) -> Place: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Place, ...]: ...

    def __getitem__(self, place: int | slice) -> Place | tuple[Place, ...]:
        """Return one place, or those of a slice."""
        return self.places[place]

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.places)

    def __repr__(self) -> str:
        """Return the groups as text, a line for each person."""
        lines = wrapped(_heading(self))
        for number, members in _groups(self):
            lines += ["", say("roles group", number=number)]
            lines += [f"  {each.person}: {_part(each)}" for each in members]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self)


def _heading(roles: Roles) -> str:
    name = "roles drawn one" if roles.places[-1].group == 1 else "roles drawn"
    groups = roles.places[-1].group
    return say(name, form=roles.form.name, count=len(roles), groups=groups, seed=roles.seed)


def _groups(roles: Roles) -> Iterator[tuple[int, list[Place]]]:
    for number, members in groupby(roles.places, lambda place: place.group):
        yield number, list(members)


def _part(place: Place) -> str:
    if place.then:
        return say("role then", role=place.role, side=place.side, then=place.then)
    return say("role side", role=place.role, side=place.side) if place.side else place.role


@page.register(Roles)
def _roles_page(roles: Roles) -> str:
    heads = [say("roles head person"), say("roles head role"), say("roles head side")]
    heads += [say("roles head then")] if roles.form.swap else []
    row = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    bodies = []
    for number, members in _groups(roles):
        group = escape(say("roles group", number=number))
        bodies.append(
            f'<tbody><tr><th scope="rowgroup" colspan="{len(heads)}">{group}</th></tr>'
            + "".join(_row(each, len(heads)) for each in members)
            + "</tbody>"
        )
    caption = f"<caption>{escape(roles.form.name)}</caption>"
    whole = f"<table>{caption}<thead><tr>{row}</tr></thead>{''.join(bodies)}</table>"
    return sheet([f"<p>{escape(_heading(roles))}</p>", whole])


def _row(place: Place, columns: int) -> str:
    cells = [place.role, place.side or "–", place.then or "–"][: columns - 1]
    inner = "".join(f"<td>{escape(each)}</td>" for each in cells)
    return f'<tr><th scope="row">{escape(place.person)}</th>{inner}</tr>'


@tabulate.register(Roles)
def _roles_table(roles: Roles) -> DataFrame:
    return table(roles.places, Place)

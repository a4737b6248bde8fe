"""Who reacted, by words and deeds: a table of marks, with the deeds written out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.charts.paper import (
    WIDTH,
    Chart,
    drawing,
    fit_legend,
    heading,
    key,
    magnified,
    panel,
    rc,
    sheet,
    width,
    wrap,
)
from casestudy.charts.themes import Look, looks, nobody
from casestudy.errors import CaseError
from casestudy.notes import VALUES, citations
from casestudy.strings import say
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from casestudy.coursefile import Party
    from casestudy.documents import Passage
    from casestudy.notes import Person, Reaction

__all__ = ["reactions", "sentence"]

_SIZE, _SMALL = 10.5, 9.5
"""Points of a name, and of a word or a deed."""
_LINE, _ROW = 0.185, 0.35
_EDGE, _GAP = 0.25, 0.55
"""Inches at the edges, and from the last column to the words of a deed."""
_PARTS = (0.22, 0.32)
"""The parts of the sheet that names and deeds take at least."""
_STEP = 0.62
"""Inches from a column to the next at most."""
_NONE = "none"


@dataclass(frozen=True, slots=True)
class _Actor:
    """What somebody said and did, all reactions together."""

    person: Person
    words: frozenset[str]
    deeds: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """An actor with its mark and the lines of its name and of its deeds."""

    actor: _Actor
    look: Look
    names: list[str]
    done: list[str]

    @property
    def height(self) -> float:
        """Inches."""
        return _ROW + _LINE * (max(len(self.names), len(self.done)) - 1)


def reactions(
    reactions: Sequence[Reaction],
    parties: Sequence[Party] = (),
    *,
    sides: Mapping[str, str] | None = None,
    theme: str = "light",
    size: str = "page",
) -> Chart:
    """Draw who reacted, by words and deeds.

    Parameters
    ----------
    reactions : sequence of Reaction
        The reactions; those of one actor are put together.
    parties : sequence of Party
        The parties with hue and marker.
    sides : mapping of str to str, optional
        The party of each actor, by id.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.
    size : str
        ``"page"``, or ``"wall"`` for type that a class can read from the last row.

    Returns
    -------
    Chart
        States first, then organisations and others, each in the order of the alphabet. Its `axes`:
        x and y in inches from the top left of the marks.

    Raises
    ------
    CaseError
        Where there is no reaction, or no such theme or size.
    """
    if not reactions:
        raise CaseError(say("chart empty", chart="reactions"))
    actors = _actors(reactions)
    known, other = looks(parties, theme), nobody(theme)
    marks = [known.get((sides or {}).get(actor.person.id, ""), other) for actor in actors]
    columns = _columns(actors)
    with drawing(theme):
        used = [look for look in (*known.values(), other) if look in marks]
        axes = _draw(actors, columns, marks, used, magnified(size, len(actors)))
    rows = tuple(
        {"actor": actor.person.title, "kind": actor.person.kind}
        | {word: say("chart yes") if word in actor.words else "" for word in columns}
        | {"deeds": "; ".join(actor.deeds), "citations": citations(actor.passages)}
        for actor in actors
    )
    return Chart(axes, sentence(reactions), rows, theme)


def sentence(reactions: Sequence[Reaction]) -> str:
    """Say what the table of marks shows: how many said what, and who did something."""
    actors = _actors(reactions)
    kinds = Counter(actor.person.kind for actor in actors)
    listed = " and ".join(", ".join(_many(kind, kinds[kind]) for kind in kinds).rsplit(", ", 1))
    said = [say("chart reactions", actors=listed)]
    counts = {word: sum(word in actor.words for actor in actors) for word in _columns(actors)}
    if counts:
        words = ", ".join(f"{word} {number}" for word, number in counts.items())
        said.append(say("chart reactions words", words=words))
    did = [f"{actor.person.title} ({', '.join(actor.deeds)})" for actor in actors if actor.deeds]
    total = {"number": len(did), "total": len(actors), "actors": "; ".join(did)}
    said.append(say("chart reactions did" if did else "chart reactions silent", **total))
    return " ".join(said)


def _many(kind: str, number: int) -> str:
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _actors(reactions: Sequence[Reaction]) -> list[_Actor]:
    """Return who reacted: states first, then the other kinds, each by name."""
    of: dict[str, list[Reaction]] = {}
    for reaction in reactions:
        of.setdefault(reaction.actor.id, []).append(reaction)
    actors = [_actor(each) for each in of.values()]
    order = ("state", "organisation", *VALUES["kind"])
    return sorted(actors, key=lambda each: (order.index(each.person.kind), fold(each.person.title)))


def _actor(reactions: Sequence[Reaction]) -> _Actor:
    words = frozenset(word for each in reactions for word in each.words if word != _NONE)
    deeds = dict.fromkeys(deed for each in reactions for deed in each.deeds if deed != _NONE)
    passages = tuple(passage for each in reactions for passage in each.passages)
    return _Actor(reactions[0].actor, words, tuple(deeds), passages)


def _columns(actors: Sequence[_Actor]) -> list[str]:
    """Return the words that somebody used, in the order of their vocabulary."""
    used = {word for actor in actors for word in actor.words}
    known = [word for word in VALUES["words"] if word in used]
    return known + sorted(used - set(known))


# ── drawing ──────────────────────────────────────────────────────────────────────────────────


def _draw(
    actors: Sequence[_Actor],
    columns: Sequence[str],
    marks: Sequence[Look],
    used: Sequence[Look],
    larger: float,
) -> Axes:
    wide = WIDTH / larger
    names, deeds = (part * wide for part in _PARTS)
    inner = wide - names - 2 * _EDGE
    step = min((inner - deeds) / max(len(columns), 1), _STEP)
    deeds = inner - step * len(columns)
    rows = [
        _Row(
            actor,
            look,
            wrap(actor.person.title, names - 0.15, _SIZE),
            wrap("; ".join(actor.deeds), deeds - _GAP, _SMALL),
        )
        for actor, look in zip(actors, marks, strict=True)
    ]
    slant = max((width(word, _SMALL) for word in columns), default=0.3)
    top = _title(sheet(1.0, larger), used) + slant * 0.72 + 0.2
    body = sum(row.height for row in rows)
    figure = sheet(top + body + 0.2, larger)
    _title(figure, used)
    axes = panel(figure, names + _EDGE, top, inner, body)
    axes.set_xlim(0, inner)
    axes.set_ylim(body, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for place, word in enumerate(columns):
        _head(axes, (place + 0.5) * step, word)
    _head(axes, step * len(columns) + 0.2, say("chart reactions deeds"), flat=True)
    _body(axes, rows, columns, step, names)
    return axes


def _title(figure: Figure, used: Sequence[Look]) -> float:
    """Write title and legend, and return the inches that they take."""
    below = heading(figure, say("chart reactions title"), _EDGE)
    keys = [key(look) for look in used]
    return below + fit_legend(figure, keys, _EDGE, below, say("chart reacts")) + 0.1


def _head(axes: Axes, x: float, text: str, *, flat: bool = False) -> None:
    slanted: dict[str, Any] = {"rotation": 0 if flat else 45, "rotation_mode": "anchor"}
    axes.text(x, -0.1, text, va="bottom", fontsize=_SMALL, parse_math=False, **slanted)


def _body(
    axes: Axes, rows: Sequence[_Row], columns: Sequence[str], step: float, names: float
) -> None:
    top, ticks = 0.0, []
    left = -names / axes.get_xlim()[1]
    for row in rows:
        hue = rc("grid.color") if top else rc("axes.edgecolor")
        axes.axhline(top, color=hue, linewidth=0.8, clip_on=False, xmin=left)
        y = top + row.height / 2
        ticks.append(y)
        places = [(number + 0.5) * step for number in range(len(columns))]
        for x, word in zip(places, columns, strict=True):
            _mark(axes, x, y, row.look, used=word in row.actor.words)
        x = step * len(columns) + 0.3
        _mark(axes, x, y, row.look, used=bool(row.actor.deeds))
        for number, line in enumerate(row.done):
            at = y + (number - (len(row.done) - 1) / 2) * _LINE
            axes.text(x + 0.2, at, line, va="center_baseline", fontsize=_SMALL, parse_math=False)
        top += row.height
    axes.set_yticks(ticks, ["\n".join(row.names) for row in rows], parse_math=False)
    axes.tick_params(axis="y", pad=names * 72 - 2, labelsize=_SIZE)
    for label in axes.get_yticklabels():
        label.set_horizontalalignment("left")


def _mark(axes: Axes, x: float, y: float, look: Look, *, used: bool) -> None:
    axes.plot(
        x,
        y,
        marker=look.marker if used else ".",
        markersize=9 if used else 3,
        markerfacecolor=look.hue if used else rc("grid.color"),
        markeredgecolor=rc("text.color" if used else "grid.color"),
        markeredgewidth=0.9 if used else 0,
    )

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
    key,
    panel,
    rc,
    sheet,
    width,
    wrap,
)
from casestudy.charts.themes import Look, looks, style
from casestudy.errors import CaseError
from casestudy.notes import VALUES, citations
from casestudy.strings import say
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from casestudy.coursefile import Party
    from casestudy.documents import Passage
    from casestudy.notes import Person, Reaction

__all__ = ["reactions", "sentence"]

_SIZE = 10.0
_LINE, _ROW = 0.185, 0.34
_NAMES, _DEEDS, _EDGE = 2.0, 3.2, 0.25
"""Inches for the actors' names, for the deeds, and at the edges."""
_NONE = "none"


@dataclass(frozen=True, slots=True)
class _Actor:
    """What somebody said and did, all reactions together."""

    person: Person
    words: frozenset[str]
    deeds: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def names(self) -> list[str]:
        """The name in lines."""
        return wrap(self.person.title, _NAMES - 0.15, _SIZE)

    @property
    def done(self) -> list[str]:
        """The deeds in lines."""
        return wrap("; ".join(self.deeds), _DEEDS - 0.55, _SIZE - 1)

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

    Returns
    -------
    Chart
        States first, then organisations and others, each in the order of the alphabet. Its `axes`:
        x and y in inches from the top left of the marks.

    Raises
    ------
    CaseError
        Where there is no reaction, or no such theme.
    """
    if not reactions:
        raise CaseError(say("chart empty", chart="reactions"))
    actors = _actors(reactions)
    known, other = looks(parties, theme), Look("", str(style(theme)["axes.edgecolor"]), "o", "")
    marks = [known.get((sides or {}).get(actor.person.id, ""), other) for actor in actors]
    columns = _columns(actors)
    with drawing(theme):
        axes = _draw(actors, columns, marks, [*known.values()])
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
    known: Sequence[Look],
) -> Axes:
    inner = WIDTH - _NAMES - 2 * _EDGE
    step = min((inner - _DEEDS) / max(len(columns), 1), 0.9)
    slant = max((width(word, _SIZE - 1) for word in columns), default=0.3)
    named = [key(look) for look in known if look in marks]
    top = 0.7 + fit_legend(sheet(1.0), named, _EDGE, 0.1) + slant * 0.72 + 0.25
    body = sum(actor.height for actor in actors)
    figure = sheet(top + body + 0.2)
    high = figure.get_figheight()
    title = say("chart reactions title")
    figure.suptitle(title, x=_EDGE / WIDTH, y=1 - 0.16 / high, ha="left", va="top")
    fit_legend(figure, named, _EDGE, 0.56)
    axes = panel(figure, _NAMES + _EDGE, top, inner, body)
    axes.set_xlim(0, inner)
    axes.set_ylim(body, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for place, word in enumerate(columns):
        _head(axes, (place + 0.5) * step, word)
    _head(axes, step * len(columns) + 0.2, say("chart reactions deeds"), flat=True)
    _body(axes, actors, columns, marks, step)
    return axes


def _head(axes: Axes, x: float, text: str, *, flat: bool = False) -> None:
    slanted: dict[str, Any] = {"rotation": 0 if flat else 45, "rotation_mode": "anchor"}
    axes.text(x, -0.1, text, va="bottom", fontsize=_SIZE - 1, parse_math=False, **slanted)


def _body(
    axes: Axes,
    actors: Sequence[_Actor],
    columns: Sequence[str],
    marks: Sequence[Look],
    step: float,
) -> None:
    top, ticks = 0.0, []
    left = -_NAMES / axes.get_xlim()[1]
    for actor, look in zip(actors, marks, strict=True):
        axes.axhline(top, color=rc("grid.color"), linewidth=0.8, clip_on=False, xmin=left)
        y = top + actor.height / 2
        ticks.append(y)
        places = [(number + 0.5) * step for number in range(len(columns))]
        for x, word in zip(places, columns, strict=True):
            _mark(axes, x, y, look, used=word in actor.words)
        x = step * len(columns) + 0.3
        _mark(axes, x, y, look, used=bool(actor.deeds))
        for number, line in enumerate(actor.done):
            at = y + (number - (len(actor.done) - 1) / 2) * _LINE
            axes.text(x + 0.2, at, line, va="center_baseline", fontsize=_SIZE - 1, parse_math=False)
        top += actor.height
    axes.set_yticks(ticks, ["\n".join(actor.names) for actor in actors], parse_math=False)
    axes.tick_params(axis="y", pad=_NAMES * 72 - 2)
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

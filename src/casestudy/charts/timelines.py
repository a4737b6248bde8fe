"""Events in a list with a time axis beside it, as exactly dated as the documents date them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from casestudy.charts.paper import (
    WIDTH,
    Chart,
    drawing,
    fit_legend,
    heading,
    key,
    magnified,
    points,
    rc,
    sheet,
    width,
    wrap,
)
from casestudy.charts.paper import panel as frame
from casestudy.charts.scales import Panel, in_order, panels
from casestudy.charts.themes import Look, looks, nobody
from casestudy.errors import CaseError
from casestudy.notes import citations
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

    from casestudy.coursefile import Party
    from casestudy.notes import Event

__all__ = ["sentence", "timeline"]

_SIZE = 10.5
"""Points of a label."""
_LINE = 0.19
"""Inches from a line of a label to the next."""
_ROW = 0.33
"""Inches of a row with one line."""
_EDGE = 0.25
_DATES, _MARK = 1.5, 0.46
"""Inches for the dates at the left, and for the mark before a label."""
_AIR = 0.08
"""Inches that the renderer may need more than was measured."""
_GAP = 0.2
"""Inches from a label to the axis."""
_AXIS = 0.26
"""The part of the sheet that the axis takes."""
_MARGIN = 0.12
"""Inches from the first and the last moment to the ends of an axis."""
_NAME = 0.35
"""Inches that the name of a month needs under an axis."""
_TITLE, _SCALE, _FOOT = 0.4, 0.66, 0.16
"""Inches over a panel without and with an axis, and under it."""
_HOLE = 0.55
"""How large the hole of an inferred event's mark is, as a part of the mark."""
_NAMED = 8
"""Of the fullest day, so many events are named in the sentence."""


class _Columns(NamedTuple):
    """Inches from the left of the sheet at which its columns begin."""

    dates: float
    marks: float
    labels: float
    axis: float
    end: float


@dataclass(frozen=True, slots=True)
class _Row:
    """An event with its lines.

    Parameters
    ----------
    event : Event
        The event.
    lines : tuple of str
        The label.
    dates : tuple of str
        The date as written; empty where the row before has the same.
    """

    event: Event
    lines: tuple[str, ...]
    dates: tuple[str, ...]

    @property
    def height(self) -> float:
        """Inches."""
        return _ROW + _LINE * (max(len(self.lines), len(self.dates)) - 1)


def timeline(
    events: Sequence[Event],
    parties: Sequence[Party] = (),
    *,
    sides: Mapping[str, str] | None = None,
    theme: str = "light",
    size: str = "page",
) -> Chart:
    """Draw events as a list, with a time axis beside it.

    A mark has the hue and the shape of the party that takes the step: that of the first person
    an event involves. It stands before the label, and again on the axis. A day is a cell of the
    axis, and a mark in it says no more than the day. A date that is less exact is a bar over all
    days that it may be, with the mark in its middle and an arrow where it goes on beyond the
    axis. Marks of inferred events are hollow; a question mark stands at disputed ones. Events of
    one day alone need no axis, and the far past has an axis of its own.

    Parameters
    ----------
    events : sequence of Event
        The events, in any order.
    parties : sequence of Party
        The parties with hue and marker.
    sides : mapping of str to str, optional
        The party of each person, by id. Who is in none has the mark of no party.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.
    size : str
        ``"page"``, or ``"wall"`` for type that a class can read from the last row.

    Returns
    -------
    Chart
        Its `axes` is the fullest panel: x in matplotlib's days, y in inches from its top.

    Raises
    ------
    CaseError
        Where there is no event, or no such theme or size.

    Examples
    --------
    >>> from casestudy.dates import read_date
    >>> from casestudy.notes import Event
    >>> one = Event("e-a", "A vote", (), "e.md", 1, read_date("3 May 2024"), "", "stated", ())
    >>> timeline([one])
    1 event, on 3 May 2024: 1 stated. It is: A vote. Who takes the step: no party in 1.
    """
    if not events:
        raise CaseError(say("chart empty", chart="timeline"))
    larger = magnified(size, len(events))
    columns = _columns(WIDTH / larger)
    drawn = [(panel, _rows(panel, columns)) for panel in panels(events)]
    known, other = looks(parties, theme), nobody(theme)
    marks = {each.id: known.get(_side(each, sides or {}), other) for each in events}
    with drawing(theme):
        axes = _draw(drawn, marks, [*known.values(), other], larger)
    table = tuple(_entry(row.event, marks) for _, rows in drawn for row in rows)
    return Chart(axes, sentence(events, marks), table, theme)


def _side(event: Event, sides: Mapping[str, str]) -> str:
    """Return the party that takes the step: that of the first person whom a note names."""
    return sides.get(event.involves[0], "") if event.involves else ""


# ── in words ─────────────────────────────────────────────────────────────────────────────────


def sentence(events: Sequence[Event], marks: Mapping[str, Look]) -> str:
    """Say what a timeline shows: how many events, of which dates, how sure, who takes the steps.

    The first event and the last are named, and those of the fullest day.

    Parameters
    ----------
    events : sequence of Event
        The events.
    marks : mapping of str to Look
        The look of whoever takes the step, by the event's id.
    """
    ordered = in_order(events)
    first = ordered[0]
    last = max(reversed(ordered), key=lambda each: (each.date.latest, each.date.earliest))
    number, span = len(events), {"first": first.date.text, "last": last.date.text}
    name = "chart timeline one" if span["first"] == span["last"] else "chart timeline"
    counted = say("events", number=number) if number > 1 else say("event")
    said = [say(name, events=counted, statuses=_statuses(events), **span)]
    if number == 1:
        said.append(say("chart timeline only", event=first.title))
    elif span["first"] != span["last"]:
        said.append(say("chart timeline ends", first=first.title, last=last.title))
    said += [*_fullest(ordered), _steps(ordered, marks)]
    vague = sum(each.date.precision != "day" for each in events)
    if vague:
        said.append(say("chart vague", number=vague))
    return " ".join(said)


def _fullest(ordered: Sequence[Event]) -> list[str]:
    """Return what happens on the day with most events, if one day alone has most."""
    days = Counter(each.date.text for each in ordered if each.date.precision == "day")
    top = [day for day, count in days.items() if count == max(days.values()) > 1]
    if len(top) != 1:
        return []
    titles = [each.title for each in ordered if each.date.text == top[0]]
    name = "chart fullest" if len(titles) < len(ordered) else "chart timeline all"
    named = " ".join(f"({place}) {title}" for place, title in enumerate(titles[:_NAMED], 1))
    if len(titles) > _NAMED:
        named = say("chart more", events=named, number=len(titles) - _NAMED)
    return [say(name, day=top[0], number=len(titles), events=named)]


def _steps(events: Sequence[Event], marks: Mapping[str, Look]) -> str:
    counts = Counter(marks[each.id].name for each in events)
    parties = [
        say("chart steps of", party=name, number=each) for name, each in counts.most_common()
    ]
    return say("chart steps", parties=", ".join(parties))


def _statuses(events: Sequence[Event]) -> str:
    counts = Counter(event.status for event in events)
    return ", ".join(f"{counts[name]} {name}" for name in sorted(counts, key=_rank))


def _rank(status: str) -> tuple[int, str]:
    order = ("stated", "inferred", "disputed")
    return (order.index(status) if status in order else len(order), status)


def _entry(event: Event, marks: Mapping[str, Look]) -> dict[str, object]:
    return {
        "date": event.date.text,
        "event": event.title,
        "time": event.time,
        "step by": marks[event.id].name,
        "status": event.status,
        "citations": citations(event.passages),
    }


# ── where everything stands ──────────────────────────────────────────────────────────────────


def _columns(wide: float) -> _Columns:
    end = wide - _EDGE
    marks = _EDGE + _DATES
    return _Columns(_EDGE, marks, marks + _MARK, end - _AXIS * wide, end)


def _rows(panel: Panel, columns: _Columns) -> list[_Row]:
    """Return the rows of a panel; where it has no axis, its labels have that room too."""
    until = columns.end if _is_day(panel) else columns.axis - _GAP
    rows: list[_Row] = []
    before = ""
    for event in panel.events:
        text = f"{event.title} ({event.time})" if event.time else event.title
        lines = tuple(wrap(text, until - columns.labels - _AIR, _SIZE))
        dates = _dates(event.date.text) if event.date.text != before else ()
        before = event.date.text
        rows.append(_Row(event, lines, dates))
    return rows


def _is_day(panel: Panel) -> bool:
    return panel.first == panel.last


def _dates(text: str) -> tuple[str, ...]:
    """Return a date's lines; of a range, without what its ends share: ``4 to 5 May 2024``."""
    first, to, last = text.partition(" to ")
    start, end = first.split(), last.split()
    while len(start) > 1 and end[-1:] == start[-1:]:
        end.pop()
        start.pop()
    short = f"{' '.join(start)}{to}{last}"
    if width(short, _SIZE) <= _DATES - _AIR:
        return (short,)
    parts = (" ".join(start), f"to {last}") if to else (text,)
    return tuple(line for part in parts for line in wrap(part, _DATES - _AIR, _SIZE))


# ── drawing ──────────────────────────────────────────────────────────────────────────────────


def _draw(
    drawn: Sequence[tuple[Panel, list[_Row]]],
    marks: Mapping[str, Look],
    known: Sequence[Look],
    larger: float,
) -> Axes:
    heights = [sum(row.height for row in rows) for _, rows in drawn]
    heads = [_TITLE if _is_day(panel) else _SCALE for panel, _ in drawn]
    events = [row.event for _, rows in drawn for row in rows]
    used = [look for look in known if look in marks.values()]
    top = _head(sheet(1.0, larger), used, events)
    figure = sheet(top + sum(heights) + sum(heads) + _FOOT * len(drawn), larger)
    _head(figure, used, events)
    columns = _columns(WIDTH / larger)
    for (panel, rows), head, height in zip(drawn, heads, heights, strict=True):
        top += head
        axes = frame(figure, columns.axis, top, columns.end - columns.axis, height)
        _panel(axes, panel, rows, marks, columns)
        top += height + _FOOT
    return figure.axes[max(range(len(drawn)), key=lambda place: len(drawn[place][1]))]


def _head(figure: Figure, used: Sequence[Look], events: Sequence[Event]) -> float:
    """Write title and legends, and return the inches that they take."""
    below = heading(figure, say("chart timeline title"), _EDGE)
    for lead, keys in (
        (say("chart who"), [key(look) for look in used]),
        (say("chart known"), _signs(events)),
    ):
        if keys:
            below += fit_legend(figure, keys, _EDGE, below, lead) + 0.1
    return below


def _panel(
    axes: Axes,
    panel: Panel,
    rows: Sequence[_Row],
    marks: Mapping[str, Look],
    columns: _Columns,
) -> None:
    height = sum(row.height for row in rows)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    if _is_day(panel):
        axes.set_xticks([])
    else:
        _scale(axes, panel, height)
    left = (columns.dates - columns.axis) / (columns.end - columns.axis)
    axes.set_title(panel.title, x=left, y=1.0, pad=8, parse_math=False)
    inches, top = _inches(axes), 0.0
    for place, row in enumerate(rows):
        start = columns.dates if row.dates else columns.labels
        hue = rc("axes.edgecolor") if not place else rc("grid.color")
        axes.plot([start, columns.end], [top, top], transform=inches, color=hue, **_HAIR)
        y = top + _ROW / 2
        _lines(axes, columns.dates, y, row.dates)
        _lines(axes, columns.labels, y, row.lines)
        look = marks[row.event.id]
        _mark(axes, (columns.labels - 0.17, y), look, row.event, inches)
        if row.event.status == "disputed":
            _lines(axes, columns.marks + 0.02, y, ("?",), weight="bold")
        if not _is_day(panel):
            _moment(axes, row.event, look, y)
        top += row.height


_HAIR: dict[str, Any] = {"linewidth": 0.8, "zorder": 0.5, "clip_on": False}


def _inches(axes: Axes) -> Transform:
    """Return what turns inches from the left of the sheet and from the panel's top into pixels."""
    from matplotlib.transforms import blended_transform_factory  # noqa: PLC0415 - heavy

    return blended_transform_factory(axes.get_figure(root=True).dpi_scale_trans, axes.transData)  # type: ignore[union-attr]


def _lines(axes: Axes, x: float, y: float, lines: Sequence[str], **looks: Any) -> None:  # noqa: ANN401
    for number, line in enumerate(lines):
        axes.text(
            x,
            y + number * _LINE,
            line,
            transform=_inches(axes),
            va="center_baseline",
            fontsize=_SIZE,
            parse_math=False,
            zorder=4,
            **looks,
        )


def _scale(axes: Axes, panel: Panel, height: float) -> None:
    """Draw the axis over the panel: a day's tick in the middle of its cell, others at the start."""
    from matplotlib.dates import date2num  # noqa: PLC0415 - heavy, and only for charts

    first = float(date2num(panel.first))  # type: ignore[no-untyped-call]
    half = 0.5 if panel.scale == "days" else 0.0
    wide = _wide(axes)
    margin = _MARGIN * panel.days / (wide - 2 * _MARGIN)
    axes.set_xlim(first - margin, first + panel.days + margin)
    ticks = panel.ticks(max(2, int((wide - 2 * _MARGIN) / _NAME)))
    places = [float(date2num(day)) for day, _ in ticks]  # type: ignore[no-untyped-call]
    axes.set_xticks([place + half for place in places], [label for _, label in ticks])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=5)
    for label in axes.get_xticklabels():
        label.set_verticalalignment("baseline")  # "Apr" stands on the line of "Jan"
    axes.set_xlabel(say(f"chart axis {panel.scale}"), loc="right", labelpad=4)
    axes.xaxis.set_label_position("top")
    edges = range(panel.days + 1) if half else ()
    lines = [first + each for each in edges] if panel.days <= 31 else places  # noqa: PLR2004
    axes.vlines(lines, 0, height, color=rc("grid.color"), linewidth=0.8, zorder=0.4)


def _wide(axes: Axes) -> float:
    """Return the width of a panel in inches."""
    return float(axes.get_position().width * axes.get_figure(root=True).get_figwidth())  # type: ignore[union-attr]


def _moment(axes: Axes, event: Event, look: Look, y: float) -> None:
    """Draw when an event was: a mark in its day, or a bar over the days that it may have been."""
    from matplotlib.dates import date2num  # noqa: PLC0415 - heavy, and only for charts

    first, last = axes.get_xlim()
    days = (event.date.earliest, event.date.latest + timedelta(days=1))
    start, end = (float(date2num(day)) for day in days)  # type: ignore[no-untyped-call]
    start, end = max(start, first), min(end, last)
    if event.date.precision != "day":
        axes.barh(y, end - start, left=start, height=0.1, **_bar(look, event))
    for x, caret in ((first, "<"), (last, ">")):
        if x in (start, end):
            ink = rc("text.color")
            axes.plot(x, y, caret, markersize=6, color=ink, clip_on=False, zorder=2.5)
    _mark(axes, ((start + end) / 2, y), look, event, axes.transData)


def _bar(look: Look, event: Event) -> dict[str, Any]:
    hollow = event.status == "inferred"
    return {
        "facecolor": rc("axes.facecolor") if hollow else (look.hue, 0.5),
        "edgecolor": rc("text.color"),
        "linewidth": 0.8,
        "linestyle": "--" if hollow else "-",
        "zorder": 2,
    }


def _mark(axes: Axes, at: tuple[float, float], look: Look, event: Event, unit: Transform) -> None:
    """Draw a party's mark; with a hole where the event is inferred, so that its hue is seen."""
    ink, wide = rc("text.color"), points(look.marker) * 1.15
    shape: dict[str, Any] = {"transform": unit, "marker": look.marker, "clip_on": False}
    shape |= {"markeredgecolor": ink, "markeredgewidth": 0.9}
    axes.plot(*at, markersize=wide, markerfacecolor=look.hue, zorder=3, **shape)
    if event.status == "inferred":
        hole = rc("axes.facecolor")
        axes.plot(*at, markersize=wide * _HOLE, markerfacecolor=hole, zorder=3.1, **shape)


def _signs(events: Sequence[Event]) -> list[Any]:
    """Return what else needs a word: only what occurs."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy, and only for charts

    ink, paper = rc("text.color"), rc("axes.facecolor")
    statuses = {event.status for event in events}
    keys: list[Any] = []
    if "inferred" in statuses:
        ring = Look(say("chart inferred"), rc("axes.edgecolor"), "o", "")
        keys.append((key(ring), key(replace(ring, hue=paper), larger=_HOLE)))
    if "disputed" in statuses:
        keys.append(key(Look(say("chart disputed"), ink, "$?$", "")))
    if any(event.date.precision != "day" for event in events):
        bar: dict[str, Any] = {
            "facecolor": rc("axes.edgecolor"),
            "edgecolor": ink,
            "linewidth": 0.8,
        }
        keys.append(Patch(label=say("chart bar"), **bar))
    return keys

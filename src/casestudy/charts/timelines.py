"""Events on a time axis: a row for each, as exactly dated as the documents date it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from casestudy.charts.paper import (
    WIDTH,
    Chart,
    drawing,
    fit_legend,
    key,
    rc,
    sheet,
    size,
    width,
    wrap,
)
from casestudy.charts.paper import panel as frame
from casestudy.charts.scales import Panel, panels
from casestudy.charts.themes import Look, looks, style
from casestudy.errors import CaseError
from casestudy.notes import citations
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from casestudy.coursefile import Party
    from casestudy.notes import Event

__all__ = ["sentence", "timeline"]

_SIZE = 9.5
"""Points of a label."""
_LINE = 0.175
"""Inches from a line of a label to the next."""
_ROW = 0.265
"""Inches of a row with one line."""
_GAP = 0.14
"""Inches from a mark to its label."""
_NARROW = 0.6
"""Inches that a label needs at least."""
_DATES = 1.55
"""Inches for the dates at the left."""
_MARGIN = 0.12
"""Inches from the first and the last moment to the ends of an axis."""
_EDGE = 0.25
_HEAD, _FOOT = 0.4, 0.46
"""Inches over a panel for its title, and under it for its axis."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An event with the place of its label.

    Parameters
    ----------
    event : Event
        The event.
    start, end : float
        Inches from the left of the panel to the first and the last moment that it may have been.
    lines : tuple of str
        The label.
    place : str
        ``"right"`` or ``"left"`` of the mark, or ``"over"`` it.
    dates : tuple of str
        The date as written; empty where the row before has the same.
    """

    event: Event
    start: float
    end: float
    lines: tuple[str, ...]
    place: str
    dates: tuple[str, ...]

    @property
    def height(self) -> float:
        """Inches."""
        lines = len(self.lines) + (self.place == "over")
        return _ROW + _LINE * (max(lines, len(self.dates)) - 1)


def timeline(
    events: Sequence[Event],
    parties: Sequence[Party] = (),
    *,
    sides: Mapping[str, str] | None = None,
    breaks: Sequence[date] = (),
    theme: str = "light",
) -> Chart:
    """Draw events on a time axis.

    A day is a cell of the axis, and a mark in it says no more than the day. A date that is less
    exact is a bar over all days that it may be, with the mark in its middle and an arrow where it
    goes on beyond the panel. Marks of inferred events are hollow; a question mark stands at
    disputed ones.

    Parameters
    ----------
    events : sequence of Event
        The events, in any order.
    parties : sequence of Party
        The parties with hue and marker.
    sides : mapping of str to str, optional
        The party of each person, by id. An event that involves one party has its mark.
    breaks : sequence of datetime.date
        Days at which a new panel with a scale of its own begins; if none is given, the far past
        is cut off from the days around the fullest one.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.

    Returns
    -------
    Chart
        Its `axes` is the fullest panel: x in matplotlib's days, y in inches from its top.

    Raises
    ------
    CaseError
        Where there is no event, or no such theme.

    Examples
    --------
    >>> from casestudy.dates import read_date
    >>> from casestudy.notes import Event
    >>> one = Event("e-a", "A vote", (), "e.md", 1, read_date("3 May 2024"), "", "stated", ())
    >>> timeline([one])
    1 event, on 3 May 2024: 1 stated.
    """
    if not events:
        raise CaseError(say("chart empty", chart="timeline"))
    drawn = [(panel, _rows(panel)) for panel in panels(events, breaks)]
    known = looks(parties, theme)
    marks = {event.id: _look(event, sides or {}, known, theme) for event in events}
    with drawing(theme):
        axes = _draw(drawn, marks, [*known.values(), *_others(theme)])
    table = tuple(_entry(row.event, marks) for _, rows in drawn for row in rows)
    return Chart(axes, sentence(events), table, theme)


def sentence(events: Sequence[Event]) -> str:
    """Say what a timeline shows: how many events, of which dates, how sure, the fullest day."""
    dates = sorted((event.date for event in events), key=lambda each: (each.earliest, each.latest))
    first, last = dates[0], max(dates, key=lambda each: (each.latest, each.earliest))
    number, span = len(events), {"first": first.text, "last": last.text}
    name = "chart timeline one" if first.text == last.text else "chart timeline"
    counted = say("events", number=number) if number > 1 else say("event")
    said = [say(name, events=counted, statuses=_statuses(events), **span)]
    days = Counter(each.text for each in dates if each.precision == "day")
    top = [day for day, count in days.items() if count == max(days.values())]
    if len(top) == 1 and 1 < days[top[0]] < number:
        said.append(say("chart fullest", day=top[0], number=days[top[0]]))
    vague = sum(each.precision != "day" for each in dates)
    if vague:
        said.append(say("chart vague", number=vague))
    return " ".join(said)


def _statuses(events: Sequence[Event]) -> str:
    counts = Counter(event.status for event in events)
    return ", ".join(f"{counts[name]} {name}" for name in sorted(counts, key=_rank))


def _rank(status: str) -> tuple[int, str]:
    order = ("stated", "inferred", "disputed")
    return (order.index(status) if status in order else len(order), status)


# ── whose event ──────────────────────────────────────────────────────────────────────────────


def _look(event: Event, sides: Mapping[str, str], known: Mapping[str, Look], theme: str) -> Look:
    """Return the look of the one party that an event involves, or of several, or of none."""
    named = {sides[each] for each in event.involves if sides.get(each) in known}
    several, none = _others(theme)
    return known[named.pop()] if len(named) == 1 else several if named else none


def _others(theme: str) -> tuple[Look, Look]:
    colours = style(theme)
    several = Look(say("several parties"), str(colours["xtick.labelcolor"]), "D", "")
    return several, Look(say("no party"), str(colours["axes.edgecolor"]), ".", "")


# ── where everything stands ──────────────────────────────────────────────────────────────────


def _inner() -> float:
    return WIDTH - _DATES - 2 * _EDGE


def _rows(panel: Panel) -> list[_Row]:
    rows: list[_Row] = []
    before = ""
    for event in panel.events:
        start, end = (_inches(panel, day) for day in _span(event))
        start, end = max(start, 0.0), min(end, _inner())
        lines, place = _label(event, *_mark(event, start, end))
        text = _short(event.date.text) if event.date.text != before else ""
        dates = tuple(wrap(text, _DATES - _EDGE, _SIZE)) if text else ()
        before = event.date.text
        rows.append(_Row(event, start, end, lines, place, dates))
    return rows


def _span(event: Event) -> tuple[date, date]:
    return event.date.earliest, event.date.latest + timedelta(days=1)


def _short(text: str) -> str:
    """Return a range without what its ends share: ``4 to 5 May 2024``."""
    first, to, last = text.partition(" to ")
    start, end = first.split(), last.split()
    while len(start) > 1 and end[-1:] == start[-1:]:
        end.pop()
        start.pop()
    return f"{' '.join(start)}{to}{last}"


def _day(panel: Panel) -> float:
    """Return how many inches of the axis a day has."""
    return (_inner() - 2 * _MARGIN) / panel.days


def _inches(panel: Panel, day: date) -> float:
    return _MARGIN + (day - panel.first).days * _day(panel)


def _mark(event: Event, start: float, end: float) -> tuple[float, float]:
    """Return from where to where a mark takes up room: a point's width, or its whole bar."""
    middle, half = (start + end) / 2, 0.07
    if event.date.precision == "day":
        start = end = middle
    disputed = 0.16 if event.status == "disputed" else 0.0
    return min(start, middle - half) - disputed, max(end, middle + half)


def _label(event: Event, start: float, end: float) -> tuple[tuple[str, ...], str]:
    """Return a label's lines and its side of the mark: where it needs fewest lines."""
    text = f"{event.title} ({event.time})" if event.time else event.title
    room = {"right": _inner() - end - _GAP, "left": start - _GAP, "over": 0.98 * _inner()}
    broken = {
        place: tuple(wrap(text, wide, _SIZE)) for place, wide in room.items() if wide >= _NARROW
    }
    # over the mark is a line more, and of two sides the first is the one to read on
    place = min(broken, key=lambda each: len(broken[each]) + (each == "over"))
    return broken[place], place


# ── drawing ──────────────────────────────────────────────────────────────────────────────────


def _draw(
    drawn: Sequence[tuple[Panel, list[_Row]]], marks: Mapping[str, Look], known: Sequence[Look]
) -> Axes:
    heights = [sum(row.height for row in rows) + 0.1 for _, rows in drawn]
    used = [look for look in known if look in marks.values()]
    events = [row.event for _, rows in drawn for row in rows]
    scratch = sheet(1.0)
    keys = [each for each in (_parties(used), _signs(events)) if each]
    top = 0.62 + sum(fit_legend(scratch, each, _EDGE, 0.1) + 0.08 for each in keys)
    figure = sheet(top + sum(heights) + (_HEAD + _FOOT) * len(heights))
    high = figure.get_figheight()
    figure.suptitle(
        say("chart timeline title"), x=_EDGE / WIDTH, y=1 - 0.16 / high, ha="left", va="top"
    )
    below = 0.56
    for each in keys:
        below += fit_legend(figure, each, _EDGE, below) + 0.08
    for (panel, rows), height in zip(drawn, heights, strict=True):
        top += _HEAD
        axes = frame(figure, _DATES + _EDGE, top, _inner(), height)
        _panel(axes, panel, rows, marks, height)
        top += height + _FOOT
    return figure.axes[max(range(len(drawn)), key=lambda place: len(drawn[place][1]))]


def _panel(
    axes: Axes, panel: Panel, rows: Sequence[_Row], marks: Mapping[str, Look], height: float
) -> None:
    _scale(axes, panel, height)
    axes.set_title(panel.title, x=-(_DATES) / _inner())
    top = 0.1
    for place, row in enumerate(rows):
        if row.dates:
            if place:
                axes.axhline(top, color=rc("grid.color"), linewidth=0.8, zorder=0.5)
            for number, line in enumerate(row.dates):
                axes.annotate(
                    line,
                    (0, top + _ROW / 2 + number * _LINE),
                    xycoords=("axes fraction", "data"),
                    xytext=(-_DATES * 72, 0),
                    textcoords="offset points",
                    va="center_baseline",
                    color=rc("ytick.labelcolor"),
                    annotation_clip=False,
                    parse_math=False,
                )
        _row(axes, panel, row, marks[row.event.id], top)
        top += row.height


def _scale(axes: Axes, panel: Panel, height: float) -> None:
    """Draw the axis: a day's tick in the middle of its cell, others where they begin."""
    from matplotlib.dates import date2num  # noqa: PLC0415 - heavy, and only for charts

    first = float(date2num(panel.first))  # type: ignore[no-untyped-call]
    half = 0.5 if panel.scale == "days" else 0.0
    margin = _MARGIN / _day(panel)
    axes.set_xlim(first - margin, first + panel.days + margin)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    places = [float(date2num(day)) for day, _ in panel.ticks]  # type: ignore[no-untyped-call]
    axes.set_xticks([place + half for place in places], [label for _, label in panel.ticks])
    edges = range(panel.days + 1) if half else ()
    lines = [first + each for each in edges] if panel.days <= 31 else places  # noqa: PLR2004
    axes.vlines(lines, 0, height, color=rc("grid.color"), linewidth=0.8, zorder=0.4)


def _row(axes: Axes, panel: Panel, row: _Row, look: Look, top: float) -> None:
    first, _ = axes.get_xlim()
    day = 1 / _day(panel)
    y = top + _ROW / 2 + (_LINE * len(row.lines) if row.place == "over" else 0)
    middle = (row.start + row.end) / 2
    hollow = row.event.status == "inferred"
    ink, paper = rc("text.color"), rc("axes.facecolor")
    if row.event.date.precision != "day":
        axes.barh(
            y,
            (row.end - row.start) * day,
            left=first + row.start * day,
            height=0.1,
            facecolor=paper if hollow else (look.hue, 0.5),
            edgecolor=ink,
            linewidth=0.8,
            linestyle="--" if hollow else "-",
            zorder=2,
        )
    for x, caret, goes_on in ((0.0, "<", row.start == 0), (_inner(), ">", row.end == _inner())):
        if goes_on:
            axes.plot(first + x * day, y, caret, markersize=6, color=ink, clip_on=False, zorder=3)
    axes.plot(
        first + middle * day,
        y,
        marker=look.marker,
        markersize=size(look.marker),
        markerfacecolor=paper if hollow else look.hue,
        markeredgecolor=ink,
        markeredgewidth=1.4 if hollow else 0.9,
        clip_on=False,
        zorder=3,
    )
    start, end = _mark(row.event, row.start, row.end)
    if row.event.status == "disputed":
        _text(axes, first + (start + 0.06) * day, y, "?", ha="center", weight="bold")
    x, side = {
        "right": (end + _GAP - 0.05, "left"),
        "left": (start - _GAP + 0.05, "right"),
        "over": (min(row.start, _inner() - max(width(line, _SIZE) for line in row.lines)), "left"),
    }[row.place]
    for number, line in enumerate(row.lines):
        _text(axes, first + x * day, top + _ROW / 2 + number * _LINE, line, ha=side)


def _text(axes: Axes, x: float, y: float, text: str, **looks: Any) -> None:  # noqa: ANN401
    axes.text(x, y, text, va="center_baseline", fontsize=_SIZE, parse_math=False, zorder=4, **looks)


def _parties(used: Sequence[Look]) -> list[Any]:
    """Return the marks of the parties that occur."""
    return [key(look) for look in used]


def _signs(events: Sequence[Event]) -> list[Any]:
    """Return what else needs a word: only what occurs."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy, and only for charts

    ink, paper = rc("text.color"), rc("axes.facecolor")
    statuses, keys = {event.status for event in events}, []
    if "inferred" in statuses:
        keys.append(key(Look(say("chart inferred"), paper, "o", ""), edge=1.4))
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


def _entry(event: Event, marks: Mapping[str, Look]) -> dict[str, object]:
    return {
        "date": event.date.text,
        "event": event.title,
        "time": event.time,
        "status": event.status,
        "party": marks[event.id].name,
        "citations": citations(event.passages),
    }

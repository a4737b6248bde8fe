"""Time cut into panels, each with a scale of its own: years, months or days."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casestudy.dates import Date
    from casestudy.notes import Event

__all__ = ["Panel", "Tick", "in_order", "panels"]

_WEEK = timedelta(days=7)
"""Days further apart than this do not belong to the same stretch."""
_MONTH = timedelta(days=30)
"""The most that a month's last day is after its first."""
_NEAR = timedelta(days=730)
"""What lies longer before that stretch gets a scale of its own."""
_SHORT = 62
"""Days that can be told apart in one panel."""
_FEW = 3
"""Fewer events do not make a stretch."""

_HOURS = {"morning": 8.0, "noon": 12.0, "afternoon": 15.0, "evening": 19.0, "night": 22.0}
"""The hour that a part of the day stands for among others of its day."""

Tick = tuple[date, str]
"""A place on the axis and its label."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A stretch of time with the events that begin in it.

    Parameters
    ----------
    events : tuple of Event
        In order.
    first, last : datetime.date
        The first and the last day that the axis shows.
    """

    events: tuple[Event, ...]
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days the axis shows."""
        return (self.last - self.first).days + 1

    @property
    def scale(self) -> str:
        """``"days"``, ``"months"`` or ``"years"``: what a tick of the axis is."""
        told = not self.events or any(
            event.date.precision in {"day", "range"} for event in self.events
        )
        if told and self.days <= _SHORT:
            return "days"
        return "months" if self.days <= 2 * _NEAR.days else "years"

    @property
    def title(self) -> str:
        """The stretch in words.

        Examples
        --------
        >>> Panel((), date(2024, 4, 3), date(2024, 5, 2)).title
        '3 April to 2 May 2024'
        >>> Panel((), date(1954, 1, 1), date(2017, 12, 31)).title
        '1954 to 2017'
        """
        first, last = self.first, self.last
        if self.scale == "years":
            return f"{first:%Y} to {last:%Y}"
        day = f"{first.day} " if self.scale == "days" else ""
        start, end = f"{day}{first:%B %Y}", f"{last:%B %Y}"
        end = f"{last.day} {end}" if day else end
        if start == end:
            return end
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {end}"
        return f"{start.removesuffix(f' {last:%Y}')} to {end}"

    def ticks(self, most: int = 9) -> tuple[Tick, ...]:
        """Return the ticks of the axis: days, the first of months, or the first of years.

        Parameters
        ----------
        most : int
            How many names of months there is room for; of days, half as many again.
        """
        ways = {"days": _days, "months": _months, "years": _years}
        return tuple(ways[self.scale](self, most))


def panels(events: Sequence[Event]) -> tuple[Panel, ...]:
    """Cut events into panels, each with a scale of its own.

    Parameters
    ----------
    events : sequence of Event
        The events.

    Returns
    -------
    tuple of Panel
        In the order of time: all that is long before; the two years before the fullest days; the
        days around the one with most events, as far as nothing is more than a week apart; and
        what comes after. One alone where no days are full; without events, none.
    """
    ordered = in_order(events)
    fullest = _fullest(ordered)
    if fullest is None:
        return (_panel(tuple(ordered)),) if ordered else ()
    first, last = fullest
    far = [event for event in ordered if event.date.earliest < first - _NEAR]
    near = [first - _NEAR] if len(far) >= _FEW else []
    breaks = [*near, first, last + timedelta(days=1)]
    ordered.sort(key=lambda event: _place(event.date, breaks, first))
    groups = groupby(ordered, lambda event: _place(event.date, breaks, first))
    return tuple(_panel(tuple(group)) for _, group in groups)


def in_order(events: Sequence[Event]) -> list[Event]:
    """Return events by date, and those of a date by their time of day as far as it is known.

    An event without a time keeps its place after the one before it.
    """
    hours: dict[str, float] = {}
    last: dict[str, float] = {}
    for event in events:
        hour = _hour(event.time)
        last[event.date.text] = last.get(event.date.text, 0.0) if hour is None else hour
        hours[event.id] = last[event.date.text]
    return sorted(
        events, key=lambda event: (event.date.earliest, event.date.latest, hours[event.id])
    )


def _hour(time: str) -> float | None:
    """Return the hour that a time of day in words begins with, if it says one.

    Examples
    --------
    >>> _hour("around 22:30"), _hour("Friday morning"), _hour("soon after")
    (22.5, 8.0, None)
    """
    found = re.search(r"\b([0-9]{1,2}):([0-9]{2})\b", time)
    if found:
        return int(found[1]) + int(found[2]) / 60
    named = (_HOURS[word] for word in re.findall(r"[a-z]+", time.casefold()) if word in _HOURS)
    return next(named, None)


def _place(when: Date, breaks: Sequence[date], start: date) -> int:
    """Return in which panel a date begins; a month with some of the fullest days goes with them."""
    short = when.latest - when.earliest <= _MONTH
    begin = start if short and when.earliest < start <= when.latest else when.earliest
    return sum(begin >= each for each in breaks)


def _fullest(ordered: Sequence[Event]) -> tuple[date, date] | None:
    """Return first and last day of the stretch around the day with most events."""
    exact = [event.date for event in ordered if event.date.precision in {"day", "range"}]
    counts = Counter(each.earliest for each in exact if each.precision == "day")
    whole = max(each.latest for each in exact) - exact[0].earliest if exact else timedelta()
    if not counts or (len(exact) == len(ordered) and whole.days < _SHORT):
        return None
    peak = max(counts, key=lambda day: counts[day])
    first = last = peak
    for each in reversed(exact):
        if first - _WEEK <= each.earliest < first:
            first = each.earliest
    for each in exact:
        if last < each.latest <= last + _WEEK and each.earliest >= first:
            last = each.latest
    inside = sum(first <= each.earliest <= last for each in exact)
    return (first, last) if inside >= _FEW else None


def _panel(events: tuple[Event, ...]) -> Panel:
    """Return a panel; where days are told apart, months and years around do not stretch it."""
    dates = [event.date for event in events]
    exact = [each for each in dates if each.precision in {"day", "range"}]
    if 2 * len(exact) >= len(dates):
        first, last = _reach(exact)
        around = [each for each in dates if each.earliest <= last and each.latest >= first]
        if (last - first).days < _SHORT and len(around) == len(dates):
            return Panel(events, first, last)
    return Panel(events, *_reach(dates))


def _reach(dates: Sequence[Date]) -> tuple[date, date]:
    return min(each.earliest for each in dates), max(each.latest for each in dates)


def _days(panel: Panel, most: int) -> Iterator[Tick]:
    step = _step(panel.days, 3 * most // 2, (1, 2, 7, 14, 28))
    month = 0
    for place in range(0, panel.days, step):
        day = panel.first + timedelta(days=place)
        yield day, f"{day:%b}\n{day.day}" if day.month != month else f"{day.day}"
        month = day.month


def _months(panel: Panel, most: int) -> Iterator[Tick]:
    number = (panel.last.year - panel.first.year) * 12 + panel.last.month - panel.first.month + 1
    step = _step(number, most, (1, 2, 3, 6, 12))
    year = 0
    for month in range(panel.first.month - 1, panel.first.month - 1 + number):
        day = date(panel.first.year + month // 12, month % 12 + 1, 1)
        if month % 12 % step == 0 and day >= panel.first:
            yield day, f"{day.year}\n{day:%b}" if day.year != year else f"{day:%b}"
            year = day.year


def _years(panel: Panel, most: int) -> Iterator[Tick]:
    number = panel.last.year - panel.first.year + 1
    step = _step(number, most, (1, 2, 5, 10, 20, 50, 100, 200))
    start = -(-panel.first.year // step) * step
    for year in range(start, panel.last.year + 1, step):
        yield date(year, 1, 1), f"{year}"


def _step(number: int, most: int, steps: Sequence[int]) -> int:
    """Return how many things a tick is apart from the next, so that there is room for all."""
    return next((step for step in steps if number / step <= most), steps[-1])

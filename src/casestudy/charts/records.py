"""A learner's record as a picture: lessons as bars, and how sure against how right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.charts.paper import (
    WIDTH,
    Chart,
    drawing,
    fill,
    fit_legend,
    panel,
    patches,
    rc,
    sheet,
    width,
    wrap,
)
from casestudy.charts.themes import ANSWERED, RIGHT, Look, looks, style
from casestudy.coursefile import Party
from casestudy.errors import CaseError
from casestudy.recordpage import record_shown
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from casestudy.record import Confidence, LessonRecord, Record

__all__ = ["picture"]

_SIZE = 10.0
_ROW, _BAR = 0.5, 0.3
_NAMES, _EDGE, _TOTALS = 2.6, 0.25, 0.9
"""Inches for the lessons' names, at the edges, and for the numbers at the right."""
_TITLE, _FOOT = 0.7, 0.72


def picture(record: Record, *, theme: str = "light") -> Chart:
    """Draw what was done in each lesson, and how often one was right by how sure one was.

    Parameters
    ----------
    record : Record
        The record.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.

    Returns
    -------
    Chart
        Its `axes` are those of the lessons: x in questions, a lesson at each whole y from the
        top. The panel below has a level of confidence at each whole y, x in per cent.

    Raises
    ------
    CaseError
        Where nothing was answered yet, or there is no such theme.
    """
    lessons = [lesson for lesson in record.lessons if lesson.items]
    if not any(lesson.answered for lesson in lessons):
        raise CaseError(say("record picture empty"))
    known = _looks(theme)
    with drawing(theme):
        axes = _draw(lessons, record.calibration, known)
    shown = record_shown(record, ())
    said = [shown["summary"], *(each["text"] for each in shown["calibration"])]
    return Chart(axes, " ".join(said), tuple(_rows(lessons, record.calibration)), theme)


def _rows(lessons: Sequence[LessonRecord], levels: Sequence[Confidence]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "row": each.heading.title,
            "questions": len(each.items),
            "answered": each.answered,
            "right": each.correct,
        }
        for each in lessons
    ]
    return rows + [
        {
            "row": say(f"record level {each.level}"),
            "questions": each.count,
            "answered": each.count,
            "right": each.right,
        }
        for each in levels
    ]


def _looks(theme: str) -> tuple[Look, Look, Look]:
    names = [say(f"record picture {name}") for name in ("right", "answered", "open")]
    found = looks((Party(names[0], RIGHT, "o"), Party(names[1], ANSWERED, "s")), theme)
    paper = str(style(theme)["axes.facecolor"])
    return found[names[0]], found[names[1]], Look(names[2], paper, ".", "")


def _draw(
    lessons: Sequence[LessonRecord], levels: Sequence[Confidence], known: tuple[Look, Look, Look]
) -> Axes:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - heavy, and only for charts

    legend = fit_legend(sheet(1.0), patches(known), _EDGE, 0.1)
    top, body, below = _TITLE + legend, _ROW * len(lessons), _ROW * len(levels)
    figure = sheet(top + body + _FOOT + _TITLE + below + _FOOT)
    _title(figure, say("record picture title"), 0.16)
    fit_legend(figure, patches(known), _EDGE, 0.56)
    axes = _panel(figure, top, body, [each.heading.title for each in lessons])
    axes.set_xlim(0, max(len(each.items) for each in lessons))
    axes.set_xlabel(say("record picture axis"), labelpad=8)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
    for place, each in enumerate(lessons):
        _stack(axes, place, each, known)
    under = top + body + _FOOT + 0.16
    _title(figure, say("record picture confidence"), under, size=12)
    names = [say(f"record level {each.level}") for each in levels]
    lower = _panel(figure, under + _TITLE - 0.16, below, names)
    lower.set_xlim(-2, 102)
    lower.set_xticks(range(0, 101, 20))
    lower.set_xlabel(say("record picture share"), labelpad=8)
    for place, level in enumerate(levels):
        _share(lower, place, level, known[0])
    return axes


def _title(figure: Figure, text: str, top: float, size: float = 15) -> None:
    high = figure.get_figheight()
    figure.text(
        _EDGE / WIDTH, 1 - top / high, text, ha="left", va="top", fontsize=size, weight="bold"
    )


def _panel(figure: Figure, top: float, body: float, names: Sequence[str]) -> Axes:
    axes = panel(figure, _NAMES + _EDGE, top, WIDTH - _NAMES - _TOTALS - 2 * _EDGE, body)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="x")
    lines = ["\n".join(wrap(name, _NAMES - 0.15, _SIZE)) for name in names]
    axes.set_yticks(range(len(names)), lines, parse_math=False)
    return axes


def _stack(axes: Axes, place: int, lesson: LessonRecord, known: tuple[Look, Look, Look]) -> None:
    """Draw a lesson's bar, and write at its right how many of how many are right."""
    total, start = len(lesson.items), 0
    counts = (lesson.correct, lesson.answered - lesson.correct, total - lesson.answered)
    for number, look in zip(counts, known, strict=True):
        if number:
            axes.barh(place, number, _BAR / _ROW, start, clip_on=False, **fill(look))
        start += number
    _note(axes, place, f"{lesson.correct if lesson.scored else lesson.answered} / {total}")


def _share(axes: Axes, place: int, level: Confidence, look: Look) -> None:
    """Draw a share as a point on the line of its interval."""
    if not level.count:
        return
    low, high = (100 * end for end in level.interval)
    axes.plot([low, high], [place, place], color=rc("text.color"), linewidth=1.6)
    for end in (low, high):
        axes.plot([end, end], [place - 0.14, place + 0.14], color=rc("text.color"), linewidth=1.6)
    axes.plot(
        [100 * level.right / level.count],
        [place],
        marker="o",
        markersize=10,
        markerfacecolor=look.hue,
        markeredgecolor=rc("text.color"),
        clip_on=False,
    )
    _note(axes, place, f"{level.right} / {level.count}")


def _note(axes: Axes, place: int, text: str) -> None:
    inches = WIDTH - _NAMES - _TOTALS - 2 * _EDGE
    x = 1 + (_TOTALS - width(text, _SIZE, "bold")) / inches
    transform = axes.get_yaxis_transform()
    axes.text(x, place, text, transform=transform, va="center_baseline", weight="bold")

"""Charts: true to the notes, readable by everybody, and the same text on every machine."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import IPython.display
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.dates import num2date
from matplotlib.text import Text
from PIL import Image

import casestudy
from casestudy.charts import (
    CHARTS,
    SIZES,
    THEMES,
    Chart,
    draw,
    heard,
    reactions,
    shares,
    style,
    timeline,
)
from casestudy.charts.paper import WIDTH, drawing, width, wrap
from casestudy.charts.scales import panels
from casestudy.charts.themes import contrast, looks
from casestudy.coursefile import Party, read_course, sides
from casestudy.dates import Date, read_date
from casestudy.documents import Document
from casestudy.errors import CaseError, UnknownNameError
from casestudy.notefile import Book
from casestudy.notes import Account, Event, Notes, Person, Reaction, Statement
from casestudy.seedfile import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from casestudy import Case

ROOT = Path(__file__).parents[1]
SOURCE = Path(casestudy.__file__).parent

PARTIES = (
    Party("the town", "#0072b2", "o", ("mayor", "council")),
    Party("the mill", "#e69f00", "s", ("miller",)),
    Party("others", "#999999", "^", ("county",)),
)
SIDES = sides(PARTIES)


def when(text: str) -> Date:
    """Return a date that is written right."""
    found = read_date(text)
    assert found is not None
    return found


def event(name: str, day: str, title: str, status: str = "stated", *involves: str) -> Event:
    """Return an event without accounts."""
    return Event(name, title, (), "events.md", 1, when(day), "", status, involves)


LONG = "The council asks three engineers to look at the cracks and to write down what they find"
EVENTS = (
    event("e-built", "1907", "The bridge is built", "stated", "council"),
    event("e-law", "1961", "A bylaw on bridges is passed"),
    event("e-mill", "1988 to 2004", "The mill owns the bridge", "stated", "miller"),
    event("e-year", "2023", LONG, "inferred", "council", "miller"),
    event("e-march", "March 2024", "Somebody sees a crack", "disputed"),
    event("e-letter", "29 April 2024", LONG, "stated", "mayor"),
    event("e-closed", "2 May 2024", "The mayor closes the bridge at $5 a day", "stated", "mayor"),
    event("e-protest", "2 May 2024", "The miller protests", "disputed", "miller"),
    event("e-visit", "2 May 2024", LONG, "inferred", "county"),
    event("e-talks", "3 May 2024 to 6 May 2024", "Both sides talk", "stated", "mayor", "miller"),
    event("e-vote", "9 May 2024", LONG, "stated", "council", "county"),
    event("e-month", "May 2024", "The price is told", "inferred", "council"),
    event("e-open", "July 2024", "The bridge is opened again", "stated", "council"),
)
COUNTS = {
    "gazette": {"the town": 120, "the mill": 40, "": 3},
    "almanac": {"the town": 2, "the mill": 1, "others": 2, "": 1},
    "letter": {},
    "a long name of a document that needs more than one line": {"others": 1200},
}


def actor(name: str, kind: str = "state") -> Person:
    """Return somebody who reacts."""
    return Person(name.lower(), name, (), "people.md", 1, kind, (name,))


def reaction(
    who: Person, words: tuple[str, ...] = ("none",), deeds: tuple[str, ...] = ("none",)
) -> Reaction:
    """Return a reaction without accounts."""
    return Reaction(f"r-{who.id}", "reacts", (), "r.md", 1, who, None, words, deeds, ())


REACTIONS = (
    reaction(actor("Society of Bridges and Other Crossings", "organisation"), ("regrets",)),
    reaction(actor("Utopia"), ("condemns", "calls for dialogue"), ("sends a $5 note", LONG)),
    reaction(actor("Arcadia"), ("condemns",)),
    reaction(actor("County"), (), ("closes its own bridge",)),
    reaction(actor("Arcadia"), ("expresses solidarity",)),
)


SORTS: dict[str, Callable[[str], Chart]] = {
    "timeline": lambda theme: timeline(EVENTS, PARTIES, sides=SIDES, theme=theme),
    "shares": lambda theme: shares(COUNTS, PARTIES, theme=theme),
    "reactions": lambda theme: reactions(REACTIONS, PARTIES, sides=SIDES, theme=theme),
    "one event": lambda theme: timeline(EVENTS[6:7], theme=theme),
    "wall": lambda theme: timeline(EVENTS, PARTIES, sides=SIDES, theme=theme, size="wall"),
    "few days": lambda theme: timeline(EVENTS[5:10], PARTIES, sides=SIDES, theme=theme),
    "shares on the wall": lambda theme: shares(COUNTS, PARTIES, theme=theme, size="wall"),
    "reactions on the wall": lambda theme: reactions(REACTIONS, PARTIES, theme=theme, size="wall"),
    "one document": lambda theme: shares({"gazette": {"the town": 1}}, PARTIES, theme=theme),
    "one reaction": lambda theme: reactions(REACTIONS[:1], theme=theme),
}
"""One chart of each sort, drawn in a theme."""

NAMES = tuple(SORTS)


@cache
def charts(theme: str = "light") -> dict[str, Chart]:
    """Return one chart of each sort, drawn once for all tests."""
    return {name: draw_one(theme) for name, draw_one in SORTS.items()}


@pytest.fixture(params=THEMES)
def drawn(request: pytest.FixtureRequest) -> dict[str, Chart]:
    """Charts in each theme."""
    return charts(request.param)


# ── what is drawn can be read ────────────────────────────────────────────────────────────────


@cache
def texts(chart: Chart) -> list[Any]:
    """Return every text of a chart that is seen. A chart is laid out once for all tests."""
    with drawing(chart.theme):
        chart.figure.canvas.draw()
    found: list[Any] = chart.figure.findobj(Text)
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def corners(text: Any) -> NDArray[np.float64]:  # noqa: ANN401
    """Return the corners of a text's own box in pixels, turned as the text is."""
    turn = text.get_rotation()
    box = text.get_window_extent()
    if not turn:
        return np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
    dots = text.get_figure(root=True).dpi
    high = text.get_fontsize() * dots / 72
    along = width(text.get_text(), text.get_fontsize()) * dots
    angle = np.deg2rad(turn)
    right = np.array([np.cos(angle), np.sin(angle)])
    up = np.array([-right[1], right[0]])
    start = text.get_transform().transform(text.get_position())
    return np.array(
        [start, start + along * right, start + along * right + high * up, start + high * up]
    )


def apart(one: NDArray[np.float64], two: NDArray[np.float64]) -> bool:
    """Tell whether some line parts two boxes; half a pixel of touch does not count."""
    for box in (one, two):
        for side in (box[1] - box[0], box[3] - box[0]):
            axis = side / np.hypot(*side)
            if max((one @ axis).min(), (two @ axis).min()) >= (
                min((one @ axis).max(), (two @ axis).max()) - 0.5
            ):
                return True
    return False


def meet(one: Sequence[float], two: Sequence[float]) -> bool:
    """Tell whether two upright boxes meet: least x and y, then greatest. Most do not."""
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_overlaps_another(drawn: dict[str, Chart], name: str) -> None:
    """As the renderer draws them, no two texts touch."""
    boxes = [(text.get_text(), corners(text)) for text in texts(drawn[name])]
    around = [(*box.min(axis=0).tolist(), *box.max(axis=0).tolist()) for _, box in boxes]
    assert [
        (boxes[a][0], boxes[b][0])
        for a, b in combinations(range(len(boxes)), 2)
        if meet(around[a], around[b]) and not apart(boxes[a][1], boxes[b][1])
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_clipped(drawn: dict[str, Chart], name: str) -> None:
    """Everything that is drawn lies inside the picture."""
    figure = drawn[name].figure
    with drawing(drawn[name].theme):
        box = figure.get_tightbbox()
    assert box is not None
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= figure.get_figwidth()
    assert box.y1 <= figure.get_figheight()


@pytest.mark.parametrize("name", NAMES)
def test_labels_keep_clear_of_marks(drawn: dict[str, Chart], name: str) -> None:
    """No label lies on a mark of the timeline."""
    chart = drawn[name]
    seen = [text for text in texts(chart) if text.axes in chart.panels and text.get_text() != "?"]
    for axes in chart.panels:
        for line in axes.lines:
            x, y = line.get_transform().transform(np.column_stack(line.get_data()))[0]
            if line.get_marker() in {"None", "", None}:
                continue
            for text in seen:
                box = text.get_window_extent()
                assert not (box.x0 < x < box.x1 and box.y0 < y < box.y1), text.get_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_text_has_contrast(drawn: dict[str, Chart], name: str) -> None:
    """Every text has a contrast of 4.5:1 to the page, as WCAG 2.2, 1.4.3 asks."""
    for text in texts(drawn[name]):
        box = text.get_bbox_patch()
        paper = to_hex((box or drawn[name].figure).get_facecolor())
        assert contrast(text.get_color(), paper) >= 4.5, text.get_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_fits_a_page(drawn: dict[str, Chart], name: str) -> None:
    """No chart is wider than a notebook's cell, and no text smaller than 9 points."""
    figure = drawn[name].figure
    assert figure.get_figwidth() * figure.dpi == pytest.approx(WIDTH * 96)
    assert WIDTH <= 9.5
    assert min(text.get_fontsize() for text in texts(drawn[name])) >= 9


def shown(chart: Chart) -> float:
    """Return the points that a page shows a chart's smallest text in."""
    return float(min(text.get_fontsize() for text in texts(chart)) * chart.figure.dpi / 96)


def test_few_rows_are_written_larger() -> None:
    """A chart of few rows has room for larger type, and a wall for larger still."""
    assert shown(charts()["timeline"]) >= 9
    assert shown(charts()["few days"]) >= 10.5
    assert shown(charts()["wall"]) >= 13


def test_a_strange_size_is_refused() -> None:
    """The error offers the size that was meant."""
    with pytest.raises(UnknownNameError, match="did you mean 'wall'"):
        timeline(EVENTS, size="wal")


@pytest.mark.parametrize("name", ["timeline", "wall", "few days", "one event"])
def test_labels_stand_in_one_column(drawn: dict[str, Chart], name: str) -> None:
    """Every label begins at the same place, whatever its panel and its date."""
    titles = {line for each in EVENTS for line in wrap(each.title, 1.0, 10.5)}
    found = {
        round(text.get_window_extent().x0)
        for text in texts(drawn[name])
        if any(text.get_text().startswith(line) for line in titles)
    }
    assert max(found) - min(found) <= 2, found


@pytest.mark.parametrize("name", ["timeline", "wall", "few days"])
def test_no_line_of_the_grid_runs_through_a_label(drawn: dict[str, Chart], name: str) -> None:
    """Labels and dates end before the axis begins; only where there is no axis may they go on."""
    texts(drawn[name])
    for axes in drawn[name].panels:
        ends = [text.get_window_extent().x1 for text in axes.texts]
        assert max(ends) < axes.get_window_extent().x0 or not axes.collections


@pytest.mark.parametrize("name", ["timeline", "wall", "few days"])
def test_every_axis_says_what_it_counts(drawn: dict[str, Chart], name: str) -> None:
    """A panel with ticks has the name of its unit at the end of its axis."""
    for axes in drawn[name].panels:
        said = axes.get_xlabel() in {"day", "month", "year"}
        assert said == bool(axes.get_xticks().size)
        assert axes.get_title(loc="left")


def test_a_single_day_has_no_axis() -> None:
    """Events of one day are a list: no tick, and one mark for each."""
    chart = timeline(EVENTS[6:9], PARTIES, sides=SIDES)
    assert chart.axes.get_title(loc="left") == "2 May 2024"
    assert chart.axes.get_xticks().size == 0
    assert len(marks(chart)) == 3 + 1  # and the hole of the inferred one


def test_a_single_day_is_in_the_order_of_its_hours() -> None:
    """Times of day order a list; what has none follows the one before it."""
    day = [
        replace(event(f"e{n}", "2 May 2024", title), time=time)
        for n, (title, time) in enumerate(
            [("late", "around 22:00"), ("after it", ""), ("early", "Thursday morning, or later")]
        )
    ]
    rows = timeline(day).table()
    assert list(rows["event"]) == ["early", "late", "after it"]


def test_every_number_of_the_bars_is_written() -> None:
    """No part of a bar is too small for its number to stand in the picture."""
    said = [text.get_text() for text in texts(charts()["shares"])]
    numbers = [f"{number:,}" for each in COUNTS.values() for number in each.values()]
    assert sorted(set(numbers) - set(said)) == []


def test_long_words_are_broken() -> None:
    """A word that is wider than its place is broken rather than drawn over the edge."""
    lines = wrap("x" * 400, 2.0, 10)
    assert "".join(lines) == "x" * 400
    assert max(width(line, 10) for line in lines) <= 2.0


def test_signs_that_the_font_lacks_give_no_warning() -> None:
    """A picture is drawn, and nothing written beside it, where the font has no such sign."""
    assert timeline([event("e", "2 May 2024", "橋 🌉 is closed")]).png()


# ── for every eye ────────────────────────────────────────────────────────────────────────────

SEEN = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
"""Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE TVCG 15(6), 2009, doi:10.1109/TVCG.2009.113: severity 1.0, for linear RGB."""

APART = 20.0
"""ΔE (CIE 1976) from which two fields are told apart at a glance; 2.3 is just noticeable."""


def lab(hue: str, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a colour as somebody sees it, in CIE L*a*b* with the white of sRGB (D65)."""
    rgb = np.array(to_rgb(hue))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(matrix @ linear, 0, 1)
    xyz = (
        np.array(
            [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
        )
        @ linear
        / np.array([0.9505, 1.0, 1.089])
    )
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eye", SEEN)
def test_hues_are_told_apart(eye: str, theme: str) -> None:
    """The parties of this course differ in hue for colour-blind readers too."""
    found = looks(read_course(ROOT).parties, theme).values()
    for one, two in combinations(found, 2):
        assert np.linalg.norm(lab(one.hue, SEEN[eye]) - lab(two.hue, SEEN[eye])) >= APART


def test_greys_are_told_apart() -> None:
    """Without colour, the parties of this course differ in lightness."""
    greys = [
        lab(look.hue, SEEN["usual"])[0]
        for look in looks(read_course(ROOT).parties, "grey").values()
    ]
    assert min(abs(one - two) for one, two in combinations(greys, 2)) >= 15


@pytest.mark.parametrize("theme", THEMES)
def test_never_colour_alone(theme: str) -> None:
    """No two parties of this course share a marker or a hatch."""
    found = list(looks(read_course(ROOT).parties, theme).values())
    assert len({look.marker for look in found}) == len(found)
    assert len({look.hatch for look in found}) == len(found)


@pytest.mark.parametrize("theme", THEMES)
def test_the_outline_of_a_mark_stands_out(theme: str) -> None:
    """Every mark has an outline with a contrast of 3:1 at least to the page."""
    colours = style(theme)
    assert contrast(str(colours["text.color"]), str(colours["axes.facecolor"])) >= 3


def test_a_dark_page_keeps_hues_visible() -> None:
    """A hue that would be lost on a dark page is lightened; on a light page it stays."""
    night = Party("night", "#101040", "o")
    assert looks([night], "light")["night"].hue == "#101040"
    assert contrast(looks([night], "dark")["night"].hue, "#15181c") >= 3


def test_there_is_one_style_sheet() -> None:
    """Colours are named in the sheet and in its variants, and nowhere else in the charts."""
    assert len(list(SOURCE.rglob("*.mplstyle"))) == 1
    named = {
        path.name
        for path in (SOURCE / "charts").glob("*.py")
        if re.search(r"#[0-9a-f]{6}\b", re.sub(r">>>.*", "", path.read_text(encoding="utf-8")))
    }
    assert named == {"themes.py"}


def test_a_strange_theme_is_refused() -> None:
    """The error offers the theme that was meant."""
    with pytest.raises(UnknownNameError, match="did you mean 'dark'"):
        timeline(EVENTS, theme="drak")


def test_a_strange_marker_is_refused() -> None:
    """The error names the party, its marker and the cure."""
    with pytest.raises(CaseError, match=r"'fans'.*'heart'.*Write such as"):
        looks([Party("fans", "#0072b2", "heart")])


# ── sentences that are true ──────────────────────────────────────────────────────────────────


def test_the_timeline_says_what_it_shows() -> None:
    """Its sentence names first and last event and the fullest day's, and counts who acts."""
    assert repr(charts()["timeline"]) == (
        "13 events, from 1907 to July 2024: 8 stated, 3 inferred, 2 disputed. The first: The bridge"
        " is built. The last: The bridge is opened again. The fullest day is 2 May 2024, with 3 of"
        " them: (1) The mayor closes the bridge at $5 a day (2) The miller protests (3) "
        f"{LONG}. Who takes the step: the town in 8, no party in 2, the mill in 2, others in 1. For"
        " 8, the day is not known exactly."
    )


def test_one_event_is_said_in_one_sentence() -> None:
    """There is no fullest day of one event, and no range."""
    assert repr(timeline(EVENTS[6:7])) == (
        "1 event, on 2 May 2024: 1 stated. It is: The mayor closes the bridge at $5 a day. Who"
        " takes the step: no party in 1."
    )


def test_many_events_of_a_day_are_not_all_named() -> None:
    """The sentence stays one that can be listened to."""
    day = [event(f"e{n}", "2 May 2024", f"Vote {n}") for n in range(10)]
    assert "In order: (1) Vote 0 (2) Vote 1" in repr(timeline(day))
    assert "(8) Vote 7 and 2 more." in repr(timeline(day))


def test_two_days_as_full_as_each_other_are_not_ranked() -> None:
    """Where two days have as many events, none is called the fullest."""
    twice = [event(f"e{n}", f"{day} May 2024", "A vote") for day in (2, 3) for n in (1, 2)]
    assert "fullest" not in repr(timeline(twice))
    assert "In order" not in repr(timeline(twice))


def test_the_bars_say_what_they_show() -> None:
    """Their sentence has every party's total, and who is quoted most in each document."""
    assert repr(charts()["shares"]) == (
        "1,369 words are quoted in 4 documents: the town 122, the mill 41, others 1,202, no party"
        " 4. Most in gazette: the town, 120 of 163. Most in almanac: the town and others, with 2"
        " of 6 each. letter quotes nobody. Most in a long name of a document that needs more than"
        " one line: others, 1,200 of 1,200."
    )


def test_the_matrix_says_what_it_shows() -> None:
    """Its sentence counts who said what, and names who did something."""
    assert repr(charts()["reactions"]) == (
        "3 states and 1 organisation reacted. In words: condemns 2, regrets 1, calls for dialogue"
        " 1, expresses solidarity 1. 2 of 4 did something besides: County (closes its own"
        f" bridge); Utopia (sends a $5 note, {LONG})."
    )


def test_reactions_of_words_alone_are_said_so() -> None:
    """Where nobody did anything, the sentence says so."""
    assert repr(reactions(REACTIONS[:1])) == (
        "1 organisation reacted. In words: regrets 1. None of them did something besides."
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_notes_give_the_same_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and page are the same for the same notes, in every theme, with no address in them."""
    monkeypatch.setattr(Chart, "png", lambda _: b"")  # it costs most, and is no text
    first, *others = (
        chart._repr_mimebundle_()[0]
        for chart in (SORTS[name]("light"), *(charts(theme)[name] for theme in THEMES))
    )
    assert others == [first] * len(THEMES)
    assert "0x" not in first["text/plain"] + first["text/html"]


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_notes_give_the_same_picture(name: str) -> None:
    """To the last byte, so that a refresh without a change stores nothing."""
    assert SORTS[name]("light").png() == charts()[name].png()


@pytest.mark.parametrize("make", [timeline, reactions, shares])
def test_nothing_to_draw_is_said(make: Any) -> None:  # noqa: ANN401
    """Without notes there is a sentence in place of an empty picture."""
    with pytest.raises(CaseError, match="nothing to draw"):
        make({} if make is shares else ())


def moment(place: float) -> str:
    """Return day and hour of a place on a time axis."""
    found: Any = num2date(round(float(place), 6))  # type: ignore[no-untyped-call]
    return f"{found:%d %H}"


# ── honest drawing ───────────────────────────────────────────────────────────────────────────


def marks(chart: Chart) -> list[Any]:
    """Return the marks of a chart's panels."""
    return [
        line
        for axes in chart.panels
        for line in axes.lines
        if line.get_marker() not in {"None", ""}
    ]


def test_a_day_is_marked_in_the_middle_of_its_cell() -> None:
    """A mark of a day stands between the day's edges, and is no midnight."""
    chart = timeline(EVENTS[5:8])
    moments = [mark for mark in marks(chart) if mark.get_transform() == chart.axes.transData]
    assert [moment(mark.get_xdata()[0]) for mark in moments] == ["29 12", "02 12", "02 12"]


def test_a_range_is_a_bar_over_all_its_days() -> None:
    """A bar begins with its first day and ends with its last."""
    chart = timeline([EVENTS[9], *EVENTS[6:8]])
    (bar,) = chart.axes.patches
    box = bar.get_bbox()  # type: ignore[attr-defined]
    assert [moment(box.x0), moment(box.x1)] == ["03 00", "07 00"]


def test_inferred_events_have_a_hole_and_disputed_ones_a_question() -> None:
    """Status is seen by shape: a hole in both marks, and a question mark at a disputed event."""
    chart = charts()["timeline"]
    paper = style()["axes.facecolor"]
    holes = [mark for mark in marks(chart) if mark.get_markerfacecolor() == paper]
    questioned = [text for text in texts(chart) if text.get_text() == "?"]
    assert len(holes) == 2 * sum(each.status == "inferred" for each in EVENTS)
    assert len(questioned) == sum(each.status == "disputed" for each in EVENTS)


def test_a_mark_is_that_of_whoever_takes_the_step() -> None:
    """Of all whom an event involves, the first gives hue and shape, even where that is nobody's."""
    rows = charts()["timeline"].table().set_index("event")["step by"]
    assert rows["The miller protests"] == "the mill"
    assert rows["Both sides talk"] == "the town"
    assert rows["Somebody sees a crack"] == "no party"
    stranger = event("e", "2 May 2024", "A stranger calls the mayor", "stated", "stranger", "mayor")
    (step,) = timeline([stranger], PARTIES, sides=SIDES).table()["step by"]
    assert step == "no party"


def test_title_and_legend_say_who_takes_the_step() -> None:
    """Nobody needs to guess what hue and shape mean."""
    said = [text.get_text() for text in texts(charts()["timeline"])]
    assert said.count("What happened when, and who took the step") == 1
    assert said.count("Who takes the step:") == 1


def test_marks_in_a_row_are_the_same() -> None:
    """The mark before a label and the mark on the axis have one hue and one shape."""
    chart = timeline(EVENTS[5:8], PARTIES, sides=SIDES)
    looks_of: dict[float, set[tuple[str, str]]] = {}
    for mark in marks(chart):
        look = (str(mark.get_marker()), str(mark.get_markerfacecolor()))
        looks_of.setdefault(mark.get_ydata()[0], set()).add(look)
    assert [len(found) for found in looks_of.values()] == [1, 1, 1]


def test_every_event_is_drawn_once() -> None:
    """No event is lost between two panels, and none drawn in both."""
    assert sorted(each.id for panel in panels(EVENTS) for each in panel.events) == sorted(
        each.id for each in EVENTS
    )


def test_the_far_past_has_a_scale_of_its_own() -> None:
    """Years, months and the days of the events each have their panel."""
    found = [(panel.scale, panel.title) for panel in panels(EVENTS)]
    assert found == [
        ("years", "1907 to 2004"),
        ("months", "January 2023 to March 2024"),
        ("days", "29 April to 9 May 2024"),
        ("months", "July 2024"),
    ]


def test_a_month_does_not_stretch_the_days() -> None:
    """A month that begins before or ends after the fullest days goes with them, with an arrow."""
    days = panels(EVENTS)[2]
    assert "e-month" in {each.id for each in days.events}
    carets = [mark for mark in marks(charts()["timeline"]) if mark.get_marker() == ">"]
    assert len(carets) == 1


def test_only_words_between_quotation_marks_count() -> None:
    """What a passage has between two quotations is nobody's voice, and words count once."""
    text = 'The mayor said "nobody may", she told us, "cross it" at noon.\n'
    document = Document("gazette", "G", text, cut("gazette", text, {}))
    said = document.quote('"nobody may", she told us, "cross it"')
    account = (Account("gazette", "says", (said,)),)
    mayor = actor("Mayor", "person")

    def statement(name: str, mode: str, speaker: Person | None) -> Statement:
        return Statement(name, "s", account, "s.md", 1, mode, speaker, "", "", "", None, "")

    told = [statement("a", "direct", mayor), statement("b", "direct", mayor)]
    told.append(statement("c", "scare", None))
    assert heard(told, {"gazette": document}, SIDES) == {"gazette": {"the town": 4}}
    assert heard([statement("d", "direct", None)], {"gazette": document}, SIDES) == {
        "gazette": {"": 4}
    }


def test_a_party_that_the_course_does_not_have_is_refused() -> None:
    """A misspelt party is no bar without a colour."""
    with pytest.raises(CaseError, match="no party 'the mil'"):
        shares({"gazette": {"the mil": 3}}, PARTIES)


# ── in a notebook ────────────────────────────────────────────────────────────────────────────


def test_a_chart_shows_itself_as_two_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Picture with sentence, then the caption: a page shows one kind of an output only."""
    outputs: list[tuple[dict[str, str], Any]] = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda data, *, raw, metadata=None: outputs.append((data, metadata if raw else None)),
    )
    chart = timeline(EVENTS[6:7])
    chart._ipython_display_()
    (picture, metadata), (caption, _) = outputs
    assert picture.keys() == {"image/png", "text/plain"}
    assert caption.keys() == {"text/html", "text/plain"}
    assert caption["text/plain"] == repr(chart)
    assert repr(chart) in unescape(caption["text/html"])
    named = "Picture: What happened when, and who took the step."
    assert picture["text/plain"] == metadata["image/png"]["alt"] == named


def test_nobody_is_told_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Picture and caption say different things, to a reader as to a listener."""
    said: list[str] = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda shown, **_: said.extend(value for name, value in shown.items() if "text" in name),
    )
    charts()["one event"]._ipython_display_()
    picture, html, words = said
    assert picture not in words
    assert html.count(words) == 1


def test_the_picture_is_a_sheet_on_a_dark_page() -> None:
    """A stored picture has an edge of its own, in the colour of the page's lines."""
    html = charts()["one event"]._repr_mimebundle_()[0]["text/html"]
    assert ".cs-caption" in html
    assert "border-radius" in html


def test_the_caption_holds_the_table() -> None:
    """What is drawn can be read as a table below the sentence, and escaped."""
    chart = timeline([event("e", "2 May 2024", "<b>A vote</b>")])
    html = chart._repr_mimebundle_()[0]["text/html"]
    assert "<details>" in html
    assert "&lt;b&gt;A vote&lt;/b&gt;" in html


def test_the_picture_is_as_wide_as_it_says() -> None:
    """The picture is sharper than the page shows it, in the same proportions."""
    data, metadata = charts()["timeline"]._repr_mimebundle_()
    picture = Image.open(BytesIO(base64.b64decode(data["image/png"])))
    wide, high = metadata["image/png"]["width"], metadata["image/png"]["height"]
    assert wide == round(WIDTH * 96)
    assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)
    assert picture.getcolors(1 << 16) is not None


def test_what_they_change_is_drawn() -> None:
    """A chart's axes are theirs to change until it is shown."""
    chart = timeline(EVENTS[6:7])
    before = chart.png()
    chart.axes.set_title("My own title")
    assert chart.png() != before


def test_hues_survive_in_the_picture() -> None:
    """The picture has the hues of the course to the last bit, and the page's own white."""
    picture = Image.open(BytesIO(charts()["shares"].png())).convert("RGB")
    counted: Any = picture.getcolors(1 << 16)
    found = {colour for _, colour in counted}
    hues = ["#ffffff", *(party.hue for party in PARTIES)]
    assert {tuple(bytes.fromhex(hue[1:])) for hue in hues} <= found


@pytest.fixture(scope="module")
def real() -> Case:
    """The open real case, whose notes are read once."""
    return casestudy.open_case(ROOT)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_the_course_draws_each_chart(name: str, size: str, real: Case) -> None:
    """Each chart of this course is drawn from its own notes, and no text of it is clipped."""
    chart = real.chart(name, size=size)
    test_nothing_is_clipped({name: chart}, name)
    test_no_text_overlaps_another({name: chart}, name)


STEPS = {
    "e-arrival": "no party",
    "e-letter": "Ecuador",
    "e-entry-request": "Ecuador",
    "e-entry-answer": "Mexico",
    "e-persona-non-grata": "Ecuador",
    "e-asylum": "Mexico",
    "e-entry": "Ecuador",
    "e-arrest": "Ecuador",
    "e-canseco": "Mexico",
    "e-break": "Mexico",
    "e-prison": "Ecuador",
    "e-nicaragua": "third parties",
    "e-habeas-corpus": "no party",
    "e-ecuador-suit": "Ecuador",
    "e-court-decision": "third parties",
}
"""Who takes some steps of this course, as its documents tell them."""


def test_the_course_gives_each_step_to_who_takes_it(real: Case) -> None:
    """A lawyer of either side finds each step with the party that takes it."""
    events = real.events(*STEPS)
    rows = real.timeline(*STEPS).table().set_index("event")["step by"]
    assert {each.id: rows[each.title] for each in events} == STEPS


def test_the_case_of_a_day_is_drawn_without_what_came_later(real: Case) -> None:
    """The timeline of a day has the events of that day and before, and no other words."""
    known = real.as_of("2024-04-04")
    chart = known.timeline(involves="Mexico", size="wall")
    assert len(chart.table()) == len(known.events(involves="Mexico")) > 0
    assert "5 April" not in " ".join(text.get_text() for text in texts(chart))


def test_whoever_is_in_a_party_is_in_the_notes(real: Case) -> None:
    """Every id that the course gives a party stands in people.md."""
    known = {person.id for person in real.people}
    assert sides(real.course.parties).keys() - known == set()


@pytest.mark.parametrize("name", CHARTS)
def test_a_case_draws_each_chart(name: str) -> None:
    """Each chart of a case is drawn from its notes."""
    text = 'The mayor said "no".\n'
    document = Document("gazette", "G", text, cut("gazette", text, {}))
    empty: Any = Notes(Event, ())
    account = (Account("gazette", "says", (document.quote('"no"'),)),)
    mayor = actor("Mayor", "person")
    said = Statement("s", "s", account, "s.md", 1, "direct", mayor, "", "", "", None, "")
    book = Book(
        empty,
        Notes(Event, EVENTS),
        Notes(Statement, (said,)),
        empty,
        Notes(Reaction, REACTIONS),
        empty,
        empty,
    )
    assert draw(name, book, {"gazette": document}, PARTIES).png()
    with pytest.raises(UnknownNameError, match="There is no chart"):
        draw(f"{name}x", book, {"gazette": document}, PARTIES)


def test_a_chart_is_drawn_without_pyplot() -> None:
    """Pyplot would show a chart a second time, and costs a lesson half a second."""
    code = (
        "import sys; from casestudy.charts import timeline\n"
        "assert not {'matplotlib', 'pandas', 'numpy'} & set(sys.modules)\n"
        "from casestudy.dates import read_date; from casestudy.notes import Event\n"
        "vote = Event('e', 'A vote', (), '', 1, read_date('3 May 2024'), '', 'stated', ())\n"
        "timeline([vote]).png()\n"
        "print('matplotlib.pyplot' in sys.modules, 'pandas' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert shown.stdout.split() == ["False", "False"]

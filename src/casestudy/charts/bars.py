"""Whose voice is heard: words quoted from each party in each document, as stacked bars."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from casestudy.charts.paper import (
    WIDTH,
    Chart,
    drawing,
    fill,
    fit_legend,
    heading,
    magnified,
    panel,
    patches,
    rc,
    sheet,
    width,
    wrap,
)
from casestudy.charts.themes import Look, looks, style
from casestudy.errors import CaseError
from casestudy.quotations import quotations
from casestudy.strings import say
from casestudy.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from casestudy.coursefile import Party
    from casestudy.documents import Document
    from casestudy.notes import Statement

__all__ = ["heard", "sentence", "shares"]

_SIZE = 10.5
_ROW, _BAR = 0.78, 0.36
_NAMES, _EDGE, _TOTALS = 1.75, 0.25, 0.6
"""Inches for the documents' names, at the edges, and for the totals at the right."""
_AIR = 0.12
"""Inches that a number needs besides its own width."""


def heard(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sides: Mapping[str, str],
) -> dict[str, dict[str, int]]:
    """Count the words that each document quotes from each party.

    Words between quotation marks count, once each; so do the words of a direct statement that
    stands without marks. Words reported without marks and scare quotes do not.

    Parameters
    ----------
    statements : iterable of Statement
        The statements; only direct ones count.
    documents : mapping of str to Document
        The documents, by id.
    sides : mapping of str to str
        The party of each speaker, by id. Who is in none, and who is not named, is counted under
        the empty name.

    Returns
    -------
    dict of str to dict of str to int
        Words, by document and party; every document is there.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in documents}
    seen: set[tuple[str, int, int]] = set()
    for statement in statements:
        party = sides.get(statement.speaker.id, "") if statement.speaker else ""
        for passage in statement.passages if statement.mode == "direct" else ():
            place = (passage.start, passage.end)
            for start, end in _quoted(documents[passage.document], *place):
                if (passage.document, start, end) not in seen:
                    seen.add((passage.document, start, end))
                    text = documents[passage.document].text[start:end]
                    counts[passage.document][party] += len(words(text))
    return {name: dict(each) for name, each in counts.items()}


def _quoted(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return what of a span stands between quotation marks; the span where nothing does."""
    inside = [(max(start, each.start), min(end, each.end)) for each in quotations(document)]
    return [(first, last) for first, last in inside if first < last] or [(start, end)]


def shares(
    counts: Mapping[str, Mapping[str, int]],
    parties: Sequence[Party] = (),
    *,
    theme: str = "light",
    size: str = "page",
) -> Chart:
    """Draw how many words each document quotes from each party.

    Parameters
    ----------
    counts : mapping of str to mapping of str to int
        Words, by document and party; the empty name is for words of nobody who is in a party.
    parties : sequence of Party
        The parties with hue and marker, in the order of the bars.
    theme : str
        ``"light"``, ``"dark"`` or ``"grey"``.
    size : str
        ``"page"``, or ``"wall"`` for type that a class can read from the last row.

    Returns
    -------
    Chart
        Its `axes`: x in words, a document at each whole y from the top.

    Raises
    ------
    CaseError
        Where there is no document, no such theme or size, or a party that is not in
        `parties`.

    Examples
    --------
    >>> from casestudy.coursefile import Party
    >>> mayor = Party("the mayor", "#0072b2", "o")
    >>> shares({"gazette": {"the mayor": 12}}, [mayor])
    12 words are quoted in 1 document: the mayor 12. Most in gazette: the mayor, 12 of 12.
    """
    if not counts:
        raise CaseError(say("chart empty", chart="shares"))
    known = {**looks(parties, theme), "": _nobody(theme)}
    strange = sorted({name for each in counts.values() for name in each} - known.keys())
    if strange:
        raise CaseError(
            f"There is no party '{strange[0]}'. Write it into the parties of the course."
        )
    used = [look for name, look in known.items() if any(each.get(name) for each in counts.values())]
    with drawing(theme):
        axes = _draw(counts, known, used, magnified(size, len(counts)))
    rows = tuple(
        {"document": name, **{known[party].name: each.get(party, 0) for party in known}}
        for name, each in counts.items()
    )
    return Chart(axes, sentence(counts, [*known]), rows, theme)


def sentence(counts: Mapping[str, Mapping[str, int]], parties: Sequence[str]) -> str:
    """Say what the bars show: the words of each party, and who is quoted most in each document."""
    totals = {name: sum(each.get(name, 0) for each in counts.values()) for name in parties}
    named = [f"{name or say('no party')} {number:,}" for name, number in totals.items() if number]
    many = say("documents", number=len(counts)) if len(counts) > 1 else say("document")
    listed = ", ".join(named) or say("chart nothing")
    total = f"{sum(totals.values()):,}"
    said = [say("chart shares", number=total, documents=many, parties=listed)]
    return " ".join(said + [_most(name, each, parties) for name, each in counts.items()])


def _most(document: str, counts: Mapping[str, int], parties: Sequence[str]) -> str:
    most, total = max(counts.values(), default=0), sum(counts.values())
    if not most:
        return say("chart shares none", document=document)
    first = [name or say("no party") for name in parties if counts.get(name) == most]
    form = "chart shares most" if len(first) == 1 else "chart shares even"
    party = first[0] if len(first) == 1 else f"{', '.join(first[:-1])} and {first[-1]}"
    return say(form, document=document, party=party, number=f"{most:,}", total=f"{total:,}")


def _nobody(theme: str) -> Look:
    return Look(say("no party"), str(style(theme)["axes.facecolor"]), ".", "")


# ── drawing ──────────────────────────────────────────────────────────────────────────────────


def _draw(
    counts: Mapping[str, Mapping[str, int]],
    known: Mapping[str, Look],
    used: Sequence[Look],
    larger: float,
) -> Axes:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - heavy, and only for charts

    top, foot, body = _head(sheet(1.0, larger), used), 0.72, _ROW * len(counts)
    figure = sheet(top + body + foot, larger)
    long = WIDTH / larger - _NAMES - _TOTALS - 2 * _EDGE
    _head(figure, used)
    axes = panel(figure, _NAMES + _EDGE, top, long, body)
    most = max((sum(each.values()) for each in counts.values()), default=0) or 1
    axes.set_xlim(0, most)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlabel(say("chart shares axis"), labelpad=8)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
    axes.grid(axis="x")
    names = ["\n".join(wrap(name, _NAMES - 0.15, _SIZE)) for name in counts]
    axes.set_yticks(range(len(counts)), names, parse_math=False)
    for place, each in enumerate(counts.values()):
        _stack(axes, place, each, known, long / most)
    return axes


def _head(figure: Figure, used: Sequence[Look]) -> float:
    """Write title and legend, and return the inches that they take."""
    below = heading(figure, say("chart shares title"), _EDGE)
    return below + fit_legend(figure, patches(used), _EDGE, below, say("chart voices")) + 0.18


def _stack(
    axes: Axes, place: int, counts: Mapping[str, int], known: Mapping[str, Look], inch: float
) -> None:
    """Draw a document's bar: numbers stand in their part of it where they fit, else over it."""
    start, over = 0, []
    for name, look in known.items():
        number = counts.get(name, 0)
        if not number:
            continue
        axes.barh(place, number, _BAR / _ROW, start, clip_on=False, **fill(look))
        middle = start + number / 2
        if width(f"{number:,}", _SIZE) + _AIR <= number * inch:
            box = {"boxstyle": "round,pad=0.18", "facecolor": rc("axes.facecolor"), "lw": 0}
            axes.text(middle, place, f"{number:,}", ha="center", va="center_baseline", bbox=box)
        else:
            over.append((middle * inch, number))
        start += number
    for x, (middle, number) in zip(_apart(over), over, strict=True):
        axes.text(x / inch, place - 0.36, f"{number:,}", ha="center", va="bottom", fontsize=9.5)
        ends = [place - 0.34, place - _BAR / _ROW / 2]
        axes.plot([x / inch, middle / inch], ends, color=rc("text.color"), linewidth=0.8)
    axes.text(start + 0.1 / inch, place, f"{start:,}", va="center_baseline", weight="bold")


def _apart(labels: Sequence[tuple[float, int]]) -> list[float]:
    """Push the middles of labels, in inches, to the right until none touches another."""
    found: list[float] = []
    free = -1.0
    for middle, number in labels:
        half = width(f"{number:,}", _SIZE) / 2 + 0.03
        found.append(max(middle, free + half))
        free = found[-1] + half
    return found

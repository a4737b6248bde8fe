"""The value that a chart is: a picture, the sentence that says what it shows, and its table."""

from __future__ import annotations

import base64
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from casestudy.charts.themes import Look, style
from casestudy.errors import UnknownNameError
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox
    from pandas import DataFrame
    from PIL.Image import Image

__all__ = [
    "INCH",
    "SIZES",
    "WIDTH",
    "Chart",
    "drawing",
    "fill",
    "fit_legend",
    "heading",
    "key",
    "magnified",
    "panel",
    "patches",
    "points",
    "rc",
    "sheet",
    "width",
    "wrap",
]

WIDTH = 9.4
"""Inches: what fits a notebook's cell at 100 %."""

INCH = 96
"""Pixels of a page in an inch, as in CSS."""

SIZES = ("page", "wall")
"""How large a chart's type is: for a reader's page, or for the wall of a class."""

_WALL = 1.5
_SPACIOUS = 1.2
"""How much larger type is on a wall, and on a page with room for it."""
_FEW_ROWS = 8
"""A chart with so many rows has room on a page."""

_TOP = 0.16
"""Inches over a title."""
_MANY = 1 << 14
"""A picture with more colours than this is left as it is."""
_PATCH = 24
"""Pixels of one colour beside each other that are a patch and no edge of a letter."""
_SHARP = 1.5
"""Pixels of the picture for one of the page, so that it stays sharp on a projector."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Chart:
    """A picture with the sentence that says what it shows, and the same as a table.

    Change `axes` before the chart is shown: the picture is made when it is displayed.

    Parameters
    ----------
    axes : matplotlib Axes
        The panel, or of several the fullest.
    sentence : str
        What the picture shows, in words.
    rows : tuple of dict
        What is drawn, a dict for each row.
    theme : str
        The theme that it is drawn in.
    """

    axes: Axes
    sentence: str
    rows: tuple[Mapping[str, object], ...]
    theme: str = "light"

    @property
    def figure(self) -> Figure:
        """The whole figure."""
        return self.axes.get_figure(root=True)  # type: ignore[return-value] # it has one

    @property
    def panels(self) -> tuple[Axes, ...]:
        """All panels of the figure."""
        return tuple(self.figure.axes)

    def table(self) -> DataFrame:
        """Return what is drawn as a pandas table."""
        from casestudy.frame import Frame  # noqa: PLC0415 - heavy, and only for tables

        return Frame(list(self.rows))

    def png(self) -> bytes:
        """Return the picture."""
        from PIL.Image import open as read  # noqa: PLC0415 - matplotlib's own, only for charts

        drawn, small = BytesIO(), BytesIO()
        with drawing(self.theme):
            self.figure.savefig(
                drawn,
                format="png",
                dpi=self.figure.dpi * _SHARP,
                pil_kwargs={"compress_level": 1},
            )
        with read(drawn) as picture:
            _few(picture.convert("RGB")).save(small, format="png", optimize=True)
        return small.getvalue()

    @property
    def name(self) -> str:
        """What the picture is called: its title."""
        title = " ".join(self.figure.texts[0].get_text().split()) if self.figure.texts else ""
        return say("chart picture", title=title)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        """Return picture, sentence and table; what can change from machine to machine is pixels."""
        wide, high = (round(float(side) * self.figure.dpi) for side in self._inches)
        data = {
            "image/png": base64.b64encode(self.png()).decode("ascii"),
            "text/html": self._caption(),
            "text/plain": self.sentence,
        }
        return data, {"image/png": {"width": wide, "height": high, "alt": self.name}}

    def _ipython_display_(self) -> None:
        """Publish the picture, then its caption: of one output a page shows only one kind.

        In words, the first is the picture's name and the second its sentence, so that nobody is
        told the same twice, whether they read the text or listen to the page.
        """
        from IPython.display import display  # noqa: PLC0415 - only a notebook needs it

        data, metadata = self._repr_mimebundle_()
        caption = {name: data[name] for name in ("text/html", "text/plain")}
        picture = {"image/png": data["image/png"], "text/plain": self.name}
        display(picture, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        display(caption, raw=True)  # type: ignore[no-untyped-call]

    @property
    def _inches(self) -> tuple[float, float]:
        wide, high = self.figure.get_size_inches()
        return float(wide), float(high)

    def _caption(self) -> str:
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in names)
        body = "".join(
            "<tr>" + "".join(_cell(row.get(name, "")) for name in names) + "</tr>"
            for row in self.rows
        )
        label = escape(say("chart table"))
        return (
            f"<style>{_sheet_style()}</style>"
            f'<p class="cs-caption">{escape(self.sentence)}</p>'
            f"<details><summary>{label}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
        )

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.sentence


def _few(picture: Image) -> Image:
    """Return a picture with 256 of its colours: a third of the bytes in every notebook.

    What is not among them is an edge between two of them, and takes the nearest. Pillow's own way
    would find these, too, but not keep them: white would be white no more.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only for charts
    from PIL.Image import fromarray  # noqa: PLC0415 - matplotlib's own, and only for charts

    if picture.getcolors(_MANY) is None:
        return picture
    pixels = np.asarray(picture).astype(np.int64) @ (1 << 16, 1 << 8, 1)
    inner = pixels[1:, 1:]
    filled = inner[(inner == pixels[:-1, 1:]) & (inner == pixels[1:, :-1])]
    known, counts = np.unique(pixels, return_counts=True)
    # what fills a patch, however small, comes before what is only the edge of a letter
    areas, sizes = np.unique(filled, return_counts=True)
    counts[np.isin(known, areas[sizes >= _PATCH])] += pixels.size
    order = known[np.lexsort((known, -counts))]
    colours = np.stack([order >> 16, order >> 8 & 255, order & 255], axis=1)
    kept = colours[:256]
    nearest = ((colours[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    table = np.zeros((256, 256, 256), dtype=np.uint8)
    table[tuple(colours.T)] = nearest
    small = fromarray(table[tuple(np.moveaxis(np.asarray(picture), -1, 0))])
    small.putpalette(kept.astype(np.uint8).tobytes())
    return small


def _cell(value: object) -> str:
    side = "right" if isinstance(value, int) else "left"
    return f'<td style="text-align:{side}">{escape(str(value))}</td>'


@contextmanager
def drawing(theme: str) -> Iterator[None]:
    """Draw in a theme, and without a warning where the font has no such sign.

    A tick is made when it is first drawn, so that a picture needs its theme as much as its parts.
    """
    from matplotlib import rc_context  # noqa: PLC0415 - heavy, and only for charts

    settings: Any = style(theme)  # matplotlib's types list every name
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing", category=UserWarning)
        yield


@cache
def _sheet_style() -> str:
    """Return what makes the picture a sheet of paper, on a light page as on a dark one."""
    source = files("casestudy").joinpath("static", "chart.css").read_text(encoding="utf-8")
    return "\n" + source.strip() + "\n"


def magnified(size: str, rows: int) -> float:
    """Return how much larger a chart is drawn than its points say.

    Raises
    ------
    UnknownNameError
        Where there is no such size.

    Examples
    --------
    >>> magnified("page", 30), magnified("page", 3), magnified("wall", 30)
    (1.0, 1.2, 1.5)
    """
    if size not in SIZES:
        raise UnknownNameError("size", size, SIZES)
    return _WALL if size == "wall" else _SPACIOUS if rows <= _FEW_ROWS else 1.0


def sheet(height: float, larger: float = 1.0) -> Figure:
    """Return an empty figure of the common width, known to no pyplot and shown by nobody else.

    Parameters
    ----------
    height : float
        Inches.
    larger : float
        How much larger it is shown than drawn. It is drawn on so much less paper, so that a page
        has the same width to show it in.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - heavy
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and only for charts

    figure = Figure(figsize=(WIDTH / larger, height), dpi=INCH * larger)
    FigureCanvasAgg(figure)
    return figure


def heading(figure: Figure, text: str, left: float) -> float:
    """Write a figure's title into its upper left corner, in as many lines as it needs.

    Returns
    -------
    float
        Inches from the top at which the next thing can stand.
    """
    wide, high = (float(side) for side in figure.get_size_inches())
    size = float(rc("figure.titlesize"))
    lines = wrap(text, wide - 2 * left, size, "bold")
    title = {"x": left / wide, "y": 1 - _TOP / high, "ha": "left", "va": "top"}
    figure.suptitle("\n".join(lines), **title, parse_math=False)
    return _TOP + len(lines) * size * 1.2 / 72 + 0.14


def panel(figure: Figure, left: float, top: float, wide: float, high: float) -> Axes:
    """Put a panel on a figure, in inches from the figure's top left."""
    width, height = figure.get_size_inches()
    bottom = height - top - high
    return figure.add_axes((left / width, bottom / height, wide / width, high / height))


def rc(name: str) -> str:
    """Return a setting of the theme that is being drawn in."""
    from matplotlib import rcParams  # noqa: PLC0415 - heavy, and only for charts

    return str(rcParams[name])  # type: ignore[index] # its types list every name


@lru_cache(maxsize=4096)
def width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches.

    Parameters
    ----------
    text : str
        The line.
    size : float
        Points.
    weight : str
        ``"normal"`` or ``"bold"``.
    """
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - heavy

    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    with drawing("light"):
        wide, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(wide) / 72


def wrap(text: str, wide: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines that are at most so wide; a word that is wider is broken too.

    Parameters
    ----------
    text : str
        The text.
    wide : float
        Inches.
    size : float
        Points.
    weight : str
        ``"normal"`` or ``"bold"``.

    Examples
    --------
    >>> wrap("The council closed the old bridge", 1.5, 10)
    ['The council closed', 'the old bridge']
    """
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined, size, weight) <= wide:
            lines[-1] = joined
        else:
            lines += _pieces(word, wide, size, weight)
    return [line for line in lines if line] or [""]


def _pieces(word: str, wide: float, size: float, weight: str) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, weight) > wide:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fit_legend(
    figure: Figure, handles: Sequence[Any], left: float, top: float, lead: str = ""
) -> float:
    """Write a legend under a figure's title, in as few lines as its width allows.

    Parameters
    ----------
    figure : Figure
        Where.
    handles : sequence of Artist
        The marks, with their labels; of marks that are drawn one over the other, a tuple.
    left, top : float
        Inches from the left and from the top.
    lead : str
        What the marks say, in words before them.

    Returns
    -------
    float
        Its height in inches.
    """
    wide, high = figure.get_size_inches()
    letters = float(rc("legend.fontsize"))
    if lead:
        place = {"x": left / wide, "y": 1 - top / high}
        figure.text(**place, s=lead, va="top", fontsize=letters, parse_math=False)
        left += width(lead, letters) + 0.14
    labels = [(each[0] if isinstance(each, tuple) else each).get_label() for each in handles]
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(
            list(handles),
            labels,
            loc="upper left",
            bbox_to_anchor=(left / wide, 1 - top / high),
            ncols=columns,
            handlelength=1.4,
            handleheight=0.5,
        )
        box: Bbox = legend.get_window_extent()
        if box.x1 / figure.dpi <= wide - 0.1 or columns == 1:
            return float(box.height) / figure.dpi
        legend.remove()
    return 0.0


def key(look: Look, *, larger: float = 1.0) -> Any:  # noqa: ANN401 - an artist of matplotlib
    """Return a mark for a legend.

    Parameters
    ----------
    look : Look
        The mark's name, hue and shape.
    larger : float
        How much larger it is than other marks of its shape.
    """
    from matplotlib.lines import Line2D  # noqa: PLC0415 - heavy, and only for charts

    return Line2D(
        [],
        [],
        label=look.name,
        linestyle="none",
        marker=look.marker,
        markersize=points(look.marker) * larger,
        markerfacecolor=look.hue,
        markeredgecolor=rc("text.color"),
        markeredgewidth=0.9,
    )


def fill(look: Look) -> dict[str, Any]:
    """Return how a part of a bar is filled: never by colour alone."""
    ink = rc("text.color")
    return {"facecolor": look.hue, "hatch": look.hatch, "edgecolor": ink, "linewidth": 0.9}


def patches(looks: Iterable[Look]) -> list[Any]:
    """Return the parts of bars for a legend."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy, and only for charts

    return [Patch(label=look.name, **fill(look)) for look in looks]


def points(marker: str) -> float:
    """Return the points at which a marker looks as large as the others."""
    return {"D": 6.5, "$?$": 6.0}.get(marker, 8.0)

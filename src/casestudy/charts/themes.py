"""What all charts look like: one style sheet, its dark and its grey variant, the parties' looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from casestudy.errors import CaseError, UnknownNameError
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casestudy.coursefile import Party

__all__ = ["ANSWERED", "RIGHT", "THEMES", "Look", "contrast", "looks", "nobody", "style"]

_SHEET = Path(__file__).parent.parent / "static" / "casestudy.mplstyle"

_VARIANTS: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {"paper": "#15181c", "ink": "#f1f3f5", "muted": "#b8c1cc", "line": "#75808d"}
    | {"grid": "#2c323a"},
    "grey": {"paper": "#ffffff", "ink": "#000000", "muted": "#454545", "line": "#7a7a7a"}
    | {"grid": "#dddddd"},
}
_KEYS = {
    "paper": ("figure.facecolor", "axes.facecolor"),
    "ink": ("text.color", "axes.labelcolor", "axes.titlecolor", "ytick.labelcolor"),
    "muted": ("xtick.labelcolor",),
    "line": ("axes.edgecolor", "xtick.color", "ytick.color"),
    "grid": ("grid.color",),
}

RIGHT, ANSWERED = "#009e73", "#8a8a8a"
"""Hues of a learner's record: of no party, and told apart by colour-blind readers (Okabe, Ito)."""

THEMES = tuple(_VARIANTS)
"""The names of the variants."""

_HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++")
_GREYS = (0.36, 0.86)
"""The darkest and the lightest grey of a party, as lightness from 0 to 1."""
_VISIBLE = 3.0
"""Contrast that a mark needs, after WCAG 2.2, 1.4.11."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a party looks in every chart of one theme.

    Parameters
    ----------
    name : str
        The party.
    hue, marker, hatch : str
        Its colour, the shape of its mark, and the pattern of its bars: never colour alone.
    """

    name: str
    hue: str
    marker: str
    hatch: str


def style(theme: str = "light") -> dict[str, object]:
    """Return a theme as matplotlib's rc settings.

    Parameters
    ----------
    theme : str
        ``"light"``, ``"dark"``, or ``"grey"`` for paper without colour.

    Returns
    -------
    dict of str to object
        For ``with matplotlib.rc_context(style("dark")):``.

    Raises
    ------
    UnknownNameError
        Where there is no such theme.

    Examples
    --------
    >>> style()["font.family"], style("dark")["figure.facecolor"]
    (['DejaVu Sans'], '#15181c')
    """
    if theme not in _VARIANTS:
        raise UnknownNameError("theme", theme, THEMES)
    variant = _VARIANTS[theme]
    changed = {key: hue for name, hue in variant.items() for key in _KEYS[name]}
    return {**_sheet(), **changed}


@lru_cache(maxsize=1)
def _sheet() -> dict[str, object]:
    from matplotlib import rc_params_from_file  # noqa: PLC0415 - heavy, and only for charts

    return dict(rc_params_from_file(_SHEET, use_default_template=False).items())


def looks(parties: Iterable[Party], theme: str = "light") -> dict[str, Look]:
    """Return how each party looks.

    Hues that would be lost on a dark page are mixed with white until they have a contrast of 3:1.
    Without colour, the parties get evenly spaced greys in their order.

    Raises
    ------
    CaseError
        Where matplotlib knows no such hue or marker.

    Examples
    --------
    >>> from casestudy.coursefile import Party
    >>> looks([Party("mayor", "#0072b2", "o")])["mayor"]
    Look(name='mayor', hue='#0072b2', marker='o', hatch='')
    """
    from matplotlib.colors import is_color_like  # noqa: PLC0415 - heavy, and only for charts
    from matplotlib.markers import MarkerStyle  # noqa: PLC0415

    parties, paper = tuple(parties), str(style(theme)["figure.facecolor"])
    found = {}
    for place, party in enumerate(parties):
        if not is_color_like(party.hue) or party.marker not in MarkerStyle.markers:
            message = f"The party '{party.name}' has hue '{party.hue}' and marker '{party.marker}'."
            raise CaseError(f'{message} Write such as hue = "#0072b2", marker = "o".')
        hue = _grey(place, len(parties)) if theme == "grey" else _visible(party.hue, paper)
        found[party.name] = Look(party.name, hue, party.marker, _HATCHES[place % len(_HATCHES)])
    return found


def nobody(theme: str = "light") -> Look:
    """Return how somebody looks who is in no party: a diamond in the colour of the lines.

    Examples
    --------
    >>> nobody()
    Look(name='no party', hue='#8b95a3', marker='D', hatch='')
    """
    return Look(say("no party"), str(style(theme)["axes.edgecolor"]), "D", "")


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    As in WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(two)))
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(hue: str) -> float:
    from matplotlib.colors import to_rgb  # noqa: PLC0415 - heavy, and only for charts

    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in to_rgb(hue)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _visible(hue: str, paper: str) -> str:
    """Lighten a hue on a dark page until it stands out; on a light page its outline does that."""
    from matplotlib.colors import to_hex, to_rgb  # noqa: PLC0415 - heavy, and only for charts

    red, green, blue = to_rgb(hue)
    dark = contrast(paper, "#ffffff") >= _VISIBLE
    mixed = (
        to_hex((red + (1 - red) * white, green + (1 - green) * white, blue + (1 - blue) * white))
        for white in (part / 10 for part in range(10 if dark else 1))
    )
    found = to_hex(hue)
    for found in mixed:
        if contrast(found, paper) >= _VISIBLE:
            break
    return found


def _grey(place: int, number: int) -> str:
    """Return one of some evenly spaced greys."""
    from matplotlib.colors import to_hex  # noqa: PLC0415 - heavy, and only for charts

    dark, light = _GREYS
    grey = dark + (light - dark) * (place / (number - 1) if number > 1 else 0.0)
    return to_hex((grey, grey, grey))

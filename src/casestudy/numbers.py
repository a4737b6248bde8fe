"""Numbers as people type them: with commas or points, grouped or not."""

from __future__ import annotations

import re
from math import isclose

__all__ = ["near", "read_number", "write_number"]

_SIGN = r"(?P<sign>[+-]?)"
_PLAIN = re.compile(_SIGN + r"(?P<whole>[0-9]+)")
_GROUPED = re.compile(
    _SIGN + r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<group>[,. '])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[,.](?P<part>[0-9]+))?"
)
_DECIMAL = re.compile(_SIGN + r"(?P<whole>0?|[1-9][0-9]*)[,.](?P<part>[0-9]+)")
_LONGEST = 40
_SIGNS = str.maketrans({"−": "-", "–": "-", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})


def read_number(text: str) -> tuple[float, ...]:
    """Read a number in all the ways in which it can be meant.

    Parameters
    ----------
    text : str
        Digits with a sign, a decimal comma or point, and groups of three divided by a comma, a
        point, a space or an apostrophe. A full stop at the end is none of these.

    Returns
    -------
    tuple of float
        Its readings: none where the words are no number, two where a comma or a point may divide
        thousands or begin decimals.

    Examples
    --------
    >>> read_number("1 200"), read_number("0,5"), read_number("-3"), read_number("many")
    ((1200.0,), (0.5,), (-3.0,), ())
    >>> read_number("1,200"), read_number("1,200,000")
    ((1200.0, 1.2), (1200000.0,))
    """
    plain = text.strip().translate(_SIGNS).removesuffix(".")
    if len(plain) > _LONGEST:
        return ()
    found = (form.fullmatch(plain) for form in (_PLAIN, _GROUPED, _DECIMAL))
    return tuple(dict.fromkeys(_value(each) for each in found if each))


def _value(found: re.Match[str]) -> float:
    said = found.groupdict()
    whole = re.sub("[^0-9]", "", said["whole"]) or "0"
    return float(f"{said['sign']}{whole}.{said.get('part') or '0'}")


def write_number(value: float) -> str:
    """Return a number in a form that has one reading.

    Examples
    --------
    >>> write_number(1200.0), write_number(1.2), write_number(1.125)
    ('1200', '1.2', '1.1250')
    """
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text if len(read_number(text)) == 1 else f"{text}0"


def near(one: float, two: float, tolerance: float) -> bool:
    """Tell whether two numbers lie within a tolerance, as they do on paper.

    Examples
    --------
    >>> near(0.4, 0.3, 0.1), 0.4 - 0.3 <= 0.1
    (True, False)
    """
    away = abs(one - two)
    return away <= tolerance or isclose(away, tolerance, rel_tol=1e-9, abs_tol=1e-12)

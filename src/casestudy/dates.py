"""Dates as people write them: a day, a month, a year, or a range of these."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casestudy.text import fold

__all__ = [
    "SAMPLES",
    "Date",
    "Precision",
    "in_words",
    "lacks_year",
    "read_date",
    "read_published",
    "read_typed",
]

Precision = Literal["day", "month", "year", "range"]

SAMPLES: dict[Precision, str] = {
    "day": "5 April 2024",
    "month": "April 2024",
    "year": "2024",
    "range": "5 April 2024 to 7 April 2024",
}
"""How a date of each precision is written."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = re.compile(r"(?:(?:([0-9]{1,2}) )?([A-Z][a-z]+) )?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exactly as it is known.

    Parameters
    ----------
    text : str
        As written: ``5 April 2024``, ``April 2024``, ``2017`` or ``1 May 2024 to 3 May 2024``.
    earliest, latest : datetime.date
        The first and the last day that it may be.
    precision : Precision
        How exact it is.
    """

    text: str
    earliest: date
    latest: date
    precision: Precision

    def __str__(self) -> str:
        """Return the date as it was written."""
        return self.text


def read_date(text: str) -> Date | None:
    """Read a date; None where the words are no date, or a range runs backwards.

    Parameters
    ----------
    text : str
        A date such as those in `SAMPLES`.

    Examples
    --------
    >>> read_date("February 2024").latest
    datetime.date(2024, 2, 29)
    >>> read_date("2017 to 3 May 2018").precision, read_date("30 February 2024")
    ('range', None)
    """
    first, to, last = text.partition(" to ")
    start, end = _one(first), _one(last)
    if not to:
        return start
    if start is None or end is None or start.earliest > end.latest:
        return None
    return Date(text, start.earliest, end.latest, "range")


def _one(text: str) -> Date | None:
    found = _DATE.fullmatch(text)
    if not found or (found[2] and found[2] not in _MONTHS):
        return None
    year, month = int(found[3]), _MONTHS.index(found[2]) + 1 if found[2] else 0
    try:
        if found[1]:
            day = date(year, month, int(found[1]))
            return Date(text, day, day, "day")
        if month:
            last = date(year, month, monthrange(year, month)[1])
            return Date(text, date(year, month, 1), last, "month")
        return Date(text, date(year, 1, 1), date(year, 12, 31), "year")
    except ValueError:
        return None


def in_words(day: date) -> str:
    """Return a day as `read_date` reads it, whatever language the computer is set to.

    Examples
    --------
    >>> in_words(date(2024, 5, 6))
    '6 May 2024'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}"


_PUBLISHED = re.compile(
    r"between (?P<first>.+?) and (?P<last>.+)|(?P<from>.+) or later|(?P<day>.+)"
)


def read_published(text: str) -> Date | None:
    """Read when a document was published; None where the words cannot be read.

    Parameters
    ----------
    text : str
        A date, ``between 6 and 11 May 2024``, or ``May 2024 or later``.

    Examples
    --------
    >>> read_published("between 6 and 11 May 2024").earliest
    datetime.date(2024, 5, 6)
    >>> read_published("May 2024 or later").latest.year
    9999
    """
    found = _PUBLISHED.fullmatch(text)
    if not found or found["day"]:
        return read_date(text)
    if found["from"]:
        since = read_date(found["from"])
        return since and Date(text, since.earliest, date.max, "range")
    last = found["last"]
    # "6 and 11 May 2024", "6 May and 2 June 2024": the year, or the month too, is said once
    for missing in ("", last[-5:], last.removeprefix(last.split(" ")[0])):
        span = read_date(f"{found['first']}{missing} to {last}")
        if span:
            return Date(text, span.earliest, span.latest, "range")
    return None


_SPANISH = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_SHORT = 3  # letters of a month that is cut: "Dec", "dic"
_MONTH_OF = {
    **{
        form: number
        for names in (_MONTHS, _SPANISH)
        for number, name in enumerate(names, 1)
        for form in (name.casefold(), name.casefold()[:_SHORT])
    },
    "sept": 9,
    "set": 9,
    "setiembre": 9,
}
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|o|°)?"
_NAME = r"(?P<name>[a-z]+)\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_OF = r"(?: of| del?|,)? "
_TYPED = tuple(
    re.compile(form)
    for form in (
        rf"(?:the )?{_DAY}(?:{_OF}|[ -]){_NAME}(?:{_OF}|[ -]){_YEAR}",
        rf"{_NAME} {_DAY},? {_YEAR}",
        rf"{_NAME}{_OF}{_YEAR}",
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?:(?P=mark)(?P<day>[0-9]{{1,2}}))?",
        rf"(?P<day>[0-9]{{1,2}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"(?P<month>[0-9]{{1,2}})(?P<mark>[-/.])(?P<day>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"(?P<month>[0-9]{{1,2}})[-/.]{_YEAR}",
        _YEAR,
    )
)


def read_typed(text: str) -> tuple[Date, ...]:
    """Read a date as a learner types it, in all the ways in which it can be meant.

    Parameters
    ----------
    text : str
        A day, a month or a year: in words, English or Spanish, or in figures with the year in
        four digits. Case, accents and white space do not matter.

    Returns
    -------
    tuple of Date
        Its readings, each with its text as `read_date` reads it: none where the words are no
        date, two where day and month may be meant either way round. A range is not read.

    Examples
    --------
    >>> [str(date) for date in read_typed("17/12/2023")]
    ['17 December 2023']
    >>> [str(date) for date in read_typed("5/4/2024")]
    ['5 April 2024', '4 May 2024']
    >>> read_typed("17 de diciembre de 2023") == read_typed("Dec. 17th, 2023")
    True
    """
    plain = fold(text)
    found = (form.fullmatch(plain) for form in _TYPED)
    dates = (_typed(**each.groupdict()) for each in found if each)
    return tuple(dict.fromkeys(date for date in dates if date))


def _typed(
    year: str, day: str | None = None, month: str | None = None, name: str = "", mark: str = ""
) -> Date | None:
    """Return the date that some figures and a month's name make, if there is such a day."""
    del mark  # what divides them says nothing
    number = _MONTH_OF.get(name, 0) if name else int(month or 0)
    if not 0 <= number <= len(_MONTHS) or (number == 0 and (name or month)):
        return None
    words = (str(int(day)) if day else "", _MONTHS[number - 1] if number else "", year)
    return read_date(" ".join(filter(None, words)))


def lacks_year(text: str) -> bool:
    """Tell whether some words are a date but for the year.

    Examples
    --------
    >>> lacks_year("17 December"), lacks_year("17/12"), lacks_year("17 December 2023")
    (True, True, False)
    """
    plain = fold(text)
    divided = re.sub(r"[^-/.]", "", plain)[:1]
    # 2024 had a 29 February, so that no day is refused for its year
    added = (f"{plain} 2024", f"{plain}{divided}2024" if divided else "")
    return bool(plain) and not read_typed(text) and any(map(read_typed, added))

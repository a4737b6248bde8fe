"""Dates as our files have them, and as learners type them: nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.dates import SAMPLES, in_words, lacks_year, read_date, read_published, read_typed

ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)

FORMS = (
    "{day} {english} {year}",
    "{day:02} {english} {year}",
    "{english} {day}, {year}",
    "{english} {day} {year}",
    "{day} {short} {year}",
    "{day} {short}. {year}",
    "{day}-{short}-{year}",
    "{day}{th} of {english} {year}",
    "the {day}{th} of {english}, {year}",
    "{short} {day}{th}, {year}",
    "{day} de {spanish} de {year}",
    "{day} de {spanish} del {year}",
    "{day} {spanish} {year}",
    "{day}º de {spanish} de {year}",
    "{year}-{month:02}-{day:02}",
    "{year}/{month}/{day}",
    "{year}.{month:02}.{day:02}",
)
"""Forms that mean one day."""

FIGURES = ("{day}/{month}/{year}", "{day:02}.{month:02}.{year}", "{day}-{month}-{year}")
"""Forms in which day and month may be meant either way round."""

days = st.dates(date(1000, 1, 1), date(9999, 12, 31))


def written(form: str, day: date) -> str:
    """Return a day in a form."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return form.format(
        day=day.day,
        month=day.month,
        year=day.year,
        english=ENGLISH[day.month - 1],
        spanish=SPANISH[day.month - 1],
        short=ENGLISH[day.month - 1][:3],
        th="th" if day.day in {11, 12, 13} else last,
    )


@given(days, st.sampled_from(FORMS), st.sampled_from([str, str.upper, str.lower]))
def test_a_day_is_read_in_every_form(day: date, form: str, case: object) -> None:
    """Whatever the language, the order and the case, it is that day and no other."""
    text = case(written(form, day))  # type: ignore[operator]
    assert read_typed(text) == (read_date(in_words(day)),)


@given(days, st.sampled_from(FIGURES), st.booleans())
def test_figures_that_may_be_two_days_are_two(day: date, form: str, turned: object) -> None:
    """Where both could be a month, both readings are there; otherwise the one that is."""
    text = written(form, day)
    if turned:  # the month first, as in the United States
        first, mark, rest = text.partition(form[form.index("}") + 1])
        second, _, year = rest.partition(mark)
        text = f"{second}{mark}{first}{mark}{year}"
    found = [each.earliest for each in read_typed(text)]
    both = day.day <= 12 and day.day != day.month
    other = date(day.year, day.day, day.month) if both else day
    assert set(found) == {day, other}
    assert len(found) == 1 + both


@pytest.mark.parametrize("text", ["17 December 2023", "2023-12-17", "17/12/2023", "12/17/2023"])
def test_three_forms_are_one_day(text: str) -> None:
    """Words, figures and the form of ISO 8601 say the same."""
    assert read_typed(text) == (read_date("17 December 2023"),)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("December 2023", "December 2023"),
        ("dec 2023", "December 2023"),
        ("diciembre de 2023", "December 2023"),
        ("December of 2023", "December 2023"),
        ("setiembre 2023", "September 2023"),
        ("Sept. 2023", "September 2023"),
        ("ene. 2023", "January 2023"),
        ("2023-12", "December 2023"),
        ("12/2023", "December 2023"),
        ("12.2023", "December 2023"),
        ("2023", "2023"),
        (" 2023 ", "2023"),
        ("５ May 2024", "5 May 2024"),
        ("5\u00a0May\u00a02024", "5 May 2024"),
    ],
)
def test_a_month_and_a_year_are_read(text: str, means: str) -> None:
    """Less than a day is a date as well, as exact as it is."""
    assert [str(each) for each in read_typed(text)] == [means]


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "30 February 2024", "29/2/2023", "13/13/2024", "0/5/2024", "2024-13-01"),
        *("17/12/23", "17 Decembre 2023", "5 April 2024 to 7 April 2024", "0000", "5 May 0000"),
        *("17", "December", "17 December", "20231217", "1/2/3/2024", "5/April.2024"),
    ],
)
def test_what_is_no_date_has_no_reading(text: str) -> None:
    """A day that does not exist, two figures of a year or a range are not read."""
    assert read_typed(text) == ()


@given(st.text())
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    """Whatever is typed has no reading, one or two."""
    assert len(read_typed(text)) <= 2


@given(days, st.sampled_from(FORMS[:11]))
def test_a_reading_is_a_date_in_words(day: date, form: str) -> None:
    """What a learner is asked about reads as the courses write dates."""
    (found,) = read_typed(written(form, day))
    assert read_date(str(found)) == found


@pytest.mark.parametrize(
    "text", ["17 December", "December 17", "17 de diciembre", "Dec", "17/12", "12/17", "29 Feb"]
)
def test_a_date_without_its_year_is_known(text: str) -> None:
    """What would be a date with a year lacks one."""
    assert lacks_year(text)


@pytest.mark.parametrize("text", ["", "soon", "2023", "17 December 2023", "30 February", "5"])
def test_what_is_no_date_lacks_no_year(text: str) -> None:
    """What would not be a date with a year does not lack one."""
    assert not lacks_year(text)


# ── as our files have them ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("29 February 2024", (2024, 2, 29), (2024, 2, 29), "day"),
        ("April 2024", (2024, 4, 1), (2024, 4, 30), "month"),
        ("2017", (2017, 1, 1), (2017, 12, 31), "year"),
        ("30 April 2024 to 2 May 2024", (2024, 4, 30), (2024, 5, 2), "range"),
        ("2013 to April 2017", (2013, 1, 1), (2017, 4, 30), "range"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(
    text: str, earliest: tuple[int, int, int], latest: tuple[int, int, int], precision: str
) -> None:
    """Days, months, years and ranges have a first and a last day."""
    found = read_date(text)
    assert found
    assert str(found) == text
    assert (found.earliest, found.latest) == (date(*earliest), date(*latest))
    assert found.precision == precision


@pytest.mark.parametrize(
    "text",
    ["", "to", "54", "30 February 2024", "5 Avril 2024", "2 May 2024 to 30 April 2024",
     "May 2024 to", "0000", "1 May 2024 to 2 May 2024 to 3 May 2024", "2024-05-01", " 2017",
     "13 2017"],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    """Nothing is guessed."""
    assert read_date(text) is None


@given(st.dates())
def test_a_day_in_words_is_read_back(day: date) -> None:
    """Every day is written so that it is read as itself."""
    found = read_date(in_words(day))
    assert found
    assert found.earliest == found.latest == day


@given(st.text(st.sampled_from("0123456789 toMay")) | st.sampled_from(list(SAMPLES.values())))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """Whatever is written, no day comes before the first."""
    found = read_date(text)
    assert found is None or found.earliest <= found.latest
    read_published(f"between {text} and {text}")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("5 May 2024", date(2024, 5, 5), date(2024, 5, 5)),
        ("between 6 and 11 May 2024", date(2024, 5, 6), date(2024, 5, 11)),
        ("between 30 April and 2 May 2024", date(2024, 4, 30), date(2024, 5, 2)),
        ("between 30 April 2023 and May 2024", date(2023, 4, 30), date(2024, 5, 31)),
        ("May 2024 or later", date(2024, 5, 1), date.max),
    ],
)
def test_when_a_document_was_published_is_read(text: str, earliest: date, latest: date) -> None:
    """The catalogue's wordings are understood."""
    found = read_published(text)
    assert found
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["", "once", "between and", "between 6 and 3 May 2024", "x or later"]
)
def test_what_does_not_say_when_is_not_read(text: str) -> None:
    """Other words are no date."""
    assert read_published(text) is None

"""Numbers as people type them: every form is read, and no guess is made between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.numbers import near, read_number, write_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("110", 110),
        (" 110 ", 110),
        ("110.", 110),
        ("007", 7),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("0.5", 0.5),
        ("0,5", 0.5),
        (".5", 0.5),
        ("-0.5", -0.5),
        ("1,20", 1.2),
        ("12,3456", 12.3456),
        ("0,500", 0.5),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("1’200", 1200),
        ("1,200,000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200.50", 1200.5),
        ("1.200,50", 1200.5),
        ("1 200,5", 1200.5),
        ("1200.500", 1200.5),
    ],
)
def test_a_number_has_one_reading(text: str, value: float) -> None:
    """Signs, decimals and groups of three are read, however they are divided."""
    assert read_number(text) == (value,)


@pytest.mark.parametrize("text", ["1,200", "1.200", "12,345", "123.456", "-1,200"])
def test_a_group_of_three_may_be_decimals(text: str) -> None:
    """One comma or point before three digits has two readings."""
    whole = float(text.replace(",", "").replace(".", ""))
    assert read_number(text) == (whole, whole / 1000)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "many", "110 days", "1e3", "½", "١", "5²", "1,2,3", "1.200.5"),
        *("1,20,000", "1 2", "01,200", "--3", "1,200,000,", "0x10", "nan", "inf", "9" * 41),
    ],
)
def test_what_is_no_number_has_no_reading(text: str) -> None:
    """Words, broken groups and other signs are no number."""
    assert read_number(text) == ()


@given(st.text())
def test_no_text_has_more_than_two_readings(text: str) -> None:
    """Whatever is typed is a number, two at most, or none."""
    assert len(read_number(text)) <= 2


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_in_every_form(value: int) -> None:
    """Plain or grouped by a space, a whole number is itself; by a comma, it is among the readings.

    One group may be decimals, two may not.
    """
    assert read_number(str(value)) == (value,)
    assert read_number(f"{value:,}".replace(",", " ")) == (value,)
    assert value in read_number(f"{value:,}")


@given(st.integers(-(10**9), 10**9), st.integers(1, 6))
def test_a_number_that_is_written_is_read(whole: int, places: int) -> None:
    """What the program writes has one reading, and it is the number."""
    value = whole / 10**places
    assert read_number(write_number(value)) == (value,)


@given(st.integers(0, 999), st.integers(0, 10**6))
def test_comma_and_point_divide_decimals_alike(whole: int, part: int) -> None:
    """Who writes a comma and who writes a point mean the same readings."""
    assert read_number(f"{whole},{part}") == read_number(f"{whole}.{part}")


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(0, 99))
def test_near_is_what_it_is_on_paper(one: int, two: int, within: int) -> None:
    """Tenths are compared as tenths, and not as the computer keeps them."""
    assert near(one / 10, two / 10, within / 10) is (abs(one - two) <= within)

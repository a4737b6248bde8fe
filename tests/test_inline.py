"""Emphasis, escapes and entities: what `casestudy.inline` reads in a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.inline import plain, segments


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("", []),
        ("It is so", [("It is so", "")]),
        ("It is *so*", [("It is ", ""), ("so", "em")]),
        ("It is _so_", [("It is ", ""), ("so", "em")]),
        ("**So** it is", [("So", "strong"), (" it is", "")]),
        ("***so***", [("so", "strong")]),
        ("*a **b** c*", [("a ", "em"), ("b", "strong"), (" c", "em")]),
        ("**a *b* c**", [("a b c", "strong")]),
        (r"\*so\*", [("*so*", "")]),
        ("R&amp;D", [("R&D", "")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "")]),
        ("a *lone star", [("a *lone star", "")]),
        ("snake_case_name", [("snake_case_name", "")]),
    ],
)
def test_text_is_cut_at_its_emphasis(text: str, cuts: list[tuple[str, str]]) -> None:
    """Text is cut at its emphasis."""
    assert segments(text) == cuts


@pytest.mark.parametrize("text", ["`a`", "<b>", "[a](b)", "![a](b)", "# a", "- a", "> a", "    a"])
def test_nothing_else_is_a_mark(text: str) -> None:
    """Nothing else is a mark."""
    assert segments(text) == [(text, "")]


def test_plain_text_is_what_is_read_aloud() -> None:
    """Plain text is what is read aloud."""
    assert plain("**No** state said *guilty* &mdash; none") == "No state said guilty — none"


@given(st.text())
def test_any_text_is_cut_into_stretches_that_differ_from_their_neighbours(text: str) -> None:
    """Any text is cut into stretches that differ from their neighbours."""
    cuts = segments(text)
    assert all(words for words, _ in cuts)
    assert all(left[1] != right[1] for left, right in pairwise(cuts))


@given(st.text(alphabet=st.characters(exclude_characters="*_\\&\0\r")))
def test_text_without_marks_is_unchanged(text: str) -> None:
    """Text without marks is unchanged."""
    assert plain(text) == text


@given(st.text(alphabet=st.characters(exclude_characters="*_\\&\0\r")))
def test_text_beside_a_mark_is_unchanged(text: str) -> None:
    """What has no marks is read alike where the line has one and where it has none."""
    assert plain(f"{text}\\*") == f"{text}*"

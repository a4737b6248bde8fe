"""Text is read tolerantly, and every character of the tolerant view knows where it came from."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.text import WIDTH, fold, folded, occurs, words, wrapped

ODD = (
    "aAbß ﬁﬀé\u0301\u0308ñ…—–-‑'’‘\"“”«\u00ad\u200b\u200f\u00a0\u2003\r\n"
    "\ufeff½Ⅷ가각🙂👩‍🚀İﷺΐ\u0345\ud83d\ude42\udfff"
)
texts = st.text() | st.text(st.sampled_from(ODD))


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each character of a text's view comes from."""
    view = folded(text)
    return [view.around(place, place + 1) for place in range(len(view.text))]


@given(texts)
def test_every_folded_character_has_a_span_inside_the_text(text: str) -> None:
    """Every character of the view has a span that is not empty and lies in the text."""
    assert all(0 <= start < end <= len(text) for start, end in spans(text))


@given(texts)
def test_spans_stand_in_the_order_of_the_text(text: str) -> None:
    """The spans of the view never run backwards."""
    starts, ends = zip(*spans(text), strict=True) if spans(text) else ((), ())
    assert list(starts) == sorted(starts)
    assert list(ends) == sorted(ends)


@given(texts, st.data())
def test_a_stretch_reaches_from_its_first_character_to_its_last(
    text: str, data: st.DataObject
) -> None:
    """The span of many characters of the view is that from the first one's to the last one's."""
    view, each = folded(text), spans(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    if start < end:
        assert view.around(start, end) == (each[start][0], each[end - 1][1])


@given(texts)
def test_a_word_has_the_span_that_the_view_gives_it(text: str) -> None:
    """Each word comes from where its letters come from, and the words stand in their order."""
    view, place = folded(text), 0
    for word, start, end in words(text):
        place = view.text.index(word, place)
        assert view.around(place, place + len(word)) == (start, end)
        place += len(word)


@given(texts)
def test_the_view_is_that_of_each_character_in_turn(text: str) -> None:
    """Taking many characters at once gives what one after the other gives, run by run."""
    letters = "".join(folded(character).text for character in text)
    assert folded(text).text == re.sub(r" +", " ", re.sub(r"-+", "-", letters))


@given(texts, st.data())
def test_a_span_of_the_view_reads_like_it(text: str, data: st.DataObject) -> None:
    """The original of a span folds to it, but where it would cut a character."""
    view = folded(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    span = view.span(start, end) if start < end else None
    if span:
        assert folded(text[span[0] : span[1]]).text == view.text[start:end]


@given(texts, st.data())
def test_what_is_found_reads_like_what_was_sought(text: str, data: st.DataObject) -> None:
    """Every span that `find` returns folds to the folded words."""
    start = data.draw(st.integers(0, len(text)))
    wanted = text[start : data.draw(st.integers(start, len(text)))]
    for begin, end in folded(text).find(wanted):
        assert fold(text[begin:end]) == fold(wanted)


@given(st.text("afiﬁ sß", max_size=6), st.text("afi sß", max_size=3))
def test_words_of_another_text_are_found_only_where_they_read_alike(text: str, other: str) -> None:
    """A stranger's words are found only where the text folds to them."""
    assert all(fold(text[start:end]) == fold(other) for start, end in folded(text).find(other))


@given(texts)
def test_words_lie_in_the_text_in_order(text: str) -> None:
    """Every word has a span inside the text, and no word begins before the one before it."""
    spans = [(start, end) for _, start, end in words(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(texts, st.integers(1, 400))
def test_a_folded_text_is_its_view_without_the_way_back(text: str, times: int) -> None:
    """Folding gives the letters of the view, of a name as of a long text."""
    assert fold(text * times) == folded(text * times).text.strip(" ")


@given(texts)
def test_folding_what_is_folded_changes_its_ends_only_once(text: str) -> None:
    """A folded text has no white space at its ends."""
    assert fold(text) == fold(text).strip()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("Ren\u00e9", "rene"),
        ("Rene\u0301", "rene"),
        ("co\u00adoperate", "cooperate"),
        ("zero\u200bwidth", "zerowidth"),
        ("no\u00a0break", "no break"),
        ("the mayor’s", "the mayor's"),
        ("“yes”", '"yes"'),
        ("and so on…", "and so on..."),
        ("one — two", "one - two"),
        ("one–two", "one-two"),
        ("a 🙂 b", "a 🙂 b"),
        ("\u200fright\u200e to left", "right to left"),
        ("two\r\nlines", "two lines"),
        ("\ufefffirst", "first"),
        ("", ""),
        (" \t\n", ""),
        ("ＦＵＬＬ", "full"),  # width makes no difference either
    ],
)
def test_a_text_is_read_however_it_is_typed(typed: str, read: str) -> None:
    """Typography, case, accents and invisible characters make no difference."""
    assert fold(typed) == read


@pytest.mark.parametrize("code", range(0x21, 0x7F))
def test_ascii_is_read_as_its_wide_forms_are(code: int) -> None:
    """What is folded byte by byte is what its full-width form becomes, letter by letter."""
    wide = chr(code + 0xFEE0)
    assert fold(chr(code)) == fold(wide) != ""
    assert folded(f"é{chr(code)}é").text == folded(f"é{wide}é").text


def test_a_lone_accent_belongs_to_the_letter_before_it() -> None:
    """A span that ends in a combining accent takes the accent along."""
    text = "Rene\u0301 left"
    assert folded(text).find("rené") == [(0, 5)]


def test_a_ligature_is_never_cut() -> None:
    """Words that end in the middle of one character of the text are not found there."""
    assert folded("ﬁnal").find("f") == []
    assert folded("Straße").find("stras") == []


def test_a_ligature_is_found_whole() -> None:
    """Words that cover a ligature are found with its own span."""
    assert folded("the ﬁnal vote").find("final") == [(4, 8)]


def test_an_invisible_character_inside_the_words_is_part_of_the_span() -> None:
    """A soft hyphen inside the words lies inside the span."""
    assert folded("to co\u00adoperate").find("cooperate") == [(3, 13)]


def test_a_run_of_spaces_is_one_space() -> None:
    """Words that a line break separates are found with all the space between them."""
    assert folded("old \r\n bridge").find("old bridge") == [(0, 13)]


def test_nothing_is_found_nowhere() -> None:
    """Empty words, or white space alone, are not in any text."""
    assert folded("a b").find("") == []
    assert folded("a b").find(" \u200b") == []


def test_a_start_leaves_out_what_stands_before_it() -> None:
    """`find` can be told where to begin."""
    assert folded("yes, yes").find("yes", 1) == [(5, 8)]


def test_words_keep_an_apostrophe_and_a_hyphen_inside() -> None:
    """A word may have an apostrophe or a hyphen inside, and none at its ends."""
    assert [word for word, _, _ in words("‘The mayor’s vice-mayor’ —")] == [
        "the",
        "mayor's",
        "vice-mayor",
    ]


@pytest.mark.parametrize(
    ("wanted", "text", "there"),
    [
        ("vote", "The VOTE’s end", True),
        ("vote", "They voted", False),
        ("Núñez", "nunez said", True),
        ("two cracks", "two\u00a0cracks", True),
        ("", "anything", False),
        ("\u200b", "anything", False),
        ("a.b", "axb", False),
        ("$5", "it cost $5.", True),
    ],
)
def test_only_whole_words_occur(wanted: str, text: str, there: bool) -> None:  # noqa: FBT001
    """Words occur where they stand whole, however they are typed, and are never a pattern."""
    assert occurs(wanted, text) is there


WORDS = st.lists(st.text("ab-\u00a0\u2003\x1c\t", max_size=100), max_size=25).map(" ".join)


@given(WORDS | st.text(alphabet="ab \t\n\u00a0-", max_size=300))
def test_lines_are_wrapped_as_by_the_library(text: str) -> None:
    """A text that fits is taken as it is, and only where the library would do the same."""
    made = textwrap.wrap(
        text,
        WIDTH,
        initial_indent="   | ",
        subsequent_indent="     ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    assert wrapped(text, "   | ", "     ") == made

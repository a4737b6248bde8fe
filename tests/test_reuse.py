"""Shared passages are what a naive search finds, and formulae are set apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import casestudy.notespage  # noqa: F401 - teaches pages their types
from casestudy.documents import Document
from casestudy.reuse import Overlap, overlap, reuse, shared
from casestudy.seedfile import read_catalogue, read_document
from casestudy.text import words

ROOT = Path(__file__).parents[1]
NAME = "Treaty of the Nine Rivers on the Keeping of Old Bridges"


def document(name: str, text: str) -> Document:
    """Return a document without passages of its own."""
    return Document(name, "", text, ())


def naive(one: str, two: str, least: int) -> list[tuple[int, int, int]]:
    """Return all runs of equal words that are as long as can be, by trying every pair."""
    left, right = ([word for word, _, _ in words(text)] for text in (one, two))
    found = []
    for i in range(len(left)):
        for j in range(len(right)):
            if i and j and left[i - 1] == right[j - 1]:
                continue
            length = 0
            while left[i + length : i + length + 1] == right[j + length : j + length + 1] != []:
                length += 1
            found += [(i, j, length)] if length >= least else []
    return found


def places(one: str, two: str, least: int) -> list[tuple[int, int, int]]:
    """Return what `shared` finds, as places of words."""
    starts = [{start: at for at, (_, start, _) in enumerate(words(text))} for text in (one, two)]
    found = shared(document("one", one), document("two", two), least=least)
    return [(starts[0][each.one.start], starts[1][each.two.start], each.words) for each in found]


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "—", "B", "é"]), max_size=30).map(" ".join)


@given(TEXTS, TEXTS, st.integers(1, 8))
def test_shared_passages_are_those_of_a_naive_search(one: str, two: str, least: int) -> None:
    """The index finds what trying every pair of words finds, in the same order."""
    assert places(one, two, least) == naive(one, two, least)


@given(TEXTS, TEXTS, st.integers(1, 8))
def test_shared_passages_read_alike(one: str, two: str, least: int) -> None:
    """Both sides of a shared passage have the same words, as many as are counted."""
    for each in shared(document("one", one), document("two", two), least=least):
        plain = [[word for word, _, _ in words(side.text)] for side in (each.one, each.two)]
        assert plain[0] == plain[1]
        assert len(plain[0]) == each.words >= least


@given(TEXTS, TEXTS)
def test_a_share_is_at_most_the_whole(one: str, two: str) -> None:
    """However often words are repeated, no share exceeds 1."""
    found = overlap(document("one", one), document("two", two), least=2)
    assert all(0 <= share <= 1 for share in found.shares)


@given(st.text(), st.text())
def test_any_text_can_be_compared(one: str, two: str) -> None:
    """No text makes an exception, and a comparison can always be printed."""
    assert repr(reuse([document("one", one), document("two", two)]))


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (f"The {NAME}, too", True),
        (f"It is against the {NAME}, which she had signed", False),
        ("of the Nine Rivers on the Keeping of Old Bridges, too", True),
        ("the mayor closed the old bridge at once on Monday night", False),
    ],
)
def test_a_name_with_few_words_beside_it_is_a_formula(text: str, formula: bool) -> None:  # noqa: FBT001
    """A passage that is a name, or a part of one, with fewer than three words is set apart."""
    (found,) = shared(
        document("one", f"Well. {text}."), document("two", f"So: {text}!"), formulae=[NAME]
    )
    assert found.formula is formula


def test_formulae_do_not_count_in_the_share() -> None:
    """What is set apart is told, and not counted."""
    one, two = document("one", f"Well: the {NAME}."), document("two", f"So: the {NAME}!")
    found = overlap(one, two, formulae=[NAME])
    assert (len(found.passages), found.words, found.shares) == (1, (0, 0), (0.0, 0.0))


def test_a_print_tells_the_places_and_the_formulae_apart() -> None:
    """A print has a heading, a line per passage with both citations, and the formulae last."""
    words = "the mayor closed the old bridge on Monday night"
    one = document("one", f"Zoë: {words}. The {NAME}.")
    two = document("two", f"The {NAME}? No, {words}.")
    assert repr(overlap(one, two, formulae=[NAME])).split("\n") == [
        "one and two: 1 shared passage, 41 % of the words of one, 41 % of two",
        f"  9 words (one, paragraph; two, paragraph): {words}",
        "  set apart as formulae:",
        f"  12 words (one, paragraph; two, paragraph): {'The ' + NAME}",
    ]


def test_pairs_that_share_nothing_are_counted() -> None:
    """A comparison of many documents names the pairs that share something, and counts the rest."""
    told = repr(reuse([document(name, f"{name} is alone") for name in ("one", "two", "three")]))
    assert told == "3 other pairs without a shared passage."


def test_on_a_page_the_pair_that_shares_most_comes_first() -> None:
    """Each pair is a closed list of what its text has, and every word is shown as text."""
    few, many = "one two three four five six seven eight", "a b c d e f g h i j k l m n"
    texts = {"one": f"{few} & more of its own", "two": f"{few} {many}", "three": f"no {many}"}
    html = reuse(document(name, text) for name, text in texts.items())._repr_html_()
    closed = re.findall("<details><summary>(.*?):.*?</details>", html)
    assert closed == ["two and three", "one and two"]
    assert f"<li>8 words (one, paragraph; two, paragraph): {few}</li>" in html
    assert "<p>1 other pair without a shared passage.</p>" in html


@pytest.fixture(scope="module")
def pairs() -> dict[tuple[str, str], Overlap]:
    """Return the pairs of the real course."""
    entries = read_catalogue(ROOT).entries.values()
    compared = reuse(read_document(ROOT, entry) for entry in entries)
    return {(pair.one, pair.two): pair for pair in compared}


def test_the_five_documents_share_26_passages(pairs: dict[tuple[str, str], Overlap]) -> None:
    """All ten pairs together have 26 shared passages of eight words and more."""
    assert sum(len(pair.passages) for pair in pairs.values()) == 26


def test_two_documents_share_a_quarter(pairs: dict[tuple[str, str], Overlap]) -> None:
    """The page without a publisher and the agency's report share 133 words: about a quarter."""
    pair = pairs["unsigned-page", "cnn"]
    assert (len(pair.passages), pair.words) == (8, (133, 133))
    assert all(0.24 < share < 0.28 for share in pair.shares)

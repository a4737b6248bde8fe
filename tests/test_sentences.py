"""Sentences: the spans are exact, and every mistake on the course's documents is listed here."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.sentences import sentences

GOLD = Path(__file__).parent / "sentences"
CASE = open_case(GOLD)

MISTAKES = {
    ("mexico-news-daily", 12): (
        "an ellipsis between two sentences is given to the first; it begins the second",
        ("into our embassy. …", "We will go to all"),
        ("into our embassy.", "… We will go to all"),
    ),
}
"""By document and ¶: what goes wrong, how the library cuts there, and where the cut belongs."""


def gold(name: str) -> list[list[str]]:
    """Return the sentences of each passage of a document, as a person has read them."""
    text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
    return [block.split("\n") for block in text.rstrip("\n").split("\n\n")]


def cut(text: str) -> list[str]:
    """Return the sentences of a passage."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("name", CASE.documents)
def test_the_gold_list_is_of_the_document(name: str) -> None:
    """The list holds every passage of the document, word for word."""
    passages = [" ".join(passage.text.split()) for passage in CASE.documents[name].passages]
    assert [" ".join(" ".join(block).split()) for block in gold(name)] == passages


def test_the_gold_list_is_long_enough_to_judge_by() -> None:
    """About two hundred sentences were read."""
    assert sum(len(block) for name in CASE.documents for block in gold(name)) == 198


@pytest.mark.parametrize("name", CASE.documents)
def test_every_mistake_on_the_documents_is_listed(name: str) -> None:
    """Where sentences differ from the gold list, the list above says so, and only there."""
    passages = zip(CASE.documents[name].passages, gold(name), strict=True)
    wrong = [passage.number for passage, block in passages if cut(passage.text) != block]
    assert wrong == [number for document, number in MISTAKES if document == name]


@pytest.mark.parametrize(("name", "number"), MISTAKES)
def test_a_listed_mistake_is_made_as_listed(name: str, number: int) -> None:
    """The library cuts where the list says, and the gold list where it belongs."""
    _, (left, right), (before, after) = MISTAKES[name, number]
    (place,) = [
        at for at, each in enumerate(CASE.documents[name].passages) if each.number == number
    ]
    found, meant = cut(CASE.documents[name].passages[place].text), gold(name)[place]
    assert any(one.endswith(left) and two.startswith(right) for one, two in pairwise(found))
    assert any(one.endswith(before) and two.startswith(after) for one, two in pairwise(meant))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("The bridge", ["The bridge"]),
        ("...", ["..."]),
        ("Zoë Núñez left. Nobody spoke.", ["Zoë Núñez left.", "Nobody spoke."]),
        ("“… Who pays?” she asked. He left.", ["“… Who pays?” she asked.", "He left."]),
        ("He left. …", ["He left. …"]),
        (
            "The mayor met Mr. Ash at 5.30 p.m. sharp.",
            ["The mayor met Mr. Ash at 5.30 p.m. sharp."],
        ),
        ("🌉 fell. 🌉 rose.", ["🌉 fell.", "🌉 rose."]),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    """Ends of sentences are found, abbreviations are none, and signs alone are no sentence."""
    assert cut(text) == expected


@given(st.text(alphabet=st.sampled_from("aB1é🌉.?!…“” \n\t\u00a0\u2028,"), max_size=40) | st.text())
def test_spans_are_exact_and_cover_every_word(text: str) -> None:
    """Spans are in order, begin and end with a sign, and leave out white space alone."""
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(place in covered or each.isspace() for place, each in enumerate(text))


@given(st.text())
def test_a_sentence_says_something(text: str) -> None:
    """Where there are several sentences, each has a letter or a digit."""
    found = cut(text)
    assert len(found) == 1 or all(any(each.isalnum() for each in one) for one in found)

"""All questions together: what is assessed, what gives a key away, and what twins share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.lessons.bank import chance, keys_by_chance
from casestudy.quizzes import Item, Option
from tests.changes import (
    CARDS,
    CHECK,
    EXIT,
    LESSON,
    add_sheet,
    add_text,
    edit,
    edit_cell,
    said,
)

if TYPE_CHECKING:
    from pathlib import Path

PARTY = "notebooks/course.toml: the party 'council':"
OUTPUT: dict[str, object] = {"outputs": []}

SLIPS = {
    "an objective that is not there": (
        "objective: 1",
        "objective: 2",
        "error",
        "item 'closed-1': 'objective: 2' is there, and the lesson has objectives 1 to 1",
    ),
    "no objective": ("objective: 1\n", "", "advice", "item 'closed-1': it has no objective"),
    "no difficulty": ("difficulty: 1\n", "", "advice", "item 'closed-1': it has no difficulty"),
    "one hint": ("hint: Look at the first paragraph.\n", "", "advice", "it has 1 hint: write two"),
    "a long key": (
        "- [x] On Monday",
        "- [x] On Monday, as its first sentence says",
        "advice",
        f"{CARDS}:13: item 'closed-1': the key is 4.1 times as long as the longest of the others",
    ),
    "too many minutes": (
        "minutes: 1",
        "minutes: 3",
        "advice",
        "cell 6: the items of 'Check' take 6 minutes, the part 5",
    ),
    "who was right": (
        "When was the bridge closed? This is question 1.",
        "Who was right?",
        "advice",
        "'Who was right?' asks who was right, and the item is scored",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_a_card_is_found(whole_course: Path, name: str) -> None:
    """Each slip is an error or an advice, with its words."""
    old, new, sort, sentence = SLIPS[name]
    edit(whole_course, CARDS, old, new)
    assert [each for each in said(whole_course, sort) if sentence in each]


@pytest.mark.parametrize(
    ("stem", "judges"),
    [
        ("Which government was right?", True),
        ("Which side has the stronger case?", True),
        ("Was the closing lawful?", True),
        ("The vote was legitimate.", True),
        ("Who is to blame?", True),
        ("Was the closing lawful, according to the council?", False),
        ("Who says that the vote was unlawful?", False),
        ("Which of these options are right?", False),
        ("What gives the mayor a right to close it?", False),
        ("Who acted first, and where was the baker?", False),
    ],
)
def test_a_verdict_is_told_from_a_question_on_words(
    whole_course: Path, stem: str, *, judges: bool
) -> None:
    """A stem may ask who says what of a verdict, and not for the verdict."""
    edit(whole_course, CARDS, "When was the bridge closed? This is question 1.", stem)
    assert any("asks who was right" in each for each in said(whole_course)) is judges


def test_a_part_that_no_cell_shows_is_found(whole_course: Path) -> None:
    """A part of a card file that its lesson leaves out is an error."""
    edit_cell(whole_course, EXIT, source='case.read("gazette")', **OUTPUT)
    (found,) = [each for each in said(whole_course, "error") if CARDS in each]
    assert f"no cell of {LESSON} shows the part 'Exit check'" in found
    assert found.endswith('write a cell with: case.quiz("01-the-bridge", part="Exit check")')


def test_questions_under_the_heading_of_another_part_are_found(whole_course: Path) -> None:
    """Who moves a cell is told where it belongs: its part counts its minutes there."""
    add_text(whole_course, "## Before you read · 1 minute")
    wrong = "it shows the questions of 'Check' under 'Before you read'"
    (found,) = [each for each in said(whole_course, "error") if wrong in each]
    assert found.endswith("cell 4: " + wrong + ": move it under the heading 'Check'")


def test_a_lesson_that_shows_all_its_cards_at_once_shows_every_part(whole_course: Path) -> None:
    """Without a part, the whole card file is shown."""
    edit_cell(whole_course, CHECK, source='case.quiz("01-the-bridge")', **OUTPUT)
    edit_cell(whole_course, EXIT, source='case.read("gazette")', **OUTPUT)
    assert not [each for each in said(whole_course) if "shows the part" in each]


def test_an_objective_that_nothing_assesses_is_found(whole_course: Path) -> None:
    """Every objective of a lesson has an item that can be right or wrong."""
    edit(whole_course, LESSON, "1. say what", "1. do a thing;\\n2. say what")
    (found,) = said(whole_course, "error")
    assert found.startswith(f"{CARDS}: objective 2 ('say what happened to the bridge, and who did")
    assert found.endswith("is assessed by no item: write 'objective: 2' in a card that assesses it")


def test_a_lesson_with_few_items_is_advised(stored_course: Path) -> None:
    """A lesson has eight items or more."""
    assert f"{CARDS}: the lesson has 3 items: write 8 or more" in said(stored_course, "advice")


def test_a_sheet_has_items_of_its_own(whole_course: Path) -> None:
    """An item of the sheet with the name of one of the lesson would share its answers."""
    cards = (whole_course / CARDS).read_text(encoding="utf-8")
    add_sheet(whole_course, cards.replace("## closed-", "## shut-").replace("shut-3", "closed-3"))
    (found,) = [each for each in said(whole_course, "error") if "this name" in each]
    assert f"item 'closed-3': the lesson has an item of this name too ({CARDS}:" in found


def test_people_of_a_party_are_people_of_the_notes(whole_course: Path) -> None:
    """A party's person whom the notes do not know is an error with the nearest one."""
    edit(whole_course, "notebooks/course.toml", '["council"]', '["counsil"]')
    assert said(whole_course) == [
        f"{PARTY} there is no person 'counsil' in seeds/notes/people.md: did you mean 'council'?"
    ]


def items(places: list[int], *, long: bool = False) -> list[tuple[str, Item]]:
    """Return items of three options whose key stands in some places, as written."""
    return [
        (
            "q",
            Item(
                f"i{number}",
                "single",
                "Check",
                "q.md",
                1,
                ("?",),
                options=tuple(
                    Option(f"option {each}" + " more" * (long and each == place), each == place, 1)
                    for each in range(3)
                ),
                shuffle=False,
            ),
        )
        for number, place in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("place", "words"), [(0, "stands first"), (1, "stands in the middle"), (2, "stands last")]
)
def test_keys_in_one_place_are_noticed(place: int, words: str) -> None:
    """Nine keys of nine in one place are more than chance allows."""
    (found,) = keys_by_chance("case", items([place] * 9))
    assert found.wrong == f"the key {words} in 9 of 9 items of the kind 'single'"


def test_keys_in_all_places_are_left_alone() -> None:
    """Keys that stand here and there say nothing."""
    assert list(keys_by_chance("case", items([0, 1, 2] * 9))) == []


def test_few_items_show_no_pattern() -> None:
    """Three keys in one place can be chance."""
    assert list(keys_by_chance("case", items([0, 0, 0]))) == []


def test_keys_that_are_longest_are_noticed() -> None:
    """A key that is mostly the longest option gives itself away."""
    (found,) = keys_by_chance("case", items([0, 1, 2] * 4, long=True))
    assert found.wrong == "the key is the longest option in 12 of 12 items of the kind 'single'"


def test_one_verdict_for_all_statements_is_noticed() -> None:
    """Statements that are all 'not stated' teach to say so."""
    verdicts = ("true", "false", "not stated")
    options = tuple(Option(each, each == "not stated", 1) for each in verdicts)
    item = Item("i", "true-false", "Check", "q.md", 1, ("?",), options=options)
    (found,) = keys_by_chance("case", [("q", item)] * 9)
    assert found.wrong == "the key is 'not stated' in 9 of 9 items of the kind 'true-false'"


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from([0.25, 1 / 3, 0.5]))
def test_the_chance_of_equal_trials_is_the_binomial_one(hits: int, count: int, each: float) -> None:
    """Where all trials are alike, the sum is the binomial distribution's."""
    wanted = sum(
        math.comb(count, k) * each**k * (1 - each) ** (count - k) for k in range(hits, count + 1)
    )
    assert math.isclose(chance(hits, [each] * count), wanted, abs_tol=1e-12)


@pytest.fixture
def twins(whole_course: Path) -> Path:
    """Make the course with a second lesson that is like the first."""
    for folder, end in (("", "ipynb"), ("quizzes/", "md"), ("teaching/", "md")):
        path = whole_course / "notebooks" / f"{folder}01-the-bridge.{end}"
        text = path.read_text(encoding="utf-8").replace("01-the-bridge", "02-the-ferry")
        path.with_name(f"02-the-ferry.{end}").write_text(text, encoding="utf-8")
    pair = (
        'lessons = ["01-the-bridge", "02-the-ferry"]\ntwins = [["01-the-bridge", "02-the-ferry"]]'
    )
    edit(whole_course, "notebooks/course.toml", 'lessons = ["01-the-bridge"]', pair)
    return whole_course


TWIN = "notebooks/02-the-ferry.ipynb"
TWIN_CARDS = "notebooks/quizzes/02-the-ferry.md"


def about_twins(course: Path) -> list[str]:
    """Return what is said of the second lesson and the first."""
    return [each for each in said(course, "error") if "its twin '01-the-bridge'" in each]


def test_twins_that_are_alike_are_left_alone(twins: Path) -> None:
    """Two lessons of the same weight are fine."""
    assert about_twins(twins) == []


LONGER = """\
    > On Friday the council voted to repair the bridge. The baker asked who would pay
    > -- gazette
    > The engineer Zoë Núñez found two cracks in it
"""

TWIN_SLIPS = {
    "minutes": (TWIN, "Read · 5", "Read · 7", "'Read' has 5 minutes here and 7 minutes there"),
    "kinds": (
        TWIN_CARDS,
        "## closed-1\nkind: single",
        "## closed-1\nkind: multiple",
        "other kinds than its twin '01-the-bridge': 'Check' has single, single, single, single",
    ),
    "points": (
        TWIN_CARDS,
        "minutes: 1",
        "points: 3",
        "'Check' has 4 points here and 6 points there",
    ),
    "words": (TWIN_CARDS, "This is question 1.", "So " * 60, "words of our own, and its twin"),
    "words to read": (TWIN, 'only=\\"1-2\\"', 'only=\\"1\\"', "14 words to read, and its twin"),
    "quoted words": (
        TWIN_CARDS,
        "    > On Friday the council voted\n",
        LONGER,
        "quoted words in its cards, and its twin '01-the-bridge' has",
    ),
}


@pytest.mark.parametrize("name", TWIN_SLIPS)
def test_twins_that_differ_are_found(twins: Path, name: str) -> None:
    """A difference in parts, minutes, kinds, points, words or quoted words is an error."""
    file, old, new, sentence = TWIN_SLIPS[name]
    edit(twins, file, old, new)
    assert [each for each in about_twins(twins) if sentence in each]


def test_the_minutes_of_a_part_are_those_of_its_heading(whole_course: Path) -> None:
    """Items that fit into their part are fine."""
    edit(whole_course, CARDS, "minutes: 1", "minutes: 2")
    assert said(whole_course, "advice") == []


def test_a_student_edition_is_not_asked_for_keys(whole_course: Path) -> None:
    """Without keys, nothing is said of keys, hints and objectives."""
    edit(whole_course, CARDS, "hint: Look at the first paragraph.\n", "")
    edit(whole_course, "notebooks/course.toml", 'edition = "open"', 'edition = "student"')
    assert not [each for each in said(whole_course) if "hint" in each]

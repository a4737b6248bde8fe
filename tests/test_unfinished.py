"""A lesson that somebody is still writing, or a text that was just added, stops no other lesson."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from casestudy import Case, CaseError, open_case
from casestudy.lessons.check import complaints
from casestudy.lessons.new import new_lesson
from casestudy.notefile import FOLDER, SORTS
from tests.changes import edit

if TYPE_CHECKING:
    from pathlib import Path

FERRY = "notebooks/quizzes/02-the-ferry.md"
SHEET = "exercises/keys/01-the-bridge.md"
LEFT_OUT = f"The questions of {FERRY} are left out here until they are in order"
NOTICE = "The mayor wrote to Zoë Núñez. “Cross at the mill,” she said.\n"


@pytest.fixture
def begun(stored_course: Path) -> Case:
    """Return a case with a lesson that is in order, and one whose cards are not written yet."""
    assert new_lesson(stored_course, "The ferry")[1] == FERRY
    return open_case(stored_course)


@pytest.fixture
def added(noted_course: Path) -> Path:
    """Add a document in which somebody is named and something is quoted, and nothing else."""
    (noted_course / "seeds" / "notice.txt").write_bytes(NOTICE.encode())
    with (noted_course / "seeds" / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(
            f'[[document]]\nid = "notice"\nfile = "notice.txt"\n'
            f'sha256 = "{hashlib.sha256(NOTICE.encode()).hexdigest()}"\n'
            'published = "6 May 2024"\npublished_how = "stated: at its end"\n'
            'kind = "notice"\nrights = "None is printed."\n'
        )
    return noted_course


# ── cards ────────────────────────────────────────────────────────────────────────────────────


def test_cards_that_are_not_written_yet_are_left_out_of_the_record(begun: Case) -> None:
    """One's progress has the other lessons, and says what is left out and how to learn why."""
    shown = begun.progress.widget.state
    assert [each["id"] for each in shown["lessons"]] == ["01-the-bridge"]
    assert shown["notices"][0].startswith(LEFT_OUT)
    assert begun.progress.text.endswith("casestudy check says what is wrong with them.")


@pytest.mark.parametrize("name", ["01-the-bridge", "02-the-ferry", ""])
def test_one_can_practise_while_a_lesson_is_being_written(begun: Case, name: str) -> None:
    """Questions come from what is in order; the page says what is left out."""
    quiz = begun.practise(name)
    assert {item.quiz for item in quiz.quiz.items} <= {"01-the-bridge"}
    assert any(each.startswith(LEFT_OUT) for each in quiz.widget.state["notices"])


def test_a_lesson_that_is_being_written_begins_with_earlier_questions(begun: Case) -> None:
    """The review at its top runs before its own cards are in order."""
    assert {item.quiz for item in begun.review("02-the-ferry").quiz.items} == {"01-the-bridge"}


def test_a_sheet_that_is_not_in_order_is_left_out_too(stored_course: Path) -> None:
    """The cards of a sheet are named by their path."""
    (stored_course / SHEET).parent.mkdir(parents=True)
    (stored_course / SHEET).write_text("# Read\n\n## a\n", encoding="utf-8")
    assert SHEET in open_case(stored_course).progress.text


def test_the_lesson_itself_says_what_is_wrong(begun: Case) -> None:
    """Only who asks for these cards is told of their slips."""
    with pytest.raises(CaseError, match="02-the-ferry"):
        begun.quiz("02-the-ferry")


def test_once_they_are_in_order_nothing_is_left_out(begun: Case) -> None:
    """The same page counts the lesson when its cards are finished."""
    begun.progress.look()
    cards = (begun.folder / "notebooks/quizzes/01-the-bridge.md").read_text(encoding="utf-8")
    (begun.folder / FERRY).write_text(cards, encoding="utf-8")
    shown = begun.progress.look().widget.state
    assert [each["id"] for each in shown["lessons"]] == ["01-the-bridge", "02-the-ferry"]
    assert not any("left out" in each for each in shown["notices"])


def test_a_course_file_that_is_wrong_is_not_taken_for_unfinished_cards(begun: Case) -> None:
    """What no card can be read without is said as it is."""
    edit(begun.folder, "notebooks/course.toml", 'edition = "open"', 'edition = "opened"')
    with pytest.raises(CaseError, match="there is no edition 'opened'"):
        _ = open_case(begun.folder).progress


# ── documents and notes ──────────────────────────────────────────────────────────────────────


def test_a_text_that_was_just_added_is_read_at_once(added: Path) -> None:
    """Readers show it, with the names that the notes know, and every other text as before."""
    case = open_case(added)
    assert "Cross at the mill" in repr(case.read("notice"))
    assert "Nobody may cross it" in repr(case.read("gazette", beside="notice"))
    assert [each.document for each in case.mentions() if each.document == "notice"]


def test_what_is_not_told_of_it_yet_is_advice(added: Path) -> None:
    """The check names people and quotations that have no note, and calls it no error."""
    found = [each for each in complaints(added) if "notice" in str(each)]
    assert {each.sort for each in found} == {"advice"}
    assert any(
        "'Zoë Núñez' stands in notice ¶1, and no account tells of it" in str(each) for each in found
    )
    assert any("'Cross at the mill,' are quoted there and in no" in str(each) for each in found)


def test_empty_note_files_are_notes_too(course: Path) -> None:
    """Who has not begun to write notes can ask for them, and is not told that they are missing."""
    (course / FOLDER).mkdir()
    for name in SORTS:
        (course / FOLDER / f"{name}.md").write_bytes(
            b"\xef\xbb\xbf\r\n" if name == "claims" else b""
        )
    case = open_case(course)
    assert [len(getattr(case, name)) for name in SORTS] == [0] * len(SORTS)
    assert "The mayor closed" in repr(case.read("gazette"))
    assert not [each for each in complaints(course) if each.file.startswith(FOLDER)]

"""A file that stands where nothing reads it is named, with the place where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.lessons.check import report
from tests.changes import CARDS

if TYPE_CHECKING:
    from pathlib import Path


def advice(course: Path) -> list[str]:
    """Return the advice of the check about a course that is in order."""
    found = report(course)
    assert not found.errors
    return [*map(str, found.advice)]


def test_a_text_without_an_entry_is_named(stored_course: Path) -> None:
    """Who dragged a text into the folder learns what makes it a document."""
    (stored_course / "seeds" / "letter.txt").write_text("Cross at the mill.", encoding="utf-8")
    assert (
        "seeds/letter.txt: no document of the catalogue is this file: write: casestudy new "
        "document seeds/letter.txt; or delete it"
    ) in advice(stored_course)


def test_a_file_that_is_no_text_is_sent_elsewhere(stored_course: Path) -> None:
    """A command for it would refuse it."""
    (stored_course / "seeds" / "letter.pdf").write_bytes(b"%PDF")
    (said,) = [each for each in advice(stored_course) if "letter.pdf" in each]
    assert said.endswith("only plain texts (.txt, .md) are documents: move it out of seeds")


def test_cards_beside_the_lesson_are_sent_to_their_folder(stored_course: Path) -> None:
    """Cards that were saved into the folder of the lessons are read by nobody."""
    cards = (stored_course / CARDS).read_bytes()
    (stored_course / "notebooks" / "01-the-bridge.md").write_bytes(cards)
    assert (
        f"notebooks/01-the-bridge.md: nothing reads this file: cards belong into {CARDS}: move it "
        "there, or delete it"
    ) in advice(stored_course)


def test_a_course_without_strays_is_told_of_none(stored_course: Path) -> None:
    """Catalogue, documents, hidden files and pages of other names stay unmentioned."""
    (stored_course / "seeds" / ".DS_Store").write_bytes(b"")
    (stored_course / "notebooks" / "plan.md").write_text("# Plan", encoding="utf-8")
    assert not [each for each in advice(stored_course) if "this file" in each]

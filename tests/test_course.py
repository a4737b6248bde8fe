"""The real course is in order: what an instructor's check finds, the tests find."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from casestudy import open_case
from casestudy.lessons.check import check
from casestudy.lessons.notebook import calls, notebooks, read_notebook

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_wrong_in_the_course(root: Path) -> None:
    """No complaint about documents, cards and stored lessons: the guard that outputs are stored."""
    assert [str(complaint) for complaint in check(root)] == []


def test_every_item_is_shown_by_a_notebook(root: Path) -> None:
    """Each part of each card file is asked for by a lesson or a sheet."""
    case = open_case(root)
    shown = {
        (call.does, call.name, call.part)
        for path in notebooks(root)
        for call in calls(read_notebook(root, path))
    }
    for does, folder in (("quiz", "notebooks/quizzes"), ("exercise", "exercises/keys")):
        for path in sorted((root / folder).glob("*.md")):
            for part in {item.part for item in case.cards(folder, path.stem).items}:
                assert {(does, path.stem, part), (does, path.stem, "")} & shown


def test_the_documents_are_what_was_handed_over(root: Path) -> None:
    """The hashes of the five texts are the ones they had when they came."""
    found = [
        hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in sorted((root / "seeds").glob("*.txt"))
    ]
    assert found == ["20677518", "ba2708f4", "0c863a90", "45c83ad2", "1c4c2c42"]

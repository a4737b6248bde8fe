"""nbval notices what a stored lesson must not hide: each fault is one real run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "notebooks/01-the-bridge.ipynb"
CARDS = "notebooks/quizzes/01-the-bridge.md"

FAULTS = {
    "key": ("- [ ] On Friday", "- [x] On Friday", "- [x] On Monday", "- [ ] On Monday"),
    "feedback": ("Woodpecker: that is the day", "Woodpecker: this is the day"),
    "option": ("On Friday\n", "On a Friday\n"),
    "quote": ("On Friday the council voted", "On Friday the council voted to repair"),
    "order": ("- [x] The mayor", "- [x] The council", "- [x] The council", "- [x] The mayor"),
    "stem": ("When was the bridge closed?", "On which day was the bridge closed?"),
    "hint": ("names a day, says the stork", "names one day, says the stork"),
    "points": ("difficulty: 1\n", "difficulty: 2\n"),
}
"""Per fault, words of the cards and what they become; a second pair is changed at once."""


def _nbval(course: Path, root: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(root / "conftest.py", course)
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", LESSON]
    return subprocess.run(
        [*command, "-q", "-p", "no:cacheprovider", "--rootdir", str(course)],
        cwd=course,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _damage(course: Path, fault: str) -> None:
    path = course / CARDS
    text = path.read_text(encoding="utf-8")
    words = FAULTS[fault]
    marked = text
    for place in range(0, len(words), 2):
        assert words[place] in text
        marked = marked.replace(words[place], f"\x00{place}")
    for place in range(0, len(words), 2):
        marked = marked.replace(f"\x00{place}", words[place + 1])
    path.write_text(marked, encoding="utf-8")


def test_an_unchanged_lesson_passes(stored_course: Path, root: Path) -> None:
    """What is stored without a kernel is what a kernel shows."""
    run = _nbval(stored_course, root)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"feedback"}))
def test_a_changed_card_is_noticed(stored_course: Path, root: Path, fault: str) -> None:
    """A changed key, option, quote, stem, hint, order or field makes the stored lesson fail."""
    _damage(stored_course, fault)
    run = _nbval(stored_course, root)
    assert run.returncode == 1, run.stdout


def test_changed_feedback_is_noticed_with_what_to_do(stored_course: Path, root: Path) -> None:
    """The message has the stored words, the words now, and the command."""
    _damage(stored_course, "feedback")
    run = _nbval(stored_course, root)
    assert run.returncode == 1, run.stdout
    said = run.stdout
    stored, _, now = said.partition("now:")
    assert "Woodpecker: that is the day" in stored.partition("stored:")[2]
    assert "Woodpecker: this is the day" in now
    assert f"casestudy refresh {LESSON}" in said


def test_a_lesson_without_outputs_is_refused_by_the_guard(course: Path) -> None:
    """nbval passes a lesson whose outputs are gone; the check does not."""
    from casestudy.lessons.check import check  # noqa: PLC0415 - as the guard does

    assert any("never executed" in complaint.wrong for complaint in check(course))

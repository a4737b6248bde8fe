"""What tests of the course's checks share: the tiny course changed in one place, and asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from casestudy.lessons.check import complaints

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "notebooks/01-the-bridge.ipynb"
CARDS = "notebooks/quizzes/01-the-bridge.md"
TEACHING = "notebooks/teaching/01-the-bridge.md"
SHEET = "exercises/01-the-bridge.ipynb"
KEYS = "exercises/keys/01-the-bridge.md"
TITLE, START, READ, CHECK, EXIT, PARTS = range(6)
"""The places of the cells in the tiny lesson, from 0."""


def said(course: Path, sort: str = "") -> list[str]:
    """Return all complaints about a course, or those of one sort."""
    return [str(each) for each in complaints(course) if each.sort == sort or not sort]


def edit(course: Path, file: str, old: str, new: str) -> None:
    """Change some words of a file, which must be there."""
    path = course / file
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")


def edit_cell(course: Path, place: int, **values: Any) -> None:  # noqa: ANN401 - as in a notebook
    """Change a cell of the tiny lesson."""
    path = course / LESSON
    lesson = json.loads(path.read_bytes())
    lesson["cells"][place].update(values)
    path.write_text(json.dumps(lesson, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def add_text(course: Path, text: str) -> None:
    """Add a paragraph under the title of the tiny lesson."""
    edit_cell(course, TITLE, source=f"# The bridge\n\nChoose **Run ▸ Run All Cells**.\n\n{text}")


def add_sheet(course: Path, cards: str) -> None:
    """Add an exercise sheet that shows some cards."""
    for file, text in ((KEYS, cards), (SHEET, (course / LESSON).read_text(encoding="utf-8"))):
        (course / file).parent.mkdir(parents=True, exist_ok=True)
        (course / file).write_text(text.replace("case.quiz(", "case.exercise("), encoding="utf-8")

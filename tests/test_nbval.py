"""nbval notices what a stored lesson must not hide: all faults in one real run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.lessons.inputs import inputs, is_current
from casestudy.lessons.notebook import read_notebook
from casestudy.lessons.refresh import dated
from tests.conftest import CARDS, store, tiny

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "notebooks/01-the-bridge.ipynb"

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

SHOWN = ("unchanged", *FAULTS)
"""The quizzes that the lesson shows after its own, a cell each."""


def damaged(fault: str) -> str:
    """Return the cards with a fault."""
    words = FAULTS[fault]
    marked = CARDS
    for place in range(0, len(words), 2):
        assert words[place] in CARDS
        marked = marked.replace(words[place], f"\x00{place}")
    for place in range(0, len(words), 2):
        marked = marked.replace(f"\x00{place}", words[place + 1])
    return marked


def stored(course: Path) -> None:
    """Let the tiny lesson show a quiz of each name too, and store it as a refresh leaves it."""
    for name in SHOWN:
        (course / f"notebooks/quizzes/{name}.md").write_text(CARDS, encoding="utf-8")
    store(course)
    case, notebook = open_case(course), read_notebook(course, LESSON)
    for name in SHOWN:
        bundle = case.quiz(name, part="Check")._repr_mimebundle_()
        out = {"output_type": "display_data", "metadata": {}, "data": bundle}
        cell: dict[str, Any] = {**notebook["cells"][3], "id": name, "outputs": [out]}
        notebook["cells"].append({**cell, "source": f'case.quiz("{name}", part="Check")'})
    (course / LESSON).write_bytes(dated(notebook, inputs(course, LESSON, notebook)))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tiny course with such a lesson."""
    folder = tiny(tmp_path_factory.mktemp("nbval") / "course")
    stored(folder)
    return folder


@pytest.fixture(scope="module")
def said(course: Path, root: Path) -> dict[str, str]:
    """Change all quizzes but one, and return what nbval says of each cell; of most, nothing."""
    assert is_current(course, LESSON)
    for fault in FAULTS:
        (course / f"notebooks/quizzes/{fault}.md").write_text(damaged(fault), encoding="utf-8")
    shutil.copy(root / "conftest.py", course)
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", LESSON]
    run = subprocess.run(
        [*command, "-q", "-p", "no:cacheprovider", "--rootdir", str(course)],
        cwd=course,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1, run.stdout
    _, *parts = re.split(rf"^{LESSON}, Cell (\d+): ", run.stdout, flags=re.MULTILINE)
    found = dict(zip(map(int, parts[::2]), parts[1::2], strict=True))
    sources = ["".join(each["source"]) for each in code_cells(course)]
    assert f"{len(found)} failed, {len(sources) - len(found)} passed" in run.stdout
    return {source: found.get(place, "") for place, source in enumerate(sources)}


def code_cells(course: Path) -> list[dict[str, Any]]:
    """Return the cells of the lesson that nbval executes."""
    cells = json.loads((course / LESSON).read_bytes())["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_an_unchanged_lesson_passes(said: dict[str, str]) -> None:
    """What is stored without a kernel is what a kernel shows.

    The lesson has a refresh's digest in its metadata, which is none of nbval's business.
    """
    own = [source for source in said if "case.quiz" not in source or "01-the-bridge" in source]
    assert len(own) == 4
    assert [said[each] for each in (*own, 'case.quiz("unchanged", part="Check")')] == [""] * 5


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_changed_card_is_noticed(said: dict[str, str], fault: str) -> None:
    """A changed key, option, quote, stem, hint, order or field makes the stored cell fail."""
    assert said[f'case.quiz("{fault}", part="Check")']


def test_changed_feedback_is_noticed_with_what_to_do(said: dict[str, str]) -> None:
    """The message has the stored words, the words now, and the command."""
    told = said['case.quiz("feedback", part="Check")']
    stored, _, now = told.partition("now:")
    assert "Woodpecker: that is the day" in stored.partition("stored:")[2]
    assert "Woodpecker: this is the day" in now
    assert f"casestudy refresh {LESSON}" in told


def test_a_lesson_without_outputs_is_refused_by_the_guard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbval passes a lesson whose outputs are gone; the check does not."""
    from casestudy.lessons.check import check  # noqa: PLC0415 - as the guard does

    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "answers"))
    found = check(tiny(tmp_path / "course"))
    assert any("never executed" in complaint.wrong for complaint in found)

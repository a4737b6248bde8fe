"""The patch that the page for developers walks through: it applies, and its kind is rehearsed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from casestudy.quizfile import KINDS
from tests.test_readme import blocks

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "developer" / "add-a-kind.md"
REHEARSED = ("tests/test_rehearsal.py", "-q", "-k", "name-one-state")
PLAIN = ("-o", "addopts=--import-mode=importlib")
"""The rehearsal needs no plugin, and some take seconds to load."""


def hunks() -> list[tuple[str, str, str]]:
    """Return each change of the page: the file, the lines that are there, and the new ones."""
    found = []
    for block in blocks(PAGE, "diff"):
        for part in re.split(r"^--- ", block, flags=re.MULTILINE)[1:]:
            name, _, changes = part.partition("\n")
            for hunk in re.split(r"^@@\n", changes, flags=re.MULTILINE)[1:]:
                lines = hunk.splitlines(keepends=True)
                old = "".join(line[1:] for line in lines if line[0] != "+")
                new = "".join(line[1:] for line in lines if line[0] != "-")
                found.append((name, old, new))
    return found


def patched(folder: Path) -> Path:
    """Copy what the kind needs of the project, and change it as the page says.

    Of the course there are the documents, and none of its questions: the sample has all kinds.
    """
    # bytecode comes along: what the page does not change need not be compiled again
    without = shutil.ignore_patterns("browser", "benchmarks")
    for name in ("src", "tests", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=without)
    for name in ("pyproject.toml", "conftest.py", "notebooks/course.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name, old, new in hunks():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: {old}"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_the_kind_of_the_page_is_new() -> None:
    """The example is no kind of the course; if it becomes one, the page needs another."""
    assert "one-of" not in KINDS


def test_the_patch_of_the_page_adds_a_kind(tmp_path: Path) -> None:
    """With the changes of the page and no others, the new card passes the rehearsal."""
    folder = patched(tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *REHEARSED, *PLAIN],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(folder / "src"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(re.findall(r"(\d+) passed", run.stdout)[0]) >= 8

"""What README, CONTRIBUTING and docs/ say is true."""

from __future__ import annotations

import os
import re
import textwrap
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from casestudy import open_case
from casestudy.cli import main
from casestudy.quizfile import read_quiz

if TYPE_CHECKING:
    from pathlib import Path

START = "pip install uv && uv run casestudy start"
TEST = "pip install uv && uv run --group dev pytest"
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language, in order."""
    fence = re.compile(
        rf"^(?P<indent> *)```{language}\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
    )
    found = fence.finditer(page.read_text(encoding="utf-8"))
    return [textwrap.dedent(each["body"]) for each in found]


def test_the_python_of_the_readme_prints_what_it_says(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """README code runs in the course's root, in order, and prints the comments beside it."""
    monkeypatch.chdir(root)
    code = "\n".join(blocks(root / "README.md", "python"))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    promised = re.findall(r"^print\(.*\)  # (.*)$", code, re.MULTILINE)
    assert promised
    assert capsys.readouterr().out.splitlines() == promised


@pytest.mark.parametrize("command", [START, TEST])
def test_the_readme_gives_each_command_on_its_first_screen(root: Path, command: str) -> None:
    """Both commands are blocks of their own, before the first heading below the title."""
    first_screen = (root / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert f"```\n{command}\n```" in first_screen


def test_the_machine_runs_the_command_that_people_run(root: Path) -> None:
    """The last line of .ci/run is the README's test command."""
    assert (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == TEST


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_the_machine_can_run_it(root: Path) -> None:
    """.ci/run is executable."""
    assert os.access(root / ".ci" / "run", os.X_OK)


def test_every_link_leads_to_a_file(root: Path) -> None:
    """Each relative link and picture of the pages exists."""
    missing = [
        f"{page.relative_to(root).as_posix()}: {target}"
        for page in [*(root / name for name in PAGES), *sorted((root / "docs").glob("*.md"))]
        for target in re.findall(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / unquote(target)).exists()
    ]
    assert not missing


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(root: Path, command: str) -> None:
    """README or docs/ show each command of the command line."""
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    assert any(f"casestudy {command}" in page.read_text(encoding="utf-8") for page in pages)


def test_the_card_to_copy_is_in_order(root: Path) -> None:
    """The card in the page for teachers is read without a complaint, and its words are found."""
    (card,) = blocks(root / "docs" / "change-a-question.md", "markdown")
    quiz, complaints = read_quiz(f"# Check\n\n{card}", "x.md", "x", open_case(root).documents)
    assert not complaints
    assert [item.id for item in quiz.items] == ["when-did-he-enter"]


def test_the_complaint_in_the_page_for_teachers_is_a_real_one(root: Path) -> None:
    """The slip that the page describes gives the very sentence that it shows."""
    (shown,) = blocks(root / "docs" / "change-a-question.md", "text")
    path = "notebooks/quizzes/02-the-raid.md"
    cards = (root / path).read_text(encoding="utf-8")
    slip = cards.replace("> At around 22:00", "> At about 22:00", 1)
    _, complaints = read_quiz(slip, path, "02-the-raid", open_case(root).documents)
    assert [str(each) for each in complaints] == [shown.strip()]

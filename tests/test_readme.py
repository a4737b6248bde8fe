"""What README, CONTRIBUTING and docs/ say is true."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import textwrap
from typing import TYPE_CHECKING

import pytest

from casestudy import open_case
from casestudy.cli import main
from casestudy.lessons.accept import proposals
from casestudy.notefile import SORTS, note_sources, read_notes
from casestudy.quizfile import read_quiz

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = "pip install uv && uv run casestudy start"
TEST = "pip install uv && uv run --group dev pytest"


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language, in order."""
    fence = re.compile(
        rf"^(?P<indent> *)```{language}\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
    )
    found = fence.finditer(page.read_text(encoding="utf-8"))
    return [textwrap.dedent(each["body"]) for each in found]


def shown(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the Python blocks of a page, each with the block of text right after it, if any."""
    pair = r"^```python\n(?P<code>.*?)^```$(?:\n\n```text\n(?P<text>.*?)^```$)?"
    for found in re.finditer(pair, page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        yield found["code"], (found["text"] or "").strip()


def last_value(code: str, names: dict[str, object]) -> object:
    """Run code, and return the value of its last line, as a cell shows it."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "ours", "exec"), names)  # noqa: S102 - our own pages and cells
    return eval(ast.unparse(last), names) if last else None  # noqa: S307 - the same


@pytest.mark.parametrize("name", ["README.md", "docs/in-python.md"])
def test_the_python_of_a_page_shows_what_it_says(
    root: Path,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Code runs in the course's root, in order; comments and blocks of text are what comes."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path))
    names: dict[str, object] = {}
    promised: list[str] = []
    for code, text in shown(root / name):
        promised += re.findall(r"^print\(.*\)  # (.*)$", code, re.MULTILINE)
        value = repr(last_value(code, names))
        assert value.startswith(text.removesuffix("…").rstrip())
        assert not text or text.endswith("…") or value == text
    assert promised
    assert capsys.readouterr().out.splitlines() == promised


@pytest.mark.parametrize(
    "name",
    [
        *("find", "mentions", "compare", "board", "facts", "roles", "reuse", "as_of", "timeline"),
        *("chart", "read", *SORTS),
    ],
)
def test_the_page_on_python_shows_what_a_case_can_do(root: Path, name: str) -> None:
    """Everything a notebook asks of a case is on the page."""
    page = (root / "docs" / "in-python.md").read_text(encoding="utf-8")
    assert re.search(rf"\.{name}\b", page)


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


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(root: Path, command: str) -> None:
    """README or docs/ show each command of the command line."""
    pages = [root / "README.md", *(root / "docs").rglob("*.md")]
    assert any(f"casestudy {command}" in page.read_text(encoding="utf-8") for page in pages)


def test_the_card_to_copy_is_in_order(root: Path) -> None:
    """The card in the page for teachers is read without a complaint, and its words are found."""
    (card,) = blocks(root / "docs" / "change-a-question.md", "markdown")
    case = open_case(root)
    quiz, complaints = read_quiz(
        f"# Check\n\n{card}", "x.md", "x", case.documents, mistakes=case.course.mistakes
    )
    assert not complaints
    assert [item.id for item in quiz.items] == ["when-did-he-enter"]


def test_the_complaint_in_the_page_for_teachers_is_a_real_one(root: Path) -> None:
    """The slip that the page describes gives the sentence that it shows; its line may move."""
    (shown,) = blocks(root / "docs" / "change-a-question.md", "text")
    path, case = "notebooks/quizzes/02-the-raid.md", open_case(root)
    cards = (root / path).read_text(encoding="utf-8")
    slip = cards.replace("> At around 22:00", "> At about 22:00", 1)
    mistakes = case.course.mistakes
    _, complaints = read_quiz(slip, path, "02-the-raid", case.documents, mistakes=mistakes)
    told = [str(each).replace(f":{each.line}:", ":…:", 1) for each in complaints]
    assert told == [shown.strip()]


def note_cards(page: Path) -> dict[str, str]:
    """Return the cards of the page on notes, by the file that the paragraph before each names."""
    said = r"^(?P<before>(?:\S[^\n]*\n)+)\n```markdown\n(?P<card>.*?)^```$"
    found = re.finditer(said, page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {re.findall(r"`([a-z]+)\.md`", each["before"])[0]: each["card"] for each in found}


def test_the_notes_to_copy_are_in_order(root: Path) -> None:
    """Each card of the page, in the place of the note that it was copied from, is read."""
    cards = note_cards(root / "docs" / "notes.md")
    assert list(cards) == list(SORTS)
    sources = note_sources(root)
    for file, card in cards.items():
        copied = rf"^{card.splitlines()[0]}\n.*?(?=^##? |\Z)"
        others = re.sub(copied, "", sources[file], flags=re.MULTILINE | re.DOTALL)
        sources[file] = f"{others}\n{card}"
    assert read_notes(sources, open_case(root).documents)[1] == ()


def test_the_page_on_notes_names_every_field(root: Path) -> None:
    """Whoever copies a card can read what else may stand in it."""
    page = (root / "docs" / "notes.md").read_text(encoding="utf-8")
    named = {name for sort in SORTS.values() for name in (*sort.needs, *sort.may)}
    missing = [name for name in named if f"`{name}`" not in page and f"\n{name}: " not in page]
    assert not missing


def test_the_complaint_in_the_page_on_notes_is_a_real_one(root: Path) -> None:
    """The slip that the page describes gives the very sentence that it shows."""
    complaint, _ = blocks(root / "docs" / "notes.md", "text")
    sources = note_sources(root)
    slip = sources["statements"].replace("speaker: lopez-obrador", "speaker: AMLO", 1)
    _, complaints = read_notes({**sources, "statements": slip}, open_case(root).documents)
    assert [str(each) for each in complaints] == [complaint.strip()]


def test_the_proposal_in_the_page_on_notes_is_a_real_one(root: Path, tmp_path: Path) -> None:
    """A changed word in a document gives the lines that the page shows; their number may move."""
    _, proposal = blocks(root / "docs" / "notes.md", "text")
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    document = open_case(root).documents["latin-times"]
    (seed,) = [
        path
        for path in (tmp_path / "seeds").glob("*.txt")
        if hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256
    ]
    seed.write_bytes(seed.read_bytes().replace(b"sustained injuries", b"suffered injuries"))
    catalogue = tmp_path / "seeds" / "catalogue.toml"
    new = hashlib.sha256(seed.read_bytes()).hexdigest()
    entries = catalogue.read_text(encoding="utf-8").replace(document.sha256, new)
    catalogue.write_text(entries, encoding="utf-8")
    found = {re.sub(r":\d+:", ":", str(each), count=1) for each in proposals(tmp_path)}
    assert re.sub(r":\d+:", ":", proposal.strip(), count=1) in found

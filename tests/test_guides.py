"""What the pages for students, instructors and developers say is true."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import click
import pytest

from casestudy import Case, open_case
from casestudy.cli import main
from casestudy.errors import CaseError, CourseError
from casestudy.quizfile import KINDS
from tests import figures, reference
from tests.test_floors import FILES, FLOORS, imported
from tests.test_readme import blocks, last_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = reference.ROOT / "docs"
GUIDES = sorted({*DOCS.glob("*.md"), *DOCS.glob("instructor/*.md"), *DOCS.glob("developer/*.md")})
RUN = [DOCS / "student.md", *DOCS.glob("instructor/*.md"), *DOCS.glob("developer/*.md")]
SLIP = re.compile(
    r"^In `(?P<file>[^`]+)`, you write `(?P<new>[^`]+)` for `(?P<old>[^`]+)`:\n\n"
    r"```text\n(?P<said>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
CODE = re.compile(r"^```\w*\n(.*?)^```$|`(casestudy [^`]*)`", re.MULTILINE | re.DOTALL)
LONGEST = 120


def commands(group: click.Group = main, before: str = "casestudy") -> Iterator[tuple[str, str]]:
    """Yield each command of the command line with each of its options, and once with none."""
    for name, command in group.commands.items():
        full = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, full)
        yield full, ""
        for option in command.params:
            if isinstance(option, click.Option):
                yield full, max(option.opts, key=len)


COMMANDS = list(commands())


def pages() -> list[str]:
    """Return the texts of the README and of all pages."""
    found = [reference.ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    return [page.read_text(encoding="utf-8") for page in found]


@pytest.mark.parametrize(("command", "option"), COMMANDS, ids=map(" ".join, COMMANDS))
def test_every_command_and_option_is_named(command: str, option: str) -> None:
    """A page that shows the command names its option."""
    named = rf"{re.escape(command)}\b"
    text = "\n".join(page for page in pages() if re.search(named, page))
    assert text
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)


def test_no_command_is_made_up() -> None:
    """Every command that a page shows is one that there is."""
    known = {command.split(" ")[1] for command, _ in COMMANDS}
    shown = {
        name
        for text in pages()
        for block in CODE.findall(text)
        for name in re.findall(r"^(?:uv run )?casestudy ([a-z]+)", "\n".join(block), re.MULTILINE)
    }
    assert {"start", "check"} <= shown <= known


@pytest.mark.parametrize("kind", KINDS)
def test_the_index_leads_to_every_kind(kind: str) -> None:
    """Index, page on cards, page of the kind: two clicks."""
    assert "(cards/README.md)" in (DOCS / "README.md").read_text(encoding="utf-8")
    assert f"({kind}.md)" in (DOCS / "cards" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_the_index_names_every_page(page: Path) -> None:
    """No page is an orphan."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert page.name == "README.md" or f"({page.relative_to(DOCS).as_posix()})" in index


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_a_page_is_no_longer_than_a_person_reads(page: Path) -> None:
    """Only the pages in which one looks things up, reference and commands, are longer."""
    lines = page.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST or page in (reference.PAGE, DOCS / "instructor" / "commands.md")


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_python_of_a_guide_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block runs where a lesson has opened the case, and shows something."""
    monkeypatch.chdir(reference.ROOT)
    for code in blocks(page, "python"):
        assert last_value(code, {"case": open_case()}) is not None


def slips() -> list[re.Match[str]]:
    """Return the slips that the page of questions and answers describes."""
    page = DOCS / "instructor" / "questions-and-answers.md"
    return list(SLIP.finditer(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip["new"].strip())
def test_every_complaint_of_a_guide_is_a_real_one(slip: re.Match[str], tmp_path: Path) -> None:
    """What is said to go wrong gives the very sentence that is shown; its line may move."""
    for folder in ("seeds", "notebooks"):
        shutil.copytree(reference.ROOT / folder, tmp_path / folder)
    file = tmp_path / slip["file"]
    text = file.read_text(encoding="utf-8")
    assert slip["old"] in text
    file.write_text(text.replace(slip["old"], slip["new"], 1), encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        open_case(tmp_path).quiz(file.stem)
    (said,) = caught.value.complaints
    assert str(said).replace(f":{said.line}:", ":…:", 1) == slip["said"]


def test_there_are_slips_to_try_and_code_to_run() -> None:
    """The patterns that find them still fit the pages."""
    assert len(slips()) >= 5
    assert any(blocks(page, "python") for page in RUN)


def test_the_hash_of_a_new_document_is_told(tmp_path: Path) -> None:
    """Whoever writes `?` for the hash reads the right one, as the page on documents says."""
    page = DOCS / "instructor" / "add-a-document.md"
    shutil.copytree(reference.ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "005_communique.txt").write_text("Nobody was hurt.\n", encoding="utf-8")
    catalogue = tmp_path / "seeds" / "catalogue.toml"
    entry, _ = blocks(page, "toml")
    catalogue.write_text(f"{catalogue.read_text(encoding='utf-8')}\n{entry}", encoding="utf-8")
    with pytest.raises(CaseError, match=r"write sha256 = .[0-9a-f]{64}. into its entry") as caught:
        open_case(tmp_path).documents["communique"]
    assert str(caught.value).startswith(blocks(page, "text")[0].strip())


def test_the_floors_of_the_house_are_drawn_from_the_code() -> None:
    """`python -m tests.figures` draws them anew."""
    page = figures.HOUSE.read_text(encoding="utf-8")
    assert figures.with_picture(page) == page
    assert figures.picture() in page
    assert "\n## Rules\n" in page  # what stands below the picture is still there


def test_a_picture_is_put_into_an_empty_block() -> None:
    """Nothing below it is lost."""
    drawn = figures.with_picture("a\n```text\n```\n\nb\n")
    assert drawn == f"a\n```text\n{figures.picture()}\n```\n\nb\n"


def test_the_reference_is_made_from_the_docstrings() -> None:
    """`python -m tests.reference` writes it anew."""
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()


@pytest.mark.parametrize("name", [name for name, _ in reference.members(Case)])
def test_the_reference_has_everything_that_a_case_can_do(name: str) -> None:
    """Each public method and property of a case has its heading."""
    assert f"\n### Case.{name}\n" in reference.PAGE.read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_code() -> None:
    """The page's row is within a fifth of what is measured; floors and circles are exact."""
    page = (DOCS / "developer" / "figures.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| casestudy \| (.*) \|$", page, re.MULTILINE)
    said = [float(each.replace(",", "")) for each in re.findall(r"[\d,]*\d(?:\.\d+)?", row)]
    ours = figures.ours()
    measured = [ours.modules, ours.lines, *ours.lengths, figures.ratio()]
    assert said[:6] == pytest.approx(measured, rel=0.2, abs=1)
    assert said[6:] == [len(FLOORS), 0]


def test_there_is_no_circle_of_imports() -> None:
    """A circle would be an error here; a chain may be longer than there are floors."""
    assert figures.storeys({name: imported(name, types=False) for name in FILES}) >= 2

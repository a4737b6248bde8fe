"""A lesson as one page: everything is inside, nothing is fetched, nothing is stored."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casestudy import open_case
from casestudy.cli.refresh import preview_lesson
from casestudy.errors import CaseError
from casestudy.inline import plain
from casestudy.lessons.notebook import calls, notebooks, read_notebook
from casestudy.lessons.preview import page, write_page
from tests.changes import LESSON, edit_cell
from tests.offline.sitecustomize import strangers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
FETCHED = re.compile(r"""(?:<link|<script|@import|(?:\bsrc=|\burl\()(?!["']?data:)).{0,60}""")
PNG = "iVBORw0KGgo="

kernels = pytest.mark.filterwarnings("default")  # of the kernel's own libraries


def made(course: Path, path: str = LESSON) -> str:
    """Return the page of a stored lesson."""
    return page(course, path, read_notebook(course, path))


def words(text: str) -> str:
    """Return what a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def fetched(text: str) -> list[str]:
    """Return everything that a page would load from elsewhere."""
    return FETCHED.findall(text)


@pytest.mark.parametrize("path", notebooks(ROOT))
def test_a_page_of_the_course_has_every_question_and_fetches_nothing(path: str) -> None:
    """Each lesson and sheet of the course shows all that its cells ask."""
    case, notebook = open_case(ROOT), read_notebook(ROOT, path)
    said = page(ROOT, path, notebook)
    folders = {"quiz": "notebooks/quizzes", "exercise": "exercises/keys"}
    asked = [each for each in calls(notebook) if each.does in folders and not each.reopen]
    quizzes = [case.cards(folders[each.does], each.name, each.part) for each in asked]
    questions = [" ".join(map(plain, item.stem)) for quiz in quizzes for item in quiz.items]
    assert questions or Path(path).stem in case.course.references
    shown = words(said)
    assert [each for each in questions if " ".join(each.split()) not in shown] == []
    assert fetched(said) == []


def test_a_chart_is_inside_the_page(stored_course: Path) -> None:
    """A picture that a cell shows is a part of the page."""
    out = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PNG}}
    edit_cell(stored_course, 2, outputs=[out])
    said = made(stored_course)
    assert f"data:image/png;base64,{PNG}" in said
    assert fetched(said) == []


def test_a_picture_beside_the_lesson_is_inside_the_page(stored_course: Path) -> None:
    """A picture that the text of a lesson shows is a part of the page."""
    (stored_course / "notebooks" / "bridge.png").write_bytes(b"a picture")
    edit_cell(stored_course, 0, source="# The bridge\n\n![The bridge](bridge.png)")
    assert fetched(made(stored_course)) == []


def test_cells_show_what_they_give_and_not_how(stored_course: Path) -> None:
    """The code of a cell that is hidden in the lesson is not in the page; other code is."""
    shown = words(made(stored_course))
    assert "open_case" in shown
    assert "case.quiz" not in shown
    assert "In [" not in shown


def test_a_page_is_called_like_its_lesson(stored_course: Path) -> None:
    """The title of the window is the lesson's."""
    assert "<title>The bridge</title>" in made(stored_course)


def test_a_browser_asks_for_the_page_alone(
    stored_course: Path, tmp_path: Path, browser: Browser
) -> None:
    """A browser loads one file and nothing else, even where a lesson names a stranger's picture."""
    edit_cell(stored_course, 0, source="# The bridge\n\n![A](https://example.org/a.png)")
    write_page(tmp_path / "page.html", made(stored_course))
    window = browser.new_page()
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    refused: list[str | None] = []
    window.on("requestfailed", lambda request: refused.append(request.failure))
    window.goto((tmp_path / "page.html").as_uri())
    window.wait_for_load_state("networkidle")
    option = window.locator("summary", has_text="On Friday").first
    feedback = window.get_by_text("Woodpecker: that is the day of the vote.")
    before = feedback.is_visible()
    option.click()
    assert (before, feedback.is_visible()) == (False, True)
    window.close()
    # the browser itself refuses the stranger's picture, before anything leaves the computer
    assert asked == [(tmp_path / "page.html").as_uri(), "https://example.org/a.png"]
    assert (refused, strangers()) == (["csp"], ["https://example.org/a.png"])


def test_on_paper_a_quiz_goes_on_from_sheet_to_sheet(stored_course: Path, browser: Browser) -> None:
    """A long quiz begins where there is room, and no heading stands alone at a sheet's foot."""
    window = browser.new_page(viewport={"width": 672, "height": 950})  # A4 without its margins
    window.emulate_media(media="print")
    window.set_content(made(stored_course))
    style = "(all, name) => [...new Set(all.map((each) => getComputedStyle(each)[name]))]"
    shown = window.locator(".jp-OutputArea-child").evaluate_all(style, "breakInside")
    heads = window.locator("h2, .cs-small").evaluate_all(style, "breakAfter")
    window.close()
    assert (shown, heads) == (["auto"], ["avoid"])


@kernels
def test_a_preview_stores_nothing_in_the_course(
    course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The lesson is executed for the page, the page is opened, and the course is as it was."""
    opened: list[str] = []

    def look(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", look)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    preview_lesson(course, "01", None)
    said = capsys.readouterr().out.splitlines()[-1]
    file = Path(said.removeprefix("The page is "))
    assert "When was the bridge closed?" in words(file.read_text(encoding="utf-8"))
    assert opened == [file.as_uri()]
    assert file.is_relative_to(tmp_path)
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "answers").exists()


@kernels
def test_a_preview_of_a_failing_cell_shows_the_cell(course: Path, tmp_path: Path) -> None:
    """The cell is shown with its source and what it said, and no page is written."""
    edit_cell(course, 3, source="one = 1\none / 0")
    with pytest.raises(CaseError) as refused:
        preview_lesson(course, "01", tmp_path / "page.html", browse=False)
    assert str(refused.value) == (
        f"{LESSON}: cell 4 failed:\n\n    one = 1\n    one / 0\n\n"
        "ZeroDivisionError: division by zero"
    )
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("name", ["02-the-raid.ipynb", "page", "page.txt"])
def test_a_page_is_not_written_over_something_else(tmp_path: Path, name: str) -> None:
    """Only a file whose name is that of a page is written."""
    with pytest.raises(CaseError, match=r"is no name for a page\. Write one that ends in \.html\."):
        write_page(tmp_path / name, "")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    with pytest.raises(CaseError, match=r"page\.html cannot be written: No such file"):
        write_page(tmp_path / "gone" / "page.html", "")

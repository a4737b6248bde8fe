"""One's own record in a real JupyterLab: it follows each answer, and can be taken along."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.browser.conftest import Lab, Notebook

QUIZ = "00-start-here"
CELLS = (
    (
        'import os\nos.environ.pop("CASESTUDY_LEARNER", None)\n'
        "from casestudy import open_case\ncase = open_case()"
    ),
    f'case.quiz("{QUIZ}", part="Exit check")',
    "case.progress",
    'os.environ["CASESTUDY_LEARNER"] = "ben"\nopen_case().progress',
    (
        "if any(lesson.begun for lesson in case.progress.record.lessons):\n"
        "    display(case.progress.table(), case.progress.picture())"
    ),
)


@pytest.fixture(scope="module")
def window(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """One window with a quiz, the record of its learner, and that of another one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield lab.open(context.new_page(), written(lab, "my-record.ipynb", *CELLS))
    context.close()


@pytest.fixture
def notebook(lab: Lab, window: Notebook) -> Notebook:
    """The same with nothing answered yet."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    window.run_all()
    record(window).get_by_text("No question of a lesson is answered yet.").first.wait_for()
    return window


def record(notebook: Notebook, number: int = 0) -> Locator:
    """Return a record on the page: the learner's, or the other one's."""
    return notebook.panel.locator(".cs-record section").nth(number)


def summary(notebook: Notebook, number: int = 0) -> Locator:
    """Return the sentence that sums a record up."""
    return record(notebook, number).locator(".cp-summary")


def answer(notebook: Notebook) -> None:
    """Answer every question of the quiz, right or wrong."""
    for form in notebook.panel.locator(".cs-quiz form").all():
        form.locator(".cs-option").first.click()
        form.get_by_role("button", name="Check answer").click()
        form.locator(".cs-outcome[data-state]").wait_for()
    summary(notebook).get_by_text("2 of").wait_for()


def lesson(notebook: Notebook) -> Locator:
    """Return the lesson's row, opened."""
    row = record(notebook).locator(".cp-lesson").first
    row.locator("summary").click()
    return row


def test_an_answer_changes_the_record_without_a_rerun(notebook: Notebook) -> None:
    """The summary, the lesson's row and the confidence follow; the other learner has nothing."""
    answer(notebook)
    assert summary(notebook).inner_text().startswith("2 of")
    assert "2 of 11 answered" in record(notebook).locator(".cp-lesson").first.inner_text()
    assert summary(notebook, 1).inner_text() == "No question of a lesson is answered yet."


def test_a_restart_asks_first_and_can_be_taken_back(lab: Lab, notebook: Notebook) -> None:
    """No keeps everything; yes counts nothing any more; undo counts it again. No line is lost."""
    answer(notebook)
    before, lines = summary(notebook).inner_text(), len(lab.kept())
    row = lesson(notebook)
    row.get_by_role("button", name="Start this quiz again").click()
    row.get_by_role("button", name="No, keep my answers").click()
    assert summary(notebook).inner_text() == before
    row.get_by_role("button", name="Start this quiz again").click()
    row.get_by_role("button", name="Yes, start again").click()
    summary(notebook).get_by_text("No question of a lesson is answered yet.").wait_for()
    row.get_by_role("button", name="Take the restart back").click()
    summary(notebook).get_by_text(before).wait_for()
    assert len(lab.kept()) == lines + 2


def test_a_record_that_is_saved_and_brought_gives_the_same(
    lab: Lab, notebook: Notebook, tmp_path: Path
) -> None:
    """Another learner who brings the file sees the same, and bringing it twice adds nothing."""
    answer(notebook)
    with notebook.page.expect_download() as download:
        record(notebook).get_by_role("button", name="Save my record").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"\S+-learner-\d{4}-\d\d-\d\d\.jsonl", file.name)
    record(notebook, 1).locator("input[type=file]").set_input_files(file)
    summary(notebook, 1).get_by_text(summary(notebook).inner_text()).wait_for()
    lines = len(lab.kept())
    record(notebook, 1).locator("input[type=file]").set_input_files(file)
    record(notebook, 1).get_by_text("2 were here already.").wait_for()
    assert len(lab.kept()) == lines


def test_the_record_is_a_table_and_a_picture_too(notebook: Notebook) -> None:
    """A row for each lesson, and a picture with its words."""
    answer(notebook)
    cell = notebook.panel.locator(".jp-Notebook .jp-CodeCell").last
    cell.locator(".jp-InputPrompt").click()
    notebook.page.keyboard.press("Control+Enter")
    table = cell.locator("table", has_text="first_tried")
    table.wait_for()
    assert QUIZ in table.inner_text()
    cell.locator(".jp-OutputArea-output :is(img, svg)").first.wait_for()

"""What a student does in JupyterLab: run the lesson, answer, leave, and come back."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import TOO_SLOW, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import Lab, Notebook

LESSON = "notebooks/02-the-raid.ipynb"
SINGLE = "clock-time"
WHICH_IS_ACTIVE = "cells => cells.findIndex(cell => cell.classList.contains('jp-mod-active'))"


def item(notebook: Notebook, name: str = SINGLE) -> Locator:
    """Return the form of an item."""
    return notebook.panel.locator(f".cs-item[data-item={name}]").first


def letters(lab: Lab, name: str = SINGLE) -> tuple[str, str]:
    """Return the letters of the key and of one distractor, as the stored page shows them."""
    from casestudy import open_case  # noqa: PLC0415 - what is tested here is the page
    from casestudy.quizzes import shown_order  # noqa: PLC0415

    case = open_case(lab.course)
    asked = next(each for each in case.quizzes["02-the-raid"].items if each.id == name)
    options = shown_order(case.id, "02-the-raid", asked)
    right = next(place for place, option in enumerate(options) if option.key)
    wrong = next(place for place, option in enumerate(options) if not option.key)
    return "ABCDEFGH"[right], "ABCDEFGH"[wrong]


def choose(form: Locator, letter: str) -> None:
    """Click the row of an option."""
    form.locator(".cs-option").nth(ord(letter) - ord("A")).click()


def status(form: Locator) -> Locator:
    """Return the live region of an item."""
    return form.get_by_role("status")


@pytest.fixture(scope="module")
def window(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """One window with the lesson open, shared by the tests: opening it takes longest."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    yield lab.open(context.new_page(), LESSON)
    context.close()


@pytest.fixture
def notebook(lab: Lab, window: Notebook) -> Notebook:
    """The lesson with all cells run anew and nothing answered yet."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    window.run_all()
    return window


def test_a_wrong_choice_is_told_why_in_words_and_shown_the_passage(
    lab: Lab, notebook: Notebook
) -> None:
    """A wrong choice by mouse is called wrong, and "Why?" opens its passage, marked."""
    _, wrong = letters(lab)
    form = item(notebook)
    choose(form, wrong)
    form.get_by_role("button", name="Check answer").click()
    status(form).get_by_text("Not right yet").wait_for()
    form.locator(".cs-why summary").first.click()
    assert form.locator(".cs-why mark").first.is_visible()
    assert "¶" in form.locator(".cs-why figcaption").first.inner_text()


def test_the_key_is_called_correct_and_written_down(lab: Lab, notebook: Notebook) -> None:
    """The right choice by mouse is called correct, and the attempt is in the progress file."""
    right, _ = letters(lab)
    form = item(notebook)
    choose(form, right)
    form.get_by_role("button", name="Check answer").click()
    status(form).get_by_text("Correct").first.wait_for()
    last = lab.kept()[-1]
    assert (last["item"], last["outcome"]) == (SINGLE, "correct")


def test_the_keyboard_alone_answers_and_changes_nothing_in_the_notebook(
    lab: Lab, notebook: Notebook
) -> None:
    """Arrows choose, Enter checks, the live region says the outcome; b and dd do nothing."""
    right, _ = letters(lab)
    form = item(notebook)
    cells = notebook.cells()
    form.locator("input").first.focus()
    active = notebook.panel.locator(".jp-Cell").evaluate_all(WHICH_IS_ACTIVE)
    for key in ("b", "d", "d", "a", "ArrowDown", "ArrowUp"):
        notebook.page.keyboard.press(key)
    while not form.locator(f"input[value={right}]").is_checked():
        notebook.page.keyboard.press("ArrowDown")
    notebook.page.keyboard.press("Enter")
    status(form).get_by_text("Correct").first.wait_for()
    assert notebook.cells() == cells
    assert notebook.panel.locator(".jp-Cell").evaluate_all(WHICH_IS_ACTIVE) == active


def test_escape_gives_the_keyboard_back_to_the_notebook(notebook: Notebook) -> None:
    """After Escape an arrow moves to another cell again."""
    item(notebook).locator("input").first.focus()
    active = notebook.panel.locator(".jp-Cell").evaluate_all(WHICH_IS_ACTIVE)
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("ArrowDown")
    notebook.page.wait_for_function(
        f"was => ({WHICH_IS_ACTIVE})(ALL()) !== was".replace(
            "ALL()", "[...document.querySelectorAll('.jp-Cell')]"
        ),
        arg=active,
    )


def test_answers_come_back_after_a_restart_and_a_rerun(lab: Lab, notebook: Notebook) -> None:
    """After the kernel was restarted and all cells run again, choice and outcome are there."""
    right, _ = letters(lab)
    form = item(notebook)
    choose(form, right)
    form.get_by_role("button", name="Check answer").click()
    status(form).get_by_text("Correct").first.wait_for()
    notebook.menu("Kernel", "Restart Kernel and Run All Cells…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.wait_for_kernel()
    form = item(notebook)
    status(form).get_by_text("Correct").first.wait_for()
    assert form.locator(f"input[value={right}]").is_checked()


def test_a_restarted_kernel_is_said_and_the_choice_kept(lab: Lab, notebook: Notebook) -> None:
    """With the kernel restarted and nothing rerun, the page says what to do within two seconds."""
    _, wrong = letters(lab)
    form = item(notebook)
    choose(form, wrong)
    notebook.menu("Kernel", "Restart Kernel…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.wait_for_kernel()
    form.get_by_role("button", name="Check answer").click()
    status(form).get_by_text("Run All Cells").wait_for(timeout=2_000)
    assert form.locator(f"input[value={wrong}]").is_checked()
    assert "Correct" not in status(form).inner_text()


def test_a_busy_kernel_is_said_and_answers_in_the_end(lab: Lab, notebook: Notebook) -> None:
    """While another cell runs, the page says so within two seconds; the outcome follows."""
    right, _ = letters(lab)
    form = item(notebook)
    panel = notebook.panel
    panel.locator(".jp-CodeCell").first.locator(".jp-InputPrompt").click()
    notebook.page.keyboard.press("b")
    notebook.page.keyboard.press("Enter")
    notebook.page.keyboard.type("import time; time.sleep(5)")
    notebook.page.keyboard.press("Control+Enter")
    panel.locator(".jp-Notebook-ExecutionIndicator[data-status=busy]").wait_for(state="attached")
    choose(form, right)
    form.get_by_role("button", name="Check answer").click()
    start = time.monotonic()
    form.locator(".cs-message", has_text="kernel").wait_for(timeout=2_000)
    assert time.monotonic() - start < 2
    status(form).get_by_text("Correct").first.wait_for(timeout=10_000)


def test_a_saved_lesson_without_its_kernel_shows_questions_and_texts(lab: Lab, page: Page) -> None:
    """Saved, the kernel gone, reopened: questions and excerpts stand there, and no error line."""
    start = "import casestudy\n\ncase = casestudy.open_case()"
    shown = ('case.read("encyclopedia", only="8")', 'case.quiz("02-the-raid", part="Check")')
    path = written(lab, "saved.ipynb", start, *shown)
    lab.open(page, path).run_all()
    page.keyboard.press("Control+s")
    page.wait_for_function("!document.querySelector('li.lm-TabBar-tab.jp-mod-dirty')")
    lab.close_kernel(page, path)
    before = len(lab.errors)
    again = lab.open(page, path)
    question = again.panel.locator(".cs-static", has_text="Question 1 of").first
    question.wait_for()
    page.wait_for_timeout(4_000)
    assert question.is_visible()
    excerpt = again.panel.locator(".cs-reading").first
    assert excerpt.is_visible()
    assert "rights notice" in excerpt.inner_text()
    error = again.panel.get_by_text(re.compile("error displaying", re.IGNORECASE)).first
    assert not error.is_visible()
    assert lab.our_errors(before) == []


def test_a_lesson_that_was_never_run_shows_the_questions(lab: Lab, page: Page) -> None:
    """A fresh copy, which JupyterLab does not trust, shows the questions; a line opens."""
    opened = lab.open(page, lab.copy(LESSON, "fresh.ipynb"))
    details = opened.panel.locator(".jp-OutputArea details").first
    details.wait_for()
    details.locator("summary").click()
    assert details.locator("blockquote").first.is_visible()


def test_an_exported_lesson_can_be_read_without_any_script(lab: Lab, browser: Browser) -> None:
    """HTML made by nbconvert shows question and feedback with scripts switched off."""
    from nbconvert import HTMLExporter  # noqa: PLC0415 - slow

    body, _ = HTMLExporter().from_filename(  # type: ignore[no-untyped-call]
        str(Path(__file__).parents[2] / LESSON)
    )
    file = lab.course / "exported.html"
    file.write_text(body, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    details = page.locator(".cs-static details").first
    details.locator("summary").click()
    assert details.locator("blockquote").first.is_visible()
    context.close()


def test_nothing_was_asked_of_another_machine(lab: Lab, notebook: Notebook) -> None:  # noqa: ARG001 - a lesson is open
    """No request of any page left 127.0.0.1."""
    outside = [
        url
        for url in lab.requests
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)
    ]
    assert outside == []


def test_a_page_that_loads_too_slowly_hears_its_kernel_all_the_same(lab: Lab, page: Page) -> None:
    """anywidget drops every message for a widget that takes over two seconds; ours are heard."""
    page.add_init_script(
        "const wait = AbortSignal.timeout.bind(AbortSignal);"
        "AbortSignal.timeout = (time) => wait(time === 2000 ? 0 : time);"
    )
    sources = (
        "import casestudy\ncase = casestudy.open_case()",
        "case.quiz('02-the-raid', part='Check')",
    )
    opened = lab.open(page, written(lab, "slow.ipynb", *sources))
    before = len(lab.errors)
    opened.run_all()
    right, _ = letters(lab)
    choose(item(opened), right)
    item(opened).get_by_role("button", name="Check answer").click()
    status(item(opened)).get_by_text("Correct", exact=True).wait_for()
    assert TOO_SLOW in lab.errors[before:]  # it would have been dropped


def test_the_console_stays_clean(lab: Lab, notebook: Notebook) -> None:  # noqa: ARG001 - a lesson is open
    """No error in the console but what others say of a widget that is gone or slow."""
    assert lab.our_errors() == []

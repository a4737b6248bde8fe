"""What a student does with the texts of a lesson: read, look around, mark, and come back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import Lab, Notebook

LESSON = "notebooks/02-the-raid.ipynb"


@pytest.fixture(scope="module")
def window(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """One window with the lesson open, shared by the tests: opening it takes longest."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    yield lab.open(context.new_page(), lab.copy(LESSON, "read.ipynb"))
    context.close()


@pytest.fixture
def notebook(lab: Lab, window: Notebook) -> Notebook:
    """The lesson with all cells run anew and nothing marked yet."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    window.run_all()
    return window


def reader(notebook: Notebook) -> Locator:
    """Return the first reader of the lesson, in sight: JupyterLab lays out no other."""
    found = notebook.panel.locator(".cs-reader").first
    found.scroll_into_view_if_needed()
    return found


def focus_text(notebook: Notebook) -> Locator:
    """Put the focus on the text's one tab stop, as the Tab key does."""
    stop = reader(notebook).locator(".cr-pane [tabindex='0']").first
    stop.focus()
    return stop


def press(notebook: Notebook, *keys: str) -> None:
    """Press some keys one after the other."""
    for key in keys:
        notebook.page.keyboard.press(key)


def mark_first_sentence(notebook: Notebook) -> str:
    """Mark the first sentence with the first label by keyboard, and return its words."""
    focus_text(notebook)
    press(notebook, "Home", "m", "m", "1")
    quoted = reader(notebook).locator(".cr-own .cr-quote").first
    quoted.wait_for()
    return quoted.inner_text()


def test_the_reader_takes_the_place_of_the_stored_text(notebook: Notebook) -> None:
    """Run, each reading is a reader with its passages and rights; the static page is hidden."""
    readers = notebook.panel.locator(".cs-reader")
    readers.nth(4).wait_for(state="attached", timeout=60_000)
    assert readers.count() == 5
    text = reader(notebook)
    assert text.locator(".cr-row").count() == 2
    rights = text.locator(".cr-rights")
    rights.scroll_into_view_if_needed()
    assert "rights notice" in (rights.text_content() or "")
    assert not notebook.panel.locator(".cs-reading").first.is_visible()


def test_a_layer_is_switched_on_and_a_note_opens_by_enter(notebook: Notebook) -> None:
    """A layer highlights words; n goes to the first, Enter opens its note, Escape closes it."""
    text = reader(notebook)
    text.get_by_role("button", name="Search and keys").click()  # the text is short, its page quiet
    layer = text.locator(".cr-layer").first
    assert layer.get_attribute("aria-pressed") == "false"
    layer.click()
    assert layer.get_attribute("aria-pressed") == "true"
    focus_text(notebook)
    press(notebook, "n", "Enter")
    note = text.locator(".cr-note")
    note.wait_for()
    assert "¶" in note.inner_text()
    press(notebook, "Escape")
    note.wait_for(state="hidden")


def test_the_keyboard_alone_marks_a_sentence_and_changes_no_cell(
    lab: Lab, notebook: Notebook
) -> None:
    """A sentence is chosen, labelled and kept without a mouse; no cell of the notebook changes."""
    cells = notebook.cells()
    words = mark_first_sentence(notebook)
    (line,) = lab.kept()
    assert (line["kind"], line["label"], line["document"]) == ("mark", "seen", "encyclopedia")
    assert str(line["words"])[:20] in words
    assert notebook.cells() == cells


def test_undo_by_keyboard_takes_the_mark_back(lab: Lab, notebook: Notebook) -> None:
    """After u the mark is gone from the page, and the file says so in a new line."""
    mark_first_sentence(notebook)
    focus_text(notebook)
    press(notebook, "u")
    reader(notebook).locator(".cr-own .cr-quote").first.wait_for(state="detached")
    assert [line["removed"] for line in lab.kept()] == [False, True]


def test_marks_come_back_after_a_restart_and_a_rerun(notebook: Notebook) -> None:
    """After the kernel was restarted and all cells run again, the mark is there."""
    words = mark_first_sentence(notebook)
    reader(notebook).evaluate("node => { node.id = 'old'; }")
    notebook.menu("Kernel", "Restart Kernel and Run All Cells…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.panel.locator(".cs-reader#old").wait_for(state="detached")
    notebook.wait_for_kernel()
    again = reader(notebook).locator(".cr-own .cr-quote").first
    again.wait_for()
    assert again.inner_text() == words


def test_a_restarted_kernel_is_said_within_two_seconds(notebook: Notebook) -> None:
    """With the kernel restarted and nothing rerun, the page says what to do."""
    notebook.menu("Kernel", "Restart Kernel…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.wait_for_kernel()
    focus_text(notebook)
    press(notebook, "Home", "m", "m", "1")
    told = reader(notebook).locator(".cr-message", has_text="Run All Cells")
    told.wait_for(timeout=2_000)


IN_SIGHT = """
(names) => names.map((name) => {
  const node = document.querySelector(`.cs-reader ${name}`);
  const {left, top, width, height} = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
})
"""


@pytest.fixture(scope="module")
def tall(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """A lesson whose first reader has a whole document: far more than fits into a window."""
    path = lab.copy(LESSON, "tall.ipynb")
    file = lab.course / path
    whole = file.read_text(encoding="utf-8").replace(
        r"case.read(\"encyclopedia\", only=\"8, 14\")", r"case.read(\"encyclopedia\")"
    )
    file.write_text(whole, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    context.set_default_timeout(20_000)
    notebook = lab.open(context.new_page(), path)
    notebook.run_all()
    yield notebook
    context.close()


def test_the_field_and_the_hit_stay_in_view_while_hits_are_stepped(tall: Notebook) -> None:
    """In a tall excerpt Enter goes from hit to hit, and one can go on typing."""
    assert reader(tall).locator(".cr-row").count() > 30
    reader(tall).get_by_role("searchbox").fill("asylum")
    for _ in range(8):
        press(tall, "Enter")
        assert tall.page.evaluate(IN_SIGHT, ["input.cr-field", ".cr-now"]) == [True, True]
    press(tall, "Escape", "Escape")


def test_what_to_do_stands_beside_what_is_marked(tall: Notebook) -> None:
    """While marking by keyboard, the sentence and its keys are in view together."""
    focus_text(tall)
    reader(tall).evaluate("node => node.scrollIntoView({ block: 'start' })")  # its foot is below
    press(tall, "ArrowDown", "ArrowDown", "m", "ArrowRight", "ArrowRight")
    assert tall.page.evaluate(IN_SIGHT, [".cr-picked", ".cr-hint"]) == [True, True]
    assert reader(tall).locator(".cr-hint").inner_text().startswith("Marking a sentence")
    press(tall, "Escape")


def _begins_with_a_text(lab: Lab, name: str) -> str:
    """Copy the lesson from its first text on: JupyterLab draws what is near the window."""
    path = lab.copy(LESSON, name)
    file = lab.course / path
    notebook = json.loads(file.read_text("utf-8"))
    cells = notebook["cells"]
    first = next(i for i, cell in enumerate(cells) if "case.read(" in "".join(cell["source"]))
    notebook["cells"] = [cells[1], *cells[first:]]
    file.write_text(json.dumps(notebook), "utf-8")
    return path


def test_a_lesson_that_was_never_run_shows_the_texts(lab: Lab, page: Page) -> None:
    """A fresh copy, which JupyterLab does not trust, shows the stored excerpts."""
    opened = lab.open(page, _begins_with_a_text(lab, "read-fresh.ipynb"))
    static = opened.panel.locator(".cs-reading").first
    static.wait_for()
    assert "¶8" in static.inner_text()
    assert opened.panel.locator(".cs-reader").count() == 0


def test_an_exported_lesson_shows_the_texts_without_any_script(lab: Lab, browser: Browser) -> None:
    """HTML made by nbconvert shows the excerpts with scripts switched off."""
    from nbconvert import HTMLExporter  # noqa: PLC0415 - slow

    body, _ = HTMLExporter().from_filename(  # type: ignore[no-untyped-call]
        str(Path(__file__).parents[2] / LESSON)
    )
    file = lab.course / "read.html"
    file.write_text(body, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".cs-reading").first.is_visible()
    assert page.locator(".cs-reading .cs-number").first.inner_text() == "¶8"
    context.close()


def test_the_console_stays_clean(lab: Lab, window: Notebook) -> None:  # noqa: ARG001 - a lesson is open
    """No error in the console but JupyterLab's own about a widget whose kernel is gone."""
    assert lab.our_errors() == []

"""Pictures of the lesson in JupyterLab, light and dark: nothing clipped, nothing overlapping.

They are written to ``test-pictures/`` to be looked at. With ``CASESTUDY_PICTURES=docs/pictures``
the README's picture is taken anew.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from tests.browser.conftest import Lab, Notebook

ROOT = Path(__file__).resolve().parents[2]
LESSON = "notebooks/02-the-raid.ipynb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

CLIPPED = """quiz => [...quiz.querySelectorAll('*')]
  .filter(e => e.checkVisibility() && !['INPUT', 'I', 'B'].includes(e.tagName))
  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
  .map(e => e.className || e.tagName)"""

OVERLAPPING = """quiz => {
  const boxes = [...quiz.querySelectorAll('.cs-option, button, legend, .cs-outcome, figure')]
    .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()]);
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1)
    .filter(([b]) => !a.contains(b) && !b.contains(a))
    .filter(([, two]) => one.left < two.right - 1 && two.left < one.right - 1
      && one.top < two.bottom - 1 && two.top < one.bottom - 1)
    .map(([b]) => `${a.className} over ${b.className}`));
}"""


@pytest.fixture(scope="module", params=THEMES)
def answered(
    request: pytest.FixtureRequest, lab: Lab, browser: Browser
) -> Iterator[tuple[str, Notebook]]:
    """The lesson in a theme: one question answered right, one wrong, a passage open."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    lab.set_theme(THEMES[request.param])
    context = browser.new_context(viewport={"width": 1180, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    # a copy: under the lesson's own name, a kernel of an earlier test may still hold its answers
    notebook = lab.open(page, lab.copy(LESSON, f"pictures-{request.param}.ipynb"))
    page.keyboard.press("Control+b")  # the file list is no part of the lesson
    notebook.run_all()
    _answer(_item(notebook, "clock-time"), right=False)
    _answer(_item(notebook, "battering-ram"), right=True)
    yield request.param, notebook
    context.close()


def _item(notebook: Notebook, name: str) -> Locator:
    """Return the question of that name."""
    return notebook.panel.locator(f".cs-live .cs-item[data-item={name}]")


def _answer(form: Locator, *, right: bool) -> None:
    """Try the options in turn until the outcome is the one wanted, and open its passage."""
    form.locator(".cs-option").first.wait_for()
    for option in form.locator(".cs-option").all():
        option.click()
        form.get_by_role("button", name="Check answer").click()
        form.locator("[data-state=correct], [data-state=incorrect]").wait_for()
        if form.locator("[data-state=correct]").count() == right:
            break
    form.locator(".cs-why summary").first.click()


def _quiz(notebook: Notebook) -> Locator:
    """Return the part of the lesson in which both were answered."""
    return notebook.panel.locator(".cs-live", has=notebook.page.locator("[data-item=clock-time]"))


def _folder(theme: str) -> Path:
    """Return where a picture goes: the README has the light one alone."""
    named = os.environ.get("CASESTUDY_PICTURES", "") if theme == "light" else ""
    folder = ROOT / (named or "test-pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_nothing_is_clipped(answered: tuple[str, Notebook]) -> None:
    """No text of a quiz is wider than the box it stands in."""
    _, notebook = answered
    assert _quiz(notebook).evaluate(CLIPPED) == []


def test_nothing_overlaps(answered: tuple[str, Notebook]) -> None:
    """No option, button, outcome or passage lies over another."""
    _, notebook = answered
    assert _quiz(notebook).evaluate(OVERLAPPING) == []


def test_a_picture_is_taken(answered: tuple[str, Notebook]) -> None:
    """The picture of the lesson is a picture: it has more than one colour."""
    theme, notebook = answered
    _quiz(notebook).evaluate("e => e.closest('.jp-Cell').scrollIntoView({block: 'start'})")
    notebook.page.mouse.move(0, 0)
    name = "quiz.png" if theme == "light" else f"quiz-{theme}.png"
    picture = notebook.page.screenshot(path=_folder(theme) / name)
    assert len(picture) > 20_000


def test_the_theme_is_the_one_asked_for(answered: tuple[str, Notebook]) -> None:
    """What is looked at is really light, and really dark."""
    theme, notebook = answered
    light = notebook.page.locator("body").get_attribute("data-jp-theme-light")
    assert json.loads(light or "null") is (theme == "light")

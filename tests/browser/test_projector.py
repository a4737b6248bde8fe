"""The quiz for a class in a real JupyterLab: two votes by keys, the answer only when revealed."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from tests.browser.conftest import Lab, Notebook

SOURCE = """from casestudy import open_case
open_case().quiz("02-the-raid", part="Check", projector=True)"""


@pytest.fixture(scope="module")
def window(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """One window with the quiz for the class, shared by the tests."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    yield lab.open(context.new_page(), written(lab, "for-the-class.ipynb", SOURCE))
    context.close()


@pytest.fixture
def board(window: Notebook) -> Locator:
    """The quiz as the class first sees it: its cell was run anew, so nothing is counted."""
    window.run_all()
    section = window.panel.locator(".cs-projector section")
    section.locator(".ck-stem").wait_for()
    return section


def step(board: Locator) -> str:
    """Return the step that the class is at."""
    return board.locator("[aria-current=step]").inner_text().split("\n")[-1]


def vote(board: Locator, *hands: int) -> None:
    """Type the hands of a vote into its fields, one after the other, with Enter between them."""
    board.get_by_role("textbox").first.focus()
    for number in hands:
        board.page.keyboard.type(str(number))
        board.page.keyboard.press("Enter")


def walk(board: Locator, *keys: str) -> None:
    """Press keys outside of the fields."""
    board.focus()
    for key in keys:
        board.page.keyboard.press(key)


def test_one_question_is_shown_at_a_time(board: Locator) -> None:
    """The arrow goes on to the next question, and the first is gone."""
    number, stem = board.locator(".ck-number"), board.locator(".ck-stem")
    first = stem.inner_text()
    assert stem.count() == 1
    walk(board, "ArrowRight")
    number.get_by_text("Question 2 of").wait_for()
    assert stem.count() == 1
    assert first not in board.inner_text()


def test_the_answer_is_not_on_the_page_before_it_is_revealed(board: Locator) -> None:
    """Through both votes no verdict and no marked words are there; then both are."""
    for name in ("First vote", "Discuss", "Second vote"):
        assert step(board) == name
        assert board.locator("mark, .ck-verdict").count() == 0
        assert "Right answer" not in board.inner_html()
        walk(board, "PageDown")
    board.get_by_text("✓ Right answer").first.wait_for()
    assert board.locator("mark").first.is_visible()


def test_keys_alone_count_two_votes_and_show_the_shift(board: Locator, window: Notebook) -> None:
    """Hands before and after the discussion are typed; the page says what has shifted."""
    cells = window.cells()
    fields = board.get_by_role("textbox").count()
    vote(board, *range(1, fields + 1))
    total = sum(range(1, fields + 1))
    board.get_by_text(f"Hands counted: {total}").wait_for()
    walk(board, "d", "d", "b", "PageDown", "PageDown")
    assert step(board) == "Second vote"
    vote(board, *range(fields, 0, -1))
    walk(board, "PageDown")
    shift = re.compile(rf"From \d of {total} right to \d of {total} right\.")
    assert shift.search(board.locator(".ck-sum").inner_text())
    assert window.cells() == cells


def test_nothing_is_written_to_anybodys_progress(lab: Lab, board: Locator) -> None:
    """A vote and an answer that was revealed leave no line behind."""
    vote(board, 3)
    walk(board, "PageDown", "PageDown", "PageDown")
    board.get_by_text("✓ Right answer").first.wait_for()
    assert lab.kept() == []

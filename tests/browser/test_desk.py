"""The menu for instructors in JupyterLab: it comes from settings alone, and leads to the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Lab

CARDS = "notebooks/quizzes/00-start-here.md"


def opened(lab: Lab, page: Page, path: str) -> None:
    """Open a file in JupyterLab."""
    page.goto(lab.window(path))
    page.locator(".jp-FileEditor .cm-content").wait_for(timeout=60_000)


def chosen(page: Page, entry: str) -> None:
    """Choose an entry of the menu for instructors."""
    page.get_by_role("menuitem", name="Instructor", exact=True).click()
    page.locator(".lm-Menu-itemLabel", has_text=entry).click()


def test_cards_are_markdown_and_their_preview_stands_beside(lab: Lab, page: Page) -> None:
    """A card file opens as text, and one entry of the menu shows it rendered."""
    opened(lab, page, CARDS)
    chosen(page, "Show Markdown Preview")
    page.locator(".jp-MarkdownViewer h1", has_text="Before you read").wait_for()
    assert page.locator(".jp-FileEditor .cm-content").is_visible()


def test_a_slip_that_is_saved_is_told_by_the_menus_check(lab: Lab, page: Page) -> None:
    """Written in JupyterLab, found by the page that the menu opens, mended, and gone."""
    before = (lab.course / CARDS).read_text(encoding="utf-8")
    opened(lab, page, CARDS)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("A line without a card.\n\n")
    page.keyboard.press("Control+s")
    saved = page.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)", has_text="00-start")
    saved.wait_for()
    with page.context.expect_page() as popup:
        chosen(page, "Check the Course")
    desk = popup.value
    row = desk.get_by_role("row", name=re.compile("A line without a card")).first
    row.get_by_text(f"{CARDS}:1").wait_for(timeout=60_000)
    (lab.course / CARDS).write_text(before, encoding="utf-8")
    with desk.expect_navigation(timeout=60_000):  # until all of it has come
        desk.get_by_role("button", name="Check: the whole course").click()
    assert "What the check says of the whole course" in desk.inner_text("body")
    assert "A line without a card" not in desk.inner_text("body")

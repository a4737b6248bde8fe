"""``casestudy start``: one command opens the course, one Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import running_lab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def test_the_first_lesson_is_open_and_nothing_asks_for_news(tmp_path: Path, page: Page) -> None:
    """The printed address opens on the first lesson; no prompt lies over it."""
    with running_lab(tmp_path) as lab:
        page.goto(lab.address)
        page.locator(".jp-NotebookPanel h1", has_text="Start").first.wait_for(timeout=60_000)
        page.wait_for_timeout(3_000)
        assert page.locator(".Toastify__toast").count() == 0
        assert page.locator(".jp-Dialog").count() == 0


@pytest.mark.skipif(os.name != "posix", reason="a test on Windows cannot press Ctrl-C")
def test_one_ctrl_c_ends_it_without_a_question(tmp_path: Path) -> None:
    """The process ends within seconds, well, and asks nothing."""
    with running_lab(tmp_path) as lab:
        start = time.monotonic()
        lab.process.send_signal(signal.SIGINT)
        lab.process.wait(timeout=15)
        assert time.monotonic() - start < 15
        assert lab.process.stdout is not None
        assert "[y/" not in lab.process.stdout.read()
        assert lab.process.returncode == 0


def test_a_learner_has_a_folder_of_their_own(tmp_path: Path, page: Page) -> None:
    """With --learner ana the quiz says that the answers are in ana's folder."""
    with running_lab(tmp_path, "--learner", "ana") as lab:
        lab.open(page, "notebooks/00-start-here.ipynb").run_all()
        privacy = page.locator(".cs-live .cs-privacy").first
        assert privacy.inner_text().rstrip(".").endswith("ana")

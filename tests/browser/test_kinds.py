"""Every kind of question in a real JupyterLab: answered, graded by the kernel, kept."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from tests.browser.conftest import Lab, Notebook

CARDS = Path(__file__).parents[1] / "cards" / "every-kind.md"
NAME = "99-every-kind"
WHICH_IS_ACTIVE = "cells => cells.findIndex(cell => cell.classList.contains('jp-mod-active'))"


OUTCOME = re.compile("^(Correct|Kept)$")
ANSWERS: dict[str, list[tuple[str, ...]]] = {
    "asylum-when": [("choose", "On the morning of 5 April 2024")],
    "who-lost-ties": [("tick", "Mexico"), ("tick", "Nicaragua")],
    "how-many-officers": [("choose", "not stated")],
    "days-inside": [("type", "110")],
    "moved-in": [("type", "17/12/2023")],
    "four-steps": [("order", "The ministry asks", "A remark at a press", "The ambassador is")],
    "who-said-it": [("label", "barbarism", "Roberto"), ("label", "provocation", "Gabriela")],
    "words-and-deeds": [
        ("label", "Uruguay words", "regrets"),
        ("label", "Uruguay deed", "none"),
        ("label", "Venezuela words", "condemns"),
        ("label", "Venezuela deed", "closes"),
    ],
    "prove-escape": [("mark", "risk of imminent escape", "face", "escape")],
    "best-claim": [
        ("choose", "The United Nations recalled a principle."),
        ("mark", "the cardinal principle of the inviolability", "cardinal", "personnel"),
    ],
    "label-clauses": [
        ("label", "Video from", "seen"),
        ("label", "a shocking move", "judged"),
        ("label", "Embassies are", "said"),
    ],
    "best-case": [("type", "a word " * 31)],
    "before-you-read": [("choose", "neighbours only")],
}
"""What keys give to each card: what is done, and with which words."""


@pytest.fixture(scope="module")
def notebook(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """A lesson with a card of every kind, open and run, and nothing answered yet."""
    folder = lab.course / "notebooks"
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    shutil.copy(CARDS, folder / "quizzes" / f"{NAME}.md")
    lesson = json.loads((folder / "02-the-raid.ipynb").read_text(encoding="utf-8"))
    source = f'from casestudy import open_case\nopen_case().quiz("{NAME}")'
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "quiz",
        "metadata": {},
    }
    lesson["cells"] = [{**cell, "outputs": [], "source": source}]
    (folder / f"{NAME}.ipynb").write_text(json.dumps(lesson), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    opened = lab.open(context.new_page(), f"notebooks/{NAME}.ipynb")
    opened.menu("Run", "Run All Cells")
    opened.panel.locator(".cs-quiz form").first.wait_for(timeout=60_000)
    opened.wait_for_kernel()
    yield opened
    context.close()


@dataclass
class Keys:
    """One item, answered with keys alone."""

    notebook: Notebook
    form: Locator

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.notebook.page.keyboard.press(key)

    def choose(self, words: str, group: Locator | None = None) -> None:
        """Walk with arrows to a radio's words."""
        inputs = (group or self.form).locator("input[type=radio]")
        inputs.first.focus()
        self.press("Space")
        for _ in range(8):
            if (group or self.form).locator("label:has(:checked)").inner_text().endswith(words):
                return
            self.press("ArrowDown")
        pytest.fail(f"{words} is not there")

    def tick(self, words: str) -> None:
        """Tick a box."""
        self.form.get_by_role("checkbox", name=words).focus()
        self.press("Space")

    def type(self, words: str) -> None:
        """Type into the item's field."""
        self.form.get_by_role("textbox").focus()
        self.notebook.page.keyboard.type(words)

    def label(self, name: str, value: str) -> None:
        """Choose a value for a cell, by the cell's name."""
        cell = self.form.get_by_role("combobox", name=name)
        if cell.count():
            cell.focus()
            self.notebook.page.keyboard.type(value)
        else:
            self.choose(value, self.form.get_by_role("radiogroup", name=name))

    def order(self, *steps: str) -> None:
        """Move rows up until they stand in this order."""
        for place, step in enumerate(steps):
            self.form.locator("li", has_text=step).focus()
            while step not in self.form.locator("li").nth(place).inner_text():
                self.press("Alt+ArrowUp")

    def mark(self, words: str, first: str, last: str) -> None:
        """Walk to the sentence with these words, and take those from the first to the last."""
        self.form.locator(".cs-line[tabindex='0']").focus()
        while words not in self.notebook.page.evaluate("() => document.activeElement.textContent"):
            self.press("ArrowDown")
        self.press("m")
        while words not in self.picked():
            self.press("ArrowRight")
        self.press("w", "ArrowRight")
        while self.picked() != first:
            self.press("ArrowRight")
        while not self.picked().endswith(last):
            self.press("Shift+ArrowRight")
        self.press("Enter")

    def picked(self) -> str:
        """Return the words that keys have walked to."""
        return "".join(self.form.locator(".cs-picked").all_inner_texts())

    def submit(self) -> None:
        """Go to the button and press it."""
        self.form.locator(".cs-check").focus()
        self.press("Enter")
        self.form.get_by_role("status").get_by_text(OUTCOME).first.wait_for()


def test_every_kind_is_answered_right_with_the_keyboard_alone(lab: Lab, notebook: Notebook) -> None:
    """The kernel grades and keeps what keys have given; no key reaches the notebook."""
    cells = notebook.cells()
    active = notebook.panel.locator(".jp-Cell").evaluate_all(WHICH_IS_ACTIVE)
    for name, steps in ANSWERS.items():
        keys = Keys(notebook, notebook.panel.locator(f"form.cs-item[data-item={name}]"))
        for what, *words in steps:
            getattr(keys, what)(*words)
        keys.submit()
    outcomes = {line["item"]: line["outcome"] for line in lab.kept() if "outcome" in line}
    kept = dict.fromkeys(("best-case", "before-you-read"), "recorded")
    assert outcomes == dict.fromkeys(ANSWERS, "correct") | kept
    assert notebook.cells() == cells
    assert notebook.panel.locator(".jp-Cell").evaluate_all(WHICH_IS_ACTIVE) == active
    assert lab.our_errors() == []


def test_every_answer_comes_back_when_the_cell_runs_again(notebook: Notebook) -> None:
    """All kinds hold what was given, beside its outcome."""
    notebook.run_all()
    forms = notebook.panel.locator("form.cs-item")
    forms.nth(12).wait_for()
    for place, form in enumerate(forms.all()):
        assert form.get_by_role("status").get_by_text(OUTCOME).count(), place

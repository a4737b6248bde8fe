"""A whole sheet in JupyterLab, by keyboard alone: every card answered, a passage collected."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.grading import key_response
from casestudy.quizzes import choices, shown_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from casestudy.quizzes import Item
    from tests.browser.conftest import Lab, Notebook

NAME = "01-background"
SHEET = f"exercises/{NAME}.ipynb"
MOST = 80
"""Steps with Tab from one place of the sheet to the next, at most."""

INSIDE = """([form, wanted]) => {
  const active = document.activeElement;
  return form.contains(active) && active.matches(wanted);
}"""


class Hands:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, page: Page, item: Item, form: Locator) -> None:
        self.page, self.item, self.form = page, item, form
        self.named = dict(
            zip(
                (option.text for option in shown_order("quito-2024", NAME, item)),
                "ABCDEFGHIJ",
                strict=False,
            )
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, wanted: str) -> None:
        """Go on with Tab until something of this question has the focus."""
        for _ in range(MOST):
            if self.form.evaluate(f"(form, wanted) => ({INSIDE})([form, wanted])", wanted):
                return
            self.press("Tab")
        raise AssertionError(f"{self.item.id}: Tab does not lead to {wanted}")

    def value(self) -> str:
        """Return the value of what has the focus; of radios, of the one that is chosen."""
        return str(
            self.page.evaluate(
                "() => { const a = document.activeElement;"
                " return a.type === 'radio' && !a.checked ? '' : a.value; }"
            )
        )

    def pick(self, wanted: str) -> None:
        """Choose a value in a list or among radios that have the focus, with an arrow."""
        if self.page.evaluate("() => document.activeElement.type") == "radio":
            self.press("Space")
        for _ in range(12):
            if self.value() == wanted:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{self.item.id}: no arrow leads to '{wanted}'")

    def one(self) -> None:
        """Choose the key among some options."""
        self.to("input")
        self.pick(self.named[key_response(self.item)[0]])
        self.press("Enter")

    def typed(self) -> None:
        """Type a number or a date."""
        self.to("input")
        self.page.keyboard.type(key_response(self.item)[0])
        self.press("Enter")

    def rows(self) -> None:
        """Give each row its value, from the first row to the last."""
        many = len(choices(self.item))
        self.to("select, input[type=radio]")
        for place, option in enumerate(self.item.options):
            for wanted in option.pair:
                if place or many > 1:
                    self.to("select, input[type=radio]")
                self.pick(wanted)
                self.press("Tab")
        self.press("Shift+Tab", "Control+Enter")

    def marked(self) -> None:
        """Mark the first words of the last sentence of the second paragraph, without the rest."""
        self.to(".cs-line")
        self.press("ArrowDown", "m", "ArrowRight", "Enter")
        words = key_response(self.item)[0].rpartition("] ")[2]
        sentence = self.form.locator(".cs-picked").all_inner_texts()[0].split()
        after = len(sentence) - sentence.index(words.split()[-1]) - 1
        self.press(*["Shift+ArrowLeft"] * after, "Enter", "Control+Enter")

    def written(self) -> None:
        """Write enough words, tick a line, and keep it."""
        self.to("textarea")
        self.page.keyboard.insert_text("On 1 March Ecuador asked (encyclopedia ¶12). " * 12)
        self.to("input[type=checkbox]")
        self.press("Space", "Control+Enter")

    def answer(self) -> None:
        """Answer the question, and wait for its outcome."""
        ways: dict[str, Callable[[], None]] = {
            "number": self.typed,
            "date": self.typed,
            "match": self.rows,
            "grid": self.rows,
            "annotate": self.rows,
            "mark": self.marked,
            "written": self.written,
        }
        ways.get(self.item.kind, self.one)()
        state = "recorded" if self.item.kind == "written" else "correct"
        self.form.locator(f".cs-outcome[data-state={state}]").wait_for()

    def collect(self) -> None:
        """Open the first "Why?" and put its passage into the dossier."""
        self.to(".cs-why summary")
        self.press("Enter")
        self.to(".cs-collect")
        self.press("Enter")
        self.form.locator(".cs-collect[aria-disabled=true]").first.wait_for()


@pytest.fixture(scope="module")
def notebook(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """The sheet with all cells run and nothing answered yet."""
    shutil.rmtree(lab.course / "progress", ignore_errors=True)
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    opened = lab.open(context.new_page(), SHEET)
    opened.run_all()
    yield opened
    context.close()


def kept(lab: Lab) -> list[dict[str, Any]]:
    """Return the attempts at the sheet that were written down."""
    return [line for line in lab.kept() if line.get("quiz") == NAME]


def test_a_whole_sheet_is_worked_through_by_keyboard_alone(lab: Lab, notebook: Notebook) -> None:
    """Every card is answered right, a passage is collected, and the notebook is as it was."""
    page, panel = notebook.page, notebook.panel
    items = open_case(lab.course).cards("exercises/keys", NAME).items
    cells = notebook.cells()
    # from here on, no mouse: into the first question, and on with Tab
    panel.locator(".cs-item input").first.focus()
    for place, item in enumerate(items):
        hands = Hands(page, item, panel.locator(f".cs-item[data-item={item.id}]"))
        hands.answer()
        if place == 0:
            hands.collect()
    assert {line["item"]: line["outcome"] for line in kept(lab)} == {
        item.id: "recorded" if item.kind == "written" else "correct" for item in items
    }
    assert [line["number"] for line in lab.kept() if line.get("kind") == "entry"] == [1]
    assert notebook.cells() == cells
    entries = panel.locator(".cs-dossier .cd-entry")
    entries.first.wait_for(state="attached")
    assert entries.count() == 1
    assert lab.our_errors() == []

"""What the tests of our pages share: an empty page as in JupyterLab, and a quiz laid on it."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from casestudy.page import asked, told
from casestudy.widgets.view import script, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator, Page

State = dict[str, Any]

NOTHING: State = {"ticked": []}
"""What an item of these tests may leave out."""

STATIC = Path(__file__).parents[1] / "src" / "casestudy" / "static"
LAB = Path(sys.prefix) / "share" / "jupyter" / "lab"
CONTROLS = ("choice", "text", "order", "rows", "marking", "writing")
QUIZ = ("controls", *(f"controls/{name}" for name in CONTROLS), "quiz")
THEMES = ("light", "dark", "dark-high-contrast")


@cache
def empty_page(theme: str, *styles: str) -> str:
    """Return a page with a theme's variables and our style files, in this order."""
    colours, variables = "", ""
    if LAB.is_dir():
        core = next((LAB / "static").glob("jlab_core.*.js")).read_text(encoding="utf-8")
        colours = ";".join(sorted(set(re.findall(r"--md-[a-z]+-\w+: ?#[0-9a-f]{3,6}", core))))
        folder = LAB / "themes" / "@jupyterlab" / f"theme-{theme}-extension"
        variables = (folder / "index.css").read_text(encoding="utf-8")
    ours = "".join(map(style, styles))
    return (
        f"<!doctype html><html lang=en><title>Page</title><style>:root{{{colours}}}</style>"
        f"<style>{variables}</style><style>{ours}</style>"
        "<style>body{margin:16px;background:var(--jp-layout-color0)}</style><main></main></html>"
    )


FAKE = """
async (told) => {
  const {esm, states} = JSON.parse(told);
  const url = URL.createObjectURL(new Blob([esm], {type: "text/javascript"}));
  const page = (await import(url)).default;
  window.desks = states.map((traits) => {
    const desk = {sent: [], heard: [], traits, broken: false, ends: []};
    desk.model = {
      get: (name) => desk.traits[name],
      on: (name, call) => { desk.heard.push([name, call]); },
      off: (name, call) => {
        desk.heard = desk.heard.filter((each) => each[0] !== name || each[1] !== call);
      },
      send: (message) => {
        if (desk.broken) throw new Error("comm is closed");
        desk.sent.push(message);
      },
    };
    desk.push = (next) => { // as ipywidgets does: only what differs is sent
      for (const [name, value] of Object.entries(next)) {
        if (JSON.stringify(value) === JSON.stringify(desk.traits[name])) continue;
        desk.traits = {...desk.traits, [name]: value};
        for (const [heard, call] of desk.heard) if (heard === `change:${name}`) call();
      }
    };
    desk.view = () => {
      const el = document.createElement("div");
      document.querySelector("main").append(el);
      desk.ends.push(page.render({model: desk.model, el}));
    };
    desk.view();
    return desk;
  });
}
"""

CONTRAST = r"""
(root) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) =>
    [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => {
      const c = v / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    const own = rgba(getComputedStyle(node).backgroundColor);
    if (own[3] === 1) return own;
    return over(own, node.parentElement ? behind(node.parentElement) : [255, 255, 255, 1]);
  };
  const solid = (node) => (node ? getComputedStyle(node).opacity * solid(node.parentElement) : 1);
  const fields = "select, textarea, input:not([type=radio], [type=checkbox], [type=file])";
  const found = [];
  for (const node of document.querySelectorAll(`${root} *`)) {
    const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
    if (!(own || node.matches(fields)) || !node.getClientRects().length) continue;
    const back = behind(node);
    const colour = rgba(getComputedStyle(node).color);
    if (!node.closest("[aria-disabled=true], :disabled")) colour[3] *= solid(node);
    const [a, b] = [light(over(colour, back)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([ratio, `${node.tagName}.${node.className}: ${node.textContent.slice(0, 30)}`]);
  }
  return found;
}
"""


OVERFLOW = """
([root, but]) => Math.max(document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll(`${root} *`)].filter(n => n.clientWidth
    && getComputedStyle(n).display !== 'inline' && !n.matches(but))
    .map(n => n.scrollWidth - n.clientWidth))
"""

CUT = (".cs-bar *", ".cs-spoken", ".cs-spoken *", "thead", "thead *", "input")
"""What may be wider than its place: bars, what is only heard, heads that are out of sight."""

VIOLATIONS = """
async ([root, rules]) => (await axe.run(root, {resultTypes: ["violations"], rules})).violations
  .map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)
"""


@cache
def axe() -> str:
    """Return the script of axe-core."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def asked_of(state: State) -> State:
    """Return what a quiz with this whole state is sent once."""
    fixed = {name: state[name] for name in ("title", "strings")}
    return {**fixed, "items": [asked({**NOTHING, **item}) for item in state["items"]]}


def told_of(state: State) -> State:
    """Return what it is sent at every change; a page without questions, all it is told."""
    if "items" not in state:
        return state
    rest = {name: value for name, value in state.items() if name not in ("title", "strings")}
    return {**rest, "items": [told({**NOTHING, **item}) for item in state["items"]]}


@dataclass
class Desk:
    """A page with a quiz on it, and the end of the line where the kernel would be."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, page: Page) -> Self:
        """Return a desk that hears what its page complains of."""
        page.set_default_timeout(5_000)
        desk = cls(page)
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        page.on("console", lambda line: desk.complaints.append(line.text))
        return desk

    def show(
        self,
        esm: str,
        *states: State,
        styles: Sequence[str],
        theme: str = "light",
        size: tuple[int, int] = (900, 900),
    ) -> Self:
        """Lay a page on an empty one, once for each of some traits, with these style files."""
        self.complaints.clear()
        self.page.goto("about:blank")
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(forced_colors="none", reduced_motion="no-preference")
        self.page.set_content(empty_page(theme, *styles))
        # as one text: to take a value apart, and put it together again, costs more than to draw it
        self.page.evaluate(FAKE, json.dumps({"esm": esm, "states": states}))
        return self

    def lay(
        self, *states: State, theme: str = "light", width: int = 900, parts: Sequence[str] = ()
    ) -> Self:
        """Lay quizzes on an empty page, with more parts of a script and their styles, if any."""
        sent = [{"state": told_of(state), "asked": asked_of(state)} for state in states]
        esm = script(*QUIZ[:-1], *parts, "quiz")
        return self.show(esm, *sent, styles=("quiz", *parts), theme=theme, size=(width, 900))

    def push(self, state: State) -> None:
        """Send a whole new state to the page."""
        self.hand(state=told_of(state))

    def hand(self, **traits: State) -> None:
        """Send the page some traits as they are."""
        self.page.evaluate("told => desks[0].push(JSON.parse(told))", json.dumps(traits))

    def sent(self) -> list[State]:
        """Return every message the page has sent."""
        messages: list[State] = self.page.evaluate("() => desks[0].sent")
        return messages

    def form(self, number: int = 0) -> Locator:
        """Return one item's form."""
        return self.page.locator("form").nth(number)

    def status(self, number: int = 0) -> str:
        """Return what the live region of an item says."""
        return self.form(number).get_by_role("status").inner_text()

    def choose(self, letter: str, number: int = 0) -> None:
        """Click an option's row."""
        self.form(number).locator("label", has=self.page.locator(f"[value={letter}]")).click()

    def press(self, name: str, number: int = 0) -> None:
        """Click a button."""
        self.form(number).get_by_role("button", name=name).click()

    def keys(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def checked(self, number: int = 0) -> list[str]:
        """Return the letters that are chosen."""
        letters: list[str] = self.form(number).evaluate(
            "form => [...form.querySelectorAll('input:checked')].map(i => i.value)"
        )
        return letters

    def focused(self) -> str:
        """Return what has the focus: a button's words, an input's letter, or a tag."""
        name: str = self.page.evaluate(
            "() => { const a = document.activeElement;"
            " return a.value || a.innerText?.slice(0, 20).trim() || a.tagName; }"
        )
        return name

    def spoken(self) -> str:
        """Return what the quiz last said to a screen reader alone."""
        return self.page.locator("section > .cs-spoken").inner_text()

    def open_passages(self) -> None:
        """Open every "Why?"."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")

    def contrasts(self, root: str = ".cs-quiz") -> list[Any]:
        """Return the contrast of every text and of every field, with its beginning."""
        self.page.emulate_media(reduced_motion="reduce")
        return list(self.page.evaluate(CONTRAST, root))

    def poor_contrast(self, root: str = ".cs-quiz") -> list[Any]:
        """Return every text whose contrast is below 4.5 to 1 (WCAG 1.4.3)."""
        return [line for line in self.contrasts(root) if line[0] < 4.5]

    def overflow(self, root: str = ".cs-quiz", *but: str) -> int:
        """Return by how many pixels something is wider than its place."""
        return int(self.page.evaluate(OVERFLOW, [root, ", ".join((*CUT, *but))]))

    def violations(self, root: str = "main", *, contrast: bool = False) -> list[str]:
        """Return what axe-core finds (WCAG 2.2 A and AA, and good practice).

        It needs ten times as long with its rule on contrast, which `poor_contrast` is stricter
        about, in every theme: where that looks at the same page, this need not.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe())
        rules = {"color-contrast": {"enabled": contrast}}
        return list(self.page.evaluate(VIOLATIONS, [root, rules]))

"""A text of a megabyte, from the cell to the first screen, beside the same text in plain HTML.

`python -m tests.benchmarks.bench_reader`; a number after it sets how many rounds there are. It
needs Chromium. The peer is `ipywidgets.HTML` with one `<p>` for each paragraph: no numbers, layers,
search or marks. Both are built and shown in turn in one kernel, and drawn in turn in one browser.
"""

from __future__ import annotations

import ast
import json
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import start_new_kernel
from playwright.sync_api import sync_playwright

from casestudy.widgets.view import script
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.pages import empty_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_client.blocking.client import BlockingKernelClient
    from playwright.sync_api import Page

ROUNDS = 7
SIZE = 1_000_000
SOUGHT = ("e", "ec", "embassy", "embassy in", "no such words")

SETUP = """
import random
from html import escape
import ipywidgets
from IPython.display import display
from casestudy import open_case
from casestudy.documents import Document
from casestudy.reading import choose
from casestudy.seedfile import cut
from casestudy.widgets.reader import ReaderView

case = open_case()
chance = random.Random(1)
words = [word for each in case.documents.values() for word in each.text.split()]
lines = []
while sum(map(len, lines)) < {size}:
    lines += [" ".join(chance.choices(words, k=16)) + "." for _ in range(500)]
text = "\\n\\n".join(lines)
document = Document("long", "", text, cut("long", text, {{}}))
documents = {{**case.documents, "long": document}}
given = dict(case="long", documents=documents, book=case._book, progress=case._progress)
"""
READER = "view = ReaderView(choose(documents, 'long'), **given); view._ipython_display_()"
PEER = "page = ipywidgets.HTML(''.join(f'<p>{escape(line)}</p>' for line in lines)); display(page)"
TRAITS = "{'reading': view.widget.reading, 'state': view.widget.state}"

DRAW = """
async ({esm, told, late, words}) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const timed = async (call) => {
    const begun = performance.now();
    call();
    await frame();
    return performance.now() - begun;
  };
  const main = document.querySelector("main");
  await frame();
  if (!esm) return { first: await timed(() => { main.innerHTML = JSON.parse(told); }) };
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  let traits = {};
  const heard = [];
  const model = {
    get: (name) => traits[name], on: (name, call) => heard.push([name, call]), off() {}, send() {},
  };
  const page = (await import(url)).default;
  const first = await timed(() => {
    traits = JSON.parse(told);
    page.render({ model, el: main });
  });
  const more = await timed(() => {
    traits = { ...traits, apparatus: JSON.parse(late) };
    for (const [name, call] of heard) if (name === "change:apparatus") call();
  });
  const field = main.querySelector(".cr-field");
  field.focus();
  const keys = [];
  for (const word of words) {
    keys.push(await timed(() => { field.value = word; field.dispatchEvent(new Event("input")); }));
  }
  const layer = await timed(() => main.querySelector(".cr-layer").click());
  return { first, more, keys, layer };
}
"""


@dataclass(slots=True)
class Figures:
    """Milliseconds of each round."""

    kernel: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)

    def middle(self) -> tuple[float, float]:
        """Return the middle of the rounds in the kernel, and on the page."""
        return statistics.median(self.kernel), statistics.median(self.page)


def run(client: BlockingKernelClient, code: str) -> tuple[float, float, float]:
    """Run a cell; return ms until its widget is shown, until it is done, and KiB until shown."""
    begun = time.perf_counter()
    asked = client.execute(code, store_history=False)
    shown = 0.0
    before: list[Any] = []
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") != asked:
            continue
        now = 1000 * (time.perf_counter() - begun)
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        if not shown:
            before.append(content)
        if "application/vnd.jupyter.widget-view+json" in content.get("data", {}):
            shown = now
        if content.get("execution_state") == "idle":
            return shown, now, len(json.dumps(before)) / 1024


def value(client: BlockingKernelClient, expression: str) -> str:
    """Return a value of the kernel as JSON."""
    wanted = {"told": f"__import__('json').dumps({expression})"}
    asked = client.execute("", store_history=False, user_expressions=wanted)
    answer: dict[str, Any] = {}
    while answer.get("parent_header", {}).get("msg_id") != asked:
        answer = client.get_shell_msg(timeout=120)
    said = answer["content"]["user_expressions"]["told"]["data"]["text/plain"]
    return str(ast.literal_eval(said))


def drawn(page: Page, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """Draw on an empty page and return the milliseconds."""
    page.goto("about:blank")
    page.set_content(empty_page("light", "reader"))
    return dict(page.evaluate(DRAW, {"esm": "", "late": "", "words": SOUGHT, **given}))


def measure(client: BlockingKernelClient, page: Page, rounds: int) -> None:
    """Measure both in turn and print what was found."""
    run(client, SETUP.format(size=SIZE))
    ours, peer = Figures(), Figures()
    done: list[float] = []
    others: list[dict[str, Any]] = []
    sizes: Sequence[float] = ()
    for place in range(rounds + 1):
        one, two = run(client, READER), run(client, PEER)
        told, late = value(client, TRAITS), value(client, "view.widget.apparatus")
        first = drawn(page, esm=script("reader"), told=told, late=late)
        plain = drawn(page, told=value(client, "page.value"))
        if not place:  # the first turn fills caches
            print(f"first time in this kernel: shown after {one[0]:.0f} ms, done {one[1]:.0f} ms")
            continue
        for figures, kernel, browser in ((ours, one, first), (peer, two, plain)):
            figures.kernel.append(kernel[0])
            figures.page.append(browser["first"])
        done.append(one[1] - one[0])
        others.append(first)
        sizes = one[2], two[2]
    show(ours, peer, sizes)
    print(f"\nafter the first screen, kernel: {statistics.median(done):.0f} ms until layers and")
    print(f"sentences are sent; page: {_middle(others, 'more'):.0f} ms to take them over,")
    print(f"{_middle(others, 'layer'):.0f} ms to switch a layer on. Search, ms a key:")
    for word, times in zip(
        SOUGHT, zip(*(each["keys"] for each in others), strict=True), strict=True
    ):
        print(f"  {word!r} {statistics.median(times):.0f}")


def _middle(rounds: Sequence[dict[str, Any]], name: str) -> float:
    return float(statistics.median(each[name] for each in rounds))


def show(ours: Figures, peer: Figures, sizes: Sequence[float]) -> None:
    """Print the table."""
    print("| to the first screen of 1 MB | kernel ms | page ms | together | ratio | KiB sent |")
    print("|---|---|---|---|---|---|")
    whole = sum(peer.middle())
    for name, figures, size in (("reader", ours, sizes[0]), ("ipywidgets.HTML", peer, sizes[1])):
        kernel, browser = figures.middle()
        ratio = (kernel + browser) / whole
        cells = (
            f"{kernel:.0f} | {browser:.0f} | {kernel + browser:.0f} | {ratio:.2f} × | {size:.0f}"
        )
        print(f"| {name} | {cells} |")


def main() -> None:
    """Start a kernel and a browser, and measure."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            measure(client, browser.new_page(), rounds)
            browser.close()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()

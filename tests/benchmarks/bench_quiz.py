"""Five questions in a notebook, beside four peers: time, messages, bytes, clicks and ink.

`python -m tests.benchmarks.bench_quiz`; a number after it sets how many rounds there are. It needs
the group `benchmarks` and Chromium. Everything that is compared is done in turn in one run.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import start_new_kernel

from tests.benchmarks.quiz_peers import CARDS, Engine, engines, forms, items, words_of
from tests.conftest import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from jupyter_client.blocking.client import BlockingKernelClient
    from playwright.sync_api import Page

ROUNDS = 15
CLICKS = 30
REST = 250
"""ms before each click: what was chosen before it takes 120 to change its colour."""
READABLE = ".cs-static summary"
"""The options in the page without script, which is shown before the living one."""
SHOWN = frozenset(
    {"display_data", "execute_result", "update_display_data", "comm_open", "comm_msg", "comm_close"}
)
TIMED = """
import time
began, busy = time.perf_counter(), time.thread_time()
{}
spent = 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - busy)
"""


Clicks = dict[str, list[tuple[float, float]]]
"""By what is clicked: ms until the feedback is in the document, and until it is painted."""


@dataclass(slots=True)
class Figures:
    """What was measured of one engine; lists hold one value per round."""

    kernel: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    imports: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)
    messages: int = 0
    size: float = 0.0
    bare: float = 0.0


# ── in a kernel ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def kernel() -> Iterator[BlockingKernelClient]:
    """Start a kernel with a client, and stop it."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, told: str = "") -> tuple[list[Any], Any]:
    """Run a cell; return the messages that show something, and the value of an expression."""
    expressions = {"told": f"__import__('json').dumps({told})"} if told else {}
    asked = client.execute(code, user_expressions=expressions)
    shown: list[Any] = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != asked:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        if kind in SHOWN:
            shown.append(message)
        if kind == "status" and content["execution_state"] == "idle":
            break
    answer: dict[str, Any] = {}
    while answer.get("parent_header", {}).get("msg_id") != asked:
        answer = client.get_shell_msg(timeout=60)
    if not told:
        return shown, None
    value = answer["content"]["user_expressions"]["told"]["data"]["text/plain"]
    return shown, json.loads(ast.literal_eval(value))


BLOCK = re.compile(r"<(style|script)\b.*?</\1>")


def weighed(shown: Sequence[Any], own: Sequence[str]) -> tuple[float, float]:
    """Return the KiB of some messages, with and without the package's own code in them."""
    texts = [json.dumps(each["content"], ensure_ascii=False) for each in shown]
    size = _bytes(texts) + sum(len(part) for each in shown for part in each.get("buffers") or ())
    bare = [BLOCK.sub("", text) for text in texts]
    for each in own:
        bare = [text.replace(json.dumps(each, ensure_ascii=False)[1:-1], "") for text in bare]
    return size / 1024, (size - _bytes(texts) + _bytes(bare)) / 1024


def _bytes(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def measure_kernel(each: Mapping[Engine, Figures], rounds: int) -> None:
    """Build and display in one kernel, in turn; count what is sent."""
    with kernel() as client:
        for engine in each:
            run(client, f"{engine.imports}\n{engine.setup}")
        for place in range(rounds + 1):
            for engine, figures in each.items():
                shown, (spent, busy) = run(client, TIMED.format(engine.show), "spent")
                _, (_, reading) = run(client, TIMED.format(engine.read), "spent")
                if place:  # the first turn fills caches
                    figures.kernel.append(spent)
                    figures.busy.append(busy)
                    figures.reading.append(reading)
                figures.messages = len(shown)
                if place == rounds:
                    _, own = run(client, "", f"list(map(str, {engine.own}))")
                    figures.size, figures.bare = weighed(shown, own)


def measure_imports(each: Mapping[Engine, Figures], rounds: int) -> None:
    """Import, and show the first quiz, in a fresh kernel each time, in turn."""
    for place in range(rounds + 1):
        for engine, figures in each.items():
            with kernel() as client:
                _, (imported, _) = run(client, TIMED.format(engine.imports), "spent")
                code = TIMED.format(f"{engine.setup}\n{engine.show}")
                _, (built, _) = run(client, code, "spent")
            if place:  # the first turn compiles, as an installation does
                figures.imports.append(imported)
                figures.first.append(imported + built)


# ── in JupyterLab ────────────────────────────────────────────────────────────────────────────

BARE = """
import ipywidgets, itertools, os, tempfile
kept = tempfile.TemporaryFile("a")
def bare(name, before, after):
    button, count = ipywidgets.Button(), itertools.count(1)
    told = ipywidgets.HTML(name + " 0 times")
    button.add_class(name)
    def pressed(_):
        before()
        told.value = f"{name} {next(count)} times" + after
    button.on_click(pressed)
    return ipywidgets.VBox([button, told])
def keep():
    kept.write("x" * 400)
    kept.flush()
    os.fsync(kept.fileno())
line = "<p>You took the day of the vote for the day on which the bridge was closed.</p>"
display(bare("bare", lambda: None, ""), bare("keeping", keep, line))
"""
"""Two buttons: one that changes a word, one that first keeps a line and then shows a paragraph."""

UNTIL = """
() => {
  window.until = (root, begin, done) => new Promise((resolve, reject) => {
    let began = null;
    const look = () => {
      if (began === null || !done()) return;
      seen.disconnect();
      clearTimeout(late);
      const there = performance.now() - began;
      // in the frame after which it is seen; what the page still has to lay out is in it
      requestAnimationFrame(() => setTimeout(() => resolve([there, performance.now() - began])));
    };
    const seen = new MutationObserver(look);
    const late = setTimeout(() => { seen.disconnect(); reject(new Error("too late")); }, 20000);
    seen.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    begin(() => { began = performance.now(); });
    look();
  });
}
"""

RUN = """
([selector, place]) => {
  const cell = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[place];
  const drawn = () => {
    const found = [...cell.querySelectorAll(`.jp-OutputArea-output ${selector}`)];
    return found.filter((one) => one.getClientRects().length).length >= 20;
  };
  const started = (begin) => addEventListener("keydown", begin, { capture: true, once: true });
  window.waited = until(document.body, started, drawn);
}
"""

CLICK = """
([where, button, words]) => {
  const root = document.querySelector(where);
  const clicked = (begin) => { begin(); root.querySelector(button).click(); };
  return until(root, clicked, () => root.textContent.includes(words));
}
"""


NAMED = """
(place) => {
  const cells = document.querySelectorAll(".jp-Notebook .jp-CodeCell");
  [cells[place].id, cells[place + 1].id] = ["ours", "bare"];
}
"""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Run JupyterLab on a folder, on a free port, and stop it; its address with a token."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    places = ["JUPYTER_CONFIG", "JUPYTER_DATA", "JUPYTER_RUNTIME"]
    places += ["JUPYTERLAB_SETTINGS", "JUPYTERLAB_WORKSPACES"]
    environ = os.environ | {f"{name}_DIR": str(folder / "jupyter" / name) for name in places}
    words = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    words += ["--IdentityProvider.token=bench", f"--ServerApp.root_dir={folder}"]
    words += ["--ServerApp.allow_root=True"]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *words],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/lab/tree/bench.ipynb?token=bench&reset"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def notebook(sources: Sequence[str]) -> dict[str, Any]:
    """Return a notebook with these cells."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{place}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for place, source in enumerate(sources)
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def measure_lab(folder: Path, each: Mapping[Engine, Figures], rounds: int) -> Clicks:
    """Run cells and click in a real JupyterLab, ours and bare buttons in turn."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    setup = "\n".join(dict.fromkeys(f"{engine.imports}\n{engine.setup}" for engine in each))
    turns = [engine for _ in range(rounds + 1) for engine in each]
    sources = [setup, *(engine.show for engine in turns), next(iter(each)).show, BARE]
    (folder / "bench.ipynb").write_text(json.dumps(notebook(sources)), encoding="utf-8")
    with lab(folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(60_000)
        page.goto(address)
        _wait(page)
        page.evaluate(UNTIL)
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        page.keyboard.press("Shift+Enter")
        _wait(page)
        for place, engine in enumerate(turns, 1):
            spent = visible(page, engine, place)
            if place > len(each):  # the first turn loads what the page needs
                each[engine].visible.append(spent)
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        page.get_by_text("keeping 0 times", exact=True).wait_for()
        clicks = clicked(page, folder, len(turns) + 1)
        chromium.close()
    return clicks


def _wait(page: Page) -> None:
    """Wait until a kernel is there and idle."""
    page.locator(".jp-Toolbar-kernelName").get_by_text("Python 3").wait_for()
    page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()


def visible(page: Page, engine: Engine, place: int) -> float:
    """Run a cell, and return the milliseconds from the key until all questions are there."""
    page.evaluate(RUN, [engine.controls, place])
    page.keyboard.press("Shift+Enter")
    _, spent = page.evaluate("window.waited")
    page.wait_for_timeout(250)  # what is still under way is not the next one's burden
    return float(spent)


def clicked(page: Page, folder: Path, ours_at: int) -> Clicks:
    """Return ms from a click to its feedback, of ours and of two bare buttons, in turn."""
    item = items(folder)[0]
    wrong = [option for option in item.options if not option.key]
    page.evaluate(NAMED, ours_at)
    page.locator("#ours .cs-live form").first.wait_for()
    found: Clicks = {"ours": [], "bare": [], "keeping": []}
    for place in range(CLICKS + 2):
        option = wrong[place % len(wrong)]
        again = page.locator("#ours .cs-live form").first.locator(".cs-again")
        if again.is_visible():
            again.click()
        form = page.locator("#ours .cs-live form").first
        form.locator("label", has_text=option.text).click()
        status = "#ours .cs-live form .cs-outcome"
        page.wait_for_function(
            "([where, words]) => !document.querySelector(where).textContent.includes(words)",
            arg=[status, option.feedback[0]],
        )
        turns = {"ours": ("#ours .cs-live", "form button[type=submit]", option.feedback[0])}
        turns |= {
            name: ("#bare", f".jupyter-button.{name}", f"{name} {place + 1} times")
            for name in ("bare", "keeping")
        }
        for name, turn in turns.items():
            page.wait_for_timeout(REST)
            found[name].append(tuple(page.evaluate(CLICK, list(turn))))
    return {name: spent[2:] for name, spent in found.items()}


# ── ink ──────────────────────────────────────────────────────────────────────────────────────


def ink(written: str, words: Sequence[str]) -> float:
    """Return the characters that are no words, as a share of those that are; blanks are free."""
    needed = sum(len(re.sub(r"\s", "", text)) for text in words)
    return (len(re.sub(r"\s", "", written)) - needed) / needed


def inks(folder: Path) -> dict[str, float]:
    """Return the ink of each form of the five questions."""
    read = items(folder)
    bare = [text for item in read for text in words_of(item, quoted=False)]
    quoted = [text for item in read for text in words_of(item, quoted=True)]
    made = forms(folder)
    unquoted = re.sub(r"^ {4}>.*\n", "", CARDS, flags=re.MULTILINE)
    return {
        "casestudy": ink(CARDS, quoted),
        "casestudy, without its quotations": ink(unquoted, bare),
        "jupyterquiz (JSON)": ink(made["quiz.json"], bare),
        "ipyquizjb (JSON)": ink(made["package.json"], bare),
        "nbautoeval (YAML)": ink(made["quiz.yaml"], bare),
    }


# ── tables ───────────────────────────────────────────────────────────────────────────────────

TABLE: tuple[tuple[str, Callable[[Figures], Sequence[float]], str], ...] = (
    ("kernel ms", lambda one: one.kernel, ".1f"),
    ("of them busy", lambda one: one.busy, ".1f"),
    ("messages", lambda one: [one.messages], ".0f"),
    ("KiB", lambda one: [one.size], ".1f"),
    ("KiB without code", lambda one: [one.bare], ".1f"),
    ("import ms", lambda one: one.imports, ".0f"),
    ("first quiz ms", lambda one: one.first, ".0f"),
    ("run to visible ms", lambda one: one.visible, ".0f"),
)


def paired(one: Sequence[float], two: Sequence[float]) -> float:
    """Return the median of the ratios of what was measured in the same turn."""
    return statistics.median(left / right for left, right in zip(one, two, strict=True))


def show(each: Mapping[Engine, Figures]) -> None:
    """Print one row per engine; in brackets, how many times ours it is."""
    print("|", " | ".join(["engine", *(name for name, _, _ in TABLE)]), "|")
    print("|---" * (len(TABLE) + 1) + "|")
    ours = next(iter(each.values()))
    for engine, figures in each.items():
        cells = [
            f"{statistics.median(values(figures)):{form}} "
            f"({paired(values(figures), values(ours)):.2f} ×)"
            for _, values, form in TABLE
        ]
        print("|", " | ".join([engine.name, *cells]), "|")


def targets(each: Mapping[Engine, Figures], read: Figures, clicks: Clicks, inked: float) -> None:
    """Print what was aimed at, what came of it, and whether it was reached."""
    ours, peer, *_ = each.values()
    there, seen = (_times(clicks, "ours", "bare", place) for place in (0, 1))
    rows = (
        ("kernel ms", statistics.median(ours.kernel), 10.0),
        ("kernel ms, busy", statistics.median(ours.busy), 10.0),
        ("messages", ours.messages, 4.0),
        ("KiB without code", ours.bare, 12.0),
        ("KiB of code", ours.size - ours.bare, 45.0),
        ("run to visible, × jupyterquiz's", paired(ours.visible, peer.visible), 1.0),
        ("run to all options readable, × the same", paired(read.visible, peer.visible), 1.0),
        ("click to feedback painted, × a bare button's", seen, 1.2),
        ("click to feedback in the document, × a bare button's", there, 1.2),
        ("ink, share of the words", inked, 0.35),
    )
    print("| ours | is | at most | reached |\n|---|---|---|---|")
    for name, found, most in rows:
        print(f"| {name} | {found:.2f} | {most:.2f} | {'yes' if found <= most else 'no'} |")
    reading = statistics.median(ours.reading)
    print(f"\nof the kernel's busy time, reading cards and finding quotations: {reading:.1f} ms")
    for name, spent in clicks.items():
        there, seen = map(statistics.median, zip(*spent, strict=True))
        print(f"click to feedback, {name}: {there:.0f} ms in the document, {seen:.0f} ms painted")
    for one, two in (("keeping", "bare"), ("ours", "keeping")):
        there, seen = (_times(clicks, one, two, place) for place in (0, 1))
        print(f"{one} beside {two}: {there:.2f} × in the document, {seen:.2f} × painted")


def _times(clicks: Clicks, one: str, two: str, place: int) -> float:
    """Return how many times one click takes what another does."""
    return paired(*([each[place] for each in clicks[name]] for name in (one, two)))


def main() -> None:
    """Print all tables."""
    if CHROMIUM is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium).")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    folder = Path(tempfile.mkdtemp())
    os.environ |= {
        "CASESTUDY_PROGRESS": str(folder / "answers"),
        "NBAUTOEVAL_LOG": str(folder / "nbautoeval"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    try:
        each = {engine: Figures() for engine in engines(folder)}
        measure_kernel(each, rounds)
        measure_imports(each, max(3, rounds // 3))
        to_read = replace(next(iter(each)), controls=READABLE)
        read = Figures()
        clicks = measure_lab(folder, {**each, to_read: read}, max(3, rounds // 2))
        show(each)
        print("\n| ink | share of the words |\n|---|---|")
        for name, share in inks(folder).items():
            print(f"| {name} | {share:.0%} |")
        print()
        targets(each, read, clicks, inks(folder)["casestudy"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

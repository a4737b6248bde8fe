"""A real JupyterLab on a copy of the course, and a real browser in front of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
TOO_SLOW = "[anywidget] Failed to initialize model."
"""What anywidget says of a widget that took more than two seconds, on a machine with much to do."""

NOT_OURS = re.compile(f"widget model not found|{re.escape(TOO_SLOW)}", re.IGNORECASE)
"""What others say: JupyterLab of a widget whose kernel is gone, anywidget of a slow one."""


_WINDOWS = count()


@dataclass
class Lab:
    """A running ``casestudy start`` and what was seen of it in the browser."""

    course: Path
    address: str
    process: subprocess.Popen[str]
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, page: Page, path: str) -> Notebook:
        """Open a notebook in JupyterLab and wait until its kernel is there."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda told: self._console(told.type, told.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.window(path))
        notebook = Notebook(page)
        notebook.wait_for_kernel()
        return notebook

    def window(self, path: str) -> str:
        """Return the address of a file in a workspace of its own.

        JupyterLab opens again what was open in a workspace, and other windows write theirs.
        """
        base, token = re.split(r"/lab/tree/.*\?", self.address, maxsplit=1)
        return f"{base}/lab/workspaces/window-{next(_WINDOWS)}/tree/{path}?{token}"

    def copy(self, path: str, name: str) -> str:
        """Copy a notebook, so that JupyterLab has no signature of an earlier save for it."""
        notebook = json.loads((self.course / path).read_text(encoding="utf-8"))
        notebook["metadata"]["copy"] = name
        target = self.course / "notebooks" / name
        target.write_text(json.dumps(notebook), encoding="utf-8")
        return target.relative_to(self.course).as_posix()

    def set_theme(self, theme: str) -> None:
        """Choose a theme for the next page that is opened."""
        file = self.course.parent / "SETTINGS" / "@jupyterlab" / "apputils-extension"
        file.mkdir(parents=True, exist_ok=True)
        settings = json.dumps({"theme": theme})
        (file / "themes.jupyterlab-settings").write_text(settings, encoding="utf-8")

    def kept(self) -> list[dict[str, object]]:
        """Return the lines in the course's progress folder."""
        files = sorted((self.course / "progress").rglob("*.jsonl"))
        lines = (line for file in files for line in file.read_text("utf-8").splitlines())
        return [json.loads(line) for line in lines]

    def close_kernel(self, page: Page, path: str) -> None:
        """Stop a notebook's kernel, as an evening passes; other windows keep theirs."""
        base, token = re.split(r"/lab/tree/.*\?token=", self.address, maxsplit=1)
        api = page.context.request
        headers = {"Authorization": f"token {token}"}
        for session in api.get(f"{base}/api/sessions", headers=headers).json():
            if session["path"] == path:
                api.delete(f"{base}/api/sessions/{session['id']}", headers=headers)

    def our_errors(self, since: int = 0) -> list[str]:
        """Return the errors of the console but those that are not ours."""
        return [each for each in self.errors[since:] if not NOT_OURS.search(each)]

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)


@dataclass
class Notebook:
    """A notebook that is open in JupyterLab."""

    page: Page

    @property
    def panel(self) -> Locator:
        """The notebook's panel."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def wait_for_kernel(self) -> None:
        """Wait until a kernel is chosen and idle; before that nothing can be run."""
        name = self.panel.locator(".jp-Toolbar-kernelName")
        name.get_by_text("Python 3").wait_for(timeout=60_000)
        # the notebook's own sign says "idle" before there is a kernel; the status bar does not
        bar = self.page.locator("#jp-main-statusbar")
        bar.get_by_text(re.compile(r"\| Idle$")).wait_for(timeout=60_000)

    def run_all(self) -> None:
        """Run all cells by the menu, and wait for the quizzes, all of them new."""
        self.panel.locator(".cs-live").evaluate_all("old => old.forEach(e => { e.id = 'old'; })")
        self.menu("Run", "Run All Cells")
        new = self.panel.locator(".cs-live:not(#old)")
        new.first.wait_for(state="attached", timeout=60_000)
        self.panel.locator(".cs-live#old").first.wait_for(state="detached")
        # between two cells the kernel is idle for a moment
        waiting = self.panel.locator(".jp-InputPrompt", has_text="[*]")
        waiting.first.wait_for(state="detached", timeout=60_000)
        self.wait_for_kernel()

    def menu(self, name: str, entry: str) -> None:
        """Choose an entry of a menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).first.click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{entry}$")).first.click()

    def cells(self) -> int:
        """Return how many cells the notebook has."""
        return self.panel.locator(".jp-Notebook .jp-Cell").count()


def written(lab: Lab, name: str, *sources: str) -> str:
    """Write a notebook with these cells beside the lessons, and return its path in the course."""
    lesson = json.loads((lab.course / "notebooks/02-the-raid.ipynb").read_text(encoding="utf-8"))
    fresh: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    lesson["cells"] = [
        {**fresh, "id": f"cell-{place}", "source": source} for place, source in enumerate(sources)
    ]
    (lab.course / "notebooks" / name).write_text(json.dumps(lesson), encoding="utf-8")
    return f"notebooks/{name}"


@contextmanager
def running_lab(folder: Path, *words: str) -> Iterator[Lab]:
    """Start the course in JupyterLab on a free port, as a student would, and stop it by Ctrl-C."""
    course = folder / "course"
    for part in ("seeds", "notebooks", "exercises"):
        shutil.copytree(ROOT / part, course / part, ignore=shutil.ignore_patterns(".*"))
    # else a page holds only the cells near its window, and no other can be asked for
    shown = folder / "SETTINGS" / "@jupyterlab" / "notebook-extension"
    shown.mkdir(parents=True)
    (shown / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', "utf-8")
    names = ("CONFIG", "DATA", "RUNTIME")
    environ = {name: value for name, value in os.environ.items() if name != "CASESTUDY_PROGRESS"}
    environ |= {f"JUPYTER_{name}_DIR": str(folder / name) for name in names}
    environ |= {f"JUPYTERLAB_{name}_DIR": str(folder / name) for name in ("SETTINGS", "WORKSPACES")}
    command = [sys.executable, "-m", "casestudy", "start", *words, "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(_free_port())],
        cwd=course,
        env={**environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        address = _address(process)
        _wait_for(address)
        yield Lab(course, address, process)
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(process: subprocess.Popen[str]) -> str:
    """Return the address that the command prints; what it printed instead if it stops."""
    assert process.stdout is not None
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line)
        if found := re.search(r"http://127\.0\.0\.1\S+", line):
            return found.group()
    raise AssertionError("the course did not start: " + "".join(printed))


def _wait_for(address: str) -> None:
    """Wait until somebody listens at an address of this machine."""
    found = re.search(r":(\d+)/", address)
    assert found is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(found[1]))) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at {address}")


def _stop(process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C once; only a process that does not listen is killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    finally:
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lab]:  # noqa: ARG001 - no server where there is no browser
    """The course in JupyterLab, shared by the tests of a session."""
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window, with no memory of others."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()

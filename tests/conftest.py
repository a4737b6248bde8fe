"""What several test files share: the real course, and a tiny invented one."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, Page, WebSocket

    from tests.pages import Desk
from hypothesis import settings

# No process of the tests reaches another computer; who tries stands in a file, and fails a test.
_STRANGERS = tempfile.NamedTemporaryFile(prefix="casestudy-strangers-")  # noqa: SIM115 - to the end
_OFFLINE = str(Path(__file__).parent / "offline")
_BEFORE = os.environ.get("PYTHONPATH", "")
os.environ["CASESTUDY_STRANGERS"] = _STRANGERS.name
os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, (_OFFLINE, _BEFORE))))
from tests.offline.sitecustomize import note, strangers  # noqa: E402 - it begins where it is loaded

# what is started in the background ignores Ctrl-C, and so would every course that a test starts
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# a busy machine is slow, and that is no property of what is tested
settings.register_profile("casestudy", deadline=None)
settings.load_profile("casestudy")

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("CASESTUDY_REQUIRE_BROWSER") == "1"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # no name but this computer's leads anywhere
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

GAZETTE = """\
= The bridge =

The mayor closed the old bridge on Monday. “Nobody may cross it,” she said.

The engineer Zoë Núñez found two cracks in it. The council did not read her letter.

On Friday the council voted to repair the bridge. The baker asked who would pay.

© 2024 The Gazette. All rights reserved.
"""

HERALD = """\
= Zoe Nunez and the bridge =

The council shut the bridge on Tuesday, says Zoe Nunez, an engineer.

“Nobody may cross it,” the mayor of Brackwater wrote. A rose grew there.

The Bridge Act of 1901 says that “no bridge may be shut without a vote”.

The Ferry Company offered boats. “A bridge is not a toy,” its director Ada Rose said.

==Brackwater==

Zoë Núñez’s letter was read on 5 May 2024.
"""

CATALOGUE = """\
[case]
id = "bridge"
title = "The closed bridge"

[[document]]
id = "gazette"
file = "gazette.txt"
sha256 = "{sha256}"
title = "The bridge"
publisher = "The Gazette"
published = "5 May 2024"
published_how = "stated: under the title"
kind = "news report"
rights = "© 2024 The Gazette. All rights reserved."
[document.passages]
"rights line" = ["© 2024"]
"""

HERALD_ENTRY = """
[[document]]
id = "herald"
file = "herald.txt"
sha256 = "{sha256}"
title = "Zoe Nunez and the bridge"
published = "between 6 and 8 May 2024"
published_how = "range: it tells of 5 May"
kind = "news report"
rights = "No rights notice is printed."
"""

COURSE = """\
title = "The closed bridge"
edition = "open"
minutes = 50
lessons = ["01-the-bridge"]
"""

CARDS = """\
# Check

## when-closed
kind: single
objective: 1
difficulty: 1
minutes: 1
hint: Look at the first paragraph, under the heron.
hint: Its first sentence names a day, says the stork.

When was the bridge closed?

- [x] On Monday

    Kingfisher: the first sentence names the day.

    > closed the old bridge on Monday
    > -- gazette

- [ ] On Friday

    Woodpecker: that is the day of the vote.

    > On Friday the council voted
    > -- gazette

- [ ] The text does not say

    Nuthatch: it does, in its first sentence.

    > closed the old bridge on Monday
    > -- gazette

## who-acted
kind: multiple
objective: 1
credit: per option
hint: Each sentence has somebody who acts.

Who did something about the bridge, according to the gazette?

- [x] The mayor

    Goldfinch: she closed it.

    > The mayor closed the old bridge
    > -- gazette

- [x] The council

    Chaffinch: it voted to repair it.

    > the council voted to repair the bridge
    > -- gazette

- [ ] The baker

    Bullfinch: a question is no deed.

    > The baker asked who would pay
    > -- gazette

# Exit check

## who-paid
kind: true-false
objective: 1
about: gazette
absent: paid, the price

The council paid for the repair.

- [ ] true

    Sandpiper: it voted, and more is not said.

    > voted to repair the bridge
    > -- gazette

- [ ] false

    Oystercatcher: silence is no denial.

    > The baker asked who would pay
    > -- gazette

- [x] not stated

    Turnstone: somebody asked, and nobody answered.

    > The baker asked who would pay
    > -- gazette
"""


PARTS = """\
## The question · 2 minutes

What became of the bridge?

1. say what happened to the bridge, and who did it

## Before you read · 2 minutes

## Read · 5 minutes

## Check · 5 minutes

## Work with the evidence · 10 minutes

## Discuss and write · 5 minutes

## Exit check · 5 minutes

## Key points, and what we still do not know · 2 minutes

## Next, and outside the file
"""
"""The parts of the tiny lesson, all in one cell at its end; its teaching page has the same."""


QUESTION = """\
## closed-{number}
kind: single
objective: 1
difficulty: 1
minutes: 1
hint: Look at the first paragraph.
hint: Its first sentence names a day.

When was the bridge closed? This is question {number}.

- [x] On Monday

    The first sentence names the day.

    > closed the old bridge on Monday
    > -- gazette

- [ ] On Friday

    You took the day of the vote for another.

    > On Friday the council voted
    > -- gazette

- [ ] On Sunday

    You added a day that the text does not have.

    > closed the old bridge on Monday
    > -- gazette

"""

QUESTIONS = "".join(
    f"# {part}\n\n" + "".join(QUESTION.format(number=number) for number in numbers)
    for part, numbers in (("Check", range(1, 5)), ("Exit check", range(5, 9)))
)

PARTY = """\
words_not_ours = ["disaster"]

[parties.council]
hue = "#0072b2"
marker = "o"
people = ["council"]
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test in which a page or a program asked another computer for anything."""
    yield
    if asked := strangers():
        pytest.fail(f"{item.nodeid} asked another computer:\n" + "\n".join(asked), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test failed, leave a picture of each open window in ``test-pictures``."""
    report = yield
    browser: Browser | None = getattr(item, "funcargs", {}).get("browser")
    if report.failed and call.when == "call" and browser:
        report.sections.append(("Pictures", "\n".join(_pictures(browser, item.name))))
    return report


def _pictures(browser: Browser, name: str) -> Iterator[str]:
    stem = re.sub(r"[^\w-]+", "-", name)
    for place, page in enumerate(page for each in browser.contexts for page in each.pages):
        file = f"test-pictures/failed-{stem}-{place}.png"
        with suppress(Exception):  # the window may be what failed
            page.screenshot(path=ROOT / file, timeout=5_000)
            yield file


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or a skip that says why; what its windows ask for is noted."""
    if CHROMIUM is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for name in ("new_context", "new_page"):
            setattr(chromium, name, watched(getattr(chromium, name)))
        yield chromium
        chromium.close()


def watched(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a maker of windows whose requests are noted, also those of windows they open."""

    def made(**options: Any) -> Any:  # noqa: ANN401 - a page or a context
        found = make(**options)
        context = getattr(found, "context", found)
        context.on("request", lambda request: note(request.url))
        context.on("page", _listen)
        for page in context.pages:
            _listen(page)
        return found

    return made


def _listen(page: Page) -> None:
    def opened(socket: WebSocket) -> None:
        note(socket.url)

    page.on("websocket", opened)


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    """One window for all tests of a file: opening it takes time."""
    from tests.pages import Desk  # noqa: PLC0415 - so that one slip does not end all tests

    window = browser.new_page(accept_downloads=True)
    yield Desk.on(window)
    window.close()


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the real course."""
    return ROOT


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a tiny course: one document, one lesson, three cards; its answers go beside it."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "answers"))
    monkeypatch.delenv("CASESTUDY_LEARNER", raising=False)
    return tiny(tmp_path / "course")


def tiny(folder: Path) -> Path:
    """Write the tiny course into a folder."""
    texts = {
        "seeds/catalogue.toml": CATALOGUE.format(
            sha256=hashlib.sha256(GAZETTE.encode()).hexdigest()
        ),
        "notebooks/course.toml": COURSE,
        "notebooks/quizzes/01-the-bridge.md": CARDS,
        "notebooks/teaching/01-the-bridge.md": f"# The bridge: for the teacher\n\n{PARTS}",
        "notebooks/01-the-bridge.ipynb": json.dumps(_lesson(), ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    (folder / "seeds" / "gazette.txt").write_bytes(GAZETTE.encode())
    return folder


@pytest.fixture
def noted_course(course: Path) -> Path:
    """Make the tiny course with a second document and all sorts of notes."""
    entry = HERALD_ENTRY.format(sha256=hashlib.sha256(HERALD.encode()).hexdigest())
    (course / "seeds" / "herald.txt").write_bytes(HERALD.encode())
    with (course / "seeds" / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(entry)
    shutil.copytree(Path(__file__).with_name("notes"), course / "seeds" / "notes")
    return course


def _lesson() -> dict[str, Any]:
    """Return a lesson that was never executed."""
    cells = (
        "from casestudy import open_case\ncase = open_case()",
        'case.read("gazette", only="1-2")',
        'case.quiz("01-the-bridge", part="Check")',
        'case.quiz("01-the-bridge", part="Exit check")',
    )
    title: dict[str, Any] = {
        "cell_type": "markdown",
        "id": "title",
        "metadata": {},
        "source": "# The bridge\n\nChoose **Run ▸ Run All Cells**.",
    }
    parts = {**title, "id": "parts", "source": PARTS}
    hidden = {"jupyter": {"source_hidden": True}, "tags": ["hide-input", "raises-exception"]}
    code: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{place}",
            "metadata": hidden if place > 2 else {},
            "outputs": [],
            "source": source,
        }
        for place, source in enumerate(cells, 2)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {
        "cells": [title, *code, parts],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.fixture
def stored_course(course: Path) -> Path:
    """Make the tiny course with its lesson's outputs stored, without a kernel."""
    store(course)
    return course


@pytest.fixture
def whole_course(noted_course: Path) -> Path:
    """Make the tiny course with notes and so many questions that nothing could be better."""
    (noted_course / "notebooks/quizzes/01-the-bridge.md").write_text(QUESTIONS, encoding="utf-8")
    with (noted_course / "notebooks/course.toml").open("a", encoding="utf-8") as file:
        file.write(PARTY)
    store(noted_course)
    return noted_course


def store(course: Path) -> None:
    """Store the outputs of the tiny lesson, without a kernel."""
    from casestudy import open_case  # noqa: PLC0415 - so that one slip does not end all tests

    case = open_case(course)
    bundles = [
        {},
        case.read("gazette", only="1-2")._repr_mimebundle_(),
        case.quiz("01-the-bridge", part="Check")._repr_mimebundle_(),
        case.quiz("01-the-bridge", part="Exit check")._repr_mimebundle_(),
    ]
    path = course / "notebooks" / "01-the-bridge.ipynb"
    lesson = json.loads(path.read_bytes())
    for count, (cell, bundle) in enumerate(zip(lesson["cells"][1:5], bundles, strict=True), 1):
        cell["execution_count"] = count
        if bundle:
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": bundle}]
    path.write_bytes((json.dumps(lesson, ensure_ascii=False, indent=1) + "\n").encode())

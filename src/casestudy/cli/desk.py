"""A page of the running course for instructors: check, store and preview lessons by buttons."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError
from tornado.web import authenticated

from casestudy.case import Case
from casestudy.errors import CaseError
from casestudy.lessonfile import read_heading
from casestudy.lessons.check import report
from casestudy.lessons.new import template
from casestudy.lessons.notebook import find_notebook, notebooks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["DESK", "Desk", "desk_page"]

DESK = "/casestudy"
"""Where the page is. The menu of JupyterLab that leads here is in jupyter-instructor/."""

_BUTTONS = (("check", "Check"), ("refresh", "Store"), ("preview", "Preview"))
_END = "</body>\n</html>\n"
_HERE = "<!-- what was found -->"
_STORED = "Done. Open the lesson again in JupyterLab."
_FAILED = "Not everything could be stored: the lines above say what failed, and why."


def desk_page(course: Path, xsrf: str, found: str = "") -> str:
    """Return the page: a row of buttons for each notebook, and what was found.

    Parameters
    ----------
    course : Path
        The course's folder.
    xsrf : str
        The hidden field that proves that a button of this page was pressed.
    found : str
        HTML of what was found last. It stands above the buttons, where it is seen at once.
    """
    paths = notebooks(course)
    rows = [_row("the whole course", "", xsrf, _BUTTONS[:2])]
    rows += [_row(_titled(course, path), path, xsrf, _BUTTONS) for path in paths]
    lessons = [path for path in paths if path.startswith("notebooks/")]
    options = (f"<option>{escape(Path(path).stem)}</option>" for path in lessons)
    page = Template(template("desk.html")).substitute(
        desk=DESK,
        title=escape(_title(course)),
        rows="\n".join(rows),
        lessons="".join(options),
        xsrf=xsrf,
        found=found,
    )
    return page + _END


def _title(course: Path) -> str:
    try:
        return Case(course).title
    except CaseError:  # the check, one button away, says what is wrong with the catalogue
        return "The course"


def _titled(course: Path, path: str) -> str:
    stem = Path(path).stem
    title = read_heading(course, stem).title if path.startswith("notebooks/") else ""
    return f"{path}: {title}" if title else path


def _row(name: str, path: str, xsrf: str, buttons: tuple[tuple[str, str], ...]) -> str:
    cells = [
        f'<td><form method="post" action="{DESK}#now"{_apart(does)}>{xsrf}'
        f'<input type="hidden" name="lesson" value="{escape(path)}">'
        f'<button name="do" value="{does}" aria-label="{escape(f"{word}: {name}")}">{word}'
        "</button></form></td>"
        for does, word in buttons
    ]
    cells += ["<td></td>"] * (len(_BUTTONS) - len(cells))
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>'


def _apart(does: str) -> str:
    """Return what opens a preview in a tab of its own, so that the list stays."""
    return ' target="_blank"' if does == "preview" else ""


class Desk(JupyterHandler):
    """Answers the page's buttons. Lessons run in a process of their own."""

    def initialize(self, course: Path) -> None:
        """Keep the course's folder."""
        self.course = course

    @authenticated
    async def get(self) -> None:
        """Show the page; a check changes nothing, so that a link may ask for it."""
        await self._do("check" if self.get_query_argument("do", "") == "check" else "", "")

    @authenticated
    async def post(self) -> None:
        """Do what a button asks for."""
        await self._do(self.get_body_argument("do", ""), self.get_body_argument("lesson", ""))

    async def _do(self, does: str, lesson: str) -> None:
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        try:
            path = find_notebook(self.course, lesson) if lesson else ""
        except CaseError as error:  # it was there when the page was
            does, path = "", ""
            self._show(_said(str(error)))
        match does:
            case "check":
                await self._check(path)
            case "refresh":
                await self._refresh(path)
            case "preview" if path:
                await self._preview(path)
            case "lesson":
                after = ("--after", path) if path else ()
                title = self.get_body_argument("title", "")
                await self._new("lesson", *after, "--", title)
            case "document":
                await self._document()
            case _ if not lesson:
                self._show()
        await self.finish()

    def _show(self, found: str = "") -> None:
        self.write(found.join(self._halves()))

    def _halves(self) -> tuple[str, str]:
        """Return the page as it is now, above and below what is found."""
        xsrf = self.xsrf_form_html()
        page = desk_page(self.course, xsrf.decode() if isinstance(xsrf, bytes) else xsrf, _HERE)
        above, _, below = page.partition(_HERE)
        return above, below

    async def _check(self, path: str) -> None:
        what = escape(path or "the whole course")
        above, below = self._halves()
        self.write(f'{above}<h2 id="now">What the check says of {what}</h2>\n')
        await self.flush()  # the title is there while the course is read
        self.write(await asyncio.to_thread(_checked, self.course, path) + below)

    async def _refresh(self, path: str) -> None:
        """Run lessons, and show each line as it comes."""
        what = escape(path or "the whole course")
        above, below = self._halves()
        self.write(f'{above}<h2 id="now">Storing {what}</h2>\n<pre role="log">\n')
        await self.flush()  # the title is there before the first line comes

        async def told(line: str) -> None:
            self.write(escape(line))
            await self.flush()

        failed = await _ran(self.course, ("refresh", *filter(None, [path])), told)
        said = _FAILED if failed else _STORED
        self.write(f"</pre>\n<p><strong>{said}</strong></p>\n{below}")

    async def _new(self, *words: str) -> None:
        """Begin something, and show what was written and what is to do."""
        said: list[str] = []
        await _ran(self.course, ("new", *words), _kept(said))
        self._show(_said("".join(said)))

    async def _document(self) -> None:
        brought = self.request.files.get("file")
        if not brought:
            self._show(_said("No text was chosen. Choose a file that ends in .txt or .md."))
            return
        name = self.get_body_argument("id", "")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / Path(brought[0]["filename"].replace("\\", "/")).name
            file.write_bytes(brought[0]["body"])
            named = ("--id", name) if name else ()
            await self._new("document", *named, "--", str(file))

    async def _preview(self, path: str) -> None:
        said: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            words = ("preview", path, "--no-open", "--output", str(page))
            if await _ran(self.course, words, _kept(said)):
                self._show(_said("".join(said)))
            else:
                self.write(page.read_text(encoding="utf-8"))


def _checked(course: Path, path: str) -> str:
    """Return as HTML what is wrong in a course, or in a notebook and what belongs to it."""
    found = report(course, *([Path(path).stem] if path else []))
    return found._repr_html_()


def _kept(said: list[str]) -> Callable[[str], Awaitable[None]]:
    """Return what keeps each line that is told."""

    async def told(line: str) -> None:
        said.append(line)

    return told


def _said(text: str) -> str:
    return f'<pre role="alert" id="now">{escape(text)}</pre>'


async def _ran(
    course: Path, words: tuple[str, ...], told: Callable[[str], Awaitable[None]]
) -> bool:
    """Run a command, hand on each line that it prints, and return whether it failed."""
    with _begun(course, words) as process:
        try:
            while line := await asyncio.to_thread(_line, process):
                await told(line)
        except StreamClosedError:  # the page was closed: what is stored is stored
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    return bool(process.returncode)


def _begun(course: Path, words: tuple[str, ...]) -> subprocess.Popen[str]:
    """Begin a command, not with asyncio: the server's loop cannot start processes on Windows."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "casestudy", *words],
        cwd=course,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _line(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline() if process.stdout else ""

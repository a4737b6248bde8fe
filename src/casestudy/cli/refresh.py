"""``casestudy refresh`` and ``casestudy preview``: execute lessons, and say how far they are."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import webbrowser
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casestudy.case import Case
from casestudy.errors import CaseError
from casestudy.lessons.coursemap import MAP, write_map
from casestudy.lessons.notebook import find_notebook, notebooks
from casestudy.lessons.preview import page, write_page
from casestudy.lessons.refresh import JOBS, FailedCellError, executed, refresh_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casestudy.lessons.refresh import Refreshed

__all__ = ["Lines", "preview_lesson", "refresh_course", "told"]

_SAID = {
    "stored": "stored anew",
    "same": "unchanged",
    "skipped": "unchanged, not executed again",
    "failed": "failed, and left as it was",
}


class Lines:
    """Where each notebook is: one line that changes on a terminal, else a line for each cell.

    Parameters
    ----------
    live : bool
        Whether somebody looks at a terminal.

    Examples
    --------
    >>> lines = Lines(live=False)
    >>> lines.at("notebooks/01-the-bridge.ipynb", 7, 19)
    01-the-bridge: cell 7 of 19
    """

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._now: dict[str, str] = {}

    @classmethod
    def here(cls) -> Lines:
        """Return lines for whoever looks at this program."""
        # a kernel of another Python that a user once registered would not have this package
        os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
        return cls(live=sys.stdout.isatty())

    def at(self, path: str, cell: int, total: int) -> None:
        """Say that a cell begins."""
        line = f"{_name(path)}: cell {cell} of {total}"
        if not self._live:
            click.echo(line)
            return
        self._now[path] = line
        self._draw()

    def done(self, found: Refreshed) -> None:
        """Say what became of a notebook."""
        self._now.pop(found.path, None)
        self.clear()
        click.echo(f"{found.path}: {_SAID[found.state]}")
        self._draw()

    def clear(self) -> None:
        """Empty the line that changes."""
        if self._live:
            click.echo("\r" + " " * _width() + "\r", nl=False)

    def _draw(self) -> None:
        if self._live:
            width = _width()
            line = " · ".join(self._now.values())[:width]
            click.echo("\r" + line.ljust(width) + "\r", nl=False)


def _width() -> int:
    """Return how many signs a line takes; the last place would make some terminals begin anew."""
    return shutil.get_terminal_size().columns - 1


def _name(path: str) -> str:
    return path.removeprefix("notebooks/").removesuffix(".ipynb")


def refresh_course(
    course: Path, lessons: Sequence[str], *, jobs: int | None = None, anew: bool = False
) -> bool:
    """Execute notebooks, store what they show, and say what became of each.

    Parameters
    ----------
    course : Path
        The course's folder.
    lessons : sequence of str
        Lessons by the beginnings of their names, or paths; all notebooks if none is given.
    jobs : int, optional
        How many kernels run at once.
    anew : bool
        Whether to execute also those in which nothing has changed.

    Returns
    -------
    bool
        Whether none failed.
    """
    paths = list(dict.fromkeys(find_notebook(course, each) for each in lessons))
    lines = Lines.here()
    with told(lines, "Stopped. What is said to be stored is stored; the rest is as it was."):
        found = refresh_all(
            course,
            paths or notebooks(course),
            jobs=jobs or JOBS,
            anew=anew,
            at=lines.at,
            done=lines.done,
        )
    for each in found:
        if each.error:
            click.echo(f"\n{_shown(each.error)}", err=True)
    with suppress(CaseError):  # the check says what keeps it from being drawn
        if write_map(Case(course)):
            click.echo(f"{MAP}: stored anew")
    click.echo(_summary(found))
    return not any(each.error for each in found)


@contextmanager
def told(lines: Lines, sentence: str) -> Iterator[None]:
    """Say a sentence where Ctrl-C ends the work, and leave no half line behind."""
    try:
        yield
    except KeyboardInterrupt:
        lines.clear()
        raise click.ClickException(sentence) from None
    lines.clear()


def _shown(error: CaseError) -> str:
    return error.block() if isinstance(error, FailedCellError) else str(error)


def _summary(found: Sequence[Refreshed]) -> str:
    """Return one line about all notebooks.

    Examples
    --------
    >>> from casestudy.lessons.refresh import Refreshed
    >>> _summary([Refreshed("notebooks/01-the-bridge.ipynb", "skipped")])
    '1 notebook: 0 stored anew, 1 unchanged (1 not executed again), 0 failed.'
    """
    states = [each.state for each in found]
    same = states.count("same") + states.count("skipped")
    return (
        f"{len(found)} notebook{'' if len(found) == 1 else 's'}: "
        f"{states.count('stored')} stored anew, {same} unchanged "
        f"({states.count('skipped')} not executed again), {states.count('failed')} failed."
    )


def preview_lesson(course: Path, lesson: str, output: Path | None, *, browse: bool = True) -> None:
    """Execute a lesson in memory, write it as one page, and open the page.

    Parameters
    ----------
    course : Path
        The course's folder.
    lesson : str
        The lesson, by the beginning of its name, or a path.
    output : Path, optional
        The page; a new one in the system's temporary folder if not given.
    browse : bool
        Whether to open a browser.
    """
    path = find_notebook(course, lesson)
    target = output or _temporary(path)
    lines = Lines.here()
    with told(lines, "Stopped. Nothing was written."):
        try:
            notebook = executed(course, path, lines.at)
        except FailedCellError as error:
            lines.clear()
            raise CaseError(error.block()) from error
    write_page(target, page(course, path, notebook))
    click.echo(f"The page is {target.resolve()}")
    if browse and not webbrowser.open(target.resolve().as_uri()):
        click.echo("No browser was found. Open the page in one.")


def _temporary(path: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="casestudy-")) / f"{Path(path).stem}.html"

"""``casestudy handout``: write a lesson as a page to print, and open it."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

import click

from casestudy.lessons.handout import handout
from casestudy.lessons.notebook import find_notebook
from casestudy.lessons.preview import write_page

__all__ = ["print_lesson"]


def print_lesson(
    course: Path, lesson: str, output: Path | None, *, solutions: bool = False, browse: bool = True
) -> None:
    """Write a lesson or a sheet as a page to print.

    Parameters
    ----------
    course : Path
        The course's folder.
    lesson : str
        The lesson, by the beginning of its name, or the path of a lesson or a sheet.
    output : Path, optional
        The page; a new one in the system's temporary folder if not given.
    solutions : bool
        Whether the solutions stand in it.
    browse : bool
        Whether to open a browser.
    """
    path = find_notebook(course, lesson)
    target = output or _temporary(path, solutions=solutions)
    write_page(target, handout(course, path, solutions=solutions))
    click.echo(f"The page is {target.resolve()}")
    if browse and not webbrowser.open(target.resolve().as_uri()):
        click.echo("No browser was found. Open the page in one, and print it from there.")


def _temporary(path: str, *, solutions: bool) -> Path:
    folder, _, name = path.removesuffix(".ipynb").rpartition("/")
    sheet = "-sheet" if folder == "exercises" else ""
    stem = f"{name}{sheet}{'-solutions' if solutions else '-handout'}.html"
    return Path(tempfile.mkdtemp(prefix="casestudy-")) / stem

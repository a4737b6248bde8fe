"""Begin a lesson or another case, and say what was written and what is still to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casestudy.lessons.check import Report, complaints, within
from casestudy.lessons.new import new_lesson
from casestudy.lessons.refresh import refresh
from casestudy.newcase import LESSON, add_document, new_case
from casestudy.seedfile import CATALOGUE, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casestudy.errors import Complaint

__all__ = ["begin_case", "begin_document", "begin_lesson"]


def begin_lesson(course: Path, title: str, after: str = "") -> None:
    """Write a lesson, and print what the checks find in it: the list of what is to do."""
    made = new_lesson(course, title, after)
    _say_written(made)
    found = complaints(course)
    own = Report(tuple(within(course, found, made[:-1])))
    click.echo("\nTo do:")
    for each in _once((*own.to_mend, *own.to_store)):  # it is stored last, when it is written
        click.echo(str(each))
    if not own.errors:  # where documents are not in order, nothing else is judged
        click.echo("Mend what 'casestudy check' says of the course; then it looks at the lesson.")
    number = Path(made[0]).stem.partition("-")[0]
    click.echo(f"\nOpen {made[0]} in JupyterLab; 'casestudy check {number}' says what is left.")
    click.echo("docs/new-lesson.md of casestudy shows the way.")


def begin_case(folder: Path, texts: Sequence[str], title: str = "") -> None:
    """Write a case, execute its first lesson, and print what to do with it."""
    made = new_case(folder, [Path(each) for each in texts], title)
    _say_written(f"{folder.as_posix()}/{path}" for path in made)
    refresh(folder.resolve(), f"notebooks/{LESSON}.ipynb")
    for each in _once(each for each in complaints(folder.resolve()) if each.sort == "error"):
        click.echo(str(each))
    click.echo(f"\nThe first lesson runs. Go to {folder.as_posix()} and write 'casestudy start'.")
    click.echo("Then fill in seeds/catalogue.toml; README.md there says what is where.")


def begin_document(course: Path, path: str, name: str = "") -> None:
    """Put a text into a course, and print what the checks find in it: the list of what is to do."""
    _say_written(add_document(course, Path(path), name))
    document = [*read_catalogue(course).entries][-1]
    named = [each for each in complaints(course) if _names(each, document)]
    click.echo("\nTo do:")
    for each in _once(named):
        click.echo(str(each))
    click.echo(
        f'\nA lesson shows it with case.read("{document}"). Fill in {CATALOGUE}, at its end.'
    )


def _names(each: Complaint, document: str) -> bool:
    """Tell whether a complaint names a document: 'letter' is not named by 'letter-2'."""
    named = rf"(?<![\w-]){re.escape(document)}(?![\w-])"
    return bool(re.search(named, f"{each.subject} {each.wrong}"))


def _say_written(paths: Iterable[str]) -> None:
    click.echo("Written:")
    for path in paths:
        click.echo(path)


def _once(found: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield complaints, those of one file that say the same only once."""
    seen: set[tuple[str, str, str]] = set()
    for each in found:
        # seven cells that were never executed are one thing to do, seven empty options are not
        item = "" if each.subject.startswith("cell") else each.subject
        if (each.file, item, each.wrong) not in seen:
            yield each
        seen.add((each.file, item, each.wrong))

"""``casestudy release``: make an edition of the course, and say what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from casestudy.cli.refresh import Lines, told
from casestudy.editions.release import release
from casestudy.errors import CaseError
from casestudy.lessons.refresh import FailedCellError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from casestudy.editions.release import Released

__all__ = ["hand_out"]


def hand_out(
    course: Path,
    folder: Path,
    *,
    edition: str,
    lessons: Sequence[str],
    archive: bool,
    documents: bool,
) -> None:
    """Make an edition of a course, and say what was made and what is still to do.

    Parameters are those of `casestudy.editions.release.release`.
    """
    lines = Lines.here()
    with told(lines, "Stopped. Nothing was handed out."):
        try:
            made = release(
                course,
                folder,
                edition=edition,
                lessons=lessons,
                archive=archive,
                documents=documents,
                at=lines.at,
            )
        except FailedCellError as error:
            lines.clear()
            raise CaseError(error.block()) from error
    _say(made)


def _say(made: Released) -> None:
    names = ", ".join(made.lessons)
    click.echo(f"The {made.edition} edition is in {made.folder}: {names}; {len(made.files)} files.")
    if made.archive:
        click.echo(f"{made.archive} holds the same.")
    for path in made.kept:
        click.echo(f"Somebody had changed a file: it is now {made.folder / path}")
    for file, digest in made.missing.items():
        click.echo(f"Not in it: {file} (sha256 {digest})")
    click.echo(
        "RELEASE.md says what it is and whose words are in it. Read it before you hand it on."
    )

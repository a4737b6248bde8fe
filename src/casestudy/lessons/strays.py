"""Files that stand where nothing reads them: a text without an entry, cards in the wrong folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.errors import Complaint
from casestudy.seedfile import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["strays"]

_TEXTS = (".txt", ".md")


def strays(course: Path, known: Iterable[str]) -> Iterator[Complaint]:
    """Yield advice about files that somebody may think are part of the course.

    Parameters
    ----------
    course : Path
        The course's folder.
    known : iterable of str
        The names of the files in `seeds/` that the catalogue names.
    """
    seeds = {path.name for path in (course / "seeds").glob("*") if path.is_file()}
    for name in sorted(seeds - {*known, CATALOGUE.rpartition("/")[2]}):
        if not name.startswith("."):
            yield _complaint(
                f"seeds/{name}", "no document of the catalogue is this file", _add(name)
            )
    lessons = {path.stem for path in (course / "notebooks").glob("*.ipynb")}
    for path in sorted((course / "notebooks").glob("*.md")):
        if path.stem in lessons:
            cure = f"cards belong into notebooks/quizzes/{path.name}: move it there, or delete it"
            yield _complaint(f"notebooks/{path.name}", "nothing reads this file", cure)


def _add(name: str) -> str:
    if name.casefold().endswith(_TEXTS):
        return f"write: casestudy new document seeds/{name}; or delete it"
    return "only plain texts (.txt, .md) are documents: move it out of seeds"


def _complaint(file: str, wrong: str, cure: str) -> Complaint:
    return Complaint(file, 0, "", wrong, cure, "advice")

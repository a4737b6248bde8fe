"""Which files of a course are handed out, and what becomes of its course file."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from casestudy.case import CARD_FOLDERS
from casestudy.coursefile import COURSE
from casestudy.editions.links import addresses
from casestudy.errors import CaseError
from casestudy.lessons.check import TEACHING
from casestudy.lessons.coursemap import MAP
from casestudy.lessons.notebook import FOLDERS, joined
from casestudy.notefile import FOLDER
from casestudy.seedfile import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from casestudy.case import Case

__all__ = ["README", "chosen_files", "course_text", "texts_of", "toml"]

README = "README.md"

_WHOLE = ("binder", "docs", "exercises", "notebooks", "seeds", "src")
"""Folders that belong to a course. Whatever else lies beside them stays where it is."""

_BESIDE = (
    *(README, "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "LICENSE.md"),
    *("pyproject.toml", ".gitattributes", ".gitignore"),
)
_STUDENTS = ("CITATION.cff", "LICENSE", "LICENSE.md", "pyproject.toml", *_BESIDE[-2:])
_STUDENTS_PAGES = tuple(
    f"docs/{name}.md" for name in ("student", "your-progress", "glossary", "offline")
)
"""What students get of the files beside the folders, and of the documentation. The README is
another one, and every other page may say what a key is."""

_OF_LESSONS = ("notebooks/quizzes", TEACHING)
_PICTURES = frozenset((".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))


def chosen_files(case: Case, lessons: Collection[str], edition: str) -> dict[str, bytes]:
    """Return the files of a course that an edition begins with, by their path in it.

    Parameters
    ----------
    case : Case
        The course.
    lessons : collection of str
        The lessons that are handed out.
    edition : {"open", "student", "instructor"}
        Students get only what is named here and what it links to: pictures, and notebooks that
        are no lessons. The other editions get all that belongs to a course.

    Notes
    -----
    What a learner answered, drafts, tests and hidden files are in no edition.

    Raises
    ------
    CaseError
        Where a file is a link to one outside the course.
    """
    left_out = _lessons(case) - set(lessons)
    everything = {
        path: file
        for path, file in _belonging(case.folder)
        if PurePosixPath(path).stem not in left_out or not _of_a_lesson(path)
    }
    if edition == "student":
        wanted = {path for path in everything if _for_students(case, lessons, path)}
        everything = _with_linked(case, everything, wanted)
    for path, file in sorted(everything.items()):
        if not file.resolve().is_relative_to(case.folder.resolve()):
            wrong = f"{path} is a link to a file outside the course, which may be nobody's to read."
            raise CaseError(f"{wrong} Put the file itself in its place, then release again.")
    return {path: file.read_bytes() for path, file in sorted(everything.items())}


def _lessons(case: Case) -> set[str]:
    """Return the names of all lessons: also of those that are begun, and in no list yet."""
    begun = (path for folder in _OF_LESSONS for path in (case.folder / folder).glob("*.md"))
    return {*case.course.lessons, *(path.stem for path in begun)}


def _belonging(course: Path) -> Iterator[tuple[str, Path]]:
    paths = [course / name for name in _BESIDE]
    paths += [path for folder in _WHOLE for path in (course / folder).rglob("*")]
    for path in paths:
        parts = path.relative_to(course).parts
        strange = any(part[0] == "." or part == "__pycache__" for part in parts[1:])
        if path.is_file() and not strange and not path.name.endswith(("~", ".pyc")):
            yield path.relative_to(course).as_posix(), path


def _of_a_lesson(path: str) -> bool:
    """Tell whether a file belongs to the lesson whose name it has."""
    return str(PurePosixPath(path).parent) in {*FOLDERS, *CARD_FOLDERS, TEACHING}


def _for_students(case: Case, lessons: Collection[str], path: str) -> bool:
    """Tell whether students get a file in any case."""
    place, pure = str(PurePosixPath(path).parent), PurePosixPath(path)
    if place == FOLDERS[0]:
        return path in {COURSE, MAP} or pure.stem in {*lessons, *case.course.references}
    if place in {*FOLDERS, *CARD_FOLDERS}:
        return pure.suffix in {".ipynb", ".md"}
    if path.startswith("seeds/"):
        texts = {f"seeds/{each.file}" for each in case.documents.values()}
        return path in {CATALOGUE, *texts} or (place == FOLDER and pure.suffix == ".md")
    return path in {*_STUDENTS, *_STUDENTS_PAGES} or path.startswith(("src/", "binder/"))


def _with_linked(case: Case, files: Mapping[str, Path], wanted: set[str]) -> dict[str, Path]:
    """Add the pictures and the notebooks without a lesson that chosen pages link to."""
    while True:
        linked = {
            target
            for path in wanted
            for text in texts_of(path, files[path].read_bytes())
            for target in addresses(text, path)
            if target in files and _may_follow(case, target)
        }
        if linked <= wanted:
            return {path: files[path] for path in wanted}
        wanted = wanted | linked


def _may_follow(case: Case, path: str) -> bool:
    pure = PurePosixPath(path)
    if pure.suffix == ".ipynb":
        return str(pure.parent) in FOLDERS and pure.stem not in _lessons(case)
    return pure.suffix.casefold() in _PICTURES


def texts_of(path: str, content: bytes) -> list[str]:
    """Return the Markdown of a page, or of a notebook's cells; nothing of other files.

    Examples
    --------
    >>> texts_of("a.md", b"# A"), texts_of("a.png", b"# A")
    (['# A'], [])
    """
    if path.endswith(".md") and not path.startswith(("src/", *CARD_FOLDERS)):
        return [content.decode("utf-8", "replace")]
    if path.endswith(".ipynb"):
        cells = json.loads(content)["cells"]
        return [joined(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return []


# ── the course file ──────────────────────────────────────────────────────────────────────────


def course_text(said: Mapping[str, Any], lessons: Collection[str], edition: str) -> str:
    """Return the course file of an edition.

    Parameters
    ----------
    said : mapping
        What the course file says.
    lessons : collection of str
        The lessons that are handed out; the others are taken out of paths and twins.
    edition : {"open", "student", "instructor"}
        Students get no reading mistakes: they are told with the key.

    Notes
    -----
    That the lessons meet every disagreement is asked of the whole course only, with its keys.
    """
    paths = {
        name: [each for each in names if each in lessons]
        for name, names in said.get("paths", {}).items()
    }
    twins = [pair for pair in said.get("twins", []) if set(pair) <= set(lessons)]
    kept = {
        **said,
        "edition": edition,
        "lessons": [each for each in said["lessons"] if each in lessons],
        **({"twins": twins} if "twins" in said else {}),
        **({"paths": {name: names for name, names in paths.items() if names}} if paths else {}),
    }
    if edition == "student":
        kept.pop("mistakes", None)
    if edition == "student" or len(kept["lessons"]) < len(said["lessons"]):
        kept.pop("meets", None)
    return f"# Written by casestudy release: the {edition} edition.\n\n{toml(kept)}"


def toml(said: Mapping[str, Any], above: tuple[str, ...] = ()) -> str:
    r"""Return values as TOML: texts, numbers, lists, and tables in tables.

    Examples
    --------
    >>> print(toml({"title": "The \"old\" bridge", "paths": {"in a day": ["01", "02"]}}), end="")
    title = "The \"old\" bridge"
    <BLANKLINE>
    [paths]
    "in a day" = ["01", "02"]
    """
    lines = [f"{_key(n)} = {_value(v)}" for n, v in said.items() if not isinstance(v, dict)]
    texts = ["".join(f"{line}\n" for line in lines)] if lines else []
    for name, value in said.items():
        if isinstance(value, dict):
            place = (*above, _key(name))
            own = any(not isinstance(each, dict) for each in value.values()) or not value
            texts.append((f"[{'.'.join(place)}]\n" if own else "") + toml(value, place))
    return "\n".join(texts)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(n)} = {_value(v)}" for n, v in value.items()) + " }"
    return str(value)

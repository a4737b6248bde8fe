"""A new lesson with all its parts: the notebook, its cards, the teaching page, its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from casestudy.coursefile import COURSE, read_course
from casestudy.errors import CaseError
from casestudy.lessons.form import SPARE
from casestudy.lessons.lesson import PARTS
from casestudy.lessons.notebook import find_notebook
from casestudy.lessons.refresh import stored
from casestudy.seedfile import read_catalogue
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "MINUTES",
    "Kit",
    "lesson_files",
    "listed_after",
    "new_lesson",
    "sections",
    "slug",
    "template",
    "write_new",
]

MINUTES: Mapping[str, int] = dict(zip(PARTS[:-1], (2, 3, 12, 6, 8, 7, 5, 2), strict=True))
"""Minutes of each part of a new lesson, in a class of 50; the last part takes none."""

_CLASS = sum(MINUTES.values())
_LONGEST = 48
"""Letters of a file name that is made of a title."""

_NAMELESS = "lesson"
"""What a file is called whose title has none of the letters a to z."""

_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_CODE = re.compile(r"^```python\n(.*?)^```$\n*", re.MULTILINE | re.DOTALL)
_START = "casestudy.open_case("
_HIDDEN = {
    "jupyter": {"source_hidden": True},
    # with the last, Run All Cells goes on after a quiz whose cards are not yet in order
    "tags": ["hide-input", "raises-exception"],
}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True, slots=True)
class Kit:
    """The templates that a lesson is made of.

    Parameters
    ----------
    lesson, teaching : str
        Templates of the notebook and of the teaching page.
    cards : str
        The card file, ready but for names in it.
    """

    lesson: str
    teaching: str
    cards: str


def template(name: str) -> str:
    """Return a template of the package.

    Examples
    --------
    >>> template("teaching.md").splitlines()[0]
    '# $number $title: for the teacher'
    """
    return files("casestudy").joinpath("templates", name).read_text(encoding="utf-8")


def new_lesson(course: Path, title: str, after: str = "") -> list[str]:
    """Write a new lesson with all its parts, and its name into the course's list.

    Parameters
    ----------
    course : Path
        The course's folder.
    title : str
        What the lesson is called.
    after : str
        The lesson that it follows, or the beginning of its name; the last one if empty.

    Returns
    -------
    list of str
        The files, relative to the course: the notebook first, the list of lessons last.

    Raises
    ------
    CaseError
        Where the title is empty or used, or a file of that name is there already. Nothing has
        been written then.
    """
    title = " ".join(title.split())
    if not title:
        raise CaseError('The lesson has no title. Write one, such as "The closed bridge".')
    known = read_course(course)
    document = next(iter(read_catalogue(course).entries))
    before = find_notebook(course, after).split("/")[-1].removesuffix(".ipynb") if after else ""
    stems = {*known.lessons, *_stems(course)}
    _refuse_twice(stems, title)
    name = f"{_number(stems, before):02}-{slug(title)}"
    source = (course / COURSE).read_bytes().decode("utf-8")
    listing = listed_after(source, name, before)
    kit = Kit(template("lesson.md"), template("teaching.md"), _blank_cards())
    made = lesson_files(kit, name, title, document=document, minutes=known.minutes)
    write_new(course, made)
    (course / COURSE).write_bytes(listing.encode())
    return [*made, COURSE]


def slug(title: str) -> str:
    """Return what a file is called after its title: small letters, digits and hyphens.

    Examples
    --------
    >>> slug("Zoë Núñez’s letter: who read it?"), slug("…")
    ('zoe-nunezs-letter-who-read-it', 'lesson')
    """
    words = re.findall(r"[a-z0-9]+", fold(title).replace("'", ""))
    kept = ""
    for word in words:
        longer = f"{kept}-{word}".strip("-")
        if kept and len(longer) > _LONGEST:
            break
        kept = longer[:_LONGEST]
    return kept or _NAMELESS


def _stems(course: Path) -> set[str]:
    """Return the names that files of lessons have already, their cards and pages too."""
    folders = ("notebooks", "notebooks/quizzes", "notebooks/teaching")
    paths = (path for folder in folders for path in (course / folder).glob("*.*"))
    return {path.stem for path in paths if path.suffix in {".ipynb", ".md"}}


def _refuse_twice(stems: set[str], title: str) -> None:
    same = [stem for stem in sorted(stems) if re.sub(r"^[0-9]+-", "", stem) == slug(title)]
    if same and slug(title) != _NAMELESS:
        message = f"There is a lesson '{same[0]}' already. Choose another title than '{title}'."
        raise CaseError(message)


def _number(stems: set[str], before: str) -> int:
    """Return the next number that no lesson has."""
    taken = {int(found[0]) for stem in stems if (found := re.match(r"[0-9]+", stem))}
    number = re.match(r"[0-9]+", before)
    free = int(number[0]) + 1 if number else max(taken, default=-1) + 1
    while free in taken:
        free += 1
    return free


# ── files ────────────────────────────────────────────────────────────────────────────────────


def lesson_files(kit: Kit, name: str, title: str, *, document: str, minutes: int) -> dict[str, str]:
    """Return the files of a lesson: its notebook, its cards and its teaching page.

    Parameters
    ----------
    kit : Kit
        What they are made of.
    name, title : str
        The name of its files, which begins with a number, and its title.
    document : str
        The id of a document that it reads.
    minutes : int
        Minutes of a class.
    """
    words = {"lesson": name, "number": name.partition("-")[0], "title": title, "document": document}
    notebook = {
        "cells": list(_cells(kit.lesson, minutes, words)),
        "metadata": {"kernelspec": _KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    pages = "\n\n".join(text for _, text in _laid_out(kit.teaching, minutes))
    return {
        f"notebooks/{name}.ipynb": stored(notebook),
        f"notebooks/quizzes/{name}.md": Template(kit.cards).safe_substitute(words),
        f"notebooks/teaching/{name}.md": Template(pages).safe_substitute(words) + "\n",
    }


def _cells(source: str, minutes: int, words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the cells of a notebook: a Markdown cell for each part, and its code."""
    for part, text in _laid_out(source, minutes):
        filled = Template(text).safe_substitute(words, part=part)
        name = part.casefold().replace(" ", "-")
        for place, piece in enumerate(_CODE.split(filled)):
            if not piece.strip():
                continue
            cell: dict[str, Any] = {"metadata": {}, "source": piece.strip()}
            if place % 2 == 0:  # what stands between two pieces of code
                yield {"cell_type": "markdown", "id": f"{name or 'title'}", **cell}
                continue
            cell["metadata"] = {} if _START in piece else _HIDDEN
            run: dict[str, Any] = {"execution_count": None, "outputs": []}
            yield {"cell_type": "code", "id": f"{name}-code" if name else "start", **cell, **run}


def _laid_out(source: str, minutes: int) -> Iterator[tuple[str, str]]:
    """Yield what stands above the parts of a template, then each part, with its minutes."""
    head, found = sections(source)
    yield "", head
    for part in PARTS:
        heading, body = found.get(part, (part, ""))
        time = MINUTES.get(part, 0) * min(_CLASS, minutes - SPARE) // _CLASS
        takes = f" · {max(1, time)} minute{'s' if time > 1 else ''}" if part in MINUTES else ""
        yield part, f"## {heading}{takes}\n\n{body}".strip()


def sections(source: str) -> tuple[str, dict[str, tuple[str, str]]]:
    r"""Return what stands above the parts of a template, and of each part heading and body.

    Examples
    --------
    >>> sections("# Title\n\n## Next, and more\n\nGo on.\n")
    ('# Title', {'Next': ('Next, and more', 'Go on.')})
    """
    head, *rest = _SECTION.split(source)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    found = {heading.partition(",")[0]: (heading, body.strip()) for heading, body in pairs}
    return head.strip(), found


def _blank_cards() -> str:
    """Return a card to fill in for each part that has a quiz."""
    _, found = sections(template("cards.md"))
    return "\n".join(
        f"# {part}\n\n## {part.casefold().split()[0]}-1\n{found[part][1]}\n"
        for part in PARTS
        if part in found
    )


def write_new(folder: Path, made: Mapping[str, str | bytes]) -> None:
    """Write files that are not there yet, or none of them.

    Raises
    ------
    CaseError
        Where one is there already.
    """
    for path in made:
        if (folder / path).exists():
            message = f"{path} is there already, and nothing was changed. Move it away first."
            raise CaseError(message)
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("xb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())


# ── the list of lessons ──────────────────────────────────────────────────────────────────────

_TOKEN = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\[\]]""")
_LIST = re.compile(r"""^[ \t]*["']?lessons["']?[ \t]*=[ \t]*\[""", re.MULTILINE)


def listed_after(source: str, name: str, before: str = "") -> str:
    """Return the text of `course.toml` with one more lesson in its list, all else untouched.

    Parameters
    ----------
    source : str
        The text.
    name : str
        The lesson to add.
    before : str
        The lesson that it follows; the last one if empty or not in the list.

    Raises
    ------
    CaseError
        Where the list is written in a way that cannot be changed safely.

    Examples
    --------
    >>> listed_after('lessons = ["00-a", "02-c"] # two', "01-b", "00-a")
    'lessons = ["00-a", "01-b", "02-c"] # two'
    """
    found = _LIST.search(source)
    told = tomllib.loads(source.removeprefix("\ufeff"))
    old = told.get("lessons", [])
    place = old.index(before) + 1 if before in old else len(old)
    if found:
        changed = _inserted(source, found.end(), place, name)
        expected = {**told, "lessons": [*old[:place], name, *old[place:]]}
        if _is_toml(changed, expected):
            return changed
    message = f'The list in {COURSE} is not understood. Write it as lessons = ["01-…", "02-…"].'
    raise CaseError(message)


def _is_toml(source: str, expected: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(source.removeprefix("\ufeff")) == expected
    except tomllib.TOMLDecodeError:
        return False


def _inserted(source: str, start: int, place: int, name: str) -> str:
    """Return a text with a name put into the list that begins at a place of it."""
    spans = list(_names(source, start))
    if not spans:
        return f'{source[:start]}"{name}"{source[start:]}'
    if place == 0 or place > len(spans):
        return source
    begin, end = spans[place - 1]
    line = source.rfind("\n", 0, begin) + 1
    stop = source.find("\n", end)
    alone = not source[line:begin].strip() and not any(end <= span[0] < stop for span in spans)
    rest = source[end:stop].lstrip() if stop >= 0 else ""
    if not alone or stop < 0 or rest.startswith("]"):
        return f'{source[:end]}, "{name}"{source[end:]}'
    comma = "" if rest.startswith(",") else ","
    newline = "\r\n" if source[stop - 1] == "\r" else "\n"
    stop -= len(newline) - 1
    added = f'{newline}{source[line:begin]}"{name}",'
    return f"{source[:end]}{comma}{source[end:stop]}{added}{source[stop:]}"


def _names(source: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the names of a list stand, up to its end."""
    for token in _TOKEN.finditer(source, start):
        if token[0] in "[]":
            return
        if not token[0].startswith("#"):
            yield token.span()

"""A notebook as a file: its cells, what they ask of the case, and how it is stored."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.case import CARD_FOLDERS, of_reopened
from casestudy.errors import CaseError, Complaint, CourseError, UnknownNameError
from casestudy.quizzes import of_part
from casestudy.seedfile import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from casestudy.case import Case
    from casestudy.quizzes import Quiz

__all__ = [
    "CARDS",
    "WIDGETS",
    "Call",
    "asked_by",
    "beginning",
    "calls",
    "find_notebook",
    "joined",
    "lesson_name",
    "notebooks",
    "parsed",
    "read_notebook",
    "stripped",
]

FOLDERS = ("notebooks", "exercises")
"""Where the course keeps its notebooks: lessons, and sheets."""

_FORMAT = 4
_WIDGET = "application/vnd.jupyter.widget-view+json"

WIDGETS = ("quiz", "exercise", "read")
"""What a cell asks of the case to show a widget."""

CARDS = {does: folder for folder, does in CARD_FOLDERS.items()}
"""What a cell asks of the case to show questions, and the folder of their cards."""


@dataclass(frozen=True, slots=True)
class Call:
    """What one cell asks of the case.

    Parameters
    ----------
    cell : int
        The cell's place in the notebook, from 1, as a person counts.
    does : str
        ``"quiz"``, ``"exercise"`` or ``"read"``.
    name, part : str
        The first word asked for, and the ``part`` or ``only`` given with it.
    beside : str
        The document read beside it; empty for none.
    reopen : str
        The lesson that opinions are reopened in; empty for none.
    """

    cell: int
    does: str
    name: str
    part: str = ""
    beside: str = ""
    reopen: str = ""

    @property
    def cards(self) -> str:
        """The card file of the questions that it shows; empty where it shows none.

        Examples
        --------
        >>> Call(1, "quiz", "01-the-bridge").cards, Call(2, "read", "gazette").cards
        ('notebooks/quizzes/01-the-bridge.md', '')
        """
        return f"{CARDS[self.does]}/{self.name}.md" if self.does in CARDS else ""


def asked_by(case: Case, call: Call) -> Quiz:
    """Return the questions that a cell shows."""
    quiz = of_part(case.cards(CARDS[call.does], call.name), call.part)
    return of_reopened(quiz, call.reopen)


def notebooks(course: Path) -> list[str]:
    """Return the paths of all notebooks, lessons first, relative to the course."""
    return [
        path.relative_to(course).as_posix()
        for folder in FOLDERS
        for path in sorted((course / folder).glob("*.ipynb"))
    ]


def find_notebook(course: Path, wanted: str) -> str:
    """Return the notebook that a name means.

    Parameters
    ----------
    course : Path
        The course's folder.
    wanted : str
        A lesson's name or the beginning of one, such as ``02``, or ``exercises/02`` for a sheet;
        or a path in the course.

    Raises
    ------
    UnknownNameError
        Where none begins so, or several do.
    """
    known = notebooks(course)
    path = wanted.replace("\\", "/").removeprefix("./")
    if path in known:
        return path
    folder, _, stem = path.removesuffix(".ipynb").rpartition("/")
    if folder not in FOLDERS:  # the name of a lesson, or of nothing
        folder, stem = FOLDERS[0], path.removesuffix(".ipynb")
    lessons = [each for each in known if each.startswith(f"{folder}/")]
    found = [each for each in lessons if lesson_name(each) == stem]
    if not found:
        begun = {lesson_name(each): each for each in lessons}
        found = [begun[each] for each in beginning(stem, begun)]
    if len(found) == 1:
        return found[0]
    raise UnknownNameError("lesson", wanted, [lesson_name(each) for each in found or lessons])


def beginning(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names of lessons that begin so; a number may lack its nought.

    Examples
    --------
    >>> beginning("2", ["01-the-bridge", "02-the-ferry", "20-the-end"])
    ['02-the-ferry']
    >>> beginning("0", ["01-the-bridge", "02-the-ferry"])
    ['01-the-bridge', '02-the-ferry']
    """
    known = list(names)
    numbered = [each for each in known if wanted.isdigit() and each.startswith(f"{wanted:0>2}-")]
    return numbered or [each for each in known if each.startswith(wanted)]


def lesson_name(path: str) -> str:
    """Return the name of a lesson, which its sheet has too, from the path of either.

    Examples
    --------
    >>> lesson_name("exercises/01-the-bridge.ipynb")
    '01-the-bridge'
    """
    return path.rsplit("/", 1)[-1].removesuffix(".ipynb")


def read_notebook(course: Path, path: str) -> dict[str, Any]:
    """Return a notebook as JSON values.

    Raises
    ------
    CourseError
        Where the file is not a notebook of format 4.
    """
    try:
        notebook = json.loads(read_text(course, path))
        wrong, line = _wrong(notebook), 0
    except (ValueError, RecursionError) as error:  # a number or a nesting may be endless
        notebook, line = {}, getattr(error, "lineno", 0)
        wrong = getattr(error, "msg", str(error))
    if wrong:
        cure = "open it in JupyterLab and save it, or take an earlier copy"
        raise CourseError([Complaint(path, line, "", f"it is no notebook ({wrong})", cure)])
    return dict(notebook)


def _wrong(notebook: object) -> str:
    """Return what keeps some values from being a notebook; empty if nothing does."""
    if not isinstance(notebook, dict) or notebook.get("nbformat") != _FORMAT:
        return f"its format is not {_FORMAT}"
    if not isinstance(notebook.get("metadata"), dict) or not isinstance(
        notebook.get("cells"), list
    ):
        return "it has no cells or no metadata"
    wrongs = (
        f"cell {place} has no {name}"
        for place, cell in enumerate(notebook["cells"], 1)
        for name in ("cell_type", "source", "metadata", "outputs")
        if not isinstance(cell, dict) or not _is_sound(cell, name)
    )
    return next(wrongs, "")


def _is_sound(cell: dict[str, Any], name: str) -> bool:
    """Tell whether a part of a cell is what the program reads there."""
    value = cell.get(name)
    if name == "cell_type":
        return isinstance(value, str)
    if name == "source":
        return _is_text(value)
    if name == "metadata":
        return isinstance(value, dict)
    if value is None:
        return cell.get("cell_type") != "code"
    return isinstance(value, list) and all(map(_is_output, value))


def _is_output(out: object) -> bool:
    held = out.get("data", {}) if isinstance(out, dict) else None
    return isinstance(held, dict) and all(
        _is_text(value) for kind, value in held.items() if kind.startswith("text/")
    )


def _is_text(value: object) -> bool:
    lines = value if isinstance(value, list) else [value]
    return all(isinstance(line, str) for line in lines)


def parsed(source: str) -> ast.Module:
    r"""Return the code of a cell as a tree.

    Raises
    ------
    SyntaxError
        Where it is no Python, or nothing that Python can read: nested without end, or with half a
        character in it.

    Examples
    --------
    >>> parsed("'\ud800'")
    Traceback (most recent call last):
    SyntaxError: it is nested too deeply, or has a character that cannot be written down
    """
    try:
        return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:
        message = "it is nested too deeply, or has a character that cannot be written down"
        raise SyntaxError(message) from error


def calls(notebook: dict[str, Any]) -> Iterator[Call]:
    """Yield what each code cell asks of the case with plain words, in order.

    Raises
    ------
    CaseError
        Where a cell is not Python.

    Examples
    --------
    >>> cell = {"cell_type": "code", "source": "case.quiz('01-the-bridge', part='Check')"}
    >>> list(calls({"cells": [cell]}))
    [Call(cell=1, does='quiz', name='01-the-bridge', part='Check', beside='', reopen='')]
    """
    for place, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        try:
            tree = parsed(joined(cell["source"]))
        except SyntaxError as error:
            line = f": '{error.text.strip()}'" if error.text else ""
            raise CaseError(f"cell {place} is not Python: {error.msg}{line}") from error
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _call(place, node, node.func.attr)


def _call(place: int, node: ast.Call, does: str) -> Iterator[Call]:
    words = [each.value for each in node.args if isinstance(each, ast.Constant)]
    words = [each for each in words if isinstance(each, str)]
    named = {
        each.arg: each.value.value for each in node.keywords if isinstance(each.value, ast.Constant)
    }
    if does in WIDGETS and words:
        part, beside = named.get("part", named.get("only", "")), named.get("beside", "")
        reopen = named.get("reopen", "")
        yield Call(place, does, str(words[0]), str(part), str(beside), str(reopen))


def joined(text: str | list[str]) -> str:
    r"""Return a text of a notebook, which may be stored as a list of lines.

    Examples
    --------
    >>> joined(["a\\n", "b"])
    'a\\nb'
    """
    return text if isinstance(text, str) else "".join(text)


def stripped(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as it is stored: without widgets, times and versions.

    A widget without its kernel is a dead one, so its output is left out whole; the page that
    stands beside it is what a reader without a kernel sees.
    """
    metadata = {
        name: value
        for name, value in notebook["metadata"].items()
        if name not in {"widgets", "language_info"}
    }
    cells = [_stripped_cell(cell) for cell in notebook["cells"]]
    return {
        **notebook,
        "cells": cells,
        "metadata": {**metadata, "language_info": {"name": "python"}},
    }


def _stripped_cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = {
        name: value
        for name, value in cell["metadata"].items()
        if name not in {"execution", "trusted"}
    }
    if cell["cell_type"] != "code":
        return {**cell, "metadata": metadata}
    outputs = [out for out in cell["outputs"] if _WIDGET not in out.get("data", {})]
    return {**cell, "metadata": metadata, "outputs": outputs}

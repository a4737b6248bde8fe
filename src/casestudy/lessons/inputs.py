"""What the outputs of a notebook depend on, as one digest: an untouched lesson need not run."""

from __future__ import annotations

import ast
import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import casestudy
from casestudy.coursefile import COURSE
from casestudy.errors import CaseError
from casestudy.lessons.notebook import CARDS, joined, parsed, read_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["cards_of", "digest", "digest_in", "inputs", "is_current"]

SOURCES = frozenset(
    (
        "argument_map",
        "as_of",
        "board",
        "chart",
        "claims",
        "compare",
        "course",
        "disagreements",
        "documents",
        "events",
        "facts",
        "find",
        "glossary",
        "id",
        "mentions",
        "people",
        "reactions",
        "read",
        "reuse",
        "roles",
        "statements",
        "timeline",
        "title",
    )
)
"""What a case makes of its documents, its notes and its course file alone."""

SHOWN = frozenset({"dossier", "progress", "practise", "review"})
"""What depends on the learner: one sentence is stored of it, as long as it is only shown."""

_BUILTINS = frozenset(
    (
        "all",
        "any",
        "dict",
        "display",
        "enumerate",
        "float",
        "int",
        "len",
        "list",
        "max",
        "min",
        "print",
        "range",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
    )
)
"""Names of Python and of a notebook that give the same for the same."""

_LIBRARIES = (
    "ipykernel",
    "ipython",
    "markdown-it-py",
    "matplotlib",
    "nbformat",
    "nupunkt",
    "pandas",
)
"""Other people's code that writes a part of what is stored."""


def is_current(course: Path, path: str) -> bool:
    """Tell whether a stored notebook is what its execution would store again.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : str
        The notebook, relative to the course.

    Notes
    -----
    The digest that a refresh leaves in the metadata is over the file itself too, so that an output
    that was changed or removed by hand is noticed as well as a changed card.
    """
    try:
        notebook = read_notebook(course, path)
    except CaseError:
        return False  # what is wrong with it is said when it runs
    said = digest_in(notebook)
    found = inputs(course, path, notebook) if said else None
    raw = (course / path).read_bytes()
    return found is not None and digest(found, raw.replace(said.encode(), b"")) == said


def digest_in(notebook: dict[str, Any]) -> str:
    """Return the digest that a refresh left in a notebook; empty if there is none.

    Examples
    --------
    >>> digest_in({"metadata": {"casestudy": {"digest": "5d41"}}}), digest_in({"metadata": {}})
    ('5d41', '')
    """
    ours = notebook["metadata"].get("casestudy")
    said = ours.get("digest") if isinstance(ours, dict) else None
    return said if isinstance(said, str) else ""


def digest(found: str, raw: bytes) -> str:
    """Return the digest of a notebook's inputs and of its file, without the digest in it.

    Examples
    --------
    >>> digest("inputs", b"file") == digest("inputs", b"File")
    False
    """
    return _digest([("inputs", found.encode()), ("file", raw)])


def inputs(
    course: Path, path: str, notebook: dict[str, Any], package: Path | None = None
) -> str | None:
    """Return a digest of all that a notebook's outputs depend on beside the notebook itself.

    Parameters
    ----------
    course, path
        As for `is_current`.
    notebook : dict
        The notebook as JSON values.
    package : Path, optional
        The folder of our own code; the one that runs if not given.

    Returns
    -------
    str or None
        None where the cells do more than ask the case, so that nothing can be promised of them.
    """
    cards = cards_of(notebook)
    if cards is None:
        return None
    files = [*_visible(course / "seeds"), course / COURSE, *(course / card for card in cards)]
    held = ((file.relative_to(course).as_posix(), _bytes(file)) for file in files)
    own = package or Path(casestudy.__file__).parent
    code = _code(own, tuple((file, file.stat().st_mtime_ns) for file in _visible(own)))
    return _digest([("path", path.encode()), ("code", code.encode()), *held])


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return the digest of named parts; lengths keep one part from running into the next."""
    found = hashlib.sha256()
    for name, content in parts:
        found.update(f"{len(name)} {len(content)} {name}\n".encode())
        found.update(content)
    return found.hexdigest()


def _bytes(file: Path) -> bytes:
    """Return what a file holds; of a missing one nothing, which its lesson says when it runs."""
    return file.read_bytes() if file.is_file() else b""


def _visible(folder: Path) -> list[Path]:
    """Return the files below a folder, without what editors, systems and Python leave there."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and not file.name.endswith("~")
        and not any(part[0] == "." for part in file.relative_to(folder).parts)
        and "__pycache__" not in file.parts
    ]


@cache
def _code(package: Path, files: tuple[tuple[Path, int], ...]) -> str:
    """Return a digest of our own code and of the libraries that draw and write for it."""
    own = [(file.relative_to(package).as_posix(), file.read_bytes()) for file, _ in files]
    theirs = [(name, _version(name).encode()) for name in _LIBRARIES]
    return _digest(
        [("python", ".".join(platform.python_version_tuple()[:2]).encode()), *theirs, *own]
    )


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def cards_of(notebook: dict[str, Any]) -> list[str] | None:
    r"""Return the card files that a notebook's cells ask for.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON values.

    Returns
    -------
    list of str or None
        None where a cell does what is not known to depend on the course's files alone: it imports
        another library, opens a file, or names its quiz in a variable.

    Examples
    --------
    >>> door = "import casestudy\ncase = casestudy.open_case()"
    >>> def cells(*sources):
    ...     return {"cells": [{"cell_type": "code", "source": each} for each in sources]}
    >>> cards_of(cells(door, "case.quiz('01-the-bridge', part='Check')"))
    ['notebooks/quizzes/01-the-bridge.md']
    >>> cards_of(cells(door, "import random")) is None
    True
    """
    source = "\n".join(
        joined(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
    )
    try:
        tree = parsed(source)
    except SyntaxError:
        return None
    above = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    cases = {name for node in ast.walk(tree) for name in _opened(node)}
    found = [
        _asked(node, above, cases) for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    ]
    if None in found or not _is_plain(tree, above, cases):
        return None
    return sorted({card for card in found if card})


def _opened(node: ast.AST) -> Iterator[str]:
    """Yield the name that a statement gives to the open case."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_door(node.value):
        target = node.targets[0]
        if isinstance(target, ast.Name):
            yield target.id


def _is_door(node: ast.AST) -> bool:
    """Tell whether something is `open_case()` of the course that the notebook is in."""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    match node.func:
        case ast.Name("open_case") | ast.Attribute(ast.Name("casestudy"), "open_case"):
            return True
    return False


def _asked(node: ast.Attribute, above: dict[ast.AST, ast.AST], cases: set[str]) -> str | None:
    """Return the card file behind an attribute, empty for none; None where it is not known."""
    name, call = node.attr, above.get(node)
    if name.startswith("_"):
        return None
    if not (isinstance(node.value, ast.Name) and node.value.id in cases):
        return ""
    if name in CARDS and isinstance(call, ast.Call) and call.func is node and call.args:
        word = call.args[0]
        if isinstance(word, ast.Constant) and isinstance(word.value, str):
            return f"{CARDS[name]}/{word.value}.md"
    if name in SOURCES or (name in SHOWN and _is_shown(node, above)):
        return ""
    return None


def _is_shown(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Tell whether something is shown and used for nothing else."""
    call = above.get(node)
    whole = call if isinstance(call, ast.Call) and call.func is node else node
    place = above.get(whole)
    return isinstance(place, ast.Expr) or (
        isinstance(place, ast.Call)
        and isinstance(place.func, ast.Name)
        and place.func.id == "display"
        and isinstance(above.get(place), ast.Expr)
    )


def _is_plain(tree: ast.AST, above: dict[ast.AST, ast.AST], cases: set[str]) -> bool:
    """Tell whether all names of a notebook are its own, Python's, or the open case in its place."""
    nodes = list(ast.walk(tree))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    doors = {"import casestudy", "from casestudy import open_case"}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    given = [node.id for node in names if not isinstance(node.ctx, ast.Load)]
    given += [node.arg for node in nodes if isinstance(node, ast.arg)]
    known = {*given, *_BUILTINS} - cases
    return (
        all(ast.unparse(node) in doors for node in imports)
        and not {*given} & (_BUILTINS | {"casestudy", "open_case"})
        and all(given.count(name) == 1 for name in cases)
        and all(
            node.id in known
            or (node.id in cases and isinstance(above[node], ast.Attribute))
            or (node.id in {"casestudy", "open_case"} and _is_at_door(node, above))
            for node in names
            if isinstance(node.ctx, ast.Load)
        )
    )


def _is_at_door(node: ast.Name, above: dict[ast.AST, ast.AST]) -> bool:
    """Tell whether a name is there to open the case, and the case gets a name at once."""
    door = above[node] if node.id == "open_case" else above[above[node]]
    return _is_door(door) and any(_opened(above[door]))

"""Write docs/developer/reference.md from the docstrings: ``python -m tests.reference``."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import casestudy
from casestudy import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "developer" / "reference.md"
HEAD = """\
# Reference

What `from casestudy import …` offers, what a `Case` can do, and what its methods return. This page
is made from the docstrings by `python -m tests.reference`; a test compares the two. Examples in
docstrings run as tests as well. For a tour with the case at hand, read
[a case in Python](../in-python.md).
"""
NAMED = re.compile(r"^(?P<title>[A-Z][a-z]+)\n-{3,}$", re.MULTILINE)
ENTRIES = ("Parameters", "Returns", "Raises")


class Words:
    """An annotation or a default that is shown as it is written, without quotation marks."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Entry:
    """A name of the reference, with the signature and the docstring it has."""

    name: str
    call: str
    text: str


def returned() -> list[type]:
    """Return our classes that the members of a case return, in the order of its members."""
    said = [_return(value) for _, value in members(Case)]
    named = dict.fromkeys(name for each in said for name in re.findall(r"\w+", each))
    own = dict.fromkeys(vars(sys.modules[Case.__module__]), Case.__module__)
    sources = own | imported(Path(inspect.getfile(Case)))
    found = [getattr(import_module(sources[name]), name) for name in named if name in sources]
    classes = (each for each in found if inspect.isclass(each))
    return [each for each in classes if each.__module__.startswith("casestudy")]


def imported(source: Path) -> dict[str, str]:
    """Return the names that a module imports from the package, each with the module it is from."""
    return {
        alias.name: node.module
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if node.module.startswith("casestudy")
    }


def _return(value: object) -> str:
    function = _function(value)
    return str(function.__annotations__.get("return", "")) if function else ""


def _function(value: object) -> Callable[..., Any] | None:
    """Return what computes a member."""
    if isinstance(value, property):
        return value.fget
    if isinstance(value, cached_property):
        return value.func
    return value if inspect.isfunction(value) else None


def members(owner: type) -> list[tuple[str, object]]:
    """Return the public methods and properties of a class, its own first, then inherited ones."""
    found: dict[str, object] = {}
    for each in inspect.getmro(owner):
        if each.__module__.startswith("casestudy"):
            found = found | {
                name: value
                for name, value in vars(each).items()
                if not name.startswith("_") and name not in found and _function(value)
            }
    return list(found.items())


def call(function: Callable[..., Any], name: str) -> str:
    """Return how a function is called, as it is written.

    Examples
    --------
    >>> def quiz(self, name: str, *, part: str = "") -> QuizView: ...
    >>> call(quiz, "quiz")
    "quiz(name: str, *, part: str = '') -> QuizView"
    """
    signature = inspect.signature(function)
    kept = [_shown(each) for each in signature.parameters.values() if each.name != "self"]
    result = signature.return_annotation
    if result not in (inspect.Signature.empty, None, "None"):
        return f"{name}{signature.replace(parameters=kept, return_annotation=Words(result))}"
    empty = inspect.Signature.empty
    return f"{name}{signature.replace(parameters=kept, return_annotation=empty)}"


def _shown(each: inspect.Parameter) -> inspect.Parameter:
    if each.annotation is not each.empty:
        each = each.replace(annotation=Words(str(each.annotation)))
    if repr(each.default) == "<factory>":
        return each.replace(default=Words("…"))  # made anew for each value
    if each.default is not each.empty and callable(each.default):
        return each.replace(default=Words(each.default.__name__))
    return each


def sections(docstring: str) -> dict[str, str]:
    r"""Return the parts of a numpy docstring; what stands before them has no title.

    Examples
    --------
    >>> sections("Tell it.\n\nReturns\n-------\nstr\n    The words.")
    {'': 'Tell it.', 'Returns': 'str\n    The words.'}
    """
    first, *rest = NAMED.split(inspect.cleandoc(docstring))
    titles, bodies = rest[::2], rest[1::2]
    return {"": first.strip(), **dict(zip(titles, map(str.strip, bodies), strict=True))}


def prose(text: str) -> str:
    """Return paragraphs of a docstring as Markdown."""
    return text.replace("``", "`")


def items(body: str) -> Iterator[str]:
    """Yield the entries of a section as a list: what is named, and what is said of it."""
    for entry in re.split(r"\n(?=\S)", body):
        head, *told = entry.splitlines()
        said = prose(" ".join(line.strip() for line in told if line.strip()))
        yield f"- `{head.strip()}`{': ' + said if said else ''}"


def markdown(entry: Entry, level: int, skip: tuple[str, ...] = ()) -> str:
    """Return one name of the reference: signature, first paragraphs, parameters, what it raises."""
    parts = sections(entry.text)
    told = [f"{'#' * level} {entry.name}", f"```text\n{entry.call}\n```", prose(parts[""])]
    listed = [title for title in ENTRIES if title in parts and title not in skip]
    told += [f"**{title}**\n\n" + "\n".join(items(parts[title])) for title in listed]
    if "Notes" in parts:
        told.append(prose(parts["Notes"]))
    if "Examples" in parts:
        told.append(f"```pycon\n{parts['Examples']}\n```")
    return "\n\n".join(told)


def of_class(owner: type) -> str:
    """Return a class with all that it can do."""
    text = owner.__doc__ or ""
    # whoever is given a value by a case needs to know what it does, not how it is made
    made = is_dataclass(owner) or "Made by" not in text
    shown = f"{owner.__module__}.{owner.__qualname__}"
    called = call(owner, owner.__name__) if is_dataclass(owner) else shown
    title = Entry(owner.__name__, called, text)
    told = [markdown(title, 2, () if made else ("Parameters",))]
    named = {each.name for each in fields(owner)} if is_dataclass(owner) else set()
    for name, value in members(owner):
        function = _function(value)
        if function is None or name in named or not function.__doc__:
            continue
        said = call(function, name) if inspect.isfunction(value) else f"{name} -> {_return(value)}"
        told.append(markdown(Entry(f"{owner.__name__}.{name}", said, function.__doc__), 3))
    return "\n\n".join(told)


def page() -> str:
    """Return the whole page."""
    door = [getattr(casestudy, name) for name in casestudy.__all__ if not name.startswith("_")]
    functions = [each for each in door if inspect.isfunction(each)]
    shown = [each for each in door if inspect.isclass(each)]
    others = [each for each in returned() if each not in shown]
    told = [
        HEAD.strip(),
        *(markdown(Entry(e.__name__, call(e, e.__name__), e.__doc__ or ""), 2) for e in functions),
        of_class(Case),
        *(of_class(each) for each in (*shown, *others) if each is not Case),
    ]
    return "\n\n".join(told) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

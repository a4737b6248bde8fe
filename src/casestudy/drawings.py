"""Drawings made of text: an argument as boxes joined by lines, a coding as marks in rows.

A drawing is a value. `tree` says of which elements it is made, once for all pages: `html` writes
them into a stored page, `wire` sends them to a living one. `outline` says the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from casestudy.strings import say
from casestudy.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from casestudy.documents import Passage

__all__ = [
    "CLAIM",
    "DRAWINGS",
    "ROLES",
    "ArgumentMap",
    "Box",
    "Branch",
    "Coding",
    "Joint",
    "Line",
    "Mark",
    "Part",
    "Scale",
    "Source",
    "drawn_lines",
    "html",
    "outline",
    "style",
    "tree",
    "wire",
]

DRAWINGS = ("map", "chart")
"""What the `draw` of a card may ask for."""

CLAIM = "claim"

Joint = Literal["", "supports", "answers"]

ROLES: Mapping[str, Joint] = MappingProxyType(
    {CLAIM: "", "norm": "supports", "fact": "supports", "rebuttal": "answers"}
)
"""What a row can be in an argument, and how it is joined to the claim."""


# ── an argument ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """What one document says for a box, in our words where there are some, with its passages."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A statement in its box.

    Parameters
    ----------
    role : str
        What it is in an argument, one of `ROLES`; it gives the box its shape.
    label : str
        What it is, as it is read: ``"norm, supports the claim"``.
    words : str
        The statement.
    place : str
        Where its words stand, as citations; empty where no document is named.
    joint : {"", "supports", "answers"}
        How it is joined to the claim: by a solid or by a dashed line; empty for a claim.
    sources : tuple of Source
        The passages to open below it.
    """

    role: str
    label: str
    words: str
    place: str = ""
    joint: Joint = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One argument: its name, its claims (one, in the end), and what is joined to them."""

    name: str
    claims: tuple[Box, ...]
    joined: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ArgumentMap:
    """Arguments as boxes joined by lines.

    Parameters
    ----------
    title : str
        Whose map it is.
    branches : tuple of Branch
        The arguments, drawn beside each other where there is room.
    open : tuple of str
        Statements that have no place yet.
    aside : tuple of str
        Statements that are said to be no part of an argument.
    rights : tuple of str
        Notices of the documents whose words can be opened.

    Examples
    --------
    >>> claim = Box("claim", "claim", "It may be shut.", "gazette ¶1")
    >>> norm = Box("norm", "norm, supports the claim", "A vote is enough.", joint="supports")
    >>> ArgumentMap("Your map", (Branch("the bridge", (claim,), (norm,)),))
    Your map
      the bridge
        claim: It may be shut. (gazette ¶1)
          norm, supports the claim: A vote is enough.
    """

    title: str
    branches: tuple[Branch, ...]
    open: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return the map as an outline."""
        return "\n".join(line for each in outline(self) for line in drawn_lines(*each))

    def _repr_html_(self) -> str:
        return f"<style>{style()}</style>\n{html(self)}"


# ── a coding ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mark:
    """A row under a value, and what the other coder says of it where that is something else."""

    row: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A value of a scale, and for each coder the rows that were given it."""

    value: str
    cells: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with its values, and how far two coders agree on it, in a sentence."""

    name: str
    lines: tuple[Line, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """How rows were coded: by one coder, or by two beside each other.

    Parameters
    ----------
    title : str
        Whose coding it is.
    coders : tuple of str
        What the coders are called.
    scales : tuple of Scale
        Each with a cell for each coder in each line.
    """

    title: str
    coders: tuple[str, ...]
    scales: tuple[Scale, ...]


# ── in words ─────────────────────────────────────────────────────────────────────────────────


def outline(drawing: ArgumentMap | Coding) -> tuple[tuple[int, str], ...]:
    """Return a drawing in words: lines, each with how far it is indented.

    Examples
    --------
    >>> outline(Coding("Yours", ("you",), (Scale("deed", (Line("none", ((Mark("mayor"),),)),)),)))
    ((0, 'Yours'), (1, 'deed'), (2, 'none: 1 (mayor)'))
    """
    lines = _told_map(drawing) if isinstance(drawing, ArgumentMap) else _told_coding(drawing)
    return ((0, drawing.title), *lines)


def _told_map(drawing: ArgumentMap) -> Iterator[tuple[int, str]]:
    for branch in drawing.branches:
        if branch.name:
            yield 1, branch.name
        depth = 1 + bool(branch.name)
        yield from ((depth, _told_box(box)) for box in branch.claims)
        if not branch.claims:
            yield depth, say("map no claim")
        yield from ((depth + 1, _told_box(box)) for box in branch.joined)
    for name, rows in _beside(drawing):
        yield 1, name
        yield from ((2, row) for row in rows)


def _told_box(box: Box) -> str:
    place = f" ({box.place})" if box.place else ""
    return f"{box.label}: {box.words}{place}"


def _beside(drawing: ArgumentMap) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the statements that stand in no argument, under what is said of them."""
    if drawing.open:
        yield say("map open"), drawing.open
    if drawing.aside:
        yield say("map aside"), drawing.aside


def _told_coding(drawing: Coding) -> Iterator[tuple[int, str]]:
    for scale in drawing.scales:
        yield 1, scale.name
        for line in scale.lines:
            cells = [_told_cell(marks) for marks in line.cells]
            if len(cells) > 1:
                named = zip(drawing.coders, cells, strict=True)
                cells = [f"{coder} {cell}" for coder, cell in named]
            yield 2, f"{line.value}: {'; '.join(cells)}"
        if scale.sentence:
            yield 2, scale.sentence


def _told_cell(marks: tuple[Mark, ...]) -> str:
    rows = ", ".join(mark.row for mark in marks)
    return f"{len(marks)} ({rows})" if marks else "0"


def drawn_lines(depth: int, text: str, before: str = "") -> list[str]:
    """Return a line of an outline as text, two letters further in for each depth.

    Examples
    --------
    >>> drawn_lines(1, "claim: It may be shut.", before="   ")
    ['     claim: It may be shut.']
    """
    first = before + "  " * depth
    return wrapped(text, first, f"{first}  ")


# ── on a page ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """An element of a page: its tag, its attributes, and what stands in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    inside: tuple[Part | str, ...] = ()


def html(drawing: ArgumentMap | Coding) -> str:
    """Return a drawing as HTML without its style; every character of its words is shown as text.

    Examples
    --------
    >>> html(ArgumentMap("<Yours>", (), ("It is safe.",)))[:63]
    '<figure class="cs-drawn cs-map"><figcaption>&lt;Yours&gt;</figc'
    """
    return _written(tree(drawing))


def _written(part: Part | str) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in part.attributes)
    return f"<{part.tag}{attributes}>{''.join(map(_written, part.inside))}</{part.tag}>"


def wire(drawing: ArgumentMap | Coding) -> list[Any]:
    """Return a drawing as a living page is sent it: lists of tag, attributes and what is inside.

    Examples
    --------
    >>> wire(ArgumentMap("Yours", ()))[2]
    ['figcaption', {}, 'Yours']
    """
    return _sent(tree(drawing))


def _sent(part: Part) -> list[Any]:
    inside = (each if isinstance(each, str) else _sent(each) for each in part.inside)
    return [part.tag, dict(part.attributes), *inside]


@cache
def style() -> str:
    """Return the style sheet of drawings, for a stored page."""
    source = files("casestudy").joinpath("static", "drawing.css").read_text(encoding="utf-8")
    return "\n" + source.strip() + "\n"


def tree(drawing: ArgumentMap | Coding) -> Part:
    """Return the elements of a drawing: nested lists for a map, a table for each scale."""
    title = _part("figcaption", "", drawing.title)
    if isinstance(drawing, ArgumentMap):
        return _part("figure", "cs-drawn cs-map", title, *_map(drawing))
    tables = (_part("div", "cs-scale", *_scale(drawing, each)) for each in drawing.scales)
    return _part("figure", "cs-drawn cs-coding", title, *tables)


def _part(tag: str, name: str, *inside: Part | str, scope: str = "") -> Part:
    attributes = [(key, value) for key, value in (("class", name), ("scope", scope)) if value]
    return Part(tag, tuple(attributes), inside)


def _list(name: str, lines: Iterable[Part | str]) -> Part:
    return _part("ul", name, *(_part("li", "", line) for line in lines))


def _map(drawing: ArgumentMap) -> Iterator[Part]:
    branches = (_part("li", "", *_branch(branch)) for branch in drawing.branches)
    if drawing.branches:
        yield _part("ul", "cs-branches", *branches)
    for name, rows in _beside(drawing):
        yield _part("p", "cs-name", name)
        yield _list("cs-loose", rows)
    for notice in drawing.rights:
        yield _part("p", "cs-rights", _part("small", "", notice))


def _branch(branch: Branch) -> Iterator[Part]:
    if branch.name:
        yield _part("p", "cs-name", branch.name)
    yield from map(_box, branch.claims)
    if not branch.claims:
        yield _part("div", "cs-box cs-no", say("map no claim"))
    for joint in ("supports", "answers"):
        boxes = [_box(box) for box in branch.joined if box.joint == joint]
        if boxes:
            yield _list(f"cs-{joint}", boxes)


def _box(box: Box) -> Part:
    inside: list[Part | str] = [_part("small", "cs-label", box.label), " ", box.words]
    if box.sources:
        opened = (line for source in box.sources for line in _source(source))
        inside += [" ", _part("details", "", _part("summary", "", box.place), *opened)]
    elif box.place:
        inside += [" ", _part("small", "cs-place", f"({box.place})")]
    return _part("div", f"cs-box cs-{box.role}", *inside)


def _source(source: Source) -> Iterator[Part]:
    if source.text:
        yield _part("p", "", source.text)
    yield from (_part("blockquote", "", str(passage)) for passage in source.passages)


def _scale(drawing: Coding, scale: Scale) -> Iterator[Part]:
    heads = (_part("th", "", coder, scope="col") for coder in drawing.coders)
    head = _part("tr", "", _part("td", ""), *heads)
    rows = (
        _part(
            "tr",
            "",
            _part("th", "", line.value, scope="row"),
            *(_cell(each) for each in line.cells),
        )
        for line in scale.lines
    )
    yield _part(
        "table",
        "",
        _part("caption", "", scale.name),
        _part("thead", "", head),
        _part("tbody", "", *rows),
    )
    if scale.sentence:
        yield _part("p", "", scale.sentence)


def _cell(marks: tuple[Mark, ...]) -> Part:
    count = _part("b", "", str(len(marks)))
    if not marks:
        return _part("td", "", count)
    rows = (_part("li", "cs-other" if mark.other else "", *_mark(mark)) for mark in marks)
    return _part("td", "", count, " ", _part("ul", "cs-marks", *rows))


def _mark(mark: Mark) -> Iterator[Part | str]:
    yield mark.row
    if mark.other:
        yield from (" ", _part("small", "", mark.other))

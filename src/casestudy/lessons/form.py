"""The form of a lesson: headings, parts, minutes, sizes, and cells that run in every room."""

from __future__ import annotations

import ast
import re
from inspect import Parameter, isfunction, signature
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from casestudy.case import NAMES, Case
from casestudy.errors import Complaint, did_you_mean
from casestudy.lessons.lesson import LAST, OBJECTIVES, PARTS, part_of
from casestudy.lessons.markdown import blocks, quoted
from casestudy.lessons.notebook import WIDGETS, joined, parsed
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.lessons.lesson import Cell, Lesson
    from casestudy.lessons.markdown import Block

__all__ = ["RUN_ALL", "form", "hidden_code", "own_words", "strict", "teaching_form"]

RUN_ALL = "Run ▸ Run All Cells"
"""What every lesson says at its top: a stored lesson opens without its kernel."""

SPARE = 5
"""Minutes of a class that a lesson leaves free."""

OBJECTIVES_MOST, CELLS_MOST, LINES_MOST, WORDS_MOST = 4, 10, 3, 900
"""The sizes of a lesson: objectives, code cells, lines that are seen of each, words of our own."""

_NETWORK = frozenset(
    ("aiohttp", "ftplib", "http", "httpx", "requests", "socket", "urllib", "urllib3", "wget")
)
_SHELL = re.compile(r"^\s*([!%].*)$", re.MULTILINE)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_TOTAL = re.compile(r"\b([0-9]+) minutes?\b")
_BARE = re.compile(r"<[^\n]*>|[A-Za-z_.]+\([^\n]*\)")
"""What Python prints of a value that has no text of its own."""


def form(lesson: Lesson, class_minutes: int, *, reference: bool = False) -> Iterator[Complaint]:
    """Yield what is wrong with the form of a lesson or a sheet.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    class_minutes : int
        Minutes of a class.
    reference : bool
        Whether it is there to look things up: it has no parts, objectives and minutes.
    """
    yield from _headings(lesson)
    yield from _top(lesson)
    yield from _images(lesson)
    yield from _sizes(lesson)
    for cell in lesson.code:
        yield from _code(lesson, cell)
    if not (lesson.is_sheet or reference):
        yield from _parts(lesson)
        yield from _objectives(lesson)
        yield from _minutes(lesson, class_minutes)


def teaching_form(lesson: Lesson, file: str, source: str) -> Iterator[Complaint]:
    """Yield what is wrong with a lesson's teaching page: it has the lesson's own headings.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    file, source : str
        The teaching page and its text.
    """
    page = blocks(source)
    levels = [(block.level, block.line) for block in page if block.level]
    for line, wrong, cure in _wrong_levels(levels, first=bool(page and page[0].level == 1)):
        yield Complaint(file, line, "", wrong, cure)
    pages = [part_of(block) for block in page if block.level == 2]  # noqa: PLR2004 - an H2
    theirs = {part.title: part.heading for part in lesson.parts}
    for part in pages:
        if part.title not in theirs:
            wrong = f"the lesson has no part '{part.title}'"
            yield Complaint(file, part.line, "", wrong, did_you_mean(part.title, theirs))
        elif part.heading != theirs[part.title]:
            wrong = f"'{part.heading}' is '{theirs[part.title]}' in the lesson"
            yield Complaint(file, part.line, "", wrong, "write it as there, or change the lesson")
    shown = [part.title for part in pages if part.title in theirs]
    for missing in (each for each in theirs if each not in shown):
        wrong = f"it has no part '{missing}', and the lesson has"
        yield Complaint(file, 0, "", wrong, f"write '## {theirs[missing]}' at its place")
    if shown != [each for each in theirs if each in shown]:
        wrong = "its parts stand in another order than the lesson's"
        yield Complaint(file, 0, "", wrong, "put them in the order of the lesson, each once")


def own_words(block: Block) -> int:
    """Return how many words of a block are our own: those outside quotation marks.

    Examples
    --------
    >>> own_words(blocks("She says “no, never” today.")[0])
    3
    """
    theirs = sum(len(_WORD.findall(words)) for words in quoted(block.cuts)[0])
    # what a release says of a link that is not in it was written by nobody
    return len(_WORD.findall(block.text.replace(say("release gone"), ""))) - theirs


# ── headings and parts ───────────────────────────────────────────────────────────────────────


def _headings(lesson: Lesson) -> Iterator[Complaint]:
    found = [(cell, block) for cell, block in lesson.texts if block.level]
    opening = lesson.cells[0].blocks[:1] if lesson.cells else ()
    first = bool(opening and opening[0].level == 1)
    levels = [(block.level, place) for place, (_, block) in enumerate(found)]
    for place, wrong, cure in _wrong_levels(levels, first=first):
        yield lesson.complaint(found[place][0] if place < len(found) else None, wrong, cure)


def _wrong_levels(
    levels: Sequence[tuple[int, int]], *, first: bool
) -> Iterator[tuple[int, str, str]]:
    """Yield where, what and what to do about headings, given the level and place of each."""
    titles = [place for level, place in levels if level == 1]
    if not first:
        yield 0, "it does not begin with its title", "write '# ' and the title above everything"
    for place in titles[1:]:
        yield place, "a second heading with one '#' stands here", "write '##', or delete it"
    for (before, _), (level, place) in pairwise(levels):
        if level > before + 1:
            wrong = f"a heading with {level} '#' follows one with {before}"
            yield place, wrong, f"write it with {before + 1} '#'"


def _parts(lesson: Lesson) -> Iterator[Complaint]:
    """Complain of parts that are missing, unknown, repeated or out of their order."""
    known = [(name, part) for part in lesson.parts if (name := _name(part.title))]
    names = [name for name, _ in known]
    missing = [name for name in PARTS if name not in names]
    for part in (each for each in lesson.parts if not _name(each.title)):
        near = did_you_mean(part.title.partition(",")[0], missing)
        if near.startswith("did"):
            missing = [name for name in missing if f"'{name}'" not in near]
            yield lesson.complaint(part.cell, f"'{part.title}' is no part of a lesson", near)
        else:
            cure = "make it a '###' under another part, or keep it"
            wrong = f"the part '{part.title}' is not one that every lesson has"
            yield lesson.complaint(part.cell, wrong, cure, "advice")
    for name in missing:
        place = PARTS.index(name)
        after = f"after '{PARTS[place - 1]}'" if place else "under the title"
        heading = f"## {name}" if name == PARTS[-1] else f"## {name} · 5 minutes"
        yield lesson.complaint(None, f"it has no part '{name}'", f"write '{heading}' {after}")
    for (before, _), (name, part) in pairwise(known):
        if PARTS.index(name) <= PARTS.index(before):
            wrong = f"'{name}' stands after '{before}'"
            yield lesson.complaint(part.cell, wrong, f"the order is: {', '.join(PARTS)}")


def _name(title: str) -> str:
    """Return which part of a lesson a heading means; empty where it is none."""
    return next((name for name in PARTS if title.partition(",")[0].strip() == name), "")


def _objectives(lesson: Lesson) -> Iterator[Complaint]:
    count = len(lesson.objectives)
    place = next((part.cell for part in lesson.parts if part.title == OBJECTIVES), None)
    if place and not 1 <= count <= OBJECTIVES_MOST:
        wrong = f"'{OBJECTIVES}' lists {count} objectives"
        cure = f"list 1 to {OBJECTIVES_MOST}, each on a line that begins with its number: '1. …'"
        yield lesson.complaint(place, wrong, cure)


def _minutes(lesson: Lesson, class_minutes: int) -> Iterator[Complaint]:
    for part in lesson.parts:
        if part.minutes is None and _name(part.title) not in {LAST, ""}:
            cure = f"write '## {part.title} · 5 minutes'"
            yield lesson.complaint(part.cell, f"the part '{part.title}' has no minutes", cure)
    most = class_minutes - SPARE
    if lesson.minutes > most:
        wrong = f"its parts take {lesson.minutes} minutes, and a class leaves {most}"
        yield lesson.complaint(None, wrong, "make parts shorter, or give one as homework")


def _top(lesson: Lesson) -> Iterator[Complaint]:
    """Complain of what a learner must find above the first part."""
    above = list(_above(lesson))
    said = " ".join(block.text for cell in above for block in cell.blocks)
    if RUN_ALL not in said:
        cure = f"write 'Choose **{RUN_ALL}**.' under the title"
        wrong = f"'{RUN_ALL}' does not stand at its top"
        yield lesson.complaint(lesson.cells[0] if lesson.cells else None, wrong, cure)
    if not any(cell.code and "open_case(" in cell.source for cell in above):
        cure = "write a code cell with 'case = casestudy.open_case()' above the first '##'"
        yield lesson.complaint(None, "no cell at its top opens the case", cure)
    total = _TOTAL.search(said)
    timed = lesson.parts and any(part.minutes for part in lesson.parts)
    if total and timed and int(total[1]) != lesson.minutes:
        wrong = f"its top says {total[1]} minutes, and its parts take {lesson.minutes}"
        yield lesson.complaint(lesson.cells[0], wrong, "mend one of the two")


def _above(lesson: Lesson) -> Iterator[Cell]:
    """Yield the cells above the first part."""
    for cell in lesson.cells:
        if any(block.level == 2 for block in cell.blocks):  # noqa: PLR2004 - an H2
            if cell is lesson.cells[0]:
                yield cell
            return
        yield cell


def _images(lesson: Lesson) -> Iterator[Complaint]:
    for cell, block in lesson.texts:
        for address, alt in block.images:
            if not alt.strip():
                wrong = f"the image '{address}' says nothing to those who do not see it"
                cure = "write what it shows: '![what it shows](file)'"
                yield lesson.complaint(cell, wrong, cure)


def _sizes(lesson: Lesson) -> Iterator[Complaint]:
    if len(lesson.code) > CELLS_MOST:
        wrong = f"it has {len(lesson.code)} code cells"
        yield lesson.complaint(None, wrong, f"leave {CELLS_MOST} or fewer")
    words = sum(own_words(block) for _, block in lesson.texts)
    if words > WORDS_MOST:
        wrong = f"its own words are {words}"
        yield lesson.complaint(None, wrong, f"leave {WORDS_MOST} or fewer; cards do not count")


# ── code cells ───────────────────────────────────────────────────────────────────────────────


def _code(lesson: Lesson, cell: Cell) -> Iterator[Complaint]:
    hidden = _hidden(cell)
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if not any(hidden) and len(lines) > LINES_MOST:
        wrong = f"{len(lines)} lines of code are seen"
        yield lesson.complaint(cell, wrong, f"leave {LINES_MOST} or fewer, or hide them")
    if any(hidden) and not all(hidden):
        has, lacks = (
            ("'source_hidden'", "the tag 'hide-input'")
            if hidden[0]
            else ("the tag 'hide-input'", "'source_hidden'")
        )
        cure = f"run: casestudy refresh {lesson.path}"
        yield lesson.complaint(cell, f"it has {has} and not {lacks}", cure)
    yield from _text_way(lesson, cell)
    try:
        tree = parsed(cell.source)
    except SyntaxError:  # said elsewhere; here only what a shell would understand
        for line in _SHELL.findall(cell.source):
            wrong = f"'{line}' is no Python, but a command for this computer"
            yield lesson.complaint(cell, wrong, "delete it: a lesson runs on every computer")
        return
    if not any(hidden) and _displays(tree):
        cure = f"run: casestudy refresh {lesson.path}"
        yield lesson.complaint(cell, "it only displays something, and its code is seen", cure)
    for wrong, cure in (*_strange(tree), *_misspelt(tree)):
        yield lesson.complaint(cell, wrong, cure)


def hidden_code(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook in which the code of each cell that only displays something is hidden.

    JupyterLab hides it with one mark, and what makes pages of notebooks with another. With a third,
    Run All Cells goes on where cards are not in order. Nobody has to write them.

    Examples
    --------
    >>> cell = {"cell_type": "code", "source": "case.read('gazette')", "metadata": {}}
    >>> hidden_code({"cells": [cell]})["cells"][0]["metadata"]
    {'jupyter': {'source_hidden': True}, 'tags': ['hide-input', 'raises-exception']}
    """
    return {**notebook, "cells": [_with_hidden_code(cell) for cell in notebook["cells"]]}


_TAGS = ("hide-input", "raises-exception")


def strict(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of which no cell that only displays something may fail.

    Examples
    --------
    >>> cell = {"metadata": {"tags": ["hide-input", "raises-exception"]}}
    >>> strict({"cells": [cell]})["cells"][0]["metadata"]
    {'tags': ['hide-input']}
    """
    return {**notebook, "cells": [_strict(cell) for cell in notebook["cells"]]}


def _strict(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell["metadata"]
    if not _marks(metadata)[1]:
        return cell  # an error that a lesson shows on purpose
    tags = [tag for tag in metadata["tags"] if tag != "raises-exception"]
    return {**cell, "metadata": {**metadata, "tags": tags}}


def _with_hidden_code(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell["metadata"]
    if cell["cell_type"] != "code":
        return cell
    if not any(_marks(metadata)) and not _only_displays(joined(cell["source"])):
        return cell
    settings, tags = metadata.get("jupyter"), metadata.get("tags")
    kept = settings if isinstance(settings, dict) else {}
    tagged = tags if isinstance(tags, list) else []
    more = [tag for tag in _TAGS if tag not in tagged]
    marks = {"jupyter": {**kept, "source_hidden": True}, "tags": [*tagged, *more]}
    return {**cell, "metadata": {**metadata, **marks}}


def _only_displays(source: str) -> bool:
    try:
        return _displays(parsed(source))
    except SyntaxError:
        return False


def _hidden(cell: Cell) -> tuple[bool, bool]:
    return _marks(cell.metadata)


def _marks(metadata: Mapping[str, Any]) -> tuple[bool, bool]:
    settings, tags = metadata.get("jupyter"), metadata.get("tags")
    return (
        isinstance(settings, dict) and settings.get("source_hidden") is True,
        isinstance(tags, list) and "hide-input" in tags,
    )


def _displays(tree: ast.Module) -> bool:
    """Tell whether a cell does nothing but show widgets to learn with.

    Other calls, such as a search, may stand there to be changed by the learner.
    """
    return bool(tree.body) and all(
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Call)
        and (_called(line.value) in WIDGETS or _called(line.value) == "display")
        for line in tree.body
    )


def _called(call: ast.Call) -> str:
    name = call.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def _strange(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what cannot run in a room without a network, or waits for somebody to type."""
    for node in ast.walk(tree):
        for name in _imported(node):
            if name.split(".")[0] in _NETWORK:
                yield f"it imports '{name}'", "delete it: a lesson works without a network"
            if name.split(".")[0] == "subprocess":
                yield f"it imports '{name}'", "delete it: a lesson runs on every computer"
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "input":
            yield "it waits for 'input(…)'", "delete it: Run All Cells must not stop"
        if isinstance(called, ast.Attribute) and called.attr == "system":
            yield "it starts another program", "delete it: a lesson runs on every computer"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for address in re.findall(r"https?://\S*", node.value):
                yield f"'{address}' stands in code", "delete it: a lesson works without a network"


def _imported(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _misspelt(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what a cell asks of the case by a name that nothing has."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name("case"), name) if name[0] != "_" and name not in NAMES:
                yield f"there is no 'case.{name}'", did_you_mean(name, NAMES)
            case ast.Call(ast.Attribute(ast.Name("case"), name), _, given):
                known = _keywords(name)
                for word in (each.arg for each in given):
                    if word and known and word not in known:
                        yield f"'case.{name}' takes no '{word}'", did_you_mean(word, known)


def _keywords(name: str) -> list[str]:
    """Return what a method of the case takes by name; nothing where that is not fixed."""
    method = getattr(Case, name, None)
    taken = list(signature(method).parameters.values())[1:] if isfunction(method) else []
    free = any(each.kind is Parameter.VAR_KEYWORD for each in taken)
    return [] if free else [each.name for each in taken]


def _text_way(lesson: Lesson, cell: Cell) -> Iterator[Complaint]:
    """Complain of what is stored for eyes alone, without words for a screen reader.

    A picture has its words in its own output; a table may stand under words that another has.
    """
    held = [out["data"] for out in cell.outputs if out.get("data")]
    words = ["text/plain" in each and _says(joined(each["text/plain"])) for each in held]
    pictures = [any(kind.startswith("image/") for kind in each) for each in held]
    bare = [picture and not said for picture, said in zip(pictures, words, strict=True)]
    if any(bare) or (held and not any(words)):
        wrong = f"what it shows ({', '.join(held[bare.index(True) if any(bare) else 0])}) has"
        cure = "show a value that prints itself as text too"
        yield lesson.complaint(cell, f"{wrong} no words beside it", cure)


def _says(text: str) -> bool:
    return bool(text.strip()) and not _BARE.fullmatch(text.strip())

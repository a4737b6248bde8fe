"""A dossier for the eye: lines of text, Markdown, and a page that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape as escaped
from importlib.resources import files
from typing import TYPE_CHECKING

from casestudy.dossier import SECTIONS, branches, cited, read
from casestudy.drawings import ArgumentMap, Box, Source
from casestudy.drawings import Branch as Drawn
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casestudy.dossier import Branch, Dossier, Held, Piece
    from casestudy.drawings import Joint

__all__ = [
    "Sheet",
    "argument_lines",
    "argument_map",
    "citation_lines",
    "dossier_html",
    "dossier_markdown",
    "plan_lines",
    "section_name",
    "summary",
    "text_lines",
]

MARK = "casestudy dossier"
"""What tells a page of ours from another file, so that nobody writes over something else."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~$])")
_BEGINS = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")


_SHAPES: dict[str, tuple[str, Joint]] = {
    "": ("claim", ""),
    "supports": ("fact", "supports"),
    "answers": ("rebuttal", "answers"),
}
"""What an entry without a role looks like, by what it does; and how it is joined."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dossier as it is handed in: with a name and a day.

    Parameters
    ----------
    dossier : Dossier
        What was collected.
    name : str
        The learner's; empty leaves a line to write it on.
    day : str
        The day, in words.
    """

    dossier: Dossier
    name: str
    day: str


# ── as lines of text ─────────────────────────────────────────────────────────────────────────


def summary(dossier: Dossier) -> str:
    """Return how much there is, in a sentence or two."""
    count = len(dossier.pieces)
    if not count:
        return say("dossier page empty")
    texts = len(dossier.cited)
    told = say(
        "dossier summary",
        entries=say("dossier entry") if count == 1 else say("dossier entries", number=count),
        documents=say("document") if texts == 1 else say("documents", number=texts),
    )
    bare = sum(not piece.claim.strip() for piece in dossier.pieces)
    name = "dossier open one" if bare == 1 else "dossier open"
    return f"{told} {say(name, number=bare)}" if bare else told


def text_lines(dossier: Dossier) -> Iterator[str]:
    """Yield all of a dossier as lines of text."""
    yield f"{say('dossier title')}: {summary(dossier)}"
    for piece in dossier.pieces:
        yield f"\n{piece.number}. {piece.sentence}"
        if told := kinds(dossier, piece):
            yield f"   {told}"
        yield from (f"   | {held.words} ({held.citation})" for held in piece.passages)
    for name, lines in (
        ("map", list(argument_lines(dossier))),
        ("plan", list(plan_lines(dossier))),
        ("citations", list(citation_lines(dossier))),
    ):
        if lines:
            yield f"\n{say(f'dossier page {name}')}"
            yield from lines


def kinds(dossier: Dossier, piece: Piece) -> str:
    """Return what an entry is, whose, and what it is joined to, in one line."""
    told = [say(f"dossier role {piece.entry.role}")] if piece.entry.role else []
    told += [piece.entry.side] if piece.entry.side else []
    told += [
        say("dossier joined", how=how, number=dossier.numbered(other).number)
        for how, other in piece.joins
    ]
    return ", ".join(told)


def argument_lines(dossier: Dossier) -> Iterator[str]:
    """Yield the argument map as an outline; nothing where no entry is joined or has a role."""
    for tree in mapped(dossier):
        for depth, branch in tree.walk():
            yield f"{'   ' * depth}- {branch_words(branch)}"


def argument_map(dossier: Dossier) -> ArgumentMap:
    """Return the arguments as a drawing of boxes; what is joined further down names its entry."""
    trees = mapped(dossier)
    pieces = (branch.piece for tree in trees for _, branch in tree.walk())
    shown = cited(pieces, dossier.documents)
    return ArgumentMap(
        say("dossier map title"),
        tuple(
            Drawn(tree.piece.entry.side, (_box(tree, None),), tuple(_below(tree))) for tree in trees
        ),
        rights=tuple(filter(None, (rights(dossier, name) for name in shown))),
    )


def _below(branch: Branch) -> Iterator[Box]:
    for each in branch.branches:
        yield _box(each, branch.piece.number)
        yield from _below(each)


def _box(branch: Branch, above: int | None) -> Box:
    """Return an entry as a box; one without a role has the shape of what it does."""
    piece, how = branch.piece, branch.how
    usual, joint = _SHAPES[how]
    told = [say(f"dossier role {piece.entry.role or usual}")]
    told += [say("dossier joined", how=how, number=above)] if above else []
    found = tuple(each.passage for each in piece.passages if each.passage)
    return Box(
        piece.entry.role or usual,
        ", ".join(told),
        f"{piece.number}. {piece.sentence}",
        piece.citations,
        joint,
        (Source("", found),) if found else (),
    )


def mapped(dossier: Dossier) -> tuple[Branch, ...]:
    """Return the branches that make a map: an entry alone has none."""
    return tuple(tree for tree in branches(dossier) if tree.branches or tree.piece.entry.role)


def branch_words(branch: Branch) -> str:
    """Return an entry of the map: what it does, what it is, its sentence and citations."""
    role = branch.piece.entry.role
    told = [branch.how, say(f"dossier role {role}") if role else "", branch.piece.entry.side]
    head = ", ".join(filter(None, told))
    return f"{head}: {branch.piece}" if head else str(branch.piece)


def plan_lines(dossier: Dossier) -> Iterator[str]:
    """Yield the essay plan; nothing where no entry stands in a part of it."""
    for name, pieces in planned(dossier):
        yield section_name(name)
        yield from (f"   {piece}" for piece in pieces)


def planned(dossier: Dossier) -> list[tuple[str, Sequence[Piece]]]:
    """Return the parts of the essay that have entries, in their order, and what is in none."""
    found = [(name, dossier.section(name)) for name in (*SECTIONS, "")]
    return [each for each in found if each[1]] if any(pieces for _, pieces in found[:-1]) else []


def section_name(name: str) -> str:
    """Return what a part of the essay is called."""
    return say(f"dossier section {name}") if name else say("dossier page unplanned")


def citation_lines(dossier: Dossier) -> Iterator[str]:
    """Yield each document that is quoted, its passages, and its rights notice."""
    for name, held in dossier.cited.items():
        yield f"{name}: {source(dossier, name)}"
        yield from (f"   {each.citation}: {each.words}" for each in held)
        if found := rights(dossier, name):
            yield f"   {found}"


def source(dossier: Dossier, name: str) -> str:
    """Return who published a document and when; its name where it is not in the case any more."""
    document = read(dossier.documents, name)
    return document.source if document else name


def rights(dossier: Dossier, name: str) -> str:
    """Return a document's rights notice."""
    document = read(dossier.documents, name)
    return document.rights if document else ""


# ── as Markdown ──────────────────────────────────────────────────────────────────────────────


def dossier_markdown(sheet: Sheet) -> str:
    """Return a dossier as Markdown; whatever a learner wrote stands in it as text.

    Parameters
    ----------
    sheet : Sheet
        The dossier with name and day.
    """
    return "\n".join((*_markdown(sheet), f"<!-- {MARK} -->", ""))


def marked_down(text: str) -> str:
    r"""Return words so that Markdown shows them as they are, on one line.

    Examples
    --------
    >>> print(marked_down("# *Not* <b>so</b>\n- 1. $x$"))
    \# \*Not\* \<b\>so\</b\> - 1. \$x\$
    """
    words = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _BEGINS.sub(_begun, words)


def _begun(found: re.Match[str]) -> str:
    """Keep a first sign from making a list or a heading; after a number it is the stop."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def _markdown(sheet: Sheet) -> Iterator[str]:
    dossier = sheet.dossier
    yield f"# {say('dossier page title', title=marked_down(dossier.title))}\n"
    name = marked_down(sheet.name) or "\\_" * 24
    yield f"{say('dossier page name')}: {name} · {say('dossier page date')}: {sheet.day}\n"
    yield f"## {say('dossier page claims')}\n"
    if not dossier.pieces:
        yield f"{say('dossier page empty')}\n"
    for piece in dossier.pieces:
        yield from _markdown_piece(dossier, piece)
    yield from _markdown_part("map", _markdown_map(dossier))
    yield from _markdown_part("plan", _markdown_plan(dossier))
    yield from _markdown_part("citations", _markdown_citations(dossier))
    yield f"*{say('dossier page foot')}*\n"


def _markdown_piece(dossier: Dossier, piece: Piece) -> Iterator[str]:
    label = f"{piece.number}. "
    indent = " " * len(label)
    yield f"{label}{marked_down(piece.sentence)}\n"
    if told := kinds(dossier, piece):
        yield f"{indent}({marked_down(told)})\n"
    for held in piece.passages:
        yield f"{indent}> {marked_down(held.words)}\n{indent}>"
        yield f"{indent}> — {_source(dossier, held)}\n"


def _source(dossier: Dossier, held: Held) -> str:
    return f"{held.citation}, {marked_down(source(dossier, held.quoted.document))}"


def _markdown_part(name: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"## {say(f'dossier page {name}')}\n"
        yield from (*found, "")


def _markdown_map(dossier: Dossier) -> Iterator[str]:
    for tree in mapped(dossier):
        for depth, branch in tree.walk():
            yield f"{'  ' * depth}- {marked_down(branch_words(branch))}"


def _markdown_plan(dossier: Dossier) -> Iterator[str]:
    for name, pieces in planned(dossier):
        yield f"### {section_name(name)}\n"
        yield from (f"- {marked_down(str(piece))}" for piece in pieces)
        yield ""


def _markdown_citations(dossier: Dossier) -> Iterator[str]:
    for name, held in dossier.cited.items():
        places = "; ".join(dict.fromkeys(each.citation for each in held))
        told = (f"{name}: {source(dossier, name)}.", f"{places}.", rights(dossier, name))
        yield f"- {marked_down(' '.join(filter(None, told)))}"


# ── as a page ────────────────────────────────────────────────────────────────────────────────


def dossier_html(sheet: Sheet) -> str:
    """Return a dossier as a page without script, network or other files, to read and to print.

    Parameters
    ----------
    sheet : Sheet
        The dossier with name and day.
    """
    title = _text(say("dossier page title", title=sheet.dossier.title))
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><meta name="generator" content="{MARK}">',
            '<meta http-equiv="Content-Security-Policy"',
            " content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{paper_style()}</style></head><body><main>",
            f"<h1>{title}</h1>",
            *_html(sheet),
            "</main></body></html>",
            "",
        )
    )


@cache
def paper_style() -> str:
    """Return the style sheet of pages that are printed."""
    return files("casestudy").joinpath("static", "paper.css").read_text(encoding="utf-8")


def _text(words: str) -> str:
    return escaped(words, quote=True)


def _html(sheet: Sheet) -> Iterator[str]:
    dossier = sheet.dossier
    name = _text(sheet.name) or '<span class="pp-line"></span>'
    yield f'<p class="pp-who"><span>{say("dossier page name")}: {name}</span>'
    yield f"<span>{say('dossier page date')}: {_text(sheet.day)}</span></p>"
    yield f"<h2>{say('dossier page claims')}</h2>"
    if not dossier.pieces:
        yield f"<p>{say('dossier page empty')}</p>"
    yield '<ol class="pp-entries">'
    for piece in dossier.pieces:
        yield from _html_piece(dossier, piece)
    yield "</ol>"
    yield from _html_part("map", _html_map(dossier))
    yield from _html_part("plan", _html_plan(dossier))
    yield from _html_part("citations", _html_citations(dossier))
    yield f'<p class="pp-foot">{_text(say("dossier page foot"))}</p>'


def _html_piece(dossier: Dossier, piece: Piece) -> Iterator[str]:
    told = kinds(dossier, piece)
    yield f'<li class="pp-keep"><p class="pp-claim">{_text(piece.sentence)}</p>'
    if told:
        yield f'<p class="pp-small">{_text(told)}</p>'
    for held in piece.passages:
        cite = f"{held.citation}, {source(dossier, held.quoted.document)}"
        yield f"<blockquote><p>{_text(held.words)}</p><cite>{_text(cite)}</cite></blockquote>"
    yield "</li>"


def _html_part(name: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"<h2>{say(f'dossier page {name}')}</h2>"
        yield from found


def _html_map(dossier: Dossier) -> Iterator[str]:
    trees = mapped(dossier)
    if trees:
        yield '<ul class="pp-map">'
        for tree in trees:
            yield from _html_branch(tree)
        yield "</ul>"


def _html_branch(branch: Branch) -> Iterator[str]:
    piece = branch.piece
    role = piece.entry.role
    told = [branch.how, say(f"dossier role {role}") if role else "", piece.entry.side]
    head = _text(" · ".join(filter(None, told)))
    yield f'<li data-how="{_text(branch.how)}"><div class="pp-box">'
    yield f"<small>{head}</small> {_text(str(piece))}</div>"
    if branch.branches:
        yield "<ul>"
        for each in branch.branches:
            yield from _html_branch(each)
        yield "</ul>"
    yield "</li>"


def _html_plan(dossier: Dossier) -> Iterator[str]:
    for name, pieces in planned(dossier):
        yield f"<h3>{section_name(name)}</h3><ul>"
        yield from (f"<li>{_text(str(piece))}</li>" for piece in pieces)
        yield "</ul>"


def _html_citations(dossier: Dossier) -> Iterator[str]:
    found = dossier.cited
    if found:
        yield "<ul>"
        for name, held in found.items():
            places = "; ".join(dict.fromkeys(each.citation for each in held))
            yield f"<li><strong>{_text(name)}</strong>: {_text(source(dossier, name))}. "
            notice = _text(rights(dossier, name))
            yield f'{_text(places)}.<br><span class="pp-small">{notice}</span></li>'
        yield "</ul>"

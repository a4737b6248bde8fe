"""A lesson or a sheet on paper: excerpts, questions and room to write, as one page to print."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from casestudy.case import Case
from casestudy.documents import notices
from casestudy.dossierpage import paper_style
from casestudy.errors import CaseError
from casestudy.html import reading
from casestudy.lessonfile import read_heading
from casestudy.lessons.form import RUN_ALL
from casestudy.lessons.notebook import asked_by, calls, joined, lesson_name, read_notebook
from casestudy.page import questions
from casestudy.printed import question_html, shown_in
from casestudy.reading import choose
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from casestudy.lessons.notebook import Call

__all__ = ["handout"]

_OWN = re.compile(r"\.\s*(?:dossier|practise|progress|review)\b")
"""What shows a learner's own work: a handout has none."""

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml"}


@dataclass(slots=True)
class _Desk:
    """What the parts of a handout have in common."""

    case: Case
    path: str
    solutions: bool
    number: int = 0
    shown: set[str] = field(default_factory=set)
    asked_of: dict[str, None] = field(default_factory=dict)


def handout(course: Path, path: str, *, solutions: bool = False) -> str:
    """Return a lesson or a sheet as a page to print: A4 or Letter, no script, no other file.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : str
        The notebook, relative to the course. It is not executed: excerpts and questions come from
        the documents and the cards, charts and tables from what is stored.
    solutions : bool
        Whether key, feedback, passages, hints and model answers stand below each question.

    Raises
    ------
    CaseError
        Where the notebook or its cards are not in order, or the edition has no solutions.
    """
    case = Case(course)
    if solutions and case.course.edition == "student":
        message = "A student's edition has no solutions. Print them from the instructor's edition."
        raise CaseError(message)
    notebook = read_notebook(course, path)
    desk = _Desk(case, path, solutions)
    parts = [part for cell in notebook["cells"] for part in _cell(desk, cell)]
    parts += _left(desk)
    title = escape(read_heading(course, lesson_name(path)).title)
    return _page(title, [*parts, *_rights(desk)], solutions=solutions)


def _page(title: str, parts: Sequence[str], *, solutions: bool) -> str:
    line = '<span class="pp-line"></span>'
    head = f'<p class="pp-who"><span>{say("paper name")}: {line}</span><span>{say("paper date")}: '
    head += f"{line}</span></p>"
    if solutions:
        head = f'<p class="pp-who"><strong>{say("paper solutions")}</strong></p>'
    inside = "\n".join(parts)
    # name and date stand under the title of the lesson, which is the first heading of its text
    inside = inside.replace("</h1>", f"</h1>\n{head}", 1) if "</h1>" in inside else head + inside
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta http-equiv="Content-Security-Policy"',
            " content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{paper_style()}</style></head><body><main>",
            inside,
            "</main></body></html>",
            "",
        )
    )


def _cell(desk: _Desk, cell: dict[str, Any]) -> Iterator[str]:
    """Yield what of a cell belongs on paper."""
    if cell["cell_type"] == "markdown":
        yield _prose(desk, joined(cell["source"]))
        return
    if cell["cell_type"] != "code":
        return
    asked = list(calls({"cells": [cell]}))
    own = _OWN.search(joined(cell["source"]))
    if own:
        yield f"<p><em>{escape(say('paper own'))}</em></p>"
    for call in asked:
        yield from _called(desk, call)
    if not asked and not own:
        yield from (_output(desk, out["data"]) for out in cell["outputs"] if out.get("data"))


def _called(desk: _Desk, call: Call) -> Iterator[str]:
    """Yield the passages, or the questions, that a cell shows."""
    case = desk.case
    if call.does == "read":
        for each in choose(case.documents, call.name, beside=call.beside, only=call.part):
            desk.shown.add(each.document.id)
            yield reading(each.document, each.passages)
        return
    quiz = asked_by(case, call)
    mistakes = case.course.mistakes if desk.solutions else None
    pages = questions(case.id, quiz, case.documents)
    for item, page in zip(quiz.items, pages, strict=True):
        desk.number += 1
        desk.shown |= shown_in(item, case.documents, solutions=desk.solutions)
        if item.kind in {"mark", "claim"} and "¶" not in item.field("in"):
            desk.asked_of[item.document] = None
        yield question_html(case.id, item, page, desk.number, case.documents, solutions=mistakes)


def _left(desk: _Desk) -> Iterator[str]:
    """Yield whole texts in which words are to be underlined, where none of them is shown."""
    missing = [name for name in desk.asked_of if name not in desk.shown]
    if missing:
        yield f"<h2>{escape(say('paper texts'))}</h2>"
    for name in missing:
        document = desk.case.documents[name]
        desk.shown.add(name)
        yield reading(document, document.passages)


def _rights(desk: _Desk) -> Iterator[str]:
    lines = [escape(notice) for notice in notices(desk.case.documents, desk.shown)]
    if lines:
        yield f"<h2>{escape(say('paper rights'))}</h2>"
        yield f'<p class="pp-small">{"<br>".join(lines)}</p>'


# ── prose and what is stored ─────────────────────────────────────────────────────────────────


def _prose(desk: _Desk, source: str) -> str:
    """Return a Markdown cell; how to run it is left out, and links lead nowhere on paper."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only a printed page needs it

    reader: MarkdownIt = MarkdownIt("commonmark", {"html": False}).enable("table")
    kept = list(_printable(reader.parse(source)))
    for token in (each for block in kept for each in block.children or ()):
        if token.type == "image":
            token.attrs["src"] = _picture(desk, str(token.attrs.get("src", "")))
        if token.type == "link_open":
            token.attrs = {}
    return str(reader.renderer.render(kept, reader.options, {}))


def _printable(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without paragraphs that tell how to run the notebook."""
    skipping = 0
    for place, token in enumerate(tokens):
        said = tokens[place + 1].content if place + 1 < len(tokens) else ""
        if token.type == "paragraph_open" and RUN_ALL in said.replace("*", ""):
            skipping = 3
        if skipping:
            skipping -= 1
        else:
            yield token


def _picture(desk: _Desk, source: str) -> str:
    """Return a picture that stands beside the lesson as a part of the page; nothing for others."""
    folder = (desk.case.folder / desk.path).parent
    file = (folder / source).resolve()
    kind = _PICTURES.get(file.suffix.lower().removeprefix("."))
    if not kind or not file.is_relative_to(desk.case.folder.resolve()) or not file.is_file():
        return ""
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def _output(desk: _Desk, stored: dict[str, Any]) -> str:
    """Return a stored chart or table; what is closed there is open only among solutions."""
    picture = stored.get("image/png")
    words = joined(stored.get("text/plain", ""))
    if picture:
        source = f"data:image/png;base64,{joined(picture).strip()}"
        return f'<p class="pp-keep"><img src="{escape(source)}" alt="{escape(words)}"></p>'
    if page := joined(stored.get("text/html", "")):
        # their style is for a screen, and would be that of the whole sheet
        plain = _STYLE.sub("", page)
        return plain.replace("<details>", "<details open>") if desk.solutions else plain
    return f"<pre>{escape(words)}</pre>" if words else ""

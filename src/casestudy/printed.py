"""Questions and passages on paper: black on white, with room to write and nothing to press."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from casestudy.html import answer_blocks, escape, inline, reading
from casestudy.responses import IN_TEXT, named_excerpt
from casestudy.strings import PAGE, say
from casestudy.transcript import choices_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casestudy.documents import Document
    from casestudy.quizzes import Item

__all__ = ["question_html", "shown_in"]

_LINE_WORDS = 8
"""Words of handwriting on a line, with room to cross some out."""

_LINES = (4, 24)
"""Lines for a text: at least, and at most."""

_LONG = 1400
"""Letters of a question from which on it may be cut by the end of a sheet."""


def question_html(
    case: str,
    item: Item,
    page: Mapping[str, Any],
    number: int,
    documents: Mapping[str, Document],
    *,
    solutions: Mapping[str, str] | None = None,
) -> str:
    """Return a question as it stands on paper.

    Parameters
    ----------
    case : str
        The case's id.
    item : Item
        The question.
    page : mapping
        What a page shows of it, as in `casestudy.page.question`.
    number : int
        Its number on the sheet.
    documents : mapping of str to Document
        The documents.
    solutions : mapping of str to str, optional
        The reading mistakes of the course, where key, feedback and passages are to stand below.
    """
    inside = "\n".join(_question(item, page, number, documents))
    long = " pp-long" if len(inside) > _LONG and item.kind in IN_TEXT else ""
    block = f'<section class="pp-question{long}">\n{inside}\n</section>'
    if solutions is None:
        return block
    told = [
        f'<div class="pp-keep">{each}</div>' for each in answer_blocks(case, item, page, solutions)
    ]
    head = f"<p><strong>{number}. {escape(say('paper answer'))}</strong></p>"
    return f'{block}\n<div class="pp-solution">{head}{"".join(told)}</div>' if told else block


def shown_in(item: Item, documents: Mapping[str, Document], *, solutions: bool) -> set[str]:
    """Return the ids of the documents whose words a question shows on paper."""
    passages = [*item.quotations]
    if solutions:
        passages += [each for option in item.options for each in option.evidence]
        passages += [each for model in item.models for each in model.evidence]
    passages += named_excerpt(item, documents)
    return {each.document for each in passages}


def _question(
    item: Item, page: Mapping[str, Any], number: int, documents: Mapping[str, Document]
) -> Iterator[str]:
    first, *rest = [inline(paragraph) for paragraph in page["stem"]] or [""]
    yield f'<p class="pp-stem">{number}. {first}</p>'
    yield from (f"<p>{paragraph}</p>" for paragraph in rest)
    for passage in item.quotations:
        cite = f"<cite>{escape(passage.citation)}</cite>"
        yield f"<blockquote><p>{escape(passage.text)}</p>{cite}</blockquote>"
    if asked := _asked(item, page):
        yield f"<p>{escape(asked)}</p>"
    if passages := named_excerpt(item, documents):
        yield reading(documents[passages[0].document], passages)
    yield from _body(item, page)
    if page["confidence"] is not None:
        levels = "&emsp;".join(
            f'<span class="pp-tick pp-one pp-inline"></span> {escape(PAGE[name])}'
            for name in ("guess", "fairly", "sure")
        )
        yield f"<p>{escape(say('paper sure'))}&emsp;{levels}</p>"


def _asked(item: Item, page: Mapping[str, Any]) -> str:
    """Return what to do with a pen; a page says what to do with keys."""
    match item.kind:
        case "mark" | "claim":
            return say(f"paper {item.kind}", place=item.field("in"))
        case "order":
            return say("paper order", count=len(page["options"]))
        case "match" | "annotate":
            return say("paper rows")
        case "grid":
            return say("paper cells")
        case "single":
            return say("paper one")
        case _:
            return str(page["ask"])


def _body(item: Item, page: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is ticked, filled in or written on."""
    match page["control"]:
        case "choice":
            yield _options(page, one=not page["many"])
        case "marking":
            yield _options(page, one=True) if page["options"] else ""
        case "text":
            yield f'<p><span class="pp-blank pp-wide"></span> {escape(page["unit"])}</p>'
        case "order":
            rows = (f"{_BLANK}<span>{inline(row['segments'])}</span>" for row in page["options"])
            yield _list(rows)
        case "rows":
            yield from _rows(item, page)
        case _:
            yield from _writing(page)


_BLANK = '<span class="pp-blank"></span>'


def _list(rows: Iterator[str]) -> str:
    return f'<ul class="pp-options">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'


def _options(page: Mapping[str, Any], *, one: bool) -> str:
    tick = f'<span class="pp-tick{" pp-one" if one else ""}"></span>'
    return _list(
        f"{tick}<span>{row['letter']}&ensp;{inline(row['segments'])}</span>"
        for row in page["options"]
    )


def _rows(item: Item, page: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table to fill in, and what there is to choose from."""
    columns = page["columns"]
    if item.kind == "grid":
        names = "".join(f'<th scope="col">{escape(each["name"])}</th>' for each in columns)
        head = f'<thead><tr><th scope="col">{escape(say("row"))}</th>{names}</tr></thead>'
        cells = "<td></td>" * len(columns)
        rows = "".join(
            f'<tr><th scope="row">{inline(row["segments"])}</th>{cells}</tr>'
            for row in page["options"]
        )
        yield f"<table>{head}<tbody>{rows}</tbody></table>"
    else:
        yield _list(
            f"{_BLANK}<span>{row['letter']}&ensp;{inline(row['segments'])}</span>"
            for row in page["options"]
        )
    yield from (f"<p>{escape(choices_line(column))}</p>" for column in columns)
    if item.field("draw"):
        yield f'<p>{escape(say("paper draw"))}</p><div class="pp-room"></div>'


def _writing(page: Mapping[str, Any]) -> Iterator[str]:
    """Yield lines to write on, and what to check the text by."""
    least, most = _LINES
    count = min(max(ceil(1.5 * page["words"] / _LINE_WORDS), least), most)
    yield f'<div class="pp-lines">{"<div></div>" * count}</div>'
    if page["options"]:
        yield f"<p>{escape(PAGE['checklist'])}</p>"
        tick = '<span class="pp-tick"></span>'
        yield _list(f"{tick}<span>{inline(row['segments'])}</span>" for row in page["options"])

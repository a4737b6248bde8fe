"""Questions and passages on paper: black on white, with room to write and nothing to press."""

from __future__ import annotations

from functools import partial
from html import escape as escaped
from math import ceil
from typing import TYPE_CHECKING, Any

from casestudy.documents import gaps
from casestudy.html import answer_blocks
from casestudy.responses import excerpt
from casestudy.strings import PAGE, say
from casestudy.transcript import choices_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.quizzes import Item

__all__ = ["question_html", "reading_html", "shown_in"]

escape = partial(escaped, quote=True)

_TAGS = {"em": "em", "strong": "strong", "mark": "mark"}
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
    long = " pp-long" if len(inside) > _LONG and item.kind in {"mark", "claim", "annotate"} else ""
    block = f'<section class="pp-question{long}">\n{inside}\n</section>'
    if solutions is None:
        return block
    told = [
        f'<div class="pp-keep">{each}</div>' for each in answer_blocks(case, item, page, solutions)
    ]
    head = f"<p><strong>{number}. {escape(say('paper answer'))}</strong></p>"
    return f'{block}\n<div class="pp-solution">{head}{"".join(told)}</div>' if told else block


def reading_html(document: Document, passages: Sequence[Passage]) -> str:
    """Return passages of a document with ¶ numbers, source and rights."""
    name, source = escape(document.id), escape(document.source)
    lines = [f'<p class="pp-source"><strong>{name}</strong> · {source}</p>']
    after_gap = gaps(document, passages)
    for passage in passages:
        if passage.start in after_gap:
            lines.append(f"<p>{escape(say('left out'))}</p>")
        lines.append(_paragraph(passage))
    lines.append(f'<p class="pp-small">{escape(document.rights)}</p>')
    inside = "\n".join(lines)
    return f'<div class="pp-reading">\n{inside}\n</div>'


def shown_in(item: Item, *, solutions: bool) -> set[str]:
    """Return the ids of the documents whose words a question shows on paper."""
    passages = [*item.quotations]
    if solutions:
        passages += [each for option in item.options for each in option.evidence]
        passages += [each for model in item.models for each in model.evidence]
    place = item.field("in").partition(" ")[0] if "¶" in item.field("in") else ""
    return {each.document for each in passages} | ({place} - {""})


def _paragraph(passage: Passage) -> str:
    words = escape(passage.text)
    if passage.kind == "heading":
        return f"<p><strong>{words}</strong></p>"
    number = f'<span class="pp-number">¶{passage.number}</span>' if passage.number else ""
    kind = "" if passage.kind == "paragraph" else f" <small>({escape(passage.kind)})</small>"
    return f"<p>{number}{words}{kind}</p>"


def _inline(cuts: Sequence[Sequence[str]]) -> str:
    return "".join(
        f"<{_TAGS[mark]}>{escape(text)}</{_TAGS[mark]}>" if mark else escape(text)
        for text, mark in cuts
    )


def _question(
    item: Item, page: Mapping[str, Any], number: int, documents: Mapping[str, Document]
) -> Iterator[str]:
    first, *rest = [_inline(paragraph) for paragraph in page["stem"]] or [""]
    yield f'<p class="pp-stem">{number}. {first}</p>'
    yield from (f"<p>{paragraph}</p>" for paragraph in rest)
    for passage in item.quotations:
        cite = f"<cite>{escape(passage.citation)}</cite>"
        yield f"<blockquote><p>{escape(passage.text)}</p>{cite}</blockquote>"
    if asked := _asked(item, page):
        yield f"<p>{escape(asked)}</p>"
    if item.kind in {"mark", "claim", "annotate"} and "¶" in item.field("in"):
        passages = excerpt(item, documents)
        document = documents[passages[0].document]
        yield reading_html(document, passages)
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
            rows = (f"{_BLANK}<span>{_inline(row['segments'])}</span>" for row in page["options"])
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
        f"{tick}<span>{row['letter']}&ensp;{_inline(row['segments'])}</span>"
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
            f'<tr><th scope="row">{_inline(row["segments"])}</th>{cells}</tr>'
            for row in page["options"]
        )
        yield f"<table>{head}<tbody>{rows}</tbody></table>"
    else:
        yield _list(
            f"{_BLANK}<span>{row['letter']}&ensp;{_inline(row['segments'])}</span>"
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
        yield _list(f"{tick}<span>{_inline(row['segments'])}</span>" for row in page["options"])

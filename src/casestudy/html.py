"""Pages that need no script: a quiz to read without a kernel, and passages to read."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from casestudy.documents import gaps
from casestudy.inline import segments
from casestudy.page import questions, title, verdict
from casestudy.quizzes import shown_order
from casestudy.strings import say
from casestudy.transcript import transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage, Segment
    from casestudy.quizzes import Item, Option, Quiz

__all__ = [
    "box",
    "quiz_bundle",
    "quiz_page",
    "quotation",
    "reading_bundle",
    "reading_page",
    "rights",
    "style",
]

_TAGS = {"em": "em", "strong": "strong", "mark": "mark"}


def quiz_bundle(
    case: str,
    quiz: Quiz,
    documents: Mapping[str, Document],
    shown: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, str]:
    """Return what a notebook stores of a quiz: transcript and page.

    Parameters
    ----------
    case : str
        The case's id.
    quiz : Quiz
        The quiz.
    documents : mapping of str to Document
        The documents.
    shown : sequence of mapping, optional
        The items as the widget holds them; as they would be shown at first, if not given.
    """
    items = questions(case, quiz, documents) if shown is None else shown
    return {
        "text/plain": transcript(case, quiz, items),
        "text/html": quiz_page(case, quiz, items, documents),
    }


def reading_bundle(readings: Sequence[tuple[Document, Sequence[Passage]]]) -> dict[str, str]:
    """Return what a notebook stores of passages to read: text and page.

    Parameters
    ----------
    readings : sequence of (Document, sequence of Passage)
        The documents in the order shown, each with the passages shown of it.
    """
    return {
        "text/plain": "\n\n".join(_reading_text(*each) for each in readings),
        "text/html": reading_page(readings),
    }


def quiz_page(
    case: str, quiz: Quiz, shown: Sequence[Mapping[str, Any]], documents: Mapping[str, Document]
) -> str:
    """Return a quiz as HTML without script: each option opens to its feedback.

    The page hides itself while the live quiz stands beside it in the same cell.

    Parameters
    ----------
    case : str
        The case's id.
    quiz : Quiz
        Where key and feedback come from.
    shown : sequence of mapping
        What the page shows of each item, as in `casestudy.transcript.transcript`.
    documents : mapping of str to Document
        The documents; their rights notices stand below where their words are shown.
    """
    parts = [f"<p><strong>{escape(title(quiz))}</strong></p>"]
    parts += [f'<p class="cs-small"><em>{escape(say("run for live"))}</em></p>']
    for item, page in zip(quiz.items, shown, strict=True):
        # a line that even a page without style shows: JupyterLab takes style from strangers
        parts += ["<hr>", _item(case, quiz.id, item, page)]
    parts.append(rights({passage.document for passage in _passages(quiz)}, documents))
    return f"<style>{style()}</style>\n" + box("cs-static", parts)


def reading_page(readings: Sequence[tuple[Document, Sequence[Passage]]]) -> str:
    """Return passages as a page to read, with ¶ numbers, source and rights.

    The page hides itself while the living reader stands beside it in the same cell.
    """
    return f"<style>{style()}</style>\n" + "\n".join(_reading(*each) for each in readings)


def _reading_text(document: Document, passages: Sequence[Passage]) -> str:
    lines = [f"{document.id}: {document.source}"]
    lines += [
        f"¶{passage.number} {passage.text}" if passage.number else passage.text
        for passage in passages
    ]
    return "\n".join((*lines, document.rights))


def _reading(document: Document, passages: Sequence[Passage]) -> str:
    name, source = escape(document.id), escape(document.source)
    lines = [f'<p class="cs-source"><strong>{name}</strong> · {source}</p>']
    after_gap = gaps(document, passages)
    for passage in passages:
        if passage.start in after_gap:
            lines.append(f'<p class="cs-left-out">{escape(say("left out"))}</p>')
        lines.append(_paragraph(passage))
    lines.append(f'<p class="cs-small"><small>{escape(document.rights)}</small></p>')
    return box("cs-reading", lines)


def box(name: str, parts: Sequence[str]) -> str:
    """Return some parts of a page as one block with a class."""
    inner = "\n".join(filter(None, parts))
    return f'<div class="{name}">\n{inner}\n</div>'


@cache
def style() -> str:
    """Return the style sheet of all pages."""
    source = files("casestudy").joinpath("static", "page.css").read_text(encoding="utf-8")
    return "\n" + source.strip() + "\n"


def _inline(cuts: Sequence[Sequence[str]] | Sequence[Segment]) -> str:
    """Return segments as HTML; every character of theirs is shown as text."""
    return "".join(
        f"<{_TAGS[mark]}>{escape(text)}</{_TAGS[mark]}>" if mark else escape(text)
        for text, mark in cuts
    )


def _item(case: str, quiz: str, item: Item, page: Mapping[str, Any]) -> str:
    parts = [f'<p class="cs-small">{escape(page["legend"])}</p>']
    parts += [f"<p><strong>{_inline(paragraph)}</strong></p>" for paragraph in page["stem"]]
    parts += [quotation(passage) for passage in item.quotations]
    if page["note"]:
        parts.append(f'<p class="cs-small"><em>{escape(page["note"])}</em></p>')
    if page["options"]:
        pairs = zip(page["options"], shown_order(case, quiz, item), strict=True)
        parts += [_option(item, shown, option) for shown, option in pairs]
    else:
        parts.append(_details(say("static answer"), _rows(item)))
    for number, hint in enumerate(item.hints, 1):
        label = say("static hint", number=number)
        parts.append(_details(label, [f"<p>{_inline(segments(hint))}</p>"]))
    return box("cs-item", parts)


def _option(item: Item, shown: Mapping[str, Any], option: Option) -> str:
    parts = list(_explained(item, option))
    summary = f"{escape(shown['letter'])}&ensp;{_inline(shown['segments'])}"
    return _details(summary, parts, safe=True) if parts else f"<p>{summary}</p>"


def _explained(item: Item, option: Option) -> Iterator[str]:
    if told := verdict(item, option):
        yield f"<p><strong>{escape(told)}</strong></p>"
    yield from (f"<p>{_inline(segments(paragraph))}</p>" for paragraph in option.feedback)
    yield from map(quotation, option.evidence)


def _rows(item: Item) -> Iterator[str]:
    for option in item.options:
        row = " → ".join((option.text, *option.pair))
        yield f"<p><strong>{_inline(segments(row))}</strong></p>"
        yield from _explained(item, option)
    for model in item.models:
        yield f"<p><strong>{escape(model.title)}</strong></p>"
        yield from (f"<p>{_inline(segments(paragraph))}</p>" for paragraph in model.paragraphs)
        yield from map(quotation, model.evidence)


def _details(summary: str, parts: Sequence[str] | Iterator[str], *, safe: bool = False) -> str:
    head = summary if safe else escape(summary)
    return f"<details><summary>{head}</summary>{''.join(parts)}</details>"


def quotation(passage: Passage) -> str:
    """Return a passage as a block, with where it stands."""
    return (
        f"<blockquote>{escape(passage.text)}"
        f"<br><small>{escape(passage.citation)}</small></blockquote>"
    )


def _paragraph(passage: Passage) -> str:
    if passage.kind == "heading":
        return f"<p><strong>{escape(passage.text)}</strong></p>"
    number = f"¶{passage.number}" if passage.number else ""
    kind = "" if passage.kind == "paragraph" else f" <small>({escape(passage.kind)})</small>"
    mark = f'<span class="cs-number">{number}</span> ' if number else ""
    return f'<p class="cs-paragraph">{mark}{escape(passage.text)}{kind}</p>'


def _passages(quiz: Quiz) -> Iterator[Passage]:
    for item in quiz.items:
        yield from item.quotations
        for option in item.options:
            yield from option.evidence
        for model in item.models:
            yield from model.evidence


def rights(shown: set[str], documents: Mapping[str, Document]) -> str:
    """Return the rights notices of the documents whose words are shown; nothing for none."""
    lines = [
        escape(say("rights", document=name, rights=documents[name].rights))
        for name in documents
        if name in shown
    ]
    return f'<p class="cs-small"><small>{"<br>".join(lines)}</small></p>' if lines else ""

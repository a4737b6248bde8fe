"""Pages that need no script: a quiz to read without a kernel, and passages to read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from html import escape as escaped
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from casestudy import drawings
from casestudy.documents import gaps, notices
from casestudy.drawncards import drawn_key
from casestudy.feedback import called, hint_titles, key_words, mistake, said_by, verdict
from casestudy.inline import plain, segments
from casestudy.page import lettered, questions, scored, title
from casestudy.quizzes import shown_order
from casestudy.responses import named_excerpt
from casestudy.strings import say
from casestudy.transcript import choices_line, transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage, Segment
    from casestudy.quizzes import Item, Option, Quiz

__all__ = [
    "answer_blocks",
    "box",
    "escape",
    "inline",
    "quiz_bundle",
    "quiz_page",
    "quotation",
    "reading",
    "reading_bundle",
    "reading_page",
    "rights",
    "style",
]

escape = partial(escaped, quote=False)
"""Words of ours stand between elements, never in an attribute."""

_SPACE = "\N{EN SPACE}"

_TAGS = {"em": "em", "strong": "strong", "mark": "mark"}


def quiz_bundle(
    case: str,
    quiz: Quiz,
    documents: Mapping[str, Document],
    shown: Sequence[Mapping[str, Any]] | None = None,
    *,
    mistakes: Mapping[str, str] | None = None,
    answers: bool = True,
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
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.
    answers : bool
        Whether the answers stand in it: in a lesson, not in a sheet.
    """
    items = questions(case, quiz, documents) if shown is None else shown
    return {
        "text/plain": transcript(case, quiz, items, mistakes=mistakes, answers=answers),
        "text/html": quiz_page(case, quiz, items, documents, mistakes=mistakes, answers=answers),
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
    case: str,
    quiz: Quiz,
    shown: Sequence[Mapping[str, Any]],
    documents: Mapping[str, Document],
    *,
    mistakes: Mapping[str, str] | None = None,
    answers: bool = True,
) -> str:
    """Return a quiz as HTML without script: what can be chosen opens to its feedback.

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
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.
    answers : bool
        Whether key, feedback, hints and model answers stand in it.
    """
    # a part stands under the heading of its part of the lesson, which has the same words
    parts = [] if quiz.part else [f"<p><b>{escape(title(quiz))}</b></p>"]
    parts += [f"<p><em>{escape(say('run for live' if answers else 'run to try'))}</em></p>"]
    for item, page in zip(quiz.items, shown, strict=True):
        options = shown_order(case, item.quiz, item)
        sheet = _Sheet(item, options, page, mistakes or {}, answers=answers)
        # a line that even a page without style shows: JupyterLab takes style from strangers
        parts += ["<hr>", _item(sheet, documents)]
    named = {passage.document for passage in _passages(quiz, documents, answers=answers)}
    parts.append(rights(named, documents))
    drawn = drawings.style() if answers and any(map(drawn_key, quiz.items)) else ""
    return f"<style>{style()}{drawn}</style>\n" + box("cs-static", parts)


def answer_blocks(
    case: str, item: Item, page: Mapping[str, Any], mistakes: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is right, why, the hints and the model answers of an item: a block for each.

    It is for a printed page, where nothing opens.

    Parameters
    ----------
    case : str
        The case's id.
    item : Item
        The item.
    page : mapping
        What the page shows of it.
    mistakes : mapping of str to str
        The reading mistakes of the course: id and sentence.
    """
    sheet = _Sheet(item, shown_order(case, item.quiz, item), page, mistakes)
    if page["control"] == "choice" or item.kind == "claim":
        named = sheet.named if scored(item) else []
        for letter, option in named:
            parts = (_key_line(item, letter, option), *_reasons(sheet, option))
            yield "".join(parts)
    elif scored(item):
        yield from _answer(sheet)
    for label, hint in zip(hint_titles(item), item.hints, strict=True):
        yield f"<p><em>{escape(label)}:</em> {inline(segments(hint))}</p>"
    for model in item.models:
        paragraphs = (f"<p>{inline(segments(words))}</p>" for words in model.paragraphs)
        head = f"<p><strong>{escape(say('model', title=model.title))}</strong></p>"
        yield "".join((head, *paragraphs, *map(quotation, model.evidence)))


def reading_page(readings: Sequence[tuple[Document, Sequence[Passage]]]) -> str:
    """Return passages as a page to read, with ¶ numbers, source and rights.

    The page hides itself while the living reader stands beside it in the same cell.
    """
    return f"<style>{style()}</style>\n" + "\n".join(reading(*each) for each in readings)


def _reading_text(document: Document, passages: Sequence[Passage]) -> str:
    lines = [f"{document.id}: {document.source}"]
    lines += [
        f"¶{passage.number} {passage.text}" if passage.number else passage.text
        for passage in passages
    ]
    return "\n".join((*lines, document.rights))


def reading(document: Document, passages: Sequence[Passage]) -> str:
    """Return passages of a document as a block, with ¶ numbers, source and rights."""
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


def inline(cuts: Sequence[Sequence[str]] | Sequence[Segment]) -> str:
    """Return segments as HTML; every character of theirs is shown as text."""
    return "".join(
        f"<{_TAGS[mark]}>{escape(text)}</{_TAGS[mark]}>" if mark else escape(text)
        for text, mark in cuts
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One item on a page without script: its key, its order, and what the living page shows."""

    item: Item
    options: tuple[Option, ...]
    page: Mapping[str, Any]
    mistakes: Mapping[str, str]
    answers: bool = True

    @property
    def named(self) -> list[tuple[str, Option]]:
        return lettered(self.item, self.options)


def _item(sheet: _Sheet, documents: Mapping[str, Document]) -> str:
    item, page = sheet.item, sheet.page
    lines = [f"<b>{inline(paragraph)}</b>" for paragraph in page["stem"]]
    lines[:1] = [f"<small>{escape(page['legend'])}</small><br>" + "".join(lines[:1])]
    parts = [f"<p>{line}</p>" for line in lines]
    parts += [quotation(passage) for passage in item.quotations]
    if page["ask"]:
        parts.append(f"<p>{escape(page['ask'])}</p>")
    parts += _place(item, documents)
    parts += _body(sheet)
    hints = zip(hint_titles(item), item.hints, strict=True) if sheet.answers else ()
    for label, hint in hints:
        parts.append(_details(label, [f"<p>{inline(segments(hint))}</p>"]))
    return "\n".join(filter(None, parts))


def _place(item: Item, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield the paragraphs to mark in, closed."""
    if passages := named_excerpt(item, documents):
        yield _details(item.field("in"), [_paragraph(passage) for passage in passages])


def _body(sheet: _Sheet) -> Iterator[str]:
    """Yield what is chosen from or filled in, and behind a line that opens, the answer."""
    item, page = sheet.item, sheet.page
    if page["control"] == "choice" or item.kind == "claim":
        pairs = zip(page["options"], sheet.options, strict=True)
        yield from (_option(sheet, shown, option) for shown, option in pairs)
        return
    if item.kind == "grid":
        head = [say("row"), *(column["name"] for column in page["columns"])]
        rows = [[_lettered(row), *("" for _ in head[1:])] for row in page["options"]]
        yield _table(head, rows)
    elif page["control"] == "writing":
        yield _checklist(page)
    else:
        yield from (f"<p>{_lettered(row)}</p>" for row in page["options"])
    yield from (f"<p>{escape(choices_line(column))}</p>" for column in page["columns"])
    if scored(item) and sheet.answers:
        yield _details(say("static answer"), _answer(sheet))
    for model in item.models if sheet.answers else ():
        parts = [f"<p>{inline(segments(paragraph))}</p>" for paragraph in model.paragraphs]
        yield _details(say("model", title=model.title), [*parts, *map(quotation, model.evidence)])


def _lettered(shown: Mapping[str, Any]) -> str:
    return f"{escape(shown['letter'])}{_SPACE}{inline(shown['segments'])}"


def _option(sheet: _Sheet, shown: Mapping[str, Any], option: Option) -> str:
    parts = list(_explained(sheet, option)) if sheet.answers else []
    summary = _lettered(shown)
    return _details(summary, parts, safe=True) if parts else f"<p>{summary}</p>"


def _explained(sheet: _Sheet, option: Option) -> Iterator[str]:
    told = verdict(sheet.item, option)
    return _reasons(sheet, option, f"<b>{escape(told)}.</b>" if told else "")


def _reasons(sheet: _Sheet, option: Option, told: str = "") -> Iterator[str]:
    """Yield feedback, reading mistake and passages of an option, after whether it is right."""
    lines = [inline(segments(paragraph)) for paragraph in option.feedback]
    if told:
        lines[:1] = [" ".join((told, *lines[:1]))]
    yield from (f"<p>{line}</p>" for line in lines)
    if said := mistake(option, sheet.mistakes):
        yield f"<p><em>{escape(said)}</em></p>"
    yield from map(quotation, said_by(sheet.item, option))


def _checklist(page: Mapping[str, Any]) -> str:
    lines = "".join(f"<li>{inline(row['segments'])}</li>" for row in page["options"])
    return f"<p>{escape(say('checklist'))}</p><ul>{lines}</ul>" if lines else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the cells of its rows are HTML already."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table>"


def _answer(sheet: _Sheet) -> Iterator[str]:
    """Yield what is right and why: the key, then each line with its feedback and passages."""
    item, named = sheet.item, sheet.named
    if item.kind == "order":
        named = sorted(named, key=lambda each: item.options.index(each[1]))
        yield f"<p>{escape(say('in order'))}</p>"
    elif item.kind == "grid":
        head = [say("row"), *(column["name"] for column in sheet.page["columns"])]
        yield _table(head, [[inline(segments(x)) for x in (o.text, *o.pair)] for o in item.options])
    yield from map(drawings.html, drawn_key(item))
    lines = [
        "".join((_key_line(item, letter, option), *_reasons(sheet, option)))
        for letter, option in named
    ]
    if item.kind == "order":
        yield f"<ol>{''.join(f'<li>{line}</li>' for line in lines)}</ol>"
    else:
        yield from lines
    if said := item.field("otherwise"):
        name = "any other words" if item.kind == "mark" else "any other"
        yield f"<p>{escape(say(name, words=plain(said)))}</p>"


def _key_line(item: Item, letter: str, option: Option) -> str:
    """Return a line of an answer: what it is about, what belongs to it, and whether it is right."""
    words = inline(segments(called(item, option)))
    words = f"{escape(letter)}{_SPACE}{words}" if letter else words
    belongs = f" → {escape(key_words(item, option))}" if any(option.pair) else ""
    told = verdict(item, option)
    return f"<p><strong>{words}{belongs}</strong>{f' · {escape(told)}' if told else ''}</p>"


def _details(summary: str, parts: Sequence[str] | Iterator[str], *, safe: bool = False) -> str:
    head = summary if safe else escape(summary)
    return f"<details><summary>{head}</summary>{''.join(parts)}</details>"


def quotation(passage: Passage) -> str:
    """Return a passage as a block, with where it stands."""
    return f"<blockquote>{escape(str(passage))}</blockquote>"


def _paragraph(passage: Passage) -> str:
    if passage.kind == "heading":
        return f"<p><strong>{escape(passage.text)}</strong></p>"
    number = f"¶{passage.number}" if passage.number else ""
    kind = "" if passage.kind == "paragraph" else f" <small>({escape(passage.kind)})</small>"
    mark = f'<span class="cs-number">{number}</span> ' if number else ""
    return f'<p class="cs-paragraph">{mark}{escape(passage.text)}{kind}</p>'


def _passages(quiz: Quiz, documents: Mapping[str, Document], *, answers: bool) -> Iterator[Passage]:
    """Yield every passage that a page shows."""
    for item in quiz.items:
        yield from item.quotations
        yield from named_excerpt(item, documents)
        for option in item.options if answers else ():
            yield from option.evidence
        for model in item.models if answers else ():
            yield from model.evidence


def rights(shown: set[str], documents: Mapping[str, Document]) -> str:
    """Return the rights notices of the documents whose words are shown; nothing for none."""
    lines = [escape(notice) for notice in notices(documents, shown)]
    return f"<p><small>{'<br>'.join(lines)}</small></p>" if lines else ""

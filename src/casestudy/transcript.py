"""A quiz as plain text, ending in its seal: what nbval compares and a terminal shows."""

from __future__ import annotations

import hashlib
import json
import textwrap
from typing import TYPE_CHECKING, Any

from casestudy.inline import plain
from casestudy.page import keys, verdict
from casestudy.quizzes import shown_order
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Passage
    from casestudy.quizzes import Item, Quiz

__all__ = ["seal", "text_of", "transcript"]

_WIDTH = 88


def transcript(case: str, quiz: Quiz, shown: Sequence[Mapping[str, Any]]) -> str:
    """Return a quiz as plain text: the questions, the answers with their words, and the seal.

    Parameters
    ----------
    case : str
        The case's id.
    quiz : Quiz
        Where key and feedback come from, by way of `casestudy.quizzes.grade`.
    shown : sequence of mapping
        What the page shows of each item, read back from the widget where there is one: stem,
        options and their order are taken from it.

    Returns
    -------
    str
        Lines of at most 88 characters; the last one is the seal.
    """
    count = say("question") if len(shown) == 1 else say("questions", number=len(shown))
    name = say("quiz title", quiz=quiz.id, part=quiz.part) if quiz.part else quiz.id
    lines = [f"{name} ({count})"]
    for item, page in zip(quiz.items, shown, strict=True):
        lines += ["", *_question(item, page)]
    lines += ["", say("answers")]
    for item, page in zip(quiz.items, shown, strict=True):
        lines += ["", *_answers(case, quiz.id, item, page)]
    body = "\n".join(lines)
    return f"{body}\n\n{say('seal', seal=seal(body, quiz))}"


def seal(body: str, quiz: Quiz) -> str:
    """Return eight hex digits over what a transcript says and every field of the cards.

    Examples
    --------
    >>> from casestudy.quizzes import Quiz
    >>> seal("a quiz", Quiz("01-the-bridge", ())) == seal("A quiz", Quiz("01-the-bridge", ()))
    False
    """
    whole = json.dumps([body, [item.fields for item in quiz.items]], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:8]


def text_of(cuts: Sequence[Sequence[str]]) -> str:
    """Return segments as plain text.

    Examples
    --------
    >>> text_of([["It is ", ""], ["so", "em"]])
    'It is so'
    """
    return "".join(cut[0] for cut in cuts)


def _question(item: Item, page: Mapping[str, Any]) -> Iterator[str]:
    many = {"one": say("choose one"), "many": say("choose many")}.get(page["choose"], item.kind)
    yield f"{page['number']}. {item.id} ({many})"
    for paragraph in page["stem"]:
        yield from _wrapped(text_of(paragraph), "   ")
    for passage in item.quotations:
        yield from _wrapped(_cited(passage), "   | ")
    for option in page["options"]:
        yield from _wrapped(f"{option['letter']}  {text_of(option['segments'])}", "   ", "      ")
    if page["note"]:
        yield from _wrapped(page["note"], "   ")


def _answers(case: str, quiz: str, item: Item, page: Mapping[str, Any]) -> Iterator[str]:
    options = shown_order(case, quiz, item) if page["options"] else item.options
    letters = [shown["letter"] for shown in page["options"]] or [""] * len(options)
    right = [let for let, option in zip(letters, options, strict=True) if option.text in keys(item)]
    yield " ".join(filter(None, (f"{page['number']}.", item.id, " ".join(right))))
    for letter, option in zip(letters, options, strict=True):
        row = " -> ".join(filter(None, (plain(option.text) if not letter else "", *option.pair)))
        said = (verdict(item, option), row, *map(plain, option.feedback))
        line = " ".join(filter(None, (letter, *said)))
        yield from _wrapped(line, "   ", "      ")
        for passage in option.evidence:
            yield from _wrapped(_cited(passage), "      | ")
    for model in item.models:
        yield from _wrapped(" ".join((model.title, *model.paragraphs)), "   ", "      ")
        for passage in model.evidence:
            yield from _wrapped(_cited(passage), "      | ")
    for number, hint in enumerate(item.hints, 1):
        label = say("static hint", number=number)
        yield from _wrapped(f"{label}: {plain(hint)}", "   ", "      ")


def _cited(passage: Passage) -> str:
    return f"{passage.text} ({passage.citation})"


def _wrapped(text: str, first: str, later: str = "") -> list[str]:
    """Wrap a text at spaces only, so that no word or quotation is changed."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later or first,
        break_long_words=False,
        break_on_hyphens=False,
    )

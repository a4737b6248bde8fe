"""A quiz as plain text, ending in its seal: what nbval compares and a terminal shows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from casestudy.drawings import drawn_lines, outline
from casestudy.drawncards import drawn_key
from casestudy.feedback import called, hint_titles, key_words, keys, mistake, said_by, verdict
from casestudy.inline import plain
from casestudy.page import UNSCORED, lettered, scored
from casestudy.quizzes import shown_order
from casestudy.responses import control
from casestudy.strings import say
from casestudy.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.quizzes import Item, Option, Quiz

__all__ = [
    "choices_line",
    "feedback_lines",
    "question_lines",
    "seal",
    "text_of",
    "transcript",
]


def transcript(
    case: str,
    quiz: Quiz,
    shown: Sequence[Mapping[str, Any]],
    *,
    mistakes: Mapping[str, str] | None = None,
    answers: bool = True,
) -> str:
    """Return a quiz as plain text: the questions, the answers with their words, and the seal.

    Parameters
    ----------
    case : str
        The case's id.
    quiz : Quiz
        Where key and feedback come from, by way of `casestudy.grading.grade`.
    shown : sequence of mapping
        What the page shows of each item, read back from the widget where there is one: all that
        is asked is taken from it, and the order.
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.
    answers : bool
        Whether the answers stand in it. The seal is over them all the same.

    Returns
    -------
    str
        Lines of at most 88 characters; the last one is the seal.
    """
    count = say("question") if len(shown) == 1 else say("questions", number=len(shown))
    name = say("quiz title", quiz=quiz.id, part=quiz.part) if quiz.part else quiz.id
    lines = [f"{name} ({count})"]
    for item, page in zip(quiz.items, shown, strict=True):
        lines += ["", *question_lines(item, page)]
    asked = len(lines)
    lines += ["", say("no answers" if any(map(_bare, quiz.items)) else "answers")]
    for item, page in zip(quiz.items, shown, strict=True):
        said = list(_answers(item, shown_order(case, item.quiz, item), page, mistakes or {}))
        lines += ["", *said] if len(said) > 1 else []
    body = "\n".join(lines)
    told = body if answers else "\n".join(lines[:asked])
    return f"{told}\n\n{say('seal', seal=seal(body, quiz))}"


def _bare(item: Item) -> bool:
    """Tell whether an item came without its key, as in an edition for students."""
    return item.kind not in UNSCORED and not item.keyed


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


# ── the questions ────────────────────────────────────────────────────────────────────────────


def question_lines(item: Item, page: Mapping[str, Any]) -> list[str]:
    """Return one question as a person would want it on paper.

    Parameters
    ----------
    item : Item
        Where its quotations come from.
    page : mapping
        What the page shows of it.
    """
    lines = [f"{page['number']}. {item.id} ({say(f'kind {item.kind}')})"]
    for paragraph in page["stem"]:
        lines += wrapped(text_of(paragraph), "   ")
    for passage in item.quotations:
        lines += wrapped(str(passage), "   | ")
    if page["ask"] and (page["control"] != "choice" or item.kind == "true-false"):
        lines += wrapped(page["ask"], "   ")
    if page["control"] == "writing" and page["options"]:
        lines += wrapped(say("checklist"), "   ")
    for option in page["options"]:
        lines += wrapped(f"{option['letter']}  {text_of(option['segments'])}", "   ", "      ")
    for column in page["columns"]:
        lines += wrapped(choices_line(column), "   ", "      ")
    return lines


def choices_line(column: Mapping[str, Any]) -> str:
    r"""Return what can be chosen in a column, numbered.

    Examples
    --------
    >>> choices_line({"name": "words", "choices": ["regrets", "none"]})
    'words: 1\xa0regrets · 2\xa0none'
    """
    numbered = (
        f"{number}\N{NO-BREAK SPACE}{choice}" for number, choice in enumerate(column["choices"], 1)
    )
    name = "to choose in" if column["name"] else "to choose"
    return say(name, column=column["name"], choices=" · ".join(numbered))


# ── the answers ──────────────────────────────────────────────────────────────────────────────


def _answers(
    item: Item, options: Sequence[Option], page: Mapping[str, Any], mistakes: Mapping[str, str]
) -> Iterator[str]:
    named = lettered(item, options)
    yield " ".join(filter(None, (f"{page['number']}.", item.id, _key(item, named))))
    if item.kind == "order":
        yield from wrapped(say("in order"), "   ")
        named = sorted(named, key=lambda each: item.options.index(each[1]))
    for letter, option in named if scored(item) else ():
        line = " ".join(filter(None, (letter, *_said(item, letter, option, mistakes))))
        yield from wrapped(line, "   ", "      ")
        for passage in said_by(item, option):
            yield from wrapped(str(passage), "      | ")
    if item.field("otherwise"):
        name = "any other words" if item.kind == "mark" else "any other"
        yield from wrapped(say(name, words=plain(item.field("otherwise"))), "   ", "      ")
    for model in item.models:
        words = (say("model", title=model.title) + ".", *map(plain, model.paragraphs))
        yield from wrapped(" ".join(words), "   ", "      ")
        for passage in model.evidence:
            yield from wrapped(str(passage), "      | ")
    for depth, text in (line for each in drawn_key(item) for line in outline(each)):
        yield from drawn_lines(depth, text, "   ")
    for label, hint in zip(hint_titles(item), item.hints, strict=True):
        yield from wrapped(f"{label}: {plain(hint)}", "   ", "      ")


def _key(item: Item, named: Iterable[tuple[str, Option]]) -> str:
    """Return the key for the line that names the item, where it is short: letters, or a value."""
    right = keys(item)
    if control(item) == "text":
        return " ".join(filter(None, (*right, plain(item.field("unit")))))
    if control(item) in {"choice", "order"} or item.kind == "claim":
        letters = {option.text: letter for letter, option in named}
        if item.kind != "order":
            return " ".join(letter for text, letter in letters.items() if text in right)
        return " ".join(letters[text] for text in right)
    return ""


def _said(item: Item, letter: str, option: Option, mistakes: Mapping[str, str]) -> Iterator[str]:
    """Yield what is said of one option: whether it is right, what belongs to it, the feedback."""
    words = plain(option.text)
    if not letter:
        yield f"{plain(called(item, option))}:"
    if told := verdict(item, option):
        yield f"{told}."
    if any(option.pair):
        yield f"{words} -> {key_words(item, option)}."
    elif control(item) in {"rows", "order"}:
        yield words
    yield from map(plain, option.feedback)
    yield mistake(option, mistakes)


def feedback_lines(page: Mapping[str, Any]) -> list[str]:
    """Return the outcome of an item, with the feedback and its passages, as text.

    Parameters
    ----------
    page : mapping
        What the page shows of the item, which was answered or skipped.
    """
    outcome = page["outcome"]
    lines = wrapped(f"{outcome['heading']}. {outcome['text']}", "   ")
    keyed = {row["letter"]: row["key"] for row in outcome["rows"]}
    for row in outcome["rows"]:
        if not any(each["letter"] == row["letter"] for each in outcome["feedback"]):
            lines += wrapped(f"{row['letter']}  {row['verdict']}", "   ", "      ")
    for each in outcome["feedback"]:
        said = (
            each["letter"],
            text_of(each["segments"]),
            f"({each['verdict']})" if each["verdict"] else "",
            keyed.get(each["letter"], ""),
            *map(text_of, each["paragraphs"]),
            each["mistake"],
        )
        lines += wrapped(" ".join(filter(None, said)), "   ", "      ")
        lines += _passages(each["evidence"])
    if outcome["agreement"]:
        lines += wrapped(outcome["agreement"]["sentence"], "   ")
    if advice := outcome.get("advice"):
        lines += wrapped(advice["title"], "   ")
        for each in advice["lines"]:
            lines += wrapped(f"[{each['said']}] {each['text']}", "   ", "      ")
            lines += (line for note in each["notes"] for line in wrapped(f"- {note}", "      "))
    for model in outcome["models"]:
        words = (say("model", title=model["title"]) + ".", *map(text_of, model["paragraphs"]))
        lines += wrapped(" ".join(words), "   ", "      ")
        lines += _passages(model["evidence"])
    return lines


def _passages(evidence: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the marked words of passages, each with where it stands."""
    for passage in evidence:
        words = "".join(text for text, mark in passage["segments"] if mark == "mark")
        yield from wrapped(f"{words} ({passage['citation']})", "      | ")

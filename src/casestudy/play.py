"""A quiz in a terminal: the same questions, help, outcomes and feedback, as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from casestudy.drawings import drawn_lines
from casestudy.errors import CaseError
from casestudy.strings import say
from casestudy.text import for_terminal, wrapped
from casestudy.transcript import feedback_lines, question_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from casestudy.quizzes import Item, Outcome, Quiz

    Ask = Callable[[str], str]
    Tell = Callable[[str], object]

__all__ = ["Played", "play"]


class Played(Protocol):
    """What can be played: a quiz that takes answers and tells what its page shows."""

    quiz: Quiz

    def page(self, item: str) -> dict[str, Any]:
        """Return what is shown of an item."""

    def answer(self, item: str, response: object, *, confidence: str = "") -> Outcome:
        """Answer an item."""

    def hint(self, item: str) -> str:
        """Open the next step of help."""

    def skip(self, item: str) -> Outcome:
        """Leave an item out."""


class _QuitError(Exception):
    """The learner wants to stop."""


class _SkipError(Exception):
    """The learner wants the next question."""


class _HelpError(Exception):
    """The learner wants help."""


_COMMANDS = {"quit": _QuitError, "skip": _SkipError, "help": _HelpError}


def play(quiz: Played, ask: Ask, tell: Tell) -> None:
    """Ask the questions of a quiz one after the other.

    Parameters
    ----------
    quiz : Played
        The quiz.
    ask : callable
        Shows a prompt and returns the line that was typed.
    tell : callable
        Shows a text.

    Notes
    -----
    ``help`` opens the next step of help, ``skip`` goes on to the next question, ``quit`` ends. So
    does the end of the input.
    """

    def show(text: str) -> None:
        tell(for_terminal(text))

    show(say("play begin"))
    try:
        for item in quiz.quiz.items:
            _one(quiz, item, ask, show)
    except (_QuitError, EOFError, KeyboardInterrupt):
        show(say("play quit"))
        return
    show(say("play end"))


def _one(quiz: Played, item: Item, ask: Ask, tell: Tell) -> None:
    """Ask one question until it is finished, or left."""
    tell("")
    tell("\n".join(question_lines(item, quiz.page(item.id))))
    if quiz.page(item.id)["outcome"]:
        _tell_outcome(quiz, item, tell)
    while not _done(quiz.page(item.id)):
        try:
            response = _response(quiz.page(item.id), item, ask)
            quiz.answer(item.id, response, confidence=_sure(quiz.page(item.id), ask))
        except _HelpError:
            _help(quiz, item, tell)
        except _SkipError:
            if not quiz.page(item.id)["attempt"]:
                quiz.skip(item.id)
            return
        except CaseError as error:
            tell(str(error))
        else:
            _tell_outcome(quiz, item, tell)


def _done(page: Mapping[str, Any]) -> bool:
    return bool(page["outcome"] and page["outcome"]["finished"])


def _help(quiz: Played, item: Item, tell: Tell) -> None:
    """Open the next step of help and show it; say so where none opens."""
    label = quiz.page(item.id)["next_help"]
    if not label:
        tell(say("play no help"))
        return
    said = quiz.hint(item.id)
    if _done(quiz.page(item.id)):
        _tell_outcome(quiz, item, tell)
        return
    tell(quiz.page(item.id)["help"][-1]["title"])
    for line in said.splitlines():
        tell("\n".join(wrapped(line, "   ")))


def _tell_outcome(quiz: Played, item: Item, tell: Tell) -> None:
    page = quiz.page(item.id)
    outline = page.get("outline", ())
    drawing = (line for depth, words in outline for line in drawn_lines(depth, words, "   "))
    tell("\n".join((*feedback_lines(page), *drawing)))


def _line(ask: Ask, prompt: str) -> str:
    """Return a line that was typed, unless it is a command."""
    line = ask(prompt).strip()
    if line.casefold() in _COMMANDS:
        raise _COMMANDS[line.casefold()]
    return line


def _sure(page: Mapping[str, Any], ask: Ask) -> str:
    return _line(ask, say("play sure")).casefold() if page["confidence"] else ""


def _response(page: Mapping[str, Any], item: Item, ask: Ask) -> object:
    """Return what was typed as an answer."""
    match page["control"]:
        case "choice":
            return _letters(page, _line(ask, say("play many" if page["many"] else "play one")))
        case "text":
            return _line(ask, say("play text"))
        case "order":
            return _line(ask, say("play order"))
        case "rows":
            wide = len(page["columns"]) > 1
            return _rows(page, _line(ask, say("play grid" if wide else "play rows")))
        case "marking":
            claim = _line(ask, say("play claim")) if item.kind == "claim" else ""
            words = _line(ask, say("play mark"))
            return (claim, words) if item.kind == "claim" else words
        case _:
            return _writing(page, ask)


def _letters(page: Mapping[str, Any], line: str) -> object:
    """Return letters that were typed one after the other as a list, and a text as it is."""
    known = [option["letter"].casefold() for option in page["options"]]
    parts = [part for part in re.split(r"[\s,;]+", line.casefold()) if part]
    parts = list(parts[0]) if len(parts) == 1 and page["many"] else parts
    return parts if parts and all(part in known for part in parts) else line


def _rows(page: Mapping[str, Any], line: str) -> object:
    """Return ``A2 B1``, or ``A 2 1 B 1 3``, as rows with their values.

    Examples
    --------
    >>> page = {"columns": [{"name": "", "choices": ["the baker", "the mayor"]}]}
    >>> _rows(page, "A2 b1"), _rows(page, "A2 B-")
    ({'A': ['the mayor'], 'B': ['the baker']}, {'A': ['the mayor'], 'B': ['']})
    """
    if not line:
        return {}
    if not re.fullmatch(_ROW.pattern + f"(?:{_ROW.pattern})*", line):
        raise CaseError(say("play rows wrong", line=line))
    rows: dict[str, list[str]] = {}
    for letter, numbers in _ROW.findall(line):
        if letter.upper() in rows:
            raise CaseError(say("play row twice", row=letter.upper()))
        rows[letter.upper()] = list(_values(page, line, re.findall(r"\d+|-", numbers)))
    return rows


_ROW = re.compile(r"\s*([A-Za-z]{1,2})((?:[\s,.:]*(?:\d{1,4}|-))+)[\s,;]*")


def _values(page: Mapping[str, Any], line: str, numbers: list[str]) -> Iterator[str]:
    columns = page["columns"]
    if len(numbers) != len(columns):
        raise CaseError(say("play rows wrong", line=line))
    for column, number in zip(columns, numbers, strict=True):
        known = column["choices"]
        if number == "-":
            yield ""
        elif 1 <= int(number) <= len(known):
            yield known[int(number) - 1]
        else:
            raise CaseError(say("play no choice", number=number, last=len(known)))


def _writing(page: Mapping[str, Any], ask: Ask) -> object:
    """Return lines up to an empty one as a text, and the lines of the checklist that it fulfils."""
    lines = [_line(ask, say("play write"))]
    while lines[-1]:
        # from the second line on, a word such as "help" is a word of the text
        lines.append(ask("").strip())
    text = "\n".join(lines).strip()
    ticked = _line(ask, say("play ticked")) if text and page["options"] else ""
    return {"text": text, "ticked": [each for each in re.split(r"[\s,;]+", ticked) if each]}

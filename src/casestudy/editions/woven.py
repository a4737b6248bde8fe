"""Lessons for the teacher: the teaching page at its headings, the answers beside the questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from casestudy.feedback import called, hint_titles, key_words, mistake, said_by, verdict
from casestudy.inline import plain
from casestudy.lessons.lesson import part_of
from casestudy.lessons.markdown import blocks
from casestudy.lessons.notebook import joined
from casestudy.page import lettered
from casestudy.quizzes import shown_order
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Passage
    from casestudy.quizzes import Item, Option

__all__ = ["Letters", "answers", "teaching_parts", "woven"]

Letters = dict[tuple[str, str], dict[str, str]]
"""By card file and item, the letter that each option has in the students' edition."""

_H1, _H2 = 1, 2
_TITLE = ""
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")
_BULLET = re.compile(r"^(\s*)([-+]|[0-9]+[.)])(?=\s)")
_ROWS = ("order", "match", "grid", "annotate")


def teaching_parts(source: str) -> dict[str, str]:
    r"""Return what a teaching page says, by the part of the lesson; its beginning under "".

    Examples
    --------
    >>> teaching_parts("# 01: for the teacher\n\nIn short.\n\n## Check · 5 minutes\n\nWait.\n")
    {'': 'In short.', 'Check': 'Wait.'}
    >>> teaching_parts("")
    {}
    """
    heads = [(each, part_of(each).title) for each in blocks(source) if each.level in {_H1, _H2}]
    lines = source.splitlines()
    starts = [each.line for each, _ in heads]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    # of what stands above its first heading, if anything does, nothing can be placed
    return {
        (title if head.level == _H2 else _TITLE): "\n".join(lines[head.line : end]).strip()
        for (head, title), end in zip(heads, ends, strict=False)
    }


def woven(
    notebook: Mapping[str, Any],
    teaching: Mapping[str, str],
    asked: Mapping[int, str],
    relink: Callable[[str], str],
) -> dict[str, Any]:
    """Return a lesson with what its teacher needs in it.

    Parameters
    ----------
    notebook : mapping
        The lesson with its outputs.
    teaching : mapping of str to str
        What the teaching page says, as `teaching_parts` returns it.
    asked : mapping of int to str
        The expected answers to the questions of a cell, by its place from 1.
    relink : callable
        Mends the links of a lesson's text, which stands in another folder now.
    """
    cells: list[dict[str, Any]] = []
    for place, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "markdown":
            text = _under_headings(relink(joined(cell["source"])), teaching)
            cells.append({**cell, "source": text})
        else:
            cells.append(dict(cell))
        if place in asked:
            text = _boxed(say("release answers"), asked[place])
            name = f"{str(cell.get('id', place))[:50]}-answers"
            cells.append({"cell_type": "markdown", "id": name, "metadata": {}, "source": text})
    metadata = {name: kept for name, kept in notebook["metadata"].items() if name != "casestudy"}
    return {**notebook, "cells": cells, "metadata": metadata}


def _under_headings(text: str, teaching: Mapping[str, str]) -> str:
    lines = text.splitlines()
    heads = [each for each in blocks(text) if each.level in {_H1, _H2}]
    for head in reversed(heads):
        said = teaching.get(part_of(head).title if head.level == _H2 else _TITLE)
        if said:
            lines[head.line : head.line] = ["", _boxed(say("release teacher"), said)]
    return "\n".join(lines)


def _boxed(title: str, text: str) -> str:
    """Return a text between two lines, under a title.

    JupyterLab and the printed page draw these alike; a box of HTML ends, on the page, where its
    Markdown begins.
    """
    return f"---\n\n**{title}**\n\n{text.strip()}\n\n---"


# ── expected answers ─────────────────────────────────────────────────────────────────────────


def answers(
    case: str, items: Iterable[Item], mistakes: Mapping[str, str], students: Letters
) -> str:
    """Return the answers to some questions as Markdown: key, feedback, and the words it rests on.

    Parameters
    ----------
    case : str
        The case's id, which the order of the options depends on.
    items : iterable of Item
        The questions.
    mistakes : mapping of str to str
        The reading mistakes of the course: id and sentence.
    students : Letters
        The letters of the students' edition, said where they are others.
    """
    return "\n\n".join(
        "\n\n".join(_answer(case, number, item, mistakes, students.get((item.file, item.id), {})))
        for number, item in enumerate(items, 1)
    )


def _answer(
    case: str, number: int, item: Item, mistakes: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[str]:
    kind = say(f"kind {item.kind}")
    yield f"**{number}. `{item.id}`** ({kind}). {' '.join(item.stem)}"
    options = shown_order(case, item.quiz, item)
    if item.kind in {"written", "opinion"}:
        yield say("release no key")
        yield "\n".join(f"- {option.text}" for option in options)
    else:
        named = lettered(item, options)
        if item.kind == "order":
            named = sorted(named, key=lambda each: item.options.index(each[1]))
        lines = (line for each in named for line in _line(item, *each, mistakes))
        yield "\n".join(lines).strip()
        ours = {theirs[option.text]: letter for letter, option in named if option.text in theirs}
        if any(one != two for one, two in ours.items()):
            letters = sorted(ours, key=lambda letter: (len(letter), letter))
            said = ", ".join(letters), ", ".join(ours[letter] for letter in letters)
            yield say("release letters", theirs=said[0], ours=said[1])
    yield from _besides(item)


def _line(item: Item, letter: str, option: Option, mistakes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one option or row: whether it is right, why, and the words."""
    told = verdict(item, option)
    belongs = key_words(item, option) if item.kind in _ROWS else ""
    words = called(item, option)
    said = (
        f"**{letter}**" if letter else "",
        f"**{words}**" if option.key else words,
        f"→ **{belongs}**" if belongs else "",
        f"· **{told}.**" if told and option.key else f"· {told}." if told else "",
        *option.feedback,
        f"*{said_mistake}*" if (said_mistake := mistake(option, mistakes)) else "",
    )
    yield f"- {' '.join(filter(None, said))}"
    yield from _quoted(said_by(item, option), "  ")


def _quoted(passages: Sequence[Passage], indent: str = "") -> Iterator[str]:
    for passage in passages:
        yield indent.rstrip()
        yield f"{indent}> {escaped(str(passage))}"
    if passages:
        yield indent.rstrip()


def _besides(item: Item) -> Iterator[str]:
    """Yield what belongs to no option: any other answer, model answers, help."""
    if said := item.field("otherwise"):
        yield say("any other words" if item.kind == "mark" else "any other", words=plain(said))
    for model in item.models:
        yield f"**{say('model', title=model.title)}**"
        yield from model.paragraphs
        yield "\n".join(_quoted(model.evidence)).strip()
    for title, hint in zip(hint_titles(item), item.hints, strict=True):
        yield f"{title}: {hint}"


def escaped(text: str) -> str:
    r"""Return words of a document so that Markdown shows each letter as it stands there.

    Examples
    --------
    >>> print(escaped("- five *stars* for $5"))
    \- five \*stars\* for \$5
    """
    marked = _SPECIAL.sub(r"\\\1", text).replace("\n", " ")
    return _BULLET.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", marked)

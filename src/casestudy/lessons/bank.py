"""All questions of a course taken together: what is assessed, what gives a key away, fairness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import Complaint
from casestudy.inline import plain
from casestudy.lessons.form import own_words
from casestudy.quizfile import KINDS
from casestudy.quizzes import of_part, shown_order
from casestudy.reading import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.lessons.lesson import Lesson
    from casestudy.lessons.notebook import Call
    from casestudy.quizzes import Item, Option, Quiz

__all__ = ["Shelf", "bank", "chance", "keys_by_chance", "twin_complaints"]

ITEMS_LEAST, HINTS_LEAST, MISTAKEN = 8, 2, 0.01
"""Items of a lesson and hints of an item at least; how rarely chance may be taken for a pattern."""

TOO_LONG = 1.5
"""From how many times the longest distractor on a key's length gives it away."""

APART = 0.1
"""By how much of the larger number twins may differ in words."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A lesson with its questions.

    Parameters
    ----------
    lesson : Lesson
        The lesson, or the sheet.
    calls : tuple of Call
        What its cells ask of the case.
    file : str
        Its card file.
    quiz : Quiz or None
        Its questions; None where it has none that are in order.
    """

    lesson: Lesson
    calls: tuple[Call, ...]
    file: str
    quiz: Quiz | None

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions."""
        return self.quiz.items if self.quiz else ()


def bank(case: str, lessons: Sequence[Shelf], sheets: Sequence[Shelf]) -> Iterator[Complaint]:
    """Yield what is wrong with the questions of a course, and what could be better.

    Parameters
    ----------
    case : str
        The case's id, which the order of options depends on.
    lessons, sheets : sequence of Shelf
        The lessons and the exercise sheets.
    """
    goals = {shelf.lesson.name: len(shelf.lesson.objectives) for shelf in lessons}
    first = {(shelf.lesson.name, item.id): item for shelf in lessons for item in shelf.items}
    for shelf in (*lessons, *sheets):
        yield from _unshown(shelf)
        yield from _strayed(shelf)
        for item in shelf.items:
            yield from _one(item, goals.get(shelf.lesson.name, 0))
    for shelf in lessons:
        yield from _assessed(shelf)
    for shelf in (*lessons, *sheets):
        yield from _minutes(shelf)
    for shelf in sheets:
        for item in shelf.items:
            other = first.get((shelf.lesson.name, item.id))
            if other:
                wrong = f"the lesson has an item of this name too ({other.file}:{other.line})"
                yield _about(item, item.line, wrong, "give one of the two another name")
    items = [(shelf.lesson.name, item) for shelf in (*lessons, *sheets) for item in shelf.items]
    yield from keys_by_chance(case, items)


def _about(item: Item, line: int, wrong: str, cure: str, *, advice: bool = False) -> Complaint:
    sort = "advice" if advice else "error"
    return Complaint(item.file, line, f"item '{item.id}'", wrong, cure, sort)


# ── one item ─────────────────────────────────────────────────────────────────────────────────

_VERDICT = r"(?:justified|lawful|unlawful|legal|illegal|legitimate|illegitimate|to blame|at fault)"
_SIDE = r"(?:side|state|country|government|party)"
_JUDGING = (
    r"\bwho\b[^.?!]*\b(?:was|is|were|are)\b[^.?!]*\b(?:in the )?(?:right|wrong)\b",
    rf"\b(?:who|which {_SIDE})\b[^.?!]*\b{_VERDICT}",
    rf"\bwhich {_SIDE}\b[^.?!]*\b(?:right|wrong|better|stronger)\b",
    rf"\b(?:was|is|were|are)\b[^.?!]*\b{_VERDICT}\b",
)
"""How a stem asks for a verdict that the documents cannot give."""

_ATTRIBUTED = re.compile(
    r"\b(?:accord\w*|argu\w*|assert\w*|believ\w*|call\w*|claim\w*|declar\w*|describ\w*|hold\w*"
    r"|held|judg\w*|maintain\w*|quot\w*|report\w*|said|say\w*|stat(?:e[ds]|ement)|text|view"
    r"|words)\b",
    re.IGNORECASE,
)


def _one(item: Item, goals: int) -> Iterator[Complaint]:
    scored = KINDS[item.kind].scored
    if item.objective and item.objective > goals:
        has = f"objectives 1 to {goals}" if goals else "no numbered objectives"
        wrong = f"'objective: {item.objective}' is there, and the lesson has {has}"
        yield _about(item, item.line, wrong, "write the number of an objective of the lesson")
    if not scored:
        return
    for name, value in (("objective", item.objective), ("difficulty", item.difficulty)):
        if not value:
            cure = f"write '{name}: 1' under its kind"
            yield _about(item, item.line, f"it has no {name}", cure, advice=True)
    if len(item.hints) < HINTS_LEAST:
        wrong = f"it has {len(item.hints) or 'no'} hint{'s' if not item.hints else ''}"
        cure = "write two: where to look, then what brings one nearer"
        yield _about(item, item.line, wrong, cure, advice=True)
    for sentence in re.split(r"(?<=[.?!])\s+", plain(" ".join(item.stem))):
        if any(
            re.search(each, sentence, re.IGNORECASE) for each in _JUDGING
        ) and not _ATTRIBUTED.search(sentence):
            wrong = f"'{sentence}' asks who was right, and the item is scored"
            cure = "ask what a text says of it, or make it 'kind: opinion'"
            yield _about(item, item.line, wrong, cure, advice=True)
    yield from _given_away(item)


def _given_away(item: Item) -> Iterator[Complaint]:
    if item.kind != "single":
        return
    for key in (option for option in item.options if option.key):
        others = [_length(option) for option in item.options if not option.key]
        if others and _length(key) > TOO_LONG * max(others):
            share = f"{_length(key) / max(others):.1f}"
            wrong = f"the key is {share} times as long as the longest of the others"
            yield _about(item, key.line, wrong, "make it shorter, or another longer", advice=True)


def _length(option: Option) -> int:
    return len(plain(option.text))


# ── one lesson ───────────────────────────────────────────────────────────────────────────────


def _does(shelf: Shelf) -> str:
    return "exercise" if shelf.lesson.is_sheet else "quiz"


def _of_its_cards(shelf: Shelf) -> Iterator[Call]:
    """Yield what the cells ask of the notebook's own card file."""
    own = _does(shelf), shelf.lesson.name
    yield from (call for call in shelf.calls if (call.does, call.name) == own)


def _unshown(shelf: Shelf) -> Iterator[Complaint]:
    """Complain of parts of a card file that no cell of its own notebook shows."""
    shown = {call.part for call in _of_its_cards(shelf)}
    first = {item.part: item for item in reversed(shelf.items)}
    for part, item in sorted(first.items(), key=lambda pair: pair[1].line):
        if not shown & {part, ""}:
            wrong = f"no cell of {shelf.lesson.path} shows the part '{part}'"
            cure = f'write a cell with: case.{_does(shelf)}("{shelf.lesson.name}", part="{part}")'
            yield Complaint(shelf.file, item.line, "", wrong, cure)


def _strayed(shelf: Shelf) -> Iterator[Complaint]:
    """Complain of cells that show the questions of one part under the heading of another."""
    for call in _of_its_cards(shelf):
        above = [part for part in shelf.lesson.parts if part.cell and part.cell.place < call.cell]
        if call.part and above and call.part != above[-1].title:
            wrong = f"it shows the questions of '{call.part}' under '{above[-1].title}'"
            cure = f"move it under the heading '{call.part}'"
            yield shelf.lesson.complaint(shelf.lesson.cells[call.cell - 1], wrong, cure)


def _assessed(shelf: Shelf) -> Iterator[Complaint]:
    if shelf.quiz is None:
        return
    scored = {item.objective for item in shelf.items if KINDS[item.kind].scored}
    for number, objective in enumerate(shelf.lesson.objectives, 1):
        if number not in scored:
            wrong = f"objective {number} ('{objective.rstrip(';.')}') is assessed by no item"
            cure = f"write 'objective: {number}' in a card that assesses it"
            yield Complaint(shelf.file, 0, "", wrong, cure)
    if len(shelf.items) < ITEMS_LEAST:
        wrong = f"the lesson has {len(shelf.items)} items"
        yield Complaint(shelf.file, 0, "", wrong, f"write {ITEMS_LEAST} or more", "advice")


def _minutes(shelf: Shelf) -> Iterator[Complaint]:
    """Advise where the cards of a part take longer than the part."""
    for part in shelf.lesson.parts:
        cards = sum(item.minutes for item in shelf.items if item.part == part.title)
        if part.minutes and cards > part.minutes:
            wrong = f"the items of '{part.title}' take {cards:g} minutes, the part {part.minutes}"
            cure = "give the part more minutes, or leave out an item"
            yield shelf.lesson.complaint(part.cell, wrong, cure, "advice")


# ── keys by place and length ─────────────────────────────────────────────────────────────────


_PLACES: dict[str, Callable[[int, int], bool]] = {
    "stands first": lambda place, _: place == 0,
    "stands last": lambda place, count: place == count - 1,
    "stands in the middle": lambda place, count: 0 < place < count - 1,
}
"""Where a key stands as shown, told from its place and the number of options."""


def keys_by_chance(case: str, items: Iterable[tuple[str, Item]]) -> Iterator[Complaint]:
    """Yield an advice where keys stand in one place, or are longest, more often than by chance.

    Parameters
    ----------
    case : str
        The case's id.
    items : iterable of (str, Item)
        Items with the id of their quiz.

    Notes
    -----
    The number of keys in a place is a sum of independent trials whose chances differ with the
    number of options, and its exact distribution is used (Poisson's binomial distribution). An
    advice is given where chance alone would bring so many in less than one course of a hundred.
    """
    items = tuple(items)
    singles = [(quiz, item) for quiz, item in items if item.kind == "single" and item.keyed]
    shown = [shown_order(case, quiz, item) for quiz, item in singles]
    for name, is_there in _PLACES.items():
        hits = [is_there(_place(options), len(options)) for options in shown]
        counts = [len(options) for options in shown]
        chances = [
            sum(is_there(place, count) for place in range(count)) / count for count in counts
        ]
        yield from _pattern(name, hits, chances, "move some keys to other places")
    hits = [_is_longest(options) for options in shown]
    chances = [1 / len(options) for options in shown]
    yield from _pattern("is the longest option", hits, chances, "make some distractors longer")
    judged = [item for _, item in items if item.kind == "true-false" and item.keyed]
    chances = [1 / len(item.options) for item in judged]
    for verdict in dict.fromkeys(option.text for item in judged for option in item.options):
        hits = [any(each.key and each.text == verdict for each in item.options) for item in judged]
        cure = "ask some items so that another answer is right"
        yield from _pattern(f"is '{verdict}'", hits, chances, cure, "true-false")


def _pattern(
    name: str,
    hits: Sequence[bool],
    chances: Sequence[float],
    cure: str,
    kind: str = "single",
) -> Iterator[Complaint]:
    if chance(sum(hits), chances) < MISTAKEN:
        wrong = f"the key {name} in {sum(hits)} of {len(hits)} items of the kind '{kind}'"
        yield Complaint("notebooks/quizzes", 0, "all items", wrong, cure, "advice")


def _place(options: Sequence[Option]) -> int:
    return next(place for place, option in enumerate(options) if option.key)


def _is_longest(options: Sequence[Option]) -> bool:
    lengths = [_length(option) for option in options]
    key = lengths[_place(options)]
    return key == max(lengths) and lengths.count(key) == 1


def chance(hits: int, chances: Iterable[float]) -> float:
    """Return how likely so many hits or more are, where each trial has a chance of its own.

    Examples
    --------
    >>> chance(2, [0.5, 0.5]), chance(1, [0.5, 0.5]), chance(0, [])
    (0.25, 0.75, 1.0)
    """
    likely = [1.0]
    for each in chances:
        likely = [
            stay * (1 - each) + come * each
            for stay, come in zip((*likely, 0.0), (0.0, *likely), strict=True)
        ]
    return sum(likely[hits:])


# ── twins ────────────────────────────────────────────────────────────────────────────────────


def twin_complaints(
    one: Shelf, two: Shelf, documents: Mapping[str, Document]
) -> Iterator[Complaint]:
    """Yield a complaint for each point in which two lessons differ that should weigh the same.

    Parameters
    ----------
    one, two : Shelf
        The lessons.
    documents : mapping of str to Document
        The documents that they let read.
    """
    name = one.lesson.name
    for what, mine, theirs in (
        ("parts and minutes", _headings(one), _headings(two)),
        ("kinds", _kinds(one), _kinds(two)),
        ("points", _points(one), _points(two)),
    ):
        for part in dict.fromkeys((*mine, *theirs)):
            if mine.get(part) != theirs.get(part):
                has = f"{mine.get(part, 'nothing')} here and {theirs.get(part, 'nothing')} there"
                wrong = f"it has other {what} than its twin '{name}': '{part}' has {has}"
                yield two.lesson.complaint(None, wrong, "make both alike")
    for what, mine_words, their_words in (
        ("words of our own", _own(one), _own(two)),
        ("words to read", _read(one, documents), _read(two, documents)),
        ("quoted words in its cards", _quoted(one), _quoted(two)),
    ):
        if abs(mine_words - their_words) > APART * max(mine_words, their_words):
            wrong = f"it has {their_words} {what}, and its twin '{name}' has {mine_words}"
            cure = f"bring them within {APART:.0%}".replace("%", " %")
            yield two.lesson.complaint(None, wrong, cure)


def _headings(shelf: Shelf) -> dict[str, str]:
    return {part.title: f"{part.minutes or 0} minutes" for part in shelf.lesson.parts}


def _kinds(shelf: Shelf) -> dict[str, str]:
    parts = dict.fromkeys(item.part for item in shelf.items)
    return {
        part: ", ".join(sorted(item.kind for item in shelf.items if item.part == part))
        for part in parts
    }


def _points(shelf: Shelf) -> dict[str, str]:
    parts = dict.fromkeys(item.part for item in shelf.items)
    points = {
        part: sum(item.points for item in of_part(shelf.quiz, part).items) if shelf.quiz else 0.0
        for part in parts
    }
    return {part: f"{value:g} points" for part, value in points.items()}


def _own(shelf: Shelf) -> int:
    cards = (
        text
        for item in shelf.items
        for text in (
            *item.stem,
            *item.hints,
            *(line for each in item.options for line in (each.text, *each.feedback)),
        )
    )
    texts = sum(len(plain(text).split()) for text in cards)
    return texts + sum(own_words(block) for _, block in shelf.lesson.texts)


def _read(shelf: Shelf, documents: Mapping[str, Document]) -> int:
    readings = (
        reading
        for call in shelf.calls
        if call.does == "read" and call.name in documents
        for reading in choose(documents, call.name, beside=call.beside, only=call.part)
    )
    return sum(len(each.text.split()) for reading in readings for each in reading.passages)


def _quoted(shelf: Shelf) -> int:
    passages = (
        passage
        for item in shelf.items
        for passage in (
            *item.quotations,
            *(each for option in item.options for each in option.evidence),
            *(each for model in item.models for each in model.evidence),
        )
    )
    return sum(len(passage.text.split()) for passage in passages)

"""A quiz as values, and the one place where a response is graded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from casestudy.errors import UnknownNameError

if TYPE_CHECKING:
    from casestudy.documents import Passage

__all__ = [
    "PLAYABLE",
    "Item",
    "ModelAnswer",
    "Option",
    "Outcome",
    "Quiz",
    "State",
    "grade",
    "of_part",
    "public_digest",
    "shown_order",
]

State = Literal["not attempted", "skipped", "incorrect", "partly", "correct", "recorded"]

PLAYABLE = ("single", "multiple", "true-false")
"""Kinds that can be answered today; the others are read, checked and shown as text."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a card's answers: an option, or a row of the other kinds.

    Parameters
    ----------
    text : str
        What the student reads, with ``*emphasis*`` as written.
    key : bool
        Whether choosing it is right. False for rows, which have no box.
    line : int
        Its line in the card file.
    feedback : tuple of str
        Paragraphs shown after it was chosen.
    evidence : tuple of Passage
        The words that the feedback rests on.
    pair : tuple of str
        What a row belongs to: the right side (match), the cells (grid), the label (annotate).
    """

    text: str
    key: bool
    line: int
    feedback: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()
    pair: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A model answer of a written item: title, paragraphs, and the passages it rests on."""

    title: str
    paragraphs: tuple[str, ...]
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a quiz, as its card has it.

    Parameters
    ----------
    id, kind, part : str
        The card's name, its kind, and the part of the lesson it stands under.
    file : str
        The card file, relative to the course.
    line : int
        The card's line in it.
    stem : tuple of str
        Paragraphs of the question.
    quotations : tuple of Passage
        Passages shown with the question.
    options : tuple of Option
        In the order of the card file; `shown_order` gives the order on the page.
    objective, difficulty : int or None
        The lesson's objective (from 1) and the difficulty (1 to 3).
    minutes, points : float
        Planned minutes (0 where not given) and the points for a correct response.
    hints : tuple of str
        Shown one after the other.
    credit : str
        ``"all or nothing"`` or ``"per option"``.
    shuffle : bool
        Whether the options are shown in another order than in the file.
    about : tuple of str
        Ids of the documents that the item is about.
    fields : tuple of (str, str)
        All fields as written, for the kinds that bring their own.
    models : tuple of ModelAnswer
        Model answers of a written item.
    """

    id: str
    kind: str
    part: str
    file: str
    line: int
    stem: tuple[str, ...]
    quotations: tuple[Passage, ...] = ()
    options: tuple[Option, ...] = ()
    objective: int | None = None
    difficulty: int | None = None
    minutes: float = 0.0
    points: float = 1.0
    hints: tuple[str, ...] = ()
    credit: str = "all or nothing"
    shuffle: bool = True
    about: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    models: tuple[ModelAnswer, ...] = ()

    @property
    def playable(self) -> bool:
        """Whether the item can be answered in the quiz today."""
        return self.kind in PLAYABLE

    @property
    def keyed(self) -> bool:
        """Whether the key is here; a student edition has none."""
        return any(option.key for option in self.options)


@dataclass(frozen=True, slots=True)
class Quiz:
    """The items of one card file: of all its parts, or of one.

    Parameters
    ----------
    id : str
        Stem of the card file, which is also the lesson's.
    items : tuple of Item
        In the order of the file.
    part : str
        The part that was asked for; empty for the whole file.
    """

    id: str
    items: tuple[Item, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a response came to.

    Parameters
    ----------
    state : State
        One of the six outcomes.
    reason : str
        Why, as a name from `casestudy.strings`: for example ``"missing"``.
    points : float
        Points earned, from 0 to the item's points.
    response : tuple of str
        Texts of the options chosen, in the order of the card.
    """

    state: State
    reason: str
    points: float = 0.0
    response: tuple[str, ...] = ()


def of_part(quiz: Quiz, part: str) -> Quiz:
    """Return the items under one heading of a card file, or all of them.

    Raises
    ------
    UnknownNameError
        Where the file has no such heading.

    Examples
    --------
    >>> of_part(Quiz("01-the-bridge", (Item("a", "single", "Check", "q.md", 1, ("?",)),)), "Chekc")
    Traceback (most recent call last):
    casestudy.errors.UnknownNameError: There is no part of the quiz '01-the-bridge' called ...
    """
    if not part:
        return quiz
    parts = dict.fromkeys(item.part for item in quiz.items)
    if part not in parts:
        raise UnknownNameError(f"part of the quiz '{quiz.id}' called", part, parts)
    return Quiz(quiz.id, tuple(item for item in quiz.items if item.part == part), part)


def grade(item: Item, response: tuple[str, ...]) -> Outcome:
    """Grade a response: the only place where right and wrong are decided.

    Parameters
    ----------
    item : Item
        A playable item.
    response : tuple of str
        Texts of the options chosen. Texts that the item does not have count for nothing.

    Returns
    -------
    Outcome
        The state with its reason and the points.

    Notes
    -----
    With ``credit: per option`` the points are the share of keys chosen less the share of
    distractors chosen (Youden's J, 1950), not below zero: choosing everything is worth nothing,
    and so is choosing at random in the long run.

    Examples
    --------
    >>> item = Item("day", "single", "Check", "quiz.md", 1, ("Which day?",),
    ...             options=(Option("Friday", True, 3), Option("Saturday", False, 5)))
    >>> grade(item, ("Friday",)).state, grade(item, ("Saturday",)).state, grade(item, ()).state
    ('correct', 'incorrect', 'not attempted')
    """
    chosen = tuple(option for option in item.options if option.text in response)
    texts = tuple(option.text for option in chosen)
    if not chosen:
        return Outcome("not attempted", "empty")
    if not item.keyed:
        return Outcome("recorded", "recorded", 0.0, texts)
    match item.kind:
        case "single" | "true-false":
            right = len(chosen) == 1 and chosen[0].key
            state: State = "correct" if right else "incorrect"
            return Outcome(state, "key" if right else "distractor", item.points * right, texts)
        case "multiple":
            return _grade_multiple(item, chosen, texts)
        case _:
            return Outcome("recorded", "recorded", 0.0, texts)


def _grade_multiple(item: Item, chosen: tuple[Option, ...], texts: tuple[str, ...]) -> Outcome:
    keys = sum(option.key for option in item.options)
    distractors = len(item.options) - keys
    hits = sum(option.key for option in chosen)
    slips = len(chosen) - hits
    if hits == keys and not slips:
        return Outcome("correct", "key", item.points, texts)
    share = hits / keys - (slips / distractors if distractors else 0)
    points = item.points * max(share, 0.0) if item.credit == "per option" else 0.0
    if len(chosen) == len(item.options):
        return Outcome("incorrect", "everything", 0.0, texts)
    if not slips:
        return Outcome("partly", "missing", points, texts)
    if share > 0:
        return Outcome("partly", "too many" if hits == keys else "mixed", points, texts)
    return Outcome("incorrect", "mixed" if hits else "distractor", points, texts)


def shown_order(case: str, quiz: str, item: Item) -> tuple[Option, ...]:
    """Return the options in the order in which every page, transcript and edition shows them.

    The order depends on nothing but the names, so that the transcript, the widget and the next
    run agree; it does not change when an option is reworded.

    Examples
    --------
    >>> item = Item("day", "true-false", "Check", "quiz.md", 1, ("Yes?",),
    ...             options=(Option("true", True, 3), Option("false", False, 5)))
    >>> [option.text for option in shown_order("case", "quiz", item)]
    ['true', 'false']
    """
    if not item.shuffle or item.kind == "true-false":
        return item.options
    places = sorted(
        range(len(item.options)),
        key=lambda place: hashlib.sha256(f"{case}|{quiz}|{item.id}|{place}".encode()).digest(),
    )
    return tuple(item.options[place] for place in places)


def public_digest(item: Item) -> str:
    """Return sixteen hex digits over what every edition shows of an item.

    That is its kind, stem, quotations and options.

    The order of the options does not matter, because a student edition stores them shuffled.

    Examples
    --------
    >>> len(public_digest(Item("day", "single", "Check", "quiz.md", 1, ("Which day?",))))
    16
    """
    shown = [
        item.kind,
        item.stem,
        [passage.text for passage in item.quotations],
        sorted(option.text for option in item.options),
    ]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:16]

"""A quiz as values: items, options, outcomes, and the texts that a response is kept as."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from casestudy.errors import UnknownNameError
from casestudy.text import fold

if TYPE_CHECKING:
    from casestudy.agreement import Agreement
    from casestudy.documents import Passage

__all__ = [
    "Item",
    "ModelAnswer",
    "Option",
    "Outcome",
    "Quiz",
    "State",
    "cell_text",
    "cells",
    "choices",
    "least_words",
    "listed",
    "of_part",
    "passage_text",
    "public_digest",
    "read_passage_text",
    "shown_order",
]

State = Literal["not attempted", "skipped", "incorrect", "partly", "correct", "recorded"]


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
    mistake : str
        The reading mistake that choosing it stands for, by its id in the course; empty for none.
    """

    text: str
    key: bool
    line: int
    feedback: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()
    pair: tuple[str, ...] = ()
    mistake: str = ""


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
        ``"all or nothing"``, ``"per option"`` or ``"per row"``.
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
    def quiz(self) -> str:
        """The quiz the item belongs to, under which its answers are kept.

        It is the stem of the card file, so that a quiz may hold items of several files.

        Examples
        --------
        >>> Item("day", "single", "Check", "notebooks/quizzes/01-the-bridge.md", 3, ("?",)).quiz
        '01-the-bridge'
        """
        return self.file.rpartition("/")[2].rpartition(".")[0]

    @property
    def keyed(self) -> bool:
        """Whether the key is here; a student edition has none.

        The rows of some kinds have no box: their key is what they belong to, and of an order,
        whose rows belong to nothing, only a course with keys has the passages.
        """
        if self.kind == "order":
            return any(option.evidence for option in self.options)
        return any(option.key or any(option.pair) for option in self.options)

    @property
    def document(self) -> str:
        """The document in which words are marked or clauses labelled; empty for other kinds.

        Examples
        --------
        >>> Item("n", "mark", "", "q.md", 1, ("?",), fields=(("in", "gazette ¶1"),)).document
        'gazette'
        """
        return self.field("in").partition("¶")[0].strip()

    def field(self, name: str, default: str = "") -> str:
        """Return a field of the card as written; the first one where it may be repeated.

        Examples
        --------
        >>> item = Item("n", "number", "", "q.md", 1, ("?",), fields=(("unit", "days"),))
        >>> item.field("unit"), item.field("tolerance", "0")
        ('days', '0')
        """
        return next((value for each, value in self.fields if each == name), default)


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
        Why, as a name of `casestudy.strings.REASONS`: for example ``"missing"``.
    points : float
        Points earned, from 0 to the item's points.
    response : tuple of str
        The response as it is kept, without what cannot belong to the item.
    told : tuple of str
        Texts of the options whose feedback the outcome calls for.
    rows : tuple of (bool or None)
        Of the kinds with rows, in the order of the card: whether a row is right; None where it is
        open.
    details : tuple of (str, str)
        Names and values that fill the sentence of `reason`.
    agreement : Agreement or None
        How far the labels agree with the key (annotate).
    """

    state: State
    reason: str
    points: float = 0.0
    response: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    rows: tuple[bool | None, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    agreement: Agreement | None = None


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


# ── the texts that a response is kept as ─────────────────────────────────────────────────────


def passage_text(passage: Passage) -> str:
    """Return a marked passage as one text: where it stands, its span, and its words.

    Examples
    --------
    >>> from casestudy.documents import Passage
    >>> passage_text(Passage("gazette", 10, 16, "closed", number=1))
    'gazette ¶1 [10-16] closed'
    """
    return f"{passage.citation} [{passage.start}-{passage.end}] {passage.text}"


_PASSAGE = re.compile(
    r"([A-Za-z0-9-]+)(?: ¶[0-9]+(?:–[0-9]+)?|, [a-z ]+) \[([0-9]{1,9})-([0-9]{1,9})\] (.*)",
    re.DOTALL,
)


def read_passage_text(text: str) -> tuple[str, int, int, str] | None:
    """Read what `passage_text` wrote: document, start, end and words.

    None for any other text, and where the words are not as long as their span.

    Examples
    --------
    >>> read_passage_text("gazette ¶1 [10-16] closed")
    ('gazette', 10, 16, 'closed')
    >>> read_passage_text("gazette ¶1"), read_passage_text("gazette ¶1 [10-99] closed")
    (None, None)
    """
    found = _PASSAGE.fullmatch(text)
    if not found:
        return None
    start, end = int(found[2]), int(found[3])
    return (found[1], start, end, found[4]) if 0 < end - start == len(found[4]) else None


def cell_text(row: str, column: str, value: str) -> str:
    """Return one filled cell as one text; the kinds with one column leave its name empty.

    Examples
    --------
    >>> cell_text("cross it", "", "the mayor"), cell_text("the mayor", "deed", "none")
    ('cross it -> the mayor', 'the mayor | deed = none')
    """
    return f"{row} | {column} = {value}" if column else f"{row} -> {value}"


def cells(item: Item, response: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what a response says in each cell: a tuple per row, in the order of the card.

    A cell is empty where nothing is said of it, or more than one thing.

    Examples
    --------
    >>> rows = (Option("cross it", False, 3, pair=("the mayor",)), Option("sail", False, 4))
    >>> item = Item("who", "match", "", "q.md", 1, ("Who?",), options=rows)
    >>> cells(item, ("cross it -> the mayor", "fly -> the mayor"))
    (('the mayor',), ('',))
    """
    given, columns = frozenset(response), choices(item)
    return tuple(
        tuple(_only(given, option.text, *column) for column in columns) for option in item.options
    )


def _only(given: frozenset[str], row: str, column: str, values: tuple[str, ...]) -> str:
    said = [value for value in values if cell_text(row, column, value) in given]
    return said[0] if len(said) == 1 else ""


def choices(item: Item) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the columns of a kind with rows: each one's name, and what can be chosen there.

    Returns
    -------
    tuple of (str, tuple of str)
        match: one column without a name, all right sides in alphabetical order. grid: its scales.
        annotate: one column without a name, the labels. None for all other kinds. Every edition
        has the same.

    Examples
    --------
    >>> rows = (Option("cross it", False, 3, pair=("the mayor",)),)
    >>> choices(Item("who", "match", "", "q.md", 1, ("?",), options=rows,
    ...              fields=(("also", "the baker, an engineer"),)))
    (('', ('an engineer', 'the baker', 'the mayor')),)
    """
    match item.kind:
        case "match":
            rights = [right for option in item.options for right in option.pair if right]
            return (("", _sorted((*rights, *listed(item.field("also"))))),)
        case "grid":
            scales = (value.partition("=") for name, value in item.fields if name == "scale")
            return tuple((name.strip(), listed(values)) for name, _, values in scales)
        case "annotate":
            return (("", listed(item.field("labels"))),)
        case _:
            return ()


def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words in alphabetical order, each of them once however it is written."""
    ordered = sorted(words, key=lambda word: (word.casefold(), word))
    return tuple({fold(word): word for word in reversed(ordered)}.values())[::-1]


def listed(value: str) -> tuple[str, ...]:
    """Return the parts of a field that names several things.

    They are divided by commas; where one of them has a comma in it, by ``|``.

    Examples
    --------
    >>> listed("seen, said"), listed("the mayor, twice | the baker")
    (('seen', 'said'), ('the mayor, twice', 'the baker'))
    """
    parts = value.split("|" if "|" in value else ",")
    return tuple(part.strip() for part in parts if part.strip())


def least_words(item: Item) -> int:
    """Return how many words a written answer must have: those of ``words``, or 30.

    Examples
    --------
    >>> least_words(Item("why", "written", "", "q.md", 1, ("Why?",)))
    30
    """
    return int(item.field("words", "30"))


# ── the same in every edition ────────────────────────────────────────────────────────────────


_SHUFFLED = ("single", "multiple", "claim", "order")


def shown_order(case: str, quiz: str, item: Item) -> tuple[Option, ...]:
    """Return the options in the order in which every page, transcript and edition shows them.

    The order depends on nothing but the names, so that the transcript, the widget and the next
    run agree; it does not change when an option is reworded. The rows of an order, which the card
    has in the right order, are never shown in it. Rows of the other kinds stay as they are.

    Examples
    --------
    >>> item = Item("day", "true-false", "Check", "quiz.md", 1, ("Yes?",),
    ...             options=(Option("true", True, 3), Option("false", False, 5)))
    >>> [option.text for option in shown_order("case", "quiz", item)]
    ['true', 'false']
    """
    if not item.shuffle or item.kind not in _SHUFFLED:
        return item.options
    places = sorted(
        range(len(item.options)),
        key=lambda place: hashlib.sha256(f"{case}|{quiz}|{item.id}|{place}".encode()).digest(),
    )
    if item.kind == "order" and places == sorted(places):
        places = [*places[1:], *places[:1]]
    return tuple(item.options[place] for place in places)


_DIGESTED = ("unit", "precision", "in", "words")


def public_digest(item: Item) -> str:
    """Return sixteen hex digits over what every edition shows of an item.

    That is its kind, stem and quotations, the options, and what can be chosen or must be known to
    answer: the columns of rows, unit, precision, place, and number of words. The values of a
    number or a date, and what a marked passage is called, are no student's to see.

    The order of the options does not matter, because a student edition stores them shuffled.

    Examples
    --------
    >>> len(public_digest(Item("day", "single", "Check", "quiz.md", 1, ("Which day?",))))
    16
    """
    hidden = item.kind in {"number", "date", "mark"}
    shown: list[object] = [
        item.kind,
        item.stem,
        [passage.text for passage in item.quotations],
        sorted(option.text for option in item.options if not hidden),
    ]
    if item.kind not in {"single", "multiple", "true-false"}:
        shown += [choices(item), [(name, item.field(name)) for name in _DIGESTED]]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:16]

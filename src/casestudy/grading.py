"""Grading: the one place where right and wrong are decided, for every kind of question."""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from casestudy.agreement import agreement
from casestudy.dates import Date, lacks_year, read_typed
from casestudy.numbers import near, read_number, write_number
from casestudy.quizzes import (
    Outcome,
    cell_text,
    cells,
    choices,
    least_words,
    passage_text,
    read_passage_text,
)
from casestudy.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from casestudy.agreement import Agreement
    from casestudy.documents import Passage
    from casestudy.quizzes import Item, Option, State

__all__ = ["ENOUGH", "LEAST", "TOO_LITTLE", "accepted", "cells_right", "grade", "key_response"]

ENOUGH = 0.8
"""The share of a passage's words that must be marked."""

LEAST = 0.4
"""The share of the marked words that must lie in the passage: a sentence around it is accepted."""

TOO_LITTLE = 0.15
"""Below this share, marking is no finding: whoever marks everything has shown nothing."""


def grade(item: Item, response: tuple[str, ...]) -> Outcome:
    """Grade a response: the only place where right and wrong are decided.

    Parameters
    ----------
    item : Item
        The item.
    response : tuple of str
        The texts that a response is kept as. Texts that cannot belong to the item count for
        nothing, and no text raises an error.

    Returns
    -------
    Outcome
        The state with its reason and the points. Without a key, as in a student edition, a
        response that can be read is recorded.

    Notes
    -----
    No rule rewards whoever chooses everything:

    - multiple, with ``credit: per option``: the share of keys chosen less the share of
      distractors chosen, not below zero (W. J. Youden, Index for rating diagnostic tests, Cancer
      3, 1950, 32-35).
    - order, with ``credit: per row``: the share of pairs in the right order less the share of
      those in the wrong one (M. G. Kendall, A new measure of rank correlation, Biometrika 30,
      1938, 81-93), not below zero.
    - match and grid, with ``credit: per row``: the share of rows that are wholly right, corrected
      for what guessing among the choices would bring (R. B. Frary, Formula scoring of
      multiple-choice tests, Educational Measurement: Issues and Practice 7, 1988, 33-38), not
      below zero.
    - annotate: Cohen's kappa with the key, times the share of clauses that have a label.
    - mark: a passage is found where 0.8 of its words are marked and 0.4 of the marked words are
      its; a part of it earns F1, the harmonic mean of the two shares (C. J. van Rijsbergen,
      Information retrieval, 1979); below 0.15 of the marked words, nothing.
    - claim: the claim with the wrong words earns half, the wrong claim nothing.

    All of them are worth everything or nothing unless the card asks for credit, but for annotate,
    mark and claim. A number is right within the card's tolerance, a date at its precision.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> item = Item("day", "single", "Check", "quiz.md", 1, ("Which day?",),
    ...             options=(Option("Friday", True, 3), Option("Saturday", False, 5)))
    >>> grade(item, ("Friday",)).state, grade(item, ("Saturday",)).state, grade(item, ()).state
    ('correct', 'incorrect', 'not attempted')
    """
    return _RULES[item.kind](item, response)


def _empty(reason: str = "empty", **details: object) -> Outcome:
    return Outcome("not attempted", reason, details=_details(details))


def _recorded(response: Sequence[str], reason: str = "recorded") -> Outcome:
    return Outcome("recorded", reason, response=tuple(response))


def _details(values: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())


# ── options that are chosen ──────────────────────────────────────────────────────────────────


def _choice(item: Item, response: tuple[str, ...]) -> Outcome:
    chosen = _chosen(item, response)
    if not chosen:
        return _empty()
    if not item.keyed:
        return _recorded(_texts(chosen))
    if item.kind == "multiple":
        state, reason, share = _several(item, chosen)
    else:
        right = len(chosen) == 1 and chosen[0].key
        state, reason, share = ("correct", "key", 1) if right else ("incorrect", "distractor", 0)
    return Outcome(state, reason, item.points * share, _texts(chosen), told=_texts(chosen))


def _chosen(item: Item, response: Iterable[str]) -> tuple[Option, ...]:
    """Return the options that a response names, in the order of the card."""
    given = frozenset(response)
    return tuple(option for option in item.options if option.text in given)


def _texts(options: Iterable[Option]) -> tuple[str, ...]:
    return tuple(option.text for option in options)


def _several(item: Item, chosen: Sequence[Option]) -> tuple[State, str, float]:
    """Return the state, its reason and the share of points, where several may be chosen."""
    keys = sum(option.key for option in item.options)
    distractors = len(item.options) - keys
    hits = sum(option.key for option in chosen)
    slips = len(chosen) - hits
    if hits == keys and not slips:
        return "correct", "key", 1.0
    if len(chosen) == len(item.options):
        return "incorrect", "everything", 0.0
    share = hits / keys - (slips / distractors if distractors else 0)
    points = max(share, 0.0) if item.credit == "per option" else 0.0
    if not slips:
        return "partly", "missing", points
    if share > 0:
        return "partly", "too many" if hits == keys else "mixed", points
    return "incorrect", "mixed" if hits else "distractor", 0.0


# ── values that are typed ────────────────────────────────────────────────────────────────────


def _number(item: Item, response: tuple[str, ...]) -> Outcome:
    text = _typed(response)
    if not text:
        return _empty()
    readings = read_number(_without_unit(text, item.field("unit")))
    if not readings:
        return _empty("no number", typed=text)
    if len(readings) > 1:
        one, two = map(write_number, readings[:2])
        return _empty("ambiguous number", typed=text, one=one, two=two)
    tolerance = float(item.field("tolerance", "0"))
    return _value(item, text, lambda option: near(readings[0], float(option.text), tolerance))


def _typed(response: Iterable[str]) -> str:
    """Return the one text of a response; whoever types two values has typed none."""
    texts = {text.strip() for text in response if text.strip()}
    return texts.pop() if len(texts) == 1 else ""


def _without_unit(text: str, unit: str) -> str:
    """Return a typed number without the unit behind it, which the page shows anyway."""
    place = max(0, len(text.removesuffix(".")) - len(unit))
    said = text[place:].removesuffix(".")
    return text[:place].rstrip() if unit and fold(said) == fold(unit) else text


def _date(item: Item, response: tuple[str, ...]) -> Outcome:
    text = _typed(response)
    if not text:
        return _empty()
    precision = item.field("precision", "day")
    readings = read_typed(text)
    if not readings:
        return _empty("no year" if lacks_year(text) else "no date", typed=text)
    if _FINENESS[readings[0].precision] < _FINENESS[precision]:
        return _empty("coarse date", typed=text, precision=precision)
    if len({_at(each, precision) for each in readings}) > 1:
        one, two = readings[:2]
        return _empty("ambiguous date", typed=text, one=one, two=two)
    return _value(item, text, lambda option: _same(option, readings[0], precision))


_FINENESS = {"year": 0, "month": 1, "day": 2}


def _at(date: Date, precision: str) -> tuple[int, ...]:
    """Return what there is of a date at a precision: the year, with the month, with the day."""
    day = date.earliest
    return (day.year, day.month, day.day)[: _FINENESS[precision] + 1]


def _same(option: Option, typed: Date, precision: str) -> bool:
    return any(_at(each, precision) == _at(typed, precision) for each in read_typed(option.text))


def _value(item: Item, text: str, hit: Callable[[Option], bool]) -> Outcome:
    """Grade a value that was read: a key is right, and one that the card names is told of."""
    if not item.keyed:
        return _recorded((text,))
    named = sorted(item.options, key=lambda option: not option.key)
    found = next((option for option in named if hit(option)), None)
    if found is None:
        return Outcome("incorrect", "otherwise", 0.0, (text,))
    if found.key:
        return Outcome("correct", "key", item.points, (text,), told=(found.text,))
    return Outcome("incorrect", "distractor", 0.0, (text,), told=(found.text,))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


def _order(item: Item, response: tuple[str, ...]) -> Outcome:
    right = _texts(item.options)
    given = tuple(dict.fromkeys(text for text in response if text in right))
    if len(given) < len(right):
        return _empty("incomplete" if given else "empty")
    if not item.keyed:
        return _recorded(given)
    rows = tuple(one == two for one, two in zip(right, given, strict=True))
    tau = _tau([right.index(text) for text in given])
    told = tuple(text for text, row in zip(right, rows, strict=True) if row)
    if all(rows):
        return Outcome("correct", "key", item.points, given, told, rows)
    points = item.points * max(0.0, tau) if item.credit == "per row" else 0.0
    state: State = "partly" if tau > 0 else "incorrect"
    details = _details({"right": sum(rows), "total": len(rows)})
    return Outcome(state, "order", points, given, told, rows, details)


def _tau(places: Sequence[int]) -> float:
    """Return Kendall's tau with the order 0, 1, 2, … (no place stands twice).

    Examples
    --------
    >>> _tau([0, 1, 2]), _tau([2, 1, 0]), round(_tau([1, 0, 2]), 2)
    (1.0, -1.0, 0.33)
    """
    pairs = [one < two for one, two in combinations(places, 2)]
    return 2 * sum(pairs) / len(pairs) - 1 if pairs else 1.0


def _rows(item: Item, response: tuple[str, ...]) -> Outcome:
    filled = cells(item, response)
    given = tuple(
        cell_text(option.text, column, value)
        for option, values in zip(item.options, filled, strict=True)
        for (column, _), value in zip(choices(item), values, strict=True)
        if value
    )
    if not given:
        return _empty()
    if not item.keyed:
        return _recorded(given)
    verdicts = [_verdicts(*each) for each in zip(item.options, filled, strict=True)]
    rows = tuple(False if False in each else None if None in each else True for each in verdicts)
    flat = [each for row in verdicts for each in row]
    right, still_open = flat.count(True), flat.count(None)
    state: State = "correct" if right == len(flat) else "partly" if right else "incorrect"
    reason = "key" if state == "correct" else "rows open" if still_open else "rows"
    return Outcome(
        state,
        reason,
        item.points * _share(item, rows, filled, right=state == "correct"),
        given,
        told=tuple(option.text for option, row in zip(item.options, rows, strict=True) if row),
        rows=rows,
        details=_details({"right": right, "total": len(flat), "open": still_open}),
        agreement=_agreement(item, filled) if item.kind == "annotate" else None,
    )


def cells_right(item: Item, response: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return for each row that was filled in how many of its cells are right, and how many it has.

    Parameters
    ----------
    item : Item
        A match, a grid or an annotation; of other kinds, no row has cells.
    response : tuple of str
        The response, as kept.
    """
    if not choices(item):
        return {}
    filled = zip(item.options, cells(item, response), strict=True)
    found = {option.text: _verdicts(option, values) for option, values in filled}
    return {text: (each.count(True), len(each)) for text, each in found.items() if any(each)}


def _verdicts(option: Option, values: Sequence[str]) -> tuple[bool | None, ...]:
    """Return of each cell of a row whether it is right; None where it is open."""
    return tuple(
        fold(value) == fold(key) if value else None
        for value, key in zip(values, option.pair, strict=True)
    )


def _share(
    item: Item,
    rows: Sequence[bool | None],
    filled: Sequence[Sequence[str]],
    *,
    right: bool,
) -> float:
    """Return the share of the points that rows earn."""
    if right:
        return 1.0
    if item.kind == "annotate":
        labelled = sum(any(values) for values in filled)
        return max(0.0, _agreement(item, filled).kappa or 0.0) * labelled / len(rows)
    if item.credit != "per row":
        return 0.0
    guess = 1 / prod(len(values) for _, values in choices(item))
    return max(0.0, (rows.count(True) / len(rows) - guess) / (1 - guess)) if guess < 1 else 0.0


def _agreement(item: Item, filled: Sequence[Sequence[str]]) -> Agreement:
    """Compare the labels of the clauses that have one with those of the key."""
    labels = choices(item)[0][1]
    both = [
        (values[0], option.pair[0])
        for option, values in zip(item.options, filled, strict=True)
        if values[0]
    ]
    return agreement([one for one, _ in both], [two for _, two in both], labels)


# ── words that are marked ────────────────────────────────────────────────────────────────────


class _Found(NamedTuple):
    """How some marked words cover a passage."""

    option: Option
    recall: float
    precision: float

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0

    @property
    def right(self) -> bool:
        return self.recall >= ENOUGH and self.precision >= LEAST

    @property
    def reason(self) -> str:
        if self.precision >= LEAST:
            return "marked less"
        return "marked more" if self.recall >= ENOUGH else "marked beside"


def accepted(item: Item) -> tuple[tuple[Option, Passage], ...]:
    """Return the passages that may be marked, each with the option it belongs to.

    They are the quotations of the keys that stand in the document that ``in`` names.

    Examples
    --------
    >>> from casestudy.documents import Passage
    >>> from casestudy.quizzes import Item, Option
    >>> day, year = Passage("gazette", 0, 6, "Monday"), Passage("herald", 0, 4, "2024")
    >>> key = Option("the day", True, 3, evidence=(day, year))
    >>> item = Item("when", "mark", "", "q.md", 1, ("When?",), options=(key,),
    ...             fields=(("in", "gazette ¶1"),))
    >>> [passage.text for _, passage in accepted(item)]
    ['Monday']
    """
    return _quoted(item, (option for option in item.options if option.key))


def _quoted(item: Item, options: Iterable[Option]) -> tuple[tuple[Option, Passage], ...]:
    document = item.document
    return tuple(
        (option, passage)
        for option in options
        for passage in option.evidence
        if passage.document == document
    )


def _mark(item: Item, response: tuple[str, ...]) -> Outcome:
    marked = _marked(item, response)
    if not marked:
        return _empty()
    if not item.keyed:
        return _recorded((marked,))
    best = _best(accepted(item), marked)
    return _hit(item, best, marked) if best else _missed(item, marked)


def _hit(item: Item, best: _Found, marked: str) -> Outcome:
    """Return what it is worth that some of the words looked for were marked."""
    told = (best.option.text,)
    if best.right:
        return Outcome("correct", "key", item.points, (marked,), told)
    if best.precision < TOO_LITTLE:
        return Outcome("incorrect", "marked more", 0.0, (marked,))
    return Outcome("partly", best.reason, item.points * best.f1, (marked,), told)


def _missed(item: Item, marked: str) -> Outcome:
    """Return what to say of other words: those that the card expected have feedback."""
    other = _best(_quoted(item, (option for option in item.options if not option.key)), marked)
    if other is None:
        return Outcome("incorrect", "elsewhere", 0.0, (marked,))
    return Outcome("incorrect", "distractor", 0.0, (marked,), told=(other.option.text,))


def _claim(item: Item, response: tuple[str, ...]) -> Outcome:
    chosen, marked = _chosen(item, response), _marked(item, response)
    if not (chosen and marked):
        return _empty("claim only" if chosen else "words only" if marked else "empty")
    given = (*_texts(chosen), marked)
    if not item.keyed:
        return _recorded(given)
    told = _texts(chosen)
    if len(chosen) > 1 or not chosen[0].key:
        return Outcome("incorrect", "distractor", 0.0, given, told)
    best = _best(accepted(item), marked)
    if best and best.right:
        return Outcome("correct", "key", item.points, given, told)
    reason = best.reason if best else "elsewhere"
    return Outcome("partly", reason, item.points / 2, given, told)


def _marked(item: Item, response: Iterable[str]) -> str:
    """Return the passage that was marked, where it is one and stands in the item's document."""
    read = {text: read_passage_text(text) for text in response}
    texts = [text for text, passage in read.items() if passage and passage[0] == item.document]
    return texts[0] if len(texts) == 1 else ""


def _best(passages: Iterable[tuple[Option, Passage]], marked: str) -> _Found | None:
    """Return the passage that some marked words cover best, if they touch any.

    That is one that they cover rightly, or else the one with the highest F1.
    """
    found = [_covered(option, passage, marked) for option, passage in passages]
    touched = [each for each in found if each.recall]
    return max(touched, key=lambda each: (each.right, each.f1), default=None)


def _covered(option: Option, passage: Passage, marked: str) -> _Found:
    """Return how marked words cover a passage, counted in words that both have at one place."""
    _, start, _, text = read_passage_text(marked) or ("", 0, 0, "")
    wanted = {(word, passage.start + place) for word, place, _ in words(passage.text)}
    given = {(word, start + place) for word, place, _ in words(text)}
    both = len(wanted & given)
    return _Found(option, both / max(1, len(wanted)), both / max(1, len(given)))


# ── what is never scored ─────────────────────────────────────────────────────────────────────


def _written(item: Item, response: tuple[str, ...]) -> Outcome:
    text = response[0].strip() if response else ""
    count, least = len(words(text)), least_words(item)
    if not count:
        return _empty()
    if count < least:
        return _empty("short", words=count, least=least)
    reason = "written" if item.models else "recorded"
    return _recorded((text, *_texts(_chosen(item, response[1:]))), reason)


def _opinion(item: Item, response: tuple[str, ...]) -> Outcome:
    given = _texts(_chosen(item, response)) if item.options else (_typed(response),)
    return _recorded(given) if any(given) else _empty()


_RULES: dict[str, Callable[[Item, tuple[str, ...]], Outcome]] = {
    "single": _choice,
    "multiple": _choice,
    "true-false": _choice,
    "number": _number,
    "date": _date,
    "order": _order,
    "match": _rows,
    "grid": _rows,
    "mark": _mark,
    "claim": _claim,
    "annotate": _rows,
    "written": _written,
    "opinion": _opinion,
}


def key_response(item: Item) -> tuple[str, ...]:
    """Return a response that is right; empty where there is no key.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> rows = (Option("cross it", False, 3, pair=("the mayor",)),
    ...         Option("sail", False, 4, pair=("the baker",)))
    >>> key_response(Item("who", "match", "", "q.md", 1, ("Who?",), options=rows))
    ('cross it -> the mayor', 'sail -> the baker')
    """
    keys = tuple(option for option in item.options if option.key)
    match item.kind:
        case "order":
            return _texts(item.options) if item.keyed else ()
        case "match" | "grid" | "annotate":
            return tuple(
                cell_text(option.text, column, value)
                for option in item.options
                for (column, _), value in zip(choices(item), option.pair, strict=False)
                if value
            )
        case "number" | "date":
            return _texts(keys[:1])
        case "mark":
            return tuple(passage_text(passage) for _, passage in accepted(item)[:1])
        case "claim":
            passages = tuple(passage_text(passage) for _, passage in accepted(item)[:1])
            return (*_texts(keys), *passages) if keys else ()
        case _:
            return _texts(keys)

"""What a page is told after a try: the outcome in words, feedback, help in steps, the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.grading import grade, key_response
from casestudy.inline import plain, segments
from casestudy.page import evidence, lettered, scored
from casestudy.quizzes import choices, passage_text
from casestudy.strings import REASONS, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.quizzes import Item, Option, Outcome

__all__ = [
    "Step",
    "called",
    "finished",
    "help_shown",
    "key_words",
    "keys",
    "mistake",
    "next_help",
    "outcome_shown",
    "said_by",
    "steps",
    "verdict",
]

_MARKED = ("mark", "claim")
_ROWS = ("order", "match", "grid", "annotate")
_SILENT = ("written", "opinion")
_ELSEWHERE = ("otherwise", "elsewhere")
"""Reasons for which a card may have words of its own."""


# ── the outcome ──────────────────────────────────────────────────────────────────────────────


def finished(outcome: Outcome, *, opened: bool = False) -> bool:
    """Tell whether there is nothing more to try."""
    return opened or outcome.state in {"correct", "recorded"}


def outcome_shown(
    item: Item,
    outcome: Outcome,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    *,
    opened: bool = False,
    mistakes: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what the page shows after a try: the outcome in words, and the feedback.

    Parameters
    ----------
    item : Item
        The item that was answered.
    outcome : Outcome
        What `grade` made of the response.
    options : sequence of Option
        In the order shown.
    documents : mapping of str to Document
        Where the evidence stands.
    opened : bool
        Whether the learner asked for the answer.
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.

    Returns
    -------
    dict
        Feedback of what was chosen; of everything once it is correct or opened.
    """
    done = finished(outcome, opened=opened)
    name = "opened" if opened and not finished(outcome) else outcome.state
    reason = REASONS[outcome.reason].format(**dict(outcome.details))
    return {
        "state": outcome.state,
        "heading": say(f"heading {name}"),
        "text": say("opened") if name == "opened" else reason,
        "finished": done,
        "feedback": list(_feedback(item, outcome, options, documents, mistakes or {}, done=done)),
        "rows": list(_rows(item, outcome, options, done=done)),
        "agreement": _agreement(outcome),
        "models": [
            _told(each.title, each.paragraphs, each.evidence, documents)
            for each in item.models
            if outcome.state == "recorded"
        ],
    }


def _feedback(
    item: Item,
    outcome: Outcome,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    mistakes: Mapping[str, str],
    *,
    done: bool,
) -> Iterator[dict[str, Any]]:
    """Yield the feedback that an outcome calls for: all of it once there is nothing to try."""
    said = item.field("otherwise")
    if said and outcome.reason in _ELSEWHERE and not done:
        words = say("verdict wrong")
        yield {**_NO_OPTION, "verdict": words, "paragraphs": [segments(said)]}
    for letter, option in lettered(item, options):
        if scored(item) and (done or option.text in outcome.told):
            # words that were found in part are still to be found
            closed = item.kind in _MARKED and option.key and not done
            right = _right(item, option, outcome)
            yield {
                "letter": letter,
                "segments": segments(called(item, option)),
                "mistake": mistake(option, mistakes),
                "verdict": say("heading partly" if closed else _VERDICTS[right]),
                "right": bool(right) and not closed,
                "paragraphs": [segments(paragraph) for paragraph in option.feedback],
                "evidence": [
                    evidence(documents, passage) for passage in said_by(item, option) if not closed
                ],
            }


_NO_OPTION: dict[str, Any] = {
    "letter": "",
    "segments": [],
    "mistake": "",
    "verdict": "",
    "right": False,
    "paragraphs": [],
    "evidence": [],
}
_VERDICTS = {True: "verdict right", False: "verdict wrong", None: "verdict open"}


def _right(item: Item, option: Option, outcome: Outcome) -> bool | None:
    """Tell whether an option is right, or what became of a row."""
    if item.kind not in _ROWS:
        return option.key
    rows = dict(zip((each.text for each in item.options), outcome.rows, strict=False))
    return rows.get(option.text)


def called(item: Item, option: Option) -> str:
    """Return an option's text; a number with its unit.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> item = Item("n", "number", "", "q.md", 1, ("?",), fields=(("unit", "days"),))
    >>> called(item, Option("3", True, 5))
    '3 days'
    """
    unit = item.field("unit") if item.kind == "number" else ""
    return f"{option.text} {unit}".strip()


def _rows(
    item: Item, outcome: Outcome, options: Sequence[Option], *, done: bool
) -> Iterator[dict[str, Any]]:
    """Yield what became of each row, in the order shown; its key only once it may be seen."""
    if item.kind not in _ROWS or not item.keyed or not outcome.rows:
        return
    for letter, option in lettered(item, options):
        right = _right(item, option, outcome)
        yield {
            "letter": letter,
            "right": right,
            "verdict": say(_VERDICTS[right]),
            "key": key_words(item, option) if done else "",
        }


def _agreement(outcome: Outcome) -> dict[str, Any] | None:
    found = outcome.agreement
    if found is None:
        return None
    name = "agreement" if found.kappa is not None else "agreement one label"
    kappa = f"{found.kappa:.2f}".replace("-", "−") if found.kappa is not None else ""
    return {
        "sentence": say(name, percent=f"{found.percent:.0f}", kappa=kappa),
        "labels": [plain(label) for label in found.labels],
        "table": [list(row) for row in found.table],
        "yours": say("agreement yours"),
        "key": say("agreement key"),
    }


def _told(
    name: str,
    paragraphs: Sequence[str],
    passages: Sequence[Passage],
    documents: Mapping[str, Document],
    *,
    shown: bool = True,
) -> dict[str, Any]:
    return {
        "title": name,
        "paragraphs": [segments(paragraph) for paragraph in paragraphs],
        "evidence": [evidence(documents, passage, shown=shown) for passage in passages],
    }


def mistake(option: Option, mistakes: Mapping[str, str]) -> str:
    """Return the reading mistake that an option stands for, as a sentence; empty for none.

    Examples
    --------
    >>> from casestudy.quizzes import Option
    >>> mistake(Option("x", False, 2, mistake="quote"), {"quote": "took a report for a quotation"})
    'Reading mistake: took a report for a quotation.'
    """
    words = mistakes.get(option.mistake, option.mistake).rstrip(".")
    return say("mistake", mistake=words) if words else ""


# ── the key ──────────────────────────────────────────────────────────────────────────────────


def verdict(item: Item, option: Option) -> str:
    """Return whether an option is right, in words; nothing for rows, or where there is no key."""
    if not scored(item) or item.kind in _ROWS:
        return ""
    if item.kind == "multiple":
        return say(_VERDICTS[option.text in keys(item)])
    return say(_VERDICTS[grade(item, _alone(item, option)).state == "correct"])


def _alone(item: Item, option: Option) -> tuple[str, ...]:
    """Return the response that takes an option and nothing else."""
    if item.kind not in _MARKED:
        return (option.text,)
    place = item.field("in").partition(" ")[0]
    passages = [each for each in option.evidence if each.document == place]
    claim = (option.text,) if item.kind == "claim" else ()
    return (*claim, *map(passage_text, passages[:1]))


def keys(item: Item) -> tuple[str, ...]:
    """Return the response that `grade` accepts, found by asking it; empty where there is none.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> keys(Item("a", "single", "", "q.md", 1, ("?",), options=(Option("x", True, 2),)))
    ('x',)
    """
    response = key_response(item)
    return response if grade(item, response).state == "correct" else ()


def key_words(item: Item, option: Option) -> str:
    """Return what is right for a row, in words: its place, or the values of its cells.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> first = Option("She closed it.", False, 3)
    >>> key_words(Item("a", "order", "", "q.md", 1, ("?",), options=(first,)), first)
    'place 1'
    """
    if item.kind == "order":
        return say("key order", place=item.options.index(option) + 1)
    names = [plain(name) for name, _ in choices(item)]
    cells = zip(names, map(plain, option.pair), strict=True)
    return "; ".join(f"{name}: {value}" if name else value for name, value in cells)


def said_by(item: Item, option: Option) -> tuple[Passage, ...]:
    """Return the passages that say it; a clause's own words are on the page already."""
    return option.evidence[1:] if item.kind == "annotate" else option.evidence


# ── help ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    """One step of help.

    Parameters
    ----------
    label : str
        What the step is called, before and after it was opened.
    paragraphs : tuple of str
        What it says.
    evidence : tuple of Passage
        The passages it shows.
    answer : bool
        Whether it is the last one, which opens the answer.
    """

    label: str
    paragraphs: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()
    answer: bool = False


def steps(item: Item) -> tuple[Step, ...]:
    """Return the help of an item in the order in which it opens.

    With a key: where to look, the passage, the answer. What cannot be right or wrong has the hints
    of its card; a student's edition the first of them.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> item = Item("a", "opinion", "", "q.md", 1, ("?",), hints=("Think of the neighbours.",))
    >>> [step.label for step in steps(item)]
    ['Hint 1']
    """
    if item.kind in _SILENT:
        return tuple(
            Step(say("static hint", number=number), (hint,))
            for number, hint in enumerate(item.hints, 1)
        )
    first = Step(say("help where"), item.hints[:1])
    if not scored(item):
        return (first,) if item.hints else ()
    held = _held(item)
    places = ", ".join(dict.fromkeys(passage.citation for passage in held))
    where = first if item.hints else Step(first.label, (say("look in", places=places),))
    passage = Step(say("help passage"), item.hints[1:], held)
    answer = Step(say("help answer"), answer=True)
    return (*((where,) if item.hints or held else ()), *((passage,) if held else ()), answer)


def _held(item: Item) -> tuple[Passage, ...]:
    """Return the passages that the key rests on, each once."""
    if item.kind in _ROWS:
        found = [passage for option in item.options for passage in said_by(item, option)]
    else:
        found = [passage for option in item.options if option.key for passage in option.evidence]
    return tuple(dict.fromkeys(found))


def help_shown(item: Item, documents: Mapping[str, Document], opened: int) -> list[dict[str, Any]]:
    """Return what the page shows of the steps that were opened.

    Where words are to be marked, the passage is shown and the words are left to be found.
    """
    shown = item.kind not in _MARKED
    return [
        _told(step.label, step.paragraphs, step.evidence, documents, shown=shown)
        for step in steps(item)[:opened]
        if not step.answer
    ]


def next_help(item: Item, opened: int, *, tried: bool, done: bool) -> str:
    """Return what the next step is called; empty where none opens now.

    Parameters
    ----------
    item : Item
        The item.
    opened : int
        How many steps were opened.
    tried : bool
        Whether it was answered. Help opens after a try, but for what has no key.
    done : bool
        Whether there is nothing more to try.
    """
    left = steps(item)[opened:]
    closed = item.kind not in _SILENT and (not tried or (done and scored(item)))
    return left[0].label if left and not closed else ""

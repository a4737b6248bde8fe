"""What a page is told after a try: the outcome in words, feedback, help in steps, the key."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from casestudy.grading import cells_right, grade, key_response
from casestudy.inline import plain, segments
from casestudy.page import UNSCORED, evidence, lettered, scored
from casestudy.quizzes import choices, passage_text
from casestudy.strings import REASONS, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.quizzes import Item, Option, Outcome

__all__ = [
    "Step",
    "called",
    "finished",
    "help_shown",
    "hint_titles",
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
    for letter, option in _in_order(item, outcome, lettered(item, options)):
        if scored(item) and (done or option.text in outcome.told):
            # words that were found in part are still to be found
            closed = item.kind in _MARKED and option.key and not done
            right = _right(item, option, outcome)
            yield {
                "letter": letter,
                "segments": segments(called(item, option)),
                "mistake": mistake(option, mistakes),
                "verdict": say("heading partly") if closed else _verdict(item, option, outcome),
                "right": bool(right) and not closed,
                "paragraphs": [segments(paragraph) for paragraph in option.feedback],
                "evidence": [
                    evidence(documents, passage) for passage in said_by(item, option) if not closed
                ],
            }


def _in_part(item: Item, option: Option, outcome: Outcome) -> tuple[int, int] | None:
    """Return how many cells of a wrong row are right, of how many; None where no cell is."""
    wrong = _right(item, option, outcome) is False
    return cells_right(item, outcome.response).get(option.text) if wrong else None


def _in_order(
    item: Item, outcome: Outcome, named: list[tuple[str, Option]]
) -> list[tuple[str, Option]]:
    """Return the options in the order shown; rows that were put in order, as they were put."""
    given = {text: place for place, text in enumerate(outcome.response)}
    if item.kind != "order" or not all(option.text in given for _, option in named):
        return named
    return sorted(named, key=lambda each: given[each[1].text])


_NO_OPTION: dict[str, Any] = {
    "letter": "",
    "segments": [],
    "mistake": "",
    "verdict": "",
    "right": False,
    "paragraphs": [],
    "evidence": [],
}
_VERDICTS = {True: "right", False: "wrong", None: "open"}


def _right(item: Item, option: Option, outcome: Outcome) -> bool | None:
    """Tell whether an option is right, or what became of a row."""
    if item.kind not in _ROWS:
        return option.key
    return _became(item, outcome).get(option.text)


def _became(item: Item, outcome: Outcome) -> dict[str, bool | None]:
    """Return what became of each row, by its text."""
    return dict(zip((each.text for each in item.options), outcome.rows, strict=False))


def _verdict(item: Item, option: Option, outcome: Outcome) -> str:
    """Return in words whether an option is right, or what became of a row."""
    right = _right(item, option, outcome)
    if item.kind not in _ROWS:
        return say(f"verdict {_VERDICTS[right]}")
    if found := _in_part(item, option, outcome):
        return say("verdict row part", right=found[0], total=found[1])
    sort = "order" if item.kind == "order" and right is not None else "row"
    return say(f"verdict {sort} {_VERDICTS[right]}")


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
            "verdict": _verdict(item, option, outcome),
            "key": key_words(item, option) if done else "",
            **({"part": True} if _in_part(item, option, outcome) else {}),
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
        "evidence": _each_once(evidence(documents, each, shown=shown) for each in passages),
    }


def _each_once(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return passages without those that look the same: two of one paragraph, with no mark."""
    return [each for each, _ in groupby(told)]


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
        right = option.text in keys(item)
    else:
        right = grade(item, _alone(item, option)).state == "correct"
    return say(f"verdict {_VERDICTS[right]}")


def _alone(item: Item, option: Option) -> tuple[str, ...]:
    """Return the response that takes an option and nothing else."""
    if item.kind not in _MARKED:
        return (option.text,)
    passages = [each for each in option.evidence if each.document == item.document]
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
    """Return the passages that say it; a clause's own words are on the page already.

    Of words that may be marked more or less widely, only the widest: it holds the others.
    """
    if item.kind == "annotate":
        return option.evidence[1:]
    return _widest(option.evidence) if item.kind in _MARKED else option.evidence


def _widest(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages that lie in no other one."""
    return tuple(
        one
        for place, one in enumerate(passages)
        if not any(
            one.document == two.document
            and two.start <= one.start <= one.end <= two.end
            and (two.end - two.start > one.end - one.start or other < place)
            for other, two in enumerate(passages)
            if other != place
        )
    )


# ── help ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    """One step of help.

    Parameters
    ----------
    label : str
        What the step is called on its button.
    title : str
        What it is called once it is open.
    paragraphs : tuple of str
        What it says.
    evidence : tuple of Passage
        The passages it shows.
    answer : bool
        Whether it is the last one, which opens the answer.
    """

    label: str
    title: str
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
    ['Where to begin']
    """
    if item.kind in UNSCORED:
        return tuple(
            Step(name, name, (hint,))
            for name, hint in zip(hint_titles(item), item.hints, strict=True)
        )
    look = say("help where")
    if not scored(item):
        return (Step(look, look, item.hints[:1]),) if item.hints else ()
    held = _held(item)
    places = ", ".join(dict.fromkeys(passage.citation for passage in held))
    where = Step(look, look, item.hints[:1] or (say("look in", places=places),))
    passage = Step(say("help passage"), say("help passage open"), item.hints[1:], held)
    answer = Step(say("help answer"), say("help answer open"), answer=True)
    return (*((where,) if item.hints or held else ()), *((passage,) if held else ()), answer)


def hint_titles(item: Item) -> list[str]:
    """Return what the hints of an item are called: how to begin with a text, where to look.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> hint_titles(Item("a", "single", "", "q.md", 1, ("?",), hints=("In the first line.",)))
    ['Where to look']
    """
    first, later = ("begin", "go on") if item.kind in UNSCORED else ("where", "closer")
    return [say(f"help {later if place else first}") for place, _ in enumerate(item.hints)]


def _held(item: Item) -> tuple[Passage, ...]:
    """Return the passages that the key rests on, each once."""
    options = (option for option in item.options if option.key or item.kind in _ROWS)
    return tuple(dict.fromkeys(each for option in options for each in said_by(item, option)))


def help_shown(
    item: Item,
    documents: Mapping[str, Document],
    opened: int,
    outcome: Outcome | None = None,
) -> list[dict[str, Any]]:
    """Return what the page shows of the steps that were opened.

    Where words are to be marked, the passage is shown and the words are left to be found. Of rows,
    those that the outcome calls right need no passage any more.
    """
    shown = item.kind not in _MARKED
    closed = _closed(item, outcome)
    return [
        _told(
            step.title,
            step.paragraphs,
            [each for each in step.evidence if each not in closed],
            documents,
            shown=shown,
        )
        for step in steps(item)[:opened]
        if not step.answer
    ]


def _closed(item: Item, outcome: Outcome | None) -> set[Passage]:
    """Return the passages of rows that are right, where no other row needs them."""
    right = _became(item, outcome) if outcome and item.kind in _ROWS else {}
    by = [(right.get(option.text), said_by(item, option)) for option in item.options]
    needed = {each for done, passages in by for each in passages if not done}
    return {each for done, passages in by for each in passages if done} - needed


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
    closed = item.kind not in UNSCORED and (not tried or (done and scored(item)))
    return left[0].label if left and not closed else ""

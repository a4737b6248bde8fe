"""What a page is told about a quiz: plain values, the same for the widget and for stored pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casestudy.documents import segments as marked
from casestudy.inline import segments
from casestudy.quizzes import Outcome, grade, shown_order
from casestudy.strings import REASONS, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.quizzes import Item, Option, Quiz

__all__ = [
    "LETTERS",
    "evidence",
    "feedback",
    "keys",
    "outcome_shown",
    "question",
    "questions",
    "title",
    "verdict",
]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The letters that options are shown with."""

_CHOOSE = {"single": "one", "true-false": "one", "multiple": "many"}


def title(quiz: Quiz) -> str:
    """Return what a quiz is called on the page: its part, or its name for the whole.

    Examples
    --------
    >>> from casestudy.quizzes import Quiz
    >>> title(Quiz("01-the-bridge", (), "Check"))
    'Check'
    """
    return quiz.part or quiz.id


def questions(case: str, quiz: Quiz, documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """Return what the page shows of every item before anybody has answered.

    Parameters
    ----------
    case : str
        The case's id, which the order of the options depends on.
    quiz : Quiz
        The quiz.
    documents : mapping of str to Document
        Where the quotations stand.

    Returns
    -------
    list of dict
        One per item, ready for JSON. No key, feedback or unopened hint is in it.
    """
    total = len(quiz.items)
    return [
        question(item, shown_order(case, quiz.id, item), documents, number, total)
        for number, item in enumerate(quiz.items, 1)
    ]


def question(
    item: Item,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    number: int,
    total: int,
) -> dict[str, Any]:
    """Return what the page shows of one item before it is answered."""
    return {
        "id": item.id,
        "kind": item.kind,
        "number": number,
        "legend": say("legend", number=number, total=total),
        "choose": _CHOOSE.get(item.kind, "none"),
        "stem": [segments(paragraph) for paragraph in (*item.stem, *_about(item, documents))],
        "quotations": [evidence(documents, passage) for passage in item.quotations],
        "options": [
            {"letter": letter, "segments": segments(option.text)}
            for letter, option in zip(LETTERS, options, strict=False)
            if item.playable
        ],
        "hints": [],
        "hints_left": len(item.hints) if item.playable else 0,
        "chosen": [],
        "attempt": 0,
        "note": "" if item.playable else say("unplayable", kind=item.kind),
        "outcome": None,
    }


def _about(item: Item, documents: Mapping[str, Document]) -> Iterator[str]:
    """Say which documents a statement is held against: it may be true in another."""
    if item.kind == "true-false":
        if set(item.about) == set(documents):
            yield say("about all", count=len(documents))
        else:
            yield say("about", documents=", ".join(item.about))


def evidence(documents: Mapping[str, Document], passage: Passage) -> dict[str, Any]:
    """Return a passage in its paragraph, its words marked, with its source and rights."""
    document = documents[passage.document]
    return {
        "citation": passage.citation,
        "source": document.source,
        "segments": [list(cut) for cut in marked(document, passage)],
        "rights": document.rights,
    }


def outcome_shown(
    item: Item,
    outcome: Outcome,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    *,
    opened: bool = False,
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

    Returns
    -------
    dict
        Feedback of what was chosen; of all options once it is correct or opened.
    """
    finished = opened or outcome.state in {"correct", "recorded"}
    name = "opened" if opened and outcome.state != "correct" else outcome.state
    return {
        "state": outcome.state,
        "heading": say(f"heading {name}"),
        "text": say("opened") if name == "opened" else REASONS[outcome.reason],
        "finished": finished,
        "feedback": feedback(item, outcome, options, documents, everything=finished),
    }


def feedback(
    item: Item,
    outcome: Outcome,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    *,
    everything: bool,
) -> list[dict[str, Any]]:
    """Return the feedback of the options chosen, or of all; none where there is no key."""
    if not item.keyed:
        return []
    return [
        {
            "letter": letter,
            "segments": segments(option.text),
            "verdict": verdict(item, option),
            "right": option.key,
            "paragraphs": [segments(paragraph) for paragraph in option.feedback],
            "evidence": [evidence(documents, passage) for passage in option.evidence],
        }
        for letter, option in zip(LETTERS, options, strict=False)
        if everything or option.text in outcome.response
    ]


def verdict(item: Item, option: Option) -> str:
    """Return whether choosing an option is right, in words; nothing where there is no key."""
    if not item.keyed:
        return ""
    right = option.text in keys(item) if item.playable else option.key
    return say("verdict right" if right else "verdict wrong")


def keys(item: Item) -> tuple[str, ...]:
    """Return the response that `grade` accepts, found by asking it.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> keys(Item("a", "single", "", "q.md", 1, ("?",), options=(Option("x", True, 2),)))
    ('x',)
    """
    response = tuple(option.text for option in item.options if option.key)
    return response if grade(item, response).state == "correct" else ()

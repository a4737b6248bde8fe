"""What a page is told about a quiz: plain values, the same for the widget and for stored pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from casestudy.advice import announced
from casestudy.documents import segments as marked
from casestudy.inline import plain, segments
from casestudy.quizzes import choices, least_words, shown_order
from casestudy.responses import IN_TEXT, control, excerpt, letters
from casestudy.sentences import sentences
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.quizzes import Item, Option, Quiz

__all__ = [
    "UNSCORED",
    "asked",
    "evidence",
    "lettered",
    "long",
    "question",
    "questions",
    "restored",
    "sample",
    "scored",
    "title",
    "told",
]

_ASKED: Mapping[str, Any] = MappingProxyType(
    {
        "id": "",
        "stem": [],
        "quotations": [],
        "control": "choice",
        "ask": "",
        "scored": True,
        "many": False,
        "options": [],
        "columns": [],
        "unit": "",
        "sample": "",
        "source": None,
        "words": 0,
    }
)
"""What the living page needs of a question, each with its usual value: that one is not sent."""

_TOLD: Mapping[str, Any] = MappingProxyType(
    {
        "attempt": 0,
        "note": "",
        "draft": "",
        "ticked": [],
        "response": None,
        "confidence": None,
        "help": [],
        "next_help": "",
        "outcome": None,
    }
)
"""The same of what was done with it, which is sent again with every answer."""

_SAMPLES = {
    "day": ("31 January 2001", "28 February 1999"),
    "month": ("January 2001", "February 1999"),
    "year": ("2001", "1999"),
}
"""How a date may be written: days of no case, and another where one is asked for."""

UNSCORED = ("written", "opinion")
"""Kinds for which nothing is right or wrong."""

_LONG = 700
"""Letters of a paragraph from which on not all of it is seen at first beside its passage."""

_WORTH = 200
"""Letters that are left out at least, or it is not worth a button."""


def title(quiz: Quiz) -> str:
    """Return what a quiz is called on the page: its part, or its name for the whole.

    Examples
    --------
    >>> from casestudy.quizzes import Quiz
    >>> title(Quiz("01-the-bridge", (), "Check")), title(Quiz("01-the-bridge", ()))
    ('Check', '01 The bridge')
    """
    number, _, words = quiz.id.partition("-")
    words = words.replace("-", " ")
    return quiz.part or f"{number} {words[:1].upper()}{words[1:]}".strip()


def scored(item: Item) -> bool:
    """Tell whether an answer can be right or wrong: not without a key, in a student's edition.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> scored(Item("why", "opinion", "", "q.md", 1, ("Why?",)))
    False
    """
    return item.kind not in UNSCORED and item.keyed


def questions(
    case: str, quiz: Quiz, documents: Mapping[str, Document], *, living: bool = False
) -> list[dict[str, Any]]:
    """Return what the page shows of every item before anybody has answered.

    Parameters
    ----------
    case : str
        The case's id, which the order of the options depends on.
    quiz : Quiz
        The quiz.
    documents : mapping of str to Document
        Where the quotations stand.
    living : bool
        Whether words are marked on the page, which takes the sentences of a text.

    Returns
    -------
    list of dict
        One per item, ready for JSON. No key, feedback or unopened help is in it.
    """
    total = len(quiz.items)
    return [
        question(
            item, shown_order(case, item.quiz, item), documents, (number, total), living=living
        )
        for number, item in enumerate(quiz.items, 1)
    ]


def question(
    item: Item,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    place: tuple[int, int],
    *,
    living: bool = False,
) -> dict[str, Any]:
    """Return what the page shows of one item before it is answered.

    Parameters
    ----------
    item, options, documents, living
        As for `questions`; the options in the order shown.
    place : (int, int)
        Its number, and how many items there are.
    """
    number, total = place
    return {
        "id": item.id,
        "kind": item.kind,
        "number": number,
        "legend": say("legend", number=number, total=total),
        "stem": [segments(paragraph) for paragraph in item.stem],
        "quotations": [evidence(documents, passage, whole=True) for passage in item.quotations],
        "attempt": 0,
        "note": "",
        **_asked(item, options, documents),
        "source": _source(item, documents, living=living),
        "draft": "",
        "ticked": [],
        "response": None,
        "confidence": {"chosen": ""} if item.field("confidence") == "yes" else None,
        "help": [],
        "next_help": "",
        "outcome": None,
    }


def _asked(
    item: Item, options: Sequence[Option], documents: Mapping[str, Document]
) -> dict[str, Any]:
    """Return what the control is made of."""
    hidden = item.kind in {"number", "date", "mark"}  # there, the options are the key
    return {
        "control": control(item),
        "ask": _ask(item, documents),
        "scored": scored(item),
        "many": item.kind == "multiple",
        "options": [
            {"letter": letter, "segments": segments(option.text)}
            for letter, option in lettered(item, options)
            if not hidden
        ],
        "columns": [
            {"name": plain(name), "choices": [plain(each) for each in values]}
            for name, values in choices(item)
        ],
        "unit": plain(item.field("unit")),
        "sample": sample(item),
        "words": least_words(item) if item.kind == "written" else 0,
    }


def lettered(item: Item, options: Sequence[Option]) -> list[tuple[str, Option]]:
    """Return the options with their letters; values and passages that are the key have none."""
    if item.kind in {"number", "date", "mark"}:
        return [("", option) for option in options]
    return list(zip(letters(len(options)), options, strict=True))


def sample(item: Item) -> str:
    """Return how a date may be written, and never one that the card has; empty for other kinds.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> item = Item("when", "date", "", "q.md", 1, ("?",), fields=(("precision", "year"),))
    >>> sample(item)
    '2001'
    """
    if item.kind != "date":
        return ""
    first, second = _SAMPLES[item.field("precision", "day")]
    return second if any(first in option.text for option in item.options) else first


def _ask(item: Item, documents: Mapping[str, Document]) -> str:
    """Return one sentence: what to do with the control; empty where the question says it."""
    name = item.kind
    if item.kind == "single":
        return ""
    if item.kind == "true-false":
        return _about(item, documents)
    if item.kind == "number" and item.field("unit"):
        name = "number unit"
    elif item.kind == "date":
        name = f"date {item.field('precision', 'day')}"
    elif item.kind == "opinion":
        name = f"opinion {control(item)}"
    values = {
        "unit": plain(item.field("unit")),
        "sample": sample(item),
        "place": item.field("in"),
        "words": least_words(item) if item.kind == "written" else 0,
    }
    said = say(f"ask {name}", **values)
    form = announced(item, documents) if item.kind == "written" else ""
    return f"{said} {form}" if form else said


def _about(item: Item, documents: Mapping[str, Document]) -> str:
    """Say which documents a statement is held against: it may be true in another."""
    if len(documents) > 1 and set(item.about) == set(documents):
        return say("about all", count=len(documents))
    held = [documents[name] for name in item.about]
    names = "; ".join(each.publisher or each.title or each.kind for each in held)
    return say("about" if len(held) == 1 else "about several", documents=names)


def _source(
    item: Item, documents: Mapping[str, Document], *, living: bool
) -> dict[str, Any] | None:
    """Return the text in which words are marked, or in which the clauses to be labelled stand."""
    if item.kind not in IN_TEXT:
        return None
    passages = excerpt(item, documents)
    document = documents[item.document]
    return {
        "document": document.id,
        "source": document.source,
        "rights": document.rights,
        "passages": [
            _passage(each, living=living and item.kind != "annotate") for each in passages
        ],
    }


def _passage(passage: Passage, *, living: bool) -> dict[str, Any]:
    spans = sentences(passage.text) if living else ()
    return {
        "number": passage.number,
        "kind": passage.kind,
        "level": passage.level,
        "citation": passage.citation,
        "start": passage.start,
        "text": passage.text,
        "sentences": [[passage.start + start, passage.start + end] for start, end in spans],
    }


def evidence(
    documents: Mapping[str, Document], passage: Passage, *, shown: bool = True, whole: bool = False
) -> dict[str, Any]:
    """Return a passage in its paragraph, with its source and rights.

    Parameters
    ----------
    documents : mapping of str to Document
        The documents.
    passage : Passage
        The passage.
    shown : bool
        Whether its words are marked; where they are to be found, they are not.
    whole : bool
        Whether a long paragraph stands there at once. Else the sentence is seen with one before
        and one after, and what is left out comes as ``before`` and ``after``.
    """
    document = documents[passage.document]
    cuts = marked(document, passage)
    told = {
        "citation": passage.citation,
        "source": document.source,
        "segments": [list(cut) for cut in cuts],
        "rights": document.rights,
    }
    if not shown:
        return told | {"segments": [["".join(text for text, _ in cuts), ""]]}
    told["at"] = f"{passage.document} {passage.start} {passage.end}"  # what a dossier collects
    return told if whole else told | _folded(cuts)


def long(document: Document, passage: Passage) -> bool:
    """Tell whether the paragraph of a passage is so long that not all of it is seen at first."""
    ends = document.passage_at(passage.start).start, document.passage_at(passage.end - 1).end
    return ends[1] - ends[0] > _LONG


def _folded(cuts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what is seen of a long paragraph at first, and what is left out of it."""
    text = "".join(words for words, _ in cuts)
    if len(text) <= _LONG:
        return {}
    start = len(cuts[0][0]) if not cuts[0][1] else 0
    end = len(text) - (len(cuts[-1][0]) if not cuts[-1][1] else 0)
    first, last = _window(text, start, end)
    if first + len(text) - last < _WORTH:
        return {}
    shown = ((text[first:start], ""), (text[start:end], "mark"), (text[end:last], ""))
    return {
        "segments": [list(cut) for cut in shown if cut[0]],
        "before": text[:first],
        "after": text[last:],
    }


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences around some words begin and end.

    One sentence before and one after, and as many more as a quotation needs that would be cut.
    """
    spans = sentences(text) or ((0, len(text)),)
    one = max(bisect_right(spans, start, key=lambda span: span[0]) - 2, 0)
    two = min(bisect_left(spans, end, key=lambda span: span[1]) + 1, len(spans) - 1)
    while not _balanced(text[spans[one][0] : spans[two][1]]):
        if one == 0 and two == len(spans) - 1:
            return 0, len(text)
        one, two = max(one - 1, 0), min(two + 1, len(spans) - 1)
    return (spans[one][0] if one else 0), (spans[two][1] if two < len(spans) - 1 else len(text))


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


# ── on the wire ──────────────────────────────────────────────────────────────────────────────


def asked(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the living page is sent of a question once: what is asked.

    What is as usual is left out, and the number, which is its place. Words without a mark are a
    text, and options come by letter.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> page = question(Item("why", "opinion", "", "q.md", 1, ("Why?",)), (), {}, (1, 1))
    >>> asked(page)["stem"], asked(page)["scored"], "options" in asked(page)
    (['Why?'], False, False)
    """
    short = {
        **page,
        "stem": [_short(cuts) for cuts in page["stem"]],
        "options": {each["letter"]: _short(each["segments"]) for each in page["options"]} or [],
    }
    return {name: short[name] for name, usual in _ASKED.items() if short[name] != usual}


def told(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the living page is sent of a question at every change: what was done with it."""
    return {name: page[name] for name, usual in _TOLD.items() if page[name] != usual}


def restored(
    sent: Mapping[str, Any], place: tuple[int, int], done: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a question as the living page sees it, from what was sent of it.

    Parameters
    ----------
    sent : mapping
        What `asked` returned.
    place : (int, int)
        Its number, and how many items there are.
    done : mapping, optional
        What `told` returned.
    """
    number, total = place
    options = [
        {"letter": letter, "segments": _long(words)}
        for letter, words in dict(sent.get("options", {})).items()
    ]
    stem = [_long(words) for words in sent.get("stem", ())]
    name = {"number": number, "legend": say("legend", number=number, total=total)}
    return {**_ASKED, **_TOLD, **sent, **name, "stem": stem, "options": options, **(done or {})}


def _short(cuts: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 - a text, or the cuts
    return cuts[0][0] if len(cuts) == 1 and not cuts[0][1] else cuts


def _long(words: Any) -> Any:  # noqa: ANN401 - as above
    return [(words, "")] if isinstance(words, str) else words

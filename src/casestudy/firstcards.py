"""The first questions of a case: made from its documents' own words, and each of them true.

A program does not know what a text means. It knows where words stand, and in which order; that is
what these questions ask, until a person writes better ones.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from casestudy.errors import CaseError
from casestudy.quizfile import read_quiz
from casestudy.text import occurs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casestudy.documents import Document, Passage

__all__ = ["first_cards", "phrases"]

_MOST = 4
"""Cards of one sort."""

_LONGEST, _STEPS = 8, 4
"""Words of a phrase, and phrases that are put in order."""

_WORD = r"[^\W_]+(?:['’-][^\W_]+)*"
_RUNS = [re.compile(rf"{_WORD}(?:,? {_WORD}){{{least - 1},}}") for least in (5, 3, 2, 1)]
"""Stretches of words that no card can misread, the longest first."""

_FIELDS = """kind: {kind}
objective: 1
difficulty: {difficulty}
minutes: {minutes}
"""


def first_cards(documents: Mapping[str, Document]) -> dict[str, tuple[str, ...]]:
    r"""Return cards for the scored parts of a first lesson, each read without a complaint.

    Parameters
    ----------
    documents : mapping of str to Document
        The documents, each with a word at least.

    Returns
    -------
    dict of str to tuple of str
        Cards by their part: which text has some words (Check), their order in a text (Work with
        the evidence), and both again with other words (Exit check).

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> from casestudy.seedfile import cut
    >>> texts = {"gazette": "It was shut on a Monday.", "ledger": "Paid for oak, forty crowns."}
    >>> made = first_cards({n: Document(n, "", t, cut(n, t, {})) for n, t in texts.items()})
    >>> made["Check"][0].splitlines()[8]
    'Which of these texts has the words “It was shut on a Monday”?'
    """
    found = {name: phrases(each, documents) for name, each in documents.items()}
    middle = [(name, said[len(said) // 2]) for name, said in found.items() if said]
    last = [(name, said[-1]) for name, said in found.items() if said]
    which = _which(middle, found, "which-text")
    again = _which(list(reversed(last)), found, "which-again")
    order = (_order(name, said) for name, said in found.items())
    true = _true(documents, "has-words")
    return {
        "Check": _kept(documents, chain(which, true), _MOST),
        "Work with the evidence": _kept(documents, chain(order, _true(documents, "words-of")), 2),
        "Exit check": _kept(documents, chain(again, _true(documents, "words-in")), 2),
    }


def phrases(document: Document, documents: Mapping[str, Document]) -> list[Passage]:
    """Return words of a document that stand there once and in no other, one for a paragraph.

    They are in the order of the document; longer phrases are preferred to shorter ones.
    """
    numbered = [each for each in document.passages if each.number] or document.passages
    for runs in _RUNS:
        found = [
            phrase
            for passage in numbered
            if (phrase := _phrase(document, passage, runs, documents)) is not None
        ]
        if found:
            return found
    return []


def _phrase(
    document: Document, passage: Passage, runs: re.Pattern[str], documents: Mapping[str, Document]
) -> Passage | None:
    """Return the first words of a paragraph that are found again."""
    for found in runs.finditer(passage.text):
        words = " ".join(found[0].split(" ")[:_LONGEST]).rstrip(",")
        elsewhere = (each for each in documents.values() if each.id != document.id)
        if not any(occurs(words, each.text) for each in elsewhere):
            try:
                selected = document.quote(words)
            except CaseError:
                continue
            if selected.text == words:
                return selected
    return None


def _kept(documents: Mapping[str, Document], cards: Iterator[str], most: int) -> tuple[str, ...]:
    """Return the first cards about which the reader of cards has no complaint."""
    good = (card for card in cards if not _complaints(documents, card))
    return tuple(islice(good, most))


def _complaints(documents: Mapping[str, Document], card: str) -> bool:
    return bool(read_quiz(f"# Check\n\n{card}", "", "", documents)[1])


def _which(
    asked: Sequence[tuple[str, Passage]], found: Mapping[str, Sequence[Passage]], name: str
) -> Iterator[str]:
    """Yield a card for each phrase, which asks in which of the texts it stands."""
    openings = {each: said[0] for each, said in found.items() if said}
    for place, (right, phrase) in enumerate(asked if len(openings) > 1 else (), 1):
        others = [each for each in openings if each != right][: _MOST - 1]
        names = [each for each in openings if each in {right, *others}]
        options = (
            _option(each, _THERE, phrase, key=True)
            if each == right
            else _option(each, _ELSEWHERE, openings[each])
            for each in names
        )
        head = f"## {name}-{place}\n{_FIELDS.format(kind='single', difficulty=1, minutes=1)}"
        hints = "hint: Search each text for the rarest of these words.\n" + _where(phrase, found)
        stem = f"Which of these texts has the words “{phrase.text}”?\n"
        yield "\n".join((head + hints, stem, *options))


_THERE = "Yes: they stand in {place}."
_ELSEWHERE = "That text does not have these words. Among its words are those below ({place})."


def _where(phrase: Passage, found: Mapping[str, Sequence[Passage]]) -> str:
    """Return a hint that says how far down in its text a phrase stands."""
    said = found[phrase.document]
    third = 3 * said.index(phrase) // len(said)
    where = ("near the beginning", "around the middle", "near the end")[third]
    return f"hint: In its text, look {where}.\n"


def _option(text: str, feedback: str, phrase: Passage, *, key: bool = False) -> str:
    box = "[x]" if key else "[ ]"
    told = feedback.format(place=phrase.citation)
    return f"- {box} {text}\n\n    {told}\n\n{_quote(phrase)}"


def _quote(phrase: Passage) -> str:
    return f"    > {_line(phrase)}\n    > -- {phrase.document}\n"


def _line(phrase: Passage) -> str:
    return " ".join(phrase.text.split())


def _order(name: str, said: Sequence[Passage]) -> str:
    """Return a card that asks in which order some words stand in a text."""
    count = min(_STEPS, len(said))
    chosen = [said[place * len(said) // count] for place in range(count)]
    head = f"## order-in-{name}\n{_FIELDS.format(kind='order', difficulty=2, minutes=2)}"
    hints = "hint: Look for the first words first.\nhint: The number of a paragraph tells.\n"
    stem = f"In which order do these words stand in the text *{name}*?\n"
    rows = (f"{place}. {each.text}\n\n{_quote(each)}" for place, each in enumerate(chosen, 1))
    return "\n".join((head + hints, stem, *rows))


def _true(documents: Mapping[str, Document], name: str) -> Iterator[str]:
    """Yield a card for each text that asks whether it has some words: it has.

    It serves where a case has one text only, or a very short one.
    """
    for place, (document, each) in enumerate(documents.items(), 1):
        said = phrases(each, {document: each}) or [each.span(*_whole(each.text))]
        phrase = said[place % len(said)]
        head = f"## {name}-{place}\n{_FIELDS.format(kind='true-false', difficulty=1, minutes=1)}"
        more = f"about: {document}\nhint: Search the text.\nhint: Look in {phrase.citation}.\n"
        stem = f"The text *{document}* has the words “{_line(phrase)}”.\n"
        right = _option("true", _THERE, phrase, key=True)
        wrong = _option("false", _THERE.replace("Yes: they", "They do: they"), phrase)
        yield "\n".join((head + more, stem, right, wrong))


def _whole(text: str) -> tuple[int, int]:
    """Return the span of the first word and the last of a text."""
    words = list(re.finditer(_WORD, text))
    return (words[0].start(), words[-1].end()) if words else (0, len(text))

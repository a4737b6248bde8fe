"""Quotations whose words were changed in the document: what to write instead, and writing it."""

from __future__ import annotations

import re
import shutil
import textwrap
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from casestudy.cards import read_cards
from casestudy.case import CARD_FOLDERS, Case
from casestudy.documents import QuoteError
from casestudy.errors import CaseError, Complaint
from casestudy.notefile import FOLDER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from casestudy.cards import Card, Quote
    from casestudy.documents import Document

__all__ = ["CURE", "Proposal", "accept", "advised", "proposals"]

CURE = (
    "copy the words from the text; only if the document itself was changed on purpose, "
    "run: casestudy check --accept"
)
"""What to do about words that seem to have moved."""

_BREAK = re.compile(r"(\r\n|\r|\n)")
_QUOTED = re.compile(r"[ \t]*>[ \t]*")


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """Other words for a quotation, because its document has them now.

    Parameters
    ----------
    file : str
        The card or note file, relative to the course.
    line, end : int
        Where the quotation begins, and the line of its attribution.
    document, citation : str
        The document's id, and where the words stand in it.
    old, new : str
        The words that are quoted, and those to quote.
    score : float
        How much they are alike, as `casestudy.anchors.Anchor` counts.
    wrong : str
        What is said of the old words.

    Examples
    --------
    >>> print(Proposal("a.md", 7, 8, "gazette", "gazette ¶1", "on Monday", "on Friday", 0.84, ""))
    a.md:7: gazette ¶1, 84 % alike
      - on Monday
      + on Friday
    """

    file: str
    line: int
    end: int
    document: str
    citation: str
    old: str
    new: str
    score: float
    wrong: str

    def __str__(self) -> str:
        """Return the place, the old words and the new ones."""
        place = f"{self.file}:{self.line}: {self.citation}, {self.score:.0%} alike"
        return f"{place.replace('%', ' %')}\n  - {self.old}\n  + {self.new}"


def proposals(course: Path, files: Collection[str] | None = None) -> list[Proposal]:
    """Return what could be quoted instead, for the cards and notes of a course.

    Parameters
    ----------
    course : Path
        The course's folder. Of a file that cannot be read, nothing is proposed.
    files : collection of str, optional
        The only files to look into, relative to the course; all if not given.

    Returns
    -------
    list of Proposal
        In the order of files and lines. Words that stand in two places, or that are like no words
        of the document, have none.
    """
    case = Case(course)
    return sorted(
        proposal
        for folder in (*CARD_FOLDERS, FOLDER)
        for path in sorted((course / folder).glob("*.md"))
        if files is None or f"{folder}/{path.name}" in files
        for quote in _quotes(_read(path))
        if (proposal := _proposal(case, f"{folder}/{path.name}", quote))
    )


def advised(complaints: Iterable[Complaint], proposed: Iterable[Proposal]) -> tuple[Complaint, ...]:
    """Return complaints with `CURE` where there is a proposal for what they are about.

    Examples
    --------
    >>> one = Complaint("a.md", 7, "item 'day'", "'on Monday' is not in gazette", "copy the words")
    >>> other = Proposal("a.md", 7, 8, "gazette", "", "on Monday", "on Friday", 0.84, one.wrong)
    >>> advised([one], [other])[0].cure == CURE
    True
    """
    moved = {(each.file, each.line, each.wrong) for each in proposed}
    return tuple(
        replace(each, cure=CURE) if (each.file, each.line, each.wrong) in moved else each
        for each in complaints
    )


def accept(course: Path, proposed: Iterable[Proposal]) -> list[Proposal]:
    """Write the proposed words into their files, and change nothing else there.

    Parameters
    ----------
    course : Path
        The course's folder.
    proposed : iterable of Proposal
        What `proposals` returned for the files as they are now.

    Returns
    -------
    list of Proposal
        Those that could not be written because the new words would be read as something else in
        the card, such as an attribution. Write them by hand.
    """
    left: list[Proposal] = []
    for file, group in groupby(sorted(proposed), key=lambda each: each.file):
        path = (course / file).resolve()
        source = before = _read(path)
        for each in sorted(group, reverse=True):  # from the end, so that lines above stay in place
            after = _rewritten(source, each)
            left += [each] if after is None else []
            source = source if after is None else after
        if source != before:
            _write(path, source)
    return sorted(left)


def _read(path: Path) -> str:
    """Return a file as it is, line ends and byte order mark included; nothing if it is no text."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(path: Path, source: str) -> None:
    # written beside it and then put in its place, so that a crash leaves the old or the new one
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(source.encode())
    shutil.copymode(path, beside)
    beside.replace(path)


def _quotes(source: str) -> list[Quote]:
    cards, _ = read_cards(source, "")
    return [quote for card in cards for quote in _quotes_of(card)]


def _quotes_of(card: Card) -> Iterator[Quote]:
    yield from card.quotes
    for answer in card.answers:
        yield from answer.quotes
    for model in card.models:
        yield from model.quotes


def _proposal(case: Case, file: str, quote: Quote) -> Proposal | None:
    document = _document(case, quote.document)
    try:
        _ = document.quote(quote.words) if document else None
    except QuoteError as error:
        if error.proposal:
            return Proposal(
                file,
                quote.line,
                quote.end,
                quote.document,
                error.proposal.citation,
                quote.words,
                error.instead,
                error.score,
                error.wrong,
            )
    return None


def _document(case: Case, name: str) -> Document | None:
    """Return a document, or nothing where it is unknown or was changed: others complain of it."""
    try:
        return case.documents[name]
    except CaseError:
        return None


def _rewritten(source: str, proposal: Proposal) -> str | None:
    """Return a file with other words in one quotation; nothing where they would be misread."""
    pieces = _BREAK.split(source)  # lines at even places, the ends of lines between them
    first, last = 2 * (proposal.line - 1), 2 * (proposal.end - 2)
    mark = _QUOTED.match(pieces[first])
    if mark is None:
        return None
    old = pieces[first : last + 1 : 2]
    wanted = _with(_quotes(source), proposal)
    for lines in (_wrapped(proposal.new, max(map(len, old)), mark.group(), len(old)), None):
        new = lines or [mark.group() + proposal.new]
        inner = [piece for line in new for piece in (line, pieces[first + 1])][:-1]
        after = "".join([*pieces[:first], *inner, *pieces[last + 1 :]])
        if [(each.words, each.document) for each in _quotes(after)] == wanted:
            return after
    return None


def _with(quotes: Sequence[Quote], proposal: Proposal) -> list[tuple[str, str]]:
    """Return the words and documents of all quotations once the proposal is written."""
    return [
        (proposal.new if each.line == proposal.line else each.words, each.document)
        for each in quotes
    ]


def _wrapped(words: str, width: int, mark: str, lines: int) -> list[str]:
    """Return words on lines as wide as the old ones; on one line where there was one."""
    if lines == 1:
        return [mark + words]
    return textwrap.wrap(
        words,
        width,
        initial_indent=mark,
        subsequent_indent=mark,
        break_long_words=False,
        break_on_hyphens=False,
    )

"""What a person is told when something is wrong: complaints and the errors that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CaseError",
    "Complaint",
    "CourseError",
    "MissingNameError",
    "UnknownNameError",
    "did_you_mean",
]


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing that is wrong in one place, with its cure.

    Parameters
    ----------
    file : str
        Path of the file as a person knows it, relative to the course, with forward slashes.
    line : int
        Line of the file, counted from 1; 0 where the whole file is meant.
    subject : str
        What the complaint is about, such as ``"item 'asylum-when'"``; may be empty.
    wrong : str
        What is wrong, without a full stop, naming the value.
    cure : str
        What to do about it, without a full stop.
    sort : {"error", "advice"}
        Whether the course is wrong with it, or could only be better.

    Examples
    --------
    >>> print(Complaint("quiz.md", 12, "item 'when'", "no option is the key", "write [x] at it"))
    quiz.md:12: item 'when': no option is the key: write [x] at it
    """

    file: str
    line: int
    subject: str
    wrong: str
    cure: str
    sort: str = "error"

    def __str__(self) -> str:
        """Return ``file:line: subject: what is wrong: what to do``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.subject, self.wrong, self.cure)))


class CaseError(Exception):
    """Something that a person can mend, said in one or two plain sentences.

    In a notebook the sentence is shown without a traceback.

    Examples
    --------
    >>> raise CaseError("There is no quiz '1'. Write '01-the-bridge'.")
    Traceback (most recent call last):
    casestudy.errors.CaseError: There is no quiz '1'. Write '01-the-bridge'.
    """

    def _render_traceback_(self) -> list[str]:
        """Show the sentence alone: IPython calls this in place of its own traceback."""
        return [str(self)]


class CourseError(CaseError):
    """The course's own files are wrong: every complaint at once.

    Parameters
    ----------
    complaints : iterable of Complaint
        At least one. They are kept in the order of files and lines.

    Examples
    --------
    >>> later, first = Complaint("b.md", 2, "", "x", "y"), Complaint("a.md", 1, "", "x", "y")
    >>> error = CourseError([later, first])
    >>> print(error)
    a.md:1: x: y
    b.md:2: x: y
    """

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(sorted(set(complaints)))
        super().__init__("\n".join(map(str, self.complaints)))


class UnknownNameError(CaseError, KeyError):
    """A name that the course does not have, with the nearest ones that it has.

    It is a `KeyError` too, so that ``in`` and ``get`` of a mapping work as everywhere.

    Examples
    --------
    >>> print(UnknownNameError("document", "gazete", ["gazette", "ledger"]))
    There is no document 'gazete': did you mean 'gazette'?
    >>> print(UnknownNameError("document", "gazete", []))
    There is no document 'gazete'.
    """

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        near = did_you_mean(str(name), known)
        self.sentence = f"There is no {what} '{name}'" + (f": {near}" if near else ".")
        super().__init__(self.sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would show it in quotation marks."""
        return self.sentence


class MissingNameError(CaseError, AttributeError):
    """A word after ``case.`` that a case does not know; an `AttributeError` for `hasattr`.

    Examples
    --------
    >>> print(MissingNameError("quizz", ["quiz", "read"]))
    There is no 'case.quizz': did you mean 'quiz'?
    """

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no 'case.{name}': {did_you_mean(name, known)}")


_MANY = 24
"""More names than these are not listed: who reads a complaint would not find its end."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that offers the nearest known words, or list them all.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        One sentence; empty where nothing is known.

    Examples
    --------
    >>> did_you_mean("hnit", ["hint", "kind"])
    "did you mean 'hint'?"
    >>> did_you_mean("zzz", ["kind", "hint"])
    "write one of 'hint', 'kind'"
    >>> did_you_mean("zzz", map(str, range(80)))
    "write one of the 80 that there are, such as '0', '1' or '10'"
    """
    words = sorted(known)
    folded = {each.casefold(): each for each in words}
    near = get_close_matches(word.casefold(), folded, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(repr(folded[each]) for each in near)}?"
    if len(words) > _MANY:
        one, two, three = map(repr, words[:3])
        return f"write one of the {len(words)} that there are, such as {one}, {two} or {three}"
    return f"write one of {', '.join(map(repr, words))}" if words else ""

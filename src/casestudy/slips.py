"""What is told of cards and notes that are not in order, in each place that would show them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import CourseError
from casestudy.quizzes import of_part
from casestudy.strings import say

if TYPE_CHECKING:
    from casestudy.errors import Complaint
    from casestudy.quizzes import Quiz

__all__ = ["ReadCards", "UnreadyError", "headings"]

_HEADING = re.compile(r"^# +(.*?)[ #]*$")
_LINE = re.compile(r"\r\n|\r|\n")
_FIRST = 5  # more lines than these bury the lesson; one slip in a catalogue can bring hundreds


class UnreadyError(CourseError):
    """What a cell would show is not in order: every complaint, and what that means for a reader.

    Parameters
    ----------
    complaints : sequence of Complaint
        At least one.
    said : str
        What a notebook shows above the first of them.

    Examples
    --------
    >>> from casestudy.errors import Complaint
    >>> print(UnreadyError([Complaint("q.md", 7, "item 'a'", "no key", "write one")], "Not shown."))
    q.md:7: item 'a': no key: write one
    """

    def __init__(self, complaints: tuple[Complaint, ...] | list[Complaint], said: str) -> None:
        super().__init__(complaints)
        self.said = said

    def _render_traceback_(self) -> list[str]:
        count = len(self.complaints) - _FIRST
        more = [say("unready more", count=count)] if count > 0 else []
        return [self.said, "", *map(str, self.complaints[:_FIRST]), *more]


@dataclass(frozen=True, slots=True)
class ReadCards:
    """A card file as it was read: what is in order, and what is not.

    Parameters
    ----------
    quiz : Quiz
        The cards about which there is no complaint.
    complaints : tuple of Complaint
        All about the file.
    headings : tuple of (int, str)
        The line and the title of each part.
    student : bool
        Whether who reads the lesson has a teacher to turn to.
    """

    quiz: Quiz
    complaints: tuple[Complaint, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    student: bool = False

    def part(self, part: str) -> Quiz:
        """Return the cards of a part, or of the whole file if it is empty.

        A slip in another part takes nothing away from this one.

        Raises
        ------
        UnreadyError
            Where cards of this part are not in order.
        UnknownNameError
            Where the file is in order and has no such part.
        """
        own = self._own(part)
        if own:
            whose = "student" if self.student else "teacher"
            asked = {"part": part or self.quiz.id, "file": own[0].file}
            raise UnreadyError(own, say(f"cards unready {whose}", **asked))
        return of_part(self.quiz, part)

    def _own(self, part: str) -> tuple[Complaint, ...]:
        """Return the complaints that concern a part: all of them where it cannot be told."""
        own = tuple(each for each in self.complaints if part in self._parts(each))
        asked = any(item.part == part for item in self.quiz.items)
        return own if own or (part and asked) else self.complaints

    def _parts(self, complaint: Complaint) -> set[str]:
        """Return the parts that a complaint concerns."""
        titles = [title for _, title in self.headings]
        place = bisect_right([line for line, _ in self.headings], complaint.line) - 1
        # a heading that is none, or that came by accident, takes its cards from the part above it
        first = place if complaint.subject else place - 1
        return set(titles[max(first, 0) : max(place, 0) + 1]) if complaint.line else set(titles)


def headings(source: str) -> tuple[tuple[int, str], ...]:
    r"""Return the line and the title of each part of a card file.

    Examples
    --------
    >>> headings("# Check\n\n## a\n\n# Exit check #\n")
    ((1, 'Check'), (5, 'Exit check'))
    """
    lines = enumerate(_LINE.split(source.removeprefix("\ufeff")), 1)
    return tuple((number, found[1]) for number, line in lines if (found := _HEADING.match(line)))

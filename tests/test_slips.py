"""A slip in a card file is told where its part is shown, and takes nothing from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casestudy import Case, CaseError, open_case
from casestudy.errors import Complaint
from casestudy.slips import UnreadyError
from tests.changes import CARDS, edit

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "01-the-bridge"
KEY = ("- [x] On Monday", "- [ ] On Monday")


def told(case: Case, part: str) -> str:
    """Return what a cell that shows a part says instead."""
    with pytest.raises(CaseError) as caught:
        case.quiz(LESSON, part=part)
    return "\n".join(caught.value._render_traceback_())


def test_a_slip_is_told_in_the_cell_of_its_part(course: Path) -> None:
    """The sentence says what it means and what to do; the line below it, where."""
    edit(course, CARDS, *KEY)
    first, empty, *lines = told(open_case(course), "Check").splitlines()
    assert not empty
    assert first == (
        f"The questions of 'Check' are not shown, because {CARDS} is not in order. The rest of the "
        "lesson works. Mend what these lines say, save that file, and run this cell again:"
    )
    assert [line.partition(": ")[0] for line in lines] == [f"{CARDS}:13"]


def test_a_part_that_is_in_order_is_shown(course: Path) -> None:
    """Its cell has its questions while another part is being mended."""
    whole = open_case(course).quiz(LESSON, part="Exit check")
    edit(course, CARDS, *KEY)
    assert open_case(course).quiz(LESSON, part="Exit check").quiz == whole.quiz


def test_the_whole_file_is_shown_only_in_order(course: Path) -> None:
    """What is asked without a part, such as a record or a release, has all cards or none."""
    edit(course, CARDS, *KEY)
    assert f"{CARDS}:13" in told(open_case(course), "")


def test_once_it_is_mended_the_same_case_shows_it(course: Path) -> None:
    """No restart is needed."""
    case = open_case(course)
    edit(course, CARDS, *KEY)
    told(case, "Check")
    edit(course, CARDS, *reversed(KEY))
    assert case.quiz(LESSON, part="Check").quiz.items


def test_a_student_reads_a_calm_sentence(course: Path) -> None:
    """Nobody who learns is asked to mend a file."""
    edit(course, "notebooks/course.toml", 'edition = "open"', 'edition = "student"')
    edit(course, CARDS, "kind: single", "kind: singel")
    first, *lines = told(open_case(course), "Check").splitlines()
    assert first == (
        "The questions of 'Check' cannot be shown: their file is not in order. The rest of the "
        "lesson works, and your answers are kept. Show this to your teacher:"
    )
    assert lines


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# Check\n", "#Check\n", "'#Check' is text here, not a heading"),
        ("# Check\n", "# Check\n\nWords.\n", "'Words.' stands outside a card"),
        ("# Check\n\n## ", "# Check\n\n# ", "begins a part, not a card"),
        ("# Exit check\n", "# Exit check\n\nWords.\n", "'Words.' stands outside a card"),
    ],
)
def test_a_heading_that_came_by_accident_is_told_in_the_part_above_it(
    course: Path, old: str, new: str, said: str
) -> None:
    """It may have taken cards from that part, so that fewer questions are shown."""
    edit(course, CARDS, old, new)
    assert said in told(open_case(course), "Check")


def test_a_part_that_is_not_there_is_offered_the_nearest(course: Path) -> None:
    """In a file that is in order, the cell is what is wrong."""
    assert "called 'Chekc': did you mean 'Check'?" in told(open_case(course), "Chekc")


def test_a_file_that_cannot_be_read_is_told_everywhere(course: Path) -> None:
    """No part of it is known."""
    (course / CARDS).write_bytes("# Check\n\n## zoë\n".encode("latin-1"))
    assert "UTF-8" in told(open_case(course), "Check")
    assert "UTF-8" in told(open_case(course), "Exit check")


def test_it_is_an_error_of_the_course() -> None:
    """Who lets `CourseError` pass, as a record does, lets this one pass too."""
    assert issubclass(UnreadyError, CaseError)


def test_what_is_made_of_notes_tells_what_a_slip_means(noted_course: Path) -> None:
    """The sentence names the file; below it stand the first lines, and how many more there are."""
    edit(noted_course, "seeds/notes/people.md", "## nunez\n", "## nunes\n")
    case = open_case(noted_course)
    with pytest.raises(UnreadyError) as caught:
        _ = case.events
    first, empty, *lines = caught.value._render_traceback_()
    assert first.startswith("What this cell shows is made of notes, and seeds/notes/")
    assert not empty
    assert len(lines) == len(caught.value.complaints)


def test_many_slips_do_not_bury_the_lesson() -> None:
    """One renamed document brings hundreds: a cell tells five, and counts the others."""
    slips = [Complaint("notes.md", line, "", "wrong", "mend it") for line in range(1, 13)]
    *_, last, more = UnreadyError(slips, "Not shown.")._render_traceback_()
    assert last.startswith("notes.md:5:")
    assert more.startswith("… and 7 more.")

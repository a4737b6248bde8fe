"""The map of a course is made of its lessons and kept fresh; every heavy disagreement is met."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from casestudy import open_case
from casestudy.cli.refresh import refresh_course
from casestudy.coursefile import read_course
from casestudy.errors import CourseError
from casestudy.lessons.check import complaints
from casestudy.lessons.coursemap import MAP, course_map, map_complaints, shelves, write_map
from casestudy.lessons.links import Headings, page_links
from casestudy.lessons.meets import meeting, shown_in

if TYPE_CHECKING:
    from pathlib import Path

CURE = "run: casestudy refresh"
REFERENCE = {
    "cells": [
        {
            "cell_type": "markdown",
            "id": "title",
            "metadata": {},
            "source": "# Words\n\nChoose **Run ▸ Run All Cells**.",
        },
        {
            "cell_type": "code",
            "id": "start",
            "metadata": {},
            "execution_count": 1,
            "outputs": [],
            "source": "from casestudy import open_case\ncase = open_case()",
        },
    ],
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def page(course: Path) -> str:
    """Return the map as it should be."""
    case = open_case(course)
    return course_map(case, shelves(case))


def said(course: Path) -> list[str]:
    """Return what is said of the map."""
    return [str(each) for each in complaints(course) if each.file == MAP]


def setting(course: Path, line: str) -> None:
    """Put a line before everything else of the course's file."""
    path = course / "notebooks" / "course.toml"
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


# ── the map ──────────────────────────────────────────────────────────────────────────────────


def test_a_lesson_stands_in_the_map(whole_course: Path) -> None:
    """With its question, its minutes, and how many questions it has."""
    line = "| [The bridge](01-the-bridge.ipynb) | What became of the bridge? | 36 | 8 |  |"
    assert line in page(whole_course).splitlines()


def test_an_objective_names_its_questions_and_their_passages(whole_course: Path) -> None:
    """Each question leads to its card, and the passages are those that it rests on."""
    (line,) = (each for each in page(whole_course).splitlines() if each.startswith("| 1. say what"))
    assert "[`closed-1`](quizzes/01-the-bridge.md#closed-1)" in line
    assert line.endswith("| gazette ¶1, ¶3 |")


def test_a_path_adds_up_its_minutes(whole_course: Path) -> None:
    """What a path takes in class, and alone."""
    with (whole_course / "notebooks/course.toml").open("a", encoding="utf-8") as file:
        file.write('[paths]\nshort = ["01-the-bridge"]\n')
    assert "| short | [01](01-the-bridge.ipynb) | 36 | 36 |" in page(whole_course).splitlines()


def test_every_link_of_a_map_leads_somewhere(whole_course: Path, root: Path) -> None:
    """To a notebook, a sheet, or the heading of a card; in the real course too."""
    for course in (whole_course, root):
        assert list(page_links(MAP, page(course), Headings(course))) == []


def test_a_lesson_whose_cards_are_not_in_order_stops_no_other(whole_course: Path) -> None:
    """It stands in the map without its questions."""
    (whole_course / "notebooks/quizzes/01-the-bridge.md").write_text("# Check\n\nx\n", "utf-8")
    assert "Its questions are not in order yet." in page(whole_course)


def test_a_stroke_in_a_title_ends_no_cell(whole_course: Path) -> None:
    """It is written so that a table shows it."""
    path = whole_course / "notebooks/01-the-bridge.ipynb"
    path.write_text(path.read_text("utf-8").replace("# The bridge", "# A|B"), "utf-8")
    assert r"[A\|B](01-the-bridge.ipynb)" in page(whole_course)


def test_the_map_is_written_once(whole_course: Path) -> None:
    """What is fresh is left alone, and what is written is fresh."""
    case = open_case(whole_course)
    assert write_map(case)
    assert not write_map(case)
    assert list(map_complaints(case, shelves(case))) == []
    assert said(whole_course) == []


def test_a_stale_map_is_noticed(whole_course: Path) -> None:
    """After a change of a card the check says what to do, and doing it helps."""
    write_map(open_case(whole_course))
    path = whole_course / "notebooks/quizzes/01-the-bridge.md"
    path.write_text(path.read_text("utf-8").replace("## closed-1\n", "## closed-first\n"), "utf-8")
    (line,) = said(whole_course)
    assert line == (
        f"{MAP}: the map of the course is not as its lessons and questions are now: {CURE}"
    )
    assert write_map(open_case(whole_course))
    assert said(whole_course) == []


def test_a_page_that_a_person_wrote_is_left_alone(whole_course: Path) -> None:
    """Only a map that was made here is made anew."""
    (whole_course / MAP).write_text("# Our own page\n", encoding="utf-8")
    assert not write_map(open_case(whole_course))
    assert said(whole_course) == []
    assert (whole_course / MAP).read_text(encoding="utf-8") == "# Our own page\n"


def test_refresh_keeps_the_map_fresh(
    whole_course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no notebook has to run."""
    monkeypatch.setattr("casestudy.cli.refresh.refresh_all", lambda *_, **__: [])
    assert refresh_course(whole_course, [])
    assert f"{MAP}: stored anew" in capsys.readouterr().out
    assert refresh_course(whole_course, [])
    assert MAP not in capsys.readouterr().out


def test_the_map_of_the_real_course_stands(root: Path) -> None:
    """It has every lesson and every path."""
    found = (root / MAP).read_text(encoding="utf-8")
    course = read_course(root)
    for name in course.lessons:
        assert f"({name}.ipynb)" in found
    assert len(course.paths) >= 4
    for path, _ in course.paths:
        assert f"| {path} |" in found


# ── disagreements that are met ───────────────────────────────────────────────────────────────


def lesson_with(course: Path, source: str) -> None:
    """Write one more code cell into the lesson."""
    path = course / "notebooks/01-the-bridge.ipynb"
    lesson = json.loads(path.read_bytes())
    lesson["cells"][2]["source"] = source
    path.write_text(json.dumps(lesson), encoding="utf-8")


def unmet(course: Path) -> list[str]:
    """Return what is said of disagreements that no lesson meets."""
    return [str(each) for each in complaints(course) if "no lesson meets it" in each.wrong]


def test_a_heavy_disagreement_must_be_met(whole_course: Path) -> None:
    """Where the course asks for it, with the cure; without the setting nothing is said."""
    assert unmet(whole_course) == []
    setting(whole_course, "meets = 3")
    (line,) = unmet(whole_course)
    assert line == (
        "seeds/notes/disagreements.md:1: note 'd-who-closed': it has the weight 3, and no lesson "
        "meets it: write a cell with case.compare('who-closed'), or a question on its passages"
    )


@pytest.mark.parametrize(
    "source",
    [
        "case.compare('who-closed')",
        "case.board(weight=3)",
        "case.board()",
        "display(case.board('d-who-closed', 'cracks'), case.compare('cracks'))",
    ],
)
def test_a_cell_that_shows_it_meets_it(whole_course: Path, source: str) -> None:
    """Side by side, or on a board."""
    setting(whole_course, "meets = 3")
    lesson_with(whole_course, source)
    assert unmet(whole_course) == []


@pytest.mark.parametrize(
    "source",
    [
        "case.compare('cracks')",
        "case.board(relation='silence')",
        "case.board(relation='zzz')",
        "case.board(*names)",
        "case.compare()",
        "case.find('who-closed')",
        "this is no Python",
    ],
)
def test_a_cell_that_shows_another_does_not(whole_course: Path, source: str) -> None:
    """Nor does one that cannot be understood."""
    assert "d-who-closed" not in shown_in(source, open_case(whole_course).disagreements)


def test_a_question_on_both_texts_meets_it(whole_course: Path) -> None:
    """A question on one of them does not: it may be about something else."""
    case = open_case(whole_course)
    note = case.disagreements["d-who-closed"]
    assert [meeting(note, shelf, case.disagreements) for shelf in shelves(case)] == [""]
    path = whole_course / "notebooks/quizzes/01-the-bridge.md"
    other = "> The council shut the bridge on Tuesday\n    > -- herald"
    cards = path.read_text("utf-8").replace(
        "> On Friday the council voted\n    > -- gazette", other
    )
    path.write_text(cards, encoding="utf-8")
    assert [meeting(note, shelf, case.disagreements) for shelf in shelves(case)] == ["questions"]


# ── notebooks to look things up in ───────────────────────────────────────────────────────────


@pytest.fixture
def with_reference(whole_course: Path) -> Path:
    """Return the tiny course with a notebook to look things up in."""
    source = json.dumps(REFERENCE, ensure_ascii=False, indent=1)
    (whole_course / "notebooks/words.ipynb").write_text(source, encoding="utf-8")
    return whole_course


def test_a_reference_needs_no_parts_cards_or_page(with_reference: Path) -> None:
    """It is checked like a notebook, and not like a lesson."""
    setting(with_reference, 'references = ["words"]')
    assert [str(each) for each in complaints(with_reference)] == []


def test_a_notebook_in_no_list_is_asked_what_it_is(with_reference: Path) -> None:
    """It may be a lesson, or there to look things up."""
    lines = [str(each) for each in complaints(with_reference)]
    cure = 'write "words" at its place; in references, if it is only to look things up; or delete '
    cure += "the file"
    assert any(line.endswith(f"the lesson 'words' is not in the list: {cure}") for line in lines)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('references = ["word"]', "there is no lesson 'word': did you mean 'words'?"),
        ('references = ["words", "01-the-bridge"]', "is a lesson and a reference: take it out"),
    ],
)
def test_a_slip_in_the_list_is_named(with_reference: Path, line: str, wrong: str) -> None:
    """With its cure."""
    setting(with_reference, line)
    assert any(wrong in str(each) for each in complaints(with_reference))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("meets = 4", "meets = 4 is not understood: write meets = 3, or 0 for no demand"),
        ("meets = true", "meets = True is not understood"),
        ("judging = 3", "judging = 3 is not understood"),
        ("references = 3", "references = 3 is not understood"),
    ],
)
def test_a_setting_that_is_none_is_refused(course: Path, line: str, wrong: str) -> None:
    """By value, place and cure."""
    setting(course, line)
    with pytest.raises(CourseError) as error:
        read_course(course)
    assert wrong in str(error.value)


def test_the_real_reference_is_one(root: Path) -> None:
    """It shows words, people and time, in ten cells or fewer, and asks nothing."""
    assert read_course(root).references == ("reference",)
    cells = json.loads((root / "notebooks/reference.ipynb").read_bytes())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) <= 10
    for does in ("case.find(", "case.glossary", "case.people(", "case.timeline(", "case.events"):
        assert any(does in source for source in code)
    assert not any(does in source for source in code for does in ("quiz(", "exercise("))

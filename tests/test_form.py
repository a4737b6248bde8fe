"""The form of a lesson: each rule fires on one change of a course in order, and on nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.lessons.form import RUN_ALL, form, hidden_code
from casestudy.lessons.lesson import PARTS as NAMES
from casestudy.lessons.lesson import Lesson, lesson_of, part_of
from casestudy.lessons.markdown import blocks, ours, slug
from tests.changes import (
    CHECK,
    LESSON,
    READ,
    START,
    TEACHING,
    TITLE,
    add_text,
    edit,
    edit_cell,
    said,
)

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}


def test_a_lesson_in_form_has_no_complaint_and_needs_no_advice(whole_course: Path) -> None:
    """Nothing is said of a course with which nothing is wrong and that could not be better."""
    assert said(whole_course) == []


TEXTS = {
    "no title": (TITLE, f"Choose {RUN_ALL}.", "it does not begin with its title"),
    "words above the title": (TITLE, f"{RUN_ALL}\n\n# Late", "it does not begin with its title"),
    "two titles": (TITLE, f"# The bridge\n\n{RUN_ALL}\n\n# More", "a second heading with one '#'"),
    "a skipped level": (
        TITLE,
        f"# The bridge\n\n{RUN_ALL}\n\n#### Deep",
        "a heading with 4 '#' follows one with 1: write it with 2 '#'",
    ),
    "no way to run": (TITLE, "# The bridge", f"'{RUN_ALL}' does not stand at its top"),
    "another total": (
        TITLE,
        f"# The bridge\n\n{RUN_ALL}. About 40 minutes.",
        "its top says 40 minutes, and its parts take 36",
    ),
    "an image without words": (
        TITLE,
        f"# The bridge\n\n{RUN_ALL}\n\n![](quizzes/01-the-bridge.md)",
        "the image 'quizzes/01-the-bridge.md' says nothing to those who do not see it",
    ),
    "an image in HTML without words": (
        TITLE,
        f"# The bridge\n\n{RUN_ALL}\n\n<img src='course.toml'>",
        "the image 'course.toml' says nothing",
    ),
    "too many words": (
        TITLE,
        f"# The bridge\n\n{RUN_ALL}\n\n" + "word " * 900,
        "leave 900 or fewer; cards do not count",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_slip_in_a_text_is_found(whole_course: Path, name: str) -> None:
    """Each slip in a Markdown cell is an error of its own words."""
    place, source, sentence = TEXTS[name]
    edit_cell(whole_course, place, source=source)
    assert [each for each in said(whole_course, "error") if sentence in each]


PART_SLIPS = {
    "missing": ("## Before you read · 2 minutes\n\n", "", "it has no part 'Before you read'"),
    "misspelt": ("## Check ·", "## Chek ·", "'Chek' is no part of a lesson: did you mean 'Check'?"),
    "minutes in brackets": (
        "## Check · 5 minutes",
        "## Check (5 min)",
        "write '## Check · 5 minutes' after 'Read'",
    ),
    "twice": ("## Check ·", "## Read · 1 minute\n\n## Check ·", "'Read' stands after 'Read'"),
    "out of order": (
        "## Read · 5 minutes\n\n## Check · 5 minutes",
        "## Check · 5 minutes\n\n## Read · 5 minutes",
        "'Read' stands after 'Check': the order is: The question,",
    ),
    "without minutes": ("## Read · 5 minutes", "## Read", "the part 'Read' has no minutes"),
    "too long": ("Read · 5 minutes", "Read · 15 minutes", "its parts take 46 minutes, and a class"),
    "no objectives": ("1. say what", "Say what", "lists 0 objectives: list 1 to 4"),
    "too many objectives": (
        "1. say what",
        "1. a\n2. b\n3. c\n4. d\n5. say what",
        "lists 5 objectives: list 1 to 4",
    ),
}


@pytest.mark.parametrize("name", PART_SLIPS)
def test_a_slip_in_the_parts_is_found(whole_course: Path, name: str) -> None:
    """Each slip in the parts of a lesson is an error of its own words."""
    old, new, sentence = PART_SLIPS[name]
    edit(whole_course, LESSON, old.replace("\n", "\\n"), new.replace("\n", "\\n"))
    assert [each for each in said(whole_course, "error") if sentence in each]


def test_a_part_of_its_own_is_an_advice(whole_course: Path) -> None:
    """A part that other lessons do not have is allowed, and said."""
    extra = "## A walk to the river · 3 minutes\\n\\n## Check ·"
    edit(whole_course, LESSON, "## Check ·", extra)
    edit(whole_course, TEACHING, "## Check ·", extra.replace("\\n", "\n"))
    (found,) = said(whole_course)
    assert "the part 'A walk to the river' is not one that every lesson has" in found


def test_a_part_may_say_more_after_a_comma() -> None:
    """Key points, and next, may be called more; their minutes are no part of the name."""
    part = part_of(blocks("## Key points, and what we do not know · 2 minutes")[0])
    assert (part.title, part.minutes) == ("Key points, and what we do not know", 2)


def test_the_last_part_takes_no_minutes(whole_course: Path) -> None:
    """What comes after the lesson is not timed."""
    assert "Next, and outside the file" in (whole_course / LESSON).read_text(encoding="utf-8")
    assert said(whole_course) == []


@pytest.mark.parametrize(
    "metadata", [{}, {"tags": ["hide-input", "mine"]}, {"jupyter": {"source_hidden": True}}]
)
def test_a_refresh_hides_the_code_of_what_only_displays(
    whole_course: Path, metadata: dict[str, Any]
) -> None:
    """Nobody writes the two marks by hand; other tags stay."""
    edit_cell(whole_course, READ, metadata=metadata)
    assert said(whole_course, "error")
    notebook = json.loads((whole_course / LESSON).read_bytes())
    hidden = hidden_code(notebook)
    (whole_course / LESSON).write_text(json.dumps(hidden, indent=1), encoding="utf-8")
    assert said(whole_course) == []
    assert set(metadata.get("tags", ())) <= set(hidden["cells"][READ]["metadata"]["tags"])
    assert hidden["cells"][START] == notebook["cells"][START]


@pytest.mark.parametrize("source", ["case.find('x')", "a = 1", "case.quiz(", ""])
def test_code_to_be_seen_is_left_alone(source: str) -> None:
    """A search, a sum, and what is no Python stay as they are."""
    cell = {"cell_type": "code", "source": source, "metadata": {}}
    assert hidden_code({"cells": [cell]})["cells"] == [cell]


CODE: dict[str, tuple[int, dict[str, Any], str]] = {
    "one half of hiding": (
        READ,
        {"metadata": {"tags": ["hide-input"]}},
        "it has the tag 'hide-input' and not 'source_hidden'",
    ),
    "the other half": (
        READ,
        {"metadata": {"jupyter": {"source_hidden": True}}},
        "it has 'source_hidden' and not the tag 'hide-input'",
    ),
    "nothing hidden of several": (
        READ,
        {"metadata": {}, "source": "display(case.read('gazette'))\ncase.read('gazette')"},
        "it only displays something, and its code is seen",
    ),
    "nothing hidden": (READ, {"metadata": {}}, "it only displays something, and its code is seen"),
    "four lines": (START, {"source": "case = open_case()\na = 1\nb = 2\nc = 3"}, "4 lines of code"),
    "input": (START, {"source": "case = open_case(input())"}, "it waits for 'input(…)'"),
    "an import": (START, {"source": "import requests\nopen_case()"}, "it imports 'requests'"),
    "a part of one": (
        START,
        {"source": "from urllib.request import urlopen\nopen_case()"},
        "it imports 'urllib.request': delete it: a lesson works without a network",
    ),
    "an address": (
        START,
        {"source": "open_case('https://example.org/a')"},
        "'https://example.org/a' stands in code",
    ),
    "a misspelt name": (
        START,
        {"source": "case = open_case()\ncase.quizz('01-the-bridge')"},
        "there is no 'case.quizz': did you mean 'quiz' or 'quizzes'?",
    ),
    "a misspelt keyword": (
        START,
        {"source": "case = open_case()\ncase.read('gazette', onyl='3')"},
        "'case.read' takes no 'onyl': did you mean 'only'?",
    ),
    "a program": (
        START,
        {"source": "import os\nos.system('ls')\nopen_case()"},
        "it starts another program",
    ),
    "another program": (
        START,
        {"source": "import subprocess\nopen_case()"},
        "it imports 'subprocess'",
    ),
    "a shell": (START, {"source": "!pip install x\nopen_case()"}, "'!pip install x' is no Python"),
    "magic": (START, {"source": "%cd ..\nopen_case()"}, "'%cd ..' is no Python, but a command"),
    "no case": (START, {"source": "1"}, "no cell at its top opens the case"),
    "no words": (
        CHECK,
        {"outputs": [{"output_type": "display_data", "data": {"text/html": "<b>a</b>"}}]},
        "what it shows (text/html) has no words beside it",
    ),
    "a memory address": (
        CHECK,
        {
            "outputs": [
                {
                    "output_type": "display_data",
                    "data": {"image/png": "", "text/plain": "<Figure at 0x7f>"},
                }
            ]
        },
        "what it shows (image/png, text/plain) has no words beside it",
    ),
}


@pytest.mark.parametrize("name", CODE)
def test_a_slip_in_a_code_cell_is_found(whole_course: Path, name: str) -> None:
    """Each slip in a code cell is an error that names the cell."""
    place, values, sentence = CODE[name]
    edit_cell(whole_course, place, **values)
    assert [each for each in said(whole_course, "error") if sentence in each]


@pytest.mark.parametrize(
    "source",
    [
        "case.folder",
        "case.board(weight=3)",
        "case.timeline(person='mayor', theme='dark')",
        "case.read('gazette', only='3', beside='herald')",
        "case.events(person='mayor')",
        "case._quizzes",
    ],
)
def test_what_the_case_knows_is_not_called_misspelt(whole_course: Path, source: str) -> None:
    """Names and keywords that it has are left alone, and so are those that it passes on."""
    edit_cell(whole_course, START, source=f"case = open_case()\n{source}")
    told = said(whole_course, "error")
    assert not [each for each in told if "there is no 'case." in each or "takes no" in each]


def test_too_many_code_cells_are_found() -> None:
    """Eleven code cells are one too many."""
    cell: dict[str, Any] = {"cell_type": "code", "source": "", "metadata": {}, "outputs": []}
    lesson = lesson_of("notebooks/a.ipynb", "", {"cells": [cell] * 11})
    assert any(each.wrong == "it has 11 code cells" for each in form(lesson, 50))


def test_a_table_may_stand_under_the_words_of_a_picture(whole_course: Path) -> None:
    """A chart has its words in its own output, and its table beside it."""
    held = ({"image/png": "", "text/plain": "A chart: it rises."}, {"text/html": "<table>"})
    outputs = [{"output_type": "display_data", "metadata": {}, "data": each} for each in held]
    edit_cell(whole_course, START, source="case = open_case()\ncase.chart('a')", outputs=outputs)
    assert said(whole_course) == []


def test_code_that_a_learner_may_change_is_seen(whole_course: Path) -> None:
    """A search or a calculation is not hidden: it is there to be changed."""
    edit_cell(whole_course, START, source='case = open_case()\ncase.find("bridge")')
    assert said(whole_course) == []


TEACHING_SLIPS = {
    "no title": ("# The bridge: for the teacher\n\n", "", "it does not begin with its title"),
    "other minutes": ("Read · 5", "Read · 6", "'Read · 6 minutes' is 'Read · 5 minutes' in"),
    "another part": ("## Check ·", "## Chekc ·", "no part 'Chekc': did you mean 'Check'?"),
    "missing": ("## Check · 5 minutes\n\n", "", "it has no part 'Check', and the lesson has"),
    "out of order": (
        "## Read · 5 minutes\n\n## Check · 5 minutes",
        "## Check · 5 minutes\n\n## Read · 5 minutes",
        "its parts stand in another order than the lesson's",
    ),
    "a skipped level": ("## Check ·", "#### Deep\n\n## Check ·", "a heading with 4 '#' follows"),
}


@pytest.mark.parametrize("name", TEACHING_SLIPS)
def test_a_teaching_page_has_the_headings_of_its_lesson(whole_course: Path, name: str) -> None:
    """Each difference between a teaching page and its lesson is an error."""
    old, new, sentence = TEACHING_SLIPS[name]
    edit(whole_course, TEACHING, old, new)
    assert [each for each in said(whole_course, "error") if sentence in each]


LINKS = {
    "file": ("[a](02-the-ferry.ipynb)", "the link '02-the-ferry.ipynb' leads nowhere"),
    "long": (f"[a]({'bridge' * 50}.md)", "write the address of a file that is there"),
    "near": ("[a](cuorse.toml)", "leads nowhere: did you mean 'course.toml'?"),
    "folder": ("[a](../../../elsewhere.md)", "link to a file of the course"),
    "heading": ("[a](teaching/01-the-bridge.md#raed)", "leads nowhere"),
    "heading here": ("[a](#exit-chek)", "the link '#exit-chek' leads nowhere"),
    "HTML": ("<a href='nothing.md'>a</a>", "the link 'nothing.md' leads nowhere"),
    "citation": (
        "It is so (gazette ¶99).",
        "the citation 'gazette ¶99' leads nowhere",
    ),
    "image": ("![a bridge](bridge.png)", "the link 'bridge.png' leads nowhere"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_leads_nowhere_is_found(whole_course: Path, name: str) -> None:
    """A file or a heading that is not there is an error."""
    text, sentence = LINKS[name]
    add_text(whole_course, text)
    (found,) = said(whole_course)
    assert sentence in found


@pytest.mark.parametrize(
    "text",
    [
        "[a](course.toml)",
        "[a](teaching/01-the-bridge.md#read--5-minutes)",
        "[a](#Exit-check-·-5-minutes)",
        "[a](https://example.org/nothing)",
        "[a](mailto:ana@example.org)",
        "`[a](nothing.md)`",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(whole_course: Path, text: str) -> None:
    """Files, headings in the forms of forge and JupyterLab, and the world outside are fine."""
    add_text(whole_course, text)
    assert said(whole_course) == []


def test_links_of_other_pages_are_followed(whole_course: Path) -> None:
    """A page in docs is held to the same, with its line."""
    (whole_course / "docs").mkdir()
    (whole_course / "docs" / "a.md").write_text("# A\n\n[b](b.md) ![](c.png)\n", encoding="utf-8")
    assert [each.split(": ")[0] for each in said(whole_course)] == ["docs/a.md:3"] * 3


@given(st.lists(st.sampled_from(NAMES), max_size=12))
def test_parts_are_in_order_exactly_if_they_are_all_there_once_in_order(names: list[str]) -> None:
    """Whatever parts a lesson has, it is in order only with each of them once, in their order."""
    text = "# T\n\n" + "\n\n".join(f"## {name} · 1 minute" for name in names)
    lesson = Lesson("notebooks/a.ipynb", lesson_of("a", "", _cells(text)).cells)
    about_parts = [
        each for each in form(lesson, 50) if "part '" in each.wrong or "after" in each.wrong
    ]
    assert (not about_parts) == (tuple(names) == NAMES)


def _cells(text: str) -> dict[str, Any]:
    return {"cells": [{"cell_type": "markdown", "source": text, "metadata": {}}]}


@given(st.text())
def test_any_text_is_read_as_markdown(text: str) -> None:
    """No text makes the reader fail, and what is not ours is hidden letter by letter."""
    for block in blocks(text):
        assert len(ours(block.cuts)) == len(block.text)
        assert slug(block.text) == slug(slug(block.text))

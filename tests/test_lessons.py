"""A notebook: checked without a kernel, executed with one, stored without a widget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.errors import CaseError, CourseError
from casestudy.lessons.check import check, report
from casestudy.lessons.notebook import Call, calls, find_notebook, read_notebook, stripped
from casestudy.lessons.refresh import refresh
from tests.changes import CARDS, LESSON, TEACHING, edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VIEW = "application/vnd.jupyter.widget-view+json"


def said(course: Path) -> list[str]:
    """Return all complaints about a course."""
    return [str(complaint) for complaint in check(course)]


def edit_lesson(course: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the stored lesson as JSON values."""
    path = course / LESSON
    lesson = json.loads(path.read_bytes())
    change(lesson)
    path.write_text(json.dumps(lesson, indent=1), encoding="utf-8")


def test_a_course_in_order_has_no_complaint(stored_course: Path) -> None:
    """Nothing is complained of where nothing is wrong."""
    assert said(stored_course) == []


def test_a_report_tells_errors_from_advice(stored_course: Path) -> None:
    """In a notebook, `report` shows what is wrong, and advice apart."""
    (stored_course / "notebooks/teaching/01-the-bridge.md").unlink()
    found = report(stored_course)
    assert [each.wrong for each in found.errors] == ["it has no teaching page"]
    assert {each.sort for each in found.advice} == {"advice"}
    assert len(found) == len(found.errors) + len(found.advice)
    first, empty, heading, *_ = repr(found).splitlines()
    assert (first, empty, heading) == (str(found[0]), "", "Advice, to take or to leave:")


def test_a_report_is_a_table_in_a_notebook(stored_course: Path) -> None:
    """The table has a caption, column heads, and no word of a file that is read as HTML."""
    edit(stored_course, CARDS, "- [ ] On Friday", "- [ ] On <b>Friday</b>")
    page = report(open_case(stored_course))._repr_html_()
    assert page.count("<table><caption>") == 1
    assert "<th scope='col'" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_a_report_of_some_files_is_of_these_files(whole_course: Path) -> None:
    """`report` takes files, folders and lessons."""
    (whole_course / TEACHING).unlink()
    assert len(report(whole_course, LESSON)) == 1
    assert repr(report(whole_course, "seeds")) == "Everything is in order."
    assert report(whole_course, "seeds")._repr_html_().count("Everything is in order.") == 1


def test_a_check_changes_nothing(stored_course: Path) -> None:
    """Checking reads and does not write."""
    before = {path: path.stat().st_mtime_ns for path in stored_course.rglob("*")}
    check(stored_course)
    assert {path: path.stat().st_mtime_ns for path in stored_course.rglob("*")} == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [x] On Monday", "- [x] On a Monday"),
        ("Kingfisher", "Cormorant"),
        ("When was the bridge closed?", "When did the bridge close?"),
        ("> closed the old bridge on Monday", "> The mayor closed the old bridge on Monday"),
        ("under the heron", "under the egret"),
        ("difficulty: 1", "difficulty: 2"),
        ("credit: per option", "credit: all or nothing"),
    ],
)
def test_a_stored_quiz_that_no_longer_fits_its_cards_is_found(
    stored_course: Path, old: str, new: str
) -> None:
    """A changed option, feedback, stem, quote, hint or field makes the stored lesson stale."""
    edit(stored_course, CARDS, old, new)
    assert len(said(stored_course)) == 1
    assert "what is stored of '01-the-bridge', 'Check' no longer fits" in said(stored_course)[0]
    assert said(stored_course)[0].endswith(f"run: casestudy refresh {LESSON}")


def test_a_moved_key_makes_a_stored_quiz_stale(stored_course: Path) -> None:
    """Another key is noticed without a kernel."""
    edit(stored_course, CARDS, "- [x] On Monday", "- [ ] On Monday")
    edit(stored_course, CARDS, "- [ ] On Friday", "- [x] On Friday")
    assert "no longer fits" in said(stored_course)[0]


def test_another_order_of_cards_makes_a_stored_quiz_stale(stored_course: Path) -> None:
    """The order of the questions is noticed without a kernel."""
    path = stored_course / CARDS
    head, first, second = path.read_text(encoding="utf-8").split("\n# Exit")[0].split("## ")
    rest = "\n# Exit" + path.read_text(encoding="utf-8").split("\n# Exit")[1]
    swapped = f"{head}## {second.rstrip()}\n\n## {first.rstrip()}\n{rest}"
    path.write_text(swapped, encoding="utf-8")
    assert "no longer fits" in said(stored_course)[0]


def test_a_stale_cell_is_named_with_its_line(stored_course: Path) -> None:
    """A stale output is named by file, line and cell."""
    edit(stored_course, CARDS, "Kingfisher", "Cormorant")
    source = (stored_course / LESSON).read_text(encoding="utf-8").splitlines()
    line = next(place for place, text in enumerate(source, 1) if '"id": "cell-4"' in text)
    assert said(stored_course)[0].startswith(f"{LESSON}:{line}: cell 4: ")


def test_an_output_that_was_removed_is_found(stored_course: Path) -> None:
    """A cell that shows nothing without a kernel is complained of."""
    edit_lesson(stored_course, lambda lesson: lesson["cells"][3].update(outputs=[]))
    assert "cell 4: nothing is stored of it" in said(stored_course)[0]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('case.quiz("01-the-brige")', "did you mean '01-the-bridge'?"),
        ('case.quiz("01-the-bridge", part="Chek")', "did you mean 'Check'?"),
        ('case.read("gazete")', "did you mean 'gazette'?"),
        ('case.read("gazette", only="9")', "Its paragraphs are ¶1 to ¶3"),
        ('case.exercise("01-the-bridge")', "There is no exercise '01-the-bridge'"),
        ("case.quiz(", "cell 4 is not Python"),
        ("%matplotlib inline", "cell 4 is not Python"),
        ("\x00", "cell 4 is not Python"),
        ("'\ud800'", "cell 4 is not Python: it is nested too deeply, or has a character"),
        pytest.param("-" * 100_000 + "1", "cell 4 is not Python", id="nested"),
    ],
)
def test_a_cell_that_asks_for_what_is_not_there_is_found(
    stored_course: Path, source: str, sentence: str
) -> None:
    """An unknown name, and a cell that is not Python, are found without a kernel."""
    edit_lesson(stored_course, lambda lesson: lesson["cells"][3].update(source=source))
    assert said(stored_course)[0].startswith(LESSON)
    assert sentence in said(stored_course)[0]


@pytest.mark.parametrize("source", ["file.read(100)", "quiz()", "case.quiz(name)", "file.read()"])
def test_a_cell_that_asks_the_case_for_nothing_is_left_alone(
    stored_course: Path, source: str
) -> None:
    """A call without a plain name is none of the check's business."""
    edit_lesson(stored_course, lambda lesson: lesson["cells"][2].update(source=source))
    assert said(stored_course) == []


def test_a_lesson_that_was_never_executed_is_found(course: Path) -> None:
    """A lesson without execution counts is complained of, cell by cell."""
    assert sum("it was never executed" in complaint for complaint in said(course)) == 4


def test_a_stored_widget_is_found(stored_course: Path) -> None:
    """A widget in a stored output is complained of."""
    out = {"output_type": "display_data", "metadata": {}, "data": {VIEW: {"model_id": "a"}}}
    edit_lesson(stored_course, lambda lesson: lesson["cells"][3]["outputs"].append(out))
    assert "it was saved as it ran" in said(stored_course)[0]


def test_a_stored_state_of_widgets_is_found(stored_course: Path) -> None:
    """The state of widgets in a notebook's metadata is complained of."""
    edit_lesson(stored_course, lambda lesson: lesson["metadata"].update(widgets={}))
    assert "it was saved as it ran" in said(stored_course)[0]


def test_a_lesson_that_is_not_listed_is_found(stored_course: Path) -> None:
    """A lesson beside the list is complained of, with what to write."""
    (stored_course / "notebooks" / "02-new.ipynb").write_bytes(
        (stored_course / LESSON).read_bytes()
    )
    complaint = "notebooks/course.toml: lessons: the lesson '02-new' is not in the list"
    assert any(each.startswith(complaint) for each in said(stored_course))


def test_cards_without_a_lesson_are_found(stored_course: Path) -> None:
    """Cards whose lesson is not there are complained of."""
    path = stored_course / CARDS
    path.with_name("09-lost.md").write_bytes(path.read_bytes())
    assert any("there is no lesson '09-lost'" in each for each in said(stored_course))


def test_a_lesson_without_a_teaching_page_is_found(stored_course: Path) -> None:
    """Every lesson has its teacher's page."""
    (stored_course / "notebooks/teaching/01-the-bridge.md").unlink()
    assert said(stored_course) == [
        f"{LESSON}: it has no teaching page: write notebooks/teaching/01-the-bridge.md"
    ]


def test_a_changed_document_is_found(stored_course: Path) -> None:
    """A seed that was changed is one complaint, whoever quotes from it."""
    (stored_course / "seeds" / "gazette.txt").write_bytes(b"Another text.")
    assert any("The document 'gazette' was changed" in each for each in said(stored_course))


def test_a_wrong_catalogue_does_not_hide_a_wrong_course_file(stored_course: Path) -> None:
    """Catalogue and course file are both read before the check gives up."""
    (stored_course / "seeds" / "catalogue.toml").write_text("?", encoding="utf-8")
    (stored_course / "notebooks" / "course.toml").write_text("?", encoding="utf-8")
    assert {each.split(":")[0] for each in said(stored_course)} == {
        "seeds/catalogue.toml",
        "notebooks/course.toml",
    }


def with_cell(cell: object) -> bytes:
    """Return a notebook with one cell that may be anything."""
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]}).encode()


CODE: dict[str, Any] = {"cell_type": "code", "source": "", "metadata": {}, "outputs": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 10_000,
        b'{"nbformat": 3, "cells": []}',
        b'{"nbformat": 4, "cells": {}}',
        b'{"nbformat": 4, "cells": []}',
        with_cell(3),
        with_cell({}),
        with_cell({"cell_type": "code", "source": ""}),
        with_cell({**CODE, "cell_type": 3}),
        with_cell({**CODE, "source": [3]}),
        with_cell({**CODE, "metadata": None}),
        with_cell({**CODE, "outputs": None}),
        with_cell({**CODE, "outputs": [3]}),
        with_cell({**CODE, "outputs": [{"data": 3}]}),
        with_cell({**CODE, "outputs": [{"data": {"text/html": 3}}]}),
        with_cell({**CODE, "cell_type": "markdown", "outputs": 3}),
    ],
)
def test_a_damaged_notebook_is_named(stored_course: Path, content: bytes) -> None:
    """A file that is no notebook is complained of, whatever it is."""
    (stored_course / LESSON).write_bytes(content)
    assert any(each.startswith(LESSON) for each in said(stored_course))


def test_a_damaged_line_of_a_notebook_is_named(stored_course: Path) -> None:
    """Where the file stops being JSON, the line is named."""
    (stored_course / LESSON).write_bytes(b'{\n "cells": [,\n')
    assert said(stored_course)[0].startswith(f"{LESSON}:2: it is no notebook")


@pytest.mark.parametrize(
    "wanted",
    [
        "01",
        "01-the-bridge",
        "01-the-bridge.ipynb",
        LESSON,
        f"./{LESSON}",
        "notebooks\\01-the-bridge.ipynb",
    ],
)
def test_a_notebook_is_found_by_its_beginning_or_path(course: Path, wanted: str) -> None:
    """A lesson is named by its number, its name or its path, on every system."""
    assert find_notebook(course, wanted) == LESSON


def test_a_whole_name_wins_over_a_beginning(course: Path) -> None:
    """A lesson whose name begins another's is found by its whole name."""
    (course / "notebooks" / "01-the-bridge-again.ipynb").write_bytes(b"{}")
    assert find_notebook(course, "01-the-bridge") == LESSON


@pytest.mark.parametrize("wanted", ["09", "../01-the-bridge", "/etc/passwd"])
def test_a_notebook_that_is_not_there_brings_the_names(course: Path, wanted: str) -> None:
    """A name that no lesson begins with is refused with those that there are."""
    with pytest.raises(CaseError, match="'01-the-bridge'"):
        find_notebook(course, wanted)


def test_a_beginning_of_two_lessons_names_both(course: Path) -> None:
    """A beginning that fits two lessons is refused with both."""
    (course / "notebooks" / "01-again.ipynb").write_bytes(b"{}")
    with pytest.raises(CaseError, match=r"'01-again'.*'01-the-bridge'"):
        find_notebook(course, "01")


def test_calls_are_found_inside_other_statements() -> None:
    """What a cell asks for is found wherever it stands in it."""
    source = [
        "if True:\n",
        "    view = case.quiz('01', part='Check'); case.read('gazette', only='2')",
    ]
    found = list(calls({"cells": [{"cell_type": "code", "source": source}]}))
    assert found == [Call(1, "quiz", "01", "Check"), Call(1, "read", "gazette", "2")]


def test_a_widgets_output_is_left_out_whole() -> None:
    """Stripping removes the whole output of a widget, and not what stands beside it."""
    text = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "a"}}
    view = {**text, "data": {VIEW: {"model_id": "a"}, "text/plain": "b"}}
    cell = {
        "cell_type": "code",
        "metadata": {"execution": {}, "tags": ["x"], "trusted": True},
        "outputs": [text, view],
        "source": "",
    }
    kept = stripped({"cells": [cell], "metadata": {"widgets": {}, "language_info": {"version": 3}}})
    assert kept["cells"][0]["outputs"] == [text]
    assert kept["cells"][0]["metadata"] == {"tags": ["x"]}
    assert kept["metadata"] == {"language_info": {"name": "python"}}


def test_stripping_leaves_its_argument_alone() -> None:
    """Stripping returns another notebook."""
    notebook: dict[str, Any] = {"cells": [], "metadata": {"widgets": {}}}
    stripped(notebook)
    assert notebook == {"cells": [], "metadata": {"widgets": {}}}


def test_reading_what_is_no_notebook_is_refused(course: Path) -> None:
    """A file of another format is refused with what to do."""
    (course / LESSON).write_bytes(b"{}")
    with pytest.raises(CourseError, match=r"it is no notebook.*open it in JupyterLab and save it"):
        read_notebook(course, LESSON)


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_refreshing_twice_gives_the_same_bytes(course: Path) -> None:
    """A refreshed lesson is in order, holds no widget, and does not change when refreshed again."""
    assert refresh(course, LESSON)
    before = (course / LESSON).read_bytes()
    assert said(course) == []
    assert b"widget-view" not in before
    assert not refresh(course, LESSON)
    assert (course / LESSON).read_bytes() == before


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_learners_answers_play_no_part_in_a_refresh(course: Path, tmp_path: Path) -> None:
    """A refresh neither reads nor writes what the learner answered."""
    refresh(course, LESSON)
    assert not (tmp_path / "answers").exists()


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("\n1 / 0", "cell 4 ('1 / 0') failed: ZeroDivisionError: division by zero"),
        (
            'case.quiz("01-the-brige")',
            "There is no quiz '01-the-brige': did you mean '01-the-bridge'?",
        ),
    ],
)
def test_a_cell_that_fails_is_named_and_the_file_stays(
    course: Path, source: str, sentence: str
) -> None:
    """A failing cell is named with its source and what it said, and nothing is stored."""
    edit_lesson(course, lambda lesson: lesson["cells"][3].update(source=source))
    before = (course / LESSON).read_bytes()
    with pytest.raises(CaseError) as refused:
        refresh(course, LESSON)
    assert str(refused.value).startswith(f"{LESSON}: cell 4 (")
    assert sentence in str(refused.value)
    assert "Traceback" not in str(refused.value)
    assert (course / LESSON).read_bytes() == before

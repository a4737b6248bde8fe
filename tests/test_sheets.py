"""Exercise sheets: untouched they say nothing, answered they are done, and hold no solution."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.grading import key_response
from casestudy.lessons.check import check, complaints
from casestudy.lessons.lesson import lesson_of
from casestudy.lessons.notebook import read_notebook
from casestudy.lessons.sheets import LEAST, MOST, STEPS, secrets_of
from casestudy.progress import Progress
from casestudy.quizzes import least_words
from casestudy.record import Work, record
from casestudy.seedfile import read_text
from casestudy.text import fold
from casestudy.widgets.quiz import QuizView

if TYPE_CHECKING:
    from collections.abc import Callable

    from casestudy.errors import Complaint
    from casestudy.lessons.lesson import Lesson
    from casestudy.quizzes import Quiz

ROOT = Path(__file__).parents[1]
CASE = open_case(ROOT)
SHEETS = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))

SHEET = """\
# Half done

## who-shut-it
kind: single
objective: 1
difficulty: 1
minutes: 1
hint: Look at the first sentence of all.
hint: Its subject is the one who acts.

Who shut the old bridge, according to the gazette?

- [x] The mayor

    Wagtail says: the first sentence names her.

    > The mayor closed the old bridge
    > -- gazette

- [ ] The engineer

    Magpie says: she found cracks, and shut nothing.

    > found two cracks in it
    > -- gazette

# Write

## your-report
kind: written
objective: 1
words: 5
minutes: 5
hint: Begin with the day of it.

Write what happened on Monday.

- names who acts

### Answer: short

Jackdaw writes this: the mayor closed the bridge on Monday (gazette ¶1).

> The mayor closed the old bridge on Monday
> -- gazette

### Answer: longer

Rook writes more than that: on Monday the mayor closed it (gazette ¶1).

> closed the old bridge on Monday
> -- gazette
"""

PARTS = (
    ("Worked examples", 8, ""),
    ("Half done", 8, "Half done"),
    ("On your own", 4, ""),
    ("Write", 8, "Write"),
    ("Keep", 4, ""),
)


def made(course: Path, *, parts: tuple[tuple[str, int, str], ...] = PARTS) -> Path:
    """Put a sheet into the tiny course, with its outputs stored, without a kernel."""
    keys = course / "exercises" / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "01-the-bridge.md").write_text(SHEET, encoding="utf-8")
    case = open_case(course)
    cells: list[dict[str, Any]] = [
        text("title", "# The bridge: on your own\n\nChoose **Run ▸ Run All Cells**."),
        code("start", "from casestudy import open_case\ncase = open_case()", {}),
    ]
    for title, minutes, part in parts:
        cells.append(text(fold(title).replace(" ", "-"), f"## {title} · {minutes} minutes"))
        if part:
            bundle = case.exercise("01-the-bridge", part=part)._repr_mimebundle_()
            source = f'case.exercise("01-the-bridge", part="{part}")'
            cells.append(code(f"exercise-{fold(part).replace(' ', '-')}", source, bundle))
    notebook = {
        "cells": cells,
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = course / "exercises" / "01-the-bridge.ipynb"
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def text(name: str, source: str) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(name: str, source: str, bundle: dict[str, str]) -> dict[str, Any]:
    """Return a code cell that has run."""
    hidden = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]} if bundle else {}
    out = [{"output_type": "display_data", "metadata": {}, "data": bundle}] if bundle else []
    return {
        "cell_type": "code",
        "execution_count": 1,
        "id": name,
        "metadata": hidden,
        "outputs": out,
        "source": source,
    }


def said(course: Path) -> list[str]:
    """Return what the check says of the sheet and its cards."""
    return [
        f"{each.subject}: {each.wrong}".removeprefix(": ")
        for each in check(course)
        if each.file.startswith("exercises/")
    ]


def sheet(name: str) -> Lesson:
    """Return a sheet of the course as it stands in its file."""
    path = f"exercises/{name}.ipynb"
    return lesson_of(path, read_text(ROOT, path), read_notebook(ROOT, path))


def cards(name: str) -> Quiz:
    """Return the questions of a sheet of the course."""
    return CASE.cards("exercises/keys", name)


@pytest.fixture
def view(tmp_path: Path) -> Callable[[str], QuizView]:
    """Return a view of a sheet's questions for a learner who has done nothing."""

    def opened(name: str) -> QuizView:
        return QuizView(
            cards(name),
            case=CASE.id,
            edition="open",
            documents=CASE.documents,
            progress=Progress(tmp_path / "a", tmp_path / "b"),
            answers=False,
        )

    return opened


@pytest.fixture(scope="module")
def course_complaints() -> tuple[Complaint, ...]:
    """All that is said of the course, looked for once: it takes seconds."""
    return tuple(complaints(ROOT))


# ── the sheets of the course ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_goes_from_watching_to_working_alone(name: str) -> None:
    """Its parts stand in this order."""
    assert [part.title for part in sheet(name).parts if part.title in STEPS] == list(STEPS)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_takes_half_an_hour_to_three_quarters(name: str) -> None:
    """As its headings say."""
    assert LEAST <= sheet(name).minutes <= MOST


@pytest.mark.parametrize("name", SHEETS)
def test_the_check_has_nothing_against_a_sheet(
    name: str, course_complaints: tuple[Complaint, ...]
) -> None:
    """But that it is to be stored anew, which is said elsewhere."""
    found = [
        each
        for each in course_complaints
        if each.file in {f"exercises/{name}.ipynb", f"exercises/keys/{name}.md"}
        and "casestudy refresh" not in each.cure
    ]
    assert found == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_solution_stands_in_a_sheet(name: str) -> None:
    """Neither in its text nor in what is stored: no feedback, no model answer, no hint."""
    notebook = read_notebook(ROOT, f"exercises/{name}.ipynb")
    shown = fold(json.dumps(notebook, ensure_ascii=False))
    told = [words for _, words in secrets_of(cards(name).items) if len(words.split()) >= 5]
    assert told
    written = {words: fold(json.dumps(words, ensure_ascii=False)[1:-1]) for words in told}
    assert [words for words, line in written.items() if line in shown] == []


@pytest.mark.parametrize("name", SHEETS)
def test_an_untouched_sheet_passes_nothing_and_fails_nothing(
    name: str, view: Callable[[str], QuizView]
) -> None:
    """No question has an outcome, and the record has nothing of it."""
    quiz = view(name)
    assert [quiz.page(item.id)["outcome"] for item in quiz.quiz.items] == [None] * len(
        quiz.quiz.items
    )
    assert quiz.widget.state["progress"]["answered"] == 0


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_solved_when_every_card_is_answered(
    name: str, view: Callable[[str], QuizView]
) -> None:
    """With the keys, and a text for what is written: all right, all done."""
    quiz = view(name)
    for item in quiz.quiz.items:
        words = "word " * max(least_words(item), 1)
        quiz.answer(item.id, words if item.kind == "written" else answer(item))
    found = record(quiz._progress.attempts(CASE.id), Work((), (quiz.quiz,))).sheets  # noqa: SLF001
    assert {each.state for each in found} <= {"correct", "recorded"}
    assert len(found) == len(quiz.quiz.items)


def answer(item: Any) -> object:  # noqa: ANN401 - an item
    """Return the key of an item as a page would send it."""
    from casestudy.quizzes import shown_order  # noqa: PLC0415 - only here
    from casestudy.responses import wire  # noqa: PLC0415 - only here

    options = shown_order(CASE.id, item.quiz, item)
    return wire(item, options, CASE.documents, key_response(item))


@pytest.mark.parametrize("name", SHEETS)
def test_a_solution_opens_only_after_a_try(name: str, view: Callable[[str], QuizView]) -> None:
    """Before one, neither help nor the answer opens, and nothing of them is sent to the page."""
    from casestudy.errors import CaseError  # noqa: PLC0415 - only here

    quiz = view(name)
    for item in quiz.quiz.items:
        if item.kind != "written":
            with pytest.raises(CaseError, match="opens after a try"):
                quiz.hint(item.id)
        with pytest.raises(CaseError, match="opens after a try"):
            quiz.show(item.id)


# ── what the check says of a sheet ───────────────────────────────────────────────────────────


def test_a_sheet_in_order_is_left_alone(stored_course: Path) -> None:
    """Nothing is said of it."""
    made(stored_course)
    assert said(stored_course) == []


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("objective: 1", "objective: 2", "'objective: 2' is there"),
        ("## who-shut-it", "## when-closed", "the lesson has an item of this name too"),
        (
            "Who shut the old bridge, according to the gazette?",
            "When was the bridge closed?",
            "the lesson asks the same",
        ),
        ("### Answer: longer", "", "it has 1 model answer"),
        ("- names who acts\n\n", "", "it has no checklist"),
    ],
)
def test_a_slip_in_its_cards_is_named(stored_course: Path, old: str, new: str, wrong: str) -> None:
    """With the item, and what to do."""
    made(stored_course)
    path = stored_course / "exercises" / "keys" / "01-the-bridge.md"
    changed = SHEET.replace(old, new)
    if not new and "Answer" in old:
        changed = SHEET.partition(old)[0]
    path.write_text(changed, encoding="utf-8")
    assert any(wrong in each for each in said(stored_course))


def test_an_objective_that_is_not_met_is_named(stored_course: Path) -> None:
    """Each objective of the lesson has an item of the sheet."""
    made(stored_course)
    path = stored_course / "exercises" / "keys" / "01-the-bridge.md"
    path.write_text(SHEET.replace("objective: 1\n", ""), encoding="utf-8")
    assert any("objective 1" in each and "met by no item" in each for each in said(stored_course))


def test_a_solution_in_the_text_is_named(stored_course: Path) -> None:
    """With its sentence, its question and the cell, wherever it stands."""
    path = made(stored_course)
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][2]["source"] += "\n\nMagpie says: she found *cracks*, and shut nothing."
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    wanted = "cell 3: 'Magpie says: she found cracks, and shut nothing.' stands in it"
    assert any(each.startswith(wanted) for each in said(stored_course))


def test_the_output_of_a_lesson_is_no_output_of_a_sheet(stored_course: Path) -> None:
    """What is stored with answers is stale, and its solutions are named."""
    path = made(stored_course)
    from casestudy.html import quiz_bundle  # noqa: PLC0415 - only here

    case = open_case(stored_course)
    quiz = case.cards("exercises/keys", "01-the-bridge", "Half done")
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(each for each in notebook["cells"] if each["id"] == "exercise-half-done")
    cell["outputs"][0]["data"] = quiz_bundle(case.id, quiz, case.documents)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    found = said(stored_course)
    assert any("no longer fits its source" in each for each in found)
    assert any("Wagtail says" in each for each in found)


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        (PARTS[1:], "it has no part 'Worked examples'"),
        ((PARTS[1], PARTS[0], *PARTS[2:]), "'Worked examples' stands after 'Half done'"),
        ((("Worked examples", 30, ""), *PARTS[1:]), "its parts take 54 minutes"),
    ],
)
def test_a_sheet_of_another_form_is_refused(
    stored_course: Path, parts: tuple[tuple[str, int, str], ...], wrong: str
) -> None:
    """Its steps, their order and their minutes."""
    made(stored_course, parts=parts)
    assert any(wrong in each for each in said(stored_course))


def test_a_seal_is_over_the_answers_too(stored_course: Path) -> None:
    """A changed key makes a stored sheet stale, though it shows none."""
    path = made(stored_course)
    cards_path = stored_course / "exercises" / "keys" / "01-the-bridge.md"
    cards_path.write_text(SHEET.replace("names her", "names the mayor"), encoding="utf-8")
    assert "names her" not in path.read_text("utf-8")
    assert any("no longer fits its source" in each for each in said(stored_course))


def test_a_lesson_without_a_sheet_is_advised_where_others_have_one(stored_course: Path) -> None:
    """The first lesson needs none; without any sheet nothing is said."""
    assert not any("exercise sheet" in each.wrong for each in complaints(stored_course))
    made(stored_course)
    for place in ("quizzes/{}.md", "teaching/{}.md", "{}.ipynb"):
        file = stored_course / "notebooks" / place.format("01-the-bridge")
        shutil.copy(file, file.with_stem("02-the-letter"))
    found = [each for each in complaints(stored_course) if "exercise sheet" in each.wrong]
    assert [(each.file, each.sort) for each in found] == [
        ("notebooks/02-the-letter.ipynb", "advice")
    ]

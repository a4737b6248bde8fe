"""Lessons are executed side by side, skipped where nothing changed, and never half stored."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import casestudy
from casestudy.case import NAMES, Case
from casestudy.cli.refresh import Lines, refresh_course
from casestudy.lessons.check import check
from casestudy.lessons.inputs import SHOWN, SOURCES, cards_of, digest, inputs, is_current
from casestudy.lessons.notebook import CARDS, notebooks, read_notebook
from casestudy.lessons.refresh import Refreshed, dated, refresh_all
from tests.changes import LESSON, edit_cell

ROOT = Path(__file__).parents[1]
SECOND = "notebooks/02-the-ferry.ipynb"
QUIZ = "notebooks/quizzes/01-the-bridge.md"
DOOR = "import casestudy\ncase = casestudy.open_case()"
INPUTS = (
    LESSON,
    QUIZ,
    "notebooks/course.toml",
    "seeds/catalogue.toml",
    "seeds/gazette.txt",
    "seeds/herald.txt",
    "seeds/notes/people.md",
    "seeds/notes/events.md",
)
"""What the tiny lesson's outputs depend on."""

kernels = pytest.mark.filterwarnings("default")  # of the kernel's own libraries


def date_stored(course: Path) -> None:
    """Leave a refresh's digest in the stored lesson, without a kernel."""
    notebook = read_notebook(course, LESSON)
    (course / LESSON).write_bytes(dated(notebook, inputs(course, LESSON, notebook)))


@pytest.fixture
def current(noted_course: Path) -> Path:
    """Make the tiny course, with notes, as a refresh leaves it."""
    from tests.conftest import store  # noqa: PLC0415 - beside the fixtures

    store(noted_course)
    date_stored(noted_course)
    return noted_course


@pytest.fixture
def two(course: Path) -> Path:
    """Make the tiny course with a second lesson that shows the first one's questions."""
    shutil.copy(course / LESSON, course / SECOND)
    return course


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every kernel fail to start."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a kernel was started")

    monkeypatch.setattr("nbclient.NotebookClient", refuse)


def bytes_of(course: Path) -> dict[str, bytes]:
    """Return all files of a course."""
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file()
    }


def cells(*sources: str) -> dict[str, Any]:
    """Return a notebook of some cells."""
    return {"cells": [{"cell_type": "code", "source": each} for each in (DOOR, *sources)]}


@pytest.mark.usefixtures("no_kernel")
def test_an_untouched_lesson_is_not_executed(current: Path) -> None:
    """Where the digest fits, no kernel starts and nothing is written."""
    before = bytes_of(current)
    assert refresh_all(current, [LESSON]) == [Refreshed(LESSON, "skipped")]
    assert bytes_of(current) == before


def test_the_digest_makes_no_lesson_stale(current: Path) -> None:
    """The check has nothing against a stored digest."""
    assert check(current) == []


@given(st.sampled_from(INPUTS), st.integers(0), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_a_byte_of_any_input_makes_a_digest_unfit(
    current: Path, file: str, place: int, change: int
) -> None:
    """No byte of an input can change without the digest noticing."""
    path = current / file
    before = path.read_bytes()
    assert is_current(current, LESSON)
    after = bytearray(before)
    after[place % len(after)] ^= change
    path.write_bytes(after)
    try:
        assert not is_current(current, LESSON)
    finally:
        path.write_bytes(before)


@given(st.integers(0), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_byte_of_our_own_code_changes_the_inputs(
    current: Path, tmp_path: Path, place: int, change: int
) -> None:
    """Another version of the package is noticed, whatever number it bears."""
    package = tmp_path / "package"
    package.mkdir(exist_ok=True)
    file, notebook = package / "page.css", read_notebook(current, LESSON)
    content = bytearray((Path(casestudy.__file__).parent / "static/page.css").read_bytes())
    file.write_bytes(content)
    os.utime(file, ns=(1, 1))
    before = inputs(current, LESSON, notebook, package)
    content[place % len(content)] ^= change
    file.write_bytes(content)
    os.utime(file, ns=(2, 2))
    assert inputs(current, LESSON, notebook, package) != before


@pytest.mark.parametrize("file", ["seeds/notes/terms.md", "seeds/new.txt"])
def test_a_new_source_makes_a_digest_unfit(current: Path, file: str) -> None:
    """A note file or a document that comes, or goes, is noticed."""
    (current / file).write_text("new", encoding="utf-8")
    assert not is_current(current, LESSON)


@pytest.mark.parametrize(
    "file",
    [
        "notebooks/quizzes/02-the-ferry.md",
        "notebooks/teaching/01-the-bridge.md",
        "exercises/keys/01-the-bridge.md",
        "seeds/.DS_Store",
        "seeds/gazette.txt~",
        SECOND,
        "progress/learner/answers.jsonl",
    ],
)
def test_what_is_no_input_leaves_a_digest_fit(current: Path, file: str) -> None:
    """Another lesson's cards, a teaching page, answers and editors' copies are no reason to run."""
    (current / file).parent.mkdir(parents=True, exist_ok=True)
    (current / file).write_text("{}", encoding="utf-8")
    assert is_current(current, LESSON)


def test_an_output_removed_by_hand_makes_a_digest_unfit(current: Path) -> None:
    """The digest is over what is stored too."""
    edit_cell(current, 3, outputs=[])
    assert not is_current(current, LESSON)


@given(st.text(), st.binary(), st.text(), st.binary())
def test_a_digest_tells_inputs_from_file(one: str, raw: bytes, other: str, file: bytes) -> None:
    """Two pairs have one digest only if they are the same."""
    assert (digest(one, raw) == digest(other, file)) == ((one, raw) == (other, file))


def test_the_check_still_compares_what_a_digest_vouches_for(current: Path) -> None:
    """An output that is wrong under a digest that fits is found by the check."""
    notebook = read_notebook(current, LESSON)
    notebook["cells"][3]["outputs"] = []
    (current / LESSON).write_bytes(dated(notebook, inputs(current, LESSON, notebook)))
    assert is_current(current, LESSON)
    assert "nothing is stored of it" in str(check(current)[0])


@kernels
def test_what_the_check_finds_stale_is_executed(current: Path) -> None:
    """A digest that fits does not keep a stale lesson from being refreshed."""
    notebook = read_notebook(current, LESSON)
    notebook["cells"][3]["outputs"] = []
    (current / LESSON).write_bytes(dated(notebook, inputs(current, LESSON, notebook)))
    assert refresh_all(current, [LESSON]) == [Refreshed(LESSON, "stored")]
    assert check(current) == []


@pytest.mark.parametrize(
    ("source", "cards"),
    [
        ('case.quiz("01-the-bridge", part="Check")', [QUIZ]),
        ('case.exercise("01-the-bridge")', ["exercises/keys/01-the-bridge.md"]),
        ('quiz = case.quiz("01-the-bridge")\nquiz.answer("when", "A")', [QUIZ]),
        ('display(case.review("01-the-bridge"), case.read("gazette"))', []),
        ("case.progress", []),
        ("for word in sorted(['a', 'b']):\n    print(case.find(word))", []),
        ('steps = case.as_of("2024-05-05").events\nsteps.draw()', []),
        pytest.param("total = 1" + " + 1" * 900, [], id="a long sum"),
    ],
)
def test_what_a_cell_asks_for_is_known(source: str, cards: list[str]) -> None:
    """The card files are those that the cells name."""
    assert cards_of(cells(source)) == cards


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from pathlib import Path",
        'open("table.csv").read()',
        "case.quizzes",
        'case.cards("notebooks/quizzes", "01-the-bridge")',
        "case.folder",
        'name = "01-the-bridge"\ncase.quiz(name)',
        "ask = case.quiz",
        "print(case.progress.text)",
        "record = case.progress\nrecord.text",
        'questions = case.practise("01-the-bridge")',
        "other = case\nother.quizzes",
        'getattr(case, "quizzes")',
        "case.__dict__",
        "case = 7",
        "open_case().quizzes",
        "casestudy.open_case().quizzes",
        'other = casestudy.open_case("elsewhere")',
        "one = two = casestudy.open_case()",
        "print = casestudy",
        "%time 1",
        "!date",
        "case.quiz(",
        pytest.param("-" * 100_000 + "1", id="nested without end"),
        "'\ud800'",
    ],
)
def test_a_cell_that_does_more_is_executed_each_time(source: str) -> None:
    """Of cells that do more than ask the case, nothing is promised."""
    assert cards_of(cells(source)) is None


def test_dots_without_end_break_nothing() -> None:
    """Python up to 3.12 cannot read so many; a later one can, and they ask for no cards."""
    assert not cards_of(cells("case" + ".id" * 5_000))


def test_no_digest_is_left_where_nothing_can_be_promised(current: Path) -> None:
    """A lesson that imports a library loses its digest, and keeps what else is said there."""
    edit_cell(current, 1, source=f"{DOOR}\nimport random")
    notebook = read_notebook(current, LESSON)
    notebook["metadata"]["casestudy"]["other"] = 1
    stored = json.loads(dated(notebook, inputs(current, LESSON, notebook)))
    assert stored["metadata"]["casestudy"] == {"other": 1}
    assert not is_current(current, LESSON)


@pytest.mark.parametrize("name", sorted({*SOURCES, *CARDS, *SHOWN}))
def test_every_name_that_is_known_is_one_of_the_case(name: str) -> None:
    """No name in the lists has gone."""
    assert name in {"course", "documents", "id", "title"} or hasattr(Case, name)


def test_every_name_of_the_case_is_known_or_reads_more_than_its_notes() -> None:
    """Who gives the case one more name decides here whether a lesson with it may be skipped."""
    assert {*NAMES} - {*SOURCES, *CARDS, *SHOWN} == {"cards", "export", "folder", "quizzes"}


@pytest.mark.parametrize("path", notebooks(ROOT))
def test_a_lesson_of_this_course_is_not_executed_without_need(path: str) -> None:
    """Each of our own lessons and sheets only asks the case for what its files say."""
    assert cards_of(read_notebook(ROOT, path)) is not None


@kernels
def test_the_order_in_which_kernels_end_changes_no_byte(two: Path) -> None:
    """Two at once and one after the other store the same."""
    paths = [LESSON, SECOND]
    assert {each.state for each in refresh_all(two, paths, jobs=2)} == {"stored"}
    before = bytes_of(two)
    again = refresh_all(two, paths[::-1], jobs=1, anew=True)
    assert again == [Refreshed(SECOND, "same"), Refreshed(LESSON, "same")]
    assert bytes_of(two) == before


@kernels
def test_a_failing_lesson_stops_no_other(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad cell is shown with source and sentence; its file stays; the other lesson is stored."""
    edit_cell(two, 3, source='name = "01-the-brige"\n\ncase.quiz(name, part="Check")')
    before = (two / LESSON).read_bytes()
    assert not refresh_course(two, [])
    said, wrong = capsys.readouterr()
    assert wrong == (
        f"\n{LESSON}: cell 4 failed:\n\n"
        '    name = "01-the-brige"\n\n    case.quiz(name, part="Check")\n\n'
        "There is no quiz '01-the-brige': did you mean '01-the-bridge'?\n"
    )
    assert f"{LESSON}: failed, and left as it was\n" in said
    assert f"{SECOND}: stored anew\n" in said
    assert "02-the-ferry: cell 5 of 6\n" in said
    assert said.endswith(
        "2 notebooks: 1 stored anew, 0 unchanged (0 not executed again), 1 failed.\n"
    )
    assert (two / LESSON).read_bytes() == before
    assert is_current(two, SECOND)
    assert not [path for path in two.rglob("*") if path.name.endswith(".new")]


def fails_with(course: Path, source: str) -> str:
    """Refresh the tiny lesson with a bad cell, and return the sentence."""
    edit_cell(course, 1, source=source)
    (found,) = refresh_all(course, [LESSON])
    assert found.state == "failed"
    return str(found.error)


@kernels
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("assert False", "cell 2 ('assert False') failed: AssertionError"),
        ("import os\nos._exit(1)", "its kernel ended in cell 2. Close what needs much memory"),
    ],
)
def test_what_a_stranger_says_is_named(course: Path, source: str, sentence: str) -> None:
    """An error that is not ours shows its kind; a kernel that is gone is said to be gone."""
    assert sentence in fails_with(course, source)


@kernels
def test_a_cell_that_takes_too_long_is_named(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell without an end is stopped, with a sentence."""
    monkeypatch.setattr("casestudy.lessons.refresh._SECONDS", 1)
    said = fails_with(course, "while True: pass")
    assert said == f"{LESSON}: cell 2 took more than 1 seconds. Make it quicker."


@kernels
def test_what_was_saved_meanwhile_is_not_lost(course: Path) -> None:
    """A lesson that somebody saves while it runs keeps what was saved."""

    def save(*_: object) -> None:
        (course / LESSON).write_bytes(b"saved")

    (found,) = refresh_all(course, [LESSON], at=save)
    assert "was saved by another program while it ran" in str(found.error)
    assert (course / LESSON).read_bytes() == b"saved"


@pytest.mark.usefixtures("no_kernel")
def test_a_damaged_file_fails_alone(current: Path) -> None:
    """A file that is no notebook is said to be none, and the others are looked at."""
    (current / SECOND).write_bytes(b"{}")
    one, other = refresh_all(current, [SECOND, LESSON])
    assert (one.state, other.state) == ("failed", "skipped")
    assert "it is no notebook" in str(one.error)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_leaves_whole_files_and_no_kernel(two: Path) -> None:
    """Ctrl-C ends with a sentence: files are as they were, and both kernels are gone."""
    for place, path in enumerate((LESSON, SECOND)):
        lesson = json.loads((two / path).read_bytes())
        source = f"import os, time\nopen('../pid{place}', 'w').write(str(os.getpid()))"
        lesson["cells"][1]["source"] = source
        lesson["cells"][2]["source"] = "time.sleep(100)"
        (two / path).write_text(json.dumps(lesson), encoding="utf-8")
    before = bytes_of(two)
    command = [sys.executable, "-m", "casestudy", "refresh", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=two, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        waiting = {"01-the-bridge: cell 3 of 6", "02-the-ferry: cell 3 of 6"}
        for line in process.stdout:
            waiting.discard(line.strip())
            if not waiting:
                break
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (
        1,
        "Error: Stopped. What is said to be stored is stored; the rest is as it was.\n",
    )
    after = bytes_of(two)
    pids = [int(after.pop(f"pid{place}")) for place in (0, 1)]
    assert after == before
    assert not [pid for pid in pids if is_running(pid)]


def is_running(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_terminal_shows_one_line_that_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, all running lessons share a line that is never wider than it."""
    monkeypatch.setenv("COLUMNS", "40")
    lines = Lines(live=True)
    lines.at(LESSON, 2, 6)
    lines.at(SECOND, 3, 6)
    lines.done(Refreshed(LESSON, "stored"))
    lines.clear()
    said = re.split(r"[\r]+", capsys.readouterr().out)
    shown = [each.rstrip() for each in said if each.strip()]
    assert shown == [
        "01-the-bridge: cell 2 of 6",
        "01-the-bridge: cell 2 of 6 · 02-the-fer",
        f"{LESSON}: stored anew",
        "02-the-ferry: cell 3 of 6",
    ]
    assert max(map(len, said)) <= max(39, len(f"{LESSON}: stored anew\n"))

"""The check by two processes finds what one finds, and one is enough where a second is missing."""

from __future__ import annotations

import os
import pickle
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from casestudy.cli import second
from casestudy.cli.second import all_complaints, second_process
from casestudy.lessons.check import Voice, complaints, voice
from tests.changes import LESSON, TEACHING, edit
from tests.test_what_check_finds import SLIPS

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "seeds/notes/events.md"
MORE: dict[str, tuple[str, str, str]] = {
    "a name in a note": (NOTES, "\n", "\nkind: preson\n"),
    "a quotation that is gone": (NOTES, "> ", "> No "),
    "a day in our own voice": (TEACHING, "\n", "\nIt was on April 5th, 2024.\n"),
    "a lesson that is none": (LESSON, "{", ""),
}


def sent(course: Path) -> Voice:
    """Return what the second process finds, as it comes back from there."""
    found = pickle.loads(pickle.dumps(voice(course)))  # noqa: S301 - our own bytes
    assert isinstance(found, Voice)
    return found


@pytest.mark.parametrize("name", [*SLIPS, *MORE])
def test_what_one_process_says_two_say_as_well(whole_course: Path, name: str) -> None:
    """Of each slip the same is said, in the same order."""
    file, before, after = (SLIPS | MORE)[name][:3]
    edit(whole_course, file, before, after)
    alone = complaints(whole_course)
    assert alone
    assert complaints(whole_course, lambda: sent(whole_course)) == alone


def test_the_second_process_is_another(whole_course: Path) -> None:
    """Half of the work is done elsewhere, and nothing is left running."""
    edit(whole_course, TEACHING, "\n", "\nIt was on April 5th, 2024.\n")
    with second_process() as other:
        assert isinstance(other, ProcessPoolExecutor)
        pid = other.submit(os.getpid).result()
        assert pid != os.getpid()
        assert all_complaints(whole_course, other) == complaints(whole_course)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_second_process_that_ends_too_early_is_not_missed(whole_course: Path) -> None:
    """If it is ended from outside, the first one does the rest alone."""
    edit(whole_course, TEACHING, "\n", "\nIt was on April 5th, 2024.\n")
    with second_process() as other:
        assert other
        os.kill(other.submit(os.getpid).result(), signal.SIGKILL)
        assert all_complaints(whole_course, other) == complaints(whole_course)


def test_an_interrupt_is_answered_by_the_first_process_alone() -> None:
    """Ctrl-C reaches both, and only one may say so; this one answers it as before."""
    before = signal.getsignal(signal.SIGINT)
    with second_process() as other:
        assert other
        assert other.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize("count", [1, None])
def test_one_processor_has_no_second_process(
    monkeypatch: pytest.MonkeyPatch, whole_course: Path, count: int | None
) -> None:
    """Where there is one processor, or it is not known, one process does all."""
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    with second_process() as other:
        assert other is None
        assert all_complaints(whole_course, other) == complaints(whole_course)


def test_a_system_that_starts_no_more_processes_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where none can be started, none is."""

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(second, "ProcessPoolExecutor", refuse)
    with second_process() as other:
        assert other is None

"""A second process for ``casestudy check``, so that each reads one half of the course."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from casestudy.errors import Complaint

__all__ = ["all_complaints", "second_process"]


@contextmanager
def second_process() -> Iterator[Executor | None]:
    """Start a second process, which has what a check needs, and end it after use.

    Yields
    ------
    Executor or None
        None where a second one is of no use or cannot be had.
    """
    other = _started() if (os.cpu_count() or 1) > 1 else None
    try:
        yield other
    finally:
        if other:
            other.shutdown()


def _started() -> Executor | None:
    # a fork has all that is imported; but other systems cannot fork, or not safely, and a process
    # with threads must not
    forks = sys.platform == "linux" and threading.active_count() == 1
    if forks:
        _ready()
        gc.freeze()  # what both have is not copied because one of them looks for garbage
    answered = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the first alone
    try:
        other = ProcessPoolExecutor(
            1,
            get_context("fork" if forks else "spawn"),
            initializer=signal.signal,  # where a new process does not inherit it
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )
        other.submit(_ready)
    except (OSError, NotImplementedError):  # no more processes, or no semaphores to be had
        return None
    finally:
        signal.signal(signal.SIGINT, answered)
    return other


def _ready() -> None:
    """Import what is heavy: a second process that is no fork does it while the first one does."""
    import casestudy.lessons.check  # noqa: F401, PLC0415


def all_complaints(course: Path, other: Executor | None) -> list[Complaint]:
    """Return all complaints about a course, advice among them.

    Parameters
    ----------
    course : Path
        The course's folder.
    other : Executor or None
        What reads the notes and all that is said in our own voice, while this process reads cards
        and lessons. Without it, or where it was ended from outside, this one does all.

    Returns
    -------
    list of Complaint
        What `casestudy.lessons.check.complaints` returns.
    """
    from casestudy.lessons.check import complaints, voice  # noqa: PLC0415 - heavy

    if other:
        try:
            return complaints(course, other.submit(voice, course).result)
        except BrokenProcessPool:
            pass
    return complaints(course)

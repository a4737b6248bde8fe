"""No answer is lost whose feedback was shown: not by a kill, a full disk, or a second kernel."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from casestudy.progress import SCHEMA, Progress
from tests.answering import ITEM, KERNELS
from tests.bridge import QUIZ, every_kind
from tests.test_progress import ATTEMPT, LINE, found, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWERS = int(os.environ.get("CASESTUDY_KILLED_ANSWERS", "300"))
"""How many answers are given while kernels are killed; set it to try more."""

IN_A_FOLDER = 100
"""How many a learner gives before the next one comes: each kernel reads all of a learner's."""

ROOT = Path(__file__).parents[1]


# ── killed ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def learner(course: Path) -> Iterator[subprocess.Popen[str]]:
    """Begin a process that answers when it is told to, in kernels of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.answering", str(every_kind(course))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    yield process
    process.kill()
    process.communicate()


def killed(
    learner: subprocess.Popen[str], name: str, folder: Path, moment: random.Random
) -> list[str]:
    """Let two kernels answer, kill each at some moment, and return what was shown until then."""
    tell, told = _pipes(learner)
    tell.write(f"{name} {folder}\n")
    tell.flush()
    shown: list[str] = []
    kernels: list[int] = []
    enough = moment.randint(1, 40)
    for line in map(str.split, told):
        if line[0] == "done":
            return shown
        if line[0] == "kernel":
            kernels.append(int(line[1]))
        else:
            shown.append(line[1])
        if len(shown) >= enough and len(kernels) == KERNELS:
            time.sleep(moment.random() / 200)  # so that the kill comes anywhere between two answers
            os.kill(kernels.pop(), signal.SIGKILL)
            os.kill(kernels.pop(), signal.SIGKILL)
    pytest.fail("the process that answers has ended")


def _pipes(learner: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert learner.stdin
    assert learner.stdout
    return learner.stdin, learner.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a kernel is forked, which Windows cannot")
def test_no_answer_is_lost_whose_feedback_was_shown(
    learner: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Two kernels of one learner are killed at any moment: what was shown is on disk, once."""
    assert _pipes(learner)[1].readline() == "ready\n"
    moment = random.Random(20240505)  # noqa: S311 - moments, not secrets
    given = kills = 0
    while given < ANSWERS:
        folder = tmp_path / f"answers-{given}"
        shown: list[str] = []
        before = kills
        while len(shown) < min(IN_A_FOLDER, ANSWERS - given):
            shown += killed(learner, str(kills), folder, moment)
            kills += KERNELS
        kept = kept_answers(folder)
        assert [words for words in shown if words not in kept] == []
        # a kernel may die between keeping an answer and showing its feedback, and only there
        assert len(shown) <= len(kept) <= len(shown) + kills - before
        assert len(set(kept)) == len(kept)
        given += len(shown)
    sys.stdout.write(f"{given} answers were shown, {kills} kernels were killed, none was lost\n")


def kept_answers(folder: Path) -> list[str]:
    """Return the words of every answer that a new kernel finds."""
    progress = Progress(folder / "learner", folder / "elsewhere")
    return [attempt.response[0] for attempt in progress.of("bridge", QUIZ)[ITEM]]


# ── a full disk, a folder that cannot be written to ──────────────────────────────────────────


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return where answers go, and where they go instead."""
    return tmp_path / "first", tmp_path / "second"


def failing(why: int, cut: int) -> Any:  # noqa: ANN401 - stands for `os.fsync`
    """Return a sync that loses the last bytes of a file and fails, as on a full disk."""

    def sync(number: int) -> None:
        os.ftruncate(number, max(0, os.fstat(number).st_size - cut))
        raise OSError(why, os.strerror(why))

    return sync


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("cut", [0, 1, 40, 100_000])
def test_what_could_not_be_written_is_written_with_the_next_answer(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, why: int, cut: int
) -> None:
    """However much of a line was written before it failed, a later answer brings it back."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    with monkeypatch.context() as full:
        full.setattr("casestudy.progress.os.fsync", failing(why, cut))
        progress.add(replace(ATTEMPT, response=("two",)))
        progress.add(replace(ATTEMPT, response=("three",)))
    (notice,) = progress.notices
    assert notice.startswith(f"Your last answer could not be written ({os.strerror(why)}).")
    progress.add(replace(ATTEMPT, response=("four",)))
    said = [attempt.response[0] for attempt in found(places)]
    assert said[-3:] == ["two", "three", "four"]
    assert [attempt.response[0] for attempt in progress.of("bridge", "01")["when"]] == [
        "On Monday",
        "two",
        "three",
        "four",
    ]


def test_one_is_told_when_it_was_written_after_all(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was told that an answer is only on the page is told when it is kept."""
    progress = Progress(*places)
    with monkeypatch.context() as full:
        full.setattr("casestudy.progress.os.fsync", failing(errno.ENOSPC, 100_000))
        progress.add(ATTEMPT)
    progress.add(ATTEMPT)
    assert progress.notices == ("What could not be written before is in your file now.",)


def test_after_a_failure_each_answer_is_written_once(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was caught up is not written again with each later answer."""
    progress = Progress(*places)
    with monkeypatch.context() as full:
        full.setattr("casestudy.progress.os.fsync", failing(errno.ENOSPC, 100_000))
        progress.add(ATTEMPT)
    for _ in range(3):
        progress.add(ATTEMPT)
    assert [line["attempt"] for line in lines(places[0])] == [1, 2, 3, 4]


# ── another version, and what is torn ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({**LINE, "schema": SCHEMA - 1}),
        json.dumps({**LINE, "schema": SCHEMA + 1}),
        json.dumps(LINE)[:-30],
        "\x00" * 20,
    ],
)
def test_what_cannot_be_read_is_left_as_it_is_and_told_once(
    places: tuple[Path, Path], line: str
) -> None:
    """A file with a line of another version, or half a line, is never rewritten."""
    places[0].mkdir()
    old = places[0] / "20240505T100000Z-abcdef.jsonl"
    content = f"{json.dumps(LINE)}\n{line}\n{json.dumps({**LINE, 'attempt': 2})}\n".encode()
    old.write_bytes(content)
    progress = Progress(*places)
    progress.add(ATTEMPT)
    assert old.read_bytes() == content
    assert [attempt.attempt for attempt in found(places)] == [1, 2, 3]
    assert progress.notices == (
        f"1 line(s) of {old.name} could not be read and were left out; the rest is intact.",
    )

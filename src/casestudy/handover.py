"""A learner's lines as one file: written to hand in or to move, and read in again strictly."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError
from casestudy.lines import SCHEMA, read_draft, read_line
from casestudy.strings import say

if TYPE_CHECKING:
    from casestudy.lines import Draft, Line
    from casestudy.progress import Progress

__all__ = ["KIND", "LARGEST", "Handover", "read_handover", "take", "written"]

KIND = "casestudy progress"
"""What the first line of such a file says that it is."""

LARGEST = 20_000_000
"""Bytes that are read at most; a year of work has a twentieth of it."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What stands in such a file.

    Parameters
    ----------
    learner : str
        The name of the folder that it was written from.
    lines : tuple of (Line or Draft)
        What could be read, of this case.
    unknown : int
        How many lines could not, or are of another case.
    missing : int
        How many lines are not there that its first line counts.
    """

    learner: str
    lines: tuple[Line | Draft, ...]
    unknown: int = 0
    missing: int = 0


def written(progress: Progress, case: str) -> str:
    """Return all lines of a learner in a case as one text, its first line saying what it is.

    Answers, marks, resets and the newest drafts are in it, also answers that count for nothing.
    """
    progress.refresh()
    lines = [asdict(line) for line in (*progress.lines(case), *progress.drafts(case))]
    head = {
        "kind": KIND,
        "schema": SCHEMA,
        "case": case,
        "learner": progress.learner,
        "time": progress.now.isoformat(),
        "lines": len(lines),
    }
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *lines))


def read_handover(content: bytes, case: str) -> Handover:
    """Read what `written` wrote; whatever stands in it is only text.

    Parameters
    ----------
    content : bytes
        The file's content.
    case : str
        The case that it must be of.

    Raises
    ------
    CaseError
        Where it is something else, of another version, or of another case.
    """
    if len(content) > LARGEST:
        raise CaseError(say("handover large", most=LARGEST // 1_000_000))
    first, *rest = [line for line in content.split(b"\n") if line.strip()] or [b""]
    head = _head(first)
    if head["schema"] != SCHEMA:
        raise CaseError(say("handover version", version=head["schema"]))
    if head["case"] != case:
        raise CaseError(say("handover case", found=head["case"], case=case))
    read = [_line(line) for line in rest]
    lines = tuple(line for line in read if line and line.case == case)
    return Handover(
        head["learner"], lines, len(rest) - len(lines), max(head["lines"] - len(rest), 0)
    )


def take(progress: Progress, handover: Handover) -> str:
    """Keep what is not here yet, and say what was done in a few sentences."""
    new = progress.take(handover.lines)
    values = {
        "new": new,
        "known": len(handover.lines) - new,
        "learner": handover.learner,
        "unknown": handover.unknown,
        "missing": handover.missing,
    }
    names = ("handover new", "handover known", "handover unknown", "handover missing")
    told = [name for name in names if name == "handover new" or values[name.split()[1]]]
    return " ".join(say(name, **values) for name in told)


def _head(line: bytes) -> dict[str, Any]:
    types = {"kind": str, "schema": int, "case": str, "learner": str, "lines": int}
    try:
        said: Any = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        if said["kind"] == KIND and all(type(said[name]) is sort for name, sort in types.items()):
            return dict(said)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise CaseError(say("handover strange"))


def _line(line: bytes) -> Line | Draft | None:
    return read_line(line) or read_draft(line)

"""What a learner answered and marked: one file per kernel, lines appended and never changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import platformdirs

from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SCHEMA", "Attempt", "Mark", "Progress", "folders", "learner_folder"]

SCHEMA = 1
"""Version of the lines; a reader leaves out lines of a version it does not know."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
}
"""What JSON may give for a field, by the field's annotation."""

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that no folder can have on Windows."""

_LARGEST = 2**53
"""From here on a number is not exact in a page."""

_LONGEST = 120
"""The longest name of a folder that every system takes, with room to spare."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One recorded response: one line of a progress file.

    Parameters
    ----------
    case, edition, quiz, item : str
        Where the item stands.
    digest : str
        The item's public digest when it was answered.
    response : tuple of str
        Texts of the options chosen; empty where the answer was opened instead.
    outcome : str
        The state of the outcome.
    attempt : int
        1 for the first response to this item, and so on.
    confidence : str
        How sure the learner was; empty where it was not asked.
    hints : int
        Hints opened before.
    seconds : float
        Seconds between seeing the question and answering, as the page measured them.
    time : str
        UTC, ISO 8601.
    opened : bool
        Whether the learner asked for the answer.
    schema : int
        Version of the line.
    """

    case: str
    edition: str
    quiz: str
    item: str
    digest: str
    response: tuple[str, ...]
    outcome: str
    attempt: int
    confidence: str = ""
    hints: int = 0
    seconds: float = 0.0
    time: str = ""
    opened: bool = False
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that the learner marked in a document: one line of a progress file.

    A line is never changed. A mark that gets another label, is removed or comes back is written
    down again under its id; the line with the highest number holds.

    Parameters
    ----------
    case, document, sha256 : str
        Where the words stand, and the hash of the document when they were marked.
    start, end : int
        Span in that document, half-open, in code points.
    words, prefix, suffix : str
        The words, and a few letters on each side to tell two places apart.
    label, id : str
        What the learner calls them, and the mark's own name.
    removed : bool
        Whether the mark was taken away.
    number : int
        1 for the first line of this mark, and so on.
    time : str
        UTC, ISO 8601.
    kind : str
        What tells the line from an attempt.
    schema : int
        Version of the line.
    """

    case: str
    document: str
    sha256: str
    start: int
    end: int
    words: str
    label: str
    id: str
    prefix: str = ""
    suffix: str = ""
    removed: bool = False
    number: int = 1
    time: str = ""
    kind: str = "mark"
    schema: int = SCHEMA


Line = Attempt | Mark
Kept = TypeVar("Kept", Attempt, Mark)


def learner_folder(name: str) -> str:
    """Return a learner's name as the name of a folder on every system.

    Names that differ stay apart, and none leaves the progress folder.

    Examples
    --------
    >>> learner_folder("ana"), learner_folder("../Zoë N")
    ('ana', '~2e~~2e~~2f~~5a~o~eb~~20~~4e~')
    """
    safe = "".join(
        each if re.fullmatch(r"[a-z0-9_-]", each) else f"~{ord(each):x}~" for each in name
    )
    # a single ~ begins no other name: neither those below nor the ones above can meet
    if _DEVICE.fullmatch(safe):
        return f"~{safe}"
    if len(safe) > _LONGEST:
        return f"~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
    return safe or "learner"


def folders(course: Path, environ: dict[str, str] | os._Environ[str]) -> tuple[Path, Path]:
    """Return where a learner's answers go, and where they go if that cannot be written to.

    Parameters
    ----------
    course : Path
        The course's folder.
    environ : mapping
        The environment: ``CASESTUDY_PROGRESS`` names another folder than the course's
        ``progress/``, ``CASESTUDY_LEARNER`` the learner.
    """
    learner = learner_folder(environ.get("CASESTUDY_LEARNER", "") or "learner")
    named = environ.get("CASESTUDY_PROGRESS", "")
    first = Path(named).expanduser() if named else course / "progress"
    second = Path(platformdirs.user_data_dir("casestudy", appauthor=False)) / "progress"
    return first / learner, second / learner


class Progress:
    """A learner's answers: those of earlier kernels, and a file for this one.

    Parameters
    ----------
    first, second : Path
        Where the answers go, and where they go if that cannot be written to.
    now : callable
        Returns the time, in UTC.

    Notes
    -----
    Each kernel appends to a file of its own, so that no lock is needed. A line is flushed and
    synced before its feedback is shown. Nothing is written before the first answer but a probe
    that is removed again.
    """

    def __init__(
        self, first: Path, second: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._now = now
        self._stamp = _stamp(now())
        self.folder, self.notice = _writable(first, second)
        self._notices: list[str] = [self.notice] if self.notice else []
        folders = dict.fromkeys((first, second))
        lines = [line for folder in folders for line in self._read(folder)]
        # by number first: a clock that went back does not make an old answer the last one
        self._attempts = sorted(
            (line for line in lines if isinstance(line, Attempt)),
            key=lambda attempt: (attempt.attempt, attempt.time),
        )
        self._marks = sorted(
            (line for line in lines if isinstance(line, Mark)),
            key=lambda mark: (mark.number, mark.time),
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about this learner's files that the page shows once."""
        return tuple(self._notices)

    @property
    def privacy_of_marks(self) -> str:
        """One sentence: that marks are kept, and where."""
        return say("privacy marks", folder=self.folder) if self.folder else say("privacy none")

    @property
    def privacy(self) -> str:
        """One sentence: what is kept, and where."""
        return say("privacy", folder=self.folder) if self.folder else say("privacy none")

    def of(self, case: str, quiz: str) -> dict[str, list[Attempt]]:
        """Return the attempts at a quiz, oldest first, by item."""
        found: dict[str, list[Attempt]] = {}
        for attempt in self._attempts:
            if (attempt.case, attempt.quiz) == (case, quiz):
                found.setdefault(attempt.item, []).append(attempt)
        return found

    def marks(self, case: str, document: str) -> tuple[Mark, ...]:
        """Return the marks of a document as they are now, without those that were removed."""
        last = {
            mark.id: mark for mark in self._marks if (mark.case, mark.document) == (case, document)
        }
        return tuple(mark for mark in last.values() if not mark.removed)

    def add(self, line: Kept) -> Kept:
        """Append an attempt or a mark, with the time, and sync it; return it as it is kept.

        A mark gets the number after that of its last line. A line that cannot be written is kept
        in memory, and `notices` says so.
        """
        kept = replace(line, time=self._now().isoformat())
        if isinstance(kept, Mark):
            numbers = (mark.number for mark in self._marks if mark.id == kept.id)
            kept = replace(kept, number=max(numbers, default=0) + 1)
            self._marks.append(kept)
        else:
            self._attempts.append(kept)
        if self.folder:
            try:
                self._append(self.folder, json.dumps(asdict(kept), ensure_ascii=False))
            except OSError as error:
                self._notices = [say("stopped", why=error.strerror or error)]
                # half a line may have been written, and the next one must not continue it
                self._stamp = _stamp(self._now())
        return kept

    def _append(self, folder: Path, line: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / self._stamp).open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self, folder: Path) -> Iterator[Line]:
        try:
            files = sorted(folder.glob("*.jsonl"))
        except OSError:
            return
        for file in files:
            try:
                lines = file.read_bytes().split(b"\n")
            except OSError:
                continue
            torn = 0
            for each in filter(bytes.strip, lines):
                line = _line(each)
                if line:
                    yield line
                else:
                    torn += 1
            if torn:
                self._notices.append(say("torn", count=torn, file=file.name))


def _stamp(now: datetime) -> str:
    """Return the name of a file that no other kernel writes to."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}.jsonl"


def _line(line: bytes) -> Line | None:
    """Return what a line says, or None where it is torn or of another version."""
    try:
        said: Any = json.loads(line)
        if said["schema"] != SCHEMA:
            return None
        return _mark(said) if said.get("kind") == "mark" else _attempt(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _attempt(said: dict[str, Any]) -> Attempt | None:
    kept = Attempt(**{**_known(Attempt, said), "response": tuple(said["response"])})
    texts = isinstance(said["response"], list) and all(isinstance(x, str) for x in kept.response)
    return kept if texts and _typed(kept) and 0 < kept.attempt < _LARGEST else None


def _mark(said: dict[str, Any]) -> Mark | None:
    kept = Mark(**_known(Mark, said))
    sound = _typed(kept) and 0 <= kept.start < kept.end < _LARGEST and 0 < kept.number < _LARGEST
    return kept if sound and kept.words.strip() else None


def _known(sort: type[Line], said: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says of the fields of its sort; a later version may have more."""
    known = {field.name for field in fields(sort)}
    return {name: value for name, value in said.items() if name in known}


def _typed(line: Line) -> bool:
    """Tell whether every value has its field's type."""
    return all(
        isinstance(getattr(line, field.name), _TYPES[str(field.type)])
        for field in fields(line)
        if field.type in _TYPES
    )


def _writable(first: Path, second: Path) -> tuple[Path | None, str]:
    """Return the folder that can be written to, and a sentence where it is not the first."""
    wrong = ""
    for folder in (first, second):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".probe-{secrets.token_hex(4)}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            wrong = wrong or str(error.strerror or error)
            continue
        if folder == first:
            return folder, ""
        return folder, say("fallback", wanted=first, folder=folder)
    return None, say("not kept", why=wrong)

"""What a learner answered and marked: one file per kernel, lines appended and never changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from bisect import bisect_left
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import platformdirs

from casestudy.lines import (
    SCHEMA,
    Attempt,
    Draft,
    Entry,
    Line,
    Mark,
    Reset,
    order,
    read_draft,
    read_line,
    sound,
    sounded,
)
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "SCHEMA",
    "Attempt",
    "Draft",
    "Entry",
    "Mark",
    "Progress",
    "Reset",
    "folders",
    "learner_folder",
    "learner_name",
    "sound",
]

DRAFTS = "drafts"
"""The folder, inside the learner's, where drafts are kept."""

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that no folder can have on Windows."""

_LONGEST = 120
"""The longest name of a folder that every system takes, with room to spare."""

Kept = TypeVar("Kept", Attempt, Mark, Reset, Entry)


@dataclass(frozen=True, slots=True)
class _File:
    """What was read of a file: its size then, its lines, and how many made no sense."""

    size: int
    lines: tuple[Line, ...]
    torn: int


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


def learner_name(folder: str) -> str:
    """Return the name that a learner's folder was made from; the folder's where it is not known.

    Examples
    --------
    >>> learner_name(learner_folder("Zoë N")), learner_name("ana"), learner_name("~con")
    ('Zoë N', 'ana', 'con')
    """
    with suppress(ValueError, OverflowError):
        name = re.sub(r"~([0-9a-f]+)~", lambda found: chr(int(found[1], 16)), folder)
        for each in (name, name.removeprefix("~")):
            if learner_folder(each) == folder:
                return each
    return folder


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
    """A learner's answers: those of all kernels, and a file for this one.

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
        self._folders = tuple(dict.fromkeys((first, second)))
        self._drafts: dict[tuple[str, str, str], Draft] = {}
        self._files: dict[Path, _File] = {}
        self._written: list[Line] = []
        self._unsaved: list[Line] = []
        self._listeners: list[Callable[[Line], object]] = []
        self._attempts: list[Attempt] = []
        self._marks: list[Mark] = []
        self._resets: list[Reset] = []
        self._entries: list[Entry] = []
        self.refresh()
        self._notices += [
            say("torn", count=file.torn, file=path.name)
            for path, file in self._files.items()
            if file.torn
        ]

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about this learner's files that the page shows once."""
        return tuple(self._notices)

    @property
    def privacy_of_marks(self) -> str:
        """One sentence: that marks are kept, and where."""
        return say("privacy marks", folder=self.folder) if self.folder else say("privacy none")

    @property
    def privacy_of_dossier(self) -> str:
        """One sentence: that the dossier is kept, and where."""
        return say("dossier privacy", folder=self.folder) if self.folder else say("privacy none")

    @property
    def privacy(self) -> str:
        """One sentence: what is kept, and where."""
        return say("privacy", folder=self.folder) if self.folder else say("privacy none")

    @property
    def now(self) -> datetime:
        """The time by the clock that was passed in."""
        return self._now()

    @property
    def learner(self) -> str:
        """The name of this learner's folder."""
        return self._folders[0].name

    @property
    def learners(self) -> tuple[str, ...]:
        """The names of the folders of all who have answered in this course."""
        found: list[str] = []
        with suppress(OSError):
            found += [path.name for path in self._folders[0].parent.iterdir() if path.is_dir()]
        return tuple(sorted(found))

    def refresh(self) -> None:
        """Read what other kernels have written since this one looked last."""
        own = self.folder / self._stamp if self.folder else None
        paths = [path for folder in self._folders for path in _files(folder) if path != own]
        before = self._files
        self._files = {path: _read(path, before.get(path)) for path in paths}
        if self._files != before:
            self._sort()

    def attempts(self, case: str, quiz: str = "") -> tuple[Attempt, ...]:
        """Return the attempts that count, oldest first: of a case, or of one of its quizzes."""
        aside = {
            (reset.case, reset.quiz, name) for reset in self._holding() for name in reset.attempts
        }
        return tuple(
            attempt
            for attempt in self._attempts
            if attempt.case == case
            and quiz in ("", attempt.quiz)
            and (case, attempt.quiz, attempt.name) not in aside
        )

    def of(self, case: str, quiz: str) -> dict[str, list[Attempt]]:
        """Return the attempts at a quiz that count, oldest first, by item."""
        found: dict[str, list[Attempt]] = {}
        for attempt in self.attempts(case, quiz):
            found.setdefault(attempt.item, []).append(attempt)
        return found

    def marks(self, case: str, document: str) -> tuple[Mark, ...]:
        """Return the marks of a document as they are now, without those that were removed."""
        last = {
            mark.id: mark for mark in self._marks if (mark.case, mark.document) == (case, document)
        }
        return tuple(mark for mark in last.values() if not mark.removed)

    def entries(self, case: str) -> tuple[Entry, ...]:
        """Return every line of the dossier of a case; the last one of each id holds."""
        return tuple(entry for entry in self._entries if entry.case == case)

    def resets(self, case: str, quiz: str) -> tuple[Reset, ...]:
        """Return the resets of a quiz that hold, oldest first."""
        return tuple(each for each in self._holding() if (each.case, each.quiz) == (case, quiz))

    def reset(self, case: str, quiz: str) -> Reset | None:
        """Let all attempts at a quiz count for nothing; None where there are none."""
        names = tuple(attempt.name for attempt in self.attempts(case, quiz))
        return self.add(Reset(case, quiz, names, secrets.token_hex(4))) if names else None

    def undo(self, case: str, quiz: str) -> Reset | None:
        """Take back the last reset of a quiz that holds; None where there is none."""
        held = self.resets(case, quiz)
        return self.add(replace(held[-1], undone=True)) if held else None

    def add(self, line: Kept) -> Kept:
        """Append a line, with its number and the time, and sync it; return it as it is kept.

        Its number is above that of every earlier line of its item, mark, quiz or entry. A line that
        cannot be written is kept in memory until the next one can, and `notices` says so.
        """
        self.refresh()
        kept = self._numbered(sounded(replace(line, time=self._now().isoformat())))
        self._keep([kept])
        for hear in self._listeners:
            hear(kept)
        return kept

    def listen(self, hear: Callable[[Line], object]) -> None:
        """Call something with each line that is added from now on, once it is kept.

        Feedback waits for it: whoever listens takes note, and does the work later.
        """
        self._listeners.append(hear)

    def lines(self, case: str) -> tuple[Line, ...]:
        """Return every line of a case, also those that count for nothing, in a fixed order."""
        lines: tuple[Line, ...] = (*self._attempts, *self._marks, *self._resets, *self._entries)
        return tuple(line for line in lines if line.case == case)

    def drafts(self, case: str) -> tuple[Draft, ...]:
        """Return the newest draft of each item of a case."""
        drafts = [draft for folder in self._folders for draft in _drafts(folder)]
        places = {(draft.case, draft.quiz, draft.item) for draft in drafts} | self._drafts.keys()
        found = [self.drafted(*place) for place in sorted(places) if place[0] == case]
        return tuple(filter(None, found))

    def draft(self, case: str, quiz: str, item: str) -> str:
        """Return the newest text that was being written for an item; empty where there is none."""
        found = self.drafted(case, quiz, item)
        return found.text if found else ""

    def drafted(self, case: str, quiz: str, item: str) -> Draft | None:
        """Return the newest draft of an item, of this kernel or of another, with its time."""
        place = (case, quiz, item)
        found = [
            draft
            for folder in self._folders
            for draft in _drafts(folder, f"*-{_drawer(*place)}.json")
            if (draft.case, draft.quiz, draft.item) == place
        ]
        found += filter(None, [self._drafts.get(place)])
        return max(found, key=lambda draft: (draft.time, draft.text, draft.ticked), default=None)

    def keep_draft(
        self, case: str, quiz: str, item: str, text: str, ticked: Iterable[str] = ()
    ) -> Draft:
        """Keep what is being written, in place of what this kernel kept before of the item.

        The file is replaced as a whole: whoever reads it finds the old text or the new one. What
        cannot be written is kept in memory, and `notices` says so.
        """
        place = (sound(case), sound(quiz), sound(item))
        time = _after(self.drafted(*place), self._now())
        draft = Draft(*place, sound(text), tuple(map(sound, ticked)), time)
        self._drafts[place] = draft
        self._put(draft, self._stamp.removesuffix(".jsonl"))
        return draft

    def take(self, lines: Iterable[Line | Draft]) -> int:
        """Keep lines and drafts from elsewhere as they are; return how many were not here yet.

        Nothing of one's own is replaced: lines are appended, and drafts get files of their own.
        """
        self.refresh()
        given = dict.fromkeys(map(sounded, lines))
        here = {*self._attempts, *self._marks, *self._resets, *self._entries}
        fresh = [line for line in given if not isinstance(line, Draft) and line not in here]
        if fresh:
            self._keep(fresh)
        drafts = {draft for folder in self._folders for draft in _drafts(folder)}
        drafts |= set(self._drafts.values())
        new = [line for line in given if isinstance(line, Draft) and line not in drafts]
        for draft in new:
            self._put(draft, f"taken-{_drawer(draft.text, *draft.ticked, draft.time)}")
        return len(fresh) + len(new)

    def _holding(self) -> list[Reset]:
        """Return the resets that were not taken back, oldest first."""
        last = {(each.case, each.quiz, each.id): each for each in self._resets}
        return sorted((each for each in last.values() if not each.undone), key=order)

    def _numbered(self, line: Kept) -> Kept:
        """Return a line with the number after that of the last one of what it is about."""
        if isinstance(line, Attempt):
            place = (line.case, line.quiz, line.item)
            numbers = [
                each.attempt
                for each in self._attempts
                if (each.case, each.quiz, each.item) == place
            ]
            return replace(line, attempt=max(line.attempt, max(numbers, default=0) + 1))
        if isinstance(line, Mark):
            numbers = [each.number for each in self._marks if each.id == line.id]
        elif isinstance(line, Entry):
            numbers = [each.number for each in self._entries if each.id == line.id]
        else:
            quiz = (line.case, line.quiz)
            numbers = [each.number for each in self._resets if (each.case, each.quiz) == quiz]
        return replace(line, number=max(numbers, default=0) + 1)

    def _keep(self, lines: list[Any]) -> None:
        """Count lines in, and write them down."""
        self._written += lines
        # what could not be written before, on a full disk, is tried again with the next answer
        late, self._unsaved = bool(self._unsaved), [*self._unsaved, *lines]
        for line in lines:
            self._insert(line)
        if self.folder:
            try:
                text = (json.dumps(asdict(line), ensure_ascii=False) for line in self._unsaved)
                self._append(self.folder, "\n".join(text))
            except OSError as error:
                self._notices = [say("stopped", why=error.strerror or error)]
                # half a line may have been written, and the next one must not continue it
                self._stamp = _stamp(self._now())
            else:
                self._unsaved = []
                self._notices = [say("caught up")] if late else self._notices

    def _sort(self) -> None:
        """Put all lines in an order that does not depend on the files they stand in."""
        read = (line for file in self._files.values() for line in file.lines)
        # by number first: a clock that went back does not make an old answer the last one
        lines = sorted(dict.fromkeys([*read, *self._written]), key=order)
        self._attempts = [line for line in lines if isinstance(line, Attempt)]
        self._marks = [line for line in lines if isinstance(line, Mark)]
        self._resets = [line for line in lines if isinstance(line, Reset)]
        self._entries = [line for line in lines if isinstance(line, Entry)]

    def _insert(self, line: Line) -> None:
        """Put a line where it belongs among those of its sort, which are in order already."""
        all_lines: dict[type[Line], list[Any]] = {
            Attempt: self._attempts,
            Mark: self._marks,
            Reset: self._resets,
            Entry: self._entries,
        }
        lines = all_lines[type(line)]
        place = bisect_left(lines, order(line), key=order)
        if lines[place : place + 1] != [line]:
            lines.insert(place, line)

    def _put(self, draft: Draft, stem: str) -> None:
        if not self.folder:
            return
        name = f"{stem}-{_drawer(draft.case, draft.quiz, draft.item)}.json"
        try:
            _put(self.folder / DRAFTS, name, json.dumps(asdict(draft), ensure_ascii=False))
        except OSError as error:
            self._notices = [say("draft stopped", why=error.strerror or error)]

    def _append(self, folder: Path, line: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / self._stamp).open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.glob("*.jsonl"))
    return []


def _read(path: Path, before: _File | None) -> _File:
    """Return what a file holds; only one that has grown is read again."""
    try:
        size = path.stat().st_size
        if before and before.size == size:
            return before
        said = path.read_bytes()
    except OSError:
        return before or _File(-1, (), 0)
    lines = [read_line(line) for line in said.split(b"\n") if line.strip()]
    found = tuple(line for line in lines if line)
    return _File(len(said), found, len(lines) - len(found))


def _stamp(now: datetime) -> str:
    """Return the name of a file that no other kernel writes to."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}.jsonl"


def _drawer(*place: str) -> str:
    """Return a name for an item that is a file's name everywhere, whatever the item is called."""
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()[:16]


def _drafts(folder: Path, pattern: str = "*.json") -> Iterator[Draft]:
    """Yield the drafts of a learner's folder; what is no draft is left out."""
    with suppress(OSError):
        for path in sorted((folder / DRAFTS).glob(pattern)):
            with suppress(OSError):
                draft = read_draft(path.read_bytes())
                if draft:
                    yield draft


def _after(last: Draft | None, now: datetime) -> str:
    """Return the time, or a moment after the last draft where the clock went back."""
    time = now.isoformat()
    if last and last.time >= time:
        with suppress(ValueError, OverflowError):
            return (datetime.fromisoformat(last.time) + timedelta(microseconds=1)).isoformat()
    return time


def _put(folder: Path, name: str, text: str) -> None:
    """Put a file in its place as a whole: a new one is written aside, synced, and renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        with aside.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / name)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


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

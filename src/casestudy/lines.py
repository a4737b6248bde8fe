"""What a learner leaves behind: values, and how the lines that hold them are read."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeVar

__all__ = [
    "SCHEMA",
    "Attempt",
    "Draft",
    "Entry",
    "Line",
    "Mark",
    "Quoted",
    "Reset",
    "order",
    "read_draft",
    "read_line",
    "sound",
    "sounded",
]

SCHEMA = 1
"""Version of the lines; a reader leaves out lines of a version it does not know."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
}
"""What JSON may give for a field, by the field's annotation."""

_SENSELESS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
"""What reading something raises that makes no sense."""

_LAST_YEAR = 9000

_LARGEST = 2**53
"""From here on a number is not exact in a page."""


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
        1 for the first response to this item, and so on; `casestudy.progress` counts.
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

    @property
    def name(self) -> str:
        """What a reset calls the attempt: item, number and time."""
        return f"{self.item} {self.attempt} {self.time}"


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


@dataclass(frozen=True, slots=True)
class Reset:
    """That a learner starts a quiz again: one line of a progress file.

    Nothing is deleted: the attempts it names stay where they are and count for nothing, until a
    later line under the same id takes the reset back.

    Parameters
    ----------
    case, quiz : str
        What is started again.
    attempts : tuple of str
        The attempts that count for nothing, as `Attempt.name` names them. Named one by one, so
        that neither a clock that went back nor lines brought from another computer change what
        was meant.
    id : str
        The reset's own name.
    undone : bool
        Whether it was taken back.
    number : int
        1 for the first such line of this quiz, and so on.
    time : str
        UTC, ISO 8601.
    kind : str
        What tells the line from an attempt.
    schema : int
        Version of the line.
    """

    case: str
    quiz: str
    attempts: tuple[str, ...]
    id: str
    undone: bool = False
    number: int = 1
    time: str = ""
    kind: str = "reset"
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document that an entry of a dossier rests on, with what finds them again.

    Parameters
    ----------
    document, sha256 : str
        Where the words stand, and the hash of the document when they were collected.
    start, end : int
        Span in that document, half-open, in code points.
    words, prefix, suffix : str
        The words, and a few letters on each side to tell two places apart.
    """

    document: str
    sha256: str
    start: int
    end: int
    words: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim that the learner collected, with its passages: one line of a progress file.

    A line is never changed. Whatever is done with an entry is written down as a new line under its
    id; the line with the highest number holds, and the earlier ones stay.

    Parameters
    ----------
    case, id : str
        The case, and the entry's own name.
    claim : str
        The learner's own sentence; empty where it is still to be written.
    passages : tuple of Quoted
        The words that the claim rests on.
    role, side, section : str
        What it is in an argument, whose argument it is, and its part of the essay; empty for none.
    joins : tuple of str
        What it does to other entries: ``"supports e-1234"`` or ``"answers e-1234"``.
    place : float
        Where it stands among the others.
    removed : bool
        Whether it was taken out.
    number : int
        1 for the first line of this entry, and so on.
    time : str
        UTC, ISO 8601.
    kind : str
        What tells the line from an attempt.
    schema : int
        Version of the line.
    """

    case: str
    id: str
    claim: str
    passages: tuple[Quoted, ...] = ()
    role: str = ""
    side: str = ""
    section: str = ""
    joins: tuple[str, ...] = ()
    place: float = 0.0
    removed: bool = False
    number: int = 1
    time: str = ""
    kind: str = "entry"
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Draft:
    """What a learner has typed and not yet handed to the quiz: one small file.

    Parameters
    ----------
    case, quiz, item : str
        Where the item stands.
    text : str
        The words, exactly as typed.
    ticked : tuple of str
        Texts of the lines of the checklist that are ticked.
    time : str
        UTC, ISO 8601; never before that of the draft it takes the place of.
    kind : str
        What tells it from an attempt.
    schema : int
        Version of the file.
    """

    case: str
    quiz: str
    item: str
    text: str
    ticked: tuple[str, ...] = ()
    time: str = ""
    kind: str = "draft"
    schema: int = SCHEMA


Line = Attempt | Mark | Reset | Entry
"""What stands in a line of a progress file."""

Sort = TypeVar("Sort", bound=Attempt | Mark | Reset | Entry | Quoted | Draft)


def order(line: Line) -> tuple[int, str, str]:
    """Return what lines are sorted by, so that their order never depends on their files."""
    number = line.attempt if isinstance(line, Attempt) else line.number
    return (number, line.time, repr(line))


def sound(text: str) -> str:
    r"""Return a text that can be written down: half a character of a page becomes a �.

    Examples
    --------
    >>> sound("a\ud800b"), sound("\ud83d\ude42") == "🙂"
    ('a�b', True)
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sounded(line: Sort) -> Sort:
    """Return a line or a draft whose texts can all be written down."""
    texts: dict[str, Any] = {}
    for field in fields(line):
        value = getattr(line, field.name)
        if isinstance(value, str):
            texts[field.name] = sound(value)
        if isinstance(value, tuple):
            texts[field.name] = tuple(map(_sounded, value))
    return replace(line, **texts)


def _sounded(value: str | Quoted) -> str | Quoted:
    return sound(value) if isinstance(value, str) else sounded(value)


def read_line(line: bytes | str) -> Line | None:
    """Return what a line says, or None where it is torn or of another version.

    Examples
    --------
    >>> read_line('{"kind": "mark", "schema": 1}') is None
    True
    """
    try:
        said: Any = json.loads(line)
        if said["schema"] != SCHEMA:
            return None
        match said.get("kind", "attempt"):
            case "mark":
                found: Line | None = _mark(said)
            case "reset":
                found = _reset(said)
            case "entry":
                found = _entry(said)
            case _:
                found = _attempt(said)
        return found and sounded(found)
    except _SENSELESS:
        return None


def read_draft(text: bytes | str) -> Draft | None:
    """Return the draft that a text holds, or None where it holds something else."""
    try:
        said: Any = json.loads(text)
        kept = Draft(**{**_known(Draft, said), "ticked": _texts(said["ticked"])})
        if not _typed(kept) or (kept.kind, kept.schema) != ("draft", SCHEMA):
            return None
        # after one that has no time, or is of the end of all times, no newer draft could come
        time = datetime.fromisoformat(kept.time).astimezone(UTC)
        return sounded(replace(kept, time=time.isoformat())) if time.year < _LAST_YEAR else None
    except _SENSELESS:
        return None


def _attempt(said: dict[str, Any]) -> Attempt | None:
    kept = Attempt(**{**_known(Attempt, said), "response": _texts(said["response"])})
    return kept if _typed(kept) and 0 < kept.attempt < _LARGEST else None


def _reset(said: dict[str, Any]) -> Reset | None:
    kept = Reset(**{**_known(Reset, said), "attempts": _texts(said["attempts"])})
    return kept if _typed(kept) and 0 < kept.number < _LARGEST else None


def _mark(said: dict[str, Any]) -> Mark | None:
    kept = Mark(**_known(Mark, said))
    sound = _typed(kept) and 0 <= kept.start < kept.end < _LARGEST and 0 < kept.number < _LARGEST
    return kept if sound and kept.words.strip() else None


def _entry(said: dict[str, Any]) -> Entry | None:
    if not isinstance(said["passages"], list):
        return None
    held = {"passages": tuple(map(_quoted, said["passages"])), "joins": _texts(said["joins"])}
    kept = Entry(**{**_known(Entry, said), **held})
    return kept if _typed(kept) and 0 < kept.number < _LARGEST and kept.id else None


def _quoted(said: dict[str, Any]) -> Quoted:
    """Return words with their place; what is none makes the line senseless."""
    kept = Quoted(**_known(Quoted, said))
    if not (_typed(kept) and 0 <= kept.start < kept.end < _LARGEST and kept.words.strip()):
        raise TypeError(said)
    return kept


def _texts(said: object) -> tuple[str, ...]:
    """Return a list of texts; anything else makes no sense."""
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise TypeError(said)
    return tuple(said)


def _known(sort: type[Line | Quoted | Draft], said: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says of the fields of its sort; a later version may have more."""
    known = {field.name for field in fields(sort)}
    return {name: value for name, value in said.items() if name in known}


def _typed(line: Line | Quoted | Draft) -> bool:
    """Tell whether every value has its field's type; an endless number has none."""
    return all(
        isinstance(getattr(line, field.name), _TYPES[str(field.type)])
        and _finite(getattr(line, field.name))
        for field in fields(line)
        if field.type in _TYPES
    )


def _finite(value: object) -> bool:
    return not isinstance(value, float) or isfinite(value)

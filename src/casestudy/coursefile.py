"""The reader of `notebooks/course.toml`: what belongs to the course and not to the code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casestudy.errors import Complaint, CourseError, did_you_mean
from casestudy.notes import VALUES
from casestudy.roles import read_forms, wrong_forms
from casestudy.seedfile import read_text, read_toml
from casestudy.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from casestudy.roles import Form

__all__ = [
    "COURSE",
    "EDITIONS",
    "Course",
    "Party",
    "lesson_complaints",
    "read_course",
    "sides",
]

COURSE = "notebooks/course.toml"
"""Where a course says what belongs to it."""

EDITIONS = ("open", "student", "instructor")
"""The editions a course can be handed out in."""

QUOTATION_WORDS = 40
"""How many words a quotation in prose may have where the course does not say."""

_KNOWN = (
    "title",
    "edition",
    "minutes",
    "lessons",
    "references",
    "paths",
    "parties",
    "twins",
    "words_not_ours",
    "quotation_words",
    "mistakes",
    "roles",
    "judging",
    "meets",
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the case, with the hue and the marker it has in every chart.

    Parameters
    ----------
    name : str
        What it is called.
    hue, marker : str
        A colour and the shape of a mark, as matplotlib names them.
    people : tuple of str
        Ids of the people who speak or act for it.
    """

    name: str
    hue: str
    marker: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What `notebooks/course.toml` says.

    Parameters
    ----------
    title, edition : str
        The course's title, and which edition this folder is.
    minutes : int
        Minutes of a class.
    lessons : tuple of str
        Stems of the lessons, in order.
    paths : tuple of (str, tuple of str)
        Named selections of lessons.
    parties : tuple of Party
        The parties with hue and marker.
    twins : tuple of (str, str)
        Lessons that are compared with each other.
    words_not_ours : tuple of str
        Words that the course does not use in its own voice.
    quotation_words : int
        How many words a quotation in prose may have.
    mistakes : mapping of str to str
        The reading mistakes that wrong options stand for: the sentence of each, by its id.
    roles : tuple of Form
        The forms of debate for which roles can be drawn.
    judging : tuple of str
        Words that judge, which a written answer is advised to leave to those it quotes.
    references : tuple of str
        Stems of the notebooks to look things up in: they have no parts, minutes and questions.
    meets : int
        The weight from which on the course must meet every disagreement; 0 for none.
    """

    title: str
    edition: str
    minutes: int
    lessons: tuple[str, ...]
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parties: tuple[Party, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    words_not_ours: tuple[str, ...] = ()
    quotation_words: int = QUOTATION_WORDS
    mistakes: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[Form, ...] = ()
    judging: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    meets: int = 0


def read_course(folder: Path) -> Course:
    """Read what belongs to the course.

    Raises
    ------
    CourseError
        With all complaints at once.
    """
    said = read_toml(folder, COURSE)
    complaints = [*_complaints(said), *_mistaken(said, read_text(folder, COURSE))]
    if complaints:
        raise CourseError(complaints)
    parties = said.get("parties", {})
    return Course(
        title=said["title"],
        edition=said["edition"],
        minutes=said["minutes"],
        lessons=tuple(said["lessons"]),
        paths=tuple((name, tuple(lessons)) for name, lessons in said.get("paths", {}).items()),
        parties=tuple(
            Party(name, each["hue"], each["marker"], tuple(each.get("people", ())))
            for name, each in parties.items()
        ),
        twins=tuple((one, two) for one, two in said.get("twins", [])),
        words_not_ours=tuple(said.get("words_not_ours", [])),
        quotation_words=said.get("quotation_words", QUOTATION_WORDS),
        mistakes=dict(said.get("mistakes", {})),
        roles=read_forms(said.get("roles", {})),
        judging=tuple(said.get("judging", [])),
        references=tuple(said.get("references", [])),
        meets=said.get("meets", 0),
    )


def sides(parties: Iterable[Party]) -> dict[str, str]:
    """Return the party of each person who has one, by id.

    Examples
    --------
    >>> sides([Party("the town", "#0072b2", "o", ("mayor", "council"))])
    {'mayor': 'the town', 'council': 'the town'}
    """
    return {person: party.name for party in parties for person in party.people}


def _complaints(said: dict[str, Any]) -> Iterator[Complaint]:
    for name in said.keys() - set(_KNOWN):
        yield Complaint(COURSE, 0, "", f"'{name}' is not known", did_you_mean(name, _KNOWN))
    for name, kind, cure in (
        ("title", str, 'write title = "…"'),
        ("edition", str, 'write edition = "open"'),
        ("minutes", int, "write minutes = 50"),
    ):
        if type(said.get(name)) is not kind:  # TOML's true is an int for Python
            yield Complaint(COURSE, 0, "", f"{name} is missing", cure)
    for name, right, cure in (
        ("lessons", _is_texts, 'write lessons = ["00-…", …]'),
        ("paths", _is_paths, 'write [paths], then lines such as short = ["01-…"]'),
        ("parties", _is_parties, 'write [parties], then name = { hue = "#0072b2", marker = "o" }'),
        ("twins", _is_twins, 'write twins = [["01-…", "02-…"]]'),
        ("words_not_ours", _is_texts, 'write words_not_ours = ["…"]'),
        ("quotation_words", _is_count, "write quotation_words = 40"),
        ("judging", _is_texts, 'write judging = ["…"]'),
        ("references", _is_texts, 'write references = ["…"]'),
        ("meets", _is_weight, "write meets = 3, or 0 for no demand"),
    ):
        if name in said and not right(said[name]):
            yield Complaint(COURSE, 0, "", f"{name} = {said[name]!r} is not understood", cure)
    if "lessons" not in said:
        yield Complaint(COURSE, 0, "", "lessons is missing", 'write lessons = ["00-…", …]')
    parties = said.get("parties", {})
    known = list(parties) if isinstance(parties, dict) else []
    for subject, wrong, cure in wrong_forms(said.get("roles", {}), known):
        yield Complaint(COURSE, 0, subject, wrong, cure)
    if said.get("edition", "open") not in EDITIONS:
        yield Complaint(
            COURSE,
            0,
            "",
            f"there is no edition '{said['edition']}'",
            did_you_mean(str(said["edition"]), EDITIONS),
        )


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0  # TOML's true is an int for Python


def _is_weight(value: object) -> bool:
    return type(value) is int and value in (0, *map(int, VALUES["weight"]))  # as above


def _is_paths(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


def _is_twins(value: object) -> bool:
    return isinstance(value, list) and all(_is_texts(each) and len(each) == 2 for each in value)  # noqa: PLR2004


def _is_parties(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, dict)
        and all(isinstance(each.get(name), str) for name in ("hue", "marker"))
        and _is_texts(each.get("people", []))
        for each in value.values()
    )


_MISTAKE = 'write a line such as silence = "took silence for a no" under [mistakes]'


def _mistaken(said: dict[str, Any], source: str) -> Iterator[Complaint]:
    """Complain of reading mistakes that have no name, no sentence, or another one's."""
    mistakes = said.get("mistakes", {})
    if not isinstance(mistakes, dict):
        yield Complaint(COURSE, 0, "", f"mistakes = {mistakes!r} is not understood", _MISTAKE)
        return
    seen: dict[str, str] = {}
    for name, sentence in mistakes.items():
        words = fold(sentence) if isinstance(sentence, str) else ""
        wrong, cure = "", _MISTAKE
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            wrong, cure = f"'{name}' is no id", "use small letters, digits and hyphens"
        elif not words:
            wrong = f"{name} = {sentence!r} is no sentence"
        elif words in seen:
            wrong = f"'{sentence}' is said by '{seen[words]}' already"
            cure = "leave one of the two, or say how they differ"
        if wrong:
            yield Complaint(COURSE, _line(source, name), "mistakes", wrong, cure)
        seen.setdefault(words, name)


def _line(source: str, name: str) -> int:
    """Return the line on which a reading mistake is written; 0 where it is not found."""
    lines = source.splitlines()
    begin = next(
        (place for place, line in enumerate(lines) if re.match(r"\s*\[?\s*mistakes\b", line)), 0
    )
    written = re.compile(rf"[\s\"']*(?:mistakes\s*\.\s*)?{re.escape(name)}[\"']?\s*=")
    places = (place for place, line in enumerate(lines, 1) if written.match(line))
    return next((place for place in places if place > begin), 0)


def lesson_complaints(course: Course, folder: Path) -> Iterator[Complaint]:
    """Yield a complaint for each lesson that is named and not there, or there and not named.

    For the instructor's check alone: a student who copies a lesson has done nothing wrong.
    """
    named = [(name, "lessons") for name in course.lessons]
    named += [(name, "references") for name in course.references]
    named += [(name, f"the path '{path}'") for path, names in course.paths for name in names]
    named += [(name, "twins") for pair in course.twins for name in pair]
    known = sorted(path.stem for path in (folder / "notebooks").glob("*.ipynb"))
    for name, where in named:
        if name not in known:
            cure = did_you_mean(name, known) or "write the lesson first, or take the name out"
            yield Complaint(COURSE, 0, where, f"there is no lesson '{name}'", cure)
    for name in (each for each in course.references if each in course.lessons):
        wrong, cure = f"'{name}' is a lesson and a reference", "take it out of one of the two lists"
        yield Complaint(COURSE, 0, "references", wrong, cure)
    for name in known:
        if name not in (*course.lessons, *course.references):
            yield Complaint(
                COURSE,
                0,
                "lessons",
                f"the lesson '{name}' is not in the list",
                f'write "{name}" at its place; in references, if it is only to look things up; or '
                "delete the file",
            )

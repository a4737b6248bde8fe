"""Whatever is done to a file that a person edits, it is read or refused in our own words."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.cards import read_cards
from casestudy.charts.themes import looks
from casestudy.coursefile import COURSE, lesson_complaints, read_course
from casestudy.errors import CaseError, CourseError
from casestudy.html import quiz_bundle, reading_bundle
from casestudy.notefile import SORTS, note_sources, read_notes
from casestudy.quizfile import FIELDS, read_quiz
from casestudy.roles import drawn, seated
from casestudy.seedfile import CATALOGUE, read_catalogue, read_document
from tests.test_cards import words, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from casestudy.case import Case
    from casestudy.errors import Complaint

MANY = int(os.environ.get("CASESTUDY_MUTATIONS", "150"))
"""How many changes of each sort of file are tried; set it to look for longer."""

ROOT = Path(__file__).parents[1]

many = settings(
    max_examples=MANY,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# ── changes ──────────────────────────────────────────────────────────────────────────────────


class Change(NamedTuple):
    """What is done to a text: how, where (as shares of it), and with which words."""

    name: str
    at: float
    to: float
    piece: str


LINES: dict[str, Callable[[list[str], int, int, str], list[str]]] = {
    "delete": lambda lines, at, _, __: lines[:at] + lines[at + 1 :],
    "cut": lambda lines, at, to, _: lines[: min(at, to)] + lines[max(at, to) :],
    "double": lambda lines, at, _, __: lines[: at + 1] + lines[at:],
    "move": lambda lines, at, to, _: [
        *(rest := lines[:at] + lines[at + 1 :])[:to],
        lines[at],
        *rest[to:],
    ],
    "join": lambda lines, at, _, __: [*lines[:at], " ".join(lines[at : at + 2]), *lines[at + 2 :]],
    "indent": lambda lines, at, to, _: [*lines[:at], " " * (to % 9) + lines[at], *lines[at + 1 :]],
    "strip": lambda lines, at, _, __: [*lines[:at], lines[at].strip(), *lines[at + 1 :]],
    "insert": lambda lines, at, _, piece: [*lines[:at], piece, *lines[at:]],
    "begin": lambda lines, at, _, piece: [*lines[:at], piece + lines[at], *lines[at + 1 :]],
    "end": lambda lines, at, _, piece: [*lines[:at], lines[at] + piece, *lines[at + 1 :]],
    "value": lambda lines, at, to, piece: _given(lines, _field(lines, at, to), piece),
    "inside": lambda lines, at, to, piece: [
        *lines[:at],
        lines[at][: to % (len(lines[at]) + 1)] + piece + lines[at][to % (len(lines[at]) + 1) :],
        *lines[at + 1 :],
    ],
}
"""Ways to change a text of lines; the last two are what a slip of a hand does most."""


def _field(lines: list[str], at: int, to: int) -> int:
    """Return the line of a field: the nearest one below a place, from the top where none is."""
    places = [place for place, line in enumerate(lines) if re.match(r"\w+ ?[:=]", line)]
    return next((place for place in places if place >= at), (places or [to % len(lines)])[0])


def _given(lines: list[str], at: int, piece: str) -> list[str]:
    """Return lines with another value in one."""
    value = re.sub(r"([:=]) ?.*", lambda said: f"{said[1]} {piece}", lines[at], count=1)
    return [*lines[:at], value, *lines[at + 1 :]]


PIECES = (
    *("# Check", "## one", "### Answer: a", "#### five", "kind: single", "hint: think", "x: y"),
    *("- [x] b", "- [ ] b", "- c", "1. e", "| p | q |", "|---|---|", "| r |", "```", "<!--", "---"),
    *("> i", "> -- gazette", ">> j", "[u](javascript:v)", "*aa", "`w`", "\\", "&amp;", "<script>"),
    *("{}", "{0}", "%s", "\x00", "\ufeff", "\u2028", "\x85", "\x0c", "\r"),
    *("\t", "\u00a0", "\u202e"),
    *("\x1b[31m", "🙂", "e\u0301", "ﬁ", "İ", "ß", "…", "[…]", "¶", "¶99", "¶9-2", "¶" + "9" * 5000),
    *("²", "٣", "-1", "0", "1e999", "nan", "inf", "9" * 5000, "1/0", "31 February 2024", "0 May 1"),
    *("5 April 99999", "between 9 and 3 May 2024", "=>", "->", "→", "·", ",", ", ,", ";", ":", ""),
    *("(", ")", "[", "]", "(?P<", "*" * 60, "a" * 3000),
)
"""What may stand anywhere: marks of the grammar, odd numbers, and characters with a meaning."""

VALUES = (
    *("1", "-1", "0", "true", "1.5", "nan", "inf", "1979-05-27", "07:32:00", "[]", "[[]]", "{}"),
    *('""', '" "', '"\\u0000"', '"../x"', '"/etc/passwd"', '"C:\\\\x"', '"a/b"', '".."', '"é"'),
    *('["a"]', "[1]", '[["a"]]', '[["a", "b"]]', '[["a", 1]]', "{ a = 1 }", '{ a = "b" }'),
    *('{ hue = "no hue", marker = "no marker" }', '{ hue = "", marker = "" }', "[" * 3000),
    *('"\\ud800"', '{ "" = [] }'),
    *("9" * 5000, "0x", "1e400", '"""', "'''a'''", "2024-13-45", "", '"student"', "[{}]", "a.b"),
    *('"javascript:x"', '"<script>"', '"\\u001b[31m"', '"' + "a" * 3000 + '"'),
)  # fmt: skip
"""What may stand after a sign of equality in TOML: every sort, and what is none."""


def changes(pieces: Iterable[str]) -> st.SearchStrategy[list[Change]]:
    """Draw one to four changes."""
    share = st.floats(0, 0.999)
    words = st.sampled_from(list(pieces)) | st.text(max_size=8)
    one = st.builds(Change, st.sampled_from(sorted(LINES)), share, share, words)
    return st.lists(one, min_size=1, max_size=4)


def changed(text: str, made: Iterable[Change]) -> str:
    """Return a text with some changes."""
    lines = text.split("\n")
    for each in made:
        places = int(each.at * len(lines)), int(each.to * max(80, len(lines)))
        lines = LINES[each.name](lines, *places, each.piece) or [""]
    # a file is UTF-8, so no half of a character comes out of one
    return "\n".join(lines).encode("utf-8", "replace").decode()


# ── what is refused is refused well ──────────────────────────────────────────────────────────


def assert_said_well(complaints: Iterable[Complaint], text: str) -> None:
    """Each complaint names a line that is there, what is wrong, and a cure."""
    for each in complaints:
        assert 0 <= each.line <= text.count("\n") + text.count("\r") + 1
        assert each.wrong, each
        assert each.cure, each
        assert "Traceback" not in str(each)


@cache
def real() -> Case:
    """Open the real course."""
    return open_case(ROOT)


@cache
def documents() -> dict[str, Any]:
    """Return the real documents."""
    return dict(real().documents)


@cache
def cards() -> tuple[str, ...]:
    """Return every card of the real course, each as a file of its own."""
    paths = [*ROOT.glob("notebooks/quizzes/*.md"), *ROOT.glob("exercises/keys/*.md")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    found = [card for text in texts for card in re.split(r"(?m)^(?=#{1,2} )", text)]
    return tuple(f"# Check\n\n{card}" for card in found if card.startswith("## "))


@many
@given(st.data())
def test_a_changed_card_is_shown_or_refused(data: st.DataObject) -> None:
    """A card of the course with some slips becomes a question that can be shown, or complaints."""
    card = data.draw(st.sampled_from(cards()))
    text = changed(card, data.draw(changes(PIECES)))
    mistakes = real().course.mistakes
    quiz, complaints = read_quiz(text, "quiz.md", "quiz", documents(), mistakes=mistakes)
    assert_said_well(complaints, text)
    assert {each.file for each in complaints} <= {"quiz.md"}
    if not complaints:
        assert all(quiz_bundle("case", quiz, documents(), mistakes=mistakes).values())


@many
@given(st.data())
def test_no_change_of_a_cards_structure_goes_unseen(data: st.DataObject) -> None:
    """Where a changed card is taken, every word of it is in the question, in its order."""
    text = changed(data.draw(st.sampled_from(cards())), data.draw(changes(PIECES)))
    found, complaints = read_cards(text, "quiz.md", names=FIELDS)
    assert_said_well(complaints, text)
    if not complaints:
        assert words(written(found)) == words(text)


# ── notes ────────────────────────────────────────────────────────────────────────────────────


@cache
def notes() -> dict[str, tuple[str, str]]:
    """Return the file and the text of each note of the real course, by its id."""
    return {
        note[3:].split("\n", 1)[0].strip(): (name, note)
        for name, text in note_sources(ROOT).items()
        for note in re.split(r"(?m)^(?=## )", text)
        if note.startswith("## ")
    }


def with_all_it_names(name: str) -> dict[str, list[str]]:
    """Return a note and the notes that it names, and those that they name, by file."""
    wanted, found = [name], dict.fromkeys([name])
    while wanted:
        text = notes()[wanted.pop()][1]
        named = [each for each in re.findall(r"[\w-]+", text) if each in notes()]
        fresh = [each for each in named if each not in found]
        found |= dict.fromkeys(fresh)
        wanted += fresh if len(found) < 12 else []
    files: dict[str, list[str]] = {each: [] for each in SORTS}
    for each in found:
        files[notes()[each][0]].append(notes()[each][1])
    return files


@many
@given(st.data())
def test_a_changed_note_is_shown_or_refused(data: st.DataObject) -> None:
    """A note of the course with some slips becomes a note with words, or complaints."""
    name = data.draw(st.sampled_from(sorted(notes())))
    files = with_all_it_names(name)
    file, note = notes()[name]
    text = changed(note, data.draw(changes(PIECES)))
    files[file][files[file].index(note)] = text if text.endswith("\n") else f"{text}\n"
    sources = {each: "".join(found) for each, found in files.items()}
    book, complaints = read_notes(sources, documents())
    for each in complaints:
        assert_said_well([each], sources[Path(each.file).stem])
    if not [each for each in complaints if each.sort == "error"]:
        assert all(note.passages and note.title for note in book.notes)
        assert all(note._repr_html_() and repr(note) for note in book.notes)


def test_a_name_of_thousands_of_letters_is_a_name() -> None:
    """However long a form of a name is, it is looked for, and what is wrong with it is said."""
    people = note_sources(ROOT)["people"]
    long = "Z" * 5000
    text = re.sub(r"(?m)^forms: .*$", f"forms: {long} | {long[:-1]}", people, count=1)
    assert text != people
    book, complaints = read_notes({**dict.fromkeys(SORTS, ""), "people": text}, documents())
    assert_said_well(complaints, text)
    assert long in {form for person in book.people for form in person.forms}


# ── catalogue and course file ────────────────────────────────────────────────────────────────


def written_course(folder: Path, name: str, content: str) -> None:
    """Write the real course's catalogue, documents and course file, one of them changed."""
    for path in (CATALOGUE, COURSE, *(f"seeds/{each.name}" for each in ROOT.glob("seeds/*.txt"))):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if not (folder / path).exists() or path in (CATALOGUE, COURSE):
            (folder / path).write_bytes((ROOT / path).read_bytes())
    (folder / name).write_bytes(content.encode())


@many
@given(st.data())
def test_a_changed_catalogue_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """A catalogue with some slips opens documents of the course, or is refused with a sentence."""
    text = changed((ROOT / CATALOGUE).read_text(encoding="utf-8"), data.draw(changes(VALUES)))
    written_course(tmp_path, CATALOGUE, text)
    try:
        catalogue = read_catalogue(tmp_path)
        for entry in catalogue.entries.values():
            assert (tmp_path / "seeds" / entry["file"]).resolve().parent == tmp_path / "seeds"
            document = read_document(tmp_path, entry)
            assert reading_bundle([(document, document.passages)])
    except CourseError as error:
        assert_said_well(error.complaints, text)
        return
    except CaseError as error:
        said = str(error)
    else:
        said = "It is in order."
    assert said.endswith((".", "?"))


@many
@given(st.data())
def test_a_changed_course_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """A course file with some slips says what it means, or is refused with its complaints."""
    text = changed((ROOT / COURSE).read_text(encoding="utf-8"), data.draw(changes(VALUES)))
    written_course(tmp_path, COURSE, text)
    try:
        course = read_course(tmp_path)
    except CourseError as error:
        assert_said_well(error.complaints, text)
    else:
        assert_said_well(lesson_complaints(course, tmp_path), text)
        with suppress(CaseError):
            assert looks(course.parties).keys() == {party.name for party in course.parties}
        for form in course.roles:
            with suppress(CaseError):
                assert drawn(form, seated(12), "seed", "case")


# ── documents ────────────────────────────────────────────────────────────────────────────────


@many
@given(st.data())
def test_any_text_is_a_document_of_passages(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever a text is, its passages are its own words, in order, and can be shown."""
    path = data.draw(st.sampled_from(sorted(ROOT.glob("seeds/*.txt"))))
    content = changed(path.read_text(encoding="utf-8"), data.draw(changes(PIECES))).encode()
    entry = next(e for e in read_catalogue(ROOT).entries.values() if e["file"] == path.name)
    (tmp_path / "seeds").mkdir(exist_ok=True)
    (tmp_path / "seeds" / path.name).write_bytes(content)
    same = content == path.read_bytes()
    with nullcontext() if same else pytest.raises(CaseError, match="was changed"):
        read_document(tmp_path, entry)
    fresh = {**entry, "sha256": hashlib.sha256(content).hexdigest(), "passages": {}}
    document = read_document(tmp_path, fresh)
    end = 0
    for passage in document.passages:
        assert end <= passage.start < passage.end
        assert document.text[passage.start : passage.end] == passage.text
        end = passage.end
    assert reading_bundle([(document, document.passages)])

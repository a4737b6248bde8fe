"""What belongs to the course is read from one file, and each slip in it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casestudy.coursefile import Party, lesson_complaints, read_course
from casestudy.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path


def said(course: Path, text: str) -> str:
    """Write the course's file and return the complaints."""
    (course / "notebooks" / "course.toml").write_text(text, encoding="utf-8")
    try:
        complaints = [*lesson_complaints(read_course(course), course)]
    except CourseError as error:
        complaints = [*error.complaints]
    assert complaints
    return str(CourseError(complaints))


def test_the_real_course_is_in_order(root: Path) -> None:
    """The real course names its lessons, an edition, and three parties."""
    course = read_course(root)
    assert course.edition == "open"
    assert "02-the-raid" in course.lessons
    assert len(course.parties) == 3


def test_a_party_has_a_hue_and_a_marker(course: Path) -> None:
    """A party is a name with its hue and its marker."""
    path = course / "notebooks" / "course.toml"
    source = path.read_text(encoding="utf-8")
    path.write_text(
        source + '[parties]\ncouncil = {hue = "#0072b2", marker = "o"}\n', encoding="utf-8"
    )
    assert read_course(course).parties == (Party("council", "#0072b2", "o"),)


def test_paths_and_twins_name_lessons(course: Path) -> None:
    """Paths and twins are read as tuples of lessons."""
    path = course / "notebooks" / "course.toml"
    source = path.read_text(encoding="utf-8")
    path.write_text(
        source
        + 'twins = [["01-the-bridge", "01-the-bridge"]]\n[paths]\nshort = ["01-the-bridge"]\n',
        encoding="utf-8",
    )
    course_said = read_course(course)
    assert course_said.paths == (("short", ("01-the-bridge",)),)
    assert course_said.twins == (("01-the-bridge", "01-the-bridge"),)


def test_reading_mistakes_have_names(course: Path) -> None:
    """A mistake is a sentence under a name; a course may have none."""
    assert read_course(course).mistakes == {}
    path = course / "notebooks" / "course.toml"
    source = path.read_text(encoding="utf-8")
    path.write_text(f'{source}[mistakes]\nsilence = "took silence for a no"\n', encoding="utf-8")
    assert read_course(course).mistakes == {"silence": "took silence for a no"}


def test_the_mistakes_of_the_real_course_end_one_sentence(root: Path) -> None:
    """Each of them goes on after "You", in plain words and without a full stop."""
    mistakes = read_course(root).mistakes
    assert len(mistakes) >= 12
    for sentence in mistakes.values():
        first = sentence.split(" ")[0]
        assert first in {"answered", "brought", "counted", "gave", "made", "overlooked", "took"}
        assert sentence[-1].isalpha()
        assert len(sentence) <= 60


@pytest.mark.parametrize(
    ("line", "wrong", "cure"),
    [
        ('Silence = "took silence for a no"', "'Silence' is no id", "small letters"),
        ('"a b" = "took silence for a no"', "'a b' is no id", "small letters"),
        ("part = 3", "part = 3 is no sentence", "write a line such as silence = "),
        ('part = " "', "part = ' ' is no sentence", "write a line such as silence = "),
        ('part = "Counted copies  as witnesses"', "by 'copies' already", "leave one of the two"),
    ],
)
def test_a_slip_in_a_mistake_is_named_with_its_line(
    course: Path, line: str, wrong: str, cure: str
) -> None:
    """A name, a sentence or a double that cannot be is refused in its line."""
    text = "\n".join(FIELDS.values())
    text += f'\n# mistakes\n[mistakes]\ncopies = "counted copies as witnesses"\n{line}\n'
    complaint = said(course, text)
    assert complaint.startswith(f"notebooks/course.toml:{len(FIELDS) + 4}: mistakes: ")
    assert wrong in complaint
    assert cure in complaint


FIELDS = {
    "title": 'title = "T"',
    "edition": 'edition = "open"',
    "minutes": "minutes = 50",
    "lessons": 'lessons = ["01-the-bridge"]',
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_is_missing_is_named(course: Path, name: str) -> None:
    """Each field that must be there is asked for, with an example."""
    text = "\n".join(line for field, line in FIELDS.items() if field != name)
    assert f"notebooks/course.toml: {name} is missing: write {name} = " in said(course, text)


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ('edition = "opn"', "there is no edition 'opn': did you mean 'open'?"),
        ("edition = 3", "edition is missing"),
        ('minutes = "50"', "minutes is missing"),
        ("minutes = true", "minutes is missing"),
        ('lessons = "01-the-bridge"', "lessons = '01-the-bridge' is not understood"),
        ("lessons = 5", "lessons = 5 is not understood"),
        ("lessons = [5]", "lessons = [5] is not understood"),
        ('lessons = ["01-the-brige"]', "did you mean '01-the-bridge'?"),
        ("lessons = []", "the lesson '01-the-bridge' is not in the list"),
        ('lesons = ["a"]', "'lesons' is not known: did you mean 'lessons'?"),
        ("paths = 5", "paths"),
        ('paths = {short = "01-the-bridge"}', "short"),
        ('paths = {short = ["zzz"]}', "the path 'short': there is no lesson 'zzz'"),
        ("twins = 5", "twins"),
        ('twins = ["01-the-bridge"]', "twins"),
        ('twins = [["01-the-bridge"]]', "twins"),
        ('twins = [["01-the-bridge", "zzz"]]', "twins: there is no lesson 'zzz'"),
        ("parties = 5", "parties"),
        ("parties = {council = 5}", "council"),
        ('parties = {council = {hue = "#000000"}}', "council"),
        ('parties = {council = {hue = "#000000", marker = "o", people = "mayor"}}', "council"),
        ("mistakes = 5", "mistakes = 5 is not understood: write a line such as silence = "),
        ('mistakes = {Part = "took a part"}', "mistakes: 'Part' is no id"),
        ("words_not_ours = 5", "words_not_ours"),
        ("quotation_words = true", "quotation_words"),
        ("quotation_words = 0", "quotation_words"),
        ('words_not_ours = "attack"', "words_not_ours"),
    ],
)
def test_a_slip_is_named_with_the_file(course: Path, slip: str, sentence: str) -> None:
    """A value that is not understood is refused with the file, the value and a cure."""
    name = slip.split(" ", 1)[0]
    text = "\n".join([*(line for field, line in FIELDS.items() if field != name), slip])
    complaint = said(course, text)
    assert complaint.startswith("notebooks/course.toml:")
    assert sentence in complaint


def test_a_file_that_is_not_toml_is_named_with_its_line(course: Path) -> None:
    """A slip of punctuation is found by its line, and its words are said."""
    wrong = "notebooks/course.toml:2: 'minutes 50' cannot be read:"
    assert said(course, 'title = "T"\nminutes 50').startswith(wrong)


def test_a_missing_file_is_named(course: Path) -> None:
    """A course without its file is told which one is missing."""
    (course / "notebooks" / "course.toml").unlink()
    with pytest.raises(CourseError, match=r"^notebooks/course.toml: it cannot be read"):
        read_course(course)


def test_a_copy_of_a_lesson_stops_nobody(course: Path) -> None:
    """A student who copies a lesson can still answer: only the check names the copy."""
    lesson = course / "notebooks" / "01-the-bridge.ipynb"
    (course / "notebooks" / "01-the-bridge-Copy1.ipynb").write_bytes(lesson.read_bytes())
    assert read_course(course).lessons == ("01-the-bridge",)

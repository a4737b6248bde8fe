"""The map of a course: its lessons, paths, objectives, questions and passages, as one page."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from casestudy.case import CARD_FOLDERS
from casestudy.errors import CaseError, Complaint, CourseError
from casestudy.lessonfile import read_heading
from casestudy.lessons.bank import Shelf
from casestudy.lessons.lesson import OBJECTIVES, lesson_of
from casestudy.lessons.meets import WAYS, meeting, rested_on
from casestudy.lessons.notebook import read_notebook
from casestudy.notefile import note_stamps
from casestudy.notes import HEAVIEST, Disagreement, Notes, citations
from casestudy.seedfile import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casestudy.case import Case
    from casestudy.lessons.lesson import Lesson
    from casestudy.quizzes import Item

__all__ = ["MAP", "course_map", "is_ours", "map_complaints", "shelves", "write_map"]

MAP = "notebooks/README.md"
"""Where the map stands: a forge shows it with the folder of the lessons."""

_OURS = "<!-- Made by `casestudy refresh`"
"""How a map begins. A page that begins otherwise was written by a person and is left alone."""

_KEYED = "A question leads to its card, in which the key stands too."

_QUIZZES, _KEYS = CARD_FOLDERS


def shelves(case: Case) -> list[Shelf]:
    """Return the lessons of a course in their order, then its sheets, as far as they are in order.

    A lesson whose cards are not in order has no questions here.
    """
    names = case.course.lessons
    found = [_shelf(case, f"notebooks/{name}.ipynb", _QUIZZES) for name in names]
    found += [_shelf(case, f"exercises/{name}.ipynb", _KEYS) for name in names]
    return [shelf for shelf in found if shelf]


def _shelf(case: Case, path: str, folder: str) -> Shelf | None:
    try:
        lesson = lesson_of(path, read_text(case.folder, path), read_notebook(case.folder, path))
    except CourseError:
        return None
    try:
        quiz = case.cards(folder, lesson.name)
    except CaseError:
        quiz = None
    return Shelf(lesson, (), f"{folder}/{lesson.name}.md", quiz)


def course_map(case: Case, found: Sequence[Shelf], noted: Notes[Disagreement] | None = None) -> str:
    """Return the map of a course as Markdown.

    Parameters
    ----------
    case : Case
        The open case.
    found : sequence of Shelf
        Its lessons and sheets, in any order.
    noted : Notes of Disagreement, optional
        The disagreements of its notes; they are read if not given.

    Notes
    -----
    A student's edition has no passages here, for its cards have none.
    """
    order = {name: place for place, name in enumerate(case.course.lessons)}
    known = sorted(
        (shelf for shelf in found if shelf.lesson.name in order),
        key=lambda shelf: order[shelf.lesson.name],
    )
    lessons = [shelf for shelf in known if not shelf.lesson.is_sheet]
    sheets = {shelf.lesson.name: shelf for shelf in known if shelf.lesson.is_sheet}
    page = files("casestudy").joinpath("templates", "course-map.md").read_text(encoding="utf-8")
    return Template(page).substitute(
        title=case.course.title,
        keys=_KEYED if case.course.edition != "student" else "",
        total=_total(lessons, sheets.values()),
        lessons="\n".join(_lessons(lessons, sheets)),
        references=_references(case),
        paths="\n".join(_paths(case, lessons, sheets)),
        objectives="\n".join(line for shelf in lessons for line in _objectives(shelf)).strip(),
        disagreements="\n".join(_disagreements(_noted(case) if noted is None else noted, lessons)),
    )


def _total(lessons: Sequence[Shelf], sheets: Iterable[Shelf]) -> str:
    items = [item for shelf in (*lessons, *sheets) for item in shelf.items]
    minutes = sum(shelf.lesson.minutes for shelf in lessons)
    kinds = len({item.kind for item in items})
    return (
        f"Lessons: {len(lessons)}. Minutes: {minutes}. Questions: {len(items)}, of {kinds} kinds."
    )


def _lessons(lessons: Sequence[Shelf], sheets: dict[str, Shelf]) -> Iterator[str]:
    yield "| lesson | core question | minutes | questions | alone |"
    yield "|---|---|---:|---:|---|"
    for shelf in lessons:
        lesson = shelf.lesson
        sheet = sheets.get(lesson.name)
        alone = _link(f"sheet, {sheet.lesson.minutes} minutes", _from(sheet)) if sheet else ""
        cells = _link(_title(lesson), _from(shelf)), _question(lesson)
        yield _row(*cells, str(lesson.minutes), str(len(shelf.items)), alone)


def _references(case: Case) -> str:
    """Return a paragraph that leads to the notebooks to look things up in; nothing for none."""
    found = [
        _link(read_heading(case.folder, name).title, f"{name}.ipynb")
        for name in case.course.references
    ]
    return f"\nTo look things up: {', '.join(found)}.\n" if found else ""


def _paths(case: Case, lessons: Sequence[Shelf], sheets: dict[str, Shelf]) -> Iterator[str]:
    yield "| path | lessons | minutes in class | minutes alone, with sheets |"
    yield "|---|---|---:|---:|"
    named = {shelf.lesson.name: shelf for shelf in lessons}
    for path, names in case.course.paths:
        known = [name for name in names if name in named]
        minutes = sum(named[name].lesson.minutes for name in known)
        more = sum(sheets[name].lesson.minutes for name in known if name in sheets)
        shown = " · ".join(_numbered(named[name]) for name in known)
        yield _row(path, shown, str(minutes), str(minutes + more))


def _objectives(shelf: Shelf) -> Iterator[str]:
    """Yield a heading and a table: each objective with its questions and their passages."""
    lesson = shelf.lesson
    yield from (f"### {_title(lesson)}", "")
    if not shelf.items:
        yield from ("Its questions are not in order yet.", "")
        return
    count = f"{len(lesson.objectives)} objectives, {len(shelf.items)} questions"
    yield from ("<details>", f"<summary>{count}</summary>", "")
    yield "| objective | questions | passages |"
    yield "|---|---|---|"
    for number, text in enumerate(lesson.objectives, 1):
        items = [item for item in shelf.items if item.objective == number]
        yield _row(f"{number}. {text.rstrip(' ;.')}", _cards(shelf, items), _rest_on(items))
    others = [item for item in shelf.items if not item.objective]
    if others:
        yield _row("predictions, opinions, texts", _cards(shelf, others), _rest_on(others))
    yield from ("", "</details>", "")


def _noted(case: Case) -> Notes[Disagreement]:
    return case.disagreements if note_stamps(case.folder) else Notes(Disagreement, ())


def _disagreements(notes: Notes[Disagreement], lessons: Sequence[Shelf]) -> Iterator[str]:
    yield "| disagreement | relation | questions in | only shown in |"
    yield "|---|---|---|---|"
    for note in notes:
        if note.weight == HEAVIEST:
            met = [(meeting(note, shelf, notes), shelf) for shelf in lessons]
            where = ([_numbered(each) for how, each in met if how == way] for way in WAYS)
            yield _row(note.title, note.relation, *map(", ".join, where))


def _cards(shelf: Shelf, items: Iterable[Item]) -> str:
    return ", ".join(_link(f"`{item.id}`", f"{_up(shelf.file)}#{item.id}") for item in items)


def _rest_on(items: Iterable[Item]) -> str:
    """Return the passages that some questions rest on, those of one document together."""
    held = dict.fromkeys(passage for item in items for passage in rested_on(item))
    ordered = sorted(held, key=lambda passage: (passage.document, passage.start))
    return citations(ordered)


def _title(lesson: Lesson) -> str:
    titles = (block.text for _, block in lesson.texts if block.level == 1)
    return next(titles, lesson.name)


def _question(lesson: Lesson) -> str:
    """Return the core question: what stands in bold in the first part, or ends with its mark."""
    inside = False
    for _, block in lesson.texts:
        if block.level in {1, 2}:
            inside = block.text.startswith(OBJECTIVES)
        bold = [text for text, mark in block.cuts if mark == "strong"]
        asks = [block.text] if block.text.endswith("?") else []
        if inside and not block.level and (bold or asks):
            return (bold or asks)[-1]
    return ""


def _numbered(shelf: Shelf) -> str:
    """Return a lesson as its number, which leads to it."""
    return _link(shelf.lesson.name.partition("-")[0], _from(shelf))


def _from(shelf: Shelf) -> str:
    return _up(shelf.lesson.path)


def _up(path: str) -> str:
    """Return the way from the map to a file of the course."""
    inside = path.removeprefix("notebooks/")
    return inside if inside != path else f"../{path}"


def _link(words: str, target: str) -> str:
    return f"[{words}]({target})"


def _row(*cells: str) -> str:
    safe = (cell.replace("|", "\\|") for cell in cells)  # a bare stroke would end the cell
    return f"| {' | '.join(safe)} |"


# ── kept fresh ───────────────────────────────────────────────────────────────────────────────


def is_ours(case: Case) -> bool:
    """Tell whether the map may be written: there is none, or one that was made here."""
    path = case.folder / MAP
    return not path.exists() or path.read_bytes().startswith(_OURS.encode())


def write_map(case: Case) -> bool:
    """Write the map of a course where it is not what it should be, and tell whether it was not."""
    if not is_ours(case):
        return False
    path = case.folder / MAP
    page = course_map(case, shelves(case)).encode()
    if path.exists() and path.read_bytes() == page:
        return False
    path.write_bytes(page)
    return True


def map_complaints(
    case: Case, found: Sequence[Shelf], noted: Notes[Disagreement] | None = None
) -> Iterator[Complaint]:
    """Yield a complaint where the map is there and is not what it should be.

    Parameters
    ----------
    case : Case
        The open case.
    found : sequence of Shelf
        Its lessons and sheets.
    noted : Notes of Disagreement, optional
        The disagreements of its notes; they are read if not given.
    """
    path = case.folder / MAP
    if not path.exists() or not is_ours(case):
        return
    if path.read_bytes() != course_map(case, found, noted).encode():
        wrong = "the map of the course is not as its lessons and questions are now"
        yield Complaint(MAP, 0, "", wrong, "run: casestudy refresh")

"""Everything that is wrong in a course, found without a kernel and said at once."""

from __future__ import annotations

import gc
import re
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from casestudy.case import CARD_FOLDERS, Case, of_reopened
from casestudy.coursefile import COURSE, lesson_complaints
from casestudy.errors import CaseError, Complaint, CourseError, UnknownNameError, did_you_mean
from casestudy.html import quiz_bundle
from casestudy.lessons.accept import advised, proposals
from casestudy.lessons.bank import Shelf, bank, twin_complaints
from casestudy.lessons.coursemap import MAP, is_ours, map_complaints
from casestudy.lessons.form import form, teaching_form
from casestudy.lessons.lesson import lesson_of
from casestudy.lessons.links import (
    PAGES,
    Headings,
    citation_complaints,
    link_complaints,
    page_links,
)
from casestudy.lessons.meets import meets_complaints
from casestudy.lessons.notebook import (
    CARDS,
    Call,
    beginning,
    calls,
    joined,
    notebooks,
    read_notebook,
)
from casestudy.lessons.prose import (
    Spoken,
    box_complaints,
    dates,
    first_mentions,
    in_cards,
    in_lesson,
    in_page,
    long_quotations,
    names,
    quotation_complaints,
    words_not_ours,
)
from casestudy.lessons.sheets import sheet_complaints
from casestudy.lessons.strays import strays
from casestudy.notefile import FOLDER, note_sources, read_notes
from casestudy.quizfile import read_quiz
from casestudy.quizzes import of_part
from casestudy.quotations import quotations
from casestudy.reading import bundle, choose
from casestudy.seedfile import CATALOGUE, TO_NAME, find_course, read_text
from casestudy.text import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from casestudy.coursefile import Course
    from casestudy.documents import Passage
    from casestudy.lessons.lesson import Lesson
    from casestudy.notefile import Book
    from casestudy.notes import Person
    from casestudy.quizzes import Quiz

    _Quizzes = dict[tuple[str, str], Quiz | None]

__all__ = ["Report", "Voice", "check", "complaints", "report", "voice", "within"]

TEACHING = "notebooks/teaching"
"""Where the teaching pages stand."""


@dataclass(frozen=True, slots=True, repr=False)
class Report(Sequence[Complaint]):
    """What was found in a course: it shows itself as text, and as a table in a notebook.

    Parameters
    ----------
    complaints : tuple of Complaint
        In the order of files and lines.

    Examples
    --------
    >>> slip = Complaint("a.md", 7, "", "a link leads nowhere", "mend it")
    >>> Report((slip, Complaint("a.md", 9, "", "there is no hint", "write two", "advice")))
    a.md:7: a link leads nowhere: mend it
    <BLANKLINE>
    Advice, to take or to leave:
    a.md:9: there is no hint: write two
    >>> Report(())
    Everything is in order.
    """

    complaints: tuple[Complaint, ...]

    @property
    def errors(self) -> tuple[Complaint, ...]:
        """What is wrong."""
        return tuple(each for each in self.complaints if each.sort == "error")

    @property
    def to_mend(self) -> tuple[Complaint, ...]:
        """What a person has to mend, the catalogue first: the rest may only follow from it."""
        found = (each for each in self.errors if not each.cure.startswith(_RUN))
        return tuple(sorted(found, key=lambda each: each.file != CATALOGUE))

    @property
    def to_store(self) -> tuple[Complaint, ...]:
        """What is put in order by storing a lesson anew."""
        return tuple(each for each in self.errors if each.cure.startswith(_RUN))

    @property
    def advice(self) -> tuple[Complaint, ...]:
        """What could be better."""
        return tuple(each for each in self.complaints if each.sort == "advice")

    @overload
    def __getitem__(self, place: int) -> Complaint: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Complaint, ...]: ...

    def __getitem__(self, place: int | slice) -> Complaint | tuple[Complaint, ...]:
        """Return the complaint of a place, or those of a slice."""
        return self.complaints[place]

    def __len__(self) -> int:
        """Return how many there are, advice among them."""
        return len(self.complaints)

    def __repr__(self) -> str:
        """Return a line for each: what only waits to be stored after the rest, the advice apart."""
        lines = [*map(str, (*self.to_mend, *self.to_store))] or [IN_ORDER]
        return "\n".join((*lines, *(("", ADVICE, *map(str, self.advice)) if self.advice else ())))

    def _repr_html_(self) -> str:
        stored = _once_a_file(self.to_store)
        tables = {"What is wrong": self.to_mend, TO_STORE: stored, ADVICE: self.advice}
        shown = "".join(_table(title, found) for title, found in tables.items() if found)
        return shown if self.errors else f"<p><strong>{IN_ORDER}</strong></p>{shown}"


def _once_a_file(found: Iterable[Complaint]) -> list[Complaint]:
    """Return one complaint for each file: a lesson is stored as a whole, not by its cells."""
    files: dict[str, list[Complaint]] = {}
    for each in found:
        files.setdefault(each.file, []).append(each)
    old = "what is stored of it is not what it shows now"
    return [
        said[0] if len(said) == 1 else Complaint(file, 0, "", old, said[0].cure)
        for file, said in files.items()
    ]


TO_STORE = "To be stored, when nothing else is wrong"
_RUN = "run: casestudy refresh"
IN_ORDER = "Everything is in order."
ADVICE = "Advice, to take or to leave:"


def _where(each: Complaint) -> str:
    """Return the place; who edits in JupyterLab counts the cells of a notebook, not its lines."""
    counted = each.line and not each.file.endswith(".ipynb")
    return f"{each.file}:{each.line}" if counted else each.file


def _table(caption: str, found: Iterable[Complaint]) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:left;vertical-align:top'>{escape(text)}</td>"
            for text in (
                _where(each),
                each.subject,
                each.wrong,
                each.cure,
            )
        )
        + "</tr>"
        for each in found
    )
    heads = "".join(
        f"<th scope='col' style='text-align:left'>{head}</th>"
        for head in ("Where", "About", "What", "What to do")
    )
    return (
        f"<table><caption>{escape(caption.rstrip(':'))}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def report(course: Case | Path | str = ".", *paths: str) -> Report:
    """Return everything that is wrong in a course, and what could be better.

    Parameters
    ----------
    course : Case, Path or str
        An open case, or a folder in its course; the working folder if not given.
    *paths : str
        Files or folders of the course, or lessons by the beginning of their names; all of it if
        none is given.

    Raises
    ------
    CaseError
        Where there is no course, or no such path in it.
    """
    folder = course.folder if isinstance(course, Case) else find_course(Path(course).resolve())
    return Report(tuple(within(folder, complaints(folder), paths)))


def check(course: Path) -> list[Complaint]:
    """Return what is wrong in a course: catalogue, documents, notes, cards, lessons, sheets.

    Parameters
    ----------
    course : Path
        The course's folder.

    Returns
    -------
    list of Complaint
        In the order of files and lines; empty where nothing is wrong. Advice is left out.
    """
    return [each for each in complaints(course) if each.sort == "error"]


class _InFile(Protocol):
    """What is said of a file: a complaint, or a proposal."""

    @property
    def file(self) -> str: ...


_Said = TypeVar("_Said", bound=_InFile)


def within(
    course: Path, found: Iterable[_Said], paths: Sequence[str], here: Path | None = None
) -> list[_Said]:
    """Return what is said of some files only.

    Parameters
    ----------
    course : Path
        The course's folder.
    found : iterable of Complaint or Proposal
        What is said of the whole course.
    paths : sequence of str
        Files or folders, or lessons by the beginning of their names; nothing for the course.
    here : Path, optional
        The folder from which paths are written; the course's if not given.

    Raises
    ------
    CaseError
        Where there is no such file, folder or lesson.
    """
    places = [place for each in paths for place in _places(course, each, here or course)]
    if not paths or "." in places:
        return list(found)
    return [
        each
        for each in found
        if _shared(each)
        or any(each.file == place or each.file.startswith(f"{place}/") for place in places)
    ]


def _shared(said: _InFile) -> bool:
    """Return whether it is an error in what every lesson is made of: it keeps each from running."""
    everywhere = said.file == COURSE or said.file.startswith("seeds/")
    return everywhere and isinstance(said, Complaint) and said.sort == "error"


def _places(course: Path, wanted: str, here: Path) -> list[str]:
    """Return the files or the folder that a path means, relative to the course."""
    root = course.resolve()
    for folder in (here.resolve(), root):
        path = (folder / wanted).resolve()
        if path.exists() and path.is_relative_to(root):
            return [path.relative_to(root).as_posix()]
    stems = sorted({Path(path).stem for path in notebooks(course)})
    stem = next((each for each in stems if each == wanted), "")
    named = [stem] if stem else beginning(wanted, stems if wanted else ())
    if not named:
        message = f"There is no file, folder or lesson '{wanted}' in the course"
        near = did_you_mean(wanted, stems)
        raise CaseError(f"{message}: {near}" if near else f"{message}.")
    return [
        f"{folder}/{name}"
        for stem in named
        for folder, name in (
            ("notebooks", f"{stem}.ipynb"),
            ("exercises", f"{stem}.ipynb"),
            *((each, f"{stem}.md") for each in (*CARD_FOLDERS, TEACHING)),
        )
    ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nothing be collected for a while: most of what is read is kept until its end."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()  # to look through all that was read, again and again, takes a seventh of the time
def complaints(course: Path, apart: Callable[[], Voice] | None = None) -> list[Complaint]:
    """Return all complaints about a course, advice among them.

    Parameters
    ----------
    course : Path
        The course's folder.
    apart : callable, optional
        Brings what `voice` finds in this course, where another process looks for it meanwhile.

    Returns
    -------
    list of Complaint
        In the order of files and lines. Nothing of the course is executed or changed.
    """
    case = Case(course)
    found = [*_caught(lambda: case.course), *_caught(lambda: len(case.documents))]
    if not found:
        found = [each for name in case.documents for each in _refused(case, name)]
    if found:
        return sorted(set(found))  # without its documents nothing else can be judged
    found += _unnamed(case)
    found += lesson_complaints(case.course, course)
    quizzes, about_cards = _quizzes(case)
    shelves: list[Shelf] = []
    for path in notebooks(course):
        shelf, slips = _lesson(case, quizzes, path)
        shelves += [shelf] if shelf else []
        found += slips
    found += _unseen(case)
    found += strays(course, [each.file for each in case.documents.values()])
    found += _formed(case, shelves)
    ours = apart() if apart else _voice(case, [shelf.lesson for shelf in shelves])
    found += ours.said
    found += _parties(case.course, ours.book)
    found += _mapped(case, shelves, ours)
    quoting = [each for each in (*ours.about_notes, *about_cards) if each.sort == "error"]
    found += [each for each in ours.about_notes if each.sort == "advice"]
    # to look for words that have moved takes time, and most files quote what is there
    found += advised(quoting, proposals(course, {each.file for each in quoting}))
    return sorted(_gathered(set(found)))


@dataclass(frozen=True, slots=True)
class Voice:
    """What a course notes and says in its own voice, looked through without its questions.

    Parameters
    ----------
    book : Book or None
        The notes as far as they could be read; None if there are none.
    about_notes : tuple of Complaint
        What is wrong with the notes.
    said : tuple of Complaint
        What is wrong with what is said in our own voice, wherever it stands, and with pages.
    """

    book: Book | None
    about_notes: tuple[Complaint, ...]
    said: tuple[Complaint, ...]


@_uncollected()
def voice(course: Path) -> Voice:
    """Read notes, pages and all that is said in our own voice: the half that needs no questions.

    Parameters
    ----------
    course : Path
        The course's folder; its catalogue, course file and documents are in order.
    """
    lessons = []
    for path in notebooks(course):
        with suppress(CourseError):  # a lesson that cannot be read is told with the questions
            notebook = read_notebook(course, path)
            lessons.append(lesson_of(path, read_text(course, path), notebook))
    return _voice(Case(course), lessons)


def _voice(case: Case, lessons: Sequence[Lesson]) -> Voice:
    book, about_notes = _notes(case)
    said = _said(case, lessons, book.people if book else ())
    return Voice(book, about_notes, (*said, *_paged(case, lessons)))


_MISSED = re.compile(r"there is no document '([^']+)'", re.IGNORECASE)
_MANY = 20


def _gathered(found: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield complaints; those of many places that name one missing document as one."""
    missed: dict[str, list[Complaint]] = {}
    for each in found:
        match = _MISSED.match(each.wrong)
        missed.setdefault(match[1] if match else "", []).append(each)
    yield from missed.pop("", ())
    for name, places in missed.items():
        if len(places) <= _MANY:
            yield from places
            continue
        first = min(places)
        wrong = f"no document has the id '{name}', which {len(places)} places name"
        cure = f"give the document this id again, or name another one there, first in {first.file}"
        yield Complaint(CATALOGUE, 0, "", wrong, cure)


def _caught(act: Callable[[], object]) -> tuple[Complaint, ...]:
    """Return the complaints that an act raises."""
    try:
        act()
    except CourseError as error:
        return error.complaints
    return ()


def _refused(case: Case, name: str) -> Iterator[Complaint]:
    """Complain of a document that is missing or was changed."""
    try:
        _ = case.documents[name]
    except CaseError as error:
        yield Complaint(CATALOGUE, _entry_line(case, name), "", str(error).rstrip("."), "")


def _entry_line(case: Case, name: str) -> int:
    """Return the line of the catalogue that gives a document its id."""
    lines = enumerate(_page(case, CATALOGUE).splitlines(), 1)
    return next((at for at, text in lines if f'"{name}"' in text), 0)


def _unnamed(case: Case) -> Iterator[Complaint]:
    """Advise where the catalogue does not say yet when a text was published, or whose it is."""
    for name, document in case.documents.items():
        for field, value in (("published", document.published), ("rights", document.rights)):
            if TO_NAME in value.casefold():
                line = _entry_line(case, name)
                wrong, cure = f"'{field}' is {TO_NAME}", "write what the text or its publisher says"
                yield Complaint(CATALOGUE, line, f"document '{name}'", wrong, cure, "advice")


def _quizzes(case: Case) -> tuple[_Quizzes, list[Complaint]]:
    """Read all card files; None stands for one that is not in order."""
    quizzes: _Quizzes = {}
    found: list[Complaint] = []
    for folder, does in CARD_FOLDERS.items():
        for file in sorted((case.folder / folder).glob("*.md")):
            quiz, slips = _cards(case, f"{folder}/{file.name}")
            quizzes[does, file.stem] = None if slips else quiz
            found += slips
    return quizzes, found


def _cards(case: Case, file: str) -> tuple[Quiz | None, tuple[Complaint, ...]]:
    try:
        source = read_text(case.folder, file)
    except CourseError as error:
        return None, error.complaints
    stem = file.rsplit("/", 1)[-1].removesuffix(".md")
    course = case.course
    return read_quiz(
        source, file, stem, case.documents, edition=course.edition, mistakes=course.mistakes
    )


def _notes(case: Case) -> tuple[Book | None, tuple[Complaint, ...]]:
    """Return the notes and the complaints about them; a course may have none."""
    if not (case.folder / FOLDER).is_dir():
        return None, ()
    try:
        sources = note_sources(case.folder)
    except CourseError as error:
        return None, error.complaints
    book, slips = read_notes(sources, case.documents)
    noted = [passage for note in book.statements for passage in note.passages]
    # who has written no statement yet is not told of each quotation that lacks one
    begun = sources.get("statements", "").strip()
    return book, (*slips, *_unnoted(case, noted if begun else None))


def _unnoted(case: Case, noted: Sequence[Passage] | None) -> Iterator[Complaint]:
    """Advise where words in quotation marks are in no statement."""
    quoted = (each for document in case.documents.values() for each in quotations(document))
    for each in quoted if noted is not None else ():
        if not any(_overlap(each, passage) for passage in noted or ()):
            wrong = (
                f"the words '{shortened(each.text, _SHOWN)}' are quoted there and in no statement"
            )
            cure = "write a note with them; 'mode: scare' where nobody is said to have said them"
            yield Complaint(f"{FOLDER}/statements.md", 0, each.citation, wrong, cure, "advice")


def _overlap(one: Passage, other: Passage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


_SHOWN = 60


def _parties(course: Course, book: Book | None) -> Iterator[Complaint]:
    """Complain of people of a party whom the notes do not know."""
    known = [person.id for person in book.people] if book else []
    for party in course.parties if book else ():
        for person in party.people:
            if person not in known:
                wrong = f"there is no person '{person}' in {FOLDER}/people.md"
                cure = did_you_mean(person, known) or "write the note first"
                yield Complaint(COURSE, 0, f"the party '{party.name}'", wrong, cure)


def _lesson(case: Case, quizzes: _Quizzes, path: str) -> tuple[Shelf | None, list[Complaint]]:
    """Return a lesson with its questions, and what is wrong with what it asks and stores."""
    try:
        notebook = read_notebook(case.folder, path)
    except CourseError as error:
        return None, list(error.complaints)
    source = read_text(case.folder, path)
    lesson = lesson_of(path, source, notebook)
    does = "exercise" if lesson.is_sheet else "quiz"
    folder = CARDS[does]
    quiz = quizzes.get((does, lesson.name))
    try:
        asked = tuple(calls(notebook))
    except CaseError as error:
        slip = Complaint(path, 0, "", str(error), _IN_PYTHON)
        return Shelf(lesson, (), f"{folder}/{lesson.name}.md", None), [slip]
    shelf = Shelf(lesson, asked, f"{folder}/{lesson.name}.md", quiz)
    stored = (each for call in asked for each in _asked(case, quizzes, lesson, notebook, call))
    return shelf, [*stored, *_unstored(lesson, notebook)]


_IN_PYTHON = (
    'write it as in other cells, such as case.read("name", only="3"): straight quotation marks '
    "around words, commas between, a bracket at the end; for text, choose Markdown above the lesson"
)


def _asked(
    case: Case, quizzes: _Quizzes, lesson: Lesson, notebook: dict[str, Any], call: Call
) -> Iterator[Complaint]:
    """Complain where what a cell asks for is not there, or is not what is stored of it."""
    cell = notebook["cells"][call.cell - 1]
    if cell.get("execution_count") is None:
        return  # said elsewhere, once
    at = lesson.cells[call.cell - 1]
    try:
        expected = _expected(case, quizzes, call)
    except CaseError as error:
        yield lesson.complaint(at, str(error).rstrip("."), "")
        return
    if expected is not None and expected not in _outputs(cell):
        yield lesson.complaint(at, _stale(cell, call), f"run: casestudy refresh {lesson.path}")


def _expected(case: Case, quizzes: _Quizzes, call: Call) -> dict[str, str] | None:
    """Return what the cell should have stored; None where its cards are not in order."""
    if call.does == "read":
        readings = choose(case.documents, call.name, beside=call.beside, only=call.part)
        return bundle(readings)
    if (call.does, call.name) not in quizzes:
        known = [name for does, name in quizzes if does == call.does]
        raise UnknownNameError(call.does, call.name, known)
    quiz = quizzes[call.does, call.name]
    if quiz is None:
        return None
    asked = of_reopened(of_part(quiz, call.part), call.reopen)
    return quiz_bundle(
        case.id,
        asked,
        case.documents,
        mistakes=case.course.mistakes,
        answers=call.does != "exercise",
    )


def _outputs(cell: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {kind: joined(value) for kind, value in out["data"].items() if kind.startswith("text/")}
        for out in cell["outputs"]
        if "data" in out
    ]


def _stale(cell: dict[str, Any], call: Call) -> str:
    if not cell["outputs"]:
        return "nothing is stored of it, so that it shows nothing without a kernel"
    what = f"'{call.name}'" + (f", '{call.part}'" if call.part else "")
    return f"what is stored of {what} no longer fits its source"


def _unstored(lesson: Lesson, notebook: dict[str, Any]) -> Iterator[Complaint]:
    """Complain of code cells that were never executed, and of widgets that were stored."""
    run = f"run: casestudy refresh {lesson.path}"
    for at, cell in zip(lesson.cells, notebook["cells"], strict=True):
        if at.code and cell.get("execution_count") is None:
            yield lesson.complaint(at, "it was never executed", run)
    stored = (
        kind
        for cell in notebook["cells"]
        for out in cell.get("outputs", [])
        for kind in out.get("data", {})
    )
    if "widgets" in notebook["metadata"] or any("widget" in kind for kind in stored):
        wrong = "it was saved as it ran; buttons that are stored answer nobody"
        yield lesson.complaint(None, wrong, run)


def _unseen(case: Case) -> Iterator[Complaint]:
    """Complain of cards and teaching pages without a lesson, and the other way round."""
    lessons = {path.stem for path in (case.folder / "notebooks").glob("*.ipynb")}
    lessons -= set(case.course.references)  # nothing is asked there
    for folder, named in (("notebooks/quizzes", "cards"), (TEACHING, "teaching page")):
        if folder == TEACHING and case.course.edition == "student":
            continue  # teachers have their pages elsewhere
        stems = {path.stem for path in (case.folder / folder).glob("*.md")}
        for stem in sorted(stems - lessons):
            yield Complaint(
                f"{folder}/{stem}.md",
                0,
                "",
                f"there is no lesson '{stem}'",
                "name the file like its lesson",
            )
        for stem in sorted(lessons - stems):
            yield Complaint(
                f"notebooks/{stem}.ipynb", 0, "", f"it has no {named}", f"write {folder}/{stem}.md"
            )


def _errors(found: Iterable[Complaint]) -> bool:
    return any(each.sort == "error" for each in found)


def _mapped(case: Case, shelves: Sequence[Shelf], ours: Voice) -> Iterator[Complaint]:
    """Complain of a map that is not fresh, and of disagreements that no lesson meets."""
    if _errors(ours.about_notes):
        return
    noted = ours.book.disagreements if ours.book else None
    if noted is not None:
        lessons = [shelf for shelf in shelves if not shelf.lesson.is_sheet]
        yield from meets_complaints(case.course.meets, noted, lessons)
    with suppress(CaseError):  # what keeps it from being drawn is said elsewhere
        yield from map_complaints(case, shelves, noted)


def _formed(case: Case, shelves: Sequence[Shelf]) -> Iterator[Complaint]:
    """Complain of the form of lessons, of their links, and of the questions together."""
    headings = Headings(case.folder)
    for lesson in (shelf.lesson for shelf in shelves):
        reference = not lesson.is_sheet and lesson.name in case.course.references
        yield from form(lesson, case.course.minutes, reference=reference)
        yield from link_complaints(lesson, headings)
        yield from citation_complaints(lesson, case.documents)
    if case.course.edition == "student":
        return  # without keys and teaching pages, nothing can be said of them
    asked = [shelf for shelf in shelves if shelf.lesson.name not in case.course.references]
    lessons = [shelf for shelf in asked if not shelf.lesson.is_sheet]
    yield from bank(case.id, lessons, [shelf for shelf in shelves if shelf.lesson.is_sheet])
    named = {shelf.lesson.name: shelf for shelf in lessons}
    yield from sheet_complaints([each for each in shelves if each.lesson.is_sheet], named)
    for one, two in case.course.twins:
        if one in named and two in named:
            with suppress(CaseError):  # a cell that asks for what is not there: said above
                yield from twin_complaints(named[one], named[two], case.documents)


def _paged(case: Case, lessons: Iterable[Lesson]) -> Iterator[Complaint]:
    """Complain of the form of teaching pages, and of links in all pages that lead nowhere."""
    for lesson in lessons:
        file = f"{TEACHING}/{lesson.name}.md"
        source = "" if lesson.is_sheet else _page(case, file)
        if source:
            yield from teaching_form(lesson, file, source)
    headings = Headings(case.folder)
    for pattern in PAGES:
        for path in sorted(case.folder.glob(pattern)):
            file = path.relative_to(case.folder).as_posix()
            if file != MAP or not is_ours(case):  # the map is held against what it is made of
                yield from page_links(file, _page(case, file), headings)


def _said(case: Case, lessons: Sequence[Lesson], people: Sequence[Person]) -> Iterator[Complaint]:
    """Complain of what is said in our own voice."""
    spoken = [in_lesson(lesson) for lesson in lessons]
    texts = tuple(case.documents.values())
    # an account of a note is always ours; to look for each in the documents takes time
    folders = dict.fromkeys(CARD_FOLDERS, ("item", texts)) | {FOLDER: ("note", ())}
    cards = [
        each
        for folder, (noun, theirs) in folders.items()
        for path in sorted((case.folder / folder).glob("*.md"))
        for file in [f"{folder}/{path.name}"]
        for each in in_cards(file, _page(case, file), noun, theirs)
    ]
    teaching = [
        each
        for path in sorted((case.folder / TEACHING).glob("*.md"))
        for each in in_page(f"{TEACHING}/{path.name}", _page(case, f"{TEACHING}/{path.name}"))
    ]
    everything: list[Spoken] = [*chain.from_iterable(spoken), *cards, *teaching]
    yield from dates(everything)
    yield from names(everything, people, case.documents.values())
    yield from words_not_ours(everything, case.course.words_not_ours, people)
    yield from long_quotations(everything, case.course.quotation_words)
    for lesson, said in zip(lessons, spoken, strict=True):
        yield from first_mentions(said, people)
        yield from quotation_complaints(said, case.documents)
        yield from box_complaints(lesson)


def _page(case: Case, file: str) -> str:
    """Return the text of a page; nothing where it is not there or cannot be read."""
    try:
        return read_text(case.folder, file)
    except CourseError:
        return ""

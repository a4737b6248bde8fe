"""Everything that is wrong in a course, found without a kernel and said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casestudy.case import CARD_FOLDERS, Case
from casestudy.coursefile import lesson_complaints
from casestudy.errors import CaseError, Complaint, CourseError, UnknownNameError
from casestudy.html import quiz_bundle
from casestudy.lessons.accept import advised, proposals
from casestudy.lessons.notebook import Call, calls, joined, notebooks, read_notebook
from casestudy.notefile import FOLDER, note_sources, read_notes
from casestudy.quizfile import read_quiz
from casestudy.quizzes import of_part
from casestudy.quotations import quotations
from casestudy.reading import bundle, choose
from casestudy.seedfile import CATALOGUE, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from casestudy.documents import Passage
    from casestudy.quizzes import Quiz

    _Quizzes = dict[tuple[str, str], Quiz | None]

__all__ = ["check"]


def check(course: Path) -> list[Complaint]:
    """Return all complaints about a course: catalogue, documents, cards and stored notebooks.

    Parameters
    ----------
    course : Path
        The course's folder.

    Returns
    -------
    list of Complaint
        In the order of files and lines; empty where nothing is wrong.
    """
    case = Case(course)
    found = [*_caught(lambda: case.course), *_caught(lambda: len(case.documents))]
    if not found:
        found = [each for name in case.documents for each in _refused(case, name)]
    if found:
        return sorted(set(found))  # without its documents nothing else can be judged
    found += _notes(case)
    found += lesson_complaints(case.course, course)
    quizzes: _Quizzes = {}
    for folder, does in CARD_FOLDERS.items():
        for file in sorted((course / folder).glob("*.md")):
            quiz, complaints = _cards(case, f"{folder}/{file.name}")
            quizzes[does, file.stem] = None if complaints else quiz
            found += complaints
    for path in notebooks(course):
        found += _notebook(case, quizzes, path)
    found += _unseen(course)
    # most courses are in order, and to look for moved words takes time
    return sorted(set(advised(found, proposals(course)) if found else ()))


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
        yield Complaint(CATALOGUE, 0, "", str(error).rstrip("."), "")


def _cards(case: Case, file: str) -> tuple[Quiz | None, tuple[Complaint, ...]]:
    try:
        source = read_text(case.folder, file)
    except CourseError as error:
        return None, error.complaints
    stem = file.rsplit("/", 1)[-1].removesuffix(".md")
    return read_quiz(source, file, stem, case.documents, edition=case.course.edition)


def _notes(case: Case) -> tuple[Complaint, ...]:
    """Return the complaints about the notes; a course may have none."""
    if not (case.folder / FOLDER).is_dir():
        return ()
    try:
        sources = note_sources(case.folder)
    except CourseError as error:
        return error.complaints
    book, complaints = read_notes(sources, case.documents)
    noted = [passage for note in book.statements for passage in note.passages]
    return (*complaints, *_unnoted(case, noted if "statements" in sources else None))


def _unnoted(case: Case, noted: Sequence[Passage] | None) -> Iterator[Complaint]:
    """Complain of words in quotation marks that no statement quotes."""
    quoted = (each for document in case.documents.values() for each in quotations(document))
    for each in quoted if noted is not None else ():
        if not any(_overlap(each, passage) for passage in noted or ()):
            wrong = f"the words '{_short(each.text)}' are quoted there and in no statement"
            cure = "write a note with them; 'mode: scare' where nobody is said to have said them"
            yield Complaint(f"{FOLDER}/statements.md", 0, each.citation, wrong, cure)


def _overlap(one: Passage, other: Passage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_SHOWN = 60


def _notebook(case: Case, quizzes: _Quizzes, path: str) -> Iterator[Complaint]:
    try:
        notebook = read_notebook(case.folder, path)
        asked = list(calls(notebook))
    except CourseError as error:
        yield from error.complaints
        return
    except CaseError as error:
        yield Complaint(path, 0, "", str(error), "mend the line")
        return
    source = read_text(case.folder, path).splitlines()
    for call in asked:
        cell = notebook["cells"][call.cell - 1]
        if cell.get("execution_count") is None:
            continue  # said below, once
        line = _line(source, cell)
        subject = f"cell {call.cell}"
        try:
            expected = _expected(case, quizzes, call)
        except CaseError as error:
            yield Complaint(path, line, subject, str(error).rstrip("."), "")
            continue
        if expected is not None and expected not in _outputs(cell):
            yield Complaint(
                path, line, subject, _stale(cell, call), f"run: casestudy refresh {path}"
            )
    yield from _unstored(notebook, source, path)


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
    return quiz_bundle(case.id, of_part(quiz, call.part), case.documents)


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


def _unstored(notebook: dict[str, Any], source: list[str], path: str) -> Iterator[Complaint]:
    """Complain of code cells that were never executed, and of widgets that were stored."""
    for place, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "code" and cell.get("execution_count") is None:
            yield Complaint(
                path,
                _line(source, cell),
                f"cell {place}",
                "it was never executed",
                f"run: casestudy refresh {path}",
            )
    stored = (
        kind
        for cell in notebook["cells"]
        for out in cell.get("outputs", [])
        for kind in out.get("data", {})
    )
    if "widgets" in notebook["metadata"] or any("widget" in kind for kind in stored):
        yield Complaint(
            path,
            0,
            "",
            "a widget is stored in it, which is dead without its kernel",
            f"run: casestudy refresh {path}",
        )


def _line(source: Iterable[str], cell: dict[str, Any]) -> int:
    """Return the line of the file at which a cell's id stands."""
    wanted = f'"id": "{cell.get("id", "")}"'
    return next((place for place, line in enumerate(source, 1) if wanted in line), 0)


def _unseen(course: Path) -> Iterator[Complaint]:
    """Complain of cards and teaching pages without a lesson, and the other way round."""
    lessons = {path.stem for path in (course / "notebooks").glob("*.ipynb")}
    for folder, named in (("notebooks/quizzes", "cards"), ("notebooks/teaching", "teaching page")):
        stems = {path.stem for path in (course / folder).glob("*.md")}
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

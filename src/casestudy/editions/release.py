"""``casestudy release``: a course, or some of its lessons, made ready to hand out."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from string import Template
from typing import TYPE_CHECKING, Any

from casestudy.case import CARD_FOLDERS, Case
from casestudy.coursefile import COURSE, EDITIONS
from casestudy.dossierpage import marked_down
from casestudy.editions.bare import bare_cards
from casestudy.editions.files import README, chosen_files, course_text, texts_of
from casestudy.editions.folder import put, read_manifest, with_manifest, zipped
from casestudy.editions.links import relinked, retargeted
from casestudy.editions.woven import Letters, answers, teaching_parts, woven
from casestudy.errors import CaseError, CourseError, UnknownNameError
from casestudy.html import quiz_bundle
from casestudy.lessonfile import read_heading
from casestudy.lessons.check import TEACHING, check
from casestudy.lessons.coursemap import MAP, write_map
from casestudy.lessons.inputs import inputs, is_current
from casestudy.lessons.new import template
from casestudy.lessons.notebook import (
    FOLDERS,
    asked_by,
    calls,
    find_notebook,
    joined,
    notebooks,
    read_notebook,
)
from casestudy.lessons.preview import page
from casestudy.lessons.refresh import JOBS, dated, refresh_all, stored
from casestudy.page import lettered
from casestudy.quizfile import read_quiz
from casestudy.quizzes import public_digest, shown_order
from casestudy.seedfile import read_text, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from casestudy.errors import Complaint
    from casestudy.lessons.notebook import Call
    from casestudy.lessons.refresh import At, Refreshed
    from casestudy.quizzes import Item, Quiz

__all__ = ["TEACHERS", "Released", "release"]

TEACHERS = "not-for-students"
"""The folder of an instructor's edition with the answers beside the questions."""

_RELEASE = "RELEASE.md"
_ABOUT = {
    "open": "Keys and feedback are in its card files: whoever opens them can read them.",
    "student": "No key, feedback, model answer or teacher's page is in any of its files.",
    "instructor": f"It is not for students. [{TEACHERS}]({TEACHERS}) has each lesson with the "
    "teacher's page and the expected answers in it, as a notebook, and as a page to print.",
}
_WITH_UV = """\
You need Python 3.11 or later. In this folder, this starts the course:

```
pip install uv && uv run casestudy start
```"""
_WITHOUT = """\
You need the program `casestudy`; whoever gave you this folder says where it is. In this folder,
this starts the course:

```
casestudy start
```"""
_MISSING = """\

The texts themselves are not in this folder. Whoever has the right to use them puts each into its
place, byte for byte:

| file | sha256 |
|---|---|
{rows}

Then `casestudy check` says whether they are the right ones, and `casestudy refresh` shows the
lessons again. Short quotations stand in questions and notes all the same.
"""


@dataclass(frozen=True, slots=True)
class Released:
    """What was handed out.

    Parameters
    ----------
    folder : Path
        Where.
    edition : str
        Which edition it is.
    lessons : tuple of str
        The lessons in it.
    files : tuple of str
        All its files, relative to the folder.
    kept : tuple of str
        Where files were moved to that somebody had changed since an earlier release.
    missing : mapping of str to str
        The documents that are not in it: file and sha256.
    archive : Path or None
        The zip.
    """

    folder: Path
    edition: str
    lessons: tuple[str, ...]
    files: tuple[str, ...]
    kept: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    archive: Path | None = None


def release(
    course: Path,
    folder: Path,
    *,
    edition: str = "student",
    lessons: Sequence[str] = (),
    documents: bool = True,
    archive: bool = False,
    at: At = lambda *_: None,
    done: Callable[[Refreshed], object] = lambda _: None,
) -> Released:
    """Make an edition of a course, and put it into a folder.

    Parameters
    ----------
    course : Path
        The course's folder.
    folder : Path
        Where it goes: a folder that is not there yet, is empty, or has an earlier release of the
        same edition.
    edition : {"student", "open", "instructor"}
        Which edition.
    lessons : sequence of str
        Lessons by the beginnings of their names; all if none is given.
    documents : bool
        Whether the texts themselves are handed out.
    archive : bool
        Whether a zip of it is written beside the folder.
    at, done : callable
        Told of lessons that are executed, as in `casestudy.lessons.refresh.refresh_all`.

    Raises
    ------
    CaseError
        Where the folder cannot be used, a lesson is not known, or the course is not in order.
        Nothing has been written then.

    Notes
    -----
    The same course gives the same bytes. Everything is made in a temporary folder and checked
    there; only what is in order gets into the folder.
    """
    case = Case(course)
    if edition not in EDITIONS:
        raise UnknownNameError("edition", edition, EDITIONS)
    _refuse_folder(case, course.resolve(), folder, edition)
    chosen = _chosen(case, lessons)
    with tempfile.TemporaryDirectory(prefix="casestudy-") as made:
        stage = _Stage(case, Case(Path(made).resolve() / "course"), edition, chosen, documents)
        files = _made(stage, at, done)
    kept = put(folder, files)
    target = folder.resolve()
    zip_file = target.with_name(f"{target.name}.zip") if archive else None
    if zip_file:
        zipped(zip_file, target.name, files)
    missing = {} if documents else dict(_texts(case))
    return Released(folder, edition, chosen, tuple(files), kept, missing, zip_file)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A release while it is made: the course, and the folder in which its copy grows."""

    case: Case
    copy: Case
    edition: str
    lessons: tuple[str, ...]
    documents: bool

    @property
    def paths(self) -> list[str]:
        """The notebooks of the copy."""
        return notebooks(self.copy.folder)


def _made(stage: _Stage, at: At, done: Callable[[Refreshed], object]) -> dict[str, bytes]:
    """Return all files of a release, with the one that names them."""
    folder = stage.copy.folder
    files = _first_files(stage)
    _write(folder, files)
    _refuse_what_is_asked_elsewhere(stage)
    for path in stage.paths:
        _write(folder, {path: _carried(stage, path)})
    found = refresh_all(folder, stage.paths, jobs=JOBS, at=at, done=done)
    for each in found:
        if each.error:
            raise each.error
    if MAP in files:
        write_map(stage.copy)
    made = (path for path in files if path.endswith(".ipynb") or path == MAP)
    files |= {path: (folder / path).read_bytes() for path in list(made)}
    handed = files if stage.documents else dict(_without_documents(stage, files))
    if stage.edition == "instructor":
        handed |= dict(_for_teachers(stage, handed))
        _write(folder, handed)
    if wrong := check(folder):
        raise CourseError(wrong)
    if stage.edition == "student":
        _refuse_other_questions(stage)
    about = {
        "case": stage.case.id,
        "edition": stage.edition,
        "lessons": list(stage.lessons),
        "documents": stage.documents,
    }
    return with_manifest(handed, about)


# ── what cannot be done ──────────────────────────────────────────────────────────────────────


def _refuse_folder(case: Case, course: Path, folder: Path, edition: str) -> None:
    target = folder.resolve()
    if case.course.edition == "student":
        message = f"{course} is an edition for students, without keys. Release from the course."
        raise CaseError(message)
    if target.is_relative_to(course):
        beside = course.resolve().parent / "students"
        message = f"{folder} is inside the course. Name a folder beside it, such as {beside}."
        raise CaseError(message)
    if target.exists() and not target.is_dir():
        raise CaseError(f"{folder} is a file. Name a folder that is not there yet.")
    before = read_manifest(target)
    others = [each for each in target.iterdir() if each.name != ".git"] if target.is_dir() else []
    if others and not before:
        message = f"{folder} is not empty and holds no release. Name a folder that is not there yet"
        raise CaseError(f"{message}, or the one of an earlier release.")
    for name, now in (("case", case.id), ("edition", edition)):
        if before and before.get(name) != now:
            message = f"{folder} holds a release of the {name} '{before.get(name)}', not '{now}'."
            raise CaseError(f"{message} Name another folder.")


def _chosen(case: Case, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the lessons that are meant, in the order of the course."""
    if not wanted:
        return case.course.lessons
    found = {PurePosixPath(find_notebook(case.folder, each)).stem for each in wanted}
    if strange := sorted(found - set(case.course.lessons)):
        raise UnknownNameError("lesson in notebooks/course.toml", strange[0], case.course.lessons)
    return tuple(name for name in case.course.lessons if name in found)


def _refuse_what_is_asked_elsewhere(stage: _Stage) -> None:
    """Refuse a choice of lessons in which one shows questions of a lesson that is left out."""
    for path in stage.paths:
        for call in calls(read_notebook(stage.copy.folder, path)):
            if call.cards and not (stage.copy.folder / call.cards).is_file():
                message = f"Cell {call.cell} of {path} shows questions of '{call.name}', which is"
                message = f"{message} not handed out. Add {call.name} to --lessons."
                raise CaseError(message)


def _refuse_other_questions(stage: _Stage) -> None:
    """Refuse what would be another question without its key: an attempt could not be matched."""
    for folder, stem in _card_files(stage.copy):
        one, two = stage.case.cards(folder, stem), stage.copy.cards(folder, stem)
        same = {item.id: public_digest(item) for item in two.items if not item.keyed}
        for item in one.items:
            if same.get(item.id) != public_digest(item):
                message = (
                    f"{item.file}:{item.line}: item '{item.id}': without its key it would be"
                    " another question. Write its stem and its lines as plainly as the others."
                )
                raise CaseError(message)


# ── the first files ──────────────────────────────────────────────────────────────────────────


def _first_files(stage: _Stage) -> dict[str, bytes]:
    """Return the files of a release but for the outputs of its notebooks."""
    case, edition = stage.case, stage.edition
    files = chosen_files(case, stage.lessons, edition)
    if edition != case.course.edition or stage.lessons != case.course.lessons:
        said = course_text(read_toml(case.folder, COURSE), stage.lessons, edition)
        files[COURSE] = said.encode()
    slips: list[Complaint] = []
    for path in files:
        if str(PurePosixPath(path).parent) in CARD_FOLDERS and path.endswith(".md"):
            quiz, complaints = _read(case, path, read_text(case.folder, path), case.course.edition)
            slips += complaints
            if edition == "student" and not complaints:
                files[path] = bare_cards(read_text(case.folder, path), path, quiz).encode()
    if slips:
        raise CourseError(slips)
    files |= {name: text.encode() for name, text in _pages(stage, files)}
    known = {*files, *((TEACHERS,) if edition == "instructor" else ())}
    return {path: _relinked(path, content, known) for path, content in sorted(files.items())}


def _read(case: Case, path: str, source: str, edition: str) -> tuple[Quiz, tuple[Complaint, ...]]:
    return read_quiz(
        source,
        path,
        PurePosixPath(path).stem,
        case.documents,
        edition=edition,
        mistakes=case.course.mistakes,
    )


def _relinked(path: str, content: bytes, known: set[str]) -> bytes:
    """Return a page or a notebook without links that lead out of the release."""
    if not texts_of(path, content):
        return content
    new = partial(relinked, new_address=retargeted(path, known))
    if path.endswith(".md"):
        return new(content.decode()).encode()
    notebook = json.loads(content)
    before = texts_of(path, content)
    if list(map(new, before)) == before:
        return content
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = new(joined(cell["source"]))
    return stored(notebook).encode()


def _pages(stage: _Stage, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the pages that a release brings itself."""
    case = stage.case
    titles = {n: marked_down(read_heading(case.folder, n).title) for n in stage.lessons}
    lessons = "\n".join(f"- [{title}](notebooks/{name}.ipynb)" for name, title in titles.items())
    words = {
        "title": marked_down(case.course.title),
        "edition": stage.edition,
        "about": _ABOUT[stage.edition],
        "lessons": lessons,
        "start": _WITH_UV if "pyproject.toml" in files else _WITHOUT,
        "rights": "\n".join(_rights(case)),
        "missing": "" if stage.documents else _MISSING.format(rows="\n".join(_rows(case))),
    }
    yield _RELEASE, Template(template("release.md")).substitute(words)
    if stage.edition == "student":
        yield README, Template(template("release-readme.md")).substitute(words)


def _rights(case: Case) -> Iterator[str]:
    yield (
        "The documents belong to their publishers. Short passages of them are quoted here for"
        " teaching. Before you hand them on, check your own law, or ask for permission."
    )
    if any((case.folder / name).is_file() for name in ("LICENSE", "LICENSE.md")):
        yield "LICENSE says what is covered by a licence, and what is not."
    yield ""
    for document in case.documents.values():
        yield f"- `{document.id}`: {marked_down(document.source)}. {marked_down(document.rights)}"


def _rows(case: Case) -> Iterator[str]:
    yield from (f"| `{file}` | `{digest}` |" for file, digest in _texts(case))


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    yield from ((f"seeds/{each.file}", each.sha256) for each in case.documents.values())


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# ── outputs ──────────────────────────────────────────────────────────────────────────────────


def _carried(stage: _Stage, path: str) -> bytes:
    """Return a notebook of the copy with outputs that were stored in the course already.

    What a cell shows of cards is put in place of what the course stores of them; everything else
    depends on documents and notes alone. Where that cannot be promised, the notebook stays as it
    is, and will be executed.
    """
    case, copy = stage.case, stage.copy
    now = (copy.folder / path).read_bytes()
    if not is_current(case.folder, path) or is_current(copy.folder, path):
        return now
    notebook = json.loads(now)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if any(re.search(r"\.course\b", joined(cell["source"])) for cell in code):
        return now  # the course file is another one
    for call in calls(notebook):
        if call.cards and not _replaced(stage, notebook["cells"][call.cell - 1], call):
            return now
    return dated(notebook, inputs(copy.folder, path, notebook))


def _replaced(stage: _Stage, cell: dict[str, Any], call: Call) -> bool:
    """Put what the copy shows of some cards in place of what the course does, where it is."""
    sheet = call.does == "exercise"  # of which no answers are stored
    before, after = (
        _bundle(case, asked_by(case, call), answers=not sheet) for case in (stage.case, stage.copy)
    )
    for out in cell["outputs"]:
        texts = {kind: joined(text) for kind, text in out.get("data", {}).items()}
        if texts == before:
            out["data"] = after
            return True
    return False


def _bundle(case: Case, quiz: Quiz, *, answers: bool) -> dict[str, str]:
    mistakes = case.course.mistakes
    return quiz_bundle(case.id, quiz, case.documents, mistakes=mistakes, answers=answers)


def _without_documents(stage: _Stage, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files without the texts, and without what notebooks show of them."""
    texts = dict(_texts(stage.case))
    for path, content in files.items():
        if path.endswith(".ipynb"):
            notebook = json.loads(content)
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell |= {"outputs": [], "execution_count": None}
            yield path, dated(notebook, None)
        elif path not in texts:
            yield path, content


# ── for teachers ─────────────────────────────────────────────────────────────────────────────


def _for_teachers(stage: _Stage, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each lesson with its teaching page and answers, as a notebook and as a page."""
    places = {path: _place(path) for path in stage.paths}
    known = {*files, *places.values()}
    letters = _letters(stage)
    for path, place in places.items():

        def relink(text: str, of: str = path, to: str = place) -> str:
            return relinked(text, retargeted(of, known, lambda file: places.get(file, file), to))

        notebook = json.loads(files[path])
        teaching = f"{TEACHING}/{PurePosixPath(path).stem}.md"
        told = files.get(teaching, b"").decode() if path.startswith(FOLDERS[0]) else ""
        parts = teaching_parts(relink(told, teaching))
        made = woven(notebook, parts, dict(_answered(stage.copy, notebook, letters)), relink)
        yield place, stored(made).encode()
        yield f"{place.removesuffix('.ipynb')}.html", page(stage.copy.folder, path, made).encode()


def _answered(case: Case, notebook: dict[str, Any], letters: Letters) -> Iterator[tuple[int, str]]:
    """Yield the expected answers to the questions of each cell that has some."""
    asked: dict[int, list[Item]] = {}
    for call in calls(notebook):
        if call.cards:
            asked.setdefault(call.cell, []).extend(asked_by(case, call).items)
    for cell, items in asked.items():
        yield cell, answers(case.id, items, case.course.mistakes, letters)


def _place(path: str) -> str:
    stem = PurePosixPath(path).stem
    return f"{TEACHERS}/{stem}{'' if path.startswith(FOLDERS[0]) else '-sheet'}.ipynb"


def _letters(stage: _Stage) -> Letters:
    """Return the letters of the students' edition, whose options stand in another order."""
    found: Letters = {}
    for folder, stem in _card_files(stage.copy):
        path = f"{folder}/{stem}.md"
        source = read_text(stage.copy.folder, path)
        bare = bare_cards(source, path, stage.copy.cards(folder, stem))
        for item in _read(stage.copy, path, bare, "student")[0].items:
            named = lettered(item, shown_order(stage.copy.id, item.quiz, item))
            found[item.file, item.id] = {option.text: letter for letter, option in named}
    return found


def _card_files(case: Case) -> Iterator[tuple[str, str]]:
    for folder in CARD_FOLDERS:
        yield from ((folder, path.stem) for path in sorted((case.folder / folder).glob("*.md")))

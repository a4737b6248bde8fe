"""The open case: the one value that a notebook works with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from casestudy.coursefile import Course, read_course
from casestudy.errors import CourseError, UnknownNameError
from casestudy.quizzes import Quiz, of_part
from casestudy.seedfile import Catalogue, find_course, read_catalogue, read_document, read_text

if TYPE_CHECKING:
    from casestudy.documents import Document
    from casestudy.progress import Progress
    from casestudy.reading import Reading
    from casestudy.widgets.quiz import QuizView

CARD_FOLDERS = {"notebooks/quizzes": "quiz", "exercises/keys": "exercise"}
"""Where card files stand, and what is made of them."""

__all__ = ["CARD_FOLDERS", "Case", "Documents", "open_case"]


class Documents(Mapping[str, "Document"]):
    """The documents of a case by id, each read and checked when it is first asked for.

    Parameters
    ----------
    course : Path
        The course's folder.
    catalogue : Catalogue
        What the catalogue says.
    """

    def __init__(self, course: Path, catalogue: Catalogue) -> None:
        self._course, self._catalogue = course, catalogue
        self._read: dict[str, Document] = {}

    def __getitem__(self, name: str) -> Document:
        """Return a document, or say which names there are."""
        if name not in self._catalogue.entries:
            raise UnknownNameError("document", name, self._catalogue.entries)
        if name not in self._read:
            self._read[name] = read_document(self._course, self._catalogue.entries[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, in the order of the catalogue."""
        return iter(self._catalogue.entries)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._catalogue.entries)

    def __repr__(self) -> str:
        """Return a line per document."""
        return "\n".join(f"{name:20} {self[name].source}" for name in self)


class Case:
    """A case with its documents and quizzes. Nothing is read before it is asked for.

    Made by `open_case`.

    Parameters
    ----------
    folder : Path
        The course's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def documents(self) -> Documents:
        """The documents by id."""
        return Documents(self.folder, self._catalogue)

    def quiz(self, name: str, *, part: str = "") -> QuizView:
        """Return a lesson's quiz, or one part of it, to be answered on the page.

        Parameters
        ----------
        name : str
            The lesson's name, such as ``"01-the-bridge"``.
        part : str
            The heading in the card file; empty for the whole file.

        Raises
        ------
        CaseError
            Where there is no such quiz or part, or a card is not in order.

        Notes
        -----
        The card file is read again at each call: a corrected card needs no restart.
        """
        return self._view(self.cards("notebooks/quizzes", name, part))

    def exercise(self, name: str, *, part: str = "") -> QuizView:
        """Return the questions of a sheet, or of one part of it.

        Parameters and errors are those of `quiz`.
        """
        return self._view(self.cards("exercises/keys", name, part))

    def read(self, name: str, *, only: str = "") -> Reading:
        """Return a document to read on the page, or a part of it.

        Parameters
        ----------
        name : str
            The document's id.
        only : str
            A heading of the document, or ¶ numbers such as ``"3-5, 12"``; empty for the whole.

        Raises
        ------
        CaseError
            Where the document, the heading or a number is not there.
        """
        from casestudy.reading import Reading, select  # noqa: PLC0415 - not needed by all

        document = self.documents[name]
        return Reading(document, select(document, only))

    @cached_property
    def course(self) -> Course:
        """What `notebooks/course.toml` says."""
        return read_course(self.folder)

    @property
    def quizzes(self) -> dict[str, Quiz]:
        """All quizzes of the lessons, as values."""
        folder = self.folder / "notebooks" / "quizzes"
        return {
            path.stem: self.cards("notebooks/quizzes", path.stem)
            for path in sorted(folder.glob("*.md"))
        }

    @cached_property
    def id(self) -> str:
        """The case's id."""
        return self._catalogue.case

    @cached_property
    def title(self) -> str:
        """The case's title."""
        return self._catalogue.title

    @cached_property
    def _catalogue(self) -> Catalogue:
        return read_catalogue(self.folder)

    @cached_property
    def _progress(self) -> Progress:
        from casestudy.progress import Progress, folders  # noqa: PLC0415 - not needed by all

        return Progress(*folders(self.folder, os.environ))

    def cards(self, folder: str, name: str, part: str = "") -> Quiz:
        """Return the quiz of a card file, as values.

        Parameters
        ----------
        folder : str
            ``"notebooks/quizzes"`` or ``"exercises/keys"``.
        name, part : str
            As for `quiz`.
        """
        from casestudy.quizfile import read_quiz  # noqa: PLC0415 - not needed by all

        known = sorted(path.stem for path in (self.folder / folder).glob("*.md"))
        if name not in known:
            raise UnknownNameError(CARD_FOLDERS[folder], name, known)
        path = f"{folder}/{name}.md"
        source = read_text(self.folder, path)
        quiz, complaints = read_quiz(
            source, path, name, self.documents, edition=self.course.edition
        )
        if complaints:
            raise CourseError(complaints)
        return of_part(quiz, part)

    def _view(self, quiz: Quiz) -> QuizView:
        from casestudy.widgets.quiz import QuizView  # noqa: PLC0415 - heavy, and only for pages

        return QuizView(
            quiz,
            case=self.id,
            edition=self.course.edition,
            documents=self.documents,
            progress=self._progress,
        )

    def __repr__(self) -> str:
        """Return title and documents."""
        return f"{self.title}\n{self.documents!r}"


def open_case(folder: str | os.PathLike[str] = ".") -> Case:
    """Open the case whose course is at or above a folder.

    Parameters
    ----------
    folder : path-like
        Where to start looking; the working folder if not given.

    Returns
    -------
    Case
        The open case. Nothing of it has been read yet.

    Raises
    ------
    CaseError
        Where there is no course.
    """
    return Case(find_course(Path(folder).resolve()))

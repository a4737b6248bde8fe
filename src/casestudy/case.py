"""The open case: the one value that a notebook works with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Never, overload

from casestudy.coursefile import COURSE, Course, read_course
from casestudy.errors import CaseError, CourseError, MissingNameError, UnknownNameError
from casestudy.quizzes import Quiz
from casestudy.seedfile import (
    CATALOGUE,
    Catalogue,
    find_course,
    read_catalogue,
    read_document,
    read_text,
)
from casestudy.strings import LABELS, say

if TYPE_CHECKING:
    from datetime import date

    from casestudy.asof import AsOf
    from casestudy.board import Board
    from casestudy.charts import Chart
    from casestudy.documents import Document
    from casestudy.drawings import ArgumentMap
    from casestudy.facts import Facts
    from casestudy.mentions import Hits, Mentions
    from casestudy.notefile import Book
    from casestudy.notes import (
        Claim,
        Disagreement,
        Event,
        Notes,
        Person,
        Reaction,
        Statement,
        Term,
    )
    from casestudy.notespage import Comparison
    from casestudy.progress import Progress
    from casestudy.quizzes import Item
    from casestudy.record import Record, Work
    from casestudy.reuse import Overlap, Reuse
    from casestudy.rolespage import Roles
    from casestudy.slips import ReadCards
    from casestudy.widgets.dossier import DossierView
    from casestudy.widgets.projector import ProjectorView
    from casestudy.widgets.quiz import QuizView
    from casestudy.widgets.reader import ReaderView
    from casestudy.widgets.record import RecordView

CARD_FOLDERS = {"notebooks/quizzes": "quiz", "exercises/keys": "exercise"}
"""Where card files stand, and what is made of them."""

__all__ = ["CARD_FOLDERS", "NAMES", "Case", "Documents", "of_reopened", "open_case"]


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
        self._listed: tuple[object, Catalogue, Documents] | None = None
        self._arranged: tuple[object, Course] | None = None
        self._noted: tuple[object, Book] | None = None
        self._asked: tuple[object, Work] | None = None
        self._quizzes: dict[str, tuple[object, ReadCards]] = {}

    def __getattr__(self, name: str) -> Never:
        """Say which name is near to a misspelt one, such as ``case.quizz``."""
        if name.startswith("_"):  # IPython asks for names of its own
            raise AttributeError(name)
        raise MissingNameError(name, NAMES)

    @property
    def documents(self) -> Documents:
        """The documents by id; read again where the catalogue is not what it was."""
        return self._seeds[1]

    @overload
    def quiz(
        self, name: str, *, part: str = "", reopen: str = "", projector: Literal[False] = False
    ) -> QuizView: ...

    @overload
    def quiz(
        self, name: str, *, part: str = "", reopen: str = "", projector: Literal[True]
    ) -> ProjectorView: ...

    def quiz(
        self, name: str, *, part: str = "", reopen: str = "", projector: bool = False
    ) -> QuizView | ProjectorView:
        """Return a lesson's quiz, or one part of it, to be answered on the page.

        Parameters
        ----------
        name : str
            The lesson's name, such as ``"01-the-bridge"``.
        part : str
            The heading in the card file; empty for the whole file.
        reopen : str
            The name of a later lesson, to show again the opinions that their cards reopen there,
            with what was answered and on which day.
        projector : bool
            Whether it is shown to a class: large, one question at a time, with two votes by show
            of hands, and the answers held back. Nothing is written to anybody's progress.

        Raises
        ------
        CaseError
            Where there is no such quiz or part, nothing is reopened in that lesson, or a card is
            not in order.

        Notes
        -----
        The card file is read again where it has changed: a corrected card needs no restart.
        """
        quiz = self.cards("notebooks/quizzes", name, part)
        quiz = of_reopened(quiz, reopen)
        return self._projected(quiz) if projector else self._view(quiz, reopened=bool(reopen))

    def exercise(self, name: str, *, part: str = "") -> QuizView:
        """Return the questions of a sheet, or of one part of it.

        Parameters and errors are those of `quiz`. What a notebook stores of it has no answers.
        """
        return self._view(self.cards("exercises/keys", name, part), answers=False)

    @property
    def progress(self) -> RecordView:
        """What this learner has done: the same page at each call, with what is known now.

        Its text in a stored lesson is one sentence, because what it shows depends on the learner.
        """
        return self._record.look()

    @property
    def dossier(self) -> DossierView:
        """What this learner collects: claims with their passages, for an argument and an essay.

        ``case.dossier.add("a sentence of your own", "gazette ¶2")`` collects one. Its text in a
        stored lesson is one sentence, because what it shows is the learner's own.
        """
        return self._dossier.look()

    def practise(self, name: str = "", *, objective: int | None = None) -> QuizView:
        """Return at most five questions to practise with, chosen from one's own record.

        Parameters
        ----------
        name : str
            The lesson's name; without one, all that was begun and is not mastered.
        objective : int, optional
            The number of one objective of the lesson.

        Raises
        ------
        UnknownNameError
            Where there is no such lesson or objective.

        Notes
        -----
        `casestudy.record.practise` says how they are chosen. What is stored is one sentence.
        """
        from casestudy.record import practise  # noqa: PLC0415 - not needed by all

        return self._again("practise", lambda found, _: practise(found, name, objective))

    def review(self, name: str) -> QuizView:
        """Return three questions of earlier lessons, to come back to before a lesson begins.

        Parameters
        ----------
        name : str
            The lesson that is about to begin, such as ``"02-the-letter"``.

        Raises
        ------
        UnknownNameError
            Where there is no such lesson.

        Notes
        -----
        `casestudy.record.review` says how they are chosen. What is stored is one sentence.
        """
        from casestudy.record import review  # noqa: PLC0415 - not needed by all

        return self._again("review", lambda found, kept: review(found, name, kept.now))

    def read(
        self,
        name: str,
        *,
        beside: str = "",
        only: str | int = "",
        marking: bool = True,
        labels: Sequence[str] = LABELS,
    ) -> ReaderView:
        """Return a document to read and to mark on the page, or a part of it.

        Parameters
        ----------
        name : str
            The document's id.
        beside : str
            The id of a document to show beside it, whole.
        only : str or int
            A heading of the document, a ¶ number, or several such as ``"3-5, 12"``; empty for the
            whole.
        marking : bool
            Whether words can be marked on the page.
        labels : sequence of str
            What marked words may be called; empty for whatever the learner writes.

        Raises
        ------
        CaseError
            Where a document, the heading or a number is not there.
        """
        from casestudy.reading import choose  # noqa: PLC0415 - not needed by all
        from casestudy.widgets.reader import ReaderView  # noqa: PLC0415 - heavy, only for pages

        book, notice = self._layers()
        return ReaderView(
            choose(self.documents, name, beside=beside, only=str(only)),
            case=self.id,
            documents=self.documents,
            book=book,
            notice=notice,
            progress=self._progress,
            marking=marking,
            labels=labels,
            holders=[person for party in self.course.parties for person in party.people[:1]],
        )

    @property
    def people(self) -> Notes[Person]:
        """People, states, organisations, places, courts and instruments, with their names.

        Notes are read when one is first asked for, and again after their file was changed.
        Each of these sequences is called to select: ``case.people(kind="court")``.

        Raises
        ------
        CourseError
            With all complaints about the note files.
        """
        return self._book.people

    @property
    def events(self) -> Notes[Event]:
        """What happened, with what each document says of it."""
        return self._book.events

    @property
    def statements(self) -> Notes[Statement]:
        """What the documents quote and report."""
        return self._book.statements

    @property
    def claims(self) -> Notes[Claim]:
        """The arguments, each with its holder."""
        return self._book.claims

    @property
    def reactions(self) -> Notes[Reaction]:
        """What states and organisations said and did afterwards."""
        return self._book.reactions

    @property
    def disagreements(self) -> Notes[Disagreement]:
        """Where documents conflict, vary, keep silent or depend on each other."""
        return self._book.disagreements

    @property
    def glossary(self) -> Notes[Term]:
        """The terms of the case in plain words."""
        return self._book.glossary

    def mentions(self) -> Mentions:
        """Return every place in the documents where a name stands."""
        from casestudy.mentions import Mentions, mentions  # noqa: PLC0415 - not needed by all

        people = self.people
        return Mentions(
            tuple(
                each for document in self.documents.values() for each in mentions(document, people)
            )
        )

    def find(self, words: str) -> Hits:
        """Return every place where somebody is named, or where some words stand, in its line.

        Parameters
        ----------
        words : str
            Any form of a name, for all mentions of who is called so, or other words. Accents,
            capitals and typography do not matter.
        """
        from casestudy.mentions import find  # noqa: PLC0415 - not needed by all

        return find(self.documents, str(words), self.people)

    def as_of(self, day: str | date) -> AsOf:
        """Return the case as it could be known at the end of a day.

        Parameters
        ----------
        day : str or datetime.date
            Such as ``"2024-05-05"`` or ``"5 May 2024"``.

        Raises
        ------
        CaseError
            Where the words are no date.
        """
        from casestudy.asof import AsOf, read_day  # noqa: PLC0415 - not needed by all

        return AsOf(read_day(day), self._book, self.documents, self._drawn)

    def reuse(self, one: str = "", two: str = "") -> Reuse | Overlap:
        """Return the passages of eight words and more that documents share.

        Parameters
        ----------
        one, two : str
            Ids of two documents; all pairs where none is given.

        Raises
        ------
        CaseError
            Where there is no such document, or only one is named.

        Returns
        -------
        Reuse or Overlap
            Shared passages, with the share of each document; names of instruments that texts
            repeat because they must are set apart.
        """
        from casestudy.reuse import formulae_of, overlap, reuse  # noqa: PLC0415 - as above

        if bool(one) != bool(two):
            raise CaseError(say("reuse one", one=one or two))
        formulae = formulae_of(self.people)
        if one:
            return overlap(self.documents[one], self.documents[two], formulae=formulae)
        return reuse(self.documents.values(), formulae=formulae)

    def timeline(
        self, *names: str, theme: str = "light", size: str = "page", **wanted: object
    ) -> Chart:
        """Draw the events on a time axis, each with the mark of the party that takes the step.

        Parameters
        ----------
        theme : str
            ``"light"``, ``"dark"`` or ``"grey"``.
        size : str
            ``"page"``, or ``"wall"`` for type that a class can read from the last row.
        *names : str
            Ids or titles of events; all of them, if none is given.
        **wanted : object
            Values that select events, as in `events`.
        """
        return self._drawn(self.events(*names, **wanted), theme=theme, size=size)

    def _drawn(self, events: Sequence[Event], *, theme: str, size: str) -> Chart:
        from casestudy.charts import timeline  # noqa: PLC0415 - not needed by all
        from casestudy.coursefile import sides  # noqa: PLC0415 - the same

        parties = self.course.parties
        return timeline(events, parties, sides=sides(parties), theme=theme, size=size)

    def chart(self, name: str, *, theme: str = "light", size: str = "page") -> Chart:
        """Draw a chart of the case: ``"timeline"``, ``"shares"`` or ``"reactions"``.

        Theme and size are those of `timeline`.
        """
        from casestudy.charts import draw  # noqa: PLC0415 - not needed by all

        parties = self.course.parties
        return draw(name, self._book, self.documents, parties, theme=theme, size=size)

    def argument_map(self, holder: str, *names: str) -> ArgumentMap:
        """Draw the claims of one holder as boxes: each with its norm, its fact and its answers.

        Parameters
        ----------
        holder : str
            Who asserts them, by id or by any form of the name.
        *names : str
            Ids or titles of claims; all of the holder, if none is given.

        Raises
        ------
        CaseError
            Where nobody is called so, the holder makes no claim, or a claim is another holder's.
        """
        from casestudy.claimmaps import claim_map  # noqa: PLC0415 - not needed by all

        everything = self.claims
        claims = everything(*names, holder=holder)
        for claim in everything(*names) if names else ():
            if claim not in claims:
                asked = {"claim": claim.id, "id": claim.holder.id, "holder": claim.holder.title}
                raise CaseError(say("map holder", **asked))
        if not claims:
            holders = ", ".join(dict.fromkeys(claim.holder.title for claim in everything))
            raise CaseError(say("map nobody", holder=holder, holders=holders))
        return claim_map(claims, everything, self.documents)

    def compare(self, name: str) -> Comparison:
        """Return one disagreement with the words of each document side by side.

        Parameters
        ----------
        name : str
            The disagreement's id, with or without ``d-`` before it.

        Raises
        ------
        UnknownNameError
            Where there is no such disagreement.
        """
        from casestudy.notespage import Comparison  # noqa: PLC0415 - not needed by all

        known = {note.id for note in self.disagreements}
        full = f"d-{name}" if f"d-{name}" in known else name
        return Comparison(self.disagreements[full], self.documents)

    def board(self, *names: str | Disagreement, **wanted: object) -> Board:
        """Return disagreements as closed cards: those of one relation together, heaviest first.

        Parameters
        ----------
        *names, **wanted
            As for `disagreements`: ids, and values such as ``relation="conflict"``; all of them,
            if none is given.
        """
        from casestudy.board import Board, arranged  # noqa: PLC0415 - not needed by all

        return Board(arranged(self.disagreements(*names, **wanted)), self.documents)

    def facts(self) -> Facts:
        """Return what is agreed in this case and what is contested, made of the notes.

        Notes
        -----
        `casestudy.facts.facts` says what counts as agreed, and `casestudy.witnesses.witnesses`
        what as an independent witness.
        """
        from casestudy.facts import facts  # noqa: PLC0415 - not needed by all
        from casestudy.reuse import formulae_of  # noqa: PLC0415 - the same

        formulae = formulae_of(self.people)
        return facts(self.events, self.disagreements, self.documents, formulae=formulae)

    def roles(self, people: int | Sequence[str], *, form: str, seed: object = 1) -> Roles:
        """Return who plays what in a debate, drawn by a seed.

        Parameters
        ----------
        people : int or sequence of str
            How many there are, or their names. Names are shown and kept nowhere.
        form : str
            A form of debate of ``[roles]`` in the course file, such as ``"controversy"``.
        seed : object
            A number or a text; another one gives another draw.

        Raises
        ------
        CaseError
            Where there is no such form, or it is no class.

        Notes
        -----
        `casestudy.roles.drawn` says how they are drawn.
        """
        from casestudy.roles import drawn, seated  # noqa: PLC0415 - not needed by all
        from casestudy.rolespage import Roles  # noqa: PLC0415 - the same

        forms = {each.name: each for each in self.course.roles}
        if form not in forms:
            raise UnknownNameError("form of debate", str(form), forms)
        found = drawn(forms[form], seated(people), seed, self.id)
        return Roles(forms[form], str(seed), found)

    def export(
        self, path: str | os.PathLike[str], *, marks: bool = False, replace: bool = False
    ) -> Path:
        """Write all notes as Web Annotations (.jsonld), or the table of one sort of them (.csv).

        Parameters
        ----------
        path : path-like
            ``"notes.jsonld"``, or such as ``"events.csv"``: the name says which table.
        marks : bool
            Whether what this learner marked stands among the annotations.
        replace : bool
            Whether a file that is there already is written over.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        CaseError
            Where the name is none of these, its folder is missing, or a file is there already.
        """
        from casestudy.notefile import SORTS  # noqa: PLC0415 - not needed by all

        target = Path(path).expanduser()
        if target.suffix == ".jsonld":
            text = self._annotations(marks=marks)
        elif target.suffix == ".csv" and target.stem in SORTS:
            text = str(getattr(self, target.stem).table().to_csv(lineterminator="\n"))
        else:
            raise CaseError(say("exchange name", path=target, tables=", ".join(SORTS)))
        return _written(target, text, replace=replace)

    def _annotations(self, *, marks: bool) -> str:
        from casestudy.exchange import as_annotations  # noqa: PLC0415 - not needed by all

        own = [each for name in self.documents for each in self._progress.marks(self.id, name)]
        own = own if marks else []
        return as_annotations(self.id, self.title, self._book.notes, self.documents, own)

    @property
    def course(self) -> Course:
        """What `notebooks/course.toml` says; read again where it is not what it was."""
        stamps = _stamp(self.folder / COURSE)
        if self._arranged is None or self._arranged[0] != stamps:
            self._arranged = (stamps, read_course(self.folder))
        return self._arranged[1]

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

    @property
    def _catalogue(self) -> Catalogue:
        return self._seeds[0]

    @property
    def _seeds(self) -> tuple[Catalogue, Documents]:
        stamps = _stamp(self.folder / CATALOGUE)
        if self._listed is None or self._listed[0] != stamps:
            catalogue = read_catalogue(self.folder)
            self._listed = (stamps, catalogue, Documents(self.folder, catalogue))
        return self._listed[1:]

    @property
    def _book(self) -> Book:
        """All notes; read again where a note file is not what it was."""
        from casestudy.notefile import note_stamps  # noqa: PLC0415 - not needed by all

        stamps = note_stamps(self.folder), _stamp(self.folder / CATALOGUE)
        if self._noted is None or self._noted[0] != stamps:
            self._noted = (stamps, self._read_notes())
        return self._noted[1]

    def _layers(self) -> tuple[Book | None, str]:
        """Return the notes that lie over a text, if any, and a sentence where they cannot.

        A slip in a note takes no text away from who reads a lesson.
        """
        from casestudy.notefile import note_stamps  # noqa: PLC0415 - not needed by all

        try:
            return (self._book if note_stamps(self.folder) else None), ""
        except CourseError as error:
            return None, say("no layers", first=error.complaints[0])

    def _read_notes(self) -> Book:
        # importing these two teaches notes to draw and to tabulate themselves
        import casestudy.notespage  # noqa: PLC0415 - not needed by all
        import casestudy.tables  # noqa: F401, PLC0415 - the same
        from casestudy.notefile import FOLDER, note_sources, read_notes  # noqa: PLC0415 - as above

        sources = note_sources(self.folder)
        if not sources:
            raise CaseError(say("no notes", folder=FOLDER))
        book, complaints = read_notes(sources, self.documents)
        errors = [each for each in complaints if each.sort == "error"]
        if errors:
            from casestudy.slips import UnreadyError  # noqa: PLC0415 - not needed by all

            whose = "student" if self.course.edition == "student" else "teacher"
            raise UnreadyError(errors, say(f"notes unready {whose}", file=min(errors).file))
        return book

    @cached_property
    def _progress(self) -> Progress:
        from casestudy.progress import Progress, folders  # noqa: PLC0415 - not needed by all

        return Progress(*folders(self.folder, os.environ))

    @cached_property
    def _record(self) -> RecordView:
        from casestudy.widgets.record import RecordView  # noqa: PLC0415 - heavy, only for pages

        return RecordView(self.id, self._work, self._progress)

    @cached_property
    def _dossier(self) -> DossierView:
        from casestudy.widgets.dossier import DossierView  # noqa: PLC0415 - heavy, only for pages

        sides = [party.name for party in self.course.parties]
        return DossierView(self.id, self.title, self.documents, self._progress, sides)

    def _work(self) -> Work:
        """Return what there is to answer; read again where a card or lesson is not what it was."""
        stamps = _stamps(self.folder)
        if self._asked is None or self._asked[0] != stamps:
            self._asked = (stamps, self._read_work())
        return self._asked[1]

    def _read_work(self) -> Work:
        """Read all cards of lessons and sheets, in the order of the course.

        A file that is not in order is left out, so that a lesson which somebody is still writing
        stops no other one.
        """
        from casestudy.lessonfile import read_heading  # noqa: PLC0415 - not needed by all
        from casestudy.record import Work  # noqa: PLC0415 - the same

        course, _ = self.course, len(self.documents)  # without these, no file could be in order
        lessons, sheets = map(self._finished, CARD_FOLDERS)
        names = [name for name in course.lessons if name in lessons]
        return Work(
            tuple(lessons[name] or Quiz(name, ()) for name in names),
            tuple(quiz for quiz in sheets.values() if quiz),
            {name: read_heading(self.folder, name) for name in names},
            course.mistakes,
            tuple(
                f"{folder}/{name}.md"
                for folder, found in zip(CARD_FOLDERS, (lessons, sheets), strict=True)
                for name, quiz in found.items()
                if quiz is None
            ),
        )

    def _finished(self, folder: str) -> dict[str, Quiz | None]:
        """Return the quizzes of a folder by name; None stands for one that is not in order."""
        found: dict[str, Quiz | None] = {}
        for path in sorted((self.folder / folder).glob("*.md")):
            found[path.stem] = None
            with suppress(CourseError):
                found[path.stem] = self.cards(folder, path.stem)
        return found

    def _again(self, name: str, choose: Callable[[Record, Progress], tuple[Item, ...]]) -> QuizView:
        """Return a quiz of the questions that are chosen from this learner's record."""
        from casestudy.record import record  # noqa: PLC0415 - not needed by all
        from casestudy.widgets.again import AgainView  # noqa: PLC0415 - heavy, and only for pages

        self._progress.refresh()
        work = self._work()
        found = record(self._progress.attempts(self.id), work)
        return AgainView(
            name,
            choose(found, self._progress),
            work=work,
            case=self.id,
            edition=self.course.edition,
            documents=self.documents,
            progress=self._progress,
        )

    def cards(self, folder: str, name: str, part: str = "") -> Quiz:
        """Return the quiz of a card file, as values.

        Parameters
        ----------
        folder : str
            ``"notebooks/quizzes"`` or ``"exercises/keys"``.
        name, part : str
            As for `quiz`.
        """
        known = sorted(path.stem for path in (self.folder / folder).glob("*.md"))
        if name not in known:
            raise UnknownNameError(CARD_FOLDERS[folder], name, known)
        path = f"{folder}/{name}.md"
        stamps = _stamp(*(self.folder / each for each in (path, CATALOGUE, COURSE)))
        if path not in self._quizzes or self._quizzes[path][0] != stamps:
            self._quizzes[path] = (stamps, self._read_cards(path, name))
        return self._quizzes[path][1].part(part)

    def _read_cards(self, path: str, name: str) -> ReadCards:
        """Read a card file, and find all that it quotes."""
        from casestudy.quizfile import read_quiz  # noqa: PLC0415 - not needed by all
        from casestudy.slips import ReadCards, headings  # noqa: PLC0415 - the same

        source = read_text(self.folder, path)
        quiz, complaints = read_quiz(
            source,
            path,
            name,
            self.documents,
            edition=self.course.edition,
            mistakes=self.course.mistakes,
        )
        student = self.course.edition == "student"
        return ReadCards(quiz, complaints, headings(source), student=student)

    def _view(self, quiz: Quiz, *, reopened: bool = False, answers: bool = True) -> QuizView:
        from casestudy.widgets.quiz import QuizView  # noqa: PLC0415 - heavy, and only for pages

        return QuizView(
            quiz,
            case=self.id,
            edition=self.course.edition,
            documents=self.documents,
            progress=self._progress,
            mistakes=self.course.mistakes,
            reopened=reopened,
            judging=(*self.course.words_not_ours, *self.course.judging),
            answers=answers,
        )

    def _projected(self, quiz: Quiz) -> ProjectorView:
        from casestudy.widgets.projector import ProjectorView  # noqa: PLC0415 - only for a class

        return ProjectorView(
            quiz,
            case=self.id,
            documents=self.documents,
            progress=self._progress,
            mistakes=self.course.mistakes,
        )

    def __repr__(self) -> str:
        """Return title and documents."""
        return f"{self.title}\n{self.documents!r}"


NAMES = ("folder", *(name for name in dir(Case) if not name.startswith("_")))
"""What can be asked of a case by name."""


def of_reopened(quiz: Quiz, lesson: str) -> Quiz:
    """Return the opinions of a quiz that their cards reopen in a later lesson; without one, all.

    Raises
    ------
    UnknownNameError
        Where no card names that lesson.

    Examples
    --------
    >>> of_reopened(Quiz("01-the-bridge", ()), "05-the-vote")
    Traceback (most recent call last):
    casestudy.errors.UnknownNameError: There is no opinion of '01-the-bridge' reopened in ...
    """
    if not lesson:
        return quiz
    opinions = [item for item in quiz.items if item.kind == "opinion"]
    found = tuple(item for item in opinions if item.field("reopen") == lesson)
    if not found:
        known = {item.field("reopen") for item in opinions} - {""}
        raise UnknownNameError(f"opinion of '{quiz.id}' reopened in", lesson, known)
    return Quiz(quiz.id, found, quiz.part)


def _written(target: Path, text: str, *, replace: bool) -> Path:
    """Write a file that was asked for, and say what is in its way."""
    if not target.parent.is_dir():
        raise CaseError(say("exchange folder", folder=target.parent))
    try:
        with target.open("w" if replace else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CaseError(say("exchange there", path=target)) from error
    except (OSError, ValueError) as error:
        raise CaseError(say("exchange wrong written", path=target, why=error)) from error
    return target


def _stamps(folder: Path) -> tuple[object, ...]:
    """Return what tells whether a card or a lesson has changed."""
    patterns = ("notebooks/*.ipynb", *(f"{cards}/*.md" for cards in CARD_FOLDERS))
    return _stamp(*sorted(path for pattern in patterns for path in folder.glob(pattern)))


def _stamp(*paths: Path) -> tuple[object, ...]:
    """Return what tells whether one of some files has changed."""
    stats = ((path, path.stat()) for path in paths if path.exists())
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


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
        Where there is no course, or what is given can be no folder.
    """
    try:
        start = Path(folder).resolve()
        return Case(find_course(start))
    # what no system takes for a name: too long, with a sign that ends it, links in a circle
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        message = f"{repr(folder)[:80]} can be no folder ({str(error)[:80]})."
        wanted = "Write the path of the course's folder, such as open_case('course')."
        raise CaseError(f"{message} {wanted}") from error

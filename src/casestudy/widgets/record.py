"""The record that lives in a page: what was done, where to go on, what to practise."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError, UnknownNameError
from casestudy.handover import KIND, read_handover, take, written
from casestudy.lessonfile import Heading
from casestudy.lines import Entry, Mark
from casestudy.record import LessonRecord, record
from casestudy.recordpage import left_out, next_text, record_lines, record_shown
from casestudy.strings import RECORD, say
from casestudy.widgets.asking import AskedView, later, learner, stored_sentence
from casestudy.widgets.view import Page, script, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from pandas import DataFrame

    from casestudy.charts.paper import Chart
    from casestudy.lines import Line
    from casestudy.progress import Progress
    from casestudy.record import Confidence, Habit, Record, Work

__all__ = ["RecordView"]

_EMPTY = LessonRecord("", Heading(""), ())


class _Page(Page):
    _esm = script("record")
    _css = style("record")


class RecordView(AskedView):
    """A learner's record in a notebook: shows itself, and says the same in Python.

    Made by ``case.progress``. What it shows depends on the learner, so nothing of it is ever stored
    in a notebook but one sentence. Once it is shown, it looks again after each answer that is
    given in the same kernel.

    Parameters
    ----------
    case : str
        The case's id.
    work : callable
        Returns what there is to answer, as the cards are now.
    progress : Progress
        The learner's lines.
    """

    def __init__(self, case: str, work: Callable[[], Work], progress: Progress) -> None:
        self._case, self._work, self._progress = case, work, progress
        self._displayed = self._behind = False
        self.record = self._read()
        super().__init__(
            _Page,
            progress,
            {
                "reset": self._saying(lambda told: self.reset(told["lesson"])),
                "undo": self._saying(lambda told: self.undo(told["lesson"])),
                "take": self._saying(lambda told: self._take(_bytes(told["text"]))),
                "save": self._save,
                "look": lambda _: self.look(),
            },
        )
        progress.listen(self._hear)

    @property
    def mistakes(self) -> tuple[Habit, ...]:
        """The reading mistakes made at least twice, the most frequent first."""
        return self.record.mistakes

    @property
    def calibration(self) -> tuple[Confidence, ...]:
        """How often first answers were right, by how sure the learner was."""
        return self.record.calibration

    @property
    def next(self) -> str:
        """Where to go on, in a sentence."""
        return next_text(self.record)

    @property
    def text(self) -> str:
        """All that the page shows, as lines of text."""
        return "\n".join((*record_lines(self.record, self._restarted()), *left_out(self._work())))

    @property
    def learners(self) -> tuple[str, ...]:
        """The names of the folders of all who have answered in this course."""
        return self._progress.learners

    def table(self) -> DataFrame:
        """Return a row for each lesson as a pandas table.

        Returns
        -------
        pandas.DataFrame
            The index is the lesson's name. Counts of questions: ``questions``, ``answered``,
            ``correct``, ``skipped``, ``changed`` (since they were answered), ``first_right`` of
            ``first_tried``; ``done`` and ``mastered``; ``planned_minutes`` and ``minutes``.
        """
        from casestudy.frame import Frame  # noqa: PLC0415 - heavy, and only for tables

        rows = [_row(lesson) for lesson in self.record.lessons]
        types = {"lesson": "string", "title": "string"}
        frame = Frame(rows, columns=[*_row(_EMPTY)]).astype(types)
        return frame.set_index("lesson")

    def picture(self, *, theme: str = "light") -> Chart:
        """Draw the lessons as bars, and how sure and how right the first answers were.

        It depends on the learner, so it does not belong into a lesson that is handed out.

        Parameters
        ----------
        theme : str
            ``"light"``, ``"dark"`` or ``"grey"``.

        Raises
        ------
        CaseError
            Where nothing was answered yet, or there is no such theme.
        """
        from casestudy.charts.records import picture  # noqa: PLC0415 - heavy, only for charts

        return picture(self.record, theme=theme)

    def look(self) -> RecordView:
        """Read again what was answered, also in other notebooks, and return this view."""
        self._said = ""
        self._update()
        return self

    def reset(self, lesson: str) -> str:
        """Start a lesson's quiz again: its answers so far are kept and count for nothing.

        Parameters
        ----------
        lesson : str
            The lesson's name.

        Returns
        -------
        str
            What was done, in a sentence.

        Raises
        ------
        UnknownNameError
            Where there is no such lesson.
        """
        title = self._lesson(lesson).heading.title
        done = self._progress.reset(self._case, lesson)
        return self._done(
            say("record told restarted" if done else "record told nothing", title=title)
        )

    def undo(self, lesson: str) -> str:
        """Take back the last restart of a lesson's quiz; parameters and errors are `reset`'s."""
        title = self._lesson(lesson).heading.title
        done = self._progress.undo(self._case, lesson)
        return self._done(say("record told undone" if done else "record told no undo", title=title))

    def export(self, path: str | Path) -> Path:
        """Write all answers, marks, restarts and drafts of this case into one file.

        Parameters
        ----------
        path : path-like
            The file, or a folder to put it in. An older record in its place is replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        CaseError
            Where something else stands in its place, or it cannot be written.
        """
        target = Path(path).expanduser()
        target = target / self._name() if target.is_dir() else target
        try:
            if target.exists() and KIND.encode() not in target.read_bytes()[:200]:
                raise CaseError(say("record file exists", path=target))
            target.write_text(written(self._progress, self._case), encoding="utf-8", newline="\n")
        except OSError as error:
            raise CaseError(_cannot(target, error)) from error
        return target

    def take(self, path: str | Path) -> str:
        """Add what stands in a file that `export` wrote; nothing of one's own is lost.

        Parameters
        ----------
        path : path-like
            The file.

        Returns
        -------
        str
            What was taken, in a sentence.

        Raises
        ------
        CaseError
            Where the file is no record of this case, or cannot be read.
        """
        source = Path(path).expanduser()
        try:
            content = source.read_bytes()
        except OSError as error:
            raise CaseError(_cannot(source, error)) from error
        return self._take(content)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return stored_sentence(say("record stored"))

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        self._displayed = True

    def _hear(self, line: Line) -> None:
        """Note that something was answered, and count anew when the answer's own page is drawn.

        Several answers at once are counted once. Without a loop nothing can wait, and the page
        stays as it is until it is asked to look.
        """
        if not self._displayed or self._behind or isinstance(line, Mark | Entry):
            return
        self._behind = later(self._catch_up)

    def _catch_up(self) -> None:
        """Count anew, where nobody has looked since; a card that is being edited can wait."""
        if self._behind:
            self._behind = False
            with suppress(CaseError):
                self._update()

    def _update(self) -> None:
        """Read what was answered, and show it; what the page was told last stays."""
        self._behind = False
        self._progress.refresh()
        self.record = self._read()
        self._file = None
        self._send()

    def _state(self) -> dict[str, Any]:
        shown = record_shown(self.record, self._restarted())
        name = learner(self._progress)
        return {
            "title": say("record title"),
            "strings": RECORD,
            "learner": say("record learner", learner=name) if name else "",
            **shown,
            "notices": [*left_out(self._work()), *self._progress.notices],
            "said": self._said,
            "file": self._file,
        }

    def _read(self) -> Record:
        return record(self._progress.attempts(self._case), self._work())

    def _restarted(self) -> set[str]:
        """Return the lessons whose quiz was started again."""
        names = (lesson.lesson for lesson in self.record.lessons)
        return {name for name in names if self._progress.resets(self._case, name)}

    def _lesson(self, name: object) -> LessonRecord:
        known = {lesson.lesson: lesson for lesson in self.record.lessons}
        if not isinstance(name, str) or name not in known:
            raise UnknownNameError("lesson with questions", name, known)
        return known[name]

    def _take(self, content: bytes) -> str:
        return self._done(take(self._progress, read_handover(content, self._case)))

    def _done(self, sentence: str) -> str:
        """Count anew, show it, and return the sentence that says what was done."""
        self.look()
        self._said = sentence
        self._send()
        return sentence

    def _save(self, told: dict[str, Any]) -> None:
        self.look()
        self._hand(told, self._name(), written(self._progress, self._case))

    def _name(self) -> str:
        return f"{self._case}-{self._progress.learner}-{self._progress.now:%Y-%m-%d}.jsonl"


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise CaseError(say("handover strange"))
    return text.encode("utf-8", "replace")


def _cannot(path: Path, error: OSError) -> str:
    return say("record file wrong", path=path, why=error.strerror or error)


def _row(lesson: LessonRecord) -> dict[str, object]:
    right, tried = lesson.first_tries
    return {
        "lesson": lesson.lesson,
        "title": lesson.heading.title,
        "questions": len(lesson.items),
        "answered": lesson.answered,
        "correct": lesson.correct,
        "skipped": sum(each.state == "skipped" for each in lesson.items),
        "changed": lesson.changed,
        "first_right": right,
        "first_tried": tried,
        "done": lesson.done,
        "mastered": lesson.mastered,
        "planned_minutes": lesson.planned_minutes,
        "minutes": round(lesson.minutes, 1),
    }

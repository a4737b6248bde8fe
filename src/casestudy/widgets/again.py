"""Questions to answer once more: chosen for this learner, asked as if for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casestudy.quizzes import Quiz
from casestudy.recordpage import left_out
from casestudy.strings import say
from casestudy.widgets.asking import stored_sentence
from casestudy.widgets.quiz import QuizView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casestudy.documents import Document
    from casestudy.progress import Progress
    from casestudy.quizzes import Item, Outcome
    from casestudy.record import Work
    from casestudy.widgets.quiz import _Sheet

__all__ = ["AgainView"]


class AgainView(QuizView):
    """A quiz of questions that were chosen for this learner.

    Made by ``case.practise(...)`` and ``case.review(...)``. Earlier answers are not shown, or
    there would be nothing to recall; new ones count like those in the lesson. What a notebook
    stores is one sentence, because which questions stand here depends on the learner.

    Parameters
    ----------
    name : str
        ``"practise"`` or ``"review"``: what the sentences of the page are called.
    items : tuple of Item
        The questions.
    work : Work
        The course; it has the titles of the lessons.
    case, edition : str
        The case's id and the edition of the course.
    documents : mapping of str to Document
        The case's documents.
    progress : Progress
        What the learner answered, and where it goes.
    """

    def __init__(
        self,
        name: str,
        items: tuple[Item, ...],
        *,
        work: Work,
        case: str,
        edition: str,
        documents: Mapping[str, Document],
        progress: Progress,
    ) -> None:
        self._name, self._work = name, work
        super().__init__(
            Quiz(name, items, say(f"{name} title")),
            case=case,
            edition=edition,
            documents=documents,
            progress=progress,
            mistakes=work.mistakes,
        )

    def _restore(self, quiz: str) -> None:
        """Bring back no answer; say which lesson a question is of."""
        title = self._work.heading(quiz).title
        for sheet in self._sheets.values():
            if sheet.item.quiz == quiz:
                sheet.note = say("question of", title=title)

    def _keep(
        self, sheet: _Sheet, outcome: Outcome, response: tuple[str, ...], *, seconds: float = 0.0
    ) -> None:
        """Write an attempt down; a skip here takes back no answer in the lesson."""
        note = sheet.note
        if outcome.state != "skipped":
            super()._keep(sheet, outcome, response, seconds=seconds)
        sheet.note = note  # which lesson it is of, also when it is answered

    @property
    def _headed(self) -> bool:
        """Return False: no lesson has a heading of this name."""
        return False

    def _state(self) -> dict[str, Any]:
        notices = list(self._progress.notices)
        none = [] if self.quiz.items else [say(self._none())]
        return {**super()._state(), "notices": [*none, *left_out(self._work), *notices]}

    def _none(self) -> str:
        """Return the name of the sentence that says why there is no question."""
        keyed = any(item.keyed for quiz in self._work.lessons for item in quiz.items)
        return f"{self._name} none" if keyed or self._name == "review" else "record unkeyed"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the sentence that stands for the questions; it is the same for everybody."""
        return stored_sentence(say(f"{self._name} stored"))

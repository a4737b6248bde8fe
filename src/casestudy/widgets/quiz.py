"""The quiz that lives in a page: the page draws, the kernel grades and keeps."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import traitlets

from casestudy import drawings
from casestudy.advice import advice_shown, advise, wanted
from casestudy.dates import in_words
from casestudy.dossier import collect, passage_of, spans
from casestudy.drawncards import drawn
from casestudy.errors import CaseError, UnknownNameError
from casestudy.feedback import finished, help_shown, keys, next_help, outcome_shown, steps
from casestudy.grading import grade
from casestudy.html import quiz_bundle
from casestudy.inline import plain
from casestudy.page import asked, long, questions, restored, title, told
from casestudy.play import play
from casestudy.progress import Attempt, sound
from casestudy.quizzes import Outcome, public_digest, shown_order
from casestudy.responses import control, current, kept, wire
from casestudy.strings import PAGE, say
from casestudy.transcript import text_of
from casestudy.widgets.view import Page, View, script, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.progress import Progress
    from casestudy.quizzes import Item, Option, Quiz

__all__ = ["QuizView", "quiz_script"]

_LONGEST = 10 * 365 * 24 * 3600
"""More seconds than anybody needs for a question; a page that says more has a wrong clock."""

_SURE = ("guess", "fairly", "sure")
"""How sure a learner may be."""

_SENTENCES = {
    "text": ("answer", "sample"),
    "order": ("key", "up", "down", "moved", "keys_order"),
    "rows": ("key", "choose_one", "agreement"),
    "marking": (
        *("your_words", "no_words", "remove", "choose", "dropped", "paragraph"),
        *("keys_read", "keys_sentences", "keys_words"),
        *("sentence", "sentences", "word", "words"),
    ),
    "writing": ("answer", "count", "count_of", "kept", "checklist", "model"),
    "confidence": ("confidence", "guess", "fairly", "sure"),
    "long": ("whole",),
    "finished": ("collect", "collected"),
    "scored": ("check", "try_again"),
    "unscored": ("keep",),
}
"""Strings that the page needs only where there is such a control, or such a question."""


class _Page(Page):
    """The page of a quiz: what never changes is sent once, and only the controls it needs."""

    _anywidget_id = traitlets.Unicode("casestudy.quiz").tag(sync=True)
    _esm = traitlets.Unicode().tag(sync=True)
    # all of it, whatever the quiz has: the quizzes of a notebook share one style sheet
    _css = traitlets.Unicode(style("quiz")).tag(sync=True)
    asked: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quiz stands: what the view needs to know of its case."""

    case: str
    edition: str
    documents: Mapping[str, Document]
    mistakes: Mapping[str, str]
    reopened: bool
    judging: Sequence[str] = ()
    answers: bool = True


@dataclass(slots=True)
class _Sheet:
    """One item, and what the learner has done with it.

    Parameters
    ----------
    item, options
        The item, and its options in the order shown.
    page : dict
        What the page is told of it.
    tries, steps : int
        How often it was answered, and how many steps of help are open.
    last : Outcome or None
        What the last response came to that was one.
    outcome : Outcome or None
        What the page shows: the last one, that nothing was given, or that it was skipped.
    response : tuple of str
        What the control holds, as kept texts.
    opened : bool
        Whether the answer was asked for.
    note, confidence, draft : str
        A sentence about the item; how sure the learner was; what is being written.
    ticked : tuple of str
        Lines of the checklist that are ticked in the draft.
    """

    item: Item
    options: tuple[Option, ...]
    page: dict[str, Any]
    tries: int = 0
    steps: int = 0
    last: Outcome | None = None
    outcome: Outcome | None = None
    response: tuple[str, ...] = ()
    opened: bool = False
    note: str = ""
    confidence: str = ""
    draft: str = ""
    ticked: tuple[str, ...] = field(default=())

    @property
    def done(self) -> bool:
        """Whether there is nothing more to try."""
        return self.outcome is not None and finished(self.outcome, opened=self.opened)

    @property
    def next_help(self) -> str:
        """What the next step of help is called; empty where none opens now."""
        tried = self.last is not None
        return next_help(self.item, self.steps, tried=tried, done=self.done)


class QuizView(View):
    """A quiz in a notebook: shows itself, and can be answered without a page.

    Made by ``case.quiz(...)``.

    Parameters
    ----------
    quiz : Quiz
        The quiz.
    case, edition : str
        The case's id and the edition of the course.
    documents : mapping of str to Document
        The case's documents.
    progress : Progress
        What the learner answered, and where it goes.
    mistakes : mapping of str to str, optional
        The reading mistakes of the course: id and sentence.
    reopened : bool
        Whether the items are shown again, with the day on which they were answered.
    judging : sequence of str
        Words that judge, for the advice on a text.
    answers : bool
        Whether what a notebook stores of it has the answers: not in a sheet.
    """

    widget: _Page

    def __init__(
        self,
        quiz: Quiz,
        *,
        case: str,
        edition: str,
        documents: Mapping[str, Document],
        progress: Progress,
        mistakes: Mapping[str, str] | None = None,
        reopened: bool = False,
        judging: Sequence[str] = (),
        answers: bool = True,
    ) -> None:
        self.quiz = quiz
        self._place = _Place(case, edition, documents, mistakes or {}, reopened, judging, answers)
        self._progress = progress
        self._sheets = {
            item.id: _Sheet(item, shown_order(case, item.quiz, item), page)
            for item, page in zip(
                quiz.items, questions(case, quiz, documents, living=True), strict=True
            )
        }
        for name in dict.fromkeys(item.quiz for item in quiz.items):
            self._restore(name)
        for sheet in self._sheets.values():
            self._draw(sheet)
        super().__init__(
            _Page,
            progress,
            self._messages(),
            asked=self._asked(),
            _esm=quiz_script(quiz.items),
            **_drawn_style(quiz.items),
        )

    def _messages(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        return {
            "answer": lambda told: self.answer(
                told["item"],
                told["response"],
                confidence=told.get("confidence") or "",
                seconds=_seconds(told.get("seconds")),
            ),
            "help": lambda told: self.hint(told["item"]),
            "skip": lambda told: self.skip(told["item"]),
            "draft": lambda told: self.draft(told["item"], told["text"], told.get("ticked") or ()),
            "collect": lambda told: self._collect(told["at"]),
        }

    def answer(
        self, item: str, response: object, *, confidence: str = "", seconds: float = 0.0
    ) -> Outcome:
        """Answer an item: the same path as a click on the page.

        Parameters
        ----------
        item : str
            The item's id.
        response : object
            The shown letter or the option's text, or a list of them; a number or a date; all rows
            in order; a dict of rows with their values; the words that are marked; a pair of claim
            and words; a text.
        confidence : str
            ``"guess"``, ``"fairly"`` or ``"sure"``, where the card asks for it.
        seconds : float
            How long it took, as the page measured it.

        Returns
        -------
        Outcome
            The outcome; the page shows it too, with the feedback.

        Raises
        ------
        CaseError
            Where the item, an option, a row or the words are not known, with what to write.
        """
        sheet = self._sheet(item)
        if confidence and confidence not in _SURE:
            raise UnknownNameError("confidence", confidence, _SURE)
        response = kept(sheet.item, sheet.options, self._place.documents, response)
        outcome = grade(sheet.item, response)
        sheet.outcome, sheet.response, sheet.opened = outcome, response, False
        if sheet.page["confidence"] is not None:
            sheet.confidence = confidence
        if control(sheet.item) == "writing" and response:
            self._keep_draft(sheet, response[0], response[1:])
        if outcome.state != "not attempted":
            sheet.last = outcome
            self._keep(sheet, outcome, response, seconds=seconds)
        self._draw(sheet)
        self._send()
        return outcome

    def hint(self, item: str) -> str:
        """Open the next step of help and return what it says; an empty text where none is left.

        The steps are where to look, the passage, and the answer.

        Raises
        ------
        CaseError
            Where the item has not been tried.
        """
        sheet = self._sheet(item)
        left = steps(sheet.item)[sheet.steps :]
        if not sheet.next_help:
            if left and sheet.last is None:
                message = f"Help for '{item}' opens after a try. Answer it first."
                raise CaseError(message)
            return ""
        if left[0].answer:
            return "\n".join(map(plain, self.show(item)))
        sheet.steps += 1
        self._draw(sheet)
        self._send()
        return "\n".join(_words(sheet.page["help"][-1]))

    def show(self, item: str) -> tuple[str, ...]:
        """Open the answer of an item after a try, and return the response that is right.

        Raises
        ------
        CaseError
            Where the item has not been tried.
        """
        sheet = self._sheet(item)
        if sheet.last is None:
            message = f"The answer of '{item}' opens after a try. Answer it first."
            raise CaseError(message)
        if not sheet.done and keys(sheet.item):
            sheet.outcome, sheet.response = sheet.last, sheet.last.response
            sheet.steps, sheet.opened = len(steps(sheet.item)), True
            self._keep(sheet, sheet.last, sheet.response)
            self._draw(sheet)
            self._send()
        return keys(sheet.item)

    def skip(self, item: str) -> Outcome:
        """Leave an item out for now; it can be answered at any time.

        Raises
        ------
        CaseError
            Where the item has been answered.
        """
        sheet = self._sheet(item)
        if sheet.last is not None:
            message = f"'{item}' has been answered: there is nothing to skip. Go on to the next."
            raise CaseError(message)
        skipped = Outcome("skipped", "skipped")
        if sheet.outcome != skipped:
            sheet.outcome, sheet.response = skipped, ()
            self._keep(sheet, skipped, ())
            self._draw(sheet)
            self._send()
        return skipped

    def draft(self, item: str, text: str, ticked: Iterable[str] = ()) -> None:
        """Keep what is being written, before it is an answer.

        Parameters
        ----------
        item : str
            The id of an item that is answered by writing.
        text : str
            The words so far.
        ticked : iterable of str
            Lines of the checklist that are ticked, by letter or text.

        Raises
        ------
        CaseError
            Where the item is not answered by writing, or a line is not known.
        """
        sheet = self._sheet(item)
        if control(sheet.item) != "writing":
            message = f"'{item}' is not answered by writing, so there is no draft. Answer it."
            raise CaseError(message)
        given = {"text": text, "ticked": ticked}
        lines = kept(sheet.item, sheet.options, self._place.documents, given)
        self._keep_draft(sheet, text, lines[1:])
        self._draw(sheet)
        self._send()

    def play(
        self, ask: Callable[[str], str] = input, tell: Callable[[str], object] = print
    ) -> None:
        """Ask the questions in a terminal, with the same help, outcomes and feedback.

        Parameters
        ----------
        ask : callable
            Shows a prompt and returns the line that was typed.
        tell : callable
            Shows a text.
        """
        play(self, ask, tell)

    def page(self, item: str) -> dict[str, Any]:
        """Return what the page is told of an item now.

        Raises
        ------
        UnknownNameError
            Where there is no such item.
        """
        return dict(self._sheet(item).page)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return transcript and page, with all that is asked read back from the widget."""
        case, documents = self._place.case, self._place.documents
        held = self.widget.asked["items"]
        shown = [restored(page, (place, len(held))) for place, page in enumerate(held, 1)]
        mistakes, answers = self._place.mistakes, self._place.answers
        return quiz_bundle(case, self.quiz, documents, shown, mistakes=mistakes, answers=answers)

    def _sheet(self, name: str) -> _Sheet:
        if name not in self._sheets:
            raise UnknownNameError("item", name, self._sheets)
        return self._sheets[name]

    def _keep(
        self, sheet: _Sheet, outcome: Outcome, response: tuple[str, ...], *, seconds: float = 0.0
    ) -> None:
        """Write the attempt down; only then anything is shown."""
        sheet.tries += outcome.state != "skipped"
        attempt = self._progress.add(
            Attempt(
                case=self._place.case,
                edition=self._place.edition,
                quiz=sheet.item.quiz,
                item=sheet.item.id,
                digest=public_digest(sheet.item),
                response=response,
                outcome=outcome.state,
                attempt=sheet.tries or 1,
                confidence=sheet.confidence,
                hints=sheet.steps,
                seconds=seconds,
                opened=sheet.opened,
            )
        )
        sheet.note = _answered_on(attempt) if self._place.reopened else ""

    def _keep_draft(self, sheet: _Sheet, text: str, ticked: Sequence[str]) -> None:
        sheet.draft, sheet.ticked = sound(text), tuple(ticked)
        case, item = self._place.case, sheet.item
        self._progress.keep_draft(case, item.quiz, item.id, text, sheet.ticked)

    def _collect(self, at: object) -> None:
        """Put a passage that the page shows into the learner's dossier."""
        documents = self._place.documents
        collect(self._progress, self._place.case, documents, [passage_of(at, documents)])

    def _draw(self, sheet: _Sheet) -> None:
        """Say what the page shows of an item after something was done with it."""
        item, options, documents = sheet.item, sheet.options, self._place.documents
        asked = sheet.page["confidence"] is not None
        sheet.page |= {
            "attempt": sheet.tries,
            "note": sheet.note,
            "draft": sheet.draft,
            "ticked": (wire(item, options, documents, ("", *sheet.ticked)) or {}).get("ticked", [])
            if sheet.ticked
            else [],
            "response": wire(item, options, documents, sheet.response),
            "confidence": {"chosen": sheet.confidence} if asked else None,
            "help": help_shown(item, documents, sheet.steps, sheet.last),
            "next_help": sheet.next_help,
            "outcome": sheet.outcome
            and outcome_shown(
                item,
                sheet.outcome,
                options,
                documents,
                opened=sheet.opened,
                mistakes=self._place.mistakes,
            ),
        }

        self._draw_drawings(sheet)
        self._draw_advice(sheet)

    def _draw_advice(self, sheet: _Sheet) -> None:
        """Say what can be said of the form of a text that was kept; it is no key and no mark."""
        outcome, place = sheet.outcome, self._place
        if outcome and outcome.state == "recorded" and (form := wanted(sheet.item)):
            lines = advise(outcome.response[0], form, place.documents, place.judging)
            sheet.page["outcome"]["advice"] = advice_shown(lines)

    def _draw_drawings(self, sheet: _Sheet) -> None:
        """Say what the answer looks like, where the card has a drawing; in words for a terminal."""
        outcome = sheet.outcome
        found = drawn(sheet.item, outcome.response, done=sheet.done) if outcome else ()
        sheet.page.pop("outline", None)
        if found:
            sheet.page["outline"] = [line for each in found for line in drawings.outline(each)]
            sheet.page["outcome"]["drawings"] = [drawings.wire(each) for each in found]

    def _restore(self, quiz: str) -> None:
        """Bring back the last answer to each item of a card file, graded as the cards are now."""
        case = self._place.case
        found = self._progress.of(case, quiz)
        for sheet in self._sheets.values():
            if sheet.item.quiz != quiz:
                continue
            attempts = found.get(sheet.item.id, [])
            if attempts:
                sheet.tries = sum(each.outcome != "skipped" for each in attempts)
                self._bring_back(sheet, attempts[-1])
            elif self._place.reopened:
                sheet.note = say("never answered")
            if control(sheet.item) == "writing":
                self._bring_back_draft(sheet, attempts)

    def _bring_back(self, sheet: _Sheet, last: Attempt) -> None:
        """Show the last attempt again, or say that it is one at another question."""
        if last.digest != public_digest(sheet.item):
            sheet.note = say("changed") if last.outcome != "skipped" else ""
            return
        if last.outcome == "skipped":
            sheet.outcome = Outcome("skipped", "skipped")
            return
        response = current(sheet.item, self._place.documents, last.response)
        outcome = grade(sheet.item, response or ())
        if outcome.state == "not attempted":
            sheet.note = say("changed")
            return
        sheet.last = sheet.outcome = outcome
        sheet.response, sheet.opened = outcome.response, last.opened
        sheet.steps = min(last.hints, len(steps(sheet.item)))
        sheet.confidence = last.confidence if last.confidence in _SURE else ""
        if self._place.reopened:
            sheet.note = _answered_on(last)

    def _bring_back_draft(self, sheet: _Sheet, attempts: Sequence[Attempt]) -> None:
        """Show what was being written: the newest of draft and answer."""
        draft = self._progress.drafted(self._place.case, sheet.item.quiz, sheet.item.id)
        answers = [each for each in attempts if each.response]
        if draft and not (answers and answers[-1].time > draft.time):
            sheet.draft, sheet.ticked = draft.text, draft.ticked
        elif answers:
            sheet.draft, *ticked = answers[-1].response
            sheet.ticked = tuple(ticked)

    def _state(self) -> dict[str, Any]:
        last = [sheet.last for sheet in self._sheets.values() if sheet.last]
        correct = sum(outcome.state == "correct" for outcome in last)
        count = {"answered": len(last), "correct": correct, "total": len(self._sheets)}
        scored = any(sheet.page["scored"] for sheet in self._sheets.values())
        text = say("progress" if scored else "progress unscored", **count)
        return {
            "progress": {**count, "text": text},
            "items": [told(sheet.page) for sheet in self._sheets.values()],
            **self._collecting(),
        }

    def _collecting(self) -> dict[str, Any]:
        """Return what is collected, with the words for it, once a question is finished."""
        if not any(sheet.done for sheet in self._sheets.values()):
            return {}
        held = spans(self._progress, self._place.case, self._place.documents)
        return {"collected": held, "strings": {name: PAGE[name] for name in _SENTENCES["finished"]}}

    @property
    def _headed(self) -> bool:
        """Whether a heading of the lesson says what the quiz is called: a part has one."""
        return bool(self.quiz.part)

    def _asked(self) -> dict[str, Any]:
        """Return what never changes while the quiz lives."""
        pages = [sheet.page for sheet in self._sheets.values()]
        return {
            "name" if self._headed else "title": title(self.quiz),
            "strings": dict(_sentences(pages, long=self._long())),
            "items": [asked(page) for page in pages],
        }

    def _long(self) -> bool:
        """Tell whether any passage stands in a paragraph that is too long to be shown at once."""
        documents = self._place.documents
        items = self.quiz.items
        shown = (each for item in items for part in (item.options, item.models) for each in part)
        return any(long(documents[one.document], one) for each in shown for one in each.evidence)


def quiz_script(items: Iterable[Item]) -> str:
    """Return the script of a quiz, with the controls that these items need and no others."""
    return script("controls", *sorted({part for item in items for part in _parts(item)}), "quiz")


def _parts(item: Item) -> Iterator[str]:
    yield f"controls/{control(item)}"
    if item.kind == "claim":
        yield "controls/choice"
    if item.kind == "annotate":
        yield "controls/excerpt"
    if item.field("draw"):
        yield "drawing"
    if wanted(item):
        yield "controls/advice"


def _drawn_style(items: Iterable[Item]) -> dict[str, str]:
    """Return the style of a quiz with a drawing, under an id of its own; nothing for others.

    A page keeps one style sheet for each id: that of the quizzes without a drawing stays as it is.
    """
    if not any(item.field("draw") for item in items):
        return {}
    return {"_anywidget_id": "casestudy.quiz.drawn", "_css": style("quiz") + style("drawing")}


def _sentences(pages: Sequence[Mapping[str, Any]], *, long: bool) -> Iterator[tuple[str, str]]:
    """Yield the strings that a page with these questions needs."""
    needs = {page["control"] for page in pages} | ({"long"} if long else set())
    needs |= {"confidence" for page in pages if page["confidence"]}
    needs |= {"scored" if page["scored"] else "unscored" for page in pages}
    asked_for = {name for need in needs for name in _SENTENCES.get(need, ())}
    seldom = {name for names in _SENTENCES.values() for name in names} - asked_for
    yield from ((name, words) for name, words in PAGE.items() if name not in seldom)


def _words(step: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a step of help says: its sentences, and its passages or their marked words."""
    yield from map(text_of, step["paragraphs"])
    for passage in step["evidence"]:
        marked = [cut for cut in passage["segments"] if cut[1] == "mark"]
        yield f"{text_of(marked or passage['segments'])} ({passage['citation']})"


def _answered_on(attempt: Attempt) -> str:
    """Say on which day it was, where the learner is; nothing where the line has no sound time."""
    with suppress(ValueError, OverflowError):
        day = datetime.fromisoformat(attempt.time).astimezone().date()
        return say("answered on", day=in_words(day))
    return ""


def _seconds(said: object) -> float:
    """Return the seconds that the page measured, or 0 where it sent something else."""
    if isinstance(said, int | float) and 0 <= said <= _LONGEST:
        return round(float(said), 1)
    return 0.0

"""The quiz that lives in a page: the page draws, the kernel grades and keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError, UnknownNameError
from casestudy.html import quiz_bundle
from casestudy.inline import plain, segments
from casestudy.page import LETTERS, keys, outcome_shown, questions, title
from casestudy.progress import Attempt
from casestudy.quizzes import Outcome, grade, public_digest, shown_order
from casestudy.strings import PAGE, say
from casestudy.text import fold
from casestudy.widgets.view import Page, View, script, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casestudy.documents import Document
    from casestudy.progress import Progress
    from casestudy.quizzes import Item, Option, Quiz

__all__ = ["QuizView"]

_LONGEST = 10 * 365 * 24 * 3600
"""More seconds than anybody needs for a question; a page that says more has a wrong clock."""


class _Page(Page):
    _esm = script("quiz")
    _css = style("quiz")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quiz stands: what the view needs to know of its case."""

    case: str
    edition: str
    documents: Mapping[str, Document]


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
    """

    def __init__(
        self,
        quiz: Quiz,
        *,
        case: str,
        edition: str,
        documents: Mapping[str, Document],
        progress: Progress,
    ) -> None:
        self.quiz = quiz
        self._place = _Place(case, edition, documents)
        self._progress = progress
        self._items = {item.id: item for item in quiz.items}
        self._options = {item.id: shown_order(case, quiz.id, item) for item in quiz.items}
        self._shown = {page["id"]: page for page in questions(case, quiz, documents)}
        self._hints = dict.fromkeys(self._items, 0)
        self._last: dict[str, Outcome] = {}
        self._restore()
        super().__init__(
            _Page,
            progress,
            {
                "answer": lambda told: self.answer(
                    told["item"], told["response"], seconds=_seconds(told.get("seconds"))
                ),
                "hint": lambda told: self.hint(told["item"]),
                "show": lambda told: self.show(told["item"]),
            },
        )

    def answer(self, item: str, response: object, *, seconds: float = 0.0) -> Outcome:
        """Answer an item: the same path as a click on the page.

        Parameters
        ----------
        item : str
            The item's id.
        response : str or list of str
            The shown letter or the option's text; a list of them where several may be chosen.
        seconds : float
            How long it took, as the page measured it.

        Returns
        -------
        Outcome
            The outcome; the page shows it too, with the feedback.

        Raises
        ------
        CaseError
            Where the item or the option is not known, or the kind cannot be answered yet.
        """
        asked = self._item(item)
        if not asked.playable:
            raise CaseError(say("unplayable", kind=asked.kind))
        outcome = grade(asked, self._texts(asked, response))
        if outcome.state != "not attempted":
            self._keep(asked, outcome, seconds=seconds)
            self._last[item] = outcome
        self._show(asked, outcome)
        self._send()
        return outcome

    def hint(self, item: str) -> str:
        """Open the next hint of an item and return it; an empty text where there is none left."""
        asked = self._item(item)
        opened = self._hints[item]
        if opened == len(asked.hints):
            return ""
        self._hints[item] = opened + 1
        self._shown[item] |= {
            "hints": [segments(hint) for hint in asked.hints[: opened + 1]],
            "hints_left": len(asked.hints) - opened - 1,
        }
        self._send()
        return plain(asked.hints[opened])

    def show(self, item: str) -> tuple[str, ...]:
        """Open the answer of an item after a try, and return the texts of its key.

        Raises
        ------
        CaseError
            Where the item has not been tried.
        """
        asked = self._item(item)
        if item not in self._last:
            message = f"The answer of '{item}' opens after a try. Answer it first."
            raise CaseError(message)
        shown = self._shown[item]["outcome"]
        if not (shown and shown["finished"]):
            self._keep(asked, self._last[item], opened=True)
            self._show(asked, self._last[item], opened=True)
            self._send()
        return keys(asked)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return transcript and page, with stem, options and order read back from the widget."""
        case, documents = self._place.case, self._place.documents
        fresh = questions(case, self.quiz, documents)
        asked = ("id", "number", "legend", "choose", "stem", "options")
        held = [{name: page[name] for name in asked} for page in self.widget.state["items"]]
        shown = [{**page, **seen} for page, seen in zip(fresh, held, strict=True)]
        return quiz_bundle(case, self.quiz, documents, shown)

    def _item(self, name: str) -> Item:
        if name not in self._items:
            raise UnknownNameError("item", name, self._items)
        return self._items[name]

    def _texts(self, item: Item, response: object) -> tuple[str, ...]:
        """Return the texts of the options that letters or texts name."""
        given = [response] if isinstance(response, str) else response
        if not isinstance(given, list | tuple | set | frozenset):
            message = f"{response!r} is no answer. Write a letter or a text, or a list of them."
            raise CaseError(message)
        options = self._options[item.id]
        named = {fold(_text(option)): option for option in options}
        # letters last: a click sends one, and a text may be the letter of another option
        named |= {letter.casefold(): each for letter, each in zip(LETTERS, options, strict=False)}
        found = []
        for each in filter(None, given):
            option = named.get(fold(str(each)))
            if option is None:
                raise UnknownNameError(
                    f"option of '{item.id}'", each, map(_text, self._options[item.id])
                )
            found.append(option.text)
        return tuple(found)

    def _keep(
        self, item: Item, outcome: Outcome, *, seconds: float = 0.0, opened: bool = False
    ) -> None:
        """Write the attempt down; only then anything is shown."""
        self._shown[item.id]["attempt"] += 1
        self._progress.add(
            Attempt(
                case=self._place.case,
                edition=self._place.edition,
                quiz=self.quiz.id,
                item=item.id,
                digest=public_digest(item),
                response=outcome.response,
                outcome=outcome.state,
                attempt=self._shown[item.id]["attempt"],
                hints=self._hints[item.id],
                seconds=seconds,
                opened=opened,
            )
        )

    def _show(self, item: Item, outcome: Outcome, *, opened: bool = False) -> None:
        options = self._options[item.id]
        self._shown[item.id] |= {
            "chosen": [
                letter
                for letter, option in zip(LETTERS, options, strict=False)
                if option.text in outcome.response
            ],
            "outcome": outcome_shown(item, outcome, options, self._place.documents, opened=opened),
            "note": "",
        }

    def _restore(self) -> None:
        """Bring back the last answer to each item, graded as the cards are now."""
        for name, attempts in self._progress.of(self._place.case, self.quiz.id).items():
            item = self._items.get(name)
            if item is None or not item.playable:
                continue
            last = attempts[-1]
            self._shown[name]["attempt"] = last.attempt
            if last.digest == public_digest(item):
                self._last[name] = grade(item, last.response)
                self._show(item, self._last[name], opened=last.opened)
            else:
                self._shown[name]["note"] = say("changed")

    def _state(self) -> dict[str, Any]:
        correct = sum(outcome.state == "correct" for outcome in self._last.values())
        playable = sum(item.playable for item in self.quiz.items)
        told = {"answered": len(self._last), "correct": correct, "total": playable}
        return {
            "quiz": self.quiz.id,
            "title": title(self.quiz),
            "strings": PAGE,
            "progress": {**told, "text": say("progress", **told)},
            "items": [dict(page) for page in self._shown.values()],
        }


def _text(option: Option) -> str:
    return plain(option.text)


def _seconds(said: object) -> float:
    """Return the seconds that the page measured, or 0 where it sent something else."""
    if isinstance(said, int | float) and 0 <= said <= _LONGEST:
        return round(float(said), 1)
    return 0.0

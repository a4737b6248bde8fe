"""Rehearsal: every item of the course answered right, wrong and not at all, as a page would."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.page import LETTERS
from casestudy.progress import Progress
from casestudy.quizzes import shown_order
from casestudy.transcript import text_of

if TYPE_CHECKING:
    from casestudy.quizzes import Item, Option

ROOT = Path(__file__).parents[1]
CASE = open_case(ROOT)
FOLDERS = ("notebooks/quizzes", "exercises/keys")
QUIZZES = [
    (folder, CASE.cards(folder, path.stem))
    for folder in FOLDERS
    for path in sorted((ROOT / folder).glob("*.md"))
]


@dataclass
class Rehearsed:
    """One item in a widget of its own, answered by messages as the page sends them."""

    folder: str
    quiz: str
    item: Item
    view: Any

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown."""
        return shown_order(CASE.id, self.quiz, self.item)

    @property
    def page(self) -> dict[str, Any]:
        """What the page shows of the item now."""
        found = [page for page in self.view.widget.state["items"] if page["id"] == self.item.id]
        return dict(found[0])

    def send(self, *options: Option) -> dict[str, Any]:
        """Choose options and check, as a click does; return the outcome shown."""
        chosen = [
            letter
            for letter, option in zip(LETTERS, self.options, strict=False)
            if option in options
        ]
        message = {"do": "answer", "item": self.item.id, "response": chosen}
        seq = self.view.widget.state["seq"] + 1
        self.view.widget._handle_custom_msg({**message, "seq": seq}, [])  # noqa: SLF001 - what a comm calls
        return dict(self.page["outcome"])


def _told(outcome: dict[str, Any]) -> list[str]:
    """Return the feedback paragraphs that an outcome shows."""
    return [text_of(each) for one in outcome["feedback"] for each in one["paragraphs"]]


@pytest.fixture(
    params=[(folder, quiz.id, item) for folder, quiz in QUIZZES for item in quiz.items],
    ids=lambda given: f"{given[0]}/{given[1]}/{given[2].id}",
)
def rehearsed(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Rehearsed:
    """Each item of the course in turn, with nothing answered yet."""
    folder, quiz, item = request.param
    case = open_case(ROOT)
    monkeypatch.setattr(case, "_progress", Progress(tmp_path / "a", tmp_path / "b"), raising=False)
    view = case.quiz(quiz) if folder == FOLDERS[0] else case.exercise(quiz)
    return Rehearsed(folder, quiz, item, view)


def test_the_key_is_accepted(rehearsed: Rehearsed) -> None:
    """Choosing the key, the whole key and nothing else is correct."""
    outcome = rehearsed.send(*(option for option in rehearsed.options if option.key))
    assert outcome["state"] == "correct"


def test_after_the_key_every_option_is_explained(rehearsed: Rehearsed) -> None:
    """Once the item is correct, feedback and passages of all options are shown."""
    outcome = rehearsed.send(*(option for option in rehearsed.options if option.key))
    assert len(outcome["feedback"]) == len(rehearsed.options)
    assert all(one["evidence"] for one in outcome["feedback"])


def test_each_distractor_is_refused_with_its_own_words(rehearsed: Rehearsed) -> None:
    """A distractor alone is incorrect, and exactly its own feedback and passages are shown."""
    for option in rehearsed.options:
        if not option.key:
            outcome = rehearsed.send(option)
            assert outcome["state"] == "incorrect"
            assert [one["letter"] for one in outcome["feedback"]] == rehearsed.page["chosen"]
            marked = [
                text
                for one in outcome["feedback"]
                for passage in one["evidence"]
                for text, mark in passage["segments"]
                if mark == "mark"
            ]
            assert marked == [passage.text for passage in option.evidence]


def test_each_distractor_has_words_of_its_own(rehearsed: Rehearsed) -> None:
    """No two options of an item say the same in their feedback."""
    said = [option.feedback for option in rehearsed.options]
    assert len(set(said)) == len(said)


def test_an_empty_answer_is_not_attempted(rehearsed: Rehearsed) -> None:
    """Nothing chosen is not an attempt, gives no feedback away and is not kept."""
    outcome = rehearsed.send()
    assert (outcome["state"], outcome["feedback"]) == ("not attempted", [])
    assert rehearsed.page["attempt"] == 0


def test_choosing_everything_never_scores(rehearsed: Rehearsed) -> None:
    """Ticking every option is worth nothing."""
    outcome = rehearsed.view.answer(rehearsed.item.id, [o.text for o in rehearsed.options])
    assert (outcome.state, outcome.points) == ("incorrect", 0)


def test_before_an_answer_nothing_of_the_key_is_on_the_page(rehearsed: Rehearsed) -> None:
    """The state of the page holds no feedback and no hint of an item that was not answered."""
    state = str(rehearsed.view.widget.state["items"])
    secret = [words for option in rehearsed.item.options for words in option.feedback]
    assert not [words for words in (*secret, *rehearsed.item.hints) if words in state]


def test_every_item_of_the_course_is_rehearsed() -> None:
    """There is something to rehearse in each card file, and only kinds that can be played."""
    assert all(quiz.items for _, quiz in QUIZZES)
    assert all(item.playable for _, quiz in QUIZZES for item in quiz.items)


def test_rehearsal_leaves_the_learners_answers_alone() -> None:
    """What the tests answer goes to a private folder."""
    assert not Path(os.environ["CASESTUDY_PROGRESS"]).is_relative_to(ROOT)

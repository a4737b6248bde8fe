"""Rehearsal: every item of the course answered right, wrong and not at all, as a page would."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.feedback import said_by, steps
from casestudy.grading import accepted, key_response
from casestudy.progress import Progress
from casestudy.quizfile import KINDS, read_quiz
from casestudy.quizzes import choices, least_words, shown_order
from casestudy.responses import letters, wire
from casestudy.transcript import text_of
from casestudy.widgets.quiz import QuizView
from tests.bridge import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casestudy.documents import Passage
    from casestudy.quizzes import Item, Option, Quiz

ROOT = Path(__file__).parents[1]
CASE = open_case(ROOT)
FOLDERS = ("notebooks/quizzes", "exercises/keys")


def sample() -> Quiz:
    """Return the quiz of the sample, which has a card of every kind."""
    path = ROOT / "tests" / "cards" / "every-kind.md"
    source = path.read_text(encoding="utf-8")
    quiz, complaints = read_quiz(
        source, f"tests/cards/{path.name}", path.stem, CASE.documents, mistakes=CASE.course.mistakes
    )
    assert not complaints
    return quiz


QUIZZES = [
    *(
        (folder, CASE.cards(folder, path.stem))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("*.md"))
    ),
    ("tests/cards", sample()),
]
ITEMS = [(folder, quiz.id, item) for folder, quiz in QUIZZES for item in quiz.items]

CHOSEN = ("single", "multiple", "true-false")
TYPED = ("number", "date")
MARKED = ("mark", "claim")
ROWS = ("match", "grid", "annotate")
FREE = ("written", "opinion")
KEYED = tuple(kind for kind in KINDS if kind not in FREE)


@dataclass
class Rehearsed:
    """One item in a widget of its own, answered by messages as the page sends them."""

    item: Item
    view: QuizView

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order shown."""
        return shown_order(CASE.id, self.item.quiz, self.item)

    @property
    def page(self) -> dict[str, Any]:
        """What the page shows of the item now."""
        return seen(self.view, self.item.id)

    def do(self, name: str, **told: object) -> dict[str, Any]:
        """Send a message as the page does; return what it shows then."""
        seq = self.view.widget.state["seq"] + 1
        message = {"do": name, "item": self.item.id, **told, "seq": seq}
        self.view.widget._handle_custom_msg(message, [])  # noqa: SLF001 - what a comm calls
        assert self.view.widget.state["seq"] == seq
        return self.page

    def send(self, response: object) -> dict[str, Any]:
        """Give a response as the page holds it, and check; return the outcome shown."""
        return dict(self.do("answer", response=response, confidence="", seconds=1.5)["outcome"])

    def key(self) -> Any:  # noqa: ANN401 - as the page holds it
        """Return the key as the page holds it."""
        return wire(self.item, self.options, CASE.documents, key_response(self.item))

    def letter(self, option: Option) -> str:
        """Return the letter that an option is shown with; a passage to be marked has none."""
        if self.item.kind in {"mark", *TYPED}:
            return ""
        return letters(len(self.options))[self.options.index(option)]

    def alone(self, option: Option) -> list[Any]:
        """Return the responses that take one wrong option and nothing else."""
        match self.item.kind:
            case "number" | "date":
                return [option.text]
            case "mark":
                return [self.marked("", passage) for passage in self.inside(option)]
            case "claim":
                return [self.marked(self.letter(option), each) for each in self.inside(option)]
            case _:
                return [[self.letter(option)]]

    def inside(self, option: Option) -> list[Passage]:
        """Return the passages of an option that can be marked, and are not accepted ones."""
        right = [passage for _, passage in accepted(self.item)]
        name = self.item.field("in").partition(" ")[0]
        held = [each for each in option.evidence if each.document == name]
        if self.item.kind == "claim":
            return held
        return [each for each in held if not any(_touch(each, other) for other in right)]

    def marked(self, letter: str, passage: Passage) -> dict[str, Any]:
        """Return marked words as the page sends them."""
        span = {"start": passage.start, "end": passage.end}
        return {"letter": letter, "document": passage.document, **span}


def _touch(one: Passage, two: Passage) -> bool:
    return one.document == two.document and one.start < two.end and two.start < one.end


def _told(outcome: dict[str, Any]) -> list[str]:
    """Return the feedback paragraphs that an outcome shows."""
    return [text_of(each) for one in outcome["feedback"] for each in one["paragraphs"]]


def _words(outcome: dict[str, Any]) -> list[str]:
    """Return the marked words of the passages that an outcome shows."""
    return [
        text
        for one in (*outcome["feedback"], *outcome["models"])
        for passage in one["evidence"]
        for text, mark in passage["segments"]
        if mark == "mark"
    ]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, which nobody makes before something is written to it."""
    top = tmp_path_factory.mktemp("rehearsed")
    return (top / str(number) for number in count())


@pytest.fixture
def rehearsed(
    request: pytest.FixtureRequest, folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> Rehearsed:
    """An item of the course with nothing answered yet, in the view that a lesson shows."""
    folder, quiz, item = request.param
    mine = next(folders)
    progress = Progress(mine / "a", mine / "b")
    if folder in FOLDERS:
        monkeypatch.setattr(CASE, "_progress", progress, raising=False)
        return Rehearsed(item, CASE.quiz(quiz) if folder == FOLDERS[0] else CASE.exercise(quiz))
    view = QuizView(
        QUIZZES[-1][1],
        case=CASE.id,
        edition="open",
        documents=CASE.documents,
        progress=progress,
    )
    return Rehearsed(item, view)


def of_kinds(*kinds: str) -> pytest.MarkDecorator:
    """Run a test for every item of some kinds."""
    chosen = [each for each in ITEMS if each[2].kind in kinds]
    names = [f"{folder}/{quiz}/{item.id}" for folder, quiz, item in chosen]
    return pytest.mark.parametrize("rehearsed", chosen, ids=names, indirect=True)


@of_kinds(*KEYED)
def test_the_key_is_accepted(rehearsed: Rehearsed) -> None:
    """The key, the whole key and nothing else, is correct and worth all points."""
    assert rehearsed.send(rehearsed.key())["state"] == "correct"
    assert rehearsed.view.answer(rehearsed.item.id, rehearsed.key()).points == rehearsed.item.points


@of_kinds(*KEYED)
def test_after_the_key_everything_is_explained(rehearsed: Rehearsed) -> None:
    """Once the item is correct, the feedback and passages of all options or rows are shown."""
    outcome = rehearsed.send(rehearsed.key())
    assert len(outcome["feedback"]) == len(rehearsed.options)
    said = [plain for option in rehearsed.options for plain in option.feedback]
    assert len(_told(outcome)) == len(said)
    # rows that are in their order are explained in that order
    told = rehearsed.item.options if rehearsed.item.kind == "order" else rehearsed.options
    held = [passage for option in told for passage in said_by(rehearsed.item, option)]
    assert _words(outcome) == [passage.text for passage in held]
    own = int(rehearsed.item.kind == "annotate")
    for option in told:
        for passage in option.evidence[own:]:
            assert any(passage.text in each.text for each in held)


@of_kinds(*CHOSEN, *TYPED, *MARKED)
def test_each_distractor_is_refused_with_its_own_words(rehearsed: Rehearsed) -> None:
    """A wrong option alone is incorrect, and exactly its own feedback and passages are shown."""
    for option in (each for each in rehearsed.options if not each.key):
        for response in rehearsed.alone(option):
            outcome = rehearsed.send(response)
            assert outcome["state"] == "incorrect"
            assert [one["letter"] for one in outcome["feedback"]] == [rehearsed.letter(option)]
            assert len(_told(outcome)) == len(option.feedback)
            assert _words(outcome) == [passage.text for passage in option.evidence]


@of_kinds(*CHOSEN, *TYPED, *MARKED)
def test_each_option_has_words_of_its_own(rehearsed: Rehearsed) -> None:
    """No two options of an item say the same in their feedback."""
    said = [option.feedback for option in rehearsed.options]
    assert len(set(said)) == len(said)


@of_kinds("order")
def test_two_rows_that_changed_places_are_not_correct(rehearsed: Rehearsed) -> None:
    """Any two neighbours in each other's place make an order that is not right."""
    key = rehearsed.key()
    for place in range(len(key) - 1):
        swapped = [*key[:place], key[place + 1], key[place], *key[place + 2 :]]
        outcome = rehearsed.send(swapped)
        assert outcome["state"] in {"partly", "incorrect"}
        wrong = {row["letter"] for row in outcome["rows"] if not row["right"]}
        assert wrong == {key[place], key[place + 1]}


@of_kinds("order")
def test_the_order_as_it_is_shown_is_not_correct(rehearsed: Rehearsed) -> None:
    """Leaving the rows as they are is never right."""
    shown = [option["letter"] for option in rehearsed.page["options"]]
    assert rehearsed.send(shown)["state"] != "correct"


@of_kinds(*ROWS)
def test_each_wrong_value_makes_a_row_wrong(rehearsed: Rehearsed) -> None:
    """Another value in any one cell is not correct, and that row alone is said to be wrong."""
    key = rehearsed.key()
    for row, values in key.items():
        for place, (_, known) in enumerate(choices(rehearsed.item)):
            for value in (each for each in known if each != values[place]):
                changed = [*values[:place], value, *values[place + 1 :]]
                outcome = rehearsed.send({**key, row: changed})
                assert outcome["state"] != "correct"
                assert [one["letter"] for one in outcome["rows"] if not one["right"]] == [row]


@of_kinds(*ROWS)
def test_a_row_left_open_is_not_correct(rehearsed: Rehearsed) -> None:
    """A row without a value is open, neither right nor wrong, and the item is not correct."""
    key = rehearsed.key()
    first, *others = key
    outcome = rehearsed.send({row: key[row] for row in others})
    assert outcome["state"] != "correct"
    assert [one["letter"] for one in outcome["rows"] if one["right"] is None] == [first]


@of_kinds(*MARKED)
def test_words_of_the_key_alone_are_not_enough(rehearsed: Rehearsed) -> None:
    """The first word of the accepted passage is not the passage."""
    key = rehearsed.key()
    words = CASE.documents[key["document"]].text[key["start"] : key["end"]].split()
    outcome = rehearsed.send({**key, "end": key["start"] + len(words[0])})
    assert outcome["state"] == "partly"
    assert _words(outcome) == []


@of_kinds("claim")
def test_a_claim_without_its_words_is_not_attempted(rehearsed: Rehearsed) -> None:
    """Claim and words are both needed."""
    key = rehearsed.key()
    for half in ({**key, "letter": ""}, {**key, "start": None, "end": None}):
        assert rehearsed.send(half)["state"] == "not attempted"
    assert rehearsed.page["attempt"] == 0


@of_kinds(*CHOSEN)
def test_choosing_everything_never_scores(rehearsed: Rehearsed) -> None:
    """Ticking every option is worth nothing."""
    outcome = rehearsed.view.answer(rehearsed.item.id, [o.text for o in rehearsed.options])
    assert (outcome.state, outcome.points) == ("incorrect", 0)


@of_kinds(*MARKED)
def test_marking_everything_never_scores(rehearsed: Rehearsed) -> None:
    """Marking the whole text is worth nothing more than the claim alone."""
    passages = rehearsed.page["source"]["passages"]
    end = passages[-1]["start"] + len(passages[-1]["text"])
    span = {"document": rehearsed.key()["document"], "start": passages[0]["start"], "end": end}
    letter = rehearsed.key()["letter"]
    outcome = rehearsed.view.answer(rehearsed.item.id, {"letter": letter, **span})
    assert outcome.state != "correct"
    assert outcome.points <= (rehearsed.item.points / 2 if letter else 0)


@of_kinds(*ROWS)
def test_one_value_for_all_rows_is_not_correct(rehearsed: Rehearsed) -> None:
    """The same value in every row is never right."""
    columns = choices(rehearsed.item)
    rows = rehearsed.key()
    for pick in range(max(len(known) for _, known in columns)):
        values = [known[pick % len(known)] for _, known in columns]
        assert rehearsed.send(dict.fromkeys(rows, values))["state"] != "correct"


@of_kinds("number")
def test_a_number_that_nobody_named_is_told_what_the_card_says(rehearsed: Rehearsed) -> None:
    """Any other number is incorrect, with the feedback of `otherwise` where there is one."""
    far = 1 + 3 * sum(abs(float(option.text)) for option in rehearsed.item.options)
    outcome = rehearsed.send(f"{far:.0f}")
    assert outcome["state"] == "incorrect"
    assert bool(outcome["feedback"]) == bool(rehearsed.item.field("otherwise"))


@of_kinds(*TYPED)
def test_what_cannot_be_read_is_not_attempted(rehearsed: Rehearsed) -> None:
    """Words that are no number and no date are not an attempt."""
    assert rehearsed.send("some time ago")["state"] == "not attempted"
    assert rehearsed.page["attempt"] == 0


@of_kinds(*KINDS)
def test_an_empty_answer_is_not_attempted(rehearsed: Rehearsed) -> None:
    """Nothing given is not an attempt, gives nothing away and is not kept."""
    outcome = rehearsed.send(None)
    assert (outcome["state"], outcome["feedback"], outcome["models"]) == ("not attempted", [], [])
    assert rehearsed.page["attempt"] == 0


@of_kinds("written")
def test_what_is_too_short_opens_no_model_answer(rehearsed: Rehearsed) -> None:
    """One word fewer than asked is not an attempt; with it, the model answers open."""
    least = least_words(rehearsed.item)
    short = rehearsed.send({"text": "word " * (least - 1), "ticked": []})
    assert (short["state"], short["models"]) == ("not attempted", [])
    outcome = rehearsed.send({"text": "word " * least, "ticked": []})
    assert outcome["state"] == "recorded"
    assert [model["title"] for model in outcome["models"]] == [
        model.title for model in rehearsed.item.models
    ]


@of_kinds("opinion")
def test_an_opinion_is_kept_and_never_judged(rehearsed: Rehearsed) -> None:
    """Whatever is chosen or written is recorded, and nothing is said of it."""
    given: list[Any] = [[option["letter"]] for option in rehearsed.page["options"]]
    for response in given or [{"text": "I think so.", "ticked": []}]:
        outcome = rehearsed.send(response)
        assert (outcome["state"], outcome["feedback"]) == ("recorded", [])


@of_kinds(*KINDS)
def test_before_an_answer_nothing_of_the_key_is_on_the_page(rehearsed: Rehearsed) -> None:
    """The state of the page holds no feedback, model or help of an item not answered."""
    state = str(rehearsed.view.widget.get_state(["asked", "state"]))
    item = rehearsed.item
    secret = [words for option in item.options for words in option.feedback]
    secret += [words for model in item.models for words in model.paragraphs]
    secret += [words for step in steps(item) for words in step.paragraphs]
    assert not [words for words in secret if words in state]


@of_kinds(*KEYED)
def test_a_skipped_item_gives_nothing_away(rehearsed: Rehearsed) -> None:
    """Skipping opens neither feedback nor help, and the item can be answered afterwards."""
    page = rehearsed.do("skip")
    assert (page["outcome"]["state"], page["outcome"]["feedback"]) == ("skipped", [])
    assert rehearsed.do("help")["help"] == []
    assert rehearsed.send(rehearsed.key())["state"] == "correct"


@of_kinds(*CHOSEN, *TYPED, *MARKED)
def test_help_ends_with_the_answer(rehearsed: Rehearsed) -> None:
    """After a wrong try, step by step, help shows all that the card says, and then nothing."""
    wrong = [option for option in rehearsed.options if not option.key]
    free = "1" if rehearsed.item.kind == "number" else "1 January 1901"
    rehearsed.send(next((each for option in wrong for each in rehearsed.alone(option)), free))
    opened = 0
    while rehearsed.page["next_help"]:
        rehearsed.do("help")
        opened += 1
    assert opened == len(steps(rehearsed.item))
    outcome = rehearsed.page["outcome"]
    assert outcome["finished"]
    assert len(outcome["feedback"]) == len(rehearsed.options)


def test_every_item_of_the_course_is_rehearsed() -> None:
    """There is something to rehearse in each card file, and all kinds are."""
    assert all(quiz.items for _, quiz in QUIZZES)
    assert {item.kind for _, _, item in ITEMS} == set(KINDS)


def test_rehearsal_leaves_the_learners_answers_alone() -> None:
    """What the tests answer goes to a private folder."""
    assert not Path(os.environ["CASESTUDY_PROGRESS"]).is_relative_to(ROOT)

"""What a learner's answers add up to: a value that depends on the lines and on nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from casestudy.charts import THEMES
from casestudy.charts.paper import drawing
from casestudy.charts.records import picture
from casestudy.errors import CaseError, UnknownNameError
from casestudy.handover import KIND, read_handover, take, written
from casestudy.lessonfile import Heading, read_heading
from casestudy.progress import Attempt, Mark, Progress
from casestudy.quizzes import Item, Option, Quiz, public_digest
from casestudy.record import LEVELS, Answers, Record, Work, practise, record, review, wilson

if TYPE_CHECKING:
    from random import Random

MONDAY = datetime(2024, 5, 6, 10, tzinfo=UTC)


def card(
    name: str,
    lesson: str,
    objective: int | None = 1,
    kind: str = "single",
    **more: Any,  # noqa: ANN401
) -> Item:
    """Return a question with one right option and one for each of two reading mistakes."""
    options = (
        Option("right", key=True, line=3),
        Option("wrong", key=False, line=5, mistake="hearsay"),
        Option("other", key=False, line=7, mistake="voice"),
    )
    folder = more.pop("folder", "notebooks/quizzes")
    return Item(
        name,
        kind,
        more.pop("part", "Check"),
        f"{folder}/{lesson}.md",
        1,
        (f"Which of these is {name}?",),
        options=options if kind == "single" else (),
        objective=objective,
        **more,
    )


FIRST = Quiz(
    "01-the-bridge",
    (
        card("day", "01-the-bridge", 1, minutes=2.0),
        card("who", "01-the-bridge", 2, minutes=1.0),
        card("essay", "01-the-bridge", None, "written", minutes=5.0),
        card("exit", "01-the-bridge", 2, part="Exit check"),
    ),
)
SECOND = Quiz("02-the-letter", tuple(card(name, "02-the-letter") for name in ("read", "sent")))
THIRD = Quiz("03-the-vote", (card("vote", "03-the-vote"),))
SHEET = Quiz(
    "01-the-bridge",
    tuple(card(name, "01-the-bridge", 2, folder="exercises/keys") for name in ("more", "most")),
)
WORK = Work(
    (FIRST, SECOND, THIRD),
    (SHEET,),
    {"01-the-bridge": Heading("01 The bridge", ("say when", "say who"))},
    {"hearsay": "took a report for what was seen", "voice": "took a quotation for the text"},
)
ITEMS = {item.id: item for quiz in (FIRST, SECOND, THIRD, SHEET) for item in quiz.items}


def attempt(name: str, response: str = "right", number: int = 1, **more: Any) -> Attempt:  # noqa: ANN401
    """Return an answer to a question; its outcome is left to the card."""
    item = ITEMS[name]
    days = more.pop("days", 0.0)
    return Attempt(
        **{
            "case": "bridge",
            "edition": "open",
            "quiz": item.quiz,
            "item": name,
            "digest": public_digest(item),
            "response": (response,),
            "outcome": "correct" if response == "right" else "incorrect",
            "attempt": number,
            "time": (MONDAY + timedelta(days=days)).isoformat(),
            **more,
        }
    )


def of(*attempts: Attempt) -> Record:
    """Return the record of some answers."""
    return record(attempts, WORK)


def answers(name: str, *attempts: Attempt) -> Answers:
    """Return what became of one question."""
    found = of(*attempts)
    every = [*(each for lesson in found.lessons for each in lesson.items), *found.sheets]
    return next(each for each in every if each.item.id == name)


# ── a question ───────────────────────────────────────────────────────────────────────────────


def test_a_question_without_an_answer_is_open() -> None:
    """Nothing done: not attempted, no try, not mastered."""
    found = answers("day")
    assert (found.state, found.tries, found.answered, found.mastered) == (
        "not attempted",
        0,
        False,
        False,
    )


def test_the_last_answer_counts_and_the_first_is_told_apart() -> None:
    """Wrong at first and right at last: correct, in two tries, the first of them wrong."""
    found = answers("day", attempt("day", "wrong"), attempt("day", number=2))
    assert (found.state, found.tries, found.first) == ("correct", 2, "incorrect")


def test_an_answer_is_judged_by_the_card_as_it_is_now() -> None:
    """A key that was corrected makes an old answer right: the outcome kept is not asked."""
    assert answers("day", attempt("day", outcome="incorrect")).state == "correct"


def test_a_question_that_has_changed_is_open_again() -> None:
    """An answer to other words is none to these; what it was is still told of the first try."""
    found = answers("day", attempt("day", digest="0" * 16))
    assert (found.state, found.changed, found.answered) == ("not attempted", True, False)
    assert found.first == "correct"


def test_a_skip_is_no_answer_and_no_try() -> None:
    """What was skipped waits for an answer."""
    found = answers("day", attempt("day", "", outcome="skipped"))
    assert (found.state, found.tries, found.answered) == ("skipped", 0, False)


def test_a_skip_takes_back_no_answer() -> None:
    """In another notebook, which does not know of the answer, a question may be skipped later."""
    assert answers("day", attempt("day"), attempt("day", "", 2, outcome="skipped")).mastered


def test_an_opened_answer_is_no_try() -> None:
    """Opening the answer leaves the outcome of the try before it."""
    found = answers("day", attempt("day", "wrong"), attempt("day", "wrong", 2, opened=True))
    assert (found.state, found.tries, found.helped) == ("incorrect", 1, True)


def test_an_answer_that_was_opened_is_not_mastered_in_the_same_sitting() -> None:
    """Who writes down what was just shown has not yet shown to know it."""
    opened = (attempt("day", "wrong"), attempt("day", "wrong", 2, opened=True))
    soon = attempt("day", number=3, days=0.4)
    later = attempt("day", number=3, days=0.5)
    assert not answers("day", *opened, soon).mastered
    assert answers("day", *opened, later).mastered


def test_a_time_that_makes_no_sense_is_no_later_sitting() -> None:
    """A line with a broken time is counted; what hangs on its time is not."""
    opened = attempt("day", "wrong", opened=True, time="yesterday")
    assert not answers("day", opened, attempt("day", number=2)).mastered


def test_an_answer_counts_ten_minutes_at_most() -> None:
    """A page left open overnight, or a clock that went back, is no work."""
    found = answers(
        "day",
        attempt("day", "wrong", seconds=30),
        attempt("day", "wrong", 2, seconds=50_000),
        attempt("day", number=3, seconds=-5),
    )
    assert found.seconds == 630


# ── a lesson ─────────────────────────────────────────────────────────────────────────────────


def test_a_lesson_is_done_when_every_question_is_answered() -> None:
    """Right or wrong; a written answer counts as well, a skipped question does not."""
    most = (attempt("day", "wrong"), attempt("who"), attempt("exit"))
    essay = attempt("essay", "Because of the cracks.", outcome="recorded")
    skipped = replace(essay, response=(), outcome="skipped")
    assert not of(*most).lessons[0].done
    assert not of(*most, skipped).lessons[0].done
    assert of(*most, essay).lessons[0].done


def test_a_lesson_is_mastered_when_every_scored_question_is() -> None:
    """What is not scored does not matter."""
    assert of(attempt("day"), attempt("who"), attempt("exit")).lessons[0].mastered
    assert not of(attempt("day", "wrong"), attempt("who"), attempt("exit")).lessons[0].mastered


def test_a_lesson_counts_in_numbers() -> None:
    """Answered, correct, first tries, planned and real minutes."""
    (lesson, *_) = of(
        attempt("day", "wrong", seconds=60), attempt("day", number=2, seconds=30), attempt("who")
    ).lessons
    assert (lesson.answered, lesson.correct, lesson.first_tries) == (2, 2, (1, 2))
    assert (lesson.planned_minutes, lesson.minutes) == (8.0, 1.5)


def test_an_objective_is_mastered_with_all_its_questions() -> None:
    """Objectives have the words of the lesson and the scored questions that name them."""
    (lesson, *_) = of(attempt("day"), attempt("who")).lessons
    assert [(each.number, each.text, each.mastered) for each in lesson.objectives] == [
        (1, "say when", True),
        (2, "say who", False),
    ]


def test_one_goes_on_with_the_first_lesson_that_has_an_open_question() -> None:
    """In the order of the course, whatever was answered after it."""
    found = of(attempt("day"), attempt("vote")).next
    assert found is not None
    assert (found[0].lesson, found[1].item.id) == ("01-the-bridge", "who")
    done = [attempt(name) for name in ITEMS if name != "essay"]
    essay = attempt("essay", "Because of the cracks.", outcome="recorded")
    assert of(*done, essay).next is None


def test_only_what_was_begun_is_to_be_practised() -> None:
    """An objective with a wrong answer, and none that nobody has touched."""
    assert [(each.lesson, each.number) for each in of(attempt("who", "wrong")).practise] == [
        ("01-the-bridge", 2)
    ]


# ── reading mistakes ─────────────────────────────────────────────────────────────────────────


def test_a_reading_mistake_is_named_when_it_was_made_twice() -> None:
    """Counted over all lessons and sheets, the most frequent first, in the course's words."""
    found = of(
        attempt("day", "wrong"),
        attempt("day", "other", 2),
        attempt("read", "wrong"),
        attempt("more", "wrong"),
        attempt("who", "other"),
        attempt("sent"),
    )
    assert [(each.sentence, each.count) for each in found.mistakes] == [
        ("took a report for what was seen", 3),
        ("took a quotation for the text", 2),
    ]


def test_an_opened_answer_is_no_second_mistake() -> None:
    """The line that says that the answer was opened repeats the response, not the mistake."""
    opened = attempt("day", "wrong", 2, opened=True)
    assert of(attempt("day", "wrong"), opened).mistakes == ()


# ── confidence ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I,
        # method 3 (score, 95 %)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(right: int, count: int, low: float, high: float) -> None:
    """Wilson's interval gives the numbers of a textbook table."""
    found = wilson(right, count, z=1.959964)
    assert found == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_interval_holds_what_it_must(one: int, two: int) -> None:
    """Its ends are the shares that a test at 90 % just does not refuse: the roots of a square."""
    right, count = min(one, two), max(one, two)
    low, high = wilson(right, count)
    assert 0 <= low <= (right / count if count else 0) <= high <= 1
    for end in (low, high) if 0 < right < count else ():
        off = (right / count - end) / sqrt(end * (1 - end) / count)
        assert abs(off) == pytest.approx(1.6448536, abs=1e-6)


def test_confidence_is_that_of_the_first_answer() -> None:
    """A second try, when the feedback was read, says nothing of it."""
    found = of(
        attempt("day", "wrong", confidence="sure"),
        attempt("day", number=2, confidence="sure"),
        attempt("who", confidence="guess"),
        attempt("exit"),
    )
    assert [(each.level, each.count, each.right) for each in found.calibration] == [
        ("guess", 1, 1),
        ("fairly", 0, 0),
        ("sure", 1, 0),
    ]


@pytest.mark.parametrize(
    ("level", "rights", "verdict"),
    [
        ("sure", "....", ""),
        ("sure", ".....", "over"),
        ("sure", "xxx..", "over"),
        ("sure", "xxxx.", ""),
        ("sure", "xxxxx", "fits"),
        ("guess", "xxxxx", "under"),
        ("guess", "xxx..", ""),
        ("guess", "x....", "fits"),
        ("fairly", "x....", ""),
        ("fairly", ".....", "over"),
        ("fairly", "xxx..", "fits"),
    ],
)
def test_a_verdict_needs_five_answers_and_a_clear_interval(
    level: str, rights: str, verdict: str
) -> None:
    """Chance alone is never called over- or underconfident, and what is off never fitting."""
    names = ("day", "who", "exit", "read", "sent")
    found = of(
        *[
            attempt(name, "right" if sign == "x" else "wrong", confidence=level)
            for name, sign in zip(names, rights, strict=False)
        ]
    )
    assert next(each for each in found.calibration if each.level == level).verdict == verdict


# ── the picture ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_of_the_record_keeps_its_words_on_the_paper(theme: str) -> None:
    """Long titles are wrapped, in every theme; no word lies outside or on another."""
    title = "01 The bridge, the letter, the two cracks, and whoever else was asked on Friday"
    answered = [
        attempt(name, "wrong", confidence=level)
        for name, level in zip(("day", "who", "read", "vote"), (*LEVELS, "sure"), strict=True)
    ]
    chart = picture(
        record(answered, replace(WORK, headings={"01-the-bridge": Heading(title)})), theme=theme
    )
    with drawing(theme):
        chart.figure.canvas.draw()
    found = chart.figure.findobj(Text)
    words = [text for text in found if text.get_visible() and text.get_text().strip()]
    boxes = [text.get_window_extent() for text in words]
    wide, high = chart.figure.bbox.size
    for box in boxes:
        assert min(box.x0, box.y0) >= 0
        assert (box.x1 <= wide, box.y1 <= high) == (True, True)
    for one, two in combinations(boxes, 2):
        assert not one.overlaps(two)


def test_a_picture_has_a_row_for_each_lesson_and_each_confidence() -> None:
    """The table says the same as the picture."""
    rows = picture(of(attempt("day", confidence="sure"))).rows
    assert [tuple(row.values()) for row in rows] == [
        ("01 The bridge", 4, 1, 1),
        ("02-the-letter", 2, 0, 0),
        ("03-the-vote", 1, 0, 0),
        ("A guess", 0, 0, 0),
        ("Fairly sure", 0, 0, 0),
        ("Sure", 1, 1, 1),
    ]


# ── practise and review ──────────────────────────────────────────────────────────────────────


def ids(items: tuple[Item, ...]) -> list[str]:
    """Return the names of questions."""
    return [item.id for item in items]


def test_practice_takes_what_is_not_right_yet_then_the_longest_ago() -> None:
    """Wrong ones and new ones of the sheet, then what waits in the lesson, then right ones."""
    found = of(attempt("who", "wrong"), attempt("more", days=1))
    assert ids(practise(found, "01-the-bridge", 2)) == ["most", "who", "exit", "more"]


def test_practice_without_a_lesson_takes_all_that_is_to_be_practised() -> None:
    """Nothing where nothing was begun."""
    assert practise(of()) == ()
    assert ids(practise(of(attempt("sent", "wrong")), most=1)) == ["sent"]


def test_practice_asks_at_most_so_many() -> None:
    """Five, if nothing else is said."""
    assert len(practise(of(), "01-the-bridge", most=2)) == 2


def test_practice_names_what_there_is() -> None:
    """A lesson or an objective that is not there is said, with those that are."""
    with pytest.raises(UnknownNameError, match="There is no lesson with questions '01-the-bride'"):
        practise(of(), "01-the-bride")
    with pytest.raises(UnknownNameError, match="There is no objective of '01-the-bridge' with"):
        practise(of(), "01-the-bridge", 7)


def test_a_new_learner_reviews_the_last_parts_of_earlier_lessons() -> None:
    """In their order, and nothing of this lesson or a later one."""
    assert ids(review(of(), "03-the-vote", MONDAY)) == ["exit", "read", "sent"]
    assert review(of(), "01-the-bridge", MONDAY) == ()


def test_a_review_takes_wrong_and_guessed_ones_first() -> None:
    """Then what is due, then what is new, then what is not due yet."""
    found = of(
        attempt("day", days=-0.5),
        attempt("who", days=-2),
        attempt("exit", confidence="guess", days=-0.1),
        attempt("read", "wrong", days=-0.2),
    )
    chosen = review(found, "03-the-vote", MONDAY, 9)
    assert ids(chosen) == ["read", "exit", "who", "sent", "day"]


def test_three_questions_of_a_review_are_about_three_minutes() -> None:
    """Short ones come before longer ones that are as urgent, also before those of longer ago."""
    planned = {"day": 5.0, "who": 2.0, "exit": 1.0, "essay": 5.0}
    items = tuple(replace(item, minutes=planned[item.id]) for item in FIRST.items)
    work = replace(WORK, lessons=(replace(FIRST, items=items), SECOND, THIRD))
    wrong = [attempt(name, "wrong", days=n) for n, name in enumerate(("day", "who", "exit"))]
    found = record(wrong, work)
    assert ids(review(found, "02-the-letter", MONDAY)) == ["exit", "who", "day"]
    right = [attempt("exit", number=2, days=3)]
    assert ids(review(record([*wrong, *right], work), "02-the-letter", MONDAY))[0] == "who"


@pytest.mark.parametrize(("count", "days"), [(1, 1), (2, 3), (3, 7), (4, 14), (6, 14)])
def test_a_question_rests_longer_after_each_right_answer_in_a_new_sitting(
    count: int, days: int
) -> None:
    """One, three, seven and fourteen days; right answers within one sitting count once."""
    right = [attempt("day", number=n, days=float(n)) for n in range(1, count + 1)]
    again = attempt("day", number=count + 1, days=count + 0.1)
    last = MONDAY + timedelta(days=count + 0.1)
    before, after = (
        review(of(*right, again), "02-the-letter", last + timedelta(days=days, hours=hour), 1)
        for hour in (-1, 1)
    )
    # what was never answered stands between what is due and what is not
    assert (ids(before), ids(after)) == (["exit"], ["day"])


def test_a_wrong_answer_brings_a_question_back() -> None:
    """After any number of right ones."""
    right = [attempt("day", number=n, days=float(n)) for n in range(1, 5)]
    wrong = attempt("day", "wrong", 5, days=5)
    rest = [attempt(name, days=5) for name in ("who", "exit")]
    assert ids(review(of(*right, wrong, *rest), "02-the-letter", MONDAY, 1)) == ["day"]


# ── properties ───────────────────────────────────────────────────────────────────────────────

attempts = st.lists(
    st.builds(
        attempt,
        st.sampled_from(sorted(set(ITEMS) - {"essay"})),
        st.sampled_from(["right", "wrong", "other", ""]),
        st.integers(1, 4),
        days=st.floats(-40, 40),
        outcome=st.sampled_from(["correct", "incorrect", "skipped", "nonsense"]),
        digest=st.sampled_from(["0" * 16]) | st.none(),
        seconds=st.floats(-1, 1e9),
        opened=st.booleans(),
        confidence=st.sampled_from(["", "guess", "fairly", "sure", "very"]),
    ).map(
        lambda each: each if each.digest else replace(each, digest=public_digest(ITEMS[each.item]))
    ),
    max_size=12,
)


@given(attempts, st.randoms())
def test_any_order_of_lines_gives_the_same_record(given_: list[Attempt], random: Random) -> None:
    """Nothing hangs on the order in which lines are read."""
    mixed = random.sample(given_, len(given_))
    assert record(mixed, WORK) == record(given_, WORK)


@given(attempts)
def test_what_is_mastered_is_answered_and_what_is_reviewed_is_earlier(
    given_: list[Attempt],
) -> None:
    """Rules that hold of every record."""
    found = record(given_, WORK)
    for lesson in found.lessons:
        assert lesson.correct <= lesson.answered <= len(lesson.items)
        assert not lesson.mastered or all(each.answered for each in lesson.scored)
        names = {each.item.quiz for each in lesson.items}
        assert not names & {item.quiz for item in review(found, lesson.lesson, MONDAY)}
    chosen = practise(found, "01-the-bridge")
    assert len({item.id for item in chosen}) == len(chosen) <= 5


@settings(max_examples=30)
@given(attempts, attempts)
def test_a_reset_that_is_taken_back_changes_nothing(
    before: list[Attempt], after: list[Attempt]
) -> None:
    """Reset, then undo: the same record as without either, whatever was answered in between."""
    with TemporaryDirectory() as folder:
        places = (Path(folder) / "one", Path(folder) / "two")
        progress = Progress(*places)
        progress.take(before)
        was = record(progress.attempts("bridge"), WORK)
        progress.reset("bridge", "01-the-bridge")
        reset = record(progress.attempts("bridge"), WORK)
        assert not reset.lessons[0].begun
        assert reset.lessons[1:] == was.lessons[1:]
        progress.undo("bridge", "01-the-bridge")
        assert record(progress.attempts("bridge"), WORK) == was
        progress.reset("bridge", "01-the-bridge")
        progress.take(after)
        progress.undo("bridge", "01-the-bridge")
        assert record(Progress(*places).attempts("bridge"), WORK) == record({*before, *after}, WORK)


@settings(max_examples=30)
@given(attempts, st.lists(st.text(max_size=5), max_size=3))
def test_a_record_that_is_written_and_taken_elsewhere_is_the_same(
    given_: list[Attempt], typed: list[str]
) -> None:
    """Answers, marks, resets and drafts: all of it, and taken twice it is still the same."""
    with TemporaryDirectory() as folder:
        here, there = (
            Progress(Path(folder) / name / "one", Path(folder) / name / "two") for name in "ab"
        )
        here.take(given_)
        here.reset("bridge", "02-the-letter")
        here.add(Mark("bridge", "gazette", "a" * 64, 4, 9, "mayor", "seen", "m-1"))
        for text in typed:
            here.keep_draft("bridge", "01-the-bridge", "essay", text)
        for _ in "12":
            content = written(here, "bridge").encode()
            take(there, read_handover(content, "bridge"))
            again = Progress(Path(folder) / "b" / "one", Path(folder) / "b" / "two")
            assert again.lines("bridge") == here.lines("bridge")
            assert again.drafts("bridge") == here.drafts("bridge")
            assert again.attempts("bridge") == here.attempts("bridge")
            assert again.notices == ()


# ── handing over ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    """Return a learner with one answer and one mark."""
    kept = Progress(tmp_path / "ana", tmp_path / "other" / "ana")
    kept.add(attempt("day"))
    kept.add(Mark("bridge", "gazette", "a" * 64, 4, 9, "mayor", "seen", "m-1"))
    return kept


def test_a_record_says_in_its_first_line_what_it_is(progress: Progress) -> None:
    """Kind, version, case, learner, and how many lines follow."""
    head = json.loads(written(progress, "bridge").split("\n")[0])
    assert (head["kind"], head["case"], head["learner"], head["lines"]) == (
        KIND,
        "bridge",
        "ana",
        2,
    )


def test_lines_of_another_case_stay_at_home(progress: Progress) -> None:
    """A record is of one case: what one did in another course is nobody's business."""
    progress.add(replace(attempt("day"), case="other"))
    assert "other" not in written(progress, "bridge")


def test_what_was_here_already_is_said_and_nothing_of_ones_own_is_lost(progress: Progress) -> None:
    """One's own answers stay; those of the file that are new are added."""
    content = written(progress, "bridge").encode()
    progress.add(attempt("who"))
    more = json.loads(content.split(b"\n")[1]) | {"item": "exit"}
    content += json.dumps(more).encode() + b"\n"
    told = take(progress, read_handover(content, "bridge"))
    assert told == "Taken from the record of “ana”: 1 new entries. 2 were here already."
    assert set(progress.of("bridge", "01-the-bridge")) == {"day", "who", "exit"}


def test_lines_that_cannot_be_understood_are_counted_and_said(progress: Progress) -> None:
    """Strange lines, those of another case, and those that are missing at the end."""
    head, *lines = written(progress, "bridge").encode().split(b"\n")
    strange = [b"{}", b"[" * 9_999, b"\xff", lines[0].replace(b'"bridge"', b'"other"')]
    found = read_handover(b"\n".join([head, *strange]), "bridge")
    assert (found.lines, found.unknown, found.missing) == ((), 4, 0)
    cut = read_handover(b"\n".join([head, lines[0]]), "bridge")
    assert (len(cut.lines), cut.missing) == (1, 1)
    assert take(progress, cut).endswith("The file is not whole: 1 line(s) are missing at its end.")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "This is no record of a course."),
        (b"%PDF-1.7", "This is no record of a course."),
        (b"[" * 99_999, "This is no record of a course."),
        (b'{"kind": "casestudy progress"}', "This is no record of a course."),
        (b"\xff\xfe\x00", "This is no record of a course."),
        (b" " * 20_000_001, "The file has more than 20 MB"),
    ],
)
def test_what_is_no_record_is_refused(content: bytes, complaint: str) -> None:
    """In one sentence that says what to choose instead."""
    with pytest.raises(CaseError, match=complaint):
        read_handover(content, "bridge")


def test_a_record_of_another_case_or_version_is_refused(progress: Progress) -> None:
    """With the name of the case, or the version."""
    content = written(progress, "bridge").encode()
    with pytest.raises(CaseError, match="of the case 'bridge', and this is the case 'tower'"):
        read_handover(content, "tower")
    with pytest.raises(CaseError, match="of version 9"):
        read_handover(content.replace(b'"schema": 1', b'"schema": 9', 1), "bridge")


@given(st.binary() | st.text().map(str.encode))
def test_no_file_breaks_what_takes_it(content: bytes) -> None:
    """Whatever stands in a file, it is read line by line or refused in a sentence."""
    head = {"kind": KIND, "schema": 1, "case": "bridge", "learner": "ana", "lines": 1}
    found = read_handover(json.dumps(head).encode() + b"\n" + content, "bridge")
    assert found.lines == ()


# ── the top of a lesson ──────────────────────────────────────────────────────────────────────


def lesson(folder: Path, *cells: str) -> Path:
    """Write a lesson with these Markdown cells."""
    (folder / "notebooks").mkdir(exist_ok=True)
    said = {"cells": [{"cell_type": "markdown", "source": [each]} for each in cells]}
    (folder / "notebooks" / "01-x.ipynb").write_text(json.dumps(said), encoding="utf-8")
    return folder


def test_title_and_objectives_are_read_from_the_lesson(tmp_path: Path) -> None:
    """Its H1, and the first numbered list; emphasis is left out."""
    folder = lesson(
        tmp_path,
        "# 01 *The* bridge\n\nText",
        "Be able to\n\n1. say when;\n2. say who.\n\nMore",
        "1. x",
    )
    assert read_heading(folder, "01-x") == Heading("01 The bridge", ("say when", "say who"))


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"cells": 3}', '{"cells": [{}]}', "[" * 99_999]
)
def test_a_lesson_that_cannot_be_read_is_called_by_its_name(tmp_path: Path, content: str) -> None:
    """What a learner did to a lesson's file is no reason to stop."""
    folder = lesson(tmp_path)
    (folder / "notebooks" / "01-x.ipynb").write_text(content, encoding="utf-8")
    assert read_heading(folder, "01-x") == Heading("01-x")
    assert read_heading(folder, "02-y") == Heading("02-y")

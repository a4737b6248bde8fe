"""What a learner's answers add up to: done, mastered, where to go on, what to practise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from math import sqrt
from typing import TYPE_CHECKING, get_args

from casestudy.errors import UnknownNameError
from casestudy.grading import grade
from casestudy.lessonfile import Heading
from casestudy.lines import order
from casestudy.page import scored
from casestudy.quizfile import KINDS
from casestudy.quizzes import State, public_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casestudy.lines import Attempt
    from casestudy.quizzes import Item, Outcome, Quiz

__all__ = [
    "INTERVALS",
    "LEAST",
    "LEVELS",
    "SITTING",
    "Answers",
    "Confidence",
    "Habit",
    "LessonRecord",
    "Objective",
    "Record",
    "Work",
    "practise",
    "record",
    "review",
    "wilson",
]

LEVELS = ("guess", "fairly", "sure")
"""How sure a learner can say to be, from least to most."""

LEAST = 5
"""Below so many answers nothing is said about somebody's confidence: chance alone would speak."""

INTERVALS = tuple(timedelta(days=days) for days in (1, 3, 7, 14))
"""How long an item rests after the first, second, third and any later right answer in a row."""

SITTING = timedelta(hours=12)
"""Answers that are closer than this are one sitting: what was just read is not yet remembered."""

_LONGEST = 600.0
"""Seconds that one answer counts at most: a page left open overnight is no work."""

_TWICE = 2
_SHORT = (1, 2)
"""Minutes of a question that is short, and of one that is not long."""

_WRONG = ("incorrect", "partly")
_FITTING = {"guess": (0.0, 0.5), "fairly": (0.5, 0.9), "sure": (0.9, 1.0)}
"""The share of right answers that a level of confidence stands for."""


# ── values ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to answer in a course, and the words for it.

    Parameters
    ----------
    lessons : tuple of Quiz
        The quiz of each lesson, in the order of the course; empty where it is not in order.
    sheets : tuple of Quiz
        The questions of the self-study sheets.
    headings : mapping of str to Heading
        Title and objectives of each lesson.
    mistakes : mapping of str to str
        The reading mistakes of the course: id and sentence.
    left_out : tuple of str
        The card files that are not in order, so that none of their questions is here.
    """

    lessons: tuple[Quiz, ...]
    sheets: tuple[Quiz, ...] = ()
    headings: Mapping[str, Heading] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def heading(self, lesson: str) -> Heading:
        """Return title and objectives of a lesson; its name where nothing is known of it."""
        return self.headings.get(lesson, Heading(lesson))


@dataclass(frozen=True, slots=True)
class Answers:
    """One question with what became of it.

    Parameters
    ----------
    item : Item
        The question.
    state : State
        The outcome of the last answer, by the card as it is now; ``"not attempted"`` where there
        is none, or where the question has changed since.
    tries : int
        Answers given; neither skipping nor opening the answer is one.
    first : State
        The outcome of the first try.
    confidence, last_confidence : str
        How sure the learner was at the first and at the last try; empty where it was not asked.
    changed : bool
        Whether the question has changed since the last answer.
    helped : bool
        Whether the answer was opened, and not given since then in another sitting.
    right_in_a_row : int
        Right answers at the end, each in a sitting of its own.
    seconds : float
        Time spent, each answer with at most ten minutes.
    last : datetime or None
        When it was last answered.
    mistakes : tuple of str
        Ids of the reading mistakes behind the wrong answers, one for each time.
    """

    item: Item
    state: State = "not attempted"
    tries: int = 0
    first: State = "not attempted"
    confidence: str = ""
    last_confidence: str = ""
    changed: bool = False
    helped: bool = False
    right_in_a_row: int = 0
    seconds: float = 0.0
    last: datetime | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is an answer to the question as it is now; a skip is none."""
        return self.state not in ("not attempted", "skipped")

    @property
    def mastered(self) -> bool:
        """Whether the last answer is right, and was not read off the opened answer."""
        return self.state == "correct" and not self.helped


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of a lesson with the questions that assess it.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    number : int
        The objective's number in it.
    text : str
        What one will be able to do; empty where the lesson does not say it.
    items : tuple of Answers
        Its scored questions in the lesson.
    """

    lesson: str
    number: int
    text: str
    items: tuple[Answers, ...]

    @property
    def mastered(self) -> bool:
        """Whether every question of it is mastered."""
        return all(each.mastered for each in self.items)

    @property
    def begun(self) -> bool:
        """Whether at least one question of it was answered."""
        return any(each.answered for each in self.items)


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """What was done in a lesson.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    heading : Heading
        Its title and objectives.
    items : tuple of Answers
        Its questions, in their order.
    """

    lesson: str
    heading: Heading
    items: tuple[Answers, ...]

    @property
    def scored(self) -> tuple[Answers, ...]:
        """The questions whose answers can be right or wrong."""
        return tuple(each for each in self.items if scored(each.item))

    @property
    def askable(self) -> tuple[Answers, ...]:
        """The questions of a kind that is scored, though an edition for students has no keys."""
        return tuple(each for each in self.items if KINDS[each.item.kind].scored)

    @property
    def open(self) -> tuple[Answers, ...]:
        """The questions that still wait for an answer: new, skipped or changed ones."""
        return tuple(each for each in self.items if not each.answered)

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return len(self.items) - len(self.open)

    @property
    def correct(self) -> int:
        """How many questions are answered right."""
        return sum(each.state == "correct" for each in self.items)

    @property
    def changed(self) -> int:
        """How many questions have changed since they were answered."""
        return sum(each.changed for each in self.items)

    @property
    def begun(self) -> bool:
        """Whether anything was done in it."""
        return any(each.tries or each.state == "skipped" for each in self.items)

    @property
    def done(self) -> bool:
        """Whether every question is answered, right or wrong."""
        return not self.open

    @property
    def mastered(self) -> bool:
        """Whether there are scored questions, and each of them is mastered."""
        return bool(self.scored) and all(each.mastered for each in self.scored)

    @property
    def first_tries(self) -> tuple[int, int]:
        """Of how many scored questions the first try was right, and how many were tried."""
        tried = [each.first for each in self.scored if each.tries]
        return tried.count("correct"), len(tried)

    @property
    def planned_minutes(self) -> float:
        """Minutes that the cards plan."""
        return sum(each.item.minutes for each in self.items)

    @property
    def minutes(self) -> float:
        """Minutes spent on the questions, as the page measured them."""
        return sum(each.seconds for each in self.items) / 60

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives that its scored questions name, by their numbers."""
        numbers = sorted({each.item.objective for each in self.scored if each.item.objective})
        return tuple(
            Objective(
                self.lesson,
                number,
                self.heading.objective(number),
                tuple(each for each in self.scored if each.item.objective == number),
            )
            for number in numbers
        )


@dataclass(frozen=True, slots=True)
class Habit:
    """A reading mistake that was made more than once.

    Parameters
    ----------
    id, sentence : str
        The mistake, as the course names and words it.
    count : int
        How many wrong answers stood for it.
    """

    id: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often first answers of one confidence were right.

    Parameters
    ----------
    level : str
        One of `LEVELS`.
    count, right : int
        How many first answers were given with it, and how many of them were right.
    """

    level: str
    count: int
    right: int

    @property
    def share(self) -> float | None:
        """The share that was right; None without an answer."""
        return self.right / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, with 90 % confidence."""
        return wilson(self.right, self.count)

    @property
    def verdict(self) -> str:
        """What that says: ``""`` (too few answers to tell), ``"fits"``, ``"over"`` or ``"under"``.

        "fits" only where the share itself is what the level stands for, "over" and "under" only
        where the whole interval lies outside of it.
        """
        low, high = self.interval
        least, most = _FITTING[self.level]
        if self.count < LEAST:
            return ""
        if high < least:
            return "over"
        if low > most:
            return "under"
        return "fits" if least <= self.right / self.count <= most else ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a learner's answers add up to.

    Parameters
    ----------
    lessons : tuple of LessonRecord
        In the order of the course.
    sheets : tuple of Answers
        The questions of the self-study sheets.
    mistakes : tuple of Habit
        Reading mistakes made at least twice, the most frequent first.
    calibration : tuple of Confidence
        One for each level.
    """

    lessons: tuple[LessonRecord, ...]
    sheets: tuple[Answers, ...]
    mistakes: tuple[Habit, ...]
    calibration: tuple[Confidence, ...]

    @property
    def keyed(self) -> bool:
        """Whether there is anything that can be right or wrong; without questions, it may be."""
        return any(each.scored or not each.items for each in self.lessons)

    @property
    def next(self) -> tuple[LessonRecord, Answers] | None:
        """The first lesson with an open question, and that question; None where all is done."""
        found = ((lesson, each) for lesson in self.lessons for each in lesson.open)
        return next(found, None)

    @property
    def practise(self) -> tuple[Objective, ...]:
        """The objectives that were begun and are not mastered."""
        objectives = (each for lesson in self.lessons for each in lesson.objectives)
        return tuple(each for each in objectives if each.begun and not each.mastered)


# ── from attempts to a record ────────────────────────────────────────────────────────────────


def record(attempts: Iterable[Attempt], work: Work) -> Record:
    """Return what attempts add up to.

    Parameters
    ----------
    attempts : iterable of Attempt
        Those that count, in any order. Those to questions that are not there any more are left
        out.
    work : Work
        What there is to answer.

    Notes
    -----
    A question is *answered* once there is an answer to it as it is now. A lesson is *done* when
    every question is answered, and *mastered* when every scored question is: the last answer is
    right, and the learner had not opened the answer, or gave it in another sitting, twelve hours
    later or more. That right answers are asked for, however many tries they take, is Bloom's
    mastery learning (Learning for mastery, 1968); that a solution which was shown is no sign of
    knowing is the rule of knowledge tracing (Corbett and Anderson, 1995); that it counts again
    when recalled in a later sitting is successive relearning (Rawson and Dunlosky, 2011). How
    many first tries were right is told apart, because several tries make a right answer likely.
    """
    kept = {
        place: tuple(each)
        for place, each in groupby(
            sorted(attempts, key=lambda each: (each.quiz, each.item, order(each))),
            lambda each: (each.quiz, each.item),
        )
    }

    def answers(quiz: Quiz) -> tuple[Answers, ...]:
        return tuple(_answers(item, kept.get((item.quiz, item.id), ())) for item in quiz.items)

    lessons = tuple(
        LessonRecord(quiz.id, work.heading(quiz.id), answers(quiz)) for quiz in work.lessons
    )
    sheets = tuple(each for quiz in work.sheets for each in answers(quiz))
    everything = [*(each for lesson in lessons for each in lesson.items), *sheets]
    return Record(
        lessons, sheets, _habits(everything, work.mistakes), tuple(_calibration(everything))
    )


def wilson(right: int, count: int, z: float = 1.6448536269514722) -> tuple[float, float]:
    """Return the interval in which a share lies, after Wilson (1927).

    It is right for few answers and for shares near 0 and 1, where the usual one is not (Brown,
    Cai and DasGupta, 2001).

    Parameters
    ----------
    right, count : int
        Successes and tries.
    z : float
        Standard score: as given for 90 % confidence, 1.96 for 95 %.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)], wilson(0, 0)
    ([0.541, 0.931], (0.0, 1.0))
    """
    if not count:
        return 0.0, 1.0
    share, square = right / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z * sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    # none and all lie at an end of their interval: rounding must not put them outside
    return max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0)


def _answers(item: Item, attempts: Sequence[Attempt]) -> Answers:
    """Return what became of an item, from the attempts at it, oldest first."""
    if not attempts:
        return Answers(item)
    # who skips a question in one notebook takes back no answer given in another
    attempts = tuple(each for each in attempts if each.outcome != "skipped") or attempts
    digest = public_digest(item)
    graded = [(attempt, _outcome(item, digest, attempt)) for attempt in attempts]
    tries = [each for each in graded if each[1] != "skipped" and not each[0].opened]
    last, state = graded[-1]
    changed = last.digest != digest and state != "skipped"
    return Answers(
        item=item,
        state="not attempted" if changed else state,
        tries=len(tries),
        first=tries[0][1] if tries else "not attempted",
        confidence=tries[0][0].confidence if tries else "",
        last_confidence=tries[-1][0].confidence if tries else "",
        changed=changed,
        helped=_helped(attempts),
        right_in_a_row=0 if changed else _right_in_a_row(tries),
        seconds=float(sum(min(max(each.seconds, 0), _LONGEST) for each in attempts)),
        last=_moment(last.time),
        mistakes=tuple(
            name for each, _ in tries for name in _mistakes(item, grade(item, each.response))
        ),
    )


def _outcome(item: Item, digest: str, attempt: Attempt) -> State:
    """Return an attempt's outcome by the card as it is now, or as kept where it has changed."""
    kept: State = attempt.outcome if attempt.outcome in get_args(State) else "recorded"  # type: ignore[assignment] # as the line before it says
    if kept == "skipped" or attempt.digest != digest:
        return kept
    now = grade(item, attempt.response).state
    return kept if now == "not attempted" else now


def _mistakes(item: Item, outcome: Outcome) -> tuple[str, ...]:
    """Return the reading mistakes that a wrong answer stands for."""
    told = outcome.told if outcome.state in _WRONG else ()
    wrong = (option for option in item.options if option.text in told and not option.key)
    return tuple(option.mistake for option in wrong if option.mistake)


def _helped(attempts: Sequence[Attempt]) -> bool:
    """Tell whether the answer was opened, and no answer was given in a later sitting."""
    opened = [place for place, each in enumerate(attempts) if each.opened]
    if not opened:
        return False
    since = _moment(attempts[opened[-1]].time)
    return not any(_apart(since, _moment(each.time)) for each in attempts[opened[-1] + 1 :])


def _right_in_a_row(tries: Sequence[tuple[Attempt, State]]) -> int:
    """Count the right answers at the end, those of one sitting once."""
    count, later = 0, None
    for attempt, state in reversed(tries):
        if state != "correct":
            break
        moment = _moment(attempt.time)
        if not count or _apart(moment, later):
            count, later = count + 1, moment
    return count


def _apart(one: datetime | None, two: datetime | None) -> bool:
    return one is not None and two is not None and two - one >= SITTING


def _moment(time: str) -> datetime | None:
    """Return a time that was written down; None where it makes no sense."""
    try:
        moment = datetime.fromisoformat(time)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _habits(answers: Iterable[Answers], sentences: Mapping[str, str]) -> tuple[Habit, ...]:
    """Return the mistakes that were made at least twice, the most frequent first."""
    counts = Counter(name for each in answers for name in each.mistakes)
    often = sorted((-count, name) for name, count in counts.items() if count >= _TWICE)
    return tuple(Habit(name, sentences.get(name, name), -count) for count, name in often)


def _calibration(answers: Sequence[Answers]) -> Iterable[Confidence]:
    """Yield how often first answers of each confidence were right."""
    for level in LEVELS:
        first = [each.first for each in answers if scored(each.item) and each.confidence == level]
        yield Confidence(level, len(first), first.count("correct"))


# ── what to answer again ─────────────────────────────────────────────────────────────────────


def practise(
    record: Record, lesson: str = "", objective: int | None = None, most: int = 5
) -> tuple[Item, ...]:
    """Choose questions to practise with: those that are not yet right, then the longest ago.

    Parameters
    ----------
    record : Record
        What was done.
    lesson : str
        The lesson; without one, all objectives that were begun and are not mastered.
    objective : int, optional
        One objective of the lesson; without one, those of the lesson that are not mastered, or
        all of them.
    most : int
        How many questions at most.

    Returns
    -------
    tuple of Item
        First what was tried and is not right yet, and what the sheets ask; then questions of the
        lesson that were not tried, for which the lesson is the better place; last what was right,
        the longest ago first.

    Raises
    ------
    UnknownNameError
        Where there is no such lesson or objective.
    """
    wanted = _wanted(record, lesson, objective)
    own = [each for every in record.lessons for each in every.scored]
    sheets = [each for each in record.sheets if scored(each.item)]
    chosen = [each for each in (*own, *sheets) if (each.item.quiz, each.item.objective) in wanted]
    asked = {each.item.id for each in own}

    def rank(each: Answers) -> tuple[int, datetime]:
        new = not each.answered and each.item.id in asked
        return (2 if each.mastered else int(new)), each.last or datetime.min.replace(tzinfo=UTC)

    return _distinct((each.item for each in sorted(chosen, key=rank)), most)


def _wanted(record: Record, lesson: str, objective: int | None) -> set[tuple[str, int | None]]:
    """Return the objectives that are meant, each as lesson and number."""
    if not lesson or not record.keyed:
        return {(each.lesson, each.number) for each in record.practise}
    found = _lesson(record, lesson)
    numbers = {each.number for each in found.objectives}
    if objective is None:
        open_ = {each.number for each in found.objectives if not each.mastered}
        return {(lesson, number) for number in open_ or numbers}
    if objective not in numbers:
        raise UnknownNameError(
            f"objective of '{lesson}' with questions", objective, map(str, sorted(numbers))
        )
    return {(lesson, objective)}


def review(record: Record, lesson: str, now: datetime, count: int = 3) -> tuple[Item, ...]:
    """Choose questions of earlier lessons to come back to.

    Parameters
    ----------
    record : Record
        What was done.
    lesson : str
        The lesson that is about to begin; no question is of it or of a later one.
    now : datetime
        The time.
    count : int
        How many questions.

    Returns
    -------
    tuple of Item
        First what was wrong, opened or guessed; then what is due (of an answer that nobody can
        judge, as in an edition for students, after a day); then what was never answered,
        from the last parts of the lessons; last what is not due yet. Among these, questions of a
        minute first, then of two, so that three are about three minutes; then the longest ago,
        or in the order of the lessons.

    Raises
    ------
    UnknownNameError
        Where there is no such lesson.

    Notes
    -----
    Recalling after a gap keeps what was learned, and the best gap grows with the time that it
    should last (Cepeda, Pashler, Vul, Wixted and Rohrer, 2006). The gaps are those of a box of
    cards (Leitner, 1972): a right answer in a new sitting moves a question to a longer one, of 1,
    3, 7 and then 14 days; a wrong one brings it back to the first.
    """
    _lesson(record, lesson)
    names = [each.lesson for each in record.lessons]
    earlier = record.lessons[: names.index(lesson)]
    ranked = [
        (_urgency(each, now, last=each.item.part == _last_part(every)), place, each.item)
        for place, (every, each) in enumerate(
            (every, each) for every in earlier for each in every.askable
        )
    ]
    return _distinct((item for _, _, item in sorted(ranked, key=lambda each: each[:2])), count)


def _distinct(items: Iterable[Item], most: int) -> tuple[Item, ...]:
    """Return the first questions; of two with one name, which no quiz can hold, the first."""
    named: dict[str, Item] = {}
    for item in items:
        named.setdefault(item.id, item)
    return tuple(islice(named.values(), most))


def _urgency(each: Answers, now: datetime, *, last: bool) -> tuple[int, int, datetime]:
    """Return how soon a question should be asked again: its group, its length, when answered."""
    length = sum(each.item.minutes > most for most in _SHORT)
    moment = each.last or datetime.min.replace(tzinfo=UTC)
    if not each.answered:
        return (2 if last else 4), length, datetime.min.replace(tzinfo=UTC)
    if each.last_confidence == "guess" or not (each.mastered or each.state == "recorded"):
        return 0, length, moment
    rest = INTERVALS[min(max(each.right_in_a_row, 1), len(INTERVALS)) - 1]
    return (1 if now - moment >= rest else 3), length, moment


def _last_part(lesson: LessonRecord) -> str:
    return lesson.askable[-1].item.part if lesson.askable else ""


def _lesson(record: Record, name: str) -> LessonRecord:
    known = {each.lesson: each for each in record.lessons}
    if name not in known:
        raise UnknownNameError("lesson with questions", name, known)
    return known[name]

"""What a page is told about a learner's record: plain values and whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casestudy.inline import plain
from casestudy.record import LEAST
from casestudy.strings import RECORD, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from casestudy.record import Answers, Confidence, Habit, LessonRecord, Objective, Record, Work

__all__ = [
    "confidence_text",
    "left_out",
    "mistake_text",
    "next_text",
    "record_lines",
    "record_shown",
]


def record_shown(record: Record, restarted: Collection[str]) -> dict[str, Any]:
    """Return what the page shows of a record.

    Parameters
    ----------
    record : Record
        The record.
    restarted : collection of str
        Names of the lessons whose quiz was started again.
    """
    lessons = [each for each in record.lessons if each.items]
    return {
        "summary": _summary(lessons),
        "answered": sum(each.answered for each in lessons),
        "correct": sum(each.correct for each in lessons),
        "total": sum(len(each.items) for each in lessons),
        "next": next_text(record),
        "lessons": [_lesson(each, restarted=each.lesson in restarted) for each in lessons],
        "practise": [_practise(each, record) for each in record.practise],
        "practise_none": "" if record.practise else _nothing(lessons, record),
        "private": say("record mistakes private"),
        "mistakes": [mistake_text(each) for each in record.mistakes] or _none(record),
        "calibration": [_confidence(each) for each in record.calibration if record.keyed]
        or [_UNKNOWN],
    }


def record_lines(record: Record, restarted: Collection[str]) -> Iterator[str]:
    """Yield the same as lines of text."""
    shown = record_shown(record, restarted)
    yield f"{say('record title')}: {shown['summary']}"
    yield shown["next"]
    for each in shown["lessons"]:
        facts = (each["status_text"], each["text"], each["first"], each["minutes"])
        yield f"{each['title']}: {'; '.join(filter(None, facts))}"
    for name, lines in (
        ("practise", [each["text"] for each in shown["practise"]] or [shown["practise_none"]]),
        ("mistakes", shown["mistakes"]),
        ("calibration", [each["text"] for each in shown["calibration"]]),
    ):
        yield f"\n{RECORD[name]}"
        yield from lines


def left_out(work: Work) -> list[str]:
    """Return the sentence about card files that are not in order; nothing where all are.

    Examples
    --------
    >>> from casestudy.record import Work
    >>> left_out(Work((), left_out=("notebooks/quizzes/02-the-ferry.md",)))[0][:50]
    'The questions of notebooks/quizzes/02-the-ferry.md'
    """
    return [say("cards left out", files=", ".join(work.left_out))] if work.left_out else []


def next_text(record: Record) -> str:
    """Return in a sentence where to go on."""
    if record.next is None:
        return say("record all done")
    lesson, found = record.next
    name = "record next changed" if found.changed else "record next"
    number = lesson.items.index(found) + 1
    return say(name, title=lesson.heading.title, number=number, total=len(lesson.items))


def mistake_text(habit: Habit) -> str:
    """Return a reading mistake with its count."""
    return say("record mistake", sentence=habit.sentence.rstrip("."), count=habit.count)


def confidence_text(found: Confidence) -> str:
    """Return how often one was right where one was so sure."""
    level = say(f"record level {found.level}")
    if not found.count:
        return say("record confidence none", level=level)
    enough = found.count >= LEAST
    low, high = found.interval
    said = say(
        "record confidence" if enough else "record confidence few",
        level=level,
        right=found.right,
        count=found.count,
        share=round(100 * found.right / found.count),
        low=round(100 * low),
        high=round(100 * high),
    )
    verdict = found.verdict or "few"
    return f"{said} {say(f'record verdict {verdict}')}" if enough else said


def _summary(lessons: list[LessonRecord]) -> str:
    if not any(each.begun for each in lessons):
        return say("record nothing")
    done = sum(each.done for each in lessons)
    keyed = any(each.scored for each in lessons)
    return say(
        "record summary" if keyed else "record summary unkeyed",
        answered=sum(each.answered for each in lessons),
        total=sum(len(each.items) for each in lessons),
        correct=sum(each.correct for each in lessons),
        lessons=say("record lessons", done=done, total=len(lessons)),
    )


def _lesson(lesson: LessonRecord, *, restarted: bool) -> dict[str, Any]:
    counts = {
        "answered": lesson.answered,
        "correct": lesson.correct,
        "total": len(lesson.items),
    }
    right, tried = lesson.first_tries
    title = lesson.heading.title
    status = _status(lesson)
    return {
        "id": lesson.lesson,
        "title": title,
        **counts,
        "text": say("record lesson" if lesson.scored else "progress unscored", **counts),
        "first": say("record first", right=right, count=tried) if tried else "",
        "minutes": _minutes(lesson),
        "status": status,
        "status_text": say(f"record status {status}"),
        "changed": _changed(lesson.changed),
        "objectives": [_objective(each) for each in lesson.objectives],
        "again": say("record again", title=title) if lesson.begun or lesson.changed else "",
        "restarted": say("record restarted") if restarted else "",
    }


def _status(lesson: LessonRecord) -> str:
    if not lesson.begun:
        return "new"
    if lesson.mastered:
        return "mastered"
    return "done" if lesson.done else "begun"


def _minutes(lesson: LessonRecord) -> str:
    spent = round(lesson.minutes)
    if not lesson.planned_minutes:
        return say("record minutes only", spent=spent) if spent else ""
    return say("record minutes", spent=spent, planned=round(lesson.planned_minutes))


def _changed(count: int) -> str:
    if not count:
        return ""
    return say("record changed", count=count) if count > 1 else say("record changed one")


def _called(objective: Objective) -> str:
    return objective.text or say("record objective", number=objective.number)


def _right(items: tuple[Answers, ...]) -> int:
    return sum(each.mastered for each in items)


def _objective(objective: Objective) -> dict[str, Any]:
    state = "mastered" if objective.mastered else "begun" if objective.begun else "new"
    count = {"right": _right(objective.items), "count": len(objective.items)}
    return {
        "text": plain(_called(objective)),
        "state": state,
        "status": say(f"record objective {state}", **count),
    }


def _practise(objective: Objective, record: Record) -> dict[str, str]:
    lesson = next(each for each in record.lessons if each.lesson == objective.lesson)
    return {
        "text": say(
            "record practise",
            title=lesson.heading.title,
            objective=_called(objective),
            right=_right(objective.items),
            count=len(objective.items),
        ),
        "code": f'case.practise("{objective.lesson}", objective={objective.number})',
    }


def _nothing(lessons: list[LessonRecord], record: Record) -> str:
    begun = any(each.begun for each in lessons)
    if begun and not record.keyed:
        return say("record unkeyed")
    return say("record practise none") if begun else say("record nothing")


def _none(record: Record) -> list[str]:
    return [say("record mistakes none" if record.keyed else "record unkeyed")]


_UNKNOWN = {
    "level": "",
    "count": 0,
    "share": None,
    "low": 0.0,
    "high": 1.0,
    "enough": False,
    "text": say("record unkeyed"),
}
"""What stands in the place of confidence where nothing is known to be right."""


def _confidence(found: Confidence) -> dict[str, Any]:
    low, high = found.interval
    return {
        "level": say(f"record level {found.level}"),
        "count": found.count,
        "share": found.share,
        "low": low,
        "high": high,
        "enough": found.count >= LEAST,
        "text": confidence_text(found),
    }

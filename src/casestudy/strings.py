"""Every sentence of the interface in one place, so that a translation is one file.

Sentences are whole: names in braces are filled in, nothing is glued together.
"""

from __future__ import annotations

__all__ = ["PAGE", "REASONS", "say"]

PAGE = {
    "check": "Check answer",
    "hint_left": "Hint ({left} left)",
    "no_hints": "No more hints",
    "hint_title": "Hint {number}:",
    "why": "Why?",
    "try_again": "Try again",
    "show": "Show the answer",
    "others": "The other options, and the mistake each one stands for:",
    "choose_many": "One or more answers may be right.",
    "checking": "Checking…",
    "waiting": "One moment…",
    "no_kernel": "The kernel does not answer: it is busy, was restarted or is gone. Your choice is "
    "kept. Wait a moment and check again; if that does not help, choose Run ▸ Run All Cells.",
}
"""Strings that the quiz page itself needs, sent to it once."""

REASONS = {
    "empty": "Nothing is chosen yet. Choose an answer, then check it.",
    "key": "The words support it.",
    "distractor": "Look at the words again.",
    "missing": "What you chose is right. At least one more is right too.",
    "too many": "You chose every right answer, and at least one that is not right.",
    "mixed": "Some of it is right, some is not.",
    "everything": "You chose everything. Keep only what the words support.",
    "recorded": "Your answer is kept.",
}
"""Why an outcome is what it is, by the reason that `casestudy.quizzes.grade` gives."""

_SENTENCES = {
    "heading correct": "Correct",
    "heading partly": "Partly right",
    "heading incorrect": "Not right yet",
    "heading recorded": "Recorded",
    "heading not attempted": "Not answered yet",
    "heading opened": "The answer",
    "opened": "You opened the answer. These are the words it rests on.",
    "verdict right": "Right answer",
    "verdict wrong": "Not right",
    "legend": "Question {number} of {total}",
    "progress": "{answered} of {total} answered, {correct} correct",
    "quiz title": "{quiz}: {part}",
    "questions": "{number} questions",
    "question": "1 question",
    "unplayable": "This kind of question ({kind}) cannot be answered on the page yet.",
    "changed": "This question has changed since you answered it. Please answer it again.",
    "privacy": "Your answers are kept on this computer only, in {folder}.",
    "privacy none": "Your answers are not kept: close this page and they are gone.",
    "fallback": "The folder {wanted} cannot be written to, so your answers are kept in {folder}.",
    "not kept": "No folder can be written to, so your answers are not kept ({why}).",
    "stopped": "Your last answer could not be written ({why}). It counts on this page only.",
    "torn": "{count} line(s) of {file} could not be read and were left out; the rest is intact.",
    "run for live": "To answer here, choose Run ▸ Run All Cells. Only reading? Each line opens; "
    "behind an option stands whether it is right.",
    "about": "True, false or not stated in {documents}?",
    "about all": "True, false or not stated in any of the {count} documents?",
    "estimate": "no date printed (our estimate: {published})",
    "static hint": "Hint {number}",
    "static answer": "Answer and why",
    "rights": "{document}: {rights}",
    "answers": "Answers, and the words they rest on",
    "choose one": "one answer",
    "choose many": "one or more answers",
    "seal": "Seal {seal}",
    "left out": "…",
}


def say(name: str, **values: object) -> str:
    """Return a sentence of the interface with its names filled in.

    Parameters
    ----------
    name : str
        The sentence's name in this file.
    **values : object
        What stands for the names in braces. Values are never read as a pattern themselves.

    Examples
    --------
    >>> say("legend", number=2, total=6)
    'Question 2 of 6'
    """
    return _SENTENCES[name].format(**values)

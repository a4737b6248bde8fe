"""Every sentence of the interface in one place, so that a translation is one file.

Sentences are whole: names in braces are filled in, nothing is glued together.
"""

from __future__ import annotations

__all__ = ["LABELS", "PAGE", "READER", "REASONS", "say"]

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

READER = {
    "layers": "Show in the text",
    "legend": "What the lines mean",
    "search": "Search the text",
    "hits": "{number} of {total}",
    "no_hits": "Not found",
    "previous": "Previous hit",
    "next": "Next hit",
    "copy": "Copy the citation {citation}",
    "copied": "Copied: {citation}",
    "not_copied": "The browser does not allow copying. The citation is selected: press Ctrl+C "
    "(⌘C on a Mac).",
    "paragraph": "{citation}: {words}",
    "highlight": "{label}: “{words}”. Highlight {number} of {total}. Enter opens its note.",
    "no_highlights": "Nothing is highlighted. Switch on a layer above the text.",
    "begin": "[begin: {label}]",
    "end": "[end: {label}]",
    "mark_begin": "[your mark begins: {label}]",
    "mark_end": "[your mark ends: {label}]",
    "close": "Close the note",
    "note_closed": "The note is closed. You are back in the text.",
    "links": "Passages that belong together (↑ ↓ and Enter)",
    "shared": "same words",
    "conflict": "disagreement",
    "chosen": "Shown and outlined: {citations}",
    "mark_as": "Mark as",
    "label": "Label",
    "mark": "Mark",
    "cancel": "Do not mark",
    "sentence": "Sentence {number} of {total}: {words}",
    "sentences": "{count} sentences: {words}",
    "word": "Word {number} of {total}: {words}",
    "words": "{count} words: {words}",
    "choose": "Selected: {words}. Choose a label.",
    "dropped": "Nothing is selected any more.",
    "marks": "Your marks",
    "no_marks": "You have marked nothing yet.",
    "undo": "Undo",
    "no_undo": "There is nothing to undo.",
    "remove": "Remove the mark “{words}”",
    "marked": "Marked as {label}: {citation}",
    "refused": "This could not be marked.",
    "changed": "Your marks have changed.",
    "waiting": "One moment…",
    "no_kernel": "The kernel does not answer: it is busy, was restarted or is gone. What you "
    "selected is kept. Wait a moment and try again; if that does not help, choose Run ▸ Run All "
    "Cells.",
    "keys": "Keys",
    "help_read": "Keys in the text: `↑` `↓` paragraph · `n` `p` next and previous highlight · "
    "`Enter` open its note · `Esc` close · `c` copy the citation · `/` search.",
    "help_marking": "To mark, select words, or press `m`; `u` undoes.",
    "help_sentences": "Marking a sentence: `←` `→` another sentence · `Shift` `←` `→` more or "
    "fewer · `w` or `Enter` its words · `m` mark it · `Esc` leave.",
    "help_words": "Marking words: `←` `→` another word · `Shift` `←` `→` more or fewer · `Enter` "
    "mark · `Esc` back to the sentence.",
    "help_label": "Choose a label: `1` to `9`, or `Tab` and `Enter` · `Esc` back to the words.",
}
"""Strings that the page of a reader needs, sent to it once. Words between ` are keys."""

LABELS = ("seen", "said", "judged")
"""What a learner may call marked words, if nothing else is asked for."""

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
    "other values": "other speakers and holders",
    "privacy marks": "Your marks are kept on this computer only, in {folder}.",
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
    "silent column": "This text keeps silent: it has none of the words {words}.",
    "mentions title": "Names in the documents",
    "closed": "On {date} no text of this case had been published: the first can be of {first}. "
    "Ask the open case itself for its {what}.",
    "as of": "As of {date}: {counts}.",
    "layer people": "Names",
    "layer statements": "Statements",
    "layer claims": "Claims",
    "layer disagreements": "Disagreements",
    "layer shared": "Shared passages",
    "no speaker": "no speaker named",
    "scare": "nobody’s utterance",
    "label mention": "{title}, {kind}",
    "label statement": "{speaker}: {title}",
    "label claim": "Claim of {holder}: {title}",
    "label disagreement": "{relation}: {title}",
    "label shared": "{words} words, also in {document}",
    "shared title": "Words that stand in {document} too",
    "shared kind": "Shared passage",
    "shared text": "{words} words stand alike in both, but for case, accents and punctuation.",
    "link shared": "{words} words",
    "marks lost": "{count} of your marks in {document} could not be found again, because its text "
    "has changed. Nothing of them was deleted.",
    "gap": "Words that are not shown stand between them. Mark them one after the other.",
    "no notes": "This course has no notes. They are written in {folder}, a file for each sort.",
    "chart table": "The same as a table",
    "chart empty": "There is nothing to draw in '{chart}'. Ask for other notes.",
    "chart timeline title": "What happened when, and which party it involves",
    "chart timeline": "{events}, from {first} to {last}: {statuses}.",
    "chart timeline one": "{events}, on {first}: {statuses}.",
    "chart fullest": "The fullest day is {day}, with {number} of them.",
    "chart vague": "For {number}, the day is not known exactly.",
    "chart inferred": "inferred",
    "chart disputed": "disputed",
    "chart bar": "some time in these days",
    "chart shares title": "Whose words are quoted",
    "chart shares axis": "words between quotation marks",
    "chart shares": "{number} words are quoted in {documents}: {parties}.",
    "chart shares most": "Most in {document}: {party}, {number} of {total}.",
    "chart shares even": "Most in {document}: {party}, with {number} of {total} each.",
    "chart shares none": "{document} quotes nobody.",
    "chart reactions title": "Who reacted, by words and deeds",
    "chart reactions deeds": "deeds",
    "chart reactions": "{actors} reacted.",
    "chart reactions words": "In words: {words}.",
    "chart reactions did": "{number} of {total} did something besides: {actors}.",
    "chart reactions silent": "None of them did something besides.",
    "chart nothing": "none",
    "chart yes": "yes",
    "document": "1 document",
    "documents": "{number} documents",
    "event": "1 event",
    "events": "{number} events",
    "several parties": "several parties",
    "no party": "no party",
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

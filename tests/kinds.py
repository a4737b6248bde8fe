"""A quiz with an item of every kind, as the kernel tells it to the page: before and after a try."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from casestudy.strings import PAGE

if TYPE_CHECKING:
    from tests.pages import State

TEXT = (
    "The mayor closed the old bridge on Monday. “Nobody may cross it,” she said.",
    "The engineer Zoë Núñez 🌉 found two cracks in it. The council did not read her letter.",
    "On Friday the council voted to repair the bridge. The baker asked who would pay.",
)


def plain(text: str) -> list[list[str]]:
    """Return a text as segments without marks."""
    return [[text, ""]]


def evidence(words: str = "found two cracks in it") -> State:
    """Return a passage in its paragraph, with its words marked."""
    before, _, after = TEXT[1].partition(words)
    return {
        "citation": "gazette ¶2",
        "source": "The Gazette, 5 May 2024",
        "segments": [[before, ""], [words, "mark"], [after, ""]],
        "rights": "© 2024 The Gazette. All rights reserved.",
    }


def source() -> State:
    """Return a short document, as an excerpt to mark words in."""
    passages, start = [], 14
    for number, text in enumerate(TEXT, 1):
        cut = text.index(". ") + 1
        spans = [[start, start + cut], [start + cut + 1, start + len(text)]]
        passages.append(
            {
                "number": number,
                "kind": "paragraph",
                "level": 0,
                "citation": f"gazette ¶{number}",
                "start": start,
                "text": text,
                "sentences": spans,
            }
        )
        start += len(text) + 2
    return {
        "document": "gazette",
        "source": "The Gazette, 5 May 2024",
        "rights": "© 2024 The Gazette. All rights reserved.",
        "passages": passages,
    }


def options(*texts: str) -> list[State]:
    """Return options with their letters."""
    return [
        {"letter": letter, "segments": plain(text)}
        for letter, text in zip("ABCDEFGH", texts, strict=False)
    ]


def item(kind: str, control: str, stem: str, ask: str = "", **more: Any) -> State:  # noqa: ANN401  # any JSON
    """Return one item that nobody has answered."""
    return {
        "id": f"{kind}-item",
        "kind": kind,
        "number": 1,
        "legend": "Question 1 of 13",
        "stem": [plain(stem)],
        "quotations": [],
        "attempt": 0,
        "note": "",
        "control": control,
        "ask": ask,
        "scored": True,
        "many": False,
        "options": [],
        "columns": [],
        "unit": "",
        "sample": "",
        "source": None,
        "words": 0,
        "draft": "",
        "ticked": [],
        "response": None,
        "confidence": None,
        "help": [],
        "next_help": "",
        "outcome": None,
        **more,
    }


DAYS = ("On Friday, at the council’s meeting", "On Monday", "The text does not say")
STEPS = (
    "The council votes to repair the bridge",
    "The mayor closes it",
    "Zoë Núñez finds two cracks",
    "The baker asks who would pay",
)
SAYINGS = ("“Nobody may cross it”", "“Who would pay?”", "A letter about two cracks")
SPEAKERS = ["Ada Rose", "The baker", "The mayor", "Zoë Núñez, engineer of the council"]
WORDS = ["condemns", "regrets", "none"]
DEEDS = ["closes the bridge", "repairs the bridge", "calls a meeting", "none"]
CLAUSES = ("The mayor closed the old bridge", "Nobody may cross it", "she said")
CLAIMS = ("Somebody had seen damage", "The council knew of the damage")
CHECKLIST = ("names who decided", "quotes one passage", "says what the text leaves out")

ITEMS = {
    "single": item(
        "single",
        "choice",
        "When was the bridge closed?",
        options=options(*DAYS),
        confidence={"chosen": ""},
    ),
    "multiple": item(
        "multiple",
        "choice",
        "Who did something about the bridge, according to the gazette?",
        "One or more answers may be right.",
        many=True,
        options=options("The mayor", "The council", "The baker"),
    ),
    "true-false": item(
        "true-false",
        "choice",
        "The council paid for the repair.",
        "True, false or not stated in gazette?",
        options=options("true", "false", "not stated"),
    ),
    "number": item(
        "number",
        "text",
        "How many days lay between the closing and the vote?",
        "Write a number.",
        unit="days",
        sample="12",
        confidence={"chosen": ""},
    ),
    "date": item(
        "date",
        "text",
        "On which day did the council vote?",
        "Write a date, exact to the day.",
        sample="17 December 2023",
    ),
    "order": item(
        "order",
        "order",
        "Put these in order, the earliest first.",
        "Move the rows until their order is right.",
        options=options(*STEPS),
    ),
    "match": item(
        "match",
        "rows",
        "Who said it?",
        "Choose for each line. A name may stay unused.",
        options=options(*SAYINGS),
        columns=[{"name": "", "choices": SPEAKERS}],
    ),
    "grid": item(
        "grid",
        "rows",
        "What did each say, and do?",
        "Choose for each line and column.",
        options=options("The mayor", "The council", "The baker"),
        columns=[{"name": "words", "choices": WORDS}, {"name": "deed", "choices": DEEDS}],
    ),
    "annotate": item(
        "annotate",
        "rows",
        "Is it seen, said or judged?",
        "Label each clause.",
        options=options(*CLAUSES),
        columns=[{"name": "", "choices": ["seen", "said", "judged"]}],
        source={**source(), "passages": source()["passages"][:1]},
    ),
    "mark": item(
        "mark",
        "marking",
        "Mark the words in which the gazette says what was damaged.",
        "Select the words in the text.",
        source=source(),
    ),
    "claim": item(
        "claim",
        "marking",
        "Which claim does the text support? Mark the words that support it.",
        "Choose a claim, then mark words.",
        options=options(*CLAIMS),
        source=source(),
    ),
    "written": item(
        "written",
        "writing",
        "Write the best case for closing the bridge.",
        "Write at least 60 words.",
        scored=False,
        words=60,
        options=options(*CHECKLIST),
    ),
    "opinion": item(
        "opinion",
        "writing",
        "What would you have done in the mayor’s place?",
        "There is no right answer.",
        scored=False,
    ),
}
"""One item of every kind, before anybody has answered."""

GIVEN: dict[str, Any] = {
    "single": ["A"],
    "multiple": ["A", "C"],
    "true-false": ["B"],
    "number": "5",
    "date": "10 May 2024",
    "order": ["B", "A", "C", "D"],
    "match": {"A": ["The mayor"], "B": ["Ada Rose"], "C": [""]},
    "grid": {"A": ["condemns", "none"], "B": ["none", "repairs the bridge"], "C": ["", ""]},
    "annotate": {"A": ["seen"], "B": ["said"], "C": ["judged"]},
    "mark": {"letter": "", "document": "gazette", "start": 91, "end": 113},
    "claim": {"letter": "B", "document": "gazette", "start": 91, "end": 113},
    "written": {"text": "The mayor had to close it, because nobody knew more.", "ticked": ["A"]},
    "opinion": {"text": "I would have asked the engineer first.", "ticked": []},
}
"""What is answered, as it goes over the wire."""


def feedback(letter: str, text: str, verdict: str, *, mistake: str = "") -> State:
    """Return the feedback of one option."""
    return {
        "letter": letter,
        "segments": plain(text),
        "mistake": mistake,
        "verdict": verdict,
        "right": verdict == "Right answer",
        "paragraphs": [plain("The first sentence names the day, and no other sentence does.")],
        "evidence": [evidence()],
    }


def outcome(state: str, heading: str, text: str, **more: Any) -> State:  # noqa: ANN401  # any JSON
    """Return an outcome."""
    return {
        "state": state,
        "heading": heading,
        "text": text,
        "finished": False,
        "feedback": [],
        "rows": [],
        "agreement": None,
        "models": [],
        **more,
    }


def rows(signs: str, keys: tuple[str, ...] = ()) -> list[State]:
    """Return what an outcome says of rows: + right, - wrong, ? still open."""
    said = {"+": (True, "In its place"), "-": (False, "Not right"), "?": (None, "Still open")}
    return [
        {"letter": letter, "right": said[sign][0], "verdict": said[sign][1], "key": key}
        for letter, sign, key in zip("ABCDEFGH", signs, keys or ("",) * 8, strict=False)
    ]


AGREEMENT = {
    "sentence": "You and the key agree on 67 % of the clauses; Cohen’s kappa is 0.50.",
    "labels": ["seen", "said", "judged"],
    "table": [[1, 0, 0], [0, 1, 0], [0, 1, 0]],
    "yours": "your labels",
    "key": "the key’s labels",
}
MISTAKE = "Reading mistake: took a paraphrase for a quotation."


def _wrong(kind: str) -> State:
    """Return the outcome of a try that is not right."""
    texts = {each["letter"]: each["segments"][0][0] for each in ITEMS[kind]["options"]}
    if kind in ("single", "true-false", "claim"):
        letter = GIVEN[kind]["letter"] if kind == "claim" else GIVEN[kind][0]
        told = [feedback(letter, texts[letter], "Not right", mistake=MISTAKE)]
        return outcome("incorrect", "Not right yet", "Look at the words again.", feedback=told)
    if kind == "multiple":
        told = [
            feedback("A", texts["A"], "Right answer"),
            feedback("C", texts["C"], "Not right", mistake=MISTAKE),
        ]
        return outcome("partly", "Partly right", "Some of it is right.", feedback=told)
    if kind in ("number", "date", "mark"):
        told = [feedback("", "5", "Not right", mistake=MISTAKE)]
        return outcome("incorrect", "Not right yet", "Look at the words again.", feedback=told)
    if kind in ("written", "opinion"):
        return outcome("not attempted", "Not answered yet", "You have written 10 of 60 words.")
    signs = {
        "order": rows("+--+"),
        "match": rows("+-?"),
        "grid": rows("+-?"),
        "annotate": rows("++-"),
    }[kind]
    told = [feedback("A", texts["A"], "Right answer")]
    agreement = AGREEMENT if kind == "annotate" else None
    return outcome(
        "partly",
        "Partly right",
        "Some of it is right, some is not.",
        feedback=told,
        rows=signs,
        agreement=agreement,
    )


def _finished(kind: str) -> State:
    """Return the outcome of an answer that was opened, or kept."""
    if kind in ("written", "opinion"):
        models = [
            {
                "title": f"For {party}",
                "paragraphs": [plain("It rests on what the engineer saw before the vote.")],
                "evidence": [evidence()],
            }
            for party in ("the mayor", "the council")
        ]
        return outcome(
            "recorded",
            "Kept",
            "Compare it with the model answers.",
            finished=True,
            models=models if kind == "written" else [],
        )
    texts = {each["letter"]: each["segments"][0][0] for each in ITEMS[kind]["options"]}
    told = [
        feedback(letter, text, "Right answer" if letter == "B" else "Not right")
        for letter, text in texts.items()
    ] or [feedback("", "4", "Right answer"), feedback("", "5", "Not right", mistake=MISTAKE)]
    wrong = _wrong(kind)
    keys = {
        "order": ("2", "4", "1", "3"),
        "match": ("The mayor", "The baker", "Zoë Núñez, engineer of the council"),
        "grid": ("condemns, closes the bridge", "none, repairs the bridge", "none, none"),
        "annotate": ("seen", "said", "said"),
    }.get(kind, ())
    signs = [
        {**row, "key": key} for row, key in zip(wrong["rows"], keys, strict=bool(wrong["rows"]))
    ]
    return {
        **wrong,
        "heading": "The answer",
        "text": "You opened the answer. These are the words it rests on.",
        "state": "incorrect",
        "finished": True,
        "feedback": told,
        "rows": signs,
    }


def _right(kind: str) -> State:
    """Return the outcome of the right answer."""
    if kind in ("written", "opinion"):
        return _finished(kind)
    texts = {each["letter"]: each["segments"][0][0] for each in ITEMS[kind]["options"]}
    given = GIVEN[kind]["letter"] if kind == "claim" else GIVEN[kind]
    told = [
        feedback(letter, text, "Right answer" if letter in given else "Not right")
        for letter, text in texts.items()
    ] or [feedback("", "5", "Right answer")]
    signs = [{**row, "right": True, "verdict": "Right"} for row in _wrong(kind)["rows"]]
    text = "The words support it."
    agreement = AGREEMENT if kind == "annotate" else None
    return outcome(
        "correct", "Correct", text, finished=True, feedback=told, rows=signs, agreement=agreement
    )


HELP = [
    {"title": "Where to look", "paragraphs": [plain("Look in gazette ¶2.")], "evidence": []},
    {"title": "The passage", "paragraphs": [], "evidence": [evidence()]},
]


def state_of(*items: State, seq: int = 0) -> State:
    """Return the state of a quiz with these items."""
    numbered = []
    for number, one in enumerate(copy.deepcopy(list(items)), 1):
        numbered.append(one | {"number": number, "legend": f"Question {number} of {len(items)}"})
    return {
        "quiz": "01-the-bridge",
        "title": "Check",
        "seq": seq,
        "strings": PAGE,
        "privacy": "Your answers are kept on this computer only, in /home/zoe/course/progress.",
        "notices": [],
        "progress": {
            "answered": 1,
            "correct": 0,
            "total": len(items),
            "text": f"1 of {len(items)} answered, 0 correct",
        },
        "items": numbered,
    }


def after(kind: str, stage: str) -> State:
    """Return an item before a try, or after one: wrong, right, finished, helped."""
    fresh = copy.deepcopy(ITEMS[kind])
    if stage == "before":
        return fresh
    made = {"wrong": _wrong, "right": _right, "finished": _finished, "helped": _wrong}[stage](kind)
    fresh |= {"attempt": 1, "response": GIVEN[kind], "outcome": made}
    if fresh["scored"] and not made["finished"]:
        fresh["next_help"] = "Show the answer" if stage == "helped" else "Where to look"
    if stage == "helped":
        fresh["help"] = HELP
    if fresh["confidence"]:
        fresh["confidence"] = {"chosen": "fairly"}
    return fresh

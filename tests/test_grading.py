"""Grading: one place, every kind, and no reward for choosing everything."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casestudy.documents import Document, Passage
from casestudy.grading import accepted, grade, key_response
from casestudy.quizfile import read_quiz
from casestudy.quizzes import (
    Item,
    Option,
    Outcome,
    cell_text,
    choices,
    least_words,
    passage_text,
    public_digest,
)
from casestudy.strings import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

TEXT = """\
The mayor closed the old bridge on Monday. “Nobody may cross it,” she said, and nobody asked why, \
for the fog lay on the river and the market was closed as well.
The engineer Zoë Núñez found two cracks in the northern pier. She wrote a letter to the council, \
kept a copy of it, and waited. The council did not read her letter.
On Friday the council voted to repair the bridge. The baker asked who would pay. Nobody answered \
him, and the ferry carried the market women across the water until the summer."""
PARAGRAPHS = TEXT.split("\n")


def _gazette() -> Document:
    starts = [TEXT.index(each) for each in PARAGRAPHS]
    passages = tuple(
        Passage("gazette", start, start + len(each), each, number=number)
        for number, (start, each) in enumerate(zip(starts, PARAGRAPHS, strict=True), 1)
    )
    return Document("gazette", "The bridge", TEXT, passages)


GAZETTE = _gazette()
BRIDGE = Passage("gazette", 0, 9, "The mayor", number=1)


def read(kind: str, fields: str, answers: str, edition: str = "open") -> Item:
    """Return the item of a card, held against the gazette."""
    lines = "".join(f"{line.strip()}\n" for line in fields.split(";") if line.strip())
    source = f"# Check\n\n## it\nkind: {kind}\n{lines}\nWhat is said?\n\n{answers}"
    quiz, complaints = read_quiz(source, "q.md", "q", {"gazette": GAZETTE}, edition=edition)
    assert not complaints, "\n".join(map(str, complaints))
    return quiz.items[0]


def answer(text: str, *quoted: str, told: str = "So.") -> str:
    """Return one line of a card's list, with its feedback and quotations."""
    quotes = "".join(f"    > {words}\n    > -- gazette\n" for words in quoted)
    return f"{text}\n\n    {told}\n\n{quotes}\n"


def marked(words: str, *, document: str = "gazette") -> str:
    """Return the text of some marked words of the gazette."""
    passage = GAZETTE.quote(words)
    return passage_text(replace(passage, document=document))


def sentence(outcome: Outcome) -> str:
    """Return what the learner is told."""
    return REASONS[outcome.reason].format(**dict(outcome.details))


# ── options ──────────────────────────────────────────────────────────────────────────────────


def item(kind: str, boxes: str, *, credit: str = "all or nothing", points: float = 1.0) -> Item:
    """Return an item with options called a, b, c and so on; an ``x`` is a key, a ``-`` is none."""
    options = tuple(Option(chr(97 + place), box == "x", place) for place, box in enumerate(boxes))
    return Item("i", kind, "", "q.md", 1, ("?",), options=options, credit=credit, points=points)


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ((), Outcome("not attempted", "empty")),
        (("z",), Outcome("not attempted", "empty")),
        (("a",), Outcome("correct", "key", 2.0, ("a",), ("a",))),
        (("b",), Outcome("incorrect", "distractor", 0.0, ("b",), ("b",))),
        (("a", "b"), Outcome("incorrect", "distractor", 0.0, ("a", "b"), ("a", "b"))),
    ],
)
def test_one_answer_is_right_or_wrong(
    kind: str, response: tuple[str, ...], outcome: Outcome
) -> None:
    """Of one right answer, the key is correct and everything else is not."""
    assert grade(item(kind, "x-", points=2.0), response) == outcome


@pytest.mark.parametrize(
    ("response", "state", "reason", "points"),
    [
        ((), "not attempted", "empty", 0.0),
        (("a", "b"), "correct", "key", 4.0),
        (("b", "a"), "correct", "key", 4.0),
        (("a",), "partly", "missing", 2.0),
        (("a", "b", "c"), "partly", "too many", 2.0),
        (("c",), "incorrect", "distractor", 0.0),
        (("c", "d"), "incorrect", "distractor", 0.0),
        (("a", "c"), "incorrect", "mixed", 0.0),
        (("a", "b", "c", "d"), "incorrect", "everything", 0.0),
    ],
)
def test_several_answers_are_credited_one_by_one(
    response: tuple[str, ...], state: str, reason: str, points: float
) -> None:
    """With credit per option, keys count for and distractors against the response."""
    outcome = grade(item("multiple", "xx--", credit="per option", points=4.0), response)
    assert (outcome.state, outcome.reason, outcome.points) == (state, reason, points)


def test_some_right_and_less_wrong_is_partly_right() -> None:
    """A response whose right share outweighs its wrong share is partly right, and mixed."""
    asked = item("multiple", "xx---", credit="per option")
    outcome = grade(asked, ("a", "c"))
    assert (outcome.state, outcome.reason) == ("partly", "mixed")
    assert outcome.points == pytest.approx(1 / 2 - 1 / 3)


def test_without_credit_per_option_a_part_is_worth_nothing() -> None:
    """All or nothing means that a right part earns no points."""
    outcome = grade(item("multiple", "xx-"), ("a",))
    assert (outcome.state, outcome.points) == ("partly", 0.0)


def test_where_everything_is_right_everything_is_chosen() -> None:
    """Where every option is a key, choosing all of them is correct."""
    assert grade(item("multiple", "xx"), ("a", "b")).state == "correct"


def test_without_a_key_an_answer_is_recorded() -> None:
    """A student edition holds no key, so an answer is recorded and not scored."""
    assert grade(item("single", "--"), ("a",)) == Outcome("recorded", "recorded", 0.0, ("a",))


def test_a_response_is_kept_in_the_order_of_the_card() -> None:
    """What was chosen is kept in the order of the card, without what the card does not have."""
    assert grade(item("multiple", "xx"), ("z", "b", "a")).response == ("a", "b")


# ── numbers and dates ────────────────────────────────────────────────────────────────────────

DAYS = read(
    "number",
    "unit: days; otherwise: Count again.; tolerance: 0.5",
    answer("- [x] 110", "on Monday") + answer("- [ ] 109"),
)


@pytest.mark.parametrize(
    ("typed", "state", "told"),
    [
        ("110", "correct", ("110",)),
        (" 110 ", "correct", ("110",)),
        ("110 days", "correct", ("110",)),
        ("110 DAYS.", "correct", ("110",)),
        ("110days", "correct", ("110",)),
        ("110.5", "correct", ("110",)),
        ("109,5", "correct", ("110",)),
        ("109.4", "incorrect", ("109",)),
        ("109", "incorrect", ("109",)),
        ("-110", "incorrect", ()),
        ("1 200", "incorrect", ()),
    ],
)
def test_a_number_is_right_within_its_tolerance(
    typed: str, state: str, told: tuple[str, ...]
) -> None:
    """A key is accepted within the tolerance, and a wrong value that is named is told of."""
    outcome = grade(DAYS, (typed,))
    assert (outcome.state, outcome.told) == (state, told)
    assert outcome.response == (typed.strip(),)


def test_a_key_comes_before_a_wrong_value_that_is_as_near() -> None:
    """Between a wrong value and a key, within the tolerance of both, a number is right."""
    asked = read(
        "number", "tolerance: 5", answer("- [ ] 118") + answer("- [x] 110", "closed the old bridge")
    )
    assert [grade(asked, (typed,)).state for typed in ("114", "116")] == ["correct", "incorrect"]


def test_a_number_that_nobody_foresaw_has_the_cards_own_feedback() -> None:
    """Every other number calls for the card's `otherwise`."""
    assert grade(DAYS, ("7",)).reason == "otherwise"


@pytest.mark.parametrize(
    ("typed", "reason", "says"),
    [
        ("many", "no number", "“many” cannot be read as a number."),
        ("days", "no number", "“days” cannot be read"),
        ("1,200", "ambiguous number", "Write 1200 or 1.2."),
        ("1.200 days", "ambiguous number", "“1.200 days” can be read in two ways."),
        ("1.125", "ambiguous number", "Write 1125 or 1.1250."),
        ("{typed}", "no number", "“{typed}” cannot be read"),
        ("  ", "empty", "Nothing is given yet."),
    ],
)
def test_a_number_that_cannot_be_read_is_asked_about(typed: str, reason: str, says: str) -> None:
    """What is no number, or may be two, is no attempt: nothing is guessed."""
    outcome = grade(DAYS, (typed,))
    assert (outcome.state, outcome.reason) == ("not attempted", reason)
    assert says in sentence(outcome)


def test_two_numbers_are_none() -> None:
    """Whoever types the key and another number has not answered."""
    assert grade(DAYS, ("110", "109")).state == "not attempted"


WHEN = read(
    "date",
    "precision: day; otherwise: Look again.",
    answer("- [x] 17 December 2023", "on Monday") + answer("- [ ] 5 April 2024"),
)
MONTH = read("date", "precision: month", answer("- [x] April 2024", "on Monday"))


@pytest.mark.parametrize(
    ("typed", "state", "told"),
    [
        ("17 December 2023", "correct", ("17 December 2023",)),
        ("17/12/2023", "correct", ("17 December 2023",)),
        ("2023-12-17", "correct", ("17 December 2023",)),
        ("17 de diciembre de 2023", "correct", ("17 December 2023",)),
        ("5 april 2024", "incorrect", ("5 April 2024",)),
        ("18 December 2023", "incorrect", ()),
    ],
)
def test_a_date_is_right_however_it_is_written(
    typed: str, state: str, told: tuple[str, ...]
) -> None:
    """The day counts, not its form."""
    outcome = grade(WHEN, (typed,))
    assert (outcome.state, outcome.told) == (state, told)


@pytest.mark.parametrize(
    ("typed", "reason", "says"),
    [
        ("soon", "no date", "“soon” cannot be read as a date."),
        ("30 February 2024", "no date", "cannot be read"),
        ("17 December", "no year", "“17 December” has no year."),
        ("5/4/2024", "ambiguous date", "Write 5 April 2024 or 4 May 2024."),
        ("December 2023", "coarse date", "asks for a day"),
        ("2023", "coarse date", "asks for a day"),
        ("", "empty", "Nothing is given yet."),
    ],
)
def test_a_date_that_cannot_be_read_is_asked_about(typed: str, reason: str, says: str) -> None:
    """What is no date, or may be two, is no attempt: nothing is guessed."""
    outcome = grade(WHEN, (typed,))
    assert (outcome.state, outcome.reason) == ("not attempted", reason)
    assert says in sentence(outcome)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("April 2024", "correct"),
        ("30 April 2024", "correct"),
        ("2024-04", "correct"),
        ("30/4/2024", "correct"),
        ("May 2024", "incorrect"),
        ("3/4/2024", "not attempted"),
        ("4/4/2024", "correct"),
        ("2024", "not attempted"),
    ],
)
def test_a_date_is_compared_at_the_precision_asked(typed: str, state: str) -> None:
    """More than is asked for does no harm, and less is asked about."""
    assert grade(MONTH, (typed,)).state == state


# ── rows ─────────────────────────────────────────────────────────────────────────────────────

STEPS = "".join(
    answer(f"{number}. {text}", quoted)
    for number, (text, quoted) in enumerate(
        [("close", "closed the old bridge"), ("find", "found two cracks"), ("vote", "voted to")], 1
    )
)
ORDER = read("order", "credit: per row; points: 3", STEPS)


@pytest.mark.parametrize(
    ("response", "state", "points", "rows"),
    [
        (("close", "find", "vote"), "correct", 3.0, (True, True, True)),
        (("find", "close", "vote"), "partly", 1.0, (False, False, True)),
        (("vote", "close", "find"), "incorrect", 0.0, (False, False, False)),
        (("vote", "find", "close"), "incorrect", 0.0, (False, True, False)),
    ],
)
def test_an_order_is_credited_by_its_pairs(
    response: tuple[str, ...], state: str, points: float, rows: tuple[bool, ...]
) -> None:
    """Points follow Kendall's tau, and each row is right that stands in its place."""
    outcome = grade(ORDER, response)
    assert (outcome.state, outcome.rows) == (state, rows)
    assert outcome.points == pytest.approx(points)


def test_an_order_says_how_much_of_it_stands() -> None:
    """The sentence counts the rows that stand in their place."""
    assert sentence(grade(ORDER, ("find", "close", "vote"))) == "In their place: 1 of 3."


def test_an_order_without_credit_is_all_or_nothing() -> None:
    """Without credit per row a part of the order earns nothing."""
    outcome = grade(replace(ORDER, credit="all or nothing"), ("find", "close", "vote"))
    assert (outcome.state, outcome.points) == ("partly", 0.0)


@pytest.mark.parametrize(
    ("response", "reason"), [((), "empty"), (("close", "vote"), "incomplete"), (("z",), "empty")]
)
def test_an_order_with_lines_left_out_is_no_attempt(response: tuple[str, ...], reason: str) -> None:
    """An order in which nothing was moved, or that has not all lines, is not attempted."""
    assert grade(ORDER, response) == Outcome("not attempted", reason)


MATCH = read(
    "match",
    "also: the baker, a crane; credit: per row; points: 2",
    answer("- close -> the mayor", "closed the old bridge")
    + answer("- find -> Zoë Núñez", "found two cracks")
    + answer("- vote -> the council", "voted to repair"),
)
RIGHT = ("close -> the mayor", "find -> Zoë Núñez", "vote -> the council")


def test_all_rows_right_are_correct() -> None:
    """Every row with its right side is correct."""
    outcome = grade(MATCH, RIGHT[::-1])
    assert (outcome.state, outcome.points, outcome.response) == ("correct", 2.0, RIGHT)
    assert outcome.told == ("close", "find", "vote")


def test_rows_are_corrected_for_guessing() -> None:
    """Of five choices, two rows of three are worth less than two thirds."""
    outcome = grade(MATCH, (*RIGHT[:2], "vote -> the baker"))
    assert (outcome.state, outcome.rows) == ("partly", (True, True, False))
    assert outcome.points == pytest.approx(2 * (2 / 3 - 1 / 5) / (1 - 1 / 5))
    assert sentence(outcome) == "Right: 2 of 3."


def test_a_row_left_open_is_not_right_and_not_wrong() -> None:
    """An open row counts as not right, and is told apart from a wrong one."""
    outcome = grade(MATCH, (RIGHT[0], "find -> the baker"))
    assert outcome.rows == (True, False, None)
    assert sentence(outcome) == "Right: 1 of 3. Still open: 1."


def test_no_row_right_is_incorrect() -> None:
    """Where no row is right, the outcome is incorrect and earns nothing."""
    outcome = grade(MATCH, ("close -> the baker",))
    assert (outcome.state, outcome.points, outcome.told) == ("incorrect", 0.0, ())


@pytest.mark.parametrize(
    "response", [(), ("close",), ("close -> nobody",), ("close -> the mayor", "close -> a crane")]
)
def test_rows_that_say_nothing_are_no_attempt(response: tuple[str, ...]) -> None:
    """A row that the card does not have, or with two right sides, says nothing."""
    assert grade(MATCH, response) == Outcome("not attempted", "empty")


GRID = read(
    "grid",
    "scale: words = angry, calm, none; scale: deed = closes, votes, none; credit: per row",
    "| who | words | deed |\n|---|---|---|\n| mayor | angry | closes |\n"
    "| council | none | votes |\n\n"
    + answer("- mayor", "closed the old bridge")
    + answer("- council", "voted to repair"),
)


def test_a_row_of_a_grid_is_right_with_all_its_cells() -> None:
    """Points are for rows that are wholly right; the sentence counts cells."""
    response = ("mayor | words = angry", "mayor | deed = closes", "council | words = calm")
    outcome = grade(GRID, response)
    assert (outcome.state, outcome.rows, outcome.told) == ("partly", (True, False), ("mayor",))
    assert outcome.points == pytest.approx((1 / 2 - 1 / 9) / (1 - 1 / 9))
    assert sentence(outcome) == "Right: 2 of 4. Still open: 1."


def test_a_row_of_a_grid_with_an_open_cell_is_open() -> None:
    """A row that is right as far as it goes is still open."""
    assert grade(GRID, ("mayor | words = angry",)).rows == (None, None)


ANNOTATE = read(
    "annotate",
    "in: gazette; labels: seen, said, judged; points: 2",
    "- closed the old bridge -> seen\n- found two cracks -> seen\n- Nobody may cross it -> said\n"
    "- nobody asked why -> judged\n",
)
LABELLED = tuple(cell_text(each.text, "", each.pair[0]) for each in ANNOTATE.options)


def test_labels_are_worth_their_agreement_with_the_key() -> None:
    """Three labels of four that agree have kappa 0.6."""
    outcome = grade(ANNOTATE, (*LABELLED[:3], "nobody asked why -> said"))
    assert outcome.agreement is not None
    assert outcome.agreement.percent == 75.0
    assert outcome.agreement.table == ((2, 0, 0), (0, 1, 1), (0, 0, 0))
    assert outcome.agreement.kappa == pytest.approx(0.6)
    assert outcome.state == "partly"
    assert outcome.points == pytest.approx(1.2)


def test_labels_left_open_take_points_away() -> None:
    """Two labels that agree wholly are worth half of four."""
    outcome = grade(ANNOTATE, LABELLED[1:3])
    assert outcome.agreement is not None
    assert (outcome.agreement.kappa, outcome.points, outcome.state) == (1.0, 1.0, "partly")


def test_one_label_for_all_is_worth_nothing() -> None:
    """Whoever labels everything alike agrees no better than chance."""
    outcome = grade(ANNOTATE, tuple(cell_text(each.text, "", "seen") for each in ANNOTATE.options))
    assert (outcome.state, outcome.points) == ("partly", 0.0)


# ── marked words ─────────────────────────────────────────────────────────────────────────────

MARK = read(
    "mark",
    "in: gazette; otherwise: Look for damage.; points: 2",
    answer("- [x] the damage", "found two cracks in the northern pier")
    + answer("- [x] the letter", "The council […] her letter")
    + answer("- [ ] the day", "closed the old bridge on Monday"),
)


@pytest.mark.parametrize(
    ("words", "state", "reason", "told"),
    [
        ("found two cracks in the northern pier", "correct", "key", ("the damage",)),
        (
            "The engineer Zoë Núñez found two cracks in the northern pier.",
            "correct",
            "key",
            ("the damage",),
        ),
        ("found two cracks in the northern", "correct", "key", ("the damage",)),
        ("The council did not read her letter", "correct", "key", ("the letter",)),
        ("did not read her letter", "partly", "marked less", ("the letter",)),
        ("two cracks", "partly", "marked less", ("the damage",)),
        (PARAGRAPHS[1], "partly", "marked more", ("the damage",)),
        (
            "northern pier. She wrote a letter to the council",
            "partly",
            "marked beside",
            ("the damage",),
        ),
        (TEXT, "incorrect", "marked more", ()),
        ("closed the old bridge", "incorrect", "distractor", ("the day",)),
        ("The baker asked who would pay", "incorrect", "elsewhere", ()),
    ],
)
def test_marked_words_are_held_against_the_passages(
    words: str, state: str, reason: str, told: tuple[str, ...]
) -> None:
    """Enough of a passage and not too much around it is right; the rest says what to do."""
    passage = GAZETTE.span(0, len(TEXT)) if words == TEXT else GAZETTE.quote(words)
    outcome = grade(MARK, (passage_text(passage),))
    assert (outcome.state, outcome.reason, outcome.told) == (state, reason, told)


def test_a_part_of_a_passage_earns_the_overlap() -> None:
    """Two words of seven, and no other, have F1 of 4/9."""
    assert grade(MARK, (marked("two cracks"),)).points == pytest.approx(2 * 4 / 9)


def test_a_quotation_with_words_left_out_is_marked_as_a_whole() -> None:
    """Of a quotation with a gap, the words from its first to its last are to be marked."""
    assert [passage.text for _, passage in accepted(MARK)] == [
        "found two cracks in the northern pier",
        "The council did not read her letter",
    ]


NUMBERED = " ".join(f"w{number:02}" for number in range(90))  # each word and its space: 4 signs


def test_marked_words_are_right_by_two_shares() -> None:
    """Of ten words, eight must be marked, and of the marked ones four in ten must be theirs."""
    ten = Passage("gazette", 160, 199, NUMBERED[160:199])
    key = Option("ten", key=True, line=1, evidence=(ten,))
    asked = Item("i", "mark", "", "q.md", 1, ("?",), options=(key,), fields=(("in", "gazette"),))
    for first, last in combinations(range(20, 91), 2):
        start, end = first * 4, last * 4 - 1
        outcome = grade(asked, (passage_text(Passage("gazette", start, end, NUMBERED[start:end])),))
        both = max(0, min(last, 50) - max(first, 40))
        recall, precision = both / 10, both / (last - first)
        right, wrong = recall >= 0.8 and precision >= 0.4, precision < 0.15
        assert outcome.state == ("correct" if right else "incorrect" if wrong else "partly")
        f1 = 2 * both / (10 + last - first)
        assert outcome.points == pytest.approx(1 if right else 0 if wrong else f1)


@pytest.mark.parametrize(
    "response",
    [
        (),
        ("found two cracks",),
        (marked("found two cracks", document="herald"),),
        ("gazette ¶2 [0-3] found",),
        (marked("found two cracks"), marked("who would pay")),
    ],
)
def test_what_is_no_mark_in_the_document_is_no_attempt(response: tuple[str, ...]) -> None:
    """Words of another document, a broken text or two marks count for nothing."""
    assert grade(MARK, response) == Outcome("not attempted", "empty")


def test_words_that_stand_elsewhere_now_are_not_the_passage() -> None:
    """Where a document was changed, other words at the old place are not taken for the key."""
    old = "gazette ¶2 [170-190] " + "x" * 20
    assert grade(MARK, (old,)).reason == "elsewhere"


CLAIM = read(
    "claim",
    "in: gazette; points: 2",
    answer("- [x] Somebody saw damage.", "found two cracks in the northern pier")
    + answer("- [ ] The council knew of it.", "did not read her letter"),
)
CRACKS = marked("found two cracks in the northern pier")


@pytest.mark.parametrize(
    ("response", "state", "reason", "points"),
    [
        (("Somebody saw damage.", CRACKS), "correct", "key", 2.0),
        (("Somebody saw damage.", marked("two cracks")), "partly", "marked less", 1.0),
        (("Somebody saw damage.", marked("who would pay")), "partly", "elsewhere", 1.0),
        (("The council knew of it.", CRACKS), "incorrect", "distractor", 0.0),
        (("Somebody saw damage.", "The council knew of it.", CRACKS), "incorrect", "distractor", 0),
        (("Somebody saw damage.",), "not attempted", "claim only", 0.0),
        ((CRACKS,), "not attempted", "words only", 0.0),
        ((), "not attempted", "empty", 0.0),
    ],
)
def test_a_claim_needs_its_words(
    response: tuple[str, ...], state: str, reason: str, points: float
) -> None:
    """The claim is half of the answer, the words that prove it the other half."""
    outcome = grade(CLAIM, response)
    assert (outcome.state, outcome.reason, outcome.points) == (state, reason, points)


def test_a_claim_is_told_about_by_its_choice() -> None:
    """The feedback of a claim is that of the option chosen."""
    outcome = grade(CLAIM, ("The council knew of it.", marked("who would pay")))
    assert outcome.told == ("The council knew of it.",)


# ── what is never scored ─────────────────────────────────────────────────────────────────────

MODEL = "### Answer: so\n\nIt rests on it.\n\n> two cracks\n> -- gazette\n"
WRITTEN = read("written", "words: 4", f"- names the norm\n- quotes a passage\n\n{MODEL}")


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ((), Outcome("not attempted", "empty")),
        (("", "names the norm"), Outcome("not attempted", "empty")),
        (
            ("Only three words",),
            Outcome("not attempted", "short", details=(("words", "3"), ("least", "4"))),
        ),
        (
            (" It rests on the norm. ", "names the norm", "sings"),
            Outcome("recorded", "written", 0.0, ("It rests on the norm.", "names the norm")),
        ),
    ],
)
def test_a_text_is_kept_once_it_is_long_enough(response: tuple[str, ...], outcome: Outcome) -> None:
    """A written answer is recorded with the lines that were ticked, and never scored."""
    assert grade(WRITTEN, response) == outcome


def test_a_written_answer_has_thirty_words_if_the_card_asks_for_none() -> None:
    """Without a number of words on the card, thirty are asked for."""
    plain = read("written", "", "")
    assert least_words(plain) == 30
    assert grade(plain, ("word " * 29,)).reason == "short"
    assert grade(plain, ("word " * 30,)).state == "recorded"


def test_a_text_is_compared_with_model_answers_where_there_are_some() -> None:
    """Nobody is sent to model answers that the edition does not have."""
    assert "model" in sentence(grade(WRITTEN, ("It rests on the norm",)))
    assert "model" not in sentence(grade(replace(WRITTEN, models=()), ("It rests on the norm",)))


@pytest.mark.parametrize(
    ("answers", "response", "kept"),
    [
        ("- yes\n- no\n", ("no",), ("no",)),
        ("- yes\n- no\n", ("maybe",), ()),
        ("", (" I think so. ",), ("I think so.",)),
        ("", (" ",), ()),
    ],
)
def test_an_opinion_is_recorded(
    answers: str, response: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """An opinion is an option, or a text where the card has no list; it is never scored."""
    outcome = grade(read("opinion", "", answers), response)
    assert outcome.response == kept
    assert outcome.state == ("recorded" if kept else "not attempted")


# ── properties of all kinds ──────────────────────────────────────────────────────────────────

POINTS = st.floats(0.5, 10)
NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=2, max_size=6, unique=True)


def _made(kind: str, options: Sequence[Option], points: float, **more: object) -> Item:
    fields = tuple((name.rstrip("_"), str(value)) for name, value in more.items())
    credit = str(more.get("credit", "all or nothing"))
    return Item(
        *("i", kind, "", "q.md", 1, ("?",), (), tuple(options)),
        points=points,
        credit=credit,
        fields=fields,
    )


@st.composite
def chosen_items(draw: st.DrawFn) -> Item:
    """Items of options to choose from, with a distractor in each."""
    kind = draw(st.sampled_from(["single", "true-false", "multiple"]))
    names = draw(NAMES)
    keys = draw(st.integers(1, len(names) - 1)) if kind == "multiple" else 1
    options = [Option(name, place < keys, place) for place, name in enumerate(names)]
    credit = draw(st.sampled_from(["all or nothing", "per option"]))
    return _made(kind, options, draw(POINTS), credit=credit)


@st.composite
def typed_items(draw: st.DrawFn) -> Item:
    """Items whose answer is typed, with a key and a wrong value."""
    if draw(st.booleans()):
        one, two = draw(st.lists(st.integers(-999, 999), min_size=2, max_size=2, unique=True))
        values, more = (str(one), str(two)), {"tolerance": draw(st.sampled_from(["0", "0.5"]))}
        kind = "number"
    else:
        kind, more = "date", {"precision": "day"}
        values = ("17 December 2023", "5 April 2024")
    options = [Option(value, place == 0, place) for place, value in enumerate(values)]
    return _made(kind, options, draw(POINTS), **more)


@st.composite
def row_items(
    draw: st.DrawFn, kinds: Sequence[str] = ("order", "match", "grid", "annotate")
) -> Item:
    """Items with rows."""
    kind = draw(st.sampled_from(kinds))
    names, credit = draw(NAMES), draw(st.sampled_from(["all or nothing", "per row"]))
    points = draw(POINTS)
    if kind == "order":
        rows = [Option(name, key=False, line=1, evidence=(BRIDGE,)) for name in names]
        return _made(kind, rows, points, credit=credit)
    values = [f"value {name}" for name in names]
    columns = draw(st.integers(1, 3)) if kind == "grid" else 1
    pairs = draw(
        st.lists(
            st.tuples(*[st.sampled_from(values)] * columns),
            min_size=len(names),
            max_size=len(names),
        ).filter(lambda pairs: len(set(pairs)) > 1)
    )
    rows = [
        Option(name, key=False, line=1, pair=pair) for name, pair in zip(names, pairs, strict=True)
    ]
    listed = ", ".join(values)
    more = {"match": {"also": listed}, "annotate": {"labels": listed}}.get(kind, {})
    made = _made(kind, rows, points, credit=credit, **more)
    scales = tuple(("scale", f"c{place} = {listed}") for place in range(columns))
    return replace(made, fields=(*made.fields, *scales)) if kind == "grid" else made


@st.composite
def marked_items(draw: st.DrawFn) -> Item:
    """Items in which words are marked: of each passage, a few words of the whole text."""
    kind = draw(st.sampled_from(["mark", "claim"]))
    places = [place for place, letter in enumerate(TEXT) if letter == " "]
    options = []
    for number in range(draw(st.integers(2, 4))):
        first = draw(st.integers(0, len(places) - 8))
        start, end = places[first] + 1, places[first + draw(st.integers(1, 7))]
        passage = GAZETTE.span(start, end)
        options.append(Option(f"option {number}", number == 0, number, (), (passage,)))
    return _made(kind, options, draw(POINTS), in_="gazette")


@st.composite
def free_items(draw: st.DrawFn) -> Item:
    """Items that are never scored."""
    kind = draw(st.sampled_from(["written", "opinion"]))
    names = draw(NAMES) if draw(st.booleans()) else []
    options = [Option(name, key=False, line=1) for name in names]
    return _made(kind, options, 1, words=draw(st.integers(1, 5)))


SCORED = st.one_of(chosen_items(), typed_items(), row_items(), marked_items())
ITEMS = st.one_of(SCORED, free_items())


def said(asked: Item) -> list[str]:
    """Return every text that a response to an item could hold, and some that it could not."""
    cells = [
        cell_text(option.text, column, value)
        for option in asked.options
        for column, values in choices(asked)
        for value in values
    ]
    passages = [passage for option in asked.options for passage in option.evidence]
    return [
        *(option.text for option in asked.options),
        *cells,
        *map(passage_text, passages),
        passage_text(GAZETTE.span(0, len(TEXT))),
        passage_text(GAZETTE.passages[1]),
        "1,200",
        "5/4/2024",
        "2023",
        "one two three four five six",
    ]


def everything(asked: Item) -> tuple[str, ...]:
    """Return the response of somebody who chooses all there is to choose."""
    texts = [option.text for option in asked.options]
    cells = [
        cell_text(text, column, value)
        for text in texts
        for column, values in choices(asked)
        for value in values
    ]
    whole = [passage_text(GAZETTE.span(0, len(TEXT)))]
    return tuple(cells or (whole if asked.kind == "mark" else [*texts, *whole]))


@st.composite
def responses(draw: st.DrawFn, items: SearchStrategy[Item] = ITEMS) -> tuple[Item, tuple[str, ...]]:
    """An item with a response of any sort."""
    asked = draw(items)
    texts = st.one_of(st.sampled_from(said(asked)), st.text(max_size=30))
    free = draw(st.lists(texts, max_size=8))
    order = draw(st.permutations([option.text for option in asked.options]))
    return asked, tuple(draw(st.sampled_from([free, order, [*key_response(asked)[1:], *free]])))


def without_key(asked: Item) -> Item:
    """Return an item as a student edition has it."""
    hidden = asked.kind in {"number", "date", "mark"}
    options = tuple(Option(each.text, key=False, line=1) for each in asked.options if not hidden)
    rights = " | ".join(choices(asked)[0][1]) if asked.kind == "match" else ""
    fields = tuple(
        (name, rights if name == "also" else value)
        for name, value in asked.fields
        if name not in {"tolerance", "credit"}
    )
    return replace(asked, options=options, fields=fields)


@given(SCORED)
def test_each_key_is_accepted(asked: Item) -> None:
    """The key of every kind is correct and worth all points."""
    outcome = grade(asked, key_response(asked))
    assert (outcome.state, outcome.points) == ("correct", asked.points)


@given(SCORED)
def test_choosing_everything_is_worth_nothing(asked: Item) -> None:
    """Whoever chooses everything, of whatever kind and credit, earns nothing."""
    assume(asked.kind != "order")  # all rows are its answer, in whatever order
    assert grade(asked, everything(asked)).points == 0


@given(row_items(["annotate"]), st.integers(0, 1))
def test_the_same_label_everywhere_is_worth_nothing(asked: Item, place: int) -> None:
    """Labelling everything alike is no reading."""
    label = choices(asked)[0][1][place]
    response = tuple(cell_text(option.text, "", label) for option in asked.options)
    assert grade(asked, response).points == 0


@given(responses())
def test_no_response_earns_less_than_nothing_or_more_than_there_is(
    given_: tuple[Item, tuple[str, ...]],
) -> None:
    """Points lie between nothing and the item's points, and no text raises an error."""
    asked, response = given_
    assert 0 <= grade(asked, response).points <= asked.points


@given(responses(SCORED))
def test_a_response_is_correct_exactly_where_it_earns_all_points(
    given_: tuple[Item, tuple[str, ...]],
) -> None:
    """All points are for what is correct, and only for that."""
    asked, response = given_
    outcome = grade(asked, response)
    assert (outcome.state == "correct") is (outcome.points == asked.points)


@given(responses())
def test_points_are_only_earned_by_what_is_at_least_partly_right(
    given_: tuple[Item, tuple[str, ...]],
) -> None:
    """What is incorrect, recorded or not attempted earns nothing."""
    outcome = grade(*given_)
    assert outcome.state in {"correct", "partly"} or outcome.points == 0


@given(responses())
def test_a_response_as_it_is_kept_has_the_same_outcome(
    given_: tuple[Item, tuple[str, ...]],
) -> None:
    """An attempt is graded again when a lesson is opened, and comes to the same."""
    asked, response = given_
    outcome = grade(asked, response)
    assume(outcome.state != "not attempted")
    assert grade(asked, outcome.response) == outcome


@given(responses())
def test_every_outcome_has_its_sentence(given_: tuple[Item, tuple[str, ...]]) -> None:
    """Each reason is a sentence, and the outcome holds all that fills it."""
    told = sentence(grade(*given_))
    assert told[-1] in ".?"


@given(responses())
def test_what_is_told_of_belongs_to_the_item(given_: tuple[Item, tuple[str, ...]]) -> None:
    """Feedback is called for of options that the item has."""
    asked, response = given_
    assert set(grade(asked, response).told) <= {option.text for option in asked.options}


@given(responses(row_items()))
def test_a_row_is_told_of_exactly_where_it_is_right(
    given_: tuple[Item, tuple[str, ...]],
) -> None:
    """The feedback of the rows that are right is called for, and of no other."""
    asked, response = given_
    outcome = grade(asked, response)
    rows = outcome.rows or (None,) * len(asked.options)
    right = [each.text for each, row in zip(asked.options, rows, strict=True) if row]
    assert list(outcome.told) == right


@pytest.mark.parametrize("text", ["9" * 5000, "gazette [" + "9" * 5000 + "-1] x", "\ud800", "\x00"])
@pytest.mark.parametrize("asked", [DAYS, WHEN, ORDER, MATCH, GRID, MARK, CLAIM, ANNOTATE])
def test_a_hostile_text_is_no_attempt(asked: Item, text: str) -> None:
    """What no page sends is read like any other text that says nothing."""
    assert grade(asked, (text,)).state == "not attempted"


@given(responses())
def test_without_a_key_nothing_is_right_or_wrong(given_: tuple[Item, tuple[str, ...]]) -> None:
    """In a student edition a response is recorded, or asked about as in any other."""
    asked, response = given_
    bare, outcome = grade(without_key(asked), response), grade(asked, response)
    if outcome.state == "not attempted":
        assert bare == outcome
    else:
        assert (bare.state, bare.points, bare.told) == ("recorded", 0.0, ())
        assert bare.response == outcome.response


@given(ITEMS, st.randoms())
def test_without_its_key_an_item_is_the_same_question(asked: Item, random: object) -> None:
    """A student edition, its options turned, has the public digest of the open one."""
    bare = without_key(asked)
    options = list(bare.options)
    random.shuffle(options)  # type: ignore[attr-defined]
    assert public_digest(replace(bare, options=tuple(options))) == public_digest(asked)


@given(responses(chosen_items()), st.randoms())
def test_the_order_of_what_was_chosen_does_not_matter(
    given_: tuple[Item, tuple[str, ...]], random: object
) -> None:
    """Options are a set: no outcome depends on which was chosen first."""
    asked, response = given_
    turned = list(response)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert grade(asked, tuple(turned)) == grade(asked, response)

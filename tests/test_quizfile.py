"""What each kind of card demands, and that every word quoted is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.documents import Document, Passage
from casestudy.quizfile import FIELDS, KINDS, read_quiz
from casestudy.quizzes import choices
from casestudy.seedfile import read_catalogue, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casestudy.errors import Complaint
    from casestudy.quizzes import Quiz

SAMPLE = Path(__file__).with_name("cards").joinpath("every-kind.md").read_text(encoding="utf-8")

PARAGRAPHS = (
    "The mayor closed the old bridge on Monday.",
    "“Nobody may cross it,” she said, and on 5 May the council agreed.",
    "On Friday the council voted to repair it.",
)


def document(name: str, *paragraphs: str) -> Document:
    """Return a small document with a passage per paragraph."""
    text = "\n".join(paragraphs)
    starts = [text.index(paragraph) for paragraph in paragraphs]
    passages = tuple(
        Passage(name, start, start + len(each), each, number=number)
        for number, (start, each) in enumerate(zip(starts, paragraphs, strict=True), 1)
    )
    return Document(name, name, text, passages)


GAZETTE = document("gazette", *PARAGRAPHS)
HERALD = document("herald", "A crane stood by the river, and the crane was red.")
CHRONICLE = document(
    "chronicle",
    "Zoë Núñez went under the bridge with a lamp before the sun was up.",
    "She found two cracks in the northern pier, wrote a letter to the council, and kept a copy.",
    "Nobody answered. A week later the ferry carried the market women across the water, one boat"
    " after the other, and the baker sold his bread on the quay.",
)
DOCUMENTS = {"gazette": GAZETTE, "herald": HERALD, "chronicle": CHRONICLE}
MISTAKES = {
    "silence": "took silence for a no",
    "copies": "counted copies as witnesses",
}

MONDAY = "    > closed the old bridge on Monday\n    > -- gazette\n"
FRIDAY = "    > On Friday the council voted\n    > -- gazette\n"

SINGLE = f"""\
# Check

## when-closed
kind: single
objective: 1
difficulty: 2
minutes: 1.5
points: 2
hint: Look at the first paragraph.
hint: It is a day.

When was the bridge closed?

- [x] On Monday

    The first sentence says so.

{MONDAY}
- [ ] On Friday

    That is the vote.

{FRIDAY}"""


def check(
    source: str, edition: str = "open", documents: Mapping[str, Document] = DOCUMENTS
) -> tuple[Quiz, tuple[Complaint, ...]]:
    """Read a card file against the small documents."""
    return read_quiz(source, "quiz.md", "quiz", documents, edition=edition, mistakes=MISTAKES)


def body(kind: str, fields: str, text: str, stem: str = "What is said?") -> str:
    """Return a file with one card of a kind."""
    return f"# Check\n\n## it\nkind: {kind}\n{fields}\n{stem}\n\n{text}"


def option(text: str, box: str = "[ ] ", told: str = "It says so.", quoted: str = MONDAY) -> str:
    """Return one option with its feedback and quotation."""
    lines = [f"- {box}{text}", *([f"    {told}"] if told else []), *([quoted] if quoted else [])]
    return "\n\n".join(lines) + "\n"


def only(source: str, edition: str = "open") -> Complaint:
    """Return the one complaint about a card file."""
    quiz, complaints = check(source, edition)
    assert len(complaints) == 1, "\n".join(map(str, complaints))
    assert quiz.items == ()
    return complaints[0]


def told(source: str, line: int | str, wrong: str, cure: str = "") -> None:
    """Check the one complaint; its line is a number or words that stand in it first."""
    complaint = only(source)
    assert complaint.line == number_of(source, line), str(complaint)
    assert wrong in complaint.wrong, str(complaint)
    assert cure in complaint.cure, str(complaint)


def number_of(source: str, line: int | str) -> int:
    """Return the number of the first line that holds some words."""
    if isinstance(line, int):
        return line
    return next(number for number, each in enumerate(source.split("\n"), 1) if line in each)


def changed(old: str, new: str) -> str:
    """Return the small file with one change."""
    assert old in SINGLE
    return SINGLE.replace(old, new, 1)


# ── the sample and the real documents ────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    """Return the documents of the real course."""
    course = Path(__file__).parents[1]
    entries = read_catalogue(course).entries
    return {name: read_document(course, entry) for name, entry in entries.items()}


def test_the_sample_is_a_quiz_of_every_kind(seeds: dict[str, Document]) -> None:
    """The sample is a quiz of every kind."""
    quiz, complaints = check(SAMPLE, documents=seeds)
    assert complaints == ()
    assert [item.kind for item in quiz.items] == list(KINDS)


def test_the_sample_rests_on_25_passages_and_3_clauses(seeds: dict[str, Document]) -> None:
    """The sample rests on 25 passages and 3 clauses."""
    items = check(SAMPLE, documents=seeds)[0].items
    options = sum(len(each.evidence) for item in items for each in item.options)
    models = sum(len(each.evidence) for item in items for each in item.models)
    assert options + models == 25 + 3


def test_a_changed_word_in_any_quotation_of_the_sample_is_found(seeds: dict[str, Document]) -> None:
    """A changed word in any quotation of the sample is found."""
    lines = SAMPLE.split("\n")
    for at, line in enumerate(lines, 1):
        if re.match(r"\s*> (?!--)", line):
            swapped = re.sub(r"(\w+)(\W*)$", r"heron\2", line)
            mutated = "\n".join([*lines[: at - 1], swapped, *lines[at:]])
            assert at in [each.line for each in check(mutated, documents=seeds)[1]], line


# ── an item ──────────────────────────────────────────────────────────────────────────────────


def test_an_item_has_what_its_card_says() -> None:
    """An item has what its card says."""
    (item,), complaints = check(SINGLE)[0].items, check(SINGLE)[1]
    assert complaints == ()
    assert (item.id, item.kind, item.part, item.line) == ("when-closed", "single", "Check", 3)
    assert (item.objective, item.difficulty, item.minutes, item.points) == (1, 2, 1.5, 2.0)
    assert item.hints == ("Look at the first paragraph.", "It is a day.")
    assert item.stem == ("When was the bridge closed?",)
    assert [(each.text, each.key, each.line) for each in item.options] == [
        ("On Monday", True, 14),
        ("On Friday", False, 21),
    ]
    assert item.options[0].feedback == ("The first sentence says so.",)
    assert item.options[0].evidence[0].citation == "gazette ¶1"


def test_a_plain_card_has_the_usual_values() -> None:
    """A plain card has the usual values."""
    source = re.sub(r"(?m)^(objective|difficulty|minutes|points|hint): .*\n", "", SINGLE)
    (item,) = check(source)[0].items
    assert (item.objective, item.difficulty, item.minutes, item.points) == (None, None, 0.0, 1.0)
    assert (item.hints, item.credit, item.shuffle, item.about) == ((), "all or nothing", True, ())


def test_fields_are_kept_as_written() -> None:
    """Fields are kept as written."""
    (item,) = check(SINGLE)[0].items
    assert item.fields[:2] == (("kind", "single"), ("objective", "1"))


def test_an_item_can_keep_its_order() -> None:
    """An item can keep its order."""
    (item,) = check(changed("points: 2", "shuffle: no"))[0].items
    assert not item.shuffle


def test_a_quotation_under_the_stem_is_found() -> None:
    """A quotation under the stem is found."""
    (item,) = check(changed("closed?\n", "closed?\n\n> the council agreed\n> -- gazette\n"))[
        0
    ].items
    assert item.quotations[0].number == 2


def test_an_item_with_a_complaint_is_left_out_and_the_others_stay() -> None:
    """An item with a complaint is left out and the others stay."""
    other = SINGLE.split("\n", 2)[2].replace("when-closed", "again")
    quiz, complaints = check(f"{changed('[x]', '[ ]')}\n{other}")
    assert [item.id for item in quiz.items] == ["again"]
    assert len(complaints) == 1


def test_a_complaint_reads_as_one_sentence_for_a_teacher() -> None:
    """A complaint reads as one sentence for a teacher."""
    assert str(only(changed("- [ ] On Friday", "- [x] On Friday"))) == (
        "quiz.md:21: item 'when-closed': two options are the key, 'On Monday' and 'On Friday': "
        "leave [x] at one"
    )


def test_complaints_about_form_and_words_come_together() -> None:
    """Complaints about form and words come together."""
    source = changed("kind: single", "kind: singel").replace("On Friday the", "On Sunday the")
    assert [each.line for each in check(source)[1]] == [4, 25]


def test_of_a_card_half_understood_the_form_is_not_judged() -> None:
    """Of a card half understood the form is not judged."""
    assert "has no closing" not in only(changed("- [x] On", "- [*] On")).wrong


# ── fields ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong", "cure"),
    [
        ("kind: single", "kind: singel", 4, "'singel'", "did you mean 'single'?"),
        ("kind: single", "kind: Single", 4, "'Single'", "did you mean 'single'?"),
        ("kind: single\n", "", 4, "no kind", "single"),
        ("kind: single\nobjective: 1", "objective: 1\nkind: single", 5, "first", "right under"),
        ("kind: single", "Kind: single", 4, "'Kind'", "did you mean 'kind'?"),
        ("hint: Look", "hnit: Look", 9, "'hnit'", "did you mean 'hint'?"),
        ("hint: Look", "Hint: Look", 9, "'Hint'", "did you mean 'hint'?"),
        ("points: 2", "objective: 2", 8, "'objective' is there twice", "leave one"),
        ("points: 2", "kind: single", 8, "'kind' is there twice", "leave one"),
        ("objective: 1", "objective: first", 5, "'objective: first'", "whole number"),
        ("objective: 1", "objective: 0", 5, "'objective: 0'", "from 1"),
        ("difficulty: 2", "difficulty: 4", 6, "'difficulty: 4'", "1, 2 or 3"),
        ("minutes: 1.5", "minutes: 0", 7, "'minutes: 0'", "above 0"),
        ("minutes: 1.5", "minutes: 1,5", 7, "'minutes: 1,5'", "1.5"),
        ("points: 2", "points: -1", 8, "'points: -1'", "number"),
        ("points: 2", "points: nan", 8, "'points: nan'", "number"),
        ("points: 2", "shuffle: maybe", 8, "'shuffle: maybe'", "'yes' or 'no'"),
        ("points: 2", "confidence: on", 8, "'confidence: on'", "'yes' or 'no'"),
        ("points: 2", "credit: per option", 8, "no field 'credit'", "'multiple'"),
        ("points: 2", "tolerance: 1", 8, "no field 'tolerance'", "'number'"),
        ("points: 2", "about: gazete", 8, "'gazete'", "did you mean 'gazette'?"),
        ("points: 2", "about: gazette, gazette", 8, "twice", "once"),
        ("points: 2", "about: gazette,", 8, "comma", "one, two"),
        ("points: 2", "in: gazete", 8, "'gazete'", "did you mean 'gazette'?"),
        ("points: 2", "in: gazette ¶9", 8, "no ¶9", "¶1 to ¶3"),
        ("points: 2", "in: gazette ¶2-9", 8, "¶2 to ¶9", "¶1 to ¶3"),
        ("points: 2", "in: gazette, p. 3", 8, "'in: gazette, p. 3'", "gazette ¶4"),
    ],
)
def test_a_field_that_cannot_be_is_refused(
    old: str, new: str, line: int | str, wrong: str, cure: str
) -> None:
    """A field that cannot be is refused."""
    told(changed(old, new), line, wrong, cure)


@pytest.mark.parametrize(
    "new", ["points: 0", "points: 0.5", "in: gazette ¶2", "in: gazette ¶2-3", "about: gazette"]
)
def test_a_field_that_can_be_is_read(new: str) -> None:
    """A field that can be is read."""
    assert check(changed("points: 2", new))[1] == ()


def test_every_field_belongs_to_all_kinds_or_to_some() -> None:
    """Every field belongs to all kinds or to some."""
    assert {"kind", "hint", "about", "scale", "reopen", "otherwise"} <= FIELDS


# ── options, feedback and evidence ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong", "cure"),
    [
        ("When was the bridge closed?\n\n", "", 3, "asks nothing", "question"),
        ("- [x]", "- [ ]", 14, "no option is the key", "[x]"),
        ("    That is the vote.\n\n", "", 21, "no feedback", "4 spaces"),
        (f"\n{FRIDAY}", "", 21, "rests on no passage", "> -- id"),
        ("- [ ] On Friday", "- [ ] on *monday*", 21, "line 14", "change one"),
        ("-- gazette", "-- gazet", 19, "'gazet'", "did you mean 'gazette'?"),
        ("closed the old", "closed the new", 18, "'new' is not there", "copy the words"),
        ("On Friday the council voted", "the council", 25, "2 times", "more words"),
    ],
)
def test_an_option_without_what_it_needs_is_refused(
    old: str, new: str, line: int | str, wrong: str, cure: str
) -> None:
    """An option without what it needs is refused."""
    told(changed(old, new), line, wrong, cure)


def test_a_card_with_one_option_is_refused() -> None:
    """A card with one option is refused."""
    told(SINGLE[: SINGLE.index("- [ ] On Friday")], 3, "1 are there", "- [ ] text")


def test_a_card_without_options_is_refused() -> None:
    """A card without options is refused."""
    told(SINGLE[: SINGLE.index("- [x] On Monday")], 3, "0 are there", "- [ ] text")


def test_options_without_boxes_are_refused() -> None:
    """Options without boxes are refused."""
    source = SINGLE.replace("- [x] ", "- ").replace("- [ ] ", "- ")
    assert [each.line for each in check(source)[1]] == [14, 21]


def test_numbered_options_are_refused() -> None:
    """Numbered options are refused."""
    told(SINGLE.replace("- [x] ", "1. [x] ").replace("- [ ] ", "2. [ ] "), 14, "not numbered", "-")


def test_a_table_outside_a_grid_is_refused() -> None:
    """A table outside a grid is refused."""
    told(changed("closed?\n", "closed?\n\n|a|b|\n|-|-|\n|1|2|\n"), 14, "no table", "delete")


def test_a_model_answer_outside_a_written_card_is_refused() -> None:
    """A model answer outside a written card is refused."""
    told(f"{SINGLE}\n### Answer: so\n\nIt was.\n", 28, "'### Answer: so'", "delete")


def test_three_keys_are_counted() -> None:
    """Three keys are counted."""
    source = body("single", "", "".join(option(each, "[x] ") for each in ("a", "b", "c")))
    assert only(source).wrong == "3 options are the key, 'a', 'b' and 'c'"


# ── reading mistakes ─────────────────────────────────────────────────────────────────────────

SILENT = "    That is the vote.\n\n    Mistake: took silence for a no\n"


@pytest.mark.parametrize(
    "paragraphs",
    [
        SILENT,
        "    Mistake: took silence for a no\n\n    That is the vote.\n",
        SILENT.replace("took silence for a no", "silence"),
        SILENT.replace("took silence for a no", "Took silence for a no."),
    ],
)
def test_an_option_may_stand_for_a_reading_mistake(paragraphs: str) -> None:
    """The mistake is named by its sentence or its id, and is no feedback."""
    quiz, complaints = check(changed("    That is the vote.\n", paragraphs))
    (item,) = quiz.items
    assert complaints == ()
    assert (item.options[1].mistake, item.options[0].mistake) == ("silence", "")
    assert item.options[1].feedback == ("That is the vote.",)


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong", "cure"),
    [
        (
            "silence for a no",
            "silense for a no",
            "silense",
            "not known",
            "'took silence for a no'?",
        ),
        ("took silence for a no", "slept", "slept", "'slept' is not known", "under [mistakes]"),
        ("Mistake:", "mistake:", "mistake:", "'mistake:' cannot be read", "'Mistake: …'"),
        ("Mistake:", "Mistakes:", "Mistakes:", "'Mistakes:' cannot", "'Mistake: …'"),
        ("took silence for a no\n", "copies\n\n    Mistake: silence\n", 27, "two", "nearer"),
        ("    That is the vote.\n\n", "", "- [ ] On Friday", "has no feedback", "4 spaces"),
    ],
)
def test_a_mistake_that_cannot_be_is_refused(
    old: str, new: str, line: int | str, wrong: str, cure: str
) -> None:
    """A slip in a mistake is refused in its line."""
    source = changed("    That is the vote.\n", SILENT).replace(old, new)
    told(source, line, wrong, cure)


def test_the_key_stands_for_no_mistake() -> None:
    """Who chooses the key has made no mistake."""
    source = changed("The first sentence says so.\n", "So.\n\n    Mistake: silence\n")
    told(source, "Mistake", "'On Monday' stands for no reading mistake", "delete")


def test_a_row_stands_for_no_mistake() -> None:
    """A row is not chosen, so it stands for no mistake."""
    source = body("match", "", PAIRS.replace("the mayor\n", "the mayor\n\n    Mistake: silence\n"))
    told(source, "Mistake", "no reading mistake", "delete")


def test_a_course_without_mistakes_says_where_they_are_written() -> None:
    """Where the course names none, the cure says where."""
    source = changed("    That is the vote.\n", SILENT)
    _, (complaint,) = read_quiz(source, "quiz.md", "quiz", DOCUMENTS)
    assert complaint.line == number_of(source, "Mistake:")
    assert "names no reading mistakes" in complaint.wrong
    assert "[mistakes] in notebooks/course.toml" in complaint.cure


# ── words in quotation marks ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        '"Nobody may cross it"',
        "“Nobody may cross it,”",
        "“nobody MAY cross it”",
        "*“Nobody may cross it”*",
        "“Nobody […] cross it”",
        "“Nobody may … it.”",
    ],
)
def test_words_in_quotation_marks_stand_in_a_document_that_the_card_cites(words: str) -> None:
    """Words in quotation marks stand in a document that the card cites."""
    assert check(changed("When was", f"She said {words}. When was"))[1] == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("When was", "She said “nobody may pass”. When was", 12),
        ("On Monday", "On “Sunday”", 14),
        ("That is the vote", "That is the “veto”", 23),
        ("It is a day", "It is a “date”", 10),
        ("the vote", "the “Monda”", 23),
        ("the vote", "the “crane”", 23),
    ],
)
def test_words_in_quotation_marks_that_stand_in_none_are_refused(
    old: str, new: str, line: int | str
) -> None:
    """Words in quotation marks that stand in none are refused."""
    told(changed(old, new), line, "are not in gazette", "copy them")


def test_about_and_in_make_a_document_cited() -> None:
    """About and in make a document cited."""
    source = changed("the vote", "the “crane”")
    assert check(source.replace("points: 2", "about: herald"))[1] == ()
    assert check(source.replace("points: 2", "in: herald"))[1] == ()


def test_a_quotation_mark_that_is_not_closed_is_refused() -> None:
    """A quotation mark that is not closed is refused."""
    told(changed("the vote", "the “vote"), 23, "not closed", "“…”")


def test_quoted_words_in_a_card_that_cites_nothing_are_refused() -> None:
    """Quoted words in a card that cites nothing are refused."""
    told(body("opinion", "", "", "Is it “red”?"), 6, "it cites none", "quote the passage")


# ── multiple, true-false ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [(("[x] ", "[x] "), "every option is a key"), (("[ ] ", "[ ] "), "no option is the key")],
)
def test_a_multiple_card_has_keys_and_distractors(boxes: tuple[str, str], wrong: str) -> None:
    """A multiple card has keys and distractors."""
    told(body("multiple", "", "".join(map(option, "ab", boxes))), 8, wrong)


def test_a_multiple_card_gives_credit_as_it_says() -> None:
    """A multiple card gives credit as it says."""
    source = body("multiple", "credit: per option\n", option("a", "[x] ") + option("b"))
    assert check(source)[0].items[0].credit == "per option"
    told(source.replace("per option", "per row"), 5, "'credit: per row'", "per option")


VERDICT = "about: gazette\nabsent: crane, river\n"


def verdicts(*texts: str, key: str = "not stated", fields: str = VERDICT) -> str:
    """Return a true-false card."""
    return body(
        "true-false",
        fields,
        "".join(option(each, "[x] " if each == key else "[ ] ") for each in texts),
    )


def test_a_true_false_card_keeps_its_order() -> None:
    """A true-false card keeps its order."""
    (item,) = check(verdicts("true", "false", "not stated"))[0].items
    assert [each.text for each in item.options] == ["true", "false", "not stated"]
    assert (item.shuffle, item.about) == (False, ("gazette",))


def test_a_true_false_card_may_leave_out_not_stated() -> None:
    """A true-false card may leave out not stated."""
    assert check(verdicts("true", "false", key="true", fields="about: gazette\n"))[1] == ()


@pytest.mark.parametrize(
    ("source", "line", "wrong", "cure"),
    [
        (verdicts("true", "not stated"), 3, "'false' is missing", "- [ ] false"),
        (verdicts("True", "false", "not stated"), 10, "'True'", "did you mean 'true'?"),
        (verdicts("true", "false", "not stated", fields="absent: crane\n"), 3, "'about'", "about:"),
        (verdicts("true", "false", "not stated", key="true"), 6, "not the key", "delete 'absent'"),
        (
            verdicts("true", "false", "not stated").replace("crane", "COUNCIL"),
            6,
            "'COUNCIL' should be absent and stands in gazette ¶2",
            "take the word out",
        ),
        (
            verdicts("true", "false", "not stated").replace("t: gazette", "t: herald"),
            6,
            "'crane'",
            "",
        ),
    ],
)
def test_a_true_false_card_is_held_to_its_rules(
    source: str, line: int | str, wrong: str, cure: str
) -> None:
    """A true-false card is held to its rules."""
    found = [each for each in check(source)[1] if each.line == line and wrong in each.wrong]
    assert found, check(source)[1]
    assert cure in found[0].cure


def test_absent_words_are_whole_words() -> None:
    """Absent words are whole words."""
    source = verdicts("true", "false", "not stated").replace("crane", "council's, may or, vote")
    assert check(source)[1] == ()


# ── number and date ──────────────────────────────────────────────────────────────────────────


def values(kind: str, fields: str, *texts: str) -> str:
    """Return a card whose answers are typed in."""
    return body(
        kind, fields, "".join(option(t, "[ ] " if i else "[x] ") for i, t in enumerate(texts))
    )


@pytest.mark.parametrize("text", ["110", "-3", "0.5"])
def test_a_number_is_read(text: str) -> None:
    """A number is read."""
    assert check(values("number", "unit: days\ntolerance: 0\n", text, "109"))[1] == ()


@pytest.mark.parametrize("text", ["1,000", "many", "110 days", "1e3", "½", "١"])
def test_what_is_not_a_plain_number_is_refused(text: str) -> None:
    """What is not a plain number is refused."""
    told(values("number", "", text), f"] {text}", "is not a number", "1200")


@pytest.mark.parametrize(("text", "cure"), [("1.125", "'1.1250'"), ("12.500", "'12.5'")])
def test_a_number_that_could_be_typed_as_two_is_refused(text: str, cure: str) -> None:
    """A key that a learner could mean otherwise is written so that it has one reading."""
    told(values("number", "", text), f"] {text}", "may mean two numbers", cure)


def test_a_wrong_number_within_the_tolerance_is_refused() -> None:
    """A wrong number within the tolerance is refused."""
    told(values("number", "tolerance: 2\n", "110", "109"), "] 109", "tolerance of 2", "smaller")


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        ("day", "17 December 2023"),
        ("day", "29 February 2024"),
        ("month", "May 2024"),
        ("year", "2024"),
    ],
)
def test_a_date_is_read_to_its_precision(precision: str, text: str) -> None:
    """A date is read to its precision."""
    assert check(values("date", f"precision: {precision}\n", text))[1] == ()


@pytest.mark.parametrize(
    "text",
    ["29 February 2023", "May 2024", "5 Mai 2024", "2024-05-05", "5 May", "soon", "5 May 0000"],
)
def test_what_is_not_a_date_of_its_precision_is_refused(text: str) -> None:
    """What is not a date of its precision is refused."""
    told(values("date", "", text), f"] {text}", "not a date to the day", "5 April 2024")


def test_a_date_stands_once() -> None:
    """Two forms of one day are one value."""
    told(values("date", "", "5 May 2024", "05 May 2024"), "] 05 May", "date of line 8", "change")


def test_a_key_to_be_typed_needs_a_passage_and_a_wrong_value_does_not() -> None:
    """A key to be typed needs a passage and a wrong value does not."""
    right, wrong = option("1", "[x] "), option("2", quoted="")
    assert check(body("number", "", right + wrong))[1] == ()
    told(
        body("number", "", option("1", "[x] ", quoted="")), "] 1", "rests on no passage", "> -- id"
    )


# ── order, match, grid ───────────────────────────────────────────────────────────────────────


def test_steps_stand_in_a_numbered_list() -> None:
    """Steps stand in a numbered list."""
    steps = "".join(f"{at}. step {at}\n\n{MONDAY}" for at in (1, 2, 3))
    assert check(body("order", "credit: per row\n", steps))[1] == ()
    told(
        body("order", "", steps.replace("1.", "-").replace("2.", "-").replace("3.", "-")),
        "- step 1",
        "bullet",
    )


def test_steps_are_not_shown_in_their_right_order() -> None:
    """An order that is not shuffled would show its key; a student edition stores it shuffled."""
    steps = "".join(f"{at}. step {at}\n\n{MONDAY}" for at in (1, 2, 3))
    told(body("order", "shuffle: no\n", steps), 5, "the right order", "delete")
    bare = "".join(f"{at}. step {at}\n" for at in (1, 2, 3))
    assert check(body("order", "shuffle: no\n", bare), "student")[1] == ()


PAIRS = option("cross it -> the mayor", "", "") + option("repair it -> the council", "")


def test_pairs_are_divided_at_the_arrow() -> None:
    """Pairs are divided at the arrow."""
    (item,) = check(body("match", "also: the baker\n", PAIRS))[0].items
    assert [(each.text, each.pair) for each in item.options] == [
        ("cross it", ("the mayor",)),
        ("repair it", ("the council",)),
    ]


@pytest.mark.parametrize("arrow", ["=>", "→", ">", "->-> ", "–>"])
def test_what_is_not_an_arrow_is_refused(arrow: str) -> None:
    """What is not an arrow is refused."""
    told(
        body("match", "", PAIRS.replace("->", arrow, 1)), "- cross", "not one '->'", "left -> right"
    )


def test_a_right_side_stands_once_unless_it_may_be_used_again() -> None:
    """A right side stands once unless it may be used again."""
    twice = PAIRS.replace("the council", "The Mayor")
    told(body("match", "also: the baker\n", twice), "- repair", "'the mayor'", "reuse: yes")
    assert check(body("match", "also: the baker\nreuse: yes\n", twice))[1] == ()


def test_there_are_two_values_to_choose_from() -> None:
    """Where every row has the same right side, there is nothing to choose."""
    same = PAIRS.replace("the council", "the mayor")
    told(body("match", "reuse: yes\n", same), 3, "not two values", "also")


def test_a_right_side_has_no_sign_that_divides_values() -> None:
    """A student edition lists right sides one behind the other."""
    told(body("match", "", PAIRS.replace("the mayor", "yes | no")), "- cross", "'|'", "another")


def test_also_is_divided_by_another_sign_where_a_value_has_a_comma() -> None:
    """A value with a comma is written between upright strokes."""
    (item,) = check(body("match", "also: the baker, twice | a crane\n", PAIRS))[0].items
    assert choices(item)[0][1][:2] == ("a crane", "the baker, twice")
    stray = body("match", "also: the baker | | a crane\n", PAIRS)
    told(stray, 5, "a '|' too many", "one | two | three")
    arrow = body("match", "also: sail -> the baker\n", PAIRS)
    told(arrow, 5, "has a '->' in it", "values only")


def test_also_names_only_what_belongs_to_no_line() -> None:
    """Also names only what belongs to no line."""
    told(body("match", "also: the mayor\n", PAIRS), 5, "'the mayor'", "no line")


GRID = (
    "| who | words | deed |\n|---|---|---|\n"
    "| mayor | angry | none |\n| council | calm | votes |\n\n"
    + option("mayor", "")
    + option("council", "", quoted=FRIDAY)
)
SCALES = "scale: words = angry, calm\nscale: deed = votes, none\n"


def test_a_grid_joins_its_table_and_its_list() -> None:
    """A grid joins its table and its list."""
    (item,) = check(body("grid", SCALES, GRID))[0].items
    assert [(each.text, each.pair) for each in item.options] == [
        ("mayor", ("angry", "none")),
        ("council", ("calm", "votes")),
    ]
    assert item.options[1].evidence[0].number == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong", "cure"),
    [
        ("| angry |", "| angri |", "angri", "'angri'", "did you mean 'angry'?"),
        ("| angry |", "| |", "| |", "''", "write one of"),
        ("| words |", "| word |", "| word |", "'word'", "scale: word"),
        ("scale: words = angry, calm\n", "", "| words |", "'words'", "scale: words"),
        ("scale: words =", "scale: words", 5, "cannot be read", "words = "),
        ("angry, calm\n", "angry, calm, Calm\n", 5, "twice", "once"),
        ("| council | calm", "| mayor | calm", "| mayor | calm", "'mayor'", "first cell"),
        ("- mayor", "- maior", "- maior", "'maior'", "did you mean 'mayor'?"),
        (SCALES, "\n".join([*SCALES.split("\n")[1::-1], ""]), 5, "another order", "words, deed"),
        ("| council | calm", "| coun\\|cil | calm", "| coun", "a '|' in it", "another sign"),
    ],
)
def test_a_grid_is_held_to_its_scales_and_rows(
    old: str, new: str, line: int | str, wrong: str, cure: str
) -> None:
    """A grid is held to its scales and rows."""
    source = body("grid", SCALES, GRID).replace(old, new, 1)
    found = [each for each in check(source)[1] if each.line == number_of(source, line)]
    assert found, "\n".join(map(str, check(source)[1]))
    assert wrong in found[0].wrong
    assert cure in found[0].cure


def test_a_grid_without_a_table_is_refused() -> None:
    """A grid without a table is refused."""
    told(body("grid", SCALES, option("mayor", "")), 3, "needs a table", "| row |")


ROLES = "scale: role = norm, claim, none\nscale: deed = votes, none\n"


@pytest.mark.parametrize(
    ("fields", "line", "wrong", "cure"),
    [
        (SCALES + "draw: mat\n", 7, "the drawing 'mat' is not known", "did you mean 'map'?"),
        (SCALES + "draw: map\n", 7, "the first scale, 'words'", "'claim' and at least one of norm"),
        ("draw: map\n" + ROLES.partition("\n")[0] + "\n", 5, "and 1 are there", "first what a row"),
        (ROLES + "scale: w = x, y\ndraw: map\n", 8, "and 3 are there", "or write 'draw: chart'"),
        (ROLES.replace("norm", "rule") + "draw: map\n", 7, "scale, 'role'", "norm, fact, rebuttal"),
        (SCALES + "draw: map\ndraw: chart\n", 8, "is there twice", "leave one"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused(
    fields: str, line: int, wrong: str, cure: str
) -> None:
    """A drawing is one that is known, and a map has what joins rows to a claim."""
    found = [each for each in check(body("grid", fields, GRID))[1] if each.line == line]
    assert [(wrong in each.wrong, cure in each.cure) for each in found] == [(True, True)]


@pytest.mark.parametrize("drawing", ["map", "chart"])
def test_only_a_grid_is_drawn(drawing: str) -> None:
    """Another kind has no drawing, and the complaint says which kind has."""
    rows = option("a -> b", "") + option("c -> d", "")
    source = body("match", f"draw: {drawing}\n", rows)
    told(source, 5, "the kind 'match' has no field 'draw'", "it belongs to 'grid'")


@pytest.mark.parametrize("fields", [SCALES + "draw: chart\n", SCALES])
def test_any_grid_may_be_a_chart(fields: str) -> None:
    """A chart asks nothing of the scales, and a card without `draw` is as it was."""
    assert not check(body("grid", fields, GRID))[1]


def test_a_row_without_a_passage_is_refused() -> None:
    """A row without a passage is refused."""
    told(
        body("grid", SCALES, GRID[: GRID.index("- council")]),
        "| council",
        "'council' rests on",
        "- council",
    )


# ── mark, claim, annotate ────────────────────────────────────────────────────────────────────


CRACKS = "    > She found two cracks\n    > -- chronicle\n"
LAMP = "    > with a lamp\n    > -- chronicle\n"


@pytest.mark.parametrize("kind", ["mark", "claim"])
def test_words_to_be_marked_stand_in_the_document_named(kind: str) -> None:
    """Words to be marked stand in the document named."""
    answers = option("so", "[x] ", quoted=CRACKS) + option("not so", quoted=LAMP)
    assert check(body(kind, "in: chronicle\n", answers))[1] == ()
    elsewhere = check(body(kind, "in: herald\n", answers))[1]
    assert "nothing from herald, where it is to be marked" in elsewhere[0].wrong
    told(body(kind, "", answers), 3, "needs the field 'in'", "in: gazette")


def test_words_to_be_marked_stand_in_the_paragraphs_named() -> None:
    """A key whose words stand in another paragraph could not be marked."""
    answers = option("so", "[x] ", quoted=CRACKS) + option("not so", quoted=LAMP)
    assert check(body("mark", "in: chronicle ¶1-3\n", answers))[1] == ()
    told(
        body("mark", "in: chronicle ¶2-3\n", answers),
        "] not so",
        "nothing from chronicle ¶2-3",
        "quote words of chronicle ¶2-3",
    )


def test_words_under_a_wrong_claim_may_stand_anywhere() -> None:
    """A wrong claim is told by its choice: its words need not stand where the key's do."""
    answers = option("so", "[x] ", quoted=CRACKS) + option("not so", quoted=MONDAY)
    assert check(body("claim", "in: chronicle\n", answers))[1] == ()


def test_who_marks_everything_finds_nothing() -> None:
    """Words that are a large part of their place would be found by marking all of it."""
    answers = option("so", "[x] ", quoted=CRACKS) + option("not so", quoted=CRACKS)
    told(body("mark", "in: chronicle ¶2\n", answers), "] so", "has 4 of the 18 words", "name more")
    assert check(body("claim", "in: chronicle ¶2\n", answers))[1] == ()
    short = option("so", "[x] ") + option("not so")
    told(body("claim", "in: gazette ¶1\n", short), "] so", "has 6 of the 8 words", "fewer")


def test_a_claim_has_one_key() -> None:
    """A claim has one key."""
    answers = option("so", "[x] ", quoted=CRACKS) + option("not so", "[x] ", quoted=LAMP)
    told(body("claim", "in: chronicle\n", answers), "] not so", "two options are the key")


LABELS = "in: gazette ¶1\nlabels: seen, said\n"
CLAUSES = "- closed the old bridge -> seen\n- on Monday -> said\n"


def test_a_clause_is_its_own_evidence() -> None:
    """A clause is its own evidence."""
    (item,) = check(body("annotate", LABELS, CLAUSES))[0].items
    assert (item.options[0].pair, item.options[0].evidence[0].citation) == (("seen",), "gazette ¶1")


@pytest.mark.parametrize(
    ("labels", "clauses", "wrong"),
    [
        ("seen, said", "- closed the old bridge -> seen\n- on Monday -> seen\n", "one label"),
        ("seen", "- closed the old bridge -> seen\n- on Monday -> seen\n", "one label"),
    ],
)
def test_a_key_of_labels_uses_two(labels: str, clauses: str, wrong: str) -> None:
    """Where all clauses have one label, giving it to all would be right."""
    source = body("annotate", f"in: gazette ¶1\nlabels: {labels}\n", clauses)
    told(source, 6, wrong, "two or more")


def test_a_student_edition_has_two_labels_to_choose_from() -> None:
    """Without a key, there is still something to choose."""
    source = body("annotate", "in: gazette ¶1\nlabels: seen\n", "- closed the old bridge\n")
    assert only(source, "student").wrong == "there are not two labels"


@pytest.mark.parametrize(
    ("text", "wrong", "cure"),
    [
        ("- closed the old bridge -> sene\n", "'sene'", "did you mean 'seen'?"),
        ("- closed the new bridge -> seen\n", "'new' is not there", "copy"),
        ("- the council agreed -> seen\n", "gazette ¶2, not in gazette ¶1", "change 'in'"),
        ("- closed the old bridge\n", "not one '->'", "left -> right"),
    ],
)
def test_a_clause_is_held_to_its_place_and_labels(text: str, wrong: str, cure: str) -> None:
    """A clause is held to its place and labels."""
    told(body("annotate", LABELS, text + "- on Monday -> said\n"), text.strip(), wrong, cure)


# ── written, opinion ─────────────────────────────────────────────────────────────────────────

WRITTEN = f"- names it\n\n### Answer: for\n\nSo.\n\n{MONDAY}".replace("    >", ">")


def test_a_written_card_has_a_checklist_and_model_answers() -> None:
    """A written card has a checklist and model answers."""
    (item,) = check(body("written", "words: 60\n", WRITTEN))[0].items
    assert [each.text for each in item.options] == ["names it"]
    assert (item.models[0].title, item.models[0].paragraphs) == ("for", ("So.",))
    assert item.models[0].evidence[0].citation == "gazette ¶1"
    assert item.points == 0.0


def test_a_model_answer_rests_on_a_passage() -> None:
    """A model answer rests on a passage."""
    told(
        body("written", "", WRITTEN[: WRITTEN.index("> ")]),
        "### ",
        "rests on no passage",
        "> -- id",
    )


@pytest.mark.parametrize("kind", ["written", "opinion"])
def test_what_is_never_scored_has_no_key_no_points_and_no_feedback(kind: str) -> None:
    """What is never scored has no key no points and no feedback."""
    told(body(kind, "points: 2\n", "- one\n"), 5, "never scored", "delete")
    told(body(kind, "", "- [x] one\n"), "- [x]", "has a box", "- text")
    told(body(kind, "", option("one", "", quoted="")), "- one", "has feedback", "delete")


def test_an_opinion_needs_no_list() -> None:
    """An opinion needs no list."""
    assert check(body("opinion", "reopen: 05-reactions\n", ""))[1] == ()


# ── editions ─────────────────────────────────────────────────────────────────────────────────


def test_a_student_edition_needs_no_key_feedback_or_quotation() -> None:
    """A student edition needs no key feedback or quotation."""
    source = body("single", "", "- [ ] a\n- [ ] b\n", "She said “so”: when?")
    (item,), complaints = check(source, "student")[0].items, check(source, "student")[1]
    assert complaints == ()
    assert not item.keyed


@pytest.mark.parametrize("kind", ["number", "date"])
def test_a_student_edition_lists_no_values(kind: str) -> None:
    """A student edition lists no values."""
    assert check(body(kind, "", ""), "student")[1] == ()


def test_a_student_edition_has_pairs_without_their_right_side() -> None:
    """A student edition has pairs without their right side."""
    assert check(body("match", "also: a, b, c\n", "- cross it\n- repair it\n"), "student")[1] == ()


def test_a_student_edition_still_refuses_a_slip() -> None:
    """A student edition still refuses a slip."""
    assert "not known" in only(body("singel", "", "- [ ] a\n- [ ] b\n"), "student").wrong


# ── properties ───────────────────────────────────────────────────────────────────────────────

PIECES = SAMPLE.split("\n")
MISTAKE = "    Mistake: took silence for a no"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES, "", "", "kind: grid", "in: cnn ¶99999999", MISTAKE]), max_size=30
    )
)
def test_lines_of_the_sample_in_any_order_give_no_exception(lines: list[str]) -> None:
    """Lines of the sample in any order give no exception."""
    check("\n".join(["# Check", "", "## one", *lines]))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), st.text("0129.-,=¶ ax", min_size=1))),
    st.lists(st.sampled_from(["a", "1", "a -> b", "1900", "true", "|", "“x"]), max_size=4),
    st.sampled_from(["- [x] ", "- ", "1. "]),
)
def test_no_kind_raises_an_exception(
    kind: str, fields: list[tuple[str, str]], answers: list[str], bullet: str
) -> None:
    """No kind raises an exception."""
    lines = "".join(f"{name}: {value}\n" for name, value in fields)
    check(body(kind, lines, "|a|a|\n|-|-|\n|x|y|\n\n" + "".join(f"{bullet}{a}\n" for a in answers)))

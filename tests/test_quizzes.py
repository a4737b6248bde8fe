"""A quiz as values: what every edition shows alike, and the texts that a response is kept as."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.documents import Document, Passage
from casestudy.quizfile import read_quiz
from casestudy.quizzes import (
    Item,
    Option,
    cells,
    choices,
    passage_text,
    public_digest,
    read_passage_text,
    shown_order,
)

if TYPE_CHECKING:
    from casestudy.documents import Kind

PASSAGE = Passage("gazette", 0, 9, "The mayor", number=1)


def item(kind: str, boxes: str, *, credit: str = "all or nothing", points: float = 1.0) -> Item:
    """Return an item with options called a, b, c and so on; an ``x`` is a key, a ``-`` is none."""
    options = tuple(Option(chr(97 + place), box == "x", place) for place, box in enumerate(boxes))
    return Item("i", kind, "", "q.md", 1, ("?",), options=options, credit=credit, points=points)


multiples = st.builds(
    lambda boxes, credit, points: item("multiple", boxes, credit=credit, points=points),
    st.text("x-", min_size=2, max_size=8),
    st.sampled_from(["all or nothing", "per option"]),
    st.floats(0.5, 10),
)


# ── what an item says of itself ──────────────────────────────────────────────────────────────


def test_an_item_belongs_to_the_quiz_of_its_card_file() -> None:
    """Answers are kept under the card file's stem, whatever quiz the item is shown in."""
    assert replace(item("single", "x-"), file="exercises/keys/01-the-bridge.md").quiz == (
        "01-the-bridge"
    )


def test_a_field_is_found_by_its_name() -> None:
    """A field is given as written, the first where it is repeated, or what is said instead."""
    asked = replace(item("grid", "--"), fields=(("scale", "a = x, y"), ("scale", "b = x, y")))
    assert (asked.field("scale"), asked.field("unit"), asked.field("unit", "-")) == (
        "a = x, y",
        "",
        "-",
    )


@pytest.mark.parametrize(
    ("kind", "option", "keyed"),
    [
        ("single", Option("a", key=True, line=1), True),
        ("single", Option("a", key=False, line=1), False),
        ("match", Option("a", key=False, line=1, pair=("b",)), True),
        ("match", Option("a", key=False, line=1), False),
        ("grid", Option("a", key=False, line=1, pair=("b", "")), True),
        ("grid", Option("a", key=False, line=1, pair=("", "")), False),
        ("order", Option("a", key=False, line=1, evidence=(PASSAGE,)), True),
        ("order", Option("a", key=False, line=1), False),
        ("opinion", Option("a", key=False, line=1), False),
    ],
)
def test_an_item_knows_whether_its_key_is_here(kind: str, option: Option, *, keyed: bool) -> None:
    """A key is a box that is ticked, what a row belongs to, or the passages of an order."""
    assert Item("i", kind, "", "q.md", 1, ("?",), options=(option,)).keyed is keyed


# ── texts of a response ──────────────────────────────────────────────────────────────────────


@given(
    st.text("abzAZ09-", min_size=1),
    st.integers(0, 10**6),
    st.text(min_size=1),
    st.sampled_from([(None, None), (4, None), (4, 5)]),
    st.sampled_from(["paragraph", "rights line"]),
)
def test_a_passage_is_read_as_it_was_written(
    name: str, start: int, words: str, numbers: tuple[int | None, int | None], kind: Kind
) -> None:
    """Document, span and words come back, whatever the words are."""
    passage = Passage(name, start, start + len(words), words, kind, *numbers)
    assert read_passage_text(passage_text(passage)) == (name, start, passage.end, words)


@given(st.text())
def test_no_text_is_too_odd_to_be_no_passage(text: str) -> None:
    """Whatever a file of answers holds is a passage or none."""
    assert read_passage_text(f"gazette {text}") is None or "[" in text


@pytest.mark.parametrize(
    "text",
    ["", "gazette ¶1", "gazette ¶1 [3-2] x", "gazette ¶1 [0-2] x", "gazette ¶1 [0-0] ", "[0-1] x"],
)
def test_what_is_no_passage_is_none(text: str) -> None:
    """A text without a document, a span or as many words is no passage."""
    assert read_passage_text(text) is None


def rows(kind: str, *pairs: tuple[str, ...], **fields: str) -> Item:
    """Return an item with rows called a, b, c and so on."""
    options = tuple(
        Option(chr(97 + place), key=False, line=place, pair=pair)
        for place, pair in enumerate(pairs)
    )
    return Item("i", kind, "", "q.md", 1, ("?",), options=options, fields=tuple(fields.items()))


def test_right_sides_are_shown_in_alphabetical_order_and_once() -> None:
    """Nothing in the list says which right side belongs to which row, or is used twice."""
    asked = rows("match", ("Zoë",), ("the mayor",), ("The Mayor",), also="a baker, Ada")
    assert choices(asked) == (("", ("a baker", "Ada", "The Mayor", "Zoë")),)


@given(st.lists(st.sampled_from(["x", "X", "é", "e", "b"])), st.randoms())
def test_right_sides_do_not_depend_on_the_order_of_rows(words: list[str], random: object) -> None:
    """Whatever the order of the rows, the same list is shown."""
    turned = list(words)
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, two = (rows("match", *((word,) for word in each)) for each in (words, turned))
    assert choices(one) == choices(two)


def test_each_column_of_a_grid_has_its_scale() -> None:
    """A grid has a column for each scale, an annotation one for its labels, others none."""
    grid = replace(rows("grid"), fields=(("scale", "words = calm, angry"), ("scale", "deed=x,y")))
    assert choices(grid) == (("words", ("calm", "angry")), ("deed", ("x", "y")))
    assert choices(rows("annotate", labels="seen, said")) == (("", ("seen", "said")),)
    assert choices(rows("order")) == ()


def test_cells_are_read_as_they_were_written() -> None:
    """What each cell holds comes back in the order of the card; two values make it open."""
    grid = replace(
        rows("grid", ("x", "y"), ("y", "x"), ("x", "x")),
        fields=(("scale", "words = x, y"), ("scale", "deed = x, y")),
    )
    given_ = ("b | deed = x", "a | words = y", "c | deed = x", "c | deed = y", "d | deed = x")
    assert cells(grid, given_) == (("y", ""), ("", "x"), ("", ""))


# ── the order shown ──────────────────────────────────────────────────────────────────────────


@given(multiples, st.text(), st.text())
def test_the_order_shown_is_a_permutation(asked: Item, case: str, quiz: str) -> None:
    """No option is lost or shown twice."""
    shown = shown_order(case, quiz, asked)
    assert sorted(shown, key=lambda option: option.line) == list(asked.options)


@given(multiples, st.text())
def test_the_order_shown_does_not_depend_on_wording(asked: Item, word: str) -> None:
    """Rewording an option, or moving the key, does not move it on the page."""
    reworded = tuple(
        replace(option, text=f"{word} {option.text}", key=not option.key)
        for option in asked.options
    )
    before = shown_order("case", "quiz", asked)
    after = shown_order("case", "quiz", replace(asked, options=reworded))
    assert [option.line for option in before] == [option.line for option in after]


def test_the_order_shown_differs_between_items() -> None:
    """The place of the key gives nothing away: it differs from item to item."""
    asked = item("single", "x---")
    orders = {
        tuple(option.text for option in shown_order("case", "quiz", replace(asked, id=str(name))))
        for name in range(20)
    }
    assert len(orders) > 5


@given(st.integers(2, 7), st.text(), st.text())
def test_the_rows_of_an_order_are_never_shown_in_it(count: int, case: str, name: str) -> None:
    """The right order is not given away, however the names fall."""
    asked = replace(item("order", "-" * count), id=name)
    shown = shown_order(case, "quiz", asked)
    assert shown != asked.options
    assert sorted(shown, key=lambda option: option.line) == list(asked.options)


@pytest.mark.parametrize(
    "asked",
    [
        replace(item("single", "x--"), shuffle=False),
        *(item(kind, "x--") for kind in ("true-false", "match", "grid", "mark", "annotate")),
        *(item(kind, "x--") for kind in ("number", "date", "written", "opinion")),
    ],
)
def test_some_options_stay_in_their_order(asked: Item) -> None:
    """Options that are not to be shuffled, true and false, and rows stay as they are written."""
    assert shown_order("case", "quiz", asked) == asked.options


# ── the public digest ────────────────────────────────────────────────────────────────────────


@given(multiples, st.randoms())
def test_a_public_digest_does_not_depend_on_the_order_of_options(
    asked: Item, random: object
) -> None:
    """An edition that stores the options shuffled has the same public digest."""
    options = list(asked.options)
    random.shuffle(options)  # type: ignore[attr-defined]
    assert public_digest(replace(asked, options=tuple(options))) == public_digest(asked)


CARDS = {
    "single": "{x} a\n\n    So.\n\n{q}- [ ] b\n\n    So.\n\n    Mistake: silence\n\n{q}",
    "number": "{x} 110\n\n    So.\n\n{q}- [ ] 109\n",
    "date": "{x} 5 May 2024\n\n    So.\n\n{q}",
    "order": "1. a\n\n{q}2. b\n\n{q}",
    "match": "- a -> x, or y\n\n{q}- b -> z\n\n{q}",
    "grid": "| who | w | d |\n|-|-|-|\n| a | x | y |\n| b | y | x |\n\n- a\n\n{q}- b\n\n{q}",
    "mark": "{x} the place\n\n    So.\n\n{q}",
    "claim": "{x} a\n\n    So.\n\n{q}- [ ] b\n\n    So.\n\n{q}",
    "annotate": "- old bridge -> seen\n\n    So.\n- on Monday -> said\n",
    "written": "- a\n- b\n\n### Answer: so\n\nIt is so.\n\n> old bridge\n> -- gazette\n",
    "opinion": "- a\n- b\n",
}
FIELDS = {
    "number": "unit: days\ntolerance: 0.5\notherwise: No.\n",
    "date": "precision: day\notherwise: No.\n",
    "order": "credit: per row\n",
    "match": "also: c | d, e\ncredit: per row\n",
    "grid": "scale: w = x, y\nscale: d = x, y\n",
    "mark": "in: gazette\notherwise: No.\n",
    "claim": "in: gazette\n",
    "annotate": "in: gazette ¶1\nlabels: seen, said\n",
    "written": "words: 50\n",
}
STUDENT_CARDS = {
    "single": "- [ ] b\n- [ ] a\n",
    "number": "",
    "date": "",
    "order": "1. b\n2. a\n",
    "match": "- a\n- b\n",
    "grid": "| who | w | d |\n|-|-|-|\n| a | | |\n| b | | |\n",
    "mark": "",
    "claim": "- [ ] b\n- [ ] a\n",
    "annotate": "- old bridge\n- on Monday\n",
    "written": "- a\n- b\n",
    "opinion": "- a\n- b\n",
}
STUDENT_FIELDS = {
    "number": "unit: days\n",
    "date": "precision: day\n",
    "order": "shuffle: no\n",
    "match": "also: c | d, e | x, or y | z\n",
    "grid": FIELDS["grid"],
    "mark": "in: gazette\n",
    "claim": "in: gazette\n",
    "annotate": FIELDS["annotate"],
    "written": "words: 50\n",
}


def read(kind: str, fields: str, answers: str, edition: str) -> Item:
    """Return the item of a card, held against a gazette of one long paragraph."""
    text = "The mayor closed the old bridge on Monday. " + "The fog lay on the river. " * 9
    gazette = Document("gazette", "", text, (Passage("gazette", 0, len(text), text, number=1),))
    quote = "    > old bridge\n    > -- gazette\n\n"
    answers = answers.replace("{x}", "- [x]").replace("{q}", quote)
    source = f"# Check\n\n## it\nkind: {kind}\n{fields}\nWhich?\n\n{answers}"
    quiz, complaints = read_quiz(
        source,
        "q.md",
        "q",
        {"gazette": gazette},
        edition=edition,
        mistakes={"silence": "took silence for a no"},
    )
    assert not complaints, "\n".join(map(str, complaints))
    return quiz.items[0]


@pytest.mark.parametrize("kind", CARDS)
def test_a_student_edition_has_the_same_public_digest(kind: str) -> None:
    """A card without key, values, feedback and hints, its lines turned, is the same question."""
    hints = "hint: Look.\nhint: There.\n"
    whole = read(kind, hints + FIELDS.get(kind, ""), CARDS[kind], "open")
    bare = read(kind, STUDENT_FIELDS.get(kind, ""), STUDENT_CARDS[kind], "student")
    assert public_digest(whole) == public_digest(bare)
    assert not bare.keyed


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("number", "unit: days", "unit: weeks"),
        ("match", "also: c |", "also: f |"),
        ("grid", "scale: w = x, y", "scale: w = x, y, z"),
        ("mark", "in: gazette", "in: gazette ¶1"),
        ("annotate", "seen, said", "seen, said, judged"),
        ("written", "words: 50", "words: 60"),
    ],
)
def test_what_must_be_known_to_answer_is_part_of_the_question(
    kind: str, old: str, new: str
) -> None:
    """Another unit, choice, scale, place, label or length is another question."""
    fields = FIELDS[kind]
    before, after = (
        read(kind, each, CARDS[kind], "open") for each in (fields, fields.replace(old, new))
    )
    assert public_digest(before) != public_digest(after)


def test_the_digest_of_a_choice_stays_what_it_was() -> None:
    """Answers that were kept before all kinds could be answered still belong to their items."""
    assert public_digest(item("single", "x-")) == "6d3f1223399e3f6a"


@given(multiples)
def test_a_public_digest_does_not_depend_on_what_a_student_edition_leaves_out(asked: Item) -> None:
    """Key, feedback, hints and mistakes play no part in the public digest."""
    bare = tuple(Option(option.text, key=False, line=99) for option in asked.options)
    taught = tuple(replace(each, feedback=("So.",), mistake="silence") for each in asked.options)
    digests = {public_digest(replace(asked, options=each)) for each in (bare, taught)}
    assert digests == {public_digest(replace(asked, hints=("Look.",)))}


@pytest.mark.parametrize("change", ["stem", "option"])
def test_a_public_digest_changes_with_what_is_asked(change: str) -> None:
    """Another stem or another option is another question."""
    asked = item("single", "x-")
    options = (replace(asked.options[0], text="A"), *asked.options[1:])
    other = {"stem": replace(asked, stem=("!",)), "option": replace(asked, options=options)}
    assert public_digest(other[change]) != public_digest(asked)

"""Grading: one place, no reward for choosing everything, and an order that names decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casestudy.quizzes import Item, Option, Outcome, grade, public_digest, shown_order


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


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ((), Outcome("not attempted", "empty")),
        (("z",), Outcome("not attempted", "empty")),
        (("a",), Outcome("correct", "key", 2.0, ("a",))),
        (("b",), Outcome("incorrect", "distractor", 0.0, ("b",))),
        (("a", "b"), Outcome("incorrect", "distractor", 0.0, ("a", "b"))),
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


def test_a_kind_that_cannot_be_scored_is_recorded() -> None:
    """Kinds without a rule of their own are recorded."""
    assert grade(item("opinion", "x-"), ("a",)).state == "recorded"


def test_a_response_is_kept_in_the_order_of_the_card() -> None:
    """What was chosen is kept in the order of the card, without what the card does not have."""
    assert grade(item("multiple", "xx"), ("z", "b", "a")).response == ("a", "b")


@given(multiples)
def test_choosing_everything_never_scores(asked: Item) -> None:
    """Whoever ticks every box earns nothing."""
    assume(asked.keyed and not all(option.key for option in asked.options))
    outcome = grade(asked, tuple(option.text for option in asked.options))
    assert (outcome.state, outcome.points) == ("incorrect", 0.0)


@given(multiples, st.sets(st.sampled_from("abcdefgh")))
def test_points_lie_between_nothing_and_the_items_points(asked: Item, chosen: set[str]) -> None:
    """No response earns less than nothing or more than there is."""
    assert 0 <= grade(asked, tuple(chosen)).points <= asked.points


@given(multiples, st.sets(st.sampled_from("abcdefgh")))
def test_only_the_keys_are_correct(asked: Item, chosen: set[str]) -> None:
    """A response is correct exactly where it is the keys, and only then earns all points."""
    assume(asked.keyed)
    there = {option.text for option in asked.options}
    keys = {option.text for option in asked.options if option.key}
    outcome = grade(asked, tuple(chosen))
    assert (outcome.state == "correct") is (chosen & there == keys)
    assert (outcome.points == asked.points) is (outcome.state == "correct")


@given(multiples, st.sets(st.sampled_from("abcdefgh")))
def test_points_are_only_earned_by_what_is_at_least_partly_right(
    asked: Item, chosen: set[str]
) -> None:
    """An incorrect response earns nothing."""
    outcome = grade(asked, tuple(chosen))
    assert outcome.state in {"correct", "partly"} or outcome.points == 0


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


@pytest.mark.parametrize(
    "asked",
    [
        replace(item("single", "x--"), shuffle=False),
        item("true-false", "x--"),
    ],
)
def test_some_options_stay_in_their_order(asked: Item) -> None:
    """Options that are not to be shuffled, and true and false, stay as they are written."""
    assert shown_order("case", "quiz", asked) == asked.options


@given(multiples, st.randoms())
def test_a_public_digest_does_not_depend_on_the_order_of_options(
    asked: Item, random: object
) -> None:
    """An edition that stores the options shuffled has the same public digest."""
    options = list(asked.options)
    random.shuffle(options)  # type: ignore[attr-defined]
    assert public_digest(replace(asked, options=tuple(options))) == public_digest(asked)


@given(multiples)
def test_a_public_digest_does_not_depend_on_what_a_student_edition_leaves_out(asked: Item) -> None:
    """Key, feedback and hints play no part in the public digest."""
    bare = tuple(Option(option.text, key=False, line=99) for option in asked.options)
    taught = tuple(replace(option, feedback=("So.",)) for option in asked.options)
    digests = {public_digest(replace(asked, options=each)) for each in (bare, taught)}
    assert digests == {public_digest(replace(asked, hints=("Look.",)))}


@pytest.mark.parametrize("change", ["stem", "option"])
def test_a_public_digest_changes_with_what_is_asked(change: str) -> None:
    """Another stem or another option is another question."""
    asked = item("single", "x-")
    options = (replace(asked.options[0], text="A"), *asked.options[1:])
    other = {"stem": replace(asked, stem=("!",)), "option": replace(asked, options=options)}
    assert public_digest(other[change]) != public_digest(asked)

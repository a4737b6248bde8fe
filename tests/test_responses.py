"""Responses: what a page sends, what a person writes, and the texts that are kept."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.documents import Document, Passage
from casestudy.grading import grade, key_response
from casestudy.quizzes import Item, Option, cell_text, choices, passage_text, shown_order
from casestudy.responses import control, current, excerpt, kept, letters, wire
from tests.bridge import FREE, KEYS, QUIZ, WRONG, every_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FINDING = "found two cracks in it"

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text()
    | st.sampled_from(["A", "B", "C", "gazette", "start", "end", "text", "ticked", FINDING]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(
            st.sampled_from(["A", "B", "letter", "document", "start", "end", "text", "ticked"])
            | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Asked:
    """The items of the quiz, and their responses in and out."""

    def __init__(self, course: Path) -> None:
        case = open_case(every_kind(course))
        self.documents = case.documents
        self.items = {item.id: item for item in case.cards("notebooks/quizzes", QUIZ).items}
        self.options = {item.id: shown_order("bridge", QUIZ, item) for item in self.items.values()}

    def kept(self, name: str, written: object) -> tuple[str, ...]:
        """Return the texts of a response."""
        return kept(self.items[name], self.options[name], self.documents, written)

    def wire(self, name: str, response: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
        """Return a response as the page holds it."""
        return wire(self.items[name], self.options[name], self.documents, response)

    def letter(self, name: str, text: str) -> str:
        """Return the letter of an option."""
        texts = [option.text for option in self.options[name]]
        return letters(len(texts))[texts.index(text)]


@pytest.fixture
def asked(course: Path) -> Asked:
    """Return a quiz with an item of every kind."""
    return Asked(course)


def possible(item: Item) -> st.SearchStrategy[tuple[str, ...]]:
    """Return all that can be kept of an item, but for marked words of another document."""
    texts = tuple(option.text for option in item.options)
    place = st.tuples(st.integers(14, 100), st.integers(1, 80))
    marked = place.map(lambda span: _passage_text(span[0], span[0] + span[1]))
    match control(item):
        case "choice":
            return st.sets(st.sampled_from(texts)).map(lambda chosen: _in_order(texts, chosen))
        case "text":
            return st.text(max_size=20).map(_typed)
        case "order":
            return st.permutations(texts).map(tuple) | st.just(())
        case "rows":
            cells = [
                st.sampled_from(["", *(cell_text(row, name, each) for each in known)])
                for row in texts
                for name, known in choices(item)
            ]
            return st.tuples(*cells).map(lambda row: tuple(filter(None, row)))
        case "marking":
            claims = st.sampled_from(texts) | st.just("") if item.kind == "claim" else st.just("")
            pair = st.tuples(claims, marked | st.just(""))
            return pair.map(lambda both: tuple(filter(None, both)))
        case _:
            ticked = st.sets(st.sampled_from(texts)) if texts else st.just(set[str]())
            return st.tuples(st.text(), ticked).map(
                lambda both: _written(both[0], _in_order(texts, both[1]))
            )


def _in_order(texts: tuple[str, ...], chosen: set[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text in chosen)


def _typed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, [_whole(text).strip()]))


def _written(text: str, ticked: tuple[str, ...]) -> tuple[str, ...]:
    words = _whole(text).strip()
    return (words, *ticked) if words or ticked else ()


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


GAZETTE: list[Document] = []
"""The document of the quiz, once a test has read it."""


def _passage_text(start: int, end: int) -> str:
    words = GAZETTE[0].text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return passage_text(GAZETTE[0].span(begin, begin + len(words.strip()))) if words.strip() else ""


@once
@given(st.data())
def test_the_way_to_the_page_and_back_changes_nothing(asked: Asked, data: st.DataObject) -> None:
    """Whatever can be kept of an item comes back from the page as it was."""
    GAZETTE[:] = [asked.documents["gazette"]]
    name = data.draw(st.sampled_from(list(asked.items)))
    response = data.draw(possible(asked.items[name]))
    assert asked.kept(name, asked.wire(name, response)) == response


@once
@given(st.data())
def test_the_way_from_the_page_and_back_changes_nothing(asked: Asked, data: st.DataObject) -> None:
    """What the page holds of a kept response is what it would send again."""
    GAZETTE[:] = [asked.documents["gazette"]]
    name = data.draw(st.sampled_from(list(asked.items)))
    held = asked.wire(name, data.draw(possible(asked.items[name])))
    assert asked.wire(name, asked.kept(name, held)) == held


@once
@given(st.data(), values)
def test_whatever_is_given_only_a_sentence_is_raised(
    asked: Asked, data: st.DataObject, hostile: object
) -> None:
    """A response of any shape becomes texts that can be graded, or is refused with a sentence."""
    name = data.draw(st.sampled_from(list(asked.items)))
    with suppress(CaseError):
        response = asked.kept(name, hostile)
        grade(asked.items[name], response)
        assert asked.kept(name, asked.wire(name, response)) == response


@pytest.mark.parametrize("name", KEYS)
def test_the_key_is_written_in_words(asked: Asked, name: str) -> None:
    """Every kind takes its key as a person writes it."""
    assert grade(asked.items[name], asked.kept(name, KEYS[name])).state == "correct"


@pytest.mark.parametrize("name", FREE)
def test_a_free_answer_is_written_in_words(asked: Asked, name: str) -> None:
    """What is never scored is taken as a person writes it."""
    assert grade(asked.items[name], asked.kept(name, FREE[name])).state == "recorded"


@pytest.mark.parametrize("name", KEYS)
def test_the_key_is_held_by_the_page(asked: Asked, name: str) -> None:
    """Every kind's key goes to the page and comes back."""
    key = key_response(asked.items[name])
    assert asked.kept(name, asked.wire(name, key)) == key


@pytest.mark.parametrize("empty", [None, "", [], (), " "])
@pytest.mark.parametrize("name", [*KEYS, *FREE])
def test_nothing_given_is_nothing_kept(asked: Asked, name: str, empty: object) -> None:
    """Nothing, however it is written, is an empty response."""
    assert asked.kept(name, empty) == ()


@pytest.mark.parametrize("name", ["who-did-it", "words-and-deeds", "label-clauses"])
def test_rows_left_open_are_nothing_kept(asked: Asked, name: str) -> None:
    """Rows without values are an empty response."""
    width = len(choices(asked.items[name]))
    assert asked.kept(name, {}) == asked.kept(name, {"A": [""] * width}) == ()


@pytest.mark.parametrize(
    ("name", "written", "same"),
    [
        ("who-acted", "the mayor", ["The mayor"]),
        ("who-acted", {"The mayor", "the council"}, ["the council", "THE MAYOR"]),
        ("how-many", 2, "2"),
        ("how-many", 2.5, "2.5"),
        ("which-year", date(2024, 5, 5), "5 May 2024"),
        ("prove-cracks", "Found two CRACKS in it", FINDING),
        ("words-and-deeds", {"the mayor": {"speech": "Spoke"}}, {"The mayor": ("spoke", "")}),
        ("who-did-it", {"closed the bridge": ["the mayor"]}, {"closed the bridge": "The mayor"}),
        ("what-to-do", "Read it.", {"text": "Read it."}),
        ("what-to-do", ("Read it.", ["quotes the text"]), {"text": "Read it.", "ticked": ["B"]}),
    ],
)
def test_there_are_several_ways_to_write_one_answer(
    asked: Asked, name: str, written: object, same: object
) -> None:
    """Letters, texts, lists, tuples and dicts say the same."""
    assert asked.kept(name, written) == asked.kept(name, same) != ()


@pytest.mark.parametrize("join", ["".join, " ".join, ", ".join, list, tuple])
def test_an_order_is_written_in_letters(asked: Asked, join: Callable[[list[str]], object]) -> None:
    """Letters in one word, apart or in a list are an order."""
    rows = [option.text for option in asked.items["in-order"].options]
    written = join([asked.letter("in-order", row) for row in rows])
    assert asked.kept("in-order", written) == tuple(rows)


def test_a_passage_is_marked_as_it_is(asked: Asked) -> None:
    """A passage, such as a mark of the reader has, is an answer where words are marked."""
    passage = asked.documents["gazette"].quote(FINDING)
    assert asked.kept("prove-cracks", passage) == (passage_text(passage),)


def test_white_space_around_marked_words_is_left_out(asked: Asked) -> None:
    """A selection that reaches into the white space beside the words is the words."""
    found = asked.documents["gazette"].quote(FINDING)
    span = {"letter": "", "document": "gazette", "start": found.start - 1, "end": found.end}
    assert asked.kept("prove-cracks", span) == (passage_text(found),)


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("when-closed", "On Munday", "no option of 'when-closed' 'On Munday': did you mean"),
        ("when-closed", {"A": 1}, r"is no answer\. Write a letter or a text"),
        ("how-many", {"A": 1}, r"is no answer\. Write a number, such as"),
        ("how-many", True, r"True is no answer\. Write a number"),
        ("how-many", "1" * 300, r"is too long: it has 300 letters, and may have at most 200"),
        ("which-year", 2024, r"2024 is no answer\. Write a date"),
        (
            "in-order",
            "A B",
            r"each row of 'in-order' once\. .* letters A, B, C in your",
        ),
        ("in-order", ["A", "A", "B"], "does not name each row"),
        ("in-order", "A B Q", "no row of 'in-order' 'Q'"),
        ("who-did-it", "The mayor", r"is no answer\. Write the rows with what you choose"),
        ("who-did-it", {"C": "The mayor"}, "no row of 'who-did-it' 'C'"),
        ("who-did-it", {"A": "The major"}, "'The major': did you mean 'The mayor'"),
        ("who-did-it", {"A": 3}, "no choice for 'closed the bridge': '3'"),
        ("who-did-it", {"A": ("The mayor", "The baker")}, "Write one value"),
        ("who-did-it", {"A": "", "closed the bridge": ""}, "is there twice. Name it once"),
        ("words-and-deeds", {"A": "spoke"}, "Write one value for each of: speech, deed"),
        ("words-and-deeds", {"A": {"sound": "spoke"}}, "no column of 'words-and-deeds' 'sound'"),
        ("prove-cracks", 3, r"is no answer\. Write the words that you mark"),
        ("prove-cracks", "found three cracks", "is not in gazette; the nearest words are"),
        ("prove-cracks", "the", r"stands \d+ times in gazette"),
        ("prove-cracks", {"document": "gazette", "start": True, "end": 9}, "no place in a text"),
        ("prove-cracks", {"document": "gazette", "start": 9, "end": 9}, "has no span 9 to 9"),
        (
            "prove-cracks",
            {"document": "herald", "start": 1, "end": 9},
            "text to mark in 'herald'",
        ),
        ("prove-cracks", {"document": "gazette", "start": 14, "end": 16}, "no words to mark there"),
        ("best-claim", "The letter was lost.", r"is no answer\. Write the claim and the words"),
        ("best-claim", ("The letter", FINDING), "no claim of 'best-claim' 'The letter'"),
        ("what-to-do", ("a", ["b"], "c"), r"is no answer\. Write your text"),
        ("what-to-do", ("a", ["names a dead"]), "no line of 'what-to-do' 'names a dead': did you"),
        (
            "what-to-do",
            "a" * 100_001,
            r"'aaa.*' is too long: it has 100001 letters, and may have at most 100000",
        ),
        ("your-bridge", 3, r"is no answer\. Write your text"),
    ],
)
def test_a_refused_answer_names_the_value_and_the_cure(
    asked: Asked, name: str, written: object, sentence: str
) -> None:
    """An answer that makes no sense is refused with its value and with what to write."""
    with pytest.raises(CaseError, match=sentence):
        asked.kept(name, written)


def test_words_outside_the_place_are_refused_with_the_place() -> None:
    """Where an item asks for words of some paragraphs, words of others are refused."""
    one, two = (
        Passage("d", 0, 8, "One two.", number=1),
        Passage("d", 9, 20, "Three four.", number=2),
    )
    documents = {"d": Document("d", "", "One two.\nThree four.", (one, two))}
    item = Item("a", "mark", "", "q.md", 1, ("?",), fields=(("in", "d ¶2"),))
    with pytest.raises(CaseError, match=r"'One' stands in d ¶1\. Mark words from d ¶2 to d ¶2"):
        kept(item, (), documents, "One")


def test_words_that_stand_elsewhere_too_are_found_in_the_place() -> None:
    """Words need to stand once in the place that the item names, not in the whole document."""
    one, two = Passage("d", 0, 4, "One.", number=1), Passage("d", 5, 9, "One!", number=2)
    documents = {"d": Document("d", "", "One.\nOne!", (one, two))}
    item = Item("a", "mark", "", "q.md", 1, ("?",), fields=(("in", "d ¶2"),))
    assert kept(item, (), documents, "One") == ("d ¶2 [5-8] One",)


def test_half_a_character_becomes_a_sign_that_can_be_written_down(asked: Asked) -> None:
    """A text with half a surrogate pair, as a page may send it, is kept with a � in its place."""
    assert asked.kept("your-bridge", "a\ud800b") == ("a�b",)


def test_an_excerpt_holds_all_between_its_first_and_last_paragraph(asked: Asked) -> None:
    """The place of clauses is their passages; a whole document has its heading and rights too."""
    clauses = excerpt(asked.items["label-clauses"], asked.documents)
    assert [passage.number for passage in clauses] == [1, 2]
    assert len(excerpt(asked.items["prove-cracks"], asked.documents)) == 5


@pytest.mark.parametrize("space", [" ", "  ", "\u00a0", "\t"])
def test_a_place_is_read_whatever_white_space_is_in_it(space: str) -> None:
    """A no-break space, as a word processor writes it, stands before ¶ as any other does."""
    one, two = Passage("d", 0, 4, "One.", number=1), Passage("d", 5, 9, "Two.", number=2)
    documents = {"d": Document("d", "", "One.\nTwo.", (one, two))}
    item = Item("a", "mark", "", "q.md", 1, ("?",), fields=(("in", f"d{space}¶2"),))
    assert item.document == "d"
    assert excerpt(item, documents) == (two,)


def test_more_than_twenty_six_options_have_letters() -> None:
    """Letters go on after Z."""
    assert letters(28)[-3:] == ["Z", "AA", "AB"]


def changed(text: str) -> dict[str, Document]:
    """Return the document with another text."""
    return {"gazette": Document("gazette", "", text, (Passage("gazette", 0, len(text), text),))}


@pytest.mark.parametrize("name", ["prove-cracks", "best-claim"])
def test_marked_words_are_found_where_they_stand_now(asked: Asked, name: str) -> None:
    """Where the document has changed around them, marked words are found again."""
    response = asked.kept(name, KEYS[name])
    documents = changed("It rained. " + asked.documents["gazette"].text)
    now = current(asked.items[name], documents, response)
    assert now is not None
    words = response[-1].partition("] ")[2]
    assert (now[:-1], now[-1].partition("] ")[2]) == (response[:-1], words)
    assert now != response


@pytest.mark.parametrize("text", ["Nothing is left.", f"{FINDING}. And so he {FINDING}."])
def test_marked_words_that_are_gone_or_stand_twice_are_not_guessed(asked: Asked, text: str) -> None:
    """Words that cannot be found again, or not told from others, have no place."""
    response = asked.kept("prove-cracks", FINDING)
    assert current(asked.items["prove-cracks"], changed(text), response) is None


def test_other_responses_do_not_depend_on_documents(asked: Asked) -> None:
    """A response without marked words is what it was, whatever became of the documents."""
    none: Mapping[str, Document] = {}
    assert current(asked.items["how-many"], none, ("2",)) == ("2",)


def test_wrong_answers_are_wrong(asked: Asked) -> None:
    """The tests' own wrong answers are worth nothing."""
    outcomes = [grade(asked.items[name], asked.kept(name, WRONG[name])) for name in WRONG]
    assert {(each.state, each.points) for each in outcomes} == {("incorrect", 0)}


def test_a_text_of_no_option_has_no_letter() -> None:
    """Texts that do not belong to the item are not held by the page."""
    options = (Option("x", key=True, line=2),)
    item = Item("a", "single", "", "q.md", 1, ("?",), options=options)
    assert wire(item, options, {}, ("y",)) is None

"""Notes are one sequence that is asked by any form of a name, and prints itself."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.dates import read_date
from casestudy.documents import Passage
from casestudy.errors import CaseError, UnknownNameError
from casestudy.notes import (
    Account,
    Claim,
    Event,
    Note,
    Notes,
    Person,
    Reaction,
    Statement,
    Term,
    citations,
    page,
    tabulate,
)
from casestudy.text import fold

FILE = "seeds/notes/some.md"


def person(name: str, title: str, *forms: str, kind: str = "person") -> Person:
    """Return a person without accounts."""
    return Person(name, title, (), FILE, 1, kind, (title, *forms))


MAYOR = person("mayor", "Zoë Núñez", "Núñez")
ROSE = person("rose", "Ada Rose", "Rose")
TOWN = person("brackwater", "Brackwater", kind="place")
PEOPLE = (MAYOR, ROSE, TOWN)

WORDS = Passage("gazette", 4, 9, "words", number=3)
ACCOUNT = Account("gazette", "it says so", (WORDS, Passage("gazette", 20, 24, "more", number=5)))

VOTE = Claim(
    "c-vote", "There was a vote.", (ACCOUNT,), FILE, 1, MAYOR, "Bridge Act", "", ("c-toy",)
)
TOY = Claim("c-toy", "It is no toy.", (), FILE, 9, ROSE, "", "", ())
BOAT = Claim("c-boat", "It is no boat.", (), FILE, 12, ROSE, "", "", ())


@pytest.fixture
def claims() -> Notes[Claim]:
    """Return three claims of two holders."""
    return Notes(Claim, (VOTE, TOY, BOAT), PEOPLE)


# ── a sequence ───────────────────────────────────────────────────────────────────────────────


def test_notes_are_a_sequence(claims: Notes[Claim]) -> None:
    """They have a length, places, slices, and are iterated over."""
    assert len(claims) == 3
    assert claims[0] is VOTE
    assert claims[-1] is BOAT
    assert list(claims) == [VOTE, TOY, BOAT]
    assert claims[1:] == Notes(Claim, (TOY, BOAT))
    assert next(reversed(claims)) is BOAT


def test_a_note_is_asked_for_by_its_id(claims: Notes[Claim]) -> None:
    """An id in brackets returns the note."""
    assert claims["c-toy"] is TOY
    assert TOY in claims
    known: tuple[object, ...] = ("c-toy", "c-tree")
    assert [each in claims for each in known] == [True, False]


def test_an_unknown_id_is_answered_with_the_nearest(claims: Notes[Claim]) -> None:
    """A slip in an id offers what was meant."""
    with pytest.raises(UnknownNameError, match=r"no claim 'c-tou': did you mean 'c-toy'"):
        claims["c-tou"]


def test_nothing_in_notes_can_be_changed(claims: Notes[Claim]) -> None:
    """Neither the sequence nor a note can be assigned to."""
    with pytest.raises(FrozenInstanceError):
        claims.notes = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        VOTE.title = "x"  # type: ignore[misc]


def test_equal_notes_are_equal_and_hash_alike(claims: Notes[Claim]) -> None:
    """What holds the same notes is the same, whatever it was selected from."""
    assert claims(holder="rose") == Notes(Claim, (TOY, BOAT))
    assert hash(claims(holder="rose")) == hash(Notes(Claim, (TOY, BOAT)))
    assert claims != (VOTE, TOY, BOAT)


# ── selecting ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["mayor", "Zoë Núñez", "zoe nunez", "NÚÑEZ", "Nu\u0301n\u0303ez"])
def test_a_holder_is_named_by_id_or_any_form(claims: Notes[Claim], name: str) -> None:
    """Accents and capitals make no difference, and every form will do."""
    assert list(claims(holder=name)) == [VOTE]


def test_a_person_is_taken_as_a_value(claims: Notes[Claim]) -> None:
    """The note of a person selects as its id does."""
    assert list(claims(holder=MAYOR)) == [VOTE]


def test_a_person_of_whom_there_is_no_note_selects_none(claims: Notes[Claim]) -> None:
    """Who is known and holds nothing is no slip."""
    assert len(claims(holder="Brackwater")) == 0
    assert repr(claims(holder="Brackwater")) == "No claim."


def test_an_unknown_person_is_answered_with_the_nearest(claims: Notes[Claim]) -> None:
    """A slip in a name offers what was meant."""
    with pytest.raises(UnknownNameError, match=r"no holder 'brakwater': did you mean 'brackwater'"):
        claims(holder="brakwater")


def test_an_unknown_field_is_answered_with_the_nearest(claims: Notes[Claim]) -> None:
    """A slip in a field's name offers what was meant."""
    with pytest.raises(UnknownNameError, match=r"no field 'holdr': did you mean 'holder'"):
        claims(holdr="rose")


@pytest.mark.parametrize("name", ["accounts", "file", "line", "more"])
def test_where_a_note_stands_is_no_field(claims: Notes[Claim], name: str) -> None:
    """What a note is made of cannot be asked for by value."""
    with pytest.raises(UnknownNameError, match="no field"):
        claims(**{name: "x"})


def test_one_of_several_values_is_enough(claims: Notes[Claim]) -> None:
    """A field that holds several things matches if one of them is it."""
    assert list(claims(rebuts="c-toy")) == [VOTE]


@pytest.mark.parametrize("name", ["c-boat", "boat", "It is no boat.", "IT IS NO BOAT.", BOAT])
def test_notes_are_asked_for_by_id_or_title(claims: Notes[Claim], name: str | Note) -> None:
    """An id will do, with and without its letter, and so will a title, or the note."""
    assert list(claims(name)) == [BOAT]


def test_several_notes_come_in_the_order_asked_for(claims: Notes[Claim]) -> None:
    """A selection has the order of the names, and each note once."""
    assert list(claims("boat", "vote", "c-boat")) == [BOAT, VOTE]
    assert list(claims("boat", "vote", holder="rose")) == [BOAT]
    assert list(claims(holder="rose")("vote", "toy")) == [TOY]


def test_terms_and_people_are_asked_for_by_any_form() -> None:
    """Forms of names and of terms will do, the Spanish one too; of a shared one, all come."""
    vote = Term("t-vote", "vote", (), FILE, 1, "votación", ("vote", "ballot"), "To decide.")
    toy = Term("t-toy", "toy", (), FILE, 1, "", ("toy",), "To play with.")
    assert list(Notes(Term, (vote, toy))("toy", "votacion", "Ballot")) == [toy, vote]
    sister = person("sister", "Ana Núñez", "Núñez")
    people = Notes(Person, (MAYOR, sister, ROSE))
    assert list(people("rose", "nunez")) == [ROSE, MAYOR, sister]


def test_an_unknown_note_is_answered_with_the_nearest(claims: Notes[Claim]) -> None:
    """A slip in a name offers what was meant."""
    with pytest.raises(UnknownNameError, match=r"no claim 'c-tou': did you mean 'c-toy'"):
        claims("c-boat", "c-tou")


def test_selections_can_be_narrowed(claims: Notes[Claim]) -> None:
    """A second call selects from the first, and knows the values of all."""
    assert list(claims(holder="rose")(norm="Bridge Act")) == []
    assert list(claims(holder="rose", title="It is no toy.")) == [TOY]
    with pytest.raises(UnknownNameError):
        claims(holder="rose")(norm="Bridge Pact")


def test_empty_fields_are_asked_for_with_none(claims: Notes[Claim]) -> None:
    """None stands for a field that is empty."""
    assert list(claims(norm=None)) == [TOY, BOAT]
    assert list(claims(rebuts=None)) == [TOY, BOAT]
    said = Statement("s", "Says", (), FILE, 1, "direct", None, "", "", "", None, "")
    assert list(Notes(Statement, (said,), PEOPLE)(speaker=None, date=None)) == [said]


def test_none_in_words_asks_for_an_empty_field() -> None:
    """A reaction without words is found by the word that its file uses."""
    silent = Reaction("r", "Waits", (), FILE, 1, MAYOR, None, (), ("waits",), ())
    reactions = Notes(Reaction, (silent,), PEOPLE)
    assert list(reactions(words="none")) == [silent]
    assert list(reactions(words="regrets")) == []
    with pytest.raises(UnknownNameError, match="did you mean 'regrets'"):
        reactions(words="regret")


def test_notes_are_asked_for_by_document(claims: Notes[Claim]) -> None:
    """`document` selects what has an account of a document."""
    assert list(claims(document="gazette")) == [VOTE]
    with pytest.raises(UnknownNameError, match="did you mean 'gazette'"):
        claims(document="gazete")


def test_ids_in_a_field_are_people_where_the_field_names_people() -> None:
    """Who is involved is named by any form as well."""
    when = read_date("3 May 2024")
    assert when
    vote = Event("e", "Vote", (), FILE, 1, when, "", "stated", ("mayor", "brackwater"))
    events = Notes(Event, (vote,), PEOPLE)
    assert list(events(involves="nunez", date="3 May 2024", status="STATED")) == [vote]
    assert list(events(involves="rose")) == []


def test_no_notes_have_no_surprises() -> None:
    """An empty sequence answers like any other."""
    nothing: Notes[Claim] = Notes(Claim, (), PEOPLE)
    assert list(nothing(holder="rose")) == []
    with pytest.raises(UnknownNameError):
        nothing(holdr="rose")


@given(st.text(max_size=8), st.sampled_from([each.name for each in fields(Claim)]))
def test_whatever_is_asked_for_the_answer_is_notes_or_a_sentence(value: str, name: str) -> None:
    """No value makes a selection fail with anything but our own error."""
    claims = Notes(Claim, (VOTE, TOY), PEOPLE)
    try:
        assert set(claims(**{name: value})) <= {VOTE, TOY}
    except UnknownNameError as error:
        assert str(error).startswith("There is no ")  # noqa: PT017


# ── what a note shows ────────────────────────────────────────────────────────────────────────


def test_notes_print_a_line_each(claims: Notes[Claim]) -> None:
    """A line has id, title and where the words stand."""
    assert repr(claims).splitlines() == [
        "c-vote  There was a vote.  gazette ¶3, ¶5",
        "c-toy   It is no toy.",
        "c-boat  It is no boat.",
    ]


def test_a_note_prints_its_fields_and_words() -> None:
    """A note alone shows everything that it says, and the words that carry it."""
    assert repr(VOTE).splitlines() == [
        "c-vote: There was a vote.",
        "  holder: Zoë Núñez",
        "  norm: Bridge Act",
        "  rebuts: c-toy",
        "  gazette: it says so",
        "    | words (gazette ¶3)",
        "    | more (gazette ¶5)",
    ]


def test_a_term_prints_its_explanation() -> None:
    """The plain explanation stands under the term."""
    term = Term("t", "vote", (), FILE, 1, "votación", ("vote",), "A way to decide.")
    assert "  A way to decide." in repr(term).splitlines()


def test_terms_print_their_meaning_in_their_line() -> None:
    """A list of terms is read without opening one."""
    vote = Term("t", "vote", (), FILE, 1, "votación", ("vote",), "A way to decide.")
    assert repr(Notes(Term, (vote,))) == "t  vote (votación): A way to decide."


def test_no_line_of_a_note_is_wider_than_a_terminal() -> None:
    """Long texts are wrapped."""
    long = Claim("c", "word " * 60, (), FILE, 1, MAYOR, "norm " * 40, "", ())
    assert max(map(len, repr(long).splitlines())) <= 88


def test_passages_and_documents_are_those_of_the_accounts() -> None:
    """A note gathers what its accounts rest on, each document once."""
    assert VOTE.passages == ACCOUNT.passages
    assert VOTE.documents == ("gazette",)


def test_citations_name_each_document_once() -> None:
    """Passages without a number are cited by their kind."""
    heading = Passage("herald", 0, 3, "One", kind="heading")
    assert citations([WORDS, heading, WORDS]) == "gazette ¶3; herald heading"


def test_without_a_case_html_is_the_text_escaped() -> None:
    """Nothing that a value prints becomes markup."""
    assert page("<b>") == "<pre>&#x27;&lt;b&gt;&#x27;</pre>"


def test_without_a_case_there_is_no_table() -> None:
    """A value of which no table is known says so in a sentence."""
    with pytest.raises(CaseError, match="no table"):
        tabulate(3)


def test_every_note_has_what_all_notes_have() -> None:
    """The sorts differ only in what follows."""
    assert [each.name for each in fields(Note)] == [
        "id", "title", "accounts", "file", "line", "more",
    ]  # fmt: skip
    assert fold(MAYOR.title) in map(fold, MAYOR.forms)

"""Disagreements as cards, and what is agreed and contested, made of the notes alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import Case, open_case
from casestudy.board import Board, arranged
from casestudy.dates import read_date
from casestudy.documents import Document, Passage
from casestudy.errors import UnknownNameError
from casestudy.facts import facts
from casestudy.notes import VALUES, Account, Disagreement, Event, Note
from casestudy.witnesses import joined, witnesses

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(noted_course: Path) -> Case:
    """Return the open tiny case with notes."""
    return open_case(noted_course)


@pytest.fixture
def real(root: Path) -> Case:
    """Return the real case."""
    return open_case(root)


# ── witnesses ────────────────────────────────────────────────────────────────────────────────

TOLD = "On Monday the mayor closed the old bridge, and nobody asked why."
PAPERS = {
    "gazette": Document("gazette", "", TOLD, ()),
    "ledger": Document("ledger", "", f"It is said: {TOLD}", ()),
    "herald": Document("herald", "", "She shut it, the town says, when April ended.", ()),
}


def account(name: str, words: str) -> Account:
    """Return what a paper says, in words of its own."""
    return Account(name, "", (PAPERS[name].quote(words),))


def event(*accounts: Account, status: str = "stated") -> Event:
    """Return an event with what papers say of it."""
    date = read_date("29 April 2024")
    assert date
    return Event("e-shut", "The bridge is shut", accounts, "f.md", 3, date, "", status, ())


BOTH = account("gazette", "closed the old bridge"), account("ledger", "closed the old bridge")
THIRD = account("herald", "She shut it")
ACCOUNTS = st.sampled_from([(), BOTH, (THIRD,), (*BOTH, THIRD)])


def test_a_copy_is_no_second_witness() -> None:
    """Two papers that share the words quoted from both are one witness."""
    pairs = joined(tuple(PAPERS.values()))
    assert witnesses(event(*BOTH, THIRD), pairs) == (("gazette", "ledger"), ("herald",))


def test_words_beside_a_copy_are_a_witness_of_their_own() -> None:
    """What a paper adds to what it shares is its own."""
    pairs = joined(tuple(PAPERS.values()))
    own = account("ledger", "It is said")
    assert witnesses(event(BOTH[0], own), pairs) == (("gazette",), ("ledger",))


def test_a_note_of_dependence_joins_what_it_quotes() -> None:
    """Where a note says that one paper depends on another, both are one witness."""
    note = replace(NOTE, accounts=(BOTH[0], THIRD), relation="dependence")
    assert witnesses(event(BOTH[0], THIRD), joined((), [note])) == (("gazette", "herald"),)
    other = replace(note, relation="variant")
    assert len(witnesses(event(BOTH[0], THIRD), joined((), [other]))) == 2


def test_three_that_are_joined_in_a_row_are_one() -> None:
    """If one is joined to another and that one to a third, there is one witness."""
    one, two, three = (Passage(name, 0, 4, "text") for name in "abc")
    note = Note("e", "e", tuple(Account(p.document, "", (p,)) for p in (one, two, three)), "f", 3)
    pairs = (((two,), (three,)), ((one,), (two,)))
    assert witnesses(note, pairs) == (("a", "b", "c"),)


NOTE = Disagreement(
    "d-who", "Who?", (BOTH[0], THIRD), "f.md", 9, "conflict", 2, ("e-shut",), (), (), ("a",), ("b",)
)

# ── facts ────────────────────────────────────────────────────────────────────────────────────


def test_two_independent_witnesses_agree() -> None:
    """What two tell without a conflict is agreed; what one tells is not, nor is a copy."""
    assert [fact.event.id for fact in facts([event(*BOTH, THIRD)], [], PAPERS).agreed] == ["e-shut"]
    copied = facts([event(*BOTH)], [], PAPERS)
    assert copied.agreed == ()
    assert [fact.event.id for fact in copied.single] == ["e-shut"]


def test_a_conflict_leaves_agreed_that_it_happened() -> None:
    """An event that a conflict is about is agreed in part, and the conflict is contested."""
    found = facts([event(*BOTH, THIRD)], [NOTE], PAPERS)
    assert found.agreed == ()
    assert [(fact.event.id, fact.contested) for fact in found.partly] == [("e-shut", (NOTE,))]
    assert found.contested == (NOTE,)


def test_a_heavy_variant_is_contested_and_undoes_no_agreement() -> None:
    """Both may be true, so that the event stays agreed; a light variant is not contested."""
    heavy = replace(NOTE, relation="variant", weight=3)
    found = facts([event(*BOTH, THIRD)], [heavy], PAPERS)
    assert [fact.contested for fact in found.agreed] == [(heavy,)]
    assert found.contested == (heavy,)
    light = replace(NOTE, relation="variant", weight=2)
    assert facts([event(*BOTH, THIRD)], [light], PAPERS).contested == ()


def test_what_a_note_calls_disputed_is_never_agreed() -> None:
    """However many tell of it, and of it alone: it stands with its conflicts in its own list."""
    for accounts in ((*BOTH, THIRD), BOTH):
        found = facts([event(*accounts, status="disputed")], [NOTE], PAPERS)
        assert found.agreed == found.partly == found.single == ()
        assert [(fact.event.id, fact.contested) for fact in found.disputed] == [("e-shut", (NOTE,))]


@given(st.lists(st.tuples(ACCOUNTS, st.sampled_from(VALUES["status"])), max_size=4), st.booleans())
def test_no_event_is_lost(told: list[tuple[tuple[Account, ...], str]], conflict: bool) -> None:  # noqa: FBT001 - drawn
    """Each event stands in one list, as often as it was told: none is left out, none is twice."""
    events = [event(*accounts, status=status) for accounts, status in told]
    found = facts(events, [NOTE] * conflict, PAPERS)
    lists = (found.agreed, found.partly, found.disputed, found.single)
    assert Counter(fact.event for each in lists for fact in each) == Counter(events)


def test_every_fact_of_the_real_case_has_its_passages(real: Case) -> None:
    """Each agreed event rests on words of two documents; no event is in two lists or in none."""
    found = real.facts()
    told = [*found.agreed, *found.partly, *found.disputed, *found.single]
    assert sorted(fact.event.id for fact in told) == sorted(each.id for each in real.events)
    assert found.agreed
    assert found.contested
    for fact in (*found.agreed, *found.partly):
        assert len({passage.document for passage in fact.passages}) >= 2
        assert len(fact.witnesses) >= 2
    assert not any(note.relation == "conflict" for fact in found.agreed for note in fact.contested)


def test_facts_show_themselves(case: Case) -> None:
    """As text, as a page with their rights, and as a table."""
    found = case.facts()
    assert [note.id for note in found.contested] == ["d-who-closed"]
    assert "Who closed the bridge, and when?" in repr(found)
    page = found._repr_html_()
    assert "All rights reserved." in page
    assert page.count("<details>") == page.count("</details>") > 2
    assert list(found.table()["standing"]) == ["disputed", "contested", "single", "single"]
    for text in (repr(found), page):
        assert "29 April 2024 to 30 April 2024 (disputed)" in text


# ── the board ────────────────────────────────────────────────────────────────────────────────


def test_the_board_groups_cards_and_begins_with_the_heaviest(real: Case) -> None:
    """Relations come in the order in which they are named, weights fall in each."""
    board = real.board()
    assert len(board) == len(real.disagreements)
    relations = [note.relation for note in board]
    assert relations == sorted(relations, key=VALUES["relation"].index)
    for notes in board.groups.values():
        weights = [note.weight for note in notes]
        assert weights == sorted(weights, reverse=True)


def test_the_board_takes_what_disagreements_take(case: Case) -> None:
    """It shows a selection, by id or by value, and refuses what is not there."""
    assert [note.id for note in case.board("who-closed")] == ["d-who-closed"]
    assert [note.id for note in case.board(relation="silence")] == ["d-cracks"]
    with pytest.raises(UnknownNameError, match="did you mean 'silence'"):
        case.board(relation="silense")


def test_a_card_is_closed_and_holds_what_the_note_says(case: Case) -> None:
    """Title, weight and documents are seen; inside are words, places and both conclusions."""
    page = case.board()._repr_html_()
    seen = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    assert "Who closed the bridge, and when?" in seen[0]
    assert "weight 3 of 3 · gazette, herald" in seen[0]
    assert "<details open" not in page
    for words in ("The council shut the bridge on Tuesday (herald ¶1)", "May conclude", "id: d-"):
        assert words in page
        assert not any(words in line for line in seen)


def test_a_silent_document_is_named_on_its_card(case: Case) -> None:
    """With the words that it does not have."""
    page = case.board("cracks")._repr_html_()
    assert "it has none of the words 'cracks', 'broken'" in page.replace("&#x27;", "'")


def test_a_board_needs_neither_style_nor_script(case: Case) -> None:
    """In an untrusted notebook style and classes are gone: a closed list is left."""
    page = case.board()._repr_html_()
    bare = re.sub(r"<style>.*?</style>|class=\"[^\"]*\"", "", page, flags=re.DOTALL)
    assert "<script" not in bare
    assert bare.count("<summary>") == 2


def test_a_board_is_an_outline_in_a_terminal(case: Case) -> None:
    """Each relation with its meaning, each card with weight and places."""
    lines = repr(case.board()).splitlines()
    assert lines[0] == "2 disagreements."
    assert "Conflict (1)" in lines
    assert "      weight 3 of 3 · gazette ¶1; herald ¶1" in lines


def test_a_board_is_a_table_too(case: Case) -> None:
    """One row for each card, in the order of the board."""
    assert list(case.board().table().index) == ["d-who-closed", "d-cracks"]


def test_an_empty_board_says_so(case: Case) -> None:
    """Nothing on it is no error."""
    assert repr(Board((), case.documents)) == "0 disagreements."
    assert arranged(()) == ()


def test_a_stored_board_stays_small(real: Case) -> None:
    """The heaviest cards take less than a stored quiz; the whole board less than a picture."""
    assert len(real.board(weight=3)._repr_html_().encode()) < 40_000
    assert len(real.board()._repr_html_().encode()) < 200_000

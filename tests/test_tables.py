"""Tables: one row each, the same columns always, and no text that is cut."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case, tables
from casestudy.dates import Date, read_date
from casestudy.documents import Passage
from casestudy.mentions import Hit, Hits, Mention, Mentions
from casestudy.notes import (
    Account,
    Claim,
    Disagreement,
    Event,
    Note,
    Notes,
    Person,
    Reaction,
    Statement,
    Term,
    tabulate,
)
from casestudy.reuse import Overlap, Reuse, Shared
from casestudy.roles import Place
from casestudy.tables import COLUMNS, table

if TYPE_CHECKING:
    from pathlib import Path

    from pandas import DataFrame


def when(text: str) -> Date:
    """Return a date that is written right."""
    found = read_date(text)
    assert found is not None
    return found


WORDS = Passage("gazette", 2, 14, "<b>closed</b>", number=4)
ACCOUNTS = (
    Account("gazette", "tells it", (WORDS,)),
    Account("almanac", "tells it too", (Passage("almanac", 0, 6, "closed", number=14),)),
)
TITLE = "The bridge & <i>its</i> cracks " + "very " * 30
MAYOR = Person("mayor", "Zoë Núñez", ACCOUNTS, "people.md", 1, "person", ("Zoë Núñez", "Núñez"))
LATER = when("May 2024")


def note(sort: Any, *rest: object) -> Any:  # noqa: ANN401 - any sort of note
    """Return a note with what only its sort has."""
    return sort("n", TITLE, ACCOUNTS, "n.md", 1, *rest)


VALUES: dict[type[Note], Any] = {
    Person: MAYOR,
    Event: note(Event, LATER, "at noon", "stated", ("mayor", "council")),
    Statement: note(Statement, "direct", None, "a baker", "", "", None, ""),
    Claim: note(Claim, MAYOR, "the bylaw", "cracks", ("c-b", "c-c")),
    Reaction: note(Reaction, MAYOR, None, ("regrets",), ("resigns", "leaves"), ()),
    Disagreement: note(Disagreement, "silence", 2, (), ("almanac",), ("who",), ("so",), ("no",)),
    Term: note(Term, "puente", ("bridge",), "It crosses water."),
}
OTHERS: dict[str, object] = {
    "Mention": Mention("gazette", 4, 9, "Núñez", "mayor"),
    "Hit": Hit(WORDS, "was ", " at night"),
    "Place": Place("Ada", 1, "speaker", "the town", "the mill"),
}


@pytest.mark.parametrize("sort", VALUES, ids=lambda sort: sort.__name__)
def test_notes_have_their_columns(sort: type[Note]) -> None:
    """A table of notes has the documented columns, with the ids as index."""
    shown = Notes(sort, (VALUES[sort],)).table()
    assert [shown.index.name, *shown.columns] == [each.name for each in COLUMNS[sort.__name__]]
    assert list(shown.index) == [VALUES[sort].id]


@pytest.mark.parametrize("sort", VALUES, ids=lambda sort: sort.__name__)
def test_no_notes_have_the_same_columns(sort: type[Note]) -> None:
    """An empty table differs by its rows alone: its columns hold the same."""
    full, empty = Notes(sort, (VALUES[sort],)).table(), Notes(sort, ()).table()
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert empty.index.name == "id"


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_is_documented(name: str) -> None:
    """The docstring names every column with its dtype and meaning."""
    text = str(table.__doc__)
    lines = text[text.index(f"        {name}\n") :].splitlines()
    assert lines[1 : len(COLUMNS[name]) + 1] == [
        f"            {each.name} ({each.dtype}) : {each.meaning}" for each in COLUMNS[name]
    ]


@pytest.mark.parametrize("sort", VALUES, ids=lambda sort: sort.__name__)
def test_columns_hold_what_is_documented(sort: type[Note]) -> None:
    """Pandas keeps each column as the docstring says."""
    shown = Notes(sort, (VALUES[sort],)).table()
    for column in COLUMNS[sort.__name__][1:]:
        assert shown[column.name].dtype == column.dtype


def test_citations_say_where_the_words_stand() -> None:
    """Each document is named once, with its ¶ numbers."""
    assert Notes(Person, (MAYOR,)).table().loc["mayor", "citations"] == "gazette ¶4; almanac ¶14"


def test_a_month_has_both_its_ends() -> None:
    """A date that is less exact than a day is a first and a last day."""
    row = Notes(Event, (VALUES[Event],)).table().iloc[0]
    assert (row["date"], f"{row['earliest']:%d %m}", f"{row['latest']:%d %m}") == (
        "May 2024",
        "01 05",
        "31 05",
    )


def test_what_is_not_known_is_empty() -> None:
    """A speaker who is not named is an empty text, a missing date is none."""
    row = Notes(Statement, (VALUES[Statement],)).table().iloc[0]
    assert (row["speaker"], row["date"], str(row["earliest"])) == ("", "", "NaT")


def on_a_page(notes: DataFrame) -> str:
    """Return a table as a notebook shows it."""
    return str(notes._repr_html_())


def test_a_notebook_cuts_no_text() -> None:
    """However long a text is, all of it stands in the page, and as text."""
    html = on_a_page(Notes(Claim, (VALUES[Claim],)).table())
    assert "very " * 29 in html
    assert "&lt;i&gt;its&lt;/i&gt;" in html
    assert "<i>" not in html


def test_the_same_notes_give_the_same_page() -> None:
    """No random id stands in a table, so that a stored lesson can be compared."""
    notes = Notes(Person, (MAYOR,))
    assert on_a_page(notes.table()) == on_a_page(notes.table())


def test_a_part_of_a_table_is_shown_like_the_whole() -> None:
    """What is selected from a table is cut no more than the table."""
    whole = Notes(Claim, (VALUES[Claim],)).table()
    assert "very " * 29 in on_a_page(whole[["title", "holder"]])


def test_mentions_and_hits_have_tables() -> None:
    """Both are counted from 0, and are there without a row too."""
    hits = Hits("closed", (OTHERS["Hit"],))  # type: ignore[arg-type]
    mentions = Mentions((OTHERS["Mention"],))  # type: ignore[arg-type]
    assert list(hits.table()["context"]) == ["was <b>closed</b> at night"]
    assert list(mentions.table()["name"]) == ["mayor"]
    assert list(Mentions(()).table().columns) == list(mentions.table().columns)


def test_shared_passages_have_a_table() -> None:
    """Shared words stand once as each document has them."""
    shared = Shared(WORDS, ACCOUNTS[1].passages[0], 8)
    row = tabulate(Overlap("gazette", "almanac", (shared,), (8, 8), (0.1, 0.2))).iloc[0]
    assert (row["one"], row["two"], row["words"], row["formula"]) == (
        "gazette",
        "almanac",
        8,
        False,
    )


def test_what_all_documents_share_is_one_table() -> None:
    """The passages of every pair stand in one table, and it is there without a pair too."""
    shared = Shared(WORDS, ACCOUNTS[1].passages[0], 8)
    pair = Overlap("gazette", "almanac", (shared, shared), (8, 8), (0.1, 0.2))
    assert len(tabulate(Reuse((pair, pair)))) == 4
    assert list(tabulate(Reuse(())).columns) == [each.name for each in COLUMNS["Shared"]]


def test_a_comparison_has_a_row_for_each_account(root: Path) -> None:
    """Each row names the document, what it says in our words, and its own."""
    compared = open_case(root).compare("asylum-status")
    shown = compared.table()
    assert list(shown["document"]) == [each.document for each in compared.disagreement.accounts]
    assert "who was seeking asylum" in shown["words"].iloc[0]


def test_a_day_has_one_table_of_all_that_had_happened(root: Path) -> None:
    """Events, statements and reactions stand in one table, with their sort and no later date."""
    view = open_case(root).as_of("2024-04-04")
    shown = view.table()
    assert len(shown) == len(view.events) + len(view.statements) + len(view.reactions)
    assert shown["latest"].max().date() == date(2024, 4, 4)


def test_what_has_no_table_is_refused() -> None:
    """Whatever else is given is named, with what there is."""
    with pytest.raises(TypeError, match=r"no table of str.*Person, Event"):
        table(["a word"])


def test_every_type_is_tried() -> None:
    """No type of the module stands outside these tests."""
    tried = {sort.__name__ for sort in VALUES} | set(OTHERS) | {"Shared", "Account", "Note"}
    assert tried == set(tables.COLUMNS)

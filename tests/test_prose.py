"""Our own voice: dates, names, words and quotations are ours to get right, others' words theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.dates import in_words
from casestudy.lessons.prose import Spoken, dates, in_cards
from tests.changes import CARDS, TEACHING, add_text, edit, said

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "seeds/notes/events.md"


DATES = {
    "April 5, 2024": "5 April 2024",
    "April 5th": "5 April",
    "April 5": "5 April",
    "May 5, 2024": "5 May 2024",
    "5th April 2024": "5 April 2024",
    "5th of April": "5 April",
    "5 Apr 2024": "5 April 2024",
    "Apr. 5, 2024": "5 April 2024",
    "5 April, 2024": "5 April 2024",
    "05/04/2024": "5 April 2024",
    "5.4.24": "5 April 2024",
    "2024-04-05": "5 April 2024",
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_in_another_form_is_found(whole_course: Path, written: str) -> None:
    """Each other form of a date is an error that says how to write it."""
    add_text(whole_course, f"It rained on {written} in the town.")
    (found,) = said(whole_course)
    assert found.endswith(
        f"cell 1: '{written}' is not how dates are written here: write '{DATES[written]}'"
    )


@pytest.mark.parametrize(
    "text",
    [
        "On 5 April 2024, a Friday, and on 6 April; in April 2024; from 5 to 7 April 2024.",
        "You gave February 28 days. It may 5 times rain. In May 20 states voted.",
        "The page writes *April 5, 2024*, the program `2024-04-05`.",
        "Version 3.11.2, ¶ 5/6, 24/7, items 1-2, a ratio of 10/20.",
    ],
)
def test_what_is_no_date_in_another_form_is_left_alone(whole_course: Path, text: str) -> None:
    """Our form, words that are spoken of, and other numbers are fine."""
    add_text(whole_course, text)
    assert said(whole_course) == []


def test_a_day_that_never_was_is_found(whole_course: Path) -> None:
    """A date in our form that no calendar has is an error."""
    add_text(whole_course, "It rained on 31 April 2024.")
    assert "there is no day '31 April 2024'" in said(whole_course)[0]


PLACES = {
    "a stem": (CARDS, "This is question 1.", 11, "item 'closed-1'"),
    "feedback": (CARDS, "You took the day of the vote for another.", 22, "item 'closed-1'"),
    "a hint": (CARDS, "Look at the first paragraph.", 8, "item 'closed-1'"),
    "a note": (NOTES, "The gazette gives the weekday only.", 25, "note 'e-vote'"),
    "a teaching page": (TEACHING, "What became of the bridge?", 5, ""),
}


@pytest.mark.parametrize("name", PLACES)
def test_our_voice_is_heard_wherever_it_speaks(whole_course: Path, name: str) -> None:
    """Cards, notes and teaching pages are held to the same, with the line of the words."""
    file, words, line, subject = PLACES[name]
    edit(whole_course, file, words, f"{words} It was April 5, 2024.")
    found = next(each for each in said(whole_course) if "April 5, 2024" in each)
    assert found.startswith(f"{file}:{line}: {subject}")


def test_clauses_to_be_labelled_are_words_of_a_document(whole_course: Path) -> None:
    """A row that a document has is a quotation, marks or not; what is said under it is ours."""
    documents = open_case(whole_course).documents.values()
    card = "## a\nkind: annotate\n\nLabel.\n\n- found two cracks -> seen\n\n    Ours.\n"
    table = "## b\nkind: grid\n\n| clause | form |\n|---|---|\n| The baker asked | active |\n"
    found = [each.ours.split() for each in in_cards("a.md", card + table, "item", documents)]
    assert found == [
        ["Label."],
        ["seen"],
        ["Ours."],
        ["clause", "form"],
        ["---", "---"],
        ["active"],
    ]


@given(st.text(alphabet="ab #>|-[]x:.1\n*“”", max_size=60))
def test_any_card_file_is_listened_to(source: str) -> None:
    """No text makes the listener fail, and each line it names is one of the file's."""
    lines = source.count("\n") + 1
    assert all(1 <= each.line <= lines for each in in_cards("a.md", source, "item"))


@given(st.dates(date(1000, 1, 1)))
def test_every_day_in_words_is_in_our_form(day: date) -> None:
    """No day written as `in_words` writes it is complained of; the same day otherwise is."""
    written = in_words(day)
    number, month, year = written.split()
    texts = (written, f"{month} {number}, {year}", f"{day:%Y-%m-%d}")
    assert [len(list(dates([Spoken("a", 1, "", ((text, ""),))]))) for text in texts] == [0, 1, 1]


NAMES = {
    "an accent left out": ("Zoë Nunez", "'Zoë Nunez' is not how the notes spell the name"),
    "an accent too many": ("Zoë Núñéz", "'Zoë Núñéz' is not how the notes spell the name"),
    "the surname alone": ("Zoë Núñez met Nunez", "write 'Núñez'"),
    "a place": ("Bráckwater", "write 'Brackwater'"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_spelt_otherwise_is_found(whole_course: Path, name: str) -> None:
    """A name is spelt as the notes spell it, accents included."""
    text, sentence = NAMES[name]
    add_text(whole_course, f"It was {text} again.")
    (found,) = said(whole_course)
    assert sentence in found


def test_a_slip_in_a_name_is_found(whole_course: Path) -> None:
    """A word that no document has and that is almost a name is taken for a slip."""
    edit(whole_course, "seeds/notes/people.md", "\nZoë Núñez\n", "\nZoë Sandoval Núñez\n")
    add_text(whole_course, "Later Zoë Sandoval Núñez came, and Sandowal spoke.")
    (found,) = said(whole_course)
    assert "'Sandowal' is not how the notes spell the name: write 'Sandoval'" in found


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Núñez’s letter and ZOË NÚÑEZ agree; the Council, the council.",
        "The herald prints “Zoe Nunez”, or *Zoe Nunez*.",
        "Roses are no Rose; Ada Rose likes them.",
    ],
)
def test_a_name_in_a_quotation_or_in_capitals_is_left_alone(whole_course: Path, text: str) -> None:
    """Others' spelling in their words, capitals, and words like a name are fine."""
    add_text(whole_course, text.replace("Roses are no Rose; Ada Rose", "Ada Rose has roses; she"))
    assert said(whole_course) == []


def test_the_first_mention_is_by_the_full_name(whole_course: Path) -> None:
    """A lesson that first calls somebody by less than the surnames is advised to say more."""
    people = "seeds/notes/people.md"
    edit(whole_course, people, "forms: Núñez\n\nZoë Núñez", "forms: Zoë Núñez\n\nZoë Núñez Vidal")
    add_text(whole_course, "Zoë Núñez found the cracks. Zoë Núñez wrote.")
    (found,) = said(whole_course, "advice")
    assert found.endswith(
        "'Zoë Núñez' is not the full name, and stands here first: write 'Zoë Núñez Vidal' here"
    )


@pytest.mark.parametrize("word", ["disaster", "Disasters"])
def test_a_word_that_is_not_ours_is_found(whole_course: Path, word: str) -> None:
    """A word of the course's list is an error in our own voice, in any form."""
    add_text(whole_course, f"It was a {word} for all.")
    assert f"'{word}' is not a word of our own voice" in said(whole_course)[0]


@pytest.mark.parametrize(
    "text", ["They say *disaster*.", "The word **disaster** weighs.", "`disaster`"]
)
def test_a_word_that_is_spoken_of_is_left_alone(whole_course: Path, text: str) -> None:
    """To speak of a word is not to use it."""
    add_text(whole_course, text)
    assert said(whole_course) == []


def test_a_word_in_a_name_is_left_alone(whole_course: Path) -> None:
    """A name keeps its words."""
    edit(whole_course, "seeds/notes/people.md", "forms: Bridge Act of 1901", "forms: Disaster Act")
    add_text(whole_course, "The Disaster Act rules.")
    assert not [each for each in said(whole_course) if "our own voice" in each]


QUOTATIONS = {
    "not there": ("It says “nobody may jump it”.", "are in no document"),
    "not closed": ("It says “nobody may cross it.", "a quotation mark is not closed"),
    "straight": ('It says "never again".', "'never again' are in no document"),
    "one half there": ("“Nobody may cross it […] she shouted”", "are in no document"),
}


@pytest.mark.parametrize("name", QUOTATIONS)
def test_words_in_quotation_marks_must_stand_in_a_document(whole_course: Path, name: str) -> None:
    """What a lesson puts in quotation marks, a document has."""
    text, sentence = QUOTATIONS[name]
    add_text(whole_course, text)
    (found,) = said(whole_course)
    assert sentence in found


@pytest.mark.parametrize(
    "text",
    [
        "It says “Nobody may cross it,” twice.",
        'It says "nobody may cross it".',
        "It says “The mayor closed […] on Monday”.",
        "| who | words |\n|---|---|\n| mayor | “Nobody may cross it” |",
        "> **Outside the file**\n>\n> “All bridges are safe”: Act 7, art. 3; checked 5 May 2024.",
    ],
)
def test_words_that_stand_there_or_in_a_box_are_left_alone(whole_course: Path, text: str) -> None:
    """Words of a document, however they are typed, and those of a box for the law, are fine."""
    add_text(whole_course, text)
    assert said(whole_course) == []


def test_a_long_quotation_is_found(whole_course: Path) -> None:
    """A quotation in prose with more words than the course allows is an error."""
    edit(whole_course, "notebooks/course.toml", "minutes = 50", "minutes = 50\nquotation_words = 3")
    add_text(whole_course, "“Nobody may cross it,” she said.")
    (found,) = said(whole_course)
    assert "has 4 words: leave 3 or fewer, or show the passage" in found


BOXES = {
    "no day": ("Act 7, art. 3.", "does not say when it was checked"),
    "no such day": ("Act 7; checked 31 April 2024.", "there is no day '31 April 2024'"),
    "no source": ("The rule; checked 5 May 2024.", "does not say where its words come from"),
}


@pytest.mark.parametrize("name", BOXES)
def test_a_box_says_whence_and_when(whole_course: Path, name: str) -> None:
    """A box for what stands outside the file has its source and the day it was checked."""
    text, sentence = BOXES[name]
    add_text(whole_course, f"> **Outside the file**\n>\n> {text}")
    assert [each for each in said(whole_course, "error") if sentence in each]


@pytest.mark.parametrize(
    "text",
    [
        "> **Outside the file**\n>\n> Act 7, art. 3; checked 5 May 2024.",
        "> **Outside the file**\n>\n> [The act](https://example.org), checked on 5 May 2024.",
        "> A remark in a box of its own.",
    ],
)
def test_a_box_in_order_is_left_alone(whole_course: Path, text: str) -> None:
    """A box with source and day is fine, and so is a box of another sort."""
    add_text(whole_course, text)
    assert said(whole_course) == []

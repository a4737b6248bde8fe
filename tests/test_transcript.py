"""What is stored of a quiz: its transcript, and its page without script."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from tests.bridge import QUIZ, every_kind, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casestudy.widgets.quiz import QuizView

TRANSCRIPT = """\
4. how-many (a number)
   How many cracks were found?
   Write a number of cracks.

5. which-year (a date)
   Of which year is the text?
   Write a year, such as 2001.
"""

ANSWERS = """\
4. how-many 2 cracks
   2 cracks: Right answer. Redshank: the number stands before the noun.
      | found two cracks in it (gazette ¶2)
   1 cracks: Not right. Greenshank: one letter, and more than one crack.
      | found two cracks in it (gazette ¶2)
   Any other answer: Dunlin: count what the engineer found.

5. which-year 2024
   2024: Right answer. Whimbrel: the rights line has it.
      | © 2024 (gazette, rights line)
   Any other answer: Curlew: look at the last line.
"""

FAULTS = {
    "a key": ("[x] On Monday", "[ ] On Monday", "[ ] The text does", "[x] The text does"),
    "feedback": ("Redshank: the number", "Redshank: a number"),
    "a mistake": ("    Mistake: took the day of the vote for the day of the deed\n\n", ""),
    "what is said of other values": ("Dunlin: count", "Dunlin: and count"),
    "a unit": ("unit: cracks", "unit: holes"),
    "a tolerance": ("unit: cracks", "unit: cracks\ntolerance: 0.5"),
    "an order": (
        "1. The bridge was closed",
        "1. Two cracks were found",
        "2. Two cracks were found",
        "2. The bridge was closed",
    ),
    "a pair": ("closed the bridge -> The mayor", "closed the bridge -> The council"),
    "a choice": ("also: The engineer", "also: The council"),
    "a cell": ("| The mayor | spoke | closed it |", "| The mayor | spoke | voted |"),
    "a label": ("on Monday -> deed", "on Monday -> speech"),
    "an accepted passage": ("> found two cracks in it", "> found two cracks"),
    "a model answer": ("Redwing: the cracks", "Redwing: two cracks"),
    "a line of the checklist": ("- quotes the text", "- quotes the texts"),
    "a number of words": ("words: 5", "words: 6"),
    "an opinion": ("- The town", "- The towns"),
    "a lesson that reopens": ("reopen: 05-the-vote", "reopen: 05-the-poll"),
    "a hint": ("says the crane", "says a crane"),
}
"""Per fault, words of the cards and what they become."""

VOID = ("hr", "br")


@pytest.fixture
def folder(course: Path) -> Path:
    """Return the tiny course with a quiz of every kind."""
    return every_kind(course)


@pytest.fixture
def quiz(folder: Path) -> QuizView:
    """Return that quiz."""
    return opened(folder)


def bundle(quiz: QuizView) -> tuple[str, str]:
    """Return what a notebook stores: transcript and page."""
    stored = quiz._repr_mimebundle_()
    return stored["text/plain"], stored["text/html"]


def rewrite(folder: Path, change: Callable[[str], str]) -> None:
    """Change the card file."""
    path = folder / "notebooks" / "quizzes" / f"{QUIZ}.md"
    before = path.read_text(encoding="utf-8")
    assert change(before) != before
    path.write_text(change(before), encoding="utf-8")


class Tags(HTMLParser):
    """The elements of a page, and whether each is closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.seen.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag


def text_of_page(page: str) -> str:
    """Return the text of a page without its style sheet."""
    return unescape(re.sub(r"<[^>]*>", " ", page.partition("</style>")[2]))


def test_questions_stand_as_on_paper(quiz: QuizView) -> None:
    """Typed answers say what to write."""
    assert TRANSCRIPT in bundle(quiz)[0]


def test_answers_stand_with_their_words(quiz: QuizView) -> None:
    """The key, the feedback of each value, its passages, and what is said of all others."""
    assert ANSWERS in bundle(quiz)[0]


@pytest.mark.parametrize(
    "line",
    [
        "Reading mistake: took the day of the vote for the day of the deed.",
        "7. who-did-it (a match for each line)",
        "   A  closed the bridge",
        "   To choose from: 1\xa0The baker · 2\xa0The engineer · 3\xa0The mayor",
        "   speech: 1\xa0spoke · 2\xa0asked · 3\xa0kept silent",
        "   Mark the words in gazette.",
        "   Choose a label for each clause of gazette ¶1-3.",
        "   A closed the bridge -> The mayor. Wagtail: the text begins with her.",
        "   A The mayor -> speech: spoke; deed: closed it. Wren: both are in the first paragraph.",
        "   the finding: Right answer. Nightingale: this is what was found.",
        "   Any other words: Robin: look for what somebody found.",
        "   A closed the old bridge on Monday -> deed. Wheatear: somebody did it.",
        "   Write at least 5 words.",
        "   To check your text by:",
        "   A  names a deed",
        "   Model answer: repair it. Redwing: the cracks are there.",
        "   Where to begin: Begin with the letter, says the crane.",
        "13. who-should-pay (an opinion)",
    ],
)
def test_every_kind_is_read_on_paper(quiz: QuizView, line: str) -> None:
    """Rows have letters, choices are listed, and each kind's key is said in words."""
    unwrapped = re.sub(r"\n {6}(?!\|)", " ", bundle(quiz)[0])
    assert line in unwrapped


def test_an_order_is_answered_in_its_order(quiz: QuizView) -> None:
    """The answer to an order has its rows in the right order, each with its letter."""
    answers = bundle(quiz)[0].partition("Answers, and")[2]
    found = re.search(r"6\. in-order ([ABC ]+)\n   In the right order:\n((?:.+\n)+)", answers)
    assert found
    rows = re.findall(r"^   ([ABC]) (.+?) (?:Skylark|Woodlark|Pipit)", found[2], re.MULTILINE)
    assert [letter for letter, _ in rows] == found[1].split()
    assert [words for _, words in rows] == [
        "The bridge was closed",
        "Two cracks were found",
        "The repair was decided",
    ]


def test_no_line_is_longer_than_a_terminal(quiz: QuizView) -> None:
    """Lines have at most 88 characters, and none ends in white space."""
    lines = bundle(quiz)[0].split("\n")
    assert max(map(len, lines)) <= 88
    assert [line for line in lines if line != line.rstrip()] == []


def test_an_opinion_has_no_answer(quiz: QuizView) -> None:
    """Nothing stands under the answers for what is never judged."""
    answers = bundle(quiz)[0].partition("Answers, and")[2]
    assert "who-should-pay" not in answers
    assert "who-should-pay" not in text_of_page(bundle(quiz)[1])


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_changes_in_a_card_changes_what_is_stored(folder: Path, fault: str) -> None:
    """A changed key, feedback, value, passage, field or model answer is another transcript."""
    before = bundle(opened(folder))[0]
    words = FAULTS[fault]

    def damaged(text: str) -> str:
        for place in range(0, len(words), 2):
            text = text.replace(words[place], f"\x00{place}", 1)
        for place in range(0, len(words), 2):
            text = text.replace(f"\x00{place}", words[place + 1])
        return text

    rewrite(folder, damaged)
    assert bundle(opened(folder))[0] != before


@pytest.mark.parametrize("name", ["stem", "options", "columns", "ask"])
def test_what_is_asked_is_read_back_from_the_page(quiz: QuizView, name: str) -> None:
    """Where the widget shows something else, what is stored shows it too."""
    before = bundle(quiz)
    items = [dict(page) for page in quiz.widget.asked["items"]]
    other: dict[str, Any] = {
        "stem": ["Another question?"],
        "options": dict(reversed(items[6]["options"].items())),
        "columns": [{"name": "", "choices": ["Another"]}],
        "ask": "Do something else.",
    }
    items[6][name] = other[name]
    quiz.widget.asked = {**quiz.widget.asked, "items": items}
    assert bundle(quiz) != before


def test_a_page_is_well_formed(quiz: QuizView) -> None:
    """Every element is closed where it was opened."""
    tags = Tags()
    tags.feed(bundle(quiz)[1])
    assert tags.open == []


def test_a_page_needs_neither_script_nor_style(quiz: QuizView) -> None:
    """Nothing of a page runs, and only its class is lost where a notebook is not trusted."""
    tags = Tags()
    tags.feed(bundle(quiz)[1])
    names = {name for name, _ in tags.seen}
    assert names <= {
        *("style", "div", "p", "b", "strong", "em", "hr", "br", "small", "span", "mark"),
        "blockquote",
        *("details", "summary", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    }
    assert {key for _, held in tags.seen for key in held} <= {"class", "scope"}


def test_a_page_says_all_that_the_transcript_says(quiz: QuizView) -> None:
    """Every feedback, hint, model answer and passage is on the page too."""
    page = " ".join(text_of_page(bundle(quiz)[1]).split())
    for item in quiz.quiz.items:
        for option in item.options:
            assert not [words for words in option.feedback if words not in page]
        for model in item.models:
            assert not [words for words in model.paragraphs if words not in page]
        assert not [hint for hint in item.hints if hint not in page]
        assert item.field("otherwise") in page


def test_a_key_stands_behind_a_line_that_opens(quiz: QuizView) -> None:
    """On the page, nothing of feedback, key or model is outside a closed element."""
    page = bundle(quiz)[1].partition("</style>")[2]
    outside = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert "<details" not in outside
    for item in quiz.quiz.items:
        for option in item.options:
            assert not [words for words in option.feedback if words in outside]
    assert "Right answer" not in outside


def test_a_table_is_a_table(quiz: QuizView) -> None:
    """What is filled in cell by cell is a table, empty above its answer and filled in it."""
    page = bundle(quiz)[1]
    tables = re.findall(r"<table>.*?</table>", page, re.DOTALL)
    assert ["<td></td>" in table for table in tables] == [True, False]
    assert "<td>closed it</td>" in tables[1]


def test_the_paragraphs_to_label_open_on_the_page(quiz: QuizView) -> None:
    """Where a card names paragraphs, they can be read on the page."""
    assert "<details><summary>gazette ¶1-3</summary>" in bundle(quiz)[1]


def test_the_rights_of_every_document_shown_stand_below(quiz: QuizView) -> None:
    """The notices of documents whose words are shown close the page."""
    assert bundle(quiz)[1].rstrip().endswith("All rights reserved.</small></p>\n</div>")


def test_words_of_a_card_are_never_read_as_html(folder: Path) -> None:
    """Signs of HTML in unit, labels, choices and text are shown as they are."""
    rewrite(
        folder,
        lambda text: text.replace("unit: cracks", "unit: < & cracks").replace(
            "also: The engineer", "also: The < engineer"
        ),
    )
    page = bundle(opened(folder))[1]
    assert page.count("&lt; &amp; cracks") == 3
    assert page.count("The &lt; engineer") == 1


def test_a_check_without_a_kernel_expects_the_same(folder: Path) -> None:
    """What the widget stores is what can be made without it."""
    from casestudy.html import quiz_bundle  # noqa: PLC0415 - only here

    case = open_case(folder)
    quiz = case.cards("notebooks/quizzes", QUIZ)
    fresh = quiz_bundle(case.id, quiz, case.documents, mistakes=case.course.mistakes)
    assert fresh == case.quiz(QUIZ)._repr_mimebundle_()

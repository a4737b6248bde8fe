"""A handout: everything that a lesson asks, on paper; with solutions only where they are wanted."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from casestudy import open_case
from casestudy.cli import main
from casestudy.dossierpage import paper_style
from casestudy.errors import CaseError
from casestudy.lessons.handout import handout
from casestudy.lessons.notebook import find_notebook
from casestudy.page import questions
from casestudy.printed import question_html
from casestudy.quizfile import KINDS
from tests.bridge import QUIZ, every_kind
from tests.test_sheets import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LESSON = "notebooks/01-the-bridge.ipynb"
BIRDS = ("Kingfisher", "Woodpecker", "Goldfinch", "Turnstone", "heron", "stork")
"""Words of feedback and hints in the tiny course."""


def words(page: str) -> str:
    """Return what is seen of a page; nothing of it may be a script or lead elsewhere."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.words: list[str] = []
            self.hidden = 0

        def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ANN401 - as it is called
            assert tag not in {"script", "a", "iframe", "link", "button", "input"}
            assert not [name for name, _ in attrs if name.startswith("on") or name == "href"]
            self.hidden += tag in {"style", "title"}

        def handle_endtag(self, tag: str) -> None:
            self.hidden -= tag in {"style", "title"}

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                self.words.append(data)

    reader = Reader()
    reader.feed(page)
    return " ".join("".join(reader.words).split())


def printed(course: Path, kind: str, *, solutions: bool = False) -> str:
    """Return a question of a kind as it stands on paper."""
    case = open_case(every_kind(course))
    quiz = case.quizzes[QUIZ]
    pages = questions(case.id, quiz, case.documents)
    item, page = next(pair for pair in zip(quiz.items, pages, strict=True) if pair[0].kind == kind)
    mistakes = case.course.mistakes if solutions else None
    return question_html(case.id, item, page, 1, case.documents, solutions=mistakes)


def test_a_lesson_has_its_excerpts_with_numbers_and_rights(stored_course: Path) -> None:
    """Each paragraph has its ¶ number; source and rights stand with it."""
    said = words(handout(stored_course, LESSON))
    assert "¶2 The engineer Zoë Núñez found two cracks in it." in said
    assert "gazette · The Gazette, 5 May 2024" in said
    assert "© 2024 The Gazette. All rights reserved." in said


def test_questions_are_numbered_through_and_have_room(stored_course: Path) -> None:
    """All questions of the lesson, one after the other, with something to tick."""
    page = handout(stored_course, LESSON)
    said = words(page)
    for number, stem in ((1, "When was the bridge closed?"), (3, "The council paid")):
        assert f"{number}. {stem}" in said
    assert page.count('class="pp-tick') == 9


def test_without_solutions_none_is_in_the_page(stored_course: Path) -> None:
    """No key, feedback, hint or passage of a card, also not where nobody looks."""
    page = handout(stored_course, LESSON)
    assert [bird for bird in BIRDS if bird in page] == []
    assert "Right answer" not in page


def test_with_solutions_all_of_them_are(stored_course: Path) -> None:
    """Key, feedback, passages and hints of each question."""
    said = words(handout(stored_course, LESSON, solutions=True))
    assert [bird for bird in BIRDS if bird not in said] == []
    assert "On Monday · Right answer" in said
    assert "closed the old bridge on Monday (gazette ¶1)" in said


def test_how_to_run_a_notebook_stands_on_no_paper(stored_course: Path) -> None:
    """The headings and the rest of the text do."""
    said = words(handout(stored_course, LESSON))
    assert "Run All" not in said
    assert "The question · 2 minutes" in said


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_way_to_answer_on_paper(course: Path, kind: str) -> None:
    """Something to tick, a line, a table or room to write; and no key."""
    page = printed(course, kind)
    wanted = {
        "number": "pp-wide",
        "date": "pp-wide",
        "order": "pp-blank",
        "match": "pp-blank",
        "annotate": "pp-blank",
        "grid": "<td></td>",
        "mark": "Underline the words",
        "claim": "underline the words",
        "written": "pp-lines",
    }
    assert wanted.get(kind, "pp-tick") in page
    assert "Right answer" not in page


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "opinion"])
def test_each_kind_has_its_solution_on_paper(course: Path, kind: str) -> None:
    """Below the question, open, with the words it rests on; clauses are such words themselves."""
    said = printed(course, kind, solutions=True).partition("pp-solution")[2]
    assert ("<blockquote>" in said) is (kind != "annotate")
    assert "pp-keep" in said
    assert "<details" not in said


def test_hostile_words_are_printed_as_words(stored_course: Path) -> None:
    """What stands in a cell or a card makes no element of the page."""
    path = stored_course / LESSON
    bad = "<script>window.pwned=1</script> [x](javascript:y) <img src=z>"
    path.write_text(path.read_text("utf-8").replace("# The bridge", f"# The bridge {bad}"), "utf-8")
    assert bad in words(handout(stored_course, LESSON))


def test_a_sheet_can_be_printed(stored_course: Path) -> None:
    """Without its solutions, and with them."""
    made(stored_course)
    path = find_notebook(stored_course, "exercises/01")
    assert "Wagtail" not in handout(stored_course, path)
    assert "Wagtail" in handout(stored_course, path, solutions=True)
    assert "Jackdaw" in handout(stored_course, path, solutions=True)


def test_a_learners_own_page_is_on_no_handout(stored_course: Path) -> None:
    """Progress and dossier are nobody's to print for a class; the page says what is missing."""
    path = stored_course / LESSON
    text = path.read_text("utf-8").replace(
        'case.quiz(\\"01-the-bridge\\", part=\\"Exit check\\")', "case.progress"
    )
    path.write_text(text, "utf-8")
    said = words(handout(stored_course, LESSON))
    assert "The council paid" not in said
    assert "depends on your own answers" in said


def test_what_announces_a_review_does_not_stand_alone(stored_course: Path) -> None:
    """Where a cell shows a review before its questions, both have their place on paper."""
    path = stored_course / LESSON
    call = 'case.quiz(\\"01-the-bridge\\", part=\\"Check\\")'
    both = f'display(case.review(\\"01-the-bridge\\"), {call})'
    path.write_text(path.read_text("utf-8").replace(call, both), "utf-8")
    said = words(handout(stored_course, LESSON))
    review, question = said.index("depends on your own"), said.index("1. When was the bridge")
    assert review < question


def test_a_students_edition_has_no_solutions_to_print(stored_course: Path) -> None:
    """It says where to get them."""
    path = stored_course / "notebooks" / "course.toml"
    path.write_text(path.read_text("utf-8").replace('"open"', '"student"'), "utf-8")
    with pytest.raises(CaseError, match="A student's edition has no solutions"):
        handout(stored_course, LESSON, solutions=True)


def test_the_command_writes_the_page_and_says_where(
    stored_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With and without solutions; a name that is no page's is refused."""
    monkeypatch.chdir(stored_course)
    run = CliRunner()
    target = tmp_path / "page.html"
    done = run.invoke(main, ["handout", "01", "--no-open", "--output", str(target)])
    assert (done.exit_code, done.output) == (0, f"The page is {target.resolve()}\n")
    assert "Kingfisher" not in target.read_text("utf-8")
    done = run.invoke(main, ["handout", "01", "--solutions", "--no-open"])
    found = Path(done.output.removeprefix("The page is ").strip())
    assert found.name == "01-the-bridge-solutions.html"
    assert "Kingfisher" in found.read_text("utf-8")
    wrong = run.invoke(main, ["handout", "01", "--output", str(stored_course / LESSON)])
    assert wrong.exit_code == 1
    assert "is no name for a page" in wrong.output


def test_no_question_is_cut_by_the_end_of_a_sheet(stored_course: Path, browser: Browser) -> None:
    """On paper, whatever fits on one sheet stays together; nothing is wider than the sheet."""
    page = browser.new_page(viewport={"width": 672, "height": 950})  # A4 without its margins
    page.emulate_media(media="print")
    page.set_content(handout(stored_course, LESSON, solutions=True))
    styles = page.evaluate(
        "() => [...document.querySelectorAll('.pp-question, .pp-solution > .pp-keep')]"
        ".map((each) => getComputedStyle(each).breakInside)"
    )
    assert styles
    assert set(styles) == {"avoid"}
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_paper_is_black_and_white() -> None:
    """No colour but black and white is in the style; pictures are turned grey."""
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", paper_style()))
    assert colours == {"#000", "#fff"}
    assert "grayscale(1)" in paper_style()

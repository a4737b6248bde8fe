"""Drawings on their page: seen in every light, read as lists, and kept while a table is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casestudy import open_case
from casestudy.strings import PAGE
from tests.pages import THEMES, empty_page
from tests.test_drawings import CARDS, CHART, MAP, QUIZ, WRONG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casestudy.widgets.quiz import QuizView
    from tests.pages import Desk, State


@pytest.fixture
def quiz(course: Path) -> QuizView:
    """Return a quiz with drawings, of which two questions were answered wrongly."""
    (course / "notebooks" / "quizzes" / f"{QUIZ}.md").write_text(CARDS, encoding="utf-8")
    quiz = open_case(course).quiz(QUIZ)
    for item, response in WRONG.items():
        quiz.answer(item, response)
    return quiz


@pytest.fixture
def lay(desk: Desk, quiz: QuizView) -> Iterator[Callable[..., Desk]]:
    """Lay the quiz on the page as it is now; the page must not complain."""

    def lay_out(theme: str = "light", width: int = 900) -> Desk:
        return desk.lay(state_of(quiz), theme=theme, width=width, parts=("drawing",))

    yield lay_out
    assert desk.complaints == []


def state_of(quiz: QuizView) -> State:
    """Return all that the page of a quiz is told."""
    pages = [quiz.page(item.id) for item in quiz.quiz.items]
    return {"title": "", **quiz.widget.asked, **quiz.widget.state, "items": pages}


def opened(quiz: QuizView) -> None:
    """Open the answers, so that the keys are drawn as well."""
    for item in WRONG:
        quiz.show(item)


def test_a_try_is_drawn_under_its_table(lay: Callable[..., Desk]) -> None:
    """A map is a figure with a name, of lists in a list; what is joined stands below its claim."""
    figure = lay().form().get_by_role("figure", name="Your map", exact=True)
    branch = figure.get_by_role("listitem").filter(has_text="the danger").first
    assert branch.get_by_role("list").count() == 2
    assert branch.get_by_role("listitem").all_inner_texts() == [
        "fact, supports the claim\nThe council voted to repair it. (gazette ¶3)",
        "rebuttal, answers the claim\nThere are two cracks in it. (gazette ¶2)",
    ]


def test_a_coding_is_a_table_for_each_scale(lay: Callable[..., Desk]) -> None:
    """Whoever hears a cell knows its value and its coder."""
    figure = lay().form(1).get_by_role("figure", name="Your coding")
    assert figure.get_by_role("table").count() == 2
    row = figure.get_by_role("row", name="asks")
    assert row.get_by_role("rowheader").inner_text() == "asks"
    assert row.get_by_role("listitem").all_inner_texts() == ["The mayor", "The baker"]
    assert figure.get_by_role("columnheader", name="you").count() == 2


def test_a_question_without_a_drawing_has_none(lay: Callable[..., Desk]) -> None:
    """Another table of the same quiz stays a table."""
    assert lay().form(2).get_by_role("figure").count() == 0


def test_a_drawing_stays_until_the_next_try_is_kept(
    lay: Callable[..., Desk], quiz: QuizView
) -> None:
    """Who tries again sees what the last try looked like; an empty answer draws nothing new."""
    desk = lay()
    before = desk.form().get_by_role("figure").inner_text()
    desk.press(PAGE["try_again"])
    assert desk.form().get_by_role("figure").inner_text() == before
    quiz.answer(MAP, {})
    desk.push(state_of(quiz))
    assert desk.form().get_by_role("figure").inner_text() == before
    quiz.answer(MAP, {"Somebody must pay.": ("claim", "the money")})
    desk.push(state_of(quiz))
    after = " ".join(desk.form().get_by_role("figure").inner_text().split())
    assert after.startswith("Your map the money claim Somebody must pay. (gazette ¶3) Not placed")


def test_the_key_stands_below_once_it_is_opened(lay: Callable[..., Desk], quiz: QuizView) -> None:
    """First one's own, then the key's; a chart has both in one."""
    desk = lay()
    opened(quiz)
    desk.push(state_of(quiz))
    titles = desk.page.locator("figcaption").filter(has_text="map").all_inner_texts()
    assert titles == ["Your map", "The map of the key"]
    columns = desk.form(1).get_by_role("columnheader", name="second coder")
    assert columns.count() == 2


LINES = """
all => all.map((node) => getComputedStyle(node, "::before")).map((line) =>
  [line.borderBottomStyle, line.borderBottomWidth, line.content])
"""


@pytest.mark.parametrize("colours", ["none", "active"])
def test_lines_tell_support_from_answer_without_colour(
    lay: Callable[..., Desk], colours: str
) -> None:
    """Solid or dashed, two pixels wide, in forced colours as well."""
    page = lay().page
    page.emulate_media(forced_colors=colours)  # type: ignore[arg-type]
    for name, kind in (("supports", "solid"), ("answers", "dashed")):
        lines = page.locator(f".cs-{name} > li").evaluate_all(LINES)
        assert lines == [[kind, "2px", '""']] * len(lines) != []


def test_a_drawing_is_printed_with_its_lines(lay: Callable[..., Desk]) -> None:
    """Paper has borders and no tints, and a box is not cut in two."""
    page = lay().page
    page.emulate_media(media="print")
    box = page.locator(".cs-claim").first
    assert box.is_visible()
    assert box.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    page.emulate_media(media="screen")


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_and_nothing_overflows(
    lay: Callable[..., Desk], quiz: QuizView, theme: str
) -> None:
    """In every theme, on a narrow page, and with letters of twice the size."""
    opened(quiz)
    desk = lay(theme=theme, width=400)
    assert desk.poor_contrast() == []
    assert desk.overflow() <= 1
    desk.page.add_style_tag(content=":root { --jp-content-font-size1: 28px !important; }")
    assert desk.overflow() <= 1


def test_axe_finds_nothing(lay: Callable[..., Desk], quiz: QuizView) -> None:
    """The living page, and the page that is stored."""
    opened(quiz)
    desk = lay()
    assert desk.violations() == []
    stored = f"<main><h1>Lesson</h1>{quiz._repr_mimebundle_()['text/html']}</main>"
    desk.page.set_content(empty_page("light").replace("<main></main>", stored))
    desk.open_passages()
    assert desk.violations(contrast=True) == []


def test_a_stored_drawing_is_drawn(desk: Desk, quiz: QuizView) -> None:
    """The page without script has boxes beside each other, joined by lines, and fits."""
    page = quiz._repr_mimebundle_()["text/html"]
    desk.page.set_viewport_size({"width": 900, "height": 900})
    desk.page.set_content(empty_page("light").replace("<main></main>", f"<main>{page}</main>"))
    desk.open_passages()
    figure = desk.page.get_by_role("figure", name="The map of the key")
    tops = figure.locator(".cs-branches > li").evaluate_all(
        "all => all.map(n => n.getBoundingClientRect().top)"
    )
    assert len(tops) == 2
    assert tops[0] == tops[1]
    assert figure.locator(".cs-supports > li").evaluate_all(LINES) == [["solid", "2px", '""']]
    assert CHART in repr(quiz)

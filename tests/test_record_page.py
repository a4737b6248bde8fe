"""The page of the record: what it draws, says, asks and sends; and what the kernel makes of it."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.errors import CaseError, UnknownNameError
from casestudy.handover import written
from casestudy.record import Record, record
from casestudy.recordpage import record_shown
from casestudy.strings import RECORD
from casestudy.widgets.asking import PAUSE
from casestudy.widgets.view import script
from tests.bridge import seen
from tests.pages import LAB, STATIC, THEMES
from tests.test_record import attempt, of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from casestudy.case import Case
    from tests.pages import Desk

State = dict[str, Any]

HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>{name}&amp;"

COUNT = """() => {
  window.files = 0;
  URL.createObjectURL = () => { files += 1; return ""; };
}"""


GAPS = """() => {
  const words = (node) => {
    const range = document.createRange();
    range.selectNode(node);
    return range.getBoundingClientRect();
  };
  const codes = [...document.querySelectorAll(".cp-practise code")];
  return codes.slice(0, -1).map((code) => {
    const [own, row] = [code.getBoundingClientRect(), code.parentNode];
    return [
      own.top - words(row.firstChild).bottom,
      row.nextSibling.getBoundingClientRect().top - own.bottom,
    ];
  });
}"""
"""Space between an objective and its code, and below it, of each but the last, in pixels."""


def state(*, restarted: tuple[str, ...] = (), **more: Any) -> State:  # noqa: ANN401
    """Return what the kernel sends of a learner who has begun three lessons."""
    found = of(
        attempt("day", "wrong", confidence="sure", seconds=200),
        attempt("day", number=2, seconds=30),
        attempt("who", confidence="sure"),
        attempt("exit", "wrong", confidence="sure"),
        attempt("read", confidence="sure"),
        attempt("sent", "wrong", digest="0" * 16, confidence="guess"),
        attempt("more", "wrong", confidence="sure"),
        attempt("vote"),
    )
    return {
        "seq": 0,
        "title": "Your progress",
        "strings": RECORD,
        "privacy": "Your answers are kept on this computer only.",
        "notices": [],
        "learner": "This is the record of “ana”.",
        **record_shown(found, restarted),
        "said": "",
        "file": None,
        **more,
    }


@pytest.fixture
def lay(desk: Desk) -> Iterator[Callable[..., Desk]]:
    """Lay a record on an empty page; the page must not complain."""

    def lay_out(told: State | None = None, *, theme: str = "light", width: int = 900) -> Desk:
        styles = ("record", "quiz", "reader")
        traits = {"state": told or state()}
        return desk.show(script("record"), traits, styles=styles, theme=theme, size=(width, 900))

    yield lay_out
    assert desk.complaints == []


def row(desk: Desk, title: str = "01 The bridge") -> Locator:
    """Return the row of a lesson."""
    return desk.page.locator(".cp-lesson", has=desk.page.get_by_role("heading", name=title))


def more(desk: Desk) -> None:
    """Open what stands behind every lesson."""
    desk.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")


def press(desk: Desk, name: str, title: str = "01 The bridge") -> None:
    """Click a button in the row of a lesson."""
    row(desk, title).get_by_role("button", name=name).click()


def said(desk: Desk) -> str:
    """Return what the live region says."""
    return desk.page.get_by_role("status").inner_text()


# ── what is drawn ────────────────────────────────────────────────────────────────────────────


def test_a_row_says_in_words_what_its_bar_shows(lay: Callable[..., Desk]) -> None:
    """Answered, right, first tries and minutes; the bar is for the eye alone."""
    shown = row(lay()).inner_text()
    assert "3 of 4 answered, 2 right" in shown
    assert "1 of 3 right at the first try" in shown
    assert "4 of about 8 minutes" in shown
    assert "begun" in shown


def test_the_page_says_where_to_go_on_and_what_to_practise(lay: Callable[..., Desk]) -> None:
    """A sentence each; the code to type stands beside it."""
    text = lay().page.locator("main").inner_text()
    assert "01 The bridge: question 3 of 4." in text
    assert 'case.practise("01-the-bridge", objective=2)' in text
    assert "You took a report for what was seen: 4 times." in text
    assert "Private: worked out on this computer only" in text


def test_one_sees_which_code_belongs_to_which_objective(lay: Callable[..., Desk]) -> None:
    """Between two objectives there is at least twice the space that is within one."""
    gaps = lay().page.evaluate(GAPS)
    assert gaps
    assert all(between >= 2 * max(within, 1) for within, between in gaps)


def test_confidence_is_drawn_and_said(lay: Callable[..., Desk]) -> None:
    """A dot for a share, a line for its interval where there are answers enough; words beside."""
    page = lay().page
    assert page.locator(".cp-dial[aria-hidden=true]").count() == 3
    assert page.locator(".cp-range").count() == 1
    assert page.locator(".cp-dot").count() == 2
    text = page.locator(".cp-calibration").inner_text()
    assert "Sure: 2 of 5 first answers right, 40 %." in text
    assert "A guess: 0 of 0" not in text


def test_a_changed_question_is_said_in_its_row(lay: Callable[..., Desk]) -> None:
    """What was answered to other words waits for an answer."""
    assert (
        "1 question has changed since you answered it." in row(lay(), "02-the-letter").inner_text()
    )


def test_objectives_stand_behind_their_lesson_and_stay_open(lay: Callable[..., Desk]) -> None:
    """A state that comes later does not close what one is reading."""
    desk = lay()
    summary = row(desk).locator("summary")
    summary.focus()
    desk.keys("Enter")
    assert "say who 1 of 2 right" in row(desk).locator("details").inner_text()
    desk.push(state(seq=1, said="Something else."))
    assert row(desk).locator("details").get_attribute("open") is not None
    assert summary.evaluate("node => node === document.activeElement")


def test_a_new_learner_sees_a_calm_page(lay: Callable[..., Desk]) -> None:
    """Nothing done: nothing to start again, and sentences instead of empty lists."""
    desk = lay({**state(), **record_shown(of(), ())})
    text = desk.page.locator("main").inner_text()
    assert "No question of a lesson is answered yet." in text
    assert "None so far." in text
    more(desk)
    assert desk.page.get_by_role("button", name="Start this quiz again").count() == 0


def test_hostile_words_are_shown_as_words(lay: Callable[..., Desk]) -> None:
    """Whatever a course, a learner or a file is called, it is text."""

    def spoil(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            return {
                name: each if name == "strings" else spoil(each) for name, each in value.items()
            }
        if isinstance(value, list):
            return [spoil(each) for each in value]
        return HOSTILE + value if isinstance(value, str) and value else value

    desk = lay(spoil(state(restarted=("01-the-bridge",), said="x", notices=["y"])))
    more(desk)
    assert desk.page.evaluate("() => window.pwned") is None
    assert desk.page.locator("main img, main script").count() == 0


# ── starting again ───────────────────────────────────────────────────────────────────────────


def test_a_quiz_is_started_again_only_after_a_question(lay: Callable[..., Desk]) -> None:
    """The first click asks, with the focus on keeping; nothing is sent before the second."""
    desk = lay()
    more(desk)
    press(desk, "Start this quiz again")
    group = row(desk).get_by_role("group", name=re.compile("^Start “01 The bridge” again"))
    assert group.is_visible()
    assert desk.focused() == "No, keep my answers"
    assert desk.sent() == []
    press(desk, "Yes, start again")
    assert [(each["do"], each["lesson"]) for each in desk.sent()] == [("reset", "01-the-bridge")]


@pytest.mark.parametrize("key", ["Escape", "Enter"])
def test_the_question_is_put_away_by_escape_or_by_no(lay: Callable[..., Desk], key: str) -> None:
    """Nothing is sent, and the focus is back where it was."""
    desk = lay()
    more(desk)
    press(desk, "Start this quiz again")
    desk.keys(key)
    assert row(desk).locator(".cp-question").is_hidden()
    assert desk.focused() == "Start this quiz again"[:20].strip()
    assert desk.sent() == []


def test_a_restart_is_taken_back_with_one_click(lay: Callable[..., Desk]) -> None:
    """It is said that the quiz was started again, and what was done is said too."""
    desk = lay(state(restarted=("01-the-bridge",)))
    more(desk)
    assert "You have started this quiz again" in row(desk).inner_text()
    press(desk, "Take the restart back")
    assert [(each["do"], each["lesson"]) for each in desk.sent()] == [("undo", "01-the-bridge")]
    desk.push(state(seq=desk.sent()[-1]["seq"], said="The restart is taken back."))
    assert said(desk) == "The restart is taken back."
    assert desk.focused() == "Start this quiz again"[:20].strip()


# ── the record as a file ─────────────────────────────────────────────────────────────────────


def test_a_record_is_saved_as_a_download(lay: Callable[..., Desk], tmp_path: Path) -> None:
    """Under the name and with the text that the kernel gives, once."""
    desk = lay()
    desk.page.get_by_role("button", name="Save my record").click()
    (asked,) = desk.sent()
    file = {"seq": asked["seq"], "name": "bridge-ana.jsonl", "text": '{"é": "✓"}\n'}
    with desk.page.expect_download() as waiting:
        desk.push(state(seq=asked["seq"], file=file))
    waiting.value.save_as(tmp_path / "x")
    assert (tmp_path / "x").read_text(encoding="utf-8") == '{"é": "✓"}\n'
    assert waiting.value.suggested_filename == "bridge-ana.jsonl"
    assert said(desk) == "Saved: bridge-ana.jsonl, among your downloads."
    desk.page.evaluate(COUNT)
    desk.push(state(seq=asked["seq"], file=file, said="x"))
    assert desk.page.evaluate("() => files") == 0


def test_a_file_that_somebody_else_asked_for_is_not_saved(lay: Callable[..., Desk]) -> None:
    """A second view of the same record stays quiet."""
    desk = lay()
    desk.page.evaluate(COUNT)
    desk.push(state(seq=7, file={"seq": 7, "name": "x", "text": "y"}))
    assert desk.page.evaluate("() => files") == 0


def test_a_record_is_brought_as_text(lay: Callable[..., Desk]) -> None:
    """The file is read by the browser and sent; the field is empty again afterwards."""
    desk = lay()
    field = desk.page.get_by_label("Bring a record from another computer")
    content = {"name": "x.jsonl", "mimeType": "", "buffer": '{"a": "é"}\n'.encode()}
    field.set_input_files(content)  # type: ignore[arg-type] # its types want another name
    desk.page.wait_for_function("() => desks[0].sent.length === 1")
    assert [(each["do"], each["text"]) for each in desk.sent()] == [("take", '{"a": "é"}\n')]
    assert field.input_value() == ""


def test_a_silent_kernel_is_said_and_asked_once_more_it_is_told_that_it_was(
    lay: Callable[..., Desk],
) -> None:
    """Within two seconds; the second try names the first, so that nothing is done twice."""
    desk = lay()
    press_update = desk.page.get_by_role("button", name="Update")
    press_update.click()
    desk.page.get_by_text("The kernel does not answer").wait_for(timeout=2_000)
    press_update.click()
    first, second = desk.sent()
    assert second["retry"] == first["seq"]
    desk.push(state(seq=second["seq"]))
    assert said(desk) == ""


def test_a_closed_line_to_the_kernel_is_said_at_once(lay: Callable[..., Desk]) -> None:
    """A kernel that is gone cannot be asked."""
    desk = lay()
    desk.page.evaluate("() => { desks[0].broken = true; }")
    desk.page.get_by_role("button", name="Update").click()
    assert said(desk).startswith("The kernel does not answer")


# ── for everybody ────────────────────────────────────────────────────────────────────────────


def test_everything_is_reached_and_done_with_the_keyboard(lay: Callable[..., Desk]) -> None:
    """Tab walks all controls in the order of the page, and nothing traps it."""
    desk = lay(state(restarted=("01-the-bridge",)))
    more(desk)
    desk.page.locator("body").click(position={"x": 1, "y": 1})
    names = []
    for _ in range(30):
        desk.keys("Tab")
        name = desk.page.evaluate(
            "() => { const a = document.activeElement;"
            " return a.labels?.[0]?.textContent || (a === document.body ? '' : a.textContent); }"
        )
        if not name:
            break
        names.append(name)
    assert names[:4] == [
        "Update",
        "Objectives, and starting again",
        "Start this quiz again",
        "Take the restart back",
    ]
    assert names[-2:] == ["Save my record", "Bring a record from another computer"]


def test_plain_keys_stay_in_the_record_and_saving_does_not(lay: Callable[..., Desk]) -> None:
    """JupyterLab would take arrows and "d d" for its own; Ctrl+S it may have."""
    desk = lay()
    desk.page.evaluate(
        "() => { window.heard = []; document.addEventListener('keydown', e => heard.push(e.key)); }"
    )
    desk.page.get_by_role("button", name="Update").focus()
    desk.keys("d", "ArrowDown", "Control+s")
    assert desk.page.evaluate("() => heard") == ["Control", "s"]


def test_the_focus_is_seen_on_the_label_of_the_field(lay: Callable[..., Desk]) -> None:
    """The field itself is not drawn: its label wears the ring."""
    desk = lay()
    desk.page.get_by_role("button", name="Save my record").focus()
    desk.keys("Tab")
    look = "node => getComputedStyle(node).outlineStyle"
    assert desk.page.locator(".cp-bring").evaluate(look) == "solid"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(lay: Callable[..., Desk], theme: str) -> None:
    """The rules that a program can check (WCAG 2.2 A and AA, and good practice)."""
    desk = lay(state(restarted=("01-the-bridge",), said="x", notices=["y"]), theme=theme)
    more(desk)
    press(desk, "Start this quiz again", "03-the-vote")
    assert desk.violations("section", contrast=theme == "light") == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_has_contrast_enough_in_jupyterlabs_themes(
    lay: Callable[..., Desk], theme: str
) -> None:
    """WCAG 1.4.3: 4.5 to 1, computed from what the browser draws."""
    if not LAB.is_dir():
        pytest.skip(f"JupyterLab's themes are not in {LAB}")
    desk = lay(state(restarted=("01-the-bridge",), said="x", notices=["y"]), theme=theme)
    more(desk)
    press(desk, "Start this quiz again", "03-the-vote")
    found = desk.contrasts(".cs-record")
    assert len(found) > 30
    assert [line for line in found if line[0] < 4.5] == []


@pytest.mark.parametrize("width", [320, 400, 900])
def test_nothing_is_clipped_and_nothing_scrolls_sideways(
    lay: Callable[..., Desk], width: int
) -> None:
    """A narrow window, or letters of twice the size, are no reason to scroll in two directions."""
    desk = lay(state(restarted=("01-the-bridge",)), width=width)
    more(desk)
    press(desk, "Start this quiz again", "03-the-vote")
    assert desk.overflow(".cs-record", ".cp-bar", ".cp-bar *") <= 1
    if width > 320:
        desk.page.add_style_tag(content=":root { --jp-content-font-size1: 28px !important; }")
        assert desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_is_clicked_is_at_least_28_pixels_high(lay: Callable[..., Desk]) -> None:
    """WCAG 2.5.8 asks for 24."""
    desk = lay(state(restarted=("01-the-bridge",)))
    more(desk)
    heights = desk.page.locator("button, summary, .cp-bring").evaluate_all(
        "all => all.map(n => n.offsetHeight).filter(Boolean)"
    )
    assert min(heights) >= 28


def test_cleaning_up_leaves_nothing_behind(lay: Callable[..., Desk]) -> None:
    """No node, no ear, no timer."""
    desk = lay()
    desk.page.get_by_role("button", name="Update").click()
    desk.page.evaluate("() => desks[0].ends.forEach(end => end())")
    assert desk.page.locator("main > div").inner_html() == ""
    assert desk.page.evaluate("() => desks[0].heard.length") == 0


def test_every_string_of_the_page_is_listed_in_the_script_and_given_by_the_kernel() -> None:
    """Whoever translates reads one list, and no name of a string is ever shown for its words."""
    text = (STATIC / "record.js").read_text(encoding="utf-8")
    listed = text.partition("state.strings`:")[2].partition("\n//\n")[0]
    names = set(re.findall(r"\b[a-z]+(?:_[a-z]+)?\b", re.sub(r"\{\w+\}", "", listed)))
    assert names == set(RECORD)
    shared = (STATIC / "asking.js").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:say|part)\("(\w+)"', text + shared)) == names


def test_the_style_takes_every_colour_from_jupyterlab() -> None:
    """A colour of our own would be unreadable in somebody's theme."""
    style = (STATIC / "record.css").read_text(encoding="utf-8")
    own = re.sub(r"var\(--jp-[\w-]+, [^()]+\)|/\*.*?\*/", "", style, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", own) == []


# ── the kernel ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def case(course: Path) -> Case:
    """Open the tiny course, with one answer that is wrong."""
    opened = open_case(course)
    opened.quiz("01-the-bridge").answer("when-closed", "On Friday", seconds=30)
    return opened


def tell(case: Case, **message: object) -> State:
    """Send a message as the page does, and return what the page is told."""
    view = case._record  # noqa: SLF001 - looking at it would be another message
    view._told(None, message, None)  # noqa: SLF001 - the line to the page
    told: State = view.widget.state
    return told


def test_a_stored_lesson_holds_one_sentence_whoever_ran_it(case: Case, course: Path) -> None:
    """Text and page are the same before and after any answer."""
    bundles = [case.progress._repr_mimebundle_()]
    case.quiz("01-the-bridge").answer("who-paid", "true")
    bundles += [case.progress._repr_mimebundle_(), open_case(course).progress._repr_mimebundle_()]
    assert bundles[0] == bundles[1] == bundles[2]
    assert bundles[0]["text/plain"].startswith("Your progress stands here when you run this cell")


def test_the_record_is_one_page_that_knows_what_was_answered_since(case: Case) -> None:
    """Asked again, it is the same view, and it has read the cards and the answers anew."""
    first = case.progress
    case.quiz("01-the-bridge").answer("who-paid", "not stated")
    again = case.progress
    assert again is first
    assert again.next == "The bridge: question 2 of 3."
    assert again.table().loc["01-the-bridge", "answered"] == 2


def in_a_loop(case: Case, *does: Callable[[], object], shown: bool = True) -> list[State]:
    """Do something as a kernel does; return what the page is told, at once and a second later.

    In a thread, because browser tests have a loop in theirs.
    """
    view = case.progress
    if shown:
        view._ipython_display_()

    async def run() -> list[State]:
        for act in does:
            act()
        told = [view.widget.state]
        await asyncio.sleep(3 * PAUSE)
        return [*told, view.widget.state]

    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, run()).result()


def test_a_shown_record_counts_an_answer_of_its_kernel(case: Case) -> None:
    """Not while the answer waits for its feedback, but a moment later, and without a click."""
    quiz = case.quiz("01-the-bridge")
    before, after = in_a_loop(
        case,
        lambda: quiz.answer("when-closed", "On Monday"),
        lambda: quiz.answer("who-paid", "not stated"),
    )
    assert (before["answered"], before["correct"]) == (1, 0)
    assert (after["answered"], after["correct"]) == (2, 2)


def test_several_answers_are_counted_once_and_a_click_counts_them_too(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answering is never slowed down by a record that nobody looks at."""
    quiz, view, counted = case.quiz("01-the-bridge"), case.progress, []

    def count(*given: Any) -> Record:  # noqa: ANN401
        counted.append(given)
        return record(*given)

    monkeypatch.setattr("casestudy.widgets.record.record", count)
    answers = [lambda: quiz.answer("who-paid", "true"), lambda: quiz.answer("who-paid", "false")]
    in_a_loop(case, *answers, shown=False)
    assert len(counted) == 1  # to ask for the record is to look at it
    in_a_loop(case, *answers)
    assert len(counted) == 3
    in_a_loop(case, *answers, view.look)
    assert len(counted) == 5


def test_what_the_record_has_just_said_stays_when_an_answer_is_counted(case: Case) -> None:
    """It is about what was clicked, and nobody has read it yet."""
    quiz = case.quiz("01-the-bridge")
    _, after = in_a_loop(
        case,
        lambda: tell(case, do="reset", lesson="01-the-bridge", seq=1),
        lambda: quiz.answer("when-closed", "On Monday"),
    )
    assert after["said"].startswith("“The bridge” starts again.")
    assert after["correct"] == 1


def test_cards_that_are_being_edited_are_left_out_and_the_page_says_so(case: Case) -> None:
    """The count goes on with the other files, and names the one that is not in order."""
    quiz = case.quiz("01-the-bridge")
    cards = case.folder / "notebooks" / "quizzes" / "01-the-bridge.md"
    before, after = in_a_loop(
        case,
        lambda: cards.write_text("## no-card\n", encoding="utf-8"),
        lambda: quiz.answer("when-closed", "On Monday"),
    )
    assert (before["total"], after["total"]) == (3, 0)
    assert ["01-the-bridge.md" in line for line in after["notices"]] == [True]
    assert "no keys" not in json.dumps(after)
    assert "01-the-bridge" in case.progress.table().index


def test_answers_of_another_notebook_are_seen(case: Case, course: Path) -> None:
    """Each notebook has a kernel of its own; an update reads what the others wrote."""
    assert case.progress.table().loc["01-the-bridge", "correct"] == 0
    open_case(course).quiz("01-the-bridge").answer("when-closed", "On Monday")
    assert tell(case, do="look", seq=1)["correct"] == 1


def test_a_restart_counts_for_the_quiz_too_and_numbers_go_on(case: Case) -> None:
    """The quiz is fresh, and the next answer has the number after the last."""
    told = tell(case, do="reset", lesson="01-the-bridge", seq=1)
    assert told["said"].startswith("“The bridge” starts again.")
    assert told["answered"] == 0
    quiz = case.quiz("01-the-bridge")
    assert quiz.widget.state["progress"]["answered"] == 0
    quiz.answer("when-closed", "On Monday")
    kept = case._progress.of("bridge", "01-the-bridge")["when-closed"]  # noqa: SLF001
    assert [each.attempt for each in kept] == [2]
    assert tell(case, do="undo", lesson="01-the-bridge", seq=2)["answered"] == 1
    kept = case._progress.of("bridge", "01-the-bridge")["when-closed"]  # noqa: SLF001
    assert [each.attempt for each in kept] == [1, 2]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "reset"},
        {"do": "reset", "lesson": ["01-the-bridge"]},
        {"do": "reset", "lesson": "elsewhere"},
        {"do": "undo", "lesson": "01-the-bridge"},
        {"do": "take", "text": None},
        {"do": "take", "text": "\ud800"},
        {"do": "take", "text": "{}\n" * 9},
        {"do": "save"},
        {"do": "save", "seq": [1]},
        {"do": "export", "path": "anywhere"},
    ],
)
def test_a_hostile_message_changes_nothing(case: Case, message: dict[str, object]) -> None:
    """What makes no sense is refused in a sentence, or not heard at all."""
    before = case.progress.table()
    tell(case, **{"seq": 1, **message})
    assert case.progress.table().equals(before)


def test_the_page_gets_the_file_that_it_asked_for(case: Case) -> None:
    """And not again with the next message."""
    file = tell(case, do="save", seq=5)["file"]
    assert (file["seq"], file["name"][:15]) == (5, "bridge-learner-")
    assert json.loads(file["text"].split("\n")[0])["lines"] == 1
    assert tell(case, do="look", seq=6)["file"] is None


def test_a_record_goes_to_another_computer_and_back(
    case: Case, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`export` writes a file, `take` reads it, and says what it took."""
    path = case.progress.export(tmp_path)
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "other computer"))
    other = open_case(course)
    assert other.progress.take(path) == "Taken from the record of “learner”: 1 new entries."
    assert other.progress.text == case.progress.text
    told = tell(other, do="take", seq=1, text=path.read_text(encoding="utf-8"))["said"]
    assert told == "Taken from the record of “learner”: 0 new entries. 1 were here already."


def test_an_export_replaces_an_older_record_and_nothing_else(case: Case, tmp_path: Path) -> None:
    """A lesson that has the name by mistake stays as it is."""
    path = tmp_path / "mine.jsonl"
    assert case.progress.export(path) == case.progress.export(path)
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(CaseError, match="is there already and is no record"):
        case.progress.export(path)
    assert path.read_text(encoding="utf-8") == "my notes"
    with pytest.raises(CaseError, match="cannot be used"):
        case.progress.export(tmp_path / "no" / "such" / "folder" / "x.jsonl")
    with pytest.raises(CaseError, match="cannot be used"):
        case.progress.take(tmp_path / "missing.jsonl")


def test_learners_of_one_computer_are_listed_by_their_folders(
    case: Case, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has a record of their own."""
    monkeypatch.setenv("CASESTUDY_LEARNER", "ana")
    other = open_case(course)
    assert other.progress.record.lessons[0].answered == 0
    other.quiz("01-the-bridge").answer("who-paid", "true")
    assert case.progress.learners == ("ana", "learner")
    assert other.progress.widget.state["learner"] == "This is the record of “ana”."


def test_what_the_page_shows_can_be_had_as_text(case: Case) -> None:
    """Every part of the page, without a page."""
    text = case.progress.text
    for part in ("0 right", "practise", "mistakes", "How sure", "question 2 of 3"):
        assert part in text


def test_a_lesson_that_is_not_there_is_said(case: Case) -> None:
    """With the one that was meant."""
    with pytest.raises(UnknownNameError, match="did you mean '01-the-bridge'"):
        case.progress.reset("01-the-bride")


def test_the_picture_says_what_it_shows(case: Case) -> None:
    """Bars and confidence, as a sentence and as a table; without an answer there is none."""
    chart = case.progress.picture()
    assert chart.sentence.startswith("1 of 3 questions answered, 0 right.")
    assert chart.table().loc[0, "questions"] == 3
    assert len(chart.panels) == 2
    case.progress.reset("01-the-bridge")
    with pytest.raises(CaseError, match="There is nothing to draw yet"):
        case.progress.picture()


def test_practice_asks_anew_and_stores_one_sentence(case: Case) -> None:
    """What was wrong stands there without its old answer; a new one counts in the lesson."""
    view = case.practise("01-the-bridge")
    first = seen(view, view.widget.asked["items"][0]["id"])
    assert (first["id"], first["response"], first["attempt"]) == ("when-closed", None, 0)
    assert first["note"] == "From: The bridge"
    assert repr(view) == case.practise()._repr_mimebundle_()["text/plain"]
    view.answer("when-closed", "On Monday")
    assert case.progress.record.lessons[0].correct == 1
    assert seen(view, "when-closed")["note"] == "From: The bridge"


def test_to_leave_a_question_out_in_practice_takes_back_nothing(case: Case) -> None:
    """What stands in the lesson stays, and no line is written."""
    before = case._progress.lines("bridge")  # noqa: SLF001
    view = case.practise("01-the-bridge")
    view.skip("when-closed")
    assert view.widget.state["items"][0]["outcome"]["state"] == "skipped"
    assert case._progress.lines("bridge") == before  # noqa: SLF001


def test_practice_without_anything_to_practise_says_so(case: Case) -> None:
    """Run All does not fail; the sentence stands where questions would."""
    case.progress.reset("01-the-bridge")
    assert case.practise().widget.state["notices"] == [
        "There is nothing to practise: whatever you have begun, you have mastered."
    ]


def test_a_review_before_the_first_lesson_says_that_there_is_none(case: Case) -> None:
    """And stores the same sentence as any other review."""
    view = case.review("01-the-bridge")
    assert view.widget.state["notices"] == ["There is no earlier lesson to come back to."]
    assert repr(view).startswith("Questions of earlier lessons stand here")


def test_what_is_handed_over_is_all_of_the_learner(case: Case) -> None:
    """Also answers that count for nothing."""
    case.progress.reset("01-the-bridge")
    lines = written(case._progress, "bridge").splitlines()[1:]  # noqa: SLF001
    kinds = [json.loads(line).get("kind", "attempt") for line in lines]
    assert sorted(kinds) == ["attempt", "reset"]


def test_the_page_for_students_shows_code_that_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of Python in docs/your-progress.md, in its order, once something is answered."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "answers"))
    monkeypatch.chdir(tmp_path)
    case = open_case(root)
    for name, quiz in case.quizzes.items():
        case.quiz(name).skip(quiz.items[0].id)
        kinds = ("single", "true-false")
        item = next(each for each in quiz.items if each.kind in kinds)
        case.quiz(name).answer(item.id, item.options[0].text)
    page = (root / "docs" / "your-progress.md").read_text(encoding="utf-8")
    written_so = re.compile(r"^(case\..+)$|`([^`\n]*case\.[^`\n]+)`", re.MULTILINE)
    codes = [alone or inside for alone, inside in written_so.findall(page)]
    assert len(codes) > 10
    for code in codes:
        exec(compile(code, "docs", "exec"), {"case": case})  # noqa: S102 - our own page

"""The page for a class: how it walks, counts, reveals and grows; with a kernel and without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.strings import PROJECTOR
from casestudy.widgets.view import script
from tests.bridge import QUIZ, every_kind
from tests.pages import LAB, STATIC, THEMES, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from casestudy.widgets.projector import ProjectorView

STEPS = ("First vote", "Discuss", "Second vote", "Reveal")
KINDS = ("when-closed", "in-order", "prove-cracks", "what-to-do")
"""An item of each sort: options, rows, neither, models."""

FORBID = "() => { Element.prototype.requestFullscreen = () => Promise.reject(new Error('no')); }"
LARGE = "() => document.querySelector('section').classList.add('ck-large')"


@dataclass
class Room:
    """A page before a class, and the kernel at the other end of its line."""

    desk: Desk
    view: ProjectorView
    heard: int = 0

    def kernel(self) -> None:
        """Let the kernel hear what was sent, and the page what came of it."""
        for message in self.desk.sent()[self.heard :]:
            self.heard += 1
            self.view.widget._handle_custom_msg(message, [])  # noqa: SLF001 - the only way in
        self.desk.hand(state=self.view.widget.state)

    def step(self, name: str) -> None:
        """Click one of the steps, and let the kernel answer."""
        self.desk.page.locator(".ck-steps").get_by_role("button", name=name).click()
        self.kernel()

    def keys(self, *keys: str) -> None:
        """Press keys, and let the kernel answer."""
        self.desk.keys(*keys)
        self.kernel()

    def field(self, letter: str) -> Locator:
        """Return the field for the hands of an option."""
        return self.desk.page.get_by_role("textbox", name=f"Hands for {letter}")

    def text(self) -> str:
        """Return all that can be read."""
        return self.desk.page.locator("section").inner_text()

    def now(self) -> tuple[str, str]:
        """Return the number of the question, and the step."""
        page = self.desk.page
        return page.locator(".ck-number").inner_text(), page.locator(
            "[aria-current=step]"
        ).inner_text().split("\n")[-1]


@pytest.fixture
def lay(desk: Desk, course: Path) -> Iterator[Callable[..., Room]]:
    """Lay the quiz of every kind on an empty page; the page must not complain."""

    def lay_out(
        item: str = "when-closed",
        stage: str = "",
        *,
        theme: str = "light",
        size: tuple[int, int] = (1280, 720),
        spoil: Callable[[Any], Any] = lambda told: told,
    ) -> Room:
        view = open_case(every_kind(course)).quiz(QUIZ, projector=True)
        view.go(item, stage)
        told = {"state": view.widget.state, "asked": spoil(view.widget.asked)}
        desk.show(script("projector"), told, styles=("projector",), theme=theme, size=size)
        return Room(desk, view)

    yield lay_out
    assert desk.complaints == []


def count(room: Room, **hands: int) -> None:
    """Type the hands for options."""
    for letter, number in hands.items():
        room.field(letter).fill(str(number))
    room.kernel()


# ── a question, step by step ─────────────────────────────────────────────────────────────────


def test_one_question_goes_from_vote_to_vote_to_the_answer(lay: Callable[..., Room]) -> None:
    """Counted, put away while the class talks, counted again, revealed with the shift."""
    room = lay()
    assert room.now() == ("Question 1 of 14", "First vote")
    count(room, A=18, B=12, C=0)
    assert "Hands counted: 30" in room.text()
    room.step("Discuss")
    assert "18" not in room.text()
    room.step("Second vote")
    assert room.field("A").input_value() == ""
    count(room, A=11, B=19, C=0)
    assert "Kingfisher" not in room.text()
    room.step("Reveal")
    text = room.text()
    assert "Kingfisher: the first sentence names the day." in text
    assert "18 → 11" in text
    assert re.search(r"From \d+ of 30 right to \d+ of 30 right\. \d+ (more|fewer) hands?", text)
    assert room.desk.page.locator("mark").first.inner_text() == "closed the old bridge on Monday"


def test_the_right_option_is_marked_in_words_too(lay: Callable[..., Room]) -> None:
    """A sign and two words beside the colour; the bars have their numbers beside them."""
    room = lay()
    count(room, A=1, B=2, C=3)
    room.step("Reveal")
    key = room.desk.page.locator(".ck-option[data-key]")
    assert "✓ Right answer" in key.inner_text()
    assert room.desk.page.locator(".ck-option:not([data-key]) .ck-verdict").count() == 2
    spoken = room.desk.page.locator(".ck-shift .ck-spoken").first.inner_text()
    assert re.fullmatch(r"First vote \d, second vote not counted", spoken)


def test_the_first_vote_is_shown_in_the_talk_only_by_a_switch(lay: Callable[..., Room]) -> None:
    """Off at first, on with a key, and off again at the next visit."""
    room = lay()
    count(room, A=18)
    room.step("Discuss")
    switch = room.desk.page.get_by_role("switch", name="Show the first vote")
    assert not switch.is_checked()
    switch.focus()
    room.keys("Space")
    assert room.desk.page.locator(".ck-count").all_inner_texts() == ["18", "0", "0"]
    assert switch.is_checked()
    room.step("Second vote")
    room.step("Discuss")
    assert room.desk.page.locator(".ck-count").count() == 0


def test_nothing_to_switch_where_nothing_was_counted(lay: Callable[..., Room]) -> None:
    """A class that only talks has a calm page."""
    assert lay(stage="discuss").desk.page.get_by_role("switch").count() == 0


def test_a_question_without_options_counts_who_has_it_right(lay: Callable[..., Room]) -> None:
    """Before, after, and also when the answer stands there."""
    room = lay("how-many")
    room.desk.page.get_by_role("textbox", name="How many have it right?").fill("12")
    room.kernel()
    room.step("Reveal")
    room.desk.page.get_by_role("textbox", name="Right in the second vote:").fill("19")
    room.kernel()
    assert "From 12 right to 19 right." in room.text()
    assert re.search(r"2 cracks\s+✓ Right answer", room.text())
    focus = "() => document.activeElement.getAttribute('aria-label')"
    assert room.desk.page.evaluate(focus) == "Right in the second vote:"


def test_rows_open_to_their_reasons(lay: Callable[..., Room]) -> None:
    """The key stands in the row; feedback and passage behind it."""
    room = lay("in-order")
    room.step("Reveal")
    rows = room.desk.page.locator("details")
    assert [row.split("\n")[-2] for row in rows.all_inner_texts()] == [
        "place 1",
        "place 2",
        "place 3",
    ]
    rows.first.locator("summary").focus()
    room.desk.keys("Enter")
    assert "Skylark: on the first day." in rows.first.inner_text()


def test_going_back_puts_the_answer_away(lay: Callable[..., Room]) -> None:
    """To correct a number, one goes back; the class does not read the answer meanwhile."""
    room = lay()
    room.step("Reveal")
    room.step("First vote")
    assert "Kingfisher" not in room.text()
    count(room, A=5)
    room.step("Reveal")
    assert "5 → –" in room.text()


# ── walking and typing ───────────────────────────────────────────────────────────────────────


def test_arrows_walk_through_questions_and_a_clicker_through_steps(
    lay: Callable[..., Room],
) -> None:
    """What a presenter's clicker sends leads through the whole class, and back."""
    room = lay()
    room.desk.page.locator("section").focus()
    seen = []
    for _ in range(4):
        room.keys("PageDown")
        seen.append(room.now())
    assert seen == [
        ("Question 1 of 14", "Discuss"),
        ("Question 1 of 14", "Second vote"),
        ("Question 1 of 14", "Reveal"),
        ("Question 2 of 14", "First vote"),
    ]
    room.keys("PageUp")
    assert room.now() == ("Question 1 of 14", "Reveal")
    room.keys("ArrowRight", "ArrowRight")
    assert room.now() == ("Question 3 of 14", "First vote")
    room.keys("ArrowLeft")
    assert room.now() == ("Question 2 of 14", "First vote")


def test_nothing_lies_before_the_first_question_or_after_the_last(
    lay: Callable[..., Room],
) -> None:
    """The buttons say so, and the keys do nothing."""
    room = lay()
    room.desk.page.locator("section").focus()
    room.desk.keys("ArrowLeft", "PageUp")
    back = room.desk.page.get_by_role("button", name="Previous question")
    assert back.get_attribute("aria-disabled") == "true"
    assert room.desk.sent() == []


def test_hands_are_typed_stepped_and_entered(lay: Callable[..., Room]) -> None:
    """Digits only, 0 to 9999; arrows and buttons by one; Enter goes to the next field."""
    room = lay()
    room.field("A").focus()
    room.keys("1", "x", "2", "ArrowUp", "Enter", "ArrowDown", "ArrowUp", "ArrowUp", "Enter")
    room.keys("9", "9", "9", "9", "ArrowUp", "PageDown", "PageUp")
    found = [room.field(letter).input_value() for letter in "ABC"]
    assert found == ["13", "2", "9999"]
    room.desk.page.get_by_role("button", name="One hand fewer for A").click()
    room.desk.page.get_by_role("button", name="One hand more for B").click()
    room.kernel()
    rows = [row.before for row in room.view.counts.rows if row.item == "when-closed"]
    assert rows == [12, 3, 9999]


def test_an_emptied_field_is_no_count(lay: Callable[..., Room]) -> None:
    """What was typed by mistake can be taken away."""
    room = lay()
    count(room, A=5)
    room.field("A").fill("")
    room.kernel()
    assert room.view.counts.rows[0].before is None


def test_typing_is_not_overtaken_by_an_older_answer(lay: Callable[..., Room]) -> None:
    """A state that comes late does not take back what was typed since."""
    room = lay()
    room.field("A").fill("1")
    room.kernel()
    old = room.view.widget.state
    room.field("A").fill("12")
    room.desk.hand(state=old)
    assert room.field("A").input_value() == "12"
    room.kernel()
    assert room.view.counts.rows[0].before == 12


def test_what_is_done_in_code_is_seen(lay: Callable[..., Room]) -> None:
    """Counts, steps and answers come to the page; a second page shows the same."""
    room = lay()
    room.view.count("when-closed", "first", {"A": 7})
    room.kernel()
    assert room.field("A").input_value() == "7"
    room.view.reveal("how-many")
    room.kernel()
    assert room.now() == ("Question 4 of 14", "Reveal")


# ── with a kernel that is silent ─────────────────────────────────────────────────────────────


def test_without_a_kernel_the_class_goes_on_and_only_the_answer_waits(
    lay: Callable[..., Room],
) -> None:
    """Steps and numbers are the page's; within two seconds it is said that no kernel answers."""
    room = lay()
    room.field("A").fill("12")
    room.desk.page.locator(".ck-steps").get_by_role("button", name="Second vote").click()
    room.desk.page.locator(".ck-steps").get_by_role("button", name="Reveal").click()
    room.desk.page.get_by_text("The kernel does not answer").wait_for(timeout=2_000)
    room.desk.page.locator(".ck-steps").get_by_role("button", name="First vote").click()
    assert room.field("A").input_value() == "12"
    room.kernel()
    assert "The kernel does not answer" not in room.text()


def test_a_closed_line_to_the_kernel_is_said_at_once(lay: Callable[..., Room]) -> None:
    """A kernel that is gone cannot be asked."""
    room = lay()
    room.desk.page.evaluate("() => { desks[0].broken = true; }")
    room.field("A").fill("12")
    assert "The kernel does not answer" in room.text()


# ── large ────────────────────────────────────────────────────────────────────────────────────


def test_large_fills_the_screen_and_escape_or_the_button_ends_it(
    lay: Callable[..., Room],
) -> None:
    """With the browser's own full screen."""
    room = lay()
    page = room.desk.page
    page.get_by_role("button", name="Large").click()
    page.wait_for_function("() => document.fullscreenElement?.tagName === 'SECTION'")
    page.get_by_role("button", name="Back to the page").click()
    page.wait_for_function("() => !document.fullscreenElement")
    page.get_by_role("button", name="Large").wait_for()


@pytest.mark.parametrize("key", ["Escape", "Enter"])
def test_where_full_screen_is_forbidden_the_page_is_covered(
    lay: Callable[..., Room], key: str
) -> None:
    """Over everything else, even inside a box that would cut it off."""
    room = lay(size=(900, 600))
    page = room.desk.page
    page.evaluate(FORBID)
    page.evaluate(
        "() => Object.assign(document.querySelector('main').style, "
        "{width: '300px', height: '200px', overflow: 'hidden', contain: 'strict'})"
    )
    page.get_by_role("button", name="Large").click()
    page.get_by_role("button", name="Back to the page").wait_for()
    box = page.locator("section").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 900, "height": 600}
    if key == "Enter":
        page.get_by_role("button", name="Back to the page").focus()
    room.desk.keys(key)
    page.get_by_role("button", name="Large").wait_for()
    assert room.desk.focused() == "Large"


# ── for everybody ────────────────────────────────────────────────────────────────────────────


def test_a_step_and_an_answer_are_spoken_once(lay: Callable[..., Room]) -> None:
    """A live region names question and step, then the key and the shift."""
    room = lay()
    spoken = room.desk.page.locator(".ck-desk > [role=status].ck-spoken")
    assert spoken.inner_text() == ""
    count(room, A=18, B=12)
    room.step("Discuss")
    assert spoken.inner_text() == "Question 1 of 14: Discuss."
    room.step("Reveal")
    assert re.fullmatch(
        r"Question 1 of 14: Reveal\. [ABC]: Right answer\. \d+ of 30 right\. There was no .*",
        spoken.inner_text(),
    )


def test_everything_is_reached_with_the_keyboard(lay: Callable[..., Room]) -> None:
    """Tab walks all controls in the order of the page, and nothing traps it."""
    room = lay()
    room.desk.page.locator("body").click(position={"x": 1, "y": 1})
    names = []
    for _ in range(25):
        room.desk.keys("Tab")
        name = room.desk.page.evaluate(
            "() => { const a = document.activeElement; return a === document.body ? '' :"
            " a.getAttribute('aria-label') || a.innerText.split('\\n').pop(); }"
        )
        if not name:
            break
        names.append(name)
    fields = [
        each.format(letter=letter)
        for letter in "ABC"
        for each in (PROJECTOR["fewer"], PROJECTOR["hands"], PROJECTOR["more"])
    ]
    assert names == ["Large", *fields, "Previous question", *STEPS, "Next question"]


def test_plain_keys_stay_on_the_page_and_saving_does_not(lay: Callable[..., Room]) -> None:
    """JupyterLab would take arrows and "d d" for its own; Ctrl+S it may have."""
    room = lay()
    room.desk.page.evaluate(
        "() => { window.heard = []; document.addEventListener('keydown', e => heard.push(e.key)); }"
    )
    room.field("A").focus()
    room.desk.keys("d", "ArrowDown", "PageDown", "Control+s")
    assert room.desk.page.evaluate("() => heard") == ["Control", "s"]


def test_escape_out_of_a_small_page_gives_the_keys_back(lay: Callable[..., Room]) -> None:
    """To the notebook's cell, or to the document."""
    room = lay()
    room.field("A").focus()
    room.desk.keys("Escape")
    assert room.desk.page.evaluate("() => document.activeElement.tagName") == "BODY"


def everything(room: Room) -> Iterator[str]:
    """Walk through an item of each sort at each of its steps, with numbers; yield where."""
    room.view.count("when-closed", "first", {"A": 18, "B": 12})
    room.view.count("when-closed", "second", {"A": 11, "B": 19})
    room.view.count("in-order", "first", 12)
    room.view.count("in-order", "second", 19)
    for item in KINDS:
        stages = next(each for each in room.view.widget.asked["items"] if each["id"] == item)
        for stage, _ in stages["stages"]:
            room.view.go(item, stage)
            room.kernel()
            room.desk.open_passages()
            yield f"{item} {stage}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_any_step(lay: Callable[..., Room], theme: str) -> None:
    """The rules that a program can check (WCAG 2.2 A and AA, and good practice)."""
    room = lay(theme=theme)
    for place in everything(room):
        contrast = (place, theme) == ("when-closed reveal", "light")
        assert (place, room.desk.violations("section", contrast=contrast)) == (place, [])


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_has_contrast_enough_in_jupyterlabs_themes(
    lay: Callable[..., Room], theme: str
) -> None:
    """WCAG 1.4.3: 4.5 to 1, computed from what the browser draws, at every step."""
    if not LAB.is_dir():
        pytest.skip(f"JupyterLab's themes are not in {LAB}")
    room = lay(theme=theme)
    for place in everything(room):
        found = room.desk.contrasts(".cs-projector")
        assert len(found) > 10
        assert [(place, line) for line in found if line[0] < 4.5] == []


@pytest.mark.parametrize("size", [(320, 640), (400, 800), (1024, 768), (1920, 1080)])
def test_nothing_is_clipped_and_nothing_scrolls_sideways(
    lay: Callable[..., Room], size: tuple[int, int]
) -> None:
    """On a telephone and on any projector, small and large."""
    room = lay(size=size)
    wider = (".cs-projector", ".ck-spoken", "[role=switch]")
    for place in everything(room):
        assert (place, room.desk.overflow(*wider) <= 1) == (place, True)
    room.desk.page.evaluate(LARGE)
    assert room.desk.overflow(*wider) <= 1


@pytest.mark.parametrize(("size", "least"), [((1280, 720), 35), ((1920, 1080), 46)])
def test_a_question_is_large_enough_for_the_last_row(
    lay: Callable[..., Room], size: tuple[int, int], least: int
) -> None:
    """2.2 rem and more where the screen is wide, and larger on a larger one."""
    room = lay(size=size)
    room.desk.page.evaluate(LARGE)
    look = "node => parseFloat(getComputedStyle(node).fontSize)"
    assert room.desk.page.locator(".ck-stem").evaluate(look) >= least


def test_what_is_clicked_is_at_least_28_pixels_wide_and_high(lay: Callable[..., Room]) -> None:
    """WCAG 2.5.8 asks for 24, on a telephone too."""
    room = lay(size=(400, 800))
    for place in everything(room):
        sizes = room.desk.page.locator("button, summary, input").evaluate_all(
            "all => all.map(n => Math.min(n.offsetHeight, n.offsetWidth)).filter(Boolean)"
        )
        assert (place, min(sizes) >= 28) == (place, True)


def test_hostile_words_are_shown_as_words(lay: Callable[..., Room]) -> None:
    """Whatever a course is called or says, it is text."""
    hostile = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>&amp;"

    def spoil(value: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, dict):
            kept = ("strings", "id", "at", "stage", "stages", "control", "counts", "fields")
            return {name: each if name in kept else spoil(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [spoil(each) for each in value]
        return hostile + value if isinstance(value, str) and value not in ("", "mark") else value

    room = lay(spoil=spoil)
    room.view.reveal("when-closed")
    room.desk.hand(state=spoil(room.view.widget.state))
    assert "<img" in room.text()
    assert room.desk.page.evaluate("() => window.pwned") is None
    assert room.desk.page.locator("main img, main script").count() == 0


def test_cleaning_up_leaves_nothing_behind(lay: Callable[..., Room]) -> None:
    """No node, no ear, no timer."""
    room = lay()
    room.field("A").fill("1")
    room.desk.page.evaluate("() => desks[0].ends.forEach(end => end())")
    assert room.desk.page.locator("main > div").inner_html() == ""
    assert room.desk.page.evaluate("() => desks[0].heard.length") == 0


def test_every_string_of_the_page_is_listed_in_the_script_and_given_by_the_kernel() -> None:
    """Whoever translates reads one list, and no name of a string is ever shown for its words."""
    parts = ("projector", "evidence")
    text = "".join((STATIC / f"{each}.js").read_text("utf-8") for each in parts)
    listed = text.partition("asked.strings`:")[2].partition("\n//\n")[0]
    names = set(re.findall(r"\b[a-z]+(?:_[a-z]+)?\b", re.sub(r"\{\w+\}", "", listed)))
    assert names == set(PROJECTOR)
    calls = "".join(re.findall(r"say\(([^{}]*?)[,)]", text))
    used = set(re.findall(r'"(\w+)"', calls)) | {"right_first", "right_second"}
    assert used == names


def test_the_style_takes_every_colour_from_jupyterlab() -> None:
    """A colour of our own would be unreadable in somebody's theme."""
    style = (STATIC / "projector.css").read_text(encoding="utf-8")
    own = re.sub(r"var\(--jp-[\w-]+, [^()]+\)|/\*.*?\*/", "", style, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", own) == []

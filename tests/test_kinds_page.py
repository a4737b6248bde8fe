"""Every kind of question on its page: what is held, sent, shown and heard, without JupyterLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from casestudy.strings import PAGE
from tests.kinds import GIVEN, ITEMS, STEPS, TEXT, after, outcome, rows, state_of
from tests.pages import LAB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.pages import Desk, State

STAGES = ("before", "wrong", "right", "finished", "helped")
KEYED = [kind for kind, one in ITEMS.items() if one["scored"]]
HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>{left}&amp;\u202e"
WALKS: dict[str, tuple[str, ...]] = {
    "single": ("Tab", "Space", "ArrowDown", "Tab", "ArrowRight", "Tab", "Enter"),
    "multiple": ("Tab", "Space", "Tab", "Tab", "Space", "Enter"),
    "true-false": ("Tab", "Space", "ArrowDown", "Enter"),
    "number": ("Tab", "5", "Enter"),
    "date": ("Tab", "1", "Space", "M", "a", "y", "Enter"),
    "order": ("Tab", "ArrowDown", "Alt+ArrowUp", "Tab", "Tab", "Tab", "Enter"),
    "match": ("Tab", "T", "h", "e", "Space", "m", "Tab", "A", "Tab", "Tab", "Enter"),
    "grid": ("Tab", "Space", "Tab", "r", "Tab", "ArrowRight", "Enter"),
    "annotate": ("Tab", "Tab", "Space", "Tab", "ArrowDown", "Enter"),
    "mark": (
        "Tab",
        "ArrowDown",
        "m",
        "w",
        "ArrowRight",
        "Shift+ArrowRight",
        "Enter",
        "Tab",
        "Tab",
        "Enter",
    ),
    "claim": ("Tab", "Space", "ArrowDown", "Tab", "m", "m", "Tab", "Tab", "Enter"),
    "written": ("Tab", "O", "n", "e", "Tab", "Space", "Tab", "Tab", "Tab", "Enter"),
    "opinion": ("Tab", "O", "n", "e", "Control+Enter"),
}
REACHED: dict[str, Any] = {
    "single": ["B"],
    "multiple": ["A", "C"],
    "true-false": ["B"],
    "number": "5",
    "date": "1 May",
    "order": ["B", "A", "C", "D"],
    "match": {"A": ["The mayor"], "B": ["Ada Rose"], "C": [""]},
    "grid": {"A": ["condemns", "repairs the bridge"], "B": ["regrets", ""], "C": ["", ""]},
    "annotate": {"A": ["seen"], "B": ["said"], "C": [""]},
    "mark": {"letter": "", "document": "gazette", "start": 91, "end": 103},
    "claim": {"letter": "B", "document": "gazette", "start": 14, "end": 56},
    "written": {"text": "One", "ticked": ["A"]},
    "opinion": {"text": "One", "ticked": []},
}


@pytest.fixture
def lay(desk: Desk) -> Iterator[Callable[..., Desk]]:
    """Lay kinds on the page, before or after a try; the page must not complain."""

    def lay_out(*kinds: str, stage: str = "before", theme: str = "light", width: int = 900) -> Desk:
        items = [after(kind, stage) for kind in kinds or ITEMS]
        return desk.lay(state_of(*items), theme=theme, width=width)

    yield lay_out
    assert desk.complaints == []


def answered(desk: Desk) -> Any:  # noqa: ANN401  # any JSON
    """Return the response of the last answer that was sent."""
    return [message for message in desk.sent() if message["do"] == "answer"][-1]["response"]


def submit(desk: Desk) -> Any:  # noqa: ANN401  # any JSON
    """Hand in whatever the first item holds and return it."""
    desk.page.evaluate("() => document.querySelector('form').requestSubmit()")
    return answered(desk)


def told(kind: str, made: State, *, seq: int, response: Any = None) -> State:  # noqa: ANN401  # any JSON
    """Return the state after the kernel has handled an answer."""
    one = ITEMS[kind] | {"attempt": 1, "response": response or GIVEN[kind], "outcome": made}
    return state_of(one, seq=seq)


@pytest.mark.parametrize("kind", ITEMS)
def test_nothing_given_is_sent_as_nothing(lay: Callable[..., Desk], kind: str) -> None:
    """Only the kernel decides what an empty answer is; an untouched order is none."""
    assert submit(lay(kind)) == ([] if ITEMS[kind]["control"] == "choice" else None)


@pytest.mark.parametrize("kind", ITEMS)
def test_what_was_answered_comes_back_and_goes_out_the_same(
    lay: Callable[..., Desk], kind: str
) -> None:
    """A restarted lesson holds the answer, and handing it in again sends the same values."""
    assert submit(lay(kind, stage="wrong")) == GIVEN[kind]


@pytest.mark.parametrize("kind", KEYED)
def test_the_outcome_stands_beside_its_answer_and_goes_with_it(
    lay: Callable[..., Desk], kind: str
) -> None:
    """Never an old outcome beside another answer."""
    desk = lay(kind, stage="wrong")
    assert ITEMS[kind]["legend"]
    assert after(kind, "wrong")["outcome"]["heading"] in desk.status()
    change(desk, kind)
    assert desk.status() == ""
    assert desk.form().locator(".cs-verdict:visible, details:visible").count() == 0


def change(desk: Desk, kind: str) -> None:
    """Change the answer of the first item by the mouse."""
    form = desk.form()
    match ITEMS[kind]["control"]:
        case "choice":
            desk.choose("C" if kind == "true-false" else "B")
        case "text":
            form.locator("input.cs-field").fill("7")
        case "order":
            form.get_by_role("button", name=f"Move ‘{STEPS[3]}’ up").click()
        case "rows" if kind == "annotate":
            form.locator("li").nth(2).get_by_text("seen").click()
        case "rows":
            form.locator("select").last.select_option(index=1)
        case _:
            form.get_by_role("button", name=PAGE["remove"]).click()


@pytest.mark.parametrize("kind", ITEMS)
def test_every_kind_can_be_answered_with_the_keyboard_alone(
    lay: Callable[..., Desk], kind: str
) -> None:
    """Tab, arrows, Space, Enter and letters are enough, and JupyterLab gets none of them."""
    desk = lay(kind)
    desk.page.evaluate(
        "() => { window.keys = [];"
        " const hear = e => e.target === document.body || keys.push(e.key);"
        " for (const n of ['keydown', 'keypress']) document.addEventListener(n, hear); }"
    )
    desk.keys(*WALKS[kind])
    assert answered(desk) == REACHED[kind]
    heard = desk.page.evaluate("() => [...new Set(keys)].filter(k => k !== 'Control')")
    assert heard == []


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_no_kind_traps_the_focus(lay: Callable[..., Desk], kind: str, key: str) -> None:
    """Tab leaves the quiz at its end, in both directions."""
    desk = lay(kind, stage="wrong")
    desk.page.locator("button:visible").first.focus()
    for _ in range(24):
        desk.keys(key)
        if desk.page.evaluate("() => document.activeElement === document.body"):
            return
    pytest.fail("the focus never left the quiz")


@pytest.mark.parametrize(
    ("stage", "theme"), [*((stage, "light") for stage in STAGES), ("finished", "dark")]
)
def test_axe_finds_nothing(lay: Callable[..., Desk], stage: str, theme: str) -> None:
    """No rule of axe-core is broken, by any kind, before or after an answer.

    In the dark only colours differ, and their contrast is computed below, at every stage.
    """
    desk = lay(stage=stage, theme=theme)
    desk.open_passages()
    desk.page.emulate_media(reduced_motion="reduce")
    assert desk.violations(contrast=(stage, theme) == ("finished", "light")) == []


@pytest.mark.parametrize("theme", ["light", "dark", "dark-high-contrast"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_word_has_contrast_enough(lay: Callable[..., Desk], stage: str, theme: str) -> None:
    """WCAG 1.4.3: 4.5 to 1, computed from what the browser draws."""
    if not LAB.is_dir():
        pytest.skip(f"JupyterLab's themes are not in {LAB}")
    desk = lay(stage=stage, theme=theme)
    desk.open_passages()
    assert json.dumps(desk.poor_contrast()) == "[]"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("width", [320, 400, 900])
def test_no_kind_scrolls_sideways(lay: Callable[..., Desk], stage: str, width: int) -> None:
    """WCAG 1.4.10: a narrow window is no reason to scroll in two directions."""
    desk = lay(stage=stage, width=width)
    desk.open_passages()
    assert desk.overflow() <= 1


@pytest.mark.parametrize("size", [28, 42])
def test_large_letters_fit(lay: Callable[..., Desk], size: int) -> None:
    """WCAG 1.4.4: 200 % without loss, and the size of a projector."""
    desk = lay(stage="finished", width=30 * size)
    desk.page.add_style_tag(content=f":root {{ --jp-content-font-size1: {size}px !important; }}")
    assert desk.overflow() <= 1


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_clicked_is_at_least_24_pixels_high_and_wide(
    lay: Callable[..., Desk], stage: str
) -> None:
    """WCAG 2.5.8; a radio or a box is clicked by its whole label."""
    desk = lay(stage=stage)
    script = "all => Math.min(...all.flatMap(n => [n.offsetHeight, n.offsetWidth]).filter(Boolean))"
    targets = desk.page.locator("label:has(input), button, summary, select, textarea, .cs-grip")
    assert targets.evaluate_all(script) >= 24


@pytest.mark.parametrize("stage", ["wrong", "finished", "helped"])
def test_hostile_words_stay_words_in_every_kind(desk: Desk, stage: str) -> None:
    """Nothing that an author or a document says becomes markup."""

    def spoil(value: Any, key: str = "") -> Any:  # noqa: ANN401  # any JSON
        if isinstance(value, dict):
            return {name: spoil(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            if len(value) == 2 and value[1] in ("", "em", "strong", "mark"):
                return [HOSTILE, value[1]]
            return [spoil(inner, key) for inner in value]
        kept = {"id", "letter", "control", "kind", "state", "response"}
        return HOSTILE if isinstance(value, str) and key not in kept else value

    desk.lay(spoil(state_of(*(after(kind, stage) for kind in ITEMS))))
    desk.open_passages()
    assert desk.page.locator("form").count() == len(ITEMS)
    assert desk.page.evaluate("() => window.pwned") is None
    assert desk.page.locator("img, script, section section").count() == 0
    assert desk.complaints == []


def test_a_field_is_labelled_by_what_is_asked_and_described_by_unit_and_sample(
    lay: Callable[..., Desk],
) -> None:
    """A screen reader says what to write, and how."""
    field = lay("number").form().get_by_role("textbox", name="Write a number.")
    assert (
        field.evaluate(
            "field => field.getAttribute('aria-describedby').split(' ')"
            ".map(id => document.getElementById(id).textContent).join(' ').trim()"
        )
        == "days such as 12"
    )


def test_what_cannot_be_read_is_said_at_the_field(lay: Callable[..., Desk]) -> None:
    """Two readings of a date are asked about where it was typed, and read aloud once."""
    desk = lay("date")
    field = desk.form().get_by_role("textbox")
    field.fill("5/4/2024")
    field.press("Enter")
    made = outcome("not attempted", "Not answered yet", "Do you mean 5 April or 4 May 2024?")
    desk.push(told("date", made, seq=1, response="5/4/2024"))
    assert desk.form().locator(".cs-fault").inner_text() == made["text"]
    assert field.get_attribute("aria-invalid") == "true"
    assert made["text"] in desk.status()
    assert desk.focused() == "5/4/2024"
    field.press("Backspace")
    assert field.get_attribute("aria-invalid") == "false"
    assert desk.form().locator(".cs-fault:visible").count() == 0


def test_a_moved_row_keeps_the_focus_and_its_new_place_is_said(lay: Callable[..., Desk]) -> None:
    """Alt with an arrow, and the button, move the row; the focus goes with it."""
    desk = lay("order")
    desk.keys("Tab", "Alt+ArrowDown")
    assert desk.spoken() == "Row now 2 of 4."
    assert desk.focused().startswith(STEPS[0][:15])
    down = desk.form().get_by_role("button", name=f"Move ‘{STEPS[0]}’ down")
    down.click()
    assert desk.spoken() == "Row now 3 of 4."
    assert down.evaluate("node => node === document.activeElement")
    down.click()
    assert down.get_attribute("aria-disabled") == "true"
    down.click(force=True)
    assert submit(desk) == ["B", "C", "D", "A"]


def test_a_row_can_be_dragged_by_its_grip(lay: Callable[..., Desk]) -> None:
    """The mouse may do what keys and buttons do."""
    desk = lay("order")
    start, end = (desk.form().locator(".cs-grip").nth(n).bounding_box() for n in (0, 2))
    assert start is not None
    assert end is not None
    desk.page.mouse.move(start["x"] + 8, start["y"] + 12)
    desk.page.mouse.down()
    desk.page.mouse.move(end["x"] + 8, end["y"] + 12, steps=12)
    desk.page.mouse.up()
    desk.page.mouse.move(start["x"] + 8, start["y"] + 12)
    assert submit(desk) == ["B", "C", "A", "D"]


def test_an_order_moved_back_is_no_answer(lay: Callable[..., Desk]) -> None:
    """The order shown is never the right one."""
    desk = lay("order")
    desk.keys("Tab", "Alt+ArrowDown", "Alt+ArrowUp")
    assert submit(desk) is None


def test_rows_say_in_words_how_they_went_and_in_the_end_what_is_right(
    lay: Callable[..., Desk],
) -> None:
    """A sign alone says nothing to a screen reader, and a colour nothing to many."""
    lines = lay("match", stage="wrong").form().locator(".cs-rows li").all_inner_texts()
    assert [line.splitlines()[-1] for line in lines] == [
        "✓ In its place",
        "✗ Not right",
        "– Still open",
    ]
    lines = lay("match", stage="finished").form().locator(".cs-rows li").all_inner_texts()
    assert lines[1].splitlines()[-1] == "Right: The baker"
    assert "Right:" not in lines[0]


def test_every_cell_is_named_by_its_row_and_its_column(lay: Callable[..., Desk]) -> None:
    """Whoever hears one cell knows where it is; the table is one, narrow or wide."""
    for width in (900, 400):
        form = lay("grid", width=width).form()
        assert form.get_by_role("radiogroup", name="The mayor words").count() == 1
        assert form.get_by_role("combobox", name="The baker deed").count() == 1
        assert form.get_by_role("rowheader").count() == 3
        assert form.get_by_role("columnheader").count() == 2


@pytest.mark.parametrize("width", [900, 640, 400])
def test_values_of_a_cell_stand_in_one_row_or_in_one_column(desk: Desk, width: int) -> None:
    """Two in a row and a third below look like a mistake; a narrow page gives a row its width."""
    names = ("named", "not named"), ("yes", "no", "not told"), ("one", "two", "three", "none")
    columns = [{"name": each[0], "choices": list(each)} for each in names]
    item = {**after("grid", "before"), "columns": columns}
    desk.lay(state_of(item), theme="light", width=width)
    cells = desk.page.evaluate("""() => [...document.querySelectorAll(".cs-segments")].map(cell =>
      Object.values(Object.groupBy(cell.children, each => each.getBoundingClientRect().top))
        .map(row => row.length))""")
    assert len(cells) == 9
    assert [rows for rows in cells if len(set(rows)) > 1] == []
    named, table = (
        desk.page.locator(css).first.evaluate("node => node.clientWidth")
        for css in (".cs-grid th[scope=row]", ".cs-grid")
    )
    assert named == table if width == 400 else named < 0.3 * table


def test_try_again_keeps_the_rows_that_are_right(lay: Callable[..., Desk]) -> None:
    """What was found need not be found again."""
    desk = lay("match", stage="wrong")
    desk.press(PAGE["try_again"])
    assert desk.page.evaluate("() => document.activeElement.matches('li:nth-child(2) select')")
    assert submit(desk) == {"A": ["The mayor"], "B": [""], "C": [""]}


def test_clauses_are_lettered_in_their_passage(lay: Callable[..., Desk]) -> None:
    """The rows below and the text above say which is which."""
    form = lay("annotate").form()
    marks = form.locator("mark.cs-clause")
    assert marks.all_inner_texts() == [
        "The mayor closed the old bridge",
        "Nobody may cross it",
        "she said",
    ]
    assert [mark.get_attribute("data-letter") for mark in marks.all()] == ["A", "B", "C"]


def test_agreement_is_a_sentence_and_a_table_with_heads(lay: Callable[..., Desk]) -> None:
    """How often which label met which is a table that can be read by ear."""
    desk = lay("annotate", stage="wrong")
    assert "kappa is 0.50" in desk.status()
    table = desk.form().get_by_role("table", name="How often each label was given")
    assert table.get_by_role("columnheader").all_inner_texts() == ["seen", "said", "judged"]
    assert table.get_by_role("row").nth(3).inner_text().split() == ["judged", "0", "1", "0"]


def test_words_selected_with_the_mouse_are_the_answer(lay: Callable[..., Desk]) -> None:
    """Whole words, counted as code points, shown as a quotation with their citation."""
    desk = lay("mark")
    line = desk.form().locator(".cs-line").nth(1)
    line.evaluate(
        "p => { const text = p.firstChild; const range = document.createRange();"
        " const at = text.data.indexOf('cracks'); range.setStart(text, at + 2);"
        " range.setEnd(text, at + 8); const s = document.getSelection();"
        " s.removeAllRanges(); s.addRange(range); }"
    )
    desk.form().locator("q", has_text="cracks in").wait_for()
    assert "gazette ¶2" in desk.form().locator(".cs-mine").inner_text()
    assert line.locator("mark").inner_text() == "cracks in"
    response = submit(desk)
    start = 91 + TEXT[1].index("cracks in")
    assert (response["start"], response["end"]) == (start, start + len("cracks in"))


def test_dragging_over_words_takes_whole_words_and_keys_can_begin_anew(
    lay: Callable[..., Desk],
) -> None:
    """Half a word is the word; `m` starts at a sentence again, and the answer stays so long."""
    desk = lay("mark")
    edges = (
        desk.form()
        .locator(".cs-line")
        .nth(2)
        .evaluate(
            "p => [4, 19].map(at => { const range = document.createRange();"
            " range.setStart(p.firstChild, at); range.setEnd(p.firstChild, at + 1);"
            " const box = range.getBoundingClientRect(); return [box.x, box.y + box.height / 2]; })"
        )
    )
    desk.page.mouse.move(*edges[0])
    desk.page.mouse.down()
    desk.page.mouse.move(*edges[1], steps=5)
    desk.page.mouse.up()
    desk.form().locator("q", has_text="Friday the council").wait_for()
    desk.form().locator(".cs-line[tabindex='0']").focus()
    desk.keys("m")
    assert desk.spoken().startswith("Sentence 1 of 2: On Friday the council voted")
    assert desk.form().locator("q").inner_text() == "Friday the council"
    desk.keys("m")
    assert (
        desk.form().locator("q").inner_text() == "On Friday the council voted to repair the bridge."
    )


def test_marked_words_can_be_taken_away_again(lay: Callable[..., Desk]) -> None:
    """The button is there for the keyboard too, and the focus goes back to the text."""
    desk = lay("mark", stage="wrong")
    remove = desk.form().get_by_role("button", name=PAGE["remove"])
    remove.focus()
    desk.keys("Enter")
    assert desk.form().locator("mark").count() == 0
    assert desk.page.evaluate("() => document.activeElement.matches('.cs-line')")
    assert PAGE["no_words"] in desk.form().inner_text()


def test_escape_leaves_the_walk_over_words_before_it_leaves_the_quiz(
    lay: Callable[..., Desk],
) -> None:
    """From words to the sentence, from the sentence to the text, from the text to the notebook."""
    desk = lay("mark")
    desk.keys("Tab", "m", "w", "Escape")
    assert desk.spoken().startswith("Sentence 1 of 2")
    desk.keys("Escape")
    assert desk.spoken() == PAGE["dropped"]
    desk.keys("Escape")
    assert desk.page.evaluate("() => document.activeElement === document.body")


def test_what_is_written_is_kept_as_a_draft_while_typing(lay: Callable[..., Desk]) -> None:
    """A moment after the last key, and at once where the field is left."""
    desk = lay("written")
    area = desk.form().get_by_role("textbox")
    area.type("The mayor")
    area.evaluate("node => node.blur()")
    (draft,) = desk.sent()
    assert draft == {
        "do": "draft",
        "item": "written-item",
        "text": "The mayor",
        "ticked": [],
        "seq": 1,
    }
    area.type(" closed it")
    desk.page.wait_for_function("() => desks[0].sent.length === 2")
    assert desk.sent()[1]["text"] == "The mayor closed it"
    desk.page.evaluate("() => window.dispatchEvent(new Event('pagehide'))")
    assert len(desk.sent()) == 2
    state = state_of(ITEMS["written"] | {"draft": "The mayor closed it"}, seq=2)
    desk.push(state)
    assert PAGE["kept"] in desk.form().inner_text()


def test_a_new_state_never_overwrites_what_is_being_typed(lay: Callable[..., Desk]) -> None:
    """Not even an answer that was given elsewhere."""
    desk = lay("written")
    area = desk.form().get_by_role("textbox")
    area.type("My own words")
    made = after("written", "finished")
    desk.push(state_of(made | {"draft": "Something older"}, seq=7))
    assert area.input_value() == "My own words"


def test_an_unfinished_draft_comes_back_before_the_answer(lay: Callable[..., Desk]) -> None:
    """What was typed last is what the field holds."""
    desk = lay("written")
    desk.lay(state_of(after("written", "finished") | {"draft": "Another", "ticked": ["C"]}))
    assert desk.form().get_by_role("textbox").input_value() == "Another"
    assert desk.checked() == ["C"]
    assert desk.status() == ""
    assert desk.form().get_by_role("button", name=PAGE["keep"]).is_visible()


def test_words_are_counted_and_said_only_when_typing_pauses(lay: Callable[..., Desk]) -> None:
    """The count is seen at every key; a screen reader hears it once."""
    desk = lay("written")
    desk.form().get_by_role("textbox").type("one two")
    assert "Words so far: 2 of at least 60." in desk.form().inner_text()
    assert desk.spoken() == ""
    desk.page.wait_for_function(
        "words => document.querySelector('section > .cs-spoken').textContent === words",
        arg="Words so far: 2 of at least 60.",
    )


def test_model_answers_stay_open_while_the_text_is_written_on(lay: Callable[..., Desk]) -> None:
    """One compares and rewrites; the outcome of the older text goes, the models stay."""
    desk = lay("written", stage="finished")
    assert desk.form().locator(".cs-models figure:visible").count() == 2
    desk.form().get_by_role("textbox").type(" More.")
    assert desk.status() == ""
    assert desk.form().locator(".cs-models figure:visible").count() == 2
    assert desk.form().get_by_role("button", name=PAGE["keep"]).is_visible()


def test_confidence_goes_out_with_the_answer_and_is_then_locked(lay: Callable[..., Desk]) -> None:
    """How sure one was is said before the outcome, never after it."""
    desk = lay("single")
    desk.choose("A")
    desk.form().get_by_text("Fairly sure").click()
    desk.press(PAGE["check"])
    assert desk.sent()[-1]["confidence"] == "fairly"
    desk.push(state_of(after("single", "wrong"), seq=1))
    assert desk.form().get_by_role("radio", name="Fairly sure").is_disabled()
    assert "Not right yet" in desk.status()
    desk.press(PAGE["try_again"])
    assert desk.form().locator(".cs-sure :checked").count() == 0
    assert desk.form().get_by_role("radio", name="Fairly sure").is_enabled()


def test_the_focus_is_not_lost_when_confidence_is_locked(lay: Callable[..., Desk]) -> None:
    """Enter in its row checks the answer; the outcome then has the focus."""
    desk = lay("single")
    desk.choose("A")
    desk.form().get_by_role("radio", name="A guess").focus()
    desk.keys("Space", "Enter")
    desk.push(state_of(after("single", "wrong"), seq=1))
    assert desk.page.evaluate("() => document.activeElement.matches('.cs-outcome')")


def test_only_a_card_that_asks_for_confidence_shows_its_row(lay: Callable[..., Desk]) -> None:
    """And only then it is sent."""
    desk = lay("date")
    assert desk.form().locator(".cs-sure:visible").count() == 0
    submit(desk)
    assert "confidence" not in desk.sent()[-1]


def test_an_item_can_be_skipped_before_a_try_and_answered_later(lay: Callable[..., Desk]) -> None:
    """A skip is said, and is no end."""
    desk = lay("single")
    desk.press(PAGE["skip"])
    assert desk.sent() == [{"do": "skip", "item": "single-item", "seq": 1}]
    made = outcome("skipped", "Skipped", "You can answer it any time.")
    desk.push(state_of(ITEMS["single"] | {"outcome": made}, seq=1))
    assert "Skipped" in desk.status()
    assert desk.form().get_by_role("button").all_inner_texts() == [PAGE["check"]]
    desk.choose("A")
    assert desk.status() == ""
    desk.push(state_of(after("single", "wrong")))
    assert desk.form().get_by_role("button", name=PAGE["skip"]).count() == 0


def test_a_reading_mistake_is_named_before_the_feedback(lay: Callable[..., Desk]) -> None:
    """First what went wrong in reading, then why."""
    desk = lay("single", stage="wrong")
    said = desk.status()
    assert said.index("Reading mistake: took a paraphrase") < said.index(
        "The first sentence names the day"
    )


def test_an_answer_without_a_key_is_kept_and_not_checked(lay: Callable[..., Desk]) -> None:
    """Nobody is graded for a text or an opinion."""
    desk = lay("opinion")
    assert desk.form().get_by_role("button", name="Keep my answer").count() == 1
    assert desk.form().get_by_role("button", name="Check answer").count() == 0


def test_the_outcome_of_what_was_sent_is_shown_however_the_kernel_writes_it(
    lay: Callable[..., Desk],
) -> None:
    """Its own form of the answer may differ by a blank or a row left out."""
    desk = lay("match")
    desk.form().locator("select").first.select_option("The mayor")
    desk.press(PAGE["check"])
    made = outcome("partly", "Partly right", "Some of it.", rows=rows("+??"))
    desk.push(told("match", made, seq=1, response={"A": ["The mayor"]}))
    assert "Partly right" in desk.status()


def test_everything_stays_visible_with_the_colours_of_the_system(
    lay: Callable[..., Desk],
) -> None:
    """Forced colours take away tints: a choice then has a border of two pixels."""
    desk = lay("annotate", "mark", stage="wrong")
    desk.page.emulate_media(forced_colors="active")
    width = "node => getComputedStyle(node).borderTopWidth"
    assert desk.form().locator(".cs-segments label:has(:checked)").first.evaluate(width) == "2px"
    assert desk.form().locator(".cs-segments label").nth(1).evaluate(width) == "1px"


def test_nothing_moves_for_those_who_asked_for_it(lay: Callable[..., Desk]) -> None:
    """`prefers-reduced-motion` is respected by every kind."""
    desk = lay(stage="wrong")
    desk.page.emulate_media(reduced_motion="reduce")
    moving = "all => all.filter(n => getComputedStyle(n).transitionDuration !== '0s').length"
    assert desk.page.locator(".cs-quiz *").evaluate_all(moving) == 0

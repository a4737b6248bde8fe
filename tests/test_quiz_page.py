"""The page of the quiz: what it draws, sends and never does, in a browser without JupyterLab."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.html import style as page_style
from casestudy.strings import PAGE
from casestudy.widgets.quiz import _sentences
from casestudy.widgets.view import lean_script, lean_style, script, style
from tests.kinds import plain
from tests.pages import CONTROLS, LAB, QUIZ, STATIC, THEMES, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.pages import State

HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>{left}&amp;\u202e"


def evidence(words: str = "entered the building by night") -> State:
    """Return a passage in its paragraph, with its words marked."""
    return {
        "citation": "gazette ¶4",
        "source": "The Gazette, 7 April 2024",
        "segments": [
            ["In a short note the ministry wrote that its men ", ""],
            [words, "mark"],
            [", “after the gates had been closed”, and that nobody was hurt.", ""],
        ],
        "rights": "© 2024 The Gazette. All rights reserved.",
    }


def feedback(letter: str, text: str, verdict: str) -> State:
    """Return the feedback of one option."""
    return {
        "letter": letter,
        "segments": plain(text),
        "mistake": "",
        "verdict": verdict,
        "right": verdict == "Right answer",
        "paragraphs": [plain(f"What to know about {letter}: the note gives the time of day.")],
        "evidence": [evidence()],
    }


def step(title: str, words: str) -> State:
    """Return a step of help that is open."""
    return {"title": title, "paragraphs": [plain(words)], "evidence": []}


DAYS = ("In December 2023", "On the morning of Friday, 5 April 2024", "In the night, on Saturday")
ALLIES = ("Brazil", "Argentina, in a joint note", "Nobody")
NONE: State = {"rows": [], "agreement": None, "models": []}


def item(name: str, number: int, texts: tuple[str, ...], *, many: bool) -> State:
    """Return one item that nobody has answered."""
    return {
        "id": name,
        "kind": "multiple" if many else "single",
        "number": number,
        "legend": f"Question {number} of 2",
        "stem": [
            [["According to these texts, ", ""], ["when", "em"], [f" was it said ({name})?", ""]],
            plain("Think of the day of the entry itself."),
        ],
        "quotations": [evidence("late on Friday night")] if number == 1 else [],
        "attempt": 0,
        "note": "",
        "control": "choice",
        "ask": "One or more answers may be right." if many else "",
        "scored": True,
        "many": many,
        "options": [
            {"letter": letter, "segments": plain(text)}
            for letter, text in zip("ABC", texts, strict=False)
        ],
        "columns": [],
        "unit": "",
        "sample": "",
        "source": None,
        "words": 0,
        "draft": "",
        "response": None,
        "confidence": None,
        "help": [],
        "next_help": "",
        "outcome": None,
    }


def fresh() -> State:
    """Return the state of a quiz that nobody has answered."""
    return {
        "quiz": "02-entry",
        "title": "Check",
        "seq": 0,
        "strings": PAGE,
        "privacy": "Your answers are kept on this computer only, in /home/ana/course/progress.",
        "notices": [],
        "progress": {"answered": 0, "correct": 0, "total": 2, "text": "0 of 2 answered"},
        "items": [
            item("when", 1, DAYS, many=False),
            item("allies", 2, ALLIES, many=True),
        ],
    }


def wrong(letter: str = "A") -> State:
    """Return the outcome of a wrong choice."""
    return {
        "state": "incorrect",
        "heading": "Not quite",
        "text": "Look at the words again.",
        "finished": False,
        "feedback": [feedback(letter, DAYS["ABC".index(letter)], "Not right")],
        **NONE,
    }


def right() -> State:
    """Return the outcome of the right choice: feedback for every option."""
    verdicts = ("Not right", "Right answer", "Not right")
    return {
        "state": "correct",
        "heading": "Correct",
        "text": "The words bear it out.",
        "finished": True,
        "feedback": [feedback(*one) for one in zip("ABC", DAYS, verdicts, strict=True)],
        **NONE,
    }


def nothing() -> State:
    """Return the outcome of an empty response."""
    return {
        "state": "not attempted",
        "heading": "Not answered yet",
        "text": "Nothing is chosen yet.",
        "finished": False,
        "feedback": [],
        **NONE,
    }


def answered(
    state: State, chosen: list[str], outcome: State | None, *, seq: int, attempt: int = 1
) -> State:
    """Return the state after the kernel has handled an answer to the first item."""
    after = copy.deepcopy(state)
    after["seq"] = seq
    after["items"][0].update(
        response=chosen,
        outcome=outcome,
        attempt=attempt,
        next_help="Where to look" if attempt and not (outcome and outcome["finished"]) else "",
    )
    return after


def answer(desk: Desk, letter: str, outcome: State, *, attempt: int = 1) -> State:
    """Choose and check, and let the kernel answer."""
    desk.choose(letter)
    desk.press("Check answer")
    after = answered(fresh(), [letter], outcome, seq=desk.sent()[-1]["seq"], attempt=attempt)
    desk.push(after)
    return after


def opened() -> State:
    """Return the outcome of an answer that was opened."""
    return right() | {"state": "incorrect", "heading": "The answer"}


@pytest.fixture(scope="module")
def desk_of(browser: Browser) -> Iterator[Callable[[bool], Desk]]:
    """Open a page with a clock of our own, and one without, for all tests: opening takes time."""

    @cache
    def open_page(clock: bool) -> Desk:  # noqa: FBT001  # the key of the cache
        page = browser.new_page()
        if clock:
            page.clock.install(time=0)
            page.clock.pause_at(1000)  # from here on it moves when a test moves it
        return Desk.on(page)

    yield open_page
    open_page.cache_clear()


@pytest.fixture
def lay(desk_of: Callable[[bool], Desk]) -> Iterator[Callable[..., Desk]]:
    """Lay a quiz on an empty page; the page must not complain."""
    used: list[Desk] = []

    def lay_out(
        state: State | None = None, *, theme: str = "light", width: int = 900, clock: bool = False
    ) -> Desk:
        desk = desk_of(clock)
        used.append(desk)
        return desk.lay(state or fresh(), theme=theme, width=width)

    yield lay_out
    assert [line for desk in used for line in desk.complaints] == []


def test_a_quiz_of_choices_costs_a_notebook_at_most_45_kib() -> None:
    """The script with the one control it needs, and the styles of the live and the stored page."""
    sent = script("controls", "controls/choice", "quiz") + style("quiz") + page_style()
    assert len(sent.encode()) <= 45 * 1024


def test_a_quiz_with_every_kind_costs_at_most_60_kib() -> None:
    """All controls, with the marking of words."""
    assert len((script(*QUIZ) + style("quiz")).encode()) <= 60 * 1024


@pytest.mark.parametrize("name", [*QUIZ, "page", "passages", "marking", "controls/excerpt"])
def test_a_script_as_sent_differs_in_comments_and_white_space_alone(name: str) -> None:
    """Every line that is sent stands in the file, in its order; the others are comments."""
    source = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    sent = iter(lean_script(source).splitlines())
    left_out = [line.strip() for line in source.splitlines() if line.strip()]
    for line in sent:
        left_out.remove(line)
    assert {line[:2] for line in left_out} <= {"//", "/*", "*", "* "}
    lines = [re.sub(r'"[^"]*"', "", line) for line in source.splitlines() if line[:2] != "//"]
    assert [line for line in lines if line.count("`") % 2] == []  # no text over several lines


@given(st.text(alphabet="/*\"' \n\tab;{}:,>`", max_size=80))
def test_no_text_is_refused_by_what_makes_it_lean(text: str) -> None:
    """Whatever a file holds, something is sent, and it is not longer than the file and a line."""
    assert len(lean_script(text)) <= len(text) + 1
    assert len(lean_style(text)) <= len(text) + 1


def test_a_style_as_sent_has_the_same_rules(lay: Callable[..., Desk]) -> None:
    """The browser reads the same rules from what is sent as from the file."""
    desk = lay()
    read = """text => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return [...sheet.cssRules].map(rule => rule.cssText).join("\\n");
    }"""
    for name in ("quiz", "record", "reader"):
        source = (STATIC / f"{name}.css").read_text(encoding="utf-8")
        rules = [desk.page.evaluate(read, text) for text in (source, style(name))]
        assert rules[0].count("{") > 40
        assert re.sub(r",\s+", ",", rules[1]) == re.sub(r",\s+", ",", rules[0])


def test_every_string_of_the_page_is_listed_in_the_script_and_given_by_the_kernel() -> None:
    """Whoever translates reads one list, and no name of a string is ever shown for its words."""
    quiz = (STATIC / "quiz.js").read_text(encoding="utf-8")
    head = quiz.partition("const WAIT")[0]
    listed = head.partition("of this quiz need:")[2].partition("\n//\n")[0]
    names = set(re.findall(r"\b[a-z]+(?:_[a-z]+)?\b", re.sub(r"\{\w+\}", "", listed)))
    whole = script(*QUIZ)
    assert names == set(PAGE)
    assert set(re.findall(r'say\("(\w+)"', whole)) <= names
    built = {"keys_sentences", "keys_words", "sentence", "sentences", "word"}
    assert {name for name in names - built if f'"{name}"' not in whole} == set()


@pytest.mark.parametrize("name", CONTROLS)
def test_the_strings_of_a_control_come_with_it(name: str) -> None:
    """No string is missing where its control is sent."""
    own = (STATIC / "controls" / f"{name}.js").read_text(encoding="utf-8")
    shared = "".join((STATIC / f"{each}.js").read_text("utf-8") for each in ("quiz", "evidence"))
    needed = set(re.findall(r'say\("(\w+)"', own + shared)) - {"agreement", "confidence", "model"}
    page = {"control": name, "confidence": None, "scored": True}
    sent = dict(_sentences([page, {**page, "scored": False}], long=True))
    assert needed - {"answer"} <= set(sent)
    assert ("answer" in sent) == ("field: id" in own)


def test_the_style_takes_every_colour_from_jupyterlab() -> None:
    """A colour of our own would be unreadable in somebody's theme."""
    style = (STATIC / "quiz.css").read_text(encoding="utf-8")
    own = re.sub(r"var\(--jp-[\w-]+, [^()]+\)|/\*.*?\*/", "", style, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", own) == []


def test_a_question_is_a_group_named_by_its_number_and_its_words(lay: Callable[..., Desk]) -> None:
    """A screen reader says the question when it enters the options."""
    desk = lay()
    name = "Question 1 of 2 According to these texts, when was it said (when)?"
    group = desk.page.get_by_role("group", name=name)
    assert group.get_by_role("radio").count() == 3
    assert group.get_by_role("radio", name=f"A {DAYS[0]}").count() == 1
    assert desk.page.get_by_role("region", name="Check").count() == 1
    assert desk.form(1).get_by_role("checkbox").count() == 3


def test_more_of_the_stem_describes_the_group(lay: Callable[..., Desk]) -> None:
    """The second paragraph is heard too, and that several may be chosen."""
    desk = lay()
    assert "Think of the day of the entry itself." in desk.form(1).aria_snapshot()
    described = (
        desk.form(1)
        .locator("fieldset")
        .evaluate(
            "set => set.getAttribute('aria-describedby').split(' ')"
            ".map(id => document.getElementById(id).textContent).join(' ')"
        )
    )
    assert "Think of the day" in described
    assert "One or more answers may be right." in described


def test_the_live_region_is_there_and_empty_from_the_start(lay: Callable[..., Desk]) -> None:
    """A region that comes with its words is not read out."""
    desk = lay()
    status = desk.form().get_by_role("status")
    assert status.count() == 1
    assert status.inner_text() == ""
    assert status.get_attribute("aria-live") == "polite"


def test_progress_notices_and_privacy_are_shown_in_words(lay: Callable[..., Desk]) -> None:
    """What is kept, where, and how far one is."""
    state = fresh()
    state["notices"] = ["The folder cannot be written to, so your answers are not kept."]
    text = lay(state).page.locator("section").inner_text()
    for words in (state["privacy"], state["notices"][0], state["progress"]["text"]):
        assert words in text


def test_an_answer_is_sent_once_with_its_choice_number_and_seconds(
    lay: Callable[..., Desk],
) -> None:
    """Two quick clicks are one answer."""
    desk = lay(fresh() | {"seq": 6})
    desk.choose("B")
    desk.press("Check answer")
    desk.form().locator("button[type=submit]").click(force=True)
    desk.page.keyboard.press("Enter")
    (message,) = desk.sent()
    assert message.pop("seconds") >= 0
    assert message == {"do": "answer", "item": "when", "response": ["B"], "seq": 7}


def test_several_boxes_are_sent_in_the_order_of_their_letters(lay: Callable[..., Desk]) -> None:
    """The order of clicks is nobody's answer."""
    desk = lay()
    desk.choose("C", 1)
    desk.choose("A", 1)
    desk.press("Check answer", 1)
    assert desk.sent()[0]["response"] == ["A", "C"]


def test_an_empty_choice_is_sent_too_and_its_outcome_shown(lay: Callable[..., Desk]) -> None:
    """Only the kernel decides what an empty answer is."""
    desk = lay()
    desk.press("Check answer")
    assert desk.sent()[0]["response"] == []
    desk.push(answered(fresh(), [], nothing(), seq=1, attempt=0))
    assert "Not answered yet" in desk.status()
    assert desk.form().get_by_role("button", name="Try again").count() == 0


def test_an_outcome_is_read_in_one_go_heading_reason_feedback(lay: Callable[..., Desk]) -> None:
    """The live region holds the words, and not the passages."""
    desk = lay()
    answer(desk, "A", wrong())
    said = " ".join(desk.status().split())
    assert said == (
        "✗ Not quite Look at the words again. What to know about A: the note gives the time of day."
    )


def test_symbols_are_hidden_from_screen_readers_and_words_are_not(
    lay: Callable[..., Desk],
) -> None:
    """Neither colour nor a sign alone says how it went."""
    desk = lay()
    answer(desk, "A", wrong())
    heading = desk.form().locator(".cs-heading")
    assert heading.locator("[aria-hidden=true]").inner_text() == "✗"
    assert heading.locator("strong").inner_text() == "Not quite"


def test_why_opens_the_passage_with_its_words_source_and_rights(lay: Callable[..., Desk]) -> None:
    """No feedback without the words that carry it."""
    desk = lay()
    answer(desk, "A", wrong())
    figure = desk.form().locator("details figure")
    assert not figure.is_visible()
    desk.form().get_by_text("Why?").click()
    assert figure.locator("mark").inner_text() == "entered the building by night"
    text = figure.inner_text()
    for words in ("In a short note", "The Gazette, 7 April 2024", "gazette ¶4", "All rights"):
        assert words in text


def test_a_finished_question_gives_feedback_for_every_option(lay: Callable[..., Desk]) -> None:
    """Once it is right, the others explain themselves too, with verdicts in words."""
    desk = lay()
    answer(desk, "B", right())
    text = desk.form().inner_text()
    assert text.count("Not right") == 2
    assert "Right answer" in desk.status()
    assert desk.form().get_by_text("Why?").count() == 3
    assert desk.form().get_by_role("button", name="Try again").count() == 0


def test_an_opened_answer_wears_no_sign_of_right_or_wrong(lay: Callable[..., Desk]) -> None:
    """Whoever gives up is not told "✗" beside "The answer"."""
    desk = lay()
    answer(desk, "A", wrong())
    desk.press("Where to look")
    assert desk.sent()[-1] == {"do": "help", "item": "when", "seq": 2}
    desk.push(answered(fresh(), ["A"], opened(), seq=2))
    assert desk.status().startswith("→")
    assert desk.focused() != "BODY"


def test_an_opened_answer_begins_with_the_key_and_marks_its_row(lay: Callable[..., Desk]) -> None:
    """The right answer comes first, not last; its row says that it is the one."""
    desk = lay(answered(fresh(), ["A"], opened(), seq=0))
    assert DAYS[1] in desk.status()
    assert desk.form().locator(".cs-key").all_inner_texts()[0].endswith("✓ Right answer")
    assert desk.form().locator(".cs-key").count() == 1


def test_help_is_offered_only_where_the_kernel_has_some(lay: Callable[..., Desk]) -> None:
    """First think, then look: before a try there is none."""
    desk = lay()
    assert desk.form().locator(".cs-next:visible").count() == 0
    answer(desk, "A", wrong())
    assert desk.form().locator(".cs-next:visible").inner_text() == "Where to look"


def test_opening_the_answer_after_try_again_shows_the_choice_it_is_of(
    lay: Callable[..., Desk],
) -> None:
    """An outcome never stands beside another choice than its own."""
    desk = lay()
    answer(desk, "A", wrong())
    desk.press("Try again")
    desk.press("Where to look")
    desk.push(answered(fresh(), ["A"], opened(), seq=2))
    assert "The answer" in desk.status()
    assert desk.checked() == ["A"]


def test_help_opens_step_by_step_and_the_button_keeps_the_focus(
    lay: Callable[..., Desk],
) -> None:
    """The button says what comes next, and is passed on where nothing is left."""
    desk = lay()
    after = answer(desk, "A", wrong())
    steps = [step("Where to look", "Look at the day."), step("The passage", "And at the hour.")]
    for count, (label, then) in enumerate(
        [("Where to look", "Show the passage"), ("Show the passage", "Show the answer")], 1
    ):
        desk.press(label)
        after["items"][0] |= {"help": steps[:count], "next_help": then}
        desk.push(after | {"seq": 1 + count})
        assert desk.focused() == then
    assert [message["do"] for message in desk.sent()] == ["answer", "help", "help"]
    assert "And at the hour." in desk.form().locator(".cs-help > :last-child").inner_text()
    assert "Not quite" in desk.status()


def test_a_new_step_of_help_leaves_the_first_one_in_place(lay: Callable[..., Desk]) -> None:
    """A live region that is filled anew reads old steps again."""
    state = fresh()
    state["items"][0]["help"] = [step("Where to look", "Look at the day.")]
    desk = lay(state)
    desk.page.evaluate("() => { window.first = document.querySelector('.cs-help > *'); }")
    state["items"][0]["help"].append(step("The passage", "And at the hour."))
    desk.push(state)
    assert desk.page.evaluate("() => first.isConnected")
    assert desk.form().locator(".cs-help > *").count() == 2
    assert desk.form().locator(".cs-help").get_attribute("aria-live") == "polite"


def test_outcome_and_help_stand_below_the_answers_in_the_order_in_which_they_came(
    lay: Callable[..., Desk],
) -> None:
    """Options, outcome, help, and then what one can do next."""
    state = answered(fresh(), ["A"], wrong(), seq=0)
    state["items"][0]["help"] = [step("Where to look", "Look at the day.")]
    desk = lay(state)
    parts = (".cs-options", ".cs-outcome", ".cs-help", ".cs-again", ".cs-next")
    places = [desk.form().locator(each).bounding_box() for each in parts]
    tops = [place["y"] for place in places if place]
    assert len(tops) == len(parts)
    assert tops[:4] == sorted(tops[:4])
    assert tops[4] == tops[3]


def test_help_closes_once_all_is_said_and_can_be_opened_again(lay: Callable[..., Desk]) -> None:
    """What it said stands with the answers now."""
    state = answered(fresh(), ["A"], wrong(), seq=0)
    state["items"][0]["help"] = [step("Where to look", "Look at the day.")]
    desk = lay(state)
    words = desk.form().get_by_text("Look at the day.")
    assert words.is_visible()
    desk.choose("B")
    after = answered(fresh(), ["B"], right(), seq=1)
    after["items"][0]["help"] = state["items"][0]["help"]
    desk.press("Check answer")
    desk.push(after)
    assert not words.is_visible()
    desk.form().locator(".cs-help summary").click()
    desk.push(after | {"seq": 2})
    assert words.is_visible()


def test_passages_of_one_document_have_its_source_and_rights_once(
    lay: Callable[..., Desk],
) -> None:
    """Each has its own citation; the lines that are the same for both stand there once."""
    state = answered(fresh(), ["A"], wrong(), seq=0)
    other = evidence() | {"citation": "herald, byline", "source": "The Herald", "rights": ""}
    told = state["items"][0]["outcome"]["feedback"][0]
    told["evidence"] = [evidence(), other, evidence("at dawn") | {"citation": "gazette ¶5"}]
    desk = lay(state)
    desk.open_passages()
    figures = desk.form().locator(".cs-why figure")
    assert figures.count() == 2
    text = figures.first.inner_text()
    assert [text.count(each) for each in ("All rights", "7 April 2024", "¶4", "¶5")] == [1, 1, 1, 1]
    assert "herald, byline" in figures.last.inner_text()


def test_a_long_paragraph_is_shown_whole_on_request(lay: Callable[..., Desk]) -> None:
    """The button goes, the focus is on the paragraph, and nothing of it is missing."""
    state = answered(fresh(), ["A"], wrong(), seq=0)
    told = evidence() | {"before": "It was dark. ", "after": " More followed."}
    state["items"][0]["outcome"]["feedback"][0]["evidence"] = [told]
    desk = lay(state)
    desk.open_passages()
    words = desk.form().locator(".cs-why blockquote p")
    assert words.inner_text().startswith("… In a short note")
    assert words.inner_text().endswith("nobody was hurt. …")
    desk.press("Show the whole paragraph")
    whole = "".join(["It was dark. ", *(cut[0] for cut in told["segments"]), " More followed."])
    assert words.inner_text() == whole
    assert words.evaluate("node => node === document.activeElement")
    assert desk.form().get_by_role("button", name="Show the whole").count() == 0


def test_a_part_under_its_heading_has_no_title_of_its_own(lay: Callable[..., Desk]) -> None:
    """The lesson's heading says it; a screen reader still hears which part it is."""
    desk = lay()
    desk.page.evaluate(
        "() => { const {title, ...rest} = desks[0].traits.asked;"
        " desks[0].traits = {...desks[0].traits, asked: {...rest, name: title}}; desks[0].view(); }"
    )
    assert desk.page.locator("h3:visible").count() == 1
    assert desk.page.get_by_role("region", name="Check").count() == 2


def test_where_answers_are_kept_is_said_once_in_a_notebook(lay: Callable[..., Desk]) -> None:
    """The first quiz of a notebook says it, whichever that is."""
    desk = lay()
    desk.page.evaluate("() => { desks[0].view(); desks[0].view(); }")
    shown = desk.page.locator(".cs-privacy:visible")
    assert shown.count() == 3
    desk.page.evaluate("""() => { for (const quiz of document.querySelectorAll(".cs-quiz")) {
      const cell = document.createElement("div");
      cell.className = "jp-Cell";
      quiz.replaceWith(cell);
      cell.append(quiz);
    } }""")
    assert shown.count() == 1
    assert desk.page.locator(".cs-privacy").first.is_visible()
    desk.page.locator(".jp-Cell").first.evaluate("cell => cell.remove()")
    assert shown.count() == 1


def test_a_new_choice_takes_the_old_outcome_away_at_once(lay: Callable[..., Desk]) -> None:
    """Never "Correct" beside another answer, not even when one comes back to it."""
    desk = lay()
    answer(desk, "B", right())
    desk.choose("C")
    assert desk.status() == ""
    assert desk.form().locator("details").count() == 0
    desk.choose("B")
    assert desk.status() == ""


def test_try_again_clears_the_choice_and_goes_to_the_first_option(
    lay: Callable[..., Desk],
) -> None:
    """One can start over from the keyboard at once."""
    desk = lay()
    answer(desk, "B", wrong("B"))
    desk.press("Try again")
    assert desk.checked() == []
    assert desk.status() == ""
    assert desk.focused() == "A"


def test_a_later_state_does_not_bring_back_an_outcome_that_was_put_away(
    lay: Callable[..., Desk],
) -> None:
    """Another item's answer sends the whole state again."""
    desk = lay()
    after = answer(desk, "B", wrong("B"))
    desk.press("Try again")
    desk.push(after | {"seq": 5, "notices": ["Something else."]})
    assert desk.status() == ""
    assert desk.checked() == []
    desk.choose("B")
    desk.push(after | {"seq": 6})
    assert desk.status() == ""


def test_the_last_choice_and_outcome_come_back_at_the_first_drawing(
    lay: Callable[..., Desk],
) -> None:
    """After a restart the quiz is as it was."""
    desk = lay(answered(fresh(), ["B"], right(), seq=0, attempt=2))
    assert desk.checked() == ["B"]
    assert "Correct" in desk.status()


def test_a_slow_kernel_is_said_after_a_third_of_a_second(lay: Callable[..., Desk]) -> None:
    """Before that nothing flickers; the button keeps the focus while it is busy."""
    desk = lay(clock=True)
    desk.choose("A")
    desk.press("Check answer")
    desk.page.clock.fast_forward(200)
    assert desk.status() == ""
    desk.page.clock.fast_forward(150)
    assert desk.status() == PAGE["checking"]
    button = desk.form().locator("button[type=submit]")
    assert button.get_attribute("aria-disabled") == "true"
    assert desk.focused() == "Check answer"


def test_a_silent_kernel_is_said_and_the_choice_can_be_sent_again(
    lay: Callable[..., Desk],
) -> None:
    """What to do stands there; the choice is kept."""
    desk = lay(clock=True)
    desk.choose("A")
    desk.press("Check answer")
    desk.page.clock.fast_forward(1600)
    assert desk.status() == PAGE["no_kernel"]
    assert desk.checked() == ["A"]
    desk.press("Check answer")
    assert [message["seq"] for message in desk.sent()] == [1, 2]
    desk.page.clock.fast_forward(1600)
    assert desk.status() == PAGE["no_kernel"]


def test_a_late_answer_is_shown_beside_the_choice_it_is_of(lay: Callable[..., Desk]) -> None:
    """The kernel was busy, not gone."""
    desk = lay(clock=True)
    desk.choose("A")
    desk.press("Check answer")
    desk.page.clock.fast_forward(1600)
    desk.push(answered(fresh(), ["A"], wrong(), seq=1))
    assert "Not quite" in desk.status()
    assert PAGE["no_kernel"] not in desk.status()


def test_a_late_answer_to_another_choice_shows_nothing(lay: Callable[..., Desk]) -> None:
    """The learner has thought again in the meantime."""
    desk = lay(clock=True)
    desk.choose("B")
    desk.press("Check answer")
    desk.page.clock.fast_forward(1600)
    desk.choose("C")
    desk.push(answered(fresh(), ["B"], right(), seq=1))
    assert desk.status() == ""
    assert desk.checked() == ["C"]


def test_a_new_choice_can_be_sent_while_the_old_one_waits(lay: Callable[..., Desk]) -> None:
    """Only the answer to the last one is shown."""
    desk = lay()
    desk.choose("A")
    desk.press("Check answer")
    desk.choose("B")
    desk.press("Check answer")
    assert [message["response"] for message in desk.sent()] == [["A"], ["B"]]
    desk.push(answered(fresh(), ["A"], wrong(), seq=1))
    assert desk.status() == ""
    desk.push(answered(fresh(), ["B"], right(), seq=2, attempt=2))
    assert "Correct" in desk.status()


def test_an_old_outcome_does_not_outlive_a_check_that_nobody_answers(
    lay: Callable[..., Desk],
) -> None:
    """A dead kernel must not leave "Correct" on the page as if it had just said so."""
    desk = lay(answered(fresh(), ["B"], right(), seq=0), clock=True)
    desk.form().locator("input:checked").press("Enter")
    desk.page.clock.fast_forward(1600)
    assert desk.status() == PAGE["no_kernel"]
    assert desk.form().locator("details").count() == 0


def test_a_closed_line_to_the_kernel_is_said_at_once(lay: Callable[..., Desk]) -> None:
    """Sending that fails is no reason to wait."""
    desk = lay()
    desk.page.evaluate("() => { desks[0].broken = true; }")
    desk.choose("A")
    desk.press("Check answer")
    assert desk.status() == PAGE["no_kernel"]
    assert desk.checked() == ["A"]


def test_help_that_does_not_come_leaves_the_outcome_where_it_is(
    lay: Callable[..., Desk],
) -> None:
    """It is still the outcome of what is chosen."""
    desk = lay(answered(fresh(), ["A"], wrong(), seq=0), clock=True)
    desk.press("Where to look")
    desk.page.clock.fast_forward(1600)
    assert "Not quite" in desk.status()
    assert PAGE["no_kernel"] in desk.status()


def test_a_new_state_keeps_focus_open_passages_and_unsent_choices(
    lay: Callable[..., Desk],
) -> None:
    """The page is patched, never built anew."""
    desk = lay()
    after = answer(desk, "A", wrong())
    desk.choose("C", 1)
    desk.form().get_by_text("Why?").click()
    assert desk.focused() == "Why?"
    desk.push(after | {"seq": 9, "progress": {**after["progress"], "text": "1 of 3 answered"}})
    assert desk.focused() == "Why?"
    assert desk.form().locator("details[open]").count() == 1
    assert desk.checked(1) == ["C"]


def test_an_open_passage_stays_open_when_more_feedback_comes(lay: Callable[..., Desk]) -> None:
    """What was being read does not close under the reader, and the focus stays on it."""
    desk = lay()
    answer(desk, "A", wrong())
    desk.form().get_by_text("Why?").click()
    desk.push(answered(fresh(), ["A"], opened(), seq=1))
    assert desk.form().locator("details[open]").count() == 1
    assert desk.focused().startswith("Why?")


def test_an_answer_given_elsewhere_is_taken_over_unless_a_choice_is_unsent(
    lay: Callable[..., Desk],
) -> None:
    """`quiz.answer(...)` in a cell and a second view show here too."""
    desk = lay()
    desk.push(answered(fresh(), ["B"], right(), seq=0))
    assert desk.checked() == ["B"]
    assert "Correct" in desk.status()
    desk.choose("C")
    desk.push(answered(fresh(), ["A"], wrong(), seq=0, attempt=2))
    assert desk.checked() == ["C"]
    assert desk.status() == ""


def test_what_is_asked_needs_no_second_sending(lay: Callable[..., Desk]) -> None:
    """A change says what was done; the questions stay as they were drawn."""
    desk = lay()
    desk.page.evaluate("() => desks[0].push({state: {seq: 1, items: [{}, {note: 'Asked anew.'}]}})")
    assert "Asked anew." in desk.form(1).inner_text()
    assert DAYS[0] in desk.form().inner_text()
    assert desk.page.locator("form").count() == 2


def test_two_views_share_neither_names_nor_numbers(lay: Callable[..., Desk]) -> None:
    """A cell's output can be shown twice."""
    desk = lay()
    desk.page.evaluate("() => desks[0].view()")
    desk.choose("A", 0)
    desk.choose("B", 3)
    assert [desk.checked(0), desk.checked(3)] == [["A"], ["B"]]
    desk.press("Check answer", 0)
    desk.press("Check answer", 3)
    assert [message["seq"] for message in desk.sent()] == [1, 2]
    ids = desk.page.evaluate("() => [...document.querySelectorAll('[id]')].map(n => n.id)")
    assert len(ids) == len(set(ids))


def test_cleaning_up_leaves_nothing_behind(lay: Callable[..., Desk]) -> None:
    """A closed output listens no more."""
    desk = lay(clock=True)
    desk.press("Check answer")
    desk.page.evaluate("() => desks[0].ends[0]()")
    desk.page.clock.fast_forward(2000)
    assert desk.page.evaluate("() => desks[0].heard.length") == 0
    assert desk.page.locator("section, .cs-quiz").count() == 0


def test_hostile_words_are_shown_as_words_everywhere(lay: Callable[..., Desk]) -> None:
    """Nothing that an author, a document or a folder's name says becomes markup."""

    def spoil(value: Any, key: str = "") -> Any:  # noqa: ANN401  # any JSON
        if isinstance(value, dict):
            return {name: spoil(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            if len(value) == 2 and value[1] in ("", "em", "strong", "mark"):
                return [HOSTILE, value[1]]
            return [spoil(inner, key) for inner in value]
        kept = {"id", "letter", "control", "kind", "state", "response"}
        return HOSTILE if isinstance(value, str) and key not in kept else value

    state = answered(fresh(), ["A"], right(), seq=0)
    state["notices"] = ["a"]
    state["items"][0]["help"] = [step("a", "b")]
    desk = lay(spoil(state))
    desk.open_passages()
    assert desk.page.evaluate("() => window.pwned") is None
    assert desk.page.locator("img, script, section section").count() == 0
    assert desk.page.locator("section").inner_text().count("<img src=x") > 30


def test_plain_keys_stay_in_the_quiz_and_saving_does_not(lay: Callable[..., Desk]) -> None:
    """JupyterLab would move to another cell, or delete one; Ctrl+S is still its own."""
    desk = lay()
    desk.page.evaluate(
        "() => { window.keys = []; for (const n of ['keydown', 'keypress', 'keyup'])"
        " document.addEventListener(n, e => keys.push(e.key)); }"
    )
    desk.choose("A")
    for key in ("ArrowDown", "b", "d", "d", "Shift+Enter", "Alt+x"):
        desk.page.keyboard.press(key)
    assert desk.page.evaluate("() => keys.filter(k => k !== 'Control')") == []
    assert desk.checked() == ["B"]
    desk.page.keyboard.press("Control+s")
    assert "s" in desk.page.evaluate("() => keys")


def test_the_whole_walk_works_with_the_keyboard_alone(lay: Callable[..., Desk]) -> None:
    """Tab in, arrows choose, Enter checks, Tab on to the reasons, Enter opens them."""
    desk = lay()
    keys = desk.page.keyboard
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    assert desk.checked() == ["B"]
    keys.press("ArrowUp")
    keys.press("Enter")
    assert desk.sent()[-1]["response"] == ["A"]
    desk.push(answered(fresh(), ["A"], wrong(), seq=1))
    walked = []
    for _ in range(3):
        keys.press("Tab")
        walked.append(desk.focused())
    assert walked == ["Why?", "Try again", "Where to look"]
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("Enter")
    assert desk.form().locator("figure:visible mark").count() == 2
    for _ in range(3):
        keys.press("Tab")
    keys.press("Space")
    assert desk.checked(1) == ["A"]
    keys.press("Enter")
    assert desk.sent()[-1]["item"] == "allies"


def test_escape_gives_the_keyboard_back(lay: Callable[..., Desk]) -> None:
    """Whoever presses Escape is no longer in the quiz, and keeps the choice."""
    desk = lay()
    desk.choose("A")
    desk.page.keyboard.press("Escape")
    assert desk.page.evaluate("() => document.activeElement === document.body")
    assert desk.checked() == ["A"]


def test_nothing_is_left_to_check_while_an_outcome_stands(lay: Callable[..., Desk]) -> None:
    """The button to check goes, and comes back with another choice."""
    desk = lay(answered(fresh(), ["A"], wrong(), seq=0))
    check = desk.form().get_by_role("button", name="Check answer")
    assert not check.is_visible()
    desk.choose("B")
    assert check.is_visible()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_nothing_traps_the_focus(lay: Callable[..., Desk], key: str) -> None:
    """Tab leaves the quiz at its end, in both directions."""
    desk = lay()
    desk.choose("A")
    for _ in range(12):
        desk.page.keyboard.press(key)
        if desk.focused().startswith("Check\n") or desk.page.evaluate(
            "() => document.activeElement === document.body"
        ):
            return
    pytest.fail("the focus never left the quiz")


def test_the_focused_control_has_a_ring_of_two_pixels(lay: Callable[..., Desk]) -> None:
    """Whoever uses the keyboard sees where they are."""
    desk = lay()
    desk.page.keyboard.press("Tab")
    ring = "node => { const s = getComputedStyle(node); return [s.outlineStyle, s.outlineWidth]; }"
    row = desk.form().locator("label").first
    assert row.evaluate(ring) == ["solid", "2px"]
    desk.page.keyboard.press("Tab")
    assert desk.form().locator("button:focus").evaluate(ring) == ["solid", "2px"]


def crowded() -> State:
    """Return a state in which everything that can be shown is shown."""
    state = answered(fresh(), ["B"], right(), seq=0)
    state["notices"] = ["The folder cannot be written to, so your answers are not kept."]
    state["items"][0]["help"] = [step("Where to look", "Look at the day.")]
    state["items"][0]["stem"].append(plain("averyveryverylongwordwithoutanyplacetobreakit" * 3))
    mixed = right() | {"state": "partly", "heading": "Partly right", "finished": False}
    state["items"][1].update(response=["A", "C"], attempt=1, outcome=mixed)
    return state


@pytest.mark.parametrize("width", [320, 400, 900])
def test_nothing_is_clipped_and_nothing_scrolls_sideways(
    lay: Callable[..., Desk], width: int
) -> None:
    """A narrow window, or a large type, is no reason to scroll in two directions."""
    desk = lay(crowded(), width=width)
    desk.open_passages()
    assert desk.overflow() <= 1


def test_all_pages_of_a_notebook_have_one_measure(lay: Callable[..., Desk]) -> None:
    """Quiz, reader, record, notes and stored pages begin and end at the same places."""
    desk = lay()
    letters = "main { font-size: var(--jp-content-font-size1) }"  # as JupyterLab shows all outputs
    sheets = f"<style>{page_style()}{style('record')}{style('reader')}{letters}</style>"
    names = ("cs-quiz", "cs-live cs-record", "cs-live cs-reader", "cs-notes", "cs-static")
    inside = "".join(f'<div class="{name}"><section>words</section></div>' for name in names)
    desk.page.set_viewport_size({"width": 1100, "height": 900})
    fill = "(main, html) => { main.innerHTML = html; }"
    desk.page.locator("main").evaluate(fill, sheets + inside)
    boxes = [each.bounding_box() for each in desk.page.locator("main section").all()]
    assert len(boxes) == len(names)
    assert len({(box["x"], box["width"]) for box in boxes if box}) == 1


def test_letters_of_twice_the_size_fit_too(lay: Callable[..., Desk]) -> None:
    """WCAG 1.4.4: 200 % without loss."""
    desk = lay(crowded(), width=500)
    desk.page.add_style_tag(content=":root { --jp-content-font-size1: 28px !important; }")
    assert desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_is_clicked_is_at_least_28_pixels_high(lay: Callable[..., Desk]) -> None:
    """WCAG 2.5.8 asks for 24."""
    desk = lay(crowded())
    script = "all => Math.min(...all.map(n => n.offsetHeight).filter(Boolean))"
    targets = desk.page.locator("label, button, summary")
    assert targets.evaluate_all(script) >= 28


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", ["before", "after"])
def test_every_word_has_contrast_enough_in_jupyterlabs_themes(
    lay: Callable[..., Desk], theme: str, state: str
) -> None:
    """WCAG 1.4.3: 4.5 to 1, computed from what the browser draws."""
    if not LAB.is_dir():
        pytest.skip(f"JupyterLab's themes are not in {LAB}")
    desk = lay(crowded() if state == "after" else fresh(), theme=theme)
    desk.open_passages()
    assert json.dumps(desk.poor_contrast()) == "[]"


def test_high_contrast_colours_of_the_system_leave_the_choice_visible(
    lay: Callable[..., Desk],
) -> None:
    """With forced colours the browser's own radios stand there again."""
    desk = lay()
    desk.page.emulate_media(forced_colors="active")
    desk.choose("A")
    row = desk.form().locator("label").first
    assert row.evaluate("node => getComputedStyle(node).borderWidth") == "2px"
    assert row.locator("input").evaluate("node => getComputedStyle(node).appearance") == "auto"


def test_nothing_moves_for_those_who_asked_for_it(lay: Callable[..., Desk]) -> None:
    """`prefers-reduced-motion` is respected."""
    desk = lay()
    desk.page.emulate_media(reduced_motion="reduce")
    script = "node => getComputedStyle(node).transitionDuration"
    assert desk.form().locator("label").first.evaluate(script) == "0s"


HEARD = """
async (esm) => {
  const page = await import(URL.createObjectURL(new Blob([esm], {type: "text/javascript"})));
  class Plain { _handle_comm_msg(message) { this.heard = message; } }
  class GivenUp extends Plain { _handle_comm_msg() { throw new Error("too slow"); } }
  const own = new GivenUp();
  own.comm = {on_msg: (call) => { own.tell = call; }};
  const calls = new Map();
  const model = {
    on: (name, call) => calls.set(name, call),
    off: (name) => calls.delete(name),
    set: (name) => calls.get(`change:${name}`)(own),
    get: () => { throw new Error("no more is asked of it here"); },
  };
  try { page.default.render({model, el: document.createElement("div")}); } catch { /* as above */ }
  own.tell?.("a word");
  return [own.heard, calls.size];
}
"""


@pytest.mark.parametrize(
    "names",
    [("dossier",), ("projector",), QUIZ, ("reader",), ("record",)],
    ids=lambda names: names[-1],
)
def test_every_page_hears_its_kernel_where_anywidget_gave_it_up(
    browser: Browser, names: tuple[str, ...]
) -> None:
    """Messages go to the model as ipywidgets made it, and no listener is left behind."""
    page = browser.new_page()
    assert page.evaluate(HEARD, script(*names)) == ["a word", 0]
    page.close()

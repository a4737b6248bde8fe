"""The page of the reader: what it draws, says, sends and never does, in a browser alone."""

from __future__ import annotations

import copy
import json
import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import pytest

from casestudy.strings import READER as STRINGS
from casestudy.widgets.view import script
from tests import pages
from tests.pages import CONTRAST, LAB, STATIC, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator

State = dict[str, Any]


HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>{words}&amp;"

LINES = (
    ("heading", "The bridge"),
    ("byline", "By Ana Ruiz"),
    (
        "paragraph",
        (
            "The mayor closed the old bridge on Monday. “Nobody may cross it,” she said. "
            "The engineer Zoë Núñez found two cracks. Nobody had asked her."
        ),
    ),
    ("paragraph", "A crowd 😀 came to see 𝒯he bridge. The 🚧 sign fell into the river."),
    ("heading", "What followed"),
    ("list item", "The council did not read her letter."),
    ("list item", "The baker’s question was not answered."),
    ("paragraph", "On Friday the council voted to repair the bridge."),
    ("rights line", "© 2024 The Gazette."),
)


def text(name: str, lines: tuple[tuple[str, str], ...] = LINES) -> State:
    """Return a text as the kernel sends it; offsets are Python's, that is, code points."""
    passages: list[State] = []
    place, number = 0, 0
    for kind, words in lines:
        numbered = kind in {"paragraph", "list item"}
        number += numbered
        passages.append(
            {
                "number": number if numbered else None,
                "kind": kind,
                "level": int(kind == "heading"),
                "citation": f"{name} ¶{number}" if numbered else f"{name}, {kind}",
                "start": place,
                "text": words,
                "sentences": [
                    [place + found.start(), place + found.end()]
                    for found in re.finditer(r"\S.*?[.](?:”|(?=\s)|$)|\S.+$", words)
                ],
            }
        )
        place += len(words) + 2
    return {
        "id": name,
        "title": "The bridge",
        "source": f"The {name.title()}, 7 April 2024",
        "rights": f"© 2024 The {name.title()}. All rights reserved.",
        "passages": passages,
    }


def traits(state: State) -> State:
    """Return what each trait of the page holds of a state."""
    sentences = {
        each["id"]: [passage["sentences"] for passage in each["passages"]]
        for each in state["texts"]
    }
    parts: State = {
        "reading": {"strings", "texts", "labels", "marking"},
        "apparatus": {"layers", "spans", "notes", "links", "sentences"},
        "state": {"seq", "privacy", "notices", "marks", "can_undo"},
    }
    told = copy.deepcopy({**state, "sentences": sentences})
    for passage in (passage for each in told["texts"] for passage in each["passages"]):
        del passage["sentences"]
    return {name: {key: told[key] for key in keys} for name, keys in parts.items()}


def whole() -> str:
    """Return a text's words, so that code points can be looked up."""
    return "\n\n".join(words for _, words in LINES)


def span(words: str, layer: str, value: str, label: str, note: str = "") -> State:
    """Return a highlight over the first place of some words."""
    start = whole().index(words)
    return {
        "text": "gazette",
        "start": start,
        "end": start + len(words),
        "layer": layer,
        "value": value,
        "label": label,
        "note": note,
    }


def made(words: str, label: str = "seen", name: str = "m1") -> State:
    """Return a mark over the first place of some words."""
    start = whole().index(words)
    return {
        "id": name,
        "text": "gazette",
        "start": start,
        "end": start + len(words),
        "citation": "gazette ¶1",
        "words": words,
        "label": label,
    }


def fresh() -> State:
    """Return the state of a reader with one text, two layers and no marks."""
    return {
        "seq": 0,
        "strings": STRINGS,
        "privacy": "Your marks are kept on this computer only.",
        "notices": [],
        "texts": [text("gazette")],
        "layers": [
            {
                "id": "people",
                "name": "People",
                "on": True,
                "values": [{"id": "person", "name": "Person", "style": 0}],
            },
            {
                "id": "said",
                "name": "Statements",
                "on": True,
                "values": [
                    {"id": "quoted", "name": "Quoted", "style": 3},
                    {"id": "told", "name": "Told", "style": 1},
                ],
            },
        ],
        "spans": [
            span("The mayor", "people", "person", "The mayor, person", "mayor"),
            span("“Nobody may cross it,” she said", "said", "quoted", "The mayor says"),
            span("Nobody", "people", "person", "Nobody at all"),
            span("Zoë Núñez", "people", "person", "Zoë Núñez, person", "zoe"),
            span("Núñez found two cracks", "said", "told", "The engineer finds"),
            span("𝒯he bridge", "people", "person", "The bridge, no person"),
        ],
        "notes": {
            "mayor": {
                "title": "The mayor",
                "kind": "Person",
                "paragraphs": [[["She closed ", ""], ["the bridge", "strong"], [".", ""]]],
                "accounts": [
                    {
                        "document": "gazette",
                        "text": "Says that she closed it.",
                        "evidence": [
                            {**made("voted to repair"), "citation": "gazette ¶5"},
                            {**made("Monday"), "text": "elsewhere", "citation": "elsewhere ¶1"},
                        ],
                    }
                ],
            },
            "zoe": {"title": "Zoë Núñez", "kind": "Person", "paragraphs": [], "accounts": []},
        },
        "links": [],
        "labels": ["seen", "said", "judged"],
        "marking": True,
        "marks": [],
        "can_undo": False,
    }


def beside() -> State:
    """Return the state of two long texts with two links between them."""
    filler = tuple(
        ("paragraph", f"Line {n} of many, so that there is to scroll.") for n in range(60)
    )
    state = fresh()
    state["texts"] = [text("gazette", LINES + filler), text("herald", filler + LINES)]
    far = state["texts"][0]["passages"][50]["start"]
    near = state["texts"][1]["passages"][62]["start"]
    state["links"] = [
        {
            "label": "closed the old bridge",
            "kind": "shared",
            "ends": [["gazette", far, far + 9], ["herald", near, near + 9]],
        },
        {
            "label": "who closed it",
            "kind": "conflict",
            "ends": [["gazette", 0, 5], ["herald", 0, 5]],
        },
    ]
    return state


def long(size: int = 1_000_000) -> State:
    """Return the state of a text of about 1 MB in 10,000 paragraphs, with 5,000 highlights."""
    words = (
        "The council of the old town met again and said that the bridge, Zoë’s bridge, is closed. "
    )
    lines = tuple(("paragraph", f"{n}. {words}") for n in range(size // 96))
    state = fresh()
    state["texts"] = [text("gazette", lines)]
    state["spans"] = [
        {
            "text": "gazette",
            "start": passage["start"] + 5,
            "end": passage["start"] + 16,
            "layer": "people",
            "value": "person",
            "label": "The council",
            "note": "",
        }
        for passage in state["texts"][0]["passages"][::2]
    ]
    return state


class Desk(pages.Desk):
    """A page with a reader on it, and the end of the line where the kernel would be."""

    def push(self, state: State) -> None:
        """Send a whole new state to the page."""
        self.hand(**traits(state))

    def enter(self) -> None:
        """Put the focus on the text's one tab stop."""
        self.page.locator(".cr-pane [tabindex='0']").first.focus()

    def spoken(self) -> str:
        """Return what the hidden live region says."""
        return (self.page.locator(".cr-spoken").text_content() or "").rstrip("\u00a0")

    def message(self) -> str:
        """Return what the visible status says."""
        return self.page.locator(".cr-message").inner_text()

    def picked(self) -> str:
        """Return the words that are selected for marking."""
        return "".join(self.page.locator(".cr-picked").all_text_contents())

    def focused(self) -> str:
        """Return the words of what has the focus."""
        words: str = self.page.evaluate(
            "() => document.activeElement.ariaLabel || document.activeElement.textContent"
        )
        return words

    def passage(self, words: str) -> Locator:
        """Return the paragraph that has these words."""
        return self.page.locator(".cr-row > p").filter(has_text=words).first

    def highlight(self, words: str) -> Locator:
        """Return the innermost highlight over exactly these words."""
        return self.page.locator(".cr-pane .cr-hl").filter(
            has_text=re.compile(f"^{re.escape(words)}$")
        )

    def drag(self, words: str, start: int = 0, end: int | None = None) -> None:
        """Select letters of a paragraph as a mouse does."""
        self.page.evaluate(
            """([words, from, to]) => {
              for (const p of document.querySelectorAll(".cr-row > p")) {
                const at = p.textContent.indexOf(words);
                if (at < 0) continue;
                const place = (left) => {
                  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
                  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
                    if (left <= n.data.length) return [n, left];
                    left -= n.data.length;
                  }
                };
                p.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}));
                getSelection().setBaseAndExtent(...place(at + from), ...place(at + to));
                p.dispatchEvent(new PointerEvent("pointerup", {bubbles: true}));
                return;
              }
            }""",
            [words, start, len(words) if end is None else end],
        )
        self.page.locator(".cr-bar").wait_for()

    def answer(self, *marks: State, state: State | None = None, undo: bool = True) -> None:
        """Let the kernel say which marks there are now, and whether a step can be undone."""
        now = {**(state or fresh()), "marks": list(marks), "can_undo": undo}
        self.push({**now, "seq": self.sent()[-1]["seq"]})


def esm() -> str:
    """Return the module as the kernel sends it: what pages share, then the reader."""
    return script("reader")


@pytest.fixture(scope="module")
def desk_of(browser: Browser) -> Iterator[Callable[[bool], Desk]]:
    """Open a page with a clock of our own, and one without, for all tests: opening takes time."""

    @cache
    def open_page(clock: bool) -> Desk:  # noqa: FBT001  # the key of the cache
        page = browser.new_page()
        if clock:
            page.clock.install()
        return Desk.on(page)

    yield open_page
    open_page.cache_clear()


@pytest.fixture
def lay(desk_of: Callable[[bool], Desk]) -> Iterator[Callable[..., Desk]]:
    """Lay a reader on an empty page; the page must not complain."""
    used: list[Desk] = []

    def lay_out(
        state: State | None = None,
        *,
        theme: str = "light",
        width: int = 1000,
        clock: bool = False,
        others: tuple[str, ...] = ("quiz",),
    ) -> Desk:
        desk = desk_of(clock)
        used.append(desk)
        told, styles = traits(state or fresh()), ("reader", *others)
        desk.show(esm(), told, styles=styles, theme=theme, size=(width, 900))
        return desk

    yield lay_out
    assert [line for desk in used for line in desk.complaints] == []


def test_a_paragraphs_words_stay_exactly_the_documents(lay: Callable[..., Desk]) -> None:
    """Whatever lies over them: labels for screen readers are generated, never copied or counted."""
    desk = lay({**fresh(), "marks": [made("closed the old bridge")]})
    desk.page.get_by_role("searchbox").fill("bridge")
    shown = desk.page.locator(".cr-row > p").all_text_contents()
    assert shown == [words for _, words in LINES]


def test_a_highlight_tells_a_screen_reader_what_it_is_where_it_begins_and_ends(
    lay: Callable[..., Desk],
) -> None:
    """The browser's accessibility tree has the labels beside the words."""
    desk = lay({**fresh(), "marks": [made("on Monday")]})
    session = desk.page.context.new_cdp_session(desk.page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    words = " ".join(
        node["name"]["value"]
        for node in tree
        if node.get("role", {}).get("value") == "StaticText" and "name" in node
    )
    words = re.sub(r"\s+", " ", words)
    assert "[begin: The mayor, person] The mayor [end: Person]" in words
    assert "[your mark begins: seen] on Monday" in words
    assert "[your mark ends: seen]" in words


def test_a_highlight_may_nest_cross_and_pass_a_sentences_border(lay: Callable[..., Desk]) -> None:
    """Pieces of one highlight look alike; it begins once and ends once."""
    desk = lay()
    assert desk.highlight("Nobody").count() == 1
    outer = desk.page.locator(".cr-pane .cr-s3")
    assert outer.text_content() == "“Nobody may cross it,” she said"
    assert "cr-d1" in (outer.get_attribute("class") or "")
    crossed = desk.passage("The engineer").locator(".cr-s1").all_text_contents()
    assert "".join(crossed) == "Núñez found two cracks"
    assert desk.passage("The engineer").locator(".cr-s1[data-begin]").count() == 1
    assert desk.passage("The engineer").locator(".cr-s1[data-end]").count() == 1


def test_offsets_are_code_points_where_signs_take_two_units(lay: Callable[..., Desk]) -> None:
    """An emoji before a highlight does not move it, nor a mark that is sent."""
    desk = lay()
    assert desk.highlight("𝒯he bridge").count() == 1
    desk.drag("sign fell")
    desk.page.get_by_role("button", name="judged").click()
    start = whole().index("sign fell")
    assert desk.sent() == [
        {
            "do": "mark",
            "text": "gazette",
            "start": start,
            "end": start + 9,
            "label": "judged",
            "seq": 1,
        }
    ]


def test_a_layer_is_switched_off_and_on_and_the_legend_follows(lay: Callable[..., Desk]) -> None:
    """Style and label stand together; what is off is not there for anybody."""
    desk = lay()
    button = desk.page.get_by_role("button", name="People")
    legend = desk.page.get_by_role("list", name=STRINGS["legend"])
    assert legend.get_by_role("listitem").all_text_contents() == [
        "People",
        "Person",
        "Statements",
        "Quoted",
        "Told",
    ]
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert desk.page.locator(".cr-pane .cr-s0").count() == 0
    assert legend.get_by_role("listitem").all_text_contents() == ["Statements", "Quoted", "Told"]
    desk.push({**fresh(), "notices": ["Something else."]})
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert desk.page.locator(".cr-pane .cr-s0").count() == 4


def test_a_text_is_one_tab_stop_and_arrows_walk_its_paragraphs(lay: Callable[..., Desk]) -> None:
    """Hundreds of highlights are no hundreds of stops."""
    desk = lay()
    assert desk.page.locator(".cr-pane [tabindex='0']").count() == 1
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown")
    assert desk.focused().startswith("The mayor closed")
    assert desk.spoken().startswith("gazette ¶1: The mayor closed")
    desk.keys("ArrowUp", "End")
    assert desk.focused() == "© 2024 The Gazette."
    desk.keys("Home")
    assert desk.focused() == "The bridge"
    assert desk.page.locator(".cr-pane [tabindex='0']").count() == 1


def test_n_and_p_walk_the_highlights_that_are_switched_on(lay: Callable[..., Desk]) -> None:
    """In reading order, an outer one before the one in it."""
    desk = lay()
    desk.enter()
    walked = []
    for _ in range(4):
        desk.keys("n")
        walked.append(desk.focused())
    assert walked == ["The mayor", "“Nobody may cross it,” she said", "Nobody", "Zoë Núñez"]
    assert desk.spoken() == (
        "Zoë Núñez, person: “Zoë Núñez”. Highlight 4 of 6. Enter opens its note."
    )
    desk.keys("p")
    assert desk.focused() == "Nobody"
    desk.page.get_by_role("button", name="Statements").click()
    desk.enter()
    desk.keys("p")
    assert desk.focused() == "The mayor"


def test_a_note_opens_by_enter_and_escape_gives_the_focus_back(lay: Callable[..., Desk]) -> None:
    """It is a dialog named by its heading, and its passages can be gone to."""
    desk = lay()
    desk.enter()
    desk.keys("n", "Enter")
    panel = desk.page.get_by_role("dialog", name="The mayor")
    assert panel.is_visible()
    assert desk.focused() == "The mayor"
    assert panel.locator("strong").inner_text() == "the bridge"
    panel.get_by_role("button", name="voted to repair").click()
    assert desk.page.locator(".cr-linked").text_content() == "voted to repair"
    assert panel.get_by_text("elsewhere ¶1").count() == 1
    assert panel.get_by_role("button", name="Monday").count() == 0
    desk.keys("Escape")
    assert not panel.is_visible()
    assert desk.page.evaluate("() => document.activeElement.classList.contains('cr-hl')")
    assert desk.spoken() == STRINGS["note_closed"]


def test_a_note_opens_by_a_click_on_the_innermost_highlight(lay: Callable[..., Desk]) -> None:
    """Where no note is written, its label is the note."""
    desk = lay()
    desk.highlight("Nobody").click()
    assert desk.page.get_by_role("dialog", name="Nobody at all").is_visible()
    desk.page.get_by_role("button", name=STRINGS["close"]).click()
    assert desk.page.get_by_role("dialog").count() == 0
    assert desk.focused() == "Nobody"


def test_a_short_text_is_quiet_until_its_tools_are_asked_for(lay: Callable[..., Desk]) -> None:
    """Two paragraphs have their tools behind one button, or behind the key for the search."""
    short = fresh() | {"texts": [text("gazette", LINES[:3])], "layers": [], "spans": []}
    desk = lay(short)
    field = desk.page.get_by_role("searchbox")
    opener = desk.page.get_by_role("button", name="Search and keys")
    assert not field.is_visible()
    assert desk.page.get_by_text("All rights reserved").is_visible()
    opener.click()
    assert field.is_visible()
    assert opener.get_attribute("aria-expanded") == "true"
    opener.click()
    assert not field.is_visible()
    desk.enter()
    desk.keys("/")
    assert field.evaluate("node => node === document.activeElement")


def test_a_long_text_and_one_with_highlights_are_not_quiet(lay: Callable[..., Desk]) -> None:
    """Where a layer is switched on, or there is more to search, the tools stand there."""
    for state in (fresh() | {"layers": [], "spans": []}, fresh()):
        desk = lay(state)
        assert desk.page.get_by_role("searchbox").is_visible()
        assert not desk.page.get_by_role("button", name="Search and keys").is_visible()


def test_a_search_forgives_case_accents_quotes_and_dashes(lay: Callable[..., Desk]) -> None:
    """Hits are counted and marked, Enter and Shift+Enter go round, Escape ends it."""
    desk = lay()
    field = desk.page.get_by_role("searchbox")
    for sought, found in (
        ("BRIDGE", "bridge"),
        ("zoe nunez", "Zoë Núñez"),
        ("BAKER'S", "baker’s"),
        ('it," she', "it,” she"),
    ):
        field.fill(sought)
        assert "".join(desk.page.locator(".cr-now").all_text_contents()).lower() == found.lower()
    desk.enter()
    desk.keys("Home")
    field.fill("the bridge")
    count = desk.page.locator(".cr-count")
    assert count.inner_text() == "1 of 3"
    desk.keys("Enter")
    assert count.inner_text() == "2 of 3"
    assert desk.page.locator(".cr-now").inner_text() == "𝒯he bridge"
    desk.keys("Enter", "Enter", "Shift+Enter")
    assert count.inner_text() == "3 of 3"
    field.fill("unicorn")
    assert count.inner_text() == STRINGS["no_hits"]
    desk.keys("Escape")
    assert desk.page.locator(".cr-hit").count() == 0
    desk.keys("Escape")
    assert desk.page.evaluate("() => document.activeElement.matches('.cr-pane *')")
    desk.keys("/")
    assert desk.focused() == STRINGS["search"]


def test_a_citation_is_copied_by_its_number_or_by_c(lay: Callable[..., Desk]) -> None:
    """It is said that it was; the number in the margin is the button."""
    desk = lay()
    desk.page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', {configurable: true,"
        " value: {writeText: async (words) => { window.copied = words; }}})"
    )
    desk.page.get_by_role("button", name="Copy the citation gazette ¶2").click()
    assert desk.page.evaluate("() => copied") == "gazette ¶2"
    assert desk.message() == "Copied: gazette ¶2"
    desk.keys("ArrowUp", "c")
    assert desk.message() == "Copied: gazette ¶1"


def test_a_citation_that_cannot_be_copied_is_selected(lay: Callable[..., Desk]) -> None:
    """Escape goes back to the paragraph."""
    desk = lay()
    desk.page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard',"
        " {configurable: true, value: undefined})"
    )
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown", "c")
    assert desk.message() == STRINGS["not_copied"]
    script = "a => a.value.slice(a.selectionStart, a.selectionEnd)"
    assert desk.page.locator(".cr-offer:focus").evaluate(script) == "gazette ¶1"
    desk.keys("Escape")
    assert desk.focused().startswith("The mayor closed")


def test_words_are_marked_with_the_mouse_and_snap_to_whole_words(lay: Callable[..., Desk]) -> None:
    """Half words grow, white space is left out, the browser's own selection follows."""
    desk = lay()
    desk.drag("found two cracks", 2, 8)
    assert desk.picked() == "found two"
    assert desk.page.evaluate("() => getSelection().toString()") == "found two"
    desk.page.get_by_role("button", name="said").click()
    start = whole().index("found two")
    sent = {
        "do": "mark",
        "text": "gazette",
        "start": start,
        "end": start + 9,
        "label": "said",
        "seq": 1,
    }
    assert desk.sent() == [sent]
    desk.answer(made("found two", "said"))
    assert desk.page.locator(".cr-bar").is_hidden()
    assert desk.picked() == ""
    assert desk.page.locator(".cr-mark").inner_text() == "found two"
    assert desk.message() == "Marked as said: gazette ¶1"


def test_a_real_mouse_marks_as_well(lay: Callable[..., Desk]) -> None:
    """A double click selects a word."""
    desk = lay()
    desk.passage("On Friday").dblclick(position={"x": 10, "y": 10})
    desk.page.locator(".cr-bar").wait_for()
    assert desk.picked() == "On"


def test_a_sentence_is_marked_with_the_keyboard_alone(lay: Callable[..., Desk]) -> None:
    """m, arrows, m, a label; then the focus is back in the text and u takes it back."""
    desk = lay()
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown", "m")
    assert desk.spoken() == "Sentence 1 of 4: The mayor closed the old bridge on Monday."
    assert desk.page.locator(".cr-hint").inner_text().startswith("Marking a sentence")
    desk.keys("ArrowRight", "ArrowRight")
    assert desk.picked() == "The engineer Zoë Núñez found two cracks."
    assert desk.spoken().startswith("Sentence 3 of 4")
    desk.keys("Shift+ArrowRight")
    assert desk.spoken().startswith("2 sentences: ")
    desk.keys("Shift+ArrowLeft", "m")
    assert desk.focused() == "seen"
    desk.keys("Tab", "Enter")
    words = "The engineer Zoë Núñez found two cracks."
    assert desk.sent()[0]["label"] == "said"
    assert whole()[desk.sent()[0]["start"] : desk.sent()[0]["end"]] == words
    desk.answer(made(words, "said"))
    assert desk.focused().startswith("The mayor closed")
    desk.keys("u")
    assert desk.sent()[1] == {"do": "undo", "seq": 2}
    desk.answer(undo=False)
    assert desk.page.locator(".cr-mark").count() == 0
    desk.keys("u")
    assert desk.message() == STRINGS["no_undo"]
    assert len(desk.sent()) == 2


def test_words_are_marked_with_the_keyboard_alone(lay: Callable[..., Desk]) -> None:
    """From the sentence to its words, and back by Escape, one step at a time."""
    desk = lay()
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown", "m", "w", "ArrowRight", "ArrowRight")
    assert desk.spoken() == "Word 2 of 25: mayor"
    desk.keys("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft")
    assert desk.picked() == "mayor closed"
    assert desk.spoken() == "2 words: mayor closed"
    desk.keys("Enter")
    assert desk.focused() == "seen"
    desk.keys("Escape")
    assert desk.picked() == "mayor closed"
    desk.keys("Escape")
    assert desk.picked() == "The mayor closed the old bridge on Monday."
    desk.keys("Enter", "Enter", "3")
    assert desk.sent()[0]["label"] == "judged"
    start = whole().index("The mayor")
    assert [desk.sent()[0][end] for end in ("start", "end")] == [start, start + 41]
    desk.keys("Escape", "Escape", "Escape")
    assert desk.picked() == ""
    assert desk.spoken() == STRINGS["dropped"]


def test_keys_count_code_points_too(lay: Callable[..., Desk]) -> None:
    """Words after an emoji are sent where Python finds them, and a walk passes paragraphs."""
    desk = lay()
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown", "ArrowDown", "m", "ArrowRight", "m", "1")
    sent = desk.sent()[0]
    assert whole()[sent["start"] : sent["end"]] == "The 🚧 sign fell into the river."
    desk.keys("Escape", "ArrowRight")
    assert desk.picked() == "What followed"
    assert desk.focused() == "What followed"


def test_a_mark_starts_at_the_sentence_of_the_highlight_that_has_the_focus(
    lay: Callable[..., Desk],
) -> None:
    """Nobody walks there twice."""
    desk = lay()
    desk.enter()
    desk.keys("n", "n", "n", "n", "m")
    assert desk.picked() == "The engineer Zoë Núñez found two cracks."


ALONE = """
const passages = [
  {start: 5, text: "A crowd 😀 came. It left."}, {start: 30, text: "Nobody stayed."},
].map(createPassage);
passages[0].learn([[5, 20], [21, 29]]);
const pane = make("div", {id: "alone"});
for (const passage of passages) pane.append(passage.node = make("p", {}, passage.text));
document.querySelector("main").replaceChildren(pane);
const text = {pane, passages, current: 0, stop: null};
window.alone = {drawn: [], taken: null, said: []};
const marker = createMarker({
  texts: () => [text], ready: () => true, show() {}, speak: (words) => alone.said.push(words),
  draw: (picked) => alone.drawn.push(picked && wordsOf(picked)),
  say: (name, {words = ""}) => `${name}: ${words}`,
  done: () => { alone.taken = [marker.picked.start, marker.picked.end]; },
});
settle(text, passages[0]);
marker.listen(text);
pane.addEventListener("keydown", (event) => {
  if (!marker.key(text, event) && event.key === "Escape") marker.back();
});
"""


def test_marking_needs_nothing_of_the_reader(lay: Callable[..., Desk]) -> None:
    """Another page marks by the same keys and mouse: it draws, and takes code points."""
    desk = lay()
    module = script("marking") + ALONE
    desk.page.evaluate(
        "source => import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})))",
        module,
    )
    desk.keys("m", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft", "w", "Enter")
    told = desk.page.evaluate("() => alone")
    words = ["A crowd 😀 came.", "It left.", "It left. … Nobody stayed.", "It left.", "It left"]
    assert told["drawn"] == words
    assert told["said"][-1] == "words: It left"
    assert told["taken"] == [21, 28]
    desk.keys("Escape", "Escape", "ArrowDown")
    assert desk.page.evaluate("() => [alone.drawn.at(-1), alone.said.at(-1)]") == [
        None,
        "paragraph: Nobody stayed.",
    ]
    desk.page.locator("#alone p").nth(1).dblclick(position={"x": 10, "y": 8})
    desk.page.wait_for_function("() => alone.said.at(-1) === 'choose: Nobody'")


def test_a_label_of_ones_own_is_asked_where_none_are_given(lay: Callable[..., Desk]) -> None:
    """Free text, with Enter; an empty one is no label."""
    desk = lay({**fresh(), "labels": []})
    desk.drag("found two")
    field = desk.page.get_by_role("textbox", name=STRINGS["label"])
    field.click()
    desk.keys("Enter")
    assert desk.sent() == []
    assert desk.picked() == "found two"
    field.fill("damage")
    desk.keys("Enter")
    assert desk.sent()[0]["label"] == "damage"


def test_marks_are_listed_and_can_be_given_another_label_or_removed(
    lay: Callable[..., Desk],
) -> None:
    """The focus goes on to the next mark, and then to the heading."""
    one, two = made("found two", "said"), made("on Monday", "seen", "m2")
    desk = lay({**fresh(), "marks": [one, two], "can_undo": True})
    rows = desk.page.locator("ol > li")
    assert rows.count() == 2
    assert "gazette ¶1" in rows.first.inner_text()
    rows.first.get_by_role("combobox").select_option("judged")
    assert desk.sent()[-1] == {"do": "relabel", "id": "m1", "label": "judged", "seq": 1}
    desk.answer({**one, "label": "judged"}, two)
    assert rows.first.get_by_role("combobox").input_value() == "judged"
    rows.first.get_by_role("button", name="Remove the mark “found two”").click()
    assert desk.sent()[-1] == {"do": "unmark", "id": "m1", "seq": 2}
    desk.answer(two)
    assert desk.focused() == "Remove the mark “on Monday”"
    desk.keys("Enter")
    desk.answer()
    assert desk.focused() == "Your marks"
    assert desk.page.get_by_text(STRINGS["no_marks"]).is_visible()


def test_a_reader_without_marking_offers_none(lay: Callable[..., Desk]) -> None:
    """Then m and u are no keys, and no list stands below."""
    desk = lay({**fresh(), "marking": False})
    desk.enter()
    desk.keys("m", "u")
    assert desk.picked() == ""
    assert desk.sent() == []
    assert desk.page.locator(".cr-own").is_hidden()
    assert STRINGS["help_marking"][:7] not in desk.page.locator("section").inner_text()


def test_a_silent_kernel_is_said_and_the_selection_is_kept(lay: Callable[..., Desk]) -> None:
    """Within two seconds; the same mark asked again names the first asking."""
    desk = lay(clock=True)
    desk.drag("found two")
    desk.page.get_by_role("button", name="said").click()
    desk.page.clock.fast_forward(350)
    assert desk.message() == STRINGS["waiting"]
    desk.page.clock.fast_forward(1300)
    assert desk.message() == STRINGS["no_kernel"]
    assert desk.page.locator(".cr-bar").inner_text().count(STRINGS["no_kernel"]) == 1
    assert desk.picked() == "found two"
    desk.page.get_by_role("button", name="said").click()
    assert [(one["seq"], one.get("retry")) for one in desk.sent()] == [(1, None), (2, 1)]
    desk.answer(made("found two", "said"))
    assert desk.picked() == ""
    assert desk.message() == "Marked as said: gazette ¶1"


def test_a_late_mark_does_not_take_away_a_new_selection(lay: Callable[..., Desk]) -> None:
    """The learner has gone on in the meantime."""
    desk = lay(clock=True)
    desk.drag("found two")
    desk.page.get_by_role("button", name="said").click()
    desk.page.clock.fast_forward(1600)
    desk.drag("on Monday")
    desk.answer(made("found two", "said"))
    assert desk.picked() == "on Monday"
    assert desk.page.locator(".cr-mark").inner_text() == "found two"


def test_a_closed_line_to_the_kernel_is_said_at_once(lay: Callable[..., Desk]) -> None:
    """Sending that fails is no reason to wait."""
    desk = lay()
    desk.page.evaluate("() => { desks[0].broken = true; }")
    desk.drag("found two")
    desk.page.get_by_role("button", name="said").click()
    assert desk.message() == STRINGS["no_kernel"]
    assert desk.picked() == "found two"


def test_a_mark_that_the_kernel_refuses_is_said(lay: Callable[..., Desk]) -> None:
    """The selection stays, so that it can be changed."""
    desk = lay()
    desk.drag("found two")
    desk.page.get_by_role("button", name="said").click()
    desk.answer()
    assert desk.message() == STRINGS["refused"]
    assert desk.picked() == "found two"


def test_a_new_state_keeps_focus_note_search_and_selection(lay: Callable[..., Desk]) -> None:
    """The page is patched; texts that did not change are not built anew."""
    desk = lay()
    desk.enter()
    desk.keys("n", "n", "n", "n")
    desk.page.evaluate("() => { window.p = document.activeElement.closest('p'); }")
    desk.push({**fresh(), "marks": [made("found two")]})
    assert desk.focused() == "Zoë Núñez"
    assert desk.page.evaluate("() => p.isConnected && p.contains(document.activeElement)")
    desk.keys("Enter")
    desk.push({**fresh(), "notices": ["Something else."]})
    assert desk.page.get_by_role("dialog", name="Zoë Núñez").is_visible()
    assert desk.focused() == "Zoë Núñez"
    desk.keys("Escape", "m")
    desk.push(fresh())
    assert desk.picked() == "The engineer Zoë Núñez found two cracks."


def test_two_texts_stand_beside_each_other_where_there_is_room(lay: Callable[..., Desk]) -> None:
    """At 900 pixels; below, one above the other."""
    for width, aside in ((900, True), (600, False)):
        desk = lay(beside(), width=width)
        one, two = (each.bounding_box() for each in desk.page.locator(".cr-text").all())
        assert one is not None
        assert two is not None
        assert (abs(one["y"] - two["y"]) < 2) is aside
        assert (two["x"] > one["x"] + one["width"]) is aside


def test_the_list_of_links_is_one_tab_stop(lay: Callable[..., Desk]) -> None:
    """Arrows, Home and End walk in it, however many there are."""
    desk = lay(beside(), width=1100)
    nodes = desk.page.locator(".cr-link")
    nodes.first.focus()
    desk.keys("ArrowDown")
    assert desk.page.locator(".cr-link:focus").inner_text() == nodes.nth(1).inner_text()
    assert desk.page.locator(".cr-link[tabindex='0']").count() == 1
    desk.keys("Home", "End", "ArrowDown")
    assert desk.page.locator(".cr-link:focus").inner_text() == nodes.last.inner_text()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_link_scrolls_both_texts_to_its_ends(
    lay: Callable[..., Desk], motion: Literal["no-preference", "reduce"]
) -> None:
    """The outline flashes unless motion is unwelcome; Escape takes it away."""
    desk = lay(beside(), width=1100)
    desk.page.emulate_media(reduced_motion=motion)
    desk.page.get_by_role("button", name="closed the old bridge").click()
    seen = """() => [...document.querySelectorAll(".cr-pane")].map((pane) => {
      const box = pane.querySelector(".cr-linked").getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      return box.top >= frame.top && box.bottom <= frame.bottom && pane.scrollTop > 500;
    })"""
    assert desk.page.evaluate(seen) == [True, True]
    assert desk.spoken().startswith("Shown and outlined: gazette ¶")
    name = desk.page.locator(".cr-linked").first.evaluate("n => getComputedStyle(n).animationName")
    assert name == ("cr-flash" if motion == "no-preference" else "none")
    conflict = desk.page.get_by_role("button", name=STRINGS["conflict"])
    conflict.click()
    assert conflict.get_attribute("aria-pressed") == "true"
    assert (
        desk.page.locator(".cr-linked").first.evaluate("n => getComputedStyle(n).outlineStyle")
        == "double"
    )
    desk.keys("Escape")
    assert desk.page.locator(".cr-linked").count() == 0
    assert conflict.get_attribute("aria-pressed") == "false"


def test_hostile_words_are_shown_as_words_everywhere(lay: Callable[..., Desk]) -> None:
    """Nothing that a document, a note or a learner says becomes markup."""
    kept = {"id", "kind", "layer", "value", "note", "start", "end", "document", "strings"}

    def spoil(value: Any, key: str = "") -> Any:  # noqa: ANN401  # any JSON
        if key == "strings":
            return value
        if isinstance(value, dict):
            return {
                name: inner
                if name == "text" and "passages" not in value and "layer" in value
                else spoil(inner, name)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [spoil(inner, key) for inner in value]
        return f"{value}{HOSTILE}" if isinstance(value, str) and key not in kept else value

    state = {**fresh(), "marks": [made("found two")]}
    bad = spoil(copy.deepcopy(state))
    bad["marks"][0]["text"] = "gazette"
    bad["notices"] = [HOSTILE]
    desk = lay(bad)
    desk.page.get_by_role("searchbox").fill("<img")
    desk.highlight("The mayor").click()
    assert desk.page.evaluate("() => window.pwned") is None
    assert desk.page.locator("img, main script").count() == 0
    assert desk.page.locator("main > div > section").inner_text().count("<img src=x") > 15


def test_plain_keys_stay_in_the_reader_and_saving_does_not(lay: Callable[..., Desk]) -> None:
    """JupyterLab would move to another cell, or delete one; Ctrl+S is still its own."""
    desk = lay()
    desk.page.evaluate(
        "() => { window.keys = []; for (const n of ['keydown', 'keypress', 'keyup'])"
        " document.addEventListener(n, e => keys.push(e.key)); }"
    )
    desk.enter()
    desk.keys("ArrowDown", "b", "d", "d", "Shift+Enter", "m", "ArrowRight", "Escape", "Alt+x")
    assert desk.page.evaluate("() => keys.filter(k => k !== 'Control')") == []
    desk.keys("Control+s")
    assert "s" in desk.page.evaluate("() => keys")


# ── in tall excerpts ─────────────────────────────────────────────────────────────────────────


def tall() -> State:
    """Return the state of a text of 90 paragraphs, a word in every seventh."""
    lines = tuple(
        ("paragraph", f"Line {n} of many. " * 6 + ("The heron stood there." if n % 7 == 3 else ""))
        for n in range(90)
    )
    return {**fresh(), "texts": [text("gazette", lines)], "spans": []}


IN_SIGHT = """
() => ["input.cr-field", ".cr-now"].map((name) => {
  const node = document.querySelector(name);
  const {left, top, width, height} = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
})
"""


def cell(desk: Desk) -> None:
    """Put the reader into what JupyterLab has: a list that scrolls below its menus, and a box."""
    desk.page.add_style_tag(
        content="main {height: 80vh; overflow: auto} main > div {overflow: auto; margin: 60vh 0}"
    )


@pytest.mark.parametrize("height", [900, 420])
def test_a_stepped_hit_and_the_search_field_are_in_view_together(
    lay: Callable[..., Desk], height: int
) -> None:
    """However tall the excerpt is, Enter shows the next hit and leaves the field in sight."""
    desk = lay(tall())
    cell(desk)
    desk.page.set_viewport_size({"width": 1000, "height": height})
    desk.page.get_by_role("searchbox").fill("heron")
    for number in range(2, 9):
        desk.keys("Enter")
        assert desk.page.locator(".cr-count").inner_text() == f"{number} of 13"
        assert desk.page.evaluate(IN_SIGHT) == [True, True]
    desk.keys("Shift+Enter")
    assert desk.page.evaluate(IN_SIGHT) == [True, True]


def test_where_no_window_holds_both_the_field_comes_along_to_the_second_text(
    lay: Callable[..., Desk],
) -> None:
    """Two texts one above the other: the field is where the hit is, and goes back afterwards."""
    state = beside()
    state["texts"] = [*tall()["texts"], {**tall()["texts"][0], "id": "herald"}]
    desk = lay({**state, "spans": [], "links": []}, width=600)
    cell(desk)
    desk.page.set_viewport_size({"width": 600, "height": 600})
    field = desk.page.get_by_role("searchbox")
    field.fill("heron")
    desk.keys(*["Enter"] * 15)
    assert desk.page.locator(".cr-count").inner_text() == "16 of 26"
    assert desk.page.evaluate(IN_SIGHT) == [True, True]
    assert desk.focused() == STRINGS["search"]
    field.blur()
    moved = desk.page.locator(".cr-search").evaluate("node => node.style.translate")
    assert moved == ""


def test_what_to_do_and_what_was_done_stand_at_the_foot_of_the_text(
    lay: Callable[..., Desk],
) -> None:
    """While a text is marked, hint and status are in its frame: nobody scrolls to read them."""
    desk = lay(tall())
    hint, box = desk.page.locator(".cr-hint"), desk.page.locator(".cr-text").bounding_box()
    assert box is not None
    assert hint.inner_text().startswith("To mark, select words")
    desk.enter()
    told = []
    for key in ("m", "w", "m"):
        desk.keys(key)
        told.append(hint.inner_text().partition(":")[0])
    assert told == ["Marking a sentence", "Marking words", "Choose a label"]
    desk.keys("1")
    start = desk.sent()[0]["start"]
    words = {**made("The"), "start": start, "end": desk.sent()[0]["end"], "words": "Line"}
    desk.answer(words, state=tall())
    assert desk.message() == "Marked as seen: gazette ¶1"
    for name in (".cr-hint", ".cr-message"):
        here = desk.page.locator(name).bounding_box()
        assert here is not None
        assert box["y"] < here["y"] < here["y"] + here["height"] <= box["y"] + box["height"] + 1


def test_of_two_texts_the_one_in_use_says_what_was_done(lay: Callable[..., Desk]) -> None:
    """A status is read once, beside the text that it is about."""
    desk = lay(beside(), width=1200)
    desk.page.locator(".cr-pane").nth(1).locator("[tabindex='0']").focus()
    desk.keys("m", "m", "1")
    desk.push(beside())
    desk.answer(state=beside())
    assert desk.page.locator(".cr-message").all_inner_texts() == ["", STRINGS["refused"]]
    hints = desk.page.locator(".cr-hint").all_inner_texts()
    assert [each.partition(" ")[0] for each in hints] == ["To", "Choose"]


def test_an_open_note_shows_which_words_it_belongs_to(lay: Callable[..., Desk]) -> None:
    """Its highlight has a border of its own, also where colours are forced; closed, it has none."""
    desk = lay()
    look = "n => [getComputedStyle(n).outlineStyle, parseFloat(getComputedStyle(n).outlineWidth)]"
    desk.highlight("The mayor").click()
    opened = desk.page.locator(".cr-open")
    assert opened.all_inner_texts() == ["The mayor"]
    for colours in ("none", "active"):
        desk.page.emulate_media(forced_colors=colours)
        assert opened.evaluate(look) == ["solid", 2]
    desk.highlight("𝒯he bridge").click()
    assert opened.all_inner_texts() == ["𝒯he bridge"]
    desk.keys("Escape")
    assert opened.count() == 0


def test_sentences_that_come_after_the_texts_refine_what_is_selected(
    lay: Callable[..., Desk],
) -> None:
    """Before they are known a paragraph is marked as a whole; the walk goes on from where it is."""
    desk = lay()
    late = traits(fresh())
    desk.page.evaluate("late => desks[0].push(late)", {**late, "apparatus": {}})
    desk.page.evaluate("() => { desks[0].ends[0](); desks[0].view(); }")
    assert desk.page.locator(".cr-layer").count() == 0
    desk.enter()
    desk.keys("ArrowDown", "ArrowDown", "m")
    assert desk.picked() == LINES[2][1]
    desk.push(fresh())
    assert desk.spoken().startswith("4 sentences: The mayor")
    desk.keys("ArrowLeft")
    assert desk.spoken().startswith("Sentence 3 of 4: The engineer")
    assert desk.page.locator(".cr-layer").count() == 2


def test_a_line_has_as_many_letters_as_reads_well(lay: Callable[..., Desk]) -> None:
    """Between 45 and 80 letters, whatever the window; Bringhurst asks for 45 to 75, on average."""
    desk = lay(width=1600)
    desk.page.emulate_media(reduced_motion="reduce")
    script = """() => {
      const p = document.querySelectorAll(".cr-row > p")[2];
      const style = getComputedStyle(p);
      const canvas = document.createElement("canvas").getContext("2d");
      canvas.font = style.font;
      const line = p.textContent.slice(0, 150);
      return p.clientWidth / (canvas.measureText(line).width / line.length);
    }"""
    assert 45 <= desk.page.evaluate(script) <= 80


# ── keys, focus and clean-up ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_nothing_traps_the_focus(lay: Callable[..., Desk], key: str) -> None:
    """Tab leaves the reader at its end, in both directions, also while marking."""
    desk = lay({**fresh(), "marks": [made("found two")]})
    desk.enter()
    desk.page.evaluate(
        "() => { for (const place of ['beforebegin', 'afterend']) document.querySelector('main')"
        ".insertAdjacentHTML(place, '<button>outside</button>'); }"
    )
    desk.keys("n", "m", "w")
    for _ in range(12):
        desk.keys(key)
        if desk.focused() == "outside":
            return
    pytest.fail("the focus never left the reader")


def test_the_focus_is_seen_wherever_it_is(lay: Callable[..., Desk]) -> None:
    """A ring on what can be pressed, a bar beside the paragraph."""
    desk = lay()
    desk.keys("Tab")
    ring = """() => {
      const look = getComputedStyle(document.activeElement);
      return [look.outlineStyle, look.outlineWidth];
    }"""
    assert desk.page.evaluate(ring) == ["solid", "2px"]
    desk.enter()
    desk.keys("ArrowDown")
    bar = "() => getComputedStyle(document.activeElement.parentElement, '::before').backgroundColor"
    assert desk.page.evaluate(bar) != "rgba(0, 0, 0, 0)"
    desk.keys("n")
    assert desk.page.evaluate(ring) == ["solid", "2px"]


def test_cleaning_up_leaves_nothing_behind(lay: Callable[..., Desk]) -> None:
    """A closed output listens no more."""
    desk = lay(clock=True)
    desk.drag("found two")
    desk.page.get_by_role("button", name="said").click()
    desk.page.evaluate("() => desks[0].ends[0]()")
    desk.page.clock.fast_forward(2000)
    assert desk.page.evaluate("() => desks[0].heard.length") == 0
    assert desk.page.locator("section, .cs-reader").count() == 0


def test_two_views_share_neither_names_nor_numbers(lay: Callable[..., Desk]) -> None:
    """A cell's output can be shown twice."""
    desk = lay({**fresh(), "can_undo": True})
    desk.page.evaluate("() => desks[0].view()")
    desk.page.get_by_role("button", name="Undo").nth(0).click()
    desk.page.get_by_role("button", name="Undo").nth(1).click()
    assert [message["seq"] for message in desk.sent()] == [1, 2]
    ids = desk.page.evaluate("() => [...document.querySelectorAll('[id]')].map(n => n.id)")
    assert len(ids) == len(set(ids))


def crowded() -> State:
    """Return a state in which everything that can be shown is shown."""
    state = fresh()
    kinds = ("caption", "infobox item", "furniture", "rights line")
    lines = (*LINES, *((kind, "averyveryverylongwordwithoutaplacetobreakit" * 3) for kind in kinds))
    state["texts"] = [text("gazette", lines), text("herald")]
    state["layers"][0]["values"] += [
        {"id": str(style), "name": f"Style {style}", "style": style} for style in range(8)
    ]
    state["spans"] += [
        {**span(words, "people", str(style), f"style {style}"), "text": "herald"}
        for style, words in enumerate(
            ("mayor", "closed", "old", "bridge", "Monday", "Nobody", "engineer", "cracks")
        )
    ]
    state["links"] = [
        {
            "label": "a label of some length " * 4,
            "kind": kind,
            "ends": [["gazette", 0, 5], ["herald", 0, 5]],
        }
        for kind in ("shared", "conflict")
    ]
    state["marks"] = [made("Zoë Núñez found"), made("may cross it", "judged", "m2")]
    state["notices"] = ["The folder cannot be written to, so your marks are not kept."]
    return state


def crowd(desk: Desk) -> None:
    """Open a note, search, choose a link, start to mark: all at once."""
    desk.highlight("The mayor").first.click()
    desk.page.get_by_role("searchbox").fill("bridge")
    desk.page.get_by_role("button", name=STRINGS["conflict"]).click()
    desk.drag("Nobody had asked")


@pytest.mark.parametrize("others", [(), ("quiz",)], ids=["alone", "beside a quiz"])
@pytest.mark.parametrize("width", [320, 400, 900])
def test_nothing_is_clipped_and_nothing_scrolls_sideways(
    lay: Callable[..., Desk], width: int, others: tuple[str, ...]
) -> None:
    """A narrow window, or a large type, is no reason to scroll in two directions."""
    desk = lay(crowded(), width=width, others=others)
    crowd(desk)
    script = """() => [[document.documentElement.scrollWidth - innerWidth, "page"],
      ...[...document.querySelectorAll('.cs-reader *')].filter(n => n.clientWidth
        && !n.matches('.cr-spoken') && getComputedStyle(n).display !== 'inline')
        .map(n => [n.scrollWidth - n.clientWidth, n.className || n.tagName])]
        .filter(([more]) => more > 1)"""
    assert desk.page.evaluate(script) == []


def test_letters_of_twice_the_size_fit_too(lay: Callable[..., Desk]) -> None:
    """WCAG 1.4.4: 200 % without loss."""
    desk = lay(crowded(), width=500)
    desk.page.add_style_tag(content=":root { --jp-content-font-size1: 28px !important; }")
    crowd(desk)
    assert desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_is_clicked_is_at_least_28_pixels_high(lay: Callable[..., Desk]) -> None:
    """WCAG 2.5.8 asks for 24; words in a text are excepted."""
    desk = lay(crowded())
    crowd(desk)
    script = "all => Math.min(...all.map(n => n.offsetHeight).filter(Boolean))"
    assert desk.page.locator("button, input, select").evaluate_all(script) >= 27


STATES = {
    "reading": (),
    "note": ("n", "Enter"),
    "sentence": ("ArrowDown", "ArrowDown", "m"),
    "label": ("ArrowDown", "ArrowDown", "m", "m"),
}
"""Keys that bring the page into a state."""

ALL = "everything"


@pytest.mark.parametrize(
    ("state", "theme"), [*((state, "light") for state in (*STATES, ALL)), (ALL, "dark")]
)
def test_axe_finds_nothing_to_complain_of(lay: Callable[..., Desk], state: str, theme: str) -> None:
    """axe-core, with its advice on good practice, in each state that the page can be in.

    In the dark only colours differ, and their contrast is computed below.
    """
    desk = lay(crowded(), theme=theme, width=1200)
    if state in STATES:
        desk.enter()
        desk.keys(*STATES[state])
    else:
        crowd(desk)
    assert desk.violations(".cs-reader", contrast=theme == "light") == []


def test_what_the_page_consists_of_has_roles_and_names_for_a_screen_reader(
    lay: Callable[..., Desk],
) -> None:
    """The browser's accessibility tree, as a screen reader gets it: names, states, live regions."""
    desk = lay({**fresh(), "marks": [made("on Monday")], "can_undo": True})
    desk.enter()
    desk.keys("n", "Enter")
    session = desk.page.context.new_cdp_session(desk.page)
    named: set[tuple[str, str]] = set()
    described, live = "", []
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if node["ignored"]:
            continue
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        named.add((role, name))
        properties = {each["name"]: each["value"].get("value") for each in node["properties"]}
        live += [role] * bool(properties.get("live") == "polite" and properties.get("root") is None)
        if (role, name) == ("group", "The bridge"):
            described = node.get("description", {}).get("value", "")
    assert {
        ("region", "The bridge"),
        ("group", STRINGS["layers"]),
        ("list", STRINGS["legend"]),
        ("search", ""),
        ("searchbox", STRINGS["search"]),
        ("group", "The bridge"),
        ("heading", "The bridge"),
        ("button", "Copy the citation gazette ¶1"),
        ("dialog", "The mayor"),
        ("button", STRINGS["close"]),
        ("list", STRINGS["marks"]),
        ("combobox", STRINGS["label"]),
        ("button", "Remove the mark “on Monday”"),
    } <= named
    assert "paragraph" in described
    assert "To mark, select words" in described
    assert live.count("status") == 2
    regions = desk.page.locator(".cr-message, .cr-spoken, .cr-count").evaluate_all(
        "all => all.map((node) => getComputedStyle(node).display)"
    )
    assert "none" not in regions


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_has_contrast_enough_in_jupyterlabs_themes(
    lay: Callable[..., Desk], theme: str
) -> None:
    """WCAG 1.4.3: 4.5 to 1, computed from what the browser draws, in every style of highlight."""
    if not LAB.is_dir():
        pytest.skip(f"JupyterLab's themes are not in {LAB}")
    desk = lay(crowded(), theme=theme)
    crowd(desk)
    assert {f"cr-s{style}" for style in range(8)} <= set(
        desk.page.evaluate(
            "() => [...document.querySelectorAll('.cr-pane .cr-hl')].flatMap(n => [...n.classList])"
        )
    )
    assert json.dumps(desk.poor_contrast(".cs-reader")) == "[]"


@pytest.mark.parametrize("theme", THEMES)
def test_every_line_of_a_highlight_is_seen_and_no_two_styles_are_drawn_alike(
    lay: Callable[..., Desk], theme: str
) -> None:
    """WCAG 1.4.11: 3 to 1; and without colour the lines differ still."""
    desk = lay(crowded(), theme=theme)
    script = (
        CONTRAST.partition("const found")[0]
        + """
      return [...Array(8).keys()].map((style) => {
        const node = document.querySelector(`.cr-pane .cr-s${style}`);
        const look = getComputedStyle(node);
        const page = behind(document.querySelector(".cr-pane"));
        const [a, b] = [rgba(look.borderBottomColor), page].map(light);
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
          `${look.borderBottomStyle} ${look.borderTopWidth === "0px" ? "" : look.borderTopStyle}`];
      }); }"""
    )
    looks = desk.page.evaluate(script)
    assert min(ratio for ratio, _ in looks) >= 3
    assert len({shape for _, shape in looks}) == 8


def test_high_contrast_colours_of_the_system_leave_selection_and_hits_visible(
    lay: Callable[..., Desk],
) -> None:
    """With forced colours tints are gone: lines, outlines and the system's own marks stay."""
    desk = lay(crowded())
    desk.page.emulate_media(forced_colors="active")
    crowd(desk)
    look = "(n, name) => getComputedStyle(n)[name]"
    page = desk.page.locator(".cs-reader").evaluate(look, "backgroundColor")
    for name in (".cr-picked", ".cr-hit", ".cr-now"):
        assert desk.page.locator(name).first.evaluate(look, "backgroundColor") != page
    assert (
        desk.page.locator(".cr-pane .cr-s1").first.evaluate(look, "borderBottomStyle") == "dashed"
    )


def test_a_text_of_a_megabyte_is_read_searched_and_walked(
    lay: Callable[..., Desk],
) -> None:
    """Every paragraph is there, and a word is found; how long it takes is printed (pytest -s)."""
    desk = lay()
    state = long()
    desk.page.evaluate("told => { window.big = JSON.parse(told); }", json.dumps(traits(state)))
    frame = "await new Promise(done => requestAnimationFrame(() => setTimeout(done)));"
    first = desk.page.evaluate(
        f"async () => {{ const t = performance.now(); desks[0].push(big); {frame}"
        " return performance.now() - t; }"
    )
    field = desk.page.get_by_role("searchbox")
    field.focus()
    script = f"""async (word) => {{
      const field = document.querySelector(".cr-field");
      const t = performance.now();
      field.value = word;
      field.dispatchEvent(new Event("input"));
      {frame}
      return performance.now() - t;
    }}"""
    words = ("e", "br", "zoe's bridge", "9999", "10399")
    times = [desk.page.evaluate(script, word) for word in words]
    desk.enter()
    begin = time.perf_counter()
    desk.keys("End", "m", "w", "Escape", "Escape", "n")
    keys = 1000 * (time.perf_counter() - begin) / 6
    desk.page.get_by_role("button", name="People").click()
    print(  # noqa: T201  # to be read with -s
        f"1 MB, {len(state['texts'][0]['passages'])} paragraphs: first screen {first:.0f} ms; "
        f"search keys {', '.join(f'{each:.0f}' for each in times)} ms; a key {keys:.0f} ms"
    )
    assert desk.page.locator("mark.cr-hit").count() > 0
    assert desk.page.locator(".cr-row").count() == len(state["texts"][0]["passages"])


def test_script_and_style_together_stay_below_eighty_kilobytes() -> None:
    """Less than a photograph, and a third of it where the server packs what it sends."""
    style = (STATIC / "reader.css").read_bytes()
    assert len(esm().encode()) + len(style) <= 80_000


def test_every_string_of_the_page_is_listed_in_the_script_and_given_by_the_kernel() -> None:
    """Whoever translates reads one list, and no name of a string is ever shown for its words."""
    source = (STATIC / "reader.js").read_text(encoding="utf-8")
    listed = source.partition("reading.strings`:")[2].partition("\n//\n")[0]
    names = set(re.findall(r"\b[a-z]+(?:_[a-z]+)?\b", re.sub(r"\{\w+\}", "", listed)))
    assert names == set(STRINGS)
    used = esm().partition("function createMarker")[2]  # without the comments, as it is sent
    assert set(re.findall(r'say\("(\w+)"', used)) <= names
    assert {name for name in names if not re.search(rf'["`]{name}["`]|`{name[:5]}', used)} <= {
        "sentence",
        "sentences",
        "word",
        "words",
        "help_sentences",
        "help_words",
        "shared",
        "conflict",
    }


def test_the_style_takes_every_colour_from_jupyterlab() -> None:
    """A colour of our own would be unreadable in somebody's theme."""
    style = (STATIC / "reader.css").read_text(encoding="utf-8")
    own = re.sub(r"var\(--jp-[\w-]+, [^()]+\)|/\*.*?\*/", "", style, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", own) == []

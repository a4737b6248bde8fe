"""The page of the dossier: what it draws, keeps and sends; and the buttons that collect for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import open_case
from casestudy.strings import DOSSIER
from casestudy.widgets.view import script
from tests.bridge import every_kind, opened, send
from tests.pages import QUIZ, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from casestudy.widgets.dossier import DossierView
    from casestudy.widgets.quiz import QuizView
    from tests.pages import Desk

State = dict[str, Any]

HOSTILE = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>{number}&amp;"


def entry(number: int, **more: Any) -> State:  # noqa: ANN401 - as JSON has it
    """Return what the kernel sends of an entry."""
    return {
        "id": f"e-{number}",
        "number": number,
        "claim": f"Claim {number}.",
        "draft": None,
        "role": "",
        "side": "",
        "section": "",
        "joins": [],
        "passages": [{"words": "two cracks in it", "citation": "gazette ¶2", "lost": False}],
        "earlier": [],
        **more,
    }


def state(*entries: State, **more: Any) -> State:  # noqa: ANN401 - as JSON has it
    """Return what the kernel sends of a dossier."""
    tree = {"how": "", "role": "claim", "side": "", "words": "1. Claim 1.", "branches": []}
    below = {**tree, "how": "answers", "role": "rebuttal", "words": "2. Claim 2."}
    held = [{"words": "two cracks in it", "citation": "gazette ¶2", "lost": False}]
    return {
        "seq": 0,
        "title": "Your dossier",
        "strings": DOSSIER,
        "privacy": "It is kept on this computer only.",
        "notices": [],
        "summary": "3 entries, from 1 document.",
        "name": "Ana",
        "sample": "gazette ¶2",
        "roles": [["claim", "claim"], ["fact", "fact"]],
        "sides": [["the town", "the town"]],
        "sections": [["for", "For"], ["against", "Against"]],
        "entries": list(entries or (entry(1), entry(2, section="for"), entry(3, section="for"))),
        "removed": [],
        "map": [{**tree, "branches": [below]}],
        "citations": [
            {"document": "gazette", "source": "The Gazette", "rights": "© G.", "passages": held}
        ],
        "can_undo": False,
        "said": "",
        "file": None,
        **more,
    }


@pytest.fixture
def lay(desk: Desk) -> Iterator[Callable[..., Desk]]:
    """Lay a dossier on an empty page; the page must not complain."""

    def lay_out(told: State | None = None, *, theme: str = "light", width: int = 900) -> Desk:
        styles, traits = ("dossier", "quiz"), {"state": told or state()}
        return desk.show(script("dossier"), traits, styles=styles, theme=theme, size=(width, 900))

    yield lay_out
    assert desk.complaints == []


def field(desk: Desk, number: int) -> Locator:
    """Return the field of an entry's sentence."""
    return desk.page.get_by_label(f"Claim {number}, in your own words")


def tab(desk: Desk, name: str) -> Locator:
    """Open one of the four views, and return it."""
    desk.page.get_by_role("tab", name=name).click()
    return desk.page.locator("[role=tabpanel]:not([hidden])")


def did(desk: Desk) -> list[State]:
    """Return what was asked of the kernel, without numbers."""
    return [{n: v for n, v in each.items() if n != "seq"} for each in desk.sent()]


# ── what is drawn ────────────────────────────────────────────────────────────────────────────


def test_an_entry_shows_its_sentence_and_its_passages(lay: Callable[..., Desk]) -> None:
    """The sentence can be written on; each passage has its citation."""
    desk = lay()
    assert field(desk, 1).input_value() == "Claim 1."
    assert desk.page.locator(".cd-entry").first.locator("cite").inner_text() == "gazette ¶2"


def test_four_views_show_the_same_entries(lay: Callable[..., Desk]) -> None:
    """The map says what answers what, the plan has its parts, the citations their rights."""
    desk = lay()
    box = tab(desk, "Argument map").locator("[data-how=answers] .cd-box")
    assert box.inner_text().split() == ["answers", "·", "rebuttal", "2.", "Claim", "2."]
    assert tab(desk, "Essay plan").locator("h4").all_inner_texts() == [
        "For",
        "Against",
        "Not in the plan yet",
    ]
    assert "© G." in tab(desk, "Citations").inner_text()


def test_hostile_words_are_shown_as_words(lay: Callable[..., Desk]) -> None:
    """What somebody wrote is never read as HTML."""
    bad = entry(1, claim=HOSTILE, section="for", earlier=[HOSTILE])
    told = state(bad, name=HOSTILE, removed=[{"id": "e-9", "words": HOSTILE}], said=HOSTILE)
    told["map"][0]["words"] = told["citations"][0]["rights"] = HOSTILE
    desk = lay(told)
    for name in ("Argument map", "Essay plan", "Citations", "Entries"):
        panel = tab(desk, name)
        assert HOSTILE in panel.inner_text() or panel.locator("textarea").count()
    assert desk.page.evaluate("() => [window.pwned, document.images.length]") == [None, 0]


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read(lay: Callable[..., Desk], theme: str) -> None:
    """Contrast is 4.5 to 1 or more in each theme of JupyterLab."""
    desk = lay(state(removed=[{"id": "e-9", "words": "Gone."}], said="Kept."), theme=theme)
    for name in ("Entries", "Argument map", "Essay plan", "Citations"):
        tab(desk, name)
        assert desk.poor_contrast(".cs-dossier") == [], name


@pytest.mark.parametrize("width", [320, 900])
def test_nothing_scrolls_sideways(lay: Callable[..., Desk], width: int) -> None:
    """A narrow window is no reason to scroll in two directions."""
    desk = lay(state(entry(1, claim="Donaudampfschiff" * 12), entry(2)), width=width)
    for name in ("Entries", "Argument map", "Essay plan", "Citations"):
        tab(desk, name)
        assert desk.overflow(".cs-dossier", "textarea") <= 1, name


# ── what is sent ─────────────────────────────────────────────────────────────────────────────


def test_a_sentence_is_kept_when_its_field_is_left(lay: Callable[..., Desk]) -> None:
    """Until then the page says that it is not kept."""
    desk = lay()
    field(desk, 1).fill("Other words.")
    assert "Not kept yet" in desk.page.locator(".cd-note").first.inner_text()
    desk.keys("Tab")
    assert {"do": "claim", "id": "e-1", "text": "Other words."} in did(desk)


def test_ctrl_enter_keeps_a_sentence_and_does_not_leave_the_page(lay: Callable[..., Desk]) -> None:
    """JupyterLab would run the cell, and what is written would be gone."""
    desk = lay()
    desk.page.evaluate("() => addEventListener('keydown', (e) => { window.heard = e.key; })")
    field(desk, 2).fill("Other words.")
    desk.keys("Control+Enter")
    assert did(desk)[-1] == {"do": "claim", "id": "e-2", "text": "Other words."}
    assert desk.page.evaluate("() => window.heard") != "Enter"


def test_what_is_typed_is_kept_as_a_draft(lay: Callable[..., Desk]) -> None:
    """A pause is enough; a draft that was kept is there again."""
    desk = lay(state(entry(1, draft="Half a sen")))
    assert field(desk, 1).input_value() == "Half a sen"
    field(desk, 1).press_sequentially("tence")
    desk.page.wait_for_function("() => desks[0].sent.some(({do: what}) => what === 'draft')")
    assert did(desk)[-1] == {"do": "draft", "id": "e-1", "text": "Half a sentence"}


def test_a_new_state_does_not_take_away_what_is_being_written(lay: Callable[..., Desk]) -> None:
    """The field keeps its words and the focus, though another entry has changed."""
    desk = lay()
    field(desk, 1).fill("Being written")
    desk.hand(state=state(entry(1), entry(2, claim="Changed."), entry(3)))
    assert field(desk, 1).input_value() == "Being written"
    assert field(desk, 2).input_value() == "Changed."
    assert desk.page.evaluate("() => document.activeElement.value") == "Being written"


def test_keys_and_buttons_move_an_entry(lay: Callable[..., Desk]) -> None:
    """Alt with an arrow in the row, or its buttons; the focus goes along."""
    desk = lay()
    field(desk, 3).focus()
    desk.keys("Alt+ArrowUp")
    desk.page.get_by_role("button", name="Move entry 1 down").click()
    assert did(desk) == [
        {"do": "move", "id": "e-3", "by": -1},
        {"do": "move", "id": "e-1", "by": 1},
    ]
    desk.page.get_by_role("button", name="Move entry 3 up").focus()
    desk.hand(state=state(entry(1), {**entry(3), "number": 2}, {**entry(2), "number": 3}, seq=2))
    assert desk.page.evaluate("() => document.activeElement.getAttribute('aria-label')") == (
        "Move entry 2 up"
    )


def test_in_the_plan_an_entry_moves_within_its_part(lay: Callable[..., Desk]) -> None:
    """And a choice puts it into another."""
    desk = lay()
    plan = tab(desk, "Essay plan")
    plan.get_by_role("button", name="Move entry 3 up").click()
    plan.get_by_label("Part of the essay: 1").select_option("against")
    assert did(desk) == [
        {"do": "move", "id": "e-3", "by": -1, "within": True},
        {"do": "section", "id": "e-1", "value": "against"},
    ]


def test_roles_links_and_passages_are_chosen_without_a_mouse(lay: Callable[..., Desk]) -> None:
    """Every part of an entry can be reached and changed by keys."""
    desk = lay()
    row = desk.page.locator(".cd-entry").first
    row.get_by_label("Role").select_option("claim")
    row.locator("summary").first.press("Enter")
    row.get_by_label("Add a passage to entry 1").fill("gazette ¶1")
    desk.keys("Enter")
    row.locator("select").nth(4).select_option("e-2")
    row.get_by_role("button", name="Link", exact=True).press("Enter")
    assert did(desk) == [
        {"do": "role", "id": "e-1", "value": "claim"},
        {"do": "quote", "id": "e-1", "text": "gazette ¶1"},
        {"do": "join", "id": "e-1", "how": "supports", "other": "e-2"},
    ]


def test_arrows_walk_between_the_views(lay: Callable[..., Desk]) -> None:
    """The four are one tab stop."""
    desk = lay()
    desk.page.get_by_role("tab", name="Entries").focus()
    desk.keys("ArrowRight", "ArrowRight")
    assert desk.page.get_by_role("tab", name="Essay plan").get_attribute("aria-selected") == "true"
    assert desk.focused() == "Essay plan"


def test_a_dead_kernel_is_said_and_the_words_stay(lay: Callable[..., Desk]) -> None:
    """Nothing that was written disappears, and the same is asked once more under its number."""
    desk = lay()
    desk.page.evaluate("() => { desks[0].broken = true; }")
    field(desk, 1).fill("Other words.")
    desk.keys("Tab")
    assert "The kernel does not answer" in desk.page.get_by_role("status").inner_text()
    assert field(desk, 1).input_value() == "Other words."


def test_a_page_is_saved_among_the_downloads(lay: Callable[..., Desk]) -> None:
    """The file that the kernel made is handed to the browser once."""
    desk = lay()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="Save as a page (HTML)").click()
        sent = desk.sent()[-1]
        file = {"seq": sent["seq"], "name": "bridge-dossier.html", "text": "<p>Zoë</p>"}
        desk.hand(state=state(seq=sent["seq"], file=file))
    assert Path(download.value.path()).read_text("utf-8") == "<p>Zoë</p>"
    assert download.value.suggested_filename == "bridge-dossier.html"
    assert (sent["do"], sent["as"]) == ("save", "page")


# ── what the kernel makes of it ──────────────────────────────────────────────────────────────


def tell(view: DossierView, **message: Any) -> State:  # noqa: ANN401 - as a page sends it
    """Hand the widget a message as its page does, and return what it shows then."""
    seq = view.widget.state["seq"] + 1
    view.widget._handle_custom_msg({**message, "seq": seq}, [])  # noqa: SLF001 - the only way in
    return dict(view.widget.state)


def right(quiz: QuizView) -> str:
    """Return the letter of the answer that was given."""
    return str(quiz.page("when-closed")["response"][0])


def test_messages_of_the_page_do_what_they_say(course: Path) -> None:
    """An entry is made, written, given a passage and a part, and removed."""
    view = open_case(course).dossier
    (made,) = tell(view, do="add")["entries"]
    tell(view, do="claim", id=made["id"], text="It was closed.")
    tell(view, do="section", id=made["id"], value="for")
    told = tell(view, do="quote", id=made["id"], text="gazette ¶1")
    assert [each["citation"] for each in told["entries"][0]["passages"]] == ["gazette ¶1"]
    assert (told["entries"][0]["claim"], told["entries"][0]["section"]) == ("It was closed.", "for")
    assert tell(view, do="remove", id=made["id"])["entries"] == []
    assert len(tell(view, do="undo")["entries"]) == 1


def test_what_cannot_be_done_is_said_on_the_page(course: Path) -> None:
    """Words that stand nowhere change nothing, and the page says why."""
    view = open_case(course).dossier
    (made,) = tell(view, do="add")["entries"]
    told = tell(view, do="quote", id=made["id"], text="a green heron")
    assert "stands in no document" in told["said"]
    assert told["entries"][0]["passages"] == []


@pytest.mark.parametrize("name", ["claim", "role", "move", "quote", "unquote", "join", "draft"])
@pytest.mark.parametrize("value", [None, 5, [], {}, "e-0", "\ud800"])
def test_a_message_without_sense_changes_nothing(course: Path, name: str, value: object) -> None:
    """Whatever a page sends, the dossier stays as it was."""
    view = open_case(course).dossier
    view.add("It was closed.", "gazette ¶1")
    before = view.text
    names = ("id", "text", "value", "by", "place", "how", "other")
    tell(view, do=name, **dict.fromkeys(names, value))
    assert view.look().text == before


def test_a_draft_and_a_name_come_back_after_a_restart(course: Path) -> None:
    """What was being typed is there, and is not yet the sentence."""
    view = open_case(course).dossier
    made = view.add("It was closed.", "gazette ¶1")
    tell(view, do="draft", id=made.id, text="It was closed too")
    tell(view, do="draft", id="name", text="Ana María")
    again = open_case(course).dossier
    told = again.widget.state
    assert (told["entries"][0]["claim"], told["entries"][0]["draft"], told["name"]) == (
        "It was closed.",
        "It was closed too",
        "Ana María",
    )
    assert again.edit(1, claim="It was closed too late.").claim == "It was closed too late."
    assert again.widget.state["entries"][0]["draft"] is None


def test_a_passage_of_a_finished_question_is_collected(course: Path) -> None:
    """The button's message puts it into the dossier, and the page knows it again."""
    case = open_case(course)
    quiz = case.quiz("01-the-bridge")
    quiz.answer("when-closed", "On Monday")
    feedback = quiz.page("when-closed")["outcome"]["feedback"]
    (at,) = {each["evidence"][0]["at"] for each in feedback if each["letter"] == right(quiz)}
    send(quiz, do="collect", item="when-closed", at=at)
    (piece,) = case.dossier.entries
    assert (piece.claim, [held.citation for held in piece.passages]) == ("", ["gazette ¶1"])
    assert quiz.widget.state["collected"] == [at]


@pytest.mark.parametrize("at", [None, 7, "gazette", "gazette 5", "gazette 9 2", "herald 1 2"])
def test_a_place_that_is_none_is_not_collected(course: Path, at: object) -> None:
    """What a page sends is checked like everything else."""
    case = open_case(course)
    quiz = case.quiz("01-the-bridge")
    send(quiz, do="collect", item="when-closed", at=at)
    assert case.dossier.entries == ()


def test_words_still_to_be_found_are_not_given_away(course: Path) -> None:
    """Where words are to be marked, help shows the passage without saying where they stand."""
    quiz = opened(every_kind(course))
    quiz.answer("prove-cracks", "closed the old bridge on Monday")
    while quiz.page("prove-cracks")["next_help"] not in ("", "Show the answer"):
        quiz.hint("prove-cracks")
    steps = quiz.page("prove-cracks")["help"]
    evidence = [each for step in steps for each in step["evidence"]]
    assert evidence
    assert not any("at" in each for each in evidence)


def test_selected_words_of_a_text_are_collected(noted_course: Path) -> None:
    """The reader's message puts them into the dossier; white space around them is left out."""
    case = open_case(noted_course)
    reader = case.read("gazette")
    start = case.documents["gazette"].text.index(" two cracks")
    told = {"text": "gazette", "start": start, "end": start + len(" two cracks ")}
    reader.widget._handle_custom_msg({"do": "collect", **told, "seq": 1}, [])  # noqa: SLF001
    assert [held.words for held in case.dossier.entries[0].passages] == ["two cracks"]
    assert reader.widget.state["collected"] == [f"gazette {start + 1} {start + 11}"]


# ── the buttons in texts and questions ───────────────────────────────────────────────────────


def test_a_finished_question_offers_its_passages(desk: Desk, course: Path) -> None:
    """Before that there is no button; after it, one at each passage, which then says so."""
    quiz = open_case(course).quiz("01-the-bridge", part="Check")
    traits = {"state": quiz.widget.state, "asked": quiz.widget.asked}
    desk.show(script(*QUIZ), traits, styles=("quiz",))
    assert desk.page.locator(".cs-collect").count() == 0
    quiz.answer("when-closed", "On Monday")
    desk.hand(state=quiz.widget.state)
    desk.open_passages()
    first = desk.page.locator(".cs-collect").first
    first.focus()
    desk.keys("Enter")
    sent = desk.sent()[-1]
    assert (sent["do"], sent["item"]) == ("collect", "when-closed")
    quiz.widget._handle_custom_msg(sent, [])  # noqa: SLF001 - as the page sent it
    desk.hand(state=quiz.widget.state)
    assert first.inner_text() == "✓ In my dossier"
    assert desk.focused() == "✓ In my dossier"
    assert desk.page.locator("[data-state=correct]").count() == 1
    assert desk.complaints == []


def test_words_selected_by_keys_are_collected(desk: Desk, noted_course: Path) -> None:
    """A sentence is taken with m, and the button is reached with Tab; then the text says so."""
    view = open_case(noted_course).read("gazette")
    view.complete()
    held = view.widget
    traits = {"reading": held.reading, "apparatus": held.apparatus, "state": held.state}
    desk.show(script("reader"), traits, styles=("reader",))
    desk.page.locator(".cr-pane p[tabindex='0']").focus()
    desk.keys("ArrowDown", "m", "m")
    desk.page.locator(".cr-bar").get_by_role("button", name="Add to my dossier").focus()
    desk.keys("Enter")
    sent = desk.sent()[-1]
    assert sent["do"] == "collect"
    held._handle_custom_msg(sent, [])  # noqa: SLF001 - as the page sent it
    desk.hand(state=held.state)
    assert "In your dossier now: gazette ¶1." in desk.page.locator(".cr-message").inner_text()
    assert desk.page.locator(".cr-bar").is_hidden()
    assert held.state["collected"]


def test_a_mark_can_be_collected_once(desk: Desk, noted_course: Path) -> None:
    """Beside it stands a button, and then that it is collected."""
    view = open_case(noted_course).read("gazette")
    view.mark("found two cracks", label="seen")
    view.complete()
    held = view.widget
    traits = {"reading": held.reading, "apparatus": held.apparatus, "state": held.state}
    desk.show(script("reader"), traits, styles=("reader",))
    desk.page.get_by_role("button", name="Add to my dossier: gazette ¶2").click()
    held._handle_custom_msg(desk.sent()[-1], [])  # noqa: SLF001 - as the page sent it
    desk.hand(state=held.state)
    add = desk.page.locator(".cr-own .cr-collect")
    assert (add.inner_text(), add.get_attribute("aria-disabled")) == ("In my dossier", "true")
    add.dispatch_event("click")
    assert len(desk.sent()) == 1

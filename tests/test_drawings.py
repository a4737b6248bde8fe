"""Drawings of cards and of claims: what stands in them, and that no key is drawn too early."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.claimmaps import claim_map
from casestudy.drawings import (
    ROLES,
    ArgumentMap,
    Box,
    Branch,
    Coding,
    Line,
    Mark,
    Scale,
    html,
    outline,
    style,
    tree,
    wire,
)
from casestudy.drawncards import drawn, drawn_key
from casestudy.inline import plain
from casestudy.play import play
from casestudy.quizzes import Item, Option, cell_text, choices
from casestudy.widgets.quiz import quiz_script
from casestudy.widgets.view import script
from casestudy.widgets.view import style as sent_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casestudy.widgets.quiz import QuizView

CARDS = Path(__file__).with_name("cards").joinpath("drawn.md").read_text(encoding="utf-8")
QUIZ = "04-drawn"
MAP, CHART, TABLE = "map-the-bridge", "chart-the-bridge", "table-the-bridge"
WRONG: Mapping[str, Mapping[str, Sequence[str]]] = {
    MAP: {
        "Nobody may cross the bridge.": ("claim", "the money"),
        "There are two cracks in it.": ("rebuttal", "the danger"),
        "The council voted to repair it.": ("fact", "the danger"),
        "Somebody must pay.": ("", "the money"),
        "The mayor closed it on Monday.": ("none", ""),
    },
    CHART: {
        "The mayor": ("asks", "closes"),
        "The council": ("none", ""),
        "The baker": ("asks", ""),
    },
}


@pytest.fixture
def folder(course: Path) -> Path:
    """Return the tiny course with a quiz that has drawings."""
    (course / "notebooks" / "quizzes" / f"{QUIZ}.md").write_text(CARDS, encoding="utf-8")
    return course


@pytest.fixture
def quiz(folder: Path) -> QuizView:
    """Return that quiz."""
    return open_case(folder).quiz(QUIZ)


def item_of(quiz: QuizView, name: str) -> Item:
    """Return an item of a quiz."""
    return next(item for item in quiz.quiz.items if item.id == name)


def keyed(quiz: QuizView, name: str) -> dict[str, tuple[str, ...]]:
    """Return the response that is right, as a person writes it."""
    return {plain(option.text): option.pair for option in item_of(quiz, name).options}


# ── cards as values ──────────────────────────────────────────────────────────────────────────

VALUES = (("claim", "norm", "fact", "rebuttal", "none"), ("the danger", "the money"))
CELLS = st.tuples(*(st.sampled_from(("", *values)) for values in VALUES))
CODINGS = st.lists(CELLS, min_size=4, max_size=4)


@cache
def grid(drawing: str, *pairs: tuple[str, str]) -> Item:
    """Return a grid of four rows with a drawing and a key."""
    rows = (Option(f"row {place}", False, place, pair=pair) for place, pair in enumerate(pairs))  # noqa: FBT003
    scales = (
        ("scale", f"{name} = {', '.join(values)}")
        for name, values in zip("ra", VALUES, strict=True)
    )
    return Item(
        "it",
        "grid",
        "",
        "q.md",
        1,
        ("?",),
        options=tuple(rows),
        fields=(*scales, ("draw", drawing)),
    )


def given_(item: Item, filled: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return filled cells as a response is kept."""
    return tuple(
        cell_text(option.text, column, value)
        for option, values in zip(item.options, filled, strict=True)
        for (column, _), value in zip(choices(item), values, strict=True)
        if value
    )


KEYS = st.lists(st.tuples(*map(st.sampled_from, VALUES)), min_size=4, max_size=4).map(tuple)


@given(KEYS, KEYS, CODINGS)
def test_before_the_end_a_map_tells_nothing_of_the_key(
    one: tuple[tuple[str, str], ...],
    two: tuple[tuple[str, str], ...],
    filled: list[tuple[str, str]],
) -> None:
    """Whatever the key is, an unfinished try is drawn alike."""
    first, second = grid("map", *one), grid("map", *two)
    response = given_(first, filled)
    assert drawn(first, response, done=False) == drawn(second, response, done=False)


@given(KEYS, CODINGS)
def test_before_the_end_a_chart_tells_how_far_and_not_where(
    key: tuple[tuple[str, str], ...], filled: list[tuple[str, str]]
) -> None:
    """Without its sentences, an unfinished chart is the same for every key."""
    found = drawn(grid("chart", *key), given_(grid("chart", *key), filled), done=False)
    blank = tuple(("none", "the money") for _ in key)
    other = drawn(grid("chart", *blank), given_(grid("chart", *blank), filled), done=False)
    assert [bare(each) for each in found] == [bare(each) for each in other]
    assert all(len(each.coders) == 1 for each in found if isinstance(each, Coding))


def bare(drawing: ArgumentMap | Coding) -> Coding:
    """Return a chart without its sentences."""
    assert isinstance(drawing, Coding)
    return replace(drawing, scales=tuple(replace(each, sentence="") for each in drawing.scales))


@given(key=KEYS, filled=CODINGS, done=st.booleans())
def test_a_map_has_every_row_once(
    key: tuple[tuple[str, str], ...], filled: list[tuple[str, str]], *, done: bool
) -> None:
    """Each row is a box, not placed yet, or left out, and none is two of these."""
    item = grid("map", *key)
    for found in drawn(item, given_(item, filled), done=done):
        assert isinstance(found, ArgumentMap)
        boxes = [box for each in found.branches for box in (*each.claims, *each.joined)]
        rows = [*(box.words for box in boxes), *found.open, *found.aside]
        assert sorted(rows) == [option.text for option in item.options]
        assert all(box.joint == ROLES[box.role] for box in boxes)


@given(KEYS, CODINGS)
def test_a_chart_counts_every_row_once_for_each_coder(
    key: tuple[tuple[str, str], ...], filled: list[tuple[str, str]]
) -> None:
    """In each scale, the marks of a coder are the rows, and the key's differ where it says so."""
    item = grid("chart", *key)
    for found in drawn(item, given_(item, filled), done=True):
        assert isinstance(found, Coding)
        for place, scale in enumerate(found.scales):
            for coder in range(len(found.coders)):
                marks = [mark for line in scale.lines for mark in line.cells[coder]]
                assert sorted(mark.row for mark in marks) == [each.text for each in item.options]
            differing = sum(
                mine[place] != pair[place] for mine, pair in zip(filled, key, strict=True)
            )
            assert (
                sum(bool(mark.other) for line in scale.lines for mark in line.cells[1]) == differing
            )


@given(key=KEYS, filled=CODINGS, drawing=st.sampled_from(["map", "chart"]), done=st.booleans())
def test_the_outline_says_all_that_is_drawn(
    key: tuple[tuple[str, str], ...], filled: list[tuple[str, str]], drawing: str, *, done: bool
) -> None:
    """Every row stands in the words of a drawing as often as in the drawing itself."""
    item = grid(drawing, *key)
    for found in drawn(item, given_(item, filled), done=done):
        told = " ".join(text for _, text in outline(found))
        shown = words_of(html(found))
        for option in item.options:
            assert told.count(option.text) == shown.count(option.text) > 0


class _Words(HTMLParser):
    """What a person reads of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep words between two tags."""
        self.read.append(data)


def words_of(page: str) -> str:
    """Return what a person reads of some HTML."""
    reader = _Words()
    reader.feed(page)
    return " ".join(reader.read)


def test_without_a_key_nothing_of_it_is_drawn() -> None:
    """In a student edition, whose cells are blank, there is the learner's own drawing alone."""
    filled = [("claim", "the danger")] * 4
    for drawing in ("map", "chart"):
        item = grid(drawing, *[("", "")] * 4)
        (found,) = drawn(item, given_(item, filled), done=True)
        assert found.title in {"Your map", "Your coding"}
        assert drawn_key(item) == ()
        assert not isinstance(found, Coding) or not any(each.sentence for each in found.scales)


def test_a_response_with_nothing_in_it_is_not_drawn() -> None:
    """Nothing was filled in, so there is nothing to see."""
    assert drawn(grid("map", *[("claim", "the danger")] * 4), (), done=True) == ()


def test_a_claim_that_is_missing_is_said_to_be_missing() -> None:
    """What supports no claim hangs from an empty box, in the outline too."""
    item = grid("map", *[("claim", "the danger")] * 4)
    (mine, _) = drawn(item, given_(item, [("fact", "the money"), *[("", "")] * 3]), done=True)
    assert [text for _, text in outline(mine)][2] == "No claim yet"
    assert '<div class="cs-box cs-no">No claim yet</div><ul class="cs-supports">' in html(mine)


def test_two_equal_maps_are_one() -> None:
    """Whoever has it right sees one map, which says that it is the key's as well."""
    item = grid("map", *[("claim", "the danger")] * 4)
    (found,) = drawn(item, given_(item, [("claim", "the danger")] * 4), done=True)
    assert found.title == "Your map, which is that of the key"


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        (
            [("claim",), ("norm",), ("fact",), ("fact",)],
            "on 3 of 4 rows (75 %); Cohen’s kappa is 0.67",
        ),
        ([("norm",), ("claim",), ("",), ("",)], "on 0 of 2 rows (0 %); Cohen’s kappa is −1.00"),
        ([("claim",), ("",), ("",), ("",)], "on 1 of 1 rows (100 %). With one value for all"),
        ([("",)] * 4, "Every row is left open"),
    ],
)
def test_a_chart_says_how_far_two_coders_agree(filled: list[tuple[str]], said: str) -> None:
    """Per cent and kappa are of the rows that were coded, and of one scale."""
    key = [(role, "the danger") for role in ("claim", "norm", "fact", "rebuttal")]
    item = grid("chart", *key)
    response = given_(item, [(role, "the money") for (role,) in filled])
    (found,) = drawn(item, response, done=False)
    assert isinstance(found, Coding)
    assert said in found.scales[0].sentence


# ── on a page ────────────────────────────────────────────────────────────────────────────────

HOSTILE = "<img src=x>&amp;\"'</b>"
DRAWINGS: tuple[ArgumentMap | Coding, ...] = (
    ArgumentMap(
        HOSTILE, (Branch(HOSTILE, (Box("claim", HOSTILE, HOSTILE, HOSTILE),)),), (HOSTILE,)
    ),
    Coding(
        HOSTILE,
        (HOSTILE,),
        (Scale(HOSTILE, (Line(HOSTILE, ((Mark(HOSTILE, HOSTILE),),)),), HOSTILE),),
    ),
)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=["map", "chart"])
def test_words_stay_words(drawing: ArgumentMap | Coding) -> None:
    """No character of a card becomes markup."""
    assert "<img" not in html(drawing)
    assert words_of(html(drawing)).count(HOSTILE) > 4


@pytest.mark.parametrize("drawing", DRAWINGS, ids=["map", "chart"])
def test_a_living_page_is_sent_what_a_stored_page_has(drawing: ArgumentMap | Coding) -> None:
    """Both are made of the same elements, and what is sent is plain JSON."""
    sent = json.loads(json.dumps(wire(drawing)))
    assert sent == wire(drawing)
    assert re.findall(r"<([a-z]+)", html(drawing)) == tags(sent)
    assert tree(drawing).tag == sent[0] == "figure"


def tags(part: list[object]) -> list[str]:
    """Return the tags of what is sent, in the order of the page."""
    return [
        str(part[0]),
        *(tag for each in part[2:] if isinstance(each, list) for tag in tags(each)),
    ]


def test_what_is_joined_to_a_claim_is_a_list_in_its_branch() -> None:
    """Without style, and for a screen reader, a map is nested lists with named relations."""
    claim = Box("claim", "claim", "A", "gazette ¶1")
    norm = Box("norm", "norm, supports the claim", "B", joint="supports")
    answer = Box("rebuttal", "rebuttal, answers the claim", "C", joint="answers")
    page = html(ArgumentMap("Yours", (Branch("the danger", (claim,), (norm, answer)),)))
    assert re.sub(r' class="[^"]*"', "", page) == (
        "<figure><figcaption>Yours</figcaption><ul><li><p>the danger</p>"
        "<div><small>claim</small> A <small>(gazette ¶1)</small></div>"
        "<ul><li><div><small>norm, supports the claim</small> B</div></li></ul>"
        "<ul><li><div><small>rebuttal, answers the claim</small> C</div></li></ul>"
        "</li></ul></figure>"
    )


def test_every_class_of_a_drawing_has_its_style() -> None:
    """What is drawn with a name is drawn with a rule, but for the shape that is the usual one."""
    page = "".join(map(html, DRAWINGS))
    names = set(re.findall(r"cs-[a-z]+", page)) - {"cs-fact", "cs-scale", "cs-map"}
    assert {name for name in names if f".{name}" not in style()} == set()


# ── a quiz with drawings ─────────────────────────────────────────────────────────────────────


def test_a_wrong_try_is_drawn_as_it_was_given(quiz: QuizView) -> None:
    """The learner sees their own map: boxes, what has no place yet, what is left out."""
    quiz.answer(MAP, WRONG[MAP])
    page = quiz.page(MAP)
    assert [text for _, text in page["outline"]] == [
        "Your map",
        "the danger",
        "No claim yet",
        "fact, supports the claim: The council voted to repair it. (gazette ¶3)",
        "rebuttal, answers the claim: There are two cracks in it. (gazette ¶2)",
        "the money",
        "claim: Nobody may cross the bridge. (gazette ¶1)",
        "Not placed yet",
        "Somebody must pay.",
        "Left out of the map",
        "The mayor closed it on Monday.",
    ]
    assert len(page["outcome"]["drawings"]) == 1


def test_the_key_is_drawn_once_there_is_nothing_more_to_try(quiz: QuizView) -> None:
    """Opening the answer shows the key's map below one's own."""
    quiz.answer(MAP, WRONG[MAP])
    quiz.show(MAP)
    titles = [part[2][2] for part in quiz.page(MAP)["outcome"]["drawings"]]
    assert titles == ["Your map", "The map of the key"]


def test_a_right_coding_stands_beside_the_second_coder(quiz: QuizView) -> None:
    """A chart that is finished has two columns, and the agreement is complete."""
    quiz.answer(CHART, keyed(quiz, CHART))
    told = [text for _, text in quiz.page(CHART)["outline"]]
    assert told[2] == "forbids: you 1 (The mayor); second coder 1 (The mayor)"
    assert "You and the second coder agree on 3 of 3 rows (100 %)" in told[5]


def test_a_drawing_comes_back_with_its_answer(folder: Path) -> None:
    """After a restart, the page shows the same drawing."""
    first = open_case(folder).quiz(QUIZ)
    first.answer(MAP, WRONG[MAP])
    assert open_case(folder).quiz(QUIZ).page(MAP) == first.page(MAP)


def test_an_empty_answer_and_a_skipped_one_are_not_drawn(quiz: QuizView) -> None:
    """There is no try, so there is no map."""
    quiz.skip(MAP)
    assert "drawings" not in quiz.page(MAP)["outcome"]
    quiz.answer(MAP, {})
    assert "outline" not in quiz.page(MAP)


def test_a_terminal_shows_the_outline(quiz: QuizView) -> None:
    """`play` tells the drawing in words after the feedback."""
    said: list[str] = []
    typed = iter(["A 1 1 B 3 1 C 4 1 D 1 2 E 5 2", "quit"])
    play(quiz, lambda _: next(typed), said.append)
    text = "\n".join(said)
    assert (
        "   Your map, which is that of the key\n     the danger\n       claim: Nobody may" in text
    )
    assert (
        "         rebuttal, answers the claim: The council voted to repair it. (gazette ¶3)" in text
    )


def test_the_stored_page_draws_the_key_behind_its_answer(quiz: QuizView) -> None:
    """What is stored has the key's drawing in the closed details, and nothing of the learner."""
    before = quiz._repr_mimebundle_()
    quiz.answer(MAP, WRONG[MAP])
    assert quiz._repr_mimebundle_() == before
    inside = before["text/html"].split("<details>")
    assert ["cs-drawn" in part for part in inside[1:]] == [True, True, False]
    assert "cs-drawn" not in inside[0].partition("</style>")[2]
    assert "Your map" not in before["text/html"]
    assert "       claim: Nobody may cross the bridge. (gazette ¶1)" in before["text/plain"]


def test_a_student_edition_draws_nothing_of_the_key(folder: Path) -> None:
    """Cards without keys are in order, and their stored page has no drawing."""
    text = re.sub(r"^\| (?!who|statement|-)(.+?) \|.*$", r"| \1 | | |", CARDS, flags=re.MULTILINE)
    text = re.sub(r"^- .*\n|^    >.*\n", "", text, flags=re.MULTILINE)
    (folder / "notebooks" / "quizzes" / f"{QUIZ}.md").write_text(text, encoding="utf-8")
    settings = folder / "notebooks" / "course.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('"open"', '"student"'), encoding="utf-8"
    )
    quiz = open_case(folder).quiz(QUIZ)
    quiz.answer(MAP, WRONG[MAP])
    assert [part[2][2] for part in quiz.page(MAP)["outcome"]["drawings"]] == ["Your map"]
    assert "cs-drawn" not in quiz._repr_mimebundle_()["text/html"]


# ── what is sent ─────────────────────────────────────────────────────────────────────────────


def test_a_quiz_without_a_drawing_is_sent_nothing_of_it(folder: Path, quiz: QuizView) -> None:
    """Script, style, state and stored page are those of a quiz that never heard of drawings."""
    cards = CARDS[: CARDS.index("## map")] + CARDS[CARDS.index(f"## {TABLE}") :]
    (folder / "notebooks" / "quizzes" / "05-plain.md").write_text(cards, encoding="utf-8")
    other = open_case(folder).quiz("05-plain")
    other.answer(TABLE, keyed(other, TABLE))
    sent = other.widget.get_state()
    assert sent["_esm"] == script("controls", "controls/rows", "quiz")
    assert (sent["_css"], sent["_anywidget_id"]) == (sent_style("quiz"), "casestudy.quiz")
    assert '"drawings"' not in json.dumps(other.widget.state)
    assert "cs-drawn" not in other._repr_mimebundle_()["text/html"]
    assert "cs-drawn" in quiz._repr_mimebundle_()["text/html"]


def test_a_quiz_with_a_drawing_has_a_style_sheet_of_its_own(quiz: QuizView) -> None:
    """A page keeps one style sheet for each id, so that no quiz takes another's away."""
    sent = quiz.widget.get_state()
    assert sent["_css"] == sent_style("quiz") + sent_style("drawing")
    assert sent["_anywidget_id"] == "casestudy.quiz.drawn"
    assert sent["_esm"] == quiz_script(quiz.quiz.items)
    assert sent["_esm"].index("CONTROLS.rows = rows") < sent["_esm"].index("undrawn")


def test_drawings_cost_a_quiz_at_most_6_kib() -> None:
    """Script and style together."""
    own = len(script("drawing")) - len(script("controls/rows")) + len(sent_style("drawing"))
    assert 0 < own <= 6 * 1024


# ── claims of the notes ──────────────────────────────────────────────────────────────────────


def test_a_claim_is_drawn_with_what_it_rests_on_and_answers(noted_course: Path) -> None:
    """Norm, fact and the claim that it answers, each with where its words stand."""
    case = open_case(noted_course)
    assert repr(case.argument_map("council")).splitlines() == [
        "The arguments of the council",
        "  claim of the council: The bridge may be shut because there was a vote. (herald ¶3)",
        "    norm, supports the claim: Bridge Act of 1901",
        "    fact, supports the claim: There was a vote.",
        "    claim of Ada Rose that it answers: Bridges are to be taken seriously. (herald ¶4)",
    ]
    page = case.argument_map("council")._repr_html_()
    assert (
        "<summary>herald ¶3</summary><p>herald: gives the words of the act</p><blockquote>" in page
    )
    assert "herald: No rights notice is printed." in page


def test_a_claim_is_drawn_with_what_answers_it(noted_course: Path) -> None:
    """The strongest objection in the file stands on the other side's map as well."""
    (box,) = open_case(noted_course).argument_map("Rose", "toy").branches[0].joined
    assert (box.label, box.joint) == ("claim of the council that answers it", "answers")


def test_two_claims_that_answer_each_other_are_joined_once(noted_course: Path) -> None:
    """One box says both."""
    case = open_case(noted_course)
    vote, toy = case.claims["c-vote"], replace(case.claims["c-toy"], rebuts=("c-vote",))
    (branch,) = claim_map((toy,), (vote, toy), case.documents).branches
    assert [box.label for box in branch.joined] == ["claim of the council: each answers the other"]


def test_a_norm_has_the_passage_that_names_it(noted_course: Path) -> None:
    """A norm in the words of a document stands with its passage; other words are left alone."""
    case = open_case(noted_course)
    named = replace(case.claims["c-vote"], norm="shut without a vote")
    boxes = [
        claim_map((each,), (), case.documents).branches[0].joined[0]
        for each in (named, case.claims["c-vote"])
    ]
    assert [box.place for box in boxes] == ["herald ¶3", ""]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ("council", "c-toy"),
            r"'c-toy' is a claim of Ada Rose\. Ask .* case\.argument_map\(\"rose\"",
        ),
        (("nunez",), r"no claim of nunez\. Those who make claims: the council, Ada Rose\."),
        (("nobody",), "no holder 'nobody'"),
        (("rose", "c-toi"), "no claim 'c-toi': did you mean 'c-toy'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_cure(
    noted_course: Path, asked: tuple[str, ...], said: str
) -> None:
    """A wrong name, or somebody else's claim, is answered with what to write."""
    with pytest.raises(CaseError, match=said):
        open_case(noted_course).argument_map(*asked)


def test_a_map_of_claims_is_stored_alike_each_time(noted_course: Path) -> None:
    """A stored lesson is compared with what a new run shows."""
    one, two = (open_case(noted_course).argument_map("council") for _ in range(2))
    assert (repr(one), one._repr_html_()) == (repr(two), two._repr_html_())

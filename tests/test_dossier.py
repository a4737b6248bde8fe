"""A dossier: what a learner collects is found, arranged, kept, and shown as what it is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from html.parser import HTMLParser
from math import nextafter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casestudy import CaseError, open_case
from casestudy.dossier import SECTIONS, between, branches, gathered
from casestudy.dossierpage import MARK, Sheet, dossier_html, dossier_markdown, marked_down
from casestudy.handover import read_handover, take, written
from casestudy.lines import Entry, Quoted, read_line
from casestudy.progress import Progress
from casestudy.quizfile import read_quiz
from tests.conftest import GAZETTE
from tests.test_readme import blocks, last_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casestudy.case import Case
    from casestudy.widgets.dossier import DossierView

HOSTILE = "<script>window.pwned=1</script> # *not* [so](javascript:x) `a` $b$ &amp; | 1. ~c~"

lines_of_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)


@pytest.fixture
def case(noted_course: Path) -> Case:
    """The tiny course with two documents."""
    return open_case(noted_course)


@pytest.fixture
def dossier(case: Case) -> DossierView:
    """An argument of three entries about the bridge."""
    found = case.dossier
    found.add("The council acted too late.", "gazette ¶3", role="claim", section="for")
    found.add("There were cracks.", "found two cracks in it", role="fact", section="for")
    found.add("It voted on Friday.", "gazette: the council voted", role="rebuttal")
    found.join(2, "supports", 1)
    found.join(3, "answers", 1)
    return found


def claims(view: DossierView) -> list[str]:
    """Return the sentences in their order."""
    return [piece.claim for piece in view.entries]


def visible(page: str) -> str:
    """Return what a browser shows of a page as text; tags are not text."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.words: list[str] = []
            self.tags: set[str] = set()

        def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as it is called
            self.tags.add(tag)

        def handle_data(self, data: str) -> None:
            self.words.append(data)

    reader = Reader()
    reader.feed(page)
    assert not reader.tags & {"script", "img", "iframe", "a", "link", "object"}
    return " ".join(" ".join(reader.words).split())


# ── what is meant ────────────────────────────────────────────────────────────────────────────


def test_a_citation_means_its_paragraph(case: Case) -> None:
    """A document and a ¶ number, with or without brackets, stand for the whole paragraph."""
    for said in ("gazette ¶2", "(gazette ¶2)", " gazette ¶ 2 "):
        (held,) = case.dossier.add(said, said).passages
        assert held.words.startswith("The engineer Zoë Núñez")


def test_a_range_means_each_of_its_paragraphs(case: Case) -> None:
    """Headings between them are left out."""
    assert [held.citation for held in case.dossier.add("x", "gazette ¶1-3").passages] == [
        "gazette ¶1",
        "gazette ¶2",
        "gazette ¶3",
    ]


def test_words_mean_the_one_document_that_has_them(case: Case) -> None:
    """Words that stand once in the case are found without a name."""
    (held,) = case.dossier.add("x", "A rose grew there").passages
    assert held.citation == "herald ¶2"


def test_passages_notes_and_marks_mean_their_words(case: Case) -> None:
    """What has passages gives all of them, what has one gives it."""
    quoted = case.documents["gazette"].quote("two cracks")
    claim = next(iter(case.claims))
    mark = case.read("gazette").mark("On Friday", label="seen")
    piece = case.dossier.add("x", quoted, claim, mark)
    assert [held.words for held in piece.passages] == [
        "two cracks",
        *(" ".join(each.text.split()) for each in claim.passages),
        "On Friday",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("gazete ¶2", "There is no document 'gazete': did you mean 'gazette'?"),
        ("gazette ¶9", "gazette has no ¶9. Its paragraphs are ¶1 to ¶3."),
        ("Nobody may cross it", "“Nobody may cross it” stands in several documents"),
        ("a green heron", "“a green heron” stands in no document."),
        ("gazette: bridge", "'bridge' stands 3 times in gazette"),
        ("", "'' is no passage."),
        (7, "7 is no passage."),
    ],
)
def test_what_means_no_passage_is_refused_with_a_cure(case: Case, given: object, said: str) -> None:
    """The value, and what to write instead; nothing is collected."""
    with pytest.raises(CaseError) as caught:
        case.dossier.add("x", given)
    assert said in str(caught.value)
    assert case.dossier.entries == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "witness"}, "There is no role 'witness': write one of"),
        ({"side": "nobody"}, "There is no side 'nobody'"),
        ({"section": "prolog"}, "There is no part of the essay 'prolog'"),
        ({"claim": 5}, "5 is no claim."),
        ({"claim": "x" * 2001}, "A claim has at most 2000 letters"),
    ],
)
def test_a_wrong_change_is_refused_and_changes_nothing(
    dossier: DossierView, change: dict[str, str], said: str
) -> None:
    """What cannot be kept is said in a sentence."""
    before = dossier.text
    with pytest.raises(CaseError) as caught:
        dossier.edit(1, **change)
    assert said in str(caught.value)
    assert dossier.look().text == before


# ── what is kept ─────────────────────────────────────────────────────────────────────────────


def test_a_dossier_survives_a_restart(dossier: DossierView, noted_course: Path) -> None:
    """Another kernel shows the same."""
    assert open_case(noted_course).dossier.text == dossier.text


def test_the_same_is_collected_once(dossier: DossierView) -> None:
    """A cell that runs twice makes no second entry."""
    again = dossier.add("There were cracks.", "found two cracks in it")
    assert (again.number, len(dossier.entries)) == (2, 3)


def test_nothing_that_was_written_is_lost(dossier: DossierView) -> None:
    """Every earlier wording is there, and can be read."""
    for words in ("One.", "Two.", "Three."):
        dossier.edit(1, claim=words)
    assert dossier.entries[0].earlier == ("Two.", "One.", "The council acted too late.")


def test_what_is_removed_comes_back(dossier: DossierView, noted_course: Path) -> None:
    """By its id after a restart, with its passages, links and place."""
    before = dossier.text
    gone = dossier.entries[1].id
    dossier.remove(2)
    other = open_case(noted_course).dossier
    assert [piece.number for piece in other.entries] == [1, 2]
    other.restore(gone)
    assert other.text == before


def test_adding_what_was_removed_brings_it_back(dossier: DossierView) -> None:
    """It is the same entry, not a new one."""
    name = dossier.entries[1].id
    dossier.remove(2)
    assert dossier.add("There were cracks.", "found two cracks in it").id == name


def test_each_change_can_be_taken_back(dossier: DossierView) -> None:
    """Undo goes back step by step, to nothing at all."""
    seen = [dossier.text]
    acts: tuple[Callable[[], object], ...] = (
        partial(dossier.edit, 1, claim="Other words."),
        partial(dossier.edit, 2, side="one side"),
        partial(dossier.unjoin, 2, 1),
        partial(dossier.quote, 1, "gazette ¶1"),
        partial(dossier.unquote, 1, 1),
        partial(dossier.move, 3, -2),
        partial(dossier.remove, 1),
    )
    for act in acts:
        act()
        seen.append(dossier.text)
    while len(seen) > 1:
        assert dossier.text == seen.pop()
        dossier.undo()
    assert dossier.text == seen[0]


def test_two_kernels_change_different_things_of_one_entry(noted_course: Path) -> None:
    """What one changes is not undone by what the other does a moment later."""
    one, two = open_case(noted_course).dossier, open_case(noted_course).dossier
    one.add("There were cracks.", "found two cracks in it")
    two.edit(1, role="fact")
    one.edit(1, claim="There were two cracks.")
    two.edit(1, section="for")
    for view in (one.look(), two.look()):
        entry = view.entries[0].entry
        assert (entry.claim, entry.role, entry.section) == ("There were two cracks.", "fact", "for")


def test_what_two_kernels_write_at_once_is_kept_both(tmp_path: Path) -> None:
    """Of two lines with one number the later holds, and the other is an earlier wording."""
    now = datetime(2024, 5, 5, tzinfo=UTC)
    one, two = (Progress(tmp_path / "a", tmp_path / "b", lambda: now) for _ in range(2))
    first = one.add(Entry("bridge", "e-1", "Begun."))
    one._keep([replace(first, number=2, claim="By one.")])  # noqa: SLF001 - both at the same moment
    two._keep([replace(first, number=2, claim="By two.", time="2024-05-06")])  # noqa: SLF001
    one.refresh()
    (piece,) = gathered("", one.entries("bridge"), {}).pieces
    assert (piece.claim, set(piece.earlier)) == ("By two.", {"By one.", "Begun."})


def test_a_saved_record_takes_the_dossier_along(dossier: DossierView, tmp_path: Path) -> None:
    """Taken in on another computer, the dossier is the same, and twice changes nothing."""
    text = written(dossier._progress, "bridge")  # noqa: SLF001 - what the record's button hands out
    other = Progress(tmp_path / "x", tmp_path / "y")
    for new in (True, False):
        take(other, read_handover(text.encode(), "bridge"))
        found = gathered(dossier.dossier.title, other.entries("bridge"), dossier.dossier.documents)
        assert (found == dossier.dossier) is True, new


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists, max_leaves=4))
def test_no_line_breaks_the_reader(said: object) -> None:
    """Whatever stands where passages should stand, the line is left out or understood."""
    line = {"kind": "entry", "schema": 1, "case": "b", "id": "e-1", "claim": "x", "joins": []}
    found = read_line(json.dumps({**line, "passages": said}))
    assert found is None or said == []


@pytest.mark.usefixtures("dossier")
def test_words_are_found_again_where_their_document_changed(noted_course: Path) -> None:
    """A sentence before them moves them; words that are gone are shown as they were collected."""
    text = "A new first line.\n\n" + GAZETTE.replace("On Friday the council voted", "They voted")
    catalogue = noted_course / "seeds" / "catalogue.toml"
    old, new = (hashlib.sha256(each.encode()).hexdigest() for each in (GAZETTE, text))
    catalogue.write_text(catalogue.read_text("utf-8").replace(old, new), "utf-8")
    (noted_course / "seeds" / "gazette.txt").write_bytes(text.encode())
    _, cracks, voted = open_case(noted_course).dossier.entries
    assert cracks.passages[0].citation == "gazette ¶3"
    assert voted.passages[0].citation == "gazette, words not found any more"
    assert voted.passages[0].words == "the council voted"
    assert "the council voted" in open_case(noted_course).dossier.text


def test_a_broken_document_does_not_take_the_dossier_along(
    dossier: DossierView, noted_course: Path
) -> None:
    """With a text that cannot be read any more, what was collected of it can be."""
    before = claims(dossier)
    (noted_course / "seeds" / "gazette.txt").unlink()
    again = open_case(noted_course).dossier
    assert claims(again) == before
    assert "found two cracks in it" in again.text


# ── how it is arranged ───────────────────────────────────────────────────────────────────────


@given(
    moves=st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 5)), max_size=40),
)
def test_moving_is_what_it_is_in_a_list(moves: list[tuple[int, int]]) -> None:
    """However often entries change places, they stand as those of a list would."""
    places = [float(each) for each in range(1, 6)]
    names = list("abcde")
    for at, by in moves:
        to = min(max(at + by, 0), 4)
        name, _ = names.pop(at), places.pop(at)
        found = between(places, to)
        if found is None:
            places.insert(to, 0.0)
            places = [float(each) for each in range(1, 6)]
        else:
            places.insert(to, found)
        names.insert(to, name)
        assert places == sorted(places)
        assert len(set(places)) == 5


def test_an_entry_moves_up_and_down(dossier: DossierView) -> None:
    """Within the list, and no further than its ends."""
    dossier.move(3, -1)
    assert claims(dossier)[1] == "It voted on Friday."
    dossier.move(2, -7)
    assert claims(dossier)[0] == "It voted on Friday."
    dossier.move(1, 9)
    assert claims(dossier)[2] == "It voted on Friday."


def test_an_entry_moves_within_its_part_of_the_essay(dossier: DossierView) -> None:
    """What stands elsewhere in the essay is jumped over."""
    dossier.edit(2, section="against")
    dossier.edit(3, section="for")
    dossier.move(3, -1, within=True)
    assert [piece.claim for piece in dossier.dossier.section("for")] == [
        "It voted on Friday.",
        "The council acted too late.",
    ]


def test_places_that_leave_no_room_are_numbered_anew(dossier: DossierView) -> None:
    """Between two neighbours as near as numbers can be, there is a place all the same."""
    for piece, place in zip(dossier.entries, (1.0, nextafter(1.0, 2), 2.0), strict=True):
        dossier._progress.add(replace(piece.entry, place=place))  # noqa: SLF001 - as after many moves
    dossier.move(3, -1)
    assert [piece.entry.place for piece in dossier.entries] == [1.0, 2.0, 3.0]
    assert claims(dossier)[1] == "It voted on Friday."


def test_the_map_has_what_is_joined_below_what_it_is_joined_to(dossier: DossierView) -> None:
    """Each line says what it does to the one above it."""
    assert str(dossier.map).splitlines() == [
        "Your argument map",
        "  claim: 1. The council acted too late. (gazette ¶3)",
        "    fact, supports 1: 2. There were cracks. (gazette ¶2)",
        "    rebuttal, answers 1: 3. It voted on Friday. (gazette ¶3)",
    ]
    assert "   - answers, rebuttal: 3. It voted on Friday. (gazette ¶3)" in dossier.text


def test_a_link_further_down_names_the_entry_it_belongs_to(dossier: DossierView) -> None:
    """The drawing has one column for an argument, however deep its links go."""
    dossier.add("The vote was late too.", "gazette ¶3")
    dossier.join(4, "answers", 3)
    assert "    rebuttal, answers 3: 4. The vote was late too. (gazette ¶3)" in str(dossier.map)
    drawn = dossier.map._repr_html_()
    assert "found two cracks in it" in visible(drawn)
    assert "© 2024 The Gazette. All rights reserved." in visible(drawn)


def test_a_circle_of_links_is_drawn_once(dossier: DossierView) -> None:
    """Entries that support each other do not go on for ever."""
    dossier.join(1, "supports", 2)
    assert [each.piece.number for _, each in branches(dossier.dossier)[0].walk()] == [1, 2, 3]


@pytest.mark.parametrize("reach", [1, 100])
def test_no_record_draws_a_map_without_an_end(reach: int) -> None:
    """A hundred entries in a chain, or each joined to all before it: each is drawn."""
    entries = [
        Entry("bridge", f"e-{n:03}", f"Claim {n}.", joins=_joins(n, reach), place=n)
        for n in range(100)
    ]
    found = gathered("", entries, {})
    drawn = [each.piece.id for tree in branches(found) for _, each in tree.walk()]
    assert set(drawn) == {each.id for each in entries}
    assert len(drawn) <= len(entries) + sum(len(each.joins) for each in found.pieces)
    assert "Claim 99." in visible(dossier_html(Sheet(found, "", "")))


def _joins(number: int, reach: int) -> tuple[str, ...]:
    before = range(max(0, number - reach), number)
    return tuple(f"supports e-{each:03}" for each in before) * 2


def test_nothing_is_linked_to_itself(dossier: DossierView) -> None:
    """An entry cannot support itself."""
    with pytest.raises(CaseError, match="cannot be linked to itself"):
        dossier.join(1, "supports", 1)


def test_a_link_to_what_is_removed_waits_for_it(dossier: DossierView) -> None:
    """It is gone from the map, and comes back with the entry."""
    before, name = dossier.map, dossier.entries[0].id
    dossier.remove(1)
    assert all(not piece.joins for piece in dossier.entries)
    dossier.restore(name)
    assert dossier.map == before


def test_the_plan_has_the_parts_of_an_essay_in_their_order(dossier: DossierView) -> None:
    """Entries stand in their part; what is in none comes last."""
    for number, section in enumerate(reversed(SECTIONS[:3]), 1):
        dossier.edit(number, section=section)
    dossier.add("One more.")
    heads = [line for line in dossier.plan.splitlines() if not line.startswith(" ")]
    assert heads == ["Introduction", "For", "Against", "Not in the plan"]


def test_the_citations_name_each_passage_once_with_its_rights(dossier: DossierView) -> None:
    """In the order of the text, whatever the order of the entries."""
    dossier.add("Again.", "found two cracks in it")
    assert dossier.citations.splitlines() == [
        "gazette: The Gazette, 5 May 2024",
        "   gazette ¶2: found two cracks in it",
        f"   gazette ¶3: {GAZETTE.splitlines()[6]}",
        "   gazette ¶3: the council voted",
        "   © 2024 The Gazette. All rights reserved.",
    ]


# ── how it is handed in ──────────────────────────────────────────────────────────────────────


def test_the_page_has_name_day_passages_and_rights(dossier: DossierView, tmp_path: Path) -> None:
    """A teacher without Jupyter reads who wrote what, on which words, and whose these are."""
    path = dossier.export(tmp_path / "page.html", name="Ana María")
    text = visible(path.read_text("utf-8"))
    for words in (
        "Name: Ana María",
        "The council acted too late.",
        "found two cracks in it",
        "gazette ¶2, The Gazette, 5 May 2024",
        "© 2024 The Gazette. All rights reserved.",
        "Argument map",
        "Essay plan",
    ):
        assert words in text


def test_the_name_is_the_learners_unless_another_is_given(
    noted_course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The folder's name is read back; who gave none has a line to write on."""
    assert "\\_\\_" in open_case(noted_course).dossier.export(tmp_path / "a.md").read_text("utf-8")
    monkeypatch.setenv("CASESTUDY_LEARNER", "Zoë N.")
    text = open_case(noted_course).dossier.export(tmp_path / "b.md").read_text("utf-8")
    assert "Name: Zoë N." in text


def test_an_export_replaces_a_dossier_and_nothing_else(
    dossier: DossierView, tmp_path: Path
) -> None:
    """Another file is never written over, and a wrong ending is refused."""
    page = dossier.export(tmp_path)
    assert page.name.startswith("bridge-dossier-learner-")
    assert dossier.export(page) == page
    other = tmp_path / "mine.md"
    other.write_text("my own notes")
    with pytest.raises(CaseError, match="is there already and is no dossier"):
        dossier.export(other)
    with pytest.raises(CaseError, match=r"Let it end in \.html or \.md"):
        dossier.export(tmp_path / "dossier.pdf")
    assert other.read_text() == "my own notes"


def test_an_export_has_only_the_students_work(dossier: DossierView) -> None:
    """No feedback of a card is in it, though the passage was a card's."""
    sheet = Sheet(dossier.dossier, "", "5 May 2024")
    for text in (dossier_html(sheet), dossier_markdown(sheet)):
        assert "Kingfisher" not in text
        assert MARK in text


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(lines_of_text)
def test_markdown_shows_words_as_they_are(words: str) -> None:
    """What a learner wrote makes no markup: a reader of Markdown gives back the same words."""
    wanted = " ".join(words.split())
    html = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(f"1. {marked_down(words)}\n")
    )
    shown = visible(html)
    assert shown == wanted


def test_hostile_words_are_shown_as_words(case: Case) -> None:
    """In the page and in Markdown, a claim that looks like markup is text."""
    view = case.dossier
    view.add(HOSTILE, "gazette ¶2")
    sheet = Sheet(view.dossier, HOSTILE, "5 May 2024")
    assert visible(dossier_html(sheet)).count(HOSTILE) >= 2
    html = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(dossier_markdown(sheet).replace(f"<!-- {MARK} -->", ""))
    )
    assert visible(html).count(HOSTILE) >= 2


def test_a_stored_lesson_has_one_sentence(dossier: DossierView) -> None:
    """What is stored is the same for everybody."""
    bundle = dossier._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Your dossier stands here")
    assert "cracks" not in bundle["text/html"]


def test_lines_of_an_entry_are_small_and_whole() -> None:
    """What is written down reads back as it was."""
    quoted = Quoted("gazette", "0" * 64, 3, 9, "cracks", "two ", " in it")
    words = "Zoë \N{SLIGHTLY SMILING FACE}"
    entry = Entry("bridge", "e-1", words, (quoted,), joins=("answers e-2",))
    assert read_line(json.dumps(asdict(entry))) == entry


def test_the_python_of_its_page_runs(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What docs/dossier.md shows a student works in the course, and draws a map."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path))
    case = open_case(root)
    for code in blocks(root / "docs" / "dossier.md", "python"):
        last_value(code, {"case": case})
    assert len(case.dossier.entries) == 2
    assert "fact, supports 1: 2. CNN quotes the minister." in str(case.dossier.map)


def test_the_card_of_the_page_on_sheets_is_in_order(root: Path) -> None:
    """The card to copy is read without a complaint, and asks for all advice there is."""
    (card,) = blocks(root / "docs" / "instructor" / "exercise-sheets.md", "markdown")
    quiz, complaints = read_quiz(f"# Write\n\n{card}", "a.md", "a", open_case(root).documents)
    assert complaints == ()
    assert [len(item.models) for item in quiz.items] == [2]

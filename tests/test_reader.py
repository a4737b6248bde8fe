"""The reader: what its page is told, what a learner marks, and what becomes of marks later."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.documents import Document, QuoteError
from casestudy.errors import CaseError, UnknownNameError
from casestudy.lessons.check import check
from casestudy.marks import new_mark, place
from casestudy.seedfile import cut
from casestudy.strings import READER

if TYPE_CHECKING:
    from pathlib import Path

    from casestudy.case import Case
    from casestudy.widgets.reader import ReaderView

State = dict[str, Any]


@pytest.fixture
def case(noted_course: Path) -> Case:
    """Return a case of two documents with notes."""
    return open_case(noted_course)


@pytest.fixture
def reader(case: Case) -> ReaderView:
    """Return a reader of one document."""
    return case.read("gazette")


@pytest.fixture
def pair(case: Case) -> ReaderView:
    """Return a reader of two documents."""
    return case.read("gazette", beside="herald")


def state(reader: ReaderView) -> State:
    """Return what the page is told by all its traits, as a reader that is shown tells it."""
    reader.complete()
    page = reader.widget
    return {**page.reading, **page.apparatus, **page.state}


def tell(reader: ReaderView, **message: object) -> None:
    """Send a message as the page does."""
    reader._told(reader.widget, message, [])  # noqa: SLF001 - `_handle_custom_msg` hides what it raises


def mark(reader: ReaderView, words: str, label: object = "seen", **more: object) -> None:
    """Mark words of the first document by a message."""
    text = reader.readings[0].document
    start = text.text.index(words)
    span = {"start": start, "end": start + len(words)}
    tell(reader, do="mark", text=text.id, label=label, **{**span, **more})


def kept(course: Path) -> list[State]:
    """Return the lines of the progress files."""
    files = sorted((course.parent / "answers").rglob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def change(course: Path, file: str, old: str, new: str) -> None:
    """Change the words of a document, and its hash in the catalogue."""
    path, catalogue = course / "seeds" / file, course / "seeds" / "catalogue.toml"
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode())
    path.write_bytes(after)
    one, two = hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()
    catalogue.write_text(catalogue.read_text("utf-8").replace(one, two), encoding="utf-8")


def labels(reader: ReaderView) -> list[str]:
    """Return the labels of the marks shown."""
    return [each["label"] for each in state(reader)["marks"]]


def words_of(reader: ReaderView, layer: str) -> list[str]:
    """Return the words that a layer highlights, as the page cuts them from its texts."""
    texts = {each.document.id: each.document.text for each in reader.readings}
    spans = [span for span in state(reader)["spans"] if span["layer"] == layer]
    return [texts[span["text"]][span["start"] : span["end"]] for span in spans]


# ── what the page is told ────────────────────────────────────────────────────────────────────


def test_the_page_gets_the_passages_with_their_sentences(reader: ReaderView) -> None:
    """Passages come with number, kind and place, and sentences with their spans in the text."""
    (text,) = state(reader)["texts"]
    whole = reader.readings[0].document.text
    assert (text["id"], text["source"]) == ("gazette", "gazette · The Gazette, 5 May 2024")
    assert text["rights"] == "© 2024 The Gazette. All rights reserved."
    assert [each["number"] for each in text["passages"]] == [None, 1, 2, 3, None]
    assert text["passages"][0]["kind"] == "heading"
    for each in text["passages"]:
        assert whole[each["start"] :].startswith(each["text"])
    spans = state(reader)["sentences"]["gazette"][2]
    sentences = [whole[start:end] for start, end in spans]
    assert sentences == [
        "The engineer Zoë Núñez found two cracks in it.",
        "The council did not read her letter.",
    ]


def test_the_page_gets_every_string_and_starts_calm(reader: ReaderView) -> None:
    """Every sentence of the interface is there, no layer is on, nothing is marked."""
    told = state(reader)
    assert told["strings"] == READER
    assert not any(layer["on"] for layer in told["layers"])
    assert (told["marks"], told["can_undo"], told["seq"], told["marking"]) == ([], False, 0, True)
    assert told["labels"] == ["seen", "said", "judged"]
    json.dumps(told, allow_nan=False)


def test_names_are_a_layer_by_kind(reader: ReaderView) -> None:
    """Each mention is highlighted, labelled with who it is, and opens a note."""
    assert words_of(reader, "people") == ["Zoë Núñez", "The council", "the council"]
    (layer,) = [each for each in state(reader)["layers"] if each["id"] == "people"]
    assert [(each["name"], each["style"]) for each in layer["values"]] == [
        ("Person", 0),
        ("Organisation", 2),
    ]
    span = next(each for each in state(reader)["spans"] if each["layer"] == "people")
    assert (span["label"], span["note"]) == ("Zoë Núñez, person", "nunez")
    note = state(reader)["notes"]["nunez"]
    assert (note["title"], note["kind"]) == ("Zoë Núñez", "Person")
    assert note["accounts"][0]["evidence"][0]["citation"] == "gazette ¶2"


def test_statements_are_a_layer_by_speaker(pair: ReaderView) -> None:
    """Words of a speaker, of nobody named and of nobody are told apart."""
    (layer,) = [each for each in state(pair)["layers"] if each["id"] == "statements"]
    names = {each["name"] for each in layer["values"]}
    assert names == {"no speaker named", "nobody’s utterance", "Ada Rose"}
    labels = {each["label"] for each in state(pair)["spans"] if each["value"] == "rose"}
    assert "Ada Rose: Asks for respect for bridges" in labels


def test_claims_are_a_layer_by_holder(pair: ReaderView) -> None:
    """A claim is highlighted under its holder, and its note names what it rebuts by its title."""
    assert "no bridge may be shut without a vote" in words_of(pair, "claims")
    told = json.dumps(state(pair)["notes"]["c-vote"]["paragraphs"])
    assert "Bridges are to be taken seriously." in told
    assert "c-toy" not in told


def test_disagreements_are_a_layer_by_relation(pair: ReaderView) -> None:
    """A disagreement is highlighted in both texts and says what may be concluded."""
    words = words_of(pair, "disagreements")
    assert "The mayor closed the old bridge on Monday" in words
    assert "The council shut the bridge on Tuesday" in words
    assert "May conclude" in json.dumps(state(pair)["notes"]["d-who-closed"]["paragraphs"])


def test_a_disagreement_of_both_texts_links_them(pair: ReaderView) -> None:
    """Two texts get links, each with an end in both."""
    links = state(pair)["links"]
    assert [link["label"] for link in links] == ["Conflict: Who closed the bridge, and when?"]
    assert [end[0] for end in links[0]["ends"]] == ["gazette", "herald"]
    assert state(pair)["links"][0]["kind"] == "conflict"


def test_shared_words_are_a_layer_and_a_link(noted_course: Path) -> None:
    """Eight words alike in two documents are highlighted in both and linked."""
    more = "A rose grew there. On Friday the council voted to repair the bridge. Nobody came."
    change(noted_course, "herald.txt", "A rose grew there.", more)
    pair = open_case(noted_course).read("gazette", beside="herald")
    shared = "On Friday the council voted to repair the bridge"
    assert words_of(pair, "shared") == [shared, shared]
    link = state(pair)["links"][0]
    assert (link["kind"], link["label"]) == ("shared", "9 words")
    shown = [each for each in state(pair)["spans"] if each["layer"] == "shared"]
    (span,) = [each for each in shown if each["text"] == "gazette"]
    assert span["label"] == "9 words, also in herald"
    (account,) = state(pair)["notes"][span["note"]]["accounts"]
    assert account["evidence"][0]["words"] == shared


def test_an_excerpt_has_only_what_stands_in_it(case: Case) -> None:
    """Spans are cut to the passages shown, and notes are those that spans open."""
    reader = case.read("gazette", only="1")
    (passage,) = state(reader)["texts"][0]["passages"]
    for span in state(reader)["spans"]:
        assert passage["start"] <= span["start"] < span["end"]
        assert span["end"] <= passage["start"] + len(passage["text"])
    assert {span["note"] for span in state(reader)["spans"]} == set(state(reader)["notes"])
    assert "nunez" not in state(reader)["notes"]


def test_every_value_and_note_of_a_span_is_told(pair: ReaderView) -> None:
    """No span points at a layer, a value or a note that is not there."""
    told = state(pair)
    values = {(each["id"], value["id"]) for each in told["layers"] for value in each["values"]}
    assert all((span["layer"], span["value"]) in values for span in told["spans"])
    assert all(span["note"] in told["notes"] for span in told["spans"])
    assert all(0 <= value["style"] < 8 for each in told["layers"] for value in each["values"])


def test_a_course_without_notes_is_read_without_layers(course: Path) -> None:
    """Where there are no notes, the text is shown alone."""
    told = state(open_case(course).read("gazette"))
    assert (told["layers"], told["spans"], told["notes"], told["links"]) == ([], [], {}, [])


def test_notes_that_are_not_in_order_take_no_text_from_who_reads(noted_course: Path) -> None:
    """With a slip in a note file the text stands alone, with a line on why; a quiz needs none."""
    path = noted_course / "seeds" / "notes" / "people.md"
    path.write_text(path.read_text("utf-8").replace("kind: person", "kind: preson"), "utf-8")
    case = open_case(noted_course)
    assert case.quiz("01-the-bridge").quiz.items
    told = state(case.read("gazette"))
    assert (told["layers"], told["notes"]) == ([], {})
    assert told["texts"]
    assert "seeds/notes/people.md:" in told["notices"][0]
    assert "preson" in told["notices"][0]


def test_a_reader_without_marking_has_no_sentences_and_takes_no_marks(case: Case) -> None:
    """Where nothing is marked, sentences are not looked for, and a message marks nothing."""
    reader = case.read("gazette", marking=False)
    assert state(reader)["sentences"] == {}
    mark(reader, "old bridge")
    assert reader.marks == ()
    assert state(reader)["marking"] is False


def test_a_reader_that_is_shown_sends_its_texts_before_what_stands_around_them(
    reader: ReaderView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts can be read while layers and sentences are still looked for."""
    told: list[State] = []
    monkeypatch.setattr(
        "IPython.display.display", lambda *_, **__: told.append(reader.widget.apparatus)
    )
    assert [each["id"] for each in reader.widget.reading["texts"]] == ["gazette"]
    reader._ipython_display_()
    assert told == [{}, {}]
    assert set(reader.widget.apparatus) == {"layers", "spans", "notes", "links", "sentences"}


def test_a_mark_sends_little_however_long_the_text_is(reader: ReaderView) -> None:
    """A mark sends the marks; texts, layers and notes were sent before and are not sent again."""
    reader.complete()
    sent: list[int] = []

    def count(state: State, *_: object, **__: object) -> None:
        sent.append(len(json.dumps(state)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(reader.widget), "_send", lambda _, message, **__: count(message))
        mark(reader, "old bridge")
    whole = len(json.dumps(state(reader)))
    assert len(sent) == 1
    assert sent[0] < 700 < whole / 5


# ── what is stored ───────────────────────────────────────────────────────────────────────────


def test_what_is_stored_shows_words_and_rights_and_no_marks(reader: ReaderView) -> None:
    """Text and page hold the excerpt and its rights, and are the same for every learner."""
    before = reader._repr_mimebundle_()
    mark(reader, "old bridge")
    assert reader._repr_mimebundle_() == before
    assert set(before) == {"text/plain", "text/html"}
    assert all("All rights reserved" in each and "old bridge" in each for each in before.values())
    assert repr(reader) == before["text/plain"]


def test_two_texts_are_stored_one_after_the_other_each_with_its_rights(pair: ReaderView) -> None:
    """Both texts are there, each with its own rights line and one style sheet for both."""
    stored = pair._repr_mimebundle_()
    for each in stored.values():
        assert each.index("The Gazette. All") < each.index("herald")
        assert "No rights notice is printed." in each
    assert stored["text/html"].count("<style>") == 1


def test_the_page_is_published_after_the_static_one(
    reader: ReaderView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader shows itself as two outputs: what can be stored, then the widget."""
    shown: list[State] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    reader._ipython_display_()
    assert [set(each) for each in shown] == [
        {"text/plain", "text/html"},
        {"application/vnd.jupyter.widget-view+json"},
    ]


def test_a_stored_reading_of_two_texts_is_checked_without_a_kernel(noted_course: Path) -> None:
    """The check knows what a reading beside another stores, whatever is said about marking."""
    path = noted_course / "notebooks" / "01-the-bridge.ipynb"
    lesson = json.loads(path.read_bytes())
    cell = lesson["cells"][2]
    cell["source"] = 'case.read("gazette", beside="herald", only="1", marking=False, labels=("a",))'
    cell["execution_count"] = 1
    bundle = open_case(noted_course).read("gazette", beside="herald", only="1")._repr_mimebundle_()
    cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": bundle}]
    path.write_text(json.dumps(lesson), encoding="utf-8")
    assert not [each for each in check(noted_course) if each.subject == "cell 3"]
    cell["source"] = 'case.read("gazette", only="1")'
    path.write_text(json.dumps(lesson), encoding="utf-8")
    (complaint,) = [each for each in check(noted_course) if each.subject == "cell 3"]
    assert "no longer fits" in complaint.wrong


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "gazete"}, "did you mean 'gazette'"),
        ({"name": "gazette", "beside": "heral"}, "did you mean 'herald'"),
        ({"name": "gazette", "beside": "gazette"}, "beside itself"),
        ({"name": "gazette", "only": "9"}, "¶1 to ¶3"),
        ({"name": "gazette", "labels": ("seen", "")}, "is no label"),
        ({"name": "gazette", "labels": (1,)}, "is no label"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_cure(
    case: Case, asked: dict[str, Any], said: str
) -> None:
    """An error names what was asked for and what to write instead."""
    with pytest.raises(CaseError, match=said):
        case.read(**asked)


# ── marking ──────────────────────────────────────────────────────────────────────────────────


def test_a_mark_of_the_page_is_kept_before_it_is_shown(
    reader: ReaderView, noted_course: Path
) -> None:
    """A message marks words: they are in the state, in a line of the file, and in `marks`."""
    mark(reader, "Zoë Núñez", "said", seq=4)
    (shown,) = state(reader)["marks"]
    assert (shown["words"], shown["label"], shown["citation"]) == (
        "Zoë Núñez",
        "said",
        "gazette ¶2",
    )
    assert (state(reader)["seq"], state(reader)["can_undo"]) == (4, True)
    (line,) = kept(noted_course)
    assert (line["kind"], line["document"], line["words"]) == ("mark", "gazette", "Zoë Núñez")
    assert (line["start"], line["end"], line["id"]) == (shown["start"], shown["end"], shown["id"])
    (marked,) = reader.marks
    assert str(marked) == "said: Zoë Núñez (gazette ¶2)"


def test_words_are_marked_without_a_page(pair: ReaderView) -> None:
    """The same path takes words, however they are typed, of either document."""
    pair.mark("zoe nunez, an engineer", label="seen", document="herald")
    pair.mark("old bridge", label="judged")
    assert [(each.passage.text, each.label) for each in pair.marks] == [
        ("old bridge", "judged"),
        ("Zoe Nunez, an engineer", "seen"),
    ]
    assert [each["text"] for each in state(pair)["marks"]] == ["gazette", "herald"]


def test_white_space_around_marked_words_is_left_out(reader: ReaderView) -> None:
    """A passage marked with the space beside it is the words alone."""
    mark(reader, " old bridge ")
    assert reader.marks[0].passage.text == "old bridge"


def test_the_same_mark_is_made_once(reader: ReaderView, noted_course: Path) -> None:
    """Marking the same words with the same label again changes nothing; another label is new."""
    mark(reader, "old bridge")
    mark(reader, "old bridge")
    assert len(kept(noted_course)) == 1
    mark(reader, "old bridge", "judged")
    assert len(reader.marks) == 2


def test_a_mark_is_relabelled_removed_and_brought_back(
    reader: ReaderView, noted_course: Path
) -> None:
    """Each change is a new line of the file, and undo takes them back one by one."""
    mark(reader, "old bridge")
    name = reader.marks[0].id
    tell(reader, do="relabel", id=name, label="judged")
    tell(reader, do="unmark", id=name)
    told = [labels(reader)]
    for _ in range(4):
        tell(reader, do="undo")
        told.append(labels(reader))
    assert told == [[], ["judged"], ["seen"], [], []]
    assert state(reader)["can_undo"] is False
    assert [line["number"] for line in kept(noted_course)] == [1, 2, 3, 4, 5, 6]


def test_marks_come_back_in_the_next_kernel(case: Case, noted_course: Path) -> None:
    """After a restart the marks are there, as they were last."""
    reader = case.read("gazette")
    mark(reader, "old bridge")
    mark(reader, "two cracks")
    reader.unmark(reader.marks[1].id)
    reader.relabel(reader.marks[0].id, "judged")
    again = open_case(noted_course).read("gazette")
    assert [(each.passage.text, each.label) for each in again.marks] == [("old bridge", "judged")]
    assert state(again)["can_undo"] is False


def test_two_readers_of_a_kernel_share_their_marks(case: Case) -> None:
    """A mark made in one cell is in the other at its next step, and is not brought back there."""
    one, two = case.read("gazette"), case.read("gazette")
    one.mark("old bridge", label="seen")
    (marked,) = two.marks
    two.unmark(marked.id)
    assert one.marks == ()


def test_an_excerpt_shows_the_marks_that_stand_in_it(case: Case) -> None:
    """A mark is shown where its words are, and kept where they are not."""
    case.read("gazette").mark("two cracks", label="seen")
    assert case.read("gazette", only="1").marks == ()
    assert len(case.read("gazette", only="2").marks) == 1


def test_words_that_are_not_shown_cannot_be_marked(case: Case, noted_course: Path) -> None:
    """Marking what is left out of an excerpt, or over a gap, is refused."""
    reader = case.read("gazette", only="1, 3")
    text = reader.readings[0].document.text
    with pytest.raises(CaseError, match="not shown"):
        reader.mark("two cracks", label="seen")
    span = {"start": text.index("she said"), "end": text.index("the council voted")}
    tell(reader, do="mark", text="gazette", label="seen", **span)
    assert (reader.marks, kept(noted_course)) == ((), [])


def test_a_mark_may_run_over_two_paragraphs(reader: ReaderView) -> None:
    """Words of neighbouring paragraphs are one passage with both ¶ numbers."""
    text = reader.readings[0].document.text
    span = {"start": text.index("she said"), "end": text.index("found two")}
    tell(reader, do="mark", text="gazette", label="seen", **span)
    assert reader.marks[0].passage.citation == "gazette ¶1–2"


def test_labels_may_be_the_learners_own(case: Case) -> None:
    """With no labels given, any short word is one."""
    reader = case.read("gazette", labels=())
    mark(reader, "old bridge", " my word ")
    assert [each.label for each in reader.marks] == ["my word"]
    for wrong in ("", " ", "x" * 81, "a\nb", None, 3):
        mark(reader, "two cracks", wrong)
    assert len(reader.marks) == 1


@pytest.mark.parametrize("change", ["relabel", "unmark"])
def test_a_mark_that_is_not_there_is_named(reader: ReaderView, change: str) -> None:
    """Changing an unknown mark says so."""
    with pytest.raises(UnknownNameError, match="no mark 'm-0'"):
        getattr(reader, change)("m-0", *(["seen"] if change == "relabel" else []))


def test_words_that_are_not_there_bring_the_nearest(reader: ReaderView) -> None:
    """Marking words by hand says what is wrong with them."""
    with pytest.raises(QuoteError, match="the nearest words"):
        reader.mark("closed the new bridge", label="seen")
    with pytest.raises(UnknownNameError, match="did you mean 'seen'"):
        reader.mark("old bridge", label="sen")
    with pytest.raises(UnknownNameError, match="no text in this reader 'herald'"):
        reader.mark("old bridge", label="seen", document="herald")


def test_a_repeated_message_is_done_once(reader: ReaderView, noted_course: Path) -> None:
    """What a busy kernel is sent twice it does once, and answers both."""
    mark(reader, "old bridge", seq=1)
    tell(reader, do="undo", seq=2)
    mark(reader, "old bridge", seq=3, retry=1)
    assert (reader.marks, state(reader)["seq"]) == ((), 3)
    mark(reader, "old bridge", seq=5, retry=4)
    assert len(reader.marks) == 1
    assert len(kept(noted_course)) == 3


# ── marks in a text that has changed ─────────────────────────────────────────────────────────


def test_marks_follow_their_words_through_a_change(course: Path) -> None:
    """Where the document has other words before them, marked words are found again."""
    open_case(course).read("gazette").mark("two cracks", label="seen")
    change(course, "gazette.txt", "= The bridge =", "= The bridge of Zoë =")
    again = open_case(course).read("gazette")
    (marked,) = again.marks
    assert marked.passage.text == "two cracks"
    assert state(again)["notices"] == []
    again.relabel(marked.id, "said")
    line = max(kept(course), key=lambda line: int(line["number"]))
    assert again.readings[0].document.text[line["start"] : line["end"]] == "two cracks"


def test_marks_whose_words_are_gone_are_said_and_kept(course: Path) -> None:
    """Where the words are gone, the page says so, and nothing is guessed or deleted."""
    open_case(course).read("gazette").mark("two cracks", label="seen")
    change(course, "gazette.txt", "two cracks", "a hole")
    again = open_case(course).read("gazette")
    assert again.marks == ()
    (notice,) = state(again)["notices"]
    assert notice.startswith("1 of your marks in gazette could not be found again")
    assert len(kept(course)) == 1


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them() -> None:
    """The same words in two places stay where they were; without a sign of it, nowhere."""
    text = "The cat sat. Then it ran. The cat sat. Then it slept."
    document = Document("d", "", text, cut("d", text, {}), sha256="1")
    span = text.rindex("The cat"), text.rindex("The cat") + 7
    held = new_mark("c", document, span, label="seen", name="m-1")
    longer = Document("d", "", f"Now. {text}", cut("d", f"Now. {text}", {}), sha256="2")
    found = place(held, longer)
    assert found is not None
    assert found.start == span[0] + 5
    other = "A. The cat. B. The cat. C."
    assert place(held, Document("d", "", other, cut("d", other, {}), sha256="3")) is None


def test_a_line_that_lies_about_its_place_is_not_believed(course: Path) -> None:
    """A mark whose words do not stand at its place is found by its words."""
    case = open_case(course)
    held = new_mark("bridge", case.documents["gazette"], (20, 25), label="seen", name="m-1")
    lying = case._progress.add(held)  # noqa: SLF001 - as an edited file would be read
    path = next((course.parent / "answers").rglob("*.jsonl"))
    line = {**json.loads(path.read_text("utf-8")), "words": "two cracks", "start": 3, "end": 5}
    path.write_text(json.dumps({**line, "prefix": "", "suffix": ""}) + "\n", encoding="utf-8")
    (marked,) = open_case(course).read("gazette").marks
    assert (marked.id, marked.passage.text) == (lying.id, "two cracks")


# ── hostile messages ─────────────────────────────────────────────────────────────────────────

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["gazette", "mark", "relabel", "unmark", "undo", "seen", 2**60, -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
names = st.sampled_from(["do", "text", "start", "end", "label", "id", "seq", "retry"])
messages = (
    values
    | st.dictionaries(names, values)
    | st.fixed_dictionaries(
        {
            "do": st.sampled_from(["mark", "relabel", "unmark", "undo"]),
            "text": st.just("gazette") | values,
            "start": st.integers(-5, 400) | values,
            "end": st.integers(-5, 400) | values,
            "label": st.sampled_from(["seen", "said"]) | values,
            "id": values,
            "seq": values,
        }
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(messages)
def test_no_message_breaks_a_reader(reader: ReaderView, message: object) -> None:
    """Whatever the page sends, nothing is raised, and every mark is words that are shown."""
    reader._told(reader.widget, message, [])  # noqa: SLF001 - `_handle_custom_msg` hides what it raises
    told = json.loads(json.dumps(state(reader), allow_nan=False))
    text = reader.readings[0].document.text
    for each in told["marks"]:
        assert each["words"] == text[each["start"] : each["end"]] == each["words"].strip() != ""
        assert each["label"] in told["labels"]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "mark"},
        {"do": "mark", "text": "herald"},
        {"do": "mark", "text": ["gazette"]},
        {"do": "mark", "start": True},
        {"do": "mark", "start": 16.0},
        {"do": "mark", "start": "16"},
        {"do": "mark", "start": -4},
        {"do": "mark", "end": 10**30},
        {"do": "mark", "start": 25, "end": 20},
        {"do": "mark", "start": 20, "end": 20},
        {"do": "mark", "start": 14, "end": 16},
        {"do": "mark", "label": "other"},
        {"do": "mark", "label": ["seen"]},
        {"do": "relabel", "id": "m-1"},
        {"do": "unmark", "id": {}},
        {"do": "undo"},
        {"do": "_send"},
        {"do": ["mark"]},
    ],
)
def test_a_message_without_sense_marks_nothing(
    reader: ReaderView, noted_course: Path, message: dict[str, object]
) -> None:
    """A message that makes no sense is answered, and leaves no mark and no line."""
    sound = {"text": "gazette", "start": 20, "end": 25, "label": "seen"}
    whole = {**sound, **message} if len(message) > 1 else message
    reader._told(reader.widget, whole, [])  # noqa: SLF001
    assert (reader.marks, kept(noted_course)) == ((), [])

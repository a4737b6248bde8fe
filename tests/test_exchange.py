"""Notes leave the course as Web Annotations and tables, and come back as they were."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import CaseError, open_case
from casestudy.documents import Document, Passage
from casestudy.exchange import CONTEXT, as_annotations, code_points, read_annotations, units, wrong
from casestudy.marks import new_mark
from casestudy.notefile import SORTS
from casestudy.notes import Account, Note, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casestudy.case import Case

ROOT = Path(__file__).parents[1]


@pytest.fixture
def case(noted_course: Path) -> Case:
    """Open the tiny course with all sorts of notes."""
    return open_case(noted_course)


def all_notes(case: Case) -> tuple[Note, ...]:
    """Return every note of a case."""
    return tuple(note for name in SORTS for note in getattr(case, name))


def exported(case: Case, folder: Path, **more: bool) -> dict[str, Any]:
    """Return what an export of all notes says."""
    path = case.export(folder / "notes.jsonld", **more)
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


# ── there and back ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("real", [False, True])
def test_notes_come_back_as_they_were(case: Case, tmp_path: Path, *, real: bool) -> None:
    """Every field, account and passage of every note, of the tiny course and of the real one."""
    case = open_case(ROOT) if real else case
    text = case.export(tmp_path / "notes.jsonld").read_text(encoding="utf-8")
    assert read_annotations(text, case.documents) == (all_notes(case), ())


def test_marks_come_back_where_they_are_asked_for(case: Case, tmp_path: Path) -> None:
    """A learner's marks are in the file only on request."""
    mark = new_mark("bridge", case.documents["gazette"], (4, 9), label="who", name="m-1")
    kept = case._progress.add(mark)  # noqa: SLF001 - as the reader does
    assert read_annotations(json.dumps(exported(case, tmp_path)), case.documents)[1] == ()
    text = json.dumps(exported(case, tmp_path, marks=True, replace=True))
    assert read_annotations(text, case.documents)[1] == (kept,)


def test_the_same_course_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    """Two exports do not differ, also not from two kernels."""
    one = case.export(tmp_path / "a.jsonld").read_bytes()
    assert open_case(case.folder).export(tmp_path / "b.jsonld").read_bytes() == one


def test_a_note_finds_its_words_in_a_text_that_was_edited(case: Case, tmp_path: Path) -> None:
    """Where the hash differs, the quote and what stands around it say where the words are."""
    text = json.dumps(exported(case, tmp_path))
    moved = {
        name: replace(each, text=f"🙂 New. {each.text}", passages=(), sha256="0")
        for name, each in case.documents.items()
    }
    notes, _ = read_annotations(text, moved)
    said = [passage.text for note in notes for passage in note.passages]
    assert said == [passage.text for note in all_notes(case) for passage in note.passages]
    assert notes[0].passages[0].start == all_notes(case)[0].passages[0].start + 7


def test_words_that_are_gone_are_named(case: Case, tmp_path: Path) -> None:
    """Nothing is guessed where the words are in the document no more."""
    text = json.dumps(exported(case, tmp_path))
    other = {name: replace(each, text="Else.", sha256="0") for name, each in case.documents.items()}
    with pytest.raises(CaseError, match="is not in gazette any more"):
        read_annotations(text, other)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), st.data())
def test_any_span_of_any_text_comes_back(text: str, data: st.DataObject) -> None:
    """Also beyond the first 65,536 characters of Unicode: one of them is two units of UTF-16."""
    text += "🙂𝔘"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("gazette", "", text, (Passage("gazette", 0, len(text), text),), sha256="1")
    passage = document.span(start, end)
    account = Account("gazette", "it says", (passage,))
    note = Term("t-x", "x", (account,), "glossary.md", 1, "", ("x",), "what")
    said = as_annotations("bridge", "", [note], {"gazette": document})
    assert read_annotations(said, {"gazette": document}) == ((note,), ())
    _, place = json.loads(said)["first"]["items"][0]["target"][0]["selector"]
    first, last = place["casestudy:utf16"]
    utf16 = text.encode("utf-16-le")
    assert utf16[2 * first : 2 * last].decode("utf-16-le") == text[start:end]
    assert text[place["start"] : place["end"]] == text[start:end]


@given(st.text(st.characters(codec="utf-8")), st.data())
def test_places_are_counted_back_and_forth(text: str, data: st.DataObject) -> None:
    """Units of UTF-16 are as many as an encoder makes, and lead back."""
    place = data.draw(st.integers(0, len(text)))
    assert units(text, place) == sum(1 + (ord(each) > 0xFFFF) for each in text[:place])
    assert code_points(text, units(text, place)) == place


# ── the model of the W3C ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("real", [False, True])
def test_an_export_is_in_order_by_the_recommendation(
    case: Case, tmp_path: Path, *, real: bool
) -> None:
    """Context, types, ids, bodies, targets and selectors are what the model demands."""
    said = exported(open_case(ROOT) if real else case, tmp_path)
    assert list(wrong(said)) == []
    assert said["@context"][0] == CONTEXT
    documents = (open_case(ROOT) if real else case).documents
    for item in said["first"]["items"]:
        for target in item["target"]:
            document = documents[target["source"]["id"].rpartition(":")[2]]
            assert target["source"]["casestudy:sha256"] == document.sha256
            quote, _ = target["selector"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in document.text


def item(said: dict[str, Any]) -> dict[str, Any]:
    """Return the first annotation of a collection."""
    first: dict[str, Any] = said["first"]["items"][0]
    return first


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda said: said.update({"@context": "http://a.b"}), "its @context is not"),
        (lambda said: said.update(type="Annotation"), "no AnnotationCollection"),
        (lambda said: said.update(id=3), "no AnnotationCollection with an id"),
        (lambda said: said.update(first=None), "its first page is no AnnotationPage"),
        (lambda said: said["first"].update(items={}), "no list of items"),
        (lambda said: said.update(total=1), "its total is 1"),
        (lambda said: item(said).update(id=said["first"]["items"][1]["id"]), "have one id"),
        (lambda said: item(said).update(type="Note"), "it is no Annotation"),
        (lambda said: item(said).update(body="x"), "its body is no list"),
        (lambda said: item(said)["body"][0].pop("value"), "a body has no value"),
        (lambda said: item(said)["body"][0].update(type="X"), "a body is no TextualBody"),
        (lambda said: item(said).update(target=[]), "it has no target"),
        (lambda said: item(said)["target"][0].update(type="X"), "no SpecificResource"),
        (lambda said: item(said)["target"][0].pop("source"), "no source with an id"),
        (lambda said: item(said)["target"][0].update(selector=[]), "a target has no selector"),
        (lambda said: item(said)["target"][0]["selector"][0].pop("exact"), "neither a quote"),
        (lambda said: item(said)["target"][0]["selector"][1].update(end=-1), "goes from"),
    ],
)
def test_a_break_of_the_model_is_named(case: Case, tmp_path: Path, slip: Any, told: str) -> None:  # noqa: ANN401
    """Each rule refuses what breaks it, and nothing of it is read."""
    said = exported(case, tmp_path)
    slip(said)
    assert any(told in each for each in wrong(said))
    with pytest.raises(CaseError, match="These are no annotations of this course"):
        read_annotations(json.dumps(said), case.documents)


def places(said: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value in another one."""
    inside = said.items() if isinstance(said, dict) else enumerate(said if _is_list(said) else ())
    for name, each in inside:
        yield (*above, name)
        yield from places(each, (*above, name))


@pytest.fixture
def export(case: Case, tmp_path: Path) -> tuple[str, list[tuple[Any, ...]]]:
    """Return an export, and the way to each value in it."""
    said = exported(case, tmp_path)
    return json.dumps(said), list(places(said))


def _is_list(said: object) -> TypeGuard[list[object]]:
    return isinstance(said, list)


@settings(
    deadline=None,
    max_examples=int(os.environ.get("CASESTUDY_MUTATIONS", "60")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_whatever_stands_in_an_export_it_is_read_or_refused(
    case: Case, export: tuple[str, list[tuple[Any, ...]]], data: st.DataObject
) -> None:
    """A value of another sort, in any place of the file, is no traceback."""
    text, ways = export
    said, some = json.loads(text), st.sampled_from(ways)
    drawn = data.draw(st.lists(some, min_size=1, max_size=2, unique_by=lambda way: way[:4]))
    for way in sorted(drawn, key=len, reverse=True):  # what stands inside another, before it
        holder: Any = said
        for name in way[:-1]:
            holder = holder[name]
        holder[way[-1]] = data.draw(VALUES)
    with suppress(CaseError):
        notes, _ = read_annotations(json.dumps(said), case.documents)
        assert all(isinstance(each, Note) for each in notes)


VALUES = (
    st.none()
    | st.booleans()
    | st.sampled_from([-1, 0, 1.5, 10**30, "", "a", "urn:a", "2024", "\x00"])
    | st.sampled_from([[], {}, [[]], [1], ["a"], [["a", "b", 1]], {"a": 1}])
)
"""What JSON can hold, of every sort."""


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 9000, "9" * 9000, '"x"'])
def test_what_is_no_export_is_refused(case: Case, text: str) -> None:
    """Any other file is refused in a sentence."""
    with pytest.raises(CaseError, match="These are no annotations of this course"):
        read_annotations(text, case.documents)


# ── tables, and what is in the way ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(SORTS))
def test_a_table_comes_back_from_its_file(case: Case, tmp_path: Path, name: str) -> None:
    """A table as a file has the rows, columns and words of the table."""
    table = getattr(case, name).table()
    path = case.export(tmp_path / f"{name}.csv")
    again = pd.read_csv(path, index_col="id", keep_default_na=False, dtype="string")
    assert list(again.columns) == list(table.columns)
    assert list(again["title"]) == list(table["title"])
    assert list(again["citations"]) == list(table["citations"])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notes.pdf", "Write notes.jsonld for all notes, or one of people, events"),
        ("evnets.csv", "Write notes.jsonld"),
        ("", "Write notes.jsonld"),
        ("nowhere/notes.jsonld", "There is no folder"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_cure(
    case: Case, tmp_path: Path, name: str, told: str
) -> None:
    """An unknown ending, an unknown table and a missing folder."""
    with pytest.raises(CaseError, match=told):
        case.export(tmp_path / name)


def test_a_file_that_is_there_is_kept_unless_one_says_so(case: Case, tmp_path: Path) -> None:
    """Nothing is written over by a slip."""
    path = tmp_path / "events.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError, match="replace=True"):
        case.export(path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert case.export(path, replace=True).read_text(encoding="utf-8").startswith("id,title")

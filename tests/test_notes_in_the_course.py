"""Notes in an open case: read when asked for, shown as text and as HTML, checked with the rest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from casestudy import Case, CaseError, open_case
from casestudy.asof import AsOf, read_day
from casestudy.errors import CourseError, UnknownNameError
from casestudy.lessons.check import complaints
from casestudy.notefile import FOLDER, SORTS
from casestudy.notespage import Comparison
from casestudy.quotations import quotations
from casestudy.widgets.view import style

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def case(noted_course: Path) -> Case:
    """Return the open tiny case with notes."""
    return open_case(noted_course)


def edit(course: Path, name: str, old: str, new: str) -> None:
    """Change a note file."""
    path = course / FOLDER / f"{name}.md"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")


def notes_said(course: Path) -> list[str]:
    """Return all complaints about the notes of a course."""
    return [str(each) for each in complaints(course) if each.file.startswith(FOLDER)]


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def test_each_sort_of_note_is_an_attribute(case: Case) -> None:
    """The case has the seven sequences under the names of their files."""
    assert [len(getattr(case, name)) for name in SORTS] == [6, 3, 4, 2, 2, 2, 1]
    assert [note.id for note in case.claims(holder="Council")] == ["c-vote"]
    assert case.people(kind="place")[0].title == "Brackwater"


def test_notes_are_read_once(case: Case) -> None:
    """As long as no file changes, the same notes are returned."""
    assert case.claims is case.claims


def test_a_changed_file_is_read_again(case: Case) -> None:
    """A corrected note needs no restart."""
    assert case.events["e-vote"].status == "stated"
    edit(case.folder, "events", "status: stated", "status: inferred")
    assert case.events["e-vote"].status == "inferred"


def test_a_change_of_the_same_length_is_noticed(case: Case) -> None:
    """Where the size is the same, the time tells."""
    title = case.claims["c-toy"].title
    path = case.folder / FOLDER / "claims.md"
    edit(case.folder, "claims", title, title.upper())
    os.utime(path, ns=(1, 1))
    assert case.claims["c-toy"].title == title.upper()


def test_slips_are_told_where_notes_are_asked_for(case: Case) -> None:
    """Every complaint is raised at once, and again until the file is mended."""
    edit(case.folder, "events", "status: stated", "status: state")
    edit(case.folder, "claims", "holder: rose", "holder: roze")
    for _ in range(2):
        with pytest.raises(CourseError) as caught:
            _ = case.people
        assert len(caught.value.complaints) == 2
    edit(case.folder, "events", "status: state", "status: stated")
    edit(case.folder, "claims", "holder: roze", "holder: rose")
    assert len(case.people) == 6


def test_quizzes_are_read_without_notes(case: Case) -> None:
    """A slip in the notes does not keep anybody from a quiz."""
    edit(case.folder, "events", "status: stated", "status: state")
    assert case.quiz("01-the-bridge") is not None


def test_neither_the_door_nor_a_quiz_reads_notes(noted_course: Path) -> None:
    """The module that reads notes is loaded when notes are asked for, and not before."""
    code = (
        "import sys, casestudy\n"
        f"case = casestudy.open_case({str(noted_course)!r})\n"
        "case.quiz('01-the-bridge')\n"
        "print('casestudy.notefile' in sys.modules)\n"
        "case.claims\n"
        "print('casestudy.notefile' in sys.modules, 'pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "True", "False"]


def test_a_course_without_notes_says_so(course: Path) -> None:
    """Where there are none, the sentence names the folder."""
    with pytest.raises(CaseError, match=r"no notes.*seeds/notes"):
        _ = open_case(course).claims


# ── names and words ──────────────────────────────────────────────────────────────────────────


def test_mentions_are_those_of_all_documents(case: Case) -> None:
    """Each mention is exactly the text of its document."""
    mentions = case.mentions()
    assert {each.document for each in mentions} == {"gazette", "herald"}
    for each in mentions:
        assert case.documents[each.document].text[each.start : each.end] == each.text


def test_a_name_is_found_in_every_document(case: Case) -> None:
    """`find` knows every form of a name, with and without accents."""
    assert [hit.passage.text for hit in case.find("nunez")] == [
        "Zoë Núñez",
        "Zoe Nunez",
        "Zoe Nunez",
        "Zoë Núñez",
    ]
    assert repr(case.find("nunes")).endswith("did you mean 'nunez'?")


def test_a_number_is_looked_for_as_its_digits(case: Case) -> None:
    """Whoever asks for a year forgets the quotation marks."""
    assert [hit.passage.text for hit in case.find(1901)] == ["1901"]  # type: ignore[arg-type]


@pytest.mark.parametrize("names", [("gazette",), ("", "gazette")])
def test_one_document_alone_shares_nothing(case: Case, names: tuple[str, ...]) -> None:
    """Two are asked for by name, rather than all pairs shown in place of what was meant."""
    with pytest.raises(CaseError, match="Only 'gazette' is named"):
        case.reuse(*names)


# ── as of ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_later_is_left_out(case: Case) -> None:
    """Notes count by the latest day that they may be of; undated ones are left out."""
    view = case.as_of("2024-05-04")
    assert [note.id for note in view.events] == ["e-closed", "e-vote"]
    assert [note.id for note in view.statements] == ["s-gazette-nobody", "s-toy"]
    assert [note.id for note in view.reactions] == ["r-rose"]
    assert [note.id for note in case.as_of("2024-04-29").events] == []
    assert case.as_of("2024-05-31").events["e-letter"].date.text == "May 2024"


def test_events_stand_in_the_order_of_time(case: Case) -> None:
    """Wherever they are listed, whatever the order of their file: a month before its days."""
    for events in (case.events, case.as_of("2024-05-31").events):
        assert [note.id for note in events] == ["e-closed", "e-letter", "e-vote"]
        assert list(events.table().index) == ["e-closed", "e-letter", "e-vote"]
    edit(case.folder, "events", "date: May 2024", "date: 3 May 2024")
    assert [note.id for note in case.events] == ["e-closed", "e-vote", "e-letter"]
    edit(case.folder, "events", "date: 3 May 2024\nstatus", "date: 2023\nstatus")
    assert [note.id for note in case.events] == ["e-vote", "e-closed", "e-letter"]


def test_what_was_said_by_a_day_stands_in_the_order_of_time(case: Case) -> None:
    """In its file it stands by speaker."""
    edit(case.folder, "statements", "date: 29 April 2024", "date: 5 May 2024")
    said = case.as_of("2024-05-31").statements
    assert [note.id for note in said] == ["s-toy", "s-gazette-nobody"]
    assert [note.id for note in said("gazette-nobody", "toy")] == ["s-gazette-nobody", "s-toy"]


@pytest.mark.parametrize("name", ["documents", "claims", "disagreements"])
def test_before_the_first_text_the_texts_are_closed(case: Case, name: str) -> None:
    """What rests on texts is closed with a sentence that names the first possible day."""
    with pytest.raises(CaseError) as caught:
        getattr(case.as_of("4 May 2024"), name)
    assert str(caught.value) == (
        "On 4 May 2024 no text of this case had been published: the first can be of 5 May 2024. "
        f"Ask the open case itself for its {name}."
    )


def test_later_the_published_texts_are_open(case: Case) -> None:
    """From the first day of publication on there is what rests on published texts only."""
    view = case.as_of("2024-05-05")
    assert list(view.documents) == ["gazette"]
    assert len(view.claims) == 0
    assert len(view.disagreements) == 0  # a silent text must be out as well
    assert len(case.as_of("2024-05-08").disagreements) == 2


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "", 5])
def test_what_is_no_day_is_refused(day: Any) -> None:  # noqa: ANN401 - whatever is typed
    """A slip in a date says how one is written."""
    with pytest.raises(CaseError, match=r"is no date\. Write it like '2024-04-05'"):
        read_day(day)


# ── compare ──────────────────────────────────────────────────────────────────────────────────


def test_a_disagreement_is_set_side_by_side(case: Case) -> None:
    """Each document has a column, with or without the prefix of the id."""
    assert list(case.compare("who-closed").columns) == ["gazette", "herald"]
    assert case.compare("d-who-closed") == case.compare("who-closed")
    assert repr(case.compare("who-closed")).splitlines()[2:8] == [
        "gazette                                      herald",
        "",
        "the mayor, on Monday                         the council, on Tuesday",
        "",
        "| The mayor closed the old bridge on         | The council shut the bridge on Tuesday",
        "Monday (gazette ¶1)                          (herald ¶1)",
    ]


def test_a_silent_document_has_a_column_of_its_own(case: Case) -> None:
    """It says which words are absent."""
    assert list(case.compare("cracks").columns) == ["gazette", "herald"]
    assert "This text keeps silent: it has none of the" in repr(case.compare("cracks"))


def test_many_columns_are_set_under_each_other(case: Case) -> None:
    """Where columns were too narrow to read, each document follows the one before."""
    one = case.disagreements["d-who-closed"].accounts[0]
    accounts = tuple(replace(one, document=name) for name in ("a", "b", "c", "d"))
    note = replace(case.disagreements["d-who-closed"], accounts=accounts, grounds=())
    assert repr(Comparison(note, case.documents)).splitlines()[2:8] == [
        "a",
        "the mayor, on Monday",
        "| The mayor closed the old bridge on Monday (gazette ¶1)",
        "",
        "b",
        "the mayor, on Monday",
    ]


def test_an_unknown_disagreement_is_answered_with_the_nearest(case: Case) -> None:
    """A slip in the id offers what was meant."""
    with pytest.raises(UnknownNameError, match="did you mean 'd-cracks'"):
        case.compare("d-crack")


# ── pages ────────────────────────────────────────────────────────────────────────────────────


class Text(HTMLParser):
    """Collects the words of a page, and whether each element that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Remember what is open."""
        del attrs
        if tag not in {"br", "mark"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        if tag not in {"br", "mark"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect the words; those of the style are none."""
        if "style" not in self.open:
            self.words.append(data)


def shown(page: str) -> str:
    """Return the words of a well-formed page."""
    reader = Text()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return " ".join("".join(reader.words).split())


def everything(case: Case) -> Iterator[Any]:
    """Yield one of each thing that shows itself."""
    yield from (getattr(case, name) for name in SORTS)
    yield from (getattr(case, name)[0] for name in SORTS)
    yield from (case.mentions(), case.find("nunez"), case.find("zzz"))
    yield from (case.compare(note.id) for note in case.disagreements)
    yield case.as_of("2024-05-04")
    yield case.claims(holder="brackwater")


def test_everything_shows_itself_as_a_page(case: Case) -> None:
    """Every value has a well-formed page without script, and a text without it."""
    for value in everything(case):
        page = value._repr_html_()
        assert shown(page)
        assert not re.search(r"<script|onclick|&amp;amp;", page)
        assert "<style>" in page
        assert " object at 0x" not in repr(value)


def test_a_page_says_what_the_note_says(case: Case) -> None:
    """Fields, accounts, words and where they stand are on the page."""
    page = shown(case.claims["c-vote"]._repr_html_())
    for words in ("There was a vote.", "Bridge Act of 1901", "without a vote", "herald ¶3"):
        assert words in page


def closed(page: str) -> list[str]:
    """Return what is seen of a page whose entries are closed, as words."""
    return [shown(each) for each in re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)]


def test_a_dated_note_begins_with_its_date(case: Case) -> None:
    """Of events, statements and reactions the date is seen first, without opening them."""
    assert closed(case.events._repr_html_())[0].startswith("29 April 2024 to 30 April 2024 · ")
    for notes in (case.events, case.statements, case.reactions, case.as_of("2024-05-31").events):
        dated: list[Any] = list(notes)
        seen = closed(notes._repr_html_())
        for note, line in zip(dated, seen, strict=True):
            assert line.startswith(f"{note.date.text} · {note.title}" if note.date else note.title)


def test_an_id_is_seen_inside_a_note_only(case: Case) -> None:
    """The name that code uses for a note is no noise in a list, and stands in the open note."""
    for name in SORTS:
        notes = getattr(case, name)
        page = notes._repr_html_()
        assert not any(notes[0].id in line.split() for line in closed(page))
        assert f"id: {notes[0].id}" in shown(page)


def test_a_term_shows_its_meaning_once(case: Case) -> None:
    """The line of a term has the meaning, and Spanish words are marked as Spanish."""
    term = case.glossary[0]
    page = case.glossary._repr_html_()
    assert closed(page)[0].endswith(f": {term.explanation}")
    assert shown(page).count(term.explanation) == shown(term._repr_html_()).count(term.explanation)
    assert shown(page).count(term.explanation) == 1
    assert page.count(f'<span lang="es">{term.spanish}</span>') == (2 if term.spanish else 0)


def test_columns_have_a_caption_and_headers(case: Case) -> None:
    """The table of a disagreement is one for a screen reader, with the rights below."""
    page = case.compare("who-closed")._repr_html_()
    assert "<caption><h3>Who closed the bridge, and when?</h3></caption>" in page
    assert page.count('<th scope="col">') == 2
    assert page.count("<blockquote>") == 3
    assert "All rights reserved." in shown(page)


MEASURE = """() => {
  const of = (css) => document.querySelector(css);
  const size = (css) => parseFloat(getComputedStyle(of(css)).fontSize);
  const live = of(".cs-live");
  return {
    live: live.getBoundingClientRect().left + parseFloat(getComputedStyle(live).paddingLeft),
    notes: of(".cs-notes details").getBoundingClientRect().left,
    table: of(".cs-notes table").getBoundingClientRect().left,
    above: of("h3").getBoundingClientRect().top - of(".compare").getBoundingClientRect().top,
    text: size(".cs-notes td p"),
    title: size(".cs-notes h3"),
    small: Math.min(size(".cs-notes summary small"), size(".cs-notes .cs-small")),
  };
}"""
"""Where notes and a living page begin, and how large they are set, in pixels."""


def test_notes_are_set_like_the_pages_around_them(case: Case, browser: Browser) -> None:
    """They begin where a quiz begins, small print is no smaller, and a title stands apart."""
    page = browser.new_page()
    page.set_content(
        f"<!doctype html><style>main {{ font-size: 14px }}</style><style>{style('quiz')}</style>"
        f"<main><div class='cs-quiz cs-live'></div>{case.events._repr_html_()}"
        f"<div class=compare>{case.compare('who-closed')._repr_html_()}</div></main>"
    )
    found = page.evaluate(MEASURE)
    page.close()
    assert found["notes"] == found["table"] == found["live"]
    assert found["small"] == pytest.approx(0.93 * 14)
    assert found["title"] > found["text"] == 14
    assert found["above"] >= 14


def test_markup_in_a_note_is_shown_as_text(case: Case) -> None:
    """What stands in a note file never becomes markup of a page."""
    edit(case.folder, "claims", "Bridges are to be taken seriously.", r"Bridges \<b\> are.")
    assert "Bridges &lt;b&gt; are." in case.claims._repr_html_()
    assert "Bridges <b> are." in repr(case.claims)


@pytest.mark.parametrize("name", [*SORTS, "mentions", "hits"])
def test_everything_has_a_table(case: Case, name: str) -> None:
    """Each sequence becomes a table with a row for each of its values."""
    others: dict[str, Any] = {"mentions": case.mentions(), "hits": case.find("nunez")}
    value: Any = others[name] if name in others else getattr(case, name)
    assert len(value.table()) == len(value) > 0


# ── the check ────────────────────────────────────────────────────────────────────────────────


def test_notes_in_order_are_not_complained_of(noted_course: Path) -> None:
    """The check finds nothing where nothing is wrong."""
    assert notes_said(noted_course) == []


def test_the_check_tells_slips_in_notes(noted_course: Path) -> None:
    """Complaints about notes are among all others."""
    edit(noted_course, "events", "status: stated", "status: state")
    assert notes_said(noted_course) == [
        (
            "seeds/notes/events.md:20: note 'e-vote': 'status: state' is not known: "
            "did you mean 'stated'?"
        )
    ]


def test_a_quotation_without_a_statement_is_told(noted_course: Path) -> None:
    """Words in quotation marks that no statement quotes are named with their place."""
    edit(noted_course, "statements", "> “A bridge is not a toy,”", "> its director Ada Rose said")
    assert notes_said(noted_course) == [
        (
            "seeds/notes/statements.md: herald ¶4: the words 'A bridge is not a toy,' are quoted "
            "there and in no statement: write a note with them; 'mode: scare' where nobody is said "
            "to have said them"
        )
    ]


def test_a_missing_file_of_statements_is_one_complaint(noted_course: Path) -> None:
    """Where there is no such file, its quotations are not counted one by one."""
    (noted_course / FOLDER / "statements.md").unlink()
    assert notes_said(noted_course) == ["seeds/notes/statements.md: the file is missing: write it"]


# ── the real course ──────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real(root: Path) -> Case:
    """Return the open real case."""
    return open_case(root)


def test_nothing_is_wrong_in_the_notes(root: Path) -> None:
    """The notes of the course are in order."""
    assert notes_said(root) == []


def test_every_quotation_of_the_documents_is_in_a_statement(real: Case) -> None:
    """Each stretch in quotation marks overlaps a passage of a statement."""
    passages = [each for note in real.statements for each in note.passages]
    quoted = [each for name in real.documents for each in quotations(real.documents[name])]
    assert len(quoted) > 50
    for each in quoted:
        assert any(
            each.document == other.document and each.start < other.end and other.start < each.end
            for other in passages
        )


def test_every_mention_is_exactly_the_text_of_the_course(real: Case) -> None:
    """The names are found where they stand."""
    mentions = real.mentions()
    assert len(mentions) > 400
    for each in mentions:
        assert real.documents[each.document].text[each.start : each.end] == each.text


def test_everybody_is_mentioned(real: Case) -> None:
    """Nobody is in the notes whose name is in no document."""
    named = {each.name for each in real.mentions()}
    assert [person.id for person in real.people if person.id not in named] == []


def test_both_parties_argue_and_answer_each_other(real: Case) -> None:
    """Claims have two holders at least, and some of them rebut some of the other's."""
    assert len({claim.holder.id for claim in real.claims}) >= 2
    assert any(claim.rebuts for claim in real.claims)


def test_everything_of_the_course_shows_itself(real: Case) -> None:
    """Every note of the real course, every comparison and a search have text and page."""
    values: list[Any] = [getattr(real, name) for name in SORTS]
    values += [note for notes in values for note in notes]
    values += [real.compare(note.id) for note in real.disagreements]
    values += [real.find(person.title) for person in real.people]
    for value in values:
        assert shown(value._repr_html_())
        assert max(map(len, repr(value).splitlines())) < 2000


def test_hard_words_are_asked_for_by_name(real: Case) -> None:
    """A lesson lists the terms that it needs, in its own order."""
    assert [note.id for note in real.glossary("safe-conduct", "charge", "asylum")] == [
        "t-safe-conduct",
        "t-charge",
        "t-asylum",
    ]


def test_whoever_takes_a_step_is_named_first(real: Case) -> None:
    """A title that begins with the name of somebody involved begins with the first of them.

    In one title somebody is taken away, and who takes him is named in the notes alone; and an
    election is a step of its candidates, whatever state holds it.
    """
    people = {person.id: person for person in real.people}
    for event in real.events:
        names = [(form, each) for each in event.involves for form in people[each].forms]
        begins = {each for form, each in names if event.title.startswith(f"{form} ")}
        other = event.id in {"e-guayaquil", "e-election"}
        assert not begins or other or event.involves[0] in begins, event.id


def test_before_the_first_publication_the_texts_are_closed(real: Case) -> None:
    """Every text was published later than what it tells of."""
    view = real.as_of("2024-04-04")
    assert isinstance(view, AsOf)
    assert 0 < len(view.events) < len(real.events)
    with pytest.raises(CaseError, match="no text of this case had been published"):
        _ = view.documents

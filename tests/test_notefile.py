"""Note files: what is right is read, and every slip is told with its line and a cure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.errors import CourseError
from casestudy.notefile import FOLDER, SORTS, Book, note_sources, note_stamps, read_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from casestudy.documents import Document
    from casestudy.errors import Complaint


class Folder:
    """The note files of the tiny course, to be read with changes."""

    def __init__(self, course: Path) -> None:
        self.sources = note_sources(course)
        self.documents: Mapping[str, Document] = dict(open_case(course).documents)

    def read(self, **changed: str) -> tuple[Book, tuple[Complaint, ...]]:
        """Read the files, some of them replaced."""
        return read_notes({**self.sources, **changed}, self.documents)

    def slip(self, name: str, old: str, new: str) -> tuple[Complaint, ...]:
        """Return what is complained of after one change."""
        assert old in self.sources[name], old
        return self.read(**{name: self.sources[name].replace(old, new, 1)})[1]


@pytest.fixture
def folder(noted_course: Path) -> Folder:
    """Return the note files of the tiny course."""
    return Folder(noted_course)


# ── what is right ────────────────────────────────────────────────────────────────────────────


def test_notes_in_order_have_no_complaint(folder: Folder) -> None:
    """Nothing is complained of where nothing is wrong."""
    assert folder.read()[1] == ()


def test_every_file_has_its_notes(folder: Folder) -> None:
    """Each file becomes one sequence, in the order of the file."""
    book = folder.read()[0]
    assert [len(getattr(book, name)) for name in SORTS] == [6, 3, 4, 2, 2, 2, 1]
    assert [note.id for note in book.notes][:2] == ["nunez", "rose"]


def test_every_passage_is_exactly_the_text(folder: Folder) -> None:
    """The words of each account stand where the passage says."""
    for note in folder.read()[0].notes:
        assert note.passages
        for each in note.passages:
            assert folder.documents[each.document].text[each.start : each.end] == each.text


def test_a_note_has_the_values_of_its_fields(folder: Folder) -> None:
    """Names become people, dates dates, and lists tuples."""
    book = folder.read()[0]
    closed, vote = book.events["e-closed"], book.claims["c-vote"]
    assert (closed.date.precision, closed.date.latest.day) == ("range", 30)
    assert closed.involves == ("council",)
    assert vote.holder is book.people["council"]
    assert (vote.norm, vote.rebuts) == ("Bridge Act of 1901", ("c-toy",))
    assert book.people["nunez"].forms == ("Zoë Núñez", "Núñez")
    assert book.events["e-vote"].more == ("The gazette gives the weekday only.",)
    assert (vote.file, vote.line) == ("seeds/notes/claims.md", 3)


def test_what_a_statement_does_not_say_is_empty(folder: Folder) -> None:
    """A statement of nobody known has no speaker and no date."""
    said = folder.read()[0].statements["s-herald-nobody"]
    assert (said.speaker, said.date, said.via) == (None, None, "council")
    assert said.role == "the mayor of Brackwater"


def test_none_is_no_word_and_no_deed(folder: Folder) -> None:
    """`none` in words or deeds is an empty tuple."""
    ferry, rose = folder.read()[0].reactions
    assert (ferry.words, ferry.deeds) == ((), ("offers boats", "waits"))
    assert (rose.words, rose.deeds) == (("regrets", "calls for dialogue"), ())
    assert rose.instruments == ("bridge-act",)


def test_a_disagreement_has_its_conclusions(folder: Folder) -> None:
    """Paragraphs and quotations under the two headings are kept."""
    closed, cracks = folder.read()[0].disagreements
    assert closed.may_conclude == ("The bridge was closed by Tuesday.",)
    assert closed.cannot_conclude == ("That one of the two texts is wrong.",)
    assert [each.text for each in closed.grounds] == ["shut the bridge on Tuesday"]
    assert (cracks.silent, cracks.absent, cracks.weight) == (("herald",), ("cracks", "broken"), 1)


def test_emphasis_leaves_no_mark(folder: Folder) -> None:
    """Notes are plain text: marks of emphasis are read, and not kept."""
    changed = folder.sources["events"].replace("The bridge is closed", "The *bridge* is R&amp;D", 1)
    book, complaints = folder.read(events=changed)
    assert complaints == ()
    assert book.events["e-closed"].title == "The bridge is R&D"


def test_windows_line_ends_make_no_difference(folder: Folder) -> None:
    """A file saved on Windows reads the same."""
    windows = {name: text.replace("\n", "\r\n") for name, text in folder.sources.items()}
    assert folder.read(**windows) == folder.read()


# ── slips ────────────────────────────────────────────────────────────────────────────────────

LONE = """
- [gazette] engineer, who found cracks in the bridge

    > The engineer Zoë Núñez found two cracks
    > -- gazette
"""

EXPLANATION = """
A way to decide in which each person says yes or no, and the larger number wins.
"""

CONCLUSION = """
### May conclude

The bridge was closed by Tuesday.

> shut the bridge on Tuesday
> -- herald
"""

SLIPS: tuple[tuple[str, str, str, str, str], ...] = (
    # fields
    ("events", "status: disputed", "status: dispute", "'status: dispute'", "'disputed'"),
    ("events", "status: disputed", "stauts: disputed", "'stauts' is not known", "'status'"),
    ("events", "status: disputed\n", "", "the field 'status' is missing", "status: …"),
    ("events", "date: 3 May 2024\n", "", "the field 'date' is missing", "date: …"),
    ("events", "date: 3 May 2024", "date: 3rd May 2024", "cannot be read", "write '3 May 2024'"),
    ("events", "date: 3 May 2024", "date: 5/4/2024", "be read", "'5 April 2024' or '4 May 2024'"),
    ("events", "date: 3 May 2024", "date: in spring", "cannot be read", "one of '5 April 2024'"),
    ("events", "date: 3 May 2024", "date: 31 April 2024", "cannot be read", "the calendar has"),
    ("events", "time: around noon", "time: noon\ntime: one", "'time' is there twice", "leave one"),
    ("people", "kind: place", "kind: plaice", "'kind: plaice'", "'place'"),
    ("people", "kind: place\n", "forms: Brackwater\n", "'kind' is missing", "one of 'court'"),
    ("statements", "mode: scare", "mode: scary", "'mode: scary'", "'scare'"),
    ("reactions", "words: regrets, c", "words: regret, c", "'regret' is not known", "'regrets'"),
    ("reactions", "words: regrets", "words: none, regrets", "says none, and yet some", "leave one"),
    ("reactions", "words: none\n", "", "the field 'words' is missing", "words: …"),
    ("disagreements", "relation: conflict", "relation: conflicts", "relation", "'conflict'"),
    ("disagreements", "weight: 3", "weight: 4", "'weight: 4'", "'1', '2', '3'"),
    ("statements", "group: nobody-may-cross", "group: Nobody", "no id", "small letters"),
    # names
    ("events", "involves: nunez", "involves: nunes", "'involves' names 'nunes'", "'nunez'"),
    ("events", "involves: nunez", "involves: Núñez", "no id of people.md", "write 'nunez'"),
    ("claims", "holder: rose", "holder: ross", "'holder' names 'ross'", "'rose'"),
    ("claims", "holder: rose", "holder: c-vote", "no id of people.md", ""),
    ("claims", "rebuts: c-toy", "rebuts: c-tou", "no id of claims.md", "'c-toy'"),
    ("claims", "rebuts: c-toy", "rebuts: c-vote", "the same holder", "somebody else"),
    ("reactions", "actor: rose", "actor: rosie", "'actor' names 'rosie'", "'rose'"),
    ("reactions", "instruments: bridge-act", "instruments: act", "no id of people.md", ""),
    ("statements", "speaker: rose", "speaker: roze", "'speaker' names 'roze'", "'rose'"),
    ("disagreements", "about: e-closed", "about: e-close", "people.md or events.md", "'e-closed'"),
    ("statements", "group: nobody-may-cross", "group: nobody-may-cros", "no other statement", ""),
    # words of the documents
    ("claims", "norm: Bridge Act of 1901", "norm: Bridge Pact", "the norm 'Bridge Pact'", "names"),
    ("people", "forms: Núñez", "forms: Zoë | Nunes", "'Nunes' occurs in no document", "delete"),
    ("people", "Ferry Company\n", "Ferrymen\n", "'Ferrymen' occurs in no document", "delete"),
    ("people", "forms: Núñez", "forms: Zoë, Núñez", "in no document", "write 'Zoë | Núñez'"),
    ("people", "forms: Rose", "forms: Rose | Núñez", "also one of 'nunez'", "longer form"),
    ("glossary", "vote | voted", "vote | voting", "'voting' occurs in no document", "delete"),
    ("disagreements", "absent: cracks", "absent: boats", "'boats' occurs in herald", "absent"),
    ("disagreements", "silent: herald", "silent: heral", "no document 'heral'", "'herald'"),
    ("disagreements", "silent: herald\n", "", "'absent' is there without 'silent'", "silent: …"),
    ("disagreements", "absent: cracks, broken\n", "", "without 'absent'", "absent: …"),
    # accounts
    ("events", "- [gazette] on Friday", "- [gazete] on Friday", "no document", "'gazette'"),
    ("events", "- [gazette] on Friday", "- gazette: on Friday", "begin with a document", "- [doc"),
    ("events", "- [gazette] on Friday", "- [gazette]", "nothing is said of 'gazette'", "- [doc"),
    ("events", "- [gazette] on Friday", "- [ ] on Friday", "begin with a document", "- [doc"),
    ("events", "- [gazette] on Friday", "1. [gazette] on Friday", "not numbered", "- [document]"),
    ("events", "on Friday\n", "on Friday\n\n    And so on.\n", "under an account", "own line"),
    ("events", "voted\n    > -- gazette", "voted\n    > -- herald", "from 'herald'", "-- gazette"),
    ("events", "> On Friday the council voted", "> On Monday the council voted", "nearest", "copy"),
    ("events", "> On Friday the council voted", "> council", "stands 2 times", "quote more words"),
    ("events", "voted\n    > -- gazette", "voted\n    > -- gazete", "no document", "'gazette'"),
    ("events", "\n    > was read on 5 May 2024\n    > -- herald\n", "", "quotes no words", "> -- "),
    ("people", LONE, "", "stands in gazette ¶2, and no account", "[gazette]"),
    # text
    ("events", "The bridge is closed\n\n", "", "has no title", "under the fields"),
    ("glossary", EXPLANATION, "", "explains nothing", "under its title"),
    ("glossary", "A way to decide", "A way " + "and a way " * 10 + "to decide", "47 words", "40"),
    ("disagreements", CONCLUSION, "", "'May conclude' says nothing", "###"),
    ("disagreements", "That there were none.\n", "", "'Cannot conclude' says nothing", "paragraph"),
    ("disagreements", "### Cannot conclude\n\nThat one", "### Answer: none\n\nThat one",
     "'Cannot conclude' says nothing", "### Cannot"),
    ("claims", "# The company", "### May conclude\n\nSo.\n\n# The company", "no place", "delete"),
    ("claims", "- [herald] gives", "> no bridge may be shut\n> -- herald\n\n- [herald] gives",
     "under no account", "under a line"),
    # ids
    ("events", "## e-vote", "## nunez", "already that of seeds/notes/people.md:3", "its own"),
    ("events", "## e-vote", "## e-closed", "already that of line 1", "its own"),
    ("events", "## e-vote", "## E Vote", "is no id", "## e-vote"),
    ("events", "date: 3 May 2024\nstatus: stated\ninvolves: council, nunez\n\n", "",
     "has no fields", "write 'date: …'"),
)  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[0]}: {slip[3]}")
def test_a_slip_is_told_with_its_cure(folder: Folder, slip: tuple[str, str, str, str, str]) -> None:
    """Each slip is complained of in its file, in the note where it stands."""
    name, old, new, wrong, cure = slip
    complaints = folder.slip(name, old, new)
    told = [each for each in complaints if wrong in each.wrong and cure in each.cure]
    assert told, "\n".join(map(str, complaints))
    assert told[0].file == f"{FOLDER}/{name}.md"
    assert re.fullmatch(r"note '.+'", told[0].subject)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[0]}: {slip[3]}")
def test_a_slip_is_told_at_its_line(folder: Folder, slip: tuple[str, str, str, str, str]) -> None:
    """No complaint stands before the note in which the slip is."""
    name, old, new, wrong, cure = slip
    place = folder.sources[name].index(old)
    note = folder.sources[name].rfind("\n## ", 0, place + 3)
    line = folder.sources[name].count("\n", 0, note + 1) + 1
    told = [
        each for each in folder.slip(name, old, new) if wrong in each.wrong and cure in each.cure
    ]
    assert min(each.line for each in told) >= line


def test_a_missing_file_is_told(folder: Folder) -> None:
    """Each of the seven files must be there."""
    sources = {name: text for name, text in folder.sources.items() if name != "claims"}
    complaints = read_notes(sources, folder.documents)[1]
    assert [str(each) for each in complaints] == [
        "seeds/notes/claims.md: the file is missing: write it"
    ]


def test_everything_wrong_is_told_at_once(folder: Folder) -> None:
    """Slips in several files are told together, in the order of files and lines."""
    complaints = folder.read(
        claims=folder.sources["claims"].replace("holder: rose", "holder: ross"),
        events=folder.sources["events"].replace("status: s", "status: z").replace("3 May", "3 Mai"),
    )[1]
    assert [each.file for each in complaints] == [
        f"{FOLDER}/claims.md",
        *[f"{FOLDER}/events.md"] * 2,
    ]
    assert list(complaints) == sorted(complaints)


def test_one_slip_is_one_complaint_for_most(folder: Folder) -> None:
    """A slip does not set off complaints about the notes that are in order."""
    assert len(folder.slip("people", "kind: place", "kind: plaice")) == 1
    assert len(folder.slip("events", "status: disputed", "status: dispute")) == 1
    assert len(folder.slip("people", "Ferry Company\n", "Ferrymen\n")) == 1
    assert len(folder.slip("events", "- [gazette] on Friday", "- [gazete] on Friday")) == 1


BROKEN: tuple[Callable[[str, int], str], ...] = (
    lambda text, place: text[:place] + text[place + 7 :],
    lambda text, place: text[:place] + "\n" + text[place:],
    lambda text, place: text[:place] + "# " + text[place:],
    lambda text, place: text[:place] + "| " + text[place:],
    lambda text, place: text[:place] + "> " + text[place:],
    lambda text, place: text[:place] + "\x00é🙂:" + text[place:],
    lambda text, place: text[:place],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SORTS)), st.integers(0, 2000), st.sampled_from(BROKEN))
def test_whatever_is_written_is_read_or_complained_of(
    folder: Folder, name: str, place: int, change: Callable[[str, int], str]
) -> None:
    """No change of a file raises an exception or makes a note without words."""
    book, complaints = folder.read(**{name: change(folder.sources[name], place)})
    assert complaints or all(note.passages and note.title for note in book.notes)


# ── the folder ───────────────────────────────────────────────────────────────────────────────


def test_only_files_that_are_there_are_read(noted_course: Path) -> None:
    """A course may have some of the files, or none."""
    (noted_course / FOLDER / "claims.md").unlink()
    assert sorted(note_sources(noted_course)) == sorted(set(SORTS) - {"claims"})


def test_a_file_that_is_no_text_is_told(noted_course: Path) -> None:
    """A file in another encoding is refused with its name."""
    (noted_course / FOLDER / "claims.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match=r"seeds/notes/claims.md: it cannot be read"):
        note_sources(noted_course)


def test_a_changed_file_has_another_stamp(noted_course: Path) -> None:
    """Any change of a note file is noticed, and nothing else is."""
    before = note_stamps(noted_course)
    assert before == note_stamps(noted_course)
    with (noted_course / FOLDER / "claims.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert note_stamps(noted_course) != before

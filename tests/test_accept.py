"""Quotations that moved with their document are proposed, shown and rewritten, and nothing else."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from casestudy.cards import read_cards
from casestudy.cli import main
from casestudy.documents import Document, QuoteError
from casestudy.lessons.accept import CURE, Proposal, accept, proposals
from casestudy.lessons.check import check

if TYPE_CHECKING:
    from pathlib import Path

CARD_FILE = "notebooks/quizzes/01-the-bridge.md"
NOTE = """\
# Events

## closing
kind: event

The mayor closed the bridge.

- [gazette] She closed it.

    > The mayor closed the old
    > bridge on Monday. “Nobody may
    >
    > cross it,”
    > -- gazette
    > did not read her letter
    > -- gazette
"""


def edit(course: Path, old: str, new: str) -> None:
    """Change a document as an instructor does: the words, and the hash in the catalogue."""
    path, catalogue = course / "seeds/gazette.txt", course / "seeds/catalogue.toml"
    content = path.read_bytes().replace(old.encode(), new.encode())
    path.write_bytes(content)
    hashed = f'sha256 = "{hashlib.sha256(content).hexdigest()}"'
    entry = re.sub('sha256 = ".*"', hashed, catalogue.read_text(encoding="utf-8"))
    catalogue.write_text(entry, encoding="utf-8")


@pytest.fixture
def edited(course: Path) -> Path:
    """Make the tiny course after one word of its document was changed."""
    edit(course, "On Friday the council", "On Sunday the council")
    edit(course, "old bridge on Monday", "old bridge on Tuesday")
    return course


def run(course: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """Run `casestudy check` in a course."""
    monkeypatch.chdir(course)
    return CliRunner().invoke(main, ["check", *words], catch_exceptions=False)


def test_a_course_in_order_has_no_proposal(course: Path) -> None:
    """Words that are found need no others."""
    assert proposals(course) == []


def test_changed_words_are_proposed_where_they_stand_now(edited: Path) -> None:
    """Each quotation of changed words is proposed with its line, its old words and its new."""
    assert [(each.line, each.old, each.new) for each in proposals(edited)] == [
        (17, "closed the old bridge on Monday", "closed the old bridge on Tuesday"),
        (24, "On Friday the council voted", "On Sunday the council voted"),
        (31, "closed the old bridge on Monday", "closed the old bridge on Tuesday"),
    ]


def test_a_complaint_about_moved_words_names_the_command(edited: Path) -> None:
    """`check` asks whether the words have moved, and says what to run."""
    (found, *_) = [each for each in check(edited) if "on Monday" in each.wrong]
    assert (found.line, found.cure) == (17, CURE)


def test_a_complaint_about_words_that_are_gone_does_not(course: Path) -> None:
    """Words without a likely place keep the cure of words that are not there."""
    edit(course, "The baker asked who would pay.", "Nobody said a word.")
    cures = {each.cure for each in check(course) if "baker" in each.wrong}
    assert cures == {"copy the words from the text"}


def test_a_changed_document_is_refused_before_anything_is_proposed(course: Path) -> None:
    """A document whose hash is not the catalogue's proposes nothing."""
    path = course / "seeds/gazette.txt"
    path.write_bytes(path.read_bytes().replace(b"on Monday", b"on Tuesday"))
    assert proposals(course) == []


def test_accept_shows_and_rewrites(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check --accept` shows each place with old and new words, and says how many it wrote."""
    result = run(edited, monkeypatch, "--accept")
    shown = result.stdout.splitlines()
    assert shown[0].startswith(f"{CARD_FILE}:17: gazette ¶1, ")
    assert shown[0].endswith(" % alike")
    assert shown[1:3] == [
        "  - closed the old bridge on Monday",
        "  + closed the old bridge on Tuesday",
    ]
    assert "3 quotations rewritten." in shown


def test_accept_changes_the_quoted_words_and_no_other_byte(edited: Path) -> None:
    """What is not quoted stays as it is, byte for byte."""
    path = edited / CARD_FILE
    before = path.read_bytes()
    assert accept(edited, proposals(edited)) == []
    wanted = before.replace(
        b"> closed the old bridge on Monday", b"> closed the old bridge on Tuesday"
    )
    assert path.read_bytes() == wanted.replace(
        b"> On Friday the council", b"> On Sunday the council"
    )


def test_what_was_accepted_is_found(edited: Path) -> None:
    """After accepting, no quotation is refused and none is proposed."""
    accept(edited, proposals(edited))
    assert proposals(edited) == []
    assert not any(each.file == CARD_FILE for each in check(edited))


def test_accept_without_a_change_writes_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing has moved, no file is touched."""
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}
    assert "0 quotations rewritten." in run(course, monkeypatch, "--accept").stdout
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before


def test_notes_are_rewritten_too(course: Path) -> None:
    """A wrapped quotation of a note keeps its indentation, and its neighbour stays."""
    note = course / "seeds/notes/events.md"
    note.parent.mkdir()
    note.write_bytes(NOTE.encode())
    edit(course, "bridge on Monday", "bridge on Tuesday")
    (wanted,) = [each for each in proposals(course) if each.file == "seeds/notes/events.md"]
    accept(course, [wanted])
    lines = note.read_text(encoding="utf-8").split("\n")
    start = lines.index("- [gazette] She closed it.") + 2
    assert lines[start:] == [
        "    > The mayor closed the old",
        "    > bridge on Tuesday. “Nobody",
        "    > may cross it,”",
        "    > -- gazette",
        "    > did not read her letter",
        "    > -- gazette",
        "",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_are_kept(edited: Path, begin: str, end: str) -> None:
    """A file from Windows stays one."""
    path = edited / CARD_FILE
    source = begin + path.read_text(encoding="utf-8").replace("\n", end)
    path.write_bytes(source.encode())
    accept(edited, proposals(edited))
    wanted = source.replace(
        "> closed the old bridge on Monday", "> closed the old bridge on Tuesday"
    )
    wanted = wanted.replace("> On Friday the council", "> On Sunday the council")
    assert path.read_bytes().decode() == wanted


def test_words_that_would_be_misread_are_left(edited: Path) -> None:
    """New words that a card would read as something else are not written."""
    (first, *_) = proposals(edited)
    wrong = Proposal(
        first.file, first.line, first.end, "gazette", "", first.old, "-- gazette", 0.9, ""
    )
    before = (edited / CARD_FILE).read_bytes()
    assert accept(edited, [wrong]) == [wrong]
    assert (edited / CARD_FILE).read_bytes() == before


def test_a_file_that_is_no_text_proposes_nothing(edited: Path) -> None:
    """A card file that cannot be read is complained of elsewhere."""
    (edited / CARD_FILE).write_bytes(b"\xff\xfe")
    assert proposals(edited) == []


def test_words_left_out_stay_left_out() -> None:
    """A quotation with a gap is proposed with its gap."""
    text = "The mayor closed the old bridge on Tuesday. Nobody asked why she did it so late."
    with pytest.raises(QuoteError) as refused:
        Document("gazette", "", text, ()).quote("mayor closed the old bridge on Monday […] so late")
    assert refused.value.instead == "mayor closed the old bridge on Tuesday […] so late"


WORDS = st.lists(st.sampled_from(["on", "Monday", "-", "--", "2017.", ">", "#", "bridge", "[x]"]))


@given(st.lists(st.sampled_from(["closed the", "old bridge", "> not"]), min_size=1), WORDS)
def test_either_the_words_are_written_or_the_file_stays(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str]
) -> None:
    """Whatever the new words are, the file then holds them as one quotation, or is as it was."""
    quoted = "".join(f"> {line}\n" for line in old)
    source = f"# A\n\n## one\nkind: opinion\n\nWhy?\n\n{quoted}> -- gazette\n"
    folder = tmp_path_factory.mktemp("course")
    (folder / "a.md").write_bytes(source.encode())
    words = " ".join(new)
    end = source.count("\n")
    left = accept(folder, [Proposal("a.md", 8, end, "gazette", "", "", words, 0.9, "")])
    after = (folder / "a.md").read_bytes().decode()
    if left:
        assert after == source
    else:
        assert [each.words for each in read_cards(after, "a.md")[0][0].quotes] == [words]

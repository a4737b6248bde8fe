"""A new lesson and another case: everything is in place, runs, and says what is still to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import nbformat
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from casestudy import open_case
from casestudy.capitals import MOST, as_cards, proposals
from casestudy.cli import main
from casestudy.documents import Document
from casestudy.errors import CaseError
from casestudy.firstcards import first_cards
from casestudy.lessons.check import check, complaints
from casestudy.lessons.lesson import PARTS, lesson_of
from casestudy.lessons.new import listed_after, new_lesson, sections, slug, template
from casestudy.lessons.refresh import refresh
from casestudy.newcase import LESSON, PROPOSED, add_document, case_files, new_case
from casestudy.notefile import FOLDER, SORTS, read_notes
from casestudy.quizfile import read_quiz
from casestudy.seedfile import CATALOGUE, cut
from casestudy.text import fold, occurs, whole

if TYPE_CHECKING:
    from pathlib import Path

GAZETTE = """\
The bridge is closed

The mayor closed the old bridge on Monday. “Nobody may cross it,” she said.

The engineer Zoë Núñez found two cracks in it. The council did not read her letter.

On Friday the council voted to repair the bridge. The baker Ada Rose asked who would pay for it.

© The Gazette. All rights reserved.
""".encode()

LEDGER = (
    b"# Ledger of the Ferry Company\r\n\r\n- Oak for the landing stage, forty crowns\r\n"
    b"- Two boats hired from Brackwater, twelve crowns a week\r\n\r\n## Closing\r\n\r\n"
    b"The account was signed by Ada Rose in the summer.\r\n"
)

LETTER = """\
\ufeffDear members of the council,

I have seen the bridge with my own eyes. Two cracks run through the second pier, and they grow.

Tell the mayor that I, Zoe Nunez, will not answer for it. No cart should cross before the summer.
""".encode()

TEXTS = {"gazette.txt": GAZETTE, "ledger.md": LEDGER, "a letter.txt": LETTER}
NIGHT = "01-the-night-itself"
FILES = [
    f"notebooks/{NIGHT}.ipynb",
    f"notebooks/quizzes/{NIGHT}.md",
    f"notebooks/teaching/{NIGHT}.md",
]

CARDS = """\
# Before you read

## before-1
kind: opinion

Which of the texts do you expect to be short?

# Check

{check}
# Work with the evidence

## work-1
kind: mark
in: gazette
objective: 1
difficulty: 2
hint: It is a paragraph in the middle.
hint: An engineer is in it.

Mark the words that say what was found.

- [x] what was found

    The engineer found them.

    > found two cracks in it
    > -- gazette

# Discuss and write

## discuss-1
kind: written

Who should have read the letter?

# Exit check

{exit}"""

SINGLE = """\
## {name}
kind: single
objective: 1
difficulty: 1
hint: Look at the first paragraph.
hint: It names a day.

When was the bridge closed?

- [x] On Monday

    The first paragraph names the day.

    > closed the old bridge on Monday
    > -- gazette

- [ ] On Friday

    That is the day of the vote.

    > On Friday the council voted
    > -- gazette

"""


def ran(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def documents(*texts: str) -> dict[str, Document]:
    """Return texts as documents."""
    names = [f"text-{place}" for place in range(len(texts))]
    return {
        name: Document(name, "", text, cut(name, text, {}))
        for name, text in zip(names, texts, strict=True)
    }


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three invented texts in a folder of somebody's."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "answers"))
    monkeypatch.delenv("CASESTUDY_LEARNER", raising=False)
    (tmp_path / "mine").mkdir()
    for name, content in TEXTS.items():
        (tmp_path / "mine" / name).write_bytes(content)
    return [tmp_path / "mine" / name for name in TEXTS]


@pytest.fixture
def case(brought: list[Path], tmp_path: Path) -> Path:
    """A case of the three texts whose lesson has not been executed yet."""
    new_case(tmp_path / "old-bridge", brought)
    return tmp_path / "old-bridge"


# ── another case ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_new_case_is_in_order_and_runs(
    brought: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    """The command leaves a course with nothing wrong or stale, and a lesson that nbval runs."""
    monkeypatch.chdir(tmp_path)
    said = ran(
        "new", "case", "old-bridge", "--documents", *map(str, brought), "--title", "A bridge"
    )
    assert said.exit_code == 0, said.output
    course = tmp_path / "old-bridge"
    assert [str(each) for each in check(course)] == []
    opened = open_case(course)
    assert (opened.title, list(opened.documents)) == ("A bridge", ["gazette", "ledger", "a-letter"])
    monkeypatch.chdir(course)
    assert "unchanged" in ran("refresh", "--all").output
    shutil.copy(root / "conftest.py", course)
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "notebooks"]
    run = subprocess.run(
        [*command, "-q", "-p", "no:cacheprovider", "--rootdir", str(course)],
        cwd=course,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_texts_are_copied_byte_for_byte(case: Path) -> None:
    """A byte order mark and the ends of lines stay what they are."""
    names = ("gazette.txt", "ledger.md", "a-letter.txt")
    assert [(case / "seeds" / name).read_bytes() for name in names] == list(TEXTS.values())


def test_only_what_is_never_executed_is_wrong_before_a_refresh(case: Path) -> None:
    """Everything else of a new case is in order, advice aside, until its lesson is executed."""
    assert {each.wrong for each in check(case)} == {"it was never executed"}


def test_a_first_line_that_may_be_a_title_is_one(case: Path) -> None:
    """A title is taken without its marks; a line that ends as a sentence or a greeting is none."""
    titles = [each.title for each in open_case(case).documents.values()]
    assert titles == ["The bridge is closed", "Ledger of the Ferry Company", ""]


def test_headings_are_headings(case: Path) -> None:
    """Headings of Markdown, and a title, are no paragraphs and have no number."""
    texts = open_case(case).documents
    headings = [
        [each.text for each in texts[name].passages if each.kind == "heading"]
        for name in ("gazette", "ledger")
    ]
    assert headings == [["The bridge is closed"], ["# Ledger of the Ferry Company", "## Closing"]]


def test_a_title_that_other_lines_begin_with_is_no_heading() -> None:
    """What the catalogue calls a heading is known by its first words, which may be another's."""
    made = case_files("c", "C", [("a.txt", b"The bridge\n\nThe bridge was shut on Monday.\n")])
    assert "[document.passages]" not in str(made[CATALOGUE]).partition("[case]")[2]


def test_what_is_not_known_is_said_to_be_unknown(case: Path) -> None:
    """Nobody is made a publisher, and no day is made up."""
    (first, *_) = tomllib.loads((case / CATALOGUE).read_text(encoding="utf-8"))["document"]
    assert "publisher" not in first
    assert first["rights"].endswith("Ask the publisher before you hand this text to others.")
    assert open_case(case).documents["gazette"].source.endswith("still to be named")


def test_the_proposed_names_lack_only_their_kind(case: Path) -> None:
    """With a kind, the proposed cards are people about whom there is no complaint."""
    cards = (case / PROPOSED).read_text(encoding="utf-8")
    texts = open_case(case).documents
    _, found = read_notes({"people": cards}, texts)
    wrong = {each.wrong for each in found if each.file.endswith("people.md")}
    assert wrong == {"the field 'kind' is empty", "the field 'kind' is missing"}
    book, found = read_notes({"people": cards.replace("kind:", "kind: person")}, texts)
    assert [each for each in found if each.file.endswith("people.md")] == []
    assert {"zoe-nunez", "ada-rose"} <= {person.id for person in book.people}


def test_a_folder_in_use_is_left_alone(brought: list[Path], tmp_path: Path) -> None:
    """Nothing is written into a folder that holds something."""
    (tmp_path / "mine" / "old").mkdir()
    (tmp_path / "mine" / "old" / "note.md").write_text("Mine.", encoding="utf-8")
    with pytest.raises(CaseError, match="is there already, and not empty"):
        new_case(tmp_path / "mine" / "old", brought)
    assert [path.name for path in (tmp_path / "mine" / "old").iterdir()] == ["note.md"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "'a.txt' has no words in it. Leave it out, or fill it."),
        ("a.txt", b"\xef\xbb\xbf \r\n--\r\n", "'a.txt' has no words in it"),
        (
            "a.txt",
            "Zoë".encode("latin-1"),
            "'a.txt' is not UTF-8. Open it in a text editor, choose Save as",
        ),
        ("a.txt", "Rose".encode("utf-16-le"), "'a.txt' is no plain text in UTF-8. Open it"),
        ("a.docx", b"PK", "'a.docx' is no .txt and no .md file. Copy its words"),
        ("a.txt", b"%PDF-1.4 Rose", "'a.txt' is no plain text, whatever its name says. Copy its"),
        ("a.md", rb"{\rtf1 Rose}", "'a.md' is no plain text, whatever its name says. Copy its"),
        ("gazette.md", b"Other words.", "would both be the document 'gazette'. Rename one"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused(
    brought: list[Path], tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """A text that is empty, no plain text or called as another is named with its cure."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CaseError) as caught:
        new_case(tmp_path / "new", [*brought, tmp_path / name])
    assert said in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_a_text_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is named, and nothing is written."""
    with pytest.raises(CaseError, match=r"none\.txt cannot be read"):
        new_case(tmp_path / "new", [tmp_path / "none.txt"])
    assert not (tmp_path / "new").exists()


def test_a_case_needs_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without texts, the command says what to write."""
    monkeypatch.chdir(tmp_path)
    said = ran("new", "case", "bridge")
    assert said.exit_code == 1
    assert said.output.startswith("Error: A case needs a text. Write --documents")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["Hi", "no no no", "12", "One, two. One, two.", "Zoë saw *it*"])
def test_a_case_of_a_few_words_has_questions_too(text: str) -> None:
    """However short its only text, each scored part has a card that is in order."""
    made = first_cards(documents(text))
    assert all(made.values())


@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=3))
def test_every_first_card_is_in_order(texts: list[str]) -> None:
    """Whatever stands in the texts, no card is made about which there is a complaint."""
    brought = documents(*texts)
    for card in (card for cards in first_cards(brought).values() for card in cards):
        assert read_quiz(f"# Check\n\n{card}", "", "", brought)[1] == ()


# ── one more document ────────────────────────────────────────────────────────────────────────

POSTER = b"Cross at the mill, says Ada Rose.\n"


def test_a_text_is_put_into_a_course(case: Path, tmp_path: Path) -> None:
    """It is copied byte for byte, has an entry, and is read and cited at once."""
    (tmp_path / "The Poster.txt").write_bytes(POSTER)
    before = (case / CATALOGUE).read_bytes()
    assert add_document(case, tmp_path / "The Poster.txt", "poster") == [
        "seeds/poster.txt",
        CATALOGUE,
    ]
    assert (case / "seeds" / "poster.txt").read_bytes() == POSTER
    assert (case / CATALOGUE).read_bytes().startswith(before)
    opened = open_case(case)
    assert opened.documents["poster"].quote("at the mill").citation == "poster ¶1"
    assert "Cross at the mill" in repr(opened.read("poster"))


def test_a_text_in_its_place_stays_there(case: Path) -> None:
    """A file that was dragged into seeds keeps its name, and is not copied."""
    (case / "seeds" / "005_Poster.txt").write_bytes(POSTER)
    assert add_document(case, case / "seeds" / "005_Poster.txt") == [CATALOGUE]
    document = open_case(case).documents["005-poster"]
    assert (document.file, document.text) == ("005_Poster.txt", POSTER.decode())


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        (
            "seeds/poster.txt",
            "gazette",
            "There is a document 'gazette' already. Give this one another",
        ),
        ("seeds/gazette.txt", "paper", "seeds/gazette.txt is the document 'gazette' already"),
        ("seeds/again.txt", "", "'again.txt' is word for word the document 'gazette'. Nothing was"),
        ("seeds/postr.txt", "", "postr.txt cannot be read. Write the path of a file that is there"),
        ("seeds/empty.txt", "", "'empty.txt' has no words in it"),
        ("notebooks/course.toml", "", "is no .txt and no .md file"),
    ],
)
def test_a_document_that_cannot_be_added_is_refused(
    case: Path, file: str, name: str, said: str
) -> None:
    """A name that is taken, a file that is known, missing or empty: nothing is written."""
    (case / "seeds" / "poster.txt").write_bytes(POSTER)
    (case / "seeds" / "empty.txt").write_bytes(b"")
    (case / "seeds" / "again.txt").write_bytes(TEXTS["gazette.txt"])
    before = (case / CATALOGUE).read_bytes()
    with pytest.raises(CaseError) as caught:
        add_document(case, case / file, name)
    assert said in str(caught.value)
    assert (case / CATALOGUE).read_bytes() == before


def test_the_command_says_what_is_to_do_with_a_document(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody has named yet is listed with its line in the catalogue."""
    (case / "seeds" / "poster.txt").write_bytes(POSTER)
    monkeypatch.chdir(case)
    said = ran("new", "document", "seeds/poster.txt").output
    line = (case / CATALOGUE).read_text("utf-8").splitlines().index('id = "poster"') + 1
    assert f"{CATALOGUE}:{line}: document 'poster': 'published' is still to be named: write" in said
    assert 'case.read("poster")' in said


def test_what_is_to_do_with_a_document_is_of_that_one(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one with a longer name that is not finished either is not mixed up with it."""
    (case / "seeds" / "poster-2.txt").write_bytes(POSTER + b"And so she did.")
    (case / "seeds" / "poster.txt").write_bytes(POSTER)
    add_document(case, case / "seeds" / "poster-2.txt")
    monkeypatch.chdir(case)
    said = ran("new", "document", "seeds/poster.txt").output
    assert "'poster': 'published' is still" in said
    assert "'poster': 'rights' is still" in said
    assert "poster-2" not in said


def test_the_notes_of_a_case_are_empty_and_a_proposed_name_makes_the_first(case: Path) -> None:
    """Seven empty files; a proposed card, with its kind, is marked in the texts."""
    files = sorted(path.name for path in (case / FOLDER).iterdir())
    assert files == sorted(f"{name}.md" for name in SORTS)
    assert {path.read_bytes() for path in (case / FOLDER).iterdir()} == {b""}
    assert len(open_case(case).people) == 0
    cards = (case / PROPOSED).read_text(encoding="utf-8")
    card = next(
        each for each in re.split(r"^(?=## )", cards, flags=re.MULTILINE) if "## ada-rose" in each
    )
    (case / FOLDER / "people.md").write_text(card.replace("kind:", "kind: person"), "utf-8")
    assert {each.name for each in open_case(case).mentions()} == {"ada-rose"}
    assert [str(each) for each in check(case) if "never executed" not in each.wrong] == []


# ── names ────────────────────────────────────────────────────────────────────────────────────

WORDS = st.sampled_from(
    ["Ada", "Rose", "Núñez", "Nunez", "Zoë", "the", "of", "saw", "Brackwater", "Monday", "B.", ","]
)
PROSE = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=6).map(
    ". ".join
)


@given(st.lists(PROSE, min_size=1, max_size=3))
def test_proposed_names_stand_in_the_texts(texts: list[str]) -> None:
    """Each form occurs, and no name is counted more often than its last word stands there."""
    brought = documents(*texts)
    for each in proposals(brought.values()):
        assert all(any(occurs(form, text) for text in texts) for form in each.forms)
        last = fold(each.name).rpartition(" ")[2]
        for name, count in each.counts:
            assert 0 < count <= len(list(whole(last, fold(brought[name].text))))


@given(st.lists(PROSE, min_size=1, max_size=3))
def test_no_form_is_proposed_twice(texts: list[str]) -> None:
    """Names that differ only in accents or capitals are one, and each form belongs to one."""
    found = proposals(documents(*texts).values())
    forms = [fold(form) for each in found for form in each.forms]
    assert len(forms) == len(set(forms))


@given(st.lists(PROSE, min_size=1, max_size=3))
def test_the_most_frequent_name_stands_first(texts: list[str]) -> None:
    """The list is ordered by how often a name stands there, and is not endless."""
    totals = [each.total for each in proposals(documents(*texts).values())]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) <= MOST


@given(st.lists(PROSE, min_size=1, max_size=3))
def test_the_order_of_the_texts_changes_no_name(texts: list[str]) -> None:
    """The same texts in another order have the same names."""
    one = {each.name: each.total for each in proposals(documents(*texts).values())}
    two = {each.name: each.total for each in proposals(documents(*reversed(texts)).values())}
    assert one == two


def test_the_beginning_of_a_sentence_proves_no_name() -> None:
    """A capital that any word would have there is no sign."""
    texts = documents("Bread is dear. Bread, they said. “Bread!” Ada Rose sold it; Ada Rose did.")
    assert [each.name for each in proposals(texts.values())] == ["Ada Rose"]


def test_a_shorter_form_belongs_to_the_longer_name() -> None:
    """A surname alone is a form of the full name; one that two people share is not."""
    texts = documents("We saw Ada Rose, and Rose saw Zoë Holm. Then Ben Holm, with Holm and Holm.")
    found = {each.name: each.forms for each in proposals(texts.values())}
    assert found["Ada Rose"] == ("Ada Rose", "Rose")
    assert found["Ben Holm"] == ("Ben Holm",)
    assert found["Holm"] == ("Holm",)


def test_a_case_without_names_proposes_none() -> None:
    """Where no capital stands inside a sentence, no file of names is written."""
    assert as_cards((), {}) == ""
    assert PROPOSED not in case_files("c", "C", [("a.txt", b"It was shut. We saw it.")])


# ── a lesson ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["lesson.md", "teaching.md", "first-lesson.md", "first-teaching.md"]
)
def test_a_template_has_the_parts_that_the_checks_ask_for(name: str) -> None:
    """There is one list of parts, and the templates follow it."""
    assert tuple(sections(template(name))[1]) == PARTS


def test_a_new_lesson_complains_of_its_own_files_only(case: Path) -> None:
    """What the checks say after it is the list of what is to do, and of nothing else."""
    refresh(case, f"notebooks/{LESSON}.ipynb")
    before = set(complaints(case))
    made = new_lesson(case, "The night itself")
    assert made == [*FILES, "notebooks/course.toml"]
    assert {each.file for each in {*complaints(case)} - before} == {*FILES[:2]}
    assert open_case(case).course.lessons == (LESSON, NIGHT)


def test_a_new_lesson_has_every_part_in_order(stored_course: Path) -> None:
    """The notebook and its teaching page have all parts, and the minutes of a class."""
    notebook, _, page, _ = new_lesson(stored_course, "Who pays?")
    source = (stored_course / notebook).read_text(encoding="utf-8")
    lesson = lesson_of(notebook, source, json.loads(source))
    assert tuple(part.title.partition(",")[0] for part in lesson.parts) == PARTS
    assert lesson.minutes == 45
    headings = [
        line[3:]
        for line in (stored_course / page).read_text("utf-8").splitlines()
        if line[:3] == "## "
    ]
    assert headings == [part.heading for part in lesson.parts]


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_new_lesson_runs_to_its_end_before_its_cards_are_written(stored_course: Path) -> None:
    """Run All Cells gives a sentence for a card that is not in order, and goes on."""
    notebook, cards, *_ = new_lesson(stored_course, "Who pays?")
    lesson = nbformat.read(stored_course / notebook, as_version=4)  # type: ignore[no-untyped-call]
    place = {"metadata": {"path": str(stored_course / "notebooks")}}
    NotebookClient(lesson, resources=place, shutdown_kernel="immediate").execute()
    code = [cell for cell in lesson["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    errors = [out for cell in code for out in cell["outputs"] if out["output_type"] == "error"]
    assert len(errors) == 5
    told = ["\n".join(out["traceback"]) for out in errors]
    assert sum(f"{cards}:3: item 'before-1'" in said for said in told) == 1
    assert not any("Traceback" in said for said in told)


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_new_lesson_is_not_stored_before_its_cards_are_written(stored_course: Path) -> None:
    """Nobody reads in a stored lesson what its teacher has to mend: its file stays as it was."""
    notebook, cards, *_ = new_lesson(stored_course, "Who pays?")
    before = (stored_course / notebook).read_bytes()
    with pytest.raises(CaseError, match=f"{cards}:3: item 'before-1'"):
        refresh(stored_course, notebook)
    assert (stored_course / notebook).read_bytes() == before


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_lesson_that_was_filled_in_is_in_order(case: Path) -> None:
    """Once what is asked for is written and stored, nothing is left to do."""
    new_lesson(case, "The night itself")
    notebook = case / FILES[0]
    lesson = json.loads(notebook.read_bytes())
    question = next(cell for cell in lesson["cells"] if cell["id"] == "the-question")
    question["source"] = ["".join(question["source"]), "\n\n1. say when the bridge was closed"]
    notebook.write_text(json.dumps(lesson), encoding="utf-8")
    parts = {name: SINGLE.format(name=f"{name}-1") for name in ("check", "exit")}
    (case / FILES[1]).write_text(CARDS.format(**parts), encoding="utf-8")
    for path in (f"notebooks/{LESSON}.ipynb", FILES[0]):
        refresh(case, path)
    assert [str(each) for each in check(case)] == []


def test_the_command_prints_what_is_to_do(
    stored_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of the checks stands under "To do", what is said of several cells once."""
    monkeypatch.chdir(stored_course)
    said = ran("new", "lesson", "The night", "--after", "01").output
    todo = said.partition("\nTo do:\n")[2].partition("\n\n")[0].splitlines()
    assert ["it was never executed" in line for line in todo] == [False] * (len(todo) - 1) + [True]
    assert any("'The question' lists 0 objectives: list 1 to 4" in line for line in todo)
    assert any("item 'check-1': an option has no text: write it" in line for line in todo)


def test_a_lesson_is_put_after_another(stored_course: Path) -> None:
    """`after` decides the place in the list; the number is the next that nobody has."""
    new_lesson(stored_course, "The ferry")
    new_lesson(stored_course, "The letter", after="01")
    assert open_case(stored_course).course.lessons == (
        "01-the-bridge",
        "03-the-letter",
        "02-the-ferry",
    )


@pytest.mark.parametrize("title", ["The bridge", "the BRIDGE!", "  ", "\n"])
def test_a_title_that_is_used_or_empty_is_refused(stored_course: Path, title: str) -> None:
    """Nothing is written where a lesson is called so already, or where there is no title."""
    before = sorted(stored_course.rglob("*"))
    with pytest.raises(CaseError):
        new_lesson(stored_course, title)
    assert sorted(stored_course.rglob("*")) == before


def test_nothing_that_is_there_is_overwritten(stored_course: Path) -> None:
    """Cards without a lesson keep their number; a new lesson takes the next."""
    stray = stored_course / "notebooks/quizzes/02-the-vote.md"
    stray.write_text("Mine.", encoding="utf-8")
    assert new_lesson(stored_course, "The ferry")[0] == "notebooks/03-the-ferry.ipynb"
    assert stray.read_text(encoding="utf-8") == "Mine."


def test_the_minutes_of_a_class_are_kept(stored_course: Path) -> None:
    """In a class of 40 minutes, the parts of a new lesson take no more than it leaves."""
    course = stored_course / "notebooks/course.toml"
    course.write_text(course.read_text("utf-8").replace("50", "40"), encoding="utf-8")
    made = new_lesson(stored_course, "The ferry")
    own = [each for each in check(stored_course) if each.file in made]
    assert not [each for each in own if "minutes" in each.wrong]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("lessons = []", 'lessons = ["n"]'),
        ("lessons = ['a', \"b\"] # two", 'lessons = [\'a\', "n", "b"] # two'),
        (
            'lessons = [\n  "a", # one\n  "b",\n]\n',
            'lessons = [\n  "a", # one\n  "n",\n  "b",\n]\n',
        ),
        ('lessons = [\r\n  "a" # [b]\r\n]', 'lessons = [\r\n  "a", # [b]\r\n  "n",\r\n]'),
        ('# lessons = ["a"]\nlessons = ["a"]\n', '# lessons = ["a"]\nlessons = ["a", "n"]\n'),
        ('lessons = [\n  "a", "b",\n]', 'lessons = [\n  "a", "n", "b",\n]'),
    ],
)
def test_the_list_of_lessons_keeps_its_comments(before: str, after: str) -> None:
    """A name is put into the text of the list; all else stays as it was written."""
    assert listed_after(before, "n", "a") == after


def test_a_list_that_is_not_understood_is_left_alone() -> None:
    """Where the text cannot be changed safely, a sentence says what to write."""
    with pytest.raises(CaseError, match="is not understood"):
        listed_after('"less\\u006fns" = ["a"]', "n")


@given(st.text(max_size=60))
def test_a_title_gives_a_name_for_files(title: str) -> None:
    """Whatever the title, its file has small letters, digits and hyphens only."""
    assert all(word.isascii() and word.isalnum() for word in slug(title).split("-"))
    assert slug(title) == slug(title).lower()


def test_the_templates_are_packaged_files() -> None:
    """What a lesson and a case are made of comes with the package."""
    names = ("lesson.md", "teaching.md", "cards.md", "first-lesson.md", "first-teaching.md")
    more = ("first-cards.md", "case-catalogue.toml", "case-course.toml", "case-readme.md")
    assert all(template(name) for name in (*names, *more, "case-gitignore"))

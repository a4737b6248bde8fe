"""`casestudy release`: what students get holds no key, and everything else is as it was."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from casestudy import open_case
from casestudy.cards import read_cards
from casestudy.cli import main
from casestudy.documents import Passage
from casestudy.editions.bare import PRIVATE, PUBLIC, bare_cards, stored_order
from casestudy.editions.files import toml
from casestudy.editions.folder import MANIFEST, own_words
from casestudy.editions.links import relinked, retargeted
from casestudy.editions.release import TEACHERS, release
from casestudy.errors import CaseError
from casestudy.inline import plain
from casestudy.lessons.check import check
from casestudy.lessons.inputs import inputs
from casestudy.lessons.markdown import blocks
from casestudy.lessons.notebook import calls, joined, notebooks, read_notebook
from casestudy.lessons.refresh import dated, refresh
from casestudy.play import play
from casestudy.quizfile import FIELDS, KINDS, read_quiz
from casestudy.quizzes import Item, Option, choices, public_digest, shown_order
from casestudy.seedfile import read_text
from tests.bridge import CARDS, FREE, KEYS, MISTAKES
from tests.conftest import GAZETTE, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casestudy.case import Case
    from casestudy.editions.release import Released

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "01-the-bridge", "02-the-ferry"
LESSON = f"notebooks/{FIRST}.ipynb"
QUIZZES = "notebooks/quizzes"
CARD_FILE = f"{QUIZZES}/{FIRST}.md"
HEADING = "## Check · 5 minutes\n"
CORMORANT = "Cormorant: wait until somebody says Monday."
SHAG = "Shag: the board needs three columns."


# ── a course with all thirteen kinds ─────────────────────────────────────────────────────────


def school(course: Path) -> Path:
    """Give the tiny course an item of every kind, a second lesson, and stored outputs."""
    write(course, CARD_FILE, CARDS.replace("confidence: yes\n", "confidence: yes\nobjective: 1\n"))
    edit(course, LESSON, 'part=\\"Exit check', 'part=\\"Discuss')
    edit(course, "notebooks/course.toml", f'["{FIRST}"]', f'["{FIRST}", "{SECOND}"]')
    with (course / "notebooks/course.toml").open("a", encoding="utf-8") as file:
        file.write(f"meets = 3\n{MISTAKES}")
        file.write(f'[paths]\n"one day" = ["{FIRST}"]\n"two days" = ["{FIRST}", "{SECOND}"]\n')
    page = f"notebooks/teaching/{FIRST}.md"
    edit(course, page, ": for the teacher\n", f": for the teacher\n\n{SHAG}\n")
    edit(course, page, HEADING, f"{HEADING}\n{CORMORANT}\n")
    second(course)
    write(course, "README.md", f"# Ours\n\nSee [the pages](notebooks/teaching/{FIRST}.md).\n")
    write(course, "tests/test_it.py", "# Dotterel: a test\n")
    write(course, "notebooks/quizzes/03-half-done.md", "# Nightjar\n")
    for path in notebooks(course):
        store(course, path)
    return course


def second(course: Path) -> None:
    """Add a lesson that links to the first."""
    for file in (f"notebooks/{FIRST}.ipynb", f"notebooks/teaching/{FIRST}.md"):
        copy = file.replace(FIRST, SECOND)
        shutil.copy(course / file, course / copy)
        text = (course / copy).read_text(encoding="utf-8").replace(FIRST, SECOND)
        text = text.replace('part=\\"Discuss', 'part=\\"Exit check')
        write(course, copy, text.replace("# The bridge", "# The ferry"))
    write(course, f"notebooks/quizzes/{SECOND}.md", QUESTIONS)
    edit(course, LESSON, "All Cells**.", f"All Cells**. Then go on to [the ferry]({SECOND}.ipynb).")


def store(course: Path, path: str) -> None:
    """Store what a lesson shows, as a refresh would, without a kernel."""
    notebook, case = read_notebook(course, path), open_case(course)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for count, cell in enumerate(code, 1):
        cell |= {"execution_count": count, "outputs": []}
    for call in calls(notebook):
        show = getattr(case, call.does)
        view = show(call.name, **({"only": "1-2"} if call.does == "read" else {"part": call.part}))
        out = {"output_type": "display_data", "metadata": {}, "data": view._repr_mimebundle_()}
        notebook["cells"][call.cell - 1]["outputs"] = [out]
    (course / path).write_bytes(dated(notebook, inputs(course, path, notebook)))


def write(course: Path, file: str, text: str) -> None:
    """Write a file of the course."""
    (course / file).parent.mkdir(parents=True, exist_ok=True)
    (course / file).write_bytes(text.encode())


def edit(course: Path, file: str, old: str, new: str) -> None:
    """Change words of a file."""
    text = (course / file).read_text(encoding="utf-8")
    assert old in text
    write(course, file, text.replace(old, new))


def ran(course: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """Run a command in the course and return what it says."""
    monkeypatch.chdir(course)
    return CliRunner().invoke(main, words, catch_exceptions=False).output


def once(kept: Path, folder: Path, make: Callable[[], object]) -> Path:
    """Return a folder that is made once, and copied for each test after the first."""
    if kept.exists():
        return Path(shutil.copytree(kept, folder, dirs_exist_ok=True))
    make()
    shutil.copytree(folder, kept)
    return folder


@pytest.fixture
def whole(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with all kinds."""
    return once(tmp_path_factory.getbasetemp() / "whole", course, lambda: school(course))


@pytest.fixture
def students(whole: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The students' edition of it."""
    out = tmp_path / "students"
    return once(tmp_path_factory.getbasetemp() / "students", out, lambda: release(whole, out))


@pytest.fixture
def instructors(whole: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's edition of it."""
    out, kept = tmp_path / "teachers", tmp_path_factory.getbasetemp() / "teachers"
    return once(kept, out, lambda: release(whole, out, edition="instructor"))


# ── what must not be in it ───────────────────────────────────────────────────────────────────


def secrets(source: str, file: str = "q.md") -> Iterator[tuple[str, str]]:
    """Yield each sentence of a card file that students must not read, with its card's id."""
    for card in read_cards(source, file, names=FIELDS)[0]:
        fields = [(each.name, each.value) for each in card.fields]
        later = [value for name, value in fields if name == "hint"][1:]
        said = [value for name, value in fields if name in {"otherwise", "absent"}]
        under = [text for answer in card.answers for text in answer.feedback]
        models = [text for model in card.models for text in (model.title, *model.paragraphs)]
        marked = [each.text for each in card.answers if fields[0][1] == "mark"]
        for text in (*later, *said, *under, *models, *marked):
            yield from ((each, card.id) for each in {text, plain(text)})


def sentences(page: str) -> set[str]:
    """Return the sentences of a teaching page, without its headings."""
    texts = [block.text for block in blocks(page) if not block.level]
    found = {each for text in texts for each in re.split(r"(?<=[.!?:])\s+", text)}
    return {each for each in found if len(each.split()) > 3}


def words(value: object) -> Iterator[str]:
    """Yield every text that JSON holds; the lines of a notebook's text are one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        yield "".join(value)
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from words(each)
    elif isinstance(value, list):
        for each in value:
            yield from words(each)


def everything(folder: Path) -> dict[str, str]:
    """Return all that stands in the files of a folder, names among it, each as one line."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            text = file.read_bytes().decode("utf-8", "replace")
            if file.suffix in {".ipynb", ".json"}:
                text = "\n".join(words(json.loads(text)))
            bare = unescape(re.sub(r"<[^>]+>", "", text))
            name = file.relative_to(folder).as_posix()
            found[name] = " ".join(f"{name} {text} {bare}".split())
    return found


def test_no_sentence_of_a_key_is_in_any_file(whole: Path, students: Path) -> None:
    """Feedback, later hints, model answers and other answers: in no file, output or name."""
    kept = everything(students)
    told = dict(secrets(CARDS))
    assert len(told) > 30
    assert [each for each in told if [file for file in kept if each in kept[file]]] == []
    # the same search finds them where they are
    here = " ".join(everything(whole).values())
    assert [each for each in told if each not in here] == []


def test_no_sentence_of_a_teacher_is_in_any_file(whole: Path, students: Path) -> None:
    """No teaching page, no test, and no lesson that is only begun."""
    kept = " ".join(everything(students).values())
    assert SHAG in read_text(whole, f"notebooks/teaching/{FIRST}.md")
    assert [each for each in (SHAG, CORMORANT, "Dotterel", "Nightjar") if each in kept] == []
    assert not (students / "notebooks/teaching").exists()


def test_no_sentence_of_a_reading_mistake_is_in_any_file(whole: Path, students: Path) -> None:
    """They are told with a key, and the list of them would be a list of distractors."""
    said = list(open_case(whole).course.mistakes.values())
    kept = " ".join(everything(students).values())
    assert said
    assert [each for each in said if each in kept] == []


def test_every_field_is_public_or_private() -> None:
    """Whoever adds a field to a card decides whether students get it."""
    assert PUBLIC | PRIVATE == FIELDS
    assert frozenset() == PUBLIC & PRIVATE


BARE = {
    "when-closed": "hint: Look at the first paragraph, says the heron.\nshuffle: no\n",
    "how-many": "kind: number\nunit: cracks\n\nHow many cracks were found?\n",
    "which-year": "kind: date\nprecision: year\n\nOf which year is the text?\n",
    "who-did-it": "kind: match\nalso: The baker, The engineer, The mayor\n",
    "words-and-deeds": "| The mayor |  |  |\n| The baker |  |  |\n",
    "prove-cracks": "in: gazette\n\nMark the words that say why the bridge was unsafe.\n",
    "label-clauses": "- closed the old bridge on Monday\n- found two cracks in it\n",
    "what-to-do": "hint: Begin with the letter, says the crane.\n\nWhat should",
}


@pytest.mark.parametrize("item", BARE)
def test_a_card_asks_and_does_not_answer(item: str, students: Path) -> None:
    """What stands in a card of the students' edition, of the kinds that hide most."""
    cards = (students / CARD_FILE).read_text(encoding="utf-8")
    card = cards.partition(f"## {item}\n")[2].partition("\n## ")[0]
    assert BARE[item] in f"{card}\n"
    assert not re.search(r"\[x\]|->|^\s*> |tolerance|otherwise|absent|reuse", card, re.MULTILINE)


def test_values_with_a_comma_are_divided_by_another_sign(whole: Path, tmp_path: Path) -> None:
    """What can be chosen stays what it was, commas and all."""
    edit(whole, CARD_FILE, "-> The baker", "-> The baker, alone")
    store(whole, LESSON)
    out = release(whole, tmp_path / "out").folder
    assert "also: The baker, alone | The engineer | The mayor\n" in read_text(out, CARD_FILE)


def test_the_sample_of_every_kind_is_bared() -> None:
    """Cards on the real documents: no complaint, the same questions, nothing that answers them."""
    file = "every-kind.md"
    source = (Path(__file__).parent / "cards" / file).read_text(encoding="utf-8")
    documents = open_case(ROOT).documents
    quiz, slips = read_quiz(source, file, "every-kind", documents)
    bare = bare_cards(source, file, quiz)
    again, later = read_quiz(bare, file, "every-kind", documents, edition="student")
    assert (slips, later) == ((), ())
    assert [*map(public_digest, again.items)] == [*map(public_digest, quiz.items)]
    assert {item.kind for item in again.items} == set(KINDS)
    assert [each for each, _ in secrets(source) if each in bare] == []


# ── the order of options ─────────────────────────────────────────────────────────────────────

ROWS = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=6, unique=True)


@given(ROWS, st.sampled_from(["single", "multiple", "claim", "order"]), st.integers())
def test_a_stored_order_has_all_options(rows: list[str], kind: str, secret: int) -> None:
    """No option is lost or doubled, and the rows of an order are never in the right one."""
    options = tuple(Option(row, key=False, line=1) for row in rows)
    shown = stored_order(Item("x", kind, "", "q.md", 1, ("?",), options=options), str(secret))
    assert sorted(option.text for option in shown) == sorted(rows)
    assert kind != "order" or shown != options


def test_a_stored_order_tells_nothing_of_the_order_in_the_card_file() -> None:
    """Whoever knows all names, and not the feedback, cannot turn it back."""
    options = tuple(Option(row, key=False, line=1) for row in "abcdef")
    item = Item("x", "order", "", "q.md", 1, ("?",), options=options)
    orders = {stored_order(item, f"feedback {number}") for number in range(50)}
    assert len(orders) > 45


def test_students_see_the_options_in_the_stored_order(students: Path) -> None:
    """Card file, transcript and page agree: nothing shuffles them a second time."""
    case = open_case(students)
    for item in case.cards("notebooks/quizzes", FIRST).items:
        assert shown_order(case.id, item.quiz, item) == item.options
    stored = joined(read_notebook(students, LESSON)["cells"][3]["outputs"][0]["data"]["text/plain"])
    assert stored == repr(case.quiz(FIRST, part="Check"))


# ── it is a course ───────────────────────────────────────────────────────────────────────────


def test_a_students_edition_is_in_order(students: Path) -> None:
    """`casestudy check` says nothing of it."""
    assert check(students) == []


def test_what_is_stored_is_what_an_execution_stores(students: Path) -> None:
    """Made without a kernel where that can be promised: a kernel gives the same bytes."""
    assert refresh(students, LESSON) is False


def test_nbval_passes_on_it(students: Path) -> None:
    """Its lessons are executed and compared, strictly."""
    shutil.copy(ROOT / "conftest.py", students)
    words = ("-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider")
    run = subprocess.run(
        [sys.executable, *words, "--rootdir", str(students), f"notebooks/{SECOND}.ipynb"],
        cwd=students,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_a_lesson_that_is_not_refreshed_is_executed(whole: Path, tmp_path: Path) -> None:
    """What the course stores is believed only as far as its digest goes."""
    edit(whole, LESSON, "Zoë", "Zoe")
    seen: list[str] = []
    out = release(whole, tmp_path / "out", at=lambda path, *_: seen.append(path)).folder
    assert set(seen) == {LESSON}
    assert "Zoë" in read_text(out, LESSON)


def test_every_question_is_the_same_question(whole: Path, students: Path) -> None:
    """The public digest, from the students' folder alone, is that of the open edition."""
    digests = [
        {item.id: public_digest(item) for item in open_case(folder).cards(QUIZZES, FIRST).items}
        for folder in (whole, students)
    ]
    assert len(digests[0]) == 14
    assert digests[0] == digests[1]


def test_every_answer_is_recorded(students: Path) -> None:
    """Right or wrong is not known there, for none of the thirteen kinds."""
    case = open_case(students)
    for part, items in (("Check", KEYS), ("Discuss", FREE)):
        quiz = case.quiz(FIRST, part=part)
        for item, response in items.items():
            assert quiz.answer(item, response).state == "recorded"
    (path,) = (students.parent / "answers").rglob("*.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {line["edition"] for line in lines} == {"student"}


def test_help_ends_with_the_first_hint(students: Path) -> None:
    """The heron speaks, the stork does not; nothing opens the answer."""
    quiz = open_case(students).quiz(FIRST, part="Check")
    quiz.answer("when-closed", "On Friday")
    assert "heron" in quiz.hint("when-closed")
    assert (quiz.hint("when-closed"), quiz.show("when-closed")) == ("", ())


def test_a_record_claims_nothing_that_it_cannot_know(students: Path) -> None:
    """No mastery, no right answers, no objective to practise."""
    case = open_case(students)
    quiz = case.quiz(FIRST, part="Check")
    for item, response in KEYS.items():
        quiz.answer(item, response)
    said = case.progress.text
    assert "11 of 22 questions answered." in said
    assert not re.search(r"master|\d right|correct|no answer yet", said.casefold())
    assert "cannot tell" in said
    assert not case.progress.record.lessons[0].mastered


def test_practice_says_why_there_is_none(students: Path) -> None:
    """Without keys, nobody can say what is not right yet."""
    view = open_case(students).practise(FIRST)
    assert view.quiz.items == ()
    assert "cannot tell" in view.widget.state["notices"][0]


def test_questions_of_an_earlier_lesson_come_back_without_keys(students: Path) -> None:
    """Three questions to recall need no key: those never answered, then the longest ago."""
    case = open_case(students)
    items = case.review(SECOND).quiz.items
    assert len(items) == 3
    case.quiz(FIRST).answer("when-closed", "On Monday")
    assert "when-closed" not in [item.id for item in case.review(SECOND).quiz.items]


def test_a_class_may_vote_without_a_key(students: Path) -> None:
    """On the projector the hands are counted, and no answer is revealed."""
    view = open_case(students).quiz(FIRST, part="Check", projector=True)
    assert view.reveal("when-closed") == ()


def test_a_terminal_asks_it_too(students: Path) -> None:
    """Played as text: an answer is kept, and no feedback follows."""
    said: list[str] = []
    asked = iter(["A", "sure", "quit"])
    play(open_case(students).quiz(FIRST, part="Check"), lambda _: next(asked), said.append)
    assert "Kept. It is not marked right or wrong here." in " ".join(" ".join(said).split())


# ── what is handed out ───────────────────────────────────────────────────────────────────────


def test_an_open_edition_is_the_course_as_it_is(whole: Path, tmp_path: Path) -> None:
    """Its files have the same bytes, but for a link to what is not in it; tests stay behind."""
    out = release(whole, tmp_path / "out", edition="open").folder
    files = [file for file in out.rglob("*") if file.is_file()]
    others = {
        file.relative_to(out).as_posix()
        for file in files
        if not (whole / file.relative_to(out)).is_file()
        or (whole / file.relative_to(out)).read_bytes() != file.read_bytes()
    }
    assert others == {"RELEASE.md", MANIFEST}
    assert (out / f"notebooks/teaching/{FIRST}.md").is_file()
    assert not (out / "tests").exists()


@pytest.mark.parametrize("edition", ["open", "student"])
def test_chosen_lessons_alone_are_a_course(edition: str, whole: Path, tmp_path: Path) -> None:
    """One lesson, its cards and its page; lists name no other, and links lead nowhere else."""
    out = release(whole, tmp_path / "out", edition=edition, lessons=["01"]).folder
    assert check(out) == []
    assert [path.stem for path in (out / "notebooks").rglob(f"{SECOND}*")] == []
    said = tomllib.loads(read_text(out, "notebooks/course.toml"))
    assert said["lessons"] == [FIRST]
    assert said["paths"] == {"one day": [FIRST], "two days": [FIRST]}
    assert "meets" not in said
    assert "Then go on to the ferry (not in this edition)." in read_text(out, LESSON)


def test_a_lesson_that_shows_questions_of_another_needs_it(whole: Path, tmp_path: Path) -> None:
    """An opinion that comes back in a later lesson: the earlier one is asked for by name."""
    old, new = (f'case.quiz(\\"{name}\\", part=\\"Check' for name in (SECOND, FIRST))
    edit(whole, f"notebooks/{SECOND}.ipynb", old, new)
    with pytest.raises(CaseError, match=f"Add {FIRST} to --lessons"):
        release(whole, tmp_path / "out", lessons=["02"])


def test_the_same_course_gives_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    """From another folder, at another time: the same zip, whose files have no day of their own."""
    shutil.copytree(whole, tmp_path / "elsewhere" / "copy")
    for name, course in (("a", whole), ("b", tmp_path / "elsewhere" / "copy")):
        (tmp_path / name).mkdir()
        release(course, tmp_path / name / "out", archive=True)
    one, two = ((tmp_path / name / "out.zip").read_bytes() for name in "ab")
    assert one == two
    with zipfile.ZipFile(tmp_path / "a" / "out.zip") as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        unpacked = {each.removeprefix("out/") for each in archive.namelist()}
    files = {file for file in (tmp_path / "a" / "out").rglob("*") if file.is_file()}
    assert unpacked == {file.relative_to(tmp_path / "a" / "out").as_posix() for file in files}


@pytest.mark.parametrize("edition", ["open", "student", "instructor"])
def test_every_edition_carries_the_notice(edition: str, whole: Path, tmp_path: Path) -> None:
    """Each document with its source and rights, beside the lessons."""
    out = release(whole, tmp_path / "out", edition=edition).folder
    said = read_text(out, "RELEASE.md")
    assert "- `gazette`: The Gazette, 5 May 2024. © 2024 The Gazette. All rights reserved." in said


def test_without_documents_it_asks_for_them(whole: Path, tmp_path: Path) -> None:
    """No text, no stored passage; file and hash are named, and with the text it is a course."""
    made = release(whole, tmp_path / "out", documents=False)
    digest = open_case(whole).documents["gazette"].sha256
    assert made.missing == {"seeds/gazette.txt": digest}
    assert f"| `seeds/gazette.txt` | `{digest}` |" in read_text(made.folder, "RELEASE.md")
    kept = " ".join(everything(made.folder).values())
    assert "found two cracks in it. The council did not read" not in kept
    with pytest.raises(CaseError, match=r"seeds/gazette\.txt"):
        _ = open_case(made.folder).documents["gazette"]
    (made.folder / "seeds/gazette.txt").write_bytes(GAZETTE.encode())
    assert {each.cure.partition(" notebooks")[0] for each in check(made.folder)} == {
        "run: casestudy refresh"
    }


# ── released again ───────────────────────────────────────────────────────────────────────────


def noted(folder: Path, item: str) -> str:
    """Return what a page says of an item when its lesson is opened."""
    return str(open_case(folder).quiz(FIRST, part="Check").page(item)["note"])


def test_a_corrected_card_reaches_who_has_answered(
    whole: Path, students: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is kept, and the question says that it has changed; the others do not."""
    monkeypatch.delenv("CASESTUDY_PROGRESS")
    quiz = open_case(students).quiz(FIRST, part="Check")
    quiz.answer("when-closed", "On Monday")
    quiz.answer("who-paid", "true")
    before = sorted((students / "progress").rglob("*.jsonl"))
    edit(whole, CARD_FILE, "When was the bridge closed?", "On which day was the bridge closed?")
    store(whole, LESSON)
    made = release(whole, students)
    assert noted(students, "when-closed").startswith("This question has changed since")
    assert noted(students, "who-paid") == ""
    assert sorted((students / "progress").rglob("*.jsonl")) == before
    assert open_case(students).progress.record.lessons[0].changed == 1
    assert made.kept == ()


def test_a_corrected_key_changes_no_question(whole: Path, students: Path) -> None:
    """Students are not told that another answer is right now: their question is the same."""
    open_case(students).quiz(FIRST, part="Check").answer("who-paid", "true")
    edit(whole, CARD_FILE, "Turnstone: somebody asked", "Turnstone: the baker asked")
    store(whole, LESSON)
    release(whole, students)
    assert noted(students, "who-paid") == ""


def rerun(folder: Path, source: str = "") -> None:
    """Save a lesson as JupyterLab does after it was run, with a cell of one's own if wanted."""
    notebook = read_notebook(folder, LESSON)
    notebook["cells"][1] |= {"execution_count": 99}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3"}
    if source:
        own = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": source}
        notebook["cells"].append(own)
    (folder / LESSON).write_text(json.dumps(notebook), encoding="utf-8")


def test_a_lesson_that_was_only_run_is_replaced(students: Path, whole: Path) -> None:
    """Outputs are nobody's own words."""
    rerun(students)
    assert release(whole, students).kept == ()
    assert "99" not in str(read_notebook(students, LESSON)["cells"][1]["execution_count"])


def test_a_lesson_in_which_somebody_wrote_is_kept(students: Path, whole: Path) -> None:
    """It is moved, never lost, and what is moved a second time gets a number."""
    for name in (FIRST, f"{FIRST}-2"):
        rerun(students, "My own note.")
        assert release(whole, students).kept == (f"kept/notebooks/{name}.ipynb",)
        assert "My own note." in read_text(students, f"kept/notebooks/{name}.ipynb")
        assert "My own note." not in read_text(students, LESSON)


def test_what_is_no_part_of_a_release_any_more_is_removed(students: Path, whole: Path) -> None:
    """A lesson that is left out goes; a file of one's own stays where it is."""
    write(students, "notes/mine.md", "Mine.")
    release(whole, students, lessons=["01"])
    assert not list(students.rglob(f"{SECOND}*"))
    assert (students / "notes/mine.md").is_file()


def test_released_again_without_a_change_it_stays_as_it_is(students: Path, whole: Path) -> None:
    """Not even a file's time changes, so that a shared folder copies nothing."""
    before = {file: file.stat().st_mtime_ns for file in students.rglob("*")}
    release(whole, students)
    after = {file: file.stat().st_mtime_ns for file in students.rglob("*") if file.is_file()}
    assert {file: time for file, time in before.items() if file in after} == after


def test_a_list_that_was_forged_touches_nothing_outside(students: Path, whole: Path) -> None:
    """Paths of the list that lead out of the folder are passed over."""
    precious = students.parent / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    said = json.loads(read_text(students, MANIFEST))
    said["files"] |= {
        "../precious.txt": own_words("a.txt", b"mine"),
        precious.as_posix(): own_words("a.txt", b"mine"),
    }
    write(students, MANIFEST, json.dumps(said))
    release(whole, students)
    assert precious.read_text(encoding="utf-8") == "mine"


# ── what is refused ──────────────────────────────────────────────────────────────────────────


def refused(course: Path, folder: Path, **wanted: Any) -> str:  # noqa: ANN401 - as release has it
    """Return why a release is refused, and make sure that nothing was written."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(CaseError) as caught:
        release(course, folder, **wanted)
    assert sorted(folder.parent.rglob("*")) == before
    return str(caught.value)


def test_a_folder_inside_the_course_is_refused(whole: Path) -> None:
    """It would be handed out with the next release."""
    beside = whole.resolve().parent / "students"
    assert f"Name a folder beside it, such as {beside}." in refused(whole, whole / "out")


def test_a_folder_with_other_things_is_refused(whole: Path, tmp_path: Path) -> None:
    """Nobody's files are mixed with a course."""
    write(tmp_path, "out/mine.txt", "mine")
    assert "is not empty and holds no release" in refused(whole, tmp_path / "out")


def test_a_repository_that_is_empty_is_a_place_for_it(whole: Path, tmp_path: Path) -> None:
    """Who hands out by git begins with a folder that holds nothing but the repository."""
    write(tmp_path, "out/.git/HEAD", "ref: refs/heads/main")
    assert check(release(whole, tmp_path / "out").folder) == []
    assert (tmp_path / "out/.git/HEAD").is_file()


def test_a_file_is_refused(whole: Path, tmp_path: Path) -> None:
    """A release is a folder."""
    write(tmp_path, "out", "mine")
    assert "is a file. Name a folder" in refused(whole, tmp_path / "out")


def test_another_edition_never_goes_over_a_release(whole: Path, students: Path) -> None:
    """By a slip, the keys would be in the students' hands."""
    said = refused(whole, students, edition="open")
    assert "holds a release of the edition 'student', not 'open'" in said


def test_another_case_never_goes_over_a_release(whole: Path, students: Path) -> None:
    """A folder holds one case."""
    edit(whole, "seeds/catalogue.toml", 'id = "bridge"', 'id = "ferry"')
    assert "holds a release of the case 'bridge', not 'ferry'" in refused(whole, students)


def test_an_edition_for_students_is_no_source(students: Path, tmp_path: Path) -> None:
    """It has no keys to make another one of."""
    assert "Release from the course" in refused(students, tmp_path / "again")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"lessons": ["bridge"]}, "There is no lesson 'bridge'"),
        ({"lessons": ["03"]}, "There is no lesson '03'"),
        ({"edition": "pupil"}, "There is no edition 'pupil'"),
    ],
)
def test_an_unknown_name_is_refused(
    wanted: dict[str, Any], said: str, whole: Path, tmp_path: Path
) -> None:
    """With the names that there are."""
    assert said in refused(whole, tmp_path / "out", **wanted)


def test_a_card_that_is_not_in_order_is_refused(whole: Path, tmp_path: Path) -> None:
    """With its line in the course, as the check says it."""
    edit(whole, CARD_FILE, "- [x] On Monday", "- [ ] On Monday")
    assert f"{CARD_FILE}:" in (said := refused(whole, tmp_path / "out"))
    assert "no option is the key" in said


def test_a_lesson_that_fails_is_refused(whole: Path, tmp_path: Path) -> None:
    """Nothing is handed out that does not run."""
    edit(whole, LESSON, "case = open_case()", "case = open_case() / 0")
    assert "failed" in refused(whole, tmp_path / "out")


# ── for teachers ─────────────────────────────────────────────────────────────────────────────


def markdown(folder: Path, path: str) -> str:
    """Return the texts of a notebook."""
    cells = read_notebook(folder, path)["cells"]
    return "\n\n".join(joined(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def test_a_teaching_page_stands_at_its_headings(instructors: Path) -> None:
    """Its beginning under the title, each part under the heading that it has."""
    said = markdown(instructors, f"{TEACHERS}/{FIRST}.ipynb")
    assert f"# The bridge\n\n---\n\n**For the teacher**\n\n{SHAG}\n\n---\n" in said
    assert f"{HEADING}\n---\n\n**For the teacher**\n\n{CORMORANT}\n\n---\n" in said


def test_every_answer_stands_beside_its_question(instructors: Path) -> None:
    """Keys, feedback, hints, model answers and their passages, of all kinds, to read and print."""
    said = markdown(instructors, f"{TEACHERS}/{FIRST}.ipynb")
    page = unescape((instructors / TEACHERS / f"{FIRST}.html").read_text(encoding="utf-8"))
    told = [each for each, _ in secrets(CARDS) if each != "paid, the price"]
    told = [each.replace("Answer: ", "Model answer: ").split("Mistake: ")[0] for each in told]
    assert [each for each in told if each not in said] == []
    assert [each for each in told if each not in page] == []
    assert "> found two cracks in it (gazette ¶2)" in said
    assert "closed the bridge → **The mayor**" in said


def test_the_letters_of_the_students_are_said_where_they_differ(
    instructors: Path, students: Path
) -> None:
    """Each edition shuffles for itself; the teacher can translate."""
    said = markdown(instructors, f"{TEACHERS}/{FIRST}.ipynb")
    case, theirs = open_case(instructors), open_case(students).quizzes[FIRST].items
    for one, two in zip(case.quizzes[FIRST].items, theirs, strict=True):
        told = said.partition(f". `{one.id}`**")[2].partition("\n\n**")[0]
        found = re.search(r"The students’ (.+) are (.+) here\.", told)
        letters = (
            dict(zip(*(each.split(", ") for each in found.groups()), strict=True)) if found else {}
        )
        ours = [option.text for option in shown_order(case.id, one.quiz, one)]
        for place, option in enumerate(two.options):
            letter = "ABCDEF"[place]
            assert letters.get(letter, letter) == "ABCDEF"[ours.index(option.text)]
    assert "The students’ " in said


def test_what_is_for_teachers_is_marked(instructors: Path) -> None:
    """The folder says it, and so does the page that comes with the release."""
    assert TEACHERS == "not-for-students"
    assert f"It is not for students. [{TEACHERS}]({TEACHERS})" in read_text(
        instructors, "RELEASE.md"
    )
    assert check(instructors) == []


# ── parts ────────────────────────────────────────────────────────────────────────────────────

VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text(), max_size=3))
TABLES = st.recursive(
    st.dictionaries(st.text(), VALUES, max_size=3),
    lambda inner: st.dictionaries(st.text(), st.one_of(VALUES, inner), max_size=3),
    max_leaves=5,
)


@given(TABLES)
def test_a_course_file_is_written_as_it_is_read(said: dict[str, Any]) -> None:
    """Whatever a course file may say, the one of an edition says it too."""
    assert tomllib.loads(toml(said)) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](b.md)", "[a](b.md)"),
        ("[a](c.md)", "a (not in this edition)"),
        ("[a\nb](c.md 'x')", "[a\nb](c.md 'x')"),
        ('[a](c.md "x")', "a (not in this edition)"),
        ("![a](c.png)", "a"),
        ("[![a](c.png)](b.md)", "[a](b.md)"),
        ("[a](#top), [b](https://example.org/c.md)", "[a](#top), [b](https://example.org/c.md)"),
        ("```\n[a](c.md)\n```", "```\n[a](c.md)\n```"),
        ("[a](sub/) and [b](.)", "[a](sub/) and [b](.)"),
    ],
)
def test_a_link_that_leads_nowhere_becomes_its_words(text: str, shown: str) -> None:
    """Words stay, and a remark says why there is no link; all other links stay as they are."""
    assert relinked(text, retargeted("a.md", {"b.md", "sub/d.md"})) == shown


def test_an_explanation_of_words_marks_nothing() -> None:
    """A passage is shown letter by letter in Markdown too."""
    from casestudy.editions.woven import escaped  # noqa: PLC0415 - beside its one test

    passage = Passage("gazette", 0, 14, "1. *one* <two>", number=1)
    assert escaped(str(passage)) == r"1\. \*one\* \<two\> (gazette ¶1)"


def test_binder_installs_the_course_after_it_was_copied() -> None:
    """A requirement without ``-e`` would be installed before the folder is there."""
    lines = (ROOT / "binder/requirements.txt").read_text(encoding="utf-8").split("\n")
    assert lines == ["-e .", ""]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = (ROOT / "binder/runtime.txt").read_text(encoding="utf-8").strip()
    assert project["requires-python"] == f">={python.removeprefix('python-')}"


# ── the command ──────────────────────────────────────────────────────────────────────────────


def test_the_command_says_what_it_made(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edition, the folder, the lessons, the zip, and where to read on."""
    said = ran(whole, monkeypatch, "release", "../out", "--lessons", "01, 02", "--zip")
    assert f"The student edition is in ../out: {FIRST}, {SECOND}; " in said
    assert "out.zip holds the same." in said
    assert (whole.parent / "out.zip").is_file()


def test_the_command_says_what_is_missing_and_kept(
    whole: Path, students: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents by hash, and files that somebody had changed."""
    rerun(students, "My own note.")
    said = ran(whole, monkeypatch, "release", "../students", "--without-documents")
    assert re.search(r"Not in it: seeds/gazette.txt \(sha256 [0-9a-f]{64}\)", said)
    assert f"it is now ../students/kept/{LESSON}" in said


# ── the real course ──────────────────────────────────────────────────────────────────────────


def test_no_key_of_the_course_is_in_its_students_edition(tmp_path: Path) -> None:
    """Every sentence of every card and teaching page: in no file but where the texts have it."""
    case = open_case(ROOT)
    made = release(ROOT, tmp_path / "out")
    kept = everything(made.folder)
    public = " ".join(spoken(case, made))
    files = [ROOT / f"{folder}/{name}.md" for folder in SECRET for name in case.course.lessons]
    told = {
        each
        for file in files
        if file.is_file()
        for text in [file.read_text(encoding="utf-8")]
        for each in (sentences(text) if "teaching" in str(file) else dict(secrets(text)))
        if each not in public
    }
    assert len(told) > 500
    assert {each: file for each in told for file in kept if each in kept[file]} == {}


SECRET = ("notebooks/quizzes", "exercises/keys", "notebooks/teaching")


def spoken(case: Case, made: Released) -> Iterator[str]:
    """Yield what students read in any case: documents, notes, lessons, questions, the program."""
    yield from (document.text for document in case.documents.values())
    for path in made.files:
        if path.endswith(".ipynb"):
            cells = read_notebook(ROOT, path)["cells"]
            yield from (joined(cell["source"]) for cell in cells)
        elif path.startswith(("seeds/", "src/", "docs/")):
            yield read_text(ROOT, path)
    for folder in ("notebooks/quizzes", "exercises/keys"):
        for file in sorted((ROOT / folder).glob("*.md")):
            for item in case.cards(folder, file.stem).items if file.stem in made.lessons else ():
                asked = (*item.stem, *item.hints[:1], *(option.text for option in item.options))
                yield from (form for text in asked for form in (text, plain(text)))
                yield from (value for name, value in item.fields if name in PUBLIC)
                yield from (value for _, values in choices(item) for value in values)

"""Whatever words stand in a course, in a name or in an answer: they are shown, and nothing runs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casestudy import open_case
from casestudy.cli import main
from casestudy.editions.files import chosen_files
from casestudy.editions.folder import MANIFEST, own_words, put, with_manifest
from casestudy.editions.release import release
from casestudy.errors import CaseError, CourseError
from casestudy.handover import read_handover, take, written
from casestudy.lessons.check import check
from casestudy.lessons.handout import handout
from casestudy.lessons.inputs import inputs
from casestudy.lessons.notebook import calls, read_notebook
from casestudy.lessons.preview import page as preview
from casestudy.lessons.refresh import dated
from casestudy.play import play
from casestudy.progress import Attempt, Draft, Entry, Mark, Progress, folders
from tests.bridge import FREE, QUIZ, every_kind
from tests.bridge import seen as asked_of
from tests.conftest import COURSE
from tests.offline.sitecustomize import strangers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from casestudy.case import Case

LESSON = "notebooks/01-the-bridge.ipynb"
CARDS = f"notebooks/quizzes/{QUIZ}.md"
DRAWN = "04-drawn"

RUNS = (
    "<script>window.ran=1</script><img src=x onerror='window.ran=1'>"
    "<svg onload=window.ran=1></svg><a href='javascript:window.ran=1'>go</a>"
    "</style></textarea></title></script><script>window.ran=1</script>"
    "[to](javascript:window.ran=1) ![of](data:text/html,ran) \"'`{0}{number}%s&amp;"
)
"""Words that would run, if a page took them for anything but words."""

CONTROLS = "\x1b[31mred\x1b]0;title\x07 \x00 \u202eesrever\u202c \u200f"
"""What changes a terminal, ends a text, or turns it round."""

HOSTILE = RUNS + CONTROLS

IN_CARDS = RUNS.replace('"', "")
CARD = re.sub(r"([\\<>\[\]&`*_|])", r"\\\1", IN_CARDS)
"""The same in a card: what is markup there is refused, so each sign is written for itself."""


# ── a course that is full of them ────────────────────────────────────────────────────────────


def changed(folder: Path, file: str, change: Callable[[str], str]) -> None:
    """Change a file of the course."""
    text = (folder / file).read_text(encoding="utf-8")
    assert change(text) != text
    (folder / file).write_bytes(change(text).encode())


def poisoned_cards(text: str) -> str:
    """Put the words behind each question, hint and feedback of a card file."""
    text = re.sub(r"(?m)^(?=[A-Z].*\?$)(.*)$", rf"\1 {_kept(CARD)}", text)
    return re.sub(r"(?m)^(hint: .*|    [A-Z][^>|]*\.)$", rf"\1 {_kept(CARD)}", text)


def poisoned_notes(text: str) -> str:
    """Put the words behind each title and each account."""
    text = re.sub(r"(?m)^(\w+: .*\n\n)([^\n#>-].*)$", rf"\1\2 {_kept(CARD)}", text)
    return re.sub(r"(?m)^(- \[\w+\] .*)$", rf"\1 {_kept(CARD)}", text)


def _kept(words: str) -> str:
    return words.replace("\\", r"\\")


@pytest.fixture
def folder(noted_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course whose documents, cards, notes, rights and learner are full of them."""
    monkeypatch.setenv("CASESTUDY_LEARNER", HOSTILE.replace("\x00", ""))  # no variable holds it
    folder = every_kind(noted_course)
    catalogue = folder / "seeds/catalogue.toml"
    names = f"Ferry Company {IN_CARDS} and Brackwater {IN_CARDS}"
    more = f"\n{HOSTILE}\n{names}\n== {HOSTILE} ==\n"
    for path in (folder / "seeds/gazette.txt", folder / "seeds/herald.txt"):
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        path.write_bytes(path.read_bytes() + more.encode())
        after = hashlib.sha256(path.read_bytes()).hexdigest()
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(text.replace(before, after), encoding="utf-8")
    said = json.dumps(f"The bridge {HOSTILE}")
    text = re.sub(r'(?m)^(title|publisher|rights) = ".*"$', lambda found: f"{found[1]} = {said}",
                  catalogue.read_text(encoding="utf-8"))  # fmt: skip
    catalogue.write_text(text, encoding="utf-8")
    changed(folder, f"notebooks/quizzes/{QUIZ}.md", poisoned_cards)
    changed(folder, "notebooks/quizzes/01-the-bridge.md", poisoned_cards)
    for path in sorted((folder / "seeds/notes").glob("*.md")):
        changed(folder, f"seeds/notes/{path.name}", poisoned_notes)
    text = (Path(__file__).parent / "cards/drawn.md").read_text(encoding="utf-8")
    rows = re.sub(r"(?m)^(\| [A-Z][^|]+|- [A-Z].*?)(?= \||$)", rf"\1 {_kept(CARD)}", text)
    (folder / f"notebooks/quizzes/{DRAWN}.md").write_text(rows, encoding="utf-8")
    return folder


@pytest.fixture
def case(folder: Path) -> Case:
    """Open that course, in which a learner answered, marked and drafted hostile words too."""
    case = open_case(folder)
    quiz = case.quiz(QUIZ)
    for item in FREE:
        text = {"text": HOSTILE * 3} if isinstance(FREE[item], dict) else HOSTILE
        if item != "who-should-pay":
            quiz.answer(item, text)
    quiz.draft("what-to-do", HOSTILE)
    case.dossier.add(HOSTILE, "gazette ¶2")
    imported(folder)
    return case


def imported(folder: Path) -> str:
    """Take in a record that is full of them, and return what is said of it."""
    here = Progress(*folders(folder, os.environ))
    lines = (
        Attempt("bridge", HOSTILE, QUIZ, "your-bridge", HOSTILE, (HOSTILE,), HOSTILE, 99),
        Mark("bridge", "gazette", HOSTILE, 0, 9, HOSTILE, HOSTILE, HOSTILE),
        Entry("bridge", "e-9", HOSTILE, (), HOSTILE, HOSTILE, HOSTILE, (f"supports {HOSTILE}",)),
        Draft("bridge", QUIZ, HOSTILE, HOSTILE, (HOSTILE,), "2024-05-05T10:00:00+00:00"),
    )
    here.take(lines)
    content = written(here, "bridge").encode()
    there = Progress(folder.parent / "there", folder.parent / "elsewhere")
    handover = read_handover(content, "bridge")
    assert len(handover.lines) >= len(lines)
    return take(there, replace(handover, learner=HOSTILE))


def stored(folder: Path) -> dict[str, Any]:
    """Store what the lesson shows, as a refresh would, and return the notebook."""
    notebook, case = read_notebook(folder, LESSON), open_case(folder)
    for call in calls(notebook):
        more = {"only": "1-4"} if call.does == "read" else {"part": call.part}
        bundle = getattr(case, call.does)(call.name, **more)._repr_mimebundle_()
        out = {"output_type": "display_data", "metadata": {}, "data": bundle}
        notebook["cells"][call.cell - 1] |= {"execution_count": 1, "outputs": [out]}
    pixels, about = case.timeline()._repr_mimebundle_()
    drawn = {"output_type": "display_data", "metadata": about, "data": pixels}
    notebook["cells"][1] |= {"execution_count": 1, "outputs": [drawn]}
    (folder / LESSON).write_bytes(dated(notebook, inputs(folder, LESSON, notebook)))
    return read_notebook(folder, LESSON)


# ── what is looked at ────────────────────────────────────────────────────────────────────────


def pages(folder: Path, case: Case) -> Iterator[tuple[str, str]]:
    """Yield every form of output that is a page, with its name."""
    yield "quiz", case.quiz(QUIZ)._repr_mimebundle_()["text/html"]
    yield "drawn", case.quiz(DRAWN)._repr_mimebundle_()["text/html"]
    yield "reader", case.read("gazette", beside="herald")._repr_mimebundle_()["text/html"]
    for name in ("people", "events", "statements", "claims", "reactions", "disagreements"):
        yield name, getattr(case, name)._repr_html_()
    yield "glossary", case.glossary._repr_html_()
    yield "comparison", case.compare("who-closed")._repr_html_()
    yield "board", case.board()._repr_html_()
    yield "facts", case.facts()._repr_html_()
    yield "map", case.argument_map("council")._repr_html_()
    yield "found", case.find("window")._repr_html_()
    yield "reuse", case.reuse()._repr_html_()
    yield "known", case.as_of("2024-05-09")._repr_html_()
    yield "table", case.events.table()._repr_html_()
    yield "progress", case.progress._repr_mimebundle_()["text/html"]
    exported = case.dossier.export(folder.parent / "dossier.html", name=HOSTILE)
    yield "dossier", exported.read_text(encoding="utf-8")
    marked = case.dossier.export(folder.parent / "dossier.md", name=HOSTILE)
    yield "dossier.md", MarkdownIt("commonmark").render(marked.read_text(encoding="utf-8"))
    notebook = stored(folder)
    yield "preview", preview(folder, LESSON, notebook)
    yield "handout", handout(folder, LESSON, solutions=True)
    out = folder.parent / "teachers"
    release(folder, out, edition="instructor")
    for name in ("RELEASE.md", "README.md"):
        if (out / name).exists():
            yield name, MarkdownIt("commonmark").render((out / name).read_text(encoding="utf-8"))
    for path in sorted(out.rglob("*.ipynb")):
        yield f"released {path.name}", preview(out, path.relative_to(out).as_posix(),
                                               json.loads(path.read_bytes()))  # fmt: skip


class Seen(HTMLParser):
    """What a page shows, and what of it would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.words: list[str] = []
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse what the words alone could have brought in."""
        self.inside = [tag] if tag in {"script", "style"} else []
        for name, value in attrs:
            led = name in {"href", "src", "srcdoc", "action"} and "ran" in (value or "")
            if name.startswith("on") or (led and not (value or "").startswith("#")):
                self.runs.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        self.inside = [each for each in self.inside if each != tag]

    def handle_data(self, data: str) -> None:
        """Keep what is read; a script with our words runs."""
        if not self.inside:
            self.words.append(data)
        elif "window.ran" in data:
            self.runs.append(data)


def seen(page: str) -> Seen:
    """Return what a page shows and runs."""
    reader = Seen()
    reader.feed(page)
    reader.close()
    return reader


SHORT = "<script>window.ran=1</script><img src=x onerror='window.ran=1'>"
SILENT = ["progress"]
"""Pages that have no place for the words: what is stored of them is ours alone."""


def test_hostile_words_are_words_on_every_page(folder: Path, case: Case, browser: Browser) -> None:
    """Each form of output shows them as they are, and no browser runs anything of them."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    silent = []
    for name, text in pages(folder, case):
        found = seen(text)
        assert found.runs == [], name
        if SHORT not in "".join(found.words):
            silent.append(name)
        assert ran(page, text) is False, name
    page.close()
    assert [url for url in asked if not url.startswith(("about:", "data:image"))] == []
    assert silent == SILENT


def ran(page: Page, text: str) -> bool:
    """Lay a page in a browser, open and touch all that can be, and tell whether anything ran."""
    page.set_content(text)
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(
        "() => document.querySelectorAll('a[href^=\"javascript:\"], img, svg').forEach(each =>"
        " each.dispatchEvent(new Event('error')) && each.click?.())"
    )
    return bool(page.evaluate("() => Boolean(window.ran)"))


# ── a million letters ────────────────────────────────────────────────────────────────────────

LONG = SHORT * (1_000_000 // len(SHORT)) + "the end"


def test_a_million_letters_are_taken_or_refused_in_a_sentence(course: Path) -> None:
    """In a record they come in whole and are shown; as an answer they are too many."""
    there = Progress(*folders(course, os.environ))
    here = Progress(course.parent / "here", course.parent / "elsewhere")
    lines = (
        Attempt("bridge", "open", QUIZ, "your-bridge", "0", (LONG,), "recorded", 1),
        Entry("bridge", "e-9", LONG, (), LONG, LONG, LONG, (f"supports {LONG}",)),
        Draft("bridge", QUIZ, "what-to-do", LONG, (), "2024-05-05T10:00:00+00:00"),
    )
    here.take(lines)
    take(there, read_handover(written(here, "bridge").encode(), "bridge"))
    case = open_case(every_kind(course))
    quiz = case.quiz(QUIZ)
    assert LONG in json.dumps(asked_of(quiz, "your-bridge"))
    assert asked_of(quiz, "what-to-do")["draft"] == LONG
    found = seen(case.dossier.export(course.parent / "dossier.html").read_text(encoding="utf-8"))
    assert found.runs == []
    assert LONG in "".join(found.words)
    with pytest.raises(CaseError, match="is too long: it has 1000006 letters, and may have at"):
        quiz.answer("your-bridge", LONG)
    with pytest.raises(CaseError, match="at most 2000 letters"):
        case.dossier.add(LONG, "gazette ¶2")


def test_a_document_of_a_million_letters_is_read(course: Path) -> None:
    """One paragraph of them is shown as it is, and nothing of it runs."""
    catalogue, path = course / "seeds/catalogue.toml", course / "seeds/gazette.txt"
    said, before = catalogue.read_text(encoding="utf-8"), path.read_bytes()
    content = before + LONG.encode()
    old, new = (hashlib.sha256(each).hexdigest() for each in (before, content))
    catalogue.write_text(said.replace(old, new), encoding="utf-8")
    path.write_bytes(content)
    found = seen(open_case(course).read("gazette")._repr_mimebundle_()["text/html"])
    assert found.runs == []
    assert LONG in "".join(found.words)


# ── messages ─────────────────────────────────────────────────────────────────────────────────


class Anything(dict[str, Any]):
    """A message that holds the same under whatever name it is asked for."""

    def __init__(self, do: str, held: object) -> None:
        super().__init__(do=do, seq=1)
        self.held = held

    def __missing__(self, name: str) -> object:
        return self.held

    def get(self, name: str, _: object = None) -> Any:  # noqa: ANN401 - as of a dict
        """Return what is under a name."""
        return self[name]


MANY = "<script>" * 5000
HELD: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        10**400,
        float("nan"),
        float("inf"),
        "",
        MANY,
        "\x00",
        "\ud800",
        b"x",
        {},
        [],
    ),
    *([[]], [None], ["A"] * 9999, [["A"] * 9] * 999, {"text": ["A"]}, {"A": 1}, {1: {}}),
    *({"document": "gazette", "start": -1, "end": 10**9}, {"words": MANY, "ticked": MANY}),
)
"""What no page of ours sends: of the wrong sort, without an end, or too much."""

MEANT = {"add"}
"""What asks for nothing more in a dossier: an empty entry."""


def test_no_hostile_message_changes_anything(noted_course: Path, tmp_path: Path) -> None:
    """Each page of a course, told to do each thing with each of these, writes nothing down."""
    case = open_case(every_kind(noted_course))
    pages = (case.quiz(QUIZ), case.quiz(QUIZ, projector=True), case.read("gazette"), case.progress)
    before = files_below(tmp_path)
    for view in (*pages, case.review("01-the-bridge"), case.dossier):
        does = set(view._does) - (MEANT if view is case.dossier else set())  # noqa: SLF001 - all that a page may ask for
        for do in (*sorted(does), "unknown", MANY):
            for held in HELD:
                view._told(view.widget, Anything(do, held), [])  # noqa: SLF001 - the only way in
            assert files_below(tmp_path) == before, (view, do)


def files_below(folder: Path) -> dict[Path, int]:
    """Return the files in a folder, and how much is in each."""
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


# ── another computer ─────────────────────────────────────────────────────────────────────────


def test_a_page_that_asks_another_computer_is_found_out(browser: Browser) -> None:
    """Whatever a page of any test asks for elsewhere is not reached, and is written down."""
    page = browser.new_page()
    page.set_content("<img src='http://example.invalid/a'><img src='data:image/png,'>")
    for call in ("fetch('http://localhost.example/b')", "fetch('https://192.0.2.1/c')"):
        assert (
            page.evaluate(f"() => {call}.then(() => 'reached', () => 'not reached')")
            == "not reached"
        )
    page.evaluate(
        "() => { new WebSocket('ws://example.invalid/d'); new Image().src = 'http://[::1]:9/' }"
    )
    page.wait_for_timeout(50)
    page.close()
    assert sorted(strangers()) == [
        "http://example.invalid/a",
        "http://localhost.example/b",
        "https://192.0.2.1/c",
        "ws://example.invalid/d",
    ]


def test_a_program_that_asks_another_computer_is_found_out() -> None:
    """Each process of a test, begun by whomever, is refused it; this computer answers."""
    asking = (
        "import socket, urllib.request as u\n"
        "for ask in (lambda: socket.create_connection(('192.0.2.1', 80)),\n"
        "            lambda: u.urlopen('http://example.invalid'),\n"
        "            lambda: socket.socket(type=2).sendto(b'a', ('192.0.2.1', 53))):\n"
        "    try: ask()\n"
        "    except OSError as error: print(error)\n"
        "here = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(here.getsockname())\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, text=True, check=True
    )
    assert said.stdout.count("Network is unreachable") == 3
    assert [each.split()[1] for each in strangers()] == [
        "'192.0.2.1'",
        "'example.invalid'",
        "'192.0.2.1'",
    ]


# ── terminals ────────────────────────────────────────────────────────────────────────────────

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey."""


def test_a_terminal_shows_the_words_and_obeys_none(case: Case) -> None:
    """A quiz that is played prints documents, cards and one's own words, and no command."""
    told: list[str] = []
    typed = iter(["On Friday", "help", "help", "x\x1b[31my", "skip"] + ["skip"] * 99)
    play(case.quiz(QUIZ), lambda _: next(typed), told.append)
    assert SHORT in " ".join("".join(told).split())
    assert OBEYED.findall("".join(told)) == []


def test_a_transcript_shows_the_words(case: Case) -> None:
    """The text that a lesson stores has them as they are."""
    text = case.quiz(QUIZ)._repr_mimebundle_()["text/plain"]
    assert SHORT in " ".join(text.split())


def test_a_complaint_about_hostile_words_is_no_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the check says of a card quotes a document, and turns no terminal red."""
    changed(folder, CARDS, lambda text: text.replace("> found two cracks", "> window ran red", 1))
    monkeypatch.chdir(folder)
    said = CliRunner().invoke(main, ["check"], color=True).output
    assert "red" in said
    assert OBEYED.findall(said) == []


def test_what_is_said_of_an_imported_record_is_one_plain_sentence(folder: Path) -> None:
    """A name in a record fills no pattern of ours."""
    assert RUNS in imported(folder)


# ── paths ────────────────────────────────────────────────────────────────────────────────────

PATHS = (
    *(
        "../out.txt",
        "/etc/hosts",
        "..",
        ".",
        "a/b.txt",
        "C:\\\\x",
        "\\\\\\\\host\\\\x",
        "~/x",
        "x\\u0000",
        " ",
    ),
    *("file:///etc/hosts", "http://a.b/c", "-rf", "a\\nb", "gazette.txt/../../x"),
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_a_catalogue_stays_in_the_course(course: Path, path: str) -> None:
    """The catalogue names files of seeds/, by name alone."""
    edited = partial(re.sub, r'file = ".*"', lambda _: f'file = "{path}"')
    changed(course, "seeds/catalogue.toml", edited)
    with pytest.raises(CourseError, match=r"no file name in seeds/|file is missing"):
        open_case(course).documents["gazette"]


@pytest.mark.parametrize("path", ["../out", "/etc/out", "..", "a/b"])
@pytest.mark.parametrize("line", ["lessons = [{}]", "references = [{}]", "[paths]\nshort = [{}]"])
def test_a_path_in_a_course_file_stays_in_the_course(course: Path, path: str, line: str) -> None:
    """A lesson is a name: one elsewhere is not read, and nothing is released of it."""
    kept = COURSE.replace('lessons = ["01-the-bridge"]', "") if "lessons" in line else COURSE
    (course / "notebooks/course.toml").write_text(f"{kept}\n{line.format(json.dumps(path))}\n")
    outside = course.parent / "out.ipynb"
    outside.write_bytes((course / LESSON).read_bytes())
    said = "\n".join(map(str, check(course)))
    assert f"there is no lesson '{path}'" in said
    with pytest.raises(CaseError):
        release(course, course.parent / "released", lessons=[path])
    assert not (course.parent / "released").exists()


@pytest.mark.parametrize(
    "folder",
    ["\x00", "a\x00b", "\ud800", "a" * 9000, 5, None, b"a"],
)
def test_what_can_be_no_folder_is_said_in_a_sentence(folder: Any) -> None:  # noqa: ANN401
    """A strange path opens no case, and whoever gave it is told what to write."""
    with pytest.raises(
        CaseError, match=r"can be no folder .* Write the path|There is no course in"
    ):
        open_case(folder)


def test_a_document_is_no_link_to_a_file_elsewhere(course: Path) -> None:
    """A file of seeds/ that leads out of the course is not read, though its name is in order."""
    file = course / "seeds/gazette.txt"
    linked(file, file.rename(course.parent / "gazette.txt"))
    with pytest.raises(CaseError, match=r"seeds/gazette.txt is a link to a file outside"):
        open_case(course).documents["gazette"]


def test_no_file_from_elsewhere_is_handed_out(course: Path) -> None:
    """Nor is a picture released that is a link to a file outside the course."""
    (course.parent / "own.png").write_bytes(b"my own")
    linked(course / "notebooks/a.png", course.parent / "own.png")
    with pytest.raises(CaseError, match=r"notebooks/a.png is a link to a file outside"):
        chosen_files(open_case(course), ["01-the-bridge"], "instructor")


def linked(link: Path, target: Path) -> None:
    """Make a link, where the system lets one."""
    try:
        link.symlink_to(target)
    except OSError as error:  # Windows, without the right to
        pytest.skip(f"no links here: {error}")


OUT = (
    *("../out.txt", "/etc/out", "a/../../out.txt", "..\\out.txt", "C:out", "a\x00b", "\ud800", ""),
    *(".", "kept", "a" * 999, "link/out.txt", "circle/a"),
)


@pytest.mark.parametrize("path", OUT)
def test_a_release_touches_nothing_outside_its_folder(tmp_path: Path, path: str) -> None:
    """Whatever an earlier release says that it was: what it names elsewhere stays."""
    folder, out = tmp_path / "release", tmp_path / "out.txt"
    (folder / "kept").mkdir(parents=True)
    out.write_bytes(b"somebody's")
    linked(folder / "link", tmp_path)
    linked(folder / "circle", folder / "circle")
    manifest = json.dumps({"files": {path: own_words(path, b"somebody's")}})
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    assert put(folder, {"a.md": b"A"}) == ()
    assert (out.read_bytes(), (folder / "a.md").read_bytes()) == (b"somebody's", b"A")
    with pytest.raises(CaseError, match="leads out of the folder by a link"):
        put(folder, {"link/a.md": b"A"})


@pytest.mark.parametrize(
    "path", ["..\\a.md", "C:a.md", "a\x00.md", "\ud800.md", "a\nb.md", "a|b.md"]
)
def test_a_release_has_only_names_that_are_names_everywhere(path: str) -> None:
    """What is a name here and a way out of the folder there is in no release and in no zip."""
    with pytest.raises(CaseError, match=r"not every system takes .* Rename the file"):
        with_manifest({path: b""}, {})


@given(name=st.sampled_from(PATHS) | st.text(), words=st.text(min_size=1))
@settings(deadline=None, max_examples=50)
def test_an_imported_record_writes_in_the_learners_folder_alone(name: str, words: str) -> None:
    """Whatever names stand in it, its lines and drafts become files of ours, beside the others."""
    with TemporaryDirectory() as place:
        progress = Progress(Path(place) / "a" / "learner", Path(place) / "b")
        lines = (
            Attempt(name, name, name, name, name, (words,), "correct", 1),
            Draft(name, name, name, words, (), "2024-05-05T10:00:00+00:00"),
        )
        progress.take(lines)
        found = [path for path in Path(place).rglob("*") if path.is_file()]
        assert len(found) == len(lines)
        assert {path.parent.name for path in found} == {"learner", "drafts"}
        assert {path.suffix for path in found} == {".jsonl", ".json"}

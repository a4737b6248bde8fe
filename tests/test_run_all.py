"""Run All Cells, before the first answer and after the last: the same text, and no key opened."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.formatters import DisplayFormatter

from casestudy import open_case
from casestudy.case import CARD_FOLDERS
from casestudy.lessons.notebook import calls, joined, notebooks, read_notebook
from casestudy.lessons.refresh import executed
from casestudy.progress import Attempt, Mark, Progress, folders
from casestudy.quizzes import public_digest
from tests.bridge import seen
from tests.test_readme import last_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casestudy.case import Case
    from casestudy.documents import Passage
    from casestudy.quizzes import Item, Option

ROOT = Path(__file__).parents[1]
LESSON = "notebooks/01-the-bridge.ipynb"


def fill(course: Path, folder: Path) -> None:
    """Answer every item of a course right and mark every document, in a folder of answers."""
    case = open_case(course)
    progress = Progress(*folders(course, {"CASESTUDY_PROGRESS": str(folder)}))
    for item in items(case):
        quiz = Path(item.file).stem
        digest = public_digest(item)
        line = Attempt(case.id, "open", quiz, item.id, digest, right(item), "correct", 1, hints=2)
        progress.add(line)
    for name, document in case.documents.items():
        progress.add(Mark(case.id, name, document.sha256, 0, 4, document.text[:4], "seen", name))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which every item of the real course is answered; filling it takes long."""
    folder = tmp_path_factory.mktemp("answered")
    fill(ROOT, folder)
    return folder


@pytest.fixture
def filled(answered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the learner be one who has answered everything, with a copy of those answers."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path))
    return Path(shutil.copytree(answered, tmp_path, dirs_exist_ok=True))


def items(case: Case) -> Iterator[Item]:
    """Yield every item of a course."""
    for folder in CARD_FOLDERS:
        for path in sorted((case.folder / folder).glob("*.md")):
            yield from case.cards(folder, path.stem).items


def right(item: Item) -> tuple[str, ...]:
    """Return the right response to an item, in the form in which it is kept."""
    texts = tuple(option.text for option in item.options)
    keys = tuple(option for option in item.options if option.key)
    kept = tuple(option.text for option in keys)
    match item.kind:
        case "mark":
            kept = (place(keys[0].evidence[0]),)
        case "claim":
            kept = (keys[0].text, place(keys[0].evidence[0]))
        case "match" | "annotate":
            kept = tuple(f"{option.text} -> {option.pair[0]}" for option in item.options)
        case "grid":
            kept = tuple(cell for option in item.options for cell in row(item, option))
        case "order":
            kept = texts
        case "written" | "opinion":
            kept = texts[:1] or ("word " * 100,)
    return kept


def row(item: Item, option: Option) -> Iterator[str]:
    """Yield the cells of a row of a grid, as they are kept."""
    columns = [text.partition("=")[0].strip() for name, text in item.fields if name == "scale"]
    for column, text in zip(columns, option.pair, strict=True):
        yield f"{option.text} | {column} = {text}"


def place(passage: Passage) -> str:
    """Return words that were marked, as they are kept."""
    return f"{passage.citation} [{passage.start}-{passage.end}] {passage.text}"


def run(course: Path, path: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Execute the cells of a notebook here, and yield each with the values that it shows."""
    values: list[Any] = []
    names: dict[str, Any] = {"display": lambda *given: values.extend(given)}
    for cell in read_notebook(course, path)["cells"]:
        if cell["cell_type"] == "code":
            values.clear()
            last = last_value(joined(cell["source"]), names)
            yield cell, [each for each in (*values, last) if each is not None]


def shown(given: Any) -> dict[str, str]:  # noqa: ANN401 - a cell may show anything
    """Return what a notebook stores of a value: its texts."""
    has_own = hasattr(given, "_repr_mimebundle_")
    form = DisplayFormatter().format
    bundle = given._repr_mimebundle_() if has_own else form(given)  # type: ignore[no-untyped-call]
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle  # beside it, notes for the page
    return {kind: text for kind, text in bundle.items() if kind.startswith("text/")}


def texts(cell: dict[str, Any]) -> list[dict[str, str]]:
    """Return the texts that are stored of a cell."""
    return [
        {kind: joined(text) for kind, text in out["data"].items() if kind.startswith("text/")}
        for out in cell["outputs"]
        if "data" in out
    ]


def differences(course: Path, path: str) -> list[str]:
    """Return the texts that a notebook shows now and does not store."""
    return [
        f"cell {cell['id']}: {text}"
        for cell, values in run(course, path)
        for each in values
        for kind, text in shown(each).items()
        if text not in [out.get(kind) for out in texts(cell)]
    ]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("path", notebooks(ROOT))
def test_with_every_answer_given_a_notebook_shows_what_it_stores(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored does not depend on the learner; nbval runs the same with no answer."""
    monkeypatch.chdir((ROOT / path).parent)
    assert differences(ROOT, path) == []


@pytest.mark.parametrize("path", notebooks(ROOT))
def test_running_all_opens_no_key(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first answer, no quiz of a lesson holds an outcome or a word of feedback."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path))
    case = open_case(ROOT)
    for call in calls(read_notebook(ROOT, path)):
        if call.does != "read":
            ask = case.quiz if call.does == "quiz" else case.exercise
            view = ask(call.name, part=call.part)
            opened = [each for each in view.quiz.items if is_open(each, seen(view, each.id))]
            assert opened == []


def is_open(item: Item, page: dict[str, Any]) -> bool:
    """Tell whether a page holds an outcome of an item, or a word of its feedback or hints."""
    said = [words for option in item.options for words in option.feedback]
    return bool(page["outcome"]) or any(words in str(page) for words in (*said, *item.hints))


@pytest.mark.usefixtures("filled")
def test_a_filled_folder_is_read() -> None:
    """The answers of the filled folder are those of this learner, and are brought back."""
    case = open_case(ROOT)
    first = next(item for item in items(case) if item.kind == "single")
    view = case.quiz(Path(first.file).stem, part=first.part)
    assert seen(view, first.id)["outcome"]["state"] == "correct"


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_kernel_with_a_filled_folder_shows_what_is_stored(
    stored_course: Path, tmp_path: Path
) -> None:
    """In a real kernel too, answers change nothing of what a notebook stores."""
    fill(stored_course, tmp_path / "filled")
    fresh = executed(stored_course, LESSON, progress=tmp_path / "filled")
    stored = read_notebook(stored_course, LESSON)
    for now, before in zip(fresh["cells"], stored["cells"], strict=True):
        if before["cell_type"] == "code" and before["outputs"]:
            assert texts(before)[0] in texts(now)

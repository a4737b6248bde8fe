"""The house: imports point down, there are no circles, and the door is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import casestudy

SOURCE = Path(casestudy.__file__).parent

FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "errors",
        "text",
        "dates",
        "numbers",
        "agreement",
        "strings",
        "inline",
        "commonmark",
        "sentences",
    ),
    ("anchors", "documents", "quotations", "quizzes"),
    (
        "advice",
        "grading",
        "cards",
        "notes",
        "mentions",
        "reuse",
        "witnesses",
        "roles",
        "capitals",
        "drawings",
        "drawncards",
        "claimmaps",
        "slips",
    ),
    (
        "seedfile",
        "notefile",
        "coursefile",
        "quizfile",
        "firstcards",
        "lessonfile",
        "lines",
        "progress",
        "handover",
    ),
    (
        "responses",
        "page",
        "feedback",
        "transcript",
        "html",
        "printed",
        "reading",
        "marks",
        "exchange",
        "dossier",
        "dossierpage",
        "layers",
        "record",
        "recordpage",
    ),
    (
        "play",
        "frame",
        "hands",
        "charts.themes",
        "charts.paper",
        "charts.scales",
        "asof",
        "notespage",
        "tables",
        "board",
        "facts",
        "rolespage",
    ),
    ("charts.timelines", "charts.bars", "charts.matrix", "charts.records", "charts"),
    (
        "widgets",
        "widgets.view",
        "widgets.asking",
        "widgets.quiz",
        "widgets.reader",
        "widgets.record",
        "widgets.dossier",
        "widgets.again",
        "widgets.projector",
    ),
    ("case", ""),
    (
        "lessons",
        "lessons.markdown",
        "lessons.notebook",
        "lessons.lesson",
        "lessons.form",
    ),
    (
        "lessons.links",
        "lessons.strays",
        "lessons.prose",
        "lessons.bank",
        "lessons.sheets",
        "lessons.inputs",
        "lessons.meets",
        "lessons.coursemap",
    ),
    ("lessons.accept", "lessons.check", "lessons.refresh", "lessons.preview", "lessons.handout"),
    ("lessons.new", "newcase"),
    (
        "editions",
        "editions.bare",
        "editions.links",
        "editions.files",
        "editions.folder",
        "editions.woven",
        "editions.release",
    ),
    (
        "cli.desk",
        "cli.start",
        "cli.refresh",
        "cli.new",
        "cli.second",
        "cli.release",
        "cli.handout",
        "cli",
        "__main__",
    ),
)
"""Every module from the ground up. A module imports from lower floors, and on its own floor only
from modules to its left, so that there can be no circle. The empty name is the package itself."""

ORDER = [name for floor in FLOORS for name in floor]

HEAVY = (
    "numpy",
    "pandas",
    "matplotlib",
    "ipywidgets",
    "IPython",
    "anywidget",
    "jupyterlab",
    "nbformat",
    "nbclient",
    "markdown_it",
    "nupunkt",
)


def module(path: Path) -> str:
    """Return a module's name inside the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = {module(path): path for path in sorted(SOURCE.rglob("*.py"))}


def inside(name: str) -> str | None:
    """Return the module of the package that a dotted name means, or None for a stranger."""
    if name.split(".", maxsplit=1)[0] != "casestudy":
        return None
    own = name.removeprefix("casestudy").removeprefix(".")
    while own and own not in FILES:
        own = own.rpartition(".")[0]
    return own


def is_for_types(node: ast.AST) -> bool:
    """Tell whether a statement is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imported(name: str, *, types: bool) -> set[str]:
    """Return what a module imports of the package: when it runs, or for its types only."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    for_types = {
        id(inner) for node in ast.walk(tree) if is_for_types(node) for inner in ast.walk(node)
    }
    found: set[str | None] = set()
    for node in ast.walk(tree):
        if (id(node) in for_types) is not types:
            continue
        if isinstance(node, ast.Import):
            found |= {inside(alias.name) for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {inside(f"{node.module}.{alias.name}") for alias in node.names}
    return {each for each in found if each is not None} - {name}


def floor(name: str) -> int:
    """Return the floor on which a module stands."""
    return next(number for number, names in enumerate(FLOORS) if name in names)


def test_every_module_has_its_floor() -> None:
    """The table names each module once, and no other."""
    assert sorted(ORDER) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name: str) -> None:
    """A module imports from lower floors, or from its left on its own, inside functions too."""
    above = {each for each in imported(name, types=False) if ORDER.index(each) > ORDER.index(name)}
    assert above == set()


@pytest.mark.parametrize("name", FILES)
def test_imports_for_types_never_point_up(name: str) -> None:
    """What a module needs for its types alone stands on its own floor or below."""
    assert {each for each in imported(name, types=True) if floor(each) > floor(name)} == set()


@pytest.mark.parametrize("name", FILES)
def test_imports_name_the_package_in_full(name: str) -> None:
    """No import is relative: the table could not see it."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))


def loaded(statement: str) -> set[str]:
    """Return the top-level modules that a statement loads in a fresh interpreter."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(shown.stdout.split())


def test_the_door_is_light() -> None:
    """`import casestudy` loads no library that only pages, tables or charts need."""
    assert loaded("import casestudy") & set(HEAVY) == set()


def test_a_document_is_read_without_heavy_libraries(course: Path) -> None:
    """Reading a document loads nothing heavy either; showing it on a page does."""
    statement = f"import casestudy; casestudy.open_case({str(course)!r}).documents['gazette']"
    assert loaded(statement) & set(HEAVY) == set()

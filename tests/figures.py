"""Measure the house: ``python -m tests.figures`` writes its row and draws its floors.

The first goes into docs/developer/figures.md, beside those of others; the second into
docs/developer/house.md.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import textwrap
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.test_floors import FILES, FLOORS, imported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "docs" / "developer" / "house.md"
FIGURES = HOUSE.with_name("figures.md")
PEERS = ("pluggy", "anywidget", "nbclient")
"""Those that a development environment brings anyway: the same rule is held against them."""
OTHERS = (
    "Rows of others were measured in November 2026, and their versions have moved on since. The"
    " script measures three of them again where they are installed, as a check on its own rule:"
    " {told}."
)


@dataclass(frozen=True)
class Figures:
    """What is measured of a package: modules, lines, and the lengths of its function bodies."""

    modules: int
    lines: int
    lengths: tuple[int, int, int]

    def __str__(self) -> str:
        return f"{self.modules} / {self.lines:,} | {', '.join(map(str, self.lengths))}"


def measure(files: Iterable[Path]) -> Figures:
    """Measure Python files: how many, their lines, and median, p90 and maximum of the bodies."""
    sources = [path.read_text(encoding="utf-8") for path in files]
    found = sorted(length for source in sources for length in bodies(source))
    tenth = quantiles(found, n=10, method="inclusive")[-1]
    lengths = round(median(found)), round(tenth), found[-1]
    return Figures(len(sources), sum(len(source.splitlines()) for source in sources), lengths)


def bodies(source: str) -> Iterator[int]:
    r"""Yield how many lines each function's body has, its docstring left out.

    Examples
    --------
    >>> list(bodies("def sail():\n    '''Sail.'''\n    boat = 1\n    return boat"))
    [2]
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def storeys(graph: Mapping[str, Iterable[str]]) -> int:
    """Return how many floors a package needs at least; a circle of imports is an error.

    Examples
    --------
    >>> storeys({"case": ["quizzes", "text"], "quizzes": ["text"], "text": []})
    3
    """
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    count = 0
    while sorter.is_active():
        sorter.done(*sorter.get_ready())
        count += 1
    return count


def ours() -> Figures:
    """Measure this package."""
    return measure(FILES.values())


def ratio() -> float:
    """Return the lines of the tests, benchmarks left out, for one line of the package."""
    tests = [path for path in (ROOT / "tests").rglob("*.py") if "benchmarks" not in path.parts]
    return measure(tests).lines / ours().lines


def picture() -> str:
    """Draw the floors, the highest first, as tests/test_floors.py has them."""
    drawn = []
    for number, names in reversed(list(enumerate(FLOORS))):
        shown = [name or "casestudy" for name in names]
        line = f"{number:2} "
        for name in shown:
            if len(line) + len(name) > 96:  # what a page of text has room for
                drawn.append(line)
                line = "   "
            line += f" {name}"
        drawn.append(line)
    return "\n".join(drawn)


def with_picture(page: str) -> str:
    """Return a page with its first block of text replaced by the floors."""
    before, opening, rest = page.partition("```text\n")
    _, closing, after = f"\n{rest}".partition("\n```")
    return f"{before}{opening}{picture()}{closing}{after}"


def _peer(name: str) -> Figures:
    found = importlib.util.find_spec(name)
    folder = Path(str(found.origin)).parent if found else ROOT
    return measure(path for path in sorted(folder.rglob("*.py")) if "_version" not in path.name)


def others() -> str:
    """Return the paragraph on the others, with what the same rule gives of those installed."""
    found = {name: ", ".join(map(str, _peer(name).lengths)) for name in PEERS}
    told = "; ".join(f"{name} {version(name)} gives {lengths}" for name, lengths in found.items())
    return textwrap.fill(OTHERS.format(told=told), 120, break_on_hyphens=False)


def with_others(page: str) -> str:
    """Return a page with the paragraph on the others as it is now."""
    return re.sub(r"^Rows of others .*?(?=\n\n)", others(), page, flags=re.MULTILINE | re.DOTALL)


def row() -> str:
    """Return this package's row of the table."""
    return f"| casestudy | {ours()} | {ratio():.2f} | {len(FLOORS)}, 0 |"


def with_row(page: str) -> str:
    """Return a page with this package's row as it is now."""
    return re.sub(r"^\| casestudy \| .*$", row(), page, flags=re.MULTILINE)


if __name__ == "__main__":
    graph = {name: imported(name, types=False) for name in FILES}
    print(row())  # noqa: T201
    print(f"longest chain of imports: {storeys(graph)} modules")  # noqa: T201
    page = with_others(with_row(FIGURES.read_text(encoding="utf-8")))
    FIGURES.write_text(page, encoding="utf-8")
    HOUSE.write_text(with_picture(HOUSE.read_text(encoding="utf-8")), encoding="utf-8")

"""`casestudy check` as a whole process, beside one that only reads the same files.

`python -m tests.benchmarks.bench_check`; in turn, by the clock and in processor time, which other
work on the machine disturbs less. The check has two processes, and the processor time is that of
both. A number says how many rounds, and a folder another course.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from casestudy.case import CARD_FOLDERS
from casestudy.lessons.links import PAGES
from casestudy.notefile import FOLDER

ROOT = Path(__file__).parents[2]
ROUNDS = 7

PEER = """
from pathlib import Path
import nbformat
from markdown_it import MarkdownIt
reader = MarkdownIt("commonmark").enable("table")
for pattern in {pages}:
    for file in Path().glob(pattern):
        reader.parse(file.read_text(encoding="utf-8"))
for file in (*Path().glob("notebooks/*.ipynb"), *Path().glob("exercises/*.ipynb")):
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            reader.parse(cell.source)
"""
"""The same Markdown as tokens and the same notebooks as values, and nothing said of them."""

FILES = (*PAGES, *(f"{folder}/*.md" for folder in (*CARD_FOLDERS, FOLDER)))
NAMES = ("casestudy check", "markdown-it-py and nbformat, the same files read")
SIDES = (("-m", "casestudy", "check"), ("-c", PEER.format(pages=FILES)))


def seconds(code: tuple[str, ...], course: Path, compiled: str) -> tuple[float, float]:
    """Return clock and processor time of a fresh process, compiled once as a package is."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *code], cwd=course, env=env, capture_output=True, check=False)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of each side, in turn in one run, and the median of their ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    course = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT
    with tempfile.TemporaryDirectory() as compiled:
        _ = [seconds(code, course, compiled) for code in SIDES]  # the first turn compiles
        turns = [[seconds(code, course, compiled) for code in SIDES] for _ in range(rounds)]
    print("| process | clock s | ratio | CPU s | ratio |\n|---|---|---|---|---|")
    for row, name in enumerate(NAMES):
        cells = (_cell([(turn[row][what], turn[0][what]) for turn in turns]) for what in (0, 1))
        print(f"| {name} | {' | '.join(cells)} |")
    took = sorted(turn[0][0] for turn in turns)
    print(f"\nThe check: {took[0]:.2f} to {took[-1]:.2f} s by the clock, {rounds} rounds.")


def _cell(pairs: list[tuple[float, float]]) -> str:
    """Return the median of one side, and of its ratio to the check in the same round."""
    ratio = statistics.median(side / check for side, check in pairs)
    return f"{statistics.median(side for side, _ in pairs):.2f} | {ratio:.2f} ×"


if __name__ == "__main__":
    main()

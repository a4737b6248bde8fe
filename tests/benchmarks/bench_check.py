"""`casestudy check` as a whole process, beside one that only reads the same files.

`python -m tests.benchmarks.bench_check`; in turn, in processor time, which other work on the
machine disturbs less. A number says how many rounds, and a folder another course.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
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
SIDES = (("-m", "casestudy", "check"), ("-c", PEER.format(pages=FILES)))


def seconds(code: tuple[str, ...], course: Path, compiled: str) -> float:
    """Return the processor time of a fresh process, compiled once as an installed package is."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *code], cwd=course, env=env, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of each side, in turn in one run, and the median of their ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    course = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT
    with tempfile.TemporaryDirectory() as compiled:
        _ = [seconds(code, course, compiled) for code in SIDES]  # the first turn compiles
        turns = [[seconds(code, course, compiled) for code in SIDES] for _ in range(rounds)]
    ours, peer = (statistics.median(side) for side in zip(*turns, strict=True))
    ratio = statistics.median(ours / peer for ours, peer in turns)
    print("| process | CPU s | ratio |\n|---|---|---|")
    print(f"| casestudy check | {ours:.2f} | 1.00 × |")
    print(f"| markdown-it-py and nbformat, the same files read | {peer:.2f} | {1 / ratio:.2f} × |")


if __name__ == "__main__":
    main()

"""The cold start of a lesson's first cells, each beside a peer that does the same reading.

`python -m tests.benchmarks.bench_start`; each time in a fresh process, in turn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUIZ = "02-the-raid"
ROUNDS = 15

READ = """
from pathlib import Path
from markdown_it import MarkdownIt
reader = MarkdownIt("commonmark").enable("table")
for file in Path({root!r}).glob({files!r}):
    reader.parse(file.read_text(encoding="utf-8"))
"""
CARDS = READ.format(root=str(ROOT), files=f"notebooks/quizzes/{QUIZ}.md")
NOTES = READ.format(root=str(ROOT), files="seeds/notes/*.md")
OPEN = f"from casestudy import open_case\ncase = open_case({str(ROOT)!r})\n"

PAIRS = {
    "the start cell, beside the lesson's cards": (OPEN, CARDS),
    "the cards as values, beside the cards": (
        f'{OPEN}case.cards("notebooks/quizzes", "{QUIZ}")',
        CARDS,
    ),
    "the first use of a note, beside the note files": (f"{OPEN}case.events", NOTES),
    "the quiz as shown, beside importing ipywidgets and anywidget": (
        f'{OPEN}case.quiz("{QUIZ}")._repr_mimebundle_()',
        "import ipywidgets, anywidget",
    ),
}
"""What is timed, and beside what: ours first, then the peer."""

TIMED = """
import sys, time
began = time.perf_counter()
{}
spent = time.perf_counter() - began
print(1000 * spent, "casestudy.notefile" in sys.modules)
"""


def shown(code: str, compiled: str) -> tuple[float, str]:
    """Run some code in a fresh process, compiled once as an installed package is."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(code)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=env,
    )
    milliseconds, notes = done.stdout.split()
    return float(milliseconds), notes


def main() -> None:
    """Print the median of each pair, in turn in one run, and their ratio."""
    print("| ours, beside the peer | ms | peer ms | ratio | notes read |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as compiled:
        for name, pair in PAIRS.items():
            shown(pair[0], compiled)  # the first turn compiles
            turns = [[shown(code, compiled) for code in pair] for _ in range(ROUNDS)]
            ours, peer = (statistics.median(turn[side][0] for turn in turns) for side in (0, 1))
            notes = turns[0][0][1]
            print(f"| {name} | {ours:.0f} | {peer:.0f} | {ours / peer:.2f} × | {notes} |")


if __name__ == "__main__":
    main()

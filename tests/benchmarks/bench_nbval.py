"""What comparing the lessons costs beyond running them: nbval beside plain nbclient.

`python -m tests.benchmarks.bench_nbval`, with a number for so many turns, and with lessons where
not all are to run. Each way runs all of them, in turn, with a progress folder of its own; CPU time
includes the kernels'. All stop a kernel as nbval does, at once. The suite runs nbval with two
processes beside its own, and each of the three imports what it needs.
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

ROOT = Path(__file__).parents[2]
TURNS = 2

NBVAL = ("-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider", "-n")
NBCLIENT = """
import sys
import nbformat
from nbclient import NotebookClient
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": "notebooks"}}
    NotebookClient(notebook, resources=place, shutdown_kernel="immediate").execute()
"""


def spent(arguments: list[str]) -> tuple[float, float]:
    """Run Python once over the lessons; return seconds on the clock and of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "CASESTUDY_PROGRESS": folder}
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=env, check=True, capture_output=True
        )
        clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print the medians of both, in turn in one run, and their ratios."""
    named = [each for each in sys.argv[1:] if not each.isdecimal()]
    turns = int(next(filter(str.isdecimal, sys.argv[1:]), TURNS))
    found = (path.relative_to(ROOT) for path in sorted((ROOT / "notebooks").glob("*.ipynb")))
    lessons = named or [str(path) for path in found]
    ways = {
        "nbval": [*NBVAL, "0", *lessons],
        "nbval, two processes": [*NBVAL, "2", *lessons],
        "nbclient": ["-c", NBCLIENT, *lessons],
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, arguments in ways.items():
            times[name].append(spent(arguments))
    print("| way | seconds | CPU seconds | ratio | CPU ratio |\n|---|---|---|---|---|")
    base = [statistics.median(each) for each in zip(*times["nbclient"], strict=True)]
    for name, each in times.items():
        clock, cpu = (statistics.median(side) for side in zip(*each, strict=True))
        ratios = f"{clock / base[0]:.2f} × | {cpu / base[1]:.2f} ×"
        print(f"| {name} | {clock:.1f} | {cpu:.1f} | {ratios} |")


if __name__ == "__main__":
    main()

"""Passages after nine kinds of edit: found, wrong, false, beside two common ways to anchor.

`python -m tests.benchmarks.bench_anchors`; a number after it runs so many samples, in which
passages that have a lookalike in their own document are let pass.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from casestudy import anchors
from tests.test_anchors import SEED, Trial, judged, ours, trials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casestudy.anchors import Span
    from tests.test_anchors import Engine


def offsets_only(text: str, _: str, before: Span) -> Span | None:
    """Return the old offsets, as an annotation that keeps nothing else (Recogito) does."""
    start, end = before
    return (start, end) if end <= len(text) else None


def without_floor(text: str, words: str, _: Span) -> Span | None:
    """Return the best place, however bad it is, as a fuzzy search without a floor does."""
    spans = anchors.anchor(text, words).spans
    return spans[0] if spans else None


ENGINES: dict[str, Engine] = {
    "ours": ours,
    "offsets only": offsets_only,
    "fuzzy, no floor": without_floor,
}


def table(made: Iterable[Trial]) -> None:
    """Print, per kind of edit and engine: found, missed, wrong, false."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    seconds: dict[str, float] = dict.fromkeys(ENGINES, 0.0)
    for trial in made:
        for name, engine in ENGINES.items():
            began = time.perf_counter()
            outcome = judged(engine, trial)
            seconds[name] += time.perf_counter() - began
            counts.setdefault((trial.kind, name), Counter())[outcome] += 1
    print("| edit | there |", " | ".join(f"{name}: found wrong false" for name in ENGINES), "|")
    print("|---|---|", "---|" * len(ENGINES), sep="")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        cells = [counts[kind, name] for name in ENGINES]
        there = sum(cells[0][each] for each in ("found", "missed", "wrong"))
        shown = [f"{each['found']} {each['wrong']} {each['false']}" for each in cells]
        print(f"| {kind} | {there} |", " | ".join(shown), "|")
    total = sum(sum(each.values()) for each in counts.values()) / len(ENGINES)
    for name, spent in seconds.items():
        print(f"{name}: {1000 * spent / total:.2f} ms a passage, {spent / seconds['ours']:.3f} ×")


def main() -> None:
    """Print the table of the tests' own sample, or of several with lookalikes."""
    if len(sys.argv) == 1:
        table(trials(SEED))
    else:
        samples = range(int(sys.argv[1]))
        table(trial for seed in samples for trial in trials(seed, alike=True))


if __name__ == "__main__":
    main()

"""Shared passages of all pairs of documents, beside brute force and difflib.

`python -m tests.benchmarks.bench_reuse`
"""

from __future__ import annotations

import time
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

from casestudy.reuse import LEAST, reuse
from casestudy.text import words
from tests.test_anchors import documents
from tests.test_reuse import naive

if TYPE_CHECKING:
    from collections.abc import Callable


def by_difflib(one: str, two: str) -> int:
    """Return how many passages difflib finds."""
    left, right = ([word for word, _, _ in words(text)] for text in (one, two))
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size >= LEAST for block in blocks)


def timed(count: Callable[[], int], repeat: int = 1) -> tuple[int, float]:
    """Return a count and the least milliseconds that it took."""
    spent = []
    for _ in range(repeat):
        began = time.perf_counter()
        found = count()
        spent.append(1000 * (time.perf_counter() - began))
    return found, min(spent)


def main() -> None:
    """Print passages and time of each."""
    texts = documents()
    pairs = [(one.text, two.text) for one, two in combinations(texts, 2)]
    rows = {
        "ours": timed(lambda: sum(len(pair.passages) for pair in reuse(texts)), 5),
        "brute force": timed(lambda: sum(len(naive(*pair, LEAST)) for pair in pairs)),
        "difflib": timed(lambda: sum(by_difflib(*pair) for pair in pairs), 3),
        "(words alone)": timed(lambda: sum(len(words(text.text)) > 0 for text in texts), 5),
    }
    print("| way | passages | ms | ratio |\n|---|---|---|---|")
    for name, (found, spent) in rows.items():
        print(f"| {name} | {found} | {spent:.1f} | {spent / rows['ours'][1]:.2f} × |")


if __name__ == "__main__":
    main()

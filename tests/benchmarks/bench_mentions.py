"""Names in the five documents and in 10,000 made from them, beside spaCy and a plain `re`.

`python -m tests.benchmarks.bench_mentions`; it needs the group `benchmarks` (spaCy).
"""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from casestudy import open_case
from casestudy.documents import Document
from casestudy.mentions import mentions
from casestudy.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from casestudy.notes import Person

    Engine = Callable[[Document], int]

ROOT = Path(__file__).parents[2]
STEPS = (100, 1_000, 10_000)
MIXED = 20
"""Lines of a made document: about as long as a news report."""


def made(documents: Iterable[Document], count: int) -> Iterator[Document]:
    """Yield documents of lines of the real ones, one at a time."""
    chance = random.Random(count)  # noqa: S311 - the same every time
    lines = [line for document in documents for line in document.text.split("\n") if line]
    for place in range(count):
        yield Document(f"made-{place}", "", "\n".join(chance.choices(lines, k=MIXED)), ())


def ours(people: tuple[Person, ...]) -> Engine:
    """Return our engine."""
    return lambda document: len(mentions(document, people))


def plain(people: tuple[Person, ...]) -> Engine:
    """Return one alternation of all forms, longest first, on the folded text."""
    forms = sorted({folded(form).text for one in people for form in one.forms}, key=len)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(forms)))})(?!\w)")
    return lambda document: sum(1 for _ in pattern.finditer(folded(document.text).text))


def spacy_matcher(people: tuple[Person, ...]) -> Engine:
    """Return spaCy's PhraseMatcher in a blank pipeline, the longest match kept."""
    import spacy  # noqa: PLC0415 - a peer, not ours
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415
    from spacy.util import filter_spans  # noqa: PLC0415

    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for one in people:
        matcher.add(one.id, [nlp.make_doc(form) for form in one.forms])

    def count(document: Document) -> int:
        text = nlp.make_doc(document.text)
        return len(filter_spans(matcher(text, as_spans=True)))

    return count


ENGINES: dict[str, Callable[[tuple[Person, ...]], Engine]] = {
    "ours": ours,
    "plain alternation": plain,
    "spaCy PhraseMatcher": spacy_matcher,
}


def memory() -> float:
    """Return the megabytes that this process holds."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def timed(engine: Engine, documents: Iterable[Document]) -> tuple[int, float]:
    """Return mentions and milliseconds; making the documents is not counted."""
    found, spent = 0, 0.0
    for document in documents:
        began = time.perf_counter()
        found += engine(document)
        spent += 1000 * (time.perf_counter() - began)
    return found, spent


def main() -> None:
    """Print mentions, time and memory of each engine, on more and more documents."""
    case = open_case(ROOT)
    people, documents = tuple(case.people), list(case.documents.values())
    print(f"{len(people)} people, {sum(len(one.forms) for one in people)} forms")
    print("| engine | documents | mentions | ms | µs a document | ratio | MB |")
    print("|---|---|---|---|---|---|---|")
    first: dict[int, float] = {}
    for name, make in ENGINES.items():
        engine = make(people)
        timed(engine, documents)  # patterns are compiled once
        folded.cache_clear()
        rows = [(5, timed(engine, documents))]
        show(name, rows[0], first)
        for step in STEPS:
            show(name, (step, timed(engine, made(documents, step))), first)


def show(name: str, row: tuple[int, tuple[int, float]], first: dict[int, float]) -> None:
    """Print one row, with its ratio to the first engine."""
    count, (found, spent) = row
    ratio = spent / first.setdefault(count, spent)
    each = 1000 * spent / count
    cells = (name, count, found, f"{spent:.1f}", f"{each:.0f}", f"{ratio:.2f} ×", f"{memory():.0f}")
    print("|", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main()

"""The package is a method, and the case here its first: src/ names nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.seedfile import read_catalogue
from casestudy.text import fold, occurs

ROOT = Path(__file__).parents[1]
KINDS = {".py", ".js", ".css", ".json"}
FILES = sorted(path for path in (ROOT / "src").rglob("*") if path.suffix in KINDS)


def listed() -> list[str]:
    """Return the names in the list beside this file."""
    lines = (
        (Path(__file__).parent / "names-of-the-case.txt").read_text(encoding="utf-8").split("\n")
    )
    return [line for line in lines if line and not line.startswith("#")]


def catalogued() -> list[str]:
    """Return the names that the catalogue gives: the case, the documents and their publishers."""
    catalogue = read_catalogue(ROOT)
    entries = catalogue.entries.values()
    # "encyclopedia" alone is a word of the language
    ids = [name for name in catalogue.entries if name != "encyclopedia"]
    publishers = [entry["publisher"] for entry in entries if entry.get("publisher")]
    lessons = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    # any course begins so, and any may have one to look things up in
    lessons = [name for name in lessons if name not in {"00-start-here", "reference"}]
    return [catalogue.case, *ids, *publishers, *[entry["file"] for entry in entries], *lessons]


NAMES = sorted({*listed(), *catalogued()}, key=fold)


def test_the_list_is_in_use() -> None:
    """Every name on the list stands in a document: a list that has gone stale guards nothing."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    assert [name for name in listed() if not any(occurs(name, text) for text in texts)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_package_names_nothing_of_the_case(path: Path) -> None:
    """No name of the case stands in the package, in code, comment, example or style."""
    text = path.read_text(encoding="utf-8")
    assert [name for name in NAMES if occurs(name, text)] == []

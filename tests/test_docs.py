"""What docs/cards/ says of every kind of card is true."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from casestudy import open_case
from casestudy.errors import CourseError
from casestudy.quizfile import FIELDS, KINDS
from tests.test_readme import blocks

if TYPE_CHECKING:
    from casestudy.quizzes import Item, Outcome, Quiz

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CARDS = DOCS / "cards"
PAGES = [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")]
PAGES += sorted(DOCS.rglob("*.md"))
SLIP = re.compile(
    r"^You (?:write `(?P<new>[^`]+)` for|leave out) `(?P<old>[^`]+)`:\n\n"
    r"```text\n(?P<said>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
TYPED = re.compile(r"^\| `(?P<typed>[^`]+)` \| (?P<state>[a-z ]+) \|$", re.MULTILINE)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents and settings of the course, with no cards."""
    monkeypatch.setenv("CASESTUDY_PROGRESS", str(tmp_path / "progress"))
    folder = tmp_path / "course"
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "notebooks" / "quizzes").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "course.toml", folder / "notebooks")
    return folder


def written(course: Path, cards: str, name: str) -> Path:
    """Put cards into the course; those that stand in no part get one."""
    file = course / "notebooks" / "quizzes" / f"{name}.md"
    file.write_text(cards if cards.startswith("# ") else f"# Check\n\n{cards}", encoding="utf-8")
    return course


def read(course: Path, cards: str, name: str) -> Quiz:
    """Return cards as values, as the course reads them."""
    return open_case(written(course, cards, name)).cards("notebooks/quizzes", name)


@cache
def text(name: str) -> str:
    """Return a page of docs/cards/."""
    return (CARDS / f"{name}.md").read_text(encoding="utf-8")


def shown(outcome: Outcome, item: Item, promised: str) -> str:
    """Return an outcome as a page writes it, with the points where the page has them."""
    earned = f": {outcome.points:.3g} of {item.points:g}"
    return outcome.state + (earned if ":" in promised else "")


def test_every_kind_has_its_page() -> None:
    """One page per kind, and no other but the one on the grammar."""
    assert {page.stem for page in CARDS.glob("*.md")} == {*KINDS, "README"}


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_is_explained(field: str) -> None:
    """The table of fields has a row for each."""
    assert re.search(rf"^\| `{field}` \| .+ \| .+ \|$", text("README"), re.MULTILINE)


def test_no_field_is_made_up() -> None:
    """The table of fields has no others."""
    table = text("README").partition("\n## Fields\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z]+)` ", table, re.MULTILINE)) == FIELDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_explains_the_fields_of_its_kind(kind: str) -> None:
    """Whoever reads only this page learns every field that the kind adds."""
    page = text(kind).partition("\n## Line by line\n")[2]
    missing = [name for name in KINDS[kind].fields if not re.search(rf"`{name}\b[^`]*`", page)]
    assert not missing


@pytest.mark.parametrize("kind", [*KINDS, "README"])
def test_every_card_to_copy_is_in_order(kind: str, course: Path) -> None:
    """Each card of a page is read without a complaint, and is of the kind that the page is on."""
    cards = blocks(CARDS / f"{kind}.md", "markdown")
    assert cards
    for each in cards:
        kinds = {item.kind for item in read(course, each, kind).items}
        assert kinds == {kind} or kind == "README"


@pytest.mark.parametrize("kind", KINDS)
def test_every_complaint_of_a_page_is_a_real_one(kind: str, course: Path) -> None:
    """The slips that a page describes give the very sentences that it shows."""
    card, *_ = blocks(CARDS / f"{kind}.md", "markdown")
    slips = list(SLIP.finditer(text(kind)))
    assert slips
    for slip in slips:
        assert slip["old"] in card
        with pytest.raises(CourseError) as caught:
            read(course, card.replace(slip["old"], slip["new"] or "", 1), kind)
        said = [str(each).partition(": ")[2] for each in caught.value.complaints]
        assert said == slip["said"].splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_of_a_page_comes_to_what_it_says(kind: str, course: Path) -> None:
    """The code of a page runs, and each answer has the outcome written beside it."""
    card, *_ = blocks(CARDS / f"{kind}.md", "markdown")
    (code,) = blocks(CARDS / f"{kind}.md", "python")
    (item,) = read(course, card, kind).items
    names: dict[str, object] = {"quiz": open_case(course).quiz(kind)}
    for line in code.splitlines():
        called, _, promised = line.partition("  # ")
        if promised:
            outcome = eval(called, names)  # noqa: S307 - our own page
            assert (called, shown(outcome, item, promised)) == (called, promised)
        else:
            exec(line, names)  # noqa: S102 - the same


@pytest.mark.parametrize("kind", ["number", "date"])
def test_every_typed_answer_of_a_page_comes_to_what_it_says(kind: str, course: Path) -> None:
    """The tables of what may be typed are true."""
    (card,) = blocks(CARDS / f"{kind}.md", "markdown")
    (item,) = read(course, card, kind).items
    quiz = open_case(course).quiz(kind)
    rows = {row["typed"]: row["state"] for row in TYPED.finditer(text(kind))}
    assert rows
    assert {typed: quiz.answer(item.id, typed).state for typed in rows} == rows


def test_the_card_of_an_opinion_is_shown_again(course: Path) -> None:
    """The call that the page on opinions gives finds its card, with the names of that page."""
    (card,) = blocks(CARDS / "opinion.md", "markdown")
    (quiz, reopen) = re.findall(r'case\.quiz\("([^"]+)", reopen="([^"]+)"\)', text("opinion"))[0]
    again = open_case(written(course, card, quiz)).quiz(quiz, reopen=reopen)
    assert [item.kind for item in again.quiz.items] == ["opinion"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_resolves(page: Path) -> None:
    """Each relative link leads to a file, and to a heading of it where it names one."""
    for target, heading in re.findall(
        r"\]\(([^)\s#:]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")
    ):
        file = page.parent / unquote(target) if target else page
        assert file.exists(), target
        assert not heading or heading in headings(file), f"{target}#{heading}"


def headings(page: Path) -> set[str]:
    """Return the names under which Markdown pages link to their headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_page_for_teachers_leads_to_every_kind() -> None:
    """Nobody has to know a folder: the short page links to the long ones."""
    assert "(cards/README.md)" in (DOCS / "change-a-question.md").read_text(encoding="utf-8")

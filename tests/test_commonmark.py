"""Our reader of Markdown gives what `markdown-it-py` gives, only sooner."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casestudy.commonmark import tokens
from casestudy.lessons.markdown import _blocks, blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from casestudy.lessons.markdown import Block

ROOT = Path(__file__).parents[1]
PLAIN = MarkdownIt("commonmark").enable("table")

# what a line can begin with, and what it goes on with: a paragraph is safe only where none counts
BEGINS = (
    *("", "  ", "    ", "\t", "      ", "> ", ">", "- ", "* ", "+ ", "1. ", "12) ", "- [ ] "),
    *("[x] ", "[ ] ", "[ ", "# ", "## ", "#", "-- ", "--", "---", "===", "-", "=", "|", "| - |"),
    *("```", "~~~", "<div>", "<!--", "[word]: ", "(", "“", "…", "¶", "\u00a0", "\u3000", "\ufeff"),
)
GOES_ON = (
    *("word", "a | b", "--", "-- id", "-", "=", "*so*", "`code`", "[word]", "[a](b)", "&amp;"),
    *("<b>", "![a](b)", "\\", "  ", " ", "\u00a0", "\t", "é", "5 April", "", "\x00", "::", ":-: |"),
)
PARTS = st.tuples(*(st.lists(st.sampled_from(each), max_size=3) for each in (BEGINS, GOES_ON)))
LINES = PARTS.map(lambda parts: "".join((*parts[0], *parts[1])))
SOURCES = st.lists(LINES, max_size=12).map("\n".join)


def shape(found: Sequence[Token]) -> list[tuple[object, ...]]:
    """Return all that tokens say, but for the marks inside a line."""
    names = ("type", "tag", "nesting", "map", "level", "content", "markup", "info", "hidden")
    return [tuple(getattr(each, name) for name in names) for each in found]


def read(block: Block) -> tuple[object, ...]:
    """Return what a block says, with neighbours of one mark as one."""
    cuts = [
        ("".join(text for text, _ in found), mark)
        for mark, found in groupby(block.cuts, key=lambda cut: cut[1])
    ]
    return (block.line, cuts, block.level, block.numbered, block.box, block.links, block.images)


@given(SOURCES)
@example("head\n---\n\na\n===")
@example("a | b\n- | -\n1 | 2")
@example("a | b\n:-: | -\n1 | 2")
@example("- one\ntwo\n\n  three\n four")
@example("> one\ntwo\n> -- id")
@example("> - one\n> two\nthree\n> > four")
@example("1. one\n   - two\n\n         code\n     three")
@example("[x] : y\n[word]: /there\n[word]")
@example("word\u00a0\n\nword ")
def test_tokens_are_those_of_markdown_it(source: str) -> None:
    """Whatever its lines begin with, a text has the blocks that `markdown-it-py` finds."""
    assert shape(tokens(source)) == shape(PLAIN.parse(source))


@given(SOURCES)
@example("one \n   two\tthree\n\u00a0four")
@example("one  \ntwo")
def test_a_text_without_marks_reads_the_same(source: str) -> None:
    """What is not looked through for marks reads as if it had been."""
    assert list(map(read, blocks(source))) == list(map(read, _blocks(PLAIN.parse(source))))


FILES = sorted(
    path
    for folder in ("notebooks", "exercises", "seeds", "docs", "tests/cards", "tests/notes")
    for path in (ROOT / folder).rglob("*.md")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_of_the_course_have_the_tokens_of_markdown_it(path: Path) -> None:
    """Each Markdown file that we have is read as `markdown-it-py` reads it."""
    source = path.read_text(encoding="utf-8")
    assert shape(tokens(source)) == shape(PLAIN.parse(source))

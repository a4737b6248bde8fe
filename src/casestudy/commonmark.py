"""Markdown as our own files have it: CommonMark and tables, read by `markdown-it-py`.

Most lines of cards, notes and lessons are plain sentences. `markdown-it-py` holds each of them
against all that may begin there, rule by rule, and looks for marks in each of their letters. Here
one look tells a sentence from everything else; the tokens are the same, in two thirds of the time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = ["tokens"]


def tokens(source: str, definitions: MutableMapping[str, Any] | None = None) -> list[Token]:
    r"""Return the tokens of a text, each block with its lines.

    Parameters
    ----------
    source : str
        The text.
    definitions : mutable mapping, optional
        Is filled with what the text defines, such as links.

    Returns
    -------
    list of Token
        Those of `markdown-it-py`, but for one thing: a text without marks has no ``children``;
        its ``content`` is all there is to read in it.

    Examples
    --------
    >>> [token.type for token in tokens("One line,\nand one *more*.")]
    ['paragraph_open', 'inline', 'paragraph_close']
    """
    return _markdown().parse(source, definitions)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark").enable("table")
    made.block.ruler.before("table", "prose", _prose)
    made.core.ruler.at("inline", _inline)
    return made


_NOTHING_BEGINS = re.compile(r"[^\W\d_]|[(\"'“‘«…¶§]|\[[ x]\] |-- [^\W\d_]")
"""How a line begins that can only be part of a paragraph.

No heading, list, quotation, rule, code, table, HTML or definition of a link begins so, and no line
under a heading or under a table's head. Boxes and attributions are as cards have them.
"""

_INDENTED = 4
"""Columns from which on a line may be program code."""


def _prose(state: StateBlock, first: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
    """Read a paragraph in which no line can begin anything else; leave the others to the rules."""
    line = first
    while line < state.lineMax and not state.isEmpty(line):
        begins = state.bMarks[line] + state.tShift[line]
        indented = 0 <= state.sCount[line] - state.blkIndent < _INDENTED
        if not indented or not _NOTHING_BEGINS.match(state.src, begins):
            return False
        line += 1
    text = state.getLines(first, line, state.blkIndent, False).lstrip(" \t")  # noqa: FBT003 - theirs
    if silent or text[-1].isspace():
        return False
    state.line = line
    state.push("paragraph_open", "p", 1).map = [first, line]
    token = state.push("inline", "", 0)
    token.map, token.content, token.children = [first, line], text, []
    state.push("paragraph_close", "p", -1)
    return True


_MARK = re.compile(r"[\\`*_<&]")


def _inline(state: StateCore) -> None:
    """Read the marks of a text only where it has any.

    Words in square brackets alone are a link only where a definition makes them one.
    """
    defined = bool(state.env.get("references"))
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if defined or _has_marks(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _has_marks(text: str) -> bool:
    return bool(_MARK.search(text)) or "](" in text or "  \n" in text

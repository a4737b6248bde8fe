"""The marks inside a line of text: emphasis, escapes and entities, and nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["Mark", "plain", "segments"]

Mark = Literal["", "em", "strong"]


def segments(text: str) -> list[tuple[str, Mark]]:
    r"""Cut a text at its emphasis.

    Parameters
    ----------
    text : str
        Text as a card has it. ``*so*`` and ``_so_`` are emphasis, ``**so**`` is strong; ``\*``
        is a star and ``&amp;`` an ampersand. Everything else stands for itself.

    Returns
    -------
    list of (str, {"", "em", "strong"})
        What is read, in order, and how it is marked. Neighbours differ in their mark, and no
        stretch is empty. Within both marks, strong counts.

    Examples
    --------
    >>> segments("It is *the* rule, R&amp;D")
    [('It is ', ''), ('the', 'em'), (' rule, R&D', '')]
    """
    return list(_segments(text))


_MARKED = re.compile(r"[*_\\&\r\0]")
"""What the reader may change: marks, and two signs it puts others for. Most lines have none."""


@lru_cache(maxsize=4096)
def _segments(text: str) -> tuple[tuple[str, Mark], ...]:
    # a quiz cuts each of its texts for the page, for the stored page and for the transcript
    if not _MARKED.search(text):
        return ((text, ""),) if text else ()
    cuts: list[tuple[str, Mark]] = []
    open_marks: list[Mark] = []
    for token in _reader().parseInline(text)[0].children or ():
        if token.nesting:
            _turn(open_marks, "em" if token.tag == "em" else "strong", token.nesting)
        elif token.content:
            mark: Mark = max(
                open_marks, default=""
            )  # of the three, "strong" is the last in the alphabet
            before = cuts.pop()[0] if cuts and cuts[-1][1] == mark else ""
            cuts.append((before + token.content, mark))
    return tuple(cuts)


def plain(text: str) -> str:
    """Return a text without its marks: what is read aloud, compared and printed.

    Examples
    --------
    >>> plain("**No** state said *guilty*")
    'No state said guilty'
    """
    return "".join(words for words, _ in _segments(text))


def _turn(open_marks: list[Mark], mark: Mark, nesting: int) -> None:
    if nesting > 0:
        open_marks.append(mark)
    else:
        open_marks.pop()


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # Loading markdown-it takes 60 ms, which `import casestudy` need not spend.
    from markdown_it import MarkdownIt  # noqa: PLC0415 - see above

    return MarkdownIt("zero").enable(["emphasis", "escape", "entity"])

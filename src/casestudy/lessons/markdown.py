"""Markdown as its readers see it: headings, texts with their marks, links and images by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from casestudy.commonmark import tokens
from casestudy.quotations import IN_MARKS, in_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["HIDDEN", "Block", "Cut", "blocks", "ours", "quoted", "slug"]

Cut = tuple[str, Literal["", "em", "strong", "code"]]
"""A stretch of text and how it is marked."""

HIDDEN = "\ufffc"
"""Stands for each letter that is not in our own voice; it is no letter and no digit."""

_LINE_END = re.compile(r" ?\n[ \t]*")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC, _ALT = (
    re.compile(rf"\b{name}\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE) for name in ("src", "alt")
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a cell of a table or a piece of HTML.

    Parameters
    ----------
    line : int
        Where it begins, from 1.
    cuts : tuple of (str, str)
        Its text, cut where it is marked: ``"em"``, ``"strong"``, ``"code"`` or nothing.
    level : int
        The depth of a heading; 0 for everything else.
    numbered : bool
        Whether it is the item of a numbered list.
    box : int
        The line of the outermost quotation block that it stands in; 0 where it stands in none.
    links : tuple of str
        Addresses that it links to.
    images : tuple of (str, str)
        Addresses of its images, each with what is read aloud instead.
    """

    line: int
    cuts: tuple[Cut, ...]
    level: int = 0
    numbered: bool = False
    box: int = 0
    links: tuple[str, ...] = ()
    images: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """What is read, without its marks."""
        return "".join(text for text, _ in self.cuts)


@lru_cache(maxsize=512)
def blocks(source: str) -> tuple[Block, ...]:
    r"""Return the blocks of a Markdown text, in order; program code is left out.

    A text is read once, however many checks ask for it.

    Examples
    --------
    >>> [(each.line, each.level, each.text) for each in blocks("# The *bridge*\n\nIt is old.")]
    [(1, 1, 'The bridge'), (3, 0, 'It is old.')]
    """
    return tuple(_blocks(tokens(source)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    boxes: list[int] = []
    lists: list[str] = []
    level = line = 0
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in {"blockquote_open", "blockquote_close"}:
            _turn(boxes, line, token.nesting)
        elif token.tag in {"ol", "ul"}:
            _turn(lists, token.tag, token.nesting)
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type in {"inline", "html_block"}:
            numbered = lists[-1:] == ["ol"]
            yield _block(token, line, level, numbered=numbered, box=boxes[0] if boxes else 0)


def _turn(held: list[Any], value: object, nesting: int) -> None:
    if nesting > 0:
        held.append(value)
    else:
        held.pop()


def _block(token: Token, line: int, level: int, *, numbered: bool, box: int) -> Block:
    if token.type == "inline" and not token.children:  # without marks, it is read as it stands
        text = _LINE_END.sub(" ", token.content)
        return Block(line, ((text, ""),) if text else (), level, numbered, box)
    cuts: list[Cut] = []
    links: list[str] = []
    images: list[tuple[str, str]] = []
    marks: list[Literal["em", "strong"]] = []
    for each in [token] if token.type == "html_block" else token.children or ():
        if each.tag in {"em", "strong"}:
            _turn(marks, each.tag, each.nesting)
        elif each.type == "link_open":
            links.append(str(each.attrGet("href")))
        elif each.type == "image":
            images.append((str(each.attrGet("src")), each.content))
        elif each.type in {"html_inline", "html_block"}:
            links += _LINK.findall(each.content)
            images += [_image(tag) for tag in _IMAGE.findall(each.content)]
            cuts.append((_TAG.sub("", each.content).strip("\n"), ""))
        else:
            text = " " if each.type in {"softbreak", "hardbreak"} else each.content
            mark = "code" if each.type == "code_inline" else marks[-1] if marks else ""
            cuts.append((text, mark))
    kept = tuple(cut for cut in cuts if cut[0])
    return Block(line, kept, level, numbered, box, tuple(links), tuple(images))


def _image(tag: str) -> tuple[str, str]:
    src, alt = _SRC.search(tag), _ALT.search(tag)
    return src[1] if src else "", alt[1] if alt else ""


def ours(cuts: Sequence[Cut]) -> str:
    """Return a text in which all that is not in our own voice is hidden, letter by letter.

    That is what stands in quotation marks, program code, what is emphasised, as a word that is
    spoken of or somebody else's sentence is, and a single strong word.

    Examples
    --------
    >>> ours([("He says “no” and ", ""), ("never", "em"), (".", "")]).replace(HIDDEN, "_")
    'He says “__” and _____.'
    """
    shown = "".join(
        HIDDEN * len(text) if _is_mentioned(text, mark) else text for text, mark in cuts
    )
    return IN_MARKS.sub(_hidden, shown)


def _hidden(found: re.Match[str]) -> str:
    return f"{found[0][0]}{HIDDEN * len(found[1])}{found[0][-1]}"


def _is_mentioned(text: str, mark: str) -> bool:
    return mark in {"em", "code"} or (mark == "strong" and len(text.split()) == 1)


def quoted(cuts: Sequence[Cut]) -> tuple[list[str], bool]:
    r"""Return the words in quotation marks, and whether each mark has its partner.

    Examples
    --------
    >>> quoted([("He says “no” and \"never", "")])
    (['no'], False)
    """
    text = "".join(HIDDEN * len(text) if mark == "code" else text for text, mark in cuts)
    return in_marks(text)


def slug(text: str) -> str:
    """Return what the address of a heading is made of, in a forge as in JupyterLab.

    Examples
    --------
    >>> slug("Read · 10 minutes") == slug("Read-%C2%B7-10-minutes")
    True
    """
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", unquote(text).strip().casefold()))

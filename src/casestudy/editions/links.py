"""Links of a page that moves, or of a folder in which some pages are not."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from casestudy.lessons.markdown import blocks
from casestudy.strings import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

__all__ = ["addresses", "relinked", "retargeted"]

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<words>(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()]*\))?)*)\]"
    r"\((?P<address>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?P<title>\s+\"[^\"]*\")?\)"
)
_FENCED = re.compile(r"(^ {0,3}```.*?^ {0,3}```[^\n]*$)", re.MULTILINE | re.DOTALL)


def addresses(text: str, file: str) -> Iterator[str]:
    """Yield the files that a page links to, images too, relative to the course.

    Parameters
    ----------
    text, file : str
        The page, and where it stands in the course.

    Examples
    --------
    >>> list(addresses("See [one](../a.md#top) and ![two](b.png).", "docs/page.md"))
    ['a.md', 'docs/b.png']
    """
    for block in blocks(text):
        for address in (*block.links, *(image for image, _ in block.images)):
            if not _ELSEWHERE.match(address):
                yield _target(address, file)


def _target(address: str, file: str) -> str:
    name = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


def relinked(text: str, new_address: Callable[[str], str | None]) -> str:
    """Return a Markdown text with other addresses in its links and images.

    Parameters
    ----------
    text : str
        The text. Program code in it stays as it is.
    new_address : callable
        Returns the new address for an old one, or None where the link would lead nowhere: then
        its words stay, and a remark says so.

    Examples
    --------
    >>> relinked("Go on to [the ferry](02.ipynb), or [back](00.ipynb).",
    ...          lambda address: None if address == "02.ipynb" else f"../{address}")
    'Go on to the ferry (not in this edition), or [back](../00.ipynb).'
    """
    parts = _FENCED.split(text)
    parts[::2] = [_LINK.sub(lambda found: _link(found, new_address), part) for part in parts[::2]]
    return "".join(parts)


def _link(found: re.Match[str], new_address: Callable[[str], str | None]) -> str:
    words = relinked(found["words"], new_address)  # a link may hold an image
    new = new_address(found["address"])
    if new is None:
        return words if found["image"] else f"{words} {say('release gone')}"
    return f"{found['image']}[{words}]({new}{found['title'] or ''})"


def retargeted(
    file: str, known: Collection[str], moved: Callable[[str], str] = str, to: str = ""
) -> Callable[[str], str | None]:
    """Return what gives links of a page their new addresses.

    Parameters
    ----------
    file : str
        Where the page stood.
    known : collection of str
        The files that there are; a folder is there where one of them is in it.
    moved : callable
        Returns where a file is now.
    to : str
        Where the page stands now; the same place if empty.

    Examples
    --------
    >>> new = retargeted("docs/a.md", {"docs/b.md"})
    >>> new("b.md#top"), new("c.md"), new("https://example.org"), new("#here")
    ('b.md#top', None, 'https://example.org', '#here')
    """
    folders = {folder for each in known for folder in _folders(each)}

    def new_address(address: str) -> str | None:
        if _ELSEWHERE.match(address):
            return address
        target = _target(address, file)
        if target not in known and target not in folders:
            return None
        if not to and moved(target) == target:
            return address
        _, hash_sign, heading = address.partition("#")
        place = posixpath.relpath(moved(target), posixpath.dirname(to or file) or ".")
        return f"{quote(place)}{hash_sign}{heading}"

    return new_address


def _folders(file: str) -> Iterator[str]:
    while file := posixpath.dirname(file):
        yield file
    yield "."

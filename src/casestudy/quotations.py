"""Words in quotation marks: what a document quotes, and what somebody who writes does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casestudy.documents import Document, Passage

__all__ = ["IN_MARKS", "in_marks", "quotations", "said_parts"]

# A straight mark opens where no word or stop stands before it. A mark that is never closed
# reaches to the next opening one, or to the end of its paragraph.
_QUOTED = re.compile(r"(?:“|(?<![\w.,;:!?…])\"(?=\S))([^“”\"]*)")


def quotations(document: Document) -> tuple[Passage, ...]:
    """Return every stretch of a document between quotation marks, without the marks.

    Parameters
    ----------
    document : Document
        The document; its passages bound the quotations.

    Examples
    --------
    >>> from casestudy.seedfile import cut
    >>> from casestudy.documents import Document
    >>> text = 'She said “no,” and "never. He wrote "yes".'
    >>> [each.text for each in quotations(Document("d", "", text, cut("d", text, {})))]
    ['no,', 'never. He wrote ', 'yes']
    """
    return tuple(
        document.span(passage.start + found.start(1), passage.start + found.end(1))
        for passage in document.passages
        for found in _QUOTED.finditer(passage.text)
        if found[1].strip()
    )


IN_MARKS = re.compile(r"[\"“]([^\"“”]*)[\"”]")
"""Words in quotation marks as our own pages have them: each mark with its partner."""

_MARK = re.compile(r"[\"“”„]")
_CUT = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*")
_STOPS = " .,;:!?-–—\N{NO-BREAK SPACE}"


def in_marks(text: str) -> tuple[list[str], bool]:
    r"""Return the words in quotation marks, and whether each mark has its partner.

    Examples
    --------
    >>> in_marks("He says “no” and \"never")
    (['no'], False)
    """
    if not _MARK.search(text):
        return [], True
    return IN_MARKS.findall(text), not _MARK.search(IN_MARKS.sub("", text))


def said_parts(words: str) -> list[str]:
    """Return what of quoted words must stand in a text: all but signs of omission and stops.

    Examples
    --------
    >>> said_parts("She closed […] the bridge,"), said_parts("…")
    (['She closed', 'the bridge'], [])
    """
    parts = (part.strip(_STOPS) for part in _CUT.split(words))
    return [part for part in parts if part]

"""Words in quotation marks: what a document quotes, found by its marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casestudy.documents import Document, Passage

__all__ = ["quotations"]

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

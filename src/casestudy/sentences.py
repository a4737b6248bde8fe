"""Where the sentences of a passage begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["sentences"]


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the span of each sentence of a passage.

    Parameters
    ----------
    text : str
        One passage: a paragraph, a caption, a heading.

    Returns
    -------
    tuple of (int, int)
        In order, half-open in code points. No span begins or ends with white space, and every
        other character stands in one.

    Notes
    -----
    Sentence ends are found by nupunkt (https://arxiv.org/abs/2504.04131). What has neither letter
    nor digit, such as a quotation mark and an ellipsis at the beginning of a quotation, is no
    sentence: it belongs to the one before it, or at the beginning to the one after.

    Examples
    --------
    >>> text = "“… Who pays?” she asked. Dr. Núñez knew."
    >>> [text[start:end] for start, end in sentences(text)]
    ['“… Who pays?” she asked.', 'Dr. Núñez knew.']
    """
    from nupunkt import sent_spans  # noqa: PLC0415 - only the living reader needs it

    ends = sorted({*(end for _, end in sent_spans(text)), len(text)})
    return tuple(_joined(text, ends))


def _joined(text: str, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield spans without white space around them, joined where one says nothing."""
    waiting: tuple[int, int] | None = None
    place = 0
    for end in ends:
        span = _stripped(text, place, end)
        place = end
        if span is None:
            continue
        if waiting and not (_says(text, waiting) and _says(text, span)):
            waiting = waiting[0], span[1]
            continue
        if waiting:
            yield waiting
        waiting = span
    if waiting:
        yield waiting


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end].strip()
    if not words:
        return None
    begin = start + text[start:end].index(words)
    return begin, begin + len(words)


def _says(text: str, span: tuple[int, int]) -> bool:
    return any(each.isalnum() for each in text[slice(*span)])

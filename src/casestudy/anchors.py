"""Where words stand in a text: exactly, normalised, moved with changes, in doubt, or gone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING, Literal

from casestudy.text import fold, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casestudy.text import Folded

__all__ = ["FLOOR", "MARGIN", "Anchor", "Span", "State", "anchor"]

State = Literal["exact", "normalised", "moved", "ambiguous", "gone"]
Span = tuple[int, int]

FLOOR = 0.80
"""The least score at which changed words are taken for the words that were quoted."""

MARGIN = 0.10
"""By how much the best place must beat the next one, so that nothing is guessed."""

_WORD = re.compile(r"\w+(?:['-]\w+)*")  # as in `casestudy.text`
_AROUND = 50  # letters: room for the two words beside a stretch


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of some words in a text.

    Parameters
    ----------
    state : State
        ``exact``, ``normalised`` (but for quotation marks, dashes, spaces, case and accents),
        ``moved`` (one place is alike enough to be proposed), ``ambiguous`` or ``gone``.
    spans : tuple of (int, int)
        The place, half-open in code points; of ambiguous words every place; of words that are gone
        the nearest, if any word is shared.
    score : float
        1.0 for the words themselves. Otherwise the mean of two shares, of the letters that need no
        edit and of the words that are kept (each counted by its letters).
    missing, instead : tuple of str
        The words wanted that the nearest place lacks, and the words that it has instead.
    """

    state: State
    spans: tuple[Span, ...] = ()
    score: float = 0.0
    missing: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def span(self) -> Span | None:
        """The one place where the words stand, or seem to; None where there is none for sure."""
        return self.spans[0] if self.state in {"exact", "normalised", "moved"} else None


def anchor(text: str, words: str, *, prefix: str = "", suffix: str = "") -> Anchor:
    """Find some words again in a text that may have been edited since they were quoted.

    Parameters
    ----------
    text, words : str
        Where to look, and for what.
    prefix, suffix : str
        Words right before and right after; places without them do not count.

    Returns
    -------
    Anchor
        Never a guess: of two places that are equally good, neither is chosen.

    Notes
    -----
    The exact words come first, then the normalised ones, then the stretch with the fewest edits
    (Myers, "A fast bit-vector algorithm for approximate string matching", J. ACM 46, 1999). A
    score below `FLOOR` is no proposal: without such a floor, 4 of 10 deleted passages would be
    found again in some lookalike.

    Examples
    --------
    >>> anchor("Zoë Núñez closed the old bridge.", "zoe nunez").state
    'normalised'
    >>> anchor("She closed the narrow old bridge on Friday.", "closed the old bridge on Friday")
    Anchor(state='moved', spans=((4, 42),), score=0.85..., missing=(), instead=('narrow',))
    >>> anchor("The mayor came. The mayor left.", "the mayor").spans
    ((0, 9), (16, 25))
    >>> anchor("Nobody read the letter.", "the baker asked who would pay").state
    'gone'
    """
    kept = _kept(text, _exact(text, words), prefix, suffix)
    if kept:
        return Anchor("exact" if len(kept) == 1 else "ambiguous", kept, 1.0)
    view = folded(text)  # most quotes are exact, and a long text takes its time to be folded
    kept = _kept(text, view.find(words), prefix, suffix)
    if kept:
        return Anchor("normalised" if len(kept) == 1 else "ambiguous", kept, 1.0)
    return _moved(text, view, fold(words), prefix, suffix)


def _kept(text: str, spans: Iterable[Span], prefix: str, suffix: str) -> tuple[Span, ...]:
    return tuple(span for span in spans if _between(text, span, prefix, suffix))


def _exact(text: str, words: str) -> list[Span]:
    found: list[Span] = []
    place = text.find(words) if words else -1
    while place >= 0:
        found.append((place, place + len(words)))
        place = text.find(words, place + 1)
    return found


def _between(text: str, span: Span, prefix: str, suffix: str) -> bool:
    """Tell whether a span stands between some words; without such words, any span does."""
    before = not prefix or fold(text[: span[0]]).endswith(fold(prefix))
    return before and (not suffix or fold(text[span[1] :]).startswith(fold(suffix)))


def _moved(text: str, view: Folded, wanted: str, prefix: str, suffix: str) -> Anchor:
    """Return the best place of words that are not there as they were quoted."""
    edits = _edits(wanted, view.text) if _WORD.search(wanted) else []
    best = _place(view.text, wanted, edits, 0)
    if best is None:
        return Anchor("gone")
    span = view.around(best.start, best.end)
    found = Anchor("gone", (span,), best.score, best.missing, best.instead)
    if best.score < FLOOR or not _between(text, span, prefix, suffix):
        return found
    quarter = len(wanted) // 4  # what overlaps the best place by more is that place itself
    before = _place(view.text, wanted, edits[: best.start + quarter], 0)
    shift = best.end + 3 * quarter
    after = _place(view.text, wanted, edits[shift:], shift)
    rivals = [each for each in (before, after) if each and each.score > best.score - MARGIN]
    if not rivals:
        return replace(found, state="moved")
    spans = (view.around(each.start, each.end) for each in (best, *rivals))
    return replace(found, state="ambiguous", spans=tuple(sorted(spans)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of whole words in a normalised text, held against the words wanted."""

    start: int
    end: int
    score: float
    missing: tuple[str, ...]
    instead: tuple[str, ...]


def _place(text: str, wanted: str, edits: Sequence[int], shift: int) -> _Place | None:
    """Return the whole words that are most like those wanted, if they share any.

    Parameters
    ----------
    text, wanted : str
        Both normalised.
    edits : sequence of int
        What `_edits` says of the ends to be considered.
    shift : int
        How many ends before them are not considered.
    """
    if not edits:
        return None
    end = shift + edits.index(min(edits)) + 1
    reach = text[max(0, end - 2 * len(wanted)) : end]
    back = _edits(wanted[::-1], reach[::-1], anywhere=False)
    start = end - back.index(min(back)) - 1
    # the edge of a quote may be what was changed, so the words beside a likely place are tried too
    room = int(min(edits) <= (2 - 2 * FLOOR) * len(wanted))
    around = [each.span() for each in _words_around(text, start, end)]
    inside = [place for place, word in enumerate(around) if word[1] > start and word[0] < end]
    if not inside:
        return None
    firsts, lasts = (range(max(0, at - room), at + room + 1) for at in (inside[0], inside[-1]))
    stretches = (
        _with_marks(text, wanted, around[first][0], around[last][1])
        for first, last in product(firsts, lasts)
        if first <= last < len(around)
    )
    best = _compared(text, wanted, *min(stretches, key=lambda each: _distance(wanted, text, *each)))
    return best if len(best.missing) < len(_WORD.findall(wanted)) else None


def _words_around(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the words of a stretch and the few before and after it, none of them cut."""
    before = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
    after = text.find(" ", end + _AROUND)
    return _WORD.finditer(text, before, len(text) if after < 0 else after)


def _with_marks(text: str, wanted: str, start: int, end: int) -> Span:
    """Return a stretch of words together with the marks that stand around those wanted.

    Examples
    --------
    >>> _with_marks('said: "never again."', '"never."', 7, 18)
    (6, 20)
    """
    words = list(_WORD.finditer(wanted))
    head, tail = (wanted[: words[0].start()], wanted[words[-1].end() :]) if words else ("", "")
    start -= len(head) if text.endswith(head, 0, start) else 0
    end += len(tail) if text.startswith(tail, end) else 0
    return start, end


def _distance(wanted: str, text: str, start: int, end: int) -> int:
    """Return how many letters must be edited to make one stretch of another."""
    return _edits(wanted, text[start:end], anywhere=False)[-1]


def _compared(text: str, wanted: str, start: int, end: int) -> _Place:
    """Return a stretch with its score."""
    letters = _distance(wanted, text, start, end) / max(len(wanted), end - start)
    sought, instead = _WORD.findall(wanted), _WORD.findall(text[start:end])
    changes = [
        change
        for change in SequenceMatcher(None, sought, instead, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    lost = tuple(word for _, a, b, _, _ in changes for word in sought[a:b])
    new = tuple(word for _, _, _, a, b in changes for word in instead[a:b])
    counted = sum(map(len, (*sought, *instead))) or 1
    kept = 1 - sum(map(len, (*lost, *new))) / counted
    return _Place(start, end, (1 - letters + kept) / 2, lost, new)


def _edits(wanted: str, text: str, *, anywhere: bool = True) -> list[int]:
    """Return, for each end in a text, how many letters to edit to have the words end there.

    Parameters
    ----------
    anywhere : bool
        Whether they may begin anywhere; otherwise they begin with the text.

    Examples
    --------
    >>> _edits("bridge", "a bride")
    [6, 6, 5, 4, 3, 2, 1]
    >>> _edits("bridge", "bride", anywhere=False)
    [5, 4, 3, 2, 1]
    """
    where: dict[str, int] = {}
    for place, letter in enumerate(wanted):
        where[letter] = where.get(letter, 0) | 1 << place
    every, last = (1 << len(wanted)) - 1, 1 << max(0, len(wanted) - 1)
    more, fewer, count, begin = every, 0, len(wanted), int(not anywhere)
    found: list[int] = []
    for letter in text:
        same = where.get(letter, 0)
        across = (((same & more) + more) ^ more) | same
        plus, minus = fewer | (~(across | more) & every), more & across
        if plus & last:
            count += 1
        elif minus & last:
            count -= 1
        plus, minus = (plus << 1 | begin) & every, (minus << 1) & every
        down = same | fewer
        more, fewer = minus | (~(down | plus) & every), plus & down
        found.append(count)
    return found

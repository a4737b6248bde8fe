"""Text read tolerantly: a normalised view that knows where each of its characters came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Folded", "fold", "folded", "occurs", "words"]

_PLAIN = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′＇`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_WORD = re.compile(r"\w+(?:['-]\w+)*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A normalised view of a text, with the way back.

    Parameters
    ----------
    text : str
        Lower case, without accents; straight quotation marks, hyphens for all dashes, one space
        for any white space.
    starts, ends : tuple of int
        For each character of `text`, the span of the original (half-open, in code points).
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, words: str, start: int = 0) -> list[tuple[int, int]]:
        """Return every span of the original whose normalised form is that of `words`.

        Examples
        --------
        >>> folded("He said “yes”.").find('"Yes"')
        [(8, 13)]
        """
        wanted = fold(words)
        found: list[tuple[int, int]] = []
        place = self.text.find(wanted) if wanted else -1
        while place >= 0:
            last = place + len(wanted) - 1
            span = self.starts[place], self.ends[last]
            if span[0] >= start and self._between_characters(place, last + 1):
                found.append(span)
            place = self.text.find(wanted, place + 1)
        return found

    def _between_characters(self, *places: int) -> bool:
        """Tell whether no place is inside a character that became several, such as ``ﬁ``."""
        inside = (place for place in places if 0 < place < len(self.starts))
        return all(self.starts[place - 1] < self.starts[place] for place in inside)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace():
        return " "
    return "".join(
        _PLAIN.get(each, " " if each.isspace() else each)
        for each in unicodedata.normalize("NFKD", character).casefold()
        if unicodedata.category(each) not in {"Mn", "Cf"}
    )


@lru_cache(maxsize=512)
def folded(text: str) -> Folded:
    """Return the normalised view of a text, with its map of offsets.

    Curly or straight quotation marks, dashes, white space, case, accents and invisible
    characters make no difference in it. Compatibility forms are taken apart as Unicode's NFKD
    does (https://unicode.org/reports/tr15/).

    Examples
    --------
    >>> folded("Zoë  Núñez’s").text
    "zoe nunez's"
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        if not plain:
            if ends and unicodedata.category(character) == "Mn":
                ends[-1] = place + 1  # an accent of its own belongs to the letter before it
            continue
        for each in plain:
            if letters and each == letters[-1] and each in " -":
                ends[-1] = place + 1
                continue
            letters.append(each)
            starts.append(place)
            ends.append(place + 1)
    return Folded("".join(letters), tuple(starts), tuple(ends))


def fold(text: str) -> str:
    r"""Return the normalised form of a text, without white space at its ends.

    Examples
    --------
    >>> fold(" Zoë\u00a0Núñez — “yes” ")
    'zoe nunez - "yes"'
    """
    return folded(text).text.strip(" ")


def words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in normalised form, each with its span in the original.

    Examples
    --------
    >>> words("Núñez’s word")
    [("nunez's", 0, 7), ('word', 8, 12)]
    """
    view = folded(text)
    return [
        (match.group(), view.starts[match.start()], view.ends[match.end() - 1])
        for match in _WORD.finditer(view.text)
    ]


def occurs(wanted: str, text: str) -> bool:
    """Tell whether whole words stand in a text, however they are typed.

    Examples
    --------
    >>> occurs("vote", "They voted on it"), occurs("VOTE", "the vote’s end")
    (False, True)
    """
    edges = rf"(?<!\w){re.escape(fold(wanted))}(?!\w)"
    return bool(fold(wanted)) and re.search(edges, folded(text).text) is not None

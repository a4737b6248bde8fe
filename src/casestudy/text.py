"""Text read tolerantly: a normalised view that knows where each of its characters came from."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "WIDTH",
    "Folded",
    "fold",
    "folded",
    "for_terminal",
    "occurs",
    "shortened",
    "whole",
    "words",
    "wrapped",
]

WIDTH = 88
"""Characters in a line of what is printed as text."""

_PLAIN = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′＇`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_WORD = re.compile(r"\w+(?:['-]\w+)*")

_COMMANDS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"},
    **dict.fromkeys([*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD),
}
"""What a terminal takes for a command, or turns a line round with, and a sign that can be seen."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A normalised view of a text, with the way back.

    Most characters of the view come from one character each, one after the other: what is kept of
    such a stretch is where it begins and ends.

    Parameters
    ----------
    text : str
        Lower case, without accents; straight quotation marks, hyphens for all dashes, one space
        for any white space.
    stretches : tuple of int
        Where the stretches begin in `text`, and where the last of them ends.
    starts, ends : tuple of int
        Where each of them begins and ends in the original (half-open, in code points). What is
        left over belongs to its last character.
    """

    text: str
    stretches: tuple[int, ...]
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
            span = self.span(place, place + len(wanted))
            if span and span[0] >= start:
                found.append(span)
            place = self.text.find(wanted, place + 1)
        return found

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the original that a span of the view stands for.

        None where it begins or ends inside a character that became several, such as ``ﬁ``.

        Examples
        --------
        >>> folded("ﬁne").span(0, 2), folded("ﬁne").span(0, 1)
        ((0, 1), None)
        """
        first, last = self.around(start, end)
        if start and self.around(start - 1, start)[0] == first:
            return None
        if end < len(self.text) and self.around(end - 1, end)[0] == self.around(end, end + 1)[0]:
            return None
        return first, last

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the least span of the original that holds a span of the view, not an empty one.

        Examples
        --------
        >>> folded("ﬁne").around(0, 1)
        (0, 1)
        """
        at, starts = self.stretches, self.starts
        first = bisect_right(at, start) - 1
        last = first if end <= at[first + 1] else bisect_left(at, end, first) - 1
        opens = starts[first] + start - at[first]
        return opens, self.ends[last] if end == at[last + 1] else starts[last] + end - at[last]


class _Letters(dict[int, str]):
    """What each character becomes, by its code: a table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        """Find out what a character becomes, and keep it."""
        self[code] = plain = _plain(chr(code))
        return plain


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


_LETTERS = _Letters()


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
    odd = "".join(character for character in set(text) if len(_LETTERS[ord(character)]) != 1)
    view = _View()
    place = 0
    for stretch in re.split(f"([{re.escape(odd)}])", text) if odd else (text,):
        if stretch and stretch in odd:
            accent = unicodedata.category(stretch) == "Mn"
            view.add_character(_LETTERS[ord(stretch)], place, accent=accent)
        elif stretch:
            view.add_stretch(_letters(stretch), place)
        place += len(stretch)
    stretches = (*view.stretches, view.length)
    return Folded("".join(view.letters), stretches, tuple(view.starts), tuple(view.ends))


_RUN = re.compile(r" {2,}|-{2,}")


class _View:
    """A normalised view while it is made: most characters become one, and are taken at once."""

    def __init__(self) -> None:
        self.length = 0
        self.letters: list[str] = []
        self.stretches: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add_stretch(self, flat: str, place: int) -> None:
        """Add characters that became one each, and one for each run of spaces or hyphens."""
        done = 0
        if self._goes_on(flat[0]):
            done = len(flat) - len(flat.lstrip(flat[0]))
            self.ends[-1] = place + done
        for run in _RUN.finditer(flat, done):
            self._add(flat[done : run.start() + 1], place + done, place + run.end())
            done = run.end()
        self._add(flat[done:], place + done, place + len(flat))

    def add_character(self, plain: str, place: int, *, accent: bool) -> None:
        """Add a character that became several, or none."""
        if not plain and accent and self.ends:
            self.ends[-1] = place + 1  # an accent of its own belongs to the letter before it
        for each in plain:
            if self._goes_on(each):
                self.ends[-1] = place + 1
            else:
                self._add(each, place, place + 1)

    def _goes_on(self, letter: str) -> bool:
        """Tell whether a letter only makes a run longer."""
        return letter in " -" and bool(self.letters) and self.letters[-1][-1] == letter

    def _add(self, flat: str, start: int, end: int) -> None:
        if flat:
            self.letters.append(flat)
            self.stretches.append(self.length)
            self.starts.append(start)
            self.ends.append(end)
            self.length += len(flat)


def fold(text: str) -> str:
    r"""Return the normalised form of a text, without white space at its ends.

    Examples
    --------
    >>> fold(" Zoë\u00a0Núñez — “yes” ")
    'zoe nunez - "yes"'
    """
    return _kept(text) if len(text) < _SHORT else _fold(text)


_SHORT = 400
"""Names and lines are asked for again and again; only texts shorter than this are kept."""


def _fold(text: str) -> str:
    # as `folded` has it, without the way back, which takes most of the time
    plain = _letters(text)
    for run in ("  ", "--"):
        while run in plain:
            plain = plain.replace(run, run[0])
    return plain.strip(" ")


_FOREIGN = re.compile(r"[^\x00-\x7f]")
_ASCII = bytes(ord(_LETTERS[code]) if code < 0x80 else code for code in range(0x100))  # noqa: PLR2004


def _letters(text: str) -> str:
    """Return what the characters of a text become, one by one.

    As `str.translate` does, in a quarter of its time: most are ASCII, and become one byte each.
    """
    plain = text.encode("utf-8", "surrogatepass").translate(_ASCII)
    return _FOREIGN.sub(_letter, plain.decode("utf-8", "surrogatepass"))


def _letter(found: re.Match[str]) -> str:
    return _LETTERS[ord(found[0])]


_kept = lru_cache(maxsize=16384)(_fold)


def for_terminal(text: str) -> str:
    r"""Return a text that a terminal shows and does not obey.

    Examples
    --------
    >>> for_terminal("a \x1b[31mred\x1b[0m word\n")
    'a ␛[31mred␛[0m word\n'
    """
    return text.translate(_COMMANDS)


def shortened(text: str, most: int = 40) -> str:
    """Return a text, or as many of its first characters as a complaint shows.

    Examples
    --------
    >>> shortened("the old bridge", 8)
    'the old…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


_TO_WRAP = re.compile(r"[\t-\r]|^\s|\s$")
"""What `textwrap` would change in a line that is short enough."""


def wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    """Wrap a text at spaces only, so that no word or quotation is changed.

    Parameters
    ----------
    text : str
        One paragraph.
    first, later : str
        What stands before its first line and before the later ones; the same if not given.

    Examples
    --------
    >>> wrapped("as it is", "  | ")
    ['  | as it is']
    """
    if len(first) + len(text) <= WIDTH and text and not _TO_WRAP.search(text):
        return [first + text]
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later or first,
        break_long_words=False,
        break_on_hyphens=False,
    )


def words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in normalised form, each with its span in the original.

    Examples
    --------
    >>> words("Núñez’s word")
    [("nunez's", 0, 7), ('word', 8, 12)]
    """
    view = folded(text)
    return [(match.group(), *view.around(*match.span())) for match in _WORD.finditer(view.text)]


def occurs(wanted: str, text: str) -> bool:
    """Tell whether whole words stand in a text, however they are typed.

    Examples
    --------
    >>> occurs("vote", "They voted on it"), occurs("VOTE", "the vote’s end")
    (False, True)
    """
    return next(whole(fold(wanted), folded(text).text), None) is not None


def whole(wanted: str, text: str) -> Iterator[int]:
    """Yield each place where some words stand whole in a text, both of them normalised.

    Examples
    --------
    >>> list(whole("rose", "roses, rose; rose's"))
    [7, 13]
    """
    place = text.find(wanted) if wanted else -1
    while place >= 0:
        if not (_in_a_word(text, place - 1) or _in_a_word(text, place + len(wanted))):
            yield place
        place = text.find(wanted, place + 1)


def _in_a_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")

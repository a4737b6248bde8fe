"""Our own voice in lessons, cards, teaching pages and notes: dates, names, words, quotations."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from casestudy.dates import in_words, read_date
from casestudy.errors import Complaint
from casestudy.inline import segments
from casestudy.lessons.markdown import blocks, ours, quoted
from casestudy.mentions import gazetteer
from casestudy.quotations import said_parts
from casestudy.text import fold, occurs, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.lessons.lesson import Lesson
    from casestudy.lessons.markdown import Block, Cut
    from casestudy.mentions import Gazetteer
    from casestudy.notes import Person

__all__ = [
    "OUTSIDE",
    "Spoken",
    "box_complaints",
    "dates",
    "first_mentions",
    "in_cards",
    "in_lesson",
    "in_page",
    "long_quotations",
    "names",
    "quotation_complaints",
    "words_not_ours",
]

OUTSIDE = "Outside the file"
"""What a box is headed with that holds what does not come from the documents."""

_APART = "\n¶\n"
"""What stands in no name and in no phrase, and so keeps one text from running into the next."""


@dataclass(frozen=True)
class Spoken:
    """A text in our own voice, and where it stands.

    Parameters
    ----------
    file, line, subject : str, int, str
        As in a complaint.
    cuts : tuple of (str, str)
        The text, cut where it is marked.
    box : int
        As in `casestudy.lessons.markdown.Block`.
    """

    file: str
    line: int
    subject: str
    cuts: tuple[Cut, ...]
    box: int = 0

    @cached_property
    def ours(self) -> str:
        """The text with all that is not our own voice hidden."""
        return ours(self.cuts)

    def complaint(self, wrong: str, cure: str) -> Complaint:
        """Return a complaint about it."""
        return Complaint(self.file, self.line, self.subject, wrong, cure)


# ── where our own voice speaks ───────────────────────────────────────────────────────────────


def in_lesson(lesson: Lesson) -> list[Spoken]:
    """Return the texts of a lesson's Markdown cells."""
    return [
        Spoken(lesson.path, cell.line, f"cell {cell.place}", block.cuts, block.box)
        for cell, block in lesson.texts
        if block.cuts
    ]


def in_page(file: str, source: str) -> list[Spoken]:
    """Return the texts of a Markdown page."""
    return [Spoken(file, each.line, "", each.cuts, each.box) for each in blocks(source)]


_SAID = frozenset({"hint", "otherwise", "fact"})
"""Fields of cards and notes that are sentences of ours; the others are names or values."""

_FIELD = re.compile(r"([a-z_]+):\s*(.*)")
_BULLET = re.compile(r"(?:[-*+]|[0-9]+\.)\s+(?:\[[^\]]*\]\s*)?(.*)")


def in_cards(file: str, source: str, noun: str, documents: Iterable[Document] = ()) -> list[Spoken]:
    r"""Return the texts of a card or note file that are not quotations.

    Lines are told apart as the grammar of cards has them, without judging it: that is done
    elsewhere, and takes much longer. What stands in a list or a table and in a document too, such
    as a clause that is to be labelled, is the document's.

    Examples
    --------
    >>> text = "## a\nkind: single\nhint: Look.\n\nWhich\n*day*?\n\n- [x] Friday\n\n    > Fri\n"
    >>> [(each.line, len(each.cuts), each.cuts[0][0]) for each in in_cards("q.md", text, "item")]
    [(3, 1, 'Look.'), (5, 3, 'Which '), (8, 1, 'Friday')]
    """
    theirs = _APART.join(document.text for document in documents)
    found: list[Spoken] = []
    held: list[str] = []
    start, subject, fields = 0, "", False
    for place, line in enumerate((*source.split("\n"), ""), 1):
        words = line.strip()
        field = _FIELD.match(words) if fields else None
        bullet = _BULLET.match(words)
        if held and (not words or words[0] in "#>|" or field or bullet):
            found.append(Spoken(file, start, subject, tuple(segments(" ".join(held)))))
            held = []
        if words.startswith("## "):
            subject, fields = f"{noun} '{words[3:]}'", True
        elif words and not field:
            fields = False
        said = _said(words, field, bullet, theirs)
        start = place if said and not held else start
        held += [said] if said else []
    return found


def _said(
    words: str, field: re.Match[str] | None, bullet: re.Match[str] | None, theirs: str
) -> str:
    """Return what a line says in our own voice; empty where it is a name or a quotation."""
    if field:
        return field[2] if field[1] in _SAID else ""
    if bullet:
        return " ".join(each for each in bullet[1].split("->") if not occurs(each, theirs))
    if words.startswith("|"):
        return " ".join(each for each in words.split("|") if not occurs(each, theirs))
    return "" if words.startswith(("# ", "## ", ">")) else words.lstrip("# ")


# ── dates ────────────────────────────────────────────────────────────────────────────────────

MONTHS = tuple(in_words(date(2024, month, 1)).split()[1] for month in range(1, 13))
_MONTH = "|".join(MONTHS)
_SHORT = "|".join(name[:3] for name in MONTHS if name != "May") + "|Sept"
_ORDINAL = r"(?:st|nd|rd|th)"
_WRONG_DATES = (
    # "May" is a word too: it is a month where an ordinal or a year follows
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+(?P<day>[0-9]{{1,2}})(?:{_ORDINAL}\b,?|,|(?![0-9]))"
        rf"(?:\s*(?P<year>[0-9]{{4}}))?(?!\s+(?:days|nights|hours)\b)"
    ),
    re.compile(
        rf"\b(?P<day>[0-9]{{1,2}})(?:{_ORDINAL})(?:\s+of)?\s+(?P<month>{_MONTH})"
        rf"(?:,?\s*(?P<year>[0-9]{{4}}))?"
    ),
    re.compile(rf"\b(?P<day>[0-9]{{1,2}})\s+(?P<month>{_SHORT})\b\.?(?:\s+(?P<year>[0-9]{{4}}))?"),
    re.compile(
        rf"\b(?P<month>{_SHORT})\b\.?\s+(?P<day>[0-9]{{1,2}})\b(?:,?\s*(?P<year>[0-9]{{4}}))?"
    ),
    re.compile(rf"\b(?P<day>[0-9]{{1,2}})\s+(?P<month>{_MONTH}),\s*(?P<year>[0-9]{{4}})"),
    re.compile(r"(?<![\w/.-])[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<year>[0-9]{4})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})(?![\w/-])"),
)
_RIGHT_DATE = re.compile(rf"\b[0-9]{{1,2}} (?:{_MONTH}) [0-9]{{4}}\b")


def dates(spoken: Iterable[Spoken]) -> Iterator[Complaint]:
    """Yield a complaint for each date that is not written as `5 April 2024`.

    Examples
    --------
    >>> one = Spoken("a.md", 3, "", (("On April 5, 2024 it rained.", ""),))
    >>> print(*dates([one]))
    a.md:3: 'April 5, 2024' is not how dates are written here: write '5 April 2024'
    """
    for each in spoken:
        text = each.ours
        if not re.search(r"[0-9]", text):
            continue
        for found in _wrong_dates(text):
            wrong = f"'{found[0].strip()}' is not how dates are written here"
            yield each.complaint(wrong, f"write '{_as_we_write(found)}'")
        for found in _RIGHT_DATE.finditer(text):
            if read_date(found[0]) is None:
                yield each.complaint(f"there is no day '{found[0]}'", "mend it")


def _wrong_dates(text: str) -> list[re.Match[str]]:
    """Return what looks like a date and is not in our form, each place once."""
    kept: dict[int, re.Match[str]] = {}
    for pattern in _WRONG_DATES:
        for found in pattern.finditer(text):
            named = found.groupdict()
            bare = (
                named.get("month") == "May"
                and not named["year"]
                and not re.search(_ORDINAL, found[0])
            )
            if not bare and not any(
                start <= found.start() < end.end() for start, end in kept.items()
            ):
                kept[found.start()] = found
    return list(kept.values())


def _as_we_write(found: re.Match[str]) -> str:
    named = found.groupdict()
    month = named.get("month") or ""
    if named.get("number"):
        number = int(named["number"])
        month = MONTHS[number - 1] if 1 <= number <= len(MONTHS) else ""
    if not month:
        return "5 April 2024"  # which number is the month, nobody can know
    full = next((name for name in MONTHS if name.startswith(month[:3])), month)
    return " ".join(filter(None, (str(int(named["day"])), full, named.get("year"))))


# ── names ────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"[^\W\d_]+")
_LONG = 5
"""Letters of a word from which on a slip can be told from another word."""


def names(
    spoken: Sequence[Spoken], people: Iterable[Person], documents: Iterable[Document]
) -> Iterator[Complaint]:
    """Yield a complaint for each name that is not spelt as the notes spell it.

    Accents count. A word that no document has and that is almost a person's name is taken for a
    slip of it.

    Examples
    --------
    >>> from casestudy.notes import Person
    >>> mayor = Person("mayor", "Zoë Núñez", (), "p.md", 3, "person", ("Zoë Núñez", "Núñez"))
    >>> one = Spoken("a.md", 3, "", (("Nunez and Zoë Núnes spoke.", ""),))
    >>> for each in names([one], [mayor], []):
    ...     print(each)
    a.md:3: 'Nunez' is not how the notes spell the name: write 'Núñez'
    a.md:3: 'Núnes' is not how the notes spell the name: write 'Núñez'
    """
    known = tuple(people)
    finder = gazetteer(known)
    found = list(_found(spoken, finder))
    cures = {text: _misspelt(text, finder) for text in {text for _, text in found}}
    for each, text in found:
        if cures[text]:
            wrong = f"'{text}' is not how the notes spell the name"
            yield each.complaint(wrong, f"write '{cures[text]}'")
    yield from _slips(spoken, known, documents)


def _found(spoken: Sequence[Spoken], finder: Gazetteer) -> Iterator[tuple[Spoken, str]]:
    """Yield each name with the text that has it; to search them all at once is much quicker."""
    texts = [each.ours for each in spoken]
    starts = list(accumulate((len(text) + len(_APART) for text in texts), initial=0))
    everything = _APART.join(texts)
    for start, end, _ in finder.find(everything):
        yield spoken[bisect_right(starts, start) - 1], everything[start:end]


def _misspelt(text: str, finder: Gazetteer) -> str:
    """Return how a name is to be written; empty where it is written so."""
    forms = [form for form, _ in finder.forms[fold(text)]]
    return "" if _spelling(text) in map(_spelling, forms) else forms[0]


def _spelling(name: str) -> str:
    """Return a name without what may differ in print: capitals, quotation marks, dashes."""
    letters = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[^\w]+", " ", letters).strip()


def _slips(
    spoken: Sequence[Spoken], people: Sequence[Person], documents: Iterable[Document]
) -> Iterator[Complaint]:
    persons = [person for person in people if person.kind == "person"]
    named = {fold(word): word for person in persons for word in _WORD.findall(person.title)}
    common = {
        fold(word)
        for each in people
        for text in (each.title, *each.forms)
        for word in _WORD.findall(text)
    }
    used = set(_WORD.findall(_APART.join(each.ours for each in spoken)))
    small = " ".join(word for word in used if not word[0].isupper())
    for text in (small, *(each.text for each in documents)):  # word by word it takes much longer
        common.update(_WORD.findall(fold(text)))
    targets = [word for word in named if len(word) >= _LONG]
    unknown = [word for word in used if word[0].isupper() and fold(word) not in common]
    slips = {word: named[near] for word in unknown if (near := _near(fold(word), targets))}
    for each in spoken if slips else ():
        for word in slips.keys() & set(_WORD.findall(each.ours)):
            wrong = f"'{word}' is not how the notes spell the name"
            yield each.complaint(wrong, f"write '{slips[word]}'")


def _near(word: str, targets: Iterable[str]) -> str:
    """Return the name that a word is almost; empty where it is another word or a form of one."""
    if len(word) < _LONG:
        return ""
    near = [each for each in targets if each[0] == word[0] and abs(len(each) - len(word)) < 3]  # noqa: PLR2004
    found = get_close_matches(word, near, n=1, cutoff=0.8)
    if not found or word.startswith(found[0]) or found[0].startswith(word):
        return ""
    return found[0]


def first_mentions(lesson: Sequence[Spoken], people: Iterable[Person]) -> Iterator[Complaint]:
    """Yield an advice for each person whom a lesson does not first name by the full surname.

    Parameters
    ----------
    lesson : sequence of Spoken
        The texts of one lesson, in order.
    people : iterable of Person
        Who may be named.

    Examples
    --------
    >>> from casestudy.notes import Person
    >>> forms = ("Ana Rose Bell", "Rose Bell", "Ana Rose", "Bell")
    >>> person = Person("bell", "Ana Rose Bell", (), "p.md", 3, "person", forms)
    >>> [each.cure for each in first_mentions([Spoken("a", 1, "", (("Ana Rose came.", ""),))],
    ...                                       [person])]
    ["write 'Ana Rose Bell' or 'Rose Bell' here"]
    """
    known = {person.id: person for person in people if person.kind == "person"}
    finder = gazetteer(known.values())
    seen: set[str] = set()
    for each in lesson:
        for start, end, name in finder.find(each.ours):
            full = _full(known[name])
            text = each.ours[start:end]
            if name not in seen and not any(fold(text).endswith(fold(form)) for form in full):
                wrong = f"'{text}' is not the full name, and stands here first"
                cure = f"write {' or '.join(map(repr, full))} here"
                yield Complaint(each.file, each.line, each.subject, wrong, cure, "advice")
            seen.add(name)


def _full(person: Person) -> list[str]:
    """Return the full name, and the longest form that ends as it does: the surnames."""
    ends = [
        form
        for form in person.forms
        if form != person.title and fold(person.title).endswith(f" {fold(form)}")
    ]
    return [person.title, *sorted(ends, key=len)[-1:]]


# ── words ────────────────────────────────────────────────────────────────────────────────────


def words_not_ours(
    spoken: Sequence[Spoken], words: Iterable[str], people: Iterable[Person]
) -> Iterator[Complaint]:
    """Yield a complaint for each word that the course does not use in its own voice.

    Words in quotation marks or emphasised are somebody else's, or are spoken of; those in a name
    belong to it.

    Examples
    --------
    >>> one = Spoken("a.md", 3, "", (("The storms, not the ", ""), ("storm", "em"), ("!", "")))
    >>> print(*words_not_ours([one], ["storm"], []))
    a.md:3: 'storms' is not a word of our own voice: write a neutral one, or quote who says it
    """
    everything = _APART.join(each.ours for each in spoken).casefold()
    stems = "|".join(re.escape(word) for word in words if word.casefold() in everything)
    if not stems:
        return
    pattern = re.compile(rf"\b(?:{stems})(?:s|es|ed|d|ing|er|ers)?\b", re.IGNORECASE)
    forms = [form for person in people for form in (person.title, *person.forms)]
    allowed = [form for form in forms if pattern.search(form)]
    for each in spoken:
        text = each.ours
        for found in pattern.finditer(text):
            if not any(form in text for form in allowed):
                wrong = f"'{found[0]}' is not a word of our own voice"
                yield each.complaint(wrong, "write a neutral one, or quote who says it")


# ── quotations and boxes ─────────────────────────────────────────────────────────────────────


def quotation_complaints(
    lesson: Iterable[Spoken], documents: Mapping[str, Document]
) -> Iterator[Complaint]:
    """Yield a complaint for words in quotation marks that no document has.

    In a box for what stands outside the file, words come from elsewhere.
    """
    texts = [document.text for document in documents.values()]
    for each in lesson:
        found, closed = quoted(each.cuts)
        if not closed:
            wrong = f"a quotation mark is not closed in '{shortened(_text(each.cuts), _SHOWN)}'"
            yield each.complaint(wrong, 'write "…" or “…”')
        for words in found if not each.box else ():
            parts = said_parts(words)
            if not any(all(occurs(part, text) for part in parts) for text in texts):
                wrong = (
                    f"the words in quotation marks '{shortened(words, _SHOWN)}' are in no document"
                )
                cure = f"copy them from the text, delete the marks, or use a box '{OUTSIDE}'"
                yield each.complaint(wrong, cure)


def long_quotations(spoken: Iterable[Spoken], most: int) -> Iterator[Complaint]:
    """Yield a complaint for each quotation in prose that has more words than a course allows."""
    for each in spoken:
        for words in quoted(each.cuts)[0]:
            count = len(words.split())
            if count > most:
                wrong = f"the quotation '{shortened(words, _SHOWN)}' has {count} words"
                yield each.complaint(wrong, f"leave {most} or fewer, or show the passage")


_CHECKED = re.compile(rf"\bchecked (?:on )?([0-9]{{1,2}} (?:{_MONTH}) [0-9]{{4}})")
_CITED = re.compile(r"[0-9]")


def box_complaints(lesson: Lesson) -> Iterator[Complaint]:
    """Yield a complaint for each box outside the file that does not say whence, and checked when.

    A citation is the sentence before ``checked 5 April 2024``, with a number or a link in it.
    """
    boxes: dict[tuple[int, int], list[Block]] = {}
    for cell, block in lesson.texts:
        if block.box:
            boxes.setdefault((cell.place, block.box), []).append(block)
    for (place, _), found in boxes.items():
        if not found[0].text.startswith(OUTSIDE):
            continue
        cell = lesson.cells[place - 1]
        last = [(block, day) for block in found for day in _CHECKED.finditer(block.text)]
        if not last:
            wrong = f"the box '{OUTSIDE}' does not say when it was checked"
            yield lesson.complaint(cell, wrong, "write its source, then '; checked 5 April 2024'")
        for block, day in last:
            if read_date(day[1]) is None:
                yield lesson.complaint(cell, f"there is no day '{day[1]}'", "mend it")
            if not block.links and not _CITED.search(block.text[: day.start()]):
                wrong = f"the box '{OUTSIDE}' does not say where its words come from"
                yield lesson.complaint(cell, wrong, f"write the source before 'checked {day[1]}'")


def _text(cuts: Sequence[Cut]) -> str:
    return "".join(text for text, _ in cuts)


_SHOWN = 60

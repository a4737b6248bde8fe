"""What a program can say of a text that somebody writes: its citations, its quotations, its words.

Form is checked, opinion never. Nothing here gives points, and nothing here is a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from casestudy.anchors import anchor
from casestudy.errors import did_you_mean
from casestudy.quizzes import listed
from casestudy.quotations import said_parts
from casestudy.sentences import sentences
from casestudy.strings import say
from casestudy.text import occurs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.quizzes import Item

__all__ = [
    "CHECKS",
    "Advice",
    "Citation",
    "Wanted",
    "advice_shown",
    "advise",
    "announced",
    "citations_in",
    "judging_words",
    "misquoted",
    "uncited",
    "wanted",
]

CHECKS = ("quotations", "citations", "sentences", "words")
"""What a card may ask advice on: the values of its field ``advice``."""

LIKE = 0.5
"""From which score on words that a document has are near enough to be shown, as `anchor` counts."""

_FEW = 3
"""With fewer words, some others are always near."""

SHOWN = 6
"""Notes of one line of advice; the others are counted."""

_SPOKEN = 4
"""Words from which on a sentence says something that can be cited."""

_NEAR = 80
"""Letters between a quotation and its citation."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a text says that something stands.

    Parameters
    ----------
    start, end : int
        Its place in the text.
    words : str
        As it is written there.
    document : str
        The id of the document; empty where none is called so.
    numbers : tuple of int
        The ¶ numbers from the first to the last; empty where a part without a number is named.
    stands : bool
        Whether there are such paragraphs.
    """

    start: int
    end: int
    words: str
    document: str
    numbers: tuple[int, ...] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card asks of the form of a text.

    Parameters
    ----------
    cites, documents : int
        How many passages are to be cited, of how many documents; 0 for no number.
    on : tuple of str
        On what there is advice: some of `CHECKS`.
    """

    cites: int = 0
    documents: int = 0
    on: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return bool(self.cites or self.documents or self.on)


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of advice.

    Parameters
    ----------
    name : str
        What was looked at: ``cites``, ``documents``, or one of `CHECKS`.
    met : bool or None
        Whether the text has this form; None where only its writer can say.
    text : str
        The line.
    notes : tuple of str
        What to look at, one by one.
    """

    name: str
    met: bool | None
    text: str
    notes: tuple[str, ...] = ()


# ── what a card asks ─────────────────────────────────────────────────────────────────────────


def wanted(item: Item) -> Wanted:
    """Return what a card asks of the form of a text.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> fields = (("cites", "6"), ("advice", "quotations, words"))
    >>> wanted(Item("essay", "written", "", "q.md", 1, ("Why?",), fields=fields))
    Wanted(cites=6, documents=0, on=('quotations', 'words'))
    """
    cites, documents = (int(item.field(name, "0")) for name in ("cites", "documents"))
    on = listed(item.field("advice"))
    return Wanted(cites, documents, tuple(name for name in CHECKS if name in on))


def announced(item: Item, documents: Mapping[str, Document]) -> str:
    """Return what is said before anything is written: what to cite, and what will be looked at.

    It is empty for a card that asks nothing of the form.
    """
    form = wanted(item)
    if not form:
        return ""
    numbered = (each for one in documents.values() for each in one.passages if each.number)
    sample = next((each.citation for each in numbered), "")
    said = []
    if form.cites or form.documents:
        both = ("cites" if form.cites else "") + (" documents" if form.documents else "")
        said.append(
            say(f"form {both.strip()}", cites=form.cites, count=form.documents, sample=sample)
        )
    if form.on:
        looked = ", ".join(say(f"form on {name}") for name in form.on)
        said.append(say("form looks", looked=looked))
    return " ".join(said)


# ── citations ────────────────────────────────────────────────────────────────────────────────

_SIGN = r"(?:¶+|§+|par(?:agraph|a)?s?\b\.?)"
_RANGE = rf"\d{{1,4}}(?:\s?[-–—]\s?{_SIGN}?\s?\d{{1,4}})?"
_LIST = rf"{_SIGN}\s*{_RANGE}(?:\s*(?:,|;|and|&)\s*{_SIGN}?\s*{_RANGE}(?![\w%]))*"
_STRANGE = re.compile(rf"(?:([^\W_][\w-]*)[,:]?\s+)?(?:¶+|§+)\s*{_RANGE}")
_PARTS = ("heading", "byline", "furniture", "rights line")
_ANY = re.compile("|".join((_SIGN, *_PARTS)), re.IGNORECASE)
"""What every citation has; most texts have none, and this is soon seen."""


def citations_in(text: str, documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """Return every citation of a text, in its order.

    Parameters
    ----------
    text : str
        What somebody wrote.
    documents : mapping of str to Document
        The documents; each may be called by its id, with spaces for hyphens, or by its publisher.

    Returns
    -------
    tuple of Citation
        One for each paragraph, or stretch of paragraphs, that is named after a document. Instead
        of ¶, which some keyboards lack, ``par.`` and § are understood.

    Examples
    --------
    >>> from casestudy.documents import Document, Passage
    >>> gazette = Document("gazette", "", "It", (Passage("gazette", 0, 2, "It", number=1),))
    >>> found = citations_in("So it is (gazette ¶1; Gazette par. 7).", {"gazette": gazette})
    >>> [(each.words, each.numbers, each.stands) for each in found]
    [('gazette ¶1', (1,), True), ('Gazette par. 7', (7,), False)]
    """
    named = _named(documents) if _ANY.search(text) else {}
    if not named:
        return ()
    names = "|".join(
        re.escape(name).replace(r"\ ", r"\s+") for name in sorted(named, key=len, reverse=True)
    )
    parts = "|".join(_PARTS)
    pattern = re.compile(
        rf"(?<![\w-])({names})(?:[,:]?\s*({_LIST})|,\s*({parts})\b)", re.IGNORECASE
    )
    found: list[Citation] = []
    for match in pattern.finditer(text):
        document = documents[named[" ".join(match[1].casefold().split())]]
        found += _part_cited(match, document) if match[3] else _numbers_cited(match, document)
    return tuple(sorted((*found, *_strange(text, found)), key=lambda each: each.start))


def _named(documents: Mapping[str, Document]) -> dict[str, str]:
    """Return the documents' ids by what they may be called."""
    named: dict[str, str] = {}
    for name, document in documents.items():
        for called in (name, name.replace("-", " "), document.publisher):
            if called:
                named.setdefault(" ".join(called.casefold().split()), name)
    return named


def _part_cited(match: re.Match[str], document: Document) -> Iterator[Citation]:
    stands = any(passage.kind == match[3].casefold() for passage in document.passages)
    yield Citation(match.start(), match.end(), match[0], document.id, (), stands)


def _numbers_cited(match: re.Match[str], document: Document) -> Iterator[Citation]:
    known = {passage.number for passage in document.passages}
    for place, each in enumerate(re.finditer(_RANGE, match[2])):
        ends = [int(number) for number in re.findall(r"\d+", each[0])]
        numbers = tuple(range(ends[0], ends[-1] + 1)) or (ends[0],)
        start = match.start() if place == 0 else match.start(2) + each.start()
        end = match.start(2) + each.end()
        words = match.string[start:end] if place == 0 else f"{match[1]} ¶{each[0]}"
        stands = ends[0] <= ends[-1] and {ends[0], ends[-1]} <= known
        yield Citation(start, end, words, document.id, numbers, stands)


def _strange(text: str, found: Sequence[Citation]) -> Iterator[Citation]:
    """Yield what looks like a citation and names no document."""
    for match in _STRANGE.finditer(text):
        if not any(each.start < match.end() and match.start() < each.end for each in found):
            yield Citation(match.start(), match.end(), match[0], "", (), stands=False)


# ── quotations ───────────────────────────────────────────────────────────────────────────────

_IN_MARKS = re.compile(r"[\"“«]([^\"“”«»\n]*)[\"”»]")


def misquoted(text: str, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    """Yield words in quotation marks that do not stand where they should, and what is said of them.

    They may stand in no document, or in another paragraph than the one that is cited after them.

    Parameters
    ----------
    text : str
        What somebody wrote.
    documents : mapping of str to Document
        Where the words are looked for. ``[…]`` stands for words left out.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> gazette = Document("gazette", "", "She closed the old bridge on Monday.", ())
    >>> [words for words, _ in misquoted('She "closed the bridge", "on Monday".', {"g": gazette})]
    ['closed the bridge']
    """
    cited = citations_in(text, documents)
    for match in _IN_MARKS.finditer(text):
        parts = said_parts(match[1])
        if not parts:
            continue
        holders = [each for each in documents.values() if _has(each.text, parts)]
        if not holders:
            yield match[1], _nearest(match[1], documents)
            continue
        after = [each for each in cited if each.stands and _follows(text, match.end(), each)]
        said = _elsewhere(parts, holders, after[0]) if after else ""
        if said:
            yield match[1], said


_ENDED = re.compile(r"[.!?][\"”»]?\s+(?![(\[])|\n")


def _follows(text: str, end: int, cited: Citation) -> bool:
    """Tell whether a citation belongs to the quotation before it: no sentence lies between."""
    between = text[end : cited.start]
    return end <= cited.start <= end + _NEAR and not _ENDED.search(between)


def _has(text: str, parts: Iterable[str]) -> bool:
    return all(occurs(part, text) for part in parts)


def _nearest(words: str, documents: Mapping[str, Document]) -> str:
    """Say that words stand nowhere, with the nearest that do."""
    found = [(anchor(each.text, words), each) for each in documents.values()]
    near = [(each.score, document, each.spans[0]) for each, document in found if each.spans]
    score, document, span = max(near, key=lambda each: each[0], default=(0.0, None, (0, 0)))
    if document is None or score < LIKE or len(words.split()) < _FEW:
        return say("quoted nowhere", words=words)
    passage = document.span(*span)
    return say(
        "quoted near", words=words, near=" ".join(passage.text.split()), place=passage.citation
    )


def _elsewhere(parts: Sequence[str], holders: Sequence[Document], cited: Citation) -> str:
    """Say where quoted words stand, if that is not where they are cited from."""
    places = [each for document in holders for each in document.passages if _has(each.text, parts)]
    if not places or not cited.numbers:
        return ""
    if any(each.document == cited.document and each.number in cited.numbers for each in places):
        return ""
    where = ", ".join(dict.fromkeys(each.citation for each in places))
    return say("quoted elsewhere", words="[…]".join(parts), place=where, cited=cited.words)


# ── sentences and words ──────────────────────────────────────────────────────────────────────


def uncited(text: str, documents: Mapping[str, Document]) -> tuple[tuple[str, ...], int]:
    """Return the sentences without a citation, and how many sentences there are.

    Questions, headings and what has fewer than four words are left out. A citation that stands
    behind the full stop belongs to the sentence before it.

    Examples
    --------
    >>> from casestudy.documents import Document, Passage
    >>> gazette = Document("gazette", "", "It", (Passage("gazette", 0, 2, "It", number=1),))
    >>> text = "The bridge was closed at once. (gazette ¶1) Nobody asked the mayor why."
    >>> uncited(text, {"gazette": gazette})
    (('Nobody asked the mayor why.',), 2)
    """
    starts = [each.start for each in citations_in(text, documents)]
    bare: list[str] = []
    total = begin = 0
    for line in text.split("\n"):
        spans = [(begin + start, begin + end) for start, end in sentences(line)]
        begin += len(line) + 1
        for place, (start, end) in enumerate(spans):
            said = text[start:end]
            spoken = re.sub(r"^\s*[(\[][^)\]]*[)\]]\s*", "", said)  # the citation of the one before
            if spoken.rstrip().endswith("?") or len(re.findall(r"\w+", spoken)) < _SPOKEN:
                continue
            total += 1
            own = start + len(said) - len(spoken)
            stop = end + _citation_after(text, spans, place)
            if not any(own <= each < stop for each in starts):
                bare.append(spoken.strip())
    return tuple(bare), total


def _citation_after(text: str, spans: Sequence[tuple[int, int]], place: int) -> int:
    """Return how many letters behind a sentence belong to it: a citation in brackets."""
    _, end = spans[place]
    stop = spans[place + 1][1] if place + 1 < len(spans) else end
    found = re.match(r"\s*[(\[][^)\]]*[)\]]", text[end:stop])
    return len(found[0]) if found else 0


def judging_words(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return words of a list that stand in a text outside quotation marks, each once.

    Examples
    --------
    >>> judging_words("Clearly it was a shame, a “disgrace”, and shameful.", ["clearly", "shame"])
    ('Clearly', 'shame')
    """
    stems = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    if not stems:
        return ()
    ours = _IN_MARKS.sub(" ", text)
    found = re.finditer(rf"\b(?:{stems})(?:s|es|ed|d|ing|er|ers)?\b", ours, re.IGNORECASE)
    return tuple({each[0].casefold(): each[0] for each in reversed([*found])}.values())[::-1]


# ── the lines of advice ──────────────────────────────────────────────────────────────────────


def advise(
    text: str, form: Wanted, documents: Mapping[str, Document], judging: Iterable[str] = ()
) -> tuple[Advice, ...]:
    """Return what a program can say of the form of a text.

    Parameters
    ----------
    text : str
        What somebody wrote.
    form : Wanted
        What its card asks.
    documents : mapping of str to Document
        The documents that it may cite and quote.
    judging : iterable of str
        Words that judge, as the course lists them.

    Returns
    -------
    tuple of Advice
        One line for each thing that is asked, in the order of `Wanted`. Never marks or points.

    Examples
    --------
    >>> from casestudy.documents import Document, Passage
    >>> gazette = Document("gazette", "", "It", (Passage("gazette", 0, 2, "It", number=1),))
    >>> for line in advise("So it is (gazette ¶1).", Wanted(cites=2), {"gazette": gazette}):
    ...     print(line.met, line.text)
    False Passages cited: 1 of at least 2.
    """
    cited = [each for each in citations_in(text, documents) if each.stands]
    lines: list[Advice] = []
    for name, least, count in (
        ("cites", form.cites, len({(each.document, each.numbers) for each in cited})),
        ("documents", form.documents, len({each.document for each in cited})),
    ):
        if least:
            said = say(f"advice {name}", count=count, least=least)
            lines.append(Advice(name, count >= least, said))
    words = tuple(judging)
    return (*lines, *(_ADVISERS[name](text, documents, words) for name in form.on))


def advice_shown(lines: Iterable[Advice]) -> dict[str, Any]:
    """Return what the page is told of some advice.

    Examples
    --------
    >>> advice_shown([Advice("cites", True, "Passages cited: 2 of at least 2.")])["lines"]
    [{'met': True, 'said': 'done', 'text': 'Passages cited: 2 of at least 2.', 'notes': []}]
    """
    said = {True: say("advice met"), False: say("advice open"), None: say("advice yours")}
    return {
        "title": say("advice title"),
        "lines": [
            {"met": each.met, "said": said[each.met], "text": each.text, "notes": [*each.notes]}
            for each in lines
        ],
    }


def _on_quotations(text: str, documents: Mapping[str, Document], _: object) -> Advice:
    return _line("quotations", [said for _, said in misquoted(text, documents)])


def _on_citations(text: str, documents: Mapping[str, Document], _: object) -> Advice:
    lost = [each for each in citations_in(text, documents) if not each.stands]
    return _line("citations", [_lost(each, documents) for each in lost])


def _lost(cited: Citation, documents: Mapping[str, Document]) -> str:
    if cited.document:
        last = max((each.number or 0 for each in documents[cited.document].passages), default=0)
        return say("cited nowhere", words=cited.words, document=cited.document, last=last)
    near = did_you_mean(cited.words.split()[0], documents)
    return say("cited nobody", words=cited.words, known=near or ", ".join(documents))


def _on_sentences(text: str, documents: Mapping[str, Document], _: object) -> Advice:
    bare, total = uncited(text, documents)
    said = [say("advice sentence", words=_begin(each)) for each in bare]
    found = _line("sentences", said, count=len(bare), total=total)
    # a claim of one's own needs no citation, so that only its writer can say what lacks one
    return replace(found, met=True if found.met else None)


def _on_words(text: str, _: object, judging: Sequence[str]) -> Advice:
    return _line("words", [f"“{each}”" for each in judging_words(text, judging)])


_ADVISERS = {
    "quotations": _on_quotations,
    "citations": _on_citations,
    "sentences": _on_sentences,
    "words": _on_words,
}


def _line(name: str, notes: Sequence[str], **values: int) -> Advice:
    """Return a line of advice with its notes, the first of them if they are many."""
    more = len(notes) - SHOWN
    shown = (*notes[:SHOWN], *((say("advice more", count=more),) if more > 0 else ()))
    text = say(f"advice {name}" if notes else f"advice {name} fine", **values)
    return Advice(name, not notes, text, shown)


def _begin(sentence: str) -> str:
    """Return the first words of a sentence."""
    found = sentence.split()
    most = 9
    return " ".join(found[:most]) + (" …" if len(found) > most else "")

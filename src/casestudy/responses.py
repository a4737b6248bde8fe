"""Responses in their three forms: as a page sends them, as a person writes them, as kept texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from reprlib import repr as shortly
from typing import TYPE_CHECKING, Any

from casestudy.anchors import anchor
from casestudy.dates import in_words
from casestudy.documents import Passage
from casestudy.errors import CaseError, UnknownNameError
from casestudy.inline import plain
from casestudy.progress import sound
from casestudy.quizzes import cell_text, cells, choices, passage_text, read_passage_text
from casestudy.text import fold, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casestudy.documents import Document
    from casestudy.quizzes import Item, Option

__all__ = [
    "IN_TEXT",
    "control",
    "current",
    "excerpt",
    "kept",
    "letters",
    "named_excerpt",
    "trimmed",
    "wire",
]

IN_TEXT = ("mark", "claim", "annotate")
"""Kinds whose question cannot be asked without a text."""


_CONTROLS = {
    "number": "text",
    "date": "text",
    "order": "order",
    "match": "rows",
    "grid": "rows",
    "annotate": "rows",
    "mark": "marking",
    "claim": "marking",
    "written": "writing",
}
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = [*_ALPHABET, *(first + second for first in _ALPHABET for second in _ALPHABET)]
_PAIR = 2

_LINE = 200
"""Letters of the longest number or date that is read at all."""

_TEXT = 100_000
"""Letters of the longest text that is kept."""

_CURES = {
    "choice": "Write a letter or a text, or a list of them",
    "number": "Write a number, such as '1200' or '0.5'",
    "date": "Write a date, such as '31 January 2001'",
    "order": "Write the letters of all rows in your order, or a list of them",
    "rows": "Write the rows with what you choose, such as {'A': '…', 'B': '…'}",
    "mark": "Write the words that you mark, as they stand in the text",
    "claim": "Write the claim and the words that prove it, as a pair",
    "writing": "Write your text, or a pair of your text and a list of lines that you tick",
}
"""What to write instead, by the control or by the kind."""


def control(item: Item) -> str:
    """Return what an item is answered with: one of six controls.

    Examples
    --------
    >>> from casestudy.quizzes import Item
    >>> [control(Item("a", kind, "", "q.md", 1, ("?",))) for kind in ("single", "date", "opinion")]
    ['choice', 'text', 'writing']
    """
    if item.kind == "opinion":
        return "choice" if item.options else "writing"
    return _CONTROLS.get(item.kind, "choice")


def letters(count: int) -> list[str]:
    """Return the letters that so many options are shown with.

    Examples
    --------
    >>> letters(3), letters(28)[-3:]
    (['A', 'B', 'C'], ['Z', 'AA', 'AB'])
    """
    return _LETTERS[:count]


def excerpt(item: Item, documents: Mapping[str, Document]) -> tuple[Passage, ...]:
    """Return the passages in which words are to be marked, or clauses to be labelled.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> from casestudy.quizzes import Item
    >>> one, two = Passage("d", 0, 3, "One", number=1), Passage("d", 4, 7, "Two", number=2)
    >>> place = Item("a", "mark", "", "q.md", 1, ("?",), fields=(("in", "d ¶2"),))
    >>> [each.text for each in excerpt(place, {"d": Document("d", "", "One Two", (one, two))})]
    ['Two']
    """
    document = documents[item.document]
    passages = document.passages
    if item.kind == "annotate":
        starts = sorted({each.evidence[0].start for each in item.options if each.evidence})
        return tuple(dict.fromkeys(map(document.passage_at, starts)))
    wanted = [int(each) for each in re.findall(r"\d+", item.field("in").partition("¶")[2])]
    inside = [
        place
        for place, passage in enumerate(passages)
        if wanted and passage.number and wanted[0] <= passage.number <= wanted[-1]
    ]
    return passages[inside[0] : inside[-1] + 1] if inside else passages


def named_excerpt(item: Item, documents: Mapping[str, Document]) -> tuple[Passage, ...]:
    """Return the paragraphs to mark in where the card names them; a whole document is too long."""
    named = item.kind in IN_TEXT and "¶" in item.field("in")
    return excerpt(item, documents) if named else ()


def kept(
    item: Item, options: Sequence[Option], documents: Mapping[str, Document], given: object
) -> tuple[str, ...]:
    """Return a response as texts: what is graded and kept.

    Parameters
    ----------
    item : Item
        The item.
    options : sequence of Option
        In the order shown, which gives them their letters.
    documents : mapping of str to Document
        Where words are marked.
    given : object
        What a page sends, or what a person writes: a letter or a text (or a list of them), a
        number or a date, rows with values, the words marked, a claim with words, a text.

    Returns
    -------
    tuple of str
        Empty where nothing was given. Options and rows are in the order of the card.

    Raises
    ------
    CaseError
        Where it makes no sense for this item, with what to write instead.

    Examples
    --------
    >>> from casestudy.quizzes import Item, Option
    >>> when = Option("On Monday", True, 3), Option("On Friday", False, 5)
    >>> item = Item("day", "single", "", "q.md", 1, ("?",), options=when)
    >>> kept(item, when, {}, "b"), kept(item, when, {}, ["on monday"]), kept(item, when, {}, "")
    (('On Friday',), ('On Monday',), ())
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        given = ""
    match control(item):
        case "choice":
            return _chosen(item, options, given)
        case "text":
            return _typed(item, given)
        case "order":
            return _ordered(item, options, given)
        case "rows":
            return _filled(item, options, given)
        case "marking":
            return _marked(item, options, documents, given)
        case _:
            return _written(item, options, given)


def wire(
    item: Item,
    options: Sequence[Option],
    documents: Mapping[str, Document],
    response: Sequence[str],
) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return kept texts as the page holds them: the way back from `kept`.

    Parameters
    ----------
    item, options, documents
        As for `kept`.
    response : sequence of str
        Texts as `kept` returns them.

    Returns
    -------
    list, str, dict or None
        None where nothing of it belongs to the item.
    """
    named = dict(zip((option.text for option in options), letters(len(options)), strict=True))
    match control(item):
        case "choice":
            return [letter for text, letter in named.items() if text in response] or None
        case "text":
            return response[0] if response else None
        case "order":
            whole = sorted(response) == sorted(named)
            return [named[text] for text in response] if whole and response else None
        case "rows":
            return _rows_wire(item, named, response)
        case "marking":
            return _marking_wire(item, documents, named, response)
        case _:
            ticked = [letter for text, letter in named.items() if text in response[1:]]
            return {"text": response[0], "ticked": ticked} if response else None


def current(
    item: Item, documents: Mapping[str, Document], response: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return kept texts as they would be now: marked words where they stand today.

    Returns
    -------
    tuple of str or None
        None where marked words are gone, or cannot be told from others.
    """
    if control(item) != "marking":
        return response
    texts = [_today(item, documents, text) for text in response]
    return None if None in texts else tuple(filter(None, texts))


def _today(item: Item, documents: Mapping[str, Document], text: str) -> str | None:
    place = read_passage_text(text)
    if place is None or any(option.text == text for option in item.options):
        return text
    name, start, end, words = place
    if name not in documents:
        return None
    document = documents[name]
    if document.text[start:end] == words:
        return text
    found = anchor(document.text, words)
    if found.span and found.state in {"exact", "normalised"}:
        return passage_text(document.span(*found.span))
    return None


def _refusal(given: object, sort: str) -> CaseError:
    return CaseError(f"{shortly(given)} is no answer. {_CURES[sort]}.")


# ── options and rows by letter or text ───────────────────────────────────────────────────────


def _named(options: Sequence[Option]) -> dict[str, Option]:
    """Return options by what they may be called; a letter wins over another option's text."""
    named = {fold(plain(option.text)): option for option in options}
    return named | {
        letter.casefold(): option
        for letter, option in zip(letters(len(options)), options, strict=True)
    }


def _called(item: Item, options: Sequence[Option], name: object, what: str) -> Option:
    option = _named(options).get(fold(name)) if isinstance(name, str) else None
    if option is None:
        shown = name if isinstance(name, str) else shortly(name)
        texts = [plain(each.text) for each in options]
        raise UnknownNameError(f"{what} of '{item.id}'", shown, texts)
    return option


def _listed(given: object, sort: str) -> list[object]:
    if isinstance(given, str):
        return [given] if given.strip() else []
    if not isinstance(given, list | tuple | set | frozenset):
        raise _refusal(given, sort)
    return [each for each in given if not (isinstance(each, str) and not each.strip())]


def _chosen(item: Item, options: Sequence[Option], given: object) -> tuple[str, ...]:
    named = [_called(item, options, each, "option") for each in _listed(given, "choice")]
    return tuple(option.text for option in item.options if option in named)


def _ordered(item: Item, options: Sequence[Option], given: object) -> tuple[str, ...]:
    named = _listed(_spelled(options, given), "order")
    rows = [_called(item, options, each, "row") for each in named]
    if rows and (len(rows) != len(options) or len({each.text for each in rows}) != len(rows)):
        told = ", ".join(letters(len(options)))
        message = (
            f"{shortly(given)} does not name each row of '{item.id}' once. "
            f"Write the letters {told} in your order."
        )
        raise CaseError(message)
    return tuple(option.text for option in rows)


def _spelled(options: Sequence[Option], given: object) -> object:
    """Return letters that were written in one word, or apart, as a list."""
    if not isinstance(given, str) or fold(given) in _named(options):
        return given
    parts = [part for part in re.split(r"[\s,;]+", given) if part]
    one = len(parts) == 1 and len(options) <= len(_ALPHABET)
    return list(parts[0]) if one else parts


# ── typed ────────────────────────────────────────────────────────────────────────────────────


def _typed(item: Item, given: object) -> tuple[str, ...]:
    if isinstance(given, list | tuple) and len(given) <= 1:
        given = given[0] if given else ""
    if item.kind == "date" and isinstance(given, date):
        given = in_words(given)
    if item.kind == "number" and isinstance(given, int | float) and not isinstance(given, bool):
        given = shortly(given)
    text = _read(given, _LINE, item.kind)
    return (text,) if text else ()


def _read(given: object, most: int, sort: str) -> str:
    """Return a text as it is kept, or say what is wrong with it."""
    if not isinstance(given, str):
        raise _refusal(given, sort)
    if len(given) > most:
        message = (
            f"{shortly(given)} is too long: it has {len(given)} letters, and may have at most "
            f"{most}. Shorten it."
        )
        raise CaseError(message)
    return sound(given).strip()


def _written(item: Item, options: Sequence[Option], given: object) -> tuple[str, ...]:
    text, ticked = _text_and_ticks(given)
    words = _read(text, _TEXT, "writing")
    rows = [_called(item, options, each, "line") for each in _listed(ticked, "writing")]
    lines = tuple(option.text for option in item.options if option in rows)
    return (words, *lines) if words or lines else ()


def _text_and_ticks(given: object) -> tuple[object, object]:
    if isinstance(given, Mapping):
        return given.get("text", ""), given.get("ticked", [])
    if isinstance(given, list | tuple):
        if len(given) > _PAIR:
            raise _refusal(given, "writing")
        return (*given, "", [])[0], (*given, [])[1] if len(given) == _PAIR else []
    return given, []


# ── rows with values ─────────────────────────────────────────────────────────────────────────


def _filled(item: Item, options: Sequence[Option], given: object) -> tuple[str, ...]:
    if not given and isinstance(given, str | list | tuple):
        return ()
    if not isinstance(given, Mapping):
        raise _refusal(given, "rows")
    rows: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        option = _called(item, options, name, "row")
        if option.text in rows:
            message = f"The row '{plain(option.text)}' of '{item.id}' is there twice. Name it once."
            raise CaseError(message)
        rows[option.text] = tuple(_cells(item, option, values))
    return tuple(cell for option in item.options for cell in rows.get(option.text, ()) if cell)


def _cells(item: Item, option: Option, given: object) -> Iterator[str]:
    """Yield the texts of a row's cells, empty where one is left open."""
    columns = choices(item)
    for (name, known), value in zip(columns, _values(item, option, given), strict=True):
        named = {fold(plain(each)): each for each in known}
        if not isinstance(value, str) or (value.strip() and fold(value) not in named):
            shown = value if isinstance(value, str) else shortly(value)
            what = f"'{name}' of" if name else "choice for"
            raise UnknownNameError(f"{what} '{plain(option.text)}':", shown, map(plain, known))
        yield cell_text(option.text, name, named[fold(value)]) if value.strip() else ""


def _values(item: Item, option: Option, given: object) -> list[object]:
    """Return one value for each column."""
    columns = [name for name, _ in choices(item)]
    if isinstance(given, Mapping):
        for name in given:
            if name not in columns:
                raise UnknownNameError(f"column of '{item.id}'", name, columns)
        return [given.get(name, "") for name in columns]
    values = list(given) if isinstance(given, list | tuple) else [given]
    if len(values) != len(columns):
        message = (
            f"{shortly(given)} is no answer to '{plain(option.text)}'. "
            f"Write one value for each of: {', '.join(columns) or 'the row'}."
        )
        raise CaseError(message)
    return values


def _rows_wire(
    item: Item, named: Mapping[str, str], response: Sequence[str]
) -> dict[str, list[str]] | None:
    rows = zip(item.options, cells(item, tuple(response)), strict=True)
    filled = {named[option.text]: [plain(each) for each in row] for option, row in rows if any(row)}
    return filled or None


# ── marked words ─────────────────────────────────────────────────────────────────────────────


def _marked(
    item: Item, options: Sequence[Option], documents: Mapping[str, Document], given: object
) -> tuple[str, ...]:
    claims = options if item.kind == "claim" else ()
    letter, words = _claim_and_words(item, given)
    named = [_called(item, claims, letter, "claim").text] if letter else []
    place = excerpt(item, documents)
    document = documents[place[0].document]
    passage = _passage(document, place, words) if words else None
    return (*named, passage_text(passage)) if passage else tuple(named)


def _claim_and_words(item: Item, given: object) -> tuple[object, Any]:
    """Return the letter or text of the claim, and the words or the span that are marked."""
    if isinstance(given, Mapping):
        none = given.get("start") is None and given.get("end") is None
        return given.get("letter", ""), None if none else given
    if item.kind == "mark":
        given = "" if isinstance(given, list | tuple) and not given else given
        if not isinstance(given, str | Passage):
            raise _refusal(given, "mark")
        return "", given
    if isinstance(given, list | tuple) and len(given) == _PAIR:
        claim, words = given
        if isinstance(claim, str) and isinstance(words, str | Passage):
            return claim.strip(), words
    if isinstance(given, str | list | tuple) and not given:
        return "", ""
    raise _refusal(given, "claim")


def _passage(document: Document, place: Sequence[Passage], words: object) -> Passage | None:
    """Return marked words as a passage of the excerpt; None for no words."""
    if isinstance(words, str):
        return _quoted(document, place, words) if words.strip() else None
    if isinstance(words, Passage):
        name, start, end = words.document, words.start, words.end
    else:
        name, start, end = (dict(words).get(each) for each in ("document", "start", "end"))  # type: ignore[call-overload]
    if name != document.id:
        raise UnknownNameError("text to mark in", shortly(name).strip("'"), [document.id])
    if type(start) is not int or type(end) is not int:
        message = f"{shortly((start, end))} is no place in a text. Send two whole numbers."
        raise CaseError(message)
    return _inside(place, trimmed(document, start, end))


def trimmed(document: Document, start: int, end: int) -> Passage:
    """Return a stretch of a document without white space around its words.

    Raises
    ------
    CaseError
        Where there are no words.
    """
    words = document.span(start, end).text
    if not words.strip():
        message = "There are no words to mark there. Choose some."
        raise CaseError(message)
    begin = start + len(words) - len(words.lstrip())
    return document.span(begin, begin + len(words.strip()))


def _inside(place: Sequence[Passage], passage: Passage) -> Passage:
    if passage.start < place[0].start or passage.end > place[-1].end:
        shown = shortened(passage.text, _LINE)
        message = (
            f"'{shown}' stands in {passage.citation}. "
            f"Mark words from {place[0].citation} to {place[-1].citation}."
        )
        raise CaseError(message)
    return passage


def _quoted(document: Document, place: Sequence[Passage], words: str) -> Passage:
    """Find words in the excerpt: they may stand elsewhere in the document too."""
    if len(words) > len(document.text):
        message = f"'{shortened(words, _LINE)}' is longer than {document.id}. Write words of it."
        raise CaseError(message)
    start, end = place[0].start, place[-1].end
    found = anchor(document.text[start:end], words)
    if found.span and found.state in {"exact", "normalised"}:
        return document.span(start + found.span[0], start + found.span[1])
    return _inside(place, document.quote(words))


def _marking_wire(
    item: Item,
    documents: Mapping[str, Document],
    named: Mapping[str, str],
    response: Iterable[str],
) -> dict[str, object] | None:
    claims = named if item.kind == "claim" else {}
    letter = next((claims[text] for text in response if text in claims), "")
    places = (read_passage_text(text) for text in response if text not in claims)
    name = excerpt(item, documents)[0].document
    span = next(((a, b) for each in places if each for doc, a, b, _ in [each] if doc == name), None)
    if not letter and span is None:
        return None
    start, end = span or (None, None)
    return {"letter": letter, "document": name, "start": start, "end": end}

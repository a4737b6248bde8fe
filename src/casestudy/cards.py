r"""Markdown to cards: the only grammar in which instructors write quizzes, exercises and notes.

A file is read by `casestudy.commonmark`, whose tokens carry line numbers, and its tree is then
held against a strict grammar. What the grammar does not know is refused with its line and a cure;
nothing is guessed, and no word is dropped without a complaint.

Two rules explain most of the code:

- The words of a quotation are taken from the *source* lines, never from the tree: Markdown would
  turn ``> - One state`` into a list and ``> 2017. He had`` into a list that begins with 2017.
- All other text is kept *as written*, with ``*emphasis*``, escapes such as ``\*`` and entities
  such as ``&amp;``; wrapped lines are joined by one space. `casestudy.inline` reads the marks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from casestudy.commonmark import tokens
from casestudy.errors import Complaint
from casestudy.text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["Answer", "Card", "Field", "Model", "Quote", "Table", "read_cards"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a card quotes, not yet found in a document.

    Parameters
    ----------
    words : str
        The words exactly as the source has them; wrapped lines are joined by one space.
    document : str
        The id after ``> --``.
    line, end : int
        Where the words begin, and the line of the attribution.
    """

    words: str
    document: str
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """One ``name: value`` line under a card's ``## id``."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One item of a card's list: an option, a row, a step, a line of a checklist.

    Parameters
    ----------
    text : str
        Its one line, without bullet and box.
    line : int
        Where it stands.
    box : bool or None
        Whether its box is ticked; None where it has no box.
    number : int or None
        Its number in a numbered list; None in a list of bullets.
    feedback : tuple of str
        The paragraphs under it.
    quotes : tuple of Quote
        The quotations under it.
    """

    text: str
    line: int
    box: bool | None = None
    number: int | None = None
    feedback: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """What stands under a ``### Answer: …``, ``### May conclude`` or ``### Cannot conclude``.

    The title is the whole heading, such as ``"Answer: for the first party"``.
    """

    title: str
    line: int
    paragraphs: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    r"""A table, its cells counted in the source; ``\|`` stands for a pipe inside a cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Card:
    """One ``##`` block as its author wrote it; what its kind demands is checked elsewhere.

    Parameters
    ----------
    id, file, line, part
        The card's name, where it stands, and the H1 above it (empty where there is none).
    fields : tuple of Field
        In the order of the card, with the names as written.
    stem : tuple of str
        Paragraphs before the answers.
    quotes : tuple of Quote
        Quotations after the stem, to be shown with it.
    answers : tuple of Answer
        The items of the card's one list.
    listing : {"bullet", "numbered", ""}
        What list that is; empty where the card has none.
    table : Table or None
        The card's table.
    models : tuple of Model
        The ``###`` sections.
    """

    id: str
    file: str
    line: int
    part: str
    fields: tuple[Field, ...] = ()
    stem: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    answers: tuple[Answer, ...] = ()
    listing: Literal["bullet", "numbered", ""] = ""
    table: Table | None = None
    models: tuple[Model, ...] = ()


class _Advice(NamedTuple):
    """What is wrong and what to do; ``{}`` is the value."""

    wrong: str
    cure: str


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD = re.compile(r"([^\W\d_][\w-]*)\s*:\s*(.*)")
_NAME = re.compile(r"\W*(\w[\w-]*)\W*[:：]")
_WIDE_COLON = re.compile(r"[^\W\d_][\w-]*\s*[：﹕∶ː꞉︓]")
_MODEL = re.compile(r"Answer: \S.*|May conclude|Cannot conclude")
_BOX = re.compile(r"\[([ xX])\](?:[ \t]+(.*))?")
_DASHES = "-‐‑‒–—―−"

# A box must be exactly "[ ]" or "[x]". Whatever else a reader would take for one is refused: a
# Cyrillic х, round brackets, "[x]On", a tick. One character in brackets is enough to look like it.
_LIKE_A_BOX = re.compile(
    r"\\?[\[({［（【｛〔]\s*[^\w\s…]?\w?\s*[\])}］）】｝〕]|\[[xX]?(?:\s|$)|[xX]?\]|[☐☑☒✓✔✗✘□■🗹]"
)
_A_BOX = _Advice(
    "'{}' does not begin with a box that can be read",
    "write '- [ ] text', or '- [x] text' for a key, with plain brackets and single spaces",
)

_ATTRIBUTION = re.compile(r"--[ \t]+([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")
# "> - One state" may be the first words of a quotation from a list, so one hyphen alone says
# nothing; a dash and a single word, or two hyphens and anything, is an attribution gone wrong.
_LIKE_AN_ATTRIBUTION = re.compile(rf"--.*|[{_DASHES}]+\s*[\w-]+[.,;:]?")
_TRAILING_ATTRIBUTION = re.compile(r"\s--\s*[\w-]+$")

_LOOKALIKES: tuple[tuple[re.Pattern[str], _Advice], ...] = (
    (
        re.compile(r"#"),
        _Advice("'{}' is text here, not a heading", "write a space after the '#', at the margin"),
    ),
    (
        re.compile(r">"),
        _Advice(
            "'{}' is part of the text above it, not a quotation",
            "begin it in the column of the text above, after an empty line",
        ),
    ),
    (
        re.compile(rf"[-*+{_DASHES}•‣⁃◦∙·▪●○■＊－][\s]*(?=[\[({{])"),
        _Advice(
            "'{}' is text here, not an option",
            "write '- [ ] text' with a plain hyphen and a plain space, at the margin",
        ),
    ),
    (
        re.compile(rf"[*+]\s|[{_DASHES}•‣⁃◦∙·▪●○■＊－]"),
        _Advice(
            "'{}' begins with a dash or a bullet and is yet text here",
            "for a list write '- text' with a plain hyphen and a plain space at the margin, "
            "for a document '> -- id', and otherwise begin the line with a word",
        ),
    ),
    (
        re.compile(r"\d{1,9}[.)](?=\s|[^\W\d]|$)"),
        _Advice(
            "'{}' begins like a numbered list and is yet text here",
            "for a list write '1. text' at the margin, otherwise begin the line with a word",
        ),
    ),
    (
        re.compile(r"\|"),
        _Advice(
            "'{}' is text here, not a table",
            "give the header and the line of dashes under it the same number of cells",
        ),
    ),
    (
        re.compile(r"\s*$"),
        _Advice("this line looks empty and holds a no-break space", "delete the space"),
    ),
    (re.compile(r"```|~~~"), _Advice("'{}' looks like program code", "delete it")),
    (_LIKE_A_BOX, _Advice("'{}' is text here, not an option", "write '- [ ] text'")),
    (
        re.compile(r"(?!.*<!--.*-->).*(?:<!--|-->)"),
        _Advice("'{}' holds a part of a comment", "delete it: a card has no comments"),
    ),
)

_STRAY_FIELD = _Advice(
    "'{}' is a field outside the lines under '## id'",
    "move it there, or begin the line with another word",
)

_REFUSED_BLOCKS = {
    "code_block": _Advice(
        "this is indented so far that Markdown takes it for program code",
        "indent feedback and quotations by 4 spaces, and everything else not at all",
    ),
    "fence": _Advice(
        "a fence (``` or ~~~) makes program code of all that follows", "delete both its lines"
    ),
    "html_block": _Advice("this is HTML or a comment", "delete it, or write it as plain Markdown"),
    "hr": _Advice("a line of dashes, stars or underscores has no meaning", "delete it"),
    "heading": _Advice("a heading has no place here", "write it as text"),
    "underlined": _Advice(
        "the line of '-' or '=' under this makes a heading of it",
        "delete that line, or leave an empty line above it",
    ),
    "table": _Advice("a table has no place here", "put it under the stem, at the margin"),
    "bullet_list": _Advice("a list has no place here", "write it as text, or as options"),
    "ordered_list": _Advice("a list has no place here", "write it as text, or as options"),
}

_REFUSED_INLINE = {
    "code_inline": _Advice("`…` is program code", "delete the backticks"),
    "html_inline": _Advice("'{}' is HTML", "delete it; *…* stands for emphasis"),
    "link_open": _Advice("a link has no place in a card", "write its words, or the bare address"),
    "image": _Advice("an image has no place in a card", "delete it, or say in words what it shows"),
    "hardbreak": _Advice(
        "two spaces or a backslash at the end of a line break the line",
        "delete them, or leave an empty line for a new paragraph",
    ),
}

# Text, then quotations, then a table, then a list: the order that every part of a card follows.
_RANK = {"paragraph": 0, "blockquote": 1, "table": 2, "bullet_list": 3, "ordered_list": 3}
_TEXT = frozenset({"paragraph", "blockquote"})
_LISTS: dict[str, Literal["bullet", "numbered"]] = {
    "bullet_list": "bullet",
    "ordered_list": "numbered",
}
_PART, _CARD, _MODEL_LEVEL = 1, 2, 3
_SHOWN = 50  # as many characters of a line find it again


_SPOKEN = {
    "note": (
        ("an option", "an account"),
        ("option", "account"),
        ("'- [ ] text'", "'- [document] text'"),
        ("the question", "the title"),
    )
}
"""What a card that asks nothing calls its parts."""
_EMPTY = _Advice(
    "an option has no text", "write it on the line of its bullet: '- [ ] text', or delete the line"
)
_WRAPPED = _Advice(
    "'{}' continues the option above it, which is one line",
    "leave an empty line above feedback and quotations, and indent them by 4 spaces",
)
_LAZY = _Advice(
    "'{}' has no '>' and yet continues the quotation above it",
    "begin the line with '>', or leave an empty line above it",
)
_SECOND = {
    2: _Advice("a second table begins here", "make one table of both"),
    3: _Advice(
        "a second list begins here",
        "give all options the same bullet, and indent what belongs to one by 4 spaces",
    ),
}
_AFTER = {
    1: _Advice("'{}' is text after a quotation", "put quotations under the text they belong to"),
    2: _Advice("'{}' stands after the table", "put it above the table"),
    3: _Advice(
        "'{}' stands at the margin after the options",
        "indent it by 4 spaces if it belongs to the option above, or put it above all options",
    ),
}


@dataclass(slots=True)
class _Page:
    """A file while it is read: its lines, and what was found wrong so far."""

    file: str
    lines: list[str]
    names: frozenset[str]
    first: str
    noun: str
    wrongs: list[tuple[int, str, str]] = field(default_factory=list)

    def refuse(self, line: int, advice: _Advice, value: str = "") -> None:
        wrong, cure = map(self._spoken, advice)
        self.wrongs.append((line, wrong.replace("{}", shortened(value, _SHOWN)), cure))

    def _spoken(self, said: str) -> str:
        """Return a sentence in the words of this file's cards."""
        for words, ours in _SPOKEN.get(self.noun, ()):
            said = said.replace(words, ours)
        return said

    def lookalike(self, line: str) -> _Advice | None:
        """Return what to say of a line of text that looks like something else."""
        name = _NAME.match(line)
        if name and name[1].casefold() in self.names:
            return _STRAY_FIELD
        return next((advice for pattern, advice in _LOOKALIKES if pattern.match(line)), None)

    def source(self, node: _Node) -> list[tuple[int, str]]:
        """Return the numbers and the trimmed words of the lines of a block, empty ones left out."""
        start, end = node.token.map or (0, 0)
        trimmed = ((place + 1, self.lines[place].strip(" \t")) for place in range(start, end))
        return [(number, line) for number, line in trimmed if line]


def read_cards(
    source: str, file: str, *, names: Iterable[str] = (), noun: str = "card", first: str = "kind"
) -> tuple[tuple[Card, ...], tuple[Complaint, ...]]:
    r"""Read the cards of a Markdown file, and say everything that is wrong with it at once.

    Parameters
    ----------
    source : str
        The text of the file. A byte order mark and Windows line ends make no difference.
    file : str
        Its name for complaints.
    names : iterable of str
        Names of fields that may stand nowhere but right under ``## id``.
    noun : str
        What complaints call a card.
    first : str
        The field that a card without fields is told to begin with.

    Returns
    -------
    cards : tuple of Card
        In the order of the file. A card with a complaint between its first line and the next
        card's is here as far as it could be read, so that more can be said about it; do not use
        it otherwise.
    complaints : tuple of Complaint
        In the order of the lines; empty where every word of the file is in a card.

    Examples
    --------
    >>> lines = ["# Check", "", "## day", "kind: single", "", "Which day?", "", "- [x] Friday"]
    >>> (card,), complaints = read_cards("\n".join(lines), "quiz.md")
    >>> card.id, card.part, card.stem, card.answers[0].box, complaints
    ('day', 'Check', ('Which day?',), True, ())
    >>> lines[2] = "## Day"
    >>> print(*read_cards("\n".join(lines), "quiz.md")[1])
    quiz.md:3: card 'Day': 'Day' is no id (small letters, digits, hyphens): write '## day'
    """
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    page = _Page(file, lines, frozenset(name.casefold() for name in names), first, noun)
    _refuse_invisible(page)
    definitions: dict[str, object] = {}
    nodes = _tree(tokens("\n".join(page.lines), definitions))
    _refuse_definitions(page, definitions)
    sections = _sections(page, nodes)
    cards = _cards(page, sections)
    _refuse_repeated_ids(page, cards)
    if not cards and not page.wrongs:
        page.refuse(0, _Advice("there is no card in it", "begin one with '## ' and its id"))
    return cards, _complaints(page, sections)


def _complaints(page: _Page, sections: Sequence[_Section]) -> tuple[Complaint, ...]:
    """Name the card that each complaint is about: the one whose heading stands last above it."""
    starts = [section.line for section in sections]

    def subject(line: int) -> str:
        section = sections[bisect_right(starts, line) - 1]
        return f"{page.noun} '{section.title}'" if section.level == _CARD else ""

    found = {Complaint(page.file, line, subject(line), *advice) for line, *advice in page.wrongs}
    return tuple(sorted(found))


def _refuse_invisible(page: _Page) -> None:
    """Refuse characters that nobody sees, and put a visible one in their place."""
    strays = {each for each in set().union(*page.lines) if _is_invisible(each)}
    for number, line in enumerate(page.lines if strays else (), start=1):
        found = sorted(strays.intersection(line))
        for each in found:
            name = unicodedata.name(each, f"U+{ord(each):04X}").lower()
            advice = _Advice(f"an invisible character ({name}) stands in this line", "delete it")
            page.refuse(number, advice)
            page.lines[number - 1] = page.lines[number - 1].replace(each, "\ufffd")


def _is_invisible(character: str) -> bool:
    # The two joiners are part of how emoji and some scripts are spelt; the rest is a stray.
    if character in "\t\u200c\u200d":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _refuse_definitions(page: _Page, env: dict[str, object]) -> None:
    """Refuse ``[word]: address`` lines, which leave no token and show in no preview."""
    first, again = env.get("references", {}), env.get("duplicate_refs", [])
    found = [*(first.values() if isinstance(first, dict) else ())]
    found += again if isinstance(again, list) else []
    for each in found:
        line = each["map"][0] + 1
        advice = _Advice(
            "'{}' defines a link and shows in no preview", "delete it, or begin with another word"
        )
        page.refuse(line, advice, page.lines[line - 1].strip())


# ── headings: parts and cards ────────────────────────────────────────────────────────────────


class _Section(NamedTuple):
    """A part or a card: its heading, and the blocks until the next; level 0 has no heading."""

    level: int
    title: str
    line: int
    blocks: list[_Node]


def _sections(page: _Page, nodes: Iterable[_Node]) -> list[_Section]:
    sections = [_Section(0, "", 0, [])]
    for node in nodes:
        level = _section_level(page, node)
        if level:
            _refuse_markup(page, node)
            sections.append(_Section(level, _content(node), _line(node), []))
        else:
            sections[-1].blocks.append(node)
    return sections


def _section_level(page: _Page, node: _Node) -> int:
    """Return 1 for a part, 2 for a card, 0 for every other block."""
    if _type(node) != "heading":
        return 0
    level, title = len(node.token.markup), _content(node)
    if level == _MODEL_LEVEL and _ID.fullmatch(title):
        page.refuse(_line(node), _Advice("'### {}' begins no card", f"write '## {title}'"), title)
        return _CARD
    return level if level <= _CARD else 0


def _cards(page: _Page, sections: Sequence[_Section]) -> tuple[Card, ...]:
    cards: list[Card] = []
    part = ""
    seen: set[str] = set()
    for section in sections:
        if section.level == _CARD:
            cards.append(_card(page, section, part))
            continue
        if section.level == _PART:
            part = section.title
            _refuse_part(page, section, seen)
            seen.add(part)
        _refuse_outside(page, section)
    _refuse_empty_parts(page, sections, cards)
    return tuple(cards)


def _refuse_part(page: _Page, section: _Section, seen: set[str]) -> None:
    if not section.title:
        page.refuse(section.line, _Advice("a part has no name", "write '# Check'"))
    elif section.title in seen:
        advice = _Advice("the part '{}' is there twice", "give each '# ' heading its own words")
        page.refuse(section.line, advice, section.title)


def _refuse_outside(page: _Page, section: _Section) -> None:
    """Refuse blocks that stand above the first card of a part: once, for the first of them."""
    if not section.blocks:
        return
    first = section.blocks[0]
    line, text = page.source(first)[0]
    if section.level == _PART and _FIELD.fullmatch(text) and _type(first) == "paragraph":
        slug = _slug(section.title) or "id"
        advice = _Advice("'# {}' begins a part, not a card", f"write '## {slug}'")
        page.refuse(section.line, advice, section.title)
        return
    advice = _Advice(
        "'{}' stands outside a card", "begin a card above it with '## ' and its id, or delete it"
    )
    known = page.lookalike(text) if _type(first) == "paragraph" else None
    page.refuse(line, _REFUSED_BLOCKS.get(_type(first), known or advice), text)


def _refuse_empty_parts(page: _Page, sections: Iterable[_Section], cards: Iterable[Card]) -> None:
    used = {card.part for card in cards}
    for section in sections:
        if section.level == _PART and not section.blocks and section.title not in used:
            advice = _Advice("the part '{}' has no card", "write a card under it, or delete it")
            page.refuse(section.line, advice, section.title)


def _card(page: _Page, section: _Section, part: str) -> Card:
    _refuse_id(page, section)
    fields, rest = _split_fields(page, section)
    body, chapters = _split_models(rest)
    kept = _ordered(page, body, frozenset(_RANK))
    lists = [node for node in kept if _type(node) in _LISTS]
    tables = [_table(page, node) for node in kept if _type(node) == "table"]
    return Card(
        id=section.title,
        file=page.file,
        line=section.line,
        part=part,
        fields=fields,
        stem=_paragraphs(page, kept),
        quotes=_quotations(page, kept),
        answers=tuple(answer for node in lists for answer in _answers(page, node)),
        listing=_LISTS[_type(lists[0])] if lists else "",
        table=tables[0] if tables else None,
        models=tuple(_model(page, heading, blocks) for heading, blocks in chapters),
    )


def _refuse_id(page: _Page, section: _Section) -> None:
    if not _ID.fullmatch(section.title):
        advice = _Advice(
            "'{}' is no id (small letters, digits, hyphens)",
            f"write '## {_slug(section.title) or 'a-short-name'}'",
        )
        page.refuse(section.line, advice, section.title)


def _refuse_repeated_ids(page: _Page, cards: Iterable[Card]) -> None:
    first: dict[str, int] = {}
    for card in cards:
        if card.id in first:
            advice = _Advice(
                f"the id '{{}}' is already that of line {first[card.id]}", "give each card its own"
            )
            page.refuse(card.line, advice, card.id)
        first.setdefault(card.id, card.line)


# ── fields ───────────────────────────────────────────────────────────────────────────────────


def _split_fields(page: _Page, section: _Section) -> tuple[tuple[Field, ...], list[_Node]]:
    """Return the fields of a card, and the blocks after them."""
    first = section.blocks[0] if section.blocks else None
    if first is None or not _begins_fields(page, first):
        advice = _Advice("the card has no fields", f"write '{page.first}: …' right under '## id'")
        if first is None or _type(first) in _RANK:
            page.refuse(section.line, advice)
        return (), section.blocks
    # Many end a line with two spaces so that a preview breaks it: in fields that does no harm.
    _refuse_markup(page, first, but=frozenset({"hardbreak"}))
    found = [_field(page, number, line) for number, line in page.source(first)]
    return tuple(each for each in found if each), section.blocks[1:]


def _begins_fields(page: _Page, node: _Node) -> bool:
    if _type(node) != "paragraph":
        return False
    text = page.source(node)[0][1]
    return bool(_FIELD.fullmatch(text) or _WIDE_COLON.match(text))


def _field(page: _Page, number: int, line: str) -> Field | None:
    found = _FIELD.fullmatch(line)
    if found and found[2].strip() and not line.endswith("\\"):
        return Field(found[1], found[2].strip(), number)
    if found and found[2].strip():
        advice = _REFUSED_INLINE["hardbreak"]
    elif found:
        advice = _Advice("the field '{}' is empty", "write its value, or delete the line")
    elif _WIDE_COLON.match(line):
        advice = _Advice("the colon of '{}' is not a plain one", "write ':' and a space")
    else:
        advice = page.lookalike(line) or _Advice(
            "'{}' is not a field, which is one line 'name: value'",
            "write each field on one line, and leave an empty line above the question",
        )
    page.refuse(number, advice, found[1] if found else line)
    return None


# ── the order of blocks ──────────────────────────────────────────────────────────────────────


def _ordered(page: _Page, nodes: Iterable[_Node], allowed: frozenset[str]) -> list[_Node]:
    """Return the blocks that a place allows; refuse the others and the first out of order.

    One slip puts many blocks out of order: to tell of each would hide the one that counts.
    """
    kept: list[_Node] = []
    highest, disorder = 0, False
    for node in nodes:
        kind = _type(node)
        if kind not in allowed:
            if not (disorder and kind == "code_block"):
                page.refuse(_line(node), _REFUSED_BLOCKS[kind])
            continue
        rank = _RANK[kind]
        if not disorder and (rank < highest or rank == highest >= _RANK["table"]):
            _refuse_disorder(page, node, highest)
            disorder = True
        highest = max(highest, rank)
        kept.append(node)
    return kept


def _refuse_disorder(page: _Page, node: _Node, highest: int) -> None:
    line, text = page.source(node)[0]
    if _type(node) == "paragraph" and page.lookalike(text):
        return  # the text itself will be refused, with a better cure
    table = _SECOND if _RANK[_type(node)] == highest else _AFTER
    page.refuse(line, table[highest], text)


def _split_models(
    nodes: Iterable[_Node],
) -> tuple[list[_Node], list[tuple[_Node, list[_Node]]]]:
    """Return the blocks above the first ``###``, and each ``###`` with the blocks under it."""
    body: list[_Node] = []
    chapters: list[tuple[_Node, list[_Node]]] = []
    for node in nodes:
        if _type(node) == "heading" and len(node.token.markup) == _MODEL_LEVEL:
            chapters.append((node, []))
        else:
            (chapters[-1][1] if chapters else body).append(node)
    return body, chapters


def _model(page: _Page, heading: _Node, blocks: Iterable[_Node]) -> Model:
    title = _content(heading)
    _refuse_markup(page, heading)
    if not _MODEL.fullmatch(title):
        advice = _Advice(
            "'### {}' is not known",
            "write '### Answer: …', '### May conclude' or '### Cannot conclude', "
            "or '## id' for a card",
        )
        page.refuse(_line(heading), advice, title)
    kept = _ordered(page, blocks, _TEXT)
    return Model(title, _line(heading), _paragraphs(page, kept), _quotations(page, kept))


# ── text ─────────────────────────────────────────────────────────────────────────────────────


def _paragraphs(page: _Page, nodes: Iterable[_Node]) -> tuple[str, ...]:
    return tuple(_text(page, node) for node in nodes if _type(node) == "paragraph")


def _text(page: _Page, node: _Node) -> str:
    """Return a paragraph on one line, and refuse what looks like something else in it."""
    _refuse_markup(page, node)
    lines = page.source(node)
    told: set[_Advice] = set()
    for number, line in lines:
        advice = page.lookalike(line)
        if advice and advice not in told:
            page.refuse(number, advice, line)
            told.add(advice)  # a block that slipped is one slip, however many lines it has
    return " ".join(line for _, line in lines)


def _refuse_markup(page: _Page, node: _Node, *, but: frozenset[str] = frozenset()) -> None:
    for inline in _inlines(node):
        _refuse_tokens(page, _line(inline), inline.token.children or (), but)


def _refuse_tokens(page: _Page, line: int, tokens: Iterable[Token], but: frozenset[str]) -> None:
    for token in tokens:
        advice = _REFUSED_INLINE.get(token.type)
        if advice and token.type not in but:
            page.refuse(line, advice, token.content)
            if token.type != "hardbreak":
                return  # it may run over several lines: no later line number would be sure
        line += token.type in {"softbreak", "hardbreak"}


# ── quotations ───────────────────────────────────────────────────────────────────────────────


def _quotations(page: _Page, nodes: Iterable[_Node]) -> tuple[Quote, ...]:
    blocks = (node for node in nodes if _type(node) == "blockquote")
    return tuple(quote for node in blocks for quote in _quotes(page, node))


def _quotes(page: _Page, node: _Node) -> list[Quote]:
    """Return the quotations of one block, each closed by its attribution."""
    found: list[Quote] = []
    words: list[tuple[int, str]] = []
    lines, whole = _quoted_lines(page, node)
    for number, line in lines:
        closing = _ATTRIBUTION.fullmatch(line)
        if closing and words:
            text = " ".join(line for _, line in words)
            found.append(Quote(text, closing[1], words[0][0], number))
        elif closing:
            advice = _Advice("'{}' has no words above it", "begin each line of them with '>'")
            page.refuse(number, advice, line)
        elif not _refuse_attribution(page, number, line):
            words.append((number, line))
            continue
        words = []
    if words and whole:
        _refuse_unattributed(page, *words[-1])
    return found


def _quoted_lines(page: _Page, node: _Node) -> tuple[list[tuple[int, str]], bool]:
    """Return the lines of a quotation without ``>``, and whether all of them have one."""
    lines: list[tuple[int, str]] = []
    for number, line in page.source(node):
        if not line.startswith(">"):
            known = None if _ATTRIBUTION.fullmatch(line) else page.lookalike(line)
            page.refuse(number, known or _LAZY, line)
            return lines, False
        words = line[1:].strip()
        if words.startswith(">"):
            page.refuse(number, _Advice("'{}' has more than one '>'", "leave one"), line)
        if words:
            lines.append((number, words))
    return lines, True


def _refuse_attribution(page: _Page, number: int, line: str) -> bool:
    """Tell whether a quoted line is an attribution gone wrong, and refuse it."""
    if _TRAILING_ATTRIBUTION.search(line):
        advice = _Advice("'{}' ends with an attribution", "give the attribution its own line")
    elif _LIKE_AN_ATTRIBUTION.fullmatch(line):
        advice = _Advice("'{}' names no document", _attribution_cure(line))
    else:
        return False
    page.refuse(number, advice, line)
    return True


def _refuse_unattributed(page: _Page, number: int, line: str) -> None:
    cure = _attribution_cure(line if line[0] in _DASHES else "")
    page.refuse(number, _Advice("the quotation that ends with '{}' names no document", cure), line)


def _attribution_cure(line: str) -> str:
    title = re.split(r"[,;(¶]", line)[0]
    return f"end it with a line '> -- {_slug(title) or 'id'}', two hyphens and a document's id"


# ── lists and tables ─────────────────────────────────────────────────────────────────────────


def _answers(page: _Page, node: _Node) -> list[Answer]:
    answers = [_answer(page, item) for item in node.children]
    _refuse_mixed_boxes(page, answers)
    _refuse_numbers(page, answers)
    return answers


def _refuse_mixed_boxes(page: _Page, answers: Sequence[Answer]) -> None:
    if all(answer.box is None for answer in answers):
        return
    for answer in answers:
        if answer.box is None and answer.text and not _LIKE_A_BOX.match(answer.text):
            page.refuse(answer.line, _A_BOX, answer.text)


def _refuse_numbers(page: _Page, answers: Sequence[Answer]) -> None:
    """Refuse numbers that disagree with the order of the list: one of the two is a slip."""
    numbers = [answer.number for answer in answers]
    # Markdown shows "1. 1. 1." as 1, 2, 3, and some write it so to move lines more easily.
    if numbers[0] is None or set(numbers) == {1}:
        return
    for place, answer in enumerate(answers, start=1):
        if answer.number != place:
            wrong = f"the number {answer.number} stands in place {place} of its list"
            page.refuse(answer.line, _Advice(wrong, "number the list 1, 2, 3"))
            return


def _answer(page: _Page, item: _Node) -> Answer:
    line, number = _line(item), int(item.token.info) if item.token.info else None
    first, rest = (item.children[0], item.children[1:]) if item.children else (None, [])
    if first is None or _line(first) != line:
        page.refuse(line, _EMPTY)
        return Answer("", line, number=number)
    if _type(first) != "paragraph":
        page.refuse(line, _REFUSED_BLOCKS.get(_type(first), _EMPTY))
        return Answer("", line, number=number)
    box, text = _boxed(page, first)
    kept = _ordered(page, rest, _TEXT)
    return Answer(text, line, box, number, _paragraphs(page, kept), _quotations(page, kept))


def _boxed(page: _Page, node: _Node) -> tuple[bool | None, str]:
    """Return the box and the text of an option's line."""
    _refuse_markup(page, node)
    line, text, more = _line(node), _content(node).split("\n")[0], page.source(node)[1:]
    if more:
        stray = page.lookalike(more[0][1]) is _STRAY_FIELD
        page.refuse(more[0][0], _STRAY_FIELD if stray else _WRAPPED, more[0][1])
    found = _BOX.fullmatch(text)
    if found:
        if not (found[2] or "").strip():
            page.refuse(line, _EMPTY)
        return found[1] != " ", (found[2] or "").strip()
    if not text.strip() or _LIKE_A_BOX.match(text):
        page.refuse(line, _A_BOX if text.strip() else _EMPTY, text)
    return None, text.strip()


def _table(page: _Page, node: _Node) -> Table:
    """Return a table, its cells counted in the source: Markdown drops what is too much."""
    (line, header), _, *rows = page.source(node)
    _refuse_markup(page, node)
    width = len(_cells(header))
    for number, row in rows:
        found = len(_cells(row))
        if found != width:
            advice = _Advice(
                f"the number of cells in '{{}}' is {found}, and in the header {width}",
                "give it as many, with '\\|' for a pipe in a cell, "
                "and leave an empty line under the table",
            )
            page.refuse(number, advice, row)
    return Table(_cells(header), tuple(_cells(row) for _, row in rows), line)


def _cells(row: str) -> tuple[str, ...]:
    cells = re.split(r"(?<!\\)\|", row)
    cells = cells[1:] if not cells[0] else cells
    cells = cells[:-1] if cells and not cells[-1] else cells
    return tuple(cell.replace("\\|", "|").strip() for cell in cells)


# ── the tree ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Node:
    """A block of a file, by the token that opens it, with the blocks inside."""

    type: str
    token: Token
    children: list[_Node]


def _tree(tokens: Iterable[Token]) -> list[_Node]:
    # markdown-it's own tree takes five times as long: it also holds every word of a line
    levels: list[list[_Node]] = [[]]
    for token in tokens:
        if token.nesting < 0:
            levels.pop()
            continue
        node = _Node(token.type.removesuffix("_open"), token, [])
        levels[-1].append(node)
        if token.nesting > 0:
            levels.append(node.children)
    return levels[0]


def _inlines(node: _Node) -> Iterator[_Node]:
    """Yield the lines of text in a block, in order."""
    if node.type == "inline":
        yield node
    for child in node.children:
        yield from _inlines(child)


def _type(node: _Node) -> str:
    if node.type == "heading" and not node.token.markup.startswith("#"):
        return "underlined"
    return node.type


def _line(node: _Node) -> int:
    return node.token.map[0] + 1 if node.token.map else 0


def _content(node: _Node) -> str:
    """Return the source of a paragraph or heading, without its indentation and marks."""
    return "".join(child.token.content for child in node.children if child.type == "inline")


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters))

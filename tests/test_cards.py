"""The grammar of cards: every slip is refused with a cure, or reads as if it were none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.cards import Card, Quote, read_cards
from casestudy.quizfile import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casestudy.errors import Complaint

Cards = tuple[Card, ...]
Mutation = Callable[[list[str], int], list[str]]

SAMPLE = Path(__file__).with_name("cards").joinpath("every-kind.md").read_text(encoding="utf-8")

BASE = """\
# Check

## asylum-when
kind: single
hint: Look at the day.

When did Mexico grant it?

- [ ] In December 2023

    That is when he asked.

    > entered the Mexican embassy
    > in Quito to request asylum
    > -- encyclopedia

- [x] On 5 April 2024

    One text gives the time.

    > announced Friday morning
    > -- mexico-news-daily

## who-left
kind: single

Who left?

- [x] Mexico
- [ ] Chile
"""


def read(source: str) -> tuple[Cards, tuple[Complaint, ...]]:
    """Read cards as a quiz does."""
    return read_cards(source, "quiz.md", names=FIELDS)


def slipped(old: str, new: str) -> str:
    """Return the small file with one change."""
    assert old in BASE, old
    return BASE.replace(old, new, 1)


def shape(value: object) -> object:
    """Everything that a value says but where it stands."""
    if is_dataclass(value):
        kept = [each.name for each in fields(value) if each.name not in {"line", "end", "file"}]
        return type(value).__name__, *(shape(getattr(value, name)) for name in kept)
    return tuple(map(shape, value)) if isinstance(value, tuple) else value


# ── what every word of a file comes back as ──────────────────────────────────────────────────


def written(cards: Cards) -> str:
    """Cards as Markdown: the opposite of reading them."""
    blocks, part = [], ""
    for card in cards:
        if card.part != part:
            part = card.part
            blocks.append(f"# {part}")
        blocks += [written_card(card)]
    return "\n\n".join(blocks) + "\n"


def written_card(card: Card) -> str:
    """Return one card as Markdown."""
    head = "\n".join([f"## {card.id}", *(f"{each.name}: {each.value}" for each in card.fields)])
    blocks = [head, *card.stem, *map(written_quote, card.quotes)]
    if card.table:
        rows = [card.table.header, ("---",) * len(card.table.header), *card.table.rows]
        pipes = [[cell.replace("|", r"\|") for cell in row] for row in rows]
        blocks.append("\n".join(f"| {' | '.join(row)} |" for row in pipes))
    for answer in card.answers:
        bullet = f"{answer.number}." if answer.number is not None else "-"
        box = {None: "", True: "[x] ", False: "[ ] "}[answer.box]
        under = [*answer.feedback, *map(written_quote, answer.quotes)]
        lines = "\n\n".join(under).replace("\n", "\n    ")
        blocks.append(f"{bullet} {box}{answer.text}" + (f"\n\n    {lines}" if under else ""))
    for model in card.models:
        blocks += [f"### {model.title}", *model.paragraphs, *map(written_quote, model.quotes)]
    return "\n\n".join(blocks)


def written_quote(quote: Quote) -> str:
    """Return one quotation as Markdown."""
    return f"> {quote.words}\n> -- {quote.document}"


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"\w+", text.casefold())


def assert_nothing_is_lost(source: str) -> bool:
    """Either something is refused, or each word of the source is in the cards, in its order."""
    cards, complaints = read(source)
    if complaints:
        return False
    assert words(written(cards)) == words(source)
    assert shape(read(written(cards))[0]) == shape(cards)
    return True


# ── the sample ───────────────────────────────────────────────────────────────────────────────


def test_the_sample_is_read_without_complaint() -> None:
    """The sample is read without complaint."""
    cards, complaints = read(SAMPLE)
    assert complaints == ()
    assert len(cards) == 13


def test_the_sample_has_25_quotes() -> None:
    """The sample has 25 quotes."""
    assert len(quotes_of(read(SAMPLE)[0])) == 25 == SAMPLE.count("> -- ")


def quotes_of(cards: Cards) -> list[Quote]:
    """Return all quotations of some cards."""
    groups = [
        [
            card.quotes,
            *(each.quotes for each in card.answers),
            *(each.quotes for each in card.models),
        ]
        for card in cards
    ]
    return [quote for group in groups for quotes in group for quote in quotes]


def test_a_part_is_the_h1_above_a_card() -> None:
    """A part is the H1 above a card."""
    assert {card.part for card in read(SAMPLE)[0]} == {"Check", "Discuss and write"}


def test_lines_are_those_of_the_file() -> None:
    """Lines are those of the file."""
    lines = SAMPLE.split("\n")
    cards, _ = read(SAMPLE)
    assert all(lines[card.line - 1] == f"## {card.id}" for card in cards)
    assert all(lines[each.line - 1].endswith(each.text) for c in cards for each in c.answers)
    assert all(quote.words in lines[quote.line - 1] for quote in quotes_of(cards))
    assert all(each.value in lines[each.line - 1] for card in cards for each in card.fields)


def test_every_word_of_the_sample_is_in_its_cards() -> None:
    """Every word of the sample is in its cards."""
    assert assert_nothing_is_lost(SAMPLE)


def test_every_word_of_the_base_is_in_its_cards() -> None:
    """Every word of the base is in its cards."""
    assert assert_nothing_is_lost(BASE)


# ── slips ────────────────────────────────────────────────────────────────────────────────────

FEEDBACK = "    That is when he asked.\n"
QUOTE = (
    "    > entered the Mexican embassy\n    > in Quito to request asylum\n    > -- encyclopedia\n"
)
SHORT = "    > announced Friday morning\n    > -- mexico-news-daily\n"
LAST = "- [ ] Chile\n"


def moved(text: str, by: str) -> str:
    """Indent by more, or by less, than 4 spaces."""
    return re.sub(r"^ {4}", by, text, flags=re.MULTILINE)


SAME = {
    "no blank between feedback and quote": (f"{FEEDBACK}\n{QUOTE}", FEEDBACK + QUOTE),
    "feedback 2 spaces": (FEEDBACK, moved(FEEDBACK, "  ")),
    "feedback 3 spaces": (FEEDBACK, moved(FEEDBACK, "   ")),
    "feedback 5 spaces": (FEEDBACK, moved(FEEDBACK, "     ")),
    "feedback by a tab": (FEEDBACK, moved(FEEDBACK, "\t")),
    "quote by a tab": (QUOTE, moved(QUOTE, "\t")),
    "quote 2 spaces": (QUOTE, moved(QUOTE, "  ")),
    "capital X": ("[x] On", "[X] On"),
    "tab after the box": ("[x] On", "[x]\tOn"),
    "two spaces after the box": ("[x] On", "[x]  On"),
    "two spaces after the bullet": ("- [x] On", "-  [x] On"),
    "spaces at the end of an option": ("5 April 2024\n", "5 April 2024   \n"),
    "list indented by one": ("- [x] On", " - [x] On"),
    "no blank between options": (f"{QUOTE}\n", QUOTE),
    "two blanks between options": (f"{QUOTE}\n", f"{QUOTE}\n\n"),
    "blank line of spaces": (f"{FEEDBACK}\n", f"{FEEDBACK}    \n"),
    "kind without a space": ("kind: single\n", "kind:single\n"),
    "space before the colon": ("kind: single\n", "kind : single\n"),
    "two spaces after a field": ("kind: single\n", "kind: single  \n"),
    "blank between id and fields": ("## asylum-when\n", "## asylum-when\n\n"),
    "hashes after the id": ("## asylum-when\n", "## asylum-when ##\n"),
    "spaces before the hashes": ("## asylum-when\n", "  ## asylum-when\n"),
    "no blank before a card": ("\n## who-left", "## who-left"),
    "no blank before the list": ("it?\n\n- [ ]", "it?\n- [ ]"),
    "stem on two lines": ("When did Mexico", "When did\nMexico"),
    "feedback on two lines": ("That is when he", "That is when\n    he"),
    "quote with a blank > line": ("embassy\n    > in", "embassy\n    >\n    > in"),
    "quote without a space after >": ("> entered", ">entered"),
    "quote on one line": ("embassy\n    > in", "embassy in"),
    "spaces after the attribution": ("-- encyclopedia\n", "-- encyclopedia  \n"),
    "two spaces in the attribution": ("-- encyclopedia\n", "--  encyclopedia\n"),
    "CRLF": ("", ""),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_a_harmless_slip_reads_the_same(old: str, new: str) -> None:
    """A harmless slip reads the same."""
    cards, complaints = read(slipped(old, new))
    assert complaints == ()
    assert shape(cards) == shape(read(BASE)[0])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: "\n\n" + text + "\n\n",
        lambda text: text.replace("- [", "* ["),
        lambda text: text.replace("- [", "+ ["),
    ],
    ids=["CRLF", "CR", "BOM", "no last newline", "blank lines around", "* bullets", "+ bullets"],
)
def test_a_harmless_change_of_the_file_reads_the_same(change: Callable[[str], str]) -> None:
    """A harmless change of the file reads the same."""
    cards, complaints = read(change(BASE))
    assert complaints == ()
    assert shape(cards) == shape(read(BASE)[0])


# name: (old, new, line of the complaint, a word of its cure)
REFUSED = {
    # feedback and quotation
    "no blank before feedback": (f"2023\n\n{FEEDBACK}", f"2023\n{FEEDBACK}", 10, "empty line"),
    "all tight, 6 spaces": (
        f"2023\n\n{FEEDBACK}\n{QUOTE}",
        f"2023\n{moved(FEEDBACK + QUOTE, '      ')}",
        10,
        "empty line",
    ),
    "feedback and quote 6 spaces with blanks": (
        f"{FEEDBACK}\n{QUOTE}",
        moved(f"{FEEDBACK}\n{QUOTE}", "      "),
        11,
        "4 spaces",
    ),
    "quote 6 spaces tight after feedback": (
        f"{FEEDBACK}\n{QUOTE}",
        FEEDBACK + moved(QUOTE, "      "),
        12,
        "column",
    ),
    "feedback not indented": (FEEDBACK, moved(FEEDBACK, ""), 11, "4 spaces"),
    "feedback not indented, tight": (f"\n{FEEDBACK}", moved(FEEDBACK, ""), 10, "empty line"),
    "quote not indented": (QUOTE, moved(QUOTE, ""), 13, "4 spaces"),
    "feedback 1 space": (FEEDBACK, moved(FEEDBACK, " "), 11, "4 spaces"),
    "two tabs": (FEEDBACK, moved(FEEDBACK, "\t\t"), 11, "4 spaces"),
    "no-break spaces as indent": (FEEDBACK, moved(FEEDBACK, "\u00a0" * 4), 11, "4 spaces"),
    "feedback after a quotation": (QUOTE, f"{QUOTE}\n    Read it again.\n", 17, "under the text"),
    "text after quote, tight": (QUOTE, f"{QUOTE}    Read it again.\n", 16, "empty line"),
    "text at the margin after the options": (LAST, f"{LAST}\nThat is all.\n", 32, "above all"),
    "text at the margin between the options": (
        "- [x] On",
        "Or later:\n\n- [x] On",
        17,
        "above all",
    ),
    "code in feedback by 8 spaces": (FEEDBACK, f"{FEEDBACK}\n        x = 1\n", 13, "4 spaces"),
    # options
    "no space after dash": ("- [x] On", "-[x] On", 17, "plain space"),
    "box without a space": ("- [ ] In", "- [] In", 9, "[ ]"),
    "box with spaces": ("- [x] On", "- [ x ] On", 17, "[x]"),
    "no space after the box": ("- [x] On", "- [x]On", 17, "[x]"),
    "star in the box": ("- [x] On", "- [*] On", 17, "[x]"),
    "round box": ("- [x] On", "- (x) On", 17, "[x]"),
    "empty round box": ("- [ ] In", "- ( ) In", 9, "[ ]"),
    "cyrillic box": ("- [x] On", "- [х] On", 17, "[x]"),
    "tick in the box": ("- [x] On", "- [✓] On", 17, "[x]"),
    "a drawn box": ("- [x] On", "- ☒ On", 17, "[x]"),
    "full-width brackets": ("- [x] On", "- ［x］ On", 17, "[x]"),
    "escaped box": ("- [x] On", r"- \[x] On", 17, "[x]"),
    "half a box": ("- [x] On", "- [x On", 17, "[x]"),
    "two x": ("- [x] On", "- [xx] On", 17, "[x]"),
    "no-break space in the box": ("- [ ] In", "- [\u00a0] In", 9, "[ ]"),
    "no-break space after the box": ("- [x] On", "- [x]\u00a0On", 17, "[x]"),
    "no box": ("- [x] On", "- On", 17, "[x]"),
    "no-break space after dash": ("- [x] On", "-\u00a0[x] On", 17, "plain space"),
    "en dash as bullet": ("- [x] On", "– [x] On", 17, "plain hyphen"),
    "em dash as bullet, tight": (f"{QUOTE}\n- [x] On", f"{QUOTE}— [x] On", 16, "plain hyphen"),
    "dot as bullet": ("- [x] On", "• [x] On", 17, "plain hyphen"),
    "no bullet": ("- [x] On", "[x] On", 17, "[ ]"),
    "other bullet": ("- [x] On", "* [x] On", 17, "same bullet"),
    "numbered option among bullets": ("- [x] On", "1. [x] On", 17, "same bullet"),
    "nested list": ("- [x] On", "  - [x] On", 17, "as options"),
    "nested list under feedback": (FEEDBACK, f"{FEEDBACK}    - one\n", 12, "as options"),
    "option wrapped": ("On 5 April 2024", "On 5 April\n  2024", 18, "empty line"),
    "option wrapped lazily": ("On 5 April 2024", "On 5 April\n2024", 18, "empty line"),
    "empty option": ("- [x] On 5 April 2024", "- [x]", 17, "[ ] text"),
    "empty bullet": ("- [x] On 5 April 2024", "-", 17, "[ ] text"),
    "text under its bullet": ("- [x] On 5 April 2024", "-\n    [x] On 5 April 2024", 17, "line"),
    "two lists": ("- [x] On", "***\n\n- [x] On", 17, "delete"),
    "quote in an option's line": ("- [x] On 5", "- > On 5", 17, "text"),
    "heading in an option's line": ("- [x] On 5", "- # On 5", 17, "as text"),
    "five spaces after the dash": ("- [x] On", "-     [x] On", 17, "4 spaces"),
    "option deep under feedback": (FEEDBACK, f"{FEEDBACK}          - [x] or this\n", 12, "hyphen"),
    # attributions
    "quote without attribution": ("    > -- encyclopedia\n", "", 14, "> -- id"),
    "attribution with em dash": ("-- encyclopedia", "— encyclopedia", 15, "> -- encyclopedia"),
    "attribution with en dash": ("-- encyclopedia", "– encyclopedia", 15, "hyphens"),
    "attribution with one hyphen": ("-- encyclopedia", "- encyclopedia", 15, "two hyphens"),
    "attribution with three": ("-- encyclopedia", "--- encyclopedia", 15, "two hyphens"),
    "attribution without a space": ("-- encyclopedia", "--encyclopedia", 15, "two hyphens"),
    "attribution without >": ("    > -- ency", "    -- ency", 15, "'>'"),
    "attribution without dashes": ("> -- encyclopedia", "> encyclopedia", 15, "> -- id"),
    "attribution by title": (
        "-- mexico-news-daily",
        "-- Mexico News Daily",
        22,
        "> -- mexico-news-daily",
    ),
    "attribution by title, em dash": (
        "-- mexico-news-daily",
        "— Mexico News Daily",
        22,
        "> -- mexico-news-daily",
    ),
    "attribution with a full stop": ("-- encyclopedia", "-- encyclopedia.", 15, "encyclopedia"),
    "attribution with a paragraph": ("-- encyclopedia", "-- encyclopedia ¶3", 15, "encyclopedia'"),
    "attribution in the last line of words": (
        "asylum\n    > -- encyclopedia",
        "asylum -- encyclopedia",
        14,
        "own line",
    ),
    "attribution twice": (QUOTE, f"{QUOTE}    > -- cnn\n", 16, "'>'"),
    "> missing on the words": ("    > announced", "    announced", 22, "'>'"),
    "quote of two lines, the second lazy": ("    > in Quito", "    in Quito", 14, "'>'"),
    "quote of two lines, the second at the margin": ("    > in Quito", "in Quito", 14, "'>'"),
    "quote broken by a blank line": ("embassy\n", "embassy\n\n", 13, "> -- id"),
    "quote in a quote": ("> announced", "> > announced", 21, "leave one"),
    # fields
    "hint after the stem": ("it?\n", "it?\n\nhint: Think.\n", 9, "move it"),
    "hint capital after the stem": ("it?\n", "it?\n\nHint: Think.\n", 9, "move it"),
    "hint in the stem": ("it?\n", "it?\nhint: Think.\n", 8, "move it"),
    "hint after the list": (LAST, f"{LAST}\nhint: Think.\n", 32, "move it"),
    "hint glued to the list": (LAST, f"{LAST}hint: Think.\n", 31, "move it"),
    "hint glued to a quotation": (SHORT, f"{SHORT}hint: Think.\n", 23, "move it"),
    "hint in feedback": (FEEDBACK, "    hint: Think.\n", 11, "move it"),
    "hint wrapped": ("at the day", "at\nthe day", 6, "one line"),
    "fields in two paragraphs": ("single\nhint", "single\n\nhint", 6, "move it"),
    "no blank between fields and stem": ("day.\n\n", "day.\n", 6, "empty line"),
    "full-width colon": ("kind: single\n", "kind：single\n", 4, "':'"),
    "equals sign": ("hint: Look", "hint = Look", 5, "name: value"),
    "empty field": ("hint: Look at the day.", "hint:", 5, "value"),
    "backslash after a field": ("day.\n", "day.\\\n", 5, "delete"),
    "fields as a list": ("kind: single\nhint", "- kind: single\n- hint", 3, "kind:"),
    "fields in bold": ("kind: single\n", "**kind**: single\n", 3, "kind:"),
    "no fields": ("kind: single\nhint: Look at the day.\n\n", "", 3, "kind:"),
    # headings
    "### instead of ##": ("## asylum-when", "### asylum-when", 3, "## asylum-when"),
    "no space after ##": ("## asylum-when", "##asylum-when", 3, "space after"),
    "no space after ##, second card": ("## who-left", "##who-left", 24, "space after"),
    "# instead of ##": ("## asylum-when", "# asylum-when", 3, "## asylum-when"),
    "space in an id": ("asylum-when", "asylum when", 3, "## asylum-when"),
    "capital in an id": ("asylum-when", "Asylum-when", 3, "## asylum-when"),
    "accent in an id": ("asylum-when", "asylum-cuándo", 3, "## asylum-cuando"),
    "underscore in an id": ("asylum-when", "asylum_when", 3, "## asylum-when"),
    "no id": ("## asylum-when", "##", 3, "## a-short-name"),
    "duplicate id": ("## who-left", "## asylum-when", 24, "its own"),
    "unknown ### heading": ("## who-left", "### Notes on it", 24, "Answer"),
    "a deep heading": ("When did", "#### When did", 7, "as text"),
    "heading in feedback": (FEEDBACK, "    ## asked\n", 11, "as text"),
    "a line of dashes between cards": ("## who-left", "---\n\n## who-left", 24, "delete"),
    "a line of dashes right under the stem": ("it?\n", "it?\n---\n", 7, "delete that line"),
    "a line of = under the stem": ("it?\n", "it?\n===\n", 7, "delete that line"),
    "a line of dashes under the fields": ("day.\n", "day.\n---\n", 4, "delete that line"),
    "part without a name": ("# Check", "#", 1, "# Check"),
    "part twice": ("## who-left", "# Check\n\n## who-left", 24, "its own"),
    "part without cards": ("# Check\n", "# Read\n\n# Check\n", 1, "card under it"),
    "text above all cards": ("# Check", "Welcome.\n\n# Check", 1, "begin a card"),
    "text between part and card": ("# Check\n", "# Check\n\nWelcome.\n", 3, "begin a card"),
    "front matter": ("# Check", "---\ntitle: quiz\n---\n\n# Check", 1, "delete"),
    # what a card has not
    "fence": ("it?\n", "it?\n\n```\nx\n```\n", 9, "delete"),
    "unclosed fence in the stem": ("it?\n", "it?\n\n```\n", 9, "delete"),
    "tilde fence in feedback": (FEEDBACK, "    ~~~\n    x\n    ~~~\n", 11, "delete"),
    "indented code": ("it?\n", "it?\n\n    x = 1\n", 9, "4 spaces"),
    "inline code": ("Mexico grant", "`Mexico` grant", 7, "backticks"),
    "inline code in an option": ("On 5 April", "On `5` April", 17, "backticks"),
    "html": ("Mexico grant", "<b>Mexico</b> grant", 7, "emphasis"),
    "html block": ("When did", "<div>\nWhen did", 7, "Markdown"),
    "html comment": ("When did", "<!-- easy -->\nWhen did", 7, "delete"),
    "html comment in a line": ("it?", "it? <!-- easy -->", 7, "delete"),
    "comment unclosed": ("When did", "<!-- easy\n\nWhen did", 7, "delete"),
    "comment unclosed in a line": ("it?", "it? <!-- easy", 7, "comment"),
    "comment between cards": ("## who-left", "<!-- easy -->\n\n## who-left", 24, "delete"),
    "link": ("Mexico grant", "[Mexico](https://a.b) grant", 7, "address"),
    "link in feedback": ("he asked", "[he](a) asked", 11, "address"),
    "autolink": ("Mexico grant", "<https://a.b> grant", 7, "address"),
    "link definition": ("When did", "[a]: https://a.b\n\nWhen did", 7, "delete"),
    "link definition twice": ("When", "[b]: c\n\n[a]: b\n[a]: c\n\nWhen", 10, "delete"),
    "link definition in an option": ("- [x] On 5", "- [x]: on\n- [x] On 5", 17, "delete"),
    "image": ("Mexico grant", "![Mexico](a.png) grant", 7, "words"),
    "break by two spaces": ("When did Mexico", "When did  \nMexico", 7, "paragraph"),
    "break by a backslash": ("When did Mexico", "When did\\\nMexico", 7, "paragraph"),
    "numbered list in the stem": ("When did", "1. one\n2. two\n\nWhen did", 10, "above all"),
    "wrapped line that begins with a number": ("grant it", "grant\n2017. it", 8, "a word"),
    "list in the stem": ("When did", "- one\n- two\n\nWhen did", 10, "above all"),
    "table that is none": ("When did", "| a | b |\n|---|\n\nWhen did", 7, "cells"),
    "table row too long": (
        "it?\n",
        "it?\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
        11,
        "as many",
    ),
    "table row too short": ("it?\n", "it?\n\n| a | b |\n|---|---|\n| 1 |\n", 11, "as many"),
    "text tight under a table": ("it?\n", "it?\n\n|a|b|\n|-|-|\n|1|2|\nSo?\n", 12, "empty line"),
    "table after the list": (LAST, f"{LAST}\n|a|b|\n|-|-|\n|1|2|\n", 32, "above all"),
    "two tables": ("it?\n", "it?\n\n|a|\n|-|\n|1|\n\n|b|\n|-|\n|2|\n", 13, "one table"),
    "table in feedback": (FEEDBACK, "    |a|b|\n    |-|-|\n    |1|2|\n", 11, "margin"),
    "no-break space in an empty line": ("it?\n", "it?\n\u00a0\nOr not?\n", 8, "delete"),
    "no-break space as feedback": (FEEDBACK, "    \u00a0\n", 11, "delete"),
    "no-break space as option": ("- [x] On 5 April 2024", "- \u00a0", 17, "[ ] text"),
    "no-break space above an option": ("- [x] On", "- \u00a0\n  [x] On", 18, "empty line"),
    "no-break space under a quotation": (f"{QUOTE}\n", f"{QUOTE}\u00a0\n", 16, "delete"),
    "NUL": ("Mexico grant", "Mexico\0 grant", 7, "delete"),
    "form feed": ("Mexico grant", "Mexico\f grant", 7, "delete"),
    "zero-width space": ("Mexico grant", "Mexico\u200b grant", 7, "delete"),
    "direction mark": ("Mexico grant", "Mexico\u202e grant", 7, "delete"),
    "line separator": ("Mexico grant", "Mexico\u2028 grant", 7, "delete"),
    "lone surrogate": ("Mexico grant", "Mexico\ud800 grant", 7, "delete"),
    "BOM inside": ("Mexico grant", "Mexico\ufeff grant", 7, "delete"),
}


@pytest.mark.parametrize(("old", "new", "line", "cure"), REFUSED.values(), ids=REFUSED)
def test_a_slip_is_refused_with_its_line_and_a_cure(
    old: str, new: str, line: int | str, cure: str
) -> None:
    """A slip is refused with its line and a cure."""
    _, complaints = read(slipped(old, new))
    assert line in [each.line for each in complaints], "\n".join(map(str, complaints))
    assert any(cure in each.cure or cure in each.wrong for each in complaints if each.line == line)


@pytest.mark.parametrize(("old", "new"), [each[:2] for each in REFUSED.values()], ids=REFUSED)
def test_a_slip_brings_few_complaints(old: str, new: str) -> None:
    """A slip brings few complaints."""
    assert 1 <= len(read(slipped(old, new))[1]) <= 4


@pytest.mark.parametrize(("old", "new"), [each[:2] for each in REFUSED.values()], ids=REFUSED)
def test_a_slip_does_not_touch_the_last_card(old: str, new: str) -> None:
    """A slip does not touch the last card."""
    source = slipped(old, new) + "\n## the-end\nkind: single\n\nWho stays?\n"
    cards, _ = read(source)
    swallowed = re.search(r"<!-- easy$|^```$(?![\s\S]*^```$)|<!-- easy\n\n", source, re.MULTILINE)
    assert swallowed or cards[-1].id == "the-end"


def test_all_complaints_come_at_once() -> None:
    """All complaints come at once."""
    source = slipped("[x] On", "[]On").replace("-- encyclopedia", "— encyclopedia")
    assert [each.line for each in read(source)[1]] == [15, 17]


def test_a_complaint_names_file_line_card_fault_and_cure() -> None:
    """A complaint names file line card fault and cure."""
    (complaint,) = read(slipped("-- encyclopedia", "-- Ency Clopedia"))[1]
    assert str(complaint) == (
        "quiz.md:15: card 'asylum-when': '-- Ency Clopedia' names no document: "
        "end it with a line '> -- ency-clopedia', two hyphens and a document's id"
    )


def test_a_complaint_about_a_part_names_no_card() -> None:
    """A complaint about a part names no card."""
    (complaint,) = read(slipped("## who-left", "# Check\n\n## who-left"))[1]
    assert complaint.subject == ""


def test_an_empty_file_is_refused() -> None:
    """An empty file is refused."""
    (complaint,) = read("")[1]
    assert (complaint.line, complaint.wrong) == (0, "there is no card in it")


# ── what is kept ─────────────────────────────────────────────────────────────────────────────


def quote(text: str) -> tuple[str, tuple[Complaint, ...]]:
    """Return the quoted words that some lines are read as."""
    (card, _), complaints = read(slipped("    > announced Friday morning\n", text))
    return card.answers[1].quotes[0].words, complaints


@pytest.mark.parametrize(
    "words",
    [
        "- Argentina: it spoke",
        "2017. He had",
        "[ing] the court",
        "# a hash",
        "`a` <b> [c](d) ![e](f)",
        "*a* **b** &amp; \\*",
        "| a | b |",
        "1. one",
        "``` a",
        "a -- b c",
        "no\u00a0break",
        "kind: single",
        "[…] left out […]",
    ],
)
def test_quoted_words_are_those_of_the_source(words: str) -> None:
    """Quoted words are those of the source."""
    assert quote(f"    > {words}\n") == (words, ())


def test_quoted_lines_that_look_like_structure_are_kept() -> None:
    """Quoted lines that look like structure are kept."""
    assert quote("    > 2017. He\n    > - had it\n    > # so\n") == ("2017. He - had it # so", ())


def test_a_block_holds_several_quotations() -> None:
    """A block holds several quotations."""
    (card, _), complaints = read(slipped(SHORT, SHORT + SHORT.replace("Friday", "Sunday")))
    assert complaints == ()
    assert [each.words.split()[1] for each in card.answers[1].quotes] == ["Friday", "Sunday"]


def test_a_quotation_under_the_stem_is_shown_with_the_question() -> None:
    """A quotation under the stem is shown with the question."""
    (card, _), complaints = read(slipped("it?\n", "it?\n\n> We fell.\n> -- cnn\n"))
    assert complaints == ()
    assert [(each.words, each.document, each.line) for each in card.quotes] == [
        ("We fell.", "cnn", 9)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "*no* **state** _said_ it",
        r"2 \* 3 &amp; 4",
        "a footnote[^1] is text",
        "[sic] it said",
        "a < b > c",
        "Ecuador: what was said?",
        "https://a.b/c_d",
        "3.5 million",
        "[…] and then",
        "no\u00a0break",
    ],
)
def test_text_is_kept_as_written(text: str) -> None:
    """Text is kept as written."""
    (card, _), complaints = read(slipped("When did Mexico grant it?", text))
    assert (card.stem, complaints) == ((text,), ())


def test_a_pipe_in_a_cell_is_written_with_a_backslash() -> None:
    """A pipe in a cell is written with a backslash."""
    (card, _), complaints = read(slipped("it?\n", "it?\n\n|a|b|\n|-|-|\n| 1 \\| 2 | |\n"))
    assert complaints == ()
    assert card.table is not None
    assert card.table.rows == (("1 | 2", ""),)


def test_steps_keep_their_numbers() -> None:
    """Steps keep their numbers."""
    cards, _ = read(SAMPLE)
    steps = next(card for card in cards if card.listing == "numbered")
    assert [answer.number for answer in steps.answers] == [1, 2, 3]


@pytest.mark.parametrize("numbers", ["1 1 1", "1 2 3"])
def test_a_list_counts_up_or_says_one_each_time(numbers: str) -> None:
    """A list counts up or says one each time."""
    assert read(steps(numbers))[1] == ()


@pytest.mark.parametrize(
    ("numbers", "line"), [("1 3 2", 7), ("2 3 4", 6), ("1 1 2", 7), ("0 1", 6)]
)
def test_numbers_that_disagree_with_the_order_are_refused(numbers: str, line: int | str) -> None:
    """Numbers that disagree with the order are refused."""
    assert [each.line for each in read(steps(numbers))[1]] == [line]


def steps(numbers: str) -> str:
    """Return a card with a numbered list."""
    lines = "\n".join(f"{number}. step {at}" for at, number in enumerate(numbers.split()))
    return f"## four\nkind: order\n\nOrder them.\n\n{lines}\n"


def test_model_answers_have_title_text_and_quotes() -> None:
    """Model answers have title text and quotes."""
    model = read(SAMPLE)[0][-2].models[0]
    assert model.title == "Answer: for Ecuador"
    assert model.paragraphs == ("It rests on convictions.",)
    assert model.quotes[0].document == "encyclopedia"


def test_notes_use_the_same_blocks() -> None:
    """Notes use the same blocks."""
    source = (
        "## raid-hour\nrelation: conflict\n\nWhen?\n\n- [cnn] It says dusk.\n\n    > at dusk\n"
        "    > -- cnn\n\n### May conclude\n\nIt was late.\n\n### Cannot conclude\n\nThe hour.\n"
    )
    (card,), complaints = read_cards(source, "notes.md", noun="note")
    assert complaints == ()
    assert card.answers[0].text == "[cnn] It says dusk."
    assert [model.title for model in card.models] == ["May conclude", "Cannot conclude"]


# ── properties ───────────────────────────────────────────────────────────────────────────────


def deleted(lines: list[str], at: int) -> list[str]:
    """Leave out a line."""
    return lines[:at] + lines[at + 1 :]


def doubled(lines: list[str], at: int) -> list[str]:
    """Write a line twice."""
    return lines[: at + 1] + lines[at:]


def swapped(lines: list[str], at: int) -> list[str]:
    """Swap a line and the next."""
    return lines[:at] + lines[at : at + 2][::-1] + lines[at + 2 :]


def indented(lines: list[str], at: int) -> list[str]:
    """Indent a line by one."""
    return [*lines[:at], f" {lines[at]}", *lines[at + 1 :]]


def stripped(lines: list[str], at: int) -> list[str]:
    """Take the indentation off a line."""
    return [*lines[:at], lines[at].strip(), *lines[at + 1 :]]


def pages() -> Iterator[tuple[list[str], str]]:
    """Each card of the sample with its lines, and the card after it."""
    chunks = re.split(r"^(?=## )", SAMPLE, flags=re.MULTILINE)[1:]
    for chunk, after in zip(chunks, [*chunks[1:], ""], strict=True):
        yield ["# Check", "", *chunk.split("\n")], after


def mutations(mutate: Mutation) -> Iterator[tuple[str, object]]:
    """Yield the text of each page after a change of each of its lines, and what it meant before."""
    for lines, after in pages():
        meant = shape(read("\n".join(lines) + after)[0])
        for at in range(len(lines) - 1):
            yield "\n".join(mutate(lines, at)) + after, meant


@pytest.mark.parametrize("mutate", [deleted, doubled, swapped, indented, stripped])
def test_no_word_is_lost_by_a_change_of_one_line(mutate: Mutation) -> None:
    """No word is lost by a change of one line."""
    read_well = [assert_nothing_is_lost(text) for text, _ in mutations(mutate)]
    assert any(read_well)


def unspaced(lines: list[str], at: int) -> list[str]:
    """Take an empty line away, or put one above a line."""
    return deleted(lines, at) if not lines[at].strip() else [*lines[:at], "", *lines[at:]]


@pytest.mark.parametrize("mutate", [indented, stripped, unspaced])
def test_white_space_at_a_line_is_refused_or_changes_nothing(mutate: Mutation) -> None:
    """White space at a line is refused or changes nothing."""
    for text, meant in mutations(mutate):
        cards, complaints = read(text)
        assert complaints or shape(cards) == meant


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Any text is read without an exception."""
    read(text)


PIECES = [
    *(
        "# Check",
        "# Later",
        "## one",
        "## two",
        "##three",
        "### Answer: a",
        "### Four",
        "#### Five",
    ),
    *("kind: single", "hint: think", "Kind: x", "Who left?", "Ecuador: who?", "2017. He", "-- cnn"),
    *("- [ ] a", "- [x] b", "- c", "* d", "-", "- [x]", "1. e", "2. f", "– [x] g", "-[ ] h"),
    *("> i", "> -- cnn", "> — cnn", ">", "> - j", "> ```", "> -- k l", ">> m", "> [n]: o"),
    *("| p | q |", "|---|---|", "| r |", "```", "~~~", "---", "===", "***", "<!--", "-->", "<div>"),
    *("[s]: t", "[u](v)", "`w`", "y  ", "z\\", "\t", "\u00a0", "&amp; \\*", "*aa", "bb* cc"),
]
LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", "    ", "    ", " ", "  ", "   ", "     ", "      ", "\t"]),
        st.sampled_from(["", *PIECES]),
    ),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_no_word_of_any_pieces_is_lost(text: str) -> None:
    """No word of any pieces is lost."""
    assert_nothing_is_lost(f"# Check\n\n## zero\nkind: single\n\nStem\n\n{text}")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_word_is_lost_by_several_changes(data: st.DataObject) -> None:
    """No word is lost by several changes."""
    lines = BASE.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        mutate = data.draw(st.sampled_from([deleted, doubled, swapped, indented, stripped]))
        lines = mutate(lines, data.draw(st.integers(0, len(lines) - 1)))
    assert_nothing_is_lost("\n".join(lines))


# ── what notes need ──────────────────────────────────────────────────────────────────────────

NOTE = """\
## e-vote
date: 3 May 2024

The council votes

- [gazette] on *Friday*

    > On Friday the council voted
    > -- gazette

### May conclude

There was a vote.

### Cannot conclude

Why.
"""


def test_a_document_in_brackets_is_no_box() -> None:
    """The rows of a note begin with a document's id, which is not taken for a box."""
    (card,), complaints = read_cards(NOTE, "events.md", names={"date"}, noun="note")
    assert complaints == ()
    assert (card.answers[0].text, card.answers[0].box) == ("[gazette] on *Friday*", None)
    assert [model.title for model in card.models] == ["May conclude", "Cannot conclude"]


def test_a_card_without_fields_is_told_the_field_it_begins_with() -> None:
    """The cure names the first field of the file's own sort of card."""
    source = NOTE.replace("date: 3 May 2024\n\n", "")
    complaints = read_cards(source, "events.md", names={"date"}, noun="note", first="date")[1]
    assert [str(each) for each in complaints] == [
        "events.md:1: note 'e-vote': the card has no fields: write 'date: …' right under '## id'"
    ]


@pytest.mark.parametrize(
    "text", ["[a](b)", "![a](b)", "<b>", "`a`", "<http://a.b>", "a  \nb", "a\\\nb"]
)
def test_markup_is_refused_wherever_text_has_any(text: str) -> None:
    """Text without marks is not read for them; text with any is."""
    assert read_cards(NOTE.replace("The council votes", text), "events.md")[1]


def test_a_definition_makes_a_link_of_words_in_brackets() -> None:
    """Words in brackets are a link where they are defined, and are refused there."""
    complaints = read_cards(NOTE + "\n[gazette]: http://a.b\n", "events.md")[1]
    assert {each.wrong for each in complaints} >= {
        "a link has no place in a card",
        "'[gazette]: http://a.b' defines a link and shows in no preview",
    }


def test_a_note_is_told_of_accounts_and_not_of_options() -> None:
    """Who writes a note has no question and no options."""
    source = NOTE.replace("    > ", "> ")
    told = "\n".join(map(str, read_cards(source, "events.md", names={"date"}, noun="note")[1]))
    assert "after the accounts" in told
    assert "option" not in told

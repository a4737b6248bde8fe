"""Cards to quiz items: what each of the thirteen kinds demands, and every word quoted, found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from casestudy.advice import CHECKS
from casestudy.cards import read_cards
from casestudy.dates import SAMPLES, read_date
from casestudy.documents import QuoteError
from casestudy.drawings import CLAIM, DRAWINGS, ROLES
from casestudy.errors import Complaint, did_you_mean
from casestudy.grading import LEAST, TOO_LITTLE
from casestudy.inline import plain
from casestudy.numbers import near, read_number, write_number
from casestudy.quizzes import Item, ModelAnswer, Option, Quiz, listed
from casestudy.quotations import in_marks, said_parts
from casestudy.text import fold, occurs, shortened, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casestudy.cards import Answer, Card, Quote, Table
    from casestudy.documents import Document, Passage

__all__ = ["FIELDS", "KINDS", "read_quiz"]

_ALL = "all or nothing"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of card demands.

    Parameters
    ----------
    listing : {"bullet", "numbered"}
        The list its answers stand in.
    least : int
        How many answers there are at least.
    boxes, arrow, table, models : bool
        Whether answers have a box, are written ``left -> right``, stand in a table, and whether
        model answers may follow.
    keys : {"one", "some", "mixed", "none"}
        How many answers are keys; "mixed" asks for a distractor as well.
    feedback : {"each", "any", "none"}
        Whether every answer must have some, may have, or must not.
    evidence : {"each", "keys", "any", "none"}
        The same for quotations; "keys" demands them of the keys.
    scored : bool
        Whether a response can be right or wrong.
    fields, needs, credit : tuple of str
        Fields that the kind adds, fields that must be there, and the values of `credit`.
    finish : callable
        What only this kind checks; it may complete the options.
    """

    finish: Callable[[_Desk, tuple[Option, ...]], tuple[Option, ...]]
    listing: Literal["bullet", "numbered"] = "bullet"
    least: int = 2
    boxes: bool = True
    arrow: bool = False
    table: bool = False
    models: bool = False
    keys: Literal["one", "some", "mixed", "none"] = "none"
    feedback: Literal["each", "any", "none"] = "any"
    evidence: Literal["each", "keys", "any", "none"] = "each"
    scored: bool = True
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()


@dataclass(slots=True)
class _Desk:
    """A card while it is checked, and what was found wrong so far."""

    card: Card
    kind: _Kind
    lines: Sequence[str]
    documents: Mapping[str, Document]
    keyed: bool
    mistakes: Mapping[str, str]
    complaints: list[Complaint] = field(default_factory=list)

    def refuse(self, line: int, wrong: str, cure: str) -> None:
        self.complaints.append(
            Complaint(self.card.file, line, f"item '{self.card.id}'", wrong, cure)
        )

    def values(self, name: str) -> list[tuple[str, int]]:
        """Return the values of a field with their lines."""
        return [(each.value, each.line) for each in self.card.fields if each.name == name]

    def value(self, name: str, default: str = "") -> str:
        return next((value for value, _ in self.values(name)), default)

    def line(self, name: str) -> int:
        return next((line for _, line in self.values(name)), self.card.line)

    def sure(self, name: str, default: float) -> float:
        """Return a number, or the default where the field is missing or was refused."""
        value = self.value(name)
        return float(value) if value and re.fullmatch(_FORMS[name][0], value) else default


_NO_MISTAKES: Mapping[str, str] = MappingProxyType({})


def read_quiz(
    source: str,
    file: str,
    quiz: str,
    documents: Mapping[str, Document],
    *,
    edition: str = "open",
    mistakes: Mapping[str, str] = _NO_MISTAKES,
) -> tuple[Quiz, tuple[Complaint, ...]]:
    r"""Read a card file as a quiz, and say everything that is wrong with it at once.

    Parameters
    ----------
    source, file : str
        The text of the card file, and its name for complaints.
    quiz : str
        The quiz's id: the stem of the file.
    documents : mapping of str to Document
        The documents that cards may quote.
    edition : {"open", "student", "instructor"}
        A student edition has no keys, feedback and quotations, and none are demanded.
    mistakes : mapping of str to str
        The sentence of each reading mistake that an option may stand for, by its id.

    Returns
    -------
    quiz : Quiz
        The items about which there is no complaint.
    complaints : tuple of Complaint
        In the order of the lines.

    Examples
    --------
    >>> lines = ["# Check", "", "## day", "kind: opinion", "", "Which day would you choose?"]
    >>> quiz, complaints = read_quiz("\n".join(lines), "quiz.md", "01-the-bridge", {})
    >>> quiz.items[0].id, quiz.items[0].kind, complaints
    ('day', 'opinion', ())
    >>> print(*read_quiz("\n".join(lines).replace("opin", "onip"), "quiz.md", "q", {})[1])
    quiz.md:4: item 'day': the kind 'onipion' is not known: did you mean 'opinion'?
    """
    cards, slips = read_cards(source, file, names=FIELDS, noun="item")
    lines = re.split(r"\r\n|\r|\n", source)
    items: list[Item] = []
    complaints = list(slips)
    for card in cards:
        # The next card's line bounds this one, so that two cards with one id stay apart.
        end = min((each.line for each in cards if each.line > card.line), default=len(lines) + 1)
        broken = any(slip.subject and card.line <= slip.line < end for slip in slips)
        desk = _Desk(card, _NO_KIND, lines, documents, edition != "student", mistakes)
        item = _read_card(desk, broken=broken)
        complaints += desk.complaints
        items += [item] if item and not broken and not desk.complaints else []
    return Quiz(quiz, tuple(items)), tuple(sorted(set(complaints)))


def _read_card(desk: _Desk, *, broken: bool) -> Item | None:
    """Return what a card says as an item; whether it may be used, its complaints tell."""
    card = desk.card
    name = _kind_name(desk)
    if name:
        desk.kind = KINDS[name]
        _check_fields(desk, name)
    quotations = _evidence(desk, card.quotes)
    models = tuple(_model(desk, each.title, each.paragraphs, each.quotes) for each in card.models)
    options = tuple(_with_mistake(desk, _option(desk, answer)) for answer in card.answers)
    if not name:
        return None
    if not broken:
        # Of a card that was only half understood, its form would be judged wrongly.
        options = _check_body(desk, name, options)
        _check_quoted_words(desk)
    return _item(desk, name, quotations, options, models)


def _item(
    desk: _Desk,
    name: str,
    quotations: tuple[Passage, ...],
    options: tuple[Option, ...],
    models: tuple[ModelAnswer, ...],
) -> Item:
    card = desk.card
    objective, difficulty = desk.sure("objective", 0), desk.sure("difficulty", 0)
    return Item(
        id=card.id,
        kind=name,
        part=card.part,
        file=card.file,
        line=card.line,
        stem=card.stem,
        quotations=quotations,
        options=options,
        objective=int(objective) or None,
        difficulty=int(difficulty) or None,
        minutes=desk.sure("minutes", 0.0),
        points=desk.sure("points", 1.0) if desk.kind.scored else 0.0,
        hints=tuple(value for value, _ in desk.values("hint")),
        credit=desk.value("credit", _ALL),
        shuffle=name != "true-false" and desk.value("shuffle", "yes") == "yes",
        about=_about(desk),
        fields=tuple((each.name, each.value) for each in card.fields),
        models=models,
    )


def _about(desk: _Desk) -> tuple[str, ...]:
    """Return the documents that the item names: those of `about`, and that of `in`."""
    place = _PLACE.fullmatch(desk.value("in"))
    named = [*listed(desk.value("about")), *([place[1]] if place else [])]
    return tuple(dict.fromkeys(each for each in named if each in desk.documents))


# ── fields ───────────────────────────────────────────────────────────────────────────────────

_COMMON = (
    "kind",
    "objective",
    "difficulty",
    "minutes",
    "points",
    "hint",
    "confidence",
    "shuffle",
    "in",
    "about",
)
_REPEATED = frozenset({"hint", "scale"})

_WHOLE = (r"[1-9][0-9]{0,5}", "write a whole number from 1")
_YES_NO = (r"yes|no", "write 'yes' or 'no'")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_FORMS = {
    "objective": _WHOLE,
    "difficulty": (r"[123]", "write 1, 2 or 3"),
    "minutes": (r"(?=.*[1-9])[0-9]{1,6}(?:\.[0-9]+)?", "write a number above 0, such as 1.5"),
    "points": (r"[0-9]{1,6}(?:\.[0-9]+)?", "write a number, such as 2 or 0.5"),
    "words": _WHOLE,
    "cites": _WHOLE,
    "documents": _WHOLE,
    "tolerance": (r"[0-9]{1,6}(?:\.[0-9]+)?", "write a number, such as 0 or 0.5"),
    "precision": (r"day|month|year", "write 'day', 'month' or 'year'"),
    "confidence": _YES_NO,
    "shuffle": _YES_NO,
    "reuse": _YES_NO,
}
_PLACE = re.compile(r"([A-Za-z0-9-]+)(?:\s+¶\s*([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?)?")


def _kind_name(desk: _Desk) -> str:
    """Return the card's kind, or nothing where it has none that is known."""
    card = desk.card
    first = card.fields[0] if card.fields else None
    if first is None:
        return ""  # the card file's reader has said so
    written = [each for each in card.fields if each.name.casefold() == "kind"]
    if not written:
        cure = f"write 'kind: single' right under '## id', or another of {', '.join(KINDS)}"
        desk.refuse(first.line, "the card has no kind", cure)
        return ""
    if first not in written:
        wrong = f"'kind' does not stand first, but after '{first.name}'"
        desk.refuse(written[0].line, wrong, "write it right under '## id'")
    if written[0].value not in KINDS:
        wrong = f"the kind '{written[0].value}' is not known"
        desk.refuse(written[0].line, wrong, _offer(written[0].value, KINDS))
        return ""
    return written[0].value


def _offer(word: str, known: Iterable[str]) -> str:
    """Return the question that offers the nearest word; the same word in capitals is enough."""
    known = tuple(known)
    same = [each for each in known if each.casefold() == word.casefold()]
    return did_you_mean(word, same or known) or "write it as it is in the course"


def _check_fields(desk: _Desk, name: str) -> None:
    allowed = (*_COMMON, *desk.kind.fields)
    seen: set[str] = set()
    for each in desk.card.fields:
        if each.name not in allowed:
            _refuse_field(desk, name, each.name, each.line, allowed)
        elif each.name in seen and each.name not in _REPEATED:
            wrong = f"the field '{each.name}' is there twice"
            desk.refuse(each.line, wrong, "leave one of the two lines")
        else:
            _check_value(desk, name, each.name, each.value, each.line)
        seen.add(each.name)
    for missing in (each for each in desk.kind.needs if each not in seen):
        wrong = f"the kind '{name}' needs the field '{missing}'"
        sample = _SAMPLES.get(missing) or _any_document(desk)
        desk.refuse(desk.card.line, wrong, f"write '{missing}: {sample}' under its kind")


_SAMPLES = {"labels": "seen, said, judged", "scale": "words = condemns, regrets, none"}
"""What a field may look like; the others name documents."""


def _any_document(desk: _Desk) -> str:
    return next(iter(desk.documents), "document")


def _refuse_field(desk: _Desk, kind: str, name: str, line: int, allowed: Iterable[str]) -> None:
    owners = [each for each, value in KINDS.items() if name in value.fields]
    if owners:
        wrong = f"the kind '{kind}' has no field '{name}'"
        cure = f"delete it, or change the kind: it belongs to {_and(map(repr, owners))}"
        desk.refuse(line, wrong, cure)
    else:
        desk.refuse(line, f"the field '{name}' is not known", _offer(name, allowed))


def _check_value(desk: _Desk, kind: str, name: str, value: str, line: int) -> None:
    pattern, cure = _FORMS.get(name, (r".*", ""))
    if not re.fullmatch(pattern, value):
        desk.refuse(line, f"'{name}: {value}' cannot be read", cure)
    elif name == "credit" and value not in desk.kind.credit:
        desk.refuse(line, f"'credit: {value}' is not known", _offer(value, desk.kind.credit))
    elif name == "points" and float(value) and not desk.kind.scored:
        desk.refuse(line, f"the kind '{kind}' is never scored", "delete 'points'")
    elif name == "about":
        _check_list(desk, name, value, line)
        for each in listed(value):
            _known_document(desk, each, line)
    elif name == "in":
        _check_place(desk, value, line)
    elif name in {"also", "labels", "absent", "advice"}:
        _check_list(desk, name, value, line)
    elif name == "draw" and value not in DRAWINGS:
        desk.refuse(line, f"the drawing '{value}' is not known", _offer(value, DRAWINGS))


_MARKS = {",": "comma", " |": "'|'"}


def _check_list(desk: _Desk, name: str, value: str, line: int) -> None:
    mark = " |" if "|" in value else ","
    parts = [fold(plain(each)) for each in value.split(mark.strip())]
    if "" in parts:
        wrong = f"'{name}: {value}' has a {_MARKS[mark]} too many"
        desk.refuse(line, wrong, f"write 'one{mark} two{mark} three'")
    elif len(set(parts)) < len(parts):
        desk.refuse(line, f"'{name}: {value}' names one thing twice", "leave it once")
    elif "->" in value:
        desk.refuse(line, f"'{name}: {value}' has a '->' in it", "name values only, without rows")


def _check_place(desk: _Desk, value: str, line: int) -> None:
    """Check ``document`` or ``document ¶4`` or ``document ¶4-6``."""
    found = _PLACE.fullmatch(value)
    if not found:
        sample = _any_document(desk)
        cure = f"write 'in: {sample}' or 'in: {sample} ¶4'"
        desk.refuse(line, f"'in: {value}' cannot be read", cure)
        return
    if not _known_document(desk, found[1], line) or not found[2]:
        return
    numbers = {passage.number for passage in desk.documents[found[1]].passages} - {None}
    first, last = int(found[2]), int(found[3] or found[2])
    if first > last or not {first, last} <= numbers:
        top = max((number for number in numbers if number), default=0)
        wrong = f"{found[1]} has no paragraphs ¶{first} to ¶{last}"
        wrong = wrong if found[3] else f"{found[1]} has no ¶{first}"
        desk.refuse(line, wrong, f"its paragraphs are ¶1 to ¶{top}")


def _known_document(desk: _Desk, name: str, line: int) -> bool:
    if name in desk.documents:
        return True
    desk.refuse(line, f"there is no document '{name}'", _offer(name, desk.documents))
    return False


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


# ── passages ─────────────────────────────────────────────────────────────────────────────────


def _evidence(desk: _Desk, quotes: Iterable[Quote]) -> tuple[Passage, ...]:
    found = (
        _passage(desk, quote.document, quote.words, quote.line)
        for quote in quotes
        if _known_document(desk, quote.document, quote.end)
    )
    return tuple(passage for passage in found if passage)


def _passage(desk: _Desk, document: str, words: str, line: int) -> Passage | None:
    try:
        return desk.documents[document].quote(words)
    except QuoteError as error:
        desk.refuse(line, error.wrong, error.cure)
        return None


def _option(desk: _Desk, answer: Answer) -> Option:
    left, arrow, right = answer.text.partition("->")
    divided = desk.kind.arrow and arrow
    return Option(
        text=left.strip() if divided else answer.text,
        key=bool(answer.box),
        line=answer.line,
        feedback=answer.feedback,
        evidence=_evidence(desk, answer.quotes),
        pair=(right.strip(),) if divided else (),
    )


_LIKE_A_MISTAKE = re.compile(r"(mistakes?\s*[:：])\s*(.*)", re.IGNORECASE)
_A_MISTAKE = "Mistake:"


def _with_mistake(desk: _Desk, option: Option) -> Option:
    """Take the paragraph that names a reading mistake out of the feedback."""
    said = [found for found in map(_LIKE_A_MISTAKE.fullmatch, option.feedback) if found]
    if not said:
        return option
    line, shown = _line_of(desk, said[-1][0], option.line), f"'{shortened(option.text)}'"
    if len(said) > 1:
        desk.refuse(line, f"{shown} stands for two reading mistakes", "leave the nearer one")
    elif option.key or not desk.kind.boxes:
        wrong = f"{shown} stands for no reading mistake, for nobody chooses it wrongly"
        desk.refuse(line, wrong, f"delete '{_A_MISTAKE} …', or the [x] if it is wrong")
    elif said[0][1] != _A_MISTAKE:
        desk.refuse(line, f"'{said[0][1]}' cannot be read", f"write '{_A_MISTAKE} …'")
    rest = tuple(each for each in option.feedback if not _LIKE_A_MISTAKE.fullmatch(each))
    return replace(option, feedback=rest, mistake=_mistake(desk, said[0][2], line))


def _mistake(desk: _Desk, written: str, line: int) -> str:
    """Return the id of a reading mistake, which a card gives by its sentence or by its id."""
    wanted = fold(written).rstrip(".")
    for name, sentence in desk.mistakes.items():
        if wanted in {name, fold(sentence).rstrip(".")}:
            return name
    place = "under [mistakes] in notebooks/course.toml"
    if not desk.mistakes:
        cure = f'write silence = "took silence for a no", and so on, {place}'
        desk.refuse(line, f"'{shortened(written)}': this course names no reading mistakes", cure)
        return ""
    offer = did_you_mean(written, [*desk.mistakes.values(), *desk.mistakes])
    # without a near one it would list them all, which are many
    cure = offer if offer.endswith("?") else f"write one of those {place}"
    desk.refuse(line, f"the reading mistake '{shortened(written)}' is not known", cure)
    return ""


def _model(
    desk: _Desk, title: str, paragraphs: tuple[str, ...], quotes: Iterable[Quote]
) -> ModelAnswer:
    return ModelAnswer(title.removeprefix("Answer: "), paragraphs, _evidence(desk, quotes))


def _check_quoted_words(desk: _Desk) -> None:
    """Check that words in quotation marks stand in a document that the card cites."""
    if not desk.keyed:
        return  # a student edition does not say any more which documents it cites
    card = desk.card
    quotes = [
        *card.quotes,
        *(quote for answer in card.answers for quote in answer.quotes),
        *(quote for model in card.models for quote in model.quotes),
    ]
    cited = [*(quote.document for quote in quotes), *_about(desk)]
    texts = [each for each in dict.fromkeys(cited) if each in desk.documents]
    for text, line in _shown_texts(card):
        spoken = plain(text)
        quoted, closed = in_marks(spoken)
        for each in quoted:
            _check_quoted(desk, each, line, texts)
        if not closed:
            wrong = f"a quotation mark is not closed in '{shortened(spoken)}'"
            desk.refuse(_line_of(desk, text, line), wrong, 'write "…" or “…”')


def _shown_texts(card: Card) -> Iterator[tuple[str, int]]:
    yield from ((paragraph, card.line) for paragraph in card.stem)
    yield from (
        (each.value, each.line) for each in card.fields if each.name in {"hint", "otherwise"}
    )
    for answer in card.answers:
        yield from ((text, answer.line) for text in (answer.text, *answer.feedback))
    for model in card.models:
        yield from ((paragraph, model.line) for paragraph in model.paragraphs)


def _check_quoted(desk: _Desk, words: str, line: int, documents: Sequence[str]) -> None:
    parts = said_parts(words) or [""]
    for name in documents:
        if all(occurs(part, desk.documents[name].text) for part in parts):
            return
    where = _and(documents) if documents else "a document that the card cites, for it cites none"
    wrong = f"the words in quotation marks '{shortened(words)}' are not in {where}"
    cure = "copy them from the text, quote the passage they come from, or delete the marks"
    desk.refuse(_line_of(desk, words, line), wrong, cure)


def _line_of(desk: _Desk, words: str, start: int) -> int:
    """Return the line on which some words begin, from a line of the card on."""
    for number in range(start, len(desk.lines) + 1):
        if words[:20] in desk.lines[number - 1]:
            return number
    return start


# ── the body of every kind ───────────────────────────────────────────────────────────────────


def _check_body(desk: _Desk, name: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
    if not desk.card.stem:
        desk.refuse(desk.card.line, "the card asks nothing", "write the question above its answers")
    _check_models(desk, name)
    if desk.card.table and not desk.kind.table:
        desk.refuse(desk.card.table.line, f"the kind '{name}' has no table", "delete it")
    if not _check_list_form(desk, name):
        return options
    _check_twins(desk, options)
    if desk.keyed:
        _check_keys(desk, options)
        for option in options:
            _check_option(desk, name, option)
    return desk.kind.finish(desk, options)


def _check_models(desk: _Desk, name: str) -> None:
    for model, title in ((each, each.title) for each in desk.card.models):
        if not desk.kind.models or not title.startswith("Answer: "):
            desk.refuse(model.line, f"the kind '{name}' has no '### {title}'", "delete it")
        elif not model.paragraphs:
            desk.refuse(model.line, f"'### {title}' has no text", "write it under the heading")
        elif desk.keyed and not model.quotes:
            desk.refuse(model.line, f"'### {title}' rests on no passage", _QUOTE_CURE)


_QUOTE_CURE = "quote the words under its text: '> words', and '> -- id' in the next line"


def _check_list_form(desk: _Desk, name: str) -> bool:
    """Tell whether the list is one that the kind can have, and refuse it otherwise."""
    card, kind = desk.card, desk.kind
    form = "1. text" if kind.listing == "numbered" else "- [ ] text" if kind.boxes else "- text"
    form = f"{form} -> other text" if kind.arrow else form
    # Values that are typed in, such as a number, are the key: a student edition lists none.
    least = kind.least if desk.keyed or kind.least > 1 else 0
    if len(card.answers) < least:
        wrong = (
            f"the kind '{name}' needs {least} answers or more, and {len(card.answers)} are there"
        )
        desk.refuse(card.line, wrong, f"write each as '{form}', in one list")
        return False
    if card.listing not in {kind.listing, ""}:
        wrong = f"the list of the kind '{name}' is not {card.listing}"
        desk.refuse(card.answers[0].line, wrong, f"write each line as '{form}'")
        return False
    strays = [answer for answer in card.answers if (answer.box is not None) != kind.boxes]
    for answer in strays:
        has = "no box" if kind.boxes else f"a box, which the kind '{name}' does not use"
        desk.refuse(answer.line, f"'{shortened(answer.text)}' has {has}", f"write '{form}'")
    return not strays


def _check_twins(desk: _Desk, options: Iterable[Option]) -> None:
    first: dict[str, int] = {}
    for option in options:
        words = fold(plain(option.text))
        if words in first:
            wrong = f"'{shortened(option.text)}' is there already, in line {first[words]}"
            desk.refuse(option.line, wrong, "change one of the two")
        first.setdefault(words, option.line)


def _check_keys(desk: _Desk, options: Sequence[Option]) -> None:
    rule, line = desk.kind.keys, options[0].line if options else desk.card.line
    keys = [option for option in options if option.key]
    if rule != "none" and not keys:
        desk.refuse(line, "no option is the key", "write [x] at the one that is right")
    elif rule == "one" and len(keys) > 1:
        names = _and(f"'{shortened(option.text)}'" for option in keys)
        count = "two" if len(keys) == _PAIR else str(len(keys))
        desk.refuse(keys[1].line, f"{count} options are the key, {names}", "leave [x] at one")
    elif rule == "mixed" and len(keys) == len(options):
        desk.refuse(line, "every option is a key", "write [ ] at those that are wrong")


_PAIR = 2


def _check_option(desk: _Desk, name: str, option: Option) -> None:
    feedback, evidence = desk.kind.feedback, desk.kind.evidence
    quoted = next(bool(each.quotes) for each in desk.card.answers if each.line == option.line)
    shown = f"'{shortened(option.text)}'"
    if feedback == "each" and not option.feedback:
        cure = "write it under the option, after an empty line, indented by 4 spaces"
        desk.refuse(option.line, f"{shown} has no feedback", cure)
    if (evidence == "each" or (evidence == "keys" and option.key)) and not quoted:
        desk.refuse(option.line, f"{shown} rests on no passage", _QUOTE_CURE)
    if (feedback == "none" and option.feedback) or (evidence == "none" and quoted):
        wrong = f"{shown} has feedback or a quotation, which the kind '{name}' does not use"
        desk.refuse(option.line, wrong, "delete what stands under it")


# ── what only one kind demands ───────────────────────────────────────────────────────────────


def _steps(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    if desk.keyed and desk.value("shuffle") == "no":
        wrong = "'shuffle: no' would show the lines in the right order"
        desk.refuse(desk.line("shuffle"), wrong, "delete it")
    return options


def _as_it_is(_: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return options


_VERDICTS = ("true", "false", "not stated")


def _true_false(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    texts = [option.text for option in options]
    for option in options:
        if option.text not in _VERDICTS:
            wrong = f"'{shortened(option.text)}' is no answer of the kind 'true-false'"
            desk.refuse(option.line, wrong, _offer(option.text, _VERDICTS))
    for missing in (each for each in _VERDICTS[:2] if each not in texts):
        cure = f"write '- [ ] {missing}', with its feedback and a quotation"
        desk.refuse(desk.card.line, f"the answer '{missing}' is missing", cure)
    silent = any(option.key and option.text == "not stated" for option in options)
    absent = desk.values("absent")
    if absent and desk.keyed and not silent:
        cure = "write [x] at 'not stated', or delete 'absent'"
        desk.refuse(absent[0][1], "'absent' is there, but 'not stated' is not the key", cure)
    if silent and not absent:
        cure = "write 'absent: …' with words that would stand there if it were stated"
        desk.refuse(desk.card.line, "'not stated' is the key and nothing shows it", cure)
    for value, line in absent:
        _check_absent(desk, listed(value), line)
    return options


def _check_absent(desk: _Desk, words: Iterable[str], line: int) -> None:
    about = [each for each in listed(desk.value("about")) if each in desk.documents]
    for word in words:
        for name in about:
            place = _first_place(desk.documents[name], word)
            if place:
                wrong = f"'{word}' should be absent and stands in {place}"
                desk.refuse(line, wrong, "take the word out of 'absent', or change the key")


def _first_place(document: Document, words: str) -> str:
    places = (each.citation for each in document.passages if occurs(words, each.text))
    return next(places, document.id if occurs(words, document.text) else "")


def _number(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    values: dict[float, Option] = {}
    for option in options:
        if not re.fullmatch(_NUMBER, option.text):
            wrong = f"'{shortened(option.text)}' is not a number"
            desk.refuse(option.line, wrong, "write it as 1200 or 0.5; its unit goes into 'unit'")
            continue
        if len(read_number(option.text)) > 1:
            wrong = f"who types '{option.text}' may mean two numbers"
            desk.refuse(option.line, wrong, f"write '{write_number(float(option.text))}'")
        _check_apart(desk, values, float(option.text), option)
        values[float(option.text)] = option
    return options


def _check_apart(desk: _Desk, values: Mapping[float, Option], value: float, option: Option) -> None:
    """Refuse two values that the tolerance makes one, unless both are right."""
    tolerance = desk.sure("tolerance", 0.0)
    for other, before in values.items():
        if near(other, value, tolerance) and before.key != option.key:
            wrong = (
                f"'{option.text}' counts as '{before.text}' within the tolerance of {tolerance:g}"
            )
            desk.refuse(option.line, wrong, "make 'tolerance' smaller, or change the number")


_PRECISIONS = {name: sample for name, sample in SAMPLES.items() if name != "range"}


def _dates(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    precision = desk.value("precision", "day")
    first: dict[date, Option] = {}
    for option in options:
        found = read_date(option.text)
        if precision in _PRECISIONS and (not found or found.precision != precision):
            wrong = f"'{shortened(option.text)}' is not a date to the {precision}"
            desk.refuse(option.line, wrong, f"write it as '{_PRECISIONS[precision]}'")
        elif found and first.setdefault(found.earliest, option) is not option:
            wrong = f"'{option.text}' is the date of line {first[found.earliest].line} too"
            desk.refuse(option.line, wrong, "change one of the two")
    return options


def _match(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    if not _check_arrows(desk, options):
        return options
    rights = sorted((fold(plain(each)), option.line) for option in options for each in option.pair)
    for (before, _), (each, line) in pairwise(rights):
        if before == each and desk.value("reuse") != "yes":
            cure = "write 'reuse: yes' among the fields, or change one of the two"
            desk.refuse(line, f"'{each}' stands at the right of two lines", cure)
    _check_choices(desk, {right for right, _ in rights}, options)
    return options


def _check_choices(desk: _Desk, rights: Collection[str], options: Iterable[Option]) -> None:
    """Refuse what could not be chosen at the right of a row."""
    also = listed(desk.value("also"))
    for each in also:
        if fold(plain(each)) in rights:
            wrong = f"'also' names '{each}', which stands at the right of a line"
            desk.refuse(desk.line("also"), wrong, "leave only what belongs to no line")
    for option in options:
        if any("|" in right for right in option.pair):
            wrong = f"'{shortened(option.pair[0])}' has a '|' in it, which divides values"
            desk.refuse(option.line, wrong, "write another sign")
    if len({*rights, *(fold(plain(each)) for each in also)}) < _PAIR:
        cure = "give the lines different right sides, or name others in 'also'"
        desk.refuse(desk.card.line, "there are not two values to choose from", cure)


def _check_arrows(desk: _Desk, options: Iterable[Option]) -> bool:
    """Tell whether every line is ``left -> right``, and refuse those that are not."""
    wrong = [option for option in options if not _divided(desk, option)]
    for option in wrong:
        cure = "write 'left -> right', with one hyphen and one '>'"
        desk.refuse(option.line, f"'{shortened(option.text)}' has not one '->' in it", cure)
    return not wrong


def _divided(desk: _Desk, option: Option) -> bool:
    if not option.pair:
        return not desk.keyed and not re.search(r"[→⇒➔]|=>|[–—]>", option.text)
    return bool(option.text and option.pair[0]) and "->" not in option.pair[0]


def _annotate(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Find each clause in the place that `in` names; its own words are its evidence."""
    if not _check_arrows(desk, options):
        return options
    labels = listed(desk.value("labels"))
    used = {label for option in options for label in option.pair}
    if desk.values("labels") and used <= set(labels) and len(used or labels) < _PAIR:
        wrong = "all clauses have one label" if used else "there are not two labels"
        desk.refuse(desk.line("labels"), wrong, "use two or more, so that there is a choice")
    for option in options:
        for label in option.pair:
            if labels and label not in labels:
                desk.refuse(option.line, f"the label '{label}' is not known", _offer(label, labels))
    place = _PLACE.fullmatch(desk.value("in"))
    if not place or place[1] not in desk.documents:
        return options
    return tuple(_with_clause(desk, option, place) for option in options)


def _with_clause(desk: _Desk, option: Option, place: re.Match[str]) -> Option:
    passage = _passage(desk, place[1], plain(option.text), option.line)
    if passage is None:
        return option
    first, last = int(place[2] or 0), int(place[3] or place[2] or 0)
    if first and not (passage.number and first <= passage.number <= last):
        wrong = f"'{shortened(option.text)}' stands in {passage.citation}, not in {place[0]}"
        desk.refuse(option.line, wrong, "take a clause from there, or change 'in'")
    return replace(option, evidence=(passage, *option.evidence))


def _marked(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    _check_place_of(desk, options, TOO_LITTLE)
    return options


def _claimed(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    # a wrong claim is told by its choice, not by its words, which may stand anywhere
    _check_place_of(desk, [option for option in options if option.key], LEAST)
    return options


def _check_place_of(desk: _Desk, options: Iterable[Option], share: float) -> None:
    """Check that words to be marked stand where they are sought, and are a small part of it."""
    place = _PLACE.fullmatch(desk.value("in"))
    if not place or place[1] not in desk.documents or not desk.keyed:
        return
    passages = _within(desk.documents[place[1]], place)
    total = sum(len(words(passage.text)) for passage in passages)
    for option in (each for each in options if each.evidence):
        inside = [each for each in option.evidence if _stands_in(each, passages)]
        if not inside:
            shown = shortened(option.text)
            wrong = f"'{shown}' quotes nothing from {place[0]}, where it is to be marked"
            desk.refuse(option.line, wrong, f"quote words of {place[0]}, or change 'in'")
        for passage in inside if option.key else ():
            count = len(words(passage.text))
            if not 0 < count < share * total:
                wrong = (
                    f"'{shortened(passage.text)}' has {count} of the {total} words of {place[0]}"
                )
                cure = "quote fewer words, or let 'in' name more, so that marking all is no answer"
                desk.refuse(option.line, wrong, cure)


def _within(document: Document, place: re.Match[str]) -> tuple[Passage, ...]:
    """Return the passages of the place that `in` names."""
    if not place[2]:
        return document.passages
    first, last = int(place[2]), int(place[3] or place[2])
    return tuple(each for each in document.passages if each.number and first <= each.number <= last)


def _stands_in(passage: Passage, passages: Iterable[Passage]) -> bool:
    """Tell whether a passage begins in one of some passages and ends in one."""
    spans = [(each.start, each.end) for each in passages if each.document == passage.document]
    ends = (passage.start, passage.end - 1)
    return all(any(start <= end < stop for start, stop in spans) for end in ends)


def _essay(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Check what a card asks of the form of a text."""
    for each in listed(desk.value("advice")):
        if each not in CHECKS:
            wrong = f"there is no advice on '{each}'"
            desk.refuse(desk.line("advice"), wrong, _offer(each, CHECKS))
    cites, count = desk.sure("cites", 0), desk.sure("documents", 0)
    if count > len(desk.documents):
        wrong = f"'documents: {count:g}' asks for more than the {len(desk.documents)} there are"
        desk.refuse(desk.line("documents"), wrong, f"write {len(desk.documents)} or less")
    elif cites and count > cites:
        wrong = f"{cites:g} citations cannot name {count:g} documents"
        desk.refuse(desk.line("documents"), wrong, f"write 'cites: {count:g}' or more")
    return options


def _grid(desk: _Desk, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Give each row of the table the feedback and evidence of its line in the list."""
    table, scales = desk.card.table, _scales(desk)
    if table is None:
        cure = "write its rows as '| row | cell |' above the list"
        desk.refuse(desk.card.line, "the kind 'grid' needs a table", cure)
        return options
    _check_columns(desk, table, scales)
    _check_scale_order(desk, table, scales)
    _check_drawing(desk, scales)
    names = [row[0] if row else "" for row in table.rows]
    _check_rows(desk, table, names, options)
    said = {fold(option.text): option for option in options}
    bare = (
        Option(name, key=False, line=_row_line(table, place)) for place, name in enumerate(names)
    )
    rows = zip(bare, table.rows, strict=True)
    return tuple(replace(said.get(fold(row.text), row), pair=cells[1:]) for row, cells in rows)


def _scales(desk: _Desk) -> dict[str, tuple[str, ...]]:
    """Return the values that each column can have, as the `scale` fields give them."""
    scales: dict[str, tuple[str, ...]] = {}
    for value, line in desk.values("scale"):
        name, equals, values = (each.strip() for each in value.partition("="))
        if not equals or not name or len(listed(values)) < _PAIR:
            cure = f"write 'scale: {_SAMPLES['scale']}'"
            desk.refuse(line, f"'scale: {value}' cannot be read", cure)
        elif name in scales:
            desk.refuse(line, f"the scale '{name}' is there twice", "leave one")
        else:
            _check_list(desk, f"scale: {name} =", values, line)
            scales[name] = listed(values)
    return scales


def _check_columns(desk: _Desk, table: Table, scales: Mapping[str, Sequence[str]]) -> None:
    columns = table.header[1:]
    for column in columns:
        if column not in scales or columns.count(column) > 1:
            wrong = f"the column '{column}' has no scale of its own"
            cure = f"write 'scale: {column or 'name'} = …' among the fields"
            desk.refuse(table.line, wrong, cure)
    for name in (each for each in scales if each not in columns):
        wrong = f"the scale '{name}' has no column"
        desk.refuse(desk.line("scale"), wrong, _offer(name, columns))
    for place, row in enumerate(table.rows):
        for column, cell in zip(columns, row[1:], strict=False):
            blank = not cell and not desk.keyed
            if column in scales and cell not in scales[column] and not blank:
                wrong = f"'{cell}' is not in the scale '{column}'"
                desk.refuse(_row_line(table, place), wrong, _offer(cell, scales[column]))


def _check_scale_order(desk: _Desk, table: Table, scales: Mapping[str, object]) -> None:
    columns = table.header[1:]
    if sorted(scales) == sorted(columns) and tuple(scales) != columns:
        cure = f"write them in the order of the columns: {', '.join(columns)}"
        desk.refuse(desk.line("scale"), "the scales stand in another order than the columns", cure)


def _check_drawing(desk: _Desk, scales: Mapping[str, Sequence[str]]) -> None:
    """Refuse a map of rows that cannot be joined: it takes what a row is, and in which argument."""
    if desk.value("draw") != "map" or len(scales) < len(desk.values("scale")):
        return  # a scale that cannot be read was refused
    line, roles = desk.line("draw"), {fold(each) for each in next(iter(scales.values()), ())}
    if len(scales) != _PAIR:
        wrong = f"'draw: map' needs two scales, and {len(scales)} are there"
        cure = "write first what a row is, then to which argument it belongs"
        desk.refuse(line, wrong, f"{cure}, or write 'draw: chart'")
    elif CLAIM not in roles or len(roles & set(ROLES)) < _PAIR:
        wrong = f"the first scale, '{next(iter(scales))}', does not say what is joined to a claim"
        cure = f"give it '{CLAIM}' and at least one of {', '.join(list(ROLES)[1:])}"
        desk.refuse(line, wrong, f"{cure}, or write 'draw: chart'")


def _check_rows(desk: _Desk, table: Table, names: Sequence[str], options: Iterable[Option]) -> None:
    folded = [fold(each) for each in names]
    told = {fold(option.text) for option in options}
    if not names:
        desk.refuse(table.line, "the table has no rows", "write one for each thing to be coded")
    for place, name in enumerate(names):
        line = _row_line(table, place)
        if not name or folded.index(folded[place]) < place:
            desk.refuse(line, f"the row '{name}' has no name of its own", "change its first cell")
        elif "|" in name:
            desk.refuse(line, f"the row '{name}' has a '|' in it", "write another sign")
        elif desk.keyed and folded[place] not in told:
            cure = f"write '- {name}' under the table, with a quotation under it"
            desk.refuse(line, f"the row '{name}' rests on no passage", cure)
    for option in options:
        if fold(option.text) not in folded:
            wrong = f"'{shortened(option.text)}' is no row of the table"
            desk.refuse(option.line, wrong, _offer(option.text, names))


def _row_line(table: Table, place: int) -> int:
    return table.line + 2 + place  # under the header and its line of dashes


KINDS: dict[str, _Kind] = {
    "single": _Kind(_as_it_is, keys="one", feedback="each"),
    "multiple": _Kind(
        _as_it_is,
        keys="mixed",
        feedback="each",
        fields=("credit",),
        credit=(_ALL, "per option"),
    ),
    "true-false": _Kind(
        _true_false, keys="one", feedback="each", fields=("absent",), needs=("about",)
    ),
    "number": _Kind(
        _number,
        least=1,
        keys="some",
        evidence="keys",
        fields=("unit", "tolerance", "otherwise"),
    ),
    "date": _Kind(_dates, least=1, keys="some", evidence="keys", fields=("precision", "otherwise")),
    "order": _Kind(
        _steps, listing="numbered", boxes=False, fields=("credit",), credit=(_ALL, "per row")
    ),
    "match": _Kind(
        _match,
        boxes=False,
        arrow=True,
        fields=("also", "reuse", "credit"),
        credit=(_ALL, "per row"),
    ),
    "grid": _Kind(
        _grid,
        least=0,
        boxes=False,
        table=True,
        fields=("scale", "credit", "draw"),
        needs=("scale",),
        credit=(_ALL, "per row"),
    ),
    "mark": _Kind(
        _marked, least=1, keys="some", feedback="each", fields=("otherwise",), needs=("in",)
    ),
    "claim": _Kind(_claimed, keys="one", feedback="each", needs=("in",)),
    "annotate": _Kind(
        _annotate,
        least=1,
        boxes=False,
        arrow=True,
        evidence="any",
        fields=("labels",),
        needs=("in", "labels"),
    ),
    "written": _Kind(
        _essay,
        least=0,
        boxes=False,
        models=True,
        feedback="none",
        evidence="none",
        scored=False,
        fields=("words", "cites", "documents", "advice"),
    ),
    "opinion": _Kind(
        _as_it_is,
        least=0,
        boxes=False,
        feedback="none",
        evidence="none",
        scored=False,
        fields=("reopen",),
    ),
}
"""What each kind of card demands: the one place to look, and to add a kind."""

_NO_KIND = _Kind(_as_it_is)

FIELDS = frozenset(_COMMON).union(*(kind.fields for kind in KINDS.values()))
"""Names of all fields that a quiz card may have."""

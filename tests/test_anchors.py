"""Words are found again after an edit, proposed where they moved, and never guessed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casestudy.anchors import FLOOR, anchor
from casestudy.documents import Document
from casestudy.errors import CaseError
from casestudy.seedfile import cut, read_catalogue, read_document
from casestudy.text import fold, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casestudy.anchors import Span

    # each letter with the place that it had before the edit; -1 for one that is new
    Letters = list[tuple[str, int]]
    Edit = Callable[[Letters, random.Random], Letters]
    Engine = Callable[[str, str, Span], Span | None]

ROOT = Path(__file__).parents[1]
SEED = 2024
OTHER_WORDS = re.findall(
    r"\w+",
    "heron walked slowly over wet fields while small boat with red sails came near and nobody "
    "said anything about weather or bread because window was closed again that evening",
)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“]([^\"“”\n]+)(?:[\"”]|$)", re.MULTILINE)


# ── nine kinds of edit ───────────────────────────────────────────────────────────────────────


def letters(text: str) -> Letters:
    """Return a text as letters that know where they stood."""
    return [(letter, place) for place, letter in enumerate(text)]


def joined(edited: Letters) -> str:
    """Return edited letters as a text."""
    return "".join(letter for letter, _ in edited)


def straightened(text: Letters, _: random.Random) -> Letters:
    """Make curly quotation marks straight, and … three points."""
    plain = {**dict.fromkeys("“”", '"'), **dict.fromkeys("‘’", "'"), "…": "..."}
    return [(each, place) for letter, place in text for each in plain.get(letter, letter)]


def rewrapped(text: Letters, _: random.Random) -> Letters:
    """Break each line after at least sixty letters."""
    found, column = [], 0
    for letter, place in text:
        column = 0 if letter == "\n" else column + 1
        broken = letter == " " and column > 60
        column = 0 if broken else column
        found.append(("\n" if broken else letter, place))
    return found


def unaccented(text: Letters, _: random.Random) -> Letters:
    """Lose all accents."""
    return [
        (each, place)
        for letter, place in text
        for each in unicodedata.normalize("NFD", letter)
        if not unicodedata.combining(each)
    ]


def paragraphs(text: Letters) -> list[Letters]:
    """Return the lines of a text, each with its end."""
    found: list[Letters] = [[]]
    for each in [*text, ("\n", -1)]:
        found[-1].append(each)
        if each[0] == "\n":
            found.append([])
    return [each for each in found if each]


def added_and_dropped(text: Letters, chance: random.Random) -> Letters:
    """Drop one paragraph in five, and add one of other words after three in ten."""
    found: Letters = []
    for each in paragraphs(text):
        found += each if chance.random() >= 0.2 else []
        if chance.random() < 0.3:
            found += [(letter, -1) for letter in " ".join(chance.choices(OTHER_WORDS, k=40)) + "\n"]
    return found


def shuffled(text: Letters, chance: random.Random) -> Letters:
    """Put the paragraphs in another order."""
    found = paragraphs(text)
    chance.shuffle(found)
    return [each for paragraph in found for each in paragraph]


def changed(share: float) -> Edit:
    """Change a share of the words: another word, none, a slip of a letter, or one more."""

    def edit(text: Letters, chance: random.Random) -> Letters:
        found, done = [], 0
        for word in _WORD.finditer(joined(text)):
            start, end = word.span()
            found += text[done:start]
            old = text[start:end]
            found += _changed_word(old, chance) if chance.random() < share else old
            done = end
        return found + text[done:]

    return edit


def _changed_word(word: Letters, chance: random.Random) -> Letters:
    other = chance.choice(OTHER_WORDS)
    slip = chance.randrange(len(word))
    wrong = [(chance.choice("etaoin"), word[slip][1])]
    return chance.choice(
        [
            [(letter, word[0][1]) for letter in other],
            [],
            [*word[:slip], *wrong, *word[slip + 1 :]],
            [*word, *[(letter, word[-1][1]) for letter in " " + other]],
        ]
    )


EDITS: dict[str, Edit] = {
    "quotation marks straightened": straightened,
    "lines rewrapped": rewrapped,
    "accents lost": unaccented,
    "paragraphs added and dropped": added_and_dropped,
    "paragraphs shuffled": shuffled,
    "3 % of the words changed": changed(0.03),
    "10 % of the words changed": changed(0.10),
    "25 % of the words changed": changed(0.25),
}
DELETED = "the passage deleted"


# ── the passages: 71 quotations, and 25 random spans per document ────────────────────────────


def documents() -> list[Document]:
    """Return the documents of the real course."""
    return [read_document(ROOT, entry) for entry in read_catalogue(ROOT).entries.values()]


def passages(text: str, chance: random.Random, *, alike: bool = False) -> list[Span]:
    """Return all quotations of a text and 25 random spans of 8 to 40 words within a line.

    A quotation that stands there twice, or in words that are alike, is quoted with three more
    words on either side, as the program asks; another span is drawn in place of such a one.
    `alike` lets pass what has a lookalike and yet stands once.
    """
    quoted = [_longer(text, each.span(1), alike=alike) for each in _QUOTED.finditer(text)]
    drawn: list[Span] = []
    while len(drawn) < 25:
        span = _drawn(text, chance)
        drawn += [span] if _is_alone(text, span, alike=alike) else []
    return [*quoted, *drawn]


def _longer(text: str, span: Span, *, alike: bool) -> Span:
    first, last = text.rfind("\n", 0, span[0]) + 1, (text + "\n").find("\n", span[1])
    while not _is_alone(text, span, alike=alike) and span != (first, last):
        before = re.compile(r"(?:\S+\s+){0,3}\S*$").search(text, first, span[0])
        after = re.compile(r"\S*(?:\s+\S+){0,3}").match(text, span[1], last)
        assert before
        assert after
        span = before.start(), after.end()
    return span


def _is_alone(text: str, span: Span, *, alike: bool) -> bool:
    words = text[slice(*span)]
    rest = text[: span[0]] + " " + text[span[1] :]
    return (anchor(rest, words).score < FLOOR) or (alike and anchor(text, words).state == "exact")


def _drawn(text: str, chance: random.Random) -> Span:
    lines = [each for each in re.finditer(r"[^\n]+", text) if len(each.group().split()) >= 8]
    line = chance.choices(lines, [len(each.group()) for each in lines])[0]
    words = [each.span() for each in re.finditer(r"\S+", text[: line.end()])]
    words = [each for each in words if each[0] >= line.start()]
    length = chance.randint(8, min(40, len(words)))
    first = chance.randint(0, len(words) - length)
    return words[first][0], words[first + length - 1][1]


# ── what an engine makes of them ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Trial:
    """A passage after an edit: where it stood, what it said, and where it stands now, if it does.

    Of a passage that was dropped or deleted, `now` is None.
    """

    kind: str
    text: str
    words: str
    before: Span
    now: Span | None


def trials(seed: int, *, alike: bool = False) -> Iterator[Trial]:
    """Yield every passage under every kind of edit."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    for document in documents():
        spans = passages(document.text, chance, alike=alike)
        old = letters(document.text)
        for kind, edit in EDITS.items():
            edited = edit(old, chance)
            places = _places(edited)
            for span in spans:
                yield _trial(kind, document.text, joined(edited), span, places)
        for span in spans:
            text = document.text[: span[0]] + document.text[span[1] :]
            yield _trial(DELETED, document.text, text, span, {})


def _places(edited: Letters) -> dict[int, Span]:
    found: dict[int, Span] = {}
    for place, (_, before) in enumerate(edited):
        found[before] = found.get(before, (place, place))[0], place + 1
    return found


def _trial(kind: str, old: str, new: str, span: Span, places: dict[int, Span]) -> Trial:
    now = [places[place] for place in range(*span) if place in places]
    where = (min(start for start, _ in now), max(end for _, end in now)) if now else None
    return Trial(kind, new, old[slice(*span)], span, where)


def judged(engine: Engine, trial: Trial) -> str:
    """Tell what an engine did: found, missed, wrong place, false (it is gone), or rightly gone."""
    span = engine(trial.text, trial.words, trial.before)
    if span is None:
        return "missed" if trial.now else "gone"
    if trial.now is None:
        return "false"
    shared = min(span[1], trial.now[1]) - max(span[0], trial.now[0])
    whole = max(span[1], trial.now[1]) - min(span[0], trial.now[0])
    return "found" if 2 * shared >= whole else "wrong"


def ours(text: str, words: str, _: Span) -> Span | None:
    """Return the place that we find or propose."""
    return anchor(text, words).span


@cache
def outcomes() -> dict[str, Counter[str]]:
    """Return, per kind of edit, how often each outcome came."""
    found: dict[str, Counter[str]] = {}
    for trial in trials(SEED):
        found.setdefault(trial.kind, Counter())[judged(ours, trial)] += 1
    return found


def test_the_passages_are_196() -> None:
    """There are 71 quotations in the five documents, and 125 random spans."""
    assert {kind: sum(counts.values()) for kind, counts in outcomes().items()} == dict.fromkeys(
        [*EDITS, DELETED], 196
    )


@pytest.mark.parametrize("kind", [*EDITS, DELETED])
def test_no_passage_is_found_in_a_wrong_place(kind: str) -> None:
    """Whatever was edited, what is found or proposed is the passage."""
    assert outcomes()[kind]["wrong"] == 0


@pytest.mark.parametrize("kind", [*EDITS, DELETED])
def test_no_passage_is_found_that_is_gone(kind: str) -> None:
    """A passage that was dropped is not found in a lookalike."""
    assert outcomes()[kind]["false"] == 0


@pytest.mark.parametrize("kind", ["straightened", "rewrapped", "lost", "shuffled", "dropped"])
def test_an_edit_that_leaves_the_words_loses_none(kind: str) -> None:
    """Where the words stay, each passage that is still there is found."""
    (counts,) = (counts for name, counts in outcomes().items() if name.endswith(kind))
    assert counts["missed"] == 0


def test_few_changes_lose_few_passages() -> None:
    """After 3 % of the words were changed, at least 98 % of the passages are found."""
    counts = outcomes()["3 % of the words changed"]
    assert counts["found"] >= 0.98 * 196


# ── single claims ────────────────────────────────────────────────────────────────────────────

TEXT = "The mayor closed the old bridge on Monday. “Nobody may cross it,” said Zoë Núñez."


@pytest.mark.parametrize(
    ("words", "state", "there"),
    [
        ("the old bridge", "exact", "the old bridge"),
        ('"nobody may  cross it,"', "normalised", "“Nobody may cross it,”"),
        ("closed the old bridge on Friday", "moved", "closed the old bridge on Monday"),
        (
            "mayor had closed the old bridge on Monday",
            "moved",
            "mayor closed the old bridge on Monday",
        ),
        ("closed the bridge on Monday", "moved", "closed the old bridge on Monday"),
        ('"Nobody can cross it," said', "moved", "“Nobody may cross it,” said"),
    ],
)
def test_words_are_found_or_proposed(words: str, state: str, there: str) -> None:
    """Words are exact, or normalised, or moved to what has the most of them."""
    found = anchor(TEXT, words)
    assert (found.state, found.span and TEXT[slice(*found.span)]) == (state, there)


def test_words_that_differ_are_named() -> None:
    """A proposal names the words that are lost and those that stand there."""
    found = anchor(TEXT, "closed the old bridge on Friday")
    assert (found.missing, found.instead) == (("friday",), ("monday",))


def test_two_places_that_are_alike_are_not_guessed() -> None:
    """Of two places that are equally near, neither is chosen."""
    found = anchor("The old bridge was shut. Later the old bridge was sold.", "old bridge was hut")
    assert (found.state, found.span, len(found.spans)) == ("ambiguous", None, 2)


def test_words_that_stand_twice_are_not_guessed() -> None:
    """Of two places with the words themselves, neither is chosen."""
    found = anchor("the bridge, the bridge", "the bridge")
    assert (found.state, found.spans) == ("ambiguous", ((0, 10), (12, 22)))


def test_too_little_is_no_proposal() -> None:
    """Below the floor, words are gone, and the nearest place is only named."""
    found = anchor(TEXT, "the mayor opened a new bridge on Sunday")
    assert (found.state, found.span, len(found.spans)) == ("gone", None, 1)


def test_words_that_share_nothing_have_no_nearest_place() -> None:
    """Where no word is shared, no place is named."""
    assert anchor(TEXT, "xyzzy").spans == ()


def test_a_proposal_needs_the_words_around_it() -> None:
    """A place that is not between the words asked for is not proposed."""
    words = "closed the old bridge on Friday"
    assert anchor(TEXT, words, prefix="mayor").state == "moved"
    assert anchor(TEXT, words, prefix="baker").state == "gone"


HARD = "ab cß ﬁé\u0301—-’'“\"…\u00a0\u00ad\r\n.\ufeff😀 "
TEXTS = st.text() | st.text(st.sampled_from(HARD))


def marked(text: str) -> Document:
    """Return a document of a text, cut into its lines."""
    return Document("gazette", "", text, cut("gazette", text, {}))


@given(TEXTS, st.data())
@example("", None)
def test_a_quote_of_any_span_leads_back_to_it(text: str, data: st.DataObject | None) -> None:
    """Words copied from a place lead to that place, if they stand nowhere else."""
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else 0
    words = text[start:end]
    found = anchor(text, words)
    once = sum(text.startswith(words, place) for place in range(len(text))) == 1 and words
    assert found.state == ("exact" if once else "ambiguous" if words else "gone")
    assert not once or found.spans == ((start, end),)
    if once and fold(words) and words == words.strip() and "[" not in words:
        assert marked(text).quote(words).text == words


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_words_and_no_text_end_in_an_exception(
    text: str, words: str, prefix: str, suffix: str
) -> None:
    """Whatever is sought in whatever text, there is an answer, and its places are in the text."""
    found = anchor(text, words, prefix=prefix, suffix=suffix)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert 0 <= found.score <= 1
    with suppress(CaseError):
        marked(text).quote(words, prefix=prefix, suffix=suffix)


SENTENCE = re.findall(
    r"\w+", "the mayor closed the old bridge on monday and nobody crossed it again"
)


@given(st.integers(0, len(SENTENCE) - 1), st.text(st.sampled_from("xyz"), max_size=6))
def test_one_changed_word_of_many_is_a_proposal(place: int, word: str) -> None:
    """Of thirteen words any one may be changed or lost: the place is proposed, and found then."""
    words = [*SENTENCE[:place], word, *SENTENCE[place + 1 :]]
    text = f"Before. {' '.join(filter(None, words))}. After that: nothing."
    found = anchor(text, " ".join(SENTENCE))
    assert found.state == "moved"
    assert found.span in folded(text).find(text[slice(*found.spans[0])])

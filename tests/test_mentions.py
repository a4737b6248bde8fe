"""Names are found by the program, and every mention is exactly the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.documents import Document
from casestudy.errors import CaseError
from casestudy.mentions import Hits, Mention, Mentions, find, mentions
from casestudy.notes import Person
from casestudy.quotations import quotations
from casestudy.seedfile import cut
from casestudy.text import fold, folded, occurs


def person(name: str, *forms: str) -> Person:
    """Return a person with these forms, the first of them the title."""
    return Person(name, forms[0], (), "people.md", 1, "person", forms)


def document(text: str, name: str = "gazette") -> Document:
    """Return a text as a document cut into passages."""
    return Document(name, name, text, cut(name, text, {}))


NUNEZ = person("nunez", "Zoë Núñez Rey", "Zoë Núñez", "Núñez")
ROSE = person("rose", "Ada Rose", "Rose")
REY = person("rey", "Bo Rey", "Rey")
COUNCIL = person("council", "town council", "council")
WHO = person("who", "World Hat Office", "WHO")
PEOPLE = (NUNEZ, ROSE, REY, COUNCIL, WHO)


def found(text: str, *people: Person) -> list[tuple[str, str]]:
    """Return the mentions of a text as words and id."""
    return [(each.text, each.name) for each in mentions(document(text), people or PEOPLE)]


# ── names ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Núñez",
        "Nunez",
        "NÚÑEZ",
        "Nu\u0301n\u0303ez",
        "Nú\u00adñez",
        "“Núñez”",
        "(Núñez)",
        "Núñez-led",
    ],
)
def test_a_name_is_found_however_it_is_typed(text: str) -> None:
    """Accents, capitals after the first, and invisible characters make no difference."""
    assert [name for _, name in found(f"The word of {text} held.")] == ["nunez"]


def test_the_longest_form_wins() -> None:
    """A full name is one mention, and a part of it none."""
    assert found("Zoë Núñez Rey met Bo Rey and Zoë Núñez.") == [
        ("Zoë Núñez Rey", "nunez"),
        ("Bo Rey", "rey"),
        ("Zoë Núñez", "nunez"),
    ]


@pytest.mark.parametrize("after", ["'s", "’s", "’", "'", "‘s"])
def test_a_possessive_is_not_part_of_the_mention(after: str) -> None:
    """The mention ends with the name."""
    assert found(f"It was Núñez{after} word.") == [("Núñez", "nunez")]


@pytest.mark.parametrize("text", ["Roses", "Primrose", "Rose2", "Rose_", "Rosé\u200bs"])
def test_part_of_a_word_is_no_name(text: str) -> None:
    """Only whole words are names; there are no plurals."""
    assert found(f"In {text} we trust") == []


@pytest.mark.parametrize("text", ["== Rose ==", "===Rose===", "- Rose: she", "Rose", "Rose\nand"])
def test_names_are_found_in_headings_and_lists(text: str) -> None:
    """Marks of headings and lists do not hide a name."""
    assert found(text) == [("Rose", "rose")]


def test_a_form_with_a_capital_is_not_found_without() -> None:
    """A name that is also a word is not found in the word; a heading in capitals has it."""
    assert found("A rose grew. ROSE spoke.") == [("ROSE", "rose")]


def test_a_form_without_capitals_is_found_with_them() -> None:
    """A form in small letters stands at the beginning of sentences too."""
    assert found("The council sat. Council members slept.") == [
        ("council", "council"),
        ("Council", "council"),
    ]


def test_a_form_in_capitals_is_found_in_capitals_only() -> None:
    """An acronym that is also a word is not found in the word."""
    assert found("Who said so? The WHO did; who else?") == [("WHO", "who")]


def test_a_shorter_form_is_found_where_the_longer_does_not_fit() -> None:
    """Where capitals or a line's end speak against the longest form, the next is tried."""
    assert found("the town council", person("a", "Town council"), COUNCIL) == [
        ("town council", "council")
    ]
    assert found("Zoë Núñez\nRey came.") == [("Zoë Núñez", "nunez"), ("Rey", "rey")]


def test_a_form_that_two_people_share_is_not_guessed() -> None:
    """Neither of the two is found in it, and no shorter form is put in its place."""
    assert found("Rey met Bo Rey.", person("a", "Al Rey", "Rey"), REY) == [("Bo Rey", "rey")]


def test_a_role_is_not_guessed() -> None:
    """Who is called by a role only is not found."""
    assert found("The mayor spoke.") == []


def test_without_people_nothing_is_found() -> None:
    """No names, no mentions; a form of nothing but invisible characters is none."""
    assert mentions(document("Rose"), ()) == ()
    assert found("Rose", person("x", "\u200b")) == []


def test_a_form_is_words_and_no_pattern() -> None:
    """What a pattern would take for a sign is a sign."""
    assert found("The A.B. (C) and the AxBx", person("ab", "A.B. (C)")) == [("A.B. (C)", "ab")]


ALPHABET = "Rose ZëNúñzñey’s'\n\u0301\u00adﬁ-–=“”aé🙂"
names = st.text(st.sampled_from("RoseNúñz fiﬁé-’"), min_size=1, max_size=6).filter(
    lambda name: bool(fold(name)) and name == name.strip()
)
texts = st.text(st.sampled_from(ALPHABET), max_size=40) | st.lists(
    st.sampled_from(["Rose", "Zoë", "Núñez", "Rey", "Ada", "’s", " ", "\n", "x", "WHO", "who"]),
    max_size=20,
).map("".join)


@given(texts, st.lists(names, max_size=5))
def test_every_mention_is_exactly_the_text(text: str, more: list[str]) -> None:
    """A mention's span holds its text, which reads like a form of the one it names."""
    people = (*PEOPLE, *(person(f"p{place}", name) for place, name in enumerate(more)))
    forms = {each.id: {fold(form) for form in each.forms} for each in people}
    for each in mentions(document(text), people):
        assert text[each.start : each.end] == each.text
        assert fold(each.text) in forms[each.name]
        assert "\n" not in each.text


@given(texts)
def test_mentions_stand_in_order_without_overlap(text: str) -> None:
    """No place is mentioned twice."""
    ends = [0]
    for each in mentions(document(text), PEOPLE):
        assert each.start >= ends[-1]
        ends.append(each.end)


@given(texts, names)
def test_one_name_is_found_wherever_it_stands_whole(text: str, name: str) -> None:
    """With one form in small letters, the mentions are the places where plain search finds it."""
    form = name.lower()
    expected, last = [], 0
    view = folded(text)
    for match in re.finditer(rf"(?<!\w)(?={re.escape(fold(form))}(?!\w))", view.text):
        span = view.span(match.start(), match.start() + len(fold(form)))
        if span and span[0] >= last and "\n" not in text[slice(*span)]:
            expected.append(span)
            last = span[1]
    got = [(each.start, each.end) for each in mentions(document(text), (person("it", form),))]
    assert got == expected


@given(st.text(), st.text(max_size=4))
def test_whole_words_are_those_of_the_pattern(text: str, wanted: str) -> None:
    """Searching for whole words by hand finds what a pattern would."""
    pattern = rf"(?<!\w){re.escape(fold(wanted))}(?!\w)"
    assert occurs(wanted, text) is bool(fold(wanted) and re.search(pattern, folded(text).text))


def test_mentions_are_counted_by_name_and_document() -> None:
    """Mentions print a line for each name."""
    both = Mentions(
        tuple(
            each
            for text, name in (("Rose met Núñez", "gazette"), ("Ada Rose", "herald"))
            for each in mentions(document(text, name), PEOPLE)
        )
    )
    assert repr(both).splitlines() == ["nunez  gazette 1", "rose   gazette 1, herald 1"]
    assert both[0] == Mention("gazette", 0, 4, "Rose", "rose")
    assert len(both[1:]) == 2
    assert repr(both[:0]) == "No mention."


# ── words ────────────────────────────────────────────────────────────────────────────────────

LONG = "word " * 30
PAPERS = {
    each.id: each
    for each in (
        document("= Rose =\n\nAda Rose spoke. A rose grew.\nThe Nunez vote."),
        document(f"{LONG}Zoë Núñez Rey’s vote{LONG}", "herald"),
        document("Nothing.", "ledger"),
    )
}


def test_a_name_finds_all_its_forms() -> None:
    """Any form finds every mention of the one who is called so, in each document."""
    for name in ("nunez", "NÚÑEZ", "Zoë Núñez"):
        hits = find(PAPERS, name, PEOPLE)
        assert [hit.passage.text for hit in hits] == ["Nunez", "Zoë Núñez Rey"]
        assert hits.documents == ("gazette", "herald")


def test_other_words_are_found_whole() -> None:
    """Words that name nobody are found where they stand whole, however they are typed."""
    assert [hit.passage.text for hit in find(PAPERS, "VOTE", PEOPLE)] == ["vote"]
    assert len(find(PAPERS, "vot", PEOPLE)) == 0


def test_a_hit_stands_in_its_line() -> None:
    """The context is of one paragraph, cut between words; the citation is the passage's."""
    first, second = find(PAPERS, "nunez", PEOPLE)
    assert first.context == "The Nunez vote."
    assert first.citation == "gazette ¶2"
    assert second.context.startswith("… word word ")
    assert second.context.endswith(" word …")
    assert "Zoë Núñez Rey’s" in second.context
    assert len(second.context) < 150
    assert find(PAPERS, "rose", PEOPLE)[0].context == "Rose"


def test_hits_print_under_their_document() -> None:
    """Each document has a heading, each hit its line."""
    assert repr(find(PAPERS, "rose", PEOPLE)).splitlines() == [
        "'rose' stands in 1 document, in 2 places.",
        "",
        "gazette",
        "  heading  «Rose»",
        "  ¶1  «Ada Rose» spoke. A rose grew.",
    ]


def test_words_that_stand_nowhere_are_answered_with_the_nearest() -> None:
    """A slip is no error: it finds nothing, and says what was meant."""
    assert repr(find(PAPERS, "nunes", PEOPLE)) == (
        "'nunes' stands in no document: did you mean 'nunez'?"
    )
    assert repr(find(PAPERS, "qqqqq", PEOPLE)) == "'qqqqq' stands in no document."


@pytest.mark.parametrize("wanted", ["", " ", "\u200b"])
def test_nothing_is_not_looked_for(wanted: str) -> None:
    """Without words there is nothing to find."""
    with pytest.raises(CaseError, match="nothing to look for"):
        find(PAPERS, wanted, PEOPLE)


@given(texts, st.text(max_size=5))
def test_every_hit_is_exactly_the_text(text: str, wanted: str) -> None:
    """Whatever is looked for, what is found reads like it and stands in its context."""
    paper = document(text)
    try:
        hits = find({"gazette": paper}, wanted, ())
    except CaseError:
        assert not fold(wanted)
        return
    assert isinstance(hits, Hits)
    for hit in hits:
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert fold(hit.passage.text) == fold(wanted)
        assert hit.passage.text in hit.context


# ── quotations ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said “no,” and “yes”.", ["no,", "yes"]),
        ('She said "no," and "yes".', ["no,", "yes"]),
        ('"No," she said.', ["No,"]),
        ('She said "never. He left.', ["never. He left."]),
        ("She said “never. He said “no”.", ["never. He said ", "no"]),
        ('A "never" and a "no\nOne “more”', ["never", "no", "more"]),
        ('("no")', ["no"]),
        ('It was 5" wide, and "" empty', []),
        ("no marks", []),
    ],
)
def test_words_in_quotation_marks_are_found(text: str, quoted: list[str]) -> None:
    """Curly or straight, closed or not: what is quoted is found paragraph by paragraph."""
    assert [each.text for each in quotations(document(text))] == quoted


@given(st.text(st.sampled_from('ab “”" .\n')))
def test_every_quotation_is_exactly_the_text(text: str) -> None:
    """A quotation is a span of the text and has no mark inside."""
    for each in quotations(document(text)):
        assert text[each.start : each.end] == each.text
        assert not set('“”"\n') & set(each.text)

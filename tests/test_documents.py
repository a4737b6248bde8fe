"""A quote finds exactly one passage, or says what stands in its way."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casestudy.documents import Document, Passage, QuoteError, segments
from casestudy.errors import CaseError
from casestudy.seedfile import cut
from casestudy.text import fold

TEXT = """\
= The bridge =

The mayor closed the old bridge on Monday. “Nobody may cross it,” she said — at once.

The engineer Zoë\u00a0Núñez found two cracks. The mayor’s letter came late. She said nothing.

== Later ==
The council voted on Friday.
- Cracks: two
=== Costs ===
The baker asked who would pay.

== Sources ==
(c) The Gazette
"""

LETTERS = "ab cß ﬁé\u0301—-’'“\"…\u00a0\u00ad\r\n. "


def document(text: str) -> Document:
    """Return a document with the passages that its form shows."""
    return Document("gazette", "The bridge", text, cut("gazette", text, {"rights line": ["(c)"]}))


@pytest.fixture
def gazette() -> Document:
    """Return a document with three paragraphs, headings and a list item."""
    return document(TEXT)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("closed the old bridge", "closed the old bridge"),
        ('"Nobody may cross it,"', "“Nobody may cross it,”"),
        ("«Nobody may cross it,»", "“Nobody may cross it,”"),
        ("she said - at once", "she said — at once"),
        ("Zoë Núñez", "Zoë\u00a0Núñez"),
        ("ZOE NUNEZ FOUND", "Zoë\u00a0Núñez found"),
        ("Zoe\u0308 Nu\u0301n\u0303ez", "Zoë\u00a0Núñez"),
        ("The mayor's letter", "The mayor’s letter"),
        ("  old\n  bridge ", "old bridge"),
    ],
)
def test_a_quote_is_found_however_it_is_typed(gazette: Document, typed: str, printed: str) -> None:
    """A quote gives the words as they are printed, however it is typed."""
    assert gazette.quote(typed).text == printed


def test_a_passage_is_exactly_its_span(gazette: Document) -> None:
    """A passage's text is the document's text between its ends."""
    passage = gazette.quote("zoe nunez")
    assert passage.text == TEXT[passage.start : passage.end]


def test_exact_words_win_over_words_that_only_read_alike() -> None:
    """Where the exact words stand once, a place that only reads alike does not count."""
    assert document("The Mayor spoke to the mayor.").quote("mayor").start == 23


def test_several_places_are_counted_and_named(gazette: Document) -> None:
    """Words that stand twice are refused with how often, where, and what to do."""
    with pytest.raises(QuoteError) as refused:
        gazette.quote("The mayor")
    assert str(refused.value) == (
        "'The mayor' stands 2 times in gazette (gazette ¶1, gazette ¶2): quote more words."
    )


def test_words_before_tell_two_places_apart(gazette: Document) -> None:
    """A prefix chooses among several places."""
    passage = gazette.quote("The mayor", prefix="two cracks.")
    assert passage.citation == "gazette ¶2"


def test_words_after_tell_two_places_apart(gazette: Document) -> None:
    """A suffix chooses among several places."""
    assert gazette.quote("She said", suffix="nothing").citation == "gazette ¶2"


def test_words_around_are_read_as_tolerantly_as_the_quote(gazette: Document) -> None:
    """Prefix and suffix need not be typed as they are printed either."""
    assert gazette.quote("mayor", suffix="'s LETTER").citation == "gazette ¶2"


def test_words_around_that_are_not_there_are_named_as_the_reason(gazette: Document) -> None:
    """Words that are there, but not between those asked for, are not found."""
    with pytest.raises(QuoteError, match="with the words asked for around it"):
        gazette.quote("two cracks", prefix="seven")


def test_words_that_are_not_there_bring_the_nearest_and_the_difference(gazette: Document) -> None:
    """A quote that is not found names the nearest passage and the words that differ."""
    with pytest.raises(QuoteError) as refused:
        gazette.quote("the council decided on Friday")
    assert str(refused.value) == (
        "'the council decided on Friday' is not in gazette; the nearest words are 'The council"
        " voted on Friday' (gazette ¶3) ('decided' is not there, 'voted' is): copy the words from"
        " the text."
    )


def test_words_that_share_nothing_bring_no_nearest_passage(gazette: Document) -> None:
    """A quote that shares no word with the text is refused without a guess."""
    with pytest.raises(QuoteError) as refused:
        gazette.quote("xyzzy")
    assert str(refused.value) == "'xyzzy' is not in gazette: copy words from the text."


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "[…]", "the old […]", "[...] bridge"])
def test_a_quote_needs_words(gazette: Document, nothing: str) -> None:
    """A quote without words, or with nothing beside what it leaves out, is refused."""
    with pytest.raises(QuoteError, match="no words to look for"):
        gazette.quote(nothing)


@pytest.mark.parametrize("mark", ["[…]", "[...]"])
def test_words_may_be_left_out(gazette: Document, mark: str) -> None:
    """A quote that leaves words out gives the whole stretch from its first to its last part."""
    passage = gazette.quote(f"Núñez found {mark} came late")
    assert passage.text == "Núñez found two cracks. The mayor’s letter came late"


def test_parts_in_another_order_are_refused(gazette: Document) -> None:
    """The parts of a quote must stand in the document's order."""
    with pytest.raises(QuoteError, match="in another order"):
        gazette.quote("came late […] found two")


def test_parts_in_two_paragraphs_are_refused(gazette: Document) -> None:
    """Words are left out within one paragraph only."""
    with pytest.raises(QuoteError, match="in two paragraphs"):
        gazette.quote("closed the old […] two cracks")


def test_words_around_stand_around_the_whole_of_a_quote_with_a_gap(gazette: Document) -> None:
    """A prefix stands before the first part and a suffix after the last, not around each."""
    passage = gazette.quote("The mayor […] came late", prefix="cracks.", suffix=". She")
    assert passage.text == "The mayor’s letter came late"


def test_a_letter_that_stands_everywhere_is_refused() -> None:
    """Words that stand a thousand times are refused with their number."""
    long = document(TEXT * 40)
    with pytest.raises(QuoteError, match=r"stands \d{4} times"):
        long.quote("e")


@given(st.text() | st.text(st.sampled_from(LETTERS)), st.data())
def test_whatever_is_found_is_the_text_itself(text: str, data: st.DataObject) -> None:
    """A quote of any span is refused with a sentence, or gives the text between its ends."""
    start = data.draw(st.integers(0, len(text)))
    wanted = text[start : data.draw(st.integers(start, len(text)))]
    with suppress(CaseError):
        passage = document(text).quote(wanted)
        assert passage.text == text[passage.start : passage.end]
        assert fold(passage.text) == fold(wanted)


@given(st.text(st.sampled_from(LETTERS), min_size=1), st.text(), st.text(), st.text())
def test_no_quote_ends_in_anything_but_a_sentence(
    text: str, wanted: str, prefix: str, suffix: str
) -> None:
    """Whatever is quoted, and from whatever text, only a `CaseError` is raised."""
    with suppress(CaseError):
        document(text).quote(wanted, prefix=prefix, suffix=suffix)


@given(st.text(min_size=1), st.data())
def test_exact_words_that_stand_once_give_exactly_their_span(
    text: str, data: st.DataObject
) -> None:
    """Words copied from the one place where they stand are found at that place."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wanted = text[start:end]
    assume(wanted == wanted.strip() and fold(wanted) and "[" not in wanted)
    assume(sum(text.startswith(wanted, place) for place in range(len(text))) == 1)
    passage = document(text).quote(wanted)
    assert (passage.start, passage.end) == (start, end)


def test_a_section_ends_where_the_next_of_its_depth_begins(gazette: Document) -> None:
    """A section holds what stands under its heading, with the headings below it."""
    assert [passage.text for passage in gazette.section("Later")] == [
        "Later",
        "The council voted on Friday.",
        "Cracks: two",
        "Costs",
        "The baker asked who would pay.",
    ]


def test_a_section_is_found_however_its_heading_is_typed(gazette: Document) -> None:
    """Case does not matter in a heading."""
    assert gazette.section("COSTS")[0].text == "Costs"


def test_the_last_section_ends_with_the_text(gazette: Document) -> None:
    """A section without a heading after it runs to the end."""
    assert gazette.section("Sources")[-1].kind == "rights line"


def test_an_unknown_heading_brings_the_nearest(gazette: Document) -> None:
    """A heading that is not there is refused with the one that may have been meant."""
    with pytest.raises(CaseError, match=r"gazette has no heading 'Latter': did you mean 'Later'\?"):
        gazette.section("Latter")


def test_a_document_without_headings_says_so() -> None:
    """Where there are no headings, none is offered."""
    with pytest.raises(CaseError, match=r"^gazette has no heading 'Later'\.$"):
        document("One line.").section("Later")


@pytest.mark.parametrize(
    ("passage", "citation"),
    [
        (Passage("gazette", 0, 1, "a", number=4), "gazette ¶4"),
        (Passage("gazette", 0, 1, "a", number=4, last=4), "gazette ¶4"),
        (Passage("gazette", 0, 1, "a", number=4, last=6), "gazette ¶4–6"),
        (Passage("gazette", 0, 1, "a", "byline"), "gazette, byline"),
    ],
)
def test_a_citation_names_the_paragraph_or_the_kind(passage: Passage, citation: str) -> None:
    """A citation is the document's id with ¶ number, range of numbers, or kind."""
    assert passage.citation == citation


def test_a_quote_over_two_paragraphs_cites_both(gazette: Document) -> None:
    """A span from one paragraph into the next cites the range."""
    assert gazette.quote("at once. The engineer").citation == "gazette ¶1–2"


def test_a_passage_prints_its_words_and_place(gazette: Document) -> None:
    """A passage as text is its words with the citation."""
    assert str(gazette.quote("old bridge")) == "old bridge (gazette ¶1)"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(gazette: Document, start: int, end: int) -> None:
    """A span must be inside the text and hold something."""
    with pytest.raises(CaseError, match=f"gazette has no span {start} to {end}"):
        gazette.span(start, end)


@given(st.data())
def test_segments_join_to_the_paragraphs_around_them(data: st.DataObject) -> None:
    """The segments of any span are, together, the paragraphs that it touches."""
    gazette = document(TEXT)
    start = data.draw(st.integers(0, len(TEXT) - 1))
    passage = gazette.span(start, data.draw(st.integers(start + 1, len(TEXT))))
    joined = "".join(text for text, _ in segments(gazette, passage))
    assert joined in TEXT
    assert passage.text in joined


def test_segments_of_a_quote_are_its_paragraph_with_the_words_marked(gazette: Document) -> None:
    """A quote inside a paragraph gives what stands before, the words, and what stands after."""
    cuts = segments(gazette, gazette.quote("voted"))
    assert cuts == (("The council ", ""), ("voted", "mark"), (" on Friday.", ""))


def test_segments_of_a_whole_paragraph_are_one_segment(gazette: Document) -> None:
    """A quote that is the whole paragraph has nothing beside it."""
    whole = "The council voted on Friday."
    assert segments(gazette, gazette.quote(whole)) == ((whole, "mark"),)


def test_a_source_is_publisher_and_date_or_the_title() -> None:
    """A source names the publisher, or the title where there is none."""
    one = Document("a", "T", "x", (), publisher="The Gazette", published="5 May 2024")
    assert (one.source, Document("a", "T", "x", ()).source) == ("The Gazette, 5 May 2024", "T")

"""The seeds: five real texts cut into numbered passages, and a catalogue that is checked."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from casestudy.errors import CaseError, CourseError
from casestudy.seedfile import cut, find_course, read_catalogue, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from casestudy.documents import Document

IDS = ["latin-times", "mexico-news-daily", "unsigned-page", "cnn", "encyclopedia"]


@pytest.fixture(scope="module")
def documents(root: Path) -> dict[str, Document]:
    """Return the five real documents."""
    entries = read_catalogue(root).entries
    return {name: read_document(root, entry) for name, entry in entries.items()}


def kinds(document: Document) -> list[str]:
    """Return the kinds of a document's passages, each once, in order of appearance."""
    return list(dict.fromkeys(passage.kind for passage in document.passages))


def numbered(document: Document, kind: str) -> list[int | None]:
    """Return the ¶ numbers of all passages of a kind."""
    return [passage.number for passage in document.passages if passage.kind == kind]


def slip(course: Path, old: str, new: str) -> str:
    """Make a slip in the catalogue and return the complaints."""
    path = course / "seeds" / "catalogue.toml"
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_bytes(source.replace(old, new).encode())
    with pytest.raises(CourseError) as refused:
        read_catalogue(course)
    return str(refused.value)


def test_the_documents_come_in_the_order_of_the_catalogue(root: Path) -> None:
    """The five documents have their ids in the order of their files."""
    entries = read_catalogue(root).entries
    assert list(entries) == IDS
    files = [entry["file"] for entry in entries.values()]
    assert files == sorted(files)


@pytest.mark.parametrize("name", IDS)
def test_a_document_is_its_file_byte_for_byte(
    root: Path, documents: dict[str, Document], name: str
) -> None:
    """A document's text is its file's bytes, and they have the catalogue's hash."""
    content = (root / "seeds" / documents[name].file).read_bytes()
    assert documents[name].text.encode() == content
    assert documents[name].sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", IDS)
def test_every_passage_is_its_span(documents: dict[str, Document], name: str) -> None:
    """Every passage's text is the document's text between its ends."""
    text = documents[name].text
    assert all(each.text == text[each.start : each.end] for each in documents[name].passages)


@pytest.mark.parametrize("name", IDS)
def test_passages_follow_each_other_without_overlap(
    documents: dict[str, Document], name: str
) -> None:
    """Passages stand in order and never overlap."""
    passages = documents[name].passages
    assert all(one.end <= two.start for one, two in pairwise(passages))


@pytest.mark.parametrize("name", IDS)
def test_nothing_but_marks_stands_between_passages(
    documents: dict[str, Document], name: str
) -> None:
    """What no passage covers is white space, the marks of headings and the bullets of lists."""
    document = documents[name]
    rest = list(document.text)
    for passage in document.passages:
        rest[passage.start : passage.end] = " " * len(passage.text)
    assert not re.sub(r"^ *(=+ *=+|-) *$", "", "".join(rest), flags=re.MULTILINE).strip()


@pytest.mark.parametrize("name", IDS)
def test_paragraph_numbers_run_without_a_gap(documents: dict[str, Document], name: str) -> None:
    """The ¶ numbers of a document are 1, 2, 3 and so on."""
    numbers = [each.number for each in documents[name].passages if each.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", IDS)
def test_headings_bylines_and_the_like_have_no_number(
    documents: dict[str, Document], name: str
) -> None:
    """Headings, bylines, furniture and rights lines are not numbered."""
    plain = {"heading", "byline", "furniture", "rights line"}
    assert all((each.kind in plain) is (each.number is None) for each in documents[name].passages)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("latin-times", ["heading", "caption", "paragraph", "rights line"]),
        ("mexico-news-daily", ["paragraph", "caption", "byline"]),
        ("unsigned-page", ["paragraph", "furniture"]),
        ("cnn", ["byline", "paragraph", "rights line"]),
        (
            "encyclopedia",
            ["heading", "furniture", "infobox item", "paragraph", "list item"],
        ),
    ],
)
def test_each_document_has_its_kinds_of_passages(
    documents: dict[str, Document], name: str, found: list[str]
) -> None:
    """The odd shapes of each document are told apart."""
    assert kinds(documents[name]) == found


def test_the_caption_inside_the_second_document_is_numbered(
    documents: dict[str, Document],
) -> None:
    """The caption that splits a quotation from its speaker is ¶7."""
    assert numbered(documents["mexico-news-daily"], "caption") == [7]


def test_the_caption_of_the_first_document_is_its_first_number(
    documents: dict[str, Document],
) -> None:
    """The heading of the first document has no number, and its caption is ¶1."""
    assert numbered(documents["latin-times"], "caption") == [1]


def test_the_infobox_is_numbered_item_by_item(documents: dict[str, Document]) -> None:
    """The seven items of the infobox are ¶1 to ¶7, and the first paragraph is ¶8."""
    encyclopedia = documents["encyclopedia"]
    assert numbered(encyclopedia, "infobox item") == [1, 2, 3, 4, 5, 6, 7]
    assert numbered(encyclopedia, "paragraph")[0] == 8


def test_the_lists_of_reactions_are_list_items(documents: dict[str, Document]) -> None:
    """The reactions are list items, without their bullets."""
    items = [each for each in documents["encyclopedia"].passages if each.kind == "list item"]
    assert items[0].text.startswith("Argentina: The Ministry")
    assert items[-1].text == "List of attacks on diplomatic missions"


def test_headings_have_the_depth_of_their_marks(documents: dict[str, Document]) -> None:
    """A heading's level is the number of its equals signs, and they stand outside it."""
    headings = [each for each in documents["encyclopedia"].passages if each.kind == "heading"]
    depths = {each.text: each.level for each in headings}
    assert (depths["Raid"], depths["Ecuador"], depths["International"]) == (2, 3, 3)


def test_a_metadata_line_is_a_byline(documents: dict[str, Document]) -> None:
    """The first line of the fourth document names date and authors, and is a byline."""
    first = documents["cnn"].passages[0]
    assert (first.kind, first.text[:15]) == ("byline", "date 2024-04-07")


def test_the_furniture_of_a_page_is_told_apart(documents: dict[str, Document]) -> None:
    """What stood around the unsigned page on its website is furniture."""
    furniture = [each.text for each in documents["unsigned-page"].passages[-2:]]
    assert furniture == ["Watch video below", "Comments"]


def test_every_document_says_how_its_date_is_known(documents: dict[str, Document]) -> None:
    """Every document has a date, how it is known, and a rights notice."""
    assert all(
        each.published and each.published_how.startswith(("stated", "inferred", "range"))
        for each in documents.values()
    )
    assert all(each.rights for each in documents.values())


def test_lines_of_any_system_are_cut_alike() -> None:
    """A text with Windows line ends is cut into the same words."""
    unix, windows = cut("a", "one\ntwo\n", {}), cut("a", "\ufeffone\r\ntwo\r\n", {})
    assert [each.text for each in unix] == [each.text for each in windows] == ["one", "two"]


def test_a_changed_document_is_refused(course: Path) -> None:
    """A document that was changed is refused with its name, both hashes and what to do."""
    entry = read_catalogue(course).entries["gazette"]
    path = course / "seeds" / "gazette.txt"
    path.write_bytes(path.read_bytes() + b" ")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(CaseError) as refused:
        read_document(course, entry)
    said = str(refused.value)
    assert said.startswith("The document 'gazette' was changed: seeds/gazette.txt has the hash")
    assert found in said
    assert entry["sha256"] in said
    assert "Copy the file back" in said


def test_a_missing_document_is_named(course: Path) -> None:
    """A document without its file is named, with where to get it."""
    (course / "seeds" / "gazette.txt").unlink()
    with pytest.raises(CaseError, match=r"'gazette' has no file seeds/gazette.txt. Copy it back"):
        read_document(course, read_catalogue(course).entries["gazette"])


def test_a_document_that_is_not_utf8_is_named(course: Path) -> None:
    """A document in another encoding is refused with the cure."""
    content = "Núñez".encode("latin-1")
    (course / "seeds" / "gazette.txt").write_bytes(content)
    entry = read_catalogue(course).entries["gazette"]
    with pytest.raises(CaseError, match=r"seeds/gazette.txt is not UTF-8. Save it"):
        read_document(course, {**entry, "sha256": hashlib.sha256(content).hexdigest()})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "gazette"\n', "", "seeds/catalogue.toml:5: document '': id is missing"),
        ('id = "gazette"', 'id = ["gazette"]', "seeds/catalogue.toml:5: "),
        ('id = "gazette"', 'id = "The Gazette"', "use small letters, digits and hyphens"),
        ("published_how", "publishd_how", "did you mean 'published_how'"),
        (
            'kind = "news report"',
            "kind = 3",
            "'gazette': kind is no text in quotation marks: write kind",
        ),
        ('kind = "news report"', 'kind = ""', "document 'gazette': kind is missing: write kind"),
        ('published = "', 'published = 2024-05-05 #"', "published is no text in quotation marks"),
        (
            'published = "',
            'published = "06/05/2024" #"',
            "'06/05/2024', in figures: write it as in",
        ),
        (
            '"rights line" = [',
            'publisher = "The Gazette"\n"rights line" = [',
            "'publisher' stands under [document.passages]: move it above that line",
        ),
        ('kind = "news report"', "kind = “news report”", "be read: write straight quotation"),
        ('kind = "news report"', 'kind = "news report', "write a quotation mark at its end"),
        ('kind = "news report"', 'kind = news report"', "a quotation mark before its words"),
        ('kind = "news report"', "kind = news report", "straight quotation marks on both sides"),
        ('kind = "news report"', 'kind: "news report"', "'=' in place of ':'"),
        ('kind = "news report"', 'kind = "a "news" report"', "single quotation marks"),
        ('kind = "news report"', 'kind = "news", rights = "ours"', "on a line of its own"),
        ('kind = "news report"', 'kind = "a"\nkind = "b"', "'kind = \"b\"' is there twice"),
        ('["© 2024"]', '["© 2024" "all"]', "write a comma between the words"),
        ('published = "', 'published = "May 6, 2024" #"', "write '6 May 2024'"),
        ('published = "', 'published = "31 April 2024" #"', "there is no such day"),
        (
            'published_how = "stated',
            'published_how = "I know it; stated',
            "published_how is 'I know it; stated: under the title': begin it with stated, infer",
        ),
        ('published_how = "stated', 'published_how = "Stated', "begin it with stated, inferred"),
        ('"rights line" = [', '"right line" = [', "did you mean 'rights line'"),
        ('"rights line" = ["© 2024"]', '"rights line" = "© 2024"', "document 'gazette': "),
        ("[document.passages]", "byline = 3\n[document.passages]", "document 'gazette': byline"),
        ('[document.passages]\n"rights line" = ["© 2024"]', "passages = 3", "'gazette': "),
        ('[case]\nid = "bridge"', "[case]", "seeds/catalogue.toml:1: it has no [case]"),
        ("[[document]]", "[document]", "seeds/catalogue.toml: it names no document"),
        ('"gazette.txt"', '"../gazette.txt"', "is no file name in seeds/"),
        ('"gazette.txt"', '"/etc/hosts"', "is no file name in seeds/"),
        ('"gazette.txt"', "'..\\gazette.txt'", "is no file name in seeds/"),
        ('"gazette.txt"', '".."', "is no file name in seeds/"),
        (
            "[[document]]",
            "[[document",
            ":5: '[[document' begins no document: write [[document]]",
        ),
    ],
)
def test_a_slip_in_the_catalogue_is_named(course: Path, old: str, new: str, said: str) -> None:
    """A slip in the catalogue is refused with file, line, value and cure."""
    complaint = slip(course, old, new)
    assert complaint.startswith("seeds/catalogue.toml:")
    assert said in complaint


def test_a_document_that_is_no_table_is_named(course: Path) -> None:
    """A list of words in place of the documents is refused."""
    path = course / "seeds" / "catalogue.toml"
    path.write_text('document = ["gazette"]\n[case]\nid = "a"\ntitle = "A"\n', encoding="utf-8")
    with pytest.raises(CourseError, match="names no document"):
        read_catalogue(course)


def test_an_entry_with_spaces_in_its_brackets_is_checked_too(course: Path) -> None:
    """Every entry is checked, however its brackets are typed."""
    path = course / "seeds" / "catalogue.toml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source + '\n[[ document ]]\nid = "second"\n', encoding="utf-8")
    with pytest.raises(CourseError, match="'second': file is missing"):
        read_catalogue(course)


def test_an_id_given_twice_is_named_at_its_second_line(course: Path) -> None:
    """A repeated id is refused at the entry that repeats it."""
    path = course / "seeds" / "catalogue.toml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source + source[source.index("[[document]]") :], encoding="utf-8")
    second = source.count("\n") + 1
    with pytest.raises(CourseError, match=f"^seeds/catalogue.toml:{second}: document 'gazette':"):
        read_catalogue(course)


def test_all_slips_are_named_at_once(course: Path) -> None:
    """The author learns of every slip, not of the first alone."""
    said = slip(course, 'file = "gazette.txt"', 'fil = "../gazette.txt"')
    assert len(said.splitlines()) >= 2


def test_windows_line_ends_in_the_catalogue_make_no_difference(course: Path) -> None:
    """A catalogue saved on Windows says the same."""
    path = course / "seeds" / "catalogue.toml"
    before = read_catalogue(course)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_catalogue(course) == before


def test_a_catalogue_that_is_not_utf8_is_named(course: Path) -> None:
    """A catalogue in another encoding is refused with the cure."""
    (course / "seeds" / "catalogue.toml").write_bytes(b'title = "N\xfa\xf1ez"')
    with pytest.raises(CourseError, match=r"^seeds/catalogue.toml: it cannot be read .* in UTF-8$"):
        read_catalogue(course)


def test_a_course_is_found_from_a_folder_inside(course: Path) -> None:
    """The course is found from any folder below it."""
    assert find_course(course / "notebooks" / "quizzes") == course
    assert find_course(course) == course


def test_elsewhere_one_is_told_how_to_get_a_course(tmp_path: Path) -> None:
    """Where there is no course, one is told what was looked for and what to do."""
    with pytest.raises(CaseError, match=r"There is no course in .* \(no seeds/catalogue.toml\)"):
        find_course(tmp_path)

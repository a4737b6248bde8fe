"""The reader of `seeds/`: the catalogue and the texts it names, checked by hash."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from casestudy.dates import read_published, read_typed
from casestudy.documents import NUMBERED, Document, Kind, Passage
from casestudy.errors import CaseError, Complaint, CourseError, did_you_mean
from casestudy.text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "CATALOGUE",
    "TO_NAME",
    "Catalogue",
    "cut",
    "find_course",
    "read_catalogue",
    "read_document",
    "read_text",
    "read_toml",
]

CATALOGUE = "seeds/catalogue.toml"
"""Where a course keeps its catalogue; the file by which a course is recognised."""

TO_NAME = "still to be named"
"""What the catalogue says where a program wrote an entry and a person has to say more."""

_REQUIRED = ("id", "file", "sha256", "published", "published_how", "kind", "rights")
_OPTIONAL = ("title", "publisher", "byline", "passages")
_LINE = re.compile(r"[^\r\n]+")
_HEADING = re.compile(r"(=+)\s*(.*?)\s*=+\s*$")
_ITEM = re.compile(r"[-*•]\s+")
_FIGURES = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_ENTRY = re.compile(r"\s*\[\[\s*document\s*\]\]")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What `seeds/catalogue.toml` says: the case, and an entry per document.

    Parameters
    ----------
    case, title : str
        Id and title of the case.
    entries : dict of str to dict
        Per document id, the entry's fields as written.
    """

    case: str
    title: str
    entries: dict[str, dict[str, Any]]


def find_course(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds a course.

    Raises
    ------
    CaseError
        Where no folder above has ``seeds/catalogue.toml``; it says how to get a course.
    """
    for folder in (start, *start.parents):
        if (folder / CATALOGUE).is_file():
            return folder
    message = (
        f"There is no course in {start} or above it (no {CATALOGUE}). "
        "Open a terminal in the folder of the course, or get the course's folder first."
    )
    raise CaseError(message)


def read_text(course: Path, file: str) -> str:
    """Return a text file of the course that a person edits.

    Raises
    ------
    CourseError
        Where it cannot be read or is not UTF-8.
    """
    try:
        # at once: Python decodes a file with a mark before it piece by piece, which takes longer
        text = (course / file).read_bytes().decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as error:
        complaint = Complaint(
            file, 0, "", f"it cannot be read ({error})", "save it as a plain text file in UTF-8"
        )
        raise CourseError([complaint]) from error


def read_toml(course: Path, file: str) -> dict[str, Any]:
    """Return what a TOML file of the course says.

    Raises
    ------
    CourseError
        Where it cannot be read or is not TOML, with the line.
    """
    source = read_text(course, file)
    try:
        return tomllib.loads(source)
    # what is no TOML, a number of thousands of digits, brackets inside brackets without an end
    except (ValueError, RecursionError) as error:
        raise CourseError([_not_toml(file, source.splitlines(), str(error))]) from error


_HEADED = re.compile(r"\s*\[+\s*documents?\s*\]*\s*(#.*)?")
_CURES = (
    (r"\s*\[", "write the brackets as in the other entries, as many behind the name as before it"),
    (r".*=\s*\[?\s*[“”„«‘’]", 'write straight quotation marks: name = "words"'),
    (r"[^=]*:", "write '=' in place of ':'"),
    (r"[^=]*$", 'write name = "words", or delete the line'),
    (r'[^=]*=\s*"[^"]*$', 'write a quotation mark at its end: name = "words"'),
    (r'[^=]*=\s*[^"]*"\s*$', 'write a quotation mark before its words: name = "words"'),
    (r'[^=]*=\s*"[^"]*",', 'write each name on a line of its own: name = "words"'),
    (r'[^=]*=\s*"[^"]*"[^"]+"', "write single quotation marks (') inside the words"),
    (r"[^=]*=\s*\[", 'write a comma between the words, and a bracket at the end: ["one", "two"]'),
    (r'[^=]*=\s*[^"]*$', 'write straight quotation marks on both sides: name = "words"'),
)
"""What to do with a line, by what it looks like."""
_PLAINLY = 'write name = "words", with straight quotation marks on both sides, each name once'


def _not_toml(file: str, lines: Sequence[str], error: str) -> Complaint:
    """Complain of the line that cannot be read, in words that need no knowledge of TOML."""
    found = re.search(r"line (\d+)", error)
    place = int(found[1]) if found else 0
    line = lines[place - 1].strip() if 0 < place <= len(lines) else ""
    if file == CATALOGUE:
        for number, each in enumerate(lines, 1):
            if _HEADED.fullmatch(each) and not _ENTRY.match(each):
                cure = "write [[document]], with two brackets on both sides"
                return Complaint(file, number, "", f"'{each.strip()}' begins no document", cure)
    if "overwrite" in error and "=" in line:
        return Complaint(file, place, "", f"the name of '{line}' is there twice", "leave one")
    cure = next((cure for form, cure in _CURES if line and re.match(form, line)), _PLAINLY)
    said = f"'{shortened(line)}' cannot be read" if line else f"it cannot be read ({error})"
    return Complaint(file, place, "", said, cure)


def read_catalogue(course: Path) -> Catalogue:
    """Read the catalogue and check every entry's fields.

    Raises
    ------
    CourseError
        With all complaints at once: not TOML, missing or unknown fields, an id given twice, a
        file outside `seeds/`.
    """
    content = read_toml(course, CATALOGUE)
    complaints = list(_complaints(content, read_text(course, CATALOGUE)))
    if complaints:
        raise CourseError(complaints)
    entries = {entry["id"]: entry for entry in content["document"]}
    return Catalogue(content["case"]["id"], content["case"]["title"], entries)


def read_document(course: Path, entry: Mapping[str, Any]) -> Document:
    """Read one text, refuse it if it was changed, and cut it into passages.

    Raises
    ------
    CaseError
        Where the file is missing, is a link to one outside the course, is not UTF-8, or does not
        have the catalogue's hash.
    """
    content = _content(course, entry)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"seeds/{entry['file']} is not UTF-8. Save it as a plain text file in UTF-8."
        raise CaseError(message) from error
    known = {name: entry[name] for name in (*_REQUIRED, "publisher", "byline") if name in entry}
    known.setdefault("title", entry.get("title", ""))
    said = entry.get("passages", {})
    passages = cut(entry["id"], text, said)
    for beginning in (each for beginnings in said.values() for each in beginnings):
        if not any(passage.text.startswith(beginning) for passage in passages):
            message = (
                f"No line of the document '{entry['id']}' begins with '{beginning}', as the"
                " catalogue says. Copy the first words of the line into seeds/catalogue.toml."
            )
            raise CaseError(message)
    return Document(text=text, passages=passages, **known)


def _content(course: Path, entry: Mapping[str, Any]) -> bytes:
    """Return the bytes of a document, which are those that the catalogue has the hash of."""
    path = course / "seeds" / str(entry["file"])
    try:
        content = path.read_bytes()
    except OSError as error:
        message = (
            f"The document '{entry['id']}' has no file seeds/{entry['file']}. Copy it back from "
            "where the course came from, or write the name of a file that is there."
        )
        raise CaseError(message) from error
    if not path.resolve().is_relative_to(course.resolve()):
        message = (
            f"The document '{entry['id']}' is not in the course: seeds/{entry['file']} is a link to"
            " a file outside. Put the file itself into seeds/."
        )
        raise CaseError(message)
    found = hashlib.sha256(content).hexdigest()
    if not re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]):
        message = (
            f"The document '{entry['id']}' has no hash yet: if"
            f" seeds/{entry['file']} is the text as it was published, write"
            f' sha256 = "{found}" into its entry in seeds/catalogue.toml.'
        )
        raise CaseError(message)
    if found != entry["sha256"]:
        message = (
            f"The document '{entry['id']}' was changed: seeds/{entry['file']} has the hash {found},"
            f" the catalogue says {entry['sha256']}. Copy the file back from where the course came"
            " from; if the change is meant, write the new hash into seeds/catalogue.toml."
        )
        raise CaseError(message)
    return content


def cut(document: str, text: str, said: Mapping[str, list[str]]) -> tuple[Passage, ...]:
    r"""Cut a text into passages, one per line that is not empty.

    Headings (``== so ==``), list items (``- so``) and the items of an infobox (a list right under
    a line that is called furniture) are known by their form; what else is not a paragraph is said
    by the catalogue, which gives the first words of the line.

    Parameters
    ----------
    document : str
        The document's id.
    text : str
        The whole text.
    said : mapping of str to list of str
        Per kind, the first words of each line of that kind.

    Returns
    -------
    tuple of Passage
        In order, without overlap; the marks of headings and list items stay outside.

    Examples
    --------
    >>> for passage in cut("d", "= T =\n- one\ntwo\n(c) me", {"rights line": ["(c)"]}):
    ...     print(passage.citation, "|", passage.kind, "|", passage.text)
    d, heading | heading | T
    d ¶1 | list item | one
    d ¶2 | paragraph | two
    d, rights line | rights line | (c) me
    """
    passages: list[Passage] = []
    number, infobox = 0, False
    for start, line in _lines(text):
        kind, level, shift, length = _kind(line, said)
        if kind == "list item" and infobox:
            kind = "infobox item"
        infobox = (kind == "furniture") or (kind == "infobox item" and infobox)
        number += kind in NUMBERED
        begin = start + shift
        passages.append(
            Passage(
                document,
                begin,
                begin + length,
                text[begin : begin + length],
                kind,
                number if kind in NUMBERED else None,
                None,
                level,
            )
        )
    return tuple(passages)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip("\ufeff \t\u00a0")
        if stripped:
            yield match.start() + line.index(stripped), stripped


def _kind(line: str, said: Mapping[str, list[str]]) -> tuple[Kind, int, int, int]:
    """Return the kind of a line, the depth of a heading, and where its own words begin and end."""
    for kind in get_args(Kind):
        if any(line.startswith(beginning) for beginning in said.get(kind, [])):
            return kind, int(kind == "heading"), 0, len(line)
    if (heading := _HEADING.match(line)) and heading[2]:
        return "heading", len(heading[1]), heading.start(2), len(heading[2])
    if item := _ITEM.match(line):
        return "list item", 0, item.end(), len(line) - item.end()
    return "paragraph", 0, 0, len(line)


def _complaints(content: dict[str, Any], source: str) -> Iterator[Complaint]:
    case = content.get("case")
    if not isinstance(case, dict) or not all(isinstance(case.get(n), str) for n in ("id", "title")):
        yield Complaint(
            CATALOGUE,
            1,
            "",
            "it has no [case] with an id and a title",
            'write [case], id = "…" and title = "…" at its top',
        )
    entries = content.get("document")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries or [0]):
        yield Complaint(CATALOGUE, 0, "", "it names no document", "write a [[document]] for each")
        return
    lines = [place for place, line in enumerate(source.splitlines(), 1) if _ENTRY.match(line)]
    seen: set[str] = set()
    # entries may be written in other ways too; those have no line of their own
    places = lines if len(lines) == len(entries) else [0] * len(entries)
    for entry, line in zip(entries, places, strict=True):
        subject = f"document '{entry.get('id', '')}'"
        for wrong, cure in _entry_complaints(entry, seen):
            yield Complaint(CATALOGUE, line, subject, wrong, cure)
        seen.add(str(entry.get("id")))


def _entry_complaints(entry: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, str]]:
    for name in _REQUIRED:
        if entry.get(name, "") == "":
            yield f"{name} is missing", f'write {name} = "…"'
    for name in entry.keys() - {*_REQUIRED, *_OPTIONAL}:
        yield f"the field '{name}' is not known", did_you_mean(name, (*_REQUIRED, *_OPTIONAL))
    for name in (*_REQUIRED, "title", "publisher", "byline"):
        if not isinstance(entry.get(name, ""), str):
            yield f"{name} is no text in quotation marks", f'write {name} = "…"'
    yield from _published_complaints(entry.get("published"))
    yield from _how_complaints(entry.get("published_how"))
    yield from _passage_complaints(entry.get("passages", {}))
    if str(entry.get("id")) in seen:
        yield "this id is given twice", "give each document an id of its own"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(entry.get("id", ""))):
        yield f"'{entry.get('id')}' is no id", "use small letters, digits and hyphens"
    if not re.fullmatch(r"[\w][\w.-]*", str(entry.get("file", ""))):
        yield f"'{entry.get('file')}' is no file name in seeds/", "write the name without a folder"


def _published_complaints(day: object) -> Iterator[tuple[str, str]]:
    if not isinstance(day, str) or read_published(day):
        return  # a day that nobody knows is said in words
    readings = read_typed(day)
    if re.fullmatch(_FIGURES, day):
        yield f"published is '{day}', in figures", "write it as in 5 April 2024"
    elif readings:
        yield f"published is '{day}'", f"write '{readings[0]}'"
    elif re.fullmatch(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", day):
        yield f"published is '{day}', and there is no such day", "write a day of the calendar"


_HOW = re.compile(r"(?:stated|inferred|range)\b")


def _how_complaints(how: object) -> Iterator[tuple[str, str]]:
    """Complain where it is not said in our words how a day is known: lessons read them."""
    if isinstance(how, str) and how and not _HOW.match(how):
        cure = 'begin it with stated, inferred or range, such as "stated: in its first line"'
        yield f"published_how is '{shortened(how)}'", cure


def _passage_complaints(said: object) -> Iterator[tuple[str, str]]:
    if not isinstance(said, dict):
        yield (
            "passages is no table",
            'write [document.passages], then lines such as byline = ["By"]',
        )
        return
    for name, beginnings in said.items():
        if name in {*_REQUIRED, *_OPTIONAL} - {*get_args(Kind)}:
            yield f"'{name}' stands under [document.passages]", "move it above that line"
            continue
        if name not in get_args(Kind):
            yield f"'{name}' is no kind of passage", did_you_mean(name, get_args(Kind))
        # a text alone, or an empty one, would be the beginning of almost any line
        if not isinstance(beginnings, list) or not all(
            isinstance(each, str) and each for each in beginnings
        ):
            yield f"'{name}' is no list of first words", f'write {name} = ["…"] with first words'

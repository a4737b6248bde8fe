"""Another case from somebody's own texts: catalogue, empty notes, names, and a first lesson."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from string import Template
from typing import TYPE_CHECKING

from casestudy.capitals import as_cards, proposals
from casestudy.coursefile import COURSE
from casestudy.documents import Document
from casestudy.errors import CaseError
from casestudy.firstcards import first_cards
from casestudy.lessons.lesson import PARTS
from casestudy.lessons.new import Kit, lesson_files, slug, template, write_new
from casestudy.notefile import FOLDER, SORTS
from casestudy.seedfile import CATALOGUE, TO_NAME, cut, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["LESSON", "PROPOSED", "add_document", "case_files", "new_case"]

LESSON, TITLE = "00-read-the-texts", "Read the texts"
"""The first lesson of a case."""

PROPOSED = "seeds/proposed/people.md"
"""Where names are proposed; nothing reads it."""

ENDINGS = (".txt", ".md")
"""How the names of texts end."""

_TITLE_MOST = 100
"""Letters of a first line that may be a title."""

_MINUTES = 50
_MARKDOWN = re.compile(r"#{1,6}[ \t]+\S")
_UNKNOWN = {
    "published": f"on a day that is {TO_NAME}",
    # what begins with "stated" is shown as it is, and not as an estimate of ours
    "published_how": "stated nowhere yet: write where the text has its date, or how it is known",
    "kind": "text",
    "rights": f"{TO_NAME.capitalize()}. Ask the publisher before you hand this text to others.",
}
"""What a program cannot know of a text."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that somebody brought, and what can be said of it.

    Parameters
    ----------
    document : Document
        The text, cut into passages.
    content : bytes
        The file as it was.
    headings : tuple of str
        Lines that are headings, for the catalogue.
    """

    document: Document
    content: bytes
    headings: tuple[str, ...]


def new_case(folder: Path, paths: Sequence[Path], title: str = "") -> list[str]:
    """Write the folder of another case.

    Parameters
    ----------
    folder : Path
        Where: a folder that is empty or not there yet.
    paths : sequence of Path
        The texts, in the order in which they are to be read.
    title : str
        What the case is called; the folder's name if empty.

    Returns
    -------
    list of str
        The files, relative to the folder.

    Raises
    ------
    CaseError
        Where the folder is in use, or a text cannot be read. Nothing has been written then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already, and not empty. Name a folder that is not there yet."
        raise CaseError(message)
    title = " ".join(title.split()) or _titled(folder.resolve().name)
    made = case_files(slug(folder.resolve().name), title, [_read(path) for path in paths])
    write_new(folder, made)
    return list(made)


def add_document(course: Path, path: Path, name: str = "") -> list[str]:
    """Put one more text into a course: the file into `seeds/`, and its entry into the catalogue.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : Path
        The text. One that is in `seeds/` already stays there.
    name : str
        What the document is called, such as ``"letter"``; made from the file's name if empty.

    Returns
    -------
    list of str
        The files that were written, relative to the course: the catalogue last.

    Raises
    ------
    CaseError
        Where the text cannot be read, or something is called so already. Nothing has been written
        then.
    """
    known = read_catalogue(course).entries
    file, content = _read(path)
    text = _text(file, content, slug(name) if name else _id(file))
    document = text.document
    if document.id in known:
        message = (
            f"There is a document '{document.id}' already. Give this one another short name "
            f"(--id), such as {document.id}-2."
        )
        raise CaseError(message)
    seeds = course / "seeds"
    inside = path.resolve().parent == seeds.resolve()
    if inside:
        text = replace(text, document=replace(document, file=path.name))
    other = next((one for one, each in known.items() if each["file"] == text.document.file), "")
    if other:
        message = f"seeds/{text.document.file} is the document '{other}' already. Nothing is to do."
        raise CaseError(message)
    same = next((one for one, each in known.items() if each["sha256"] == document.sha256), "")
    if same:
        message = f"'{file}' is word for word the document '{same}'. Nothing was added."
        raise CaseError(message)
    if not inside:
        write_new(course, {f"seeds/{document.file}": text.content})
    with (course / CATALOGUE).open("ab") as catalogue:
        catalogue.write(f"{_UNKNOWN_SAID}{_entry(text)}".encode())
    return [*([] if inside else [f"seeds/{document.file}"]), CATALOGUE]


_UNKNOWN_SAID = """
# Still to be named: when it was published and how that is known, what kind of text it is, whose it
# is. Add publisher and byline where they are printed, and mend the title.
"""


def case_files(name: str, title: str, texts: Sequence[tuple[str, bytes]]) -> dict[str, str | bytes]:
    """Return the files of a case by their path in its folder.

    Parameters
    ----------
    name, title : str
        Its id and its title.
    texts : sequence of (str, bytes)
        The names of the files and what is in them.

    Raises
    ------
    CaseError
        Where there is no text, one cannot be used, or two would be called the same.
    """
    if not texts:
        raise CaseError("A case needs a text. Write --documents and the files, such as a.txt b.md.")
    _refuse_twins([file for file, _ in texts])
    read = [_text(file, content) for file, content in texts]
    documents = {each.document.id: each.document for each in read}
    words = {"case": _toml(name), "title": _toml(title), "lessons": _toml(LESSON)}
    catalogue = Template(template("case-catalogue.toml")).safe_substitute(words)
    entries = "".join(map(_entry, read))
    proposed = as_cards(proposals(documents.values()), documents)
    return {
        CATALOGUE: f"{catalogue}{entries}",
        **{f"seeds/{each.document.file}": each.content for each in read},
        **{f"{FOLDER}/{name}.md": "" for name in SORTS},
        **({PROPOSED: proposed} if proposed else {}),
        **lesson_files(_kit(documents.values()), LESSON, TITLE, document="", minutes=_MINUTES),
        COURSE: Template(template("case-course.toml")).safe_substitute(words),
        "README.md": Template(template("case-readme.md")).safe_substitute(title=title),
        ".gitignore": template("case-gitignore"),
    }


def _titled(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", name).strip() or "A case"
    return words[0].upper() + words[1:]


# ── texts ────────────────────────────────────────────────────────────────────────────────────


def _read(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        message = f"The text {path} cannot be read. Write the path of a file that is there."
        raise CaseError(message) from error


def _refuse_twins(files: Iterable[str]) -> None:
    named: dict[str, str] = {}
    for file in files:
        other = named.setdefault(_id(file), file)
        if other is not file:
            message = (
                f"The texts '{other}' and '{file}' would both be the document '{_id(file)}'."
                " Rename one of the two files."
            )
            raise CaseError(message)


def _id(file: str) -> str:
    """Return what a document is called after its file.

    Examples
    --------
    >>> _id("The Gazette, 5 May.txt")
    'the-gazette-5-may'
    """
    return slug(file.rpartition(".")[0] or file)


_NO_TEXTS = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""How files of PDF and of word processors begin."""

_COPY = "Copy its words into a text editor, and save them as plain text in UTF-8, such as text.txt."
_SAVE = "Open it in a text editor, choose Save as, and UTF-8 as its encoding."


def _text(file: str, content: bytes, name: str = "") -> _Text:
    """Return a text with what can be said of it, or say why it is none."""
    ending = next((each for each in ENDINGS if file.casefold().endswith(each)), "")
    if not ending:
        raise CaseError(f"'{file}' is no .txt and no .md file. {_COPY}")
    if any(content.startswith(each) for each in _NO_TEXTS):
        raise CaseError(f"'{file}' is no plain text, whatever its name says. {_COPY}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CaseError(f"'{file}' is not UTF-8. {_SAVE}") from error
    if "\0" in text:
        raise CaseError(f"'{file}' is no plain text in UTF-8. {_SAVE}")
    if not any(letter.isalnum() for letter in text):
        raise CaseError(f"'{file}' has no words in it. Leave it out, or fill it.")
    name = name or _id(file)
    bare = cut(name, text, {})
    title, headings = _title([each.text for each in bare], bare[0].kind == "heading")
    if ending == ".md":
        marked = (each.text for each in bare if _MARKDOWN.match(each.text))
        headings = tuple(dict.fromkeys((*headings, *marked)))
    said = {"heading": list(headings)} if headings else {}
    document = Document(
        name,
        title,
        text,
        cut(name, text, said),
        **_UNKNOWN,
        file=f"{name}{ending}",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return _Text(document, content, headings)


def _title(lines: Sequence[str], is_heading: bool) -> tuple[str, tuple[str, ...]]:  # noqa: FBT001
    """Return the title that a first line may be, and the line where it is to be called a heading.

    A line that ends as sentences do is none, and a line that others begin with is no heading.
    """
    first = lines[0]
    title = re.sub(r"^#+[ \t]+|[ \t]+#+$", "", first)
    if len(title) > _TITLE_MOST or title[-1] in ".,;:!?…" or len(lines) == 1:
        return "", ()
    alone = not any(line.startswith(first) for line in lines[1:])
    return title, () if is_heading or not alone else (first,)


# ── the catalogue ────────────────────────────────────────────────────────────────────────────


def _entry(text: _Text) -> str:
    """Return what the catalogue says of a text."""
    document = text.document
    lines = {"id": document.id, "file": document.file, "sha256": document.sha256}
    lines |= {"title": document.title} if document.title else {}
    written = [f"{name} = {_toml(value)}" for name, value in (lines | _UNKNOWN).items()]
    if text.headings:
        names = ", ".join(map(_toml, text.headings))
        written += ["[document.passages]", f"heading = [{names}]"]
    return "\n".join(("", "[[document]]", *written, ""))


def _toml(text: str) -> str:
    r"""Return a text as TOML writes it.

    Examples
    --------
    >>> print(_toml('The "old" bridge\x7f'))
    "The \"old\" bridge\u007f"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# ── the first lesson ─────────────────────────────────────────────────────────────────────────


def _kit(documents: Iterable[Document]) -> Kit:
    """Return what the first lesson is made of."""
    known = {each.id: each for each in documents}
    readers = "\n".join(f'display(case.read("{name}"))' for name in known)
    lesson = template("first-lesson.md").replace("$readers", readers)
    return Kit(lesson, template("first-teaching.md"), _cards(known))


def _cards(documents: dict[str, Document]) -> str:
    """Return the cards of the first lesson, in the order of its parts."""
    found = {part: list(cards) for part, cards in first_cards(documents).items()}
    for written in re.split(r"^(?=# )", template("first-cards.md"), flags=re.MULTILINE)[1:]:
        heading, _, cards = written.partition("\n")
        found[heading.removeprefix("# ")] = [cards.strip() + "\n"]
    empty = [part for part, cards in found.items() if not cards]
    if empty:
        raise CaseError(
            "No words of these texts stand in one place only, so that nothing can be asked of them."
            " Add a text."
        )
    return "\n".join(f"# {part}\n\n" + "\n".join(found[part]) for part in PARTS if part in found)

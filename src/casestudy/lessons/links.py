"""Links between the pages of a course: every file and every heading that one leads to."""

from __future__ import annotations

import re
from functools import lru_cache
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casestudy.advice import citations_in
from casestudy.errors import Complaint, CourseError, did_you_mean
from casestudy.lessons.markdown import blocks, slug
from casestudy.lessons.notebook import joined, read_notebook
from casestudy.seedfile import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casestudy.documents import Document
    from casestudy.lessons.lesson import Lesson
    from casestudy.lessons.markdown import Block

__all__ = ["PAGES", "Headings", "citation_complaints", "link_complaints", "page_links"]

_DOCS = ("docs/*.md", "docs/cards/*.md", "docs/instructor/*.md")
PAGES = ("*.md", *_DOCS, "notebooks/*.md", "notebooks/teaching/*.md", "exercises/*.md")
"""Markdown pages of a course whose links are followed; cards have none, and nobody who makes a
course writes the developers' pages: a test follows their links."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Headings:
    """The headings of the course's pages, each page read once.

    Parameters
    ----------
    course : Path
        The course's folder.
    """

    def __init__(self, course: Path) -> None:
        self.course = course.resolve()
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, path: Path) -> frozenset[str]:
        """Return the slugs of a page's headings; none where it cannot be read."""
        name = path.relative_to(self.course).as_posix()
        try:
            if path.suffix == ".ipynb":
                cells = read_notebook(self.course, name)["cells"]
                sources = [joined(each["source"]) for each in cells if each["cell_type"] != "code"]
            else:
                sources = [read_text(self.course, name)]
        except CourseError:
            return frozenset()
        found = (block for source in sources for block in blocks(source) if block.level)
        return frozenset(slug(block.text) for block in found)


def link_complaints(lesson: Lesson, headings: Headings) -> Iterator[Complaint]:
    """Yield a complaint for each link and image of a lesson that leads nowhere."""
    for cell, block in lesson.texts:
        for wrong, cure in _dead(block, lesson.path, headings):
            yield lesson.complaint(cell, wrong, cure)


def citation_complaints(lesson: Lesson, documents: Mapping[str, Document]) -> Iterator[Complaint]:
    """Yield a complaint for each citation in a lesson's text that no paragraph has."""
    for cell, block in lesson.texts:
        for each in citations_in(block.text, documents):
            if each.document and not each.stands:
                last = max(passage.number or 0 for passage in documents[each.document].passages)
                cure = f"{each.document} has ¶1 to ¶{last}: look it up with case.read"
                yield lesson.complaint(cell, f"the citation '{each.words}' leads nowhere", cure)


def page_links(file: str, source: str, headings: Headings) -> Iterator[Complaint]:
    """Yield a complaint for each link and image of a page that leads nowhere."""
    for block in blocks(source):
        for wrong, cure in _dead(block, file, headings):
            yield Complaint(file, block.line, "", wrong, cure)
        for address, alt in block.images:
            if not alt.strip():
                wrong = f"the image '{address}' says nothing to those who do not see it"
                yield Complaint(file, block.line, "", wrong, "write '![what it shows](file)'")


def _dead(block: Block, file: str, headings: Headings) -> Iterator[tuple[str, str]]:
    for address in (*block.links, *(address for address, _ in block.images)):
        if _ELSEWHERE.match(address) or address.startswith("attachment:"):
            continue
        found = _where(address, file, headings)
        if found:
            yield f"the link '{unquote(address)}' leads nowhere", found


def _where(address: str, file: str, headings: Headings) -> str:
    """Return what to do about a link; nothing where it leads somewhere."""
    name, _, anchor = address.partition("#")
    here = headings.course / file
    # by its words, as a browser goes: to ask the disk for each folder on the way takes long
    path = Path(normpath(here.parent / unquote(name))) if name else here
    if not path.is_relative_to(headings.course):
        return "link to a file of the course"
    try:
        there = path.exists()
        known = [] if there else [each.name for each in path.parent.glob("*")]
    except OSError:  # a name that the system does not take
        there, known = False, []
    if not there:
        near = did_you_mean(path.name, known)
        return near if near.startswith("did") else "write the address of a file that is there"
    if not anchor or path.suffix not in {".md", ".ipynb"} or slug(anchor) in headings.of(path):
        return ""
    near = did_you_mean(slug(anchor), headings.of(path))
    return near if near.startswith("did") else "write the words of a heading, with hyphens"

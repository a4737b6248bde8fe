"""Notes, mentions and hits as HTML, and a disagreement side by side, as text and as HTML."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from casestudy.asof import AsOf
from casestudy.html import box, quotation, rights, style
from casestudy.mentions import Hits, Mentions
from casestudy.notes import (
    Account,
    Note,
    Notes,
    Term,
    citations,
    details,
    page,
    paragraphs,
    tabulate,
)
from casestudy.reuse import Overlap, Reuse
from casestudy.strings import say
from casestudy.text import WIDTH, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pandas import DataFrame

    from casestudy.documents import Document
    from casestudy.mentions import Hit
    from casestudy.notes import Disagreement

__all__ = ["Comparison", "account_lines", "paragraph_lines", "sheet", "silence"]


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """A disagreement with the words of each document side by side.

    Parameters
    ----------
    disagreement : Disagreement
        The note.
    documents : mapping of str to Document
        The documents, for their rights notices.
    """

    disagreement: Disagreement
    documents: Mapping[str, Document]

    @property
    def columns(self) -> dict[str, tuple[Account, ...]]:
        """What each document says, in the order of the note; last, those that keep silent."""
        found: dict[str, tuple[Account, ...]] = {}
        for account in self.disagreement.accounts:
            found[account.document] = (*found.get(account.document, ()), account)
        return {**found, **{name: found.get(name, ()) for name in self.disagreement.silent}}

    def table(self) -> DataFrame:
        """Return what each document says as a table, one row for each account."""
        return tabulate(self)

    def __repr__(self) -> str:
        """Return the columns as text, and what may and what may not be concluded."""
        columns = [list(_column(self, name)) for name in self.columns]
        lines = [*wrapped(f"{self.disagreement.id}: {self.disagreement.title}"), ""]
        lines += _beside(columns)
        for name, text in paragraphs(self.disagreement):
            lines += ["", *wrapped(f"{name}: {text}" if name else text)]
        for passage in self.disagreement.grounds:
            lines += ["", *wrapped(f"| {passage.text} ({passage.citation})")]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self)


# ── text ─────────────────────────────────────────────────────────────────────────────────────

_GAP = 3
_NARROW = 24
"""Characters below which columns are set under each other."""


def _column(comparison: Comparison, name: str) -> Iterator[str]:
    """Yield the paragraphs of a document's column."""
    yield name
    yield from silence(comparison.disagreement, name)
    for account in comparison.columns[name]:
        yield account.text
        yield from (f"| {passage.text} ({passage.citation})" for passage in account.passages)


def silence(disagreement: Disagreement, name: str) -> Iterator[str]:
    """Yield the sentence on a document that keeps silent, with the words that it does not have."""
    if name in disagreement.silent:
        words = ", ".join(f"'{each}'" for each in disagreement.absent)
        yield say("silent column", words=words)


def _beside(columns: list[list[str]]) -> Iterator[str]:
    """Yield the lines of columns side by side, or under each other where they were too narrow."""
    width = (WIDTH + _GAP) // max(1, len(columns)) - _GAP
    if width < _NARROW:
        for place, column in enumerate(columns):
            yield from [""] * bool(place)
            yield from (line for text in column for line in wrapped(text))
        return
    rows = zip_longest(*(_set(column, width) for column in columns), fillvalue="")
    yield from ((" " * _GAP).join(f"{line:{width}}" for line in row).rstrip() for row in rows)


def _set(column: list[str], width: int) -> list[str]:
    """Return the lines of a column, with an empty one between paragraphs."""
    return [line for text in column for line in ("", *textwrap.wrap(text, width))][1:]


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────


@page.register(Notes)
def _notes_page(notes: Notes[Any]) -> str:
    return sheet(_listed(notes))


@page.register(Note)
def _note_page(note: Note) -> str:
    return sheet([f"<p>{_heading(note)}</p>", *_body(note)])


@page.register(Mentions)
def _mentions_page(mentions: Mentions) -> str:
    counts = mentions.counts()
    names = list(dict.fromkeys(mention.document for mention in mentions))
    head = _row("th", ["", *names], scope="col")
    rows = (
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{found[each] or ''}</td>" for each in names)
        + "</tr>"
        for name, found in counts.items()
    )
    caption = f"<caption>{escape(say('mentions title'))}</caption>"
    return sheet([f"<table>{caption}<thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"])


@page.register(Hits)
def _hits_page(hits: Hits) -> str:
    parts = [f"<p>{escape(hits.summary)}</p>"]
    for name in hits.documents:
        parts.append(f"<p><strong>{escape(name)}</strong></p>")
        parts += [_hit(hit) for hit in hits if hit.document == name]
    return sheet(parts)


def _hit(hit: Hit) -> str:
    place = hit.citation.removeprefix(hit.document).lstrip(", ")
    line = f"{escape(hit.before)}<mark>{escape(hit.passage.text)}</mark>{escape(hit.after)}"
    return f"<p><small>{escape(place)}</small> {line}</p>"


@page.register(Comparison)
def _comparison_page(comparison: Comparison) -> str:
    note = comparison.disagreement
    head = _row("th", comparison.columns, scope="col")
    cells = "".join(
        f"<td>{''.join(_cell(note, name, accounts))}</td>"
        for name, accounts in comparison.columns.items()
    )
    caption = f"<caption><h3>{escape(note.title)}</h3></caption>"
    table = f"<table>{caption}<thead>{head}</thead><tbody><tr>{cells}</tr></tbody></table>"
    shown = {passage.document for passage in (*note.passages, *note.grounds)}
    return sheet(
        [
            table,
            *paragraph_lines(note),
            *map(quotation, note.grounds),
            rights(shown, comparison.documents),
        ]
    )


@page.register(Overlap)
def _overlap_page(pair: Overlap) -> str:
    return sheet([_shared(pair)])


@page.register(Reuse)
def _reuse_page(found: Reuse) -> str:
    sharing = sorted((pair for pair in found if pair.passages), key=lambda pair: -max(pair.shares))
    rest = repr(Reuse(tuple(pair for pair in found if not pair.passages)))
    others = [f"<p>{escape(rest)}</p>"] if len(sharing) < len(found) or not found else []
    return sheet([*map(_shared, sharing), *others])


def _shared(pair: Overlap) -> str:
    """Return a pair of documents as a closed list of what they share, as its text has it."""
    heading, *lines = repr(pair).split("\n")
    rows = "".join(f"<li>{escape(line.strip())}</li>" for line in lines)
    inner = f"<ul>{rows}</ul>" if rows else ""
    return f"<details><summary>{escape(heading)}</summary>{inner}</details>"


@page.register(AsOf)
def _as_of_page(view: AsOf) -> str:
    first, _, _ = repr(view).partition("\n")
    return sheet([f"<p>{escape(first)}</p>", *_listed(view.events)])


def sheet(parts: Iterable[str], more: str = "", kind: str = "") -> str:
    """Return parts of a page as one block, with the style of notes, and more style for its kind."""
    name = f"cs-notes {kind}".rstrip()
    return f"<style>{style()}{more}</style>\n" + box(name, list(parts))


def _listed(notes: Notes[Any]) -> Iterator[str]:
    """Yield notes as a list, each closed; a sentence where there are none."""
    if not notes:
        yield f"<p>{escape(repr(notes))}</p>"
    for note in notes:
        yield f"<details><summary>{_summary(note)}</summary>{''.join(_body(note))}</details>"


def _row(tag: str, cells: Iterable[str], *, scope: str) -> str:
    inner = "".join(
        f'<{tag} scope="{scope}">{escape(cell)}</{tag}>' if cell else "<td></td>" for cell in cells
    )
    return f"<tr>{inner}</tr>"


def _summary(note: Note) -> str:
    """Return what is seen of a note that is closed: its heading, and where its words stand."""
    if isinstance(note, Term):
        return _heading(note)
    return f"{_heading(note)} <small>{escape(citations(note.passages))}</small>"


def _heading(note: Note) -> str:
    """Return title and date of a note, or a term with its meaning; the id is for inside."""
    title = f"<strong>{escape(note.title)}</strong>"
    if isinstance(note, Term):
        spanish = f' (<span lang="es">{escape(note.spanish)}</span>)' if note.spanish else ""
        return f"{title}{spanish}: {escape(note.explanation)}"
    when = getattr(note, "date", None)
    return f"{escape(when.text)} · {title}" if when else title


def _body(note: Note) -> Iterator[str]:
    fields = [("id", note.id), *details(note)]
    yield f'<p class="cs-small">{"<br>".join(_field(*each) for each in fields)}</p>'
    yield from paragraph_lines(note)
    yield from account_lines(note)


def account_lines(note: Note) -> Iterator[str]:
    """Yield what each document says: in our words, then in its own."""
    for account in note.accounts:
        yield f"<p><strong>{escape(account.document)}:</strong> {escape(account.text)}</p>"
        yield from map(quotation, account.passages)


def _field(name: str, words: str) -> str:
    tongue = ' lang="es"' if name == "spanish" else ""
    return f"{escape(name)}: <span{tongue}>{escape(words)}</span>"


def paragraph_lines(note: Note) -> Iterator[str]:
    """Yield the paragraphs of a note, each with its name if it has one."""
    said = note.explanation if isinstance(note, Term) else ""
    for name, text in paragraphs(note):
        if text == said:  # it stands in the heading
            continue
        label = f"<strong>{escape(name)}:</strong> " if name else ""
        yield f"<p>{label}{escape(text)}</p>"


def _cell(note: Disagreement, name: str, accounts: Iterable[Account]) -> Iterator[str]:
    yield from (f"<p>{escape(sentence)}</p>" for sentence in silence(note, name))
    for account in accounts:
        yield f"<p>{escape(account.text)}</p>"
        yield from map(quotation, account.passages)

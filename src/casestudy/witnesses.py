"""How many independent witnesses an event has: texts that share their words count once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from casestudy.reuse import overlap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from casestudy.documents import Document, Passage
    from casestudy.notes import Disagreement, Note

__all__ = ["Joined", "joined", "witnesses"]

Joined = tuple[tuple["Passage", ...], tuple["Passage", ...]]
"""Passages of two documents that are one witness, because one text depends on the other."""


def joined(
    documents: Sequence[Document],
    disagreements: Iterable[Disagreement] = (),
    *,
    formulae: Collection[str] = (),
) -> tuple[Joined, ...]:
    """Return the pairs of passages that are one witness and not two.

    They are the words that two documents share, formulae apart, and what a note of the relation
    ``dependence`` sets side by side.

    Parameters
    ----------
    documents : sequence of Document
        What is compared, each with each.
    disagreements : iterable of Disagreement
        Notes; those of other relations are left out.
    formulae : collection of str
        Names that everybody writes alike, as for `casestudy.reuse.shared`.

    Examples
    --------
    >>> from casestudy.documents import Document
    >>> text = "On Monday the mayor closed the old bridge."
    >>> pairs = joined((Document("gazette", "", text, ()), Document("ledger", "", text, ())))
    >>> [(one.document, two.document) for (one,), (two,) in pairs]
    [('gazette', 'ledger')]
    """
    copied = (
        ((shared.one,), (shared.two,))
        for one, two in combinations(documents, 2)
        for shared in overlap(one, two, formulae=formulae).passages
        if not shared.formula
    )
    noted = (
        pair for note in disagreements if note.relation == "dependence" for pair in _sides(note)
    )
    return (*copied, *noted)


def _sides(note: Note) -> Iterable[Joined]:
    return combinations(_by_document(note).values(), 2)


def _by_document(note: Note) -> dict[str, tuple[Passage, ...]]:
    found: dict[str, tuple[Passage, ...]] = {}
    for account in note.accounts:
        found[account.document] = (*found.get(account.document, ()), *account.passages)
    return found


def witnesses(note: Note, pairs: Iterable[Joined]) -> tuple[tuple[str, ...], ...]:
    """Return the documents that tell of something, those that are one witness together.

    Parameters
    ----------
    note : Note
        An event, or another note with accounts.
    pairs : iterable of Joined
        What `joined` returned.

    Returns
    -------
    tuple of tuple of str
        One for each independent witness, with the ids of its documents, in the order of the note.

    Notes
    -----
    Two documents are one witness here where the words that the note quotes from both lie, at least
    in part, in a passage that they share, or where a note says that one depends on the other. That
    is what can be shown; texts without a shared passage may still have had one informant.

    Examples
    --------
    >>> from casestudy.documents import Document, Passage
    >>> from casestudy.notes import Account, Note
    >>> text = "On Monday the mayor closed the old bridge."
    >>> papers = [Document(name, "", text, ()) for name in ("gazette", "ledger")]
    >>> accounts = tuple(Account(each.id, "", (each.span(0, 20),)) for each in papers)
    >>> note = Note("e-closed", "It is closed", accounts, "events.md", 3)
    >>> witnesses(note, joined(papers)), witnesses(note, ())
    ((('gazette', 'ledger'),), (('gazette',), ('ledger',)))
    """
    told = _by_document(note)
    groups: list[tuple[str, ...]] = [(name,) for name in told]
    pairs = tuple(pairs)
    for one, two in combinations(told, 2):
        if _one_witness(told, one, two, pairs):
            both = [group for group in groups if one in group or two in group]
            groups = [group for group in groups if group not in both]
            groups.append(tuple(name for name in told if any(name in group for group in both)))
    order = list(told)
    return tuple(sorted(groups, key=lambda group: order.index(group[0])))


def _one_witness(
    told: Mapping[str, tuple[Passage, ...]], one: str, two: str, pairs: Iterable[Joined]
) -> bool:
    return any(
        (_touch(told[one], left) and _touch(told[two], right))
        or (_touch(told[one], right) and _touch(told[two], left))
        for left, right in pairs
    )


def _touch(passages: Iterable[Passage], others: Sequence[Passage]) -> bool:
    return any(
        each.document == other.document and each.start < other.end and other.start < each.end
        for each in passages
        for other in others
    )

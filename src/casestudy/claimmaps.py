"""Maps of arguments as the notes have them: each claim with its norm, its fact and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casestudy.documents import notices
from casestudy.drawings import CLAIM, ArgumentMap, Box, Branch, Source
from casestudy.notes import citations
from casestudy.strings import say
from casestudy.text import occurs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casestudy.documents import Document
    from casestudy.notes import Claim

__all__ = ["claim_map"]


def claim_map(
    claims: Sequence[Claim], known: Iterable[Claim], documents: Mapping[str, Document]
) -> ArgumentMap:
    """Return the map of some claims of one holder.

    Parameters
    ----------
    claims : sequence of Claim
        The claims, at least one; each is a branch.
    known : iterable of Claim
        All claims of the case: those that are answered, and those that answer.
    documents : mapping of str to Document
        Where the rights notices stand.

    Returns
    -------
    ArgumentMap
        Norm and fact support a claim. A claim of another holder is joined to it where one of the
        two answers the other.
    """
    everyone = tuple(known)
    branches = tuple(Branch("", (_claim(each),), tuple(_joined(each, everyone))) for each in claims)
    boxes = [box for branch in branches for box in (*branch.claims, *branch.joined)]
    shown = {each.document for box in boxes for source in box.sources for each in source.passages}
    return ArgumentMap(
        say("map of", holder=claims[0].holder.title),
        branches,
        rights=notices(documents, shown),
    )


def _claim(claim: Claim) -> Box:
    return _boxed(claim, CLAIM, say("map claim", holder=claim.holder.title))


def _boxed(claim: Claim, role: str, label: str) -> Box:
    """Return a claim in its box, with what each document says behind its citations."""
    said = (Source(text, ()) for text in claim.more)
    accounts = (
        Source(f"{account.document}: {account.text}", account.passages)
        for account in claim.accounts
    )
    return Box(
        role,
        label,
        claim.title,
        citations(claim.passages),
        "" if role == CLAIM else "answers",
        (*said, *accounts),
    )


def _joined(claim: Claim, known: Sequence[Claim]) -> Iterator[Box]:
    """Yield what a claim rests on, and the claims that it answers or that answer it."""
    if claim.norm:
        yield _norm(claim)
    if claim.fact:
        yield Box("fact", say("map supports", role="fact"), claim.fact, joint="supports")
    for other in known:
        answers, answered = other.id in claim.rebuts, claim.id in other.rebuts
        if answers or answered:
            sentence = "map each" if answers and answered else "map to" if answers else "map from"
            yield _boxed(other, "rebuttal", say(sentence, holder=other.holder.title))


def _norm(claim: Claim) -> Box:
    """Return the norm, with the passages of the claim that name it in these words."""
    passages = tuple(each for each in claim.passages if occurs(claim.norm, each.text))
    sources = (Source("", passages),) if passages else ()
    label = say("map supports", role="norm")
    return Box("norm", label, claim.norm, citations(passages), "supports", sources)

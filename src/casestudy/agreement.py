"""How far two people agree who put the same things under the same labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casestudy.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two labellings agree.

    Parameters
    ----------
    percent : float
        Of 100 things, how many have the same label in both.
    kappa : float or None
        The agreement beyond chance: 1 where it is complete, 0 where chance would do as well, below
        0 where chance would do better. None where both use one and the same label for all, so that
        chance cannot be told from agreement.
    labels : tuple of str
        The labels, in the order of the rows and columns of `table`.
    table : tuple of tuple of int
        How often the first labelling has the row's label where the second has the column's.
    """

    percent: float
    kappa: float | None
    labels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]


def agreement(one: Sequence[str], two: Sequence[str], labels: Sequence[str]) -> Agreement:
    """Compare two labellings of the same things.

    Parameters
    ----------
    one, two : sequence of str
        The label of each thing, in the same order.
    labels : sequence of str
        All labels that could be given.

    Returns
    -------
    Agreement
        Per cent, Cohen's kappa, and the table that both are counted from.

    Raises
    ------
    CaseError
        Where the two are not equally long, or use a label that is not among `labels`.

    Notes
    -----
    Kappa is the share of equal labels less the share expected by chance, divided by what chance
    leaves over; chance means that each gives their labels as often as they did, but blindly
    (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20, 1960, 37-46).

    Examples
    --------
    >>> mine, yours = ("seen", "seen", "said", "judged"), ("seen", "said", "said", "judged")
    >>> found = agreement(mine, yours, ("seen", "said", "judged"))
    >>> found.percent, round(found.kappa, 2), found.table[0]
    (75.0, 0.64, (1, 1, 0))
    """
    known = tuple(dict.fromkeys(labels))
    strange = sorted({*one, *two} - set(known))
    if strange or len(one) != len(two):
        wrong = f"'{strange[0]}' is no label" if strange else "one labelling is longer"
        raise CaseError(f"The two cannot be compared: {wrong}. Label the same things alike.")
    pairs = list(zip(one, two, strict=True))
    table = tuple(tuple(pairs.count((row, column)) for column in known) for row in known)
    return Agreement(_percent(table), _kappa(table), known, table)


def _percent(table: Sequence[Sequence[int]]) -> float:
    total = sum(map(sum, table))
    return 100 * _equal(table) / total if total else 0.0


def _kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Return Cohen's kappa, from whole numbers up to the one division.

    Examples
    --------
    >>> round(_kappa(((88, 10, 2), (14, 40, 6), (18, 10, 12))), 3)  # Cohen 1960
    0.492
    """
    total = sum(map(sum, table))
    sums = zip(map(sum, table), map(sum, zip(*table, strict=True)), strict=True)
    chance = sum(row * column for row, column in sums)
    if chance == total * total:
        return None
    return (total * _equal(table) - chance) / (total * total - chance)


def _equal(table: Sequence[Sequence[int]]) -> int:
    return sum(row[place] for place, row in enumerate(table))

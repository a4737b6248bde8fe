"""Agreement is what the books say it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.agreement import agreement
from casestudy.errors import CaseError

LABELS = ("seen", "said", "judged")
labellings = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1)


def labelled(*table: tuple[int, ...]) -> tuple[list[str], list[str]]:
    """Return two labellings that have such a table."""
    cells = [
        (LABELS[row], LABELS[column])
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return [one for one, _ in cells], [two for _, two in cells]


@pytest.mark.parametrize(
    ("table", "percent", "kappa"),
    [
        # Cohen 1960, table 1: 200 patients, p_o .70, p_e .41; psych's documentation quotes .492
        (((88, 10, 2), (14, 40, 6), (18, 10, 12)), 70, 0.492),
        # the simplest example of the textbooks: 50 grants, two readers; p_o .70, p_e .50
        (((20, 5), (10, 15)), 70, 0.40),
        # Feinstein and Cicchetti, J. Clin. Epidemiol. 43, 1990, 543-549: p_e .50, then .78
        (((40, 9), (6, 45)), 85, 0.70),
        (((80, 10), (5, 5)), 85, 0.32),
    ],
)
def test_a_published_example_comes_out(
    table: tuple[tuple[int, ...], ...], percent: float, kappa: float
) -> None:
    """Per cent and kappa are those that were printed, to their last figure."""
    found = agreement(*labelled(*table), LABELS[: len(table)])
    assert found.table == table
    assert found.percent == percent
    assert found.kappa is not None
    assert round(found.kappa, 3 if kappa == 0.492 else 2) == kappa


@given(labellings)
def test_agreement_does_not_depend_on_who_is_first(pairs: list[tuple[str, str]]) -> None:
    """Exchanging the two turns the table and changes nothing else."""
    one, two = zip(*pairs, strict=True)
    there, back = agreement(one, two, LABELS), agreement(two, one, LABELS)
    assert (there.percent, there.kappa) == (back.percent, back.kappa)
    assert tuple(zip(*there.table, strict=True)) == back.table


@given(labellings, st.permutations(LABELS))
def test_agreement_does_not_depend_on_the_order_of_labels(
    pairs: list[tuple[str, str]], labels: list[str]
) -> None:
    """Labels are names: in whatever order they are given, kappa is the same."""
    one, two = zip(*pairs, strict=True)
    assert agreement(one, two, labels).kappa == agreement(one, two, LABELS).kappa


@given(labellings)
def test_agreement_does_not_depend_on_the_order_of_things(pairs: list[tuple[str, str]]) -> None:
    """Only how often labels meet counts."""
    one, two = zip(*pairs, strict=True)
    assert agreement(one[::-1], two[::-1], LABELS) == agreement(one, two, LABELS)


@given(labellings)
def test_kappa_lies_between_minus_one_and_one(pairs: list[tuple[str, str]]) -> None:
    """Kappa is 1 exactly where all labels are equal, and never below -1."""
    one, two = zip(*pairs, strict=True)
    kappa = agreement(one, two, LABELS).kappa
    if kappa is None:
        assert one == two
    else:
        assert -1 <= kappa <= 1
        assert (kappa == 1) is (one == two)


@given(st.lists(st.sampled_from(LABELS), min_size=1), st.sampled_from(LABELS))
def test_one_label_for_all_is_never_better_than_chance(key: list[str], label: str) -> None:
    """A labelling that has one label has no kappa above 0; beside another such, it has none."""
    kappa = agreement([label] * len(key), key, LABELS).kappa
    assert kappa == (None if set(key) == {label} else 0)


def test_things_that_nobody_labelled_agree_in_nothing() -> None:
    """Where there is nothing to compare there is no kappa."""
    found = agreement((), (), LABELS)
    assert (found.percent, found.kappa, found.table) == (0.0, None, ((0, 0, 0),) * 3)


@pytest.mark.parametrize(
    ("two", "wrong"), [(("seen", "sung"), "'sung' is no label"), (("seen",), "is longer")]
)
def test_what_cannot_be_compared_is_refused(two: tuple[str, ...], wrong: str) -> None:
    """A label that does not exist, or another number of things, is named."""
    with pytest.raises(CaseError, match=wrong):
        agreement(("seen", "said"), two, LABELS)

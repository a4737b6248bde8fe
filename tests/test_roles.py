"""Roles are drawn by a seed, balanced, and the same on every computer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import Case, open_case
from casestudy.coursefile import read_course
from casestudy.errors import CaseError, CourseError, UnknownNameError
from casestudy.roles import MOST, Form, drawn, read_forms, seated

if TYPE_CHECKING:
    from pathlib import Path

DEBATE = Form("debate", ("the town", "the mill"), 4, ("speaker",), swap=True)
COURT = Form("court", ("the town", "the mill"), 10, ("agent", "counsel"), ("judge", "clerk"))
COUNTS = st.integers(min_value=2, max_value=MOST)
FORMS = st.sampled_from([DEBATE, COURT])

WRITTEN_DOWN = [
    ("Luis", "the town"),
    ("Zoë Núñez", "the town"),
    ("Ana", "the mill"),
    ("Ada Rose", "the mill"),
]

ROLES = """
[parties]
town = {hue = "#0072b2", marker = "o"}
mill = {hue = "#e69f00", marker = "s"}
[roles.debate]
sides = ["town", "mill"]
size = 4
each = ["speaker"]
swap = true
"""


def changed(course: Path, old: str = "", new: str = "") -> Path:
    """Give a course its roles, with one line changed."""
    path = course / "notebooks" / "course.toml"
    assert old in ROLES
    path.write_text(path.read_text(encoding="utf-8") + ROLES.replace(old, new), encoding="utf-8")
    return course


@pytest.fixture
def case(course: Path) -> Case:
    """Return a case with a form of debate."""
    return open_case(changed(course))


def test_a_draw_is_the_same_on_every_computer() -> None:
    """These places were written down once: no version of anything may change them."""
    people = ("Ana", "Luis", "Zoë Núñez", "Ada Rose")
    places = [(each.person, each.side) for each in drawn(DEBATE, people, 1, "bridge")]
    assert places == WRITTEN_DOWN


@given(st.permutations(["Ana", "Luis", "Zoë", "Ada", "Kim"]), FORMS)
def test_the_order_of_the_list_does_not_matter(people: list[str], form: Form) -> None:
    """Who comes first in the register gets no other role."""
    assert drawn(form, people, 7) == drawn(form, sorted(people), 7)


@given(COUNTS, FORMS, st.integers())
def test_everybody_has_one_place(count: int, form: Form, seed: int) -> None:
    """Nobody is left out and nobody stands there twice."""
    people = seated(count)
    assert Counter(each.person for each in drawn(form, people, seed)) == Counter(people)


@given(COUNTS, FORMS)
def test_sides_are_balanced(count: int, form: Form) -> None:
    """Over the class they differ by one person at most; with a bench, in no group at all."""
    places = drawn(form, seated(count), 1)
    sides = Counter(each.side for each in places)
    assert abs(sides[form.sides[0]] - sides[form.sides[1]]) <= 1
    for number in {each.group for each in places} if form.no_side and count > 2 else ():
        group = Counter(each.side for each in places if each.group == number)
        assert group[form.sides[0]] == group[form.sides[1]]


@given(COUNTS, FORMS)
def test_groups_differ_by_one_person_at_most(count: int, form: Form) -> None:
    """And nobody sits alone."""
    sizes = Counter(each.group for each in drawn(form, seated(count), 1)).values()
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 2


def test_sides_are_swapped() -> None:
    """Whoever spoke for one speaks for the other."""
    for place in drawn(DEBATE, seated(9), 1):
        assert {place.side, place.then} == set(DEBATE.sides)


def test_a_court_has_its_roles_before_any_is_repeated() -> None:
    """With six people there are two agents, two counsel, a judge and a clerk."""
    roles = Counter(each.role for each in drawn(COURT, seated(6), 1))
    assert roles == {"agent": 2, "counsel": 2, "judge": 1, "clerk": 1}


def test_two_people_may_have_one_name() -> None:
    """Each has a place."""
    assert len(drawn(DEBATE, ("Ana", "Ana", "Luis", "Kim"), 1)) == 4


def test_another_seed_gives_another_draw() -> None:
    """Otherwise it would be no draw."""
    draws = {drawn(DEBATE, seated(8), seed) for seed in range(20)}
    assert len(draws) > 15


@pytest.mark.parametrize("people", [1, 0, -3, "Ana", 2.5, True, ["Ana"], [1, 2], None, MOST + 1])
def test_what_is_no_class_is_refused(people: object) -> None:
    """With what to write instead."""
    with pytest.raises(CaseError, match="such as 24, or a list of names"):
        seated(people)


def test_a_name_is_shown_as_text_only(case: Case) -> None:
    """Nothing in it is read as HTML."""
    roles = case.roles(["<b>Ana</b>", "Luis & Co", "Zoë"], form="debate")
    page = roles._repr_html_()
    assert "&lt;b&gt;Ana&lt;/b&gt;" in page
    assert "Luis &amp; Co" in page
    assert "<b>" not in page


def test_roles_show_themselves(case: Case) -> None:
    """As text, as a table on the page, and for pandas."""
    roles = case.roles(5, form="debate", seed="group B")
    assert "drawn with the seed group B" in repr(roles)
    assert "then for" in repr(roles)
    assert roles._repr_html_().count('<th scope="row">') == 5
    assert list(roles.table().columns) == ["person", "group", "role", "side", "then"]


def test_a_slip_in_the_form_offers_what_was_meant(case: Case) -> None:
    """The course file lists the forms."""
    with pytest.raises(UnknownNameError, match="did you mean 'debate'"):
        case.roles(4, form="debat")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"mill"]', '"mil"]', "the roles of 'debate': there is no party 'mil': did you mean"),
        ('"mill"]', '"town"]', "sides does not name two parties"),
        ("size = 4", "size = 1", "size is no number of people from 2 to 500: write size = 4"),
        ("size = 4", "size = true", "size is no number of people"),
        ('each = ["speaker"]', "each = []", "each does not list the roles of a side"),
        ("swap = true", 'swap = "yes"', "swap is neither true nor false: write swap = true"),
        ("swap = true", "swop = true", "'swop' is not known: did you mean 'swap'"),
        ("swap = true", "no_side = 3", "no_side is no list of roles"),
        ("[roles.debate]", "[roles]", "is not understood: write [roles.debate]"),
    ],
)
def test_a_slip_in_the_course_file_is_named(course: Path, old: str, new: str, said: str) -> None:
    """Place, value and cure are told, and never a traceback."""
    with pytest.raises(CourseError) as error:
        read_course(changed(course, old, new))
    assert said in str(error.value)


def test_the_real_course_has_both_forms(root: Path) -> None:
    """A controversy in which sides change, and a court with a bench."""
    forms = {form.name: form for form in read_course(root).roles}
    assert forms["controversy"].swap
    assert forms["moot"].no_side
    assert read_forms({}) == ()

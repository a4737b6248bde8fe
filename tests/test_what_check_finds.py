"""What `casestudy check` promises to find: each slip is planted, and told with place and cure."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casestudy.cli import main
from casestudy.lessons.check import report
from tests.changes import CARDS, LESSON, TEACHING, edit, said

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "item 'closed-1'"
STALE = f"run: casestudy refresh {LESSON}"
SLIPS: dict[str, tuple[str, str, str, str, str, str]] = {
    "no key": (
        *(CARDS, "- [x] On Monday", "- [ ] On Monday"),
        f"{CARDS}:13: {ITEM}",
        "no option is the key",
        "write [x] at the one that is right",
    ),
    "two keys in a single": (
        *(CARDS, "- [ ] On Friday", "- [x] On Friday"),
        f"{CARDS}:20: {ITEM}",
        "two options are the key, 'On Monday' and 'On Friday'",
        "leave [x] at one",
    ),
    "duplicate options": (
        *(CARDS, "- [ ] On Sunday", "- [ ] on friday"),
        f"{CARDS}:27: {ITEM}",
        "'on friday' is there already, in line 20",
        "change one of the two",
    ),
    "empty stem": (
        *(CARDS, "When was the bridge closed? This is question 1.\n\n", ""),
        f"{CARDS}:3: {ITEM}",
        "the card asks nothing",
        "write the question above its answers",
    ),
    "typo in a marker": (
        *(CARDS, "- [ ] On Friday", "- [] On Friday"),
        f"{CARDS}:20: {ITEM}",
        "'[] On Friday' does not begin with a box that can be read",
        "write '- [ ] text', or '- [x] text' for a key",
    ),
    "a marker that is not closed": (
        *(CARDS, "- [x] On Monday", "- [x On Monday"),
        f"{CARDS}:13: {ITEM}",
        "'[x On Monday' does not begin with a box that can be read",
        "write '- [ ] text', or '- [x] text' for a key",
    ),
    "typo in a field": (
        *(CARDS, "difficulty: 1", "dificulty: 1"),
        f"{CARDS}:6: {ITEM}",
        "the field 'dificulty' is not known",
        "did you mean 'difficulty'?",
    ),
    "typo in a kind": (
        *(CARDS, "kind: single", "kind: singel"),
        f"{CARDS}:4: {ITEM}",
        "the kind 'singel' is not known",
        "did you mean 'single'?",
    ),
    "dead quote": (
        *(CARDS, "> On Friday the council voted", "> By Friday somebody had voted"),
        f"{CARDS}:24: {ITEM}",
        "'By Friday somebody had voted' is not in gazette",
        "copy the words from the text",
    ),
    "ambiguous quote": (
        *(CARDS, "> closed the old bridge on Monday", "> the"),
        f"{CARDS}:17: {ITEM}",
        "'the' stands 3 times in gazette (gazette ¶1, gazette ¶3, gazette ¶3)",
        "quote more words",
    ),
    "missing feedback": (
        *(CARDS, "    You took the day of the vote for another.\n\n", ""),
        f"{CARDS}:20: {ITEM}",
        "'On Friday' has no feedback",
        "write it under the option, after an empty line, indented by 4 spaces",
    ),
    "key given away by length": (
        *(CARDS, "- [x] On Monday", "- [x] On Monday, the first day of the week"),
        f"{CARDS}:13: {ITEM}",
        "the key is 4.0 times as long as the longest of the others",
        "make it shorter, or another longer",
    ),
    "unassessed objective": (
        *(LESSON, "1. say what", "1. do a thing;\\n2. say what"),
        f"{CARDS}: objective 2 ('say what happened to the bridge, and who did it')",
        "is assessed by no item",
        "write 'objective: 2' in a card that assesses it",
    ),
    "minutes that do not fit a class": (
        *(LESSON, "## Read · 5 minutes", "## Read · 25 minutes"),
        f"{LESSON}: its parts take 56 minutes",
        "a class leaves 45",
        "make parts shorter, or give one as homework",
    ),
    "minutes that are not the teaching page's": (
        *(TEACHING, "## Read · 5 minutes", "## Read · 25 minutes"),
        f"{TEACHING}:11: 'Read · 25 minutes'",
        "is 'Read · 5 minutes' in the lesson",
        "write it as there, or change the lesson",
    ),
    "minutes that the cards of a part exceed": (
        *(CARDS, "minutes: 1", "minutes: 9"),
        f"{LESSON}:94: cell 6: the items of 'Check' take 12 minutes",
        "the part 5",
        "give the part more minutes, or leave out an item",
    ),
    "stale transcript": (
        *(CARDS, "You took the day", "You took a day"),
        f"{LESSON}:45: cell 4",
        "what is stored of '01-the-bridge', 'Check' no longer fits its source",
        STALE,
    ),
    "unknown quiz": (
        *(LESSON, 'quiz(\\"01-the-bridge', 'quiz(\\"01-the-brige'),
        f"{LESSON}:45: cell 4",
        "There is no quiz '01-the-brige'",
        "did you mean '01-the-bridge'?",
    ),
    "broken link": (
        *(LESSON, "What became of the bridge?", "What [became](course.tml) of it?"),
        f"{LESSON}:94: cell 6",
        "the link 'course.tml' leads nowhere",
        "did you mean 'course.toml'?",
    ),
    "missing alt text": (
        *(LESSON, "What became of the bridge?", "![](course.toml)"),
        f"{LESSON}:94: cell 6",
        "the image 'course.toml' says nothing to those who do not see it",
        "write what it shows: '![what it shows](file)'",
    ),
    "a tag that was deleted": (
        *(LESSON, '"hide-input"', '"hide"'),
        f"{LESSON}:20: cell 3",
        "it has 'source_hidden' and not the tag 'hide-input'",
        STALE,
    ),
}
"""File, words and what is written for them; then place, complaint and cure."""


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_with_its_place_and_its_cure(whole_course: Path, name: str) -> None:
    """One complaint has the file, the line where there is one, what is wrong and what to do."""
    file, old, new, place, wrong, cure = SLIPS[name]
    edit(whole_course, file, old, new)
    (found,) = [each for each in said(whole_course) if wrong in each]
    assert found.startswith(place)
    assert cure in found


def test_keys_in_one_place_are_told(whole_course: Path) -> None:
    """That the key always stands first is a pattern of all cards, and said of their folder."""
    cards = (whole_course / CARDS).read_text(encoding="utf-8")
    (whole_course / CARDS).write_text(cards.replace("minutes: 1", "shuffle: no"), encoding="utf-8")
    (found,) = [each for each in said(whole_course, "advice") if "stands first" in each]
    assert found == (
        "notebooks/quizzes: all items: the key stands first in 8 of 8 items of the kind 'single': "
        "move some keys to other places"
    )


def test_twins_out_of_balance_are_told(whole_course: Path) -> None:
    """Two lessons that should weigh the same, and have other minutes, are told with both."""
    for folder, end in (("", "ipynb"), ("quizzes/", "md"), ("teaching/", "md")):
        path = whole_course / "notebooks" / f"{folder}01-the-bridge.{end}"
        text = path.read_text(encoding="utf-8").replace("01-the-bridge", "02-the-ferry")
        text = text.replace("Read · 5 minutes", "Read · 8 minutes")
        path.with_name(f"02-the-ferry.{end}").write_text(text, encoding="utf-8")
    pair = '["01-the-bridge", "02-the-ferry"]'
    lessons = f"lessons = {pair}\ntwins = [{pair}]"
    edit(whole_course, "notebooks/course.toml", 'lessons = ["01-the-bridge"]', lessons)
    (found,) = [each for each in said(whole_course, "error") if "its twin" in each]
    assert found == (
        "notebooks/02-the-ferry.ipynb: it has other parts and minutes than its twin "
        "'01-the-bridge': 'Read' has 5 minutes here and 8 minutes there: make both alike"
    )


def test_everything_is_told_at_once(whole_course: Path) -> None:
    """Slips in several files are one list, in the order of files and lines."""
    for name in ("typo in a field", "broken link", "minutes that are not the teaching page's"):
        file, old, new, *_ = SLIPS[name]
        edit(whole_course, file, old, new)
    places = [re.sub(r":\d+: .*", "", each) for each in said(whole_course, "error")]
    assert places == [LESSON, CARDS, TEACHING]


def test_the_command_tells_errors_from_advice(
    whole_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Advice alone ends well, an error does not; JSON says which is which."""
    monkeypatch.chdir(whole_course)
    edit(whole_course, CARDS, "hint: Look at the first paragraph.\n", "")
    found = CliRunner().invoke(main, ["check", "notebooks/quizzes", "--json"])
    assert (found.exit_code, {each["sort"] for each in json.loads(found.output)}) == (0, {"advice"})
    edit(whole_course, CARDS, "- [x] On Monday", "- [ ] On Monday")
    found = CliRunner().invoke(main, ["check", "notebooks/quizzes", "--json"])
    (told,) = [each for each in json.loads(found.output) if each["sort"] == "error"]
    assert (found.exit_code, told["file"], told["line"]) == (1, CARDS, 12)
    assert told["cure"] == "write [x] at the one that is right"


def test_no_kernel_and_no_chart_is_needed_to_check(whole_course: Path) -> None:
    """What takes seconds to load is not loaded: a check is made often."""
    code = (
        "import sys; from casestudy.lessons.check import check; check(__import__('pathlib').Path())"
        "; print([each for each in ('pandas', 'matplotlib', 'numpy', 'nbclient', 'ipywidgets')"
        " if each in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=whole_course, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("file", ["seeds/catalogue.toml", "notebooks/course.toml"])
def test_a_lesson_alone_is_not_called_in_order_where_nothing_could_be_judged(
    stored_course: Path, file: str
) -> None:
    """What keeps every lesson from running is told of each, whatever was asked."""
    with (stored_course / file).open("a", encoding="utf-8") as text:
        text.write("title = no words\n")
    told = str(report(stored_course, "01"))
    assert told.startswith(f"{file}:")


def test_a_document_that_many_places_miss_is_told_once(noted_course: Path) -> None:
    """One id that was changed in the catalogue does not hide behind hundreds of lines."""
    edit(noted_course, "seeds/catalogue.toml", 'id = "gazette"', 'id = "gazete"')
    told = [each for each in said(noted_course, "error") if "'gazette'" in each]
    assert len(told) == 1
    assert told[0].startswith("seeds/catalogue.toml: no document has the id 'gazette', which ")

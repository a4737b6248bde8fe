"""Answers are kept line by line, by every kernel alone, and nothing that is found breaks it."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudy.progress import (
    Attempt,
    Draft,
    Mark,
    Progress,
    Reset,
    folders,
    learner_folder,
    sound,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTEMPT = Attempt(
    case="bridge",
    edition="open",
    quiz="01",
    item="when",
    digest="d" * 16,
    response=("On Monday",),
    outcome="correct",
    attempt=1,
)
LINE: dict[str, Any] = {
    "case": "bridge",
    "edition": "open",
    "quiz": "01",
    "item": "when",
    "digest": "d" * 16,
    "response": ["On Monday"],
    "outcome": "correct",
    "attempt": 1,
    "confidence": "",
    "hints": 0,
    "seconds": 0.0,
    "time": "2024-05-05T10:00:00+00:00",
    "opened": False,
    "schema": 1,
}

hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -1, float("inf"), float("nan")])
    | st.floats()
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return where answers go, and where they go instead."""
    return tmp_path / "first", tmp_path / "second"


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return all lines in a folder of answers."""
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def found(places: tuple[Path, Path]) -> list[Attempt]:
    """Return what a new kernel finds of the item."""
    return Progress(*places).of("bridge", "01").get("when", [])


def test_nothing_is_written_before_the_first_answer(places: tuple[Path, Path]) -> None:
    """Opening a quiz leaves no file behind."""
    Progress(*places)
    assert list(places[0].iterdir()) == []


def test_an_answer_is_on_disk_when_add_returns(places: tuple[Path, Path]) -> None:
    """The line is written, whole, before anything is shown."""
    Progress(*places).add(ATTEMPT)
    assert [line["item"] for line in lines(places[0])] == ["when"]


def test_an_answer_is_synced_before_add_returns(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system is asked to put the line on the disk itself, after it was written."""
    sizes: list[int] = []
    monkeypatch.setattr(
        "os.fsync", lambda _: sizes.extend(path.stat().st_size for path in places[0].iterdir())
    )
    Progress(*places).add(ATTEMPT)
    assert sizes == [path.stat().st_size for path in places[0].iterdir()]


def test_lines_are_only_ever_appended(places: tuple[Path, Path]) -> None:
    """What was written stays as it is when more is written."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    (path,) = places[0].iterdir()
    before = path.read_bytes()
    progress.add(replace(ATTEMPT, attempt=2))
    assert path.read_bytes().startswith(before)


def test_an_answer_has_the_time_in_utc(places: tuple[Path, Path]) -> None:
    """The time comes from the clock that was passed in."""
    noon = datetime(2024, 5, 5, 12, tzinfo=UTC)
    Progress(*places, now=lambda: noon).add(ATTEMPT)
    assert lines(places[0])[0]["time"] == "2024-05-05T12:00:00+00:00"


def test_a_new_kernel_sees_old_answers(places: tuple[Path, Path]) -> None:
    """Answers of an earlier kernel are there in the next one."""
    kept = Progress(*places).add(ATTEMPT)
    assert found(places) == [kept]


def test_two_kernels_write_to_files_of_their_own(places: tuple[Path, Path]) -> None:
    """Two kernels at once, even in the same second, lose nothing."""
    one, two = (Progress(*places, now=lambda: datetime(2024, 5, 5, tzinfo=UTC)) for _ in "ab")
    for attempt in (1, 2, 3):
        one.add(replace(ATTEMPT, attempt=attempt))
        two.add(replace(ATTEMPT, attempt=attempt))
    assert len(list(places[0].iterdir())) == 2
    assert len(found(places)) == 6


def test_answers_to_another_quiz_or_case_stay_apart(places: tuple[Path, Path]) -> None:
    """Only answers to this quiz of this case are found."""
    progress = Progress(*places)
    progress.add(replace(ATTEMPT, quiz="02"))
    progress.add(replace(ATTEMPT, case="other"))
    assert progress.of("bridge", "01") == {}


def test_a_torn_last_line_is_left_out_and_the_rest_is_intact(places: tuple[Path, Path]) -> None:
    """A line that was cut off costs itself alone, and is mentioned."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    progress.add(replace(ATTEMPT, attempt=2))
    (path,) = places[0].iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    again = Progress(*places)
    assert [attempt.attempt for attempt in again.of("bridge", "01")["when"]] == [1]
    assert again.notices == (
        f"1 line(s) of {path.name} could not be read and were left out; the rest is intact.",
    )


def test_a_line_after_a_torn_one_is_read(places: tuple[Path, Path]) -> None:
    """A torn line in the middle of a file does not hide the lines after it."""
    places[0].mkdir()
    text = '{"case": "bri\n' + json.dumps(LINE) + "\n"
    (places[0] / "a.jsonl").write_text(text, encoding="utf-8")
    assert len(found(places)) == 1


def test_windows_line_ends_are_read(places: tuple[Path, Path]) -> None:
    """A file that went through a Windows editor is read."""
    places[0].mkdir()
    (places[0] / "a.jsonl").write_bytes((json.dumps(LINE) + "\r\n\r\n").encode())
    progress = Progress(*places)
    assert (len(progress.of("bridge", "01")["when"]), progress.notices) == (1, ())


def test_a_line_of_another_version_is_left_out(places: tuple[Path, Path]) -> None:
    """A line whose schema is not known is not read."""
    places[0].mkdir()
    text = json.dumps({**LINE, "schema": 2})
    (places[0] / "a.jsonl").write_text(text, encoding="utf-8")
    assert found(places) == []


def test_a_field_that_is_not_known_is_left_out(places: tuple[Path, Path]) -> None:
    """A line with one more field is read without it."""
    places[0].mkdir()
    text = json.dumps({**LINE, "mood": "good"})
    (places[0] / "a.jsonl").write_text(text, encoding="utf-8")
    assert len(found(places)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("item", ["when"]),
        ("quiz", 1),
        ("case", None),
        ("digest", {}),
        ("time", 5),
        ("outcome", []),
        ("attempt", "many"),
        ("attempt", float("inf")),
        ("attempt", 0),
        ("attempt", -3),
        ("attempt", 10**400),
        ("response", "On Monday"),
        ("response", 3),
        ("response", {"On Monday": 1}),
        ("response", [["On Monday"]]),
        ("opened", "yes"),
        ("hints", "two"),
        ("seconds", "two"),
        ("schema", [1]),
    ],
)
def test_an_answer_of_another_type_is_left_out(
    places: tuple[Path, Path], name: str, value: object
) -> None:
    """A line with a value of another type is left out, and its neighbours are read."""
    places[0].mkdir()
    text = f"{json.dumps({**LINE, name: value})}\n{json.dumps(LINE)}\n"
    (places[0] / "a.jsonl").write_text(text, encoding="utf-8")
    assert [attempt.response for attempt in found(places)] == [("On Monday",)]


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"3",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b"9" * 10_000,
        b"\x00" * 4_096,
        b"\xff\xfe",
        b'{"schema": 1}',
        b"{}",
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_line_that_is_no_answer_is_left_out(places: tuple[Path, Path], line: bytes) -> None:
    """A line that is something else altogether is left out, and its neighbours are read."""
    places[0].mkdir()
    (places[0] / "a.jsonl").write_bytes(line + b"\n" + json.dumps(LINE).encode() + b"\n")
    assert len(found(places)) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(LINE)), hostile), hostile, st.binary())
def test_no_file_of_answers_breaks_a_quiz(
    tmp_path: Path, values: dict[str, Any], value: object, raw: bytes
) -> None:
    """Whatever stands in a file of answers, it is read or left out."""
    first = tmp_path / "first"
    first.mkdir(exist_ok=True)
    said = (json.dumps({**LINE, **values}), json.dumps(value))
    (first / "a.jsonl").write_bytes("\n".join(said).encode() + b"\n" + raw)
    Progress(first, tmp_path / "second").of("bridge", "01")


def test_a_folder_named_like_a_file_of_answers_is_left_out(places: tuple[Path, Path]) -> None:
    """A folder whose name ends like a file's is no reason to stop."""
    (places[0] / "a.jsonl").mkdir(parents=True)
    assert found(places) == []


def test_answers_go_elsewhere_where_the_folder_cannot_be_written_to(
    places: tuple[Path, Path],
) -> None:
    """Where the first folder cannot be, answers go to the second, and one is told once."""
    places[0].write_bytes(b"a file in the folder's place")
    progress = Progress(*places)
    progress.add(ATTEMPT)
    assert len(lines(places[1])) == 1
    assert progress.notices == (
        f"The folder {places[0]} cannot be written to, so your answers are kept in {places[1]}.",
    )
    assert str(places[1]) in progress.privacy


def test_answers_in_the_other_folder_are_found_again(places: tuple[Path, Path]) -> None:
    """When the first folder can be written to again, older answers elsewhere still count."""
    places[0].write_bytes(b"")
    Progress(*places).add(ATTEMPT)
    places[0].unlink()
    assert len(found(places)) == 1


def test_without_any_folder_the_quiz_works_and_says_so(places: tuple[Path, Path]) -> None:
    """Where nothing can be written, answers live in this kernel and one is told."""
    for place in places:
        place.write_bytes(b"")
    progress = Progress(*places)
    progress.add(ATTEMPT)
    assert len(progress.of("bridge", "01")["when"]) == 1
    assert progress.notices[0].startswith("No folder can be written to, so your answers are not")
    assert progress.privacy == ("Your answers are not kept: close this page and they are gone.")


def test_a_folder_that_breaks_later_is_mentioned(places: tuple[Path, Path]) -> None:
    """An answer that cannot be written counts on this page, and one is told."""
    progress = Progress(*places)
    places[0].rmdir()
    places[0].write_bytes(b"")
    progress.add(ATTEMPT)
    assert len(progress.of("bridge", "01")["when"]) == 1
    assert progress.notices[0].startswith("Your last answer could not be written")


def test_after_a_failure_another_file_is_begun(places: tuple[Path, Path]) -> None:
    """A line that may have been written by half is not continued by the next one."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    (first,) = places[0].iterdir()
    first.rename(places[0].with_name("aside"))
    first.mkdir()  # opening it fails now
    progress.add(replace(ATTEMPT, attempt=2))
    first.rmdir()
    progress.add(replace(ATTEMPT, attempt=3))
    assert not first.exists()
    assert [line["attempt"] for line in lines(places[0])] == [2, 3]


def test_a_clock_that_went_back_does_not_make_an_old_answer_the_last(
    places: tuple[Path, Path],
) -> None:
    """The last attempt is the one with the highest number, whatever the clock said."""
    clock: Iterator[datetime] = (
        datetime(2024, 5, 5, tzinfo=UTC) - timedelta(days=day) for day in range(9)
    )
    progress = Progress(*places, now=lambda: next(clock))
    progress.add(ATTEMPT)
    progress.add(replace(ATTEMPT, attempt=2, response=("On Friday",)))
    assert found(places)[-1].response == ("On Friday",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.integers(0, 3)), max_size=8))
def test_what_is_added_stands_where_reading_would_put_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool, int]]
) -> None:
    """Two kernels in turn, with any clocks: what each holds is what a third one reads."""
    places = (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two"))
    now = datetime(2024, 5, 5, tzinfo=UTC)
    clock = {"at": now}
    kernels = [Progress(*places, now=lambda: clock["at"]) for _ in range(2)]
    for item, which, day in steps:
        clock["at"] = now - timedelta(days=day)
        kernels[which].add(replace(ATTEMPT, item=item))
    for kernel in kernels:
        kernel.refresh()
        assert kernel.attempts("bridge") == Progress(*places).attempts("bridge")


@given(st.text(st.characters(codec=None)) | st.sampled_from([".", "..", "../..", "a/b", "C:\\x"]))
def test_a_learners_name_is_a_folder_inside(name: str) -> None:
    """Whatever a learner is called, the folder is one plain name, short enough everywhere."""
    folder = learner_folder(name)
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-~")
    assert 0 < len(folder) <= 120


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ana", "ana"),
        ("a" * 200 + "1", "a" * 200 + "2"),
        ("\u0100", "\x100"),
        ("a~", "a"),
        ("ana ", "ana"),
    ],
)
def test_learners_whose_names_differ_stay_apart(one: str, two: str) -> None:
    """Two names give two folders, also where a system ignores case."""
    assert learner_folder(one).casefold() != learner_folder(two).casefold()


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_short_names_stay_apart(one: str, two: str) -> None:
    """Different names never share a folder; only no name at all is `learner`."""
    assert (learner_folder(one) == learner_folder(two)) is (
        (one or "learner") == (two or "learner")
    )


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_learner_is_a_device_of_windows(name: str) -> None:
    """A name that Windows keeps for a device is written in another way."""
    assert learner_folder(name) != name


def test_answers_stand_in_the_course_under_the_learners_name() -> None:
    """Without any setting, answers go to the course's own folder `progress`."""
    first, second = folders(Path("course"), {"CASESTUDY_LEARNER": "ana"})
    assert first == Path("course/progress/ana")
    assert second.parts[-2:] == ("progress", "ana")


def test_a_setting_names_another_folder() -> None:
    """`CASESTUDY_PROGRESS` names another folder, and the learner's name is added."""
    first, _ = folders(Path("course"), {"CASESTUDY_PROGRESS": "/elsewhere"})
    assert first == Path("/elsewhere/learner")


def test_a_hostile_name_stays_inside_the_folder(tmp_path: Path) -> None:
    """A learner called like a path is a folder inside."""
    first, _ = folders(tmp_path, {"CASESTUDY_LEARNER": "../../etc"})
    assert first.resolve().parent == tmp_path.resolve() / "progress"


# ── marks ────────────────────────────────────────────────────────────────────────────────────

MARK = Mark("bridge", "gazette", "a" * 64, 4, 9, "mayor", "seen", "m-1")


def test_marks_and_answers_share_a_file_and_stay_apart(places: tuple[Path, Path]) -> None:
    """A mark is no torn answer, and an answer is no mark."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    progress.add(MARK)
    again = Progress(*places)
    assert [each.item for each in again.of("bridge", "01")["when"]] == ["when"]
    assert [each.words for each in again.marks("bridge", "gazette")] == ["mayor"]
    assert again.notices == ()


def test_the_last_line_of_a_mark_holds(places: tuple[Path, Path]) -> None:
    """Lines of one mark are numbered, the last one holds, and a removed mark is gone."""
    progress = Progress(*places)
    kept = [progress.add(replace(MARK, label=label)) for label in ("seen", "said")]
    assert [each.number for each in kept] == [1, 2]
    assert [each.label for each in Progress(*places).marks("bridge", "gazette")] == ["said"]
    progress.add(replace(MARK, removed=True))
    assert Progress(*places).marks("bridge", "gazette") == ()
    assert Progress(*places).marks("other", "gazette") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": -1},
        {"start": 9},
        {"end": 2**53},
        {"words": " "},
        {"words": 3},
        {"removed": "yes"},
        {"number": 0},
        {"id": None},
        {"label": ["seen"]},
    ],
)
def test_a_mark_that_makes_no_sense_is_left_out(
    places: tuple[Path, Path], wrong: dict[str, Any]
) -> None:
    """A line whose values cannot be right is left out and counted."""
    places[0].mkdir(parents=True)
    line = json.dumps({**asdict(MARK), **wrong})
    (places[0] / "1.jsonl").write_text(f"{line}\n{json.dumps(asdict(MARK))}\n", encoding="utf-8")
    progress = Progress(*places)
    assert len(progress.marks("bridge", "gazette")) == 1
    assert len(progress.notices) == 1


# ── numbers, duplicates, other kernels ───────────────────────────────────────────────────────


def test_an_answer_gets_the_number_after_the_last_of_its_item(places: tuple[Path, Path]) -> None:
    """Whoever adds it need not know what another kernel has written."""
    one, two = Progress(*places), Progress(*places)
    kept = [progress.add(ATTEMPT) for progress in (one, two, one)]
    assert [each.attempt for each in kept] == [1, 2, 3]


def test_what_another_kernel_writes_is_seen_after_a_refresh(places: tuple[Path, Path]) -> None:
    """Only files that have grown are read again."""
    one, two = Progress(*places), Progress(*places)
    two.add(ATTEMPT)
    assert one.of("bridge", "01") == {}
    one.refresh()
    assert len(one.of("bridge", "01")["when"]) == 1
    two.add(ATTEMPT)
    one.refresh()
    assert len(one.of("bridge", "01")["when"]) == 2


def test_the_same_line_in_two_files_counts_once(places: tuple[Path, Path]) -> None:
    """A file that was copied, or brought twice, changes nothing."""
    Progress(*places).add(ATTEMPT)
    (path,) = places[0].iterdir()
    shutil.copy(path, places[0] / "copy.jsonl")
    assert len(found(places)) == 1


def test_half_a_character_of_a_page_does_not_stop_an_answer(places: tuple[Path, Path]) -> None:
    """A lone surrogate cannot be written down: it becomes a sign that can."""
    Progress(*places).add(replace(ATTEMPT, response=("a\ud800b",)))
    assert found(places)[0].response == ("a\ufffdb",)


# ── resets ───────────────────────────────────────────────────────────────────────────────────


def test_a_reset_puts_answers_aside_and_deletes_nothing(places: tuple[Path, Path]) -> None:
    """A line is appended; what stood there before stands there still."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    (path,) = places[0].iterdir()
    before = path.read_bytes()
    assert progress.reset("bridge", "01") is not None
    assert path.read_bytes().startswith(before)
    assert progress.of("bridge", "01") == Progress(*places).of("bridge", "01") == {}
    assert progress.reset("bridge", "01") is None


def test_after_a_reset_numbers_go_on_and_new_answers_count(places: tuple[Path, Path]) -> None:
    """Also where the clock stands still, or another kernel knows of no reset."""
    noon = datetime(2024, 5, 5, 12, tzinfo=UTC)
    one, two = (Progress(*places, now=lambda: noon) for _ in "ab")
    one.add(ATTEMPT)
    two.refresh()
    one.reset("bridge", "01")
    assert two.add(ATTEMPT).attempt == 2
    assert [each.attempt for each in found(places)] == [2]


def test_a_reset_is_of_one_quiz(places: tuple[Path, Path]) -> None:
    """Other quizzes and other cases keep their answers."""
    progress = Progress(*places)
    for line in (ATTEMPT, replace(ATTEMPT, quiz="02"), replace(ATTEMPT, case="other")):
        progress.add(line)
    progress.reset("bridge", "01")
    assert set(progress.of("bridge", "02")) == set(progress.of("other", "01")) == {"when"}


def test_an_answer_from_elsewhere_survives_a_reset_that_did_not_know_it(
    places: tuple[Path, Path],
) -> None:
    """A reset names what it puts aside; an answer brought later from home is not among it."""
    progress = Progress(*places)
    progress.add(ATTEMPT)
    progress.reset("bridge", "01")
    home = replace(ATTEMPT, time="2020-01-01T00:00:00+00:00")
    assert progress.take([home]) == 1
    assert progress.of("bridge", "01") == {"when": [home]}


def test_the_last_reset_is_taken_back_first(places: tuple[Path, Path]) -> None:
    """Twice reset and twice taken back, everything counts again."""
    progress = Progress(*places)
    for _ in "ab":
        progress.add(ATTEMPT)
        progress.reset("bridge", "01")
    numbers = []
    for _ in "abc":
        progress.undo("bridge", "01")
        numbers.append([each.attempt for each in progress.of("bridge", "01").get("when", [])])
    assert numbers == [[2], [1, 2], [1, 2]]
    assert Progress(*places).of("bridge", "01") == progress.of("bridge", "01")


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempts": "when 1"},
        {"attempts": [1]},
        {"attempts": None},
        {"number": 0},
        {"number": 10**400},
        {"undone": "no"},
        {"id": 3},
    ],
)
def test_a_reset_that_makes_no_sense_is_left_out(
    places: tuple[Path, Path], wrong: dict[str, Any]
) -> None:
    """A line whose values cannot be right is left out and counted."""
    kept = Progress(*places).add(ATTEMPT)
    reset = asdict(Reset("bridge", "01", (kept.name,), "r")) | wrong
    (places[0] / "1.jsonl").write_text(json.dumps(reset), encoding="utf-8")
    progress = Progress(*places)
    assert len(progress.of("bridge", "01")["when"]) == 1
    assert len(progress.notices) == 1


# ── drafts ───────────────────────────────────────────────────────────────────────────────────

PLACE = ("bridge", "01", "essay")


def test_a_draft_is_there_in_the_next_kernel(places: tuple[Path, Path]) -> None:
    """What was being written is found again, exactly as typed."""
    Progress(*places).keep_draft(*PLACE, " The mayor\n\nclosed “it” 😀 ", ("a line",))
    again = Progress(*places)
    assert again.draft(*PLACE) == " The mayor\n\nclosed “it” 😀 "
    assert again.drafted(*PLACE) is not None
    assert again.draft("bridge", "01", "other") == ""
    assert again.notices == ()


def test_a_draft_takes_the_place_of_the_one_before(places: tuple[Path, Path]) -> None:
    """A kernel has one file for an item, and leaves none of its attempts at writing behind."""
    progress = Progress(*places)
    for text in ("T", "The", "The mayor"):
        progress.keep_draft(*PLACE, text)
    assert len(list((places[0] / "drafts").iterdir())) == 1
    assert progress.draft(*PLACE) == "The mayor"


def test_the_newest_draft_of_all_kernels_wins(places: tuple[Path, Path]) -> None:
    """Two kernels write to files of their own, and both see what was written last."""
    one, two = Progress(*places), Progress(*places)
    one.keep_draft(*PLACE, "first")
    two.keep_draft(*PLACE, "second")
    assert (one.draft(*PLACE), two.draft(*PLACE)) == ("second", "second")
    one.keep_draft(*PLACE, "third")
    assert Progress(*places).draft(*PLACE) == "third"
    assert len(list((places[0] / "drafts").iterdir())) == 2


def test_a_clock_that_went_back_does_not_hide_what_was_written_last(
    places: tuple[Path, Path],
) -> None:
    """A draft is newer than the one it takes the place of, whatever the clock says."""
    clock = (datetime(2024, 5, 5, tzinfo=UTC) - timedelta(days=day) for day in range(9))
    progress = Progress(*places, now=lambda: next(clock))
    for text in ("first", "second", "third"):
        progress.keep_draft(*PLACE, text)
    assert Progress(*places).draft(*PLACE) == "third"


def test_a_draft_is_synced_before_it_is_put_in_its_place(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in the place of the old draft is on the disk already."""
    synced: list[list[str]] = []
    monkeypatch.setattr(
        "os.fsync",
        lambda _: synced.append([path.suffix for path in (places[0] / "drafts").iterdir()]),
    )
    Progress(*places).keep_draft(*PLACE, "The mayor")
    assert len(synced) == 1
    assert ".json" not in synced[0]


def test_a_draft_that_cannot_be_written_lives_in_memory(places: tuple[Path, Path]) -> None:
    """Where the disk is full or the folder gone, the text is kept here and one is told."""
    progress = Progress(*places)
    progress.keep_draft(*PLACE, "first")
    shutil.rmtree(places[0])
    places[0].write_bytes(b"")
    progress.keep_draft(*PLACE, "second")
    assert progress.draft(*PLACE) == "second"
    assert progress.notices[0].startswith("What you are writing could not be kept")


def test_a_write_that_fails_leaves_the_old_draft(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be written whole does not take the old one's place."""
    progress = Progress(*places)
    progress.keep_draft(*PLACE, "first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    progress.keep_draft(*PLACE, "second")
    assert len(list((places[0] / "drafts").iterdir())) == 1
    assert Progress(*places).draft(*PLACE) == "first"


@given(*[st.text(st.characters(codec=None), max_size=8)] * 4)
def test_whatever_is_typed_is_only_text(case: str, quiz: str, item: str, text: str) -> None:
    """Names and words may hold anything: there is one file, inside the folder, and it is read."""
    with TemporaryDirectory() as folder:
        places = (Path(folder) / "first", Path(folder) / "second")
        Progress(*places).keep_draft(case, quiz, item, text, (text,))
        assert len(list(Path(folder).rglob("*.json"))) == 1
        assert len(list((places[0] / "drafts").glob("*.json"))) == 1
        assert Progress(*places).draft(*map(sound, (case, quiz, item))) == sound(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.dictionaries(st.sampled_from(sorted(asdict(Draft(*PLACE, "")))), hostile),
    hostile,
    st.binary(),
)
def test_no_file_of_drafts_breaks_a_quiz(
    tmp_path: Path, values: dict[str, Any], value: object, raw: bytes
) -> None:
    """Whatever stands in the folder of drafts, what is typed next is what is found."""
    places = (tmp_path / "first", tmp_path / "second")
    kept = Progress(*places).keep_draft(*PLACE, "before")
    (own,) = (path for path in (places[0] / "drafts").iterdir() if not path.name.startswith("x"))
    for place, content in enumerate(
        (json.dumps({**asdict(kept), **values}).encode(), json.dumps(value).encode(), raw)
    ):
        own.with_name(f"x{place}-{own.stem[-16:]}.json").write_bytes(content)
    own.unlink()
    progress = Progress(*places)
    progress.keep_draft(*PLACE, "after")
    assert progress.draft(*PLACE) == Progress(*places).draft(*PLACE) == "after"
    next(path for path in (places[0] / "drafts").iterdir() if path.name[0] != "x").unlink()

"""The command line: each command with an example, and a sentence where something is wrong."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casestudy import __version__
from casestudy.cli import main
from casestudy.cli.start import arguments, environment
from casestudy.lessons import check
from casestudy.lessons.coursemap import MAP
from casestudy.lessons.notebook import find_notebook

LESSON = "notebooks/01-the-bridge.ipynb"


@pytest.fixture
def stored(stored_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the tiny course with its lesson stored."""
    monkeypatch.chdir(stored_course)
    return stored_course


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def settings(said: list[str]) -> dict[str, str]:
    """Return arguments of JupyterLab by name."""
    return dict(word.removeprefix("--").split("=", 1) for word in said)


def test_the_version_is_the_packages() -> None:
    """`--version` prints the version of the package."""
    result = ran("--version")
    assert (result.exit_code, __version__ in result.output) == (0, True)


def test_the_help_names_every_command() -> None:
    """`--help` names each command with what it does."""
    result = ran("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.output for name in main.commands)


@pytest.mark.parametrize("words", [[], *([name] for name in sorted(main.commands))])
def test_every_help_has_an_example(words: list[str]) -> None:
    """The help of each command ends in an example."""
    assert f"Example: casestudy {' '.join(words)}".rstrip() in ran(*words, "--help").output


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_says_what_it_does(name: str) -> None:
    """No option is without its sentence."""
    options = [each for each in main.commands[name].params if each.param_type_name == "option"]
    assert all(getattr(option, "help", "") for option in options)


def test_an_unknown_command_brings_the_nearest() -> None:
    """A command that is not there is refused with the one that may have been meant."""
    result = ran("chekc")
    assert result.exit_code == 2
    assert "There is no command 'chekc': did you mean 'check'?" in result.output


@pytest.mark.usefixtures("stored")
def test_a_check_of_a_course_in_order_succeeds() -> None:
    """Where nothing is wrong, `check` says so and exits with 0; advice changes nothing of it."""
    result = ran("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("Everything is in order.\n\nAdvice, to take or to leave:\n")


def test_a_check_works_from_a_folder_inside(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` finds the course from any folder below it."""
    monkeypatch.chdir(stored / "notebooks" / "quizzes")
    assert ran("check").exit_code == 0


def test_a_check_names_each_slip_and_fails(stored: Path) -> None:
    """Where something is wrong, `check` says what, counts it, and exits with 1."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    result = ran("check")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{LESSON}: it has no teaching page")
    assert result.stderr == "1 complaint.\n"


def test_a_check_counts_several_complaints(stored: Path) -> None:
    """Two complaints are two."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    (stored / "notebooks/teaching/02-the-ferry.md").write_text("No such lesson.", encoding="utf-8")
    result = ran("check")
    errors = result.stdout.partition("\n\nAdvice")[0].splitlines()
    assert result.stderr == f"{len(errors)} complaints.\n"


def test_a_check_prints_a_list_for_programs(stored: Path) -> None:
    """`--json` prints every complaint with its fields, and the exit code stays."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    result = ran("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert found[0] == {
        "file": LESSON,
        "line": 0,
        "subject": "",
        "wrong": "it has no teaching page",
        "cure": "write notebooks/teaching/01-the-bridge.md",
        "sort": "error",
    }
    assert {each["sort"] for each in found} == {"error", "advice"}


@pytest.mark.parametrize(
    "path", ["01", "01-the-bridge", LESSON, "notebooks", "./notebooks/", ".", "../course"]
)
def test_a_check_of_a_path_says_what_concerns_it(stored: Path, path: str) -> None:
    """A lesson, a file or a folder is checked by what is said of it."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    assert ran("check", path).stdout.startswith(f"{LESSON}: it has no teaching page")


@pytest.mark.parametrize("path", ["seeds", "notebooks/course.toml", "seeds/gazette.txt"])
def test_a_check_of_a_path_leaves_the_others_alone(stored: Path, path: str) -> None:
    """What is wrong elsewhere neither shows nor makes the command fail."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    result = ran("check", path)
    assert (result.exit_code, result.output) == (0, "Everything is in order.\n")


def test_a_path_is_written_from_where_one_stands(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder below, a path begins there."""
    (stored / "notebooks/teaching/01-the-bridge.md").unlink()
    monkeypatch.chdir(stored / "notebooks")
    assert ran("check", "01-the-bridge.ipynb").exit_code == 1
    assert ran("check", "quizzes").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_a_path_that_is_not_there_is_refused() -> None:
    """A path that means nothing is refused before anything is done."""
    result = ran("check", "09", "--accept")
    assert result.exit_code == 1
    assert result.output == (
        "Error: There is no file, folder or lesson '09' in the course: "
        "write one of '01-the-bridge'\n"
    )


def test_a_check_writes_nothing(stored: Path) -> None:
    """`check` leaves no file behind."""
    before = sorted(stored.rglob("*"))
    ran("check")
    assert sorted(stored.rglob("*")) == before


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    "words", [["check"], ["start"], ["refresh"], ["start", "02"], ["preview", "02"]]
)
def test_outside_a_course_one_is_told_what_to_do(words: list[str]) -> None:
    """Outside a course, each command says in a sentence what to do, and writes nothing."""
    result = ran(*words)
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no course in ")
    assert len(result.output.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("command", ["start", "refresh", "preview"])
def test_an_unknown_lesson_brings_the_names(command: str) -> None:
    """A lesson that is not there is refused with those that there are."""
    result = ran(command, "09")
    assert result.exit_code == 1
    assert result.output == "Error: There is no lesson '09': write one of '01-the-bridge'\n"


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    """A port is a number from 1 to 65535."""
    assert ran("start", "--port", port).exit_code == 2


def test_a_course_without_lessons_cannot_be_started(stored: Path) -> None:
    """A course without a lesson says where one belongs."""
    (stored / LESSON).unlink()
    result = ran("start")
    assert result.exit_code == 1
    assert "has no lesson. Put one into its folder notebooks." in result.output


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_refresh_says_what_it_stored(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`refresh` names each notebook and whether it changed; else it makes the map alone."""
    monkeypatch.chdir(course)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    first, second = ran("refresh", "01"), ran("refresh")
    assert f"{LESSON}: stored anew" in first.output
    assert f"{LESSON}: unchanged, not executed again" in second.output
    after = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {course / LESSON, course / MAP}


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_refresh_of_a_bad_cell_fails_with_one(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a lesson fails, `refresh` says so and exits with 1; `--all` and `--jobs` are heard."""
    monkeypatch.chdir(course)
    lesson = json.loads((course / LESSON).read_bytes())
    lesson["cells"][1]["source"] = "1 / 0"
    (course / LESSON).write_text(json.dumps(lesson), encoding="utf-8")
    result = ran("refresh", "--all", "--jobs", "1")
    assert result.exit_code == 1
    assert "failed:\n\n    1 / 0\n\nZeroDivisionError: division by zero\n" in result.stderr
    assert result.stdout.endswith("1 failed.\n")


@pytest.mark.usefixtures("stored")
def test_no_kernel_at_all_is_refused() -> None:
    """`--jobs` is a number from 1."""
    assert ran("refresh", "--jobs", "0").exit_code == 2


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_preview_is_written_where_it_is_wanted(stored: Path) -> None:
    """`preview` writes the page that is named, and opens nothing where nothing is to be opened."""
    result = ran("preview", "01", "--output", "page.html", "--no-open")
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        0,
        f"The page is {stored / 'page.html'}",
    )
    assert "When was the bridge closed?" in (stored / "page.html").read_text(encoding="utf-8")


def test_jupyterlab_opens_the_lesson_of_the_course() -> None:
    """JupyterLab's root is the course, and its page is the lesson."""
    said = settings(arguments(Path("course"), LESSON, "secret"))
    assert said["ServerApp.root_dir"] == "course"
    assert said["LabApp.default_url"] == f"/lab/tree/{LESSON}"


def test_jupyterlab_listens_to_this_computer_only() -> None:
    """Nobody else on the network reaches the course."""
    assert settings(arguments(Path("course"), LESSON, "secret"))["ServerApp.ip"] == "127.0.0.1"


def test_jupyterlab_ends_without_a_question() -> None:
    """One Ctrl-C ends it."""
    assert settings(arguments(Path("course"), LESSON, "secret"))["ServerApp.answer_yes"] == "True"


@pytest.mark.parametrize("browser", [True, False])
def test_a_browser_is_opened_unless_it_is_not_wanted(browser: bool) -> None:  # noqa: FBT001
    """`--no-browser` opens none."""
    said = settings(arguments(Path("course"), LESSON, "secret", browser=browser))
    assert said["ServerApp.open_browser"] == str(browser)


def test_a_port_that_is_asked_for_is_used_or_refused() -> None:
    """A port that is named is used, and no other instead."""
    said = settings(arguments(Path("course"), LESSON, "secret", port=8890))
    assert (said["ServerApp.port"], said["ServerApp.port_retries"]) == ("8890", "0")


def test_the_address_needs_the_token_that_is_printed() -> None:
    """Only who has seen the printed address opens the course."""
    said = settings(arguments(Path("course"), LESSON, "secret"))
    assert said["IdentityProvider.token"] == "secret"


def test_without_a_port_jupyterlab_chooses() -> None:
    """Where no port is named, none is given."""
    assert "ServerApp.port" not in settings(arguments(Path("course"), LESSON, "secret"))


def test_the_environment_is_added_to_and_not_replaced() -> None:
    """A folder of settings that somebody named stays, after ours."""
    *ours, theirs = environment({"JUPYTER_CONFIG_PATH": "theirs"}, "")["JUPYTER_CONFIG_PATH"].split(
        os.pathsep
    )
    assert len(ours) == 2
    for each in ours:
        assert (Path(each) / "labconfig" / "default_setting_overrides.json").is_file()
    assert theirs == "theirs"


def test_a_terminal_in_jupyterlab_knows_the_command() -> None:
    """The folder of our command is on the path, after what was there."""
    theirs, ours = environment({"PATH": "theirs"}, "")["PATH"].split(os.pathsep)
    assert (theirs, Path(ours).is_dir()) == ("theirs", True)


def test_a_learner_is_named_to_the_kernels() -> None:
    """`--learner` reaches the kernels by the environment; without it nothing is said."""
    assert environment({}, "ana")["CASESTUDY_LEARNER"] == "ana"
    assert "CASESTUDY_LEARNER" not in environment({}, "")


@pytest.mark.parametrize("command", ["release", "preview", "handout", "new case", "new lesson"])
def test_what_is_missing_is_told_with_an_example(command: str) -> None:
    """No usage lines: a word in capitals, and the whole command to copy."""
    told = ran(*command.split())
    assert told.exit_code == 2
    assert re.fullmatch(
        rf"Error: [A-Z]+ is missing\. Example: casestudy {command} .+\n", told.output
    )


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("command", ["check", "release", "new case --documents README.md"])
def test_a_name_that_the_system_does_not_take_is_told(command: str) -> None:
    """A name too long for a file is answered with a sentence."""
    told = ran(*command.split(), f"../{'x' * 300}")
    assert told.exit_code == 1
    said = r"Error: \S*x… cannot be used: .+\. Take another name or place\.\n"
    assert re.fullmatch(said, told.output)


def test_a_student_edition_that_a_teacher_starts_has_no_menu_for_teachers() -> None:
    """Started in a terminal of JupyterLab, it would inherit the menu of the course outside."""
    outside = environment({"JUPYTER_CONFIG_PATH": "theirs"}, "")
    inside = environment(outside, "", teaches=False)["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert [Path(each).name for each in inside] == ["jupyter", "theirs"]


def test_a_number_may_lack_its_nought(course: Path) -> None:
    """Whoever writes 1 means the lesson 01."""
    assert find_notebook(course, "1") == find_notebook(course, "01")
    assert check.within(course, (), ["1"]) == []

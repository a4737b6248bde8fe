"""Start JupyterLab on a course, in this process and without touching anybody's settings."""

from __future__ import annotations

import os
import secrets
import sysconfig
from importlib.resources import files
from typing import TYPE_CHECKING

import click

from casestudy.coursefile import read_course
from casestudy.errors import CaseError
from casestudy.lessons.notebook import find_notebook, notebooks

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["arguments", "environment", "start_lab"]


def start_lab(
    course: Path, lesson: str, *, learner: str = "", browser: bool = True, port: int | None = None
) -> None:
    """Start JupyterLab with the course as its root and a lesson open; return when it is stopped.

    Parameters
    ----------
    course : Path
        The course's folder.
    lesson : str
        The lesson to open, or the beginning of its name; the first one if empty.
    learner : str
        Whose answers are kept; ``"learner"`` if empty.
    browser : bool
        Whether to open a browser.
    port : int, optional
        The port to use; the first free one from 8888 if not given.

    Raises
    ------
    CaseError
        Where the lesson is not known, or the course has none.
    """
    known = notebooks(course)
    if not known:
        message = f"The course in {course} has no lesson. Put one into its folder notebooks."
        raise CaseError(message)
    path = find_notebook(course, lesson) if lesson else known[0]
    teaches = _is_for_instructors(course)
    os.environ.update(environment(dict(os.environ), learner, teaches=teaches))

    from jupyterlab.labapp import LabApp  # noqa: PLC0415 - it reads the environment set above

    token = secrets.token_hex(24)
    said = arguments(course, path, token, browser=browser, port=port)
    server = LabApp.initialize_server(argv=said)
    if teaches:
        from casestudy.cli.desk import DESK, Desk  # noqa: PLC0415 - heavy, as JupyterLab is

        server.web_app.add_handlers(".*$", [(DESK, Desk, {"course": course})])
    click.echo(f"The course is at {server.connection_url}lab/tree/{path}?token={token}")
    click.echo("It runs until you press Ctrl-C here.")
    server.start()


def _is_for_instructors(course: Path) -> bool:
    try:
        return read_course(course).edition != "student"
    except CaseError:  # who is to mend its file needs the page that says what is wrong in it
        return True


_OURS = [str(files("casestudy") / folder) for folder in ("jupyter", "jupyter-instructor")]


def environment(now: dict[str, str], learner: str, *, teaches: bool = True) -> dict[str, str]:
    """Return what this process needs in its environment.

    Parameters
    ----------
    now : dict
        The environment as it is.
    learner : str
        Whose answers are kept.
    teaches : bool
        Whether JupyterLab has a menu for instructors.
    """
    ours = _OURS if teaches else _OURS[:1]
    theirs = now.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    # started in a terminal of a course for instructors, a student's edition has no menu for them
    paths = (*ours, *(each for each in theirs if each and each not in _OURS))
    scripts = filter(None, (now.get("PATH", ""), sysconfig.get_path("scripts")))
    return {
        # only this process learns that JupyterLab's news prompt is not wanted, and of a menu
        "JUPYTER_CONFIG_PATH": os.pathsep.join(paths),
        # a terminal in JupyterLab knows the command casestudy, however this one was started
        "PATH": os.pathsep.join(scripts),
        # a kernel of another Python that a user once registered would not have this package
        "JUPYTER_PREFER_ENV_PATH": "1",
        **({"CASESTUDY_LEARNER": learner} if learner else {}),
    }


def arguments(
    course: Path, path: str, token: str, *, browser: bool = True, port: int | None = None
) -> list[str]:
    """Return JupyterLab's arguments for a course and the notebook to open.

    Examples
    --------
    >>> from pathlib import Path
    >>> arguments(Path("course"), "notebooks/00.ipynb", "secret", port=8890)[-2:]
    ['--ServerApp.port=8890', '--ServerApp.port_retries=0']
    """
    said = [
        f"--ServerApp.root_dir={course}",
        f"--LabApp.default_url=/lab/tree/{path}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.base_url=/",  # the menu for instructors leads to a page below it
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.answer_yes=True",  # one Ctrl-C ends it, without a question
        # a token of our own keeps the server from printing its address a second time
        f"--IdentityProvider.token={token}",
        "--ServerApp.log_level=WARN",
        "--LabApp.log_level=WARN",
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        said.append("--ServerApp.allow_root=True")  # a container's only user is often root
    if port:
        said += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return said

"""Execute a notebook anew and store what it shows."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any

import nbclient
import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError

from casestudy.errors import CaseError
from casestudy.lessons.notebook import joined, read_notebook, stripped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["executed", "refresh", "stored"]

_SECONDS = 120
"""How long one cell may take."""


def refresh(course: Path, path: str, done: Callable[[], object] = lambda: None) -> bool:
    """Execute a notebook of the course and store its outputs.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : str
        The notebook, relative to the course.
    done : callable
        Called after each code cell.

    Returns
    -------
    bool
        Whether the stored file changed; the same course gives the same bytes.

    Raises
    ------
    CaseError
        Where a cell fails: its number, its first line and what it said. The file is left as it
        was.
    """
    file = course / path
    before = file.read_bytes()
    after = stored(executed(course, path, done)).encode()
    if after == before:
        return False
    # written beside it and then put in its place, so that a crash leaves the old or the new one
    beside = file.with_suffix(".new")
    beside.write_bytes(after)
    beside.replace(file)
    return True


def executed(
    course: Path,
    path: str,
    done: Callable[[], object] = lambda: None,
    *,
    progress: Path | None = None,
) -> dict[str, Any]:
    """Return a notebook with fresh outputs. The learner's own answers play no part in it.

    Parameters
    ----------
    course, path, done
        As for `refresh`.
    progress : Path, optional
        A folder of answers to execute it with; an empty one of its own if not given.
    """
    read_notebook(course, path)  # complains of a damaged file in our own words
    notebook: Any = nbformat.read(course / path, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(
        notebook,
        timeout=_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        # a kernel warns that it talks without encryption; it talks to this process alone
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str((course / path).parent)}},
        on_cell_executed=lambda **_: done(),
    )
    with tempfile.TemporaryDirectory() as empty:
        try:
            client.execute(env={**os.environ, "CASESTUDY_PROGRESS": str(progress or empty)})
        except CellExecutionError as error:
            raise CaseError(_failed(path, notebook, error)) from error
        except (TimeoutError, DeadKernelError) as error:
            message = f"{path} was not finished: {error}. Make the cell quicker, or try again."
            raise CaseError(message) from error
    return dict(notebook)


def stored(notebook: dict[str, Any]) -> str:
    """Return a notebook as JupyterLab would save it, stripped of what changes by itself."""
    kept = nbformat.from_dict(stripped(notebook))  # type: ignore[no-untyped-call]
    text = nbformat.writes(kept, version=4)  # type: ignore[no-untyped-call]
    return str(text).rstrip("\n") + "\n"


def _failed(path: str, notebook: dict[str, Any], error: CellExecutionError) -> str:
    """Return which cell failed and what it said, without a traceback."""
    for place, cell in enumerate(notebook["cells"], 1):
        if any(out["output_type"] == "error" for out in cell.get("outputs", [])):
            line = joined(cell["source"]).strip().splitlines()[0]
            return f"{path}: cell {place} ('{line}') failed: {error.ename}: {error.evalue}"
    return f"{path}: {error.ename}: {error.evalue}"

"""Execute notebooks anew, two at a time, and store what they show."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from casestudy.errors import CaseError
from casestudy.lessons.check import complaints
from casestudy.lessons.form import hidden_code, strict
from casestudy.lessons.inputs import digest, inputs, is_current
from casestudy.lessons.notebook import joined, read_notebook, stripped

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from pathlib import Path

    import nbclient
    from nbclient.exceptions import CellExecutionError

    At = Callable[[str, int, int], object]

__all__ = [
    "JOBS",
    "FailedCellError",
    "Refreshed",
    "dated",
    "executed",
    "refresh",
    "refresh_all",
    "stored",
]

_SECONDS = 120
"""How long one cell may take."""

JOBS = min(2, os.cpu_count() or 1)
"""How many kernels run at once: each takes a core and about 140 MB."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of one notebook.

    Parameters
    ----------
    path : str
        The notebook, relative to the course.
    state : {"stored", "same", "skipped", "failed"}
        Whether other bytes were stored, the same came out, it did not have to run, or it failed.
    error : CaseError, optional
        Why it failed.
    """

    path: str
    state: Literal["stored", "same", "skipped", "failed"]
    error: CaseError | None = None


class FailedCellError(CaseError):
    r"""A cell that failed: which, what stands in it, and what it said.

    Parameters
    ----------
    path : str
        The notebook, relative to the course.
    cell : int
        The cell's place, from 1, as a person counts.
    source, said : str
        What stands in the cell, and what the error says.

    Examples
    --------
    >>> error = FailedCellError("notebooks/01-the-bridge.ipynb", 4, "x = 1\nx / 0", "It failed.")
    >>> print(error)
    notebooks/01-the-bridge.ipynb: cell 4 ('x = 1') failed: It failed.
    >>> print(error.block())
    notebooks/01-the-bridge.ipynb: cell 4 failed:
    <BLANKLINE>
        x = 1
        x / 0
    <BLANKLINE>
    It failed.
    """

    def __init__(self, path: str, cell: int, source: str, said: str) -> None:
        self.path, self.cell, self.source, self.said = path, cell, source.strip("\n"), said
        line = next(iter(source.strip().splitlines()), "")
        super().__init__(f"{path}: cell {cell} ('{line}') failed: {said}")

    def block(self) -> str:
        """Return the same on several lines, with all that stands in the cell."""
        source = "\n".join(f"    {line}".rstrip() for line in self.source.splitlines())
        return f"{self.path}: cell {self.cell} failed:\n\n{source}\n\n{self.said}"


def refresh(course: Path, path: str) -> bool:
    """Execute a notebook of the course and store its outputs.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : str
        The notebook, relative to the course.

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
    (found,) = refresh_all(course, [path], anew=True)
    if found.error:
        raise found.error
    return found.state == "stored"


def refresh_all(
    course: Path,
    paths: Sequence[str],
    *,
    jobs: int = JOBS,
    anew: bool = False,
    at: At = lambda *_: None,
    done: Callable[[Refreshed], object] = lambda _: None,
) -> list[Refreshed]:
    """Execute notebooks that are not what their execution would store again.

    Parameters
    ----------
    course : Path
        The course's folder.
    paths : sequence of str
        The notebooks, relative to the course.
    jobs : int
        How many kernels may run at once.
    anew : bool
        Whether to execute also those that have not changed.
    at : callable
        Told of each code cell before it runs: the notebook, the cell's place, and how many cells
        there are.
    done : callable
        Told what became of each notebook, in the order in which they end.

    Returns
    -------
    list of Refreshed
        In the order of `paths`. A notebook that fails stops no other one.
    """
    # the longest goes first, and the size of what it stored tells best how long that takes
    order = sorted(paths, key=lambda path: (-_size(course / path), path))
    left = set() if anew else _untouched(course, paths)

    async def everything() -> list[Refreshed]:
        free = asyncio.Semaphore(jobs)

        async def one(path: str) -> Refreshed:
            if path in left:
                found = Refreshed(path, "skipped")
            else:
                async with free:
                    found = await _refreshed(course, path, at)
            done(found)
            return found

        async with asyncio.TaskGroup() as group:
            running = [group.create_task(one(path)) for path in order]
        found = {each.path: each for each in (task.result() for task in running)}
        return [found[path] for path in paths]

    return _run(everything())


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _untouched(course: Path, paths: Sequence[str]) -> set[str]:
    """Return the notebooks that need not run: their digest fits, and the check agrees."""
    found = {path for path in paths if is_current(course, path)}
    # the digest alone is believed nowhere: what the check finds stale runs all the same
    said = complaints(course) if found else []
    return found - {each.file for each in said if each.cure.startswith("run: casestudy refresh ")}


async def _refreshed(course: Path, path: str, at: At) -> Refreshed:
    """Execute one notebook and store it."""
    file = course / path
    try:
        notebook = read_notebook(course, path)  # complains of a damaged file in our own words
        before = file.read_bytes()
        # the inputs as they are before it runs: what changes meanwhile is noticed next time
        found = inputs(course, path, notebook)
        after = dated(hidden_code(await _executed(course, path, at)), found)
        if after != before:
            _put(file, path, before, after)
    except CaseError as error:
        return Refreshed(path, "failed", error)
    return Refreshed(path, "same" if after == before else "stored")


def dated(notebook: dict[str, Any], found: str | None) -> bytes:
    """Return an executed notebook as its file, with the digest that tells whether it must run.

    Parameters
    ----------
    notebook : dict
        The notebook with its outputs.
    found : str or None
        What `casestudy.lessons.inputs.inputs` said before it ran; None leaves no digest.
    """
    ours = notebook["metadata"].pop("casestudy", {})
    kept = {name: value for name, value in ours.items() if name != "digest"}
    if found is not None:
        notebook["metadata"]["casestudy"] = {**kept, "digest": ""}
        said = digest(found, stored(notebook).encode())
        notebook["metadata"]["casestudy"]["digest"] = said
    elif kept:
        notebook["metadata"]["casestudy"] = kept
    return stored(notebook).encode()


def _put(file: Path, path: str, before: bytes, after: bytes) -> None:
    """Put other bytes in the place of a file, whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    try:
        # JupyterLab may have saved it meanwhile; what a person wrote is never lost
        if file.read_bytes() != before:
            message = f"{path} was saved by another program while it ran. Refresh it once more."
            raise CaseError(message)
        beside.write_bytes(after)
        shutil.copymode(file, beside)
        beside.replace(file)
    except OSError as error:
        message = f"{path} cannot be stored: {error.strerror}. Look at its folder, then try again."
        raise CaseError(message) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def executed(
    course: Path,
    path: str,
    at: At = lambda *_: None,
    *,
    progress: Path | None = None,
) -> dict[str, Any]:
    """Return a notebook with fresh outputs. The learner's own answers play no part in it.

    Parameters
    ----------
    course, path, at
        As for `refresh_all`.
    progress : Path, optional
        A folder of answers to execute it with; an empty one of its own if not given.

    Raises
    ------
    CaseError
        Where the file is no notebook, or a cell fails.
    """
    read_notebook(course, path)
    return _run(_executed(course, path, at, progress))


async def _executed(
    course: Path, path: str, at: At, progress: Path | None = None
) -> dict[str, Any]:
    import nbformat  # noqa: PLC0415 - these take seconds, and an untouched course runs nothing
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError, CellTimeoutError  # noqa: PLC0415

    read: Any = nbformat.read(course / path, as_version=4)  # type: ignore[no-untyped-call]
    # nobody is to read in a stored lesson what its teacher has to mend
    notebook: Any = nbformat.from_dict(strict(read))  # type: ignore[no-untyped-call]
    total, now = len(notebook["cells"]), 0

    def begin(cell: dict[str, Any], cell_index: int) -> None:
        nonlocal now
        if cell["cell_type"] == "code":
            now = cell_index + 1
            at(path, now, total)

    client = _client(notebook, (course / path).parent, begin)
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, "CASESTUDY_PROGRESS": str(progress or empty)}
        try:
            await client.async_execute(env=environment)
        except CellExecutionError as error:
            raise _failed(path, now, notebook["cells"][now - 1], error) from error
        except CellTimeoutError as error:
            message = f"{path}: cell {now} took more than {_SECONDS} seconds. Make it quicker."
            raise CaseError(message) from error
        except NoSuchKernel as error:
            message = "Jupyter finds no kernel for Python. Install casestudy once more."
            raise CaseError(message) from error
        except (RuntimeError, TimeoutError) as error:  # as nbclient says that a kernel is gone
            place = f"in cell {now}" if now else "before its first cell"
            message = f"{path}: its kernel ended {place}. Close what needs much memory, try again."
            raise CaseError(message) from error
        finally:
            await _ended(client)
    return dict(notebook)


def _client(
    notebook: Any,  # noqa: ANN401 - as nbformat has it
    folder: Path,
    begin: Callable[[dict[str, Any], int], None],
) -> nbclient.NotebookClient:
    """Return what executes a notebook in its folder, and is told of each cell before it runs."""
    import nbclient  # noqa: PLC0415 - as above

    return nbclient.NotebookClient(
        notebook,
        timeout=_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        shutdown_kernel="immediate",  # it has nothing to save, and Ctrl-C is not to wait for it
        # a kernel warns that it talks without encryption; it talks to this process alone
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=begin,
    )


async def _ended(client: nbclient.NotebookClient) -> None:
    """End a kernel that is still there because it was stopped while it began."""
    from jupyter_core.utils import ensure_async  # noqa: PLC0415 - as above

    if client.km is not None and client.km.has_kernel:
        await ensure_async(client.km.shutdown_kernel(now=True))


def _failed(
    path: str, place: int, cell: dict[str, Any], error: CellExecutionError
) -> FailedCellError:
    """Return which cell failed and what it said, without a traceback."""
    said = f"{error.ename}: {error.evalue}".rstrip(": ")
    lines = [out["traceback"] for out in cell["outputs"] if out["output_type"] == "error"]
    if lines and lines[-1][-1:] == [error.evalue]:
        said = error.evalue  # an error of ours shows itself as its sentence alone
    return FailedCellError(path, place, joined(cell["source"]), said)


def stored(notebook: dict[str, Any]) -> str:
    """Return a notebook as JupyterLab would save it, stripped of what changes by itself."""
    import nbformat  # noqa: PLC0415 - as above

    kept = nbformat.from_dict(stripped(notebook))  # type: ignore[no-untyped-call]
    text = nbformat.writes(kept, version=4)  # type: ignore[no-untyped-call]
    return str(text).rstrip("\n") + "\n"


def _run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run some work in a thread of its own, and end its kernels where Ctrl-C ends it.

    In the main thread nbclient takes Ctrl-C for itself, and then ends one kernel of two.
    """
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any] | None]] = Future()

    async def noted() -> _T:
        begun.set_result((asyncio.get_running_loop(), asyncio.current_task()))
        return await work

    def run() -> _T:
        # messages of kernels need this kind of loop; on Windows another one is the usual
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            return runner.run(noted())

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        try:
            return running.result()
        except KeyboardInterrupt:
            loop, task = begun.result()
            with suppress(RuntimeError):  # it may have ended just now
                loop.call_soon_threadsafe(task.cancel if task else loop.stop)
            raise

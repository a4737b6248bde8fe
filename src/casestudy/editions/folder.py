"""A release as a folder and as a zip: put in place again without losing what somebody wrote."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError
from casestudy.lessons.notebook import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["KEPT", "MANIFEST", "own_words", "put", "read_manifest", "with_manifest", "zipped"]

MANIFEST = "release.json"
"""The file that says what a release is and what was handed out with it."""

KEPT = "kept"
"""The folder into which files are moved that somebody has changed since."""

_NOT_EVERYWHERE = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
"""Signs that some system takes for a folder, or refuses in a name."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The day of every file in a zip: the format knows none before, and our files need none."""


def own_words(path: str, content: bytes) -> str:
    r"""Return a digest of what a person wrote into a file.

    Of a notebook these are the cells without their outputs: to run it changes nothing of one's
    own. The ends of lines do not count, which some programs write anew.

    Examples
    --------
    >>> def notebook(outputs):
    ...     cell = {"cell_type": "code", "source": "1 + 1", "outputs": outputs}
    ...     return json.dumps({"cells": [cell]}).encode()
    >>> own_words("a.ipynb", notebook([])) == own_words("a.ipynb", notebook([{"data": {}}]))
    True
    >>> own_words("a.md", b"a\r\n") == own_words("a.md", b"a\n")
    True
    """
    if path.endswith(".ipynb"):
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            cells = json.loads(content)["cells"]
            written = [(cell["cell_type"], joined(cell["source"])) for cell in cells]
            return hashlib.sha256(json.dumps(written).encode()).hexdigest()
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def with_manifest(files: Mapping[str, bytes], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of a release, with the file that names them all.

    Raises
    ------
    CaseError
        Where a name leads elsewhere on another system, or cannot be there.
    """
    if path := next(filter(_NOT_EVERYWHERE.search, files), ""):
        wrong = f"The name {path!r} has a sign that not every system takes in the name of a file."
        raise CaseError(f"{wrong} Rename the file, then release again.")
    digests = {path: own_words(path, content) for path, content in sorted(files.items())}
    said = json.dumps({**about, "files": digests}, ensure_ascii=False, indent=1) + "\n"
    return dict(sorted({**files, MANIFEST: said.encode()}.items()))


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what a folder says of the release in it; nothing where it is none."""
    with suppress(OSError, ValueError, RecursionError):
        said = json.loads((folder / MANIFEST).read_bytes())
        if isinstance(said, dict) and isinstance(said.get("files"), dict):
            return said
    return {}


def put(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Put a release into a folder, in place of an earlier one.

    Whatever is not of a release, such as answers, stays. A file of the earlier release that
    somebody has changed is moved, never overwritten.

    Returns
    -------
    tuple of str
        Where files were moved to, relative to the folder.

    Raises
    ------
    CaseError
        Where something cannot be written, or a link in the folder leads out of it.
    """
    before = {
        path: digest
        for path, digest in read_manifest(folder).get("files", {}).items()
        # a manifest that was written by hand touches nothing outside
        if _is_inside(folder, path)
    }
    for path in sorted({str(PurePosixPath(path).parent) for path in (*files, f"{KEPT}/-")}):
        if path != "." and not _is_inside(folder, path):
            message = f"{folder / path} leads out of the folder by a link. Remove the link"
            raise CaseError(f"{message}, or name another folder, then release again.")
    try:
        kept = [
            _moved(folder, path)
            for path in sorted({*before, *files} - {MANIFEST})
            if _is_somebodys(folder, path, str(before.get(path, "")), files.get(path))
        ]
        for path in before.keys() - files.keys():
            _removed(folder, path)
        for path, content in files.items():
            _written(folder / path, content)
    except OSError as error:
        message = f"{error.filename or folder} cannot be written: {error.strerror}."
        raise CaseError(f"{message} Close programs that use it, then release again.") from error
    return tuple(kept)


def _is_inside(folder: Path, path: str) -> bool:
    """Tell whether a path leads to a place below a folder, with every link followed."""
    if _NOT_EVERYWHERE.search(path):
        return False
    try:
        place, top = (folder / path).resolve(), folder.resolve()
        place.is_file()
    except (OSError, RuntimeError):  # links in a circle, a name that is too long
        return False
    return place != top and place.is_relative_to(top)


def _is_somebodys(folder: Path, path: str, before: str, after: bytes | None) -> bool:
    """Tell whether a file holds words that are neither of the earlier release nor of this one."""
    file = folder / path
    if not file.is_file():
        return False
    now = own_words(path, file.read_bytes())
    return now != before and (after is None or now != own_words(path, after))


def _moved(folder: Path, path: str) -> str:
    target = next(each for each in _places(path) if not (folder / each).exists())
    (folder / target).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).replace(folder / target)
    return target


def _places(path: str) -> Iterator[str]:
    """Yield where a file may be kept: under its own name, or with a number."""
    pure = PurePosixPath(KEPT, path)
    yield str(pure)
    for number in range(2, 10_000):
        yield str(pure.with_name(f"{pure.stem}-{number}{pure.suffix}"))


def _removed(folder: Path, path: str) -> None:
    """Remove a file that is not of the release any more, and folders that are empty then."""
    file = folder / path
    if file.is_file():
        file.unlink()
    for above in file.parents:
        if above == folder or (above.is_dir() and any(above.iterdir())):
            return
        if above.is_dir():
            above.rmdir()


def _written(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)


def zipped(archive: Path, top: str, files: Mapping[str, bytes]) -> None:
    """Write files into a zip: the same files give the same bytes.

    Parameters
    ----------
    archive : Path
        The zip.
    top : str
        The folder in it that holds everything.
    files : mapping of str to bytes
        The files by their path.

    Raises
    ------
    CaseError
        Where it cannot be written.
    """
    beside = archive.with_name(f".{archive.name}.new")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipping:
            for path, content in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{top}/{path}", _FIRST_DAY)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipping.writestr(entry, content)
        beside.replace(archive)
    except OSError as error:
        message = f"{archive} cannot be written: {error.strerror}. Name another place."
        raise CaseError(message) from error

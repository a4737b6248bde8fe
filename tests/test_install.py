"""What is handed out as a package, and that it can be installed with the network off."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

NOT_OURS = (".txt", ".ipynb")
"""Endings of the documents and of the notebooks that show their words."""


def _run(*words: object, cwd: Path, online: bool = False) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" or not online}
    return subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack the folder of wheels as docs/offline.md says: ours and all that it needs."""
    folder = tmp_path_factory.mktemp("wheels")
    root = Path(__file__).parents[1]
    wheel = (sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir")
    _run(*wheel, folder, ".", cwd=root, online=True)  # the one place where tests use a network
    return folder


def test_the_wheel_holds_the_code_and_nothing_else(wheels: Path) -> None:
    """No document, no lesson and no picture of one is in the wheel; the page's files are."""
    (wheel,) = wheels.glob("casestudy-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    code = [name for name in names if ".dist-info/" not in name]
    assert all(name.startswith("casestudy/") for name in code)
    assert not [name for name in code if name.endswith(NOT_OURS)]
    assert "casestudy/static/quiz.js" in code
    assert "casestudy/jupyter/labconfig/default_setting_overrides.json" in code


def test_the_source_package_holds_no_document(tmp_path: Path, root: Path) -> None:
    """No document and no lesson is in the source package either."""
    script = (
        "import os, sys; os.chdir(sys.argv[1]); import hatchling.build as b;"
        " print(b.build_sdist(sys.argv[2]))"
    )
    made = _run(sys.executable, "-c", script, root, tmp_path, cwd=tmp_path)
    with tarfile.open(tmp_path / made.stdout.split()[-1]) as archive:
        names = archive.getnames()
    assert not [name for name in names if name.endswith(NOT_OURS) or "/seeds" in name]
    assert any(name.endswith("src/casestudy/case.py") for name in names)


def test_it_is_installed_with_the_network_off(wheels: Path, tmp_path: Path, root: Path) -> None:
    """From the folder alone, into a fresh environment, the course is checked."""
    venv.create(tmp_path / "fresh", with_pip=True)
    scripts = tmp_path / "fresh" / ("Scripts" if sys.platform == "win32" else "bin")
    install = ("-m", "pip", "install", "--quiet", "--no-compile")  # compiling is most of the time
    where = ("--no-index", "--find-links", wheels)
    _run(scripts / "python", *install, *where, "casestudy", cwd=tmp_path)
    assert "in order" in _run(scripts / "casestudy", "check", cwd=root / "notebooks").stdout

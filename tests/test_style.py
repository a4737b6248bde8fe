"""The style that everybody writes in is a test, so that one command says all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "ruff's rules": ("ruff", "check", "."),
    "ruff's format": ("ruff", "format", "--check", "."),
    "mypy's strict types": ("mypy", "--no-error-summary"),
}


@pytest.mark.parametrize("claim", COMMANDS)
def test_the_code_keeps(claim: str) -> None:
    """Nothing in the project breaks the rules that pyproject.toml sets."""
    run = subprocess.run(
        [sys.executable, "-m", *COMMANDS[claim]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

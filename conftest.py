"""What all tests share: private answers, and a plain sentence where a stored lesson is stale."""

from __future__ import annotations

import difflib
import os
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# Kernels inherit it: no test reads or writes anybody's real answers.
_PROGRESS = tempfile.TemporaryDirectory(prefix="casestudy-progress-")
os.environ["CASESTUDY_PROGRESS"] = _PROGRESS.name
# Our own package is what is tested; a Python registered for a user would not have it.
os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say in plain words how a cell's output differs from what its notebook stores."""
    report = yield
    cell = getattr(item, "cell", None)
    if report.failed and call.when == "call" and cell is not None:
        path = item.path.relative_to(item.config.rootpath).as_posix()
        now = getattr(item, "test_outputs", None) or []
        said = "\n".join(_differences(cell["outputs"], now)) or str(report.longrepr)
        report.longrepr = (
            f"{path}, {item.name}: the output is not what the notebook stores.\n{said}\n"
            f"If this change is meant, run: casestudy refresh {path}"
        )
    return report


def _differences(stored: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[str]:
    """Yield each stretch of text that differs: what is stored, and what comes now."""
    for kind in ("text/plain", "stream", "error", "text/html"):
        before, after = _texts(stored, kind), _texts(now, kind)
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                yield f"  {kind}\n    stored: {_shown(before[a:b])}"
                yield f"    now:    {_shown(after[c:d])}"


def _shown(lines: list[str]) -> str:
    return "\n            ".join(line.strip() for line in lines) or "(nothing)"


def _texts(outputs: list[dict[str, Any]], kind: str) -> list[str]:
    """Return the lines of all outputs of one kind; nbval hands them over as plain values."""
    found: list[str] = []
    for out in outputs:
        if kind == "stream":
            text = out.get("text", "")
        elif kind == "error":
            text = f"{out['ename']}: {out['evalue']}" if "ename" in out else ""
        else:
            text = out.get("data", {}).get(kind, "")
        found += ("".join(text) if isinstance(text, list) else text).splitlines()
    return found

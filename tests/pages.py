"""What the tests of our pages share: an empty page that looks as in JupyterLab."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "src" / "casestudy" / "static"
LAB = Path(sys.prefix) / "share" / "jupyter" / "lab"
THEMES = ("light", "dark", "dark-high-contrast")


@cache
def empty_page(theme: str, *styles: str) -> str:
    """Return a page with a theme's variables and our style files, in this order."""
    colours, variables = "", ""
    if LAB.is_dir():
        core = next((LAB / "static").glob("jlab_core.*.js")).read_text(encoding="utf-8")
        colours = ";".join(sorted(set(re.findall(r"--md-[a-z]+-\w+: ?#[0-9a-f]{3,6}", core))))
        folder = LAB / "themes" / "@jupyterlab" / f"theme-{theme}-extension"
        variables = (folder / "index.css").read_text(encoding="utf-8")
    ours = "".join((STATIC / f"{name}.css").read_text(encoding="utf-8") for name in styles)
    return (
        f"<!doctype html><html lang=en><title>Page</title><style>:root{{{colours}}}</style>"
        f"<style>{variables}</style><style>{ours}</style>"
        "<style>body{margin:16px;background:var(--jp-layout-color0)}</style><main></main></html>"
    )

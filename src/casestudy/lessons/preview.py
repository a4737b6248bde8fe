"""A lesson as one page: what a student sees who has no kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError
from casestudy.lessonfile import read_heading
from casestudy.lessons.notebook import lesson_name
from casestudy.lessons.refresh import stored

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["page", "write_page"]

_TEMPLATE = """\
{% extends 'lab/index.html.j2' %}
{% block html_head_js %}
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">
{% endblock %}
{% block jupyter_widgets %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block html_head_css %}
<style>
main { max-width: 50rem; margin: 0 auto; padding: 1rem; }
@media print {
  main { max-width: none; padding: 0; }
  .jp-Cell, .jp-InputArea, .jp-OutputArea-child { display: block; break-inside: auto; }
  h1, h2, h3, h4, .cs-small, .cs-small + p { break-after: avoid; }
}
</style>
{% endblock %}
"""
"""JupyterLab's look without its scripts. The policy lets the browser load nothing from outside.

On paper JupyterLab keeps what a cell shows together: a long quiz would leave half a sheet empty."""


def page(course: Path, path: str, notebook: dict[str, Any]) -> str:
    """Return an executed notebook as a page that needs no script, no network and no other file.

    Parameters
    ----------
    course : Path
        The course's folder.
    path : str
        The notebook, relative to the course: pictures are looked for beside it.
    notebook : dict
        The notebook with its outputs. Widgets are left out: they are dead without a kernel.

    Returns
    -------
    str
        The page. Cells tagged ``hide-input`` show what they give and not how.
    """
    # all come with JupyterLab, and only this page needs them
    import nbformat  # noqa: PLC0415
    from jinja2 import DictLoader  # noqa: PLC0415
    from nbconvert import HTMLExporter  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    hidden = {"enabled": True, "remove_input_tags": {"hide-input"}}
    exporter: Any = HTMLExporter(  # type: ignore[no-untyped-call]
        config=Config({"TagRemovePreprocessor": hidden}),
        extra_loaders=[DictLoader({"preview.html.j2": _TEMPLATE})],
        template_file="preview.html.j2",
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    title = read_heading(course, lesson_name(path)).title
    about = {"name": title, "path": str((course / path).parent)}
    shown: Any = nbformat.reads(stored(notebook), as_version=4)  # type: ignore[no-untyped-call]
    made, _ = exporter.from_notebook_node(shown, {"metadata": about})
    return str(made)


def write_page(target: Path, text: str) -> None:
    """Write a page.

    Raises
    ------
    CaseError
        Where the file cannot be written, or its name is not that of a page, so that nobody writes
        over a lesson by a slip.
    """
    if target.suffix.lower() not in {".html", ".htm"}:
        message = f"'{target}' is no name for a page. Write one that ends in .html."
        raise CaseError(message)
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}. Name another place."
        raise CaseError(message) from error

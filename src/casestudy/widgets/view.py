"""What every living view shares: one page, two outputs, numbered messages."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from casestudy.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from casestudy.progress import Progress

__all__ = ["Page", "View", "lean_script", "lean_style", "script", "style"]

_STATIC = Path(__file__).parent.parent / "static"
_LARGEST = 2**53
"""From here on a number of the page is not exact."""
_VIEW = "application/vnd.jupyter.widget-view+json"


_NEEDS = {
    "marking": ("passages",),
    "reader": ("marking",),
    "controls/excerpt": ("passages",),
    "controls/marking": ("controls/excerpt", "marking"),
    "controls/writing": ("passages",),
    "controls/advice": ("controls/writing",),
    "drawing": ("controls/rows",),
    "quiz": ("controls", "evidence"),
    "projector": ("evidence",),
    "dossier": ("asking",),
    "record": ("asking",),
}
"""Parts of a script that come before another; page.js comes before all."""

_REMARKS = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/)[ \t]*$", re.MULTILINE)
"""Comments that fill a line, or several."""

_STYLED = re.compile(
    r"""(?P<text>"[^"\n]*"|'[^'\n]*')|\s*/\*[\s\S]*?\*/|;?\s*(?P<end>\})\s*"""
    r"""|\s*(?P<sign>[{;,])\s*|(?P<colon>:)\s+|\s+"""
)
"""What of a style sheet can be shorter: comments and white space, but nothing in a string."""


@cache
def script(*names: str) -> str:
    """Return the script of a page as it is sent: what all pages share, what it needs, its own.

    Parameters
    ----------
    *names : str
        Files of `static/` without their ending; each comes once, after what it needs.
    """
    parts = (_STATIC / f"{name}.js" for name in dict.fromkeys(_with_needs(("page", *names))))
    return "".join(lean_script(part.read_text(encoding="utf-8")) for part in parts)


def _with_needs(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _with_needs(_NEEDS.get(name, ()))
        yield name


@cache
def style(name: str) -> str:
    """Return the style sheet of a page as it is sent."""
    return lean_style((_STATIC / f"{name}.css").read_text(encoding="utf-8"))


def lean_script(text: str) -> str:
    r"""Return a script without the comments that fill a line, blank lines and indentation.

    It is what a page is sent with every widget. Nothing inside a line is touched, so that no
    string and no regular expression has to be understood; a text over several lines, whose
    indentation would count, is not written in our scripts.

    Examples
    --------
    >>> lean_script("/** Why. */\nf();  // kept\n  // gone\n\n    g();\n")
    'f();  // kept\ng();\n'
    """
    lines = (line.strip() for line in _REMARKS.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def lean_style(text: str) -> str:
    r"""Return a style sheet without comments, and without white space that means nothing.

    Examples
    --------
    >>> lean_style('/* Why. */\n.a,\n.b > i {\n  color: #000;\n  & :hover { top: 0; }\n}\n')
    '.a,.b > i{color:#000;& :hover{top:0}}\n'
    """
    return _STYLED.sub(_joined, text).strip() + "\n"


def _joined(found: re.Match[str]) -> str:
    return found["text"] or found["end"] or found["sign"] or found["colon"] or " "


class Page(anywidget.AnyWidget):
    """The page's half: a trait holds all that changes, messages say what the learner does."""

    # A Layout would be a second widget with a comm of its own; nothing here is laid out by it.
    layout = traitlets.Any(None).tag(sync=True)
    state: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def add_traits(self, **traits: traitlets.TraitType[Any, Any]) -> None:
        """Add traits, but those that the class has: each time would make a class of its own."""
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)


class View(ABC):
    """What lives in a page: it shows itself, and does what messages of the page ask for.

    Parameters
    ----------
    page : type
        The page.
    progress : Progress
        What the learner did before, and where it goes.
    does : mapping of str to callable
        What a message may ask for. A call gets the message, which may hold anything; `CaseError`,
        `KeyError` and `TypeError` say that it makes no sense.
    **fixed : object
        Traits of the page that hold what never changes, and so is sent once.
    """

    def __init__(
        self,
        page: type[Page],
        progress: Progress,
        does: Mapping[str, Callable[[dict[str, Any]], object]],
        **fixed: object,
    ) -> None:
        self._progress = progress
        self._does = does
        self._seq = 0
        self._handled: set[int] = set()
        self.widget = page(state=self._whole(), **fixed)
        self.widget.on_msg(self._told)

    @abstractmethod
    def _state(self) -> dict[str, Any]:
        """Return what the page shows, but for what all pages show."""

    @abstractmethod
    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook stores: text, and a page that needs no script."""

    def _ipython_display_(self) -> None:
        """Publish the page without script, then the living one, as two outputs.

        Two, because only then the first is there where the second cannot be shown.
        """
        from IPython.display import display  # noqa: PLC0415 - only a notebook needs it

        display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
        view = {"version_major": 2, "version_minor": 1, "model_id": self.widget.model_id}
        display({_VIEW: view}, raw=True)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        """Return the page as text."""
        return self._repr_mimebundle_()["text/plain"]

    def _whole(self) -> dict[str, Any]:
        return {
            "seq": self._seq,
            "privacy": self._progress.privacy,
            "notices": list(self._progress.notices),
            **self._state(),
        }

    def _send(self) -> None:
        """Put all that changes into one trait, so that nothing arrives by halves."""
        self.widget.state = self._whole()

    def _told(self, _widget: object, message: object, _buffers: object) -> None:
        """Do what a message of the page asks for; one that makes no sense changes nothing.

        A message that repeats an earlier one, because the kernel was busy, is not done twice.
        """
        if not isinstance(message, dict) or message.get("do") not in tuple(self._does):
            return
        seq, retry = message.get("seq"), message.get("retry")
        known = type(retry) is int and retry in self._handled
        if type(seq) is int and 0 < seq < _LARGEST:
            self._seq = max(self._seq, seq)
            self._handled.add(seq)
        if not known:
            with suppress(CaseError, KeyError, TypeError):
                self._does[message["do"]](message)
        self._send()

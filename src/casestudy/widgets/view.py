"""What every living view shares: one page, two outputs, numbered messages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from casestudy.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casestudy.progress import Progress

__all__ = ["Page", "View", "script", "style"]

_STATIC = Path(__file__).parent.parent / "static"
_LARGEST = 2**53
"""From here on a number of the page is not exact."""
_VIEW = "application/vnd.jupyter.widget-view+json"


def script(*names: str) -> str:
    """Return the script of a page: what all pages share, how words are marked, then its own."""
    parts = (_STATIC / f"{part}.js" for part in ("page", "marking", *names))
    return "".join(part.read_text(encoding="utf-8") for part in parts)


def style(name: str) -> Path:
    """Return the style sheet of a page."""
    return _STATIC / f"{name}.css"


class Page(anywidget.AnyWidget):
    """The page's half: a trait holds all that changes, messages say what the learner does."""

    # A Layout would be a second widget with a comm of its own; nothing here is laid out by it.
    layout = traitlets.Any(None).tag(sync=True)
    state: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)


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

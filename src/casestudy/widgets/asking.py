"""What the record and the dossier share: asked by their page, they answer, and hand it files."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any

from casestudy.errors import CaseError
from casestudy.html import box, style
from casestudy.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from casestudy.progress import Progress

    Told = dict[str, Any]

__all__ = ["PAUSE", "AskedView", "later", "learner", "stored_sentence"]

PAUSE = 0.2
"""Seconds after an answer until a page counts anew: the answer's own feedback goes first."""

_USUAL = "learner"
"""The folder of who gave no name."""


class AskedView(View):
    """A view that says on its page what was done, or why not, and hands it files."""

    _said = ""
    _file: Told | None = None

    def _saying(self, act: Callable[[Told], object]) -> Callable[[Told], None]:
        """Let the page say why something cannot be done."""

        def tried(told: Told) -> None:
            self._said = ""
            try:
                act(told)
            except CaseError as error:
                self._said = str(error)

        return tried

    def _hand(self, told: Told, name: str, text: str) -> None:
        """Hand the page the file that it asked for; only who asked takes it."""
        self._file = {"seq": told["seq"], "name": name, "text": text}


def later(act: Callable[[], None]) -> bool:
    """Do something a moment later; without a loop nothing can wait, and nothing is done."""
    with suppress(RuntimeError):
        asyncio.get_running_loop().call_later(PAUSE, act)
        return True
    return False


def learner(progress: Progress) -> str:
    """Return the folder of who gave a name; empty for who gave none."""
    return "" if progress.learner == _USUAL else progress.learner


def stored_sentence(sentence: str) -> dict[str, str]:
    """Return what a notebook stores where a page depends on the learner: a sentence, always it.

    Examples
    --------
    >>> stored_sentence("It stands here.")["text/plain"]
    'It stands here.'
    """
    paragraph = f'<p class="cs-small"><em>{escape(sentence)}</em></p>'
    page = f"<style>{style()}</style>\n" + box("cs-static", [paragraph])
    return {"text/plain": sentence, "text/html": page}

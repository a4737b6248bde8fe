"""A pandas table that shows its whole text in a notebook. Imported where a table is asked for."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["Frame"]


class Frame(pd.DataFrame):  # type: ignore[misc] # pandas comes without types
    """A DataFrame in every respect, but no cell is cut and text stands at the left.

    Pandas cuts cells at 50 characters by an option of the whole session, which is the reader's to
    set; its Styler writes a random id into every table, so that no output is the same twice.
    """

    @property
    def _constructor(self) -> type[Frame]:
        return Frame

    def __repr__(self) -> str:
        """Return the table as text, the same in a terminal, a kernel and a test."""
        with pd.option_context("display.width", 100, "display.max_columns", None):
            return str(super().__repr__())

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None, "display.max_columns", None):
            shown: Any = super()._repr_html_()
        # what stands in a cell is escaped, so that this is never found in a text
        left = ' style="text-align: left; vertical-align: top"'
        return str(shown).replace("<td>", f"<td{left}>").replace("<th>", f"<th{left}>")

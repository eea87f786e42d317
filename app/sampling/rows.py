"""Single rows of the DOJ bulk file, built from column names.

A row is a list of 95 texts. The helpers serve the hand-made rows of a sample file and
the tests of every room that reads such rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from app.model.doj_columns import DOJ_COLUMN_INDEX, DOJ_COLUMNS, N_DOJ_COLUMNS

FILLER = "  -  "
HEADER_LINE = ",".join(DOJ_COLUMNS)

_NEEDS_QUOTES = frozenset(',"\r\n')


class RawCell(str):
    """A cell written as it stands, without quoting: for rows that are meant to be broken."""

    __slots__ = ()


def doj_row(**cells: str) -> list[str]:
    """One row of 95 cells; cells that are not named are empty.

    Raises ValueError for a name that is no column of the file.
    """
    row = [""] * N_DOJ_COLUMNS
    for name, text in cells.items():
        index = DOJ_COLUMN_INDEX.get(name)
        if index is None:
            near = get_close_matches(name, DOJ_COLUMNS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(f"{name} is no column of the DOJ bulk file{hint}")
        row[index] = text
    return row


def csv_line(cells: Iterable[str]) -> str:
    """The cells as one line without its end, RFC 4180 quoting.

    The filler of empty cells is quoted as the state's file does; nothing else is quoted
    without need.
    """
    return ",".join([csv_cell(cell) for cell in cells])


def csv_cell(text: str) -> str:
    """One cell, quoted when it must be."""
    if isinstance(text, RawCell):
        return str(text)
    if text == FILLER or not _NEEDS_QUOTES.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text

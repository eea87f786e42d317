"""What a layout needs of an opened table; `app.importing.tables` gives it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import NamedTuple, Protocol

from app.importing.issues import Issue
from app.importing.reading import Kind

Step = Callable[[int, int], None]  # (done, in all)


def no_step(_done: int, _total: int) -> None:
    """For whoever shows no progress."""


class TableSheet(Protocol):
    """A sheet of a workbook, or the whole of a delimited file."""

    @property
    def name(self) -> str: ...
    @property
    def is_hidden(self) -> bool: ...
    @property
    def n_rows(self) -> int | None: ...


class Line(Protocol):
    """A row that is not blank; ``row`` is its number in the file, ``cells`` are text."""

    @property
    def row(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...


class Table(Protocol):
    """An opened file of rows and columns. ``rows`` begins anew each time it is called."""

    @property
    def kind(self) -> Kind: ...
    @property
    def words(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def sheets(self) -> Sequence[TableSheet]: ...
    @property
    def issues(self) -> Sequence[Issue]: ...
    def rows(self, sheet_index: int, step: Step, /) -> Generator[Line | Issue]: ...


SHEET_STEP = 1 << 20
"""The most rows a sheet can have: the rows of the next sheet are numbered from there on."""

HEADER_WITHIN = 30
"""A header is looked for in so many rows."""


class FirstRow(NamedTuple):
    """A row of the beginning of a sheet."""

    row: int
    cells: tuple[str, ...]


def first_rows(table: Table, sheet_index: int, most: int) -> list[FirstRow]:
    """The first rows of a sheet that can be read."""
    found: list[FirstRow] = []
    with closing(table.rows(sheet_index, no_step)) as lines:
        for line in lines:
            if isinstance(line, Issue):
                continue
            found.append(FirstRow(line.row, line.cells))
            if len(found) >= most:
                break
    return found

"""Rows as they count: the cells that stand in a file, with what people said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.importing.doj_bulk import is_header, subject_of
from app.model.dates import read_compact_date
from app.model.doj_columns import N_DOJ_COLUMNS
from app.model.reading_columns import (
    DISPOSITION_DOUBT,
    DOUBTS,
    N_READING_COLUMNS,
    OFFENSE_DATE,
    READING_COLUMNS,
    READING_INDEX,
)
from app.model.record import Level
from app.store import mends
from app.store.mends import Change
from app.store.records import Source
from app.store.workspace import Workspace

_DATES = frozenset({"PRI_DOB", "CYC_DATE", "STP_EVENT_DATE", "DISP_DATE", OFFENSE_DATE})
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LEVELS = frozenset(level.name for level in Level if level is not Level.UNKNOWN)


def n_columns_of(source: Source) -> int:
    return N_DOJ_COLUMNS if source.is_state_file else N_READING_COLUMNS


def columns_of(source: Source) -> tuple[str, ...]:
    """The columns of the rows from which people are assembled."""
    return READING_COLUMNS[: n_columns_of(source)]


def usable(cells: list[str] | None, n_columns: int) -> list[str] | None:
    """A row that belongs to somebody; None for one that is, or would be, set aside whole."""
    if cells is None or len(cells) != n_columns or is_header(cells) or not subject_of(cells):
        return None
    return cells


def cells_that_count(
    cells: list[str] | None, changes: Sequence[Change], n_columns: int
) -> list[str] | None:
    """The row with every mend of it, the last one of a cell counting; None when set aside."""
    counting = usable(cells, n_columns)
    for change in changes:
        if not change.column:
            counting = change.cells
        elif counting is not None:
            counting = _with_cell(counting, change)
    return usable(counting, n_columns)


def _with_cell(cells: list[str], change: Change) -> list[str]:
    made = list(cells)
    made[READING_INDEX[change.column]] = change.new
    if change.column == "DISP_DESCR" and len(made) > N_DOJ_COLUMNS:
        # The doubt was about the words that stood there.
        doubts = made[READING_INDEX[DOUBTS]].split()
        made[READING_INDEX[DOUBTS]] = " ".join(one for one in doubts if one != DISPOSITION_DOUBT)
    return made


def mended_rows(workspace: Workspace, source: Source) -> dict[int, tuple[str, ...]]:
    """Rows of a file that were mended whole, as they count: the state's columns of them."""
    width = n_columns_of(source)
    found = {}
    for at, changes in mends.all_changes(workspace).items():
        if at.source == source.id and any(not change.column for change in changes):
            cells = cells_that_count(None, changes, width)
            if cells is not None:
                found[at.row] = tuple(cells[:N_DOJ_COLUMNS])
    return found


def in_the_form_of(column: str, text: str) -> str:
    """A correction as the state's form writes it: 1999-03-01 as 19990301, FELONY as F.

    What is not surely one of these stays as it was typed.
    """
    typed = " ".join(text.split())
    match = _ISO.fullmatch(typed) if column in _DATES else None
    if match is not None:
        compact = "".join(match.groups())
        return compact if read_compact_date(compact) is not None else typed
    if column.endswith("_TOC") and typed.upper() in _LEVELS:
        return typed[:1].upper()
    return typed

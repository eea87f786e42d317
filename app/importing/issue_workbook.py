"""A workbook of issues that was filled in: what it says, row by row, as text."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from errno import ENOENT
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.errors import InputError
from app.importing.files import unreadable
from app.importing.tables.archive import Archive
from app.model.issue_sheet import COLUMNS, CORRECTION, DECISION, IDENTITY, NOTE, SHEET

_MOST_BYTES = 1 << 30  # unpacked: a million issues have less
_MOST_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row in which something was filled in. ``row`` is the workbook's."""

    row: int
    identity: str
    file_name: str
    file_row: str
    column: str
    kind: str
    correction: str
    decision: str
    note: str
    formula: str  # the title of the first column that holds a formula; "" for none


def read_issue_workbook(path: Path) -> Iterator[FilledRow]:
    """Rows with a correction, a decision or a note. Raises InputError for anything else."""
    _check_archive(path)
    try:
        with closing(load_workbook(path, read_only=True)) as book:
            if SHEET not in book.sheetnames:
                raise _not_issues(path)
            # A sheet left half read would keep the file open.
            with closing(book[SHEET].iter_rows(max_col=_MOST_COLUMNS)) as rows:
                yield from _filled_rows(path, rows)
    except _DAMAGED as error:
        raise _not_issues(path) from error


def _filled_rows(path: Path, rows: Iterator[Any]) -> Iterator[FilledRow]:
    titles = [str(cell.value or "") for cell in next(rows, ())]
    missing = [title for title in COLUMNS if titles.count(title) != 1]
    if missing:
        raise InputError(
            f"{path.name} has no column {missing[0]!r}, or has it twice. Export the issues "
            "again and fill in that workbook."
        )
    places = {title: titles.index(title) for title in COLUMNS}
    for number, cells in enumerate(rows, start=2):
        filled = _filled(number, cells, places)
        if filled is not None:
            yield filled


def _check_archive(path: Path) -> None:
    """Every part is unpacked once within limits, and none may hold a document type: the library
    that reads the workbook trusts both."""
    try:
        if not zipfile.is_zipfile(path):
            raise _not_issues(path) if path.exists() else FileNotFoundError(ENOENT, "no such file")
        with path.open("rb") as file:
            archive, n_bytes = Archive(path, file), 0
            for name in sorted(archive.names()):
                if name.endswith((".xml", ".rels")):
                    archive.parse(name, archive.new_parser())
                n_bytes += archive.stated_bytes(name)
    except OSError as error:
        raise unreadable(path, error) from error
    if n_bytes > _MOST_BYTES:
        raise InputError(f"{path.name} is too large to be a workbook of issues.")


def _filled(number: int, cells: Any, places: dict[str, int]) -> FilledRow | None:
    def cell(title: str) -> Any:
        return cells[places[title]] if places[title] < len(cells) else None

    correction, decision, note = (_text(cell(title)) for title in (CORRECTION, DECISION, NOTE))
    if not (correction or decision or note):
        return None
    formulas = (
        title for title in COLUMNS if getattr(cell(title), "data_type", "") == "f"
    )  # fmt: skip
    return FilledRow(
        number, _text(cell(IDENTITY)), _text(cell("File")), _text(cell("Row")),
        _text(cell("Column")), _text(cell("Kind")), correction, decision, note,
        next(formulas, ""),
    )  # fmt: skip


def _text(cell: Any) -> str:
    """As it was typed; a date as YYYYMMDD, a whole number without a point."""
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y%m%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _not_issues(path: Path) -> InputError:
    return InputError(
        f"{path.name} is not a workbook of issues that this program wrote, or it is protected by "
        "a password or damaged. Save it as .xlsx without a password, or export the issues again."
    )


_DAMAGED = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError,
    SyntaxError, TypeError, AttributeError, IndexError, OverflowError,
)  # fmt: skip  # all that openpyxl raises for broken workbooks

"""Issues as an Excel workbook to be filled in: a correction, or that a row stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.exporting.workbook import append_header, new_book, save_steadily, text_cell
from app.model.issue_sheet import (
    COLUMNS,
    CONFIRM,
    CORRECTION,
    DECISION,
    IDENTITY,
    NOTE,
    SHEET,
)

_WIDTHS = {
    "No.": 8, "File": 24, "Row": 9, "Column": 22, "Text": 36, "Kind": 26, "Reason": 44,
    "What was done": 36, "What to do": 36, "Consequence": 16, "What it means": 44,
    "State": 11, CORRECTION: 30, DECISION: 12, NOTE: 36, IDENTITY: 30,
}  # fmt: skip
_TO_FILL = (CORRECTION, DECISION, NOTE)
_HOW = (
    ("What this is", "Every row of the sheet Issues is one doubt about a cell or a row of a file."),
    (
        CORRECTION,
        (
            "What should stand in the cell. Of a row that was set aside: the whole corrected line. "
            "Write - for a cell that should be empty. It counts for this cell only."
        ),
    ),
    (DECISION, "Choose ok when you have looked and it stays as it is."),
    (NOTE, "Why. It is kept with your name and the time when the workbook is read."),
    (
        "What to leave alone",
        (
            "All other columns, and the hidden one at the end: they say which cell is meant. "
            "Rows may be deleted, filtered and sorted."
        ),
    ),
    (
        "How it comes back",
        (
            "Issues, Read corrections; or relief-desk issues read WORKSPACE FILE. Everything is "
            "checked before anything is changed, and every correction can be undone."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A row of the workbook; the columns to fill are empty."""

    number: int
    file_name: str
    row: int
    column: str
    text: str
    kind: str
    reason: str
    done: str
    advice: str
    consequence: str
    means: str
    state: str
    identity: str


def write_issue_workbook(path: Path, rows: Iterable[IssueRow]) -> int:
    """Sheets: Issues, How to fill it in. Streams; returns how many rows there are."""
    book = new_book(path.parent)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for index, title in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = _WIDTHS[title]
        dimension.hidden = title == IDENTITY
    append_header(sheet, COLUMNS)
    n = 0
    for row in rows:
        sheet.append(_cells(sheet, row))
        n += 1
    _finish(sheet, n)
    how = book.create_sheet("How to fill it in")
    how.column_dimensions["A"].width, how.column_dimensions["B"].width = 24, 110
    append_header(how, ("Column", "What to do"))
    for pair in _HOW:
        how.append([text_cell(how, value) for value in pair])
    save_steadily(book, path)
    return n


def _cells(sheet: object, row: IssueRow) -> list[object]:
    values = (
        row.number, row.file_name, row.row, row.column, row.text, row.kind, row.reason, row.done,
        row.advice, row.consequence, row.means, row.state, "", "", "", row.identity,
    )  # fmt: skip
    cells = [text_cell(sheet, value) for value in values]
    for index, title in enumerate(COLUMNS):
        if title in _TO_FILL:
            cells[index].protection = Protection(locked=False)
            cells[index].fill = PatternFill("solid", fgColor="FFF8E1")
    return cells


def _finish(sheet: object, n: int) -> None:
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{n + 1}"  # type: ignore[attr-defined]
    choice = get_column_letter(COLUMNS.index(DECISION) + 1)
    drop_down = DataValidation(type="list", formula1=f'"{CONFIRM}"', allow_blank=True)
    drop_down.error = f"Choose {CONFIRM}, or leave the cell empty."
    drop_down.showErrorMessage = True
    drop_down.add(f"{choice}2:{choice}{n + 2}")
    sheet.data_validations.append(drop_down)  # type: ignore[attr-defined]
    protection = sheet.protection  # type: ignore[attr-defined]
    protection.sheet = True  # without a password: it guards against slips
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows", "deleteRows"):
        setattr(protection, allowed, False)

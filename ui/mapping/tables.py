"""The tables of the mapping dialog: the first rows as they stand, and what they become."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from app.jobs.layout_draft import DraftSheet
from app.jobs.layout_preview import PreviewRow
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import px

Cells = tuple[str, ...]
PREVIEW_WIDTHS = (56, 264, 128, 120, 112, 136)
_N_FIRST_ROWS = 12

PREVIEW: tuple[Column[PreviewRow], ...] = (
    Column("Row", lambda one: f"{one.row:,}", is_number=True),
    Column("Person", lambda one: one.person),
    Column("Section", lambda one: one.section),
    Column("Level", lambda one: one.level),
    Column("Date", lambda one: one.convicted),
    Column("Result", lambda one: one.result),
    Column("Doubts", lambda one: one.doubts),
)


def show_first_rows(table: QTableView, model: RowsModel[Cells], sheet: DraftSheet) -> None:
    """The first rows of a sheet under its own header, each column as wide as it needs."""
    titles = [word or f"Column {n}" for n, word in enumerate(sheet.cells.header, start=1)]
    model.set_columns([_cell_column(n, title) for n, title in enumerate(titles)])
    model.set_records(sheet.cells.rows[:_N_FIRST_ROWS])
    for number in range(len(titles)):
        wide = max(
            table.sizeHintForColumn(number), table.horizontalHeader().sectionSizeHint(number)
        )
        table.setColumnWidth(number, min(wide + px(8), px(200)))


def _cell_column(number: int, name: str) -> Column[Cells]:
    return Column(name, lambda cells: one_line(cells[number]) if number < len(cells) else "")

"""Tables for people: each as CSV, all of them as one workbook. Text stays text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import durable
from app.errors import InputError
from app.exporting.clear_my_record import csv_text
from app.exporting.safe_cells import safe_cell
from app.exporting.workbook import write_sheets
from app.scratch import scratch_folder


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]


def table_text(table: Table) -> str:
    """As CSV, RFC 4180, LF line ends; no cell is a formula to a spreadsheet."""
    lines = [csv_text(table.columns)]
    lines += [csv_text([safe_cell(str(cell)) for cell in row]) for row in table.rows]
    return "\n".join(lines) + "\n"


def write_tables(
    folder: Path, tables: Mapping[str, Table], book: str, further: Sequence[Table] = ()
) -> tuple[Path, ...]:
    """Each table under its file name, and all with the ``further`` ones in the workbook.

    All of the files or none; those of the same names are replaced. Raises InputError when they
    cannot be written.
    """
    try:
        durable.make_folder(folder)
        with scratch_folder(folder) as stage:
            for name, table in tables.items():
                # With a mark, so that Excel takes it for UTF-8.
                (stage / name).write_text(table_text(table), encoding="utf-8-sig", newline="")
            sheets = [(one.title, one.columns, one.rows) for one in (*tables.values(), *further)]
            write_sheets(stage / book, sheets)
            names = (*tables, book)
            durable.replace_all((stage / name, folder / name) for name in names)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(f"{folder} cannot be written to ({reason}). Check the folder.") from error
    return tuple(folder / name for name in names)

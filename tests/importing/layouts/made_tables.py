"""Tables for tests: in memory, or read from a delimited text as the program's reader would."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.importing.assemble import assemble
from app.importing.issues import Issue
from app.importing.layouts.layout import Layout
from app.importing.layouts.loading import read_layout
from app.importing.layouts.reader import LayoutReader
from app.importing.layouts.table import Step, no_step
from app.importing.reading import Kind, ReadRow
from app.model.reading_columns import READING_INDEX
from app.model.record import RapSheet


class MadeRow(NamedTuple):
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class MadeSheet:
    name: str
    lines: tuple[MadeRow | Issue, ...]
    is_hidden: bool = False

    @property
    def n_rows(self) -> int | None:
        return len(self.lines)


@dataclass(frozen=True)
class MadeTable:
    """A table whose rows stand in memory."""

    sheets: tuple[MadeSheet, ...]
    kind: Kind = Kind.DELIMITED
    words: str = "Delimited text"
    encoding: str = "UTF-8"
    issues: tuple[Issue, ...] = ()

    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[MadeRow | Issue]:
        lines = self.sheets[sheet_index].lines
        for number, line in enumerate(lines):
            step(number, len(lines))
            yield line


def sheet_of(name: str, rows: Sequence[Sequence[str]], *, is_hidden: bool = False) -> MadeSheet:
    """A sheet; blank rows keep their number and are not yielded."""
    lines = (MadeRow(number, tuple(cells)) for number, cells in enumerate(rows, 1))
    kept = tuple(line for line in lines if any(cell.strip() for cell in line.cells))
    return MadeSheet(name, kept, is_hidden)


def table_of(*rows: Sequence[str]) -> MadeTable:
    return MadeTable((sheet_of("", rows),))


def workbook_of(**sheets: Sequence[Sequence[str]]) -> MadeTable:
    made = tuple(sheet_of(name, rows) for name, rows in sheets.items())
    return MadeTable(made, Kind.WORKBOOK, "Excel workbook", "")


def csv_table(text: str, delimiter: str = ",") -> MadeTable:
    return table_of(*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def layout_of(text: str) -> Layout:
    """A layout from the part of its file after form, id and title."""
    head = 'form = 1\nid = "office/made"\ntitle = "Made for a test"\n'
    return read_layout((head + text).encode(), "made.toml")


class Read(NamedTuple):
    """All that a reader gave."""

    rows: list[ReadRow]
    issues: list[Issue]

    @property
    def counts(self) -> list[dict[str, str]]:
        """The filled cells of every count, by column."""
        return [
            {name: row.cells[index] for name, index in READING_INDEX.items() if row.cells[index]}
            for row in self.rows
            if row.cells is not None
        ]

    def column(self, name: str) -> list[str]:
        return [count.get(name, "") for count in self.counts]

    @property
    def kinds(self) -> list[str]:
        return [issue.kind for issue in self.issues]


def read_with(table: MadeTable, layout: Layout, name: str = "list.csv") -> Read:
    found = list(LayoutReader(table, layout, name).rows())
    return Read(
        [one for one in found if isinstance(one, ReadRow)],
        [one for one in found if isinstance(one, Issue)],
    )


def people_of(read: Read) -> tuple[dict[str, RapSheet], list[Issue]]:
    """The rap sheets that the assembler makes of the reading, by person."""
    rows: dict[str, list[tuple[int, list[str]]]] = {}
    for one in read.rows:
        if one.cells is not None:
            subject = one.cells[READING_INDEX["SUBJECT_ID"]]
            rows.setdefault(subject, []).append((one.row, list(one.cells)))
    people, issues = {}, []
    for subject, numbered in rows.items():
        people[subject], more = assemble(1, f"1:{subject}", numbered)
        issues += more
    return people, issues

"""The rows of a workbook's sheet, whatever its format: merged cells filled, doubts told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.errors import InputError
from app.importing.issues import Issue, quarantined
from app.importing.tables.doubts import (
    COMPARE,
    Runs,
    duplicated_names,
    find_unseen,
    is_header_like,
    is_plain,
)
from app.importing.tables.lost_zeros import LostZeros
from app.importing.tables.table import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    TableRow,
    column_letters,
)

MOST_MERGED = 200_000
_LAST_HEADER = 30  # filled rows among which a header is looked for


class RawRow(NamedTuple):
    """A row as a format gives it: blank cells at its end left out."""

    row: int
    cells: list[str]
    numbers: Sequence[int] = ()  # columns of cells that are stored as plain numbers
    is_hidden: bool = False
    too_long: int | None = None  # a column whose cell is longer than can be read


class RowBuilder:
    """Collects the cells of one row after the other. ``refuse`` makes the error for a sentence."""

    def __init__(self, refuse: Callable[[str], InputError], sheet_name: str) -> None:
        self._refuse = refuse
        self._sheet_name = sheet_name
        self.start(0)

    def start(self, row: int, *, is_hidden: bool = False) -> None:
        self.row = row
        self._is_hidden = is_hidden
        self._cells: list[str] = []
        self._numbers: list[int] = []
        self._too_long: int | None = None

    def place(self, column: int, text: str, *, is_number: bool = False) -> None:
        """A filled cell; columns from 0, in any order."""
        cells = self._cells
        missing = column - len(cells)
        if missing == 0 and column < MOST_COLUMNS:
            cells.append(text)
        elif missing < 0:
            cells[column] = text
        elif column < MOST_COLUMNS:
            cells += [""] * missing
            cells.append(text)
        else:
            raise self._refuse(
                f"has something in column {column_letters(column)} of row {self.row} of its sheet "
                f"“{self._sheet_name}”, far beyond any list"
            )
        if is_number:
            self._numbers.append(column)

    def place_too_long(self, column: int) -> None:
        """A cell whose text is longer than can be read: its row will be set aside."""
        self._too_long = column

    def finish(self) -> RawRow | None:
        """The row, None when it is blank."""
        if not self._cells and self._too_long is None:
            return None
        return RawRow(self.row, self._cells, self._numbers, self._is_hidden, self._too_long)


# First row of merged cells: their first column (from 0) and last row.
Merged = dict[int, list[tuple[int, int]]]


@dataclass(slots=True)
class SheetNotes:
    """What a format sees of a sheet besides its cells."""

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # from, to
    formulas: Runs = field(default_factory=Runs)  # rows with a formula that has no value


def table_rows(
    raw_rows: Iterable[RawRow], merged: Merged, notes: SheetNotes
) -> Iterator[TableRow | Issue]:
    """The rows that are not blank, with the issues of each; those of the sheet come last.

    ``merged`` and ``notes`` may grow as the rows are read.
    """
    return _Grid(merged, notes).rows(raw_rows)


class _Grid:
    def __init__(self, merged: Merged, notes: SheetNotes) -> None:
        self._merged = _MergedCells(merged)
        self._notes = notes
        self._hidden_rows = Runs()
        self._zeros = LostZeros()
        self._rows_to_header = _LAST_HEADER
        self._width = 0

    def rows(self, raw_rows: Iterable[RawRow]) -> Iterator[TableRow | Issue]:
        for raw in raw_rows:
            row, cells = raw.row, raw.cells
            if raw.too_long is not None or sum(map(len, cells)) > LONGEST_ROW:
                yield _too_long(raw)
                continue
            text = "".join(cells)
            if not text or text.isspace():
                continue
            if raw.is_hidden:
                self._hidden_rows.add(row)
            self._width = max(self._width, len(cells))
            self._merged.fill(row, cells)
            if self._rows_to_header:
                yield from self._look_for_header(row, cells)
            if not is_plain(text):
                yield from find_unseen(row, cells)
            self._zeros.see(row, cells, raw.numbers)
            yield TableRow(row, tuple(cells))
        yield from self._sheet_issues()

    def _look_for_header(self, row: int, cells: Sequence[str]) -> Iterator[Issue]:
        self._rows_to_header -= 1
        if len(cells) < 2 or not is_header_like(cells):
            return
        self._rows_to_header = 0
        self._zeros.take_header(cells)
        twice = duplicated_names(row, cells)
        if twice is not None:
            yield twice

    def _sheet_issues(self) -> Iterator[Issue]:
        if self._hidden_rows.n:
            yield _hidden(self._hidden_rows, "row", self._hidden_rows.words())
        columns = self._hidden_columns()
        if columns.n:
            yield _hidden(columns, "column", columns.words(column_letters))
        if self._notes.formulas.n:
            yield _formulas(self._notes.formulas)
        yield from self._merged.issues()
        yield from self._zeros.issues()

    def _hidden_columns(self) -> Runs:
        hidden = {
            column
            for first, last in self._notes.hidden_columns
            for column in range(first, min(last + 1, self._width))
        }
        runs = Runs()
        for column in sorted(hidden):
            runs.add(column)
        return runs


class _MergedCells:
    """Gives the value of merged cells to the rows under the first.

    Only down and in the first column: what is merged across is a title. A row with nothing of
    its own stays blank.
    """

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self._active: dict[int, tuple[int, str]] = {}  # column: last row, value
        self._filled = Runs()

    def fill(self, row: int, cells: list[str]) -> None:
        if self._active:
            self._fill(row, cells)
        for column, last_row in self._merged.get(row, ()):
            value = cells[column] if column < len(cells) else ""
            if value:
                self._active[column] = (last_row, value)

    def _fill(self, row: int, cells: list[str]) -> None:
        is_filled = False
        for column, (last_row, value) in list(self._active.items()):
            if row > last_row:
                del self._active[column]
                continue
            cells += [""] * (column + 1 - len(cells))
            if not cells[column]:
                cells[column] = value
                is_filled = True
        if is_filled:
            self._filled.add(row)

    def issues(self) -> Iterator[Issue]:
        if self._filled.n:
            yield Issue(
                self._filled.first, "", f"rows {self._filled.words()}"[:200], "Merged cells",
                "Cells are merged over several rows, and only the first row holds the value.",
                f"The value was taken for {_count(self._filled.n, 'further row')} too.",
                "Check that the value belongs to each of these rows.",
            )  # fmt: skip


def _too_long(raw: RawRow) -> Issue:
    column = "" if raw.too_long is None else column_letters(raw.too_long)
    return quarantined(
        raw.row, column, ", ".join(cell[:40] for cell in raw.cells), "Too long",
        f"A cell of the row has more than {LONGEST_CELL:,} characters, or the row more than a "
        "million.",
    )  # fmt: skip


def _hidden(runs: Runs, what: str, words: str) -> Issue:
    is_one = runs.n == 1
    which = f"{what}{'' if is_one else 's'} {words}"
    return Issue(
        runs.first if what == "row" else 1, "", which, f"Hidden {what}s",
        f"{_count(runs.n, what)} of the sheet {'is' if is_one else 'are'} hidden.",
        f"{'It was' if is_one else 'They were'} read like all others.",
        f"Check whether {'it belongs' if is_one else 'they belong'} to the list.",
    )  # fmt: skip


def _formulas(rows: Runs) -> Issue:
    return Issue(
        rows.first, "", f"rows {rows.words()}", "Formulas without a value",
        "The file holds formulas, but not what they come to.",
        f"{_count(rows.n, 'cell')} counted as blank.",
        "Open the file in Excel or LibreOffice, save it, and import it again. " + COMPARE,
    )  # fmt: skip


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" + ("" if n == 1 else "s")

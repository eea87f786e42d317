"""Which column of a file is which of the layout: by its header, or by its position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from app.errors import InputError
from app.importing.layouts.checks import missing_fields
from app.importing.layouts.layout import Column, Layout, SheetLayout, plain
from app.importing.layouts.table import HEADER_WITHIN, FirstRow, Table, first_rows
from app.importing.values import clean

_NO_ROW = -1
_LONGEST_HEADER = 80


class Bound(NamedTuple):
    """A column of the layout and where it stands in the file, counted from 0."""

    at: int
    header: str
    column: Column


class FittedSheet(NamedTuple):
    """A sheet of the file that the layout describes."""

    sheet_index: int
    name: str
    layout: SheetLayout
    header_row: int  # 0: none
    header: tuple[str, ...]  # () without a header row
    columns: tuple[Bound, ...]
    key: int  # where the joining column stands; -1 for none

    @property
    def width(self) -> int:
        """The cells a row must have to hold every column that is read."""
        return max((one.at for one in self.columns), default=-1) + 1


def fit(table: Table, layout: Layout, name: str) -> tuple[FittedSheet, ...]:
    """Every sheet of the layout in the file, in the file's order.

    Raises InputError that names everything that does not fit; ``name`` is the file's.
    """
    sheets, problems = find_fit(table, layout)
    if problems:
        listed = "".join(f"\n- {problem}" for problem in problems)
        raise InputError(
            f"{name} does not fit the layout '{layout.title}' ({layout.id}).{listed}\n"
            "Choose another layout, or change this one."
        )
    return sheets


def find_fit(table: Table, layout: Layout) -> tuple[tuple[FittedSheet, ...], list[str]]:
    """(the sheets that fit, what does not fit as sentences)."""
    problems: list[str] = []
    fitted = []
    for sheet in layout.sheets:
        index = _find_sheet(table, sheet)
        if index is None:
            names = ", ".join(one.name for one in table.sheets)
            problems.append(f"There is no sheet {' or '.join(sheet.names)}; there are: {names}.")
            continue
        fitted.append(_fit_sheet(table, index, sheet, layout, problems))
    indexes = [one.sheet_index for one in fitted]
    twice = {one for one in indexes if indexes.count(one) > 1}
    problems += [f"Two sheets of the layout are the sheet '{table.sheets[i].name}'." for i in twice]
    if not problems:
        found = {bound.column.field for one in fitted for bound in one.columns}
        problems += [f"In this file, {missing}." for missing in missing_fields(found)]
    return tuple(sorted(fitted, key=lambda one: one.sheet_index)), problems


def _find_sheet(table: Table, sheet: SheetLayout) -> int | None:
    """By name; a layout that names none takes the first sheet that is shown and has rows."""
    wanted = {plain(name) for name in sheet.names}
    for index, one in enumerate(table.sheets):
        if plain(one.name) in wanted or (not wanted and not one.is_hidden and one.n_rows != 0):
            return index
    return None if wanted and len(table.sheets) > 1 else 0


def _fit_sheet(
    table: Table, index: int, sheet: SheetLayout, layout: Layout, problems: list[str]
) -> FittedSheet:
    rows = first_rows(table, index, HEADER_WITHIN)
    name = table.sheets[index].name
    header = find_header(rows, sheet, layout.header)
    if header.row == 0 and sheet.header_row != 0:
        header = FirstRow(_NO_ROW, ())  # then no position may stand in for a header word
    bound = []
    for column in sheet.columns:
        at = find_column(column, header)
        if isinstance(at, int):
            bound.append(Bound(at, header.cells[at] if at < len(header.cells) else "", column))
        elif not column.is_optional or "twice" in at:
            problems.append(at if not name else f"Sheet '{name}': {at}")
    problems += _taken_twice(bound)
    if layout.n_columns and header.cells and len(_trimmed(header.cells)) != layout.n_columns:
        problems.append(
            f"The list has {len(_trimmed(header.cells))} columns; the layout is for "
            f"{layout.n_columns}."
        )
    key = -1
    if sheet.key:
        found = find_column(Column("", sheet.key), header)
        key = found if isinstance(found, int) else -1
        if not isinstance(found, int):
            problems.append(f"Sheet '{name}': {found}")
    words = header.cells if header.row else ()
    return FittedSheet(index, name, sheet, header.row, words, tuple(bound), key)


def _taken_twice(bound: Sequence[Bound]) -> list[str]:
    seen: dict[int, Bound] = {}
    problems = []
    for one in bound:
        other = seen.setdefault(one.at, one)
        if other is not one:
            problems.append(
                f"The column '{one.header}' is both {other.column.field} and {one.column.field}."
            )
    return problems


def find_header(
    rows: Sequence[FirstRow], sheet: SheetLayout, more_words: Iterable[str] = ()
) -> FirstRow:
    """The header row: the one stated, else the one that holds most of the layout's words.

    Row 0 with the cells of the first row when there is no header.
    """
    if sheet.header_row == 0:
        return FirstRow(0, rows[0].cells if rows else ())
    if sheet.header_row:
        return next((one for one in rows if one.row == sheet.header_row), FirstRow(0, ()))
    words = {plain(word) for column in sheet.columns for word in column.header}
    words |= {plain(word) for word in (*more_words, *sheet.key)}
    best, most = FirstRow(0, ()), 0
    for one in rows:
        count = len(words & {plain(cell) for cell in one.cells})
        if count > most:
            best, most = one, count
    return best


def find_column(column: Column, header: FirstRow) -> int | str:
    """Where the column stands, or why it cannot be found."""
    if header.row == _NO_ROW:
        return f"There is no header row that names {column.title}."
    if header.row == 0:
        return column.position - 1
    words = [plain(cell) for cell in header.cells]
    for wanted in map(plain, column.header):
        places = [index for index, word in enumerate(words) if word == wanted]
        if len(places) == 1:
            return places[0]
        if column.position - 1 in places:
            return column.position - 1
        if places:
            listed = ", ".join(str(place + 1) for place in places)
            return (
                f"The header {column.title} stands twice (columns {listed}): say by its position "
                "which one is meant."
            )
    if not column.header and 0 < column.position <= len(words):
        return column.position - 1
    return f"There is no column {column.title}{_near(column, header.cells)}."


def _near(column: Column, cells: Sequence[str]) -> str:
    by_plain = {plain(cell): clean(cell) for cell in cells if len(cell) <= _LONGEST_HEADER}
    for wanted in column.header:
        close = get_close_matches(plain(wanted), list(by_plain), n=1, cutoff=0.7)
        if close:
            return f"; is it '{by_plain[close[0]]}'?"
    return ""


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    n = len(cells)
    while n and not cells[n - 1].strip():
        n -= 1
    return cells[:n]

"""Old Excel workbooks (.xls, Excel 5 to 2003): their records are held, their cells are not."""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterator
from pathlib import Path

from app.errors import InputError
from app.importing.files import Standing, unreadable
from app.importing.issues import Issue
from app.importing.reading import Kind
from app.importing.tables.archive import (
    damaged,
    no_sheet,
    nothing_filled,
    password_protected,
    refused,
)
from app.importing.tables.binary_cells import bool_text, error_text, packed_number
from app.importing.tables.cell_text import styled_text
from app.importing.tables.doubts import macros_issue
from app.importing.tables.grid import Merged, RawRow, RowBuilder, SheetNotes, table_rows
from app.importing.tables.ole import Container, ContainerError
from app.importing.tables.table import Sheet, Step, TableFile, TableRow, no_step
from app.importing.tables.xls_records import (
    ProtectedError,
    Record,
    RecordError,
    TooOldError,
    XlsBook,
    XlsSheet,
    read_book,
    records,
    text_of,
)

WORDS = "Excel workbook (.xls)"
STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT"
_MOST_BYTES = 100 << 20
_MOST_UNSORTED = 1_000_000  # cells that can be put in order
_RECORDS_A_STEP = 1 << 12

_FORMULA, _SHARED, _NUMBER, _PACKED, _MANY = 0x06, 0xFD, 0x203, 0x27E, 0xBD
_LABEL, _RICH, _BOOL, _STRING = 0x204, 0xD6, 0x205, 0x207
_CELLS = (_FORMULA, _SHARED, _NUMBER, _PACKED, _MANY, _LABEL, _RICH, _BOOL)
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5


def open_xls(path: Path) -> TableFile:
    """Raises InputError when the workbook is protected, damaged or without a filled cell."""
    standing = Standing.of(path)
    stream, has_macros = _stream(path)
    try:
        book = read_book(stream)
        if not book.sheets:
            raise no_sheet(path)
        if not any(_look_through(stream, sheet).n_cells for sheet in book.sheets):
            raise nothing_filled(path)
    except ProtectedError:
        raise password_protected(path) from None
    except TooOldError:
        raise refused(path, "was written by an Excel before 1995") from None
    except RecordError as error:
        raise damaged(path) from error
    return _XlsFile(standing, book, has_macros=has_macros)


def _stream(path: Path) -> tuple[bytes, bool]:
    """(the records, whether there are macros)."""
    try:
        with path.open("rb") as file:
            container = Container(file)
            name = next((one for one in STREAMS if one in container.names()), "")
            if not name:
                raise damaged(path)
            if container.n_bytes(name) > _MOST_BYTES:
                raise refused(path, f"holds more than {_MOST_BYTES >> 20} MB in the old format")
            return container.read(name), _MACROS in container.names()
    except ContainerError as error:
        raise damaged(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


class _XlsFile(TableFile):
    def __init__(self, standing: Standing, book: XlsBook, *, has_macros: bool) -> None:
        super().__init__(
            standing,
            kind=Kind.WORKBOOK,
            words=WORDS,
            encoding="",
            sheets=tuple(Sheet(one.name, one.is_hidden, None) for one in book.sheets),
            issues=(macros_issue(standing.path.name),) if has_macros else (),
        )
        self._book = book

    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[TableRow | Issue]:
        path, sheet = self.standing.path, self._book.sheets[sheet_index]
        stream, _ = _stream(path)
        try:
            look = _look_through(stream, sheet)
            reader = _SheetReader(path, stream, self._book, sheet, look, step)
            rows = reader.sorted_rows() if look.is_unsorted else reader.rows()
            yield from table_rows(rows, look.merged, look.notes)
        except RecordError as error:
            raise damaged(path) from error


class _Look:
    """What must be known of a sheet before its cells."""

    def __init__(self) -> None:
        self.merged: Merged = {}
        self.notes = SheetNotes()
        self.n_records = 0
        self.n_cells = 0
        self.is_unsorted = False


def _look_through(stream: bytes, sheet: XlsSheet) -> _Look:
    look, last_row = _Look(), -1
    for kind, body, parts in records(stream, sheet.start):
        look.n_records += 1
        if kind in _CELLS and len(body) >= 4:
            row = body[0] | body[1] << 8
            look.is_unsorted |= row < last_row
            last_row = row
            look.n_cells += 1
        elif kind == _COLUMNS and len(body) >= 10:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1:
                look.notes.hidden_columns.append((first, last))
        elif kind == _MERGED:
            for part in parts:
                _add_merged(look.merged, part)
    return look


def _add_merged(merged: Merged, body: bytes) -> None:
    for at in range(2, len(body) - 7, 8):
        first_row, last_row, column, _ = struct.unpack_from("<HHHH", body, at)
        if last_row > first_row:
            merged.setdefault(first_row + 1, []).append((column, last_row + 1))


class _SheetReader:
    def __init__(
        self,
        path: Path,
        stream: bytes,
        book: XlsBook,
        sheet: XlsSheet,
        look: _Look,
        step: Step,
    ) -> None:
        self._path = path
        self._stream = stream
        self._book = book
        self._sheet = sheet
        self._step = step
        self._n_cells = look.n_cells
        self._n_records = look.n_records
        self._hidden: set[int] = set()

    def _refused(self, what: str) -> InputError:
        return refused(self._path, what)

    def rows(self) -> Iterator[RawRow]:
        """Rows whose cells stand in order."""
        builder = RowBuilder(self._refused, self._sheet.name)
        for row, column, text, is_number in self._cells():
            if row + 1 != builder.row:
                yield from _finished(builder)
                builder.start(row + 1, is_hidden=row in self._hidden)
            _place(builder, column, text, is_number)
        yield from _finished(builder)

    def sorted_rows(self) -> Iterator[RawRow]:
        """The same for cells in any order, as some programs write them."""
        if self._n_cells > _MOST_UNSORTED:
            raise self._refused("holds very many cells that stand in no order")
        builders: dict[int, RowBuilder] = {}
        for row, column, text, is_number in self._cells():
            builder = builders.get(row)
            if builder is None:
                builder = builders[row] = RowBuilder(self._refused, self._sheet.name)
                builder.start(row + 1, is_hidden=row in self._hidden)
            _place(builder, column, text, is_number)
        for row in sorted(builders):
            yield from _finished(builders[row])

    def _cells(self) -> Iterator[tuple[int, int, str | None, bool]]:
        """(row, column, text, whether it is a plain number); the text None when too long."""
        waiting: tuple[int, int] | None = None  # a formula whose text comes in a later record
        for n, record in enumerate(records(self._stream, self._sheet.start)):
            if n % _RECORDS_A_STEP == 0:
                self._step(n, self._n_records)
            kind, body, parts = record
            if kind == _ROW and len(body) >= 14 and body[12] & 0x20:
                self._hidden.add(body[0] | body[1] << 8)
            elif kind == _STRING and waiting is not None:
                yield *waiting, text_of(self._book, parts, 0), False
                waiting = None
            elif kind in _CELLS:
                if len(body) < 8:
                    raise RecordError
                row, column, style = struct.unpack_from("<HHH", body)
                if kind == _MANY:
                    yield from self._many(row, column, body)
                elif kind == _FORMULA and body[6] == 0 and body[12:14] == b"\xff\xff":
                    waiting = (row, column)
                else:
                    yield row, column, *self._value(record, style)

    def _many(
        self, row: int, column: int, body: bytes
    ) -> Iterator[tuple[int, int, str | None, bool]]:
        for at in range(4, len(body) - 7, 6):
            style, packed = struct.unpack_from("<HI", body, at)
            yield row, column, *self._number(packed_number(packed), style)
            column += 1

    def _value(self, record: Record, style: int) -> tuple[str | None, bool]:
        kind, body, parts = record
        if kind == _SHARED and len(body) >= 10:
            return self._book.shared.get(struct.unpack_from("<I", body, 6)[0]), False
        if kind in (_LABEL, _RICH):
            return text_of(self._book, parts, 6), False
        if kind == _BOOL:
            return error_text(body[6]) if body[7] else bool_text(body[6]), False
        if kind == _PACKED and len(body) >= 10:
            return self._number(packed_number(struct.unpack_from("<I", body, 6)[0]), style)
        if len(body) < 14:
            raise RecordError
        if kind == _FORMULA and body[12:14] == b"\xff\xff":
            return {1: bool_text(body[8]), 2: error_text(body[8])}.get(body[6], ""), False
        return self._number(struct.unpack_from("<d", body, 6)[0], style)

    def _number(self, value: float, style: int) -> tuple[str, bool]:
        return styled_text(repr(value), self._book.style(style), is_1904=self._book.is_1904)


def _place(builder: RowBuilder, column: int, text: str | None, is_number: bool) -> None:
    if text is None:
        builder.place_too_long(column)
    elif text:
        builder.place(column, text, is_number=is_number)


def _finished(builder: RowBuilder) -> Iterator[RawRow]:
    row = builder.finish()
    if row is not None:
        yield row

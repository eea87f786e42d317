"""Binary Excel workbooks (.xlsb): an archive like .xlsx with records where that has XML."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from app.importing.tables.archive import Archive
from app.importing.tables.binary_cells import bool_text, error_text, packed_number
from app.importing.tables.cell_text import style_of, styled_text
from app.importing.tables.grid import MOST_MERGED, Merged, RawRow, RowBuilder, SheetNotes
from app.importing.tables.table import LONGEST_CELL, Step, no_step
from app.importing.tables.xlsx_book import (
    Book,
    BookSheet,
    SharedTexts,
    main_part,
    related_parts,
)

_BOOK_PROPERTIES, _SHEET = 153, 156
_FORMAT, _STYLE, _STYLES_START, _STYLES_END = 44, 47, 617, 618
_SHARED = 19
_ROW, _COLUMNS, _MERGED, _SIZE, _CELLS_START = 0, 60, 176, 148, 145
_PACKED, _ERROR, _BOOL, _NUMBER, _TEXT, _SHARED_TEXT = 2, 3, 4, 5, 6, 7
_AS_VALUE = {8: _TEXT, 9: _NUMBER, 10: _BOOL, 11: _ERROR}  # of formulas
_SHORT = {13: _PACKED, 14: _ERROR, 15: _BOOL, 16: _NUMBER, 17: _TEXT, 18: _SHARED_TEXT}
_RICH_TEXT = 62
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST_RECORD = 1 << 24


def read_book(archive: Archive) -> Book:
    """Everything but the cells and the shared texts."""
    part = main_part(archive)
    related = related_parts(archive, part)
    sheets: list[BookSheet] = []
    is_1904 = False
    for kind, body in _records(archive, part):
        if kind == _BOOK_PROPERTIES:
            is_1904 = bool(_u32(archive, body, 0) & 1)
        elif kind == _SHEET:
            link, at = _text(archive, body, 8)
            name, _ = _text(archive, body, at)
            what, target = related.get(link, ("", ""))
            if what == "worksheet" and target:
                sheets.append(BookSheet(name, _u32(archive, body, 0) != 0, target))
    by_kind = {kind: target for kind, target in related.values() if target}
    styles = _read_styles(archive, by_kind["styles"]) if "styles" in by_kind else ()
    shared = by_kind.get("sharedStrings", "")
    return Book(tuple(sheets), is_1904, "vbaProject" in by_kind, styles, shared)


def _read_styles(archive: Archive, part: str) -> tuple[int, ...]:
    codes: dict[int, str] = {}
    styles: list[int] = []
    in_cells = False
    for kind, body in _records(archive, part):
        if kind == _FORMAT:
            codes[_u32(archive, body, 0) & 0xFFFF], _ = _text(archive, body, 2)
        elif kind in (_STYLES_START, _STYLES_END):
            in_cells = kind == _STYLES_START
        elif kind == _STYLE and in_cells:
            number = _u32(archive, body, 0) >> 16
            styles.append(style_of(number, codes.get(number)))
    return tuple(styles)


def read_shared(archive: Archive, part: str, step: Step) -> SharedTexts:
    """Rich text comes without its formatting."""
    texts = SharedTexts()
    for kind, body in _records(archive, part, step):
        if kind == _SHARED:
            text, _ = _text(archive, body, 1)
            if not texts.add(text if len(text) <= LONGEST_CELL else None):
                raise archive.refused("holds too many different texts")
    return texts


def stated_rows(archive: Archive, sheet: BookSheet) -> int | None:
    """How many rows the sheet says it has. Refuses a size that no sheet can have."""
    for kind, body in _records(archive, sheet.part):
        if kind == _SIZE:
            n_rows, n_columns = _u32(archive, body, 4) + 1, _u32(archive, body, 12) + 1
            if n_rows > _LAST_ROW or n_columns > _LAST_COLUMN:
                raise archive.refused(
                    f"says that its sheet “{sheet.name}” has {n_columns:,} columns and "
                    f"{n_rows:,} rows"
                )
            return n_rows
        if kind == _CELLS_START:
            break
    return None


def read_merged(archive: Archive, sheet: BookSheet, step: Step) -> Merged:
    """The merged cells, which stand behind the rows and are needed before them."""
    found: Merged = {}
    n = 0
    for kind, body in _records(archive, sheet.part, step):
        if kind == _MERGED:
            first_row, last_row = _u32(archive, body, 0), _u32(archive, body, 4)
            n += 1
            if n > MOST_MERGED:
                raise archive.refused(f"has more than {MOST_MERGED:,} merged cells")
            if last_row > first_row:
                here = found.setdefault(first_row + 1, [])
                here.append((_u32(archive, body, 8), last_row + 1))
    return found


def read_rows(
    archive: Archive,
    book: Book,
    sheet: BookSheet,
    shared: Callable[[], SharedTexts],
    notes: SheetNotes,
    step: Step,
) -> Iterator[RawRow]:
    """The rows in which a cell is filled."""
    reader = _CellReader(archive, book, shared)
    builder = RowBuilder(archive.refused, sheet.name)
    for kind, body in _records(archive, sheet.part, step):
        if kind == _ROW:
            row = _u32(archive, body, 0) + 1
            if row <= builder.row or row > _LAST_ROW or len(body) < 12:
                raise archive.damaged()
            if (done := builder.finish()) is not None:
                yield done
            builder.start(row, is_hidden=bool(body[11] & 0x10))
            reader.column = -1
        elif kind == _COLUMNS and len(body) >= 18 and body[16] & 1:
            notes.hidden_columns.append((_u32(archive, body, 0), _u32(archive, body, 4)))
        else:
            reader.read(kind, body, builder)
    if (done := builder.finish()) is not None:
        yield done


class _CellReader:
    def __init__(self, archive: Archive, book: Book, shared: Callable[[], SharedTexts]) -> None:
        self.column = -1
        self._archive = archive
        self._book = book
        self._load_shared = shared
        self._shared: SharedTexts | None = None

    def read(self, kind: int, body: bytes, builder: RowBuilder) -> None:
        """Place a cell; every other record is passed over."""
        if kind in _SHORT:  # its column is the next one
            kind, at = _SHORT[kind], 0
            self.column += 1
        elif 1 <= kind <= 11 or kind == _RICH_TEXT:
            self.column, at = _u32(self._archive, body, 0), 4
            kind = _AS_VALUE.get(kind, kind)
        else:
            return
        if kind == 1:
            return
        if builder.row == 0:
            raise self._archive.damaged()  # a cell in no row
        text, is_number = self._value(kind, body, at)
        if text is None:
            builder.place_too_long(self.column)
        elif text:
            builder.place(self.column, text, is_number=is_number)

    def _value(self, kind: int, body: bytes, at: int) -> tuple[str | None, bool]:
        style = _u32(self._archive, body, at) & 0xFFFFFF
        at += 4
        if kind == _SHARED_TEXT:
            if self._shared is None:
                self._shared = self._load_shared()
            return self._shared.get(_u32(self._archive, body, at)), False
        if kind in (_TEXT, _RICH_TEXT):
            text, _ = _text(self._archive, body, at + (kind == _RICH_TEXT))
            return (text if len(text) <= LONGEST_CELL else None), False
        if kind in (_BOOL, _ERROR):
            value = body[at] if at < len(body) else 0
            return bool_text(value) if kind == _BOOL else error_text(value), False
        if kind == _PACKED:
            number = packed_number(_u32(self._archive, body, at))
        elif len(body) >= at + 8:
            (number,) = struct.unpack_from("<d", body, at)
        else:
            raise self._archive.damaged()
        return styled_text(repr(number), self._book.style(style), is_1904=self._book.is_1904)


def _u32(archive: Archive, body: bytes, at: int) -> int:
    if len(body) < at + 4:
        raise archive.damaged()
    return int.from_bytes(body[at : at + 4], "little")


def _text(archive: Archive, body: bytes, at: int) -> tuple[str, int]:
    """(a text, where it ends); a text that is not there at all is ""."""
    n = _u32(archive, body, at)
    at += 4
    if n == 0xFFFFFFFF:
        return "", at
    if at + 2 * n > len(body):
        raise archive.damaged()
    return body[at : at + 2 * n].decode("utf-16-le", "replace"), at + 2 * n


def _records(archive: Archive, part: str, step: Step = no_step) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of each record of a part."""
    data = b""
    for block in archive.blocks(part, step):
        data += block
        at = 0
        while (head := _head(data, at)) is not None:
            kind, start, n = head
            if n > _LONGEST_RECORD:
                raise archive.refused("holds a record of more than 16 MB")
            if start + n > len(data):
                break
            yield kind, data[start : start + n]
            at = start + n
        data = data[at:]
    if data:
        raise archive.damaged()


def _head(data: bytes, at: int) -> tuple[int, int, int] | None:
    """(kind, where the content begins, its length); None when more bytes are needed."""
    kind, at = _varied(data, at, 2)
    n, at = _varied(data, at, 4)
    return None if at < 0 else (kind, at, n)


def _varied(data: bytes, at: int, most: int) -> tuple[int, int]:
    """(a number of seven bits a byte, where it ends); -1 when more bytes are needed."""
    value = 0
    if at < 0:
        return 0, -1
    for index in range(most):
        if at >= len(data):
            return 0, -1
        part = data[at]
        at += 1
        value |= (part & 0x7F) << (7 * index)
        if not part & 0x80:
            break
    return value, at

"""The cells of one sheet of an Excel workbook, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from app.importing.tables.archive import DEEPEST, Archive, ByLocalName
from app.importing.tables.cell_text import iso_text, styled_text
from app.importing.tables.grid import MOST_MERGED, Merged, RawRow, RowBuilder, SheetNotes
from app.importing.tables.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Step,
    column_index,
)
from app.importing.tables.xlsx_book import (
    Attributes,
    Book,
    BookSheet,
    SharedTexts,
    is_true,
    unescaped,
)

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_DIGITS = "0123456789"
_MERGED = re.compile(
    rb'<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"'
)
_DIMENSION = re.compile(
    rb'<(?:[\w.-]+:)?dimension\s[^<>]*?ref="(?:[A-Z]+\d+:)?([A-Z]{1,9})(\d{1,12})"'
)


def stated_rows(archive: Archive, sheet: BookSheet) -> int | None:
    """How many rows the sheet says it has. Refuses a size that no sheet can have."""
    for block in archive.blocks(sheet.part):
        match = _DIMENSION.search(block)
        if match is None:
            return None
        n_columns, n_rows = column_index(match[1].decode("ascii")) + 1, int(match[2])
        if n_columns > LAST_COLUMN or n_rows > LAST_ROW:
            raise archive.refused(
                f"says that its sheet “{sheet.name}” has {n_columns:,} columns and {n_rows:,} rows"
            )
        return n_rows
    return None


def read_merged(archive: Archive, sheet: BookSheet, step: Step) -> Merged:
    """The merged cells, which stand behind the rows and are needed before them."""
    found: Merged = {}
    n, rest = 0, b""
    for block in archive.blocks(sheet.part, step):
        data = rest + block
        if b"mergeCell" in data:
            for first, first_row, _last, last_row in _MERGED.findall(data):
                n += 1
                if int(last_row) > int(first_row):
                    here = found.setdefault(int(first_row), [])
                    here.append((column_index(first.decode("ascii")), int(last_row)))
            if n > MOST_MERGED:
                raise archive.refused(f"has more than {MOST_MERGED:,} merged cells")
        rest = data[max(data.rfind(b"<"), len(data) - 300) :]
    return found


def read_rows(
    archive: Archive,
    book: Book,
    sheet: BookSheet,
    shared: Callable[[], SharedTexts | None],
    notes: SheetNotes,
    step: Step,
) -> Iterator[RawRow]:
    """The rows in which a cell is filled. ``shared`` is called when the first text is needed."""
    reader = _SheetReader(archive, book, sheet, shared, notes)
    for _ in archive.parsed(sheet.part, reader.parser, step):
        yield from reader.rows
        reader.rows.clear()


class _SheetReader:
    def __init__(
        self,
        archive: Archive,
        book: Book,
        sheet: BookSheet,
        shared: Callable[[], SharedTexts | None],
        notes: SheetNotes,
    ) -> None:
        self.rows: list[RawRow] = []
        self.parser = archive.new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._archive, self._book, self._notes = archive, book, notes
        self._shared = shared
        self._find_shared: Callable[[int], str | None] | None = None
        self._starts = ByLocalName(
            row=self._start_row, c=self._start_cell, v=self._start_text, t=self._start_text,
            f=self._start_formula, rPh=self._start_phonetic, col=self._see_column,
        )  # fmt: skip
        self._ends = ByLocalName(
            row=self._end_row, c=self._end_cell, v=self._end_text, t=self._end_text,
            rPh=self._end_phonetic,
        )  # fmt: skip
        self._columns: dict[str, int] = {}
        self._depth = 0
        self._row = 0
        self._builder = RowBuilder(archive.refused, sheet.name)
        self._is_number = False
        self._column = -1
        self._cell: Attributes | None = None
        self._parts: list[str] = []
        self._n = 0
        self._is_text = False
        self._is_formula = False
        self._phonetic = 0

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._archive.damaged()
        handler = self._starts[name]
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        handler = self._ends[name]
        if handler is not None:
            handler()

    def _characters(self, data: str) -> None:
        if self._is_text:
            self._n += len(data)
            if self._n <= LONGEST_CELL:
                self._parts.append(data)

    def _start_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        row = int(stated) if stated.isdecimal() and len(stated) < 9 else self._row + 1
        if row <= self._row or row > LAST_ROW:
            raise self._archive.damaged()
        self._row, self._column = row, -1
        self._builder.start(row, is_hidden=is_true(attributes.get("hidden")))

    def _start_cell(self, attributes: Attributes) -> None:
        if self._row == 0 or self._cell is not None:
            raise self._archive.damaged()  # a cell in no row, or in a cell
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            column = self._columns.get(letters)
            self._column = self._add_column(letters) if column is None else column
        self._cell = attributes
        self._n = 0
        self._is_formula = False

    def _add_column(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and letters.isupper()):
            raise self._archive.damaged()
        column = column_index(letters[:9])
        if column < MOST_COLUMNS:
            self._columns[letters] = column
        return column

    def _start_text(self, _attributes: Attributes) -> None:
        self._is_text = self._cell is not None and not self._phonetic

    def _end_text(self) -> None:
        self._is_text = False

    def _start_formula(self, _attributes: Attributes) -> None:
        self._is_formula = True

    def _start_phonetic(self, _attributes: Attributes) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _see_column(self, attributes: Attributes) -> None:
        if is_true(attributes.get("hidden")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first + last) < 20:
                self._notes.hidden_columns.append((int(first) - 1, int(last) - 1))
            if len(self._notes.hidden_columns) > LAST_COLUMN:
                raise self._archive.damaged()

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if not self._parts or attributes is None:
            if self._is_formula:
                self._notes.formulas.add(self._row)
            return
        raw = "".join(self._parts)
        self._parts.clear()
        self._is_number = False
        text = self._text(attributes, raw) if self._n <= LONGEST_CELL else None
        if text is None:
            self._builder.place_too_long(self._column)
        elif text:
            self._builder.place(self._column, text, is_number=self._is_number)

    def _text(self, attributes: Attributes, raw: str) -> str | None:
        kind = attributes.get("t", "n")
        if kind == "n":
            return self._number(attributes.get("s"), raw)
        if kind == "s":
            return self._shared_text(raw)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw)
        return iso_text(raw) if kind == "d" else unescaped(raw)

    def _number(self, style: str | None, raw: str) -> str:
        how = 0
        if style is not None and style.isdecimal() and len(style) < 6:
            how = self._book.style(int(style))
        text, self._is_number = styled_text(raw, how, is_1904=self._book.is_1904)
        return text

    def _shared_text(self, raw: str) -> str | None:
        if self._find_shared is None:
            shared = self._shared()
            self._find_shared = shared.get if shared is not None else lambda _: " "
        number = raw.strip()
        return self._find_shared(int(number)) if number.isdecimal() and len(number) < 12 else ""

    def _end_row(self) -> None:
        row = self._builder.finish()
        if row is not None:
            self.rows.append(row)
        self._builder.start(self._row)

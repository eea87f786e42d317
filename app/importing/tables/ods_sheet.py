"""The cells of one sheet of an OpenDocument spreadsheet, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from app.importing.tables.archive import DEEPEST, Archive, ByLocalName
from app.importing.tables.cell_text import iso_text, number_text
from app.importing.tables.grid import MOST_MERGED, Merged, RawRow, RowBuilder, SheetNotes
from app.importing.tables.table import LONGEST_CELL

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_MOST_REPEATED = 100_000  # filled rows that stand in the file once
_MOST_BLANKS = 1000  # of one element for several blanks
_TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S\Z")

Attributes = dict[str, str]


def is_sheet(attributes: Mapping[str, str]) -> bool:
    """Whether a table is a sheet, and no copy of another file's and no table in a cell.

    ``attributes`` are named without prefix.
    """
    name = attributes.get("name", "")
    return bool(name) and not name.startswith("'file:") and "is-sub-table" not in attributes


class OdsReader:
    """Reads the sheet with a number, and passes over the others."""

    def __init__(self, archive: Archive, sheet_index: int, sheet_name: str) -> None:
        self.merged: Merged = {}
        self.notes = SheetNotes()
        self.parser = archive.new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._archive = archive
        self._wanted = sheet_index
        self._sheet = -1
        self._is_in = False  # the wanted sheet
        self._is_over = False
        self._depth = 0
        self._ready: list[tuple[RawRow, int]] = []  # rows, and how often each stands there
        self._n_repeated = 0
        self._n_merged = 0
        self._row = 0
        self._row_repeated = 1
        self._builder = RowBuilder(archive.refused, sheet_name)
        self._column = 0
        self._columns_seen = 0
        self._cell: Attributes | None = None
        self._parts: list[str] = []
        self._n = 0
        self._n_paragraphs = 0
        self._in_paragraph = 0
        self._in_note = 0
        self._starts = ByLocalName({
            "table": self._start_table, "annotation": self._start_note,
            "table-row": self._start_row, "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell, "table-column": self._see_column,
            "p": self._start_paragraph, "h": self._start_paragraph, "s": self._add_blanks,
            "tab": self._add_tab, "line-break": self._add_line_break,
        })  # fmt: skip
        self._ends = ByLocalName({
            "table": self._end_table, "annotation": self._end_note, "table-row": self._end_row,
            "table-cell": self._end_cell, "covered-table-cell": self._end_cell,
            "p": self._end_paragraph, "h": self._end_paragraph,
        })  # fmt: skip

    def rows(self, parsed: Iterable[None]) -> Iterator[RawRow]:
        """``parsed`` feeds the parser block by block."""
        for _ in parsed:
            for raw, n in self._ready:
                for more in range(n):
                    yield raw._replace(row=raw.row + more, cells=list(raw.cells))
            self._ready.clear()
            if self._is_over:
                return

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

    def _start_table(self, attributes: Attributes) -> None:
        if self._is_in:
            raise self._archive.refused("has a table inside a cell")
        if is_sheet({key.rpartition(":")[2]: value for key, value in attributes.items()}):
            self._sheet += 1
            self._is_in = self._sheet == self._wanted

    def _end_table(self) -> None:
        self._is_over = self._is_over or self._is_in
        self._is_in = False

    def _start_note(self, _attributes: Attributes) -> None:
        self._in_note += 1

    def _end_note(self) -> None:
        self._in_note -= 1

    def _see_column(self, attributes: Attributes) -> None:
        if not self._is_in:
            return
        n = _number(attributes.get("table:number-columns-repeated"))
        if attributes.get("table:visibility", "visible") != "visible":
            self.notes.hidden_columns.append((self._columns_seen, self._columns_seen + n - 1))
        self._columns_seen += n
        if self._columns_seen > LAST_COLUMN:
            raise self._archive.refused(f"claims more than {LAST_COLUMN:,} columns")

    def _start_row(self, attributes: Attributes) -> None:
        if not self._is_in:
            return
        self._row += 1
        self._row_repeated = _number(attributes.get("table:number-rows-repeated"))
        self._column = 0
        is_hidden = attributes.get("table:visibility", "visible") != "visible"
        self._builder.start(self._row, is_hidden=is_hidden)

    def _end_row(self) -> None:
        if not self._is_in:
            return
        n = self._row_repeated
        raw = self._builder.finish()
        if raw is not None:
            self._n_repeated += n - 1
            if self._n_repeated > _MOST_REPEATED or self._row + n - 1 > LAST_ROW:
                raise self._archive.refused("claims more filled rows than it holds")
            self._ready.append((raw, n))
        self._row += n - 1

    def _start_cell(self, attributes: Attributes) -> None:
        if not self._is_in:
            return
        self._cell = attributes
        self._n = self._n_paragraphs = self._in_paragraph = 0
        self._parts.clear()

    def _start_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None and not self._in_note:
            self._in_paragraph += 1
            if self._n_paragraphs:
                self._characters("\n")
            self._n_paragraphs += 1

    def _end_paragraph(self) -> None:
        if not self._in_note:
            self._in_paragraph = max(0, self._in_paragraph - 1)

    def _add_tab(self, _attributes: Attributes) -> None:
        self._characters("\t")

    def _add_line_break(self, _attributes: Attributes) -> None:
        self._characters("\n")

    def _add_blanks(self, attributes: Attributes) -> None:
        self._characters(" " * min(_number(attributes.get("text:c")), _MOST_BLANKS))

    def _characters(self, data: str) -> None:
        if self._in_paragraph and not self._in_note:
            self._n += len(data)
            if self._n <= LONGEST_CELL:
                self._parts.append(data)

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if attributes is None:  # of another sheet, or a cell inside a cell
            if self._is_in:
                raise self._archive.damaged()
            return
        n = _number(attributes.get("table:number-columns-repeated"))
        self._see_merged(attributes)
        shown = "".join(self._parts)
        text, is_number = _cell_text(attributes, shown)
        if self._n > LONGEST_CELL or len(text) > LONGEST_CELL:
            self._builder.place_too_long(self._column)
        elif text:
            for more in range(n):  # refused soon when it is far too often
                self._builder.place(self._column + more, text, is_number=is_number)
        elif attributes.get("table:formula"):
            self.notes.formulas.add(self._row)
        self._column += n

    def _see_merged(self, attributes: Attributes) -> None:
        n_rows = _number(attributes.get("table:number-rows-spanned"))
        if n_rows > 1:
            here = self.merged.setdefault(self._row, [])
            here.append((self._column, self._row + n_rows - 1))
            self._n_merged += 1
            if self._n_merged > MOST_MERGED:
                raise self._archive.refused(f"has more than {MOST_MERGED:,} merged cells")


def _cell_text(attributes: Attributes, shown: str) -> tuple[str, bool]:
    """(the text of a cell, whether it is a plain number)."""
    kind = attributes.get("office:value-type")
    if kind in ("float", "percentage", "currency"):
        text = number_text(attributes.get("office:value", shown))
        digits = shown.strip()
        if digits[:1] == "0" and digits.isdecimal() and text == digits.lstrip("0"):
            return digits, False  # a format shows the zeros
        return text, True
    if kind == "date":
        return iso_text(attributes.get("office:date-value", shown)), False
    if kind == "time":
        return _time_text(attributes.get("office:time-value", shown)), False
    if kind == "boolean":
        return attributes.get("office:boolean-value", shown).upper(), False
    return attributes.get("office:string-value", shown), False


def _time_text(text: str) -> str:
    """PT13H45M00S as 13:45; a length of time as it stands."""
    match = _TIME.match(text)
    if match is None or int(match[1]) > 23:
        return text
    seconds = f":{int(match[3]):02}" if int(match[3]) else ""
    return f"{int(match[1]):02}:{int(match[2]):02}{seconds}"


def _number(text: str | None) -> int:
    """A number of repetitions, at least 1 and of a size that can be counted with."""
    if text is None or not text.isdecimal():
        return 1
    return max(1, int(text)) if len(text) < 12 else 1 << 40

"""The tables of a hand-out: each as CSV for spreadsheets and as JSON lines for programs.

JSON lines hold every value as it is. CSV holds text that no spreadsheet takes for a formula, and
leaves out what has no plain cell.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from app.exporting.safe_cells import safe_cell
from app.jobs.open_export.plain_record import plain
from app.jobs.open_export.sinks import Pen, Sink
from app.store import dump
from app.store.codec import decode_sheet
from app.store.dump import ColumnShape, TableShape
from app.store.workspace import Workspace

FOLDER = "tables"
WITHHELD = {("user_key", "slot")}  # a secret, also when it is sealed
_MARK = b"\xef\xbb\xbf"  # so that a spreadsheet takes it for UTF-8
_STEP_EVERY = 500

FileOf = Callable[[dict[str, object]], str]
"""The path in the hand-out at which the bytes of a row stand."""


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """``sha256`` is over the values of all rows, as they are read back from the JSON lines."""

    shape: TableShape
    csv: str
    json: str
    sha256: str


@dataclass(slots=True)
class TableWriter:
    """Writes tables one by one; ``files`` tells where the bytes of a table's rows went."""

    workspace: Workspace
    sink: Sink
    files: dict[str, FileOf]
    step: Callable[[int], None]
    written: list[WrittenTable] = field(default_factory=list)

    def write(self, shape: TableShape) -> None:
        """Both files of a table, row by row, one after the other: an encrypted zip has one file
        open at a time."""
        names = [out_name(column) for column in shape.columns]
        everything = list(range(len(names)))
        in_cells = [place for place, one in enumerate(shape.columns) if is_in_csv(shape, one)]
        table, lines = f"{FOLDER}/{shape.name}.csv", f"{FOLDER}/{shape.name}.jsonl"
        digest = hashlib.sha256()
        with self.sink.writing(lines) as pen:
            for values in self._rows(shape, everything):
                digest.update(msgspec.msgpack.encode(values))
                pen.write(_line(dict(zip(names, values, strict=True))))
        with self.sink.writing(table) as pen:
            rows = ([_cell(value) for value in row] for row in self._rows(shape, in_cells))
            _write_cells(pen, [names[place] for place in in_cells], rows)
        self.written.append(WrittenTable(shape, table, lines, digest.hexdigest()))

    def _rows(self, shape: TableShape, places: list[int]) -> Iterator[list[object]]:
        """The values at these places, in plain."""
        names = [column.name for column in shape.columns]
        blobs = {place for place in places if shape.columns[place].kind == "BLOB"}
        secret = {place for place in places if (shape.name, names[place]) in WITHHELD}
        for n, row in enumerate(dump.iter_rows(self.workspace, shape)):
            if n % _STEP_EVERY == 0:
                self.step(n)
            values = list(row)
            for place in blobs:
                values[place] = self._opened(shape.name, names, row, place)
            for place in secret:
                values[place] = ""
            yield [values[place] for place in places]

    def _opened(self, table: str, names: list[str], row: tuple[object, ...], place: int) -> object:
        """What bytes of the store are in plain."""
        if table in self.files:
            return self.files[table](dict(zip(names, row, strict=True)))
        data = row[place]
        if not isinstance(data, bytes):
            raise TypeError(f"{table}.{names[place]} holds no bytes")
        if table == "person":
            return plain(decode_sheet(data))
        return _OTHER[table, names[place]](data)


def _cell(value: object) -> str:
    return "" if value is None else safe_cell(str(value))


def _line(record: dict[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_cells(pen: Pen, names: list[str], rows: Iterator[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    pen.write(_MARK)
    writer.writerow(names)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > 1 << 16:
            _flush(pen, buffer)
    _flush(pen, buffer)


def _flush(pen: Pen, buffer: io.StringIO) -> None:
    pen.write(buffer.getvalue().encode())
    buffer.seek(0)
    buffer.truncate()


def out_name(column: ColumnShape) -> str:
    """Bytes stand in a file of their own, which the column names instead."""
    return "file" if column.name == "data" else column.name


def is_in_csv(shape: TableShape, column: ColumnShape) -> bool:
    """A whole record is no cell."""
    return column.kind != "BLOB" or out_name(column) == "file" or shape.name not in _NESTED


def _frozen_set(data: bytes) -> object:
    return msgspec.to_builtins(msgspec.msgpack.decode(data))


_OTHER: dict[tuple[str, str], Callable[[bytes], object]] = {("sample", "cases"): _frozen_set}
_NESTED = {"person", "sample"}

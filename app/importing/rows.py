"""From a piece of a delimited file to its rows, each with the line it began on.

Most lines need no quoting rules at all and are split at their commas. A line
with quotes is read strictly (RFC 4180); one that breaks the rules is a
`BadRow`, and the next line is read afresh, so that a stray quote never
swallows what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.model.doj_columns import DOJ_COLUMNS, FILLER_CELL, FILLER_MARK, N_DOJ_COLUMNS

TAIL_LINES = 20  # a record may span so many lines (line breaks inside quotes)
FILLER = f'"{FILLER_CELL}"'

# A record by RFC 4180: cells quoted with doubled quotes inside, or without any quote.
_STRICT = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*\Z')
_CELL = re.compile(r'(?:\A|,)("(?:[^"]|"")*"|[^",]*)')
_HEAD_CELLS = DOJ_COLUMNS.index("CYC_SEG_SEP")
_HEAD_FORM = re.compile(rf'[^,"]*((?:,(?:"[^"]*"|[^",]*)){{{_HEAD_CELLS - 1}}},)')
_SAVED = len(FILLER) - len(FILLER_MARK)
_BARE_RETURN = re.compile(r"\r(?!\n)")
_MANY_COMMAS = 60  # no cell has a line with so many: it is a row


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be split into cells."""

    row: int
    text: str
    reason: str


Row = tuple[int, list[str], str]  # line number, cells, and the record as text (still valid CSV)


def split_rows(text: str, first_row: int, line_mark: str = "\n") -> Iterator[Row | BadRow]:
    """Each record of the text; blank lines are passed over."""
    lines = text.split(line_mark)
    i, n = 0, len(lines)
    while i < n:
        used, found = _read_record(lines, i, first_row, line_mark)
        if found is not None:
            yield found
        i += used


def split_bulk_rows(text: str, first_row: int, line_mark: str = "\n") -> Iterator[Row | BadRow]:
    """The same records, faster: quoted filler cells come out as `FILLER_MARK`.

    The first 35 cells of a row say who the person is and are the same, letter for
    letter, on most rows that follow each other: they are split once, and a row
    that begins like the one before is split only after them. Every other row, and
    every row in which a quote could mean more, is read like any other.
    """
    lines = text.split(line_mark)
    can_mark = FILLER_MARK not in text
    head: _Head | None = None
    i, n = 0, len(lines)
    while i < n:
        line = lines[i]
        if line.endswith("\r"):
            line = line[:-1]
        if head is not None:
            cells = head.split_like(line)
            if cells is not None:
                yield first_row + i, cells, line
                i += 1
                continue
        used, found = _read_record(lines, i, first_row, line_mark)
        if found is not None:
            head = _Head.of(found) if can_mark and used == 1 else None
            yield found
        i += used


class _Head:
    """The cells of a row that only say who the person is, after the first."""

    __slots__ = ("_cells", "_length", "_text")

    def __init__(self, text: str, cells: list[str]) -> None:
        self._text = text  # as in the file, with the commas around
        self._length = len(text)
        self._cells = cells

    @staticmethod
    def of(found: Row | BadRow) -> _Head | None:
        if isinstance(found, BadRow) or len(found[1]) != N_DOJ_COLUMNS:
            return None
        match = _HEAD_FORM.match(found[2])
        return _Head(match[1], found[1][1:_HEAD_CELLS]) if match else None

    def split_like(self, line: str) -> list[str] | None:
        """The cells of a line with the same head; None when it must be read with care."""
        comma = line.find(",")
        if not line.startswith(self._text, comma):
            return None
        rest = line[comma + self._length :]
        marked = rest.replace(FILLER, FILLER_MARK)
        first = line[:comma]
        if '"' in marked or '"' in first or "\r" in line:
            return None
        tail = marked.split(",")
        # Every mark must be a cell: filler with something glued to it is a stray quote.
        if tail.count(FILLER_MARK) * _SAVED != len(rest) - len(marked):
            return None
        return [first, *self._cells, *tail]


def _read_record(
    lines: list[str], i: int, first_row: int, line_mark: str
) -> tuple[int, Row | BadRow | None]:
    """The record that begins at line ``i``, and how many lines it took; None for a blank line."""
    line = lines[i]
    if line.endswith("\r"):
        line = line[:-1]
    if '"' not in line and "\r" not in line:
        if not line or line.isspace():
            return 1, None
        return 1, (first_row + i, line.split(","), line)
    cells = split_quoted(line)
    if cells is not None:
        return 1, (first_row + i, cells, line)
    return _read_quoted(lines, i, first_row, line_mark)


def split_quoted(line: str, delimiter: str = ",", quote: str = '"') -> list[str] | None:
    """Cells of a line whose quoted cells hold no quotation mark; None for any other line.

    Between two quotation marks stands a cell, outside of them whole cells with
    their commas: the ordinary case (``"LAST,FIRST"``), read without the csv module.
    """
    parts = line.split(quote)
    if len(parts) == 3 and parts[0][-1:] == parts[2][:1] == delimiter and "\r" not in line:
        before, cell, after = parts
        cells = before.split(delimiter)
        cells[-1:] = after.split(delimiter)
        cells[before.count(delimiter)] = cell
        return cells
    if len(parts) % 2 == 0 or "\r" in line:
        return None
    cells = []
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if index % 2:
            cells.append(part)
            continue
        if part in {"", delimiter}:
            if (part == "") != (index in (0, last)):
                return None
            continue
        start = 1 if index else 0
        stop = len(part) - 1 if index < last else len(part)
        if (index and part[0] != delimiter) or (index < last and part[-1] != delimiter):
            return None
        cells += part[start:stop].split(delimiter)
    return cells


def _read_quoted(
    lines: list[str], i: int, first_row: int, line_mark: str
) -> tuple[int, Row | BadRow]:
    """Read the record that begins at line ``i``: how many lines it took, and what it is."""
    line = lines[i].removesuffix("\r")
    if line.count('"') % 2 == 0:
        return 1, _read_strict(line, first_row + i, line_mark)
    for used in range(1, TAIL_LINES):
        if i + used >= len(lines):
            break
        if lines[i + used].count('"') % 2 == 1:
            record = line_mark.join(lines[i : i + used + 1]).removesuffix("\r")
            found = _read_strict(record, first_row + i, line_mark)
            # Two lines with a stray quote each also pair up: only a record of the
            # right width that swallows no row is believed.
            if (
                not isinstance(found, BadRow)
                and len(found[1]) == N_DOJ_COLUMNS
                and not _swallows_row(lines[i : i + used + 1])
            ):
                return used + 1, found
            break
    return 1, BadRow(first_row + i, line, "A quotation mark has no partner.")


def _swallows_row(lines: Sequence[str]) -> bool:
    """Whether the lines that a quoted cell runs over are rows by themselves.

    Either a line has the commas of a row, or the first and the last line, each
    without its quote, have as many cells as a row: both quotes are then stray.
    """
    first, *others = [line.removesuffix("\r").replace('""', "") for line in lines]
    opened = first.rpartition('"')[2].count(",")
    runs = [line.partition('"')[0].count(",") for line in others]
    if max(opened, *runs) >= _MANY_COMMAS:
        return True
    n_after = len(_CELL.findall(others[-1].partition('"')[2])) - 1
    return opened == n_after and runs[-1] + n_after == N_DOJ_COLUMNS - 1


def _read_strict(record: str, row: int, line_mark: str) -> Row | BadRow:
    if line_mark == "\n" and _BARE_RETURN.search(record):
        return BadRow(row, record, "A carriage return stands inside the row.")
    if not _STRICT.match(record):
        return BadRow(row, record, "A quotation mark stands where none may be.")
    cells = _CELL.findall(record)
    return row, [_unquoted(cell) if cell[:1] == '"' else cell for cell in cells], record


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"')

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

from app.model.doj_columns import FILLER_CELL, FILLER_MARK, N_DOJ_COLUMNS

TAIL_LINES = 20  # a record may span so many lines (line breaks inside quotes)
FILLER = f'"{FILLER_CELL}"'

# A record by RFC 4180: cells quoted with doubled quotes inside, or without any quote.
_STRICT = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*\Z')
_CELL = re.compile(r'(?:\A|,)("(?:[^"]|"")*"|[^",]*)')
_BARE_RETURN = re.compile(r"\r(?!\n)")
_MANY_COMMAS = 60  # no cell has a line with so many: it is a row


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be split into cells."""

    row: int
    text: str
    reason: str

    @staticmethod
    def of(row: int, text: str, reason: str) -> BadRow:
        """With the filler of the text as the file writes it."""
        return BadRow(row, text.replace(FILLER_MARK, FILLER), reason)


Row = tuple[int, list[str], str]  # line number, cells, and the record as text (still valid CSV)


def split_rows(
    text: str, first_row: int, line_mark: str = "\n", *, marks_filler: bool = False
) -> Iterator[Row | BadRow]:
    """Each record of the text; blank lines are passed over.

    Filler cells may have lost their quotes in a row's text. With ``marks_filler``
    they stand as `FILLER_MARK` in its cells and its text, which is much faster.
    """
    marked = _mark_filler(text)
    if not marks_filler:
        marked = marked.replace(FILLER_MARK, FILLER_CELL) if FILLER_MARK not in text else text
    lines = marked.split(line_mark)
    i, n = 0, len(lines)
    while i < n:
        line = lines[i]
        if line.endswith("\r"):
            line = line[:-1]
        if '"' not in line and "\r" not in line:
            if line and not line.isspace():
                yield first_row + i, line.split(","), line
            i += 1
            continue
        cells = _split_quoted(line)
        if cells is not None:
            yield first_row + i, cells, line
            i += 1
            continue
        used, found = _read_quoted(lines, i, first_row, line_mark)
        yield found
        i += used


def _mark_filler(text: str) -> str:
    """Put `FILLER_MARK` for quoted filler, when every such run of characters is a whole cell.

    Only looked for after a comma: filler that begins a line is read like any other
    quoted cell. A text that holds the mark itself, or filler with something glued
    to it, is given back as it is.
    """
    if FILLER_MARK in text:
        return text
    marked = text.replace("," + FILLER, "," + FILLER_MARK)
    n = (len(text) - len(marked)) // (len(FILLER) - len(FILLER_MARK))
    closed = marked.count(FILLER_MARK + ",")
    if closed < n:
        closed += marked.count(FILLER_MARK + "\n") + marked.count(FILLER_MARK + "\r")
        closed += marked.endswith(FILLER_MARK)
    return marked if closed == n else text


def _split_quoted(line: str) -> list[str] | None:
    """Cells of a line whose quoted cells hold no quotation mark; None for any other line.

    Between two quotation marks stands a cell, outside of them whole cells with
    their commas: the ordinary case (``"LAST,FIRST"``), read without the csv module.
    """
    parts = line.split('"')
    if len(parts) == 3 and parts[0][-1:] == parts[2][:1] == "," and "\r" not in line:
        before, cell, after = parts
        cells = before.split(",")
        cells[-1:] = after.split(",")
        cells[before.count(",")] = cell
        return cells
    if len(parts) % 2 == 0 or "\r" in line:
        return None
    cells = []
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if index % 2:
            cells.append(part)
            continue
        if part in {"", ","}:
            if (part == "") != (index in (0, last)):
                return None
            continue
        start = 1 if index else 0
        stop = len(part) - 1 if index < last else len(part)
        if (index and part[0] != ",") or (index < last and part[-1] != ","):
            return None
        cells += part[start:stop].split(",")
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
    return 1, BadRow.of(first_row + i, line, "A quotation mark has no partner.")


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
        return BadRow.of(row, record, "A carriage return stands inside the row.")
    if not _STRICT.match(record):
        return BadRow.of(row, record, "A quotation mark stands where none may be.")
    cells = _CELL.findall(record)
    return row, [_unquoted(cell) if cell[:1] == '"' else cell for cell in cells], record


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"')

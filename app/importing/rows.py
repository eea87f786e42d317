"""From a piece of a delimited file to its rows, each with the line it began on.

Most lines need no quoting rules at all and are split at their commas. A line
with quotes is read strictly (RFC 4180); one that breaks the rules is a
`BadRow`, and the next line is read afresh, so that a stray quote never
swallows what follows it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.pieces import TAIL_LINES
from app.model.doj_columns import N_DOJ_COLUMNS

FILLER = '"  -  "'
BARE_FILLER = "  -  "

# A record by RFC 4180: cells quoted with doubled quotes inside, or without any quote.
_STRICT = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*\Z')


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be split into cells."""

    row: int
    text: str
    reason: str


Row = tuple[int, list[str], str]  # line number, cells, and the record as text (still valid CSV)


def split_rows(
    text: str, first_row: int, line_mark: str = "\n", filler: str = BARE_FILLER
) -> Iterator[Row | BadRow]:
    """Each record of the text; blank lines are passed over.

    Filler cells come out as ``filler``: as they are, or as "" where only values
    matter (which is faster). In a row's text they may have lost their quotes.
    """
    lines = _with_plain_filler(text, filler).split(line_mark)
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
        used, found = _read_quoted(lines, i, first_row)
        yield found
        i += used


def _with_plain_filler(text: str, filler: str) -> str:
    """Write filler cells without quotes, when every such run of characters is a whole cell."""
    bare = text.replace(FILLER, filler)
    n = (len(text) - len(bare)) // (len(FILLER) - len(filler))
    if n == 0:
        return text
    opened = text.count("," + FILLER)
    if opened < n:
        opened += text.count("\n" + FILLER) + text.startswith(FILLER)
    closed = text.count(FILLER + ",")
    if closed < n:
        closed += text.count(FILLER + "\n") + text.count(FILLER + "\r") + text.endswith(FILLER)
    return bare if opened == closed == n else text


def _split_quoted(line: str) -> list[str] | None:
    """Cells of a line whose quoted cells hold no quotation mark; None for any other line.

    Between two quotation marks stands a cell, outside of them whole cells with
    their commas: the ordinary case (``"LAST,FIRST"``), read without the csv module.
    """
    parts = line.split('"')
    if len(parts) == 3 and parts[0][-1:] == parts[2][:1] == "," and "\r" not in line:
        before, cell, after = parts
        return [*before[:-1].split(","), cell, *after[1:].split(",")]
    if len(parts) % 2 == 0 or "\r" in line:
        return None
    cells: list[str] = []
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


def _read_quoted(lines: list[str], i: int, first_row: int) -> tuple[int, Row | BadRow]:
    """Read the record that begins at line ``i``: how many lines it took, and what it is."""
    line = lines[i].removesuffix("\r")
    if line.count('"') % 2 == 0:
        return 1, _read_strict(line, first_row + i)
    record, wanted = line, None
    for used in range(1, TAIL_LINES):
        if i + used >= len(lines):
            break
        following = lines[i + used].removesuffix("\r")
        record += "\n" + following
        if following.count('"') % 2 == 1:
            found = _read_strict(record, first_row + i)
            # Two lines with a stray quote each also pair up: only a record of the
            # same width as a line by itself would be is believed.
            if not isinstance(found, BadRow) and len(found[1]) == N_DOJ_COLUMNS:
                wanted = (used + 1, found)
            break
    if wanted is not None:
        return wanted
    return 1, BadRow(first_row + i, line, "A quotation mark has no partner.")


def _read_strict(record: str, row: int) -> Row | BadRow:
    if "\r" in record:
        return BadRow(row, record, "A carriage return stands inside the row.")
    if not _STRICT.match(record):
        return BadRow(row, record, "A quotation mark stands where none may be.")
    try:
        return row, next(csv.reader([record], strict=True)), record
    except csv.Error as error:
        return BadRow(row, record, f"The row cannot be split into cells ({error}).")

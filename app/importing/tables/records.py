"""From the lines of a delimited text to its records, whatever divides and quotes the cells.

A line that breaks the rules is a `BadRow` and the next line is read afresh, so that a stray
quotation mark never swallows what follows it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.importing.rows import BadRow, split_quoted
from app.importing.tables.table import LONGEST_ROW

MOST_LINES = 500  # a record may span so many (line breaks inside quotes)
LONGEST_LINE = LONGEST_ROW
TOO_LONG = "The line has more than a million characters."

_KEPT_TEXT = re.compile(r'\A="([^"]*)"\Z')  # how programs keep Excel from changing a number


class Record(NamedTuple):
    """``text`` is the record as it stands; ``has_stray`` tells of quotation marks inside a cell."""

    row: int
    cells: list[str]
    text: str
    has_stray: bool = False


@dataclass(frozen=True)
class Syntax:
    """What divides cells and what quotes them; ``quote`` is "" when nothing does."""

    delimiter: str
    quote: str
    is_backslash: bool  # a quotation mark inside a quoted cell follows a backslash

    @cached_property
    def _cell(self) -> str:
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        inner = rf"[^{q}]*+(?:{q}{q}[^{q}]*+)*+"
        if self.is_backslash:
            inner = rf"[^{q}\\]*+(?:(?:\\.|{q}{q})[^{q}\\]*+)*+"
        blank = r"[ ]*+"
        return rf"{blank}{q}{inner}{q}{blank}(?={d}|\Z)|{blank}(?:[^{q}{d} ][^{d}]*+)?(?={d}|\Z)"

    @cached_property
    def _record(self) -> re.Pattern[str]:
        d = re.escape(self.delimiter)
        return re.compile(rf"(?:{self._cell})(?:{d}(?:{self._cell}))*+\Z", re.DOTALL)

    @cached_property
    def _cells(self) -> re.Pattern[str]:
        return re.compile(rf"(?:\A|{re.escape(self.delimiter)})({self._cell})", re.DOTALL)

    def split(self, row: int, text: str) -> Record | None:
        """A record that keeps the rules; None for any other text."""
        if not (self.is_backslash and "\\" in text):
            simple = split_quoted(text, self.delimiter, self.quote)
            if simple is not None:
                return Record(row, simple, text)
        if not self._record.match(text):
            return None
        has_stray = False
        cells = []
        for raw in self._cells.findall(text):
            cell = raw
            if self.quote in cell:
                cell = raw.strip(" ")
                if cell.startswith(self.quote):
                    cell = self._unquoted(cell)
                elif not _KEPT_TEXT.match(cell):
                    cell, has_stray = raw, True
                cell = _KEPT_TEXT.sub(r"\1", cell)
            cells.append(cell)
        return Record(row, cells, text, has_stray)

    def _unquoted(self, cell: str) -> str:
        cell = cell[1:-1].replace(self.quote * 2, self.quote)
        return re.sub(r"\\(.)", r"\1", cell, flags=re.DOTALL) if self.is_backslash else cell

    def is_odd(self, line: str) -> bool:
        """Whether a quoted cell begins or ends in the line, and does not do the other."""
        if self.is_backslash:
            line = re.sub(r"\\.", "", line)
        return line.count(self.quote) % 2 == 1


def read_records(
    lines: Iterator[str], syntax: Syntax, *, width: int, first_row: int = 1
) -> Iterator[Record | BadRow]:
    """Each record of the lines, which come without their ends; blank ones are passed over.

    A record of several lines is believed only when it has ``width`` cells (0: any number). A
    line of more than LONGEST_LINE characters need not be given whole.
    """
    ahead: deque[str] = deque()
    quote, delimiter = syntax.quote or None, syntax.delimiter
    blanks = f" \t\r{delimiter}"
    row = first_row - 1
    while True:
        if ahead:
            line = ahead.popleft()
        else:
            fresh = next(lines, None)
            if fresh is None:
                return
            line = fresh
        row += 1
        if not line.strip(blanks):
            continue
        if len(line) > LONGEST_LINE:
            yield BadRow(row, line[:200], TOO_LONG)
        elif quote is None or quote not in line:
            yield Record(row, line.split(delimiter), line)
        else:
            found, n_more = _read_quoted(line, row, lines, ahead, syntax, width)
            for _ in range(n_more):
                ahead.popleft()
            row += n_more
            if isinstance(found, BadRow) or any(map(str.strip, found.cells)):
                yield found


def _read_quoted(
    line: str, row: int, lines: Iterator[str], ahead: deque[str], syntax: Syntax, width: int
) -> tuple[Record | BadRow, int]:
    """The record that begins with a line, and how many further lines it takes."""
    record = syntax.split(row, line)
    if record is not None:
        return record, 0
    if not syntax.is_odd(line):
        return BadRow(row, line, "A quotation mark stands where none may be."), 0
    run, n_characters = [line], len(line)
    for more in _following(lines, ahead):
        run.append(more)
        n_characters += len(more)
        if len(run) > MOST_LINES or n_characters > LONGEST_LINE:
            break
        if syntax.is_odd(more):
            record = syntax.split(row, "\n".join(run))
            if record is not None and _is_believed(record, run, syntax, width):
                return record, len(run) - 1
            break
    return BadRow(row, line, "A quotation mark has no partner."), 0


def _following(lines: Iterator[str], ahead: deque[str]) -> Iterator[str]:
    """The lines that follow, without using them up."""
    yield from list(ahead)
    for line in lines:
        ahead.append(line)
        yield line


def _is_believed(record: Record, run: Sequence[str], syntax: Syntax, width: int) -> bool:
    """Two lines with a stray mark each also pair up: no row may be swallowed."""
    return width == 0 or (len(record.cells) == width and not _swallows_row(run, syntax, width))


def _swallows_row(run: Sequence[str], syntax: Syntax, width: int) -> bool:
    """Whether lines of the run are rows by themselves, the marks in them strays.

    Either a line in the middle has the cells of a row, or both the first and the last do once
    their mark is left out.
    """
    first, *middle, last = [line.replace(syntax.quote * 2, "") for line in run]
    n = width - 1
    if n > 2 and any(line.count(syntax.delimiter) >= n for line in middle):
        return True
    opened = first.rpartition(syntax.quote)[2].count(syntax.delimiter)
    closed, _, rest = last.partition(syntax.quote)
    after = syntax.split(0, rest)
    n_after = len(after.cells) - 1 if after else 0
    return opened == n_after and closed.count(syntax.delimiter) + n_after == n

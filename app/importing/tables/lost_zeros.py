"""Numbers of people and cases that a spreadsheet program may have shortened."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.importing.issues import Issue
from app.importing.tables.table import column_letters
from app.importing.values import clean

_NAMES_A_NUMBER = re.compile(
    r"CII|CASE|DOCKET|SSN|OFN|BOOKING|FBI|NUMBER(?!S?\s+OF)|#(?!\s*OF)"
    r"|(?:\b|_|COURT|SF|CASE)(?:NO|NUM|NBR)\b|(?:\b|_)ID\b"
)
_USUAL = 0.8  # so many of a column's numbers have the same length
_SHORTEST = 5
_SURE_DIGITS = 15  # of a number; a spreadsheet program does not keep more
_COMPARE = (
    "Compare some with the court's papers. If zeros are missing, ask for the list again with this "
    "column stored as text."
)


@dataclass(slots=True)
class _Column:
    texts: Counter[int] = field(default_factory=Counter)  # of digits, by length
    numbers: Counter[int] = field(default_factory=Counter)
    first: dict[int, tuple[int, str]] = field(default_factory=dict)  # length: row, number
    zero_width: int = 0  # length of the texts that begin with 0


class LostZeros:
    """Sees every row of a sheet, and tells at its end which columns are in doubt."""

    def __init__(self) -> None:
        self._columns: defaultdict[int, _Column] = defaultdict(_Column)
        self._header: Sequence[str] = ()

    def take_header(self, cells: Sequence[str]) -> None:
        self._header = tuple(cells)

    def see(self, row: int, cells: Sequence[str], numbers: Sequence[int]) -> None:
        """``numbers`` are the columns whose cell is stored as a number."""
        stored = set(numbers)
        for index, cell in enumerate(cells):
            if not cell.isdecimal():
                continue
            column, n = self._columns[index], len(cell)
            if index not in stored:
                column.texts[n] += 1
                if cell[0] == "0":
                    column.zero_width = max(column.zero_width, n)
                continue
            column.numbers[n] += 1
            if n not in column.first:
                column.first[n] = (row, cell)

    def issues(self) -> Iterator[Issue]:
        for index in sorted(self._columns):
            column = self._columns[index]
            if column.numbers:
                yield from self._lost_zeros(index, column)
                yield from _lost_digits(index, column)

    def _lost_zeros(self, index: int, column: _Column) -> Iterator[Issue]:
        name = clean(self._header[index]) if index < len(self._header) else ""
        width = column.zero_width or _usual_width(column)
        shorter = [n for n in column.numbers if n < width]
        if shorter:
            n_cells = sum(column.numbers[n] for n in shorter)
            why = (
                f"Numbers in this column have {width} digits; {n_cells:,} cells, stored as "
                "numbers, have fewer."
            )
        elif _NAMES_A_NUMBER.search(name.upper()):
            shorter = list(column.numbers)
            n_cells = column.numbers.total()
            why = (
                f"{n_cells:,} cells of this column are stored as numbers, and a number keeps no "
                "zeros at its beginning."
            )
        else:
            return
        row, text = min(column.first[n] for n in shorter)
        yield Issue(
            row, column_letters(index), text, "Zeros may be missing",
            f"{name}: {why}" if name else why, "They were kept as they are.", _COMPARE,
        )  # fmt: skip


def _usual_width(column: _Column) -> int:
    """The length that most of a column's numbers have; 0 when they differ."""
    lengths = column.texts + column.numbers
    width, n = lengths.most_common(1)[0]
    return width if width >= _SHORTEST and n >= lengths.total() * _USUAL else 0


def _lost_digits(index: int, column: _Column) -> Iterator[Issue]:
    long = [n for n in column.numbers if n > _SURE_DIGITS]
    if long:
        row, text = min(column.first[n] for n in long)
        yield Issue(
            row, column_letters(index), text, "Digits may be lost",
            f"{sum(column.numbers[n] for n in long):,} cells of this column are stored as numbers "
            f"of more than {_SURE_DIGITS} digits, of which a spreadsheet keeps only the first.",
            "They were kept as they are.", _COMPARE,
        )  # fmt: skip

"""Small tables that an office types itself: addresses, contacts. Read whole, rows with numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.exporting.safe_cells import FORMULA_SIGNS
from app.limits import read_limited

MOST_BYTES = 50_000_000
MOST_IN_A_CELL = 10_000
_OF_FORMULAS = tuple(f"'{sign}" for sign in FORMULA_SIGNS)
_ADVICE = "In Excel: Save as, CSV UTF-8."


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not used, and why; row 1 is the header."""

    row: int
    reason: str

    def __str__(self) -> str:
        return f"Row {self.row:,}: {self.reason}"


def read_table(path: Path, known: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file as (number of the line, known name -> cell), blank rows left out.

    ``known`` maps headings, in small letters, to names. Raises InputError for a file that cannot
    be read or has none of the headings.
    """
    text = _text(path)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [" ".join(cell.split()).casefold() for cell in next(reader, [])]
        places = {place: known[name] for place, name in enumerate(header) if name in known}
        if not places:
            raise InputError(
                f"{path.name} has none of the columns that are read. Its first line should name "
                f"some of: {', '.join(dict.fromkeys(known))}."
            )
        for cells in reader:
            row = {
                name: _cell(cells[place]) for place, name in places.items() if place < len(cells)
            }
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"{path.name}, line {reader.line_num}: {error}. {_ADVICE}") from error


def _text(path: Path) -> str:
    try:
        data = read_limited(path, MOST_BYTES)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the name.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not a text file in UTF-8. {_ADVICE}") from error


def _cell(text: str) -> str:
    """Trimmed; the apostrophe that keeps a spreadsheet from taking a cell for a formula is off."""
    text = text.strip()[:MOST_IN_A_CELL]
    return text[1:] if text.startswith(_OF_FORMULAS) else text

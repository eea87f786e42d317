"""Where an earlier tool would have answered otherwise: ``Differences.csv``.

One line for every result cell that differs, with the point that explains it (spec:
county policies, section 6). UTF-8, RFC 4180, LF line ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.exporting.clear_my_record import csv_text
from app.exporting.safe_cells import safe_cell

DIFFERENCES_FILE = "Differences.csv"
DIFFERENCES_COLUMNS = (
    "File", "Row", "Column", "Earlier answer", "Our answer", "Point", "Why",
)  # fmt: skip


def differences_text(lines: Iterable[tuple[str, ...]]) -> str:
    """The header and the lines; every cell is text to a spreadsheet."""
    written = [csv_text(DIFFERENCES_COLUMNS)]
    written += [csv_text([safe_cell(cell) for cell in line]) for line in lines]
    return "\n".join(written) + "\n"

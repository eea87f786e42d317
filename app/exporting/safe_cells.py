"""Cells of CSV files that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Sequence

# What Excel, LibreOffice and others begin a formula by; the wide signs count in some languages.
_WIDE = ("＝", "＋", "－", "＠")
FORMULA_SIGNS = (
    "=", "+", "-", "@", "\t", "\r", *_WIDE,
    *(sign.encode().decode("latin-1") for sign in _WIDE),  # where cells hold bytes of UTF-8
)  # fmt: skip


def safe_cell(cell: str) -> str:
    """The cell, with an apostrophe before it where it would be a formula; ``-`` and ``-1.0`` are
    none."""
    if not cell.startswith(FORMULA_SIGNS) or cell == "-" or _is_number(cell):
        return cell
    return f"'{cell}"


def has_formula(cells: Sequence[str]) -> bool:
    """Whether any of the cells would be a formula."""
    return any(safe_cell(cell) is not cell for cell in cells)


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()

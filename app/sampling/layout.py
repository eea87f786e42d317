"""How the cells of a sample file are printed: filler, padding, dates.

The state's files fill empty cells differently from one group of columns to the next and
pad some values with blanks. ``State`` does the same (some 800 bytes a row); ``lean``
leaves empty cells empty and values bare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from app.sampling.rows import FILLER, csv_cell


class Filler(Enum):
    """What stands in an empty cell (see the module)."""

    STATE = "state"
    LEAN = "lean"


@dataclass(frozen=True, slots=True)
class Layout:
    """Printed pieces for the columns of one file; the widths are in characters."""

    is_padded: bool
    filler: str  # an empty cell in most groups, quoted as it is written
    blank: str  # an empty cell where the state writes blanks

    @staticmethod
    def of(filler: Filler) -> Layout:
        if filler is Filler.LEAN:
            return Layout(False, "", "")
        return Layout(True, csv_cell(FILLER), "   ")

    def empty(self, n: int) -> str:
        """``n`` neighbouring cells of filler."""
        return ",".join([self.filler] * n)

    def blanks(self, n: int) -> str:
        return ",".join([self.blank] * n)

    def padded(self, text: str, width: int) -> str:
        """A value, padded at its end where the state pads, quoted where it must be."""
        if not self.is_padded:
            return csv_cell(text)
        return _padded(text, width)


@lru_cache(maxsize=8192)
def _padded(text: str, width: int) -> str:
    return csv_cell(text.ljust(width))


@lru_cache(maxsize=65536)
def compact(ordinal: int) -> str:
    """``YYYYMMDD`` of a day counted from the year 1."""
    day = date.fromordinal(ordinal)
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


@lru_cache(maxsize=65536)
def year_of(ordinal: int) -> int:
    return date.fromordinal(ordinal).year

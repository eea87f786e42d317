"""A file that holds tables: its sheets, and their rows as cells of text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import NamedTuple

from app.importing.files import Standing
from app.importing.issues import Issue
from app.importing.reading import Kind

MOST_COLUMNS = 1000  # a wider table lists no cases
LONGEST_CELL = 1 << 17  # characters; a cell of Excel holds 32,767
LONGEST_ROW = 1 << 20

Step = Callable[[int, int], None]  # (done, in all); may raise Cancelled


class TableRow(NamedTuple):
    """A row that is not blank. ``row`` is the line it begins on, or the workbook's row."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the only one of a text file."""

    name: str  # "" for text
    is_hidden: bool
    n_rows: int | None  # as the file itself states it, blank rows included


def no_step(_done: int, _total: int) -> None:
    """For whoever shows no progress."""


class TableFile(ABC):
    """An opened file. ``issues`` concern the file as a whole; those of rows come with the rows."""

    def __init__(
        self,
        standing: Standing,
        *,
        kind: Kind,
        words: str,
        encoding: str,
        sheets: tuple[Sheet, ...],
        issues: tuple[Issue, ...] = (),
    ) -> None:
        self.standing = standing
        self.kind = kind
        self.words = words
        self.encoding = encoding
        self.sheets = sheets
        self.issues = issues

    @abstractmethod
    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[TableRow | Issue]:
        """The rows of a sheet in a stream, from its beginning at every call.

        ``step`` is called every few thousand cells, also where nothing comes out. Raises
        InputError when the sheet cannot be read to its end.
        """

    def check_unchanged(self) -> None:
        """Raise InputError when the file changed since it was opened."""
        self.standing.check_unchanged()


def column_letters(index: int) -> str:
    """The name of a column as a spreadsheet shows it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def column_index(letters: str) -> int:
    """The reverse of `column_letters`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1

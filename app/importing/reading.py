"""What every reader of a file that is not the state's gives: rows of the state's form.

A reader (`tables`, `rap_sheet`) yields `ReadRow` and `Issue`, in ascending order of rows. The
import stores three things: the file byte for byte; the *original*, what stood in the file row by
row as text; and the *reading*, the rows of `READING_COLUMNS` from which people are assembled.
Row numbers are the file's own, so that every fact can be followed to the cell:

- delimited text: the line on which the record begins, counted from 1;
- a workbook: the row as the program shows it; further sheets follow at `Part.first_row`;
- running text (a rap sheet): the line.

A line such as ``CNT:01-03`` holds several counts, and so may a row of a list. So the number is
the line or row times `LINE_STEP`; the second count of it has that number plus 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

from app.importing.issues import Issue

LINE_STEP = 10


class Kind(Enum):
    """What a file is, by its content and never by its name."""

    DOJ_BULK = "doj-bulk"
    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    RAP_SHEET = "rap-sheet"


class ReadRow(NamedTuple):
    """One count of the file, as a row of the state's form.

    ``cells`` follow READING_COLUMNS; a cell that could not be translated holds the file's own
    text (an impossible date, a level in unknown words), never a guess. ``SUBJECT_ID`` is
    filled: it tells whose row it is, the same for all rows of a person in this file.
    ``CNT_ORDER`` is filled: twelve digits, cycle (3) step (3) count (3) part (3).
    ``RECORD_ID`` becomes the row's number when it is kept.
    ``cells`` is None for a row that was set aside (there is an Issue for it) or left out on
    purpose (a heading, a total). ``original`` is what stands in the file, cell by cell as text.
    """

    row: int
    cells: tuple[str, ...] | None
    original: tuple[str, ...]


class Part(NamedTuple):
    """A sheet of a workbook, or the whole of a file without parts.

    Its row r has the number ``first_row + (r - 1) * LINE_STEP`` in the source.
    """

    name: str  # "" for a file without parts
    first_row: int
    columns: tuple[str, ...]  # the header words of ``ReadRow.original``


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a file when its reading begins, kept with the source as JSON.

    ``cells`` says which column of the file each column of the reading was taken from
    (``{"STP_EVENT_DATE": "Conv Date"}``); empty for running text.
    """

    kind: Kind
    words: str  # for the screen: "Excel workbook", "Rap sheet (text)"
    encoding: str  # "" for a binary file
    layout_id: str
    layout_text: str  # the layout as it was used: TOML, "" for a rap sheet
    parts: tuple[Part, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    is_text: bool = False  # running text: rows are lines


class Reader(Protocol):
    """Reads one file from its beginning to its end, in a stream."""

    @property
    def origin(self) -> Origin:
        """Known before the first row is read."""

    @property
    def share(self) -> float:
        """How much of the file is behind, from 0 to 1."""

    def rows(self) -> Iterator[ReadRow | Issue]:
        """Rows in ascending order; an Issue stands before or after the row that it is about.

        Raises InputError, a sentence, when the file cannot be used after all.
        """

"""How the cells of each column are formed, without what stands in them.

A letter becomes A, a digit 9; what is neither becomes one of a few signs. Only forms are told
that at least `LEAST_PEOPLE` different people share, and of columns that hold names, addresses
or free text only how long the cells are, in bands: a rare form could point at somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.importing.encodings import to_text
from app.importing.rows import BadRow, split_rows
from app.jobs.progress import Progress
from app.model.reading_columns import READING_COLUMNS, READING_INDEX
from app.store import chunks, records
from app.store.chunks import rows_of
from app.store.records import Source
from app.store.workspace import Workspace

LEAST_PEOPLE = 20
MOST_ROWS = 100_000  # of each file: its beginning
_LONGEST = 16
_SIGNS = frozenset(" -/.,():;")
_BANDS = ((0, "empty"), (8, "1 to 8"), (16, "9 to 16"), (32, "17 to 32"), (64, "33 to 64"))
_LONG = "over 64"
# Forms are told of these alone: dates, orders, codes, numbers of a fixed form.
SHAPED = frozenset({
    "REQ_CII_NUMBER", "REQ_DOB", "REQ_CDL", "CII_NUMBER", "PRI_DOB", "PRI_CDL", "GENDER",
    "RACE_CODE", "CYC_ORDER", "CYC_DATE", "STP_ORDER", "STP_EVENT_DATE", "STP_TYPE_CODE",
    "STP_ORI_CODE", "STP_ORI_CNTY_CODE", "CNT_ORDER", "DISP_DATE", "OFN", "OFFENSE_CODE",
    "OFFENSE_TOC", "DISP_OFFENSE_TOC", "CONV_OFFENSE_TOC", "DISP_CODE", "CONV_STAT_CODE",
    "SENT_ORDER", "SENT_LOC_CODE", "SENT_LENGTH", "SENT_TIME_CODE", "OFFENSE_DATE",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnShapes:
    """A column of the state's form: its forms or lengths, most frequent first."""

    column: str
    shapes: tuple[tuple[str, int], ...]  # form, cells
    n_rare: int  # cells whose form is not told


@dataclass(slots=True)
class _Tally:
    cells: Counter[str] = field(default_factory=Counter)
    people: dict[str, set[str]] = field(default_factory=dict)

    def add(self, shape: str, person: str) -> None:
        self.cells[shape] += 1
        known = self.people.setdefault(shape, set())
        if len(known) < LEAST_PEOPLE:
            known.add(person)


def list_shapes(workspace: Workspace, progress: Progress) -> list[ColumnShapes]:
    """Every column that is filled in the beginning of the workspace's files."""
    tallies = [_Tally() for _ in READING_COLUMNS]
    sources = records.list_counting_sources(workspace)
    for number, source in enumerate(sources):
        progress.step(number, len(sources), "Looking at the form of the cells")
        for cells in _rows(workspace, source):
            person = cells[READING_INDEX["SUBJECT_ID"]]
            for place, cell in enumerate(cells[: len(tallies)]):
                tallies[place].add(shape_of(READING_COLUMNS[place], cell), person)
    return [
        _told(name, tally)
        for name, tally in zip(READING_COLUMNS, tallies, strict=True)
        if tally.cells
    ]


def shape_of(column: str, cell: str) -> str:
    """``19710314`` as 99999999; of a column of names or free text the band of its length."""
    text = cell.strip()
    if column not in SHAPED:
        return next((band for most, band in _BANDS if len(text) <= most), _LONG)
    if not text:
        return "empty"
    return "".join(map(_masked, text[:_LONGEST])) + ("…" if len(text) > _LONGEST else "")


def _masked(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isalpha():
        return "A"
    return character if character in _SIGNS else "?"


def _told(column: str, tally: _Tally) -> ColumnShapes:
    told = [
        (shape, n)
        for shape, n in tally.cells.most_common()
        if len(tally.people[shape]) >= LEAST_PEOPLE
    ]
    n_told = sum(n for _, n in told)
    return ColumnShapes(column, tuple(told), tally.cells.total() - n_told)


def _rows(workspace: Workspace, source: Source) -> Iterator[Sequence[str]]:
    """Cells of the rows in the beginning of a file, in the state's form."""
    n_rows = 0
    for chunk in chunks.iter_chunks(workspace, source.id, rows_of(source)):
        mark = source.mark_bytes if chunk.number == 0 else 0
        text = to_text(chunk.data[mark:], source.encoding)
        for row in split_rows(text, chunk.first_row, source.line_mark):
            if isinstance(row, BadRow) or row[1][0] == READING_COLUMNS[0]:
                continue
            yield row[1]
            n_rows += 1
            if n_rows >= MOST_ROWS:
                return

"""Made-up rows of the state's file, and reading them without a workspace."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.importing.doj_bulk import read_piece_content
from app.importing.issues import Issue
from app.importing.join import join_sheets
from app.importing.pieces import FileMap, map_file, read_piece
from app.model.doj_columns import DOJ_COLUMNS
from app.model.record import RapSheet, RowRef
from app.sampling.rows import csv_line, doj_row
from app.sampling.writer import write_sample

HEADER = ",".join(DOJ_COLUMNS)
SOURCE = 7

_BASIS = {
    "RECORD_ID": "1",
    "SUBJECT_STATUS": "C",
    "SUBJECT_ID": "5001",
    "CII_NUMBER": "A90000001",
    "PRI_NAME": "EXAMPLE,AVERY",
    "GENDER": "F",
    "PRI_DOB": "19700615",
    "RACE_DESCR": "UNKNOWN",
    "CYC_DATE": "19990301",
    "STP_EVENT_DATE": "19990301",
    "STP_TYPE_DESCR": "COURT ACTION",
    "STP_ORI_DESCR": "CASC LOS ANGELES",
    "STP_ORI_CNTY_NAME": "LOS ANGELES",
    "CNT_ORDER": "001001001000",
    "OFN": "CR700001",
    "OFFENSE_DESCR": "11359 HS-POSSESS MARIJUANA FOR SALE",
    "OFFENSE_TOC": "F",
    "DISP_DESCR": "CONVICTED",
    "CONV_STAT_DESCR": "FELONY",
    "END_OF_REC": "END",
}


def row_of(**cells: str) -> list[str]:
    """A felony conviction for 11359 HS on 1 March 1999, changed by ``cells``."""
    return doj_row(**(_BASIS | cells))


def line_of(**cells: str) -> str:
    return csv_line(row_of(**cells))


def file_of(*lines: str, header: bool = True, end: str = "\n") -> str:
    """Whole lines of a file, a header first."""
    return "".join(line + end for line in ((HEADER, *lines) if header else lines))


@dataclass(frozen=True, slots=True)
class Reading:
    """All of a file, its portions joined."""

    people: dict[str, RapSheet]
    issues: list[Issue]
    n_rows: int
    map: FileMap

    @property
    def quarantined(self) -> list[tuple[int, str]]:
        return [(one.row, one.kind) for one in self.issues if one.is_quarantined]

    @property
    def only(self) -> RapSheet:
        (sheet,) = self.people.values()
        return sheet

    def kinds(self) -> list[str]:
        return [issue.kind for issue in self.issues]


def map_bytes(data: bytes, piece_bytes: int = 1 << 22) -> tuple[FileMap, list[bytes]]:
    """The map of a file with these bytes, and the bytes of each piece."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "delivery.dat"
        path.write_bytes(data)
        mapped = map_file(path, lambda *_: None, piece_bytes)
        return mapped, [read_piece(path, piece) for piece in mapped.pieces]


def read_bytes(data: bytes, *, has_header: bool = True, piece_bytes: int = 1 << 22) -> Reading:
    """Read a file piece by piece, as an import does, in this process."""
    mapped, blocks = map_bytes(data, piece_bytes)
    portions: dict[str, list[RapSheet]] = {}
    issues: list[Issue] = []
    n_rows = 0
    for piece, block in zip(mapped.pieces, blocks, strict=True):
        is_first = piece.number == 0
        content = read_piece_content(
            block,
            encoding=mapped.encoding,
            mark_bytes=mapped.mark_bytes if is_first else 0,
            line_mark=mapped.line_mark.decode(),
            first_row=piece.first_row,
            has_header=has_header and is_first,
            source=SOURCE,
        )
        n_rows += content.n_rows
        issues += content.issues
        for portion in content.portions:
            portions.setdefault(portion.subject, []).append(portion.sheet)
            issues += portion.issues
    people = {
        subject: sheets[0] if len(sheets) == 1 else join_sheets(sheets)
        for subject, sheets in portions.items()
    }
    issues.sort(key=lambda issue: (issue.row, issue.column, issue.kind))
    return Reading(people, issues, n_rows, mapped)


def read_lines(*lines: str) -> Reading:
    """Read a file of a header and these lines."""
    return read_bytes(file_of(*lines).encode())


def read_rows(*rows: Sequence[str]) -> Reading:
    return read_lines(*(csv_line(row) for row in rows))


def with_rows_mapped(thing: Any, new_row: Callable[[int], int]) -> Any:
    """Plain data of a rap sheet with every row number changed by ``new_row``."""
    if isinstance(thing, RowRef):
        return ("row", thing.source, new_row(thing.row))
    if is_dataclass(thing):
        return [with_rows_mapped(getattr(thing, one.name), new_row) for one in fields(thing)]
    if isinstance(thing, dict):
        return {key: with_rows_mapped(part, new_row) for key, part in thing.items()}
    if isinstance(thing, tuple | list):
        return [with_rows_mapped(part, new_row) for part in thing]
    return thing


@lru_cache(maxsize=8)
def sample_rows(n_people: int = 25, seed: int = 3, is_messy: bool = True) -> tuple[list[str], ...]:
    """Rows of 95 cells of made-up people with the troubles of real files."""
    file = io.BytesIO()
    write_sample(file, n_people=n_people, county="Los Angeles", seed=seed, is_messy=is_messy)
    lines = csv.reader(io.StringIO(file.getvalue().decode(), newline=""))
    return tuple(row for row in list(lines)[1:] if len(row) == len(DOJ_COLUMNS))

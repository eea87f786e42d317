"""A piece of a California DOJ bulk file: its people, and the rows that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from app.importing.assemble import CII, RECORD, SUBJECT, Assembler
from app.importing.encodings import decode_signs, to_signs
from app.importing.issues import Issue, quarantined
from app.importing.rows import BadRow, split_bulk_rows
from app.importing.values import clean
from app.model.doj_columns import DOJ_COLUMNS, FILLER_CELL, FILLER_MARK, N_DOJ_COLUMNS
from app.model.record import RapSheet

LAYOUT = "California DOJ bulk file"


@dataclass(frozen=True, slots=True)
class Portion:
    """What one piece of a file holds of one person: often all, sometimes a part.

    ``lines`` are the runs of lines (first, number) on which the person's rows stand.
    """

    subject: str
    sheet: RapSheet
    lines: tuple[tuple[int, int], ...]
    n_rows: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class PieceContent:
    portions: tuple[Portion, ...]
    issues: tuple[Issue, ...]  # rows that belong to nobody
    n_rows: int  # records, quarantined ones included, header and blank lines not


def read_piece_content(
    data: bytes,
    *,
    encoding: str,
    mark_bytes: int,
    line_mark: str,
    first_row: int,
    has_header: bool,
    source: int,
    n_columns: int = N_DOJ_COLUMNS,
) -> PieceContent:
    """Read a piece; ``has_header`` and ``mark_bytes`` only for the first piece of a file.

    The rows of a reading have more columns than the state's, and say their number themselves.
    """
    text = to_signs(data[mark_bytes:], encoding)
    assemblers: dict[str, Assembler] = {}
    lines: dict[str, list[int]] = {}
    issues: list[Issue] = []
    n_rows = 0
    expects_header = has_header
    for found in split_bulk_rows(text, first_row, line_mark):
        if expects_header:
            expects_header = False
            continue
        n_rows += 1
        if isinstance(found, BadRow):
            line = decode_signs(found.text, encoding)
            issues.append(quarantined(found.row, "", line, "Stray quote", found.reason))
            continue
        row, cells, line = found
        if len(cells) == n_columns > N_DOJ_COLUMNS:
            row = int(cells[RECORD])
        if not line.isascii():
            cells = [cell if cell.isascii() else decode_signs(cell, encoding) for cell in cells]
        if not cells[0][:1].isdigit() and is_header(cells):
            issues.append(_second_header(row, cells))
            continue
        if len(cells) != n_columns:
            issues.append(_wrong_width(row, cells))
            continue
        subject = subject_of(cells)
        if not subject:
            issues.append(_nobody(row, cells))
            continue
        assembler = assemblers.get(subject)
        if assembler is None:
            assembler = assemblers[subject] = Assembler(source, f"{source}:{subject}")
            lines[subject] = []
        assembler.add(row, cells)
        lines[subject].append(row)
    portions = tuple(
        Portion(
            subject, assembler.finish(), runs_of(lines[subject]), len(lines[subject]),
            tuple(assembler.issues),
        )
        for subject, assembler in assemblers.items()
    )  # fmt: skip
    return PieceContent(portions, tuple(issues), n_rows)


def is_header(cells: list[str]) -> bool:
    """A header line is known by its first cell, in any case."""
    return bool(cells) and cells[0].strip().strip("\ufeff").upper() == DOJ_COLUMNS[0]


def subject_of(cells: list[str]) -> str:
    """Whose row it is within the file: the person number, else the CII number; "" for nobody."""
    subject = clean(cells[SUBJECT])
    if subject:
        return subject
    cii = clean(cells[CII])
    return f"CII {cii}" if cii else ""


def _wrong_width(row: int, cells: list[str]) -> Issue:
    return quarantined(
        row, "", _as_text(cells), "Wrong number of cells",
        f"The row has {len(cells)} cells; a row of this file has {N_DOJ_COLUMNS}.",
    )  # fmt: skip


def _second_header(row: int, cells: list[str]) -> Issue:
    return quarantined(
        row, "", _as_text(cells), "Header line",
        "A header line stands among the rows: the file was put together from several.",
    )  # fmt: skip


def _as_text(cells: list[str]) -> str:
    return ",".join(cells).replace(FILLER_MARK, FILLER_CELL)


def _nobody(row: int, cells: list[str]) -> Issue:
    return quarantined(
        row, "SUBJECT_ID", _as_text(cells), "No person number",
        "Neither SUBJECT_ID nor CII_NUMBER says whose row this is.",
    )  # fmt: skip


def runs_of(rows: list[int]) -> tuple[tuple[int, int], ...]:
    """Ascending line numbers as runs (first, number of lines)."""
    runs: list[tuple[int, int]] = []
    start = previous = rows[0]
    for row in rows[1:]:
        if row != previous + 1:
            runs.append((start, previous - start + 1))
            start = row
        previous = row
    runs.append((start, previous - start + 1))
    return tuple(runs)

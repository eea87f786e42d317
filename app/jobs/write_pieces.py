"""The worker's part of an export: a piece of a source as a piece of each result file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from app.exporting import clear_my_record as cmr
from app.importing.encodings import is_two_byte, to_bytes, to_text
from app.importing.rows import BadRow, split_bulk_rows
from app.model.doj_columns import FILLER_MARK, N_DOJ_COLUMNS


@dataclass(frozen=True, slots=True)
class PieceTask:
    data: bytes  # compressed
    encoding: str
    mark_bytes: int
    line_mark: str
    first_row: int
    has_header: bool
    results: dict[int, tuple[str, ...]]
    parts: tuple[Path, ...]  # where the piece of each result file goes
    n_columns: int = N_DOJ_COLUMNS  # of its rows: a reading has more, which are left out
    mended: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # rows set aside before
    left_out: frozenset[int] = frozenset()  # rows that are sealed


def write_piece(task: PieceTask) -> tuple[tuple[Path, ...], int]:
    """Runs in a worker: writes the piece of each result file; (paths, bytes of the source).

    The cells keep their bytes: text is taken as Latin-1, which gives every byte
    back as it was (a two-byte encoding is written as UTF-8).
    """
    data = zstandard.decompress(task.data)
    if is_two_byte(task.encoding):
        text, encoding = to_text(data[task.mark_bytes :], task.encoding), "utf-8"
        pieces = cmr.ResultPieces(task.results)
    else:
        text, encoding = data[task.mark_bytes :].decode("latin-1"), "latin-1"
        results = {
            row: tuple(to_bytes(cell, task.encoding).decode("latin-1") for cell in cells)
            for row, cells in task.results.items()
        }
        pieces = cmr.ResultPieces(
            results, lambda cell: to_text(cell.encode("latin-1"), task.encoding)
        )
    pieces.marks_filler = FILLER_MARK not in text
    is_header, mended = task.has_header, _mended_rows(task)
    for found in split_bulk_rows(text, task.first_row, task.line_mark):
        if is_header:
            is_header = False
        elif isinstance(found, BadRow) or len(found[1]) != task.n_columns:
            number = found.row if isinstance(found, BadRow) else found[0]
            if number in mended:
                cells = mended.pop(number)
                pieces.add(number, cells, cmr.csv_text(cells))
        else:
            row, cells, line = found
            if task.n_columns > N_DOJ_COLUMNS:
                row, cells = int(cells[0]), cells[:N_DOJ_COLUMNS]
                line = cmr.csv_text(cells)
            mended.pop(row, None)  # what stands there was a row, and is written as it stands
            if row not in task.left_out:
                pieces.add(row, cells, line)
    for row, cells in mended.items():  # of a reading they have no line
        pieces.add(row, cells, cmr.csv_text(cells))
    for path, part in zip(task.parts, pieces.texts(), strict=True):
        path.write_bytes(part.encode(encoding))
    return task.parts, len(data)


def _mended_rows(task: PieceTask) -> dict[int, list[str]]:
    """The state's cells of mended rows, as the text of the piece holds its cells."""
    if is_two_byte(task.encoding):
        return {
            row: list(cells)
            for row, cells in sorted(task.mended.items())
            if row not in task.left_out
        }
    return {
        row: [to_bytes(cell, task.encoding).decode("latin-1") for cell in cells]
        for row, cells in sorted(task.mended.items())
        if row not in task.left_out
    }

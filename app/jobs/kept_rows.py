"""The rows from which people are assembled, read again from the kept copy."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from app.importing.encodings import to_text
from app.importing.rows import TAIL_LINES, BadRow, split_rows
from app.model.record import RowRef
from app.store import chunks
from app.store.chunks import rows_of
from app.store.records import Source
from app.store.workspace import Workspace

_KEPT_PIECES = 8


class KeptRows:
    """Cells of rows of the state's form, of whatever kind of file; the last pieces are held.

    Ask for rows in the order of the files: a piece is unpacked once then.
    """

    def __init__(self, workspace: Workspace, sources: dict[int, Source]) -> None:
        self._workspace = workspace
        self._sources = sources
        self._first_rows: dict[int, list[int]] = {}  # source -> first row of each piece
        self._lines = lru_cache(_KEPT_PIECES)(self._read_lines)
        self._readings = lru_cache(_KEPT_PIECES)(self._read_readings)

    def find_cells(self, at: RowRef) -> list[str] | None:
        """None when no row stands there or it cannot be split into cells."""
        source = self._sources[at.source]
        first_row = self._first_row_of_piece(at)
        if first_row is None:
            return None
        if source.is_state_file:
            lines = self._lines(source.id, first_row)
            index = at.row - first_row
            text = source.line_mark.join(lines[index : index + TAIL_LINES])
        else:
            text = self._readings(source.id, first_row).get(at.row, "")
        one = next(split_rows(text, at.row, source.line_mark), None)
        if one is None or isinstance(one, BadRow) or one[0] != at.row:
            return None
        return one[1]

    def _first_row_of_piece(self, at: RowRef) -> int | None:
        starts = self._first_rows.get(at.source)
        if starts is None:
            role = rows_of(self._sources[at.source])
            listed = chunks.list_chunks(self._workspace, at.source, role)
            starts = self._first_rows[at.source] = [first_row for _, first_row, _, _ in listed]
        place = bisect_right(starts, at.row)
        return starts[place - 1] if place else None

    def _read_lines(self, source_id: int, first_row: int) -> list[str]:
        source = self._sources[source_id]
        at = RowRef(source_id, first_row)
        chunk = chunks.get_chunk_of_row(self._workspace, at, rows_of(source))
        mark = source.mark_bytes if chunk.number == 0 else 0
        return to_text(chunk.data[mark:], source.encoding).split(source.line_mark)

    def _read_readings(self, source_id: int, first_row: int) -> dict[int, str]:
        return numbered_lines(self._read_lines(source_id, first_row))


def numbered_lines(lines: list[str]) -> dict[int, str]:
    """Lines of a reading by the number that each begins with."""
    return {int(line[: line.index(",")]): line for line in lines if line}

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

    def __init__(
        self, workspace: Workspace, sources: dict[int, Source], n_held: int = _KEPT_PIECES
    ) -> None:
        self._workspace = workspace
        self._sources = sources
        self._first_rows: dict[int, list[int]] = {}  # source -> first row of each piece
        self._lines = lru_cache(n_held)(self._read_lines)

    def find_cells(self, at: RowRef) -> list[str] | None:
        """None when no row stands there or it cannot be split into cells."""
        source = self._sources[at.source]
        first_row = self._first_row_of_piece(at)
        if first_row is None:
            return None
        index, lines = at.row - first_row, self._lines(source.id, first_row)
        if index >= len(lines):
            return None
        text = source.line_mark.join(lines[index : index + TAIL_LINES])
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

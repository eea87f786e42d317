"""The rows from which people are assembled, read again from the kept copy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from app.importing.encodings import to_text
from app.importing.rows import TAIL_LINES, BadRow, split_rows
from app.model.record import RowRef
from app.store import chunks
from app.store.chunks import Chunk, rows_of
from app.store.records import Source
from app.store.workspace import Workspace

_KEPT_PIECES = 8


class RowsOfPieces:
    """Cells of rows of the state's form, of whatever kind of file; the last pieces are held.

    ``starts_of`` gives the first row of each piece of a source, ``piece_of`` the piece in which
    a row stands. Ask for rows in the order of the files: a piece is unpacked once then.
    """

    def __init__(
        self,
        sources: Mapping[int, Source],
        starts_of: Callable[[int], Sequence[int]],
        piece_of: Callable[[RowRef], Chunk],
        n_held: int = _KEPT_PIECES,
    ) -> None:
        self._sources = sources
        self._starts_of = starts_of
        self._piece_of = piece_of
        self._lines = lru_cache(n_held)(self._read_lines)
        self._readings = lru_cache(n_held)(self._read_readings)

    def find_cells(self, at: RowRef) -> list[str] | None:
        """None when no row stands there or it cannot be split into cells."""
        source = self._sources[at.source]
        first_row = self._first_row_of_piece(at)
        if first_row is None:
            return None
        if source.is_state_file:
            lines = self._lines(source.id, first_row)
            index = at.row - first_row
            text = lines[index] if index < len(lines) else ""
            if text.count('"') % 2:  # the record may go on below
                text = source.line_mark.join(lines[index : index + TAIL_LINES])
        else:
            text = self._readings(source.id, first_row).get(at.row, "")
        one = next(split_rows(text, at.row, source.line_mark), None)
        if one is None or isinstance(one, BadRow) or one[0] != at.row:
            return None
        return one[1]

    def rows_near(self, at: RowRef) -> list[int]:
        """The rows of the piece of a reading in which a row would stand."""
        first_row = self._first_row_of_piece(at)
        return [] if first_row is None else sorted(self._readings(at.source, first_row))

    def _first_row_of_piece(self, at: RowRef) -> int | None:
        starts = self._starts_of(at.source)
        place = bisect_right(starts, at.row)
        return starts[place - 1] if place else None

    def _read_lines(self, source_id: int, first_row: int) -> list[str]:
        source = self._sources[source_id]
        chunk = self._piece_of(RowRef(source_id, first_row))
        mark = source.mark_bytes if chunk.number == 0 else 0
        return to_text(chunk.data[mark:], source.encoding).split(source.line_mark)

    def _read_readings(self, source_id: int, first_row: int) -> dict[int, str]:
        return numbered_lines(self._read_lines(source_id, first_row))


class KeptRows(RowsOfPieces):
    """The same, straight from a workspace."""

    def __init__(self, workspace: Workspace, sources: Mapping[int, Source]) -> None:
        def starts_of(source_id: int) -> list[int]:
            listed = chunks.list_chunks(workspace, source_id, rows_of(sources[source_id]))
            return [first_row for _, first_row, _, _ in listed]

        def piece_of(at: RowRef) -> Chunk:
            return chunks.get_chunk_of_row(workspace, at, rows_of(sources[at.source]))

        super().__init__(sources, lru_cache(None)(starts_of), piece_of)


def numbered_lines(lines: list[str]) -> dict[int, str]:
    """Lines of a reading by the number that each begins with."""
    return {int(line[: line.index(",")]): line for line in lines if line}

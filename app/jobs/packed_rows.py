"""Kept rows for a worker process, which never opens a workspace: the pieces they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.jobs.kept_rows import RowsOfPieces
from app.store import chunks
from app.store.chunks import Chunk, rows_of
from app.store.records import Source
from app.store.workspace import Workspace

_HELD_PIECES = 16


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Pieces of files, still compressed."""

    pieces: tuple[Chunk, ...]

    def open(self, sources: Mapping[int, Source]) -> RowsOfPieces:
        """To be asked for rows."""
        by_place = {(piece.source_id, piece.first_row): piece for piece in self.pieces}
        starts: dict[int, list[int]] = {}
        for source, first_row in sorted(by_place):
            starts.setdefault(source, []).append(first_row)
        return RowsOfPieces(
            sources,
            lambda source: starts.get(source, []),
            lambda at: chunks.unpacked(by_place[at.source, at.row]),
        )


class Packing:
    """Fetches the pieces of some rows from a workspace; the last ones are held."""

    def __init__(self, workspace: Workspace, sources: Mapping[int, Source]) -> None:
        self._workspace = workspace
        self._roles = {number: rows_of(source) for number, source in sources.items()}
        self._starts: dict[int, list[tuple[int, int]]] = {}  # (first row, number of the piece)
        self._piece = lru_cache(_HELD_PIECES)(self._fetch)

    def pack(self, runs: Iterable[tuple[int, int, int]]) -> PackedRows:
        """The pieces in which (source, first row, rows) stand."""
        needed: set[tuple[int, int]] = set()
        for source, first, n in runs:
            starts = self._starts_of(source)
            begin = max(bisect_right(starts, first, key=_first_row) - 1, 0)
            end = bisect_right(starts, first + n - 1, key=_first_row)
            needed |= {(source, number) for _, number in starts[begin:end]}
        return PackedRows(tuple(self._piece(*one) for one in sorted(needed)))

    def _starts_of(self, source: int) -> list[tuple[int, int]]:
        if source not in self._starts:
            listed = chunks.list_chunks(self._workspace, source, self._roles[source])
            self._starts[source] = [(first_row, number) for number, first_row, _, _ in listed]
        return self._starts[source]

    def _fetch(self, source: int, number: int) -> Chunk:
        return chunks.get_packed_chunk(self._workspace, source, number, self._roles[source])


def _first_row(piece: tuple[int, int]) -> int:
    return piece[0]

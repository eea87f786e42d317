"""The kept copy of every file, compressed, in pieces.

Of the state's file the pieces are cut between records, and are both the file byte for byte and
what people are assembled from. Of any other file there are three sets: the bytes of the file
(FILE), what stood in its rows as text (ORIGINAL), and the rows of the state's form that were
made of it (READING).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import zstandard

from app.model.record import RowRef
from app.store.records import Source
from app.store.workspace import Workspace

FILE, READING, ORIGINAL = "file", "reading", "original"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a source: its first row and its rows are those of its text."""

    source_id: int
    number: int
    first_row: int
    n_rows: int
    data: bytes


def rows_of(source: Source) -> str:
    """Where the rows stand from which people are assembled."""
    return FILE if source.is_state_file else READING


def iter_chunks(workspace: Workspace, source_id: int, role: str = FILE) -> Iterator[Chunk]:
    """The pieces in order; the data of the FILE pieces joined is the file, byte for byte."""
    for chunk in iter_packed_chunks(workspace, source_id, role):
        yield unpacked(chunk)


def iter_packed_chunks(workspace: Workspace, source_id: int, role: str = FILE) -> Iterator[Chunk]:
    """The pieces in order, their data still compressed."""
    table, where = _place(role)
    rows = workspace.connection.execute(
        f"SELECT number, first_row, n_rows, data FROM {table} WHERE source_id = ? {where} "
        "ORDER BY number",
        (source_id,),
    )
    for row in rows:
        yield Chunk(source_id, *row)


def list_chunks(
    workspace: Workspace, source_id: int, role: str = FILE
) -> list[tuple[int, int, int, int]]:
    """(number, first row, rows, bytes) of each piece, without its data."""
    table, where = _place(role)
    return [
        tuple(row)
        for row in workspace.connection.execute(
            f"SELECT number, first_row, n_rows, n_bytes FROM {table} WHERE source_id = ? {where} "
            "ORDER BY number",
            (source_id,),
        )
    ]


def get_chunk_of_row(workspace: Workspace, at: RowRef, role: str = FILE) -> Chunk:
    """The piece of the source in which a row stands."""
    table, where = _place(role)
    row = workspace.connection.execute(
        f"SELECT number, first_row, n_rows, data FROM {table} WHERE source_id = ?1 {where} "
        f"AND number = (SELECT max(number) FROM {table} WHERE source_id = ?1 {where} "
        "AND first_row <= ?2)",
        (at.source, at.row),
    ).fetchone()
    if row is None:
        raise LookupError(f"no source row {at}")
    return unpacked(Chunk(at.source, *row))


def get_packed_chunk(workspace: Workspace, source_id: int, number: int, role: str = FILE) -> Chunk:
    """A piece, its data still compressed."""
    table, where = _place(role)
    row = workspace.connection.execute(
        f"SELECT number, first_row, n_rows, data FROM {table} "
        f"WHERE source_id = ? AND number = ? {where}",
        (source_id, number),
    ).fetchone()
    return Chunk(source_id, *row)


def unpacked(chunk: Chunk) -> Chunk:
    data = zstandard.decompress(chunk.data)
    return Chunk(chunk.source_id, chunk.number, chunk.first_row, chunk.n_rows, data)


def insert_chunk(workspace: Workspace, chunk: Chunk, n_bytes: int, role: str = FILE) -> None:
    """``chunk.data`` is already compressed here; ``n_bytes`` is its size before."""
    if role == FILE:
        workspace.connection.execute(
            "INSERT INTO source_chunk VALUES (?, ?, ?, ?, ?, ?)",
            (chunk.source_id, chunk.number, chunk.first_row, chunk.n_rows, n_bytes, chunk.data),
        )
        return
    workspace.connection.execute(
        "INSERT INTO reading_chunk VALUES (?, ?, ?, ?, ?, ?, ?)",
        (chunk.source_id, role, chunk.number, chunk.first_row, chunk.n_rows, n_bytes, chunk.data),
    )


def _place(role: str) -> tuple[str, str]:
    """The table of a role and what narrows it down."""
    if role == FILE:
        return "source_chunk", ""
    return "reading_chunk", f"AND role = '{_ROLES[role]}'"


_ROLES = {READING: "reading", ORIGINAL: "original"}

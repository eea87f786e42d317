"""Kept copies of files after rows were cut out of them, and what they are since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import zstandard

from app.store import chunks
from app.store.chunks import FILE, Chunk
from app.store.workspace import Workspace

_PLACE = {
    chunks.FILE: ("source_chunk", ""),
    chunks.READING: ("reading_chunk", "AND role = 'reading'"),
    chunks.ORIGINAL: ("reading_chunk", "AND role = 'original'"),
}


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """``sha256`` and ``n_bytes`` of the copy as it is kept now; the source keeps those of the
    file as it came."""

    source_id: int
    sha256: str
    n_bytes: int


def all_kept(workspace: Workspace) -> dict[int, KeptCopy]:
    """Source -> its copy, of those out of which something was cut."""
    return {
        row[0]: KeptCopy(*row)
        for row in workspace.connection.execute("SELECT source_id, sha256, n_bytes FROM kept_copy")
    }


def put_piece(workspace: Workspace, chunk: Chunk, data: bytes, role: str) -> bytes:
    """Another content for a piece, whose rows keep their numbers, inside a transaction; as it is
    packed now."""
    table, where = _PLACE[role]
    packed = zstandard.compress(data, 3)
    workspace.connection.execute(
        f"UPDATE {table} SET data = ?, n_bytes = ? WHERE source_id = ? AND number = ? {where}",
        (packed, len(data), chunk.source_id, chunk.number),
    )
    return packed


def drop_file(workspace: Workspace, source_id: int) -> None:
    """The copy of a file byte for byte, of which no part can be cut out."""
    workspace.connection.execute("DELETE FROM source_chunk WHERE source_id = ?", (source_id,))


def hash_again(workspace: Workspace, source_id: int) -> KeptCopy:
    """What the copy is now, kept for whoever checks it."""
    digest, n_bytes = hashlib.sha256(), 0
    for chunk in chunks.iter_chunks(workspace, source_id, FILE):
        digest.update(chunk.data)
        n_bytes += len(chunk.data)
    kept = KeptCopy(source_id, digest.hexdigest(), n_bytes)
    workspace.connection.execute(
        "INSERT OR REPLACE INTO kept_copy VALUES (?, ?, ?)",
        (kept.source_id, kept.sha256, kept.n_bytes),
    )
    return kept


def insert_purged_rows(
    workspace: Workspace, purge_id: int, source_id: int, runs: Iterable[tuple[int, int]]
) -> None:
    """(first row, rows) that were cut out."""
    workspace.connection.executemany(
        "INSERT OR REPLACE INTO purged_row VALUES (?, ?, ?, ?)",
        ((source_id, first, n, purge_id) for first, n in runs),
    )


def owned_rows(workspace: Workspace, source_id: int, rows: Collection[int]) -> dict[int, int]:
    """Row -> the person whose it is, of those of the rows that are somebody's."""
    found = {}
    for row in rows:
        owner = workspace.connection.execute(
            "SELECT person_id, first_row + n_rows FROM person_rows "
            "WHERE source_id = ? AND first_row <= ? ORDER BY first_row DESC LIMIT 1",
            (source_id, row),
        ).fetchone()
        if owner and row < owner[1]:
            found[row] = int(owner[0])
    return found

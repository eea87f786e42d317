"""Scanned orders and receipts of the papers, compressed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import zstandard

from app.errors import WorkspaceError
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    paper_id: int
    name: str
    sha256: str
    n_bytes: int
    who: str
    at: str


_COLUMNS = "id, paper_id, name, sha256, n_bytes, who, at"


def insert_attachment(
    workspace: Workspace, paper_id: int, name: str, data: bytes, *, who: str, at: str
) -> int:
    """Keep a file, inside the caller's transaction."""
    return int(
        workspace.connection.execute(
            "INSERT INTO attachment (paper_id, name, sha256, n_bytes, data, who, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                paper_id, name, hashlib.sha256(data).hexdigest(), len(data),
                zstandard.compress(data), who, at,
            ),
        ).lastrowid
    )  # fmt: skip


def list_attachments(workspace: Workspace, paper_id: int) -> list[Attachment]:
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM attachment WHERE paper_id = ? ORDER BY id", (paper_id,)
    )
    return [Attachment(*row) for row in rows]


def list_all(workspace: Workspace) -> list[Attachment]:
    """Of every paper, in the order in which they were attached."""
    rows = workspace.connection.execute(f"SELECT {_COLUMNS} FROM attachment ORDER BY id")
    return [Attachment(*row) for row in rows]


def find_attachment(workspace: Workspace, attachment_id: int) -> Attachment | None:
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM attachment WHERE id = ?", (attachment_id,)
    ).fetchone()
    return Attachment(*row) if row else None


def get_data(workspace: Workspace, attachment: Attachment) -> bytes:
    """The file, byte for byte. Raises WorkspaceError when it is not what was kept."""
    row = workspace.connection.execute(
        "SELECT data FROM attachment WHERE id = ?", (attachment.id,)
    ).fetchone()
    try:
        data = zstandard.decompress(row[0], max_output_size=attachment.n_bytes)
    except zstandard.ZstdError:
        data = b""
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise WorkspaceError(
            f"The workspace is damaged: the file {attachment.name} attached to paper "
            f"{attachment.paper_id} is not what was kept. Restore a backup of it."
        )
    return data

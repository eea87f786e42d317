"""The backups of a workspace that were made and read again, as the workspace itself keeps them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.store.workspace import Workspace

BUTTON, SCHEDULE, TERMINAL, PURGE, KEY = "button", "schedule", "terminal", "purge", "key"
CAUSES = (BUTTON, SCHEDULE, TERMINAL, PURGE, KEY)
KEPT, ROTATED, REMOVED, MISSING = "kept", "rotated", "removed", "missing"

BACKED_UP = "backup"
DRILLED = "backup drill"
ROTATED_OUT = "backup rotated"
REMOVED_BY_HAND = "backup removed"
GONE = "backup gone"
RESTORED = "restore"
HANDED_OUT = "hand out everything"

# What no backup has to be made for: looking, coming and going, and backups themselves.
_QUIET = (
    BACKED_UP, DRILLED, ROTATED_OUT, REMOVED_BY_HAND, GONE, HANDED_OUT, "sign in", "unlock",
    "person viewed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """``sha256`` is of the file; ``content`` of all rows in it (`app.store.backup.Contents`).

    ``audit_number`` and ``audit_hash``: the last entry of the record of the work in it.
    """

    id: int
    at: str
    who: str
    cause: str
    folder: str
    file_name: str
    sha256: str
    n_bytes: int
    counts: dict[str, int]
    content: str
    audit_number: int
    audit_hash: str
    state: str = KEPT
    drilled_at: str = ""
    drilled_by: str = ""

    @property
    def path(self) -> Path:
        return Path(self.folder) / self.file_name

    @property
    def anchor(self) -> str:
        """What proves later that the record of the work was not written anew."""
        return f"{self.audit_number}:{self.audit_hash}"


_COLUMNS = (
    "id, at, who, cause, folder, file_name, sha256, n_bytes, counts, content, audit_number, "
    "audit_hash, state, drilled_at, drilled_by"
)


def insert_backup(workspace: Workspace, backup: Backup) -> int:
    """Keep it under a new number, inside the caller's transaction; returns the number."""
    return int(
        workspace.connection.execute(
            "INSERT INTO backup (at, who, cause, folder, file_name, sha256, n_bytes, counts, "
            "content, audit_number, audit_hash, state, drilled_at, drilled_by) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                backup.at, backup.who, backup.cause, backup.folder, backup.file_name,
                backup.sha256, backup.n_bytes, json.dumps(backup.counts), backup.content,
                backup.audit_number, backup.audit_hash, backup.state, backup.drilled_at,
                backup.drilled_by,
            ),
        ).lastrowid
    )  # fmt: skip


def list_backups(workspace: Workspace) -> list[Backup]:
    """All that were ever made, the newest first."""
    rows = workspace.connection.execute(f"SELECT {_COLUMNS} FROM backup ORDER BY id DESC")
    return [_backup(row) for row in rows]


def find_backup(workspace: Workspace, number: int) -> Backup | None:
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM backup WHERE id = ?", (number,)
    ).fetchone()
    return _backup(row) if row else None


def _backup(row: tuple[object, ...]) -> Backup:
    values = list(row)
    values[8] = json.loads(str(row[8]))
    return Backup(*values)  # type: ignore[arg-type]


def set_state(workspace: Workspace, number: int, state: str) -> None:
    """Inside the caller's transaction."""
    workspace.connection.execute("UPDATE backup SET state = ? WHERE id = ?", (state, number))


def set_drilled(workspace: Workspace, number: int, *, at: str, who: str) -> None:
    """Note that it was restored and proved whole, inside the caller's transaction."""
    workspace.connection.execute(
        "UPDATE backup SET drilled_at = ?, drilled_by = ? WHERE id = ?", (at, who, number)
    )


def count_changes_after(workspace: Workspace, audit_number: int) -> int:
    """How many entries of the record of the work are newer, of those that change something."""
    marks = ",".join("?" * len(_QUIET))
    row = workspace.connection.execute(
        f"SELECT count(*) FROM audit WHERE id > ? AND action NOT IN ({marks})",
        (audit_number, *_QUIET),
    ).fetchone()
    return int(row[0])


def has_entry(workspace: Workspace, number: int, digest: str) -> bool:
    """Whether the record of the work has this very entry; every record has the entry before all."""
    if not number:
        return True
    row = workspace.connection.execute("SELECT hash FROM audit WHERE id = ?", (number,)).fetchone()
    return row is not None and row[0] == digest

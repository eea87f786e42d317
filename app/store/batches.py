"""Batches of papers: what is made together, and how far it came."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from sqlcipher3 import dbapi2 as sqlcipher

from app.store.workspace import Workspace

RUNNING, STOPPED, DONE = "running", "stopped", "done"

_COLUMNS = "id, what, folder, n_papers, n_done, state, who, started_at, finished_at"


@dataclass(frozen=True, slots=True)
class Batch:
    id: int
    what: str  # kinds of papers, as the request names them
    folder: str
    n_papers: int
    n_done: int
    state: str
    who: str
    started_at: str
    finished_at: str


def insert_batch(
    workspace: Workspace, *, what: str, folder: str, request: str, n_papers: int, who: str, at: str
) -> int:
    """Begin a batch, inside the caller's transaction."""
    return int(
        workspace.connection.execute(
            "INSERT INTO paper_batch (what, folder, request, n_papers, n_done, state, who, "
            "started_at, finished_at) VALUES (?, ?, ?, ?, 0, 'running', ?, ?, '')",
            (what, folder, request, n_papers, who, at),
        ).lastrowid
    )


def get_request(workspace: Workspace, batch_id: int) -> str:
    """What was asked for, as text."""
    row = workspace.connection.execute(
        "SELECT request FROM paper_batch WHERE id = ?", (batch_id,)
    ).fetchone()
    return str(row[0])


def find_batch(workspace: Workspace, batch_id: int) -> Batch | None:
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM paper_batch WHERE id = ?", (batch_id,)
    ).fetchone()
    return Batch(*row) if row else None


def list_batches(workspace: Workspace, *, folder: str | None = None) -> list[Batch]:
    """The latest first; only those of a folder when one is given."""
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM paper_batch WHERE ?1 IS NULL OR folder = ?1 ORDER BY id DESC",
        (folder,),
    )
    return [Batch(*row) for row in rows]


def find_unfinished(workspace: Workspace) -> Batch | None:
    """The latest batch, when it did not come to its end.

    One that is called running is another program's no more: a workspace is open in one alone.
    """
    found = next(iter(list_batches(workspace)), None)
    return found if found is not None and found.state != DONE else None


def set_progress(workspace: Workspace, batch_id: int, n_done: int) -> None:
    """Count what is made, inside the transaction that enters it."""
    workspace.connection.execute(
        "UPDATE paper_batch SET n_done = ? WHERE id = ?", (n_done, batch_id)
    )


def set_state(workspace: Workspace, batch_id: int, state: str, at: str) -> None:
    workspace.connection.execute(
        "UPDATE paper_batch SET state = ?, finished_at = ? WHERE id = ?", (state, at, batch_id)
    )


def try_stop(workspace: Workspace, batch_id: int, at: str) -> None:
    """Note that a batch was stopped; where even that has no room, it stays as running."""
    with contextlib.suppress(sqlcipher.DatabaseError), workspace.transaction():
        set_state(workspace, batch_id, STOPPED, at)

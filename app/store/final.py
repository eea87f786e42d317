"""Checks that were called final: by whom, when, why, and what was open then."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FinalCall:
    run_id: int
    who: str
    at: str
    why: str  # "" when nothing was open
    n_set_aside: int
    n_open: int
    result_sha256: str


def insert_call(workspace: Workspace, call: FinalCall) -> None:
    """Keep a call, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT INTO final_call (run_id, who, at, why, n_set_aside, n_open, result_sha256) "
        "VALUES (?,?,?,?,?,?,?)",
        (
            call.run_id, call.who, call.at, call.why, call.n_set_aside, call.n_open,
            call.result_sha256,
        ),
    )  # fmt: skip


def find_call(workspace: Workspace, run_id: int) -> FinalCall | None:
    """The latest one of a check."""
    row = workspace.connection.execute(
        "SELECT run_id, who, at, why, n_set_aside, n_open, result_sha256 FROM final_call "
        "WHERE run_id = ? ORDER BY id DESC LIMIT 1",
        (run_id,),
    ).fetchone()
    return FinalCall(*row) if row else None

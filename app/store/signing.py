"""Signed-off results, and what was changed after them."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed which check off; ``sha256`` is over its answers and the decisions on them."""

    id: int
    run_id: int
    who: str
    at: str
    words: str
    n_cases: int
    n_reviewed: int
    sha256: str
    lifted_by: str
    lifted_at: str
    lifted_why: str


@dataclass(frozen=True, slots=True)
class LateChange:
    """A decision changed after the sign-off; states as text of `app.store.case_states`."""

    sign_off_id: int
    conviction_id: int
    who: str
    at: str
    why: str
    before: str
    after: str


def find_sign_off(workspace: Workspace) -> SignOff | None:
    """The one in force."""
    row = workspace.connection.execute(
        "SELECT * FROM sign_off WHERE lifted_at = '' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return SignOff(*row) if row else None


def list_sign_offs(workspace: Workspace) -> list[SignOff]:
    """The latest first, those that were lifted too."""
    rows = workspace.connection.execute("SELECT * FROM sign_off ORDER BY id DESC")
    return [SignOff(*row) for row in rows]


def insert_sign_off(workspace: Workspace, signed: SignOff) -> None:
    """Keep a new one (its id is given here), inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT INTO sign_off (run_id, who, at, words, n_cases, n_reviewed, sha256, lifted_by, "
        "lifted_at, lifted_why) VALUES (?, ?, ?, ?, ?, ?, ?, '', '', '')",
        (
            signed.run_id, signed.who, signed.at, signed.words, signed.n_cases,
            signed.n_reviewed, signed.sha256,
        ),
    )  # fmt: skip


def lift_sign_off(workspace: Workspace, sign_off_id: int, *, who: str, at: str, why: str) -> None:
    """It is no longer in force; it stays on record. Inside the caller's transaction."""
    workspace.connection.execute(
        "UPDATE sign_off SET lifted_by = ?, lifted_at = ?, lifted_why = ? WHERE id = ?",
        (who, at, why, sign_off_id),
    )


def insert_late_change(
    workspace: Workspace,
    sign_off_id: int,
    conviction_id: int,
    *,
    who: str,
    at: str,
    why: str,
    before: str,
    after: str,
) -> None:
    """Inside the transaction of the change."""
    workspace.connection.execute(
        "INSERT INTO late_change (sign_off_id, conviction_id, who, at, why, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (sign_off_id, conviction_id, who, at, why, before, after),
    )


def list_late_changes(workspace: Workspace, sign_off_id: int) -> list[LateChange]:
    """In the order they were made."""
    rows = workspace.connection.execute(
        "SELECT sign_off_id, conviction_id, who, at, why, before, after FROM late_change "
        "WHERE sign_off_id = ? ORDER BY id",
        (sign_off_id,),
    )
    return [LateChange(*row) for row in rows]

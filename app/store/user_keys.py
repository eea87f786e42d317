"""The workspace's key, sealed under users' own passphrases, as the workspace itself keeps it.

The copy that signing in reads before anything can be opened stands beside the workspace
(`app.store.key_file`) and can be written again from these rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UserKey:
    """``slot`` is the sealed key as text; ``must_change``: somebody else chose the passphrase."""

    name: str
    slot: str = field(repr=False)
    must_change: bool
    set_by: str
    set_at: str


def are_used(workspace: Workspace) -> bool:
    """Whether users of this workspace sign in with passphrases of their own."""
    found = workspace.connection.execute("SELECT 1 FROM user_key LIMIT 1").fetchone()
    return found is not None


def list_keys(workspace: Workspace) -> list[UserKey]:
    """By name."""
    rows = workspace.connection.execute(
        "SELECT name, slot, must_change, set_by, set_at FROM user_key ORDER BY name COLLATE NOCASE"
    )
    return [UserKey(name, slot, bool(must), by, at) for name, slot, must, by, at in rows]


def find_key(workspace: Workspace, name: str) -> UserKey | None:
    """Of one user; None for who does not sign in with an own passphrase."""
    return next((one for one in list_keys(workspace) if one.name == name), None)


def put_key(workspace: Workspace, key: UserKey) -> None:
    """Write the row, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO user_key VALUES (?, ?, ?, ?, ?)",
        (key.name, key.slot, key.must_change, key.set_by, key.set_at),
    )


def remove_key(workspace: Workspace, name: str) -> None:
    """Inside the caller's transaction; nothing happens when there is none."""
    workspace.connection.execute("DELETE FROM user_key WHERE name = ?", (name,))

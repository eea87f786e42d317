"""Who works in the office, and why answers are overridden there."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace

CLERK, ATTORNEY, ADMINISTRATOR = "clerk", "attorney", "administrator"
ROLES = (CLERK, ATTORNEY, ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class User:
    name: str
    role: str  # one of ROLES
    is_active: bool
    added_by: str
    added_at: str


@dataclass(frozen=True, slots=True)
class OverrideReason:
    code: str
    words: str
    is_used: bool


def list_users(workspace: Workspace) -> list[User]:
    """By name; those who left too."""
    rows = workspace.connection.execute("SELECT * FROM office_user ORDER BY name COLLATE NOCASE")
    return [User(name, role, bool(active), by, at) for name, role, active, by, at in rows]


def put_user(workspace: Workspace, user: User) -> None:
    """Write the row, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT INTO office_user VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "role = excluded.role, is_active = excluded.is_active, added_by = excluded.added_by, "
        "added_at = excluded.added_at",
        (user.name, user.role, user.is_active, user.added_by, user.added_at),
    )


def list_reasons(workspace: Workspace, *, only_used: bool = False) -> list[OverrideReason]:
    """In the office's order."""
    rows = workspace.connection.execute(
        "SELECT code, words, is_used FROM override_reason WHERE is_used OR NOT ? "
        "ORDER BY position, code",
        (only_used,),
    )
    return [OverrideReason(code, words, bool(is_used)) for code, words, is_used in rows]


def put_reasons(workspace: Workspace, found: list[OverrideReason]) -> None:
    """The whole list in its order, inside the caller's transaction."""
    workspace.connection.execute("DELETE FROM override_reason")
    workspace.connection.executemany(
        "INSERT INTO override_reason VALUES (?, ?, ?, ?)",
        ((one.code, one.words, place, one.is_used) for place, one in enumerate(found)),
    )

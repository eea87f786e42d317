"""What the latest check found on people's records, for lists: flags and other names."""

from __future__ import annotations

from collections.abc import Iterable

from app.store.workspace import Workspace


def clear_flags(workspace: Workspace) -> None:
    workspace.connection.execute("DELETE FROM person_flag")


def insert_flags(
    workspace: Workspace, rows: Iterable[tuple[int, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """(person id, flags, other names)."""
    workspace.connection.executemany(
        "INSERT INTO person_flag (person_id, flags, aliases) VALUES (?, ?, ?)",
        ((person, "\n".join(flags), "\n".join(names)) for person, flags, names in rows),
    )


def get_flags(workspace: Workspace, person_id: int) -> tuple[str, ...]:
    """Those of a person as of the latest check."""
    row = workspace.connection.execute(
        "SELECT flags FROM person_flag WHERE person_id = ?", (person_id,)
    ).fetchone()
    return tuple(row[0].split("\n")) if row and row[0] else ()

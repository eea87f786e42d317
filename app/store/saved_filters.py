"""Filters of the list that the office keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SavedFilter:
    name: str
    filter: str  # JSON, `app.model.queue_filter`
    sort: str
    who: str
    at: str


def list_saved_filters(workspace: Workspace) -> list[SavedFilter]:
    """By name."""
    rows = workspace.connection.execute(
        "SELECT name, filter, sort, who, at FROM saved_filter ORDER BY name COLLATE NOCASE, name"
    )
    return [SavedFilter(*row) for row in rows]


def put_saved_filter(workspace: Workspace, saved: SavedFilter) -> None:
    """Write the row, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO saved_filter VALUES (?, ?, ?, ?, ?)",
        (saved.name, saved.filter, saved.sort, saved.who, saved.at),
    )


def delete_saved_filter(workspace: Workspace, name: str) -> None:
    workspace.connection.execute("DELETE FROM saved_filter WHERE name = ?", (name,))

"""The office's own texts of papers; every version stands in the record of the work."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace

ACTION = "paper text"


@dataclass(frozen=True, slots=True)
class OwnText:
    """An office's text of a paper in its present version."""

    name: str
    version: str
    text: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """What was done to a text: a new version, or back to the shipped one (no text)."""

    who: str
    at: str
    text: str


def find_text(workspace: Workspace, name: str) -> OwnText | None:
    """The office's own text; None while the shipped one is used."""
    row = workspace.connection.execute(
        "SELECT name, version, text, who, at FROM paper_text WHERE name = ?", (name,)
    ).fetchone()
    return None if row is None else OwnText(*row)


def list_texts(workspace: Workspace) -> list[OwnText]:
    """By name."""
    rows = workspace.connection.execute(
        "SELECT name, version, text, who, at FROM paper_text ORDER BY name"
    )
    return [OwnText(*row) for row in rows]


def put_text(workspace: Workspace, text: OwnText) -> None:
    """Write the present version, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO paper_text VALUES (?, ?, ?, ?, ?)",
        (text.name, text.version, text.text, text.who, text.at),
    )


def drop_text(workspace: Workspace, name: str) -> None:
    """The shipped text is used again; inside the caller's transaction."""
    workspace.connection.execute("DELETE FROM paper_text WHERE name = ?", (name,))


def list_changes(workspace: Workspace, name: str) -> list[TextChange]:
    """Everything that was ever done to a text, the oldest first, from the record of the work."""
    rows = workspace.connection.execute(
        "SELECT who, at, new FROM audit WHERE action = ? AND subject = ? ORDER BY id",
        (ACTION, name),
    )
    return [TextChange(*row) for row in rows]

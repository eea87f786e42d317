"""Whose row it is: by its place, by the person number of its file, by a CII number."""

from __future__ import annotations

from app.model.record import RowRef
from app.store import records
from app.store.workspace import Workspace


def find_person_of_row(workspace: Workspace, at: RowRef) -> int | None:
    """Whose row it is; None for a row that was set aside or does not exist."""
    row = workspace.connection.execute(
        "SELECT person_id, first_row + n_rows FROM person_rows "
        "WHERE source_id = ? AND first_row <= ? ORDER BY first_row DESC LIMIT 1",
        (at.source, at.row),
    ).fetchone()
    return int(row[0]) if row and at.row < row[1] else None


def release_row(workspace: Workspace, at: RowRef) -> None:
    """A row belongs to nobody any more."""
    person = find_person_of_row(workspace, at)
    if person is None:
        return
    connection = workspace.connection
    (first, n) = connection.execute(
        "SELECT first_row, n_rows FROM person_rows WHERE source_id = ? AND first_row <= ? "
        "ORDER BY first_row DESC LIMIT 1",
        at,
    ).fetchone()
    connection.execute(
        "DELETE FROM person_rows WHERE source_id = ? AND first_row = ?", (at.source, first)
    )
    parts = ((first, at.row - first), (at.row + 1, first + n - at.row - 1))
    records.insert_person_rows(
        workspace, [(person, at.source, start, length) for start, length in parts if length]
    )


def find_person_by_cii(workspace: Workspace, cii: str) -> int | None:
    row = workspace.connection.execute(
        "SELECT min(id) FROM person WHERE cii = ? AND cii <> ''", (cii,)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def insert_empty_person(workspace: Workspace, cii: str) -> int:
    """A new person, whose record is to follow in the same transaction; returns the number."""
    number = records.next_person_id(workspace)
    records.insert_people(workspace, [(number, cii, "", "", "", "", 0, 0, b"")])
    return number


def find_subject(workspace: Workspace, source_id: int, subject: str) -> int | None:
    """The person that a person number of a file is."""
    row = workspace.connection.execute(
        "SELECT person_id FROM subject WHERE source_id = ? AND subject = ?", (source_id, subject)
    ).fetchone()
    return int(row[0]) if row else None


def remove_subject(workspace: Workspace, source_id: int, subject: str) -> None:
    """A person number without any row left."""
    workspace.connection.execute(
        "DELETE FROM subject WHERE source_id = ? AND subject = ?", (source_id, subject)
    )

"""Cases that were flagged for an attorney, and notes on cases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an attorney; ``answer`` is "" while it is open."""

    conviction_id: int
    words: str
    who: str
    at: str
    answer: str = ""
    answered_by: str = ""
    answered_at: str = ""

    @property
    def is_open(self) -> bool:
        return not self.answered_at


@dataclass(frozen=True, slots=True)
class Note:
    """``uid`` tells notes apart that were written at different desks."""

    uid: str
    conviction_id: int
    words: str
    who: str
    at: str


def get_questions(workspace: Workspace, ids: Iterable[int]) -> dict[int, Question]:
    """Those of the convictions that have one."""
    rows = workspace.connection.execute(
        "SELECT * FROM question WHERE conviction_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: Question(*row) for row in rows}


def list_open_questions(workspace: Workspace) -> list[Question]:
    """The oldest first."""
    rows = workspace.connection.execute(
        "SELECT * FROM question WHERE answered_at = '' ORDER BY at, conviction_id"
    )
    return [Question(*row) for row in rows]


def put_question(workspace: Workspace, question: Question) -> None:
    """Write the row, inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            question.conviction_id, question.words, question.who, question.at, question.answer,
            question.answered_by, question.answered_at,
        ),
    )  # fmt: skip


def delete_question(workspace: Workspace, conviction_id: int) -> None:
    workspace.connection.execute("DELETE FROM question WHERE conviction_id = ?", (conviction_id,))


def list_notes(workspace: Workspace, ids: Iterable[int]) -> list[Note]:
    """Notes on these convictions, the oldest first."""
    rows = workspace.connection.execute(
        "SELECT uid, conviction_id, words, who, at FROM note "
        "WHERE conviction_id IN (SELECT value FROM json_each(?)) ORDER BY at, id",
        (json.dumps(list(ids)),),
    )
    return [Note(*row) for row in rows]


def insert_note(workspace: Workspace, note: Note) -> bool:
    """Write a note, inside the caller's transaction; False when it is there already."""
    done = workspace.connection.execute(
        "INSERT OR IGNORE INTO note (uid, conviction_id, words, who, at) VALUES (?, ?, ?, ?, ?)",
        (note.uid, note.conviction_id, note.words, note.who, note.at),
    )
    return bool(done.rowcount)


def delete_note(workspace: Workspace, uid: str) -> None:
    workspace.connection.execute("DELETE FROM note WHERE uid = ?", (uid,))

"""The journal of the review: what each step changed, so that it can be undone and redone.

Of each case what it was and what it became, as text (JSON). A step that was undone can be redone
until the same person decides something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.store.workspace import Workspace

DONE, UNDONE, DROPPED = "done", "undone", "dropped"
CASE, NOTE = "case", "note"


@dataclass(frozen=True, slots=True)
class Step:
    id: int
    who: str
    at: str
    what: str  # "accepted 1 case"
    state: str


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` and ``after`` are "" for nothing."""

    conviction_id: int
    part: str  # CASE or NOTE
    before: str
    after: str


def insert_step(
    workspace: Workspace, *, who: str, at: str, what: str, changes: Iterable[Change]
) -> int:
    """Keep a step, inside the caller's transaction; what the person had undone is dropped."""
    connection = workspace.connection
    connection.execute(
        "UPDATE review_step SET state = 'dropped' WHERE who = ? AND state = 'undone'", (who,)
    )
    number = connection.execute(
        "INSERT INTO review_step (who, at, what, state) VALUES (?, ?, ?, 'done')", (who, at, what)
    ).lastrowid
    connection.executemany(
        "INSERT INTO review_change VALUES (?, ?, ?, ?, ?)",
        ((number, one.conviction_id, one.part, one.before, one.after) for one in changes),
    )
    return int(number)


def find_last(workspace: Workspace, who: str, state: str) -> Step | None:
    """The step to undo (DONE: the latest) or to redo (UNDONE: the one undone last)."""
    order = "DESC" if state == DONE else "ASC"
    row = workspace.connection.execute(
        "SELECT id, who, at, what, state FROM review_step WHERE who = ? AND state = ? "
        f"ORDER BY id {order} LIMIT 1",
        (who, state),
    ).fetchone()
    return Step(*row) if row else None


def get_changes(workspace: Workspace, step_id: int) -> list[Change]:
    """What a step changed, by conviction."""
    return [
        Change(*row)
        for row in workspace.connection.execute(
            "SELECT conviction_id, part, before, after FROM review_change WHERE step_id = ? "
            "ORDER BY conviction_id, part",
            (step_id,),
        )
    ]


def set_state(workspace: Workspace, step_id: int, state: str) -> None:
    workspace.connection.execute("UPDATE review_step SET state = ? WHERE id = ?", (state, step_id))


def count_steps(workspace: Workspace, who: str) -> tuple[int, int]:
    """(can be undone, can be redone) by this person."""
    found = dict(
        workspace.connection.execute(
            "SELECT state, count(*) FROM review_step WHERE who = ? GROUP BY state", (who,)
        )
    )
    return int(found.get(DONE, 0)), int(found.get(UNDONE, 0))

"""Convictions that mends took away or changed: their numbers, and the reviews that were opened.

An undone mend brings both back.
"""

from __future__ import annotations

from typing import NamedTuple

from app.model.record import RowRef
from app.store.workspace import Workspace


class PastConviction(NamedTuple):
    """``rests_on`` marks the facts on which ``review`` (JSON, "" for none) was taken."""

    conviction_id: int
    rests_on: str
    review: str


def all_past(workspace: Workspace) -> dict[RowRef, PastConviction]:
    """By the row on which the conviction stood."""
    return {
        RowRef(source, row): PastConviction(*past)
        for source, row, *past in workspace.connection.execute(
            "SELECT source_id, row, conviction_id, rests_on, review FROM mended_conviction"
        )
    }


def keep(workspace: Workspace, at: RowRef, past: PastConviction) -> None:
    workspace.connection.execute(
        "INSERT OR REPLACE INTO mended_conviction VALUES (?,?,?,?,?)", (*at, *past)
    )


def forget(workspace: Workspace, at: RowRef) -> None:
    """It stands again as it stood."""
    workspace.connection.execute(
        "DELETE FROM mended_conviction WHERE source_id = ? AND row = ?", at
    )


def numbers_of(workspace: Workspace, person_id: int) -> dict[RowRef, int]:
    """The convictions of a person now."""
    return {
        RowRef(source, row): number
        for number, source, row in workspace.connection.execute(
            "SELECT id, source_id, row FROM conviction WHERE person_id = ?", (person_id,)
        )
    }


def is_there(workspace: Workspace, conviction_id: int) -> bool:
    """Whether a conviction is in the list."""
    found = workspace.connection.execute("SELECT 1 FROM conviction WHERE id = ?", (conviction_id,))
    return found.fetchone() is not None

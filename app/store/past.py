"""Convictions that do not count at their place: their numbers, and what was said of them.

A conviction that another file states as well counts once, at one place; a merge, a mend or a
separation can bring it back. It then has its old number again, and its review, if its facts are
what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.model.record import RowRef
from app.store import reviews
from app.store.reviews import PARKED
from app.store.workspace import Workspace

ConvictionRow = tuple[int, int, int, int, str, str, str, str, str, str, int]

_FACTS = "section, level, convicted_on, county, court, case_number, is_cannabis"


def put_by(workspace: Workspace, numbers: Iterable[int]) -> None:
    """Take convictions out of the list, remembering number and review by their place."""
    connection = workspace.connection
    for number in numbers:
        source, row, *facts = connection.execute(
            f"SELECT source_id, row, {_FACTS} FROM conviction WHERE id = ?", (number,)
        ).fetchone()
        review = reviews.find_review(workspace, number)
        connection.execute(
            "INSERT OR REPLACE INTO past_conviction VALUES (?, ?, ?, ?, ?, NULL)",
            (source, row, number, json.dumps(facts), reviews.review_json(review)),
        )
        reviews.delete_review(workspace, number)
        connection.execute("DELETE FROM conviction WHERE id = ?", (number,))


def bring_back(workspace: Workspace, rows: Sequence[ConvictionRow]) -> list[ConvictionRow]:
    """Insert convictions; one that stood at its place before has its number and review again."""
    inserted = []
    for row in rows:
        past = workspace.connection.execute(
            "SELECT conviction_id, facts, review, carried_to FROM past_conviction "
            "WHERE source_id = ? AND row = ?",
            row[2:4],
        ).fetchone()
        if past is not None:
            row = (past[0], *row[1:])  # noqa: PLW2901 - the same conviction under its number
        inserted.append(row)
        workspace.connection.execute("INSERT INTO conviction VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)
        if past is not None:
            _restore(workspace, row, *past[1:])
    return inserted


def _restore(
    workspace: Workspace, row: ConvictionRow, facts: str, review: str, carried_to: int | None
) -> None:
    connection = workspace.connection
    connection.execute("DELETE FROM past_conviction WHERE source_id = ? AND row = ?", row[2:4])
    kept = reviews.read_review(review)
    if kept is None:
        return
    if carried_to is not None:
        connection.execute(
            "DELETE FROM review WHERE conviction_id = ? AND decision = ? AND decided_at = ?",
            (carried_to, kept.decision, kept.decided_at),
        )
    if json.loads(facts) == list(row[4:]):
        reviews.put_review(workspace, kept)


def carry_parked(workspace: Workspace, at: RowRef, also_at: Iterable[RowRef]) -> None:
    """What was parked stays parked when the same conviction counts at another place.

    An acceptance is not carried: it was of an answer without the other file's facts.
    """
    connection = workspace.connection
    for place in also_at:
        past = connection.execute(
            "SELECT review FROM past_conviction WHERE source_id = ? AND row = ? AND review <> '' "
            "AND carried_to IS NULL",
            place,
        ).fetchone()
        kept = reviews.read_review(past[0]) if past else None
        if kept is None or kept.decision != PARKED:
            continue
        found = connection.execute(
            "SELECT id FROM conviction WHERE source_id = ? AND row = ? "
            "AND id NOT IN (SELECT conviction_id FROM review)",
            at,
        ).fetchone()
        if found is not None:
            reviews.put_review(workspace, replace(kept, conviction_id=found[0]))
            connection.execute(
                "UPDATE past_conviction SET carried_to = ? WHERE source_id = ? AND row = ?",
                (found[0], *place),
            )

"""Decisions that wait for a second person, and what else is open of a check."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from app.store.reviews import COLUMNS, Review, read_review
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision and what a list shows of its case."""

    review: Review
    name: str
    section: str
    case_number: str


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Convictions with an answer, and how many of them are not done, by what they wait for."""

    n_cases: int
    n_reviewed: int
    n_unreviewed: int
    n_parked: int
    n_stale: int
    n_questions: int
    n_unapproved: int
    n_samples: int
    n_packages: int


# As `reviews.needs_approval`, for lists of a million.
_NEEDS = (
    "r.decision <> 'parked' AND r.stale = '' AND r.approved_at = '' AND "
    "CASE :rule WHEN 'all' THEN 1 WHEN 'overrides' THEN r.decision = 'overridden' "
    "WHEN 'relief' THEN CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE r.outcome END "
    "IN ('DISMISSAL', 'REDUCTION') ELSE 0 END"
)
_COLUMNS = "r." + COLUMNS.replace(", ", ", r.")


def list_waiting(
    workspace: Workspace, rule: str, *, reviewer: str = "", limit: int = -1
) -> list[Waiting]:
    """Decisions that ``rule`` wants a second person for and have none, the oldest first."""
    rows = workspace.connection.execute(
        f"SELECT p.name, c.section, c.case_number, {_COLUMNS} FROM review r "
        "JOIN conviction c ON c.id = r.conviction_id JOIN person p ON p.id = c.person_id "
        f"WHERE {_NEEDS} AND :reviewer IN ('', r.reviewer) "
        "ORDER BY r.decided_at, r.conviction_id LIMIT :limit",
        {"rule": rule, "reviewer": reviewer, "limit": limit},
    )
    return [Waiting(Review(*values), name, section, case) for name, section, case, *values in rows]


def waiting_ids(workspace: Workspace, rule: str, reviewer: str) -> list[int]:
    """The convictions that a reviewer decided and that wait."""
    rows = workspace.connection.execute(
        f"SELECT r.conviction_id FROM review r WHERE {_NEEDS} AND r.reviewer = :reviewer "
        "ORDER BY r.conviction_id",
        {"rule": rule, "reviewer": reviewer},
    )
    return [int(row[0]) for row in rows]


def count_waiting(workspace: Workspace, rule: str) -> dict[str, int]:
    """Reviewer -> decisions that wait, by name."""
    rows = workspace.connection.execute(
        f"SELECT r.reviewer, count(*) FROM review r WHERE {_NEEDS} GROUP BY 1 ORDER BY 1",
        {"rule": rule},
    )
    return {str(name): int(n) for name, n in rows}


def count_open(workspace: Workspace, rule: str) -> StillOpen:
    """What is not done of the latest check, for whoever is to sign it off."""
    row = workspace.connection.execute(
        "SELECT count(*), "
        "count(*) FILTER (WHERE r.decision <> 'parked' AND r.stale = ''), "
        "count(*) FILTER (WHERE r.decision IS NULL), "
        "count(*) FILTER (WHERE r.decision = 'parked' AND r.stale = ''), "
        "count(*) FILTER (WHERE r.stale <> ''), "
        "count(*) FILTER (WHERE q.answered_at = ''), "
        f"count(*) FILTER (WHERE {_NEEDS}), "
        "(SELECT count(*) FROM sample WHERE state IN ('open', 'passed')), "
        "(SELECT count(*) FROM package WHERE returned_at = '') "
        "FROM determination d LEFT JOIN review r ON r.conviction_id = d.conviction_id "
        "LEFT JOIN question q ON q.conviction_id = d.conviction_id",
        {"rule": rule},
    ).fetchone()
    return StillOpen(*(int(n) for n in row))


def iter_reviews(workspace: Workspace) -> Iterator[Review]:
    """Every decision in order of conviction id; those on convictions sealed since as well."""
    kept = workspace.connection.execute(
        "SELECT review FROM sealed WHERE review <> '' ORDER BY conviction_id"
    ).fetchall()
    hidden = (review for (text,) in kept if (review := read_review(text)) is not None)
    rows = workspace.connection.execute(f"SELECT {COLUMNS} FROM review ORDER BY conviction_id")
    yield from heapq.merge(
        (Review(*row) for row in rows), hidden, key=lambda one: one.conviction_id
    )

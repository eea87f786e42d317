"""A person's decision on a determination: accepted, or held back with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from app.store import audit
from app.store.workspace import Workspace

ACCEPTED = "accepted"
HELD_BACK = "held back"


@dataclass(frozen=True, slots=True)
class Review:
    conviction_id: int
    decision: str
    reason: str
    reviewer: str
    decided_at: str
    outcome: str  # the determination that was looked at
    outcome_reason: str


def find_review(workspace: Workspace, conviction_id: int) -> Review | None:
    row = workspace.connection.execute(
        "SELECT * FROM review WHERE conviction_id = ?", (conviction_id,)
    ).fetchone()
    return Review(*row) if row else None


def save_review(workspace: Workspace, review: Review) -> None:
    """Record a decision, with the one before it in the audit log; on disk when it returns."""
    before = find_review(workspace, review.conviction_id)
    with workspace.transaction():
        _insert(workspace, review)
        audit.append(
            workspace,
            at=review.decided_at,
            who=review.reviewer,
            action="review",
            subject=f"conviction {review.conviction_id}",
            old=f"{before.decision}: {before.reason}" if before else "",
            new=f"{review.decision}: {review.reason}",
        )


def _insert(workspace: Workspace, review: Review) -> None:
    workspace.connection.execute(
        "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            review.conviction_id, review.decision, review.reason, review.reviewer,
            review.decided_at, review.outcome, review.outcome_reason,
        ),
    )  # fmt: skip


def open_again(workspace: Workspace, review: Review, *, who: str, at: str) -> None:
    """A mend changed what the decision rests on; inside the caller's transaction."""
    _delete(workspace, review.conviction_id)
    audit.append(
        workspace, at=at, who=who, action="review opened by a mend",
        subject=f"conviction {review.conviction_id}", old=f"{review.decision}: {review.reason}",
    )  # fmt: skip


def bring_back(workspace: Workspace, review: Review, *, who: str, at: str) -> None:
    """What it rests on is again what it was; inside the caller's transaction."""
    _insert(workspace, review)
    audit.append(
        workspace, at=at, who=who, action="review brought back",
        subject=f"conviction {review.conviction_id}", new=f"{review.decision}: {review.reason}",
    )  # fmt: skip


def _delete(workspace: Workspace, conviction_id: int) -> None:
    workspace.connection.execute("DELETE FROM review WHERE conviction_id = ?", (conviction_id,))


def remove_review(workspace: Workspace, conviction_id: int, *, who: str, at: str) -> None:
    """Open a conviction again."""
    before = find_review(workspace, conviction_id)
    if before is None:
        return
    with workspace.transaction():
        _delete(workspace, conviction_id)
        audit.append(
            workspace,
            at=at,
            who=who,
            action="review withdrawn",
            subject=f"conviction {conviction_id}",
            old=f"{before.decision}: {before.reason}",
        )


def count_reviews(workspace: Workspace) -> tuple[int, int]:
    """(accepted, held back) among the convictions with a determination."""
    found = dict(
        workspace.connection.execute(
            "SELECT r.decision, count(*) FROM review r "
            "JOIN determination d ON d.conviction_id = r.conviction_id GROUP BY 1"
        )
    )
    return int(found.get(ACCEPTED, 0)), int(found.get(HELD_BACK, 0))

"""What a person decided of a determination, as the store keeps it.

One row for each decided conviction. `app.store.case_states` is the way to write: it keeps the
journal that undo needs, and the record of the work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from app.store.workspace import Workspace

ACCEPTED = "accepted"
OVERRIDDEN = "overridden"
PARKED = "parked"

BY_CHECK, BY_MEND, BY_DELIVERY = "check", "mend", "delivery"  # what made a review stale

SECOND_REVIEWER = "second_reviewer"  # the setting: what needs a second person
NEEDS_SECOND = ("none", "overrides", "relief", "all")


@dataclass(frozen=True, slots=True)
class Review:
    """``outcome``, ``outcome_reason`` and ``seen`` are of the determination looked at.

    ``new_outcome``, ``new_remedy``, ``new_procedure`` are names of members, of an override
    only; ``reason_code`` is of the office's list. ``remind_on`` is of what was parked. ``stale``
    says in words what changed since, and is "" while the decision holds.
    """

    conviction_id: int
    decision: str
    outcome: str
    outcome_reason: str
    seen: str
    new_outcome: str = ""
    new_remedy: str = ""
    new_procedure: str = ""
    reason_code: str = ""
    words: str = ""
    remind_on: str = ""
    reviewer: str = ""
    decided_at: str = ""
    stale: str = ""
    stale_by: str = ""
    approver: str = ""
    approved_at: str = ""
    sample_id: int = 0

    @property
    def is_settled(self) -> bool:
        """Reviewed: accepted or overridden, and nothing changed since."""
        return self.decision != PARKED and not self.stale

    @property
    def final_outcome(self) -> str:
        """The answer after the review; "" while it is not settled."""
        if not self.is_settled:
            return ""
        return self.new_outcome if self.decision == OVERRIDDEN else self.outcome


COLUMNS = (
    "conviction_id, decision, outcome, outcome_reason, seen, new_outcome, new_remedy, "
    "new_procedure, reason_code, words, remind_on, reviewer, decided_at, stale, stale_by, "
    "approver, approved_at, sample_id"
)
_MARKS = ", ".join("?" * 18)
# The answer of a check as one text: a review is stale when it is no longer what it was.
_FINGERPRINT = (
    "json_array(d.outcome, d.reason, d.rule_id, d.remedy, d.procedure, d.missing, d.also_applies)"
)
_NAMES = ("answer", "reason", "deciding rule", "remedy", "procedure", "unknown", "also applies")


def review_json(review: Review | None) -> str:
    """As text, to be kept while its conviction is out of the list; "" for none."""
    return msgspec.json.encode(review).decode() if review else ""


def read_review(text: str) -> Review | None:
    """Of text that `review_json` wrote."""
    return msgspec.json.decode(text, type=Review) if text else None


def find_review(workspace: Workspace, conviction_id: int) -> Review | None:
    row = workspace.connection.execute(
        f"SELECT {COLUMNS} FROM review WHERE conviction_id = ?", (conviction_id,)
    ).fetchone()
    return Review(*row) if row else None


def get_reviews(workspace: Workspace, ids: Iterable[int]) -> dict[int, Review]:
    """Those of the convictions that have one."""
    rows = workspace.connection.execute(
        f"SELECT {COLUMNS} FROM review WHERE conviction_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: Review(*row) for row in rows}


def put_review(workspace: Workspace, review: Review) -> None:
    """Write the row, inside the caller's transaction; journal and record are the caller's."""
    workspace.connection.execute(
        f"INSERT OR REPLACE INTO review ({COLUMNS}) VALUES ({_MARKS})",
        (
            review.conviction_id, review.decision, review.outcome, review.outcome_reason,
            review.seen, review.new_outcome, review.new_remedy, review.new_procedure,
            review.reason_code, review.words, review.remind_on, review.reviewer,
            review.decided_at, review.stale, review.stale_by, review.approver,
            review.approved_at, review.sample_id,
        ),
    )  # fmt: skip


def delete_review(workspace: Workspace, conviction_id: int) -> None:
    workspace.connection.execute("DELETE FROM review WHERE conviction_id = ?", (conviction_id,))


def fingerprints(workspace: Workspace, ids: Iterable[int]) -> dict[int, str]:
    """What the latest check answers of each conviction, as one text; without an answer no entry."""
    rows = workspace.connection.execute(
        f"SELECT d.conviction_id, {_FINGERPRINT} FROM determination d "
        "WHERE d.conviction_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {int(number): str(text) for number, text in rows}


def known_convictions(workspace: Workspace, ids: Iterable[int]) -> set[int]:
    """Those of the numbers that are convictions of this workspace."""
    rows = workspace.connection.execute(
        "SELECT id FROM conviction WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {int(row[0]) for row in rows}


def mark_stale(workspace: Workspace) -> int:
    """After a check: decisions whose answer is no longer what was looked at come back.

    Where the answer is again what it was, the decision holds again. Gives how many decisions
    are stale now because of a check.
    """
    connection = workspace.connection
    rows = connection.execute(
        f"SELECT r.{COLUMNS.replace(', ', ', r.')}, {_FINGERPRINT} FROM review r "
        "LEFT JOIN determination d ON d.conviction_id = r.conviction_id "
        "WHERE r.stale_by IN ('', ?)",
        (BY_CHECK,),
    ).fetchall()
    n_stale = 0
    for *values, now in rows:
        before = Review(*values)
        after = held_against(before, str(now))
        n_stale += bool(after.stale)
        if after != before:
            put_review(workspace, after)
    return n_stale


def held_against(review: Review, fingerprint: str) -> Review:
    """The review as it stands beside the answer of the latest check.

    What a mend or a newer delivery made stale stays so: its facts are others.
    """
    if review.stale_by not in ("", BY_CHECK):
        return review
    changed = "" if review.seen == fingerprint else _what_changed(review, fingerprint)
    return replace(review, stale=changed, stale_by=BY_CHECK if changed else "")


def _what_changed(review: Review, fingerprint: str) -> str:
    now = json.loads(fingerprint)
    if now[0] is None:
        return "The latest check no longer answers for this conviction."
    if not review.seen:  # decided with a program that kept no more than these two
        seen, now = [review.outcome, review.outcome_reason], now[:2]
    else:
        seen = json.loads(review.seen)
    changes = [
        f"{name}: {_shown(before)} → {_shown(after)}"
        for name, before, after in zip(_NAMES, seen, now, strict=False)
        if before != after
    ]
    return "; ".join(changes)


def _shown(value: str) -> str:
    return value.replace("\n", ", ").replace("_", " ") if value else "none"


def count_reviews(workspace: Workspace) -> dict[str, int]:
    """State -> convictions with a determination: accepted, overridden, parked, stale."""
    return {
        str(state): int(n)
        for state, n in workspace.connection.execute(
            "SELECT CASE WHEN r.stale <> '' THEN 'stale' ELSE r.decision END, count(*) "
            "FROM review r JOIN determination d ON d.conviction_id = r.conviction_id GROUP BY 1"
        )
    }


def second_reviewer(workspace: Workspace) -> str:
    """What a second person has to approve: one of NEEDS_SECOND."""
    return workspace.get_setting(SECOND_REVIEWER, "none")


def needs_approval(review: Review, rule: str) -> bool:
    """Whether the office's rule (one of NEEDS_SECOND) wants a second person for a decision."""
    if not review.is_settled or rule == "none":
        return False
    if rule == "overrides":
        return review.decision == OVERRIDDEN
    return rule == "all" or review.final_outcome in ("DISMISSAL", "REDUCTION")


def count_due(workspace: Workspace, on: date) -> int:
    """Parked cases whose reminder is reached."""
    return len(list_due(workspace, on))


def list_due(workspace: Workspace, on: date) -> list[int]:
    """Their convictions, the longest due first."""
    rows = workspace.connection.execute(
        "SELECT conviction_id FROM review WHERE decision = 'parked' AND remind_on <> '' "
        "AND remind_on <= ? ORDER BY remind_on, conviction_id",
        (on.isoformat(),),
    )
    return [int(row[0]) for row in rows]

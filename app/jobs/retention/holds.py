"""Holds: who must not be purged, whatever the schedule says."""

from __future__ import annotations

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.retention.words import check_reason
from app.jobs.rights import Right, check_may
from app.store import audit, retention
from app.store.retention import Hold
from app.store.workspace import Workspace


def place_hold(workspace: Workspace, person_id: int, why: str, *, who: str) -> None:
    """Keep a person from being purged. Raises InputError without a reason or such a person."""
    check_may(workspace, who, Right.SEAL)
    if not retention.count_of_person(workspace, person_id):
        raise InputError(f"There is no person {person_id} in this workspace.")
    words = check_reason(why, "Say what they are kept for: a lawsuit, an appeal, an audit.")
    before = retention.find_hold(workspace, person_id)
    at = now()
    with workspace.transaction():
        retention.put_hold(workspace, Hold(person_id, words, who, at))
        audit.append(
            workspace, at=at, who=who, action="hold", subject=f"person {person_id}",
            old=before.why if before else "", new=words,
        )  # fmt: skip


def lift_hold(workspace: Workspace, person_id: int, why: str, *, who: str) -> None:
    """The person may be purged again. Raises InputError without a reason or a hold."""
    check_may(workspace, who, Right.SEAL)
    before = retention.find_hold(workspace, person_id)
    if before is None:
        raise InputError(f"Person {person_id} is not held. Records kept lists the holds.")
    words = check_reason(why, "Say why they need not be kept any more.")
    with workspace.transaction():
        retention.delete_hold(workspace, person_id)
        audit.append(
            workspace, at=now(), who=who, action="hold lifted", subject=f"person {person_id}",
            old=before.why, new=words,
        )  # fmt: skip

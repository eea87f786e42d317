"""Decisions put into a workspace as if somebody had taken them at the desk."""

from __future__ import annotations

from app.store import reviews
from app.store.case_states import CaseState, get_states, put_states
from app.store.determinations import find_determination
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, Review
from app.store.workspace import Workspace

__all__ = ["ACCEPTED", "OVERRIDDEN", "PARKED", "made_review", "reviewed"]


def made_review(
    workspace: Workspace,
    number: int,
    decision: str,
    words: str = "",
    *,
    who: str = "A clerk",
    at: str = "2026-11-02T08:00:00+00:00",
    **more: str,
) -> Review:
    """A decision on what the latest check answers."""
    answer = find_determination(workspace, number)
    seen = reviews.fingerprints(workspace, [number]).get(number, "")
    outcome, reason = (answer.outcome.name, answer.reason) if answer else ("", "")
    return Review(
        number, decision, outcome, reason, seen, words=words, reviewer=who, decided_at=at, **more
    )  # type: ignore[arg-type]


def reviewed(
    workspace: Workspace, number: int, decision: str, words: str = "", **more: str
) -> Review:
    """The same, written with its step and its entry in the record of the work."""
    review = made_review(workspace, number, decision, words, **more)  # type: ignore[arg-type]
    with workspace.transaction():
        state = CaseState(review, get_states(workspace, [number])[number].question)
        put_states(
            workspace, {number: state}, what="review", who=review.reviewer, at=review.decided_at
        )
    return review

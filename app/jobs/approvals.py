"""What waits for a second person; `app.jobs.decide.approve` is how one agrees."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import InputError
from app.jobs.decide import Done, approve
from app.store import reviews, waiting
from app.store.waiting import Waiting
from app.store.workspace import Workspace

MOST_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Approvals:
    """``rule`` is one of `reviews.NEEDS_SECOND`; ``listed`` begins with the oldest."""

    rule: str
    by_reviewer: dict[str, int]
    listed: tuple[Waiting, ...]

    @property
    def n_waiting(self) -> int:
        return sum(self.by_reviewer.values())


def list_approvals(
    workspace: Workspace, *, reviewer: str = "", limit: int = MOST_SHOWN
) -> Approvals:
    """Decisions that the office wants a second person for; ``reviewer`` "" is everybody's."""
    rule = reviews.second_reviewer(workspace)
    listed = waiting.list_waiting(workspace, rule, reviewer=reviewer, limit=limit)
    return Approvals(rule, waiting.count_waiting(workspace, rule), tuple(listed))


def approve_all_of(workspace: Workspace, reviewer: str, *, who: str, why_late: str = "") -> Done:
    """Agree with everything of a reviewer that waits, as one step to undo."""
    ids = waiting.waiting_ids(workspace, reviews.second_reviewer(workspace), reviewer)
    if not ids:
        raise InputError(f"Nothing of {reviewer or 'nobody'} waits for a second person.")
    return approve(workspace, ids, who=who, why_late=why_late)

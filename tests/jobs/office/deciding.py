"""Short ways to a case of the made-up county and to decisions on it."""

from __future__ import annotations

from collections.abc import Sequence

from app.jobs.decide import Accept, Override, decide
from app.jobs.office import add_user
from app.jobs.queue.load import find_convictions
from app.model.queue_filter import QueueFilter
from app.model.relief import Outcome
from app.store.workspace import Workspace

ADMIN, ATTORNEY, CLERK = "A. Head", "B. Attorney", "C. Clerk"


def people_of_the_office(workspace: Workspace) -> None:
    """One of each role."""
    add_user(workspace, ADMIN, "administrator", who=ADMIN)
    add_user(workspace, ATTORNEY, "attorney", who=ADMIN)
    add_user(workspace, CLERK, "clerk", who=ADMIN)


def cases(workspace: Workspace, outcome: Outcome) -> list[int]:
    """The convictions with an answer, in the order of their numbers."""
    return sorted(find_convictions(workspace, QueueFilter(outcome=(outcome.name,))))


def in_scope(workspace: Workspace) -> list[int]:
    """Every conviction with an answer."""
    return sorted(find_convictions(workspace, QueueFilter()))


def dismissals(workspace: Workspace) -> list[int]:
    return cases(workspace, Outcome.DISMISSAL)


def accept(workspace: Workspace, ids: Sequence[int], who: str = CLERK, why: str = "") -> None:
    decide(workspace, Accept(), ids, who=who, why_late=why)


def override(workspace: Workspace, number: int, who: str = CLERK, why: str = "") -> None:
    """To "not eligible", for the record is wrong."""
    decide(
        workspace, Override(Outcome.NOT_ELIGIBLE, "RECORD", "The level is wrong"), [number],
        who=who, why_late=why,
    )  # fmt: skip

"""Every override that was ever made, from the journal of the review and the decisions that stand.

One that a package or an earlier program brought stands in no step of its own; one that was undone
stands in no decision. Both together are all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.store import steps
from app.store.case_states import read_state
from app.store.reviews import COLUMNS, OVERRIDDEN, Review
from app.store.workspace import Workspace

# As `case_states.state_json` writes it; in anybody's words the quotes stand behind a backslash.
_IN_JSON = f'"decision":"{OVERRIDDEN}"'


@dataclass(frozen=True, slots=True)
class MadeOverride:
    """``is_done`` is False when the step that made it was undone."""

    review: Review
    is_done: bool


def iter_journaled(workspace: Workspace) -> Iterator[MadeOverride]:
    """Overrides as steps made them, in the order of the steps; approved, once more."""
    rows = workspace.connection.execute(
        "SELECT s.state, c.after FROM review_change c JOIN review_step s ON s.id = c.step_id "
        "WHERE c.part = 'case' AND instr(c.after, ?) ORDER BY s.id, c.conviction_id",
        (_IN_JSON,),
    )
    for state, after in rows:
        review = read_state(after).review
        if review is not None and review.decision == OVERRIDDEN:
            yield MadeOverride(review, state == steps.DONE)


def iter_standing(workspace: Workspace) -> Iterator[Review]:
    """Those that are the decision on their case now, stale ones too."""
    for row in workspace.connection.execute(
        f"SELECT {COLUMNS} FROM review WHERE decision = ? ORDER BY conviction_id", (OVERRIDDEN,)
    ):
        yield Review(*row)


def codes_on_record(workspace: Workspace) -> set[str]:
    """Reason codes that an override carries or carried."""
    made = {one.review.reason_code for one in iter_journaled(workspace)}
    return made | {review.reason_code for review in iter_standing(workspace)}

"""Everything the person pane shows of one conviction, read in one go off the window thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.jobs.trace import TracedExplanation, explain_conviction
from app.model.record import RapSheet, RowRef
from app.store.queue import QueueRow, get_place, get_rows, list_person_convictions
from app.store.records import RowIssue, get_rap_sheet, list_issues
from app.store.reviews import Review, find_review
from app.store.runs import find_latest_run
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseView:
    """``traced`` is None without an answer; ``problem`` then says why when that is an error."""

    row: QueueRow
    at: RowRef
    sheet: RapSheet
    under_review: tuple[RowRef, ...]  # the person's convictions that have an answer
    n_convictions: int
    issues: tuple[RowIssue, ...]
    review: Review | None
    as_of: date | None
    traced: TracedExplanation | None
    problem: str
    policy_title: str = ""  # of the check that gave the answer


def load_case(workspace: Workspace, conviction_id: int) -> CaseView:
    """Read a conviction with its person. Raises LookupError when it is not there."""
    person_id, source, row = get_place(workspace, conviction_id)
    convictions = list_person_convictions(workspace, person_id)
    rows = {found.conviction_id: found for found in get_rows(workspace, convictions)}
    run = find_latest_run(workspace)
    traced, problem = None, ""
    if run is not None and rows[conviction_id].outcome:
        try:
            traced = explain_conviction(workspace, conviction_id)
        except UserError as error:
            problem = error.message
    return CaseView(
        row=rows[conviction_id],
        at=RowRef(source, row),
        sheet=get_rap_sheet(workspace, person_id),
        under_review=_answered_rows(workspace, list(rows.values())),
        n_convictions=len(convictions),
        issues=tuple(list_issues(workspace, person_id=person_id)),
        review=find_review(workspace, conviction_id),
        as_of=run.as_of if run else None,
        traced=traced,
        problem=problem,
        policy_title=run.policy_title if run else "",
    )


def _answered_rows(workspace: Workspace, rows: list[QueueRow]) -> tuple[RowRef, ...]:
    places = [get_place(workspace, row.conviction_id) for row in rows if row.outcome]
    return tuple(RowRef(source, row) for _, source, row in places)

"""Everything the person pane shows of one conviction, read in one go off the window thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.jobs.person_numbers import MaskedNumber, list_masked
from app.jobs.trace import TracedExplanation, explain_conviction
from app.model.record import RapSheet, RowRef
from app.store import office
from app.store.audit import AuditEntry, entries_of_conviction
from app.store.case_states import OPEN, CaseState, get_states
from app.store.packages import cases_out
from app.store.questions import Note, Question, list_notes
from app.store.queue import QueueRow, get_place, get_rows, list_person_convictions
from app.store.records import RowIssue, get_rap_sheet, list_issues
from app.store.reviews import Review, needs_approval, second_reviewer
from app.store.runs import find_latest_run
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReviewedConviction:
    """One of the person's convictions that have an answer, with what was decided of it."""

    row: QueueRow
    at: RowRef
    state: CaseState
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """``traced`` is None without an answer; ``problem`` then says why when that is an error."""

    row: QueueRow
    at: RowRef
    sheet: RapSheet
    convictions: tuple[ReviewedConviction, ...]  # of the person, those with an answer
    n_convictions: int
    issues: tuple[RowIssue, ...]
    as_of: date | None
    traced: TracedExplanation | None
    problem: str
    state: CaseState = OPEN
    needs_approval: bool = False
    notes: tuple[Note, ...] = ()
    log: tuple[AuditEntry, ...] = ()  # what was recorded of this conviction, the oldest first
    numbers: tuple[MaskedNumber, ...] = ()
    package: str = ""  # the packages with which it is at another desk
    reason_words: str = ""  # of the reason code of an override, as the office's list has it
    policy_title: str = ""  # of the check that gave the answer

    @property
    def under_review(self) -> tuple[RowRef, ...]:
        return tuple(one.at for one in self.convictions)

    @property
    def review(self) -> Review | None:
        return self.state.review

    @property
    def question(self) -> Question | None:
        return self.state.question


def load_case(workspace: Workspace, conviction_id: int) -> CaseView:
    """Read a conviction with its person. Raises LookupError when it is not there."""
    person_id, source, row = get_place(workspace, conviction_id)
    numbers = list_person_convictions(workspace, person_id)
    rows = {found.conviction_id: found for found in get_rows(workspace, numbers)}
    states = get_states(workspace, numbers)
    rule = second_reviewer(workspace)
    run = find_latest_run(workspace)
    traced, problem = None, ""
    if run is not None and rows[conviction_id].outcome:
        try:
            traced = explain_conviction(workspace, conviction_id)
        except UserError as error:
            problem = error.message
    state = states[conviction_id]
    return CaseView(
        row=rows[conviction_id],
        at=RowRef(source, row),
        sheet=get_rap_sheet(workspace, person_id),
        convictions=tuple(
            ReviewedConviction(
                one, _place(workspace, one), states[number], _needs(states[number], rule)
            )
            for number, one in rows.items()
            if one.outcome
        ),
        n_convictions=len(numbers),
        issues=tuple(list_issues(workspace, person_id=person_id)),
        as_of=run.as_of if run else None,
        traced=traced,
        problem=problem,
        state=state,
        needs_approval=_needs(state, rule),
        notes=tuple(list_notes(workspace, [conviction_id])),
        log=tuple(entries_of_conviction(workspace, conviction_id)),
        numbers=list_masked(workspace, person_id),
        package=cases_out(workspace, [conviction_id]).get(conviction_id, ""),
        reason_words=_reason_words(workspace, state),
        policy_title=run.policy_title if run else "",
    )


def _place(workspace: Workspace, row: QueueRow) -> RowRef:
    _, source, number = get_place(workspace, row.conviction_id)
    return RowRef(source, number)


def _needs(state: CaseState, rule: str) -> bool:
    return state.review is not None and needs_approval(state.review, rule)


def _reason_words(workspace: Workspace, state: CaseState) -> str:
    code = state.review.reason_code if state.review is not None else ""
    if not code:
        return ""
    return next((one.words for one in office.list_reasons(workspace) if one.code == code), "")

"""What the papers page asks the store from its reader thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.draft import Office
from app.errors import InputError
from app.jobs.draft_papers import draft_bulk_of, draft_motion_of, find_office
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import choose_cases
from app.jobs.papers.plan import PapersRequest
from app.jobs.papers.preflight import Preflight, check_before
from app.jobs.preview import Preview
from app.jobs.relief_asked import ReliefAsks
from app.store.batches import Batch, list_batches
from app.store.papers import count_papers, list_relief
from app.store.runs import CheckRun, find_latest_run
from app.store.workspace import Workspace
from ui.papers.cases_model import CaseRow, list_cases


@dataclass(frozen=True, slots=True)
class PapersView:
    """``n_papers`` are those of the register, ``batch`` is the latest."""

    cases: list[CaseRow]
    batch: Batch | None
    n_papers: int
    office: Office
    has_run: bool
    has_relief: bool  # also when the switch leaves no case in the list
    left_out: tuple[str, ...] = ()  # convictions with relief that get no motion, and why


def ask_papers(workspace: Workspace, only_accepted: bool) -> PapersView:
    """The cases that motions are made for, chosen as the draft chooses them."""
    rows, run = list_relief(workspace, only_accepted=only_accepted), find_latest_run(workspace)
    groups, left_out = choose_cases(rows, _asks(run))
    return PapersView(
        cases=list_cases(groups),
        batch=next(iter(list_batches(workspace)), None),
        n_papers=count_papers(workspace),
        office=find_office(workspace),
        has_run=run is not None,
        has_relief=bool(rows) or (only_accepted and bool(list_relief(workspace))),
        left_out=tuple(left_out.values()),
    )


def _asks(run: CheckRun | None) -> ReliefAsks:
    """How the policy of the check has relief asked for; nothing when its text cannot be read."""
    try:
        return ReliefAsks.of(policy_of(run), run.as_of) if run is not None else ReliefAsks()
    except InputError:
        return ReliefAsks(as_of=run.as_of if run is not None else None)


def ask_preflight(workspace: Workspace, request: PapersRequest) -> Preflight:
    """Everything that is missing for a request."""
    return check_before(workspace, request)


def ask_motion(workspace: Workspace, conviction_id: int, office: Office, day: date) -> bytes:
    """The case's motion as a PDF; nothing is recorded."""
    return draft_motion_of(workspace, conviction_id, office, day)


def ask_bulk(workspace: Workspace, office: Office, day: date, only_accepted: bool) -> Preview:
    """The bulk motion with its first cases; nothing is recorded."""
    return draft_bulk_of(workspace, office, day, only_accepted=only_accepted)

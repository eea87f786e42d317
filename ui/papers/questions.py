"""What the papers page asks the store from its reader thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.draft import Office
from app.errors import InputError
from app.jobs.draft_papers import draft_bulk_of, draft_motion_of, find_office
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import choose_cases
from app.jobs.relief_asked import ReliefAsks
from app.store.papers import Paper, count_papers, list_papers, list_relief
from app.store.runs import CheckRun, find_latest_run
from app.store.workspace import Workspace
from ui.papers.cases_model import CaseRow, list_cases
from ui.tables.audit import local_time

_KIND_WORDS = {"motion": "Motion", "bulk motion": "Bulk motion"}
N_REGISTER = 500


@dataclass(frozen=True, slots=True)
class PapersView:
    """``register`` are the newest `N_REGISTER` papers as cells of the table."""

    cases: list[CaseRow]
    register: list[tuple[str, ...]]
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
        register=[_register_cells(paper) for paper in list_papers(workspace, limit=N_REGISTER)],
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


def _register_cells(paper: Paper) -> tuple[str, ...]:
    return (
        local_time(paper.made_at)[:16],
        _KIND_WORDS.get(paper.kind, paper.kind.capitalize()),
        paper.case_number,
        f"{paper.n_pages:,}",
        paper.file_name,
    )


def ask_motion(workspace: Workspace, conviction_id: int, office: Office, day: date) -> bytes:
    """The case's motion as a PDF; nothing is recorded."""
    return draft_motion_of(workspace, conviction_id, office, day)


def ask_bulk(workspace: Workspace, office: Office, day: date, only_accepted: bool) -> bytes:
    """The bulk motion with its first cases as a PDF; nothing is recorded."""
    return draft_bulk_of(workspace, office, day, only_accepted=only_accepted)

"""For which cases the office asks relief, whoever files: what letters and lists speak of."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import InputError
from app.jobs.draft_papers import find_office
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import CaseRows, choose_cases
from app.jobs.paper_kinds import KINDS, cases_for
from app.jobs.relief_asked import ReliefAsks
from app.store import papers, runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AskedCases:
    """Cases in court order; ``left_out`` has a sentence for each conviction without a paper."""

    run: CheckRun
    asks: ReliefAsks
    groups: list[CaseRows]
    left_out: list[str]


def asked_cases(workspace: Workspace, *, only_accepted: bool) -> AskedCases:
    """The cases that get a motion, a petition or an application, chosen as the papers are.

    Raises InputError when nothing was checked yet.
    """
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    asks = ReliefAsks.of(policy_of(run), run.as_of)
    rows = papers.list_relief(workspace, only_accepted=only_accepted)
    chosen, why = choose_cases(rows, asks)
    # An order goes with whichever paper a case has, so it is made for every case that has one.
    groups, more = cases_for(KINDS["orders"], find_office(workspace).files_as, chosen)
    return AskedCases(run, asks, groups, [*why.values(), *more])

"""Which cases get which of the papers asked for, and what an attorney looks at before filing."""

from __future__ import annotations

from app.documents.draft import Side
from app.jobs.citations import citation_cautions
from app.jobs.formats import CHALLENGES
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import CaseRows, choose_cases
from app.jobs.paper_kinds import (
    KINDS,
    LATE_CHALLENGE,
    NO_CHALLENGE,
    OPEN_APPLICATION,
    cases_for,
    challenge_cases,
)
from app.jobs.papers.frame import Frame
from app.jobs.papers.plan import PapersRequest
from app.store import papers
from app.store.runs import CheckRun
from app.store.workspace import Workspace

POINTS = "points"
_CITING = frozenset({POINTS, CHALLENGES})


def choose_by_kind(
    workspace: Workspace, request: PapersRequest, frame: Frame
) -> tuple[dict[str, list[CaseRows]], list[str]]:
    """Kind -> its cases in court order, and a sentence for each conviction that gets no paper."""
    chosen: dict[str, list[CaseRows]] = {}
    sentences: list[str] = []
    groups: list[CaseRows] = []
    if request.kinds - {CHALLENGES}:
        rows = papers.list_relief(workspace, only_accepted=request.only_accepted)
        groups, left_out = choose_cases(rows, frame.asks)
        groups = groups[: request.limit]
        sentences += left_out.values()
    for kind in sorted(request.kinds):
        if kind == CHALLENGES:
            chosen[kind] = challenge_cases(papers.list_challenged(workspace))[: request.limit]
            sentences += [] if chosen[kind] else [NO_CHALLENGE]
        elif kind in KINDS:
            chosen[kind], more = cases_for(KINDS[kind], frame.office.files_as, groups)
            sentences += [one for one in more if one not in sentences]
        else:
            chosen[kind] = groups
    return chosen, sentences


def cautions(
    run: CheckRun, chosen: dict[str, list[CaseRows]], side: Side = Side.PROSECUTOR
) -> list[str]:
    """A sentence for each thing to look at before these papers are filed."""
    citing = [rows for kind in _CITING.intersection(chosen) for rows in chosen[kind]]
    rules = {row.rule_id for rows in citing for row in rows}
    found = citation_cautions(policy_of(run), rules) if citing else []
    applies = any(row.procedure == "APPLICATION" for rows in chosen.get(POINTS, ()) for row in rows)
    if applies and side is not Side.PROSECUTOR:
        found.insert(0, OPEN_APPLICATION)
    return [*([LATE_CHALLENGE] if chosen.get(CHALLENGES) else []), *found]

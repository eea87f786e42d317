"""Papers: the letterhead, what is looked at before anything is made, and the batch itself.

The making stands in `app.jobs.papers`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from app.documents.bulk_motion import render_bulk_motion
from app.documents.draft import Office
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.motion_cases import choose_cases, schedule_cases
from app.jobs.paper_kinds import cases_for, draft_for, main_kinds, render
from app.jobs.papers.batch import draft_papers, nothing_to_draft, resume_papers
from app.jobs.papers.folder import EARLIER_FOLDER, MANIFEST
from app.jobs.papers.frame import frame_of, get_run
from app.jobs.papers.kinds import BULK_FILE, printable_cases
from app.jobs.papers.plan import PapersRequest
from app.jobs.papers.press import PapersSummary
from app.jobs.preview import Preview
from app.jobs.rights import find_user
from app.store import audit, papers, queue, records
from app.store.workspace import Workspace

__all__ = [
    "BULK_FILE",
    "EARLIER_FOLDER",
    "MANIFEST",
    "PapersRequest",
    "PapersSummary",
    "draft_bulk_of",
    "draft_motion_of",
    "draft_papers",
    "find_office",
    "resume_papers",
    "save_office",
]

_OFFICE_SETTING = "office"


def find_office(workspace: Workspace) -> Office:
    """The letterhead kept in the workspace; blank fields until somebody enters them."""
    text = workspace.get_setting(_OFFICE_SETTING)
    if not text:
        return Office()
    values = json.loads(text)
    return Office(**{**values, "address": tuple(values.get("address", ()))})


def save_office(workspace: Workspace, office: Office, who: str) -> None:
    """Keep the letterhead in the workspace, with the one before it in the log."""
    find_user(workspace, who)
    before = workspace.get_setting(_OFFICE_SETTING)
    text = json.dumps(asdict(office), ensure_ascii=False, sort_keys=True)
    with workspace.transaction():
        workspace.save_setting(_OFFICE_SETTING, text)
        audit.append(
            workspace, at=now(), who=who, action="setting", subject="office", old=before, new=text
        )


def draft_motion_of(
    workspace: Workspace, conviction_id: int, office: Office, paper_date: date
) -> bytes:
    """The motion (petition, application) for a conviction's case, to look at; nothing is recorded.

    Raises InputError when no relief is asked for that conviction.
    """
    frame = frame_of(workspace, get_run(workspace), office, paper_date)
    person_id, _, _ = queue.get_place(workspace, conviction_id)
    own = papers.list_relief(workspace, person_id=person_id)
    groups, left_out = choose_cases(own, frame.asks)
    for kind in main_kinds(office.files_as):
        for rows in cases_for(kind, office.files_as, groups)[0]:
            if any(row.conviction_id == conviction_id for row in rows):
                base = frame.motion(records.get_rap_sheet(workspace, person_id), rows)
                return render(kind, draft_for(base), frame.text_of)
    no_relief = "No relief is asked for this conviction, so it has no motion."
    raise InputError(left_out.get(conviction_id, no_relief))


def draft_bulk_of(
    workspace: Workspace,
    office: Office,
    paper_date: date,
    *,
    only_accepted: bool = False,
    limit: int = 40,
) -> Preview:
    """The bulk motion of the first ``limit`` cases, to look at; nothing is recorded.

    Raises InputError when there is no case.
    """
    frame = frame_of(workspace, get_run(workspace), office, paper_date)
    rows = papers.list_relief(workspace, only_accepted=only_accepted)
    groups, left_out = choose_cases(rows, frame.asks)
    if not groups:
        raise InputError(nothing_to_draft([*left_out.values()], only_accepted=only_accepted))
    first = groups[:limit]
    cases = schedule_cases(workspace, first, frame.asks)
    shown = [
        (rows, case) for rows, case in zip(first, cases, strict=True) if printable_cases((case,))
    ]
    pdf = render_bulk_motion(frame.bulk(tuple(case for _, case in shown)), frame.bulk_texts)
    return Preview(pdf, tuple(dict.fromkeys(row.person_id for rows, _ in shown for row in rows)))

"""Making a batch of papers, from its beginning or from where it stopped.

Papers are laid out and checked in worker processes. Each is written under a temporary name, read
again, and entered in the register soon after, a few at a time: a stop, a full disk or a killed
program leaves whole papers and a list of what is still to be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.documents.draft import Side
from app.errors import InputError
from app.jobs.clock import now
from app.jobs.given_out import given_to
from app.jobs.motion_cases import CaseRows
from app.jobs.paper_kinds import check_side
from app.jobs.paper_texts import text_versions
from app.jobs.papers.choosing import cautions, choose_by_kind
from app.jobs.papers.folder import PaperFolder
from app.jobs.papers.frame import Frame, frame_of, get_run
from app.jobs.papers.kinds import JOINT, SINGLE, paper_of
from app.jobs.papers.plan import (
    PapersRequest,
    PlannedPaper,
    plan_papers,
    read_plan,
    request_text,
)
from app.jobs.papers.press import PapersSummary, Press, log_batch
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.jobs.workers import Workers
from app.store import batches, papers
from app.store.runs import CheckRun
from app.store.workspace import Workspace


def draft_papers(
    workspace: Workspace,
    request: PapersRequest,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> PapersSummary:
    """Make the papers of a request. ``progress`` counts papers.

    A paper that cannot be made (a character no font has) is left out and named; the others are
    made. What is stopped is kept and can be gone on with. Raises InputError when there is
    nothing to draft, and when the folder takes no more.
    """
    check_may(workspace, who, Right.PAPERS)
    run = get_run(workspace)
    check_side(request.kinds, request.office.files_as)
    frame = frame_for(workspace, run, request)
    planned, left_out = plan(workspace, request, frame)
    folder = PaperFolder(request.folder)
    folder.make()
    folder.put_earlier_aside(request.kinds)
    with workspace.transaction():
        number = batches.insert_batch(
            workspace,
            what=", ".join(sorted(request.kinds)),
            folder=str(request.folder.resolve()),
            request=request_text(request, run.id, planned, _texts_of(workspace, request)),
            n_papers=len(planned),
            who=who,
            at=now(),
        )
        to = given_to(request.folder, _people(planned))
        log_batch(workspace, who, number, f"{len(planned)} papers of run {run.id} begun; {to}")
    press = Press(workspace, number, run.id, frame, folder, progress)
    press.left_out += left_out
    press.notes += _cautions(run, planned, request.office.files_as)
    return press.print_all(planned, who, workers)


def resume_papers(
    workspace: Workspace,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
    folder: Path | None = None,
) -> PapersSummary:
    """Go on with the latest batch: make only what is missing, also of one that came to its end.

    What was made is compared with the register by its hash. A case that was decided otherwise
    since gets no paper, and is named. ``folder``: where the batch's folder is now. Raises
    InputError when there is no such batch, or another check was made since.
    """
    check_may(workspace, who, Right.PAPERS)
    batch = next(iter(batches.list_batches(workspace)), None)
    if batch is None:
        raise InputError("No papers were made yet: there is nothing to resume.")
    kept = read_plan(folder or Path(batch.folder), batches.get_request(workspace, batch.id))
    run = get_run(workspace)
    if run.id != kept.run_id:
        raise InputError(
            "Another check was made since these papers were begun, so they rest on answers that "
            "count no more. Draft the papers anew."
        )
    if _texts_of(workspace, kept.request) != kept.texts:
        raise InputError(
            "The words of these papers were changed since the batch was begun, so its papers would "
            "not be alike. Draft the papers anew."
        )
    frame = frame_for(workspace, run, kept.request)
    now_planned, left_out = plan(workspace, replace(kept.request, only_new=False), frame)
    by_rest = {(one.kind, one.rests_on): one for one in now_planned}
    planned: list[PlannedPaper] = []
    for kind, name, rests in kept.papers:
        found = by_rest.get((kind, rests))
        if found is not None:
            planned.append(replace(found, file_name=name))
        else:
            left_out.append(
                f"{name}: not made, because what it says was decided or read otherwise since the "
                "batch was begun. Draft the papers anew."
            )
    paper_folder = PaperFolder(kept.request.folder)
    paper_folder.make()
    press = Press(workspace, batch.id, run.id, frame, paper_folder, progress)
    press.left_out += left_out
    press.notes += _cautions(run, planned, kept.request.office.files_as)
    with workspace.transaction():
        batches.set_state(workspace, batch.id, batches.RUNNING, "")
        log_batch(
            workspace, who, batch.id, f"resumed, {batch.n_done} of {batch.n_papers} made before"
        )
    return press.print_all(planned, who, workers)


def _people(planned: list[PlannedPaper]) -> set[int]:
    """Whom the papers are about."""
    return {row.person_id for paper in planned for group in paper.groups for row in group}


def _texts_of(workspace: Workspace, request: PapersRequest) -> dict[str, str]:
    """Kind -> the texts that its papers are made from, with their versions."""
    return {
        name: text_versions(workspace, SINGLE[name].texts if name in SINGLE else JOINT[name].texts)
        for name in sorted(request.kinds)
    }


def frame_for(workspace: Workspace, run: CheckRun, request: PapersRequest) -> Frame:
    """What the papers of a request share."""
    given = replace(request.given, papers=tuple(sorted(request.kinds)))
    return frame_of(
        workspace, run, request.office, request.paper_date,
        given=given, most_pages=request.most_pages,
    )  # fmt: skip


def _cautions(run: CheckRun, planned: list[PlannedPaper], side: Side) -> list[str]:
    chosen: dict[str, list[CaseRows]] = {}
    for paper in planned:
        chosen.setdefault(paper.kind, []).extend(paper.groups)
    return cautions(run, chosen, side)


def plan(
    workspace: Workspace, request: PapersRequest, frame: Frame
) -> tuple[list[PlannedPaper], list[str]]:
    """The papers of a request, and a sentence for each conviction that gets none.

    Raises InputError when there are none at all.
    """
    chosen, sentences = choose_by_kind(workspace, request, frame)
    if not any(chosen.values()):
        raise InputError(nothing_to_draft(sentences, only_accepted=request.only_accepted))
    for kind, groups in chosen.items():
        chosen[kind] = _new_only(workspace, kind, groups) if request.only_new else groups
        n_old = len(groups) - len(chosen[kind])
        if n_old:
            sentences.append(
                f"{n_old:,} of {len(groups):,} cases left out: their {paper_of(kind)} was signed "
                "or filed before."
            )
    planned = plan_papers(request.kinds, chosen)
    if not planned:
        raise InputError("No paper is to be made: those of all cases were signed or filed before.")
    return planned, sentences


def _new_only(workspace: Workspace, kind: str, groups: list[CaseRows]) -> list[CaseRows]:
    signed = papers.list_signed(workspace, paper_of(kind))
    return [rows for rows in groups if not any(row.conviction_id in signed for row in rows)]


def nothing_to_draft(left_out: Sequence[str], *, only_accepted: bool) -> str:
    """Why there is no paper at all."""
    if left_out:
        more = f" And {len(left_out) - 3} more." if len(left_out) > 3 else ""
        return "No paper can be drafted. " + " ".join(left_out[:3]) + more
    return "There is no conviction to ask relief for: none is eligible" + (
        " and accepted."
        if only_accepted
        else ", or all are parked, asked about or not approved yet."
    )

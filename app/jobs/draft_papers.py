"""Papers: motions for every case with relief, singly or as one bulk motion.

Files are laid out in worker processes, written under a temporary name and
moved into place when all are complete; the register records each with its hash.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from app.documents.bulk_motion import render_bulk_motion
from app.documents.check import check_paper
from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionDraft,
    Office,
    Review,
)
from app.documents.fonts import UnprintableCharacterError, clean
from app.documents.motion import render_motion
from app.documents.preflight import unfilled_in_case, unfilled_in_office
from app.documents.preview import page_count
from app.errors import InputError, UserError
from app.jobs.clock import now
from app.jobs.formats import BULK, MOTIONS
from app.jobs.kept_policy import policy_of
from app.jobs.motion_cases import CaseRows, choose_cases, full_case, schedule_cases
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress
from app.jobs.relief_asked import ReliefAsks
from app.jobs.rights import find_user
from app.jobs.workers import Workers
from app.model.record import RapSheet
from app.store import audit, papers, queue, records, runs
from app.store.codec import decode_sheet
from app.store.papers import Paper
from app.store.runs import CheckRun
from app.store.workspace import Workspace

CASES_A_TASK = 100
BULK_FILE = "Bulk motion.pdf"
MANIFEST = "Papers.csv"
EARLIER_FOLDER = "Earlier drafts"
_MOTION_FILE = re.compile(rf"{MOTIONS}/\d+ [\w-]+\.pdf", re.ASCII)
_OFFICE_SETTING = "office"


@dataclass(frozen=True, slots=True)
class PapersRequest:
    """``limit`` draws up only the first cases in court order; None all of them."""

    folder: Path
    kinds: frozenset[str]
    office: Office
    only_accepted: bool
    limit: int | None
    paper_date: date


@dataclass(frozen=True, slots=True)
class PapersSummary:
    files: tuple[Path, ...]
    n_motions: int
    n_counts: int
    n_pages: int
    seconds: float
    left_out: tuple[str, ...]  # a sentence for each case that could not be drafted
    unfilled: tuple[str, ...] = ()  # what prints as a blank line, a sentence each


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every draft of a request shares."""

    office: Office
    court: Court
    review: Review
    paper_date: date
    is_practice: bool
    asks: ReliefAsks

    def draft(self, sheet: RapSheet, rows: CaseRows) -> MotionDraft:
        case = full_case(sheet, rows, self.asks)
        return MotionDraft(
            self.office, self.court, case, self.review, self.paper_date, self.is_practice
        )


@dataclass(frozen=True, slots=True)
class _Task:
    frame: _Frame
    cases: list[tuple[int, bytes, CaseRows]]  # number in court order, record, rows


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    rows: CaseRows
    pdf: bytes
    n_pages: int
    problem: str  # a sentence when the paper could not be made
    unfilled: tuple[str, ...] = ()  # fields of the case that print blank


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


def draft_papers(
    workspace: Workspace,
    request: PapersRequest,
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
) -> PapersSummary:
    """Draft the motions. ``progress`` counts cases.

    A case whose paper cannot be made (a character no font has) is left out and
    named; the others are made. Raises InputError when there is nothing to draft.
    """
    check_not_package(workspace, "Drafting papers")
    if workers is None:
        with Workers() as own:
            return draft_papers(workspace, request, progress, who=who, workers=own)
    find_user(workspace, who)
    began = time.perf_counter()
    run = _latest_run(workspace)
    frame = _frame(workspace, run, request)
    rows = papers.list_relief(workspace, only_accepted=request.only_accepted)
    groups, left_out = choose_cases(rows, frame.asks)
    if not groups:
        raise InputError(_nothing_to_draft(left_out, only_accepted=request.only_accepted))
    groups = groups[: request.limit]
    request.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".papers-", dir=request.folder) as temporary:
        press = _Press(workspace, run, Path(temporary))
        if MOTIONS in request.kinds:
            press.print_motions(groups, frame, progress, workers)
        if BULK in request.kinds:
            progress.step(0, 1, "Laying out the bulk motion")
            press.print_bulk(groups, frame)
            progress.step(1, 1, "Laying out the bulk motion")
        press.write_manifest()
        with workspace.transaction():
            papers.insert_papers(workspace, press.papers)
            audit.append(
                workspace,
                at=now(),
                who=who,
                action="papers",
                subject=f"run {run.id}",
                new=f"{len(press.papers)} files, {press.n_pages} pages",
            )
            files = press.publish(request.folder, request.kinds)
    return PapersSummary(
        files, press.n_motions, press.n_counts, press.n_pages, time.perf_counter() - began,
        (*left_out.values(), *press.left_out), (*_office_blanks(request.office), *press.unfilled),
    )  # fmt: skip


def _nothing_to_draft(left_out: dict[int, str], *, only_accepted: bool) -> str:
    if left_out:
        more = f" And {len(left_out) - 3} more." if len(left_out) > 3 else ""
        return "No motion can be drafted. " + " ".join([*left_out.values()][:3]) + more
    return "There is no conviction to ask relief for: none is eligible" + (
        " and accepted."
        if only_accepted
        else ", or all are parked, asked about or not approved yet."
    )


def _office_blanks(office: Office) -> Iterator[str]:
    """One sentence for the letterhead, when anything of it is missing."""
    fields = unfilled_in_office(office)
    if fields:
        yield f"Blank on every paper, to fill in by hand: {', '.join(fields)}."


def draft_motion_of(
    workspace: Workspace, conviction_id: int, office: Office, paper_date: date
) -> bytes:
    """The motion for the case of a conviction, as PDF, to look at; nothing is recorded.

    Raises InputError when no relief is asked for that conviction.
    """
    run = _latest_run(workspace)
    person_id, _, _ = queue.get_place(workspace, conviction_id)
    own = papers.list_relief(workspace, person_id=person_id)
    request = PapersRequest(Path(), frozenset(), office, False, None, paper_date)
    frame = _frame(workspace, run, request)
    groups, left_out = choose_cases(own, frame.asks)
    for rows in groups:
        if any(row.conviction_id == conviction_id for row in rows):
            return render_motion(frame.draft(records.get_rap_sheet(workspace, person_id), rows))
    no_relief = "No relief is asked for this conviction, so it has no motion."
    raise InputError(left_out.get(conviction_id, no_relief))


def draft_bulk_of(
    workspace: Workspace,
    office: Office,
    paper_date: date,
    *,
    only_accepted: bool = False,
    limit: int = 40,
) -> bytes:
    """The bulk motion of the first ``limit`` cases, as PDF, to look at; nothing is recorded.

    Raises InputError when there is no case.
    """
    run = _latest_run(workspace)
    request = PapersRequest(Path(), frozenset(), office, only_accepted, limit, paper_date)
    frame = _frame(workspace, run, request)
    rows = papers.list_relief(workspace, only_accepted=only_accepted)
    groups, left_out = choose_cases(rows, frame.asks)
    if not groups:
        raise InputError(_nothing_to_draft(left_out, only_accepted=only_accepted))
    cases = tuple(_printable(schedule_cases(workspace, groups[:limit], frame.asks), []))
    return render_bulk_motion(
        BulkMotionDraft(
            frame.office, frame.court, cases, frame.review, paper_date, frame.is_practice
        )
    )


def _latest_run(workspace: Workspace) -> CheckRun:
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    return run


def _frame(workspace: Workspace, run: CheckRun, request: PapersRequest) -> _Frame:
    review = Review(run.as_of, run.policy_title, run.policy_version, run.result_sha256[:8])
    return _Frame(
        request.office,
        Court(run.county),
        review,
        request.paper_date,
        workspace.info.is_practice,
        ReliefAsks.of(policy_of(run), run.as_of),
    )


def _draft_task(task: _Task) -> list[_Made]:
    """Runs in a worker: the motions of some cases, each checked after it was made."""
    return [
        _made(number, rows, task.frame.draft(decode_sheet(record), rows))
        for number, record, rows in task.cases
    ]


def _made(number: int, rows: CaseRows, draft: MotionDraft) -> _Made:
    try:
        pdf = render_motion(draft)
    except UserError as error:
        return _Made(number, rows, b"", 0, error.message)
    problems = check_paper(pdf, _expected(draft))
    return _Made(
        number, rows, pdf, page_count(pdf), " ".join(problems), tuple(unfilled_in_case(draft.case))
    )


def _expected(draft: MotionDraft) -> list[str]:
    """What a finished motion must say: the number and the section of every count."""
    case = draft.case
    return [*case.case_numbers[:1], *dict.fromkeys(count.section_text for count in case.counts)]


def _printable(cases: Iterable[MotionCase], left_out: list[str]) -> Iterator[MotionCase]:
    """The cases without those whose names no font can print; those are named once."""
    for case in cases:
        where = f"case {case.case_number or 'without a number'}"
        try:
            for text in (case.defendant, case.branch, *case.case_numbers):
                clean(text, where)
        except UnprintableCharacterError as error:
            left_out.append(f"Bulk motion, {where}: {error.message}")
        else:
            yield case


class _Press:
    """Writes finished papers into a temporary folder and remembers them for the register."""

    def __init__(self, workspace: Workspace, run: CheckRun, folder: Path) -> None:
        self.papers: list[Paper] = []
        self.left_out: list[str] = []
        self.unfilled: list[str] = []
        self.n_motions = self.n_counts = self.n_pages = 0
        self._workspace = workspace
        self._run = run
        self._folder = folder
        self._defendants: list[str] = []

    def print_motions(
        self, groups: list[CaseRows], frame: _Frame, progress: Progress, workers: Workers
    ) -> None:
        (self._folder / MOTIONS).mkdir()
        done = 0
        for batch in workers.in_order(_draft_task, self._tasks(groups, frame)):
            for made in batch:
                self._keep(made)
            done += len(batch)
            progress.step(done, len(groups), "Drafting motions")

    def _tasks(self, groups: list[CaseRows], frame: _Frame) -> Iterator[_Task]:
        for start in range(0, len(groups), CASES_A_TASK):
            part = groups[start : start + CASES_A_TASK]
            ids = sorted({rows[0].person_id for rows in part})
            sheets = dict(
                pair
                for page in records.iter_coded_people(self._workspace, ids=ids)
                for pair in page
            )
            yield _Task(
                frame,
                [
                    (start + index + 1, sheets[rows[0].person_id], rows)
                    for index, rows in enumerate(part)
                ],
            )

    def _keep(self, made: _Made) -> None:
        first = made.rows[0]
        number = first.case_number or "without a number"
        if made.problem:
            self.left_out.append(f"Case {number}: {made.problem}")
            return
        name = f"{made.number:05d} {_safe(number)}.pdf"
        self._write(f"{MOTIONS}/{name}", made.pdf, "motion", first.case_number, first.person_id,
                    made.n_pages, first.name)  # fmt: skip
        if made.unfilled:
            self.unfilled.append(f"Case {number}: blank on the paper: {', '.join(made.unfilled)}.")
        self.n_motions += 1
        self.n_counts += len(made.rows)

    def print_bulk(self, groups: list[CaseRows], frame: _Frame) -> None:
        found = schedule_cases(self._workspace, groups, frame.asks)
        cases = tuple(_printable(found, self.left_out))
        if not cases:
            return
        draft = BulkMotionDraft(
            frame.office, frame.court, cases, frame.review, frame.paper_date, frame.is_practice
        )
        pdf = render_bulk_motion(draft)
        self._write(BULK_FILE, pdf, "bulk motion", "", None, page_count(pdf), "")
        self.n_counts = max(self.n_counts, draft.n_convictions)

    def _write(
        self, name: str, pdf: bytes, kind: str, case_number: str, person_id: int | None,
        n_pages: int, defendant: str,
    ) -> None:  # fmt: skip
        (self._folder / name).write_bytes(pdf)
        digest = hashlib.sha256(pdf).hexdigest()
        self.papers.append(
            Paper(self._run.id, kind, case_number, person_id, name, digest, n_pages, now())
        )
        self._defendants.append(defendant)
        self.n_pages += n_pages

    def write_manifest(self) -> None:
        """What was made, in court order, with hashes, so that nothing can go missing."""
        with (self._folder / MANIFEST).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("File", "Paper", "Case number", "Defendant", "Pages", "SHA-256"))
            for paper, defendant in zip(self.papers, self._defendants, strict=True):
                writer.writerow(
                    (
                        paper.file_name, paper.kind, _text_cell(paper.case_number),
                        _text_cell(defendant), paper.n_pages, paper.sha256,
                    )
                )  # fmt: skip

    def publish(self, folder: Path, kinds: frozenset[str]) -> tuple[Path, ...]:
        """Move everything into place; files of an earlier draft with these names are replaced.

        The earlier draft's other papers of these kinds go to a folder of their own: what
        was parked or overridden since must not lie among what is to be printed.
        """
        names = [*(paper.file_name for paper in self.papers), MANIFEST]
        for name in sorted(_listed_papers(folder, kinds) - set(names)):
            _move(folder / name, folder / EARLIER_FOLDER / name)
        for name in names:
            _move(self._folder / name, folder / name)
        return tuple(folder / name for name in names)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


def _listed_papers(folder: Path, kinds: frozenset[str]) -> set[str]:
    """Papers of these kinds that an earlier draft's manifest lists and that are still there."""
    try:
        with (folder / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
            listed = {row.get("File") or "" for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()
    own = {name for name in listed if _MOTION_FILE.fullmatch(name)} if MOTIONS in kinds else set()
    if BULK in kinds:
        own |= listed & {BULK_FILE}
    return {name for name in own if (folder / name).is_file()}


def _safe(text: str) -> str:
    """A part of a file name that every system takes and that cannot leave its folder."""
    return re.sub(r"[^\w-]+", "-", text, flags=re.ASCII).strip("-")[:60] or "case"


def _text_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text

"""The press of a batch: lays out, checks, writes and enters papers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.check import check_paper, font_problems
from app.documents.check_schedule import check_pages, missing_in_order
from app.documents.preflight import unfilled_in_office
from app.documents.preview import page_count
from app.errors import Cancelled, UserError
from app.jobs.clock import now, today
from app.jobs.paper_texts import text_versions
from app.jobs.papers.folder import PaperFolder, volume_name
from app.jobs.papers.frame import Frame
from app.jobs.papers.kinds import JOINT, SINGLE, Drafted, paper_of
from app.jobs.papers.plan import PlannedPaper
from app.jobs.progress import Progress
from app.jobs.workers import Workers
from app.store import audit, batches, papers, visible
from app.store.codec import decode_sheet
from app.store.papers import MadePaper, Paper
from app.store.workspace import Workspace

CASES_A_TASK = 40  # laid out, written and entered together
PAGES_A_TASK = 100  # of a long paper, at least


@dataclass(frozen=True, slots=True)
class PapersSummary:
    files: tuple[Path, ...]
    n_motions: int  # papers for a case each
    n_counts: int
    n_pages: int
    seconds: float
    left_out: tuple[str, ...]  # a sentence for each case that could not be drafted
    unfilled: tuple[str, ...] = ()  # what prints as a blank line, a sentence each
    batch_id: int = 0
    n_kept: int = 0  # of a batch that was gone on with: made before, and still as it was


@dataclass(frozen=True, slots=True)
class _Task:
    frame: Frame
    cases: list[tuple[PlannedPaper, bytes]]  # with the record


@dataclass(frozen=True, slots=True)
class _Made:
    paper: PlannedPaper
    pdf: bytes
    n_pages: int
    problem: str  # a sentence when the paper could not be made
    unfilled: tuple[str, ...] = ()
    covers: tuple[int, ...] = ()  # convictions


def log_batch(workspace: Workspace, who: str, batch_id: int, words: str) -> None:
    audit.append(
        workspace, at=now(), who=who, action="papers", subject=f"batch {batch_id}", new=words
    )


def _draft_task(task: _Task) -> list[_Made]:
    """Runs in a worker: the papers of some cases, each checked after it was made."""
    return [_made(task.frame, paper, record) for paper, record in task.cases]


def _made(frame: Frame, paper: PlannedPaper, record: bytes) -> _Made:
    try:
        drafted = SINGLE[paper.kind].draft(frame, decode_sheet(record), paper.rows)
    except UserError as error:
        return _Made(paper, b"", 0, error.message)
    problems = check_paper(drafted.pdf, drafted.expected)
    n_pages = 0 if problems else page_count(drafted.pdf)
    return _Made(
        paper, drafted.pdf, n_pages, " ".join(problems), drafted.unfilled, paper.conviction_ids
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """Some pages of a long paper."""

    pdf: bytes
    first: int
    last: int


def _check_task(task: _Pages) -> tuple[list[str], str]:
    """Runs in a worker."""
    return check_pages(task.pdf, task.first, task.last)


def _check_joint(drafted: Drafted, n_pages: int, workers: Workers) -> str:
    """What is wrong with a long paper, "" when nothing is; its pages are divided up."""
    share = max(PAGES_A_TASK, -(-n_pages // (2 * workers.n_workers)))
    tasks = (_Pages(drafted.pdf, first, first + share) for first in range(0, n_pages, share))
    checked = list(workers.in_order(_check_task, tasks))
    problems = [problem for found, _ in checked for problem in found]
    if not problems:
        problems = font_problems(drafted.pdf)
    return " ".join(problems) or missing_in_order((text for _, text in checked), drafted.in_order)


class Press:
    """Writes finished papers into the folder and enters them in the register."""

    def __init__(
        self, workspace: Workspace, batch_id: int, run_id: int, frame: Frame, folder: PaperFolder,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.left_out: list[str] = []
        self.notes: list[str] = []  # what to look at before filing
        self._unfilled: list[str] = []
        self._workspace = workspace
        self._batch_id = batch_id
        self._run_id = run_id
        self._frame = frame
        self._folder = folder
        self._progress = progress
        self._made = papers.list_made(workspace, batch_id)
        self._n_kept = 0
        self._texts: dict[str, str] = {}

    def print_all(
        self, planned: list[PlannedPaper], who: str, workers: Workers | None
    ) -> PapersSummary:
        """Make what is missing; the state of the batch tells how far it came."""
        began = time.perf_counter()
        try:
            if workers is None:
                with Workers() as own:
                    self._print(planned, own)
            else:
                self._print(planned, workers)
            self._write_manifest(planned)
        except (Cancelled, KeyboardInterrupt):
            batches.try_stop(self._workspace, self._batch_id, now())
            self._write_manifest(planned)
            raise
        except BaseException:
            batches.try_stop(self._workspace, self._batch_id, now())
            raise
        return self._finish(planned, who, time.perf_counter() - began)

    def _print(self, planned: list[PlannedPaper], workers: Workers) -> None:
        wanted = [paper for paper in planned if paper.kind in SINGLE and not self._is_whole(paper)]
        n_all = sum(paper.kind in SINGLE for paper in planned)
        done = n_all - len(wanted)
        for made in workers.in_order(_draft_task, self._tasks(wanted)):
            self._enter([one for one in made if self._is_good(one)])
            done += len(made)
            self._progress.step(done, n_all, "Drafting motions")
        for paper in planned:
            if paper.kind in JOINT and not self._is_whole(paper):
                self._print_joint(paper, workers)

    def _tasks(self, wanted: list[PlannedPaper]) -> Iterator[_Task]:
        for start in range(0, len(wanted), CASES_A_TASK):
            part = wanted[start : start + CASES_A_TASK]
            ids = sorted({paper.rows[0].person_id for paper in part})
            pages = visible.iter_visible_people(self._workspace, ids=ids)
            sheets = dict(pair for page in pages for pair in page)
            yield _Task(self._frame, [(paper, sheets[paper.rows[0].person_id]) for paper in part])

    def _print_joint(self, paper: PlannedPaper, workers: Workers) -> None:
        kind = JOINT[paper.kind]
        label = f"Laying out the {kind.paper}"
        self._progress.step(0, 1, label)
        groups = list(paper.groups)
        drafts = list(kind.draft(self._workspace, self._frame, groups, self.left_out))
        made = []
        for number, drafted in enumerate(drafts, 1):
            n_pages = page_count(drafted.pdf)
            problem = _check_joint(drafted, n_pages, workers)
            named = replace(paper, file_name=volume_name(paper.file_name, number))
            made.append(_Made(named, drafted.pdf, n_pages, problem, covers=drafted.covers))
        self._enter([one for one in made if self._is_good(one)])
        self._progress.step(1, 1, label)

    def _is_whole(self, paper: PlannedPaper) -> bool:
        """Whether a paper was made before and its file is still what it was.

        A file that somebody changed is put aside, and the paper is made again.
        """
        files = [one for name, one in self._made.items() if _is_of(name, paper)]
        for one in files:
            digest = self._folder.hash_of(one.file_name)
            if digest == one.sha256:
                continue
            if digest:
                self._folder.put_aside(one.file_name)
                self.left_out.append(
                    f"{one.file_name} was changed after it was made: it lies among the earlier "
                    "drafts now, and was made again."
                )
            return False
        self._n_kept += bool(files)
        return bool(files)

    def _is_good(self, made: _Made) -> bool:
        first = made.paper.rows[0]
        number = first.case_number or "without a number"
        is_joint = made.paper.kind in JOINT
        where = paper_of(made.paper.kind).capitalize() if is_joint else f"Case {number}"
        if made.problem:
            self.left_out.append(f"{where}: {made.problem}")
            return False
        if made.unfilled:
            self._unfilled.append(f"{where}: blank on the paper: {', '.join(made.unfilled)}.")
        return True

    def _enter(self, made: list[_Made]) -> None:
        """Write the files, then enter them: what is entered is there."""
        hashes = self._folder.write([(one.paper.file_name, one.pdf) for one in made])
        with self._workspace.transaction():
            for one, digest in zip(made, hashes, strict=True):
                self._enter_one(one, digest)
            batches.set_progress(self._workspace, self._batch_id, len(self._made))

    def _enter_one(self, made: _Made, digest: str) -> None:
        name = made.paper.file_name
        before = self._made.get(name)
        if before is None:
            self._made[name] = MadePaper(0, name, digest, made.n_pages)
            papers.insert_papers(self._workspace, [self._paper(made, digest)])
        elif before.sha256 != digest:
            self._made[name] = replace(before, sha256=digest, n_pages=made.n_pages)
            papers.correct_hash(self._workspace, before.id, digest, made.n_pages)

    def _paper(self, made: _Made, digest: str) -> Paper:
        planned, at = made.paper, now()
        first = planned.rows[0]
        is_joint = planned.kind in JOINT
        if planned.kind not in self._texts:
            kind = JOINT[planned.kind] if is_joint else SINGLE[planned.kind]
            self._texts[planned.kind] = text_versions(self._workspace, kind.texts)
        return Paper(
            self._run_id, paper_of(planned.kind), "" if is_joint else first.case_number,
            None if is_joint else first.person_id, planned.file_name, digest, made.n_pages, at,
            self._batch_id, "" if is_joint else first.court, self._texts[planned.kind],
            today().isoformat(), made.covers,
        )  # fmt: skip

    def _files(self, planned: list[PlannedPaper]) -> Iterator[tuple[PlannedPaper, MadePaper]]:
        """What is made, in the order of the plan."""
        joint = [paper for paper in planned if paper.kind in JOINT]
        for paper in planned:
            if paper.kind in SINGLE and paper.file_name in self._made:
                yield paper, self._made[paper.file_name]
        for paper in joint:
            for name, one in self._made.items():
                if _is_of(name, paper):
                    yield paper, one

    def _write_manifest(self, planned: list[PlannedPaper]) -> None:
        rows = []
        for paper, made in self._files(planned):
            is_joint = paper.kind in JOINT
            first = paper.rows[0]
            number, name = ("", "") if is_joint else (first.case_number, first.name)
            words = paper_of(paper.kind)
            rows.append((made.file_name, words, number, name, made.n_pages, made.sha256))
        self._manifest = self._folder.write_manifest(rows)

    def _finish(self, planned: list[PlannedPaper], who: str, seconds: float) -> PapersSummary:
        found = list(self._files(planned))
        n_pages = sum(made.n_pages for _, made in found)
        with self._workspace.transaction():
            batches.set_state(self._workspace, self._batch_id, batches.DONE, now())
            words = f"{len(found)} files, {n_pages} pages, {len(self.left_out)} left out"
            log_batch(self._workspace, who, self._batch_id, words)
        singles = [paper for paper, _ in found if paper.kind in SINGLE]
        return PapersSummary(
            files=(*(self._folder.path / made.file_name for _, made in found), self._manifest),
            n_motions=len(singles),
            n_counts=papers.count_convictions(self._workspace, self._batch_id),
            n_pages=n_pages,
            seconds=seconds,
            left_out=tuple(self.left_out),
            unfilled=(*self.notes, *self._office_blanks(), *self._unfilled),
            batch_id=self._batch_id,
            n_kept=self._n_kept,
        )

    def _office_blanks(self) -> Iterator[str]:
        """One sentence for the letterhead, when anything of it is missing."""
        fields = unfilled_in_office(self._frame.office)
        if fields:
            yield f"Blank on every paper, to fill in by hand: {', '.join(fields)}."


def _is_of(name: str, paper: PlannedPaper) -> bool:
    """Whether a file is the paper's, or a further volume of it."""
    stem = paper.file_name.removesuffix(".pdf")
    return name == paper.file_name or (paper.kind in JOINT and name.startswith(f"{stem}, volume "))

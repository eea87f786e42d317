"""Everything in one go: import, check, export, papers, report."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.clock import now
from app.jobs.delivery import ImportSummary
from app.jobs.export_results import export_results
from app.jobs.formats import BULK, CLEAR_MY_RECORD, EXPORTS, MOTIONS, REPORT
from app.jobs.import_files import import_files
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.jobs.report import summary_data, write_report, write_summary
from app.jobs.result_cells import Results
from app.jobs.workers import Workers
from app.scratch import scratch_folder
from app.store.key import random_key
from app.store.runs import CheckRun
from app.store.workspace import SUFFIX, Workspace, create_workspace


@dataclass(frozen=True, slots=True)
class RunSummary:
    imported: ImportSummary
    run: CheckRun
    summary: dict[str, Any]  # as in summary.json
    files: tuple[Path, ...]
    left_out: tuple[str, ...]  # papers that could not be made, a sentence each
    seconds: float


def run_all(
    workspace: Workspace,
    files: Sequence[Path | FilePlan],
    request: CheckRequest,
    folder: Path,
    formats: frozenset[str],
    progress: Progress,
    *,
    who: str,
) -> RunSummary:
    """All steps, with one set of worker processes. Errors and stops as in the steps."""
    began = time.perf_counter()
    request.evaluator()  # a county that does not fit the policy is refused before any work
    with Workers() as workers:
        imported = import_files(workspace, files, progress, who=who, workers=workers)
        results = Results() if CLEAR_MY_RECORD in formats else None
        run = check_eligibility(
            workspace, request, progress, who=who, workers=workers, results=results
        )
        written: list[Path] = []
        left_out: tuple[str, ...] = ()
        exports = formats & set(EXPORTS)
        if exports:
            written += export_results(
                workspace, folder, exports, progress, who=who, workers=workers, results=results
            )
        if MOTIONS in formats:
            with contextlib.suppress(_NothingToDraftError):
                made, left_out = _draft(workspace, request, folder, progress, who, workers)
                written += made
    if REPORT in formats:
        written += write_report(workspace, folder, who=who)
    else:
        written.append(write_summary(workspace, folder, who=who))
    summary = summary_data(workspace)
    return RunSummary(imported, run, summary, tuple(written), left_out, time.perf_counter() - began)


class _NothingToDraftError(Exception):
    """No relief to ask for: an answer, not an error of the run."""


def _draft(
    workspace: Workspace, request: CheckRequest, folder: Path, progress: Progress, who: str,
    workers: Workers,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:  # fmt: skip
    # Loaded when asked for: it brings fonts and pages that most runs do not need.
    from app.jobs.draft_papers import (  # noqa: PLC0415
        PapersRequest,
        draft_papers,
        find_office,
    )

    wanted = PapersRequest(
        folder / "papers", frozenset({MOTIONS, BULK}), find_office(workspace), False, None,
        request.as_of,
    )  # fmt: skip
    try:
        made = draft_papers(workspace, wanted, progress, who=who, workers=workers)
    except InputError as error:
        raise _NothingToDraftError from error
    return made.files, made.left_out


@contextlib.contextmanager
def temporary_workspace(folder: Path, name: str, county: str) -> Iterator[Workspace]:
    """A workspace under a key nobody knows, beside the results; removed afterwards.

    Folders that were made for it and hold nothing when the work fails go again.
    """
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with scratch_folder(folder) as temporary:
            path = temporary / f"run{SUFFIX}"
            with create_workspace(
                path, random_key(), name=name, county=county, created_at=now()
            ) as workspace:
                yield workspace
    except BaseException:
        with contextlib.suppress(OSError):  # not empty: some files were finished
            for one in made:
                one.rmdir()
        raise

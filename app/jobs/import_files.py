"""Import: files into the workspace, all of them or nothing.

The calling thread supervises and alone writes; worker processes read. One
transaction holds the whole delivery.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.pieces import PIECE_BYTES, FileMap, map_file
from app.importing.reading import Kind
from app.jobs.clock import now
from app.jobs.delivery import Delivery, ImportSummary
from app.jobs.other_files import OtherFile, look_over
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.jobs.workers import Workers
from app.store import audit, records
from app.store.workspace import Workspace


def import_files(
    workspace: Workspace,
    files: Sequence[Path | FilePlan],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
    piece_bytes: int = PIECE_BYTES,
) -> ImportSummary:
    """Import a delivery. ``progress`` counts bytes; a worker reads ``piece_bytes`` at a time.

    A path without a plan is a file of the state. Raises InputError (a sentence; nothing was
    changed) when a file is something else, was imported before, or changes while it is read;
    Cancelled likewise leaves no trace.
    """
    if workers is None:
        with Workers() as own:
            return import_files(
                workspace, files, progress, who=who, workers=own, piece_bytes=piece_bytes
            )
    if not files:
        raise InputError("No file was given. Choose at least one file.")
    began, started_at = time.perf_counter(), now()
    plans = [one if isinstance(one, FilePlan) else FilePlan(one, Kind.DOJ_BULK) for one in files]
    if any(plan.kind is Kind.DOJ_BULK for plan in plans):
        workers.warm_up()
    looked = _look_over(workspace, plans, progress, piece_bytes)
    with workspace.transaction():
        delivery = Delivery(workspace, workers, started_at)
        done, total = 0, sum(one.file.n_bytes for one in looked)
        for one in looked:

            def step(n_bytes: int, before: int = done, label: str = one.label) -> None:
                progress.step(before + n_bytes, total, label)

            one.take(delivery, step)
            done += one.file.n_bytes
        delivery.join_people(progress)
        summary = delivery.finish(time.perf_counter() - began)
        audit.append(
            workspace,
            at=now(),
            who=who,
            action="import",
            subject=f"delivery {summary.batch_id}",
            new="; ".join(f"{source.name} sha256 {source.sha256}" for source in summary.sources),
        )
    return summary


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file that was read once, for its hash, and is now to be taken."""

    plan: FilePlan
    file: FileMap | OtherFile
    has_header: bool

    @property
    def label(self) -> str:
        return f"Reading {self.plan.path.name}"

    def take(self, delivery: Delivery, step: Callable[[int], None]) -> None:
        if isinstance(self.file, FileMap):
            delivery.take_state_file(self.file, self.has_header, step)
        else:
            delivery.take_other_file(self.file, self.plan, step)


def _look_over(
    workspace: Workspace, plans: Sequence[FilePlan], progress: Progress, piece_bytes: int
) -> list[_Looked]:
    """Every file as it stands; refuses what was imported before."""
    known = {source.sha256: source.name for source in records.list_sources(workspace)}
    headers = [plan.kind is Kind.DOJ_BULK and look_at_start(plan.path).has_header for plan in plans]
    looked = []
    for plan, has_header in zip(plans, headers, strict=True):
        name = plan.path.name

        def step(done: int, total: int, label: str = f"Checking {name}") -> None:
            progress.step(done, total, label)

        file: FileMap | OtherFile
        if plan.kind is Kind.DOJ_BULK:
            file = map_file(plan.path, step, piece_bytes)
        else:
            file = look_over(plan, step)
        if file.sha256 in known:
            before = known[file.sha256]
            also = f" as {before}" if before != name else ""
            raise InputError(
                f"{name} was imported before{also}: the content is the same, byte for byte. "
                "Nothing was changed."
            )
        known[file.sha256] = name
        looked.append(_Looked(plan, file, has_header))
    return looked

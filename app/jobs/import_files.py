"""Import: files into the workspace, all of them or nothing.

The calling thread supervises and alone writes; worker processes read. One
transaction holds the whole delivery.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.pieces import PIECE_BYTES, FileMap, map_file
from app.importing.reading import Kind
from app.jobs.clock import now
from app.jobs.delivery import Delivery, ImportSummary
from app.jobs.newer_delivery import DeliveryDifference
from app.jobs.other_files import OtherFile, look_over
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.jobs.retention.returned import settle_returned
from app.jobs.unlocked import check_can_change
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
    replaces: Mapping[Path, int] | None = None,
) -> ImportSummary:
    """Import a delivery. ``progress`` counts bytes; a worker reads ``piece_bytes`` at a time.

    A path without a plan is a file of the state. ``replaces`` says which of the files are newer
    deliveries, and of which source: its rows no longer count, and what is the same keeps its
    number and its review (`app.jobs.newer_delivery`).

    Raises InputError (a sentence; nothing was changed) when a file is something else, was
    imported before, is no newer delivery, or changes while it is read; Cancelled likewise
    leaves no trace.
    """
    if workers is None:
        with Workers() as own:
            return import_files(
                workspace, files, progress, who=who, workers=own, piece_bytes=piece_bytes,
                replaces=replaces,
            )  # fmt: skip
    check_can_change(workspace, who, "Importing files")
    order = _Order(files, who, piece_bytes, replaces or {})
    looked = order.look_over(workspace, workers, progress)
    with workspace.transaction():
        summary = order.take(workspace, workers, looked, progress)
        audit.append(
            workspace,
            at=now(),
            who=who,
            action="import",
            subject=f"delivery {summary.batch_id}",
            old=order.replaced_names(workspace),
            new="; ".join(f"{source.name} sha256 {source.sha256}" for source in summary.sources),
        )
    return summary


def compare_delivery(
    workspace: Workspace,
    file: Path | FilePlan,
    source_id: int,
    progress: Progress,
    *,
    workers: Workers | None = None,
    piece_bytes: int = PIECE_BYTES,
) -> DeliveryDifference:
    """What would change if the file took the place of a source. Leaves no trace.

    It is the import itself, taken back: what is told is what an import does. Raises InputError
    like `import_files`.
    """
    if workers is None:
        with Workers() as own:
            return compare_delivery(
                workspace, file, source_id, progress, workers=own, piece_bytes=piece_bytes
            )
    path = file.path if isinstance(file, FilePlan) else file
    order = _Order([file], "nobody", piece_bytes, {path: source_id})
    looked = order.look_over(workspace, workers, progress)
    try:
        with workspace.transaction():
            difference = order.take(workspace, workers, looked, progress).difference
            raise _TakenBack
    except _TakenBack:
        assert difference is not None
        return difference


class _TakenBack(Exception):  # noqa: N818 - not an error
    """Ends the transaction of a comparison."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A delivery that is to be imported."""

    files: Sequence[Path | FilePlan]
    who: str
    piece_bytes: int
    replaces: Mapping[Path, int]

    def look_over(
        self, workspace: Workspace, workers: Workers, progress: Progress
    ) -> list[_Looked]:
        if not self.files:
            raise InputError("No file was given. Choose at least one file.")
        plans = [
            one if isinstance(one, FilePlan) else FilePlan(one, Kind.DOJ_BULK) for one in self.files
        ]
        _check_replaced(workspace, plans, self.replaces)
        if any(plan.kind is Kind.DOJ_BULK for plan in plans):
            workers.warm_up()
        return _look_over(workspace, plans, progress, self.piece_bytes)

    def take(
        self, workspace: Workspace, workers: Workers, looked: list[_Looked], progress: Progress
    ) -> ImportSummary:
        """Inside a transaction."""
        began, started_at = time.perf_counter(), now()
        delivery = Delivery(workspace, workers, started_at)
        delivery.set_apart(self.replaces.keys())
        done, total = 0, sum(one.file.n_bytes for one in looked)
        for one in looked:

            def step(n_bytes: int, before: int = done, label: str = one.label) -> None:
                progress.step(before + n_bytes, total, label)

            one.take(delivery, step)
            done += one.file.n_bytes
        delivery.join_people(progress)
        difference = None
        if self.replaces:
            difference = delivery.replace_older(self.replaces, progress, self.who)
        settle_returned(workspace, delivery.sources)
        summary = delivery.finish(time.perf_counter() - began)
        return replace(summary, difference=difference)

    def replaced_names(self, workspace: Workspace) -> str:
        names = {source.id: source.name for source in records.list_sources(workspace)}
        return "; ".join(f"replaces {names[older]}" for older in self.replaces.values())


def _check_replaced(
    workspace: Workspace, plans: Sequence[FilePlan], replaces: Mapping[Path, int]
) -> None:
    """Raise InputError when a file cannot be a newer delivery of the source named for it."""
    sources = {source.id: source for source in records.list_sources(workspace)}
    by_path = {plan.path: plan for plan in plans}
    for path, older in replaces.items():
        source, plan = sources.get(older), by_path.get(path)
        if source is None or plan is None:
            raise InputError(f"There is no file {older} in this workspace to be replaced.")
        if source.replaced_by is not None:
            newer = sources[source.replaced_by].name
            raise InputError(
                f"{source.name} was replaced by {newer} already. Name that file instead."
            )
        if source.kind != plan.kind.value:
            raise InputError(
                f"{path.name} is not the same kind of file as {source.name}: it is no newer "
                "delivery of it. Nothing was changed."
            )
    if len(set(replaces.values())) < len(replaces):
        raise InputError("Two files cannot both be the newer delivery of one file.")


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

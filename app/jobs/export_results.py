"""Export: the determinations of the latest check as files for other programs."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app import durable
from app.errors import InputError, UsageError
from app.exporting import clear_my_record as cmr
from app.exporting.differences import DIFFERENCES_FILE, differences_text
from app.exporting.safe_cells import safe_cell
from app.jobs.difference_lines import difference_lines
from app.jobs.formats import CLEAR_MY_RECORD, EXPORTS, WORKBOOK
from app.jobs.given_out import GivenOut, on_record
from app.jobs.mended_rows import mended_rows, n_columns_of
from app.jobs.overrides import add_register
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress
from app.jobs.result_cells import PersonTask, Results, ResultsTask, find_results
from app.jobs.source_rows import PlaceNames, get_source_rows
from app.jobs.workers import Workers
from app.jobs.write_pieces import PieceTask, write_piece
from app.rules.earlier.points import EarlierTool, find_earlier_tool
from app.scratch import scratch_folder
from app.store import chunks, determinations, records, runs, sealed
from app.store.chunks import rows_of
from app.store.records import Source
from app.store.runs import CheckRun
from app.store.workspace import Workspace

QUARANTINE_FILE = "Quarantined_Rows.csv"
QUARANTINE_PAGE = 1000
PEOPLE_A_TASK = 50
COPY_BYTES = 1 << 20


def export_results(
    workspace: Workspace,
    folder: Path,
    formats: frozenset[str],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
    results: Results | None = None,
) -> tuple[Path, ...]:
    """Write the files of every format; ``progress`` counts bytes of the sources.

    On record before the files appear.

    ``results`` are what the result files need, when the check before has gathered it.

    The files appear when all are complete; a cancelled or failed export leaves
    the folder as it was. Raises UsageError for an unknown format and InputError
    when nothing was checked yet.
    """
    check_not_package(workspace, "Exporting results")
    unknown = formats - set(EXPORTS)
    if unknown:
        raise UsageError(f"Unknown format {min(unknown)!r}. Known formats: {', '.join(EXPORTS)}.")
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    if workers is None:
        with Workers() as own:
            return export_results(
                workspace, folder, formats, progress, who=who, workers=own, results=results
            )
    durable.make_folder(folder)
    with scratch_folder(folder) as stage:
        if CLEAR_MY_RECORD in formats:
            _write_clear_my_record(workspace, run, stage, progress, workers, results)
        if WORKBOOK in formats:
            # Loaded when asked for: every other command starts sooner without it.
            from app.jobs.export_workbook import write_results_workbook  # noqa: PLC0415

            write_results_workbook(workspace, run, stage)
        add_register(workspace, stage)
        given = GivenOut(f"result files ({', '.join(sorted(formats))})", folder, people=None)
        made = sorted(stage.iterdir())
        with on_record(workspace, given, who=who):
            durable.replace_all((path, folder / path.name) for path in made)
        return tuple(folder / path.name for path in made)


def _write_clear_my_record(
    workspace: Workspace,
    run: CheckRun,
    stage: Path,
    progress: Progress,
    workers: Workers,
    results: Results | None,
) -> None:
    sources = records.list_counting_sources(workspace)
    if results is None:
        results = Results()
        for found in workers.in_order(find_results, _person_tasks(workspace, run)):
            results.add(found)
    total, done = sum(source.n_bytes for source in sources), 0
    for index, source in enumerate(sources, start=1):
        part = index if len(sources) > 1 else None
        with ExitStack() as stack:
            files = []
            for kind in cmr.RESULT_FILES:
                out = stack.enter_context((stage / cmr.file_name(kind, part)).open("wb"))
                out.write(cmr.header_line(kind).encode())
                files.append(out)
            pieces = _piece_tasks(workspace, source, results.cells.get(source.id, {}), stage)
            written = stack.enter_context(closing(workers.in_order(write_piece, pieces)))
            for parts, n_bytes in written:
                for out, path in zip(files, parts, strict=True):
                    _append(out, path)
                done += n_bytes
                progress.step(done, total, f"Writing the results of {source.name}")
    _write_quarantine(workspace, sources, stage)
    tool = _earlier_tool(run)
    if tool is not None:
        path = stage / DIFFERENCES_FILE
        hidden = {source.id: sealed.rows_of_source(workspace, source.id) for source in sources}
        shown = [one for one in results.differences if one.at.row not in hidden[one.at.source]]
        lines = difference_lines(workspace, sources, shown, read_files=not tool.table.reads_exactly)
        path.write_text(differences_text(lines), encoding="utf-8", newline="")


def _earlier_tool(run: CheckRun) -> EarlierTool | None:
    return find_earlier_tool(run.policy_id, run.options, run.county, run.as_of)


def _person_tasks(workspace: Workspace, run: CheckRun) -> Iterator[ResultsTask]:
    """Everyone: an earlier tool may have answered for people for whom we have no answer."""
    answered = determinations.by_person(workspace)
    tool = _earlier_tool(run)
    ids = list(answered) if tool is None else None
    others = records.other_sources(workspace)
    for batch in records.iter_coded_people(workspace, PEOPLE_A_TASK, ids=ids):
        people = [PersonTask(record, tuple(answered.get(number, ()))) for number, record in batch]
        yield ResultsTask(run.as_of, tool, people, others)


def _piece_tasks(
    workspace: Workspace, source: Source, results: dict[int, tuple[str, ...]], stage: Path
) -> Iterator[PieceTask]:
    ordered = sorted(results)
    position = 0
    mended = mended_rows(workspace, source)
    hidden = sealed.rows_of_source(workspace, source.id)
    for chunk in chunks.iter_packed_chunks(workspace, source.id, rows_of(source)):
        after = chunk.first_row + chunk.n_rows
        own = {}
        while position < len(ordered) and ordered[position] < after:
            own[ordered[position]] = results[ordered[position]]
            position += 1
        is_first = chunk.number == 0
        yield PieceTask(
            chunk.data, source.encoding, source.mark_bytes if is_first else 0, source.line_mark,
            chunk.first_row, source.has_header and is_first, own,
            tuple(stage / f".{kind}-{chunk.number}" for kind in cmr.RESULT_FILES),
            n_columns_of(source),
            {row: cells for row, cells in mended.items() if chunk.first_row <= row < after},
            frozenset(row for row in hidden if chunk.first_row <= row < after),
        )  # fmt: skip


def _append(out: BinaryIO, part: Path) -> None:
    """Put a finished piece at the end of its file.

    Workers write pieces to files and not into the pipe to this process, which would
    copy a gigabyte four times. Where the system can, the bytes never leave it.
    """
    with part.open("rb") as piece:
        out.flush()
        if not _copy_within_system(piece, out):
            shutil.copyfileobj(piece, out, COPY_BYTES)
    part.unlink()


def _copy_within_system(piece: BinaryIO, out: BinaryIO) -> bool:
    if not hasattr(os, "copy_file_range"):
        return False
    left = os.fstat(piece.fileno()).st_size
    try:
        while left > 0:
            left -= os.copy_file_range(piece.fileno(), out.fileno(), left)
    except OSError as error:
        # Some file systems cannot; nothing was copied then, and the long way is taken.
        if error.errno in (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
            return False
        raise
    return True


def _write_quarantine(workspace: Workspace, sources: list[Source], stage: Path) -> None:
    """Rows that took part in nothing, whole, with the reason, so that nothing is lost."""
    if not any(source.n_quarantined for source in sources):
        return
    names = PlaceNames(workspace)
    with (stage / QUARANTINE_FILE).open("w", encoding="utf-8", newline="") as file:
        file.write(cmr.csv_text(("File", "Row", "Column", "Reason", "Text")) + "\n")
        issues = records.iter_quarantined(workspace)
        while page := list(islice(issues, QUARANTINE_PAGE)):
            rows = get_source_rows(workspace, [issue.at for issue in page])
            for issue in page:
                (name, line), text = names.name(issue.at), rows[issue.at].text
                column = names.column(issue.at, issue.column)
                cells = (name, str(line), column, issue.reason, text)
                file.write(cmr.csv_text([safe_cell(cell) for cell in cells]) + "\n")

"""Import: files into the workspace, all of them or nothing.

The calling thread supervises and alone writes; worker processes read. One
transaction holds the whole delivery.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.issues import BIRTH_MISSING, Issue
from app.importing.pieces import PIECE_BYTES, FileMap, map_file
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.read_pieces import (
    CodedPerson,
    JoinTask,
    PieceResult,
    join_task,
    piece_tasks,
    read_piece_task,
)
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import audit, records
from app.store.records import Chunk, ConvictionRow, PersonRow, RowIssue, Source
from app.store.workspace import Workspace
from app.version import VERSION

JOIN_BATCH = 100


@dataclass(frozen=True, slots=True)
class ImportSummary:
    batch_id: int
    sources: tuple[Source, ...]
    n_rows: int
    n_people: int  # people who were new or received rows
    n_convictions: int  # convictions of the workspace after the import
    n_quarantined: int
    n_issues: int
    seconds: float


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    progress: Progress,
    *,
    who: str,
    workers: Workers | None = None,
    piece_bytes: int = PIECE_BYTES,
) -> ImportSummary:
    """Import a delivery. ``progress`` counts bytes; a worker reads ``piece_bytes`` at a time.

    Raises InputError (a sentence; nothing was changed) when a file is something
    else, was imported before, or changes while it is read; Cancelled likewise
    leaves no trace.
    """
    if workers is None:
        with Workers() as own:
            return import_files(
                workspace, paths, progress, who=who, workers=own, piece_bytes=piece_bytes
            )
    if not paths:
        raise InputError("No file was given. Choose at least one file.")
    began, started_at = time.perf_counter(), now()
    workers.warm_up()
    headers = [look_at_start(path).has_header for path in paths]
    files = _map_files(workspace, paths, progress, piece_bytes)
    with workspace.transaction():
        delivery = _Delivery(workspace, workers, started_at)
        done, total = 0, sum(file.n_bytes for file in files)
        for file, has_header in zip(files, headers, strict=True):
            done = delivery.take_file(file, has_header, progress, done, total)
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


def _map_files(
    workspace: Workspace, paths: Sequence[Path], progress: Progress, piece_bytes: int
) -> list[FileMap]:
    """Hash, encoding and cuts of every file; refuses what was imported before."""
    known = {source.sha256: source.name for source in records.list_sources(workspace)}
    files = []
    for path in paths:

        def step(done: int, total: int, label: str = f"Checking {path.name}") -> None:
            progress.step(done, total, label)

        file = map_file(path, step, piece_bytes)
        if file.sha256 in known:
            before = known[file.sha256]
            also = f" as {before}" if before != path.name else ""
            raise InputError(
                f"{path.name} was imported before{also}: the content is the same, byte for byte. "
                "Nothing was changed."
            )
        known[file.sha256] = path.name
        files.append(file)
    return files


@dataclass(slots=True)
class _Waiting:
    """Further portions of a person who is in the workspace already."""

    records: list[bytes] = field(default_factory=list)
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    n_rows: int = 0


class _Delivery:
    """Writes one delivery inside the caller's transaction."""

    def __init__(self, workspace: Workspace, workers: Workers, started_at: str) -> None:
        self._workspace = workspace
        self._workers = workers
        self._began = time.perf_counter()
        self._batch = records.insert_batch(
            workspace, started_at=started_at, finished_at=started_at, seconds=0.0, version=VERSION
        )
        self._next_person = records.next_person_id(workspace)
        self._next_conviction = records.next_conviction_id(workspace)
        self._person_of_cii = records.find_people_by_cii(workspace)
        self._waiting: dict[int, _Waiting] = {}
        self._touched = 0
        self._n_issues = 0
        self._sources: list[int] = []

    def take_file(
        self, file: FileMap, has_header: bool, progress: Progress, done: int, total: int
    ) -> int:
        """Read one file; returns the bytes done so far."""
        source = Source(
            0, self._batch, file.path.name, file.sha256, file.n_bytes, file.encoding,
            file.mark_bytes, file.line_mark.decode("ascii"), "doj-bulk", has_header, 0, 0,
        )  # fmt: skip
        source_id = records.insert_source(self._workspace, source)
        self._sources.append(source_id)
        person_of_subject: dict[str, int] = {}
        n_rows = n_quarantined = 0
        tasks = piece_tasks(file, source_id, has_header=has_header)
        for result in self._workers.in_order(read_piece_task, tasks):
            self._take_piece(source_id, result, person_of_subject)
            n_rows += result.n_rows
            n_quarantined += _count_quarantined(result)
            done += result.piece.length
            progress.step(done, total, f"Reading {file.path.name}")
        file.check_unchanged()
        if not person_of_subject:
            raise InputError(
                f"{file.path.name} holds no row that can be read: {n_quarantined:,} rows were set "
                "aside. Nothing was imported. Ask for the file again."
            )
        records.finish_source(
            self._workspace, source_id, n_rows=n_rows, n_quarantined=n_quarantined
        )
        return done

    def _take_piece(
        self, source_id: int, result: PieceResult, person_of_subject: dict[str, int]
    ) -> None:
        piece = result.piece
        records.insert_chunk(
            self._workspace,
            Chunk(source_id, piece.number, piece.first_row, piece.n_lines, result.data),
            piece.length,
        )
        people: list[PersonRow] = []
        lines: list[tuple[int, int, int, int]] = []
        convictions: list[ConvictionRow] = []
        issues = [_row_issue(source_id, issue, None) for issue in result.issues]
        for coded in result.people:
            person_id = person_of_subject.get(coded.subject)
            if person_id is None and coded.cii:
                person_id = self._person_of_cii.get(coded.cii)
            if person_id is None:
                person_id = self._new_person(source_id, coded, people, lines, convictions)
            else:
                self._wait(person_id, source_id, coded)
            person_of_subject[coded.subject] = person_id
            if coded.cii:  # perhaps only a later row of the person states it
                self._person_of_cii.setdefault(coded.cii, person_id)
            issues += [_row_issue(source_id, issue, person_id) for issue in coded.issues]
        records.insert_people(self._workspace, people)
        records.insert_person_rows(self._workspace, lines)
        records.insert_convictions(self._workspace, convictions)
        self._add_issues(issues)

    def _add_issues(self, issues: list[RowIssue]) -> None:
        records.insert_issues(self._workspace, issues)
        self._n_issues += len(issues)

    def _new_person(
        self,
        source_id: int,
        coded: CodedPerson,
        people: list[PersonRow],
        lines: list[tuple[int, int, int, int]],
        convictions: list[ConvictionRow],
    ) -> int:
        person_id = self._next_person
        self._next_person += 1
        self._touched += 1
        people.append(_person_row(person_id, coded, coded.n_rows))
        lines += [(person_id, source_id, first, n) for first, n in coded.lines]
        convictions += self._number(person_id, coded)
        return person_id

    def _number(self, person_id: int, coded: CodedPerson) -> Iterator[ConvictionRow]:
        for conviction in coded.convictions:
            yield (self._next_conviction, person_id, *conviction)
            self._next_conviction += 1

    def _wait(self, person_id: int, source_id: int, coded: CodedPerson) -> None:
        waiting = self._waiting.setdefault(person_id, _Waiting())
        waiting.records.append(coded.record)
        waiting.lines += [(source_id, first, n) for first, n in coded.lines]
        waiting.n_rows += coded.n_rows

    def join_people(self, progress: Progress) -> None:
        """Give people their further portions: rows apart, further files, other numbers."""
        numbers = sorted(self._waiting)
        total, done = len(numbers), 0
        for joined in self._workers.in_order(join_task, self._join_tasks(numbers)):
            for person in joined:
                self._replace(person.person_id, person.coded)
                self._add_issues(
                    [_row_issue(source, one, person.person_id) for source, one in person.doubts]
                )
            done += len(joined)
            progress.step(done, total, "Joining the rows of people")

    def _join_tasks(self, numbers: list[int]) -> Iterator[list[JoinTask]]:
        for start in range(0, len(numbers), JOIN_BATCH):
            part = numbers[start : start + JOIN_BATCH]
            stored = dict(
                pair
                for batch in records.iter_coded_people(self._workspace, ids=part)
                for pair in batch
            )
            yield [
                JoinTask(number, (stored[number], *self._waiting[number].records))
                for number in part
            ]

    def _replace(self, person_id: int, coded: CodedPerson) -> None:
        waiting = self._waiting[person_id]
        n_rows = records.count_person_rows(self._workspace, person_id) + waiting.n_rows
        before = records.list_person_rows(self._workspace, person_id)
        if all(source not in self._sources for source, _, _ in before):
            self._touched += 1
        records.replace_person(
            self._workspace,
            _person_row(person_id, coded, n_rows),
            [(person_id, *run) for run in (*before, *waiting.lines)],
            list(self._number(person_id, coded)),
        )
        if coded.born:
            self._n_issues -= records.drop_issues(self._workspace, person_id, BIRTH_MISSING)

    def finish(self, seconds: float) -> ImportSummary:
        records.finish_batch(
            self._workspace, self._batch, finished_at=now(), seconds=round(seconds, 3)
        )
        sources = tuple(
            source
            for source in records.list_sources(self._workspace)
            if source.batch_id == self._batch
        )
        return ImportSummary(
            batch_id=self._batch,
            sources=sources,
            n_rows=sum(source.n_rows for source in sources),
            n_people=self._touched,
            n_convictions=records.count_convictions(self._workspace),
            n_quarantined=sum(source.n_quarantined for source in sources),
            n_issues=self._n_issues,
            seconds=seconds,
        )


def _person_row(person_id: int, coded: CodedPerson, n_rows: int) -> PersonRow:
    return (
        person_id, coded.cii, coded.name, coded.sex, coded.race, coded.born, n_rows,
        len(coded.convictions), coded.record,
    )  # fmt: skip


def _row_issue(source_id: int, issue: Issue, person_id: int | None) -> RowIssue:
    return RowIssue(
        RowRef(source_id, issue.row), issue.column, issue.text, issue.kind, issue.reason,
        issue.done, issue.advice, issue.is_quarantined, person_id,
    )  # fmt: skip


def _count_quarantined(result: PieceResult) -> int:
    own = sum(1 for issue in result.issues if issue.is_quarantined)
    return own + sum(
        1 for person in result.people for issue in person.issues if issue.is_quarantined
    )

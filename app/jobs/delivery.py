"""One delivery on its way into the workspace: sources, people, issues, inside a transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.importing.encodings import UTF8
from app.importing.issues import BIRTH_MISSING, Issue
from app.importing.pieces import FileMap
from app.jobs.clock import now
from app.jobs.newer_delivery import DeliveryDifference, Renewal
from app.jobs.origins import origin_text
from app.jobs.other_files import OtherFile
from app.jobs.people_rows import person_row, row_issue
from app.jobs.progress import Progress
from app.jobs.read_pieces import (
    CodedPerson,
    JoinTask,
    join_task,
    piece_tasks,
    read_piece_task,
)
from app.jobs.readers import FilePlan
from app.jobs.reading_pieces import ReadingPiece, ReadingTask, read_in_pieces
from app.jobs.reassemble import reassemble_people
from app.jobs.workers import Workers, stream
from app.store import chunks, merges, records
from app.store.chunks import FILE, ORIGINAL, READING, Chunk
from app.store.records import ConvictionRow, PersonRow, RowIssue, Source
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
    difference: DeliveryDifference | None = None  # from the files that were replaced


@dataclass(slots=True)
class _Waiting:
    """Further portions of a person who is in the workspace already."""

    records: list[bytes] = field(default_factory=list)
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    n_rows: int = 0


@dataclass(slots=True)
class _Taking:
    """A source that is being read."""

    source_id: int
    person_of_cii: dict[str, int]
    person_of_subject: dict[str, int] = field(default_factory=dict)
    n_rows: int = 0
    n_quarantined: int = 0


class Delivery:
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
        self._person_of_cii = find_people_by_cii(workspace)
        self._shared_ciis = merges.shared_ciis(workspace)
        # People of files that take the place of older ones are matched with those afterwards.
        self._apart: dict[str, int] = {}
        self._replacing: set[Path] = set()
        self._apart_people: set[int] = set()
        self._waiting: dict[int, _Waiting] = {}
        self._touched = 0
        self._n_issues = 0
        self._sources: list[int] = []
        self.source_of_path: dict[Path, int] = {}

    @property
    def sources(self) -> tuple[int, ...]:
        """The files of this delivery, by number."""
        return tuple(self._sources)

    def set_apart(self, paths: Collection[Path]) -> None:
        """The people of these files join nobody who is in the workspace already."""
        self._replacing = set(paths)

    def take_state_file(self, file: FileMap, has_header: bool, step: Callable[[int], None]) -> None:
        """Read a DOJ bulk file; ``step`` is told the bytes of it that are done."""
        source = Source(
            0, self._batch, file.path.name, file.sha256, file.n_bytes, file.encoding,
            file.mark_bytes, file.line_mark.decode("ascii"), "doj-bulk", has_header, 0, 0,
        )  # fmt: skip
        taking = self._begin_source(source, file.path)
        done = 0
        tasks = piece_tasks(file, taking.source_id, has_header=has_header)
        for result in self._workers.in_order(read_piece_task, tasks):
            piece = result.piece
            self._keep(
                Chunk(taking.source_id, piece.number, piece.first_row, piece.n_lines, result.data),
                piece.length,
                FILE,
            )
            self._take_people(taking, result.people, result.issues, result.n_rows)
            done += piece.length
            step(done)
        file.check_unchanged()
        self._finish_source(taking, file.path.name)

    def take_other_file(self, file: OtherFile, plan: FilePlan, step: Callable[[int], None]) -> None:
        """Read any other file by its reader, which runs in a process of its own."""
        source = Source(
            0, self._batch, file.path.name, file.sha256, file.n_bytes, UTF8, 0, "\n", "", False,
            0, 0, plan.kind.value,
        )  # fmt: skip
        taking = self._begin_source(source, file.path)
        for number, (data, n_bytes) in enumerate(file.packed_blocks()):
            self._keep(Chunk(taking.source_id, number, 0, 0, data), n_bytes, FILE)
        done = 0
        with closing(stream(read_in_pieces, ReadingTask(plan, taking.source_id))) as pieces:
            for piece in pieces:
                if piece is not None:
                    self._take_reading(taking, piece)
                    done = int(file.n_bytes * piece.share)
                step(done)
        file.check_unchanged()
        self._finish_source(taking, file.path.name)

    def _take_reading(self, taking: _Taking, piece: ReadingPiece) -> None:
        if piece.origin is not None:
            records.save_origin(
                self._workspace, taking.source_id, piece.origin.layout_id, origin_text(piece.origin)
            )
        for role, data, n_bytes in (
            (READING, piece.reading, piece.n_reading_bytes),
            (ORIGINAL, piece.original, piece.n_original_bytes),
        ):
            chunk = Chunk(taking.source_id, piece.number, piece.first_row, piece.n_rows_wide, data)
            self._keep(chunk, n_bytes, role)
        self._take_people(taking, piece.people, piece.issues, piece.n_rows)

    def _begin_source(self, source: Source, path: Path) -> _Taking:
        source_id = records.insert_source(self._workspace, source)
        self._sources.append(source_id)
        self.source_of_path[path] = source_id
        return _Taking(source_id, self._apart if path in self._replacing else self._person_of_cii)

    def _finish_source(self, taking: _Taking, name: str) -> None:
        if not taking.person_of_subject:
            raise InputError(
                f"{name} holds no row that can be read: {taking.n_quarantined:,} rows were set "
                "aside. Nothing was imported. Ask for the file again."
            )
        records.insert_subjects(
            self._workspace,
            (
                (taking.source_id, subject, person)
                for subject, person in taking.person_of_subject.items()
            ),
        )
        records.finish_source(
            self._workspace,
            taking.source_id,
            n_rows=taking.n_rows,
            n_quarantined=taking.n_quarantined,
        )

    def _keep(self, chunk: Chunk, n_bytes: int, role: str) -> None:
        chunks.insert_chunk(self._workspace, chunk, n_bytes, role)

    def _take_people(
        self,
        taking: _Taking,
        found: Iterable[CodedPerson],
        of_nobody: Iterable[Issue],
        n_rows: int,
    ) -> None:
        source_id, person_of_subject = taking.source_id, taking.person_of_subject
        people: list[PersonRow] = []
        lines: list[tuple[int, int, int, int]] = []
        convictions: list[ConvictionRow] = []
        issues = [row_issue(source_id, issue, None) for issue in of_nobody]
        for coded in found:
            person_id = person_of_subject.get(coded.subject)
            cii = "" if coded.cii in self._shared_ciis else coded.cii
            if person_id is None and cii:
                person_id = taking.person_of_cii.get(cii)
            if person_id is None:
                person_id = self._new_person(source_id, coded, people, lines, convictions)
                if taking.person_of_cii is self._apart:
                    self._apart_people.add(person_id)
            else:
                self._wait(person_id, source_id, coded)
            person_of_subject[coded.subject] = person_id
            if cii:  # perhaps only a later row of the person states it
                taking.person_of_cii.setdefault(cii, person_id)
            issues += [row_issue(source_id, issue, person_id) for issue in coded.issues]
        records.insert_people(self._workspace, people)
        records.insert_person_rows(self._workspace, lines)
        records.insert_convictions(self._workspace, convictions)
        self._add_issues(issues)
        taking.n_rows += n_rows
        taking.n_quarantined += sum(1 for issue in issues if issue.is_quarantined)

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
        people.append(person_row(person_id, coded, coded.n_rows))
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
        mixed = self._people_of_several_kinds()
        self._put_together(mixed, progress)
        numbers = sorted(self._waiting.keys() - set(mixed))
        total, done = len(numbers), 0
        for joined in self._workers.in_order(join_task, self._join_tasks(numbers)):
            for person in joined:
                self._replace(person.person_id, person.coded)
                self._add_issues(
                    [row_issue(source, one, person.person_id) for source, one in person.doubts]
                )
            done += len(joined)
            progress.step(done, total, "Joining the rows of people")

    def _people_of_several_kinds(self) -> list[int]:
        """Those whose rows stand in several files, not all of the state: they are made anew,
        for their convictions have to be compared."""
        sources = records.list_sources(self._workspace)
        others = {source.id for source in sources if not source.is_state_file}
        if not others:
            return []
        found = []
        for person_id in sorted(self._waiting):
            own = {source for source, _ in records.list_subjects(self._workspace, person_id)}
            if len(own) > 1 and own & others:
                found.append(person_id)
        return found

    def _put_together(self, people: list[int], progress: Progress) -> None:
        workspace = self._workspace
        n_before = records.count_all_issues(workspace)
        for person_id in people:
            before = records.list_person_rows(workspace, person_id)
            if all(source not in self._sources for source, _, _ in before):
                self._touched += 1
            lines = self._waiting[person_id].lines
            records.insert_person_rows(workspace, ((person_id, *run) for run in lines))
        reassemble_people(workspace, people, workers=self._workers, progress=progress)
        self._next_conviction = records.next_conviction_id(workspace)  # it has given numbers too
        self._n_issues += records.count_all_issues(workspace) - n_before

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
            person_row(person_id, coded, n_rows),
            [(person_id, *run) for run in (*before, *waiting.lines)],
            list(self._number(person_id, coded)),
        )
        if coded.born:
            self._n_issues -= records.drop_issues(self._workspace, person_id, BIRTH_MISSING)

    def replace_older(
        self, replaces: Mapping[Path, int], progress: Progress, who: str
    ) -> DeliveryDifference:
        """Put the files that were set apart in the place of older ones (path -> source)."""
        pairs = {self.source_of_path[path]: older for path, older in replaces.items()}
        self._apart.clear()  # everyone was read: the memory is needed below
        self._person_of_cii.clear()
        renewal = Renewal(self._workspace, self._workers, pairs, self._apart_people, who)
        return renewal.run(progress)

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


def find_people_by_cii(workspace: Workspace) -> dict[str, int]:
    """CII number -> person, those numbers included that merged people had before."""
    found = merges.list_merges(workspace)
    return {
        **{one.cii: merges.person_after_merges(found, one.gone_id) for one in found if one.cii},
        **records.find_people_by_cii(workspace),
    }

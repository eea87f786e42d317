"""People put together again from the kept rows: after a mend, a merge, a separation.

A person's record is made of the rows of some person numbers of some files (`subject`), with the
mends that count. What is made again is what the import would have made of the same rows, so that
an undone change leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.importing.assemble import Assembler
from app.importing.doj_bulk import runs_of, subject_of
from app.importing.issues import BIRTH_MISSING, Issue, births_differ
from app.importing.join import births_that_differ, join_sheets
from app.jobs.delivery import person_row, row_issue
from app.jobs.kept_rows import KeptRows
from app.jobs.mended_rows import cells_that_count, n_columns_of
from app.jobs.packed_rows import PackedRows, Packing
from app.jobs.progress import Progress, Silent
from app.jobs.read_pieces import CodedPerson, code_sheet
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import mends, records, row_owners
from app.store.mends import Change
from app.store.records import Source
from app.store.workspace import Workspace

INLINE_PEOPLE = 100  # fewer are made sooner than processes are started
PEOPLE_A_TASK = 50

Runs = tuple[tuple[int, int, int], ...]
"""(source, first row, rows)."""


@dataclass(frozen=True, slots=True)
class PersonRows:
    """What a person's record is to be made of: rows whose person number is one of these."""

    person_id: int
    subjects: frozenset[tuple[int, str]]
    runs: Runs
    changes: Mapping[RowRef, tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class Remade:
    """A person made again; ``coded`` is None when no row is left."""

    person_id: int
    coded: CodedPerson | None
    runs: Runs
    n_rows: int
    issues: tuple[tuple[int, Issue], ...]  # with the source
    unused: frozenset[tuple[int, str]]  # person numbers without a row
    is_mended: bool


def reassemble_people(
    workspace: Workspace,
    people: Iterable[int],
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> None:
    """Make the records of people anew, inside the caller's transaction.

    Their determinations go; reviews stay with the convictions that stand where they stood.
    A person without any row left is removed. ``progress`` counts people.
    """
    for remade in remake_people(workspace, people, {}, progress or Silent(), workers):
        keep_person(workspace, remade, {})


def remake_people(
    workspace: Workspace,
    people: Iterable[int],
    more_rows: Mapping[int, Sequence[RowRef]],
    progress: Progress,
    workers: Workers | None = None,
) -> Iterator[Remade]:
    """People made again, in the order of their numbers, one by one, not kept yet.

    ``more_rows`` are rows that are to become theirs. Many people are made in worker processes.
    """
    numbers = sorted(set(people))
    sources = {source.id: source for source in records.list_sources(workspace)}
    changes = mends.all_changes(workspace)
    wanted = (_rows_of(workspace, number, more_rows.get(number, ()), changes) for number in numbers)
    done, total, label = 0, len(numbers), "Putting people together again"
    progress.step(0, total, label)
    if total <= INLINE_PEOPLE:
        kept = KeptRows(workspace, sources)
        for one in wanted:
            yield put_together(one, sources, kept.find_cells)
            done += 1
            progress.step(done, total, label)
        return
    if workers is None:
        with Workers() as own:
            yield from remake_people(workspace, numbers, more_rows, progress, own)
        return
    for batch in workers.in_order(_put_together_task, _tasks(workspace, sources, wanted)):
        yield from batch
        done += len(batch)
        progress.step(done, total, label)


def _rows_of(
    workspace: Workspace,
    person_id: int,
    more: Sequence[RowRef],
    changes: Mapping[RowRef, tuple[Change, ...]],
) -> PersonRows:
    runs = {*records.list_person_rows(workspace, person_id)}
    runs |= {(at.source, at.row, 1) for at in more if not _holds(runs, at)}
    own = {at: changes[at] for at in _places(sorted(runs)) if at in changes}
    subjects = frozenset(records.list_subjects(workspace, person_id))
    return PersonRows(person_id, subjects, tuple(sorted(runs)), own)


def _holds(runs: Iterable[tuple[int, int, int]], at: RowRef) -> bool:
    return any(source == at.source and first <= at.row < first + n for source, first, n in runs)


def _places(runs: Iterable[tuple[int, int, int]]) -> Iterator[RowRef]:
    for source, first, n in runs:
        for row in range(first, first + n):
            yield RowRef(source, row)


@dataclass(frozen=True, slots=True)
class _Task:
    sources: Mapping[int, Source]
    packed: PackedRows
    people: tuple[PersonRows, ...]


def _tasks(
    workspace: Workspace, sources: Mapping[int, Source], wanted: Iterable[PersonRows]
) -> Iterator[_Task]:
    packing = Packing(workspace, sources)
    batch: list[PersonRows] = []
    for one in wanted:
        batch.append(one)
        if len(batch) == PEOPLE_A_TASK:
            yield _task(packing, sources, batch)
            batch = []
    if batch:
        yield _task(packing, sources, batch)


def _task(packing: Packing, sources: Mapping[int, Source], people: list[PersonRows]) -> _Task:
    runs = [run for one in people for run in one.runs]
    needed = {source: sources[source] for source, _, _ in runs}
    return _Task(needed, packing.pack(runs), tuple(people))


def _put_together_task(task: _Task) -> list[Remade]:
    """Runs in a worker."""
    find_cells = task.packed.open(task.sources).find_cells
    return [put_together(one, task.sources, find_cells) for one in task.people]


def put_together(
    person: PersonRows,
    sources: Mapping[int, Source],
    find_cells: Callable[[RowRef], list[str] | None],
) -> Remade:
    """The record that the rows give, with their mends."""
    assemblers: dict[tuple[int, str], Assembler] = {}
    taken: dict[int, list[int]] = {}
    is_mended = False
    width = lru_cache(None)(lambda source: n_columns_of(sources[source]))
    for at in _places(person.runs):
        changes = person.changes.get(at, ())
        cells = cells_that_count(find_cells(at), changes, width(at.source))
        if cells is None:
            continue
        subject = subject_of(cells)
        key = (at.source, subject)
        if key not in person.subjects:
            continue
        is_mended = is_mended or bool(changes)
        if key not in assemblers:
            assemblers[key] = Assembler(at.source, f"{at.source}:{subject}")
        assemblers[key].add(at.row, cells)
        taken.setdefault(at.source, []).append(at.row)
    unused = person.subjects - assemblers.keys()
    if not assemblers:
        return Remade(person.person_id, None, (), 0, (), unused, is_mended)
    sheets = [assembler.finish() for assembler in assemblers.values()]
    sheet = join_sheets(sheets)
    issues = [
        (source, one)
        for (source, _), made in assemblers.items()
        for one in made.issues
        if one.kind != BIRTH_MISSING or sheet.person.born.is_unknown
    ]
    for other in births_that_differ(sheets):
        doubt = births_differ(other.at.row, str(other.born), str(sheet.person.born))
        issues.append((other.at.source, doubt))
    runs = tuple(
        (source, first, n) for source, rows in taken.items() for first, n in runs_of(sorted(rows))
    )
    n_rows = sum(map(len, taken.values()))
    return Remade(
        person.person_id, code_sheet(sheet), runs, n_rows, tuple(issues), unused, is_mended
    )


def keep_person(workspace: Workspace, remade: Remade, past: Mapping[RowRef, int]) -> None:
    """In place of what was kept of the person.

    ``past`` are the numbers of convictions that stood at a place before, for those that stand
    there again.
    """
    number = remade.person_id
    if remade.coded is None:
        records.remove_person(workspace, number)
        return
    fresh = records.next_conviction_id(workspace)
    convictions = []
    for index, one in enumerate(remade.coded.convictions):
        at = RowRef(one[0], one[1])
        convictions.append((past.get(at, fresh + index), number, *one))
    records.replace_person(
        workspace,
        person_row(number, remade.coded, remade.n_rows),
        [(number, *run) for run in remade.runs],
        convictions,
    )
    for source, subject in remade.unused:
        row_owners.remove_subject(workspace, source, subject)
    mends.settle_issues(
        workspace,
        number,
        [row_issue(source, issue, number) for source, issue in remade.issues],
        frozenset(_places(remade.runs)),
        is_mended=remade.is_mended,
    )

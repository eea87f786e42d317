"""People put together again from the kept rows: after a mend, a merge, a newer delivery.

A person's record is made of the rows of some person numbers of some files (`subject`), with the
mends of these rows. What is made again is what the import would have made of the same rows, so
that an undone change leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.importing.doj_bulk import runs_of, subject_of
from app.importing.join_sources import SourceRules
from app.jobs.assemble_people import AssembledPerson, PersonRows, assemble_person
from app.jobs.clock import now
from app.jobs.kept_rows import KeptRows
from app.jobs.mended_rows import cells_that_count, n_columns_of
from app.jobs.packed_rows import PackedRows, Packing
from app.jobs.people_rows import person_row, row_issue
from app.jobs.progress import Progress, Silent
from app.jobs.retention.sealed_rows import refresh_rows
from app.jobs.source_order import source_rules
from app.jobs.workers import Workers
from app.model.conflict import Choice
from app.model.record import RowRef
from app.store import conflicts, mends, merges, past, records, row_owners, runs
from app.store.mends import Change
from app.store.records import Source
from app.store.workspace import Workspace

INLINE_PEOPLE = 100  # fewer are made sooner than processes are started
PEOPLE_A_TASK = 50

Runs = tuple[tuple[int, int, int], ...]
"""(source, first row, rows)."""

Subject = tuple[int, str]
"""(source, person number of the file)."""

FindCells = Callable[[RowRef], list[str] | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person's record is to be made of: rows whose person number is one of these."""

    person_id: int
    subjects: frozenset[Subject]
    runs: Runs
    changes: Mapping[RowRef, tuple[Change, ...]]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What is the same for everybody."""

    sources: Mapping[int, Source]
    rules: SourceRules
    merged: frozenset[Subject]  # person numbers of people who were merged into another


@dataclass(frozen=True, slots=True)
class Remade:
    """A person made again; ``made.coded`` is None when no row is left."""

    made: AssembledPerson
    unused: frozenset[Subject]  # person numbers without a row
    is_mended: bool

    @property
    def person_id(self) -> int:
        return self.made.person_id


def reassemble_people(
    workspace: Workspace,
    people: Iterable[int],
    *,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> None:
    """Make the records of people anew, inside the caller's transaction.

    Their determinations go; reviews stay with the convictions that stand where they stood.
    A person without any row left is removed. ``progress`` counts people; ``workers`` do the work
    when there are many.
    """
    wanted = set(people)
    for remade in remake_people(workspace, wanted, {}, progress or Silent(), workers):
        keep_person(workspace, remade, {})
    if wanted:
        runs.note_change(workspace, now())


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
    if not numbers:
        return
    sources = {source.id: source for source in records.list_sources(workspace)}
    changes = mends.all_changes(workspace)
    common = Common(
        sources,
        source_rules(workspace),
        frozenset(one for merge in merges.list_merges(workspace) for one in merge.subjects),
    )
    wanted = (_wanted(workspace, number, more_rows.get(number, ()), changes) for number in numbers)
    done, total, label = 0, len(numbers), "Putting people together again"
    progress.step(0, total, label)
    if total <= INLINE_PEOPLE:
        kept = KeptRows(workspace, sources)
        for one in wanted:
            yield put_together(one, common, kept.find_cells)
            done += 1
            progress.step(done, total, label)
        return
    if workers is None:
        with Workers() as own:
            yield from remake_people(workspace, numbers, more_rows, progress, own)
        return
    for batch in workers.in_order(_put_together_task, _tasks(workspace, common, wanted)):
        yield from batch
        done += len(batch)
        progress.step(done, total, label)


def rows_of_person(
    workspace: Workspace, kept: KeptRows, person_id: int
) -> Iterator[tuple[RowRef, str, list[str]]]:
    """(place, the file's person number, cells) of a person's rows that count, in file order."""
    sources = {source.id: source for source in records.list_sources(workspace)}
    wanted = _wanted(workspace, person_id, (), mends.all_changes(workspace))
    yield from _rows(wanted, sources, kept.find_cells)


def _wanted(
    workspace: Workspace,
    person_id: int,
    more: Sequence[RowRef],
    changes: Mapping[RowRef, tuple[Change, ...]],
) -> Wanted:
    found = {*records.list_person_rows(workspace, person_id)}
    found |= {(at.source, at.row, 1) for at in more if not _holds(found, at)}
    own = {at: changes[at] for at in _places(sorted(found)) if at in changes} if changes else {}
    subjects = frozenset(records.list_subjects(workspace, person_id))
    files = {source for source, _ in subjects}
    choices = conflicts.list_choices(workspace, files) if len(files) > 1 else []
    return Wanted(person_id, subjects, tuple(sorted(found)), own, tuple(choices))


def _holds(found: Iterable[tuple[int, int, int]], at: RowRef) -> bool:
    return any(source == at.source and first <= at.row < first + n for source, first, n in found)


def _places(found: Iterable[tuple[int, int, int]]) -> Iterator[RowRef]:
    for source, first, n in found:
        for row in range(first, first + n):
            yield RowRef(source, row)


@dataclass(frozen=True, slots=True)
class _Task:
    common: Common
    packed: PackedRows
    people: tuple[Wanted, ...]


def _tasks(workspace: Workspace, common: Common, wanted: Iterable[Wanted]) -> Iterator[_Task]:
    packing = Packing(workspace, common.sources)
    batch: list[Wanted] = []
    for one in wanted:
        batch.append(one)
        if len(batch) == PEOPLE_A_TASK:
            yield _task(packing, common, batch)
            batch = []
    if batch:
        yield _task(packing, common, batch)


def _task(packing: Packing, common: Common, people: list[Wanted]) -> _Task:
    return _Task(common, packing.pack([run for one in people for run in one.runs]), tuple(people))


def _put_together_task(task: _Task) -> list[Remade]:
    """Runs in a worker."""
    find_cells = task.packed.open(task.common.sources).find_cells
    return [put_together(one, task.common, find_cells) for one in task.people]


def put_together(person: Wanted, common: Common, find_cells: FindCells) -> Remade:
    """The record that the rows give, with their mends."""
    rows = [
        (at.source, at.row, subject, cells)
        for at, subject, cells in _rows(person, common.sources, find_cells)
        if (at.source, subject) in person.subjects
    ]
    # Whoever others were merged into gives name and number, wherever the rows stand.
    rows.sort(key=lambda row: (row[0], row[2]) in common.merged)
    names = {number: source.name for number, source in common.sources.items()}
    made = assemble_person(
        PersonRows(person.person_id, tuple(rows), common.rules, names, person.choices)
    )
    used = {(source, subject) for source, _, subject, _ in rows}
    is_mended = any(RowRef(source, row) in person.changes for source, row, _, _ in rows)
    return Remade(made, person.subjects - used, is_mended)


def _rows(
    person: Wanted, sources: Mapping[int, Source], find_cells: FindCells
) -> Iterator[tuple[RowRef, str, list[str]]]:
    width = lru_cache(None)(lambda source: n_columns_of(sources[source]))
    for at in _places(person.runs):
        changes = person.changes.get(at, ())
        cells = cells_that_count(find_cells(at), changes, width(at.source))
        if cells is not None:
            yield at, subject_of(cells), cells


def keep_person(workspace: Workspace, remade: Remade, numbers: Mapping[RowRef, int]) -> None:
    """In place of what was kept of the person.

    ``numbers`` are those of convictions that stood at a place before, for those that stand
    there again.
    """
    made, person_id = remade.made, remade.person_id
    if made.coded is None:
        records.remove_person(workspace, person_id)
        return
    taken: dict[int, list[int]] = {}
    for source, row in made.rows:
        taken.setdefault(source, []).append(row)
    kept_runs = [
        (source, first, n) for source, rows in taken.items() for first, n in runs_of(sorted(rows))
    ]
    fresh = records.next_conviction_id(workspace)
    records.replace_person(
        workspace,
        person_row(person_id, made.coded, len(made.rows)),
        [(person_id, *run) for run in kept_runs],
        [
            (numbers.get(RowRef(one[0], one[1]), fresh + index), person_id, *one)
            for index, one in enumerate(made.coded.convictions)
        ],
    )
    for source, subject in remade.unused:
        row_owners.remove_subject(workspace, source, subject)
    mends.settle_issues(
        workspace,
        person_id,
        [row_issue(source, issue, person_id) for source, issue in made.issues],
        frozenset(_places(kept_runs)),
        is_mended=remade.is_mended,
    )
    conflicts.replace_conflicts(workspace, person_id, made.conflicts)
    for at, also_at in made.repeats:
        past.carry_parked(workspace, at, also_at)
    refresh_rows(workspace, [person_id])

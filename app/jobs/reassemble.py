"""People put together again from the kept rows: after a mend, a merge, a separation.

A person's record is made of the rows of some person numbers of some files (`subject`). What is
made again is what the import would have made of the same rows, so that an undone change leaves
no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.importing.doj_bulk import runs_of, subject_of
from app.jobs.assemble_people import (
    AssembledPerson,
    PersonRows,
    assemble_people,
    assemble_person,
)
from app.jobs.clock import now
from app.jobs.kept_rows import KeptRows
from app.jobs.people_rows import person_row, row_issue
from app.jobs.progress import Progress, Silent
from app.jobs.source_order import source_rules
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.store import conflicts, merges, past, records, runs
from app.store.workspace import Workspace

Mended = Callable[[RowRef, list[str] | None], list[str] | None]
"""The cells of a row as they count, from those that stand in the file; None: set aside."""

PEOPLE_A_TASK = 50
_A_FEW = 200  # people who are made here: starting processes would take longer
_HELD_PIECES = 48  # of many people: a second file's rows come in no order


def as_it_stands(_at: RowRef, cells: list[str] | None) -> list[str] | None:
    return cells


def reassemble_people(
    workspace: Workspace,
    people: Iterable[int],
    mended: Mended = as_it_stands,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the records of people anew, inside the caller's transaction.

    Their determinations go; reviews stay with the convictions that stand where they stood.
    A person without any row left is removed. ``workers`` do the work when there are many.
    """
    wanted = sorted(set(people))
    if not wanted:
        return
    shown, done = progress or Silent(), 0
    tasks = _tasks(workspace, wanted, mended)
    if workers is None or len(wanted) <= _A_FEW:
        made = ([assemble_person(task)] for task in tasks)
    else:
        made = workers.in_order(assemble_people, _batches(tasks))
    for batch in made:
        for person in batch:
            _keep(workspace, person)
        done += len(batch)
        shown.step(done, len(wanted), "Putting people together")
    runs.note_change(workspace, now())


def _batches(tasks: Iterator[PersonRows]) -> Iterator[list[PersonRows]]:
    batch: list[PersonRows] = []
    for task in tasks:
        batch.append(task)
        if len(batch) == PEOPLE_A_TASK:
            yield batch
            batch = []
    if batch:
        yield batch


def _tasks(workspace: Workspace, people: list[int], mended: Mended) -> Iterator[PersonRows]:
    sources = {source.id: source for source in records.list_sources(workspace)}
    kept = KeptRows(workspace, sources, *([_HELD_PIECES] if len(people) > _A_FEW else []))
    rules = source_rules(workspace)
    names = {source.id: source.name for source in sources.values()}
    merged = {one for merge in merges.list_merges(workspace) for one in merge.subjects}
    for person_id in people:
        subjects = set(records.list_subjects(workspace, person_id))
        rows = [
            (at.source, at.row, subject, cells)
            for at, subject, cells in rows_of_person(workspace, kept, person_id, mended)
            if (at.source, subject) in subjects
        ]
        # Whoever others were merged into gives name and number, wherever the rows stand.
        rows.sort(key=lambda row: (row[0], row[2]) in merged)
        own = {source for source, _ in subjects}
        choices = conflicts.list_choices(workspace, own) if len(own) > 1 else []
        yield PersonRows(person_id, tuple(rows), rules, names, tuple(choices))


def rows_of_person(
    workspace: Workspace, kept: KeptRows, person_id: int, mended: Mended = as_it_stands
) -> Iterator[tuple[RowRef, str, list[str]]]:
    """(place, the file's person number, cells) of a person's rows that count, in file order."""
    for source, first, n in sorted(records.list_person_rows(workspace, person_id)):
        for row in range(first, first + n):
            at = RowRef(source, row)
            cells = mended(at, kept.find_cells(at))
            if cells is not None:
                yield at, subject_of(cells), cells


def _keep(workspace: Workspace, made: AssembledPerson) -> None:
    person_id, coded = made.person_id, made.coded
    if coded is None:
        records.remove_person(workspace, person_id)
        return
    taken: dict[int, list[int]] = {}
    for source, row in made.rows:
        taken.setdefault(source, []).append(row)
    records.replace_person(
        workspace,
        person_row(person_id, coded, len(made.rows)),
        [
            (person_id, source, first, n)
            for source, rows in taken.items()
            for first, n in runs_of(sorted(rows))
        ],
        [
            (number, person_id, *conviction)
            for number, conviction in enumerate(
                coded.convictions, start=records.next_conviction_id(workspace)
            )
        ],
    )
    records.replace_issues(
        workspace, person_id, [row_issue(source, one, person_id) for source, one in made.issues]
    )
    conflicts.replace_conflicts(workspace, person_id, made.conflicts)
    for at, also_at in made.repeats:
        past.carry_held_back(workspace, at, also_at)

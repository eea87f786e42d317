"""People put together again from the kept rows: after a mend, a merge, a separation.

A person's record is made of the rows of some person numbers of some files (`subject`). What is
made again is what the import would have made of the same rows, so that an undone change leaves
no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.importing.assemble import Assembler
from app.importing.doj_bulk import runs_of, subject_of
from app.importing.issues import births_differ
from app.importing.join import births_that_differ, join_sheets
from app.jobs.delivery import person_row, row_issue
from app.jobs.kept_rows import KeptRows
from app.jobs.read_pieces import code_sheet
from app.model.record import RowRef
from app.store import records
from app.store.workspace import Workspace

Mended = Callable[[RowRef, list[str] | None], list[str] | None]
"""The cells of a row as they count, from those that stand in the file; None: set aside."""


def as_it_stands(_at: RowRef, cells: list[str] | None) -> list[str] | None:
    return cells


def reassemble_people(
    workspace: Workspace, people: Iterable[int], mended: Mended = as_it_stands
) -> None:
    """Make the records of people anew, inside the caller's transaction.

    Their determinations go; reviews stay with the convictions that stand where they stood.
    A person without any row left is removed.
    """
    sources = {source.id: source for source in records.list_sources(workspace)}
    kept = KeptRows(workspace, sources)
    for person_id in sorted(set(people)):
        _reassemble(workspace, kept, person_id, mended)


def _rows(workspace: Workspace, person_id: int) -> Iterator[RowRef]:
    """In the order of the files."""
    for source, first, n in sorted(records.list_person_rows(workspace, person_id)):
        for row in range(first, first + n):
            yield RowRef(source, row)


def _reassemble(workspace: Workspace, kept: KeptRows, person_id: int, mended: Mended) -> None:
    subjects = set(records.list_subjects(workspace, person_id))
    assemblers: dict[tuple[int, str], Assembler] = {}
    taken: dict[int, list[int]] = {}
    for at in _rows(workspace, person_id):
        cells = mended(at, kept.find_cells(at))
        subject = subject_of(cells) if cells is not None else ""
        if cells is None or (at.source, subject) not in subjects:
            continue
        key = (at.source, subject)
        if key not in assemblers:
            assemblers[key] = Assembler(at.source, f"{at.source}:{subject}")
        assemblers[key].add(at.row, cells)
        taken.setdefault(at.source, []).append(at.row)
    if not assemblers:
        records.remove_person(workspace, person_id)
        return
    sheets = [assembler.finish() for assembler in assemblers.values()]
    sheet = join_sheets(sheets)
    coded = code_sheet(sheet)
    issues = [
        row_issue(source, issue, person_id)
        for (source, _), assembler in assemblers.items()
        for issue in assembler.issues
    ]
    for person in births_that_differ(sheets):
        doubt = births_differ(person.at.row, str(person.born), str(sheet.person.born))
        issues.append(row_issue(person.at.source, doubt, person_id))
    records.replace_person(
        workspace,
        person_row(person_id, coded, sum(map(len, taken.values()))),
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
    records.replace_issues(workspace, person_id, issues)

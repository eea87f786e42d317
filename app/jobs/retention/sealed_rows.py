"""Which rows of the files are a sealed conviction: its count, or its whole arrest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.importing.doj_bulk import subject_of
from app.jobs.kept_rows import KeptRows
from app.jobs.mended_rows import cells_that_count, n_columns_of
from app.model.reading_columns import READING_INDEX
from app.model.record import Charge, Cycle, RapSheet, RowRef
from app.model.sealing import is_hidden_whole
from app.store import mends, records, sealed
from app.store.codec import decode_sheet
from app.store.workspace import Workspace

_ORDER = READING_INDEX["CNT_ORDER"]
_CYCLE, _COUNT = 3, 9  # digits of a count order that tell the arrest, and the count of a step

RowCells = tuple[RowRef, str, str]  # place, sheet (source and person number), count order


def refresh_rows(workspace: Workspace, people: Iterable[int]) -> None:
    """Find the rows of what is sealed of people anew, inside the caller's transaction."""
    wanted = [one for one in people if sealed.list_sealed(workspace, person_id=one)]
    if not wanted:
        return
    sources = {source.id: source for source in records.list_sources(workspace)}
    kept = KeptRows(workspace, sources)
    for page in records.iter_coded_people(workspace, ids=sorted(wanted)):
        for person_id, record in page:
            numbers = {
                one.place: one.conviction_id
                for one in sealed.list_sealed(workspace, person_id=person_id)
            }
            rows = list(cells_of_person(workspace, kept, sources, person_id))
            found = rows_of_sealed(decode_sheet(record), numbers, rows)
            sealed.set_rows(workspace, person_id, found)


def cells_of_person(
    workspace: Workspace, kept: KeptRows, sources: Mapping[int, records.Source], person_id: int
) -> Iterator[RowCells]:
    """Every row of a person that counts, in the order of the files."""
    for source, first, n in records.list_person_rows(workspace, person_id):
        width = n_columns_of(sources[source])
        for row in range(first, first + n):
            at = RowRef(source, row)
            changes = mends.changes_at(workspace, at)
            cells = cells_that_count(kept.find_cells(at), changes, width)
            if cells is not None:
                yield at, f"{source}:{subject_of(cells)}", cells[_ORDER].strip()


@dataclass(slots=True)
class _Hidden:
    """What of a record is sealed, in the numbering of its sheets -> conviction."""

    cycles: dict[tuple[str, str], int] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: dict[RowRef, int] = field(default_factory=dict)


def rows_of_sealed(
    sheet: RapSheet, numbers: Mapping[RowRef, int], rows: Iterable[RowCells]
) -> dict[RowRef, int]:
    """Row -> sealed conviction. ``numbers`` are the sealed convictions by their place.

    An arrest all of whose convictions are sealed goes with all of its rows; otherwise the rows of
    the count go, and those of the same count in other files.
    """
    listed = list(rows)
    order_of = {at: (name, order) for at, name, order in listed}
    hidden = _Hidden()
    for cycle in sheet.cycles:
        _hide(hidden, cycle, numbers, order_of)
    found = dict(hidden.rows)
    for at, name, order in listed:
        number = hidden.cycles.get((name, order[:_CYCLE]))
        if number is None:
            number = hidden.counts.get((name, order[:_COUNT]))
        if number is not None:
            found[at] = number
    return found


def _hide(
    hidden: _Hidden, cycle: Cycle, numbers: Mapping[RowRef, int],
    order_of: Mapping[RowRef, tuple[str, str]],
) -> None:  # fmt: skip
    is_whole = is_hidden_whole(cycle, numbers.keys())
    for event in cycle.events:
        for charge in event.charges:
            number = numbers.get(charge.at)
            if number is None:
                continue
            if is_whole:
                hidden.cycles.setdefault((cycle.sheet, cycle.order), number)
            for at in (charge.at, *charge.also_at):
                hidden.rows[at] = number
                name, order = order_of.get(at, (cycle.sheet, ""))
                if order:
                    hidden.counts[name, order[:_COUNT]] = number


def charges_at(sheet: RapSheet, places: Iterable[RowRef]) -> list[Charge]:
    """The counts of a record that stand at some places."""
    wanted = set(places)
    return [one.charge for one in sheet.convictions() if one.charge.at in wanted]

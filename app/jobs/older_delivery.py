"""Is a file a newer delivery of one that was imported? Suggested, never decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.importing.assemble import CII
from app.importing.detect import look_at_start
from app.importing.encodings import encoding_of, is_two_byte, line_mark_of, to_text
from app.importing.files import unreadable
from app.importing.issues import Issue
from app.importing.pieces import START_BYTES
from app.importing.reading import Kind
from app.importing.rows import BadRow, split_rows
from app.importing.values import clean
from app.jobs.read_pieces import sortable
from app.jobs.readers import FilePlan, open_reader
from app.model.dates import UNKNOWN_DATE, read_compact_date
from app.model.doj_columns import DOJ_COLUMN_INDEX, N_DOJ_COLUMNS
from app.store import records, renewal
from app.store.workspace import Workspace

N_SPOTS = 5
SPOT_BYTES = 1 << 18
MOST_ROWS = 2000  # of a file that is not the state's
_NAME, _BORN = DOJ_COLUMN_INDEX["PRI_NAME"], DOJ_COLUMN_INDEX["PRI_DOB"]

Key = tuple[str, str, str]  # CII number; name and birth date where there is none


@dataclass(frozen=True, slots=True)
class OlderDelivery:
    """An imported file that shares most of its people with another."""

    source_id: int
    name: str
    n_shared: int
    n_looked_at: int


def find_older_delivery(workspace: Workspace, file: Path | FilePlan) -> OlderDelivery | None:
    """The imported file of the same kind and layout with which this one shares most people.

    Looks at some people from all over the file. None when no file has more than half of them.
    Raises InputError when the file cannot be used.
    """
    plan = file if isinstance(file, FilePlan) else FilePlan(file, Kind.DOJ_BULK)
    if plan.kind is Kind.DOJ_BULK:
        layout, people = "", set(_of_state_file(plan.path))
    else:
        reader = open_reader(plan)
        layout = reader.origin.layout_id
        rows = (one.cells for one in reader.rows() if not isinstance(one, Issue) and one.cells)
        people = {_key(cells) for cells in islice(rows, MOST_ROWS)}
    people.discard(("", "", ""))
    shared: Counter[int] = renewal.count_shared(workspace, people)
    same = [
        source
        for source in records.list_sources(workspace)
        if source.kind == plan.kind.value and source.replaced_by is None
        and (not layout or source.layout == layout) and shared[source.id] * 2 > len(people)
    ]  # fmt: skip
    if not same:
        return None
    best = max(same, key=lambda source: (shared[source.id], source.id))
    return OlderDelivery(best.id, best.name, shared[best.id], len(people))


def _of_state_file(path: Path) -> Iterator[Key]:
    look_at_start(path)
    try:
        with path.open("rb") as file:
            start = file.read(START_BYTES)
            encoding, mark_bytes = encoding_of(start)
            line_mark = line_mark_of(to_text(start[mark_bytes:], encoding))
            n_bytes = path.stat().st_size
            for spot in range(N_SPOTS):
                at = max(0, n_bytes - SPOT_BYTES) * spot // (N_SPOTS - 1)
                at -= (at - mark_bytes) % 2 if is_two_byte(encoding) else 0
                file.seek(max(at, 0))
                lines = to_text(file.read(SPOT_BYTES), encoding).split(line_mark)
                whole = line_mark.join(lines[1:-1] if len(lines) > 2 else lines)
                yield from _keys(whole, line_mark)
    except OSError as error:
        raise unreadable(path, error) from error


def _keys(text: str, line_mark: str) -> Iterator[Key]:
    for found in split_rows(text, 1, line_mark):
        if not isinstance(found, BadRow) and len(found[1]) == N_DOJ_COLUMNS:
            yield _key(found[1])


def _key(cells: tuple[str, ...] | list[str]) -> Key:
    cii = clean(cells[CII])
    if cii:
        return cii, "", ""
    born = read_compact_date(clean(cells[_BORN])) or UNKNOWN_DATE
    return "", clean(cells[_NAME]), sortable(born)

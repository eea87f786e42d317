"""Coded records for whoever shows or prints them: without what is sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from app.model.record import RowRef
from app.model.sealing import without_convictions
from app.store import sealed
from app.store.codec import decode_sheet, encode_sheet
from app.store.records import iter_coded_people
from app.store.workspace import Workspace


def iter_visible_people(
    workspace: Workspace, batch: int = 200, *, ids: Sequence[int] | None = None
) -> Iterator[list[tuple[int, bytes]]]:
    """(person id, coded rap sheet) as `records.iter_coded_people` gives them, by id."""
    for found in iter_coded_people(workspace, batch, ids=ids):
        hidden = sealed.places_of(workspace, [number for number, _ in found])
        yield [
            (number, visible_record(record, hidden[number]) if number in hidden else record)
            for number, record in found
        ]


def visible_record(record: bytes, places: Collection[RowRef]) -> bytes:
    """A coded record without the convictions at some places."""
    return encode_sheet(without_convictions(decode_sheet(record), places))

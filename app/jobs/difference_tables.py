"""What a newer delivery changes, as a table and as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.exporting.tables import Table, write_tables
from app.jobs.given_out import GivenOut, on_record
from app.jobs.newer_delivery import ADDED, CHANGED, REMOVED, DeliveryDifference
from app.store.workspace import Workspace

DIFFERENCE_CSV, BOOK = "Newer delivery.csv", "Newer delivery.xlsx"
COLUMNS = (
    "Change", "Person", "Name", "Born", "CII number", "What", "Reviews opened again",
)  # fmt: skip


def difference_rows(difference: DeliveryDifference) -> Iterator[tuple[object, ...]]:
    """A row for each thing that changed of a person."""
    for one in difference.changes:
        for index, detail in enumerate(one.details):
            n = one.n_reviews_opened if index == 0 else 0
            # Who is added has no number before the import.
            number = one.person_id if one.change != ADDED else ""
            yield one.change, number, one.name, one.born, one.cii, detail, n or ""


def difference_counts(difference: DeliveryDifference) -> list[tuple[str, int]]:
    """The figures of a difference, as they are shown."""
    return [
        ("People added", difference.count(ADDED)),
        ("People no longer in it", difference.count(REMOVED)),
        ("People changed", difference.count(CHANGED)),
        ("People unchanged", difference.n_unchanged),
        ("Reviews opened again", difference.n_reviews_opened),
    ]


def write_difference(
    workspace: Workspace, difference: DeliveryDifference, folder: Path, *, who: str
) -> tuple[Path, ...]:
    """CSV and workbook, whole or not at all; on record first.

    Raises InputError when they cannot be written.
    """
    table = Table("Newer delivery", COLUMNS, list(difference_rows(difference)))
    counts = Table("Counts", ("What", "Number"), difference_counts(difference))
    with on_record(workspace, GivenOut("changes of a delivery", folder, None), who=who):
        return write_tables(folder, {DIFFERENCE_CSV: table}, BOOK, [counts])

"""What a delivery brings again: sealed convictions stay sealed, purged people are told."""

from __future__ import annotations

from collections.abc import Collection

from app.jobs.retention.sealed_rows import refresh_rows
from app.model.record import RowRef
from app.store import people, purges, records, sealed
from app.store.records import RowIssue
from app.store.workspace import Workspace

PURGED_BEFORE = "Purged before"


def settle_returned(workspace: Workspace, sources: Collection[int]) -> int:
    """Look over everybody of newly imported files, inside the import's transaction.

    What is sealed, or was sealed and purged, leaves the list again, whatever row it stands on now.
    Somebody who was purged as a person is on record again, for a file is never changed unseen, and
    an issue says so; how many those are is returned.
    """
    if not (sealed.count_sealed(workspace) or purges.count_tombstones(workspace)):
        return 0
    n_back = 0
    for person_id in purges.people_of_sources(workspace, sources):
        if sealed.hide_again(workspace, person_id):
            refresh_rows(workspace, [person_id])
        person = people.get_person(workspace, person_id)
        purge = purges.find_purge_of_person(workspace, person.cii, person.name, person.born)
        if purge is not None:
            n_back += 1
            _tell(workspace, person_id, purge, sources)
    return n_back


def _tell(
    workspace: Workspace, person_id: int, purge: purges.Purge, sources: Collection[int]
) -> None:
    rows = records.list_person_rows(workspace, person_id)
    source, first, _ = next((row for row in rows if row[0] in sources), rows[0])
    records.insert_issues(
        workspace,
        [
            RowIssue(
                RowRef(source, first), "", "", PURGED_BEFORE,
                f"Somebody was purged on {purge.at[:10]} (purge {purge.id}), and this file brings "
                "them again.",
                "They are on record again.",
                "Purge them again, or say under Records kept why they stay.",
                False, person_id, by_reader=True,
            )
        ],
    )  # fmt: skip

"""Convictions as a list shows them, by page; which ones and in which order is told by
`app.jobs.queue`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueRow:
    conviction_id: int
    person_id: int
    name: str
    born: str
    section: str
    level: str
    convicted_on: str
    county: str
    court: str
    case_number: str
    outcome: str  # Outcome member's name, "" without a determination
    reason: str
    decision: str  # the state: "accepted", "overridden", "parked", "stale", "" while open
    remedy: str = ""  # Remedy member's name, "" when the policy names none
    procedure: str = ""  # Procedure member's name, "" when the policy tells none
    new_outcome: str = ""  # the answer given in place of the program's
    has_note: bool = False
    is_asked: bool = False  # a question to an attorney is open
    flags: tuple[str, ...] = ()  # of the person, as of the latest check


_ROWS = (
    "SELECT c.id, c.person_id, p.name, p.born, c.section, c.level, c.convicted_on, c.county, "
    "c.court, c.case_number, coalesce(d.outcome, ''), coalesce(d.reason, ''), "
    "coalesce(CASE WHEN r.stale <> '' THEN 'stale' ELSE r.decision END, ''), "
    "coalesce(d.remedy, ''), coalesce(d.procedure, ''), coalesce(r.new_outcome, ''), "
    "EXISTS (SELECT 1 FROM note n WHERE n.conviction_id = c.id), "
    "coalesce(q.answered_at = '', 0), coalesce(f.flags, '') "
    "FROM conviction c JOIN person p ON p.id = c.person_id "
    "LEFT JOIN determination d ON d.conviction_id = c.id "
    "LEFT JOIN review r ON r.conviction_id = c.id "
    "LEFT JOIN question q ON q.conviction_id = c.id "
    "LEFT JOIN person_flag f ON f.person_id = c.person_id WHERE c.id IN ({marks})"
)


def get_rows(workspace: Workspace, ids: Sequence[int]) -> list[QueueRow]:
    """The rows of some ids, in the order asked; ids that are gone are left out."""
    found: dict[int, QueueRow] = {}
    marks = ",".join("?" * len(ids))
    for row in workspace.connection.execute(_ROWS.format(marks=marks), list(ids)):
        has_note, is_asked, flags = row[16:]
        labels = tuple(flags.split("\n")) if flags else ()
        found[row[0]] = QueueRow(*(*row[:16], bool(has_note), bool(is_asked), labels))
    return [found[number] for number in ids if number in found]


def list_by_date(workspace: Workspace, *, in_scope_only: bool) -> list[int]:
    """Every conviction, or every one with a determination; the undated first."""
    scope = "WHERE id IN (SELECT conviction_id FROM determination)" if in_scope_only else ""
    rows = workspace.connection.execute(
        f"SELECT id FROM conviction {scope} ORDER BY convicted_on, id"
    )
    return [int(row[0]) for row in rows]


def list_person_convictions(workspace: Workspace, person_id: int) -> list[int]:
    """Conviction ids of a person, in the order of the record."""
    return [
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT id FROM conviction WHERE person_id = ? ORDER BY source_id, row", (person_id,)
        )
    ]


def get_place(workspace: Workspace, conviction_id: int) -> tuple[int, int, int]:
    """(person id, source id, row) of a conviction."""
    row = workspace.connection.execute(
        "SELECT person_id, source_id, row FROM conviction WHERE id = ?", (conviction_id,)
    ).fetchone()
    if row is None:
        raise LookupError(f"no conviction {conviction_id}")
    return int(row[0]), int(row[1]), int(row[2])

"""The list of convictions as a person works through it: filter, sort, page.

A list is a sequence of conviction ids in order (a few bytes each); rows are
fetched by page when they are looked at, so a million convictions scroll
without being held in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Every field narrows the list; empty means any."""

    text: str = ""  # part of a name, a CII number or a case number
    outcome: str = ""  # Outcome member's name
    reason: str = ""
    section: str = ""  # as printed
    level: str = ""
    remedy: str = ""  # Remedy member's name
    procedure: str = ""  # Procedure member's name
    decision: str = ""  # "accepted", "held back", "open"
    in_scope_only: bool = True  # only convictions with a determination


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
    decision: str  # "accepted", "held back", ""
    remedy: str = ""  # Remedy member's name, "" when the policy names none
    procedure: str = ""  # Procedure member's name, "" when the policy tells none


SORTS: dict[str, str] = {
    # Hand review and other doubts first: that is where a person is needed.
    "risk": (
        "CASE d.outcome WHEN 'HAND_REVIEW' THEN 0 WHEN 'MAYBE' THEN 1 WHEN 'CITY_ATTORNEYS' THEN 2 "
        "WHEN 'NOT_ELIGIBLE' THEN 3 ELSE 4 END, c.id"
    ),
    "file order": "c.source_id, c.row",  # numbers follow the pieces a file was read in
    "name": "p.name, c.id",
    "case number": "c.court, c.case_number, c.id",
    "conviction date": "c.convicted_on, c.id",
    "section": "c.section, c.id",
}

_STATE = "CASE WHEN r.stale <> '' THEN 'stale' ELSE r.decision END"
_FROM = (
    " FROM conviction c JOIN person p ON p.id = c.person_id"
    " {join} JOIN determination d ON d.conviction_id = c.id"
    " LEFT JOIN review r ON r.conviction_id = c.id"
)


def find_ids(workspace: Workspace, wanted: QueueFilter, sort: str = "risk") -> array[int]:
    """Conviction ids of the filtered list in the order of ``sort`` (a key of SORTS)."""
    where, values = _where(wanted)
    sql = f"SELECT c.id{_from(wanted)} WHERE {where} ORDER BY {SORTS[sort]}"
    return array("q", (row[0] for row in workspace.connection.execute(sql, values)))


def get_rows(workspace: Workspace, ids: Sequence[int]) -> list[QueueRow]:
    """The rows of some ids, in the order asked; ids that are gone are left out."""
    marks = ",".join("?" * len(ids))
    sql = (
        "SELECT c.id, c.person_id, p.name, p.born, c.section, c.level, c.convicted_on, c.county, "
        "c.court, c.case_number, coalesce(d.outcome, ''), coalesce(d.reason, ''), "
        f"coalesce({_STATE}, ''), coalesce(d.remedy, ''), coalesce(d.procedure, '')"
        f"{_FROM.format(join='LEFT')} WHERE c.id IN ({marks})"
    )
    found = {row[0]: QueueRow(*row) for row in workspace.connection.execute(sql, list(ids))}
    return [found[number] for number in ids if number in found]


def count_facets(workspace: Workspace, wanted: QueueFilter) -> dict[str, list[tuple[str, int]]]:
    """For outcome, reason, section, level and decision: (value, convictions), most first."""
    columns = {
        "outcome": "coalesce(d.outcome, '')",
        "reason": "coalesce(d.reason, '')",
        "section": "c.section",
        "level": "c.level",
        "decision": f"coalesce({_STATE}, 'open')",
    }
    where, values = _where(wanted)
    facets = {}
    for name, column in columns.items():
        sql = (
            f"SELECT {column}, count(*){_from(wanted)} WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        facets[name] = [
            (str(value), int(n)) for value, n in workspace.connection.execute(sql, values)
        ]
    return facets


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


def _from(wanted: QueueFilter) -> str:
    return _FROM.format(join="INNER" if wanted.in_scope_only else "LEFT")


def _where(wanted: QueueFilter) -> tuple[str, list[Any]]:
    parts, values = ["1"], []
    if wanted.text.strip():
        pattern = "%" + _escaped(wanted.text.strip()) + "%"
        parts.append(
            "(p.name LIKE ? ESCAPE '\\' OR p.cii LIKE ? ESCAPE '\\' "
            "OR c.case_number LIKE ? ESCAPE '\\')"
        )
        values += [pattern] * 3
    for column, value in (
        ("d.outcome", wanted.outcome),
        ("d.reason", wanted.reason),
        ("c.section", wanted.section),
        ("c.level", wanted.level),
        ("d.remedy", wanted.remedy),
        ("d.procedure", wanted.procedure),
    ):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.decision == "open":
        parts.append("r.decision IS NULL")
    elif wanted.decision:
        parts.append(f"{_STATE} = ?")
        values.append(wanted.decision)
    return " AND ".join(parts), values


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

"""Whom a paper is about, and which papers are about somebody.

A paper for one case names its person; a joint one (a bulk motion, a list) only the convictions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """A paper about a person. ``who`` is "" where the batch is not on record (letters, lists)."""

    id: int
    kind: str
    case_number: str
    made_at: str
    state: str
    state_on: str
    who: str
    is_joint: bool


def people_of_papers(workspace: Workspace, ids: Iterable[int]) -> set[int]:
    """The people whose data these papers of the register hold."""
    wanted = json.dumps(list(ids))
    rows = workspace.connection.execute(
        "SELECT person_id FROM paper WHERE id IN (SELECT value FROM json_each(?1)) "
        "AND person_id IS NOT NULL UNION SELECT c.person_id FROM paper_case k "
        "JOIN conviction c ON c.id = k.conviction_id "
        "WHERE k.paper_id IN (SELECT value FROM json_each(?1))",
        (wanted,),
    )
    return {int(row[0]) for row in rows}


def papers_about(workspace: Workspace, person_id: int) -> list[PersonPaper]:
    """The oldest first, replaced and withdrawn ones too: they were given out as well."""
    rows = workspace.connection.execute(
        "SELECT p.id, p.kind, p.case_number, p.made_at, p.state, p.state_on, "
        "coalesce(b.who, ''), p.person_id IS NULL FROM paper p "
        "LEFT JOIN paper_batch b ON b.id = p.batch_id WHERE p.id IN ("
        "SELECT id FROM paper WHERE person_id = ?1 UNION "
        "SELECT k.paper_id FROM conviction c JOIN paper_case k ON k.conviction_id = c.id "
        "WHERE c.person_id = ?1) ORDER BY p.id",
        (person_id,),
    )
    return [
        PersonPaper(number, kind, case, made, state, since, who, bool(joint))
        for number, kind, case, made, state, since, who, joint in rows
    ]


def people_of_convictions(workspace: Workspace, ids: Iterable[int]) -> set[int]:
    """Those whose convictions they are."""
    rows = workspace.connection.execute(
        "SELECT DISTINCT person_id FROM conviction WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {int(row[0]) for row in rows}


def find_person(workspace: Workspace, conviction_id: int) -> int | None:
    """Whose conviction it is; None when it is on record no more."""
    row = workspace.connection.execute(
        "SELECT person_id FROM conviction WHERE id = ?", (conviction_id,)
    ).fetchone()
    return int(row[0]) if row else None


def packages_with(workspace: Workspace, person_id: int) -> set[int]:
    """The numbers of the packages with which cases of the person went to another desk."""
    rows = workspace.connection.execute(
        "SELECT DISTINCT package_id FROM package_case WHERE conviction_id IN "
        "(SELECT id FROM conviction WHERE person_id = ?)",
        (person_id,),
    )
    return {int(row[0]) for row in rows}


def first_on_record(workspace: Workspace, person_id: int) -> str:
    """The instant of the import that brought the person; "" when none is known any more."""
    row = workspace.connection.execute(
        "SELECT min(b.started_at) FROM person_rows r JOIN source s ON s.id = r.source_id "
        "JOIN import_batch b ON b.id = s.batch_id WHERE r.person_id = ?",
        (person_id,),
    ).fetchone()
    return str(row[0] or "")

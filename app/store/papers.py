"""What may be drafted, and the register of the papers that were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReliefRow:
    """A conviction for which relief may be asked, in court order."""

    conviction_id: int
    person_id: int
    source_id: int
    row: int
    court: str
    case_number: str
    name: str
    section: str
    level: str
    convicted_on: str
    outcome: str
    reason: str
    remedy: str = ""  # Remedy member's name, "" when the policy names none
    procedure: str = ""  # Procedure member's name, "" when the policy tells none


@dataclass(frozen=True, slots=True)
class Paper:
    run_id: int
    kind: str
    case_number: str
    person_id: int | None
    file_name: str
    sha256: str
    n_pages: int
    made_at: str


def list_relief(
    workspace: Workspace, *, only_accepted: bool = False, person_id: int | None = None
) -> list[ReliefRow]:
    """Convictions with a dismissal or reduction, not held back, by court and case number.

    Only one person's when ``person_id`` is given.
    """
    condition = "r.decision = 'accepted'" if only_accepted else "r.decision IS NOT 'held back'"
    rows = workspace.connection.execute(
        "SELECT c.id, c.person_id, c.source_id, c.row, c.court, c.case_number, p.name, c.section, "
        "c.level, c.convicted_on, d.outcome, d.reason, d.remedy, d.procedure FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id "
        "JOIN person p ON p.id = c.person_id LEFT JOIN review r ON r.conviction_id = c.id "
        f"WHERE d.outcome IN ('DISMISSAL', 'REDUCTION') AND {condition} "
        "AND (?1 IS NULL OR c.person_id = ?1) ORDER BY c.court, c.case_number, p.name, c.id",
        (person_id,),
    )
    return [ReliefRow(*row) for row in rows]


def insert_papers(workspace: Workspace, papers: Iterable[Paper]) -> None:
    """Enter papers into the register."""
    workspace.connection.executemany(
        "INSERT INTO paper (run_id, kind, case_number, person_id, file_name, sha256, n_pages, "
        "made_at) VALUES (?,?,?,?,?,?,?,?)",
        (
            (
                paper.run_id, paper.kind, paper.case_number, paper.person_id, paper.file_name,
                paper.sha256, paper.n_pages, paper.made_at,
            )
            for paper in papers
        ),
    )  # fmt: skip


def list_papers(workspace: Workspace, *, offset: int = 0, limit: int = 500) -> list[Paper]:
    """Newest first."""
    rows = workspace.connection.execute(
        "SELECT run_id, kind, case_number, person_id, file_name, sha256, n_pages, made_at "
        "FROM paper ORDER BY id DESC LIMIT ? OFFSET ?",
        (limit, offset),
    )
    return [Paper(*row) for row in rows]


def count_papers(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM paper").fetchone()[0])

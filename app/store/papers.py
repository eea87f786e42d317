"""What may be drafted, and the register of the papers that were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.store import reviews
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


_ON_REVIEW = "On individual review of the record"
_AFTER_REVIEW = (
    "CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE d.outcome END, "
    f"CASE r.decision WHEN 'overridden' THEN '{_ON_REVIEW}' ELSE d.reason END, "
    "CASE r.decision WHEN 'overridden' THEN r.new_remedy ELSE d.remedy END, "
    "CASE r.decision WHEN 'overridden' THEN r.new_procedure ELSE d.procedure END"
)


def list_relief(
    workspace: Workspace, *, only_accepted: bool = False, person_id: int | None = None
) -> list[ReliefRow]:
    """Convictions with a dismissal or reduction, after review, by court and case number.

    What a person answered otherwise counts in place of the policy's answer; their words are the
    office's own and stand on no paper. Left out is what is parked, what an attorney is asked
    about, what was decided before its facts or its answer changed, and what a second person
    has to approve and did not yet. ``only_accepted``: only what was reviewed. Only one person's
    when ``person_id`` is given.
    """
    rows = workspace.connection.execute(
        f"SELECT c.id, c.person_id, c.source_id, c.row, c.court, c.case_number, p.name, c.section, "
        f"c.level, c.convicted_on, {_AFTER_REVIEW} FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id "
        "JOIN person p ON p.id = c.person_id LEFT JOIN review r ON r.conviction_id = c.id "
        "LEFT JOIN question q ON q.conviction_id = c.id AND q.answered_at = '' "
        "WHERE CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE d.outcome END "
        "IN ('DISMISSAL', 'REDUCTION') AND r.decision IS NOT 'parked' "
        "AND coalesce(r.stale, '') = '' AND q.conviction_id IS NULL "
        "AND (?1 IS NULL OR c.person_id = ?1) AND (r.decision IS NOT NULL OR NOT ?2) "
        "AND (?3 = 'none' OR (?3 = 'overrides' AND r.decision IS NOT 'overridden') "
        "OR coalesce(r.approved_at, '') <> '') "
        "ORDER BY c.court, c.case_number, p.name, c.id",
        (person_id, only_accepted, reviews.second_reviewer(workspace)),
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

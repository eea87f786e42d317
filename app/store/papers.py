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
    rule_id: str = ""  # of the deciding rule; "" when a person answered otherwise


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the register as it was made; ``file_name`` is below the folder of its batch."""

    run_id: int
    kind: str
    case_number: str
    person_id: int | None
    file_name: str
    sha256: str
    n_pages: int
    made_at: str
    batch_id: int = 0
    court: str = ""
    texts: str = ""  # names and versions of the texts it was made from
    state_on: str = ""
    conviction_ids: tuple[int, ...] = ()


_ON_REVIEW = "On individual review of the record"
_AFTER_REVIEW = (
    "CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE d.outcome END, "
    f"CASE r.decision WHEN 'overridden' THEN '{_ON_REVIEW}' ELSE d.reason END, "
    "CASE r.decision WHEN 'overridden' THEN r.new_remedy ELSE d.remedy END, "
    "CASE r.decision WHEN 'overridden' THEN r.new_procedure ELSE d.procedure END, "
    "CASE r.decision WHEN 'overridden' THEN '' ELSE d.rule_id END"
)
_OUTCOME = "CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE d.outcome END"


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
    return _list_answered(workspace, "'DISMISSAL', 'REDUCTION'", only_accepted, person_id)


def list_challenged(workspace: Workspace) -> list[ReliefRow]:
    """Convictions that a person reviewed and found not eligible, by court and case number.

    An answer that nobody looked at challenges nothing. Left out is what `list_relief` leaves out.
    """
    return _list_answered(workspace, "'NOT_ELIGIBLE'", only_accepted=True, person_id=None)


def _list_answered(
    workspace: Workspace, outcomes: str, only_accepted: bool, person_id: int | None
) -> list[ReliefRow]:
    rows = workspace.connection.execute(
        f"SELECT c.id, c.person_id, c.source_id, c.row, c.court, c.case_number, p.name, c.section, "
        f"c.level, c.convicted_on, {_AFTER_REVIEW} FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id "
        "JOIN person p ON p.id = c.person_id LEFT JOIN review r ON r.conviction_id = c.id "
        "LEFT JOIN question q ON q.conviction_id = c.id AND q.answered_at = '' "
        f"WHERE {_OUTCOME} IN ({outcomes}) AND r.decision IS NOT 'parked' "
        "AND coalesce(r.stale, '') = '' AND q.conviction_id IS NULL "
        "AND (?1 IS NULL OR c.person_id = ?1) AND (r.decision IS NOT NULL OR NOT ?2) "
        "AND (?3 = 'none' OR (?3 = 'overrides' AND r.decision IS NOT 'overridden') "
        "OR coalesce(r.approved_at, '') <> '') "
        "ORDER BY c.court, c.case_number, p.name, c.id",
        (person_id, only_accepted, reviews.second_reviewer(workspace)),
    )
    return [ReliefRow(*row) for row in rows]


def insert_papers(workspace: Workspace, papers: Iterable[Paper]) -> None:
    """Enter papers into the register, inside the caller's transaction.

    Papers of the same kind about the same convictions that nobody signed yet are replaced.
    """
    for paper in papers:
        number = workspace.connection.execute(
            "INSERT INTO paper (run_id, kind, case_number, person_id, file_name, sha256, n_pages, "
            "made_at, batch_id, court, texts, state, state_on) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,'drafted',?)",
            (
                paper.run_id, paper.kind, paper.case_number, paper.person_id, paper.file_name,
                paper.sha256, paper.n_pages, paper.made_at, paper.batch_id, paper.court,
                paper.texts, paper.state_on or paper.made_at[:10],
            ),
        ).lastrowid  # fmt: skip
        workspace.connection.executemany(
            "INSERT INTO paper_case VALUES (?, ?)", ((number, one) for one in paper.conviction_ids)
        )
        workspace.connection.execute(_REPLACE, (number, paper.kind, paper.batch_id))


_REPLACE = (
    "UPDATE paper SET replaced_by = ?1 WHERE id IN (SELECT older.paper_id FROM paper_case newer "
    "JOIN paper_case older ON older.conviction_id = newer.conviction_id "
    "WHERE newer.paper_id = ?1 AND older.paper_id <> ?1) AND kind = ?2 "
    "AND (batch_id <> ?3 OR batch_id = 0) AND state IN ('drafted', 'printed') AND replaced_by = 0"
)


def correct_hash(workspace: Workspace, paper_id: int, sha256: str, n_pages: int) -> None:
    """A paper whose file was gone was made again, and came out otherwise."""
    workspace.connection.execute(
        "UPDATE paper SET sha256 = ?, n_pages = ? WHERE id = ?", (sha256, n_pages, paper_id)
    )


@dataclass(frozen=True, slots=True)
class MadePaper:
    """What a batch has made already."""

    id: int
    file_name: str
    sha256: str
    n_pages: int


def list_made(workspace: Workspace, batch_id: int) -> dict[str, MadePaper]:
    """The papers of a batch by the names of their files."""
    rows = workspace.connection.execute(
        "SELECT id, file_name, sha256, n_pages FROM paper WHERE batch_id = ? AND batch_id > 0 "
        "ORDER BY id",
        (batch_id,),
    )
    return {row[1]: MadePaper(*row) for row in rows}


def count_convictions(workspace: Workspace, batch_id: int) -> int:
    """The convictions that the papers of a batch are about."""
    row = workspace.connection.execute(
        "SELECT count(DISTINCT c.conviction_id) FROM paper p JOIN paper_case c "
        "ON c.paper_id = p.id WHERE p.batch_id = ? AND p.batch_id > 0",
        (batch_id,),
    ).fetchone()
    return int(row[0])


def list_papers(workspace: Workspace, *, offset: int = 0, limit: int = 500) -> list[Paper]:
    """Newest first, without the convictions they are about."""
    rows = workspace.connection.execute(
        "SELECT run_id, kind, case_number, person_id, file_name, sha256, n_pages, made_at, "
        "batch_id, court, texts, state_on FROM paper ORDER BY id DESC LIMIT ? OFFSET ?",
        (limit, offset),
    )
    return [Paper(*row) for row in rows]


def count_papers(workspace: Workspace) -> int:
    """Those that no newer paper replaced."""
    return int(
        workspace.connection.execute("SELECT count(*) FROM paper WHERE replaced_by = 0").fetchone()[
            0
        ]
    )


def list_signed(workspace: Workspace, kind: str) -> set[int]:
    """Convictions about which a paper of a kind was signed, or is further on its way."""
    rows = workspace.connection.execute(
        "SELECT DISTINCT c.conviction_id FROM paper p JOIN paper_case c ON c.paper_id = p.id "
        "WHERE p.kind = ? AND p.state NOT IN ('drafted', 'printed', 'withdrawn')",
        (kind,),
    )
    return {int(row[0]) for row in rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many convictions would get relief but get no paper as things stand."""

    n_unapproved: int
    n_asked: int
    n_parked: int
    n_stale: int


def count_waiting(workspace: Workspace) -> Waiting:
    """What `list_relief` leaves out though its answer, after review, is relief."""
    rule = reviews.second_reviewer(workspace)
    row = workspace.connection.execute(
        "SELECT sum(r.decision IS NOT 'parked' AND coalesce(r.stale, '') = '' "
        "AND q.conviction_id IS NULL AND NOT (?1 = 'none' "
        "OR (?1 = 'overrides' AND r.decision IS NOT 'overridden') "
        "OR coalesce(r.approved_at, '') <> '')), "
        "sum(q.conviction_id IS NOT NULL), sum(r.decision IS 'parked'), "
        "sum(coalesce(r.stale, '') <> '') FROM determination d "
        "LEFT JOIN review r ON r.conviction_id = d.conviction_id "
        "LEFT JOIN question q ON q.conviction_id = d.conviction_id AND q.answered_at = '' "
        "WHERE CASE r.decision WHEN 'overridden' THEN r.new_outcome ELSE d.outcome END "
        "IN ('DISMISSAL', 'REDUCTION')",
        (rule,),
    ).fetchone()
    return Waiting(*(int(number or 0) for number in row))


def list_unfiled(workspace: Workspace) -> list[tuple[int, int]]:
    """(paper, conviction) of every paper that was made and not filed yet."""
    rows = workspace.connection.execute(
        "SELECT p.id, c.conviction_id FROM paper p JOIN paper_case c ON c.paper_id = p.id "
        "WHERE p.replaced_by = 0 AND p.state IN ('drafted', 'printed', 'signed') ORDER BY p.id"
    )
    return [(int(paper), int(conviction)) for paper, conviction in rows]


def has_contact(workspace: Workspace, role: str, county: str) -> bool:
    """Whether the address book has somebody of a role in a county."""
    return bool(
        workspace.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM contact WHERE role = ? AND is_used "
            "AND county = ? COLLATE NOCASE)",
            (role, county),
        ).fetchone()[0]
    )

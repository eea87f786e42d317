"""The determinations of the latest check, by person and as a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.model.record import RowRef
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListedDetermination:
    """A determination with what a list shows of its conviction and person."""

    name: str
    born: str
    cii: str
    section: str
    level: str
    convicted_on: str
    county: str
    court: str
    case_number: str
    outcome: str  # Outcome member's name
    reason: str
    rule_id: str
    also_applies: str
    missing: str
    decision: str  # "stale" for one whose answer or record changed since; "" while open
    final: str  # Outcome member's name after the review; "" while it is not settled
    reason_code: str
    words: str
    reviewer: str
    decided_at: str
    approver: str
    source: int
    row: int
    remedy: str  # Remedy member's name, "" when the policy names none
    procedure: str  # Procedure member's name, "" when the policy tells none


def pack_list(values: tuple[str, ...]) -> str:
    return "\n".join(values)


def unpack_list(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def by_person(workspace: Workspace) -> dict[int, list[Determination]]:
    """Person id -> determinations in the order of the record; people in order of id."""
    found: dict[int, list[Determination]] = {}
    for person, source, row, *answer in workspace.connection.execute(
        f"SELECT c.person_id, c.source_id, c.row, {_ANSWER} FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id ORDER BY c.person_id, c.source_id, c.row"
    ):
        found.setdefault(person, []).append(_determination(RowRef(source, row), answer))
    return found


def get_determinations(workspace: Workspace, ids: Sequence[int]) -> dict[int, Determination]:
    """The answers of the latest check; convictions without one are left out."""
    rows = workspace.connection.execute(
        f"SELECT c.id, c.source_id, c.row, {_ANSWER} FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id "
        "WHERE c.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: _determination(RowRef(row[1], row[2]), row[3:]) for row in rows}


def find_determination(workspace: Workspace, conviction_id: int) -> Determination | None:
    """The stored answer of the latest check for one conviction."""
    return get_determinations(workspace, [conviction_id]).get(conviction_id)


_ANSWER = "d.outcome, d.reason, d.rule_id, d.also_applies, d.missing, d.remedy, d.procedure"


def _determination(at: RowRef, answer: Sequence[str]) -> Determination:
    outcome, reason, rule, also, missing, remedy, procedure = answer
    return Determination(
        at, Outcome[outcome], reason, rule, unpack_list(also), unpack_list(missing),
        Remedy[remedy] if remedy else None, Procedure[procedure] if procedure else None,
    )  # fmt: skip


_REVIEWED = (
    "CASE WHEN r.stale <> '' THEN 'stale' ELSE coalesce(r.decision, '') END, "
    "CASE WHEN r.stale <> '' OR r.decision IS NULL OR r.decision = 'parked' THEN '' "
    "WHEN r.decision = 'overridden' THEN r.new_outcome ELSE d.outcome END, "
    "coalesce(r.reason_code, ''), coalesce(r.words, ''), coalesce(r.reviewer, ''), "
    "coalesce(r.decided_at, ''), coalesce(r.approver, '')"
)


def iter_listed(workspace: Workspace) -> Iterator[ListedDetermination]:
    """Every determination in the order of the files."""
    for row in workspace.connection.execute(
        "SELECT p.name, p.born, p.cii, c.section, c.level, c.convicted_on, c.county, c.court, "
        "c.case_number, d.outcome, d.reason, d.rule_id, d.also_applies, d.missing, "
        f"{_REVIEWED}, c.source_id, c.row, d.remedy, d.procedure FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id JOIN person p ON p.id = c.person_id "
        "LEFT JOIN review r ON r.conviction_id = c.id ORDER BY c.source_id, c.row"
    ):
        yield ListedDetermination(*row)


def count_answers(workspace: Workspace) -> list[tuple[str, str, str, str, str, int]]:
    """(outcome, rule id, also applies, remedy, procedure, convictions) of the latest check.

    Outcome, remedy and procedure are the names of the members; what also applies is packed.
    """
    return [
        (str(outcome), str(rule), str(also), str(remedy), str(procedure), int(n))
        for outcome, rule, also, remedy, procedure, n in workspace.connection.execute(
            "SELECT outcome, rule_id, also_applies, remedy, procedure, count(*) FROM determination "
            "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        )
    ]

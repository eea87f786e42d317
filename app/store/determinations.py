"""The determinations of the latest check, by person and as a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.model.record import RowRef
from app.model.relief import Determination, Outcome
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
    decision: str
    source: int
    row: int


def pack_list(values: tuple[str, ...]) -> str:
    return "\n".join(values)


def unpack_list(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def by_person(workspace: Workspace) -> dict[int, list[Determination]]:
    """Person id -> determinations in the order of the record; people in order of id."""
    found: dict[int, list[Determination]] = {}
    for person, source, row, outcome, reason, rule, also, missing in workspace.connection.execute(
        "SELECT c.person_id, c.source_id, c.row, d.outcome, d.reason, d.rule_id, d.also_applies, "
        "d.missing FROM determination d JOIN conviction c ON c.id = d.conviction_id "
        "ORDER BY c.person_id, c.source_id, c.row"
    ):
        found.setdefault(person, []).append(
            Determination(
                RowRef(source, row), Outcome[outcome], reason, rule, unpack_list(also),
                unpack_list(missing),
            )
        )  # fmt: skip
    return found


def iter_listed(workspace: Workspace) -> Iterator[ListedDetermination]:
    """Every determination in the order of the files."""
    for row in workspace.connection.execute(
        "SELECT p.name, p.born, p.cii, c.section, c.level, c.convicted_on, c.county, c.court, "
        "c.case_number, d.outcome, d.reason, d.rule_id, d.also_applies, d.missing, "
        "coalesce(r.decision, ''), c.source_id, c.row FROM determination d "
        "JOIN conviction c ON c.id = d.conviction_id JOIN person p ON p.id = c.person_id "
        "LEFT JOIN review r ON r.conviction_id = c.id ORDER BY c.source_id, c.row"
    ):
        yield ListedDetermination(*row)

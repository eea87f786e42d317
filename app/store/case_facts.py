"""What a list shows of some convictions, whatever it is a list of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``outcome`` and ``reason`` are of the latest check, "" without an answer."""

    name: str
    born: str
    section: str
    level: str
    convicted_on: str
    court: str
    case_number: str
    outcome: str
    reason: str


def get_facts(workspace: Workspace, numbers: Iterable[int]) -> dict[int, CaseFacts]:
    """Of those of the convictions that are there."""
    rows = workspace.connection.execute(
        "SELECT c.id, p.name, p.born, c.section, c.level, c.convicted_on, c.court, c.case_number, "
        "coalesce(d.outcome, ''), coalesce(d.reason, '') FROM conviction c "
        "JOIN person p ON p.id = c.person_id LEFT JOIN determination d ON d.conviction_id = c.id "
        "WHERE c.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {int(number): CaseFacts(*values) for number, *values in rows}

"""The convictions of a county as a court's list is compared with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.store.workspace import Workspace


class CountyConviction(NamedTuple):
    """A conviction with what the latest check answered."""

    conviction_id: int
    person_id: int
    section: str
    convicted_on: str
    court: str
    case_number: str
    outcome: str  # Outcome member's name, "" without a determination
    remedy: str


def iter_county_convictions(workspace: Workspace, county: str) -> Iterator[CountyConviction]:
    """By person; those whose county is not known are among them."""
    for row in workspace.connection.execute(
        "SELECT c.id, c.person_id, c.section, c.convicted_on, c.court, c.case_number, "
        "coalesce(d.outcome, ''), coalesce(d.remedy, '') FROM conviction c "
        "LEFT JOIN determination d ON d.conviction_id = c.id WHERE c.county IN (?, '') "
        "ORDER BY c.person_id, c.id",
        (county,),
    ):
        yield CountyConviction(*row)

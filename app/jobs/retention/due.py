"""What is sealed, what is due, who is held, what was purged: read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.jobs.retention.plan import list_due
from app.jobs.retention.purge import find_unfinished
from app.jobs.retention.rules import RetentionRule, find_rule
from app.jobs.retention.seal import list_to_seal
from app.store import purges, retention, sealed
from app.store.purges import Purge
from app.store.retention import Hold
from app.store.sealed import SealedConviction
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SealedRow:
    """What a list shows of a sealed conviction: never whose it is, nor what for.

    ``due_on`` is None where the office has no rule; ``is_held`` when its person is.
    """

    conviction_id: int
    person_id: int
    ordered_on: date
    due_on: date | None
    is_due: bool
    is_held: bool
    paper_id: int
    who: str


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """As of a day. ``unfinished`` is the purge that was cut short, 0 for none."""

    today: date
    rule: RetentionRule
    n_to_seal: int
    sealed: tuple[SealedRow, ...]
    holds: tuple[Hold, ...]
    purges: tuple[Purge, ...]
    unfinished: int
    older_copies: tuple[tuple[str, str, str], ...]

    @property
    def due(self) -> tuple[SealedRow, ...]:
        """What is due and not held."""
        return tuple(one for one in self.sealed if one.is_due and not one.is_held)

    @property
    def n_due_held(self) -> int:
        return sum(one.is_due and one.is_held for one in self.sealed)

    @property
    def next_due(self) -> date | None:
        """The next day on which something becomes due."""
        days = [one.due_on for one in self.sealed if one.due_on and not one.is_due]
        return min(days, default=None)


def read_retention(workspace: Workspace, today: date) -> RetentionReport:
    """How it stands with the records kept."""
    rule = find_rule(workspace)
    due = {one.conviction_id for one in list_due(workspace, today)}
    holds = retention.list_holds(workspace)
    held = {one.person_id for one in holds}
    return RetentionReport(
        today, rule, len(list_to_seal(workspace, rule)),
        tuple(_row(one, rule, due, held) for one in sealed.list_sealed(workspace)),
        tuple(holds), tuple(purges.list_purges(workspace)), find_unfinished(workspace),
        tuple(purges.list_older_copies(workspace)),
    )  # fmt: skip


def _row(one: SealedConviction, rule: RetentionRule, due: set[int], held: set[int]) -> SealedRow:
    return SealedRow(
        one.conviction_id, one.person_id, date.fromisoformat(one.order.ordered_on),
        rule.due_on(one.order.ordered_on), one.conviction_id in due, one.person_id in held,
        one.order.paper_id, one.order.who,
    )  # fmt: skip

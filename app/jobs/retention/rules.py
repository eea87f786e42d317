"""The office's rule: when what a court granted is sealed, and when what is sealed is purged.

Nothing is sealed or purged by itself until the office sets a rule, and no number of days comes with
the program: how long a record is kept is for the office and its counsel to say.
"""

from __future__ import annotations

import json
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.model.paper_state import GRANTED, RECEIVED, TOLD
from app.store import audit
from app.store.retention import RULE_SETTING
from app.store.workspace import Workspace

NEVER = "never"
SEAL_WHEN = (NEVER, GRANTED, RECEIVED, TOLD)
SEALING, EVERY = "sealing", "every"
SEAL_WHAT = {
    SEALING: "convictions for which dismissal and sealing was asked",
    EVERY: "every conviction of a granted paper",
}
DAYS, YEARS = "days", "years"
MOST_DAYS, MOST_YEARS = 36_500, 100


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """``purge_after`` None: nothing is ever due to be purged."""

    seal_when: str = NEVER
    seal_what: str = SEALING
    purge_after: int | None = None
    purge_unit: str = DAYS

    @property
    def in_words(self) -> str:
        """One sentence or two for screen, terminal and record."""
        if self.seal_when == NEVER:
            sealing = "Nothing is sealed by itself."
        else:
            sealing = f"Sealed once a paper is “{self.seal_when}”: {SEAL_WHAT[self.seal_what]}."
        if self.purge_after is None:
            return f"{sealing} Nothing is ever due to be purged."
        unit = self.purge_unit if self.purge_after != 1 else self.purge_unit.removesuffix("s")
        return (
            f"{sealing} What is sealed is due to be purged {self.purge_after:,} {unit} after the "
            "day of the order."
        )

    def due_on(self, ordered_on: str) -> date | None:
        """The day from which what was sealed by an order of that day is due to be purged."""
        if self.purge_after is None:
            return None
        day = date.fromisoformat(ordered_on)
        if self.purge_unit == DAYS:
            return day + timedelta(self.purge_after)
        year = day.year + self.purge_after
        if (day.month, day.day) == (2, 29) and not isleap(year):
            return date(year, 3, 1)  # the anniversary of 29 February, as everywhere in the program
        return day.replace(year=year)


def find_rule(workspace: Workspace) -> RetentionRule:
    """The office's, or that of an office that set none."""
    text = workspace.get_setting(RULE_SETTING)
    return RetentionRule(**json.loads(text)) if text else RetentionRule()


def save_rule(workspace: Workspace, rule: RetentionRule, *, who: str) -> None:
    """Set the rule, on record. Raises InputError for one that makes no sense."""
    check_may(workspace, who, Right.MANAGE)
    _check(rule)
    before = find_rule(workspace)
    kept = {
        "seal_when": rule.seal_when, "seal_what": rule.seal_what,
        "purge_after": rule.purge_after, "purge_unit": rule.purge_unit,
    }  # fmt: skip
    with workspace.transaction():
        workspace.save_setting(RULE_SETTING, json.dumps(kept))
        audit.append(
            workspace, at=now(), who=who, action="setting", subject="retention rule",
            old=before.in_words, new=rule.in_words,
        )  # fmt: skip


def _check(rule: RetentionRule) -> None:
    if rule.seal_when not in SEAL_WHEN:
        raise InputError(f"Records are sealed {', '.join(SEAL_WHEN)}, not “{rule.seal_when}”.")
    if rule.seal_what not in SEAL_WHAT:
        raise InputError(f"What is sealed is one of {', '.join(SEAL_WHAT)}.")
    if rule.purge_unit not in (DAYS, YEARS):
        raise InputError("The time until a purge is in days or in years.")
    most = MOST_DAYS if rule.purge_unit == DAYS else MOST_YEARS
    if rule.purge_after is not None and not 0 <= rule.purge_after <= most:
        raise InputError(
            f"The time until a purge is between 0 and {most:,} {rule.purge_unit}. Leave it out if "
            "nothing is to be purged."
        )

"""What the activity page asks the store, off the window thread."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.jobs.record_words import GROUPS, actions_of, group_of
from app.store.audit import AuditEntry
from app.store.audit_search import AuditFilter, find_entries, list_actions, list_who
from app.store.person_papers import find_person
from app.store.workspace import Workspace

AT_ONCE = 500
_SUBJECT = re.compile(r"(person|conviction) (\d+)(?:,|$)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters of the page say; ``group`` is a key of `GROUPS`, "" for all."""

    who: str = ""
    group: str = ""
    person_id: int | None = None
    conviction_id: int | None = None
    since: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """The newest entries of a filter, and what there is to filter by."""

    entries: list[AuditEntry]
    names: list[str]
    groups: list[str]


def ask_activity(workspace: Workspace, wanted: Wanted) -> Activity:
    """The first page."""
    actions = list_actions(workspace)
    held = {group_of(action) for action in actions}
    return Activity(
        find_entries(workspace, _filter(wanted, actions), limit=AT_ONCE),
        list_who(workspace),
        [group for group in GROUPS if group in held],
    )


def ask_older(workspace: Workspace, wanted: Wanted, number: int) -> list[AuditEntry]:
    """The page after the entry of that number."""
    found = _filter(wanted, list_actions(workspace))
    return find_entries(workspace, found, older_than=number, limit=AT_ONCE)


def person_of(workspace: Workspace, entry: AuditEntry) -> int | None:
    """The person whom an entry is about; None for one about nobody or several."""
    found = _SUBJECT.match(entry.subject)
    if found is None:
        return None
    number = int(found[2])
    return number if found[1] == "person" else find_person(workspace, number)


def _filter(wanted: Wanted, actions: list[str]) -> AuditFilter:
    return AuditFilter(
        wanted.who, actions_of([wanted.group], actions) if wanted.group else None,
        wanted.person_id, wanted.conviction_id, wanted.since, wanted.before,
    )  # fmt: skip

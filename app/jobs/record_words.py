"""The record of the work in words: kinds of entries to filter by, actions as people say them.

What an entry is called is up to the job that writes it; one that is not known here is shown as it
is recorded, among the other entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

LOOKS = "looks"
GIVEN = "given out"
GROUPS: dict[str, str] = {
    LOOKS: "Looks at a person",
    GIVEN: "Given out",
    "decisions": "Decisions and notes",
    "records": "Imports, mends and people",
    "answers": "Checks and sign-off",
    "register": "Register of papers",
    "office": "Office, settings and texts",
    "safety": "Sign-in, keys, backups and purges",
    "other": "Other entries",
}
"""Each group of actions with its title, in the order in which they are shown."""

# How the actions of a group begin; the first group that fits has it.
_BEGINNINGS: dict[str, tuple[str, ...]] = {
    LOOKS: ("person viewed", "number shown", "look at sealed"),
    GIVEN: (
        "given out", "not given out", "papers", "letters", "lists", "forms", "make package",
        "hand out", "handed out", "printed",
    ),
    "safety": (
        "sign in", "signed in", "sign-in", "sign out", "failed sign", "passphrase", "office pass",
        "administrator put",
        "recovery", "key", "lock", "unlock", "backup", "restore", "drill", "seal", "unseal", "hold",
        "purge", "retention", "destroy", "certificate",
    ),
    "answers": ("check", "final", "sign off", "sign-off", "policy"),
    "register": ("register", "attachment"),
    "records": (
        "import", "mend", "merge people", "separate people", "people ", "choose between files",
        "order of sources", "issue", "confirmation",
    ),
    "decisions": (
        "accept", "override", "park", "open again", "ask an attorney", "answer a question",
        "approve", "note", "undo", "redo", "sample", "from “", "review", "read workbook back",
        "take package back", "give up package", "conflict",
    ),
    "office": (
        "setting", "user", "role", "reasons", "contact", "paper text", "text", "form", "filter",
        "office",
    ),
}  # fmt: skip

_ACTIONS = {
    "import": "Files imported",
    "check": "People checked",
    "review": "Decision",
    "review withdrawn": "Decision taken back",
    "papers": "Papers drafted",
    "letters": "Letters made",
    "lists": "Lists made",
    "forms": "Forms filled",
    "printed": "Sent to a printer",
    "given out": "Given out",
    "not given out": "Giving out failed",
    "make package": "Package made",
    "person viewed": "Person looked at",
    "number shown": "Number shown",
    "setting": "Setting changed",
    "mend": "Mended",
    "merge people": "People merged",
    "separate people": "People separated",
    "people are different": "Different people",
    "people may be one": "Decision about people undone",
    "people compared": "Looked for people who may be one",
    "choose between files": "File chosen where two differ",
    "order of sources": "Rule of files changed",
    "final": "Check called final",
    "sign off": "Results signed off",
    "sample accepted": "Rest of a sample's set accepted",
    "sample passed": "Sample found right",
    "sample stopped": "Sample stopped",
    "seal": "Conviction sealed",
    "unseal": "Seal lifted",
    "look at sealed": "Sealed conviction looked at",
    "hold": "Person held",
    "hold lifted": "Hold lifted",
    "purge": "Purged",
    "purge finished": "Purge looked through",
}


def action_words(action: str) -> str:
    """What was done, as a person says it."""
    return _ACTIONS.get(action, action[:1].upper() + action[1:])


def group_of(action: str) -> str:
    """The key of `GROUPS` an action belongs to."""
    return next(
        (group for group, begins in _BEGINNINGS.items() if action.startswith(begins)), "other"
    )


def actions_of(groups: Iterable[str], actions: Iterable[str]) -> tuple[str, ...]:
    """Those of the actions that belong to the groups."""
    wanted = set(groups)
    return tuple(action for action in actions if group_of(action) in wanted)


def value_words(text: str) -> str:
    """A recorded value; a group of named values as ``name: Ana; bar number: 1``, the empty
    ones left out."""
    if not text.startswith("{"):
        return text
    try:
        values = json.loads(text)
    except ValueError:
        return text
    parts = ((name.replace("_", " "), _joined(value)) for name, value in values.items())
    return "; ".join(f"{name}: {value}" for name, value in parts if value)


def _joined(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return f"{value:,}" if type(value) is int else str(value or "")


def day_bounds(since: date | None, until: date | None) -> tuple[str, str]:
    """The first instant of a day here and the first after another one, as entries have them (UTC);
    "" where no day is given."""
    return _instant(since), _instant(until + timedelta(days=1)) if until else ""


def _instant(day: date | None) -> str:
    if day is None:
        return ""
    return datetime.combine(day, time()).astimezone(UTC).isoformat(timespec="microseconds")


def local_time(instant: str) -> str:
    """``2026-11-01 14:05:09`` here of an ISO instant; a text that is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return instant

"""The record of the work as a table."""

from __future__ import annotations

import json
from datetime import datetime

from app.store.audit import AuditEntry
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel


def audit_model() -> RowsModel[AuditEntry]:
    """Newest first, as the store gives them; times are those of this computer's zone."""
    return RowsModel(
        (
            Column("No.", lambda entry: f"{entry.number:,}", is_number=True),
            Column("When", lambda entry: local_time(entry.at)),
            Column("Who", lambda entry: entry.who),
            Column("What", lambda entry: action_words(entry.action)),
            Column("Of what", lambda entry: one_line(entry.subject)),
            Column("Before", lambda entry: one_line(value_words(entry.old))),
            Column("After", lambda entry: one_line(value_words(entry.new))),
        )
    )


_ACTIONS = {
    "import": "Files imported",
    "check": "People checked",
    "review": "Decision",
    "review withdrawn": "Decision taken back",
    "papers": "Papers drafted",
    "setting": "Setting changed",
    "mend": "Mended",
    "merge people": "People merged",
    "separate people": "People separated",
    "people are different": "Different people",
    "people may be one": "Decision about people undone",
    "choose between files": "File chosen where two differ",
    "order of sources": "Rule of files changed",
    "final": "Check called final",
    "sign off": "Results signed off",
    "sample accepted": "Rest of a sample's set accepted",
    "sample passed": "Sample found right",
    "sample stopped": "Sample stopped",
}


def action_words(action: str) -> str:
    """What was done, as a person says it; an action not known here as it is recorded."""
    return _ACTIONS.get(action, action.capitalize())


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
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value or "")


def local_time(instant: str) -> str:
    """``2026-11-01 14:05:09`` here of an ISO instant; a text that is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return instant

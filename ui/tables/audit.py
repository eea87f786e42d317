"""The record of the work as a table."""

from __future__ import annotations

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
            Column("What", lambda entry: entry.action),
            Column("Of what", lambda entry: one_line(entry.subject)),
            Column("Before", lambda entry: one_line(entry.old)),
            Column("After", lambda entry: one_line(entry.new)),
        )
    )


def local_time(instant: str) -> str:
    """``2026-11-01 14:05:09`` here of an ISO instant; a text that is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return instant

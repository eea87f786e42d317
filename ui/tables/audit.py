"""The record of the work as a table."""

from __future__ import annotations

from app.jobs.record_words import action_words, local_time, value_words
from app.store.audit import AuditEntry
from ui.tables.growing import GrowingModel
from ui.tables.issues import one_line
from ui.tables.rows import Column


def audit_model() -> GrowingModel[AuditEntry]:
    """Newest first, as the store gives them; times are those of this computer's zone."""
    return GrowingModel(
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

"""The issues of an import as a table: file, row, column, text, reason, what was done."""

from __future__ import annotations

from collections.abc import Mapping

from app.store.records import RowIssue
from ui.tables.rows import Column, RowsModel


def issues_model(file_names: Mapping[int, str]) -> RowsModel[RowIssue]:
    """``file_names`` are the sources' names by their number."""
    return RowsModel(issue_columns(file_names))


def issue_columns(file_names: Mapping[int, str]) -> tuple[Column[RowIssue], ...]:
    return (
        Column("File", lambda issue: file_names.get(issue.at.source, str(issue.at.source))),
        Column("Row", lambda issue: f"{issue.at.row:,}", is_number=True),
        Column("Column", lambda issue: issue.column),
        Column("Text", lambda issue: one_line(issue.text)),
        Column("Reason", lambda issue: issue.reason),
        Column("What was done", lambda issue: issue.done),
    )


def one_line(text: str) -> str:
    """A cell's text without what would break the line, cut where it would fill the table."""
    shown = "".join(ch if ch.isprintable() else "·" for ch in text[:200])
    return shown + (" …" if len(text) > 200 else "")

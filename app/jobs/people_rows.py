"""People and doubts as rows of the workspace."""

from __future__ import annotations

from app.importing.issues import Issue
from app.jobs.read_pieces import CodedPerson
from app.model.record import RowRef
from app.store.records import PersonRow, RowIssue


def person_row(person_id: int, coded: CodedPerson, n_rows: int) -> PersonRow:
    return (
        person_id, coded.cii, coded.name, coded.sex, coded.race, coded.born, n_rows,
        len(coded.convictions), coded.record,
    )  # fmt: skip


def row_issue(source_id: int, issue: Issue, person_id: int | None) -> RowIssue:
    return RowIssue(
        RowRef(source_id, issue.row), issue.column, issue.text, issue.kind, issue.reason,
        issue.done, issue.advice, issue.is_quarantined, person_id, issue.by_reader,
    )  # fmt: skip

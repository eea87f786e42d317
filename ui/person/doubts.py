"""The doubts and repairs of a reading as a table; choosing one goes to its line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from app.store.records import RowIssue
from ui.person.reading import line_of, mark_of
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import column, data_table, label

_WIDTHS = (56, 88, 200)


class DoubtsPane(QWidget):
    """``line_wanted`` when a doubt is chosen."""

    line_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[RowIssue] = RowsModel(
            (
                Column("Line", lambda issue: f"{line_of(issue):,}", is_number=True),
                Column("Mark", lambda issue: mark_of(issue).value),
                Column("What", lambda issue: issue.kind),
                Column("Text", lambda issue: one_line(issue.text)),
            )
        )
        self.table = data_table(self.model, "What was doubtful in the reading", compact=True)
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.advice = label("", "body")
        frame = column(self.table, self.advice, gap=1)
        frame.setStretch(0, 1)
        self.setLayout(frame)

    def show_issues(self, issues: Sequence[RowIssue]) -> None:
        """In the order of their lines."""
        self.model.set_records(sorted(issues, key=lambda issue: issue.at.row))
        self.advice.setText(
            "Choose a row to see its line in the record. Correct the text there and check again."
            if issues
            else "Every line was read, and nothing had to be repaired."
        )

    def _chosen(self, index: QModelIndex) -> None:
        issue = self.model.record(index)
        if issue is not None:
            self.advice.setText(f"{issue.reason} {issue.done} {issue.advice}")
            self.line_wanted.emit(line_of(issue))

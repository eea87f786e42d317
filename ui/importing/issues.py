"""The doubts and repairs of what was imported: by kind, with the rows they stand on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.store import records
from app.store.records import RowIssue
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.tables.issues import issue_columns, issues_model
from ui.theme import px
from ui.widgets import column, data_table, label, row

N_SHOWN = 5000
_WIDTHS = (176, 72, 144, 176, 320)
_KIND_PX = 296


@dataclass(frozen=True, slots=True)
class IssueKinds:
    """(kind, is quarantined, rows) and the names of the files by number."""

    counts: tuple[tuple[str, bool, int], ...]
    file_names: dict[int, str]


def read_kinds(workspace: Workspace) -> IssueKinds:
    names = {source.id: source.name for source in records.list_sources(workspace)}
    return IssueKinds(tuple(records.count_issues(workspace)), names)


class IssuesPane(QWidget):
    """Left the kinds with their numbers, right the rows, below the advice for the chosen row."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kinds: tuple[tuple[str, bool, int], ...] = ()
        self.kinds = QListWidget()
        self.kinds.setAccessibleName("Kinds of issues")
        self.kinds.setFixedWidth(px(_KIND_PX))
        self.kinds.setWordWrap(True)
        self.kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds.currentRowChanged.connect(self._choose)
        self.model = issues_model({})
        self.table = data_table(self.model, "Rows with issues")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.selectionModel().currentChanged.connect(self._show)
        self._advice = label("Choose a row to see what can be done about it.", "body")
        self._count = label("", "caption")
        right = column(self.table, self._advice, self._count)
        right.setStretch(0, 1)
        halves = row(self.kinds, right, gap=2)
        halves.setStretch(1, 1)
        self.setLayout(halves)

    def show_kinds(self, found: IssueKinds) -> None:
        self._kinds = found.counts
        self.model.set_columns(issue_columns(found.file_names))
        self.kinds.clear()
        total = sum(n for _, _, n in found.counts)
        self.kinds.addItem(QListWidgetItem(f"Everything ({total:,})"))
        for kind, is_quarantined, n in found.counts:
            set_aside = ", set aside" if is_quarantined else ""
            self.kinds.addItem(QListWidgetItem(f"{kind.capitalize()} ({n:,}{set_aside})"))
        self.kinds.setCurrentRow(0)

    def _choose(self, number: int) -> None:
        kind = self._kinds[number - 1][0] if number > 0 else None
        only_quarantined = self._kinds[number - 1][1] if number > 0 else False

        def read(workspace: Workspace) -> list[RowIssue]:
            return records.list_issues(
                workspace, kind=kind, only_quarantined=only_quarantined, limit=N_SHOWN
            )

        if number >= 0:
            self._desk.ask(self, "issues", read, self._fill)

    def _fill(self, issues: list[RowIssue]) -> None:
        self.model.set_records(issues)
        self._advice.setText("Choose a row to see what can be done about it." if issues else "")
        self._count.setText(
            f"The first {N_SHOWN:,} are listed; choose a kind to see fewer."
            if len(issues) == N_SHOWN
            else f"{len(issues):,} listed."
        )

    def _show(self, index: QModelIndex) -> None:
        issue = self.model.record(index)
        if issue is not None:
            self._advice.setText(f"{issue.reason} {issue.done} {issue.advice}")

"""Who did what when: the record of the work, which nobody can change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from app.store import audit
from app.store.audit import AuditEntry
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.tables.audit import action_words, audit_model, local_time, value_words
from ui.theme import px
from ui.widgets import PageTitle, data_table, label, page_layout

N_SHOWN = 5000
_WIDTHS = (56, 168, 128, 160, 128, 160)


class ActivityPage(QWidget):
    """The newest entries first, the whole text of the chosen one below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = audit_model()
        self.table = data_table(self.model, "Activity")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self._detail = label("", "body")
        self._count = label("", "caption")
        frame = page_layout(self)
        frame.addWidget(
            PageTitle(
                "Activity",
                "Everything that was done in this workspace. Each entry is sealed to the one "
                "before it, so that a change would be found.",
            )
        )
        frame.addWidget(self.table, 1)
        frame.addWidget(self._detail)
        frame.addWidget(self._count)
        self.table.selectionModel().currentChanged.connect(self._show)

    def refresh(self, changes: set[str]) -> None:  # noqa: ARG002 - everything is recorded
        self._desk.ask(self, "activity", _newest, self._fill)

    def _fill(self, entries: list[AuditEntry]) -> None:
        self.model.set_records(entries)
        shown = len(entries)
        self._detail.setText("")
        self._count.setText(
            f"The newest {N_SHOWN:,} entries." if shown == N_SHOWN else f"{shown:,} entries."
        )

    def _show(self, index: QModelIndex) -> None:
        entry = self.model.record(index)
        if entry is None:
            return
        parts = [f"{local_time(entry.at)}, {entry.who}: {action_words(entry.action)}"]
        if entry.subject:
            parts[0] += f", {entry.subject}"
        if entry.old:
            parts.append(f"Before: {value_words(entry.old)}")
        if entry.new:
            parts.append(f"After: {value_words(entry.new)}")
        self._detail.setText("\n".join(parts))


def _newest(workspace: Workspace) -> list[AuditEntry]:
    return list(audit.entries(workspace, newest_first=True, limit=N_SHOWN))

"""What was purged, with the certificate of each; and a whole workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.jobs.record_words import local_time
from app.jobs.retention.certificate import get_certificate
from app.jobs.retention.due import RetentionReport
from app.model.certificate import Certificate
from app.store.purges import Purge
from ui.desk import Desk
from ui.one_of import OneOf
from ui.retention.certificate_dialog import CertificateDialog
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import EmptyState, column, danger_button, data_table, label, quiet_button, row

_COLUMNS: tuple[Column[Purge], ...] = (
    Column("Purge", lambda one: f"{one.id:,}", is_number=True),
    Column("When", lambda one: local_time(one.at)),
    Column("By", lambda one: one.who),
    Column("People", lambda one: f"{one.n_people:,}", is_number=True),
    Column("Convictions", lambda one: f"{one.n_convictions:,}", is_number=True),
    Column("Rows", lambda one: f"{one.n_rows:,}", is_number=True),
    Column("Why", lambda one: one_line(one.why)),
)
_WIDTHS = (72, 168, 160, 80, 112, 80, 240)
_EMPTY = (
    "Nothing was purged",
    "Each purge has its certificate here: numbers, counts and hashes, never a name.",
)


class CertificatesPane(QWidget):
    """``on_person`` asks for a person to be purged whole, ``on_workspace`` for everything."""

    def __init__(
        self, desk: Desk, on_person: Callable[[], object], on_workspace: Callable[[], object]
    ) -> None:
        super().__init__()
        self._desk = desk
        self.model: RowsModel[Purge] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Purges")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.copies = label("", "secondary")
        self.show_button = quiet_button("Show the certificate…", self.show_certificate)
        self.person_button = danger_button("Purge a person…", on_person)
        self.workspace_button = danger_button("Destroy the workspace…", on_workspace)
        self._list = OneOf()
        self._list.add(self.table)
        self._list.add(EmptyState(*_EMPTY))
        buttons = row(self.show_button, None, self.person_button, self.workspace_button)
        frame = column(self._list, self.copies, buttons, gap=1.5)
        frame.setStretch(0, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())
        self.table.doubleClicked.connect(lambda _: self.show_certificate())

    def show_report(self, report: RetentionReport) -> None:
        """What was read."""
        self.model.set_records(report.purges)
        self._list.show_only(0 if report.purges else 1)
        self.table.selectRow(0)
        names = ", ".join(name for _, name, _ in report.older_copies)
        self.copies.setText(
            f"Backups from before the latest purge still hold what it destroyed: {names}. Remove "
            "them under Backups, and destroy their copies."
            if names
            else ""
        )
        self.copies.setVisible(bool(names))
        self._on_current()

    def _on_current(self) -> None:
        self.show_button.setEnabled(self.model.record(self.table.currentIndex()) is not None)

    def show_certificate(self) -> None:
        """The one chosen."""
        current = self.model.record(self.table.currentIndex())
        if current is None:
            return
        number = current.id

        def show(paper: Certificate) -> None:
            CertificateDialog(self._desk, number, paper, self).open()

        self._desk.ask(self, "certificate", lambda store: get_certificate(store, number), show)

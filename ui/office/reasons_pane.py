"""The office's list of why answers are overridden: worded, ordered, added to, retired."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.jobs import office as jobs
from app.jobs.office import ListedReason
from app.store.office import OverrideReason
from ui.desk import Desk
from ui.theme import px, space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, column, label, primary_button, quiet_button, row

_ABOUT = (
    "A person who gives another answer chooses one of these, in this order. A reason that an "
    "override carries is never deleted: take its mark away, and it can no longer be chosen."
)
_CODE, _WORDS, _USED = range(3)


class ReasonsPane(QWidget):
    """A table to type in; nothing counts until it is saved."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._jobs = desk, ToldJobs(desk, self, told)
        self._told = told
        self._saved: list[OverrideReason] = []
        self.table = _table()
        self.up_button = quiet_button("Up", lambda: self.move_chosen(-1))
        self.down_button = quiet_button("Down", lambda: self.move_chosen(1))
        self.add_button = quiet_button("Add a reason", self.add)
        self.delete_button = quiet_button("Delete", self.delete)
        self.save_button = primary_button("Save the list", self.save)
        buttons = row(
            self.add_button, self.up_button, self.down_button, self.delete_button, None,
            self.save_button,
        )  # fmt: skip
        frame = column(label(_ABOUT, "secondary"), self.table, buttons, gap=1.5)
        frame.setStretch(1, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)
        self.table.currentCellChanged.connect(lambda *_: self._show_chosen())
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(self, "office reasons", jobs.list_reasons, self._show)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed, moved or marked and not saved."""
        return self.wanted != self._saved

    def _show(self, listed: list[ListedReason]) -> None:
        self._saved = [one.reason for one in listed]
        self.table.setRowCount(0)
        for one in listed:
            self._append(one.reason, is_on_record=one.is_on_record)
        self.table.setCurrentCell(0, _WORDS)
        self._show_chosen()

    def _append(self, reason: OverrideReason, *, is_on_record: bool) -> None:
        place = self.table.rowCount()
        self.table.insertRow(place)
        code, words = QTableWidgetItem(reason.code), QTableWidgetItem(reason.words)
        used = QTableWidgetItem("")
        used.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )  # fmt: skip
        used.setCheckState(Qt.CheckState.Checked if reason.is_used else Qt.CheckState.Unchecked)
        used.setToolTip("Can be chosen")
        if is_on_record:
            code.setFlags(code.flags() & ~Qt.ItemFlag.ItemIsEditable)
            code.setToolTip("An override carries this code: it stays")
        for column_number, item in ((_CODE, code), (_WORDS, words), (_USED, used)):
            self.table.setItem(place, column_number, item)

    @property
    def wanted(self) -> list[OverrideReason]:
        """The list as it stands on the screen."""
        return [
            OverrideReason(
                self._item(place, _CODE).text(), self._item(place, _WORDS).text(),
                self._item(place, _USED).checkState() is Qt.CheckState.Checked,
            )
            for place in range(self.table.rowCount())
        ]  # fmt: skip

    def _item(self, place: int, column_number: int) -> QTableWidgetItem:
        item = self.table.item(place, column_number)
        if item is None:
            raise LookupError(f"no cell {place}, {column_number}")
        return item

    def _is_on_record(self, place: int) -> bool:
        return not self._item(place, _CODE).flags() & Qt.ItemFlag.ItemIsEditable

    def _show_chosen(self) -> None:
        place, last = self.table.currentRow(), self.table.rowCount() - 1
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < last)
        self.delete_button.setEnabled(0 <= place <= last and not self._is_on_record(place))

    def add(self) -> None:
        """An empty line at the end, to type in."""
        self._append(OverrideReason("", "", True), is_on_record=False)
        place = self.table.rowCount() - 1
        self.table.setCurrentCell(place, _CODE)
        self.table.editItem(self._item(place, _CODE))

    def delete(self) -> None:
        if self.delete_button.isEnabled():
            self.table.removeRow(self.table.currentRow())
            self._show_chosen()

    def move_chosen(self, steps: int) -> None:
        """Up or down by a line."""
        place = self.table.currentRow()
        goal = place + steps
        if place < 0 or not 0 <= goal < self.table.rowCount():
            return
        kept = [self.table.takeItem(place, one) for one in (_CODE, _WORDS, _USED)]
        self.table.removeRow(place)
        self.table.insertRow(goal)
        for column_number, item in enumerate(kept):
            self.table.setItem(goal, column_number, item)
        self.table.setCurrentCell(goal, _WORDS)
        self._show_chosen()

    def save(self) -> None:
        wanted, who = self.wanted, self._desk.user

        def done(_: object) -> None:
            self._told.show_message("good", "The list is saved.")
            self.refresh()

        self._jobs.run(
            "Saving the reasons", lambda store: jobs.set_reasons(store, wanted, who=who), done,
            {"settings", "review"},
        )  # fmt: skip


def _table() -> QTableWidget:
    made = QTableWidget(0, 3)
    made.setHorizontalHeaderLabels(["Code", "What it means", "In use"])
    made.setAccessibleName("Reasons for overrides")
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(px(32))
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(_WORDS, QHeaderView.ResizeMode.Stretch)
    made.setColumnWidth(_CODE, px(152))
    made.setColumnWidth(_USED, px(80))
    return made

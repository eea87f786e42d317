"""Choosing convictions or people by a part of a name or a case number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import data_table, field, label, primary_button, quiet_button

T = TypeVar("T")
MOST = 200
_PAUSE_MS = 200  # between the last letter and the search
Question = Callable[[Workspace, str, int], list[T]]


class ChooseDialog(Sheet, Generic[T]):
    """``question`` finds for a text; ``on_chosen`` gets what was chosen, at least one."""

    width_px = 760

    def __init__(
        self, desk: Desk, parent: QWidget | None, title: str, columns: Sequence[Column[T]],
        question: Question[T], on_chosen: Callable[[list[T]], object], *, takes_many: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent, title, window_title=title)
        self._desk, self._question, self._on_chosen = desk, question, on_chosen
        self.text = QLineEdit()
        self.text.setPlaceholderText("Part of a name or of a case number")
        self.model: RowsModel[T] = RowsModel(columns, self)
        self.table = data_table(self.model, "Found")
        self.table.setMinimumHeight(px(280))
        if takes_many:
            self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.said = label("", "caption")
        self.body.addLayout(field("Search", self.text))
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.yes = primary_button("Go on", self.choose)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.search)
        self.text.textChanged.connect(lambda _: self._timer.start())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selection())
        self.table.doubleClicked.connect(lambda _: self.choose())
        self.search()
        self.text.setFocus()

    def search(self) -> None:
        """Find what holds the text typed."""
        text, question = self.text.text().strip(), self._question
        self._desk.ask(
            self, "retention search", lambda store: question(store, text, MOST), self._show
        )

    def _show(self, found: list[T]) -> None:
        self.model.set_records(found)
        self.table.resizeColumnsToContents()
        told = f"The first {MOST} are shown. Type more of the name." if len(found) == MOST else ""
        self.said.setText(told if found else "Nobody is found.")
        # `selectRow` asks the keyboard, and selects nothing while Shift types a capital letter.
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(
            self.model.index(0, 0), flag.ClearAndSelect | flag.Rows
        )
        self._on_selection()

    @property
    def chosen(self) -> list[T]:
        rows = self.table.selectionModel().selectedRows()
        return [one for index in rows if (one := self.model.record(index)) is not None]

    def _on_selection(self) -> None:
        self.yes.setEnabled(bool(self.chosen))

    def choose(self) -> None:
        """Hand on what is chosen."""
        chosen = self.chosen
        if chosen:
            self.accept()
            self._on_chosen(chosen)

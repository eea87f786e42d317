"""Mending a row that was set aside: its whole line, or its cells by their columns."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPlainTextEdit,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.jobs.issue_view import ROW_COLUMNS, IssueView
from ui.issues.cell_editor import PREVIEW_AFTER_MS
from ui.issues.words import column_words
from ui.theme import monospace_font, px
from ui.widgets import column, label, set_role


class _Line(QPlainTextEdit):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A row is one line: Enter takes it in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)


class RowEditor(QWidget):
    """Of a file of the state the line itself is edited, of any other its cells."""

    changed = Signal()  # look at what is typed
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_line = True
        self._name = label("The row, corrected", "label")
        self.line = _Line()
        self.line.setAccessibleName("The whole line, corrected")
        self.line.setFont(monospace_font())
        self.line.setTabChangesFocus(True)
        self.line.setMinimumHeight(px(96))
        self.cells = QTableWidget(0, 2)
        self.cells.setAccessibleName("The cells of the row, corrected")
        self.cells.setHorizontalHeaderLabels(["Column", "What should stand there"])
        self.cells.verticalHeader().hide()
        self.cells.verticalHeader().setDefaultSectionSize(px(30))
        self.cells.horizontalHeader().setStretchLastSection(True)
        self.cells.setColumnWidth(0, px(200))
        self.cells.setShowGrid(False)
        self.cells.setMinimumHeight(px(160))
        self.cells.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.outlook = label("", "caption")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.line)
        self._stack.addWidget(self.cells)
        frame = column(self._name, self._stack, self.outlook, gap=0.5)
        frame.setStretch(1, 1)
        self.setLayout(frame)
        self._timer = QTimer(self, interval=PREVIEW_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.changed.emit)
        self.line.textChanged.connect(self._timer.start)
        self.line.entered.connect(self.entered.emit)
        self.cells.itemChanged.connect(lambda _: self._timer.start())

    def show_issue(self, view: IssueView, *, is_line: bool) -> None:
        """Show the row as it stands in the file, to be corrected."""
        self._is_line = is_line
        self._stack.setCurrentWidget(self.line if is_line else self.cells)
        self.setFocusProxy(self.line if is_line else self.cells)
        if is_line:
            self.line.setPlainText(view.row.text if view.row else "")
        else:
            self._fill(view)
        self.show_outlook("")

    def _fill(self, view: IssueView) -> None:
        self.cells.blockSignals(True)
        self.cells.setRowCount(len(ROW_COLUMNS))
        for number, name in enumerate(ROW_COLUMNS):
            words = QTableWidgetItem(column_words(name))
            words.setFlags(Qt.ItemFlag.ItemIsEnabled)
            text = view.row.cell(name).strip() if view.row else ""
            self.cells.setItem(number, 0, words)
            self.cells.setItem(number, 1, QTableWidgetItem(text))
        self.cells.setCurrentCell(0, 1)
        self.cells.blockSignals(False)

    @property
    def typed(self) -> str | dict[str, str]:
        """The line, or the filled cells by their columns."""
        if self._is_line:
            return self.line.toPlainText()
        found = {}
        for number, name in enumerate(ROW_COLUMNS):
            item = self.cells.item(number, 1)
            if item is not None and item.text().strip():
                found[name] = item.text()
        return found

    def show_outlook(self, sentence: str, *, is_problem: bool = False) -> None:
        """What will happen, or why it cannot be done."""
        set_role(self.outlook, "role", "mend" if is_problem else "caption")
        self.outlook.setText(sentence)

"""A source row as it stood in the file: every column by name, what is filled in first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.jobs.person_numbers import mask_row
from app.jobs.source_rows import SourceRow
from ui.tables.listing import ListingModel
from ui.theme import monospace_font, px, space
from ui.widgets import label, plain_button, row


class SourceRowDialog(QDialog):
    """Opens on the column that a fact came from, when one is named.

    Personal numbers are masked until `show_numbers`: that they are seen is recorded first.
    """

    numbers_wanted = Signal(object)  # the SourceRow

    def __init__(self, source: SourceRow, column: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = source
        self._row = mask_row(source)
        self._column = column
        self.setWindowTitle(source.title)
        self.model = ListingModel(("No.", "Column", "Text in the file"), self, right=(0,))
        self.table = QTableView(self)
        self.empty = QCheckBox("Show the empty columns too", self)
        self.numbers = plain_button("Show the personal numbers", self._ask)
        self.numbers.setToolTip("They are masked; that you saw them is recorded")
        self.trouble = label("", "problem")
        self.raw = QPlainTextEdit(self)
        self._build()
        self._fill()

    def _build(self) -> None:
        heading = QLabel(self._row.title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("role", "section")
        note = QLabel("The row as it came in. Nothing here was changed.", self)
        note.setProperty("role", "secondary")
        self.table.setModel(self.model)
        self.table.setAccessibleName("Columns of the source row")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(px(26))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setColumnWidth(1, px(220))
        self.empty.setAccessibleName(self.empty.text())
        self.empty.toggled.connect(self._fill)
        self._build_raw()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(3), space(3), space(3), space(2))
        layout.setSpacing(space(1))
        self.trouble.hide()
        self.numbers.setVisible(self._row is not self._whole)
        layout.addWidget(heading)
        layout.addWidget(note)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(self.empty, None, self.numbers))
        for widget in (self.trouble, self.raw, buttons):
            layout.addWidget(widget)
        self.resize(px(720), px(600))

    def _build_raw(self) -> None:
        self.raw.setReadOnly(True)
        self.raw.setTabChangesFocus(True)
        self.raw.setFont(monospace_font())
        self.raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.raw.setFixedHeight(px(68))
        self.raw.setAccessibleName("The line of the file")

    def _ask(self) -> None:
        self.trouble.hide()
        self.numbers_wanted.emit(self._whole)

    def show_numbers(self) -> None:
        """Show the row as it stands: it is on record who asked."""
        self._row = self._whole
        self.numbers.hide()
        self._fill()

    def tell_not_shown(self, sentence: str) -> None:
        """Why the numbers stay masked."""
        self.trouble.setText(sentence)
        self.trouble.show()

    def _fill(self) -> None:
        """Filled columns first, each group in the file's order; the asked column in bold."""
        self.raw.setPlainText(self._row.text)
        cells = list(zip(self._row.columns, self._row.cells, strict=False))
        rows = [(str(n), name, cell) for n, (name, cell) in enumerate(cells, start=1)]
        shown = [row for row in rows if _is_filled(row[2])]
        if self.empty.isChecked():
            shown += [row for row in rows if not _is_filled(row[2])]
        elif self._column and all(row[1] != self._column for row in shown):
            shown += [row for row in rows if row[1] == self._column]
        strong = [place for place, row in enumerate(shown) if row[1] == self._column]
        self.model.set_rows(shown, strong)
        if strong:
            self.table.selectRow(strong[0])
            self.table.scrollTo(self.model.index(strong[0], 1))


def _is_filled(cell: str) -> bool:
    """Whether a cell holds more than blanks and the file's filler dash."""
    return cell.strip() not in ("", "-")

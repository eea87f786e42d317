"""Search, sort and the table of convictions."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QWidget

from ui.tables.convictions import HEADERS, ConvictionModel, FetchRows
from ui.tables.delegates import MarkDelegate
from ui.theme import px, space
from ui.widgets import column, data_table, label, plain_button, row

SORT_WORDS = {
    "risk": "Hand review first",
    "file order": "File order",
    "name": "Name",
    "case number": "Case number",
    "conviction date": "Conviction date",
    "section": "Section",
}
_WIDTHS = (256, 132, 104, 100, 104, 112, 130, 280)
SEARCH_AFTER_MS = 200


class QueuePane(QWidget):
    """Tells when another list is wanted and when another row is looked at."""

    search_changed = Signal(str)
    sort_changed = Signal(str)
    current_changed = Signal()

    def __init__(self, fetch: FetchRows, facets: QWidget) -> None:
        super().__init__()
        self.model = ConvictionModel(fetch, self)
        self.table = data_table(self.model, "Convictions")
        self.search = QLineEdit()
        self.sort = QComboBox()
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self._timer = QTimer(self, interval=SEARCH_AFTER_MS, singleShot=True)
        self._facets = facets
        self._build()

    def _build(self) -> None:
        self.search.setPlaceholderText("Search names, CII or case numbers")
        self.search.setAccessibleName("Search names, CII numbers and case numbers")
        self.search.setToolTip("Search (key /)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(px(140))
        self.search.setMaxLength(200)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._search_now)
        self._timer.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        for name, words in SORT_WORDS.items():
            self.sort.addItem(words, name)
        self.sort.setAccessibleName("Sort by")
        self.sort.currentIndexChanged.connect(
            lambda _: self.sort_changed.emit(self.sort.currentData())
        )
        self.previous_button.setToolTip("Previous conviction (key K)")
        self.next_button.setToolTip("Next conviction (key J)")
        self.table.setItemDelegate(MarkDelegate(self.table))
        for place, width in enumerate(_WIDTHS[: len(HEADERS)]):
            self.table.setColumnWidth(place, px(width))
        self.table.setMinimumHeight(px(132))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        sort_name = label("Sort", "label", wrap=False)
        sort_name.setBuddy(self.sort)
        top = row(self.search, sort_name, self.sort)
        top.setStretch(0, 1)
        listed = QWidget()
        steps = row(self.place, None, self.previous_button, self.next_button)
        listed.setLayout(column(self.table, steps, gap=0.5))
        listed.setContentsMargins(space(1), 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._facets)
        splitter.addWidget(listed)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(176), px(414)])
        splitter.setStretchFactor(1, 1)
        frame = column(top, splitter, gap=1)
        frame.setStretch(1, 1)
        self.setLayout(frame)

    def _search_now(self) -> None:
        self._timer.stop()
        self.search_changed.emit(self.search.text())

    def show_ids(self, ids: array[int], keep: int | None) -> None:
        """Show another list; ``keep`` stays selected if it is in it, else the first row is."""
        self.model.set_ids(ids)
        position = self.model.find_position(keep) if keep is not None else -1
        self.select(max(position, 0))
        if not ids:
            self._on_current()

    def select(self, position: int) -> None:
        """Go to a row of the table; rows that do not exist are ignored."""
        if not 0 <= position < self.model.rowCount():
            return
        index = self.model.index(position, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.table.scrollTo(index)

    def step(self, by: int) -> None:
        """Go ``by`` rows down (or up)."""
        self.select(self.table.currentIndex().row() + by)

    @property
    def position(self) -> int:
        """The row looked at, -1 when the list is empty."""
        return self.table.currentIndex().row()

    @property
    def current_id(self) -> int | None:
        position = self.position
        return self.model.get_id(position) if position >= 0 else None

    @property
    def selected_ids(self) -> tuple[int, ...]:
        """The convictions that are chosen together, in the order of the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.get_id(row) for row in rows)

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        n, position = self.model.rowCount(), self.position
        self.place.setText(f"{position + 1:,} of {n:,}" if n else "Nothing matches")
        self.previous_button.setEnabled(position > 0)
        self.next_button.setEnabled(0 <= position < n - 1)
        self.current_changed.emit()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

"""Search, sort, what the list is narrowed to, and the table of convictions."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QSplitter, QWidget

from app.model.found_list import FoundList
from app.model.queue_filter import SORTS, QueueFilter
from ui.cases.filter_line import FilterLine
from ui.tables.convictions import HEADERS, NAME, OUTCOME, ConvictionModel, FetchRows
from ui.tables.delegates import MarkDelegate
from ui.theme import px, space
from ui.widgets import column, data_table, label, plain_button, plural, row

_WIDTHS = (256, 132, 118, 104, 100, 104, 112, 130, 280)
_LEAST_NAME = 150
SEARCH_AFTER_MS = 200


class QueuePane(QWidget):
    """Tells when another list is wanted and when another row is looked at."""

    search_changed = Signal(str)
    sort_changed = Signal(str)
    filter_changed = Signal(object)  # QueueFilter: what is left of it on the line
    current_changed = Signal()

    def __init__(self, fetch: FetchRows, facets: QWidget) -> None:
        super().__init__()
        self.model = ConvictionModel(fetch, self)
        self.table = data_table(self.model, "Convictions")
        self.search = QLineEdit()
        self.sort = QComboBox()
        self.shown = FilterLine()
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self._timer = QTimer(self, interval=SEARCH_AFTER_MS, singleShot=True)
        self._facets = facets
        self._build()

    def _build(self) -> None:
        self.search.setPlaceholderText("Search names, numbers, sections, notes")
        self.search.setAccessibleName("Search names, numbers, sections and notes")
        self.search.setToolTip("Words in any order, or parts of them (key /)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(px(140))
        self.search.setMaxLength(200)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._search_now)
        self._timer.timeout.connect(self._search_now)
        for name, words in SORTS.items():
            self.sort.addItem(words, name)
        self.sort.setAccessibleName("Sort by")
        self.sort.currentIndexChanged.connect(
            lambda _: self.sort_changed.emit(self.sort.currentData())
        )
        self.shown.changed.connect(self.filter_changed)
        self.previous_button.setToolTip("Previous conviction (key K)")
        self.next_button.setToolTip("Next conviction (key J)")
        self.table.setItemDelegate(MarkDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for place, width in enumerate(_WIDTHS[: len(HEADERS)]):
            self.table.setColumnWidth(place, px(width))
        self.table.setMinimumHeight(px(132))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.viewport().installEventFilter(self)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the table is narrow the name gives way, so that the answer is in sight."""
        if watched is self.table.viewport() and event.type() is QEvent.Type.Resize:
            room = self.table.viewport().width() - self.table.columnWidth(OUTCOME)
            self.table.setColumnWidth(NAME, min(max(room, px(_LEAST_NAME)), px(_WIDTHS[NAME])))
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
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
        splitter.setSizes([px(190), px(400)])
        splitter.setStretchFactor(1, 1)
        frame = column(top, self.shown, splitter, gap=1)
        frame.setStretch(2, 1)
        self.setLayout(frame)

    def _search_now(self) -> None:
        self._timer.stop()
        self.search_changed.emit(self.search.text())

    # What is shown

    def show_reading(self, n: int) -> None:
        """The list is being read; what was shown before stays."""
        self.place.setText(f"Reading {plural(n, 'conviction')}…" if n else "")

    def show_list(self, found: FoundList, keep: int | None) -> None:
        """Show another list; ``keep`` stays selected, and where it was on the screen, if it is
        in it. Else the row that is now at its place is, or the first."""
        old_top = self._offset()
        before = self.position if keep is not None and keep == self.current_id else 0
        self.model.set_list(found)
        position = found.find_position(keep) if keep is not None else -1
        is_kept = position >= 0
        self.select(position if is_kept else min(max(before, 0), max(len(found) - 1, 0)))
        if is_kept:
            self._scroll_to(position, old_top)
        if not len(found):
            self._on_current()

    def show_filter(self, wanted: QueueFilter) -> None:
        """What the list is narrowed to, in the search field and on the line."""
        self.shown.show_filter(wanted)
        if wanted.text != self.search.text().strip():
            self.search.setText(wanted.text)
            self._timer.stop()

    def show_sort(self, sort: str) -> None:
        """The order that is in force, without asking for it."""
        with QSignalBlocker(self.sort):
            self.sort.setCurrentIndex(self.sort.findData(sort))

    def _offset(self) -> int:
        """How far below the top of the table the row looked at stands, in pixels."""
        index = self.table.currentIndex()
        return self.table.visualRect(index).top() if index.isValid() else 0

    def _scroll_to(self, position: int, offset: int) -> None:
        """Have a row stand where the one looked at stood."""
        tall = max(1, self.table.rowHeight(position))
        if 0 <= offset < self.table.viewport().height():
            self.table.verticalScrollBar().setValue(position - offset // tall)

    # The row looked at

    def select(self, position: int) -> None:
        """Go to a row of the table; rows that do not exist are ignored."""
        if not 0 <= position < self.model.rowCount():
            return
        index = self.model.index(position, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.table.scrollTo(index)

    def step(self, by: int) -> None:
        """Go ``by`` rows down (or up), from the last (or first) of those that are chosen."""
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        rows.append(self.table.currentIndex().row())
        self.select((max(rows) if by > 0 else min(rows)) + by)

    def choose_person(self) -> None:
        """Choose every conviction of the person that stands beside the one looked at."""
        if self.position < 0:
            return
        rows = self.model.found.positions_of_person(self.position)
        flag = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection(self.model.index(rows[0], 0), self.model.index(rows[-1], 0))
        self.table.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def go_to_open(self) -> None:
        """Go to the next row that was open when the list was asked for, from the top again at
        its end."""
        position = self.model.find_next_open(self.position + 1)
        if position >= 0:
            self.select(position)

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

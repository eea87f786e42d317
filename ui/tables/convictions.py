"""The table of convictions: knows every id, holds only the rows that are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.store.queue import QueueRow
from ui.marks import as_outcome, outcome_word
from ui.tables.words import STATE_WORDS, format_name

Index = QModelIndex | QPersistentModelIndex
FetchRows = Callable[[Sequence[int]], list[QueueRow]]

NAME, OUTCOME, DECISION, SECTION, CONVICTED, LEVEL, CASE, REASON = range(8)
HEADERS = ("Name", "Answer", "Decision", "Section", "Convicted", "Level", "Case number", "Reason")

RowRole = Qt.ItemDataRole.UserRole + 1  # the QueueRow behind a cell, None when it is gone


class ConvictionModel(QAbstractTableModel):
    """A view of ``ids``; ``fetch`` is called with at most `PAGE` of them at a time.

    A million rows cost eight megabytes of ids and the few pages last looked at.
    """

    PAGE = 200
    N_PAGES = 24

    def __init__(self, fetch: FetchRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()
        self._decided: dict[int, list[str]] = {}  # not yet on disk, oldest first
        self.n_fetched = 0

    def set_ids(self, ids: array[int]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Fetch again what is in sight; order and length stay."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(HEADERS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_decision(self, conviction_id: int, decision: str) -> None:
        """Show a decision ("" for none) until `settle_decision`, whatever the store says."""
        self._decided.setdefault(conviction_id, []).append(decision)
        self._tell_changed(conviction_id)

    def settle_decision(self, conviction_id: int) -> None:
        """The oldest decision shown ahead has been saved or has failed."""
        waiting = self._decided.get(conviction_id, [])
        if len(waiting) > 1:
            waiting.pop(0)
            return
        self._decided.pop(conviction_id, None)
        position = self.find_position(conviction_id)
        self._pages.pop(position // self.PAGE, None)
        self._tell_changed(conviction_id)

    def _tell_changed(self, conviction_id: int) -> None:
        position = self.find_position(conviction_id)
        if position >= 0:
            left, right = self.index(position, 0), self.index(position, len(HEADERS) - 1)
            self.dataChanged.emit(left, right)

    def get_id(self, position: int) -> int:
        """The conviction at a row of the table."""
        return self._ids[position]

    def find_position(self, conviction_id: int) -> int:
        """The table row of a conviction, -1 when it is not in the list."""
        try:
            return self._ids.index(conviction_id)
        except ValueError:
            return -1

    def find_row(self, position: int) -> QueueRow | None:
        """What stands at a row of the table; None when it has gone from the store."""
        if not 0 <= position < len(self._ids):
            return None
        number = self._ids[position]
        row = self._page(position // self.PAGE).get(number)
        if row is not None and number in self._decided:
            return replace(row, decision=self._decided[number][-1])
        return row

    def _page(self, number: int) -> dict[int, QueueRow]:
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * self.PAGE : (number + 1) * self.PAGE]
            self.n_fetched += len(wanted)
            page = {row.conviction_id: row for row in self._fetch(wanted)}
            self._pages[number] = page
            if len(self._pages) > self.N_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(HEADERS):
            return HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in _ANSWERED_ROLES:
            return None
        row = self.find_row(index.row())
        if role == RowRole:
            return row
        if row is None:
            return ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADERS[index.column()]}: {cell_text(row, index.column()) or 'none'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{cell_text(row, index.column())}\n{row.reason}".strip()
        return cell_text(row, index.column())


_ANSWERED_ROLES = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        RowRole,
    )
)


def cell_text(row: QueueRow, column: int) -> str:
    """What a cell says."""
    if column == OUTCOME:
        return outcome_word(as_outcome(row.outcome)) if row.outcome else "Not checked"
    if column == DECISION:
        return STATE_WORDS[row.decision or "open"]
    return {
        NAME: format_name(row.name),
        SECTION: row.section,
        LEVEL: row.level,
        CONVICTED: row.convicted_on,
        CASE: row.case_number,
        REASON: row.reason,
    }[column]

"""The table of convictions: knows every id, holds only the rows that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.found_list import FoundList
from app.store.queue import QueueRow
from ui.marks import as_outcome, outcome_word
from ui.tables.words import STALE, STATE_WORDS, format_name
from ui.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
FetchRows = Callable[[Sequence[int]], list[QueueRow]]

NAME, OUTCOME, DECISION, MARKS, SECTION, CONVICTED, LEVEL, CASE, REASON = range(9)
HEADERS = (
    "Name", "Answer", "State", "Marks", "Section", "Convicted", "Level", "Case number", "Reason",
)  # fmt: skip

RowRole = Qt.ItemDataRole.UserRole + 1  # the QueueRow behind a cell, None when it is gone
BeginsRole = Qt.ItemDataRole.UserRole + 2  # whether the row above is of somebody else


class ConvictionModel(QAbstractTableModel):
    """A view of ``found``; ``fetch`` is called with at most `PAGE` ids of it at a time.

    A name stands at the first of the rows of one person and is blank below; a screen reader is
    told it at each.
    """

    PAGE = 100
    N_PAGES = 48

    def __init__(self, fetch: FetchRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self.found = FoundList()
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()
        self._decided: dict[int, list[str]] = {}  # not yet on disk, oldest first
        self.n_fetched = 0

    def set_list(self, found: FoundList) -> None:
        """Show another list."""
        self.beginResetModel()
        self.found = found
        self._pages.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Fetch again what is in sight; order and length stay."""
        self._pages.clear()
        if len(self.found):
            last = self.index(len(self.found) - 1, len(HEADERS) - 1)
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
        return self.found.ids[position]

    def find_position(self, conviction_id: int) -> int:
        """The table row of a conviction, -1 when it is not in the list."""
        return self.found.find_position(conviction_id)

    def find_next_open(self, position: int) -> int:
        """The first row from a position on, and then from the top, on which nothing holds that
        was decided; -1 when there is none."""
        first = place = self.found.find_next_open(position)
        while place >= 0:
            row = self.find_row(place)
            if row is not None and row.decision in ("", STALE):
                return place
            place = self.found.find_next_open(place + 1)
            if place == first:
                return -1
        return -1

    def find_row(self, position: int) -> QueueRow | None:
        """What stands at a row of the table; None when it has gone from the store."""
        if not 0 <= position < len(self.found):
            return None
        number = self.found.ids[position]
        row = self._page(position // self.PAGE).get(number)
        if row is not None and number in self._decided:
            return replace(row, decision=self._decided[number][-1])
        return row

    def _page(self, number: int) -> dict[int, QueueRow]:
        page = self._pages.get(number)
        if page is None:
            wanted = self.found.ids[number * self.PAGE : (number + 1) * self.PAGE]
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
        return 0 if parent.isValid() else len(self.found)

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
        if role == BeginsRole:
            return self.found.begins_person(index.row())
        row = self.find_row(index.row())
        if role == RowRole:
            return row
        if row is None:
            return ""
        return self._text(row, index, role)

    def _text(self, row: QueueRow, index: Index, role: int) -> str:
        words = cell_text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADERS[index.column()]}: {words or 'none'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{words}\n{row.reason}".strip())
        is_repeated = index.column() == NAME and not self.found.begins_person(index.row())
        return "" if is_repeated else words


_ANSWERED_ROLES = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        RowRole,
        BeginsRole,
    )
)


def list_marks(row: QueueRow) -> list[str]:
    """What stands out on the case: what is asked and noted, and the flags of the person."""
    own = ["asked"] if row.is_asked else []
    own += ["note"] if row.has_note else []
    return [*own, *row.flags]


def cell_text(row: QueueRow, column: int) -> str:
    """What a cell says."""
    if column == OUTCOME:
        return outcome_word(as_outcome(row.outcome)) if row.outcome else "Not checked"
    if column == DECISION:
        return STATE_WORDS[row.decision or "open"]
    return {
        NAME: format_name(row.name),
        MARKS: ", ".join(list_marks(row)),
        SECTION: row.section,
        LEVEL: row.level,
        CONVICTED: row.convicted_on,
        CASE: row.case_number,
        REASON: row.reason,
    }[column]

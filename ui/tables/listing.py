"""A small table that is wholly in memory: headers and rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex


class ListingModel(QAbstractTableModel):
    """Rows of plain text; rows in ``strong`` are bold, and ``strong_words`` says why to a
    screen reader."""

    def __init__(
        self,
        headers: Sequence[str],
        parent: QObject | None = None,
        *,
        right: Sequence[int] = (),
        strong_words: str = "",
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._right = frozenset(right)
        self._strong_words = strong_words
        self._rows: list[tuple[str, ...]] = []
        self._strong: frozenset[int] = frozenset()
        self._bold = QFont()
        self._bold.setBold(True)

    def set_rows(self, rows: Sequence[tuple[str, ...]], strong: Sequence[int] = ()) -> None:
        """Show other rows, each as long as the headers."""
        self.beginResetModel()
        self._rows = list(rows)
        self._strong = frozenset(strong)
        self.endResetModel()

    def get_row(self, position: int) -> tuple[str, ...]:
        return self._rows[position]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{self._headers[index.column()]}: {text or 'none'}"
            is_marked = self._strong_words and index.row() in self._strong
            return f"{words}, {self._strong_words}" if is_marked else words
        if role == Qt.ItemDataRole.FontRole and index.row() in self._strong:
            return self._bold
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

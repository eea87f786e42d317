"""A table of records that are fetched as they come into sight, some hundred at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Signal

from ui.tables.rows import Column, Index, RowsModel

T = TypeVar("T")
_NOWHERE = QModelIndex()


class GrowingModel(RowsModel[T]):
    """Knows how many records there are in all and asks for further ones when it is scrolled."""

    more_wanted = Signal(int)  # how many are here already

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.total = 0
        self._is_waiting = False

    @property
    def records(self) -> Sequence[T]:
        """Those that are here."""
        return self._records

    def set_first(self, records: Sequence[T], total: int) -> None:
        """Another list, by its beginning."""
        self.total = total
        self._is_waiting = False
        self.set_records(list(records))

    def add(self, records: Sequence[T]) -> None:
        """What was asked for."""
        self._is_waiting = False
        if not records:
            self.total = len(self._records)
            return
        n = len(self._records)
        self.beginInsertRows(_NOWHERE, n, n + len(records) - 1)
        self._records = [*self._records, *records]
        self.endInsertRows()

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and not self._is_waiting and len(self._records) < self.total

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        if self.canFetchMore(parent):
            self._is_waiting = True
            self.more_wanted.emit(len(self._records))

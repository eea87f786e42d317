"""Widgets beside one another that go on in the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.theme import space


class FlowLayout(QLayout):
    """Left to right, then down; every item at the size it asks for."""

    def __init__(self, parent: QWidget | None = None, gap: float = 1) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._height = 0  # at the width it has now
        self._across = space(gap)
        self._down = space(0.5)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        height = self._place(rect, is_trial=False)
        if height != self._height:  # who stands around it does not ask for a height for a width
            self._height = height
            parent = self.parentWidget()
            if parent is not None:
                parent.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.expandedTo(QSize(0, self._height))

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        """Put the items into the rectangle, each in the middle of its line; gives the height."""
        x, y, line = rect.x(), rect.y(), 0
        highest = max((item.sizeHint().height() for item in self._items), default=0)
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._down, 0
            if not is_trial:
                down = (highest - hint.height()) // 2
                item.setGeometry(QRect(QPoint(x, y + down), hint))
            x += hint.width() + self._across
            line = highest
        return y + line - rect.y()


class TileLayout(FlowLayout):
    """Tiles of one size in as many columns as have room, the columns as wide as the whole."""

    def __init__(self, parent: QWidget | None = None, *, narrowest: int, gap: float = 2) -> None:
        super().__init__(parent, gap)
        self._narrowest = narrowest
        self._down = self._across

    def minimumSize(self) -> QSize:
        return QSize(self._narrowest, self._height)

    def sizeHint(self) -> QSize:
        n = self.count()
        return QSize(n * (self._narrowest + self._across), self._height)

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        n_columns = (rect.width() + self._across) // (self._narrowest + self._across)
        n_columns = max(1, min(self.count(), n_columns))
        whole = rect.width() + self._across
        width = whole // n_columns - self._across
        y = rect.y()
        for start in range(0, self.count(), n_columns):
            line = self._items[start : start + n_columns]
            height = max(_height(item, width) for item in line)
            for number, item in enumerate(line if not is_trial else ()):
                left = whole * number // n_columns
                right = whole * (number + 1) // n_columns - self._across
                item.setGeometry(QRect(rect.x() + left, y, right - left, height))
            y += height + self._down
        return max(0, y - self._down - rect.y())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def tile_row(*tiles: QWidget, narrowest: int) -> QWidget:
    """Tiles beside one another; ``narrowest`` in pixels is when they go on in the next line."""
    made = QWidget()
    layout = TileLayout(made, narrowest=narrowest)
    for tile in tiles:
        layout.addWidget(tile)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made

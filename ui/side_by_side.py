"""A list and what is chosen of it: beside one another, or where that is too narrow below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme import px, space

WIDE = 1000  # px at 100 %: from here on they stand beside one another
_LEAST_BELOW = 380  # px at 100 %: with less the page scrolls


class SideBySide(QSplitter):
    """``sizes`` are the proportions beside one another."""

    def __init__(self, left: QWidget, right: QWidget, sizes: tuple[int, int] = (1, 1)) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._left, self._right, self._proportions = left, right, sizes
        self.addWidget(left)
        self.addWidget(right)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._settle()

    def minimumSizeHint(self) -> QSize:
        """No wider than the wider of the two, for they can stand below one another."""
        width = max(part.minimumSizeHint().width() for part in (self._left, self._right))
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._turn)  # when it has been laid out

    def hideEvent(self, event: QHideEvent) -> None:
        """What is out of sight asks for no height."""
        super().hideEvent(event)
        if self.orientation() is Qt.Orientation.Vertical:
            self.setOrientation(Qt.Orientation.Horizontal)
            self._settle()

    def _turn(self) -> None:
        if not self.isVisible():  # the width is not the one that it will have
            return
        is_wide = self.width() >= px(WIDE)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self.orientation() is not wanted:
            self.setOrientation(wanted)
            self._settle()

    def _settle(self) -> None:
        """Room on both sides of the hairline, and the proportions."""
        is_wide, gap = self.orientation() is Qt.Orientation.Horizontal, space(2)
        left, right = self._left.layout(), self._right.layout()
        if left is not None and right is not None:
            left.setContentsMargins(0, 0, gap if is_wide else 0, 0 if is_wide else space(1))
            right.setContentsMargins(gap if is_wide else 0, 0 if is_wide else space(1), 0, 0)
        self._left.setMinimumHeight(0 if is_wide else px(200))
        self._right.setMinimumHeight(0 if is_wide else px(_LEAST_BELOW))
        first, second = self._proportions
        self.setSizes([first * px(600), second * px(600)] if is_wide else [px(200), px(420)])
        self.setMinimumSize(0, 0)  # a splitter without a parent has fixed its own
        self.updateGeometry()


def beside(left: QWidget, right: QWidget, widths: tuple[int, int]) -> QSplitter:
    """Filters and their list: always beside one another, the second takes what is left."""
    made = QSplitter(Qt.Orientation.Horizontal)
    made.addWidget(left)
    made.addWidget(right)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    made.setSizes([px(width) for width in widths])
    made.setStretchFactor(1, 1)
    return made

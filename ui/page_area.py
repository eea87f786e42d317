"""Where a page stands: as large as the window, and scrolled when the screen is too small."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class PageArea(QScrollArea):
    """Gives the page the whole room, or the least it needs at that width when that is more.

    Qt's own resizable scroll area gives wrapped text the height that it would *like*,
    and so scrolls pages whose tables could simply be shorter.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page = self.widget()
        if page is None:
            return
        room = self.maximumViewportSize()
        least_width = page.minimumSizeHint().width()
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(room.width(), least_width)
        height = _least_height(page, width)
        if height > room.height():
            width = max(room.width() - bar, least_width)
            height = _least_height(page, width)
        if width > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        page.resize(width, max(room.height(), height))


def _least_height(page: QWidget, width: int) -> int:
    """Both of Qt's answers are too high at times: one supposes that all text is wrapped as
    narrowly as can be, the other that nested widgets get the height they would like."""
    least = page.minimumSizeHint().height()
    frame = page.layout()
    if frame is not None and frame.hasHeightForWidth():
        least = min(least, frame.totalMinimumHeightForWidth(width))
    return least

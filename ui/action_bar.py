"""The foot of a page: what stands in the way, and the buttons."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

from ui.theme import px
from ui.widgets import row

_READABLE = 320  # px at 100 %: narrower, the sentence would stand as a column of single words


class ActionBar(QWidget):
    """The sentence before the buttons, or above them where there is no room beside."""

    def __init__(self, sentence: QLabel, *buttons: QPushButton) -> None:
        super().__init__()
        self._buttons = row(None, *buttons)
        self._line = row(sentence, self._buttons)
        self._line.setStretch(0, 100)  # the sentence first, up to its longest line
        self._line.setStretch(1, 1)
        self.setLayout(self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() - self._buttons.sizeHint().width() >= px(_READABLE)
        wanted = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)

"""The form of every dialog: a heading, what is asked, the buttons; scrolls on small screens."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.version import PROGRAM
from ui.help.asking import give_help_key, set_help
from ui.theme import px, space
from ui.widgets import label, row

WIDTH_PX = 560


class _Inside(QWidget):
    """What scrolls. Its height follows its width; Qt's own guess for wrapped text is too high."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Sheet(QDialog):
    """Fill ``body`` and call `set_buttons`. Deleted when it is closed."""

    width_px = WIDTH_PX
    help_at = ""  # the place of the help about this sheet

    def __init__(self, parent: QWidget | None, title: str, *, window_title: str = PROGRAM) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        give_help_key(self)
        set_help(self, self.help_at)
        self.setWindowTitle(window_title)
        inside = _Inside()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(space(3), space(3), space(3), space(1))
        self.body.setSpacing(space(2))
        self.body.addWidget(label(title, "section"))
        self._inside = inside
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QWidget()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self._area, 1)
        frame.addWidget(self._foot)

    def set_buttons(self, *buttons: QPushButton) -> None:
        """From left to right; the last is the one that does it."""
        line = row(None, *buttons)
        line.setContentsMargins(space(3), space(1), space(3), space(3))
        self._foot.setLayout(line)

    def make_readable(self) -> None:
        """For a sheet that is only read: the arrow keys scroll it where it is too long."""
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.windowTitle())

    def fit(self) -> None:
        """As high as the text needs at this width, and no higher than the screen."""
        available = self.screen().availableGeometry()
        width = min(px(self.width_px), available.width())
        self.body.activate()
        inside = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else 0
        inside = max(inside, 0) or self._inside.sizeHint().height()
        self.setMinimumWidth(width)
        self.resize(width, min(inside + self._foot.sizeHint().height(), available.height()))
        below = self.frameGeometry().bottom() - available.bottom()
        if below > 0:  # what has grown stays on the screen
            self.move(self.x(), max(available.top(), self.y() - below))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        parent = self.parentWidget()
        if parent is not None:  # Qt has put it there in the size it had before
            room = self.screen().availableGeometry()
            at = parent.window().frameGeometry().center() - self.rect().center()
            self.move(
                max(room.left(), min(at.x(), room.right() - self.width())),
                max(room.top(), min(at.y(), room.bottom() - self.height())),
            )

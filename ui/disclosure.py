"""A line that opens and closes what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.theme import colors_of, icon, px
from ui.widgets import column, plain_button


class Disclosure(QWidget):
    """Closed at first. The line says by its arrow and its words which it is."""

    def __init__(self, title: str, inside: QWidget) -> None:
        super().__init__()
        self._title = title
        self._inside = inside
        self.button = plain_button(title, self._turn)
        self.button.setIconSize(QSize(px(18), px(18)))
        frame = column(self.button, inside, gap=1)
        frame.setSpacing(px(8))
        self.setLayout(frame)
        self.set_open(is_open=False)

    @property
    def is_open(self) -> bool:
        return not self._inside.isHidden()

    def set_title(self, title: str) -> None:
        self._title = title
        self.set_open(is_open=self.is_open)

    def set_open(self, *, is_open: bool) -> None:
        self._inside.setVisible(is_open)
        self.button.setText(self._title)
        tone = "dark" if colors_of(self).is_dark else "light"
        self.button.setIcon(icon(f"{'up' if is_open else 'down'}-{tone}", self.button,
                                 color=colors_of(self).primary))  # fmt: skip
        self.button.setAccessibleName(f"{'Hide' if is_open else 'Show'}: {self._title}")

    def _turn(self) -> None:
        self.set_open(is_open=not self.is_open)

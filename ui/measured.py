"""Text of a readable measure."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class MeasuredLabel(QLabel):
    """Wraps at ``widest`` pixels, also where there is more room.

    Layouts ask how high it is at the width that they have: without the answer for the width that
    it takes, its last line would be cut off.
    """

    def __init__(self, text: str, widest: int) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMaximumWidth(widest)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self.maximumWidth()))

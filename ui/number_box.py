"""Boxes for numbers, whose figures stand as far from the edge as the text of other fields.

Qt gives the inside of such a box to a line edit that no style sheet reaches.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from ui.theme import px

_LEFT_PX = 6


def _keep_off_the_edge(box: QAbstractSpinBox) -> None:
    box.lineEdit().setTextMargins(px(_LEFT_PX), 0, 0, 0)


class NumberBox(QSpinBox):
    """Whole numbers."""

    def __init__(self) -> None:
        super().__init__()
        _keep_off_the_edge(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # another size
            _keep_off_the_edge(self)


class DecimalBox(QDoubleSpinBox):
    """Numbers with a fraction."""

    def __init__(self) -> None:
        super().__init__()
        _keep_off_the_edge(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            _keep_off_the_edge(self)

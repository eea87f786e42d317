"""Several widgets of which one is shown. Unlike Qt's stack it asks no room for the others."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class OneOf(QWidget):
    """The first widget is shown until another one is asked for."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        self._frame = frame
        for part in parts:
            self.add(part)

    def add(self, part: QWidget) -> None:
        """Another one; hidden unless it is the first."""
        part.setVisible(not self._parts)
        self._parts.append(part)
        self._frame.addWidget(part, 1)

    def show_only(self, number: int) -> None:
        """Show the one with this number, counted from 0."""
        for place, part in enumerate(self._parts):
            part.setVisible(place == number)

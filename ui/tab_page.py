"""The inside of a tab: what it shows stands a little below the tab bar."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

from ui.theme import space
from ui.widgets import column


def tab_page(*parts: QWidget | QLayout) -> QWidget:
    """A page with ``parts`` under one another, or with the one layout given."""
    made = QWidget()
    layout = parts[0] if len(parts) == 1 and isinstance(parts[0], QLayout) else column(*parts)
    layout.setContentsMargins(0, space(1), 0, 0)
    made.setLayout(layout)
    return made

"""The self-check in the window: the same checks as in the terminal, to read and to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.version import PROGRAM
from ui.desk import Desk
from ui.sheet import Sheet
from ui.theme import space
from ui.widgets import Banner, column, label, primary_button, quiet_button

if TYPE_CHECKING:
    from app.jobs.self_check import SelfCheck

_ABOUT = (
    "The program has looked at this computer, at its own files and at its work on made-up people. "
    "No workspace of yours was touched. The report names versions and folders, and no record."
)


def show_self_check(desk: Desk, window: QWidget) -> None:
    """Check on the background thread, then show what was found."""
    # Loaded when asked for: it brings everything the program has.
    from app.jobs.self_check import run_self_check  # noqa: PLC0415

    desk.run_without_workspace(
        "Self-check", run_self_check, lambda found: SelfCheckDialog(window, found).open()
    )


class SelfCheckDialog(Sheet):
    """Each check with what it found, then what the program is made of."""

    width_px = 760

    def __init__(self, parent: QWidget, found: SelfCheck) -> None:
        super().__init__(parent, "Self-check", window_title=f"Self-check of {PROGRAM}")
        self.report = "\n".join(found.lines()) + "\n"
        self.body.addWidget(Banner("good" if found.passed else "stop", found.lines()[-1]))
        self.body.addWidget(label(_ABOUT))
        results = [
            (f"{'Passed' if one.passed else 'FAILED'}: {one.name}", one.detail)
            for one in found.results
        ]
        self.body.addLayout(column(label("Checks", "strong"), _table(results), gap=0.5))
        self.body.addLayout(
            column(label("This program", "strong"), _table(list(found.facts)), gap=0.5)
        )
        close = primary_button("Close", self.accept)
        self.set_buttons(quiet_button("Copy", self._copy), close)
        self.make_readable()
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)


def _table(pairs: list[tuple[str, str]]) -> QWidget:
    """What, and in the wider column what about it."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space(3))
    grid.setVerticalSpacing(space(0.5))
    for line, (left, right) in enumerate(pairs):
        value = label(right, "secondary")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(left, wrap=False), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    return made

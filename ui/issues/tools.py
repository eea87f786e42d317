"""The line above the issues: whether the check is final, Excel, the list of mends."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.jobs.final import Finality
from ui.widgets import button, label, quiet_button, row


class IssueTools(QWidget):
    """Shows; what the buttons do is connected from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.final = label("", "strong")
        self.final.setAccessibleName("Whether the check is final")
        self.final_button = quiet_button("Call it final…")
        self.mends_button = quiet_button("Mends…")
        self.excel_button = button("Excel", "menu")
        menu = QMenu(self.excel_button)
        self.export_action = QAction("Export these issues, to fill in…", menu)
        self.read_action = QAction("Read a filled-in workbook…", menu)
        menu.addActions([self.export_action, self.read_action])
        self.excel_button.setMenu(menu)
        frame = row(self.final, self.final_button, self.excel_button, self.mends_button)
        frame.setStretch(0, 1)
        self.setLayout(frame)

    def show_state(self, final: Finality, n_mends: int, n_listed: int) -> None:
        self.final.setText(final.sentence)
        self.final_button.setVisible(final.can_be_called)
        self.mends_button.setText(f"Mends ({n_mends:,})…" if n_mends else "Mends…")
        self.mends_button.setEnabled(True)
        self.export_action.setEnabled(n_listed > 0)

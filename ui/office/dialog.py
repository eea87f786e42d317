"""The office of a workspace: who works here, why answers are overridden, who approves."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from ui.desk import Desk
from ui.messages import ask
from ui.office.reasons_pane import ReasonsPane
from ui.office.second_pane import SecondPane
from ui.office.users_pane import UsersPane
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import Banner, quiet_button


class OfficeDialog(Sheet):
    """Each change is saved when it is made; what is refused stands above the tabs."""

    help_at = "users"

    width_px = 820

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent, "Office", window_title="Office")
        self.told = Banner("stop", closable=True)
        self.body.addWidget(self.told)
        self.users = UsersPane(desk, self.told)
        self.reasons = ReasonsPane(desk, self.told)
        self.second = SecondPane(desk, self.told)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the office")
        for part, title in (
            (self.users, "Who works here"),
            (self.reasons, "Reasons for overrides"),
            (self.second, "Second person"),
        ):
            self.tabs.addTab(part, title)
        self.tabs.setMinimumHeight(px(380))
        self.body.addWidget(self.tabs, 1)
        self.set_buttons(quiet_button("Close", self.accept))

    def done(self, result: int) -> None:
        """Asks before a list of reasons that was typed and not saved is lost."""
        if not self.reasons.is_changed:
            super().done(result)
            return
        ask(
            self,
            "Leave the reasons as they were?",
            "The list of reasons was changed and not saved. What was typed is lost.",
            "Leave without saving",
            lambda: super(OfficeDialog, self).done(result),
            no="Go on with the list",
            is_dangerous=True,
        )

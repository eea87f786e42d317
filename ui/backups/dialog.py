"""File, Backups: how it stands, the list, the plan, everything in plain files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QWidget

from app.jobs.backup.standing import Standing
from ui.backups.asking import BackupsView, ask_backups
from ui.backups.list_pane import ListPane
from ui.backups.plain_pane import PlainPane
from ui.backups.plan_pane import PlanPane
from ui.backups.restore_dialog import RestoreDialog
from ui.desk import Desk
from ui.messages import ask
from ui.progress_panel import ProgressPanel
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import Banner, label, quiet_button


class BackupsDialog(Sheet):
    """What came of each job stands above the tabs; a job can be stopped below them."""

    help_at = "backups"
    width_px = 1000

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent, "Backups", window_title="Backups")
        self._desk = desk
        self.standing = label("", "body")
        self.told = Banner("good", closable=True)
        self.list = ListPane(desk, self.told)
        self.plan = PlanPane(desk, self.told)
        self.plain = PlainPane(desk, self.told)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the backups")
        for part, title in (
            (self.list, "Backups"),
            (self.plan, "Plan"),
            (self.plain, "Plain files"),
        ):
            self.tabs.addTab(part, title)
        self.tabs.setMinimumHeight(px(368))
        self.body.addWidget(self.standing)
        self.body.addWidget(self.told)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(ProgressPanel(desk.tasks))
        self.set_buttons(quiet_button("Close", self.reject))
        self.list.restore_wanted.connect(self.restore)
        desk.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, _changes: object = None) -> None:
        """Read everything again."""
        who = self._desk.user
        self._desk.ask(self, "backups", lambda reader: ask_backups(reader, who), self._show)

    def _show(self, found: BackupsView) -> None:
        self.standing.setText(standing_words(found.standing, found.absent))
        self.list.show_backups(found)
        self.plan.show_plan(found)
        self.plain.show_rights(found)

    def restore(self, path: Path) -> None:
        """Ask for the rest."""
        RestoreDialog(
            self._desk, path, lambda words, _: self.told.show_message("good", words), self
        ).open()

    def done(self, result: int) -> None:
        """Asks before a plan that was changed and not saved is lost."""
        if not self.plan.is_changed:
            super().done(result)
            return
        ask(
            self,
            "Leave the plan as it was?",
            "The plan was changed and not saved.",
            "Leave without saving",
            lambda: super(BackupsDialog, self).done(result),
            no="Go on with the plan",
            is_dangerous=True,
        )


def standing_words(standing: Standing, absent: tuple[str, ...]) -> str:
    """How it stands, what is missing first for somebody to do."""
    away = [f"{path} is not connected." for path in absent]
    plan = [] if standing.has_plan else ["No plan is made: backups are made by hand only."]
    return " ".join([standing.sentence, *plan, *away])

"""Backups that are made without being asked for: at opening when one is due, at closing after
changes. There is no program in the background: a workspace that stays closed does not change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from app.errors import Cancelled, UserError
from app.jobs.backup.plan import load_plan
from app.jobs.backup.rounds import Round, back_up_when_due
from app.jobs.backup.standing import is_wanted_at_closing
from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.backups.list_pane import kind_of_round
from ui.desk import Desk
from ui.progress_panel import describe
from ui.sheet import Sheet
from ui.tasks import ProgressState
from ui.widgets import Banner, label, primary_button, quiet_button

_WHAT = "Backing up"


def back_up_after_opening(desk: Desk) -> None:
    """Make what is due, where the plan says so; told above the page."""
    if desk.reader is None or not load_plan(desk.reader).folders:
        return
    who = desk.user

    def job(store: Workspace, progress: Progress) -> Round | None:
        return back_up_when_due(store, who=who, progress=progress)

    def done(made: Round | None) -> None:
        if made is not None:
            desk.say(kind_of_round(made), made.sentence)

    desk.run_job(_WHAT, job, done, {"log"})


def close_after_backup(desk: Desk, parent: QWidget, on_close: Callable[[], object]) -> None:
    """Close at once, or after the backup that the plan wants then."""
    if desk.reader is None or not is_wanted_at_closing(desk.reader):
        on_close()
    else:
        ClosingSheet(desk, on_close, parent).open()


class ClosingSheet(Sheet):
    """Stands in front of the window while the backup is made; it can be left out, or closing be
    given up. A backup that fails does not let the workspace go unnoticed."""

    help_at = "backups"

    def __init__(self, desk: Desk, on_close: Callable[[], object], parent: QWidget) -> None:
        title = "Backing up before closing"
        super().__init__(parent, title, window_title=title)
        self._desk, self._on_close = desk, on_close
        self._leaves = False  # without a backup
        self._is_running = False
        self.problem = Banner("stop")
        self.what = label("", "body")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        for part in (self.problem, self.what, self.bar):
            self.body.addWidget(part)
        self.stay = quiet_button("Do not close", self.reject)
        self.leave = quiet_button("Close without a backup", self._leave)
        self.again = primary_button("Try again", self.start)
        self.set_buttons(self.stay, self.leave, self.again)
        desk.tasks.progressed.connect(self._follow)
        self.start()

    def start(self) -> None:
        """Make it; then close."""
        who = self._desk.user
        self.problem.show_message("info", "")
        self._set_running(True)

        def job(store: Workspace, progress: Progress) -> Round | None:
            return back_up_when_due(store, who=who, progress=progress, is_closing=True)

        self._desk.run_job(_WHAT, job, self._made, {"log"}, on_failed=self._fail)

    def _set_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self.bar.setRange(0, 0)
        self.bar.setVisible(is_running)
        self.what.setText("The workspace was changed since the last backup." if is_running else "")
        self.what.setVisible(is_running)
        self.again.setVisible(not is_running)
        self.fit()

    def _follow(self, state: ProgressState) -> None:
        if self._is_running:
            self.what.setText("  ·  ".join(part for part in (state.what, describe(state)) if part))
            self.bar.setRange(0, 1000 if state.total > 0 else 0)
            self.bar.setValue(1000 * state.done // state.total if state.total > 0 else 0)

    def _made(self, _made: Round | None) -> None:
        if isValid(self):
            self._close()

    def _fail(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._set_running(False)
        if self._leaves:
            self._close()
        elif isinstance(error, UserError):
            self.problem.show_message("stop", error.message)
            self.fit()
            self.again.setFocus()
        elif not isinstance(error, Cancelled):
            self._desk.report(error)

    def _leave(self) -> None:
        self._leaves = True
        if self._is_running:
            self._desk.tasks.cancel()
        else:
            self._close()

    def _close(self) -> None:
        on_close = self._on_close
        self._is_running = False
        self.accept()
        on_close()

    def reject(self) -> None:
        """Stay: what runs is stopped."""
        if self._is_running:
            self._desk.tasks.cancel()
        super().reject()

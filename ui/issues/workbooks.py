"""Issues out to Excel, and what was filled in there back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import UserError
from app.jobs.issue_workbook import WorkbookSummary, apply_issue_workbook, export_issues
from app.jobs.progress import Progress
from app.store.issue_lists import IssueFilter
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.issues.actions import CHANGES
from ui.issues.workbook_dialog import (
    WorkbookDialog,
    WorkbookProblems,
    WorkbookView,
    applied_words,
    read_workbook,
)
from ui.widgets import plural

_KIND = "Excel workbook (*.xlsx)"


class Workbooks(QObject):
    """Asks for the file, shows what would change, has it done."""

    done = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_target: Callable[[], Path | None] = self._ask_target
        self.choose_source: Callable[[], Path | None] = self._ask_source

    def export(self, wanted: IssueFilter) -> None:
        """Write the issues of a filter."""
        path = self.choose_target()
        if path is None:
            return

        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> int:
            return export_issues(store, path, wanted, progress, who=who)

        self._desk.run_job(
            "Writing the issues",
            job,
            lambda n: self.done.emit(
                f"{plural(n, 'issue')} written to {path.name}. Fill in Correction or Decision "
                "there and read the workbook back."
            ),
            {"log"},
            unit="issues",
        )

    def read(self) -> None:
        """Look at a workbook that was filled in; show what it would change, or its problems."""
        path = self.choose_source()
        if path is None:
            return

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                WorkbookProblems(path.name, error.message, self._window).open()
            else:
                self._desk.report(error)

        self._desk.run_job(
            f"Reading {path.name}",
            lambda store, progress: read_workbook(store, path, progress),
            lambda view: self._show(path, view),
            set(),
            on_failed=failed,
        )

    def _show(self, path: Path, view: WorkbookView) -> None:
        WorkbookDialog(path.name, view, lambda: self._apply(view), self._window).open()

    def _apply(self, view: WorkbookView) -> None:
        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> WorkbookSummary:
            return apply_issue_workbook(store, view.plan, progress, who=who)

        self._desk.run_job(
            "Mending",
            job,
            lambda summary: self.done.emit(applied_words(summary)),
            CHANGES,
            unit="people",
        )

    def _ask_target(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Export the issues", "Issues.xlsx", _KIND
        )
        return Path(name).with_suffix(".xlsx") if name else None

    def _ask_source(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Read a workbook back", "", _KIND)
        return Path(name) if name else None

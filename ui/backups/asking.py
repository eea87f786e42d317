"""What the backups' dialog asks the workspace, away from the window's thread; and how it runs
jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, UserError
from app.jobs.backup.plan import BackupPlan, load_plan
from app.jobs.backup.standing import (
    ListedBackup,
    Standing,
    find_absent,
    list_with_state,
    read_standing,
)
from app.jobs.progress import Progress
from app.jobs.rights import Right, may
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.telling import tell
from ui.widgets import Banner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BackupsView:
    """``absent``: folders of the plan that are not connected now."""

    listed: list[ListedBackup]
    standing: Standing
    plan: BackupPlan
    absent: tuple[str, ...]
    may_back_up: bool
    may_manage: bool
    may_hand_out: bool


def ask_backups(workspace: Workspace, who: str) -> BackupsView:
    return BackupsView(
        list_with_state(workspace), read_standing(workspace), load_plan(workspace),
        tuple(find_absent(workspace)), may(workspace, who, Right.REVIEW),
        may(workspace, who, Right.MANAGE), may(workspace, who, Right.EXPORT),
    )  # fmt: skip


class TellingJobs:
    """Jobs of a pane that can be stopped; what came of them is told in the banner of its dialog,
    or above the page once the dialog is closed."""

    def __init__(self, desk: Desk, owner: QWidget, told: Banner) -> None:
        self._desk, self._owner, self._told = desk, owner, told

    def run(
        self,
        what: str,
        job: Callable[[Workspace, Progress], T],
        words: Callable[[T], str],
        kind: Callable[[T], str] = lambda _: "good",
    ) -> None:
        self._told.show_message("info", "")
        self._desk.run_job(
            what, job, lambda result: self._tell(kind(result), words(result)), {"log"},
            on_failed=self._fail,
        )  # fmt: skip

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._tell("info", "Stopped. Nothing unfinished was kept.")
        elif isinstance(error, UserError):
            self._tell("stop", error.message)
        else:
            self._desk.report(error)

    def _tell(self, kind: str, sentence: str) -> None:
        if tell(self._desk, self._told, kind, sentence):
            sheet = self._owner.window()
            if isinstance(sheet, Sheet):
                sheet.fit()

"""What the issues pane has done by the background thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.jobs.issue_view import IssueView, open_alike
from app.jobs.mend_issues import (
    MendSummary,
    confirm_issues,
    mend_issues,
    undo_mends,
    withdraw_confirmations,
)
from app.jobs.mend_requests import Request, Resolver, RowMend
from app.jobs.progress import Progress
from app.model.record import RowRef
from app.store import mends
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.issues.words import summary_words
from ui.widgets import plural

T = TypeVar("T")

CHANGES = {"import", "review"}


def read_row(workspace: Workspace, at: RowRef, typed: str | dict[str, str]) -> RowMend:
    """The mend of a whole row. Raises InputError when it cannot be one."""
    resolver = Resolver(workspace)
    if isinstance(typed, str):
        return RowMend(at, resolver.cells_of_line(at, typed))
    return RowMend(at, resolver.cells_of_columns(at, typed))


class IssueActions(QObject):
    """One at a time; each tells what it did, or why it could not."""

    done = Signal(str, bool)  # sentence, whether it can be undone
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_busy = False

    def mend(self, request: Request) -> None:
        who = self._desk.user
        self._run(
            "Mending",
            lambda store, progress: mend_issues(store, [request], progress, who=who),
            lambda summary: self._tell_mended(summary, is_undone=False),
        )

    def mend_row(self, at: RowRef, typed: str | dict[str, str]) -> None:
        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> MendSummary:
            return mend_issues(store, [read_row(store, at, typed)], progress, who=who)

        self._run("Mending", job, lambda summary: self._tell_mended(summary, is_undone=False))

    def undo(self, numbers: Sequence[int]) -> None:
        who = self._desk.user
        self._run(
            "Undoing a mend",
            lambda store, progress: undo_mends(store, numbers, progress, who=who),
            lambda summary: self._tell_mended(summary, is_undone=True),
        )

    def undo_last(self) -> None:
        """Undo the newest mend that counts."""
        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> MendSummary | None:
            counting = (one.id for one in mends.list_mends(store) if not one.is_undone)
            last = next(counting, None)
            return None if last is None else undo_mends(store, [last], progress, who=who)

        def tell(summary: MendSummary | None) -> None:
            if summary is None:
                self.done.emit("There is no mend to undo.", False)
            else:
                self._tell_mended(summary, is_undone=True)

        self._run("Undoing a mend", job, tell)

    def stays(self, view: IssueView, note: str, *, everywhere: bool) -> None:
        who, listed = self._desk.user, view.shown.listed

        def job(store: Workspace, _progress: Progress) -> int:
            numbers = open_alike(store, listed) if everywhere else [listed.number]
            return confirm_issues(store, numbers, who=who, note=note)

        self._run("Saving", job, self._tell_confirmed)

    def reopen(self, view: IssueView) -> None:
        who, number = self._desk.user, view.shown.listed.number
        self._run(
            "Saving",
            lambda store, _: withdraw_confirmations(store, [number], who=who),
            lambda _: self.done.emit("The issue is open again.", False),
        )

    def _tell_confirmed(self, n: int) -> None:
        verb, stay = ("is", "stays") if n == 1 else ("are", "stay")
        it = "It" if n == 1 else "They"
        self.done.emit(
            f"{plural(n, 'issue')} {verb} seen. {it} {stay} as {it.lower()} {verb}.", False
        )

    def _tell_mended(self, summary: MendSummary, *, is_undone: bool) -> None:
        words = summary_words(summary, is_undone=is_undone)
        self.done.emit(words, not is_undone)

    def _run(
        self, label: str, job: Callable[[Workspace, Progress], T], on_done: Callable[[T], None]
    ) -> None:
        if self.is_busy:
            return
        self.is_busy = True

        def done(result: T) -> None:
            self.is_busy = False
            on_done(result)

        self._desk.run_job(label, job, done, CHANGES, on_failed=self._failed, unit="people")

    def _failed(self, error: Exception) -> None:
        self.is_busy = False
        if isinstance(error, UserError):
            self.refused.emit(error.message)
        else:
            self._desk.report(error)

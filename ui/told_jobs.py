"""Changes of a pane or a dialog, one at a time; what is refused is told where the eye is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.widgets import Banner

T = TypeVar("T")


class ToldJobs:
    """``owner`` is the pane: when it is gone, its answers fall to the ground and a failure is told
    above the page. What is asked for while a change is saved is not done."""

    def __init__(self, desk: Desk, owner: QObject, told: Banner) -> None:
        self._desk, self._owner, self._told = desk, owner, told
        self.is_busy = False

    def run(
        self,
        what: str,
        job: Callable[[Workspace], T],
        on_done: Callable[[T], object],
        changes: set[str],
        on_refused: Callable[[], object] = lambda: None,
    ) -> None:
        """``on_refused`` comes after the sentence was told."""
        if self.is_busy:
            return
        self.is_busy = True
        self._told.show_message("info", "")

        def work(store: Workspace, _progress: Progress) -> T:
            return job(store)

        def done(result: T) -> None:
            self.is_busy = False
            if isValid(self._owner):
                on_done(result)

        def failed(error: Exception) -> None:
            self.is_busy = False
            if isinstance(error, UserError) and isValid(self._owner):
                self._told.show_message("stop", error.message)
                on_refused()
            else:
                self._desk.report(error)

        self._desk.run_job(what, work, done, changes, on_failed=failed, is_saving=True)

"""One change at a time: a pane that waits for the store ignores further keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.desk import Desk

T = TypeVar("T")
CHANGES = {"import", "review"}


class OneAtATime:
    """Runs jobs of a pane; what is asked for meanwhile falls to the ground."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.is_busy = False

    def run(
        self,
        what: str,
        job: Callable[[Workspace, Progress], T],
        on_done: Callable[[T], None],
        changes: set[str] = CHANGES,
    ) -> None:
        """A failure is told above the page."""
        if self.is_busy:
            return
        self.is_busy = True

        def done(result: T) -> None:
            self.is_busy = False
            on_done(result)

        def failed(error: Exception) -> None:
            self.is_busy = False
            self._desk.report(error)

        self._desk.run_job(what, job, done, changes, on_failed=failed, unit="people")

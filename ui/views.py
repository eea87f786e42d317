"""Keeps the access log: who looked at whom, written after the page has been shown.

Looks of a moment are gathered and written together, so that going quickly through a list costs
nothing; what waits when the workspace is closed is written before.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.jobs.access_log import Sitting, View, record_views, seen
from app.jobs.progress import Progress
from app.store.workspace import Workspace

GATHER = 2000  # milliseconds; after an entry the next case is read from the disk anew
_Record = Callable[[Callable[[Workspace, Progress], int], Callable[[Exception], None]], None]


class Views(QObject):
    """``record`` runs the job on the background thread, ``report`` tells of a failure."""

    def __init__(
        self, record: _Record, report: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._record, self._report = record, report
        self._sitting = Sitting()
        self._waiting: list[View] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER)
        self._timer.timeout.connect(self.write)

    def note(self, person_id: int, what: str, who: str) -> None:
        """Somebody's record is in sight."""
        if self._sitting.is_new(person_id, who):
            self._waiting.append(seen(person_id, what, who))
            if not self._timer.isActive():
                self._timer.start()

    def write(self) -> None:
        """Have what waits written, behind the jobs that were given before."""
        self._timer.stop()
        taken, self._waiting = self._waiting, []
        if not taken:
            return

        def failed(error: Exception) -> None:
            for view in taken:
                self._sitting.forget(view.person_id, view.who)
            self._report(error)

        self._record(lambda workspace, _progress: record_views(workspace, taken), failed)

    def end_sitting(self) -> None:
        """The workspace is closed: what waits is written, and whoever comes next is asked anew."""
        self.write()
        self._sitting = Sitting()

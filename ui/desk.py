"""The open desk: what every page is given, and the only way a page changes anything."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.errors import Cancelled
from app.jobs.progress import Progress
from app.jobs.trouble import in_words
from app.store.access import UNPROVEN, Access
from app.store.key import Key
from app.store.workspace import Workspace, WorkspaceInfo
from ui.preferences import Preferences
from ui.tables.latest import LatestReader
from ui.tasks import Tasks
from ui.views import Views

T = TypeVar("T")

# "log": nothing but the record of the work has one more entry.
CHANGES = frozenset({"import", "check", "review", "papers", "settings", "log"})
Opener = Callable[[], Workspace]


class Desk(QObject):
    """Holds the open workspace as the window sees it.

    ``reader`` is the window thread's own read-only connection (None while nothing
    is open); everything that writes goes through `run_job` to the background
    thread. Pages refresh on `data_changed`, by the names in CHANGES.
    """

    workspace_opened = Signal()
    workspace_closed = Signal()
    data_changed = Signal(set)
    page_asked_for = Signal(str, dict)
    said = Signal(str, str)  # kind of banner, sentence
    bug_found = Signal(Exception)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.reader: Workspace | None = None
        self.info: WorkspaceInfo | None = None
        self.tasks = Tasks(self)
        self._views = Views(self._record_views, self.report, self)
        self._asker: LatestReader | None = None
        self._waking = threading.Event()
        self._worker = ""  # who said to be here, in a workspace with users

    @property
    def user(self) -> str:
        """The name shown and recorded with everything that is done."""
        return self._worker or self.preferences.user

    @property
    def access(self) -> Access:
        """Who signed in to the open workspace."""
        return self.reader.access if self.reader is not None else UNPROVEN

    def has_signed_in(self, name: str) -> None:
        """Somebody who got an own passphrase just now is known by it."""
        if self.reader is not None:
            self.reader.access = self.tasks.access = Access.of(name)
            self.set_worker(name)

    def pause(self, seconds: float) -> None:
        """Wait on a background thread; closing ends it early, for nobody waits to be let in."""
        self._waking.wait(seconds)

    @property
    def last_worker(self) -> str:
        """Who worked in this workspace last, on this computer; "" when nobody said."""
        return self.preferences.worker_of(self.reader.path) if self.reader is not None else ""

    def set_worker(self, name: str) -> None:
        """A user of the open workspace is here, until it is closed or another one comes."""
        if self.reader is not None:
            self._worker = name
            self.preferences.remember_worker(self.reader.path, name)
            self.data_changed.emit({"settings", "review"})

    def set_user(self, name: str) -> None:
        self.preferences.user = name
        self.data_changed.emit({"settings"})

    def saw(self, person_id: int | None, what: str) -> None:
        """A page shows somebody's record: it goes into the access log once a sitting.

        ``what`` is one of `app.jobs.access_log`; None: a row or paper of nobody in particular.
        """
        if self.reader is not None and person_id is not None:
            self._views.note(person_id, what, self.user)

    def _record_views(
        self,
        job: Callable[[Workspace, Progress], int],
        on_failed: Callable[[Exception], None],
    ) -> None:
        def done(_: int) -> None:
            self.data_changed.emit({"log"})

        self.tasks.run("Recording who looks", job, done, on_failed, is_saving=True, is_quiet=True)

    def show_page(self, name: str, **arguments: object) -> None:
        """Go to a page. A page with a method ``open_with(**arguments)`` is given them."""
        self.page_asked_for.emit(name, arguments)

    def say(self, kind: str, sentence: str) -> None:
        """Show a sentence above the page; ``kind`` as in `ui.widgets.Banner`."""
        self.said.emit(kind, sentence)

    def ask(
        self,
        owner: QObject,
        name: str,
        question: Callable[[Workspace], T],
        on_answer: Callable[[T], None],
        on_refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Read on a thread of its own; ``on_answer`` gets the answer here while ``owner`` lives.

        Asking again under the same name replaces what was asked before. A `UserError` of the
        question arrives as its sentence at ``on_refused``.
        """

        def answered(answer: T) -> None:
            if isValid(owner):
                on_answer(answer)

        def refused(sentence: str) -> None:
            if isValid(owner):
                on_refused(sentence)

        if self._asker is not None:
            self._asker.ask(name, question, answered, refused)

    def run_job(
        self,
        label: str,
        job: Callable[[Workspace, Progress], T],
        on_done: Callable[[T], object],
        changes: set[str],
        *,
        on_failed: Callable[[Exception], None] | None = None,
        unit: str = "",
        is_saving: bool = False,
    ) -> None:
        """Run a job with the writing workspace on the background thread.

        ``on_done`` gets its result in the window thread after the views were told of
        ``changes``. A failure goes to ``on_failed`` when given (also `Cancelled`),
        else to a banner or, for a bug, to the report. ``unit`` is what the job's
        progress counts: "bytes", "people", ... ``is_saving`` marks what only saves a decision
        or a setting: it is done even when the window is closed right afterwards.
        """
        unknown = changes - CHANGES
        if unknown:
            raise ValueError(f"unknown changes {sorted(unknown)}")

        def done(result: T) -> None:
            if changes:
                self.data_changed.emit(set(changes))
            on_done(result)

        self.tasks.run(label, job, done, on_failed or self.report, unit=unit, is_saving=is_saving)

    def run_without_workspace(
        self,
        label: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], object],
        *,
        on_failed: Callable[[Exception], None] | None = None,
        unit: str = "",
    ) -> None:
        """Like `run_job` for what needs no open workspace (making the practice county)."""
        self.tasks.run_free(label, job, on_done, on_failed or self.report, unit=unit)

    def open(
        self,
        opener: Opener,
        on_opened: Callable[[], None] = lambda: None,
        *,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Open or create a workspace on the background thread, then read from it here."""

        def opened(path: Path) -> None:
            self._read_from(path)
            on_opened()

        self.close_reader()
        self.tasks.open_workspace(opener, opened, on_failed or self.report)

    def replace_file(
        self,
        label: str,
        job: Callable[[Workspace, Progress], None],
        on_done: Callable[[], None],
        *,
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Like `run_job` for a job that puts another file in the workspace's place.

        Nothing is read meanwhile; the workspace is closed for the pages and opened again for
        them, also when the job fails.
        """
        if self.reader is None:
            return
        path, worker = self.reader.path, self._worker
        self.close_reader()

        def work(workspace: Workspace, progress: Progress) -> Key:
            job(workspace, progress)
            return workspace.key

        def go_on() -> None:
            self._read_from(path)
            if worker:
                self.set_worker(worker)

        def done(key: Key) -> None:
            self.tasks.key = key
            go_on()
            on_done()

        def failed(error: Exception) -> None:
            go_on()
            on_failed(error)

        self.tasks.run(label, work, done, failed)

    def _read_from(self, path: Path) -> None:
        key = self.tasks.key
        if key is None:
            raise RuntimeError("the writer is not open")
        self.reader = Workspace(path, key, None, read_only=True)
        self.reader.access = self.tasks.access
        self._worker = self.tasks.access.user
        self.info = self.reader.info
        self._asker = LatestReader(self.reader.reader, self.report, self)
        self.preferences.remember(path, self.info)
        self.workspace_opened.emit()

    def close_reader(self) -> None:
        self._waking.set()
        if self._asker is not None:
            self._asker.close()
            self._asker.deleteLater()
            self._asker = None
        self._views.end_sitting()
        self._waking.clear()
        if self.reader is not None:
            self.reader.close()
            self.reader = None
            self.info = None
            self._worker = ""
            self.workspace_closed.emit()

    def close_workspace(self, on_closed: Callable[[], None] = lambda: None) -> None:
        """Close the file; what is queued before is done first."""
        self.close_reader()
        self.tasks.close_workspace(on_closed)

    def report(self, error: Exception) -> None:
        """Tell the user of a failure in the way its family asks for."""
        if isinstance(error, Cancelled):
            self.say("info", "Stopped. Nothing was changed.")
        elif (trouble := in_words(error)) is not None:
            self.say("stop", trouble.message)
        else:
            with contextlib.suppress(RuntimeError):  # the window is gone already
                self.bug_found.emit(error)

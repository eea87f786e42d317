"""The one background thread: it opens the writing workspace and alone writes.

Jobs run one after the other in the order they were given. The heavy part of a
job runs in worker processes that the job itself starts; this thread supervises
and waits, so that the window keeps the interpreter to itself. Results and
failures are delivered in the window thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from app.errors import Cancelled
from app.jobs.progress import Progress
from app.jobs.trouble import in_words
from app.store.access import UNPROVEN, Access
from app.store.key import Key
from app.store.workspace import Workspace

T = TypeVar("T")

EMIT_EVERY = 0.1  # seconds: the window is told at most ten times a second
RATE_OVER = 8.0  # seconds that the shown rate looks back


@dataclass(frozen=True, slots=True)
class ProgressState:
    """How far a job is. ``rate`` is units a second; None while it is not known yet."""

    what: str
    done: int
    total: int
    unit: str
    rate: float | None
    seconds_left: float | None


@dataclass(slots=True)
class _Order:
    """One job in the queue."""

    label: str
    work: Callable[[_Hands, Progress], Any]
    on_done: Callable[[Any], object]
    on_failed: Callable[[Exception], None]
    unit: str = ""
    is_shown: bool = True
    is_saving: bool = False  # a decision or a setting: done even when the program is closing
    cancel: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class _Event:
    """What the background thread tells the window."""

    order: _Order
    kind: str  # "started", "progress", "done", "failed"
    payload: Any = None


class _Hands:
    """What the background thread holds: the open workspace."""

    def __init__(self) -> None:
        self.workspace: Workspace | None = None

    def take(self, opener: Callable[[], Workspace]) -> tuple[Path, Key, Access]:
        self.let_go()
        self.workspace = opener()
        return self.workspace.path, self.workspace.key, self.workspace.access

    def let_go(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def get_workspace(self) -> Workspace:
        if self.workspace is None:
            raise RuntimeError("no workspace is open")
        return self.workspace


class _Reporter:
    """The `Progress` given to a job: throttled, and the place where it is stopped."""

    def __init__(self, order: _Order, emit: Callable[[_Event], None]) -> None:
        self._order = order
        self._emit = emit
        self._last = 0.0
        self._phase: tuple[str, int] = ("", -1)
        self._samples: deque[tuple[float, int]] = deque()

    def step(self, done: int, total: int, label: str) -> None:
        if self._order.cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if (label, total) != self._phase:
            self._phase = (label, total)
            self._samples.clear()
        elif now - self._last < EMIT_EVERY:
            return
        self._last = now
        rate = self._rate(now, done)
        left = (total - done) / rate if rate and total >= done else None
        state = ProgressState(label, done, total, self._order.unit, rate, left)
        self._emit(_Event(self._order, "progress", state))

    def _rate(self, now: float, done: int) -> float | None:
        self._samples.append((now, done))
        while now - self._samples[0][0] > RATE_OVER:
            self._samples.popleft()
        first, done_first = self._samples[0]
        if now - first < 0.5 or done <= done_first:
            return None
        return (done - done_first) / (now - first)


class Tasks(QObject):
    """Runs jobs on the background thread. Call every method in the window thread."""

    started = Signal(str)  # label of a job that is worth showing
    progressed = Signal(object)  # ProgressState
    idle = Signal()  # nothing runs and nothing waits
    stopped = Signal()  # after `stop`: the thread has closed the workspace and ended
    _told = Signal(object)  # _Event, from the background thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key: Key | None = None
        self.access = UNPROVEN  # of the open workspace
        self._queue: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._n_open = 0
        self._n_jobs = 0  # of these, those that are not just saving
        self._current: _Order | None = None
        self._is_stopping = False
        self._told.connect(self._hear)
        self._thread = threading.Thread(target=self._work, name="relief-desk-writer", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        return self._n_open > 0

    @property
    def has_job(self) -> bool:
        """Whether something runs or waits that closing would stop; saving is always finished."""
        return self._n_jobs > 0

    @property
    def current_label(self) -> str:
        """Of what runs; "" when that is nothing anybody waits for."""
        return self._current.label if self._current and self._current.is_shown else ""

    def run(
        self,
        label: str,
        job: Callable[[Workspace, Progress], T],
        on_done: Callable[[T], object],
        on_failed: Callable[[Exception], None],
        *,
        unit: str = "",
        is_saving: bool = False,
        is_quiet: bool = False,
    ) -> None:
        """Queue a job that uses the writing workspace.

        ``is_saving``: it only saves what a person has decided. Such a job is short, is never
        cancelled and is still done after `stop`. ``is_quiet``: nobody asked for it and nothing
        is told of it.
        """

        def work(hands: _Hands, progress: Progress) -> T:
            return job(hands.get_workspace(), progress)

        is_shown = not is_quiet
        self._put(_Order(label, work, on_done, on_failed, unit, is_shown, is_saving))

    def run_free(
        self,
        label: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], object],
        on_failed: Callable[[Exception], None],
        *,
        unit: str = "",
    ) -> None:
        """Queue a job that needs no workspace."""
        self._put(_Order(label, lambda _hands, progress: job(progress), on_done, on_failed, unit))

    def open_workspace(
        self,
        opener: Callable[[], Workspace],
        on_done: Callable[[Path], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Call ``opener`` on the background thread and keep what it opens."""

        def opened(found: tuple[Path, Key, Access]) -> None:
            path, self.key, self.access = found
            on_done(path)

        self.key = None
        order = _Order("Opening", lambda hands, _: hands.take(opener), opened, on_failed)
        self._put(order)

    def close_workspace(self, on_done: Callable[[], None]) -> None:
        self.key = None
        order = _Order(
            "Closing", lambda hands, _: hands.let_go(), lambda _: on_done(), lambda _: on_done()
        )
        order.is_shown = False
        self._put(order)

    def cancel(self) -> None:
        """Ask the running job to stop; it does at its next step. Saving is not stopped."""
        if self._current is not None and not self._current.is_saving:
            self._current.cancel.set()

    def stop(self) -> None:
        """Cancel what runs, drop what waits but save what is to be saved; then close the
        workspace, end, and tell `stopped`."""
        if self._is_stopping:
            return
        self._is_stopping = True
        self.cancel()
        self._queue.put(None)

    def join(self) -> None:
        """Stop and wait: for the very end of the program, when no window is left."""
        self.stop()
        self._thread.join()

    def _put(self, order: _Order) -> None:
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("jobs are given in the window thread")
        if self._is_stopping:
            return
        self._n_open += 1
        self._n_jobs += not order.is_saving
        self._queue.put(order)

    def _work(self) -> None:
        """The background thread, from its first job to its last."""
        hands = _Hands()
        try:
            while (order := self._queue.get()) is not None:
                if order.is_saving or not self._is_stopping:
                    self._do(order, hands)
        finally:
            hands.let_go()
            self._told.emit(None)

    def _do(self, order: _Order, hands: _Hands) -> None:
        self._told.emit(_Event(order, "started"))
        try:
            result = order.work(hands, _Reporter(order, self._told.emit))
        except Exception as error:  # noqa: BLE001 - every failure is shown in the window
            self._told.emit(_Event(order, "failed", in_words(error) or error))
        else:
            self._told.emit(_Event(order, "done", result))

    def _hear(self, event: _Event | None) -> None:
        if event is None:
            self._current = None
            self._n_open = self._n_jobs = 0
            self.stopped.emit()
            return
        if event.kind == "started":
            self._current = event.order
            if self._is_stopping and not event.order.is_saving:
                event.order.cancel.set()
            if event.order.is_shown:
                self.started.emit(event.order.label)
        elif event.kind == "progress":
            self.progressed.emit(event.payload)
        else:
            self._finish(event)

    def _finish(self, event: _Event) -> None:
        self._current = None
        self._n_open -= 1
        self._n_jobs -= not event.order.is_saving
        if self._n_open <= 0:
            self.idle.emit()
        if event.kind == "done":
            event.order.on_done(event.payload)
        else:
            event.order.on_failed(event.payload)

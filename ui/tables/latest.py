"""Questions to the store answered off the window thread; only the newest of a kind matters.

A list of a million convictions takes a second to sort and a motion some tenths to lay
out: too long for the thread that paints. `LatestReader` owns one thread with a read-only
connection of its own. Asking again under the same name replaces a question that has not
been started, and the answer of one that has is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Condition
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.errors import UserError
from app.store.workspace import Workspace

T = TypeVar("T")
Question = Callable[[Workspace], Any]
OnAnswer = Callable[[Any], None]


class _Thread(QThread):
    """Takes questions one at a time; signals carry (name, ticket, answer)."""

    answered = Signal(str, int, object)
    refused = Signal(str, int, str)
    broke = Signal(object)

    def __init__(self, open_reader: Callable[[], Workspace]) -> None:
        super().__init__()
        self._open_reader = open_reader
        self._waiting: dict[str, tuple[int, Question]] = {}
        self._changed = Condition()
        self._is_over = False
        self._running = ""  # the name of the question under way
        self._interrupt: Callable[[], None] | None = None  # while a question is under way
        self._is_stale = False  # the question under way was replaced

    def put(self, name: str, ticket: int, question: Question) -> None:
        with self._changed:
            self._waiting.pop(name, None)
            self._waiting[name] = (ticket, question)
            if name == self._running:
                self._stop_running()
            self._changed.notify()

    def finish(self) -> None:
        with self._changed:
            self._is_over = True
            self._waiting.clear()
            self._stop_running()
            self._changed.notify()
        self.wait()

    def _stop_running(self) -> None:
        """Have the store give up the question under way: nobody waits for its answer."""
        self._is_stale = bool(self._running)
        if self._interrupt is not None:
            self._interrupt()

    def run(self) -> None:
        try:
            with self._open_reader() as workspace:
                self._serve(workspace)
        except Exception as error:  # noqa: BLE001 - reported by the window thread
            self.broke.emit(error)

    def _serve(self, workspace: Workspace) -> None:
        while (asked := self._next()) is not None:
            name, ticket, question = asked
            with self._changed:
                self._running, self._is_stale = name, False
                self._interrupt = workspace.connection.interrupt
            try:
                self._answer(workspace, name, ticket, question)
            finally:
                with self._changed:
                    self._running, self._interrupt = "", None

    def _answer(self, workspace: Workspace, name: str, ticket: int, question: Question) -> None:
        try:
            answer = question(workspace)
        except UserError as error:
            self.refused.emit(name, ticket, error.message)
        except Exception as error:  # noqa: BLE001 - reported by the window thread
            if not self._is_stale:  # else it was interrupted, and nobody waits
                self.broke.emit(error)
        else:
            self.answered.emit(name, ticket, answer)

    def _next(self) -> tuple[str, int, Question] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_over)
            if self._is_over:
                return None
            name = next(reversed(self._waiting))  # what was asked last is waited for most
            ticket, question = self._waiting.pop(name)
            return name, ticket, question


class LatestReader(QObject):
    """Asks the store from another thread; answers arrive on the thread of this object."""

    settled = Signal()  # nothing is being asked any more

    def __init__(
        self,
        open_reader: Callable[[], Workspace],
        on_bug: Callable[[Exception], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_bug = on_bug
        self._tickets = count(1)
        self._current: dict[str, tuple[int, OnAnswer, Callable[[str], None]]] = {}
        self._thread = thread = _Thread(open_reader)
        self.destroyed.connect(thread.finish)  # a running thread must not be deleted
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.broke.connect(self._on_broke)
        self._thread.start()

    @property
    def is_asking(self) -> bool:
        return bool(self._current)

    def ask(
        self,
        name: str,
        question: Callable[[Workspace], T],
        on_answer: Callable[[T], None],
        on_refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Run ``question(workspace)`` over there, then ``on_answer(answer)`` here.

        A `UserError` raised by the question arrives as its sentence at ``on_refused``.
        """
        ticket = next(self._tickets)
        self._current[name] = (ticket, on_answer, on_refused)
        self._thread.put(name, ticket, question)

    def forget(self, name: str) -> None:
        """Let the answer to a question fall to the ground."""
        self._current.pop(name, None)

    def close(self) -> None:
        """Stop after the question under way and close the connection; safe to call twice."""
        self._current.clear()
        self._thread.finish()

    @Slot(str, int, object)
    def _on_answered(self, name: str, ticket: int, answer: object) -> None:
        taken = self._take(name, ticket)
        if taken is not None:
            taken[0](answer)
            self._tell_settled()

    @Slot(str, int, str)
    def _on_refused(self, name: str, ticket: int, message: str) -> None:
        taken = self._take(name, ticket)
        if taken is not None:
            taken[1](message)
            self._tell_settled()

    @Slot(object)
    def _on_broke(self, error: Exception) -> None:
        self._current.clear()
        self._on_bug(error)

    def _take(self, name: str, ticket: int) -> tuple[OnAnswer, Callable[[str], None]] | None:
        found = self._current.get(name)
        if found is None or found[0] != ticket:
            return None
        del self._current[name]
        return found[1], found[2]

    def _tell_settled(self) -> None:
        if not self._current:
            self.settled.emit()

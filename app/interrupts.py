"""Ctrl-C in a terminal, and the moment from which on it comes too late.

Whoever stops a command is told that nothing was kept. So once a transaction is
being committed, Ctrl-C no longer ends the work then and there: it is remembered,
and ends it at the next step of its progress. A command that has nothing more to do
completes, and says what it did.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from app.errors import Cancelled


class _Interrupts:
    """Signals belong to the process, and so does this."""

    def __init__(self) -> None:
        self.is_held = False
        self.has_come = False

    def handle(self, _number: int, _frame: FrameType | None) -> None:
        if not self.is_held:
            raise KeyboardInterrupt
        self.has_come = True


_interrupts = _Interrupts()


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Handle Ctrl-C as above while a command works; only in the main thread of a process."""
    _interrupts.is_held = _interrupts.has_come = False
    try:
        before = signal.signal(signal.SIGINT, _interrupts.handle)
    except ValueError:  # another thread: Ctrl-C never comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def hold() -> None:
    """What is about to be committed will be kept: from here on Ctrl-C waits for a step."""
    _interrupts.is_held = True


def let_through() -> None:
    """Raise Cancelled when Ctrl-C came meanwhile; from here on it ends the work at once again."""
    if _interrupts.has_come:
        _interrupts.has_come = False
        raise Cancelled
    _interrupts.is_held = False

"""Garbage with Qt objects in it is collected in the window thread and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.collector import Collector


class _Knot(QObject):
    """Refers to itself: only the cycle collector frees it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_no_other_thread_frees_a_qt_object(qtbot: QtBot) -> None:
    """A thread that allocates a lot leaves the garbage of the window alone."""
    collector = Collector()
    freed_on: list[int] = []
    knot = _Knot()
    weakref.finalize(knot, lambda: freed_on.append(threading.get_ident()))
    del knot
    made: list[list[int]] = []
    thread = threading.Thread(target=lambda: made.extend([n] for n in range(100_000)))
    thread.start()
    thread.join()
    assert freed_on == []
    collector.collect()
    collector.stop()
    gc.collect()
    assert freed_on == [threading.get_ident()]


def test_python_collects_again_afterwards() -> None:
    """Stopped, the collector leaves things as they were."""
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()

"""Garbage is collected in the window thread only.

Python's cycle collector runs in whatever thread happens to allocate. On the background
thread it would destroy widgets and other Qt objects there, which Qt does not survive. So
the automatic collector is switched off and a timer does its work in the window thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Collects while it lives; `stop` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        gc.collect()
        gc.freeze()  # what is loaded by now stays; later collections need not look at it
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that Python itself would have collected by now."""
        due = [
            generation
            for generation, (n, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if limit and n > limit
        ]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        self._timer.stop()
        gc.collect()
        if self._was_on:
            gc.enable()

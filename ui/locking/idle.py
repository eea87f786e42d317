"""Whether anybody is at the desk: keys, the mouse, and a computer that slept.

Only the events of the window in front are looked at, not those of every widget. Sleep is seen by
a clock that jumped: no system tells of it in the same way.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_EVERY = 5.0  # seconds
SLEPT_AFTER = 60.0  # seconds that passed on some clock between two looks
_SIGNS_OF_LIFE = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    )
)  # fmt: skip


def clocks() -> tuple[float, ...]:
    """Seconds on clocks of which at least one goes on while the computer sleeps."""
    found = [time.time(), time.monotonic()]
    if sys.platform == "linux":
        found.append(time.clock_gettime(time.CLOCK_BOOTTIME))
    return tuple(found)


class IdleWatch(QObject):
    """Tells `left` when nobody did anything for ``minutes``, or the computer slept."""

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.minutes = 10
        self._alive_at = time.monotonic()
        self._seen = clocks()
        self._watched: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(LOOK_EVERY * 1000))
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def start(self) -> None:
        """Somebody is here now."""
        self._alive_at, self._seen = time.monotonic(), clocks()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def is_watching(self) -> bool:
        return self._timer.isActive()

    def look(self) -> None:
        """What the clocks say."""
        seen, before = clocks(), self._seen
        self._seen = seen
        jump = max(now - then for now, then in zip(seen, before, strict=True))
        idle = time.monotonic() - self._alive_at
        if jump > LOOK_EVERY + SLEPT_AFTER or idle >= self.minutes * 60:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._alive_at = time.monotonic()
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        """The window in front, and only that one."""
        if self._watched is not None and window is not self._watched:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._forget)
            self._watched = None
        if window is not None and window is not self._watched:
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)
            self._watched = window

    def _forget(self) -> None:
        self._watched = None

"""Locks the window: what is on it goes out of sight, jobs go on, nothing is closed.

The pages are covered by another page of the same place, so that neither the screen nor a picture
of the window (a task switcher's) shows them; every other window of the program is hidden, also one
that opens meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.jobs.sign_in import record_unlock
from app.version import PROGRAM
from ui.locking.clipboard import forget_copied
from ui.locking.idle import IdleWatch
from ui.locking.lock_page import LockPage

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_NOT_ON_SCREEN = Qt.WidgetAttribute.WA_DontShowOnScreen


class Locker(QObject):
    """Belongs to the window; `lock` and, with the passphrase, open again."""

    def __init__(self, window: MainWindow, on_close: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._on_close = window, on_close
        self._hidden: list[QWidget] = []
        self._title = ""
        self.page: LockPage | None = None  # while it is locked
        self.watch = IdleWatch(self)
        self.watch.left.connect(self._left_alone)
        window.desk.workspace_opened.connect(self.begin)
        window.desk.workspace_closed.connect(self.end)

    @property
    def is_locked(self) -> bool:
        return self.page is not None

    def begin(self) -> None:
        """A workspace is open: from now on it is watched whether anybody is here."""
        self.watch.minutes = self._window.desk.preferences.lock_minutes
        self.watch.start()

    def end(self) -> None:
        """It was closed."""
        self.watch.stop()
        forget_copied()
        self._uncover()

    def _left_alone(self) -> None:
        info = self._window.desk.info
        if info is not None and not info.is_practice:  # everybody in it is made up
            self.lock()

    def lock(self) -> None:
        """Does nothing where nothing is open."""
        if self.is_locked or self._window.desk.reader is None:
            return
        self.watch.stop()
        forget_copied()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._title = self._window.windowTitle()
        self.cover()
        for other in QApplication.topLevelWidgets():
            self._hide(other)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def cover(self) -> None:
        """Put the page over everything; also after the window was built anew."""
        self.page = LockPage(self._window.desk, self._unlock, self._on_close)
        self._window.setWindowTitle(f"{PROGRAM} – locked")
        self._window.menuBar().setEnabled(False)
        for action in self._window.menuBar().actions():
            action.setEnabled(False)
        self._window.cover_with(self.page)
        self.page.passphrase.setFocus()

    def _unlock(self, n_wrong: int) -> None:
        """The same person is back, which stands in the record of the work."""
        self._uncover()
        self.begin()
        desk, who = self._window.desk, self._window.desk.user
        desk.run_job(
            "Unlocking", lambda store, _: record_unlock(store, n_wrong, who=who), lambda _: None,
            {"log"}, is_saving=True,
        )  # fmt: skip

    def _uncover(self) -> None:
        if self.page is None:
            return
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.page = None
        self._window.cover_with(None)
        self._window.setWindowTitle(self._title)
        self._window.menuBar().setEnabled(True)
        for action in self._window.menuBar().actions():
            action.setEnabled(True)
        for one in self._hidden:
            if isValid(one):
                one.show()
        self._hidden.clear()

    def _hide(self, other: QWidget) -> None:
        if other is not self._window and other.isVisible() and isValid(other):
            other.hide()
            other.setAttribute(_NOT_ON_SCREEN, False)
            if other not in self._hidden:
                self._hidden.append(other)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is locked: no other window of the program stays on the screen."""
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._window
        ):
            watched.setAttribute(_NOT_ON_SCREEN)  # Qt asks this after the event
            QTimer.singleShot(0, watched, lambda: self._hide(watched))
        return super().eventFilter(watched, event)

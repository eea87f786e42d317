"""Puts the window together: fonts, look, preferences, desk, and what is done with faults."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.jobs.trouble import in_words
from app.paths import resources
from app.scratch import clean_up
from app.version import PROGRAM, VERSION
from ui.collector import Collector
from ui.desk import Desk
from ui.main_window import MainWindow, as_maximized
from ui.preferences import Preferences
from ui.theme import apply_theme, load_fonts


class ReliefDesk(QObject):
    """The running program. Keep it as long as the window is wanted."""

    def __init__(self, application: QApplication, preferences: Preferences | None = None) -> None:
        super().__init__()
        self._application = application
        self.collector = Collector(self)
        application.setApplicationName(PROGRAM)
        application.setApplicationVersion(VERSION)
        application.setWindowIcon(QIcon(str(resources() / "icons" / "relief-desk.svg")))
        self.preferences = preferences or Preferences()
        self._window: MainWindow | None = None
        # Qt's own file dialog would keep the folders that were visited in a file of its own.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
        load_fonts()
        self._apply_look()
        application.styleHints().colorSchemeChanged.connect(self._apply_look)
        self.desk = Desk(self.preferences)
        self.window = self._window = MainWindow(self.desk, self.change_look)

    def show(self) -> None:
        as_maximized(self.window)

    def stop(self) -> None:
        """Close the workspace and end the background thread: the very end of the program."""
        self.desk.close_reader()
        self.desk.tasks.join()
        self.collector.stop()

    def change_look(self, colors: str, scale: float) -> None:
        """Use other colors or another text size, now and from now on."""
        self.preferences.colors = colors
        self.preferences.scale = scale
        self._apply_look()

    def _apply_look(self) -> None:
        apply_theme(self._application, self.preferences.colors, self.preferences.scale)
        if self._window is not None:  # sizes and colors are taken when a widget is made
            self._window.rebuild()


def run(then: Callable[[ReliefDesk], None] | None = None) -> int:
    """Open the window and stay until it is closed; ``then`` is done once it is open."""
    application = QApplication.instance() or QApplication([PROGRAM])
    if not isinstance(application, QApplication):
        raise TypeError("a program without windows is running already")
    clean_up()  # what a crash left, also where no workspace is
    program = ReliefDesk(application)
    sys.excepthook = _hook(program)
    program.show()
    if then is not None:
        then(program)
    try:
        return application.exec()
    finally:
        program.stop()


def _hook(
    program: ReliefDesk,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Faults in the window's own code come here: shown as a report, the program goes on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            program.window.close()
            return
        trouble = in_words(error)
        if trouble is not None:  # a disk that fails while a page reads
            program.desk.say("stop", trouble.message)
        else:
            program.window.show_bug(error.with_traceback(trace))

    return show

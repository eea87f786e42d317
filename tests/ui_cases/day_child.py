"""A clerk's morning in the real window, ended by a killed process: run by test_a_day.

Prints, as JSON, what was on the screen when the process died.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.store.workspace import open_workspace
from ui.application import ReliefDesk
from ui.cases.page import CasesPage
from ui.preferences import Preferences

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 30_000


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    clock = QElapsedTimer()
    clock.start()
    while not is_so():
        assert clock.elapsed() < PATIENCE_MS
        QTest.qWait(5)


class Morning:
    """The window and its keys."""

    def __init__(self, path: Path, passphrase: str) -> None:
        application = QApplication.instance() or QApplication(["day"])
        assert isinstance(application, QApplication)
        preferences = Preferences(Path(tempfile.mkdtemp()))
        preferences.user = "A. Clerk"
        self.program = ReliefDesk(application, preferences)
        self.program.window.resize(1366, 740)
        self.program.window.show()
        desk = self.program.desk
        desk.open(lambda: open_workspace(path, passphrase))
        wait_until(lambda: desk.reader is not None)
        self.program.window.show_page("review")
        page = self.program.window.page("review")
        assert isinstance(page, CasesPage)
        self.page = page
        self.program.window.activateWindow()
        wait_until(page.queue.table.hasFocus)
        self.settle()

    def settle(self) -> None:
        desk = self.program.desk
        QTest.qWait(1)
        wait_until(lambda: self.page.is_settled and not desk.tasks.is_busy)

    def press(self, key: Qt.Key, *, control: bool = False) -> None:
        modifier = CTRL if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.page.queue.table, key, modifier)
        self.settle()

    def write(self, words: str) -> None:
        """Into the field that is asked for, and Enter."""
        bar = self.page.bar
        field = next(form.words for form in (bar.park, bar.words) if form.isVisible())
        QTest.keyClicks(field, words)
        QTest.keyClick(field, KEY.Key_Return)
        self.settle()

    @property
    def current(self) -> int:
        number = self.page.queue.current_id
        assert number is not None
        return number


def main() -> None:
    """Arguments: the workspace, its passphrase."""
    morning = Morning(Path(sys.argv[1]), sys.argv[2])
    morning.page.open_with(outcome="DISMISSAL")
    morning.settle()
    accepted, undone = [], []
    for _ in range(50):
        accepted.append(morning.current)
        morning.press(KEY.Key_A)
    for _ in range(3):
        morning.press(KEY.Key_Z, control=True)
        undone.append(morning.current)
    parked = morning.current
    morning.press(KEY.Key_P)
    morning.write("Ask the court for the docket")
    asked = morning.current
    morning.press(KEY.Key_Q)
    morning.write("Does the prior count?")
    told = {
        "accepted": [one for one in accepted if one not in undone],
        "undone": undone, "parked": parked, "asked": asked,
        "reviewed": morning.page.reviewed.text(),
    }  # fmt: skip
    print(json.dumps(told), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

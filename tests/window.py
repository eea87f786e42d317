"""The real program in a test: open, its keys pressed as by whoever types, stopped at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.application import ReliefDesk
from ui.preferences import Preferences

LONG = 60_000  # workers start slowly on a machine that does other things as well

# Programs of past tests stay alive: the cycle collector may run on a background thread of a
# later test, where it must not meet widgets.
_PAST: list[ReliefDesk] = []


@contextlib.contextmanager
def running(
    application: QApplication, qtbot: QtBot, folder: Path, who: str = ""
) -> Iterator[ReliefDesk]:
    """The program with its window on the start page; stopped and joined at the end."""
    made = ReliefDesk(application, Preferences(folder))
    if who:
        made.desk.set_user(who)
    made.window.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made.window)
    yield made
    for dialog in made.window.findChildren(QDialog):
        dialog.close()
    made.window.hide()
    made.stop()
    _PAST.append(made)


@pytest.fixture
def settle(program: ReliefDesk, qtbot: QtBot) -> Callable[[], None]:
    """Waits until nothing is being asked and nothing is being saved."""

    def wait() -> None:
        desk = program.desk
        qtbot.waitUntil(
            lambda: not desk.tasks.is_busy and desk._asker is not None
            and not desk._asker.is_asking,
            timeout=LONG,
        )  # fmt: skip

    return wait


@pytest.fixture
def press(program: ReliefDesk, qtbot: QtBot) -> Callable[..., None]:
    """Presses a key in a window or dialog, which is in front as it is for whoever types."""

    def key(widget: QWidget, *what: Qt.Key | Qt.KeyboardModifier) -> None:
        widget.window().activateWindow()
        qtbot.waitUntil(widget.window().isActiveWindow)
        widget.setFocus()
        qtbot.keyClick(widget, *what)

    return key

"""The locked window: nothing to be seen, jobs at work, open again with the right passphrase."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.progress import Progress
from app.store.workspace import Workspace
from tests.keys.conftest import ADMIN, CLERK, OFFICE, OWN
from ui.application import ReliefDesk
from ui.locking import clipboard
from ui.locking.clipboard import copy_for_a_while, forget_copied
from ui.locking.idle import IdleWatch
from ui.locking.lock_page import LockPage
from ui.messages import tell
from ui.office.dialog import OfficeDialog

Enter = Callable[[Path, str, str], ReliefDesk]


@pytest.fixture
def opened(office: Path, sign_in_as: Enter, settle: Callable[[], None]) -> ReliefDesk:
    """The clerk has signed in."""
    made = sign_in_as(office, CLERK, OWN[CLERK])
    settle()
    return made


def words_on_screen() -> str:
    """Every label of every window that can be seen, and the titles."""
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    labels = [one.text() for top in tops for one in top.findChildren(QLabel) if one.isVisible()]
    return "\n".join([*labels, *(one.windowTitle() for one in tops)])


def unlock(program: ReliefDesk, qtbot: QtBot, words: str) -> None:
    page = program.window.locker.page
    assert isinstance(page, LockPage)
    page.passphrase.setText(words)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)


def test_a_locked_window_shows_nothing_and_opens_again(opened: ReliefDesk, qtbot: QtBot) -> None:
    """Ctrl+L; the dialog that was open goes and comes back; menus and pages cannot be reached."""
    window = opened.window
    window.show_office()
    dialog = window.findChild(OfficeDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "Office" in words_on_screen())
    window.lock_now()
    assert window.locker.is_locked
    assert not dialog.isVisible()
    seen = words_on_screen()
    assert "Relief Desk is locked" in seen
    assert window.windowTitle() == "Relief Desk – locked"
    for words in ("Office", ADMIN, "Yolo"):
        assert words not in seen.replace("office", "")
    assert not window.header.isVisible()
    assert not window.stack.isVisible()
    page = window.current_page
    assert not any(action.isEnabled() for action in window.menuBar().actions())
    unlock(opened, qtbot, OWN[ADMIN])
    locked = window.locker.page
    assert locked is not None
    qtbot.waitUntil(lambda: "passphrase of C. Clerk is wrong" in locked.problem.text)
    unlock(opened, qtbot, OFFICE)
    qtbot.waitUntil(locked.yes.isEnabled)
    assert window.locker.is_locked
    assert locked.passphrase.text() == ""
    unlock(opened, qtbot, OWN[CLERK])
    qtbot.waitUntil(lambda: not window.locker.is_locked)
    assert dialog.isVisible()
    assert window.header.isVisible()
    assert window.current_page == page
    assert all(action.isEnabled() for action in window.menuBar().actions())
    assert window.windowTitle() == "Office – Relief Desk"


def test_ctrl_l_locks(opened: ReliefDesk, qtbot: QtBot) -> None:
    """By the key that the menu names."""
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    qtbot.keyClick(opened.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.locker.is_locked


def test_work_goes_on_behind_the_lock(opened: ReliefDesk, qtbot: QtBot) -> None:
    """A job ends while it is locked; a window that it opens then is not seen before unlocking."""
    may_end = threading.Event()
    done: list[str] = []

    def job(store: Workspace, _: Progress) -> str:
        assert may_end.wait(60)
        with store.transaction():
            store.save_setting("note", "done behind the lock")
        return store.get_setting("note")

    def told(words: str) -> None:
        done.append(words)
        tell(opened.window, "GARCIA, ANA", words)

    opened.desk.run_job("Working", job, told, set())
    qtbot.waitUntil(lambda: opened.desk.tasks.has_job)
    opened.window.lock_now()
    page = opened.window.locker.page
    assert page is not None
    assert "work that was begun goes on" in page.about.text()
    page.close_button.click()
    assert "not finished" in page.problem.text
    opened.window.close()
    assert opened.window.isVisible()
    may_end.set()
    qtbot.waitUntil(lambda: done == ["done behind the lock"])
    qtbot.waitUntil(lambda: "GARCIA" not in words_on_screen())
    unlock(opened, qtbot, OWN[CLERK])
    qtbot.waitUntil(lambda: "GARCIA" in words_on_screen())


def test_another_look_while_locked_shows_nothing(opened: ReliefDesk, qtbot: QtBot) -> None:
    """The system goes over to dark at night: the window is built anew, and stays locked."""
    opened.window.lock_now()
    opened.change_look("dark", 1.25)
    assert opened.window.locker.is_locked
    assert not opened.window.header.isVisible()
    assert "Yolo" not in words_on_screen()
    unlock(opened, qtbot, OWN[CLERK])
    qtbot.waitUntil(lambda: not opened.window.locker.is_locked)
    assert opened.window.header.isVisible()


def test_a_locked_workspace_can_be_closed(opened: ReliefDesk, qtbot: QtBot) -> None:
    """Somebody else needs the desk: closed, and the start page stands there."""
    opened.window.lock_now()
    page = opened.window.locker.page
    assert page is not None
    with qtbot.waitSignal(opened.desk.workspace_closed):
        page.close_button.click()
    assert not opened.window.locker.is_locked
    assert opened.window.start_page.isVisible()
    assert all(action.isEnabled() for action in opened.window.menuBar().actions())
    opened.window.lock_now()
    assert not opened.window.locker.is_locked


def test_nobody_at_the_desk_locks_it(opened: ReliefDesk, qtbot: QtBot) -> None:
    """After the minutes that were chosen, and not before; a key counts as somebody."""
    watch = opened.window.locker.watch
    assert watch.is_watching
    assert watch.minutes == 10
    watch._alive_at = time.monotonic() - 9 * 60
    watch.look()
    assert not opened.window.locker.is_locked
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    watch._alive_at = time.monotonic() - 11 * 60
    qtbot.keyClick(opened.window.windowHandle(), Qt.Key.Key_Shift)
    watch.look()
    assert not opened.window.locker.is_locked
    watch._alive_at = time.monotonic() - 11 * 60
    watch.look()
    assert opened.window.locker.is_locked
    assert not watch.is_watching


@pytest.mark.parametrize("clock", [0, 1, -1])
def test_a_computer_that_slept_is_locked(opened: ReliefDesk, clock: int) -> None:
    """Seen by any clock that jumped ahead: the wall's, the running one's, that since the start."""
    watch = opened.window.locker.watch
    seen = list(watch._seen)
    seen[clock] -= 3600
    watch._seen = tuple(seen)
    watch.look()
    assert opened.window.locker.is_locked


def test_a_clock_set_back_does_not_keep_it_open(qtbot: QtBot) -> None:
    """The minutes are counted by a clock that cannot be set."""
    owner = QWidget()
    qtbot.addWidget(owner)
    watch = IdleWatch(owner)
    watch.start()
    watch._seen = tuple(one + 3600 for one in watch._seen)
    watch._alive_at = time.monotonic() - 11 * 60
    with qtbot.waitSignal(watch.left):
        watch.look()
    watch.stop()


def test_a_copied_number_goes_from_the_clipboard(
    opened: ReliefDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """After its time and when the window is locked; what was copied elsewhere since stays."""
    board = QGuiApplication.clipboard()
    copy_for_a_while("A12345678")
    assert board.text() == "A12345678"
    assert "x-kde-passwordManagerHint" in board.mimeData().formats()
    opened.window.lock_now()
    assert board.text() == ""
    copy_for_a_while("A12345678")
    board.setText("something else")
    forget_copied()
    assert board.text() == "something else"
    monkeypatch.setattr(clipboard, "KEPT_MS", 1)
    copy_for_a_while("A12345678")
    qtbot.waitUntil(lambda: board.text() == "")

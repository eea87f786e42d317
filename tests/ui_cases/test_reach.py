"""Everything that can be operated has a name, and the Tab key comes to all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.jobs.progress import Silent
from app.jobs.queue.load import find_convictions
from app.jobs.source_rows import get_source_row
from app.model.queue_filter import QueueFilter
from app.model.record import RowRef
from app.rules.catalog import load_by_id
from app.rules.loading.problems import Problem
from app.rules.presenting.present import read_out
from app.store.queue import get_place
from app.store.workspace import open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.application import ReliefDesk
from ui.cases.source_row import SourceRowDialog
from ui.help.dialogs import AboutDialog, KeysDialog
from ui.messages import BugDialog, ask
from ui.papers.motion_dialog import MotionDialog
from ui.policy.case_run import run_cases
from ui.policy.sheets import CasesSheet, ProblemsSheet, ReadingSheet, WordsSheet
from ui.preferences import Preferences
from ui.registry import PAGES
from ui.start.dialogs import NewWorkspaceDialog, UserDialog
from ui.start.open_dialog import OpenDialog
from ui.tables.latest import LatestReader

_MOST_TABS = 600

_PAST: list[ReliefDesk] = []  # as in tests/ui: they are freed by no other thread


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    made = ReliefDesk(qapp, Preferences(data_folder))
    made.window.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.hide()
    made.stop()
    _PAST.append(made)


def reachable(root: QWidget) -> list[QWidget]:
    """What the keyboard can come to, in the tree under ``root``."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and widget.isEnabledTo(root)
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QComboBox)  # a combo's own editor
        and not widget.objectName().startswith("qt_")
    ]


def nameless(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in reachable(root)
        if not widget.accessibleName() and not str(getattr(widget, "text", str)())
    ]


def tabbed(qtbot: QtBot, root: QWidget, start: QWidget) -> set[QWidget]:
    """What gets the keyboard when Tab is pressed again and again, until it is around."""
    window = root.window()
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found: set[QWidget] = set()
    for _ in range(_MOST_TABS):
        at = window.focusWidget()
        assert at is not None
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        reached = window.focusWidget()
        if reached is start and (reached is not at or len(reachable(root)) == 1):
            return found | {start}
        if reached is not None:
            found.add(reached)
    raise AssertionError(f"the Tab key never comes back; it stays at {window.focusWidget()}")


def check(qtbot: QtBot, root: QWidget) -> None:
    assert nameless(root) == []
    wanted = reachable(root)
    assert wanted
    found = tabbed(qtbot, root, wanted[0])
    # Of a group of choices the Tab key comes to one, the arrow keys to the others.
    groups = {one.group() for one in found if isinstance(one, QAbstractButton)} - {None}
    missed = [
        one
        for one in wanted
        if one not in found
        and not (isinstance(one, QAbstractButton) and one.group() in groups)
        and not (isinstance(one, QScrollArea) and _holds(one, found))
    ]
    assert missed == []


def _holds(area: QScrollArea, found: set[QWidget]) -> bool:
    return any(area.isAncestorOf(one) for one in found)


def test_every_page(program: ReliefDesk, qtbot: QtBot, own_file: Path) -> None:
    """The start page, then each page of a checked county with all of its tabs."""
    window = program.window
    check(qtbot, window.start_page)
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=20_000):
        program.desk.open(lambda: open_workspace(own_file, PASSPHRASE))
    check(qtbot, window.header)
    check(qtbot, window.rail)
    for entry in PAGES:
        window.show_page(entry.name)
        page = window.page(entry.name)
        qtbot.waitUntil(
            lambda page=page: bool(getattr(page, "is_settled", True)) and bool(reachable(page)),
            timeout=30_000,
        )
        tabs = getattr(page, "tabs", None) or getattr(getattr(page, "person", None), "tabs", None)
        for number in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(number)
            check(qtbot, page)


def _dialogs(program: ReliefDesk, path: Path, asker: LatestReader) -> list[Callable[[], QDialog]]:
    window, desk = program.window, program.desk
    reader = desk.reader
    assert reader is not None
    number = find_convictions(reader, QueueFilter(outcome=("DISMISSAL",)))[0]
    _, source, line = get_place(reader, number)
    return [
        lambda: NewWorkspaceDialog(desk, window),
        lambda: OpenDialog(desk, path, window),
        lambda: UserDialog(desk, window),
        lambda: AboutDialog(window),
        lambda: KeysDialog(window),
        lambda: BugDialog(window, InputError("made up")),
        lambda: ask(window, "Close?", "It stays as it was.", "Close", list, is_dangerous=True),
        lambda: SourceRowDialog(get_source_row(reader, RowRef(source, line)), "", window),
        lambda: MotionDialog(asker, number, window),
        lambda: ReadingSheet(window, read_out(load_by_id("us-ca/statute-11361.8"))),
        lambda: ProblemsSheet(window, "yolo.toml", (Problem(3, "the policy", "made up"),), ""),
        lambda: CasesSheet(window, run_cases("us-ca/los-angeles", Silent())),
        lambda: WordsSheet(window),
    ]


def test_every_dialog(program: ReliefDesk, qtbot: QtBot, own_file: Path) -> None:
    """Also the ones that only open when something goes wrong."""
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=20_000):
        program.desk.open(lambda: open_workspace(own_file, PASSPHRASE))
    assert program.desk.reader is not None
    asker = LatestReader(program.desk.reader.reader, program.desk.report)
    for make in _dialogs(program, own_file, asker):
        dialog = make()
        dialog.open()
        check(qtbot, dialog)
        dialog.close()
    asker.close()

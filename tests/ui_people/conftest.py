"""A small office whose files name some people otherwise, open on a desk or in the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.match_people import match_people
from app.jobs.progress import Silent
from app.store.workspace import create_workspace, open_workspace
from tests.ui_people.world import WHO, take_in
from ui.application import ReliefDesk
from ui.importing.page import ImportPage
from ui.preferences import Preferences

PASSPHRASE = "made-up words"
LONG = 60_000  # workers start slowly on a machine that does other things as well

# Programs of past tests stay alive: the cycle collector may run on a background thread of a
# later test, where it must not meet widgets.
_PAST: list[ReliefDesk] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screen in memory cannot take size hints and says so whenever a dialog opens."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
            )


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with both files, checked, and looked through for people who may be one."""
    folder = tmp_path_factory.mktemp("office")
    path = folder / "Office.relief"
    with create_workspace(
        path, PASSPHRASE, name="Office", county="LOS ANGELES", created_at="2026-11-01T00:00:00"
    ) as workspace:
        take_in(workspace, folder)
        match_people(workspace, Silent())
    return path


@pytest.fixture
def own_file(office_file: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    path = tmp_path / "Office.relief"
    shutil.copy(office_file, path)
    return path


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    made = ReliefDesk(qapp, Preferences(data_folder))
    made.desk.set_user(WHO)
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
def page(program: ReliefDesk, qtbot: QtBot, own_file: Path) -> ImportPage:
    """The import page of the office, read from the store."""
    return shown_page(program, qtbot, own_file)


def shown_page(program: ReliefDesk, qtbot: QtBot, path: Path) -> ImportPage:
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
        program.desk.open(lambda: open_workspace(path, PASSPHRASE))
    program.window.show_page("import")
    made = program.window.page("import")
    assert isinstance(made, ImportPage)
    qtbot.waitUntil(lambda: made.people.matches.facets.buttons("state") != {}, timeout=LONG)
    return made


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
    """Presses a key in the window, which is in front as it is for whoever types."""

    def key(widget: QWidget, *what: Qt.Key | Qt.KeyboardModifier) -> None:
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow)
        widget.setFocus()
        qtbot.keyClick(widget, *what)

    return key

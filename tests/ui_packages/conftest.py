"""A checked office of made-up people, open in the program, and a package of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store.workspace import create_workspace, open_workspace
from tests.jobs.made_check import import_and_check
from ui.application import ReliefDesk
from ui.packages.dialog import PackagesDialog
from ui.preferences import Preferences

PASSPHRASE, OTHER = "made-up words", "words of the package"
WHO = "A. Clerk"
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
    folder = tmp_path_factory.mktemp("office")
    path, state = folder / "Office.relief", folder / "LA delivery.dat"
    write_sample(state, n_people=40, county="Los Angeles", seed=11)
    with (
        create_workspace(
            path, PASSPHRASE, name="Office of Los Angeles", county="LOS ANGELES",
            created_at="2026-11-01T00:00:00",
        ) as workspace,
        Workers(1) as workers,
    ):  # fmt: skip
        import_and_check(workspace, [state], workers)
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
def opened(program: ReliefDesk, qtbot: QtBot) -> Callable[[Path, str], None]:
    """Opens a workspace in the program."""

    def show(path: Path, secret: str) -> None:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
            program.desk.open(lambda: open_workspace(path, secret))

    return show


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
def dialog(
    program: ReliefDesk, qtbot: QtBot, own_file: Path, opened: Callable[[Path, str], None],
    settle: Callable[[], None],
) -> PackagesDialog:  # fmt: skip
    """The packages of the office, on screen."""
    opened(own_file, PASSPHRASE)
    made = PackagesDialog(program.desk, program.window)
    made.open()
    qtbot.waitExposed(made)
    settle()
    return made


@pytest.fixture
def press(program: ReliefDesk, qtbot: QtBot) -> Callable[..., None]:
    """Presses a key in a dialog, which is in front as it is for whoever types."""

    def key(widget: QWidget, *what: Qt.Key | Qt.KeyboardModifier) -> None:
        widget.window().activateWindow()
        qtbot.waitUntil(widget.window().isActiveWindow)
        widget.setFocus()
        qtbot.keyClick(widget, *what)

    return key

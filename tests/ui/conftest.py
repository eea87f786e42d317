"""The whole program on a screen in memory, and made-up files for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace
from ui.application import ReliefDesk
from ui.preferences import Preferences

PASSPHRASE = "made-up words of four"
AS_OF = date(2026, 11, 1)


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


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    """The program with its window open on the start page; stopped and joined at the end."""
    made = ReliefDesk(qapp, Preferences(data_folder))
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
def delivery(tmp_path: Path) -> Path:
    """A file of a few made-up people of Los Angeles in the state's form, with its troubles."""
    path = tmp_path / "LA delivery.dat"
    write_sample(path, n_people=40, county="Los Angeles", seed=11, is_messy=True)
    return path


@pytest.fixture
def open_fresh(program: ReliefDesk, qtbot: QtBot, tmp_path: Path) -> Callable[[], Workspace | None]:
    """Opens a new, empty workspace in the program."""

    def make() -> Workspace | None:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=10_000):
            program.desk.open(
                lambda: create_workspace(
                    tmp_path / "Office.relief",
                    PASSPHRASE,
                    name="Office",
                    county="LOS ANGELES",
                    created_at="2026-11-01T00:00:00+00:00",
                )
            )
        return program.desk.reader

    return make

"""A checked office of made-up people, open in the program, and its backups on screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.store.workspace import open_workspace
from tests.ui_packages.conftest import PASSPHRASE, office_file  # noqa: F401 - fixture
from tests.window import LONG, running, settle  # noqa: F401 - fixtures
from ui.application import ReliefDesk
from ui.backups.dialog import BackupsDialog

WHO = "A. Clerk"
Settle = Callable[[], None]
Open = Callable[[], None]


@pytest.fixture
def own_file(office_file: Path, tmp_path: Path) -> Path:  # noqa: F811
    """A copy that a test may change."""
    path = tmp_path / "Office.relief"
    shutil.copy(office_file, path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Stick, März's"
    made.mkdir()
    return made


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    with running(qapp, qtbot, data_folder, WHO) as made:
        yield made


@pytest.fixture
def opened(program: ReliefDesk, qtbot: QtBot, own_file: Path) -> Open:
    """Opens the office in the program."""

    def show() -> None:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
            program.desk.open(lambda: open_workspace(own_file, PASSPHRASE))

    return show


@pytest.fixture
def dialog(
    program: ReliefDesk, qtbot: QtBot, opened: Open, settle: Settle, folder: Path  # noqa: F811
) -> BackupsDialog:  # fmt: skip
    """The backups of the office, on screen; folders are asked for and the stick is named."""
    opened()
    made = BackupsDialog(program.desk, program.window)
    made.list.choose_folder = made.plan.choose_folder = lambda: folder
    made.open()
    qtbot.waitExposed(made)
    settle()
    return made

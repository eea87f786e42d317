"""A checked office of made-up people, open in the program, with its records kept on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.store.workspace import open_workspace
from tests.ui_packages.conftest import (  # noqa: F401 - fixtures
    PASSPHRASE,
    office_file,
    own_file,
)
from tests.window import LONG, press, running, settle  # noqa: F401 - fixtures
from ui.application import ReliefDesk
from ui.retention.dialog import RecordsKeptDialog

WHO = "A. Head"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    with running(qapp, qtbot, data_folder, WHO) as made:
        yield made


@pytest.fixture
def dialog(
    program: ReliefDesk, qtbot: QtBot, own_file: Path, settle: Callable[[], None]  # noqa: F811
) -> RecordsKeptDialog:  # fmt: skip
    """File, Records kept."""
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
        program.desk.open(lambda: open_workspace(own_file, PASSPHRASE))
    program.window.show_records_kept()
    made = program.window.findChild(RecordsKeptDialog)
    assert made is not None
    qtbot.waitExposed(made)
    settle()
    return made

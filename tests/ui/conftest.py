"""The whole program on a screen in memory, and made-up files for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace
from tests.window import running
from ui.application import ReliefDesk

PASSPHRASE = "made-up words of four"
AS_OF = date(2026, 11, 1)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, data_folder: Path) -> Iterator[ReliefDesk]:
    """The program with its window open on the start page; stopped and joined at the end."""
    with running(qapp, qtbot, data_folder) as made:
        yield made


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

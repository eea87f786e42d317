"""A checked office of made-up people, open in the program, and a package of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store.workspace import create_workspace, open_workspace
from tests.jobs.made_check import import_and_check
from tests.window import LONG, press, running, settle  # noqa: F401 - fixtures
from ui.application import ReliefDesk
from ui.packages.dialog import PackagesDialog

PASSPHRASE, OTHER = "made-up words", "words of the package"
WHO = "A. Clerk"


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
    with running(qapp, qtbot, data_folder, WHO) as made:
        yield made


@pytest.fixture
def opened(program: ReliefDesk, qtbot: QtBot) -> Callable[[Path, str], None]:
    """Opens a workspace in the program."""

    def show(path: Path, secret: str) -> None:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
            program.desk.open(lambda: open_workspace(path, secret))

    return show


@pytest.fixture
def dialog(
    program: ReliefDesk, qtbot: QtBot, own_file: Path, opened: Callable[[Path, str], None],
    settle: Callable[[], None],  # noqa: F811
) -> PackagesDialog:  # fmt: skip
    """The packages of the office, on screen."""
    opened(own_file, PASSPHRASE)
    made = PackagesDialog(program.desk, program.window)
    made.open()
    qtbot.waitExposed(made)
    settle()
    return made

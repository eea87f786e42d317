"""A small office whose files name some people otherwise, open on a desk or in the program."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs.match_people import match_people
from app.jobs.progress import Silent
from app.store.workspace import create_workspace, open_workspace
from tests.ui_people.world import WHO, take_in
from tests.window import LONG, press, running, settle  # noqa: F401 - fixtures
from ui.application import ReliefDesk
from ui.importing.page import ImportPage

PASSPHRASE = "made-up words"


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with both files, checked, and looked through for people who may be one."""
    folder = tmp_path_factory.mktemp("office")
    path = folder / "Office.relief"
    with create_workspace(
        path, PASSPHRASE, name="Office", county="LOS ANGELES", created_at="2026-11-01T00:00:00"
    ) as workspace:
        take_in(workspace, folder)
        match_people(workspace, Silent(), who="ZOË")
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

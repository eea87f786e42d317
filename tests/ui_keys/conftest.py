"""The program, and an office whose users sign in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.keys.conftest import OFFICE, _cheap, office, path  # noqa: F401 - fixtures
from tests.ui.conftest import program  # noqa: F401 - fixture
from tests.window import settle  # noqa: F401 - fixture
from ui.application import ReliefDesk
from ui.start.open_dialog import OpenDialog


@pytest.fixture
def ask_to_open(program: ReliefDesk) -> Callable[[Path], OpenDialog]:  # noqa: F811
    """The dialog in which somebody signs in to a workspace."""

    def ask(workspace: Path) -> OpenDialog:
        program.window.open_workspace(workspace)
        found = program.window.findChildren(OpenDialog)
        assert found
        return found[-1]

    return ask


@pytest.fixture
def sign_in_as(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
    ask_to_open: Callable[[Path], OpenDialog],
) -> Callable[[Path, str, str], ReliefDesk]:
    """Signs in through the dialog; "" takes the office passphrase."""

    def enter(workspace: Path, name: str, words: str) -> ReliefDesk:
        dialog = ask_to_open(workspace)
        dialog.names.setCurrentIndex(dialog.names.findData(name))
        dialog.passphrase.setText(words)
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=30_000):
            dialog.go()
        return program

    return enter

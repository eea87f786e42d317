"""The support file in the window: read first, then saved."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.store.workspace import Workspace
from tests.window import LONG
from ui.application import ReliefDesk
from ui.support.dialog import SupportDialog


def _shown(program: ReliefDesk, qtbot: QtBot) -> SupportDialog:
    program.window.show_support()
    qtbot.waitUntil(lambda: program.window.findChild(SupportDialog) is not None, timeout=LONG)
    found = program.window.findChild(SupportDialog)
    assert isinstance(found, SupportDialog)
    return found


def test_what_is_saved_was_shown(
    program: ReliefDesk, open_fresh: Callable[[], Workspace | None], qtbot: QtBot, tmp_path: Path
) -> None:
    """Every text of the file stands in the dialog, and nothing else is in the file."""
    open_fresh()
    dialog = _shown(program, qtbot)
    text = dialog.text.toPlainText()
    assert "rows of person: 0" in text
    dialog.choose_file = lambda: tmp_path / "support"
    dialog.save()
    assert "Saved as support.zip" in dialog.said.text
    with zipfile.ZipFile(tmp_path / "support.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name).decode() in text


def test_without_a_workspace_the_program_is_told(program: ReliefDesk, qtbot: QtBot) -> None:
    """A workspace that does not open must not keep anybody from asking."""
    assert "program: Relief Desk" in _shown(program, qtbot).text.toPlainText()


def test_choosing_no_file_saves_nothing_and_a_bad_folder_is_said(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    """With what to do."""
    dialog = _shown(program, qtbot)
    dialog.choose_file = lambda: None
    dialog.save()
    assert not dialog.said.isVisible()
    dialog.choose_file = lambda: tmp_path / "none" / "support.zip"
    dialog.save()
    assert "Choose another folder" in dialog.said.text

"""An office with a made-up blank form, open on a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.jobs.forms import add_blank
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.documents.forms.made import form_pdf
from ui.desk import Desk
from ui.forms.dialog import FormsDialog
from ui.preferences import Preferences
from ui.theme import apply_theme, load_fonts

PASSPHRASE = "made-up words"
AS_OF = date(2026, 11, 28)
LONG = 20_000


@pytest.fixture
def blank_file(tmp_path: Path) -> Path:
    path = tmp_path / "xx-900.pdf"
    path.write_bytes(form_pdf())
    return path


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """An empty workspace."""
    path = tmp_path / "Office.relief"
    create_workspace(
        path, PASSPHRASE, name="Office", county="LOS ANGELES", created_at="2026-11-01T00:00:00"
    ).close()
    return path


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, office_file: Path, data_folder: Path) -> Iterator[Desk]:
    """A desk with the workspace open; stopped at the end."""
    load_fonts()
    apply_theme(qapp, "light")
    made = Desk(Preferences(data_folder))
    made.set_user("A clerk")
    with qtbot.waitSignal(made.workspace_opened, timeout=LONG):
        made.open(lambda: open_workspace(office_file, PASSPHRASE))
    yield made
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    made.close_reader()
    made.tasks.join()
    _PAST.append(made)


_PAST: list[Desk] = []  # kept: the cycle collector must not meet them on another thread


@pytest.fixture
def put_in(office_file: Path, blank_file: Path) -> None:
    """The blank is in the workspace before the desk opens it."""
    with open_workspace(office_file, PASSPHRASE) as workspace:
        add_blank(workspace, blank_file, who="A clerk")


@pytest.fixture
def open_forms(desk: Desk, qtbot: QtBot) -> Callable[[], FormsDialog]:
    """Opens the dialog and waits for its list."""

    def make() -> FormsDialog:
        dialog = FormsDialog(desk)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.model.rowCount() > 0, timeout=LONG)
        return dialog

    return make


def read_back(desk: Desk) -> Workspace:
    """What is in the workspace now."""
    assert desk.reader is not None
    return desk.reader

"""Beginning: new workspace, opening, a wrong passphrase, what was open before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests_ui_helpers import buttons
from ui.application import ReliefDesk
from ui.counties import california_counties, county_on_screen
from ui.preferences import Preferences
from ui.start.dialogs import NewWorkspaceDialog, OpenDialog, file_name

PASSPHRASE = "made-up words of four"

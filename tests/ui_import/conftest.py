"""The window with a workspace, and the lists that offices have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.store.workspace import Workspace
from tests.ui.conftest import delivery, open_fresh, program
from ui.application import ReliefDesk
from ui.importing.page import ImportPage

__all__ = ["delivery", "open_fresh", "program"]

LONG = 60_000  # workers start slowly on a machine that does other things as well

# A list whose dates do not show by themselves which of day and month comes first.
OPEN_DATES = """Who,D.O.B.,Docket,Sentencing Dt,Charge,Severity,Finding,Judge
"GARCIA, ANA",3/14/1971,BA123456,03/04/1999,11359 HS,FEL,Guilty,J. Roe
"NGUYEN, LUIS",7/21/1969,BA222222,05/06/2001,11357(a) HS,MIS,Guilty,J. Roe
"SMITH, MAY",1/30/1980,BA333333,02/09/2003,11360(a) HS,X,Held to answer,J. Poe
"""


@pytest.fixture
def court_list(tmp_path: Path) -> Path:
    """A list of a kind that nobody knows, with words and dates that leave questions."""
    path = tmp_path / "Superior court 2024.csv"
    path.write_text(OPEN_DATES, encoding="utf-8")
    return path


@pytest.fixture
def page(
    program: ReliefDesk, qtbot: QtBot, open_fresh: Callable[[], Workspace | None]
) -> ImportPage:
    """The import page of an empty workspace."""
    open_fresh()
    program.window.show_page("import")
    found = program.window.page("import")
    assert isinstance(found, ImportPage)
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    return found

"""The window on its start page, and rap sheets of made-up people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.sampling.rap_text import make_rap_samples
from tests.ui.conftest import program
from ui.application import ReliefDesk
from ui.person.page import PersonPage

__all__ = ["program"]

LONG = 60_000  # workers start slowly on a machine that does other things as well
NOT_READ = "SMUDGE 7 OF THE SCANNER"


@pytest.fixture
def page(program: ReliefDesk, qtbot: QtBot) -> PersonPage:
    """The page, opened by its button on the start page."""
    found = [
        one
        for one in program.window.start_page.findChildren(QPushButton)
        if one.accessibleName() == "Check one person"
    ]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    assert program.window.person_page is not None
    return program.window.person_page


@pytest.fixture
def sheet() -> str:
    """A rap sheet with convictions of Los Angeles."""
    return RAP_SHEET


RAP_SHEET = """CII/A90000001
DOB/19690411    SEX/M  RAC/WHITE
NAM/01 VEGALUNA,MIGUEL
* * * *
ARR/DET/CITE:         NAM:01
19990301  CAPDLOS ANGELES

CNT:01     #3606338
  11359 HS-POSSESS MARIJUANA FOR SALE      TOC:F

- - - -
COURT:                NAM:01
19990402  CASCLOS ANGELES

CNT:01     #BA907807
  11359 HS-POSSESS MARIJUANA FOR SALE      TOC:F
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 003 YEARS PROBATION, 090 DAYS JAIL

* * * END OF MESSAGE * * *
"""


def samples() -> tuple[str, ...]:
    """Texts of generated people."""
    return tuple(one.text for one in make_rap_samples(n_people=3, county="Los Angeles", seed=5))

"""The review page over a county that was really imported and checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.relief import Outcome
from app.store.queue import QueueFilter, count_facets, find_ids, get_rows
from app.store.reviews import find_review
from app.store.workspace import open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.cases.page import CasesPage
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk


def settle(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Wait until nothing is asked and nothing is being saved."""
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=20_000)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[CasesPage]:
    made = CasesPage(desk)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    desk.data_changed.connect(made.refresh)
    made.refresh({"import", "check"})
    settle(qtbot, made, desk)
    return made


def test_shows_every_answer_and_the_person_behind_the_first(page: CasesPage, desk: Desk) -> None:
    """The list holds each conviction with an answer; the first one's person stands beside it."""
    assert desk.reader is not None
    everything = find_ids(desk.reader, QueueFilter(), "risk")
    assert page.queue.model.rowCount() == len(everything) > 50
    view = page._current_view()
    assert view is not None
    assert view.row.conviction_id == everything[0]
    assert view.row.outcome == "HAND_REVIEW"

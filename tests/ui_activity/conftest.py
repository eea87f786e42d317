"""A checked county open on a desk, with its review and activity pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui_cases.conftest import (  # noqa: F401 - fixtures
    county_file,
    desk,
    dress,
    open_desk,
    own_file,
    page,
    store,
)
from ui.activity.page import ActivityPage
from ui.desk import Desk

LONG = 60_000


@pytest.fixture
def settle(qtbot: QtBot, desk: Desk) -> Callable[[], None]:  # noqa: F811
    """Waits until looks are written, nothing is asked and nothing is being saved."""

    def wait() -> None:
        def is_done() -> bool:
            asker = desk._asker
            is_asking = asker is None or asker.is_asking
            return not (desk._views._timer.isActive() or desk.tasks.is_busy or is_asking)

        qtbot.waitUntil(is_done, timeout=LONG)

    return wait


@pytest.fixture
def activity(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> ActivityPage:  # noqa: F811
    made = ActivityPage(desk)
    qtbot.addWidget(made)
    desk.data_changed.connect(made.refresh)
    made.resize(1200, 700)
    made.show()
    made.refresh({"import"})
    settle()
    return made

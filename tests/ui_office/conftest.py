"""A checked county open on a desk or in the program, with an office of three."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.office import add_user
from app.jobs.queue.load import find_convictions
from app.model.queue_filter import QueueFilter
from app.store.workspace import open_workspace
from tests.ui.conftest import program  # noqa: F401 - fixture
from tests.ui_cases.conftest import (  # noqa: F401 - fixtures
    PASSPHRASE,
    county_file,
    desk,
    dress,
    open_desk,
    own_file,
)
from ui.application import ReliefDesk
from ui.desk import Desk

ADMIN, ATTORNEY, CLERK = "A. Head", "B. Attorney", "C. Clerk"
LONG = 60_000


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[Desk], None]:
    """Waits until nothing is being asked and nothing is being saved."""

    def wait(open_one: Desk) -> None:
        qtbot.waitUntil(
            lambda: (
                not open_one.tasks.is_busy
                and open_one._asker is not None
                and not open_one._asker.is_asking
            ),
            timeout=LONG,
        )

    return wait


@pytest.fixture
def settle(desk: Desk, settled: Callable[[Desk], None]) -> Callable[[], None]:  # noqa: F811
    return lambda: settled(desk)


@pytest.fixture
def office_file(own_file: Path) -> Path:  # noqa: F811
    """The county with an administrator, an attorney and a clerk."""
    with open_workspace(own_file, PASSPHRASE) as store:
        add_user(store, ADMIN, "administrator", who=ADMIN)
        add_user(store, ATTORNEY, "attorney", who=ADMIN)
        add_user(store, CLERK, "clerk", who=ADMIN)
    return own_file


@pytest.fixture
def office_desk(office_file: Path, desk: Desk) -> Desk:  # noqa: F811
    """That county, open, with the clerk at the desk."""
    desk.set_worker(CLERK)
    return desk


@pytest.fixture
def open_in(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
) -> Callable[[Path], ReliefDesk]:
    """Opens a workspace in the program."""

    def open_one(path: Path) -> ReliefDesk:
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
            program.desk.open(lambda: open_workspace(path, PASSPHRASE))
        return program

    return open_one


@pytest.fixture
def dismissals(desk: Desk) -> list[int]:  # noqa: F811
    """The convictions whose answer is dismissal."""
    assert desk.reader is not None
    return sorted(find_convictions(desk.reader, QueueFilter(outcome=("DISMISSAL",))))

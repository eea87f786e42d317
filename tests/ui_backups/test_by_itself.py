"""Backups that nobody asks for: at opening and at closing, and what holds closing up."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.backup.plan import save_plan
from app.jobs.progress import Progress
from app.store import audit, backups
from app.store.workspace import Workspace, open_workspace
from tests.ui_backups.conftest import WHO, Open, Settle
from tests.ui_packages.conftest import PASSPHRASE
from tests.window import LONG
from ui.application import ReliefDesk
from ui.backups.by_itself import ClosingSheet


@pytest.fixture
def planned(own_file: Path, folder: Path) -> Path:
    """The office has a plan, and no backup yet."""
    with open_workspace(own_file, PASSPHRASE) as workspace:
        save_plan(
            workspace, [folder], every_days=7, at_closing=True, keep_newest=2, keep_months=0,
            who=WHO,
        )  # fmt: skip
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.relief-backup"))


def sheet_of(program: ReliefDesk, qtbot: QtBot) -> ClosingSheet:
    """The one that stands in front of the window."""

    def found() -> list[ClosingSheet]:
        return [one for one in program.window.findChildren(ClosingSheet) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
    return found()[0]


def change(program: ReliefDesk, settle: Settle) -> None:
    def job(store: Workspace, _progress: Progress) -> None:
        with store.transaction():
            audit.append(store, at="2026-11-02T00:00:00+00:00", who=WHO, action="setting")

    program.desk.run_job("Saving", job, lambda _: None, {"log"}, is_saving=True)
    settle()


def opened_and_backed_up(opened: Open, qtbot: QtBot, settle: Settle, folder: Path) -> None:
    opened()
    qtbot.waitUntil(lambda: len(files(folder)) == 1, timeout=LONG)
    settle()


def test_at_opening_when_due(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, planned: Path
) -> None:
    """Made and told above the page; closed without changes, no second one."""
    opened_and_backed_up(opened, qtbot, settle, planned)
    assert "Backed up and read again" in program.window.banner.text
    reader = program.desk.reader
    assert reader is not None
    assert backups.list_backups(reader)[0].cause == "schedule"
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        program.window.close_workspace()
    assert len(files(planned)) == 1


def test_at_closing_after_changes(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, planned: Path
) -> None:
    """The window waits for it, and the workspace is closed then."""
    opened_and_backed_up(opened, qtbot, settle, planned)
    change(program, settle)
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        program.window.close_workspace()
    assert len(files(planned)) == 2


def test_a_backup_that_fails_holds_closing_up(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, planned: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Why is told; it can be tried again, left out, or closing be given up."""
    opened_and_backed_up(opened, qtbot, settle, planned)
    change(program, settle)
    monkeypatch.setattr("app.jobs.backup.place._SPARE", 1 << 60)  # no disk has that
    program.window.close_workspace()
    sheet = sheet_of(program, qtbot)
    qtbot.waitUntil(lambda: "There is no room in" in sheet.problem.text, timeout=LONG)
    sheet.again.click()
    settle()
    assert "There is no room in" in sheet.problem.text
    sheet.stay.click()
    assert program.desk.reader is not None
    program.window.close_workspace()
    sheet = sheet_of(program, qtbot)
    qtbot.waitUntil(lambda: "There is no room in" in sheet.problem.text, timeout=LONG)
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        sheet.leave.click()
    assert len(files(planned)) == 1


def test_closing_without_waiting_for_it(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, planned: Path
) -> None:
    """The backup is stopped, leaves nothing, and the workspace is closed."""
    opened_and_backed_up(opened, qtbot, settle, planned)
    change(program, settle)
    program.window.close_workspace()
    sheet = sheet_of(program, qtbot)
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        sheet.leave.click()
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    assert len(files(planned)) in (1, 2)  # it may have been finished before it heard
    assert not [path for path in planned.iterdir() if path.name.endswith(".part")]


def test_closing_the_window(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, planned: Path
) -> None:
    """The program ends after the backup."""
    opened_and_backed_up(opened, qtbot, settle, planned)
    change(program, settle)
    with qtbot.waitSignal(program.desk.tasks.stopped, timeout=LONG):
        program.window.close()
    assert len(files(planned)) == 2

"""A disk that fails while the window works: a sentence, no report of a bug."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.progress import Progress
from app.jobs.report import write_report
from app.store.workspace import Workspace
from tests.ui_packages.conftest import (  # noqa: F401 - fixtures
    PASSPHRASE,
    office_file,
    opened,
    own_file,
    program,
)
from tests.window import LONG, settle  # noqa: F401 - fixture
from ui.application import ReliefDesk, _hook
from ui.messages import BugDialog

Job = Callable[[Workspace, Progress], object]


def _fill_up(store: Workspace, _: Progress) -> None:
    """The database's own words for a full disk."""
    n_pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {n_pages}")
    try:
        with store.transaction():
            store.save_setting("much", "x" * 5_000_000)
    finally:
        store.connection.execute("PRAGMA max_page_count = 1073741823")


def _write(store: Workspace, _: Progress) -> None:
    """A folder that takes nothing: its name is that of a file."""
    write_report(store, store.path / "report", who="A. Clerk")


def _stick(_store: Workspace, _: Progress) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (_fill_up, "The disk is full. Make room, then try again. Nothing was changed."),
        (_write, "could not be read or written: Not a directory. Nothing unfinished was kept."),
        (_stick, "A file could not be read or written: Input/output error."),
    ],
)
def test_a_job_that_meets_it(
    program: ReliefDesk,  # noqa: F811
    opened: Callable[[Path, str], None],  # noqa: F811
    own_file: Path,  # noqa: F811
    settle: Callable[[], None],  # noqa: F811
    job: Job,
    words: str,
) -> None:
    """Above the page, with its number; what was there before is there."""
    opened(own_file, PASSPHRASE)
    settle()
    program.desk.run_job("Working", job, lambda _: None, set())
    settle()
    assert words in program.window.banner.text
    assert not program.window.findChildren(BugDialog)
    assert program.desk.reader is not None
    assert program.desk.reader.get_setting("much") == ""


def test_a_question_and_the_window_itself(
    program: ReliefDesk,  # noqa: F811
    opened: Callable[[Path, str], None],  # noqa: F811
    own_file: Path,  # noqa: F811
    qtbot: QtBot,
    settle: Callable[[], None],  # noqa: F811
) -> None:
    """Also while a page only reads; a mistake of ours is still a report."""
    opened(own_file, PASSPHRASE)
    settle()

    def gone(_: Workspace) -> None:
        raise OSError(errno.ENODEV, "No such device", "Stick")

    banner = program.window.banner
    program.desk.ask(program.window, "gone", gone, lambda _: None)
    qtbot.waitUntil(lambda: "Stick could not be read" in banner.text, timeout=LONG)
    hook = _hook(program)
    hook(OSError, OSError(errno.EIO, "Input/output error", "Disk"), None)
    assert "Disk could not be read" in banner.text
    assert not program.window.findChildren(BugDialog)
    hook(ConnectionResetError, ConnectionResetError("a worker is gone"), None)
    (report,) = program.window.findChildren(BugDialog)
    report.close()

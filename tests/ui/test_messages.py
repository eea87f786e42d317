"""Bug reports tell where the program failed, and nothing of any person."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.look import look_at_file
from app.version import VERSION
from ui.application import ReliefDesk
from ui.messages import BugDialog, bug_report


def _caught() -> Exception:
    """A fault inside the program whose text quotes a record."""
    try:
        look_at_file(None)  # type: ignore[arg-type]
    except AttributeError as error:
        try:
            raise ValueError("MARTINEZ-EXAMPLE,ANA A12345678 born 19710314") from error
        except ValueError as outer:
            return outer
    raise AssertionError("it did not fail")


def test_a_report_names_types_places_and_versions() -> None:
    """The program's own module, line and function stand there, with the versions."""
    report = bug_report(_caught())
    assert VERSION in report
    assert "builtins.ValueError" in report
    assert "caused by builtins.AttributeError" in report
    assert "app.jobs.look:" in report
    assert "in look_at_file" in report


def test_a_report_contains_no_personal_data(tmp_path: Path) -> None:
    """Neither the text of an exception nor a path or a user's name is in it."""
    report = bug_report(_caught())
    for secret in ("MARTINEZ", "A12345678", "19710314", str(Path.home()), str(Path.cwd())):
        assert secret not in report


def test_the_text_of_a_worker_gives_places_only() -> None:
    """A fault in a worker process comes as text: its own frames are kept, its words are not."""
    root = Path(__file__).resolve().parents[2]

    class _RemoteTraceback(Exception):  # noqa: N818 - the name that multiprocessing gives it
        pass

    text = f'File "{root}/app/rules/evaluate.py", line 31, in answer\nValueError: MARTINEZ\n'
    error = ValueError("MARTINEZ")
    error.__cause__ = _RemoteTraceback(text)
    report = bug_report(error)
    assert "in a worker: app.rules.evaluate:31 in answer" in report
    assert "MARTINEZ" not in report


@pytest.mark.usefixtures("program")
def test_the_dialog_offers_the_report_to_copy(program: ReliefDesk, qtbot: QtBot) -> None:
    """A bug in a job opens the report, which can be copied; the window stays."""
    dialog = program.window.show_bug(_caught())
    assert isinstance(dialog, BugDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog._copy()
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == dialog.report
    dialog.accept()
    assert program.window.isVisible()

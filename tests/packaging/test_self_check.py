"""The self-check: what it looks at, what it says, in the terminal and in the window."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import program_files
from app.jobs import self_check
from app.jobs.self_check import CheckResult, SelfCheck, run_self_check
from app.store.versions import read_versions
from tests.window import running
from ui.self_check import SelfCheckDialog

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house


def test_everything_is_looked_at() -> None:
    """All checks pass here, and the report says of what the program is made."""
    found = run_self_check()
    assert found.passed, found.lines()
    assert [one.name for one in found.results] == [
        "This computer", "Settings folder", "Program files", "No network", "Fonts",
        "Paper texts and forms", "Policies load", "Case tables", "Encrypted workspace",
        "From a file to motions",
    ]  # fmt: skip
    facts = dict(found.facts)
    assert all(facts[name] for name in ("Program", "Python", "Qt", "SQLite", "SQLCipher"))
    assert "pikepdf" in facts["Libraries"]
    assert found.lines()[-1] == "All 10 checks passed."


def test_the_packages_it_names_are_those_the_program_stands_on() -> None:
    """A new dependency is in the report too."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[<>=!~ ]", entry)[0] for entry in project["dependencies"]}

    def plain(names: object) -> set[str]:
        return {str(name).lower().replace("_", "-") for name in names}  # type: ignore[attr-defined]

    assert plain(self_check.PACKAGES) == plain(asked)


def test_the_database_encrypts() -> None:
    """A database without SQLCipher would have no version of it."""
    sqlite, cipher = read_versions()
    assert re.match(r"\d+\.\d+", sqlite)
    assert re.match(r"\d+\.\d+", cipher)


def test_a_failing_check_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Damaged files and network code are told, each by its check, and the rest is looked at."""
    monkeypatch.setattr(self_check, "is_frozen", lambda: True)
    monkeypatch.setattr(program_files, "find_changed_files", lambda: (323, ["_internal/a.so"]))
    monkeypatch.setattr(self_check, "_case_tables", lambda: 1 / 0)
    monkeypatch.setattr(self_check, "_whole_run", lambda _: (True, "looked at above"))
    found = run_self_check()
    failed = {one.name: one.detail for one in found.results if not one.passed}
    assert failed.keys() == {"Program files", "No network", "Case tables"}
    assert "_internal/a.so" in failed["Program files"]
    assert "Copy the program again" in failed["Program files"]
    assert "socket" in failed["No network"]  # a checkout has Python's own
    assert failed["Case tables"] == "ZeroDivisionError"
    assert found.lines()[-1] == "3 of 10 checks failed."


@pytest.mark.parametrize(("passed", "verdict"), [(True, "Passed"), (False, "FAILED")])
def test_the_window_shows_the_same_report(qtbot: QtBot, passed: bool, verdict: str) -> None:
    """Each check and fact can be read, and the whole copied."""
    found = SelfCheck(
        [("Program", "Relief Desk 1, complete program"), ("Settings", "E:/Data (portable)")],
        [CheckResult("Fonts", passed, "17 files"), CheckResult("Policies load", True, "7")],
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SelfCheckDialog(parent, found)
    shown = [one.text() for one in dialog.findChildren(QLabel)]
    for words in (f"{verdict}: Fonts", "17 files", "E:/Data (portable)", found.lines()[-1]):
        assert words in shown
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text().splitlines() == found.lines()


def test_the_help_menu_has_it(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    """It is found where help is, and can be asked for without an open workspace."""
    with running(qapp, qtbot, tmp_path) as program:
        actions = program.window.menuBar().findChildren(QAction)
        (found,) = [one for one in actions if one.text().replace("&", "").startswith("Self-check")]
        assert found.isEnabled()

"""Beginning: new workspace, opening, a wrong passphrase, what was open before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.store.workspace import Workspace, create_workspace
from ui.application import ReliefDesk
from ui.counties import california_counties, county_on_screen
from ui.preferences import Preferences
from ui.start.dialogs import NewWorkspaceDialog, file_name
from ui.start.open_dialog import OpenDialog

PASSPHRASE = "made-up words of four"


def _new_dialog(program: ReliefDesk, folder: Path) -> NewWorkspaceDialog:
    program.window.new_workspace()
    dialog = program.window.findChild(NewWorkspaceDialog)
    assert isinstance(dialog, NewWorkspaceDialog)
    dialog.folder.set_path(folder)
    return dialog


def _fill(dialog: NewWorkspaceDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.name, "Review 2026")
    dialog.county.setEditText("los angeles")
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClicks(dialog.again, PASSPHRASE)
    dialog.user.setText("A. Clerk")


def test_a_new_workspace_opens_on_its_overview(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    """Name, county and passphrase given: the file is made and the overview says what is next."""
    dialog = _new_dialog(program, tmp_path)
    _fill(dialog, qtbot)
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=10_000):
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert (tmp_path / "Review 2026.relief").is_file()
    assert program.desk.info is not None
    assert program.desk.info.county == "LOS ANGELES"
    assert program.desk.user == "A. Clerk"
    assert program.window.current_page == "overview"
    page = program.window.page("overview")
    qtbot.waitUntil(lambda: page.action.text() == "Import files", timeout=5000)  # type: ignore[attr-defined]


def test_what_is_missing_is_said_where_it_is(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    """No name, an unknown county, a short or differing passphrase: a sentence, and no file."""
    dialog = _new_dialog(program, tmp_path)
    dialog.go()
    assert "name" in dialog.problem.text
    _fill(dialog, qtbot)
    dialog.county.setEditText("Atlantis")
    dialog.go()
    assert "58 counties" in dialog.problem.text
    dialog.county.choose("Yolo")
    dialog.passphrase.setText("short")
    dialog.go()
    assert "too short" in dialog.problem.text
    dialog.passphrase.setText(PASSPHRASE + "x")
    dialog.go()
    assert "differ" in dialog.problem.text
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_is_told_in_the_dialog_and_can_be_typed_again(
    program: ReliefDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    """The dialog stays open with a sentence; the right passphrase then opens the file."""
    path = tmp_path / "Office.relief"
    create_workspace(path, PASSPHRASE, name="Office", county="YOLO", created_at="2026").close()
    program.window.open_workspace(path)
    dialog = program.window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    dialog.passphrase.setText("not the passphrase")
    dialog.go()
    assert "your name" in dialog.problem.text
    dialog.user.setText("A. Clerk")
    dialog.go()
    qtbot.waitUntil(lambda: "passphrase is wrong" in dialog.problem.text, timeout=10_000)
    assert dialog.isVisible()
    assert program.desk.reader is None
    dialog.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=10_000):
        dialog.go()


def test_what_was_open_is_listed_and_what_is_gone_can_be_taken_off(
    program: ReliefDesk,
    qtbot: QtBot,
    open_fresh: Callable[[], Workspace | None],
    tmp_path: Path,
) -> None:
    """The start page lists the workspace; when its file is gone it says so, with a way out."""
    open_fresh()
    with qtbot.waitSignal(program.desk.tasks.idle, timeout=5000):
        program.window.close_workspace()
    page = program.window.start_page
    assert any(button.accessibleName() == "Office" for button in page.findChildren(QPushButton))
    (tmp_path / "Office.relief").unlink()
    page.refresh()
    assert any("not found" in words.text() for words in page.findChildren(QLabel))
    remove = [b for b in page.findChildren(QPushButton) if b.text() == "Remove from list"]
    remove[-1].click()
    assert program.preferences.recent() == []


def test_closing_a_workspace_goes_back_to_the_start(
    program: ReliefDesk, qtbot: QtBot, open_fresh: Callable[[], Workspace | None]
) -> None:
    """No page of the closed workspace stays reachable, and the file is free again."""
    open_fresh()
    program.window.show_page("activity")
    with qtbot.waitSignal(program.desk.tasks.idle, timeout=5000):
        program.window.close_workspace()
    assert program.window.current_page == ""
    assert not program.window.rail.isVisible()
    program.window.show_page("overview")
    assert program.window.current_page == ""


def test_preferences_survive_a_restart_and_a_spoiled_file(data_folder: Path) -> None:
    """Name, colors and text size are kept; a file that cannot be read counts as absent."""
    first = Preferences(data_folder)
    first.user, first.colors, first.scale = "B. Attorney", "dark", 1.5
    second = Preferences(data_folder)
    assert (second.user, second.colors, second.scale) == ("B. Attorney", "dark", 1.5)
    (data_folder / "preferences.json").write_text("{", encoding="utf-8")
    third = Preferences(data_folder)
    assert (third.has_user, third.colors, third.scale) == (False, "system", 1.0)


def test_there_are_58_counties_in_peoples_spelling() -> None:
    """The list is whole, without doubles, and any case or spacing finds its spelling."""
    counties = california_counties()
    assert len(set(counties)) == len(counties) == 58
    assert county_on_screen("  LOS   ANGELES ") == "Los Angeles"
    assert county_on_screen("ELSEWHERE") == "ELSEWHERE"


def test_names_become_file_names_that_every_system_takes() -> None:
    """What file systems refuse is left out; an empty rest still gives a name."""
    assert file_name("Prop 64: review/2026") == "Prop 64 review 2026.relief"
    assert file_name("...") == "workspace.relief"
    assert file_name("Peña") == "Peña.relief"

"""Signing in on screen: names, own passphrases, the recovery sheet, who only looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.keys import give_passphrase
from app.jobs.office import add_user
from app.jobs.sign_in import list_sign_in_names, sign_in
from app.store import user_keys
from app.store.office import list_users
from app.store.recovery_code import code_of
from app.store.workspace import open_workspace
from tests.keys.conftest import ADMIN, ATTORNEY, CLERK, FIRST, OFFICE, OWN
from ui.application import ReliefDesk
from ui.keys.dialog import PassphrasesDialog
from ui.keys.own_dialogs import AdministratorDialog, ChangeOwnDialog, GivePassphraseDialog
from ui.office.dialog import OfficeDialog
from ui.office.who_dialog import WhoDialog
from ui.start.open_dialog import OpenDialog

Enter = Callable[[Path, str, str], ReliefDesk]
Settle = Callable[[], None]


def test_who_signs_in_is_known_without_being_asked_again(
    program: ReliefDesk,
    qtbot: QtBot,
    office: Path,
    ask_to_open: Callable[[Path], OpenDialog],
    sign_in_as: Enter,
    settle: Settle,
) -> None:
    """A wrong passphrase is told in the dialog; the right one opens, and the header says who."""
    dialog = ask_to_open(office)
    assert [dialog.names.itemText(n) for n in range(dialog.names.count())] == [
        ADMIN, ATTORNEY, CLERK, "The office passphrase",
    ]  # fmt: skip
    dialog.names.setCurrentIndex(2)
    dialog.passphrase.setText(OWN[ADMIN])
    dialog.go()
    qtbot.waitUntil(lambda: "passphrase of C. Clerk is wrong" in dialog.problem.text)
    assert program.desk.reader is None
    dialog.reject()
    sign_in_as(office, CLERK, OWN[CLERK])
    settle()
    assert program.desk.user == CLERK
    assert program.window.header._user.text() == "C. Clerk, clerk"
    assert program.window.findChild(WhoDialog) is None
    program.window.ask_user()
    assert program.window.findChild(PassphrasesDialog) is not None
    with qtbot.waitSignal(program.desk.workspace_closed):
        program.window.close_workspace()
    assert program.desk.user != CLERK
    again = ask_to_open(office)
    assert again.names.currentText() == CLERK


def test_a_first_passphrase_is_changed_on_screen(
    program: ReliefDesk, qtbot: QtBot, office: Path, sign_in_as: Enter, settle: Settle
) -> None:
    """Asked right after signing in; too short and unlike ones are told."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        give_passphrase(workspace, CLERK, FIRST, who=ADMIN)
    sign_in_as(office, CLERK, FIRST)
    qtbot.waitUntil(lambda: program.window.findChild(ChangeOwnDialog) is not None)
    dialog = program.window.findChild(ChangeOwnDialog)
    assert dialog is not None
    dialog.go()
    assert "Type the passphrase that you have" in dialog.problem.text
    dialog.old.setText(FIRST)
    dialog.go()
    assert "Type the new passphrase" in dialog.problem.text
    dialog.new.setText("short")
    dialog.again.setText("shirt")
    dialog.go()
    assert "differ" in dialog.problem.text
    dialog.again.setText("short")
    dialog.go()
    qtbot.waitUntil(lambda: "too short" in dialog.problem.text)
    dialog.new.setText("a clerk's very own")
    dialog.again.setText("a clerk's very own")
    dialog.go()
    qtbot.waitUntil(lambda: program.window.findChild(ChangeOwnDialog) is None)
    settle()
    assert "Your passphrase was changed" in program.window.banner.text
    with qtbot.waitSignal(program.desk.tasks.idle):
        program.window.close_workspace()
    sign_in(office, "a clerk's very own", CLERK).close()


def test_the_recovery_sheet_is_typed_line_by_line(
    program: ReliefDesk,
    qtbot: QtBot,
    office: Path,
    ask_to_open: Callable[[Path], OpenDialog],
    settle: Settle,
) -> None:
    """A mistyped line is named when it is left; then an administrator is put in on screen."""
    with open_workspace(office, OFFICE) as workspace:
        lines = list(code_of(workspace.key).lines)
    dialog = ask_to_open(office)
    dialog.turn()
    assert dialog.is_by_sheet
    for editor, line in zip(dialog.lines, lines, strict=True):
        editor.setText(line.lower())
    wrong = lines[2][:-1] + ("7" if lines[2][-1] != "7" else "8")
    dialog.lines[2].setText(wrong)
    dialog.lines[2].editingFinished.emit()
    assert dialog.problem.text.startswith("Line 3 is mistyped")
    dialog.go()
    assert dialog.problem.text.startswith("Line 3 is mistyped")
    dialog.lines[2].setText(lines[2])
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=30_000):
        dialog.go()
    qtbot.waitUntil(lambda: program.window.findChild(AdministratorDialog) is not None)
    assert program.window.header._user.text() == "Only looking"
    asked = program.window.findChild(AdministratorDialog)
    assert asked is not None
    asked.go()
    assert "Type the name" in asked.problem.text
    asked.name.setText("E. Next")
    asked.new.setText("the next head's words")
    asked.again.setText("the next head's words")
    asked.go()
    qtbot.waitUntil(lambda: program.window.findChild(AdministratorDialog) is None)
    settle()
    assert program.desk.user == "E. Next"
    assert program.window.header._user.text() == "E. Next, administrator"
    assert list_sign_in_names(office) == [ADMIN, ATTORNEY, CLERK, "E. Next"]


def test_who_opens_with_the_office_passphrase_changes_nothing(
    program: ReliefDesk, qtbot: QtBot, office: Path, sign_in_as: Enter, settle: Settle
) -> None:
    """Under no name, also not under one that is a user's."""
    program.desk.set_user(ADMIN)
    sign_in_as(office, "", OFFICE)
    qtbot.waitUntil(lambda: program.window.findChild(AdministratorDialog) is not None)
    asked = program.window.findChild(AdministratorDialog)
    assert asked is not None
    asked.reject()
    program.window.show_office()
    dialog = program.window.findChild(OfficeDialog)
    assert dialog is not None
    settle()
    dialog.users.name.setText("D. New")
    dialog.users.add_button.click()
    settle()
    assert "has not signed in" in dialog.told.text
    assert not dialog.users.key_button.isEnabled()
    reader = program.desk.reader
    assert reader is not None
    assert len(list_users(reader)) == 3


def test_an_office_begins_with_signing_in_on_screen(
    program: ReliefDesk, qtbot: QtBot, path: Path, sign_in_as: Enter, settle: Settle
) -> None:
    """The administrator's own passphrase first, then one for the clerk; a lock-out is lifted."""
    with open_workspace(path, OFFICE) as workspace:
        add_user(workspace, ADMIN, "administrator", who=ADMIN)
        add_user(workspace, CLERK, "clerk", who=ADMIN)
    program.desk.set_user(ADMIN)
    sign_in_as(path, ADMIN, OFFICE)
    qtbot.waitUntil(lambda: program.window.findChild(WhoDialog) is not None)
    who = program.window.findChild(WhoDialog)
    assert who is not None
    who.yes.click()
    program.window.show_passphrases()
    dialog = program.window.findChild(PassphrasesDialog)
    assert dialog is not None
    settle()
    assert dialog.own_button.text() == "Begin with signing in…"
    dialog.own_button.click()
    begin = dialog.findChild(GivePassphraseDialog)
    assert begin is not None
    begin.new.setText(OWN[ADMIN])
    begin.again.setText(OWN[ADMIN])
    begin.go()
    qtbot.waitUntil(lambda: program.desk.access.user == ADMIN)
    settle()
    assert "You sign in as A. Head" in dialog.own_about.text()
    dialog.accept()
    program.window.show_office()
    pane = program.window.findChild(OfficeDialog).users
    settle()
    pane.table.selectRow(0)
    assert not pane.key_button.isEnabled()
    pane.table.selectRow(1)
    pane.key_button.click()
    give = pane.findChild(GivePassphraseDialog)
    assert give is not None
    give.new.setText(FIRST)
    give.again.setText(FIRST)
    give.go()
    qtbot.waitUntil(lambda: pane.findChild(GivePassphraseDialog) is None)
    settle()
    found = pane.model.record(pane.model.index(1, 0))
    assert found is not None
    assert found.state is not None
    assert found.state.words == "First passphrase"
    reader = program.desk.reader
    assert reader is not None
    assert [one.name for one in user_keys.list_keys(reader)] == [ADMIN, CLERK]


@pytest.mark.parametrize("is_wrong", [True, False])
def test_the_office_passphrase_is_changed_on_screen(
    program: ReliefDesk,
    qtbot: QtBot,
    office: Path,
    sign_in_as: Enter,
    settle: Settle,
    *,
    is_wrong: bool,
) -> None:
    """Reading goes on afterwards, and when it was refused; the person is still signed in."""
    from ui.keys.office_dialogs import ChangeOfficeDialog

    sign_in_as(office, ADMIN, OWN[ADMIN])
    settle()
    program.window.show_passphrases()
    shown = program.window.findChild(PassphrasesDialog)
    assert shown is not None
    settle()
    shown.office_button.click()
    dialog = program.window.findChild(ChangeOfficeDialog)
    assert dialog is not None
    dialog.go()
    assert "Type the passphrase that you have" in dialog.problem.text
    dialog.current.setText("not it at all" if is_wrong else OWN[ADMIN])
    dialog.new.setText("five newer words of the office")
    dialog.again.setText("five newer words of the office")
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=30_000):
        dialog.go()
    settle()
    assert program.desk.user == ADMIN
    assert program.desk.access.user == ADMIN
    if is_wrong:
        qtbot.waitUntil(lambda: "is wrong" in dialog.problem.text)
        dialog.reject()
    else:
        assert "was changed. Print a new recovery sheet" in program.window.banner.text
    with qtbot.waitSignal(program.desk.tasks.idle):
        program.window.close_workspace()
    words = OFFICE if is_wrong else "five newer words of the office"
    open_workspace(office, words).close()


def test_workspaces_need_not_be_remembered(
    program: ReliefDesk, qtbot: QtBot, office: Path, sign_in_as: Enter
) -> None:
    """Not to remember also forgets: neither the name of the workspace nor of the user stays."""
    program.preferences.remember_worker(office, ADMIN)
    page = program.window.start_page
    page.remembers.setChecked(False)
    sign_in_as(office, CLERK, OWN[CLERK])
    with qtbot.waitSignal(program.desk.tasks.idle):
        program.window.close_workspace()
    assert program.preferences.recent() == []
    kept = (program.preferences._path).read_text(encoding="utf-8")
    for words in (office.name, ADMIN, CLERK):
        assert words not in kept
    assert program.preferences._path.stat().st_mode & 0o077 == 0

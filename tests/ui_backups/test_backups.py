"""Backups on screen: made, proved, restored, removed; the plan; everything in plain files."""

from __future__ import annotations

from pathlib import Path

import pyzipper
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.store import audit, backups, check, office
from app.store.backup import write_copy
from app.store.key import new_key
from app.store.office import User
from app.store.workspace import open_workspace
from tests.ui_backups.conftest import WHO, Open, Settle
from tests.ui_packages.conftest import PASSPHRASE
from tests.window import LONG
from ui.application import ReliefDesk
from ui.backups.dialog import BackupsDialog
from ui.backups.restore_dialog import RestoreDialog
from ui.backups.small_dialogs import EarlierPassphraseDialog, GiveUpDialog
from ui.messages import Message
from ui.overview.page import OverviewPage

SECRET = "five words of a made up zip"


def shown(parent: QWidget, kind: type, qtbot: QtBot) -> QWidget:
    """The dialog of a kind that is open above another one."""

    def found() -> list[QWidget]:
        return [one for one in parent.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
    return found()[-1]


def agree(parent: QWidget, qtbot: QtBot) -> None:
    """Yes to the question that stands above."""
    question = shown(parent, Message, qtbot)
    assert isinstance(question, Message)
    question.accept()


def test_from_the_button_to_a_proved_backup(
    dialog: BackupsDialog, settle: Settle, program: ReliefDesk, folder: Path, tmp_path: Path
) -> None:
    """Without a plan it is asked where; what was made is listed, proved by a drill, and has a
    receipt to print."""
    assert not dialog.list.drill_button.isEnabled()
    assert "No backup of this workspace was made yet." in dialog.standing.text()
    dialog.list.now_button.click()
    settle()
    settle()
    assert "Backed up and read again" in dialog.told.text
    assert "same disk as the workspace" in dialog.told.text
    assert dialog.list.model.rowCount() == 1
    current = dialog.list.current
    assert current is not None
    assert current.backup.path.parent == folder
    dialog.list.drill_button.click()
    settle()
    settle()
    assert "found whole and taken away again: 40 people" in dialog.told.text
    assert "nothing was changed since" in dialog.told.text
    assert dialog.list.current is not None
    assert dialog.list.current.backup.drilled_by == WHO
    sheet = tmp_path / "receipt.pdf"
    dialog.list.choose_sheet = lambda _: sheet
    dialog.list.receipt_button.click()
    settle()
    assert sheet.read_bytes().startswith(b"%PDF")
    assert str(sheet) in dialog.told.text


def test_the_overview_reminds(
    program: ReliefDesk, opened: Open, settle: Settle, qtbot: QtBot, folder: Path
) -> None:
    """Until a backup is made, with a way to make it."""
    opened()
    settle()
    page = program.window.page("overview")
    assert isinstance(page, OverviewPage)
    assert page.backup.isVisibleTo(page)
    assert page.backup.text == "No backup of this workspace was made yet."
    page.backup._act()
    made = shown(page, BackupsDialog, qtbot)
    assert isinstance(made, BackupsDialog)
    settle()
    made.list.choose_folder = lambda: folder
    made.list.to_button.click()
    settle()
    settle()
    assert not page.backup.isVisibleTo(page)


def test_what_cannot_be_is_told(
    dialog: BackupsDialog, settle: Settle, folder: Path, program: ReliefDesk
) -> None:
    """A folder that is gone, and a stop: a sentence above the tabs; nothing is listed."""
    dialog.list.choose_folder = lambda: folder / "gone"
    dialog.list.to_button.click()
    settle()
    assert "is not there" in dialog.told.text
    dialog.list.choose_folder = lambda: folder
    tasks = program.desk.tasks
    tasks.started.connect(lambda _: tasks.cancel())
    dialog.list.to_button.click()
    settle()
    assert "Stopped. Nothing unfinished was kept." in dialog.told.text
    assert list(folder.iterdir()) == []
    assert dialog.list.model.rowCount() == 0


def test_the_plan_is_saved_and_used(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, folder: Path, program: ReliefDesk
) -> None:
    """Folders are put in and taken out; closing asks while something is not saved; the button
    then goes by the plan."""
    plan = dialog.plan
    assert not plan.save_button.isEnabled()
    plan.add_button.click()
    plan.add_button.click()  # the same again is no second one
    assert plan.folders.count() == 1
    plan.newest.setValue(3)
    dialog.reject()
    question = shown(dialog, Message, qtbot)
    assert isinstance(question, Message)
    question.reject()
    assert dialog.isVisible()
    plan.save_button.click()
    settle()
    settle()
    assert f"to {folder}; every 7 days, at closing after changes" in dialog.told.text
    assert not plan.save_button.isEnabled()
    dialog.list.choose_folder = lambda: None
    dialog.list.now_button.click()
    settle()
    assert len(list(folder.glob("*.relief-backup"))) == 1
    folder.rename(folder.with_name("pulled"))
    dialog.refresh()
    settle()
    assert "is not connected" in dialog.standing.text()
    assert dialog.list.current is not None
    assert dialog.list.current.state == "folder not there"
    plan.folders.setCurrentRow(0)
    plan.drop_button.click()
    plan.save_button.click()
    settle()
    assert "to nowhere" in dialog.told.text


def test_a_backup_becomes_a_workspace(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, program: ReliefDesk, tmp_path: Path
) -> None:
    """A wrong passphrase is told where it was typed; the right one makes a whole new file."""
    dialog.list.to_button.click()
    settle()
    settle()
    dialog.list.restore_button.click()
    restoring = shown(dialog, RestoreDialog, qtbot)
    assert isinstance(restoring, RestoreDialog)
    assert restoring.name.text() == "Office restored"
    assert not restoring.yes.isEnabled()
    restoring.folder.set_path(tmp_path)
    restoring.passphrase.setText("other words of it")
    restoring.yes.click()
    assert not restoring.yes.isEnabled()
    settle()
    assert "the passphrase is another one" in restoring.problem.text
    restoring.passphrase.setText(PASSPHRASE)
    restoring.name.setText("Office")
    restoring.yes.click()
    settle()
    assert "exists already. Nothing is written over" in restoring.problem.text
    restoring.name.setText("Office restored")
    restoring.yes.click()
    settle()
    assert "Restored and found whole" in dialog.told.text
    with open_workspace(tmp_path / "Office restored.relief", PASSPHRASE) as made:
        assert check.find_problems(made) == []
        assert next(audit.entries(made, newest_first=True)).action == "restore"


def test_restoring_with_nothing_open(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, program: ReliefDesk, tmp_path: Path,
    folder: Path,
) -> None:  # fmt: skip
    """When the workspace is lost: from the menu, and then its passphrase is asked to open it."""
    dialog.list.to_button.click()
    settle()
    dialog.close()
    window = program.window
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        window.close_workspace()
    window.restore_backup(next(folder.glob("*.relief-backup")))
    restoring = shown(window, RestoreDialog, qtbot)
    assert isinstance(restoring, RestoreDialog)
    restoring.folder.set_path(tmp_path)
    restoring.passphrase.setText(PASSPHRASE)
    restoring.yes.click()
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    assert "Restored and found whole" in window.banner.text
    assert (tmp_path / "Office restored.relief").is_file()


def test_removing_and_what_is_lost(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, folder: Path
) -> None:
    """It is asked first; the last one stays; one that is gone is noted in words."""
    for _ in range(2):
        dialog.list.to_button.click()
        settle()
        settle()
    dialog.list.table.selectRow(1)
    dialog.list.remove_button.click()
    agree(dialog, qtbot)
    settle()
    settle()
    assert "was removed." in dialog.told.text
    dialog.list.table.selectRow(0)
    dialog.list.remove_button.click()
    agree(dialog, qtbot)
    settle()
    assert "is the last backup that is in its place" in dialog.told.text
    for path in folder.iterdir():
        path.unlink()
    dialog.refresh()
    settle()
    assert not dialog.list.restore_button.isEnabled()
    dialog.list.lost_button.click()
    giving = shown(dialog, GiveUpDialog, qtbot)
    assert isinstance(giving, GiveUpDialog)
    assert not giving.yes.isEnabled()
    giving.words.setText("The stick broke")
    giving.yes.click()
    settle()
    settle()
    assert "is noted as lost" in dialog.told.text
    states = [dialog.list.model.index(n, 1).data() for n in range(2)]
    assert states == ["Given up", "Removed"]


def test_a_backup_under_an_earlier_passphrase(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, program: ReliefDesk, own_file: Path,
    opened: Open,
) -> None:  # fmt: skip
    """Its own passphrase is asked for, and proves it."""
    dialog.list.to_button.click()
    settle()
    settle()
    dialog.close()
    with qtbot.waitSignal(program.desk.workspace_closed, timeout=LONG):
        program.window.close_workspace()
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    anew = own_file.with_name("anew")
    key = new_key("the newer passphrase")
    with open_workspace(own_file, PASSPHRASE) as before:
        anew.touch()
        write_copy(before.connection, anew, key, lambda *_: None)
    anew.rename(own_file)
    with qtbot.waitSignal(program.desk.workspace_opened, timeout=LONG):
        program.desk.open(lambda: open_workspace(own_file, key))
    again = BackupsDialog(program.desk, program.window)
    again.open()
    settle()
    assert again.list.model.index(0, 1).data() == "In place, earlier passphrase"
    again.list.drill_button.click()
    asking = shown(again, EarlierPassphraseDialog, qtbot)
    assert isinstance(asking, EarlierPassphraseDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.yes.click()
    settle()
    assert "found whole and taken away again" in again.told.text


def test_everything_in_plain_files(
    dialog: BackupsDialog, settle: Settle, qtbot: QtBot, folder: Path
) -> None:
    """An encrypted zip unless it is chosen otherwise, and then it is asked once more."""
    plain = dialog.plain
    plain.folder.set_path(folder)
    for first, second, words in (
        ("short", "short", "needs 14 letters at least"),
        (SECRET, "another one altogether", "differ"),
    ):
        plain.passphrase.setText(first)
        plain.again.setText(second)
        plain.yes.click()
        assert words in dialog.told.text
    plain.again.setText(SECRET)
    plain.yes.click()
    settle()
    assert "Written and read again" in dialog.told.text
    assert plain.passphrase.text() == plain.again.text() == ""
    with pyzipper.AESZipFile(next(folder.glob("*.zip"))) as opened:
        opened.setpassword(SECRET.encode())
        assert b"Office of Los Angeles" in opened.read("README.txt")
    plain.is_zip.setChecked(False)
    assert not plain.passphrase.isVisibleTo(plain)
    plain.yes.click()
    agree(dialog, qtbot)
    settle()
    assert (next(folder.glob("Office everything *[0-9]")) / "tables" / "person.csv").is_file()


def test_what_a_clerk_may(
    program: ReliefDesk, opened: Open, settle: Settle, own_file: Path, qtbot: QtBot
) -> None:
    """Make and prove backups; not change the plan, remove one, or hand everything out."""
    with open_workspace(own_file, PASSPHRASE) as workspace, workspace.transaction():
        for name, role in (("A. Head", "administrator"), (WHO, "clerk")):
            office.put_user(workspace, User(name, role, True, "A. Head", "2026-11-01"))
    opened()
    settle()
    program.desk.set_worker(WHO)
    made = BackupsDialog(program.desk, program.window)
    made.open()
    settle()
    assert made.list.now_button.isEnabled()
    assert not made.plan.add_button.isEnabled()
    assert not made.plain.yes.isEnabled()
    assert "Only an administrator" in made.plain.refused.text()


def test_everything_has_a_name(dialog: BackupsDialog) -> None:
    """Nothing to press or to type into is nameless."""
    for kind in (QAbstractButton, QAbstractItemView, QLineEdit):
        for control in dialog.findChildren(kind):
            if control.objectName().startswith("qt_") or not control.isVisibleTo(dialog):
                continue
            inner = control.parent().__class__.__name__
            is_part = inner.startswith(("QTab", "QTable", "QHeader", "QScroll", "QSpin", "QCombo"))
            assert is_part or control.accessibleName() or getattr(control, "text", str)(), control


def test_the_list_is_on_record(dialog: BackupsDialog, settle: Settle, program: ReliefDesk) -> None:
    """What the button makes stands in the workspace as made by the button, by who is here."""
    dialog.list.to_button.click()
    settle()
    reader = program.desk.reader
    assert reader is not None
    (one,) = backups.list_backups(reader)
    assert (one.cause, one.who) == ("button", WHO)

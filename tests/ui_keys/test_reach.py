"""Every dialog of passphrases, and the lock page, by keyboard and for a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.keys.conftest import ADMIN, CLERK, OWN
from tests.keys.test_recovery_sheet import text_of
from tests.ui_cases.test_reach import check
from ui.application import ReliefDesk
from ui.keys.dialog import PassphrasesDialog
from ui.keys.office_dialogs import ChangeOfficeDialog
from ui.keys.own_dialogs import AdministratorDialog, ChangeOwnDialog, GivePassphraseDialog
from ui.papers.printing import new_printer
from ui.start.open_dialog import OpenDialog

Enter = Callable[[Path, str, str], ReliefDesk]


def test_every_dialog_and_the_lock_page(
    office: Path, sign_in_as: Enter, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    """Nothing is nameless, and the Tab key comes to everything."""
    program = sign_in_as(office, ADMIN, OWN[ADMIN])
    settle()
    desk, window = program.desk, program.window
    by_sheet = OpenDialog(desk, office, window)
    by_sheet.turn()
    for dialog in (
        OpenDialog(desk, office, window),
        by_sheet,
        ChangeOwnDialog(desk, window, is_first=True),
        GivePassphraseDialog(desk, CLERK, window, is_first_of_all=False),
        AdministratorDialog(desk, window),
        ChangeOfficeDialog(desk, window),
        PassphrasesDialog(desk, window),
    ):
        dialog.open()
        settle()
        check(qtbot, dialog)
        dialog.reject()
    window.lock_now()
    assert window.locker.page is not None
    check(qtbot, window.locker.page)


def test_the_recovery_sheet_goes_to_the_printer_or_into_a_file(
    office: Path,
    sign_in_as: Enter,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    """Printed without a file of its own; a file beside the workspace is refused in a sentence."""
    program = sign_in_as(office, ADMIN, OWN[ADMIN])
    settle()
    program.window.show_passphrases()
    dialog = program.window.findChild(PassphrasesDialog)
    assert dialog is not None
    settle()
    away = tmp_path / "printer"
    away.mkdir()

    def to_file() -> QPrinter:
        printer = new_printer()
        printer.setOutputFileName(str(away / "Printed.pdf"))
        return printer

    dialog.maker.choose_printer = to_file
    before = {one.name for one in office.parent.iterdir()}
    dialog.print_button.click()
    qtbot.waitUntil(lambda: "sent to the printer" in dialog.told.text, timeout=30_000)
    assert (away / "Printed.pdf").stat().st_size > 1_000
    assert {one.name for one in office.parent.iterdir()} == before
    dialog.maker.write(office.parent / "Sheet.pdf")
    qtbot.waitUntil(lambda: "does not belong beside the workspace" in dialog.told.text)
    dialog.maker.write(away / "Sheet.pdf")
    qtbot.waitUntil(lambda: "opens the workspace. Print it" in dialog.told.text)
    assert "Recovery sheet" in text_of((away / "Sheet.pdf").read_bytes())


def test_minutes_until_the_window_locks_are_kept(
    office: Path, sign_in_as: Enter, settle: Callable[[], None]
) -> None:
    """At once for the open window, and for later; what cannot be is brought into range."""
    program = sign_in_as(office, CLERK, OWN[CLERK])
    settle()
    program.window.show_passphrases()
    dialog = program.window.findChild(PassphrasesDialog)
    assert dialog is not None
    settle()
    assert not dialog.office_button.isEnabled()
    dialog.minutes.setValue(3)
    assert program.preferences.lock_minutes == 3
    assert program.window.locker.watch.minutes == 3
    for wild, wanted in ((0, 1), (900, 60), ("soon", 10), (None, 10)):
        program.preferences._values["lock_minutes"] = wild
        assert program.preferences.lock_minutes == wanted

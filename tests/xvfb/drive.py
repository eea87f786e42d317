"""Drives the real program on a screen: ``python -m tests.xvfb.drive DELIVERY FOLDER``.

Runs inside the program's own process: its window, its platform, its background thread and
worker processes. What a person does with mouse and keys is done with mouse and keys; only
the system's file dialogs are answered for. Ends with status 0 after the window has closed.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

    from ui.application import ReliefDesk
    from ui.policy.page import PolicyPage

PASSPHRASE = "river lamp seven quiet"
AS_OF = "2026-07-01"
WITHIN = 60.0  # seconds for a job: worker processes start slowly on a machine with other work


class Person:
    """Someone in front of the screen."""

    def __init__(self, program: ReliefDesk, delivery: Path, folder: Path) -> None:
        self.program = program
        self.window = program.window
        self.delivery = delivery
        self.folder = folder
        self._n_shots = 0

    def work(self) -> None:
        """From the start page to drafted motions."""
        self.make_workspace()
        self.import_delivery()
        self.check()
        self.review()
        self.draft()
        self.look_around()
        self.window.close()

    # The steps

    def make_workspace(self) -> None:
        from ui.start.dialogs import NewWorkspaceDialog

        self.shoot("start")
        self.click(self.button(self.window, "New workspace"))
        self.wait(lambda: self.window.findChild(NewWorkspaceDialog) is not None, "the dialog")
        dialog = self.window.findChild(NewWorkspaceDialog)
        assert isinstance(dialog, NewWorkspaceDialog)
        self.type(dialog.name, "Año nuevo, O'Brien")
        county = dialog.county.lineEdit()
        assert county is not None
        self.type(county, "Los Angeles")
        dialog.folder.set_path(self.folder)
        self.type(dialog.passphrase, PASSPHRASE)
        self.type(dialog.again, PASSPHRASE)
        self.type(dialog.user, "A. Clerk")
        self.shoot("new workspace")
        self.click(dialog.yes)
        self.wait(lambda: self.program.desk.reader is not None, "the new workspace")
        self.shoot("empty workspace")

    def import_delivery(self) -> None:
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        from ui.importing.page import ImportPage

        page = self.go_to("import", ImportPage)
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile(str(self.delivery))])
        given = (
            Qt.DropAction.CopyAction,
            files,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(page.drop, QDragEnterEvent(QPoint(20, 20), *given))
        QApplication.sendEvent(page.drop, QDropEvent(QPointF(20, 20), *given))
        self.wait(page.action.isEnabled, "the delivery to be recognized")
        self.shoot("delivery recognized")
        self.click(page.action)
        self.wait(lambda: "Imported" in page.done.text, "the import")
        self.shoot("imported")

    def check(self) -> None:
        from ui.policy.page import PolicyPage

        page = self.go_to("policy", PolicyPage)
        page.choose_policy("us-ca/los-angeles")
        self.type(page.as_of, AS_OF)
        self.wait(page.action.isEnabled, "the button of the check")
        self.click(page.action)
        self.wait(page.results.isVisible, "the check")
        self.shoot("checked")
        self.read_policy(page)

    def read_policy(self, page: PolicyPage) -> None:
        """The policy in words, its cases on this machine, and the sheet to sign."""
        from PySide6.QtWidgets import QDialog

        def opened() -> QDialog | None:
            return next((one for one in page.findChildren(QDialog) if one.isVisible()), None)

        for name, does in (
            ("the policy in words", lambda: self.click(page.commands.read_button)),
            ("its cases", page.commands.run_cases),
        ):
            does()
            self.wait(lambda: opened() is not None, name)
            self.shoot(name)
            dialog = opened()
            assert dialog is not None
            self.click(self.button(dialog, "Close"))
            self.wait(lambda: opened() is None, "the sheet to close")
        page.commands.choose_sheet = lambda name: self.folder / name
        page.commands.save_sheet()
        self.wait(lambda: "sign-off sheet is in" in page.problem.text, "the sign-off sheet")
        self.shoot("sign-off sheet saved")

    def review(self) -> None:
        from ui.cases.page import CasesPage

        page = self.go_to("review", CasesPage)
        self.window.show_page("review", outcome="DISMISSAL")
        self.wait(page.bar.accept_button.isEnabled, "a conviction to decide on")
        self.wait(lambda: page.is_settled, "the person's history")
        self.shoot("a person")
        self.click(page.bar.accept_button)
        self.wait(lambda: page.reviewed.text().startswith("1 of "), "the decision to be kept")
        self.wait(lambda: page.is_settled and page.bar.accept_button.isEnabled(), "the next one")
        self.shoot("accepted")

    def draft(self) -> None:
        from ui.papers.page import PapersPage

        page = self.go_to("papers", PapersPage)
        page.choices.only_accepted.setChecked(True)
        self.wait(lambda: bool(page.preview.pdf) and page.cases.rowCount() == 1, "the preview")
        self.shoot("motion on the screen")
        page.batch.choose_folder = lambda: self.folder / "papers"
        self.click(page.draft_button)
        self.wait(lambda: "motion" in page.result.text, "the papers")
        self.shoot("papers drafted")

    def look_around(self) -> None:
        """The pages that were not needed on the way."""
        from PySide6.QtTest import QTest

        for name in ("overview", "reports", "activity"):
            self.click(self.window.rail.buttons[name])
            QTest.qWait(500)
            self.shoot(name)

    # What hands and eyes do

    def go_to(self, name: str, kind: type[QWidget]):  # type: ignore[no-untyped-def]
        self.click(self.window.rail.buttons[name])
        self.wait(lambda: self.window.current_page == name, f"the page {name}")
        page = self.window.page(name)
        assert isinstance(page, kind)
        return page

    @staticmethod
    def button(parent: QWidget, name: str) -> QAbstractButton:
        from PySide6.QtWidgets import QAbstractButton

        return next(
            one
            for one in parent.findChildren(QAbstractButton)
            if one.isVisible() and name in (one.text(), one.accessibleName())
        )

    @staticmethod
    def click(widget: QWidget) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        assert widget.isEnabled(), f"{widget.accessibleName()} cannot be pressed"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    @staticmethod
    def type(editor: QLineEdit, text: str) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        editor.setFocus()
        editor.selectAll()
        for mark in text:  # QTest.keyClicks knows no accents
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, mark)
                QApplication.sendEvent(editor, key)
        assert editor.text() == text

    def wait(self, until: Callable[[], bool], what: str) -> None:
        from PySide6.QtTest import QTest

        ends = time.monotonic() + WITHIN
        while not until():
            if time.monotonic() > ends:
                self.shoot("stuck")
                raise TimeoutError(f"waited in vain for {what}: {self.window.banner.text}")
            QTest.qWait(20)

    def shoot(self, name: str) -> None:
        """What the screen shows, after it has had time to be drawn."""
        from PySide6.QtTest import QTest

        QTest.qWait(300)
        self._n_shots += 1
        path = self.folder / "screens" / f"{self._n_shots:02d} {name}.png"
        path.parent.mkdir(exist_ok=True)
        assert self.window.screen().grabWindow(0).save(str(path))


def main(delivery: Path, folder: Path) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui.application import run

    def begin(program: ReliefDesk) -> None:
        def work() -> None:
            try:
                Person(program, delivery, folder).work()
            except Exception:  # noqa: BLE001 - the program's own hook would show it in the window
                traceback.print_exc()
                QApplication.exit(1)

        QTimer.singleShot(500, work)

    return run(begin)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    multiprocessing.set_start_method("spawn", force=True)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

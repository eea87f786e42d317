"""The office passphrase changed, and the recovery sheet on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from app.jobs import keys
from app.jobs.progress import Progress
from app.jobs.recovery_sheet import make_recovery_sheet, write_recovery_sheet
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.keys.secret_dialog import GOOD_WORDS, SecretDialog
from ui.papers.printing import PrintRun, ask_printer, item_of
from ui.telling import tell
from ui.widgets import Banner

_ABOUT = (
    "The whole file is encrypted anew, which takes as long as a backup of it and as much room. "
    "Users keep their own passphrases. Recovery sheets and backups of before open with what they "
    "opened with; recovery sheets of before do not open this file any more."
)


class ChangeOfficeDialog(SecretDialog):
    """Whoever does it shows first that it is they: by the own passphrase, else the office's."""

    def __init__(
        self, desk: Desk, parent: QWidget | None, on_done: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(desk, parent, "The office passphrase", _ABOUT, "Change it")
        self._on_done = on_done
        user = desk.access.user
        self.current = self.secret(
            f"Your own passphrase ({user})" if user else "Office passphrase so far"
        )
        self.new = self.secret("New office passphrase", GOOD_WORDS)
        self.again = self.secret("The same again")
        self.current.setFocus()

    def go(self) -> None:
        if not self.current.text():
            self.refuse("Type the passphrase that you have.", self.current)
            return
        if not self.are_alike(self.new, self.again):
            return
        current, new, who = self.current.text(), self.new.text(), self.desk.user
        self.begin()

        def work(store: Workspace, progress: Progress) -> None:
            keys.change_office_passphrase(store, current, new, progress, who=who)

        on_done = self._on_done

        def done() -> None:
            if isValid(self):
                self.accept()
            on_done()
            self.desk.say(
                "good",
                "The office passphrase was changed. Print a new recovery sheet (File, Passphrases) "
                "and make a backup.",
            )

        self.desk.replace_file(
            "Encrypting the workspace anew", work, done,
            on_failed=lambda error: self.failed(error, self.current),
        )  # fmt: skip


class SheetMaker(QObject):
    """Prints the recovery sheet or writes it into a file; told in ``told``."""

    def __init__(self, desk: Desk, owner: QWidget, told: Banner) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._told = desk, owner, told
        self._printing: PrintRun | None = None
        self.choose_printer: Callable[[], QPrinter | None] = lambda: ask_printer(owner, 0)

    def print_it(self) -> None:
        """Straight to the printer: nothing of it is kept on a disk by this program."""
        who = self._desk.user
        self._desk.run_job(
            "Making the recovery sheet", lambda store, _: make_recovery_sheet(store, who=who),
            self._send, {"log"}, on_failed=self._failed,
        )  # fmt: skip

    def _send(self, pdf: bytes) -> None:
        if not isValid(self):
            self._desk.say("info", "The recovery sheet was not printed: its window was closed.")
            return
        printer = self.choose_printer()
        if printer is None:
            return
        self._printing = PrintRun([item_of(pdf, "the recovery sheet")], printer, self)
        self._printing.failed.connect(lambda words: self._told.show_message("stop", words))
        self._printing.finished.connect(
            lambda _: self._told.show_message(
                "good", "The recovery sheet was sent to the printer. Lock it away."
            )
        )
        self._printing.start()

    def choose_file(self) -> None:
        dialog = QFileDialog(self._owner, "Where the recovery sheet goes")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile("Recovery sheet.pdf")
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Into a new PDF."""
        desk, told, who = self._desk, self._told, self._desk.user

        def done(made: Path) -> None:
            tell(
                desk, told, "caution",
                f"{made} opens the workspace. Print it, lock the paper away, and delete the file.",
            )  # fmt: skip

        self._desk.run_job(
            "Making the recovery sheet",
            lambda store, _: write_recovery_sheet(store, path, who=who), done, {"log"},
            on_failed=self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        message = getattr(error, "message", "")
        if message:
            tell(self._desk, self._told, "stop", message)
        else:
            self._desk.report(error)

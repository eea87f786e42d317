"""Taking a package back: which file, its passphrase, what it would change, and then it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.packages.merge import Return, look_at_package, merge_package
from app.jobs.progress import Progress
from app.store.workspace import SUFFIX, Workspace
from ui.desk import Desk
from ui.keys.secret_dialog import passphrase_field
from ui.sheet import Sheet
from ui.widgets import Banner, field, label, primary_button, quiet_button, row

_ABOUT = (
    "What was decided in the package is kept here, with the reviewer's name and time. What was "
    "decided here meanwhile stays: where both sides differ you are asked. The file is not changed."
)
_LOOK, _TAKE = "Look what it brings", "Take it back"


class ReturnDialog(Sheet):
    """``on_taken`` gets what was done. ``signed``: who signed the results off, or ""."""

    def __init__(
        self, desk: Desk, signed: str, on_taken: Callable[[Return], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent, "Take a package back", window_title="Take a package back")
        self._desk, self._on_taken = desk, on_taken
        self._looked: tuple[Path, str] | None = None
        self.choose_file: Callable[[], Path | None] = self._ask_file  # a test answers
        self.body.addWidget(label(_ABOUT, "secondary"))
        self.problem = Banner("stop")
        self.body.addWidget(self.problem)
        self.path = QLineEdit()
        self.path.setAccessibleName("The file of the package")
        choose = quiet_button("Choose…", self._choose)
        choose.setAccessibleName("Choose the file of the package")
        line = row(self.path, choose)
        line.setStretch(0, 1)
        holder = QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(line)
        holder.setFocusProxy(self.path)
        self.body.addLayout(field("File", holder))
        self.passphrase = passphrase_field()
        self.body.addLayout(field("Its passphrase", self.passphrase))
        self.why = QLineEdit()
        self.why.setMaxLength(1000)
        self._signed = QWidget()
        self._signed.setLayout(
            field("Why decisions change now", self.why, f"The results were signed off by {signed}.")
        )
        self._signed.setVisible(bool(signed))
        self.body.addWidget(self._signed)
        self.found = label("", "strong")
        self.remarks = label("", "body")
        self.body.addWidget(self.found)
        self.body.addWidget(self.remarks)
        self.yes = primary_button(_LOOK, self.go)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.path.textChanged.connect(lambda _: self._forget())
        self.passphrase.textChanged.connect(lambda _: self._forget())
        self._forget()

    def _forget(self) -> None:
        """Another file, or another passphrase: it has to be looked at again."""
        self._looked = None
        self.yes.setText(_LOOK)
        self.yes.setEnabled(bool(self.path.text().strip() and self.passphrase.text()))
        self.found.hide()
        self.remarks.hide()

    def go(self) -> None:
        """Look, or take what was looked at."""
        path, secret = Path(self.path.text().strip()), self.passphrase.text()
        self.problem.hide()
        self.yes.setEnabled(False)
        if self._looked == (path, secret):
            self._take(path, secret)
            return

        def job(store: Workspace, progress: Progress) -> Return:
            return look_at_package(store, path, secret, progress)

        def show(told: Return) -> None:
            if isValid(self):
                self._show(told, path, secret)

        self._desk.run_job(f"Reading {path.name}", job, show, set(), on_failed=self._failed)

    def _show(self, told: Return, path: Path, secret: str) -> None:
        self._looked = (path, secret)
        self.found.setText(f"“{told.package.name}” brings: {told.words}.")
        self.remarks.setText("\n".join(told.remarks))
        self.found.show()
        self.remarks.setVisible(bool(told.remarks))
        self.yes.setText(_TAKE)
        self.yes.setEnabled(True)
        self.fit()
        (self.why if self._signed.isVisible() and not self.why.text() else self.yes).setFocus()

    def _take(self, path: Path, secret: str) -> None:
        who, why, on_taken = self._desk.user, self.why.text(), self._on_taken

        def job(store: Workspace, progress: Progress) -> Return:
            return merge_package(store, path, secret, progress, who=who, why_late=why)

        def done(told: Return) -> None:
            if isValid(self):
                self.accept()
            on_taken(told)

        self._desk.run_job("Taking a package back", job, done, {"review"}, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isValid(self) or not isinstance(error, UserError):
            self._desk.report(error)
            return
        self.yes.setEnabled(True)
        self.problem.show_message("stop", error.message)
        self.fit()
        self.passphrase.setFocus()

    def _choose(self) -> None:
        path = self.choose_file()
        if path is not None:
            self.path.setText(str(path))
            self.passphrase.setFocus()

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Take a package back", "", f"Packages (*{SUFFIX})"
        )
        return Path(name) if name else None

"""A new workspace of a backup: which file, its passphrase, where to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import Cancelled, UserError
from app.jobs.backup.restore import Restored, key_of_backup, restore_backup
from app.jobs.progress import Progress
from app.store.backup import BACKUP_SUFFIX
from app.store.workspace import SUFFIX
from ui.desk import Desk
from ui.keys.secret_dialog import passphrase_field
from ui.progress_panel import ProgressPanel
from ui.sheet import Sheet
from ui.start.dialogs import FolderField, documents_folder, file_name
from ui.widgets import Banner, field, label, plural, primary_button, quiet_button, row

_ABOUT = (
    "The backup is copied, checked whole, and becomes a workspace of its own. Nothing is written "
    "over, and the backup stays as it is. It opens with the passphrase of the day it was made."
)
_WHEN = re.compile(r" \d{4}-\d\d-\d\d \d{6}( \(\d+\))?$")
OnRestored = Callable[[str, Path], object]


class RestoreDialog(Sheet):
    """``on_restored`` gets a sentence and the new workspace."""

    help_at = "backups#restore-a-backup"

    def __init__(
        self, desk: Desk, path: Path | None, on_restored: OnRestored, parent: QWidget | None
    ) -> None:
        super().__init__(parent, "Restore a backup", window_title="Restore a backup")
        self._desk, self._on_restored = desk, on_restored
        self.choose_file: Callable[[], Path | None] = self._ask_file  # a test answers
        self.body.addWidget(label(_ABOUT, "secondary"))
        self.problem = Banner("stop")
        self.body.addWidget(self.problem)
        self.path = QLineEdit()
        choose = quiet_button("Choose…", self._choose)
        choose.setAccessibleName("Choose the backup")
        line = row(self.path, choose)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        holder.setFocusProxy(self.path)
        self.body.addLayout(field("Backup", holder))
        self.path.setAccessibleName("The file of the backup")
        self.passphrase = passphrase_field()
        self.body.addLayout(field("Its passphrase", self.passphrase))
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.body.addLayout(field("Name of the new file", self.name))
        self.folder = FolderField(documents_folder(), "Folder of the new workspace")
        self.body.addLayout(field("Folder", self.folder))
        self.body.addWidget(ProgressPanel(desk.tasks))
        self.yes = primary_button("Restore", self.go)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        for editor in (self.path, self.passphrase, self.name):
            editor.textChanged.connect(lambda _: self._on_typed())
        self._is_busy = False
        self.set_path(path)

    def set_path(self, path: Path | None) -> None:
        """A backup that was chosen; the new file is named after it."""
        if path is not None:
            self.path.setText(str(path))
            stem = path.name.removesuffix(BACKUP_SUFFIX).removesuffix(SUFFIX)
            self.name.setText(f"{_WHEN.sub('', stem)} restored")
        self._on_typed()
        (self.passphrase if path is not None else self.path).setFocus()

    def _on_typed(self) -> None:
        is_whole = all(one.text().strip() for one in (self.path, self.passphrase, self.name))
        self.yes.setEnabled(is_whole and not self._is_busy)

    def go(self) -> None:
        """Do it; what is refused is told here."""
        backup, secret = Path(self.path.text().strip()).expanduser(), self.passphrase.text()
        target, who = self.folder.path / file_name(self.name.text()), self._desk.user
        self.problem.show_message("info", "")
        self._set_busy(True)

        def job(progress: Progress) -> Restored:
            key = key_of_backup(backup, secret)
            return restore_backup(backup, target, key, who=who, progress=progress)

        self._desk.run_without_workspace(
            "Restoring a backup", job, self._restored, on_failed=self._fail
        )

    def _restored(self, done: Restored) -> None:
        words = (
            f"Restored and found whole: {done.path}, {plural(done.n_people, 'person', 'people')}, "
            f"{plural(done.n_convictions, 'conviction')}."
        )
        if not isValid(self):
            self._desk.say("good", words)
            return
        on_restored = self._on_restored
        self.accept()
        on_restored(words, done.path)

    def _fail(self, error: Exception) -> None:
        is_here = isValid(self)
        if is_here:
            self._set_busy(False)
        if is_here and isinstance(error, Cancelled):
            self._say("info", "Stopped. Nothing was kept.")
        elif is_here and isinstance(error, UserError):
            self._say("stop", error.message)
            self.passphrase.selectAll()
            self.passphrase.setFocus()
        else:
            self._desk.report(error)

    def _say(self, kind: str, sentence: str) -> None:
        self.problem.show_message(kind, sentence)
        self.fit()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._on_typed()

    def reject(self) -> None:
        """What runs is stopped with it."""
        if self._is_busy:
            self._desk.tasks.cancel()
        super().reject()

    def _choose(self) -> None:
        path = self.choose_file()
        if path is not None:
            self.set_path(path)

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Choose a backup", str(documents_folder()),
            f"Backups (*{BACKUP_SUFFIX});;Workspaces that were copied (*{SUFFIX} *.bak*)",
        )  # fmt: skip
        return Path(name) if name else None

"""Everything in plain files, for whoever goes on without this program."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from app.jobs.open_export.hand_out import SHORTEST, HandedOut, hand_out
from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.backups.asking import BackupsView, TellingJobs
from ui.desk import Desk
from ui.keys.secret_dialog import passphrase_field
from ui.messages import ask
from ui.start.dialogs import FolderField, documents_folder
from ui.theme import space
from ui.widgets import Banner, column, field, label, plural, primary_button, row

_ABOUT = (
    "Every table as CSV and JSON with a description in words, the files as they came, "
    "attachments, the register of papers, the record of the work. No program of ours is needed "
    "to read it. It is no backup: it cannot be restored."
)
_CLEAR = (
    "The files are in clear and hold the criminal records of named people. Whoever opens the "
    "folder reads them. Put them on an encrypted medium, or make an encrypted zip instead."
)

_ABOUT_SECRET = (
    f"At least {SHORTEST} letters, and not the passphrase of this workspace. Tell it on another "
    "way than the one the file goes."
)


class PlainPane(QWidget):
    """A folder of plain files, or an encrypted zip of them."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._told = desk, told
        self._jobs = TellingJobs(desk, self, told)
        self.folder = FolderField(documents_folder(), "Folder for the plain files")
        self.is_zip = QCheckBox("As one encrypted zip (AES-256), which common tools open")
        self.is_zip.setChecked(True)
        self.passphrase, self.again = passphrase_field(), passphrase_field()
        self.yes = primary_button("Hand out everything", self.go)
        self.refused = label("", "secondary")
        self._secrets = QWidget()
        self._secrets.setLayout(
            row(
                field("Passphrase of the zip", self.passphrase),
                field("The same again", self.again), gap=2,
            )
        )  # fmt: skip
        self._about_secret = label(_ABOUT_SECRET, "caption")
        frame = column(
            label(_ABOUT, "secondary"), field("Folder", self.folder), self.is_zip, self._secrets,
            self._about_secret, self.refused, gap=1.5,
        )  # fmt: skip
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.addStretch(1)
        frame.addLayout(row(None, self.yes))
        self.setLayout(frame)
        self.is_zip.toggled.connect(self._secrets.setVisible)
        self.is_zip.toggled.connect(self._about_secret.setVisible)

    def show_rights(self, found: BackupsView) -> None:
        """Whether whoever is here may do this."""
        self.yes.setEnabled(found.may_hand_out)
        self.refused.setText(
            "" if found.may_hand_out else "Only an administrator hands out everything."
        )
        self.refused.setVisible(not found.may_hand_out)

    def go(self) -> None:
        """Say what is missing, ask before anything is written in clear, then do it."""
        secret = self.passphrase.text() if self.is_zip.isChecked() else ""
        if not self.is_zip.isChecked():
            ask(
                self.window(), "Write everything in clear?", _CLEAR, "Write it in clear",
                lambda: self._run(""), is_dangerous=True,
            )  # fmt: skip
        elif len(secret) < SHORTEST:
            self._refuse(f"The passphrase of the zip needs {SHORTEST} letters at least.")
        elif secret != self.again.text():
            self._refuse("The two passphrases differ. Type both again.")
        else:
            self._run(secret)

    def _refuse(self, sentence: str) -> None:
        self._told.show_message("stop", sentence)
        self.passphrase.setFocus()

    def _run(self, secret: str) -> None:
        who, folder = self._desk.user, self.folder.path

        def job(store: Workspace, progress: Progress) -> HandedOut:
            return hand_out(store, folder, who=who, progress=progress, passphrase=secret)

        self.passphrase.clear()
        self.again.clear()
        self._jobs.run("Handing out everything", job, _words)


def _words(done: HandedOut) -> str:
    return (
        f"Written and read again: {done.path}. {plural(done.n_tables, 'table')}, "
        f"{plural(done.n_rows, 'row')}, {plural(done.n_files, 'file')}."
    )

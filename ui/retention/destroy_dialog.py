"""Destroying the whole workspace: why, where the certificate goes, the word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from app.jobs.progress import Progress
from app.jobs.retention.destroy import WORD, Destruction, erase, plan_destruction
from app.jobs.retention.words import LONGEST_WORDS
from ui.desk import Desk
from ui.sheet import Sheet
from ui.start.dialogs import FolderField, documents_folder
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, danger_button, field, label, quiet_button

_ABOUT = (
    "Its file is overwritten and removed, with everybody in it, all files, papers in the register, "
    "decisions and the record of the work. It cannot be brought back. Backups and papers elsewhere "
    "stay: the certificate names the backups."
)


class DestroyDialog(Sheet):
    """Closes the workspace and erases it; what came of it is told on the start page."""

    def __init__(self, desk: Desk, name: str, parent: QWidget | None) -> None:
        super().__init__(parent, f"Destroy {name}", window_title="Destroy the workspace")
        self._desk, self._wanted = desk, f"{WORD} {name}"
        self.told = Banner("stop")
        self._jobs = ToldJobs(desk, self, self.told)
        self.why, self.word = QLineEdit(), QLineEdit()
        self.folder = FolderField(documents_folder(), "Folder for the certificate")
        self.body.addWidget(label(_ABOUT, "body"))
        self.body.addWidget(self.told)
        self.why.setMaxLength(LONGEST_WORDS)
        self.body.addLayout(field("Why", self.why, "By which order or rule; on the certificate"))
        self.body.addLayout(field("Folder for the certificate", self.folder))
        self.body.addLayout(field("To go on", self.word, f"Type {self._wanted}"))
        self.yes = danger_button("Destroy the workspace", self.destroy_now)
        self.word.textChanged.connect(lambda _: self._on_typed())
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self._on_typed()
        self.why.setFocus()

    def _on_typed(self) -> None:
        self.yes.setEnabled(self.word.text().strip() == self._wanted)

    def destroy_now(self) -> None:
        """Look whether it may be; then there is no way back."""
        why, word, who, folder = self.why.text(), self.word.text(), self._desk.user, self.chosen

        def go(planned: Destruction) -> None:
            self.accept()
            self._desk.close_workspace(lambda: self._erase(planned, folder))

        self._jobs.run(
            "Looking", lambda store: plan_destruction(store, why, word, who=who), go, set(),
            self.fit,
        )  # fmt: skip

    @property
    def chosen(self) -> Path:
        """Where the certificate goes."""
        return self.folder.path

    def _erase(self, planned: Destruction, folder: Path) -> None:
        desk = self._desk

        def job(progress: Progress) -> Path:
            return erase(planned, folder, progress)

        def done(paper: Path) -> None:
            desk.preferences.forget(str(planned.path))
            desk.say("good", f"{planned.name} is destroyed. {paper} is the certificate.")

        desk.run_without_workspace("Destroying the workspace", job, done, unit="bytes")

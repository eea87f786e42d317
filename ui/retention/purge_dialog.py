"""Asking for a purge: what goes, why, the word; then the certificate and what is left to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from app.jobs.progress import Progress
from app.jobs.retention.certificate import get_certificate
from app.jobs.retention.plan import PurgePlan
from app.jobs.retention.purge import WORD, Purged, purge_records
from app.jobs.retention.successor import back_up_after_purge
from app.jobs.retention.words import LONGEST_WORDS
from app.model.certificate import Certificate
from app.store import purges
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.retention.seal_dialog import CHANGES
from ui.sheet import Sheet
from ui.start.dialogs import FolderField
from ui.widgets import Banner, danger_button, field, label, plural, quiet_button

_ABOUT = (
    "It is destroyed in every table, file, note and word of the workspace and cannot be brought "
    "back. Everything is looked through afterwards, a new backup is made, and a certificate says "
    "what was done."
)


@dataclass(frozen=True, slots=True)
class Done:
    """A purge that was carried out, with what is to be told of it."""

    purged: Purged
    paper: Certificate
    backup: str
    copies: tuple[tuple[str, str, str], ...]

    @property
    def left(self) -> list[tuple[str, list[str]]]:
        """What somebody has to do, as headings and lines."""
        found = []
        if self.purged.papers:
            found.append((
                "Papers outside of the workspace: destroy them too",
                [str(Path(folder) / name) for folder, name in self.purged.papers],
            ))  # fmt: skip
        if self.purged.n_to_check_again:
            n = plural(self.purged.n_to_check_again, "other conviction")
            found.append(("Check again", [f"{n} of people who stay: no answer until then."]))
        found.append(("Backup", [self.backup]))
        if self.copies:
            found.append((
                "Backups from before, which still hold it: remove them, and destroy their copies",
                [str(Path(folder) / name) for folder, name, _ in self.copies],
            ))  # fmt: skip
        return found


class PurgeDialog(Sheet):
    """A plan that is refused is only told. ``on_done`` gets what was done, ``on_failed`` why it was
    not, both once this is closed."""

    def __init__(
        self, desk: Desk, plan: PurgePlan, on_done: Callable[[Done], None],
        on_failed: Callable[[Exception], None], parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(parent, f"Purge {plan.words}", window_title="Purge")
        self._desk, self._plan = desk, plan
        self._on_done, self._on_failed = on_done, on_failed
        self.told = Banner("stop")
        self.why, self.word = QLineEdit(), QLineEdit()
        self.folder = FolderField(Path(), "Folder for the new backup")
        self.yes = danger_button("Purge", self.purge)
        if plan.refused or plan.is_empty:
            self._tell_refused()
        else:
            self._build()

    def _tell_refused(self) -> None:
        self.body.addWidget(self.told)
        self.told.show_message("stop", "It cannot be purged now.")
        for sentence in self._plan.refused or ("Nothing was named.",):
            self.body.addWidget(label(sentence, "body"))
        self.set_buttons(quiet_button("Close", self.reject))

    def _build(self) -> None:
        self.body.addWidget(label(_ABOUT, "body"))
        self.body.addWidget(self.told)
        self.why.setMaxLength(LONGEST_WORDS)
        self.body.addLayout(field("Why", self.why, "By which order or rule; on the certificate"))
        self.body.addLayout(field(
            "Folder for the new backup", self.folder, "Empty: into the folders of the plan",
        ))  # fmt: skip
        self.body.addLayout(field("To go on", self.word, f"Type {WORD} in capital letters"))
        self.word.textChanged.connect(lambda _: self._on_typed())
        self.why.textChanged.connect(lambda _: self._on_typed())
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self._on_typed()
        self.why.setFocus()

    def _on_typed(self) -> None:
        is_ready = self.word.text().strip() == WORD and bool(self.why.text().strip())
        self.yes.setEnabled(is_ready)

    def purge(self) -> None:
        """Close, and let it run; it can be stopped until the workspace is written anew."""
        plan, why, word, who = self._plan, self.why.text(), self.word.text(), self._desk.user
        folder = self.folder.path if self.folder.path != Path() else None

        def job(store: Workspace, progress: Progress) -> Done:
            purged = purge_records(store, plan, why, word, progress, who=who)
            backup = back_up_after_purge(store, folder, who=who, progress=progress)
            return Done(
                purged, get_certificate(store, purged.purge.id), backup,
                tuple(purges.list_older_copies(store)),
            )  # fmt: skip

        self.accept()
        self._desk.run_job("Purging", job, self._on_done, CHANGES, on_failed=self._on_failed)

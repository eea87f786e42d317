"""The backups of a workspace: where each is, whether it was proved, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.jobs.backup.place import in_megabytes
from app.jobs.backup.receipt import save_pdf
from app.jobs.backup.restore import Drilled, drill, key_of_backup
from app.jobs.backup.rotate import give_up_backup, remove_backup
from app.jobs.backup.rounds import Round, back_up
from app.jobs.backup.standing import ListedBackup
from app.jobs.progress import Progress
from app.store.backups import BUTTON, KEPT, Backup
from app.store.workspace import Workspace
from ui.backups.asking import BackupsView, TellingJobs
from ui.backups.small_dialogs import EarlierPassphraseDialog, GiveUpDialog
from ui.desk import Desk
from ui.flow import FlowLayout
from ui.messages import ask
from ui.one_of import OneOf
from ui.packages.words import instant_words
from ui.start.dialogs import documents_folder
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    plural,
    primary_button,
    quiet_button,
)


def state_words(one: ListedBackup) -> str:
    """``In place``, ``In place, earlier passphrase``."""
    state = f"{one.state[:1].upper()}{one.state[1:]}"
    return f"{state}, earlier passphrase" if one.is_older_key else state


def _proved_words(one: ListedBackup) -> str:
    return instant_words(one.backup.drilled_at) if one.backup.drilled_at else "Not yet"


_COLUMNS: tuple[Column[ListedBackup], ...] = (
    Column("Made", lambda one: instant_words(one.backup.at)),
    Column("Where it is", state_words),
    Column("Proved by a drill", _proved_words),
    Column("Size", lambda one: in_megabytes(one.backup.n_bytes), is_number=True),
    Column("Made by", lambda one: one.backup.who),
    Column("Folder", lambda one: one.backup.folder),
)
_WIDTHS = (168, 176, 168, 88, 136, 200)


class ListPane(QWidget):
    """``restore_wanted`` carries the file that somebody wants a workspace of."""

    restore_wanted = Signal(Path)

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = TellingJobs(desk, self, told)
        self._found: BackupsView | None = None
        # A test answers for the system's dialogs.
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.choose_sheet: Callable[[Backup], Path | None] = self._ask_sheet
        self.model: RowsModel[ListedBackup] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Backups, the newest first")
        self.now_button = primary_button("Back up now", self.back_up)
        self.to_button = quiet_button("Back up to…", self.back_up_to)
        self.drill_button = quiet_button("Prove it", self.prove)
        self.drill_button.setToolTip(
            "Restores it to a place of its own, checks everything, takes it away again"
        )
        self.receipt_button = quiet_button("Receipt…", self.save_receipt)
        self.restore_button = quiet_button("Restore…", self._restore)
        self.remove_button = quiet_button("Remove…", self.remove)
        self.lost_button = quiet_button("It is lost…", self.give_up)
        self._list = OneOf()
        self._build()

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(136))
        self._list.add(self.table)
        self._list.add(
            EmptyState(
                "No backup yet",
                "A backup is the whole workspace in one encrypted file. It counts once it was "
                "opened again and every row of it compared. Keep it on a stick or another "
                "computer.",
            )
        )
        bar = FlowLayout()
        for button in (
            self.now_button, self.to_button, self.drill_button, self.receipt_button,
            self.restore_button, self.remove_button, self.lost_button,
        ):  # fmt: skip
            bar.addWidget(button)
        frame = column(self._list, bar, gap=1)
        frame.setStretch(0, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())
        self._on_current()

    def show_backups(self, found: BackupsView) -> None:
        """The list anew; the same backup is chosen, or the one that is new."""
        before = self.current if len(found.listed) == self.model.rowCount() else None
        self._found = found
        self.model.set_records(found.listed)
        self._list.show_only(0 if found.listed else 1)
        numbers = [one.backup.id for one in found.listed]
        same = numbers.index(before.backup.id) if before and before.backup.id in numbers else 0
        self.table.selectRow(same)
        self._on_current()

    @property
    def current(self) -> ListedBackup | None:
        return self.model.record(self.table.currentIndex())

    def _on_current(self) -> None:
        found, current = self._found, self.current
        may = found is not None and found.may_back_up
        may_manage = found is not None and found.may_manage
        self.now_button.setEnabled(may)
        self.to_button.setEnabled(may)
        is_there = current is not None and current.is_in_place
        is_kept = current is not None and current.backup.state == KEPT
        self.drill_button.setEnabled(may and is_there)
        self.receipt_button.setEnabled(current is not None)
        self.restore_button.setEnabled(is_there)
        self.remove_button.setEnabled(may_manage and is_there)
        self.lost_button.setEnabled(may_manage and is_kept and not is_there)

    # Making

    def back_up(self) -> None:
        """Into the folders of the plan; without a plan it is asked where."""
        if self._found is not None and self._found.plan.folders:
            self._make([])
        else:
            self.back_up_to()

    def back_up_to(self) -> None:
        """Into a folder that is chosen."""
        folder = self.choose_folder()
        if folder is not None:
            self._make([folder])

    def _make(self, folders: list[Path]) -> None:
        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> Round:
            return back_up(store, folders, who=who, cause=BUTTON, progress=progress)

        self._jobs.run("Backing up", job, lambda done: done.sentence, kind_of_round)

    # Proving, and the receipt

    def prove(self) -> None:
        """Restore it to a place of its own; one of an earlier passphrase asks for that."""
        current = self.current
        if current is None:
            return
        path = current.backup.path
        if current.is_older_key:
            EarlierPassphraseDialog(
                path, lambda secret: self._drill(path, secret), self.window()
            ).open()
        else:
            self._drill(path)

    def _drill(self, path: Path, secret: str = "") -> None:
        who = self._desk.user

        def job(store: Workspace, progress: Progress) -> Drilled:
            key = key_of_backup(path, secret) if secret else None
            return drill(store, path, who=who, progress=progress, key=key)

        self._jobs.run("Proving a backup", job, drilled_words)

    def save_receipt(self) -> None:
        """To print: as PDF."""
        current = self.current
        path = self.choose_sheet(current.backup) if current is not None else None
        if current is None or path is None:
            return
        backup = current.backup
        self._jobs.run(
            "Writing the receipt",
            lambda store, _: save_pdf(backup, store.info, path),
            lambda written: f"The receipt is in {written}. Print it and keep it apart.",
        )

    def _restore(self) -> None:
        if self.current is not None:
            self.restore_wanted.emit(self.current.backup.path)

    # Going

    def remove(self) -> None:
        """Ask, then take the file away."""
        current = self.current
        if current is None:
            return
        backup, who = current.backup, self._desk.user

        def job(store: Workspace, progress: Progress) -> Backup:
            return remove_backup(store, backup.id, who=who, progress=progress)

        ask(
            self.window(),
            "Remove this backup?",
            f"{backup.path}, made {instant_words(backup.at)}, is deleted and cannot be brought "
            "back. That it was there stays on record.",
            "Remove it",
            lambda: self._jobs.run(
                "Removing a backup", job, lambda gone: f"{gone.file_name} was removed."
            ),
            is_dangerous=True,
        )

    def give_up(self) -> None:
        """Ask what became of it."""
        current = self.current
        if current is not None:
            GiveUpDialog(current.backup, self._give_up, self.window()).open()

    def _give_up(self, backup: Backup, words: str) -> None:
        who = self._desk.user
        self._jobs.run(
            "Saving",
            lambda store, _: give_up_backup(store, backup.id, words, who=who),
            lambda gone: f"{gone.file_name} is noted as lost.",
        )

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(
            self, "Choose the folder for the backup", str(documents_folder())
        )
        return Path(name) if name else None

    def _ask_sheet(self, backup: Backup) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the receipt",
            str(documents_folder() / f"Receipt of {Path(backup.file_name).stem}.pdf"),
            "PDF (*.pdf)",
        )  # fmt: skip
        return Path(name).with_suffix(".pdf") if name else None


def kind_of_round(done: Round) -> str:
    """Which banner tells it: what could not be made calls for somebody."""
    return "caution" if done.failed or done.notes else "good"


def drilled_words(done: Drilled) -> str:
    """What a drill found."""
    since = done.n_changes_since
    return (
        f"{done.path.name} was restored to a place of its own, found whole and taken away again: "
        f"{plural(done.n_people, 'person', 'people')}, {plural(done.n_rows, 'row')} compared; "
        f"{plural(since, 'change')} made since are not in it."
        if since
        else f"{done.path.name} was restored to a place of its own, found whole and taken away "
        f"again: {plural(done.n_people, 'person', 'people')}, {plural(done.n_rows, 'row')} "
        "compared; nothing was changed since."
    )

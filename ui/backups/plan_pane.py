"""Where and when backups are made by themselves, and how many are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QListWidget, QSpinBox, QWidget

from app.jobs.backup.plan import (
    MOST_DAYS,
    MOST_FOLDERS,
    MOST_KEPT,
    MOST_MONTHS,
    BackupPlan,
    save_plan,
)
from app.store.workspace import Workspace
from ui.backups.asking import BackupsView
from ui.desk import Desk
from ui.number_box import NumberBox
from ui.start.dialogs import documents_folder
from ui.theme import px, space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, column, field, label, primary_button, quiet_button, row

_ABOUT = (
    "Backups are made by themselves when the workspace is opened and closed. Choose at least one "
    "folder on another disk, such as a stick; it may be away at times."
)
_KEPT = "Only files go that this program made and nobody changed; never the one that was just made."


_PATH_ROLE = int(Qt.ItemDataRole.UserRole)


class PlanPane(QWidget):
    """What is typed counts once it is saved."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._told = desk, told
        self._jobs = ToldJobs(desk, self, told)
        self._saved: BackupPlan | None = None
        self._may = False
        self.choose_folder: Callable[[], Path | None] = self._ask_folder  # a test answers
        self.folders = QListWidget()
        self.folders.setAlternatingRowColors(False)
        self.folders.setFixedHeight(px(80))
        self.add_button = quiet_button("Add a folder…", self.add)
        self.drop_button = quiet_button("Take it out", self.drop)
        self.every_days = _number(0, MOST_DAYS, " days", "Never")
        self.every_days.setAccessibleDescription("0: never by itself")
        self.at_closing = QCheckBox("Also at closing after changes")
        self.newest = _number(1, MOST_KEPT, " newest")
        self.months = _number(0, MOST_MONTHS, " months", "None")
        self.save_button = primary_button("Save the plan", self.save)
        self._build()

    def _build(self) -> None:
        listed = row(self.folders, column(self.add_button, self.drop_button, gap=1), gap=2)
        listed.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(listed)
        holder.setFocusProxy(self.folders)
        when = row(
            _named("At opening, when the last one is older than", self.every_days),
            self.every_days, self.at_closing, None, gap=2,
        )  # fmt: skip
        kept = row(
            _named("Kept of each folder", self.newest), self.newest,
            _named("and the last one of each month, for", self.months), self.months, None, gap=2,
        )  # fmt: skip
        frame = column(
            label(_ABOUT, "secondary"), field("Folders", holder), when, kept,
            label(_KEPT, "caption"), gap=1.5,
        )  # fmt: skip
        frame.setContentsMargins(0, space(2), 0, 0)
        self.folders.setAccessibleName("Folders for backups")
        frame.addStretch(1)
        frame.addLayout(row(None, self.save_button))
        self.setLayout(frame)
        self.folders.currentRowChanged.connect(lambda _: self._on_change())
        for number in (self.every_days, self.newest, self.months):
            number.valueChanged.connect(lambda _: self._on_change())
        self.at_closing.toggled.connect(lambda _: self._on_change())

    @property
    def paths(self) -> list[Path]:
        """The folders as they stand in the list."""
        return [Path(self.folders.item(n).data(_PATH_ROLE)) for n in range(self.folders.count())]

    @property
    def is_changed(self) -> bool:
        """Whether anything was chosen that is not saved."""
        saved = self._saved
        return saved is not None and (
            [str(path) for path in self.paths], self.every_days.value(),
            self.at_closing.isChecked(), self.newest.value(), self.months.value(),
        ) != (
            [one.path for one in saved.folders], saved.every_days, saved.at_closing,
            saved.keep_newest, saved.keep_months,
        )  # fmt: skip

    def show_plan(self, found: BackupsView) -> None:
        """As it is saved; what is being changed stays."""
        self._may = found.may_manage
        if not self.is_changed:
            plan = found.plan
            self._saved = plan
            self.folders.clear()
            for one in plan.folders:
                self._put(one.path, is_away=one.path in found.absent)
            self.every_days.setValue(plan.every_days)
            self.at_closing.setChecked(plan.at_closing)
            self.newest.setValue(plan.keep_newest)
            self.months.setValue(plan.keep_months)
        self._on_change()

    def _put(self, path: str, *, is_away: bool = False) -> None:
        self.folders.addItem(f"{path} (not connected)" if is_away else path)
        self.folders.item(self.folders.count() - 1).setData(_PATH_ROLE, path)

    def _on_change(self) -> None:
        for control in (
            self.folders, self.every_days, self.at_closing, self.newest, self.months,
        ):  # fmt: skip
            control.setEnabled(self._may)
        self.add_button.setEnabled(self._may and self.folders.count() < MOST_FOLDERS)
        self.drop_button.setEnabled(self._may and self.folders.currentRow() >= 0)
        self.save_button.setEnabled(self._may and self.is_changed)

    def add(self) -> None:
        """One more folder."""
        path = self.choose_folder()
        if path is not None and path not in self.paths:
            self._put(str(path))
            self._on_change()

    def drop(self) -> None:
        """Backups that are in the folder stay; none is made there any more."""
        self.folders.takeItem(self.folders.currentRow())
        self._on_change()

    def save(self) -> None:
        """Keep it, on record."""
        who, paths = self._desk.user, self.paths
        days, closing = self.every_days.value(), self.at_closing.isChecked()
        newest, months = self.newest.value(), self.months.value()

        def job(store: Workspace) -> BackupPlan:
            return save_plan(
                store, paths, every_days=days, at_closing=closing, keep_newest=newest,
                keep_months=months, who=who,
            )  # fmt: skip

        def done(plan: BackupPlan) -> None:
            self._saved = plan
            self._told.show_message("good", f"The plan is saved: {plan.words}.")
            self._on_change()

        self._jobs.run("Saving the plan", job, done, {"settings"})

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(
            self, "Choose a folder for backups", str(documents_folder())
        )
        return Path(name) if name else None


def _named(words: str, editor: QSpinBox) -> QLabel:
    """The words before a number, which are its name."""
    made = label(words, "label", wrap=False)
    made.setBuddy(editor)
    editor.setAccessibleName(words)
    return made


def _number(least: int, most: int, suffix: str, none: str = "") -> QSpinBox:
    made = NumberBox()
    made.setRange(least, most)
    made.setSuffix(suffix)
    made.setSpecialValueText(none)
    made.setFixedWidth(px(136))
    return made

"""Who did what when: the record of the work, which nobody can change unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.jobs.audit_export import RecordExport, export_record
from app.jobs.progress import Progress
from app.jobs.record_words import action_words, local_time, value_words
from app.jobs.rights import Right, may
from app.store.anchors import current_anchor
from app.store.audit import AuditEntry
from app.store.check import find_record_problems
from app.store.workspace import Workspace
from ui.activity.access_dialog import AccessDialog
from ui.activity.filters import ActivityFilters
from ui.activity.questions import AT_ONCE, Activity, ask_activity, ask_older, person_of
from ui.desk import Desk
from ui.tables.audit import audit_model
from ui.theme import px
from ui.widgets import (
    Banner,
    PageTitle,
    column,
    data_table,
    label,
    page_layout,
    primary_button,
    quiet_button,
    row,
)

_WIDTHS = (72, 180, 128, 168, 184, 184)
_LEAST_TABLE = 160
_ABOUT = (
    "Everything that was done in this workspace, and who looked at whom. Each entry is sealed to "
    "the one before it, so that a change would be found."
)


class ActivityPage(QWidget):
    """The newest entries first, further ones as the list is scrolled, the chosen one in full."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.said = Banner("good", closable=True)
        self.said.hide()
        self.filters = ActivityFilters()
        self.model = audit_model()
        self.table = data_table(self.model, "Activity", compact=True)
        self.detail = label("", "body")
        self.count = label("", "caption", wrap=False)
        self.who_saw = quiet_button("Who saw this person…", self.show_access)
        self.check_button = quiet_button("Check the record", self.check)
        self.export_button = primary_button("Save for an auditor…", self.export)
        self._build()
        self.filters.changed.connect(lambda: self.refresh(set()))
        self.model.more_wanted.connect(lambda _: self._ask_older())
        self.table.selectionModel().currentChanged.connect(self._show)

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        frame = page_layout(self)
        frame.addWidget(PageTitle("Activity", _ABOUT))
        frame.addWidget(self.said)
        frame.addWidget(self.filters)
        listed = column(row(self.count, None, self.filters.clear_button), self.table, gap=0.5)
        listed.setStretch(1, 1)
        frame.addLayout(listed, 1)
        frame.addWidget(self.detail)
        frame.addLayout(row(None, self.who_saw, self.check_button, self.export_button))

    def open_with(self, *, person_id: int) -> None:
        """Only the entries of a person."""
        self.filters.show_person(person_id)

    # The list

    def refresh(self, changes: set[str]) -> None:  # noqa: ARG002 - everything is recorded
        wanted = self.filters.wanted
        self._desk.ask(self, "activity", lambda store: ask_activity(store, wanted), self._fill)

    def _fill(self, found: Activity) -> None:
        self.filters.show_choices(found.names, found.groups)
        kept = self._entry
        is_more = len(found.entries) == AT_ONCE
        self.model.set_first(found.entries, len(found.entries) + is_more)
        self._tell_count()
        reader, who = self._desk.reader, self._desk.user
        self.export_button.setEnabled(reader is not None and may(reader, who, Right.AUDIT))
        here = [one.number for one in found.entries]
        if kept is not None and kept.number in here:
            self.table.selectRow(here.index(kept.number))
        else:
            self._show_entry(None)

    def _ask_older(self) -> None:
        wanted, shown = self.filters.wanted, self.model.records
        if not shown:
            return
        number = shown[-1].number
        self._desk.ask(
            self, "older activity", lambda store: ask_older(store, wanted, number), self._add
        )

    def _add(self, entries: list[AuditEntry]) -> None:
        self.model.add(entries)
        if len(entries) == AT_ONCE:
            self.model.total = len(self.model.records) + 1
        self._tell_count()

    def _tell_count(self) -> None:
        n = len(self.model.records)
        is_more = self.model.total > n
        self.filters.clear_button.setVisible(self.filters.is_narrowed)
        if not n:
            self.count.setText("No entry fits the filters." if self.filters.is_narrowed else "")
        elif is_more:
            self.count.setText(f"The newest {n:,} entries; further ones come as you scroll.")
        else:
            self.count.setText(f"{n:,} {'entry' if n == 1 else 'entries'}, all there are.")

    @property
    def _entry(self) -> AuditEntry | None:
        return self.model.record(self.table.currentIndex())

    def _show(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_entry(self.model.record(index))

    def _show_entry(self, entry: AuditEntry | None) -> None:
        self.detail.setText(_whole(entry) if entry is not None else "")
        self.detail.setVisible(entry is not None)
        self.who_saw.setEnabled(self._person() is not None)

    # What can be done

    def _person(self) -> int | None:
        """Whom the chosen entry is about, else whom the filter names."""
        reader, entry = self._desk.reader, self._entry
        found = person_of(reader, entry) if reader is not None and entry is not None else None
        return found if found is not None else self.filters.wanted.person_id

    def show_access(self) -> None:
        """Who looked at the person, and what about the person was given out."""
        person_id = self._person()
        if person_id is not None:
            AccessDialog(self._desk, person_id, self).open()

    def check(self) -> None:
        """Go through the whole chain."""

        def job(workspace: Workspace, _progress: Progress) -> tuple[list[str], str, int]:
            anchor = current_anchor(workspace)
            return find_record_problems(workspace), anchor.text, anchor.number

        self._desk.run_job("Checking the record of the work", job, self._tell_checked, set())

    def _tell_checked(self, found: tuple[list[str], str, int]) -> None:
        problems, anchor, n = found
        if problems:
            self.said.show_message("stop", " ".join(problems))
        else:
            self.said.show_message(
                "good", f"All {n:,} entries follow from one another. The last is {anchor}."
            )

    def export(self) -> None:
        """The whole record into a folder, with the means to check it without the program."""
        folder, who = self.choose_folder(), self._desk.user
        if folder is None:
            return

        def job(workspace: Workspace, progress: Progress) -> RecordExport:
            return export_record(workspace, folder, progress, who=who)

        def done(made: RecordExport) -> None:
            self.said.show_message(
                "good",
                f"{made.n_entries:,} entries are in {made.path}. Write the last one down: "
                f"{made.anchor.text}",
            )

        self._desk.run_job("Writing the record of the work", job, done, {"log"}, unit="entries")

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, "Folder for the record of the work")
        return Path(name) if name else None


def _whole(entry: AuditEntry) -> str:
    parts = [f"{local_time(entry.at)}, {entry.who}: {action_words(entry.action)}"]
    if entry.subject:
        parts[0] += f", {entry.subject}"
    if entry.old:
        parts.append(f"Before: {value_words(entry.old)}")
    if entry.new:
        parts.append(f"After: {value_words(entry.new)}")
    return "\n".join(parts)

"""The address book: who gets papers and lists, and when each entry was last checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QScrollArea,
    QSplitter,
    QWidget,
)

from app.jobs.clock import today
from app.jobs.contacts import (
    Taken,
    checked_words,
    export_contacts,
    import_contacts,
    is_old,
    mark_checked,
    remove_contact,
    save_contact,
)
from app.store.contacts import ROLES, Contact, list_contacts
from ui.contacts.form import ContactForm
from ui.counties import county_on_screen
from ui.desk import Desk
from ui.desk_dialog import DeskDialog
from ui.messages import ask
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import column, data_table, label, plural, primary_button, quiet_button, row

ABOUT = (
    "Letters, lists and proofs of service take their receivers from here. An entry that nobody "
    "checked for a year is marked old."
)
_WIDTHS = (128, 250, 110)
_MOST_SENTENCES = 3


class ContactsDialog(DeskDialog):
    """The list at the left, the entry in hand at the right."""

    help_at = "letters#addresses"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, "Address book", ABOUT)
        self._day = today()
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.choose_target: Callable[[], Path | None] = self._ask_target
        self.role = QComboBox()
        self.role.addItem("All roles", "")
        for role in ROLES:
            self.role.addItem(role.capitalize(), role)
        self.role.setAccessibleName("Role")
        self.entries: RowsModel[Contact] = RowsModel(
            (
                Column("Role", lambda one: one.role.capitalize()),
                Column("Name", lambda one: one.name),
                Column("County", lambda one: county_on_screen(one.county)),
                Column("Last checked", lambda one: checked_words(one, self._day)),
            )
        )
        self.table = data_table(self.entries, "Contacts", compact=True)
        self.form = ContactForm()
        self.count = label("", "secondary", wrap=False)
        self.new_button = quiet_button("New entry", self.begin_new)
        self.remove_button = quiet_button("Remove…", self.ask_remove)
        self.checked_button = quiet_button("Checked today", self.mark_checked)
        self.save_button = primary_button("Save entry", self.save)
        self._wanted = 0
        self._build()
        self.reload()

    def _build(self) -> None:
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, px(width))
        files = row(
            quiet_button("Import…", self.take_in), quiet_button("Export…", self.give_out), None,
            self.new_button,
        )  # fmt: skip
        left, right = QWidget(), QWidget()
        left.setLayout(column(row(self.role, self.count, None), self.table, files))
        area = QScrollArea()
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Entry")
        right.setLayout(column(area))
        left.setContentsMargins(0, 0, space(2), 0)
        right.setContentsMargins(space(2), 0, 0, 0)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setSizes([px(660), px(420)])
        panes.setStretchFactor(0, 1)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        close = quiet_button("Close", self.close)
        self.build(panes, self.remove_button, self.checked_button, None, close, self.save_button)
        self.role.currentIndexChanged.connect(lambda _: self.reload())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now))

    def reload(self, wanted: int = 0) -> None:
        """Look at what is kept; the entry with the number ``wanted`` is selected."""
        role = str(self.role.currentData())
        self._wanted = wanted
        self.desk.ask(self, "contacts", lambda store: list_contacts(store, role=role), self._show)

    def _show(self, found: list[Contact]) -> None:
        self.entries.set_records(found)
        n_old = sum(is_old(one, self._day) for one in found)
        self.count.setText(
            plural(len(found), "entry", "entries") + (f", {n_old:,} old" if n_old else "")
        )
        place = next((n for n, one in enumerate(found) if one.id == self._wanted), 0)
        if found:
            self.table.selectRow(place)
        else:
            self.begin_new()

    def _choose(self, index: QModelIndex) -> None:
        contact = self.entries.record(index)
        if contact is not None:
            self.form.show_contact(contact)
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_kept = self.form.contact.id > 0
        self.remove_button.setEnabled(is_kept)
        self.checked_button.setEnabled(is_kept)

    def begin_new(self) -> None:
        """An empty form."""
        self.table.clearSelection()
        self.form.show_contact(Contact(str(self.role.currentData()) or ROLES[0], ""))
        self._show_buttons()
        self.form.name.setFocus()

    # Changing

    def save(self) -> None:
        """Keep what the form says."""
        contact, who = self.form.contact, self.desk.user
        self.desk.run_job(
            "Saving the entry",
            lambda store, _: save_contact(store, contact, who),
            lambda kept: self._on_done(f"{kept.name} is kept.", kept.id),
            {"settings"},
            on_failed=self.fail,
            is_saving=True,
        )

    def mark_checked(self) -> None:
        """Note that the entry was looked up today and is right."""
        number, day, who = self.form.contact.id, self._day, self.desk.user
        if number:
            self.desk.run_job(
                "Noting the check",
                lambda store, _: mark_checked(store, [number], day, who),
                lambda _: self._on_done(f"Checked on {day}.", number),
                {"settings"},
                on_failed=self.fail,
                is_saving=True,
            )

    def ask_remove(self) -> None:
        """Take the entry out of the lists, once the person has said so."""
        contact = self.form.contact
        if contact.id:
            ask(
                self,
                "Remove this entry?",
                f"{contact.name} is no longer offered. Papers made before keep what they say.",
                "Remove",
                lambda: self._remove(contact.id),
            )

    def _remove(self, number: int) -> None:
        who = self.desk.user
        self.desk.run_job(
            "Removing the entry",
            lambda store, _: remove_contact(store, number, who),
            lambda _: self._on_done("The entry is removed.", 0),
            {"settings"},
            on_failed=self.fail,
            is_saving=True,
        )

    def _on_done(self, sentence: str, number: int) -> None:
        if self.tell("good", sentence):
            self.reload(number)

    # Files

    def take_in(self) -> None:
        """Import a CSV file; rows that cannot be used are told."""
        path, who = self.choose_file(), self.desk.user
        if path is not None:
            self.desk.run_job(
                "Reading contacts",
                lambda store, _: import_contacts(store, path, who),
                self._on_taken,
                {"settings"},
                on_failed=self.fail,
            )

    def _on_taken(self, taken: Taken) -> None:
        words = f"{taken.n_new:,} new, {taken.n_changed:,} changed, {taken.n_same:,} as before."
        for bad in taken.bad[:_MOST_SENTENCES]:
            words += f" {bad}"
        if len(taken.bad) > _MOST_SENTENCES:
            words += f" And {len(taken.bad) - _MOST_SENTENCES:,} more rows that were not used."
        if self.tell("caution" if taken.bad else "good", words):
            self.reload()

    def give_out(self) -> None:
        """Export the address book as a CSV file."""
        path, who = self.choose_target(), self.desk.user
        if path is not None:
            self.desk.run_job(
                "Writing contacts",
                lambda store, _: export_contacts(store, path, who=who),
                lambda n: self.tell("good", f"{plural(n, 'entry', 'entries')} in {path.name}."),
                {"log"},
                on_failed=self.fail,
            )

    def _ask_file(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Import contacts", "", "CSV (*.csv)")
        return Path(chosen) if chosen else None

    def _ask_target(self) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export contacts", "Contacts.csv", "CSV (*.csv)"
        )
        return Path(chosen) if chosen else None

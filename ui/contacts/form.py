"""One entry of the address book, to be filled in."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from app.jobs.contacts import LONGEST
from app.store.contacts import ROLES, Contact
from ui.counties import california_counties, county_on_screen
from ui.theme import px
from ui.widgets import SearchableCombo, column, field, row


class ContactForm(QWidget):
    """`contact` is what the fields say now."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Contact(ROLES[0], "")
        self.role = QComboBox()
        for role in ROLES:
            self.role.addItem(role.capitalize(), role)
        self.name, self.phone, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        self.note = QLineEdit()
        for edit in (self.name, self.phone, self.email, self.note):
            edit.setMaxLength(LONGEST)
        self.county = SearchableCombo(california_counties(), "None, or type a county")
        self.address = QPlainTextEdit()
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(px(84))
        self.is_checked = QCheckBox("Checked on")
        self.is_checked.setAccessibleName("The entry was checked")
        self.checked_on = QDateEdit()
        self.checked_on.setDisplayFormat("yyyy-MM-dd")
        self.checked_on.setCalendarPopup(True)
        self.checked_on.setAccessibleName("Day on which it was checked")
        self.is_checked.toggled.connect(self.checked_on.setEnabled)
        layout = column(
            field("Role", self.role),
            field("Name", self.name),
            field("County", self.county),
            field("Address", self.address),
            field("Telephone", self.phone),
            field("E-mail", self.email),
            field("Note", self.note),
            row(self.is_checked, self.checked_on, None),
        )
        layout.addStretch(1)
        self.setLayout(layout)
        self.show_contact(self._shown)

    def show_contact(self, contact: Contact) -> None:
        """Fill the fields."""
        self._shown = contact
        self.role.setCurrentIndex(max(0, self.role.findData(contact.role)))
        self.name.setText(contact.name)
        self.county.setCurrentIndex(-1)
        self.county.setEditText(county_on_screen(contact.county))
        self.address.setPlainText("\n".join(contact.address))
        self.phone.setText(contact.phone)
        self.email.setText(contact.email)
        self.note.setText(contact.note)
        self.is_checked.setChecked(bool(contact.checked_on))
        self.checked_on.setEnabled(bool(contact.checked_on))
        day = QDate.fromString(contact.checked_on, "yyyy-MM-dd")
        self.checked_on.setDate(day if day.isValid() else QDate.currentDate())

    @property
    def contact(self) -> Contact:
        """What the fields say; its number is that of the entry shown."""
        day = self.checked_on.date().toString("yyyy-MM-dd")
        return Contact(
            role=str(self.role.currentData()),
            name=self.name.text(),
            county=self.county.currentText(),
            address=tuple(self.address.toPlainText().splitlines()),
            phone=self.phone.text(),
            email=self.email.text(),
            note=self.note.text(),
            checked_on=day if self.is_checked.isChecked() else "",
            id=self._shown.id,
        )

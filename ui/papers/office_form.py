"""The office's letterhead: what a motion says of the office that files it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from app.documents.draft import Office, Side
from ui.desk import Desk
from ui.papers.logo_field import LogoField
from ui.theme import px, space
from ui.widgets import column, field, label, quiet_button, row

KINDS = ("District Attorney", "City Attorney", "Public Defender")
PARTIES = ("the People of the State of California", "the defendant")

BY_HAND = "Each person writes address, telephone and e-mail by hand."

# What the papers print a blank line for when it is missing, in the words of the form.
_NEEDED = (
    ("name", "the office's name"),
    ("attorney_name", "the attorney's name"),
    ("bar_number", "the bar number"),
    ("address", "the address"),
    ("telephone", "the telephone number"),
    ("email", "the e-mail address"),
)


def missing_words(office: Office) -> str:
    """One sentence of what will print as a blank line, "" when nothing will."""
    if office.files_as is Side.PERSON:
        return BY_HAND
    missing = [words for name, words in _NEEDED if not getattr(office, name)]
    if not missing:
        return ""
    named = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    verb = "is" if len(missing) == 1 else "are"
    lines = "a blank line" if len(missing) == 1 else "blank lines"
    start = named[0].upper() + named[1:]
    return f"{start} {verb} missing: the papers print {lines} to fill in by hand."


class OfficeForm(QScrollArea):
    """Fields of an `Office`; `save_wanted` when the person saves them.

    The picture of the letterhead, which only letters print, saves itself; it is offered where
    the form is given the desk.
    """

    save_wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk | None = None) -> None:
        super().__init__()
        self._saved = Office()
        self.logo = LogoField(desk) if desk is not None else None
        self.name, self.head, self.attorney_name = QLineEdit(), QLineEdit(), QLineEdit()
        self.bar_number, self.telephone, self.fax = QLineEdit(), QLineEdit(), QLineEdit()
        self.email, self.title = QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.kind, self.party = QComboBox(), QComboBox()
        self.files_as = QComboBox()
        self.save_button = quiet_button("Save office", self.save_wanted.emit)
        self._build()
        self.show_office(Office())

    def _build(self) -> None:
        self.kind.addItems(list(KINDS))
        self.party.addItems(list(PARTIES))
        for box in (self.kind, self.party):
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.currentTextChanged.connect(lambda _: self._on_changed())
        for side in Side:
            self.files_as.addItem(side.value.capitalize(), side.value)
        self.files_as.currentIndexChanged.connect(lambda _: self._on_changed())
        for edit in (self.name, self.head, self.attorney_name, self.bar_number, self.telephone,
                     self.fax, self.email, self.title):  # fmt: skip
            edit.setMaxLength(200)
            edit.textChanged.connect(lambda _: self._on_changed())
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(px(72))
        self.address.textChanged.connect(self._on_changed)
        inside = QWidget()
        layout = column(
            field("Who files", self.files_as, "Which papers are offered; save to change them"),
            field("Name of the office", self.name, "Office of the District Attorney, County of …"),
            field("Kind of office", self.kind),
            field(
                "Head of the office", self.head, "Printed above the attorney's line; may be empty"
            ),
            field("Attorney", self.attorney_name),
            field("Title of the attorney", self.title, "Below the name in letters; may be empty"),
            field("State bar number", self.bar_number),
            field("Address", self.address, "One line for each line of the letterhead"),
            field("Telephone", self.telephone),
            field("Fax", self.fax),
            field("E-mail", self.email),
            field("Attorney for", self.party),
            row(None, self.save_button),
            label("Signatures and dates of signing always stay blank.", "caption"),
            gap=1.5,
        )
        if self.logo is not None:
            layout.addLayout(self.logo.as_field())
        layout.setContentsMargins(0, space(1), space(1), 0)
        layout.addStretch(1)
        inside.setLayout(layout)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Office")

    def show_office(self, office: Office) -> None:
        """Fill the form with what is saved."""
        self._saved = office
        for name in ("name", "head", "attorney_name", "title", "bar_number", "telephone", "fax",
                     "email"):  # fmt: skip
            getattr(self, name).setText(getattr(office, name))
        self.files_as.setCurrentIndex(max(0, self.files_as.findData(office.files_as.value)))
        self.kind.setCurrentText(office.kind)
        self.party.setCurrentText(office.party)
        self.address.setPlainText("\n".join(office.address))
        self._on_changed()

    @property
    def office(self) -> Office:
        """What the form says now."""
        lines = [line.strip() for line in self.address.toPlainText().splitlines()]
        return replace(
            self._saved,  # what the form has no field for stays
            name=self.name.text().strip(),
            kind=self.kind.currentText().strip(),
            head=self.head.text().strip(),
            attorney_name=self.attorney_name.text().strip(),
            title=self.title.text().strip(),
            bar_number=self.bar_number.text().strip(),
            address=tuple(line for line in lines if line),
            telephone=self.telephone.text().strip(),
            fax=self.fax.text().strip(),
            email=self.email.text().strip(),
            party=self.party.currentText().strip(),
            side=str(self.files_as.currentData()),
        )

    def focus_field(self, name: str) -> None:
        """The keyboard goes to a field of the letterhead, by its name in `Office`."""
        found = getattr(self, name, None) if name else None
        if isinstance(found, QWidget):
            self.ensureWidgetVisible(found)
            found.setFocus()

    @property
    def is_changed(self) -> bool:
        """Whether the form says something else than what is saved."""
        return self.office != self._saved

    def settle(self, office: Office) -> None:
        """``office`` is what is saved now; what the person types meanwhile stays."""
        self._saved = office
        self._on_changed()

    def _on_changed(self) -> None:
        self.save_button.setEnabled(self.is_changed)
        self.changed.emit()

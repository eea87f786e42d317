"""Saying that a doubtful cell stays as it is, with a note why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from app.jobs.issue_view import IssueView
from ui.issues.words import place_words, text_words
from ui.sheet import Sheet
from ui.widgets import field, label, plural, primary_button, quiet_button


class StaysDialog(Sheet):
    """Asks for the note; tells whether all alike are meant."""

    said = Signal(str, bool)  # note, everywhere

    def __init__(self, view: IssueView, n_open_alike: int, parent: QWidget | None) -> None:
        title = "Confirm as it is"
        super().__init__(parent, title, window_title=title)
        issue = view.shown.listed.issue
        self.body.addWidget(label(f"{place_words(view.shown)}: {text_words(issue.text)}", "body"))
        self.body.addWidget(
            label(
                "It stays as it is and counts as seen. " + view.shown.consequence,
                "secondary",
            )
        )
        self.here = QRadioButton("Only this one")
        self.everywhere = QRadioButton(f"All {plural(n_open_alike, 'issue')} that say the same")
        group = QButtonGroup(self)
        group.addButton(self.here)
        group.addButton(self.everywhere)
        self.here.setChecked(True)
        for choice in (self.here, self.everywhere):
            choice.setVisible(n_open_alike > 1)
            self.body.addWidget(choice)
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.note.setPlaceholderText("For example: the court's own record says the same")
        self.yes = primary_button("Confirm", self._say)
        self.note.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.body.addLayout(field("Why", self.note))
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.note.setFocus()

    def _say(self) -> None:
        note = self.note.text().strip()
        if note:
            self.accept()
            self.said.emit(note, self.everywhere.isChecked())

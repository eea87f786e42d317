"""The small sheets of the forms: what a blank is called, and for whom a form is filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QFileDialog, QLineEdit, QWidget

from app.documents.forms.field_map import UNDATED
from app.jobs.fill_forms import FormRequest
from app.jobs.forms import FormState
from ui.sheet import Sheet
from ui.widgets import Banner, field, label, plain_button, primary_button, quiet_button, row

ToFolder = Callable[[], Path | None]


class NameSheet(Sheet):
    """Form and edition of a blank that does not print them."""

    def __init__(
        self, parent: QWidget, name: str, form: str, edition: str,
        on_named: Callable[[str, str], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, f"What is {name}?", window_title="Put a blank form in")
        self._on_named = on_named
        self.form, self.edition = QLineEdit(form), QLineEdit(edition)
        self.form.setReadOnly(bool(form))
        self.edition.setReadOnly(bool(edition))
        self.body.addWidget(
            label(
                "The file does not print all of this in a way that can be read. Look at the foot "
                "of its pages.",
                "body",
            )
        )
        self.body.addLayout(field("Form", self.form, "Its number, such as CR-180"))
        self.body.addLayout(
            field(
                "Edition", self.edition,
                f"The day it is dated, such as 2024-01-01, or {UNDATED} when it has none",
            )
        )  # fmt: skip
        self.put = primary_button("Put the form in", self._done)
        self.set_buttons(quiet_button("Cancel", self.reject), self.put)
        for line in (self.form, self.edition):
            line.textChanged.connect(lambda _: self._look())
        self._look()

    def _look(self) -> None:
        self.put.setEnabled(all(line.text().strip() for line in (self.form, self.edition)))

    def _done(self) -> None:
        self._on_named(self.form.text().strip(), self.edition.text().strip())
        self.accept()


class FillSheet(Sheet):
    """For which cases a form is filled, and why, where something speaks against it."""

    def __init__(
        self, parent: QWidget, state: FormState, make: Callable[[FormRequest], object],
        template: FormRequest,
    ) -> None:  # fmt: skip
        super().__init__(parent, f"Fill {state.form}", window_title="Fill a form")
        self._make = make
        self._template = template
        self._folder: Path | None = None
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_folder: ToFolder = self._ask_folder
        self.cases, self.reason = QLineEdit(), QLineEdit()
        self.live = QCheckBox("Also a copy whose fields can still be changed")
        self.live.setAccessibleName(self.live.text())
        day = template.paper_date
        self.dated = QDateEdit(QDate(day.year, day.month, day.day))
        self.dated.setCalendarPopup(True)
        self.dated.setDisplayFormat("yyyy-MM-dd")
        self.folder = label("No folder chosen yet", "secondary")
        self.fill = primary_button("Fill the forms", self._done)
        doubts = Banner("caution", " ".join(state.doubts))
        doubts.setVisible(bool(state.doubts))
        self.body.addWidget(doubts)
        self.body.addLayout(
            field(
                "Cases", self.cases,
                "Case numbers with commas between; empty for every case with relief after review",
            )
        )  # fmt: skip
        self.body.addLayout(
            field("Date of the files", self.dated, "Never printed as a date of signing")
        )
        self.body.addLayout(
            field(
                "Reason", self.reason,
                "Only when something speaks against the form: why it is filled all the same. "
                "It is logged with your name.",
            )
        )  # fmt: skip
        self.body.addWidget(self.live)
        self.body.addLayout(row(plain_button("Choose the folder…", self._choose), self.folder))
        self.set_buttons(quiet_button("Cancel", self.reject), self.fill)
        self._is_doubtful = bool(state.doubts)
        self.reason.textChanged.connect(lambda _: self._look())
        self._look()

    def _look(self) -> None:
        has_reason = bool(self.reason.text().strip()) or not self._is_doubtful
        self.fill.setEnabled(self._folder is not None and has_reason)

    def _choose(self) -> None:
        folder = self.choose_folder()
        if folder is not None:
            self._folder = folder
            self.folder.setText(str(folder))
        self._look()

    def _ask_folder(self) -> Path | None:
        named = QFileDialog.getExistingDirectory(self, "Folder for the forms")
        return Path(named) if named else None

    def _done(self) -> None:
        if self._folder is None:
            return
        day = self.dated.date()
        cases = tuple(part.strip() for part in self.cases.text().split(",") if part.strip())
        self._make(
            FormRequest(
                self._template.form, self._folder, cases, self._template.office,
                self._template.paper_date.replace(
                    year=day.year(), month=day.month(), day=day.day()
                ),
                self.live.isChecked(), self.reason.text().strip(),
            )
        )  # fmt: skip
        self.accept()

"""Signing in to a workspace that was chosen: the name, the passphrase, or the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.jobs.sign_in import list_sign_in_names, sign_in
from app.store.recovery_code import N_LINES, find_line_problem
from ui.desk import Desk
from ui.keys.secret_dialog import passphrase_field
from ui.start.dialogs import WorkspaceDialog
from ui.theme import monospace_font
from ui.widgets import column, field, plain_button

_OFFICE = "The office passphrase"
_HINT = "16 signs; hyphens, blanks and small letters make no difference"


class OpenDialog(WorkspaceDialog):
    """Where users sign in, their names stand there; else the office passphrase is asked."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget) -> None:
        super().__init__(desk, f"Open {path.stem}", str(path), "Open", parent)
        self._path = path
        self.names = QComboBox()
        found = list_sign_in_names(path)
        if found:
            self._fill_names(found)
            self.fields.addLayout(field("Who are you?", self.names))
        self.passphrase = passphrase_field()
        self._by_passphrase = _group(self, [("Passphrase", self.passphrase, "")])
        self.lines = [QLineEdit() for _ in range(N_LINES)]
        self._by_sheet = _group(
            self,
            [
                (f"Line {number}", line, _HINT if number == 1 else "")
                for number, line in enumerate(self.lines, start=1)
            ],
        )
        self._by_sheet.hide()
        for number, line in enumerate(self.lines, start=1):
            line.setFont(monospace_font())
            line.editingFinished.connect(lambda number=number: self._check_line(number))
        self.user = QLineEdit() if found else self.name_field()
        self.other_way = plain_button("Use the recovery sheet", self.turn)
        self.fields.addWidget(self.other_way)
        self.passphrase.setFocus()

    def _fill_names(self, found: list[str]) -> None:
        for name in found:
            self.names.addItem(name, name)
        self.names.addItem(_OFFICE, "")
        known = (self.desk.preferences.worker_of(self._path), self.desk.preferences.user)
        self.names.setCurrentIndex(next((found.index(one) for one in known if one in found), 0))

    @property
    def is_by_sheet(self) -> bool:
        return not self._by_sheet.isHidden()

    def turn(self) -> None:
        """From the passphrase to the recovery sheet, or back."""
        is_by_sheet = not self.is_by_sheet
        self._by_sheet.setVisible(is_by_sheet)
        self._by_passphrase.setVisible(not is_by_sheet)
        self.names.setEnabled(not is_by_sheet)
        self.other_way.setText("Use the passphrase" if is_by_sheet else "Use the recovery sheet")
        self.problem.show_message("info", "")
        (self.lines[0] if is_by_sheet else self.passphrase).setFocus()
        self.fit()

    def _check_line(self, number: int) -> None:
        """A mistyped line is named as soon as it is left."""
        text = self.lines[number - 1].text()
        problem = find_line_problem(number, text) if text.strip() else ""
        self.problem.show_message("stop", problem)
        self.fit()

    def go(self) -> None:
        if self.is_by_sheet:
            self._go_by_sheet()
            return None
        secret = self.passphrase.text()
        if not secret:
            return self.refuse("Type the passphrase of this workspace.", self.passphrase)
        if not self.names.count() and not self.keep_name(self.user):
            return None
        self.passphrase.selectAll()
        self._sign_in(secret, self.passphrase)
        return None

    def _go_by_sheet(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            problem = find_line_problem(number, line.text())
            if problem:
                self.refuse(problem, line)
                return
        if self.names.count() or self.keep_name(self.user):
            self._sign_in("\n".join(line.text() for line in self.lines), self.lines[0])

    def _sign_in(self, secret: str, at: QWidget) -> None:
        path, desk = self._path, self.desk
        name = str(self.names.currentData() or "") if self.names.count() else desk.preferences.user
        if self.is_by_sheet and self.names.count():
            name = ""
        if self.names.count() and name:
            desk.preferences.remember_worker(path, name)
        self.start(lambda: sign_in(path, secret, name, pause=desk.pause), at)


def _group(dialog: OpenDialog, rows: list[tuple[str, QLineEdit, str]]) -> QWidget:
    """Fields that are shown or hidden together."""
    made = QWidget()
    frame = column(*(field(caption, editor, hint) for caption, editor, hint in rows), gap=1.5)
    frame.setContentsMargins(0, 0, 0, 0)
    made.setLayout(frame)
    dialog.fields.addWidget(made)
    return made

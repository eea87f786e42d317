"""Calling a check final: by name, and with the reason while something is open."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.errors import UserError
from app.jobs.final import Finality, call_final
from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import Banner, field, label, primary_button, quiet_button

_LONGEST = 1000


class FinalDialog(Sheet):
    """Asks for the name and, where something is open, why the check may be final all the same."""

    def __init__(self, desk: Desk, found: Finality, parent: QWidget | None) -> None:
        title = "Call this check final"
        super().__init__(parent, title, window_title=title)
        self._desk = desk
        self._needs_reason = bool(found.n_set_aside or found.n_open)
        self.body.addWidget(
            label(f"{found.sentence.removesuffix('.')}. {_ABOUT_OPEN}", "body")
            if self._needs_reason
            else label(_ABOUT_DONE, "body")
        )
        self.problem = Banner("stop")
        self.body.addWidget(self.problem)
        self.name = QLineEdit(desk.user if desk.preferences.has_user else "")
        self.name.setPlaceholderText("First and last name")
        self.name.setMaxLength(120)
        self.body.addLayout(field("Who calls it final", self.name))
        self.why = QPlainTextEdit()
        self.why.setTabChangesFocus(True)
        self.why.setFixedHeight(px(88))
        self.why.setPlaceholderText("For example: the court was asked for the 12 rows on 1 March")
        if self._needs_reason:
            self.body.addLayout(
                field("Why it may be final all the same", self.why, "Stands in every report.")
            )
        self.yes = primary_button("Call it final", self.sign)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        (self.why if self._needs_reason and self.name.text() else self.name).setFocus()

    def sign(self) -> None:
        """Keep the call; say what is missing."""
        who, why = self.name.text().strip(), self.why.toPlainText().strip()[:_LONGEST]
        if not who:
            self._refuse("Say who calls the check final.", self.name)
        elif self._needs_reason and not why:
            self._refuse("Say why the check may be final while this is open.", self.why)
        else:
            self.yes.setEnabled(False)

            def job(store: Workspace, _progress: Progress) -> Finality:
                return call_final(store, who, why)

            self._desk.run_job(
                "Saving", job, lambda _: self.accept(), {"check"}, on_failed=self._failed
            )

    def _failed(self, error: Exception) -> None:
        self.yes.setEnabled(True)
        if isinstance(error, UserError):
            self._refuse(error.message, self.name)
        else:
            self.reject()
            self._desk.report(error)

    def _refuse(self, sentence: str, at: QWidget) -> None:
        self.problem.show_message("stop", sentence)
        self.fit()
        at.setFocus()


_ABOUT_OPEN = "What is open stays listed, and may change answers when it is mended later."
_ABOUT_DONE = (
    "No row is set aside and no issue of consequence is open. The name and the day stand in every "
    "report until files, mends or another check come."
)

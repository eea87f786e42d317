"""What all dialogs with passphrases share: fields that show nothing, a place for what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.widgets import Banner, field, label, primary_button, quiet_button

T = TypeVar("T")
GOOD_WORDS = (
    "At least eight characters. Four or five words that have nothing to do with one another make "
    "a good passphrase."
)


class SecretDialog(Sheet):
    """Fill the fields, then `finish`; ``go`` reads them."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        title: str,
        about: str,
        yes: str,
        *,
        no: str = "Cancel",
    ) -> None:
        super().__init__(parent, title, window_title=title)
        self.desk = desk
        self._is_busy = False
        if about:
            self.body.addWidget(label(about, "secondary"))
        self.problem = Banner("stop", closable=False)
        self.body.addWidget(self.problem)
        self.yes = primary_button(yes, self.go)
        self.yes.setDefault(True)
        self.no = quiet_button(no, self.reject)
        self.set_buttons(self.no, self.yes)

    def secret(self, caption: str, hint: str = "") -> QLineEdit:
        """A field for a passphrase."""
        editor = passphrase_field()
        self.body.addLayout(field(caption, editor, hint))
        return editor

    def go(self) -> None:
        """Read the fields; say what is missing, else do it."""
        raise NotImplementedError

    def refuse(self, sentence: str, at: QWidget) -> None:
        self._set_busy(is_busy=False)
        self.problem.show_message("stop", sentence)
        self.fit()
        at.setFocus()

    def are_alike(self, new: QLineEdit, again: QLineEdit) -> bool:
        """Whether the new passphrase was typed twice; says so when it was not."""
        if new.text() and new.text() == again.text():
            return True
        again.clear()
        words = "The two passphrases differ. Type the second one again."
        self.refuse(
            words if new.text() else "Type the new passphrase.", again if new.text() else new
        )
        return False

    def run(
        self, what: str, job: Callable[[Workspace], T], on_done: Callable[[T], None], at: QWidget
    ) -> None:
        """Do it on the background thread; what is refused is told here, at the field."""
        self.begin()

        def done(result: T) -> None:
            if isValid(self):
                self.accept()
            on_done(result)

        self.desk.run_job(
            what, lambda store, _: job(store), done, {"settings", "log"},
            on_failed=lambda error: self.failed(error, at), is_saving=True,
        )  # fmt: skip

    def begin(self) -> None:
        self._set_busy(is_busy=True)
        self.problem.show_message("info", "")

    def failed(self, error: Exception, at: QWidget) -> None:
        if isinstance(error, UserError) and isValid(self):
            self.refuse(error.message, at)
            return
        if isValid(self):
            self._set_busy(is_busy=False)
            self.reject()
        self.desk.report(error)

    def reject(self) -> None:
        """Not while it is being done: nobody would hear what came of it."""
        if not self._is_busy:
            super().reject()

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.yes.setEnabled(not is_busy)
        self.no.setEnabled(not is_busy)


def passphrase_field() -> QLineEdit:
    """Typed letters are not shown, and cannot be copied."""
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor

"""What a locked window shows: who is signed in, and a place for the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.jobs.sign_in import check_passphrase
from app.store.workspace import Workspace
from app.version import PROGRAM
from ui.desk import Desk
from ui.theme import px, space
from ui.widgets import Banner, field, label, plain_button, primary_button, row

WIDTH_PX = 440
_PRACTICE = "This is the practice county: its passphrase is “practice”."


class LockPage(QFrame):
    """``on_right`` after the right passphrase, with the number of wrong ones before it;
    ``on_close`` to close the workspace instead."""

    def __init__(
        self, desk: Desk, on_right: Callable[[int], None], on_close: Callable[[], None]
    ) -> None:
        super().__init__()
        self._desk, self._on_right = desk, on_right
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self.unlock)
        self.problem = Banner("stop", closable=False)
        self.yes = primary_button("Unlock", self.unlock)
        self.close_button = plain_button("Close the workspace", on_close)
        user = desk.access.user
        self.about = label(self._words(), "secondary")
        inside = QWidget()
        inside.setFixedWidth(px(WIDTH_PX))
        frame = QVBoxLayout(inside)
        frame.setSpacing(space(2))
        frame.addStretch(1)
        frame.addWidget(label(f"{PROGRAM} is locked", "section"))
        frame.addWidget(self.about)
        frame.addWidget(self.problem)
        frame.addLayout(field(f"Passphrase of {user}" if user else "Passphrase", self.passphrase))
        frame.addLayout(row(self.close_button, None, self.yes))
        frame.addStretch(2)
        outer = QVBoxLayout(self)
        outer.addWidget(inside, 1, Qt.AlignmentFlag.AlignHCenter)

    def _words(self) -> str:
        parts = ["Nothing of the workspace is shown, and nothing was closed."]
        if self._desk.tasks.has_job:
            parts.append("The work that was begun goes on.")
        if self._desk.info is not None and self._desk.info.is_practice:
            parts.append(_PRACTICE)
        return " ".join(parts)

    def unlock(self) -> None:
        """Check the passphrase on a thread of its own; the window stays awake."""
        words = self.passphrase.text()
        if not words or not self.yes.isEnabled():
            self.passphrase.setFocus()
            return
        self.passphrase.clear()
        self._set_busy(is_busy=True)
        desk = self._desk
        access = desk.access

        def check(reader: Workspace) -> int:
            reader.access = access
            return check_passphrase(reader, words, pause=desk.pause)

        desk.ask(self, "unlock", check, self._on_right, self._refuse)

    def refuse_to_close(self) -> None:
        """A job is at work, and it is not asked here whether it may be stopped."""
        self.problem.show_message(
            "stop", "Work that was begun is not finished. Unlock the window to stop it, or wait."
        )

    def _refuse(self, sentence: str) -> None:
        self._set_busy(is_busy=False)
        self.problem.show_message("stop", sentence)
        self.passphrase.setFocus()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.yes.setEnabled(not is_busy)
        self.passphrase.setEnabled(not is_busy)
        self.problem.show_message("info", "Checking the passphrase…" if is_busy else "")

"""What the window says when something needs saying: questions, sentences, bug reports.

No dialog here runs its own event loop: each is opened and answers through a
callback, so that the window never stands still behind one.
"""

from __future__ import annotations

from collections.abc import Callable

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

import app.bugs
from ui.sheet import Sheet
from ui.theme import monospace_font, px
from ui.widgets import danger_button, label, primary_button, quiet_button


def bug_report(error: BaseException) -> str:
    """What a developer needs of a bug and nothing else (`app.bugs`)."""
    return app.bugs.bug_report(error, f"PySide6 {PySide6.__version__}")


class Message(Sheet):
    """A heading, a sentence and its buttons."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str) -> None:
        super().__init__(parent, title)
        text = label(sentence, "body")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(text)


def ask(
    parent: QWidget,
    title: str,
    consequence: str,
    yes: str,
    on_yes: Callable[[], object],
    *,
    no: str = "Cancel",
    is_dangerous: bool = False,
) -> Message:
    """Ask once, in words that name the consequence; Escape and the quiet button do nothing."""
    dialog = Message(parent, title, consequence)
    refuse = quiet_button(no, dialog.reject)
    agree = (danger_button if is_dangerous else primary_button)(yes, dialog.accept)
    dialog.set_buttons(refuse, agree)
    dialog.accepted.connect(on_yes)
    (refuse if is_dangerous else agree).setFocus()
    dialog.open()
    return dialog


def tell(parent: QWidget, title: str, sentence: str) -> Message:
    """Say something that has to be read before going on."""
    dialog = Message(parent, title, sentence)
    dialog.set_buttons(primary_button("Close", dialog.accept))
    dialog.open()
    return dialog


class BugDialog(Message):
    """Something went wrong that the user cannot mend: a report to copy."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        super().__init__(
            parent,
            "Something went wrong in the program",
            "What you were doing was not finished; what was finished before is safe. The report "
            "below helps to mend the fault. It names places in the program and versions, and "
            "nothing of any record, file or person.",
        )
        self.report = bug_report(error)
        app.bugs.note_bug(error)
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        text.setFont(monospace_font())
        text.setMinimumHeight(px(200))
        self.body.addWidget(text)
        close = primary_button("Close", self.accept)
        self.set_buttons(quiet_button("Copy the report", self._copy), close)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

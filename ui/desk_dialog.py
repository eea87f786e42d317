"""The frame of a large dialog at the desk: a title, what is worked on, a foot with buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QSplitter, QTabWidget, QWidget

from app.errors import UserError
from app.version import PROGRAM
from ui.desk import Desk
from ui.help.asking import give_help_key, set_help
from ui.telling import tell
from ui.theme import px, space
from ui.widgets import Banner, PageTitle, column, row, rule


class DeskDialog(QDialog):
    """Fill ``work`` with `build`. Deleted when it is closed; ``said`` tells what happened."""

    help_at = ""  # the place of the help about this dialog

    def __init__(self, desk: Desk, parent: QWidget | None, title: str, about: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        give_help_key(self)
        set_help(self, self.help_at)
        self.setWindowTitle(f"{title} – {PROGRAM}")
        self.desk = desk
        self.said = Banner("good", closable=True)
        self._title = PageTitle(title, about)

    def set_about(self, text: str) -> None:
        """Another sentence under the title."""
        self._title.set_about(text)

    def build(self, work: QWidget, *buttons: QPushButton | None) -> None:
        """Set the dialog up: what is worked on, and the buttons of the foot; None is a stretch."""
        foot = row(*buttons)
        frame = column(self._title, self.said, work, rule(), foot, gap=1.5)
        frame.setContentsMargins(*(space(3),) * 4)
        frame.setStretch(2, 1)
        frame.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the screen decides
        self.setLayout(frame)
        room = self.screen().availableGeometry()
        self.resize(min(px(1180), room.width()), min(px(760), room.height()))

    def tell(
        self, kind: str, sentence: str, action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> bool:  # fmt: skip
        """Tell what came of a job; once this was closed, above the page. Whether it is open."""
        return tell(self.desk, self.said, kind, sentence, action, on_action)

    def fail(self, error: Exception) -> None:
        """Tell a failure here where it is a sentence, else as the desk does."""
        if isinstance(error, UserError):
            self.tell("stop", error.message)
        else:
            self.desk.report(error)


def place_preview(preview: QWidget, panes: QSplitter, tabs: QTabWidget, *, beside: bool) -> None:
    """The paper beside what makes it where there is room, else as a tab of its own."""
    at = tabs.indexOf(preview)
    if beside and at >= 0:
        tabs.removeTab(at)
        panes.addWidget(preview)
        preview.show()
    elif not beside and at < 0:
        tabs.addTab(preview, "Paper")

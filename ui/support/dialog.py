"""The support file: shown whole before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from app.errors import InputError
from app.jobs.support import SUFFIX, SupportFile, collect_support, save_support
from ui.desk import Desk
from ui.sheet import Sheet
from ui.theme import monospace_font, px
from ui.widgets import Banner, label, primary_button, quiet_button

_ABOUT = (
    "This is all that the file will hold. It tells how the program is doing here and nothing of "
    "any person, file or user. Please read it, save it onto a stick, and pass it on."
)


def open_support(desk: Desk, parent: QWidget) -> None:
    """Collect, then show; ``parent`` is the window."""

    def show(found: SupportFile) -> None:
        SupportDialog(parent, found).open()

    if desk.reader is None:
        desk.run_without_workspace(
            "Collecting the support file", lambda progress: collect_support(None, progress), show
        )
    else:
        desk.run_job("Collecting the support file", collect_support, show, set())


class SupportDialog(Sheet):
    """What is in the file, and the button that saves it."""

    width_px = 760
    help_at = "support"

    def __init__(self, parent: QWidget | None, found: SupportFile) -> None:
        super().__init__(parent, "Support file", window_title="Support file")
        self._found = found
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.said = Banner("good")
        self.text = QPlainTextEdit(found.text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What the support file holds")
        self.text.setFont(monospace_font())
        self.text.setMinimumHeight(px(360))
        self.body.addWidget(label(_ABOUT, "body"))
        self.body.addWidget(self.text)
        self.body.addWidget(self.said)
        self.save_button = primary_button("Save as…", self.save)
        self.set_buttons(quiet_button("Close", self.reject), self.save_button)
        self.save_button.setFocus()

    def save(self) -> None:
        """Ask where, and write the file."""
        path = self.choose_file()
        if path is None:
            return
        try:
            save_support(self._found, path.with_suffix(SUFFIX))
        except InputError as error:
            self.said.show_message("stop", error.message)
        else:
            self.said.show_message("good", f"Saved as {path.with_suffix(SUFFIX).name}.")
        self.fit()

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the support file", f"support{SUFFIX}", f"Zip (*{SUFFIX})"
        )
        return Path(name) if name else None

"""The picture of the letterhead: chosen, shown, taken out. It is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.letterhead import find_logo, read_logo, save_logo
from ui.desk import Desk
from ui.theme import px
from ui.widgets import field, label, plain_button, quiet_button, row

_WIDE, _TALL = 150, 64


class LogoField(QWidget):
    """Reads and keeps the picture through the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.picture = QLabel()
        self.picture.setAccessibleName("Picture of the letterhead")
        self.words = label("", "secondary")
        self.choose_button = quiet_button("Choose a picture…", self.choose)
        self.remove_button = plain_button("Take it out", lambda: self._save(b""))
        self.setLayout(row(self.picture, self.choose_button, self.remove_button, None))
        desk.workspace_opened.connect(self.reload)
        self._show(b"")
        self.reload()

    def as_field(self) -> QVBoxLayout:
        """With its caption, and what may be chosen."""
        made = field("Picture of the letterhead", self, "PNG or JPEG, at most 1 MB; for letters")
        made.addWidget(self.words)
        return made

    def reload(self) -> None:
        """Show what is kept."""
        self._desk.ask(self, "logo", find_logo, self._show)

    def _show(self, data: bytes) -> None:
        picture = QPixmap()
        has_one = bool(data) and picture.loadFromData(data)
        self.picture.setVisible(has_one)
        self.remove_button.setVisible(has_one)
        if has_one:
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(picture.scaled(px(_WIDE), px(_TALL), keep, smooth))
        self.words.setVisible(bool(self.words.text()))

    def choose(self) -> None:
        """Take a picture from a file; what cannot be one is refused with the reason."""
        path = self.choose_file()
        if path is None:
            return
        try:
            data = read_logo(path)
        except UserError as error:
            self._say(error.message)
        else:
            self._save(data)

    def _save(self, data: bytes) -> None:
        who = self._desk.user
        self._say("")

        def done(_: None) -> None:
            if isValid(self):  # else its dialog was closed meanwhile
                self.reload()

        self._desk.run_job(
            "Keeping the picture",
            lambda store, _: save_logo(store, data, who),
            done,
            {"settings"},
            is_saving=True,
        )

    def _say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.words.setVisible(bool(sentence))

    def _ask_file(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Picture of the letterhead", "", "Pictures (*.png *.jpg *.jpeg)"
        )
        return Path(chosen) if chosen else None

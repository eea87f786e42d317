"""A personal number: masked, until somebody asks for it and that is on record."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.jobs.person_numbers import MaskedNumber
from ui.locking.clipboard import copy_for_a_while
from ui.theme import px
from ui.widgets import label, plain_button, row

SHOWN_MS = 60_000


class NumberLine(QWidget):
    """One kind of number. Shown whole for a minute at most, and then copied with a button."""

    wanted = Signal(str)  # the kind's name: show it

    def __init__(self, number: MaskedNumber) -> None:
        super().__init__()
        self.number = number
        self._whole: tuple[str, ...] = ()
        self.text = label("", "body", wrap=False)
        self.show_button = plain_button("Show", self._turn)
        self.copy_button = plain_button("Copy", self._copy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.mask_again)
        line = row(self.text, self.show_button, self.copy_button, gap=0.75)
        line.setContentsMargins(0, 0, px(8), 0)
        self.setLayout(line)
        self.mask_again()

    @property
    def kind(self) -> str:
        return self.number.kind.name

    @property
    def is_whole(self) -> bool:
        return bool(self._whole)

    def show_whole(self, numbers: tuple[str, ...]) -> None:
        """Show it, for it is on record who asked."""
        self._whole = numbers
        self._timer.start()
        self._tell(", ".join(numbers))

    def mask_again(self) -> None:
        """Hide it again."""
        self._whole = ()
        self._timer.stop()
        self._tell(", ".join(self.number.masked))

    def _tell(self, text: str) -> None:
        words = self.number.kind.words
        self.text.setText(f"{words} {text}")
        # Copied with the button alone, which takes it off the clipboard again.
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        does = "Hide" if self._whole else "Show"
        self.show_button.setText(does)
        self.show_button.setAccessibleName(f"{does} the {words} number")
        self.show_button.setToolTip(
            "Hide it again" if self._whole else "Show the whole number; that you saw it is recorded"
        )
        self.copy_button.setAccessibleName(f"Copy the {words} number")
        self.copy_button.setToolTip("Taken off the clipboard again after 30 seconds")
        self.copy_button.setVisible(bool(self._whole))

    def _turn(self) -> None:
        if self._whole:
            self.mask_again()
        else:
            self.wanted.emit(self.kind)

    def _copy(self) -> None:
        copy_for_a_while("\n".join(self._whole))

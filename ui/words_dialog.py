"""A dialog that asks for words: why, or what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.store.signing import find_sign_off
from ui.desk import Desk
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import Banner, danger_button, field, label, primary_button, quiet_button

LONGEST = 4000


class WordsDialog(Sheet):
    """``on_words`` gets the words without blanks around them; never empty where they are needed."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        about: str,
        caption: str,
        yes: str,
        on_words: Callable[[str], object],
        *,
        hint: str = "",
        is_needed: bool = True,
        is_dangerous: bool = False,
    ) -> None:
        super().__init__(parent, title, window_title=title)
        self._on_words, self._is_needed = on_words, is_needed
        self.about = label(about, "body")
        self.body.addWidget(self.about)
        self.problem = Banner("stop")
        self.body.addWidget(self.problem)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(px(88))
        self.words.setPlaceholderText(hint)
        self.body.addLayout(field(caption, self.words))
        self.yes = (danger_button if is_dangerous else primary_button)(yes, self.submit)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.words.setFocus()

    def submit(self) -> None:
        """Hand the words on; say when they are missing."""
        words = self.words.toPlainText().strip()
        if len(words) > LONGEST or (self._is_needed and not words):
            self.problem.show_message(
                "stop", f"At most {LONGEST:,} letters are kept." if words else "Say it in words."
            )
            self.fit()
            self.words.setFocus()
            return
        self.accept()
        self._on_words(words)


def with_reason(desk: Desk, parent: QWidget, then: Callable[[str], object]) -> None:
    """Do ``then`` with "", or, once the results are signed off, with the reason asked for."""
    signed = find_sign_off(desk.reader) if desk.reader is not None else None
    if signed is None:
        then("")
        return
    WordsDialog(
        parent,
        "The results are signed off",
        f"{signed.who} signed the results off on {signed.at[:10]}. This can be changed all the "
        "same; it will show as a change, with your reason.",
        "Why is this changed?",
        "Change",
        then,
    ).open()

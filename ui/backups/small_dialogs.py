"""What is asked about one backup: what became of it, the passphrase it was made under."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from app.store.backups import Backup
from ui.keys.secret_dialog import passphrase_field
from ui.packages.words import instant_words
from ui.sheet import Sheet
from ui.widgets import field, label, primary_button, quiet_button


class GiveUpDialog(Sheet):
    """``on_yes`` gets the backup and the words."""

    def __init__(
        self, backup: Backup, on_yes: Callable[[Backup, str], None], parent: QWidget
    ) -> None:
        title = "Note this backup as lost"
        super().__init__(parent, title, window_title=title)
        self._backup, self._on_yes = backup, on_yes
        self.body.addWidget(
            label(
                f"{backup.path}, made {instant_words(backup.at)}. It is encrypted; whoever finds "
                "it needs the passphrase that the workspace had on that day. It stays on record, "
                "and counts as a backup no longer.",
                "body",
            )
        )
        self.words = QLineEdit()
        self.words.setMaxLength(500)
        self.words.setPlaceholderText("For example: the stick broke and was destroyed")
        self.body.addLayout(field("What became of it", self.words))
        self.yes = primary_button("Note it", self._go)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.words.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.words.setFocus()

    def _go(self) -> None:
        words = self.words.text()
        self.accept()
        self._on_yes(self._backup, words)


class EarlierPassphraseDialog(Sheet):
    """``on_yes`` gets the passphrase."""

    def __init__(self, path: Path, on_yes: Callable[[str], None], parent: QWidget) -> None:
        title = "An earlier passphrase"
        super().__init__(parent, title, window_title=title)
        self._on_yes = on_yes
        self.body.addWidget(
            label(
                f"{path.name} was made before the passphrase of the workspace was changed. It "
                "opens with the one of that day only.",
                "body",
            )
        )
        self.passphrase = passphrase_field()
        self.body.addLayout(field("Passphrase of that day", self.passphrase))
        self.yes = primary_button("Prove it", self._go)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.passphrase.textChanged.connect(lambda text: self.yes.setEnabled(bool(text)))
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.passphrase.setFocus()

    def _go(self) -> None:
        secret = self.passphrase.text()
        self.accept()
        self._on_yes(secret)

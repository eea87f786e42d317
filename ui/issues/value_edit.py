"""The one field in which a correction is typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QStackedLayout, QWidget

from app.jobs.issue_view import Allowed
from ui.issues.words import choices_of

_MOST_CHARACTERS = 4000


class ValueEdit(QWidget):
    """A line to type in, or a list of what is allowed; where other words are, both."""

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._allowed = Allowed()
        self._values: dict[str, str] = {}  # words -> value
        self.line = QLineEdit()
        self.line.setMaxLength(_MOST_CHARACTERS)
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.line)
        self._stack.addWidget(self.choice)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.returnPressed.connect(self.entered.emit)
        self.choice.editTextChanged.connect(lambda _: self.changed.emit())
        self._choice_line.returnPressed.connect(self._enter_choice)

    @property
    def _choice_line(self) -> QLineEdit:
        line = self.choice.lineEdit()
        assert line is not None
        return line

    def set_name(self, name: str) -> None:
        """What the field is called, for a screen reader."""
        self.line.setAccessibleName(name)
        self.choice.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return self.choice.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def ask_for(self, allowed: Allowed) -> None:
        """Offer what may be said; nothing is typed or chosen yet."""
        self._allowed = allowed
        self._values = {words: value for value, words in choices_of(allowed)}
        hint = "As 1999-03-01" if allowed.is_date else ""
        self.line.setPlaceholderText(hint)
        self.line.clear()
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems(list(self._values))
        self.choice.setCurrentIndex(-1)
        self.choice.clearEditText()
        self._choice_line.setPlaceholderText(
            "Choose or type" if allowed.is_free else "Choose from the list"
        )
        completer = QCompleter(list(self._values), self.choice)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.choice.setCompleter(completer)
        self.choice.blockSignals(False)
        self._stack.setCurrentWidget(self.choice if self._values else self.line)
        self.setFocusProxy(self.choice if self._values else self.line)
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """Type for the user."""
        if self._values:
            self.choice.setEditText(text)
        else:
            self.line.setText(text)

    @property
    def value(self) -> str:
        """What is to stand in the cell; "" while nothing allowed is typed or chosen."""
        if not self._values:
            return self.line.text().strip()
        typed = " ".join(self.choice.currentText().split())
        for words, value in self._values.items():
            if typed.casefold() in (words.casefold(), value.casefold()):
                return value
        return typed if self._allowed.is_free or typed == "-" else ""

    @property
    def problem(self) -> str:
        """Why what is typed is no value; "" while nothing is typed."""
        typed = self.choice.currentText().strip() if self._values else ""
        if typed and not self.value:
            return f"“{typed}” is not in the list."
        return ""

    def _enter_choice(self) -> None:
        """What the completer shows first is meant when only a part was typed."""
        completer = self.choice.completer()
        if completer is not None and not self.value and completer.currentCompletion():
            self.choice.setEditText(completer.currentCompletion())
        self.entered.emit()

"""What holds for the whole list: the county, that all rows are convictions, the code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.importing.layouts.fields import CONSTANTS, FIELD
from app.jobs.layout_draft import LayoutDraft
from ui.counties import california_counties
from ui.flow import tile_row
from ui.mapping.words import meaning_words
from ui.theme import px
from ui.widgets import SearchableCombo, column, field, label

_HINTS = {
    "county": "Where every row is of one county.",
    "court": "Where every row is of one court.",
    "disposition": "Where the list holds convictions only.",
    "level": "Where every row has the same level.",
    "event": "Where every row is of one kind of event; else they are court actions.",
    "code": "For sections without code letters: HS.",
}


class WholePane(QWidget):
    """One editor a fact; empty where it does not hold for all rows."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._draft: LayoutDraft | None = None
        self.editors: dict[str, QComboBox | QLineEdit] = {}
        tiles = []
        for name in CONSTANTS:
            editor = _editor(name)
            self.editors[name] = editor
            tile = QWidget()
            tile.setLayout(column(field(FIELD[name].title, editor, _HINTS[name])))
            tiles.append(tile)
            if isinstance(editor, QComboBox):
                editor.currentTextChanged.connect(lambda _: self._read())
            else:
                editor.textEdited.connect(lambda _: self._read())
        about = label("Only what is true of every row that has no column for it.", "secondary")
        frame = column(about, tile_row(*tiles, narrowest=px(200)), gap=1)
        frame.addStretch(1)
        self.setLayout(frame)

    def show_draft(self, draft: LayoutDraft) -> None:
        self._draft = None  # what is shown now is not typed
        for name, editor in self.editors.items():
            value = draft.constants.get(name, "")
            if isinstance(editor, SearchableCombo):
                editor.choose(value)
            elif isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(0, editor.findData(value)))
            else:
                editor.setText(value)
        self._draft = draft

    def _read(self) -> None:
        if self._draft is not None:
            self._draft.constants = {
                name: value for name, editor in self.editors.items() if (value := _value(editor))
            }
            self.changed.emit()


def _editor(name: str) -> QComboBox | QLineEdit:
    if name == "county":
        return SearchableCombo(california_counties(), "Different, or in a column")
    if not FIELD[name].meanings:
        return QLineEdit()
    combo = QComboBox()
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    combo.addItem("Different, or in a column", "")
    for meaning in FIELD[name].meanings:
        combo.addItem(meaning_words(meaning), meaning)
    return combo


def _value(editor: QComboBox | QLineEdit) -> str:
    if isinstance(editor, SearchableCombo):
        return editor.chosen()
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    return editor.text().strip()

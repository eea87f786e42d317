"""The record: opened from a file or pasted, its text beside what was understood of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame

from app.jobs.readers import FilePlan
from app.jobs.record_text import PASTED, RecordText, pasted_record
from app.store.records import RowIssue
from ui.importing.files import paths_of
from ui.person.marked_text import MarkedText
from ui.person.reading import in_words, marks_of
from ui.theme import px
from ui.widgets import column, label, plain_button, quiet_button, row

_HINT = (
    "Paste the text of a rap sheet here, type it in, or drop its file. It begins with the heading "
    "(CII/, DOB/, NAM/)."
)


class RecordPane(QFrame):
    """``changed`` when the text is another, ``file_given`` for a file that is to be opened."""

    changed = Signal()
    file_given = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._opened: RecordText | None = None
        self.open_button = quiet_button("Open a file…", self._ask_file)
        self.paste_button = quiet_button("Paste text", self.paste)
        self.clear_button = plain_button("Clear", self.clear)
        self.about = label("", "secondary")
        self.marked = label("", "caption")
        self.text = MarkedText("Text of the record")
        self.text.setPlaceholderText(_HINT)
        self.text.setMinimumHeight(px(160))
        self.text.setMinimumWidth(px(240))
        buttons = row(self.open_button, self.paste_button, self.clear_button, None, gap=1)
        frame = column(label("The record", "section"), buttons, self.about, gap=1)
        frame.addWidget(self.text, 1)
        frame.addWidget(self.marked)
        self.setLayout(frame)
        self.text.textChanged.connect(self._on_text)
        self._show_about()

    # What the pane holds

    @property
    def content(self) -> str:
        return self.text.toPlainText()

    @property
    def is_empty(self) -> bool:
        return not self.content.strip()

    def plan(self) -> FilePlan:
        """The file as it is while nothing of its text was changed; else the text."""
        opened = self._opened
        if opened is not None and opened.text == self.content:
            return opened.plan
        return pasted_record(self.content, opened.plan.path if opened is not None else PASTED)

    def show_record(self, record: RecordText) -> None:
        """The text of a file that was opened."""
        self._opened = record
        self.text.setPlainText(record.text)
        self.text.show_marks({})
        self._on_text()

    def show_reading(self, issues: Sequence[RowIssue]) -> None:
        """Mark what was doubtful in the text as it was read."""
        self.text.show_marks(marks_of(issues))
        self._show_marked()

    def clear(self) -> None:
        self._opened = None
        self.text.clear()
        self.text.show_marks({})
        self._on_text()
        self.text.setFocus()

    def paste(self) -> None:
        """What is on the clipboard, instead of what stands here."""
        words = QGuiApplication.clipboard().mimeData()
        if words is not None and words.hasText():
            self._opened = None
            self.text.selectAll()
            self.text.insertFromMimeData(words)
            self.text.show_marks({})
            self._on_text()
        self.text.setFocus()

    def carry_over(self, other: RecordPane) -> None:
        """The same record as another pane, which was made in another look."""
        self._opened = other._opened
        self.text.setPlainText(other.content)

    # Inside

    def _on_text(self) -> None:
        self._show_about()
        self._show_marked()
        self.changed.emit()

    def _show_about(self) -> None:
        opened = self._opened
        n_lines = self.text.blockCount()
        if opened is not None:
            was = "" if opened.text == self.content else ", changed here"
            self.about.setText(f"{opened.plan.path.name}: {opened.words}, {n_lines:,} lines{was}")
        elif self.is_empty:
            self.about.setText("A text file, a PDF with text, or pasted text.")
        else:
            self.about.setText(f"Pasted text, {n_lines:,} lines")
        self.clear_button.setVisible(not self.is_empty)

    def _show_marked(self) -> None:
        words = in_words(self.text.marks())
        self.marked.setText(words)
        self.marked.setVisible(bool(words))
        self.text.setAccessibleDescription(words)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Open one person's record")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.file_given.emit(Path(chosen)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(paths_of(event)) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.file_given.emit(paths_of(event)[0])

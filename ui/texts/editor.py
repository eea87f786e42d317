"""A text with numbered lines, those with a problem marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ui.theme import colors_of, monospace_font, px


class _Numbers(QWidget):
    """The margin with the numbers."""

    def __init__(self, editor: NumberedEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(self, event)


class NumberedEditor(QPlainTextEdit):
    """Plain text only. Tab leaves the field, as everywhere in the window."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFont(monospace_font())
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._problems: frozenset[int] = frozenset()
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _: self._make_room())
        self.updateRequest.connect(self._scroll_numbers)
        self._make_room()

    @property
    def problem_lines(self) -> frozenset[int]:
        """The lines marked, counted from 1."""
        return self._problems

    def mark_problems(self, lines: Iterable[int]) -> None:
        """Mark lines, counted from 1, and no others."""
        self._problems = frozenset(lines)
        colors = colors_of(self)
        marks = []
        for line in sorted(self._problems):
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(QColor(colors.stop_wash))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            marks.append(mark)
        self.setExtraSelections(marks)
        self._numbers.update()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line, counted from 1, and show it."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line - 1)))
        self.centerCursor()
        self.setFocus()

    def numbers_width(self) -> int:
        digits = max(3, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * (digits + 2) + px(8)

    def paint_numbers(self, margin: QWidget, event: QPaintEvent) -> None:
        """Numbers beside their lines; one with a problem has a mark before it and is bold."""
        colors = colors_of(self)
        painter = QPainter(margin)
        painter.fillRect(event.rect(), QColor(colors.wash))
        block = self.firstVisibleBlock()
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        while block.isValid() and place.top() <= event.rect().bottom():
            number = block.blockNumber() + 1
            is_wrong = number in self._problems
            font = monospace_font()
            font.setBold(is_wrong)
            painter.setFont(font)
            painter.setPen(QColor(colors.stop if is_wrong else colors.secondary))
            area = QRect(0, round(place.top()), margin.width() - px(6), round(place.height()))
            text = f"▸ {number}" if is_wrong else str(number)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, text)
            block = block.next()
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(
            QRect(inside.left(), inside.top(), self.numbers_width(), inside.height())
        )

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scroll_numbers(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

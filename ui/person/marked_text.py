"""The text of a record to read and mend, its lines numbered and what was doubtful marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QMimeData, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ui.theme import Colors, colors_of, monospace_font, px, space


class Mark(Enum):
    """What became of a line, in the word that stands beside it; the worst first."""

    SET_ASIDE = "set aside"
    NOT_READ = "not read"
    DOUBT = "doubtful"
    REPAIRED = "repaired"


_MARKS = tuple(Mark)
_ENDS_A_LINE = str.maketrans({"\f": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


class MarkedText(QPlainTextEdit):
    """Marks go with their lines while the text is mended, until it is read again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(monospace_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self._margin = _Margin(self)
        self.blockCountChanged.connect(lambda _: self._make_room())
        self.updateRequest.connect(self._follow)
        self.textChanged.connect(self._color)
        self._make_room()

    def show_marks(self, marks: Mapping[int, Mark]) -> None:
        """Mark lines, counted from 1; what was marked before is not any more."""
        block = self.document().begin()
        while block.isValid():
            mark = marks.get(block.blockNumber() + 1)
            block.setUserState(-1 if mark is None else _MARKS.index(mark))
            block = block.next()
        self._make_room()
        self._color()

    def marks(self) -> Counter[Mark]:
        """How many lines have each mark now."""
        return Counter(mark for block in self._blocks() if (mark := mark_of(block)) is not None)

    def go_to_line(self, line: int) -> None:
        """Bring a line into the middle of sight, with the cursor on the whole of it."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            self.setTextCursor(cursor)
            self.centerCursor()
            self.horizontalScrollBar().setValue(0)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text only, and page breaks as line breaks: lines are counted as they are seen."""
        if source.hasText():
            self.insertPlainText(source.text().translate(_ENDS_A_LINE))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Text is dropped here; a file is for whoever stands around."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(
            QRect(inside.left(), inside.top(), self.margin_width(), inside.height())
        )

    def margin_width(self) -> int:
        """For the line numbers, and for the words of the marks while there are any."""
        metrics = self.fontMetrics()
        n_digits = max(3, len(str(self.blockCount())))
        width = space(1) * 2 + metrics.horizontalAdvance("0" * n_digits)
        if any(mark_of(block) is not None for block in self._blocks()):
            widest = max(metrics.horizontalAdvance(mark.value) for mark in _MARKS)
            width += widest + space(1)
        return width

    def visible_blocks(self) -> list[tuple[QTextBlock, int, int]]:
        """The lines in sight with their top and height."""
        found = []
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > self.viewport().height():
                break
            found.append((block, round(box.top()), round(box.height())))
            block = block.next()
        return found

    def _blocks(self) -> list[QTextBlock]:
        blocks, block = [], self.document().begin()
        while block.isValid():
            blocks.append(block)
            block = block.next()
        return blocks

    def _make_room(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        inside = self.contentsRect()
        self._margin.setGeometry(
            QRect(inside.left(), inside.top(), self.margin_width(), inside.height())
        )

    def _follow(self, rect: QRect, dy: int) -> None:
        if dy:
            self._margin.scroll(0, dy)
        else:
            self._margin.update(0, rect.y(), self._margin.width(), rect.height())

    def _color(self) -> None:
        """The ground of the marked lines."""
        colors, marked = colors_of(self), []
        for block in self._blocks():
            mark = mark_of(block)
            if mark is not None:
                one = QTextEdit.ExtraSelection()
                one.format.setBackground(QColor(wash_of(mark, colors)))
                one.format.setProperty(_FULL_WIDTH, True)
                one.cursor = QTextCursor(block)
                marked.append(one)
        self.setExtraSelections(marked)


_FULL_WIDTH = 0x06000  # QTextFormat.FullWidthSelection


def mark_of(block: QTextBlock) -> Mark | None:
    state = block.userState()
    return _MARKS[state] if 0 <= state < len(_MARKS) else None


def wash_of(mark: Mark, colors: Colors) -> str:
    """The ground of a line with this mark; the word beside it says the same."""
    if mark is Mark.REPAIRED:
        return colors.info_wash
    return colors.caution_wash if mark is Mark.DOUBT else colors.stop_wash


class _Margin(QWidget):
    """Left of the text: the numbers of its lines and the words of the marks."""

    def __init__(self, text: MarkedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colors = QPainter(self), colors_of(self)
        painter.fillRect(event.rect(), QColor(colors.wash))
        font, strong = QFont(self._text.font()), QFont(self._text.font())
        strong.setBold(True)
        for block, top, height in self._text.visible_blocks():
            mark = mark_of(block)
            if mark is not None:
                ground = QRect(0, top, self.width(), height)
                painter.fillRect(ground, QColor(wash_of(mark, colors)))
                painter.setFont(strong)
                painter.setPen(QColor(colors.ink))
                painter.drawText(
                    QRect(space(1), top, self.width(), height),
                    Qt.AlignmentFlag.AlignVCenter,
                    mark.value,
                )
            painter.setFont(font)
            painter.setPen(QColor(colors.ink if mark is not None else colors.secondary))
            painter.drawText(
                QRect(0, top, self.width() - px(8), height),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(block.blockNumber() + 1),
            )
        painter.end()

"""Numbers as drawn bars, each with its word and figure; some lead to what they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip

from ui.theme import Colors, colors_of, px
from ui.tool_tips import plain_tip

ROW_PX = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` of ``number`` is drawn solid, the rest as an outline; None draws all solid.

    ``target`` are the filters of the review that give exactly what the bar counts.
    """

    word: str
    number: int
    part: int | None = None
    target: tuple[tuple[str, str], ...] = ()

    @property
    def figure(self) -> str:
        """What stands at the right of the bar."""
        return f"{self.number:,}" if self.part is None else f"{self.part:,} of {self.number:,}"


class BarChart(QLabel):
    """Bars under one another on one scale from zero.

    A bar with a target is followed by a click, or with the arrow keys and Enter.
    """

    followed = Signal(object)  # the target of a bar

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setPixmap(QPixmap(1, 1))  # a picture, for a screen reader
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self._at = 0  # the bar that Enter follows
        self._under = -1  # the bar under the mouse
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(())

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars in their order."""
        self._bars, self._at = tuple(bars), 0
        listed = ", ".join(f"{bar.word} {bar.figure}" for bar in self._bars) or "none"
        self.setAccessibleName(f"{self._name}: {listed}")
        leads = any(bar.target for bar in self._bars)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(leads)
        self._say_where()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(420), max(1, len(self._bars)) * px(ROW_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(260), self.sizeHint().height())

    # Following a bar

    def _bar_at(self, y: float) -> int:
        place = int(y // px(ROW_PX))
        return place if 0 <= place < len(self._bars) else -1

    def _follow(self, place: int) -> None:
        if 0 <= place < len(self._bars) and self._bars[place].target:
            self.followed.emit(self._bars[place].target)

    def _say_where(self) -> None:
        if self.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            bar = self._bars[self._at]
            self.setAccessibleDescription(f"{bar.word} {bar.figure}. Enter shows the convictions.")

    def event(self, event: QEvent) -> bool:
        """The whole words of a bar, where there was no room for them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._bar_at(event.pos().y())
            words = plain_tip(self._bars[place].word) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = self._bar_at(event.position().y())
        is_link = self._under >= 0 and bool(self._bars[self._under].target)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._under = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._follow(self._bar_at(event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < len(self._bars):
            self._at += step
            self._say_where()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._follow(self._at)
        else:
            super().keyPressEvent(event)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colors = QPainter(self), colors_of(self)
        metrics = QFontMetrics(self.font())
        if not self._bars:
            painter.setPen(QColor(colors.secondary))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, "None")
        largest = max((bar.number for bar in self._bars), default=0) or 1
        words = min(px(310), self.width() * 2 // 5)
        figures = max((metrics.horizontalAdvance(b.figure) for b in self._bars), default=0)
        room = max(px(20), self.width() - words - figures - px(12))
        for place, bar in enumerate(self._bars):
            line = QRectF(0, place * px(ROW_PX), self.width(), px(ROW_PX))
            self._paint_word(painter, line, words, place, colors)
            wide = room * bar.number / largest
            whole = QRectF(words, line.top() + px(6), max(wide, 1.0), line.height() - px(12))
            _paint_bar(painter, whole, bar, colors)
            box = QRectF(whole.right() + px(8), line.top(), figures + px(4), line.height())
            painter.setPen(QColor(colors.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bar.figure)
            if self.hasFocus() and place == self._at:
                painter.setPen(QPen(QColor(colors.focus), px(3)))
                painter.drawRect(line.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _paint_word(
        self, painter: QPainter, line: QRectF, room: int, place: int, colors: Colors
    ) -> None:
        bar, font = self._bars[place], QFont(self.font())
        font.setUnderline(bool(bar.target) and place == self._under)
        painter.setFont(font)
        painter.setPen(QColor(colors.primary if bar.target else colors.ink))
        left = px(6) if self.focusPolicy() is not Qt.FocusPolicy.NoFocus else 0
        box = line.adjusted(left, 0, room - px(8) - line.width(), 0)
        text = QFontMetrics(font).elidedText(
            bar.word, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self.font())


def _paint_bar(painter: QPainter, whole: QRectF, bar: Bar, colors: Colors) -> None:
    if bar.part is None:
        painter.fillRect(whole, QColor(colors.primary))
        return
    painter.setPen(QColor(colors.field))
    painter.drawRect(whole.adjusted(0, 0, -1, -1))
    filled = QRectF(whole)
    filled.setWidth(whole.width() * bar.part / bar.number if bar.number else 0)
    painter.fillRect(filled, QColor(colors.primary))

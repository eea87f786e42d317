"""Numbers as drawn bars, each with its word and figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import colors_of, px


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` of ``number`` is drawn solid, the rest as an outline; None draws all solid."""

    word: str
    number: int
    part: int | None = None

    @property
    def figure(self) -> str:
        """What stands at the right of the bar."""
        return f"{self.number:,}" if self.part is None else f"{self.part:,} of {self.number:,}"


class BarChart(QWidget):
    """Bars under one another on one scale from zero."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(())

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars in their order."""
        self._bars = tuple(bars)
        listed = ", ".join(f"{bar.word} {bar.figure}" for bar in self._bars) or "none"
        self.setAccessibleName(f"{self._name}: {listed}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(420), max(1, len(self._bars)) * px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(260), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """The whole words of a bar, where there was no room for them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos().y() // px(26)
            words = self._bars[place].word if 0 <= place < len(self._bars) else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colors = QPainter(self), colors_of(self)
        metrics = QFontMetrics(self.font())
        painter.setFont(self.font())
        if not self._bars:
            painter.setPen(QColor(colors.secondary))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, "None")
        largest = max((bar.number for bar in self._bars), default=0) or 1
        words = min(px(310), self.width() * 2 // 5)
        figures = max((metrics.horizontalAdvance(b.figure) for b in self._bars), default=0)
        room = max(px(20), self.width() - words - figures - px(12))
        for place, bar in enumerate(self._bars):
            top, tall = place * px(26), px(26)
            painter.setPen(QColor(colors.ink))
            text = metrics.elidedText(bar.word, Qt.TextElideMode.ElideRight, words - px(8))
            box = QRectF(0, top, words - px(8), tall)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            wide = room * bar.number / largest
            whole = QRectF(words, top + px(6), max(wide, 1.0), tall - px(12))
            self._paint_bar(painter, whole, bar, colors.primary, colors.field)
            box = QRectF(whole.right() + px(8), top, figures + px(4), tall)
            painter.setPen(QColor(colors.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, bar.figure)
        painter.end()

    @staticmethod
    def _paint_bar(painter: QPainter, whole: QRectF, bar: Bar, solid: str, line: str) -> None:
        if bar.part is None:
            painter.fillRect(whole, QColor(solid))
            return
        painter.setPen(QColor(line))
        painter.drawRect(whole.adjusted(0, 0, -1, -1))
        filled = QRectF(whole)
        filled.setWidth(whole.width() * bar.part / bar.number if bar.number else 0)
        painter.fillRect(filled, QColor(solid))

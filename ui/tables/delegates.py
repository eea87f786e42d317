"""How the cells of the convictions table are painted: a drawn shape and a word.

The shape of a decision stands before the name as well, for its own column may be out of sight.
A line is drawn where another person begins.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.store.queue import QueueRow
from ui.marks import as_outcome, paint_mark
from ui.tables.convictions import DECISION, MARKS, NAME, OUTCOME, BeginsRole, RowRole, list_marks
from ui.tables.marks import paint_decision
from ui.theme import LIGHT, Colors, colors_of, px

Index = QModelIndex | QPersistentModelIndex


class MarkDelegate(QStyledItemDelegate):
    """Paints the mark of an answer or a decision before the cell's word. Every name keeps the
    room for its mark, so that names stand under one another."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        words, own.text = own.text, ""
        widget = own.widget if isinstance(own.widget, QWidget) else None
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)
        rect, used = QRectF(own.rect), px(8)
        row = index.data(RowRole)
        paint = _find_painter(index.column(), row)
        if paint is not None:
            side = px(13)
            box = QRectF(rect.left() + used, rect.center().y() - side / 2, side, side)
            paint(painter, box, row, _colors(widget))
        if paint is not None or index.column() == NAME:
            used += px(13) + px(6)
        room = rect.adjusted(used, 0, -px(4), 0)
        text = own.fontMetrics.elidedText(words, own.textElideMode, int(room.width()))
        if index.row() and index.data(BeginsRole):
            painter.setPen(QColor(_colors(widget).rule))
            painter.drawLine(own.rect.topLeft(), own.rect.topRight())
        painter.setPen(own.palette.color(own.palette.ColorRole.Text))
        painter.setFont(own.font)
        painter.drawText(room, int(own.displayAlignment), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        extra = px(19) if index.column() in _PAINTERS else 0
        return QSize(hint.width() + extra, hint.height())


def _colors(widget: QWidget | None) -> Colors:
    return colors_of(widget) if widget is not None else LIGHT


def _paint_outcome(painter: QPainter, box: QRectF, row: QueueRow, colors: Colors) -> None:
    if row.outcome:
        paint_mark(painter, box, as_outcome(row.outcome), colors)


def _paint_decision(painter: QPainter, box: QRectF, row: QueueRow, colors: Colors) -> None:
    paint_decision(painter, box, row.decision, colors)


def _paint_flag(painter: QPainter, box: QRectF, _row: QueueRow, colors: Colors) -> None:
    """A pennant: something stands out on the case."""
    pole = box.left() + box.width() / 5
    painter.save()
    painter.setPen(QColor(colors.caution))
    painter.drawLine(QPointF(pole, box.top()), QPointF(pole, box.bottom()))
    painter.setBrush(QColor(colors.caution))
    tip = QPointF(box.right(), box.top() + box.height() / 3.5)
    points = [QPointF(pole, box.top()), tip, QPointF(pole, box.top() + box.height() / 1.8)]
    painter.drawPolygon(QPolygonF(points))
    painter.restore()


_Paint = Callable[[QPainter, QRectF, QueueRow, Colors], None]
_PAINTERS: dict[int, _Paint] = {
    OUTCOME: _paint_outcome,
    DECISION: _paint_decision,
    NAME: _paint_decision,
    MARKS: _paint_flag,
}


def _find_painter(column: int, row: QueueRow | None) -> _Paint | None:
    """None for a cell of words only; what is open has no mark, nor has a case without any."""
    if row is None or (column in (DECISION, NAME) and not row.decision):
        return None
    if column == MARKS and not list_marks(row):
        return None
    return _PAINTERS.get(column)

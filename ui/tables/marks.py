"""Shapes beside words that `ui.marks` does not have: truths and decisions.

Truths: tick met, cross not met, question mark unknown. Decisions: tick accepted, an arrow with a
step overridden, two bars parked, a broken ring changed since.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from app.model.truth import Truth
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED
from ui.marks import as_outcome, paint_mark
from ui.tables.words import STALE
from ui.theme import Colors


def paint_truth(painter: QPainter, box: QRectF, truth: Truth, colors: Colors) -> None:
    """Draw tick, cross or question mark into a square box."""
    if truth is Truth.MET:
        _paint_tick(painter, box, QColor(colors.good))
    elif truth is Truth.NOT_MET:
        _paint_cross(painter, box, QColor(colors.secondary))
    else:
        painter.save()
        font = QFont(painter.font())
        font.setBold(True)
        font.setPixelSize(max(8, round(box.height())))
        painter.setFont(font)
        painter.setPen(QColor(colors.caution))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
        painter.restore()


def paint_decision(painter: QPainter, box: QRectF, decision: str, colors: Colors) -> None:
    """A tick: accepted; a crossing arrow: overridden; two bars: parked; a ring: changed since."""
    if decision == ACCEPTED:
        _paint_tick(painter, box, QColor(colors.good))
    elif decision == PARKED:
        wide, color = box.width() / 4, QColor(colors.caution)
        top, tall = box.top() + box.height() / 8, box.height() * 3 / 4
        painter.fillRect(QRectF(box.left() + wide / 2, top, wide, tall), color)
        painter.fillRect(QRectF(box.right() - wide * 1.5, top, wide, tall), color)
    elif decision == OVERRIDDEN:
        _paint_turn(painter, box, QColor(colors.primary))
    elif decision == STALE:
        _paint_broken_ring(painter, box, QColor(colors.stop))


def _paint_tick(painter: QPainter, box: QRectF, color: QColor) -> None:
    wide, tall = box.width(), box.height()
    points = [(0.08, 0.55), (0.38, 0.85), (0.92, 0.18)]
    _paint_stroke(
        painter, [[QPointF(box.x() + wide * x, box.y() + tall * y) for x, y in points]], color, box
    )


def _paint_turn(painter: QPainter, box: QRectF, color: QColor) -> None:
    """An arrow to the right with a step in it: another answer than the one given."""
    wide, tall = box.width(), box.height()
    shaft = [(0.08, 0.78), (0.42, 0.78), (0.42, 0.3), (0.9, 0.3)]
    head = [(0.66, 0.06), (0.92, 0.3), (0.66, 0.54)]
    lines = [
        [QPointF(box.x() + wide * x, box.y() + tall * y) for x, y in one] for one in (shaft, head)
    ]
    _paint_stroke(painter, lines, color, box)


def _paint_broken_ring(painter: QPainter, box: QRectF, color: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, max(1.6, box.width() / 7)))
    inner = box.adjusted(1, 1, -1, -1)
    painter.drawArc(inner, 60 * 16, 120 * 16)
    painter.drawArc(inner, 240 * 16, 120 * 16)
    painter.restore()


def _paint_cross(painter: QPainter, box: QRectF, color: QColor) -> None:
    inner = box.adjusted(
        box.width() * 0.2, box.height() * 0.2, -box.width() * 0.2, -box.height() * 0.2
    )
    lines = [[inner.topLeft(), inner.bottomRight()], [inner.topRight(), inner.bottomLeft()]]
    _paint_stroke(painter, lines, color, box)


def _paint_stroke(
    painter: QPainter, lines: list[list[QPointF]], color: QColor, box: QRectF
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, max(1.6, box.width() / 7))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(QPolygonF(line))
    painter.restore()


def mark_image(kind: str, value: str, side: int, ratio: float, colors: Colors) -> QImage:
    """A mark as a picture of ``side`` logical pixels, for rich text.

    ``kind`` is outcome, truth or decision; ``value`` the member's name or the decision.
    """
    image = QImage(
        round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter, box = QPainter(image), QRectF(1, 1, side - 2, side - 2)
    if kind == "outcome":
        paint_mark(painter, box, as_outcome(value), colors)
    elif kind == "truth":
        paint_truth(painter, box, Truth[value], colors)
    else:
        paint_decision(painter, box, value, colors)
    painter.end()
    return image

"""A person's record as a picture: events by kind on lanes, sentences as spans, the two lines
that the law and the check draw through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.model.record import EventKind
from ui.cases.history import TimeLine, TimeMark, TimeSpan
from ui.theme import Colors, colors_of, px

PROP_64_ON = date(2016, 11, 9)  # the day HSC 11361.8 and the new grades took effect

ARRESTS, COURT, CUSTODY, OTHER, SENTENCES = range(5)
LANES = ("Arrests", "Court", "Custody", "Other", "Sentences")
_LANE_OF = {
    EventKind.ARREST: ARRESTS,
    EventKind.SUPPLEMENTAL_ARREST: ARRESTS,
    EventKind.COURT: COURT,
    EventKind.JAIL: CUSTODY,
    EventKind.PRISON: CUSTODY,
    EventKind.PROBATION: CUSTODY,
}
_EMPTY = TimeLine((), (), 0, None)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to pixels."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        share = (min(max(day, self.first), self.last) - self.first).days / whole
        return self.left + share * (self.right - self.left)


class TimeLineView(QWidget):
    """Draws a `TimeLine`; what a mark means is said by its lane, its shape and its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = _EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Time line")
        self.setMouseTracking(True)

    def show_line(self, line: TimeLine) -> None:
        """Draw another person's record."""
        self._line = line
        self.setAccessibleDescription(line.describe())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(400), round(self._axis_y() + px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())

    # Geometry

    def _lanes(self) -> list[int]:
        has_other = any(_LANE_OF.get(mark.kind, OTHER) == OTHER for mark in self._line.marks)
        return [lane for lane in range(5) if lane != OTHER or has_other]

    def _lane_y(self, lane: int) -> float:
        return px(26) + self._lanes().index(lane) * px(20) + px(10)

    def _axis_y(self) -> float:
        return px(26) + len(self._lanes()) * px(20) + px(4)

    def _scale(self) -> _Scale:
        days = [mark.day for mark in self._line.marks] + [PROP_64_ON]
        days += [span.last for span in self._line.spans if span.last is not None]
        if self._line.as_of is not None:
            days.append(self._line.as_of)
        left = QFontMetricsF(self._caption()).horizontalAdvance(LANES[SENTENCES]) + px(16)
        first, last = date(min(days).year, 1, 1), date(min(max(days).year, 9998) + 1, 1, 1)
        return _Scale(first, last, left, self.width() - px(12))

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(12))
        return font

    def _mark_rect(self, mark: TimeMark, scale: _Scale) -> QRectF:
        side = px(12 if mark.is_conviction else 10)
        y = self._lane_y(_LANE_OF.get(mark.kind, OTHER))
        return QRectF(scale.x(mark.day) - side / 2, y - side / 2, side, side)

    def _span_rect(self, span: TimeSpan, scale: _Scale) -> QRectF:
        left = scale.x(span.first)
        right = scale.right if span.last is None else scale.x(span.last)
        y = self._lane_y(SENTENCES)
        return QRectF(left, y - px(4), max(px(3), right - left), px(8))

    # Events

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """What lies under a point of the picture, "" for nothing."""
        scale, reach = self._scale(), px(3)
        found = [
            mark.words
            for mark in self._line.marks
            if self._mark_rect(mark, scale).adjusted(-reach, -reach, reach, reach).contains(point)
        ]
        found += [s.words for s in self._line.spans if self._span_rect(s, scale).contains(point)]
        more = len(found) - 6
        return "\n".join(found[:6]) + (f"\nand {more} more" if more > 0 else "")

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, scale = colors_of(self), self._scale()
        painter.setFont(self._caption())
        self._paint_lanes(painter, colors, scale)
        self._paint_years(painter, colors, scale)
        self._paint_lines(painter, colors, scale)
        for span in self._line.spans:
            _paint_span(painter, self._span_rect(span, scale), span, colors)
        for mark in sorted(self._line.marks, key=lambda m: (m.is_current, m.is_under_review)):
            _paint_mark(painter, self._mark_rect(mark, scale), mark, colors)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.focus), px(3)))
            painter.drawRect(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()

    def _paint_lanes(self, painter: QPainter, colors: Colors, scale: _Scale) -> None:
        for lane in self._lanes():
            y = self._lane_y(lane)
            painter.setPen(QColor(colors.secondary))
            box = QRectF(0, y - px(10), scale.left - px(8), px(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, LANES[lane])
            painter.setPen(QPen(QColor(colors.rule), 1))
            painter.drawLine(QPointF(scale.left, y), QPointF(scale.right, y))

    def _paint_years(self, painter: QPainter, colors: Colors, scale: _Scale) -> None:
        y, metrics = self._axis_y(), QFontMetricsF(painter.font())
        painter.setPen(QPen(QColor(colors.field), 1))
        painter.drawLine(QPointF(scale.left, y), QPointF(scale.right, y))
        step = _year_step(scale, metrics.horizontalAdvance("2000") + px(16))
        for year in range(scale.first.year, scale.last.year + 1):
            x = scale.x(date(year, 1, 1))
            is_named = year % step == 0
            painter.setPen(QPen(QColor(colors.field), 1))
            painter.drawLine(QPointF(x, y), QPointF(x, y + px(5 if is_named else 3)))
            if is_named and x + metrics.horizontalAdvance("2000") / 2 < self.width():
                painter.setPen(QColor(colors.secondary))
                box = QRectF(x - px(24), y + px(5), px(48), px(18))
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(year))

    def _paint_lines(self, painter: QPainter, colors: Colors, scale: _Scale) -> None:
        labels = [(PROP_64_ON, f"{PROP_64_ON} Prop 64", colors.ink, Qt.PenStyle.DashLine)]
        if self._line.as_of is not None:
            words = f"as of {self._line.as_of}"
            labels.append((self._line.as_of, words, colors.primary, Qt.PenStyle.SolidLine))
        right_edge = scale.right + px(8)
        # From the right to the left, each label ending before the one after it begins.
        for day, words, color, style in sorted(labels, key=lambda one: one[0], reverse=True):
            x, metrics = scale.x(day), QFontMetricsF(painter.font())
            painter.setPen(QPen(QColor(color), 1.4, style))
            painter.drawLine(QPointF(x, px(20)), QPointF(x, self._axis_y()))
            wide = metrics.horizontalAdvance(words)
            left = max(0.0, min(x - wide / 2, right_edge - wide))
            painter.setPen(QColor(color))
            painter.drawText(QRectF(left, 0, wide + 2, px(18)), Qt.AlignmentFlag.AlignLeft, words)
            right_edge = left - px(12)


def _year_step(scale: _Scale, least: float) -> int:
    years = scale.last.year - scale.first.year
    for step in (1, 2, 5, 10, 20, 50):
        if (scale.right - scale.left) / max(1, years) * step >= least:
            return step
    return 100


def _paint_span(painter: QPainter, rect: QRectF, span: TimeSpan, colors: Colors) -> None:
    color = QColor(colors.primary if span.is_under_review else colors.secondary)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, px(2), px(2))
    if span.last is None:  # the end is not known: an arrow instead of a square end
        tip = QPolygonF(
            [
                QPointF(rect.right(), rect.top() - px(2)),
                QPointF(rect.right() + px(6), rect.center().y()),
                QPointF(rect.right(), rect.bottom() + px(2)),
            ]
        )
        painter.drawPolygon(tip)


def _paint_mark(painter: QPainter, rect: QRectF, mark: TimeMark, colors: Colors) -> None:
    color = QColor(colors.primary if mark.is_under_review else colors.ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.page))
    painter.drawEllipse(rect.adjusted(-px(3), -px(3), px(3), px(3)))  # keeps neighbors apart
    painter.setPen(
        QPen(color, px(2), Qt.PenStyle.SolidLine if mark.is_exact else Qt.PenStyle.DotLine)
    )
    painter.setBrush(color if mark.is_conviction else QColor(colors.page))
    if mark.kind in (EventKind.ARREST, EventKind.SUPPLEMENTAL_ARREST):
        points = [rect.bottomLeft(), rect.bottomRight(), QPointF(rect.center().x(), rect.top())]
        painter.drawPolygon(QPolygonF(points))
    elif mark.kind is EventKind.COURT:
        painter.drawRect(rect)
    elif mark.kind in (EventKind.JAIL, EventKind.PRISON, EventKind.PROBATION):
        painter.drawRect(rect.adjusted(0, rect.height() / 4, 0, -rect.height() / 4))
    elif mark.kind is EventKind.DECEASED:
        painter.drawLine(rect.topLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomLeft())
    else:
        painter.drawEllipse(rect)
    if mark.is_current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, px(2)))
        grow = px(5)
        painter.drawEllipse(rect.adjusted(-grow, -grow, grow, grow))

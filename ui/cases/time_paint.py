"""Draws a planned time line. What a thing is, is said by its lane, shape, pattern and words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.model.record import EventKind
from ui.cases.time_data import SpanKind, TimeLine, TimeMark, TimePart, TimeSpan
from ui.cases.time_plan import AGES, LANES, PROP_64_ON, SENTENCES, WINDOWS, Cluster, Plan
from ui.tables.marks import paint_truth
from ui.theme import Colors, px

_PATTERNS = {
    SpanKind.JAIL: Qt.BrushStyle.SolidPattern,
    SpanKind.PRISON: Qt.BrushStyle.DiagCrossPattern,
    SpanKind.PROBATION: Qt.BrushStyle.NoBrush,
    SpanKind.OTHER: Qt.BrushStyle.BDiagPattern,
}
_LEFT, _MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Artist:
    """Draws one picture; made for each painting."""

    painter: QPainter
    line: TimeLine
    plan: Plan
    colors: Colors
    stepped: int | None  # the mark that the arrow keys have come to

    def draw(self) -> None:
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lanes()
        self._years()
        self._two_lines()
        self._cycles()
        self._windows()
        self._spans()
        self._birthdays()
        self._labels()
        for cluster in self.plan.clusters:
            self._cluster(cluster)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.painter.font())

    def _ink(self, color: str, width: float = 1.0) -> None:
        self.painter.setPen(QPen(QColor(color), width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def _lanes(self) -> None:
        scale = self.plan.scale
        for number, lane in self.plan.lanes.items():
            self._ink(self.colors.secondary)
            first = lane.top if number in (SENTENCES, WINDOWS) else lane.middle - px(10)
            box = QRectF(0, first, scale.left - px(8), px(20))
            self.painter.drawText(box, _LEFT | _MIDDLE, LANES[number])
            if number not in (SENTENCES, WINDOWS, AGES, 0):
                self._ink(self.colors.rule)
                self.painter.drawLine(
                    QPointF(scale.left, lane.middle), QPointF(scale.right, lane.middle)
                )

    def _years(self) -> None:
        plan, scale, metrics = self.plan, self.plan.scale, self._metrics()
        self._ink(self.colors.field)
        self.painter.drawLine(QPointF(scale.left, plan.axis_y), QPointF(scale.right, plan.axis_y))
        wide = metrics.horizontalAdvance("2000")
        step = self._year_step(wide + px(16))
        for year in range(max(1, scale.first.year), min(9999, scale.last.year) + 1):
            x = scale.x(scale.first.replace(year=year, month=1, day=1))
            if not scale.holds(x):
                continue
            is_named = year % step == 0
            self._ink(self.colors.field)
            self.painter.drawLine(
                QPointF(x, plan.axis_y), QPointF(x, plan.axis_y + px(5 if is_named else 3))
            )
            if is_named and x + wide / 2 < scale.right + px(12):
                self._ink(self.colors.secondary)
                box = QRectF(x - px(24), plan.axis_y + px(4), px(48), px(18))
                self.painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(year))

    def _year_step(self, least: float) -> int:
        scale = self.plan.scale
        a_year = (scale.right - scale.left) / max(1.0, (scale.last - scale.first).days / 365.25)
        return next((step for step in (1, 2, 5, 10, 20, 50) if a_year * step >= least), 100)

    def _two_lines(self) -> None:
        lines = [(PROP_64_ON, f"{PROP_64_ON} Prop. 64", self.colors.ink, Qt.PenStyle.DashLine)]
        if self.line.as_of is not None:
            words = f"as of {self.line.as_of}"
            lines.append((self.line.as_of, words, self.colors.primary, Qt.PenStyle.SolidLine))
        scale, metrics = self.plan.scale, self._metrics()
        right_edge = scale.right + px(8)
        # From the right to the left, each label ending before the one after it begins.
        for day, words, color, style in sorted(lines, key=lambda one: one[0], reverse=True):
            x = scale.x(day)
            if not scale.holds(x):
                continue
            self.painter.setPen(QPen(QColor(color), 1.4, style))
            self.painter.drawLine(QPointF(x, px(19)), QPointF(x, self.plan.axis_y))
            wide = metrics.horizontalAdvance(words)
            left = max(0.0, min(x - wide / 2, right_edge - wide))
            self.painter.drawText(QRectF(left, 0, wide + 2, px(18)), _LEFT, words)
            right_edge = left - px(12)

    def _cycles(self) -> None:
        """Brackets over what belongs together."""
        self._ink(self.colors.secondary, 1.4)
        for rect, _ in self.plan.cycles:
            corners = [rect.bottomLeft(), rect.topLeft(), rect.topRight(), rect.bottomRight()]
            self.painter.drawPolyline(QPolygonF(corners))

    def _windows(self) -> None:
        metrics = self._metrics()
        for rect, place in self.plan.windows:
            one = self.line.windows[place]
            self._ink(self.colors.primary)
            self.painter.setBrush(QColor(self.colors.info_wash))
            self.painter.drawRect(rect)
            side = rect.height() - px(4)
            wide = metrics.horizontalAdvance(one.label) + side + px(12)
            left = rect.left() + px(4)
            if wide > rect.width():  # no room inside: to the left of it, else to the right
                left = rect.left() - wide
                if left < self.plan.scale.left:
                    left = min(rect.right() + px(4), self.plan.scale.right - wide)
            mark = QRectF(left, rect.center().y() - side / 2, side, side)
            if one.truth is not None:
                paint_truth(self.painter, mark, one.truth, self.colors)
            self._ink(self.colors.ink)
            box = QRectF(left + side + px(4), rect.top(), wide, rect.height())
            self.painter.drawText(box, _LEFT | _MIDDLE, one.label)

    def _spans(self) -> None:
        taken: list[QRectF] = [rect for _, parts in self.plan.spans for rect, _ in parts]
        for span, parts in self.plan.spans:
            for rect, part in parts:
                self._part(rect, part, span)
            self._span_words(parts, taken)

    def _part(self, rect: QRectF, part: TimePart, span: TimeSpan) -> None:
        color = QColor(self.colors.primary if span.is_under_review else self.colors.secondary)
        style = Qt.PenStyle.DashLine if part.last is None else Qt.PenStyle.SolidLine
        self.painter.setBrush(QColor(self.colors.page))
        self.painter.setPen(QPen(color, 1.4, style))
        self.painter.drawRect(rect)
        self.painter.setBrush(QBrush(color, _PATTERNS[part.kind]))
        self.painter.drawRect(rect)
        if span.is_current:
            self._ink(self.colors.ink, px(2))
            self.painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if part.last is None:  # the end is not known: an arrow instead of a square end
            self.painter.setBrush(color)
            tip = QPointF(rect.right() + px(6), rect.center().y())
            self.painter.drawPolygon(QPolygonF([rect.topRight(), tip, rect.bottomRight()]))

    def _span_words(self, parts: list[tuple[QRectF, TimePart]], taken: list[QRectF]) -> None:
        """The parts in words, to the right of the sentence or to its left, where there is room."""
        words, scale = ", ".join(part.words for _, part in parts), self.plan.scale
        wide, last, first = self._metrics().horizontalAdvance(words), parts[-1][0], parts[0][0]
        gap = px(9 if parts[-1][1].last is None else 4)
        for left in (last.right() + gap, first.left() - px(4) - wide):
            box = QRectF(left, last.top() - px(2), wide + 1, last.height() + px(4))
            is_inside = left >= scale.left and box.right() <= scale.right + px(8)
            if is_inside and not any(box.intersects(other) for other in taken):
                self.painter.fillRect(box, QColor(self.colors.page))
                self._ink(self.colors.ink)
                self.painter.drawText(box, _LEFT | _MIDDLE, words)
                taken.append(box)
                return

    def _birthdays(self) -> None:
        metrics, free_from = self._metrics(), 0.0
        for rect, one in self.plan.birthdays:
            self._ink(self.colors.ink, 1.4)
            center, half = rect.center(), rect.width() / 2
            self.painter.drawPolygon(
                QPolygonF(
                    [
                        center + QPointF(0, -half),
                        center + QPointF(half, 0),
                        center + QPointF(0, half),
                        center + QPointF(-half, 0),
                    ]
                )
            )
            wide = metrics.horizontalAdvance(one.label)
            left = rect.right() + px(4)
            if left + wide > self.plan.scale.right + px(8):
                left = rect.left() - px(4) - wide
            if left >= free_from:
                box = QRectF(left, rect.top() - px(4), wide + 1, rect.height() + px(8))
                self.painter.drawText(box, _LEFT | _MIDDLE, one.label)
                free_from = left + wide + px(6)

    def _labels(self) -> None:
        """Words beside marks that stand alone: the conviction in sight first."""
        taken = [cluster.rect for cluster in self.plan.clusters]
        metrics = self._metrics()
        marks = self.line.marks

        def rank(cluster: Cluster) -> tuple[bool, bool, bool]:
            mark = marks[cluster.places[0]]
            return not mark.is_current, not mark.is_under_review, not mark.is_conviction

        for cluster in sorted(self.plan.clusters, key=rank):
            mark = marks[cluster.places[0]]
            if len(cluster.places) > 1 or not mark.short:
                continue
            wide = metrics.horizontalAdvance(mark.short)
            left = cluster.rect.right() + px(7)
            box = QRectF(left, cluster.rect.center().y() - px(8), wide + 1, px(16))
            if box.right() > self.plan.scale.right + px(8):
                box.moveRight(cluster.rect.left() - px(7))
            if any(box.intersects(other) for other in taken if other is not cluster.rect):
                continue
            taken.append(box)
            self._ink(self.colors.page)
            self.painter.fillRect(box, QColor(self.colors.page))
            self._ink(self.colors.ink if mark.is_conviction else self.colors.secondary)
            self.painter.drawText(box, _LEFT | _MIDDLE, mark.short)

    def _cluster(self, cluster: Cluster) -> None:
        marks = [self.line.marks[place] for place in cluster.places]
        if len(marks) == 1:
            self._mark(cluster.rect, marks[0])
        else:
            self._several(cluster.rect, marks)
        if any(mark.is_current for mark in marks):
            self._ink(self.colors.primary, px(2))
            grow = px(4)
            around = cluster.rect.adjusted(-grow, -grow, grow, grow)
            self.painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        if self.stepped in cluster.places:
            self._ink(self.colors.focus, px(3))
            grow = px(6)
            self.painter.drawRect(cluster.rect.adjusted(-grow, -grow, grow, grow))

    def _several(self, rect: QRectF, marks: list[TimeMark]) -> None:
        """So many events where they would cover each other."""
        is_conviction = any(mark.is_conviction for mark in marks)
        is_reviewed = any(mark.is_under_review for mark in marks)
        color = QColor(self.colors.primary if is_reviewed else self.colors.ink)
        self.painter.setPen(QPen(color, px(1.5)))
        self.painter.setBrush(color if is_conviction else QColor(self.colors.page))
        self.painter.drawRoundedRect(rect, px(4), px(4))
        self.painter.setPen(QColor(self.colors.page) if is_conviction else color)
        words = f"{len(marks)}\u00b7" if is_reviewed else str(len(marks))
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _mark(self, rect: QRectF, mark: TimeMark) -> None:
        painter = self.painter
        color = QColor(self.colors.primary if mark.is_under_review else self.colors.ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colors.page))
        painter.drawEllipse(rect.adjusted(-px(3), -px(3), px(3), px(3)))  # keeps neighbors apart
        style = Qt.PenStyle.SolidLine if mark.is_exact else Qt.PenStyle.DotLine
        painter.setPen(QPen(color, px(2), style))
        painter.setBrush(color if mark.is_conviction else QColor(self.colors.page))
        self._shape(rect, mark.kind)
        if mark.is_under_review:  # a core, so that color alone does not say it
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colors.page))
            painter.drawEllipse(rect.center(), px(2.5), px(2.5))

    def _shape(self, rect: QRectF, kind: EventKind) -> None:
        painter = self.painter
        if kind in (EventKind.ARREST, EventKind.SUPPLEMENTAL_ARREST):
            top = QPointF(rect.center().x(), rect.top())
            painter.drawPolygon(QPolygonF([rect.bottomLeft(), rect.bottomRight(), top]))
        elif kind is EventKind.COURT:
            painter.drawRect(rect)
        elif kind in (EventKind.JAIL, EventKind.PRISON, EventKind.PROBATION):
            painter.drawRect(rect.adjusted(0, rect.height() / 4, 0, -rect.height() / 4))
        elif kind is EventKind.DECEASED:
            painter.drawLine(rect.topLeft(), rect.bottomRight())
            painter.drawLine(rect.topRight(), rect.bottomLeft())
        else:
            painter.drawEllipse(rect)

"""The answers as shape, word and color: never told by color alone.

Filled dot: eligible for dismissal. Half dot: reduction. Ring: a person looks.
Ring with a core: perhaps. Square: another office. Bar: not eligible. Dash: no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.relief import Outcome
from ui.flow import FlowLayout
from ui.theme import Colors, colors_of, px, space

_WORDS = {
    Outcome.DISMISSAL: "Dismissal",
    Outcome.REDUCTION: "Reduction",
    Outcome.HAND_REVIEW: "Hand review",
    Outcome.MAYBE: "Maybe eligible",
    Outcome.CITY_ATTORNEYS: "City attorneys",
    Outcome.NOT_ELIGIBLE: "Not eligible",
    Outcome.NO_ANSWER: "No answer",
}
OUTCOME_ORDER = tuple(_WORDS)  # as everything on screen lists them


def as_outcome(name: str) -> Outcome:
    """The outcome of a member's name as the store keeps it; unknown or "" is no answer."""
    return Outcome.__members__.get(name, Outcome.NO_ANSWER)


def outcome_word(outcome: Outcome) -> str:
    """The short word on screen; the office's own words stand in ``Outcome.value``."""
    return _WORDS[outcome]


def outcome_color(outcome: Outcome, colors: Colors) -> str:
    return {
        Outcome.DISMISSAL: colors.good,
        Outcome.REDUCTION: colors.good,
        Outcome.HAND_REVIEW: colors.caution,
        Outcome.MAYBE: colors.caution,
        Outcome.CITY_ATTORNEYS: colors.other,
    }.get(outcome, colors.secondary)


def bar_color(outcome: Outcome, colors: Colors) -> QColor:
    """The fill of an answer's part of a bar; those of one hue differ in depth."""
    color = QColor(outcome_color(outcome, colors))
    if outcome in (Outcome.REDUCTION, Outcome.MAYBE, Outcome.NO_ANSWER):
        color.setAlphaF(0.5)
    return color


def paint_mark(painter: QPainter, box: QRectF, outcome: Outcome, colors: Colors) -> None:
    """Draw the outcome's shape into the middle of ``box``; for labels and table delegates."""
    side = min(box.width(), box.height())
    thick = max(1.5, side / 6)
    mark = QRectF(0, 0, side - thick, side - thick)
    mark.moveCenter(box.center())
    color = QColor(outcome_color(outcome, colors))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, thick))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_shape(painter, mark, outcome, color)
    painter.restore()


def _draw_shape(painter: QPainter, mark: QRectF, outcome: Outcome, color: QColor) -> None:
    if outcome is Outcome.DISMISSAL:
        painter.setBrush(color)
        painter.drawEllipse(mark)
    elif outcome is Outcome.REDUCTION:
        painter.drawEllipse(mark)
        painter.setBrush(color)
        painter.drawPie(mark, 90 * 16, 180 * 16)
    elif outcome is Outcome.HAND_REVIEW:
        painter.drawEllipse(mark)
    elif outcome is Outcome.MAYBE:
        painter.drawEllipse(mark)
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(mark.center(), mark.width() / 5, mark.width() / 5)
    elif outcome is Outcome.CITY_ATTORNEYS:
        painter.drawRect(mark)
    else:
        reach = mark.width() / (2 if outcome is Outcome.NOT_ELIGIBLE else 4)
        middle = mark.center()
        painter.drawLine(middle - QPointF(reach, 0), middle + QPointF(reach, 0))


class _Shape(QWidget):
    """The mark alone."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome
        self.setFixedSize(px(14), px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self.outcome, colors_of(self))
        painter.end()


class OutcomeMark(QWidget):
    """An answer: its shape and its word."""

    def __init__(self, outcome: Outcome, text: str = "") -> None:
        super().__init__()
        self._shape = _Shape(outcome)
        self._word = QLabel()
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        frame = QHBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(space(1))
        frame.addWidget(self._shape)
        frame.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.set_outcome(outcome, text)

    def set_outcome(self, outcome: Outcome, text: str = "") -> None:
        """Show another answer; ``text`` replaces the short word."""
        words = text or outcome_word(outcome)
        self._shape.outcome = outcome
        self._shape.update()
        self._word.setText(words)
        self.setAccessibleName(words)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar."""

    outcome: Outcome
    number: int
    word: str = ""  # instead of the outcome's short word


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.segments: tuple[Segment, ...] = ()
        self.setFixedHeight(space(3))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(space(40), space(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = colors_of(self)
        total = sum(segment.number for segment in self.segments)
        painter.fillRect(self.rect(), QColor(colors.wash))
        gap, left = 2.0, 0.0
        for segment in self.segments if total else ():
            width = self.width() * segment.number / total
            part = QRectF(left, 0, max(1.0, width - gap), self.height())
            painter.fillRect(part, bar_color(segment.outcome, colors))
            left += width
        painter.end()


class StackedBar(QWidget):
    """Numbers by answer as one bar, with a legend that has the shapes, words and figures."""

    def __init__(
        self, unit: str = "convictions", on_choose: Callable[[Outcome], object] | None = None
    ) -> None:
        """With ``on_choose`` the words of the legend are links."""
        super().__init__()
        self._unit = unit
        self._on_choose = on_choose
        self._bar = _Bar()
        self._legend = FlowLayout(gap=3)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(space(1))
        frame.addWidget(self._bar)
        frame.addLayout(self._legend)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Show these parts in their order; parts of zero are left out."""
        shown = tuple(segment for segment in segments if segment.number)
        total = sum(segment.number for segment in shown)
        self._bar.segments = shown
        self._bar.update()
        while (item := self._legend.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for segment in shown:
            word = segment.word or outcome_word(segment.outcome)
            share = f"{100 * segment.number / total:.0f} %"
            self._legend.addWidget(
                self._entry(segment.outcome, f"{word}  {segment.number:,}  ({share})")
            )
        self.setAccessibleName(
            f"{self._unit.capitalize()} by answer: "
            + ", ".join(f"{s.word or outcome_word(s.outcome)} {s.number:,}" for s in shown)
        )

    def _entry(self, outcome: Outcome, words: str) -> QWidget:
        if self._on_choose is None:
            return OutcomeMark(outcome, words)
        choose = self._on_choose
        made = QPushButton(words)
        made.setProperty("kind", "plain")
        made.setAutoDefault(False)
        made.setIcon(_mark_icon(outcome, self))
        made.setIconSize(QSize(px(14), px(14)))
        made.setAccessibleName(f"Review: {words}")
        made.setToolTip("Show these in the review")
        made.clicked.connect(lambda _checked=False: choose(outcome))
        return made


def _mark_icon(outcome: Outcome, widget: QWidget) -> QIcon:
    side, ratio = px(14), widget.devicePixelRatioF()
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, side, side), outcome, colors_of(widget))
    painter.end()
    return QIcon(pixmap)


def segments_of(counts: dict[Outcome, int]) -> list[Segment]:
    """Counts by answer in the order of the screen."""
    return [Segment(outcome, counts.get(outcome, 0)) for outcome in OUTCOME_ORDER]

"""A person's record as a picture that can be stepped through, zoomed and read aloud."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QScrollBar, QSizePolicy, QToolTip, QWidget

from app.model.record import RowRef
from ui.cases.time_data import TimeLine, TimeMark
from ui.cases.time_paint import Artist
from ui.cases.time_plan import SHORTEST, SIGNS, Plan, Scale, axis_of, lanes_of, make_plan, whole_of
from ui.theme import colors_of, px
from ui.tool_tips import plain_tip
from ui.widgets import ElidedLabel, column, plain_button, row

_NAME = "Time line"
_MOST_WORDS = 6  # things that a tool tip tells
_HINT = "Arrow keys step through the events."


class TimePicture(QLabel):
    """Draws a `TimeLine`. Arrow keys step, Enter opens the source row, + and - zoom.

    A label with a picture: that is what it is for a screen reader, which hears of each step.
    """

    place_wanted = Signal(object)  # a RowRef
    stepped = Signal(str)  # the event come to in words, "" for none
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = TimeLine()
        self._view = whole_of(self._line)
        self._at: int | None = None  # a place in the line's steps
        self._plan: Plan | None = None
        self.setPixmap(QPixmap(1, 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_NAME)
        self.setMouseTracking(True)

    def show_line(self, line: TimeLine, *, is_same_person: bool = False) -> None:
        """Draw another record; of the same person the zoom stays."""
        is_same, self._line = line == self._line, line
        if not is_same_person:
            self._view = whole_of(line)
        if not is_same:  # else somebody goes on where they were
            self._at = None
            self.setAccessibleName(_NAME)
            self.stepped.emit("")
        self.setAccessibleDescription(line.describe())
        self.updateGeometry()
        self._look_anew()

    @property
    def line(self) -> TimeLine:
        return self._line

    @property
    def view(self) -> tuple[date, date]:
        """The first and the last day in sight."""
        return self._view

    @property
    def whole(self) -> tuple[date, date]:
        return whole_of(self._line)

    @property
    def is_zoomed(self) -> bool:
        return self._view != self.whole

    def sizeHint(self) -> QSize:
        return QSize(px(400), round(axis_of(lanes_of(self._line)) + px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), self.sizeHint().height())

    # Geometry

    def plan(self) -> Plan:
        """Where everything stands at the present width and zoom."""
        if self._plan is None:
            metrics = QFontMetricsF(self._caption())
            shown = (lane.title for lane in lanes_of(self._line).values())
            left = max(map(metrics.horizontalAdvance, shown), default=0.0) + px(14)
            if self.width() < px(420):  # the names of the lanes take no more than a quarter
                left = min(left, self.width() / 4)
            scale = Scale(*self._view, left, max(left + 1.0, float(self.width() - px(12))))
            self._plan = make_plan(self._line, scale, metrics.horizontalAdvance)
        return self._plan

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(12))
        return font

    def _look_anew(self) -> None:
        self._plan = None
        self.view_changed.emit()
        self.update()

    # Zoom

    def zoom(self, factor: float, around: date | None = None) -> None:
        """Show ``factor`` times as long a time; the whole at most."""
        first, last = self._view
        whole_first, whole_last = self.whole
        wanted = max(SHORTEST, (last - first) * factor)
        if wanted >= whole_last - whole_first - timedelta(days=3):  # but for days cut off
            self.show_whole()
            return
        center = around or self._center()
        share = (center - first) / max(timedelta(days=1), last - first)
        self.look_from(center - wanted * min(1.0, max(0.0, share)), wanted)

    def show_whole(self) -> None:
        self._view = self.whole
        self._look_anew()

    def look_from(self, first: date, length: timedelta | None = None) -> None:
        """Move what is in sight, within the record."""
        wanted = length or self._view[1] - self._view[0]
        whole_first, whole_last = self.whole
        first = max(whole_first, min(first, whole_last - wanted))
        self._view = (first, min(first + wanted, whole_last))
        self._look_anew()

    def _center(self) -> date:
        step = self._step()
        if isinstance(step, TimeMark) and self._view[0] <= step.day <= self._view[1]:
            return step.day
        return self._view[0] + (self._view[1] - self._view[0]) / 2

    # Stepping

    def _step(self) -> object:
        steps = self._line.steps
        return steps[self._at] if self._at is not None and self._at < len(steps) else None

    def step_to(self, place: int) -> None:
        """Come to an event, told to a screen reader as the widget's name."""
        steps = self._line.steps
        if not steps:
            return
        self._at = max(0, min(place, len(steps) - 1))
        step = steps[self._at]
        words = step.words.replace("\n", ". ")
        self.setAccessibleName(f"{_NAME}, event {self._at + 1} of {len(steps)}: {words}")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        if isinstance(step, TimeMark) and not self._view[0] <= step.day <= self._view[1]:
            self.look_from(step.day - (self._view[1] - self._view[0]) / 2)
        self.stepped.emit(f"{self._at + 1} of {len(steps)}: {words}")
        self.update()

    def _by(self, steps: int) -> None:
        if self._at is None:
            marks = self._line.marks
            start = next((n for n, mark in enumerate(marks) if mark.is_current), 0)
            self.step_to(start)
        else:
            self.step_to(self._at + steps)

    def open_step(self) -> None:
        """Ask for the source row of the event come to."""
        step = self._step()
        if step is not None:
            at: RowRef = step.at  # type: ignore[attr-defined]
            self.place_wanted.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._by(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step_to(0 if key == Qt.Key.Key_Home else len(self._line.steps) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_step()
        elif event.text() in ("+", "="):
            self.zoom(0.5)
        elif event.text() in ("-", "\u2212"):
            self.zoom(2)
        elif event.text() == "0":
            self.show_whole()
        else:
            super().keyPressEvent(event)

    # The mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl zooms at the pointer; alone it scrolls the page."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            day = self.plan().scale.day(event.position().x())
            self.zoom(0.8 if event.angleDelta().y() > 0 else 1.25, day)
            event.accept()
            return
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cluster = self.plan().cluster_at(event.position())
        if cluster is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.step_to(cluster.places[0])
        if len(cluster.places) > 1:
            self._open_up(cluster.places)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cluster = self.plan().cluster_at(event.position())
        if cluster is not None and len(cluster.places) == 1:
            self.step_to(cluster.places[0])
            self.open_step()

    def _open_up(self, places: tuple[int, ...]) -> None:
        """Zoom so that the events of a cluster stand apart, where their days differ."""
        days = [self._line.marks[place].day for place in places]
        apart = days[-1] - days[0]
        if apart:
            wanted = max(SHORTEST, apart * 2)
            self.look_from(days[0] - (wanted - apart) / 2, wanted)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = plain_tip(self.words_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._plan = None
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """What lies under a point of the picture, of a lane's name what its signs mean."""
        plan = self.plan()
        if point.x() < plan.scale.left - px(8):
            return next(
                (
                    SIGNS.get(number, "")
                    for number, lane in plan.lanes.items()
                    if lane.top <= point.y() < lane.top + lane.height
                ),
                "",
            )
        found = plan.words_at(point, self._line)
        more = len(found) - _MOST_WORDS
        return "\n".join(found[:_MOST_WORDS]) + (f"\nand {more} more" if more > 0 else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._caption())
        colors = colors_of(self)
        stepped = self._at if isinstance(self._step(), TimeMark) else None
        Artist(painter, self._line, self.plan(), colors, stepped).draw()
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.focus), px(3)))
            painter.drawRect(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()


class TimeLineView(QWidget):
    """The picture, the words of the event come to, and buttons for the mouse."""

    place_wanted = Signal(object)  # a RowRef

    def __init__(self) -> None:
        super().__init__()
        self.picture = TimePicture()
        self.words = ElidedLabel("", "caption")
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setAccessibleName("Part of the time line in sight")
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.closer = plain_button("Zoom in", lambda: self.picture.zoom(0.5))
        self.wider = plain_button("Zoom out", lambda: self.picture.zoom(2))
        self.whole = plain_button("Whole", self.picture.show_whole)
        for button, does in (
            (self.closer, "Show a shorter time (key + in the time line, or Ctrl and the wheel)"),
            (self.wider, "Show a longer time (key \u2212 in the time line)"),
            (self.whole, "Show the whole time line (key 0 in the time line)"),
        ):
            button.setToolTip(does)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the picture has keys for them
        self.whole.setAccessibleName("Show the whole time line")
        line = row(self.words, self.closer, self.wider, self.whole, gap=1.5)
        line.setStretch(0, 1)
        self.setLayout(column(self.picture, self.bar, line, gap=0))
        self.picture.place_wanted.connect(self.place_wanted)
        self.picture.stepped.connect(self._tell)
        self.picture.view_changed.connect(self._fit_bar)
        self.bar.valueChanged.connect(self._on_bar)
        self._tell("")
        self._fit_bar()

    def show_line(self, line: TimeLine, *, is_same_person: bool = False) -> None:
        """Draw another record; of the same person the zoom stays."""
        self.picture.show_line(line, is_same_person=is_same_person)

    def _tell(self, words: str) -> None:
        n_undated = self.picture.line.n_undated
        hint = _HINT if not n_undated else f"{_HINT} {n_undated} without a date."
        self.words.setText(f"{words} (Enter: source row)" if words else hint)

    def _fit_bar(self) -> None:
        picture = self.picture
        (first, last), (whole_first, whole_last) = picture.view, picture.whole
        self.bar.blockSignals(True)
        self.bar.setPageStep((last - first).days)
        self.bar.setSingleStep(max(1, (last - first).days // 10))
        self.bar.setRange(0, max(0, (whole_last - whole_first - (last - first)).days))
        self.bar.setValue((first - whole_first).days)
        self.bar.blockSignals(False)
        self.bar.setVisible(picture.is_zoomed)
        self.wider.setEnabled(picture.is_zoomed)
        self.whole.setEnabled(picture.is_zoomed)

    def _on_bar(self, value: int) -> None:
        self.picture.look_from(self.picture.whole[0] + timedelta(days=value))

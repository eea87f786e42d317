"""The guided tour: a card that says one thing, and a ring around what it is about.

Nothing is blocked: the pages can be used while the card stands there. Left and Right go back and
on, Esc ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.help.asking import ask_for_help
from ui.theme import colors_of, px, space
from ui.tour.steps import STEPS, Step
from ui.widgets import column, label, plain_button, primary_button, quiet_button, row

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_WIDTH = 380
_LOOK_MS = 300  # pages fill and move while they read: the ring follows


class Tour(QObject):
    """One walk over the pages; `ended` tells whether it was seen to its end."""

    ended = Signal(bool)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.at = -1
        self._is_reached = False  # what the step points at was scrolled to
        self.ring = _Ring(window)
        self.card = TourCard(window, self.go_by, self.end)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.place)
        window.desk.workspace_closed.connect(self.end)
        window.installEventFilter(self)

    @property
    def step(self) -> Step:
        return STEPS[self.at]

    def start(self) -> None:
        self._timer.start()
        self._go_to(0)

    def go_by(self, by: int) -> None:
        """Back (-1) or on (1); on from the last step is the end."""
        to = self.at + by
        if to >= len(STEPS):
            self._finish(is_seen=True)
        elif to >= 0:
            self._go_to(to)

    def end(self) -> None:
        """Stop here."""
        self._finish(is_seen=self.at == len(STEPS) - 1)

    def _go_to(self, number: int) -> None:
        self.at, self._is_reached = number, False
        self._window.show_page(self.step.page, **self.step.open_with)
        self.card.show_step(number)
        self.place()

    def _finish(self, *, is_seen: bool) -> None:
        if self.at < 0:
            return
        self.at = -1
        self._timer.stop()
        self._window.removeEventFilter(self)
        for part in (self.card, self.ring):
            part.hide()
            part.deleteLater()
        self.ended.emit(is_seen)

    def anchor(self) -> QWidget | None:
        """What the step points at, None while it cannot be seen."""
        if self._window.current_page != self.step.page:
            return None
        found: object = self._window.page(self.step.page)
        for name in filter(None, self.step.anchor.split(".")):
            found = getattr(found, name)
        return found if isinstance(found, QWidget) and found.isVisible() else None

    def place(self) -> None:
        """Put ring and card where they belong now."""
        if self.at < 0:
            return
        anchor = self.anchor() if self.step.anchor else None
        if anchor is not None and not self._is_reached:
            self._is_reached = True
            _scroll_to(anchor)
        area = _area(anchor, self._window) if anchor is not None else None
        self.ring.surround(area)
        self.card.stand_by(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)


def _scroll_to(anchor: QWidget) -> None:
    """Bring it into sight where a page is higher than the window."""
    around = anchor.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(anchor)
        around = around.parentWidget()


def _area(anchor: QWidget, window: QWidget) -> QRect:
    """Where a widget is seen in the window: what scrolled out of sight does not count.

    Not Qt's own visible region: the card may stand over the widget and is no reason.
    """
    area = QRect(anchor.mapTo(window, QPoint(0, 0)), anchor.size())
    around = anchor.parentWidget()
    while around is not None and around is not window:
        area &= QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        around = around.parentWidget()
    return area


class _Ring(QWidget):
    """A frame around what is meant; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, area: QRect | None) -> None:
        self.setVisible(area is not None and not area.isEmpty())
        if area is not None:
            wide = px(6)
            self.setGeometry(area.adjusted(-wide, -wide, wide, wide))
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(colors_of(self).focus), px(3)))
        inset = px(2)
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), px(4), px(4))
        painter.end()


class TourCard(QFrame):
    """What the step says, and the ways on."""

    def __init__(
        self, window: QWidget, go_by: Callable[[int], None], end: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window, self._go_by, self._end = window, go_by, end
        self._help_at = ""
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.count = label("", "caption", wrap=False)
        self.title = label("", "strong")
        self.text = label("", "body")
        self.back = quiet_button("&Back", lambda: go_by(-1))
        self.next = primary_button("&Next", lambda: go_by(1))
        self.stop = plain_button("&End the tour", end)
        self.more = plain_button("More in the help", self._show_more)
        foot = row(self.stop, None, self.back, self.next)
        frame = column(self.count, self.title, self.text, row(self.more, None), foot, gap=1)
        frame.setContentsMargins(*(space(2),) * 4)
        self.setLayout(frame)
        self.setFixedWidth(px(_WIDTH))
        self.hide()

    def show_step(self, number: int) -> None:
        step = STEPS[number]
        self._help_at = step.help_at
        self.count.setText(f"Step {number + 1} of {len(STEPS)}")
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.back.setEnabled(number > 0)
        is_last = number == len(STEPS) - 1
        self.next.setText("&Done" if is_last else "&Next")
        self.next.setAccessibleName("Done" if is_last else "Next")
        self.stop.setVisible(not is_last)
        self.setAccessibleName(f"{self.count.text()}: {step.title}")
        self.setAccessibleDescription(step.text)
        self.show()
        self.raise_()
        self.next.setFocus()

    def stand_by(self, area: QRect | None) -> None:
        """Beside what is meant where there is room; never over it if that can be avoided."""
        self.resize(self.width(), self.heightForWidth(self.width()))
        self.move(_place(self.rect(), area, self._window.rect(), space(2)))
        self.raise_()

    def _show_more(self) -> None:
        ask_for_help(self, self._help_at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._end()
        elif key == Qt.Key.Key_Right:
            self._go_by(1)
        elif key == Qt.Key.Key_Left:
            self._go_by(-1)
        else:
            super().keyPressEvent(event)


def _place(card: QRect, area: QRect | None, room: QRect, gap: int) -> QPoint:
    """Where the card stands: below, above, right or left of the area, else in the corner."""
    corner = QPoint(room.right() - card.width() - gap, room.bottom() - card.height() - gap)
    if area is None or area.isEmpty():
        return corner
    left = max(gap, min(area.left(), corner.x()))
    top = max(gap, min(area.top(), corner.y()))
    ways = (
        QPoint(left, area.bottom() + gap),
        QPoint(left, area.top() - card.height() - gap),
        QPoint(area.right() + gap, top),
        QPoint(area.left() - card.width() - gap, top),
    )
    inside = room.adjusted(gap, gap, -gap, -gap)
    fits = (one for one in ways if inside.contains(QRect(one, card.size())))
    return next(fits, corner)

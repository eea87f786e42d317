"""A page of a form with the places of its map: click one to choose it, drag to draw one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.documents.forms.blank import Box
from ui.theme import LIGHT, px
from ui.tool_tips import plain_tip

LEAST_DRAWN = 4.0  # points: less is a click that slipped
SOURCE, NEVER, BY_HAND, OPEN = "filled in", "never filled", "by hand", "to be settled"
# The paper is white in every theme. Each state has a line and a letter of its own.
_LOOKS = {
    SOURCE: (LIGHT.primary, Qt.PenStyle.SolidLine, ""),
    NEVER: (LIGHT.stop, Qt.PenStyle.DashDotLine, "N"),
    BY_HAND: (LIGHT.secondary, Qt.PenStyle.DashLine, "H"),
    OPEN: (LIGHT.caution, Qt.PenStyle.DotLine, "?"),
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as the page shows it; ``number`` is its entry in the map."""

    number: int
    box: Box
    state: str
    words: str


class PageView(QWidget):
    """``chosen`` tells an entry that was clicked or reached by key, ``drawn`` a new box."""

    chosen = Signal(int)
    drawn = Signal(object)  # Box

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._size = (612.0, 792.0)
        self._places: Sequence[ShownPlace] = ()
        self._number = -1
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self.is_drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Page of the form")
        self.setMouseTracking(True)

    @property
    def width_px(self) -> int:
        """How wide the picture of the page is shown, in pixels of the layout."""
        return px(640)

    def sizeHint(self) -> QSize:
        wide, tall = self._size
        return QSize(self.width_px, round(self.width_px * tall / wide))

    def show_page(self, image: QImage, size: tuple[float, float]) -> None:
        """Show a picture of a page of this size in points."""
        self._picture = QPixmap.fromImage(image)
        self._size = size
        self.setFixedSize(self.sizeHint())
        self.update()

    def show_places(self, places: Sequence[ShownPlace], number: int) -> None:
        """Show these places; ``number`` is the entry that is chosen, -1 for none."""
        self._places, self._number = places, number
        words = next((one.words for one in places if one.number == number), "no place chosen")
        self.setAccessibleDescription(words)
        self.update()

    def set_drawing(self, is_drawing: bool) -> None:
        """Whether a drag draws a new place."""
        self.is_drawing = is_drawing
        self.setCursor(Qt.CursorShape.CrossCursor if is_drawing else Qt.CursorShape.ArrowCursor)

    def rect_of(self, box: Box) -> QRectF:
        """Where a box of the page stands in the widget."""
        scale = self.width_px / self._size[0]
        return QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale)

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus()
        if self.is_drawing:
            self._from = self._to = event.position()
            return
        under = [one for one in self._places if self.rect_of(one.box).contains(event.position())]
        if under:  # the smallest lies on top
            smallest = min(under, key=lambda one: one.box.width * one.box.height)
            self.chosen.emit(smallest.number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()
            return
        under = [one for one in self._places if self.rect_of(one.box).contains(event.position())]
        self.setToolTip(plain_tip(under[-1].words if under else ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._from, self._to = self._from, None, None
        if start is None:
            return
        self.update()
        rect = QRectF(start, event.position()).normalized().intersected(QRectF(self.rect()))
        scale = self._size[0] / self.width_px
        box = Box(*(round(v * scale, 1) for v in (rect.x(), rect.y(), rect.width(), rect.height())))
        if min(box.width, box.height) >= LEAST_DRAWN:
            self.drawn.emit(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from place to place in the order of the page."""
        steps = {
            Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._places:
            super().keyPressEvent(event)
            return
        order = sorted(self._places, key=lambda one: (round(one.box.y / 6), one.box.x))
        numbers = list(dict.fromkeys(one.number for one in order))
        at = numbers.index(self._number) if self._number in numbers else -step % len(numbers)
        self.chosen.emit(numbers[(at + step) % len(numbers)])

    # What is seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if not self._picture.isNull():
            painter.drawPixmap(self.rect(), self._picture)
        for place in self._places:
            self._paint(painter, place)
        if self._from is not None and self._to is not None:
            painter.setPen(QPen(QColor(LIGHT.focus), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._from, self._to).normalized())
        painter.setPen(QPen(QColor(LIGHT.focus if self.hasFocus() else LIGHT.rule), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter, place: ShownPlace) -> None:
        color, line, letter = _LOOKS[place.state]
        rect = self.rect_of(place.box)
        wash = QColor(color)
        wash.setAlpha(36)
        painter.fillRect(rect, wash)
        painter.setPen(QPen(QColor(color), 1, line))
        painter.drawRect(rect)
        if letter:
            font = painter.font()
            font.setPixelSize(max(7, min(px(11), int(rect.height()))))
            painter.setFont(font)
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, letter)
        if place.number == self._number:
            painter.setPen(QPen(QColor(LIGHT.focus), 3))
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))

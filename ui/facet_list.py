"""A narrow column of filters: groups of values with their counts, one choice a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Colors, colors_of, px, space
from ui.tool_tips import plain_tip
from ui.widgets import clear_layout, label, plain_button

_FEW = 8
_MOST_LINES = 3  # of the words of a value


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter. ``values`` are (value, words, count or None); ``chosen`` is "" for all."""

    facet: str
    title: str
    values: Sequence[tuple[str, str, int | None]]
    chosen: str = ""
    has_all: bool = True  # offers "All" too


class FacetLook:
    """How a value and its count look: a mark, the words in a few lines, the number at the right.

    The mark of one of several choices is a square with a tick, that of one choice a dot.
    """

    def __init__(self, button: QAbstractButton, *, is_square: bool = False) -> None:
        self._button = button
        self._is_square = is_square
        self._known: dict[tuple[object, ...], list[str]] = {}  # a layout asks many times
        self.count = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)

    def show_count(self, n: int | None) -> None:
        words = self._button.text()
        before, self.count = self.count, "" if n is None else f"{n:,}"
        if len(before) != len(self.count):
            self._button.updateGeometry()
        self._button.setAccessibleName(f"{words}, {self.count}" if self.count else words)
        self._button.setToolTip(plain_tip(words))
        self._button.update()

    def height_for(self, width: int) -> int:
        n_lines = len(self._lines(width))
        return px(26) + (n_lines - 1) * self._button.fontMetrics().lineSpacing()

    def _font(self) -> QFont:
        font = QFont(self._button.font())
        font.setBold(self._button.isChecked())
        return font

    def _lines(self, width: int) -> list[str]:
        button = self._button
        key = (width, button.text(), self.count, button.isChecked(), button.font().key())
        if key not in self._known:
            self._known = {**dict(list(self._known.items())[-3:]), key: self._broken(width)}
        return self._known[key]

    def _broken(self, width: int) -> list[str]:
        """The words in at most `_MOST_LINES` lines; the last gives up its end."""
        metrics = QFontMetrics(self._font())
        room = width - px(24) - metrics.horizontalAdvance(self.count) - px(12)
        lines, rest = [""], self._button.text().split()
        while rest and (lines == [""] or len(lines) <= _MOST_LINES):
            longer = f"{lines[-1]} {rest[0]}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > room:
                if len(lines) == _MOST_LINES:
                    break
                lines.append("")
                continue
            lines[-1] = longer
            rest.pop(0)
        lines[-1] = " ".join([lines[-1], *rest])
        return [metrics.elidedText(one, Qt.TextElideMode.ElideRight, room) for one in lines]

    def paint(self) -> None:
        button = self._button
        painter, colors = QPainter(button), colors_of(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._font()
        painter.setFont(font)
        if button.underMouse():
            painter.fillRect(button.rect(), QColor(colors.wash))
        self._paint_mark(painter, colors)
        metrics = QFontMetrics(font)
        wide, tall = metrics.horizontalAdvance(self.count), metrics.lineSpacing()
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colors.ink))
        for number, words in enumerate(self._lines(button.width())):
            line = QRectF(px(24), number * tall, button.width() - px(24), px(26))
            painter.drawText(line, vertical, words)
        painter.setPen(QColor(colors.secondary))
        box = QRectF(button.width() - wide - px(4), 0, wide, px(26))
        painter.drawText(box, vertical, self.count)
        if button.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.focus), px(3)))
            painter.drawRect(QRectF(button.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _paint_mark(self, painter: QPainter, colors: Colors) -> None:
        is_checked = self._button.isChecked()
        box = QRectF(px(4), px(7), px(12), px(12))
        painter.setPen(QPen(QColor(colors.primary if is_checked else colors.field), 1.5))
        if not self._is_square:
            painter.drawEllipse(box)
            if is_checked:
                painter.setBrush(QColor(colors.primary))
                painter.drawEllipse(box.adjusted(px(3), px(3), -px(3), -px(3)))
            return
        if is_checked:
            painter.setBrush(QColor(colors.primary))
        painter.drawRect(box)
        if is_checked:
            pen = QPen(QColor(colors.on_primary), max(1.6, box.width() / 7))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = [(0.18, 0.52), (0.42, 0.76), (0.82, 0.28)]
            painter.drawPolyline(
                [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in points]
            )


class FacetButton(QRadioButton):
    """A value and its count; the chosen one has a filled dot and bold words."""

    def __init__(self, value: str, words: str, n: int | None) -> None:
        super().__init__(words)
        self.value = value
        self._look = FacetLook(self)
        self._look.show_count(n)

    def sizeHint(self) -> QSize:
        return QSize(px(120), self.heightForWidth(px(120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), px(26))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._look.height_for(width)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._look.paint()


class FacetList(QScrollArea):
    """Tells `chosen` whenever one of the groups is set to another value."""

    chosen = Signal(str, str)  # facet, value ("" for all)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[FacetGroup, ...] = ()
        self._unfolded: set[str] = set()
        self._buttons: list[FacetButton] = []  # those now offered
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Filters")
        inside = QWidget()
        self._groups = QVBoxLayout(inside)
        self._groups.setContentsMargins(0, 0, space(1), 0)
        self._groups.setSpacing(space(2))
        self.setWidget(inside)
        self.setMinimumWidth(px(120))

    def show_groups(self, groups: Sequence[FacetGroup]) -> None:
        """Show what can be chosen, and what is."""
        self._shown = tuple(groups)
        focused = self._focused()
        clear_layout(self._groups)
        self._buttons = []
        for group in self._shown:
            self._groups.addLayout(self._group(group, focused))
        self._groups.addStretch(1)

    def _focused(self) -> tuple[str, str]:
        """Facet and value of the button that has the keyboard."""
        button = self.focusWidget()
        if isinstance(button, FacetButton) and button.hasFocus():
            return str(button.property("facet")), button.value
        return "", ""

    def _group(self, shown: FacetGroup, focused: tuple[str, str]) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setSpacing(0)
        layout.addWidget(label(shown.title, "label", wrap=False))
        group, facet = QButtonGroup(self), shown.facet
        few = list(shown.values if facet in self._unfolded else shown.values[:_FEW])
        if shown.chosen and all(value != shown.chosen for value, _, _ in few):
            few += [one for one in shown.values if one[0] == shown.chosen]
        buttons = [FacetButton("", "All", None)] if shown.has_all else []
        buttons += [FacetButton(*one) for one in few]
        self._buttons += buttons
        for button in buttons:
            button.setProperty("facet", facet)
            button.setChecked(button.value == shown.chosen)
            group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(
                lambda _=False, facet=facet, value=button.value: self.chosen.emit(facet, value)
            )
            if (facet, button.value) == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._add_fold(layout, shown)
        return layout

    def _add_fold(self, layout: QVBoxLayout, shown: FacetGroup) -> None:
        if len(shown.values) <= _FEW:
            return
        is_open = shown.facet in self._unfolded
        words = "Show fewer" if is_open else f"Show all {len(shown.values):,}"
        fold = plain_button(words, lambda: self._fold(shown.facet))
        fold.setAccessibleName(f"{shown.title}: {words}")
        layout.addWidget(fold)

    def _fold(self, facet: str) -> None:
        self._unfolded ^= {facet}
        self.show_groups(self._shown)

    def buttons(self, facet: str) -> dict[str, FacetButton]:
        """The values now offered for a facet; "" is All."""
        return {
            button.value: button for button in self._buttons if button.property("facet") == facet
        }

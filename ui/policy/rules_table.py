"""The decision table as an attorney reads it: what is asked, in order, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.model.policy_reading import RowReading
from app.model.relief import Outcome
from ui.marks import outcome_word, paint_mark
from ui.tables.rows import RECORD_ROLE, Column, RowsModel
from ui.theme import colors_of, px, space
from ui.widgets import data_table

_NUMBER_PX = 44
_ABOVE = 7  # px above and below a cell's text: one line makes a row of 32 px
_FLAGS = int(Qt.TextFlag.TextWordWrap)
_ASKS, _ANSWER = 1, 2
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def asks_text(line: RowReading) -> tuple[str, str]:
    """What a row asks, and below it when it is asked at all."""
    conditions = [_sentence(line.why_off)] if line.why_off else map(_sentence, line.conditions)
    return line.asks, "\n".join(conditions)


def answer_text(line: RowReading) -> tuple[str, str]:
    """The answer, and below it the remedy, the reason given and the authority."""
    outcome = _OUTCOMES.get(line.answer)
    word = outcome_word(outcome) if outcome else _sentence(line.answer)
    remedy = _sentence(line.remedy)
    return word, "\n".join(part for part in (remedy, line.reason, "; ".join(line.cite)) if part)


def _whole(parts: tuple[str, str]) -> str:
    return "\n".join(part for part in parts if part)


class RulesTable:
    """The table view with its model; the widget is ``view``."""

    def __init__(self, name: str = "Decision table") -> None:
        self.model: RowsModel[RowReading] = RowsModel(
            (
                Column("", lambda line: str(line.place), is_number=True),
                Column("If", lambda line: _whole(asks_text(line))),
                Column(
                    "Then, and why",
                    lambda line: _whole(answer_text(line)),
                ),
            )
        )
        self.view: QTableView = data_table(self.model, name)
        self.view.setFont(QApplication.font())  # sentences, no columns of figures
        self.view.setItemDelegate(_WholeText(self.view))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        self.view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.view.setColumnWidth(0, px(_NUMBER_PX))
        for number in (_ASKS, _ANSWER):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.view.verticalHeader().setMinimumSectionSize(px(32))
        # Rows take their height once all columns have theirs.
        self._settle = QTimer(self.view)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.view.resizeRowsToContents)
        header.sectionResized.connect(lambda *_: self._settle.start())

    def show_rows(self, rows: Sequence[RowReading]) -> None:
        self.model.set_records(rows)
        self._settle.start()


class _WholeText(QStyledItemDelegate):
    """Every cell's text whole, wrapped; an answer with its shape before its word.

    A row that is switched off or not in force is all in the secondary ink, without a shape.
    """

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view, line = self.parent(), index.data(RECORD_ROLE)
        if not isinstance(view, QTableView) or not isinstance(line, RowReading):
            return
        box = QRect(option.rect)
        painter.save()
        if view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(box, view.palette().highlight())
        painter.setFont(view.font())
        quiet = QColor(colors_of(view).secondary)
        painter.setPen(quiet if line.why_off else view.palette().text().color())
        inside = box.adjusted(space(1), px(_ABOVE), -space(1), -px(_ABOVE))
        if index.column() == 0:
            painter.drawText(inside, _FLAGS | int(Qt.AlignmentFlag.AlignRight), str(index.data()))
        elif index.column() == _ASKS:
            self._paint_both(painter, inside, asks_text(line), view)
        else:
            inside.setLeft(self._paint_shape(painter, inside, line, view))
            self._paint_both(painter, inside, answer_text(line), view)
        painter.restore()

    @staticmethod
    def _paint_shape(painter: QPainter, inside: QRect, line: RowReading, view: QTableView) -> int:
        """The answer's shape, if it has one; gives where the words begin."""
        side, tall = px(14), view.fontMetrics().height()
        outcome = _OUTCOMES.get(line.answer)
        if outcome is not None and not line.why_off:
            mark = QRectF(inside.left(), inside.top() + (tall - side) / 2, side, side)
            paint_mark(painter, mark, outcome, colors_of(view))
        return inside.left() + (side + space(1) if outcome is not None else 0)

    @staticmethod
    def _paint_both(
        painter: QPainter, inside: QRect, parts: tuple[str, str], view: QTableView
    ) -> None:
        """The first part in the ink of the row, below it the second in the secondary one."""
        first, second = parts
        taken = painter.boundingRect(inside, _FLAGS, first)
        painter.drawText(inside, _FLAGS, first)
        if second:
            below = inside.adjusted(0, taken.height(), 0, 0)
            painter.setPen(QColor(colors_of(view).secondary))
            painter.drawText(below, _FLAGS, second)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view, line = self.parent(), index.data(RECORD_ROLE)
        if not isinstance(view, QTableView) or not isinstance(line, RowReading):
            return super().sizeHint(option, index)
        width = view.columnWidth(index.column()) - 2 * space(1)
        if index.column() == _ANSWER and line.answer in _OUTCOMES:
            width -= px(14) + space(1)
        bounds = QRect(0, 0, max(width, px(16)), 10_000)
        parts = {_ASKS: asks_text, _ANSWER: answer_text}.get(index.column())
        texts = parts(line) if parts else (str(index.data()), "")
        metrics = view.fontMetrics()
        tall = sum(metrics.boundingRect(bounds, _FLAGS, text).height() for text in texts if text)
        return QSize(width, tall + 2 * px(_ABOVE))

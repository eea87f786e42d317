"""Cells that tell an answer: the shape before the word. For models of records with an outcome."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.model.relief import Outcome
from ui.marks import paint_mark
from ui.tables.rows import RECORD_ROLE
from ui.theme import colors_of, px, space


class AnswerDelegate(QStyledItemDelegate):
    """For one column of a table whose records have an ``outcome``."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view = self.parent()
        outcome = getattr(index.data(RECORD_ROLE), "outcome", None)
        if not isinstance(view, QTableView) or not isinstance(outcome, Outcome):
            super().paint(painter, option, index)
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        words, own.text = own.text, ""
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, view)
        box, side = QRectF(own.rect), px(14)
        mark = QRectF(box.left() + space(1), box.center().y() - side / 2, side, side)
        paint_mark(painter, mark, outcome, colors_of(view))
        painter.save()
        painter.setPen(view.palette().text().color())
        painter.setFont(own.font)
        room = box.adjusted(space(2) + side, 0, 0, 0)
        painter.drawText(room, int(own.displayAlignment), words)
        painter.restore()

"""The decision table as an attorney reads it: what is asked, in order, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.model.relief import Outcome
from app.rules.policy import Policy, Settings, fill
from ui.marks import outcome_word, paint_mark
from ui.tables.rows import RECORD_ROLE, Column, RowsModel
from ui.theme import colors_of, px, space
from ui.widgets import data_table

_NUMBER_PX = 40
_ABOVE = 7  # px above and below a cell's text: one line makes a row of 32 px
_FLAGS = int(Qt.TextFlag.TextWordWrap)
_ASKS, _ANSWER = 1, 2


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the decision table with the settings filled in."""

    number: int
    asks: str
    outcome: Outcome
    reason: str
    cite: str


def table_rows(policy: Policy, settings: Settings) -> list[TableRow]:
    """The rows that the settings switch on, numbered as they are asked."""
    rules = [rule for rule in policy.rules if rule.is_switched_on(settings)]
    return [
        TableRow(
            number,
            fill(rule.asks, settings),
            rule.then,
            fill(rule.reason, settings),
            "; ".join(rule.cite),
        )
        for number, rule in enumerate(rules, start=1)
    ]


def _answer_text(line: TableRow) -> str:
    return "\n".join((outcome_word(line.outcome), _grounds(line)))


def _grounds(line: TableRow) -> str:
    return "\n".join(part for part in (line.reason, line.cite) if part)


class RulesTable:
    """The table view with its model; the widget is ``view``."""

    def __init__(self) -> None:
        self.model: RowsModel[TableRow] = RowsModel(
            (
                Column("", lambda line: str(line.number), is_number=True),
                Column("If", lambda line: line.asks),
                Column("Then, with the reason given and the authority", _answer_text),
            )
        )
        self.view: QTableView = data_table(self.model, "Decision table")
        self.view.setItemDelegate(_WholeText(self.view))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
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

    def show_rules(self, policy: Policy, settings: Settings) -> None:
        self.model.set_records(table_rows(policy, settings))
        self._settle.start()


class _WholeText(QStyledItemDelegate):
    """Every cell's text whole, wrapped; an answer with its shape before its word."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view, line = self.parent(), index.data(RECORD_ROLE)
        if not isinstance(view, QTableView) or not isinstance(line, TableRow):
            return
        box = QRect(option.rect)
        painter.save()
        if view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(box, view.palette().highlight())
        painter.setFont(view.font())
        painter.setPen(view.palette().text().color())
        inside = box.adjusted(space(1), px(_ABOVE), -space(1), -px(_ABOVE))
        if index.column() == _ANSWER:
            self._paint_answer(painter, inside, line, view)
        else:
            painter.drawText(inside, _FLAGS | _side_of(index), str(index.data()))
        painter.restore()

    @staticmethod
    def _paint_answer(painter: QPainter, inside: QRect, line: TableRow, view: QTableView) -> None:
        """Shape and word, below them what is said and cited."""
        side, tall = px(14), view.fontMetrics().height()
        mark = QRectF(inside.left(), inside.top() + (tall - side) / 2, side, side)
        paint_mark(painter, mark, line.outcome, colors_of(view))
        inside.setLeft(inside.left() + side + space(1))
        painter.drawText(inside, _FLAGS, outcome_word(line.outcome))
        inside.setTop(inside.top() + view.fontMetrics().lineSpacing())
        painter.setPen(QColor(colors_of(view).secondary))
        painter.drawText(inside, _FLAGS, _grounds(line))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        if not isinstance(view, QTableView):
            return super().sizeHint(option, index)
        width = view.columnWidth(index.column()) - 2 * space(1)
        if index.column() == _ANSWER:
            width -= px(14) + space(1)
        bounds = QRect(0, 0, max(width, px(16)), 10_000)
        text = view.fontMetrics().boundingRect(bounds, _FLAGS, str(index.data()))
        return QSize(width, text.height() + 2 * px(_ABOVE))


def _side_of(index: QModelIndex | QPersistentModelIndex) -> int:
    return int(Qt.AlignmentFlag.AlignRight if index.column() == 0 else Qt.AlignmentFlag.AlignLeft)

"""The decision table as an attorney reads it: what is asked, in order, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.model.relief import Outcome
from app.rules.policy import Policy, Settings, fill
from ui.marks import outcome_word, paint_mark
from ui.tables.rows import RECORD_ROLE, Column, RowsModel
from ui.theme import colors_of, px, space
from ui.widgets import data_table

_WIDTHS = (40, 0, 176, 248, 152)
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


class RulesTable:
    """The table view with its model; the widget is ``view``."""

    def __init__(self) -> None:
        self.model: RowsModel[TableRow] = RowsModel(
            (
                Column("", lambda line: str(line.number), is_number=True),
                Column("If", lambda line: line.asks),
                Column("Then", lambda line: outcome_word(line.outcome)),
                Column("Reason given", lambda line: line.reason),
                Column("Authority", lambda line: line.cite),
            )
        )
        self.view: QTableView = data_table(self.model, "Decision table")
        self.view.setWordWrap(True)
        self.view.setItemDelegateForColumn(_ANSWER, _AnswerDelegate(self.view))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        for number, width in enumerate(_WIDTHS):
            if number == _ASKS:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                self.view.setColumnWidth(number, px(width))
        vertical = self.view.verticalHeader()
        vertical.setMinimumSectionSize(px(32))
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_rules(self, policy: Policy, settings: Settings) -> None:
        self.model.set_records(table_rows(policy, settings))


class _AnswerDelegate(QStyledItemDelegate):
    """Shape and word of an answer."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(RECORD_ROLE)
        view = self.parent()
        if not isinstance(line, TableRow) or not isinstance(view, QTableView):
            return
        box = QRectF(option.rect)
        painter.save()
        if view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(box, option.palette.highlight())
        side = px(14)
        mark = QRectF(box.left() + space(1), box.center().y() - side / 2, side, side)
        paint_mark(painter, mark, line.outcome, colors_of(view))
        painter.setPen(view.palette().text().color())
        words = box.adjusted(space(2) + side, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, outcome_word(line.outcome))
        painter.restore()

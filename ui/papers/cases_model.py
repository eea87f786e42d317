"""The court cases for which a motion can be made, in court order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.relief import Procedure
from app.store.papers import ReliefRow
from ui.marks import as_outcome, outcome_word
from ui.tables.words import format_name
from ui.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
HEADERS = ("Case number", "Name", "Relief", "Court")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A person's convictions under one case number of one court; the first stands for all."""

    conviction_id: int
    case_number: str
    name: str
    court: str
    relief: str  # "2 dismissal, 1 reduction, by application"
    n_counts: int


def list_cases(groups: Iterable[list[ReliefRow]]) -> list[CaseRow]:
    """The convictions of each case (`app.jobs.motion_cases`) as one row."""
    return [_case(group) for group in groups]


def _case(group: list[ReliefRow]) -> CaseRow:
    first = group[0]
    counts = Counter(row.outcome for row in group)
    words = [(outcome_word(as_outcome(name)).lower(), n) for name, n in sorted(counts.items())]
    relief = ", ".join(f"{n} {word}" for word, n in words) if len(group) > 1 else words[0][0]
    ways = sorted({Procedure[row.procedure].value for row in group if row.procedure})
    if ways:
        relief += f", by {' and '.join(ways)}"
    return CaseRow(
        conviction_id=first.conviction_id,
        case_number=first.case_number,
        name=format_name(first.name),
        court=first.court,
        relief=relief.capitalize(),
        n_counts=len(group),
    )


class CasesModel(QAbstractTableModel):
    """Rows of `CaseRow`; a row costs nothing until it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[CaseRow] = []

    def set_rows(self, rows: list[CaseRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def get_row(self, position: int) -> CaseRow:
        return self._rows[position]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_name = role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(HEADERS)
        return HEADERS[section] if orientation is Qt.Orientation.Horizontal and is_name else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        words = (row.case_number or "No number", row.name, row.relief, row.court)[index.column()]
        return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

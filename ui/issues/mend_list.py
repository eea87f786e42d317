"""The mends of a workspace: who said what, when; any of them can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from app.jobs.record_words import local_time
from app.store.mends import Mend
from ui.issues.words import column_words, mend_words
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import data_table, label, primary_button, quiet_button

_WIDTHS = (144, 112, 248, 176, 120)


class MendsDialog(Sheet):
    """Tells which mend is to be undone; stays open, for it may be several."""

    undo_wanted = Signal(int)
    width_px = 880

    def __init__(self, mends: Sequence[Mend], parent: QWidget | None) -> None:
        super().__init__(parent, "Mends", window_title="Mends")
        self.body.addWidget(
            label(
                "What was mended, the newest first. An undone mend stays on this list; "
                "the rows count again as they stand in the file.",
                "secondary",
            )
        )
        self.model: RowsModel[Mend] = RowsModel(
            (
                Column("When", lambda mend: local_time(mend.made_at)[:16]),
                Column("Who", lambda mend: mend.who),
                Column("What", mend_words),
                Column("Column", lambda mend: column_words(mend.column)),
                Column("Now", _state),
            )
        )
        self.table = data_table(self.model, "Mends")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(260))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.body.addWidget(self.table, 1)
        self.undo_button = primary_button("Undo this mend", self._undo)
        self.set_buttons(quiet_button("Close", self.reject), self.undo_button)
        self.show_mends(mends)

    def show_mends(self, mends: Sequence[Mend]) -> None:
        position = max(self.table.currentIndex().row(), 0)
        self.model.set_records(mends)
        self.table.selectRow(min(position, len(mends) - 1))
        self._on_current(self.table.currentIndex())

    def _on_current(self, index: QModelIndex, *_: object) -> None:
        mend = self.model.record(index)
        self.undo_button.setEnabled(mend is not None and not mend.is_undone)

    def _undo(self) -> None:
        mend = self.model.record(self.table.currentIndex())
        if mend is not None:
            self.undo_button.setEnabled(False)
            self.undo_wanted.emit(mend.id)


def _state(mend: Mend) -> str:
    return f"Undone by {mend.undone_by}" if mend.is_undone else "Counts"

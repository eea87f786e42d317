"""The list of issues: row by row, or each text once with how often it stands there."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QTableView, QWidget

from app.jobs.issue_view import ShownIssue
from ui.issues.questions import N_TEXTS, IssueList, TextCount
from ui.issues.words import state_words, text_words
from ui.one_of import OneOf
from ui.tables.growing import GrowingModel
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import column, data_table, label, plain_button, row

_COLUMNS: tuple[Column[ShownIssue], ...] = (
    Column("State", lambda one: state_words(one.listed)),
    Column("Row", lambda one: f"{one.row:,}", is_number=True),
    Column("Text", lambda one: text_words(one.listed.issue.text)),
    Column("Kind", lambda one: one.listed.issue.kind),
    Column("Column", lambda one: one.column),
    Column("File", lambda one: one.file_name),
    Column("Reason", lambda one: one.listed.issue.reason),
    Column("What it means", lambda one: one.consequence),
)
_WIDTHS = (88, 64, 112, 176, 160, 160, 320, 320)
_FILE = 5
_TEXTS: tuple[Column[TextCount], ...] = (
    Column("Text", lambda one: text_words(one.text)),
    Column("Rows", lambda one: f"{one.n:,}", is_number=True),
    Column("Column", lambda one: one.column or "None named"),
)
_TEXT_WIDTHS = (184, 64, 180)


class IssueTable(QWidget):
    """Tells which issue or text is looked at, and when Enter asks to mend it."""

    issue_chosen = Signal(object)  # ShownIssue, or None
    text_chosen = Signal(object)  # TextCount
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model: GrowingModel[ShownIssue] = GrowingModel(_COLUMNS, self)
        self.texts: RowsModel[TextCount] = RowsModel(_TEXTS, self)
        self.table = self._make_table(self.model, "Issues", _WIDTHS)
        self.text_table = self._make_table(self.texts, "Texts with issues", _TEXT_WIDTHS)
        self.by_row = QRadioButton("Row by row")
        self.by_text = QRadioButton("Each text once")
        self.by_row.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.by_row)
        group.addButton(self.by_text)
        self.by_text.toggled.connect(lambda _: self._switch())
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self.previous_button.setToolTip("Previous (key K)")
        self.next_button.setToolTip("Next (key J)")
        self._n_texts_more = False
        self._tables = OneOf(self.table, self.text_table)
        frame = column(
            row(self.by_row, self.by_text, None, gap=2),
            self._tables,
            row(self.place, None, self.previous_button, self.next_button),
            gap=0.5,
        )
        frame.setStretch(1, 1)
        self.setLayout(frame)

    def _make_table(
        self,
        model: RowsModel[ShownIssue] | RowsModel[TextCount],
        name: str,
        widths: tuple[int, ...],
    ) -> QTableView:
        table = data_table(model, name)
        for number, width in enumerate(widths):
            table.setColumnWidth(number, px(width))
        table.setMinimumHeight(px(132))
        table.selectionModel().currentRowChanged.connect(self._on_current)
        table.activated.connect(lambda _: self.entered.emit())
        return table

    @property
    def is_by_text(self) -> bool:
        return self.by_text.isChecked()

    @property
    def current_table(self) -> QTableView:
        return self.text_table if self.is_by_text else self.table

    @property
    def position(self) -> int:
        """The line looked at, -1 when there is none."""
        return self.current_table.currentIndex().row()

    def show_list(self, found: IssueList, *, from_start: bool) -> None:
        """Show another list and stay with the issue or text that is looked at.

        Where it is no longer in the list, go to the line that took its place, or to the first.
        """
        kept, place = self._current_key(), 0 if from_start else self.position
        self.table.setColumnHidden(_FILE, found.n_files < 2)
        self.model.set_first(found.first, found.total)
        self.texts.set_records(found.texts)
        self._n_texts_more = len(found.texts) == N_TEXTS
        n = self.current_table.model().rowCount()
        there = next((at for at in range(n) if self._key(at) == kept), -1)
        self.select(there if there >= 0 else min(max(place, 0), n - 1))
        self._on_current()

    def _key(self, position: int) -> object:
        """What a line is about."""
        if self.is_by_text:
            one = self.texts.record(self.texts.index(position, 0))
            return (one.column, one.text) if one is not None else None
        shown = self.model.record(self.model.index(position, 0))
        return shown.listed.number if shown is not None else None

    def _current_key(self) -> object:
        return self._key(self.position)

    def select(self, position: int) -> None:
        """Go to a line; lines that do not exist are ignored."""
        table, model = self.current_table, self.current_table.model()
        if not 0 <= position < model.rowCount():
            return
        index = model.index(position, 0)
        flag = QItemSelectionModel.SelectionFlag
        table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        table.scrollTo(index)

    def step(self, by: int) -> None:
        """Go some lines down (or up)."""
        self.select(self.position + by)

    def _switch(self) -> None:
        self._tables.show_only(int(self.is_by_text))
        if self.position < 0:
            self.select(0)
        self._on_current()

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        position, n = self.position, self.current_table.model().rowCount()
        total = n if self.is_by_text else self.model.total
        words = f"{position + 1:,} of {total:,}" if n else "Nothing here"
        if self.is_by_text and self._n_texts_more:
            words += ", the most frequent ones"
        self.place.setText(words)
        self.previous_button.setEnabled(position > 0)
        self.next_button.setEnabled(0 <= position < total - 1)
        if self.is_by_text:
            self.text_chosen.emit(self.texts.record(self.text_table.currentIndex()))
        else:
            self.issue_chosen.emit(self.model.record(self.table.currentIndex()))

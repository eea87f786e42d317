"""The person's convictions under review: answer, state and why; several can be decided together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.store.reviews import OVERRIDDEN, PARKED
from ui.cases.case_view import ReviewedConviction
from ui.marks import as_outcome, outcome_word
from ui.tables.listing import Index, ListingModel
from ui.tables.marks import mark_image
from ui.tables.words import STALE, STATE_WORDS
from ui.theme import colors_of, px
from ui.widgets import column, data_table, label

HEADERS = ("Section", "Convicted", "Answer", "State", "Why")
ANSWER, STATE = 2, 3
_WIDTHS = (106, 108, 130, 104)
_MORE = (80, 0, 0, 150)  # where there is room
_LEAST_WHY = 80
_MOST_ROWS = 4


def state_of(one: ReviewedConviction) -> str:
    """The name of its state: open, accepted, overridden, parked or stale."""
    review = one.state.review
    if review is None:
        return "open"
    return STALE if review.stale else review.decision


def state_words(one: ReviewedConviction) -> str:
    """The state, with an open question or approval where there is one."""
    review, question = one.state.review, one.state.question
    words = STATE_WORDS[state_of(one)]
    if review is not None and review.decision == PARKED and review.remind_on and not review.stale:
        words += f" until {review.remind_on}"
    if review is not None and one.needs_approval and not review.approved_at:
        words += ", to approve"
    if question is not None and question.is_open:
        words += ", attorney asked"
    return words


def answer_of(one: ReviewedConviction) -> str:
    """The name of the answer; of an override that holds, the person's."""
    review = one.state.review
    if review is not None and review.decision == OVERRIDDEN and not review.stale:
        return review.new_outcome
    return one.row.outcome


class _Model(ListingModel):
    """With the shapes of answers and states before their words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(HEADERS, parent, strong_words="in sight")
        self.convictions: tuple[ReviewedConviction, ...] = ()
        self._widget = parent

    def show(self, convictions: Sequence[ReviewedConviction], current: int) -> None:
        self.convictions = tuple(convictions)
        rows = [
            (
                one.row.section or "No section",
                one.row.convicted_on or "No date",
                outcome_word(as_outcome(answer_of(one))),
                state_words(one),
                one.row.reason,
            )
            for one in convictions
        ]
        strong = [n for n, one in enumerate(convictions) if one.row.conviction_id == current]
        self.set_rows(rows, strong)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(self.convictions[index.row()], index.column())
        if role == Qt.ItemDataRole.FontRole and index.column():
            return None  # the section in bold is the one in sight
        return super().data(index, role)

    def _icon(self, one: ReviewedConviction, column_number: int) -> QIcon | None:
        if column_number == STATE and one.state.review is not None:
            kind, value = "decision", state_of(one)
        elif column_number == ANSWER:
            kind, value = "outcome", answer_of(one)
        else:
            return None
        widget = self._widget
        assert isinstance(widget, QWidget)
        image = mark_image(kind, value, px(13), widget.devicePixelRatioF(), colors_of(widget))
        icon, pixmap = QIcon(), QPixmap.fromImage(image)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)  # the same shape and color where it is chosen
        return icon


class ConvictionList(QWidget):
    """A click on one shows it; with Ctrl or Shift several are chosen, to be decided together."""

    conviction_wanted = Signal(int)
    selection_changed = Signal(list)  # ids, in the order of the record

    def __init__(self) -> None:
        super().__init__()
        self._current = 0
        self._is_showing = False
        self.model = _Model(self)
        self.table: QTableView = data_table(
            self.model, "Convictions of this person under review", compact=True
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setIconSize(QSize(px(13), px(13)))
        self.table.horizontalHeader().setMinimumSectionSize(px(_LEAST_WHY))
        self.hint = label("", "caption")
        self.setLayout(column(self.table, self.hint, gap=0.25))
        self.table.selectionModel().selectionChanged.connect(self._on_selection)

    @property
    def selected_convictions(self) -> list[int]:
        """Ids of the chosen ones in the order of the record; the one in sight when none is."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = [self.model.convictions[row].row.conviction_id for row in rows]
        return chosen or ([self._current] if self._current else [])

    def show_convictions(self, convictions: Sequence[ReviewedConviction], current: int) -> None:
        """Another person or conviction, or the same one again: then what was chosen stays."""
        before = set(self.selected_convictions)
        known = {one.row.conviction_id for one in convictions}
        keeps = before & known if current == self._current else set()
        self._current = current if current in known else 0
        self._is_showing = True
        self.model.show(convictions, current)
        self._select(keeps | {current})
        self._is_showing = False
        self._fit()
        self._tell()

    def _select(self, wanted: set[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        selection = self.table.selectionModel()
        selection.clear()
        for row, one in enumerate(self.model.convictions):
            index = self.model.index(row, 0)
            if one.row.conviction_id in wanted:
                selection.select(index, flags.Select | flags.Rows)
            if one.row.conviction_id == self._current:
                selection.setCurrentIndex(index, flags.NoUpdate)
                self.table.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the rows, up to a few, and the bar where the columns need one."""
        n_rows = len(self.model.convictions)
        self.setVisible(bool(n_rows))
        rows = min(max(1, n_rows), _MOST_ROWS) * self.table.verticalHeader().defaultSectionSize()
        more = max(0, self.width() - px(sum(_WIDTHS) + _LEAST_WHY)) // 3
        for place, (width, most) in enumerate(zip(_WIDTHS, _MORE, strict=True)):
            self.table.setColumnWidth(place, px(width) + min(more, px(most)))
        is_narrow, policy = self.width() < px(sum(_WIDTHS) + _LEAST_WHY), Qt.ScrollBarPolicy
        off, needed = policy.ScrollBarAlwaysOff, policy.ScrollBarAsNeeded
        self.table.setHorizontalScrollBarPolicy(needed if is_narrow else off)
        self.table.setVerticalScrollBarPolicy(needed if n_rows > _MOST_ROWS else off)
        bar = px(12) if is_narrow else 0
        self.table.ensurePolished()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows + head + bar + px(6))

    def _on_selection(self) -> None:
        if self._is_showing:
            return
        chosen = self.selected_convictions
        self._tell()
        self.selection_changed.emit(chosen)
        if len(chosen) == 1 and chosen[0] != self._current:
            self.conviction_wanted.emit(chosen[0])

    def _tell(self) -> None:
        n_all, n_chosen = len(self.model.convictions), len(self.selected_convictions)
        if n_chosen > 1:
            text = f"{n_chosen} chosen: a decision is for all of them."
        else:
            text = "Choose several with Ctrl or Shift to decide them together."
        self.hint.setText(text)
        self.hint.setVisible(n_all > 1)

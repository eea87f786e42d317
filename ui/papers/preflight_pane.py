"""What is missing before the papers are made: grouped, counted, each with the way to it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget

from app.jobs.papers.preflight import At, Gap, Place, Preflight, Weight
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import column, data_table, label, quiet_button, row

_GO_WORDS = {
    Place.OFFICE: "Go to the office",
    Place.CASE: "Go to the case",
    Place.REVIEW: "Go to the review",
    Place.POLICY: "Go to the policy",
    Place.REGISTER: "Go to the register",
    Place.CONTACTS: "Open the address book",
}
_WEIGHT_WORDS = {Weight.BLOCKS: "Not made", Weight.BLANK: "Blank line", Weight.NOTE: "To know"}
_NOWHERE = At("")


def headline(found: Preflight) -> str:
    """One sentence over the list; what blocks comes first."""
    n_blank = sum(gap.weight is Weight.BLANK for gap in found.gaps)
    parts = []
    if found.n_blocked:
        one = found.n_blocked == 1
        parts.append(f"{found.n_blocked:,} {'case gets' if one else 'cases get'} no paper")
    if n_blank:
        parts.append(f"{n_blank:,} {'thing prints' if n_blank == 1 else 'things print'} blank")
    return f"{'; '.join(parts)}. Nothing is filled in for you." if parts else "Nothing is missing."


class PreflightPane(QWidget):
    """`jump_wanted` with the gap and its place; a gap without places leads to its page."""

    jump_wanted = Signal(object, object)  # Gap, At

    def __init__(self) -> None:
        super().__init__()
        self.sentence = label("", "body")
        self.gaps: RowsModel[Gap] = RowsModel(
            (
                Column("What is missing", lambda gap: gap.sentence),
                Column("How many", lambda gap: f"{gap.n:,}", is_number=True),
                Column("On paper", lambda gap: _WEIGHT_WORDS[gap.weight]),
            )
        )
        self.places: RowsModel[At] = RowsModel((Column("Where", lambda at: at.words),))
        self.table = data_table(self.gaps, "What is missing", compact=True)
        self.where = data_table(self.places, "Where it is missing; Enter goes there", compact=True)
        self.go_button = quiet_button("Go there", self.go)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, px(96))
        self.table.setColumnWidth(2, px(96))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_places())
        self.table.activated.connect(lambda _: self.go())
        self.where.activated.connect(lambda _: self.go())
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self.where)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(220), px(140)])
        frame = column(self.sentence, splitter, row(None, self.go_button), gap=1)
        frame.setStretch(1, 1)
        frame.setContentsMargins(0, space(1), 0, 0)
        self.setLayout(frame)
        self.show_words("")

    @property
    def n_gaps(self) -> int:
        return self.gaps.rowCount()

    def show_found(self, found: Preflight) -> None:
        """Show what was found; the gap in hand stays chosen while it is there."""
        before = self._gap()
        self.sentence.setText(headline(found))
        self.gaps.set_records(found.gaps)
        sentences = [gap.sentence for gap in found.gaps]
        chosen = before.sentence if before is not None else ""
        place = sentences.index(chosen) if chosen in sentences else 0
        if sentences:
            self.table.selectRow(place)
        self._show_places()

    def show_words(self, words: str) -> None:
        """A sentence instead of a list."""
        self.sentence.setText(words)
        self.gaps.set_records(())
        self._show_places()

    def _gap(self) -> Gap | None:
        return self.gaps.record(self.table.currentIndex())

    def _show_places(self) -> None:
        gap = self._gap()
        at = gap.at if gap is not None else ()
        self.places.set_records(at)
        self.where.setVisible(bool(at) and not at[0].field)
        if at:
            self.where.selectRow(0)
        words = _GO_WORDS[gap.place] if gap is not None else "Go there"
        self.go_button.setText(words)
        self.go_button.setAccessibleName(words)
        self.go_button.setEnabled(gap is not None)

    def go(self, _index: QModelIndex | None = None) -> None:
        """To where the chosen gap is entered."""
        gap = self._gap()
        if gap is not None:
            self.jump_wanted.emit(gap, self.places.record(self.where.currentIndex()) or _NOWHERE)

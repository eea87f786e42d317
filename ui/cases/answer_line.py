"""The answer in one line, above everything that led to it: what a person decides about."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.model.relief import Outcome
from app.store.reviews import OVERRIDDEN
from ui.cases.case_view import CaseView
from ui.marks import as_outcome, outcome_word
from ui.tables.marks import mark_image
from ui.theme import colors_of, px
from ui.tool_tips import plain_tip
from ui.widgets import ElidedLabel, row

_SIDE = 16  # px at 100 %


class AnswerLine(QWidget):
    """Mark, answer and reason of the conviction in sight; hidden without an answer."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = QLabel()
        self._words = ElidedLabel("", "strong")
        line = row(self._mark, self._words)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def show_case(self, view: CaseView) -> None:
        """Show the answer of the latest check, of an override that holds the person's first."""
        outcome, review = view.row.outcome, view.review
        self.setVisible(bool(outcome))
        if not outcome:
            return
        words = f"{outcome_word(as_outcome(outcome))}: {view.row.reason}"
        told = f"{Outcome[outcome].value}: {view.row.reason}"
        if review is not None and review.decision == OVERRIDDEN and not review.stale:
            outcome = review.new_outcome
            words = f"{outcome_word(as_outcome(outcome))}, overridden. The program: {words}"
            told = f"{Outcome[outcome].value}, overridden. The program: {told}"
        self._mark.setPixmap(self._pixmap(outcome))
        self._words.setText(words)
        self._words.setToolTip(plain_tip(told))
        self._words.setAccessibleName(f"Answer: {words}")

    def _pixmap(self, outcome: str) -> QPixmap:
        image = mark_image("outcome", outcome, px(_SIDE), self.devicePixelRatioF(), colors_of(self))
        return QPixmap.fromImage(image)

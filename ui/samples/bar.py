"""A line above the case while a sample is looked at: how far, right, wrong."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy

from app.jobs import samples as jobs
from app.jobs.samples import SampleView
from app.store.samples import ACCEPTED, OPEN, PASSED, STOPPED
from ui.desk import Desk
from ui.samples.judging import Judging
from ui.theme import px, space
from ui.widgets import (
    Banner,
    ElidedLabel,
    column,
    label,
    plain_button,
    primary_button,
    quiet_button,
    row,
)

_LEAST_WORDS = 280  # px at 100 %: what the words want beside the buttons


class SampleBar(QFrame):
    """Call `show_sample`, and `show_case` with the case on the page whenever it changes.

    A verdict is given of the case on the page only: when that is none of the sample's, the bar
    offers to show the next one instead. ``keys`` are for the page to bind.
    """

    case_wanted = Signal(int)  # show this conviction
    ended = Signal(str)  # the state it ended in
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._desk = desk
        self.view: SampleView | None = None
        self._case: int | None = None
        self._heading = label("", "strong", wrap=False)
        self._says = ElidedLabel("", "secondary")
        self.told = Banner("stop", closable=True)
        self._judging = Judging(desk, self, self.told)
        self.right_button = primary_button("Right and next", self.right)
        self.wrong_button = quiet_button("Wrong…", self.wrong)
        self.show_button = quiet_button("Next case", self.show_next)
        self.accept_button = primary_button("Accept the rest", self.accept_rest)
        self.leave_button = plain_button("Leave", self.leave)
        self.right_button.setToolTip("The answer is right: accept it and go on (key R)")
        self.wrong_button.setToolTip("The answer is wrong: stop the sample (key W)")
        self.show_button.setToolTip("Show the next case of the sample")
        self.leave_button.setToolTip("The sample waits; it goes on where it is")
        self.keys = {"R": self.right, "W": self.wrong}
        words = row(self._heading, self._says)
        words.setStretch(1, 1)
        self._buttons = row(
            None, self.show_button, self.wrong_button, self.right_button, self.accept_button,
            self.leave_button,
        )  # fmt: skip
        self._line = row(words, self._buttons)
        self._line.setStretch(0, 1)
        frame = column(self.told, self._line, gap=0.5)
        frame.setContentsMargins(space(2), space(1), space(1), space(1))
        self.setLayout(frame)
        desk.data_changed.connect(self._on_changed)
        desk.workspace_closed.connect(self.leave)
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """No wider than its buttons: they go under the words where the room is narrow."""
        width = self._buttons.minimumSize().width() + space(3)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._buttons.minimumSize().width() + px(_LEAST_WORDS)
        is_wide = event.size().width() >= needed
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if is_wide else way.TopToBottom)

    def show_sample(self, sample_id: int) -> None:
        """Begin, or go on, with a sample; its next case is asked for."""
        self._desk.ask(
            self, "sample bar", lambda store: jobs.get_view(store, sample_id), self._begin
        )

    def _begin(self, view: SampleView) -> None:
        self.told.show_message("info", "")
        self._show(view)
        self.show()
        self.show_next()

    def show_case(self, conviction_id: int | None) -> None:
        """Which case the page shows; None while it shows none."""
        self._case = conviction_id
        self._offer()

    def _on_changed(self, changes: set[str]) -> None:
        if "review" in changes and self.view is not None:
            number = self.view.sample.id
            self._desk.ask(
                self, "sample bar", lambda store: jobs.get_view(store, number), self._show
            )

    def _show(self, view: SampleView) -> None:
        self.view = view
        sample = view.sample
        self._heading.setText(f"Sample {sample.id:,}")
        self._says.setText(_says(view))
        self.setAccessibleName(f"Sample {sample.id:,}: {_says(view)}")
        self._offer()

    @property
    def can_judge(self) -> bool:
        """Whether the case on the page is one of the sample that waits for a verdict."""
        view = self.view
        return (
            view is not None
            and view.sample.state == OPEN
            and any(case.conviction_id == self._case and not case.verdict for case in view.cases)
        )

    def _offer(self) -> None:
        view = self.view
        is_open = view is not None and view.sample.state == OPEN
        self.right_button.setVisible(is_open)
        self.wrong_button.setVisible(is_open)
        self.right_button.setEnabled(self.can_judge)
        self.wrong_button.setEnabled(self.can_judge)
        self.show_button.setVisible(is_open and not self.can_judge)
        is_passed = view is not None and view.sample.state == PASSED
        self.accept_button.setVisible(is_passed)
        if view is not None and is_passed:
            words = f"Accept the other {view.n_rest:,}" if view.n_rest else "Finish"
            self.accept_button.setText(words)
            self.accept_button.setAccessibleName(words)

    def show_next(self) -> None:
        """Go to the next case of the sample."""
        if self.view is not None and self.view.next_case is not None:
            self.case_wanted.emit(self.view.next_case)

    def right(self) -> None:
        """The answer on the page is right: accept it, go on to the next."""
        if self.view is not None and self._case is not None and self.can_judge:
            self._judging.right(self.view, self._case, self._judged)

    def wrong(self) -> None:
        """The answer on the page is wrong: asks what, and stops the sample."""
        if self.view is not None and self._case is not None and self.can_judge:
            self._judging.wrong(self.view, self._case, self._judged)

    def _judged(self, view: SampleView) -> None:
        self._show(view)
        if view.sample.state == OPEN:
            self.show_next()
        else:
            self.ended.emit(view.sample.state)

    def accept_rest(self) -> None:
        if self.view is not None and self.view.sample.state == PASSED:
            self._judging.accept_rest(self.view, self._judged)

    def leave(self) -> None:
        """The sample waits."""
        self.view = None
        self.hide()
        self.left.emit()


def _says(view: SampleView) -> str:
    sample, n = view.sample, view.sample.n_drawn
    if sample.state == OPEN:
        return f"{view.n_judged:,} of {n:,} judged. Is the answer of this case right?"
    if sample.state == PASSED:
        return f"All {n:,} are right." if n > 1 else "It is right."
    if sample.state == STOPPED:
        return f"Stopped, nothing is accepted together: {sample.ended_words}"
    if sample.state == ACCEPTED:
        return f"The set is accepted: {sample.ended_words}."
    return f"Dropped: {sample.ended_words}"

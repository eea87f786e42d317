"""The buttons of a decision, and the forms that stand in their place while something is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.model.relief import Determination
from app.store.office import OverrideReason
from ui.cases.decision_forms import Form, OverrideForm, ParkForm, WordsForm
from ui.flow import FlowLayout
from ui.theme import space
from ui.widgets import column, plain_button, primary_button, quiet_button, row


@dataclass(frozen=True, slots=True)
class BarState:
    """What can be done with what is chosen. ``n`` cases, of which the shown one is the first."""

    n: int = 0
    can_decide: bool = False  # there is an answer, and the person may review
    can_accept: bool = False  # the answer is one to agree with
    can_open: bool = False  # something was decided
    can_preview: bool = False
    can_approve: bool = False  # a decision of somebody else that waits
    can_answer: bool = False  # a question is open, and the person may answer it
    can_undo: bool = False
    can_redo: bool = False


class DecisionBar(QFrame):
    """Says what the user wants; decides nothing itself."""

    accepted = Signal()
    override_wanted = Signal()
    park_wanted = Signal()
    note_wanted = Signal()
    question_wanted = Signal()
    approved = Signal()
    opened_again = Signal()
    undone = Signal()
    redone = Signal()
    preview_wanted = Signal()
    overridden = Signal(object)  # an Override
    parked = Signal(object)  # a Park
    form_closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.undo_button = plain_button("Undo", self.undone.emit)
        self.redo_button = plain_button("Redo", self.redone.emit)
        self.preview_button = plain_button("Preview motion", self.preview_wanted.emit)
        self.note_button = plain_button("Note…", self.note_wanted.emit)
        self.ask_button = plain_button("Ask attorney…", self.question_wanted.emit)
        self.open_button = plain_button("Open again", self.opened_again.emit)
        self.park_button = quiet_button("Park…", self.park_wanted.emit)
        self.override_button = quiet_button("Override…", self.override_wanted.emit)
        self.approve_button = quiet_button("Approve", self.approved.emit)
        self.accept_button = primary_button("Accept and next", self.accepted.emit)
        self._tell_keys()
        self.words, self.park, self.override = WordsForm(), ParkForm(), OverrideForm()
        self.park.parked.connect(self.parked)
        self.override.overridden.connect(self.overridden)
        self._forms = (self.words, self.park, self.override)
        self._buttons = self._make_buttons()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, space(1), 0, 0)
        frame.addWidget(self._buttons)
        for form in self._forms:
            form.left.connect(self.close_form)
            form.hide()
            frame.addWidget(form)

    def minimumSizeHint(self) -> QSize:
        """As high as the buttons need at this width: they go on in a second line."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _tell_keys(self) -> None:
        told: tuple[tuple[QPushButton, str, str], ...] = (
            (self.accept_button, "A", "The answer is right; go on to the next"),
            (self.override_button, "O", "Another answer, with a reason of the office’s list"),
            (self.park_button, "P", "Not now; no paper is made; a reminder can be set"),
            (self.open_button, "U", "Take the decision back"),
            (self.note_button, "N", "Write a note on the case; it changes no decision"),
            (self.ask_button, "Q", "Flag for an attorney; no paper is made until it is answered"),
            (self.approve_button, "Y", "A second person agrees with the decision"),
            (self.preview_button, "M", "See the motion of this case"),
            (self.undo_button, "Ctrl+Z", "Take your latest step back"),
            (self.redo_button, "Ctrl+Y", "Do again what was undone"),
        )
        for button, key, does in told:
            button.setToolTip(f"{does} (key {key})")
            button.setAccessibleDescription(f"{does}. Key {key}.")

    def _make_buttons(self) -> QWidget:
        flow = FlowLayout()
        for button in (
            self.undo_button, self.redo_button, self.open_button, self.note_button,
            self.ask_button, self.preview_button,
        ):  # fmt: skip
            flow.addWidget(button)
        made = QWidget()
        layout = column(gap=1)
        layout.addLayout(flow)
        layout.addLayout(
            row(None, self.park_button, self.override_button, self.approve_button,
                self.accept_button)
        )  # fmt: skip
        made.setLayout(layout)
        return made

    def show_state(self, state: BarState) -> None:
        """Enable what can be done; what another person's role is for is not shown."""
        several = f" {state.n:,}" if state.n > 1 else ""
        self.accept_button.setText(f"Accept{several} and next")
        self.accept_button.setEnabled(state.can_accept)
        for button in (self.override_button, self.park_button, self.note_button):
            button.setEnabled(state.can_decide)
        self.ask_button.setText("Answer…" if state.can_answer else "Ask attorney…")
        self.ask_button.setEnabled(state.can_decide or state.can_answer)
        self.open_button.setEnabled(state.can_open)
        self.approve_button.setVisible(state.can_approve)
        self.approve_button.setEnabled(state.can_approve)
        self.preview_button.setEnabled(state.can_preview)
        self.undo_button.setEnabled(state.can_undo)
        self.redo_button.setEnabled(state.can_redo)

    @property
    def is_asking(self) -> bool:
        """Whether a form stands in the place of the buttons."""
        return any(not form.isHidden() for form in self._forms)

    def ask_words(
        self, question: str, hint: str, submit: str, on_done: Callable[[str], object]
    ) -> None:
        """Ask for a line of words; ``on_done`` gets them."""
        self.words.begin(question, hint, submit, on_done)
        self._show(self.words)

    def ask_park(self, today: date) -> None:
        self.park.begin(today)
        self._show(self.park)

    def ask_override(self, answer: Determination | None, reasons: Sequence[OverrideReason]) -> None:
        self.override.begin(answer, reasons)
        self._show(self.override)
        self.override.answer.setFocus()

    def _show(self, form: Form) -> None:
        for one in self._forms:
            one.setVisible(one is form)
        self._buttons.hide()
        form.words.setFocus()

    def close_form(self) -> None:
        """Back to the buttons; nothing is done."""
        if self.is_asking:
            for form in self._forms:
                form.hide()
            self._buttons.show()
            self.form_closed.emit()

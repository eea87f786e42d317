"""The buttons of a decision, and the line that asks why a case is held back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QLineEdit, QStackedLayout, QWidget

from ui.theme import space
from ui.widgets import label, primary_button, quiet_button, row


class _ReasonEdit(QLineEdit):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class _Buttons(QWidget):
    """Two groups at the two edges; under one another where there is no room for both."""

    def __init__(self, left: QWidget, right: QLayout) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._frame = row(left, None)
        self._frame.addLayout(right)
        self._frame.setAlignment(right, Qt.AlignmentFlag.AlignRight)
        self.setLayout(self._frame)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._right.minimumSize().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._left.sizeHint().width() + space(1) + self._right.sizeHint().width()
        is_wide = event.size().width() >= needed
        direction = QBoxLayout.Direction
        self._frame.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)


class DecisionBar(QFrame):
    """Says what the user wants; decides nothing itself."""

    accepted = Signal()
    held_back = Signal(str)  # the reason, never blank
    opened_again = Signal()
    preview_wanted = Signal()
    reason_closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.accept_button = primary_button("Accept and next", self.accepted.emit)
        self.hold_button = quiet_button("Hold back…", self.ask_reason)
        self.open_button = quiet_button("Open again", self.opened_again.emit)
        self.preview_button = quiet_button("Preview motion", self.preview_wanted.emit)
        for button, key, does in (
            (self.accept_button, "A", "The answer is right; go on to the next"),
            (self.hold_button, "H", "No paper is made until it is opened again; asks for a reason"),
            (self.open_button, "U", "Take the decision back"),
            (self.preview_button, "M", "See the motion of this case"),
        ):
            button.setToolTip(f"{does} (key {key})")
        self.reason = _ReasonEdit()
        self.reason.setAccessibleName("Reason for holding back")
        self.reason.setPlaceholderText("For example: a co-defendant's case is pending")
        self.reason.returnPressed.connect(self._submit)
        self.reason.textChanged.connect(self._on_text)
        self.reason.left.connect(self.close_reason)
        self.submit_button = primary_button("Hold back", self._submit)
        self.cancel_button = quiet_button("Cancel", self.close_reason)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        buttons = _Buttons(
            self.preview_button, row(self.open_button, self.hold_button, self.accept_button)
        )
        asking = QWidget()
        why = label("Why is it held back?", "label", wrap=False)
        why.setBuddy(self.reason)
        asking.setLayout(row(why, self.reason, self.cancel_button, self.submit_button))
        for part in (buttons, asking):
            layout = part.layout()
            if layout is not None:
                layout.setContentsMargins(0, space(1), 0, 0)
            self._stack.addWidget(part)

    def show_state(self, decision: str, *, can_decide: bool, can_preview: bool) -> None:
        """Enable what can be done with the conviction in sight."""
        self.accept_button.setEnabled(can_decide)
        self.hold_button.setEnabled(can_decide)
        self.open_button.setEnabled(can_decide and bool(decision))
        self.preview_button.setEnabled(can_preview)

    @property
    def is_asking(self) -> bool:
        return self._stack.currentIndex() == 1

    def ask_reason(self) -> None:
        """Show the line for the reason in place of the buttons."""
        if not self.hold_button.isEnabled():
            return
        self.reason.clear()
        self._on_text("")
        self._stack.setCurrentIndex(1)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_reason(self) -> None:
        if self.is_asking:
            self._stack.setCurrentIndex(0)
            self.reason_closed.emit()

    def _on_text(self, text: str) -> None:
        self.submit_button.setEnabled(bool(text.strip()))

    def _submit(self) -> None:
        text = self.reason.text().strip()
        if text:
            self.close_reason()
            self.held_back.emit(text)

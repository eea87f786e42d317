"""The second look at the work: samples, approvals, overrides and the sign-off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ui.desk import Desk
from ui.flow import FlowLayout
from ui.one_of import OneOf
from ui.oversight.approvals_pane import ApprovalsPane
from ui.oversight.overrides_pane import OverridesPane
from ui.oversight.sign_off_pane import SignOffPane
from ui.samples.pane import SamplesPane
from ui.widgets import column

PARTS = ("samples", "approvals", "overrides", "sign-off")


class OversightPane(QWidget):
    """Four views; each reads when it is looked at. Call `refresh` with what changed."""

    case_wanted = Signal(int)  # show this conviction
    judging_wanted = Signal(int)  # look at the cases of this sample one by one

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.samples = SamplesPane(desk)
        self.approvals = ApprovalsPane(desk)
        self.overrides = OverridesPane(desk)
        self.sign_off = SignOffPane(desk)
        views: tuple[SamplesPane | ApprovalsPane | OverridesPane | SignOffPane, ...] = (
            self.samples, self.approvals, self.overrides, self.sign_off,
        )  # fmt: skip
        self._unseen = dict.fromkeys(PARTS, True)
        self._views = dict(zip(PARTS, views, strict=True))
        self.choices = {
            part: QRadioButton(title)
            for part, title in zip(
                PARTS, ("Samples", "Second person", "Overrides", "Sign-off"), strict=True
            )
        }
        group, self._panes = QButtonGroup(self), OneOf(*views)
        for place, (part, choice) in enumerate(self.choices.items()):
            group.addButton(choice)
            choice.toggled.connect(
                lambda is_on, place=place, part=part: self._show(place, part) if is_on else None
            )
        choices = FlowLayout(gap=2)
        for choice in self.choices.values():
            choices.addWidget(choice)
        frame = column(choices, self._panes, gap=1.5)
        frame.setStretch(1, 1)
        self.setLayout(frame)
        for view in views:
            view.case_wanted.connect(self.case_wanted)
        self.samples.judging_wanted.connect(self.judging_wanted)
        self.approvals.counted.connect(self._show_n_waiting)
        self.choices["samples"].setChecked(True)

    @property
    def part(self) -> str:
        """The view that is shown, one of PARTS."""
        return next(part for part, choice in self.choices.items() if choice.isChecked())

    def show_part(self, part: str) -> None:
        self.choices[part].setChecked(True)

    def refresh(self, changes: set[str]) -> None:
        """Read again what is shown, and the others when they are looked at."""
        if changes & {"import", "check", "review", "settings"}:
            self._unseen = dict.fromkeys(PARTS, True)
            if self.isVisible():
                self._read_shown()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while it was out of sight is read now."""
        super().showEvent(event)
        self._read_shown()

    def _read_shown(self) -> None:
        self._read(self.part)
        self._read("approvals")  # its count stands on its name

    def _show(self, place: int, part: str) -> None:
        self._panes.show_only(place)
        for one, choice in self.choices.items():  # Tab comes to the one that is marked
            policy = Qt.FocusPolicy.StrongFocus if one == part else Qt.FocusPolicy.ClickFocus
            choice.setFocusPolicy(policy)
        if self.isVisible():
            self._read(part)

    def _read(self, part: str) -> None:
        if self._unseen[part]:
            self._unseen[part] = False
            self._views[part].refresh()

    def _show_n_waiting(self, n: int) -> None:
        words = f"Second person ({n:,})" if n else "Second person"
        self.choices["approvals"].setText(words)

"""The office's own waiting times: after so many days in a state something is due."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.progress import Progress
from app.jobs.register import WaitingDays, save_waiting_days
from app.model.paper_state import FILED, GRANTED, PRINTED, RECEIVED, SERVED, SET, SIGNED
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.number_box import NumberBox
from ui.sheet import Sheet
from ui.theme import space
from ui.widgets import Banner, label, primary_button, quiet_button

_STATES = (PRINTED, SIGNED, FILED, SERVED, SET, GRANTED, RECEIVED)


class DaysDialog(Sheet):
    """A line for each state in which a paper waits; 0 days: nothing is due."""

    def __init__(self, desk: Desk, days: dict[str, WaitingDays], parent: QWidget | None) -> None:
        super().__init__(parent, "Waiting times of the office", window_title="Waiting times")
        self._desk = desk
        self.problem = Banner("stop")
        self.body.addWidget(
            label(
                "When a paper comes into a state, this is due so many days later. The days are the "
                "office’s own: no law that is on file sets them for these papers.",
                "body",
            )
        )
        self.body.addWidget(self.problem)
        self.days: dict[str, QSpinBox] = {}
        self.what: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(2))
        for line, state in enumerate(_STATES):
            self._add_line(grid, line, state, days.get(state))
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        self.yes = primary_button("Save", self.save)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)

    def _add_line(
        self, grid: QGridLayout, line: int, state: str, known: WaitingDays | None
    ) -> None:
        days, what = NumberBox(), QLineEdit(known.what if known else "")
        days.setRange(0, 3650)
        days.setSpecialValueText("none")
        days.setSuffix(" days")
        days.setValue(known.days if known else 0)
        days.setAccessibleName(f"Days after {state}")
        what.setAccessibleName(f"What is due after {state}")
        what.setPlaceholderText("ask the clerk, send the order, …")
        what.setMaxLength(200)
        grid.addWidget(label(state.capitalize(), "label", wrap=False), line, 0)
        grid.addWidget(days, line, 1)
        grid.addWidget(what, line, 2)
        self.days[state], self.what[state] = days, what

    def save(self) -> None:
        """Keep them for what is entered from now on."""
        days = {
            state: WaitingDays(box.value(), self.what[state].text())
            for state, box in self.days.items()
            if box.value()
        }
        who = self._desk.user

        def job(store: Workspace, _progress: Progress) -> None:
            save_waiting_days(store, days, who=who)

        self._desk.run_job("Saving", job, lambda _: self._saved(), {"settings"},
                           on_failed=self._failed, is_saving=True)  # fmt: skip

    def _saved(self) -> None:
        if isValid(self):
            self.accept()

    def _failed(self, error: Exception) -> None:
        if not isValid(self) or not isinstance(error, UserError):
            self._desk.report(error)
            return
        self.problem.show_message("stop", error.message)
        self.fit()

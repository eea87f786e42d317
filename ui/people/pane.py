"""The people of several files: who may be one, where files differ, who is made of what."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ui.desk import Desk
from ui.one_of import OneOf
from ui.people.conflicts_pane import ConflictsPane
from ui.people.matches_pane import MatchesPane
from ui.people.parts_pane import PartsPane
from ui.widgets import column, row


class PeoplePane(QWidget):
    """Three views; the counts on their names say how much waits there."""

    counted = Signal(int)  # what waits for a decision

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.matches = MatchesPane(desk)
        self.conflicts = ConflictsPane(desk)
        self.parts = PartsPane(desk)
        self._n_waiting = [0, 0]
        self.views = (
            QRadioButton("Who may be one"),
            QRadioButton("Where files differ"),
            QRadioButton("What people are made of"),
        )
        self._panes = OneOf()
        group = QButtonGroup(self)
        for number, (choice, pane) in enumerate(
            zip(self.views, (self.matches, self.conflicts, self.parts), strict=True)
        ):
            group.addButton(choice, number)
            self._panes.add(pane)
        self.views[0].setChecked(True)
        group.idToggled.connect(self._switch)
        self.matches.counted.connect(lambda n: self._count(0, n))
        self.conflicts.counted.connect(lambda n: self._count(1, n))
        frame = column(row(*self.views, None, gap=2), self._panes, gap=1)
        frame.setStretch(1, 1)
        self.setLayout(frame)

    def refresh(self) -> None:
        """Read everything again."""
        self.matches.refresh()
        self.conflicts.refresh()
        self.parts.refresh()

    def _switch(self, number: int, is_on: bool) -> None:
        if is_on:
            self._panes.show_only(number)

    def _count(self, number: int, n: int) -> None:
        self._n_waiting[number] = n
        name = ("Who may be one", "Where files differ")[number]
        self.views[number].setText(f"{name} ({n:,})" if n else name)
        self.counted.emit(sum(self._n_waiting))

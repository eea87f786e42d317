"""What a list of the court would change in the register, before anything is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHeaderView, QTabWidget, QWidget

from app.jobs.register import Move
from app.jobs.register_update import RowProblem, UpdatePlan
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import data_table, label, plural, primary_button, quiet_button


class UpdateDialog(Sheet):
    """The moves in one tab, the rows that name no paper for certain in the other."""

    width_px = 860

    def __init__(
        self, plan: UpdatePlan, on_yes: Callable[[], None], parent: QWidget | None
    ) -> None:
        super().__init__(
            parent, f"What {plan.name} would change", window_title="Read a list of the court"
        )
        same = f" {plan.n_same:,} say what is entered already." if plan.n_same else ""
        words = f"{plural(plan.n_rows, 'row')} read. Nothing was entered yet.{same}"
        self.body.addWidget(label(words, "body"))
        self.moves: RowsModel[Move] = RowsModel(
            (
                Column("Case number", lambda one: one.row.case_number),
                Column("Name", lambda one: one.row.name),
                Column("Now", lambda one: one.row.state),
                Column("Then", lambda one: one.state),
                Column("Day", lambda one: one.on_day.isoformat()),
                Column("Due", lambda one: one.due_on.isoformat() if one.due_on else ""),
            )
        )
        self.moves.set_records(plan.moves)
        self.problems: RowsModel[RowProblem] = RowsModel(
            (
                Column("Row", lambda one: f"{one.row:,}", is_number=True),
                Column("What is the matter", lambda one: one.sentence),
                Column("The row says", lambda one: one.text),
            )
        )
        self.problems.set_records(plan.problems)
        self.body.addWidget(self._tabs(plan), 1)
        self.yes = primary_button(f"Enter {plural(len(plan.moves), 'paper')}", self.accept)
        self.yes.setEnabled(bool(plan.moves))
        self.accepted.connect(on_yes)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)

    def _tabs(self, plan: UpdatePlan) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setAccessibleName("Moves and problems")
        moves = data_table(self.moves, "What would be entered", compact=True)
        for place, width in enumerate((150, 200, 104, 104, 96)):
            moves.setColumnWidth(place, px(width))
        problems = data_table(self.problems, "Rows that are not taken", compact=True)
        problems.setColumnWidth(0, px(56))
        header = problems.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        tabs.addTab(moves, f"To enter ({len(plan.moves):,})")
        tabs.addTab(problems, f"Not taken ({len(plan.problems):,})")
        tabs.setCurrentIndex(0 if plan.moves else 1)
        tabs.setMinimumHeight(px(260))
        return tabs

"""Entering a state of papers, or correcting one: state, day, what is due, words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.progress import Progress
from app.jobs.register import LONGEST_WORDS, MovePlan, carry_out, correct_paper, plan_move
from app.model.paper_state import DRAFTED, MOVES, SET, STATES, WORDS
from app.store.register import RegisterRow
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.sheet import Sheet
from ui.widgets import Banner, field, label, plural, primary_button, quiet_button

_MOST_SHOWN = 4


def day_field(day: date) -> QDateEdit:
    """A day with a calendar."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy-MM-dd")
    return made


def day_of(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


class StateDialog(Sheet):
    """What cannot be entered is told first; the rest is entered when it is wanted."""

    def __init__(
        self,
        desk: Desk,
        rows: list[RegisterRow],
        today: date,
        on_done: Callable[[str], None],
        parent: QWidget | None,
        *,
        is_correction: bool = False,
    ) -> None:
        what = "Correct a paper" if is_correction else f"Enter a state of {_papers(rows)}"
        super().__init__(parent, what, window_title=what)
        self._desk = desk
        self._rows = rows
        self._today = today
        self._on_done = on_done
        self._is_correction = is_correction
        self._plan: MovePlan | None = None
        self.state = QComboBox()
        self.day = day_field(today)
        self.has_due = QCheckBox("Something is due")
        self.due, self.due_what = day_field(today), QLineEdit()
        self.words = QLineEdit()
        self.problem = Banner("stop")
        self._meaning = label("", "caption")
        self.yes = primary_button("Enter", self.enter)
        self._build()

    def _build(self) -> None:
        self.body.addWidget(self.problem)
        offered = [state for state in STATES if self._is_correction or _is_next(state, self._rows)]
        self.state.addItems([state.capitalize() for state in offered or list(STATES[1:])])
        self.state.currentTextChanged.connect(lambda _: self._on_state())
        self.body.addLayout(field("State", self.state))
        self.body.addWidget(self._meaning)
        self.body.addLayout(field("Day on which it happened", self.day))
        self.has_due.setAccessibleName("Something is due")
        self.has_due.toggled.connect(lambda _: self._on_due())
        self.body.addWidget(self.has_due)
        self._due_fields = QWidget()
        due = field("Due on", self.due)
        due.addLayout(field("What is due", self.due_what, "hearing, answer of the court, …"))
        self._due_fields.setLayout(due)
        self.body.addWidget(self._due_fields)
        self.due_what.setMaxLength(200)
        self.words.setMaxLength(LONGEST_WORDS)
        caption = "What was wrong" if self._is_correction else "Note"
        hint = "Stands in the history beside what was entered before" if self._is_correction else ""
        self.body.addLayout(field(caption, self.words, hint))
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self._on_state()
        self.state.setFocus()

    @property
    def chosen(self) -> str:
        return self.state.currentText().lower()

    def _on_state(self) -> None:
        self._plan = None
        self._meaning.setText(f"{WORDS.get(self.chosen, '')}.")
        self.has_due.setChecked(self.chosen == SET)
        self.yes.setText("Correct" if self._is_correction else f"Enter as {self.chosen}")
        self._on_due()

    def _on_due(self) -> None:
        self._due_fields.setVisible(self.has_due.isChecked())
        self.fit()

    def enter(self) -> None:
        """Look whether it can be, then enter it; what cannot be is told, and asked about."""
        self.yes.setEnabled(False)
        if self._is_correction:
            self._run(self._correct)
        elif self._plan is not None:
            plan = self._plan
            self._run(lambda store: carry_out(store, plan.moves, who=self._desk.user))
        else:
            self._ask_plan()

    def _ask_plan(self) -> None:
        ids, state, day = [row.id for row in self._rows], self.chosen, day_of(self.day)
        due = day_of(self.due) if self.has_due.isChecked() else None
        what, words, today = self.due_what.text(), self.words.text(), self._today

        def ask(store: Workspace) -> MovePlan:
            return plan_move(store, ids, state, day, today, due_on=due, due_what=what, words=words)

        self._desk.ask(self, "register plan", ask, self._on_plan)

    def _on_plan(self, plan: MovePlan) -> None:
        self.yes.setEnabled(True)
        if not plan.refused:
            self._plan = plan
            self.enter()
            return
        shown = " ".join(plan.refused[:_MOST_SHOWN])
        more = (
            f" And {len(plan.refused) - _MOST_SHOWN:,} more." if plan.refused[_MOST_SHOWN:] else ""
        )
        self.problem.show_message("stop", f"{shown}{more}")
        if plan.moves:
            self._plan = plan
            self.yes.setText(f"Enter the other {plural(len(plan.moves), 'paper')}")
        self.fit()

    def _correct(self, store: Workspace) -> int:
        due = day_of(self.due) if self.has_due.isChecked() else None
        correct_paper(
            store, self._rows[0].id, self.chosen, day_of(self.day), self.words.text(),
            who=self._desk.user, today=self._today, due_on=due, due_what=self.due_what.text(),
        )  # fmt: skip
        return 1

    def _run(self, work: Callable[[Workspace], int]) -> None:
        def job(store: Workspace, _progress: Progress) -> int:
            return work(store)

        self._desk.run_job(
            "Entering", job, self._entered, {"papers"}, on_failed=self._failed, is_saving=True
        )

    def _entered(self, n: int) -> None:
        words = "corrected" if self._is_correction else f"entered as {self.chosen}"
        self._on_done(f"{plural(n, 'paper')} {words}.")
        if isValid(self):
            self.accept()

    def _failed(self, error: Exception) -> None:
        if not isValid(self) or not isinstance(error, UserError):
            self._desk.report(error)
            return
        self._plan = None
        self.yes.setEnabled(True)
        self.problem.show_message("stop", error.message)
        self.fit()


def _papers(rows: list[RegisterRow]) -> str:
    if len(rows) == 1:
        return rows[0].case_number or rows[0].kind
    return plural(len(rows), "paper")


def _is_next(state: str, rows: list[RegisterRow]) -> bool:
    """Whether one of the papers can become it at all."""
    return state != DRAFTED and any(state in MOVES[one] for one in {row.state for row in rows})

"""Decisions that wait for a second person: one, several or all of a reviewer are approved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QWidget

from app.jobs.approvals import MOST_SHOWN, Approvals, approve_all_of, list_approvals
from app.jobs.decide import Done, approve
from app.jobs.office import SECOND_SENTENCES
from app.model.relief import Outcome
from app.store.reviews import OVERRIDDEN
from app.store.waiting import Waiting
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.one_of import OneOf
from ui.tables.rows import Column, RowsModel
from ui.tables.words import STATE_WORDS, format_name
from ui.theme import px
from ui.told_jobs import ToldJobs
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
)
from ui.words_dialog import with_reason


def _decision(one: Waiting) -> str:
    """The answer given, where it is another one than the program's."""
    review = one.review
    if review.decision == OVERRIDDEN:
        return Outcome[review.new_outcome].value
    return STATE_WORDS[review.decision]


def _detail(one: Waiting) -> str:
    """What the list cuts off."""
    review = one.review
    why = f"{review.reason_code}: {review.words}" if review.words else ""
    answered = f"{Outcome[review.outcome].value} ({review.outcome_reason})"
    return "\n".join(line for line in (f"The program answers {answered}.", why) if line)


_COLUMNS: tuple[Column[Waiting], ...] = (
    Column("Case", lambda one: f"{one.review.conviction_id:,}", is_number=True),
    Column("Name", lambda one: format_name(one.name)),
    Column("Section", lambda one: one.section),
    Column("Case number", lambda one: one.case_number),
    Column("Program's answer", lambda one: Outcome[one.review.outcome].value),
    Column("Decision", _decision),
    Column("Reason", lambda one: one.review.reason_code),
    Column("Decided by", lambda one: one.review.reviewer),
    Column("On", lambda one: one.review.decided_at[:10]),
    Column("Words", lambda one: one.review.words),
)
_WIDTHS = (72, 144, 96, 104, 152, 152, 88, 120, 112, 40)


class ApprovalsPane(QWidget):
    """A table of what waits; nobody approves their own."""

    case_wanted = Signal(int)
    counted = Signal(int)  # how many wait

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: Approvals | None = None
        self.told = Banner("stop", closable=True)
        self._jobs = ToldJobs(desk, self, self.told)
        self.rule = label("", "secondary")
        self.reviewer = QComboBox()
        self.reviewer.setAccessibleName("Whose decisions")
        self.reviewer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model: RowsModel[Waiting] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Decisions that wait for a second person")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.detail = label("", "body")
        self.note = label("", "caption")
        self.show_button = quiet_button("Show the case", self._show_case)
        self.all_button = quiet_button("", self.approve_all)
        self.approve_button = primary_button("Approve", self.approve_chosen)
        self._panes = OneOf()
        self._build()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.table.activated.connect(lambda _: self._show_case())
        self.reviewer.activated.connect(lambda _: self.refresh())

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        listed = QWidget()
        buttons = row(self.note, None, self.show_button, self.all_button, self.approve_button)
        frame = column(row(self.reviewer, None), self.table, self.detail, buttons)
        frame.setStretch(1, 1)
        listed.setLayout(frame)
        self._panes.add(listed)
        self._panes.add(
            EmptyState(
                "Nothing waits for a second person",
                "Decisions that the office wants approved are listed here. What that is is said "
                "under File, Office.",
            )
        )
        whole = column(self.told, self.rule, self._panes)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        wanted = str(self.reviewer.currentData() or "")
        self._desk.ask(
            self, "approvals", lambda store: list_approvals(store, reviewer=wanted), self._show
        )

    def _show(self, found: Approvals) -> None:
        self.found = found
        self.rule.setText(SECOND_SENTENCES[found.rule])
        self._panes.show_only(0 if found.n_waiting else 1)
        kept = str(self.reviewer.currentData() or "")
        self.reviewer.clear()
        self.reviewer.addItem(f"Everybody ({found.n_waiting:,})", "")
        for name, n in found.by_reviewer.items():
            self.reviewer.addItem(f"{name} ({n:,})", name)
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(kept)))
        if kept and kept not in found.by_reviewer:  # all of theirs were approved
            self.refresh()
        place = max(0, self.table.currentIndex().row())
        marked = {one.review.conviction_id for one in self.chosen}
        self.model.set_records(found.listed)
        shown = len(found.listed)
        self.note.setText(f"The oldest {shown:,} are listed." if shown == MOST_SHOWN else "")
        kept_rows = [
            row for row, one in enumerate(found.listed) if one.review.conviction_id in marked
        ]
        self._mark(kept_rows or [min(place, shown - 1)])
        self._offer()
        self.counted.emit(found.n_waiting)

    def _mark(self, rows: list[int]) -> None:
        """Mark these rows, whatever keys are held down meanwhile."""
        selection, flag = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        for number, place in enumerate(rows):
            if place < 0:
                continue
            index = self.model.index(place, 0)
            how = flag.Select if number else flag.ClearAndSelect
            if not number:
                selection.setCurrentIndex(index, flag.NoUpdate)
            selection.select(index, how | flag.Rows)

    @property
    def chosen(self) -> list[Waiting]:
        """The marked decisions, from top to bottom."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = (self.model.record(self.model.index(place, 0)) for place in rows)
        return [one for one in found if one is not None]

    def _offer(self) -> None:
        chosen = self.chosen
        n = len(chosen)
        self.detail.setText(_detail(chosen[0]) if n == 1 else "")
        self.approve_button.setEnabled(n > 0)
        self.show_button.setEnabled(n == 1)
        words = f"Approve {n:,}" if n > 1 else "Approve"
        self.approve_button.setText(words)
        self.approve_button.setAccessibleName(words)
        name = str(self.reviewer.currentData() or "")
        self.all_button.setVisible(bool(name))
        if name and self.found is not None:
            words = f"Approve all {self.found.by_reviewer.get(name, 0):,} of {name}"
            self.all_button.setText(words)
            self.all_button.setAccessibleName(words)

    def _show_case(self) -> None:
        if self.chosen:
            self.case_wanted.emit(self.chosen[0].review.conviction_id)

    def approve_chosen(self) -> None:
        """Agree with the marked decisions."""
        ids, who = [one.review.conviction_id for one in self.chosen], self._desk.user
        if ids:
            self._approve(lambda store, why: approve(store, ids, who=who, why_late=why))

    def approve_all(self) -> None:
        """Agree with everything of the chosen reviewer, listed or not."""
        name, who = str(self.reviewer.currentData() or ""), self._desk.user
        if name:
            self._approve(lambda store, why: approve_all_of(store, name, who=who, why_late=why))

    def _approve(self, job: Callable[[Workspace, str], Done]) -> None:
        def done(made: Done) -> None:
            n = len(made.ids)
            says = f"{plural(n, 'decision')} {'was' if n == 1 else 'were'} approved."
            self.told.show_message("good", says)
            self.refresh()

        def start(why: str) -> None:
            self._jobs.run("Approving", lambda store: job(store, why), done, {"review"})

        with_reason(self._desk, self, start)

"""The samples that were drawn, each with its seed, size and result, and the cases looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.jobs import samples as jobs
from app.jobs.record_words import local_time
from app.jobs.samples import SampleView
from app.model.relief import Outcome
from app.store.case_facts import CaseFacts, get_facts
from app.store.samples import ACCEPTED, DROPPED, OPEN, PASSED, RIGHT, STOPPED, WRONG, SampleCase
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.flow import FlowLayout
from ui.one_of import OneOf
from ui.samples.judging import Judging
from ui.side_by_side import SideBySide
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plural,
    primary_button,
    quiet_button,
)

STATE_WORDS = {
    OPEN: "Being looked at", PASSED: "All right", STOPPED: "Stopped", DROPPED: "Dropped",
    ACCEPTED: "Accepted",
}  # fmt: skip
_VERDICTS = {"": "Not judged", RIGHT: "Right", WRONG: "Wrong"}
_SAMPLES: tuple[Column[SampleView], ...] = (
    Column("No.", lambda one: f"{one.sample.id:,}", is_number=True),
    Column("Result", lambda one: STATE_WORDS[one.sample.state]),
    Column("Looked at", lambda one: f"{one.n_judged:,} of {one.sample.n_drawn:,}"),
    Column("Cases", lambda one: f"{one.sample.n_cases:,}", is_number=True),
    Column("Set", lambda one: one.sample.filter_words),
)
_SAMPLE_WIDTHS = (48, 120, 96, 72, 80)


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case of a sample as its line shows it."""

    case: SampleCase
    facts: CaseFacts | None


@dataclass(frozen=True, slots=True)
class SampleDetail:
    view: SampleView
    cases: list[DrawnCase]


_CASES: tuple[Column[DrawnCase], ...] = (
    Column("Case", lambda one: f"{one.case.conviction_id:,}", is_number=True),
    Column("Name", lambda one: format_name(one.facts.name) if one.facts else "No longer here"),
    Column("Section", lambda one: one.facts.section if one.facts else ""),
    Column("Verdict", lambda one: _VERDICTS[one.case.verdict]),
    Column("Answer", lambda one: _answer(one.facts)),
    Column("Words", lambda one: one.case.words),
)
_CASE_WIDTHS = (72, 152, 104, 96, 152, 40)


def _answer(facts: CaseFacts | None) -> str:
    return Outcome[facts.outcome].value if facts is not None and facts.outcome else ""


def ask_detail(workspace: Workspace, sample_id: int) -> SampleDetail:
    view = jobs.get_view(workspace, sample_id)
    facts = get_facts(workspace, [case.conviction_id for case in view.cases])
    return SampleDetail(
        view, [DrawnCase(case, facts.get(case.conviction_id)) for case in view.cases]
    )


class SamplesPane(QWidget):
    """Left every sample, right the cases of the chosen one with Right and Wrong (R and W)."""

    case_wanted = Signal(int)  # show this conviction
    judging_wanted = Signal(int)  # look at the cases of this sample one by one

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.detail: SampleDetail | None = None
        self._wanted: int | None = None
        self.told = Banner("stop", closable=True)
        self._judging = Judging(desk, self, self.told)
        self.model: RowsModel[SampleView] = RowsModel(_SAMPLES, self)
        self.table = data_table(self.model, "Samples")
        self.cases_model: RowsModel[DrawnCase] = RowsModel(_CASES, self)
        self.cases = data_table(self.cases_model, "Cases of the sample")
        self.heading = label("", "section")
        self.set_words = label("", "strong")
        self.about = label("", "body")
        self.record = label("", "caption")
        self.record.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_button = quiet_button("Show the case", self._show_case)
        self.wrong_button = quiet_button("Wrong…", self.wrong)
        self.right_button = quiet_button("Right", self.right)
        self.drop_button = quiet_button("Drop…", self.drop)
        self.look_button = primary_button("Look at the cases", self._look)
        self.accept_button = primary_button("Accept the rest", self.accept_rest)
        self._panes = OneOf()
        self._build()
        self._connect()

    def _build(self) -> None:
        for table, widths in ((self.table, _SAMPLE_WIDTHS), (self.cases, _CASE_WIDTHS)):
            for number, width in enumerate(widths):
                table.setColumnWidth(number, px(width))
        self.right_button.setToolTip("The answer is right: accept it (key R)")
        self.wrong_button.setToolTip("The answer is wrong: stop the sample (key W)")
        listed, chosen = QWidget(), QWidget()
        left = column(self.table)
        listed.setLayout(left)
        buttons = FlowLayout()
        for button in (
            self.look_button, self.accept_button, self.right_button, self.wrong_button,
            self.show_button, self.drop_button,
        ):  # fmt: skip
            buttons.addWidget(button)
        right = column(self.heading, self.set_words, self.about, self.record, self.cases, buttons)
        right.setStretch(4, 1)
        chosen.setLayout(right)
        self._panes.add(SideBySide(listed, chosen, (2, 3)))
        self._panes.add(
            EmptyState(
                "No sample was drawn yet",
                "Filter the list of cases, then choose “Accept together”: a random sample of it is "
                "looked at by hand, and when every answer is right the rest is accepted.",
            )
        )
        frame = column(self.told, self._panes)
        frame.setStretch(1, 1)
        self.setLayout(frame)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._ask_detail())
        self.cases.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.cases.activated.connect(lambda _: self._show_case())
        for key, does in (("R", self.right), ("W", self.wrong)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def show_sample(self, sample_id: int) -> None:
        """Go to a sample when the list is read."""
        self._wanted = sample_id
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(self, "samples", jobs.list_views, self._show)

    def _show(self, views: list[SampleView]) -> None:
        numbers = [view.sample.id for view in views]
        kept = self.detail.view.sample.id if self.detail else None
        wanted = next((one for one in (self._wanted, kept) if one in numbers), None)
        self._wanted = None
        self.model.set_records(views)
        self._panes.show_only(0 if views else 1)
        self.table.selectRow(numbers.index(wanted) if wanted is not None else 0)
        self._ask_detail()

    def _ask_detail(self) -> None:
        view = self.model.record(self.table.currentIndex())
        if view is not None:
            number = view.sample.id
            self._desk.ask(
                self, "sample", lambda store: ask_detail(store, number), self._show_detail
            )

    def _show_detail(self, detail: SampleDetail) -> None:
        is_same = self.detail is not None and self.detail.view.sample.id == detail.view.sample.id
        self.detail = detail
        view = detail.view
        sample = view.sample
        self.heading.setText(f"Sample {sample.id:,}: {STATE_WORDS[sample.state].lower()}")
        self.set_words.setText(f"{plural(sample.n_cases, 'case')}: {sample.filter_words}")
        self.about.setText(_about(view))
        self.record.setText(
            f"Drawn by {sample.drawn_by}, {local_time(sample.drawn_at)}. Seed {sample.seed}: cases "
            "in the order of SHA-256 over seed, colon and case number."
        )
        place = self.cases.currentIndex().row() if is_same else -1
        self.cases_model.set_records(detail.cases)
        numbers = [one.case.conviction_id for one in detail.cases]
        if view.next_case is not None:
            place = numbers.index(view.next_case)
        self.cases.selectRow(max(0, place))
        self.cases.scrollTo(self.cases.currentIndex())
        self._offer()

    @property
    def chosen(self) -> DrawnCase | None:
        return self.cases_model.record(self.cases.currentIndex())

    def _offer(self) -> None:
        view, one = self.detail.view if self.detail else None, self.chosen
        state = view.sample.state if view is not None else ""
        is_running = state in (OPEN, PASSED)
        self.show_button.setEnabled(one is not None)
        for button in (self.right_button, self.wrong_button):
            button.setVisible(is_running)
        self.right_button.setEnabled(one is not None and is_running)
        self.wrong_button.setEnabled(one is not None and is_running)
        self.drop_button.setVisible(is_running)
        self.look_button.setVisible(state == OPEN)
        self.accept_button.setVisible(state == PASSED)
        if view is not None and state == PASSED:
            words = f"Accept the other {view.n_rest:,}" if view.n_rest else "Finish"
            self.accept_button.setText(words)
            self.accept_button.setAccessibleName(words)

    def _show_case(self) -> None:
        if self.chosen is not None:
            self.case_wanted.emit(self.chosen.case.conviction_id)

    def _look(self) -> None:
        if self.detail is not None:
            self.judging_wanted.emit(self.detail.view.sample.id)

    # What is done

    def right(self) -> None:
        one = self.chosen
        if self.detail is not None and one is not None and self._can(self.right_button):
            self._judging.right(self.detail.view, one.case.conviction_id, self._after)

    def wrong(self) -> None:
        one = self.chosen
        if self.detail is not None and one is not None and self._can(self.wrong_button):
            self._judging.wrong(self.detail.view, one.case.conviction_id, self._after)

    def accept_rest(self) -> None:
        if self.detail is not None:
            self._judging.accept_rest(self.detail.view, self._after)

    def drop(self) -> None:
        if self.detail is not None:
            self._judging.drop(self.detail.view, self._after)

    def _can(self, button: QWidget) -> bool:
        return button.isEnabled() and not button.isHidden()

    def _after(self, view: SampleView) -> None:
        self.show_sample(view.sample.id)
        self.cases.setFocus()


def _about(view: SampleView) -> str:
    sample = view.sample
    if sample.state == OPEN:
        return view.plan.sentence
    if sample.state == PASSED:
        return f"{view.plan.sentence} None was wrong."
    ended = f"{sample.ended_by}, {local_time(sample.ended_at)}"
    if sample.state == ACCEPTED:
        return (
            f"{view.plan.sentence} None was wrong. The rest was accepted by {ended}: "
            f"{sample.ended_words}; {view.n_accepted:,} of them stand."
        )
    return f"{STATE_WORDS[sample.state]} by {ended}: {sample.ended_words}"

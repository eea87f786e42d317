"""How the queue is cut: the choice, and what it comes to while it is being made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from app.errors import InputError
from app.jobs.packages.cut import (
    MOST_PACKAGES,
    ByCourt,
    Chosen,
    Cut,
    CutPlan,
    Part,
    Shares,
    read_letters,
)
from ui.desk import Desk
from ui.flow import FlowLayout
from ui.number_box import NumberBox
from ui.packages.questions import ask_cut
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import column, data_table, label, plural

LETTERS = "A-F, G-M, N-S, T-Z"
_COLUMNS: tuple[Column[Part], ...] = (
    Column("Package", lambda one: one.name),
    Column("People", lambda one: f"{len(one.people):,}", is_number=True),
    Column("Cases", lambda one: f"{one.n_cases:,}", is_number=True),
    Column("Open", lambda one: f"{one.n_open:,}", is_number=True),
)
_WIDTHS = (300, 96, 96, 96)


class CutChoice(QWidget):
    """``planned`` with each plan that the choice comes to; None while it comes to none."""

    planned = Signal(object)

    def __init__(self, desk: Desk, chosen: Sequence[int] = (), *, is_one: bool = False) -> None:
        """``chosen`` are the cases of the list on screen. ``is_one``: all go into one file."""
        super().__init__()
        self._desk, self._chosen = desk, tuple(chosen)
        self.plan: CutPlan | None = None
        self.shares = QRadioButton("All open cases" if is_one else "Shares of like size")
        self.court = QRadioButton("By court")
        self.letters = QRadioButton("By first letter of the name")
        self.listed = QRadioButton(f"{plural(len(self._chosen), 'case')} of the list on screen")
        self.n_shares = NumberBox()
        self.n_shares.setRange(1, MOST_PACKAGES)
        self.n_shares.setValue(1 if is_one else 2)
        self.n_shares.setAccessibleName("How many shares")
        self.ranges = QLineEdit(LETTERS)
        self.ranges.setAccessibleName("Ranges of letters; # for names that begin with no letter")
        self.everything = QCheckBox("Also people who have nothing open")
        self.force = QCheckBox("Also people who are out in another package")
        self.force.setToolTip("The same case may then be decided twice; both would be shown to you")
        self.model: RowsModel[Part] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "What would be made")
        self.told = label("", "secondary")
        self.problem = label("", "problem")
        self._build(is_one=is_one)
        self._connect()
        self.ask()

    def _build(self, *, is_one: bool) -> None:
        group = QButtonGroup(self)
        for choice in (self.shares, self.court, self.letters, self.listed):
            group.addButton(choice)
        (self.listed if self._chosen else self.shares).setChecked(True)
        self.listed.setVisible(bool(self._chosen))
        self._is_one = is_one
        for part in (self.court, self.letters, self.n_shares, self.ranges, self.table):
            part.setVisible(not is_one)
        self.n_shares.setFixedWidth(px(96))
        lines = QGridLayout()
        lines.setHorizontalSpacing(space(2))
        lines.setVerticalSpacing(space(0.5))
        for line, (choice, beside) in enumerate(
            ((self.listed, None), (self.shares, self.n_shares), (self.letters, self.ranges),
             (self.court, None))
        ):  # fmt: skip
            lines.addWidget(choice, line, 0)
            if beside is not None:
                lines.addWidget(beside, line, 1)
        lines.setColumnStretch(1, 1)
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setFixedHeight(px(138))  # three lines; further ones scroll
        also = FlowLayout()
        also.addWidget(self.everything)
        also.addWidget(self.force)
        frame = column(lines, also, self.table, self.told, self.problem, gap=1)
        frame.addStretch(1)
        self.setLayout(frame)

    def _connect(self) -> None:
        for choice in (self.shares, self.court, self.letters, self.listed):
            choice.toggled.connect(lambda is_on: self.ask() if is_on else None)
        self.n_shares.valueChanged.connect(lambda _: self._turn_to(self.shares))
        self.ranges.textEdited.connect(lambda _: self._turn_to(self.letters))
        self.everything.toggled.connect(lambda _: self.ask())
        self.force.toggled.connect(lambda _: self.ask())

    def _turn_to(self, choice: QRadioButton) -> None:
        """Who types beside a choice means it."""
        if choice.isChecked():
            self.ask()
        else:
            choice.setChecked(True)

    @property
    def cut(self) -> Cut:
        """Raises InputError when the letters are no ranges."""
        if self.court.isChecked():
            return ByCourt()
        if self.letters.isChecked():
            return read_letters(self.ranges.text())
        if self.listed.isChecked():
            return Chosen(self._chosen)
        return Shares(self.n_shares.value())

    def ask(self) -> None:
        """Work out what the choice comes to."""
        try:
            cut = self.cut
        except InputError as error:
            self._refused(error.message)
            return
        everything, force = self.everything.isChecked(), self.force.isChecked()
        self._desk.ask(
            self, "cut", lambda store: ask_cut(store, cut, everything=everything, force=force),
            self._show, self._refused,
        )  # fmt: skip

    def _show(self, plan: CutPlan) -> None:
        self.plan = plan
        self.model.set_records(plan.parts)
        self._say("\n".join([*self._sizes(plan), *plan.sentences]), "")
        self.planned.emit(plan)

    def _sizes(self, plan: CutPlan) -> list[str]:
        """Where all goes into one file, the table would have one line."""
        if not self._is_one:
            return []
        people = sum(len(part.people) for part in plan.parts)
        n_open = sum(part.n_open for part in plan.parts)
        return [f"{plural(people, 'person', 'people')} with {plural(n_open, 'open case')}."]

    def _refused(self, sentence: str) -> None:
        self.plan = None
        self.model.set_records(())
        self._say("", sentence)
        self.planned.emit(None)

    def _say(self, told: str, problem: str) -> None:
        for part, text in ((self.told, told), (self.problem, problem)):
            part.setText(text)
            part.setVisible(bool(text))

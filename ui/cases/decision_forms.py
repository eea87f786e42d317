"""What is asked before a decision is written: words, a reminder, another answer with its reason.

A form stands in the place of the buttons. Enter submits it, Escape leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QGridLayout, QLineEdit, QWidget

from app.jobs.decide import LONGEST, Override, Park
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.store.office import OverrideReason
from ui.theme import space
from ui.widgets import column, label, primary_button, quiet_button, row

_ANSWERS: tuple[tuple[str, Outcome, Remedy | None], ...] = (
    ("Dismissal", Outcome.DISMISSAL, Remedy.DISMISSAL_AND_SEALING),
    ("Reduction to a misdemeanor", Outcome.REDUCTION, Remedy.REDESIGNATION_MISDEMEANOR),
    ("Reduction to an infraction", Outcome.REDUCTION, Remedy.REDESIGNATION_INFRACTION),
    ("Reduction, the court finds to what", Outcome.REDUCTION, Remedy.REDESIGNATION_OPEN),
    ("Not eligible", Outcome.NOT_ELIGIBLE, None),
    ("To be reviewed by city attorneys", Outcome.CITY_ATTORNEYS, None),
)
_PROCEDURES: tuple[tuple[str, Procedure], ...] = (
    ("The sentence is completed (application)", Procedure.APPLICATION),
    ("The sentence is being served (petition)", Procedure.PETITION),
)
_REMINDERS = (("No reminder", 0), ("In a week", 7), ("In two weeks", 14), ("In a month", 30))
_ON_A_DAY = -1


class Form(QWidget):
    """Fields under a question, and two buttons."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.submit_button = primary_button("Save", self.submit)
        self.cancel_button = quiet_button("Cancel", self.left.emit)
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST)
        self.words.returnPressed.connect(self.submit)
        self.words.textChanged.connect(lambda _: self.check())

    @property
    def is_complete(self) -> bool:
        """Whether it can be submitted."""
        return bool(self.words.text().strip())

    def check(self) -> None:
        self.submit_button.setEnabled(self.is_complete)

    def submit(self) -> None:
        """Do it when everything is filled in."""
        if self.is_complete:
            self.left.emit()
            self.done()

    def done(self) -> None:
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class WordsForm(Form):
    """One line of words: a note, a question, an answer, a reason."""

    def __init__(self) -> None:
        super().__init__()
        self._question = label("", "label")
        self._question.setBuddy(self.words)
        self._on_done: Callable[[str], object] = lambda _: None
        line = row(self.words, self.cancel_button, self.submit_button)
        line.setStretch(0, 1)
        layout = column(self._question, gap=0.5)
        layout.addLayout(line)
        self.setLayout(layout)

    def begin(
        self, question: str, hint: str, submit: str, on_done: Callable[[str], object]
    ) -> None:
        """Ask for words; ``on_done`` gets them, never blank."""
        self._on_done = on_done
        self._question.setText(question)
        self.words.setAccessibleName(question)
        self.words.setPlaceholderText(hint)
        self.submit_button.setText(submit)
        self.words.clear()
        self.check()

    def done(self) -> None:
        self._on_done(self.words.text().strip())


class ParkForm(Form):
    """Why a case waits, and when it is to come up again."""

    parked = Signal(object)  # a Park

    def __init__(self) -> None:
        super().__init__()
        self.when = QComboBox()
        for words, days in (*_REMINDERS, ("On a day…", _ON_A_DAY)):
            self.when.addItem(words, days)
        self.when.setAccessibleName("Reminder")
        self.day = QDateEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName("Day of the reminder")
        self.words.setPlaceholderText("For example: the docket is asked for")
        self.words.setAccessibleName("Why it waits")
        self.submit_button.setText("Park")
        self._today = date.min
        self.when.currentIndexChanged.connect(self._show_day)
        why, remind = label("Why does it wait?", "label"), label("Reminder", "label")
        why.setBuddy(self.words)
        remind.setBuddy(self.when)
        second = row(remind, self.when, self.day, None, self.cancel_button, self.submit_button)
        layout = column(why, self.words, gap=0.5)
        layout.addLayout(second)
        self.setLayout(layout)

    def begin(self, today: date) -> None:
        """Ask anew; a reminder is on a day after ``today``."""
        self._today = today
        self.words.clear()
        self.when.setCurrentIndex(0)
        tomorrow = today + timedelta(days=1)
        self.day.setMinimumDate(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
        self.day.setDate(self.day.minimumDate())
        self._show_day()
        self.check()

    def _show_day(self) -> None:
        self.day.setVisible(self.when.currentData() == _ON_A_DAY)

    def done(self) -> None:
        days = int(self.when.currentData())
        remind_on = self._today + timedelta(days=days) if days > 0 else None
        if days == _ON_A_DAY:
            chosen = self.day.date()
            remind_on = date(chosen.year(), chosen.month(), chosen.day())
        self.parked.emit(Park(self.words.text(), remind_on))


class OverrideForm(Form):
    """Another answer, why by the office's list, and why in words."""

    overridden = Signal(object)  # an Override

    def __init__(self) -> None:
        super().__init__()
        self.answer, self.reason, self.procedure = QComboBox(), QComboBox(), QComboBox()
        self.answer.setAccessibleName("The right answer")
        self.answer.setPlaceholderText("Choose the answer")
        self.reason.setPlaceholderText("Choose a reason of the office’s list")
        self.reason.setAccessibleName("Reason, by the office’s list")
        self.procedure.setAccessibleName("How relief is asked for")
        self.words.setPlaceholderText("What shows that the answer is another")
        self.words.setAccessibleName("Why, in words")
        self.submit_button.setText("Override")
        self.answer.currentIndexChanged.connect(self._on_answer)
        self.reason.currentIndexChanged.connect(self.check)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(space(0.5))
        self._grid.setColumnStretch(1, 1)
        asked = label("Relief", "label", wrap=False)
        self._asked = asked
        for line, (name, editor) in enumerate(
            (
                (label("Answer", "label", wrap=False), self.answer),
                (asked, self.procedure),
                (label("Reason", "label", wrap=False), self.reason),
                (label("In words", "label", wrap=False), self.words),
            )
        ):
            name.setBuddy(editor)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(editor, line, 1)
        self._grid.addLayout(row(None, self.cancel_button, self.submit_button), 4, 1)

    def begin(self, answer: Determination | None, reasons: Sequence[OverrideReason]) -> None:
        """Ask anew; ``answer`` is the program's own, which is not offered again."""
        self.answer.clear()
        for words, outcome, remedy in _ANSWERS:
            if not _is_answer(answer, outcome, remedy):
                self.answer.addItem(words, (outcome, remedy))
        self.procedure.clear()
        known = answer.procedure if answer else None
        if known in (Procedure.APPLICATION, Procedure.PETITION):
            self.procedure.addItem("As the program found", None)
        else:
            self.procedure.addItem("Not known yet (no motion is drafted where it matters)", None)
        for words, procedure in _PROCEDURES:
            if procedure is not known:
                self.procedure.addItem(words, procedure)
        self.reason.clear()
        for one in reasons:
            self.reason.addItem(f"{one.code}: {one.words}", one.code)
        self.answer.setCurrentIndex(-1)  # nothing is chosen by itself
        self.reason.setCurrentIndex(-1)
        self.words.clear()
        self._on_answer()
        self.check()

    def _on_answer(self) -> None:
        chosen = self.answer.currentData()
        is_relief = bool(chosen) and chosen[0].is_relief
        self._asked.setVisible(is_relief)
        self.procedure.setVisible(is_relief)
        self.check()

    @property
    def is_complete(self) -> bool:
        """With an answer, a reason and words."""
        is_chosen = self.answer.currentIndex() >= 0 and self.reason.currentIndex() >= 0
        return is_chosen and super().is_complete

    def done(self) -> None:
        outcome, remedy = self.answer.currentData()
        procedure = self.procedure.currentData() if outcome.is_relief else None
        self.overridden.emit(
            Override(
                outcome, self.reason.currentData(), self.words.text(), remedy=remedy,
                procedure=procedure,
            )
        )  # fmt: skip


def _is_answer(answer: Determination | None, outcome: Outcome, remedy: Remedy | None) -> bool:
    """Whether it is what the program says already."""
    if answer is None or outcome is not answer.outcome:
        return False
    first = next(one[2] for one in _ANSWERS if one[1] is outcome)
    return remedy in (answer.remedy, None) or (answer.remedy is None and remedy is first)

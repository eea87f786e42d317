"""The filters of the activity page: who, what, whom, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.jobs.record_words import GROUPS, day_bounds
from ui.activity.questions import Wanted
from ui.flow import FlowLayout
from ui.theme import px, space
from ui.widgets import column, field, label, plain_button

_TYPED_MS = 250
_MOST_NUMBER = 2**31 - 1


class ActivityFilters(QWidget):
    """Tells `changed` when what is wanted is another; days that are none are told in words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who = QComboBox()
        self.what = QComboBox()
        self.person = _number("Number")
        self.conviction = _number("Number")
        self.since = _day()
        self.until = _day()
        self.clear_button = plain_button("Clear the filters", self.clear)
        self.problem = label("", "problem")
        self.problem.hide()
        self._timer = QTimer(self, interval=_TYPED_MS, singleShot=True)
        self._told = Wanted()
        self._build()
        self._connect()
        self.show_choices((), ())

    def _build(self) -> None:
        parts = QWidget()
        flow = FlowLayout(parts)
        for caption, editor, width in (
            ("Who", self.who, 180), ("What", self.what, 220), ("Person", self.person, 92),
            ("Conviction", self.conviction, 92), ("From", self.since, 124),
            ("To", self.until, 124),
        ):  # fmt: skip
            editor.setAccessibleName(caption)
            editor.setFixedWidth(px(width))
            one = QWidget()
            frame = field(caption, editor)
            frame.setContentsMargins(0, 0, space(1), 0)
            one.setLayout(frame)
            flow.addWidget(one)
        self.setLayout(column(parts, self.problem, gap=0.5))

    def _connect(self) -> None:
        self.who.currentIndexChanged.connect(lambda _: self._tell())
        self.what.currentIndexChanged.connect(lambda _: self._tell())
        for editor in (self.person, self.conviction, self.since, self.until):
            editor.textChanged.connect(lambda _: self._timer.start())
        self._timer.timeout.connect(self._tell)

    @property
    def wanted(self) -> Wanted:
        """What is asked for; a day that is none narrows nothing."""
        since, before = day_bounds(_read(self.since), _read(self.until))
        return Wanted(
            str(self.who.currentData() or ""), str(self.what.currentData() or ""),
            _count(self.person), _count(self.conviction), since, before,
        )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        return self.wanted != Wanted()

    def show_choices(self, names: Sequence[str], groups: Sequence[str]) -> None:
        """What there is to choose from; what is chosen stays."""
        _offer(self.who, [("", "Everybody"), *((name, name) for name in names)])
        _offer(self.what, [("", "Everything"), *((one, GROUPS[one]) for one in groups)])

    def show_person(self, person_id: int) -> None:
        """Only a person's entries."""
        self.clear()
        self.person.setText(str(person_id))
        self._tell()

    def clear(self) -> None:
        for combo in (self.who, self.what):
            combo.setCurrentIndex(0)
        for editor in (self.person, self.conviction, self.since, self.until):
            editor.clear()
        self._tell()

    def _tell(self) -> None:
        self._timer.stop()
        self._say(self._find_problem())
        if self.wanted != self._told:
            self._told = self.wanted
            self.changed.emit()

    def _find_problem(self) -> str:
        for editor in (self.since, self.until):
            text = editor.text().strip()
            if text and _read(editor) is None:
                return f"“{text}” is not a day. Write it as 2026-11-01."
        since, until = _read(self.since), _read(self.until)
        if since and until and until < since:
            return f"{until} is before {since}: no entry can be of both."
        return ""

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _offer(combo: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Fill a combo anew without a change of what is chosen being told."""
    chosen = combo.currentData()
    shown = [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())]
    if shown == list(choices):
        return
    combo.blockSignals(True)
    combo.clear()
    for value, words in choices:
        combo.addItem(words, value)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)


def _number(placeholder: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setValidator(QIntValidator(1, _MOST_NUMBER, made))
    made.setClearButtonEnabled(True)
    return made


def _day() -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText("2026-11-01")
    made.setMaxLength(10)
    made.setClearButtonEnabled(True)
    return made


def _count(editor: QLineEdit) -> int | None:
    text = editor.text().strip()
    return int(text) if text.isdecimal() else None


def _read(editor: QLineEdit) -> date | None:
    text = editor.text().strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None

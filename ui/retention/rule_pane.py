"""The office's rule: when what was granted is sealed, and when it is due to be purged."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from app.jobs.retention.due import RetentionReport
from app.jobs.retention.rules import (
    DAYS,
    MOST_DAYS,
    NEVER,
    SEAL_WHAT,
    SEAL_WHEN,
    YEARS,
    RetentionRule,
    save_rule,
)
from app.model.paper_state import WORDS
from ui.desk import Desk
from ui.number_box import NumberBox
from ui.theme import space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, column, field, label, primary_button, row

_ABOUT = (
    "Nothing is sealed or purged until the office says so here, and even then a purge is only "
    "due: somebody carries it out. No number of days comes with the program; how long a record is "
    "kept is for the office and its counsel to say."
)
_NEVER_PURGE = "Never"


class RulePane(QWidget):
    """Saved by its button."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._told, self._jobs = desk, told, ToldJobs(desk, self, told)
        self._shown = RetentionRule()
        self.seal_when, self.seal_what, self.unit = QComboBox(), QComboBox(), QComboBox()
        for state in SEAL_WHEN:
            words = "Never by itself" if state == NEVER else f"Once {state}: {WORDS[state]}"
            self.seal_when.addItem(words, state)
        for what, words in SEAL_WHAT.items():
            self.seal_what.addItem(words.capitalize(), what)
        self.after = NumberBox()
        self.after.setRange(-1, MOST_DAYS)
        self.after.setSpecialValueText(_NEVER_PURGE)
        self.after.setValue(-1)
        self.unit.addItem("days after the day of the order", DAYS)
        self.unit.addItem("years after the day of the order", YEARS)
        self.unit.setAccessibleName("Unit of the time")
        self.now = label("", "strong")
        self.save_button = primary_button("Save the rule", self.save)
        self._build()

    def _build(self) -> None:
        due = field("Due to be purged", self.after)
        frame = column(
            label(_ABOUT, "secondary"), self.now,
            field("A granted conviction is sealed", self.seal_when),
            field("Which convictions of the paper", self.seal_what),
            row(due, field("", self.unit), None, gap=2), gap=1.5,
        )  # fmt: skip
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.addStretch(1)
        frame.addLayout(row(None, self.save_button))
        self.setLayout(frame)
        for box in (self.seal_when, self.seal_what, self.unit):
            box.currentIndexChanged.connect(lambda _: self._on_change())
        self.after.valueChanged.connect(lambda _: self._on_change())

    def show_report(self, report: RetentionReport) -> None:
        """What was read; what was changed here and not saved stays."""
        is_changed = self.is_changed
        self._shown = report.rule
        self.now.setText(report.rule.in_words)
        if not is_changed:
            self._fill(report.rule)
        self._on_change()

    def _fill(self, rule: RetentionRule) -> None:
        self.seal_when.setCurrentIndex(self.seal_when.findData(rule.seal_when))
        self.seal_what.setCurrentIndex(self.seal_what.findData(rule.seal_what))
        self.after.setValue(-1 if rule.purge_after is None else rule.purge_after)
        self.unit.setCurrentIndex(self.unit.findData(rule.purge_unit))

    @property
    def rule(self) -> RetentionRule:
        """As it is set here."""
        after = self.after.value()
        return RetentionRule(
            str(self.seal_when.currentData()), str(self.seal_what.currentData()),
            None if after < 0 else after, str(self.unit.currentData()),
        )  # fmt: skip

    @property
    def is_changed(self) -> bool:
        return self.rule.in_words != self._shown.in_words

    def _on_change(self) -> None:
        self.seal_what.setEnabled(self.seal_when.currentData() != NEVER)
        self.unit.setEnabled(self.after.value() >= 0)
        self.save_button.setEnabled(self.is_changed)

    def save(self) -> None:
        """On record."""
        rule, who = self.rule, self._desk.user
        self._jobs.run(
            "Saving", lambda store: save_rule(store, rule, who=who),
            lambda _: self._told.show_message("good", f"Saved. {rule.in_words}"),
            {"settings", "log"},
        )  # fmt: skip

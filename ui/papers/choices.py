"""What is to be made: kinds of papers, which cases, the date in the files."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QWidget

from ui.theme import space
from ui.widgets import column, label, plural, row

MOTIONS, BULK = "motions", "bulk"


class PaperChoices(QWidget):
    """`changed` when the list of cases may have changed, `edited` for the rest."""

    changed = Signal()
    edited = Signal()

    def __init__(self, paper_date: date) -> None:
        super().__init__()
        self.motions = QCheckBox("A motion for each case")
        self.bulk = QCheckBox("One bulk motion for all cases")
        self.only_accepted = QCheckBox("Only cases accepted in review")
        self.paper_date = QDateEdit(QDate(paper_date.year, paper_date.month, paper_date.day))
        self.bulk.setToolTip("With a schedule of all cases and a proposed order")
        self.motions.setChecked(True)
        self.paper_date.setCalendarPopup(True)
        self.paper_date.setDisplayFormat("yyyy-MM-dd")
        self.paper_date.setAccessibleName("Date of the files")
        self.paper_date.setToolTip("Recorded in the files; never printed as a date of signing")
        for box in (self.motions, self.bulk, self.only_accepted):
            box.setAccessibleName(box.text())
        self.motions.toggled.connect(lambda _: self.edited.emit())
        self.bulk.toggled.connect(lambda _: self.edited.emit())
        self.paper_date.dateChanged.connect(lambda _: self.edited.emit())
        self.only_accepted.toggled.connect(lambda _: self.changed.emit())
        when = label("Date of the files", "label", wrap=False)
        when.setBuddy(self.paper_date)
        dated = row(when, self.paper_date, None)
        frame = column(self.motions, self.bulk, self.only_accepted, dated, gap=0.25)
        frame.setContentsMargins(0, 0, 0, space(1))
        self.setLayout(frame)

    @property
    def kinds(self) -> frozenset[str]:
        boxes = ((MOTIONS, self.motions), (BULK, self.bulk))
        return frozenset(kind for kind, box in boxes if box.isChecked())

    @property
    def day(self) -> date:
        chosen = self.paper_date.date()
        return date(chosen.year(), chosen.month(), chosen.day())


def draft_words(kinds: frozenset[str], n_cases: int) -> str:
    """What the button of the page does."""
    parts = []
    if MOTIONS in kinds:
        parts.append(plural(n_cases, "motion"))
    if BULK in kinds:
        parts.append("the bulk motion")
    return f"Draft {' and '.join(parts)}…" if parts else "Draft nothing"

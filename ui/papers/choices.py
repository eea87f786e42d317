"""What is to be made: kinds of papers, which cases, the date in the files."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QDateEdit, QMenu, QWidget

from app.documents.draft import Side
from app.jobs.formats import BULK, MOTIONS
from app.jobs.paper_kinds import KINDS, usual_kinds
from ui.help.asking import set_help
from ui.theme import space
from ui.widgets import button, column, help_link, label, plural, row

_HELP = "papers#draft-a-batch"


class PaperChoices(QWidget):
    """`changed` when the list of cases may have changed, `edited` for the rest."""

    changed = Signal()
    edited = Signal()

    def __init__(self, paper_date: date) -> None:
        super().__init__()
        set_help(self, _HELP)
        self._side = Side.PROSECUTOR
        self.motions = QCheckBox("A motion for each case")
        self.bulk = QCheckBox("One bulk motion for all cases")
        self.only_accepted = QCheckBox("Only cases accepted in review")
        self.only_new = QCheckBox("Not what was signed or filed before")
        self.paper_date = QDateEdit(QDate(paper_date.year, paper_date.month, paper_date.day))
        self.further = button("Further papers", "menu")
        self.actions_of: dict[str, QAction] = {}
        self.bulk.setToolTip("With a schedule of all cases and a proposed order")
        self.motions.setChecked(True)
        self.paper_date.setCalendarPopup(True)
        self.paper_date.setDisplayFormat("yyyy-MM-dd")
        self.paper_date.setAccessibleName("Date of the files")
        self.paper_date.setToolTip("Recorded in the files; never printed as a date of signing")
        self._fill_menu()
        for box in (self.motions, self.bulk, self.only_accepted, self.only_new):
            box.setAccessibleName(box.text())
        self.motions.toggled.connect(lambda _: self.edited.emit())
        self.bulk.toggled.connect(lambda _: self.edited.emit())
        self.only_new.toggled.connect(lambda _: self.edited.emit())
        self.paper_date.dateChanged.connect(lambda _: self.edited.emit())
        self.only_accepted.toggled.connect(lambda _: self.changed.emit())
        when = label("Date of the files", "label", wrap=False)
        when.setBuddy(self.paper_date)
        frame = column(
            row(self.motions, None, help_link("Papers", _HELP)), self.bulk,
            row(self.further, None), self.only_accepted, self.only_new,
            row(when, self.paper_date, None), gap=0.25,
        )  # fmt: skip
        frame.setContentsMargins(0, 0, 0, space(1))
        self.setLayout(frame)

    def _fill_menu(self) -> None:
        menu = QMenu(self)
        for kind in KINDS.values():
            if kind.name == MOTIONS:
                continue
            action = menu.addAction(kind.words)
            action.setCheckable(True)
            action.toggled.connect(lambda _: self._show_further())
            self.actions_of[kind.name] = action
        self.further.setMenu(menu)

    def _show_further(self) -> None:
        n = sum(action.isChecked() for action in self.actions_of.values())
        words = f"Further papers ({n})" if n else "Further papers"
        self.further.setText(words)
        self.further.setAccessibleName(words)
        self.edited.emit()

    def set_side(self, side: Side) -> None:
        """Offer what this side files; where it changes, what asks for relief is chosen."""
        if side is self._side:
            return
        self._side = side
        usual = usual_kinds(side)
        is_prosecutor = side is Side.PROSECUTOR
        for box, name in ((self.motions, MOTIONS), (self.bulk, BULK)):
            box.setVisible(is_prosecutor)
            box.setChecked(name in usual and name != BULK)
        for name, action in self.actions_of.items():
            action.setVisible(side in KINDS[name].sides)
            action.setChecked(name in usual)

    @property
    def kinds(self) -> frozenset[str]:
        boxes = ((MOTIONS, self.motions), (BULK, self.bulk))
        chosen = {kind for kind, box in boxes if box.isChecked()}
        return frozenset(
            chosen | {name for name, one in self.actions_of.items() if one.isChecked()}
        )

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
    further = len(kinds - {MOTIONS, BULK})
    if further and not parts:
        parts.append(f"papers for {plural(n_cases, 'case')}")
    elif further:
        parts.append(plural(further, "further kind"))
    if not parts:
        return "Draft nothing"
    return f"Draft {', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]}…"

"""What a workbook that was reviewed would change, before anything is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.jobs.packages.workbook_in import ReadLine, ReviewPlan
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px
from ui.widgets import data_table, field, label, plural, primary_button, quiet_button

_COLUMNS: tuple[Column[ReadLine], ...] = (
    Column("Row", lambda one: f"{one.row:,}", is_number=True),
    Column("Name", lambda one: format_name(one.name)),
    Column("Case number", lambda one: one.case_number),
    Column("What was decided", lambda one: one.said[:1].upper() + one.said[1:]),
    Column("Reviewer", lambda one: one.reviewer),
    Column("Here", lambda one: one.result.capitalize()),
)
_WIDTHS = (56, 184, 112, 288, 128, 112)


class ReviewPlanDialog(Sheet):
    """The lines of the plan; ``on_yes`` gets why, where results are signed off."""

    width_px = 960

    def __init__(
        self, plan: ReviewPlan, signed: str, on_yes: Callable[[str], None], parent: QWidget | None
    ) -> None:
        name = plan.package.file_name
        super().__init__(parent, f"What {name} would change", window_title="Read a workbook back")
        self.body.addWidget(
            label(f"{plan.words[:1].upper()}{plan.words[1:]}. Nothing was changed yet.", "body")
        )
        self.model: RowsModel[ReadLine] = RowsModel(_COLUMNS)
        self.model.set_records(plan.lines)
        self.table = data_table(self.model, "What the workbook would change")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(220))
        self.body.addWidget(self.table, 1)
        if plan.remarks:
            self.body.addWidget(label("\n".join(plan.remarks), "secondary"))
        self.why = QLineEdit()
        self.why.setMaxLength(1000)
        if signed:
            hint = f"The results were signed off by {signed}."
            self.body.addLayout(field("Why decisions change now", self.why, hint))
        n = len(plan.lines)
        words = f"Take over {plural(n, 'decision')}" if n else "Take over the notes"
        self.yes = primary_button(words, self.accept)
        self.yes.setEnabled(plan.has_any)
        self.accepted.connect(lambda: on_yes(self.why.text()))
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        (self.why if signed else self.yes).setFocus()


class ReviewProblems(Sheet):
    """Everything that is wrong in a workbook, to be corrected there."""

    width_px = 760

    def __init__(self, name: str, problems: tuple[str, ...], parent: QWidget | None) -> None:
        super().__init__(parent, f"{name} cannot be read yet", window_title="Read a workbook back")
        self.body.addWidget(
            label(f"{plural(len(problems), 'problem')}. Nothing was changed.", "body")
        )
        self.problems = QPlainTextEdit("\n".join(problems))
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.problems.setAccessibleName("Problems of the workbook")
        self.problems.setMinimumHeight(px(180))
        self.body.addWidget(self.problems, 1)
        self.body.addWidget(
            label("Correct the workbook, save it, and read it back again.", "secondary")
        )
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        close.setFocus()

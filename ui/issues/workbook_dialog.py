"""What a workbook that was filled in would change, before anything is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.jobs.issue_workbook import WorkbookPlan, WorkbookSummary, plan_issue_workbook
from app.jobs.progress import Progress
from app.jobs.source_rows import PlaceNames
from app.store.mends import ROW
from app.store.workspace import Workspace
from ui.issues.words import column_words, summary_words, text_words
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.theme import px
from ui.widgets import data_table, label, plural, primary_button, quiet_button

_WIDTHS = (224, 72, 176, 160, 200)


@dataclass(frozen=True, slots=True)
class WorkbookLine:
    """One thing that the workbook says."""

    file_name: str
    row: int
    column: str
    stands: str
    will: str


@dataclass(frozen=True, slots=True)
class WorkbookView:
    plan: WorkbookPlan
    lines: list[WorkbookLine]


def read_workbook(workspace: Workspace, path: Path, progress: Progress) -> WorkbookView:
    """The plan, and each line of it with its place."""
    progress.step(0, 0, f"Reading {path.name}")
    plan, names = plan_issue_workbook(workspace, path), PlaceNames(workspace)
    lines = []
    for one in plan.mends:
        mend, at = one.mend, one.rows[0].at
        will = "The corrected row is read" if mend.kind == ROW else text_words(mend.new)
        lines.append(
            WorkbookLine(
                *names.name(at), column_words(mend.column) or "The whole row",
                text_words(mend.old), will,
            )
        )  # fmt: skip
    for listed, note in plan.confirmations:
        issue = listed.issue
        lines.append(
            WorkbookLine(
                *names.name(issue.at), names.column(issue.at, issue.column),
                text_words(issue.text), f"Confirmed as it is{': ' + note if note else ''}",
            )
        )  # fmt: skip
    return WorkbookView(plan, lines)


def applied_words(summary: WorkbookSummary) -> str:
    """What reading a workbook back did."""
    parts = []
    if summary.mended.mends:
        parts.append(summary_words(summary.mended))
    if summary.n_confirmed:
        n = summary.n_confirmed
        parts.append(f"{plural(n, 'issue')} {'was' if n == 1 else 'were'} confirmed as it is.")
    return " ".join(parts).replace("were confirmed as it is", "were confirmed as they are")


class WorkbookDialog(Sheet):
    """The lines of the plan; nothing is changed until the button says so."""

    width_px = 900

    def __init__(
        self, name: str, view: WorkbookView, on_yes: Callable[[], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent, f"What {name} would change", window_title="Read a workbook back")
        plan = view.plan
        n_mends, n_confirmed = len(plan.mends), len(plan.confirmations)
        words = [plural(n_mends, "correction")] if n_mends else []
        words += [plural(n_confirmed, "confirmation")] if n_confirmed else []
        self.body.addWidget(
            label(f"{' and '.join(words)}. Nothing was changed yet; mends can be undone.", "body")
        )
        self.model: RowsModel[WorkbookLine] = RowsModel(
            (
                Column("File", lambda one: one.file_name),
                Column("Row", lambda one: f"{one.row:,}", is_number=True),
                Column("Column", lambda one: one.column),
                Column("In the file", lambda one: one.stands),
                Column("What will count", lambda one: one.will),
            )
        )
        self.model.set_records(view.lines)
        table = data_table(self.model, "What the workbook would change")
        for number, width in enumerate(_WIDTHS):
            table.setColumnWidth(number, px(width))
        table.setMinimumHeight(px(240))
        self.body.addWidget(table, 1)
        if plan.remarks:
            self.body.addWidget(label("\n".join(plan.remarks[:5]), "secondary"))
        self.yes = primary_button(f"Take over {' and '.join(words)}", self.accept)
        self.accepted.connect(on_yes)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.yes.setFocus()


class WorkbookProblems(Sheet):
    """Everything that is wrong in a workbook, to be corrected there."""

    width_px = 720

    def __init__(self, name: str, sentence: str, parent: QWidget | None) -> None:
        super().__init__(parent, f"{name} cannot be read back", window_title="Read a workbook back")
        first, _, rest = sentence.partition("\n")
        self.body.addWidget(label(first, "body"))
        self.problems = QPlainTextEdit(rest)
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.problems.setAccessibleName("Problems of the workbook")
        self.problems.setMinimumHeight(px(160))
        self.problems.setVisible(bool(rest))
        self.body.addWidget(self.problems)
        self.body.addWidget(
            label("Correct the workbook, save it, and read it back again.", "secondary")
        )
        close = primary_button("Close", self.accept)
        self.set_buttons(close)
        close.setFocus()

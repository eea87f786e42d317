"""The person behind a conviction: who, convictions, time line, answer, history, decisions."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.jobs.person_numbers import COLUMNS, mask_number
from app.jobs.record_words import local_time
from app.model.record import RowRef
from app.rules.explaining.windows import list_ages, list_windows
from ui.cases.answer_html import Link
from ui.cases.answer_line import AnswerLine
from ui.cases.answer_view import AnswerView
from ui.cases.case_tabs import CaseTabs, fit_table, wrap_rows
from ui.cases.case_view import CaseView
from ui.cases.conviction_list import ConvictionList
from ui.cases.history import HISTORY_HEADERS, HistoryRow, list_history
from ui.cases.log_words import change_words
from ui.cases.person_header import PersonHeader
from ui.cases.reveals import Reveals
from ui.cases.time_data import build_time_line
from ui.cases.time_line import TimeLineView
from ui.desk import Desk
from ui.tables.listing import ListingModel
from ui.theme import px, space
from ui.widgets import data_table, plain_button

ISSUE_HEADERS = ("Row", "Column", "Text", "What is wrong", "What was done", "What you can do")
LOG_HEADERS = ("When", "Who", "What became of it")
ANSWER, HISTORY, ISSUES, LOG = range(4)
_ROW_HINT = "Double-click or press Enter to open the row as it stood in the file."


class PersonPane(QScrollArea):
    """Shows one `CaseView`; whatever stands in a row of a file asks for that row.

    ``conviction_wanted`` asks for another conviction of the person; `selected_convictions` are
    those that a decision is for.
    """

    place_wanted = Signal(object)  # a Link
    sheet_wanted = Signal()
    conviction_wanted = Signal(int)
    selection_changed = Signal(list)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._history: list[HistoryRow] = []
        self._view: CaseView | None = None
        self.header = PersonHeader()
        self.reveals = Reveals(desk, self.header)
        self.convictions = ConvictionList()
        self.answer_line = AnswerLine()
        self.time_line = TimeLineView()
        self.answer = AnswerView()
        self.history_model = ListingModel(HISTORY_HEADERS, self, strong_words="under review")
        self.history = data_table(self.history_model, "History", compact=True)
        self.issue_model = ListingModel(ISSUE_HEADERS, self)
        self.issues = data_table(self.issue_model, "Data issues of this person", compact=True)
        self.log_model = ListingModel(LOG_HEADERS, self)
        self.log = data_table(self.log_model, "Decisions on this conviction", compact=True)
        self.tabs = CaseTabs()
        self._inside = QWidget()
        self.sheet_button = plain_button("Save as a sheet…", self.sheet_wanted.emit)
        self._build()
        self._connect()

    @property
    def selected_convictions(self) -> list[int]:
        """The ids of the person's convictions that are chosen; the one in sight when none is."""
        return self.convictions.selected_convictions

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Person")
        for table, widths in (
            (self.history, (114, 112, 176, 112, 110, 150)),
            (self.issues, (70, 150, 120, 220, 220)),
            (self.log, (160, 100)),
        ):
            for place, width in enumerate(widths):
                table.setColumnWidth(place, px(width))
        wrap_rows(self.log)
        self.tabs.setAccessibleName("About this conviction")
        self.tabs.add_page("Answer", self.answer)
        self.tabs.add_page("History", self.history, _ROW_HINT)
        self.tabs.add_page("Data issues", self.issues, _ROW_HINT)
        self.tabs.add_page("Decisions", self.log, "Everything recorded of this conviction.")
        self.sheet_button.setAccessibleName("Save the answers of this person as a sheet")
        self.sheet_button.setToolTip("Why every answer of this person is as it is, as PDF (key S)")
        self.header.add_corner(self.sheet_button)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(0, 0, space(0.5), 0)
        layout.setSpacing(space(1))
        for part in (self.header, self.convictions, self.answer_line, self.time_line, self.tabs):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(self._inside)

    def _connect(self) -> None:
        self.header.place_wanted.connect(self.place_wanted)
        self.answer.place_wanted.connect(self.place_wanted)
        self.time_line.place_wanted.connect(self._open_row)
        self.convictions.conviction_wanted.connect(self.conviction_wanted)
        self.convictions.selection_changed.connect(self.selection_changed)
        self.history.activated.connect(self._open_history)
        self.issues.activated.connect(self._open_issue)
        self.answer.reached.connect(self._show_reached)

    def show_case(self, view: CaseView) -> None:
        """Show another conviction, or the same after something was decided."""
        before = self._view
        is_same_person = before is not None and before.row.person_id == view.row.person_id
        self._view = view
        self.header.show_case(view)
        self.convictions.show_convictions(view.convictions, view.row.conviction_id)
        self.answer_line.show_case(view)
        self._show_line(view, is_same_person=is_same_person)
        self.answer.show_case(view)
        self.sheet_button.setEnabled(bool(view.convictions))
        self._fill_tables(view)
        if before is None or before.row.conviction_id != view.row.conviction_id:
            self.verticalScrollBar().setValue(0)

    def _fill_tables(self, view: CaseView) -> None:
        self._history = list_history(view.sheet, view.under_review)
        strong = [place for place, one in enumerate(self._history) if one.is_under_review]
        self.history_model.set_rows([one.cells for one in self._history], strong)
        self.issue_model.set_rows([_issue_cells(view, place) for place in range(len(view.issues))])
        self.log_model.set_rows(_log_cells(view))
        for table in (self.history, self.issues, self.log):
            fit_table(table)
        self.tabs.setTabText(ISSUES, f"Data issues ({len(view.issues):,})")
        self.tabs.setTabText(LOG, f"Decisions ({len(view.log):,})")

    def _show_line(self, view: CaseView, *, is_same_person: bool) -> None:
        findings = view.traced.explanation.findings if view.traced is not None else ()
        line = build_time_line(
            view.sheet, view.under_review, view.at, view.as_of,
            list_windows(findings), list_ages(findings),
        )  # fmt: skip
        self.time_line.show_line(line, is_same_person=is_same_person)

    def _show_reached(self, where: QRect) -> None:
        """Where the keyboard is in the answer comes into sight."""
        at = self.answer.viewport().mapTo(self._inside, where.center())
        self.ensureVisible(at.x(), at.y(), 0, px(40))

    def _open_row(self, at: RowRef) -> None:
        self.place_wanted.emit(Link(at, ""))

    def _open_history(self, index: QModelIndex) -> None:
        self.place_wanted.emit(Link(self._history[index.row()].at, ""))

    def _open_issue(self, index: QModelIndex) -> None:
        if self._view is not None:
            issue = self._view.issues[index.row()]
            self.place_wanted.emit(Link(issue.at, issue.column))


def _issue_cells(view: CaseView, place: int) -> tuple[str, ...]:
    issue = view.issues[place]
    text = mask_number(issue.text) if issue.column in COLUMNS else issue.text
    return (f"{issue.at.row:,}", issue.column, text, issue.reason, issue.done, issue.advice)


def _log_cells(view: CaseView) -> list[tuple[str, ...]]:
    """The newest first."""
    return [
        (local_time(entry.at)[:16], entry.who, change_words(entry)) for entry in reversed(view.log)
    ]

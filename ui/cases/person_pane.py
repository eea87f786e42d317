"""The person behind a conviction: who, time line, answer, history, doubts about the data."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.rules.explaining.windows import list_ages, list_windows
from ui.cases.answer_html import Link
from ui.cases.answer_view import AnswerView
from ui.cases.case_view import CaseView
from ui.cases.history import (
    HISTORY_HEADERS,
    HistoryRow,
    describe_birth,
    list_flags,
    list_history,
)
from ui.cases.time_data import build_time_line
from ui.cases.time_line import TimeLineView
from ui.tables.listing import ListingModel
from ui.tables.words import format_name, mask_number
from ui.theme import px, space
from ui.widgets import clear_layout, column, data_table, label, plain_button, plural, row

ISSUE_HEADERS = ("Row", "Column", "Text", "What is wrong", "What was done", "What you can do")


class PersonHeader(QWidget):
    """Name, birth, masked number, flags."""

    def __init__(self) -> None:
        super().__init__()
        self._cii = ""
        self._name = label("", "section")
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = label("", "body")
        self._aliases = label("", "secondary")
        self._number = label("", "body", wrap=False)
        self._reveal = plain_button("Show number", self._toggle)
        self._flags = row()
        number = row(self._number, self._reveal, None, gap=0.5)
        top = row(self._name, self._flags, gap=2)
        top.setStretch(0, 1)
        self.setLayout(column(top, self._facts, self._aliases, number, gap=0.25))

    def show_case(self, view: CaseView) -> None:
        """Another person; the number is masked again."""
        person = view.sheet.person
        self._cii = person.cii
        self._name.setText(format_name(person.name) or "No name on record")
        convictions = plural(view.n_convictions, "conviction")
        self._facts.setText(f"{describe_birth(person, view.as_of)}. {convictions} on record.")
        aliases = "; ".join(format_name(alias) for alias in person.aliases)
        self._aliases.setText(f"Also known as {aliases}")
        self._aliases.setVisible(bool(aliases))
        self._show_number(is_open=False)
        clear_layout(self._flags)
        for flag in list_flags(view.sheet):
            self._flags.addWidget(label(flag, "tag", wrap=False), 0, Qt.AlignmentFlag.AlignTop)

    @property
    def number_text(self) -> str:
        """The number as it is shown."""
        return self._number.text()

    def _toggle(self) -> None:
        self._show_number(is_open=self._reveal.text() == "Show number")

    def _show_number(self, *, is_open: bool) -> None:
        shown = self._cii if is_open else mask_number(self._cii)
        self._number.setText(f"CII {shown}" if self._cii else "No CII number")
        self._reveal.setText("Hide number" if is_open else "Show number")
        self._reveal.setAccessibleName(f"{self._reveal.text()}: CII")
        self._reveal.setVisible(bool(self._cii))


class PersonPane(QScrollArea):
    """Shows one `CaseView`; a row of the history, an issue or a fact asks for its source row."""

    place_wanted = Signal(object)  # a Link
    sheet_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._history: list[HistoryRow] = []
        self._view: CaseView | None = None
        self.header = PersonHeader()
        self.time_line = TimeLineView()
        self.answer = AnswerView()
        self.history_model = ListingModel(HISTORY_HEADERS, self, strong_words="under review")
        self.history = data_table(self.history_model, "History", compact=True)
        self.issue_model = ListingModel(ISSUE_HEADERS, self)
        self.issues = data_table(self.issue_model, "Data issues of this person", compact=True)
        self.tabs = QTabWidget()
        self.sheet_button = plain_button("Save as a sheet…", self.sheet_wanted.emit)
        self._build()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Person")
        self.answer.place_wanted.connect(self.place_wanted)
        self.time_line.place_wanted.connect(lambda at: self.place_wanted.emit(Link(at, "")))
        self.history.activated.connect(self._open_history)
        self.issues.activated.connect(self._open_issue)
        for table, widths in (
            (self.history, (122, 110, 176, 112, 120, 150)),
            (self.issues, (70, 150, 120, 220, 220)),
        ):
            for place, width in enumerate(widths):
                table.setColumnWidth(place, px(width))
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("About this conviction")
        self.tabs.addTab(self.answer, "Answer")
        self.tabs.addTab(self._with_hint(self.history), "History")
        self.tabs.addTab(self._with_hint(self.issues), "Data issues")
        self.sheet_button.setAccessibleName("Save the answers of this person as a sheet")
        self.sheet_button.setToolTip("Why every answer of this person is as it is, as PDF (key S)")
        self.tabs.setCornerWidget(self.sheet_button)
        self.tabs.setMinimumHeight(px(200))
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, space(0.5), 0)
        layout.setSpacing(space(1))
        layout.addWidget(self.header)
        layout.addWidget(self.time_line)
        layout.addWidget(self.tabs, 1)
        self.setWidget(inside)

    def _with_hint(self, table: QWidget) -> QWidget:
        made = QWidget()
        hint = label(
            "Double-click or press Enter to open the row as it stood in the file.", "caption"
        )
        layout = column(table, hint, gap=0.5)
        layout.setContentsMargins(0, space(1), 0, 0)
        made.setLayout(layout)
        return made

    def show_case(self, view: CaseView) -> None:
        """Show another conviction."""
        is_same_person = self._view is not None and self._view.row.person_id == view.row.person_id
        self._view = view
        self.header.show_case(view)
        self._show_line(view, is_same_person=is_same_person)
        self.answer.show_case(view)
        self.sheet_button.setEnabled(bool(view.under_review))
        self._history = list_history(view.sheet, view.under_review)
        strong = [place for place, one in enumerate(self._history) if one.is_under_review]
        self.history_model.set_rows([one.cells for one in self._history], strong)
        self.issue_model.set_rows([_issue_cells(view, place) for place in range(len(view.issues))])
        self.tabs.setTabText(2, f"Data issues ({len(view.issues):,})")
        if not is_same_person:
            self.verticalScrollBar().setValue(0)

    def _show_line(self, view: CaseView, *, is_same_person: bool) -> None:
        findings = view.traced.explanation.findings if view.traced is not None else ()
        line = build_time_line(
            view.sheet, view.under_review, view.at, view.as_of,
            list_windows(findings), list_ages(findings),
        )  # fmt: skip
        self.time_line.show_line(line, is_same_person=is_same_person)

    def _open_history(self, index: QModelIndex) -> None:
        self.place_wanted.emit(Link(self._history[index.row()].at, ""))

    def _open_issue(self, index: QModelIndex) -> None:
        if self._view is not None:
            issue = self._view.issues[index.row()]
            self.place_wanted.emit(Link(issue.at, issue.column))


def _issue_cells(view: CaseView, place: int) -> tuple[str, ...]:
    issue = view.issues[place]
    row_text = f"{issue.at.row:,}"
    return (row_text, issue.column, issue.text, issue.reason, issue.done, issue.advice)

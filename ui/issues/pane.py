"""The issues of what was imported: found by filters, seen in their row, mended or confirmed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.jobs.access_log import ISSUE
from app.jobs.final import Finality
from app.jobs.issue_view import IssueView, MendPreview, ShownIssue, find_issue_view, preview_mend
from app.store.issue_lists import OPEN, IssueFilter
from app.store.mends import Mend
from app.store.workspace import Workspace
from ui.cases.reveals import watch_row
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk
from ui.facet_list import FacetList
from ui.issues.actions import IssueActions, read_row
from ui.issues.detail import IssueDetail
from ui.issues.final_dialog import FinalDialog
from ui.issues.issue_list import IssueTable
from ui.issues.mend_list import MendsDialog
from ui.issues.questions import (
    PAGE,
    IssueList,
    TextCount,
    ask_list,
    ask_mends,
    ask_number_with_text,
    ask_page,
    with_facet,
)
from ui.issues.stays_dialog import StaysDialog
from ui.issues.tools import IssueTools
from ui.issues.workbooks import Workbooks
from ui.one_of import OneOf
from ui.side_by_side import SideBySide, beside
from ui.tables.growing import GrowingModel
from ui.theme import space
from ui.widgets import Banner, EmptyState, column


class IssuesPane(QWidget):
    """Left the filters, in the middle the list, right the issue and its correction."""

    counted = Signal(int)  # how many issues are open

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.wanted = IssueFilter(state=OPEN)
        self.doing = IssueActions(desk, self)
        self.facets = FacetList()
        self.list = IssueTable()
        self.detail = IssueDetail()
        self.told = Banner("good", closable=True)
        self.tools = IssueTools()
        self.workbooks = Workbooks(desk, self)
        self._final: Finality | None = None
        self._mends_dialog: MendsDialog | None = None
        self._wanted_number: int | None = None  # what is being asked for
        self._from_start = True
        self._parts = OneOf()
        self._build()
        self._connect()

    @property
    def model(self) -> GrowingModel[ShownIssue]:
        """The issues of the list."""
        return self.list.model

    def _build(self) -> None:
        self.list.setContentsMargins(space(1), 0, 0, 0)
        listed = QWidget()
        listed.setLayout(column(beside(self.facets, self.list, (184, 436))))
        panes = SideBySide(listed, self.detail, (4, 3))
        work = QWidget()
        frame = column(self.told, self.tools, panes, gap=1)
        frame.setStretch(2, 1)
        work.setLayout(frame)
        self._parts.add(work)
        self._parts.add(
            EmptyState(
                "No issues",
                "Everything doubtful in what you import is listed here, row by row, with what it "
                "means and how to mend it.",
            )
        )
        self.setLayout(column(self._parts))

    def _connect(self) -> None:
        self.facets.chosen.connect(self._on_facet)
        self.list.model.more_wanted.connect(self._ask_more)
        self.list.issue_chosen.connect(self._on_issue)
        self.list.text_chosen.connect(self._on_text)
        self.list.entered.connect(self.detail.focus_editor)
        self.detail.mend_wanted.connect(self.mend)
        self.detail.stays_wanted.connect(self.ask_stays)
        self.detail.preview_wanted.connect(self._ask_preview)
        self.detail.row_wanted.connect(self._show_row)
        self.detail.undo_wanted.connect(lambda number: self.doing.undo([number]))
        self.detail.reopen_wanted.connect(self._reopen)
        self.tools.final_button.clicked.connect(lambda _=False: self.call_final())
        self.tools.mends_button.clicked.connect(lambda _=False: self.show_mends())
        self.tools.export_action.triggered.connect(
            lambda _=False: self.workbooks.export(self.wanted)
        )
        self.tools.read_action.triggered.connect(lambda _=False: self.workbooks.read())
        self.workbooks.done.connect(lambda sentence: self._on_done(sentence, can_undo=False))
        self.doing.done.connect(
            lambda sentence, can_undo: self._on_done(sentence, can_undo=can_undo)
        )
        self.doing.refused.connect(self._on_refused)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("J", lambda: self.list.step(1)),
            ("K", lambda: self.list.step(-1)),
            ("C", self.ask_stays),
            ("Ctrl+Z", self.doing.undo_last),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(does)

    # The list

    def show_only(self, wanted: IssueFilter) -> None:
        """Another list, from its beginning."""
        self.wanted = wanted
        self._from_start = True
        self.refresh()

    def show_weight(self, weight: str) -> None:
        """The open issues of one consequence (`ui.issues.words`)."""
        self.show_only(with_facet(IssueFilter(state=OPEN), "weight", weight))

    def refresh(self) -> None:
        """Read the list again and stay where one was."""
        wanted, n = self.wanted, len(self.list.model.records)
        self._desk.ask(self, "issues", lambda store: ask_list(store, wanted, n), self._show_list)
        if self._mends_dialog is not None:
            self._desk.ask(self, "mends", ask_mends, self._mends_dialog.show_mends)

    def _show_list(self, found: IssueList) -> None:
        self._parts.show_only(0 if found.n_all else 1)
        self.facets.show_groups(found.groups)
        self.list.show_list(found, from_start=self._from_start)
        self._from_start = False
        self.counted.emit(found.n_open)
        self._final = found.final
        self.tools.show_state(found.final, found.n_mends, found.total)

    def _on_facet(self, facet: str, value: str) -> None:
        self.show_only(with_facet(self.wanted, facet, value))

    def _ask_more(self, offset: int) -> None:
        wanted = self.wanted

        def add(page: list[ShownIssue]) -> None:
            if wanted == self.wanted:
                self.list.model.add(page)

        self._desk.ask(
            self, "more issues", lambda store: ask_page(store, wanted, offset, PAGE), add
        )

    # The issue

    def _on_issue(self, shown: ShownIssue | None) -> None:
        self._wanted_number = shown.listed.number if shown else None
        self._ask_view()

    def _on_text(self, one: TextCount | None) -> None:
        wanted = self.wanted
        self._wanted_number = None
        if one is None:
            self._ask_view()
            return

        def found(number: int | None) -> None:
            self._wanted_number = number
            self._ask_view()

        self._desk.ask(
            self, "issue of text", lambda store: ask_number_with_text(store, wanted, one), found
        )

    def _ask_view(self) -> None:
        number = self._wanted_number
        if number is None:
            self.detail.show_issue(None, is_everywhere=False)
            return
        self._desk.ask(self, "issue", lambda store: find_issue_view(store, number), self._show_view)

    def _show_view(self, view: IssueView | None) -> None:
        if view is None or view.shown.listed.number == self._wanted_number:
            self.detail.show_issue(view, is_everywhere=self.list.is_by_text)
            if view is not None:
                self._desk.saw(view.shown.listed.issue.person_id, ISSUE)

    def _show_row(self) -> None:
        view = self.detail.view
        if view is not None and view.row is not None:
            dialog = SourceRowDialog(view.row, view.shown.column, self)
            watch_row(self._desk, dialog, view.shown.listed.issue.person_id)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    # What is done about it

    def _ask_preview(self) -> None:
        view = self.detail.view
        if view is None:
            return
        if self.detail.is_row:
            self._ask_row_preview(view)
            return
        request = self.detail.cell.request
        if request is not None:
            self._desk.ask(
                self, "preview", lambda store: preview_mend(store, request),
                self.detail.cell.show_preview, self.detail.cell.show_problem,
            )  # fmt: skip

    def _ask_row_preview(self, view: IssueView) -> None:
        typed, at, editor = self.detail.row.typed, view.shown.listed.issue.at, self.detail.row

        def ask(store: Workspace) -> MendPreview:
            return preview_mend(store, read_row(store, at, typed))

        self._desk.ask(
            self, "preview", ask,
            lambda _: editor.show_outlook("The row can be read like this and will take part."),
            lambda sentence: editor.show_outlook(sentence, is_problem=True),
        )  # fmt: skip

    def mend(self) -> None:
        """Keep what is typed; nothing typed is asked for."""
        view = self.detail.view
        if view is None or self.doing.is_busy:
            return
        if self.detail.is_row:
            self.doing.mend_row(view.shown.listed.issue.at, self.detail.row.typed)
            return
        request = self.detail.cell.request
        if request is None:
            self.detail.tell(
                self.detail.cell.value.problem or "Type or choose what should stand there first."
            )
            self.detail.focus_editor()
            return
        self.doing.mend(request)

    def ask_stays(self) -> None:
        """Ask why it stays as it is."""
        view = self.detail.view
        if view is None or not self.detail.stays_button.isVisible():
            return
        dialog = StaysDialog(view, view.n_open_alike, self)
        dialog.said.connect(
            lambda note, everywhere: self.doing.stays(view, note, everywhere=everywhere)
        )
        if self.list.is_by_text:
            dialog.everywhere.setChecked(True)
        dialog.open()

    def _reopen(self) -> None:
        if self.detail.view is not None:
            self.doing.reopen(self.detail.view)

    def call_final(self) -> None:
        """Ask who calls the check final, and why."""
        if self._final is not None:
            FinalDialog(self._desk, self._final, self).open()

    def show_mends(self) -> None:
        """The list of mends."""
        self._desk.ask(self, "mends", ask_mends, self._open_mends)

    def _open_mends(self, mends: list[Mend]) -> None:
        dialog = MendsDialog(mends, self)
        dialog.undo_wanted.connect(lambda number: self.doing.undo([number]))
        dialog.finished.connect(self._forget_mends)
        self._mends_dialog = dialog
        dialog.open()

    def _forget_mends(self) -> None:
        self._mends_dialog = None

    def _on_done(self, sentence: str, *, can_undo: bool) -> None:
        if can_undo:
            self.told.show_message("good", sentence, "Undo", self.doing.undo_last)
        else:
            self.told.show_message("good", sentence)
        self.list.current_table.setFocus()

    def _on_refused(self, sentence: str) -> None:
        if self.detail.view is not None and self._mends_dialog is None:
            self.detail.tell(sentence)
            self.detail.focus_editor()
        else:
            self._desk.say("stop", sentence)

"""The review page: the list of convictions, the person behind one, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedLayout, QWidget

from app.jobs.access_log import CASE
from app.jobs.explain_sheet import explain_person_sheet
from app.jobs.source_rows import SourceRow, get_source_row
from app.store.queue import QueueRow, get_rows
from ui.cases.answer_html import Link
from ui.cases.case_view import CaseView, load_case
from ui.cases.chosen import Chosen, DeskState, ask_chosen, ask_desk, bar_state
from ui.cases.deciding import Deciding
from ui.cases.decision_bar import BarState, DecisionBar
from ui.cases.decisions import Decisions
from ui.cases.empty import empty_review
from ui.cases.facets import FacetColumn
from ui.cases.person_pane import PersonPane
from ui.cases.questions import Reviewed
from ui.cases.queue_control import QueueControl
from ui.cases.queue_pane import QueuePane
from ui.cases.reveals import watch_row
from ui.cases.source_row import SourceRowDialog
from ui.cases.tools import ReviewTools
from ui.desk import Desk
from ui.marks import as_outcome
from ui.papers.motion_dialog import MotionDialog
from ui.tables.latest import LatestReader
from ui.theme import px, space
from ui.widgets import (
    Banner,
    ElidedLabel,
    PageTitle,
    clear_layout,
    column,
    page_layout,
    quiet_button,
    row,
)

_WIDE = 1000  # px at 100 %: from here on the person stands beside the list, not below it
_SIDE_BY_SIDE = [560, 570]  # proportions of the panes
_STACKED = [190, 430]
_LEAST_PERSON = 330  # px at 100 %: with less the answer would be out of sight


class CasesPage(QWidget):
    """Reads through ``desk.reader`` and a reader thread; changes only through `desk.run_job`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asker: LatestReader | None = None
        self._view: CaseView | None = None
        self._chosen: Chosen | None = None
        self._desk_state: DeskState | None = None
        self._keys: list[QShortcut] = []
        self._dialogs: list[SourceRowDialog | MotionDialog] = []
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_sheet: Callable[[str], Path | None] = self._ask_sheet
        self.title = PageTitle("Review")
        self.reviewed = ElidedLabel("", "strong")
        self.problem = Banner("stop")
        self.facets = FacetColumn()
        self.queue = QueuePane(self._fetch, self.facets)
        self.listing = QueueControl(desk, self.queue, self.facets)
        self.person = PersonPane(desk)
        keeps_room = self.person.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.person.setSizePolicy(keeps_room)
        self.person.hide()  # until there is somebody to show
        self.bar = DecisionBar()
        self.bar.show_state(BarState())
        self.deciding = Deciding(
            desk,
            self.bar,
            Decisions(desk, self.queue.model),
            find_chosen=self._find_chosen,
            find_desk=lambda: self._desk_state,
            go_on=self._go_on,
            show_case=self._go_to_case,
        )
        self.tools = ReviewTools(
            desk, self, lambda: (self.queue.model.found.ids, self.listing.wanted),
            lambda: self._wanted_ids() if self._current_view() is not None else (),
        )  # fmt: skip
        self._filters = quiet_button("Hide filters", self._toggle_facets)
        self._panes = QSplitter(Qt.Orientation.Vertical)
        self._right = QWidget()
        self._stack = QStackedLayout()
        self._build()
        self._connect()
        desk.workspace_opened.connect(self._on_opened)
        desk.workspace_closed.connect(self._on_closed)
        self._start_reading()

    def sizeHint(self) -> QSize:
        return QSize(px(1100), px(640))

    # Building

    def _build(self) -> None:
        shown = column(self.tools.sample_bar, self.person, self.bar, gap=0)
        shown.setStretch(1, 1)
        self._right.setLayout(shown)
        self._panes.addWidget(self.queue)
        self._panes.addWidget(self._right)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._panes.setSizes(_STACKED)
        self._panes.setStretchFactor(0, 1)
        self._panes.setStretchFactor(1, 2)
        self._pad()
        side = QWidget()
        side.setLayout(row(self.reviewed, self.tools.button, self._filters, gap=2))
        self.title.add(side)
        self._none = QWidget()
        self._none.setLayout(column())
        work = QWidget()
        work.setLayout(column(self.problem, self._panes, gap=1))
        self._stack.addWidget(work)
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.tools.second_look)
        frame = page_layout(self)
        frame.setSpacing(space(1))
        frame.addWidget(self.title)
        frame.addLayout(self._stack, 1)

    def _pad(self) -> None:
        """Room on both sides of the hairline between the panes."""
        is_wide, gap = self._panes.orientation() is Qt.Orientation.Horizontal, space(2)
        self.person.setMinimumHeight(0 if is_wide else px(_LEAST_PERSON))  # else the page scrolls
        queue, person = self.queue.layout(), self._right.layout()
        if queue is not None and person is not None:
            queue.setContentsMargins(0, 0, gap if is_wide else 0, 0)
            person.setContentsMargins(gap if is_wide else 0, 0 if is_wide else space(1), 0, 0)

    def _connect(self) -> None:
        self.listing.reviewed.connect(self._show_reviewed)
        self.queue.current_changed.connect(self._on_current)
        selection = self.queue.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._ask_chosen())
        self.person.place_wanted.connect(self._open_place)
        self.person.sheet_wanted.connect(self.save_sheet)
        self.person.conviction_wanted.connect(self._go_to_case)
        self.person.selection_changed.connect(lambda _: self._ask_chosen())
        self.tools.case_wanted.connect(self._show_from_elsewhere)
        self.tools.cases_wanted.connect(self._show_cases)
        self.tools.second_look_wanted.connect(self._show_second_look)
        self.bar.preview_wanted.connect(self.preview_motion)
        self.bar.form_closed.connect(self.queue.table.setFocus)
        act = self.deciding
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("A", act.accept),
            ("O", act.ask_override),
            ("P", act.ask_park),
            ("N", act.ask_note),
            ("Q", act.ask_question),
            ("Y", act.approve),
            ("U", act.open_again),
            ("Ctrl+Z", act.undo),
            ("Ctrl+Y", act.redo),
            ("Ctrl+Shift+Z", act.redo),
            ("M", self.preview_motion),
            ("F", self._toggle_facets),
            ("S", self.save_sheet),
            ("J", lambda: self.queue.step(1)),
            ("K", lambda: self.queue.step(-1)),
            ("C", self.queue.choose_person),
            ("E", self.queue.go_to_open),
            ("/", self.queue.focus_search),
            *self.tools.sample_bar.keys.items(),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda does=does: None if self.bar.is_asking else does())
            self._keys.append(shortcut)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.queue.table.setFocus()  # its keys work at once

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self._panes.orientation() is not wanted:
            self._panes.setOrientation(wanted)
            self._panes.setSizes(_SIDE_BY_SIDE if is_wide else _STACKED)
            self._pad()

    # The workspace

    def _on_opened(self) -> None:
        self._on_closed()
        self._start_reading()
        self.refresh({"import", "check"})

    def _start_reading(self) -> None:
        """A reader thread of this page's own; what it shows comes with `refresh`."""
        if self._desk.reader is not None:
            self._asker = LatestReader(self._desk.reader.reader, self._desk.report, self)
            self.listing.start()

    def _on_closed(self) -> None:
        for dialog in list(self._dialogs):
            dialog.close()
        if self._asker is not None:
            self._asker.close()
        self._asker = None
        self._view = None
        self.listing.close()

    @property
    def is_settled(self) -> bool:
        """Whether everything that was asked of the store has arrived."""
        is_asking = self._asker is not None and self._asker.is_asking
        return self.listing.is_settled and not is_asking

    def refresh(self, changes: set[str]) -> None:
        """Look again at what ``changes`` names."""
        if self._asker is None or not changes & {"import", "check", "review", "settings"}:
            return
        who = self._desk.user
        self._asker.ask("desk", lambda store: ask_desk(store, who), self._show_desk)
        self.listing.refresh(changes)
        self.tools.oversight.refresh(changes)
        if not changes & {"import", "check"}:
            self._on_current()

    def open_with(self, **arguments: object) -> None:
        """``conviction_id`` opens a conviction; facets (``outcome="HAND_REVIEW"``) filter."""
        self.listing.open_with(**arguments)

    # The list

    def _fetch(self, ids: Sequence[int]) -> list[QueueRow]:
        reader = self._desk.reader
        return get_rows(reader, ids) if reader is not None else []

    def _show_reviewed(self, reviewed: Reviewed) -> None:
        if reviewed.n_all:
            if self._stack.currentIndex() == 1:
                self._stack.setCurrentIndex(0)
            self.reviewed.setText(f"{reviewed.n_done:,} of {reviewed.n_all:,} reviewed")
        else:
            self.reviewed.setText("")
            self._show_empty(has_run=reviewed.has_run)
        self._show_tools()

    def _show_empty(self, *, has_run: bool) -> None:
        layout = self._none.layout()
        reader = self._desk.reader
        if layout is None or reader is None:
            return
        clear_layout(layout)
        layout.addWidget(empty_review(self._desk, reader, has_run=has_run))
        self._stack.setCurrentIndex(1)

    def _show_tools(self) -> None:
        """Filters and keys belong to the cases, the menu to everything that was checked."""
        place = self._stack.currentIndex()
        for key in self._keys:  # nothing is decided about a case that is out of sight
            key.setEnabled(place == 0)
        self._filters.setVisible(place == 0)
        self.tools.button.setVisible(place != 1)

    def _show_cases(self) -> None:
        if self._stack.currentIndex() == 2:
            self._stack.setCurrentIndex(0)
            self._show_tools()
            self.queue.table.setFocus()

    def _show_second_look(self) -> None:
        self._stack.setCurrentIndex(2)
        self._show_tools()

    def _show_from_elsewhere(self, conviction_id: int) -> None:
        """A case that another part speaks of; every filter is taken away if need be."""
        self._show_cases()
        self._go_to_case(conviction_id)

    def _toggle_facets(self) -> None:
        self.facets.setVisible(self.facets.isHidden())
        words = "Show filters" if self.facets.isHidden() else "Hide filters"
        self._filters.setText(words)
        self._filters.setAccessibleName(words)

    def _show_desk(self, found: DeskState) -> None:
        self._desk_state = found
        self._show_state()

    # The conviction looked at

    def _on_current(self) -> None:
        wanted = self.queue.current_id
        if self._asker is None:
            return
        self.tools.sample_bar.show_case(wanted)
        if wanted is None:
            self._asker.forget("case")
            self._view = None
            self.person.setVisible(False)
            self._ask_chosen()
        else:
            self._ask_chosen()
            self._asker.ask(
                "case", lambda store: load_case(store, wanted), self._show_case, self._show_problem
            )
        self._show_state()

    def _show_case(self, view: CaseView) -> None:
        self._view = view
        self.problem.show_message("stop", "")
        self.person.setVisible(True)
        self.person.show_case(view)
        self._desk.saw(view.row.person_id, CASE)
        self._show_state()

    def _show_problem(self, sentence: str) -> None:
        self._view = None
        self.problem.show_message("stop", sentence)
        self._show_state()

    def _current_view(self) -> CaseView | None:
        """What is in sight, only when it is also what is selected."""
        view = self._view
        return view if view and view.row.conviction_id == self.queue.current_id else None

    def _wanted_ids(self) -> tuple[int, ...]:
        """The case in sight first, then what is chosen beside it."""
        current = self.queue.current_id
        if current is None:
            return ()
        beside = list(self.queue.selected_ids)
        if self._current_view() is not None:
            beside += self.person.selected_convictions
        return tuple(dict.fromkeys((current, *beside)))

    def _ask_chosen(self) -> None:
        ids = self._wanted_ids()
        if self._asker is not None and ids:
            self._asker.ask("chosen", lambda store: ask_chosen(store, ids), self._show_chosen)
        else:
            self._chosen = None

    def _show_chosen(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._show_state()

    def _find_chosen(self) -> Chosen | None:
        """What a decision is about: only what is in sight, and known to the page."""
        if self._current_view() is None or self._chosen is None:
            return None
        return self._chosen if self._chosen.ids == self._wanted_ids() else None

    def _show_state(self) -> None:
        view = self._current_view()
        is_relief = view is not None and as_outcome(view.row.outcome).is_relief
        state = bar_state(self._find_chosen(), self._desk_state, can_preview=is_relief)
        if self.tools.sample_bar.can_judge:  # its verdict accepts the case, and is on record
            state = replace(state, can_accept=False)
        self.bar.show_state(state)

    def _go_on(self) -> None:
        """To the row after the last of what was decided."""
        places = [self.queue.model.find_position(one) for one in self._wanted_ids()]
        self.queue.select(min(max(places) + 1, self.queue.model.rowCount() - 1))
        self._show_state()

    def _go_to_case(self, conviction_id: int) -> None:
        """Show a case again; the filters give way if it is not in the list."""
        position = self.queue.model.find_position(conviction_id)
        if position >= 0:
            self.queue.select(position)
            self._on_current()
        else:
            self.listing.open_with(conviction_id=conviction_id)

    # Looking closer

    def _open_place(self, link: Link) -> None:
        if self._asker is None:
            return
        self._asker.ask(
            "place",
            lambda store: get_source_row(store, link.at),
            lambda found: self._show_source_row(found, link.column),
            self._show_problem,
        )

    def _show_source_row(self, found: SourceRow, column_name: str) -> None:
        dialog = SourceRowDialog(found, column_name, self)
        watch_row(self._desk, dialog, self._view.row.person_id if self._view else None)
        self._show_dialog(dialog)

    def preview_motion(self) -> None:
        """Show the motion of the case in sight; nothing is recorded."""
        view = self._current_view()
        if view is not None and self.bar.preview_button.isEnabled() and self._asker is not None:
            self._show_dialog(MotionDialog(self._asker, view.row.conviction_id, self))

    def save_sheet(self) -> None:
        """Why every answer of the person in sight is as it is, on paper."""
        view = self._current_view()
        if view is None or not self.person.sheet_button.isEnabled():
            return
        path = self.choose_sheet(f"Why {sheet_name(view.sheet.person.name)}.pdf")
        if path is None:
            return
        person_id, who = view.row.person_id, self._desk.user
        self._desk.run_job(
            "Writing the sheet",
            lambda workspace, _progress: explain_person_sheet(workspace, person_id, path, who=who),
            lambda written: self._desk.say("good", f"The sheet is in {written}."),
            {"log"},
        )

    def _ask_sheet(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the sheet", name, "(*.pdf)")
        return Path(chosen) if chosen else None

    def _show_dialog(self, dialog: SourceRowDialog | MotionDialog) -> None:
        self._dialogs.append(dialog)
        dialog.finished.connect(lambda _: self._drop_dialog(dialog))
        dialog.open()

    def _drop_dialog(self, dialog: SourceRowDialog | MotionDialog) -> None:
        if dialog in self._dialogs:
            self._dialogs.remove(dialog)
            dialog.deleteLater()


def sheet_name(name: str) -> str:
    """A person's name as part of a file's name: letters, digits and blanks only."""
    kept = "".join(mark if mark.isalnum() else " " for mark in name)
    return " ".join(kept.split())[:60] or "no name"

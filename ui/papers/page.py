"""The papers page: what will be printed, for whom, how it looks; drafting and printing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QWidget,
)

from app.documents.draft import Office
from app.jobs.access_log import PAPER
from app.jobs.clock import today
from app.jobs.draft_papers import PapersRequest, PapersSummary, save_office
from app.jobs.papers.preflight import At, Gap, Place, Preflight
from app.jobs.preview import Preview
from app.jobs.progress import Progress
from app.store.person_papers import find_person
from app.store.workspace import Workspace
from ui.action_bar import ActionBar
from ui.desk import Desk
from ui.papers.batch_control import BatchControl
from ui.papers.cases_model import CasesModel
from ui.papers.choices import PaperChoices, draft_words
from ui.papers.dialogs import DIALOGS, contacts
from ui.papers.empty import empty_state
from ui.papers.office_form import OfficeForm, missing_words
from ui.papers.preflight_pane import PreflightPane
from ui.papers.preview_pane import PreviewPane
from ui.papers.printing import item_of
from ui.papers.questions import PapersView, ask_bulk, ask_motion, ask_papers, ask_preflight
from ui.register.pane import RegisterPane
from ui.tab_page import tab_page
from ui.tables.latest import LatestReader
from ui.tables.listing import ListingModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    PageTitle,
    button,
    clear_layout,
    column,
    data_table,
    label,
    page_layout,
    plain_button,
    plural,
    primary_button,
    quiet_button,
    row,
)

_MISSING, _OFFICE = 1, 2  # tabs
_REGISTER = 2  # of the stack
_LEFT_OUT = 3  # the tab that is there only when a draft left something out
_WIDE = 720  # px at 100 %
_SIDE_BY_SIDE = [540, 550]  # proportions of the panes
_STACKED = [420, 420]


class PapersPage(QWidget):
    """Previews are drafted off the window thread; papers are made by the background job."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asker: LatestReader | None = None
        self._view: PapersView | None = None
        self._failed: tuple[str, ...] = ()  # what the last draft left out
        self._wanted_case: int | None = None
        self.title = PageTitle("Papers")
        self.result = Banner("good", closable=True)
        self.batch = BatchControl(desk, self.result, self)
        self.choices = PaperChoices(today())
        self.office = OfficeForm(desk)
        self.cases = CasesModel(self)
        self.table = data_table(self.cases, "Cases", compact=True)
        self.register = RegisterPane(desk)
        self.missing = PreflightPane()
        self.left_out = ListingModel(("Left out, and why",), self)
        self.preview = PreviewPane("Preview of the paper")
        self._in_sight = 0  # the conviction whose paper that is; 0 for none or many
        self.tabs = QTabWidget()
        self.preflight = label("", "body")
        self.print_button = quiet_button("Print this paper…", self.print_preview)
        self.print_all_button = quiet_button("Print the batch…", self.batch.print_batch)
        self.register_button = quiet_button("Register", self.toggle_register)
        self.more_button = button("More", "menu")
        self.draft_button = primary_button("Draft motions", self.draft)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
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
        self._bulk_button = plain_button("Preview the bulk motion", self.preview_bulk)
        for place, width in enumerate((104, 148, 192, 150)):
            self.table.setColumnWidth(place, px(width))
        menu = QMenu(self)
        for entry in DIALOGS:
            menu.addAction(entry.title).triggered.connect(
                lambda _=False, entry=entry: entry.make(self._desk, self).open()
            )
        self.more_button.setMenu(menu)
        self.title.add(self.more_button)
        self.title.add(self.register_button)
        self.tabs.setMinimumHeight(px(230))
        self.choices.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Cases, what is missing, office")
        self.tabs.addTab(tab_page(column(self.table, row(self._bulk_button, None))), "Cases")
        self.tabs.addTab(self.missing, "Missing")
        self.tabs.addTab(self.office, "Office")
        left_out = data_table(self.left_out, "Cases that were left out, and why", compact=True)
        self.tabs.addTab(tab_page(column(left_out)), "Left out")
        self.tabs.setTabVisible(_LEFT_OUT, False)
        left = QWidget()
        left.setLayout(column(self.choices, self.tabs, gap=1))
        left.setMinimumWidth(px(240))
        splitter = self._panes
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_SIDE_BY_SIDE)
        splitter.setStretchFactor(1, 1)
        left.setContentsMargins(0, 0, space(2), 0)
        self.preview.setContentsMargins(space(2), 0, 0, 0)
        bottom = ActionBar(
            self.preflight, self.print_all_button, self.print_button, self.draft_button
        )
        work, self._none = QWidget(), QWidget()
        frame = column(splitter, bottom, gap=1)
        frame.setStretch(0, 1)
        work.setLayout(frame)
        self._none.setLayout(column())
        self._stack.addWidget(work)
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.register)
        page = page_layout(self)
        page.setSpacing(space(1))
        page.addWidget(self.title)
        page.addWidget(self.result)
        page.addLayout(self._stack, 1)
        self.print_all_button.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview stands beside the cases where there is room, else below them."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self._panes.orientation() is not wanted:
            self._panes.setOrientation(wanted)
            self._panes.setSizes(_SIDE_BY_SIDE if is_wide else _STACKED)

    def _connect(self) -> None:
        self.choices.changed.connect(self._ask_list)
        self.choices.edited.connect(self._show_state)
        self.office.changed.connect(self._show_state)
        self.office.save_wanted.connect(self.save_office)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._ask_preview())
        self.missing.jump_wanted.connect(self._jump)
        self.batch.made.connect(self._on_made)
        self.tabs.currentChanged.connect(lambda _: self._ask_missing())

    # The workspace

    def _on_opened(self) -> None:
        self._on_closed()
        self._start_reading()
        self.refresh({"check", "settings"})

    def _start_reading(self) -> None:
        """A reader thread of this page's own; what it shows comes with `refresh`."""
        if self._desk.reader is not None:
            self._asker = LatestReader(self._desk.reader.reader, self._desk.report, self)

    def _on_closed(self) -> None:
        self.batch.cancel_printing()
        if self._asker is not None:
            self._asker.close()
            self._asker = None
        self._view, self._failed = None, ()
        self.register.clear()
        self._show_left_out()
        self.cases.set_rows([])
        self.preview.show_words("")
        self.missing.show_words("")
        self.result.show_message("good", "")
        self.print_all_button.hide()

    @property
    def is_settled(self) -> bool:
        """Whether everything that was asked of the store has arrived."""
        return self._asker is None or not self._asker.is_asking

    def refresh(self, changes: set[str]) -> None:
        """Look again at what ``changes`` names."""
        if changes & {"import", "check", "review", "papers", "settings"}:
            self._ask_list()
            self.register.refresh()

    def open_with(self, **arguments: object) -> None:
        """``conviction_id`` selects its case; ``only_accepted`` sets the switch; ``part`` is
        "register" or "make"; ``state`` narrows the register."""
        if "part" in arguments or "state" in arguments:
            self._show_register(is_on=arguments.get("part") != "make")
            self.register.open_with(state=str(arguments.get("state", "")))
        asked = arguments.get("conviction_id")
        self._wanted_case = asked if isinstance(asked, int) else None
        if "only_accepted" in arguments:
            self.choices.only_accepted.setChecked(bool(arguments["only_accepted"]))
        self._ask_list()

    def _ask_list(self) -> None:
        if self._asker is not None:
            only_accepted = self.choices.only_accepted.isChecked()
            self._asker.ask("papers", lambda s: ask_papers(s, only_accepted), self._show_view)

    def _show_view(self, view: PapersView) -> None:
        keep = self._current_case()
        was_saved = self._view is None or view.office != self._view.office
        self._view = view
        if was_saved and not self.office.is_changed:
            self.office.show_office(view.office)
        elif was_saved:
            self.office.settle(view.office)
        self.cases.set_rows(view.cases)
        self.choices.set_side(view.office.files_as)
        self.tabs.setTabText(0, f"Cases ({len(view.cases):,})")
        self.print_all_button.setVisible(view.batch is not None)
        self.batch.show_stopped(view.batch)
        self._show_left_out()
        if not view.has_relief:
            self._show_empty(view)
        if self._stack.currentIndex() != _REGISTER:
            self._stack.setCurrentIndex(0 if view.has_relief else 1)
        self._name_register()
        self._ask_missing()
        self._select(self._wanted_case if self._wanted_case is not None else keep)
        self._wanted_case = None
        self._show_state()

    def _select(self, conviction_id: int | None) -> None:
        rows = range(self.cases.rowCount())
        found = next((n for n in rows if self.cases.get_row(n).conviction_id == conviction_id), 0)
        if rows:
            self.table.selectRow(found)
        self._ask_preview()

    def _show_empty(self, view: PapersView) -> None:
        layout = self._none.layout()
        if layout is not None:
            clear_layout(layout)
            layout.addWidget(empty_state(self._desk, has_run=view.has_run))

    # The register

    def toggle_register(self) -> None:
        """From the papers to make to the register, and back."""
        self._show_register(is_on=self._stack.currentIndex() != _REGISTER)

    def _show_register(self, *, is_on: bool) -> None:
        view = self._view
        has_relief = view is None or view.has_relief
        self._stack.setCurrentIndex(_REGISTER if is_on else 0 if has_relief else 1)
        self.result.setVisible(bool(self.result.text) and not is_on)
        self._name_register()

    def _name_register(self) -> None:
        is_on = self._stack.currentIndex() == _REGISTER
        n = self._view.n_papers if self._view is not None else 0
        words = "Papers to make" if is_on else f"Register ({n:,})"
        self.register_button.setText(words)
        self.register_button.setAccessibleName(words)

    # What is missing

    def _ask_missing(self) -> None:
        """Look at every case, when somebody looks at the list."""
        view = self._view
        if self._asker is None or view is None or not view.cases:
            self.missing.show_words("")
            return
        if self.tabs.currentIndex() == _MISSING and self.choices.kinds:
            request = self._request(None)
            self._asker.ask("missing", lambda store: ask_preflight(store, request),
                            self._show_missing, self.missing.show_words)  # fmt: skip

    def _show_missing(self, found: Preflight) -> None:
        self.missing.show_found(found)
        self.tabs.setTabText(_MISSING, f"Missing ({self.missing.n_gaps:,})")

    def _jump(self, gap: Gap, at: At) -> None:
        """To where it is entered."""
        if gap.place is Place.OFFICE:
            self.tabs.setCurrentIndex(_OFFICE)
            self.office.focus_field(gap.at[0].field if gap.at else "")
        elif gap.place is Place.CONTACTS:
            contacts(self._desk, self).open()
        elif gap.place is Place.REGISTER:
            self._show_register(is_on=True)
            self.register.show_paper(at.paper_id)
        elif gap.place is Place.POLICY:
            self._desk.show_page("policy")
        elif at.conviction_id:
            self._desk.show_page("review", conviction_id=at.conviction_id)
        else:
            self._desk.show_page("review", **dict(gap.facets))

    def _show_state(self) -> None:
        view, kinds = self._view, self.choices.kinds
        n_cases = len(view.cases) if view else 0
        n_counts = sum(case.n_counts for case in view.cases) if view else 0
        self.title.set_about(
            f"{plural(n_cases, 'case')} with {plural(n_counts, 'conviction')} to ask relief for"
            + (f", {len(view.left_out):,} more left out" if view and view.left_out else "")
            if n_cases
            else ""
        )
        words = draft_words(kinds, n_cases)
        self.draft_button.setText(words)
        self.draft_button.setAccessibleName(words)
        self.draft_button.setEnabled(bool(n_cases and kinds))
        self.print_button.setEnabled(bool(self.preview.pdf))
        self._bulk_button.setEnabled(n_cases > 0)
        if self.tabs.currentIndex() == _MISSING:
            self._ask_missing()
        missing = missing_words(self.office.office)
        self.tabs.setTabText(_OFFICE, "Office (incomplete)" if missing else "Office")
        self.preflight.setText(missing if n_cases else self._why_none())

    def _why_none(self) -> str:
        is_narrowed = self.choices.only_accepted.isChecked()
        return "No case was accepted in review yet." if is_narrowed else ""

    # The preview

    def _current_case(self) -> int | None:
        index = self.table.currentIndex()
        return self.cases.get_row(index.row()).conviction_id if index.isValid() else None

    def _ask_preview(self) -> None:
        case = self._current_case()
        if self._asker is None:
            return
        if case is None:
            self._asker.forget("preview")
            self.preview.show_words("No case to show.")
            self._show_state()
            return
        office, day = self.office.office, self.choices.day
        if not self.preview.pdf:
            self.preview.show_words("Laying out the motion…")
        self._asker.ask(
            "preview",
            lambda store: ask_motion(store, case, office, day),
            lambda pdf: self._show_pdf(pdf, case),
            self._show_refusal,
        )

    def preview_bulk(self) -> None:
        """Show the bulk motion's first pages."""
        if self._asker is not None:
            office, day = self.office.office, self.choices.day
            only_accepted = self.choices.only_accepted.isChecked()
            self.preview.show_words("Laying out the bulk motion…")
            self._asker.ask(
                "preview",
                lambda store: ask_bulk(store, office, day, only_accepted),
                self._show_bulk,
                self._show_refusal,
            )

    def _show_pdf(self, pdf: bytes, conviction_id: int = 0) -> None:
        self.preview.show_pdf(pdf)
        self._in_sight = conviction_id
        if conviction_id and self._desk.reader is not None:
            self._desk.saw(find_person(self._desk.reader, conviction_id), PAPER)
        self._show_state()

    def _show_bulk(self, found: Preview) -> None:
        self._show_pdf(found.pdf)
        for person_id in found.people:
            self._desk.saw(person_id, PAPER)

    def _show_refusal(self, sentence: str) -> None:
        self.preview.show_words(sentence)
        self._show_state()

    # Doing

    def save_office(self) -> None:
        """Keep what the form says in the workspace."""
        office, who = self.office.office, self._desk.user

        def save(workspace: Workspace, _progress: Progress) -> Office:
            save_office(workspace, office, who)
            return office

        self._desk.run_job(
            "Saving the office", save, self.office.settle, {"settings"}, is_saving=True
        )

    def _request(self, folder: Path | None) -> PapersRequest:
        return PapersRequest(
            folder=folder or Path(),
            kinds=self.choices.kinds,
            office=self.office.office,
            only_accepted=self.choices.only_accepted.isChecked(),
            limit=None,
            paper_date=self.choices.day,
            only_new=self.choices.only_new.isChecked(),
        )

    def draft(self) -> None:
        """Ask for a folder and make the papers."""
        folder = self.batch.choose_folder()
        if folder is None or not self.draft_button.isEnabled():
            return
        if self.office.is_changed:
            self.save_office()
        self.batch.draft(self._request(folder))

    def _on_made(self, summary: PapersSummary) -> None:
        self._failed = tuple(summary.left_out)
        self._show_left_out()

    def _show_left_out(self) -> None:
        """What gets no motion as things stand, and what the last draft could not make."""
        known = self._view.left_out if self._view is not None else ()
        sentences = [*known, *(one for one in self._failed if one not in known)]
        self.left_out.set_rows([(sentence,) for sentence in sentences])
        self.tabs.setTabText(_LEFT_OUT, f"Left out ({len(sentences):,})")
        self.tabs.setTabVisible(_LEFT_OUT, bool(sentences))

    def print_preview(self) -> None:
        """Print the paper in sight."""
        if self.preview.pdf:
            self.batch.print_items([item_of(self.preview.pdf, conviction_id=self._in_sight)])

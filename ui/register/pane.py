"""The register: filters, the papers with their states, one paper in detail, what can be entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QSplitter,
    QWidget,
)

from app.jobs.access_log import PAPER
from app.jobs.clock import today
from app.jobs.progress import Progress
from app.jobs.register import carry_out, find_waiting_days
from app.jobs.register_files import attach, export_attachment, export_register
from app.jobs.register_update import UpdateDefaults, UpdatePlan, plan_update
from app.store import register
from app.store.register import RegisterFilter, RegisterRow
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.facet_list import FacetGroup, FacetList
from ui.help.asking import set_help
from ui.register.days_dialog import DaysDialog
from ui.register.detail import PaperDetail
from ui.register.questions import (
    ROWS_AT_ONCE,
    PaperView,
    RegisterView,
    ask_paper,
    ask_register,
    ask_rows,
)
from ui.register.state_dialog import StateDialog
from ui.register.update_dialog import UpdateDialog
from ui.tables.growing import GrowingModel
from ui.tables.rows import Column
from ui.theme import px, space
from ui.widgets import (
    Banner,
    button,
    column,
    data_table,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
)

_ORDER_WORDS = {
    "court": "Court and case number",
    "oldest": "Waiting longest",
    "due": "Due first",
    "newest": "Newest first",
}
_WIDTHS = (124, 164, 104, 108, 56, 108, 150)
_OVERDUE = "overdue"
_SEARCH_AFTER_MS = 200
_WIDE = 860  # px at 100 %


class RegisterPane(QWidget):
    """Reads off the window thread; what is entered is a job."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_help(self, "register")
        self._desk = desk
        self._wanted = RegisterFilter()
        self._ids: tuple[int, ...] = ()
        self._show_id = 0
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_file: Callable[[str, str], Path | None] = self._ask_file
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.said = Banner("good", closable=True)
        self.facets = FacetList()
        self.search = QLineEdit()
        self.order = QComboBox()
        self.count = label("", "secondary", wrap=False)
        self.model: GrowingModel[RegisterRow] = GrowingModel(
            (
                Column("Case number", _about),
                Column("Name", lambda one: one.name or f"{one.n_cases:,} convictions"),
                Column("State", lambda one: one.state.capitalize()),
                Column("Since", lambda one: one.state_on),
                Column("Days", _days, is_number=True),
                Column("Due", _due),
                Column("Court", lambda one: one.court),
            ),
            self,
        )
        self.table = data_table(self.model, "Papers", compact=True)
        self.detail = PaperDetail()
        self.set_button = primary_button("Enter a state…", self.enter_state)
        self.all_button = quiet_button("Choose all", self.choose_all)
        self.update_button = quiet_button("Read a list of the court…", self.read_list)
        self.more_button = button("More", "menu")
        self._timer = QTimer(self, interval=_SEARCH_AFTER_MS, singleShot=True)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()

    def sizeHint(self) -> QSize:
        return QSize(px(1000), px(560))

    def _build(self) -> None:
        self.search.setPlaceholderText("Search names or case numbers")
        self.search.setAccessibleName("Search names and case numbers")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(200)
        for name, words in _ORDER_WORDS.items():
            self.order.addItem(words, name)
        self.order.setAccessibleName("Sort by")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, px(width))
        menu = QMenu(self)
        for words, work in (
            ("Write lists for other programs…", self.export),
            ("Waiting times of the office…", self.ask_days),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, work=work: work())
        self.more_button.setMenu(menu)
        listed = QWidget()
        frame = column(row(self.search, self.order), self.table, row(self.count, None,
                       self.all_button), gap=1)  # fmt: skip
        frame.setStretch(1, 1)
        frame.setContentsMargins(space(1), 0, 0, 0)
        listed.setLayout(frame)
        for pane in (self.facets, listed, self.detail):
            self._panes.addWidget(pane)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._panes.setSizes([px(160), px(600), px(340)])
        self._panes.setStretchFactor(1, 1)
        foot = row(self.more_button, self.update_button, None, self.set_button)
        whole = column(self.said, self._panes, foot, gap=1)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.facets.chosen.connect(self._on_facet)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self._timer.timeout.connect(self._on_search)
        self.order.currentIndexChanged.connect(lambda _: self.refresh())
        self.model.more_wanted.connect(self._ask_more)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        self.table.activated.connect(lambda _: self.enter_state())
        self.detail.attach_wanted.connect(self.attach)
        self.detail.save_wanted.connect(self.save_copy)
        self.detail.correct_wanted.connect(self.correct)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail stands beside the list where there is room, else it goes."""
        super().resizeEvent(event)
        self.detail.setVisible(event.size().width() >= px(_WIDE))

    # The list

    def clear(self) -> None:
        """The workspace is closed."""
        self._ids = ()
        self._wanted = RegisterFilter()
        self.model.set_first([], 0)
        self.detail.show_paper(None)
        self.said.show_message("good", "")

    def refresh(self) -> None:
        """Show what is in the register now."""
        wanted, order, day = self._wanted, str(self.order.currentData()), today()
        self._desk.ask(
            self, "register", lambda store: ask_register(store, wanted, order, day), self._show
        )

    def open_with(self, *, state: str = "") -> None:
        """Only papers of a state; "" for all."""
        self._wanted = RegisterFilter(state=state)
        self.search.clear()
        self.refresh()

    def show_paper(self, paper_id: int) -> None:
        """One paper among all of them; 0 for the list alone."""
        self._wanted = RegisterFilter()
        self._show_id = paper_id
        self.refresh()

    def _on_facet(self, facet: str, value: str) -> None:
        if facet == "due":
            self._wanted = replace(self._wanted, overdue_on=today().isoformat() if value else "")
        elif facet == "replaced":
            self._wanted = replace(self._wanted, with_replaced=bool(value))
        elif facet == "state":
            self._wanted = replace(self._wanted, state=value)
        elif facet == "court":
            self._wanted = replace(self._wanted, court=value)
        else:
            self._wanted = replace(self._wanted, kind=value)
        self.refresh()

    def _on_search(self) -> None:
        if self.search.text().strip() != self._wanted.text:
            self._wanted = replace(self._wanted, text=self.search.text().strip())
            self.refresh()

    def _show(self, view: RegisterView) -> None:
        keep = self._show_id or next(iter(self.chosen_ids), 0)
        self._show_id = 0
        self._ids = view.ids
        self.model.set_first(view.rows, len(view.ids))
        late = f", {view.n_overdue:,} overdue" if view.n_overdue else ""
        self.count.setText(f"{plural(len(view.ids), 'paper')}{late}" if view.ids else "No paper")
        self.all_button.setEnabled(bool(view.ids))
        self._show_facets(view)
        self._select(keep)

    def _show_facets(self, view: RegisterView) -> None:
        wanted = self._wanted

        def values(found: list[tuple[str, int]]) -> list[tuple[str, str, int | None]]:
            return [(one, one.capitalize() if one.islower() else one, n) for one, n in found if one]

        groups = [
            FacetGroup("state", "State", values(view.states), wanted.state),
            FacetGroup("due", "Due", [(_OVERDUE, "Overdue", view.n_overdue)],
                       _OVERDUE if wanted.overdue_on else ""),
            FacetGroup("kind", "Paper", values(view.kinds), wanted.kind),
            FacetGroup("court", "Court", values(view.courts), wanted.court),
            FacetGroup("replaced", "Replaced", [("yes", "With replaced drafts", None)],
                       "yes" if wanted.with_replaced else ""),
        ]  # fmt: skip
        self.facets.show_groups(groups)

    def _select(self, paper_id: int) -> None:
        """Go to a paper when it is among those that are here, else to the first."""
        here = [one.id for one in self.model.records]
        place = here.index(paper_id) if paper_id in here else 0
        if here:
            flag = QItemSelectionModel.SelectionFlag
            index = self.model.index(place, 0)
            self.table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.table.scrollTo(index)
        self._on_chosen()

    def _ask_more(self, n_here: int) -> None:
        ids = self._ids[n_here : n_here + ROWS_AT_ONCE]
        self._desk.ask(self, "register rows", lambda store: ask_rows(store, ids), self.model.add)

    def choose_all(self) -> None:
        """All papers that the filters leave, also those that are not in sight yet."""
        ids = self._ids[len(self.model.records) :]
        if not ids:
            self.table.selectAll()
            return

        def come(rows: list[RegisterRow]) -> None:
            self.model.add(rows)
            self.table.selectAll()

        self._desk.ask(self, "register rows", lambda store: ask_rows(store, ids), come)

    @property
    def chosen(self) -> list[RegisterRow]:
        found = (self.model.record(index) for index in self.table.selectionModel().selectedRows())
        return [one for one in found if one is not None]

    @property
    def chosen_ids(self) -> list[int]:
        return [one.id for one in self.chosen]

    def _on_chosen(self) -> None:
        chosen = self.chosen
        n = len(chosen)
        words = "Enter a state…" if n < 2 else f"Enter a state of {plural(n, 'paper')}…"
        self.set_button.setText(words)
        self.set_button.setAccessibleName(words)
        self.set_button.setEnabled(n > 0)
        if n != 1:
            self.detail.show_paper(None)
            return
        paper_id = chosen[0].id
        self._desk.ask(self, "register paper", lambda store: ask_paper(store, paper_id),
                       self._show_paper)  # fmt: skip

    def _show_paper(self, found: PaperView | None) -> None:
        if found is not None and self.chosen_ids == [found.row.id]:
            self.detail.show_paper(found)
            self._desk.saw(found.row.person_id, PAPER)

    # Entering

    def _tell(self, sentence: str) -> None:
        self.said.show_message("good", sentence)

    def enter_state(self) -> None:
        """Ask for state and day of the papers that are chosen."""
        chosen = self.chosen
        if chosen:
            StateDialog(self._desk, chosen, today(), self._tell, self).open()

    def correct(self) -> None:
        """Enter another state of the paper in sight, with the reason."""
        chosen = self.chosen[:1]
        if chosen:
            StateDialog(self._desk, chosen, today(), self._tell, self, is_correction=True).open()

    def attach(self) -> None:
        """Keep a scanned order with the paper in sight."""
        path = self.choose_file("Attach an order", "Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)")
        chosen = self.chosen_ids[:1]
        if path is None or not chosen:
            return
        who = self._desk.user

        def job(store: Workspace, _progress: Progress) -> str:
            return attach(store, chosen[0], path, who=who).name

        self._desk.run_job("Attaching", job, lambda name: self._tell(f"{name} is attached."),
                           {"papers"}, is_saving=True)  # fmt: skip

    def save_copy(self, attachment_id: int) -> None:
        """Write an attached file out again."""
        folder = self.choose_folder()
        if folder is None:
            return

        who = self._desk.user

        def job(store: Workspace, _progress: Progress) -> Path:
            return export_attachment(store, attachment_id, folder, who=who)

        self._desk.run_job(
            "Saving a copy", job, lambda path: self._tell(f"Saved as {path}."), {"log"}
        )

    def read_list(self) -> None:
        """Show what a list of the court would change, then enter it."""
        path = self.choose_file(
            "A list of the court", "Lists (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"
        )
        if path is None:
            return
        day = today()
        self._desk.ask(
            self, "register list",
            lambda store: plan_update(store, path, day, UpdateDefaults()),
            self._show_plan, lambda words: self.said.show_message("stop", words),
        )  # fmt: skip

    def _show_plan(self, plan: UpdatePlan) -> None:
        UpdateDialog(plan, lambda: self._enter_plan(plan), self).open()

    def _enter_plan(self, plan: UpdatePlan) -> None:
        who = self._desk.user

        def job(store: Workspace, _progress: Progress) -> int:
            return carry_out(store, plan.moves, who=who)

        def done(n: int) -> None:
            rest = f" {plural(len(plan.problems), 'row')} not taken." if plan.problems else ""
            self._tell(f"{plural(n, 'paper')} entered from {plan.name}.{rest}")

        self._desk.run_job("Entering", job, done, {"papers"}, is_saving=True)

    def export(self) -> None:
        """The papers in the list, how long each waits, their history: CSV and Excel."""
        folder = self.choose_folder()
        if folder is None:
            return
        wanted, day, who = self._wanted, today(), self._desk.user

        def job(store: Workspace, _progress: Progress) -> tuple[Path, ...]:
            return export_register(store, folder, day, wanted, who=who)

        self._desk.run_job("Writing the lists", job,
                           lambda files: self._tell(f"{len(files)} files are in {folder}."),
                           {"log"})  # fmt: skip

    def ask_days(self) -> None:
        """After how many days something is due."""
        self._desk.ask(
            self, "register days", find_waiting_days,
            lambda days: DaysDialog(self._desk, days, self).open(),
        )  # fmt: skip

    def _ask_file(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        return Path(chosen) if chosen else None

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder")
        return Path(chosen) if chosen else None


def _about(one: RegisterRow) -> str:
    return one.case_number or ("No number" if one.person_id else one.kind.capitalize())


def _days(one: RegisterRow) -> str:
    since = register.day_of(one.state_on)
    return f"{(today() - since).days:,}" if since else ""


def _due(one: RegisterRow) -> str:
    due = register.day_of(one.due_on)
    if due is None:
        return ""
    return f"{one.due_on}, overdue" if due < today() else one.due_on

"""Many desks: what is out, what came back, what is to be decided of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLineEdit, QRadioButton, QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.jobs.packages.make import Made, give_up
from app.jobs.packages.merge import Return
from app.jobs.packages.workbook_in import ReviewPlan, apply_workbook, plan_workbook
from app.jobs.progress import Progress
from app.store.packages import ListedPackage, Package, find_mark
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.flow import FlowLayout
from ui.one_of import OneOf
from ui.packages.conflicts_pane import ConflictsPane
from ui.packages.make_dialog import MakeDialog, SendDialog
from ui.packages.questions import PackagesView, ask_packages
from ui.packages.return_dialog import ReturnDialog
from ui.packages.words import KINDS, decided_words, instant_words, state_of_package
from ui.packages.workbook_dialog import ReviewPlanDialog, ReviewProblems
from ui.sheet import Sheet
from ui.tables.rows import Column, RowsModel
from ui.telling import tell
from ui.theme import px
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    field,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
)

_ABOUT = "Cases reviewed at other desks. Nothing that was decided here is overwritten."
_COLUMNS: tuple[Column[ListedPackage], ...] = (
    Column("Package", lambda one: one.package.name),
    Column("State", state_of_package),
    Column("Decided here", decided_words, is_number=True),
    Column("People", lambda one: f"{one.package.n_people:,}", is_number=True),
    Column("What it is", lambda one: KINDS[one.package.kind]),
    Column("Went out", lambda one: instant_words(one.package.made_at)),
)
_PANE = 400  # px at 100 %: the list with its buttons, also in two lines
_WIDTHS = (216, 272, 128, 80, 136, 136)


class PackagesDialog(Sheet):
    """``convictions`` are the cases of the list on screen, offered to be sent."""

    help_at = "packages"

    width_px = 1040

    def __init__(self, desk: Desk, parent: QWidget | None, convictions: Sequence[int] = ()) -> None:
        super().__init__(parent, "Packages", window_title="Packages")
        self._desk, self._convictions = desk, tuple(convictions)
        self._signed = ""
        self.choose_workbook: Callable[[], Path | None] = self._ask_workbook  # a test answers
        self.told = Banner("good", closable=True)
        self.model: RowsModel[ListedPackage] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Packages that went out")
        self.conflicts = ConflictsPane(desk)
        self.views = (QRadioButton("What went out"), QRadioButton("Conflicts"))
        self.make_button = primary_button("Make packages…", self.make)
        self.send_button = quiet_button("Send a workbook…", self.send)
        self.take_button = quiet_button("Take a package back…", self.take_back)
        self.read_button = quiet_button("Read a workbook…", self.read_workbook)
        self.give_up_button = quiet_button("Give it up…", self.give_up)
        self.give_up_button.setToolTip("It is lost or not needed: its cases may go out again")
        self._panes = OneOf()
        self._list = OneOf()
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.body.addWidget(label(_ABOUT, "secondary"))
        self.body.addWidget(self.told)
        group = QButtonGroup(self)
        for number, view in enumerate(self.views):
            group.addButton(view, number)
        self.views[0].setChecked(True)
        group.idToggled.connect(self._switch)
        self.body.addLayout(row(*self.views, None, gap=2))
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(240))
        self._list.add(self.table)
        self._list.add(
            EmptyState(
                "Nothing is out",
                "Make packages to let several people review at desks of their own, without a "
                "network; or send a workbook to somebody who has no Relief Desk.",
            )
        )
        listed = QWidget()
        bar = FlowLayout()
        for button in (
            self.make_button, self.send_button, self.take_button, self.read_button,
            self.give_up_button,
        ):  # fmt: skip
            bar.addWidget(button)
        frame = column(self._list, bar, gap=1)
        frame.setStretch(0, 1)
        listed.setLayout(frame)
        listed.setMinimumHeight(px(_PANE))
        self.conflicts.setMinimumHeight(px(_PANE))
        self._panes.add(listed)
        self._panes.add(self.conflicts)
        self.body.addWidget(self._panes, 1)
        self.set_buttons(quiet_button("Close", self.reject))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())
        self.conflicts.chosen.connect(self._say)
        self.conflicts.case_wanted.connect(self._see)
        self._desk.data_changed.connect(self.refresh)

    def _switch(self, number: int, is_on: bool) -> None:
        if is_on:
            self._panes.show_only(number)

    # What went out

    def refresh(self, _changes: object = None) -> None:
        """Read everything again."""
        self._desk.ask(self, "packages", ask_packages, self._show)

    def _show(self, found: PackagesView) -> None:
        self._signed = found.signed
        position = max(self.table.currentIndex().row(), 0)
        self.model.set_records(found.packages)
        self._list.show_only(0 if found.packages else 1)
        self.table.selectRow(min(position, len(found.packages) - 1))
        n_out = sum(one.package.is_out for one in found.packages)
        n = len(found.conflicts)
        self.views[0].setText(f"What went out ({n_out:,} out)" if n_out else "What went out")
        self.views[1].setText(f"Conflicts ({n:,} to decide)" if n else "Conflicts")
        self.conflicts.show_conflicts(found.conflicts, found.signed)
        self._on_current()

    @property
    def current(self) -> Package | None:
        listed = self.model.record(self.table.currentIndex())
        return listed.package if listed is not None else None

    def _on_current(self) -> None:
        reader = self._desk.reader
        is_office = reader is not None and find_mark(reader) is None
        for button in (self.make_button, self.send_button, self.take_button, self.read_button):
            button.setEnabled(is_office)
        current = self.current
        self.give_up_button.setEnabled(is_office and current is not None and current.is_out)
        if not is_office:
            self.told.show_message("info", "This file is a package itself: review here, then bring "
                                   "it back to the office.")  # fmt: skip

    def _say(self, sentence: str) -> None:
        if tell(self._desk, self.told, "good", sentence):
            self.fit()

    def _see(self, conviction: int) -> None:
        self.accept()
        self._desk.show_page("review", conviction_id=conviction)

    # Out

    def make(self) -> None:
        """Ask how to cut, and make the files."""

        def made(found: Made) -> None:
            n = len(found.files)
            where = found.files[0].parent
            self._say(f"{plural(n, 'package')} written to {where}. Hand each to its desk.")

        MakeDialog(self._desk, self._convictions, made, self).open()

    def send(self) -> None:
        """Ask which cases, and write the workbook."""

        def sent(package: Package) -> None:
            self._say(f"{plural(package.n_convictions, 'case')} written to {package.file_name}.")

        SendDialog(self._desk, self._convictions, sent, self).open()

    def give_up(self) -> None:
        """Ask why, then count the package as no longer out."""
        current = self.current
        if current is not None:
            _GiveUpDialog(self._desk, current, self._say, self).open()

    # Back

    def take_back(self) -> None:
        """Ask for the file, show what it brings, take it."""

        def taken(told: Return) -> None:
            self._say(f"“{told.package.name}” is back: {told.words}. It can be undone in Review.")
            self._turn_to_conflicts(told.n_conflicts)

        ReturnDialog(self._desk, self._signed, taken, self).open()

    def _turn_to_conflicts(self, n: int) -> None:
        if n and isValid(self):
            self.views[1].setChecked(True)

    def read_workbook(self) -> None:
        """Look at a workbook that was reviewed; show what it would change, or its problems."""
        path = self.choose_workbook()
        if path is None:
            return

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and isValid(self):
                ReviewProblems(path.name, (error.message,), self).open()
            else:
                self._desk.report(error)

        def show(plan: ReviewPlan) -> None:
            if not isValid(self):
                self._desk.say(
                    "info", f"Nothing was taken from {path.name}: the window was closed first."
                )
            elif plan.problems:
                ReviewProblems(path.name, plan.problems, self).open()
            else:
                on_yes = partial(self._apply, plan)
                ReviewPlanDialog(plan, self._signed, on_yes, self).open()

        self._desk.run_job(
            f"Reading {path.name}",
            lambda store, progress: plan_workbook(store, path, progress),
            show, set(), on_failed=failed,
        )  # fmt: skip

    def _apply(self, plan: ReviewPlan, why: str) -> None:
        who = self._desk.user

        def job(store: Workspace, _: Progress) -> ReviewPlan:
            return apply_workbook(store, plan, who=who, why_late=why)

        def done(kept: ReviewPlan) -> None:
            self._say(f"{plan.package.file_name}: {kept.words}. It can be undone in Review.")
            self._turn_to_conflicts(len(kept.comparison.conflicts))

        self._desk.run_job("Keeping the decisions", job, done, {"review"})

    def _ask_workbook(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Read a workbook back", "", "Workbooks (*.xlsx *.xlsm *.ods *.xls *.csv)"
        )
        return Path(name) if name else None


class _GiveUpDialog(Sheet):
    """Asks why a package is given up."""

    def __init__(
        self, desk: Desk, package: Package, on_done: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent, f"Give “{package.name}” up", window_title="Give a package up")
        self._desk, self._package, self._on_done = desk, package, on_done
        self.body.addWidget(
            label(
                "Its cases may go out again. If the file comes back after all, it can still be "
                "taken back.",
                "body",
            )
        )
        self.why = QLineEdit()
        self.why.setMaxLength(1000)
        self.why.setPlaceholderText("For example: the stick was lost")
        self.body.addLayout(field("Why", self.why))
        self.yes = primary_button("Give it up", self._go)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.why.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)

    def _go(self) -> None:
        who, why, number = self._desk.user, self.why.text(), self._package.id
        on_done = self._on_done

        def job(store: Workspace, _: Progress) -> Package:
            return give_up(store, number, why, who=who)

        self.accept()
        self._desk.run_job(
            "Saving", job, lambda done: on_done(f"“{done.name}” is given up."), {"review"}
        )

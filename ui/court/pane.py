"""A court's own case list beside the convictions on record, both ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFileDialog, QTableView, QWidget

from app.importing.court_list import CaseResult, Convicted, Result
from app.jobs.plan_files import plan_file
from app.jobs.progress import Progress
from app.jobs.reconcile import Reconciliation, reconcile, write_reconciliation
from app.model.relief import Outcome
from app.store.workspace import Workspace
from ui.counties import county_on_screen
from ui.desk import Desk
from ui.facet_list import FacetGroup, FacetList
from ui.marks import outcome_word
from ui.one_of import OneOf
from ui.side_by_side import beside
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    apart,
    column,
    data_table,
    label,
    plural,
    quiet_button,
    row,
)

UNLISTED = "unlisted"
_RESULT_WORDS = {
    Result.FOUND: "Found",
    Result.SPELLED_OTHERWISE: "Found, spelled differently",
    Result.OTHER_PERSON: "Number found, another person",
    Result.NOT_FOUND: "Not found",
    Result.ALREADY: "Already dismissed, destroyed or sealed",
}


def _on_record(one: CaseResult) -> str:
    return format_name(one.convictions[0].names[0]) if _has_name(one) else ""


def _has_name(one: CaseResult) -> bool:
    return bool(one.convictions and one.convictions[0].names)


def _answers(convictions: tuple[Convicted, ...]) -> str:
    words = [outcome_word(Outcome[one.outcome]) for one in convictions if one.outcome]
    return "; ".join(dict.fromkeys(words))


_CASES: tuple[Column[CaseResult], ...] = (
    Column("Row", lambda one: f"{one.case.row:,}", is_number=True),
    Column("Case number", lambda one: one_line(one.case.case_number)),
    Column("Name in the list", lambda one: one_line(format_name(one.case.name))),
    Column("Section", lambda one: one_line(one.case.section)),
    Column("Result", lambda one: _RESULT_WORDS[one.result]),
    Column("On record", _on_record),
    Column("Answer", lambda one: _answers(one.convictions)),
    Column("Why", lambda one: "; ".join(one.why)),
)
_CASE_WIDTHS = (56, 112, 168, 96, 208, 160, 112, 360)
_OURS: tuple[Column[Convicted], ...] = (
    Column("Name", lambda one: format_name(one.names[0]) if one.names else ""),
    Column("Born", lambda one: str(one.born)),
    Column("Case number", lambda one: "; ".join(one.numbers)),
    Column("Section", lambda one: one.section),
    Column("Convicted", lambda one: one.convicted_on),
    Column("Answer", lambda one: _answers((one,))),
    Column("Court", lambda one: one.court),
)
_OUR_WIDTHS = (184, 96, 120, 112, 96, 112, 240)


class CourtPane(QWidget):
    """Empty until a list is chosen; then its rows by result, and what it lacks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen = ""
        self.made: Reconciliation | None = None
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_list: Callable[[], Path | None] = self._ask_list
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.about = label("", "strong")
        self.problem = Banner("stop", closable=True)
        self.told = Banner("good", closable=True)
        self.facets = FacetList()
        self.facets.chosen.connect(lambda _facet, value: self._choose(value))
        self.cases: RowsModel[CaseResult] = RowsModel(_CASES, self)
        self.ours: RowsModel[Convicted] = RowsModel(_OURS, self)
        self.case_table = self._table(self.cases, "Cases of the court's list", _CASE_WIDTHS)
        self.our_table = self._table(self.ours, "Convictions not on the list", _OUR_WIDTHS)
        self._tables = OneOf(self.case_table, self.our_table)
        self.why = label("", "body")
        self.export_button = quiet_button("Export…", self.export)
        self.again_button = quiet_button("Choose another list…", self.choose)
        self.review_button = quiet_button("Open in Review", self._open_review)
        self._parts = OneOf()
        self._build()

    def _table(
        self, model: RowsModel[CaseResult] | RowsModel[Convicted], name: str,
        widths: tuple[int, ...],
    ) -> QTableView:  # fmt: skip
        table = data_table(model, name)
        for number, width in enumerate(widths):
            table.setColumnWidth(number, px(width))
        table.setMinimumHeight(px(160))
        table.selectionModel().currentRowChanged.connect(self._on_current)
        table.activated.connect(lambda _: self._open_review())
        return table

    def _build(self) -> None:
        empty = EmptyState(
            "The court's own list",
            "Courts hold cases that the state's file lacks, and some that are dismissed, destroyed "
            "or sealed already. Choose the court's list to see which of its cases are on record "
            "here, and which of your convictions with relief it does not name. Nothing is "
            "imported and nothing is changed.",
            "Choose the court's list…",
            self.choose,
        )
        self._parts.add(empty)
        work, listed = QWidget(), QWidget()
        under = column(self._tables, apart(self.why, self.review_button), gap=1)
        under.setStretch(0, 1)
        under.setContentsMargins(space(1), 0, 0, 0)
        listed.setLayout(under)
        tools = row(self.about, self.again_button, self.export_button)
        tools.setStretch(0, 1)
        frame = column(self.told, tools, beside(self.facets, listed, (216, 900)), gap=1)
        frame.setStretch(2, 1)
        work.setLayout(frame)
        self._parts.add(work)
        whole = column(self.problem, self._parts, gap=1)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    # The list

    def choose(self) -> None:
        """Ask for the list and look its cases up."""
        path = self.choose_list()
        if path is not None:
            self.look_up(path)

    def look_up(self, path: Path) -> None:
        """Look up every case of a list; what is not known how to read gets a sentence."""
        self.problem.show_message("stop", "")
        self.told.show_message("good", "")

        def job(store: Workspace, progress: Progress) -> Reconciliation:
            return reconcile(store, plan_file(path), progress)

        self._desk.run_job(
            f"Looking up the cases of {path.name}",
            job,
            lambda made: self._show(path.name, made),
            set(),
        )

    def _show(self, name: str, made: Reconciliation) -> None:
        self.made, self._chosen = made, ""
        self._parts.show_only(1)
        unread = f"; {plural(made.n_unread, 'row')} could not be read" if made.n_unread else ""
        self.about.setText(
            f"{name}: {plural(len(made.found), 'case')} looked up in "
            f"{county_on_screen(made.county)} County{unread}."
        )
        self._fill()

    def _choose(self, value: str) -> None:
        self._chosen = value
        self._fill()

    def _fill(self) -> None:
        made = self.made
        if made is None:
            return
        counts = made.counts()
        values = [
            (result.name, _RESULT_WORDS[result], counts[result.value])
            for result in Result
        ]  # fmt: skip
        is_ours = self._chosen == UNLISTED
        self.facets.show_groups(
            [
                FacetGroup("result", "On the list", values, "" if is_ours else self._chosen),
                FacetGroup(
                    "ours", "Not on the list",
                    [(UNLISTED, "Our convictions with relief", len(made.unlisted))],
                    self._chosen if is_ours else "", has_all=False,
                ),
            ]
        )  # fmt: skip
        self._tables.show_only(int(is_ours))
        if is_ours:
            self.ours.set_records(made.unlisted)
        else:
            wanted = self._chosen
            self.cases.set_records([one for one in made.found if wanted in ("", one.result.name)])
        table = self.our_table if is_ours else self.case_table
        table.selectRow(0)
        self._on_current()

    def _current(self) -> CaseResult | Convicted | None:
        if self._chosen == UNLISTED:
            return self.ours.record(self.our_table.currentIndex())
        return self.cases.record(self.case_table.currentIndex())

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        one = self._current()
        self.why.setText(_words(one))
        self.review_button.setVisible(self._conviction_id(one) is not None)

    def _conviction_id(self, one: CaseResult | Convicted | None) -> int | None:
        """The conviction to open: one that the check answered."""
        found = (one,) if isinstance(one, Convicted) else one.convictions if one else ()
        return next((each.conviction_id for each in found if each.outcome), None)

    def _open_review(self) -> None:
        number = self._conviction_id(self._current())
        if number is not None:
            self._desk.show_page("review", conviction_id=number)

    # Out

    def export(self) -> None:
        """Write both lists into a folder."""
        made, folder, who = self.made, self.choose_folder(), self._desk.user
        if made is None or folder is None:
            return
        self._desk.run_job(
            "Writing the lists",
            lambda store, _progress: write_reconciliation(store, made, folder, who=who),
            lambda files: self.told.show_message(
                "good", f"Written to {folder.name}: {', '.join(path.name for path in files)}."
            ),
            {"log"},
        )

    def _ask_list(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose the court's list")
        return Path(name) if name else None

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, "Export to a folder")
        return Path(name) if name else None


def _words(one: CaseResult | Convicted | None) -> str:
    """Why a row has its result."""
    if one is None:
        return ""
    if isinstance(one, Convicted):
        return "The court's list names neither this case number nor one spelled like it."
    strength = f" ({one.strength.word})" if one.strength else ""
    return f"{_RESULT_WORDS[one.result]}{strength}: {'; '.join(one.why)}."

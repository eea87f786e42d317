"""Import: new files looked at and taken in; what is imported; what was doubtful in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.jobs.delivery import ImportSummary
from app.store import records
from app.store.records import Source
from ui.court.pane import CourtPane
from ui.deliveries.offer import DeliveryOffer
from ui.desk import Desk
from ui.help.asking import set_help
from ui.importing.files import format_size
from ui.importing.new_files import NewFiles
from ui.issues.pane import IssuesPane
from ui.people.pane import PeoplePane
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    PageTitle,
    data_table,
    page_layout,
    plural,
)

PARTS = ("files", "imported", "issues", "people", "court")
_SOURCE_WIDTHS = (304, 104, 88, 96, 96, 104, 280)


class ImportPage(QWidget):
    """Three parts: new files, what is imported, the issues. One button: Import."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.new_files = NewFiles(desk)
        self.new_files.imported.connect(self._imported)
        self.drop, self.action = self.new_files.drop, self.new_files.action
        frame = page_layout(self)
        frame.addWidget(
            PageTitle(
                "Import",
                "Files are copied into the workspace as they are; the originals stay untouched.",
            )
        )
        self.done = Banner("good", closable=True)
        frame.addWidget(self.done)
        self.offer = DeliveryOffer(desk)
        self.offer.replaced.connect(self._imported)
        self.new_files.listed.connect(self.offer.look_at)
        frame.addWidget(self.offer)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.new_files, "New files")
        self.tabs.addTab(self._make_imported(), "Imported files")
        self.issues = IssuesPane(desk)
        self.issues.counted.connect(self._show_n_issues)
        self.tabs.addTab(_padded(self.issues), "Issues")
        self.people = PeoplePane(desk)
        self.people.counted.connect(self._show_n_people)
        self.tabs.addTab(_padded(self.people), "People")
        self.court = CourtPane(desk)
        self.tabs.addTab(_padded(self.court), "Court list")
        for part, target in (
            (self.issues, "issues"), (self.people, "people"),
            (self.court, "importing#a-court-s-own-list"),
        ):  # fmt: skip
            set_help(part, target)
        frame.addWidget(self.tabs, 1)

    def _make_imported(self) -> QWidget:
        self.sources_model: RowsModel[Source] = RowsModel(
            (
                Column("File", lambda source: source.name),
                Column("Size", lambda source: format_size(source.n_bytes), is_number=True),
                Column("Rows", lambda source: f"{source.n_rows:,}", is_number=True),
                Column("Set aside", lambda source: f"{source.n_quarantined:,}", is_number=True),
                Column("Now", lambda source: "Replaced" if source.replaced_by else "Counts"),
                Column("Encoding", lambda source: source.encoding),
                Column("Fingerprint (SHA-256)", lambda source: source.sha256),
            )
        )
        table = data_table(self.sources_model, "Imported files")
        for number, width in enumerate(_SOURCE_WIDTHS):
            table.setColumnWidth(number, px(width))
        self.imported = table
        self.nothing = EmptyState(
            "Nothing is imported yet",
            "Files that you import are listed here with their rows and their fingerprint.",
        )
        part = QWidget()
        frame = QVBoxLayout(part)
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.addWidget(table, 1)
        frame.addWidget(self.nothing, 1)
        return part

    # What the page is told

    def open_with(self, part: str = "files", weight: str | None = None) -> None:
        """Show one of the PARTS; of the issues only those of a weight (`ui.issues.words`)."""
        self.tabs.setCurrentIndex(PARTS.index(part))
        if weight is not None:
            self.issues.show_weight(weight)

    def refresh(self, changes: set[str]) -> None:
        if "import" in changes:
            self._desk.ask(self, "sources", records.list_sources, self._show_sources)
            self.people.refresh()
        if changes & {"import", "check"}:  # a check, and calling it final
            self.issues.refresh()

    def add_files(self, paths: list[Path]) -> None:
        """Put files on the list of new ones."""
        self.done.show_message("good", "")
        self.new_files.add_files(paths)

    def _show_sources(self, sources: list[Source]) -> None:
        self.sources_model.set_records(sources)
        self.imported.setVisible(bool(sources))
        self.nothing.setVisible(not sources)
        self.tabs.setTabText(1, f"Imported files ({len(sources):,})")

    def _show_n_issues(self, n_open: int) -> None:
        self.tabs.setTabText(PARTS.index("issues"), f"Issues ({n_open:,} open)")

    def _show_n_people(self, n_waiting: int) -> None:
        words = f"People ({n_waiting:,} to decide)" if n_waiting else "People"
        self.tabs.setTabText(PARTS.index("people"), words)

    def _imported(self, summary: ImportSummary) -> None:
        self.new_files.forget({source.name for source in summary.sources})
        self.tabs.setFocus()
        self.tabs.setCurrentIndex(PARTS.index("issues" if summary.n_quarantined else "imported"))
        self.done.show_message(
            "good",
            describe_summary(summary),
            "Choose the policy",
            lambda: self._desk.show_page("policy"),
        )


def describe_summary(summary: ImportSummary) -> str:
    """What was imported, in a sentence or two."""
    files = plural(len(summary.sources), "file")
    people = plural(summary.n_people, "person", "people")
    text = (
        f"Imported {plural(summary.n_rows, 'row')} of {people} "
        f"from {files} in {summary.seconds:,.0f} s."
    )
    if summary.n_quarantined:
        verb = "was" if summary.n_quarantined == 1 else "were"
        text += f" {plural(summary.n_quarantined, 'row')} could not be read and {verb} set aside."
    if summary.n_issues > summary.n_quarantined:
        doubts = summary.n_issues - summary.n_quarantined
        text += f" {plural(doubts, 'doubt')} {'is' if doubts == 1 else 'are'} listed under Issues."
    return text


def _padded(widget: QWidget) -> QWidget:
    part = QWidget()
    frame = QVBoxLayout(part)
    frame.setContentsMargins(0, space(2), 0, 0)
    frame.addWidget(widget)
    return part

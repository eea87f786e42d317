"""Import: drop files, see what they are, take them in; then what was doubtful in them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.jobs.delivery import ImportSummary
from app.jobs.import_files import import_files
from app.jobs.look import FileLook, look_at_file
from app.jobs.progress import Progress
from app.store import records
from app.store.records import Source
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.importing.files import DropZone, FileList, format_size
from ui.issues.pane import IssuesPane
from ui.people.pane import PeoplePane
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    PageTitle,
    data_table,
    label,
    page_layout,
    plural,
    primary_button,
    row,
    rule,
)

PARTS = ("files", "imported", "issues", "people")
_SOURCE_WIDTHS = (320, 120, 96, 96, 112, 280)
Cells = tuple[str, ...]


class ImportPage(QWidget):
    """Three parts: new files, what is imported, the issues. One button: Import."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.looks: list[FileLook] = []
        frame = page_layout(self)
        frame.addWidget(
            PageTitle(
                "Import",
                "Files are copied into the workspace as they are; the originals stay untouched.",
            )
        )
        self.done = Banner("good", closable=True)
        frame.addWidget(self.done)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._make_files(), "New files")
        self.tabs.addTab(self._make_imported(), "Imported files")
        self.issues = IssuesPane(desk)
        self.issues.counted.connect(self._show_n_issues)
        self.tabs.addTab(_padded(self.issues), "Issues")
        self.people = PeoplePane(desk)
        self.people.counted.connect(self._show_n_people)
        self.tabs.addTab(_padded(self.people), "People")
        frame.addWidget(self.tabs, 1)

    def _make_files(self) -> QWidget:
        part = QWidget()
        frame = QVBoxLayout(part)
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.setSpacing(space(2))
        self.drop = DropZone()
        self.drop.given.connect(self.add_files)
        self.files = FileList(self.show_first_rows, self._remove)
        self.preview_title = label("", "strong")
        self.preview_model: RowsModel[Cells] = RowsModel(())
        self.preview = data_table(self.preview_model, "First rows", compact=True)
        self.action = primary_button("Import", self.start)
        frame.addWidget(self.drop)
        frame.addWidget(self.files)
        frame.addWidget(self.preview_title)
        frame.addWidget(self.preview, 1)
        frame.addStretch(0)
        frame.addWidget(rule())
        frame.addLayout(row(None, self.action))
        self._show_files()
        return part

    def _make_imported(self) -> QWidget:
        self.sources_model: RowsModel[Source] = RowsModel(
            (
                Column("File", lambda source: source.name),
                Column("Size", lambda source: format_size(source.n_bytes), is_number=True),
                Column("Rows", lambda source: f"{source.n_rows:,}", is_number=True),
                Column("Set aside", lambda source: f"{source.n_quarantined:,}", is_number=True),
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
            self.issues.refresh()
            self.people.refresh()

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

    # New files

    def add_files(self, paths: list[Path]) -> None:
        """Look at files (off the window thread) and put them on the list, each once."""
        known = {look.path for look in self.looks}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        if new:
            self.done.show_message("good", "")
            self._desk.run_without_workspace(
                "Looking at the files", lambda progress: _look_at(new, progress), self._add_looks
            )

    def _add_looks(self, looks: list[FileLook]) -> None:
        self.looks += looks
        self._show_files()
        usable = [look for look in looks if look.is_usable]
        if usable:
            self.show_first_rows(usable[0])

    def _remove(self, look: FileLook) -> None:
        self.looks.remove(look)
        self._show_files()

    def _show_files(self) -> None:
        self.files.show_files(self.looks)
        self.files.setVisible(bool(self.looks))
        usable = [look for look in self.looks if look.is_usable]
        self.action.setEnabled(bool(usable))
        text = f"Import {plural(len(usable), 'file')}" if usable else "Import"
        self.action.setText(text)
        self.action.setAccessibleName(text)
        if not usable:
            self.preview.hide()
            self.preview_title.hide()

    def show_first_rows(self, look: FileLook) -> None:
        """The file's first rows under their columns, as they stand there."""
        self.preview_model.set_columns(
            [_cell_column(i, name) for i, name in enumerate(look.columns)]
        )
        self.preview_model.set_records(look.first_rows)
        n_filled = self._hide_empty(look)
        left_out = f", the {n_filled:,} of {len(look.columns):,} columns that are filled in"
        self.preview_title.setText(
            f"First rows of {look.path.name}" + (left_out if n_filled < len(look.columns) else "")
        )
        self.preview_title.show()
        self.preview.show()

    def _hide_empty(self, look: FileLook) -> int:
        """Leave out the columns with nothing in the first rows; gives how many are left."""
        widest, n_filled = px(200), 0
        for number in range(len(look.columns)):
            cells = (row[number].strip() for row in look.first_rows if number < len(row))
            is_filled = any(cell not in ("", "-") for cell in cells)
            n_filled += is_filled
            self.preview.setColumnHidden(number, not is_filled)
            if is_filled:
                wide = max(
                    self.preview.sizeHintForColumn(number),
                    self.preview.horizontalHeader().sectionSizeHint(number),
                )
                self.preview.setColumnWidth(number, min(wide + px(8), widest))
        return n_filled

    # The import

    def start(self) -> None:
        """Import every usable file of the list."""
        paths = [look.path for look in self.looks if look.is_usable]
        who = self._desk.user
        if not paths:
            return
        self.action.setEnabled(False)

        def job(workspace: Workspace, progress: Progress) -> ImportSummary:
            return import_files(workspace, paths, progress, who=who)

        self._desk.run_job(
            f"Importing {plural(len(paths), 'file')}",
            job,
            self._imported,
            {"import"},
            on_failed=self._failed,
        )

    def _imported(self, summary: ImportSummary) -> None:
        taken = {source.name for source in summary.sources}
        self.looks = [look for look in self.looks if look.path.name not in taken]
        self._show_files()
        self.tabs.setFocus()
        self.tabs.setCurrentIndex(PARTS.index("issues" if summary.n_quarantined else "imported"))
        self.done.show_message(
            "good",
            describe_summary(summary),
            "Choose the policy",
            lambda: self._desk.show_page("policy"),
        )

    def _failed(self, error: Exception) -> None:
        self._show_files()
        self.action.setFocus()
        self._desk.report(error)


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


def _look_at(paths: list[Path], progress: Progress) -> list[FileLook]:
    looks = []
    for number, path in enumerate(paths):
        progress.step(number, len(paths), f"Looking at {path.name}")
        looks.append(look_at_file(path))
    return looks


def _cell_column(number: int, name: str) -> Column[Cells]:
    return Column(name, lambda cells: one_line(cells[number]) if number < len(cells) else "")


def _padded(widget: QWidget) -> QWidget:
    part = QWidget()
    frame = QVBoxLayout(part)
    frame.setContentsMargins(0, space(2), 0, 0)
    frame.addWidget(widget)
    return part

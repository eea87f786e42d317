"""The reports page: the figures of the latest check, the report as it prints, result files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QMenu,
    QScrollArea,
    QStackedLayout,
    QTabWidget,
    QWidget,
)

from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD, WORKBOOK
from app.jobs.progress import Progress
from app.jobs.report import report_bytes, write_report
from app.store.runs import CheckRun, find_latest_run, is_stale
from app.store.workspace import Workspace
from ui.counties import county_on_screen
from ui.desk import Desk
from ui.outside import open_outside
from ui.papers.preview_pane import PreviewPane
from ui.reports.bars import BarChart
from ui.reports.figures import list_charts, list_segments, list_tiles
from ui.tables.latest import LatestReader
from ui.theme import px, space
from ui.widgets import (
    Banner,
    EmptyState,
    PageTitle,
    StackedBar,
    StatTile,
    clear_layout,
    column,
    label,
    page_layout,
    primary_button,
    quiet_button,
    row,
)

_FORMATS = (
    ("Clear My Record files (CSV)", frozenset({CLEAR_MY_RECORD})),
    ("Workbook (XLSX)", frozenset({WORKBOOK})),
    ("Both", frozenset({CLEAR_MY_RECORD, WORKBOOK})),
)


class ReportsPage(QWidget):
    """Shows what the check counted; nothing is counted here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asker: LatestReader | None = None
        self.choose_folder: Callable[[str], Path | None] = self._ask_folder
        self.title = PageTitle("Reports")
        self.result = Banner("good", closable=True)
        self.stale = Banner("caution")
        self.preview = PreviewPane("Preview of the report")
        self.tabs = QTabWidget()
        self.export_button = quiet_button("Export result files")
        self.save_button = primary_button("Save report (PDF)…", self.save_report)
        self._figures = QScrollArea()
        self._stack = QStackedLayout()
        self._build()
        desk.workspace_opened.connect(self._on_opened)
        desk.workspace_closed.connect(self._on_closed)
        self._start_reading()

    def sizeHint(self) -> QSize:
        return QSize(px(1000), px(640))

    def _build(self) -> None:
        menu = QMenu(self.export_button)
        for words, formats in _FORMATS:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, formats=formats: self.export(formats))
        self.export_button.setMenu(menu)
        self._figures.setWidgetResizable(True)
        self._figures.setFrameShape(QFrame.Shape.NoFrame)
        self._figures.setAccessibleName("Figures")
        printed = QWidget()
        printed_layout = column(self.preview)
        printed_layout.setContentsMargins(0, space(1), 0, 0)
        printed.setLayout(printed_layout)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Report")
        self.tabs.addTab(self._figures, "Figures")
        self.tabs.addTab(printed, "As printed")
        self.tabs.currentChanged.connect(lambda _: self._ask_report())
        work, self._none = QWidget(), QWidget()
        frame = column(self.tabs, row(None, self.export_button, self.save_button))
        frame.setStretch(0, 1)
        work.setLayout(frame)
        self._none.setLayout(column())
        self._stack.addWidget(work)
        self._stack.addWidget(self._none)
        page = page_layout(self)
        page.setSpacing(space(1))
        for banner in (self.title, self.stale, self.result):
            page.addWidget(banner)
        page.addLayout(self._stack, 1)

    # The workspace

    def _on_opened(self) -> None:
        self._on_closed()
        self._start_reading()
        self.refresh({"check"})

    def _start_reading(self) -> None:
        """A reader thread of this page's own; what it shows comes with `refresh`."""
        if self._desk.reader is not None:
            self._asker = LatestReader(self._desk.reader.reader, self._desk.report, self)

    def _on_closed(self) -> None:
        if self._asker is not None:
            self._asker.close()
            self._asker = None
        self.preview.show_words("")
        self.result.show_message("good", "")
        self.stale.show_message("caution", "")
        self._figures.setWidget(QWidget())

    @property
    def is_settled(self) -> bool:
        """Whether everything that was asked of the store has arrived."""
        return self._asker is None or not self._asker.is_asking

    def refresh(self, changes: set[str]) -> None:
        """Look again at what ``changes`` names."""
        reader = self._desk.reader
        if reader is None or not changes & {"import", "check"}:
            return
        run = find_latest_run(reader)
        if run is None:
            self._show_empty()
            return
        self._stack.setCurrentIndex(0)
        self.title.set_about(
            f"{county_on_screen(run.county)} County as of {run.as_of}, "
            f"under the policy “{run.policy_title}”"
        )
        self.stale.show_message(
            "caution",
            "Records changed after this check. Check again to have figures of all people."
            if is_stale(reader)
            else "",
            "Choose the policy",
            lambda: self._desk.show_page("policy"),
        )
        self._show_figures(run)
        self.preview.show_words("")
        self._ask_report()

    def _show_empty(self) -> None:
        layout = self._none.layout()
        if layout is not None:
            clear_layout(layout)
            text = ("Here stand the figures that an office is asked for, each with what it counts, "
                    "and the report to print. Choose a policy and check first.")  # fmt: skip
            to_policy = lambda: self._desk.show_page("policy")  # noqa: E731
            layout.addWidget(EmptyState("Not checked yet", text, "Choose the policy", to_policy))
        self.title.set_about("")
        self._stack.setCurrentIndex(1)

    def _show_figures(self, run: CheckRun) -> None:
        tiles = QGridLayout()
        tiles.setSpacing(space(2))
        for place, tile in enumerate(list_tiles(run.summary)):
            shown = StatTile(tile.what, tile.number, tile.about)
            if tile.leads and tile.number:
                shown.set_link("Review them", lambda: self._desk.show_page("review", outcome=""))
            tiles.addWidget(shown, place // 3, place % 3)
        answers = StackedBar(
            "convictions", lambda outcome: self._desk.show_page("review", outcome=outcome.name)
        )
        answers.set_segments(list_segments(run.summary))
        inside = QWidget()
        layout = column(tiles, column(label("By answer", "section"), answers), gap=3)
        for chart in list_charts(run.summary):
            if chart.bars:
                drawn = BarChart(chart.title)
                drawn.set_bars(chart.bars)
                drawn.followed.connect(self._follow)
                drawn.setMaximumWidth(px(760))
                heading = label(chart.title, "section")
                layout.addLayout(column(heading, label(chart.about, "secondary"), drawn))
        layout.addStretch(1)
        layout.setContentsMargins(0, space(2), space(1), 0)
        inside.setLayout(layout)
        self._figures.setWidget(inside)  # the one before is deleted with all that is in it

    def _follow(self, target: tuple[tuple[str, str], ...]) -> None:
        """Show the convictions that a bar counts."""
        self._desk.show_page("review", **dict(target))

    # The report

    def _ask_report(self) -> None:
        if self._asker is None or self.tabs.currentIndex() != 1 or self.preview.pdf:
            return
        self.preview.show_words("Laying out the report…")
        self._asker.ask("report", report_bytes, self.preview.show_pdf, self.preview.show_words)

    def save_report(self) -> None:
        """Ask for a folder and write the report and its figures."""
        folder = self.choose_folder("Folder for the report")
        if folder is None:
            return
        who = self._desk.user

        def job(workspace: Workspace, _progress: Progress) -> tuple[Path, ...]:
            return write_report(workspace, folder, who=who)

        self._run("Writing the report", job, folder)

    def export(self, formats: frozenset[str]) -> None:
        """Ask for a folder and write the result files."""
        folder = self.choose_folder("Folder for the result files")
        if folder is None:
            return
        who = self._desk.user

        def job(workspace: Workspace, progress: Progress) -> tuple[Path, ...]:
            return export_results(workspace, folder, formats, progress, who=who)

        self._run("Writing the result files", job, folder)

    def _run(
        self, words: str, job: Callable[[Workspace, Progress], tuple[Path, ...]], folder: Path
    ) -> None:
        def done(files: tuple[Path, ...]) -> None:
            names = ", ".join(path.name for path in files)
            self.result.show_message(
                "good",
                f"{names} in {folder}.",
                "Open folder",
                lambda: open_outside(folder),
            )

        self._desk.run_job(words, job, done, {"log"}, unit="bytes")

    def _ask_folder(self, words: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, words)
        return Path(chosen) if chosen else None

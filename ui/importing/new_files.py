"""New files: what you gave, what was understood of it, what will happen. One button: Import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import Cancelled, UserError
from app.jobs.delivery import ImportSummary
from app.jobs.import_files import import_files
from app.jobs.look import FileLook, look_at_file
from app.jobs.look_files import FileReport, look_at_files
from app.jobs.progress import Progress
from app.jobs.readers import FilePlan
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.importing.files import DropZone, FileList, format_size
from ui.importing.outcome_pane import OutcomePane
from ui.importing.report_view import ReportView, RowsSheet
from ui.page_area import PageArea
from ui.theme import px, space
from ui.widgets import (
    Banner,
    column,
    label,
    plural,
    primary_button,
    quiet_button,
    row,
    rule,
)

LOOKS_BY_ITSELF = 20_000_000  # bytes of all files together
_LOOKING = "Looking at "  # what the look is called while it runs
_WIDE = 900
_LEFT_PX, _RIGHT_PX, _STACKED_PX = 272, 256, 80
_STOPPED = "Stopped looking. You can import without looking."
_SAY_FIRST = (
    "Nothing yet: it is not known what the columns of this list hold. Say how it is read; a first "
    "proposal is made for you."
)


class NewFiles(QWidget):
    """``imported`` when a delivery is in the workspace."""

    imported = Signal(object)  # ImportSummary
    listed = Signal(list)  # of FilePlan: the files that can be imported, when they change

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.looks: list[FileLook] = []
        self.reports: dict[Path, FileReport] = {}
        self._is_importing = False
        self.said = Banner("stop", closable=True)
        self.drop = DropZone()
        self.drop.given.connect(self.add_files)
        self.files = FileList(self.show_first_rows, self.ask_layout, self.remove)
        self.which = QComboBox()
        self.which.setAccessibleName("Which file is shown")
        self.which.currentIndexChanged.connect(lambda _: self._show_report())
        self.about = label("", "secondary")
        self.look_button = quiet_button("Look at the file", self.look)
        self.report = ReportView()
        self.outcome = OutcomePane()
        self.action = primary_button("Import", self.start)
        self._build()
        self._show()

    # Building

    def _build(self) -> None:
        left = column(label("What you gave", "section"), self.drop, self.files, gap=1)
        left.addStretch(1)
        middle = column(label("What was understood", "section"), self.which, self.about, gap=1)
        middle.addLayout(row(self.look_button, None))
        middle.addWidget(self.report, 1)
        middle.addStretch(0)
        right = column(label("What will happen", "section"), self.outcome, gap=1)
        self._left, self._right = _scrolled(left), _scrolled(right)
        self._middle = QWidget()
        self._middle.setLayout(middle)
        self._thirds = row(self._left, self._middle, self._right, gap=3)
        self._thirds.setStretch(1, 1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, space(2), 0, 0)
        frame.setSpacing(space(2))
        frame.addWidget(self.said)
        frame.addLayout(self._thirds, 1)
        frame.addWidget(rule())
        frame.addLayout(row(None, self.action))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside one another where there is room; else below one another, each as high as it
        is, so that one page scrolls and not its parts."""
        is_wide = self.width() >= px(_WIDE)
        direction = QHBoxLayout.Direction
        self._thirds.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        for area, width in ((self._left, _LEFT_PX), (self._right, _RIGHT_PX)):
            inside = area.widget()
            if is_wide:
                area.setFixedWidth(px(width))
                area.setMinimumHeight(0)
            elif inside is not None and (frame := inside.layout()) is not None:
                area.setMinimumWidth(0)
                area.setMaximumWidth(px(4 * width))
                wide = min(self.width(), px(4 * width))
                area.setMinimumHeight(max(frame.totalHeightForWidth(wide), px(_STACKED_PX)))
        self.report.setMinimumHeight(0 if is_wide else px(360))

    # What was given

    def add_files(self, paths: list[Path]) -> None:
        """Recognize files (off the window thread) and put them on the list, each once."""
        known = {look.path for look in self.looks}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        if new:
            self.said.hide()
            self._desk.run_without_workspace(
                "Recognizing the files", lambda progress: _recognize(new, progress), self._add
            )

    def _add(self, looks: list[FileLook]) -> None:
        if isValid(self):
            self.looks += looks
            self._changed()

    def remove(self, look: FileLook) -> None:
        self.looks.remove(look)
        self.reports.pop(look.path, None)
        self._changed()
        self.drop.choose.setFocus()

    def forget(self, names: set[str]) -> None:
        """Take files off the list that are imported now."""
        self.looks = [look for look in self.looks if look.path.name not in names]
        self.reports = {path: one for path, one in self.reports.items() if path.name not in names}
        self._changed()

    def show_first_rows(self, look: FileLook) -> None:
        """The file's first rows under their columns, as they stand there."""
        title = f"First rows of {look.path.name}"
        RowsSheet(self, title, look.columns, look.first_rows).open()

    def ask_layout(self, look: FileLook) -> None:
        """Let a person say what the columns of a list hold."""
        # Loaded when asked for: most files need no mapping.
        from ui.mapping.dialog import open_mapping  # noqa: PLC0415

        open_mapping(self._desk, self, look, lambda text: self.use_layout(look, text))

    def use_layout(self, look: FileLook, layout: str) -> None:
        """Read a list by this layout from now on."""

        def again(_: Progress) -> FileLook:
            return look_at_file(look.path, layout)

        def use(found: FileLook) -> None:
            if isValid(self) and look in self.looks:
                self.looks[self.looks.index(look)] = found
                self.reports.pop(look.path, None)
                self._changed()

        self._desk.run_without_workspace(f"Recognizing {look.path.name}", again, use)

    @property
    def usable(self) -> list[FileLook]:
        return [look for look in self.looks if look.plan is not None]

    def _waiting(self) -> list[FileLook]:
        """Files that can be imported and were not looked at."""
        return [look for look in self.usable if look.path not in self.reports]

    def _changed(self) -> None:
        self._show()
        self.listed.emit([look.plan for look in self.usable])
        waiting = self._waiting()
        if waiting and sum(look.n_bytes for look in waiting) < LOOKS_BY_ITSELF:
            self.look()
        else:
            unknown = next((look for look in self.looks if look.needs_layout), None)
            if unknown is not None and not self.usable:
                self.files.setFocus()

    # What was understood

    def look(self) -> None:
        """Read the files whole and count what stands in them; nothing is written."""
        plans = [look.plan for look in self._waiting() if look.plan is not None]
        if not plans:
            return
        self.said.hide()
        self.look_button.setEnabled(False)
        names = plans[0].path.name if len(plans) == 1 else plural(len(plans), "file")
        self._desk.run_without_workspace(
            f"{_LOOKING}{names}",
            lambda progress: look_at_files(plans, progress),
            self._looked,
            on_failed=self._look_failed,
        )

    def _looked(self, reports: list[FileReport]) -> None:
        if not isValid(self):
            return
        current = {look.path: look.plan for look in self.looks}
        self.reports |= {
            one.plan.path: one for one in reports if current.get(one.plan.path) == one.plan
        }
        self._show()

    def _look_failed(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._show()
        if isinstance(error, Cancelled):
            words = "" if self._is_importing else _STOPPED
            self.said.show_message("info", words)
        elif isinstance(error, UserError):
            self.said.show_message("stop", error.message)
        else:
            self._desk.report(error)

    def _show(self) -> None:
        self.files.show_files(self.looks)
        self.files.setVisible(bool(self.looks))
        waiting, reports = self._waiting(), self._shown_reports()
        shown = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        for report in reports:
            self.which.addItem(report.plan.path.name, report.plan.path)
        self.which.setCurrentIndex(max(0, self.which.findData(shown)))
        self.which.blockSignals(False)
        self.which.setVisible(len(reports) > 1)
        self._show_report()
        self.about.setText(_about(self.looks, waiting))
        self.about.setVisible(bool(self.about.text()))
        n_bytes = sum(look.n_bytes for look in waiting)
        words = "Look at the file" if len(waiting) == 1 else f"Look at {len(waiting):,} files"
        self.look_button.setText(words)
        self.look_button.setAccessibleName(f"{words}, {format_size(n_bytes)}")
        self.look_button.setVisible(bool(waiting))
        self.look_button.setEnabled(True)
        n_unusable = len(self.looks) - len(self.usable)
        self.outcome.show_reports(reports, len(waiting), n_unusable)
        self._show_action(reports, waiting)
        QTimer.singleShot(0, self, self._arrange)  # once everything has its size

    def _shown_reports(self) -> list[FileReport]:
        return [self.reports[look.path] for look in self.looks if look.path in self.reports]

    def _show_report(self) -> None:
        path = self.which.currentData()
        report = self.reports.get(path) if path is not None else None
        self.report.show_report(report)
        self.report.setVisible(report is not None)

    def _show_action(self, reports: list[FileReport], waiting: list[FileLook]) -> None:
        usable = self.usable
        if reports and not waiting:
            n = sum(report.n_people for report in reports)
            text = f"Import {plural(n, 'person', 'people')}"
        else:
            text = f"Import {plural(len(usable), 'file')}" if usable else "Import"
        self.action.setText(text)
        self.action.setAccessibleName(text)
        self.action.setEnabled(bool(usable) and not self._is_importing)

    # The import

    def start(self) -> None:
        """Import every usable file of the list; who does not wait for the look needs none."""
        plans: list[Path | FilePlan] = [look.plan for look in self.usable if look.plan is not None]
        who = self._desk.user
        if not plans:
            return
        self.said.hide()
        if self._desk.tasks.current_label.startswith(_LOOKING):
            self._desk.tasks.cancel()
        self._is_importing = True
        self.action.setEnabled(False)

        def job(workspace: Workspace, progress: Progress) -> ImportSummary:
            return import_files(workspace, plans, progress, who=who)

        self._desk.run_job(
            f"Importing {plural(len(plans), 'file')}", job, self._done, {"import"},
            on_failed=self._failed,
        )  # fmt: skip

    def _done(self, summary: ImportSummary) -> None:
        self._is_importing = False
        self.imported.emit(summary)

    def _failed(self, error: Exception) -> None:
        self._is_importing = False
        self._show()
        self.action.setFocus()
        self._desk.report(error)


def _about(looks: list[FileLook], waiting: list[FileLook]) -> str:
    """What stands in the middle while nothing was looked at."""
    if not looks:
        return (
            "Before anything is written you see here what was understood: people, dates, levels, "
            "results, counties and sections, the doubtful ones first."
        )
    if not waiting:
        usable = any(look.plan is not None for look in looks)
        unknown = any(look.needs_layout for look in looks)
        return _SAY_FIRST if unknown and not usable else ""
    n_bytes = sum(look.n_bytes for look in waiting)
    if n_bytes < LOOKS_BY_ITSELF:
        return ""
    return (
        f"{format_size(n_bytes)} were not looked at yet. Looking takes about as long as the "
        "import and writes nothing. You can also import without looking."
    )


def _recognize(paths: list[Path], progress: Progress) -> list[FileLook]:
    looks = []
    for number, path in enumerate(paths):
        progress.step(number, len(paths), f"Recognizing {path.name}")
        looks.append(look_at_file(path))
    return looks


def _scrolled(layout: QVBoxLayout) -> PageArea:
    inside = QWidget()
    inside.setLayout(layout)
    return PageArea(inside)

"""Who looked at a person, and what about the person was given out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget

from app.jobs.access_log import REPORT
from app.jobs.access_report import access_report, save_access_report
from app.jobs.progress import Progress
from app.jobs.record_words import local_time
from app.jobs.rights import Right, may
from app.model.access import AccessReport, Handed, Look
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.desk_dialog import DeskDialog
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px
from ui.widgets import data_table, plain_button, primary_button

_LOOK_WIDTHS = (180, 200)
_GIVEN_WIDTHS = (180, 160, 300)


class AccessDialog(DeskDialog):
    """What the record of the work says; saved as PDF or CSV by who may hand it out."""

    def __init__(self, desk: Desk, person_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, parent, "Who saw this record",
            "Who opened it, once for each user and sitting, and what about the person left the "
            "workspace. Lists in which the name stands among others are not recorded.",
        )  # fmt: skip
        self._person_id = person_id
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.looks: RowsModel[Look] = RowsModel(
            (
                Column("When", lambda one: local_time(one.at)),
                Column("Who", lambda one: one.who),
                Column("What was opened", lambda one: one.what[:1].upper() + one.what[1:]),
            )
        )
        self.given = _handed_model()
        self.of_all = _handed_model()
        self.tabs = QTabWidget()
        self.save_button = primary_button("Save the report…", self.save)
        for model, name, widths in (
            (self.looks, "Looks", _LOOK_WIDTHS), (self.given, "Given out", _GIVEN_WIDTHS),
            (self.of_all, "Files with everybody", _GIVEN_WIDTHS),
        ):  # fmt: skip
            table = data_table(model, name, compact=True)
            for place, width in enumerate(widths):
                table.setColumnWidth(place, px(width))
            self.tabs.addTab(table, name)
        self.save_button.setEnabled(False)
        self.build(self.tabs, None, plain_button("Close", self.reject), self.save_button)
        desk.saw(person_id, REPORT)
        desk.ask(
            self, "access", lambda store: access_report(store, person_id), self._show,
            lambda sentence: self.said.show_message("stop", sentence),
        )  # fmt: skip

    def _show(self, report: AccessReport) -> None:
        name = format_name(report.name) or "On record no more"
        self.setWindowTitle(f"Who saw person {report.person_id}")
        given = [one for one in report.handed if not one.of_all]
        of_all = [one for one in report.handed if one.of_all]
        self.looks.set_records(report.looks[::-1])
        self.given.set_records(given[::-1])
        self.of_all.set_records(of_all[::-1])
        for place, (title, n) in enumerate(
            (("Looks", len(report.looks)), ("Given out", len(given)),
             ("Files with everybody", len(of_all)))
        ):  # fmt: skip
            self.tabs.setTabText(place, f"{title} ({n:,})")
        also = f"; also stood as {', '.join(map(str, report.earlier_numbers))}"
        self.set_about(
            f"{name}, person {report.person_id}{also if report.earlier_numbers else ''}. One line "
            "for each user and sitting. Lists in which the name stands among others are not "
            "recorded."
        )
        reader = self.desk.reader
        self.save_button.setEnabled(reader is not None and may(reader, self.desk.user, Right.AUDIT))

    def save(self) -> None:
        """As PDF or CSV, by the name's ending."""
        path, who, person_id = self.choose_file(), self.desk.user, self._person_id
        if path is None:
            return

        def job(workspace: Workspace, _progress: Progress) -> AccessReport:
            return save_access_report(workspace, person_id, path, who=who)

        self.desk.run_job(
            "Writing the report", job,
            lambda _: self.tell("good", f"The report is in {path}."), {"log"},
            on_failed=self.fail,
        )  # fmt: skip

    def _ask_file(self) -> Path | None:
        proposed, kinds = f"Who saw person {self._person_id}.pdf", "PDF (*.pdf);;CSV (*.csv)"
        name, kind = QFileDialog.getSaveFileName(self, "Save the report", proposed, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(".csv" if "csv" in kind else ".pdf")


def _handed_model() -> RowsModel[Handed]:
    return RowsModel(
        (
            Column("When", lambda one: local_time(one.at)),
            Column("Who", lambda one: one.who),
            Column("What", _what),
            Column("Where to", lambda one: one.where),
        )
    )


def _what(one: Handed) -> str:
    words = one.what[:1].upper() + one.what[1:]
    return f"{words} (not finished)" if one.is_failed else words

"""File, Records kept: what is sealed, what is due, who is held, what was destroyed, the rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QTabWidget, QWidget
from shiboken6 import isValid

from app.errors import Cancelled, UserError
from app.jobs.clock import today
from app.jobs.progress import Progress
from app.jobs.retention.certificate import get_certificate
from app.jobs.retention.due import RetentionReport, read_retention
from app.jobs.retention.plan import PurgePlan, plan_purge
from app.jobs.retention.purge import finish_purge
from app.model.certificate import Certificate
from app.store import retention
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.messages import ask
from ui.progress_panel import ProgressPanel
from ui.retention.certificate_dialog import CertificateDialog
from ui.retention.certificates_pane import CertificatesPane
from ui.retention.choose_dialog import ChooseDialog
from ui.retention.destroy_dialog import DestroyDialog
from ui.retention.holds_pane import PEOPLE, HoldsPane
from ui.retention.purge_dialog import Done, PurgeDialog
from ui.retention.rule_pane import RulePane
from ui.retention.seal_dialog import CHANGES
from ui.retention.sealed_pane import SealedPane
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import Banner, label, plural, quiet_button


class RecordsKeptDialog(Sheet):
    """What came of each job stands above the tabs; a purge can be stopped below them."""

    help_at = "retention"
    width_px = 1000

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent, "Records kept", window_title="Records kept")
        self._desk = desk
        self.standing = label("", "body")
        self.told = Banner("good", closable=True)
        self.unfinished = Banner(
            "caution",
            "A purge was cut short: what it took is gone; the file is still to be written anew.",
            "Finish it", self.finish,
        )  # fmt: skip
        self.unfinished.hide()
        self.sealed = SealedPane(desk, self.told, self.purge_convictions)
        self.holds = HoldsPane(desk, self.told)
        self.certificates = CertificatesPane(desk, self.choose_person, self.destroy_workspace)
        self.rule = RulePane(desk, self.told)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the records kept")
        self.tabs.setUsesScrollButtons(False)
        for part, title in (
            (self.sealed, "Sealed"),
            (self.holds, "Holds"),
            (self.certificates, "Destroyed"),
            (self.rule, "Rule"),
        ):
            self.tabs.addTab(part, title)
        self.tabs.setMinimumHeight(px(392))
        for widget in (self.standing, self.unfinished, self.told):
            self.body.addWidget(widget)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(ProgressPanel(desk.tasks))
        self.set_buttons(quiet_button("Close", self.reject))
        desk.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, _changes: object = None) -> None:
        """Read everything again."""
        day = today()
        self._desk.ask(self, "retention", lambda reader: read_retention(reader, day), self._show)

    def _show(self, report: RetentionReport) -> None:
        self.standing.setText(standing_words(report))
        self.unfinished.setVisible(bool(report.unfinished))
        self.sealed.show_report(report)
        self.holds.show_report(report)
        self.certificates.show_report(report)
        self.rule.show_report(report)
        self.fit()

    # Destroying

    def purge_convictions(self, numbers: Sequence[int]) -> None:
        """Look what a purge of sealed convictions would take, then ask."""
        self._plan(convictions=numbers)

    def choose_person(self) -> None:
        """Find somebody, then look what a purge would take, then ask."""
        ChooseDialog(
            self._desk, self, "Who is purged?", PEOPLE, retention.find_people,
            lambda found: self._plan(people=[found[0].id]),
        ).open()  # fmt: skip

    def _plan(self, *, people: Sequence[int] = (), convictions: Sequence[int] = ()) -> None:
        self._desk.ask(
            self, "purge plan",
            lambda store: plan_purge(store, people=people, convictions=convictions),
            self.ask_purge, partial(self.told.show_message, "stop"),
        )  # fmt: skip

    def ask_purge(self, plan: PurgePlan) -> None:
        """What goes, why, and the word."""
        desk, window = self._desk, self.parentWidget()

        def show(done: Done) -> None:  # the dialog may be closed meanwhile
            parent = self if isValid(self) else window
            number = done.purged.purge.id
            CertificateDialog(desk, number, done.paper, parent, done.left).open()

        PurgeDialog(desk, plan, show, self._fail, self).open()

    def _fail(self, error: Exception) -> None:
        if isValid(self) and isinstance(error, Cancelled):
            self.told.show_message("info", "Stopped. Nothing was changed.")
        elif isValid(self) and isinstance(error, UserError):
            self.told.show_message("stop", error.message)
        else:
            self._desk.report(error)

    def finish(self) -> None:
        """What is left of a purge that was cut short."""
        who, desk, window = self._desk.user, self._desk, self.parentWidget()

        def job(store: Workspace, progress: Progress) -> tuple[int, Certificate]:
            number = finish_purge(store, progress, who=who).id
            return number, get_certificate(store, number)

        def done(found: tuple[int, Certificate]) -> None:
            CertificateDialog(desk, *found, self if isValid(self) else window).open()

        desk.run_job("Finishing the purge", job, done, CHANGES, on_failed=self._fail)

    def destroy_workspace(self) -> None:
        """The whole workspace."""
        info = self._desk.info
        if info is not None:
            DestroyDialog(self._desk, info.name, self.parentWidget()).open()
            self.reject()

    def done(self, result: int) -> None:
        """Asks before a rule that was changed and not saved is lost."""
        if not self.rule.is_changed:
            super().done(result)
            return
        ask(
            self,
            "Leave the rule as it was?",
            "The rule was changed and not saved.",
            "Leave without saving",
            lambda: super(RecordsKeptDialog, self).done(result),
            no="Go on with the rule",
            is_dangerous=True,
        )


def standing_words(report: RetentionReport) -> str:
    """How it stands, in a line."""
    parts = [
        f"{plural(len(report.sealed), 'conviction')} sealed",
        f"{len(report.due):,} due to be purged",
        f"{plural(len(report.holds), 'person', 'people')} held",
        plural(len(report.purges), "purge"),
    ]
    return ", ".join(parts) + f", as of {report.today}."

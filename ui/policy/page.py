"""Policy: what the office decides, the rules as they are asked, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.errors import UserError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.progress import Progress
from app.model.county import normalize_county
from app.rules.presenting.present import read_out
from app.store import records, runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.policy.choices import PolicyChoices
from ui.policy.commands import PolicyCommands
from ui.policy.results import ResultsPane
from ui.policy.rules_table import RulesTable
from ui.policy.shelf import best_offer, read_shelf
from ui.tab_page import tab_page
from ui.theme import px
from ui.widgets import (
    Banner,
    PageTitle,
    apart,
    column,
    label,
    page_layout,
    plural,
    primary_button,
    row,
    rule,
)

LEFT_PX = 400
_WIDE = 800


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page needs to know of the workspace."""

    n_people: int
    run: CheckRun | None
    is_stale: bool
    counties: frozenset[str] = frozenset()  # of the convictions imported


def read_standing(workspace: Workspace) -> Standing:
    return Standing(
        records.count_people(workspace),
        runs.find_latest_run(workspace),
        runs.is_stale(workspace),
        frozenset(name for name, _ in records.list_counties(workspace)),
    )


class PolicyPage(QWidget):
    """Left the choices, right what came out and the decision table, below the button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shelf = read_shelf()
        self._standing = Standing(0, None, False)
        self._has_run_values = False
        self.problem = Banner("stop", closable=True)
        self.unusable = Banner("caution")
        self.results = ResultsPane()
        self.rules = RulesTable()
        self.procedures = RulesTable("How relief is asked for")
        self.choices = PolicyChoices()
        self.policy, self.county = self.choices.policy, self.choices.county
        self.as_of, self.options = self.choices.as_of, self.choices.options
        self.commands = PolicyCommands(
            self, desk, self.choices, self.problem, self.find_request, self._tell
        )
        self._left = _scrolled(self.choices)
        self._build()
        self.choices.changed.connect(self._show_rules)
        self.commands.added.connect(self._show_added)
        self._show_shelf(best_offer(self._shelf, self._own_county()))

    # Building

    def _build(self) -> None:
        frame = page_layout(self)
        frame.addWidget(PageTitle("Policy"))
        frame.addWidget(self.problem)
        frame.addWidget(self.unusable)
        self._halves = row(self._left, self._make_right(), gap=3)
        self._halves.setStretch(1, 1)
        frame.addLayout(self._halves, 1)
        frame.addWidget(rule())
        frame.addLayout(self._make_foot())

    def _make_right(self) -> QVBoxLayout:
        """The figures of the latest check above the tables; the second one where there is one."""
        self.rows_about = label("", "caption")
        self.tables = QTabWidget()
        self.tables.setDocumentMode(True)
        self.tables.setAccessibleName("Tables of the policy")
        self.tables.addTab(tab_page(self.rows_about, self.rules.view), "Decision table")
        about = label("The first row that applies decides.", "caption")
        self.tables.addTab(tab_page(about, self.procedures.view), "How relief is asked for")
        for view in (self.rules.view, self.procedures.view):
            view.setMinimumHeight(px(120))
        made = column(self.results, self.tables, gap=2)
        made.setStretch(1, 1)
        return made

    def _make_foot(self) -> QHBoxLayout:
        self.note = label("", "body")
        self.action = primary_button("Check", self.start)
        self.action.setEnabled(False)  # until it is known whom there is to check
        return apart(self.note, self.action, gap=3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the results stand below the choices."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= px(_WIDE)
        direction = QHBoxLayout.Direction
        self._halves.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        if is_wide:
            self._left.setFixedWidth(px(LEFT_PX))
            self._left.setMinimumHeight(0)
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(px(2 * LEFT_PX))
            self._left.setMinimumHeight(self.choices.sizeHint().height())

    # What is chosen

    def choose_policy(self, policy_id: str) -> None:
        self.choices.choose(policy_id)

    def _own_county(self) -> str:
        return self._desk.info.county if self._desk.info else ""

    def _show_shelf(self, chosen: str) -> None:
        """Offer what is at hand; a file of the office that cannot be used is told, with why."""
        self.choices.show_shelf(self._shelf, chosen, self._own_county())
        broken = self._shelf.unusable
        if not broken:
            self.unusable.hide()
            return
        names = ", ".join(one.file_name for one in broken)
        text = f"{plural(len(broken), 'policy file', 'policy files')} of the office cannot be used"
        self.unusable.show_message("caution", f"{text}: {names}.", "Show why", self._show_why)

    def _show_why(self) -> None:
        for one in reversed(self._shelf.unusable):
            self.commands.show_unusable(one)

    def _show_added(self, policy_id: str) -> None:
        self._shelf = read_shelf()
        self._show_shelf(policy_id)

    def _show_rules(self) -> None:
        """The rows with the options and the date on the page."""
        policy = self.choices.chosen
        if policy is None:
            return
        reading = read_out(policy, self.choices.settings(), as_of=self.choices.day)
        self.rules.show_rows(reading.rows)
        n_off = sum(bool(one.why_off) for one in reading.rows)
        verb = "is" if n_off == 1 else "are"
        off = f" {plural(n_off, 'row')} in gray {verb} not asked as things stand." if n_off else ""
        self.rows_about.setText(f"The first row that applies decides.{off}")
        self.tables.setTabText(0, f"Decision table ({len(reading.rows):,})")
        self.procedures.show_rows(reading.procedures)
        self.tables.setTabText(1, f"How relief is asked for ({len(reading.procedures):,})")
        self.tables.setTabVisible(1, bool(reading.procedures))
        self._arrange()

    # What is in the workspace

    def refresh(self, changes: set[str]) -> None:
        if changes & {"import", "check"}:
            self._desk.ask(self, "policy standing", read_standing, self.show_standing)

    def show_standing(self, found: Standing) -> None:
        """Show the figures of the latest check; the first time, take over what it was told."""
        self._standing = found
        self.results.show_run(found.run, is_stale=found.is_stale)
        text = f"Check {plural(found.n_people, 'person', 'people')}"
        self.action.setText(text if found.n_people else "Check")
        self.action.setAccessibleName(self.action.text())
        self.action.setEnabled(found.n_people > 0)
        self.note.setText("" if found.n_people else "Import files first: there is nobody to check.")
        if found.run is not None and not self._has_run_values:
            self._has_run_values = True
            self._take_over(found.run)

    def _take_over(self, run: CheckRun) -> None:
        self.as_of.setText(run.as_of.isoformat())
        if run.policy_id in self._shelf.offers:
            self.choices.choose(run.policy_id, run.county, dict(run.options))

    # The check

    def find_request(self) -> CheckRequest | None:
        """What is to be checked; None after saying what is missing."""
        policy, day = self.choices.chosen, self.choices.day
        if policy is None or not self.choices.is_complete() or day is None:
            return None
        county = normalize_county(self.county.chosen())
        return CheckRequest(policy, self.choices.settings(), county, day)

    def start(self) -> None:
        """Check everybody under the policy as it stands on the screen."""
        request, who = self.find_request(), self._desk.user
        if request is None:
            return
        self.problem.hide()
        self.action.setEnabled(False)

        def job(workspace: Workspace, progress: Progress) -> CheckRun:
            return check_eligibility(workspace, request, progress, who=who)

        self._desk.run_job(
            f"Checking {plural(self._standing.n_people, 'person', 'people')}",
            job,
            self._checked,
            {"check"},
            on_failed=lambda error: self._failed(error, request),
        )

    def _checked(self, run: CheckRun) -> None:
        self._has_run_values = True
        self.action.setEnabled(True)
        self.action.setFocus()
        people = plural(self._standing.n_people, "person", "people")
        self.note.setText(f"Checked {people} in {run.seconds:,.1f} s.")

    def _failed(self, error: Exception, request: CheckRequest) -> None:
        self.action.setEnabled(True)
        self._tell(error, request)

    def _tell(self, error: Exception, request: CheckRequest) -> None:
        """A county that no conviction is from is told where the county is chosen."""
        if isinstance(error, UserError) and request.county not in self._standing.counties:
            self.choices.refuse_county(error.message)
        elif isinstance(error, UserError):
            self.problem.show_message("stop", error.message)
        else:
            self._desk.report(error)


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFixedWidth(px(LEFT_PX))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area

"""Policy: what the office decides, the rules as they are asked, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.progress import Progress
from app.model.county import normalize_county
from app.paths import data_folder
from app.rules.catalog import find_policies, load_by_id
from app.rules.policy import Policy
from app.store import records, runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace
from ui.counties import california_counties, county_on_screen
from ui.desk import Desk
from ui.policy.options import OptionsForm
from ui.policy.results import ResultsPane
from ui.policy.rules_table import RulesTable
from ui.theme import px, space
from ui.widgets import (
    Banner,
    PageTitle,
    SearchableCombo,
    apart,
    column,
    field,
    label,
    page_layout,
    plain_button,
    plural,
    primary_button,
    quiet_button,
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


def read_standing(workspace: Workspace) -> Standing:
    return Standing(
        records.count_people(workspace), runs.find_latest_run(workspace), runs.is_stale(workspace)
    )


def load_policies() -> list[Policy]:
    """The shipped policies and the office's own, by title."""
    own = (data_folder() / "policies",)
    return sorted((load_by_id(name, own) for name in find_policies(own)), key=lambda p: p.title)


class PolicyPage(QWidget):
    """Left the choices, right what came out and the decision table, below the button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._policies = {policy.id: policy for policy in load_policies()}
        self._standing = Standing(0, None, False)
        self._has_run_values = False
        frame = page_layout(self)
        frame.addWidget(PageTitle("Policy"))
        self.problem = Banner("stop", closable=True)
        frame.addWidget(self.problem)
        self.results = ResultsPane()
        self.rules = RulesTable()
        self._left = self._make_left()
        self._halves = row(self._left, self._make_right(), gap=3)
        self._halves.setStretch(1, 1)
        frame.addLayout(self._halves, 1)
        frame.addWidget(rule())
        frame.addLayout(self._make_foot())
        self._choose(self.policy.currentIndex())

    # Building

    def _make_left(self) -> QScrollArea:
        self.policy = QComboBox()
        for policy in self._policies.values():
            self.policy.addItem(policy.title, policy.id)
        self.policy.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.policy.currentIndexChanged.connect(self._choose)
        self.about = label("", "caption")
        self.more = plain_button("Where it comes from and its limits", self._show_more)
        self.limits = label("", "caption")
        self.limits.hide()
        self.county = SearchableCombo(california_counties(), "Type or choose a county")
        self.county.setAccessibleName("County")
        self.as_of = QLineEdit()
        self.as_of.setPlaceholderText("YYYY-MM-DD")
        for edited in (self.as_of.textEdited, self.county.currentTextChanged):
            edited.connect(lambda _: self.problem.hide())  # what was wrong is being mended
        self.options = OptionsForm()
        self.options.changed.connect(self._show_rules)
        inside = QWidget()
        frame = column(
            field("Policy", self.policy),
            column(self.about, self.more, self.limits, gap=0.5),
            field("County", self.county),
            self._make_date(),
            label("What the office decides", "strong"),
            self.options,
            gap=2,
        )
        frame.setContentsMargins(0, 0, space(2), space(1))
        frame.addStretch(1)
        inside.setLayout(frame)
        return _scrolled(inside)

    def _make_date(self) -> QVBoxLayout:
        hint = "Ages and years are counted to this day, for example the day of the hearing."
        today = quiet_button("Today", self._use_today)
        today.setAccessibleName("Use the day of today as the as-of date")
        line = row(self.as_of, today)
        line.setStretch(0, 1)
        name = label("As-of date", "label")
        name.setBuddy(self.as_of)
        self.as_of.setAccessibleName("As-of date")
        self.as_of.setAccessibleDescription(hint)
        return column(name, label(hint, "caption"), line, gap=0.5)

    def _make_right(self) -> QVBoxLayout:
        self.table_title = label("", "strong")
        table = column(self.table_title, self.rules.view, gap=1)
        table.setStretch(1, 1)
        self.rules.view.setMinimumHeight(px(160))
        made = column(self.results, table, gap=2)
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
        is_wide, inside = self.width() >= px(_WIDE), self._left.widget()
        direction = QHBoxLayout.Direction
        self._halves.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        if is_wide:
            self._left.setFixedWidth(px(LEFT_PX))
            self._left.setMinimumHeight(0)
        elif inside is not None:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(px(2 * LEFT_PX))
            self._left.setMinimumHeight(inside.sizeHint().height())

    # What is chosen

    @property
    def chosen(self) -> Policy | None:
        return self._policies.get(str(self.policy.currentData()))

    def choose_policy(self, policy_id: str) -> None:
        self.policy.setCurrentIndex(self.policy.findData(policy_id))

    def _choose(self, _index: int) -> None:
        policy = self.chosen
        if policy is None:
            return
        run = self._standing.run
        given = dict(run.options) if run is not None and run.policy_id == policy.id else {}
        known = {option.name for option in policy.options}
        self.options.show_policy(
            policy, {name: value for name, value in given.items() if name in known}
        )
        self.about.setText(f"Version {policy.version}. {policy.scope_in_words}")
        self.limits.setText(
            "\n\n".join([policy.provenance, *(f"Known limit: {x}" for x in policy.known_limits)])
        )
        self._choose_county(policy)
        self._show_rules()
        self._arrange()

    def _choose_county(self, policy: Policy) -> None:
        info = self._desk.info
        county = policy.county or (info.county if info else "")
        self.county.choose(county_on_screen(county))
        self.county.setEnabled(not policy.county)
        self.county.setToolTip("This policy answers for this county only" if policy.county else "")

    def _show_more(self) -> None:
        self.limits.setVisible(not self.limits.isVisible())

    def _use_today(self) -> None:
        self.as_of.setText(date.today().isoformat())  # noqa: DTZ011 - the user's own day

    def _show_rules(self) -> None:
        policy = self.chosen
        if policy is None:
            return
        self.rules.show_rules(policy, self.options.settings())
        n_rules = self.rules.model.rowCount()
        self.table_title.setText(
            f"The decision table: {plural(n_rules, 'row')}, the first that applies decides"
        )

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
        if run.policy_id in self._policies:
            self.choose_policy(run.policy_id)
            self._choose(self.policy.currentIndex())
        self.county.choose(county_on_screen(run.county))
        self.as_of.setText(run.as_of.isoformat())

    # The check

    def find_request(self) -> CheckRequest | None:
        """What is to be checked; None after saying what is missing."""
        policy, county = self.chosen, self.county.chosen()
        if policy is None:
            return None
        if not county:
            self._refuse("Choose one of the 58 counties of California.", self.county)
            return None
        as_of = read_day(self.as_of.text())
        if as_of is None:
            self._refuse(
                "Give the as-of date as year-month-day, such as 2026-11-01: ages and years are "
                "counted to that day.",
                self.as_of,
            )
            return None
        return CheckRequest(policy, self.options.settings(), normalize_county(county), as_of)

    def _refuse(self, sentence: str, at: QWidget) -> None:
        self.problem.show_message("stop", sentence)
        at.setFocus()

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
            on_failed=self._failed,
        )

    def _checked(self, run: CheckRun) -> None:
        self._has_run_values = True
        self.action.setEnabled(True)
        self.action.setFocus()
        people = plural(self._standing.n_people, "person", "people")
        self.note.setText(f"Checked {people} in {run.seconds:,.1f} s.")

    def _failed(self, error: Exception) -> None:
        self.action.setEnabled(True)
        self._desk.report(error)


def read_day(text: str) -> date | None:
    """A day written as YYYY-MM-DD, None when it is something else."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFixedWidth(px(LEFT_PX))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area

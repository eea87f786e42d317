"""The left side of the policy page: which policy, for whom, as of when, with which options."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.rules.policy import OptionValue, Policy, Settings
from app.rules.presenting.sign_off import sign_off_caution, signed_in_words
from ui.counties import california_counties, county_on_screen
from ui.disclosure import Disclosure
from ui.help.asking import set_help
from ui.policy.options import OptionsForm
from ui.policy.shelf import Offer, Shelf
from ui.theme import px, space
from ui.widgets import (
    SearchableCombo,
    column,
    field,
    help_link,
    label,
    quiet_button,
    row,
)

_DATE_HELP, _OPTIONS_HELP = "policies#the-as-of-date", "policies#options"
_DATE_HINT = "Ages and years are counted to this day, for example the day of the hearing."
_NO_COUNTY = "Choose one of the 58 counties of California."
_NO_SUCH_COUNTY = "Choose one of the 58 counties of California, or leave the field empty."
_NO_DATE = (
    "Give the as-of date as year-month-day, such as 2026-11-01: ages and years are counted to "
    "that day."
)


class PolicyChoices(QWidget):
    """``changed`` whenever another policy, edition, county, date or option is chosen.

    ``for_person``: one person is asked about. Then a policy for any county needs none, and the
    options wait behind a line that opens them.
    """

    changed = Signal()

    def __init__(self, *, for_person: bool = False) -> None:
        super().__init__()
        self._for_person = for_person
        self._offers: dict[str, Offer] = {}
        self._edition: Policy | None = None
        self._own_county = ""  # of the office, where a policy leaves it to be chosen
        self.policy = QComboBox()
        self.policy.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.about = label("", "caption")
        self.signed = label("", "caption")
        self.signed_caution = label("", "mend")
        self.tools = row()  # what can be done with a policy; the page fills it
        self.county = SearchableCombo(
            california_counties(),
            "Every county of the record" if for_person else "Type or choose a county",
        )
        self.county_problem = label("", "mend")
        self.as_of = QLineEdit()
        self.as_of.setPlaceholderText("YYYY-MM-DD")
        self.date_problem = label("", "mend")
        self.options = OptionsForm()
        set_help(self.options, _OPTIONS_HELP)
        self._build()
        self.policy.currentIndexChanged.connect(lambda _: self._choose())
        self.county.currentTextChanged.connect(lambda _: self._on_county())
        self.as_of.textChanged.connect(self._on_date)
        self.options.changed.connect(self._on_options)

    def _build(self) -> None:
        about = column(self.about, self.signed, self.signed_caution, gap=0.5)
        frame = column(
            field("Policy", self.policy, help_at="policies#choose-a-policy"),
            column(about, self.tools, gap=1.5),
            column(field("County", self.county), self.county_problem, gap=0.5),
            self._make_date(),
            *self._make_options(),
            gap=2,
        )
        frame.setContentsMargins(0, 0, space(2), space(1))
        frame.addStretch(1)
        self.setLayout(frame)
        for problem in (self.signed_caution, self.county_problem, self.date_problem):
            problem.hide()

    def _make_options(self) -> list[QWidget]:
        if self._for_person:
            return [Disclosure("What the office decides", self.options)]
        title = QWidget()
        about = "What the office decides"
        title.setLayout(row(label(about, "strong"), None, help_link(about, _OPTIONS_HELP)))
        return [title, self.options]

    def _make_date(self) -> QVBoxLayout:
        today = quiet_button("Today", self._use_today)
        today.setAccessibleName("Use the day of today as the as-of date")
        line = row(self.as_of, today)
        line.setStretch(0, 1)
        name = label("As-of date", "label")
        name.setBuddy(self.as_of)
        self.as_of.setAccessibleName("As-of date")
        self.as_of.setAccessibleDescription(_DATE_HINT)
        set_help(self.as_of, _DATE_HELP)
        title = row(name, None, help_link("As-of date", _DATE_HELP))
        return column(title, label(_DATE_HINT, "caption"), line, self.date_problem, gap=0.5)

    # What can be chosen

    def show_shelf(self, shelf: Shelf, chosen: str, own_county: str) -> None:
        """Offer these policies; a file that cannot be used is named and cannot be chosen.

        ``own_county`` is chosen with a policy for any county.
        """
        self._offers = shelf.offers
        self._own_county = own_county
        self.policy.blockSignals(True)
        self.policy.clear()
        for policy_id, offer in shelf.offers.items():
            self.policy.addItem(offer.title, policy_id)
        model = self.policy.model()
        for broken in shelf.unusable:
            self.policy.addItem(f"{broken.file_name}: cannot be used", "")
            if isinstance(model, QStandardItemModel):
                model.item(self.policy.count() - 1).setEnabled(False)
        self.policy.setCurrentIndex(max(0, self.policy.findData(chosen)))
        self.policy.blockSignals(False)
        self._choose()

    def choose(
        self, policy_id: str, county: str = "", given: dict[str, OptionValue] | None = None
    ) -> None:
        """Choose a policy; a county that is not fixed by it, and options, when given."""
        self.policy.setCurrentIndex(self.policy.findData(policy_id))
        if self._edition is not None and given is not None:
            known = {option.name for option in self._edition.options}
            kept = {name: value for name, value in given.items() if name in known}
            self.options.show_policy(self._edition, kept)
            self._on_options()
        if county and self.county.isEnabled():
            self.county.choose(county_on_screen(county))

    @property
    def chosen(self) -> Policy | None:
        """The policy on the screen: of several editions the one for the as-of date."""
        return self._edition

    def settings(self) -> Settings:
        return self.options.settings()

    @property
    def day(self) -> date | None:
        return read_day(self.as_of.text())

    # What follows from it

    def _choose(self) -> None:
        offer = self._offers.get(str(self.policy.currentData()))
        if offer is not None:
            self._show_edition(offer.shown_on(self.day))
            self._settle_county(offer.newest)
            self._mend(self.county_problem)
            self._check_date()
            self.changed.emit()

    def _show_edition(self, policy: Policy) -> None:
        self._edition = policy
        self.options.show_policy(policy)
        self.about.setText(f"Version {policy.version}. {policy.scope_in_words}")
        self._show_signed()

    def _settle_county(self, policy: Policy) -> None:
        """A policy of one county sets it; else it is the office's own until another is chosen."""
        if policy.county or not self.county.isEnabled() or not self.county.chosen():
            self.county.choose(county_on_screen(policy.county or self._own_county))
        self.county.setEnabled(not policy.county)
        self.county.setToolTip("This policy answers for this county only" if policy.county else "")

    def _on_county(self) -> None:
        self._mend(self.county_problem)
        self.changed.emit()

    def _on_options(self) -> None:
        self._show_signed()
        self.changed.emit()

    def _show_signed(self) -> None:
        policy = self._edition
        if policy is not None:
            self.signed.setText(signed_in_words(policy))
            self._say(self.signed_caution, sign_off_caution(policy, self.settings()))

    def _on_date(self) -> None:
        """Another edition, where there are several; a day outside all of them is told at once."""
        offer = self._offers.get(str(self.policy.currentData()))
        if offer is not None and self.day is not None:
            edition = offer.shown_on(self.day)
            if edition is not self._edition:
                self._show_edition(edition)
        self._check_date()
        self.changed.emit()

    def _check_date(self) -> None:
        self._say(self.date_problem, self._why_not_on(self.day) if self.day else "")
        self.as_of.setAccessibleDescription(self.date_problem.text() or _DATE_HINT)

    def _why_not_on(self, day: date) -> str:
        """Why the policy does not answer as of a day; "" when it does."""
        offer = self._offers.get(str(self.policy.currentData()))
        return "" if offer is None else offer.why_not_on(day)

    def _use_today(self) -> None:
        self.as_of.setText(date.today().isoformat())  # noqa: DTZ011 - the user's own day

    # What is missing

    def is_complete(self) -> bool:
        """Whether county and date are there; says at the field what is not, and goes there."""
        is_empty = not self.county.currentText().strip()
        if not self.county.chosen() and not (self._for_person and is_empty):
            self.refuse_county(_NO_SUCH_COUNTY if self._for_person else _NO_COUNTY)
            return False
        problem = _NO_DATE if self.day is None else self._why_not_on(self.day)
        if problem:
            self._refuse(self.date_problem, problem, self.as_of)
        return not problem

    def refuse_county(self, sentence: str) -> None:
        """Say at the county what is wrong with it."""
        self._refuse(self.county_problem, sentence, self.county)

    def _refuse(self, problem: QLabel, sentence: str, at: QWidget) -> None:
        self._say(problem, sentence)
        at.setAccessibleDescription(sentence)
        at.setFocus()
        self._bring_in_sight(at)

    def _say(self, problem: QLabel, sentence: str) -> None:
        problem.setText(sentence)
        problem.setVisible(bool(sentence))
        if sentence:
            self._bring_in_sight(problem)

    def _bring_in_sight(self, widget: QWidget) -> None:
        """Scroll there, once everything has its place."""
        area = self._area()
        if area is not None:
            QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, 0, px(8)))

    def _area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent

    def _mend(self, problem: QWidget) -> None:
        """What was wrong is being mended."""
        problem.hide()


def read_day(text: str) -> date | None:
    """A day written as YYYY-MM-DD, None when it is something else."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None

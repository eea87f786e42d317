"""The windows and ages of a picture are those that the rules compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from app.model.record import EventKind
from app.model.relief import Explanation
from app.model.truth import MET, NOT_MET
from app.rules.catalog import find_policies, load_by_id
from app.rules.conditions import predicates_in
from app.rules.evaluate import Evaluator
from app.rules.explaining.windows import list_ages, list_windows
from app.rules.policy import OptionValue, settle_options
from tests.ui_cases.test_history import at, charge, day, event, sheet

AS_OF = date(2026, 11, 1)
RECORD = sheet(
    event(2, EventKind.COURT, day("1999-03-01"), charge(2, convicted=True)),
    event(3, EventKind.COURT, day("2018-05-05"), charge(3, convicted=True)),
    born=day("1980-06-15"),
)
LOOKING_BACK = {
    "no_conviction_later_than", "latest_conviction_more_than",
    "latest_conviction_more_than_mean_years", "years_since_conviction",
}  # fmt: skip


def explained(policy_id: str, options: Mapping[str, OptionValue]) -> Explanation:
    policy = load_by_id(policy_id)
    evaluator = Evaluator(policy, settle_options(policy, options), AS_OF, "LOS ANGELES")
    return evaluator.explain(RECORD, at(2))


def test_the_window_of_the_los_angeles_policy() -> None:
    """Ten years, and not met: a conviction of 2018 lies within them."""
    (window,) = list_windows(explained("us-ca/los-angeles", {}).findings)
    assert (window.years, window.first, window.truth) == (10, date(2016, 11, 1), NOT_MET)
    assert window.asks == "Is no conviction later than 10 years before the as-of date?"


def test_an_option_moves_the_window_and_the_age() -> None:
    """The office's own figures, as the rules compared them."""
    findings = explained("us-ca/los-angeles", {"years_conviction_free": 5, "age": 46}).findings
    (window,) = list_windows(findings)
    assert (window.years, window.first, window.truth) == (5, date(2021, 11, 1), MET)
    assert list_ages(findings) == (46,)


def test_a_rule_that_is_switched_off_has_no_window() -> None:
    """Only what the rules in force compared is drawn."""
    off = explained("us-ca/county-review", {"use_years_crime_free": False}).findings
    on = explained("us-ca/county-review", {"use_years_crime_free": True}).findings
    assert len(list_windows(off)) < len(list_windows(on))


@pytest.mark.parametrize("policy_id", sorted(find_policies()))
def test_every_rule_that_looks_back_has_a_window(policy_id: str) -> None:
    """A predicate that compares with so many years before the as-of date is never overlooked."""
    policy = load_by_id(policy_id)
    county = policy.county or "LOS ANGELES"
    evaluator = Evaluator(policy, settle_options(policy, {}), AS_OF, county)
    local = sheet(*(one._replace(county=county) for one in RECORD.events()), born=day("1980-06-15"))
    findings = evaluator.explain(local, at(2)).findings
    asking = {
        rule.id
        for rule in policy.rules
        if any(ask.predicate in LOOKING_BACK for ask in predicates_in(rule.when))
    }
    looked = {one.rule_id for one in findings if one.is_on and one.rule_id in asking}
    assert bool(list_windows(findings)) == bool(looked)

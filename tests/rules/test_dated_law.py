"""Values, rows and policies that change by date: the as-of date, or the case's own, chooses."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import UsageError
from app.model.relief import Outcome
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.loading.loader import read_policy
from app.rules.policy import Policy, settle_options

HERE = "KERN"
_HEAD = """
form = 1
id = "own/dated"
title = "A policy that changes"
version = "1"
jurisdiction = "California"
authority = ["HSC 11361.9"]
provenance = "Made up."
known_limits = ["Made up."]

[scope]
convictions = "cannabis"
in_words = "A cannabis conviction"

[[source]]
cite = "HSC 11361.9"
mark = "V"
says = "The review."
"""
_AGE = """
[[value]]
name = "age"
sentence = "The age from which convictions are dismissed"
by = "{by}"

[[value.entry]]
until = 2019-12-31
value = 60
cite = "HSC 11361.9"

[[value.entry]]
from = 2020-01-01
value = 50
cite = "HSC 11361.9"

[[rule]]
id = "age"
asks = "Is the person old enough?"
when = {{ predicate = "age_reached", years = "@age" }}
then = "dismissal"
reason = "Old enough"
cite = ["HSC 11361.9"]

[[rule]]
id = "rest"
asks = "Does no other row apply?"
when = {{ predicate = "otherwise" }}
then = "reduction"
reason = "Not old enough"
cite = ["HSC 11361.9"]
"""


def _policy(body: str) -> Policy:
    return read_policy((_HEAD + body).encode(), "dated.toml")


def _answer(policy: Policy, as_of: date, born: str, conviction: str) -> tuple[Outcome, str]:
    evaluator = Evaluator(policy, settle_options(policy, {}), as_of, HERE)
    (found,) = evaluator.determine(make_person(born, [conviction], (), HERE))
    return found.outcome, found.reason


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2019, 12, 30), Outcome.REDUCTION),
        (date(2019, 12, 31), Outcome.REDUCTION),
        (date(2020, 1, 1), Outcome.DISMISSAL),
        (date(2020, 1, 2), Outcome.DISMISSAL),
    ],
)
def test_the_as_of_date_chooses_the_value(as_of: date, expected: Outcome) -> None:
    """A person of 55: until the end of 2019 the age was 60, from 2020 on it is 50."""
    policy = _policy(_AGE.format(by="as-of"))
    assert _answer(policy, as_of, "1964-06-01", "2005-03-01; 11359 HS; felony")[0] is expected


@pytest.mark.parametrize(
    ("conviction", "expected"),
    [
        ("2019-12-31; 11359 HS; felony", (Outcome.REDUCTION, "Not old enough")),
        ("2020-01-01; 11359 HS; felony", (Outcome.DISMISSAL, "Old enough")),
        ("2020; 11359 HS; felony", (Outcome.DISMISSAL, "Old enough")),
        ("unknown; 11359 HS; felony", (Outcome.HAND_REVIEW, "Unknown: conviction date")),
    ],
)
def test_the_conviction_date_chooses_the_value(
    conviction: str, expected: tuple[Outcome, str]
) -> None:
    """A date known in part is enough when one value holds on all of it, else it is missing."""
    policy = _policy(_AGE.format(by="conviction"))
    assert _answer(policy, date(2021, 6, 1), "1965-06-01", conviction) == expected


def test_a_date_that_makes_no_difference_is_not_asked_for() -> None:
    """At 70 both ages are reached, at 40 neither: the conviction date does not matter."""
    policy = _policy(_AGE.format(by="conviction"))
    unknown = "unknown; 11359 HS; felony"
    assert _answer(policy, date(2021, 6, 1), "1951-01-01", unknown)[0] is Outcome.DISMISSAL
    assert _answer(policy, date(2021, 6, 1), "1981-01-01", unknown)[0] is Outcome.REDUCTION


@pytest.mark.parametrize(
    ("conviction", "expected"),
    [
        ("2020-03-01; 11359 HS; felony; offense 2019-12-31", (Outcome.REDUCTION, "Not old enough")),
        ("2020-03-01; 11359 HS; felony; offense 2020-01-01", (Outcome.DISMISSAL, "Old enough")),
        ("2020-03-01; 11359 HS; felony", (Outcome.HAND_REVIEW, "Unknown: offense date")),
        ("2019-03-01; 11359 HS; felony", (Outcome.REDUCTION, "Not old enough")),
    ],
)
def test_the_offense_date_chooses_the_value(conviction: str, expected: tuple[Outcome, str]) -> None:
    """Without an offense date only what every day up to the conviction gives is certain."""
    policy = _policy(_AGE.format(by="offense"))
    assert _answer(policy, date(2021, 6, 1), "1965-06-01", conviction) == expected


def test_a_day_without_a_value_is_refused() -> None:
    """An as-of date that no entry holds on is an error that says so, not a guess."""
    policy = _policy(_AGE.format(by="as-of").replace("from = 2020-01-01\n", "", 1).replace(
        "until = 2019-12-31\nvalue = 60", "from = 2019-01-01\nuntil = 2019-12-31\nvalue = 60"
    ).replace("value = 50", "from = 2020-01-01\nuntil = 2020-12-31\nvalue = 50"))  # fmt: skip
    with pytest.raises(UsageError, match="gives no value for 'age' on 2021-01-01"):
        Evaluator(policy, settle_options(policy, {}), date(2021, 1, 1), HERE)


_ROWS = """
[[rule]]
id = "old"
asks = "Until the end of 2022"
when = { predicate = "is_cannabis" }
until = 2022-12-31
then = "reduction"
reason = "The rule of before"
cite = ["HSC 11361.9"]

[[rule]]
id = "new"
asks = "From 2023 on"
when = { predicate = "is_cannabis" }
from = 2023-01-01
then = "dismissal"
reason = "The rule of today"
cite = ["HSC 11361.9"]
"""


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        (date(2022, 12, 31), "The rule of before"),
        (date(2023, 1, 1), "The rule of today"),
        (date(2023, 1, 2), "The rule of today"),
    ],
)
def test_a_row_holds_between_its_days(as_of: date, reason: str) -> None:
    """The as-of date chooses among rows; the explanation says which is not in force."""
    policy = _policy(_ROWS)
    conviction = "2005-03-01; 11359 HS; felony"
    assert _answer(policy, as_of, "1970-01-01", conviction)[1] == reason
    sheet = make_person("1970-01-01", [conviction], (), HERE)
    evaluator = Evaluator(policy, settle_options(policy, {}), as_of, HERE)
    explained = evaluator.explain(sheet, sheet.convictions()[0].charge.at)
    (off,) = [finding for finding in explained.findings if not finding.is_on]
    assert off.reason != reason
    assert off.facts[0].name == "in force on the as-of date"


def test_a_policy_is_not_asked_outside_its_dates() -> None:
    """A policy written for other as-of dates says for which."""
    bounded = _HEAD.replace(
        "[scope]", "earliest_on = 2019-01-01\nlatest_on = 2020-12-31\n\n[scope]"
    )
    policy = read_policy((bounded + _ROWS).encode(), "dated.toml")
    settings = settle_options(policy, {})
    Evaluator(policy, settings, date(2019, 1, 1), HERE)
    Evaluator(policy, settings, date(2020, 12, 31), HERE)
    for outside in (date(2018, 12, 31), date(2021, 1, 1)):
        with pytest.raises(UsageError, match="from 2019-01-01 until 2020-12-31"):
            Evaluator(policy, settings, outside, HERE)

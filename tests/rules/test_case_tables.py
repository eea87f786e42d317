"""Every shipped policy answers its case table; the table covers every row and boundary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from app.model.truth import Truth
from app.rules.catalog import find_policies, load_by_id
from app.rules.checking.case_people import make_person, read_case_date
from app.rules.checking.case_tables import (
    CaseResult,
    CaseTableError,
    explain_case,
    find_table,
    read_table,
    run_table,
)
from app.rules.conditions import predicates_in
from app.rules.evaluate import SCOPE_RULE
from app.rules.policy import Ask, Condition, Policy
from tests.rules.boundaries import MEASURES, boundary_asks, distances

POLICIES = list(find_policies())
RESULTS = [
    pytest.param(result, id=f"{policy_id}: {result.name}")
    for policy_id in POLICIES
    if (table := find_table(policy_id)) is not None
    for result in run_table(table)
]
ACT = date(2016, 11, 9)
NEVER_UNKNOWN = {
    "section_is",
    "section_exactly",
    "section_says",
    "is_cannabis",
    "inchoate_is",
    "deceased",
    "otherwise",
}
"""In scope the section is known; a report of death is there or not."""


@pytest.mark.parametrize("result", RESULTS)
def test_a_case_is_answered_as_its_table_says(result: CaseResult) -> None:
    """Outcome and reason; where the table gives them rule, other rows, remedy and procedure."""
    assert result.got == result.expected, result.case.why


@pytest.mark.parametrize("policy_id", POLICIES)
def test_every_policy_has_a_table(policy_id: str) -> None:
    """A policy does not ship without its expected answers, and they name that policy."""
    path = find_table(policy_id)
    assert path is not None, f"{policy_id} has no case table"
    assert read_table(path).policy_id == policy_id


def _truths(policy_id: str) -> tuple[Policy, dict[str, set[Truth]]]:
    """What the rows of a policy answered in the cases: rows of procedures by ``procedure ID``."""
    path = find_table(policy_id)
    assert path is not None
    policy, seen = load_by_id(policy_id), defaultdict(set)
    for case in read_table(path).cases:
        explanation = explain_case(policy, case)
        for finding in explanation.findings:
            if finding.is_on:
                seen[finding.rule_id].add(finding.truth)
        for finding in explanation.procedure:
            seen[f"procedure {finding.rule_id}"].add(finding.truth)
    return policy, seen


def _wanted(when: Condition) -> set[Truth]:
    asked = {ask.predicate for ask in predicates_in(when)}
    if asked == {"otherwise"}:
        return {Truth.MET}
    return {Truth.MET, Truth.NOT_MET} | (set() if asked <= NEVER_UNKNOWN else {Truth.UNKNOWN})


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_covers_every_row(policy_id: str) -> None:
    """Each row is met, not met and, where it can be, unknown in some case.

    That holds for the scope, which may always be open for want of a county, and for
    the rows that tell petition from application.
    """
    policy, seen = _truths(policy_id)
    wanted = {SCOPE_RULE: set(Truth)}
    wanted |= {rule.id: _wanted(rule.when) for rule in policy.rules}
    wanted |= {f"procedure {row.id}": _wanted(row.when) for row in policy.procedures}
    lacking = {row: truths - seen[row] for row, truths in wanted.items() if truths - seen[row]}
    assert not lacking


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_reaches_every_rule(policy_id: str) -> None:
    """Each row decides some case, or nobody has looked at what it answers.

    The final row may be there only so that no conviction is left without an answer.
    """
    path = find_table(policy_id)
    assert path is not None
    policy = load_by_id(policy_id)
    deciding = {explain_case(policy, case).determination.rule_id for case in read_table(path).cases}
    rules = {rule.id for rule in policy.rules if not rule.is_otherwise}
    assert not rules - deciding


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_stands_on_every_boundary(policy_id: str) -> None:
    """Of each day that dates are compared with: the day before, the day, and the day after.

    The day follows from a day of the policy, from a number of years, or is the as-of date.
    """
    path = find_table(policy_id)
    assert path is not None
    policy = load_by_id(policy_id)
    found = distances(policy, read_table(path).cases)
    lacking = {
        f"{ask.predicate} {dict(ask.arguments)}": {-1, 0, 1} - found[ask]
        for ask in boundary_asks(policy)
        if not {-1, 0, 1} <= found[ask]
    }
    assert not lacking


def test_every_boundary_can_be_measured() -> None:
    """A new word that compares dates needs its measure here before a policy may use it."""
    asks: list[Ask] = [ask for name in POLICIES for ask in boundary_asks(load_by_id(name))]
    assert {ask.predicate for ask in asks} <= MEASURES.keys()


def test_a_missing_boundary_is_noticed() -> None:
    """Without the case of the act's own day, that day is reported as not covered."""
    policy = load_by_id("us-ca/sacramento")
    path = find_table(policy.id)
    assert path is not None
    cases = read_table(path).cases
    kept = [one for one in cases if all(event.on.day != ACT for event in one.sheet.events())]
    act = next(ask for ask in boundary_asks(policy) if ask.predicate == "convicted_on_or_after")
    assert distances(policy, kept)[act] & {-1, 0, 1} == {-1, 1}


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_has_names_and_reasons(policy_id: str) -> None:
    """No two cases share a name, and each says why."""
    path = find_table(policy_id)
    assert path is not None
    cases = read_table(path).cases
    assert len({case.name for case in cases}) == len(cases)
    assert all(case.why for case in cases)


_ONE = """policy='us-ca/san-francisco'\nas_of=2020-07-01\n[[case]]\nname='a'\nwhy='b'
convictions=['2001-01-01; 11357(A) HS; felony; in SAN FRANCISCO']
answer='dismissal'\nreason='Eligible under HS 11361.8'\n"""


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("", ""),
        ("procedure='application'\nremedy='none'", ""),
        ("procedure='petition'", "procedure application"),
        ("remedy='dismissal-and-sealing'", "remedy none"),
    ],
)
def test_remedy_and_procedure_are_compared(tmp_path: Path, expected: str, difference: str) -> None:
    """A case that expects another way to ask for relief does not pass; one that is silent does."""
    path = tmp_path / "table.toml"
    path.write_text(_ONE + expected, encoding="utf-8")
    (result,) = run_table(path)
    assert result.passed is not bool(difference)
    assert result.got.endswith(difference)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("policy = 'x'", "holds no case"),
        ("[[case]]\nname = 'a'", "case 'a'"),
        ("as_of = 2020-07-01\n[[case]]\nname='a'\nwhy='b'\nanswer='perhaps'", "'perhaps'"),
        ("as_of = 2020-07-01\n[[case]]\nname='a'\nwhy='b'\nanser='x'", "'anser'"),
        (
            """as_of = 2020-07-01\n[[case]]\nname='a'\nwhy='b'\nanswer='maybe'
            convictions=['2001-01-01; 11359 HS; felonious']""",
            "'felonious' is not a level",
        ),
        ("[[case", "cannot be read"),
        (_ONE + "procedure='by mail'", "'by mail' is not a procedure: give one of none, unknown"),
        (_ONE + "remedy='pardon'", "'pardon' is not a remedy: give one of none, dismissal-and"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    """The message names the case and what is wrong with it."""
    path = tmp_path / "table.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseTableError, match=problem):
        read_table(path)


@pytest.mark.parametrize("text", ["2001-13-01", "1.2.2001", "0000", "2001-02-30", "soon"])
def test_a_bad_date_is_refused(text: str) -> None:
    """A case's date is written one way."""
    with pytest.raises(ValueError, match="is not a date"):
        read_case_date(text)


@pytest.mark.parametrize(
    "conviction",
    ["2001-01-01; 11359 HS", "2001-01-01; 11359 HS; felony; pardoned", "2001-01-01"],
)
def test_a_bad_conviction_is_refused(conviction: str) -> None:
    """Nothing in a case is passed over in silence."""
    with pytest.raises(ValueError, match=r"needs a date|not understood"):
        make_person("", [conviction])


def test_a_bad_event_is_refused() -> None:
    """An event is a death or a registration."""
    with pytest.raises(ValueError, match="is not an event"):
        make_person("", [], ["2001-01-01 moved"])

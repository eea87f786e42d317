"""Every shipped policy answers its case table, and the table covers every row."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from app.model.truth import Truth
from app.rules.case_people import make_person, read_case_date
from app.rules.case_tables import (
    CaseResult,
    CaseTableError,
    explain_case,
    find_table,
    read_table,
    run_table,
)
from app.rules.catalog import find_policies, load_by_id
from app.rules.conditions import predicates_in

POLICIES = list(find_policies())
RESULTS = [
    pytest.param(result, id=f"{policy_id}: {result.name}")
    for policy_id in POLICIES
    if (table := find_table(policy_id)) is not None
    for result in run_table(table)
]
NEVER_UNKNOWN = {"section_is", "deceased", "otherwise"}
"""In scope the section is known; a report of death is there or not."""


@pytest.mark.parametrize("result", RESULTS)
def test_a_case_is_answered_as_its_table_says(result: CaseResult) -> None:
    """Outcome and reason, and the rule and the other rows where the table gives them."""
    assert result.got == result.expected, result.case.why


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_covers_every_row(policy_id: str) -> None:
    """Each rule is met, not met and, where it can be, unknown in some case."""
    path = find_table(policy_id)
    assert path is not None, f"{policy_id} has no case table"
    policy, seen = load_by_id(policy_id), defaultdict(set)
    for case in read_table(path).cases:
        for finding in explain_case(policy, case).findings:
            seen[finding.rule_id].add(finding.truth)
    for rule in policy.rules:
        wanted = {Truth.MET} if rule.is_otherwise else {Truth.MET, Truth.NOT_MET}
        if not {ask.predicate for ask in predicates_in(rule.when)} <= NEVER_UNKNOWN:
            wanted.add(Truth.UNKNOWN)
        assert wanted <= seen[rule.id], f"{rule.id} lacks {wanted - seen[rule.id]}"


@pytest.mark.parametrize("policy_id", POLICIES)
def test_a_table_has_names_and_reasons(policy_id: str) -> None:
    """No two cases share a name, and each says why."""
    path = find_table(policy_id)
    assert path is not None
    cases = read_table(path).cases
    assert len({case.name for case in cases}) == len(cases)
    assert all(case.why for case in cases)


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

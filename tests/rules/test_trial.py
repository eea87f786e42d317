"""A trial on made-up convictions: rows that decide nothing, options without effect, no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.rules.catalog import find_policies, load_by_id
from app.rules.checking.check_policy import check_policy
from app.rules.checking.trial import hold_trial, settings_to_try
from app.rules.evaluate import Evaluator
from tests.rules.office_policy import GOOD, HEAD, ROWS, checked, line_of, row


def test_convictions_that_no_row_answers_are_told(tmp_path: Path) -> None:
    """How many, the plainest example in words, and under which options."""
    place = GOOD.index('[[rule]]\nid = "rest"')
    text = GOOD[:place] + GOOD[GOOD.index("[[procedure]]") :]
    found = checked(tmp_path, text, n_people=3000)
    assert found.is_usable
    (remark,) = (one for one in found.remarks if "no row answers" in one.text)
    assert "a misdemeanor conviction for HS 11358 of 2014-07-01" in remark.text
    assert "under the default options" in remark.text


def test_a_row_that_never_decides_is_told(tmp_path: Path) -> None:
    """Two rows together take every answer: the file alone does not show it, the trial does."""
    both = row("felony", '{ predicate = "level_is", level = "felony" }') + row(
        "not-felony", '{ predicate = "level_is_not", level = "felony" }'
    )
    found = checked(tmp_path, HEAD + both + ROWS, n_people=3000)
    assert found.is_usable
    said = [str(one) for one in found.remarks if "rule 'age': it decided none" in str(one)]
    assert len(said) == 1
    assert "felony'" in said[0]
    assert "made-up convictions, though" in said[0]
    assert any("option 'age': changing it changed no answer" in str(one) for one in found.remarks)


def test_an_option_of_the_procedures_has_its_effect(tmp_path: Path) -> None:
    """An option that changes only how relief is asked for is not without effect."""
    text = GOOD.replace(
        '{ predicate = "own_sentence_ended", day = "by-as-of", without_terms = "ended" }',
        '{ predicate = "age_reached", years = "$age" }',
    )
    text = text.replace('years = "$age" }\nthen = "dismissal"', 'years = 30 }\nthen = "dismissal"')
    found = checked(tmp_path, text, n_people=3000)
    assert found.is_usable
    assert not [one for one in found.remarks if one.where.startswith("option")]


def test_rows_of_counties_and_long_records_are_met(tmp_path: Path) -> None:
    """The made-up people come from the counties named, with as many convictions as asked for."""
    rows = row("kern", '{ predicate = "county_is", counties = ["FRESNO"] }') + row(
        "many", '{ predicate = "more_convictions_than", than = 6 }'
    )
    found = checked(tmp_path, HEAD.replace('county = "Kern"\n', "") + rows + ROWS, n_people=3000)
    assert found.is_usable
    assert not [one for one in found.remarks if one.where in ("rule 'kern'", "rule 'many'")]


def test_a_row_that_nobody_meets_is_told(tmp_path: Path) -> None:
    """An offense list that no conviction in the scope can be on."""
    text = HEAD + row("strike", '{ predicate = "section_on_list", list = "us-ca/super-strikes" }')
    found = checked(tmp_path, text + ROWS)
    assert any("rule 'strike': none of" in str(one) for one in found.remarks)


def test_a_gap_in_the_procedures_is_told(tmp_path: Path) -> None:
    """For certain when one predicate is asked for one answer only; by trial otherwise."""
    cut = GOOD[: GOOD.index('[[procedure]]\nid = "other"')]
    found = checked(tmp_path, cut)
    (problem,) = found.problems
    assert "the table of procedures leaves convictions without a row" in problem.text
    assert problem.line == line_of(cut, "[[procedure]]")
    more = cut + GOOD[GOOD.index('[[procedure]]\nid = "other"') :].replace("otherwise", "deceased")
    found = checked(tmp_path, more)
    assert found.is_usable
    assert any("no row of the procedures is met by" in one.text for one in found.remarks)


def test_dated_rows_with_a_gap_are_told(tmp_path: Path) -> None:
    """The days on which neither of two rows of one condition holds."""
    rows = row("old", '{ predicate = "deceased" }', "until = 2018-12-31\n") + row(
        "new", '{ predicate = "deceased" }', "from = 2020-01-01\n"
    )
    found = checked(tmp_path, HEAD + rows + ROWS)
    assert found.is_usable
    said = "rule 'new': no row of this condition holds from 2019-01-01 to 2019-12-31"
    assert any(said in str(one) for one in found.remarks)


@pytest.mark.parametrize("policy_id", list(find_policies()))
def test_shipped_policies_are_sound(policy_id: str) -> None:
    """No problem; of rows and options only what is known and true."""
    found = check_policy(find_policies()[policy_id], [])
    assert found.problems == ()
    said = {one.where for one in found.remarks if not one.where.startswith("source")}
    expected = {
        "us-ca/county-review": {"the policy"},
        "us-ca/statute-11361.8": {"rule 'otherwise'"},
    }
    assert said == expected.get(policy_id, set()), [str(one) for one in found.remarks]


def test_county_review_leaves_some_without_an_answer() -> None:
    """With a section that the office neither dismisses nor reduces."""
    found = check_policy(find_policies()["us-ca/county-review"], [])
    (remark,) = (one for one in found.remarks if "no row answers" in one.text)
    assert "under the options hs_11357 = neither" in remark.text
    assert "a felony conviction for HS 11357" in remark.text


@pytest.mark.parametrize("policy_id", list(find_policies()))
def test_a_trial_answers_as_the_evaluator(policy_id: str) -> None:
    """Deciding row, hand review, no answer and scope, for everyone, under several options."""
    policy = load_by_id(policy_id)
    trial = hold_trial(policy, 800)
    for chosen in settings_to_try(policy)[::7]:
        for one in trial.rounds:
            evaluator = Evaluator(policy, chosen, one.as_of, policy.county or "LOS ANGELES")
            decided = one.decide(chosen)
            for index, made in enumerate(one.people[::5]):
                bit = 1 << (5 * index)
                first = made.sheet.convictions()[0].charge.at
                answers = [got for got in evaluator.determine(made.sheet) if got.at == first]
                row_id = next((key for key, people in decided.by_row.items() if people & bit), "")
                in_scope = bool(decided.in_scope & bit)
                if in_scope:
                    assert [got.rule_id for got in answers] == [row_id], made.says
                else:
                    assert not answers or answers[0].missing, made.says


def test_dates_of_a_trial_meet_every_dated_row(tmp_path: Path) -> None:
    """A row that was in force until 2018 decides on a day of then."""
    rows = row("old", '{ predicate = "deceased" }', "until = 2018-12-31\n")
    found = checked(tmp_path, HEAD + rows + ROWS)
    assert found.is_usable
    assert not [one for one in found.remarks if one.where == "rule 'old'"]

"""Answers of whole records, and the words and cells that explain them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.errors import InputError, UsageError
from app.model.county import normalize_county
from app.model.record import RapSheet, RowRef
from app.model.relief import Outcome
from app.model.truth import Truth
from app.rules.catalog import load_by_id
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explain_fully, explanation_data, explanation_lines
from app.rules.policy import OptionValue, settle_options
from app.rules.profile import build_profile

AS_OF = date(2020, 7, 1)


def _evaluator(policy_id: str, county: str = "", **options: OptionValue) -> Evaluator:
    policy = load_by_id(policy_id)
    return Evaluator(policy, settle_options(policy, options), AS_OF, county)


def test_every_conviction_in_scope_gets_one_answer_in_order() -> None:
    """Two counts and another county's one: two answers, in the order of the record."""
    sheet = make_person(
        "1980-01-01",
        [
            "2005-03-01; 11359 HS; felony",
            "2006-03-01; 11359 HS; felony; in KERN",
            "2007-03-01; 11357(B) HS; misdemeanor",
        ],
        county="YOLO",
    )
    found = _evaluator("us-ca/county-review", "Yolo County").determine(sheet)
    assert [(one.at.row, one.outcome) for one in found] == [
        (1, Outcome.DISMISSAL),
        (3, Outcome.DISMISSAL),
    ]


def test_a_person_without_convictions_gets_no_answer() -> None:
    """Nothing to answer, nothing raised."""
    assert _evaluator("us-ca/los-angeles").determine(make_person("", [])) == []


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        (" Yolo ", "YOLO"),
        ("los  angeles county", "LOS ANGELES"),
        ("County of Kern", "KERN"),
        ("", ""),
    ],
)
def test_county_names_are_normalized(name: str, normal: str) -> None:
    """Case, blanks and the word County make no difference."""
    assert normalize_county(name) == normal


def test_a_policy_answers_for_its_own_county_only() -> None:
    """Los Angeles's table is not applied elsewhere, and county review needs a county."""
    assert _evaluator("us-ca/los-angeles").county == "LOS ANGELES"
    with pytest.raises(UsageError, match="answers for LOS ANGELES only, not for KERN"):
        _evaluator("us-ca/los-angeles", "Kern")
    with pytest.raises(UsageError, match="choose the county"):
        _evaluator("us-ca/county-review", " ")


def test_asking_about_another_row_is_refused() -> None:
    """A row without a conviction has no explanation."""
    sheet = make_person("", ["2005-03-01; 11359 HS; felony"], county="LOS ANGELES")
    with pytest.raises(InputError, match="row 9"):
        _evaluator("us-ca/los-angeles").explain(sheet, RowRef(1, 9))


def test_facts_lead_to_the_cell() -> None:
    """A comparison gives both sides; each fact of the record has its column and row."""
    sheet = make_person(
        "1970-07-01",
        ["2015-03-01; 11359 HS; felony", "1990-01-01; 459 PC; felony; 2 years prison"],
        county="LOS ANGELES",
    )
    explanation = _evaluator("us-ca/los-angeles").explain(sheet, RowRef(1, 1))
    age = next(one for one in explanation.findings if one.rule_id == "age")
    assert age.is_deciding
    assert [(fact.name, fact.value, fact.column) for fact in age.facts] == [
        ("birth date", "1970-07-01", "PRI_DOB"),
        ("age 50 reached on", "2020-07-01", ""),
        ("as-of date", "2020-07-01", ""),
    ]
    level = next(one for one in explanation.findings if one.rule_id == "not-a-felony")
    assert (level.facts[0].column, level.facts[0].at) == ("CONV_STAT_DESCR", RowRef(1, 1))
    only = next(one for one in explanation.findings if one.rule_id == "only-cannabis-and-served")
    assert only.truth is Truth.NOT_MET
    assert [(fact.value, fact.at) for fact in only.facts] == [("459 PC", RowRef(1, 2))]


def test_an_explanation_reads_as_text_and_data() -> None:
    """The same words for terminal, window and paper; the data goes through JSON."""
    sheet = make_person("", ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"])
    sheet = make_person(
        "", ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"], county="LOS ANGELES"
    )
    explanation = _evaluator("us-ca/los-angeles").explain(sheet, RowRef(1, 1))
    lines = explanation_lines(explanation)
    assert lines[0] == "Hand Review"
    assert "Reason: Unknown: birth date" in lines
    assert any("birth date: unknown: not on record (PRI_DOB, row 1)" in line for line in lines)
    assert all(len(line) <= 100 for line in lines)
    data = explanation_data(explanation)
    assert json.loads(json.dumps(data)) == data
    assert data["missing"] == ["birth date"]


def test_a_switched_off_rule_says_so() -> None:
    """Every rule of the policy stands in the explanation, also those not asked."""
    sheet = make_person("1950-01-01", ["2015-03-01; 11359 HS; felony"], county="YOLO")
    explanation = _evaluator("us-ca/county-review", "YOLO").explain(sheet, RowRef(1, 1))
    age = next(one for one in explanation.findings if one.rule_id == "age")
    assert age.truth is Truth.NOT_MET
    assert age.facts[0].name == "switched on"


def test_out_of_scope_is_explained() -> None:
    """Why a conviction got no answer can be asked too."""
    sheet = make_person("", ["2015-03-01; 459 PC; felony"], county="YOLO")
    explanation = _evaluator("us-ca/county-review", "YOLO").explain(sheet, RowRef(1, 1))
    assert explanation.determination.outcome is Outcome.NO_ANSWER
    assert explanation.determination.reason == "Not in the scope of the policy"
    assert len(explanation.findings) == 1


def test_a_profile() -> None:
    """The result columns about a person: every county, maybe-offenses too, in order."""
    sheet = make_person(
        "1980-01-01",
        [
            "2005-03-01; 11359 HS-SALE; felony",
            "1999; 207 PC-KIDNAP; felony; in KERN",
            "2001-03-01; 664-11357(A) HS; felony",
            "1998-03-01; 647.6(A) PC; misdemeanor",
            "unknown; ILLEGIBLE; felony",
        ],
        ["2003-01-01 registration; 290 PC", "2019-01-01 deceased"],
        "YOLO",
    )
    profile = build_profile(sheet)
    assert profile.n_convictions == 5
    assert profile.n_by_cannabis_section == {"11357": 1, "11358": 0, "11359": 1, "11360": 0}
    assert profile.strike_sections == ("207 PC",)
    assert profile.registrable_sections == ("207 PC", "647.6(A) PC")
    assert profile.has_registration
    assert profile.is_deceased
    assert str(profile.latest_conviction) == "2005-03-01"


def _with_doubt(sheet: RapSheet, row: int) -> RapSheet:
    """The count at a row, its disposition unread."""
    cycles = tuple(
        cycle._replace(
            events=tuple(
                event._replace(
                    charges=tuple(
                        one._replace(is_doubtful=one.at.row == row, disposition="C0MV")
                        for one in event.charges
                    )
                )
                for event in cycle.events
            )
        )
        for cycle in sheet.cycles
    )
    return replace(sheet, cycles=cycles)


@pytest.mark.parametrize(
    "policy_id", ["us-ca/county-review", "us-ca/los-angeles", "us-ca/statute-11361.8"]
)
def test_a_count_whose_disposition_cannot_be_read_goes_to_hand_review(policy_id: str) -> None:
    """It may be no conviction at all: no paper is drafted for it, and the fact is named."""
    sheet = _with_doubt(
        make_person("1980-01-01", ["2005-03-01; 11359 HS; felony"], county="LOS ANGELES"), 1
    )
    evaluator = _evaluator(policy_id, "LOS ANGELES")
    (found,) = evaluator.determine(sheet)
    assert (found.outcome, found.missing) == (Outcome.HAND_REVIEW, ("disposition",))
    explanation = evaluator.explain(sheet, found.at)
    assert explanation.determination == found
    (fact,) = [one for one in explanation.findings[0].facts if one.name == "disposition"]
    assert (fact.column, fact.is_known) == ("DISP_DESCR", False)


def test_a_doubtful_prior_leaves_open_what_it_could_change() -> None:
    """A strike that may be none: hand review; the same strike for certain: not eligible."""
    sheet = make_person(
        "1980-01-01",
        ["2001-03-01; 218 PC; felony", "2005-03-01; 11359 HS; felony"],
        county="LOS ANGELES",
    )
    evaluator = _evaluator("us-ca/los-angeles")
    (sure,) = evaluator.determine(sheet)
    (open_,) = evaluator.determine(_with_doubt(sheet, 1))
    assert sure.outcome is Outcome.NOT_ELIGIBLE
    assert open_.outcome is Outcome.HAND_REVIEW
    assert open_.missing == ("disposition of another count",)
    traced = explain_fully(evaluator, _with_doubt(sheet, 1), open_.at)
    assert traced.changes is not None
    (fact,) = traced.changes.open_facts
    assert fact.is_enough
    assert [(one.when, one.answer.outcome) for one in fact.answers] == [
        ("it counts", Outcome.NOT_ELIGIBLE),
        ("it does not count", Outcome.DISMISSAL),
    ]

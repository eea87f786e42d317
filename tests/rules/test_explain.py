"""The words and the data of an explanation: the same everywhere, and in agreement."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.model.dates import PartialDate
from app.model.record import Cycle, RapSheet, RowRef
from app.model.relief import Determination, Explanation, Fact, Outcome
from app.model.statements import Kind, Place
from app.model.truth import Truth
from app.rules.catalog import find_policies
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explain_fully, explanation_data, explanation_lines
from app.rules.explaining.statements import as_it_stands, fact_in_words, make_statements
from app.rules.explaining.what_if import is_open
from tests.rules.strategies import numbered
from tests.rules.what_if_strategies import evaluator_of, evaluators, located, placed_sheets

AT = RowRef(1, 1)


def _place(at: RowRef, column: str) -> Place:
    return Place("made up.dat", at.row, column, f"cell of {column}" if column else "")


@settings(max_examples=40, deadline=None)
@given(evaluators, placed_sheets())
def test_an_explanation_agrees_with_the_answer(evaluator: Evaluator, person: RapSheet) -> None:
    """In full it holds the very determination; what is open has facts, what is settled none."""
    sheet = located(person, evaluator)
    found = {one.at: one for one in evaluator.determine(sheet)}
    for conviction in sheet.convictions():
        at = conviction.charge.at
        explanation = explain_fully(evaluator, sheet, at)
        assert explanation.findings == evaluator.explain(sheet, at).findings
        if at in found:
            assert explanation.determination == found[at]
        changes = explanation.changes
        assert changes is not None
        assert bool(changes.open_facts) == is_open(explanation.determination)
        named = {one.fact.name for one in changes.open_facts}
        if explanation.determination.missing:  # one date may have two names: the event's
            assert named <= set(explanation.determination.missing)
        if changes.next_turn is not None:
            assert changes.next_turn.before == explanation.determination
            assert changes.next_turn.on > evaluator.as_of
        data = explanation_data(explanation, _place)
        assert json.loads(json.dumps(data)) == data


@settings(max_examples=25, deadline=None)
@given(evaluators, placed_sheets())
def test_the_words_are_the_same_everywhere(evaluator: Evaluator, person: RapSheet) -> None:
    """Every statement stands in the text and in the data, word for word."""
    sheet = located(person, evaluator)
    for conviction in sheet.convictions():
        explanation = explain_fully(evaluator, sheet, conviction.charge.at)
        statements = make_statements(explanation, _place)
        text = _glued("".join(explanation_lines(explanation, places=_place)))
        data = explanation_data(explanation, _place)
        assert isinstance(data["statements"], list)
        assert [one["text"] for one in data["statements"]] == [one.text for one in statements]
        for one in statements:
            assert _glued(one.text) in text
        assert [one.kind for one in statements].count(Kind.ANSWER) == 1
        rules = [one.rule_id for one in statements if one.kind is Kind.RULE]
        findings = (*explanation.findings, *explanation.procedure)
        assert rules == [one.rule_id for one in findings]


def _glued(text: str) -> str:
    return "".join(text.split())


def _rank(found: Determination | None) -> int:
    if found is None or not found.outcome.is_relief:
        return 0
    return 2 if found.outcome is Outcome.DISMISSAL else 1


# Policies with a table of disqualifying convictions; Sacramento, for one, asks for none.
DISQUALIFYING = [
    evaluator_of("us-ca/los-angeles"),
    evaluator_of("us-ca/statute-11361.8"),
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DISQUALIFYING), placed_sheets(complete=True), st.sampled_from(
    ["187 PC-MURDER", "37 PC-TREASON"]
))  # fmt: skip
def test_adding_a_disqualifier_never_helps(
    evaluator: Evaluator, person: RapSheet, text: str
) -> None:
    """A super strike before everything else never makes an answer better than it was."""
    sheet = located(person, evaluator)
    convictions = sheet.convictions()
    assume(convictions)
    first = convictions[0]
    charge = first.charge._replace(section_text=text, charged_text=text, relief=(), sentence=())
    on = PartialDate.exactly(date(1965, 1, 1))
    event = first.event._replace(on=on, charges=(charge._replace(is_conviction=True),))
    worse = RapSheet(sheet.person, (*sheet.cycles, Cycle("999", on, (event,))))
    before = {one.at: one for one in evaluator.determine(numbered(sheet))}
    after = {one.at: one for one in evaluator.determine(numbered(worse))}
    for at, answer in before.items():
        if not answer.missing:
            assert _rank(after.get(at)) <= _rank(answer), (answer, after.get(at))


def test_the_text_reads_from_the_answer_down() -> None:
    """Answer, what is not known, what would change it, the rules, the sources."""
    sheet = make_person(
        "", ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"], county="LOS ANGELES"
    )
    lines = explanation_lines(explain_fully(evaluator_of("us-ca/los-angeles"), sheet, AT))
    assert lines[:3] == [
        "Hand Review",
        "Reason: Unknown: birth date",
        "Policy us-ca/los-angeles, version 2026.1, as of 2020-07-01",
    ]
    assert (
        "   - If born on or before 1970-07-01: Eligible for Dismissal: 50 years or older" in lines
    )
    assert "Settled by: birth date" in lines
    turns = "On 2026-01-01 this becomes Eligible for Dismissal: No convictions in past 10 years"
    assert turns in lines
    heads = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert heads == [
        "What is not known, and what it would change:",
        "What would change this answer:",
        "Every rule in its order:",
        "Sources:",
    ]
    assert all(len(line) <= 100 for line in lines)
    assert any("(as an earlier program or office had it)" in line for line in lines)


def test_rules_that_are_not_asked_say_why() -> None:
    """Switched off by an option; the others met, not met or unknown."""
    sheet = make_person("1950-01-01", ["2015-03-01; 11359 HS; felony"], county="LOS ANGELES")
    explanation = explain_fully(evaluator_of("us-ca/county-review"), sheet, AT)
    marks = {one.rule_id: one.mark for one in make_statements(explanation) if one.mark}
    assert marks["age"] == "switched off"
    assert marks["scope"] == "met"
    assert marks["dismiss-11359"] == "decides"
    assert marks["misdemeanor-or-infraction"] == "not met"


def test_facts_are_told_with_their_cell() -> None:
    """File, row, column and the cell's own text, in the words and in the data."""
    sheet = make_person("1960-01-01", ["2015-03-01; 11359 HS; felony"], county="LOS ANGELES")
    explanation = explain_fully(evaluator_of("us-ca/los-angeles"), sheet, AT)
    lines = explanation_lines(explanation, 200, _place)
    told = "birth date: 1960-01-01 (made up.dat, row 1, PRI_DOB: 'cell of PRI_DOB')"
    assert any(told in line for line in lines)
    data = explanation_data(explanation, _place)
    findings = data["findings"]
    assert isinstance(findings, list)
    facts = [fact for finding in findings for fact in finding["facts"]]
    born = next(fact for fact in facts if fact["name"] == "birth date")
    assert (born["file"], born["text"]) == ("made up.dat", "cell of PRI_DOB")
    as_of = next(fact for fact in facts if fact["name"] == "as-of date")
    assert (as_of["file"], as_of["text"]) == (None, None)


def test_remedy_and_procedure_are_told() -> None:
    """What the court is asked, how, and the rows that tell which."""
    sheet = make_person(
        "1960-01-01", ["2012-03-01; 11359 HS; felony; 2 years prison"], county="LOS ANGELES"
    )
    explanation = explain_fully(evaluator_of("us-ca/statute-11361.8"), sheet, AT)
    lines = explanation_lines(explanation)
    assert "What the court is asked: redesignation as a misdemeanor" in lines
    assert "How: by application" in lines
    assert "How it is asked for:" in lines
    data = explanation_data(explanation)
    assert data["procedure"] == "application"
    assert isinstance(data["procedures"], list)
    assert [one["truth"] for one in data["procedures"] if one["is_deciding"]] == ["met"]


def test_a_conviction_that_is_not_asked_about_is_explained() -> None:
    """The scope is the only row, and no date brings it in."""
    sheet = make_person("", ["2015-03-01; 459 PC; felony"], county="LOS ANGELES")
    explanation = explain_fully(evaluator_of("us-ca/los-angeles"), sheet, AT)
    assert [one.truth for one in explanation.findings] == [Truth.NOT_MET]
    assert explanation.changes is not None
    assert explanation.changes.open_facts == ()
    assert explanation.changes.next_turn is None


def _marks(explanation: Explanation) -> dict[str, str]:
    return {one.rule_id: one.mark for one in make_statements(explanation) if one.mark}


def test_the_scope_is_shown_with_its_truth() -> None:
    """Out of scope is not met, an unreadable section unknown; that it decides comes after."""
    evaluator = evaluator_of("us-ca/los-angeles")
    for text, mark in (("459 PC", "not met, decides"), ("xyzzy", "unknown, decides")):
        sheet = make_person("", [f"2015-03-01; {text}; felony"], county="LOS ANGELES")
        explanation = explain_fully(evaluator, sheet, AT)
        assert _marks(explanation)["scope"] == mark
        assert any(f"[{mark}]" in line for line in explanation_lines(explanation, 400))


def test_the_last_row_is_not_reached_where_another_decides() -> None:
    """Only where it decides does it answer; nor does an open answer say that it would."""
    evaluator = evaluator_of("us-ca/los-angeles")
    for born in ("1950-01-01", ""):
        texts = ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"]
        sheet = make_person(born, texts, county="LOS ANGELES")
        explanation = explain_fully(evaluator, sheet, AT)
        last = explanation.findings[-1]
        assert last.is_otherwise
        assert _marks(explanation)[last.rule_id] == "not reached"
        would = [one for one in make_statements(explanation) if one.kind is Kind.WOULD]
        assert last.rule_id not in {one.rule_id for one in would}
    sheet = make_person("1990-01-01", texts, county="LOS ANGELES")
    assert _marks(explain_fully(evaluator, sheet, AT))[last.rule_id] == "decides"


def test_since_when_is_told_of_the_outcome() -> None:
    """The reason may have been another on the days between, so that it is not said to hold."""
    texts = ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"]
    sheet = make_person("1972-02-29", texts, county="LOS ANGELES")
    evaluator = evaluator_of("us-ca/los-angeles", date(2023, 1, 1))
    lines = explanation_lines(explain_fully(evaluator, sheet, AT), 400)
    since = next(line for line in lines if " since 2022-03-01; before that day" in line)
    assert since.startswith("Eligible for Dismissal since 2022-03-01; ")
    assert not any("been so since" in line for line in lines)


@pytest.mark.parametrize(
    ("value", "cell", "says"),
    [
        ("not on record", "19991O01", "cannot be read: '19991O01'"),
        ("not on record", "MISD", "cannot be read: 'MISD'"),
        ("not on record", "", "not on record"),
        (
            "not on record exactly, only 2019-02", "20190231",
            "'20190231' cannot be read as a day, only 2019-02",
        ),
        ("not on record exactly, only 1999", "19990000", "not on record exactly, only 1999"),
    ],
)  # fmt: skip
def test_what_stands_there_is_not_said_to_be_absent(value: str, cell: str, says: str) -> None:
    """A cell that holds something cannot be read; only an empty one is not on record."""
    fact = Fact("conviction date", value, "STP_EVENT_DATE", AT, is_known=False)
    place = Place("made up.dat", 1, "STP_EVENT_DATE", cell)
    assert as_it_stands(fact, place).value == says
    assert fact_in_words(fact, place).startswith(f"conviction date: unknown: {says} (made up.dat")
    assert as_it_stands(fact, None) == fact


def test_the_cell_of_another_date_does_not_tell_the_offense_date() -> None:
    """The arrest's date stands there, and is read."""
    fact = Fact("offense date", "not on record", "CYC_DATE", AT, is_known=False)
    assert as_it_stands(fact, Place("made up.dat", 1, "CYC_DATE", "19990101")) == fact


def test_a_reason_names_the_date_of_a_conviction_once() -> None:
    """The conviction's own date, and that of a count beside it, is the conviction date."""
    sheet = make_person("1985-01-01", ["; 11358 HS; felony"], county="LOS ANGELES")
    cycle = sheet.cycles[0]
    own = cycle.events[0].charges[0]
    beside = own._replace(section_text="459 PC", charged_text="459 PC", at=RowRef(1, 2))
    event = cycle.events[0]._replace(charges=(own, beside))
    sheet = replace(sheet, cycles=(cycle._replace(events=(event,)),))
    for policy_id in find_policies():
        evaluator = evaluator_of(policy_id)
        missing = evaluator.explain(located(sheet, evaluator), AT).determination.missing
        assert not any(name.startswith("date of the conviction") for name in missing), missing


def test_a_date_that_is_absent_is_said_to_be() -> None:
    """No "(unknown)" after relief, no "of unknown" of a reversed conviction; its own row."""
    sheet = make_person(
        "1985-01-01", ["2015-03-01; 11359 HS; felony; reduced", "; 11351 HS; felony; reversed"],
        county="LOS ANGELES",
    )  # fmt: skip
    explanation = evaluator_of("us-ca/los-angeles").explain(sheet, AT)
    facts = {fact.value: fact for one in explanation.findings for fact in one.facts}
    assert not any("(unknown)" in value or "of unknown" in value for value in facts), facts
    doubt = "11351 HS, date not on record, is on record as reversed or vacated"
    reversal = sheet.convictions()[1].charge.relief[0]
    assert doubt in facts
    assert facts[doubt].at == reversal.at


def test_how_it_is_asked_for_is_numbered_from_one() -> None:
    """And its rows say how, not the outcome again."""
    sheet = make_person(
        "1960-01-01", ["2012-03-01; 11359 HS; felony; 2 years prison"], county="LOS ANGELES"
    )
    lines = explanation_lines(explain_fully(evaluator_of("us-ca/statute-11361.8"), sheet, AT), 400)
    below = lines[lines.index("How it is asked for:") + 1 :]
    below = below[: below.index("")]
    assert below[0].startswith("1. ")
    assert not any("Eligible" in line for line in below)
    assert "   => Application for a completed sentence" in below

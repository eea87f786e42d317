"""What unknown facts would make of an answer: every statement is true, on made-up histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.dates import PartialDate
from app.model.record import Charge, Level, RapSheet, RowRef
from app.model.relief import Determination, Explanation, Outcome, PossibleAnswer, Procedure
from app.model.statute import Inchoate, read_section
from app.model.truth import Truth
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explain_fully, explanation_lines
from app.rules.explaining.section_choices import OTHER
from app.rules.explaining.suppose import World, WorldAsker, change_charge
from app.rules.explaining.unknown_kinds import ChoiceUnknown, DayUnknown
from app.rules.explaining.unknowns import find_unknowns
from app.rules.explaining.what_if import is_open, possible_answers, without_own_name
from tests.rules.what_if_strategies import (
    EVALUATORS,
    evaluator_of,
    evaluators,
    located,
    placed_sheets,
)


def _determined(evaluator: Evaluator, sheet: RapSheet, at: RowRef) -> Determination | None:
    return next((one for one in evaluator.determine(sheet) if one.at == at), None)


def _agrees(stated: Determination, found: Determination | None) -> bool:
    """The stated answer is the one determined; out of scope nothing is determined."""
    if found is None:
        return stated.outcome is Outcome.NO_ANSWER
    same = (stated.outcome, stated.rule_id, stated.remedy, stated.procedure, stated.missing)
    given = (found.outcome, found.rule_id, found.remedy, found.procedure, found.missing)
    return same == given and stated.reason in ("", found.reason)


def _value_day(data: st.DataObject, one: PossibleAnswer) -> date:
    first, last = one.first or date(1930, 1, 1), one.last or date(2045, 12, 31)
    first, last = min(first, last), max(first, last)
    ends = [day for day in (one.first, one.last) if day is not None]
    days = st.dates(first, last)
    return data.draw(days | st.sampled_from(ends) if ends else days)


@settings(max_examples=60, deadline=None)
@given(evaluators, placed_sheets(), st.data())
def test_every_what_if_is_true(evaluator: Evaluator, person: RapSheet, data: st.DataObject) -> None:
    """A value put into the record gives the answer that is stated for it."""
    sheet = located(person, evaluator)
    for conviction in sheet.convictions():
        at = conviction.charge.at
        explanation = evaluator.explain(sheet, at)
        asker = WorldAsker(evaluator, at)
        for unknown in find_unknowns(evaluator, sheet, explanation):
            for one in possible_answers(asker, World(sheet), unknown):
                if isinstance(unknown, DayUnknown):
                    world = unknown.put(World(sheet), _value_day(data, one))
                else:
                    choice = data.draw(st.sampled_from(unknown.choices))
                    if choice.words not in one.values:
                        continue
                    world = choice.put(World(sheet))
                if world.listings or world.rows:
                    continue
                found = _determined(evaluator, world.sheet, at)
                if found is not None and isinstance(unknown, ChoiceUnknown):
                    found = without_own_name(found, choice.words)
                assert _agrees(one.answer, found), (unknown.fact, one, found)


@settings(max_examples=60, deadline=None)
@given(evaluators, placed_sheets(), st.data())
def test_facts_that_settle_an_answer_do(
    evaluator: Evaluator, person: RapSheet, data: st.DataObject
) -> None:
    """With any values of a smallest set of facts nothing is left open."""
    sheet = located(person, evaluator)
    for conviction in sheet.convictions():
        at = conviction.charge.at
        explanation = explain_fully(evaluator, sheet, at)
        changes = explanation.changes
        assert changes is not None
        unknowns = find_unknowns(evaluator, sheet, explanation)
        assert bool(unknowns) == is_open(explanation.determination)
        assert [one.fact for one in unknowns] == [one.fact for one in changes.open_facts]
        for places in changes.settled_by:
            assert all(changes.open_facts[place].is_enough for place in places) == (
                len(places) == 1
            )
            world = World(sheet)
            for place in places:
                unknown = unknowns[place]
                if isinstance(unknown, ChoiceUnknown):
                    world = data.draw(st.sampled_from(unknown.choices)).put(world)
                else:
                    first = unknown.within.earliest or date(1930, 1, 1)
                    last = unknown.within.latest or date(2045, 12, 31)
                    world = unknown.put(
                        world, data.draw(st.dates(min(first, last), max(first, last)))
                    )
            answer = WorldAsker(evaluator, at).ask(world)
            still = answer.missing if explanation.determination.missing else is_open(answer)
            assert not still or _is_contradicted(world.sheet)


def _is_contradicted(sheet: RapSheet) -> bool:
    """Born after a conviction: two dates that exclude each other."""
    born = sheet.person.born.latest
    return born is not None and any(
        one.convicted_on.earliest is not None and one.convicted_on.earliest <= born
        for one in sheet.convictions()
    )


def _explained(
    policy: str, born: str, *convictions: str, county: str = "LOS ANGELES"
) -> Explanation:
    sheet = make_person(born, convictions, county=county)
    return explain_fully(evaluator_of(policy), sheet, RowRef(1, 1))


def _what_ifs(explanation: Explanation) -> dict[str, list[tuple[str, Outcome]]]:
    assert explanation.changes is not None
    return {
        one.fact.name: [(answer.when, answer.answer.outcome) for answer in one.answers]
        for one in explanation.changes.open_facts
    }


def test_a_birth_date_is_told_by_its_turning_days() -> None:
    """Los Angeles: 50 years on the as-of date; 21 or younger on it by days."""
    found = _explained(
        "us-ca/los-angeles", "", "2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"
    )
    assert _what_ifs(found) == {
        "birth date": [
            ("born on or before 1970-07-01", Outcome.DISMISSAL),
            ("born from 1970-07-02 to 1999-07-01", Outcome.HAND_REVIEW),
            ("born on or after 1999-07-02", Outcome.DISMISSAL),
        ]
    }
    assert found.changes is not None
    assert found.changes.settled_by == ((0,),)


def test_a_level_and_a_birth_date_are_both_needed() -> None:
    """With the level unknown too, a felony still leaves the birth date open."""
    found = _explained(
        "us-ca/los-angeles", "", "2015-03-01; 11359 HS; unknown", "2016-01-01; 459 PC; felony"
    )
    assert list(_what_ifs(found)) == ["level of offense", "birth date"]
    assert _what_ifs(found)["level of offense"][0][0] == "it is a felony"
    assert found.changes is not None
    assert found.changes.settled_by == ((0, 1),)
    assert "Needs both: level of offense and birth date" in explanation_lines(found)


def test_an_unknown_county_is_this_one_or_another() -> None:
    """In another county the policy does not ask about the conviction."""
    evaluator = evaluator_of("us-ca/county-review")
    sheet = make_person("1970-07-01", ["2015-03-01; 11359 HS; felony"], county="LOS ANGELES")
    cycle = sheet.cycles[0]
    nowhere = tuple(event._replace(county="") for event in cycle.events)
    sheet = replace(sheet, cycles=(cycle._replace(events=nowhere),))
    found = explain_fully(evaluator, sheet, RowRef(1, 1))
    assert _what_ifs(found) == {
        "county": [
            ("it is Los Angeles", Outcome.DISMISSAL),
            ("it is another county", Outcome.NO_ANSWER),
        ]
    }


def test_an_unreadable_section_is_one_of_four_or_another() -> None:
    """The four sections by name, everything else together: it is not asked about."""
    found = _explained("us-ca/county-review", "1970-07-01", "2015-03-01; ILLEGIBLE; misdemeanor")
    assert _what_ifs(found)["code section"] == [
        ("it is HS 11357, HS 11358, HS 11359 or HS 11360", Outcome.DISMISSAL),
        ("it is any other section", Outcome.NO_ANSWER),
    ]
    assert found.changes is not None
    assert found.changes.settled_by == ((0,),)


def test_a_prior_that_is_maybe_listed_is_or_is_not() -> None:
    """An assault that may be a super strike: by the law's doubt, not by a value of the record."""
    found = _explained(
        "us-ca/los-angeles", "1960-01-01", "2015-03-01; 11359 HS; felony",
        "2005-01-01; 245(D) PC; felony",
    )  # fmt: skip
    assert _what_ifs(found)["whether 245(D) PC comes under PC 667(e)(2)(C)(iv)"] == [
        ("it does", Outcome.NOT_ELIGIBLE),
        ("it does not", Outcome.DISMISSAL),
    ]


def test_a_reversed_conviction_counts_or_not() -> None:
    """A later felony on record as reversed leaves the years without conviction open."""
    found = _explained(
        "us-ca/los-angeles", "1985-01-01", "2005-03-01; 11359 HS; felony",
        "2018-01-01; 459 PC; felony; reversed 2019-01-01",
    )  # fmt: skip
    answers = _what_ifs(found)["whether a reversed conviction counts"]
    assert [when for when, _ in answers] == ["it counts", "it does not count"]
    assert answers[0][1] is not answers[1][1]


def test_an_unstated_term_is_told_by_its_end() -> None:
    """The day from which the sentence would still run."""
    found = _explained("us-ca/statute-11361.8", "1960-01-01", "2012-03-01; 11359 HS; felony")
    assert _what_ifs(found) == {
        "end of the sentence": [
            ("the sentence ended on or before 2020-07-01", Outcome.REDUCTION),
            ("the sentence ended on or after 2020-07-02", Outcome.REDUCTION),
        ]
    }
    assert found.changes is not None
    assert [one.answer.procedure for one in found.changes.open_facts[0].answers] == [
        Procedure.APPLICATION, Procedure.PETITION,
    ]  # fmt: skip


def test_an_answer_that_stands_has_no_open_facts() -> None:
    """An unknown birth date that cannot change the answer is not asked for."""
    found = _explained("us-ca/county-review", "", "2005-03-01; 11357(A) HS; felony")
    assert found.determination.outcome is Outcome.DISMISSAL
    assert _what_ifs(found) == {}


def test_a_partial_date_bounds_what_is_possible() -> None:
    """A birth year leaves only its own days."""
    evaluator = evaluator_of("us-ca/los-angeles")
    sheet = make_person(
        "", ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"], county="LOS ANGELES"
    )
    born = PartialDate(date(1970, 1, 1), date(1970, 12, 31))
    sheet = replace(sheet, person=replace(sheet.person, born=born))
    found = explain_fully(evaluator, sheet, RowRef(1, 1))
    assert _what_ifs(found)["birth date"] == [
        ("born from 1970-01-01 to 1970-07-01", Outcome.DISMISSAL),
        ("born from 1970-07-02 to 1970-12-31", Outcome.HAND_REVIEW),
    ]


@pytest.mark.parametrize("level", [Level.FELONY, Level.MISDEMEANOR])
def test_a_known_level_is_not_asked(level: Level) -> None:
    """Only unknown facts have what-ifs."""
    found = _explained("us-ca/los-angeles", "", f"2015-03-01; 11359 HS; {level.value}")
    assert "level of offense" not in _what_ifs(found)


def test_one_fact_may_be_enough_in_the_best_case() -> None:
    """Los Angeles: an age, or a record of cannabis alone, would do by itself."""
    found = _explained(
        "us-ca/los-angeles", "", "2015-03-01; 11359 HS; felony", "2018-01-01; xyzzy; felony"
    )
    assert found.changes is not None
    assert found.changes.settled_by == ((0, 1),)
    lines = explanation_lines(found, 400)
    assert "Needs both: birth date and code section of another conviction" in lines
    assert (
        "Enough by itself in the best case: birth date, if born on or before 1970-07-01 or if born "
        "on or after 1999-07-02; code section of another conviction, if it is HS 11357, HS 11358, "
        "HS 11359 or HS 11360"
    ) in lines


def test_two_rows_can_be_supposed_together() -> None:
    """Supposing a second row keeps the first."""
    evaluator = evaluator_of("us-ca/los-angeles")
    sheet = make_person("1990-01-01", ["2015-03-01; 11359 HS; felony"], county="LOS ANGELES")
    asker = WorldAsker(evaluator, RowRef(1, 1))
    rows = (("age", Truth.MET), ("super-strike", Truth.MET))
    assert asker.ask(World(sheet, rows=rows[:1])).rule_id == "age"
    assert asker.ask(World(sheet, rows=rows)).rule_id == "super-strike"
    assert asker.ask(World(sheet, rows=rows)).also_applies[:1] == ("age",)


def test_sections_with_the_same_doubt_are_told_together() -> None:
    """An unreadable prior: a few statements, however many sections the lists hold."""
    found = _explained(
        "us-ca/statute-11361.8", "1960-01-01", "2015-03-01; 11359 HS; felony; 1 year jail",
        "2005-01-01; xyz; felony",
    )  # fmt: skip
    answers = _what_ifs(found)["code section of an earlier conviction"]
    assert 3 <= len(answers) <= 8
    rest = (
        "it is HS 11357, HS 11358, HS 11359, HS 11360, a conspiracy (PC 182) for one of HS 11357 "
        "to 11360 or any other section"
    )
    assert answers[-1] == (rest, Outcome.REDUCTION)
    assert all(len(when) < 250 for when, _ in answers)
    assert found.changes is not None
    values = [value for one in found.changes.open_facts[0].answers for value in one.values]
    assert len(values) == len(set(values)) > 40


def test_a_leap_day_turns_exactly() -> None:
    """From 29 February three years back, then 21: the birthday that settles is 1 March 1980."""
    evaluator = evaluator_of("us-ca/statute-11361.8")
    sheet = make_person("", ["2010-01-01; 11357(A) HS; felony; 1 year jail"], county="LOS ANGELES")
    cycle = sheet.cycles[0]
    on = PartialDate(date(2004, 2, 29), date(2016, 11, 8))
    partial = tuple(event._replace(on=on) for event in cycle.events)
    sheet = replace(sheet, cycles=(cycle._replace(events=partial, on=on),))
    found = explain_fully(evaluator, sheet, RowRef(1, 1))
    first = _what_ifs(found)["birth date"][0]
    assert first == ("born on or before 1980-03-01", Outcome.DISMISSAL)


# Sections that no shipped policy and no offense list names, and parts of those that they do.
UNNAMED = (
    "459 PC", "23152(A) VC", "11377(A) HS", "11350 HS", "488 PC", "4140 BP", "11357(G) HS",
    "11357(A)(1) HS", "11358(G)(2) HS", "11359(C)(9) HS", "11359(M) HS", "11360(A)(1) HS",
    "11360(A)(3)(Q) HS", "11360(G) HS", "182/11358 HS", "11532 HS",
)  # fmt: skip


def _with_section(sheet: RapSheet, at: RowRef, text: str) -> RapSheet:
    def printed(charge: Charge) -> Charge:
        return charge._replace(section_text=text, charged_text=text)

    return change_charge(sheet, at, printed)


def _stated_for(text: str, stated: dict[str, PossibleAnswer]) -> PossibleAnswer:
    """The statement that a reader takes for a section: its own, else that of the rest."""
    section = read_section(text).sections[0]
    if section.inchoate is not Inchoate.NONE and str(section) in stated:
        return stated[str(section)]
    section = replace(section, inchoate=Inchoate.NONE)
    if not section.is_cannabis:
        return stated.get(str(section)) or stated[OTHER]
    for n in range(len(section.subdivisions), 0, -1):
        own = str(replace(section, subdivisions=section.subdivisions[:n]))
        whole = replace(section, subdivisions=section.subdivisions[: n - 1])
        rest = f"any other subdivision of {whole}"
        if n == len(section.subdivisions) and own in stated:
            return stated[own]
        if own not in stated and rest in stated:
            return stated[rest]
        if own in stated and f"any other subdivision of {own}" not in stated:
            return stated[own]
    return stated[f"{section} without a subdivision"]


@pytest.mark.parametrize("evaluator", EVALUATORS)
@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("level", ["felony", "misdemeanor"])
def test_what_is_said_of_sections_holds_for_those_not_named(
    evaluator: Evaluator, level: str, *, is_own: bool
) -> None:
    """An unreadable section turned out to be one that the policy never names."""
    county = evaluator.county
    prior = f"2005-03-01; xyzzy; {level}"
    own = f"2015-03-01; {'xyzzy' if is_own else '11359 HS'}; {level}"
    sheet = make_person("1960-07-01", [own, prior][: 1 if is_own else 2], county=county)
    at = RowRef(1, 1)
    for unknown in find_unknowns(evaluator, sheet, evaluator.explain(sheet, at)):
        if not unknown.fact.name.startswith("code section") or unknown.fact.at is None:
            continue
        answers = possible_answers(WorldAsker(evaluator, at), World(sheet), unknown)
        stated = {value: one for one in answers for value in one.values}
        for text in UNNAMED:
            changed = _with_section(sheet, unknown.fact.at, text)
            found, said = _determined(evaluator, changed, at), _stated_for(text, stated)
            assert (found.outcome if found else Outcome.NO_ANSWER) is said.answer.outcome, text
            if found is not None:
                assert (found.rule_id, found.remedy) == (said.answer.rule_id, said.answer.remedy)


@pytest.mark.parametrize("evaluator", EVALUATORS)
def test_no_section_is_hidden(evaluator: Evaluator) -> None:
    """Every letter, the rest of them and every other section are told; none is "and so on"."""
    sheet = make_person("1960-07-01", ["2015-03-01; xyzzy; felony"], county=evaluator.county)
    found = explain_fully(evaluator, sheet, RowRef(1, 1))
    answers = [when for when, _ in _what_ifs(found)["code section"]]
    assert not any("and so on" in when for when in answers)
    assert answers[-1].endswith(OTHER)
    said = ", ".join(answers).replace(" or ", ", ")
    is_whole = "HS 11357," in said
    for letter in "abcdef":
        assert is_whole or f"HS 11357({letter})" in said


def test_sections_of_before_1972_have_their_own_answer() -> None:
    """The statute's scope asks about them, so that they are not any other section."""
    found = _explained("us-ca/statute-11361.8", "1960-01-01", "2015-03-01; xyzzy; felony")
    answers = dict(_what_ifs(found)["code section"])
    assert answers["it is HS 11530, HS 11530.1, HS 11530.5 or HS 11531"] is Outcome.HAND_REVIEW
    assert answers["it is any other section"] is Outcome.NO_ANSWER
    assert answers["it is HS 11357(e)"] is Outcome.HAND_REVIEW


def test_an_unreadable_charge_of_a_plea_bargain_may_be_anything_else() -> None:
    """San Francisco: a burglary charged beside a plea to HS 11366 is "any other section"."""
    sheet = make_person("1960-01-01", ["2015-03-01; 11366 HS; felony"], county="SAN FRANCISCO")
    cycle = sheet.cycles[0]
    own = cycle.events[0].charges[0]
    charged = own._replace(
        section_text="xyzzy", charged_text="xyzzy", is_conviction=False, at=RowRef(1, 9)
    )
    event = cycle.events[0]._replace(charges=(own, charged))
    sheet = replace(sheet, cycles=(cycle._replace(events=(event,)),))
    evaluator = evaluator_of("us-ca/san-francisco")
    found = explain_fully(evaluator, sheet, RowRef(1, 1))
    answers = _what_ifs(found)["code section of a charge in the cycle"]
    assert answers[-1][0].endswith(OTHER)
    assert not any("and so on" in when for when, _ in answers)
    burglary = _with_section(sheet, RowRef(1, 9), "459 PC")
    answer = _determined(evaluator, burglary, RowRef(1, 1))
    assert (answer.outcome if answer else Outcome.NO_ANSWER) is answers[-1][1]

"""The figures of a run: each counted as its definition says, and adding up."""

import json
import pickle
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.dates import PartialDate
from app.model.record import Level, Relief, ReliefKind, RowRef
from app.model.relief import Outcome, Procedure, Remedy
from app.reports.figures import Figures
from app.reports.summary import summary_json
from tests.reports.made_up import (
    ADDITIONAL,
    AS_OF,
    answer,
    conviction,
    figures_of,
    population,
    run_facts,
    sheet_of,
)

NO_FELONY = "CountSubjectsNoFelony"
NO_RECENT = "CountSubjectsNoConvictionLast7Years"
NO_CONVICTION = "CountSubjectsNoConviction"


def effects(*convictions, answers, which="reliefWithCurrentEligibilityChoices"):  # type: ignore[no-untyped-def]
    figures = figures_of([(sheet_of(*convictions), answers)])
    return figures.as_summary(run_facts())[which]


def relief(kind: ReliefKind, on: PartialDate) -> tuple[Relief, ...]:
    return (Relief(kind, "AS PRINTED", on, RowRef(1, 99)),)


def test_a_dismissed_last_conviction_leaves_nothing() -> None:
    """One recent felony, dismissed: all three questions count the person."""
    assert effects(conviction(1, on=date(2015, 1, 1)), answers=[answer(1)]) == {
        NO_FELONY: 1,
        NO_RECENT: 1,
        NO_CONVICTION: 1,
    }


def test_a_reduced_felony_is_a_misdemeanor_and_still_a_conviction() -> None:
    """A reduction ends the felony alone."""
    found = effects(conviction(1, on=date(2015, 1, 1)), answers=[answer(1, Outcome.REDUCTION)])
    assert found == {NO_FELONY: 1, NO_RECENT: 0, NO_CONVICTION: 0}


def test_who_had_none_is_not_counted_as_relieved() -> None:
    """An old misdemeanor dismissed: no felony and no recent conviction were there to lose."""
    old = conviction(1, on=date(1999, 1, 1), level=Level.MISDEMEANOR)
    assert effects(old, answers=[answer(1)]) == {NO_FELONY: 0, NO_RECENT: 0, NO_CONVICTION: 1}


def test_a_felony_elsewhere_keeps_the_person_out() -> None:
    """Another conviction without an answer stays as it is."""
    found = effects(conviction(1), conviction(2, "459 PC", date(2019, 1, 1)), answers=[answer(1)])
    assert found == {NO_FELONY: 0, NO_RECENT: 0, NO_CONVICTION: 0}


def test_an_unknown_level_or_date_keeps_the_person_out() -> None:
    """What remains might be a felony, might be recent: the person is not counted."""
    felony = conviction(1, on=date(2015, 1, 1))
    doubt = conviction(2, "459 PC", None, Level.UNKNOWN)
    assert effects(felony, doubt, answers=[answer(1)]) == {
        NO_FELONY: 0,
        NO_RECENT: 0,
        NO_CONVICTION: 0,
    }
    alone = effects(conviction(1, level=Level.UNKNOWN, on=None), answers=[answer(1)])
    assert alone == {NO_FELONY: 0, NO_RECENT: 0, NO_CONVICTION: 1}


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2013, 6, 30), 0), (date(2013, 7, 1), 0), (date(2013, 7, 2), 1)],
)
def test_the_last_seven_years_begin_after_the_day_seven_years_ago(on: date, expected: int) -> None:
    """As of 2020-07-01: the day before, of and after 2013-07-01."""
    assert effects(conviction(1, on=on), answers=[answer(1)])[NO_RECENT] == expected


def test_a_partial_date_that_is_certainly_old_does_not_keep_the_person_out() -> None:
    """A year alone is enough when the whole year lies before."""
    old = conviction(2, "459 PC", PartialDate(date(1990, 1, 1), date(1990, 12, 31)))
    recent = conviction(1, on=date(2015, 1, 1))
    assert effects(recent, old, answers=[answer(1)])[NO_RECENT] == 1


def test_a_felony_reduced_before_the_as_of_date_is_none() -> None:
    """PC 17(b) counts from its date on; a later one does not count yet."""
    before = relief(ReliefKind.REDUCED, PartialDate.exactly(date(2010, 1, 1)))
    after = relief(ReliefKind.REDUCED, PartialDate.exactly(date(2020, 7, 2)))
    reduced = figures_of([(sheet_of(conviction(1, relief=before)), [answer(1)])])
    assert reduced.as_summary(run_facts())["prop64FelonyConvictionsCountInCounty"] == 0
    assert effects(conviction(1, relief=before), answers=[answer(1)])[NO_FELONY] == 0
    assert effects(conviction(1, relief=after), answers=[answer(1)])[NO_FELONY] == 1


def test_a_reversed_conviction_is_no_certain_conviction() -> None:
    """It proves no felony before, and counts as one that may remain after."""
    reversed_ = relief(ReliefKind.REVERSED, PartialDate.exactly(date(2001, 1, 1)))
    doubtful = conviction(2, "459 PC", date(2000, 1, 1), relief=reversed_)
    assert effects(doubtful, conviction(1, level=Level.MISDEMEANOR), answers=[answer(1)]) == {
        NO_FELONY: 0,
        NO_RECENT: 0,
        NO_CONVICTION: 0,
    }


def test_dismissing_every_cannabis_conviction_is_counted_beside() -> None:
    """The second set of numbers dismisses every cannabis conviction, whatever the answer."""
    found = effects(
        conviction(1),
        answers=[answer(1, Outcome.HAND_REVIEW, missing=("birth date",))],
        which="reliefWithDismissAllProp64",
    )
    assert found == {NO_FELONY: 1, NO_RECENT: 0, NO_CONVICTION: 1}
    related = effects(
        conviction(1, "148 PC"), answers=[answer(1)], which="reliefWithDismissAllProp64"
    )
    assert related == {NO_FELONY: 0, NO_RECENT: 0, NO_CONVICTION: 0}


def test_people_without_an_answer_are_read_but_not_in_scope() -> None:
    """A person of another county counts among the people of the files alone."""
    summary = figures_of([(sheet_of(conviction(1)), [])]).as_summary(run_facts())
    assert summary["peopleInFiles"] == 1
    assert summary["convictionsInFiles"] == 1
    assert summary["peopleInScope"] == 0
    assert summary["earliestConviction"] is None


def test_levels_stand_apart_when_unknown() -> None:
    """An unknown level is neither felony nor lesser."""
    people = [
        (sheet_of(conviction(1, level=level)), [answer(1)])
        for level in (Level.FELONY, Level.MISDEMEANOR, Level.INFRACTION, Level.UNKNOWN)
    ]
    summary = figures_of(people).as_summary(run_facts())
    assert summary["prop64FelonyConvictionsCountInCounty"] == 1
    assert summary["prop64NonFelonyConvictionsCountInCounty"] == 2
    assert summary["prop64UnknownLevelConvictionsCountInCounty"] == 1


def test_criteria_tell_what_each_adds() -> None:
    """Decided, also met, and how many would lose the dismissal without it."""
    rule, other = "years-since-conviction", "only-cannabis"
    people = [
        (sheet_of(conviction(1)), [answer(1, rule=rule, reason="Old")]),
        (sheet_of(conviction(1)), [answer(1, rule=rule, reason="Old", also=(other, "reduce"))]),
        (sheet_of(conviction(1)), [answer(1, rule="misdemeanor", also=(rule,))]),
    ]
    summary = figures_of(people).as_summary(run_facts())
    assert summary["criteria"][rule] == {"decided": 2, "alsoApplied": 1, "decidedAlone": 1}
    assert summary["criteria"][other] == {"decided": 0, "alsoApplied": 1, "decidedAlone": 0}
    assert summary["criteria"]["years-crime-free"]["decided"] == 0
    assert summary["convictionDismissalCountByAdditionalRelief"] == {"Old": 2}


def test_hand_review_names_what_is_missing() -> None:
    """A conviction lacking two facts counts at both; one lacking none apart."""
    people = [
        (sheet_of(conviction(1)), [answer(1, Outcome.HAND_REVIEW, missing=("level", "date"))]),
        (sheet_of(conviction(1)), [answer(1, Outcome.HAND_REVIEW, "Other 11357", "other")]),
    ]
    summary = figures_of(people).as_summary(run_facts())
    assert summary["handReviewByMissingFact"] == {"date": 1, "level": 1}
    assert summary["handReviewWithNoFactMissing"] == 1


def test_dates_of_other_convictions_are_one_kind_of_fact() -> None:
    """The section of the other conviction does not make a figure of its own."""
    missing = ("date of the conviction for 459 PC", "date of the conviction for 211 PC")
    people = [(sheet_of(conviction(1)), [answer(1, Outcome.HAND_REVIEW, missing=missing)])]
    summary = figures_of(people).as_summary(run_facts())
    assert summary["handReviewByMissingFact"] == {"date of a conviction on record": 1}


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (PartialDate.exactly(date(1999, 7, 2)), "under 21"),
        (PartialDate.exactly(date(1999, 7, 1)), "21 to 29"),
        (PartialDate(date(1975, 1, 1), date(1975, 12, 31)), "40 to 49"),
        (PartialDate(date(1970, 1, 1), date(1970, 12, 31)), "unknown"),
        (PartialDate(None, None), "unknown"),
        (PartialDate.exactly(date(2091, 1, 1)), "unknown"),
    ],
)
def test_age_groups_by_the_as_of_date(born: PartialDate, group: str) -> None:
    """A birthday counts from its own day; a range that spans two groups is unknown."""
    figures = figures_of([(sheet_of(conviction(1), born=born), [answer(1)])])
    assert list(figures.as_summary(run_facts())["peopleByAge"]) == [group]


def test_the_dead_have_no_age() -> None:
    """A DECEASED event puts a person into a group of its own."""
    figures = figures_of([(sheet_of(conviction(1), died_at=5), [answer(1)])])
    assert list(figures.as_summary(run_facts())["peopleByAge"]) == ["deceased"]


def test_everything_adds_up() -> None:
    """By section, level, outcome and reason the same convictions; people no more than they."""
    summary = figures_of(population(500)).as_summary(run_facts())
    total = summary["convictionsInScope"]
    outcomes = summary["convictionsByOutcome"]
    assert total == sum(summary["convictionsBySection"].values()) > 500
    assert total == sum(summary["convictionsByLevel"].values())
    assert total == sum(outcomes.values())
    assert total == sum(entry["count"] for entry in summary["convictionsByReason"])
    assert total == sum(summary["prop64ConvictionsCountInCountyByCodeSection"].values())
    assert total == (
        summary["prop64FelonyConvictionsCountInCounty"]
        + summary["prop64NonFelonyConvictionsCountInCounty"]
        + summary["prop64UnknownLevelConvictionsCountInCounty"]
    )
    by_section = summary["convictionDismissalCountByCodeSection"]
    assert outcomes["Eligible for Dismissal"] == sum(by_section.values())
    reduced = summary["convictionReductionCountByCodeSection"]
    assert outcomes["Eligible for Reduction"] == sum(reduced.values())
    decided = sum(rule["decided"] for rule in summary["criteria"].values())
    assert decided == sum(summary["convictionDismissalCountByAdditionalRelief"].values())
    assert summary["subjectsWithSomeReliefCount"] <= summary["peopleInScope"] <= total
    for key in ("peopleByRace", "peopleBySex", "peopleByAge"):
        groups = summary[key].values()
        assert sum(group["people"] for group in groups) == summary["peopleInScope"]
        assert (
            sum(group["withSomeRelief"] for group in groups)
            == summary["subjectsWithSomeReliefCount"]
        )
    for key in ("reliefWithCurrentEligibilityChoices", "reliefWithDismissAllProp64"):
        assert all(n <= summary["peopleInScope"] for n in summary[key].values())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=40, max_size=40), st.randoms(use_true_random=False))
def test_parts_add_up_to_the_whole_in_any_order(workers: list[int], order) -> None:  # type: ignore[no-untyped-def]
    """However people are dealt to workers, and in whatever order, the summary is the same."""
    people = population(40)
    whole = summary_json(figures_of(people).as_summary(run_facts()))
    shuffled = list(zip(people, workers, strict=True))
    order.shuffle(shuffled)
    parts = [figures_of([one for one, at in shuffled if at == worker]) for worker in range(4)]
    carried = [pickle.loads(pickle.dumps(part)) for part in parts]
    total = Figures.merged(carried, AS_OF, ADDITIONAL)
    assert summary_json(total.as_summary(run_facts())) == whole
    assert (
        summary_json((carried[0] + carried[1] + carried[2] + carried[3]).as_summary(run_facts()))
        == whole
    )


def test_figures_of_different_runs_are_not_added() -> None:
    """Another as-of date or other criteria make another run."""
    figures = Figures(AS_OF, ADDITIONAL)
    with pytest.raises(ValueError, match="two runs"):
        figures += Figures(date(2021, 1, 1), ADDITIONAL)
    with pytest.raises(ValueError, match="two runs"):
        figures += Figures(AS_OF)
    with pytest.raises(ValueError, match="another date"):
        figures.as_summary(run_facts(as_of=date(2021, 1, 1)))


def test_answers_must_belong_to_the_record() -> None:
    """An answer for a conviction that is not there, or two for one, is a bug and is said so."""
    figures = Figures(AS_OF)
    with pytest.raises(ValueError, match="do not belong"):
        figures.add(sheet_of(conviction(1)), [answer(2)])
    with pytest.raises(ValueError, match="do not belong"):
        figures.add(sheet_of(conviction(1)), [answer(1), answer(1)])


def test_the_json_holds_the_keys_of_the_earlier_tool_and_the_run() -> None:
    """Exact names, and the run's inputs, policy and date beside them."""
    summary = json.loads(summary_json(figures_of(population(30)).as_summary(run_facts())))
    assert {
        "county", "earliestConviction", "lineCount", "processingTimeInSeconds",
        "reliefWithCurrentEligibilityChoices", "reliefWithDismissAllProp64",
        "prop64ConvictionsCountInCountyByCodeSection",
        "subjectsWithProp64ConvictionCountInCounty", "prop64FelonyConvictionsCountInCounty",
        "prop64NonFelonyConvictionsCountInCounty", "subjectsWithSomeReliefCount",
        "convictionDismissalCountByCodeSection", "convictionReductionCountByCodeSection",
        "convictionDismissalCountByAdditionalRelief",
    } <= set(summary)  # fmt: skip
    assert summary["lineCount"] == 48_212
    assert summary["processingTimeInSeconds"] == 12.3
    assert summary["asOf"] == "2020-07-01"
    assert summary["inputs"][0]["sha256"] == "a1" * 32
    assert summary["policy"]["options"]["HS 11358"] == "reduce"
    assert set(summary["prop64ConvictionsCountInCountyByCodeSection"]) <= {
        "11357", "11358", "11359", "11360",
    }  # fmt: skip


def test_related_charges_stand_under_their_code_and_apart_from_cannabis() -> None:
    """They count in scope and by section, and never as convictions under the act."""
    people = [
        (
            sheet_of(
                conviction(1),
                conviction(2, "148(A)(1) PC", level=Level.MISDEMEANOR),
                conviction(3, "4060 BP", level=Level.MISDEMEANOR),
                conviction(4, "11357.5(A) HS", level=Level.MISDEMEANOR),
                conviction(5, "?? XX"),
            ),
            [
                answer(1, Outcome.REDUCTION),
                answer(2, reason="148(A)(1) PC"),
                answer(3, Outcome.MAYBE, "4060 BP"),
                answer(4),
                answer(5, Outcome.HAND_REVIEW, missing=("section",)),
            ],
        )
    ]
    summary = figures_of(people).as_summary(run_facts())
    assert summary["convictionsBySection"] == {
        "11359": 1, "BP 4060": 1, "HS 11357.5": 1, "PC 148": 1, "section not readable": 1,
    }  # fmt: skip
    assert summary["convictionsWithRelatedSections"] == 3
    assert summary["prop64ConvictionsCountInCountyByCodeSection"] == {"11359": 1}
    assert summary["prop64NonFelonyConvictionsCountInCounty"] == 0
    assert summary["convictionDismissalCountByCodeSection"] == {"HS 11357.5": 1, "PC 148": 1}
    assert summary["convictionReductionCountByCodeSection"] == {"11359": 1}
    assert summary["convictionsByOutcome"]["Maybe Eligible - Flag for Review"] == 1
    assert (summary["convictionsByRemedy"], summary["convictionsByProcedure"]) == ({}, {})


def test_remedies_and_procedures_are_counted_of_those_eligible() -> None:
    """A possible dismissal for hand review is nothing that the court is asked."""
    people = [
        (
            sheet_of(conviction(1), conviction(2), conviction(3)),
            [
                answer(1, Outcome.REDUCTION, remedy=Remedy.REDESIGNATION_OPEN,
                       procedure=Procedure.PETITION),
                answer(2, remedy=Remedy.DISMISSAL_AND_SEALING, procedure=Procedure.UNKNOWN),
                answer(3, Outcome.MAYBE, remedy=Remedy.DISMISSAL_AND_SEALING,
                       procedure=Procedure.APPLICATION),
            ],
        )
    ]  # fmt: skip
    figures = figures_of(people)
    summary = (figures + figures).as_summary(run_facts())
    assert summary["convictionsByRemedy"] == {
        "dismissal and sealing": 2,
        "redesignation as a misdemeanor or an infraction": 2,
    }
    assert summary["convictionsByProcedure"] == {"petition": 2, "petition or application": 2}

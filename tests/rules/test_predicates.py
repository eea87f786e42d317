"""The vocabulary, word by word: met, not met, unknown, and facts that say why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.record import RapSheet
from app.model.truth import Truth
from app.rules.checking.case_people import make_person
from app.rules.history import History
from app.rules.policy import ArgumentValue
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import Case
from tests.rules.strategies import HERE, sheets

AS_OF = date(2020, 7, 1)
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN

Args = dict[str, ArgumentValue]

SAMPLES: list[tuple[str, Args]] = [
    ("otherwise", {}),
    ("level_is", {"level": "felony"}),
    ("level_is_not", {"level": "felony"}),
    ("convicted_level_is_not", {"level": "felony"}),
    ("relief_on_record", {"kinds": ("cannabis-relief", "reversed")}),
    ("section_is", {"section": "11357", "subdivisions": ("a", "none")}),
    ("convicted_on_or_after", {"day": date(2016, 11, 9)}),
    ("years_since_conviction", {"at_least": 5}),
    ("under_age_at_conviction", {"years": 21}),
    ("is_cannabis", {}),
    ("section_among", {"sections": ("HS 11359", "PC 459")}),
    ("section_says", {"sections": ("HS 11360(a)(3)",)}),
    ("section_exactly", {"sections": ("HS 11357",)}),
    ("section_on_list", {"list": "us-ca/related-charges"}),
    ("inchoate_is", {"kind": "attempt"}),
    ("charged_among", {"sections": ("HS 11359",)}),
    ("convicted_as_charged", {}),
    ("court_begins", {"names": ("CAJV",)}),
    ("county_is", {"counties": (HERE,)}),
    ("conduct_is", {"conduct": ("concentrate",), "within_years": 3}),
    ("offense_on_or_after", {"day": date(2016, 11, 9), "within_years": 3}),
    ("under_age_at_offense", {"years": 21, "within_years": 3}),
    ("own_sentence_ended", {"day": "before-as-of", "without_terms": "unknown"}),
    ("own_sentence_ended", {"day": "by-as-of", "without_terms": "ended"}),
    ("cannabis_charge_in_cycle", {"counts": "all"}),
    ("cannabis_charge_in_cycle", {"counts": "not-rejected", "not_sections": ("HS 11359(d)",)}),
    ("listed_charge_in_cycle", {"list": "us-ca/related-charges", "counts": "all"}),
    ("cycle_holds_only", {"sections": ("PC 32",), "counts": "not-rejected"}),
    ("age_reached", {"years": 50}),
    ("mean_age_at_most", {"years": 21}),
    ("no_conviction_later_than", {"years": 10, "level": "felony"}),
    ("latest_conviction_more_than", {"years": 5, "level": "any"}),
    ("latest_conviction_more_than_mean_years", {"years": 5, "level": "any"}),
    ("only_cannabis_convictions", {}),
    ("every_sentence_ended", {}),
    ("deceased", {}),
    ("earlier_listed_conviction", {"list": "us-ca/super-strikes"}),
    ("registrable_before", {"list": "us-ca/registrable"}),
    ("earlier_same_section", {"at_least": 2}),
    ("listed_conviction_before_offense", {"list": "us-ca/super-strikes", "within_years": 3}),
    ("same_section_before_offense", {"at_least": 2, "within_years": 3}),
    ("more_convictions_than", {"than": 1}),
    ("same_section_on_record", {"at_least": 3}),
    ("listed_conviction_on_record", {"list": "us-ca/super-strikes"}),
    ("registered_under_290", {}),
]


def test_every_word_has_a_sample() -> None:
    """A new predicate cannot be left out of the tests below."""
    assert {name for name, _ in SAMPLES} == set(PREDICATES)


@settings(max_examples=150)
@given(sheets(), st.sampled_from([AS_OF, date(2016, 11, 9), date(2024, 2, 29)]))
def test_facts_say_what_is_unknown(sheet: RapSheet, as_of: date) -> None:
    """Nothing raises; an open answer names an unknown fact, a settled one has none."""
    history = History(sheet, as_of)
    for counted in history.counts:
        case = Case(history, counted)
        for name, args in SAMPLES:
            predicate = PREDICATES[name]
            truth, facts = predicate.test(case, args), predicate.facts(case, args)
            has_unknown = any(not fact.is_known for fact in facts)
            assert (truth is UNKNOWN) == has_unknown, (name, truth, facts)


@given(sheets())
def test_a_word_about_the_person_answers_alike(sheet: RapSheet) -> None:
    """What a check asks once a person is the same for all of the person's convictions."""
    history = History(sheet, AS_OF)
    for name, args in SAMPLES:
        predicate = PREDICATES[name]
        if predicate.about_person:
            answers = {predicate.test(Case(history, counted), args) for counted in history.counts}
            assert len(answers) <= 1, name


def ask(name: str, args: Args, convictions: list[str], events: tuple[str, ...] = ()) -> Truth:
    """A predicate of the first conviction of a person born on 1970-01-01."""
    sheet = make_person("1970-01-01", convictions, events, HERE)
    history = History(sheet, AS_OF)
    return PREDICATES[name].test(Case(history, history.counts[0]), args)


_SALE = "2005-03-01; 11359 HS; felony"


@pytest.mark.parametrize(
    ("conviction", "expected"),
    [
        (f"{_SALE}; charged 11360(A) HS", MET),
        (f"{_SALE}; charged 11359 HS", NOT_MET),
        (f"{_SALE}; charged 11360 HS", UNKNOWN),
        (f"{_SALE}; charged ILLEGIBLE", UNKNOWN),
    ],
)
def test_what_was_charged(conviction: str, expected: Truth) -> None:
    """The charge before the plea; a broader print or an unreadable one is no answer."""
    assert ask("charged_among", {"sections": ("HS 11360(a)",)}, [conviction]) is expected


@pytest.mark.parametrize(
    ("conviction", "expected"),
    [
        (f"{_SALE}; charged 11359(B) HS", MET),
        (f"{_SALE}; charged 11360(A) HS", NOT_MET),
        (f"{_SALE}; charged ILLEGIBLE", UNKNOWN),
    ],
)
def test_convicted_as_charged(conviction: str, expected: Truth) -> None:
    """The number of the section, whatever its subdivision."""
    assert ask("convicted_as_charged", {}, [conviction]) is expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), NOT_MET),
        (("2005-01-01 arrest; 148(A) PC; in cycle of 1",), MET),
        (("2005-01-01 arrest; 148(A) PC",), NOT_MET),
        (("2005-01-01 arrest; ILLEGIBLE; in cycle of 1",), UNKNOWN),
        (("2005-01-01 court; 148 PC; PROS REJ; in cycle of 1",), NOT_MET),
    ],
)
def test_a_related_charge_in_the_cycle(events: tuple[str, ...], expected: Truth) -> None:
    """A count of the same arrest, convicted or not; rejected ones are left out here."""
    args: Args = {"list": "us-ca/related-charges", "counts": "not-rejected"}
    assert ask("listed_charge_in_cycle", args, [_SALE], events) is expected


@pytest.mark.parametrize(
    ("conviction", "expected"),
    [
        ("2005-03-01; 11359 HS; felony; in KERN", NOT_MET),
        ("2005-03-01; 11359 HS; felony", MET),
        ("2005-03-01; 11359 HS; felony; in unknown county", UNKNOWN),
    ],
)
def test_the_county(conviction: str, expected: Truth) -> None:
    """The county of the court that convicted."""
    assert ask("county_is", {"counties": (HERE,)}, [conviction]) is expected


@pytest.mark.parametrize(
    ("conviction", "conduct", "expected"),
    [
        ("2010-03-01; 11357(B) HS; misdemeanor", "up-to-one-ounce", MET),
        ("2010-03-01; 11357(B) HS; misdemeanor", "large-amount", NOT_MET),
        ("2017-03-01; 11357(B) HS; misdemeanor; offense 2016-11-08", "up-to-one-ounce", MET),
        ("2017-03-01; 11357(B) HS; misdemeanor; offense 2016-11-09", "up-to-one-ounce", NOT_MET),
        ("2017-03-01; 11357(B) HS; misdemeanor; offense 2016-11-09", "large-amount", MET),
        ("2017-03-01; 11357(B) HS; misdemeanor; offense 2016-11-10", "large-amount", MET),
        ("2017-03-01; 11357(B) HS; misdemeanor", "large-amount", UNKNOWN),
        ("unknown; 11357(B) HS; misdemeanor", "up-to-one-ounce", UNKNOWN),
        ("2017-03-01; 11357 HS; misdemeanor", "large-amount", UNKNOWN),
        ("2017-03-01; 11358 HS; felony", "large-amount", NOT_MET),
        ("2017-03-01; ILLEGIBLE; felony", "large-amount", UNKNOWN),
    ],
)
def test_the_letters_of_possession(conviction: str, conduct: str, expected: Truth) -> None:
    """11357(b) was up to 28.5 grams until 2016-11-08 and is more than that from the day after."""
    args: Args = {"conduct": (conduct,), "within_years": 3}
    assert ask("conduct_is", args, [conviction]) is expected


def test_school_grounds_mean_the_same_under_either_letter() -> None:
    """Old (d) and new (c) forbid the same; (d) means an adult before, a minor after."""
    args: Args = {
        "conduct": ("school-grounds-adult", "school-grounds-minor"),
        "within_years": 3,
    }
    around = "2017-03-01; 11357(D) HS; misdemeanor"
    assert ask("conduct_is", args, [around]) is MET
    args = {"conduct": ("school-grounds-adult",), "within_years": 3}
    assert ask("conduct_is", args, [around]) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "arrested", "expected"),
    [
        ("2010-03-01; 11359 HS; felony", "", "between 2007-03-01 and 2010-03-01"),
        ("2010-03-01; 11359 HS; felony", "2009-12-24", "between 2006-12-24 and 2009-12-24"),
        ("2010-03-01; 11359 HS; felony", "2010-03-02", "between 2007-03-01 and 2010-03-01"),
        ("2010-03-01; 11359 HS; felony", "unknown", "between 2007-03-01 and 2010-03-01"),
        ("2010; 11359 HS; felony", "2009", "between 2006-01-01 and 2009-12-31"),
        ("2010-03-01; 11359 HS; felony; offense 2001", "", "2001"),
        ("2012-02-29; 11359 HS; felony", "", "between 2009-03-01 and 2012-02-29"),
        ("unknown; 11359 HS; felony", "", "unknown"),
        ("unknown; 11359 HS; felony", "2005-03-01", "on or before 2005-03-01"),
        ("2005; 11359 HS; felony", "2005-03-01", "between 2002-01-01 and 2005-03-01"),
    ],
)
def test_where_the_offense_lies(text: str, arrested: str, expected: str) -> None:
    """Three years up to the arrest; up to the conviction where the arrest is no help."""
    conviction = f"{text}; arrested {arrested}" if arrested else text
    sheet = make_person("1970-01-01", [conviction], (), HERE)
    (counted,) = History(sheet, AS_OF).counts
    assert str(counted.offense_on(3)) == expected

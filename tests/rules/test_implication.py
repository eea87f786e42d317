"""What is said of two conditions from the file alone holds for every history."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings

from app.model.record import RapSheet
from app.model.truth import Truth
from app.rules.catalog import find_policies, load_by_id
from app.rules.conditions import Setting, make_question, predicates_in
from app.rules.history import History
from app.rules.loading.implication import Implication
from app.rules.policy import AllOf, AnyOf, Ask, Condition, Not, settle_options
from app.rules.vocabulary import Case
from tests.rules.strategies import AS_OF, sheets

POLICIES = [load_by_id(policy_id) for policy_id in find_policies()]
ORDER = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)
NARROW = [
    Ask("section_is", (("section", "11357"), ("subdivisions", ("a",)))),
    Ask("section_is", (("section", "11357"),)),
    Ask("section_is", (("section", "11359"),)),
    Ask("section_among", (("sections", ("HS 11357(a)",)),)),
    Ask("section_among", (("sections", ("HS 11357", "PC 459")),)),
    Ask("section_exactly", (("sections", ("HS 11357",)),)),
    Ask("is_cannabis"),
    Ask("level_is", (("level", "felony"),)),
    Ask("level_is_not", (("level", "infraction"),)),
    Ask("age_reached", (("years", 50),)),
    Ask("age_reached", (("years", 40),)),
    Ask("mean_age_at_most", (("years", 21),)),
    Ask("mean_age_at_most", (("years", 30),)),
    Ask("under_age_at_conviction", (("years", 21),)),
    Ask("under_age_at_conviction", (("years", 18),)),
    Ask("years_since_conviction", (("at_least", 5),)),
    Ask("years_since_conviction", (("at_least", 10),)),
    Ask("no_conviction_later_than", (("years", 5), ("level", "any"))),
    Ask("no_conviction_later_than", (("years", 10), ("level", "any"))),
    Ask("latest_conviction_more_than", (("years", 5), ("level", "felony"))),
    Ask("latest_conviction_more_than", (("years", 8), ("level", "felony"))),
    Ask("relief_on_record", (("kinds", ("reversed",)),)),
    Ask("relief_on_record", (("kinds", ("reversed", "reduced")),)),
    Ask("earlier_same_section", (("at_least", 1),)),
    Ask("earlier_same_section", (("at_least", 2),)),
    Ask("more_convictions_than", (("than", 1),)),
    Ask("more_convictions_than", (("than", 2),)),
    Ask("own_sentence_ended", (("day", "before-as-of"), ("without_terms", "ended"))),
    Ask("own_sentence_ended", (("day", "by-as-of"), ("without_terms", "ended"))),
    Ask("cannabis_charge_in_cycle", (("counts", "all"),)),
    Ask("cannabis_charge_in_cycle", (("counts", "not-rejected"),)),
    Ask("otherwise"),
]


def _conditions() -> list[Condition]:
    """Single questions, denials and combinations of neighbors."""
    found: list[Condition] = [*NARROW, *(Not(ask) for ask in NARROW)]
    for one, other in pairwise(NARROW):
        found += [AllOf((one, other)), AnyOf((one, other)), Not(AllOf((other, one)))]
    return found


OURS = Implication(POLICIES[0])
CONDITIONS = _conditions()
PAIRS = [
    (one, other)
    for one, other in product(CONDITIONS, CONDITIONS)
    if one != other and OURS.implies(one, other)
]
EXCLUDED = [
    (one, other)
    for one, other in product(NARROW, [*NARROW, *(Not(ask) for ask in NARROW)])
    if OURS.excludes([one, other])
]
SETTING = Setting(settle_options(POLICIES[0], {}), {}, AS_OF)
ASKED = {condition: make_question(condition, SETTING) for condition in CONDITIONS}


def test_many_pairs_are_compared() -> None:
    """Narrower sections, days, ages, years and parts of combinations are seen."""
    assert len(PAIRS) > 300
    for narrow, wide in [(0, 1), (3, 4), (5, 4), (0, 6), (9, 10), (11, 12), (14, 13), (16, 15)]:
        assert OURS.implies(NARROW[narrow], NARROW[wide]), (narrow, wide)
        assert not OURS.implies(NARROW[wide], NARROW[narrow]), (narrow, wide)


@settings(max_examples=40, deadline=None)
@given(sheets())
def test_an_implied_condition_is_never_less_true(sheet: RapSheet) -> None:
    """Not met, unknown, met: in that order, whatever the record holds or lacks."""
    history = History(sheet, AS_OF)
    for counted in history.counts[:3]:
        case = Case(history, counted)
        truths = {one: ORDER.index(asked.test(case)) for one, asked in ASKED.items()}
        for one, other in PAIRS:
            assert truths[one] <= truths[other], (one, other)


@settings(max_examples=40, deadline=None)
@given(sheets())
def test_excluded_conditions_are_never_met_together(sheet: RapSheet) -> None:
    """Two levels, two sections, a condition and its denial."""
    assert len(EXCLUDED) > 10
    history = History(sheet, AS_OF)
    for counted in history.counts[:3]:
        case = Case(history, counted)
        for one, other in EXCLUDED:
            both = (ASKED[one].test(case), ASKED[other].test(case))
            assert both != (Truth.MET, Truth.MET), (one, other)


def test_shipped_rows_imply_only_what_they_hold() -> None:
    """No shipped row implies an earlier one of another answer."""
    for policy in POLICIES:
        ours = Implication(policy)
        for position, rule in enumerate(policy.rules):
            assert all(ask.predicate for ask in predicates_in(rule.when))
            for before in policy.rules[:position]:
                switched = set(before.if_option) <= set(rule.if_option)
                assert not (switched and ours.implies(rule.when, before.when)), rule.id

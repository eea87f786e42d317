"""Predicates about earlier convictions: listed offenses, registration, priors."""

from __future__ import annotations

from app.model.relief import Fact
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth, at_least
from app.rules.history import Counted, Listed
from app.rules.lists.offense_lists import Listing, OffenseList, load_offense_list
from app.rules.predicates.charge import counted_name
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    conviction_date_fact,
    date_name,
    dated,
    listing_doubt,
    number,
    section_fact,
    standing_fact,
    word,
)


def _is_earlier_listed(one: Listed, case: Case) -> Truth:
    if one.counted is case.counted:
        return NOT_MET
    before = one.counted.is_before(case.counted)
    return UNKNOWN if before is MET and one.listing is Listing.MAYBE else before


def _earlier_listed(case: Case, args: Arguments) -> Truth:
    result = NOT_MET
    for one in case.history.listed(load_offense_list(word(args, "list"))):
        earlier = _is_earlier_listed(one, case)
        if earlier is MET:
            return earlier
        if earlier is UNKNOWN:
            result = earlier
    return result


def _earlier_listed_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    offenses = load_offense_list(word(args, "list"))
    truth = _earlier_listed(case, args)
    listed = case.history.listed(offenses)
    if truth is NOT_MET and not listed:
        return (Fact(f"convictions under {offenses.citation}", "none"),)
    facts: list[Fact] = []
    for one in listed:
        if _is_earlier_listed(one, case) is truth:
            facts += _listed_facts(one, case, offenses, truth)
    return (*facts, _own_date(case, truth, facts))


def _listed_facts(one: Listed, case: Case, offenses: OffenseList, truth: Truth) -> list[Fact]:
    """A listed conviction and, when the answer is open, what leaves it open."""
    counted = one.counted
    if truth is not UNKNOWN:
        name = f"conviction under {offenses.citation}"
        value = counted_name(counted)
        return [Fact(name, value, counted.charge.section_column, counted.charge.at)]
    return _listing_fact(one, offenses) + _order_facts(counted, case)


def _listing_fact(one: Listed, offenses: OffenseList) -> list[Fact]:
    if one.listing is Listing.SURE:
        return []
    return [listing_doubt(one, offenses, "an earlier conviction")]


def _order_facts(counted: Counted, case: Case) -> list[Fact]:
    """What leaves it open whether another conviction counts and is earlier."""
    before = counted.on.is_before_date(case.counted.on)
    facts = [conviction_date_fact(counted, before, date_name(counted, case))]
    if counted.stands is not MET:
        facts.append(standing_fact(counted))
    return facts


def _own_date(case: Case, truth: Truth, others: list[Fact]) -> Fact:
    """This conviction's date, missing when it is what leaves the order open."""
    is_needed = truth is UNKNOWN and (
        case.counted.on.is_unknown or not any(not fact.is_known for fact in others)
    )
    return conviction_date_fact(case.counted, UNKNOWN if is_needed else MET)


def _registrable_before(case: Case, args: Arguments) -> Truth:
    """A registrable conviction before this one; a registration alone counts as before.

    A registration event that does not say which law it was under leaves the answer
    open when it would change it.
    """
    registered = case.history.registration[0]
    if registered is not UNKNOWN:
        return _registrable(case, args, is_registered=registered is MET)
    with_it = _registrable(case, args, is_registered=True)
    without = _registrable(case, args, is_registered=False)
    return with_it if with_it is without else UNKNOWN


def _registrable(case: Case, args: Arguments, *, is_registered: bool) -> Truth:
    earlier = _earlier_listed(case, args)
    if not is_registered or earlier is MET:
        return earlier
    listed = _registrable_convictions(case, args)
    if any(one.listing is Listing.SURE and one.counted.stands is MET for one in listed):
        return earlier
    # No conviction surely explains the registration, so it counts as before, unless one that
    # may explain it is not before this conviction.
    orders = [one.counted.on.is_before_date(case.counted.on) for one in listed]
    return MET if all(order is MET for order in orders) else UNKNOWN


def _registrable_convictions(case: Case, args: Arguments) -> list[Listed]:
    listed = case.history.listed(load_offense_list(word(args, "list")))
    return [one for one in listed if one.counted is not case.counted]


def _registrable_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _registrable_before(case, args)
    facts = list(_earlier_listed_facts(case, args))
    if truth is not UNKNOWN:
        facts = [fact for fact in facts if fact.is_known]
    registered, event = case.history.registration
    name, column = "registration under PC 290", "STP_TYPE_DESCR"
    if event is None:
        return (*facts, Fact(name, "none"))
    if registered is UNKNOWN:
        open_too = truth is UNKNOWN
        value = "the event of registration does not say which law it was under"
        return (*facts, Fact(name, value, column, event.at, is_known=not open_too))
    facts.append(Fact(name, f"yes, {dated(event.on)}", column, event.at))
    if truth is UNKNOWN and all(fact.is_known for fact in facts):
        offenses = load_offense_list(word(args, "list"))
        for one in _registrable_convictions(case, args):
            facts += _listed_facts(one, case, offenses, truth)
    return tuple(facts)


def _is_earlier_same(counted: Counted, case: Case) -> Truth:
    if counted is case.counted:
        return NOT_MET
    same = counted.is_for(case.counted.number)
    if same is NOT_MET:
        return same
    before = counted.is_before(case.counted)
    return same if before is MET else before


def _earlier_same_section(case: Case, args: Arguments) -> Truth:
    answers = (_is_earlier_same(counted, case) for counted in case.history.counts)
    return at_least(answers, number(args, "at_least"))


def _earlier_same_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _earlier_same_section(case, args)
    facts: list[Fact] = []
    n_sure = 0
    for counted in case.history.counts:
        earlier = _is_earlier_same(counted, case)
        if earlier is MET:
            n_sure += 1
            value = counted_name(counted)
            at = counted.charge.at
            facts.append(Fact("earlier conviction", value, "STP_EVENT_DATE", at))
        elif earlier is UNKNOWN and truth is UNKNOWN:
            facts += _same_open_facts(counted, case)
    facts.append(_own_date(case, truth, facts))
    section = case.counted.number or "the same section"
    return (*facts, Fact(f"earlier convictions for {section}", f"{n_sure} for certain"))


def _same_open_facts(counted: Counted, case: Case) -> list[Fact]:
    facts = _order_facts(counted, case)
    if counted.is_cannabis is UNKNOWN:
        facts.insert(0, section_fact(counted, "code section of an earlier conviction"))
    return facts


_LIST = Argument("list", ArgumentKind.OFFENSE_LIST)

PRIOR_PREDICATES = (
    Predicate(
        "earlier_listed_conviction",
        "A conviction for an offense on that list is dated before this conviction. An offense "
        "that is only maybe on the list leaves the answer open.",
        (_LIST,),
        False,
        _earlier_listed,
        _earlier_listed_facts,
    ),
    Predicate(
        "registrable_before",
        "A conviction on that list is dated before this conviction, or the person registered "
        "under PC 290 and no conviction on the list explains why.",
        (_LIST,),
        False,
        _registrable_before,
        _registrable_facts,
    ),
    Predicate(
        "earlier_same_section",
        "At least so many convictions for the same section, any subdivision, are dated before "
        "this conviction.",
        (Argument("at_least", ArgumentKind.WHOLE_NUMBER, minimum=1),),
        False,
        _earlier_same_section,
        _earlier_same_facts,
    ),
)

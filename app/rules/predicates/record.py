"""Predicates that count convictions of the whole record, whatever their order."""

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
    dated,
    listing_doubt,
    number,
    section_fact,
    standing_fact,
    word,
)


def _more_convictions(case: Case, args: Arguments) -> Truth:
    counts = case.history.counts
    return at_least((one.stands for one in counts), number(args, "than") + 1)


def _more_convictions_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth, counts = _more_convictions(case, args), case.history.counts
    n_counts = Fact("convictions on record", str(len(counts)))
    if truth is not UNKNOWN:
        return (n_counts,)
    return (n_counts, *(standing_fact(one) for one in counts if one.stands is UNKNOWN))


def _is_same(one: Counted, case: Case) -> Truth:
    same = one.is_for(case.counted.number)
    return one.stands if same is MET else same


def _same_section(case: Case, args: Arguments) -> Truth:
    answers = (_is_same(one, case) for one in case.history.counts)
    return at_least(answers, number(args, "at_least"))


def _same_section_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _same_section(case, args)
    facts: list[Fact] = []
    n_sure = 0
    for one in case.history.counts:
        same = _is_same(one, case)
        if same is MET:
            n_sure += 1
            value = counted_name(one)
            column, at = one.charge.section_column, one.charge.at
            facts.append(Fact("conviction for the same section", value, column, at))
        elif same is UNKNOWN and truth is UNKNOWN:
            other = section_fact(one, "code section of another conviction")
            facts.append(standing_fact(one) if other.is_known else other)
    number_ = case.counted.number or "the same section"
    return (*facts, Fact(f"convictions for {number_} on record", f"{n_sure} for certain"))


def _counts_as(one: Listed) -> Truth:
    return UNKNOWN if one.listing is Listing.MAYBE else one.counted.stands


def _listed_on_record(case: Case, args: Arguments) -> Truth:
    result = NOT_MET
    for one in case.history.listed(load_offense_list(word(args, "list"))):
        counts = _counts_as(one)
        if counts is MET:
            return counts
        result = UNKNOWN
    return result


def _listed_on_record_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    offenses = load_offense_list(word(args, "list"))
    truth = _listed_on_record(case, args)
    if truth is NOT_MET:
        return (Fact(f"convictions under {offenses.citation}", "none"),)
    return tuple(
        _listed_fact(one, offenses, truth)
        for one in case.history.listed(offenses)
        if _counts_as(one) is truth
    )


def _listed_fact(one: Listed, offenses: OffenseList, truth: Truth) -> Fact:
    counted = one.counted
    column, at = counted.charge.section_column, counted.charge.at
    if truth is MET:
        value = counted_name(counted)
        return Fact(f"conviction under {offenses.citation}", value, column, at)
    if one.listing is not Listing.MAYBE:
        return standing_fact(counted)
    return listing_doubt(one, offenses, "another conviction")


def _registered(case: Case, args: Arguments) -> Truth:  # noqa: ARG001
    return case.history.registration[0]


def _registered_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:  # noqa: ARG001
    registered, event = case.history.registration
    name, column = "registration under PC 290", "STP_TYPE_DESCR"
    if event is None:
        return (Fact(name, "none"),)
    if registered is MET:
        return (Fact(name, f"yes, {dated(event.on)}", column, event.at),)
    value = "the event of registration does not say which law it was under"
    return (Fact(name, value, column, event.at, is_known=False),)


RECORD_PREDICATES = (
    Predicate(
        "more_convictions_than",
        "The record holds more convictions than that, counts of every county and section.",
        (Argument("than", ArgumentKind.WHOLE_NUMBER),),
        True,
        _more_convictions,
        _more_convictions_facts,
    ),
    Predicate(
        "same_section_on_record",
        "The record holds at least so many convictions for the same cannabis section, any "
        "subdivision, this one included, earlier or later.",
        (Argument("at_least", ArgumentKind.WHOLE_NUMBER, minimum=1),),
        False,
        _same_section,
        _same_section_facts,
    ),
    Predicate(
        "listed_conviction_on_record",
        "The record holds a conviction for an offense on that list, earlier or later. An offense "
        "that is only maybe on the list leaves the answer open.",
        (Argument("list", ArgumentKind.OFFENSE_LIST),),
        True,
        _listed_on_record,
        _listed_on_record_facts,
    ),
    Predicate(
        "registered_under_290",
        "The record holds an event of registration under PC 290.",
        (),
        True,
        _registered,
        _registered_facts,
    ),
)

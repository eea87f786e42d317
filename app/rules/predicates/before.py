"""Predicates about convictions earlier than the offense: only those disqualify (People v. Smit)."""

from __future__ import annotations

from app.model.dates import PartialDate
from app.model.relief import Fact
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth, all_of, at_least
from app.rules.history import Counted, Listed
from app.rules.lists.offense_lists import Listing, OffenseList, load_offense_list
from app.rules.predicates.charge import counted_name
from app.rules.predicates.section import within_years
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    date_fact,
    date_name,
    listing_doubt,
    number,
    offense_date_fact,
    section_fact,
    standing_fact,
    word,
)


def _offense_on(case: Case, args: Arguments) -> PartialDate:
    return case.counted.offense_on(number(args, "within_years"))


def _is_before(one: Counted, case: Case, offense: PartialDate) -> Truth:
    """Whether a conviction counts and is strictly earlier than the offense.

    What followed from the same arrest cannot be earlier than the offense behind it.
    """
    if one.cycle is case.counted.cycle:
        return NOT_MET
    return all_of((one.on.is_before_date(offense), one.stands))


def _listed_before(one: Listed, case: Case, offense: PartialDate) -> Truth:
    before = _is_before(one.counted, case, offense)
    return UNKNOWN if before is MET and one.listing is Listing.MAYBE else before


def _listed_before_offense(case: Case, args: Arguments) -> Truth:
    listed = case.history.listed(load_offense_list(word(args, "list")))
    if not listed:
        return NOT_MET
    offense, result = _offense_on(case, args), NOT_MET
    for one in listed:
        answer = _listed_before(one, case, offense)
        if answer is MET:
            return answer
        if answer is UNKNOWN:
            result = answer
    return result


def _listed_before_offense_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    offenses = load_offense_list(word(args, "list"))
    listed, offense = case.history.listed(offenses), _offense_on(case, args)
    truth = _listed_before_offense(case, args)
    if not listed:
        return (Fact(f"convictions under {offenses.citation}", "none"),)
    facts: list[Fact] = []
    for one in listed:
        if _listed_before(one, case, offense) is truth:
            facts += _listed_facts(one, offenses, truth)
    return _with_dates(facts, [one.counted for one in listed], case, args, truth)


def _listed_facts(one: Listed, offenses: OffenseList, truth: Truth) -> list[Fact]:
    counted = one.counted
    column, at = counted.charge.section_column, counted.charge.at
    if truth is not UNKNOWN or one.listing is Listing.SURE:
        name = f"conviction under {offenses.citation}"
        return [Fact(name, counted_name(counted), column, at)]
    return [listing_doubt(one, offenses, "an earlier conviction")]


def _with_dates(
    facts: list[Fact], others: list[Counted], case: Case, args: Arguments, truth: Truth
) -> tuple[Fact, ...]:
    """The facts with the dates that order them; unknown those that leave the order open."""
    offense, is_open = _offense_on(case, args), False
    for other in others:
        if truth is not UNKNOWN or other.cycle is case.counted.cycle:
            continue
        order = other.on.is_before_date(offense)
        if order is NOT_MET:
            continue
        if other.stands is UNKNOWN:
            facts.append(standing_fact(other))
        if order is UNKNOWN and not other.on.is_exact:
            name = date_name(other, case)
            facts.append(date_fact(name, other.on, "STP_EVENT_DATE", other.charge.at, order))
        is_open = is_open or (order is UNKNOWN and other.on.is_exact)
    if truth is UNKNOWN and offense.is_unknown:
        is_open = True
    own = offense_date_fact(case.counted, offense, UNKNOWN if is_open else MET)
    return (*dict.fromkeys(facts), own)


def _same_before(one: Counted, case: Case, offense: PartialDate) -> Truth:
    same = NOT_MET if one is case.counted else one.is_for(case.counted.number)
    if same is NOT_MET:
        return same
    before = _is_before(one, case, offense)
    return same if before is MET else before


def _same_section_before_offense(case: Case, args: Arguments) -> Truth:
    needed, counts = number(args, "at_least"), case.history.counts
    if len(counts) <= needed:
        return NOT_MET
    offense = _offense_on(case, args)
    return at_least((_same_before(one, case, offense) for one in counts), needed)


def _same_section_before_offense_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth, offense = _same_section_before_offense(case, args), _offense_on(case, args)
    answers = [(one, _same_before(one, case, offense)) for one in case.history.counts]
    facts = [_earlier(one) for one, answer in answers if answer is MET]
    section = case.counted.number or "the same section"
    total = Fact(f"convictions for {section} before the offense", f"{len(facts)} for certain")
    doubtful = [one for one, answer in answers if answer is UNKNOWN]
    if truth is UNKNOWN:
        unread = [one for one in doubtful if one.is_cannabis is UNKNOWN]
        facts += [section_fact(one, "code section of an earlier conviction") for one in unread]
    return (*_with_dates(facts, doubtful, case, args, truth), total)


def _earlier(one: Counted) -> Fact:
    return Fact("earlier conviction", counted_name(one), "STP_EVENT_DATE", one.charge.at)


BEFORE_PREDICATES = (
    Predicate(
        "listed_conviction_before_offense",
        "A conviction for an offense on that list is dated before the offense. An offense that "
        "is only maybe on the list leaves the answer open.",
        (Argument("list", ArgumentKind.OFFENSE_LIST), within_years()),
        False,
        _listed_before_offense,
        _listed_before_offense_facts,
    ),
    Predicate(
        "same_section_before_offense",
        "At least so many convictions for the same section, any subdivision, are dated before "
        "the offense.",
        (Argument("at_least", ArgumentKind.WHOLE_NUMBER, minimum=1), within_years()),
        False,
        _same_section_before_offense,
        _same_section_before_offense_facts,
    ),
)

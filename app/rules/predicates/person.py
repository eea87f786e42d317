"""Predicates about the person and the whole record: age, latest conviction, sentences."""


# ruff: noqa: ARG001 - every predicate has the one signature

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.model.dates import PartialDate, add_calendar
from app.model.record import Level
from app.model.relief import Fact
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth, all_of
from app.rules.history import Counted
from app.rules.predicates.charge import LEVEL_WORDS, shift_years
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    as_of_fact,
    birth_date_fact,
    conviction_date_fact,
    date_fact,
    date_name,
    dated,
    number,
    section_fact,
    standing_fact,
    word,
)


def _age_reached(case: Case, args: Arguments) -> Truth:
    if case.history.birth_contradiction:
        return UNKNOWN
    return case.history.born.shifted(years=number(args, "years")).is_on_or_before(case.as_of)


def _age_reached_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    years, born = number(args, "years"), case.history.born
    fact = birth_date_fact(case, _age_reached(case, args))
    if born.is_unknown:
        return fact, as_of_fact(case)
    reached = Fact(f"age {years} reached on", str(born.shifted(years=years)))
    return fact, reached, as_of_fact(case)


def _mean_age_at_most(case: Case, args: Arguments) -> Truth:
    """Days since birth, divided by 365.25, at most so many years."""
    born = case.history.born
    if case.history.birth_contradiction:
        return UNKNOWN
    most_days = number(args, "years") * 1461 // 4
    if born.earliest is not None and (case.as_of - born.earliest).days <= most_days:
        return MET
    if born.latest is not None and (case.as_of - born.latest).days > most_days:
        return NOT_MET
    return UNKNOWN


def _mean_age_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    born = case.history.born
    fact = birth_date_fact(case, _mean_age_at_most(case, args))
    if not fact.is_known or born.day is None:
        return fact, as_of_fact(case)
    years = (case.as_of - born.day).days / 365.25
    return fact, as_of_fact(case), Fact("age in years of 365.25 days", f"{years:.2f}")


def _years_before(as_of: date, years: int) -> date:
    """The same month and day so many years earlier (29 February: 1 March)."""
    return shift_years(as_of, -years)


def _mean_years_before(as_of: date, years: int) -> date:
    """The earliest day whose distance in days is not more than so many years of 365.25 days."""
    return add_calendar(as_of, days=-(years * 1461 // 4))


class _CleanSince:
    """No conviction of a level too close to the as-of date.

    ``limit_of`` gives the day that convictions are compared with, and ``is_late`` says
    on which side of it that day itself is: strictly later breaks, or on it as well.
    """

    def __init__(
        self,
        is_late: Callable[[PartialDate, date], Truth],
        limit_of: Callable[[date, int], date],
    ) -> None:
        self.is_late = is_late
        self.limit_of = limit_of

    def test(self, case: Case, args: Arguments) -> Truth:
        limit, only = self.limit_of(case.as_of, number(args, "years")), word(args, "level")
        result = MET
        for counted in case.history.counts:
            broken = self._breaks(counted, limit, only)
            if broken is MET:
                return NOT_MET
            if broken is UNKNOWN:
                result = broken
        return result

    def _breaks(self, counted: Counted, limit: date, only: str) -> Truth:
        late = self.is_late(counted.on, limit)
        if late is NOT_MET:
            return late
        return all_of((late, counted.stands, _is_of_level(counted, only)))

    def facts(self, case: Case, args: Arguments) -> tuple[Fact, ...]:
        years, only = number(args, "years"), word(args, "level")
        limit = self.limit_of(case.as_of, years)
        truth = self.test(case, args)
        found: list[Fact] = []
        if truth is MET:
            found += _latest_fact(case.history.counts, only)
        for counted in case.history.counts:
            if truth is not MET and self._breaks(counted, limit, only) is ~truth:
                found += self._breaking_facts(counted, case, args, truth)
        return (*found, as_of_fact(case), Fact(f"{years} years before it", limit.isoformat()))

    def _breaking_facts(
        self, one: Counted, case: Case, args: Arguments, truth: Truth
    ) -> list[Fact]:
        only = word(args, "level")
        late = self.is_late(one.on, self.limit_of(case.as_of, number(args, "years")))
        facts = [date_fact(date_name(one, case), one.on, "STP_EVENT_DATE", one.charge.at, late)]
        if truth is UNKNOWN and one.stands is UNKNOWN:
            facts.append(standing_fact(one))
        if only != "any":
            facts.append(_level_fact(one))
        return facts


def _level_fact(counted: Counted) -> Fact:
    known = counted.level is not Level.UNKNOWN
    column = counted.charge.level_column or "CONV_STAT_DESCR"
    value = counted.level.value if known else "not on record"
    name = f"level of the conviction for {counted.printed}"
    return Fact(name, value, column, counted.charge.at, is_known=known)


def _is_of_level(counted: Counted, only: str) -> Truth:
    if only == "any":
        return MET
    if counted.level is Level.UNKNOWN:
        return UNKNOWN
    return Truth.of(counted.level.value == only)


def _latest_fact(counts: Iterable[Counted], only: str) -> list[Fact]:
    """The conviction that comes closest, for a rule that is met."""
    dated = [
        (one.on.latest, one)
        for one in counts
        if one.on.latest is not None and _is_of_level(one, only) is not NOT_MET
    ]
    if not dated:
        return [Fact("latest conviction", "none")]
    latest = max(dated, key=lambda pair: pair[0])[1]
    value = f"{latest.on}, {latest.printed}"
    return [Fact("latest conviction", value, "STP_EVENT_DATE", latest.charge.at)]


def _only_cannabis(case: Case, args: Arguments) -> Truth:
    result = MET
    for counted in case.history.counts:
        answer = _is_cannabis_or_gone(counted)
        if answer is NOT_MET:
            return answer
        if answer is UNKNOWN:
            result = answer
    return result


def _is_cannabis_or_gone(counted: Counted) -> Truth:
    if counted.cannabis is not None:
        return MET
    answer = counted.is_cannabis
    return UNKNOWN if answer is NOT_MET and counted.stands is UNKNOWN else answer


def _only_cannabis_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _only_cannabis(case, args)
    if truth is MET:
        return (Fact("convictions on record", f"{len(case.history.counts)}, all cannabis"),)
    facts: list[Fact] = []
    for counted in case.history.counts:
        if _is_cannabis_or_gone(counted) is not truth:
            continue
        if truth is UNKNOWN and counted.reading.is_read:
            facts.append(standing_fact(counted))
        else:
            facts.append(section_fact(counted, "code section of another conviction"))
    return tuple(facts)


def _sentences_ended(case: Case, args: Arguments) -> Truth:
    result = MET
    for counted in case.history.counts:
        ended = counted.has_ended(case.as_of)
        if ended is NOT_MET:
            return ended
        if ended is UNKNOWN:
            result = ended
    return result


def _sentences_ended_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _sentences_ended(case, args)
    facts: list[Fact] = []
    for counted in case.history.counts:
        if truth is MET:
            continue
        if counted.has_ended(case.as_of) is truth:
            facts += _sentence_facts(counted, case, truth)
    if truth is MET:
        facts = _last_sentence_fact(case.history.counts)
    return (*facts, as_of_fact(case))


def _sentence_facts(counted: Counted, case: Case, truth: Truth) -> list[Fact]:
    name, ends_on = f"end of the sentence for {counted.printed}", counted.sentence_ends_on()
    if truth is UNKNOWN and not counted.on.is_exact:
        return [conviction_date_fact(counted, truth, date_name(counted, case))]
    unstated = next((part for part in counted.charge.sentence if part.length is None), None)
    if truth is UNKNOWN and unstated is not None:
        value = f"length of the term not on record ({unstated.place or 'place not on record'})"
        return [Fact(name, value, "SENT_LENGTH", unstated.at, is_known=False)]
    facts = [Fact(name, str(ends_on), "SENT_LENGTH", counted.charge.at)]
    return [*facts, standing_fact(counted)] if truth is UNKNOWN else facts


def _last_sentence_fact(counts: Iterable[Counted]) -> list[Fact]:
    ends = [(one.sentence_ends_on().latest, one) for one in counts]
    known = [(day, one) for day, one in ends if day is not None]
    if not known:
        return []
    day, last = max(known, key=lambda pair: pair[0])
    name = f"end of the sentence for {last.printed}, the last to end"
    return [Fact(name, day.isoformat(), "SENT_LENGTH", last.charge.at)]


def _deceased(case: Case, args: Arguments) -> Truth:
    return Truth.of(case.history.deceased_event is not None)


def _deceased_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    event = case.history.deceased_event
    if event is None:
        return (Fact("reported deceased", "no"),)
    return (
        Fact(
            "reported deceased",
            f"yes, {dated(event.on)}",
            "STP_TYPE_DESCR",
            event.at,
        ),
    )


_YEARS = Argument("years", ArgumentKind.WHOLE_NUMBER, minimum=1)
_CLEAN = (_YEARS, Argument("level", ArgumentKind.WORD, ("any", *LEVEL_WORDS)))
_none_later = _CleanSince(PartialDate.is_after, _years_before)
_none_on_or_later = _CleanSince(PartialDate.is_on_or_after, _years_before)
_none_within_mean_years = _CleanSince(PartialDate.is_on_or_after, _mean_years_before)

PERSON_PREDICATES = (
    Predicate(
        "age_reached",
        "The birthday of that age is on the as-of date or before it.",
        (_YEARS,),
        True,
        _age_reached,
        _age_reached_facts,
    ),
    Predicate(
        "mean_age_at_most",
        "The age on the as-of date, in days divided by 365.25, is at most that.",
        (_YEARS,),
        True,
        _mean_age_at_most,
        _mean_age_facts,
    ),
    Predicate(
        "no_conviction_later_than",
        "No conviction of that level is later than the day so many calendar years before the "
        "as-of date; one of that very day does not count.",
        _CLEAN,
        True,
        _none_later.test,
        _none_later.facts,
    ),
    Predicate(
        "latest_conviction_more_than",
        "Every conviction of that level is earlier than the day so many calendar years before "
        "the as-of date; one of that very day counts.",
        _CLEAN,
        True,
        _none_on_or_later.test,
        _none_on_or_later.facts,
    ),
    Predicate(
        "latest_conviction_more_than_mean_years",
        "Every conviction of that level is more than so many years of 365.25 days before the "
        "as-of date.",
        _CLEAN,
        True,
        _none_within_mean_years.test,
        _none_within_mean_years.facts,
    ),
    Predicate(
        "only_cannabis_convictions",
        "Every conviction on record, in any county, is for a cannabis section.",
        (),
        True,
        _only_cannabis,
        _only_cannabis_facts,
    ),
    Predicate(
        "every_sentence_ended",
        "Every sentence on record has ended by the as-of date.",
        (),
        True,
        _sentences_ended,
        _sentences_ended_facts,
    ),
    Predicate(
        "deceased", "The record reports the person deceased.", (), True, _deceased, _deceased_facts
    ),
)
